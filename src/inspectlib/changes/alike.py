"""Items of one list that share a key: "#2" counts them off, so that what one side removes shifts all that follow.

What became of such items is therefore judged by what they say, whatever their places.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

from inspectlib.changes.change import Change
from inspectlib.changes.places import ORDER, value_at
from inspectlib.register import Register

Where = tuple[str, ...]

_NUMBER = re.compile(r"#[0-9]+$")


def _bare(key: str) -> str:
    return _NUMBER.sub("", key)


def _groups(where: Where) -> Iterator[tuple[Where, bool]]:
    """Yield the items on the way to a place by their keys without a number, and whether they had one."""
    for end in range(2, len(where) + 1, 2):  # a path is field, key, field, key and so on
        key = where[end - 1]
        yield (*where[: end - 1], _bare(key)), key != _bare(key)


def shared(changes: Iterable[Change]) -> set[Where]:
    """Return the places, without a number, of items that share a key and that changes speak of."""
    return {group for each in changes for group, numbered in _groups(each.where) if numbered}


def group_of(where: Where, groups: set[Where]) -> Where | None:
    """Return which of these groups a place belongs to, or None."""
    return next((group for group, _ in _groups(where) if group in groups), None)


def members(group: Where, *registers: Register) -> list[Where]:
    """Return the places of the items that share a key in any of these registers."""
    found: dict[Where, None] = {}
    for register in registers:
        for key in value_at(register, (*group[:-1], ORDER)) or ():
            if _bare(key) == group[-1]:
                found[*group[:-1], key] = None
    return list(found)


def _said(group: Where, register: Register) -> Counter[str]:
    return Counter(json.dumps(value_at(register, each)) for each in members(group, register))


def adds_up(group: Where, base: Register, ours: Register, theirs: Register, made: Register) -> bool:
    """Say whether a merge holds what both sides made of the items that share a key.

    What one side added or removed is, what both did alike is done once.
    """
    was, mine, yours, now = (_said(group, each) for each in (base, ours, theirs, made))
    for each in {*was, *mine, *yours, *now}:
        one, two = mine[each] - was[each], yours[each] - was[each]
        wanted = max(one, two, key=abs) if one * two > 0 else one + two
        if now[each] - was[each] != wanted:
            return False
    return True


def as_shown(base: Register, theirs: Register, changes: Iterable[Change]) -> list[Change]:
    """Return the changes of a copy that shows only a part: of items that share a key it can only add some."""
    groups = shared(changes)
    kept = [each for each in changes if group_of(each.where, groups) is None]
    for group in sorted(groups):
        held = set(members(group, base))
        free = (each for each in _numbered(group) if each not in held)
        more = _said(group, theirs) - _said(group, base)
        kept += [Change(where=next(free), after=json.loads(each)) for each in more.elements()]
    return kept


def _numbered(group: Where) -> Iterator[Where]:
    yield group
    for number in count(2):
        yield (*group[:-1], f"{group[-1]}#{number}")
