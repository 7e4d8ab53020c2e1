"""The last stage: items get their fields, and what is said twice is kept once."""

import re
from collections.abc import Iterator
from datetime import date

from inspectlib.exchange import Problem
from inspectlib.fields import Public, evolve, value
from inspectlib.recommendations import DueDate, RecommendationKind
from inspectlib_documents.addressees import addressees_in, bodies_in
from inspectlib_documents.blocks import Block, blocks_of, request_in
from inspectlib_documents.dates import due_in
from inspectlib_documents.facts import Facts, facts_of
from inspectlib_documents.items import Item, items_of
from inspectlib_documents.lines import Line, lines_of_text
from inspectlib_documents.words import words

#: at the end of an item: "(To the Home Office)"
_TO_WHOM = re.compile(r"\((?:to|for)\s+(?P<names>[^()]{3,160})\)[.\s]*$", re.IGNORECASE)


@value
class Understood:
    """An item with its fields: who is asked, why and how surely (0 to 1), and by when."""

    item: Public[Item]
    kind: Public[RecommendationKind]
    addressees: Public[tuple[str, ...]] = ()
    asked_why: Public[str] = ""
    asked_sure: Public[float] = 0.0
    due: Public[DueDate | None] = None


@value
class Repeat:
    """An item that says again what stands on line `of`, with or without its number and date; it is kept once."""

    item: Public[Item]
    of: Public[int]


@value
class Reading:
    """A document in its stages: lines, blocks, facts, items with fields; and what it says twice."""

    name: Public[str]
    text: Public[str]
    lines: Public[tuple[Line, ...]]
    blocks: Public[tuple[Block, ...]]
    facts: Public[Facts]
    items: Public[tuple[Understood, ...]]
    repeats: Public[tuple[Repeat, ...]] = ()
    problems: Public[tuple[Problem, ...]] = ()


def read_text(name: str, text: str) -> Reading:
    """Read a plain text through every stage."""
    return read_lines(name, text, lines_of_text(text))


def read_lines(name: str, text: str, lines: tuple[Line, ...]) -> Reading:
    """Read the lines of a document through the later stages."""
    blocks = blocks_of(lines)
    facts = facts_of(blocks, text)
    found: list[Item] = []
    repeats: list[Repeat] = []
    problems: list[Problem] = []
    if facts.only_fire:
        problems.append(
            Problem(
                place="document", message="it is about a fire and rescue service alone: nothing is asked of policing"
            )
        )
    elif facts.of_others:
        message = f"it is no inspectorate of constabulary's: {facts.of_others}"
        problems.append(Problem(place="document", message=message))
    else:
        found, repeats = _once(items_of(blocks, facts.subjects))
        problems.extend(_other_dates(found, repeats))
    return Reading(
        name=name,
        text=text,
        lines=lines,
        blocks=blocks,
        facts=facts,
        items=_understood(found, facts),
        repeats=tuple(repeats),
        problems=tuple(problems),
    )


def _once(items: list[Item]) -> tuple[list[Item], list[Repeat]]:
    """Return the items without those that only repeat another's words, with or without its number and date."""
    kept: list[Item] = []
    places: dict[int, int] = {}
    seen: dict[str, Item] = {}
    repeats: list[Repeat] = []
    for place, item in enumerate(items):
        said = bare(item.text)
        first = seen.get(said)
        if first is not None and (item.number is None or item.number == first.number):
            repeats.append(Repeat(item=item, of=first.line))
            continue
        seen.setdefault(said, item)
        places[place] = len(kept)
        kept.append(evolve(item, part_of=places.get(item.part_of)) if item.part_of is not None else item)
    return kept, repeats


def _other_dates(kept: list[Item], repeats: list[Repeat]) -> Iterator[Problem]:
    """Yield the repeats that give another day than the words that are kept."""
    first = {each.line: each for each in reversed(kept)}
    for each in repeats:
        again, before = due_in(each.item.text), due_in(first[each.of].text)
        if again is not None and (before is None or again.due.last_day != before.due.last_day):
            stated = f"{before.due.words!r}" if before is not None else "no date"
            message = f"repeats line {each.of}, which says {stated}, with {again.due.words!r}: the first is kept; please check"
            yield Problem(place=f"line {each.item.line}", message=message)


def bare(text: str) -> str:
    """Return a text as letters and digits without its opening deadline: how a repeat is known."""
    due = due_in(text)
    rest = text[due.end :] if due is not None and due.start <= len("And, ") else text
    return " ".join(re.findall(r"[a-z0-9]+", rest.lower()))


def _understood(items: list[Item], facts: Facts) -> tuple[Understood, ...]:
    made: list[Understood] = []
    for item in items:
        kind = RecommendationKind[item.kind.upper()]
        if facts.is_super_complaint and kind is RecommendationKind.RECOMMENDATION:
            kind = RecommendationKind.SUPER_COMPLAINT
        asked, why, sure = _asked(item, made, facts)
        made.append(
            Understood(item=item, kind=kind, addressees=asked, asked_why=why, asked_sure=sure, due=_due(item, facts))
        )
    return tuple(made)


def _asked(item: Item, before: list[Understood], facts: Facts) -> tuple[tuple[str, ...], str, float]:
    """Return who is asked, why, and how surely: by the text, the cell or heading beside it, its lead-in, its neighbour, the document."""
    subjects = facts.subjects
    if item.about == "fire" and subjects.fire:
        subjects = evolve(subjects, force=None, names=())
    if item.owner and (owners := tuple(code for code, _ in bodies_in(item.owner, subjects))):
        return owners, "named in the heading or the cell beside it", 0.9
    to = _TO_WHOM.search(item.text)
    if to and (named := tuple(code for code, _ in bodies_in(to["names"], subjects))):
        return named, "named in brackets at its end", 0.9
    concern = item.kind.endswith("cause_of_concern")
    led = item.lead if words("asks", "modal").search(item.lead) else ""
    found = () if concern or (led and not request_in(item.text)) else addressees_in(item.text, subjects)
    why, sure = "named before the request", 0.9
    if not found and item.lead:
        why, sure = "named in the words that lead in to it", 0.8
        found = addressees_in(led, subjects) if led else ()
        if not found and before and before[-1].item.lead == item.lead:
            found = before[-1].addressees
    if not found and item.under:
        why, sure = "named in the heading of the list", 0.8
        found = tuple(code for code, _ in bodies_in(item.under, subjects))
    if concern:
        fire = [code for code, _ in bodies_in(item.text, subjects) if code.startswith("fire_service:")]
        if fire and not re.search(r"\b(?:force|police|constabulary)\b", item.text, re.IGNORECASE):
            return (fire[0],), "the service that it names", 0.7
    if found:
        return found, why, sure
    if item.about == "fire" and facts.subjects.fire:
        return (f"fire_service:{facts.subjects.fire}",), "it stands under a fire service's heading", 0.6
    if facts.subjects.force is not None:
        return (f"force:{facts.subjects.force}",), "it names nobody; the document is about this force", 0.6
    if facts.subjects.speaks_of_a_force:
        return ("force:unnamed",), "it names nobody; the document speaks of a force without its name", 0.5
    return (), "it names nobody", 0.0


def _due(item: Item, facts: Facts) -> DueDate | None:
    """Return by when, from the text or from the heading or cell beside it; relative words count from the report."""
    recited = item.recited or facts.is_recited
    published = facts.published.day if facts.published else None
    letter = facts.letter.day if facts.letter and not facts.is_response else None
    running = None if recited else (published or (letter if facts.is_letter else None))
    if item.kind.endswith("cause_of_concern") or item.kind == "area_for_improvement":
        found = due_in(item.text, running, letter)
        if found is None or found.due.last_day is None or found.due.precision is None:
            return None if item.kind.endswith("cause_of_concern") else (found.due if found else None)
        return found.due
    found = due_in(item.text, running, letter)
    if found is None and item.lead:
        found = due_in(item.lead, running, letter)
    beside = _beside(item.due_words, running, letter) if item.due_words else None
    if found is None or (found.due.last_day is None and beside is not None and beside.last_day is not None):
        return beside
    return found.due


def _beside(said: str, running: date | None, letter: date | None) -> DueDate | None:
    """Return the deadline of a heading or a cell, which may give the day alone."""
    found = due_in(said, running, letter)
    if found is not None:
        return found.due
    found = due_in(f"by {said}", running, letter)
    return evolve(found.due, words=found.due.words.removeprefix("by ")) if found is not None else None
