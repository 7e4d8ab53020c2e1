"""What people's hands do to a tracker: what they meant is taken or said, and two of them do not undo each other."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_excel import inspectlib_importers
from inspectlib_excel.cells import units
from inspectlib_excel.long_texts import parts
from inspectlib_excel.tracker import write_tracker

import inspectlib as il
from inspectlib import storage
from inspectlib.audiences import view_of
from inspectlib.cases import Action, Case, Position, PositionAnswer, Review
from inspectlib.errors import BadCall, CannotRead
from inspectlib.exchange import Job, Source
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.register import Register
from inspectlib.responses import Copy, Recipient, Response
from inspectlib.testing import AREA, REPORT, an_inspection

ON = date(2024, 6, 28)
CASE = f"{REPORT}/1|{AREA}"


def a_register() -> Register:
    case = Case(
        area=AREA,
        recommendation=f"{REPORT}/1",
        position=Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 1)),
        owner="Head of Crime",
        reviews=(Review(on=date(2023, 5, 1), note="On track."),),
    )
    other = Case(area=AREA, recommendation=f"{REPORT}/2", owner="Head of Contact")
    copies = tuple(Copy(to=each, on=date(2023, 5, 1), how="e-mail") for each in Recipient)
    response = Response(area=AREA, inspection=REPORT, copies=copies)
    action = Action(id="a1", area=AREA, answers=(f"{REPORT}/1",), title="Do it")
    held = Register(areas=(AREA,)).with_inspection(an_inspection()).with_case(case).with_case(other)
    return held.with_response(response).with_action(action)


def written(register: Register, path: Path) -> Path:
    view = view_of(register, Audience.WORKING, on=ON, outcome=Outcome(on=ON, reading="strict"))
    write_tracker(Job(view=view, on=ON, destination=path))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(a_register(), tmp_path / "tracker.xlsx")


def edited(path: Path, change, name: str = "returned.xlsx") -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    made = path.with_name(name)
    book.save(made)
    return made


def read(path: Path):
    source = Source.from_path(path)
    best = max(inspectlib_importers(), key=lambda each: each.recognises(source))
    assert best.name == "excel-tracker"
    return best.read(source)


def changes(result) -> dict:
    return {each.where: (each.before, each.after) for each in result.changes}


def problems(result) -> list[str]:
    return [f"{each.place}: {each.message}" for each in result.problems]


def put(sheet, row: int, **values) -> None:
    heads = {cell.value: cell.column for cell in sheet[1]}
    for title, value in values.items():
        sheet.cell(row, heads[title.replace("_", " ")]).value = value


def test_each_change_says_the_cells_in_which_it_was_typed(path):
    def change(book):
        put(book["Recommendations"], 2, Owner="Head of Custody", New_step="completed", Step_on="1/6/24")

    result = read(edited(path, change))
    assert result.places == {
        ("cases", CASE, "owner"): "sheet 'Recommendations', cell K2",
        ("cases", CASE, "closure", "2024-06-01|completed"): "sheet 'Recommendations', cells Z2, AA2",
    }


def test_what_two_people_add_to_one_case_is_both_taken_and_only_the_same_cell_is_a_conflict(path):
    def one(book):
        put(book["Recommendations"], 2, Owner="Head of One", New_step="completed", Step_on="1/6/24")
        put(book["Reviews"], 9, Recommendation=f"{REPORT}/1", Reviewed_on="2/6/24", Note="Seen by one.")

    def two(book):
        put(book["Recommendations"], 2, Owner="Head of Two", New_step="closure requested", Step_on="5/6/24")
        put(book["Recommendations"], 3, Local_reference="L/2")
        put(book["Reviews"], 9, Recommendation=f"{REPORT}/1", Reviewed_on="3/6/24", Note="Seen by two.")
        put(book["Reviews"], 2, Note="On track, says two.")

    first = il.merge(a_register(), edited(path, one, "one.xlsx"))
    assert (first.conflicts, first.problems) == ((), ())
    second = il.merge(first.register, edited(path, two, "two.xlsx"))
    (conflict,) = second.conflicts
    assert (conflict.where, conflict.ours, conflict.theirs) == (
        ("cases", CASE, "owner"),
        "Head of One",
        "Head of Two",
    )
    assert second.places[conflict.where] == "sheet 'Recommendations', cell K2"
    case = second.register.case(f"{REPORT}/1", AREA)
    assert [each.note for each in case.reviews] == ["On track, says two.", "Seen by one.", "Seen by two."]
    assert [each.step.value for each in case.closure] == ["completed", "closure requested"]
    assert second.register.case(f"{REPORT}/2", AREA).local_ref == "L/2"


def test_two_deferrals_of_one_date_are_a_conflict(path):
    def defer(until):
        return lambda book: put(
            book["Recommendations"], 2, New_due_date=until, Deferral_decided_on="1/3/24", Reason_for_deferral="Late."
        )

    first = il.merge(a_register(), edited(path, defer("1/9/24"), "one.xlsx"))
    (conflict,) = il.merge(first.register, edited(path, defer("1/10/24"), "two.xlsx")).conflicts
    assert conflict.where == ("cases", CASE, "due_changes")


def test_two_people_may_begin_the_same_case(tmp_path):
    empty = Register(areas=(AREA,)).with_inspection(an_inspection())
    path = written(empty, tmp_path / "t.xlsx")
    one = edited(path, lambda book: put(book["Recommendations"], 2, Owner="Head of One"), "one.xlsx")
    two = edited(path, lambda book: put(book["Recommendations"], 2, Force_comment="We agree."), "two.xlsx")
    merged = il.merge(il.merge(empty, one).register, two)
    assert merged.conflicts == ()
    (case,) = merged.register.cases
    assert (case.owner, case.force_comment) == ("Head of One", "We agree.")


def test_a_book_of_another_register_is_one_line_and_one_of_a_restored_copy_can_be_taken(tmp_path):
    ours, theirs = tmp_path / "ours.json", tmp_path / "theirs.json"
    for each in (ours, theirs):
        storage.save(a_register(), each, by="Officer", why=f"began {each.name}")
    path = written(il.load(theirs), tmp_path / "tracker.xlsx")
    assert il.merge(il.load(theirs), path).taken == ()
    with pytest.raises(BadCall, match=r"'tracker.xlsx' was made from revision 1 \(.*holds no such revision; merge it"):
        il.merge(il.load(ours), path)
    assert il.merge(il.load(ours), path, using="excel-tracker").taken == ()


def test_an_action_that_says_no_area_of_the_book_or_no_recommendation_is_kept_aside_whole(path):
    for typed, words in (
        ({"Answers": "nonsense/1", "Area": AREA}, "no recommendation 'nonsense/1' is in this book"),
        ({"Answers": f"{REPORT}/1", "Area": "eastmoor"}, "expected one of northmoor; found 'eastmoor'"),
    ):
        result = read(edited(path, lambda book, typed=typed: put(book["Actions"], 5, Action="New", **typed)))
        assert result.changes == ()
        assert any(words in each for each in problems(result))
        assert any("a row that adds an action was kept aside" in each and "'New'" in each for each in problems(result))


@pytest.mark.parametrize("answers", [f"{REPORT}/1, {REPORT}/2", f"{REPORT.upper()}/1\n {REPORT}/2 "])
@pytest.mark.parametrize("area", ["Northmoor", " northmoor", None])
def test_an_action_is_understood_as_people_type_it(path, area, answers):
    result = read(edited(path, lambda book: put(book["Actions"], 5, Action="New", Area=area, Answers=answers)))
    (change,) = result.changes
    assert problems(result) == []
    assert (change.after["area"], change.after["answers"]) == (AREA, [f"{REPORT}/1", f"{REPORT}/2"])


def test_a_key_with_other_capitals_or_gaps_is_the_same_key(path):
    def change(book):
        sheet = book["Recommendations"]
        sheet["A2"], sheet["B2"] = f" {REPORT.upper()}/1 ", "Northmoor"
        put(sheet, 2, Owner="Head of Custody")

    result = read(edited(path, change))
    assert changes(result) == {("cases", CASE, "owner"): ("Head of Crime", "Head of Custody")}
    assert problems(result) == []


def test_merged_cells_take_nothing_away(path):
    result = read(edited(path, lambda book: book["Recommendations"].merge_cells("K2:K3")))
    assert result.changes == ()
    assert problems(result) == [
        "sheet 'Recommendations', cell K3: 'Owner': the cell lies under K2, merged; nothing of it was taken or removed"
    ]


def test_a_renamed_sheet_and_a_renamed_column_are_known_by_what_they_hold(path):
    def change(book):
        sheet = book["Recommendations"]
        next(cell for cell in sheet[1] if cell.value == "Owner").value = "Lead"
        put(sheet, 2, Lead="Head of Custody")
        put(sheet, 3, Number="2")
        sheet.title = "Recs July"

    result = read(edited(path, change))
    assert changes(result) == {("cases", CASE, "owner"): ("Head of Crime", "Head of Custody")}
    assert problems(result) == [
        "sheet 'Recs July': the sheet was taken for 'Recommendations', whose columns it has",
        "sheet 'Recs July', cell K1: the column 'Lead' was taken for 'Owner', which holds what that held",
    ]


def test_a_heading_typed_again_in_other_letters_and_gaps_is_the_same_heading(path):
    def change(book):
        sheet = book["Recommendations"]
        for cell in sheet[1]:
            cell.value = f" {cell.value.upper().replace(' ', chr(10))} "
        put(sheet, 2, **{" OWNER ": "Head of Custody"})

    result = read(edited(path, change))
    assert changes(result) == {("cases", CASE, "owner"): ("Head of Crime", "Head of Custody")}
    assert result.problems == ()


def test_a_tracker_without_its_hidden_sheet_is_not_read_as_an_offices_own(path):
    def change(book):
        del book["sent"]

    source = Source.from_path(edited(path, change))
    best = max(inspectlib_importers(), key=lambda each: each.recognises(source))
    with pytest.raises(
        CannotRead, match=r"'Recommendations' is one of a tracker that was sent out, without its hidden"
    ):
        best.read(source)


def test_of_a_copied_sheet_only_what_is_new_is_said(path):
    def change(book):
        put(book.copy_worksheet(book["Actions"]), 2, Done_on="1/6/24")

    (problem,) = problems(read(edited(path, change)))
    assert problem.startswith("sheet 'Actions Copy', row 2: the sheet is not one that was sent; kept aside: a1")


def test_of_a_row_that_stands_twice_only_what_was_typed_is_said(path):
    def change(book):
        sheet = book["Recommendations"]
        for cell in sheet[2]:
            sheet.cell(9, cell.column).value = cell.value
        put(sheet, 9, Owner="Head of Custody")

    result = read(edited(path, change))
    assert result.changes == ()
    assert [each.rpartition("kept aside: ")[2] for each in problems(result)] == [
        "as it was sent",
        "Owner: 'Head of Custody'",
    ]


def test_dates_whose_format_was_cleared_are_as_they_were_sent(path):
    def change(book):
        for sheet in (book["Recommendations"], book["Reviews"], book["Responses"]):
            for row in sheet.iter_rows(min_row=2):
                for cell in row:
                    if cell.is_date:
                        cell.value, cell.number_format = (cell.value.date() - date(1899, 12, 30)).days, "General"

    result = read(edited(path, change))
    assert (result.changes, result.problems) == ((), ())


def test_a_number_where_a_date_is_asked_for_is_reported_with_the_day_that_it_may_be(path):
    def change(book):
        put(book["Actions"], 2, Due=45415)
        book["Actions"]["F2"].number_format = "General"

    (problem,) = problems(read(edited(path, change)))
    assert problem.endswith("expected a date such as 31/03/2024, found '45415' (as a date that would be 3 May 2024)")


@pytest.mark.parametrize(
    "typed", ["3rd of May 2024", "2024/05/03", "2024.05.03", "3rd May '24", "03/05/2024.", "'3/5/24"]
)
def test_further_forms_of_a_day_are_understood(path, typed):
    result = read(edited(path, lambda book: put(book["Actions"], 2, Due=typed)))
    assert changes(result) == {("actions", "a1", "due"): (None, "2024-05-03")}


def test_an_emptied_cell_whose_fact_goes_on_is_said_to_be_that_cell(path):
    def change(book):
        put(book["Responses"], 2, Copy_to_inspectors=None)
        put(book["Recommendations"], 2, Position=None)

    result = read(edited(path, change))
    assert result.changes == ()
    ours, theirs = sorted(problems(result))
    assert ours.startswith("sheet 'Recommendations', cell J2: ")
    assert ours.endswith("'Position' cannot be empty while more of the same fact is recorded")
    assert theirs.startswith("sheet 'Responses', cell N2: ")
    assert theirs.endswith("'Copy to inspectors' cannot be empty while more of the same fact is recorded")


def test_a_row_with_a_key_that_was_not_sent_says_how_a_new_one_is_added(path):
    def change(book):
        put(book["Recommendations"], 6, Key="mine", Recommendation="A new one.", Owner="Head")
        put(book["Actions"], 6, Key="mine", Area=AREA, Answers=f"{REPORT}/1", Action="New")

    one, two = problems(read(edited(path, change)))
    assert one.endswith("; to add a recommendation leave its key empty")
    assert two.endswith("; to add an action leave its key empty")


# texts longer than a cell


LONG = "".join(f"Paragraph {number} of a long comment, with ŵ and 😀.\n\n" for number in range(1200))


@pytest.fixture
def long(tmp_path: Path) -> Path:
    register = a_register()
    (response,) = register.responses
    return written(register.with_response(evolve(response, comments=LONG)), tmp_path / "long.xlsx")


def test_a_text_longer_than_a_cell_is_begun_there_and_stands_whole_on_a_sheet_of_its_own(long):
    book = openpyxl.load_workbook(long)
    sheet = book["Responses"]
    (shown,) = [cell.value for cell in sheet[2] if str(cell.value).startswith("Paragraph 0")]
    assert shown.endswith("\n[Longer than a cell: the whole text stands on the sheet 'Long texts'.]")
    assert LONG.startswith(shown.rpartition("\n")[0])
    rows = list(book["Long texts"].iter_rows(min_row=2, values_only=True))
    assert {row[:3] for row in rows} == {("Responses", f"{REPORT}|{AREA}", "Body's comments")}
    assert "".join(row[4] for row in rows) == LONG
    heights = [book["Long texts"].row_dimensions[number].height for number in range(2, len(rows) + 2)]
    assert max(heights) < 409  # so each part is seen whole


@given(st.text(st.sampled_from("ab \n\x0b\u2028😀"), min_size=1, max_size=300).map(lambda text: text * 40))
def test_the_parts_of_a_text_joined_are_the_text(text):
    made = parts(text)
    assert "".join(made) == text
    assert max(map(units, made)) < 32_767


def test_a_text_longer_than_a_cell_comes_home_unchanged_and_an_edit_of_its_beginning_is_not_taken(long):
    assert (read(long).changes, read(long).problems) == ((), ())
    result = read(edited(long, lambda book: put(book["Responses"], 2, **{"Body's_comments": "Short."})))
    assert result.changes == ()
    (problem,) = problems(result)
    assert "'Short.' was not taken; only the beginning of the text stands in the cell" in problem


@pytest.mark.needs("ooxml-validator")
def test_a_book_with_long_texts_passes_the_open_xml_validator(long):
    from checkers import ooxml_problems

    assert ooxml_problems(long) == []


# as the command says it


def merge(*words: object, cwd: Path) -> str:
    command = [sys.executable, "-c", "from inspectlib.cli import main; main()", "merge", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_command_says_each_cell_and_never_that_all_is_held_where_something_was_left(tmp_path):
    storage.save(a_register(), tmp_path / "r.json", by="Officer", why="began")
    path = written(il.load(tmp_path / "r.json"), tmp_path / "tracker.xlsx")
    edited(path, lambda book: put(book["Recommendations"], 2, Owner="Head of Custody"), "one.xlsx")
    edited(path, lambda book: put(book["Actions"], 2, Due="31/02/2025"), "two.xlsx")
    said = merge("r.json", "one.xlsx", "--dry-run", cwd=tmp_path)
    assert "owner changed from 'Head of Crime' to 'Head of Custody' (sheet 'Recommendations', cell K2)" in said
    assert merge("r.json", "two.xlsx", cwd=tmp_path).splitlines() == [
        "note: sheet 'Actions', cell F2: 'Due': expected a date such as 31/03/2024, found '31/02/2025'",
        "nothing was written; see to the 1 note above",
    ]
    assert merge("r.json", "tracker.xlsx", cwd=tmp_path) == "nothing to merge: the register holds all of it\n"
