"""Makes the pages of a site from the public view alone, one at a time."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from inspectlib import bodies
from inspectlib.audiences import ShownResponse, View
from inspectlib.cases import Case, ClosureStep
from inspectlib.errors import CannotWrite
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.status import Stage, Status, status_of
from inspectlib_website.pages import Event, Heading, Item, Page, Row, body_name, slug

if TYPE_CHECKING:
    from inspectlib.register import Translation

_ALWAYS = date.max


def _of_all(shown: ShownResponse, inspection: Inspection) -> list[Event]:
    """Return what happened to the report and the response, and so to each recommendation."""
    response = shown.response
    found = [Event(on=inspection.published_on, what="report_published")] if inspection.published_on else []
    found += [Event(on=one.on, what="report_event", detail=one.what) for one in inspection.history]
    found += [Event(on=one.sent_on, what="invited") for one in response.invitations]
    found += [Event(on=one.received_on, what="received") for one in response.chief_officer_comments]
    published = sorted(one.on for one in response.publications)
    found += [Event(on=day, what="published_again" if number else "published") for number, day in enumerate(published)]
    return found


def _events(of_all: Sequence[Event], each: Recommendation, case: Case | None, on: date) -> tuple[Event, ...]:
    """Return the dated story of a recommendation, oldest first, what has no day last."""
    found = [*of_all]
    if each.due_on is not None and each.due_on <= on:
        found.append(Event(on=each.due_on, what="due"))
    if case is not None and case.position is not None:
        found.append(Event(on=case.position.on, what=f"position_{case.position.answer.name}"))
    for step in case.closure if case is not None else ():
        if step.step is not ClosureStep.LEVEL_SET:
            found.append(Event(on=step.on, what=step.step.name, detail=step.successor or ""))
    return tuple(sorted(found, key=lambda one: one.on or _ALWAYS))


def _status(view: View, each: Recommendation, area: str) -> Status | None:
    """Return where a recommendation stands; without a case only that it asks others to act, which the report says."""
    found = view.statuses.get((each.id, area))
    if found is not None:
        return found
    without = status_of(None, each, on=view.on, area=area)
    return without if without.stage is Stage.FOR_OTHERS else None


def _rows(view: View, inspection: Inspection, area: str) -> Iterator[Row]:
    used: set[str] = set()
    for number, each in enumerate(inspection.recommendations, start=1):
        wanted = anchor = f"recommendation-{slug(each.key) or number}"
        again = 2
        while anchor in used:
            anchor, again = f"{wanted}-{again}", again + 1
        used.add(anchor)
        yield Row(anchor=sys.intern(anchor), recommendation=each, status=_status(view, each, area))


def _items(view: View, heading: Heading) -> Iterator[Item]:
    shown, area = heading.shown, heading.shown.response.area
    of_all = _of_all(shown, heading.inspection)
    for row in heading.items:
        each = row.recommendation
        case = view.register.case(each.id, area)
        yield Item(
            anchor=row.anchor,
            recommendation=each,
            status=row.status,
            addressees=tuple(bodies.addressee_name(code) for code in each.addressees),
            explanations=tuple(
                (said, tuple(other for other in said.covers if other != each.id))
                for said in shown.response.explanations
                if each.id in said.covers
            ),
            force_comments=tuple(text for about, text in shown.force_comments if about == each.id),
            events=_events(of_all, each, case, view.on),
            extras=view.extras(each, case),
        )


#: events that change nothing that the office publishes
_NOT_OURS = ("due", "report_published", "invited", "received")


class _Known:
    """Look-ups into a view, made once for all headings."""

    def __init__(self, view: View) -> None:
        self.inspections = {each.id: each for each in view.register.inspections}
        self.last_days = {
            (each.inspection, each.area): each.last_day for each in view.deadlines if each.law == "PA96-S55-5A"
        }
        self.translations: dict[str, list[Translation]] = {}
        for each in view.register.translations:
            self.translations.setdefault(each.of, []).append(each)


def _heading(view: View, shown: ShownResponse, known: _Known) -> Heading:
    response = shown.response
    inspection = known.inspections[response.inspection]
    name, area = slug(response.inspection), slug(response.area)
    if not name or not area:
        message = f"{response.inspection!r} and {response.area!r} make no file name; use letters a to z or digits"
        raise CannotWrite(message)
    publications = tuple(sorted(response.publications, key=lambda each: each.on))
    keys = {inspection.id, "|".join(response.key)}
    if known.translations:
        keys |= {each.id for each in inspection.recommendations}
        keys |= {f"{each.id}|{response.area}" for each in inspection.recommendations}
    return Heading(
        name=f"{name}-{area}",
        shown=shown,
        inspection=inspection,
        body=body_name(response.area, publications[0].on if publications else shown.signed_on or view.on),
        publications=publications,
        last_day=known.last_days.get((inspection.id, response.area), known.last_days.get((inspection.id, None))),
        items=tuple(_rows(view, inspection, response.area)),
        translations=tuple(each for of in sorted(keys) for each in known.translations.get(of, ())),
    )


def headings_of(view: View) -> tuple[Heading, ...]:
    """Return a heading for each response of the view, newest report first. Raises CannotWrite for two of one name."""
    found: dict[str, Heading] = {}
    known = _Known(view)
    for shown in view.responses:
        made = _heading(view, shown, known)
        if made.name in found:
            message = f"two responses would both be {made.file!r}; give one inspection another id"
            raise CannotWrite(message)
        found[made.name] = made
    by_name = sorted(found.values(), key=lambda each: each.name)
    return tuple(sorted(by_name, key=lambda each: each.inspection.published_on or date.min, reverse=True))


def page_of(view: View, heading: Heading) -> Page:
    """Return all that the page below a heading says. It is not kept: what a whole site says is many times its headings."""
    shown, inspection = heading.shown, heading.inspection
    response = shown.response
    days = [each.on for each in heading.publications]
    days += [each.on for each in response.sign_offs] + [each.on for each in response.copies]
    days += [shown.signed_on] if shown.signed_on else []
    items = tuple(_items(view, heading))
    days += [each.on for item in items for each in item.events if each.on and each.what not in _NOT_OURS]
    ids = {each.id for each in inspection.recommendations}
    return Page(
        name=heading.name,
        shown=shown,
        inspection=inspection,
        body=heading.body,
        publications=heading.publications,
        last_day=heading.last_day,
        items=items,
        translations=heading.translations,
        updated=max(days, default=inspection.published_on or view.on),
        other_explanations=tuple(each for each in response.explanations if not ids & set(each.covers)),
        other_force_comments=tuple(each for each in shown.force_comments if each[0] not in ids),
        extras=view.extras(inspection, response),
    )
