"""Another copy of a register: merged from the last revision that both have, or adopted without a history."""

from pathlib import Path
from typing import Any

from inspectlib.changes import Conflict, Merge, apply, inverse, three_way, without_base
from inspectlib.errors import CannotRead
from inspectlib.fields import Working, evolve, value
from inspectlib.findings import Problem
from inspectlib.register import Register
from inspectlib.storage.history import Line, changes_of, read_history
from inspectlib.storage.homes import home_of
from inspectlib.storage.revisions import back_to, rebuilt
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
    found = _common(register, copy)
    if found is not None:
        base, since = found
        return _asked_again(three_way(base, register, copy.register), since)
    made = without_base(register, copy.register)
    why = "has no history" if not copy.lines else "shares no revision with this register"
    message = f"{copy.name!r} {why}: what it alone holds is adopted, what it does not hold stays"
    return evolve(made, problems=(Problem(place=copy.name, message=message),))


def _earlier(copy: Copy, number: int) -> Register:
    """Return a revision of a copy, from its end where that is known: what did not change since stays the same objects."""
    end = (copy.register.based_on or (0, ""))[0]
    if not number <= end <= len(copy.lines):
        return rebuilt(list(copy.lines), number, copy.name)
    return back_to(copy.register, list(copy.lines[:end]), number, copy.name)


def _asked_again(made: Merge, since: list[Line]) -> Merge:
    """Return a merge that asks about what this register has held since and gave up again, and takes it no second time.

    A copy that was merged before brings the same changes once more, and no history says that they are old.
    """
    given_up: dict[tuple[str, ...], list[Any]] = {}
    for line in since:
        for each in changes_of(line) if "changes" in line else ():
            given_up.setdefault(each.where, []).append(each.before)
    back = [each for each in made.taken if each.after is not None and each.after in given_up.get(each.where, ())]
    if not back:
        return made
    asked = (Conflict(where=each.where, base=each.after, ours=each.before, theirs=each.after) for each in back)
    return evolve(
        made,
        register=evolve(apply(made.register, inverse(back)), based_on=made.register.based_on),
        taken=tuple(each for each in made.taken if each not in back),
        conflicts=(*made.conflicts, *asked),
    )


def knows(register: Register, revision: tuple[int, str]) -> bool | None:
    """Say whether a register's history holds a revision (number, hash); None where no history of it is known."""
    home = home_of(register.based_on[1]) if register.based_on is not None else None
    return None if home is None else any(line["hash"] == revision[1] for line in home.lines())


def _common(register: Register, copy: Copy) -> tuple[Register, list[Line]] | None:
    """Return the last revision that both have, and what this register has recorded since; None where none is known."""
    if not copy.lines or register.based_on is None:
        return None
    theirs = {line["hash"]: line["number"] for line in copy.lines}
    number, revision = register.based_on
    if revision in theirs:
        return _earlier(copy, number), []
    home = home_of(revision)
    if home is None:
        return None
    ours = home.lines()[:number]
    both = [line["number"] for line in ours if line["hash"] in theirs]
    if not both:
        return None
    try:
        return rebuilt(ours, both[-1], home.name), ours[both[-1] :]
    except CannotRead:  # redacted here; the copy may still hold it
        return rebuilt(list(copy.lines), theirs[ours[both[-1] - 1]["hash"]], copy.name), ours[both[-1] :]
