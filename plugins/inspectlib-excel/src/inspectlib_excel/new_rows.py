"""Rows without a key: an action or a review that somebody adds, or a recommendation that they propose.

What is no such thing, or looks like a row that was sent, is kept aside and said with all its words.
"""

import hashlib
import re
from collections.abc import Container
from datetime import date

from inspectlib import bodies
from inspectlib.changes import Change
from inspectlib.converting import to_plain
from inspectlib.periods import in_words
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation, RecommendationKind
from inspectlib_excel.cells import as_text, is_blank
from inspectlib_excel.columns import Column, Form, Kind
from inspectlib_excel.edits import NotUnderstood, said, understood
from inspectlib_excel.found_rows import Row, State, area_of, bare, plain, stranger, take, told
from inspectlib_excel.grids import place
from inspectlib_excel.work import ACTIONS, REVIEWS

_TEXT = Column("Recommendation", 0, Kind.TEXT)
_KIND = Column("Kind", 0, Kind.CHOICE, choices=tuple(each.value for each in RecommendationKind))
#: columns that are filled in for a new recommendation alone: a later correction is made in the register
_PUBLISHED = ("Key", "Area", "Inspection title", "Number", _TEXT.name, _KIND.name, "Addressees")
#: where the day of a new recommendation is typed, the first that is filled
_DUE = ("Report due", "Due now")
_SHORT = {RecommendationKind.AREA_FOR_IMPROVEMENT: "afi", RecommendationKind.CAUSE_OF_CONCERN: "coc"}


def add(form: Form, row: Row, columns: dict[str, Column], state: State) -> None:
    """Take a row without a key as what its sheet adds, or keep it aside."""
    if is_blank(row.found("Area")) and len(state.areas) == 1 and "Area" in columns:
        row = row._replace(cells={**row.cells, "Area": state.areas[0]})
    words, at = told(form, row.found), place(row.sheet, row.number)
    like = state.told(form).setdefault(words, at) if words[0] else at
    if like != at:
        shown = state.sent.rows[form.name].get(like)
        advice = "to change that row type its key, to add" if shown is not None else "to add"
        why = f"without a key that looks like {like}"
        stranger(row, columns, state, why, f"; {advice} {form.adds} give it other words", shown=shown)
        return
    made = {ACTIONS.name: _action, REVIEWS.name: _review}.get(form.name, _recommendation)
    made(form, row, columns, state)


def _action(form: Form, row: Row, columns: dict[str, Column], state: State) -> None:
    words = "\t".join(f"{name}={as_text(row.found(name))}" for name in columns)
    target = (form.collection, f"action-{_hash(words)}")
    needed = [each for each in ("Area", "Answers") if each in columns]
    if len(needed) < 2 or any(is_blank(row.found(each)) for each in needed):  # noqa: PLR2004 - both
        stranger(row, columns, state, f"that adds {form.adds} without 'Area' and 'Answers'")
        return
    taken = [take(target, None, row, columns[each], state) for each in needed]  # each says what is wrong with it
    if not all(taken):
        state.edits.pop(target, None)
        stranger(row, columns, state, f"that adds {form.adds}")
        return
    _filled(target, None, row, columns, state, done=needed)


def _review(form: Form, row: Row, columns: dict[str, Column], state: State) -> None:
    target = _case_of(row, state)
    if target not in state.sent.facts:
        stranger(row, columns, state, f"that adds {form.adds} to no case of this book")
        return
    _filled(target, _next_item(target, state), row, columns, state)


def _recommendation(form: Form, row: Row, columns: dict[str, Column], state: State) -> None:
    """Propose the recommendation of a row, and what the row says of the force's case about it."""
    why = f"that adds {form.adds}"
    try:
        made = _proposed(row, state)
    except NotUnderstood as error:
        stranger(row, columns, state, why, f"; {error}")
        return
    where = ("inspections", made.inspection, "recommendations", made.id)
    change, at = Change(where=where, before=None, after=to_plain(made)), place(row.sheet, row.number)
    first, stands = state.added.setdefault(where, (change, at))
    if first != change:
        stranger(row, columns, state, f"{why} which {stands} adds in other words", "; give it a number of its own")
        return
    of_case = {name: each for name, each in columns.items() if each.into is not None}
    area = _area(row, state)
    if area is None:
        if any(not is_blank(row.found(each)) for each in ("Area", *of_case)):
            of_case |= {name: each for name, each in columns.items() if name == "Area"}
            stranger(row, of_case, state, f"{why} for no police area of this book", "; type one in 'Area'")
        columns = {name: each for name, each in columns.items() if name not in of_case}
    target = (form.collection, f"{made.id}|{area}")
    state.given[target] = {"due_changes": {"before": made.due_on.isoformat() if made.due_on else None}}
    _filled(target, None, row, columns, state, done=(*_PUBLISHED, _due_column(row)))


def _proposed(row: Row, state: State) -> Recommendation:
    """Return the recommendation of a row. Raises NotUnderstood for one without words or of no report of this book."""
    text = understood(_TEXT, row.found(_TEXT.name))
    if text is None:
        message = f"type its words in {_TEXT.name!r}"
        raise NotUnderstood(message)
    report, number = _report(row, state), as_text(row.found("Number")).strip() or None
    kind = RecommendationKind.RECOMMENDATION
    try:
        kind = RecommendationKind(understood(_KIND, row.found(_KIND.name)) or kind)
    except NotUnderstood as error:
        state.say(row.place(_KIND.name), f"{error}; proposed as a recommendation")
    key = re.sub(r"[^a-z0-9.]+", "-", (number or "").lower()).strip("-.")
    short = _SHORT.get(kind, "")
    if not key:
        key = f"new-{_hash(plain(text))}"
    elif not key.startswith(short):
        key = f"{short}-{key}"
    return Recommendation(
        id=f"{report}/{key}",
        number=number,
        kind=kind,
        text=text,
        addressees=_addressees(row, state),
        due=_due(row, state),
    )


def _report(row: Row, state: State) -> str:
    """Return the id of the report that a row names by its title or id. Raises NotUnderstood."""
    typed = as_text(row.found("Inspection title"))
    every: set[str] = set().union(*state.reports.values())
    named = state.reports.get(plain(typed), set()) if not is_blank(typed) else every
    if len(named) == 1:
        return next(iter(named))
    if named and not is_blank(typed):
        message = f"'Inspection title': several reports are called {typed!r}; type one of {', '.join(sorted(named))}"
    else:
        message = (
            f"'Inspection title': expected a report of this book, found {typed!r}; "
            "a new report is taken in with: inspectlib import"
        )
    raise NotUnderstood(message)


def _due_column(row: Row) -> str:
    return next((each for each in _DUE if not is_blank(row.found(each))), "")


def _due(row: Row, state: State) -> DueDate | None:
    """Return by when, in the words that were typed, with the day that they name."""
    name = _due_column(row)
    if not name:
        return None
    found = row.found(name)
    try:
        day = date.fromisoformat(understood(Column(name, 0, Kind.DAY), found) or "")
    except NotUnderstood as error:
        state.say(row.place(name), f"{error}; kept as words")
        return DueDate(words=as_text(found))
    return DueDate(words=found if isinstance(found, str) else in_words(day), last_day=day, precision=DuePrecision.DAY)


def _addressees(row: Row, state: State) -> tuple[str, ...]:
    """Return the codes of those who are named, each once; who is not known is a problem."""
    codes = {plain(each.name): code for code, each in bodies.addressees().items() if "*" not in code}
    found = []
    for each in re.split("[;\n]", as_text(row.found("Addressees"))):
        name = " ".join(each.split())
        code = codes.get(plain(name)) or (f"force:{name}" if bodies.area_named(name) is not None else None)
        if code is not None:
            found.append(code)
        elif name:
            state.say(row.place("Addressees"), f"'Addressees': nobody is known as {name!r}; proposed without")
    return tuple(dict.fromkeys(found))


def _area(row: Row, state: State) -> str | None:
    typed = as_text(row.found("Area")).strip()
    try:
        return area_of(typed, state) if typed else None
    except NotUnderstood:
        return None  # it is said with all that would have been about that area


def _filled(
    target: tuple[str, str],
    item: int | None,
    row: Row,
    columns: dict[str, Column],
    state: State,
    done: Container[str] = (),
) -> None:
    """Take what the other cells of a new row hold; what is worked out cannot be typed."""
    for each in columns.values():
        found = row.found(each.name)
        if is_blank(found) or each.name in done:
            continue
        if each.into is None:
            state.say(row.place(each.name), f"{each.name!r} cannot be typed here; found {said(found)}. {each.instead}")
        elif each.into.field:
            take(target, item, row, each, state)


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _case_of(row: Row, state: State) -> tuple[str, str]:
    typed, area = (as_text(row.found(each)).strip() for each in ("Recommendation", "Area"))
    recommendation = state.recommendations.get(bare(typed), typed)
    if area:
        try:
            area = area_of(area, state)
        except NotUnderstood:
            return "cases", f"{recommendation}|{area}"  # there is no such case, which is said of the row
    else:
        areas = {
            key.rpartition("|")[2]
            for of, key in state.sent.facts
            if of == "cases" and key.startswith(f"{recommendation}|")
        }
        area = areas.pop() if len(areas) == 1 else ""
    return "cases", f"{recommendation}|{area}"


def _next_item(target: tuple[str, str], state: State) -> int:
    """Return the place of a new element: after those that were sent and those already added."""
    sent = state.sent.facts[target].sent
    held = len(sent["reviews"]) if sent is not None else 0
    added = [each.item for each in state.edits.get(target, ()) if each.item is not None and each.item >= held]
    return max(added, default=held - 1) + 1
