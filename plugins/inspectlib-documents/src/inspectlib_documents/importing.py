"""What was understood of a document as records, problems, the printed form, and the account of how it was read."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import count, groupby, zip_longest
from pathlib import Path

from inspectlib.bodies import area as area_of_slug
from inspectlib.bodies import area_named
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.errors import CannotRead
from inspectlib.exchange import ByNumber, ImportResult, Problem, Source, Taken
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Response
from inspectlib_documents.addressees import sentences
from inspectlib_documents.blocks import Block, BlockKind, request_in
from inspectlib_documents.fields import field_in
from inspectlib_documents.form_lines import is_of_substance
from inspectlib_documents.items import Item
from inspectlib_documents.reader import Reading, Understood
from inspectlib_documents.voices import SAID, Answer, Voices, position_of, voices_of
from inspectlib_documents.words import NUMBERS, words

#: a value below this is given, and said to be worth a look
SURE = 0.7
#: a field beside an item stands no further before it (characters), and is known by its first words
_NEAR, _BESIDE, _MOST_WORDS, _FIRST_WORDS = 3_000, 300, 40, 5
_LIKE_A_LABEL = re.compile(r"(?:recommendation|area for improvement|cause of concern|AFI)\s+\d", re.IGNORECASE)
_SHORT = {
    "recommendation": "rec",
    "area for improvement": "afi",
    "cause of concern": "coc",
    "accelerated cause of concern": "acoc",
    "super-complaint recommendation": "rec",
}


def slug(title: str) -> str:
    """Return a title as an id: lower case, words joined by dashes."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", title.lower())).strip("-")


def imported(source: Source, reading: Reading) -> ImportResult:
    """Return what was understood; what the document does not say is None and never invented.

    Raises CannotRead for a document of another area than the one that the user named.
    """
    facts = reading.facts
    problems: list[Problem] = list(reading.problems)
    known = bool(reading.items) or facts.is_response
    stated = facts.published is not None and (known or facts.published.sure >= SURE)
    title = facts.title.words if facts.title and (known or stated) else None
    published = facts.published.day if facts.published and stated else None
    force = facts.force.words if facts.force else None
    inspection = None
    if reading.items or (facts.is_response and title):
        name = f"{slug(title or Path(source.name).stem)}" + (f"-{published.year}" if published else "")
        inspection = Inspection(
            id=name,
            title=title or source.name,
            published_on=published,
            inspectorates=tuple(each.words for each in facts.inspectorates),
            terms_of_reference=tuple(each.words for each in facts.terms),
            recommendations=recommendations_of(reading, name, problems),
        )
    problems.extend(_doubts(reading, title, known=known))
    printed = area_named(force) if force else None
    area = area_of_slug(source.body) if source.body else printed
    if source.body and printed is not None and facts.is_response and printed.slug != source.body:
        message = f"{source.name!r} is of {printed.slug!r}, not of {source.body!r}"
        raise CannotRead(message)
    voices = voices_of(reading) if facts.is_response else Voices()
    register = Register()
    if inspection is not None:
        register = register.with_inspection(inspection)
    if facts.is_response and inspection is not None and len(facts.bodies) == 1 and area is not None:
        register = register.with_areas(area.slug).with_response(
            Response(
                area=area.slug,
                inspection=inspection.id,
                dated=facts.dated.day if facts.dated else None,
                chief_officer_comments=(ChiefOfficerComments(text=voices.force),) if voices.force else (),
                comments=voices.body,
            )
        )
        register = register.with_case(*_cases(inspection, voices, area.slug))
    problems.extend(_unheld(reading, voices))
    numbered = by_number(reading, problems) if facts.is_response else ()
    if facts.is_response and known:
        problems.extend(_nobodys(reading, voices, numbered))
    return ImportResult(
        register=register,
        problems=tuple(problems),
        reading=_printed(reading, voices, inspection, problems, title, published.isoformat() if published else None),
        explained=explained(reading),
        by_number=numbered,
    )


def key_of_number(kind: RecommendationKind, printed: str) -> str | None:
    """Return the key that the printed number gives, or None: 3, 4a, 6.1, afi-2."""
    number = re.sub(r"[^a-z0-9.]", "", printed.lower())
    if not number:
        return None
    plain = kind in (RecommendationKind.RECOMMENDATION, RecommendationKind.SUPER_COMPLAINT)
    return number if plain else f"{_SHORT[kind.value]}-{number}"


def _printed_key(each: Understood) -> str | None:
    return key_of_number(each.kind, each.item.number or "")


def recommendations_of(reading: Reading, inspection: str, problems: list[Problem]) -> tuple[Recommendation, ...]:
    """Return the records; a key that is taken gets the next free suffix, and a problem says so."""
    made: list[Recommendation] = []
    printed = {key for each in reading.items if (key := _printed_key(each)) is not None}
    taken: set[str] = set()
    for each in reading.items:
        item = each.item
        parent = made[item.part_of] if item.part_of is not None and item.part_of < len(made) else None
        wanted = _printed_key(each)
        if wanted is None:
            stem = f"{parent.key}." if parent is not None else f"{_SHORT[each.kind.value]}-"
            wanted = next(key for key in (f"{stem}{n}" for n in count(1)) if key not in taken and key not in printed)
        key, suffix = wanted, 1
        while key in taken:
            suffix += 1
            key = f"{wanted}-{suffix}"
        if suffix > 1:
            message = f"{each.kind.value} {item.number or wanted} is there already; this one is kept as {key!r}"
            problems.append(Problem(place=f"line {item.line}", message=message))
        taken.add(key)
        made.append(
            Recommendation(
                id=f"{inspection}/{key}",
                number=item.number,
                kind=each.kind,
                text=item.text,
                addressees=each.addressees,
                due=each.due,
                theme=item.theme,
                part_of=parent.id if parent is not None else None,
            )
        )
    return tuple(made)


def position_in(voices: Voices, item: int) -> str | None:
    """Return the position on an item, or None where there is none or where several differ."""
    taken = {each.position for each in voices.answers if each.item == item}
    return taken.pop() if len(taken) == 1 else None


#: what a case holds; "complete" is a claim about closure, which other facts record
_ANSWERS = {
    "accepted": PositionAnswer.ACCEPTED,
    "partly_accepted": PositionAnswer.PARTLY,
    "rejected": PositionAnswer.REJECTED,
}


def _cases(inspection: Inspection, voices: Voices, area: str) -> list[Case]:
    cases = []
    for index, each in enumerate(inspection.recommendations):
        said = [answer for answer in voices.answers if answer.item == index]
        answer = _ANSWERS.get(position_in(voices, index) or "")
        comment = "\n\n".join(answer.words for answer in said) or None
        if answer or comment:
            position = Position(answer=answer) if answer else None
            cases.append(Case(area=area, recommendation=each.id, position=position, force_comment=comment))
    return cases


def _unheld(reading: Reading, voices: Voices) -> list[Problem]:
    """Return what a response says of items that no position holds: done already, or differently by two bodies."""
    found = []
    if reading.facts.is_response and reading.facts.bodies and voices.body is None:
        message = "its words are not understood as the body's comments: no heading and no greeting says that they are"
        found.append(Problem(place="document", message=message))
    if voices.unheaded:
        message = "its words are taken for the body's, since they are in the first person and nothing else says whose they are; please check"
        found.append(Problem(place="document", message=message))
    for item, explained_by, line in voices.explanations:
        number = reading.items[item].item.number or reading.items[item].item.text[:40]
        message = f"what the body says of {number} is kept in its comments; record it as its explanation (s.55(5B)) if it is one: {explained_by[:60]!r}"
        found.append(Problem(place=f"line {line}", message=message))
    for index, each in enumerate(reading.items):
        said = [answer for answer in voices.answers if answer.item == index]
        where = f"line {said[0].line}" if said else ""
        if len({answer.position for answer in said}) > 1:
            names = ", ".join(answer.name or "the response" for answer in said)
            found.append(
                Problem(
                    place=where,
                    message=f"the positions on {each.item.number or 'an item'} differ ({names}); none is recorded",
                )
            )
        elif said and said[0].position == "complete":
            found.append(
                Problem(
                    place=where,
                    message=f"says that {each.item.number or 'an item'} is complete; record the step of closure with its day",
                )
            )
    return found


_BY_NUMBER = re.compile(
    rf"^(?P<kind>{'|'.join(each.value for each in RecommendationKind)}|AFI) (?P<number>\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?)\b"
    r"[\s:.,\N{EN DASH}-]*(?P<rest>\S.*)$",
    re.IGNORECASE,
)
#: words that take a position on an item say little else in their first sentence
_FEW_WORDS = 8


def by_number(reading: Reading, problems: list[Problem]) -> tuple[ByNumber, ...]:
    """Return the positions on items that a response names by number alone: "Recommendation 2 - accepted".

    Each is a problem as well, and instead of one of its line: the text of the item is in another document.
    """
    found = []
    taken = [(each.item.start, each.item.end) for each in reading.items]
    lines = {each.item.line for each in reading.items}
    of = {each.place: index for index, each in enumerate(problems)}
    begins = [start for start, _ in taken]
    for block in reading.blocks:
        if block.kind not in (BlockKind.LABEL, BlockKind.PARAGRAPH, BlockKind.HEADING) or block.line in lines:
            continue
        named = _BY_NUMBER.match(block.text)
        inside = bisect_left(begins, block.start) < bisect_left(begins, block.end)
        if named is None or inside or request_in(named["rest"]):
            continue
        first = sentences(named["rest"])[0]
        position = _ANSWERS.get(position_of(named["rest"]) or "")
        if position is None or position_of(first) is None or len(first.split()) > _FEW_WORDS:
            continue
        message = f"takes a position and gives no text; import the report first, then this again: {block.text[:60]!r}"
        problem = Problem(place=f"line {block.line}", message=message)
        known = of.get(problem.place)
        if known is None:
            problems.append(problem)
        else:
            problems[known] = problem
        kind = "area for improvement" if named["kind"].upper() == "AFI" else named["kind"].lower()
        found.append(
            ByNumber(
                kind=RecommendationKind(kind),
                number=named["number"],
                position=position,
                comment=named["rest"],
                problem=problem,
            )
        )
    return tuple(found)


def _nobodys(reading: Reading, voices: Voices, numbered: tuple[ByNumber, ...]) -> Iterator[Problem]:
    """Yield a problem for each run of a response's paragraphs that are in no item, no fact and nobody's words.

    A response is sent as it stands, so each sentence of it is somebody's. A report's narrative is not: it is what the
    recommendations stand in, and nobody wants a list of its paragraphs; `--explain` counts them.
    """
    said = {
        paragraph
        for words_of in (voices.force, voices.body, *(each.words for each in voices.answers))
        for paragraph in (words_of or "").split("\n\n")
        if paragraph
    }
    at = {f"line {each.line}" for each in voices.answers} | {each.problem.place for each in numbered}
    left = [
        (place, block)
        for place, block in _narrative(reading)
        if f"line {block.line}" not in at
        and said.isdisjoint((block.text, block.rest, block.text.partition(":")[2].strip()))
    ]
    for _, run in groupby(enumerate(left), key=lambda pair: pair[1][0] - pair[0]):
        told = [block for _, (_, block) in run]
        many = f" ({len(told)} paragraphs from here)" if len(told) > 1 else ""
        message = f"taken for nobody's words{many}; record by hand what it says: {told[0].text[:80]!r}"
        yield Problem(place=f"line {told[0].line}", message=message)


def _narrative(reading: Reading) -> Iterator[tuple[int, Block]]:
    """Yield the sentences that stand in no item, each with its place among the blocks; what gives a fact is taken."""
    facts = reading.facts
    items = (*(each.item for each in reading.items), *(each.item for each in reading.repeats))
    spans = [(each.start, each.end) for each in items]
    spans += [(each.start, each.end) for each in (facts.title, facts.published, facts.dated, *facts.terms) if each]
    spans.sort()
    place, reach = 0, 0
    for index, block in enumerate(reading.blocks):
        while place < len(spans) and spans[place][0] < block.end:
            reach = max(reach, spans[place][1])
            place += 1
        is_said = block.kind in SAID and block.text[-1] in ".!" and is_of_substance(block.text)
        if is_said and reach <= block.start and field_in(block.text) is None:
            yield index, block


def _doubts(reading: Reading, title: str | None, *, known: bool) -> list[Problem]:
    """Return what was not understood or is less than sure, each with its place."""
    facts = reading.facts
    found: list[Problem] = []

    def say(place: str, message: str) -> None:
        found.append(Problem(place=place, message=message))

    if not known:
        say(
            "document",
            "no recommendation, area for improvement or cause of concern is made in it, and it is no response",
        )
        return found
    if title is None:
        say("document", "no title is understood")
    if facts.published is None:
        say("document", "no date of publication is given")
    if facts.force is None and facts.is_response:
        say("document", "no force is named; give --body")
    for fact in facts.every():
        if fact.sure < SURE and fact.name != "letter":
            say(place_of(reading, fact.start), f"{fact.name} taken for {fact.words!r}: {fact.why}; please check")
    for each in reading.items:
        where = f"line {each.item.line}"
        if each.item.sure < SURE:
            say(where, f"taken for a {each.kind.value}: {each.item.why}; please check: {each.item.text[:60]!r}")
        if not each.addressees:
            say(where, f"who is asked is not understood: {each.item.text[:60]!r}")
        if (
            each.due is not None
            and each.due.last_day is None
            and each.due.precision is not None
            and each.due.precision.value == "relative"
        ):
            say(where, f"{each.due.words!r} counts from a day that the document does not give")
    found.extend(_passed_over(reading))
    return found


def _passed_over(reading: Reading) -> list[Problem]:
    """Return what looks like an item and was taken for none: a label without a text, words that recommend."""
    found = []
    taken = [each.item for each in reading.items] + [each.item for each in reading.repeats]
    starts = sorted((each.start, each.end) for each in taken)
    place = 0
    labels = [each for each in reading.blocks if each.kind is BlockKind.LABEL]
    item_lines = {each.line for each in taken}
    numbers = {each.item.number for each in reading.items if each.item.number}
    begins = [start for start, _ in starts]
    for label, after in zip_longest(labels, labels[1:]):
        until = after.start if after is not None else len(reading.text)
        has_parts = bisect_left(begins, label.start) < bisect_left(begins, until)
        if label.number and label.number not in numbers and label.line not in item_lines and not has_parts:
            found.append(
                Problem(place=f"line {label.line}", message=f"no text is understood under {label.text[:60]!r}")
            )
    for block in reading.blocks:
        while place < len(starts) and starts[place][1] <= block.start:
            place += 1
        inside = place < len(starts) and starts[place][0] < block.end
        if block.kind is not BlockKind.LABEL and not inside and _LIKE_A_LABEL.match(block.text):
            message = f"begins like an item and is taken for none: {block.text[:80]!r}"
            found.append(Problem(place=f"line {block.line}", message=message))
        elif (
            block.kind is BlockKind.PARAGRAPH
            and not inside
            and not block.text.rstrip().endswith(":")
            and words("asks", "recommending").search(block.text)
        ):
            found.append(
                Problem(
                    place=f"line {block.line}",
                    message=f"recommends something and is taken for no item: {block.text[:80]!r}",
                )
            )
    return found


def place_of(reading: Reading, start: int) -> str:
    """Return the line that a place in the text is on."""
    return f"line {reading.text.count(chr(10), 0, start) + 1}"


def _printed(
    reading: Reading,
    voices: Voices,
    inspection: Inspection | None,
    problems: list[Problem],
    title: str | None,
    published: str | None,
) -> dict[str, object]:
    facts = reading.facts
    explanations = {item: said for item, said, _ in voices.explanations}
    answered = {each.item for each in voices.answers}
    unanswered = [
        Answer(item=item, position=None, words="", line=line)
        for item, _, line in voices.explanations
        if item not in answered
    ]
    return {
        "inspection": {
            "id": inspection.id if inspection else None,
            "title": title,
            "published_on": published,
            "summary": None,
            "types": dict.fromkeys(("force_specific", "national", "follow_up", "thematic", "partner")),
            "quoted": None,
            "force": facts.force.words if facts.force else None,
            "body": facts.bodies[0].words if len(facts.bodies) == 1 else None,
            "terms_of_reference": [each.words for each in facts.terms],
        },
        "recommendations": [printed_item(each, position_in(voices, index)) for index, each in enumerate(reading.items)],
        "response": {
            "dated": facts.dated.day.isoformat() if facts.dated and facts.dated.day else None,
            "bodies": [each.words for each in facts.bodies],
            "force_comments": voices.force,
            "body_comments": voices.body,
            "office_use": dict.fromkeys(("forwarded_home_office", "sent_inspectors", "published")),
            "items": [
                {
                    "number": reading.items[each.item].item.number,
                    "body": each.name,
                    "position": each.position,
                    "explanation": explanations.get(each.item),
                    "force_comment": each.words or None,
                }
                for each in (*voices.answers, *unanswered)
            ],
        },
        "problems": [{"place": each.place, "message": each.message} for each in problems],
    }


def printed_item(each: Understood, position: str | None) -> dict[str, object]:
    """Return the printed form of an item with the position on it."""
    due = each.due
    return {
        "number": each.item.number,
        "kind": re.sub("[ -]", "_", each.kind.value),
        "text": each.item.text,
        "addressees": list(each.addressees),
        "due": due.last_day.isoformat() if due and due.last_day else None,
        "due_text": due.words if due else None,
        "due_precision": due.precision.value if due and due.precision else None,
        "position": position,
    }


def explained(reading: Reading) -> tuple[Taken, ...]:
    """Return what each line was taken for and why, then each value with its span and how sure it is."""
    lines = [
        Taken(
            place=f"line {each.line}",
            text=each.text,
            taken_for=_name(each.kind.value, each.item, each.number),
            why=each.why,
        )
        for each in reading.blocks
    ]
    facts = [
        Taken(
            place=f"characters {each.start} to {each.end}",
            text=each.words,
            taken_for=f"{each.name} ({each.day or each.words})",
            why=each.why,
            sure=each.sure,
        )
        for each in reading.facts.every()
    ]
    items = [
        Taken(
            place=f"characters {each.item.start} to {each.item.end}",
            text=each.item.text,
            taken_for=f"{each.kind.value} {each.item.number or '(no number)'}, to {', '.join(each.addressees) or 'nobody named'}, "
            f"due {each.due.last_day or each.due.words if each.due else 'not given'}",
            why=each.item.why,
            sure=each.item.sure,
        )
        for each in reading.items
    ]
    repeats = [
        Taken(
            place=f"characters {each.item.start} to {each.item.end}",
            text=each.item.text,
            taken_for=f"a repeat of line {each.of}, kept once",
            why="the same words, with or without their number and date",
            sure=each.item.sure,
        )
        for each in reading.repeats
    ]
    fields = (each for item in reading.items for each in _fields(reading, item))
    return (*lines, *facts, *items, *repeats, *fields, *_said(reading), *_not_taken(reading))


def _not_taken(reading: Reading) -> Iterator[Taken]:
    """Yield one line for a report's narrative, counted from its first sentence on; a response has problems for its own."""
    told = [] if reading.facts.is_response else [block for _, block in _narrative(reading)]
    if told:
        yield Taken(
            place=f"line {told[0].line}",
            text=told[0].text,
            taken_for=f"narrative, not recorded: {len(told)} paragraphs outside of the items, the first of them here",
            why="nothing is asked of anybody in them",
        )


def _fields(reading: Reading, each: Understood) -> Iterator[Taken]:
    """Yield the fields of an item: its number, who is asked and by when, each with its place and how sure it is."""
    item = each.item
    name = f"{each.kind.value} {item.number or '(no number)'}"

    def taken(words: str, what: str, why: str, sure: float) -> Taken:
        start, end = _span(reading.text, words, item) or (item.start, item.end)
        return Taken(place=f"characters {start} to {end}", text=words, taken_for=what, why=why, sure=sure)

    if item.number:
        yield taken(item.number, f"number of {name}", "printed with it", item.sure)
    for code in each.addressees:
        yield taken(item.owner or item.text, f"who is asked by {name}: {code}", each.asked_why, each.asked_sure)
    if each.due:
        inside = " ".join(each.due.words.lower().split()) in " ".join(item.text.lower().split())
        why, sure = ("said in it", 0.9) if inside else ("said by the heading, the cell or the lead-in beside it", 0.7)
        yield taken(each.due.words, f"when {name} is due: {each.due.last_day or 'no day follows'}", why, sure)
    if item.theme:
        yield taken(item.theme, f"theme of {name}", "the words between its label and its text", 0.7)


def _said(reading: Reading) -> Iterator[Taken]:
    """Yield what a response says of each item, with its line."""
    for answer in voices_of(reading).answers if reading.facts.is_response else ():
        item = reading.items[answer.item].item
        yield Taken(
            place=f"line {answer.line}",
            text=answer.words,
            taken_for=f"what is said of {item.number or 'an item'}: {answer.position or 'no position'}",
            why="said beside or below it",
            sure=0.8 if answer.position else 0.6,
        )


def _span(text: str, words_of: str, item: Item) -> tuple[int, int] | None:
    """Return where words of an item stand: in it, nearest before it, or in a cell after it; None: they are put together."""
    pattern, end = _printed_as(words_of), item.end
    opening = " ".join(item.text.split()[:_FIRST_WORDS])
    if words_of == item.number and (body := _printed_as(opening).search(text, item.start, item.end)):
        end = body.start()  # a number is of the label, and not the next figure in the text
    if inside := pattern.search(text, item.start, end):
        return inside.span()
    before = list(pattern.finditer(text, max(0, item.start - _NEAR), item.start))
    if before:
        return before[-1].span()
    after = pattern.search(text, item.end, item.end + _BESIDE)
    return after.span() if after else None


def _printed_as(words_of: str) -> "re.Pattern[str]":
    """Return words, or the first of many, as they may stand: over lines, with "R" before a number, a number spelled out."""
    spelled = [
        name
        for name, number in NUMBERS.items()
        if words_of.isdecimal() and number == int(words_of) and name not in ("a", "an")
    ]
    if spelled:
        return re.compile(rf"(?:(?<!\d){words_of}|(?<!\w)(?:{'|'.join(spelled)}))(?!\w)", re.IGNORECASE)
    left = r"(?<!\d)" if words_of[0].isdigit() else r"(?<!\w)"
    right = r"(?!\w)" if words_of[-1].isalnum() else ""
    return re.compile(left + r"\s+".join(map(re.escape, words_of.split()[:_MOST_WORDS])) + right, re.IGNORECASE)


def _name(kind: str, item: str | None, number: str | None) -> str:
    return " ".join(each for each in (kind, f"({item.replace('_', ' ')})" if item else "", number or "") if each)
