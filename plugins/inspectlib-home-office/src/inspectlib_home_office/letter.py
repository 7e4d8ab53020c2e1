"""The letter to the Home Secretary: the same record as the form, in the order of a letter."""

from collections.abc import Mapping

from inspectlib_documents.describing import Document, Heading, Paragraph, Part, paragraphs

from inspectlib.cases import Case
from inspectlib.periods import in_words
from inspectlib_home_office.form import Told, due_words, label, made, quoted

LETTER = "home-office-letter"


def letter(about: Told) -> Document:
    """Return the letter as a document."""
    part = letter_sections(about)
    parts: list[Part] = [
        *part["draft"],
        *part["sender"],
        *part["subject"],
        *part["opening"],
        Heading(text="Comments on the report"),
        *part["comments"],
        Heading(text="Recommendations"),
        *part["recommendations"],
        Heading(text="Comments of the chief officer"),
        *part["chief-officer"],
        *part["closing"],
    ]
    return Document(
        title=f"Letter to the Home Secretary: {about.inspection.title}",
        on=about.on,
        parts=tuple(parts),
        footer=about.body,
    )


def letter_sections(about: Told) -> Mapping[str, tuple[Part, ...]]:
    """Return what the letter says by the names that a house template uses for its parts."""
    response, inspection = about.response, about.inspection
    draft = f"DRAFT: {'; '.join(about.shown.awaiting)}."
    comments = response.comments or "No comments of the body are recorded."
    return {
        "draft": (Paragraph(text=draft, strong=True),) if about.shown.awaiting else (),
        "sender": (
            Paragraph(text=about.body),
            Paragraph(text=in_words(about.on)),
            Paragraph(text="The Home Secretary\nHome Office"),
            Paragraph(text="Dear Home Secretary"),
        ),
        "subject": (Heading(text=f"{inspection.title}: response under section 55 of the Police Act 1996", level=0),),
        "opening": (Paragraph(text=_opening(about)),),
        "comments": (Paragraph(text=comments),),
        "recommendations": tuple(_recommendations(about)),
        "chief-officer": tuple(_chief_officer(about)),
        "closing": tuple(_closing(about)),
    }


def _opening(about: Told) -> str:
    inspection = about.inspection
    published = f", published on {in_words(inspection.published_on)}" if inspection.published_on else ""
    words = (
        f"This is the response of {about.the_body} to the report {quoted(inspection.title)}{published}. "
        "It is made under section 55(5) of the Police Act 1996 and sent to you, and to the inspectors of constabulary, "
        "under section 55(6)."
    )
    urls = [each.url for each in about.response.publications if each.url]
    return f"{words} It is published at {urls[-1]}" if urls else words


def _recommendations(about: Told) -> list[Part]:
    parts: list[Part] = [Paragraph(text=f"{made(about.inspection)}.", kept=bool(about.inspection.recommendations))]
    said = dict(about.shown.force_comments)
    for each in about.inspection.recommendations:
        explanation = about.response.explanation_of(each.id)
        parts += [
            Heading(text=label(each), level=2),
            Paragraph(text=each.text),
            Paragraph(text=f"To be done by: {due_words(each).rstrip('.')}."),
            Paragraph(text="The force", strong=True),
            Paragraph(text=_position(about.case(each.id))),
        ]
        if each.id in said:
            parts.append(Paragraph(text=said[each.id]))
        if explanation is None:
            parts += [Paragraph(text=f"The {about.short}", strong=True), Paragraph(text="No explanation is recorded.")]
            continue
        lead = f"Action by the {about.short}" if explanation.action else f"Why the {about.short} takes no action"
        parts += [Paragraph(text=lead, strong=True), Paragraph(text=explanation.text)]
    return parts


def _position(case: Case | None) -> str:
    if case is None or case.position is None:
        return "No position of the force is recorded."
    words = f"Position: {case.position.answer.value}."
    return f"{words} {case.position.reason}" if case.position.reason else words


def _chief_officer(about: Told) -> list[Part]:
    given = [each.text for each in about.response.chief_officer_comments]
    last = "\n\n".join(given) or "No comments of the chief officer are recorded."
    parts: list[Part] = []
    if about.response.reply_to_chief_officer:
        parts += [Paragraph(text=last), Heading(text="Reply to the chief officer", level=2)]
        last = about.response.reply_to_chief_officer
    *before, ending = paragraphs(last.rstrip())
    if before:
        parts.append(Paragraph(text="\n\n".join(before)))
    return [*parts, Paragraph(text=ending, kept=True)]  # or the signature stands alone on a page


def _closing(about: Told) -> list[Part]:
    words = about.view.register.statutory_text(about.response).hash
    roles = [each.role for each in about.response.sign_offs if each.text_hash == words]
    signed = f"{roles[-1]}\n{about.body}" if roles and roles[-1] not in about.body else about.body
    return [
        Paragraph(text=f"Yours sincerely\n \n \n{signed}", kept=True),
        Paragraph(text="Copy to: the inspectors of constabulary (HMICFRS)"),
    ]
