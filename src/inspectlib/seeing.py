"""What can be seen: facts of a day and before, and fields of an audience and wider."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, TypeVar

import attrs

from inspectlib.fields import Audience, Marking, audience_of, is_fact_date, is_later_date

T = TypeVar("T")
_LEAVES = object()


def facts_until(value: T, on: date) -> T:
    """Return the value without what happened after a day; undated facts stay."""
    seen = _until(value, on)
    return value if seen is _LEAVES else seen  # the outermost value has no date of its own


def _until(value: Any, on: date) -> Any:
    if isinstance(value, tuple):
        kept = tuple(each for each in (_until(each, on) for each in value) if each is not _LEAVES)
        return value if len(kept) == len(value) and all(a is b for a, b in zip(kept, value, strict=True)) else kept
    fields = _dates_of(type(value))
    if fields is None:
        return value
    changes: dict[str, Any] = {}
    for name, is_fact, is_later in fields:
        before = getattr(value, name)
        if is_fact and before is not None and before > on:
            return _LEAVES
        if is_later and before is not None and before > on:
            changes[name] = None
            continue
        if isinstance(before, tuple) or _dates_of(type(before)) is not None:
            after = _until(before, on)
            if after is not before:
                changes[name] = None if after is _LEAVES else after
    return attrs.evolve(value, **changes) if changes else value


def _dates(kind: type) -> tuple[tuple[str, bool, bool], ...] | None:
    """Return each field of a value with what its date says, worked out once a class; None for what has no fields."""
    if not attrs.has(kind):
        return None
    return tuple((each.name, is_fact_date(each), is_later_date(each)) for each in attrs.fields(kind))


_dates_of: Callable[[type], tuple[tuple[str, bool, bool], ...] | None] = cache(_dates)


def for_audience(value: T, audience: Audience) -> T | None:
    """Return the value as an audience may see it, or None where it may not see it at all.

    A field declared for a narrower audience is replaced by its default; a marked value that was
    not released leaves the public view whole.
    """
    seen = _cut(value, audience)
    return None if seen is _LEAVES else seen


def _cut(value: Any, audience: Audience) -> Any:
    if isinstance(value, tuple):
        return tuple(each for each in (_cut(each, audience) for each in value) if each is not _LEAVES)
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
            changes[name] = after
    return attrs.evolve(value, **changes) if changes else value


def _audiences(kind: type) -> tuple[tuple[str, Audience, Any], ...] | None:
    """Return each field of a value with who may see it and its default, worked out once a class."""
    if not attrs.has(kind):
        return None
    return tuple((each.name, audience_of(each), each.default) for each in attrs.fields(kind))


_audiences_of: Callable[[type], tuple[tuple[str, Audience, Any], ...] | None] = cache(_audiences)
