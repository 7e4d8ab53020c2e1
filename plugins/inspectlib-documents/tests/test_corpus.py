"""The labelled texts beside the project, scored by their own tool; floors only rise. Scores there are of layouts only."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspectlib.cli.commands import root as command_line

SHARED = Path(__file__).resolve().parents[4] / "shared"
CORPUS, TOOL = SHARED / "corpus", SHARED / "tools" / "score_corpus.py"

beside = pytest.mark.skipif(not CORPUS.exists(), reason="the labelled texts are not beside the project")

#: words of a layout's name, then the floors of its scores; the last row is for every other layout
LAYOUTS = {
    "register page": {"f1": 1.0, "exact": 1.0},
    "letter": {"f1": 1.0, "exact": 0.91},
    "table": {"f1": 1.0, "exact": 1.0},
    "PEEL": {"f1": 1.0, "exact": 1.0},
    "paragraph": {"f1": 1.0, "exact": 1.0},
    "form": {"f1": 0.83, "exact": 1.0},
    "lead-in": {"f1": 1.0, "exact": 0.0},
    "": {"f1": 1.0, "exact": 1.0},
}
EVERYWHERE = {"due": 1.0, "kind": 1.0, "number": 1.0, "addressees": 1.0}
FLOORS = {
    "f1": 0.99,
    "exact": 0.94,
    **EVERYWHERE,
    "document_title": 0.97,
    "document_published_on": 1.0,
    "document_dated": 1.0,
    "document_force": 1.0,
}
#: texts of this project, written by one hand before the rules that read them: layouts again, and no measure of real documents
OWN = Path(__file__).parent / "texts"
OWN_FLOORS = {
    "f1": 1.0,
    "exact": 0.98,  # the labels of a few hold the page break or the parted word that a reader takes out
    **EVERYWHERE,
    "document_title": 0.97,
    "document_published_on": 1.0,
    "document_dated": 1.0,
    "document_force": 1.0,
}
CEILINGS = {"invented_dates": 0, "false_on_negatives": 0, "failed": 0}


@pytest.fixture
def score(monkeypatch, capsys):
    """Run the scorer over a folder, each text read by the command line in this process."""
    spec = importlib.util.spec_from_file_location("score_corpus", TOOL)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)

    def read(command, **_):
        ran = CliRunner().invoke(command_line, command[1:])
        return subprocess.CompletedProcess(command, ran.exit_code, ran.stdout, ran.stderr)

    monkeypatch.setattr(scorer.subprocess, "run", read)

    def run(folder):
        monkeypatch.setattr(sys, "argv", ["score_corpus.py", str(folder), "--misses"])
        scorer.main()
        printed = capsys.readouterr().out
        scores = {}
        for line in printed.splitlines():
            name, _, given = line.partition(": ")
            if name.replace("_", "").isalnum() and not name.isdigit():
                scores[name] = float(given)
        return scores, printed

    return run


def layout_of(text):
    return next(words for words in LAYOUTS if words in text)


@beside
def test_the_labelled_texts_are_read_as_well_as_before(score):
    scores, printed = score(CORPUS)
    assert {name: scores[name] for name, floor in FLOORS.items() if scores[name] < floor} == {}, printed
    assert {name: scores[name] for name in CEILINGS if scores[name] > CEILINGS[name]} == {}, printed


@beside
def test_the_labelled_texts_of_this_project_are_read_as_well_as_before(score):
    scores, printed = score(OWN)
    assert {name: scores[name] for name, floor in OWN_FLOORS.items() if scores[name] < floor} == {}, printed
    assert {name: scores[name] for name in CEILINGS if scores[name] > CEILINGS[name]} == {}, printed


@beside
@pytest.mark.parametrize("words", LAYOUTS, ids=lambda words: words or "others")
def test_each_layout_is_read_as_well_as_before(score, tmp_path, words):
    for label in CORPUS.glob("*.json"):
        said = json.loads(label.read_text(encoding="utf-8"))
        if said["items"] and layout_of(said["layout"]) == words:
            shutil.copy(label, tmp_path)
            shutil.copy(label.with_suffix(".txt"), tmp_path)
    scores, printed = score(tmp_path)
    floors = {**EVERYWHERE, **LAYOUTS[words]}
    assert {name: scores[name] for name, floor in floors.items() if scores[name] < floor} == {}, printed
