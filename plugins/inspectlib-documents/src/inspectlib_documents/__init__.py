"""Reads responses; what the documents of other plugins are made of is in `writing`."""

from inspectlib.exchange import Importer
from inspectlib.hookspecs import hookimpl
from inspectlib_documents.response_form import read, recognises


@hookimpl
def inspectlib_importers() -> list[Importer]:
    """Offer the reader of response forms."""
    return [
        Importer(
            name="response-document",
            title="Response form of a local policing body",
            suffixes=(".docx", ".odt", ".pdf", ".txt"),
            recognises=recognises,
            read=read,
        )
    ]
