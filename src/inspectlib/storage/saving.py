"""Load and save a register file: safe against a kill at any instant, and against a second writer."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspectlib.changes import Change, Merge, apply, diff, three_way, without_base
from inspectlib.changes.places import fields_of
from inspectlib.errors import CannotRead, CannotWrite, RegisterMovedOn
from inspectlib.fields import evolve
from inspectlib.inspections import Inspection
from inspectlib.register import Register, Translation
from inspectlib.showing import typed
from inspectlib.storage import disk
from inspectlib.storage.file_form import dumps, loads
from inspectlib.storage.history import (
    Line,
    changes_of,
    describes,
    encoded,
    history_path,
    last_revision,
    new_line,
    plain_changes,
    read_history,
)
from inspectlib.storage.homes import remember
from inspectlib.storage.revisions import back_to, taken_off

_LOOKS = 20


def load(path: Path) -> Register:
    """Load a register and stamp the revision it is based on: its number and the hash of its history line.

    Nothing is written: where the file is one revision behind its history (a writer was killed), what the last
    line says is applied to what is returned. Raises CannotRead.
    """
    if path.is_dir():
        message = f"{str(path)!r} is a folder; name the register file in it"
        raise CannotRead(message)
    data, line, _ = _stable(path)
    register = loads(data, repr(path.name))
    if line is None:
        return _held(evolve(register, based_on=(0, hashlib.sha256(data).hexdigest())))
    remember_file(line, path)
    return _held(evolve(register, based_on=(line["number"], line["hash"])))


_LAST: list[Register] = []


def _held(register: Register) -> Register:
    """Remember the register that was loaded or saved last: a save on it need not read again what it replaces."""
    _LAST[:] = [register]
    return register


def _at(revision: tuple[int, str], data: bytes, path: Path) -> Register:
    """Return the register that stands at a revision, whose hash says that these bytes are its file."""
    return next((each for each in _LAST if each.based_on == revision), None) or loads(data, repr(path.name))


def load_part(path: Path, inspections: tuple[str, ...]) -> Register:
    """Load a register, or of it only some reports and what belongs to them. Raises CannotRead, UnknownInspection."""
    register = load(path)
    return part_of(register, inspections) if inspections else register


def part_of(register: Register, inspections: tuple[str, ...]) -> Register:
    """Return some reports (by id) and what belongs to them, with all that belongs to no one report.

    The part is based on no revision, so that it can never be saved over the whole. Raises UnknownInspection.
    """
    ids = {register.inspection(each).id for each in inspections}
    kept = {name: tuple(e for e in getattr(register, name) if report_of(e) in (*ids, None)) for name in PARTS}
    return evolve(register, **kept, based_on=None)


#: what a register consists of, in the order of its file: lists, each
PARTS = tuple(fields_of(Register))


def report_of(item: object) -> str | None:
    """Return the id of the one report that an item of a register belongs to, or None."""
    if isinstance(item, Inspection):
        return item.id
    if isinstance(item, Translation):
        return item.of.split("|")[0].split("/")[0]
    found = getattr(item, "inspection", None)
    return found if isinstance(found, str) else None


def put(path: Path, data: bytes, lines: list[Line]) -> None:
    """Write a whole register file and its history where neither stands yet. Raises CannotWrite."""
    if path.exists() or history_path(path).exists():
        message = f"{str(path)!r} or its history is there already; name another file"
        raise CannotWrite(message)
    try:
        with disk.locked(path):
            fresh = disk.fresh_beside(path, data)
            if lines:
                disk.move_in(disk.fresh_beside(history_path(path), b"".join(map(encoded, lines))), history_path(path))
            disk.move_in(fresh, path)
    except OSError as error:
        if isinstance(error, CannotWrite):
            raise
        message = f"{str(path)!r} cannot be written: {error.strerror}"
        raise CannotWrite(message) from None


def remember_file(line: Line, path: Path) -> None:
    """Note in which file a revision stands."""
    home = path.absolute()
    remember(line["hash"], path.name, lambda: read_history(home))


def _bytes(path: Path, line: Line | None) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        for each in disk.left_over(path):
            data = each.read_bytes()
            if line is not None and describes(line, data):
                return data  # the writer of the very first revision was killed before its rename
        if line is not None:
            message = f"{str(path)!r} is gone but its history stands; rebuild it with: inspectlib repair {typed(path)}"
        else:
            message = f"there is no register {str(path)!r}; make one with: inspectlib new {typed(path)} --body AREA"
        raise CannotRead(message) from None
    except OSError as error:
        message = f"{str(path)!r} cannot be read: {error.strerror}"
        raise CannotRead(message) from None


def _stable(path: Path) -> tuple[bytes, Line | None, bool]:
    """Return the bytes of the last revision, its line, and whether the file is behind; also while another saves."""
    seen: tuple[bytes, Line | None] | None = None
    for _ in range(_LOOKS):
        line = last_revision(path)
        data = _bytes(path, line)
        if line is None or describes(line, data):
            return data, line, not path.exists()
        if describes(line, data, "before"):
            return rolled_forward(data, line, path), line, True
        if seen == (data, line):
            break
        seen = data, line  # a writer may just have gone on by a revision: look again
    message = (
        f"{path.name!r} does not match its history; it was changed by hand or by another copy; "
        f"restore the file from a copy, or see: inspectlib repair {typed(path)} --dry-run"
    )
    raise CannotRead(message)


def rolled_forward(data: bytes, line: Line, path: Path) -> bytes:
    """Return the bytes that a revision leaves, from those before it. Raises CannotRead where they are others."""
    if "register" in line:
        made = loads(_whole(line), repr(path.name))
    else:
        made = apply(loads(data, repr(path.name)) if data else Register(), changes_of(line))
    after = dumps(made)
    if not describes(line, after):
        message = f"{path.name!r} cannot be brought up to revision {line['number']}; see: inspectlib repair {typed(path)} --dry-run"
        raise CannotRead(message)
    return after


def _whole(line: Line) -> bytes:
    return json.dumps(line["register"]).encode()


def save(register: Register, path: Path, *, by: str, why: str, now: datetime | None = None) -> Register:
    """Save a register as a new revision and return it stamped with that revision.

    `by` is a role, `why` the reason in words. Raises RegisterMovedOn where the file has changed since this
    register was loaded (it offers the merge), CannotWrite where nothing could be written (the old file stands).
    """
    try:
        with disk.locked(path):
            return _save(register, path, by=by, why=why, now=now or datetime.now(UTC))
    except OSError as error:
        if isinstance(error, CannotWrite):
            raise
        message = f"{str(path)!r} cannot be written: {error.strerror}; nothing was changed"
        raise CannotWrite(message) from None


def _save(register: Register, path: Path, *, by: str, why: str, now: datetime) -> Register:
    line = last_revision(path)
    try:
        old, line, behind = _stable(path) if line is not None or path.exists() else (b"", None, False)
    except CannotRead as error:
        message = f"{error}; nothing was written"
        raise CannotWrite(message) from None
    now_at = (line["number"], line["hash"]) if line else (0, hashlib.sha256(old).hexdigest())
    if old and register.based_on != now_at:
        raise moved_on(path.name, register, line, lambda: load(path), lambda number: read_history(path, number))
    if behind:  # never two revisions behind: a load could not make up for that
        disk.move_in(disk.fresh_beside(path, old), path)
    data = dumps(register)
    if old == data:
        return register
    held = _at(now_at, old, path) if old else Register()
    if old and line is None:
        first = diff(Register(), held)
        line = commit(path, None, changes=first, before=b"", after=old, by=by, why=ADOPTED, now=now)
    line = commit(path, line, changes=diff(held, register), before=old, after=data, by=by, why=why, now=now)
    return _held(evolve(register, based_on=(line["number"], line["hash"])))


ADOPTED = "adopted as it stood, without a history"


def commit(
    path: Path,
    previous: Line | None,
    *,
    changes: tuple[Change, ...],
    before: bytes,
    after: bytes,
    by: str,
    why: str,
    now: datetime,
) -> Line:
    """Write a revision: the new file whole beside the old one, then the line, which is the commit, then the rename.

    What can fail fails before the commit. A rename that fails after it is made up for by the next load and save.
    """
    payload: dict[str, Any] = {"by": by, "why": why, "changes": plain_changes(changes)}
    line = new_line(previous, now=now, payload=payload, before=before, after=after)
    killed = disk.left_over(path)
    fresh = disk.fresh_beside(path, after)
    try:
        disk.append_line(history_path(path), encoded(line))
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    put_in_place(fresh, path)
    for each in killed:
        each.unlink(missing_ok=True)
    remember_file(line, path)
    return line


def put_in_place(fresh: Path, path: Path) -> None:
    """Rename after the commit; the history already holds the revision, so a refused rename loses nothing."""
    try:
        disk.move_in(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)


def moved_on(
    name: str,
    register: Register,
    line: Line | None,
    held: Callable[[], Register],
    lines: Callable[[int], list[Line]],
) -> RegisterMovedOn:
    """Return the refusal of a register that is not the last revision, with the merge that it offers.

    `held()` gives what stands there by then, `lines(number)` its history from that revision on.
    """
    number = line["number"] if line else 0
    since = f"it was loaded (revision {register.based_on[0]})" if register.based_on else "anything was loaded from it"
    message = (
        f"{name!r} has moved on to revision {number} since {since}; nothing was written; "
        "do it again on what stands there now; in Python, merge() of this error puts both together"
    )
    error = RegisterMovedOn(message)
    error.merge = lambda: offered(register, held(), lines, name)
    return error


def offered(register: Register, held: Register, lines: Callable[[int], list[Line]], name: str) -> Merge:
    """Return what was to be saved merged into what is held, from the revision that it was loaded at.

    Of the history only what came since is read, unless there was a redaction.
    """
    number, revision = register.based_on or (0, "")
    end, _ = held.based_on or (0, "")
    if number == 0 and revision:
        first = lines(1)[:1]
        if first and first[0]["why"] == ADOPTED:
            number, revision = 1, first[0]["hash"]  # loaded before the file had a history
    since = lines(number)[: end - number + 1] if 1 <= number <= end else []
    if not since or since[0]["hash"] != revision:
        return without_base(held, register)
    if any("changes" not in each for each in since[1:]):
        base = back_to(held, lines(1)[:end], number, name)
    else:
        base = taken_off(held, since[1:])
    return three_way(base, held, register)
