"""Measure the memory of one process while it builds a site, and builds it again: python benchmarks/sites.py [--areas 1].

Prints a line at 300, 1,000 and 3,000 responses of ten recommendations each: what the process held with the register and
its public view, and how far it went beyond while the site was built (Linux only). A page is made and let go, so that the
second figure should hardly grow. One area: each response is to a report of its own; 0: all areas answer each report.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nation
from formats import a_view, built
from measuring import peak

from inspectlib.fields import Audience

AT = (300, 1_000, 3_000)


def main() -> None:
    """Measure each size in a process of its own."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--areas", type=int, default=1)
    asked.add_argument("--responses", type=int, help="this size alone, in this process")
    given = asked.parse_args()
    if given.responses is None:
        for size in AT:
            words = ("--areas", str(given.areas), "--responses", str(size))
            subprocess.run([sys.executable, __file__, *words], check=True)
        return
    folder = Path(tempfile.mkdtemp())
    try:
        _measure(given.responses, given.areas or nation.EVERY_AREA, folder)
    finally:
        shutil.rmtree(folder)


def _measure(responses: int, areas: int, folder: Path) -> None:
    """Build a site and build it again onto itself; a small one before loads what any site needs."""
    built(a_view(nation.a_register(20, areas=1), Audience.PUBLIC), folder)
    view = a_view(nation.a_register(responses * nation.PER_REPORT, areas=areas), Audience.PUBLIC)
    sites: list[Path] = []
    for name in ("first", "again"):
        found = peak(lambda: sites.append(built(view, folder, sites[-1] if sites else None)))
        beyond = found["peak_mb"] - found["before_mb"]
        print(f"{responses:>5} responses, {name}: held {found['before_mb']} MB, beyond {beyond} MB", flush=True)
    written = sum(each.stat().st_size for each in sites[0].rglob("*") if each.is_file())
    print(f"{responses:>5} responses: {written >> 20} MB written", flush=True)


if __name__ == "__main__":
    main()
