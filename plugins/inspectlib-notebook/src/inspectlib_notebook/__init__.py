"""For analysts and those who read their pictures: tidy frames, charts with the table behind each, a briefing.

from inspectlib_notebook import charts, frames

frames.items(register, on="2024-06-28")
charts.time_to_close(register, on="2024-06-28")
"""

from inspectlib.exchange import Exporter
from inspectlib.fields import Audience
from inspectlib.hookspecs import hookimpl

INSPECTLIB_HOOKS = 1


@hookimpl
def inspectlib_exporters() -> list[Exporter]:
    """Offer the charts as files, and the briefing."""
    from inspectlib_notebook import briefing, writing

    return [
        Exporter(
            name="charts",
            title="Charts (SVG and PNG) with the table behind each",
            audience=Audience.WORKING,
            suffix="",
            export=writing.export,
        ),
        Exporter(
            name="briefing",
            title="One page for a chief executive (.html)",
            audience=Audience.WORKING,
            suffix=".html",
            export=briefing.export_html,
        ),
        Exporter(
            name="briefing-pdf",
            title="One page for a chief executive (.pdf)",
            audience=Audience.WORKING,
            suffix=".pdf",
            export=briefing.export_pdf,
        ),
    ]
