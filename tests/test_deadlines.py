from datetime import date

import attrs
import pytest

from inspectlib.cases import DueChange, Review
from inspectlib.checking import judge
from inspectlib.deadlines import deadlines, uncounted
from inspectlib.errors import UnknownArea
from inspectlib.inspections import Basis
from inspectlib.profiles import Profile
from inspectlib.recommendations import DueDate, DuePrecision
from inspectlib.register import Register
from inspectlib.responses import Invitation, Publication, Response, Scope, ScopeAnswer, SignOff, StatutoryText
from inspectlib.testing import (
    AREA,
    REPORT,
    a_closed_register,
    a_complete_register,
    a_recommendation,
    an_inspection,
    an_unanswered_register,
)

ON = date(2023, 4, 1)
PROFILE = Profile(name="northmoor", area=AREA, review_months=2, forum="governance group", demonstration_months=6)


def what(found):
    return {each.what: each.last_day for each in found}


def with_case(register, **changes):
    return register.with_case(attrs.evolve(register.case(f"{REPORT}/1", AREA), **changes))


def test_every_deadline_says_whose_move_it_is_and_where_it_comes_from():
    for register in (an_unanswered_register(), a_complete_register()):
        for each in deadlines(register, on=ON, profiles={AREA: PROFILE}):
            assert each.whose
            assert each.citation


def test_the_56th_day_shows_its_working():
    (first, *_) = deadlines(an_unanswered_register(), on=ON)
    assert (first.last_day, first.law, first.days_left) == (date(2023, 5, 2), "PA96-S55-5A", 31)
    assert any("55 days are added" in line for line in first.working)


@pytest.mark.parametrize(("on", "noted"), [(date(2027, 11, 23), False), (date(2027, 11, 24), True)])
def test_the_56th_day_says_when_its_source_was_not_checked_since(on, noted):
    register = an_unanswered_register().with_inspection(an_inspection(published_on=date(2027, 11, 1)))
    (day,) = [each for each in deadlines(register, on=on) if each.law]
    assert ("Note: the source was not checked since 23 November 2026" in day.working) is noted


@pytest.mark.parametrize(("within", "there"), [(30, False), (31, True)])
def test_within_counts_the_days_from_the_day_asked_for(within, there):
    assert (
        "last day to publish the response" in what(deadlines(an_unanswered_register(), on=ON, within=within))
    ) is there


def test_a_review_is_due_only_where_a_profile_sets_an_interval():
    register = a_complete_register()
    assert "recommendation 1: next review" not in what(deadlines(register, on=date(2023, 5, 1)))
    found = deadlines(register, on=date(2023, 5, 1), profiles={AREA: PROFILE})
    assert what(found)["recommendation 1: next review"] == date(2023, 6, 3)
    reviewed = with_case(register, reviews=(Review(on=date(2023, 4, 30)),))
    found = deadlines(reviewed, on=date(2023, 5, 1), profiles={AREA: PROFILE})
    assert what(found)["recommendation 1: next review"] == date(2023, 6, 30)


def test_the_end_of_a_period_of_improvement_is_a_date_until_closure_is_requested():
    register = a_closed_register()
    case = register.case(f"{REPORT}/1", AREA)
    completed = with_case(register, closure=case.closure[:2])
    found = deadlines(completed, on=date(2023, 6, 1), profiles={AREA: PROFILE})
    assert what(found)["recommendation 1: closure may be requested"] == date(2023, 11, 8)
    requested = with_case(register, closure=case.closure[:4])
    assert "recommendation 1: closure may be requested" not in what(
        deadlines(requested, on=date(2023, 6, 1), profiles={AREA: PROFILE})
    )


def test_a_deferral_moves_the_date_and_its_working_counts_the_slips():
    change = DueChange(on=date(2023, 5, 1), before=date(2024, 3, 31), after=date(2024, 6, 30), reason="x", by="y")
    (due,) = [
        e
        for e in deadlines(with_case(a_complete_register(), due_changes=(change,)), on=date(2023, 6, 1))
        if "is due" in e.what
    ]
    assert due.last_day == date(2024, 6, 30)
    assert "Deferred once, 91 days in all" in due.working
    assert any("31 March 2024" in line for line in due.working)


def test_action_at_once_counts_from_the_day_of_publication():
    immediate = DueDate(words="immediately", precision=DuePrecision.IMMEDIATE)
    register = a_complete_register().with_inspection(an_inspection(recommendations=(a_recommendation(due=immediate),)))
    assert what(deadlines(register, on=ON))["recommendation 1 asks for action at once"] == date(2023, 3, 8)


def test_what_has_ended_has_no_date():
    assert not [each for each in deadlines(a_closed_register(), on=date(2023, 6, 1)) if each.subject.endswith("/1")]


def test_the_next_move_for_closure_is_said():
    (due,) = [each for each in deadlines(a_complete_register(), on=date(2023, 6, 1)) if "is due" in each.what]
    assert "Next for closure: the level of this action (the inspectorate)" in due.working


def unanswered_but(**changes):
    register = an_unanswered_register()
    return register.with_response(Response(area=AREA, inspection=REPORT, **changes))


def published(text):
    return {
        "publications": (Publication(on=date(2023, 3, 20), text_hash=text.hash),),
        "sign_offs": (SignOff(role="Commissioner", on=date(2023, 3, 20), text_hash=text.hash, text=text),),
    }


def test_the_last_day_stands_until_what_was_published_is_whole():
    half = deadlines(unanswered_but(**published(StatutoryText())), on=ON)
    assert half[0].what == "last day to publish the response"
    assert any("does not hold the body's comments" in line for line in half[0].warnings)
    whole = unanswered_but(**published(StatutoryText(comments="We welcome it.")))
    assert "last day to publish the response" not in what(deadlines(whole, on=ON))
    unknown = unanswered_but(publications=(Publication(on=date(2023, 3, 20)),))
    assert "last day to publish the response" not in what(deadlines(unknown, on=ON)), "PA96-S55-5A asks which words"
    shown = deadlines(whole, on=ON, open_only=False)[0]
    assert shown.what == "last day to publish the response"
    assert not any("does not hold" in line for line in shown.warnings)


def test_a_report_s_own_date_stands_until_what_was_published_is_whole():
    joint = an_inspection(basis=Basis.JOINT, respond_by=date(2023, 6, 1))
    for text, there in ((StatutoryText(), True), (StatutoryText(comments="We welcome it."), False)):
        found = deadlines(unanswered_but(**published(text)).with_inspection(joint), on=ON)
        (own,) = [each for each in found if each.what == "the report's own date for a response"] or [None]
        assert (own is not None) is there
        assert own is None or "does not hold" in own.warnings[0]


FIRST, SECOND = (
    Invitation(sent_on=date(2023, 3, 9), comments_by=date(2023, 4, 5)),
    Invitation(sent_on=date(2023, 3, 20), comments_by=date(2023, 4, 20)),
)


@pytest.mark.parametrize(
    ("invitations", "day"),
    [
        ((FIRST,), date(2023, 4, 5)),
        ((SECOND, FIRST), date(2023, 4, 20)),
        ((FIRST, attrs.evolve(SECOND, none_received_on=date(2023, 3, 31))), None),
        ((attrs.evolve(FIRST, comments_by=None),), None),
    ],
)
def test_the_chief_officer_s_day_is_that_of_the_latest_invitation_until_silence_is_noted(invitations, day):
    found = what(deadlines(unanswered_but(invitations=invitations), on=ON))
    assert found.get("chief officer's comments") == day


def test_the_chief_officer_s_day_does_not_matter_once_the_response_is_published():
    register = unanswered_but(invitations=(FIRST,), **published(StatutoryText(comments="We welcome it.")))
    assert "chief officer's comments" not in what(deadlines(register, on=ON))


def test_an_area_that_does_not_exist_is_refused():
    with pytest.raises(UnknownArea, match="clevland"):
        deadlines(an_unanswered_register(), on=ON, body="clevland")
    with pytest.raises(UnknownArea, match="clevland"):
        judge(an_unanswered_register(), (), on=ON, body="clevland")
    held = Register(areas=("clevland",))
    for ask in (deadlines, uncounted, lambda register, on: judge(register, (), on=on)):
        with pytest.raises(UnknownArea, match="clevland"):
            ask(held, on=ON)


@pytest.mark.parametrize(
    ("report", "why"),
    [
        ({"published_on": None}, "no publication date is recorded"),
        ({"published_on": None, "basis": None}, "no publication date is recorded"),
        ({"basis": Basis.JOINT}, "no day by which it asks for an answer is recorded"),
        ({"basis": Basis.JOINT, "published_on": None}, "no day by which it asks for an answer is recorded"),
    ],
)
def test_a_report_of_which_no_last_day_can_be_counted_is_said(report, why):
    register = an_unanswered_register().with_inspection(an_inspection(**report))
    assert uncounted(register, on=ON) == (f"A Report: {why}, so no last day for a response can be counted",)
    assert uncounted(register, on=ON, body=AREA) == uncounted(register, on=ON)


@pytest.mark.parametrize(
    ("report", "response"),
    [
        ({}, {}),
        ({"published_on": date(2017, 5, 1)}, {}),
        ({"basis": Basis.JOINT, "respond_by": date(2023, 6, 1)}, {}),
        ({"published_on": None}, {"publications": (Publication(on=date(2023, 3, 20)),)}),
        ({"published_on": None}, {"scope": Scope(answer=ScopeAnswer.NOT_THE_SUBJECT, on=date(2023, 3, 20))}),
    ],
)
def test_where_a_last_day_is_counted_or_none_is_owed_nothing_is_said(report, response):
    register = an_unanswered_register().with_inspection(an_inspection(**report))
    assert uncounted(register.with_response(Response(area=AREA, inspection=REPORT, **response)), on=ON) == ()


def test_what_is_uncounted_is_asked_of_each_area_and_refused_for_none():
    register = an_unanswered_register().with_areas("estuary").with_inspection(an_inspection(published_on=None))
    answered = Response(area=AREA, inspection=REPORT, publications=(Publication(on=date(2023, 3, 20)),))
    assert len(uncounted(register.with_response(answered), on=ON)) == 1
    assert uncounted(register.with_response(answered), on=ON, body=AREA) == ()
    with pytest.raises(UnknownArea):
        uncounted(register, on=ON, body="clevland")
