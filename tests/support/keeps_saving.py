"""A process that saves one revision after another until it is killed: keeps_saving.py REGISTER."""

import sys
from pathlib import Path

from inspectlib import storage
from inspectlib.fields import evolve

path = Path(sys.argv[1])
register = storage.load(path)
number = register.based_on[0]
sys.stdout.write("ready\n")
sys.stdout.flush()
while True:
    number += 1
    case = evolve(register.cases[0], note=f"revision {number} " + "x" * 20_000)
    register = storage.save(register.with_case(case), path, by="Officer", why=f"revision {number}")
