"""Edits: what was typed in a column, understood as plain data, and put into the facts that were sent."""

from collections.abc import Iterable
from copy import deepcopy
from datetime import date, datetime
from typing import Any, NamedTuple

from inspectlib.cases import Action, Case, ClosureStep, PositionAnswer
from inspectlib.changes import Change
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead
from inspectlib.exchange import Problem
from inspectlib.responses import Response
from inspectlib_excel.cells import REPLACEMENT, Found, Odd, as_text, is_blank
from inspectlib_excel.columns import Column, How, Into, Kind
from inspectlib_excel.days import day_of
from inspectlib_excel.tables import Facts

_KINDS: dict[str, Any] = {"cases": Case, "responses": Response, "actions": Action}
_KEYS = {"cases": ("recommendation", "area"), "responses": ("inspection", "area"), "actions": ("id",)}


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
        message = f"{column.name!r}: expected a date such as 31/03/2024, found {as_text(found)!r}"
        raise NotUnderstood(message)
    return day.isoformat()


def fold(
    target: tuple[str, str], facts: Facts, edits: Iterable[Edit]
) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """Put the edits of one record into its facts: what changes, and what could not be taken.

    An edit that cannot be taken costs no other field; it is a problem with its cell and its words.
    """
    collection, key = target
    base = dict(zip(_KEYS[collection], key.rsplit("|", 1), strict=False))
    start = {**base, **(facts.sent or {})}
    problems: list[Problem] = []
    taken: dict[str, Any] = {}
    for field, typed in _together(edits):
        before = taken.get(field, start.get(field))
        try:
            value = _changed(before, typed, facts.given.get(field, {}))
            from_plain(_whole(collection, {**start, **taken, field: value}), _KINDS[collection])
        except (NotUnderstood, CannotRead) as error:
            problems += [
                Problem(place=each.place, message=f"{each.column.name!r}: {each.typed} was not taken; {_said(error)}")
                for each in typed
            ]
            continue
        taken[field] = value
        problems += [problem for each in typed for problem in _replaced(each, before)]
    whole = to_plain(from_plain(_whole(collection, {**start, **taken}), _KINDS[collection]))
    if facts.sent is None:
        made = (Change(where=(collection, key), before=None, after=whole),) if taken else ()
        return made, tuple(problems)
    changes = tuple(
        Change(where=(collection, key, field), before=facts.sent.get(field), after=whole[field])
        for field in sorted(taken)
        if whole[field] != facts.sent.get(field)
    )
    return changes, tuple(problems)


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


def _whole(collection: str, plain: dict[str, Any]) -> dict[str, Any]:
    """Return plain data that makes a whole value; an action that is sent says its own area and answers."""
    return {"area": "", "answers": [], **plain} if collection == "actions" else plain


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
    """Return the parts of a list typed with semicolons or on lines of their own. Raises NotUnderstood for none."""
    parts = [part for each in (text or "").replace("\n", ";").split(";") if (part := each.strip())]
    if not parts:
        message = f"'Answers': expected the key of at least one recommendation, found {text or ''!r}"
        raise NotUnderstood(message)
    return parts


def _emptied(edit: Edit) -> str | None:
    return "" if edit.into.field == "title" else None


def _complete(made: dict[str, Any], edits: list[Edit]) -> dict[str, Any]:
    """Return an element that has every part that it needs. Raises NotUnderstood."""
    field = edits[0].into.field
    missing = [name for name, part in _needed(field) if made.get(part) is None]
    if missing:
        message = f"fill {' and '.join(map(repr, missing))} too"
        raise NotUnderstood(message)
    return made


def _needed(field: str) -> list[tuple[str, str]]:
    """Return the column names and parts without which no element of a field can be recorded."""
    from inspectlib_excel.tables import FORMS

    found = {
        each.into.part: each.name
        for form in FORMS
        for each in form.columns
        if each.into is not None and each.into.field == field and each.into.needed
    }
    return [(name, part) for part, name in found.items()]


def _with_parts(before: dict[str, Any] | None, edits: list[Edit]) -> dict[str, Any] | None:
    made = {**(before or {}), **{each.into.part: each.value for each in edits}}
    if all(each is None for each in made.values()):
        return None
    typed = {each.into.part for each in edits}
    if before is not None and made.get("answer") != before["answer"] and "on" not in typed:
        # the day of the earlier answer is not the day of this one, and no day is guessed
        message = "fill 'Position on' too, with the day of the new answer"
        raise NotUnderstood(message)
    if made.get("answer") == PositionAnswer.REJECTED.value and made.get("reason") is None:
        message = "fill 'Position reason' too"
        raise NotUnderstood(message)
    return _complete(made, edits)


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
