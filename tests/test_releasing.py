"""Personal details in public words are named before release."""

from datetime import date

import attrs
import pytest

from inspectlib.cases import Case
from inspectlib.recording import record
from inspectlib.releasing import held_back, release_warnings
from inspectlib.responses import Explanation, StatutoryText
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact

ON = date(2023, 6, 1)


def register(text):
    made = a_complete_register()
    made = made.with_response(attrs.evolve(made.responses[0], comments=text))
    return record(made, a_fact("signed-off", date(2023, 5, 20), by="Commissioner"))[0]


def test_the_hash_by_which_a_text_was_signed_off_is_the_same_years_later():
    words = StatutoryText(
        comments="Diolch: tŷ, £5.",
        explanations=(Explanation(covers=("a-report-2023/1",), action="We ask."),),
        chief_officer_comments=("We accept it.",),
    )
    assert words.hash == "6dc1f26e4cac80cc510b1dc8d4ba02ef1e56e22be0948060c7e40f644d4c379e"


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
        ("See [outcome 22](#) of it.", "a link that leads nowhere", "[outcome 22](#)"),
        ("jane (at) example.org", "an e-mail address", "jane (at) example.org"),
        ("jane[at]example[dot]org", "an e-mail address", "jane[at]example[dot]org"),
        ("0044 1642 123456", "a telephone number", "0044 1642 123456"),
        ("01632\u2011960\u2011123", "a telephone number", "01632\u2011960\u2011123"),
        ("Ask for extension 4567.", "a telephone number", "extension 4567"),
        ("P.C. 4711 did well.", "a collar number", "P.C. 4711"),
        ("Det Con 1234AB", "a collar number", "Det Con 1234AB"),
        ("Collar number: C4711", "a collar number", "Collar number: C4711"),
    ],
)
def test_a_personal_detail_in_public_words_is_a_warning_that_names_its_place(text, what, found):
    (warning,) = release_warnings(register(text), on=ON)
    assert (warning.what, warning.found) == (what, found)
    assert warning.where == f"{REPORT} / {AREA} / comments"


@pytest.mark.parametrize(
    "text",
    [
        "Under sc 55 or case CRIM-0123456789",
        "the Chief Constable 2024 plan",
        "In 2023 we spent £1,200,000.",
        "Call 101.",
        "By 31 March 2024, 43 forces.",
        "a@b",
    ],
)
def test_ordinary_numbers_are_no_warning(text):
    assert release_warnings(register(text), on=ON) == ()


def test_a_name_known_from_a_narrower_field_is_a_warning():
    made = register("We thank Example Person for this.")
    case = Case(area=AREA, recommendation=f"{REPORT}/1", owner="Example Person")
    (warning,) = release_warnings(made.with_case(case), on=ON)
    assert warning.what == "a name that a field which is not public holds too"
    assert release_warnings(made, on=ON) == ()


def named(owner, text):
    case = Case(area=AREA, recommendation=f"{REPORT}/1", owner=owner)
    return [each.found for each in release_warnings(register(text).with_case(case), on=ON)]


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        ("DS Jane Example", "Jane Example"),
        ("Detective Superintendent Jane Example", "JANE EXAMPLE"),
        ("Example, Jane", "Jane Example"),
        ("Llŷr ap Gwilym", "Llŷr ap Gwilym"),
        ("Jane Example", "Mrs Example"),
        ("Jane Example", "J. Example"),
        ("Head of Crime (Jane Example)", "Supt Example"),
    ],
)
def test_a_name_is_found_without_its_rank_and_by_its_last_word_after_a_title(owner, text):
    assert named(owner, f"We thank {text} for this.") == [text]


@pytest.mark.parametrize("owner", ["Deputy Chief Constable", "Head of Contact Management", "Assistant Chief Officer"])
def test_a_role_is_no_name(owner):
    assert named(owner, f"The {owner} answers for this.") == []


def test_the_last_word_of_a_name_alone_is_an_ordinary_word():
    assert named("Jane Example", "This is an Example of it.") == []


def test_what_is_held_back_is_named_with_the_reason():
    made = a_complete_register()
    assert held_back(made, on=ON) == ()
    draft = made.with_response(attrs.evolve(made.responses[0], comments="Not signed."))
    ((name, (reason,)),) = held_back(draft, on=ON)
    assert name == f"{REPORT} / {AREA}"
    assert "changed since its sign-off" in reason
    assert held_back(draft, on=ON, body="estuary") == ()
    (_, reasons), *_ = held_back(draft, on=date(2023, 1, 1))
    assert "embargoed" in reasons[0]


def test_words_that_are_not_public_yet_give_no_warning():
    made = a_complete_register()
    made = made.with_response(attrs.evolve(made.responses[0], comments="Write to someone@office.example.org."))
    assert release_warnings(made, on=ON) == ()
