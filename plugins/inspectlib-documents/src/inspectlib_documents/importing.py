"""What was understood of a document as records, problems, the printed form, and the account of how it was read."""

import re

from inspectlib.bodies import area as area_of_slug
from inspectlib.bodies import area_named
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Problem, Source, Taken
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib_documents.blocks import BlockKind
from inspectlib_documents.reader import Reading, Understood
from inspectlib_documents.words import words

#: a value below this is given, and said to be worth a look
SURE = 0.7
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
        name = f"{slug(title or source.name)}" + (f"-{published.year}" if published else "")
        inspection = Inspection(
            id=name,
            title=title or source.name,
            published_on=published,
            inspectorates=facts.inspectorates,
            recommendations=_recommendations(reading, name, problems),
        )
    problems.extend(_doubts(reading, title, known=known))
    printed = area_named(force) if force else None
    area = area_of_slug(source.body) if source.body else printed
    if source.body and printed is not None and facts.is_response and printed.slug != source.body:
        message = f"{source.name!r} is of {printed.slug!r}, not of {source.body!r}"
        raise CannotRead(message)
    register = Register()
    if inspection is not None:
        register = register.with_inspection(inspection)
    if facts.is_response and inspection is not None and len(facts.bodies) == 1 and area is not None:
        register = register.with_areas(area.slug).with_response(
            Response(area=area.slug, inspection=inspection.id, dated=facts.dated.day if facts.dated else None)
        )
    return ImportResult(
        register=register,
        problems=tuple(problems),
        reading=_printed(reading, inspection, problems, title, published.isoformat() if published else None),
        explained=explained(reading),
    )


def _recommendations(reading: Reading, inspection: str, problems: list[Problem]) -> tuple[Recommendation, ...]:
    """Return the records; a key that is taken gets the next free suffix, and a problem says so."""
    made: list[Recommendation] = []
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for each in reading.items:
        item = each.item
        parent = made[item.part_of] if item.part_of is not None and item.part_of < len(made) else None
        if item.number and each.kind.value in ("recommendation", "super-complaint recommendation"):
            wanted = slug(item.number.replace(".", "_")).replace("_", ".") or item.number.lower()
            wanted = re.sub(r"[^a-z0-9.]", "", item.number.lower())
        else:
            stem = f"{parent.key}." if parent is not None else f"{_SHORT[each.kind.value]}-"
            if item.number and parent is None:
                wanted = stem + re.sub(r"[^a-z0-9.]", "", item.number.lower())
            else:
                counts[stem] = counts.get(stem, 0) + 1
                wanted = f"{stem}{counts[stem]}"
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
    starts = sorted((each.item.start, each.item.end) for each in reading.items)
    place = 0
    labels = [each for each in reading.blocks if each.kind is BlockKind.LABEL]
    item_lines = {each.item.line for each in reading.items}
    numbers = {each.item.number for each in reading.items if each.item.number}
    for label in labels:
        if label.number and label.number not in numbers and label.line not in item_lines:
            found.append(
                Problem(place=f"line {label.line}", message=f"no text is understood under {label.text[:60]!r}")
            )
    for block in reading.blocks:
        while place < len(starts) and starts[place][1] <= block.start:
            place += 1
        inside = place < len(starts) and starts[place][0] < block.end
        if (
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
    reading: Reading, inspection: Inspection | None, problems: list[Problem], title: str | None, published: str | None
) -> dict[str, object]:
    facts = reading.facts
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
            "terms_of_reference": [],
        },
        "recommendations": [_printed_item(each) for each in reading.items],
        "response": {
            "dated": facts.dated.day.isoformat() if facts.dated and facts.dated.day else None,
            "bodies": [each.words for each in facts.bodies],
            "force_comments": None,
            "body_comments": None,
            "office_use": dict.fromkeys(("forwarded_home_office", "sent_inspectors", "published")),
            "items": [],
        },
        "problems": [{"place": each.place, "message": each.message} for each in problems],
    }


def _printed_item(each: Understood) -> dict[str, object]:
    due = each.due
    return {
        "number": each.item.number,
        "kind": re.sub("[ -]", "_", each.kind.value),
        "text": each.item.text,
        "addressees": list(each.addressees),
        "due": due.last_day.isoformat() if due and due.last_day else None,
        "due_text": due.words if due else None,
        "due_precision": due.precision.value if due and due.precision else None,
        "position": None,
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
    return (*lines, *facts, *items)


def _name(kind: str, item: str | None, number: str | None) -> str:
    return " ".join(each for each in (kind, f"({item.replace('_', ' ')})" if item else "", number or "") if each)
