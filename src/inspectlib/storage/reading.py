"""Read a file that stands in the very form that is written, an item at a time; every other is left to `converting`.

For each class of values one function is made of its declared fields, once. It takes only what is whole and right: every
field and none besides, each of its type. What it refuses is read in the long way, which says what is wrong and where:
this module has no words for faults, and no say in what a register may hold.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

import attrs

from inspectlib.changes.places import fields_of, within_optional
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

    The plain data of one item at a time is held. Raises Unusual, or what a damaged item raises.
    """
    at = _after(data, 0, head)
    parts: dict[str, Any] = {}
    for name, kind in fields_of(Register).items():
        at = _after(data, at, b'%s\n  "%s": [' % (b"," if parts else b"", name.encode()))
        end = at if data.startswith(b"]", at) else data.index(b"\n  ]", at)
        (of, *_) = get_args(kind)
        if attrs.has(of):
            parts[name] = tuple(_item(of, piece) for piece in _pieces(data, at, end))
        else:
            parts[name] = _reader(kind)(_parser()(b"[%s]" % data[at:end]))
        at = _after(data, end, b"]" if end == at else b"\n  ]")
    if data[at:] != tail:
        raise Unusual
    return Register(**parts)


def _after(data: bytes, at: int, words: bytes) -> int:
    return at + len(words) if data.startswith(words, at) else refuse()


def _pieces(data: bytes, at: int, end: int) -> Iterator[bytes]:
    """Give the items of a list one by one.

    No text holds a line's end as it is, so what stands in the first columns is never a part of one; and each piece
    is whole by itself or its parser refuses it, so pieces with commas between them are the list.
    """
    while at != end:
        stop = data.index(b"\n   }", at, end) + 5
        yield data[at:stop]
        if stop == end:
            return
        at = _after(data, stop, b",")
        if at == end:
            raise Unusual


def _item(of: type, piece: bytes) -> Any:
    try:
        return _reader(of)(_parser()(piece))
    except Exception:  # noqa: BLE001 - whatever it was, the long way takes the item or says what is wrong
        return from_plain(json.loads(piece), of)


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
    if b"\\ud" in piece or b"\\uD" in piece:
        raise Unusual
    return json.loads(piece.decode())


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
    names: dict[str, Any] = {"refuse": refuse, "Open": type(cls.__name__, (), slots), "cls": cls}
    fields = fields_of(cls)
    lines = ["def read(plain):", f" if len(plain) != {len(fields)}: refuse()", " made = Open()"]
    for name, kind in fields.items():
        inner = within_optional(kind)
        if inner is str:
            value = "it if type(it) is str else refuse()"
        else:
            names[f"of_{name}"] = _reader(inner)
            value = f"of_{name}(it)"
        lines.append(f" it = plain[{name!r}]")
        lines.append(f" made.{name} = {value if inner is kind else f'None if it is None else {value}'}")
    lines.append(" made.__class__ = cls")
    if hasattr(cls, "__attrs_post_init__"):
        lines.append(" made.__attrs_post_init__()")
    lines.append(" return made")
    exec("\n".join(lines), names)  # noqa: S102 - of the names of our own fields, as attrs makes its constructors
    made: Read = names["read"]
    return made
