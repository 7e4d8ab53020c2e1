"""What can be seen: facts of a day and before, and fields of an audience and wider."""

from datetime import date
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
    if not attrs.has(type(value)):
        return value
    changes: dict[str, Any] = {}
    for attribute in attrs.fields(type(value)):
        before = getattr(value, attribute.name)
        if is_fact_date(attribute) and before is not None and before > on:
            return _LEAVES
        if is_later_date(attribute) and before is not None and before > on:
            changes[attribute.name] = None
            continue
        if isinstance(before, tuple) or attrs.has(type(before)):
            after = _until(before, on)
            if after is not before:
                changes[attribute.name] = None if after is _LEAVES else after
    return attrs.evolve(value, **changes) if changes else value


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
    if not attrs.has(type(value)):
        return value
    marking: Marking | None = getattr(value, "marking", None)
    if audience is Audience.PUBLIC and marking is not None and marking.released is None:
        return _LEAVES
    changes: dict[str, Any] = {}
    for attribute in attrs.fields(type(value)):
        before = getattr(value, attribute.name)
        if not audience.may_see(audience_of(attribute)):
            if attribute.default is attrs.NOTHING:
                return _LEAVES
            if before != attribute.default:
                changes[attribute.name] = attribute.default
            continue
        if isinstance(before, tuple) or attrs.has(type(before)):
            after = _cut(before, audience)
            if after is _LEAVES:
                if attribute.default is attrs.NOTHING:
                    return _LEAVES
                after = attribute.default
            changes[attribute.name] = after
    return attrs.evolve(value, **changes) if changes else value
