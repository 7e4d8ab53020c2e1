"""A process that records changes while others do: records_changes.py REGISTER NAME HOW_MANY."""

import sys
from pathlib import Path

from inspectlib import storage
from inspectlib.cases import Review
from inspectlib.changes import ORDER, resolved
from inspectlib.errors import CannotWrite, RegisterMovedOn
from inspectlib.fields import evolve
from inspectlib.sample import SAMPLE_DAY

path, name, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
merged = 0
for number in range(many):
    register = storage.load(path)
    case = register.cases[number % len(register.cases)]
    case = evolve(case, reviews=(*case.reviews, Review(on=SAMPLE_DAY, forum=f"{name} {number}")))
    register = register.with_case(case)
    while True:
        try:
            storage.save(register, path, by=name, why=f"{name} {number}")
        except CannotWrite as busy:
            if "try again" not in str(busy):
                raise
        except RegisterMovedOn as moved:
            offered = moved.merge()
            facts = [each for each in offered.conflicts if each.where[-1] != ORDER]
            if facts:
                sys.exit(f"a conflict where none can be: {facts[0]}")
            register = resolved(offered, {each.where: each.ours for each in offered.conflicts})
            merged += 1
        else:
            break
sys.stdout.write(f"{merged}\n")
