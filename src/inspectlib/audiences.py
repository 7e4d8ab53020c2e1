"""Who may see what, and the one gate before anything is public."""

from collections.abc import Mapping
from datetime import date

from inspectlib.deadlines import Deadline
from inspectlib.fields import Audience, Public, evolve, value
from inspectlib.findings import Outcome
from inspectlib.register import Register
from inspectlib.responses import Response, SignOff
from inspectlib.seeing import facts_until, for_audience
from inspectlib.status import Status, status_of

__all__ = ["Audience", "ShownResponse", "View", "last_signed", "may_be_published", "view_of"]


def may_be_published(register: Register, response: Response, *, on: date) -> tuple[str, ...]:
    """Return why a response's present text may not be public on a day; empty: it may.

    The report must be published on or before the day, nothing on the way may be marked without
    a release, and a role must have signed this very text.
    """
    inspection = register.inspection(response.inspection)
    reasons = []
    if inspection.published_on is None:
        reasons.append("no publication date of the report is recorded")
    elif inspection.published_on > on:
        reasons.append(f"the report is embargoed until {inspection.published_on.isoformat()}")
    for what, marking in (("report", inspection.marking), ("response", response.marking)):
        if marking is not None and marking.released is None:
            reasons.append(f"the {what} is marked {marking.level} and was not released")
    words = register.statutory_text(response)
    if not any(sign.text_hash == words.hash for sign in response.sign_offs if sign.on <= on):
        earlier = last_signed(response, on=on)
        reasons.append(
            "no sign-off of this text is recorded"
            if earlier is None
            else f"the text has changed since its sign-off on {earlier.on.isoformat()}"
        )
    return tuple(reasons)


def last_signed(response: Response, *, on: date) -> SignOff | None:
    """Return the latest sign-off on or before a day, or None."""
    signed = [each for each in response.sign_offs if each.on <= on]
    return max(signed, key=lambda each: each.on) if signed else None


@value
class ShownResponse:
    """A response as an audience may see it; `awaiting` says why newer words are held back."""

    response: Public[Response]
    force_comments: Public[tuple[tuple[str, str], ...]] = ()
    signed_on: Public[date | None] = None
    awaiting: Public[tuple[str, ...]] = ()


@value
class View:
    """What an exporter is given: worked out on everything, then cut to one audience.

    `register` holds only what the audience may see; `statuses` are keyed by (recommendation, area).
    """

    audience: Public[Audience]
    on: Public[date]
    register: Public[Register]
    responses: Public[tuple[ShownResponse, ...]]
    statuses: Public[Mapping[tuple[str, str], Status]]
    deadlines: Public[tuple[Deadline, ...]]
    outcome: Public[Outcome]


def _shown(register: Register, response: Response, audience: Audience, on: date) -> ShownResponse | None:
    reasons = may_be_published(register, response, on=on)
    words, signed = register.statutory_text(response), last_signed(response, on=on)
    if audience is Audience.PUBLIC and reasons:
        inspection = register.inspection(response.inspection)
        marked = any(m is not None and m.released is None for m in (inspection.marking, response.marking))
        if marked or not inspection.was_published(on) or signed is None or signed.text is None:
            return None
        words = signed.text
    response = evolve(
        response,
        comments=words.comments,
        explanations=words.explanations if audience is Audience.PUBLIC else response.explanations,
        reply_to_chief_officer=words.reply_to_chief_officer,
        chief_officer_comments=tuple(
            each for each in response.chief_officer_comments if each.text in words.chief_officer_comments
        ),
        sign_offs=tuple(evolve(each, text=None) for each in response.sign_offs),
    )
    cut = for_audience(response, audience)
    if cut is None:
        return None
    force = tuple((each.recommendation, each.text) for each in words.force_comments)
    signed = next((each for each in reversed(response.sign_offs) if each.text_hash == words.hash), signed)
    return ShownResponse(response=cut, force_comments=force, signed_on=signed.on if signed else None, awaiting=reasons)


def _of_area(register: Register, area: str) -> Register:
    return evolve(
        register,
        areas=tuple(each for each in register.areas if each == area),
        responses=tuple(each for each in register.responses if each.area == area),
        cases=tuple(each for each in register.cases if each.area == area),
        actions=tuple(each for each in register.actions if each.area == area),
        monitoring=tuple(each for each in register.monitoring if each.area == area),
        website=tuple(each for each in register.website if each.area == area),
    )


def view_of(
    register: Register,
    audience: Audience,
    *,
    on: date,
    outcome: Outcome,
    deadlines: tuple[Deadline, ...] = (),
    inspections: tuple[str, ...] = (),
    body: str | None = None,
) -> View:
    """Return what an audience may see of a register on a day; statuses come from all the facts.

    `inspections` and `body` (an area's slug) keep only what is about them.
    """
    register = facts_until(register, on)
    if body is not None:
        register = _of_area(register, body)
        deadlines = tuple(each for each in deadlines if each.area == body)
    statuses = {}
    for case in register.cases:
        recommendation = register.inspection(case.inspection).recommendation(case.recommendation)
        if recommendation is not None:
            statuses[case.key] = status_of(case, recommendation, on=on)
    shown = tuple(
        each
        for each in (_shown(register, response, audience, on) for response in register.responses)
        if each is not None and (not inspections or each.response.inspection in inspections)
    )
    public = audience is Audience.PUBLIC
    open_keys = {each.response.key for each in shown}
    cut = for_audience(register, audience) or Register()
    cut = evolve(
        cut,
        based_on=register.based_on,
        inspections=tuple(
            each
            for each in cut.inspections
            if (not public or each.was_published(on)) and (not inspections or each.id in inspections)
        ),
        responses=tuple(each.response for each in shown),
        cases=tuple(
            each
            for each in cut.cases
            if (not public or (each.inspection, each.area) in open_keys)
            and (not inspections or each.inspection in inspections)
        ),
    )
    ids = {each.id for each in cut.inspections}
    shown = tuple(each for each in shown if each.response.inspection in ids)
    cut = evolve(
        cut,
        cases=tuple(each for each in cut.cases if each.inspection in ids),
        responses=tuple(each.response for each in shown),
        translations=() if public else cut.translations,
        actions=()
        if public
        else tuple(each for each in cut.actions if any(answer.rsplit("/", 1)[0] in ids for answer in each.answers)),
    )
    keys = {each.key for each in cut.cases}
    if public:
        outcome = evolve(
            outcome,
            findings=tuple(
                evolve(each, because=(), note=None)
                for each in outcome.findings
                if each.public and (each.inspection, each.area) in open_keys and each.inspection in ids
            ),
            gaps=(),
            crashes=(),
            explanations=(),
        )
        deadlines = tuple(each for each in deadlines if each.public and each.inspection in ids)
    return View(
        audience=audience,
        on=on,
        register=cut,
        responses=shown,
        statuses={key: status for key, status in statuses.items() if key in keys},
        deadlines=tuple(each for each in deadlines if each.inspection in ids),
        outcome=outcome,
    )
