"""Record one dated fact: a pure function from a register to the next one."""

from datetime import date

from inspectlib.cases import Case, ClosureFact, ClosureStep, DueChange, Evidence, Position, PositionAnswer, Review
from inspectlib.errors import BadCall, UnknownRecommendation
from inspectlib.fields import Public, evolve, value
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import (
    ChiefOfficerComments,
    Copy,
    Explanation,
    Invitation,
    Publication,
    Recipient,
    Response,
    SignOff,
)
from inspectlib.status import due_on


@value
class Fact:
    """One fact as an officer gives it. `on`: the day it happened; `by_date`: the date it sets."""

    name: Public[str]
    inspection: Public[str]
    area: Public[str]
    on: Public[date]
    number: Public[str | None] = None
    by_date: Public[date | None] = None
    to: Public[str | None] = None
    url: Public[str | None] = None
    ref: Public[str | None] = None
    text: Public[str | None] = None
    reason: Public[str | None] = None
    by: Public[str | None] = None


OF_RESPONSES = ("invited", "received", "commented", "explained", "signed-off", "published", "sent")
OF_CASES = (
    "accepted",
    "partly-accepted",
    "rejected",
    "not-applicable",
    "owned",
    "deferred",
    "reviewed",
    "evidence",
    "level-set",
    "completed",
    "closure-signed",
    "approved",
    "closure-requested",
    "verified",
    "closed",
    "reopened",
    "superseded",
)
FACTS = (*OF_RESPONSES, *OF_CASES, "dismissed")


def record(register: Register, fact: Fact) -> tuple[Register, str]:
    """Return the register with a fact recorded, and a sentence that says what was.

    Raises BadCall for what the fact needs and was not given, UnknownInspection, UnknownRecommendation.
    """
    if fact.name == "dismissed":
        return _dismissed(register, fact)
    inspection = register.inspection(fact.inspection)
    fact = evolve(fact, inspection=inspection.id)
    about_one = fact.name == "commented" and fact.number is not None
    if fact.name in OF_RESPONSES and not about_one:
        if fact.number is not None and fact.name != "explained":
            message = f"the fact {fact.name!r} is about the whole response; leave --number {fact.number} out"
            raise BadCall(message)
        response = register.response(inspection.id, fact.area) or Response(area=fact.area, inspection=inspection.id)
        return _response_fact(register, response, fact)
    if fact.name not in OF_CASES and not about_one:
        message = f"no fact {fact.name!r}; facts: {', '.join(FACTS)}"
        raise BadCall(message)
    number = _need(fact, fact.number, "--number N, the recommendation")
    recommendation = inspection.recommendation(number)
    if recommendation is None:
        raise UnknownRecommendation(number, (each.number or each.key for each in inspection.recommendations))
    case = register.case(recommendation.id, fact.area) or Case(area=fact.area, recommendation=recommendation.id)
    changed, words = _case_fact(case, recommendation, fact)
    return register.with_case(changed), f"{recommendation.label}: {words}"


def _dismissed(register: Register, fact: Fact) -> tuple[Register, str]:
    """Dismiss what an import could not read, by its place or its source; or a plugin that is gone, by its name."""
    name = _need(fact, fact.ref, "--ref NAME, the place, the source or the plugin as the check names it")
    reason = _need(fact, fact.reason, "--reason TEXT")
    if any(each.distribution == name and each.dismissed_on is None for each in register.held_to):
        ended = {"dismissed_on": fact.on, "dismissed_by": fact.by, "reason": reason}
        held = (evolve(each, **ended) if each.distribution == name else each for each in register.held_to)
        return evolve(register, held_to=tuple(held)), f"no longer held to the rules of {name}: {reason}"
    hit = [each for each in register.unread if name in (each.place, each.source) and each.dismissed_on is None]
    if not hit:
        places = ", ".join(repr(each.place) for each in register.unread if each.dismissed_on is None) or "none"
        message = f"nothing unread stands at {name!r}; unread: {places}"
        raise BadCall(message)
    done = {each.key: evolve(each, dismissed_on=fact.on, dismissed_by=fact.by, reason=reason) for each in hit}
    unread = tuple(done.get(each.key, each) for each in register.unread)
    return evolve(register, unread=unread), f"{len(hit)} unread at {name!r} dismissed: {reason}"


def _need(fact: Fact, given: str | None, what: str) -> str:
    if given is None or not given.strip():
        message = f"the fact {fact.name!r} needs {what}"
        raise BadCall(message)
    return given


def _response_fact(register: Register, response: Response, fact: Fact) -> tuple[Register, str]:
    day = in_words(fact.on)
    if fact.name == "explained":
        return _explained(register, response, fact)
    if fact.name == "invited":
        by = f" by {in_words(fact.by_date)}" if fact.by_date else ", with no date set"
        response = evolve(
            response, invitations=(*response.invitations, Invitation(sent_on=fact.on, comments_by=fact.by_date))
        )
        words = f"chief officer invited on {day} to comment{by}"
    elif fact.name == "received" and fact.text is None and fact.reason and response.invitations:
        last = evolve(response.invitations[-1], none_received_on=fact.on)
        response = evolve(response, invitations=(*response.invitations[:-1], last))
        words = f"noted on {day} that no comments came from the chief officer"
    elif fact.name == "received":
        undated = [each for each in response.chief_officer_comments if each.received_on is None]
        if fact.text is None and len(undated) == 1:
            fact = evolve(fact, text=undated[0].text)  # the words came with an import; only their day was missing
        text = _need(fact, fact.text, "--text FILE, the chief officer's comments")
        given = tuple(each for each in response.chief_officer_comments if each.text != text)
        comments = (*given, ChiefOfficerComments(text=text, received_on=fact.on))
        response = evolve(response, chief_officer_comments=comments)
        words = f"chief officer's comments received on {day}"
    elif fact.name == "commented":
        response = evolve(response, comments=_need(fact, fact.text, "--text FILE, the body's comments"))
        words = "the body's comments drafted"
    elif fact.name == "signed-off":
        role = _need(fact, fact.by, "--by ROLE, who signed")
        as_signed = register.statutory_text(response)
        signed = SignOff(role=role, on=fact.on, text_hash=as_signed.hash, text=as_signed)
        response = evolve(response, sign_offs=(*response.sign_offs, signed))
        words = f"signed off by {role} on {day} (text {as_signed.hash[:12]})"
    elif fact.name == "published":
        as_published = register.statutory_text(response)
        replaces = response.publications[-1].on if response.publications else None
        publication = Publication(
            on=fact.on, url=fact.url, text_hash=as_published.hash, replaces=replaces, note=fact.reason
        )
        response = evolve(response, publications=(*response.publications, publication))
        words = f"published on {day}" + (f", in place of {in_words(replaces)}" if replaces else "")
    else:
        recipients = [each.value for each in Recipient]
        if fact.to not in recipients:
            message = f"the fact 'sent' needs --to {' or '.join(recipients)}, found {fact.to!r}"
            raise BadCall(message)
        copy = Copy(to=Recipient(fact.to), on=fact.on, how=fact.reason, reference=fact.ref)
        response = evolve(response, copies=(*response.copies, copy))
        words = f"copy sent to {fact.to} on {day}"
    return register.with_response(response), words


def _explained(register: Register, response: Response, fact: Fact) -> tuple[Register, str]:
    inspection = register.inspection(response.inspection)
    if not (fact.text or "").strip() and not (fact.reason or "").strip():
        message = "the fact 'explained' needs --text FILE, the body's own action, or --reason TEXT, why there is none"
        raise BadCall(message)
    covers = []
    for number in _need(fact, fact.number, "--number N, or several as N,M").split(","):
        found = inspection.recommendation(number)
        if found is None:
            raise UnknownRecommendation(
                number.strip(), (each.number or each.key for each in inspection.recommendations)
            )
        covers.append(found)
    ids = tuple(each.id for each in covers)
    kept = []
    for each in response.explanations:
        left = tuple(one for one in each.covers if one not in ids)
        if left:
            kept.append(evolve(each, covers=left))
    action = fact.text if (fact.text or "").strip() else None
    new = Explanation(
        covers=ids, action=action, no_action_reason=None if action is not None else fact.reason, on=fact.on
    )
    response = evolve(response, explanations=(*kept, new))
    words = " and ".join(each.label for each in covers)
    return register.with_response(response), f"{words}: {'action' if action else 'why there is none'} explained"


_POSITIONS = {
    "accepted": PositionAnswer.ACCEPTED,
    "partly-accepted": PositionAnswer.PARTLY,
    "rejected": PositionAnswer.REJECTED,
    "not-applicable": PositionAnswer.NOT_APPLICABLE,
}
_STEPS = {
    "level-set": ClosureStep.LEVEL_SET,
    "completed": ClosureStep.COMPLETED,
    "closure-signed": ClosureStep.SIGNED_OFF,
    "closure-requested": ClosureStep.REQUESTED,
    "verified": ClosureStep.VERIFIED,
    "closed": ClosureStep.CLOSED,
    "reopened": ClosureStep.REOPENED,
    "superseded": ClosureStep.SUPERSEDED,
}


def _case_fact(case: Case, recommendation: Recommendation, fact: Fact) -> tuple[Case, str]:
    day = in_words(fact.on)
    if fact.name in _POSITIONS:
        answer = _POSITIONS[fact.name]
        if answer is not PositionAnswer.ACCEPTED:
            _need(fact, fact.reason, "--reason TEXT")
        position = Position(answer=answer, on=fact.on, reason=fact.reason)
        return evolve(
            case, position=position, force_comment=fact.text or case.force_comment
        ), f"{answer.value} on {day}"
    if fact.name == "commented":
        text = _need(fact, fact.text, "--text FILE, the force's comment on this recommendation")
        return evolve(case, force_comment=text), "the force's comment drafted"
    if fact.name == "owned":
        owner = _need(fact, fact.ref or fact.by, "--ref ROLE, the owner")
        return evolve(case, owner=owner), f"owned by {owner}"
    if fact.name == "approved":
        return evolve(case, approved_on=fact.on), f"approved on {day}, before closure is requested"
    if fact.name == "deferred":
        reason = _need(fact, fact.reason, "--reason TEXT")
        if fact.by_date is None:
            message = "the fact 'deferred' needs --by-date DATE, the new due date"
            raise BadCall(message)
        before = due_on(case, recommendation)
        change = DueChange(on=fact.on, before=before, after=fact.by_date, reason=reason, by=fact.by, forum=fact.ref)
        was = in_words(before) if before else "no date"
        moved = "brought forward" if before is not None and fact.by_date < before else "deferred"
        return evolve(
            case, due_changes=(*case.due_changes, change)
        ), f"due date {moved} from {was} to {in_words(fact.by_date)}"
    if fact.name == "reviewed":
        review = Review(on=fact.on, forum=fact.ref, note=fact.text or fact.reason)
        return evolve(case, reviews=(*case.reviews, review)), f"reviewed on {day}"
    if fact.name == "evidence":
        criterion = _need(fact, fact.text or fact.reason, "--reason TEXT, what it shows")
        evidence = Evidence(on=fact.on, criterion=criterion, location=fact.ref or fact.url)
        return evolve(case, evidence=(*case.evidence, evidence)), f"evidence noted on {day}"
    step = _STEPS[fact.name]
    if step is ClosureStep.LEVEL_SET:
        _need(fact, fact.ref, "--ref LEVEL, the level that the inspectorate awarded")
    if step is ClosureStep.SIGNED_OFF:
        _need(fact, fact.by, "--by ROLE, who signed")
    if step is ClosureStep.SUPERSEDED:
        _need(fact, fact.ref, "--ref ID, the recommendation that takes its place")
    if step is ClosureStep.REOPENED:
        _need(fact, fact.reason, "--reason TEXT")
    closure = ClosureFact(
        step=step,
        on=fact.on,
        by=fact.by,
        level=fact.ref if step is ClosureStep.LEVEL_SET else None,
        reference=fact.ref if step is not ClosureStep.LEVEL_SET else None,
        reason=fact.reason,
        successor=fact.ref if step is ClosureStep.SUPERSEDED else None,
    )
    return evolve(case, closure=(*case.closure, closure)), f"{step.value} on {day}"
