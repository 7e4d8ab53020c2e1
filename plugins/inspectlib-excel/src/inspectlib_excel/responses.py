"""The sheet Responses: one row for each report and area that may owe a response."""

from collections.abc import Iterator
from datetime import date

from inspectlib.audiences import ShownResponse, View, last_signed
from inspectlib.inspections import Inspection
from inspectlib.responses import Recipient
from inspectlib_excel.cells import Value
from inspectlib_excel.columns import Column, Form, How, Into, Kind
from inspectlib_excel.recommendations import areas_of

_PUBLISHED = "It is as published; a correction is made in the register."
_SIGNED = "A sign-off is of exact words: record it with `inspectlib record REGISTER signed-off`."
_SEVERAL = "Several are recorded: record another with `inspectlib record`."
_COUNTED = "It follows from the day on which the report was published."


def _only(field: str, part: str, *, needed: bool = False, to: Recipient | None = None) -> Into:
    return Into(field, part, How.ONLY, needed, (("to", to.value),) if to is not None else ())


FORM = Form(
    name="Responses",
    collection="responses",
    keys=("Key", "Area"),
    about="the statutory response to each report: invited, received, signed off, published, copies sent",
    columns=(
        Column("Key", 20, instead=_PUBLISHED),
        Column("Area", 12, instead=_PUBLISHED),
        Column("Inspection", 28, instead=_PUBLISHED),
        Column("Response owed", 18, instead="Record a decision on scope in the register."),
        Column("Report published", 12, instead=_PUBLISHED),
        Column("Last day to publish", 12, instead=_COUNTED),
        Column("Invited on", 12, Kind.DAY, _only("invitations", "sent_on", needed=True), instead=_SEVERAL),
        Column("Comments by", 12, Kind.DAY, _only("invitations", "comments_by"), instead=_SEVERAL),
        Column(
            "Comments received",
            13,
            Kind.DAY,
            _only("chief_officer_comments", "received_on"),
            instead=_SEVERAL,
        ),
        Column("Signed off", 12, instead=_SIGNED),
        Column("Signed off by", 20, instead=_SIGNED),
        Column("Not signed for publication because", 26, instead=_SIGNED),
        Column("Published on (first)", 12, Kind.DAY, _only("publications", "on", needed=True), instead=_SEVERAL),
        Column(
            "Copy to inspectors",
            12,
            Kind.DAY,
            _only("copies", "on", needed=True, to=Recipient.INSPECTORS),
            instead=_SEVERAL,
        ),
        Column(
            "Copy to Secretary of State",
            12,
            Kind.DAY,
            _only("copies", "on", needed=True, to=Recipient.SECRETARY_OF_STATE),
            instead=_SEVERAL,
        ),
        Column("URL", 60, Kind.TEXT, _only("publications", "url"), instead=_SEVERAL, aside=True),
        Column(
            "Chief officer's comments",
            80,
            Kind.TEXT,
            _only("chief_officer_comments", "text", needed=True),
            instead=_SEVERAL,
            aside=True,
        ),
        Column("Body's comments", 80, Kind.TEXT, Into("comments"), aside=True),
        Column("Reply to chief officer", 60, Kind.TEXT, Into("reply_to_chief_officer"), aside=True),
    ),
)
#: the fields of a response that the book sends
FIELDS = (
    "invitations",
    "chief_officer_comments",
    "publications",
    "copies",
    "comments",
    "reply_to_chief_officer",
    "extras",
)


def places(view: View, body: str | None) -> Iterator[tuple[Inspection, ShownResponse | None, str]]:
    """Give each row's report, response and area; a response that nobody recorded is None."""
    held: dict[str, dict[str, ShownResponse]] = {}
    for each in view.responses:
        if body in (None, each.response.area):
            held.setdefault(each.response.inspection, {})[each.response.area] = each
    for inspection in view.register.inspections:
        recorded = held.get(inspection.id, {})
        for area in sorted({*areas_of(view, inspection, body), *recorded}):
            yield inspection, recorded.get(area), area


def last_days(view: View) -> dict[tuple[str, str | None], date]:
    """Return the last day to publish by report and area; without an area it is of every one."""
    return {(each.inspection, each.area): each.last_day for each in view.deadlines if each.law == "PA96-S55-5A"}


def row(
    view: View, inspection: Inspection, found: ShownResponse | None, area: str, last_day: date | None
) -> dict[str, Value]:
    """Return one row by the names of its columns; what is not recorded is not there."""
    made: dict[str, Value] = {
        "Key": inspection.id,
        "Area": area,
        "Inspection": inspection.title,
        "Report published": inspection.published_on,
        "Last day to publish": last_day,
    }
    if found is None:
        return made
    response = found.response
    invited = response.invitations[-1] if response.invitations else None
    signed = last_signed(response, on=view.on)
    published = sorted(response.publications, key=lambda each: each.on)
    urls = [each.url for each in published if each.url]
    heard = response.chief_officer_comments
    return made | {
        "Response owed": response.scope.answer.value if response.scope else None,
        "Invited on": invited.sent_on if invited else None,
        "Comments by": invited.comments_by if invited else None,
        "Comments received": _received(found),
        "Signed off": signed.on if signed else None,
        "Signed off by": signed.role if signed else None,
        "Not signed for publication because": "; ".join(found.awaiting),
        "Published on (first)": published[0].on if published else None,
        "URL": urls[-1] if urls else None,
        "Chief officer's comments": "\n\n".join(each.text for each in heard),
        "Body's comments": response.comments,
        "Reply to chief officer": response.reply_to_chief_officer,
        **{
            name: min((each.on for each in response.copies if each.to is to), default=None)
            for name, to in (
                ("Copy to inspectors", Recipient.INSPECTORS),
                ("Copy to Secretary of State", Recipient.SECRETARY_OF_STATE),
            )
        },
    }


def _received(found: ShownResponse) -> Value:
    """Return the day on which the comments came; that they came is said also where the day is not recorded."""
    heard = found.response.chief_officer_comments
    days = [each.received_on for each in heard if each.received_on is not None]
    return max(days) if days else ("received; the day is not recorded" if heard else None)
