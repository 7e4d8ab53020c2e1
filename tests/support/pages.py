"""Run a page as a reader would: every command and every piece of Python, in order, in one folder."""

import doctest
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from inspectlib.periods import civil_day

#: what a page may show: commands with what they print, Python; anything else is shown and not run
FENCE = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
RUN = ("console", "python")
SHOWN = ("text", "json", "{toctree}", "{eval-rst}")


def blocks(text):
    """Return the (kind, body) of each fenced block."""
    return [(match["kind"], match["body"]) for match in FENCE.finditer(text)]


def run_page(text, folder, programs=None):
    """Return the page with what its commands printed in place of what it shows.

    What is shown may hold `...` for what differs from run to run; where it fits, it stays. A command
    may fail only where the page shows its status next, with `echo $?`. `programs`: the folder of an
    environment's programs, this one's unless said.
    """
    python = []

    def replaced(match):
        kind, body = match["kind"], match["body"]
        if kind == "python":
            python.append(body)
            done = _python("\n".join(python), folder)
            assert done.returncode == 0, done.stderr
            return match[0]
        if kind == "console":
            return f"```console\n{_console(body, folder, programs)}```"
        assert kind.split(" ")[0] in SHOWN, f"a block of {kind!r} is neither run nor known to be shown only"
        return match[0]

    return FENCE.sub(replaced, text)


def _python(code, folder):
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def _console(body, folder, programs):
    steps = []
    for line in body.splitlines(keepends=True):
        if line.startswith("$ "):
            steps.append([line[2:].rstrip("\n"), ""])
        else:
            steps[-1][1] += line
    status, shown = 0, ""
    for index, (command, want) in enumerate(steps):
        done = _shell(command, folder, status, programs)
        status = done.returncode
        told = index + 1 < len(steps) and steps[index + 1][0] == "echo $?"
        assert told or status == 0, (command, done.stdout, done.stderr)
        got = done.stdout + done.stderr
        fits = doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS)
        shown += f"$ {command}\n{want if fits else _lasting(got)}"
    return shown


def _lasting(got):
    """Leave out what differs from run to run: the day of the run, and hashes over its moment."""
    return re.sub(r"\b[0-9a-f]{64}\b", "...", got).replace(civil_day(datetime.now(UTC)).isoformat(), "...")


def _shell(command, folder, status, programs):
    path = f"{programs or Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", f"(exit {status})\n{command}"],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
