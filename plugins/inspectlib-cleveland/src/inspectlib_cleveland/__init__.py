"""Cleveland: a plenary session, the Deputy Chief Constable's approval, a governance group every two months.

Source: the Police and Crime Commissioner for Cleveland's published response to "How Well the Police Tackle Serious Youth
Violence" (report of 8 March 2023). The closure levels are the shipped ones, which nobody has confirmed.
"""

from datetime import date

from inspectlib.cases import Case
from inspectlib.citations import Citation
from inspectlib.fields import Audience
from inspectlib.findings import Severity
from inspectlib.hookspecs import hookimpl
from inspectlib.periods import in_words
from inspectlib.profiles import Profile
from inspectlib.rules.rule import Answer, Facts, Found, Missing, Rule

SOURCE = "Police and Crime Commissioner for Cleveland, published response to the report of 8 March 2023"

PROCESS = Citation(
    id="CLEVELAND-PROCESS",
    title="Cleveland Police",
    provision="process for inspection reports",
    duty="A plenary session settles the position and the action owners before the Deputy Chief Constable approves.",
    verified=True,
    checked_on=date(2026, 11, 23),
    review_by=date(2027, 11, 23),
)

PROFILE = Profile(
    name="cleveland",
    area="cleveland",
    forum="Deputy Chief Constable's governance group",
    oversight="Audit Committee",
    review_months=2,
    needs_approval=True,
    source=SOURCE,
)


def approved_without_plenary(case: Case, facts: Facts) -> Answer:
    """A plenary session with stakeholders comes before the Deputy Chief Constable's approval."""
    if case.area != PROFILE.area or case.approved_on is None:
        return None
    if case.plenary_on is None:
        return Missing(message=f"approved on {in_words(case.approved_on)}; no plenary session is recorded")
    if case.plenary_on > case.approved_on:
        return Found(
            message=f"approved on {in_words(case.approved_on)}, before the plenary session of {in_words(case.plenary_on)}",
            because=(("report", facts.inspection.id),),
        )
    return None


@hookimpl
def inspectlib_profiles() -> list[Profile]:
    """Offer the profile of Cleveland."""
    return [PROFILE]


@hookimpl
def inspectlib_rules() -> list[Rule]:
    """Offer the rule of the plenary session."""
    return [
        Rule(
            id="CLEVELAND-PLENARY",
            title="Approved before the plenary session",
            subject=Case,
            severity=Severity.LOCAL,
            cites=PROCESS,
            judge=approved_without_plenary,
            audience=Audience.WORKING,
        )
    ]
