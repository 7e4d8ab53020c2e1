"""The small tool of another office under docs/examples runs as it stands."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from checkers import ooxml_problems
from docx import Document

from inspectlib import running, storage
from inspectlib.sample import sample_document, sample_register

TOOL = Path(__file__).parents[1] / "docs" / "examples" / "assurance_note.py"


@pytest.fixture
def register(tmp_path):
    (tmp_path / sample_document().name).write_bytes(sample_document().data)
    made = sample_register(running.read(tmp_path / sample_document().name).register)
    return storage.save(made, tmp_path / "register.json", by="Policy officer", why="the sample")


def run(tmp_path, name):
    words = [sys.executable, TOOL, "register.json", "2024-06-28", name]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return tmp_path / name


@pytest.mark.needs("ooxml-validator")
def test_the_tool_writes_its_own_paper_in_word(register, tmp_path):
    path = run(tmp_path, "note.docx")
    assert ooxml_problems(path) == []
    words = [each.text for each in Document(str(path)).paragraphs]
    assert words[0] == "Inspections: note for the assurance board, 28 June 2024"
    outcome = running.check(register, on=date(2024, 6, 28))
    for each in outcome.findings:
        assert any(one.endswith(f": {each.message} ({each.citation}).") for one in words)
    assert any("last reviewed on 14 May 2024" in each for each in words)
    assert not any("last reviewed on 11 June 2024" in each for each in words)


@pytest.mark.usefixtures("register")
def test_the_same_paper_comes_as_markdown(tmp_path):
    text = run(tmp_path, "note.md").read_text(encoding="utf-8")
    assert text.startswith("# Inspections: note for the assurance board, 28 June 2024\n\n## What the law asked")
    assert "read the lists as the least there is" in text or "the check was complete" in text


def test_its_rule_is_asked_beside_the_whole_book(register):
    plain = running.check(register, on=date(2024, 6, 28))
    sys.path.insert(0, str(TOOL.parent))
    try:
        import assurance_note
    finally:
        sys.path.remove(str(TOOL.parent))
    own = assurance_note.checked(register, date(2024, 6, 28))
    assert set(own.rules) - set(plain.rules) == {"BOARD-REVIEW"}
    assert own.findings == plain.findings
    assert {each.rule for each in own.gaps} - {each.rule for each in plain.gaps} == {"BOARD-REVIEW"}
