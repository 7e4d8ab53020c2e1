"""Writes the site: pages in one or two languages, feeds, a calendar, data, and what a rebuild needs to know."""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from inspectlib.errors import BadCall
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib_website import data
from inspectlib_website.calendars import calendar, public_entries
from inspectlib_website.feeds import atom, checked_base, entry_of, json_feed, withdrawn_entry
from inspectlib_website.lists import Book
from inspectlib_website.manifest import Site, digest, sha
from inspectlib_website.pages import (
    Page,
    body_in_office,
    body_name,
    known_area,
    link,
    pages_of,
)
from inspectlib_website.rendering import Language, ingredients
from inspectlib_website.subjects import search_files
from inspectlib_website.theming import fragment_sheet, style_sheet
from inspectlib_website.wording import TAGS, Words, chosen

#: no script or style but the site's own files, nothing from elsewhere, no frame, no form that leads away
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
LICENCES = {"ogl-3": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}


def _office(job: Job, given: str) -> tuple[str | None, bool]:
    """Return the name of the office, None for several, and whether it is a name that nobody checked in a source."""
    if given:
        return given, False
    areas = {job.body} if job.body else {each.response.area for each in job.view.responses}
    areas = areas or set(job.view.register.areas)
    if len(areas) != 1:
        return None, False
    area = areas.pop()
    body = body_in_office(area, job.on)
    return body_name(area, job.on), body is None or not body.verified


def _is_sample(job: Job) -> bool:
    """Say whether an area of the register is invented, even where no response of it is public any more."""
    places = {*job.view.register.areas, *(each.response.area for each in job.view.responses)}
    return any(known.fictional for known in map(known_area, places) if known)


def _option(job: Job, name: str) -> str:
    return job.options.get(name, "").strip()


def _licence(job: Job) -> str | None:
    given = _option(job, "licence").lower()
    if not given:
        return None
    if given not in LICENCES:
        message = f"licence: expected {', '.join(sorted(LICENCES))} or nothing, found {given!r}"
        raise BadCall(message)
    return LICENCES[given]


def _contact(job: Job) -> str | None:
    given = _option(job, "contact")
    if given and link(given) is None:
        message = f"contact: expected a web address or mailto:, found {given!r}"
        raise BadCall(message)
    return given or None


def _house(job: Job) -> Path | None:
    """Return the folder of house templates, where the profile names one. Raises BadCall."""
    folder = job.profile.templates.get("website") if job.profile else None
    if folder is not None and not folder.is_dir():
        message = f"the profile's templates of the website: expected a folder, found {str(folder)!r}"
        raise BadCall(message)
    return folder


def _content(told: dict[str, Any], base: str) -> str:
    """Return a hash of a page's record: not of where it stands, nor of what the day alone makes, such as a due date past.

    The record is cut down to what is hashed.
    """
    for each in (told, *told["recommendations"]):
        each["url"] = each["url"].removeprefix(base)
    for each in told["recommendations"]:
        each["timing"] = None
        each["events"] = [one for one in each["events"] if one["what"] != "due"]
    return sha(json.dumps(told).encode())


def _write_records(site: Site, pages: Sequence[Page], *, base: str, title: str, licence: str | None) -> dict[str, str]:
    """Write all pages as JSON, and return a hash of what each record holds, by the name of the page."""
    contents = {}

    def records() -> Iterator[str]:
        for page in pages:
            told = data.record(page, base=base)
            yield json.dumps(told, ensure_ascii=False)
            contents[page.name] = _content(told, base)

    site.stream("data/responses.json", data.everything(records(), title=title, licence=licence))
    return contents


def _days(site: Site, pages: Sequence[Page], contents: Mapping[str, str], on: date) -> dict[str, date]:
    """Return when each page last changed: kept while its content is the same, never earlier than told before."""
    found, last_entries = {}, site.last_entries
    for page in pages:
        last, content = last_entries.get(page.name, {}), contents[page.name]
        day = page.updated
        if last:
            told = date.fromisoformat(last["updated"])
            same = last.get("content") == content
            day = told if same else day if day > told else max(on, told)
        found[page.name] = day
        site.entries[page.name] = {"content": content, "updated": day.isoformat()}
    return found


def _withdrawn(site: Site, on: date) -> dict[str, date]:
    """Return the responses that the last output held and this one does not, with the day on which that was seen."""
    found = {}
    for name, last in site.last_entries.items():
        if name in site.entries:
            continue
        gone = "content" not in last
        found[name] = date.fromisoformat(last["updated"]) if gone else on
        site.entries[name] = {"updated": found[name].isoformat()}
    return found


def _left(site: Site, book: Book, withdrawn: Mapping[str, date]) -> dict[str, date | None]:
    """Return the pages that the last output held and this one does not, with the day of the response's withdrawal.

    None: the response stands, and one of its recommendations is gone. Links to either lead to a notice.
    """
    found: dict[str, date | None] = {f"responses/{name}.html": day for name, day in withdrawn.items()}
    held = {page.item_file(item) for page, item in book.items}
    found |= {path: withdrawn.get(name) for path, name in sorted(site.last_items.items()) if path not in held}
    return found


@contextmanager
def _collecting_only_what_is_new() -> Iterator[None]:
    """Let the collector leave alone what was there before: a register of any size is not searched once a page."""
    ours = gc.get_freeze_count() == 0
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


def write(job: Job) -> None:
    """Write the site into the folder `job.destination`. Raises BadCall, CannotWrite."""
    with _collecting_only_what_is_new():
        _write(job)


def _write(job: Job) -> None:
    if job.view.audience is not Audience.PUBLIC:
        message = "the website is public; it takes the public view only"
        raise BadCall(message)
    given = _option(job, "base-url")
    base = checked_base(given or "https://example.org/")
    book = Book(pages_of(job.view))
    office, unchecked = _office(job, _option(job, "office"))
    languages = chosen(_option(job, "languages"))
    licence, house = _licence(job), _house(job)
    tokens = style_sheet(job.profile.tokens) if job.profile else b""
    wording = {each: Words(each) for each in languages}
    shared: dict[str, Any] = {
        "office": office,
        "unchecked": unchecked,
        "sample": _is_sample(job),
        "languages": languages,
        "tags": TAGS,
        "policy": POLICY,
        "tokens": bool(tokens),
        "licence": licence,
        "contact": _contact(job),
        "many": book.many,
        "fragments": _option(job, "fragments").lower() in ("yes", "true", "1"),
    }
    common = digest([shared, ingredients(house)])
    site = Site(job.destination, previous=job.previous, common=common)
    shared.update(wording=wording, house=house, base=base if given else "")
    first = wording[languages[0]]
    named = office or first.plain("site.bodies")
    title = first.plain("feed.title", office=named)
    contents = _write_records(site, book.pages, base=base, title=title, licence=licence)
    updated = _days(site, book.pages, contents, job.on)
    withdrawn = _withdrawn(site, job.on)
    left = _left(site, book, withdrawn)
    published = [each.published_on for each in job.view.register.inspections if each.published_on]
    addresses: list[tuple[str, date | None]] = []
    per_language = sum(1 + len(page.items) for page in book.pages)
    for words in wording.values():
        name = Markup('<a href="{}" rel="license">{}</a>').format(licence or "", words("site.ogl"))
        writer = Language(job, site, book, words, {**shared, "licence_link": name})
        by_file = {page.file: updated[page.name] for page in book.pages}
        for where in writer.write(updated, withdrawn, left):
            addresses.append((f"{writer.prefix}{where}", by_file.get(where)))
            job.progress(len(addresses), max(len(addresses), per_language * len(wording)))
        entries = [
            entry_of(page, words, updated=updated[page.name], body=writer.name_of(page.body)) for page in book.pages
        ]
        entries += [
            withdrawn_entry(gone, words, office=writer.office, updated=day) for gone, day in sorted(withdrawn.items())
        ]
        told: dict[str, Any] = {"base": base, "root": f"{base}{writer.prefix}", "office": writer.office}
        empty = max(published, default=job.on)
        site.put(f"{writer.prefix}feed.xml", atom(entries, words, empty=empty, **told))
        site.put(f"{writer.prefix}feed.json", json_feed(entries, words, **told))
        last = job.previous / f"{writer.prefix}calendar.ics" if job.previous else None
        days = calendar(
            public_entries(book.pages, words, root=told["root"]),
            title=words.plain("calendar.title", office=writer.office),
            host=urlsplit(base).hostname or "",
            on=job.on,
            previous=last,
            withdrawn=words.plain("feed.withdrawn"),
        )
        site.put(f"{writer.prefix}calendar.ics", days)
    _write_data(site, book, title=title, base=base, office=named, licence=licence, updated=updated)
    for map_name, body in data.site_maps(addresses, base=base).items():
        site.put(map_name, body)
    for letter, held in search_files(book.pages):
        site.put(f"search/{letter}.json", held)
    for shipped in ("style.css", "search.js"):
        site.put(shipped, files("inspectlib_website").joinpath(shipped).read_bytes())
    if tokens:
        site.put("tokens.css", tokens)
    if shared["fragments"]:
        sheet = files("inspectlib_website").joinpath("style.css").read_text(encoding="utf-8")
        site.put("fragments/style.css", fragment_sheet(sheet, job.profile.tokens if job.profile else {}))
    site.finish()


def _write_data(
    site: Site,
    book: Book,
    *,
    title: str,
    base: str,
    office: str,
    licence: str | None,
    updated: Mapping[str, date],
) -> None:
    for page in book.pages:
        site.put(
            f"data/{page.file}".replace(".html", ".jsonld"),
            data.linked_data(page, base=base, updated=updated[page.name], licence=licence),
        )
    site.stream("data/responses.csv", data.responses_csv(book.pages, base=base))
    site.stream("data/recommendations.csv", data.recommendations_csv(book.pages, base=base))
    site.put("data/csv-metadata.json", data.csv_metadata(title=title, licence=licence))
    site.put("data/responses.schema.json", data.schema())
    site.put("data/dataset.jsonld", data.linked_dataset(base=base, title=title, office=office, licence=licence))


WEBSITE = Exporter(
    name="website",
    title="Website",
    audience=Audience.PUBLIC,
    suffix="",
    export=write,
    options={
        "base-url": "where the site will be served; makes absolute links in the feeds and data",
        "office": "name of the office shown on each page",
        "office-cy": "its name in Welsh",
        "languages": "en, cy or both; the first page is in the first of them",
        "licence": "ogl-3 where the office publishes under the Open Government Licence; nothing is claimed otherwise",
        "contact": "web address or mailto: link for questions about accessibility",
        "fragments": "yes: also write each page's content alone, to be placed into another site; set base-url, so that links lead here",
    },
)
