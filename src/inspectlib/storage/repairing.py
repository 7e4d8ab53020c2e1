"""Put a damaged register right, say what was done, and delete nothing."""

from datetime import UTC, datetime
from pathlib import Path

from inspectlib.changes import diff
from inspectlib.errors import CannotRead, CannotWrite, InspectlibError
from inspectlib.register import Register
from inspectlib.showing import typed
from inspectlib.storage import disk
from inspectlib.storage.file_form import dumps, loads
from inspectlib.storage.history import Line, chain_faults, describes, history_path, read_history
from inspectlib.storage.revisions import rebuilt
from inspectlib.storage.saving import ADOPTED, commit, rolled_forward


def repair(path: Path, *, by: str = "not said", now: datetime | None = None, dry_run: bool = False) -> tuple[str, ...]:
    """Put right what a kill, a hand or a disk did to a register, and return what was done; empty: nothing to do.

    A file that does not match its history is moved aside and rebuilt from it. A history that does not hold is
    moved aside as evidence, and the register adopted with a line that says so. `dry_run`: say it, do nothing.
    Raises CannotRead where neither file nor history is whole, CannotWrite.
    """
    try:
        with disk.locked(path, to_write=not dry_run):
            return tuple(_repair(path, by=by, now=now or datetime.now(UTC), do=not dry_run))
    except OSError as error:
        if isinstance(error, CannotWrite):
            raise
        message = f"{str(path)!r} cannot be repaired: {error.strerror}"
        raise CannotWrite(message) from None


def _repair(path: Path, *, by: str, now: datetime, do: bool) -> list[str]:
    done = []
    for each in disk.left_over(path) + disk.left_over(history_path(path)):
        done.append(f"deleted {each.name}, which a writer left behind before it had committed anything")
        if do:
            each.unlink(missing_ok=True)
    done += _cut_off(path, do=do)
    try:
        lines: list[Line] = read_history(path)
        faults = chain_faults(lines)
        wrong = faults[0] if faults else None
    except CannotRead as error:
        lines, wrong = [], str(error).split(";")[0]
    if wrong is not None:
        return done + _start_again(path, wrong, by=by, now=now, do=do)
    if lines:
        done += _rebuild(path, lines, do=do)
    elif not path.exists():
        message = f"there is no register {str(path)!r} and no history of one; restore both from a copy"
        raise CannotRead(message)
    else:
        loads(path.read_bytes(), repr(path.name))
    return done


def _cut_off(path: Path, *, do: bool) -> list[str]:
    history = history_path(path)
    if not history.exists():
        return []
    with history.open("r+b" if do else "rb") as file:
        whole, size = disk.whole_size(file), history.stat().st_size
        if whole == size:
            return []
        if do:
            file.truncate(whole)
    return [f"cut {size - whole} bytes off the history: a line that was never finished, so never committed"]


def _aside(path: Path, why: str) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.{why}-{number}")).exists():
        number += 1
    return aside


def _rebuild(path: Path, lines: list[Line], *, do: bool) -> list[str]:
    last = lines[-1]
    data = path.read_bytes() if path.exists() else b""
    if data and describes(last, data):
        return []
    if data and describes(last, data, "before"):
        after, words = rolled_forward(data, last, path), f"brought the register up to revision {last['number']}"
    else:
        after = dumps(rebuilt(lines, last["number"], path.name))
        if not describes(last, after):
            message = f"{path.name!r} cannot be rebuilt from its history; restore both from a copy"
            raise CannotRead(message)
        words = f"rebuilt the register from its history, revision {last['number']}"
    done = []
    if data and not describes(last, data, "before"):
        aside = _aside(path, "not-in-history")
        done.append(f"moved the register that its history does not know to {aside.name}")
        try:
            loads(data)
            done.append(f"see what it holds with: inspectlib merge {typed(path)} {typed(aside)}")
        except InspectlibError as error:
            done.append(f"nothing can be read in it: {error}")
        if do:
            kept = disk.fresh_beside(aside, data)
            disk.move_in(kept, aside)
    if do:
        disk.move_in(disk.fresh_beside(path, after), path)
    return [*done, words]


def _start_again(path: Path, wrong: str, *, by: str, now: datetime, do: bool) -> list[str]:
    if not path.exists():
        message = (
            f"the register {str(path)!r} is gone and its history does not hold ({wrong}); restore both from a copy"
        )
        raise CannotRead(message)
    data = path.read_bytes()
    register = loads(data, repr(path.name))
    history = history_path(path)
    aside = _aside(history, "damaged")
    if do:
        disk.move_in(history, aside)
        why = f"{ADOPTED}: {wrong}; what there is of it stands in {aside.name}"
        commit(path, None, changes=diff(Register(), register), before=b"", after=data, by=by, why=why, now=now)
    return [
        f"the history does not hold: {wrong}",
        f"moved it to {aside.name}; keep it: it is evidence, and its revisions can no longer be told",
        "adopted the register as it stands, as the first revision of a new history",
    ]
