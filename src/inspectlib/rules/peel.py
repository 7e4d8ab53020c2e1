"""Grades: on the scale of their own cycle, with a cause of concern where they call for one."""

from collections import Counter

from inspectlib.bodies import unknown_areas
from inspectlib.findings import Severity
from inspectlib.grades import graded_areas, scale_of
from inspectlib.inspections import Inspection
from inspectlib.recommendations import RecommendationKind
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule

_CONCERNS = (RecommendationKind.CAUSE_OF_CONCERN, RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN)


@rule(
    "PEEL-SCALE",
    title="A grade that its cycle does not have",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-PEEL",
    subject=Inspection,
)
def grade_off_the_scale(inspection: Inspection, facts: Facts) -> Answer:
    """A grade stands on the scale of its cycle: four grades before 2021/22, five since."""
    del facts
    answers: list[Found | Missing] = []
    for each in inspection.judgements:
        scale = scale_of(each.cycle)
        if scale is None:
            answers.append(Missing(message=f"{each.question}: the scale of the cycle {each.cycle!r} is not known"))
        elif each.grade.strip().casefold() not in scale:
            answers.append(Found(message=f"{each.question}: {each.grade!r} is no grade of {each.cycle}"))
    return tuple(answers) or None


@rule(
    "PEEL-INADEQUATE",
    title="Inadequate without a cause of concern",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-INADEQUATE",
    subject=Inspection,
)
def inadequate_without_cause(inspection: Inspection, facts: Facts) -> Answer:
    """Where a force is graded inadequate there are causes of concern with recommendations to address them."""
    del facts
    if any(each.kind in _CONCERNS for each in inspection.recommendations):
        return None
    return (
        tuple(
            Missing(message=f"{each.question} is graded inadequate and no cause of concern is recorded")
            for each in inspection.judgements
            if each.grade.strip().casefold() == "inadequate"
        )
        or None
    )


@rule(
    "PEEL-AREAS",
    title="Not as many grades as the report gives",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-PEEL",
    subject=Inspection,
)
def grades_not_whole(inspection: Inspection, facts: Facts) -> Answer:
    """Every area that the report grades is recorded, once."""
    del facts
    answers: list[Found | Missing] = [
        Missing(message=f"grades are recorded for {area!r}, which is no police area")
        for area in unknown_areas(each.area for each in inspection.judgements)
    ]
    seen = Counter((each.cycle, each.area, each.question) for each in inspection.judgements)
    for (cycle, _, question), times in seen.items():
        if times > 1:
            answers.append(Found(message=f"{question} is graded {times} times in {cycle}"))
    for cycle, area in dict.fromkeys((each.cycle, each.area) for each in inspection.judgements):
        number = graded_areas(cycle, area)
        recorded = sum(1 for one in seen if one[:2] == (cycle, area))
        if number is not None and recorded != number:
            answers.append(
                Missing(message=f"{cycle}: {recorded} graded areas are recorded, the report grades {number}")
            )
    return tuple(answers) or None


RULES = (grade_off_the_scale, inadequate_without_cause, grades_not_whole)
