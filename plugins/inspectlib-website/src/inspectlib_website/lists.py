"""The groups of pages that lists, filters, charts and the page of changes show."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from inspectlib.fields import Public, value
from inspectlib.flows import FIGURES, Flow
from inspectlib.inspections import Inspection, Judgement
from inspectlib.recommendations import Recommendation
from inspectlib.status import Stage, Status, Timing
from inspectlib_website.charts import Chart, bars
from inspectlib_website.manifest import Hashes
from inspectlib_website.pages import Event, Item, Page, known_area, slug
from inspectlib_website.wording import Words

#: figures of a flow that are taken away
FLOW_TAKEN = ("closed", "superseded", "set_aside")
#: rows shown on the first page; older years have a page of their own
_MOST_ROWS = 200
#: in place of a stage, where nothing about the force's position is public
NOTHING = "NOTHING"


def since(events: Sequence[Event]) -> list[Event]:
    """Return the steps of the force and the inspectorate among the events of a recommendation."""
    return [each for each in events if each.what.isupper() or each.what.startswith("position_")]


class Book:
    """All pages with the groups that lists, filters and charts show."""

    def __init__(self, pages: tuple[Page, ...]) -> None:
        """Group the pages of a site."""
        self.pages = pages
        self.hashes = Hashes(Inspection, Recommendation, Status, Item, Page)
        self.keys = {page.name: self.hashes.of(page) for page in pages}
        #: a hash of what a page of one of its recommendations says of the response
        self.headings = {page.name: self.hashes.of(_heading(page)) for page in pages}
        self._rows = {page.name: self.hashes.of(_row(page)) for page in pages}
        self.items = [(page, item) for page in pages for item in page.items]
        self.years = [(year, list(group)) for year, group in groupby(pages, key=_year)]
        self.by_theme = _grouped(self.items, lambda item: item.theme)
        self.by_state = _grouped(self.items, lambda item: item.state)
        self.themes = sorted((each for each in self.by_theme if each), key=str.lower)
        self.states = [each for each in (*(stage.name for stage in Stage), NOTHING) if each in self.by_state]
        self.timings = Counter(item.status.timing if item.status else None for _, item in self.items)
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
            yield self.theme_files[theme], "theme", theme, self.by_theme[theme]
        for state in self.states:
            yield self.state_files[state], "state", state, self.by_state[state]

    def row(self, page: Page, item: Item) -> str:
        """Return a hash of what a list says of a recommendation."""
        return (
            f"{self._rows[page.name]} {item.anchor} {self.hashes.of(item.recommendation)} {self.hashes.of(item.status)}"
        )


def _row(page: Page) -> object:
    return page.name, page.report, page.body, page.translations


def _heading(page: Page) -> object:
    names = [(each.id, each.number, each.kind) for each in page.inspection.recommendations]
    return _row(page), page.key, names


def _grouped(items: Sequence[tuple[Page, Item]], of: Callable[[Item], str]) -> dict[str, list[tuple[Page, Item]]]:
    found: dict[str, list[tuple[Page, Item]]] = {}
    for page, item in items:
        found.setdefault(of(item), []).append((page, item))
    return found


def _year(page: Page) -> int | None:
    return page.inspection.published_on.year if page.inspection.published_on else None


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


def state_words(words: Words, state: str) -> str:
    """Return how a stage, or NOTHING, is written."""
    return words.plain("by.nothing_recorded" if state == NOTHING else f"stage.{state}")


def charts_of(book: Book, words: Words) -> list[Chart]:
    """Return the charts of the overview; each counts every response, or every item, once."""
    stages = [(state_words(words, each), len(book.by_state[each]), False) for each in book.states]
    timings = [(words.plain(f"timing.{each.name}"), book.timings[each]) for each in Timing]
    timings.append((words.plain("by.nothing_recorded"), book.timings[None]))
    themes = [(each, len(book.by_theme[each]), True) for each in book.themes]
    without = len(book.by_theme.get("", ()))
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


def figures_of(book: Book, words: Words) -> list[tuple[str, int]]:
    """Return the few figures that stand before the charts, each also in one of them."""
    return [
        (words.plain("overview.all_responses"), len(book.pages)),
        (words.plain("overview.all_items"), len(book.items)),
        (words.plain("stage.CLOSED"), len(book.by_state.get(Stage.CLOSED.name, ()))),
        (words.plain("timing.OVERDUE"), book.timings[Timing.OVERDUE]),
    ]


def flow_of(flow: Flow, words: Words) -> Chart:
    """Return the chart of what was open, what came and went, and what is open."""
    days = {"opening": words.day(flow.since), "closing": words.day(flow.until)}
    return bars(
        "flow",
        [
            (words.plain(f"flow.{name}", day=days.get(name, "")), flow.count(name), name in FLOW_TAKEN)
            for name in FIGURES
        ],
        title=words.plain("flow.title", day=days["opening"]),
        about=words.plain("overview.chart"),
    )


#: a day, the response and the recommendation that it is about, and what happened; no page for one that was withdrawn
Change = tuple[date, Page | None, Item | None, Event]


def changes_of(pages: Sequence[Page], start: date | None, withdrawn: Mapping[str, date]) -> list[Change]:
    """Return what was published and the dated steps since, newest first; after the end of `start` where it is given.

    `withdrawn`: the names of responses that stood here, with the day on which that was seen; no word of theirs is told.
    """
    found: list[Change] = [
        (day, None, None, Event(on=day, what="withdrawn", detail=f"responses/{name}.html"))
        for name, day in sorted(withdrawn.items())
    ]
    for page in pages:
        for number, each in enumerate(page.publications):
            found.append((each.on, page, None, Event(on=each.on, what="published_again" if number else "published")))
        for one in page.inspection.history:
            found.append((one.on, page, None, Event(on=one.on, what="report_event", detail=one.what)))
        for item in page.items:
            found += [(event.on, page, item, event) for event in since(item.events) if event.on is not None]
    kept = [each for each in found if start is None or each[0] > start]
    order = {page.name: number for number, page in enumerate(pages)}
    return sorted(kept, key=lambda each: (-each[0].toordinal(), order[each[1].name] if each[1] else len(order)))


def by_day(
    changes: Sequence[Change],
) -> list[tuple[date, list[tuple[Page | None, Event, list[Item]]]]]:
    """Return the changes by day; the same step of several recommendations of one report stands once."""
    days: dict[date, dict[tuple[str, str, str], tuple[Page | None, Event, list[Item]]]] = {}
    for day, page, item, event in changes:
        key = (page.name if page else "", event.what, event.detail)
        _, _, items = days.setdefault(day, {}).setdefault(key, (page, event, []))
        items += [item] if item else []
    return [(day, list(found.values())) for day, found in days.items()]


def first_years(book: Book) -> int:
    """Return how many years the first page shows in full: at least the newest."""
    rows = 0
    for number, (_, pages) in enumerate(book.years):
        rows += len(pages)
        if rows > _MOST_ROWS and number:
            return number
    return len(book.years)


@value
class Graded:
    """A report's grades of one police area, with the responses of that area to it."""

    inspection: Public[Inspection]
    judgements: Public[tuple[Judgement, ...]]
    pages: Public[tuple[Page, ...]]


def graded(
    inspections: Sequence[Inspection], pages: Sequence[Page], areas: Sequence[str]
) -> list[tuple[str, list[Graded]]]:
    """Return the reports that grade each area, newest first; the areas are those asked for, or all that are graded."""
    own: dict[tuple[str, ...], list[Page]] = {}
    for page in pages:
        own.setdefault(page.shown.response.key, []).append(page)
    reports: dict[str, list[Graded]] = {}
    for each in sorted(inspections, key=lambda each: each.published_on or date.min, reverse=True):
        given: dict[str, list[Judgement]] = {}
        for one in each.judgements:
            given.setdefault(one.area, []).append(one)
        for area, judgements in given.items():
            answers = tuple(own.get((each.id, area), ()))
            graded_now = Graded(inspection=each, judgements=tuple(judgements), pages=answers)
            reports.setdefault(area, []).append(graded_now)
    names = {area: known_area(area) for area in reports}
    wanted = areas or sorted(reports)
    return [(known.name if (known := names[area]) else area, reports[area]) for area in wanted if area in reports]
