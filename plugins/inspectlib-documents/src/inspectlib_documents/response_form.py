"""The response form of a local policing body, as text: headings, and what stands under each."""

import re
from collections.abc import Iterable

from inspectlib.bodies import area as area_of_slug
from inspectlib.bodies import area_named
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Problem, Source
from inspectlib.fields import evolve
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Response
from inspectlib_documents.blocks import BlockKind
from inspectlib_documents.boxes import boxes_of
from inspectlib_documents.dates import a_date, dates_in
from inspectlib_documents.formats import reading_of
from inspectlib_documents.formats import text_of as plain_text_of
from inspectlib_documents.importing import explained, position_in, printed_item, recommendations_of, slug
from inspectlib_documents.lines import LINE_END
from inspectlib_documents.reader import Reading, read_text
from inspectlib_documents.ticks import text_of as ticked_text_of
from inspectlib_documents.voices import Voices, voices_of

#: each may have its answer on its own line, in `value`
HEADINGS = {
    "title": r"title of (?:inspection|report)(?:\s*[:|]\s*(?P<value>.*))?",
    "published": r"date (?:inspection|report) published(?:\s*[:|]\s*(?P<value>.*))?",
    "deadline": r"deadline for response(?:\s*[:|]\s*(?P<value>.*))?",
    "dated": r"date (?:response sent|of (?:this )?response)(?:\s*[:|]\s*(?P<value>.*))?",
    "types": r"type of inspection(?:\s*[:|]\s*(?P<value>.*))?",
    "quoted": r"is (?P<force>.+?) quoted in the report\??:?(?:\s*\|)?(?P<value>\s.*)?",
    "any": r"are there any recommendations(?: ?/ ?areas for improvement)?\b(?P<value>.*)",
    "summary": r"executive summary(?: of (?:the )?report)?:?",
    "terms": r"the terms of reference included:?",
    "count": r"the report made \w+ recommendations?\b.*",
    "force": r"force response(?: to (?:the )?(?:recommendations|areas for improvement|inspection|report))?:?",
    "body": r"(?:pcc|pfcc|opcc|commissioner(?:'?s)?) response to (?:the )?inspection:?",
    "comment": r"comments? by the (?:pcc|pfcc|commissioner):?",
    "office": r"for office use only:?",
    "details": r"inspection details:?",
    "form": r"(?:response by the (?P<body>.+?)|(?P<office>pcc|pfcc) response) to (?:the )?hmic(?:frs)? inspections? of (?P<of>.+)",
}
_KNOWN = {name: re.compile(rf"^{pattern}$", re.IGNORECASE) for name, pattern in HEADINGS.items()}
_BULLET = re.compile(r"^[-•*]\s+(.*)$")
_ENOUGH = 3
#: headings that other responses have too
_COMMON = ("dated", "count", "summary", "force")
#: what somebody wrote, kept whole: their sentences are no headings
_SECTIONS = ("force", "comment", "body")

Blocks = dict[str, list[str]]
#: an office as forms shorten it, written out
OFFICES = {
    "pcc": "Police and Crime Commissioner",
    "pfcc": "Police, Fire and Crime Commissioner",
    "commissioner": "Police and Crime Commissioner",
}


_LONGEST = 400


def _heading(line: str) -> tuple[str, "re.Match[str]"] | None:
    if len(line) > _LONGEST:
        return None
    for name, pattern in _KNOWN.items():
        if found := pattern.match(line.strip()):
            return name, found
    return None


def text_of(source: Source) -> str:
    """Return the text of a form; ticks that a program keeps as such stand in it as characters. Raises CannotRead."""
    return ticked_text_of(source) if source.suffix in (".docx", ".odt") else plain_text_of(source)


def recognises(source: Source) -> int:
    """Return 90 for a text with at least three of the form's headings, else 0."""
    try:
        text = text_of(source)
    except CannotRead:
        return 0
    found = {heading[0] for line in text.splitlines() if (heading := _heading(line)) and heading[0] not in _COMMON}
    return 90 if len(found) >= _ENOUGH else 0


#: answers of one line, which a page may have wrapped
_SHORT = ("title", "published", "dated", "deadline")


def _blocks(reading: Reading) -> tuple[Blocks, dict[str, str], frozenset[int]]:
    """Return the lines under each heading, named parts, and the numbers of the lines that stand in what somebody wrote."""
    blocks: Blocks = {}
    names: dict[str, str] = {}
    written: set[int] = set()
    items = {each.line for each in reading.blocks if each.kind in (BlockKind.LABEL, BlockKind.SECTION)}
    wrapped = {each.line: each.text for each in reading.blocks if len(each.marks) > 1}
    going_on = {
        number
        for each in reading.blocks
        for number in range(each.line + 1, each.line + 1 + reading.text.count("\n", each.start, each.end))
    }
    current = "start"
    for number, line in enumerate(LINE_END.split(reading.text), start=1):
        heading = _heading(line)
        if heading is not None and not (heading[0] == "count" and current in _SECTIONS):
            current = heading[0]
            whole = _heading(wrapped.get(number, "")) if current in _SHORT else None
            found = (whole or heading)[1].groupdict()
            answer = found.pop("value", None)
            names.update({key: words.strip() for key, words in found.items() if words})
            blocks.setdefault(current, [])
            if current == "count":
                blocks[current].append(line.strip())
            elif answer and answer.strip():
                blocks[current].append(answer.strip())
            continue
        if current in _SHORT and number in going_on:
            continue
        if current in _SECTIONS:
            written.add(number)
        elif number in items:
            current = "items"
        blocks.setdefault(current, []).append(
            wrapped.get(number, line.rstrip()) if current in _SHORT else line.rstrip()
        )
    return blocks, names, frozenset(written)


def _whole(lines: Iterable[str]) -> str | None:
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text or None


def _first(lines: list[str]) -> str | None:
    return next((line.strip() for line in lines if line.strip()), None)


def _answers(lines: list[str], names: dict[str, str]) -> dict[str, bool | None]:
    """Return each box's answer; a group in which no box is ticked is not known at all."""
    read: dict[str, bool | None] = dict.fromkeys(names.values())
    for line in lines:
        for ticked, words in boxes_of(line):
            for pattern, name in names.items():
                if ticked is not None and re.match(rf"{pattern}\b", words, re.IGNORECASE):
                    read[name] = ticked
    return read if any(read.values()) else dict.fromkeys(read)


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
    *_, written = _blocks(reading)
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


def _position(index: int, each: Recommendation, voices: Voices, accepted: set[str]) -> str | None:
    return position_in(voices, index) or ("accepted" if each.id in accepted else None)


_HELD = {
    "accepted": PositionAnswer.ACCEPTED,
    "partly_accepted": PositionAnswer.PARTLY,
    "rejected": PositionAnswer.REJECTED,
}


def read(source: Source) -> ImportResult:
    """Return what the form says; what it does not say is None and never invented."""
    reading = _reading(source)
    blocks, names, written = _blocks(reading)
    voices = _voices(reading, written)
    problems: list[Problem] = list(reading.problems)

    def unread(place: str, message: str) -> None:
        problems.append(Problem(place=place, message=message))

    title = _first(blocks.get("title", []))
    printed_day = _first(blocks.get("published", []))
    published = a_date(printed_day) if printed_day else None
    if title is None:
        unread("Title of Inspection", "no title is given")
    if published is None:
        unread(
            "Date Inspection Published",
            f"no date is understood: {printed_day!r}" if printed_day else "no date is given",
        )
    sent = _first(blocks.get("dated", []))
    dated = next((each.day for each in dates_in(sent) if each.start == 0), None) if sent else None
    if sent and dated is None:
        unread("Date of response", f"no date is understood: {sent!r}")
    force = names.get("force") or (names["of"].title() if "of" in names else None)
    types = _answers(blocks.get("types", []), _TYPES)
    quoted_box = _answers(blocks.get("quoted", []), {"yes": "yes", "no": "no"})
    quoted = bool(quoted_box["yes"]) if bool(quoted_box["yes"]) != bool(quoted_box["no"]) else None
    office = _answers(blocks.get("office", []), _OFFICE)
    if not any(types.values()):
        unread("Type of Inspection", "no box is ticked in the text, so the type is not known")
    if quoted is None:
        unread("Is the force quoted", "neither yes nor no is ticked in the text")
    if not any(office.values()):
        unread("For Office Use Only", "no box is ticked in the text, so what was sent is not known")
    terms, after = _terms(blocks.get("terms", []))
    if after:
        unread("Terms of Reference", f"what follows the list is not kept: {after[0]!r}")
    name = slug(title) + (f"-{published.year}" if published else "") if title else slug(source.name)
    recommendations = recommendations_of(reading, name, problems)
    force_words = _whole(blocks.get("force", []))
    body_words = _whole([*blocks.get("body", []), "", *blocks.get("comment", [])])
    accepted = _accepted(force_words or "", recommendations)
    positions = [_position(index, each, voices, accepted) for index, each in enumerate(recommendations)]
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
                summary=_whole(blocks.get("summary", [])),
                terms_of_reference=terms,
                recommendations=recommendations,
            )
        )
    comments_of = {
        index: "\n\n".join(each.words for each in voices.answers if each.item == index) or None
        for index in range(len(recommendations))
    }
    if title and area is not None:
        comments = (ChiefOfficerComments(text=force_words),) if force_words else ()
        register = register.with_areas(area.slug).with_response(
            Response(
                area=area.slug,
                inspection=name,
                dated=dated,
                quoted=quoted,
                chief_officer_comments=comments,
                comments=body_words,
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
            "summary": _whole(blocks.get("summary", [])),
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
                    "explanation": None,
                    "force_comment": comments_of[index],
                }
                for index, (each, position) in enumerate(zip(recommendations, positions, strict=True))
            ],
        },
        "problems": [{"place": each.place, "message": each.message} for each in problems],
    }
    return ImportResult(register=register, problems=tuple(problems), reading=answer, explained=explained(reading))


def _body_name(names: dict[str, str], force: str | None) -> str | None:
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
