"""The Excel exporters of inspectlib."""

from inspectlib.exchange import Exporter
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl
from inspectlib_excel.tracker import write_tracker


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
        )
    ]
