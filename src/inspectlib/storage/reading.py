"""Read a file that stands in the very form that is written, an item at a time; every other is left to `converting`.

For each class of values one function is made of its declared fields, once. It takes only what is whole and right: every
field and none besides, each of its type. What it refuses is read in the long way, which says what is wrong and where:
this module has no words for faults, and no say in what a register may hold.
"""

import json
from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from sys import intern
from typing import Any, get_args, get_origin

import attrs

from inspectlib.changes.places import KEYS, OPEN, fields_of, within_optional
from inspectlib.converting import from_plain
from inspectlib.register import Register

Read = Callable[[Any], Any]


class Unusual(ValueError):
    """Not as it is written; what it is instead, the long way says."""


def refuse(*_: object) -> Any:
    """Leave it to the long way."""
    raise Unusual


def read(data: bytes, head: bytes, tail: bytes) -> Register:
    """Return the register of a file that stands in the form that is written, between its head and its tail.

    Only some items' plain data is held at a time. Raises Unusual, or what a damaged file raises.
    """
    at = _after(data, 0, head)
    parts: dict[str, Any] = {}
    for name, kind in fields_of(Register).items():
        at = _after(data, at, b'%s\n  "%s": [' % (b"," if parts else b"", name.encode()))
        parts[name] = ()
        if not data.startswith(b"]", at):
            parts[name], at = _list(data, at, get_args(kind)[0])
            at = _after(data, at, b"\n  ")
        at = _after(data, at, b"]")
    if data[at:] != tail:
        raise Unusual
    return Register(**parts)


def _after(data: bytes, at: int, words: bytes) -> int:
    return at + len(words) if data.startswith(words, at) else refuse()


#: how much of a file is looked at in one step, in bytes
_STEP = 32_000


def _list(data: bytes, at: int, of: type) -> tuple[tuple[Any, ...], int]:
    """Return the items of a list that begins at a place and does not end there, and the place behind the last.

    It is cut behind an item that is indented as the items of the outer lists are, some items at a time. What is cut off
    is a list by itself or the parser refuses it, and lists with commas between them are one list. What holds the end of
    this list and more is refused, and then the end is looked for.
    """
    made: list[Any] = []
    while True:
        stop = data.find(b"\n   },", at + _STEP) + 5
        batch = _parsed(data, at, stop) if stop > at else None
        if batch is None:
            stop = data.index(b"\n  ]", at)
            batch = _parsed(data, at, stop)
        if not batch:  # also behind a comma with nothing after it
            raise Unusual
        made += [_value(of, each) for each in batch]
        if not data.startswith(b",", stop):
            return tuple(made), stop
        at = stop + 1


def _parsed(data: bytes, at: int, stop: int) -> Any:
    """Return the items between two places, or None where that is not a list of whole items."""
    try:
        return _parser()(b"[%s]" % data[at:stop])
    except ValueError:
        return None


def _value(of: type, plain: Any) -> Any:
    try:
        return _reader(of)(plain)
    except Exception:  # noqa: BLE001 - whatever it was, the long way takes the item or says what is wrong
        return from_plain(plain, of)


@cache
def _parser() -> Callable[[bytes], Any]:
    """Return what reads JSON: orjson where it is installed (the extra `fast`), else Python's own."""
    try:
        import orjson  # noqa: PLC0415 - an accelerator, asked for when it is first needed
    except ImportError:
        return _parse
    parse: Callable[[bytes], Any] = orjson.loads
    return parse


def _parse(piece: bytes) -> Any:
    """Parse as orjson does: without halves of surrogate pairs, which no text of a register may hold."""
    plain = json.loads(piece.decode())
    if b"\\ud" in piece or b"\\uD" in piece:
        json.dumps(plain, ensure_ascii=False).encode()  # raises where there is half a pair
    return plain


class _Days(dict[Any, date]):
    """The days that were read, by their words: a register has many facts and few days."""

    def __missing__(self, words: Any) -> date:
        ten = 10
        if type(words) is not str or len(words) != ten:
            raise Unusual
        return self.setdefault(words, date.fromisoformat(words))


def _exactly(kind: type) -> Read:
    return lambda plain: plain if type(plain) is kind else refuse()


def _many(build: Callable[..., Any], one: Read) -> Read:
    empty = build()

    def read_many(plain: Any) -> Any:
        if type(plain) is not list:
            raise Unusual
        return build(map(one, plain)) if plain else empty

    return read_many


def _pair(one: Read, other: Read) -> Read:
    def read_pair(plain: Any) -> Any:
        if type(plain) is not list:
            raise Unusual
        first, second = plain
        return (one(first), other(second))

    return read_pair


@cache
def _reader(kind: Any) -> Read:
    """Return the function that makes a value of this type of its plain data, or refuses it."""
    if kind is date:
        return _Days().__getitem__
    if get_origin(kind) is tuple and get_args(kind)[-1] is not Ellipsis:
        return _pair(*map(_reader, get_args(kind)))
    if get_origin(kind) in (tuple, frozenset):
        build: Any = get_origin(kind)
        return _many(build, _reader(get_args(kind)[0]))
    if issubclass(kind, Enum):
        return {each.value: each for each in kind}.__getitem__
    return _reader_of_fields(kind) if attrs.has(kind) else _exactly(kind)


def _reader_of_fields(cls: type) -> Read:
    """Make the function of a class: a line a field, filled into a value that is open until it is whole.

    A value's own constructor checks each field and sets it against the lock of a frozen class; here the checks are
    done, and the lock is put on at the end. Both classes have the same slots, as Python asks where `__class__` is set.
    """
    slots: Any = {"__slots__": vars(cls)["__slots__"]}
    names: dict[str, Any] = {"refuse": refuse, "intern": intern, "Open": type(cls.__name__, (), slots), "cls": cls}
    fields = fields_of(cls)
    lines = ["def read(plain):", f" if len(plain) != {len(fields)}: refuse()", " made = Open()"]
    for name, kind in fields.items():
        inner = within_optional(kind)
        if inner is str:
            kept = "intern(it)" if cls in OPEN and name in KEYS[cls] else "it"  # many rows share few names
            value = f"{kept} if type(it) is str else refuse()"
        else:
            names[f"of_{name}"] = _reader(inner)
            value = f"of_{name}(it)"
        if inner is not kind:
            value = f"None if it is None else {value}"
        elif get_origin(kind) is tuple:
            value = f"{value} if it else () if it == [] else refuse()"
        lines += [f" it = plain[{name!r}]", f" made.{name} = {value}"]
    lines.append(" made.__class__ = cls")
    if hasattr(cls, "__attrs_post_init__"):
        lines.append(" made.__attrs_post_init__()")
    lines.append(" return made")
    exec("\n".join(lines), names)  # noqa: S102 - of the names of our own fields, as attrs makes its constructors
    made: Read = names["read"]
    return made
