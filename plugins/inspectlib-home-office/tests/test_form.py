import zipfile
from datetime import date

import attrs
import pytest
from checkers import ooxml_problems, to_pdf

from inspectlib.errors import BadCall
from inspectlib.plugins import load_plugins
from inspectlib.running import export
from inspectlib.testing import a_complete_register

ON = date(2023, 6, 1)
PLUGINS = load_plugins()


def written(register, path, **more):
    export(register, "home-office-form", path, on=ON, plugins=PLUGINS, **more)
    return zipfile.ZipFile(path).read("word/document.xml").decode()


def test_the_headings_stand_in_the_order_that_offices_use(tmp_path):
    xml = written(a_complete_register(), tmp_path / "form.docx")
    headings = (
        "RESPONSE BY THE PCC TO HMICFRS INSPECTIONS OF NORTHMOOR POLICE",
        "INSPECTION DETAILS",
        "Title of Inspection",
        "Date Inspection Published",
        "Type of Inspection:",
        "Is Northmoor Police quoted in the Report?",
        "EXECUTIVE SUMMARY OF REPORT",
        "FORCE RESPONSE TO RECOMMENDATIONS",
        "PCC RESPONSE TO INSPECTION",
        "For Office Use Only",
    )
    places = [xml.index(each) for each in headings]
    assert places == sorted(places)


def test_what_is_not_known_is_never_ticked(tmp_path):
    xml = written(a_complete_register(), tmp_path / "form.docx")
    assert xml.count('w14:checked w14:val="1"') == 3
    assert "The type of inspection is not known." in xml


def test_a_copy_to_the_inspectors_has_its_own_line(tmp_path):
    xml = written(a_complete_register(), tmp_path / "form.docx")
    line = xml[xml.index("Response sent to HMICFRS") : xml.index("Response published on PCC website")]
    assert "2 May 2023</w:t>" in line


def test_the_same_record_gives_the_same_bytes(tmp_path):
    written(a_complete_register(), tmp_path / "1.docx")
    written(a_complete_register(), tmp_path / "2.docx")
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()


def test_what_was_not_sent_is_not_recorded(tmp_path):
    register = a_complete_register()
    register = register.with_response(attrs.evolve(register.responses[0], copies=(), publications=()))
    xml = written(register, tmp_path / "form.docx")
    assert xml.count("no date is recorded</w:t>") == 3
    assert "What was sent and published is not recorded." in xml
    assert xml.count('w14:checked w14:val="1"') == 0


def test_a_long_title_with_a_control_character_is_written(tmp_path):
    register = a_complete_register()
    title = "x" * 400 + "\x07"
    register = register.with_inspection(attrs.evolve(register.inspections[0], title=title))
    assert f"{'x' * 400}\N{REPLACEMENT CHARACTER}" in written(register, tmp_path / "form.docx")


def test_unsigned_words_are_marked_as_a_draft(tmp_path):
    register = a_complete_register()
    register = register.with_response(attrs.evolve(register.responses[0], comments="Other words."))
    assert "DRAFT: the text has changed" in written(register, tmp_path / "form.docx")
    assert "DRAFT" not in written(a_complete_register(), tmp_path / "signed.docx")


def test_a_report_without_a_response_is_refused_and_writes_nothing(tmp_path):
    register = attrs.evolve(a_complete_register(), responses=())
    with pytest.raises(BadCall, match="record one first"):
        export(
            register, "home-office-form", tmp_path / "f.docx", on=ON, inspections=("a-report-2023",), plugins=PLUGINS
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.needs("ooxml-validator")
def test_the_form_passes_the_open_xml_validator(tmp_path):
    written(a_complete_register(), tmp_path / "form.docx")
    assert ooxml_problems(tmp_path / "form.docx") == []


@pytest.mark.needs("libreoffice")
def test_the_form_opens_in_libreoffice(tmp_path):
    written(a_complete_register(), tmp_path / "form.docx")
    assert to_pdf(tmp_path / "form.docx", tmp_path).stat().st_size > 5000
