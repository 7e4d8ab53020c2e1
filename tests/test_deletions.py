"""Silence is not consent: taking something away from a register never makes an unclear answer clear."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectlib.cases import Action, Case
from inspectlib.checking import judge
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead
from inspectlib.findings import Crash
from inspectlib.inspections import Basis
from inspectlib.plugins import Failure, Loaded, Plugins, load_plugins
from inspectlib.profiles import Profile
from inspectlib.recording import Fact, record
from inspectlib.register import HeldTo, Register, Unread
from inspectlib.responses import (
    ChiefOfficerComments,
    Copy,
    Explanation,
    ForceComment,
    Invitation,
    Publication,
    Recipient,
    Response,
    Scope,
    ScopeAnswer,
    SignOff,
    StatutoryText,
)
from inspectlib.rules.rule import Missing
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection
from inspectlib.testing.cases import register_of, shipped_cases

RULES = load_plugins(points=[]).rules
DAYS = [date(2023, 5, 4), date(2023, 6, 1)]
OTHER = "another-report-2023"
PAGE = "https://pcc.northmoor.example.org/r"


def answer(register, on, reading):
    return judge(register, RULES, on=on, reading=reading)


def deletions(register):
    """Yield (path, register) for everything that can be taken away and leaves a register that can be read."""
    for path, plain in _without(to_plain(register)):
        try:
            after = from_plain(plain, Register)
        except (CannotRead, ValueError, TypeError):
            continue  # such a file is refused with a sentence, which is no clear answer
        if after != register:
            yield path, after


def _without(plain):
    """Yield (path, copy) with one key set to null, one list emptied, one row or key left out."""
    if isinstance(plain, dict):
        for key, inner in plain.items():
            if inner is not None:
                yield (key,), {**plain, key: None}
                yield (key,), {name: each for name, each in plain.items() if name != key}
            if inner:
                for path, made in _without(inner):
                    yield (key, *path), {**plain, key: made}
    elif isinstance(plain, list):
        for index, inner in enumerate(plain):
            yield (index,), [*plain[:index], *plain[index + 1 :]]
            for path, made in _without(inner):
                yield (index, *path), [*plain[:index], made, *plain[index + 1 :]]


def shape(path):
    """Return a path without its numbers: ("responses", "[]", "copies", "[]", "on")."""
    return tuple("[]" if isinstance(each, int) else each for each in path)


# --- registers that are one or two steps from clear ---------------------------------------------------------------


def _response(**changes):
    def flaw(register):
        response = register.response(REPORT, AREA)
        made = {name: change(getattr(response, name)) for name, change in changes.items()}
        return register.with_response(attrs.evolve(response, **made))

    return flaw


def _report(**changes):
    return lambda register: register.with_inspection(attrs.evolve(register.inspection(REPORT), **changes))


def _more(*rows):
    return lambda held: (*held, *rows)


def _only(*rows):
    return lambda _: rows


def _dated(day):
    return lambda rows: tuple(attrs.evolve(each, on=day) for each in rows)


def _asks_more(register):
    report = register.inspection(REPORT)
    return register.with_inspection(
        attrs.evolve(report, recommendations=(*report.recommendations, a_recommendation("3")))
    )


def _a_second_report(**changes):
    return lambda register: register.with_inspection(an_inspection(id=OTHER, recommendations=(), **changes))


def _scope(answer, **more):
    return _response(scope=_only_value(Scope(answer=answer, on=date(2023, 3, 9), **more)))


def _whole_only_late(register):
    """First published in time without the body's comments and explanations; whole only after the last day."""
    response = register.response(REPORT, AREA)
    bare = StatutoryText(force_comments=(ForceComment(recommendation=f"{REPORT}/1", text="We agree."),))
    whole = register.statutory_text(attrs.evolve(response, chief_officer_comments=()))
    made = attrs.evolve(
        response,
        chief_officer_comments=(),
        invitations=tuple(attrs.evolve(each, none_received_on=date(2023, 4, 6)) for each in response.invitations),
        sign_offs=tuple(
            SignOff(role="Commissioner", on=day, text_hash=words.hash, text=words)
            for day, words in ((date(2023, 4, 20), bare), (LATE, whole))
        ),
        publications=tuple(
            Publication(url=PAGE, on=day, text_hash=words.hash)
            for day, words in ((date(2023, 5, 1), bare), (LATE, whole))
        ),
        copies=tuple(attrs.evolve(each, on=LATE) for each in response.copies),
    )
    return register.with_response(made)


def _late_for_the_first_date_only(register):
    """Comments that came after the first date set, before the second, and were left out."""
    more = _response(
        invitations=_more(Invitation(sent_on=date(2023, 4, 6), comments_by=date(2023, 4, 20))),
        chief_officer_comments=_more(ChiefOfficerComments(text="And more.", received_on=date(2023, 4, 10))),
    )
    response = register.response(REPORT, AREA)
    signed = register.statutory_text(
        attrs.evolve(
            response,
            chief_officer_comments=(
                *response.chief_officer_comments,
                ChiefOfficerComments(text="And more."),
            ),
        )
    )
    made = more(register).response(REPORT, AREA)
    later = SignOff(role="Commissioner", on=date(2023, 5, 20), text_hash=signed.hash, text=None)
    return register.with_response(
        attrs.evolve(
            made,
            sign_offs=(*made.sign_offs, later),
            publications=(*made.publications, Publication(url=PAGE, on=date(2023, 5, 20), text_hash=signed.hash)),
            copies=tuple(attrs.evolve(each, on=date(2023, 5, 20)) for each in made.copies),
        )
    )


def _with_case(**changes):
    return lambda register: register.with_case(attrs.evolve(register.case(f"{REPORT}/1", AREA), **changes))


def _only_value(one):
    return lambda _: one


ELSEWHERE = Response(area="estuary", inspection=REPORT)
LATE = date(2023, 5, 3)

FLAWS = {
    "nothing": lambda register: register,
    "another area": lambda register: register.with_areas("estuary"),
    "facts of another area": lambda register: register.with_response(ELSEWHERE),
    "another report": _a_second_report(),
    "another report of no known day": _a_second_report(published_on=None),
    "another report under another power": _a_second_report(basis=Basis.SUPER_COMPLAINT),
    "one more recommendation": _asks_more,
    "a report of no known day": _report(published_on=None),
    "a report of another power": _report(basis=Basis.OTHER),
    "a report with a date of its own": _report(basis=Basis.OTHER, respond_by=date(2023, 4, 20)),
    "an unread line": lambda register: register.with_unread(Unread(source="a.txt", place="line 1", message="?")),
    "a plugin that is gone": lambda register: register.with_held_to("house-rules"),
    "a response to nothing": lambda register: register.with_response(Response(area=AREA, inspection=OTHER)),
    "not invited": _response(invitations=_only()),
    "invited with no date": _response(invitations=_only(Invitation(sent_on=date(2023, 3, 9)))),
    "invited too late": _response(
        invitations=_only(Invitation(sent_on=date(2023, 6, 1), comments_by=date(2023, 6, 2)))
    ),
    "invited twice": _response(invitations=_more(Invitation(sent_on=date(2023, 3, 20), comments_by=date(2023, 4, 1)))),
    "comments on no known day": _response(
        chief_officer_comments=_only(ChiefOfficerComments(text="The force accepts the report."))
    ),
    "comments left out": _response(
        chief_officer_comments=_more(ChiefOfficerComments(text="And more.", received_on=date(2023, 4, 4)))
    ),
    "comments before the report": _response(
        chief_officer_comments=_more(ChiefOfficerComments(text="Early.", received_on=date(2023, 3, 1)))
    ),
    "comments for the second date left out": _late_for_the_first_date_only,
    "whole only when late": _whole_only_late,
    "the force says something new": _with_case(force_comment="We have changed our minds."),
    "a case of another area": lambda register: register.with_case(Case(area="estuary", recommendation=f"{REPORT}/1")),
    "a case of nothing": lambda register: register.with_case(Case(area=AREA, recommendation=f"{OTHER}/1")),
    "a case with no position": _with_case(),
    "an action for nothing": lambda register: register.with_action(
        Action(id="a1", area=AREA, answers=(f"{OTHER}/1",), due=date(2023, 4, 1))
    ),
    "a report to come": _report(published_on=date(2023, 5, 30)),
    "explained in no words": _response(
        explanations=_only(Explanation(covers=(f"{REPORT}/1", f"{REPORT}/2"), action=" "))
    ),
    "unexplained": _response(explanations=_only()),
    "unsigned": _response(sign_offs=_only()),
    "signed late": _response(sign_offs=_dated(LATE)),
    "signed in other words too": _response(
        sign_offs=_more(SignOff(role="Commissioner", on=date(2023, 4, 21), text_hash="0" * 64))
    ),
    "redrafted": _response(comments=_only_value("Other words.")),
    "not published": _response(publications=_only()),
    "published late": _response(publications=_dated(LATE)),
    "published early in other words": _response(
        publications=_more(Publication(url=PAGE, on=date(2023, 4, 21), text_hash="0" * 64))
    ),
    "published again in unknown words": _response(publications=_more(Publication(url=PAGE, on=date(2023, 5, 20)))),
    "not sent": _response(copies=_only()),
    "sent too early as well": _response(copies=_more(Copy(to=Recipient.INSPECTORS, on=date(2023, 4, 1)))),
    "not the subject, for no reason": _scope(ScopeAnswer.NOT_THE_SUBJECT),
    "not the subject, by nobody": _scope(ScopeAnswer.NOT_THE_SUBJECT, reason="Another force."),
    "answered through nothing": _scope(
        ScopeAnswer.ANSWERED_THROUGH, reason="Joint.", by="Policy officer", through=OTHER
    ),
}


def _cases():
    """Return the registers of the shipped cases in which a rule speaks, asked on the day of the case."""
    made = {}
    for case in shipped_cases():
        if case.expect != "holds" and not case.profile and not case.areas_for_improvement:
            made[f"{case.rule}: {case.name}"] = case
    return made


CASES = _cases()
FLAWED = {name: (lambda flaw=flaw: flaw(a_complete_register())) for name, flaw in FLAWS.items()}


# --- what is known to be wrong ------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Known:
    """A deletion that clears, narrowly: what is taken away, what was unclear before, by which register it is shown."""

    gone: tuple[str, ...]
    was: frozenset[str]
    by: str
    reason: str

    def explains(self, path, before):
        rules = {each.rule for each in (*before.findings, *before.gaps)}
        return shape(path) == self.gone and (not self.was or bool(self.was & rules))


def _known(reason, *rows):
    return [Known(gone=tuple(gone.split()), was=frozenset(was.split()), by=by, reason=reason) for gone, was, by in rows]


CASE_ROW, CLOSURE, REC = "cases []", "cases [] closure", "inspections [] recommendations []"
KNOWN = [
    *_known(
        "MEND: the register does not say that it should be there",
        ("inspections []", "", "another report"),
        ("areas []", "", "another area"),
        (REC, "PA96-S55-5B CASE-POSITION", "one more recommendation"),
        ("unread", "UNREAD", "an unread line"),
        ("unread []", "UNREAD", "an unread line"),
        ("held_to", "RULES-MISSING", "a plugin that is gone"),
        ("held_to []", "RULES-MISSING", "a plugin that is gone"),
    ),
    *_known(
        "MEND: the rule takes silence for consent; what is not recorded should be a gap",
        ("responses [] chief_officer_comments []", "PA96-S55-5-CHIEF-OFFICER", "comments left out"),
        (
            "responses [] explanations [] own",
            "PA96-S55-5B-OWN",
            "PA96-S55-5B-OWN: somebody has looked and said that it is not",
        ),
        ("cases [] retain_until", "RETENTION", "RETENTION: kept until the day before the check"),
        (f"{REC} number", "REC-UNIQUE", "REC-UNIQUE: number 1 stands twice"),
    ),
    *_known(
        "MEND: a key left out of the file is read as its default, though every save writes every key",
        (
            f"{REC} kind",
            "HMICFRS-CAUSE-OF-CONCERN",
            "HMICFRS-CAUSE-OF-CONCERN: a cause of concern without a recommendation",
        ),
    ),
    *_known(
        "the row itself is the fault; only the history shows that it was there",
        ("responses []", "DANGLING NOT-KEPT-FOR", "a response to nothing"),
        (CASE_ROW, "DANGLING NOT-KEPT-FOR", "a case of nothing"),
        ("actions", "ACTION-OVERDUE", "an action for nothing"),
        ("actions []", "ACTION-OVERDUE", "an action for nothing"),
        ("responses [] copies []", "DATE-ORDER", "sent too early as well"),
        ("responses [] publications []", "SIGN-OFF DATE-IN-FUTURE", "published early in other words"),
        ("cases [] due_changes", "CASE-OVERDUE", "CASE-OVERDUE: past a date to which it was brought forward"),
        ("cases [] due_changes []", "CASE-OVERDUE", "CASE-OVERDUE: past a date to which it was brought forward"),
        ("cases [] due_changes", "CASE-DEFERRED", "CASE-DEFERRED: a deferral does not begin at the date before it"),
        ("cases [] due_changes []", "CASE-DEFERRED", "CASE-DEFERRED: a deferral does not begin at the date before it"),
        (CLOSURE, "CASE-SUPERSEDED", "CASE-SUPERSEDED: superseded by nothing that is named"),
        (f"{CLOSURE} []", "CASE-SUPERSEDED", "CASE-SUPERSEDED: superseded by nothing that is named"),
        (f"{CLOSURE} []", "CLOSURE-DECISION", "CLOSURE-DECISION: closed with no request"),
        (f"{CLOSURE} []", "CLOSURE-REOPENED", "CLOSURE-REOPENED: reopened and never closed"),
        ("monitoring", "HMICFRS-MONITORING", "HMICFRS-MONITORING: back in Scan the day before the letter"),
        ("monitoring []", "HMICFRS-MONITORING", "HMICFRS-MONITORING: back in Scan the day before the letter"),
        (
            f"{REC} superseded_by",
            "HMICFRS-SUPERSEDED",
            "HMICFRS-SUPERSEDED: two recommendations take each other's place",
        ),
        ("inspections [] judgements []", "PEEL-INADEQUATE", "PEEL-INADEQUATE: one of two areas is inadequate"),
        (
            "inspections [] withheld",
            "PA96-S55-2",
            "PA96-S55-2: what was kept out stands in the words of a recommendation",
        ),
        (
            "inspections [] withheld []",
            "PA96-S55-2",
            "PA96-S55-2: what was kept out stands in the words of a recommendation",
        ),
        *(
            (gone, "SIO-7B-A", "SIO-7B-A: the report that the website showed was withdrawn, and no other is recorded")
            for gone in ("inspections [] history", "inspections [] history []")
        ),
        ("inspections [] judgements []", "PEEL-AREAS", "PEEL-AREAS: one question is graded twice in a cycle"),
        (f"{REC} part_of", "REC-PART-OF", "REC-PART-OF: part of something that is no cause of concern"),
        (REC, "REC-UNIQUE", "REC-UNIQUE: number 1 stands twice"),
    ),
    *_known(
        "a claim or a draft is given up; what is left claims less",
        ("responses [] scope", "HMICFRS-SCOPE", "not the subject, by nobody"),
        (
            "responses [] reply_to_chief_officer",
            "PA96-S55-5-REPLY",
            "PA96-S55-5-REPLY: a reply is not in what was published",
        ),
        (
            "cases [] due_changes [] before",
            "CASE-DEFERRED",
            "CASE-DEFERRED: the report gave no date and the first deferral begins at one that is recorded nowhere",
        ),
        (f"{REC} due", "DATE-RELATIVE", "DATE-RELATIVE: a fixed date before a relative one that is wrong"),
        (
            "responses [] sign_offs [] text comments",
            "PA96-S55-2",
            "PA96-S55-2: what was kept out stands in words that were signed earlier",
        ),
        ("inspections [] summary", "PA96-S55-2", "PA96-S55-2: what was kept out stands in the summary of the report"),
        ("cases [] force_comment", "SIGN-OFF", "the force says something new"),
        (CLOSURE, "CLOSURE-DECISION", "CLOSURE-DECISION: closed with no request"),
        (
            CLOSURE,
            "CLOSURE-EVIDENCE",
            "CLOSURE-EVIDENCE: everything is there, under the shipped policy that nobody confirmed",
        ),
        (CLOSURE, "CLOSURE-LEVEL", "CLOSURE-LEVEL: closure was requested and no level is recorded"),
        (CLOSURE, "CLOSURE-REOPENED", "CLOSURE-REOPENED: reopened without a reason"),
    ),
]


def _clears(register, on, reading):
    """Yield the path of each deletion that makes an unclear answer clear."""
    before = answer(register, on, reading)
    if not before.clear:
        for path, after in deletions(register):
            if answer(after, on, reading).clear:
                yield path, before


# --- the claims ---------------------------------------------------------------------------------------------------


def test_the_register_that_the_flaws_start_from_is_clear():
    assert all(answer(a_complete_register(), on, "strict").clear for on in DAYS)
    assert len(CASES) > 100


def _unknown(register, on, reading):
    return [
        path
        for path, before in _clears(register, on, reading)
        if not any(each.explains(path, before) for each in KNOWN)
    ]


@pytest.mark.parametrize("name", FLAWS)
def test_no_single_deletion_clears_an_unclear_register(name):
    assert _unknown(FLAWED[name](), DAYS[-1], "strict") == []


@pytest.mark.parametrize("name", CASES)
def test_no_single_deletion_clears_the_register_of_a_case_in_which_a_rule_speaks(name):
    case = CASES[name]
    assert _unknown(register_of(case), case.on, case.reading) == []


@pytest.mark.parametrize("known", KNOWN, ids=lambda each: f"{'/'.join(each.gone)}: {each.by}")
def test_a_known_counterexample_still_is_one(known):
    """Where this fails, the fault is mended: take the entry out of KNOWN."""
    case = CASES.get(known.by)
    days = DAYS if case is None else [case.on]
    register = FLAWED[known.by]() if case is None else register_of(case)
    found = [shape(path) for on in days for path, _ in _clears(register, on, "strict")]
    assert known.gone in found, f"mended; no longer: {known.reason}"


@given(
    flaws=st.lists(st.sampled_from(sorted(FLAWS)), max_size=2),
    on=st.sampled_from(DAYS) | st.dates(date(2023, 3, 8), date(2023, 7, 1)),
    reading=st.sampled_from(["strict", "local"]),
    data=st.data(),
)
def test_deleting_anything_never_turns_an_unclear_answer_into_a_clear_one(flaws, on, reading, data):
    register = a_complete_register()
    for name in flaws:
        register = FLAWS[name](register)
    for _ in range(2):
        before = answer(register, on, reading)
        steps = list(deletions(register))
        if not steps:
            return
        path, after = data.draw(st.sampled_from(steps), label="deleted")
        if not before.clear and answer(after, on, reading).clear:
            assert any(each.explains(path, before) for each in KNOWN), (flaws, path)
        register = after


def test_a_plugin_that_broke_makes_the_answer_unclear():
    crash = Crash(rule="PLUGIN", subject="house-rules", provider="house-rules 1.0", error="cannot be imported")
    assert not judge(a_complete_register(), RULES, on=DAYS[-1], failures=[crash]).clear


HOUSE_RULE = attrs.evolve(
    RULES[0],
    id="HOUSE-RULE",
    judge=lambda *_: Missing(message="not shown"),
    provider="house-rules 1.0",
)
HOUSE_PROFILE = Profile(name="northmoor", area=AREA, review_months=2, provider="northmoor-habits 2.1")


def test_taking_a_plugin_away_never_clears_an_answer():
    with_it = Plugins(rules=(*RULES, HOUSE_RULE))
    register = a_complete_register().with_held_to(*with_it.binding([AREA]))
    assert not judge(register, with_it.rules, on=DAYS[-1]).clear
    without = judge(register, RULES, on=DAYS[-1])
    assert [each.rule for each in without.gaps] == ["RULES-MISSING"]
    assert "house-rules" in without.gaps[0].message
    assert not without.complete


def test_a_profile_that_is_taken_away_is_missed_as_rules_are():
    with_it = Plugins(
        rules=RULES, profiles=(HOUSE_PROFILE,), loaded=(Loaded(name="x", distribution="northmoor-habits 2.1"),)
    )
    register = a_complete_register().with_held_to(*with_it.binding([AREA]))
    assert judge(register, RULES, on=DAYS[-1], distributions=with_it.distributions).clear
    assert not judge(register, RULES, on=DAYS[-1]).clear


def test_a_profile_of_another_area_does_not_bind_this_register():
    assert Plugins(rules=RULES, profiles=(HOUSE_PROFILE,)).binding(["cleveland"]) == ()


def test_a_plugin_that_cannot_be_loaded_binds_too():
    broken = Failure(name="x", distribution="house-rules 1.0", cause="cannot be imported")
    assert Plugins(failures=(broken,)).binding([AREA]) == ("house-rules",)


def test_a_plugin_that_was_dismissed_with_a_reason_is_not_missed():
    register = a_complete_register().with_held_to("house-rules")
    fact = Fact(
        name="dismissed", inspection="", area=AREA, on=date(2023, 5, 1), ref="house-rules", reason="no longer ours"
    )
    after, words = record(register, fact)
    assert words == "no longer held to the rules of house-rules: no longer ours"
    assert judge(after, RULES, on=date(2023, 5, 4)).clear
    assert not judge(after, RULES, on=date(2023, 4, 30)).clear, "on a day before the dismissal it still counts"


def test_a_dismissed_plugin_that_is_installed_again_binds_again():
    held = HeldTo(distribution="house-rules", dismissed_on=date(2023, 5, 1), reason="gone")
    register = Register(held_to=(held,)).with_held_to("house-rules")
    assert register.held_to == (HeldTo(distribution="house-rules"),)
