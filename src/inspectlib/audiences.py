"""Who may see what, and the one gate before anything is public."""

from collections.abc import Mapping
from datetime import date

from inspectlib.bodies import addressee_name
from inspectlib.cases import Action, Case
from inspectlib.deadlines import Deadline
from inspectlib.deadlines import deadlines as all_deadlines
from inspectlib.extras import Declared, ShownExtra, cut_extras
from inspectlib.fields import Audience, Public, evolve, value
from inspectlib.findings import Gap, Outcome
from inspectlib.flows import Flow, flow
from inspectlib.inspections import Inspection
from inspectlib.periods import in_words
from inspectlib.profiles import Profile
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register, Translation, hash_of
from inspectlib.responses import Response, SignOff
from inspectlib.seeing import facts_until, for_audience
from inspectlib.status import Status, status_of
from inspectlib.withholding import kept_out, reproduces, without

__all__ = ["Audience", "ShownResponse", "View", "last_signed", "may_be_published", "view_of"]


def may_be_published(register: Register, response: Response, *, on: date) -> tuple[str, ...]:
    """Return why a response's present text may not be public on a day; empty: it may.

    The report must be published on or before the day, nothing on the way may be marked without
    a release, no words that were kept out of a report may stand in it (Police Act 1996, s.55(2)), and a role must
    have signed this very text.
    """
    return _reasons(register, response, on=on, withheld=kept_out(register.inspections))


def _reasons(register: Register, response: Response, *, on: date, withheld: frozenset[str]) -> tuple[str, ...]:
    inspection = register.inspection(response.inspection)
    reasons = []
    if inspection.published_on is None:
        reasons.append("no publication date of the report is recorded")
    elif inspection.published_on > on:
        reasons.append(f"the report is embargoed until {in_words(inspection.published_on)}")
    for what, marking in (("report", inspection.marking), ("response", response.marking)):
        if marking is not None and marking.released is None:
            reasons.append(f"the {what} is marked {marking.level} and was not released")
    words = register.statutory_text(response)
    if reproduces(words, withheld):
        reasons.append("it reproduces words that were kept out of a report (s.55(2))")
    if not any(sign.text_hash == words.hash for sign in response.sign_offs if sign.on <= on):
        earlier = last_signed(response, on=on)
        reasons.append(
            "no sign-off of this text is recorded"
            if earlier is None
            else f"the text has changed since its sign-off on {in_words(earlier.on)}"
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

    `register` holds only what the audience may see; `statuses` are keyed by (recommendation, area). `flow` and
    `changes` (a sentence each) tell what moved since the day that was asked; None and empty where none was.
    """

    audience: Public[Audience]
    on: Public[date]
    register: Public[Register]
    responses: Public[tuple[ShownResponse, ...]]
    statuses: Public[Mapping[tuple[str, str], Status]]
    deadlines: Public[tuple[Deadline, ...]]
    outcome: Public[Outcome]
    flow: Public[Flow | None] = None
    changes: Public[tuple[str, ...]] = ()
    declared: Public[Declared] = Declared()

    def extras(self, *records: Inspection | Recommendation | Response | Case | Action | None) -> tuple[ShownExtra, ...]:
        """Return what the fields of a profile's own say of records of this view, in the order of their declaration."""
        return tuple(one for each in records if each is not None for one in self.declared.shown(each))


def _shown(
    register: Register, response: Response, audience: Audience, on: date, withheld: frozenset[str]
) -> ShownResponse | None:
    reasons = _reasons(register, response, on=on, withheld=withheld)
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
    shown = ShownResponse(response=cut, force_comments=force, signed_on=signed.on if signed else None, awaiting=reasons)
    return None if audience is Audience.PUBLIC and reproduces(shown, withheld) else shown


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


def _as_timed(case: Case, audience: Audience) -> Case:
    """Return the case without deferrals for those who may not see them: they see the report's own due date."""
    return case if audience.may_see(Audience.WORKING) else evolve(case, due_changes=())


def _dated(
    register: Register, cut: Register, audience: Audience, found: tuple[Deadline, ...], hidden: frozenset[str], on: date
) -> tuple[Deadline, ...]:
    """Return the days that an audience may know: where it may not see deferrals, the report's own due dates."""
    if audience.may_see(Audience.WORKING):
        return found
    asked = {each.id: each for inspection in register.inspections for each in inspection.recommendations}
    own = [each for each in all_deadlines(cut, on=on) if each.subject in asked]
    others = [each for each in found if each.subject not in asked]
    if audience is Audience.PUBLIC:
        shown = {each.key for each in cut.responses}
        own = [
            evolve(each, whose=", ".join(map(addressee_name, asked[each.subject].addressees)) or "not recorded")
            for each in own
            if (each.inspection, each.area) in shown and f"{each.subject}|{each.area}" not in hidden
        ]
        others = [each for each in others if each.public]
    return tuple(sorted((*own, *others), key=lambda each: (each.last_day, each.inspection, each.subject, each.what)))


def _answered(outcome: Outcome, audience: Audience, shown: frozenset[tuple[str | None, str | None]]) -> Outcome:
    """Return what an audience may know of a check; `shown` holds the keys of the responses that it sees."""
    if audience is not Audience.PUBLIC:
        theirs = [each for each in outcome.findings if audience.may_see(each.audience)]
        findings = (for_audience(each, audience) for each in theirs)
        gaps = [
            _UNREAD
            if each.rule == "UNREAD" and audience is not Audience.BODY
            else for_audience(each, audience) or _INTERNAL
            if audience.may_see(each.audience)
            else _INTERNAL
            for each in outcome.gaps
        ]
        if len(theirs) < len(outcome.findings):
            gaps.append(_INTERNAL)
        return evolve(
            outcome, findings=tuple(each for each in findings if each is not None), gaps=tuple(dict.fromkeys(gaps))
        )
    return evolve(
        outcome,
        findings=tuple(
            evolve(each, because=(), note=None)
            for each in outcome.findings
            if each.audience is Audience.PUBLIC and (each.inspection, each.area) in shown
        ),
        gaps=(),
        crashes=(),
        explanations=(),
    )


def _told(outcome: Outcome, audience: Audience, withheld: frozenset[str]) -> Outcome:
    if audience is not Audience.PUBLIC:
        return outcome
    return evolve(outcome, findings=tuple(each for each in outcome.findings if not reproduces(each, withheld)))


#: in place of what an import could not read, for those who may not see it: the answer stays incomplete
_INTERNAL = Gap(rule="INTERNAL", subject="register", message="what is about the office's own work is not shown here")
_UNREAD = Gap(rule="UNREAD", subject="import", message="something that was imported could not be read")


def _hidden(register: Register, cut: Register) -> frozenset[str]:
    """Return the ids of the reports, recommendations and cases (as recommendation|area) that are withheld."""

    def names(of: Register) -> set[str]:
        asked = {each.id for inspection in of.inspections for each in inspection.recommendations}
        return {each.id for each in of.inspections} | asked | {"|".join(each.key) for each in of.cases}

    return frozenset(names(register) - names(cut))


def _without_mentions(cut: Register, hidden: frozenset[str]) -> Register:
    """Return the register without references to what is withheld: an id is made of the words of a title."""

    def known(name: str | None) -> str | None:
        return name if name is not None and _open(name, hidden) else None

    def asked(each: Recommendation) -> Recommendation:
        return evolve(
            each,
            part_of=known(each.part_of),
            same_as=tuple(other for other in each.same_as if _open(other, hidden)),
            superseded_by=known(each.superseded_by),
        )

    def report(each: Inspection) -> Inspection:
        return evolve(each, recommendations=tuple(asked(one) for one in each.recommendations))

    def case(each: Case) -> Case:
        return evolve(each, closure=tuple(evolve(one, successor=known(one.successor)) for one in each.closure))

    return evolve(
        cut,
        inspections=tuple(map(report, cut.inspections)),
        cases=tuple(map(case, cut.cases)),
        website=tuple(each for each in cut.website if each.inspection is None or _open(each.inspection, hidden)),
    )


def _translated(
    register: Register, cut: Register, shown: tuple["ShownResponse", ...], on: date, withheld: frozenset[str]
) -> tuple[Translation, ...]:
    """Return the translations of words that are, or once were, signed and public.

    One whose source was signed earlier is stale and may be shown as such; one of a draft stays inside, and so does
    one of words that were kept out of a report: in another language they are not found by their letters.
    """
    words: dict[str, set[str]] = {}
    for inspection in cut.inspections:
        words[inspection.id] = {hash_of(each) for each in (inspection.title, inspection.summary) if each}
    for each in shown:
        own = words.setdefault("|".join(each.response.key), set())
        texts = [each.response.comments, each.response.reply_to_chief_officer]
        texts += [one.text for one in each.response.explanations]
        texts += [one.text for one in each.response.chief_officer_comments]
        full = register.response(*each.response.key)
        for sign in full.sign_offs if full else ():
            if sign.text is not None and sign.on <= on:
                texts += [sign.text.comments, sign.text.reply_to_chief_officer]
                covered = {one for said in each.response.explanations for one in said.covers}
                texts += [said.text for said in sign.text.explanations if covered >= set(said.covers)]
        own |= {hash_of(one) for one in texts if one and not reproduces(one, withheld)}
        for about, text in each.force_comments:
            words.setdefault(f"{about}|{each.response.area}", set()).add(hash_of(text))
    return tuple(each for each in cut.translations if each.source_hash in words.get(each.of, ()))


def _open(name: str, hidden: frozenset[str]) -> bool:
    return name not in hidden and name.rsplit("/", 1)[0] not in hidden


def _without_words_about(shown: "ShownResponse", hidden: frozenset[str]) -> "ShownResponse":
    """Return what is shown without words about a withheld recommendation or case."""
    response = shown.response
    explanations = []
    for each in response.explanations:
        covers = tuple(one for one in each.covers if _open(one, hidden))
        if covers or not each.covers:
            explanations.append(evolve(each, covers=covers))
    scope = response.scope
    if scope is not None and scope.through is not None and not _open(scope.through, hidden):
        scope = evolve(scope, through=None)
    return evolve(
        shown,
        response=evolve(response, explanations=tuple(explanations), scope=scope),
        force_comments=tuple(
            (about, text)
            for about, text in shown.force_comments
            if _open(about, hidden) and f"{about}|{response.area}" not in hidden
        ),
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
    since: date | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> View:
    """Return what an audience may see of a register on a day; statuses come from all the facts.

    `inspections` and `body` (an area's slug) keep only what is about them. `profiles`, by area, say who may see the
    fields that they declare. `since`: the day after whose end the flow is counted; None: it is not.
    """
    declared = Declared.by((profiles or {}).values())
    register = facts_until(register, on)
    if body is not None:
        register = _of_area(register, body)
        deadlines = tuple(each for each in deadlines if each.area == body)
    statuses = {}
    for case in register.cases:
        recommendation = register.inspection(case.inspection).recommendation(case.recommendation)
        if recommendation is not None:
            statuses[case.key] = status_of(_as_timed(case, audience), recommendation, on=on)
    withheld = kept_out(register.inspections)
    shown = tuple(
        each
        for each in (_shown(register, response, audience, on, withheld) for response in register.responses)
        if each is not None and (not inspections or each.response.inspection in inspections)
    )
    public = audience is Audience.PUBLIC
    open_keys = {each.response.key for each in shown}
    cut = for_audience(register, audience) or Register()
    if public:
        cut = without(cut, withheld) or Register()
    cut = evolve(
        cut,
        based_on=None if public else register.based_on,
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
    hidden = _hidden(register, cut) if public else frozenset()
    if public:
        cut = _without_mentions(cut, hidden)
        shown = tuple(_without_words_about(each, hidden) for each in shown)
    cut = evolve(
        cut,
        cases=tuple(each for each in cut.cases if each.inspection in ids and _open(each.recommendation, hidden)),
        responses=tuple(each.response for each in shown),
        translations=_translated(register, cut, shown, on, withheld) if public else cut.translations,
        actions=()
        if public
        else tuple(each for each in cut.actions if any(answer.rsplit("/", 1)[0] in ids for answer in each.answers)),
    )
    cut = cut_extras(cut, register, declared, audience)
    if public:
        cut = without(cut, withheld) or Register()  # what a profile declares to be public comes in with the line above
    responses = {each.key: each for each in cut.responses}
    shown = tuple(
        evolve(each, response=evolve(each.response, extras=responses[each.response.key].extras)) for each in shown
    )
    keys = {each.key for each in cut.cases}
    return View(
        audience=audience,
        on=on,
        register=cut,
        responses=shown,
        statuses={key: status for key, status in statuses.items() if key in keys},
        deadlines=tuple(
            each for each in _dated(register, cut, audience, deadlines, hidden, on) if each.inspection in ids
        ),
        outcome=_told(_answered(outcome, audience, frozenset(each.response.key for each in shown)), audience, withheld),
        flow=None if since is None else flow(register, since=since, until=on).of(_counted(register, cut, public)),
        declared=declared,
    )


def _counted(register: Register, cut: Register, public: bool) -> frozenset[tuple[str, str]]:
    """Return the (recommendation, area) that an audience may see counted: in public, those of responses it sees."""
    withheld = {each.key for each in register.cases} - {each.key for each in cut.cases}
    shown = {each.key for each in cut.responses}
    return frozenset(
        (each.id, area)
        for inspection in cut.inspections
        for each in inspection.recommendations
        for area in cut.areas
        if (each.id, area) not in withheld and (not public or (inspection.id, area) in shown)
    )
