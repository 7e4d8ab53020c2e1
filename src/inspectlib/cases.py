"""What one force does about one recommendation, as dated facts; statuses are derived elsewhere."""

from datetime import date
from enum import Enum
from typing import Annotated

from inspectlib.fields import LATER_DATE, Audience, Body, Happened, Marking, Public, Submission, Working, value


class PositionAnswer(Enum):
    """Whether the force accepts the recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly accepted"
    REJECTED = "rejected"
    NOT_APPLICABLE = "not applicable"
    AWAITING = "awaiting"


class Rating(Enum):
    """The force's own rating at a review; never mixed with ours."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"


@value
class Position:
    """The force's answer; a reason is called for unless it accepts."""

    answer: Public[PositionAnswer]
    on: Happened[date | None] = None
    reason: Submission[str | None] = None


@value
class DueChange:
    """A recorded decision to defer; the first date of the report never changes."""

    on: Happened[date]
    before: Working[date | None]
    after: Working[date]
    reason: Working[str | None] = None
    by: Working[str | None] = None
    forum: Working[str | None] = None


@value
class Review:
    """The case was looked at by a forum."""

    on: Happened[date]
    forum: Working[str | None] = None
    note: Working[str | None] = None
    rating: Working[Rating | None] = None
    marking: Working[Marking | None] = None


@value
class Evidence:
    """Where evidence lies and what it is meant to show; never the file itself."""

    on: Happened[date]
    criterion: Working[str]
    location: Working[str | None] = None
    sha256: Working[str | None] = None
    marking: Working[Marking | None] = None


class ClosureStep(Enum):
    """The different facts on the way to the end of a case."""

    LEVEL_SET = "level set"
    COMPLETED = "completed"
    REQUESTED = "closure requested"
    SIGNED_OFF = "signed off by the force"
    VERIFIED = "verified"
    CLOSED = "closed by the inspectorate"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"


@value
class ClosureFact:
    """One step of closure: what, when, by which role, with what reference."""

    step: Public[ClosureStep]
    on: Happened[date]
    by: Working[str | None] = None
    level: Working[str | None] = None
    reference: Working[str | None] = None
    reason: Working[str | None] = None
    successor: Public[str | None] = None


@value
class Case:
    """What one force does about one recommendation. `area` is the police area's slug."""

    area: Public[str]
    recommendation: Public[str]
    position: Public[Position | None] = None
    force_comment: Submission[str | None] = None
    owner: Submission[str | None] = None
    local_ref: Working[str | None] = None
    due_changes: Working[tuple[DueChange, ...]] = ()
    plenary_on: Annotated[date | None, Audience.WORKING, LATER_DATE] = None
    approved_on: Annotated[date | None, Audience.WORKING, LATER_DATE] = None
    reviews: Working[tuple[Review, ...]] = ()
    evidence: Working[tuple[Evidence, ...]] = ()
    closure: Public[tuple[ClosureFact, ...]] = ()
    note: Body[str | None] = None
    retain_until: Working[date | None] = None
    marking: Working[Marking | None] = None
    extras: Working[tuple[tuple[str, str], ...]] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Return (recommendation id, area), which no other case has."""
        return (self.recommendation, self.area)

    @property
    def inspection(self) -> str:
        """Return the id of the inspection."""
        return self.recommendation.rsplit("/", 1)[0]


@value
class Action:
    """A piece of work that answers one or several recommendations."""

    id: Public[str]
    area: Public[str]
    answers: Public[tuple[str, ...]]
    title: Submission[str] = ""
    owner: Submission[str | None] = None
    due: Submission[date | None] = None
    done_on: Annotated[date | None, Audience.SUBMISSION, LATER_DATE] = None
    marking: Working[Marking | None] = None
    extras: Working[tuple[tuple[str, str], ...]] = ()
