"""What the report asks for, in its own words."""

from datetime import date
from enum import Enum

from inspectlib.fields import Marking, Public, Working, value


class RecommendationKind(Enum):
    """What an item of a report is called there."""

    RECOMMENDATION = "recommendation"
    AREA_FOR_IMPROVEMENT = "area for improvement"
    CAUSE_OF_CONCERN = "cause of concern"
    ACCELERATED_CAUSE_OF_CONCERN = "accelerated cause of concern"
    SUPER_COMPLAINT = "super-complaint recommendation"


class DuePrecision(Enum):
    """How exactly the report says by when."""

    DAY = "day"
    MONTH = "month"
    RELATIVE = "relative"
    IMMEDIATE = "immediate"
    VAGUE = "vague"
    CONDITION = "condition"
    INTERNAL = "internal"


@value
class DueDate:
    """By when, in the report's words, and the last day that follows from them (inclusive)."""

    words: Public[str]
    last_day: Public[date | None] = None
    precision: Public[DuePrecision | None] = None


@value
class Recommendation:
    """One recommendation; its text is kept and shown exactly as published.

    `addressees` are codes of `data/addressees.toml`; empty: not known.
    """

    id: Public[str]
    text: Public[str]
    number: Public[str | None] = None
    kind: Public[RecommendationKind] = RecommendationKind.RECOMMENDATION
    addressees: Public[tuple[str, ...]] = ()
    due: Public[DueDate | None] = None
    theme: Public[str | None] = None
    part_of: Public[str | None] = None
    same_as: Public[tuple[str, ...]] = ()
    superseded_by: Public[str | None] = None
    marking: Working[Marking | None] = None
    extras: Working[tuple[tuple[str, str], ...]] = ()

    @property
    def key(self) -> str:
        """Return the part of the id after the inspection's id."""
        return self.id.rsplit("/", 1)[-1]

    @property
    def inspection(self) -> str:
        """Return the id of the inspection."""
        return self.id.rsplit("/", 1)[0]

    @property
    def is_statutory(self) -> bool:
        """Say whether s.55(5B) asks for an explanation: recommendations yes, areas for improvement no."""
        return self.kind is not RecommendationKind.AREA_FOR_IMPROVEMENT

    @property
    def label(self) -> str:
        """Return how people refer to it: "recommendation 3"."""
        name = "recommendation" if self.kind is RecommendationKind.SUPER_COMPLAINT else self.kind.value
        return f"{name} {self.number or self.key}"

    @property
    def due_on(self) -> date | None:
        """Return the last day that the report gives, inclusive, or None."""
        return self.due.last_day if self.due else None
