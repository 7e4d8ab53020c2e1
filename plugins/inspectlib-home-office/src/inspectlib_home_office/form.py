"""The form: the headings that offices use, in their order, filled from the record."""

from collections.abc import Mapping
from datetime import date

from inspectlib_documents.describing import (
    CheckBox,
    Document,
    Entry,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Table,
    TickGroup,
)

from inspectlib.audiences import ShownResponse, View
from inspectlib.bodies import BodyKind, addressed_to_policing, area, body_of
from inspectlib.cases import Action, Case, PositionAnswer
from inspectlib.errors import BadCall
from inspectlib.fields import Public, value
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.responses import Recipient, Response
from inspectlib_home_office.addressed import in_words as addressed_to
from inspectlib_home_office.names import of_action, of_explanation, of_recommendation

FORM = "home-office-form"
POSITIONS = tuple(each.value.capitalize() for each in PositionAnswer)
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
#: who answers, as the form's own headings call it
_SHORT = {
    BodyKind.PCC: "PCC",
    BodyKind.PFCC: "PFCC",
    BodyKind.MOPAC: "MOPAC",
    BodyKind.CA_MAYOR: "Mayor",
    BodyKind.COMMON_COUNCIL: "Common Council",
    BodyKind.POLICING_AND_CRIME_BOARD: "Policing and Crime Board",
}


@value
class Told:
    """Everything that the documents about one response tell, found once."""

    view: Public[View]
    shown: Public[ShownResponse]
    inspection: Public[Inspection]
    on: Public[date]

    @property
    def response(self) -> Response:
        """Return the response."""
        return self.shown.response

    @property
    def force(self) -> str:
        """Return the name of the force."""
        return area(self.response.area).force

    @property
    def body(self) -> str:
        """Return the name of the body that answers on the day."""
        body = body_of(self.response.area, self.on)
        return body.name if body else "local policing body"

    @property
    def the_body(self) -> str:
        """Return the name of the body as it stands in a sentence: "the Police and Crime Commissioner for ..."."""
        return self.body if self.body.lower().startswith("the ") else f"the {self.body}"

    @property
    def short(self) -> str:
        """Return what the form calls the body: PCC, PFCC, Mayor."""
        body = body_of(self.response.area, self.on)
        return _SHORT.get(body.kind, "local policing body") if body else "local policing body"

    @property
    def last_day(self) -> date | None:
        """Return the last day to publish, or None where no clock is known to run."""
        whose = (self.inspection.id, self.response.area)
        days = (each for each in self.view.deadlines if (each.inspection, each.area) == whose)
        return next((each.last_day for each in days if each.law == "PA96-S55-5A"), self.inspection.respond_by)

    def case(self, recommendation: str) -> Case | None:
        """Return the force's case about a recommendation, or None."""
        return self.view.register.case(recommendation, self.response.area)


def told(view: View, inspection_id: str, body: str | None, on: date) -> Told:
    """Return what is told about the one response to an inspection. Raises BadCall where there is not one."""
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
    return Told(view=view, shown=shown[0], inspection=view.register.inspection(inspection_id), on=on)


def form(about: Told) -> Document:
    """Return the form as a document."""
    part = sections(about)
    parts: list[Part] = [
        Heading(text=f"RESPONSE BY THE {about.short.upper()} TO HMICFRS INSPECTIONS OF {about.force.upper()}", level=0),
        *part["draft"],
        Heading(text="INSPECTION DETAILS"),
        Heading(text="Title of Inspection", level=2),
        *part["title"],
        Heading(text="Date Inspection Published", level=2),
        *part["published"],
        Heading(text="Type of Inspection:", level=2),
        *part["types"],
        Heading(text=f"Is {about.force} quoted in the Report?", level=2),
        *part["quoted"],
        Heading(text="EXECUTIVE SUMMARY OF REPORT"),
        *part["summary"],
        *part["terms"],
        *part["recommendations"],
        Heading(text="FORCE RESPONSE TO RECOMMENDATIONS"),
        *part["force"],
        Heading(text=f"{about.short} RESPONSE TO INSPECTION".upper()),
        Heading(text=f"Comment by the {about.short}:", level=2),
        *part["body"],
        Heading(text="For Office Use Only"),
        *part["office"],
    ]
    title = f"Response to {about.inspection.title}"
    return Document(
        title=title,
        on=about.on,
        parts=tuple(parts),
        footer=f"{about.force}: response to HMICFRS",
        identifier=f"{about.response.area}/{about.inspection.id}",
    )


def sections(about: Told) -> Mapping[str, tuple[Part, ...]]:
    """Return what the form says by the names that a house template uses for its parts."""
    draft = f"DRAFT: {'; '.join(about.shown.awaiting)}."
    inspection = about.inspection
    published = in_words(inspection.published_on) if inspection.published_on else None
    return {
        "draft": (Paragraph(text=draft, strong=True),) if about.shown.awaiting else (),
        "title": (Entry(name="title", text=inspection.title),),
        "published": (Entry(name="published", text=published),),
        "types": (_types(about),),
        "quoted": (_quoted(about),),
        "summary": (Entry(name="summary", text=inspection.summary),),
        "terms": (*_terms(inspection), *_extras(about)),
        "recommendations": tuple(_recommendations(inspection)),
        "force": tuple(_force(about)),
        "body": tuple(_body(about)),
        "office": tuple(_office(about)),
    }


def _types(about: Told) -> TickGroup:
    labels = (
        (InspectionType.FORCE_SPECIFIC, f"{area(about.response.area).name} Specific"),
        (InspectionType.NATIONAL, "National"),
        (InspectionType.FOLLOW_UP, "Follow Up"),
        (InspectionType.THEMATIC, "Thematic"),
        (InspectionType.PARTNER, "Partner Inspection"),
    )
    types = about.inspection.types
    return TickGroup(
        boxes=tuple(
            CheckBox(name=f"type/{kind.name.lower()}", text=label, ticked=None if types is None else kind in types)
            for kind, label in labels
        ),
        unknown="The type of inspection is not known.",
    )


def _quoted(about: Told) -> TickGroup:
    quoted = about.response.quoted
    return TickGroup(
        boxes=(
            CheckBox(name="quoted/yes", text="Yes", ticked=quoted),
            CheckBox(name="quoted/no", text="No", ticked=None if quoted is None else not quoted),
        ),
        unknown="Whether the force is quoted is not known.",
    )


def _terms(inspection: Inspection) -> tuple[Part, ...]:
    if not inspection.terms_of_reference:
        return ()
    return (
        Heading(text="The Terms of Reference included", level=2),
        *(
            Entry(name=f"term/{number}", text=each, bullet=True)
            for number, each in enumerate(inspection.terms_of_reference, 1)
        ),
    )


def _extras(about: Told) -> tuple[Part, ...]:
    """Return the fields of the profile's own about the report and the response."""
    found = enumerate(about.view.extras(about.inspection, about.response), 1)
    return tuple(Entry(name=f"extra/{number}", label=each.title, text=each.text) for number, each in found)


def quoted(title: str) -> str:
    """Return a title as it stands in a sentence."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"


def label(each: Recommendation) -> str:
    """Return what a recommendation is called at the start of a line."""
    return f"{each.kind.value.capitalize()} {each.number or each.key}"


def due_words(each: Recommendation) -> str:
    """Return by when a recommendation is due: the day that follows, else the report's own words."""
    if each.due is None:
        return "No date is given."
    return in_words(each.due.last_day) if each.due.last_day else each.due.words


def made(inspection: Inspection) -> str:
    """Return the line that counts what the report recommends, under the names that it uses, and how much is for forces."""
    kinds: dict[str, int] = {}
    for each in inspection.recommendations:
        name = each.kind.value
        kinds[name] = kinds.get(name, 0) + 1
    plural = {name: name.replace("area", "areas").replace("cause", "causes") for name in kinds}
    words = [
        f"{count} {name if count == 1 else plural[name] + ('s' if plural[name] == name else '')}"
        for name, count in kinds.items()
    ]
    return f"The report made {' and '.join(words) or '0 recommendations'}{_for_forces(inspection)}"


def _for_forces(inspection: Inspection) -> str:
    """Return how many of several recommendations are for police forces; nothing where it is not known of each."""
    asked = [{addressed_to_policing(code) for code in each.addressees} or {None} for each in inspection.recommendations]
    if len(asked) < 2 or any(None in each for each in asked):  # noqa: PLR2004 - of one, nobody counts
        return ""
    number = sum("force" in each for each in asked)
    words = "all" if number == len(asked) else _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f", {words} of which {'was' if number == 1 else 'were'} for Police Forces"


def _recommendations(inspection: Inspection) -> list[Part]:
    parts: list[Part] = [Heading(text=made(inspection), level=2)]
    for each in inspection.recommendations:
        field = "label" if each.number is not None else "kind"  # without a number of the report's, a key stands there
        parts += [
            Heading(name=of_recommendation(inspection, each, field), text=label(each), level=3),
            Entry(name=of_recommendation(inspection, each, "text"), text=each.text),
        ]
    return parts


def _force(about: Told) -> list[Part]:
    parts: list[Part] = []
    for number, given in enumerate(about.response.chief_officer_comments, 1):
        received = in_words(given.received_on) if given.received_on else None
        parts += [
            Entry(name=f"chief-officer/{number}", text=given.text),
            Entry(name=f"chief-officer/{number}/received", label="Chief officer's comments received", text=received),
        ]
    if not parts:
        parts.append(Entry(name="chief-officer/1", unknown="No comments of the chief officer are recorded."))
    said = dict(about.shown.force_comments)
    for each in about.inspection.recommendations:
        case = about.case(each.id)
        parts += [Heading(text=label(each), level=2), _answer(about, each, case, said.get(each.id))]
        actions = about.view.register.actions_of(each.id, about.response.area)
        if actions:
            parts.append(_actions(about, each, actions))
    return parts


def _answer(about: Told, each: Recommendation, case: Case | None, said: str | None) -> KeyValues:
    position = case.position if case else None

    def name(field: str) -> str:
        return of_recommendation(about.inspection, each, field)

    rows = [
        Entry(
            name=name("position"),
            label="Position",
            text=position.answer.value.capitalize() if position else None,
            choices=POSITIONS,
        ),
        Entry(name=name("owner"), label="Owner", text=case.owner if case else None),
        Entry(
            name=name("due"),
            label="To be done by",
            text=in_words(each.due_on) if each.due_on else None,
            unknown="No date is given.",
        ),
        Entry(
            name=name("addressees"),
            label="Addressed to",
            text=addressed_to(each.addressees, area(about.response.area).name),
        ),
        Entry(name=name("comment"), label="Comment by the force", text=said),
    ]
    if each.due is not None:
        precision = each.due.precision.value if each.due.precision else "unknown"
        words = Entry(name=name(f"due-words/{precision}"), label="In the report's words", text=each.due.words)
        rows.insert(3, words)
    if position is not None and position.reason is not None:
        rows.insert(1, Entry(name=name("reason"), label="Reason", text=position.reason))
    for number, one in enumerate(about.view.extras(each, case), 1):
        rows.append(Entry(name=name(f"extra-{number}"), label=one.title, text=one.text))
    return KeyValues(rows=tuple(rows), caption=f"{label(each)}: what the force answers")


def _actions(about: Told, each: Recommendation, actions: tuple[Action, ...]) -> Table:
    every = [one.id for one in about.view.register.actions]
    rows = []
    for action in actions:
        number = every.index(action.id) + 1

        def entry(field: str, text: str | None, unknown: str, action: Action = action, number: int = number) -> Entry:
            return Entry(name=of_action(about.inspection, each, action, number, field), text=text, unknown=unknown)

        rows.append(
            (
                entry("title", action.title, "Not recorded"),
                entry("owner", action.owner, "Not recorded"),
                entry("due", in_words(action.due) if action.due else None, "Not recorded"),
                entry("done", in_words(action.done_on) if action.done_on else None, "Not recorded as done"),
            )
        )
    caption = f"{label(each)}: actions"
    return Table(header=("Action", "Owner", "Due", "Done"), rows=tuple(rows), caption=caption, shares=(8, 5, 5, 5))


def _body(about: Told) -> list[Part]:
    response = about.response
    parts: list[Part] = [Entry(name="comment", text=response.comments)]
    for each in about.inspection.recommendations:
        explanation = response.explanation_of(each.id)
        if explanation is None:
            name, lead, text = of_recommendation(about.inspection, each, "action"), None, None
        else:
            number = response.explanations.index(explanation) + 1
            field = "action" if explanation.action is not None else "no-action"
            name, text = of_explanation(about.inspection, each, field, number), explanation.text
            lead = "Action" if explanation.action is not None else f"Why the {about.short} takes no action"
        parts.append(Heading(text=f"{label(each)}: the {about.short}'s explanation", level=3))
        if lead:
            parts.append(Paragraph(text=f"{lead}:", strong=True))
        parts.append(Entry(name=name, text=text, unknown="No explanation is recorded."))
    if response.reply_to_chief_officer is not None:
        parts += [
            Heading(text="Reply to the chief officer", level=2),
            Entry(name="reply", text=response.reply_to_chief_officer),
        ]
    return parts


def _office(about: Told) -> list[Part]:
    response = about.response
    last = in_words(about.last_day) if about.last_day else None
    sent = min((each.on for each in response.copies), default=None)
    parts: list[Part] = [
        Entry(name="deadline", label="Deadline for response", text=last, unknown="not known"),
        Entry(
            name="sent",
            label="Date response sent",
            text=in_words(sent) if sent else None,
            unknown="not recorded",
        ),
    ]
    boxes = [
        _dated(
            "office/home-office", "Response forwarded to Home Office", _sent(response, Recipient.SECRETARY_OF_STATE)
        ),
        _dated("office/inspectors", "Response sent to HMICFRS", _sent(response, Recipient.INSPECTORS)),
        _dated(
            "office/website",
            f"Response published on {about.short} website",
            [each.on for each in response.publications],
        ),
    ]
    parts.append(TickGroup(boxes=tuple(boxes), unknown="What was sent and published is not recorded."))
    urls = [each.url for each in response.publications if each.url]
    if urls:
        parts.append(Entry(name="office/website/url", label="Published at", text=urls[-1]))
    return parts


def _sent(response: Response, to: Recipient) -> list[date]:
    return [each.on for each in response.copies if each.to is to]


def _dated(name: str, words: str, days: list[date]) -> CheckBox:
    first = in_words(min(days)) if days else None
    return CheckBox(
        name=name,
        text=words,
        ticked=True if days else None,
        entry=Entry(name=f"{name}/on", text=first, unknown="no date is recorded"),
    )
