"""The Excel books of inspectlib: the working tracker, out and home again."""

from inspectlib.exchange import Exporter, Importer
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl
from inspectlib_excel import conflicts, legacy
from inspectlib_excel.chasers import OPTIONS as CHASING
from inspectlib_excel.chasers import write_chasers
from inspectlib_excel.published import OPTIONS, write_published
from inspectlib_excel.tracker import write_tracker
from inspectlib_excel.tracker_home import read_tracker, recognises


@hookimpl
def inspectlib_exporters() -> list[Exporter]:
    """Return the exporters that write Excel workbooks."""
    return [
        Exporter(
            name="excel-tracker",
            title="Excel tracker",
            audience=Audience.WORKING,
            suffix=".xlsx",
            export=write_tracker,
        ),
        Exporter(
            name="excel-published",
            title="Excel book for the website",
            audience=Audience.PUBLIC,
            suffix=".xlsx",
            export=write_published,
            options=OPTIONS,
        ),
        Exporter(
            name="chasers",
            title="A small tracker and a draft message for each owner",
            audience=Audience.WORKING,
            suffix="",
            export=write_chasers,
            options=CHASING,
        ),
        Exporter(
            name="conflicts",
            title="A book to decide the conflicts of a merge in",
            audience=Audience.WORKING,
            suffix=".xlsx",
            export=conflicts.write_conflicts,
            options={"draft": "the conflicts, as merge --conflicts drafts them in JSON"},
        ),
    ]


@hookimpl
def inspectlib_importers() -> list[Importer]:
    """Return the importers that read Excel workbooks."""
    return [
        Importer(
            name="excel-tracker",
            title="Excel tracker that comes back",
            suffixes=(".xlsx",),
            recognises=recognises,
            read=read_tracker,
        ),
        Importer(
            name="conflicts",
            title="Decided conflicts of a merge",
            suffixes=(".xlsx",),
            recognises=conflicts.recognises,
            read=conflicts.read_conflicts,
        ),
        Importer(
            name="excel-sheet",
            title="An office's own sheet of recommendations",
            suffixes=(".xlsx",),
            recognises=legacy.recognises,
            read=legacy.read_sheets,
        ),
    ]
