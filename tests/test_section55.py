from datetime import date

import attrs
import pytest

from inspectlib.cases import Action
from inspectlib.checking import judge
from inspectlib.errors import BadCall
from inspectlib.inspections import MonitoringPhase, Phase, Shown, WebsiteCheck
from inspectlib.plugins import load_plugins
from inspectlib.register import Register, Unread
from inspectlib.responses import Publication, Scope, ScopeAnswer
from inspectlib.rules import dates, scope, section55
from inspectlib.rules.rule import Facts
from inspectlib.testing import AREA, a_complete_register, a_recommendation, an_inspection

BOOK = load_plugins(points=[]).rules
RULES = (*section55.RULES, *scope.RULES, *dates.RULES)
LATER = date(2023, 6, 1)
LAST = date(2023, 5, 2)


def ids(register, on=LATER, reading="strict"):
    outcome = judge(register, RULES, on=on, reading=reading)
    return sorted({each.rule for each in outcome.findings}), sorted({each.rule for each in outcome.gaps})


def with_response(**changes):
    register = a_complete_register()
    return register.with_response(attrs.evolve(register.responses[0], **changes))


def test_a_complete_response_in_time_is_clear():
    assert judge(a_complete_register(), BOOK, on=LATER).clear


def test_a_register_with_nothing_recorded_is_never_clear():
    assert not judge(Register(), RULES, on=LATER).clear
    assert not judge(Register(areas=(AREA,)), RULES, on=LATER).clear


def test_a_report_that_nobody_answered_breaks_every_duty_after_the_last_day():
    register = Register(areas=(AREA,)).with_inspection(an_inspection())
    found, _ = ids(register, on=date(2023, 5, 3))
    assert found == [
        "PA96-S55-4",
        "PA96-S55-5",
        "PA96-S55-5B",
        "PA96-S55-6-INSPECTORS",
        "PA96-S55-6-SECRETARY-OF-STATE",
    ]


def test_on_the_last_day_what_is_not_recorded_is_a_gap_and_no_breach():
    register = Register(areas=(AREA,)).with_inspection(an_inspection())
    found, gaps = ids(register, on=LAST)
    assert found == []
    assert {"PA96-S55-4", "PA96-S55-5", "PA96-S55-5B", "PA96-S55-6-INSPECTORS"} <= set(gaps)


# removing one fact from a complete response adds exactly this
REMOVED = {
    "invitations": (["PA96-S55-4"], []),
    "chief_officer_comments": ([], ["PRACTICE-NONE-RECEIVED", "SIGN-OFF"]),
    "comments": ([], ["SIGN-OFF"]),
    "explanations": (["PA96-S55-5B"], ["SIGN-OFF"]),
    "sign_offs": (["SIGN-OFF"], ["PA96-S55-5-CHIEF-OFFICER", "PA96-S55-5A"]),
    "publications": (["PA96-S55-5"], []),
    "copies": (["PA96-S55-6-INSPECTORS", "PA96-S55-6-SECRETARY-OF-STATE"], []),
}


@pytest.mark.parametrize("field", REMOVED)
def test_removing_one_fact_from_a_complete_response_adds_what_is_listed(field):
    empty = None if field == "comments" else ()
    assert ids(with_response(**{field: empty})) == REMOVED[field]


@pytest.mark.parametrize(("day", "late"), [(LAST, False), (date(2023, 5, 3), True)])
def test_the_56th_day_is_still_in_time_and_the_57th_is_not(day, late):
    text = a_complete_register().responses[0].publications[0].text_hash
    register = with_response(publications=(Publication(on=day, text_hash=text),), copies=())
    assert ("PA96-S55-5A" in ids(register)[0]) is late


def test_the_message_of_a_late_publication_counts_the_days():
    register = with_response(publications=(Publication(on=date(2023, 5, 5)),))
    (finding,) = [each for each in judge(register, RULES, on=LATER).findings if each.rule == "PA96-S55-5A"]
    assert "3 days after the last day, 2 May 2023" in finding.message
    assert finding.citation == "Police Act 1996 s.55(5A)"


def test_the_strict_reading_asks_for_each_recommendation_and_the_local_one_for_ours():
    register = a_complete_register()
    one = tuple(each for each in register.responses[0].explanations if each.covers == ("a-report-2023/1",))
    register = with_response(explanations=one)
    assert "PA96-S55-5B" in ids(register)[0]
    assert "PA96-S55-5B" not in ids(register, reading="local")[0]
    assert judge(register, RULES, on=LATER).explanations == (("a-report-2023 northmoor", 1, 0),)


def test_comments_that_came_in_time_but_were_left_out_are_found():
    register = a_complete_register()
    extra = attrs.evolve(register.responses[0].chief_officer_comments[0], text="And one thing more.")
    changed = with_response(chief_officer_comments=(*register.responses[0].chief_officer_comments, extra))
    assert "PA96-S55-5-CHIEF-OFFICER" in ids(changed)[0]
    late = attrs.evolve(extra, received_on=date(2023, 4, 6))
    changed = with_response(chief_officer_comments=(*register.responses[0].chief_officer_comments, late))
    assert "PA96-S55-5-CHIEF-OFFICER" not in ids(changed)[0]


def test_a_report_that_is_clearly_not_about_the_force_asks_for_nothing():
    scope = Scope(answer=ScopeAnswer.NOT_THE_SUBJECT, on=date(2023, 3, 9), reason="another force", by="Chief Executive")
    register = Register(areas=(AREA,)).with_inspection(an_inspection(areas=("dalesmark",)))
    register = register.with_response(
        attrs.evolve(a_complete_register().responses[0], scope=scope, publications=(), invitations=(), copies=())
    )
    assert ids(register) == ([], [])


def test_a_sign_off_dated_after_the_day_of_the_check_is_not_seen_but_is_implausible():
    found, gaps = ids(a_complete_register(), on=date(2023, 4, 15))
    assert found == ["DATE-IN-FUTURE"]
    assert "SIGN-OFF" in gaps


def test_a_fact_dated_before_the_report_is_found():
    register = with_response(publications=(Publication(on=date(2022, 5, 2)),))
    assert "DATE-BEFORE-REPORT" in ids(register)[0]


def test_no_publication_date_is_a_gap_and_never_clear():
    register = a_complete_register().with_inspection(an_inspection(published_on=None))
    found, gaps = ids(register)
    assert "DATE-BEFORE-REPORT" in gaps
    assert not found


def test_an_area_for_improvement_is_tracked_but_not_statutory():
    from inspectlib.recommendations import RecommendationKind

    afi = a_recommendation("3", kind=RecommendationKind.AREA_FOR_IMPROVEMENT)
    register = a_complete_register()
    report = register.inspections[0]
    register = register.with_inspection(attrs.evolve(report, recommendations=(*report.recommendations, afi)))
    assert ids(register) == ([], [])


def test_what_an_import_could_not_read_keeps_the_answer_incomplete():
    register = a_complete_register().with_unread(Unread(source="a.txt", place="line 3", message="no date"))
    outcome = judge(register, RULES, on=LATER)
    assert not outcome.complete
    assert not outcome.clear


def test_a_rule_that_breaks_costs_only_its_own_answer():
    def broken(response, facts: Facts):
        """Break."""
        raise RuntimeError(response.area, facts.on)

    rules = (*RULES, attrs.evolve(RULES[0], id="BROKEN", judge=broken, provider="inspectlib-broken 1"))
    register = Register(areas=(AREA,)).with_inspection(an_inspection())
    outcome = judge(register, rules, on=LATER)
    assert [each.rule for each in outcome.crashes] == ["BROKEN"]
    assert outcome.findings == judge(register, RULES, on=LATER).findings
    assert not outcome.complete


def test_an_unknown_reading_is_refused():
    with pytest.raises(BadCall, match="no reading 'loose'"):
        judge(Register(), RULES, on=LATER, reading="loose")


@pytest.mark.parametrize("rule", RULES, ids=lambda each: each.id)
def test_every_rule_has_a_duty_a_source_and_a_title(rule):
    assert rule.duty
    assert rule.cites.checked_on
    assert rule.title[0].isupper()


def test_the_56_days_run_to_the_first_publication_that_holds_all_parts():
    from inspectlib.recording import record
    from inspectlib.testing import a_fact

    register = Register(areas=(AREA,)).with_inspection(an_inspection())
    for fact in (
        a_fact("invited", date(2023, 3, 9), by_date=date(2023, 4, 5)),
        a_fact("explained", date(2023, 4, 10), number="1,2", text="We ask for figures."),
        a_fact("signed-off", date(2023, 4, 20), by="Commissioner"),
        a_fact("published", date(2023, 5, 1)),
        a_fact("received", date(2023, 4, 3), text="The force accepts the report."),
        a_fact("sent", date(2023, 5, 2), to="inspectors"),
        a_fact("sent", date(2023, 5, 2), to="secretary-of-state"),
    ):
        register, _ = record(register, fact)
    assert "PA96-S55-5A" in ids(register)[0]
    for fact in (
        a_fact("signed-off", date(2023, 5, 10), by="Commissioner"),
        a_fact("published", date(2023, 5, 11)),
    ):
        register, _ = record(register, fact)
    (finding,) = judge(register, RULES, on=LATER).findings
    assert finding.rule == "PA96-S55-5A"
    assert "11 May 2023" in finding.message


def test_an_exemption_without_reason_is_never_clear():
    scope = Scope(answer=ScopeAnswer.NOT_THE_SUBJECT, on=date(2023, 3, 9))
    assert ids(with_response(scope=scope)) == ([], ["HMICFRS-SCOPE"])
    scope = Scope(answer=ScopeAnswer.ANSWERED_THROUGH, on=date(2023, 3, 9), reason="twin", by="x", through="other")
    assert ids(with_response(scope=scope)) == ([], ["HMICFRS-SCOPE", "HMICFRS-TWINS"])


def test_facts_of_an_area_that_the_register_is_not_kept_for_are_counted():
    register = attrs.evolve(a_complete_register(), areas=("estuary",))
    assert "NOT-KEPT-FOR" in ids(register)[1]


def test_actions_and_checks_of_an_area_that_the_register_is_not_kept_for_are_counted():
    for held in (
        Register(areas=(AREA,), actions=(Action(id="a1", area="northmor", answers=()),)),
        Register(areas=(AREA,), website=(WebsiteCheck(area="northmor", what=Shown.PRIORITIES, on=LAST),)),
        Register(areas=(AREA,), monitoring=(MonitoringPhase(area="northmor", phase=Phase.ENGAGE, since=LAST),)),
    ):
        assert [each.subject for each in judge(held, (), on=LATER).gaps if each.rule == "NOT-KEPT-FOR"] == ["northmor"]
        assert not any(each.rule == "NOT-KEPT-FOR" for each in judge(held, (), on=LATER, body=AREA).gaps)


def test_an_action_for_nothing_recorded_is_a_gap_even_when_it_is_done():
    done = Action(id="a1", area=AREA, answers=("a-report-2023/1", "lost-2023/1"), done_on=LAST)
    gaps = judge(a_complete_register().with_action(done), BOOK, on=LATER).gaps
    assert [each.message for each in gaps] == ["action a1 answers lost-2023/1, which is not in the register"]
    assert (gaps[0].inspection, gaps[0].area) == ("lost-2023", AREA)


def test_a_super_complaint_that_nobody_answered_is_a_gap_and_no_breach_of_section_55():
    from inspectlib.inspections import Basis

    report = an_inspection(basis=Basis.SUPER_COMPLAINT, respond_by=date(2023, 4, 1))
    found, gaps = ids(Register(areas=(AREA,)).with_inspection(report))
    assert "PA96-S55-5" not in found
    assert "PA96-S55-5" in gaps


FIELDS = ("invitations", "chief_officer_comments", "explanations", "sign_offs", "publications", "copies")


@pytest.mark.parametrize("on", [date(2023, 3, 8), date(2023, 4, 15), LAST, date(2023, 5, 3), LATER])
@pytest.mark.parametrize("field", FIELDS)
def test_deleting_any_fact_never_makes_an_unclear_answer_clear(field, on):
    from inspectlib.recording import record
    from inspectlib.testing import a_fact

    late, _ = record(a_complete_register(), a_fact("published", date(2023, 5, 20)))
    unsigned = with_response(sign_offs=())
    for register in (a_complete_register(), late, unsigned):
        facts = getattr(register.responses[0], field)
        if judge(register, RULES, on=on).clear:
            continue
        for index in range(len(facts)):
            fewer = attrs.evolve(register.responses[0], **{field: facts[:index] + facts[index + 1 :]})
            after = judge(register.with_response(fewer), RULES, on=on)
            future = {each.rule for each in judge(register, RULES, on=on).findings} == {"DATE-IN-FUTURE"}
            assert future or not after.clear, (field, index, on)


@pytest.mark.parametrize(("signed", "found"), [(LAST, []), (date(2023, 5, 3), ["SIGN-OFF"])])
def test_a_sign_off_counts_on_the_day_of_publication_and_not_after_it(signed, found):
    sign_offs = tuple(attrs.evolve(each, on=signed) for each in a_complete_register().responses[0].sign_offs)
    assert ids(with_response(sign_offs=sign_offs))[0] == found


def test_an_explanation_of_blanks_is_not_counted_as_one():
    register = a_complete_register()
    response = register.responses[0]
    blank = attrs.evolve(response.explanations[0], action=" ")
    response = attrs.evolve(response, explanations=(blank, *response.explanations[1:]))
    outcome = judge(register.with_response(response), RULES, on=LATER)
    assert outcome.explanations == (("a-report-2023 northmoor", 1, 1),)
