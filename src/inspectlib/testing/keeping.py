"""Whether a store keeps what it is given: its history, its refusals, and itself when it is stopped half way."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from inspectlib.cases import Case
from inspectlib.changes import Merge
from inspectlib.errors import CannotRead, InspectlibError, RegisterMovedOn
from inspectlib.exchange import Store
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.storage import dumps
from inspectlib.storage.history import chain_faults, describes, faults_of
from inspectlib.storage.revisions import rebuilt
from inspectlib.storage.saving import part_of
from inspectlib.testing import AREA, REPORT, a_complete_register

#: at how many moments of a save it is stopped
_STOPS = 24
_WORDS = "Someone Named"


def store_faults(store: Store, fresh: Callable[[], str]) -> Iterator[str]:
    """Yield what is wrong with a store; `fresh()` gives an address where nothing is kept yet."""
    address = fresh()
    if store.holds(address) or store.lines(address):
        yield "says that a register is kept where none is"
    if not isinstance(_refusal(lambda: store.load(address, ())), CannotRead):
        yield "does not refuse to load (CannotRead) where no register is kept"
    first = _started(store, address)
    if first.based_on is None or first.based_on[0] != 1:
        yield f"stamps the first revision as {first.based_on!r}"
    yield from _kept(store, address, first)
    yield from _second_writer(store, fresh())
    yield from _copied(store, address, fresh())
    yield from _part(store, address)
    yield from _stopped(store, fresh())
    yield from _erased(store, fresh())


def _register() -> Register:
    return a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="A"))


def _edited(register: Register, **parts: Any) -> Register:
    return register.with_case(evolve(register.cases[0], **parts))


def _started(store: Store, address: str) -> Register:
    return store.save(_register(), address, by="Officer", why="started")


def _refusal(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever a store raises is what the kit reports
        return error
    return None


def _kept(store: Store, address: str, register: Register) -> Iterator[str]:
    revisions, before = [register], store.lines(address)
    for owner in ("B", "C"):
        register = store.save(_edited(register, owner=owner), address, by="Officer", why=f"assigned to {owner}")
        revisions.append(register)
        lines = store.lines(address)
        if lines[:-1] != before:
            yield "does not keep the lines of its history as they were written"
        before = lines
    held = store.load(address, ())
    if held != register:
        yield "does not give back the register that was saved"
    if held.based_on != register.based_on:
        yield "stamps another revision when it loads than when it saved"
    if store.data(address) != dumps(register):
        yield "does not give the bytes of the register file"
    yield from (f"its history does not hold: {each}" for each in faults_of(before, store.data(address)))
    if not chain_faults(before):
        for number, each in enumerate(revisions, 1):
            if number > len(before) or rebuilt(before, number, "the store") != each:
                yield f"revision {number} cannot be told from its history"


def _second_writer(store: Store, address: str) -> Iterator[str]:
    mine = theirs = _started(store, address)
    saved = store.save(_edited(theirs, owner="B"), address, by="Other", why="assigned")
    refused = _refusal(lambda: store.save(_edited(mine, note="N"), address, by="Officer", why="noted"))
    if not isinstance(refused, RegisterMovedOn):
        yield f"does not refuse a stale save with RegisterMovedOn ({refused!r})"
        return
    if store.load(address, ()) != saved:
        yield "writes in spite of refusing"
    made = _tried_merge(refused)
    if made is None or made.conflicts or made.register != _edited(saved, note="N"):
        yield "does not offer the merge of what both sides changed"
        return
    store.save(made.register, address, by="Officer", why="merged")
    again = _refusal(lambda: store.save(_edited(mine, owner="C"), address, by="Officer", why="assigned"))
    merged = _tried_merge(again) if isinstance(again, RegisterMovedOn) else None
    if merged is None or len(merged.conflicts) != 1:
        yield "does not name what both sides changed differently as a conflict"


def _tried_merge(refused: RegisterMovedOn) -> Merge | None:
    try:
        made: Merge = refused.merge()
    except Exception:  # noqa: BLE001 - an offer that breaks is no offer
        return None
    return made


def _copied(store: Store, address: str, target: str) -> Iterator[str]:
    data, lines = store.data(address) or b"", store.lines(address)
    store.put(target, data, lines)
    if store.data(target) != data or store.lines(target) != lines:
        yield "does not hold a copied register and its history as they were"
    if not isinstance(_refusal(lambda: store.put(target, data, lines)), InspectlibError):
        yield "takes a copy where a register is kept already"


def _part(store: Store, address: str) -> Iterator[str]:
    whole, part = store.load(address, ()), store.load(address, (REPORT,))
    if part != part_of(whole, (REPORT,)):
        yield "does not give the reports asked for with what belongs to them"
    if part.based_on is not None:
        yield "stamps a part, which could then be saved over the whole"
    if not isinstance(_refusal(lambda: store.load(address, ("no-such-report",))), InspectlibError):
        yield "gives a report that is not there"


class _Stop(BaseException):
    """The work ends here."""


@contextmanager
def _stopping(package: str, at: int) -> Iterator[list[int]]:
    """End the work at one call of a function of a package, or return from one; count them."""
    seen = [0]

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event in ("call", "return") and frame.f_globals.get("__name__", "").split(".")[0] == package:
            seen[0] += 1
            if seen[0] == at:
                sys.setprofile(None)
                raise _Stop

    old = sys.getprofile()
    sys.setprofile(look)
    try:
        yield seen
    finally:
        sys.setprofile(old)


def _stopped(store: Store, address: str) -> Iterator[str]:
    """Stop a save at moments all through it; the old or the new revision stands, whole."""
    package = store.save.__module__.split(".")[0]
    register = _started(store, address)
    with _stopping(package, 0) as seen:
        register = store.save(_edited(register, owner="counted"), address, by="Officer", why="counted")
    for number in range(_STOPS):
        new = _edited(register, owner=f"Officer {number}")
        try:
            with _stopping(package, 1 + number * seen[0] // _STOPS):
                store.save(new, address, by="Officer", why="assigned")
        except _Stop:
            pass
        held = _tried(lambda: store.load(address, ()))
        if not isinstance(held, Register) or held not in (register, new):
            yield f"stopped in a save, it holds neither the old revision nor the new one whole ({held!r:.200})"
            return
        lines = store.lines(address)
        if chain_faults(lines) or not describes(lines[-1], dumps(held)):
            yield "stopped in a save, its history and its register are of two revisions"
            return
        saved = _tried(
            lambda held=held, number=number: store.save(  # type: ignore[misc]
                _edited(held, note=f"after {number}"), address, by="Officer", why="after"
            )
        )
        if not isinstance(saved, Register):
            yield f"after a save that was stopped nothing more can be saved ({saved!r:.200})"
            return
        register = saved


def _tried(work: Callable[[], Any]) -> Any:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - likewise
        return error


def _erased(store: Store, address: str) -> Iterator[str]:
    register = _started(store, address)
    store.save(_edited(register, owner=_WORDS), address, by="Officer", why="assigned")
    store.redact(address, words=[_WORDS], by="Data protection lead", why="request 1")
    data = store.data(address) or b""
    if _WORDS in str(store.lines(address)) or _WORDS.encode() in data:
        yield "keeps words that were redacted"
    yield from (
        f"after a redaction its history does not hold: {each}" for each in faults_of(store.lines(address), data)
    )
