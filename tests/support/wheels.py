"""Built distributions and environments of their own: what a reader gets, without the repository's help."""

import json
import subprocess
import sys
import tarfile
import tomllib
import venv
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def _run(*words, cwd=None):
    ran = subprocess.run([str(each) for each in words], capture_output=True, text=True, check=False, cwd=cwd)
    assert ran.returncode == 0, (words, ran.stdout[-3000:], ran.stderr[-3000:])
    return ran.stdout


@cache
def projects():
    """Return the folder of each distribution of this repository by its name, the core first."""
    folders = [ROOT, *sorted(each.parent for each in ROOT.glob("plugins/*/pyproject.toml"))]
    return {project(folder)["name"]: folder for folder in folders}


def project(folder):
    """Return what a distribution says of itself."""
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def wheel_of(folder, into):
    """Build the wheel of a folder."""
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into, cwd=folder)


def build(into):
    """Build each distribution: the sdist from the repository, the wheel from the unpacked sdist alone."""
    made = {}
    for name, folder in projects().items():
        _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", into, cwd=folder)
        (sdist,) = into.glob(f"{name.replace('-', '_')}-[0-9]*.tar.gz")
        with tarfile.open(sdist) as archive:
            archive.extractall(into / "unpacked", filter="data")
        unpacked = into / "unpacked" / sdist.name.removesuffix(".tar.gz")
        wheel_of(unpacked, into)
        (wheel,) = into.glob(f"{name.replace('-', '_')}-[0-9]*.whl")
        made[name] = (sdist, wheel)
    return made


def requirements(name):
    """Return what a distribution needs of others, its extras included, ours left out."""
    about = project(projects()[name])
    needs = [
        *about.get("dependencies", ()),
        *(one for each in about.get("optional-dependencies", {}).values() for one in each),
    ]
    return [each for each in map(Requirement, needs) if each.name not in projects()]


def lowest():
    """Return the lowest version that each requirement of each distribution allows, as lines of constraints."""
    found = {}
    for name in projects():
        for each in requirements(name):
            (least,) = (one.version for one in each.specifier if one.operator == ">=")
            assert found.setdefault(each.name.lower(), least) == least, f"{each.name} has two lowest versions"
    return [f"{each}=={version}" for each, version in sorted(found.items())]


class Env:
    """An environment that holds only what is installed into it."""

    def __init__(self, home):
        self.home = home
        venv.create(home, with_pip=False)

    def lie_over_ours(self):
        """Let what is installed here be found together with this repository and what it is tested with."""
        (packages,) = self.home.glob("lib/python*/site-packages")
        below = [Path(pytest.__file__).parents[1], *(each / "src" for each in projects().values())]
        (packages / "below.pth").write_text("".join(f"{each}\n" for each in below), encoding="utf-8")

    def install(self, *words):
        """Install with the pip of this environment's maker; nothing of that is seen in here."""
        python = self.home / "bin" / "python"
        _run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-compile", *words)

    def check(self):
        """Return what pip finds at odds."""
        words = [sys.executable, "-m", "pip", "--python", self.home / "bin" / "python", "check"]
        return subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False).stdout.strip()

    def names(self):
        """Return the names of what is installed."""
        words = (sys.executable, "-m", "pip", "--python", self.home / "bin" / "python", "list", "--format", "json")
        return {each["name"].lower() for each in json.loads(_run(*words))}

    def start(self, program, *words, cwd=None):
        """Start a program of the environment; of this process's environment it sees nothing."""
        return subprocess.Popen(
            [self.home / "bin" / program, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=cwd or self.home,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.home)},
        )

    def run(self, program, *words, cwd=None):
        """Run a program of the environment and return what came of it."""
        return done(self.start(program, *words, cwd=cwd))

    def python(self, code, *, cwd=None):
        """Run code and return what it printed; it may not fail."""
        ran = self.run("python", "-I", "-c", code, cwd=cwd)
        assert ran.returncode == 0, (ran.stdout, ran.stderr)
        return ran.stdout


def house(into, *, constraints):
    """Download every third-party wheel that the distributions need, once, for all environments."""
    needs = {str(each) for name in projects() for each in requirements(name)}
    lines = into / "constraints.txt"
    into.mkdir(parents=True, exist_ok=True)
    lines.write_text("".join(f"{each}\n" for each in constraints), encoding="utf-8")
    _run(
        sys.executable, "-m", "pip", "download", "-q", "--only-binary", ":all:", "-c", lines, "-d", into, *sorted(needs)
    )
    return into


def done(started):
    """Wait for a program that was started and return what came of it."""
    out, err = started.communicate(timeout=300)
    return subprocess.CompletedProcess(started.args, started.returncode, out, err)
