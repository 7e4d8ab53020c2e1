"""Edits: what was typed in a column, understood as plain data, and put into the facts that were sent."""

import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import date, datetime
from typing import Any, NamedTuple

from inspectlib.cases import Action, Case, ClosureStep, PositionAnswer
from inspectlib.changes import Change, diff
from inspectlib.changes.places import ORDER
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead
from inspectlib.exchange import Problem
from inspectlib.fields import evolve
from inspectlib.periods import in_words
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib_excel.cells import REPLACEMENT, Found, Odd, as_text, is_blank, serial_day
from inspectlib_excel.columns import Column, How, Into, Kind
from inspectlib_excel.days import day_of
from inspectlib_excel.tables import Facts

_KINDS: dict[str, Any] = {"cases": Case, "responses": Response, "actions": Action}
_KEYS = {"cases": ("recommendation", "area"), "responses": ("inspection", "area"), "actions": ("id",)}
#: a deferral replaces the date that stood: what another has deferred since is a conflict, never a second deferral
_WHOLE = "due_changes"


#: the first day that is taken from a cell: what is tracked here began with the Police Act 1996, and a year typed
#: in a cell of dates (2024) is shown by Excel as a day of 1905
FIRST_TYPED = date(1996, 1, 1)


class Edit(NamedTuple):
    """One cell that was typed in: where, under which column, as what; `item` counts the element from 0."""

    place: str
    column: Column
    value: str | None
    item: int | None = None

    @property
    def into(self) -> Into:
        """Return where the edit goes."""
        assert self.column.into is not None
        return self.column.into

    @property
    def typed(self) -> str:
        """Return what was typed, for a sentence."""
        return said(self.value)


def said(found: Found) -> str:
    """Return what a cell was found to hold, for a sentence."""
    return "nothing (the cell was emptied)" if is_blank(found) else repr(as_text(found))


class NotUnderstood(ValueError):
    """What was typed cannot stand in its column; the message says what was expected."""


def understood(column: Column, found: Found) -> str | None:
    """Return what was typed as plain data: text, a day as YYYY-MM-DD, a choice in our words; None: emptied.

    Raises NotUnderstood.
    """
    if isinstance(found, Odd):
        message = f"{column.name!r}: found {found.what}; type the value itself"
        raise NotUnderstood(message)
    if is_blank(found):
        return None
    if column.kind is Kind.DAY:
        return _day(column, found)
    text = as_text(found)
    if not column.choices:
        return text
    wanted = " ".join(text.split()).casefold()
    for each in column.choices:
        if each.casefold() == wanted:
            return each
    message = f"{column.name!r}: expected one of {', '.join(column.choices)}; found {text!r}"
    raise NotUnderstood(message)


def _day(column: Column, found: Found) -> str:
    day = day_of(found) if isinstance(found, str) else None
    if isinstance(found, date) and not isinstance(found, datetime):
        day = found
    if day is not None and day < FIRST_TYPED:
        message = f"{column.name!r}: {as_text(found)!r} lies before the duty was made; a number typed in a cell of dates becomes such a day"
        raise NotUnderstood(message)
    if day is None:
        seen = serial_day(found)
        hint = f" (as a date that would be {in_words(seen)})" if seen is not None and seen >= FIRST_TYPED else ""
        message = f"{column.name!r}: expected a date such as 31/03/2024, found {as_text(found)!r}{hint}"
        raise NotUnderstood(message)
    return day.isoformat()


class Folded(NamedTuple):
    """What the edits of one record come to; `places`: where each change was typed, by its `where`."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    places: dict[tuple[str, ...], str]


def fold(target: tuple[str, str], facts: Facts, edits: Iterable[Edit]) -> Folded:
    """Put the edits of one record into its facts: what changes, fact by fact, and what could not be taken.

    An edit that cannot be taken costs no other field; it is a problem with its cell and its words.
    """
    collection, key = target
    plain = {**dict(zip(_KEYS[collection], key.rsplit("|", 1), strict=False)), **(facts.sent or {})}
    is_new = collection == "actions" and facts.sent is None
    held = None if is_new else _record(collection, plain)
    changes: list[Change] = []
    problems: list[Problem] = []
    places: dict[tuple[str, ...], str] = {}
    taken: list[Edit] = []
    for field, typed in _together(edits):
        before = plain.get(field)
        try:
            value = _changed(before, typed, facts.given.get(field, {}))
            made = _record(collection, {**plain, field: value})
        except (NotUnderstood, CannotRead) as error:
            problems += [
                Problem(place=each.place, message=f"{each.column.name!r}: {each.typed} was not taken; {_said(error)}")
                for each in typed
            ]
            continue
        problems += [problem for each in typed for problem in _replaced(each, before)]
        found = _differences(target, held, made) if held is not None else ()
        changes += found
        places |= {each.where: _where(typed) for each in found}
        taken += typed
        plain[field], held = value, made if held is not None else None
    if is_new and taken:
        changes.append(Change(where=target, before=None, after=to_plain(_record(collection, plain))))
        places[target] = _where(taken)
    return Folded(tuple(changes), tuple(problems), places)


def _record(collection: str, plain: dict[str, Any]) -> Any:
    """Return the value of plain data; an action says its own area and answers once they are typed."""
    whole = {"area": "", "answers": [], **plain} if collection == "actions" else plain
    return from_plain(whole, _KINDS[collection])


def _differences(target: tuple[str, str], before: Any, after: Any) -> tuple[Change, ...]:
    """Return what differs between two states of one record, as the register itself says it.

    A fact that is added to a list is a change of its own, so that what two people add is both taken.
    """
    one, two = (evolve(Register(), **{target[0]: (each,)}) for each in (before, after))
    found = diff(one, two)
    if any(_WHOLE in each.where for each in found):
        old, new = (to_plain(each)[_WHOLE] for each in (before, after))
        return (Change(where=(*target, _WHOLE), before=old, after=new),)
    return tuple(each for each in found if each.where[-1] != ORDER)


def _where(edits: Iterable[Edit]) -> str:
    """Return the cells of edits: "sheet 'Recommendations', cells U2, V2, W2"."""
    places = list(dict.fromkeys(each.place for each in edits))
    if len(places) == 1:
        return places[0]
    sheet = places[0].rpartition(" cell ")[0]
    cells = sorted((each.rpartition(" ")[2] for each in places), key=lambda each: (len(each), each))
    return f"{sheet} cells {', '.join(cells)}"


def _together(edits: Iterable[Edit]) -> list[tuple[str, list[Edit]]]:
    """Return the edits of each value together: what belongs to one element stands or falls as one."""
    groups: dict[tuple[str, tuple[Any, ...]], list[Edit]] = {}
    for each in edits:
        into = each.into
        if into.how is How.EXTRA:
            groups.setdefault(("extras", (into.field,)), []).append(each)
        else:
            groups.setdefault((into.field, (*into.fixed, -1 if each.item is None else each.item)), []).append(each)
    return [(field, group) for (field, _), group in sorted(groups.items(), key=lambda each: str(each[0][0]))]


def _said(error: Exception) -> str:
    return str(error).removeprefix("$.") + ("" if isinstance(error, NotUnderstood) else "; correct it in the book")


def _replaced(edit: Edit, before: Any) -> list[Problem]:
    """Say where an edited text had characters that a cell cannot show, so that its reader never saw them."""
    if edit.value is None or REPLACEMENT not in edit.value or not isinstance(before, str) or REPLACEMENT in before:
        return []
    message = f"{edit.column.name!r}: the text held characters that a cell cannot show; they are {REPLACEMENT} in the edited text"
    return [Problem(place=edit.place, message=message)]


def _changed(before: Any, edits: list[Edit], given: dict[str, Any]) -> Any:
    """Return a field with its edits made."""
    how = edits[0].into.how
    if how is How.FIELD:
        return edits[-1].value if edits[-1].value is not None or not isinstance(before, str) else _emptied(edits[-1])
    if how is How.MANY:
        return several(edits[-1].value)
    if how is How.EXTRA:
        return _with_extras(before or [], edits)
    if how is How.PART:
        return _with_parts(before, edits)
    items = deepcopy(before or [])
    if how is How.NEW:
        made = {each.into.part: each.value for each in edits if each.value is not None}
        if made.get("step") == ClosureStep.REOPENED.value and "reason" not in made:
            message = "fill 'Step reason' too"
            raise NotUnderstood(message)
        return [*items, _complete({**given, **made}, edits)] if made else items
    if how is How.ITEM:
        return _with_items(items, edits)
    return _with_only(items, edits, given)


def several(text: str | None) -> list[str]:
    """Return the parts of a list typed with semicolons, commas or on lines of their own. Raises NotUnderstood for none."""
    parts = [part for each in re.split("[;,\n]", text or "") if (part := each.strip())]
    if not parts:
        message = f"'Answers': expected the key of at least one recommendation, found {text or ''!r}"
        raise NotUnderstood(message)
    return parts


def _emptied(edit: Edit) -> str | None:
    return "" if edit.into.field == "title" else None


def _complete(made: dict[str, Any], edits: list[Edit]) -> dict[str, Any]:
    """Return an element that has every part that it needs. Raises NotUnderstood."""
    missing = {part: name for name, part in _needed(edits[0].into) if made.get(part) is None}
    emptied = [each.column.name for each in edits if each.value is None and each.into.part in missing]
    if emptied:
        message = f"{' and '.join(map(repr, emptied))} cannot be empty while more of the same fact is recorded"
        raise NotUnderstood(message)
    if missing:
        message = f"fill {' and '.join(map(repr, missing.values()))} too"
        raise NotUnderstood(message)
    return made


def _needed(into: Into) -> list[tuple[str, str]]:
    """Return the column names and parts without which no element of a field can be recorded."""
    from inspectlib_excel.tables import FORMS

    return [
        (each.name, each.into.part)
        for form in FORMS
        for each in form.columns
        if each.into is not None
        and each.into.needed
        and each.into.field == into.field
        and each.into.fixed in (into.fixed, ())
    ]


def _with_parts(before: dict[str, Any] | None, edits: list[Edit]) -> dict[str, Any] | None:
    made = {**(before or {}), **{each.into.part: each.value for each in edits}}
    if all(each is None for each in made.values()):
        return None
    made = _complete(made, edits)
    typed = {each.into.part for each in edits}
    if before is not None and made["answer"] != before["answer"] and "on" not in typed:
        # the day of the earlier answer is not the day of this one, and no day is guessed
        message = "fill 'Position on' too, with the day of the new answer"
        raise NotUnderstood(message)
    if made["answer"] == PositionAnswer.REJECTED.value and made.get("reason") is None:
        message = "fill 'Position reason' too"
        raise NotUnderstood(message)
    return made


def _with_extras(before: list[list[str]], edits: list[Edit]) -> list[list[str]]:
    held = {each[0]: each[1] for each in before}
    for each in edits:
        held.pop(each.into.field, None) if each.value is None else held.__setitem__(each.into.field, each.value)
    return [list(each) for each in sorted(held.items())]


def _with_items(items: list[dict[str, Any]], edits: list[Edit]) -> list[dict[str, Any]]:
    """Return the list with its elements edited, and with new ones, which count from the end on."""
    gathered: dict[int, list[Edit]] = {}
    for each in edits:
        gathered.setdefault(len(items) if each.item is None else each.item, []).append(each)
    for item, typed in sorted(gathered.items()):
        parts = {each.into.part: each.value for each in typed}
        old = items[item] if item < len(items) else {}
        made = _complete({**old, **parts}, typed)
        if item < len(items):
            items[item] = made
        else:
            items.append({part: each for part, each in made.items() if each is not None})
    return items


def _with_only(items: list[dict[str, Any]], edits: list[Edit], given: dict[str, Any]) -> list[dict[str, Any]]:
    for fixed in dict.fromkeys(each.into.fixed for each in edits):
        parts = {each.into.part: each.value for each in edits if each.into.fixed == fixed}
        known = dict(fixed)
        own = [each for each in items if all(each[part] == value for part, value in known.items())]
        if len(own) > 1:
            message = (
                f"{len(own)} are recorded and a cell cannot say which is meant; record it with `inspectlib record`"
            )
            raise NotUnderstood(message)
        if own:
            own[0].update(parts)
            left = {part: value for part, value in own[0].items() if part not in known and part != "text_hash"}
            if all(value is None for value in left.values()):
                items.remove(own[0])
            else:
                _complete(own[0], edits)
        elif any(value is not None for value in parts.values()):
            items.append(_complete({**given, **known, **parts}, edits))
    return items
