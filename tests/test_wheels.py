"""What a reader installs: built distributions alone, in environments that hold nothing else.

Each is built as its sdist, and its wheel from the unpacked sdist. INSPECTLIB_LONG=1 asks the index for the newest
version of every dependency instead of the pinned one, and runs the conformance kit on the lowest and the newest.
"""

import os
import subprocess
import sys
import tarfile
import zipfile
from email.parser import Parser

import pytest
from wheels import ROOT, Env, build, house, lowest, project, projects

LONG = bool(os.environ.get("INSPECTLIB_LONG"))
PINNED = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
NAMES = sorted(projects())
PLUGINS = [each for each in NAMES if each != "inspectlib"]

#: writes with every exporter what can be written here, and says what cannot and why
WRITES = """
import pathlib
from inspectlib.errors import CannotWrite
from inspectlib.plugins import load_plugins
from inspectlib.running import check, export
from inspectlib.testing import a_complete_register

plugins = load_plugins()
register = a_complete_register()
assert check(register, on="2023-06-01", plugins=plugins).complete
for each in plugins.exporters:
    place = pathlib.Path("written") / f"{each.name}{'' if each.per_inspection else each.suffix}"
    try:
        assert all(one.exists() for one in export(register, each.name, place, on="2023-06-01", plugins=plugins))
    except CannotWrite as error:
        print(error)
"""
OFFERS = """
from inspectlib.plugins import load_plugins
for each in load_plugins().loaded:
    print(each.distribution.split()[0], len(each.offers) > 0)
"""
KIT = """
import itertools, pathlib
from inspectlib.plugins import load_plugins
from inspectlib.testing.conformance import faults_of_distribution
from inspectlib.testing.cases import shipped_cases
fresh = itertools.count()
here = pathlib.Path.cwd()
addresses = {
    "file": lambda: f"{here}/kept-{next(fresh)}.json",
    "sql": lambda: f"sqlite:///{here}/kept-{next(fresh)}.db",
}
for name in {each.distribution.split()[0] for each in load_plugins().loaded}:
    told = {"folder": pathlib.Path("kit") / name, "cases": shipped_cases(), "addresses": addresses}
    for fault in faults_of_distribution(name, **told):
        if "give the kit a document" not in fault and "has no case" not in fault:
            print(fault)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def newest(tmp_path_factory):
    return house(tmp_path_factory.mktemp("newest"), constraints=() if LONG else PINNED)


@pytest.fixture
def env(built, tmp_path):
    """Return how to make an environment that holds distributions of ours and what they need, from wheels alone."""

    def made(wanted, of):
        found = Env(tmp_path / "env")
        dist = built["inspectlib"][1].parent
        found.install("--no-index", "--find-links", dist, "--find-links", of, "--only-binary", ":all:", *wanted)
        return found

    return made


@pytest.mark.parametrize("name", NAMES)
def test_a_wheel_holds_the_package_the_licence_and_the_entry_points_and_nothing_else(name, built):
    source = projects()[name] / "src"
    (wheel,) = (each for each in built[name] if each.suffix == ".whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (about,) = {each.split("/")[0] for each in names if ".dist-info/" in each}
        entry_points = archive.read(f"{about}/entry_points.txt").decode()
        licence = archive.read(f"{about}/licenses/LICENSE")
    files = {each.relative_to(source).as_posix() for each in source.rglob("*") if each.is_file()}
    files = {each for each in files if "__pycache__" not in each}
    said = {f"{about}/{each}" for each in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")}
    assert names == files | said
    assert {each.split("/")[0] for each in files} == {name.replace("-", "_")}
    assert f"{name.replace('-', '_')}/py.typed" in files
    assert licence == (ROOT / "LICENSE").read_bytes()
    assert ("inspectlib = inspectlib.cli:main" if name == "inspectlib" else "[inspectlib]") in entry_points


@pytest.mark.parametrize("name", NAMES)
def test_an_sdist_holds_what_builds_the_wheel_and_its_words_and_no_other_distribution(name, built):
    (sdist,) = (each for each in built[name] if each.suffix == ".gz")
    with tarfile.open(sdist) as archive:
        names = {each.name.split("/", 1)[1] for each in archive if each.isfile()}
    beside = {each for each in names if not each.startswith(("src/", "tests/"))}
    assert {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO"} <= beside
    assert beside <= {"pyproject.toml", "README.md", "LICENSE", "PKG-INFO", "CHANGELOG.md", ".gitignore"}


def test_the_index_would_take_every_distribution(built):
    files = [str(each) for both in built.values() for each in both]
    done = subprocess.run(
        [sys.executable, "-m", "twine", "--no-color", "check", "--strict", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("PASSED") == len(files)


@pytest.mark.parametrize("name", NAMES)
def test_a_distribution_says_its_licence_its_python_and_a_lowest_version_of_all_it_needs(name, built):
    (wheel,) = (each for each in built[name] if each.suffix == ".whl")
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (each for each in archive.namelist() if each.endswith("/METADATA"))
        said = Parser().parsestr(archive.read(path).decode())
    assert said["License-Expression"] == "MIT"
    assert said["Requires-Python"] == ">=3.11"
    assert said["Description-Content-Type"] == "text/markdown"
    for each in said.get_all("Requires-Dist", ()):
        assert ">=" in each, each
    assert name == "inspectlib" or "inspectlib>=0.1,<1" in project(projects()[name])["dependencies"]


def test_the_core_alone_keeps_and_checks_a_register_and_its_command_says_one_line(env, newest, tmp_path):
    alone = env(["inspectlib"], newest)
    assert alone.names() == {"inspectlib", "attrs", "cattrs", "pluggy", "typing_extensions"}
    assert alone.check() == "No broken requirements found."
    assert alone.python(WRITES, cwd=tmp_path) == ""
    code = """
import inspectlib as il
from inspectlib.testing import a_complete_register
il.save(a_complete_register(), "register.json", by="Policy officer", why="started")
outcome = il.check(il.load("register.json"), on="2023-06-01")
print(outcome.clear, len(outcome.rules) > 50)
try:
    il.read("register.json")
except il.CannotRead as error:
    print(error)
"""
    said = alone.python(code, cwd=tmp_path)
    assert said == "True True\nno importer recognises 'register.json'; installed: none\n"
    version = alone.run("inspectlib", "--version")
    assert (version.returncode, version.stdout) == (0, "inspectlib 0.1.0\n")
    without = alone.run("inspectlib", "check", "register.json", cwd=tmp_path)
    assert (without.returncode, without.stdout) == (2, "")
    assert without.stderr == "the command line needs its extra; install it with: pip install 'inspectlib[cli]'\n"


#: the plugins that write documents
ON_DOCUMENTS = ("inspectlib-home-office", "inspectlib-notebook")


@pytest.mark.parametrize("name", PLUGINS)
def test_a_plugin_alone_brings_what_it_needs_and_writes_all_it_offers(name, env, newest, tmp_path):
    alone = env([name], newest)
    assert alone.check() == "No broken requirements found."
    ours = {name, "inspectlib", *(["inspectlib-documents"] if name in ON_DOCUMENTS else ())}
    assert {each for each in alone.names() if each.startswith("inspectlib")} == ours
    assert alone.python(OFFERS).split() == [word for each in sorted(ours) for word in (each, "True")]
    for line in alone.python(WRITES, cwd=tmp_path).splitlines():
        assert line.startswith("no PDF is written: install its extra"), line


def holds_together(found, folder):
    assert found.check() == "No broken requirements found."
    assert found.python(WRITES, cwd=folder) == ""
    listed = found.run("inspectlib", "plugins", cwd=folder)
    assert listed.returncode == 0, listed.stderr
    assert all(f"from {name} 0.1.0:" in listed.stdout for name in PLUGINS)
    if LONG:
        assert found.python(KIT, cwd=folder) == ""
        assert found.run("inspectlib", "demo", "out", cwd=folder).returncode == 0


#: every distribution with every extra
ALL = tuple(f"{each}[{','.join(project(projects()[each]).get('optional-dependencies', ()))}]" for each in NAMES)


def test_all_together_hold_with_the_newest_of_every_dependency(env, newest, tmp_path):
    holds_together(env(ALL, newest), tmp_path)


def test_all_together_hold_with_the_lowest_version_that_each_allows(env, tmp_path):
    least = house(tmp_path / "lowest", constraints=lowest())
    found = env(ALL, least)
    holds_together(found, tmp_path)
    names = [each.split("==")[0] for each in lowest()]
    code = f"import importlib.metadata as m; print(*(m.version(n) for n in {names}))"
    for said, line in zip(found.python(code).split(), lowest(), strict=True):
        assert said.removesuffix(".0").removesuffix(".0") == line.split("==")[1].removesuffix(".0").removesuffix(".0")
