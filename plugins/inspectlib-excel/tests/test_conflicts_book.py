"""The conflicts of a merge, decided in a small book: drafted, filled in, read back, finished."""

import io
import subprocess
import sys

import openpyxl
import pytest
from checkers import ooxml_problems
from inspectlib_excel.conflicts import read_conflicts, recognises

from inspectlib import storage
from inspectlib.cases import Case
from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib.testing import AREA, REPORT, a_complete_register

COMMAND = [sys.executable, "-c", "from inspectlib.cli import main; main()"]
MERGE = ("merge", "r.json", "copy.json")
LONG = "The first paragraph. " * 20


def run(*words, status=0, cwd=None):
    done = subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == status, (words, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stdout if status in (0, 1) else done.stderr


@pytest.fixture
def office(tmp_path):
    """Two copies of a register that went on differently, in an owner and in a note."""
    path, copy = tmp_path / "r.json", tmp_path / "copy.json"
    started = a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="A", note="N"))
    storage.save(started, path, by="Officer", why="started")
    for one, two in ((path, copy), (storage.history_path(path), storage.history_path(copy))):
        two.write_bytes(one.read_bytes())
    for where, owner, note in ((path, "=B", LONG), (copy, "C", "Wait.")):
        held = storage.load(where)
        case = evolve(held.cases[0], owner=owner, note=note)
        storage.save(held.with_case(case), where, by="Officer", why="edited")
    run(*MERGE, "--conflicts", "c.xlsx", status=1, cwd=tmp_path)
    return tmp_path


def fill(path, **takes):
    """Write in the book: the note's and the owner's row, in Take or, with a leading "!", as words of one's own."""
    book = openpyxl.load_workbook(path)
    sheet = book["Conflicts"]
    for row in range(2, sheet.max_row + 1):
        for name, take in takes.items():
            if str(sheet.cell(row, 2).value).endswith(name):
                sheet.cell(row, 7 if take.startswith("!") else 6).value = take.removeprefix("!")
    book.save(path)


def case(office):
    return storage.load(office / "r.json").cases[0]


def test_the_book_shows_each_conflict_whole_with_a_drop_down(office):
    book = openpyxl.load_workbook(office / "c.xlsx")
    rows = list(book["Conflicts"].iter_rows(min_row=2, values_only=True))
    assert [(row[1].rpartition(": ")[2], row[2], row[4]) for row in rows] == [
        ("note", "N", "Wait."),
        ("owner", "A", "C"),
    ]
    assert rows[0][3] == LONG
    assert rows[1][3] == "=B"
    assert book["Conflicts"]["D3"].data_type == "s", "no formula comes from a user's words"
    assert [each.formula1 for each in book["Conflicts"].data_validations.dataValidation][:1] == ['"ours,theirs,base"']
    assert book["draft"].sheet_state == "hidden"
    assert "--resolve c.xlsx" in book["Cover"]["A4"].value


def test_conflicts_decided_in_the_book_are_finished(office):
    fill(office / "c.xlsx", note="!Wait for the Chief Constable.", owner="theirs")
    assert "0 changes taken, 2 conflicts decided" in run(*MERGE, "--resolve", "c.xlsx", cwd=office)
    assert (case(office).note, case(office).owner) == ("Wait for the Chief Constable.", "C")


def test_what_is_not_decided_is_asked_for_and_nothing_is_written(office):
    before = (office / "r.json").read_bytes()
    fill(office / "c.xlsx", note="ours")
    assert "'c.xlsx' leaves 1 of 2 conflicts undecided" in run(*MERGE, "--resolve", "c.xlsx", status=2, cwd=office)
    assert (office / "r.json").read_bytes() == before


def test_another_word_in_take_is_named_by_its_cell(office):
    fill(office / "c.xlsx", note="mine", owner="theirs")
    error = run(*MERGE, "--resolve", "c.xlsx", status=2, cwd=office)
    assert error == "sheet 'Conflicts', cell F2: expected ours, theirs, base, found 'mine'\n"


def test_both_a_take_and_other_words_are_refused(office):
    fill(office / "c.xlsx", note="ours")
    fill(office / "c.xlsx", note="!Words", owner="theirs")
    error = run(*MERGE, "--resolve", "c.xlsx", status=2, cwd=office)
    assert "cell F2: expected Take or words of your own, found both" in error


def test_a_book_of_another_kind_is_refused_in_one_line(office):
    book = openpyxl.Workbook()
    book.save(office / "other.xlsx")
    error = run(*MERGE, "--resolve", "other.xlsx", status=2, cwd=office)
    assert "is no book of conflicts" in error
    assert error.count("\n") == 1
    made = io.BytesIO()
    book.save(made)
    assert recognises(Source(name="other.xlsx", data=made.getvalue())) == 0
    data = (office / "c.xlsx").read_bytes()
    assert recognises(Source(name="c.xlsx", data=data)) > 90
    assert len(read_conflicts(Source(name="c.xlsx", data=data)).reading["conflicts"]) == 2


@pytest.mark.needs("ooxml-validator")
def test_the_book_is_valid_open_xml(office):
    assert ooxml_problems(office / "c.xlsx") == []


def test_words_that_no_cell_holds_whole_or_at_all_still_make_a_sound_book(office):
    for name, note in (("r.json", "Ours.\x0b " + "word " * 9000), ("copy.json", "Theirs.")):
        held = storage.load(office / name)
        storage.save(held.with_case(evolve(held.cases[0], note=note)), office / name, by="Officer", why="edited")
    run(*MERGE, "--conflicts", "c.xlsx", status=1, cwd=office)
    assert ooxml_problems(office / "c.xlsx") == []
    book = openpyxl.load_workbook(office / "c.xlsx")
    rows = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
    assert {row[2] for row in rows} == {"Ours"}
    assert "".join(row[4] for row in rows).startswith("Ours.\ufffd word word")
    fill(office / "c.xlsx", note="ours", owner="ours")
    run(*MERGE, "--resolve", "c.xlsx", cwd=office)
    assert case(office).note.startswith("Ours.\x0b word")
