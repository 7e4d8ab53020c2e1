"""The website exporter: plain pages of published responses with feeds and data; and the office's own calendar."""

from collections.abc import Iterable

from inspectlib.exchange import Exporter
from inspectlib.hookspecs import hookimpl

INSPECTLIB_HOOKS = 1


@hookimpl
def inspectlib_exporters() -> Iterable[Exporter]:
    """Return the website and the office calendar."""
    from inspectlib_website.calendars import OFFICE_CALENDAR
    from inspectlib_website.site import WEBSITE

    return (OFFICE_CALENDAR, WEBSITE)
