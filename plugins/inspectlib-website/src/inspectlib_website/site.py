"""Writes the site: pages in one or two languages, feeds, a calendar, data, and what a rebuild needs to know."""

import gc
import json
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from inspectlib.errors import BadCall
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib_website import data
from inspectlib_website.calendars import calendar, public_days, public_entry
from inspectlib_website.feeds import FeedEntry, atom, checked_base, entry_of, json_feed, withdrawn_entry
from inspectlib_website.hashes import Keys, digest, sha
from inspectlib_website.lists import Book, Changes
from inspectlib_website.making import headings_of, page_of
from inspectlib_website.manifest import Entry, Site
from inspectlib_website.pages import (
    Page,
    body_in_office,
    body_name,
    known_area,
    link,
)
from inspectlib_website.rendering import Language, ingredients
from inspectlib_website.subjects import Index
from inspectlib_website.theming import fragment_sheet, style_sheet
from inspectlib_website.wording import TAGS, Words, chosen

#: no script or style but the site's own files, nothing from elsewhere, no frame, no form that leads away
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
#: how many changes the page of changes shows
_MOST_CHANGES = 200
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


def _changed_on(page: Page, last: Entry | None, content: str, on: date) -> date:
    """Return when a page last changed: kept while its content is the same, never earlier than told before."""
    if last is None:
        return page.updated
    if last.content == content:
        return last.updated
    return page.updated if page.updated > last.updated else max(on, last.updated)


class _Written(NamedTuple):
    """What is known once every response was written; `updated`: when each last changed, by its name."""

    updated: Mapping[str, date]
    withdrawn: Mapping[str, date]
    every: str
    changes: Changes
    words: Index


def _write_responses(
    job: Job, site: Site, writers: Sequence[Language], *, base: str, title: str, licence: str | None
) -> _Written:
    """Write what is said of each response: its pages in all languages and its part of the data. Each is made and let go.

    Then the notices in place of those that the last output held and this one does not.
    """
    book, keys = writers[0].book, writers[0].keys
    changes, index = Changes(job.since, _MOST_CHANGES), Index()
    updated: dict[str, date] = {}
    all_pages, done = len(writers) * sum(1 + len(each.items) for each in book.headings), 0
    with site.opened("data/responses.json") as records, site.opened("data/recommendations.csv") as rows:
        records.write(data.start_of_everything(title=title, licence=licence))
        rows.write(data.columns_of_recommendations())
        for number, heading in enumerate(book.headings):
            page = page_of(job.view, heading)
            told = data.record(page, base=base)
            records.write(f"{', ' if number else ''}{json.dumps(told, ensure_ascii=False)}".encode())
            rows.writelines(data.rows_of_recommendations(page, base=base))
            content = _content(told, base)
            day = _changed_on(page, site.last_entries.get(page.name), content, job.on)
            updated[page.name] = day
            site.put(
                f"data/{page.file}".replace(".html", ".jsonld"),
                data.linked_data(page, base=base, updated=day, licence=licence),
            )
            changes.add(page)
            index.add(page)
            key = keys.page(page)
            with site.response(page.name, updated=day, content=content) as before:
                gone = set(before).difference(map(page.item_file, page.items)) if before else ()
                for writer in writers:
                    writer.response(page, key, day)
                    for path in sorted(gone):
                        writer.notice(path, None)
            done += len(writers) * (1 + len(page.items))
            job.progress(done, all_pages)
        records.write(data.END_OF_EVERYTHING)
    withdrawn = _write_notices(site, writers, updated, base=base, on=job.on)
    changes.withdraw(withdrawn)
    return _Written(updated=updated, withdrawn=withdrawn, every=keys.all, changes=changes, words=index)


def _write_notices(
    site: Site, writers: Sequence[Language], standing: Container[str], *, base: str, on: date
) -> dict[str, date]:
    """Write a notice for each page of what was withdrawn; return its names with the day on which that was seen."""
    found = {}
    for name, last in site.last_entries.items():
        if name in standing:
            continue
        found[name] = on if last.content is not None else last.updated
        site.put(f"data/responses/{name}.jsonld", data.linked_notice(name, base=base, seen=found[name]))
        with site.response(name, updated=found[name], content=None) as before:
            for writer in writers:
                for path in (f"responses/{name}.html", *before):
                    writer.notice(path, found[name])
    return found


def _write_feeds(site: Site, writer: Language, written: _Written, *, base: str, empty: date) -> None:
    """Write the feeds of a language; `empty`: their date where nothing is in them."""
    words, headings = writer.words, {each.name: each for each in writer.book.headings}
    days = {**written.updated, **written.withdrawn}
    newest_first = sorted(sorted(days), key=days.__getitem__, reverse=True)

    def entries() -> Iterator[FeedEntry]:
        for name in newest_first:
            if name in headings:
                by = writer.name_of(headings[name].body)
                yield entry_of(headings[name], words, updated=days[name], body=by)
            else:
                yield withdrawn_entry(name, words, office=writer.office, updated=days[name])

    told: dict[str, Any] = {"base": base, "root": f"{base}{writer.prefix}", "office": writer.office}
    latest = days[newest_first[0]] if newest_first else empty
    site.stream(f"{writer.prefix}feed.xml", atom(entries(), words, updated=latest, **told))
    site.stream(f"{writer.prefix}feed.json", json_feed(entries(), words, **told))


def _write_calendar(job: Job, site: Site, writer: Language, *, base: str) -> None:
    words, root = writer.words, f"{base}{writer.prefix}"
    site.stream(
        f"{writer.prefix}calendar.ics",
        calendar(
            public_days(writer.book.headings, words.lang),
            lambda about: public_entry(about, words, root=root),
            title=words.plain("calendar.title", office=writer.office),
            host=urlsplit(base).hostname or "",
            on=job.on,
            previous=job.previous / f"{writer.prefix}calendar.ics" if job.previous else None,
            withdrawn=words.plain("feed.withdrawn"),
        ),
    )


def _addresses(
    writers: Sequence[Language], lists: Sequence[Sequence[str]], updated: Mapping[str, date]
) -> Iterator[tuple[str, date | None]]:
    """Yield the path of each page, and of that of a response when it last changed."""
    for writer, paths in zip(writers, lists, strict=True):
        yield from ((f"{writer.prefix}{path}", None) for path in paths)
        for heading in writer.book.headings:
            yield f"{writer.prefix}{heading.file}", updated[heading.name]
            yield from ((f"{writer.prefix}{heading.item_file(row)}", None) for row in heading.items)


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
    book = Book(headings_of(job.view))
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
    shared.update(wording=wording, house=house, base=base if given else "")
    first = wording[languages[0]]
    named = office or first.plain("site.bodies")
    title = first.plain("feed.title", office=named)
    with Site(job.destination, previous=job.previous, common=common) as site:
        keys, writers = Keys(), []
        for words in wording.values():
            name = Markup('<a href="{}" rel="license">{}</a>').format(licence or "", words("site.ogl"))
            writers.append(Language(job, site, book, keys, words, {**shared, "licence_link": name}))
        written = _write_responses(job, site, writers, base=base, title=title, licence=licence)
        lists = [writer.lists(written.every, written.changes) for writer in writers]
        published = [each.published_on for each in job.view.register.inspections if each.published_on]
        for writer in writers:
            _write_feeds(site, writer, written, base=base, empty=max(published, default=job.on))
            _write_calendar(job, site, writer, base=base)
        site.stream("data/responses.csv", data.responses_csv(book.headings, base=base))
        site.put("data/csv-metadata.json", data.csv_metadata(title=title, licence=licence))
        site.put("data/responses.schema.json", data.schema())
        site.put("data/dataset.jsonld", data.linked_dataset(base=base, title=title, office=named, licence=licence))
        addresses = _addresses(writers, lists, written.updated)
        count = sum(map(len, lists)) + len(writers) * (len(book.headings) + len(book.items))
        for map_name, parts in data.site_maps(addresses, count=count, base=base):
            site.stream(map_name, parts)
        for letter, parts in written.words.files(book.headings):
            site.stream(f"search/{letter}.json", parts)
        for shipped in ("style.css", "search.js"):
            site.put(shipped, files("inspectlib_website").joinpath(shipped).read_bytes())
        if tokens:
            site.put("tokens.css", tokens)
        if shared["fragments"]:
            sheet = files("inspectlib_website").joinpath("style.css").read_text(encoding="utf-8")
            site.put("fragments/style.css", fragment_sheet(sheet, job.profile.tokens if job.profile else {}))
        site.finish()


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
