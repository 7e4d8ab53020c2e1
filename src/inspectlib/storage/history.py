"""The history of a register: one line a revision, chained by hashes; the line is the commit.

A line's hash covers its number, its time, the chain, and salted hashes of its payload (by whom, why, the
changes) and of the file before and after. Without the salt nothing can be learnt from those hashes, so a
redaction deletes payload and salt, and the chain still holds.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspectlib.changes import Change
from inspectlib.changes.places import plain
from inspectlib.errors import CannotRead
from inspectlib.periods import civil_day
from inspectlib.showing import typed
from inspectlib.storage import disk

Line = dict[str, Any]

#: the parts of a line that a redaction deletes; `register` is a whole register, in the line of a redaction
PAYLOAD = ("by", "why", "changes", "register")
_UNHASHED = (*PAYLOAD, "salt", "hash")


def history_path(path: Path) -> Path:
    """Return where the history of a register file stands."""
    return path.with_name(path.name + ".history")


#: the bytes of a register file: whole, or in parts one after the other, so that a large one need not be put together
Data = bytes | Iterable[bytes]


def salted(salt: str, data: Data) -> str:
    """Return the SHA-256 of bytes behind a salt."""
    found = hashlib.sha256(bytes.fromhex(salt))
    for each in (data,) if isinstance(data, bytes) else data:
        found.update(each)
    return found.hexdigest()


def _canonical(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def _payload_hash(line: Line) -> str:
    return salted(line["salt"], _canonical({name: line[name] for name in PAYLOAD if name in line}))


def line_hash(line: Line) -> str:
    """Return the hash that the next line builds on."""
    return hashlib.sha256(_canonical({name: line[name] for name in line if name not in _UNHASHED})).hexdigest()


def new_line(
    previous: Line | None, *, now: datetime, payload: dict[str, Any], before: Data, after: Data, **more: Any
) -> Line:
    """Return the line of a new revision. `before` and `after` are the bytes of the register file."""
    salt = secrets.token_hex(16)
    line: Line = {
        "number": previous["number"] + 1 if previous else 1,
        "utc": now.astimezone(UTC).isoformat(timespec="seconds"),
        "day": civil_day(now).isoformat(),
        **payload,
        **more,
        "salt": salt,
        "before": salted(salt, before) if before else "",
        "after": salted(salt, after),
        "previous": previous["hash"] if previous else "",
    }
    line["payload"] = _payload_hash(line)
    line["hash"] = line_hash(line)
    return line


def encoded(line: Line) -> bytes:
    """Return the bytes of a line, its end included."""
    return (json.dumps(line, ensure_ascii=False) + "\n").encode()


def describes(line: Line, data: Data, which: str = "after") -> bool:
    """Say whether these are the bytes of the register file that a line speaks of."""
    return "salt" in line and salted(line["salt"], data) == line[which]


def is_redacted(line: Line) -> bool:
    """Say whether a line's payload was deleted."""
    return "salt" not in line


def plain_changes(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """Return changes as a line holds them."""
    return [{"where": list(each.where), "before": plain(each.before), "after": plain(each.after)} for each in changes]


def changes_of(line: Line) -> tuple[Change, ...]:
    """Return the changes of a line."""
    return tuple(
        Change(where=tuple(each["where"]), before=each["before"], after=each["after"]) for each in line["changes"]
    )


_KINDS = {"number": int, **dict.fromkeys(("utc", "day", "hash", "previous", "before", "after", "payload"), str)}
_SAID = {"by": str, "why": str, "changes": list, "register": dict, "salt": str, "redacts": list}


def is_whole(line: Any) -> bool:
    """Say whether data has the shape of a line, whatever it says; so nothing else need ask."""
    if not isinstance(line, dict) or not all(isinstance(line.get(each), kind) for each, kind in _KINDS.items()):
        return False
    if not all(isinstance(line[each], kind) for each, kind in _SAID.items() if each in line):
        return False
    said = {"by", "why"} <= line.keys() and ("changes" in line or "register" in line)
    if "salt" in line and not (said and re.fullmatch(r"([0-9a-f]{2})+", line["salt"])):
        return False
    return all(map(_is_change, line.get("changes", ()))) and all(
        isinstance(each, int) for each in line.get("redacts", ())
    )


def _is_change(data: Any) -> bool:
    if not isinstance(data, dict) or not {"where", "before", "after"} <= data.keys():
        return False
    where = data["where"]
    return isinstance(where, list) and bool(where) and all(isinstance(each, str) for each in where)


def _read(data: bytes, path: Path, number: int) -> Line:
    try:
        line: Line = json.loads(data)
        if not is_whole(line):
            raise ValueError
    except (ValueError, RecursionError):
        message = (
            f"the history of {path.name!r} is damaged at line {number}; see: inspectlib repair {typed(path)} --dry-run"
        )
        raise CannotRead(message) from None
    return line


def read_history(path: Path, first: int = 1) -> list[Line]:
    """Return the lines of a register's history, all or from one revision on.

    A torn last line was never committed and is left out. Raises CannotRead for a damaged line.
    """
    try:
        whole = history_path(path).read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"the history of {path.name!r} cannot be read: {error.strerror}"
        raise CannotRead(message) from None
    return [_read(line, path, number) for number, line in enumerate(whole[first - 1 :], first)]


def last_revision(path: Path) -> Line | None:
    """Return the last line of a register's history without reading the others, or None."""
    line = disk.last_line(history_path(path))
    return None if line is None else _read(line, path, line.count(b"\n") + 1)


def chain_faults(lines: list[Line]) -> tuple[str, ...]:
    """Return what is wrong with a chain of lines; empty: nothing was edited, added or removed inside."""
    faults, before = [], ""
    redacted = {number for line in lines for number in line.get("redacts", ())}
    for number, line in enumerate(lines, 1):
        if line.get("number") != number:
            faults.append(f"line {number}: expected revision {number}, found {line.get('number')!r}")
        if line.get("previous") != before:
            faults.append(f"line {number}: does not follow the line before it")
        if line.get("hash") != line_hash(line):
            faults.append(f"line {number}: was changed after it was written")
        if "salt" in line:
            if line.get("payload") != _payload_hash(line):
                faults.append(f"line {number}: what it says was changed after it was written")
        elif number not in redacted or any(name in line for name in PAYLOAD):
            faults.append(f"line {number}: what it said is missing, and no redaction names it")
        before = line.get("hash", "")
    return tuple(faults)


def verify(path: Path, expect: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with a history; empty: nothing was edited, added, removed or cut off.

    The chain finds edits inside. `expect`: the hash of a revision, whole or at least its first 12 digits, as
    packs and papers print it; a history without it was shortened or rewritten. Raises CannotRead.
    """
    lines = read_history(path)
    return faults_of(lines, path.read_bytes() if path.exists() else None, expect)


def faults_of(lines: list[Line], data: bytes | None, expect: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with the lines of a history; `data`: the bytes of the register file, where there is one."""
    faults = list(chain_faults(lines))
    if not lines and data is not None:
        faults.append("there is no history, so nothing that was recorded can be shown to stand as it was")
    if lines and data is not None and not describes(lines[-1], data):
        if describes(lines[-1], data, "before"):
            faults.append("the register file is one revision behind; any save or repair brings it up")
        else:
            faults.append("the register file is not the one that the last revision describes")
    if expect is not None and not any(str(line["hash"]).startswith(expect.lower()) for line in lines):
        faults.append(f"no revision has the hash {expect}: the history was shortened or rewritten")
    return tuple(faults)
