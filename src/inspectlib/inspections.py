"""What an inspectorate published: the report, its facts and its recommendations."""

from datetime import date
from enum import Enum

from inspectlib.fields import Happened, Marking, Public, Working, value
from inspectlib.recommendations import Recommendation


class InspectionType(Enum):
    """The boxes of the form; a report can be several at once."""

    FORCE_SPECIFIC = "force specific"
    NATIONAL = "national"
    FOLLOW_UP = "follow up"
    THEMATIC = "thematic"
    PARTNER = "partner"


class Basis(Enum):
    """Under which power the report was made; it decides which clock runs."""

    S54 = "s.54"
    COMMISSIONED_BY_HOME_SECRETARY = "s.54(2B)"
    COMMISSIONED_BY_BODY = "s.54(2BA)"
    ANNUAL_REPORT = "annual report"
    SUPER_COMPLAINT = "super-complaint"
    JOINT = "joint"
    FIRE_AND_RESCUE = "fire and rescue"
    OTHER = "other"


@value
class Judgement:
    """A grade in one area of a programme's cycle, as published."""

    area: Public[str]
    question: Public[str]
    grade: Public[str]
    cycle: Public[str]


@value
class ReportEvent:
    """Something that happened to a report after its publication.

    `what`: "corrected" or "withdrawn".
    """

    on: Happened[date]
    what: Public[str]


class Phase(Enum):
    """The two stages of the inspectorate's monitoring of forces."""

    SCAN = "scan"
    ENGAGE = "engage"


@value
class MonitoringPhase:
    """A force entered a phase of monitoring; `letter_on` is the day of the inspectorate's letter that says so.

    A phase never follows from facts about causes of concern: only the inspectorate's letter moves a force.
    """

    area: Public[str]
    phase: Public[Phase]
    since: Happened[date]
    letter_on: Public[date | None] = None
    reference: Working[str | None] = None


class Shown(Enum):
    """What the Specified Information Order has an elected body show on its website, and an accessibility statement."""

    PEEL_REPORT = "most recent annual report"
    SUMMARY_ASSESSMENT = "most recent summary assessment"
    PRIORITIES = "statement on the national priorities"
    ACCESSIBILITY = "accessibility statement"


@value
class WebsiteCheck:
    """Somebody looked at the body's website on a day: what it shows, and whether in a prominent place."""

    area: Public[str]
    what: Public[Shown]
    on: Happened[date]
    inspection: Public[str | None] = None
    prominent: Public[bool | None] = None
    url: Public[str | None] = None


ALL_AREAS = "all"


@value
class Inspection:
    """A published (or announced) inspection report.

    `published_on` may lie ahead (embargoed) or be None (not known); neither starts a clock.
    `types` None: not known; an empty set is never "none of them". `areas` None: not known;
    `{"all"}` every area. `withheld`: words that were kept out of the published report (s.55(2)) and may
    appear nowhere. `cost_note`: what a commissioning body pays (s.54(2BB)).
    """

    id: Public[str]
    title: Public[str]
    published_on: Public[date | None] = None
    types: Public[frozenset[InspectionType] | None] = None
    inspectorates: Public[tuple[str, ...]] = ()
    basis: Public[Basis | None] = None
    respond_by: Public[date | None] = None
    areas: Public[frozenset[str] | None] = None
    url: Public[str | None] = None
    summary: Public[str | None] = None
    terms_of_reference: Public[tuple[str, ...]] = ()
    recommendations: Public[tuple[Recommendation, ...]] = ()
    judgements: Public[tuple[Judgement, ...]] = ()
    history: Public[tuple[ReportEvent, ...]] = ()
    aliases: Public[tuple[str, ...]] = ()
    withheld: Working[tuple[str, ...]] = ()
    cost_note: Working[str | None] = None
    marking: Working[Marking | None] = None
    extras: Working[tuple[tuple[str, str], ...]] = ()

    def recommendation(self, number: str) -> Recommendation | None:
        """Return the recommendation with this key, number or id, or None."""
        wanted = number.strip().lower()
        for each in self.recommendations:
            if wanted in (each.id.lower(), each.key.lower(), (each.number or "").lower()):
                return each
        return None

    def concerns(self, area: str) -> bool:
        """Say whether the report may be about an area; where its areas are not known, it may."""
        return self.areas is None or area in self.areas or ALL_AREAS in self.areas

    @property
    def withdrawn(self) -> bool:
        """Say whether the inspectorate took the report back; of a register as it is seen on a day, by that day."""
        return any(each.what.strip().casefold() == "withdrawn" for each in self.history)

    def was_published(self, on: date) -> bool:
        """Say whether the report is known to be published on or before a day."""
        return self.published_on is not None and self.published_on <= on
