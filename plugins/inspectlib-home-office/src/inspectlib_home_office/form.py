"""The form: the headings that offices use, in their order, filled from the record."""

from datetime import date

from inspectlib_documents.writing import CheckBox, Document, Heading, Paragraph, Part, Table, write_docx

from inspectlib.audiences import ShownResponse, View
from inspectlib.bodies import addressee_name, area
from inspectlib.cases import Case
from inspectlib.errors import BadCall
from inspectlib.exchange import Job
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.responses import Recipient, Response

NOT_RECORDED = "Not recorded."


def export(job: Job) -> None:
    """Write the form of one inspection. Raises BadCall where no response to it is recorded."""
    write_docx(form(job.view, job.inspections[0], job.body, job.on), job.destination)


def form(view: View, inspection_id: str, body: str | None, on: date) -> Document:
    """Return the form as a document."""
    shown = [
        each
        for each in view.responses
        if each.response.inspection == inspection_id and body in (None, each.response.area)
    ]
    if len(shown) != 1:
        message = f"{len(shown)} responses to {inspection_id!r} are recorded; " + (
            "say whose with --body" if shown else "record one first"
        )
        raise BadCall(message)
    inspection = view.register.inspection(inspection_id)
    response = shown[0].response
    force = area(response.area).force
    parts: list[Part] = [Heading(text=f"RESPONSE BY THE PCC TO HMICFRS INSPECTIONS OF {force.upper()}", level=0)]
    if shown[0].awaiting:
        parts.append(Paragraph(text=f"DRAFT: {'; '.join(shown[0].awaiting)}.", strong=True))
    parts += _details(inspection, response, force)
    parts += _summary(inspection)
    parts += _force(view, inspection, shown[0])
    parts += _body(inspection, response)
    parts += _office(view, inspection, response)
    return Document(title=f"Response to {inspection.title}", on=on, parts=tuple(parts))


def _details(inspection: Inspection, response: Response, force: str) -> list[Part]:
    area_name = area(response.area).name
    labels = (
        (InspectionType.FORCE_SPECIFIC, f"{area_name} Specific"),
        (InspectionType.NATIONAL, "National"),
        (InspectionType.FOLLOW_UP, "Follow Up"),
        (InspectionType.THEMATIC, "Thematic"),
        (InspectionType.PARTNER, "Partner Inspection"),
    )
    published = in_words(inspection.published_on) if inspection.published_on else NOT_RECORDED
    parts: list[Part] = [
        Heading(text="INSPECTION DETAILS"),
        Heading(text="Title of Inspection", level=2),
        Paragraph(text=inspection.title),
        Heading(text="Date Inspection Published", level=2),
        Paragraph(text=published),
        Heading(text="Type of Inspection:", level=2),
    ]
    types = inspection.types
    parts += [CheckBox(text=label, ticked=None if types is None else kind in types) for kind, label in labels]
    if types is None:
        parts.append(Paragraph(text="The type of inspection is not known."))
    parts.append(Heading(text=f"Is {force} quoted in the Report?", level=2))
    parts.append(CheckBox(text="Yes", ticked=response.quoted))
    parts.append(CheckBox(text="No", ticked=None if response.quoted is None else not response.quoted))
    if response.quoted is None:
        parts.append(Paragraph(text="Whether the force is quoted is not known."))
    return parts


def _summary(inspection: Inspection) -> list[Part]:
    parts: list[Part] = [
        Heading(text="EXECUTIVE SUMMARY OF REPORT"),
        Paragraph(text=inspection.summary or NOT_RECORDED),
    ]
    if inspection.terms_of_reference:
        parts.append(Paragraph(text="The Terms of Reference included", strong=True))
        parts += [Paragraph(text=each, bullet=True) for each in inspection.terms_of_reference]
    number = len(inspection.recommendations)
    parts.append(Paragraph(text=f"The report made {number} recommendation{'' if number == 1 else 's'}", strong=True))
    for each in inspection.recommendations:
        parts += [Heading(text=_label(each), level=2), Paragraph(text=each.text)]
    return parts


def _label(each: Recommendation) -> str:
    return each.label[0].upper() + each.label[1:]


def _force(view: View, inspection: Inspection, shown: ShownResponse) -> list[Part]:
    parts: list[Part] = [Heading(text="FORCE RESPONSE TO RECOMMENDATIONS")]
    comments = shown.response.chief_officer_comments
    parts += [Paragraph(text=each.text) for each in comments] or [Paragraph(text=NOT_RECORDED)]
    said = dict(shown.force_comments)
    for each in inspection.recommendations:
        case = view.register.case(each.id, shown.response.area)
        if case is None and each.id not in said:
            continue
        parts.append(Heading(text=_label(each), level=2))
        rows = [
            ("Position", _position(case)),
            ("Owner", (case.owner if case else None) or NOT_RECORDED),
            ("To be done by", in_words(each.due_on) if each.due_on else "No date is given."),
            ("Addressed to", ", ".join(map(addressee_name, each.addressees)) or NOT_RECORDED),
        ]
        if each.id in said:
            rows.append(("Comment by the force", said[each.id]))
        for action in view.register.actions_of(each.id, shown.response.area):
            done = f"done on {in_words(action.done_on)}" if action.done_on else "not done"
            due = f"due {in_words(action.due)}" if action.due else "no date"
            rows.append((f"Action: {action.title}", f"{action.owner or 'no owner'}; {due}; {done}"))
        parts.append(Table(header=("What", "Recorded"), rows=tuple(rows)))
    return parts


def _position(case: Case | None) -> str:
    if case is None or case.position is None:
        return NOT_RECORDED
    words = case.position.answer.value.capitalize()
    return f"{words}: {case.position.reason}" if case.position.reason else words


def _body(inspection: Inspection, response: Response) -> list[Part]:
    parts: list[Part] = [
        Heading(text="PCC RESPONSE TO INSPECTION"),
        Heading(text="Comment by the PCC:", level=2),
        Paragraph(text=response.comments or NOT_RECORDED),
    ]
    for each in inspection.recommendations:
        explanation = response.explanation_of(each.id)
        if explanation is None:
            words = "No explanation is recorded."
        elif explanation.action is not None:
            words = explanation.action
        else:
            words = f"No action is taken: {explanation.text}"
        parts += [Heading(text=f"{_label(each)}: the PCC's explanation", level=3), Paragraph(text=words)]
    if response.reply_to_chief_officer:
        parts += [
            Heading(text="Reply to the chief officer", level=2),
            Paragraph(text=response.reply_to_chief_officer),
        ]
    return parts


def _office(view: View, inspection: Inspection, response: Response) -> list[Part]:
    parts: list[Part] = [Heading(text="For Office Use Only")]
    last = next(
        (
            each.last_day
            for each in view.deadlines
            if each.inspection == inspection.id and each.area == response.area and each.law == "PA96-S55-5A"
        ),
        None,
    )
    parts.append(Paragraph(text=f"Last day to publish: {in_words(last) if last else 'not known'}"))
    for words, to in (
        ("Response forwarded to Home Office", Recipient.SECRETARY_OF_STATE),
        ("Response sent to HMICFRS", Recipient.INSPECTORS),
    ):
        parts.append(_dated_box(words, [each.on for each in response.copies if each.to is to]))
    parts.append(_dated_box("Response published on PCC website", [each.on for each in response.publications]))
    return parts


def _dated_box(words: str, days: list[date]) -> CheckBox:
    if not days:
        return CheckBox(text=f"{words} (not recorded)")
    return CheckBox(text=f"{words} ({in_words(min(days))})", ticked=True)
