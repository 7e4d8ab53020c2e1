"""Whether what is recorded about closing a case can stand."""

from inspectlib.cases import Case, ClosureFact, ClosureStep
from inspectlib.closure import (
    level_of,
    missing_evidence,
    own_work_of,
    same_role,
    since_reopening,
    steps_in_order,
    unsaid_work_of,
)
from inspectlib.findings import Severity
from inspectlib.inspections import Phase
from inspectlib.periods import add_months, in_words
from inspectlib.register import Register
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule
from inspectlib.status import ends_by_itself, status_of


def _first(case: Case, step: ClosureStep) -> ClosureFact | None:
    return next((each for each in since_reopening(case) if each.step is step), None)


@rule(
    "CLOSURE-LEVEL",
    title="Closure asked for without a level",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-LEVELS",
    subject=Case,
)
def requested_without_level(case: Case, facts: Facts) -> Answer:
    """The inspectorate awards each action a level before closure is requested."""
    del facts
    requested = _first(case, ClosureStep.REQUESTED)
    if requested is None:
        return None
    set_on = [each.on for each in case.closure if each.step is ClosureStep.LEVEL_SET and each.level]
    if not set_on:
        return Found(message=f"closure was requested on {in_words(requested.on)} and no level is recorded")
    if min(set_on) > requested.on:
        return Found(message=f"closure was requested on {in_words(requested.on)}, before any level was set")
    return None


@rule(
    "CLOSURE-EVIDENCE",
    title="Closure asked for without what its level calls for",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-LEVELS",
    subject=Case,
)
def requested_without_evidence(case: Case, facts: Facts) -> Answer:
    """The evidence and the sign-off that the level calls for are there when closure is requested."""
    requested = _first(case, ClosureStep.REQUESTED)
    level = level_of(case)
    if requested is None or level is None:
        return None
    row = facts.policy.level(level)
    if row is None:
        return Missing(message=f"the policy {facts.policy.name!r} has no level {level}")
    wanted = [f"evidence under {each!r}" for each in missing_evidence(case, row)]
    signed = [each for each in since_reopening(case) if each.step is ClosureStep.SIGNED_OFF]
    wanted += [
        f"the sign-off of the {role}" for role in row.sign_off if not any(same_role(each.by, role) for each in signed)
    ]
    if not facts.policy.trusted(facts.on):
        if not wanted:
            return Missing(message=f"what level {level} calls for is known only from the {facts.policy.name}")
        return tuple(Missing(message=f"not shown, on the {facts.policy.name}: {each}") for each in wanted)
    return tuple(Found(message=f"closure was requested without {each}") for each in wanted) or None


@rule(
    "CLOSURE-DECISION",
    title="Closed without the inspectorate's decision",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-TWO-STEPS",
    subject=Case,
)
def closed_without_decision(case: Case, facts: Facts) -> Answer:
    """A case is closed by the inspectorate's decision, on or after the day on which closure was requested."""
    del facts
    closed = _first(case, ClosureStep.CLOSED)
    if closed is None:
        return None
    requested = _first(case, ClosureStep.REQUESTED)
    if requested is None:
        return Found(message=f"closed on {in_words(closed.on)} with no request for closure recorded")
    if closed.on < requested.on:
        return Found(message=f"closed on {in_words(closed.on)}, before the request of {in_words(requested.on)}")
    if not (closed.reference or "").strip():
        return Missing(message=f"closed on {in_words(closed.on)}; no reference to the inspectorate's decision")
    return None


@rule(
    "CLOSURE-VERIFIED",
    title="Closed without the verification that its level calls for",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-LEVELS",
    subject=Case,
)
def closed_without_verification(case: Case, facts: Facts) -> Answer:
    """Where the level calls for verification, it comes after the work is complete and before the case is closed."""
    closed, level = _first(case, ClosureStep.CLOSED), level_of(case)
    row = facts.policy.level(level)
    if closed is None or row is None or row.verified_by is None:
        return None
    before = [each for each in since_reopening(case) if each.on <= closed.on]
    completed = max((each.on for each in before if each.step is ClosureStep.COMPLETED), default=None)
    checked = [each.on for each in before if each.step is ClosureStep.VERIFIED]
    if checked and (completed is None or completed <= max(checked)):
        return None
    what = f"closed on {in_words(closed.on)} without verification by the {row.verified_by}"
    if not facts.policy.trusted(facts.on):
        return Missing(message=f"not shown, on the {facts.policy.name}: {what}")
    return Found(message=what)


@rule(
    "CLOSURE-TWO-PEOPLE",
    title="Verified by those whose work it was",
    severity=Severity.LOCAL,
    cites="HMICFRS-TWO-STEPS",
    subject=Case,
)
def own_work_verified(case: Case, facts: Facts) -> Answer:
    """Nobody verifies, or closes, their own work."""
    del facts
    own = own_work_of(case)
    checks = [e for e in since_reopening(case) if e.step in (ClosureStep.VERIFIED, ClosureStep.CLOSED)]
    answers: list[Found | Missing] = []
    for check in checks:
        if not (check.by or "").strip():
            answers.append(
                Missing(message=f"by whom it was {check.step.value} on {in_words(check.on)} is not recorded")
            )
        elif any(same_role(check.by, each) for each in own):
            answers.append(Found(message=f"{check.step.value} by {check.by}, who owns it, did, signed or requested it"))
    if any(each.step is ClosureStep.VERIFIED for each in checks):
        answers += [
            Missing(message=f"by whom: {each.step.value} on {in_words(each.on)}; so not shown that another verified it")
            for each in unsaid_work_of(case)
        ]
    return tuple(answers) or None


@rule(
    "CLOSURE-REOPENED",
    title="Reopened without a reason, or never closed",
    severity=Severity.LOCAL,
    cites="PRACTICE-TRACKING",
    subject=Case,
)
def reopened_badly(case: Case, facts: Facts) -> Answer:
    """A reopened case keeps its earlier closure and says why it was opened again."""
    del facts
    answers: list[Found | Missing] = []
    position = case.position if case.position is not None and ends_by_itself(case.position.answer) else None
    ended = False
    for step in steps_in_order(case):
        ended = ended or (position is not None and (position.on is None or position.on <= step.on))
        if step.step in (ClosureStep.CLOSED, ClosureStep.COMPLETED, ClosureStep.SUPERSEDED):
            ended = True
        if step.step is not ClosureStep.REOPENED:
            continue
        if not ended:
            answers.append(Missing(message=f"reopened on {in_words(step.on)}; no earlier end of it is recorded"))
        if not (step.reason or "").strip():
            answers.append(Found(message=f"reopened on {in_words(step.on)} without a reason"))
        ended = False
    return tuple(answers) or None


@rule(
    "GOVERNANCE-APPROVAL",
    title="Closure asked for without the approval that comes before it",
    severity=Severity.LOCAL,
    cites="PRACTICE-GOVERNANCE",
    subject=Case,
)
def not_approved(case: Case, facts: Facts) -> Answer:
    """Where the force's profile says so, an approval precedes the request for closure."""
    if facts.profile is None or not facts.profile.needs_approval:
        return None
    requested = _first(case, ClosureStep.REQUESTED)
    if requested is None:
        return None
    if case.approved_on is None:
        return Found(message=f"closure was requested on {in_words(requested.on)} and no approval is recorded")
    if case.approved_on > requested.on:
        return Found(message=f"approved on {in_words(case.approved_on)}, after the request of {in_words(requested.on)}")
    return None


@rule(
    "GOVERNANCE-REVIEW",
    title="Not reviewed within the force's own interval",
    severity=Severity.LOCAL,
    cites="PRACTICE-GOVERNANCE",
    subject=Case,
)
def review_overdue(case: Case, facts: Facts) -> Answer:
    """An open case is reviewed at least as often as the force's profile says, in calendar months."""
    months = facts.profile.review_months if facts.profile is not None else None
    if months is None or case.position is None:
        return None
    recommendation = facts.recommendations[case.recommendation]
    if status_of(case, recommendation, on=facts.on).stage.ended:
        return None
    last = max((each.on for each in case.reviews), default=case.position.on)
    if last is None:
        return Missing(message="no review is recorded, and no day from which the interval could run")
    until = add_months(last, months)
    if facts.on > until:
        return Found(
            message=f"last reviewed on {in_words(last)}; the next review was due by {in_words(until)}"
            if case.reviews
            else f"no review since the position of {in_words(last)}; one was due by {in_words(until)}",
            because=(("months between reviews", str(months)),),
        )
    return None


@rule(
    "GOVERNANCE-DEMONSTRATION",
    title="Closure asked for before the period of improvement was over",
    severity=Severity.LOCAL,
    cites="PRACTICE-GOVERNANCE",
    subject=Case,
)
def asked_too_soon(case: Case, facts: Facts) -> Answer:
    """Where the force's profile asks for months of sustained improvement, closure is requested only after them."""
    months = facts.profile.demonstration_months if facts.profile is not None else None
    requested = _first(case, ClosureStep.REQUESTED)
    if not months or requested is None:
        return None
    completed = _first(case, ClosureStep.COMPLETED)
    if completed is None:
        return Missing(message="no day is recorded from which the period of improvement runs")
    until = add_months(completed.on, months)
    if requested.on < until:
        return Found(
            message=f"closure was requested on {in_words(requested.on)}; the period runs until {in_words(until)}"
        )
    return None


@rule(
    "HMICFRS-MONITORING",
    title="A change of monitoring phase without the inspectorate's letter",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-MONITORING",
    subject=Register,
)
def phase_without_letter(register: Register, facts: Facts) -> Answer:
    """A force leaves the Engage phase by the inspectorate's letter, never because its causes of concern are closed."""
    answers: list[Found | Missing] = []
    engaged: set[str] = set()
    for each in sorted(register.monitoring, key=lambda one: (one.area, one.since)):
        if each.phase is Phase.ENGAGE:
            engaged.add(each.area)
        leaves = each.phase is Phase.SCAN and each.area in engaged
        if leaves:
            engaged.discard(each.area)
        if not leaves or not facts.keeps(each.area):
            continue
        if each.letter_on is None:
            answers.append(
                Missing(
                    message=f"back in Scan since {in_words(each.since)}; no letter of the inspectorate is recorded",
                    area=each.area,
                    subject=each.area,
                )
            )
        elif each.letter_on > each.since:
            answers.append(
                Found(
                    message=f"recorded as back in Scan since {in_words(each.since)}; the letter is of {in_words(each.letter_on)}",
                    area=each.area,
                    subject=each.area,
                )
            )
    return tuple(answers) or None


RULES = (
    requested_without_level,
    requested_without_evidence,
    closed_without_decision,
    closed_without_verification,
    own_work_verified,
    reopened_badly,
    not_approved,
    review_overdue,
    asked_too_soon,
    phase_without_letter,
)
