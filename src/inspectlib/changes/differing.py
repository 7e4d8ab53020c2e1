"""What turns one register into another; identical parts are not looked into."""

from collections.abc import Hashable
from functools import cache
from typing import Any, cast, get_args

from inspectlib.changes.change import Change
from inspectlib.changes.places import (
    OPEN,
    ORDER,
    Sorting,
    are_alone,
    fields_of,
    in_order,
    is_list,
    is_sorted,
    key_of,
    keyed,
    placed,
    plain,
    sorting_of,
    within_optional,
)
from inspectlib.fields import Working, evolve, value
from inspectlib.register import Register


def diff(before: Register, after: Register) -> tuple[Change, ...]:
    """Return what turns one register into another, in order and with nothing to spare.

    `apply(a, diff(a, b)) == b`, and turned round, `apply(b, inverse(diff(a, b))) == a`.
    """
    found: list[Change] = []
    _fields(found, (), before, sharing(before, after))
    return tuple(found)


def sharing(before: Register, after: Register) -> Register:
    """Return a register with each of its items that is equal in another as the very same object.

    Two registers that were loaded share nothing; after this one pass, all that follows goes by identity.
    """
    made: dict[str, Any] = {}
    for name in (each.name for each in _plan(Register)):
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        if len(old) == len(new):
            made[name] = tuple([one if one is two or one == two else two for one, two in zip(old, new, strict=True)])
            continue
        held = keyed(old)
        made[name] = tuple([_same(held.get(key), item) for key, item in keyed(new).items()])
    return evolve(after, **made) if made else after


def _same(one: Any, two: Any) -> Any:
    return one if one is two or one == two else two


@value
class _Field:
    """A field of a class of values; `how`: how a list keeps its order, None for what is no list."""

    name: Working[str]
    how: Working[Sorting | None]
    looked_into: Working[bool]


@cache
def _plan_of(owner: Hashable) -> tuple[_Field, ...]:
    made = []
    for name, declared in fields_of(cast("type", owner)).items():
        kind = within_optional(declared)
        how = sorting_of(cast("type", owner), kind) if is_list(kind) else None
        made.append(_Field(name=name, how=how, looked_into=how is not None and get_args(kind)[0] in OPEN))
    return tuple(made)


def _plan(owner: type) -> tuple[_Field, ...]:
    """Return the fields of a class."""
    return _plan_of(owner)


def _fields(found: list[Change], where: tuple[str, ...], before: Any, after: Any) -> None:
    for each in _plan(type(before)):
        name = each.name
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        if each.how is not None and old is not None and new is not None:
            _items(found, (*where, name), old, new, each.how, looked_into=each.looked_into)
        elif old != new:
            found.append(Change(where=(*where, name), before=plain(old), after=plain(new)))


def _by_place(before: Any, after: Any) -> list[tuple[str, Any, Any]] | None:
    """Return what differs, by key, where two lists surely hold the same keys in the same order; else None."""
    if len(before) != len(after):
        return None
    apart = [(key_of(one), one, two) for one, two in zip(before, after, strict=True) if one is not two]
    keys = {key for key, _, _ in apart}
    if any(key_of(two) != key for key, _, two in apart) or not are_alone(keys, before):
        return None
    return apart


def _items(
    found: list[Change], where: tuple[str, ...], before: Any, after: Any, how: Sorting, *, looked_into: bool
) -> None:
    if not looked_into and before == after:
        return
    apart = _by_place(before, after) if looked_into else None
    if apart is not None:
        for key, one, two in apart:
            _fields(found, (*where, key), one, two)
        return
    old, new = keyed(before), keyed(after)
    added = [each for each in new if each not in old]
    every = [*old, *added]
    if added and is_sorted(old, how) and is_sorted(new, how):
        every = in_order(every, how)
    for key in every:
        one, two = old.get(key), new.get(key)
        if one is two:
            continue
        if looked_into and one is not None and two is not None:
            _fields(found, (*where, key), one, two)
        elif one != two:
            found.append(
                Change(
                    where=(*where, key),
                    before=None if one is None else plain(one),
                    after=None if two is None else plain(two),
                )
            )
    if how is Sorting.NONE or list(old) == list(new):
        return
    kept = [each for each in old if each in new]
    gone = [each for each in old if each not in new]
    # the order is said where it would not come about by itself, on the way there or on the way back
    there = placed(kept, added, how) == list(new)
    back = placed([each for each in new if each in old], gone, how) == list(old)
    if not (there and back):
        found.append(Change(where=(*where, ORDER), before=list(old), after=list(new)))
