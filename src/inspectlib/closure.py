"""Whether a case may be closed, and if not, what it waits for and whose move that is.

*Complete*, *verified* and *closed by the inspectorate* are three different facts. Nobody verifies their own work,
and under a policy that nobody has confirmed the answer is never "yes".
"""

from datetime import date

from inspectlib.bodies import area as area_of
from inspectlib.bodies import is_for_policing
from inspectlib.cases import Case, ClosureFact, ClosureStep, PositionAnswer
from inspectlib.fields import Public, value
from inspectlib.periods import add_months, in_words
from inspectlib.policies import ClosureLevel, ClosurePolicy, shipped_policy
from inspectlib.profiles import Profile
from inspectlib.register import Register
from inspectlib.seeing import facts_until
from inspectlib.showing import html_table
from inspectlib.status import ended_by_position

FORCE = "the force"
INSPECTORATE = "the inspectorate"
BODY = "the local policing body"


@value
class Waiting:
    """One thing that a closure waits for, and whose move it is."""

    what: Public[str]
    whose: Public[str]

    def __str__(self) -> str:
        return f"{self.what} ({self.whose})"


@value
class Decision:
    """Whether a case may be closed on a day.

    `may_be_closed`: True; False; or None, not known, where all that the policy asks for is there but nobody
    has confirmed the policy. `ended`: in words, why nothing is left to decide; None while the case is open.
    `because`: the facts that count for closure; `lineage`: the recommendations that took this one's place, in order.
    """

    recommendation: Public[str]
    area: Public[str]
    on: Public[date]
    may_be_closed: Public[bool | None]
    waiting_for: Public[tuple[Waiting, ...]] = ()
    because: Public[tuple[str, ...]] = ()
    ended: Public[str | None] = None
    level: Public[str | None] = None
    policy: Public[str] = ""
    policy_trusted: Public[bool] = False
    policy_note: Public[str | None] = None
    lineage: Public[tuple[str, ...]] = ()

    def __str__(self) -> str:
        if self.ended is not None:
            return f"{self.recommendation}: {self.ended}"
        if self.may_be_closed:
            return f"{self.recommendation}: may be closed under {self.policy}"
        word = "not known whether it may be closed" if self.may_be_closed is None else "may not be closed yet"
        return f"{self.recommendation}: {word}; waiting for {'; '.join(map(str, self.waiting_for))}"

    def _repr_html_(self) -> str:
        answers = {True: "Yes", False: "No", None: "Not known"}
        rows = [
            ("May be closed", answers[self.may_be_closed]),
            *((("Ended", self.ended),) if self.ended is not None else ()),
            *(("Waiting for", each) for each in self.waiting_for),
            *(("Counts", each) for each in self.because),
            ("Level", self.level or "not set"),
            ("Policy", self.policy if self.policy_trusted else f"{self.policy}, not confirmed"),
            *(("Replaced by", each) for each in self.lineage),
        ]
        notes = (self.policy_note,) if self.policy_note else ()
        caption = f"{self.recommendation}, {self.area}, as on {in_words(self.on)}"
        return html_table(caption, ("What", "Answer"), rows, notes=notes)


def steps_in_order(case: Case) -> tuple[ClosureFact, ...]:
    """Return the closure facts by day; of one day, in the order recorded."""
    return tuple(sorted(case.closure, key=lambda each: each.on))


def since_reopening(case: Case) -> tuple[ClosureFact, ...]:
    """Return the closure facts after the last reopening: all but the level begins again."""
    steps = steps_in_order(case)
    last = max((place for place, each in enumerate(steps) if each.step is ClosureStep.REOPENED), default=-1)
    return steps[last + 1 :]


def reopened_on(case: Case) -> date | None:
    """Return the day of the last reopening, or None."""
    return max((each.on for each in case.closure if each.step is ClosureStep.REOPENED), default=None)


def lineage_of(register: Register, recommendation: str) -> tuple[str, ...]:
    """Return the recommendations that took this one's place, one after the other; a cycle ends at its second visit."""
    found: list[str] = []
    held = register.find_recommendation(recommendation)
    while held is not None and (following := held.superseded_by) is not None:
        if following in (recommendation, *found):
            break
        found.append(following)
        held = register.find_recommendation(following)
    return tuple(found)


def level_of(case: Case) -> str | None:
    """Return the level that the inspectorate awarded last, or None."""
    return next(
        (
            each.level
            for each in reversed(steps_in_order(case))
            if each.step is ClosureStep.LEVEL_SET and each.level is not None
        ),
        None,
    )


def same_role(one: str | None, other: str | None) -> bool:
    """Say whether two roles are the same; case and spaces do not matter."""
    return (
        one is not None and other is not None and " ".join(one.casefold().split()) == " ".join(other.casefold().split())
    )


_OWN_WORK = (ClosureStep.COMPLETED, ClosureStep.REQUESTED, ClosureStep.SIGNED_OFF)


def own_work_of(case: Case) -> tuple[str, ...]:
    """Return the roles whose work it is since the last reopening: the owner, and who did, requested or signed it."""
    steps = (each.by for each in since_reopening(case) if each.step in _OWN_WORK)
    return tuple(dict.fromkeys(role for role in (case.owner, *steps) if role is not None and role.strip()))


def unsaid_work_of(case: Case) -> tuple[ClosureFact, ...]:
    """Return the steps of the force's own work of which nobody recorded who took them; the owner stands for the work."""
    return tuple(
        each
        for each in since_reopening(case)
        if each.step in _OWN_WORK
        and not (each.by or "").strip()
        and not (each.step is ClosureStep.COMPLETED and (case.owner or "").strip())
    )


def missing_evidence(case: Case, level: ClosureLevel) -> tuple[str, ...]:
    """Return the criteria of a level under which no evidence is recorded since the last reopening."""
    again = reopened_on(case)
    met = {each.criterion.casefold().strip() for each in case.evidence if again is None or each.on >= again}
    return tuple(each for each in level.evidence if each.casefold() not in met)


def _ended(case: Case, steps: tuple[ClosureFact, ...]) -> str | None:
    position = case.position
    for step, words in ((ClosureStep.SUPERSEDED, "superseded"), (ClosureStep.CLOSED, "closed by the inspectorate")):
        fact = next((each for each in reversed(steps) if each.step is step), None)
        if fact is not None:
            by = f" by {fact.successor}" if fact.successor else ""
            return f"{words}{by} on {in_words(fact.on)}" + (f": {fact.reason}" if fact.reason else "")
    if position is not None and ended_by_position(case):
        return f"{position.answer.value}" + (f": {position.reason}" if position.reason else "; no reason is recorded")
    return None


def decide(
    case: Case | None,
    *,
    recommendation: str,
    area: str,
    on: date,
    policy: ClosurePolicy | None = None,
    profile: Profile | None = None,
    lineage: tuple[str, ...] = (),
) -> Decision:
    """Return whether one case may be closed at the end of a day. `policy` goes before the profile's."""
    used = policy or (profile.policy if profile is not None else None) or shipped_policy()
    case = facts_until(case, on) if case is not None else None
    case = case or Case(area=area, recommendation=recommendation)
    steps = since_reopening(case)
    ended = _ended(case, steps)
    level = level_of(case)
    waiting: tuple[Waiting, ...] = ()
    because: tuple[str, ...] = ()
    if ended is None:
        asked, because = _asked(case, steps, level, used, on, profile)
        waiting = asked
    trusted = used.trusted(on)
    only_trust = bool(waiting) and all(each.what == _CONFIRMATION for each in waiting)
    return Decision(
        recommendation=recommendation,
        area=area,
        on=on,
        may_be_closed=(None if only_trust else not waiting) if ended is None else False,
        waiting_for=waiting,
        because=because,
        ended=ended,
        level=level,
        policy=used.name,
        policy_trusted=trusted,
        policy_note=used.doubt(on),
        lineage=lineage,
    )


_CONFIRMATION = "a profile that confirms the closure policy with its source, role and date"


def _asked(
    case: Case,
    steps: tuple[ClosureFact, ...],
    level: str | None,
    policy: ClosurePolicy,
    on: date,
    profile: Profile | None,
) -> tuple[tuple[Waiting, ...], tuple[str, ...]]:
    waiting: list[Waiting] = []
    because: list[str] = []

    def want(fact: ClosureFact | None, what: str, whose: str) -> None:
        if fact is None:
            waiting.append(Waiting(what=what, whose=whose))
        else:
            because.append(f"{fact.step.value} on {in_words(fact.on)}" + (f" by {fact.by}" if fact.by else ""))

    def last(step: ClosureStep, by: str | None = None) -> ClosureFact | None:
        found = (each for each in reversed(steps) if each.step is step and (by is None or same_role(each.by, by)))
        return next(found, None)

    if case.position is None or case.position.answer not in (PositionAnswer.ACCEPTED, PositionAnswer.PARTLY):
        waiting.append(Waiting(what="a position: accepted, partly accepted, rejected or not applicable", whose=FORCE))
    row = policy.level(level) if policy.in_effect(on) else None
    if not policy.in_effect(on):
        waiting.append(Waiting(what=f"a closure policy in effect on {in_words(on)}", whose=BODY))
    elif level is None:
        waiting.append(Waiting(what="the level of this action", whose=INSPECTORATE))
    elif row is None:
        waiting.append(Waiting(what=f"a row for level {level} in the policy {policy.name!r}", whose=BODY))
    completed = last(ClosureStep.COMPLETED)
    want(completed, "a record that the work is complete", FORCE)
    if profile is not None and profile.demonstration_months and completed is not None:
        until = add_months(completed.on, profile.demonstration_months)
        if on < until:
            months = profile.demonstration_months
            waiting.append(Waiting(what=f"{months} months of improvement, until {in_words(until)}", whose=FORCE))
    if row is not None:
        for criterion in missing_evidence(case, row):
            waiting.append(Waiting(what=f"evidence under the criterion {criterion!r}", whose=FORCE))
        for role in row.sign_off:
            want(last(ClosureStep.SIGNED_OFF, role), f"sign-off by the {role}", FORCE)
    if profile is not None and profile.needs_approval:
        again = reopened_on(case)
        if case.approved_on is None or (again is not None and case.approved_on < again):
            waiting.append(Waiting(what="the approval before closure is requested", whose=FORCE))
    requested = last(ClosureStep.REQUESTED)
    want(requested, "a request for closure", FORCE)
    if row is not None and row.verified_by is not None:
        verified = last(ClosureStep.VERIFIED)
        own = verified is not None and any(same_role(verified.by, each) for each in own_work_of(case))
        nobody = verified is not None and not (verified.by or "").strip()
        early = verified is not None and completed is not None and verified.on < completed.on
        for unsaid in unsaid_work_of(case):
            what = f"a role for the step {unsaid.step.value!r} of {in_words(unsaid.on)}"
            waiting.append(Waiting(what=what, whose=FORCE))
        how = f" {row.how}" if row.how else ""
        what = f"verification{how} by somebody who did not do, sign or request it"
        want(None if own or nobody or early else verified, what, row.verified_by)
    if not policy.trusted(on):
        waiting.append(Waiting(what=_CONFIRMATION, whose=BODY))
    return tuple(waiting), tuple(because)


def closure_of(
    register: Register,
    recommendation: str,
    *,
    body: str,
    on: date,
    policy: ClosurePolicy | None = None,
    profile: Profile | None = None,
) -> Decision:
    """Return whether one area's case about a recommendation may be closed on a day.

    `recommendation`: `<inspection>/<key>`; `body`: the police area's slug. The policy is the one given, else the
    profile's, else the shipped one, which is unverified. Raises UnknownArea, UnknownInspection, UnknownRecommendation.
    """
    area_of(body)
    held = register.recommendation(recommendation)
    case = register.case(held.id, body)
    if case is None and not is_for_policing(held.addressees, body):
        used = policy or (profile.policy if profile is not None else None) or shipped_policy()
        return Decision(
            recommendation=held.id,
            area=body,
            on=on,
            may_be_closed=False,
            ended="addressed to others",
            policy=used.name,
            policy_trusted=used.trusted(on),
        )
    return decide(
        case,
        recommendation=held.id,
        area=body,
        on=on,
        policy=policy,
        profile=profile,
        lineage=lineage_of(register, held.id),
    )
