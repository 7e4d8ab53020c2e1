"""How long the command and the import take, as ratios to a bare interpreter, measured in turn in one run."""

import statistics
import subprocess
import sys
import time

ROUNDS = 15
BARE = [sys.executable, "-c", "pass"]
JOBS = {
    "inspectlib --version": [sys.executable, "-c", "from inspectlib.cli import main; main()", "--version"],
    "import inspectlib": [sys.executable, "-c", "import inspectlib"],
    "import attrs, cattrs, pluggy": [sys.executable, "-c", "import attrs, cattrs, pluggy"],
}


def seconds(command: list[str]) -> float:
    """Return the wall seconds of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


for name, command in JOBS.items():
    ratios = [seconds(command) / seconds(BARE) for _ in range(ROUNDS)]
    print(f"{name}: {statistics.median(ratios):.2f} x python -c pass ({min(ratios):.2f} to {max(ratios):.2f})")
