"""Numbers that reconcile: what was open, what came and went, what is open, each with the ids behind it."""

from collections import Counter
from collections.abc import Container, Iterator
from datetime import date

from inspectlib.cases import Case
from inspectlib.errors import BadCall, Unreconciled
from inspectlib.fields import Public, evolve, value
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.status import Stage, status_of

#: the figures of a row in the order of the sum, with the words that people read
FIGURES = {
    "opening": "open at the start",
    "new": "new",
    "reopened": "reopened",
    "closed": "closed by the inspectorate",
    "superseded": "superseded",
    "set_aside": "rejected or not applicable",
    "closing": "open at the end",
}
_ADDED, _TAKEN = ("opening", "new", "reopened"), ("closed", "superseded", "set_aside")
_LEFT = {
    Stage.CLOSED: "closed",
    Stage.SUPERSEDED: "superseded",
    Stage.REJECTED: "set_aside",
    Stage.NOT_APPLICABLE: "set_aside",
}


@value
class FlowRow:
    """The movements of one kind of item in one area, each figure as the recommendation ids that it counts.

    opening + new + reopened - closed - superseded - set_aside = closing, id by id; an id stands once for each
    movement. `set_aside`: rejected, or not applicable. What the force has completed stays open until the inspectorate
    closes it. Raises Unreconciled where the sum does not hold.
    """

    kind: Public[str]
    area: Public[str]
    opening: Public[tuple[str, ...]] = ()
    new: Public[tuple[str, ...]] = ()
    reopened: Public[tuple[str, ...]] = ()
    closed: Public[tuple[str, ...]] = ()
    superseded: Public[tuple[str, ...]] = ()
    set_aside: Public[tuple[str, ...]] = ()
    closing: Public[tuple[str, ...]] = ()

    def __attrs_post_init__(self) -> None:
        left = Counter[str]()
        for name in _ADDED:
            left.update(getattr(self, name))
        for name in (*_TAKEN, "closing"):
            left.subtract(getattr(self, name))
        wrong = sorted(each for each, count in left.items() if count)
        if wrong:
            message = f"the figures for {self.kind} in {self.area} do not reconcile; see {', '.join(wrong[:5])}"
            raise Unreconciled(message)


@value
class Flow:
    """What moved after the end of one day and by the end of another, by kind and area.

    `since`: the figures open at its end. `until` is counted in. `undated`: ids of items whose report has no recorded
    day of publication, so that nobody can say when they came: they are in no figure.
    """

    since: Public[date]
    until: Public[date]
    rows: Public[tuple[FlowRow, ...]] = ()
    undated: Public[tuple[str, ...]] = ()

    def count(self, figure: str) -> int:
        """Return one of FIGURES over all kinds and areas."""
        return sum(len(getattr(each, figure)) for each in self.rows)

    def ids(self, figure: str) -> tuple[tuple[str, str], ...]:
        """Return the (recommendation id, area) behind one of FIGURES, over all kinds and areas."""
        return tuple((one, each.area) for each in self.rows for one in getattr(each, figure))

    def __str__(self) -> str:
        middle = ", ".join(f"{FIGURES[name]} {self.count(name)}" for name in (*_ADDED[1:], *_TAKEN))
        left = f"; of no known day and not counted: {len(self.undated)}" if self.undated else ""
        return (
            f"Open on {in_words(self.since)}: {self.count('opening')}; since then {middle}; "
            f"open on {in_words(self.until)}: {self.count('closing')}{left}."
        )

    def of(self, keys: Container[tuple[str, str]]) -> "Flow":
        """Return the flow of these (recommendation id, area) alone."""
        rows = (
            evolve(
                row,
                **{name: tuple(each for each in getattr(row, name) if (each, row.area) in keys) for name in FIGURES},
            )
            for row in self.rows
        )
        areas = {each.area for each in self.rows}
        return evolve(
            self,
            rows=tuple(each for each in rows if any(getattr(each, name) for name in FIGURES)),
            undated=tuple(each for each in self.undated if any((each, area) in keys for area in areas)),
        )


def flow(
    register: Register, *, since: date, until: date, body: str | None = None, inspections: tuple[str, ...] = ()
) -> Flow:
    """Return what moved after the end of `since` and by the end of `until`, by kind and area.

    Items that are addressed to others, or of a report about other areas, and that nobody keeps a case of, are not counted. `body`: a police area's slug.
    Facts recorded late move earlier figures: for those that were reported, ask the register as it stood then (`as_at`).
    Raises BadCall where the days are in the wrong order, Unreconciled where a figure does not add up.
    """
    if since > until:
        message = f"the first day, {since.isoformat()}, is after the last one, {until.isoformat()}"
        raise BadCall(message)
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    undated = []
    for inspection in register.inspections:
        if inspections and inspection.id not in inspections:
            continue
        published = inspection.published_on
        if published is None:
            undated += [each.id for each in inspection.recommendations]
            continue
        if published > until:
            continue
        for each in inspection.recommendations:
            for area in (body,) if body else register.areas:
                case = register.case(each.id, area)
                if case is None and not inspection.concerns(area):
                    continue
                for name in _figures(case, each, area, published, since, until):
                    row = found.setdefault((each.kind.value, area), {name: [] for name in FIGURES})
                    row[name].append(each.id)
    rows = (
        FlowRow(kind=kind, area=area, **{name: tuple(ids) for name, ids in row.items()})
        for (kind, area), row in sorted(found.items())
    )
    return Flow(since=since, until=until, rows=tuple(rows), undated=tuple(undated))


def _figures(
    case: Case | None, recommendation: Recommendation, area: str, published: date, since: date, until: date
) -> Iterator[str]:
    """Yield the figures that count one item: what it was at the start, each movement by day, what it is at the end."""
    end = status_of(case, recommendation, on=until, area=area).stage
    if end is Stage.FOR_OTHERS:
        return
    was: bool | None = None
    if published <= since:
        was = not status_of(case, recommendation, on=since, area=area).stage.ended
        if was:
            yield "opening"
    for day in _days(case, published, since, until):
        stage = status_of(case, recommendation, on=day, area=area).stage
        if was is None:
            yield "new"
            was = True
        if was and stage.ended:
            yield _LEFT[stage]
        elif not was and not stage.ended:
            yield "reopened"
        was = not stage.ended
    if not end.ended:
        yield "closing"


def _days(case: Case | None, published: date, since: date, until: date) -> list[date]:
    """Return the days of the period on which an item may have moved, in order: none before its publication."""
    days = {published}
    if case is not None:
        days |= {each.on for each in case.closure}
        if case.position is not None and case.position.on is not None:
            days.add(case.position.on)
    return sorted(each for each in days if since < each <= until and each >= published)
