"""Loading and appending in PostgreSQL beside histories of growing length: sql.py [CASES [MOST_CHANGES]].

Prints seconds, each as a ratio to the shortest history, and the growth: the exponent of the history's length that fits
best (0: does not grow with it, 1: grows as it does). 130000 1000000 is the whole form.
"""

import math
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

from inspectlib_sql import opening, store
from inspectlib_sql.tables import STORE
from postgres import fresh_database

from inspectlib import storage
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.sample import office_register
from inspectlib.storage.history import new_line

NOW = datetime(2024, 1, 2, 9, tzinfo=UTC)
PER_REVISION = 100
RUNS = 3
BATCH = 50


def revisions(register, last, how_many, data):
    """Yield lines of history that leave the register as it is; only the last speaks of the whole file."""
    for number in range(how_many):
        changes = []
        for each in range(PER_REVISION):
            case = register.cases[(number * PER_REVISION + each) % len(register.cases)]
            where = ["cases", f"{case.recommendation}|{case.area}", "note"]
            changes.append({"where": where, "before": f"note {number}", "after": f"note {number + 1}"})
        payload = {"by": "Officer", "why": "noted", "changes": changes}
        whole = data if number == how_many - 1 else b"not hashed"
        last = new_line(last, now=NOW, payload=payload, before=b"not hashed", after=whole)
        yield last


def lengthen(address, register, upto, data):
    """Add revisions until the history has so many changes."""
    with opening.transaction(address, writes=True) as connection:
        had = connection.exec_driver_sql("select count(*) from inspectlib_changes").scalar_one()
        last = store._last(connection, address)
        batch = []
        for last in revisions(register, last, max(1, (upto - had) // PER_REVISION), data):  # noqa: B020
            batch.append(last)
            if len(batch) == BATCH:
                store._write_lines(connection, batch, {})
                batch = []
        if batch:
            store._write_lines(connection, batch, {})
        connection.execute(STORE.update().values(number=last["number"], hash=last["hash"]))


def wide_register(cases):
    """Return an office's register of about a thousand cases, as often again under other ids as it takes."""
    office = office_register(min(cases, 1_000))
    inspections, made = [], []
    for copy in range(max(1, round(cases / len(office.cases)))):
        for each in office.inspections:
            name = f"{each.id}-{copy}"
            numbered = (evolve(one, id=f"{name}/{one.id.rsplit('/', 1)[1]}") for one in each.recommendations)
            inspections.append(evolve(each, id=name, aliases=(), recommendations=tuple(numbered)))
        for each in office.cases:
            report, key = each.recommendation.rsplit("/", 1)
            made.append(evolve(each, recommendation=f"{report}-{copy}/{key}"))
    return Register().with_areas(*office.areas).with_inspection(*inspections).with_case(*made)


def growth(points):
    """Return the slope of the straight line through the logarithms."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    x0, y0 = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x0) * (y - y0) for x, y in zip(xs, ys, strict=True)) / sum((x - x0) ** 2 for x in xs)


def timed(work):
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def main(cases, most):
    address = fresh_database()
    first, register = timed(lambda: store.save(wide_register(cases), address, by="a", why="started"))
    print(f"{len(register.cases)} cases; the first save, everything new: {first:.1f} s", flush=True)
    found = {"load": [], "append one change": []}
    number = 0
    for length in (most // 1000, most // 100, most // 10, most):
        lengthen(address, register, length, storage.dumps(register))
        loads, appends = [], []
        for _ in range(RUNS):
            store._HELD.clear()
            number += 1
            took, register = timed(lambda: store.load(address))
            loads.append(took)
            made = register.with_case(evolve(register.cases[number], note=f"run {number}"))
            took, register = timed(lambda made=made: store.save(made, address, by="a", why="b"))
            appends.append(took)
        found["load"].append((length, median(loads)))
        found["append one change"].append((length, median(appends)))
        print(f"{length} changes: load {median(loads):.2f} s, append {median(appends):.2f} s", flush=True)
    for name, points in found.items():
        ratios = ", ".join(f"{took / points[0][1]:.2f}" for _, took in points)
        print(f"{name}: ratios {ratios}; growth with the history {growth(points):+.3f}")


if __name__ == "__main__":
    main(*([int(each) for each in sys.argv[1:3]] or [2_000, 20_000]))
