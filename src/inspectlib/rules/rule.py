"""What a rule is: a pure function over recorded facts, with whose rule it is and where it stands."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import attrs

from inspectlib.bodies import is_for_policing
from inspectlib.cases import Case
from inspectlib.citations import Citation, cited
from inspectlib.fields import Audience, Public, value
from inspectlib.findings import Severity
from inspectlib.inspections import Inspection
from inspectlib.periods import in_words
from inspectlib.policies import ClosurePolicy, shipped_policy
from inspectlib.profiles import Profile
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import Response


@value
class Found:
    """A breach, as a rule reports it; the checker adds the rule's own particulars."""

    message: Public[str]
    because: Public[tuple[tuple[str, str], ...]] = ()
    subject: Public[str | None] = None
    area: Public[str | None] = None


@value
class Missing:
    """A fact that is not recorded, so that the rule can give no answer."""

    message: Public[str]
    subject: Public[str | None] = None
    area: Public[str | None] = None


Answer = Found | Missing | tuple[Found | Missing, ...] | None


@attrs.frozen(kw_only=True)
class Facts:
    """What a rule may know beside its subject.

    `register` holds the facts up to `on`; `everything` also those dated later, for plausibility.
    `inspection` and `last_day` are of the report that the subject is about; a rule about the whole register has none.
    `recommendations` are the report's, by id. `areas_for_improvement`: they are asked for too.
    """

    register: Register
    everything: Register
    on: date
    reading: str
    areas: tuple[str, ...]
    inspection: Inspection
    last_day: date | None = None
    profile: Profile | None = None
    recommendations: Mapping[str, Recommendation] = {}
    areas_for_improvement: bool

    def keeps(self, area: str) -> bool:
        """Say whether the check is about an area."""
        return area in self.areas

    def shared_address(self, url: str) -> bool:
        """Say whether several responses were last published at one public address."""
        return self.register.addresses.get(url, 0) > 1

    @property
    def policy(self) -> ClosurePolicy:
        """Return the closure policy that counts: the profile's, else the shipped one, which is unverified."""
        return (self.profile.policy if self.profile is not None else None) or shipped_policy()

    def asks_for(self, recommendation: Recommendation, area: str) -> bool:
        """Say whether the chosen reading asks for an explanation of a recommendation."""
        if not recommendation.is_statutory and not self.areas_for_improvement:
            return False
        return self.reading == "strict" or is_for_policing(recommendation.addressees, area)


#: what a rule may be about
SUBJECTS: tuple[type, ...] = (Register, Inspection, Response, Case)


@value
class Rule:
    """One rule of the book.

    `subject`: the class that it is about: Response, Case, Inspection or Register. `since` (inclusive) and `until`
    (exclusive) are publication days of reports; for a rule about the register, days of the check.
    """

    id: Public[str]
    title: Public[str]
    subject: Public[type]
    severity: Public[Severity]
    cites: Public[Citation]
    judge: Public[Callable[[Any, Facts], Answer]]
    since: Public[date | None] = None
    until: Public[date | None] = None
    audience: Public[Audience] = Audience.WORKING
    provider: Public[str] = "inspectlib"

    @property
    def distribution(self) -> str:
        """Return the name of the distribution that provides the rule, without its version."""
        return self.provider.partition(" ")[0]

    @property
    def duty(self) -> str:
        """Return the duty in the rule's own words."""
        return " ".join((self.judge.__doc__ or "").split())

    @property
    def in_force(self) -> str:
        """Return in words of which days the rule holds: of publication, or of the check for a rule about the register."""
        of = "for checks" if self.subject is Register else "for reports published"
        since = f"on or after {in_words(self.since)}" if self.since else "on any day"
        return f"{of} {since}" + (f", before {in_words(self.until)}" if self.until else "")

    def binds(self, published_on: date | None) -> bool:
        """Say whether the rule was in force for a report of this day; an unknown day is bound."""
        if published_on is None:
            return True
        return (self.since is None or published_on >= self.since) and (self.until is None or published_on < self.until)


def rule(
    rule_id: str,
    *,
    title: str,
    severity: Severity,
    cites: str,
    subject: type = Response,
    audience: Audience | None = None,
) -> Callable[[Callable[[Any, Facts], Answer]], Rule]:
    """Make a rule of a function; the dates in force are those of the cited provision.

    `audience`: who may see what it finds; unless said, the inspectors and the Secretary of State see what is about
    a report or a response, and only the body and the force what is about their own work.
    """

    def make(judge: Callable[[Any, Facts], Answer]) -> Rule:
        citation = cited(cites)
        return Rule(
            id=rule_id,
            title=title,
            subject=subject,
            severity=severity,
            cites=citation,
            judge=judge,
            since=citation.since,
            until=citation.until,
            audience=audience or (Audience.SUBMISSION if subject in (Response, Inspection) else Audience.WORKING),
        )

    return make
