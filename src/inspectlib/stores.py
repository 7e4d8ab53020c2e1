"""Where registers are kept: a file by its path, a shared store by its address, all asked in the same way."""

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from inspectlib.changes import Merge
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.exchange import Store
from inspectlib.fields import Body, Public, value
from inspectlib.plugins import Plugins, files, found_plugins
from inspectlib.register import Register
from inspectlib.storage import Copy, Redaction
from inspectlib.storage.history import chain_faults, faults_of
from inspectlib.storage.revisions import stood_at, undone

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)


@value
class Place:
    """A place that a register is kept at. As text it never shows a password."""

    address: Body[str] = attrs.field(repr=False)
    store: Public[Store] = attrs.field(repr=False)

    def __str__(self) -> str:
        return shown(self.address)

    @property
    def name(self) -> str:
        """Return what messages call it: a file's name, or the address without its password."""
        return str(self) if is_address(self.address) else Path(self.address).name

    @property
    def exists(self) -> bool:
        """Say whether a register is kept there. Raises CannotRead where that cannot be known."""
        return self.store.holds(self.address)

    def load(self, inspections: tuple[str, ...] = ()) -> Register:
        """Return the register, or with `inspections` (ids) these reports and what belongs to them. Raises CannotRead."""
        return self.store.load(self.address, inspections)

    def save(self, register: Register, *, by: str, why: str) -> Register:
        """Save a register as a new revision. Raises RegisterMovedOn, CannotWrite."""
        return self.store.save(register, self.address, by=by, why=why)

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of the history. Raises CannotRead."""
        return self.store.lines(self.address)

    def as_at(self, day: date) -> Register:
        """Return the register as its record stood at the end of a day in Europe/London. Raises CannotRead."""
        return stood_at(self.lines(), day, self.name)

    def verify(self, expect: str | None = None) -> tuple[str, ...]:
        """Return what is wrong with the history; `expect`: a revision's hash, at least its first 12 digits."""
        return faults_of(self.lines(), self.store.data(self.address), expect)

    def undo(self, register: Register, number: int) -> Merge:
        """Return a register with one revision taken back. Raises BadCall."""
        return undone(register, self.lines(), number, self.name)

    def as_copy(self) -> Copy:
        """Return what is kept here as another copy to merge. Raises CannotRead."""
        return Copy(name=self.name, register=self.load(), lines=tuple(self.lines()))

    def redact(self, **said: Any) -> Redaction:
        """Erase words; see `inspectlib.exchange.Store`."""
        done: Redaction = self.store.redact(self.address, **said)
        return done

    def repair(self, *, by: str, dry_run: bool) -> tuple[str, ...]:
        """Put right what can be put right, and say what was done."""
        return self.store.repair(self.address, by=by, dry_run=dry_run)


def is_address(where: str | Path) -> bool:
    """Say whether this is the address of a shared store, such as sqlite:///register.db, and no path."""
    return isinstance(where, str) and _ADDRESS.match(where) is not None


def shown(address: str) -> str:
    """Return an address without the passwords in it."""
    bare = re.sub(r"^([^:/]+://[^:@/]*):.*@", r"\1:***@", address, flags=re.DOTALL)
    return re.sub(r"((?:pass|pwd|secret|token|key)[^=&]*=)[^&]*", r"\1***", bare, flags=re.IGNORECASE)


def at(where: "str | Path | Place", plugins: Plugins | None = None) -> Place:
    """Return the place of a path or an address. Raises BadCall where no installed store keeps such addresses."""
    if isinstance(where, Place):
        return where
    found = _ADDRESS.match(where) if isinstance(where, str) else None
    if found is None:
        # a link's own place would be taken by the file that a save renames, and its history stands by the file itself
        return Place(address=os.path.realpath(where) if Path(where).is_symlink() else str(where), store=files())
    return Place(address=str(where), store=(plugins or found_plugins()).store_for(found[1].lower()))


def copy(source: str | Path, target: str | Path, *, plugins: Plugins | None = None) -> None:
    """Copy a register with its whole history into an empty place, byte for byte; nothing is recorded by it.

    Raises BadCall where the source's history does not hold or something is kept at the target already,
    CannotRead, CannotWrite.
    """
    here, there = at(source, plugins), at(target, plugins)
    if there.exists:
        message = f"{str(there)!r} holds a register already; copy into an empty place, or merge the two"
        raise BadCall(message)
    here.load()  # whatever is wrong with it is said before anything is written
    data, lines = here.store.data(here.address), here.lines()
    faults = faults_of(lines, data) if lines else chain_faults(lines)
    if data is None or faults:
        message = (
            f"the history of {str(here)!r} does not hold: {faults[0] if faults else 'no register file'}; see: verify"
        )
        raise BadCall(message)
    there.store.put(there.address, data, lines)
    if there.store.data(there.address) != data or there.lines() != lines:
        message = f"{str(there)!r} does not hold what {str(here)!r} does; delete it and copy again"
        raise CannotWrite(message)
