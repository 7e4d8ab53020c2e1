"""Writes what goes to the Home Office and the inspectors, and reads it back."""

from inspectlib.exchange import Exporter, Importer
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl
from inspectlib_home_office import documents, form, pack, reading


@hookimpl
def inspectlib_exporters() -> list[Exporter]:
    """Offer the documents and the pack."""
    return [
        *documents.exporters(),
        Exporter(
            name=pack.PACK,
            title="Pack for the Home Office and the inspectors",
            audience=Audience.SUBMISSION,
            suffix="",
            export=pack.export,
            per_inspection=True,
            options={"reason": "why to go on where the submission would be wrong; recorded in the manifest"},
        ),
    ]


@hookimpl
def inspectlib_importers() -> list[Importer]:
    """Offer the reader of filled forms."""
    return [
        Importer(
            name=form.FORM,
            title="Filled Home Office form",
            suffixes=(".docx", ".odt", ".pdf", ".txt"),
            recognises=reading.recognises,
            read=reading.read,
        )
    ]
