"""A process that records changes while others do: records_changes.py REGISTER NAME HOW_MANY."""

import sys
from pathlib import Path

from inspectlib import storage
from inspectlib.cases import Review
from inspectlib.errors import RegisterMovedOn
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
        except RegisterMovedOn as moved:
            offered = moved.merge()
            if offered.conflicts:
                sys.exit(f"a conflict where none can be: {offered.conflicts[0]}")
            register = offered.register
            merged += 1
        else:
            break
sys.stdout.write(f"{merged}\n")
