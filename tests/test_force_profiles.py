"""Two forces, one library: what differs between them comes from their profiles alone."""

import json
from datetime import date
from importlib.resources import files

import openpyxl
import pytest
from docx import Document

from inspectlib import running
from inspectlib.cases import ClosureFact, ClosureStep
from inspectlib.converting import from_plain, to_plain
from inspectlib.deadlines import deadlines
from inspectlib.fields import evolve
from inspectlib.plugins import load_plugins
from inspectlib.register import Register
from inspectlib.testing import a_complete_register

ON = date(2023, 6, 1)
FORCES = ("cleveland", "city-of-london")


def of(area):
    """Return the complete register as that of another area."""
    plain = json.dumps(to_plain(a_complete_register())).replace('"northmoor"', f'"{area}"')
    return from_plain(json.loads(plain), Register)


def words_of(path):
    book = Document(str(path))
    return [each.text for each in book.paragraphs]


@pytest.fixture(scope="module")
def profiles():
    return {each.area: each for each in load_plugins().profiles}


def test_each_profile_names_its_source_and_fits_on_two_pages(profiles):
    for area in FORCES:
        assert profiles[area].source
        module = files(f"inspectlib_{area.replace('-', '_')}").joinpath("__init__.py").read_text(encoding="utf-8")
        assert len(module.splitlines()) <= 100


def test_the_form_has_the_headings_of_the_office_and_the_name_of_its_body(tmp_path):
    for area, heading in (
        ("cleveland", "RESPONSE BY THE PCC TO HMICFRS INSPECTIONS OF CLEVELAND POLICE"),
        ("city-of-london", "RESPONSE BY THE COMMON COUNCIL TO HMICFRS INSPECTIONS OF CITY OF LONDON POLICE"),
    ):
        (form,) = running.export(of(area), "home-office-form", tmp_path / f"{area}.docx", on=ON)
        words = words_of(form)
        assert heading in words
        own = ["INSPECTION DETAILS", "Title of Inspection", "Date Inspection Published", "Type of Inspection:"]
        own += ["EXECUTIVE SUMMARY OF REPORT", "FORCE RESPONSE TO RECOMMENDATIONS", "For Office Use Only"]
        assert [each for each in words if each in own] == own


def test_the_calendars_differ(profiles):
    days = {}
    for area in FORCES:
        register = of(area)
        found = deadlines(register, on=ON, profiles=profiles)
        days[area] = {(each.last_day, each.whose) for each in found if each.what.endswith("next review")}
    assert days["cleveland"] == {(date(2023, 6, 3), "Deputy Chief Constable's governance group")}
    assert days["city-of-london"] == {(date(2023, 7, 3), "Strategic Planning and Performance Committee")}


def test_the_city_s_words_for_a_status_stand_in_its_tracker_beside_ours_and_its_own_field(tmp_path):
    register = of("city-of-london")
    (case,) = register.cases
    step = ClosureFact(on=date(2023, 5, 20), step=ClosureStep.REQUESTED, by="Force liaison officer")
    asked = evolve(case, closure=(step,), extras=(("city-of-london:demonstration_until", "2023-08-31"),))
    (path,) = running.export(register.with_case(asked), "excel-tracker", tmp_path / "t.xlsx", on=ON)
    sheet = openpyxl.load_workbook(path)["Recommendations"]
    rows = list(sheet.iter_rows(values_only=True))
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["Local status"], first["Status"]) == ("pending sign off", "closure requested, on time")
    assert first["Demonstration period until"].date() == date(2023, 8, 31)


def test_cleveland_keeps_our_words_and_has_no_field_of_its_own(tmp_path):
    (path,) = running.export(of("cleveland"), "excel-tracker", tmp_path / "t.xlsx", on=ON)
    names = [cell.value for cell in openpyxl.load_workbook(path)["Recommendations"][1]]
    assert "Local status" not in names
    assert "Demonstration period until" not in names


def test_the_committee_paper_is_for_whoever_watches_the_whole(tmp_path):
    for area, reader in (
        ("cleveland", "Audit Committee"),
        ("city-of-london", "Strategic Planning and Performance Committee"),
    ):
        (path,) = running.export(of(area), "committee-paper", tmp_path / f"{area}.docx", on=ON)
        assert f"Paper for the {reader}, as recorded on 1 June 2023." in words_of(path)


def test_the_specified_information_order_binds_cleveland_and_not_the_city():
    for area, binds in (("cleveland", True), ("city-of-london", False)):
        register = evolve(of(area), website=())
        outcome = running.check(register, on=ON)
        said = {each.rule for each in (*outcome.gaps, *outcome.findings) if each.rule.startswith("SIO-")}
        assert bool(said) == binds, (area, said)


def test_closure_waits_for_an_approval_in_cleveland_alone():
    waits = {}
    for area in FORCES:
        decision = running.closure_of(of(area), "a-report-2023/1", body=area, on=ON)
        waits[area] = {each.what for each in decision.waiting_for}
    assert "the approval before closure is requested" in waits["cleveland"] - waits["city-of-london"]
