"""Changes made to a register; what they do not touch stays the very same objects."""

from collections.abc import Iterable
from typing import Any, get_args, get_origin

import attrs

from inspectlib.changes.change import Change
from inspectlib.changes.places import (
    MISSING,
    OPEN,
    ORDER,
    Sorting,
    fields_of,
    is_list,
    keyed,
    missing_item,
    ordered_keys,
    placed,
    places_of,
    plain,
    sorting_of,
    structured,
    text_key,
    within_optional,
)
from inspectlib.errors import BadCall
from inspectlib.fields import evolve
from inspectlib.register import Register, put_in

_Steps = list[tuple[tuple[str, ...], Change]]


def apply(register: Register, changes: Iterable[Change]) -> Register:
    """Return the register with the changes made: `apply(a, diff(a, b)) == b`.

    The `before` of a change is not compared (`merge_changes` does). Raises BadCall for a place that no
    register has, CannotRead for data that does not belong there.
    """
    steps = [(each.where, each) for each in changes]
    made: Register = _fields(register, steps) if steps else register
    return made


def _grouped(steps: _Steps) -> dict[str, _Steps]:
    groups: dict[str, _Steps] = {}
    for path, change in steps:
        groups.setdefault(path[0], []).append((path[1:], change))
    return groups


def _nowhere(change: Change) -> BadCall:
    return BadCall(f"a register has no place {' / '.join(change.where)}")


def _fields(value: Any, steps: _Steps) -> Any:
    made: dict[str, Any] = {}
    for name, under in _grouped(steps).items():
        if name not in fields_of(type(value)):
            raise _nowhere(under[0][1])
        declared = fields_of(type(value))[name]
        kind = within_optional(declared)
        held = getattr(value, name)
        whole = [each for path, each in under if not path]
        if whole:
            held = structured(whole[-1].after, declared)
        deeper = [each for each in under if each[0]]
        if deeper and is_list(kind):
            held = _items(held, kind, deeper, sorting_of(type(value), kind))
        elif deeper:
            held = _parts(held, kind, deeper)
        made[name] = held
    return evolve(value, **made)


def _parts(value: Any, kind: Any, steps: _Steps) -> Any:
    """Return a fact with some of its parts replaced; it is made anew, so that its own checks run."""
    if not attrs.has(kind):
        raise _nowhere(steps[0][1])
    data = {} if value is None else plain(value)
    for path, change in steps:
        if len(path) != 1 or path[0] not in fields_of(kind):
            raise _nowhere(change)
        data = {**data, path[0]: change.after}
    return structured(data, kind)


def _items(items: Any, kind: Any, steps: _Steps, how: Sorting) -> Any:
    (of, *_) = get_args(kind)
    groups = _grouped(steps)
    places = places_of(groups, items)
    if places is not None:
        new = [each for each in groups if each not in places]
        keys = ordered_keys(items) if new and how is Sorting.AS_TEXT else None
        if keys is not None or not new:
            return _some_items(items, of, groups, places, keys)
    held = keyed(items or ())
    was = tuple(held)
    order = None
    for key, under in groups.items():
        if key == ORDER:
            order = under[-1][1].after
            continue
        item = _item(held.get(key, MISSING), of, key, under)
        if item is MISSING:
            held.pop(key, None)
        else:
            held[key] = item
    if how is Sorting.NONE:
        return get_origin(kind)(held.values())
    known = set(was)
    kept, added = [each for each in was if each in held], [each for each in held if each not in known]
    keys = placed(kept, added, how) if added else kept
    if order is not None:
        said = dict.fromkeys(each for each in order if each in held)
        keys = [*said, *(each for each in keys if each not in said)]
    return get_origin(kind)(held[each] for each in keys)


def _some_items(
    items: tuple[Any, ...], of: Any, groups: dict[str, _Steps], places: dict[str, int], keys: list[Any] | None
) -> tuple[Any, ...]:
    """Return a long list with some of its items changed, without a look-up of the others.

    `places`: where those stand that are there; `keys`: all, in order, where some are not.
    """
    made = list(items)
    added = {}
    for key, under in groups.items():
        at = places.get(key)
        item = _item(MISSING if at is None else items[at], of, key, under)
        if at is not None:
            made[at] = item
        elif item is not MISSING:
            added[text_key(key)] = item
    if keys is not None:
        made = list(put_in(made, keys, added))
    return tuple([each for each in made if each is not MISSING])


def _item(item: Any, of: Any, key: str, steps: _Steps) -> Any:
    """Return what changes make of an item; MISSING: it is not there."""
    for path, change in steps:
        if not path:
            item = MISSING if change.after is None else structured(change.after, of)
    deeper = [each for each in steps if each[0]]
    if not deeper:
        return item
    if item is MISSING:
        item = missing_item(of, key)
    if item is MISSING:
        raise _nowhere(deeper[0][1])
    return _fields(item, deeper) if of in OPEN else _parts(item, of, deeper)
