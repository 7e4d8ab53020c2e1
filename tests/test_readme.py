"""Every command and snippet of the README runs as it stands there."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from inspectlib.sample import sample_document

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
REPORT = "how-well-northmoor-police-answers-calls-for-help-2024"
COMMANDS = [line for line in README.splitlines() if line.startswith("inspectlib ")]
(SNIPPET,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "response.txt").write_bytes(sample_document().data.replace(b"6 March 2024", b"8 March 2023"))
    return tmp_path


def test_the_readme_runs_as_it_stands(folder):
    assert len(COMMANDS) > 8
    for line in COMMANDS:
        words = shlex.split(line.replace("--body cleveland", "--body northmoor").replace(" ID", f" {REPORT[:-4]}2023"))
        done = subprocess.run(
            [sys.executable, "-c", "from inspectlib.cli import main; main()", *words[1:]],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    for name in ("form.docx", "tracker.xlsx", "website/index.html"):
        assert (folder / name).exists()
    done = subprocess.run([sys.executable, "-c", SNIPPET], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_readme_names_the_two_commands():
    assert "make demo\nmake test\n" in README
