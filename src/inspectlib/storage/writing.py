"""Write a register as its file says it, an item at a time, without the plain data between.

For each class of values one function is made of its declared fields, once. What is not of its declared type is
refused and written in the long way, by `converting` and `json`; the bytes are the same.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import cache
from json.encoder import encode_basestring
from typing import Any, get_args, get_origin

import attrs

from inspectlib.changes.places import fields_of, within_optional
from inspectlib.register import Register
from inspectlib.storage.reading import Unusual, refuse

Write = Callable[[Any], bytes]

#: texts shorter than this are mostly said many times over (an area, a role, a number): they are written once
_SHORT = 40
_REMEMBERED = 100_000


def pieces(register: Register) -> Iterator[bytes]:
    """Give the bytes of a register, piece by piece, from behind its opening brace. Raises Unusual and others."""
    before = b""
    for name, kind in fields_of(Register).items():
        yield b'%s\n  "%s": [' % (before, name.encode())
        write, between = _writer(get_args(kind)[0], 3), b"\n   "
        for each in getattr(register, name):
            yield between
            yield write(each)
            between = b",\n   "
        yield b"\n  ]" if getattr(register, name) else b"]"
        before = b","


@cache
def _long() -> Callable[[str], bytes]:
    """Return what writes a text: orjson where it is installed (the extra `fast`), else Python's own."""
    try:
        import orjson  # noqa: PLC0415 - an accelerator, asked for when it is first needed
    except ImportError:
        return lambda text: encode_basestring(text).encode()
    dumps: Callable[[str], bytes] = orjson.dumps
    return dumps


class _Short(dict[str, bytes]):
    def __missing__(self, text: str) -> bytes:
        written = _long()(text)
        if len(self) < _REMEMBERED:
            self[text] = written
        return written


class _Days(dict[Any, bytes]):
    def __missing__(self, day: Any) -> bytes:
        if type(day) is not date:
            raise Unusual
        return self.setdefault(day, b'"%s"' % day.isoformat().encode())


def _text(value: Any) -> bytes:
    return _long()(value) if type(value) is str else refuse()


def _flag(value: Any) -> bytes:
    return b"true" if value is True else b"false" if value is False else refuse()


def _list(one: Write, depth: int, kind: type) -> Write:
    begin, between, end = b"[\n" + b" " * (depth + 1), b",\n" + b" " * (depth + 1), b"\n" + b" " * depth + b"]"

    def write(values: Any) -> bytes:
        if type(values) is not kind:
            raise Unusual
        held: Any = values
        return begin + between.join(map(one, held)) + end if held else b"[]"

    return write


def _set(one: Write, depth: int) -> Write:
    write = _list(one, depth, list)

    def write_set(values: Any) -> bytes:
        if type(values) is not frozenset:
            raise Unusual
        return write(sorted(values, key=lambda each: each.value if isinstance(each, Enum) else each))

    return write_set


@cache
def _writer(kind: Any, depth: int) -> Write:
    """Return the function that writes a value of this type; `depth`: how far the line is indented on which it begins."""
    if kind is date:
        return _Days().__getitem__
    if kind is str:
        return _text
    if kind is bool:
        return _flag
    if get_origin(kind) is tuple:
        return _list(_writer(get_args(kind)[0], depth + 1), depth, tuple)
    if get_origin(kind) is frozenset:
        return _set(_writer(get_args(kind)[0], depth + 1), depth)
    if issubclass(kind, Enum):
        return {each: _text(each.value) for each in kind}.__getitem__
    return _writer_of_fields(kind, depth) if attrs.has(kind) else refuse


def _writer_of_fields(cls: type, depth: int) -> Write:
    """Make the function of a class: the words between its fields stand ready, indented as they are to be."""
    names: dict[str, Any] = {
        "refuse": refuse, "cls": cls, "short": _Short(), "long": _long(), "null": b"null", "join": b"".join,
        "end": b"\n" + b" " * depth + b"}",
    }  # fmt: skip
    lines = ["def write(value):", " if type(value) is not cls: refuse()", " return join(("]
    before = b"{"
    for name, kind in fields_of(cls).items():
        inner = within_optional(kind)
        names[f"to_{name}"] = before + b"\n" + b" " * (depth + 1) + b'"%s": ' % name.encode()
        before = b","
        if inner is str:
            text = f"(short[it] if len(it) < {_SHORT} else long(it)) if type(it := value.{name}) is str else "
            written = text + ("refuse()" if inner is kind else "null if it is None else refuse()")
        else:
            names[f"of_{name}"] = _writer(inner, depth + 1)
            written = f"of_{name}(value.{name})"
            if inner is not kind:
                written = f"null if (it := value.{name}) is None else of_{name}(it)"
        lines.append(f"  to_{name}, {written},")
    lines.append("  end))")
    exec("\n".join(lines), names)  # noqa: S102 - of the names of our own fields, as attrs makes its constructors
    made: Write = names["write"]
    return made
