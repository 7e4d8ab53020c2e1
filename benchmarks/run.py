"""Measure the library beside its floors and peers: python benchmarks/run.py [--part core] [--job load] [--most 30000].

Each job at each size is a process of its own, so that no other's memory or warmth counts. Prints ratios, and writes them as JSON
to benchmarks/results/, from which the page of the docs is made. `--most` leaves out larger sizes; a run of everything takes
about the time that its last line says.
"""

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from measuring import Job, growth, has_memory, in_turn, peak

HERE = Path(__file__).parent
RESULTS = HERE / "results"
#: what the results depend on
LIBRARIES = (
    "attrs", "cattrs", "pluggy", "orjson", "msgspec", "pydantic", "openpyxl", "XlsxWriter", "python-calamine", "Jinja2",
    "docxtpl", "python-docx", "SQLAlchemy",
)  # fmt: skip


#: the parts of the measurements, a module each
MODULES = ("core", "formats", "stores")


def jobs(*modules: str) -> dict[str, Job]:
    """Return every job by its name, or those of some modules."""
    return {each.name: each for name in modules or MODULES for each in import_module(name).JOBS}


def row_of(job: Job, size: int) -> dict[str, Any]:
    """Measure a job at one size, in this process."""
    pair = job.prepare(size)
    return {"size": size, **in_turn(job, pair, job.rounds if size == job.sizes[-1] else 2 * job.rounds)}


def memory_of(job: Job, size: int, side: str) -> dict[str, int]:
    """Measure the memory of one side of a job, in this process."""
    return peak(getattr(job.prepare(size), side))


def in_a_process(*words: str) -> dict[str, Any]:
    found = subprocess.run([sys.executable, __file__, *words], check=True, stdout=subprocess.PIPE)
    made: dict[str, Any] = json.loads(found.stdout)
    return made


def measured(job: Job, most: int) -> dict[str, Any]:
    """Measure a job at all its sizes."""
    rows = []
    for size in (each for each in job.sizes if each <= most):
        row = in_a_process("--measure", job.part, job.name, str(size))
        if size <= job.memory and has_memory():
            for side in ("ours", "floor"):
                row[side] = in_a_process("--memory", job.part, job.name, str(size), side)
        rows.append(row)
        print(f"{job.name:16} {size:>9,} {job.unit}: {told(row)}", flush=True)
    kept = {name: getattr(job, name) for name in ("name", "title", "floor", "part", "unit", "target", "grows")}
    points = [(row["size"], row["seconds"]) for row in rows]
    return {**kept, "rows": rows, "growth": round(growth(points), 3) if len(points) > 1 else None}


#: the quick form: no size above this, so many pairs
QUICK, PAIRS = 3_000, 3


def quickly() -> list[str]:
    """Measure the core at small sizes and return what is several times slower than it should be, in words.

    The least of some ratios is held to a wide bound, so that only a gross regression is told, on however busy a machine.
    """
    slow = []
    fork = multiprocessing.get_context("fork")
    with fork.Pool(1, maxtasksperchild=1) as process:
        for job in (each for each in jobs("core").values() if each.bound is not None):
            for size in (each for each in job.sizes if each <= QUICK):
                row = process.apply(_quick_row, (job.name, size))
                print(f"{job.name:16} {size:>9,} {job.unit}: {told(row)}", flush=True)
                if row["least"] > job.bound:
                    slow.append(
                        f"{job.name} at {size:,} {job.unit}: {row['least']:.1f} x {job.floor}; at most {job.bound:g}"
                    )
    return slow


def _quick_row(name: str, size: int) -> dict[str, Any]:
    job = jobs("core")[name]
    return in_turn(job, job.prepare(size), PAIRS)


def told(row: dict[str, Any]) -> str:
    """Return a row in words."""
    words = f"{row['ratio']:.2f} ({row['least']:.2f} to {row['most']:.2f})"
    if "ours" in row:
        words += f"; peak {row['ours']['peak_mb']} MB, the floor's {row['floor']['peak_mb']} MB"
    return words


def main() -> None:
    """Run what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--part", action="append", help="only these parts: core, formats, stores")
    asked.add_argument("--job", action="append", help="only these jobs, by name")
    asked.add_argument("--most", type=int, default=10_000_000, help="no size above this")
    asked.add_argument("--results", type=Path, default=RESULTS / "whole.json", help="where the JSON goes")
    asked.add_argument(
        "--quick", action="store_true", help="small sizes only, and fail on what is several times slower"
    )
    asked.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    asked.add_argument("--memory", nargs=4, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.quick:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["INSPECTLIB_BENCH"] = folder
            sys.exit("\n".join(quickly()) or None)
    if given.measure:
        part, name, size = given.measure
        print(json.dumps(row_of(jobs(part)[name], int(size))))
        return
    if given.memory:
        part, name, size, side = given.memory
        print(json.dumps(memory_of(jobs(part)[name], int(size), side)))
        return
    every = jobs()
    chosen = [
        each
        for each in every.values()
        if (not given.part or each.part in given.part) and (not given.job or each.name in given.job)
    ]
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INSPECTLIB_BENCH"] = folder
        found = [measured(each, given.most) for each in chosen]
    held = json.loads(given.results.read_text(encoding="utf-8"))["jobs"] if given.results.exists() else []
    fresh = {each["name"]: each for each in found if each["rows"]}
    kept = {each["name"]: each for each in held} | fresh  # what was not asked for stands as it was measured last
    given.results.parent.mkdir(exist_ok=True)
    result = {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "libraries": {each: version(each) for each in LIBRARIES},
        "jobs": [kept[name] for name in every if name in kept],
    }
    given.results.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} jobs in {(time.monotonic() - began) / 60:.1f} minutes; written to {given.results.name}")


if __name__ == "__main__":
    main()
