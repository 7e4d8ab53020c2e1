"""An office's own tracker: what is taken, what is left and why, by cell."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from inspectlib_excel import inspectlib_importers
from inspectlib_excel.legacy_columns import FIELDS, field_of

from inspectlib.cases import Rating
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Source
from inspectlib.recommendations import RecommendationKind

HEAD = ["Ref", "Recommendation / AFI", "Type", "Lead", "RAG", "Status", "Target Date", "Latest update", "Last updated"]
ROW = [
    "1a",
    "The force should act.",
    "AFI",
    "Head of Crime",
    "Amber",
    "Nearly there",
    "31/03/2024",
    "Going well",
    "1.2.24",
]


def read(path: Path, body: str | None = "northmoor") -> ImportResult:
    importer = next(each for each in inspectlib_importers() if each.name == "excel-sheet")
    source = Source.from_path(path, body)
    assert importer.recognises(source) == max(each.recognises(source) for each in inspectlib_importers())
    return importer.read(source)


def a_book(path: Path, *rows: list, change=lambda _: None) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "HMIC"
    for row in rows:
        book.worksheets[0].append(row)
    change(book)
    book.save(path)
    return path


def problems(result: ImportResult) -> list[str]:
    return [f"{each.place}: {each.message}" for each in result.problems]


def test_a_usual_sheet_is_taken_into_reports_recommendations_and_cases(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", ["Custody 2023"], [], HEAD, ROW))
    (inspection,) = result.register.inspections
    (found,) = inspection.recommendations
    assert (inspection.id, inspection.title) == ("custody-2023", "Custody 2023")
    assert (found.id, found.number, found.text) == ("custody-2023/1a", "1a", "The force should act.")
    assert found.kind is RecommendationKind.AREA_FOR_IMPROVEMENT
    assert (found.due.words, found.due.last_day) == ("31/03/2024", date(2024, 3, 31))
    (case,) = result.register.cases
    assert (case.area, case.owner) == ("northmoor", "Head of Crime")
    assert [(each.on, each.note, each.rating) for each in case.reviews] == [
        (date(2024, 2, 1), "Going well", Rating.AMBER)
    ]


def test_a_status_is_kept_as_it_was_written_and_never_drawn_from(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", HEAD, ROW))
    (case,) = result.register.cases
    assert case.extras == (("legacy:status", "Nearly there"),)
    assert (case.position, case.closure) == (None, ())
    assert any("cell F2: kept as it was written" in each for each in problems(result))


def test_a_due_date_in_words_is_kept_as_words_and_reported(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", HEAD, [*ROW[:6], "TBC", *ROW[7:]]))
    (found,) = result.register.inspections[0].recommendations
    assert (found.due.words, found.due.last_day) == ("TBC", None)
    assert any("cell G2: 'Target Date': expected a date" in each for each in problems(result))


def test_each_cell_that_is_left_is_named(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", [*HEAD, "Vibes"], [*ROW, "good"], [None, None, None, "A lead only"]))
    assert "sheet 'HMIC', cell J2: the column 'Vibes' is not known; left: 'good'" in problems(result)
    assert any(
        "row 3: the row has no recommendation's words; left: owner: 'A lead only'" in each for each in problems(result)
    )


def test_a_mapping_sheet_says_what_unknown_columns_are_and_the_draft_is_given(tmp_path):
    rows = (["Vibes", "Recommendation", "Owner"], ["7", "Act.", "Head"])
    draft = read(a_book(tmp_path / "a.xlsx", *rows)).reading["mapping"]
    assert draft == [["Vibes", ""], ["Recommendation", "recommendation"], ["Owner", "owner"]]

    def change(book):
        sheet = book.create_sheet("mapping")
        for each in (["Column", "Means"], ["Vibes", "ref"], ["Owner", "ignore"]):
            sheet.append(each)

    result = read(a_book(tmp_path / "b.xlsx", *rows, change=change))
    assert result.register.inspections[0].recommendations[0].number == "7"


def test_a_mapping_that_is_not_understood_is_one_line(tmp_path):
    def change(book):
        book.create_sheet("mapping").append(["Vibes", "mood"])

    with pytest.raises(CannotRead, match=r"sheet 'mapping', cell B1: expected one of ref, .*found 'mood'"):
        read(a_book(tmp_path / "t.xlsx", HEAD, ROW, change=change))


def test_merged_titles_and_headers_of_two_rows_are_understood(tmp_path):
    def change(book):
        sheet = book.worksheets[0]
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B1:C1")

    rows = (
        ["Report", "Recommendation", None, "Action"],
        [None, "No", "Wording", "Owner"],
        ["Custody", "1", "First.", "Head"],
        [None, "2", "Second.", None],
    )
    result = read(a_book(tmp_path / "t.xlsx", *rows, change=change))
    texts = [each.text for one in result.register.inspections for each in one.recommendations]
    assert texts == ["First.", "Second."]


def test_a_reference_that_stands_twice_takes_the_next_free_one_and_says_so(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", HEAD, ROW, ROW))
    assert [each.key for each in result.register.inspections[0].recommendations] == ["1a", "1a-2"]
    assert any("the reference '1a' stands more than once" in each for each in problems(result))


def test_without_a_police_area_the_cases_are_left_and_said(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", HEAD, ROW), body=None)
    assert result.register.cases == ()
    assert any("the police area is not said" in each and "'Head of Crime'" in each for each in problems(result))


def test_a_book_without_a_header_is_refused_and_says_which_names_are_known(tmp_path):
    with pytest.raises(CannotRead, match="no sheet has a header with two of these columns: ref, inspection"):
        read(a_book(tmp_path / "t.xlsx", ["a", "b"], [1, 2]))


@pytest.mark.parametrize(
    "name", ["ref", "recommendation", "AFI", "owner", "lead", "RAG", "status", "due", "Target date"]
)
def test_the_usual_words_are_known(name):
    assert field_of(name, {}) in FIELDS
