"""Measure the memory of one process while it writes forms, then packs: python benchmarks/packs.py [--documents 200].

Prints a line at 10, 80 and 200 (or the number asked for): the peak since the process began and what it holds, in MB
(Linux only). Nothing is kept from one document to the next, so the lines should say the same.
"""

import argparse
import gc
import shutil
import tempfile
from pathlib import Path

import nation
from measuring import held

from inspectlib.plugins import load_plugins
from inspectlib.running import export
from inspectlib.testing import a_complete_register, a_recommendation, an_inspection

#: after how many documents a line is printed
AT = (10, 80, 200)


def main() -> None:
    """Write the forms and the packs of one submission of ten recommendations."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=AT[-1])
    most = asked.parse_args().documents
    plugins = load_plugins()
    items = tuple(a_recommendation(str(number)) for number in range(1, 11))
    register = a_complete_register().with_inspection(an_inspection(recommendations=items))
    for name, place in (("home-office-form", "form.docx"), ("home-office-pack", "pack")):
        folder = Path(tempfile.mkdtemp())
        for number in range(1, most + 1):
            export(register, name, folder / place, on=nation.ON, plugins=plugins, options=_options(name))
            if number in (*AT, most):
                gc.collect()
                print(f"{name:16} {number:>5}: peak {held('VmHWM')} MB, held {held('VmRSS')} MB", flush=True)
        shutil.rmtree(folder)


def _options(name: str) -> dict[str, str]:
    return {"reason": "a measurement"} if name == "home-office-pack" else {}


if __name__ == "__main__":
    main()
