"""Whether a response is owed, by whom, under which clock."""

from inspectlib.bodies import area as area_of
from inspectlib.bodies import body_of, unknown_areas
from inspectlib.citations import not_checked_since
from inspectlib.deadlines import CLOCKED
from inspectlib.findings import Severity
from inspectlib.inspections import ALL_AREAS, Basis, Inspection, InspectionType
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation, RecommendationKind
from inspectlib.responses import Response, ScopeAnswer
from inspectlib.rules.rule import Answer, Facts, Found, Missing, rule
from inspectlib.twins import SUGGESTED_FROM, similarity
from inspectlib.withholding import kept_out, reproduces


@rule(
    "HMICFRS-SCOPE",
    title="An exemption without its reason",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-PCC",
)
def exemption_without_reason(response: Response, facts: Facts) -> Answer:
    """A response is owed unless the force is clearly not the subject, or another response answers the same report."""
    scope = response.scope
    if scope is None or scope.answer is ScopeAnswer.OWED:
        return None
    if not scope.reason or not scope.by:
        return Missing(message="no reason, or no role, is recorded for owing no response")
    if scope.answer is ScopeAnswer.ANSWERED_THROUGH:
        named = scope.through or ""
        through = facts.register.find(named)
        other = facts.register.response(through.id if through is not None else named, response.area)
        if other is None or other.key == response.key:
            return Missing(message="the response that is said to answer this report is not recorded")
        if not other.owed:
            return Found(message=f"the response to {named} is said to answer this report, and is recorded as not owed")
    elif unknown := unknown_areas((facts.inspection.areas or frozenset()) - {ALL_AREAS}):
        return Missing(message=f"the report is recorded as about {unknown[0]!r}, which is no police area")
    elif facts.inspection.areas is None:
        return Missing(message="which areas the report is about is not recorded, so not shown that this one is not")
    elif facts.inspection.concerns(response.area):
        named = "names this area" if response.area in facts.inspection.areas else "is about every area"
        return Found(message=f"the report {named}, so the force is not clearly outside its subject")
    return None


@rule(
    "HMICFRS-TWINS",
    title="A report answered through one that does not hold the same recommendations",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-TWINS",
)
def answered_through_another_report(response: Response, facts: Facts) -> Answer:
    """A national report is answered through the force-specific one only where both hold the same recommendations."""
    scope = response.scope
    if scope is None or scope.answer is not ScopeAnswer.ANSWERED_THROUGH or scope.through is None:
        return None
    through = facts.register.find(scope.through)
    if through is None:
        return Missing(message="the report that is said to be answered in its place is not recorded")
    if through.types is None:
        return Missing(message=f"whether {through.title!r} is a force-specific report is not recorded")
    if InspectionType.FORCE_SPECIFIC not in through.types:
        return Found(message=f"{through.title!r} is not recorded as a force-specific report")
    theirs = {each.id for each in through.recommendations}
    linked_from = {one for each in through.recommendations for one in each.same_as}
    alone = [
        each
        for each in facts.inspection.recommendations
        if not theirs & set(each.same_as) and each.id not in linked_from
    ]
    if not facts.inspection.recommendations:
        return Missing(message="no recommendations are recorded, so not shown that both reports hold the same")
    return (
        tuple(
            Found(
                message=f"{each.label} is linked to no recommendation of {through.title!r}, so it needs its own answer",
                subject=each.id,
                because=_most_like(each, through),
            )
            for each in alone
        )
        or None
    )


def _most_like(recommendation: Recommendation, report: Inspection) -> tuple[tuple[str, str], ...]:
    """Return which recommendation of a report may be the same, where one is like it; people decide whether it is."""
    found = [(*similarity(recommendation.text, each.text), each.id) for each in report.recommendations]
    alike = [each for each in found if each[0] >= SUGGESTED_FROM]
    if not alike:
        return ()
    score, words, name = max(alike)
    return (("may be the same as", f"{name} (score {score:.2f}; words of both: {', '.join(words)})"),)


@rule(
    "REPORT-OWN-DATE",
    title="No response by the day that the report set",
    severity=Severity.INSPECTORATE,
    cites="REPORT-OWN-DATE",
)
def late_for_the_report_s_own_date(response: Response, facts: Facts) -> Answer:
    """A super-complaint or joint report is answered by the day that the report itself sets."""
    inspection = facts.inspection
    if inspection.basis in CLOCKED or not response.owed:
        return None
    if inspection.respond_by is None:
        return Missing(message="no day by which this report asks to be answered is recorded")
    first = min((each.on for each in response.publications), default=None)
    if first is not None and first <= inspection.respond_by:
        return None
    because = (("the report's own date", inspection.respond_by.isoformat()),)
    if first is not None:
        return Found(
            message=f"answered on {in_words(first)}; the report asked for {in_words(inspection.respond_by)}",
            because=because,
        )
    if facts.on > inspection.respond_by:
        return Found(
            message=f"no record of an answer; the report asked for {in_words(inspection.respond_by)}", because=because
        )
    return Missing(message=f"no record of an answer; the report asks for {in_words(inspection.respond_by)}")


@rule(
    "REPORT-BASIS",
    title="Not known under which power a report was made",
    severity=Severity.STATUTORY,
    cites="PA96-S55-5A",
    subject=Inspection,
)
def power_not_known(inspection: Inspection, facts: Facts) -> Answer:
    """The 56 days run for a report under section 54; another report has its own date."""
    del facts
    if inspection.basis is None:
        return Missing(message="not known under which power the report was made; it is taken as one under s.54")
    return None


@rule(
    "HMICFRS-ACCELERATED",
    title="An accelerated cause of concern without its own report",
    severity=Severity.INSPECTORATE,
    cites="HMICFRS-ACCELERATED",
    subject=Inspection,
)
def accelerated_without_its_own_report(inspection: Inspection, facts: Facts) -> Answer:
    """A cause of concern that was published early is a report of its own, with its own clock."""
    kind = RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN
    early = {each.id for each in inspection.recommendations if each.kind is kind}
    others = [each for each in inspection.recommendations if each.kind is not kind and each.part_of not in early]
    if not others:
        return None
    answers: list[Found | Missing] = []
    for each in inspection.recommendations:
        if each.kind is not kind:
            continue
        elsewhere = [one for one in each.same_as if one.rsplit("/", 1)[0] != inspection.id]
        if not elsewhere:
            message = f"{each.label} stands among the items of a later report; record its own"
            answers.append(Found(message=message, subject=each.id))
        elif all(facts.register.find_recommendation(one) is None for one in elsewhere):
            message = f"{each.label}: its own report, with {elsewhere[0]}, is not recorded"
            answers.append(Missing(message=message, subject=each.id))
    return tuple(answers) or None


@rule(
    "BODY-IN-OFFICE",
    title="Not shown which body owes the response",
    severity=Severity.STATUTORY,
    cites="LOCAL-POLICING-BODY",
)
def body_not_known(response: Response, facts: Facts) -> Answer:
    """The duty is that of the body in office for the area on the day."""
    body = body_of(response.area, facts.on)
    if body is None:
        return Missing(message=f"no local policing body is known for {response.area} on {in_words(facts.on)}")
    if not body.verified and not area_of(response.area).fictional:
        return Missing(message=f"that {body.name} is in office rests on a source that nobody has confirmed")
    if (old := not_checked_since(body.checked_on, body.review_by, facts.on)) is not None:
        return Missing(message=f"not shown that {body.name} is still in office: {old}")
    return None


@rule(
    "PA96-S54-2BB",
    title="A commissioned inspection without a note of its cost",
    severity=Severity.STATUTORY,
    cites="PA96-S54-2BB",
    subject=Inspection,
)
def cost_not_noted(inspection: Inspection, facts: Facts) -> Answer:
    """A body that requests an inspection pays the inspectors' reasonable costs."""
    del facts
    if inspection.basis is Basis.COMMISSIONED_BY_BODY and not (inspection.cost_note or "").strip():
        return Missing(message="commissioned by the local policing body; no note of the cost is recorded")
    return None


@rule(
    "PA96-S55-2",
    title="Words that were kept out of the report are reproduced",
    severity=Severity.STATUTORY,
    cites="PA96-S55-2",
)
def withheld_words_reproduced(response: Response, facts: Facts) -> Answer:
    """What was kept out of a published report is reproduced nowhere."""
    withheld = kept_out((facts.inspection,))
    signed = tuple(each.text for each in response.sign_offs if each.text is not None)
    report = (*(each.text for each in facts.inspection.recommendations), facts.inspection.summary or "")
    if reproduces((facts.register.statutory_text(response), *signed, report), withheld):
        return Found(
            message="words that were kept out of the published report stand in what is recorded for publication"
        )
    return None


RULES = (
    exemption_without_reason,
    answered_through_another_report,
    late_for_the_report_s_own_date,
    power_not_known,
    accelerated_without_its_own_report,
    body_not_known,
    cost_not_noted,
    withheld_words_reproduced,
)
