"""The sheet Recommendations: one row for each recommendation and area, with the force's case beside it."""

from collections.abc import Iterator

from inspectlib.audiences import View
from inspectlib.bodies import addressee_name, is_for_policing
from inspectlib.cases import Case, ClosureStep, PositionAnswer
from inspectlib.inspections import ALL_AREAS, Inspection
from inspectlib.periods import in_words
from inspectlib.profiles import Profile
from inspectlib.recommendations import Recommendation
from inspectlib.status import Status, Timing, status_of
from inspectlib_excel.cells import Value
from inspectlib_excel.columns import Column, Form, How, Into, Kind

RAG = {
    Timing.OVERDUE: "Red: overdue",
    Timing.DUE_SOON: "Amber: due soon",
    Timing.ON_TIME: "Green: on time",
    Timing.NO_DATE: "Grey: no due date",
    Timing.ENDED: "Blue: ended",
}
NO_CASE = "no case recorded"
NOT_HELD = "the register does not hold this recommendation"

_PUBLISHED = "It is as published; a correction is made in the register."
_DEFERRED = "To defer, fill 'New due date', 'Deferral decided on' and 'Reason for deferral'."
_STEPPED = "To record progress, fill 'New step' and 'Step on'."
_REVIEWED = "To record a review, add a row to the sheet 'Reviews'."


def _new(field: str, part: str, *, needed: bool = False) -> Into:
    return Into(field, part, How.NEW, needed)


FORM = Form(
    name="Recommendations",
    collection="cases",
    keys=("Key", "Area"),
    about="each recommendation, what the force does about it and where it stands",
    adds="a recommendation",
    tells=("Recommendation", "Inspection title", "Area"),
    columns=(
        Column("Key", 18, instead=_PUBLISHED),
        Column("Area", 11, instead=_PUBLISHED),
        Column("Inspection title", 20, instead=_PUBLISHED),
        Column("Number", 8, instead=_PUBLISHED),
        Column("Recommendation", 50, instead=_PUBLISHED),
        Column("Due now", 11, instead=_DEFERRED),
        Column("Status", 16, instead=_STEPPED),
        Column("RAG", 13, instead=_STEPPED),
        Column("Self-assessed rating", 12, instead=_REVIEWED),
        Column(
            "Position",
            13,
            Kind.CHOICE,
            Into("position", "answer", How.PART, needed=True),
            tuple(each.value for each in PositionAnswer),
        ),
        Column("Owner", 16, Kind.TEXT, Into("owner"), help="A role, not a person."),
        Column("Force comment", 36, Kind.TEXT, Into("force_comment")),
        Column("Last review", 12, instead=_REVIEWED, aside=True),
        Column("Kind", 15, instead=_PUBLISHED, aside=True),
        Column("Addressees", 16, instead=_PUBLISHED, aside=True),
        Column("Report due", 12, instead=_PUBLISHED, aside=True),
        Column("Times deferred", 9, instead=_DEFERRED, aside=True),
        Column("Local reference", 14, Kind.TEXT, Into("local_ref"), aside=True),
        Column("Position on", 12, Kind.DAY, Into("position", "on", How.PART), aside=True),
        Column("Position reason", 30, Kind.TEXT, Into("position", "reason", How.PART), aside=True),
        Column("New due date", 12, Kind.DAY, _new("due_changes", "after", needed=True), aside=True),
        Column("Deferral decided on", 12, Kind.DAY, _new("due_changes", "on", needed=True), aside=True),
        Column("Reason for deferral", 30, Kind.TEXT, _new("due_changes", "reason", needed=True), aside=True),
        Column("Deferral agreed by", 18, Kind.TEXT, _new("due_changes", "by"), aside=True, help="A role."),
        Column("Deferral agreed at", 18, Kind.TEXT, _new("due_changes", "forum"), aside=True, help="A forum."),
        Column(
            "New step",
            18,
            Kind.CHOICE,
            _new("closure", "step", needed=True),
            tuple(each.value for each in ClosureStep if each is not ClosureStep.SUPERSEDED),
            aside=True,
        ),
        Column("Step on", 12, Kind.DAY, _new("closure", "on", needed=True), aside=True),
        Column("Step by", 18, Kind.TEXT, _new("closure", "by"), aside=True, help="A role."),
        Column("Step reference", 16, Kind.TEXT, _new("closure", "reference"), aside=True),
        Column("Step reason", 24, Kind.TEXT, _new("closure", "reason"), aside=True),
        Column("Plenary on", 12, Kind.DAY, Into("plenary_on"), aside=True),
        Column("Approved on", 12, Kind.DAY, Into("approved_on"), aside=True),
        Column("Report link", 22, instead=_PUBLISHED, aside=True),
    ),
)
LOCAL_STATUS = Column("Local status", 16, instead=_STEPPED)
#: the fields of a case that the book sends
FIELDS = (
    "position",
    "force_comment",
    "owner",
    "local_ref",
    "due_changes",
    "plenary_on",
    "approved_on",
    "reviews",
    "closure",
    "extras",
)


def places(view: View, body: str | None) -> Iterator[tuple[Inspection | None, Recommendation | None, Case | None, str]]:
    """Give each row's report, recommendation, case and area; a case whose recommendation is not held comes last."""
    cases: dict[str, dict[str, Case]] = {}
    for case in view.register.cases:
        if body in (None, case.area):
            cases.setdefault(case.recommendation.lower(), {})[case.area] = case
    for inspection in view.register.inspections:
        areas = areas_of(view, inspection, body)
        for recommendation in inspection.recommendations:
            found = cases.pop(recommendation.id.lower(), {})
            missing = areas if areas or found or body is not None else ("",)
            for area in sorted({*found, *missing}):
                yield inspection, recommendation, found.get(area), area
    titles = {each.id: each for each in view.register.inspections}
    for left in cases.values():
        for area, case in sorted(left.items()):
            yield titles.get(case.inspection), None, case, area


def areas_of(view: View, inspection: Inspection, body: str | None) -> tuple[str, ...]:
    """Return the areas that the register answers for and that the report may concern."""
    areas = (body,) if body is not None else view.register.areas
    if inspection.areas is None or ALL_AREAS in inspection.areas:
        return areas
    return tuple(each for each in areas if each in inspection.areas)


def row(
    view: View,
    inspection: Inspection | None,
    recommendation: Recommendation | None,
    case: Case | None,
    area: str,
    profile: Profile | None,
) -> dict[str, Value]:
    """Return one row by the names of its columns; what is not recorded is not there."""
    status = view.statuses.get(case.key) if case is not None else None
    made: dict[str, Value] = {"Area": area}
    if recommendation is None:
        made |= {"Key": case.recommendation if case else None, "Status": NOT_HELD}
    else:
        made |= _published(recommendation)
        status = status or status_of(case, recommendation, on=view.on, area=area or None)
        asked = case is not None or is_for_policing(recommendation.addressees, area or None)
        if case is not None:
            made["Status"] = status.words
        else:
            made["Status"] = NO_CASE if asked else f"{NO_CASE}; not addressed to policing here"
        made["RAG"] = RAG[status.timing] if asked else None
    if inspection is not None:
        made |= {"Inspection title": inspection.title, "Report link": inspection.url}
    if status is not None:
        made |= {"Report due": status.first_due, "Due now": status.due}
        made["Times deferred"] = status.times_deferred if case else None
        made[LOCAL_STATUS.name] = local_words(status, profile) if case is not None else None
    return made | _of_case(case) if case is not None else made


def _published(recommendation: Recommendation) -> dict[str, Value]:
    return {
        "Key": recommendation.id,
        "Number": recommendation.number,
        "Kind": recommendation.kind.value,
        "Recommendation": recommendation.text,
        "Addressees": "; ".join(addressee_name(each) for each in recommendation.addressees),
    }


def _of_case(case: Case) -> dict[str, Value]:
    position = case.position
    return {
        "Position": position.answer.value if position else None,
        "Position on": position.on if position else None,
        "Position reason": position.reason if position else None,
        "Owner": case.owner,
        "Last review": max((each.on for each in case.reviews), default=None),
        "Self-assessed rating": _rating(case),
        "Force comment": case.force_comment,
        "Local reference": case.local_ref,
        "Plenary on": case.plenary_on,
        "Approved on": case.approved_on,
    }


def _rating(case: Case) -> str | None:
    """Return the force's latest rating; one from before the last review says its day."""
    reviews = sorted(case.reviews, key=lambda each: each.on)
    rated = [each for each in reviews if each.rating is not None]
    if not rated or rated[-1].rating is None:
        return None
    word = rated[-1].rating.value
    return word if rated[-1].on == reviews[-1].on else f"{word} (on {in_words(rated[-1].on)})"


def local_words(status: Status, profile: Profile | None) -> str | None:
    """Return the force's own word for a status, or None where its profile has none."""
    words = profile.status_words if profile is not None else ()
    for ours in (status.words, status.stage.value):
        for local, meant in words:
            if meant == ours:
                return local
    return None
