"""The feeds of the site: Atom (RFC 4287) and JSON Feed 1.1."""

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from inspectlib.errors import BadCall
from inspectlib.periods import in_words
from inspectlib_website.pages import Page, clean, link

#: the year in every tag: URI (RFC 4151); it never changes, so that the ids never do
_TAG_YEAR = 2026


def checked_base(url: str) -> str:
    """Return the base address with its last slash. Raises BadCall for anything but a plain web address."""
    base = url if url.endswith("/") else f"{url}/"
    parts = urlsplit(base) if link(base) else None
    if parts is None or parts.query or parts.fragment or not re.fullmatch("[a-z0-9.-]+", parts.hostname or ""):
        message = f"base-url: expected an address such as https://example.org/, found {url!r}"
        raise BadCall(message)
    return base


def _tag(base: str, name: str) -> str:
    return f"tag:{urlsplit(base).hostname},{_TAG_YEAR}:inspectlib/{name}"


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _newest_first(pages: Sequence[Page]) -> list[Page]:
    return sorted(sorted(pages, key=lambda each: each.name), key=lambda each: each.updated, reverse=True)


def _summary(page: Page) -> str:
    report = f", published on {in_words(page.inspection.published_on)}" if page.inspection.published_on else ""
    said = f"on {in_words(page.published_on)}" if page.published_on else "not yet recorded"
    return clean(f"{page.body} responds to {page.inspection.title}{report}. Publication of the response: {said}.")


def _child(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, name, attributes)
    made.text = text
    return made


def atom(pages: Sequence[Page], *, base: str, office: str, empty: date) -> bytes:
    """Return the Atom feed; `empty` is its date where it has no entry."""
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en-GB"})
    _child(feed, "id", _tag(base, "responses"))
    _child(feed, "title", clean(f"Responses to inspection reports: {office}"))
    _child(feed, "updated", _instant(max((each.updated for each in pages), default=empty)))
    _child(_child(feed, "author"), "name", clean(office))
    _child(feed, "link", rel="self", type="application/atom+xml", href=f"{base}feed.xml")
    _child(feed, "link", rel="alternate", type="text/html", href=f"{base}index.html")
    for page in _newest_first(pages):
        entry = _child(feed, "entry")
        _child(entry, "id", _tag(base, f"response/{page.name}"))
        _child(entry, "title", clean(page.title))
        _child(entry, "updated", _instant(page.updated))
        if page.published_on:
            _child(entry, "published", _instant(page.published_on))
        _child(_child(entry, "author"), "name", clean(page.body))
        _child(entry, "link", rel="alternate", type="text/html", href=f"{base}{page.file}")
        _child(entry, "summary", _summary(page))
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def json_feed(pages: Sequence[Page], *, base: str, office: str) -> bytes:
    """Return the JSON feed."""
    items: list[dict[str, Any]] = []
    for page in _newest_first(pages):
        dates = {"date_published": _instant(page.published_on)} if page.published_on else {}
        items.append(
            {
                "id": _tag(base, f"response/{page.name}"),
                "url": f"{base}{page.file}",
                "title": clean(page.title),
                "content_text": _summary(page),
                **dates,
                "date_modified": _instant(page.updated),
                "authors": [{"name": clean(page.body)}],
            }
        )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(f"Responses to inspection reports: {office}"),
        "home_page_url": f"{base}index.html",
        "feed_url": f"{base}feed.json",
        "language": "en-GB",
        "authors": [{"name": clean(office)}],
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=2) + "\n").encode()
