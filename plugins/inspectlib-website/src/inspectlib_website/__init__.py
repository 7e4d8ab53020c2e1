"""The website exporter: plain pages of published responses, and feeds of them."""

from collections.abc import Iterable

from inspectlib.exchange import Exporter
from inspectlib.hookspecs import hookimpl

INSPECTLIB_HOOKS = 1


@hookimpl
def inspectlib_exporters() -> Iterable[Exporter]:
    """Return the website exporter."""
    from inspectlib_website.site import WEBSITE

    return (WEBSITE,)
