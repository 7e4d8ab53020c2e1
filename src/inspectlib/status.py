"""Where a case stands on a day: derived from its dated facts, never stored."""

from datetime import date, timedelta
from enum import Enum

from inspectlib.bodies import is_for_policing
from inspectlib.cases import Case, ClosureStep, PositionAnswer
from inspectlib.fields import Public, value
from inspectlib.recommendations import Recommendation
from inspectlib.seeing import facts_until

#: days before the due date from which a case is shown as due soon: a display choice, not a duty
DUE_SOON_DAYS = 28


class Stage(Enum):
    """How far a case has come."""

    NOT_RECORDED = "no position recorded"
    IN_PROGRESS = "in progress"
    COMPLETED = "completed by the force, not verified"
    REQUESTED = "closure requested"
    VERIFIED = "verified, not closed"
    CLOSED = "closed by the inspectorate"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    NOT_APPLICABLE = "not applicable"
    FOR_OTHERS = "addressed to others"

    @property
    def ended(self) -> bool:
        """Say whether nothing more is expected of the force."""
        return self in (Stage.CLOSED, Stage.SUPERSEDED, Stage.REJECTED, Stage.NOT_APPLICABLE, Stage.FOR_OTHERS)


class Timing(Enum):
    """How a case stands to its due date; each has a word, a colour is only the second cue."""

    ENDED = "ended"
    NO_DATE = "no due date"
    ON_TIME = "on time"
    DUE_SOON = "due soon"
    OVERDUE = "overdue"


@value
class Status:
    """A derived status. `due`: the current due date, inclusive; `first_due`: the report's own, else the first recorded.

    `days_deferred`: from the first date to the current one; 0 where either is not known.
    """

    stage: Public[Stage]
    timing: Public[Timing]
    due: Public[date | None] = None
    first_due: Public[date | None] = None
    times_deferred: Public[int] = 0
    days_deferred: Public[int] = 0
    since: Public[date | None] = None

    @property
    def words(self) -> str:
        """Return the status as people read it."""
        if self.stage.ended or self.timing is Timing.NO_DATE:
            return self.stage.value
        return f"{self.stage.value}, {self.timing.value}"


_STEP_STAGE = {
    ClosureStep.COMPLETED: Stage.COMPLETED,
    ClosureStep.SIGNED_OFF: Stage.COMPLETED,
    ClosureStep.REQUESTED: Stage.REQUESTED,
    ClosureStep.VERIFIED: Stage.VERIFIED,
    ClosureStep.CLOSED: Stage.CLOSED,
    ClosureStep.REOPENED: Stage.REOPENED,
    ClosureStep.SUPERSEDED: Stage.SUPERSEDED,
}
_POSITION_STAGE = {
    PositionAnswer.ACCEPTED: Stage.IN_PROGRESS,
    PositionAnswer.PARTLY: Stage.IN_PROGRESS,
    PositionAnswer.REJECTED: Stage.REJECTED,
    PositionAnswer.NOT_APPLICABLE: Stage.NOT_APPLICABLE,
    PositionAnswer.AWAITING: Stage.NOT_RECORDED,
}


def due_on(case: Case | None, recommendation: Recommendation) -> date | None:
    """Return the current due date (inclusive): the last deferral, else the report's."""
    if case is not None and case.due_changes:
        return case.due_changes[-1].after
    return recommendation.due_on


def ends_by_itself(answer: PositionAnswer) -> bool:
    """Say whether an answer of the force ends a case: it rejects the recommendation, or says that it does not apply."""
    return _POSITION_STAGE[answer].ended


def ended_by_position(case: Case) -> bool:
    """Say whether the force rejected it, or said that it does not apply, and no later step shows work on it."""
    position = case.position
    if position is None or not ends_by_itself(position.answer):
        return False
    later = [each for each in case.closure if each.step in _STEP_STAGE]
    return not later or (position.on is not None and all(each.on < position.on for each in later))


def status_of(case: Case | None, recommendation: Recommendation, *, on: date, area: str | None = None) -> Status:
    """Return where a case stands at the end of a day; overdue begins the day after the due date.

    `area` (a slug): of whom it is asked where there is no case; what is addressed to another force is for others.
    """
    case = facts_until(case, on) if case is not None else None
    stage, since = Stage.NOT_RECORDED, None
    if case is None and not is_for_policing(recommendation.addressees, area):
        stage = Stage.FOR_OTHERS
    if case is not None and case.position is not None:
        stage, since = _POSITION_STAGE[case.position.answer], case.position.on
    steps = sorted((each for each in (case.closure if case else ()) if each.step in _STEP_STAGE), key=lambda e: e.on)
    if steps and not (case is not None and ended_by_position(case)):
        stage, since = _STEP_STAGE[steps[-1].step], steps[-1].on
    changes = case.due_changes if case else ()
    due, first = due_on(case, recommendation), recommendation.due_on
    if first is None and changes:
        first = changes[0].before
    return Status(
        stage=stage,
        timing=_timing(stage, due, on),
        due=due,
        first_due=first,
        times_deferred=len(changes),
        days_deferred=(due - first).days if due and first else 0,
        since=since,
    )


def _timing(stage: Stage, due: date | None, on: date) -> Timing:
    if stage.ended:
        return Timing.ENDED
    if due is None:
        return Timing.NO_DATE
    if on > due:
        return Timing.OVERDUE
    return Timing.DUE_SOON if on > due - timedelta(days=DUE_SOON_DAYS) else Timing.ON_TIME
