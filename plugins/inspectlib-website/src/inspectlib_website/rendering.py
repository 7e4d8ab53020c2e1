"""Renders the pages of one language from the templates of the house and of the plugin."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from inspectlib.exchange import Job
from inspectlib.fields import Public, value
from inspectlib.recommendations import Recommendation, RecommendationKind
from inspectlib_website.hashes import Keys, digest
from inspectlib_website.lists import (
    Book,
    Changes,
    charts_of,
    figures_of,
    first_years,
    flow_of,
    graded,
    since,
    state_words,
)
from inspectlib_website.manifest import Site
from inspectlib_website.pages import Page, clean, link, paragraphs
from inspectlib_website.subjects import subjects
from inspectlib_website.wording import Words

if TYPE_CHECKING:
    import jinja2

#: recommendations that one page of a list shows: more are slow to load, and nobody reads them on one page
_MOST_LISTED = 500


def _final(value: object) -> object:
    """Return what a template prints, without control characters."""
    return clean(value) if type(value) is str else value


def _heading(words: Words, each: Recommendation) -> Markup:
    return words(f"kind.{each.kind.name}", number=each.number or each.key)


def _environment(house: Path | None, words: Words) -> "jinja2.Environment":
    import jinja2

    from inspectlib_website.compiled import COMPILED

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
        auto_reload=False,
        bytecode_cache=COMPILED,
    )

    def headings(ids: Sequence[str], page: Page) -> list[str]:
        """Return how those recommendations are called, those of one kind in one: "Recommendations 2, 3"."""
        known = {each.id: each for each in page.inspection.recommendations}
        kinds: dict[RecommendationKind, list[Recommendation]] = {}
        for one in ids:
            if one in known:
                kinds.setdefault(known[one].kind, []).append(known[one])
        said: list[str] = [
            words(f"kinds.{kind.name}", numbers=", ".join(each.number or each.key for each in found))
            if len(found) > 1
            else _heading(words, found[0])
            for kind, found in kinds.items()
        ]
        return [*said, *(clean(one) for one in ids if one not in known)]

    environment.filters.update(
        link=link,
        paragraphs=paragraphs,
        heading=lambda each: _heading(words, each),
        headings=headings,
        grouped="{:,}".format,
        sentence=lambda text: text[:1].upper() + text[1:],
        since_publication=since,
    )
    return environment


def ingredients(house: Path | None) -> list[str]:
    """Return hashes of what every page is made with: templates, words and the program's own tables."""
    folder = files("inspectlib_website")
    shipped = [*folder.joinpath("templates").iterdir(), folder.joinpath("words.toml")]
    found = [digest([each.name, each.read_text(encoding="utf-8")]) for each in sorted(shipped, key=lambda e: e.name)]
    for path in sorted(house.rglob("*")) if house else ():
        if path.is_file():
            found.append(digest([path.name, path.read_text(encoding="utf-8")]))
    return found


@value
class Part:
    """A page of a list that is too long for one: the numbers of its first and its last recommendation."""

    path: Public[str]
    first: Public[int]
    last: Public[int]


class Language:
    """Writes the pages of one language."""

    def __init__(self, job: Job, site: Site, book: Book, keys: Keys, words: Words, shared: Mapping[str, Any]) -> None:
        """Make the environment once: a new one for each page would cost far more than the page."""
        self.job, self.site, self.book, self.keys, self.words, self.shared = job, site, book, keys, words, shared
        self.prefix = "" if words.lang == shared["languages"][0] else f"{words.lang}/"
        self.environment = _environment(shared["house"], words)
        self.templates: dict[str, jinja2.Template] = {}
        self.environment.globals.update(shared)
        office = (
            (job.options.get("office-cy", "").strip() if words.lang == "cy" else "")
            or shared["office"]
            or words.plain("site.bodies")
        )
        #: the name that stands on these pages as that of the office: on Welsh pages it may be another
        self.renamed = shared["office"] if office != shared["office"] else None
        self.environment.globals.update(t=words, lang=words.lang, office=office, renamed=self.renamed)
        self.office = office
        self._about = digest([words.lang, office])

    def name_of(self, body: str) -> str:
        """Return how these pages call a body."""
        return self.office if body == self.renamed else body

    def page(self, path: str, template: str, inputs: str, **given: Any) -> None:
        """Write one page, and its fragment where fragments are asked for. `inputs`: a hash of all that it depends on."""
        root = "../" * path.count("/")
        given = {"path": path, "root": root, "top": root + "../" * self.prefix.count("/"), **given}

        def make(layout: str = "base.html") -> bytes:
            if template not in self.templates:
                self.templates[template] = self.environment.get_template(template)
            return self.templates[template].render(layout=layout, **given).encode()

        key = (self._about, inputs)
        self.site.page(f"{self.prefix}{path}", key, make)
        if self.shared["fragments"]:
            # a fragment stands at an address of another site's: where the site's own is known, links lead to it
            if base := self.shared["base"]:
                given |= {"root": f"{base}{self.prefix}", "top": base}
            self.site.page(f"fragments/{self.prefix}{path}", (*key, base), lambda: make("fragment.html"))

    def lists(self, every: str, changes: Changes) -> list[str]:
        """Write the pages that tell of many responses, and return their paths below the folder of the language.

        `every` is a hash of what all responses say.
        """
        book, words = self.book, self.words
        on = self.job.on
        states = {each: state_words(words, each) for each in book.states}
        filters = [
            ("year", [(str(year or "none"), str(year or words.plain("index.no_year"))) for year, _ in book.years]),
            ("theme", [(each, each) for each in book.themes]),
            ("state", [(each, states[each]) for each in book.states]),
            ("body", list(book.bodies) if book.many else []),
        ]
        filters = [each for each in filters if each[1]]
        links = {"year": book.year_files, "theme": book.theme_files, "state": book.state_files}
        stages = json.dumps(states)
        kinds = json.dumps({each.name: words.plain(f"kind.{each.name}", number="#") for each in RecommendationKind})
        asked = (self.job.body,) if self.job.body else self.job.view.register.areas
        rated = graded(self.job.view.register.inspections, book.headings, asked)
        flow = self.job.view.flow
        plain: list[tuple[str, object, dict[str, Any]]] = [
            ("index.html", [every, on], {"years": book.years, "shown_years": first_years(book), "on": on}),
            (
                "search.html",
                every,
                {
                    "filters": filters,
                    "links": links,
                    "subjects": subjects(book.headings),
                    "kinds": kinds,
                    "stages": stages,
                },
            ),
            (
                "overview.html",
                [every, on, flow],
                {
                    "flow": flow,
                    "moved": flow_of(flow, words) if flow else None,
                    "charts": charts_of(book, words),
                    "figures": figures_of(book, words),
                    "on": on,
                },
            ),
            (
                "changes.html",
                [every, on, self.job.since, changes.gone],
                {
                    "days": changes.by_day(),
                    "since": self.job.since,
                    "on": on,
                    "cut": len(changes.newest) if changes.is_cut else 0,
                },
            ),
            ("peel.html", digest(rated), {"areas": rated}),
            ("data.html", None, {}),
            ("accessibility.html", None, {}),
        ]
        written = []
        for path, inputs, given in plain:
            self.page(path, path, digest(inputs), **given)
            written.append(path)
        for name, what, by, items in book.lists():
            headings = next((held for year, held in book.years if year == by), []) if what == "year" else []
            rows = [[each.published_on, each.last_day, each.inspection.respond_by] for each in headings]
            label = by or words.plain("index.no_year")
            starts = range(0, len(items), _MOST_LISTED) or range(1)
            parts = [
                Part(
                    path=f"by/{name}/{number}.html" if number > 1 else f"by/{name}.html",
                    first=at + 1,
                    last=min(at + _MOST_LISTED, len(items)),
                )
                for number, at in enumerate(starts, start=1)
            ]
            for number, part in enumerate(parts, start=1):
                shown = items[part.first - 1 : part.last]
                self.page(
                    part.path,
                    "by.html",
                    digest([what, by, self.keys.listed(shown), len(items), number, rows if number == 1 else []]),
                    what=what,
                    name=states[str(by)] if what == "state" else label,
                    dated=bool(by),
                    pages=headings if number == 1 else [],
                    items=shown,
                    count=len(items),
                    parts=parts,
                    part=number,
                )
                written.append(part.path)
        for path in self.site.last_lists(self.prefix):
            if path not in written:
                self.notice(path, None)
        return written

    def response(self, page: Page, key: str, updated: date) -> None:
        """Write the page of a response, and one for each of its recommendations; `key` is a hash of all that it says."""
        self.page(
            page.file, "response.html", f"{key} {updated}", page=page, response=page.shown.response, updated=updated
        )
        about = self.keys.heading(page)
        for before, item, after in zip((None, *page.items), page.items, (*page.items[1:], None), strict=False):
            self.page(
                page.item_file(item),
                "recommendation.html",
                f"{about} {self.keys.item(item)}",
                page=page,
                item=item,
                before=before,
                after=after,
            )

    def notice(self, path: str, withdrawn: date | None) -> None:
        """Write a notice where the last output held a page, so that links to it lead somewhere.

        `withdrawn`: the day on which the withdrawal of the response was seen; None: the page is of none that was withdrawn.
        """
        self.page(path, "withdrawn.html", str(withdrawn), since=withdrawn)
