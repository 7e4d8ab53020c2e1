"""Tidy frames of a register: one row a thing, one column a fact, in pandas or Polars by what is installed.

`using`: "pandas" or "polars"; None takes pandas where it is installed, else Polars. A frame holds what the office
itself may see: it is not for publication.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from typing import Any

from inspectlib.cases import Case
from inspectlib.deadlines import deadlines as all_deadlines
from inspectlib.errors import BadCall
from inspectlib.findings import Outcome
from inspectlib.periods import a_day
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib.seeing import facts_until
from inspectlib_notebook.columns import COLUMNS, Kind

_LIBRARIES = ("pandas", "polars")


def recommendations(register: Register, *, using: str | None = None) -> Any:
    """Return a row for each recommendation of each report."""
    rows = (
        (
            each.id,
            report.id,
            report.title,
            report.published_on,
            each.number,
            each.kind.value,
            "; ".join(each.addressees),
            each.due.words if each.due else None,
            each.due_on,
            each.theme,
            each.superseded_by,
            each.text,
        )
        for report in register.inspections
        for each in report.recommendations
    )
    return _frame("recommendations", rows, using)


def items(register: Register, *, on: date | str, using: str | None = None) -> Any:
    """Return a row for each recommendation and area as it stands at the end of a day. Raises BadCall."""
    day = a_day(on)
    rows = (
        (
            each.recommendation.id,
            each.inspection.id,
            each.area,
            each.recommendation.kind.value,
            each.recommendation.theme,
            each.inspection.published_on,
            each.status.stage.value,
            each.status.timing.value,
            each.status.stage.ended,
            each.status.since,
            each.status.due,
            each.status.first_due,
            each.status.times_deferred,
            each.status.days_deferred,
            (day - each.inspection.published_on).days if each.inspection.published_on else None,
            each.case.owner if each.case else None,
        )
        for each in register.where(on=day)
    )
    return _frame("items", rows, using)


def events(register: Register, *, on: date | str, using: str | None = None) -> Any:
    """Return a row for each dated fact until the end of a day, oldest first; those without a day come first."""
    day = a_day(on)
    held = facts_until(register, day)
    rows = [
        *(
            (each.published_on, each.id, None, None, "report published", None)
            for each in held.inspections
            if each.published_on is not None and each.published_on <= day
        ),
        *(
            (one.on, each.id, None, None, f"report {one.what}", None)
            for each in held.inspections
            for one in each.history
        ),
        *(row for each in held.responses for row in _of_response(each)),
        *(row for each in held.cases for row in _of_case(each)),
    ]
    return _frame("events", sorted(rows, key=lambda row: (row[0] or date.min, row[1], row[2] or "")), using)


def _of_response(each: Response) -> Iterator[tuple[Any, ...]]:
    def row(on: date | None, what: str, by: str | None = None) -> tuple[Any, ...]:
        return (on, each.inspection, None, each.area, what, by)

    if each.scope is not None:
        yield row(each.scope.on, f"response {each.scope.answer.value}", each.scope.by)
    yield from (row(one.sent_on, "chief officer invited to comment") for one in each.invitations)
    yield from (row(one.received_on, "chief officer's comments received") for one in each.chief_officer_comments)
    yield from (
        row(one.none_received_on, "noted that no comments came") for one in each.invitations if one.none_received_on
    )
    yield from (row(one.on, "explanation given") for one in each.explanations)
    yield from (row(one.on, "response signed off", one.role) for one in each.sign_offs)
    yield from (row(one.on, "response published") for one in each.publications)
    yield from (row(one.on, f"copy sent to the {one.to.value.replace('-', ' ')}") for one in each.copies)


def _of_case(each: Case) -> Iterator[tuple[Any, ...]]:
    def row(on: date | None, what: str, by: str | None = None) -> tuple[Any, ...]:
        return (on, each.inspection, each.recommendation, each.area, what, by)

    if each.position is not None:
        yield row(each.position.on, f"position: {each.position.answer.value}")
    if each.plenary_on is not None:
        yield row(each.plenary_on, "plenary session")
    if each.approved_on is not None:
        yield row(each.approved_on, "approved")
    yield from (row(one.on, "due date deferred", one.by or one.forum) for one in each.due_changes)
    yield from (row(one.on, "reviewed", one.forum) for one in each.reviews)
    yield from (row(one.on, "evidence recorded") for one in each.evidence)
    yield from (row(one.on, one.step.value, one.by) for one in each.closure)


def findings(outcome: Outcome, *, using: str | None = None) -> Any:
    """Return a row for each answer of a check: breaches, what is not shown to be in order, and rules that broke."""
    rows = [
        *(
            ("breach", e.rule, e.severity.value, e.inspection, e.area, e.subject, e.message, e.citation)
            for e in outcome.findings
        ),
        *(
            ("not shown to be in order", e.rule, None, e.inspection, e.area, e.subject, e.message, None)
            for e in outcome.gaps
        ),
        *(("broken", e.rule, None, None, None, e.subject, e.error, None) for e in outcome.crashes),
    ]
    return _frame("findings", rows, using)


def deadlines(register: Register, *, on: date | str, within: int | None = None, using: str | None = None) -> Any:
    """Return a row for each day by which somebody must act, soonest first; `within` that many days, and all overdue."""
    rows = (
        (e.last_day, e.days_left, e.what, e.inspection, e.subject, e.area, e.whose, e.citation)
        for e in all_deadlines(register, on=a_day(on), within=within)
    )
    return _frame("deadlines", rows, using)


def _library(using: str | None) -> str:
    if using is not None and using not in _LIBRARIES:
        message = f"frames are made with pandas or polars, not with {using!r}"
        raise BadCall(message)
    for name in (using,) if using else _LIBRARIES:
        if find_spec(name) is not None:
            return name
    message = f"{using or 'neither pandas nor polars'} is {'not ' if using else ''}installed; pip install '{using or 'pandas'}'"
    raise BadCall(message)


def _frame(name: str, rows: Iterable[tuple[Any, ...]], using: str | None) -> Any:
    """Return rows as a frame whose columns have the types of COLUMNS, also where it has no row."""
    columns = COLUMNS[name]
    held = list(rows)
    by_column = {each.name: [row[place] for row in held] for place, each in enumerate(columns)}
    if _library(using) == "polars":
        import polars as pl

        typed = {Kind.TEXT: pl.String, Kind.DAY: pl.Date, Kind.NUMBER: pl.Int64, Kind.TRUTH: pl.Boolean}
        return pl.DataFrame(by_column, schema={each.name: typed[each.kind] for each in columns})
    import pandas as pd

    of = {Kind.TEXT: "string", Kind.DAY: "datetime64[s]", Kind.NUMBER: "Int64", Kind.TRUTH: "boolean"}
    return pd.DataFrame({each.name: pd.Series(by_column[each.name], dtype=of[each.kind]) for each in columns})
