"""What turns one register into another; identical parts are not looked into."""

from typing import Any, get_args

from inspectlib.changes.change import Change
from inspectlib.changes.places import (
    OPEN,
    ORDER,
    Sorting,
    fields_of,
    in_order,
    is_list,
    is_sorted,
    keyed,
    placed,
    plain,
    sorting_of,
    within_optional,
)
from inspectlib.register import Register


def diff(before: Register, after: Register) -> tuple[Change, ...]:
    """Return what turns one register into another, in order and with nothing to spare.

    `apply(a, diff(a, b)) == b`, and turned round, `apply(b, inverse(diff(a, b))) == a`.
    """
    found: list[Change] = []
    _fields(found, (), before, after)
    return tuple(found)


def _fields(found: list[Change], where: tuple[str, ...], before: Any, after: Any) -> None:
    owner = type(before)
    for name, declared in fields_of(owner).items():
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        kind = within_optional(declared)
        if is_list(kind) and old is not None and new is not None:
            _items(found, (*where, name), old, new, sorting_of(owner, kind), looked_into=get_args(kind)[0] in OPEN)
        elif old != new:
            found.append(Change(where=(*where, name), before=plain(old), after=plain(new)))


def _items(
    found: list[Change], where: tuple[str, ...], before: Any, after: Any, how: Sorting, *, looked_into: bool
) -> None:
    if not looked_into and before == after:
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
