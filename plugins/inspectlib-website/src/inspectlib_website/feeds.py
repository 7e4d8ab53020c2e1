"""The feeds of the site: Atom (RFC 4287) and JSON Feed 1.1."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import indent
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from inspectlib.errors import BadCall
from inspectlib.fields import Public, value
from inspectlib_website.pages import Heading, clean, link
from inspectlib_website.wording import Words

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


@value
class FeedEntry:
    """One response in a feed, or where it stood before it was withdrawn."""

    name: Public[str]
    file: Public[str]
    title: Public[str]
    summary: Public[str]
    author: Public[str]
    updated: Public[date]
    published: Public[date | None] = None


def entry_of(page: Heading, words: Words, *, updated: date, body: str) -> FeedEntry:
    """Return what the feeds say of a page; `body` is how they call who responds."""
    report = page.inspection.published_on
    key = "feed.summary" if page.published_on else "feed.summary_unpublished"
    return FeedEntry(
        name=page.name,
        file=page.file,
        title=clean(words.plain("response.title", title=page.report_in(words.lang))),
        summary=clean(
            words.plain(
                key,
                body=body,
                title=page.report_in(words.lang),
                day=words.day(report) if report else words.plain("site.not_recorded"),
                said=words.day(page.published_on) if page.published_on else "",
            )
        ),
        author=clean(body),
        updated=updated,
        published=page.published_on,
    )


def withdrawn_entry(name: str, words: Words, *, office: str, updated: date) -> FeedEntry:
    """Return what stands in the place of a response that was withdrawn: nothing of its words."""
    return FeedEntry(
        name=name,
        file=f"responses/{name}.html",
        title=words.plain("feed.withdrawn"),
        summary=words.plain("feed.withdrawn_text"),
        author=clean(office),
        updated=updated,
    )


def _tag(base: str, name: str) -> str:
    return f"tag:{urlsplit(base).hostname},{_TAG_YEAR}:inspectlib/{name}"


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _child(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, name, attributes)
    made.text = text
    return made


def _id(words: Words, base: str, name: str) -> str:
    return _tag(base, name if words.lang == "en" else f"{words.lang}/{name}")


def atom(
    entries: Iterable[FeedEntry], words: Words, *, base: str, root: str, office: str, updated: date
) -> Iterator[bytes]:
    """Yield the Atom feed of entries, newest first. `root` is the address of its language; `updated` its own date."""
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": words.tag})
    _child(feed, "id", _id(words, base, "responses"))
    _child(feed, "title", clean(words.plain("feed.title", office=office)))
    _child(feed, "updated", _instant(updated))
    _child(_child(feed, "author"), "name", clean(office))
    _child(feed, "link", rel="self", type="application/atom+xml", href=f"{root}feed.xml")
    _child(feed, "link", rel="alternate", type="text/html", href=f"{root}index.html")
    ET.indent(feed)
    start, end, _ = ET.tostring(feed, encoding="unicode").rpartition("</feed>")
    yield f"<?xml version='1.0' encoding='utf-8'?>\n{start}".encode()
    for each in entries:
        entry = ET.Element("entry")
        _child(entry, "id", _id(words, base, f"response/{each.name}"))
        _child(entry, "title", each.title)
        _child(entry, "updated", _instant(each.updated))
        if each.published:
            _child(entry, "published", _instant(each.published))
        _child(_child(entry, "author"), "name", each.author)
        _child(entry, "link", rel="alternate", type="text/html", href=f"{root}{each.file}")
        _child(entry, "summary", each.summary)
        ET.indent(entry, level=1)
        yield f"  {ET.tostring(entry, encoding='unicode')}\n".encode()
    yield f"{end}\n".encode()


def json_feed(entries: Iterable[FeedEntry], words: Words, *, base: str, root: str, office: str) -> Iterator[bytes]:
    """Yield the JSON feed of entries, newest first. `root` is the address of its language."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(words.plain("feed.title", office=office)),
        "home_page_url": f"{root}index.html",
        "feed_url": f"{root}feed.json",
        "language": words.tag,
        "authors": [{"name": clean(office)}],
        "items": [],
    }
    yield _json(feed).removesuffix("]\n}").encode()
    before, after = "", ""
    for each in entries:
        dates = {"date_published": _instant(each.published)} if each.published else {}
        item = {
            "id": _id(words, base, f"response/{each.name}"),
            "url": f"{root}{each.file}",
            "title": each.title,
            "content_text": each.summary,
            **dates,
            "date_modified": _instant(each.updated),
            "authors": [{"name": each.author}],
        }
        yield f"{before}\n{indent(_json(item), ' ' * 4)}".encode()
        before, after = ",", "\n  "
    yield f"{after}]\n}}\n".encode()


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)
