"""The Excel tracker, opened again with openpyxl."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from inspectlib_excel import inspectlib_exporters
from openpyxl.styles.fonts import Font
from openpyxl.worksheet.worksheet import Worksheet

from inspectlib.audiences import View, view_of
from inspectlib.cases import Case, DueChange, Position, PositionAnswer, Rating, Review
from inspectlib.deadlines import Deadline
from inspectlib.exchange import Job
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Gap, Outcome
from inspectlib.inspections import Inspection
from inspectlib.recommendations import DueDate, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Invitation, Publication, Recipient, Response, SignOff

ON = date(2023, 4, 20)
REPORT = "policing-of-x-2023"
COMMENT = "=1+1"


def a_register() -> Register:
    """Return a register with one report, two recommendations, one case and one response."""
    inspection = Inspection(
        id=REPORT,
        title="The policing of x",
        published_on=date(2023, 3, 7),
        url="https://example.org/report",
        recommendations=(
            Recommendation(
                id=f"{REPORT}/1",
                number="1",
                text="By 31 March 2023, forces should act.",
                addressees=("forces",),
                due=DueDate(words="By 31 March 2023", last_day=date(2023, 3, 31)),
            ),
            Recommendation(
                id=f"{REPORT}/2",
                number="2",
                text="- first\x0b\n- second",
                kind=RecommendationKind.AREA_FOR_IMPROVEMENT,
                addressees=("home_office",),
            ),
        ),
    )
    case = Case(
        area="cleveland",
        recommendation=f"{REPORT}/1",
        position=Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 3, 10)),
        force_comment=COMMENT,
        owner="@head of crime",
        due_changes=(DueChange(on=date(2023, 3, 20), before=date(2023, 3, 31), after=date(2023, 4, 10)),),
        reviews=(Review(on=date(2023, 4, 3), rating=Rating.AMBER), Review(on=date(2023, 4, 12))),
    )
    response = Response(
        area="cleveland",
        inspection=REPORT,
        invitations=(Invitation(sent_on=date(2023, 3, 8), comments_by=date(2023, 4, 1)),),
        chief_officer_comments=(ChiefOfficerComments(text="We accept.", received_on=date(2023, 3, 30)),),
        sign_offs=(SignOff(role="PCC", on=date(2023, 4, 13), text_hash="0" * 64),),
        publications=(Publication(on=date(2023, 4, 14), url="https://example.org/response"),),
        copies=(Copy(to=Recipient.INSPECTORS, on=date(2023, 4, 15)),),
    )
    register = Register(areas=("cleveland",), inspections=(inspection,), responses=(response,), cases=(case,))
    return evolve(register, based_on=(7, "ab" * 32))


def a_view(register: Register) -> View:
    """Return the working view of a register with one gap and one deadline."""
    deadline = Deadline(
        inspection=REPORT,
        subject="The policing of x",
        what="last day to publish the response",
        last_day=date(2023, 5, 1),
        whose="local policing body",
        citation="Police Act 1996 s.55(5A)",
        law="PA96-S55-5A",
        area="cleveland",
    )
    gap = Gap(rule="R", subject="s", message="m")
    outcome = Outcome(on=ON, reading="strict", gaps=(gap,))
    return view_of(register, Audience.WORKING, on=ON, outcome=outcome, deadlines=(deadline,))


def written(register: Register, folder: Path, *, body: str | None = None) -> Path:
    """Write the tracker of a register into a folder and return its path."""
    folder.mkdir(exist_ok=True)
    exporter = next(each for each in inspectlib_exporters() if each.name == "excel-tracker")
    path = folder / "tracker.xlsx"
    exporter.export(Job(view=a_view(register), on=ON, destination=path, body=body))
    return path


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the rows of a sheet by column name."""
    header, *others = sheet.iter_rows(values_only=True)
    days = ([each.date() if isinstance(each, datetime) else each for each in row] for row in others)
    return [dict(zip(map(str, header), row, strict=True)) for row in days]


def test_holds_the_case_and_the_recommendation_without_one(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(a_register(), tmp_path))
    assert book.sheetnames == [
        *("Cover", "Recommendations", "Responses", "Actions", "Reviews"),
        *("Deadlines", "Summary", "Lists", "sent"),
    ]
    one, two = rows(book["Recommendations"])
    assert one["Key"] == f"{REPORT}/1"
    assert one["Status"] == "in progress, overdue"
    assert one["RAG"] == "Red: overdue"
    assert one["Report due"] == date(2023, 3, 31)
    assert one["Due now"] == date(2023, 4, 10)
    assert (one["Times deferred"], one["Position"]) == (1, "accepted")
    assert one["Last review"] == date(2023, 4, 12)
    assert one["Self-assessed rating"] == "amber (on 3 April 2023)"
    assert two["Recommendation"] == "- first\ufffd\n- second"
    assert (two["Area"], two["Kind"], two["Position"]) == ("cleveland", "area for improvement", None)
    assert two["Status"] == "no case recorded; not addressed to policing here"


def test_holds_the_response_and_its_deadline(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(a_register(), tmp_path))
    (response,) = rows(book["Responses"])
    assert response["Last day to publish"] == date(2023, 5, 1)
    assert (response["Invited on"], response["Comments by"]) == (date(2023, 3, 8), date(2023, 4, 1))
    assert response["Published on (first)"] == date(2023, 4, 14)
    assert (response["Signed off"], response["Signed off by"]) == (date(2023, 4, 13), "PCC")
    assert response["Copy to inspectors"] == date(2023, 4, 15)
    assert response["Copy to Secretary of State"] is None
    (deadline,) = rows(book["Deadlines"])
    assert deadline["Done on"] == date(2023, 4, 14)
    assert deadline["Days left"] is None


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(a_register(), tmp_path))["Recommendations"]
    found = {cell.value: cell for cell in sheet[2]}
    for text in (COMMENT, "@head of crime"):
        assert found[text].data_type == "s"
        assert found[text].quotePrefix


def test_cover_says_what_is_not_shown(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(a_register(), tmp_path))
    lines = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True, max_col=2)}
    assert lines["As at the end of"].date() == date(2023, 4, 20)
    assert lines["Police area"] == "Cleveland"
    assert (lines["Not shown to be in order"], lines["Breaches found"]) == (1, 0)
    assert lines["Register revision"] == 7
    assert lines["in progress, overdue"] == 1
    assert "To fill in: Position, Owner, Force comment" in lines["Recommendations: 2 rows"]


@pytest.mark.parametrize("name", ["Recommendations", "Responses", "Deadlines"])
def test_sheets_are_tables_with_frozen_headers(tmp_path: Path, name: str) -> None:
    sheet = openpyxl.load_workbook(written(a_register(), tmp_path))[name]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.tables[name].autoFilter.ref == sheet.dimensions
    days = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, date)]
    assert days
    assert {cell.number_format for cell in days} == {"dd/mm/yyyy"}


def test_same_register_gives_the_same_bytes(tmp_path: Path) -> None:
    first = written(a_register(), tmp_path / "a").read_bytes()
    assert first == written(a_register(), tmp_path / "b").read_bytes()
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {each.date_time[0] for each in archive.infolist()} == {1980}
    assert Font.__elements__[0] == "name"


def test_empty_register_gives_valid_tables(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(Register(), tmp_path))
    for name in ("Recommendations", "Responses", "Deadlines"):
        assert book[name].tables[name].ref.endswith("2")
    assert ("Not shown to be in order", 1) in list(book["Cover"].iter_rows(values_only=True, max_col=2))


def test_another_body_sees_no_case_of_this_one(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(a_register(), tmp_path, body="kent"))
    assert {row["Area"] for row in rows(book["Recommendations"])} == {"kent"}
    assert COMMENT not in {cell.value for row in book["Recommendations"].iter_rows() for cell in row}


@pytest.mark.needs("ooxml-validator")
@pytest.mark.parametrize("register", [a_register(), Register()], ids=["filled", "empty"])
def test_passes_the_open_xml_validator(tmp_path: Path, register: Register) -> None:
    from checkers import ooxml_problems

    assert ooxml_problems(written(register, tmp_path)) == []
