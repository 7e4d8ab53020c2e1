"""Whether a case may be closed: every combination of the facts that count, and what opens the gate."""

from datetime import date
from itertools import product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import inspectlib as il
from inspectlib.cases import Case, ClosureFact, ClosureStep, Evidence, Position, PositionAnswer
from inspectlib.closure import Decision, closure_of, decide, lineage_of
from inspectlib.errors import UnknownArea
from inspectlib.policies import ClosureLevel, ClosurePolicy, Confirmation, shipped_policy
from inspectlib.profiles import Profile
from inspectlib.register import Register
from inspectlib.status import status_of
from inspectlib.testing import AREA, REPORT, a_closed_register, a_complete_register, a_recommendation, an_inspection

REC = f"{REPORT}/1"
DAY = date(2023, 6, 1)
POLICY = ClosurePolicy(
    name="agreed",
    source="a letter",
    verified=True,
    levels=(
        ClosureLevel(level="2", words="x", sign_off=("chief constable",), evidence=("done",), verified_by="the team"),
    ),
)

POSITION, LEVEL, COMPLETED, EVIDENCE, SIGNED, REQUESTED, VERIFIED = range(7)
STEPS = {
    LEVEL: ClosureFact(step=ClosureStep.LEVEL_SET, on=DAY, level="2"),
    COMPLETED: ClosureFact(step=ClosureStep.COMPLETED, on=DAY, by="Head of Crime"),
    SIGNED: ClosureFact(step=ClosureStep.SIGNED_OFF, on=DAY, by="Chief Constable"),
    REQUESTED: ClosureFact(step=ClosureStep.REQUESTED, on=DAY, by="Liaison officer"),
    VERIFIED: ClosureFact(step=ClosureStep.VERIFIED, on=DAY, by="The team"),
}
WORDS = {
    POSITION: "a position",
    LEVEL: "the level of this action",
    COMPLETED: "the work is complete",
    EVIDENCE: "evidence under",
    SIGNED: "sign-off by the chief constable",
    REQUESTED: "a request for closure",
    VERIFIED: "verification",
}


def a_case(given_facts):
    return Case(
        area=AREA,
        recommendation=REC,
        position=Position(answer=PositionAnswer.ACCEPTED, on=DAY) if POSITION in given_facts else None,
        evidence=(Evidence(on=DAY, criterion="Done"),) if EVIDENCE in given_facts else (),
        closure=tuple(step for fact, step in STEPS.items() if fact in given_facts),
    )


def decided(case, policy=POLICY, on=DAY, profile=None):
    return decide(case, recommendation=REC, area=AREA, on=on, policy=policy, profile=profile)


@pytest.mark.parametrize("bits", list(product((False, True), repeat=7)))
def test_a_case_may_be_closed_when_all_seven_facts_are_there_and_waits_for_each_that_is_not(bits):
    facts = {fact for fact, there in enumerate(bits) if there}
    decision = decided(a_case(facts))
    assert decision.may_be_closed is (len(facts) == 7)
    waits = " | ".join(each.what for each in decision.waiting_for)
    for fact, words in WORDS.items():
        # what a level calls for is known only once the level is
        known = fact not in (EVIDENCE, SIGNED, VERIFIED) or LEVEL in facts
        assert (words in waits) is (fact not in facts and known)


@given(st.permutations(range(7)))
def test_whatever_the_order_in_which_it_comes_satisfying_what_it_waits_for_opens_the_gate(order):
    facts: set[int] = set()
    for fact in order:
        assert decided(a_case(facts)).may_be_closed is False
        facts.add(fact)
    assert decided(a_case(facts)).may_be_closed is True


def test_under_a_policy_that_nobody_confirmed_it_is_never_yes():
    register = a_closed_register()
    case = register.case(REC, AREA)
    open_again = attrs.evolve(case, closure=case.closure[:-1])
    decision = decided(open_again, policy=shipped_policy())
    assert decision.may_be_closed is None
    assert decision.policy_trusted is False
    assert "shipped assumption" in decision.policy_note
    assert [each.whose for each in decision.waiting_for] == ["the local policing body"]


@pytest.mark.parametrize(("confirmed_on", "may"), [(DAY, True), (date(2023, 6, 2), None)])
def test_a_profile_that_confirms_the_policy_opens_the_gate_from_its_day(confirmed_on, may):
    case = a_closed_register().case(REC, AREA)
    confirmation = Confirmation(source="letter", by="Head of Governance", on=confirmed_on)
    policy = attrs.evolve(shipped_policy(), confirmed=confirmation)
    profile = Profile(name="n", area=AREA, policy=policy)
    assert decided(attrs.evolve(case, closure=case.closure[:-1]), policy=None, profile=profile).may_be_closed is may


@pytest.mark.parametrize("by", ["Head of Crime", "liaison  officer", "CHIEF CONSTABLE", None])
def test_nobody_verifies_their_own_work(by):
    case = a_case(range(7))
    steps = tuple(attrs.evolve(each, by=by) if each.step is ClosureStep.VERIFIED else each for each in case.closure)
    decision = decided(attrs.evolve(case, closure=steps))
    assert decision.may_be_closed is False
    assert [each.whose for each in decision.waiting_for] == ["the team"]


def changed(case, step, **changes):
    steps = tuple(attrs.evolve(each, **changes) if each.step is step else each for each in case.closure)
    return attrs.evolve(case, closure=steps)


@pytest.mark.parametrize("owner", ["The Team", " the  team "])
def test_the_owner_verifies_their_own_work_even_where_nobody_recorded_who_did_it(owner):
    case = changed(attrs.evolve(a_case(range(7)), owner=owner), ClosureStep.COMPLETED, by=None)
    decision = decided(case)
    assert decision.may_be_closed is False
    assert [each.what for each in decision.waiting_for] == [
        "verification by somebody who did not do, sign or request it"
    ]


@pytest.mark.parametrize("by", [None, " "])
@pytest.mark.parametrize(
    ("step", "owner", "waits"),
    [
        (ClosureStep.COMPLETED, None, ["a role for the step 'completed' of 1 June 2023"]),
        (ClosureStep.COMPLETED, "Head of Crime", []),
        (ClosureStep.REQUESTED, "Head of Crime", ["a role for the step 'closure requested' of 1 June 2023"]),
    ],
)
def test_work_of_nobody_known_is_not_shown_to_be_verified_by_another(by, step, owner, waits):
    decision = decided(changed(attrs.evolve(a_case(range(7)), owner=owner), step, by=by))
    assert [each.what for each in decision.waiting_for] == waits
    assert decision.may_be_closed is not waits


def test_who_did_the_work_is_asked_for_only_where_the_level_calls_for_verification():
    policy = attrs.evolve(POLICY, levels=(ClosureLevel(level="2", words="x"),))
    assert decided(changed(a_case(range(7)), ClosureStep.COMPLETED, by=None), policy=policy).may_be_closed is True


@pytest.mark.parametrize(("on", "may"), [(date(2023, 5, 31), False), (DAY, True)])
def test_what_was_verified_before_the_work_was_complete_does_not_count(on, may):
    assert decided(changed(a_case(range(7)), ClosureStep.VERIFIED, on=on)).may_be_closed is may


@pytest.mark.parametrize(
    ("rejected_on", "ended"), [(date(2023, 6, 1), False), (date(2023, 6, 2), False), (date(2023, 6, 3), True), (None, False)]
)  # fmt: skip
def test_a_case_that_was_reopened_is_ended_only_by_a_later_rejection(rejected_on, ended):
    reopened = ClosureFact(step=ClosureStep.REOPENED, on=date(2023, 6, 2), reason="the inspectorate asks again")
    position = Position(answer=PositionAnswer.REJECTED, on=rejected_on, reason="not ours")
    case = attrs.evolve(a_case({POSITION}), position=position, closure=(reopened,))
    decision = decided(case, on=date(2023, 6, 4))
    assert (decision.ended is not None) is ended
    assert any(each.what.startswith("a position") for each in decision.waiting_for) is not ended
    assert status_of(case, a_recommendation(), on=date(2023, 6, 4)).stage.ended is ended


def test_an_area_that_does_not_exist_is_refused_and_not_decided():
    with pytest.raises(UnknownArea, match="clevland"):
        closure_of(a_complete_register(), REC, body="clevland", on=DAY)


def test_a_reopened_case_keeps_its_level_and_needs_everything_else_again():
    reopened = ClosureFact(step=ClosureStep.REOPENED, on=date(2023, 6, 2), reason="it came back")
    case = a_case(range(7))
    case = attrs.evolve(case, closure=(*case.closure, reopened))
    decision = decided(case, on=date(2023, 6, 2))
    waits = " | ".join(each.what for each in decision.waiting_for)
    for fact in (COMPLETED, EVIDENCE, SIGNED, REQUESTED, VERIFIED):
        assert WORDS[fact] in waits
    assert decision.level == "2"
    assert decided(case, on=DAY).may_be_closed is True


def test_facts_after_the_day_do_not_count():
    assert decided(a_case(range(7)), on=date(2023, 5, 31)).may_be_closed is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"position": Position(answer=PositionAnswer.REJECTED, on=DAY, reason="not ours")}, "rejected: not ours"),
        ({"position": Position(answer=PositionAnswer.REJECTED, on=DAY)}, "rejected; no reason is recorded"),
        ({"position": Position(answer=PositionAnswer.NOT_APPLICABLE, on=DAY, reason="inspected")}, "not applicable: inspected"),
        ({"closure": (ClosureFact(step=ClosureStep.CLOSED, on=DAY),)}, "closed by the inspectorate on 1 June 2023"),
        (
            {"closure": (ClosureFact(step=ClosureStep.SUPERSEDED, on=DAY, successor="b-2024/1", reason="again"),)},
            "superseded by b-2024/1 on 1 June 2023: again",
        ),
    ],
)  # fmt: skip
def test_what_has_ended_says_why_and_waits_for_nothing(change, words):
    decision = decided(attrs.evolve(a_case({POSITION}), **change))
    assert (decision.ended, decision.waiting_for, decision.may_be_closed) == (words, (), False)


@pytest.mark.parametrize(
    ("on", "may"), [(date(2023, 11, 30), False), (date(2023, 12, 1), True), (date(2024, 1, 31), True)]
)
def test_a_period_of_improvement_is_waited_for_to_its_last_day(on, may):
    profile = Profile(name="n", area=AREA, demonstration_months=6)
    assert decided(a_case(range(7)), profile=profile, on=on).may_be_closed is may


def test_an_approval_that_the_profile_asks_for_is_waited_for():
    profile = Profile(name="n", area=AREA, needs_approval=True)
    case = a_case(range(7))
    assert decided(case, profile=profile).waiting_for[0].what.startswith("the approval")
    assert decided(attrs.evolve(case, approved_on=DAY), profile=profile).may_be_closed is True


@pytest.mark.parametrize(
    ("policy", "whose"),
    [
        (attrs.evolve(POLICY, since=date(2023, 6, 2)), "the local policing body"),
        (attrs.evolve(POLICY, until=DAY), "the local policing body"),
        (attrs.evolve(POLICY, levels=()), "the local policing body"),
    ],
)
def test_a_policy_that_is_not_in_effect_or_has_no_such_level_never_lets_a_case_be_closed(policy, whose):
    decision = decided(a_case(range(7)), policy=policy)
    assert decision.may_be_closed is False
    assert whose in {each.whose for each in decision.waiting_for}


def test_nothing_recorded_waits_for_everything():
    decision = decided(None)
    assert decision.may_be_closed is False
    assert len(decision.waiting_for) == 4


def test_the_line_of_successors_is_followed_and_a_circle_ends():
    def report(**to):
        return Register().with_inspection(
            an_inspection(recommendations=tuple(a_recommendation(n, superseded_by=f"{REPORT}/{s}") for n, s in to.items()))
        )  # fmt: skip

    assert lineage_of(report(a="b", b="c"), f"{REPORT}/a") == (f"{REPORT}/b", f"{REPORT}/c")
    assert lineage_of(report(a="b", b="a"), f"{REPORT}/a") == (f"{REPORT}/b",)
    assert lineage_of(report(a="a"), f"{REPORT}/a") == ()


def test_the_verb_names_what_a_real_register_waits_for():
    decision = il.closure_of(a_complete_register(), REC, body=AREA, on="2023-06-01")
    assert str(decision).startswith(
        f"{REC}: may not be closed yet; waiting for the level of this action (the inspectorate)"
    )
    with pytest.raises(LookupError):
        il.closure_of(a_complete_register(), f"{REPORT}/9", body=AREA, on="2023-06-01")


def test_what_is_addressed_to_others_and_nobody_tracks_has_ended():
    decision = il.closure_of(a_complete_register(), f"{REPORT}/2", body=AREA, on="2023-06-01")
    assert (decision.ended, decision.may_be_closed, decision.waiting_for) == ("addressed to others", False, ())
    assert (decision.recommendation, decision.area, decision.on) == (f"{REPORT}/2", AREA, DAY)
    assert (decision.policy, decision.policy_trusted) == ("shipped assumption", False)
    assert str(decision) == f"{REPORT}/2: addressed to others"


def test_a_decision_names_its_case_its_day_its_policy_and_its_level():
    decision = decided(a_case(range(7)))
    assert (decision.recommendation, decision.area, decision.on, decision.level) == (REC, AREA, DAY, "2")
    assert (decision.policy, decision.policy_trusted, decision.policy_note) == ("agreed", True, None)
    assert decision.because == (
        "completed on 1 June 2023 by Head of Crime",
        "signed off by the force on 1 June 2023 by Chief Constable",
        "closure requested on 1 June 2023 by Liaison officer",
        "verified on 1 June 2023 by The team",
    )
    assert str(decision) == f"{REC}: may be closed under agreed"


def test_a_decision_that_is_not_known_says_so():
    case = a_closed_register().case(REC, AREA)
    decision = decided(attrs.evolve(case, closure=case.closure[:-1]), policy=shipped_policy())
    assert str(decision).startswith(f"{REC}: not known whether it may be closed; waiting for a profile that confirms")
    assert decision.policy_note.startswith("not known, on the shipped assumption: general knowledge")


@pytest.mark.parametrize(
    ("policy", "on", "note"),
    [
        ({}, date(2023, 6, 30), None),
        ({}, date(2023, 7, 1), "the source was not checked since 1 January 2023"),
        ({"verified": False}, date(2023, 6, 30), "not known, on the agreed: a letter"),
        ({"verified": False}, date(2023, 7, 1), "not known, on the agreed: a letter; the source was not checked since 1 January 2023"),
    ],
)  # fmt: skip
def test_a_decision_says_when_its_policy_was_not_checked_since(policy, on, note):
    dated = attrs.evolve(POLICY, checked_on=date(2023, 1, 1), review_by=date(2023, 6, 30), **policy)
    assert decided(a_case(range(7)), policy=dated, on=on).policy_note == note


def test_the_policy_given_goes_before_the_profile_s_and_the_profile_s_before_the_shipped_one():
    register = a_closed_register()
    profile = Profile(name="n", area=AREA, policy=attrs.evolve(POLICY, name="the profile's"))
    for recommendation in (REC, f"{REPORT}/2"):
        names = [
            closure_of(register, recommendation, body=AREA, on=DAY, policy=policy, profile=each).policy
            for policy, each in ((POLICY, profile), (None, profile), (None, None), (None, Profile(name="n", area=AREA)))
        ]
        assert names == ["agreed", "the profile's", "shipped assumption", "shipped assumption"]


def test_the_lineage_of_a_superseded_recommendation_is_in_its_decision():
    report = an_inspection(recommendations=(a_recommendation("1", superseded_by=f"{REPORT}/2"), a_recommendation("2")))
    decision = closure_of(a_complete_register().with_inspection(report), REC, body=AREA, on=DAY)
    assert decision.lineage == (f"{REPORT}/2",)


def test_only_the_last_level_and_the_last_step_of_its_kind_count():
    case = a_case(range(7))
    again = attrs.evolve(
        case, closure=(*case.closure, ClosureFact(step=ClosureStep.LEVEL_SET, on=date(2023, 6, 3), level="9"))
    )
    assert decided(again).level == "2"
    assert decided(again, on=date(2023, 6, 3)).level == "9"


def test_evidence_from_before_a_reopening_shows_nothing_and_from_its_day_on_does():
    reopened = ClosureFact(step=ClosureStep.REOPENED, on=date(2023, 6, 2), reason="it came back")
    case = a_case(range(7))
    for day, missing in ((date(2023, 6, 1), True), (date(2023, 6, 2), False), (date(2023, 6, 3), False)):
        each = attrs.evolve(case, evidence=(Evidence(on=day, criterion="done "),), closure=(*case.closure, reopened))
        waits = [one.what for one in decided(each, on=date(2023, 6, 3)).waiting_for]
        assert ("evidence under the criterion 'done'" in waits) is missing


@pytest.mark.parametrize(
    ("approved", "waits"), [(date(2023, 6, 1), True), (date(2023, 6, 2), False), (date(2023, 6, 3), False)]
)
def test_an_approval_from_before_a_reopening_does_not_count(approved, waits):
    reopened = ClosureFact(step=ClosureStep.REOPENED, on=date(2023, 6, 2), reason="it came back")
    case = attrs.evolve(a_case(range(7)), approved_on=approved)
    case = attrs.evolve(case, closure=(*case.closure, reopened))
    profile = Profile(name="n", area=AREA, needs_approval=True)
    found = [each.what for each in decided(case, profile=profile, on=date(2023, 6, 3)).waiting_for]
    assert ("the approval before closure is requested" in found) is waits


def test_a_level_set_without_its_name_leaves_the_level_before_it():
    unnamed = ClosureFact(step=ClosureStep.LEVEL_SET, on=DAY)
    case = a_case(range(7))
    assert decided(attrs.evolve(case, closure=(*case.closure, unnamed))).level == "2"


def test_the_policy_s_way_of_verifying_is_in_the_words_that_ask_for_it():
    (level,) = POLICY.levels
    policy = attrs.evolve(POLICY, levels=(attrs.evolve(level, how="by a visit"),))
    without = a_case(set(range(7)) - {VERIFIED})
    assert [each.what.split(" by somebody")[0] for each in decided(without, policy).waiting_for] == [
        "verification by a visit"
    ]
    assert [each.what.split(" by somebody")[0] for each in decided(without).waiting_for] == ["verification"]


def test_what_is_addressed_to_the_force_waits_even_where_no_case_is_kept_and_what_is_tracked_is_decided():
    register = a_complete_register()
    bare = attrs.evolve(register, cases=())
    assert closure_of(bare, REC, body=AREA, on=DAY).ended is None
    tracked = register.with_case(Case(area=AREA, recommendation=f"{REPORT}/2"))
    assert closure_of(tracked, f"{REPORT}/2", body=AREA, on=DAY).ended is None


@pytest.mark.parametrize(("may", "word"), [(True, "Yes"), (False, "No"), (None, "Not known")])
def test_a_decision_is_shown_with_its_answer_its_level_and_whether_its_policy_is_confirmed(may, word):
    shown = Decision(recommendation=REC, area=AREA, on=DAY, may_be_closed=may, policy="agreed")._repr_html_()
    assert f">{word}</td>" in shown
    assert ">not set</td>" in shown
    assert ">agreed, not confirmed</td>" in shown
    assert "Ended" not in shown
    assert "a note" not in shown
    more = Decision(
        recommendation=REC,
        area=AREA,
        on=DAY,
        may_be_closed=may,
        ended="superseded",
        level="2",
        policy="agreed",
        policy_trusted=True,
        policy_note="a note",
    )._repr_html_()
    for each in ("Ended", ">superseded</td>", ">2</td>", ">agreed</td>", "a note"):
        assert each in more
