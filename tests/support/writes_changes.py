"""A process that saves its changes to a shared register: writes_changes.py PLACE NAME COUNT; prints what became of each.

Every change edits the note of one case of a few, so that writers meet; a refusal is merged, a conflict given up.
"""

import json
import random
import sys

import inspectlib as il
from inspectlib.errors import CannotWrite, RegisterMovedOn
from inspectlib.fields import evolve

place, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
chance = random.Random(name)
told = {"saved": [], "conflicts": [], "moved": 0}
register = il.load(place)
for number in range(count):
    words = f"{name}.{number}"
    case = chance.choice(register.cases)
    made = register.with_case(evolve(case, note=words))
    while True:
        try:
            register = il.save(made, place, by=f"Writer {name}", why=words)
            told["saved"].append(words)
            break
        except CannotWrite as busy:
            if "try again" not in str(busy):
                raise
        except RegisterMovedOn as refused:
            told["moved"] += 1
            merge = refused.merge()
            if merge.conflicts:
                told["conflicts"].append(words)
                register = il.load(place)
                break
            made = merge.register
sys.stdout.write(json.dumps(told))
