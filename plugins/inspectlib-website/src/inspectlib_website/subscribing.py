"""Reads the feeds of another office's website, Atom or JSON Feed: which responses stand there, since when, and where.

A feed says neither when a report was published nor what is answered; that stands in the same site's data/responses.json.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

from inspectlib.bodies import area
from inspectlib.errors import CannotRead, UnknownArea
from inspectlib.exchange import Importer, ImportResult, Problem, Source
from inspectlib.fields import Public, value
from inspectlib.inspections import Inspection
from inspectlib.register import Register
from inspectlib.responses import Publication, Response

_START = 4000
_ATOM = "{http://www.w3.org/2005/Atom}"
_VERSION = "https://jsonfeed.org/version/1"
#: the id of a response in a feed that this library writes, in any language
_ID = re.compile(r"tag:[^:]+:inspectlib/(?:[a-z-]+/)?response/([a-z0-9-]+)")
_TITLE = re.compile(r"^Response to (.+)$")
_LESS = (
    "a feed says neither when a report was published nor what is answered; hand in the site's data/responses.json too"
)


@value
class Entry:
    """What a feed says of one thing; dates as they are written there."""

    id: Public[str]
    title: Public[str]
    url: Public[str | None] = None
    published: Public[str | None] = None


def recognises(source: Source) -> int:
    """Return how surely a source is a feed, 0 to 100."""
    start = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:_START]
    sure = (start.startswith(b"{") and _VERSION.encode() in start) or (
        start.startswith(b"<") and b"<feed" in start and _ATOM[1:-1].encode() in start
    )
    return 90 if sure else 0


def read(source: Source) -> ImportResult:
    """Return the responses that a feed names, with the day and place of publication; what it does not say is a problem.

    Raises CannotRead where the whole is no feed.
    """
    register, problems = Register(), []
    for number, entry in enumerate(_entries(source), start=1):
        place = f"entry {number}"
        found = _ID.fullmatch(entry.id)
        name = found.group(1) if found else ""
        slug = _whose(name)
        if slug is None:
            problems.append(Problem(place=place, message=f"{entry.title!r} is not named as a response; left out"))
            continue
        if source.body is not None and slug != source.body:
            problems.append(Problem(place=place, message=f"is of {slug!r}, not of {source.body!r}; left out"))
            continue
        day = _day(entry.published)
        if day is None:
            message = f"{entry.title!r} has no day of publication, or was withdrawn; left out"
            problems.append(Problem(place=place, message=message))
            continue
        report = name.removesuffix(f"-{slug}")
        if register.response(report, slug) is not None:
            problems.append(Problem(place=place, message=f"a second response of {slug} to {report}; left out"))
            continue
        title = _TITLE.match(entry.title)
        if register.find(report) is None:
            register = register.with_inspection(Inspection(id=report, title=title.group(1) if title else entry.title))
        response = Response(area=slug, inspection=report, publications=(Publication(on=day, url=entry.url),))
        register = register.with_areas(slug).with_response(response)
    if register.responses:
        problems.append(Problem(place="the feed", message=_LESS))
    return ImportResult(register=register, problems=tuple(problems))


def _whose(name: str) -> str | None:
    """Return the police area at the end of a response's name, the longest that is one."""
    words = name.split("-")
    for start in range(1, len(words)):
        try:
            return area("-".join(words[start:])).slug
        except UnknownArea:
            continue
    return None


def _day(instant: str | None) -> date | None:
    found = re.match(r"\d{4}-\d{2}-\d{2}(?=T)", instant or "", re.ASCII)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:  # such as 30 February
        return None


def _entries(source: Source) -> Iterator[Entry]:
    text = source.text()
    return _of_json(source.name, text) if text.lstrip().startswith("{") else _of_atom(source.name, text)


def _of_json(name: str, text: str) -> Iterator[Entry]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name!r} is not JSON that can be read: {str(error) or 'nested too deep'}"
        raise CannotRead(message) from None
    items = told.get("items") if isinstance(told, dict) else None
    if not isinstance(items, list):
        message = f"{name!r} holds no list of items; hand in the feed.json of a website"
        raise CannotRead(message)
    for each in items:
        held: dict[str, Any] = each if isinstance(each, dict) else {}
        yield Entry(
            id=_said(held.get("id")) or "",
            title=_said(held.get("title")) or "untitled",
            url=_said(held.get("url")),
            published=_said(held.get("date_published")),
        )


def _said(held: object) -> str | None:
    return held if isinstance(held, str) else None


def _of_atom(name: str, text: str) -> Iterator[Entry]:
    if "<!DOCTYPE" in text:
        message = f"{name!r} declares a document type, which no feed needs; ask for the feed as its site serves it"
        raise CannotRead(message)
    try:
        feed = ET.fromstring(text)  # noqa: S314 - without a document type there are no entities to expand
    except ET.ParseError as error:
        message = f"{name!r} is not XML that can be read: {error}"
        raise CannotRead(message) from None
    for each in feed.iter(f"{_ATOM}entry"):
        links = (one.get("href") for one in each.findall(f"{_ATOM}link") if one.get("rel", "alternate") == "alternate")
        yield Entry(
            id=(each.findtext(f"{_ATOM}id") or "").strip(),
            title=(each.findtext(f"{_ATOM}title") or "").strip() or "untitled",
            url=next(links, None),
            published=each.findtext(f"{_ATOM}published"),
        )


FEED = Importer(
    name="published-feed",
    title="The feed of a website of published responses (feed.xml, feed.json)",
    suffixes=(".json", ".xml"),
    recognises=recognises,
    read=read,
)
