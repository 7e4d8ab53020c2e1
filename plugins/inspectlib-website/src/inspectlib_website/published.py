"""Reads back what this or another office's website publishes as data (`data/responses.json`).

What is not public is not there: who is named as owner, deferrals, evidence, and which areas a report concerns.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from inspectlib.bodies import addressee_named, area
from inspectlib.cases import Case, ClosureFact, ClosureStep, Position, PositionAnswer
from inspectlib.deadlines import last_day_to_publish
from inspectlib.errors import CannotRead, UnknownArea
from inspectlib.exchange import Importer, ImportResult, Problem, Source
from inspectlib.fields import evolve
from inspectlib.inspections import Basis, Inspection, ReportEvent
from inspectlib.recommendations import DueDate, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Explanation, Invitation, Publication, Recipient, Response

_START = 4000
#: events that follow from other fields
_DERIVED = ("due", "published", "published_again", "received", "report_published")
_POSITION = "position_"


def recognises(source: Source) -> int:
    """Return how surely a source is the data of such a website, 0 to 100."""
    start = source.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:_START]
    sure = start.startswith(b"{") and all(name in start for name in (b'"title"', b'"licence"', b'"responses"'))
    return 90 if sure else 0


def read(source: Source) -> ImportResult:
    """Return the reports, responses and cases that are published; each response that is malformed is a problem.

    Raises CannotRead where the whole is not such a file.
    """
    try:
        told = json.loads(source.text())
    except (ValueError, RecursionError) as error:
        message = f"{source.name!r} is not JSON that can be read: {str(error) or 'nested too deep'}"
        raise CannotRead(message) from None
    rows = told.get("responses") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        message = f"{source.name!r} holds no list of responses; hand in the data/responses.json of a website"
        raise CannotRead(message)
    register, problems = Register(), []
    for number, row in enumerate(rows, start=1):
        place = f"response {number}"
        try:
            report, response, cases = _response(row)
            if source.body is not None and response.area != source.body:
                problems.append(
                    Problem(place=place, message=f"is of {response.area!r}, not of {source.body!r}; left out")
                )
                continue
            if register.response(*response.key) is not None:
                problems.append(
                    Problem(place=place, message=f"a second response of {' for '.join(response.key)}; left out")
                )
                continue
            register, notes = with_report(register, report)
            problems += [Problem(place=place, message=each) for each in (*notes, *_counted_otherwise(row, report))]
        except (KeyError, TypeError, ValueError, AttributeError, UnknownArea) as error:
            what = f"there is no {error}" if isinstance(error, KeyError) else str(error)
            problems.append(Problem(place=place, message=f"malformed and left out: {what[:200]}"))
            continue
        register = register.with_areas(response.area).with_response(response).with_case(*cases)
    return ImportResult(register=register, problems=tuple(problems))


def with_report(register: Register, report: Inspection) -> tuple[Register, tuple[str, ...]]:
    """Return the register with a report, put together with what it holds of it, and what the two say differently.

    Where they differ, what the register holds stays.
    """
    held = register.find(report.id)
    if held is None:
        return register.with_inspection(report), ()
    notes = []
    for name in ("title", "published_on"):
        ours, theirs = getattr(held, name), getattr(report, name)
        if theirs is not None and ours != theirs:
            notes.append(f"{report.id}: {name} is {theirs} here and {ours} elsewhere; the latter is kept")
    known = {each.id: each for each in held.recommendations}
    for each in report.recommendations:
        if each.id in known and known[each.id].text != each.text:
            notes.append(f"{each.id}: its words are not those found elsewhere; the others are kept")
    new = tuple(each for each in report.recommendations if each.id not in known)
    return register.with_inspection(evolve(held, recommendations=(*held.recommendations, *new))), tuple(notes)


def _counted_otherwise(row: Mapping[str, Any], report: Inspection) -> tuple[str, ...]:
    theirs, ours = _day(row["last_day"]), last_day_to_publish(report)
    if theirs is None or theirs == ours:
        return ()
    return (
        f"{report.id}: the office counts {theirs} as the last day; from what it publishes it is {ours or 'not known'}",
    )


def _text(held: Any) -> str:
    if not isinstance(held, str):
        message = f"expected text, found {held!r}"
        raise TypeError(message)
    return held


def _maybe(held: Any) -> str | None:
    return None if held is None else _text(held)


def _day(held: Any) -> date | None:
    if held is None:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", _text(held), re.ASCII):
        message = f"expected a date as YYYY-MM-DD, found {held!r}"
        raise ValueError(message)
    return date.fromisoformat(held)


def _on(held: Any) -> date:
    day = _day(held)
    if day is None:
        message = "a day is missing"
        raise ValueError(message)
    return day


def _response(row: Mapping[str, Any]) -> tuple[Inspection, Response, tuple[Case, ...]]:
    place, told = area(_text(row["area"])).slug, row["report"]
    published = _day(told["published_on"])
    events = [
        (each["what"], _day(each["on"]), _text(each["detail"]))
        for one in row["recommendations"]
        for each in one["events"]
    ]
    report = Inspection(
        id=_text(told["id"]),
        title=_text(told["title"]),
        published_on=published,
        url=_maybe(told["url"]),
        inspectorates=tuple(_text(each) for each in told["inspectorates"]),
        respond_by=_day(row["respond_by"]),
        recommendations=tuple(_recommendation(each) for each in row["recommendations"]),
        history=tuple(
            dict.fromkeys(ReportEvent(on=on, what=what) for name, on, what in events if name == "report_event" and on)
        ),
    )
    if row["last_day"] is None and published is not None:
        report = evolve(report, basis=Basis.OTHER)  # its office counts no statutory days, so neither do we
    explanations = dict.fromkeys(
        Explanation(
            covers=tuple(_text(one) for one in each["covers"]),
            action=_maybe(each["action"]),
            no_action_reason=_maybe(each["no_action_reason"]),
        )
        for one in row["recommendations"]
        for each in one["explanations"]
    )
    response = Response(
        area=place,
        inspection=report.id,
        comments=_maybe(row["comments"]),
        reply_to_chief_officer=_maybe(row["reply_to_chief_officer"]),
        chief_officer_comments=tuple(
            ChiefOfficerComments(text=_text(each["text"]), received_on=_day(each["received_on"]))
            for each in row["chief_officer_comments"]
        ),
        invitations=tuple(
            Invitation(sent_on=on) for on in sorted({on for name, on, _ in events if name == "invited" and on})
        ),
        explanations=tuple(explanations),
        publications=tuple(
            Publication(on=_on(each["on"]), url=_maybe(each["url"]), replaces=_day(each["replaces"]))
            for each in row["publications"]
        ),
        copies=tuple(Copy(to=Recipient(each["to"]), on=_on(each["on"])) for each in row["copies"]),
    )
    cases = tuple(filter(None, (_case(each, place) for each in row["recommendations"])))
    return report, response, cases


def _recommendation(told: Mapping[str, Any]) -> Recommendation:
    due = told["due"]
    return Recommendation(
        id=_text(told["id"]),
        number=_maybe(told["number"]),
        kind=RecommendationKind(told["kind"]),
        text=_text(told["text"]),
        addressees=tuple(addressee_named(_text(each)) for each in told["addressees"]),
        due=DueDate(words=_text(due["words"]), last_day=_day(due["last_day"])) if due is not None else None,
        theme=_maybe(told["theme"]),
    )


def _case(told: Mapping[str, Any], place: str) -> Case | None:
    position, steps = None, []
    for each in told["events"]:
        what, on = _text(each["what"]), _day(each["on"])
        if what.startswith(_POSITION):
            position = Position(answer=PositionAnswer[what.removeprefix(_POSITION)], on=on)
        elif what in ClosureStep.__members__:
            steps.append(
                ClosureFact(step=ClosureStep[what], on=_on(each["on"]), successor=_text(each["detail"]) or None)
            )
        elif what not in (*_DERIVED, "report_event", "invited"):
            message = f"no event is called {what!r}"
            raise ValueError(message)
    comments = [_text(each) for each in told["force_comments"]]
    if position is None and not steps and not comments:
        return None
    return Case(
        area=place,
        recommendation=_text(told["id"]),
        position=position,
        closure=tuple(steps),
        force_comment="\n\n".join(comments) or None,
    )


PUBLISHED = Importer(
    name="published-json",
    title="The data of a website of published responses (data/responses.json)",
    suffixes=(".json",),
    recognises=recognises,
    read=read,
)
