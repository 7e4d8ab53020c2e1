"""What can be seen: facts of a day and before, and fields of an audience and wider."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from operator import is_
from typing import Any, TypeVar, get_args

import attrs

from inspectlib.fields import Audience, Marking, audience_of, is_fact_date, is_later_date, kinds_of

T = TypeVar("T")
_LEAVES = object()
_PLAIN = (str, int, float, date, Enum, type(None), type(Ellipsis))


def _holds_values(kind: Any) -> bool:
    """Say whether what a field of this type holds may have fields of its own; most hold a word or a day."""
    if kind is Ellipsis or (isinstance(kind, type) and not get_args(kind) and issubclass(kind, _PLAIN)):
        return False
    inner = get_args(kind)
    return not inner or any(_holds_values(each) for each in inner)


def facts_until(value: T, on: date) -> T:
    """Return the value without what happened after a day; undated facts stay."""
    seen = _until(value, on)
    return value if seen is _LEAVES else seen  # the outermost value has no date of its own


def _until(value: Any, on: date) -> Any:
    if isinstance(value, tuple):
        return _of_each(value, [_until(each, on) for each in value])
    dates = _dates_of(type(value))
    if dates is None:
        return value
    facts, later, holders = dates
    for name in facts:
        day = getattr(value, name)
        if day is not None and day > on:
            return _LEAVES
    changes: dict[str, Any] = {}
    for name in later:
        day = getattr(value, name)
        if day is not None and day > on:
            changes[name] = None
    for name in holders:
        before = getattr(value, name)
        if not before:
            continue
        after = _until(before, on)
        if after is not before:
            changes[name] = None if after is _LEAVES else after
    return attrs.evolve(value, **changes) if changes else value


def _of_each(before: tuple[Any, ...], after: list[Any]) -> tuple[Any, ...]:
    """Return a tuple of what is left of each part, or the very same one where nothing was taken away."""
    if all(map(is_, before, after)):
        return before
    return tuple(each for each in after if each is not _LEAVES)


_Dates = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _dates(kind: type) -> _Dates | None:
    """Return the fields of a class that hold the day of its fact, a later day, and values; None for what has no fields."""
    if not attrs.has(kind):
        return None
    fields = attrs.fields(kind)
    return (
        tuple(each.name for each in fields if is_fact_date(each)),
        tuple(each.name for each in fields if is_later_date(each)),
        tuple(each.name for each in fields if any(map(_holds_values, kinds_of(each.type)))),
    )


_dates_of: Callable[[type], _Dates | None] = cache(_dates)


def for_audience(value: T, audience: Audience) -> T | None:
    """Return the value as an audience may see it, or None where it may not see it at all.

    A field declared for a narrower audience is replaced by its default; a marked value that was
    not released leaves the public view whole.
    """
    seen = _cut(value, audience)
    return None if seen is _LEAVES else seen


def _cut(value: Any, audience: Audience) -> Any:
    if isinstance(value, tuple):
        return _of_each(value, [_cut(each, audience) for each in value])
    fields = _audiences_of(type(value))
    if fields is None:
        return value
    marking: Marking | None = getattr(value, "marking", None)
    if audience is Audience.PUBLIC and marking is not None and marking.released is None:
        return _LEAVES
    changes: dict[str, Any] = {}
    for name, declared, default in fields:
        before = getattr(value, name)
        if not audience.may_see(declared):
            if default is attrs.NOTHING:
                return _LEAVES
            if before != default:
                changes[name] = default
            continue
        if isinstance(before, tuple) or _audiences_of(type(before)) is not None:
            after = _cut(before, audience)
            if after is _LEAVES:
                if default is attrs.NOTHING:
                    return _LEAVES
                after = default
            if after is not before:
                changes[name] = after
    return attrs.evolve(value, **changes) if changes else value


def _audiences(kind: type) -> tuple[tuple[str, Audience, Any], ...] | None:
    """Return each field of a value with who may see it and its default, worked out once a class."""
    if not attrs.has(kind):
        return None
    return tuple((each.name, audience_of(each), each.default) for each in attrs.fields(kind))


_audiences_of: Callable[[type], tuple[tuple[str, Audience, Any], ...] | None] = cache(_audiences)
