"""Writes the site: pages in one or two languages, feeds, a calendar, data, and what a rebuild needs to know."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from inspectlib.errors import BadCall
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.status import Stage, Timing
from inspectlib_website import data
from inspectlib_website.calendars import calendar, public_entries
from inspectlib_website.charts import Chart, bars
from inspectlib_website.feeds import atom, checked_base, entry_of, json_feed, withdrawn_entry
from inspectlib_website.manifest import Site, digest
from inspectlib_website.pages import (
    Event,
    Item,
    Page,
    body_in_office,
    body_name,
    clean,
    link,
    pages_of,
    paragraphs,
    slug,
)
from inspectlib_website.subjects import search_list, subjects
from inspectlib_website.theming import style_sheet
from inspectlib_website.wording import TAGS, Words, chosen

if TYPE_CHECKING:
    import jinja2

#: no script or style but the site's own files, nothing from elsewhere, no frame, no form that leads away
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
LICENCES = {"ogl-3": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}
#: rows shown on the first page; older years have a page of their own
_MOST_ROWS = 200
_MOST_CHANGES = 200
_NOTHING = "NOTHING"


def _final(value: object) -> object:
    """Return what a template prints, without control characters."""
    return clean(value) if type(value) is str else value


def _office(job: Job, given: str) -> tuple[str, bool]:
    """Return the name of the office, and whether it is a name that nobody checked in a source."""
    if given:
        return given, False
    areas = {job.body} if job.body else {each.response.area for each in job.view.responses}
    areas = areas or set(job.view.register.areas)
    if len(areas) != 1:
        return "Local policing bodies" if areas else "Local policing body", False
    area = areas.pop()
    body = body_in_office(area, job.on)
    return body_name(area, job.on), body is None or not body.verified


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


def _heading(words: Words, each: Recommendation) -> Markup:
    return words(f"kind.{each.kind.name}", number=each.number or each.key)


def _since(events: Sequence[Event]) -> list[Event]:
    """Return the steps of the force and the inspectorate among the events of a recommendation."""
    return [each for each in events if each.what.isupper() or each.what.startswith("position_")]


def _environment(house: Path | None, words: Words) -> "jinja2.Environment":
    import jinja2

    shipped = jinja2.PackageLoader("inspectlib_website")
    loaders: list[jinja2.BaseLoader] = [jinja2.FileSystemLoader(house)] if house else []
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([*loaders, shipped, jinja2.PrefixLoader({"shipped": shipped})]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )

    def headings(ids: Sequence[str], page: Page) -> list[str]:
        known = {each.id: _heading(words, each) for each in page.inspection.recommendations}
        return [known.get(one, clean(one)) for one in ids]

    environment.filters.update(
        link=link,
        paragraphs=paragraphs,
        heading=lambda each: _heading(words, each),
        headings=headings,
        since_publication=_since,
    )
    return environment


def _ingredients(house: Path | None) -> list[str]:
    """Return hashes of what every page is made with: templates, words and the program's own tables."""
    folder = files("inspectlib_website")
    shipped = [*folder.joinpath("templates").iterdir(), folder.joinpath("words.toml")]
    found = [digest([each.name, each.read_text(encoding="utf-8")]) for each in sorted(shipped, key=lambda e: e.name)]
    for path in sorted(house.rglob("*")) if house else ():
        if path.is_file():
            found.append(digest([path.name, path.read_text(encoding="utf-8")]))
    return found


class _Book:
    """All pages with the groups that lists, filters and charts show."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        self.pages = pages
        self.items = [(page, item) for page in pages for item in page.items]
        self.years = [(year, list(group)) for year, group in groupby(pages, key=_year)]
        self.themes = sorted({_theme(item) for _, item in self.items if _theme(item)}, key=str.lower)
        present = {item.state for _, item in self.items}
        self.states = [each for each in (*(stage.name for stage in Stage), _NOTHING) if each in present]
        self.bodies = sorted({(page.shown.response.area, page.body) for page in pages})
        self.many = len({area for area, _ in self.bodies}) > 1
        self.theme_files = _names("theme", self.themes)
        self.state_files = {each: f"state-{each.lower().replace('_', '-')}" for each in self.states}
        self.year_files = {str(year or "none"): f"year-{year or 'none'}" for year, _ in self.years}

    def lists(self) -> Iterator[tuple[str, str, str | int | None, list[tuple[Page, Item]]]]:
        """Yield each filter's page: file, what it filters, by what, and the items."""
        for year, pages in self.years:
            name = self.year_files[str(year or "none")]
            yield name, "year", year, [(page, item) for page in pages for item in page.items]
        for theme in self.themes:
            yield (
                self.theme_files[theme],
                "theme",
                theme,
                [(page, item) for page, item in self.items if _theme(item) == theme],
            )
        for state in self.states:
            yield (
                self.state_files[state],
                "state",
                state,
                [(page, item) for page, item in self.items if item.state == state],
            )


def _year(page: Page) -> int | None:
    return page.inspection.published_on.year if page.inspection.published_on else None


def _theme(item: Item) -> str:
    return clean(item.recommendation.theme or "").strip()


def _names(kind: str, values: Sequence[str]) -> dict[str, str]:
    """Return a file name for each value; two that would be the same are told apart by a number."""
    names: dict[str, str] = {}
    for each in values:
        wanted = name = f"{kind}-{slug(each) or 'other'}"
        again = 2
        while name in names.values():
            name, again = f"{wanted}-{again}", again + 1
        names[each] = name
    return names


def _state(words: Words, state: str) -> str:
    return words.plain("by.nothing_recorded" if state == _NOTHING else f"stage.{state}")


def charts_of(book: _Book, words: Words) -> list[Chart]:
    """Return the charts of the overview; each counts every response, or every item, once."""
    stages = [(_state(words, each), sum(item.state == each for _, item in book.items), False) for each in book.states]
    timings = [
        (
            words.plain(f"timing.{each.name}"),
            sum(item.status is not None and item.status.timing is each for _, item in book.items),
        )
        for each in Timing
    ]
    timings.append((words.plain("by.nothing_recorded"), sum(item.status is None for _, item in book.items)))
    themes = [(each, sum(_theme(item) == each for _, item in book.items), True) for each in book.themes]
    without = sum(not _theme(item) for _, item in book.items)
    rows: dict[str, list[tuple[str, int, bool]]] = {
        "responses": [(str(year or words.plain("index.no_year")), len(pages), False) for year, pages in book.years],
        "stages": stages,
        "timing": [(name, count, False) for name, count in timings if count],
        "themes": [*themes, *([(words.plain("by.no_theme"), without, False)] if without else [])],
    }
    return [
        bars(key, found, title=words.plain(f"overview.{key}"), about=words.plain("overview.chart"))
        for key, found in rows.items()
    ]


def changes_of(pages: Sequence[Page], since: date | None) -> list[tuple[date, Page, Item | None, Event]]:
    """Return what was published and the dated steps since, newest first."""
    found: list[tuple[date, Page, Item | None, Event]] = []
    for page in pages:
        for number, each in enumerate(page.publications):
            found.append((each.on, page, None, Event(on=each.on, what="published_again" if number else "published")))
        for one in page.inspection.history:
            found.append((one.on, page, None, Event(on=one.on, what="report_event", detail=one.what)))
        for item in page.items:
            found += [(event.on, page, item, event) for event in _since(item.events) if event.on is not None]
    kept = [each for each in found if since is None or each[0] >= since]
    order = {page.name: number for number, page in enumerate(pages)}
    return sorted(kept, key=lambda each: (-each[0].toordinal(), order[each[1].name]))


def _first_years(book: _Book) -> int:
    """Return how many years the first page shows in full: at least the newest."""
    rows = 0
    for number, (_, pages) in enumerate(book.years):
        rows += len(pages)
        if rows > _MOST_ROWS and number:
            return number
    return len(book.years)


class _Language:
    """Writes the pages of one language."""

    def __init__(self, job: Job, site: Site, book: _Book, words: Words, shared: Mapping[str, Any]) -> None:
        self.job, self.site, self.book, self.words, self.shared = job, site, book, words, shared
        self.prefix = "" if words.lang == shared["languages"][0] else f"{words.lang}/"
        self.environment = _environment(_house(job), words)
        self.environment.globals.update(shared)
        office = (_option(job, "office-cy") if words.lang == "cy" else "") or shared["office"]
        self.environment.globals.update(t=words, lang=words.lang, office=office)
        self.office = office

    def page(self, path: str, template: str, inputs: object, **given: Any) -> None:
        """Write one page, and its fragment where fragments are asked for."""
        root = "../" * path.count("/")
        given = {"path": path, "root": root, "top": root + "../" * self.prefix.count("/"), **given}

        def make(layout: str = "base.html") -> bytes:
            return self.environment.get_template(template).render(layout=layout, **given).encode()

        key = [self.words.lang, self.office, path, inputs]
        self.site.page(f"{self.prefix}{path}", key, make)
        if self.shared["fragments"]:
            self.site.page(f"fragments/{self.prefix}{path}", key, lambda: make("fragment.html"))

    def write(self, updated: Mapping[str, date]) -> Iterator[str]:
        """Write the pages and yield the path of each, below the folder of the language."""
        book, words = self.book, self.words
        every = digest(book.pages)
        on = self.job.on
        states = {each: _state(words, each) for each in book.states}
        filters = [
            ("year", [(str(year or "none"), str(year or words.plain("index.no_year"))) for year, _ in book.years]),
            ("theme", [(each, each) for each in book.themes]),
            ("state", [(each, states[each]) for each in book.states]),
            ("body", list(book.bodies) if book.many else []),
        ]
        filters = [each for each in filters if each[1]]
        links = {"year": book.year_files, "theme": book.theme_files, "state": book.state_files}
        graded = _graded(self.job.view.register.inspections, book.pages)
        changes = changes_of(book.pages, self.job.since)
        days = [
            (day, [each[1:] for each in group])
            for day, group in groupby(changes[:_MOST_CHANGES], key=lambda each: each[0])
        ]
        plain: list[tuple[str, object, dict[str, Any]]] = [
            ("index.html", [every, on], {"years": book.years, "shown_years": _first_years(book), "on": on}),
            ("search.html", every, {"filters": filters, "links": links, "subjects": subjects(book.pages)}),
            (
                "overview.html",
                [every, on],
                {
                    "charts": charts_of(book, words),
                    "responses": len(book.pages),
                    "items": len(book.items),
                    "on": on,
                },
            ),
            (
                "changes.html",
                [every, on, self.job.since],
                {
                    "days": days,
                    "since": self.job.since,
                    "on": on,
                    "cut": _MOST_CHANGES if len(changes) > _MOST_CHANGES else 0,
                },
            ),
            (
                "peel.html",
                [[inspection, [page.name for page in pages]] for inspection, pages in graded],
                {
                    "reports": graded,
                    "many_areas": len({one.area for each, _ in graded for one in each.judgements}) > 1,
                },
            ),
            ("data.html", None, {}),
            ("accessibility.html", None, {}),
        ]
        for path, inputs, given in plain:
            self.page(path, path, inputs, **given)
            yield path
        for name, what, by, items in book.lists():
            path = f"by/{name}.html"
            shown = [
                [page.name, page.report, page.body, page.translations, item.anchor, item.recommendation, item.status]
                for page, item in items
            ]
            pages = next((pages for year, pages in book.years if year == by), []) if what == "year" else []
            rows = [[page.published_on, page.last_day, page.inspection.respond_by] for page in pages]
            label = by or words.plain("index.no_year")
            self.page(
                path,
                "by.html",
                [what, by, shown, rows],
                what=what,
                name=states[str(by)] if what == "state" else label,
                dated=bool(by),
                pages=pages,
                items=items,
            )
            yield path
        for page in book.pages:
            inputs = [page, updated[page.name]]
            self.page(
                page.file, "response.html", inputs, page=page, response=page.shown.response, updated=updated[page.name]
            )
            yield page.file
            for item in page.items:
                path = page.item_file(item)
                about = [
                    page.name,
                    page.key,
                    page.report,
                    page.body,
                    page.translations,
                    page.inspection.recommendations,
                ]
                self.page(path, "recommendation.html", [about, item], page=page, item=item)
                yield path
        listed = {each: each for each in (*book.states, _NOTHING)}
        self.site.put(f"{self.prefix}search.json", search_list(book.pages, words, states=listed))


def _graded(inspections: Sequence[Inspection], pages: Sequence[Page]) -> list[tuple[Inspection, list[Page]]]:
    """Return the reports that give grades, newest first, with the responses to each."""
    found = [each for each in inspections if each.judgements]
    found.sort(key=lambda each: each.published_on or date.min, reverse=True)
    return [(each, [page for page in pages if page.inspection.id == each.id]) for each in found]


def _days(site: Site, pages: Sequence[Page], on: date) -> dict[str, date]:
    """Return when each page last changed: kept while its content is the same, never earlier than told before."""
    found = {}
    for page in pages:
        content, last = digest(page), site.last_entries.get(page.name, {})
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


def write(job: Job) -> None:
    """Write the site into the folder `job.destination`. Raises BadCall, CannotWrite."""
    if job.view.audience is not Audience.PUBLIC:
        message = "the website is public; it takes the public view only"
        raise BadCall(message)
    base = checked_base(_option(job, "base-url") or "https://example.org/")
    book = _Book(pages_of(job.view))
    office, unchecked = _office(job, _option(job, "office"))
    languages = chosen(_option(job, "languages"))
    licence, house = _licence(job), _house(job)
    tokens = style_sheet(job.profile.tokens) if job.profile else b""
    wording = {each: Words(each) for each in languages}
    shared: dict[str, Any] = {
        "office": office,
        "unchecked": unchecked,
        "sample": any(each.fictional for each in book.pages),
        "languages": languages,
        "tags": TAGS,
        "policy": POLICY,
        "tokens": bool(tokens),
        "licence": licence,
        "contact": _contact(job),
        "many": book.many,
        "fragments": _option(job, "fragments").lower() in ("yes", "true", "1"),
    }
    site = Site(job.destination, previous=job.previous, common=digest([shared, _ingredients(house)]))
    shared["wording"] = wording
    updated = _days(site, book.pages, job.on)
    withdrawn = _withdrawn(site, job.on)
    published = [each.published_on for each in job.view.register.inspections if each.published_on]
    addresses: list[tuple[str, date | None]] = []
    per_language = sum(1 + len(page.items) for page in book.pages)
    for words in wording.values():
        name = Markup('<a href="{}" rel="license">{}</a>').format(licence or "", words("site.ogl"))
        writer = _Language(job, site, book, words, {**shared, "licence_link": name})
        by_file = {page.file: updated[page.name] for page in book.pages}
        for where in writer.write(updated):
            addresses.append((f"{writer.prefix}{where}", by_file.get(where)))
            job.progress(len(addresses), max(len(addresses), per_language * len(wording)))
        entries = [entry_of(page, words, updated=updated[page.name]) for page in book.pages]
        entries += [
            withdrawn_entry(gone, words, office=writer.office, updated=day) for gone, day in sorted(withdrawn.items())
        ]
        told: dict[str, Any] = {"base": base, "root": f"{base}{writer.prefix}", "office": writer.office}
        empty = max(published, default=job.on)
        site.put(f"{writer.prefix}feed.xml", atom(entries, words, empty=empty, **told))
        site.put(f"{writer.prefix}feed.json", json_feed(entries, words, **told))
    _write_data(job, site, book, wording[languages[0]], base=base, office=office, licence=licence, updated=updated)
    for map_name, body in data.site_maps(addresses, base=base).items():
        site.put(map_name, body)
    for shipped in ("style.css", "search.js"):
        site.put(shipped, files("inspectlib_website").joinpath(shipped).read_bytes())
    if tokens:
        site.put("tokens.css", tokens)
    site.finish()


def _write_data(
    job: Job,
    site: Site,
    book: _Book,
    words: Words,
    *,
    base: str,
    office: str,
    licence: str | None,
    updated: Mapping[str, date],
) -> None:
    title = words.plain("feed.title", office=office)
    for page in book.pages:
        site.put(
            page.file.replace(".html", ".jsonld"),
            data.linked_data(page, base=base, updated=updated[page.name], licence=licence),
        )
    site.put("data/responses.csv", data.responses_csv(book.pages, base=base))
    site.put("data/recommendations.csv", data.recommendations_csv(book.pages, base=base))
    site.put("data/csv-metadata.json", data.csv_metadata(title=title, licence=licence))
    site.put("data/responses.json", data.everything(book.pages, base=base, title=title, licence=licence))
    site.put("data/responses.schema.json", data.schema())
    site.put("data/dataset.jsonld", data.linked_dataset(base=base, title=title, office=office, licence=licence))
    days = calendar(
        public_entries(book.pages, words, base=base),
        title=words.plain("calendar.title", office=office),
        host=urlsplit(base).hostname or "",
        on=job.on,
        previous=job.previous / "calendar.ics" if job.previous else None,
        withdrawn=words.plain("feed.withdrawn"),
    )
    site.put("calendar.ics", days)


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
        "fragments": "yes: also write each page's content alone, to be placed into another site",
    },
)
