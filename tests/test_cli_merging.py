"""The command line: merge, undo, repair, redact, verify, history."""

import json
import subprocess
import sys

import pytest

import inspectlib as il
from inspectlib import storage
from inspectlib.cases import Case
from inspectlib.changes import Change, diff
from inspectlib.errors import BadCall
from inspectlib.exchange import Importer, ImportResult, Problem
from inspectlib.fields import evolve
from inspectlib.plugins import load_plugins
from inspectlib.register import Register
from inspectlib.testing import AREA, REPORT, a_complete_register

COMMAND = [sys.executable, "-c", "from inspectlib.cli import main; main()"]


def run(*words, status=0, cwd=None):
    done = subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == status, (words, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout if status in (0, 1) else done.stderr


@pytest.fixture
def office(tmp_path):
    """A register, and the copy of it that a synchronised folder made; both went on."""
    path, copy = tmp_path / "r.json", tmp_path / "r (conflicted copy).json"
    register = a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="A"))
    storage.save(register, path, by="Officer", why="started")
    for one, two in ((path, copy), (storage.history_path(path), storage.history_path(copy))):
        two.write_bytes(one.read_bytes())
    edit(path, owner="B")
    edit(copy, note="Wait.")
    return tmp_path


def edit(path, **parts):
    register = storage.load(path)
    storage.save(register.with_case(evolve(register.cases[0], **parts)), path, by="Officer", why=f"edited {path.name}")


def case(office):
    return storage.load(office / "r.json").cases[0]


MERGE = ("merge", "r.json", "r (conflicted copy).json")


def test_a_conflicted_copy_is_merged_from_the_revision_that_both_have(office):
    said = run(*MERGE, "--by", "Officer", cwd=office)
    assert "taken: a-report-2023 (northmoor), recommendation 1: note recorded: 'Wait.'" in said
    assert said.endswith("1 change taken, 0 conflicts decided\n")
    assert (case(office).owner, case(office).note) == ("B", "Wait.")
    assert "merged r (conflicted copy).json" in run("history", "r.json", cwd=office)
    assert run(*MERGE, cwd=office) == "nothing to merge: the register holds all of it\n"


def test_the_same_from_python_finds_the_history_by_itself(office):
    made = il.merge(il.load(office / "r.json"), office / "r (conflicted copy).json")
    assert (made.register.cases[0].owner, made.register.cases[0].note) == ("B", "Wait.")
    assert (made.conflicts, made.problems) == ((), ())
    assert made.register.based_on == il.load(office / "r.json").based_on


def test_what_came_with_a_copy_and_was_taken_back_is_asked_about_when_the_copy_comes_again(office):
    run(*MERGE, cwd=office)
    edit(office / "r.json", note=None)
    edit(office / "r (conflicted copy).json", local_ref="N/1")
    said = run(*MERGE, status=1, cwd=office)
    assert "would be taken: a-report-2023 (northmoor), recommendation 1: local reference recorded: 'N/1'" in said
    assert "conflict: a-report-2023 (northmoor), recommendation 1: note: it was 'Wait.'; ours is nothing" in said
    assert case(office).note is None
    made = il.merge(il.load(office / "r.json"), office / "r (conflicted copy).json")
    assert (made.register.cases[0].note, made.register.cases[0].local_ref) == (None, "N/1")
    assert made.taken == diff(il.load(office / "r.json"), made.register)


def test_a_copy_without_its_history_is_adopted_with_a_line_that_says_so(office):
    storage.history_path(office / "r (conflicted copy).json").unlink()
    said = run(*MERGE, status=1, cwd=office)
    assert "has no history: what it alone holds is adopted, what it does not hold stays" in said
    assert "owner: it was nothing; ours is 'B'; theirs is 'A'" in said


def test_conflicts_are_drafted_decided_by_people_and_finished(office):
    edit(office / "r (conflicted copy).json", owner="C")
    before = (office / "r.json").read_bytes()
    assert "1 conflict, nothing was written" in run(*MERGE, status=1, cwd=office)
    run(*MERGE, "--conflicts", "c.json", "--dry-run", status=1, cwd=office)
    assert not (office / "c.json").exists()
    run(*MERGE, "--conflicts", "c.json", status=1, cwd=office)
    assert (office / "r.json").read_bytes() == before
    draft = json.loads((office / "c.json").read_text())
    (row,) = draft["conflicts"]
    assert (row["base"], row["ours"], row["theirs"], row["take"]) == ("A", "B", "C", None)
    assert "'c.json' leaves 1 of 1 conflict undecided" in run(*MERGE, "--resolve", "c.json", status=2, cwd=office)
    for take in ("theirs", {"value": "D"}, "base", "ours"):
        row["take"] = take
        (office / "c.json").write_text(json.dumps(draft))
        run(*MERGE, "--resolve", "c.json", "--dry-run", cwd=office)
        assert (office / "r.json").read_bytes() == before
        made = json.loads(run(*MERGE, "--resolve", "c.json", "--format", "json", "--dry-run", cwd=office))
        assert made["conflicts"][0]["theirs"] == "C"
    row["take"] = "theirs"
    (office / "c.json").write_text(json.dumps(draft))
    assert "1 conflict decided" in run(*MERGE, "--resolve", "c.json", cwd=office)
    assert (case(office).owner, case(office).note) == ("C", "Wait.")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda draft, _: draft["conflicts"][0].update(take="mine"), '"take" is "ours", "theirs", "base"'),
        (lambda draft, _: draft["conflicts"][0].update(ours="X", take="ours"), "has changed since"),
        (lambda draft, _: draft["source"].update(sha256="0"), "was drafted for another"),
        (lambda draft, _: draft.clear(), "is not a draft of conflicts"),
    ],
)
def test_a_draft_that_does_not_fit_is_one_line_and_writes_nothing(office, spoil, words):
    edit(office / "r (conflicted copy).json", owner="C")
    run(*MERGE, "--conflicts", "c.json", status=1, cwd=office)
    draft = json.loads((office / "c.json").read_text())
    spoil(draft, office)
    (office / "c.json").write_text(json.dumps(draft))
    before = (office / "r.json").read_bytes()
    error = run(*MERGE, "--resolve", "c.json", status=2, cwd=office)
    assert words in error
    assert error.count("\n") == 1
    assert (office / "r.json").read_bytes() == before


def test_what_is_no_copy_is_sent_to_import(office):
    (office / "paper.txt").write_text("A paper.")
    assert "import" in run("merge", "r.json", "paper.txt", status=2, cwd=office)
    run(*MERGE, "--conflicts", "c.xlsx", cwd=office)  # without a conflict nothing is drafted
    edit(office / "r (conflicted copy).json", note="More.")
    edit(office / "r.json", note="Less.")
    assert "drafted as .json or .xlsx, not as 'c.pdf'" in run(*MERGE, "--conflicts", "c.pdf", status=2, cwd=office)


def test_a_returned_book_is_merged_by_what_was_sent(office):
    key = f"{REPORT}/1|{AREA}"
    changes = (
        Change(where=("cases", key, "owner"), before="A", after="C"),
        Change(where=("cases", key, "note"), before=None, after="Wait."),
    )
    problem = Problem(place="sheet 'Tracker', cell F17", message="expected a date, found '31/02/2025'")
    book = Importer(
        name="a-book",
        title="A book",
        suffixes=(".book",),
        recognises=lambda source: 100 if source.suffix == ".book" else 0,
        read=lambda _: ImportResult(register=Register(), changes=changes, problems=(problem,)),
    )
    plugins = evolve(load_plugins(), importers=(book,))
    (office / "tracker.book").write_text("x")
    made = il.merge(il.load(office / "r.json"), office / "tracker.book", plugins=plugins)
    assert made.register.cases[0].note == "Wait."
    assert [(each.base, each.ours, each.theirs) for each in made.conflicts] == [("A", "B", "C")]
    assert made.problems == (problem,)


@pytest.mark.parametrize("made_from", [None, "ours", "another"])
def test_a_book_is_taken_where_its_revision_is_in_the_history_or_where_its_reader_is_named(office, made_from):
    register = il.load(office / "r.json")
    based_on = {None: None, "ours": register.based_on, "another": (7, "0" * 64)}[made_from]
    book = Importer(
        name="a-book",
        title="A book",
        suffixes=(".book",),
        recognises=lambda source: 100 if source.suffix == ".book" else 0,
        read=lambda _: ImportResult(register=Register(), changes=(), based_on=based_on),
    )
    plugins = evolve(load_plugins(), importers=(book,))
    (office / "tracker.book").write_text("x")
    if made_from == "another":
        with pytest.raises(BadCall, match=r"'tracker.book' was made from revision 7 \(000000000000\)"):
            il.merge(register, office / "tracker.book", plugins=plugins)
    else:
        assert il.merge(register, office / "tracker.book", plugins=plugins).taken == ()
    assert il.merge(register, office / "tracker.book", using="a-book", plugins=plugins).taken == ()


def test_any_revision_is_taken_back_and_what_was_built_on_it_is_said(office):
    edit(office / "r.json", note="Noted.")
    assert "revision 2 taken back by a new revision" in run("record", "r.json", "undo", "2", cwd=office)
    assert (case(office).owner, case(office).note) == ("A", "Noted.")
    edit(office / "r.json", note="Noted again.")
    said = run("record", "r.json", "undo", "3", status=1, cwd=office)
    assert "was not taken back: what it changed was changed again; nothing was written" in said
    assert case(office).note == "Noted again."


def test_the_history_is_listed_with_its_changes_and_by_day(office):
    said = run("history", "r.json", cwd=office)
    assert "recommendation 1: owner changed from 'A' to 'B'" in said
    assert said.endswith("2 of 2 revisions\n")
    assert run("history", "r.json", "--since", "2999-01-01", cwd=office) == "0 of 2 revisions\n"
    assert run("history", "r.json", "--as-at", "1999-01-01", cwd=office) == "0 of 2 revisions\n"
    assert len(json.loads(run("history", "r.json", "--as-at", "2999-01-01", "--format", "json", cwd=office))) == 2


def test_a_redaction_is_told_whole_and_the_history_shows_it(office):
    edit(office / "r.json", owner="Pat Example")
    (office / "words.txt").write_text("Pat Example\n")
    words = ("redact", "r.json", "--words-in", "words.txt", "--by", "Officer", "--why", "request 12")
    assert "(--dry-run: nothing was written)" in run(*words, "--dry-run", cwd=office)
    said = run(*words, cwd=office)
    assert "deleted what these revisions said: 3" in said
    assert "look at, beside the register: words.txt" in said
    assert "see to: back-ups" in said
    assert "Pat" not in run("history", "r.json", cwd=office)
    assert "redacted by revision 4" in run("history", "r.json", cwd=office)
    assert "4 revisions, the chain holds" in run("verify", "r.json", cwd=office)
    assert "say what to erase" in run("redact", "r.json", "--by", "a", "--why", "b", status=2, cwd=office)


def test_verify_tells_a_shortened_history_and_a_file_changed_by_hand(office):
    printed = storage.load(office / "r.json").based_on[1][:12]
    assert "the chain holds" in run("verify", "r.json", "--expect", printed, cwd=office)
    assert "shortened or rewritten" in run("verify", "r.json", "--expect", "0" * 12, status=1, cwd=office)
    assert "at least its first 12" in run("verify", "r.json", "--expect", printed[:6], status=2, cwd=office)
    path = office / "r.json"
    path.write_text(path.read_text().replace("A Report", "B Report"))
    assert "not the one that the last revision describes" in run("verify", "r.json", status=1, cwd=office)
    said = run("repair", "r.json", cwd=office)
    assert "rebuilt the register from its history" in said
    assert run("repair", "r.json", cwd=office) == "nothing to repair\n"
    said = run("merge", "r.json", "r.json.not-in-history-1", status=1, cwd=office)
    assert "title: it was nothing; ours is 'A Report'; theirs is 'B Report'" in said
