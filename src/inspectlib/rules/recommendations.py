"""Whether the recommendations of a report are recorded whole: words, number, addressee, date."""

from collections import Counter

from inspectlib.bodies import addressed_to_policing, addressee, addressee_name
from inspectlib.findings import Severity
from inspectlib.inspections import Inspection
from inspectlib.periods import due_after, in_words
from inspectlib.recommendations import DuePrecision, RecommendationKind
from inspectlib.register import Register
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule

_CONCERNS = (RecommendationKind.CAUSE_OF_CONCERN, RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN)


@rule(
    "HMICFRS-CAUSE-OF-CONCERN",
    title="A cause of concern without a recommendation",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-CAUSE-OF-CONCERN",
    subject=Inspection,
)
def cause_without_recommendation(inspection: Inspection, facts: Facts) -> Answer:
    """A cause of concern is always accompanied by one or more recommendations."""
    del facts
    parents = {each.part_of for each in inspection.recommendations if each.is_statutory and each.kind not in _CONCERNS}
    return (
        tuple(
            Found(message=f"{each.label} has no recommendation of its own recorded", subject=each.id)
            for each in inspection.recommendations
            if each.kind in _CONCERNS and each.id not in parents
        )
        or None
    )


@rule(
    "REC-PART-OF",
    title="A recommendation that is part of nothing recorded",
    severity=Severity.LOCAL,
    cites="PRACTICE-VERBATIM",
    subject=Inspection,
)
def part_of_nothing(inspection: Inspection, facts: Facts) -> Answer:
    """A recommendation that belongs to a cause of concern names one that the same report holds."""
    del facts
    concerns = {each.id for each in inspection.recommendations if each.kind in _CONCERNS}
    return (
        tuple(
            Found(
                message=f"{each.label} belongs to {each.part_of!r}, which is no cause of concern here", subject=each.id
            )
            for each in inspection.recommendations
            if each.part_of is not None and each.part_of not in concerns
        )
        or None
    )


@rule(
    "REC-ADDRESSEE",
    title="Not known whom a recommendation is addressed to",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-RECOMMENDATION",
    subject=Inspection,
)
def addressee_not_known(inspection: Inspection, facts: Facts) -> Answer:
    """A recommendation is addressed to somebody who is known."""
    del facts
    answers: list[Missing] = []
    for each in inspection.recommendations:
        if not each.addressees:
            answers.append(Missing(message=f"{each.label}: no addressee is recorded", subject=each.id))
        for code in each.addressees:
            if addressed_to_policing(code) is None:
                who = (
                    f"addressed to {addressee_name(code)}; which one is not recorded"
                    if addressee(code) is not None
                    else f"the addressee {code!r} is not known"
                )
                answers.append(Missing(message=f"{each.label}: {who}", subject=each.id))
    return tuple(answers) or None


@rule(
    "REC-VERBATIM",
    title="A recommendation without its words",
    severity=Severity.LOCAL,
    cites="PRACTICE-VERBATIM",
    subject=Inspection,
)
def words_missing(inspection: Inspection, facts: Facts) -> Answer:
    """A recommendation is kept in the report's own words."""
    del facts
    return (
        tuple(
            Found(message=f"{each.label}: the report's words are not recorded", subject=each.id)
            for each in inspection.recommendations
            if not each.text.strip()
        )
        or None
    )


@rule(
    "REC-UNIQUE",
    title="Two recommendations of one report with the same number",
    severity=Severity.LOCAL,
    cites="PRACTICE-VERBATIM",
    subject=Inspection,
)
def number_twice(inspection: Inspection, facts: Facts) -> Answer:
    """A number stands once in a report, within its kind and its cause of concern."""
    del facts
    numbers = Counter((each.kind, each.part_of, each.number) for each in inspection.recommendations if each.number)
    return (
        tuple(
            Found(message=f"{kind.value} {number} is recorded {times} times")
            for (kind, _, number), times in numbers.items()
            if times > 1
        )
        or None
    )


@rule(
    "DATE-WITHOUT-WORDS",
    title="A due date without the report's words",
    severity=Severity.LOCAL,
    cites="HMICFRS-RECOMMENDATION",
    subject=Inspection,
)
def date_without_words(inspection: Inspection, facts: Facts) -> Answer:
    """A date that the office set itself is never shown as the inspectorate's."""
    del facts
    return (
        tuple(
            Found(message=f"{each.label}: a due date without the words that it follows from", subject=each.id)
            for each in inspection.recommendations
            if each.due is not None
            and each.due.last_day is not None
            and each.due.precision is not DuePrecision.INTERNAL
            and not each.due.words.strip()
        )
        or None
    )


@rule(
    "DATE-RELATIVE",
    title="A due date that does not follow from the report's day",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-RECOMMENDATION",
    subject=Inspection,
)
def relative_date_wrong(inspection: Inspection, facts: Facts) -> Answer:
    """A time "within six months" is counted from the day of publication, to the month's end where that is shorter."""
    del facts
    answers: list[Found | Missing] = []
    for each in inspection.recommendations:
        due = each.due
        if due is None or due.precision is DuePrecision.INTERNAL:
            continue
        published = inspection.published_on
        counted = due_after(due.words, published) if published is not None else None
        if due.precision is DuePrecision.RELATIVE and (published is None or due.last_day is None):
            answers.append(Missing(message=f"{each.label}: {due.words!r} is not counted to a day", subject=each.id))
        elif published is not None and due.last_day is not None and counted not in (None, due.last_day):
            answers.append(
                Found(
                    message=f"{each.label}: {due.words!r} ends on {in_words(counted)}, recorded is {in_words(due.last_day)}",
                    subject=each.id,
                    because=(("report published", in_words(published)),),
                )
            )
    return tuple(answers) or None


@rule(
    "HMICFRS-SUPERSEDED",
    title="A recommendation superseded in a circle, or by nothing recorded",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-SUPERSEDED",
    subject=Register,
)
def superseded_in_a_circle(register: Register, facts: Facts) -> Answer:
    """What takes a recommendation's place is a later one, and the line never comes back to where it began."""
    del facts
    following = {
        each.id: each.superseded_by
        for inspection in register.inspections
        for each in inspection.recommendations
        if each.superseded_by is not None
    }
    known = {each.id for inspection in register.inspections for each in inspection.recommendations}
    answers: list[Found | Missing] = []
    in_circle: set[str] = set()
    for start, successor in following.items():
        seen, at = {start}, successor
        while at in following and at not in seen and at not in in_circle:
            seen.add(at)
            at = following[at]
        if at in seen or at in in_circle:
            in_circle |= seen
            answers.append(Found(message=f"{start} is superseded in a circle", subject=start))
        elif successor not in known:
            answers.append(Missing(message=f"{successor}, which takes its place, is not recorded", subject=start))
    return tuple(answers) or None


RULES = (
    cause_without_recommendation,
    part_of_nothing,
    addressee_not_known,
    words_missing,
    number_twice,
    date_without_words,
    relative_date_wrong,
    superseded_in_a_circle,
)
