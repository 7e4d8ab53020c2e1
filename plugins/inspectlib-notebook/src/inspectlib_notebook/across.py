"""Several offices side by side: what each publishes, gathered into one register, and what can be said of it.

Nothing is fetched: the caller hands in files or bytes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from inspectlib.deadlines import response_count
from inspectlib.errors import InspectlibError
from inspectlib.exchange import Problem, Source
from inspectlib.fields import Public, evolve, value
from inspectlib.periods import a_day
from inspectlib.plugins import Plugins
from inspectlib.register import Register
from inspectlib.responses import Response, ScopeAnswer
from inspectlib.running import installed
from inspectlib.showing import Rows, counted, html_table
from inspectlib_notebook.charts import NO_REAL_THEME, theme_of

__all__ = ["Gathered", "League", "Standing", "Theme", "Themes", "gather", "league", "themes"]

#: what a number of the league does not say
MISLEADING = (
    "Missing: not in what was read. A response may be published where nobody looked, or in another form.",
    "A report whose areas are not known is owed only by an area that answered it: the rest stands under not known.",
    "The first recorded day of publication counts. An office that records less looks better or worse than it is.",
    "Areas are asked different numbers of reports: compare shares, and of few reports compare nothing.",
)


@value
class Gathered:
    """What several sources hold together. `read`: each source's name with how many responses came from it.

    `problems` names by its source what was not understood; a source that could not be read at all has no row in `read`.
    """

    register: Public[Register]
    read: Public[tuple[tuple[str, int], ...]] = ()
    problems: Public[tuple[Problem, ...]] = ()

    def _repr_html_(self) -> str:
        rows = [
            *((name, counted(count, "response")) for name, count in self.read),
            *((each.place, each.message) for each in self.problems),
        ]
        caption = f"Gathered from {len(self.read)} sources; not understood: {len(self.problems)}"
        return html_table(caption, ("Source", "What"), rows)


def gather(sources: Iterable[Source], *, reports: Register | None = None, plugins: Plugins | None = None) -> Gathered:
    """Return what the sources hold, put together; one that cannot be read leaves the others alone.

    `reports`: a register whose reports are known better, with the areas that each concerns: its reports and areas are
    taken, its responses and cases are not. Where two sources say different things, the first one stays, and it is said.
    """
    known = reports or Register()
    made = evolve(Register(), areas=known.areas, inspections=known.inspections)
    read: list[tuple[str, int]] = []
    problems: list[Problem] = []
    for source in sources:
        try:
            result = (plugins or installed()).importer_for(source).read(source)
        except InspectlibError as error:
            problems.append(Problem(place=source.name, message=str(error)))
            continue
        except Exception as error:  # noqa: BLE001 - one source never spoils the others, whatever its importer does
            problems.append(Problem(place=source.name, message=f"its importer broke: {error!r}"))
            continue
        problems += [evolve(each, place=f"{source.name}, {each.place}") for each in result.problems]
        made, count, notes = _with(made, result.register)
        read.append((source.name, count))
        problems += [Problem(place=source.name, message=each) for each in notes]
    return Gathered(register=made, read=tuple(read), problems=tuple(problems))


def _with(made: Register, new: Register) -> tuple[Register, int, list[str]]:
    """Return the register with what another holds, how many responses that brought, and what was left out."""
    notes: list[str] = []
    for report in new.inspections:
        held = made.find(report.id)
        if held is None:
            made = made.with_inspection(report)
            continue
        if held.title != report.title or report.published_on not in (None, held.published_on):
            notes.append(f"{report.id}: title or day of publication differ from what is known; the latter is kept")
        ours = {each.id: each.text for each in held.recommendations}
        notes += [
            f"{each.id}: its words differ from those known; the latter are kept"
            for each in report.recommendations
            if ours.get(each.id, each.text) != each.text
        ]
        more = tuple(each for each in report.recommendations if each.id not in ours)
        made = made.with_inspection(evolve(held, recommendations=(*held.recommendations, *more)))
    fresh = [each for each in new.responses if made.response(*each.key) is None]
    notes += [
        f"{each.inspection} for {each.area}: a response is known from an earlier source; that one is kept"
        for each in new.responses
        if made.response(*each.key) is not None
    ]
    cases = [each for each in new.cases if made.case(*each.key) is None]
    made = made.with_areas(*new.areas, *(each.area for each in fresh))
    return made.with_response(*fresh).with_case(*cases), len(fresh), notes


@value
class Standing:
    """How the responses of one area stand on a day, as recorded. `owed` is the sum of the five numbers after it.

    `no_day`: past the last day, a response is known, but no day of its publication. `missing`: no response is known.
    `not_known`: reports of which it is not known whether they concern the area, and that it did not answer.
    """

    area: Public[str]
    owed: Public[int]
    in_time: Public[int]
    late: Public[int]
    not_yet_due: Public[int]
    no_day: Public[int]
    missing: Public[int]
    not_known: Public[int]


class League(Rows[Standing]):
    """Areas by the share of owed responses that are late or missing, most first; below it, why a number can mislead."""

    __slots__ = ()
    noun = "area"
    header = ("Area", "Owed", "In time", "Late", "Not yet due", "No day of publication", "Missing", "Not known if owed")
    notes = MISLEADING

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield a row for each area."""
        for e in self:
            yield (e.area, e.owed, e.in_time, e.late, e.not_yet_due, e.no_day, e.missing, e.not_known)


def league(register: Register, *, on: date | str) -> League:
    """Return how each area's responses stand at the end of a day.

    A response is owed for a published report on which the statutory time runs, that is known to concern the area or was
    answered by it, unless a decision says otherwise. "Late": first published after the last day (Police Act 1996 s.55(5A)).
    """
    day = a_day(on)
    rows = [_standing(register, area, day) for area in register.areas]
    return League(sorted(rows, key=lambda e: (-(e.late + e.missing) / e.owed if e.owed else 0.0, e.area)))


def _standing(register: Register, area: str, on: date) -> Standing:
    counts: Counter[str] = Counter()
    for report in register.inspections:
        count = response_count(report)
        if count is None or not report.was_published(on):
            continue
        response = register.response(report.id, area)
        if response is None and report.areas is None:
            counts["not_known"] += 1
        elif response is not None or report.concerns(area):
            counts[_of(response, count.last_day, on)] += 1
    counts.pop("not_owed", None)
    names = ("in_time", "late", "not_yet_due", "no_day", "missing")
    return Standing(
        area=area,
        owed=sum(counts[each] for each in names),
        not_known=counts["not_known"],
        **{each: counts[each] for each in names},
    )


def _of(response: Response | None, last_day: date, on: date) -> str:
    """Return which of the numbers a report counts in."""
    if response is not None:
        scope = response.scope
        if scope is not None and scope.on <= on and scope.answer is not ScopeAnswer.OWED:
            return "not_owed"
        published = [each.on for each in response.publications if each.on <= on]
        if published:
            return "in_time" if min(published) <= last_day else "late"
    if on <= last_day:
        return "not_yet_due"
    return "missing" if response is None else "no_day"


@value
class Theme:
    """How many items of one theme each area has, open and ended, in the order of the register's areas."""

    theme: Public[str]
    counts: Public[tuple[int, ...]]


class Themes(Rows[Theme]):
    """Themes by size; the last rows' share of "other" is said below the table."""

    noun = "theme"
    areas: tuple[str, ...] = ()

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield a row for each theme."""
        for each in self:
            yield (each.theme, *each.counts, sum(each.counts))

    @property
    def vague(self) -> tuple[int, int]:
        """Return how many items are "other" or have no theme, and how many there are."""
        vague = sum(sum(each.counts) for each in self if each.theme.casefold() in NO_REAL_THEME)
        return vague, sum(sum(each.counts) for each in self)


def themes(register: Register, *, on: date | str) -> Themes:
    """Return how many recommendations of each theme each area has on a day, those that ended included.

    A report whose areas are not known counts for the areas that answered it.
    """
    found: dict[str, Counter[str]] = {}
    for each in register.where(on=on):
        if each.inspection.areas is None and register.response(each.inspection.id, each.area) is None:
            continue  # nobody knows whether the report concerns the area
        found.setdefault(theme_of(each), Counter())[each.area] += 1
    rows = [Theme(theme=name, counts=tuple(of[area] for area in register.areas)) for name, of in found.items()]
    made = Themes(sorted(rows, key=lambda each: (-sum(each.counts), each.theme)))
    made.areas = register.areas
    made.header = ("Theme", *register.areas, "All")
    vague, every = made.vague
    made.notes = (
        f'Of {every} recommendations and areas, {vague} are "other" or have no theme'
        + (f" ({100 * vague / every:.0f} %)." if every else "."),
    )
    return made
