"""The public API as type checkers see it: programs like a user's, held by mypy and by pyright in their strict modes."""

import subprocess
import sys
from pathlib import Path

import pytest
from checkers import pyright_errors

ROOT = Path(__file__).parents[1]
SAMPLES = [
    *sorted((ROOT / "tests" / "typing_samples").glob("*.py")),
    *sorted((ROOT / "docs" / "examples").glob("*.py")),
]
#: a mistake that a checker must see: what is wrong, and what each says of it
MISTAKES = {
    "il.check(register)": 'Missing named argument "on"',
    "il.check(register, on=5)": "int",
    "il.load('r').inspections[0].title = 'x'": "title",
    "Found(message=None)": "None",
    "Case(area='northmoor')": "recommendation",
    "il.closure_of(register, 'a/1', body='x', on='2024-01-01').nothing": "nothing",
}
HEAD = """import inspectlib as il
from inspectlib.cases import Case
from inspectlib.rules.rule import Found

register: il.Register = il.load("register.json")
"""


def mypy_errors(folder, *paths):
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file", "", "--no-error-summary"]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, cwd=folder)
    return [line for line in done.stdout.splitlines() if ": error:" in line] + done.stderr.splitlines()


@pytest.fixture
def mistaken(tmp_path):
    path = tmp_path / "mistaken.py"
    path.write_text(HEAD + "".join(f"{each}\n" for each in MISTAKES), encoding="utf-8")
    return path


def test_mypy_finds_nothing_in_programs_like_a_user_s(tmp_path):
    assert mypy_errors(tmp_path, *SAMPLES) == []


@pytest.mark.needs("pyright")
def test_pyright_finds_nothing_in_programs_like_a_user_s(tmp_path):
    assert pyright_errors(SAMPLES, project=tmp_path) == []


def test_mypy_sees_each_mistake(mistaken, tmp_path):
    found = mypy_errors(tmp_path, mistaken)
    for line, (_, says) in enumerate(MISTAKES.items(), HEAD.count("\n") + 1):
        assert any(f":{line}: " in each and says in each for each in found), (line, says, found)


@pytest.mark.needs("pyright")
def test_pyright_sees_each_mistake(mistaken, tmp_path):
    found = {int(each.split(":")[1]) for each in pyright_errors([mistaken], project=tmp_path)}
    first = HEAD.count("\n") + 1
    assert set(range(first, first + len(MISTAKES))) <= found


@pytest.mark.parametrize(
    "path", [each for each in SAMPLES if each.parent.name == "typing_samples"], ids=lambda each: each.stem
)
def test_each_sample_can_be_imported_as_it_stands(path):
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
