"""The response form of a local policing body, as text: headings, and what stands under each."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from inspectlib.bodies import area as area_of_slug
from inspectlib.bodies import area_named
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Problem, Source
from inspectlib.fields import Public, evolve, value
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Explanation, Publication, Recipient, Response
from inspectlib_documents.blocks import Block, BlockKind
from inspectlib_documents.boxes import boxes_of
from inspectlib_documents.dates import a_date, dates_in
from inspectlib_documents.form_lines import (
    COMMON,
    FormLines,
    Placed,
    form_lines,
    heading_in,
    is_of_substance,
    is_unknown,
    label_in,
    left_of_box,
    left_over,
    lines_of_items,
)
from inspectlib_documents.formats import reading_of
from inspectlib_documents.formats import text_of as plain_text_of
from inspectlib_documents.importing import (
    by_number,
    explained,
    key_of_number,
    position_in,
    printed_item,
    recommendations_of,
    slug,
)
from inspectlib_documents.pdf import is_pdf
from inspectlib_documents.reader import Reading, read_text
from inspectlib_documents.ticks import text_of as ticked_text_of
from inspectlib_documents.voices import Voices, voices_of

_BULLET = re.compile(r"^[-•*]\s+(.*)$")
_ENOUGH = 3
#: an office as forms shorten it, written out
OFFICES = {
    "pcc": "Police and Crime Commissioner",
    "pfcc": "Police, Fire and Crime Commissioner",
    "commissioner": "Police and Crime Commissioner",
}


def text_of(source: Source) -> str:
    """Return the text of a form; ticks that a program keeps as such stand in it as characters. Raises CannotRead."""
    return ticked_text_of(source) if source.suffix in (".docx", ".odt") else plain_text_of(source)


def recognises(source: Source) -> int:
    """Return 90 for a text with at least three of the form's headings, else 0."""
    try:
        text = text_of(source)
    except CannotRead:
        return 0
    found = {heading[0] for line in text.splitlines() if (heading := heading_in(line)) and heading[0] not in COMMON}
    return 90 if len(found) >= _ENOUGH else 0


def _whole(lines: Iterable[str]) -> str | None:
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return None if is_unknown(text) else text or None


def _first(lines: list[str]) -> str | None:
    return next((line.strip() for line in lines if line.strip()), None)


def _short(lines: FormLines, heading: str) -> str | None:
    """Return an answer of one line, or None where the form gives none or says that there is none."""
    answer = _first(lines.words(heading))
    return None if is_unknown(answer) else answer


@value
class _Boxes:
    """The boxes of a group, by what they are called: whether each is ticked, the day beside it, and their lines.

    A group in which no box is ticked is not known at all. A line that says more than its box is not among `taken`.
    """

    answers: Public[Mapping[str, bool | None]]
    days: Public[Mapping[str, date]]
    taken: Public[frozenset[int]]


def _boxes(lines: Iterable[Placed], names: Mapping[str, str]) -> _Boxes:
    """Read the boxes with these names: each a pattern, and what it is called."""
    read: dict[str, bool | None] = dict.fromkeys(names.values())
    days: dict[str, date] = {}
    taken: set[int] = set()
    for line in lines:
        for ticked, words in boxes_of(line.text):
            for pattern, name in names.items():
                if not (label := re.match(rf"{pattern}\b", words, re.IGNORECASE)):
                    continue
                if not is_of_substance(left_of_box(words, label.end())):
                    taken.add(line.number)
                if ticked is not None:
                    read[name] = ticked
                    days.update((name, each.day) for each in dates_in(words[label.end() :]))
    answers = read if any(read.values()) else dict.fromkeys(read)
    return _Boxes(answers=answers, days=days, taken=frozenset(taken))


_TYPES = {
    r".+ specific": "force_specific",
    "national": "national",
    "follow up": "follow_up",
    "thematic": "thematic",
    "partner inspection": "partner",
}
_OFFICE = {
    "response forwarded to home office": "forwarded_home_office",
    "response sent to hmicfrs": "sent_inspectors",
    "response published on pcc website": "published",
}
_GROUPS = {"types": _TYPES, "quoted": {"yes": "yes", "no": "no"}, "office": _OFFICE}
_SAYS = {name: printed.capitalize().replace("home office", "Home Office") for printed, name in _OFFICE.items()}
_TYPE_OF = {
    "force_specific": InspectionType.FORCE_SPECIFIC,
    "national": InspectionType.NATIONAL,
    "follow_up": InspectionType.FOLLOW_UP,
    "thematic": InspectionType.THEMATIC,
    "partner": InspectionType.PARTNER,
}


_ACCEPTS = re.compile(r"\baccept(?:s|ed)?\b.*\brecommendations?\b|\brecommendations?\b.*\baccepted\b")
_DOUBTS = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|(?:has|have|do|does|did|is|are|was|were|wo|ca)nt|yet to"
    r"|part(?:ly|ial|ially)|except|reject\w*|declin\w*|refus\w*|disagree\w*|unable|whether|if)\b"
)
_REFUSES = re.compile(
    r"\b(?:reject\w*|declin\w*|refus\w*|disagree\w*|not (?:\w+ )?(?:accept|agree)\w*|partly accept\w*)\b"
)


def _plain(text: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).lower()
    return " ".join(re.sub(r"[^a-z0-9 .:;!?]", "", re.sub(r"\s", " ", text)).split())


def _accepted(force: str, recommendations: Iterable[Recommendation]) -> set[str]:
    """Return the ids of what the force repeats under words of acceptance; any doubt leaves it unknown."""
    said = _plain(force)
    places = []
    for each in recommendations:
        bare = re.sub(r"^by (?:\d{1,2} )?\w+ \d{4} ", "", _plain(each.text)).rstrip(".:;!? ")
        if bare and (place := said.find(bare)) >= 0:
            places.append((place, place + len(bare), each.id))
    places.sort()
    accepted, accepts, start = set(), False, 0
    for index, (place, end, name) in enumerate(places):
        for sentence in re.split(r"[.:;!?]", said[start:place]):
            if _DOUBTS.search(sentence):
                accepts = False
            elif _ACCEPTS.search(sentence):
                accepts = True
        accepts = accepts and not _REFUSES.search(said[start:place])
        following = said[end : places[index + 1][0] if index + 1 < len(places) else len(said)]
        if accepts and not _REFUSES.search(following):
            accepted.add(name)
        start = end
    return accepted


def _reading(source: Source) -> Reading:
    """Read a form's text as any document, without the items that are only repeated in what somebody wrote."""
    reading = (
        read_text(source.name, ticked_text_of(source)) if source.suffix in (".docx", ".odt") else reading_of(source)
    )
    written = form_lines(reading, printed=is_pdf(source.data)).written
    kept = [index for index, each in enumerate(reading.items) if each.item.line not in written]
    places = {index: place for place, index in enumerate(kept)}
    items = tuple(
        evolve(each, item=evolve(each.item, part_of=places.get(each.item.part_of)))
        if each.item.part_of is not None
        else each
        for each in (reading.items[index] for index in kept)
    )
    return evolve(reading, items=items)


def _voices(reading: Reading, written: frozenset[int]) -> Voices:
    """Return what is said of single items: beside them, or under their numbers in what the force wrote."""
    voices = voices_of(reading)
    numbers = {each.line: each.number for each in reading.blocks if each.kind is BlockKind.NUMBERED}
    said = tuple(
        each
        for each in voices.answers
        if each.line not in written or numbers.get(each.line, "") == reading.items[each.item].item.number
    )
    return evolve(voices, answers=said)


_HELD = {
    "accepted": PositionAnswer.ACCEPTED,
    "partly_accepted": PositionAnswer.PARTLY,
    "rejected": PositionAnswer.REJECTED,
}


_POSITION = re.compile(r"position(?:\s*[:|]|\s|$)\s*(?P<answer>.*)", re.IGNORECASE)
_PRINTED = {held.value: name for name, held in _HELD.items()}


def _in_tables(lines: FormLines) -> dict[str, set[str]]:
    """Return the positions that stand as "Position: accepted" under an item's label in the force's words, by its key."""
    found: dict[str, set[str]] = {}
    key, waits = "", False
    for line in (each.text.strip() for each in lines.under.get("force", ()) if each.text.strip()):
        if (label := label_in(line)) is not None:
            key, waits = key_of_number(*label) or "", False
            continue
        said = _POSITION.fullmatch(line)
        answer = (line if waits else said["answer"] if said is not None else "").strip(" .").lower()
        waits = said is not None and not said["answer"]
        if key and answer in _PRINTED:
            found.setdefault(key, set()).add(_PRINTED[answer])
    return found


def _tables_at(lines: FormLines) -> Placed | None:
    """Return the label above the first table of answers in the force's words, or None where there is no table."""
    told = [each for each in lines.under.get("force", ()) if each.text.strip()]
    for label, head in pairwise(told):
        words = head.text.strip()
        if label_in(label.text) is not None and (_TABLE_HEAD.fullmatch(words) or _POSITION.fullmatch(words)):
            return label
    return None


_TABLE_HEAD = re.compile(r"item(?:\s+answer)?", re.IGNORECASE)
_RECEIVED = re.compile(r"^[ \t]*chief officer's comments received:?(?P<day>.*)$", re.IGNORECASE | re.MULTILINE)


def _of_the_chief_officer(force: str | None) -> tuple[ChiefOfficerComments, ...]:
    """Return the force's words, each up to the line that says when it was received; what follows the last is kept too."""
    if force is None:
        return ()
    found, start = [], 0
    for each in _RECEIVED.finditer(force):
        text = force[start : each.start()].strip()
        day = a_date(each["day"])
        if text and (day is not None or is_unknown(each["day"].strip()) or not each["day"].strip()):
            found.append(ChiefOfficerComments(text=text, received_on=day))
            start = each.end()
    rest = force[start:].strip()
    return (*found, ChiefOfficerComments(text=rest)) if rest else tuple(found)


_ACTION = re.compile(r"action:?", re.IGNORECASE)
_NO_ACTION = re.compile(r"why the .{1,40} takes no action:?", re.IGNORECASE)


def _explanations(
    lines: FormLines, recommendations: Iterable[Recommendation], problems: list[Problem]
) -> tuple[Explanation, ...]:
    """Return what the body explains of single items; the same words below several are one explanation of them all."""
    known = {each.key: each.id for each in recommendations}
    found: dict[tuple[bool, str], list[str]] = {}
    for each in lines.explained:
        first = each.paragraphs[0] if each.paragraphs else ""
        no_action = _NO_ACTION.fullmatch(first) is not None
        said = each.paragraphs[1:] if no_action or _ACTION.fullmatch(first) else each.paragraphs
        text = "\n\n".join(said)
        if not text or is_unknown(text):
            continue
        key = key_of_number(each.kind, each.number) or ""
        if key in known:
            found.setdefault((no_action, text), []).append(known[key])
        else:
            message = f"explains {each.kind.value} {each.number}, which the form does not give, so it is not taken: {text[:60]!r}"
            problems.append(Problem(place=f"line {each.line}", message=message))
    return tuple(
        Explanation(
            covers=tuple(dict.fromkeys(covers)),
            action=None if no_action else text,
            no_action_reason=text if no_action else None,
        )
        for (no_action, text), covers in found.items()
    )


def _outside(reading: Reading, lines: FormLines) -> Iterator[Block]:
    """Yield the blocks that do not stand in what somebody wrote."""
    return (each for each in reading.blocks if each.line not in lines.written)


_SENT_TO = {"sent_inspectors": Recipient.INSPECTORS, "forwarded_home_office": Recipient.SECRETARY_OF_STATE}


def read(source: Source) -> ImportResult:
    """Return what the form says; what it does not say is None and never invented."""
    reading = _reading(source)
    lines = form_lines(reading, printed=is_pdf(source.data))
    names = lines.names
    voices = _voices(reading, lines.written)
    problems: list[Problem] = list(reading.problems)

    def unread(place: str, message: str) -> None:
        problems.append(Problem(place=place, message=message))

    title = _short(lines, "title")
    printed_day = _short(lines, "published")
    published = a_date(printed_day) if printed_day else None
    if title is None:
        unread("Title of Inspection", "no title is given")
    if published is None:
        unread(
            "Date Inspection Published",
            f"no date is understood: {printed_day!r}" if printed_day else "no date is given",
        )
    sent = _short(lines, "dated")
    first_day = next((each for each in dates_in(sent) if each.start == 0), None) if sent else None
    dated = first_day.day if first_day else None
    if sent and first_day is None:
        unread("Date of response", f"no date is understood: {sent!r}")
    elif sent and first_day and is_of_substance(sent[first_day.end :]):
        unread("Date of response", f"what stands after the date is not kept: {sent[first_day.end :].strip()!r}")
    force = names.get("force") or (names["of"].title() if "of" in names else None)
    boxes = {name: _boxes(lines.under.get(name, ()), known) for name, known in _GROUPS.items()}
    types, quoted_box, office = (boxes[name].answers for name in _GROUPS)
    quoted = bool(quoted_box["yes"]) if bool(quoted_box["yes"]) != bool(quoted_box["no"]) else None
    if not any(types.values()):
        unread("Type of Inspection", "no box is ticked in the text, so the type is not known")
    if quoted is None:
        unread("Is the force quoted", "neither yes nor no is ticked in the text")
    if not any(office.values()):
        unread("For Office Use Only", "no box is ticked in the text, so what was sent is not known")
    days = {name: day for name, day in boxes["office"].days.items() if office[name]}
    for box, answered in office.items():
        if answered and box not in days:
            unread("For Office Use Only", f"{_SAYS[box]} is ticked without a day, so it is not recorded")
    terms, after = _terms(lines.words("terms"))
    if after:
        unread("Terms of Reference", f"what follows the list is not kept: {after[0]!r}")
    name = slug(title) + (f"-{published.year}" if published else "") if title else slug(source.name)
    recommendations = recommendations_of(reading, name, problems)
    force_words = _whole(lines.words("force"))
    body_words = _whole([*lines.words("body"), "", *lines.words("comment")])
    accepted = _accepted(force_words or "", recommendations)
    tables = _in_tables(lines)
    positions = []
    for index, each in enumerate(recommendations):
        said = tables.get(each.key, set()) | ({taken} if (taken := position_in(voices, index)) else set())
        if len(said) > 1:
            unread(each.label, f"the form gives several positions on it ({', '.join(sorted(said))}); none is recorded")
        positions.append(
            next(iter(said)) if len(said) == 1 else "accepted" if not said and each.id in accepted else None
        )
    comments, first_table = force_words, _tables_at(lines)
    if first_table is not None:
        comments = _whole(each.text for each in lines.under["force"] if each.number < first_table.number)
        message = (
            "the tables of answers below are no comments, and of them only the positions are taken; a .docx says it all"
        )
        unread(f"line {first_table.number}", message)
    printed = area_named(force) if force else None
    area = area_of_slug(source.body) if source.body else printed
    if printed is not None and area is not None and printed.slug != area.slug:
        message = f"{source.name!r} is of {printed.slug!r}, not of {area.slug!r}"
        raise CannotRead(message)
    if area is None:
        unread("force", f"no police area is known for {force!r}; give --body" if force else "no force is named")
    ticked = frozenset(_TYPE_OF[key] for key, answer in types.items() if answer)
    register = Register()
    if title:
        register = register.with_inspection(
            Inspection(
                id=name,
                title=title,
                published_on=published,
                types=ticked or None,
                inspectorates=("HMICFRS",) if "of" in names else (),
                summary=_whole(lines.words("summary")),
                terms_of_reference=terms,
                recommendations=recommendations,
            )
        )
    comments_of = {
        index: "\n\n".join(each.words for each in voices.answers if each.item == index) or None
        for index in range(len(recommendations))
    }
    items = lines_of_items(reading, lines, voices.answers)
    problems.extend(left_over(reading, lines, items.union(*(each.taken for each in boxes.values()))))
    numbered = by_number(evolve(reading, blocks=tuple(_outside(reading, lines))), problems)
    explanations = _explanations(lines, recommendations, problems)
    if title and area is not None:
        register = register.with_areas(area.slug).with_response(
            Response(
                area=area.slug,
                inspection=name,
                dated=dated,
                quoted=quoted,
                chief_officer_comments=_of_the_chief_officer(comments),
                comments=body_words,
                explanations=explanations,
                reply_to_chief_officer=_whole(lines.words("reply")),
                publications=(Publication(on=days["published"], url=_short(lines, "address")),)
                if "published" in days
                else (),
                copies=tuple(Copy(to=to, on=days[box]) for box, to in _SENT_TO.items() if box in days),
            )
        )
        register = register.with_case(
            *(
                Case(
                    area=area.slug,
                    recommendation=each.id,
                    position=Position(answer=_HELD[position]) if position in _HELD else None,
                    force_comment=comments_of[index],
                )
                for index, (each, position) in enumerate(zip(recommendations, positions, strict=True))
                if position in _HELD or comments_of[index]
            )
        )
    body = _body_name(names, force)
    answer: dict[str, object] = {
        "inspection": {
            "id": name if title else None,
            "title": title,
            "published_on": published.isoformat() if published else None,
            "summary": _whole(lines.words("summary")),
            "types": types,
            "quoted": quoted,
            "force": force,
            "body": body,
            "terms_of_reference": list(terms),
        },
        "recommendations": [
            printed_item(each, position) for each, position in zip(reading.items, positions, strict=True)
        ],
        "response": {
            "dated": dated.isoformat() if dated else None,
            "bodies": [body] if body else [],
            "force_comments": force_words,
            "body_comments": body_words,
            "office_use": office,
            "items": [
                {
                    "number": each.number,
                    "body": None,
                    "position": position,
                    "explanation": next((one.text for one in explanations if each.id in one.covers), None),
                    "force_comment": comments_of[index],
                }
                for index, (each, position) in enumerate(zip(recommendations, positions, strict=True))
            ],
        },
        "problems": [{"place": each.place, "message": each.message} for each in problems],
    }
    return ImportResult(
        register=register, problems=tuple(problems), reading=answer, explained=explained(reading), by_number=numbered
    )


def _body_name(names: Mapping[str, str], force: str | None) -> str | None:
    """Return the body's name: the office that the form prints, written out, and the area of its force."""
    named = names.get("body") or (names["office"].split(" ")[0] if "office" in names else None)
    if not named or not force:
        return None
    office = OFFICES.get(named.lower(), named)
    return f"{office} for {re.sub(r' (Police|Constabulary)$', '', force)}"


def _terms(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the bullets, a wrapped one joined, and the lines that belong to none."""
    terms: list[str] = []
    others: list[str] = []
    running = False
    for line in (each.strip() for each in lines):
        if found := _BULLET.match(line):
            terms.append(found[1].strip())
        elif line and running:
            terms[-1] += f" {line}"
        elif line:
            others.append(line)
        running = bool(line) and (running or found is not None)
    return tuple(terms), others
