"""That whom a recommendation is addressed to comes back from the form as it was recorded, and nobody is lost or changed."""

from datetime import date
from pathlib import Path

import pytest
from checkers import converted
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents.describing import visible
from inspectlib_home_office.addressed import codes_in, in_words

from inspectlib.bodies import addressee, addressees, areas
from inspectlib.exchange import Source
from inspectlib.plugins import load_plugins
from inspectlib.running import export
from inspectlib.testing import a_complete_register, a_recommendation, an_inspection

PLUGINS = load_plugins()
KNOWN = sorted(
    {
        *addressees(),
        *(f"{kind}:{each.name}" for each in areas(fictional=True) for kind in ("force", "fire_service", "rocu")),
        *(f"force:{each.force}" for each in areas(fictional=True)),
    }
)
UNKNOWN = (
    "someone_new",
    "Home Office",
    "the force",
    "Home Office and NPCC",
    "force:Ministry of Defence",
    "rocu:Eastern, and others; all",
    "",
    " ",
    "Not recorded.",
    "a \N{RIGHT DOUBLE QUOTATION MARK}quoted\N{RIGHT DOUBLE QUOTATION MARK} name",
    "\N{LEFT DOUBLE QUOTATION MARK}a\N{RIGHT DOUBLE QUOTATION MARK}, b",
    "two\n\nlines",
    "force:",
    "force: Northmoor ",
    "home  office",
    "*",
)
codes = st.lists(st.sampled_from(KNOWN + list(UNKNOWN)) | st.text().map(visible), max_size=4).map(tuple)


@given(codes=codes, force=st.sampled_from(["Northmoor", "Cleveland"]))
def test_any_addressees_come_back_from_their_words(codes, force):
    words = in_words(codes, force)
    assert (codes_in(words, force) if words is not None else ()) == codes


def test_every_known_addressee_is_written_by_name():
    for code in KNOWN:
        assert "\N{LEFT DOUBLE QUOTATION MARK}" not in in_words((code,), "Northmoor") or code == "force:*"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("the Home Office; NPCC", ("home_office", "npcc")),
        ("Home Office and College of Policing", ("home_office", "college_of_policing")),
        ("HM Prison and Probation Service", ("hmpps",)),
        ("the force", ("force:Northmoor",)),
        ("PCCs\nall forces", ("pccs", "forces")),
        ("Police and Crime Commissioner for Estuary", ("Police and Crime Commissioner for Estuary",)),
        ("Home Office, everybody else", ("home_office", "everybody else")),
    ],
)
def test_what_somebody_types_is_taken_for_those_whom_it_names(words, codes):
    assert codes_in(words, "Northmoor") == codes


def a_register_addressed_to(*every):
    items = (a_recommendation(str(number), addressees=codes) for number, codes in enumerate(every, 1))
    return a_complete_register().with_inspection(an_inspection(recommendations=tuple(items)))


def written(register, folder, suffix):
    path = Path(folder) / f"form{suffix}"
    name = "home-office-form" + {".docx": ""}.get(suffix, suffix.replace(".", "-"))
    export(register, name, path, on=date(2023, 6, 1), plugins=PLUGINS)
    return path


def read(path):
    source = Source.from_path(path)
    importer = PLUGINS.importer_for(source)
    assert importer.name == "home-office-form"
    return importer.read(source)


def addressed(result):
    return [each.addressees for each in result.register.inspections[0].recommendations]


EVERY = (*((each,) for each in (*KNOWN, *UNKNOWN)), tuple(KNOWN), UNKNOWN, ("home_office", "someone_new"), ())


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf", ".txt"])
def test_every_addressee_comes_back_from_every_form_and_who_is_not_known_is_told(tmp_path, suffix):
    result = read(written(a_register_addressed_to(*EVERY), tmp_path, suffix))
    assert addressed(result) == list(EVERY)
    told = [each for each in result.problems if "nobody is known as" in each.message]
    assert len(told) == sum(addressee(code) is None for codes in EVERY for code in codes)


@pytest.mark.needs("libreoffice")
def test_every_known_addressee_comes_back_after_libreoffice(tmp_path):
    register = a_register_addressed_to(*EVERY[: len(KNOWN)], tuple(KNOWN), ("home_office", "someone_new"), UNKNOWN[1:6])
    path = written(register, tmp_path, ".docx")
    result = read(converted(path, "docx", tmp_path / "again"))
    assert addressed(result) == [each.addressees for each in register.inspections[0].recommendations]
