"""Every day that matters, with its working and whose move it is."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from inspectlib.bodies import area as area_of
from inspectlib.bodies import is_for_policing
from inspectlib.cases import Case, ClosureStep
from inspectlib.citations import cited, response_days
from inspectlib.closure import FORCE, decide, since_reopening
from inspectlib.fields import Public, evolve, value
from inspectlib.inspections import Basis, Inspection
from inspectlib.periods import Count, a_day, add_months, count_days, in_words
from inspectlib.profiles import Profile
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation
from inspectlib.register import Register
from inspectlib.responses import first_whole_publication
from inspectlib.seeing import facts_until
from inspectlib.showing import Rows, counted
from inspectlib.status import Status, status_of

#: powers that start the 56 days; others have the report's own date
CLOCKED = (
    None,
    Basis.S54,
    Basis.ANNUAL_REPORT,
    Basis.COMMISSIONED_BY_HOME_SECRETARY,
    Basis.COMMISSIONED_BY_BODY,
)


@value
class Deadline:
    """One day, inclusive, by which somebody must act. `days_left` is negative once it has passed.

    `law`: the id of the cited provision where the day follows from one.
    """

    inspection: Public[str]
    subject: Public[str]
    what: Public[str]
    last_day: Public[date]
    whose: Public[str]
    citation: Public[str]
    working: Public[tuple[str, ...]] = ()
    warnings: Public[tuple[str, ...]] = ()
    days_left: Public[int | None] = None
    area: Public[str | None] = None
    public: Public[bool] = False
    law: Public[str | None] = None


class Deadlines(Rows[Deadline]):
    """Deadlines, soonest first; a table in a notebook."""

    __slots__ = ()
    noun = "deadline"
    header = ("Last day", "When", "What", "About", "Whose move", "Source")

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield a row for each day."""
        for each in self:
            day = in_words(each.last_day, weekday=True)
            yield (day, days_away(each.days_left), each.what, each.subject, each.whose, each.citation)


def days_away(left: int | None) -> str:
    """Return "today", "in 3 days" or "3 days ago"; negative days have passed; None: "not counted"."""
    if left is None:
        return "not counted"
    if left == 0:
        return "today"
    days = counted(abs(left), "day")
    return f"in {days}" if left > 0 else f"{days} ago"


def response_count(inspection: Inspection) -> Count | None:
    """Return the count of the 56 days for a report, or None where no such clock runs.

    None: no publication date, published before 2 May 2017, or made under a power that is not cited
    as starting this clock. Source: Police Act 1996 s.55(5A), in force by SI 2017/399 reg. 4.
    """
    law = cited("PA96-S55-5A")
    if inspection.published_on is None or inspection.basis not in CLOCKED:
        return None
    if law.since is not None and inspection.published_on < law.since:
        return None
    return count_days(response_days(), beginning_with=inspection.published_on, words=f"{law.short}: {law.duty}")


def last_day_to_publish(inspection: Inspection) -> date | None:
    """Return the last day, inclusive, for publishing a response, or None where no clock runs."""
    count = response_count(inspection)
    return count.last_day if count is not None else inspection.respond_by


def deadlines(
    register: Register,
    *,
    on: date | str,
    within: int | None = None,
    body: str | None = None,
    open_only: bool = True,
    profiles: Mapping[str, Profile] | None = None,
) -> Deadlines:
    """Return what is still to be done and by when, soonest first.

    `within` keeps what falls due in that many days from `on`, and everything already overdue.
    `open_only=False` adds the last day of responses already published, for pages that show it. `profiles`, by area,
    give the intervals of governance that a force set itself; without one no review is due. Raises BadCall for no date,
    UnknownArea.
    """
    on = a_day(on)
    register = facts_until(register, on)
    areas = _known_areas(register, body)
    found: list[Deadline] = []
    for inspection in register.inspections:
        for area in areas:
            found += _of_response(register, inspection, area, on, open_only=open_only)
            found += _of_cases(register, inspection, area, on, (profiles or {}).get(area))
    found += [
        Deadline(
            inspection=action.answers[0].rsplit("/", 1)[0] if action.answers else "",
            subject=action.id,
            what=f"action: {action.title or action.id}",
            last_day=action.due,
            whose=action.owner or "no owner recorded",
            citation="the action's own date",
            area=action.area,
        )
        for action in register.actions
        if action.due is not None and action.done_on is None and (not areas or action.area in areas)
    ]
    dated = [evolve(each, days_left=(each.last_day - on).days) for each in found]
    if within is not None:
        dated = [each for each in dated if each.last_day <= on + timedelta(days=within)]
    return Deadlines(sorted(dated, key=lambda each: (each.last_day, each.inspection, each.subject, each.what)))


def _known_areas(register: Register, body: str | None) -> tuple[str, ...]:
    areas = (body,) if body else register.areas
    for area in areas:
        area_of(area)
    return areas


def uncounted(register: Register, *, on: date, body: str | None = None) -> tuple[str, ...]:
    """Return, a sentence each, the reports to which a response is owed and of which no last day can be counted.

    Silent about reports from before 2 May 2017, to which the law sets no day. Raises UnknownArea.
    """
    register = facts_until(register, on)
    areas, found = _known_areas(register, body), []
    for inspection in register.inspections:
        clocked = inspection.basis in CLOCKED
        if last_day_to_publish(inspection) is not None or (clocked and inspection.published_on is not None):
            continue
        why = "no publication date is recorded" if clocked else "no day by which it asks for an answer is recorded"
        answers = [register.response(inspection.id, area) for area in areas]
        if any(each is None or (each.owed and not each.publications) for each in answers):
            found.append(f"{inspection.title}: {why}, so no last day for a response can be counted")
    return tuple(found)


_NOT_WHOLE = ("What was published does not hold the body's comments and all that belongs with them",)


def _of_response(register: Register, inspection: Inspection, area: str, on: date, *, open_only: bool) -> list[Deadline]:
    response = register.response(inspection.id, area)
    if response is not None and not response.owed:
        return []
    found = []
    count = response_count(inspection)
    published = response is not None and bool(response.publications)
    whole = response is not None and first_whole_publication(response) is not None
    not_whole = _NOT_WHOLE if published and not whole else ()
    law = cited("PA96-S55-5A")
    doubt = filter(None, (law.doubt(on),))
    answered = open_only and whole
    if count is not None and not answered:
        found.append(
            Deadline(
                inspection=inspection.id,
                subject=inspection.title,
                what="last day to publish the response",
                last_day=count.last_day,
                whose="local policing body",
                citation=law.short,
                working=(
                    *count.lines(),
                    *(f"Note: {each}" for each in doubt),
                    *(f"Warning: {each}" for each in not_whole),
                ),
                warnings=(*count.warnings, *not_whole),
                area=area,
                public=True,
                law=law.id,
            )
        )
    elif inspection.respond_by is not None and not answered:
        found.append(
            Deadline(
                inspection=inspection.id,
                subject=inspection.title,
                what="the report's own date for a response",
                last_day=inspection.respond_by,
                whose="local policing body",
                citation="set by the report",
                working=tuple(f"Warning: {each}" for each in not_whole),
                warnings=not_whole,
                area=area,
                public=True,
            )
        )
    if response is not None and response.invitations and not response.chief_officer_comments and not whole:
        asked = max(response.invitations, key=lambda each: each.sent_on)
        if asked.comments_by is not None and asked.none_received_on is None:
            found.append(
                Deadline(
                    inspection=inspection.id,
                    subject=inspection.title,
                    what="chief officer's comments",
                    last_day=asked.comments_by,
                    whose="chief officer",
                    citation=cited("PA96-S55-4").short,
                    area=area,
                )
            )
    return found


def _of_cases(
    register: Register, inspection: Inspection, area: str, on: date, profile: Profile | None
) -> list[Deadline]:
    found = []
    for recommendation in inspection.recommendations:
        case = register.case(recommendation.id, area)
        status = status_of(case, recommendation, on=on, area=area)
        if status.stage.ended or (case is None and not is_for_policing(recommendation.addressees, area)):
            continue
        next_move = _next_move(case, recommendation, area, on, profile)
        owner = (case.owner if case else None) or "no owner recorded"
        about: dict[str, Any] = {"inspection": inspection.id, "subject": recommendation.id, "area": area}
        due = recommendation.due
        if status.due is not None:
            found.append(
                Deadline(
                    what=f"{recommendation.label} is due",
                    last_day=status.due,
                    whose=owner,
                    citation=due.words if due is not None and due.words and not status.times_deferred else "deferred",
                    working=(*_due_lines(status, due), *next_move),
                    public=status.times_deferred == 0,
                    **about,
                )
            )
        elif due is not None and due.precision is DuePrecision.IMMEDIATE and inspection.published_on is not None:
            found.append(
                Deadline(
                    what=f"{recommendation.label} asks for action at once",
                    last_day=inspection.published_on,
                    whose=owner,
                    citation=due.words,
                    working=("At once: taken as the day of publication", *next_move),
                    **about,
                )
            )
        if case is not None and profile is not None:
            found += _of_governance(case, recommendation, profile, about)
    return found


def _due_lines(status: Status, due: DueDate | None) -> tuple[str, ...]:
    lines = [f'The report: "{due.words}", so {in_words(due.last_day)}' if due is not None and due.last_day else ""]
    if status.times_deferred:
        times = "once" if status.times_deferred == 1 else f"{status.times_deferred} times"
        lines.append(f"Deferred {times}, {counted(status.days_deferred, 'day')} in all")
    return tuple(filter(None, lines))


def _next_move(
    case: Case | None, recommendation: Recommendation, area: str, on: date, profile: Profile | None
) -> tuple[str, ...]:
    decision = decide(case, recommendation=recommendation.id, area=area, on=on, profile=profile)
    return (f"Next for closure: {decision.waiting_for[0]}",) if decision.waiting_for else ()


def _of_governance(
    case: Case, recommendation: Recommendation, profile: Profile, about: dict[str, Any]
) -> list[Deadline]:
    found = []
    last = max((each.on for each in case.reviews), default=case.position.on if case.position is not None else None)
    months = profile.review_months
    if months is not None and last is not None:
        found.append(
            Deadline(
                what=f"{recommendation.label}: next review",
                last_day=add_months(last, months),
                whose=profile.forum or FORCE,
                citation=f"profile {profile.name}: every {months} months",
                working=(f"{'Last review' if case.reviews else 'Position'}: {in_words(last)}, and {months} months",),
                **about,
            )
        )
    completed = max((each.on for each in case.closure if each.step is ClosureStep.COMPLETED), default=None)
    requested = any(each.step is ClosureStep.REQUESTED for each in since_reopening(case))
    if profile.demonstration_months and completed is not None and not requested:
        found.append(
            Deadline(
                what=f"{recommendation.label}: closure may be requested",
                last_day=add_months(completed, profile.demonstration_months),
                whose=FORCE,
                citation=f"profile {profile.name}: {profile.demonstration_months} months of improvement",
                working=(f"Complete: {in_words(completed)}, and {profile.demonstration_months} months",),
                **about,
            )
        )
    return found
