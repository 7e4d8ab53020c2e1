"""A register in a database: its items as rows, its history as the very lines of the file's.

A save is one transaction under the lock of one row: all of it stands, or none. What is written are the items that
changed and one revision; the whole is read once, because each line of a history commits to the file as a whole.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from inspectlib.changes import Change, diff
from inspectlib.changes.places import keyed
from inspectlib.errors import CannotRead, CannotWrite, UnknownInspection
from inspectlib.fields import evolve
from inspectlib.register import Register, Unread
from inspectlib.storage import VERSION as FILE_FORM
from inspectlib.storage import Redaction, dumps, loads
from inspectlib.storage.history import Line, describes, encoded, faults_of, is_whole, new_line, plain_changes
from inspectlib.storage.homes import remember
from inspectlib.storage.redacting import beside, redacted, sought
from inspectlib.storage.revisions import rebuilt
from inspectlib.storage.saving import moved_on
from inspectlib.stores import shown
from inspectlib_sql import opening, rows
from inspectlib_sql.tables import CHANGES, ITEMS, READERS, REVISIONS, STORE, VERSION, create, upgrade

#: the register last loaded from or saved to an address: what a save is compared with
_HELD: dict[str, Register] = {}
_MOST_HELD = 2


def _keep(address: str, register: Register) -> Register:
    _HELD.pop(address, None)
    _HELD[address] = register
    while len(_HELD) > _MOST_HELD:
        _HELD.pop(next(iter(_HELD)))
    if register.based_on is not None:
        remember(register.based_on[1], shown(address), partial(lines, address))
    return register


def _state(connection: sa.Connection, *, lock: bool = False) -> Any:
    """Return the one row of the store, or None where no store was made yet; older tables are brought up to date."""
    if not sa.inspect(connection).has_table(STORE.name):
        return None
    asked = sa.select(STORE)
    state = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    if state is not None and state.version > VERSION:
        message = f"the store was made by a newer inspectlib-sql (tables {state.version}; this one knows {VERSION}); update it"
        raise CannotRead(message)
    if state is not None and state.version < VERSION:
        upgrade(connection, state.version)
        state = connection.execute(asked).one()
    return state


def _missing(address: str) -> CannotRead:
    return CannotRead(
        f"there is no register at {shown(address)!r}; make one with: inspectlib new {shown(address)} --body AREA"
    )


def _there(address: str) -> bool:
    file = opening.file_of(address)
    return file is None or file.exists()


def holds(address: str) -> bool:
    """Say whether a register is kept there. Raises CannotRead."""
    if not _there(address):
        return False
    with opening.transaction(address) as connection:
        state = _state(connection)
        return state is not None and state.number > 0


def _areas(connection: sa.Connection) -> tuple[str, ...] | None:
    """Return the areas that this role may read, or None where it may read all."""
    if connection.dialect.name != "postgresql":
        return None
    if not connection.exec_driver_sql("select row_security_active('inspectlib_items')").scalar_one():
        return None
    mine = READERS.c.role == sa.literal_column("current_user")
    return tuple(connection.execute(sa.select(READERS.c.area).where(mine).order_by(READERS.c.area)).scalars())


def fetched(connection: sa.Connection, reports: tuple[str, ...] = ()) -> list[Any]:
    """Return the rows of the items in order: all, or of some reports with what belongs to no one report."""
    asked = sa.select(ITEMS.c.part, ITEMS.c.key, ITEMS.c.place, ITEMS.c.body).order_by(ITEMS.c.part, ITEMS.c.place)
    if reports:
        asked = asked.where(ITEMS.c.report.in_(("", *reports)))
    return list(connection.execute(asked).all())


def _file(found: Iterable[Any], form: int = FILE_FORM) -> Iterator[bytes]:
    """Yield the bytes of the register file that consists of these rows."""
    pieces: dict[str, list[str]] = {}
    for each in found:
        pieces.setdefault(each.part, []).append(each.body)
    return rows.file_of(pieces, form)


def _last(connection: sa.Connection, address: str) -> Line:
    line = connection.execute(sa.select(REVISIONS.c.line).order_by(REVISIONS.c.number.desc()).limit(1)).scalar()
    if line is None:
        message = f"{shown(address)!r} has lost its history; restore the database from a back-up"
        raise CannotRead(message)
    return _read(address, line, [])


def _read(address: str, text: str, changes: list[str]) -> Line:
    """Return a line of the history from its rows. Raises CannotRead for what a hand made of them."""
    try:
        line = json.loads(text)
        if isinstance(line, dict) and "changes" in line:
            line["changes"] = list(map(json.loads, changes))
        if not is_whole(line):
            raise ValueError
    except ValueError:
        message = f"the history of {shown(address)!r} is damaged: {text[:40]!r}...; restore the database from a back-up"
        raise CannotRead(message) from None
    return dict(line)


def load(address: str, inspections: tuple[str, ...] = ()) -> Register:
    """Load a register, or of it some reports (ids) and what belongs to them; see `inspectlib.exchange.Store`."""
    if not _there(address):
        raise _missing(address)
    with opening.transaction(address) as connection:
        state = _state(connection)
        if state is None or not state.number:
            raise _missing(address)
        areas = _areas(connection)
        if areas == ():
            message = (
                f"{shown(address)!r}: this role may read no area; ask whoever keeps the store (inspectlib_sql.let_read)"
            )
            raise CannotRead(message)
        found = fetched(connection, inspections)
        _all_known(connection, inspections)
        if areas is None and not inspections:
            return _keep(address, _whole(connection, address, state, found))
    register = loads(b"".join(_file(found, state.file_form)), shown(address))
    if areas is not None and state.unread > len(register.unread):
        register = register.with_unread(
            Unread(
                source=shown(address),
                place="what imports could not read",
                message=f"{state.unread} notes that this role, which may read {', '.join(areas)}, is not shown",
            )
        )
    return register


def _all_known(connection: sa.Connection, inspections: tuple[str, ...]) -> None:
    if inspections:
        known = list(connection.execute(sa.select(ITEMS.c.key).where(ITEMS.c.part == "inspections")).scalars())
        for each in inspections:
            if each not in known:
                raise UnknownInspection(each, known)


def _whole(connection: sa.Connection, address: str, state: Any, found: list[Any]) -> Register:
    data = b"".join(_file(found, state.file_form))
    if not describes(_last(connection, address), data):
        message = f"{shown(address)!r} does not match its history; it was changed by hand; see: inspectlib repair"
        raise CannotRead(message)
    return evolve(loads(data, shown(address)), based_on=(state.number, state.hash))


def lines(address: str, first: int = 1) -> list[Line]:
    """Return the lines of the history, all or from one revision on; none where no register is kept. Raises CannotRead."""
    if not _there(address):
        return []
    with opening.transaction(address) as connection:
        if _state(connection) is None:
            return []
        _refuse_readers(connection, address)
        return _lines(connection, address, first)


def _refuse_readers(connection: sa.Connection, address: str) -> None:
    if _areas(connection) is not None:
        message = f"{shown(address)!r}: this role may read its own areas only, and the history is of all of them"
        raise CannotRead(message)


def _lines(connection: sa.Connection, address: str, first: int = 1) -> list[Line]:
    changes: dict[int, list[str]] = {}
    for number, body in connection.execute(
        sa.select(CHANGES.c.revision, CHANGES.c.body)
        .where(CHANGES.c.revision >= first)
        .order_by(CHANGES.c.revision, CHANGES.c.place)
    ):
        changes.setdefault(number, []).append(body)
    asked = sa.select(REVISIONS.c.number, REVISIONS.c.line).where(REVISIONS.c.number >= first)
    asked = asked.order_by(REVISIONS.c.number)
    return [_read(address, text, changes.pop(number, [])) for number, text in connection.execute(asked)]


def data(address: str) -> bytes | None:
    """Return the bytes of the register file, or None where no register is kept. Raises CannotRead."""
    if not _there(address):
        return None
    with opening.transaction(address) as connection:
        state = _state(connection)
        if state is None or not state.number:
            return None
        _refuse_readers(connection, address)
        return b"".join(_file(fetched(connection), state.file_form))


def _locked(connection: sa.Connection) -> Any:
    """Return the one row of the store, locked until the transaction ends; an empty store is made first."""
    state = _state(connection, lock=True)
    if state is None:
        create(connection)
        empty = {"one": 1, "version": VERSION, "file_form": FILE_FORM, "number": 0, "hash": "", "unread": 0}
        connection.execute(sa.insert(STORE), [empty])
        state = _state(connection, lock=True)
    return state


def save(register: Register, address: str, *, by: str, why: str, now: datetime | None = None) -> Register:
    """Save a register as a new revision; see `inspectlib.exchange.Store`."""
    with opening.transaction(address, writes=True) as connection:
        state = _locked(connection)
        last = _last(connection, address) if state.number else None
        if last is not None and register.based_on != (state.number, state.hash):
            raise moved_on(shown(address), register, last, lambda: load(address), lambda number: lines(address, number))
        found = fetched(connection)
        held = _HELD.get(address)
        if held is None or held.based_on != (state.number, state.hash):
            held = _whole(connection, address, state, found) if last is not None else Register()
        changes = diff(held, register)
        if last is not None and not changes:
            return register
        if last is not None and not describes(last, _file(found, state.file_form)):
            message = f"{shown(address)!r} does not match its history; it was changed by hand; see: inspectlib repair"
            raise CannotWrite(message)
        _write_items(connection, {each.where[0] for each in changes}, held, register, found)
        before = _file(found, state.file_form) if last is not None else b""
        after = _file(fetched(connection))
        payload = {"by": by, "why": why, "changes": plain_changes(changes)}
        line = new_line(last, now=now or datetime.now(UTC), payload=payload, before=before, after=after)
        _write_lines(connection, [line], _areas_by_place(changes, held, register))
        _stamp(connection, line, register)
    return _keep(address, evolve(register, based_on=(line["number"], line["hash"])))


def _stamp(connection: sa.Connection, line: Line, register: Register) -> None:
    unread = sum(1 for each in register.unread if each.dismissed_on is None)
    connection.execute(
        sa.update(STORE).values(number=line["number"], hash=line["hash"], unread=unread, file_form=FILE_FORM)
    )


def _write_items(
    connection: sa.Connection, parts: set[str], held: Register, register: Register, found: list[Any]
) -> None:
    for part in sorted(parts):
        old, new = keyed(getattr(held, part)), keyed(getattr(register, part))
        was = {each.key: each.place for each in found if each.part == part}
        places = was if list(was) == list(new) else rows.placed(was, list(new))
        gone = [{"p": part, "k": each} for each in was if each not in new]
        moved = [{"p": part, "k": key, "place": places[key]} for key in new if key in was and places[key] != was[key]]
        edited = [
            {"p": part, "k": key, **rows.row(part, key, places[key], item)}
            for key, item in new.items()
            if key in was and item is not old.get(key) and item != old.get(key)
        ]
        added = [rows.row(part, key, places[key], item) for key, item in new.items() if key not in was]
        this = sa.and_(ITEMS.c.part == sa.bindparam("p"), ITEMS.c.key == sa.bindparam("k"))
        if gone:
            connection.execute(sa.delete(ITEMS).where(this), gone)
        if moved:
            connection.execute(sa.update(ITEMS).where(this).values(place=sa.bindparam("place")), moved)
        if edited:
            values: dict[str, Any] = {name: sa.bindparam(name) for name in ("place", "areas", "report", "body")}
            connection.execute(sa.update(ITEMS).where(this).values(**values), edited)
        if added:
            connection.execute(sa.insert(ITEMS), added)


def _areas_by_place(changes: Iterable[Change], held: Register, register: Register) -> dict[tuple[str, str], str]:
    """Return whose the changed items are, by part and key; what came into other hands is nobody's alone."""
    touched = {each.where[:2] for each in changes if len(each.where) > 1}
    found = {}
    for part in {each[0] for each in touched}:
        sides = [keyed(getattr(side, part)) for side in (held, register)]
        for _, key in (each for each in touched if each[0] == part):
            owners = {rows.areas_of(side[key]) for side in sides if key in side}
            found[part, key] = owners.pop() if len(owners) == 1 else ""
    return found


def _write_lines(connection: sa.Connection, new: list[Line], areas: dict[tuple[str, str], str]) -> None:
    revisions, changes = [], []
    for line in new:
        bare = {**line, "changes": []} if "changes" in line else line
        text = encoded(bare).decode().rstrip("\n")
        revisions.append({"number": line["number"], "hash": line["hash"], "line": text})
        for place, each in enumerate(line.get("changes", ())):
            part, key = (*each["where"], "")[:2]
            changes.append(
                {
                    "revision": line["number"],
                    "place": place,
                    "day": date.fromisoformat(line["day"]),
                    "part": part,
                    "key": key,
                    "areas": areas.get((part, key), ""),
                    "body": json.dumps(each, ensure_ascii=False),
                }
            )
    connection.execute(sa.insert(REVISIONS), revisions)
    if changes:
        connection.execute(sa.insert(CHANGES), changes)


def _replace(connection: sa.Connection, address: str, whole: bytes, every: list[Line]) -> Register:
    register = loads(whole, shown(address))
    made = rows.rows_of(register)
    for table in (ITEMS, CHANGES, REVISIONS):
        connection.execute(sa.delete(table))
    if made:
        connection.execute(sa.insert(ITEMS), made)
    _write_lines(connection, every, {(each["part"], each["key"]): each["areas"] for each in made})
    _stamp(connection, every[-1], register)
    return evolve(register, based_on=(every[-1]["number"], every[-1]["hash"]))


def put(address: str, data: bytes, lines: list[Line]) -> None:
    """Write a whole register with its history into an empty place. Raises CannotRead, CannotWrite."""
    if not lines or dumps(loads(data)) != data:
        message = "a register is copied with its history and as it was saved; save it once more, then copy it"
        raise CannotWrite(message)
    with opening.transaction(address, writes=True) as connection:
        if _locked(connection).number:
            message = f"{shown(address)!r} holds a register already; nothing was changed"
            raise CannotWrite(message)
        _replace(connection, address, data, lines)


_LOGS = "the database's back-ups, replicas and write-ahead log"
_NOT_YET = "deleted rows, which the database keeps in its files until it writes them anew: run {what}"


def redact(
    address: str,
    *,
    words: Iterable[str] = (),
    revisions: Iterable[int] = (),
    instead: str = "[redacted]",
    by: str,
    why: str,
    now: datetime | None = None,
    dry_run: bool = False,
) -> Redaction:
    """Erase words from the register and its history, as `inspectlib.storage.redact` does."""
    found = sought(words, (by, why, instead))
    if not _there(address):
        raise _missing(address)
    with opening.transaction(address, writes=True) as connection:
        state = _locked(connection)
        if not state.number:
            raise _missing(address)
        register = _whole(connection, address, state, fetched(connection))
        done, kept, after = redacted(
            register,
            _lines(connection, address),
            found,
            tuple(revisions),
            instead,
            by=by,
            why=why,
            now=now or datetime.now(UTC),
            name=shown(address),
        )
        file = opening.file_of(address)
        nearby = (_LOGS,) if file is None else beside(file, found)
        if dry_run:
            return evolve(done, nearby=nearby)
        made = _replace(connection, address, after, kept)
    _keep(address, made)
    names = [each.name for each in (ITEMS, CHANGES, REVISIONS)]
    if not opening.write_anew(address, names):
        what = "VACUUM" if file is not None else f"VACUUM (FULL) {', '.join(names)}"
        nearby = (*nearby, _NOT_YET.format(what=what))
    return evolve(done, nearby=nearby)


def repair(address: str, *, by: str, dry_run: bool) -> tuple[str, ...]:  # noqa: ARG001 - the same words as a file's
    """Rebuild the items from the history where they do not match it. Raises CannotRead where the history does not hold."""
    if not _there(address):
        raise _missing(address)
    with opening.transaction(address, writes=not dry_run) as connection:
        state = _state(connection, lock=not dry_run)
        if state is None or not state.number:
            raise _missing(address)
        every, held = _lines(connection, address), b"".join(_file(fetched(connection), state.file_form))
        if not faults_of(every, held):
            return ()
        faults = faults_of(every, None)
        if faults:
            message = (
                f"the history of {shown(address)!r} does not hold: {faults[0]}; restore the database from a back-up"
            )
            raise CannotRead(message)
        after = dumps(rebuilt(every, every[-1]["number"], shown(address)))
        if not describes(every[-1], after):
            message = f"{shown(address)!r} cannot be rebuilt from its history; restore the database from a back-up"
            raise CannotRead(message)
        if not dry_run:
            _replace(connection, address, after, every)
    return (f"rebuilt the register from its history, revision {every[-1]['number']}",)
