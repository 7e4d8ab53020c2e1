"""Where things stand in a register: the keys of listed items, and the order that lists keep by themselves."""

import hashlib
import re
from collections.abc import Collection, Hashable, Iterable, Mapping
from enum import Enum
from functools import cache
from itertools import compress, count, pairwise
from operator import attrgetter
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

import attrs

from inspectlib.cases import Action, Case, ClosureFact, DueChange, Evidence, Review
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import BadCall
from inspectlib.fields import bare_type
from inspectlib.inspections import Inspection, Judgement, MonitoringPhase, ReportEvent, WebsiteCheck
from inspectlib.recommendations import Recommendation
from inspectlib.register import HeldTo, Register, Translation, Unread, ascend
from inspectlib.responses import Copy, Explanation, Invitation, Publication, Response, SignOff

#: the last part of the path of a change in the order of a list
ORDER = "(order)"

#: what tells the items of a list apart; items of other classes are told apart by all that they say
KEYS: Mapping[type, tuple[str, ...]] = {
    Inspection: ("id",),
    Response: ("inspection", "area"),
    Case: ("recommendation", "area"),
    Action: ("id",),
    MonitoringPhase: ("area", "since", "phase"),
    WebsiteCheck: ("area", "on", "what", "inspection"),
    HeldTo: ("distribution",),
    Unread: ("source", "place", "message"),
    Translation: ("of", "field", "lang"),
    Recommendation: ("id",),
    Judgement: ("area", "question", "cycle"),
    ReportEvent: ("on", "what"),
    Invitation: ("sent_on",),
    Explanation: ("covers",),
    SignOff: ("on", "role"),
    Publication: ("on",),
    Copy: ("to", "on"),
    DueChange: ("on",),
    Review: ("on", "forum"),
    Evidence: ("on", "criterion"),
    ClosureFact: ("on", "step"),
}

#: looked into, field by field; every other value (a position, a review, a sign-off) is one fact and stays whole
OPEN = (Register, Inspection, Recommendation, Response, Case, Action)

#: not there at all, where None would mean "not recorded"
MISSING = object()


def fields_of(kind: type) -> Mapping[str, Any]:
    """Return the fields of a class of values that are compared and stored, by name, with their types."""
    return _fields_of(kind)


@cache
def _fields_of(kind: Hashable) -> Mapping[str, Any]:
    return {each.name: bare_type(each.type) for each in attrs.fields(cast("type", kind)) if each.eq}


def within_optional(kind: Any) -> Any:
    """Return the type of a field that may be None, without the None."""
    if get_origin(kind) in (Union, UnionType):
        (kind,) = (each for each in get_args(kind) if each is not type(None))
    return kind


def is_list(kind: Any) -> bool:
    """Say whether a type is a list of any length (a tuple or a frozenset of one kind)."""
    return get_origin(kind) is frozenset or (get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis)


def plain(value: Any) -> Any:
    """Return a value as plain data, whatever holds it, its lists as lists: just as JSON brings it back."""
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if value is None or isinstance(value, (str, int)):
        return value
    made = to_plain(value)
    return made if type(made) is type(value) else plain(made)


def key_of(item: Any) -> str:
    """Return what tells an item of a list apart from the others."""
    if isinstance(item, str):
        return item
    if isinstance(item, Enum):
        return str(item.value)
    if isinstance(item, tuple):
        return str(item[0])
    parts = KEYS.get(type(item))
    if parts is None:
        return hashlib.sha256(repr(plain(item)).encode()).hexdigest()[:12]
    return "|".join(_part(getattr(item, each)) for each in parts)


def _part(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return "" if value is None else str(plain(value))


#: the long lists: their keys are text and are had without looking at each item twice
_TEXT_KEYS = {each: attrgetter(*KEYS[each]) for each in OPEN if each in KEYS}
_FIRST_PARTS = {each: attrgetter(KEYS[each][0]) for each in _TEXT_KEYS}


def _keyed_by_text(items: tuple[Any, ...]) -> dict[str, Any] | None:
    get = _TEXT_KEYS.get(type(items[0]))
    if get is None:
        return None
    keys: list[Any] = list(map(get, items))
    if len(KEYS[type(items[0])]) > 1:
        keys = list(map("|".join, keys))
    found = dict(zip(keys, items, strict=True))
    return found if len(found) == len(items) and ORDER not in found else None


def keyed(items: Iterable[Any]) -> dict[str, Any]:
    """Return the items of a list by their keys, in order; a second item of one key is marked "#2"."""
    quick = _keyed_by_text(items) if isinstance(items, tuple) and items else None
    if quick is not None:
        return quick
    found: dict[str, Any] = {}
    for item in sorted(items, key=key_of) if isinstance(items, frozenset) else items:
        key = first = key_of(item)
        number = 1
        while key in found or key == ORDER:
            number += 1
            key = f"{first}#{number}"
        found[key] = item
    return found


def places_of(keys: Collection[str], items: Any) -> dict[str, int] | None:
    """Return where the items of these keys stand in a long list, found in one look; a key that is not there is left out.

    None where that cannot be told without the keys of all: in other lists, and of keys that more than one item may have.
    """
    kind = type(items[0]) if isinstance(items, tuple) and items else None
    if kind not in _TEXT_KEYS or any(not is_plain(key, kind) for key in keys):
        return None
    get = _TEXT_KEYS[kind]
    wanted = {text_key(key): key for key in keys}
    first = {key.split("|")[0] for key in keys}
    found: dict[str, int] = {}
    for place in compress(count(), map(first.__contains__, map(_FIRST_PARTS[kind], items))):
        key = wanted.get(get(items[place]))
        if key in found:
            return None
        if key is not None:
            found[key] = place
    return found


def is_plain(key: str, kind: type) -> bool:
    """Say whether a key of a long list is that of its item alone, without a number or a further meaning."""
    return "#" not in key and key != ORDER and key.count("|") == len(KEYS[kind]) - 1


def text_key(key: str) -> Any:
    """Return the key of an item of a long list as `ordered_keys` has it: a text, or the parts of one."""
    return tuple(key.split("|")) if "|" in key else key


def ordered_keys(items: Any) -> list[Any] | None:
    """Return the keys of a long list whose items stand in the order of their keys, each once; None for any other."""
    if items == ():
        return []
    get = _TEXT_KEYS.get(type(items[0])) if isinstance(items, tuple) else None
    keys: list[Any] = [*map(get, items)] if get is not None else []
    return keys if keys and ascend(keys) and ORDER not in keys else None


class Sorting(Enum):
    """How a list keeps its order when something is added to it."""

    AS_TEXT = "as text"
    AS_READ = "as people read"
    APPENDED = "appended"
    NONE = "none"


def sorting_of(owner: type, kind: Any) -> Sorting:
    """Return how a list of this type keeps its order in values of a class."""
    if get_origin(kind) is frozenset:
        return Sorting.NONE
    if owner is Register:
        return Sorting.AS_TEXT
    return Sorting.AS_READ if attrs.has(get_args(kind)[0]) else Sorting.APPENDED


def _as_read(key: str) -> tuple[Any, ...]:
    return tuple(int(each) if place % 2 else each for place, each in enumerate(re.split(r"([0-9]+)", key)))


def _as_text(key: str) -> tuple[str, ...]:
    return tuple(key.split("|"))


def is_sorted(keys: Iterable[str], how: Sorting) -> bool:
    """Say whether keys stand in the order that a list keeps by itself."""
    rank = _as_text if how is Sorting.AS_TEXT else _as_read
    return how is not Sorting.APPENDED and all(rank(a) <= rank(b) for a, b in pairwise(keys))


def in_order(keys: Iterable[str], how: Sorting) -> list[str]:
    """Return keys in the order that a list keeps by itself."""
    return sorted(keys, key=_as_text if how is Sorting.AS_TEXT else _as_read)


def placed(kept: list[str], added: list[str], how: Sorting) -> list[str]:
    """Return where added keys come to stand: in a sorted list in their place, in any other at its end."""
    if is_sorted(kept, how):
        return in_order([*kept, *added], how)
    return [*kept, *added]


def missing_item(kind: type, key: str) -> Any:
    """Return an empty case or response for a key, or MISSING for what cannot be made from its key alone."""
    parts = key.split("|")
    if kind not in (Case, Response) or len(parts) != len(KEYS[kind]) or not all(parts):
        return MISSING
    made: Any = kind
    return made(**dict(zip(KEYS[kind], parts, strict=True)))


def value_at(register: Register, where: tuple[str, ...]) -> Any:
    """Return the plain data that stands at a path, or None where nothing does.

    Raises BadCall for a path that no register has.
    """
    held: Any = register
    owner: type = Register
    rest = list(where)
    while rest:
        name = rest.pop(0)
        if attrs.has(owner) and name not in fields_of(owner):
            message = f"a register has no place {' / '.join(where)}: {owner.__name__} has no {name!r}"
            raise BadCall(message)
        kind = within_optional(fields_of(owner)[name])
        held = getattr(held, name) if held is not MISSING else MISSING
        if not rest:
            break
        if not is_list(kind):
            owner = kind
            if not attrs.has(owner):
                message = f"a register has no place {' / '.join(where)}: {name!r} has no parts"
                raise BadCall(message)
            held = MISSING if held is None else held
            continue
        items = {} if held is MISSING or held is None else keyed(held)
        key = rest.pop(0)
        if key == ORDER:
            return list(items)
        owner = get_args(kind)[0]
        held = items.get(key, MISSING)
        if held is MISSING and rest:
            held = missing_item(owner, key)
    return None if held is MISSING else plain(held)


def structured(data: Any, kind: Any) -> Any:
    """Return the value of plain data. Raises CannotRead for data that is not of this kind."""
    return from_plain(data, kind)
