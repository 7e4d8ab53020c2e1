"""Whether the recorded dates can be right; these rules also see facts dated after the day of the check."""

from datetime import date

from inspectlib.cases import Case
from inspectlib.findings import Severity
from inspectlib.periods import in_words
from inspectlib.responses import Response
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule


def _dated(response: Response) -> list[tuple[str, date]]:
    return [
        *(("invitation", each.sent_on) for each in response.invitations),
        *(
            ("chief officer's comments", each.received_on)
            for each in response.chief_officer_comments
            if each.received_on
        ),
        *(("sign-off", each.on) for each in response.sign_offs),
        *(("publication", each.on) for each in response.publications),
        *((f"copy to {each.to.value}", each.on) for each in response.copies),
    ]


@rule("DATE-BEFORE-REPORT", title="A fact dated before the report", severity=Severity.LOCAL, cites="PRACTICE-DATES")
def dated_before_the_report(response: Response, facts: Facts) -> Answer:
    """Nothing about a response happens before the report is published."""
    whole = facts.everything.response(*response.key) or response
    published = facts.inspection.published_on
    if published is None:
        return Missing(message="no publication date of the report is recorded")
    return (
        tuple(
            Found(
                message=f"{what} dated {in_words(day)}, before the report ({in_words(published)})",
                because=((what, day.isoformat()), ("report published", published.isoformat())),
            )
            for what, day in _dated(whole)
            if day < published
        )
        or None
    )


@rule(
    "DATE-IN-FUTURE", title="A fact dated after the day of the check", severity=Severity.LOCAL, cites="PRACTICE-DATES"
)
def dated_in_the_future(response: Response, facts: Facts) -> Answer:
    """What is recorded as done has happened by the day of the check."""
    whole = facts.everything.response(*response.key) or response
    return (
        tuple(
            Found(message=f"{what} dated {in_words(day)}, which lies ahead", because=((what, day.isoformat()),))
            for what, day in _dated(whole)
            if day > facts.on
        )
        or None
    )


@rule("DATE-ORDER", title="Facts out of order", severity=Severity.LOCAL, cites="PRACTICE-DATES")
def out_of_order(response: Response, facts: Facts) -> Answer:
    """The chief officer is given a day that lies ahead; comments come before publication, copies on or after it."""
    del facts
    found: list[Found | Missing] = [
        Found(message=f"invited on {in_words(each.sent_on)} to comment by {in_words(each.comments_by)}, which was over")
        for each in response.invitations
        if each.comments_by is not None and each.comments_by < each.sent_on
    ]
    if not response.publications:
        return tuple(found) or None
    first, last = min(each.on for each in response.publications), max(each.on for each in response.publications)
    found += [
        Found(message=f"copy to {each.to.value} sent on {in_words(each.on)}, before publication on {in_words(first)}")
        for each in response.copies
        if each.on < first
    ]
    found += [
        Missing(
            message=f"the chief officer's comments came on {in_words(each.received_on)}, after the last publication on {in_words(last)}"
        )
        for each in response.chief_officer_comments
        if each.received_on is not None and each.received_on > last
    ]
    return tuple(found) or None


@rule(
    "DATE-CASE-BEFORE-REPORT",
    title="Work dated before the report",
    severity=Severity.LOCAL,
    cites="PRACTICE-DATES",
    subject=Case,
)
def case_before_report(case: Case, facts: Facts) -> Answer:
    """Nothing is decided, done or closed about a recommendation before its report is published."""
    published = facts.inspection.published_on
    if published is None:
        return None
    whole = facts.everything.case(*case.key) or case
    dated = [
        ("position", whole.position.on if whole.position is not None else None),
        *(("deferral", each.on) for each in whole.due_changes),
        *(("review", each.on) for each in whole.reviews),
        *((each.step.value, each.on) for each in whole.closure),
    ]
    return (
        tuple(
            Found(message=f"{what} dated {in_words(day)}, before the report ({in_words(published)})")
            for what, day in dated
            if day is not None and day < published
        )
        or None
    )


@rule(
    "DATE-CASE-IN-FUTURE",
    title="Work dated after the day of the check",
    severity=Severity.LOCAL,
    cites="PRACTICE-DATES",
    subject=Case,
)
def case_in_the_future(case: Case, facts: Facts) -> Answer:
    """What is recorded as decided, reviewed or closed has happened by the day of the check."""
    whole = facts.everything.case(*case.key)
    if whole is None or whole == case:
        return None
    dated = [
        *(("review", each.on) for each in whole.reviews),
        *((each.step.value, each.on) for each in whole.closure),
        *(("evidence", each.on) for each in whole.evidence),
    ]
    return (
        tuple(Found(message=f"{what} dated {in_words(day)}, which lies ahead") for what, day in dated if day > facts.on)
        or None
    )


RULES = (dated_before_the_report, dated_in_the_future, out_of_order, case_before_report, case_in_the_future)
