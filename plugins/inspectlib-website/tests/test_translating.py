"""Claims about translations: the sheet goes out with the office's words, and what comes back is never guessed."""

import csv
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_website.data import cell, uncell
from inspectlib_website.pages import clean

from inspectlib import storage
from inspectlib.changes import resolved
from inspectlib.errors import BadCall, CannotRead
from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib.recording import record
from inspectlib.register import Translation, hash_of
from inspectlib.running import export, merge, read
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact

ON = date(2023, 6, 1)
WORDS = "The Commissioner welcomes the report."
WELSH = "Mae Comisiynydd yn croesawu adroddiad: ŵ, ŷ."
PLACE = (f"{REPORT}|{AREA}", "comments", "cy")


@pytest.fixture
def sheet(tmp_path):
    """Return what sends the sheet out, lets somebody write in it, and gives its path."""

    def make(register, write=list, mark=",", encoding="utf-8-sig"):
        path = tmp_path / "words.csv"
        export(register, "translations", path, on=ON)
        rows = list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
        write(rows)
        out = StringIO()
        writer = csv.DictWriter(out, rows[0].keys(), delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(out.getvalue().encode(encoding))
        return path

    return make


def welsh(rows, text=WELSH):
    for each in rows:
        if each["field"] == "comments":
            each["translation"] = text


def held(register):
    return {(each.of, each.field, each.lang): each for each in register.translations}


def test_the_sheet_holds_each_of_the_offices_words_once_and_no_word_of_the_inspectorate_but_title_and_summary(sheet):
    rows = []
    sheet(a_complete_register(), rows.extend)
    assert [each["field"] for each in rows] == [
        "title",
        "comments",
        "explanations:1",
        "explanations:2",
        "chief_officer_comments",
    ]
    assert rows[1]["words"] == WORDS
    assert rows[1]["words sha-256"] == hash_of(WORDS)


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_translation_comes_home_by_merge_and_is_shown_on_the_welsh_page(sheet, tmp_path, mark):
    made = merge(a_complete_register(), sheet(a_complete_register(), welsh, mark))
    assert (made.conflicts, made.problems) == ((), ())
    assert held(made.register)[PLACE].text == WELSH
    export(made.register, "website", tmp_path / "site", on=ON, options={"languages": "en cy"})
    assert WELSH in (tmp_path / f"site/cy/responses/{REPORT}-{AREA}.html").read_text("utf-8")


def test_a_sheet_that_comes_back_as_it_was_changes_nothing(sheet):
    once = merge(a_complete_register(), sheet(a_complete_register(), welsh)).register
    assert merge(once, sheet(once)).register == once
    assert merge(a_complete_register(), sheet(a_complete_register())).taken == ()


def test_a_stale_translation_is_offered_beside_the_words_and_not_as_theirs(sheet):
    register = merge(a_complete_register(), sheet(a_complete_register(), welsh)).register
    register = register.with_response(evolve(register.responses[0], comments="Better words."))
    register, _ = record(register, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))
    rows = []
    path = sheet(register, rows.extend)
    (row,) = (each for each in rows if each["field"] == "comments")
    assert (row["words"], row["earlier translation"], row["translation"]) == ("Better words.", WELSH, "")
    assert merge(register, path).register == register
    fresh = merge(register, sheet(register, lambda rows: welsh(rows, "Geiriau gwell."))).register
    assert held(fresh)[PLACE].source_hash == hash_of("Better words.")


def test_two_translators_of_one_text_are_a_conflict_and_neither_is_lost(sheet):
    before = a_complete_register()
    ours = before.with_translation(
        Translation(of=PLACE[0], field="comments", lang="cy", text="Un arall.", source_hash=hash_of(WORDS))
    )
    made = merge(ours, sheet(before, welsh))
    (conflict,) = made.conflicts
    assert held(made.register)[PLACE].text == "Un arall."
    assert WELSH in str(conflict)
    assert held(resolved(made, {conflict.where: conflict.theirs}))[PLACE].text == WELSH


def spoil(column, words):
    def write(rows):
        welsh(rows)
        rows[1][column] = words

    return write


@pytest.mark.parametrize(("column", "words"), [("of", ""), ("field", ""), ("lang", "fr"), ("words sha-256", "1.2E+63")])
def test_a_row_whose_last_columns_were_changed_is_a_problem_that_names_the_row(sheet, column, words):
    made = merge(a_complete_register(), sheet(a_complete_register(), spoil(column, words)))
    assert made.register == a_complete_register()
    (problem,) = made.problems
    assert problem.place == "words.csv, row 3"


def test_a_row_that_the_translator_added_is_a_problem_that_says_its_words(sheet):
    made = merge(
        a_complete_register(),
        sheet(a_complete_register(), lambda rows: rows.append({"report": "Please ring me about this"})),
    )
    (problem,) = made.problems
    assert "'Please ring me about this'" in problem.message


def test_an_emptied_translation_stays_and_is_a_problem(sheet):
    once = merge(a_complete_register(), sheet(a_complete_register(), welsh)).register
    made = merge(once, sheet(once, lambda rows: welsh(rows, "")))
    assert made.register == once
    assert "emptied" in made.problems[0].message


def test_a_sheet_that_lost_a_column_or_its_letters_is_refused_in_one_line(sheet, tmp_path):
    def without(rows):
        for each in rows:
            del each["lang"]

    with pytest.raises(CannotRead, match="no column 'lang'"):
        read(sheet(a_complete_register(), without))
    with pytest.raises(CannotRead, match="UTF-8"):
        read(sheet(a_complete_register(), lambda rows: welsh(rows, "café"), encoding="cp1252"))
    with pytest.raises(BadCall, match="language"):
        export(a_complete_register(), "translations", tmp_path / "x.csv", on=ON, options={"language": "fr"})


def test_the_command_line_brings_a_translation_home(sheet, tmp_path):
    path = tmp_path / "register.json"
    storage.save(a_complete_register(), path, by="Officer", why="start")
    run(0, "merge", path, sheet(a_complete_register(), welsh), "--by", "Officer")
    assert held(storage.load(path))[PLACE].text == WELSH
    assert "inspectlib merge" in run(2, "import", sheet(a_complete_register()), "--into", path)


def run(status, *words):
    command = [sys.executable, "-c", "from inspectlib.cli import main; main()", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


@given(st.text(max_size=40))
def test_a_cell_gives_back_the_words_that_it_was_made_from(words):
    if not words.startswith("'"):
        assert uncell(cell(words)) == clean(words)


def test_other_csv_files_are_left_to_others():
    from inspectlib_website.translating import recognises

    assert recognises(Source(name="a.csv", data=b"number,text\n1,words\n")) == 0
