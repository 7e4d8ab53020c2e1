"""Every block of the README is run as it stands there: commands, Python, and the two words to make."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pages import blocks

from inspectlib.sample import sample_document

ROOT = Path(__file__).parent.parent
BLOCKS = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
REPORT = "how-well-northmoor-police-answers-calls-for-help-2024"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "response.txt").write_bytes(sample_document().data.replace(b"6 March 2024", b"8 March 2023"))
    return tmp_path


def as_here(line):
    """Put what a reader would fill in: the area of the sample and the id of its report."""
    return line.replace("--body cleveland", "--body northmoor").replace(" ID", f" {REPORT[:-4]}2023")


def run(words, folder):
    done = subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stdout, done.stderr)


def test_the_readme_runs_as_it_stands(folder):
    commands, snippets = 0, 0
    for kind, body in BLOCKS:
        if kind == "python":
            snippets += 1
            run(["-c", body], folder)
            continue
        assert kind == "", kind
        for line in body.splitlines():
            program, *words = shlex.split(as_here(line))
            if program == "make":
                continue  # the next test
            assert program == "inspectlib", line
            commands += 1
            run(["-c", "from inspectlib.cli import main; main()", *words], folder)
    assert commands > 8
    assert snippets > 0
    for name in ("form.docx", "tracker.xlsx", "website/index.html"):
        assert (folder / name).exists()


def test_what_the_readme_makes_is_a_target_that_runs_the_demo_and_the_tests():
    names = [line.removeprefix("make ") for _, body in BLOCKS for line in body.splitlines() if line.startswith("make ")]
    assert names == ["demo", "test"]
    recipes = dict(
        re.findall(r"^(\w+): install\n\t(.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert recipes["demo"] == "$(BIN)/inspectlib demo demo-output"
    assert recipes["test"].startswith("$(BIN)/pytest")
