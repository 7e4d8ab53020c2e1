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


def kept(events: int, address: str) -> str:
    """Keep a register of an office and so many changes of it in an empty database, and return its address."""
    register = store.save(nation.loaded(CASES), address, by="a role", why="started")
    data = storage.dumps(register)
    with opening.transaction(address, writes=True) as connection:
        last, batch = store._last(connection, address), []
        revisions = max(1, events // PER_REVISION)
        for number in range(revisions):
            changes = [
                {
                    "where": ["cases", "|".join(each.key), "note"],
                    "before": f"note {number}",
                    "after": f"note {number + 1}",
                }
                for each in register.cases[:PER_REVISION]
            ]
            payload: dict[str, Any] = {"by": "a role", "why": "noted", "changes": changes}
            last = new_line(last, now=NOW, payload=payload, before=b"not hashed", after=data)
            batch.append(last)
            if len(batch) == BATCH or number == revisions - 1:
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


def history(events: int, database: Callable[[], str]) -> Pair:
    return Pair(one_more(kept(events, database())), one_more(kept(PER_REVISION, database())))


EVENTS = (1_000, 10_000, 100_000)
JOBS = (
    Job("sqlite", "Open an SQLite database and append one event", "the same with hardly any history", "stores", EVENTS, partial(history, database=sqlite), target=1.3, unit="events of history", grows=False, rounds=5),
    Job("postgresql", "Open a PostgreSQL database and append one event", "the same with hardly any history, on the wall clock, since the server is another process", "stores", EVENTS, partial(history, database=fresh_database), target=1.3, unit="events of history", grows=False, rounds=5, clock="wall"),
)  # fmt: skip
