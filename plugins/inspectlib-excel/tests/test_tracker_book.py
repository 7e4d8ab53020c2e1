"""The working book as its readers find it: what can be filled in, what is hidden, what adds up."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from inspectlib_excel.summary import figures
from inspectlib_excel.tables import content
from inspectlib_excel.tracker import write_tracker

from inspectlib.audiences import view_of
from inspectlib.deadlines import deadlines
from inspectlib.exchange import Job
from inspectlib.fields import Audience
from inspectlib.findings import Outcome
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.register import Register
from inspectlib.sample import SAMPLE_DAY, office_register

TABLES = ("Recommendations", "Responses", "Actions", "Reviews", "Deadlines")
PROFILE = Profile(
    name="northmoor",
    area="northmoor",
    status_words=(("Still open", "in progress"), ("With the inspectors", "closure requested")),
    extras=(
        ExtraField(
            name="board",
            of="Case",
            title="Board",
            audience=Audience.WORKING,
            kind=ExtraKind.CHOICE,
            choices=("Crime", "People, and more"),
        ),
        ExtraField(name="private", of="Case", title="Private", audience=Audience.BODY),
    ),
)


def a_job(register: Register, path: Path, profile: Profile | None = None) -> Job:
    view = view_of(
        register,
        Audience.WORKING,
        on=SAMPLE_DAY,
        outcome=Outcome(on=SAMPLE_DAY, reading="strict"),
        deadlines=deadlines(register, on=SAMPLE_DAY),
    )
    return Job(view=view, on=SAMPLE_DAY, destination=path, profile=profile)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "tracker.xlsx"
    write_tracker(a_job(office_register(60), made, PROFILE))
    return made


def headers(sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def test_only_the_sheet_of_what_was_sent_is_hidden_and_the_cover_says_so(path):
    book = openpyxl.load_workbook(path)
    assert [each.title for each in book.worksheets if each.sheet_state != "visible"] == ["sent"]
    assert any("hidden sheet 'sent'" in str(cell.value) for row in book["Cover"] for cell in row)


def test_every_sheet_is_protected_without_a_password(path):
    for sheet in openpyxl.load_workbook(path):
        assert sheet.protection.sheet, sheet.title
        assert sheet.protection.password is None
        assert not sheet.protection.autoFilter


@pytest.mark.parametrize("name", TABLES)
def test_cells_are_unlocked_where_their_column_can_be_filled_in_and_the_header_is_marked(path, name):
    sheet = openpyxl.load_workbook(path)[name]
    for column in sheet.iter_cols(max_row=4):
        open_cells = {not cell.protection.locked for cell in column[1:]}
        assert len(open_cells) == 1
        marked = column[0].fill.fgColor.rgb == "0000584C"
        assert open_cells == {marked}, column[0].value
        assert column[0].protection.locked


def test_each_closed_choice_has_a_drop_down_of_its_words(path):
    book = openpyxl.load_workbook(path)
    for name, title in (
        ("Recommendations", "Position"),
        ("Recommendations", "New step"),
        ("Recommendations", "Board"),
        ("Reviews", "Self-assessed rating"),
        ("Reviews", "Recommendation"),
    ):
        sheet = book[name]
        cell = sheet.cell(2, headers(sheet)[title]).coordinate
        (rule,) = [each for each in sheet.data_validations.dataValidation if cell in each.sqref]
        assert rule.type == "list"
        of, _, cells = rule.formula1.partition("!")
        words = [one.value for row in book[of][cells.replace("$", "")] for one in row]
        assert all(words), title
    assert [each.value for each in book["Lists"]["C"]][:3] == ["Board", "Crime", "People, and more"]


def test_local_words_stand_beside_ours_and_private_fields_are_not_sent(path):
    sheet = openpyxl.load_workbook(path)["Recommendations"]
    titles = headers(sheet)
    assert titles["RAG"] == titles["Local status"] + 1
    assert "Private" not in titles
    words = {
        (row[titles["Status"] - 1].split(",")[0], row[titles["Local status"] - 1])
        for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    assert ("in progress", "Still open") in words
    assert ("closed by the inspectorate", None) in words


def test_overdue_days_are_coloured_from_the_as_at_date_of_the_cover(path):
    book = openpyxl.load_workbook(path)
    assert book.defined_names["as_at"].attr_text == "Cover!$B$2"
    assert book["Cover"]["B2"].value.date() == SAMPLE_DAY
    for name in ("Recommendations", "Actions", "Deadlines"):
        (rules,) = book[name].conditional_formatting
        assert "<as_at" in rules.rules[0].formula[0]


def test_the_printed_page_leaves_the_columns_for_filling_in_aside(path):
    sheet = openpyxl.load_workbook(path)["Recommendations"]
    widths = [sheet.column_dimensions[each.column_letter].width for each in sheet[1]]
    printed = sheet[sheet.print_area.split("!")[1].replace("$", "")][0]
    assert printed[-1].value == "Force comment"
    assert sum(widths[: len(printed)]) < 250


def test_reports_are_linked(path):
    register = office_register(20)
    register = register.with_inspection(
        *(type(each)(**{**vars_of(each), "url": "https://example.org/a?b=1&c=2"}) for each in register.inspections)
    )
    other = path.with_name("linked.xlsx")
    write_tracker(a_job(register, other))
    sheet = openpyxl.load_workbook(other)["Recommendations"]
    cell = sheet.cell(2, headers(sheet)["Report link"])
    assert cell.hyperlink.target == cell.value == "https://example.org/a?b=1&c=2"
    with zipfile.ZipFile(other) as parts:
        related = parts.read("xl/worksheets/_rels/sheet2.xml.rels").decode()
    assert related.count("TargetMode") == 1, "an address that many rows share is written once"


def vars_of(value) -> dict:
    import attrs

    return {each.name: getattr(value, each.name) for each in attrs.fields(type(value))}


def test_figures_add_up_to_the_rows():
    for each in figures(content(a_job(office_register(60), Path("none")))):
        assert sum(count for _, count in each.counts) == each.all == 60


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("register", [office_register(60), Register()], ids=["filled", "empty"])
def test_figures_counted_again_by_libreoffice_are_ours(tmp_path, register):
    from checkers import converted

    made = tmp_path / "tracker.xlsx"
    job = a_job(register, made)
    write_tracker(job)
    opened = openpyxl.load_workbook(converted(made, "xlsx", tmp_path / "out"), data_only=True)
    ours = [count for each in figures(content(job)) for count in (*(n for _, n in each.counts), each.all, each.all, 0)]
    counted = [cell.value for cell in opened["Summary"]["B"] if isinstance(cell.value, int | float)]
    assert counted == ours
    assert len(opened["Summary"]._charts) == 3


@pytest.mark.needs("ooxml-validator")
@pytest.mark.parametrize("profile", [PROFILE, None], ids=["profile", "none"])
def test_an_office_passes_the_open_xml_validator(tmp_path, profile):
    from checkers import ooxml_problems

    made = tmp_path / "tracker.xlsx"
    write_tracker(a_job(office_register(60), made, profile))
    assert ooxml_problems(made) == []


def test_days_are_days(path):
    sheet = openpyxl.load_workbook(path)["Actions"]
    day = sheet.cell(2, headers(sheet)["Due"])
    assert isinstance(day.value, date)
    assert day.number_format == "dd/mm/yyyy"
