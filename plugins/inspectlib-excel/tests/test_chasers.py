"""Chasers: each owner gets their own rows and no others, and what comes back is read like any tracker."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import openpyxl
import pytest
from inspectlib_excel.chasers import write_chasers
from inspectlib_excel.tracker_home import read_tracker

from inspectlib.audiences import view_of
from inspectlib.changes import apply
from inspectlib.deadlines import deadlines
from inspectlib.errors import CannotWrite, InspectlibError
from inspectlib.exchange import Job, Source
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.register import Register
from inspectlib.sample import office_register

ON = date(2023, 6, 28)
OFFICE = office_register(60)


def chase(register: Register, folder: Path, **options: str) -> Path:
    outcome = Outcome(on=ON, reading="strict")
    view = view_of(register, Audience.WORKING, on=ON, outcome=outcome, deadlines=deadlines(register, on=ON))
    write_chasers(Job(view=view, on=ON, destination=folder / "out", options=options))
    return folder / "out"


def keys(path: Path, sheet: str) -> set[str]:
    return {row[0].value for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2) if row[0].value}


def test_each_owner_gets_only_their_rows_and_one_draft(tmp_path):
    out = chase(OFFICE, tmp_path)
    owners = {
        "head-of-crime": "Head of Crime",
        "head-of-contact": "Head of Contact",
        "head-of-people": "Head of People",
    }
    assert {each.name for each in out.iterdir()} == {f"{name}.{kind}" for name in owners for kind in ("xlsx", "eml")}
    for name, owner in owners.items():
        mine = {each.recommendation for each in OFFICE.cases if each.owner == owner}
        found = keys(out / f"{name}.xlsx", "Recommendations")
        assert found
        assert found <= mine
        assert keys(out / f"{name}.xlsx", "Actions") <= {each.id for each in OFFICE.actions if each.owner == owner}
        book = openpyxl.load_workbook(out / f"{name}.xlsx")
        assert "Responses" not in book.sheetnames  # an owner answers for none
        assert book["Cover"]["A1"].value == f"Inspection recommendations: {owner}"
        assert not any("Breaches" in str(cell.value) for cell in book["Cover"]["A"])


def test_no_word_of_another_owner_is_in_the_book(tmp_path):
    secret = "canary-9b1d"
    cases = tuple(
        evolve(each, force_comment=secret) if each.owner == "Head of Crime" else each for each in OFFICE.cases
    )
    out = chase(evolve(OFFICE, cases=cases), tmp_path)
    for name, there in (("head-of-crime", True), ("head-of-contact", False)):
        book = openpyxl.load_workbook(out / f"{name}.xlsx")
        words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any(secret in each for each in words) is there


def test_the_draft_opens_unsent_without_defects_and_holds_the_book(tmp_path):
    out = chase(OFFICE, tmp_path)
    message = message_from_bytes((out / "head-of-crime.eml").read_bytes(), policy=policy.default)
    assert message.defects == []
    assert (message["X-Unsent"], message["To"]) == ("1", None)
    assert "for Head of Crime" in message["Subject"]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "head-of-crime.xlsx"
    assert attached.get_content() == (out / "head-of-crime.xlsx").read_bytes()


def test_what_comes_back_is_read_like_any_tracker(tmp_path):
    path = chase(OFFICE, tmp_path) / "head-of-crime.xlsx"
    source = Source.from_path(path)
    assert read_tracker(source).changes == ()
    assert read_tracker(source).problems == ()
    book = openpyxl.load_workbook(path)
    sheet = book["Recommendations"]
    comment = next(sheet.cell(2, each.column) for each in sheet[1] if each.value == "Force comment")
    comment.value = "Done, we think."
    book.save(path)
    result = read_tracker(Source.from_path(path))
    (change,) = result.changes
    assert (change.where[0], change.where[2], change.before) == ("cases", "force_comment", None)
    merged = apply(OFFICE, result.changes)
    assert [each.force_comment for each in merged.cases if each.force_comment] == ["Done, we think."]
    assert result.problems == ()


def test_the_draft_names_what_is_overdue_first_and_the_day_until_which_the_book_is_asked_back(tmp_path):
    out = chase(OFFICE, tmp_path, by="2023-07-12")
    message = message_from_bytes((out / "head-of-crime.eml").read_bytes(), policy=policy.default)
    words = message.get_body().get_content()
    assert words.index("Overdue (") < words.index("Still to come (")
    assert "send it back by 12 July 2023." in words
    case = next(each for each in OFFICE.cases if each.owner == "Head of Crime" and each.recommendation in words)
    assert f"of {OFFICE.inspection(case.inspection).title!r} [{case.recommendation}]" in words
    cover = openpyxl.load_workbook(out / "head-of-crime.xlsx")["Cover"]
    assert any(row[0].value == "Please send it back by" and row[1].value.date() == date(2023, 7, 12) for row in cover)
    (tmp_path / "again").mkdir()
    with pytest.raises(InspectlibError, match="tomorrow"):
        chase(OFFICE, tmp_path / "again", by="tomorrow")
    assert not (tmp_path / "again" / "out").exists()


def test_a_strange_owner_makes_a_plain_file_name_and_a_whole_header(tmp_path):
    owner = "Head\r\nBcc: someone@example.org / ŵ"
    out = chase(evolve(OFFICE, cases=(evolve(OFFICE.cases[-1], owner=owner),), actions=()), tmp_path)
    (draft,) = out.glob("*.eml")
    message = message_from_bytes(draft.read_bytes(), policy=policy.default)
    assert message["Bcc"] is None
    assert message["Subject"].endswith("for Head Bcc: someone@example.org / ŵ")


def test_nobody_to_write_to_is_said(tmp_path):
    with pytest.raises(CannotWrite, match="record owners first"):
        chase(Register(), tmp_path)


def test_the_same_register_gives_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = chase(OFFICE, tmp_path / "a"), chase(OFFICE, tmp_path / "b")
    assert all((two / each.name).read_bytes() == each.read_bytes() for each in one.iterdir())


@pytest.mark.needs("ooxml-validator")
def test_a_chaser_passes_the_open_xml_validator(tmp_path):
    from checkers import ooxml_problems

    assert ooxml_problems(chase(OFFICE, tmp_path) / "head-of-people.xlsx") == []
