from datetime import UTC, date, datetime
from importlib import import_module
from typing import get_args, get_origin

import attrs
import pytest

from inspectlib.fields import Audience, Marking, audience_of, bare_type
from inspectlib.inspections import Inspection
from inspectlib.register import Register
from inspectlib.responses import Explanation, Response

MODULES = ("inspections", "recommendations", "responses", "cases", "register", "findings", "status", "deadlines")


def value_classes():
    for name in MODULES:
        for each in vars(import_module(f"inspectlib.{name}")).values():
            if isinstance(each, type) and attrs.has(each):
                yield each


@pytest.mark.parametrize("kind", sorted(set(value_classes()), key=lambda each: each.__name__), ids=lambda k: k.__name__)
def test_every_field_declares_its_audience(kind):
    for field in attrs.fields(kind):
        assert isinstance(audience_of(field), Audience)


def test_a_field_without_an_audience_is_refused():
    undeclared = attrs.make_class("Undeclared", {"words": attrs.field(type=str)})
    with pytest.raises(TypeError, match="declares no audience"):
        audience_of(attrs.fields(undeclared).words)


@pytest.mark.parametrize("kind", sorted(set(value_classes()), key=lambda each: each.__name__), ids=lambda k: k.__name__)
def test_values_hold_only_what_cannot_change(kind):
    for field in attrs.fields(kind):
        kinds = {get_origin(each) or each for each in (bare_type(field.type), *get_args(bare_type(field.type)))}
        assert not kinds & {list, dict, set}, field.name


def test_a_date_with_a_time_is_refused():
    with pytest.raises(TypeError):
        Inspection(id="a", title="A", published_on=datetime(2023, 3, 8, tzinfo=UTC))


def test_text_in_place_of_several_values_is_refused():
    with pytest.raises(TypeError):
        Inspection(id="a", title="A", terms_of_reference="abc")


def test_a_new_state_is_a_new_value():
    register = Register()
    grown = register.with_inspection(Inspection(id="a", title="A"))
    assert register.inspections == ()
    assert grown.inspection("a").title == "A"


@pytest.mark.parametrize("level", ["SECRET", "TOP SECRET", "secret - UK eyes", "CONFIDENTIAL"])
def test_a_marking_above_official_is_refused_on_entry(level):
    with pytest.raises(ValueError, match="above OFFICIAL"):
        Marking(level=level)


def test_an_explanation_is_an_action_or_a_reason_and_not_both():
    for given in ({}, {"action": "a", "no_action_reason": "b"}):
        with pytest.raises(ValueError, match="not both"):
            Explanation(covers=("r/1",), **given)


def test_the_hash_of_the_words_changes_with_every_word_and_with_no_date():
    plain = Response(area="cleveland", inspection="r", comments="We agree.")
    assert plain.text().hash != attrs.evolve(plain, comments="We agree").text().hash
    one = attrs.evolve(plain, explanations=(Explanation(covers=("r/1",), action="x", on=date(2023, 1, 1)),))
    two = attrs.evolve(plain, explanations=(Explanation(covers=("r/1",), action="x"),))
    assert one.text().hash == two.text().hash
