"""What a response says: the force's words, the body's words, and the position on each item."""

import re

from inspectlib.fields import Public, value
from inspectlib_documents.addressees import force_names, sentences
from inspectlib_documents.blocks import Block, BlockKind
from inspectlib_documents.reader import Reading, Understood
from inspectlib_documents.words import any_of, same_words, table, words

_POSITIONS = ("partly_accepted", "rejected", "complete", "accepted")
_ANSWERS = re.compile(
    r"^(?:A\d?[a-z]?[.:]|(?:[\w'\N{RIGHT SINGLE QUOTATION MARK}]{1,20}\s){0,3}(?:update|response|status|position|comments?):)\s*",
    re.IGNORECASE,
)
_OF_THE_BODY = re.compile(
    r"^(?:the\s+)?(?:police and crime\s+)?(?:o?pcc|o?pfcc|commissioner|mayor|deputy mayor)", re.IGNORECASE
)
#: "Northmoor Police accepts this recommendation"
_ON_THIS = re.compile(
    r"^(?:the )?(?:force|constabulary|chief constable|we|it|he|she|commissioner|(?:[A-Z][\w-]+ ){1,4}(?:police|constabulary))\b[^.]*\b(?:this|the|that) (?:recommendation|area for improvement|AFI)\b",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"^(?P<name>[A-Z][\w ]{2,60}?):\s+(?P<words>\S.*)$", re.DOTALL)
_MOST_ANSWERS = 8
#: what somebody's words stand in
SAID = (BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NUMBERED, BlockKind.ANSWER)


@value
class Answer:
    """What is said of one item: by whom where it says so, the position, the words, and their place.

    `headed`: it stands under a heading of the force below the item.
    """

    item: Public[int]
    position: Public[str | None]
    words: Public[str]
    line: Public[int]
    name: Public[str | None] = None
    headed: Public[bool] = False


@value
class Voices:
    """The words of the force and of the body, as they stand, and the answers to single items.

    `unheaded`: no heading and no greeting says whose the body's words are; they are written in the first person.
    `explanations`: what stands under a heading of the body below single items, with the item and its line.
    """

    force: Public[str | None] = None
    body: Public[str | None] = None
    answers: Public[tuple[Answer, ...]] = ()
    unheaded: Public[bool] = False
    explanations: Public[tuple[tuple[int, str, int], ...]] = ()


def position_of(text: str) -> str | None:
    """Return the position that words take: "accepted", "partly_accepted", "rejected", "complete"; a doubt takes none."""
    for sentence in sentences(text):
        if words("positions", "doubt").search(sentence):
            return None
        for name in _POSITIONS:
            if words("positions", name).search(sentence):
                return name
    return None


def voices_of(reading: Reading) -> Voices:
    """Return what a response says, without the items that it quotes."""
    said: dict[str, list[str]] = {"force": [], "body": []}
    items = [(each.item.start, each.item.end) for each in reading.items]
    place = 0
    voice: str | None = None
    title = reading.facts.title
    for block in reading.blocks:
        while place < len(items) and items[place][1] <= block.start:
            place += 1
        if block.kind in (BlockKind.FURNITURE, BlockKind.LOG, BlockKind.ROW):
            continue
        changed = _voice(block, voice, has_body=bool(reading.facts.bodies))
        if changed is not None:
            voice, rest = changed
            if voice and rest:
                said[voice].append(rest)
            continue
        inside = place < len(items) and items[place][0] < block.end and block.start < items[place][1]
        is_title = title is not None and block.start <= title.start < block.end
        if voice and not inside and not is_title and block.kind is not BlockKind.LABEL:
            said[voice].append(block.text)
    unheaded = [] if said["force"] or said["body"] else _statement(reading)
    return Voices(
        force="\n\n".join(said["force"]) or None,
        body="\n\n".join(said["body"] or unheaded) or None,
        answers=tuple(_answers(reading)),
        unheaded=bool(unheaded),
        explanations=tuple(_explanations(reading)),
    )


_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I've|my|we|our)\b")


def _statement(reading: Reading) -> list[str]:
    """Return the paragraphs of a statement without any heading, where its one body speaks in the first person."""
    facts = reading.facts
    if len(facts.bodies) != 1:
        return []
    spans = [(each.item.start, each.item.end) for each in reading.items]
    spans += [(each.start, each.end) for each in (facts.title, facts.dated) if each]
    words_of = [
        block.text
        for block in reading.blocks
        if block.kind is BlockKind.PARAGRAPH and not any(start <= block.start < end for start, end in spans)
    ]
    return words_of if any(_FIRST_PERSON.search(each) for each in words_of) else []


def _explanations(reading: Reading) -> list[tuple[int, str, int]]:
    """Return what stands under a heading of the body below each of several items; below one alone it may be of all."""
    found: list[tuple[int, str, int]] = []
    items = reading.items
    place = 0
    for index, each in enumerate(items):
        until = items[index + 1].item.start if index + 1 < len(items) else len(reading.text)
        while place < len(reading.blocks) and reading.blocks[place].start < each.item.end:
            place += 1
        voice: str | None = None
        said: list[str] = []
        line = 0
        for block in reading.blocks[place : place + _MOST_ANSWERS]:
            if block.start >= until or block.kind in (BlockKind.LABEL, BlockKind.SECTION):
                break
            changed = _voice(block, voice, has_body=False)
            if changed is not None:
                voice, rest = changed
                line = line or (block.line if voice == "body" else 0)
                said.extend([rest] if voice == "body" and rest else [])
            elif voice == "body" and block.kind in SAID:
                said.append(block.text)
        if said:
            found.append((index, "\n\n".join(said), line))
    return found if len(found) > 1 else []


def _starts(part: str) -> "re.Pattern[str]":
    return re.compile(
        rf"^(?:Q\d+[a-z]?\.\s+|\d{{1,2}}(?:\.\d{{1,2}})*\.?\s+)?(?:{any_of(table()['voices'][part]).pattern})(?P<rest>.*)$",
        re.IGNORECASE | re.DOTALL,
    )


_STARTS = {part: _starts(part) for part in ("force", "body", "ends", "greetings", "openings")}
_LONGEST_HEADING = 120


def _voice(block: Block, voice: str | None, *, has_body: bool) -> tuple[str | None, str] | None:
    """Return who speaks from a block on, with words on its own line; None where nothing changes."""
    for part in ("force", "body"):
        found = _STARTS[part].match(block.text)
        if found:
            rest = found["rest"].strip()
            if same_words(block.text).startswith("response from"):
                return part, ""  # who it is from, and none of their words
            if rest in ("", ":") or rest.startswith(":"):
                return part, rest.lstrip(": ").strip()
    if (found := _STARTS["greetings"].match(block.text)) and len(block.text) < _LONGEST_HEADING:
        return ("body" if has_body else None), ""
    if has_body and _STARTS["openings"].match(block.text):
        return "body", block.text
    if _STARTS["ends"].match(block.text) and len(block.text) < _LONGEST_HEADING:
        spoken = "body" if voice == "force" and same_words(block.text).startswith("chief constable for") else None
        return spoken, ""
    if voice == "force" and block.kind is BlockKind.STOP:
        return None, ""
    return None


def _answers(reading: Reading) -> list[Answer]:
    """Return the answers: in the row, before the quotation, right below the item, or under the same number further on."""
    found: list[Answer] = []
    items = reading.items
    blocks = [each for each in reading.blocks if each.kind is not BlockKind.FURNITURE]
    place = 0
    for index, each in enumerate(items):
        item = each.item
        if item.status:
            found.append(Answer(item=index, position=position_of(item.status), words=item.status, line=item.line))
            continue
        while place < len(blocks) and blocks[place].end <= item.start:
            place += 1
        if place < len(blocks) and item.why == "quoted after its number":
            before = reading.text[blocks[place].start : item.start]
            found.append(
                Answer(item=index, position=position_of(sentences(before)[-1]), words=before.strip(), line=item.line)
            )
            continue
        until = items[index + 1].item.start if index + 1 < len(items) else len(reading.text)
        found.extend(_below(index, blocks, place, item.end, until))
    if [each.item for each in found if each.headed] == [len(items) - 1] and len(items) > 1:
        found = [each for each in found if not each.headed]  # one heading below the last item may be of all
    return found + _under_numbers(items, blocks)


def _below(index: int, blocks: list[Block], place: int, end: int, until: int) -> list[Answer]:
    while place < len(blocks) and blocks[place].start < end:
        place += 1
    found: list[Answer] = []
    for at, block in enumerate(blocks[place : place + _MOST_ANSWERS], start=place):
        if block.start >= until or block.kind in (BlockKind.LABEL, BlockKind.SECTION):
            break
        if _STARTS["ends"].match(block.text):
            break
        if _is_heading_of(block, "force"):
            return _under_heading(index, blocks, at, until)
        named = _BY_NAME.match(block.text)
        marked = _ANSWERS.match(block.text)
        if named and force_names(named["name"]):
            text, name = named["words"], named["name"]
        elif marked and not _OF_THE_BODY.match(block.text):
            text, name = block.text[marked.end() :], None
        elif (
            block.kind is BlockKind.ANSWER and not block.text.endswith("?") and not _OF_THE_BODY.match(block.text)
        ) or (block.kind is BlockKind.PARAGRAPH and _ON_THIS.search(sentences(block.text)[0])):
            text, name = block.text, None
        else:
            continue
        if text:
            found.append(Answer(item=index, position=position_of(text), words=text, line=block.line, name=name))
    taken = [each for each in found if each.position]
    return taken if any(each.name for each in taken) else (taken or found)[:1]


def _is_heading_of(block: Block, part: str) -> bool:
    """Say whether a block is a heading of this voice, without words of its own."""
    found = _STARTS[part].match(block.text)
    return found is not None and found["rest"].strip(" :") == ""


def _under_heading(index: int, blocks: list[Block], place: int, until: int) -> list[Answer]:
    """Return what stands under a heading of the force below an item, until another voice, heading or item."""
    said: list[Block] = []
    while (place := place + 1) < len(blocks):
        block = blocks[place]
        if block.start >= until or block.kind not in SAID or _voice(block, None, has_body=False) is not None:
            break
        said.append(block)
    if not said:
        return []
    words_of = "\n\n".join(each.text for each in said)
    return [Answer(item=index, position=position_of(words_of), words=words_of, line=said[0].line, headed=True)]


def _under_numbers(items: tuple[Understood, ...], blocks: list[Block]) -> list[Answer]:
    """Return the answers of a table that lost its columns: the same numbers again, after all items."""
    if not items:
        return []
    last = max(each.item.end for each in items)
    by_number = {each.item.number: index for index, each in enumerate(items) if each.item.number}
    found = []
    for block in blocks:
        if (
            block.start > last
            and block.kind is BlockKind.NUMBERED
            and block.number in by_number
            and position_of(block.rest)
        ):
            found.append(
                Answer(
                    item=by_number[block.number], position=position_of(block.rest), words=block.rest, line=block.line
                )
            )
    return found
