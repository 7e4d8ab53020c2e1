"""What turns one register into another; identical parts are not looked into."""

from collections.abc import Hashable
from functools import cache
from itertools import compress, count
from operator import is_not
from typing import Any, cast, get_args

from inspectlib.changes.change import Change
from inspectlib.changes.places import (
    OPEN,
    ORDER,
    Sorting,
    fields_of,
    in_order,
    is_list,
    is_sorted,
    key_of,
    keyed,
    ordered_keys,
    placed,
    places_of,
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
    return between(before, sharing(before, after))


def between(before: Register, after: Register) -> tuple[Change, ...]:
    """Return what `diff` does, of two registers that share already what is equal in them."""
    found: list[Change] = []
    _fields(found, (), before, after)
    return tuple(found)


def sharing(before: Register, after: Register) -> Register:
    """Return a register with each of its items that is equal in another as the very same object.

    Two registers that were loaded share nothing; after this one pass, all that follows goes by identity.
    """
    made: dict[str, Any] = {}
    for name in (each.name for each in _plan(Register)):
        old, new = getattr(before, name), getattr(after, name)
        if old is not new:
            made[name] = _shared(old, new)
    return evolve(after, **made) if made else after


def _shared(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    made = list(new)
    if len(old) == len(new):  # most often what is alike stands at the same place
        went = came = []
        for place in _apart(old, new):
            if old[place] == new[place]:
                made[place] = old[place]
            else:
                came.append(place)
    else:
        went, came = _only_in(old, new), _only_in(new, old)
    held = keyed(tuple([old[place] for place in went]))
    for place, (key, item) in zip(came, keyed(tuple([new[place] for place in came])).items(), strict=True):
        one = held.get(key)
        made[place] = one if one is item or one == item else item
    return tuple(made)


def _apart(old: tuple[Any, ...], new: tuple[Any, ...]) -> list[int]:
    """Return the places where two lists of one length hold different objects."""
    return [*compress(count(), map(is_not, old, new))]


def _only_in(items: tuple[Any, ...], other: tuple[Any, ...]) -> list[int]:
    """Return the places of the objects that another list does not hold."""
    held = set(map(id, other))
    return [place for place, each in enumerate(items) if id(each) not in held]


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


_Pairs = list[tuple[str, Any, Any]]


def _by_place(before: Any, after: Any) -> _Pairs | None:
    """Return what differs, by key, where two lists surely hold the same keys in the same order; else None."""
    if len(before) != len(after):
        return None
    apart = _apart(before, after)
    places = places_of({key_of(before[each]) for each in apart}, before) if apart else {}
    if places is None or len(places) != len(apart) or any(key_of(after[at]) != key for key, at in places.items()):
        return None
    return [(key, before[at], after[at]) for key, at in places.items()]


def _by_order(before: Any, after: Any) -> _Pairs | None:
    """Return what differs, by key, where both lists stand in the order of their keys, so that none can move; else None."""
    if ordered_keys(before) is None or ordered_keys(after) is None:
        return None
    old = keyed(tuple([before[place] for place in _only_in(before, after)]))
    new = keyed(tuple([after[place] for place in _only_in(after, before)]))
    return [(key, old.get(key), new.get(key)) for key in in_order({*old, *new}, Sorting.AS_TEXT)]


def _item(found: list[Change], where: tuple[str, ...], one: Any, two: Any, *, looked_into: bool) -> None:
    if one is two:
        return
    if looked_into and one is not None and two is not None:
        _fields(found, where, one, two)
    elif one != two:
        was, now = (None if each is None else plain(each) for each in (one, two))
        found.append(Change(where=where, before=was, after=now))


def _items(
    found: list[Change], where: tuple[str, ...], before: Any, after: Any, how: Sorting, *, looked_into: bool
) -> None:
    if not looked_into and before == after:
        return
    pairs = _by_place(before, after) if looked_into else None
    if pairs is None and looked_into and how is Sorting.AS_TEXT:
        pairs = _by_order(before, after)
    if pairs is not None:
        for key, one, two in pairs:
            _item(found, (*where, key), one, two, looked_into=True)
        return
    old, new = keyed(before), keyed(after)
    added = [each for each in new if each not in old]
    every = [*old, *added]
    if added and is_sorted(old, how) and is_sorted(new, how):
        every = in_order(every, how)
    for key in every:
        _item(found, (*where, key), old.get(key), new.get(key), looked_into=looked_into)
    if how is Sorting.NONE or list(old) == list(new):
        return
    kept = [each for each in old if each in new]
    gone = [each for each in old if each not in new]
    # the order is said where it would not come about by itself, on the way there or on the way back
    there = placed(kept, added, how) == list(new)
    back = placed([each for each in new if each in old], gone, how) == list(old)
    if not (there and back):
        found.append(Change(where=(*where, ORDER), before=list(old), after=list(new)))
