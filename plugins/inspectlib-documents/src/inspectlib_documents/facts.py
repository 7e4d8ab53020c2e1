"""What a document says of itself, together; None where it does not say."""

import re
from collections.abc import Iterator

from inspectlib.fields import Public, evolve, value
from inspectlib_documents.addressees import Subjects, fire_names
from inspectlib_documents.blocks import Block, BlockKind, is_open
from inspectlib_documents.fact import LETTER, TOP, Fact, fact
from inspectlib_documents.names import bodies_of, force_of, inspectorates_in, one_name, other_author
from inspectlib_documents.titles import running_header, title_of
from inspectlib_documents.when import letter_date, published_in, sent_in
from inspectlib_documents.words import same_words, words

_RESPONSE = re.compile(
    r"\b(?:commissioner|commissioners|pccs?|pfccs?|opccs?|opfcc|mayor|policing body|constabulary|npcc)(?:['\N{RIGHT SINGLE QUOTATION MARK}]s)?\s+(?:\w+\s+){0,2}response\b"
    r"|\bresponse (?:by|of|from)\b.{0,40}\b(?:commissioner|pcc|pfcc|mayor|office)"
    r"|\bresponse to\b.{0,30}\b(?:hmic|inspection|peel|super|recommendations)"
    r"|\bsection 55\b|\bs\.? ?55\b|\bdear home secretary\b|(?m:^to:? the home secretary$)|\brt hon the home secretary\b"
    r"|\bi write in response to\b|\bin response to the super[ -]complaint\b|\brisposta del commissario\b"
    r"|\bcommissioner(?:['\N{RIGHT SINGLE QUOTATION MARK}]s)? comments\b|(?m:^)(?:force|constabulary) response\b|\bformal response\b|\bstatutory response\b|\bour response\b|\bcommenting on the hmic\w* report\b|\bresponses mailbox\b"
    r"|\b(?:commissioners?|pccs?|pfccs?|mayor|office for policing and crime)\b[^.\n]{0,80}:\s*(?:\w+ )?response\b"
    r"|(?m:^)[A-Z][\w ]{2,30} (?:Police|Constabulary)['\N{RIGHT SINGLE QUOTATION MARK}]s response:?(?m:$)|\bresponse form\b"
    r"|\bresponse (?:to|by|from):|\bresponse to the report\b|\bthank you for writing\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\bhmic(?:frs)?\b|\binspect(?:ion|ed|orate)|\bispezione\b|super[ -]complaint|\brecommendations?\b", re.IGNORECASE
)


#: a document with none of these asks nothing of policing
_POLICING = re.compile(
    r"\b(?:polic\w+|constab\w+|forces?|hmic\w*|npcc|acpo|iopc|home (?:office|secretary)|cps|crown prosecution|national crime agency|fire)\b",
    re.IGNORECASE,
)


@value
class Facts:
    """Everything that the document says of itself; None: it does not say."""

    title: Public[Fact | None] = None
    published: Public[Fact | None] = None
    dated: Public[Fact | None] = None
    letter: Public[Fact | None] = None
    force: Public[Fact | None] = None
    bodies: Public[tuple[Fact, ...]] = ()
    inspectorates: Public[tuple[Fact, ...]] = ()
    terms: Public[tuple[Fact, ...]] = ()
    subjects: Public[Subjects] = Subjects()
    is_letter: Public[bool] = False
    is_response: Public[bool] = False
    is_super_complaint: Public[bool] = False
    is_recited: Public[bool] = False
    only_fire: Public[bool] = False
    of_others: Public[str | None] = None

    def every(self) -> Iterator[Fact]:
        """Yield the facts that are there."""
        for each in (
            self.title,
            self.published,
            self.dated,
            self.letter,
            self.force,
            *self.bodies,
            *self.inspectorates,
            *self.terms,
        ):
            if each is not None:
                yield each


def facts_of(blocks: tuple[Block, ...], text: str) -> Facts:
    """Return what the blocks of a document say of it."""
    shown = [each for each in blocks if each.kind is not BlockKind.FURNITURE]
    head = "\n".join(" ".join((*each.row.heads, each.text)) if each.row else each.text for each in shown[:TOP])
    is_response = bool(_RESPONSE.search(head) and _INSPECTED.search(text))
    is_letter = any(LETTER.match(each.text) for each in shown[:TOP])
    title = title_of(shown, is_response=is_response) or running_header(blocks)
    published = published_in(shown, is_response=is_response, is_letter=is_letter)
    undated = [each for each in shown if published is None or not each.start <= published.start < each.end]
    letter = letter_date(undated) if is_letter else None
    dated = (sent_in(shown, undated) or letter) if is_response else None
    force, names = force_of(shown, title, head, text, is_response=is_response)
    fire = one_name([name for name, _, _ in fire_names(text)])
    area = re.sub(r"\s(?:Police|Constabulary)$", "", force.words) if force else None
    if (
        fire is None
        and area is not None
        and re.search(r"fire and rescue|fire (?:and rescue )?service", text, re.IGNORECASE)
    ):
        fire = area
    speaks = bool(words("asks", "unnamed").search(text))
    only_fire = (
        bool(re.search(r"fire and rescue|fire service", text, re.IGNORECASE))
        and not speaks
        and not names
        and not re.search(r"\b(?:police|chief constables?|constabulary)\b", text, re.IGNORECASE)
    )
    title, published, letter, dated, force = (
        _placed(each, text) if each else None for each in (title, published, letter, dated, force)
    )
    subject = title.words if title else ""
    return Facts(
        title=title,
        published=published,
        dated=dated,
        letter=letter,
        force=force,
        bodies=bodies_of(shown, force, dated) if is_response else (),
        inspectorates=inspectorates_in(text),
        terms=terms_of(shown),
        subjects=Subjects(force=area, fire=fire, names=names, speaks_of_a_force=speaks),
        is_letter=is_letter,
        is_response=is_response,
        is_super_complaint=bool(re.search(r"super[ -]complaint", text, re.IGNORECASE)),
        is_recited=bool(words("asks", "recited_title").search(subject)),
        only_fire=only_fire,
        of_others=other_author(shown, text) or _of_other_services(text),
    )


def _of_other_services(text: str) -> str | None:
    """Return that a document is of an inspectorate of other services: it names one, and nothing of policing."""
    return "it names no body of policing" if inspectorates_in(text) and not _POLICING.search(text) else None


def _placed(found: Fact, text: str) -> Fact:
    """Return a fact of a table's header, which is in no block, with its own place."""
    if found.words.split()[0].lower() in text[found.start : found.end].lower():
        return found
    place = text.find(found.words)
    return evolve(found, start=place, end=place + len(found.words)) if place >= 0 else found


def terms_of(blocks: list[Block]) -> tuple[Fact, ...]:
    """Return the bullets under "terms of reference", as they stand."""
    for index, block in enumerate(blocks):
        if (is_open(block.text) and "terms of reference" in same_words(block.text)) or re.search(
            r"\bterms of reference\b(?: (?:included|include|were|are|was))?\s*(?:to)?:?$", block.text, re.IGNORECASE
        ):
            place = index + 1
            if place < len(blocks) and is_open(blocks[place].text):
                place += 1
            terms = []
            while place < len(blocks) and blocks[place].kind is BlockKind.BULLET:
                terms.append(
                    fact("term of reference", blocks[place], blocks[place].rest, "a bullet under 'terms of reference'")
                )
                place += 1
            if terms:
                return tuple(terms)
    return ()
