"""What a force owes its own tracking: a position, an owner, a date that is kept or openly deferred."""

from inspectlib.bodies import is_for_policing
from inspectlib.cases import Case, ClosureStep, PositionAnswer
from inspectlib.findings import Severity
from inspectlib.periods import in_words
from inspectlib.register import Register
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule
from inspectlib.showing import counted
from inspectlib.status import status_of


def _is_ours(case: Case, facts: Facts) -> bool:
    """Say whether the case asks the force or the body to act, or somebody began to track it."""
    if facts.register.case(*case.key) is not None:
        return True
    response = facts.register.response(facts.inspection.id, case.area)
    if response is not None and not response.owed:
        return False
    return is_for_policing(facts.recommendations[case.recommendation].addressees, case.area)


@rule(
    "CASE-POSITION",
    title="No position, or one without its reason",
    severity=Severity.LOCAL,
    cites="PRACTICE-TRACKING",
    subject=Case,
)
def position_missing(case: Case, facts: Facts) -> Answer:
    """The force accepts, accepts in part, rejects, or says that it does not apply, with a reason unless it accepts."""
    if not _is_ours(case, facts):
        return None
    position = case.position
    if position is None or position.answer is PositionAnswer.AWAITING:
        return Missing(message="no position of the force is recorded")
    if position.answer is not PositionAnswer.ACCEPTED and not (position.reason or "").strip():
        return Found(message=f"{position.answer.value} without a reason")
    if position.on is None:
        return Missing(message=f"{position.answer.value}; the day is not recorded")
    return None


@rule(
    "CASE-OWNER",
    title="No owner",
    severity=Severity.LOCAL,
    cites="PRACTICE-TRACKING",
    subject=Case,
)
def owner_missing(case: Case, facts: Facts) -> Answer:
    """A recommendation that the force works on has an owner, named as a role."""
    if case.position is None or case.position.answer not in (PositionAnswer.ACCEPTED, PositionAnswer.PARTLY):
        return None
    recommendation = facts.recommendations[case.recommendation]
    if status_of(case, recommendation, on=facts.on).stage.ended or (case.owner or "").strip():
        return None
    return Missing(message="accepted, and no owner is recorded")


@rule(
    "CASE-OVERDUE",
    title="Overdue",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-RECOMMENDATION",
    subject=Case,
)
def overdue(case: Case, facts: Facts) -> Answer:
    """What the report asks for by a day is done by the end of that day; it is overdue from the next."""
    if not _is_ours(case, facts):
        return None
    recommendation = facts.recommendations[case.recommendation]
    status = status_of(case, recommendation, on=facts.on)
    if status.stage.ended:
        return None
    first = status.first_due
    if status.due is None:
        return Missing(message="no due date is recorded, neither the report's nor one of the force's own")
    if facts.on > status.due:
        days = (facts.on - status.due).days
        moved = ""
        if first is not None and first != status.due:
            moved = f", {'deferred' if first < status.due else 'brought forward'} from {in_words(first)}"
        return Found(
            message=f"{recommendation.label}: was due on {in_words(status.due)}{moved}; {counted(days, 'day')} overdue",
            because=(("due", status.due.isoformat()),),
        )
    if first is not None and facts.on > first:
        return Missing(message=f"past the report's own date, {in_words(first)}; deferred to {in_words(status.due)}")
    return None


@rule(
    "CASE-DEFERRED",
    title="A deferral that does not say from when, why, or who decided",
    severity=Severity.LOCAL,
    cites="PRACTICE-TRACKING",
    subject=Case,
)
def deferral_not_whole(case: Case, facts: Facts) -> Answer:
    """The first date never changes; each deferral keeps the date before, the reason, the role and the forum."""
    answers: list[Found | Missing] = []
    before = facts.recommendations[case.recommendation].due_on
    for change in case.due_changes:
        if before is None and change.before is not None:
            answers.append(
                Missing(message=f"deferred from {in_words(change.before)}, which is recorded nowhere as a due date")
            )
        elif change.before != before:
            answers.append(Found(message=f"the deferral of {in_words(change.on)} does not begin at the date before it"))
        if not (change.reason or "").strip():
            answers.append(Found(message=f"the deferral of {in_words(change.on)} gives no reason"))
        if not (change.by or change.forum or "").strip():
            answers.append(Missing(message=f"who decided the deferral of {in_words(change.on)} is not recorded"))
        before = change.after
    return tuple(answers) or None


@rule(
    "CASE-SUPERSEDED",
    title="Superseded without a successor",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-SUPERSEDED",
    subject=Case,
)
def superseded_without_successor(case: Case, facts: Facts) -> Answer:
    """A superseded recommendation names the one that takes its place; it ends without any claim of completion."""
    answers: list[Found | Missing] = []
    for step in case.closure:
        if step.step is not ClosureStep.SUPERSEDED:
            continue
        if not (step.successor or "").strip():
            answers.append(Found(message=f"superseded on {in_words(step.on)} by nothing that is named"))
        elif step.successor == case.recommendation:
            answers.append(Found(message="superseded by itself"))
        elif facts.register.find_recommendation(step.successor or "") is None:
            answers.append(Missing(message=f"{step.successor}, which takes its place, is not recorded"))
        elif _comes_back(case, step.successor or "", facts):
            answers.append(Found(message="superseded in a circle, so nothing takes its place"))
    return tuple(answers) or None


def _comes_back(case: Case, successor: str, facts: Facts) -> bool:
    """Say whether the line of an area's successors ends where it began, or goes round before it ends."""
    seen = {case.recommendation}
    at: str | None = successor
    while at is not None:
        if at in seen:
            return True
        seen.add(at)
        following, held = facts.register.case(at, case.area), facts.register.find_recommendation(at)
        steps = following.closure if following is not None else ()
        recorded = (each.successor for each in reversed(steps) if each.step is ClosureStep.SUPERSEDED)
        at = next(recorded, held.superseded_by if held is not None else None)
    return False


@rule(
    "RETENTION",
    title="Kept longer than said",
    severity=Severity.LOCAL,
    cites="PRACTICE-RETENTION",
    subject=Case,
)
def kept_too_long(case: Case, facts: Facts) -> Answer:
    """A record is looked at again when the day until which it is kept has passed."""
    if case.retain_until is not None and facts.on > case.retain_until:
        return Found(message=f"was to be kept until {in_words(case.retain_until)}; decide whether it goes")
    return None


@rule(
    "ACTION-OVERDUE",
    title="An action past its own date",
    severity=Severity.LOCAL,
    cites="PRACTICE-TRACKING",
    subject=Register,
)
def action_overdue(register: Register, facts: Facts) -> Answer:
    """An action is done by its own date, or its date is changed openly."""
    return (
        tuple(
            Found(
                message=f"action {each.id}: was due on {in_words(each.due)}",
                subject=each.answers[0] if each.answers else each.id,
                area=each.area,
            )
            for each in register.actions
            if each.due is not None and each.done_on is None and facts.on > each.due and facts.keeps(each.area)
        )
        + tuple(
            Missing(
                message=f"action {each.id}: no date by which it is to be done",
                subject=each.answers[0] if each.answers else each.id,
                area=each.area,
            )
            for each in register.actions
            if each.due is None and each.done_on is None and facts.keeps(each.area)
        )
        or None
    )


RULES = (
    position_missing,
    owner_missing,
    overdue,
    deferral_not_whole,
    superseded_without_successor,
    kept_too_long,
    action_overdue,
)
