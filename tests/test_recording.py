"""What a fact records, and what it refuses to lose."""

from datetime import date

import pytest

from inspectlib.errors import BadCall
from inspectlib.recording import Fact, record
from inspectlib.testing import AREA, REPORT, a_complete_register

DAY = date(2023, 4, 1)


def recorded(name, **more):
    fact = Fact(name=name, inspection=REPORT, area=AREA, on=DAY, **more)
    return record(a_complete_register(), fact)


def test_a_comment_with_a_number_is_the_forces_and_one_without_is_the_bodys():
    before = a_complete_register()
    one, words = recorded("commented", number="1", text="We have begun.")
    assert words == "recommendation 1: the force's comment drafted"
    assert one.case(f"{REPORT}/1", AREA).force_comment == "We have begun."
    assert one.responses == before.responses
    whole, words = recorded("commented", text="We welcome it.")
    assert words == "the body's comments drafted"
    assert whole.responses[0].comments == "We welcome it."
    assert whole.cases == before.cases


def test_words_beside_a_position_are_the_forces_comment():
    register, _ = recorded("accepted", number="1", text="We have begun.")
    assert register.case(f"{REPORT}/1", AREA).force_comment == "We have begun."
    kept, _ = recorded("accepted", number="1")
    assert kept.case(f"{REPORT}/1", AREA).force_comment == a_complete_register().case(f"{REPORT}/1", AREA).force_comment


@pytest.mark.parametrize("name", ["invited", "received", "signed-off", "published", "sent"])
def test_a_fact_about_the_whole_response_refuses_a_number(name):
    with pytest.raises(BadCall, match="is about the whole response; leave --number 1 out"):
        recorded(name, number="1", by="Policy officer", text="x", to="inspectors")


def test_an_owner_is_named_by_reference_and_else_is_who_records():
    for more, owner in (
        ({"ref": "Head of Custody", "by": "Officer"}, "Head of Custody"),
        ({"by": "Officer"}, "Officer"),
    ):
        register, words = recorded("owned", number="1", **more)
        assert words == f"recommendation 1: owned by {owner}"
        assert register.case(f"{REPORT}/1", AREA).owner == owner
