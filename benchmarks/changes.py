"""Differences and merges of registers that differ in 100 places, as ratios to loading the register once."""

import statistics
import time

from inspectlib import storage
from inspectlib.changes import apply, diff, merge_changes, three_way
from inspectlib.fields import evolve
from inspectlib.sample import office_register

ROUNDS = 5
PLACES = 100


def seconds(do):
    """Return the middle of several runs, in wall seconds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        do()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


for cases in (300, 3_000):
    base = office_register(cases)
    step = cases // PLACES
    ours = base.with_case(*(evolve(each, owner="Head of Property") for each in base.cases[::step]))
    theirs = base.with_case(*(evolve(each, note="Wait.") for each in base.cases[1::step]))
    changes, data = diff(base, theirs), storage.dumps(base)
    loading = seconds(lambda data=data: storage.loads(data))
    jobs = {
        "diff": lambda base=base, ours=ours: diff(base, ours),
        "apply": lambda base=base, changes=changes: apply(base, changes),
        "three_way": lambda base=base, ours=ours, theirs=theirs: three_way(base, ours, theirs),
        "merge_changes": lambda ours=ours, changes=changes: merge_changes(ours, changes),
    }
    ratios = ", ".join(f"{name} {seconds(do) / loading:.3f}" for name, do in jobs.items())
    print(f"{cases} cases, {PLACES} places: loading {loading:.2f} s; ratios to it: {ratios}")
