"""The website exporter: plain pages of published responses with feeds and data; and the office's own calendar.

And the reader of what other offices publish so.
"""

from collections.abc import Iterable

from inspectlib.exchange import Exporter, Importer
from inspectlib.hookspecs import hookimpl

INSPECTLIB_HOOKS = 1


@hookimpl
def inspectlib_exporters() -> Iterable[Exporter]:
    """Return the website and the office calendar."""
    from inspectlib_website.calendars import OFFICE_CALENDAR
    from inspectlib_website.site import WEBSITE

    return (OFFICE_CALENDAR, WEBSITE)


@hookimpl
def inspectlib_importers() -> Iterable[Importer]:
    """Return the reader of published data."""
    from inspectlib_website.published import PUBLISHED

    return (PUBLISHED,)
