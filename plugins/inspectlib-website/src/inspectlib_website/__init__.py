"""The website exporter: plain pages of published responses with feeds and data; and the office's own calendar.

And the reader of what other offices publish so.
"""

from collections.abc import Iterable

from inspectlib.exchange import Exporter, Importer
from inspectlib.hookspecs import hookimpl

INSPECTLIB_HOOKS = 1


@hookimpl
def inspectlib_exporters() -> Iterable[Exporter]:
    """Return the website, the office calendar and the sheet for a translator."""
    from inspectlib_website.calendars import OFFICE_CALENDAR
    from inspectlib_website.site import WEBSITE
    from inspectlib_website.translating import TRANSLATIONS

    return (OFFICE_CALENDAR, TRANSLATIONS, WEBSITE)


@hookimpl
def inspectlib_importers() -> Iterable[Importer]:
    """Return the readers of published data and of feeds, and of a sheet that comes back from a translator."""
    from inspectlib_website.published import PUBLISHED
    from inspectlib_website.subscribing import FEED
    from inspectlib_website.translating import TRANSLATED

    return (PUBLISHED, FEED, TRANSLATED)
