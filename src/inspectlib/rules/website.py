"""What an elected local policing body shows on its website (SI 2011/3050), and where each response stands.

The Common Council of the City of London is not an elected local policing body: the Order does not bind it.
"""

from datetime import date

from inspectlib.bodies import body_of
from inspectlib.findings import Severity
from inspectlib.inspections import Inspection, Shown, WebsiteCheck
from inspectlib.periods import in_words
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule


def _elected(register: Register, facts: Facts) -> list[str]:
    """Return the areas whose body the Order binds on the day; a body that is not known counts as bound."""
    found = []
    for area in register.areas:
        body = body_of(area, facts.on)
        if facts.keeps(area) and (body is None or body.elected):
            found.append(area)
    return found


def _last_check(register: Register, area: str, what: Shown) -> WebsiteCheck | None:
    return max(
        (each for each in register.website if each.area == area and each.what is what),
        key=lambda each: each.on,
        default=None,
    )


def _latest_peel(register: Register, area: str, on: date) -> Inspection | None:
    peel = [
        each
        for each in register.inspections
        if each.judgements
        and each.was_published(on)
        and not each.withdrawn
        and each.concerns(area)
        and any(one.area == area for one in each.judgements)
    ]
    return max(peel, key=lambda each: (each.published_on or date.min, each.id), default=None)


def _shows_latest(register: Register, facts: Facts, what: Shown) -> Answer:
    answers: list[Found | Missing] = []
    for area in _elected(register, facts):
        latest, check = _latest_peel(register, area, facts.on), _last_check(register, area, what)
        if latest is None:
            message = f"no report with grades of {area} is recorded, so not shown that the website has the {what.value}"
            answers.append(Missing(message=message, subject=area, area=area))
        elif check is None:
            message = f"no record that the website shows the {what.value}"
            answers.append(Missing(message=message, subject=latest.id, area=area))
        elif check.inspection != latest.id:
            message = f"on {in_words(check.on)} the website showed {check.inspection or 'no report'}, not {latest.id}"
            late = latest.published_on is not None and check.on >= latest.published_on
            kind = Found if late else Missing
            answers.append(kind(message=message, subject=latest.id, area=area))
    return tuple(answers) or None


@rule(
    "SIO-7B-A",
    title="The website does not show the most recent annual report on the force",
    severity=Severity.STATUTORY,
    cites="SI-2011-3050-7B-A",
    subject=Register,
)
def annual_report_not_shown(register: Register, facts: Facts) -> Answer:
    """An elected local policing body publishes the inspectors' most recent annual report on the force."""
    return _shows_latest(register, facts, Shown.PEEL_REPORT)


@rule(
    "SIO-7B-B",
    title="The website does not show the most recent summary assessment of the force",
    severity=Severity.STATUTORY,
    cites="SI-2011-3050-7B-B",
    subject=Register,
)
def summary_assessment_not_shown(register: Register, facts: Facts) -> Answer:
    """An elected local policing body publishes the inspectors' most recent summary assessment of the force."""
    return _shows_latest(register, facts, Shown.SUMMARY_ASSESSMENT)


@rule(
    "SIO-7A",
    title="No record of the statement on the national priorities",
    severity=Severity.STATUTORY,
    cites="SI-2011-3050-7A",
    subject=Register,
)
def priorities_statement_not_shown(register: Register, facts: Facts) -> Answer:
    """An elected local policing body publishes a statement on the force and the national priorities."""
    return (
        tuple(
            Missing(message=f"no record that the website shows the {Shown.PRIORITIES.value}", subject=area, area=area)
            for area in _elected(register, facts)
            if _last_check(register, area, Shown.PRIORITIES) is None
        )
        or None
    )


@rule(
    "SIO-PROMINENT",
    title="What the Order asks for is not in a prominent place",
    severity=Severity.STATUTORY,
    cites="SI-2011-3050-PART-3",
    subject=Register,
)
def not_prominent(register: Register, facts: Facts) -> Answer:
    """What the Specified Information Order asks for stands in a prominent place on the website."""
    answers: list[Found | Missing] = []
    for area in _elected(register, facts):
        for what in (Shown.PEEL_REPORT, Shown.SUMMARY_ASSESSMENT, Shown.PRIORITIES):
            check = _last_check(register, area, what)
            if check is None:
                continue
            if check.prominent is None:
                message = f"whether the {what.value} stands in a prominent place is not recorded"
                answers.append(Missing(message=message, subject=area, area=area))
            elif not check.prominent:
                message = f"on {in_words(check.on)} the {what.value} stood in no prominent place"
                answers.append(Found(message=message, subject=area, area=area))
    return tuple(answers) or None


@rule(
    "WEB-ACCESSIBILITY",
    title="No record of an accessibility statement",
    severity=Severity.STATUTORY,
    cites="SI-2018-952",
    subject=Register,
)
def no_accessibility_statement(register: Register, facts: Facts) -> Answer:
    """A public sector body's website carries an accessibility statement."""
    return (
        tuple(
            Missing(message="no record that the website carries an accessibility statement", subject=area, area=area)
            for area in register.areas
            if facts.keeps(area) and _last_check(register, area, Shown.ACCESSIBILITY) is None
        )
        or None
    )


@rule(
    "WEB-ADDRESS",
    title="A response without a public address of its own",
    severity=Severity.INSPECTORATE,
    cites="HMIC-LINKS",
)
def no_address_of_its_own(response: Response, facts: Facts) -> Answer:
    """A published response has one lasting public address, which the inspectorate can link to."""
    if not response.publications:
        return None
    last = max(response.publications, key=lambda each: each.on)
    if not (last.url or "").strip():
        return Missing(message=f"no public address of what was published on {in_words(last.on)} is recorded")
    if facts.shared_address(last.url or ""):
        return Found(message="another response is recorded under the same public address")
    return None


RULES = (
    annual_report_not_shown,
    summary_assessment_not_shown,
    priorities_statement_not_shown,
    not_prominent,
    no_accessibility_statement,
    no_address_of_its_own,
)
