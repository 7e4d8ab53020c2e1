"""Shared stores: a register in a database, behind which its history grows."""

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

import nation
from inspectlib_sql import opening, store
from inspectlib_sql.tables import STORE
from measuring import Job, Pair, Work
from postgres import fresh_database

from inspectlib import storage
from inspectlib.fields import evolve
from inspectlib.storage.history import new_line

NOW = datetime(2024, 1, 2, 9, tzinfo=UTC)
CASES, PER_REVISION, BATCH = 300, 100, 50


def sqlite() -> str:
    return f"sqlite:///{Path(tempfile.mkdtemp()) / 'register.db'}"


def kept(cases: int, address: str) -> str:
    """Keep a register of so many cases in an empty database, with hardly any history, and return its address."""
    store.save(nation.loaded(cases), address, by="a role", why="started")
    return with_history(address, PER_REVISION)


def with_history(address: str, events: int) -> str:
    """Write so many changes more into the history of a database, and return its address.

    The register is as it was; only the last revision has to describe it, as no other is asked.
    """
    register = store.load(address)
    noted = ["|".join(each.key) for each in register.cases[:PER_REVISION]]
    with opening.transaction(address, writes=True) as connection:
        last, batch = store._last(connection, address), []
        revisions = max(1, events // PER_REVISION)
        for number in range(revisions):
            is_last = number == revisions - 1
            changes = [
                {"where": ["cases", key, "note"], "before": f"note {number}", "after": f"note {number + 1}"}
                for key in noted
            ]
            payload: dict[str, Any] = {"by": "a role", "why": "noted", "changes": changes}
            after = storage.dumps(register) if is_last else b"not hashed"
            last = new_line(last, now=NOW, payload=payload, before=b"not hashed", after=after)
            batch.append(last)
            if len(batch) == BATCH or is_last:
                store._write_lines(connection, batch, {})
                batch = []
        connection.execute(STORE.update().values(number=last["number"], hash=last["hash"]))
    return address


def one_more(address: str) -> Work:
    def work() -> None:
        store._HELD.clear()
        register = store.load(address)
        case = evolve(register.cases[0], note=f"after revision {register.based_on}")
        store.save(register.with_case(case), address, by="a role", why="noted")

    return work


def history(events: int, database: Callable[[], str], cases: int = CASES) -> Pair:
    hardly_any = kept(cases, database())
    long = fresh_database(copied_from=hardly_any) if database is fresh_database else kept(cases, database())
    return Pair(one_more(with_history(long, events)), one_more(hardly_any))


EVENTS = (1_000, 10_000, 100_000)
#: what a register of England and Wales comes to; see `nation`
NATION, NATION_EVENTS = 130_000, (10_000, 100_000, 1_000_000)
JOBS = (
    Job("sqlite", "Open an SQLite database and append one event", "the same with hardly any history", "stores", EVENTS, partial(history, database=sqlite), target=1.3, unit="events of history", grows=False, rounds=5),
    Job("postgresql", "Open a PostgreSQL database and append one event", "the same with hardly any history, on the wall clock, since the server is another process", "stores", EVENTS, partial(history, database=fresh_database), target=1.3, unit="events of history", grows=False, rounds=5, clock="wall"),
    Job("postgresql-nation", f"Open a PostgreSQL database of {NATION:,} cases and append one event", "the same with hardly any history, on the wall clock", "stores", NATION_EVENTS, partial(history, database=fresh_database, cases=NATION), target=1.3, unit="events of history", grows=False, rounds=2, clock="wall"),
)  # fmt: skip
