"""Another copy of a register: merged from the last revision that both have, or adopted without a history."""

from pathlib import Path

from inspectlib.changes import Merge, three_way, without_base
from inspectlib.errors import CannotRead
from inspectlib.fields import Working, evolve, value
from inspectlib.findings import Problem
from inspectlib.register import Register
from inspectlib.storage.history import Line, read_history
from inspectlib.storage.homes import home_of
from inspectlib.storage.revisions import rebuilt
from inspectlib.storage.saving import load


@value
class Copy:
    """Another copy of a register with its history, where it came with one."""

    name: Working[str]
    register: Working[Register]
    lines: Working[tuple[Line, ...]] = ()


def read_copy(path: Path) -> Copy:
    """Read another copy of a register. Raises CannotRead."""
    register = load(path)
    return Copy(name=path.name, register=register, lines=tuple(read_history(path)))


def merge_copy(register: Register, copy: Copy) -> Merge:
    """Merge another copy of a register into this one, three-way from the last revision that both have.

    Where none is known, what the copy alone holds is taken, what differs is a conflict, and what it does not
    hold stays; one problem says so.
    """
    base = _common(register, copy)
    if base is not None:
        return three_way(base, register, copy.register)
    made = without_base(register, copy.register)
    why = "has no history" if not copy.lines else "shares no revision with this register"
    message = f"{copy.name!r} {why}: what it alone holds is adopted, what it does not hold stays"
    return evolve(made, problems=(Problem(place=copy.name, message=message),))


def knows(register: Register, revision: tuple[int, str]) -> bool | None:
    """Say whether a register's history holds a revision (number, hash); None where no history of it is known."""
    home = home_of(register.based_on[1]) if register.based_on is not None else None
    return None if home is None else any(line["hash"] == revision[1] for line in home.lines())


def _common(register: Register, copy: Copy) -> Register | None:
    if not copy.lines or register.based_on is None:
        return None
    theirs = {line["hash"]: line["number"] for line in copy.lines}
    number, revision = register.based_on
    if revision in theirs:
        return rebuilt(list(copy.lines), number, copy.name)
    home = home_of(revision)
    if home is None:
        return None
    ours = home.lines()[:number]
    both = [line["number"] for line in ours if line["hash"] in theirs]
    if not both:
        return None
    try:
        return rebuilt(ours, both[-1], home.name)
    except CannotRead:  # redacted here; the copy may still hold it
        return rebuilt(list(copy.lines), both[-1], copy.name)
