"""The response form of a local policing body, as text: headings, and what stands under each."""

import re
from collections.abc import Iterable

from inspectlib.bodies import area as area_of_slug
from inspectlib.bodies import area_named
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Problem, Source
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Response
from inspectlib_documents.addressees import Subjects, addressees_in
from inspectlib_documents.boxes import boxes_of
from inspectlib_documents.dates import a_date, due_in
from inspectlib_documents.formats import reading_of
from inspectlib_documents.formats import text_of as plain_text_of
from inspectlib_documents.importing import explained, slug
from inspectlib_documents.reader import bare
from inspectlib_documents.ticks import text_of as ticked_text_of

HEADINGS = {
    "title": r"title of inspection:?",
    "published": r"date inspection published:?",
    "types": r"type of inspection:?",
    "quoted": r"is (?P<force>.+?) quoted in the report\??",
    "summary": r"executive summary of report:?",
    "terms": r"the terms of reference included:?",
    "count": r"the report made \w+ recommendations?\b.*",
    "force": r"force response to recommendations:?",
    "body": r"pcc response to inspection:?",
    "comment": r"comment by the pcc:?",
    "office": r"for office use only:?",
    "details": r"inspection details:?",
    "form": r"response by the (?P<body>.+?) to hmicfrs inspections of (?P<of>.+)",
}
_KNOWN = {name: re.compile(rf"^{pattern}$", re.IGNORECASE) for name, pattern in HEADINGS.items()}
_NUMBERED = re.compile(r"^recommendation (\d+[a-z]?)[:.]?$", re.IGNORECASE)
_BULLET = re.compile(r"^[-•*]\s+(.*)$")
_ENOUGH = 3
#: marks a number that is given again
_AGAIN = " again"
#: what somebody wrote, kept whole: their sentences are no headings
_SECTIONS = ("force", "comment", "body")

Blocks = dict[str, list[str]]
#: an office as forms shorten it, written out
OFFICES = {
    "pcc": "Police and Crime Commissioner",
    "pfcc": "Police, Fire and Crime Commissioner",
    "commissioner": "Police and Crime Commissioner",
}


def _heading(line: str) -> tuple[str, "re.Match[str]"] | None:
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
    found = {heading[0] for line in text.splitlines() if (heading := _heading(line))}
    return 90 if len(found) >= _ENOUGH else 0


def _blocks(text: str) -> tuple[Blocks, dict[str, str]]:
    """Return the lines under each heading, recommendations under "recommendation N", and named parts."""
    blocks: Blocks = {}
    names: dict[str, str] = {}
    current = "start"
    for line in text.splitlines():
        heading = _heading(line)
        numbered = _NUMBERED.match(line.strip())
        if heading is not None and not (heading[0] == "count" and current in _SECTIONS):
            current = heading[0]
            names.update({key: words.strip() for key, words in heading[1].groupdict().items() if words})
            blocks.setdefault(current, [])
            if current == "count":
                blocks[current].append(line.strip())
            continue
        if numbered is not None and current not in _SECTIONS:
            current = f"recommendation {numbered[1]}"
            while any(line.strip() for line in blocks.get(current, [])):
                current += _AGAIN
            blocks.setdefault(current, [])
            continue
        blocks.setdefault(current, []).append(line.rstrip())
    return blocks, names


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


def read(source: Source) -> ImportResult:
    """Return what the form says; what it does not say is None and never invented."""
    blocks, names = _blocks(text_of(source))
    problems: list[Problem] = []

    def unread(place: str, message: str) -> None:
        problems.append(Problem(place=place, message=message))

    title = _first(blocks.get("title", []))
    dated = _first(blocks.get("published", []))
    published = a_date(dated) if dated else None
    if title is None:
        unread("Title of Inspection", "no title is given")
    if published is None:
        unread("Date Inspection Published", f"no date is understood: {dated!r}" if dated else "no date is given")
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
    recommendations = _recommendations(blocks, name, problems)
    force_words = _whole(blocks.get("force", []))
    body_words = _whole([*blocks.get("body", []), "", *blocks.get("comment", [])])
    accepted = _accepted(force_words or "", recommendations)
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
    if title and area is not None:
        comments = (ChiefOfficerComments(text=force_words),) if force_words else ()
        register = register.with_areas(area.slug).with_response(
            Response(
                area=area.slug,
                inspection=name,
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
                    position=Position(answer=PositionAnswer.ACCEPTED),
                )
                for each in recommendations
                if each.id in accepted
            )
        )
    reading: dict[str, object] = {
        "inspection": {
            "id": name if title else None,
            "title": title,
            "published_on": published.isoformat() if published else None,
            "summary": _whole(blocks.get("summary", [])),
            "types": types,
            "quoted": quoted,
            "force": force,
            "body": _body_name(names, force),
            "terms_of_reference": list(terms),
        },
        "recommendations": [_printed(each, accepted) for each in recommendations],
        "response": {
            "dated": None,
            "bodies": [_body_name(names, force)] if _body_name(names, force) else [],
            "force_comments": force_words,
            "body_comments": body_words,
            "office_use": office,
            "items": [
                {
                    "number": each.number,
                    "body": None,
                    "position": "accepted" if each.id in accepted else None,
                    "explanation": None,
                    "force_comment": None,
                }
                for each in recommendations
            ],
        },
        "problems": [{"place": each.place, "message": each.message} for each in problems],
    }
    return ImportResult(
        register=register, problems=tuple(problems), reading=reading, explained=explained(reading_of(source))
    )


def _body_name(names: dict[str, str], force: str | None) -> str | None:
    """Return the body's name: the office that the form prints, written out, and the area of its force."""
    if "body" not in names or not force:
        return None
    office = OFFICES.get(names["body"].lower(), names["body"])
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


def _recommendations(blocks: Blocks, inspection: str, problems: list[Problem]) -> tuple[Recommendation, ...]:
    """Return what stands under "recommendation N"; a number given again is kept where it says something else."""
    found: dict[str, Recommendation] = {}
    for place, lines in blocks.items():
        text = _whole(lines)
        if not place.startswith("recommendation ") or text is None:
            continue
        number = place.removeprefix("recommendation ").removesuffix(_AGAIN).split(_AGAIN)[0]
        key, suffix = number.lower(), 1
        if any(bare(each.text) == bare(text) for each in found.values() if each.number == number):
            problems.append(
                Problem(place=f"Recommendation {number}", message="is given again in the same words, and kept once")
            )
            continue
        while key in found:
            suffix += 1
            key = f"{number.lower()}-{suffix}"
        if suffix > 1:
            message = f"is given again in other words; this one is kept as {key!r}: {text[:60]!r}"
            problems.append(Problem(place=f"Recommendation {number}", message=message))
        due = due_in(text)
        found[key] = Recommendation(
            id=f"{inspection}/{key}",
            number=number,
            text=text,
            addressees=addressees_in(text, Subjects()),
            due=due.due if due else None,
        )
    return tuple(found.values())


def _printed(each: Recommendation, accepted: set[str]) -> dict[str, object]:
    due = each.due
    return {
        "number": each.number,
        "kind": re.sub("[ -]", "_", each.kind.value),
        "text": each.text,
        "addressees": list(each.addressees),
        "due": due.last_day.isoformat() if due and due.last_day else None,
        "due_text": due.words if due else None,
        "due_precision": due.precision.value if due and due.precision else None,
        "position": "accepted" if each.id in accepted else None,
    }
