"""What a job is, and how it is measured: beside its floor, in turn, in the same run, in processor time."""

import gc
import math
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Work = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """The same work twice: ours, and what it is measured against."""

    ours: Work
    floor: Work


@dataclass(frozen=True)
class Job:
    """One thing that is measured.

    `prepare(size)` makes what both sides start from, which is not measured. `target`: what the ratio of ours to the
    floor may be at most, or None where the row is only for comparison. `rounds`: pairs at the largest size; twice as
    many at smaller ones. `clock`: a name of `CLOCKS`. `bound`: the ratio above which the quick form fails: several times
    what is usual, so that a busy machine does not. `memory`: the largest size at which the memory of both sides is measured.
    `part`: the module of the job, which `make bench` can be asked for alone. `grows`: whether
    the time may grow with the size at all.
    """

    name: str
    title: str
    floor: str
    part: str
    sizes: tuple[int, ...]
    prepare: Callable[[int], Pair]
    target: float | None = None
    unit: str = "cases"
    rounds: int = 3
    clock: str = "process"
    collector: bool = False
    memory: int = 0
    bound: float | None = None
    grows: bool = True


def _user() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


#: `user` leaves out the system's part, which for many small files moves with what else the disk does; `wall` is only
#: for what another process does
CLOCKS: dict[str, Callable[[], float]] = {
    "process": time.process_time,
    "user": _user,
    "children": _children,
    "wall": time.perf_counter,
}


def seconds(work: Work, clock: Callable[[], float]) -> float:
    """Return the processor seconds of some work; what it made is thrown away after."""
    gc.collect()
    began = clock()
    made = work()
    took = clock() - began
    del made
    return took


@contextmanager
def collector(*, runs: bool) -> Iterator[None]:
    """Let Python search for cycles meanwhile, or not."""
    was_enabled = gc.isenabled()
    (gc.enable if runs else gc.disable)()
    try:
        yield
    finally:
        (gc.enable if was_enabled else gc.disable)()


def in_turn(job: Job, pair: Pair, rounds: int) -> dict[str, Any]:
    """Return the ratios of pairs of runs one after the other, each time the other side first."""
    clock, ours, floor = CLOCKS[job.clock], [], []
    with collector(runs=job.collector):
        if rounds > 1:
            seconds(
                pair.ours, clock
            )  # what is made once for a process is made here; a long run has made it long before
        for number in range(rounds):
            for mine in (True, False) if number % 2 else (False, True):
                (ours if mine else floor).append(seconds(pair.ours if mine else pair.floor, clock))
    ratios = sorted(mine / max(theirs, 1e-9) for mine, theirs in zip(ours, floor, strict=True))
    return {
        "ratio": round(statistics.median(ratios), 4),
        "least": round(ratios[0], 4),
        "most": round(ratios[-1], 4),
        "rounds": rounds,
        "seconds": round(statistics.median(ours), 6),
    }


def peak(work: Work) -> dict[str, int]:
    """Return the memory in MB that this process holds before some work and after it, and its peak (Linux only)."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak is counted from here
    before = held("VmRSS")
    made = work()
    found = {"before_mb": before, "peak_mb": held("VmHWM"), "after_mb": held("VmRSS")}
    del made
    return found


def held(name: str) -> int:
    """Return a figure that the system tells of this process, such as VmRSS, in MB (Linux only)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) // 1024


def growth(points: list[tuple[float, float]]) -> float:
    """Return the slope of the straight line through the logarithms: 1 is linear, 2 quadratic, 0 constant."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(max(y, 1e-9)) for _, y in points]
    x0, y0 = statistics.fmean(xs), statistics.fmean(ys)
    return sum((x - x0) * (y - y0) for x, y in zip(xs, ys, strict=True)) / sum((x - x0) ** 2 for x in xs)


def has_memory() -> bool:
    """Say whether this system tells the peak of a process."""
    return sys.platform == "linux"
