"""Personal details in public words are named before release."""

from datetime import date

import attrs
import pytest

from inspectlib.cases import Case
from inspectlib.recording import record
from inspectlib.releasing import release_warnings
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact

ON = date(2023, 6, 1)


def register(text):
    made = a_complete_register()
    made = made.with_response(attrs.evolve(made.responses[0], comments=text))
    return record(made, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))[0]


def test_plain_words_give_no_warning():
    assert release_warnings(a_complete_register(), on=ON) == ()


@pytest.mark.parametrize(
    ("text", "what", "found"),
    [
        ("Write to someone@office.example.org.", "an e-mail address", "someone@office.example.org"),
        ("Ring 01632 960 123.", "a telephone number", "01632 960 123"),
        ("Ring +44 (0)1632 960123 today.", "a telephone number", "+44 (0)1632 960123"),
        ("Ring 07700 900123.", "a telephone number", "07700 900123"),
        ("PC 4711 did well.", "a collar number", "PC 4711"),
        ("Ask for collar number 4711.", "a collar number", "collar number 4711"),
    ],
)
def test_a_personal_detail_in_public_words_is_a_warning_that_names_its_place(text, what, found):
    (warning,) = release_warnings(register(text), on=ON)
    assert (warning.what, warning.found) == (what, found)
    assert warning.where == f"{REPORT} / {AREA} / comments"


@pytest.mark.parametrize("text", ["In 2023 we spent £1,200,000.", "Call 101.", "By 31 March 2024, 43 forces.", "a@b"])
def test_ordinary_numbers_are_no_warning(text):
    assert release_warnings(register(text), on=ON) == ()


def test_a_name_known_from_a_narrower_field_is_a_warning():
    made = register("We thank Example Person for this.")
    case = Case(area=AREA, recommendation=f"{REPORT}/1", owner="Example Person")
    (warning,) = release_warnings(made.with_case(case), on=ON)
    assert warning.what == "a name or a role that a field which is not public holds too"
    assert release_warnings(made, on=ON) == ()


def test_words_that_are_not_public_yet_give_no_warning():
    made = a_complete_register()
    made = made.with_response(attrs.evolve(made.responses[0], comments="Write to someone@office.example.org."))
    assert release_warnings(made, on=ON) == ()
