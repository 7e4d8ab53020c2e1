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
    placed,
    plain,
    sorting_of,
    structured,
    within_optional,
)
from inspectlib.errors import BadCall
from inspectlib.fields import evolve
from inspectlib.register import Register

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
    held = keyed(items or ())
    added: dict[str, None] = {}
    was = list(held)
    order: list[str] | None = None
    for key, under in _grouped(steps).items():
        if key == ORDER:
            order = under[-1][1].after
            continue
        for path, change in under:
            if path:
                continue
            if change.after is None:
                held.pop(key, None)
            else:
                held[key] = structured(change.after, of)
        deeper = [each for each in under if each[0]]
        if deeper:
            item = held.get(key, MISSING)
            if item is MISSING:
                item = missing_item(of, key)
            if item is MISSING:
                raise _nowhere(deeper[0][1])
            held[key] = _fields(item, deeper) if of in OPEN else _parts(item, of, deeper)
        if key in held and key not in was:
            added[key] = None
    if how is Sorting.NONE:
        return get_origin(kind)(held.values())
    kept = [each for each in was if each in held]
    keys = placed(kept, list(added), how) if added else kept
    if order is not None:
        said = [each for each in order if each in held]
        keys = said + [each for each in keys if each not in set(said)]
    return get_origin(kind)(held[each] for each in keys)
