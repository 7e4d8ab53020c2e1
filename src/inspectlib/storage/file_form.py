"""The form of the register file: its bytes, its number, and the way up from older numbers.

There are two ways in and two ways out. The quick ones (`reading`, `writing`) know this form alone and go through a
register once; what they refuse goes the long way, which takes any JSON and has the words for what is wrong. Both come to
the same register and the same bytes, which the tests hold them to.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead
from inspectlib.register import Register
from inspectlib.storage import reading, writing
from inspectlib.storage.bulk import collector_paused

VERSION = 1

#: from a number to the next: {1: from_1_to_2}; each takes and returns the whole plain data of a file
MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _frame() -> tuple[bytes, bytes]:
    """Return what stands before and after the parts of a register."""
    return b'{\n "inspectlib": %d,\n "register": {' % VERSION, b"\n }\n}\n"


def dumps(register: Register) -> bytes:
    """Return the bytes of the register file; two calls on one register give the same bytes."""
    with collector_paused():
        try:
            head, tail = _frame()
            return b"".join((head, *writing.pieces(register), tail))
        except Exception:  # noqa: BLE001 - a value that is not of its declared type, whatever came of it
            return long_dumps(register)


def long_dumps(register: Register) -> bytes:
    """Return the same bytes by way of plain data, whatever the values hold."""
    plain = {"inspectlib": VERSION, "register": to_plain(register)}
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def loads(data: bytes, name: str = "the register") -> Register:
    """Return the register of a file's bytes, of this form or an older one.

    Raises CannotRead with one line that says what is wrong.
    """
    with collector_paused():
        try:
            return reading.read(data, *_frame())
        except Exception:  # noqa: BLE001 - whatever it was, the long way reads the file or says what is wrong
            return long_loads(data, name)


def long_loads(data: bytes, name: str = "the register") -> Register:
    """Return the register of any JSON that holds one. Raises CannotRead with one line that says what is wrong."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        message = f"{name} is not a whole register file (damaged or cut short); restore it from a copy"
        raise CannotRead(message) from None
    if not isinstance(plain, dict) or "inspectlib" not in plain:
        message = f"{name} is not a register of inspectlib"
        raise CannotRead(message)
    version = plain["inspectlib"]
    while type(version) is int and version < VERSION and version in MIGRATIONS:
        plain = {**MIGRATIONS[version](plain), "inspectlib": version + 1}
        version += 1
    if version != VERSION:
        message = f"{name} was written by a newer version (file form {version!r}; this one knows {VERSION}); update inspectlib"
        raise CannotRead(message)
    unknown = sorted(set(plain) - {"inspectlib", "register"})
    if unknown:
        message = f"{name} has unknown keys: {', '.join(unknown)}"
        raise CannotRead(message)
    if not isinstance(plain.get("register"), dict):
        message = f"{name} holds no register; restore it from a copy"
        raise CannotRead(message)
    try:
        register: Register = from_plain(plain["register"], Register)
    except CannotRead as error:
        message = f"{name}: {error}"
        raise CannotRead(message) from None
    return register
