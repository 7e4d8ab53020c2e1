"""Reads reports and responses; what the documents of other plugins are made of is in `writing`."""

from inspectlib.exchange import Importer, ImportResult, Source
from inspectlib.hookspecs import hookimpl
from inspectlib_documents import response_form
from inspectlib_documents.formats import SUFFIXES, can_read, reading_of
from inspectlib_documents.importing import imported

_REPORT, _RESPONSE, _PERHAPS = 70, 80, 10


def recognises_report(source: Source) -> int:
    """Return 70 for a document that makes recommendations, 10 for any other that can be read, 0 for what is none."""
    if not can_read(source):
        return 0
    return _REPORT if reading_of(source).items else _PERHAPS


def recognises_response(source: Source) -> int:
    """Return 90 for the response form, 80 for another response, else 0."""
    form = response_form.recognises(source)
    if form or not can_read(source):
        return form
    return _RESPONSE if reading_of(source).facts.is_response else 0


def read_report(source: Source) -> ImportResult:
    """Return what a report says."""
    return imported(source, reading_of(source))


def read_response(source: Source) -> ImportResult:
    """Return what a response says, a form by its headings."""
    return response_form.read(source) if response_form.recognises(source) else imported(source, reading_of(source))


@hookimpl
def inspectlib_importers() -> list[Importer]:
    """Offer the readers of reports and responses."""
    return [
        Importer(
            name="report-document",
            title="Report of an inspectorate",
            suffixes=SUFFIXES,
            recognises=recognises_report,
            read=read_report,
        ),
        Importer(
            name="response-document",
            title="Response of a local policing body",
            suffixes=tuple(sorted({*SUFFIXES, ".docx", ".odt", ".pdf"})),
            recognises=recognises_response,
            read=read_response,
        ),
    ]
