"""Earlier revisions of a register: rebuilt from the history, and taken back."""

import json
from datetime import date
from pathlib import Path

from inspectlib.changes import Merge, apply, inverse, merge_changes
from inspectlib.errors import BadCall, CannotRead
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.storage.file_form import loads
from inspectlib.storage.history import Line, chain_faults, changes_of, is_redacted, read_history


def as_of_revision(path: Path, number: int) -> Register:
    """Return the register as one revision left it; revision 0 is the empty register.

    Raises CannotRead for a number that is not there, and where a redaction took away what it is made of.
    """
    lines = read_history(path)
    if not 0 <= number <= len(lines):
        message = f"{path.name!r} has revisions 1 to {len(lines)}, not {number}"
        raise CannotRead(message)
    return rebuilt(lines, number, path.name)


def stood_at(lines: list[Line], day: date, name: str) -> Register:
    """Return the register as these lines left it at the end of a day in Europe/London, stamped with that revision.

    Before the first revision it is the empty register. What a clock that went back left out of order counts from the
    moment at which all before it counts. Raises CannotRead where the chain of the lines does not hold, and where a
    redaction took away what it is made of.
    """
    faults = chain_faults(lines)
    if faults:
        message = f"the history of {name!r} does not hold: {faults[0]}; nobody can say from it what the record said"
        raise CannotRead(message)
    number = next((at for at, line in enumerate(lines) if line["day"] > day.isoformat()), len(lines))
    register = rebuilt(lines, number, name)
    return evolve(register, based_on=(number, lines[number - 1]["hash"])) if number else register


def rebuilt(lines: list[Line], number: int, name: str) -> Register:
    """Return the register as one revision left it, from the nearest whole register before it on."""
    start, register = 0, Register()
    for line in reversed(lines[:number]):
        if "register" in line:
            start, register = line["number"], loads(json.dumps(line["register"]).encode(), repr(name))
            break
    for line in lines[start:number]:
        if is_redacted(line):
            message = (
                f"revision {number} of {name!r} cannot be rebuilt: what revision {line['number']} said was redacted"
            )
            raise CannotRead(message)
        register = apply(register, changes_of(line))
    return register


def back_to(register: Register, lines: list[Line], number: int, name: str) -> Register:
    """Return an earlier revision from what the last of these lines left, without going through all before it."""
    later = lines[number:]
    if any("changes" not in line for line in later):  # a redaction cannot be turned round
        return rebuilt(lines, number, name)
    return taken_off(register, later)


def taken_off(register: Register, later: list[Line]) -> Register:
    """Return what stood before some revisions, from what they left."""
    for line in reversed(later):
        register = apply(register, inverse(changes_of(line)))
    return register


def undo(register: Register, path: Path, number: int) -> Merge:
    """Return a register with one revision taken back, any one, and what was recorded since left as it is.

    What was changed again since then is a conflict. Raises BadCall for a revision that cannot be taken back.
    """
    return undone(register, read_history(path), number, path.name)


def undone(register: Register, lines: list[Line], number: int, name: str) -> Merge:
    """Return a register with one revision of these lines taken back. Raises BadCall."""
    if not 1 <= number <= len(lines):
        message = f"{name!r} has revisions 1 to {len(lines)}; asked to take back {number}"
        raise BadCall(message)
    line = lines[number - 1]
    if is_redacted(line) or "changes" not in line:
        message = (
            f"revision {number} cannot be taken back: {'it was redacted' if is_redacted(line) else 'it is a redaction'}"
        )
        raise BadCall(message)
    return taken_back(register, line)


def taken_back(register: Register, line: Line) -> Merge:
    """Return a register with the changes of a line turned round and merged in."""
    return merge_changes(register, inverse(changes_of(line)))
