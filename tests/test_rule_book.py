import ast
import re
from datetime import date
from pathlib import Path

import attrs
import pytest

import inspectlib.rules
from inspectlib.audiences import Audience
from inspectlib.cases import Action, Case, PositionAnswer
from inspectlib.checking import judge
from inspectlib.citations import citations
from inspectlib.findings import Severity
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import Response, Scope, ScopeAnswer
from inspectlib.rules.book import RULES
from inspectlib.rules.rule import Found, rule
from inspectlib.testing import (
    AREA,
    REPORT,
    a_closed_register,
    a_complete_register,
    a_recommendation,
    an_inspection,
    an_unanswered_register,
)

IDS = {each.id for each in RULES}
PAGE = (Path(__file__).parents[1] / "docs/explanation/where-each-rule-stands.md").read_text(encoding="utf-8")
LATER = date(2023, 6, 1)


def test_all_63_rules_that_were_asked_for_are_placed_and_at_least_40_are_rules():
    rows = [line.split("|")[1:4] for line in PAGE.splitlines() if re.match(r"\| [A-Z0-9]+-\d\d ", line)]
    assert len(rows) == len({row[0].split()[0] for row in rows}) == 63
    assert sum(row[1].strip() == "rule" for row in rows) >= 40


def test_the_page_of_places_names_every_rule_and_no_other():
    named = set(re.findall(r"\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\b|\bRETENTION\b", PAGE))
    asked = {name for name in named if re.fullmatch(r"[A-Z0-9]+-\d\d", name)}
    assert named - asked - {"PA96-S55-6"} == IDS


def test_no_rule_gives_a_number_of_the_law_in_code():
    folder = Path(inspectlib.rules.__file__).parent
    for path in folder.glob("*.py"):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and type(node.value) is int
        }
        assert numbers <= {0, 1, 2}, path.name


def test_rules_import_nothing_that_reads_the_clock_the_disk_or_the_environment():
    folder = Path(inspectlib.rules.__file__).parent
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not {each.name.split(".")[0] for each in node.names} & {
                    "os",
                    "time",
                    "random",
                    "socket",
                    "pathlib",
                }
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("now", "today", "utcnow", "environ"), path.name


def test_rules_read_neither_clock_nor_disk_nor_environment(monkeypatch):
    register = a_closed_register()
    judge(register, RULES, on=LATER)  # the data files are read once, on first use

    def forbidden(*_, **__):
        raise AssertionError

    for name in ("builtins.open", "os.getenv", "time.time", "time.localtime", "io.open", "socket.socket"):
        monkeypatch.setattr(name, forbidden)
    assert not judge(register, RULES, on=LATER).crashes


def test_the_order_of_rules_and_records_does_not_matter():
    register = a_closed_register()
    assert judge(register, RULES, on=LATER) == judge(register, tuple(reversed(RULES)), on=LATER)


def test_judging_leaves_the_register_as_it_was():
    register = a_closed_register()
    judge(register, RULES, on=LATER)
    assert register == a_closed_register()


def test_every_rule_says_its_duty_in_a_sentence_and_cites_a_source():
    for each in RULES:
        assert each.duty.endswith("."), each.id
        assert each.cites.id in citations()
        assert each.title[0].isupper() or each.title[0].isdigit()


def test_each_provision_says_when_it_was_read_and_when_it_is_read_again():
    for each in citations().values():
        assert each.checked_on is not None, each.id
        assert each.review_by is not None, each.id
        assert each.checked_on < each.review_by


@pytest.mark.parametrize(("on", "note"), [(date(2027, 11, 23), None), (date(2027, 11, 24), "not checked since")])
def test_after_its_day_of_review_a_finding_says_that_its_source_was_not_checked_since(on, note):
    (finding,) = [each for each in judge(an_unanswered_register(), RULES, on=on).findings if each.rule == "PA96-S55-5"]
    assert (finding.note is None) if note is None else (note in (finding.note or ""))


def test_a_gap_says_likewise_that_its_source_was_not_checked_since():
    outcome = judge(attrs.evolve(a_complete_register(), website=()), RULES, on=date(2027, 11, 24))
    (gap,) = [each for each in outcome.gaps if each.rule == "SIO-7A"]
    assert gap.note == "the source was not checked since 23 November 2026"


@pytest.mark.parametrize(
    ("on", "clear"), [(date(2027, 5, 23), True), (date(2027, 5, 24), False), (date(2027, 11, 24), False)]
)
def test_what_is_in_order_is_no_all_clear_once_sources_are_past_their_review(on, clear):
    case = a_complete_register().case(f"{REPORT}/1", AREA)
    rejected = attrs.evolve(case.position, answer=PositionAnswer.REJECTED, reason="not ours")
    outcome = judge(a_complete_register().with_case(attrs.evolve(case, position=rejected)), RULES, on=on)
    assert outcome.findings == ()
    assert outcome.clear is clear
    assert outcome.complete
    said = [each.message for each in outcome.gaps if each.rule == "SOURCES"]
    old = sum(each.cites.verified and on > each.cites.review_by for each in RULES)
    start = f"the sources of {old} of {len(RULES)} rules were not checked since 23 November 2026"
    assert [each.startswith(start) for each in said] == ([] if clear else [True])


def test_that_a_body_is_still_in_office_is_not_shown_once_its_source_is_past_its_review():
    register = Register(areas=("surrey",)).with_inspection(an_inspection())
    (office,) = [each for each in RULES if each.id == "BODY-IN-OFFICE"]
    said = {
        on: [each.message for each in judge(register, [office], on=on).gaps if each.rule == office.id]
        for on in (date(2027, 11, 23), date(2027, 11, 24))
    }
    assert said[date(2027, 11, 23)] == []
    assert (
        "Police and Crime Commissioner for Surrey is still in office: the source was not checked since 23 November 2026"
        in said[date(2027, 11, 24)][0]
    )


def test_a_finding_on_a_source_that_nobody_confirmed_says_so():
    register = a_complete_register()
    report = attrs.evolve(register.inspections[0], withheld=("figures each quarter",))
    found = judge(register.with_inspection(report), RULES, on=LATER).findings
    (finding,) = [each for each in found if each.rule == "PA96-S55-2"]
    assert finding.note == "rests on a source that nobody has confirmed"


def test_a_broken_rule_costs_its_own_answer_only():
    def broken(_subject, _facts):
        raise ZeroDivisionError

    rules = (*RULES[1:], attrs.evolve(RULES[0], judge=broken))
    whole = judge(an_unanswered_register(), RULES[1:], on=LATER)
    outcome = judge(an_unanswered_register(), rules, on=LATER)
    assert outcome.findings == whole.findings
    assert [each.rule for each in outcome.crashes] == [RULES[0].id]
    assert not outcome.complete


def test_a_rule_that_answers_with_something_else_is_a_crash_and_no_all_clear():
    rules = (attrs.evolve(RULES[0], judge=lambda _subject, _facts: "fine"),)
    outcome = judge(a_complete_register(), rules, on=LATER)
    assert not outcome.clear
    assert "'fine'" in outcome.crashes[0].error


def test_a_rule_about_the_register_says_which_area_it_is_about():
    def about(_register, _facts):
        return Found(message="x", subject="northmoor", area="northmoor")

    each = next(one for one in RULES if one.subject.__name__ == "Register")
    (finding,) = judge(a_complete_register(), (attrs.evolve(each, judge=about, since=None),), on=LATER).findings
    assert (finding.area, finding.inspection) == ("northmoor", None)


@pytest.mark.parametrize(
    ("subject", "since", "until", "words"),
    [
        (Response, None, None, "for reports published on any day"),
        (Response, date(2017, 5, 2), None, "for reports published on or after 2 May 2017"),
        (Case, None, date(2025, 1, 1), "for reports published on any day, before 1 January 2025"),
        (Register, date(2021, 5, 31), date(2025, 1, 1), "for checks on or after 31 May 2021, before 1 January 2025"),
    ],
)
def test_a_rule_says_of_which_days_it_holds(subject, since, until, words):
    assert attrs.evolve(RULES[0], subject=subject, since=since, until=until).in_force == words


def test_a_rule_knows_its_distribution_without_its_version():
    assert attrs.evolve(RULES[0], provider="inspectlib-here 1.0").distribution == "inspectlib-here"


def test_what_is_about_a_report_or_a_response_is_for_the_inspectors_and_the_rest_for_the_office_and_force():
    seen = {each.subject: each.audience for each in map(made_about, (Inspection, Response, Case, Register))}
    assert seen == {
        Inspection: Audience.SUBMISSION,
        Response: Audience.SUBMISSION,
        Case: Audience.WORKING,
        Register: Audience.WORKING,
    }


def made_about(subject):
    return rule("X", title="x", severity=Severity.LOCAL, cites="PA96-S55-5", subject=subject)(lambda *_: None)


def test_an_address_at_which_nothing_was_published_is_not_shared():
    asked = []
    looks = made_about(Register)
    looks = attrs.evolve(
        looks, judge=lambda _, facts: asked.append([facts.shared_address(url) for url in ("https://nowhere", OURS)])
    )
    judge(a_complete_register(), [looks], on=LATER)
    assert asked == [[False, False]]


OURS = "https://pcc.northmoor.example.org/r"


def test_a_finding_about_an_explanation_or_an_action_names_the_first_recommendation_that_it_is_about():
    register = a_complete_register()
    response = register.responses[0]
    covers = (f"{REPORT}/1", f"{REPORT}/2")
    both = attrs.evolve(response.explanations[0], covers=covers, own=False)
    none = attrs.evolve(both, covers=())
    held = register.with_response(attrs.evolve(response, explanations=(both, none)))
    for due in (date(2023, 5, 1), None):
        held = held.with_action(Action(id=f"a{due}", area=AREA, answers=covers, due=due))
        held = held.with_action(Action(id=f"b{due}", area=AREA, answers=(), due=due))
    outcome = judge(held, RULES, on=LATER)
    spoke = [each for each in (*outcome.findings, *outcome.gaps) if each.rule in ("PA96-S55-5B-OWN", "ACTION-OVERDUE")]
    assert sorted(each.subject for each in spoke) == sorted((*covers[:1] * 3, REPORT, "b2023-05-01", "bNone"))


def test_a_recommendation_without_a_twin_in_the_report_answered_in_its_place_names_the_one_it_is_most_like():
    asked = "By 31 March 2024, {} should train each call handler to recognise a {} caller."
    national = an_inspection(
        recommendations=(
            a_recommendation("1", text=asked.format("chief constables", "repeat")),
            a_recommendation("2", text="Chief constables should publish grades."),
        )
    )
    ours = an_inspection(
        id="ours-2023",
        types=frozenset({InspectionType.FORCE_SPECIFIC}),
        recommendations=tuple(
            Recommendation(id=f"ours-2023/{key}", text=asked.format("the force", which))
            for key, which in (("8", "vulnerable"), ("9", "repeat"), ("10", "silent"))
        ),
    )
    through = Scope(answer=ScopeAnswer.ANSWERED_THROUGH, on=LATER, reason="the same", through="ours-2023")
    register = Register(areas=(AREA,)).with_inspection(national, ours)
    register = register.with_response(Response(area=AREA, inspection=REPORT, scope=through))
    (twins,) = [each for each in RULES if each.id == "HMICFRS-TWINS"]
    first, second = judge(register, [twins], on=LATER).findings
    words = "train, call, handler, recognise, repeat, caller"
    assert first.because == (("may be the same as", f"ours-2023/9 (score 1.00; words of both: {words})"),)
    assert second.because == ()
    empty = register.with_inspection(attrs.evolve(ours, recommendations=()))
    assert [each.because for each in judge(empty, [twins], on=LATER).findings] == [(), ()]
