"""The register file and its history; the history line is the commit, the file its snapshot."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspectlib.changes import Change, apply, diff
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead, CannotWrite, RegisterMovedOn
from inspectlib.fields import evolve
from inspectlib.periods import civil_day
from inspectlib.register import Register

VERSION = 1


def dumps(register: Register) -> bytes:
    """Return the bytes of the register file; two calls on one register give the same bytes."""
    plain = {"inspectlib": VERSION, "register": to_plain(register)}
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def loads(data: bytes, name: str = "the register") -> Register:
    """Return the register of a file's bytes. Raises CannotRead with one line that says what is wrong."""
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        message = f"{name} is not a whole register file (damaged or cut short); restore it from a copy"
        raise CannotRead(message) from None
    if not isinstance(plain, dict) or "inspectlib" not in plain:
        message = f"{name} is not a register of inspectlib"
        raise CannotRead(message)
    version = plain["inspectlib"]
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


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def history_path(path: Path) -> Path:
    """Return where the history of a register file stands."""
    return path.with_name(path.name + ".history")


def read_history(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a history; a torn last line was never committed and is left out.

    Raises CannotRead for a damaged line before the last.
    """
    try:
        raw = history_path(path).read_bytes()
    except FileNotFoundError:
        return []
    lines = raw.split(b"\n")
    whole = lines[:-1]
    found = []
    for number, line in enumerate(whole, 1):
        try:
            found.append(json.loads(line))
        except ValueError:
            message = f"the history of {path.name!r} is damaged at line {number}; restore it from a copy"
            raise CannotRead(message) from None
    return found


def _line_hash(line: dict[str, Any]) -> str:
    return _sha(json.dumps({k: v for k, v in line.items() if k != "hash"}, ensure_ascii=False, sort_keys=True).encode())


def verify(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a history's chain; empty: nothing was edited, added or removed inside."""
    faults, before = [], ""
    lines = read_history(path)
    for number, line in enumerate(lines, 1):
        if line.get("number") != number:
            faults.append(f"line {number}: expected revision {number}, found {line.get('number')!r}")
        if line.get("previous") != before:
            faults.append(f"line {number}: does not follow the line before it")
        if line.get("hash") != _line_hash(line):
            faults.append(f"line {number}: was changed after it was written")
        before = line.get("hash", "")
    if lines and path.exists() and _sha(path.read_bytes()) != lines[-1].get("after"):
        faults.append("the register file is not the one that the last revision describes")
    return tuple(faults)


def load(path: Path) -> Register:
    """Load a register and stamp the revision it is based on. Raises CannotRead."""
    if path.is_dir():
        message = f"{str(path)!r} is a folder; name the register file in it"
        raise CannotRead(message)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        message = f"there is no register {str(path)!r}; make one with: inspectlib new {path} --body AREA"
        raise CannotRead(message) from None
    except OSError as error:
        message = f"{str(path)!r} cannot be read: {error.strerror}"
        raise CannotRead(message) from None
    lines = read_history(path)
    if lines and _sha(data) != lines[-1]["after"]:
        if _sha(data) == lines[-1]["before"]:
            data = dumps(apply(loads(data, repr(path.name)), _changes(lines[-1])))
            _replace(path, data)
        else:
            message = f"{path.name!r} does not match its history; it was changed by hand or by another copy; restore the file from a copy"
            raise CannotRead(message)
    register = loads(data, repr(path.name))
    return evolve(register, based_on=(len(lines), _sha(data)))


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o644)
        temporary.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - other systems have none; see docs/explanation/decisions

    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def save(register: Register, path: Path, *, by: str, why: str, now: datetime | None = None) -> Register:
    """Save a register as a new revision and return it stamped with that revision.

    `by` is a role, `why` the reason in words. Raises RegisterMovedOn where the file has changed
    since this register was loaded, CannotWrite where nothing could be written (the old file stands).
    """
    try:
        with _locked(path):
            return _save(register, path, by=by, why=why, now=now or datetime.now(UTC))
    except OSError as error:
        if isinstance(error, CannotWrite):
            raise
        message = f"{str(path)!r} cannot be written: {error.strerror}; nothing was changed"
        raise CannotWrite(message) from None


def _save(register: Register, path: Path, *, by: str, why: str, now: datetime) -> Register:
    lines = read_history(path)
    old = path.read_bytes() if path.exists() else b""
    if lines and not old:
        message = (
            f"{path.name!r} is gone but its history stands; restore the file from a copy, or move the history away"
        )
        raise CannotWrite(message)
    based = register.based_on or (0, "")
    if old and (len(lines), _sha(old)) != based:
        message = f"{path.name!r} has moved on to revision {len(lines)} since it was loaded (revision {based[0]}); load it again"
        raise RegisterMovedOn(message)
    data = dumps(register)
    before = loads(old) if old else Register()
    if old == data:
        return register
    line: dict[str, Any] = {
        "number": len(lines) + 1,
        "utc": now.astimezone(UTC).isoformat(timespec="seconds"),
        "day": civil_day(now).isoformat(),
        "by": by,
        "why": why,
        "changes": [_plain_change(each) for each in diff(before, register)],
        "before": _sha(old) if old else "",
        "after": _sha(data),
        "previous": lines[-1]["hash"] if lines else "",
    }
    line["hash"] = _line_hash(line)
    _append(history_path(path), line)
    _replace(path, data)
    return evolve(register, based_on=(line["number"], line["after"]))


def _append(path: Path, line: dict[str, Any]) -> None:
    """Append a line and wait until it is on the disk; a torn line before it is cut off first."""
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode()
    with path.open("ab+", buffering=0) as file:  # a buffer would hold what a full disk refused, and try again
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(0)
            keep = file.read().rfind(b"\n") + 1
            if keep != size:
                file.truncate(keep)
                size = keep
        file.seek(size)
        try:
            left = data
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def _plain_change(change: Change) -> dict[str, Any]:
    return {"where": list(change.where), "before": change.before, "after": change.after}


def as_of_revision(path: Path, number: int) -> Register:
    """Return the register as one revision left it; revision 0 is the empty register. Raises CannotRead."""
    lines = read_history(path)
    if not 0 <= number <= len(lines):
        message = f"{path.name!r} has revisions 1 to {len(lines)}, not {number}"
        raise CannotRead(message)
    register = Register()
    for line in lines[:number]:
        register = apply(register, _changes(line))
    return register


def _changes(line: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(where=tuple(each["where"]), before=each["before"], after=each["after"]) for each in line["changes"]
    )
