"""City of London: the Common Council, a quarterly report, its own words for a status, a demonstration period.

Sources: minutes of the Strategic Planning and Performance Committee (statuses, quarterly report; the Common Council is
no elected local policing body, so the Specified Information Order does not bind it: `inspectlib.rules.website`) and of
2019 (a demonstration period before a recommendation is classed green). The length of that period was not seen, so the
end of each is a date of the force's own.
"""

from datetime import date

from inspectlib.cases import Case, Rating
from inspectlib.citations import Citation
from inspectlib.fields import Audience
from inspectlib.findings import Severity
from inspectlib.hookspecs import hookimpl
from inspectlib.periods import in_words
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.rules.rule import Answer, Facts, Found, Missing, Rule

SOURCE = "https://democracy.cityoflondon.gov.uk/mgAi.aspx?ID=143013"
UNTIL = "city-of-london:demonstration_until"

DEMONSTRATION = Citation(
    id="CITY-DEMONSTRATION",
    title="City of London Police",
    provision="demonstration period",
    duty="A demonstration period passes before a recommendation is classed green.",
    url="https://democracy.cityoflondon.gov.uk/mgAi.aspx?ID=94709",
    note="How long the period is was not seen.",
    verified=True,
    checked_on=date(2026, 11, 23),
    review_by=date(2027, 11, 23),
)

PROFILE = Profile(
    name="city-of-london",
    area="city-of-london",
    forum="Strategic Planning and Performance Committee",
    review_months=3,
    status_words=(
        ("in progress", "in progress"),
        ("awaiting allocation", "no position recorded"),
        ("pending sign off", "closure requested"),
        ("closed", "closed by the inspectorate"),
    ),
    extras=(
        ExtraField(
            name="demonstration_until",
            of="Case",
            title="Demonstration period until",
            audience=Audience.WORKING,
            kind=ExtraKind.DATE,
        ),
    ),
    source=SOURCE,
)


def green_too_soon(case: Case, facts: Facts) -> Answer:
    """A recommendation is classed green only after its demonstration period."""
    del facts
    green = next((each for each in case.reviews if each.rating is Rating.GREEN), None)
    if case.area != PROFILE.area or green is None:
        return None
    until = dict(case.extras).get(UNTIL)
    if until is None:
        return Missing(message=f"green at the review of {in_words(green.on)}; no demonstration period is recorded")
    if green.on < date.fromisoformat(until):
        return Found(message=f"green on {in_words(green.on)}; the demonstration period runs until {until}")
    return None


@hookimpl
def inspectlib_profiles() -> list[Profile]:
    """Offer the profile of the City of London."""
    return [PROFILE]


@hookimpl
def inspectlib_rules() -> list[Rule]:
    """Offer the rule of the demonstration period."""
    return [
        Rule(
            id="CITY-DEMONSTRATION",
            title="Green before the demonstration period was over",
            subject=Case,
            severity=Severity.LOCAL,
            cites=DEMONSTRATION,
            judge=green_too_soon,
            audience=Audience.WORKING,
        )
    ]
