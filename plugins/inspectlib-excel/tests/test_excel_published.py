"""The book for the website: the checklist of the Analysis Function, and nothing that is not public."""

import io
import zipfile
from datetime import date
from pathlib import Path

import attrs
import openpyxl
import pytest
from inspectlib_excel.published import write_published

from inspectlib.audiences import view_of
from inspectlib.cases import Case, DueChange, Evidence, Position, PositionAnswer, Review
from inspectlib.deadlines import deadlines
from inspectlib.exchange import Job
from inspectlib.fields import Audience, audience_of
from inspectlib.findings import Outcome
from inspectlib.register import Register
from inspectlib.sample import office_register
from inspectlib.testing import AREA, REPORT, a_complete_register

ON = date(2024, 6, 28)
CANARY = "canary-7f3a"


def a_book(register: Register, path: Path, **options: str) -> Path:
    outcome = Outcome(on=ON, reading="strict")
    dated = deadlines(register, on=ON, open_only=False)
    view = view_of(register, Audience.PUBLIC, on=ON, outcome=outcome, deadlines=dated)
    write_published(Job(view=view, on=ON, destination=path, options=options))
    return path


def breaches(path: Path) -> list[str]:
    """Return what the checklist finds: the points of "Releasing statistics in spreadsheets" that a program can judge."""
    found = []
    book = openpyxl.load_workbook(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}
    if book.sheetnames[:2] != ["Cover", "Contents"]:
        found.append("no cover and contents at the front")
    if book.active.title != "Cover":
        found.append("does not open on its cover")
    if list(book.defined_names) or "<definedName " in parts["xl/workbook.xml"]:
        found.append("defined names")
    if "creator" in parts["docProps/core.xml"] or "lastModifiedBy" in parts["docProps/core.xml"]:
        found.append("an author")
    if not book.properties.title:
        found.append("no title in the properties")
    for name in parts:
        if any(word in name for word in ("comment", "drawing", "media", "vba", "custom", "externalLink")):
            found.append(f"a part {name}")
    for sheet in book:
        where = sheet.title
        if sheet.sheet_state != "visible" or any(each.hidden for each in sheet.column_dimensions.values()):
            found.append(f"{where}: hidden")
        if any(each.hidden for each in sheet.row_dimensions.values()):
            found.append(f"{where}: hidden rows")
        if sheet.merged_cells.ranges or sheet.freeze_panes or sheet.auto_filter.ref:
            found.append(f"{where}: merged, frozen or filtered")
        if sheet.sheet_view.selection[0].activeCell != "A1":
            found.append(f"{where}: the cursor is not in A1")
        if not isinstance(sheet["A1"].value, str) or not sheet["A1"].font.bold:
            found.append(f"{where}: no title in A1")
        if any("{" in str(each) for each in (sheet.oddHeader.center.text, sheet.oddFooter.center.text)):
            found.append(f"{where}: header or footer")
        if len(sheet.tables) != (0 if where == "Cover" else 1):
            found.append(f"{where}: {len(sheet.tables)} tables")
        for table in sheet.tables.values():
            if table.autoFilter is not None:
                found.append(f"{where}: filter buttons")
            cells = [cell for row in sheet[table.ref] for cell in row]
            if any(cell.value is None or not str(cell.value).strip() for cell in cells):
                found.append(f"{where}: blank cells in the table")
            if sheet.max_row != int(table.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")):
                found.append(f"{where}: something below the table")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                if cell.font.name != "Arial" or cell.font.sz < 12:
                    found.append(f"{where} {cell.coordinate}: not sans-serif of 12 points")
                if cell.fill.fill_type is not None:
                    found.append(f"{where} {cell.coordinate}: colour")
                above = cell.row < 3  # the title and the line under it run on over the empty cells beside them
                if cell.alignment.horizontal != "left" or not (cell.alignment.wrap_text or above):
                    found.append(f"{where} {cell.coordinate}: not on the left, or not wrapped")
                if cell.data_type == "f":
                    found.append(f"{where} {cell.coordinate}: a formula")
    return found


@pytest.mark.parametrize("register", [office_register(60), a_complete_register(), Register()], ids=["60", "1", "0"])
def test_it_meets_the_checklist(tmp_path, register):
    assert breaches(a_book(register, tmp_path / "b.xlsx")) == []


@pytest.mark.needs("ooxml-validator")
@pytest.mark.parametrize("register", [office_register(60), Register()], ids=["60", "0"])
def test_it_passes_the_open_xml_validator(tmp_path, register):
    from checkers import ooxml_problems

    assert ooxml_problems(a_book(register, tmp_path / "b.xlsx", contact="the office")) == []


def test_it_holds_the_response_and_each_recommendation(tmp_path):
    book = openpyxl.load_workbook(a_book(a_complete_register(), tmp_path / "b.xlsx", contact="office@example.org"))
    assert book.sheetnames == ["Cover", "Contents", "Responses", "Recommendations"]
    head, row = (list(each) for each in book["Responses"].iter_rows(min_row=3, values_only=True))
    said = dict(zip(head, row, strict=True))
    assert said["Comments of the body"] == "The Commissioner welcomes the report."
    assert said["Response first published"].date() == date(2023, 5, 2)
    assert said["Last day to publish the response"].date() == date(2023, 5, 2)
    assert book["Responses"]["G4"].hyperlink.target == said["Address of the response"]
    assert book["Contents"]["A4"].hyperlink.location == "'Responses'!A1"
    assert [each[2].value for each in book["Recommendations"].iter_rows(min_row=4)] == ["1", "2"]
    assert any("office@example.org" in str(each.value) for (each,) in book["Cover"].iter_rows())


def test_nothing_of_a_narrower_audience_is_in_any_byte(tmp_path):
    case = Case(
        area=AREA,
        recommendation=f"{REPORT}/1",
        position=Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 1), reason=CANARY),
        owner=CANARY,
        local_ref=CANARY,
        note=CANARY,
        due_changes=(DueChange(on=date(2023, 4, 1), before=None, after=date(2025, 1, 1), reason=CANARY, by=CANARY),),
        reviews=(Review(on=date(2023, 5, 1), note=CANARY, forum=CANARY),),
        evidence=(Evidence(on=date(2023, 5, 1), criterion=CANARY, location=CANARY),),
        extras=(("x:y", CANARY),),
    )
    hidden = {each.name for each in attrs.fields(Case) if not Audience.PUBLIC.may_see(audience_of(each))}
    assert {"owner", "local_ref", "note", "reviews"} <= hidden
    path = a_book(a_complete_register().with_case(case), tmp_path / "b.xlsx")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert all(CANARY.encode() not in archive.read(name) for name in archive.namelist())


def with_text(text: str) -> Register:
    """Return the complete register with other words of its first recommendation."""
    register = a_complete_register()
    inspection = register.inspections[0]
    first = attrs.evolve(inspection.recommendations[0], text=text)
    return register.with_inspection(attrs.evolve(inspection, recommendations=(first, *inspection.recommendations[1:])))


def test_a_text_longer_than_a_cell_is_published_whole_on_a_sheet_of_its_own(tmp_path):
    text = "The force should do it well. " * 1500
    path = a_book(with_text(text), tmp_path / "b.xlsx")
    assert breaches(path) == []
    rows = list(openpyxl.load_workbook(path)["Long texts"].iter_rows(min_row=4, values_only=True))
    assert "".join(row[4] for row in rows) == text
    assert {row[:3] for row in rows} == {("Recommendations", "1", "Recommendation")}


def test_a_column_grows_until_the_tallest_row_shows_its_longest_text(tmp_path):
    text = "The force should do it well. " * 100
    sheet = openpyxl.load_workbook(a_book(with_text(text), tmp_path / "b.xlsx"))["Recommendations"]
    width, height = sheet.column_dimensions["E"].width, sheet.row_dimensions[4].height
    assert width > 50
    assert height < 409
    assert len(text) / (width * 0.85) * 16.5 <= height + 16.5


def test_what_is_not_signed_is_not_there(tmp_path):
    register = a_complete_register()
    response = attrs.evolve(register.responses[0], sign_offs=())
    book = openpyxl.load_workbook(a_book(register.with_response(response), tmp_path / "b.xlsx"))
    assert book.sheetnames == ["Cover", "Contents"]
    assert "Nothing is published" in book["Contents"]["B4"].value


def test_the_same_view_gives_the_same_bytes(tmp_path):
    one, two = (a_book(a_complete_register(), tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two
