"""An office's own tracker: what is taken, what is left and why, by cell."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from inspectlib_excel import inspectlib_importers
from inspectlib_excel.legacy_columns import FIELDS, field_of
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

import inspectlib as il
from inspectlib.cases import Rating
from inspectlib.cli.commands import root as command
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Source
from inspectlib.recommendations import RecommendationKind
from inspectlib.register import Register

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


def read(path: Path, body: str | None = "northmoor", mapping: dict[str, str] | None = None) -> ImportResult:
    importer = next(each for each in inspectlib_importers() if each.name == "excel-sheet")
    source = Source.from_path(path, body, mapping)
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


def test_the_command_that_reads_can_be_told_whose_a_sheet_is(tmp_path):
    path = str(a_book(tmp_path / "a.xlsx", HEAD, ROW))
    said = {
        body: CliRunner()
        .invoke(command, ["read", path, "--format", "json", *(["--body", body] if body else [])])
        .output
        for body in ("", "northmoor")
    }
    assert "--body AREA" in said[""]
    assert json.loads(said["northmoor"])["register"]["cases"][0]["area"] == "northmoor"
    assert "--body" not in said["northmoor"]


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
    result = read(a_book(tmp_path / "a.xlsx", *rows))
    assert result.reading["mapping"] == [["Vibes", ""], ["Recommendation", "recommendation"], ["Owner", "owner"]]
    assert [(each.place, each.text, each.taken_for) for each in result.explained] == [
        ("sheet 'HMIC', cell A1", "Vibes", "nothing"),
        ("sheet 'HMIC', cell B1", "Recommendation", "recommendation"),
        ("sheet 'HMIC', cell C1", "Owner", "owner"),
    ]

    def change(book):
        sheet = book.create_sheet("mapping")
        for each in (["Column", "Means"], ["Vibes", "ref"], ["Owner", "ignore"]):
            sheet.append(each)

    result = read(a_book(tmp_path / "b.xlsx", *rows, change=change))
    assert result.register.inspections[0].recommendations[0].number == "7"


def test_a_draft_of_a_mapping_is_corrected_and_read_with(tmp_path):
    rows = (["Vibes", "Recommendation", "Owner"], ["7", "Act.", "Head"])
    path = a_book(tmp_path / "a.xlsx", *rows)
    drafted = dict(read(path).meanings.taken)
    assert drafted == {"Vibes": "", "Recommendation": "recommendation", "Owner": "owner"}
    assert read(path, mapping=drafted) == read(path)
    result = read(path, mapping={**drafted, "Vibes": " Ref ", "Mood": "rag"})
    assert result.register.inspections[0].recommendations[0].number == "7"
    last = result.explained[-1]
    assert (last.place, last.text, last.why) == ("the mapping", "Mood", "no sheet has a column of that name")
    with pytest.raises(CannotRead, match=r"the mapping, column 'Vibes': expected one of ref, .*; found 'mood'"):
        read(path, mapping={"Vibes": "mood"})


def test_the_command_drafts_a_mapping_into_a_new_file_and_reads_and_imports_with_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    a_book(tmp_path / "portal.xlsx", ["What they said", "Who", "Their number"], ["Buy lockers.", "Estates", "7"])
    Path("response.txt").write_text("A letter.")

    def run(*words, status=0):
        done = CliRunner().invoke(command, words)
        assert done.exit_code == status, (done.output, done.exception)
        return done.output + str(done.exception or "")

    draft = ("read", "portal.xlsx", "--draft-mapping", "m.json")
    assert "m.json would be drafted; 3 columns to say" in run(*draft, "--dry-run", status=2)
    assert not Path("m.json").exists()
    out = run(*draft, status=2)
    assert "then: inspectlib read portal.xlsx --mapping m.json" in out
    assert "is there already; correct it and give it as --mapping" in run(*draft, status=1)
    plain = json.loads(Path("m.json").read_text())
    assert "one of: ref, " in plain["how"]
    plain["columns"] |= {"What they said": "recommendation", "Who": "owner", "Their number": "ref"}
    Path("m.json").write_text(json.dumps(plain))
    assert "recommendation 7, to nobody named: Buy lockers." in run("read", "portal.xlsx", "--mapping", "m.json")
    run("new", "register.json", "--body", "northmoor")
    run("import", "portal.xlsx", "--into", "register.json", "--mapping", "m.json", "--body", "northmoor")
    assert il.load("register.json").cases[0].owner == "Estates"
    for mapping in ("portal.xlsx", "response.txt", "register.json"):
        run("read", "portal.xlsx", "--mapping", mapping, status=1)
    run("read", "portal.xlsx", "--mapping", "none.json", status=1)


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


def test_one_cell_across_a_row_is_a_heading_and_no_recommendation(tmp_path):
    book = a_book(
        tmp_path / "t.xlsx", HEAD, ["Custody"], ROW, change=lambda book: book.worksheets[0].merge_cells("A2:I2")
    )
    result = read(book)
    assert texts(result) == {"1a": "The force should act."}
    heads = "sheet 'HMIC', row 2: one cell across several columns heads the rows below it; left: 'Custody'"
    assert heads in problems(result)


def test_a_row_that_names_no_report_in_a_column_of_reports_says_which_it_was_taken_for(tmp_path):
    rows = (["Tracker"], ["Report", "Ref", "Recommendation"], ["Custody", "1", "Act."], [None, "2", "Act again."])
    said = problems(read(a_book(tmp_path / "t.xlsx", *rows)))
    assert "sheet 'HMIC', cell A4: no report is named; it was taken to be 'Tracker'" in said


def test_a_reference_that_stands_twice_takes_the_next_free_one_and_says_so(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", HEAD, ROW, ROW))
    assert [each.key for each in result.register.inspections[0].recommendations] == ["1a", "1a-2"]
    assert any("the reference '1a' stands more than once" in each for each in problems(result))


def test_without_a_police_area_the_cases_are_left_and_said(tmp_path):
    result = read(a_book(tmp_path / "t.xlsx", HEAD, ROW), body=None)
    assert result.register.cases == ()
    assert any("the police area is not said" in each and "'Head of Crime'" in each for each in problems(result))


def test_a_book_without_a_header_is_refused_and_says_which_names_are_known(tmp_path):
    with pytest.raises(CannotRead, match="no sheet has a header with two of these columns: ref, local reference"):
        read(a_book(tmp_path / "t.xlsx", ["a", "b"], [1, 2]))


@pytest.mark.parametrize(
    "name", ["ref", "recommendation", "AFI", "owner", "lead", "RAG", "status", "due", "Target date"]
)
def test_the_usual_words_are_known(name):
    assert field_of(name, {}) in FIELDS


# five messy sheets, of the kinds that offices keep


def texts(result: ImportResult) -> dict[str, str]:
    return {each.key: each.text for one in result.register.inspections for each in one.recommendations}


def test_titles_groups_merged_reports_and_colours_alone(tmp_path):
    def change(book):
        sheet = book.worksheets[0]
        for cells in ("A1:G1", "A4:C4", "D4:G4", "A6:A7"):
            sheet.merge_cells(cells)
        for row, colour in ((6, "FFFF0000"), (7, "FFFFC000"), (8, "FF00B050"), (9, "FFFFFFFF")):
            sheet.cell(row, 6).fill = PatternFill("solid", fgColor=colour)

    head = ["Report", "Ref", "Recommendation / AFI / Cause of Concern", "Exec Lead", "SPOC", "RAG", "Date Closed"]
    result = read(
        a_book(
            tmp_path / "t.xlsx",
            ["Eastmoor Constabulary: recommendation tracker"],
            ["Last updated: 14th May 2024"],
            [],
            ["Inspection", None, None, "Force response"],
            head,
            ["PEEL 21/22", "PEEL 21/22 - AFI 3", "Record crime within a day.", "ACC Crime", "D/Supt", None, None],
            [None, "PEEL 21/22 - AFI 4", "Supervise investigations.", "ACC Crime", None, None, date(2024, 1, 15)],
            ["Custody 2022", "Rec 1", "Review the logs.", "ACC Ops", "n/a", None, "N/A"],
            ["Custody 2022", "CoC 2", "Check cells.", "-", None, None, None],
            change=change,
        )
    )
    assert texts(result) == {
        "peel-21-22-afi-3": "Record crime within a day.",
        "peel-21-22-afi-4": "Supervise investigations.",
        "rec-1": "Review the logs.",
        "coc-2": "Check cells.",
    }
    kinds = {each.key: each.kind for one in result.register.inspections for each in one.recommendations}
    assert [kinds[key].value for key in sorted(kinds)] == [
        *("cause of concern", "area for improvement", "area for improvement", "recommendation")
    ]
    cases = {each.recommendation.rpartition("/")[2]: each for each in result.register.cases}
    assert {key: dict(each.extras).get("legacy:rag") for key, each in cases.items()} == {
        "peel-21-22-afi-3": "red (by the colour of the cell)",
        "peel-21-22-afi-4": "amber (by the colour of the cell)",
        "rec-1": "green (by the colour of the cell)",
        "coc-2": None,
    }
    assert (cases["rec-1"].owner, cases["coc-2"].owner) == ("ACC Ops", None)
    assert dict(cases["peel-21-22-afi-4"].extras)["legacy:closed"] == "15/01/2024"
    assert "legacy:closed" not in dict(cases["rec-1"].extras)
    said = problems(result)
    assert "sheet 'HMIC', row 2: above the header; left: Last updated: 14th May 2024" in said
    assert any("row 5: columns that are not known: 'SPOC'; say what they mean in a mapping" in one for one in said)
    assert "sheet 'HMIC', cell E6: the column 'SPOC' is not known; left: 'D/Supt'" in said


def test_a_sheet_for_each_report_with_headings_between_the_rows_and_a_total(tmp_path):
    def rows(title):
        return (
            [title],
            [],
            ["No.", "Recommendation", "Responsible officer", "Status", "Deadline", "Progress to date"],
            ["Causes of concern"],
            [1, "Act at once.", "Supt Custody", "Complete", date(2023, 3, 31), "All done"],
            ["Areas for improvement"],
            [2, "Improve.", "Supt Custody", "On track", "Mar-24", "In hand"],
            ["Total", 2],
        )

    def change(book):
        for row in rows("Roads 2023"):
            book["Roads"].append(row)

    def with_roads(book):
        book.create_sheet("Roads")
        change(book)
        book.create_sheet("Old").sheet_state = "hidden"

    result = read(a_book(tmp_path / "t.xlsx", *rows("Custody 2022"), change=with_roads))
    assert [each.title for each in result.register.inspections] == ["Custody 2022", "Roads 2023"]
    for inspection in result.register.inspections:
        assert [each.kind.value for each in inspection.recommendations] == ["cause of concern", "area for improvement"]
        assert [each.due.last_day for each in inspection.recommendations] == [date(2023, 3, 31), None]
    said = problems(result)
    assert "sheet 'Old': the sheet is hidden; it was left: 0 rows" in said
    assert (
        sum("the row has no recommendation's words; left: ref: 'Total'; recommendation: '2'" in one for one in said)
        == 2
    )
    assert not any("Causes of concern" in one for one in said)


def test_headers_with_line_breaks_mixed_dates_and_comments(tmp_path):
    def change(book):
        sheet = book.worksheets[0]
        sheet["C2"].comment = Comment("ask the board", "A reader")
        sheet["D2"].number_format = "General"

    head = [
        "Unique ID",
        "HMICFRS Report\nTitle",
        "Rec / AFI\nText",
        "Due\nDate",
        "BRAG",
        "Latest\nUpdate",
        "Update\nDate",
    ]
    result = read(
        a_book(
            tmp_path / "t.xlsx",
            head,
            ["HMI/2023/001", "Digital", "Record.", 45200, "R", "Slow", "14th May 2024"],
            ["HMI/2023/002", "Digital", "Write.", "n/a", "n/a", "N/A", "N/A"],
            change=change,
        )
    )
    assert texts(result) == {"hmi-2023-001": "Record.", "hmi-2023-002": "Write."}
    one, two = result.register.cases
    assert [(each.on, each.rating, each.note) for each in one.reviews] == [(date(2024, 5, 14), Rating.RED, "Slow")]
    assert (two.reviews, two.extras) == ((), ())
    said = problems(result)
    assert "sheet 'HMIC', cell C2: a comment was left: 'ask the board'" in said
    assert any("found '45200' (as a date that would be 1 October 2023); kept as words" in one for one in said)


def test_a_column_for_each_month_and_ratings_of_two_offices_are_asked_about_and_never_guessed(tmp_path):
    head = [
        "Rec number",
        "AFI / Recommendation (verbatim)",
        "Lead",
        "Jan-24 update",
        "RAG (force)",
        "RAG (OPCC)",
        "Comments",
    ]
    row = ["4a", "Dylai\u2019r heddlu wella.", "Uwch-arolygydd", "=B2", "Green", "Amber", "PCC not assured"]
    result = read(a_book(tmp_path / "t.xlsx", ["GWENMOR"], head, row))
    assert texts(result) == {"4a": "Dylai\u2019r heddlu wella."}
    (case,) = result.register.cases
    assert case.extras == (("legacy:rag", "Green"),)
    said = problems(result)
    assert any("not known: 'Jan-24 update', 'RAG (OPCC)', 'Comments'; say" in one for one in said)
    assert "sheet 'HMIC', cell D3: the column 'Jan-24 update' is not known; left: 'the formula =B2'" in said
    assert "sheet 'HMIC', cell G3: the column 'Comments' is not known; left: 'PCC not assured'" in said


def test_a_sheet_in_an_offices_own_words_names_its_columns_and_is_read_with_a_mapping(tmp_path):
    rows = (["What they said", "Who", "By when", "Their number"], ["Buy lockers.", "Estates", "31 March 2024", "7"])
    result = read(a_book(tmp_path / "a.xlsx", *rows))
    assert result.register == Register()
    (problem,) = problems(result)
    assert "its columns seem to be: 'What they said', 'Who'" in problem
    assert result.meanings.taken == dict.fromkeys(rows[0], "")

    def change(book):
        for each in (
            ("Column", "Means"),
            ("What they said", "recommendation"),
            ("Who", "owner"),
            ("Their number", "ref"),
        ):
            book["mapping"].append(each)

    def mapped(book):
        book.create_sheet("mapping")
        change(book)

    result = read(a_book(tmp_path / "b.xlsx", *rows, change=mapped))
    assert texts(result) == {"7": "Buy lockers."}
    assert result.register.inspections[0].recommendations[0].due.last_day == date(2024, 3, 31)
    assert result.register.cases[0].owner == "Estates"


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Recommendations / AFIs", "recommendation"),
        ("Target Completion Date", "due"),
        ("Update (most recent first)", "update"),
        ("Progress to date", "update"),
        ("Update date", "updated"),
        ("Rec type", "kind"),
        ("Recommendation number", "ref"),
        ("Recommendation accepted?", None),
        ("Business area", None),
        ("Closed by", None),
        ("Revised due date", None),
        ("Position", None),
    ],
)
def test_a_name_is_known_by_all_its_words_or_not_at_all(name, means):
    assert field_of(name, {}) == means
