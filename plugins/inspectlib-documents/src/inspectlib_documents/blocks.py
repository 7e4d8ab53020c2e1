"""The second stage: lines joined into blocks, each with a kind and the reason for it."""

import re
from collections.abc import Iterator
from enum import Enum

from inspectlib.fields import Public, evolve, value
from inspectlib_documents.lines import BULLETS, Line
from inspectlib_documents.tables import TableRow, tables_in
from inspectlib_documents.words import NUMBER, number_of, pattern_of, same_words, table, words


class BlockKind(Enum):
    """What a block of lines is taken for."""

    LABEL = "label of an item"
    SECTION = "heading of a list of items"
    DEADLINE = "heading that gives a deadline"
    STOP = "heading under which nothing is asked"
    ANSWER = "answer to an item"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBERED = "numbered paragraph"
    PARAGRAPH = "paragraph"
    ROW = "row of a table"
    LOG = "log of a register page"
    FURNITURE = "furniture of a page"


@value
class Block:
    """One block: its kind, why, its words, and for what it can carry: a marker, an item's kind and number.

    `rest`: the words after a label on its line. `aside`: those in brackets between them. `indent`: of a bullet. `marks`: where each of its lines begins, in
    `text` and in the document.
    """

    kind: Public[BlockKind]
    why: Public[str]
    text: Public[str]
    start: Public[int]
    end: Public[int]
    line: Public[int]
    gap: Public[int] = 0
    marker: Public[str] = ""
    item: Public[str | None] = None
    number: Public[str | None] = None
    rest: Public[str] = ""
    aside: Public[str] = ""
    indent: Public[int] = 0
    looks: Public[frozenset[str]] = frozenset()
    row: Public[TableRow | None] = None
    marks: Public[tuple[tuple[int, int], ...]] = ()

    def at(self, place: int) -> int:
        """Return where in the document a place of the block's words stands; lines were joined, so it is no sum."""
        begins, source = max((mark for mark in self.marks if mark[0] <= place), default=(0, self.start))
        return source + place - begins

    def span(self, place: int, length: int) -> tuple[int, int]:
        """Return the span in the document of words of the block (characters, end exclusive)."""
        return self.at(place), self.at(place + max(length, 1) - 1) + 1


_ENDS = re.compile(r"[.:;!?][\"'\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK})\]]*(?:\[\d+\])?$")
_BULLET = re.compile(rf"^(?P<mark>[{BULLETS}]|[-\N{{EN DASH}}\N{{EM DASH}}*]|o)\s+(?=\S)")
_SUB = re.compile(r"^(?P<mark>\((?:[a-z]|[ivx]{1,5})\)|(?:[a-h]|[ivx]{1,5})[.)])\s+(?=\S)")
_NUMBERED = re.compile(
    r"^(?P<mark>(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|\d{1,3}\([a-z]\)|R\d{1,3}[a-z]?[.):]?|[A-Z]{1,4}\d{1,3}[a-z]?[.):]|[A-Z][.)](?=\s+[a-z])))\s+(?=\S)"
)
_LEADERS = re.compile(r"(?:\.\s?|\N{HORIZONTAL ELLIPSIS}\s?){4,}\s*\d{1,4}$")
_PAGE = re.compile(
    r"^[-\N{EN DASH}|\s]*(?:page )?\d{1,3}(?: (?:of|/) \d{1,3})?(?:\s?\| ?page)?[-\N{EN DASH}|\s]*$", re.IGNORECASE
)
_LOG = re.compile(r"^\[/?(?:on|status|comment)\]", re.IGNORECASE)
_UNFINISHED_WORDS = table()["asks"]["unfinished"]
#: also in a heading in capitals, but for the letter of "Annex A"
_UNFINISHED = re.compile(
    rf"(?:{'|'.join(map(pattern_of, [*_UNFINISHED_WORDS, *(each.upper() for each in _UNFINISHED_WORDS if len(each) > 1)]))})$"
)
#: a word parted at the end of a line, by a hyphen that may be soft
_PARTED = re.compile(r"[a-z][\u00ad-]$")
#: the mark of a bullet or a number whose words stand on the next line
_MARK_ALONE = re.compile(rf"^(?:[{BULLETS}]|\d{{1,2}}[.)])$")
_FIELD = re.compile(r"^[A-Z][A-Za-z]*(?: [\w/]+){0,3}:(?:\s|$)")
_GREETING = re.compile(r"^dear .{2,60},?$", re.IGNORECASE)
#: a text is wrapped where no line is longer than this; its full lines are nearly as long as its longest
_WRAPPED = 110
_NARROWEST = 50
_PROOF = 2
_NEARLY_FULL = 0.7
_HEADING_WORDS = 18
_HEADING_LENGTH = 130


def _label_pattern() -> "re.Pattern[str]":
    names = sorted(
        ((each, kind) for kind, row in table()["kind"].items() for each in (*row["one"], *row["many"][:1])),
        key=lambda pair: len(pair[0]),
        reverse=True,
    )
    joined = "|".join(pattern_of(name) for name, _ in names)
    number = rf"(?P<number>(?:\d{{1,3}}(?:\.\d{{1,3}})*|\d{{4,6}}(?!\s\d)|{NUMBER})(?:\s?\([ivx]{{1,4}}\)|[a-z](?![a-z]))?|(?-i:[IVX]{{1,5}}|[A-H]))"
    return re.compile(
        rf"^(?:A\.\s+)?(?P<year>(?:19|20)\d\d\s+)?(?P<before>\d{{1,2}}(?:\.\d{{1,3}})*\.?\s+)?(?P<name>{joined})(?:\s+\(?{number}(?!\w)\)?(?:\s+of\s+\d{{1,3}}\b)?)?"
        r"(?:\s*\((?P<aside>[^()]{1,160})\))?(?P<close>\s*[:.]|\s+[-\N{EN DASH}\N{EM DASH}](?=\s)|$)\s*(?P<rest>.*)$",
        re.IGNORECASE | re.DOTALL,
    )


_LABEL = _label_pattern()
#: "Recommendations: the force should ..." is a label; alone, a heading
_PLURAL = {same_words(row["many"][0]) for row in table()["kind"].values()}
_KINDS = {same_words(name): kind for kind, row in table()["kind"].items() for name in (*row["one"], *row["many"])}


def _whole(names: "list[str]", after: str = "") -> "re.Pattern[str]":
    joined = "|".join(map(pattern_of, sorted(names, key=len, reverse=True)))
    return re.compile(rf"^(?P<name>{joined}){after}$", re.IGNORECASE)


_MANY = [name for row in table()["kind"].values() for name in row["many"]]
_ON = "|".join(map(pattern_of, table()["labels"]["list_goes_on"]))
_SECTION = re.compile(
    rf"^(?:(?:section\s+)?\d{{1,2}}(?:\.\d{{1,2}})*\.?\s+)?(?:(?P<theme>[^:.]{{1,80}}):\s+)?"
    rf"(?P<name>{'|'.join(map(pattern_of, sorted([*_MANY, 'recommendation'], key=len, reverse=True)))})(?P<more>\s+(?:{_ON})\s.{{1,90}})?\s*:?$",
    re.IGNORECASE,
)
_STOP = _whole([*table()["labels"]["stops"], *table()["labels"]["translated"]], r"(?:\s+\d+)?\s*:?")
_STOP_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?=\D)")
_ANSWERS = re.compile(rf"^(?:{'|'.join(map(pattern_of, table()['labels']['answers']))})", re.IGNORECASE)
_FURNITURE = re.compile(rf"^(?:{'|'.join(map(pattern_of, table()['labels']['furniture']))})", re.IGNORECASE)
_DEADLINE = re.compile(
    rf"^(?:immediately|with immediate effect|(?:with)?in\s+{NUMBER}\s+(?:days?|weeks?|months?|years?)(?:\s+of\s+publication)?"
    r"|by\s+(?:the end of\s+)?(?:\d{1,2}\s+)?[A-Z][a-z]+\s+\d{4})\s*:?$",
    re.IGNORECASE,
)


def is_answer(text: str) -> bool:
    """Say whether words begin as an answer to an item: "Accepted. ..."."""
    return bool(_ANSWERS.match(text))


def request_in(text: str) -> bool:
    """Say whether words ask somebody to act: "should", "recommends that", ..."""
    return bool(words("asks", "modal").search(text) or words("asks", "recommending").search(text))


def is_open(text: str) -> bool:
    """Say whether a text leads in to parts: it ends with a colon, perhaps with a dash after it, or with "as follows"."""
    return bool(re.search(r":\s*[-\N{EN DASH}\N{EM DASH}]?$|\bas follows\.$", text))


def _is_marked(text: str) -> bool:
    return bool(
        _BULLET.match(text) or _SUB.match(text) or _NUMBERED.match(text) or _LABEL.match(text) or _LOG.match(text)
    )


def _is_name(text: str) -> bool:
    """Say whether a line stands alone whatever follows it: a heading that we know, a deadline, furniture."""
    return bool(
        _SECTION.match(text)
        or _STOP.match(text)
        or _DEADLINE.match(text)
        or _FURNITURE.match(text)
        or _PAGE.match(text)
        or _ANSWERS.match(text)
        or ((found := _LABEL.match(text)) and not found["rest"])
    )


def _goes_on(block: Block, line: Line, last: Line, width: int) -> str | None:
    """Return why a line goes on with a block, or None where it does not."""
    if _MARK_ALONE.match(block.text) and line.gap <= 1 and not (_is_marked(line.text) or _MARK_ALONE.match(line.text)):
        return "only its mark stands before it"
    if "heading" in line.looks or "heading" in last.looks or "cell" in line.looks or "bullet" in line.looks:
        return None
    if "runs" in line.looks and not _BULLET.match(line.text) and not (_is_name(line.text) and _ENDS.search(block.text)):
        return "it stands right below a full line, where paragraphs stand apart"
    if (
        line.gap
        or "whole" in line.looks
        or "flat" in line.looks
        or _is_marked(line.text)
        or _is_name(line.text)
        or (_is_name(block.text) and not (_ANSWERS.match(block.text) and _is_full(last, width)))
    ):
        return None
    if (
        _LOG.match(block.text)
        or _GREETING.match(block.text)
        or (_FIELD.match(line.text) and not _UNFINISHED.search(block.text))
        or block.text.isupper() != line.text.isupper()
    ):
        return None
    if _ENDS.search(block.text):
        return None
    if _UNFINISHED.search(block.text) or block.text.rfind("(") > block.text.rfind(")"):
        return "the line before breaks off"
    if line.text[0].islower():
        return "its first word is in lower case"
    if block.text.endswith(","):
        return "the line before ends with a comma"
    if _is_full(last, width) and not line.text[0].isdigit() and len(line.text) > 1:
        label = _LABEL.match(block.text)
        if label and not request_in(label["rest"]) and not any(map(str.isdigit, label["rest"])):
            return None  # a label with its theme or its bodies
        return "the line before is full and ends no sentence"
    return None


def _is_full(line: Line, width: int) -> bool:
    return bool(width) and len(line.text) > width * _NEARLY_FULL


def blocks_of(lines: tuple[Line, ...]) -> tuple[Block, ...]:
    """Return the blocks of a document in order; every line is in exactly one."""
    made: list[Block] = []
    done = 0
    headers = _running_headers(lines)
    width = max((len(each.text) for each in lines), default=0) if _is_wrapped(lines) else 0
    width = width if _NARROWEST <= width <= _WRAPPED else 0
    for start, end, rows in tables_in(lines):
        made.extend(_classified(list(_joined(_without_page_breaks(lines[done:start], headers), width))))
        made.extend(map(_row, rows))
        done = end
    made.extend(_classified(list(_joined(_without_page_breaks(lines[done:], headers), width))))
    return tuple(made)


def _is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Say whether lines are broken at a width: some go on in lower case below."""
    going_on = 0
    for line in lines:
        going_on += line.gap == 0 and line.text[0].islower() and "flat" not in line.looks and "cell" not in line.looks
        if going_on >= _PROOF:
            return True
    return False


def _row(row: TableRow) -> Block:
    return Block(
        kind=BlockKind.ROW,
        why="a row of a table with a column of recommendations",
        text=" | ".join(each.text for each in row.cells),
        start=row.cells[0].start,
        end=row.cells[-1].end,
        line=row.cells[0].number,
        row=row,
    )


#: a header that has the page's number on its line: some words, then the number
_NUMBERED_HEADER = re.compile(r"^(?P<words>\w+(?: \S+){2,20}?) \|? ?\d{1,3}$")


def _running_headers(lines: tuple[Line, ...]) -> frozenset[int]:
    """Return where the headers and footers of pages begin: the same words beside the numbers of several pages."""
    beside: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if "cell" in line.looks:
            continue
        if _PAGE.match(line.text):
            for place in (index - 1, index + 1):
                if 0 <= place < len(lines) and not _is_marked(lines[place].text) and not _is_name(lines[place].text):
                    beside.setdefault(lines[place].text, []).append(lines[place].start)
        elif (found := _NUMBERED_HEADER.match(line.text)) and not _is_marked(line.text) and not _is_name(line.text):
            places = beside.setdefault(f"{found['words']} #", [])
            if index or places:
                places.append(line.start)
    return frozenset(place for places in beside.values() if len(set(places)) > 1 for place in places)


def _without_page_breaks(lines: tuple[Line, ...], headers: frozenset[int]) -> "list[tuple[Line, bool]]":
    """Return each line with whether it is page furniture: a page number and the running header beside it.

    A page breaks in the middle of a sentence: what follows the furniture starts in lower case.
    """
    kept: list[tuple[Line, bool]] = []
    index = 0
    while index < len(lines):
        kept.append((lines[index], lines[index].start in headers))
        after = None if kept[-1][1] else _after_page(lines, index, headers)
        if after is not None:
            kept.extend((each, True) for each in lines[index + 1 : after])
            kept.append((evolve(lines[after], gap=0), False))
            index = after
        index += 1
    return kept


#: lines of furniture between two pages at the most
_MOST_FURNITURE = 4


def _after_page(lines: tuple[Line, ...], index: int, headers: frozenset[int]) -> int | None:
    """Return where the sentence of a line goes on, if a page ends within it; None where none does."""
    text = lines[index].text
    unfinished = bool(_UNFINISHED.search(text)) or text.endswith(",")
    if not unfinished and (_ENDS.search(text) or not text[-1:].isalpha()):
        return None
    anew = None
    for after in range(index + 2, min(index + 2 + _MOST_FURNITURE, len(lines))):
        between, following = lines[index + 1 : after], lines[after]
        if not all(_is_of_a_page(each) for each in between):
            break
        if not any(_PAGE.match(each.text) or each.start in headers for each in between) or _is_name(following.text):
            continue
        if following.text[0].islower():
            return after
        if anew is None and unfinished and following.start not in headers and not _is_marked(following.text):
            anew = after
    return anew


def _is_of_a_page(line: Line) -> bool:
    """Say whether a line can stand between the halves of a sentence: a page's number, or words that begin anew."""
    return bool(_PAGE.match(line.text)) or not (_is_marked(line.text) or line.text[0].islower())


def _joined(lines: list[tuple[Line, bool]], width: int) -> Iterator[tuple[Block, Line]]:
    current: Block | None = None
    parts: list[Line] = []
    last: Line | None = None
    aside: list[tuple[Block, Line]] = []
    for line, is_furniture in lines:
        made = Block(
            kind=BlockKind.PARAGRAPH,
            why="words",
            text=line.text,
            start=line.start,
            end=line.end,
            line=line.number,
            gap=line.gap,
            indent=line.indent,
            looks=line.looks,
        )
        if is_furniture:
            aside.append((evolve(made, kind=BlockKind.FURNITURE, why="the number, header or footer of a page"), line))
            continue
        if current is not None and last is not None:
            why = _goes_on(evolve(current, text=parts[-1].text), line, last, width)
            if why:
                parts.append(line)
                current, last = evolve(current, end=line.end, why=f"goes on: {why}"), line
                continue
            yield _run_on(current, parts), last
        yield from aside
        aside = []
        current, parts, last = made, [line], line
    if current is not None and last is not None:
        yield _run_on(current, parts), last
    yield from aside


def _run_on(block: Block, lines: list[Line]) -> Block:
    """Return a block with the words of its lines joined, a word parted at the end of a line in one."""
    parts: list[str] = []
    marks: list[tuple[int, int]] = []
    length = 0
    for line in lines:
        if parts and _PARTED.search(parts[-1][-2:]) and line.text[0].islower():
            parts[-1] = parts[-1][:-1]
            length -= 1
        elif parts:
            parts[-1] += " "
            length += 1
        marks.append((length, line.start))
        parts.append(line.text)
        length += len(line.text)
    return evolve(block, text="".join(parts), marks=tuple(marks))


def _classified(pairs: list[tuple[Block, Line]]) -> Iterator[Block]:
    for block, _ in pairs:
        yield _kind_of(block) if block.kind is BlockKind.PARAGRAPH else block


def _kind_of(block: Block) -> Block:
    """Return the block with what it is taken for; the first that fits, from the surest to the plainest."""
    text = _in_english(block.text)

    def named(kind: BlockKind, why: str, **more: object) -> Block:
        return evolve(block, kind=kind, why=why, **more)

    if _LOG.match(text):
        return named(BlockKind.LOG, "it begins with a status mark")
    if _PAGE.match(text) and "cell" not in block.looks:
        return named(BlockKind.FURNITURE, "a number alone on its line")
    if _LEADERS.search(text) and len(text) < _HEADING_LENGTH:
        return named(BlockKind.FURNITURE, "dots that lead to a page number")
    if _FURNITURE.match(text) and (not request_in(text) or "cookie" in text.lower()):
        return named(BlockKind.FURNITURE, "words of a page's furniture")
    if found := _DEADLINE.match(text):
        return named(BlockKind.DEADLINE, "a deadline alone on its line")
    if (found := _LABEL.match(text)) and _is_label(found):
        return _label(block, found)
    if found := _SECTION.match(text):
        item = _KINDS.get(same_words(found["name"]), "recommendation")
        return named(BlockKind.SECTION, "the name of a list of items", item=item, rest=found["more"] or "")
    bare = _STOP_NUMBERED.sub("", text, count=1)
    if _STOP.match(bare):
        return named(BlockKind.STOP, "a heading under which nothing is asked")
    if "bullet" in block.looks or (found := _BULLET.match(text)):
        mark = _BULLET.match(text)
        marker = mark["mark"] if mark else "\N{BULLET}"
        return named(
            BlockKind.BULLET, f"it begins with {marker!r}", marker=marker, rest=text[mark.end() :] if mark else text
        )
    if (found := _SUB.match(text)) and (found["mark"][-1] == ")" or block.indent):
        return named(
            BlockKind.BULLET,
            "it begins with a letter of a list",
            marker="(a)",
            number=found["mark"].strip("().:"),
            rest=text[found.end() :],
        )
    if _ANSWERS.match(text):
        return named(BlockKind.ANSWER, "it begins as an answer")
    if found := _NUMBERED.match(text):
        number = found["mark"].rstrip(".:") if "(" in found["mark"] else found["mark"].rstrip(".):")
        return named(
            BlockKind.NUMBERED, "it begins with a number", marker=found["mark"], number=number, rest=text[found.end() :]
        )
    if _looks_like_heading(block):
        return named(BlockKind.HEADING, "short, and ends no sentence")
    return named(BlockKind.PARAGRAPH, block.why)


_BETWEEN = re.compile(rf"\s(?:{'|'.join(map(re.escape, table()['labels']['between_languages']))})\s")
_TRANSLATED = _whole(table()["labels"]["translated"], r"(?:\s+\d+)?\s*:?")


def _in_english(text: str) -> str:
    """Return a heading without its other language's half: "Recommendation 1 / Argymhelliad 1"."""
    halves = _BETWEEN.split(text) if len(text) < _HEADING_LENGTH else [text]
    kept = [each for each in halves if not _TRANSLATED.match(each)]
    return kept[0] if len(kept) == 1 and len(halves) > 1 else text


def is_numbered_label(text: str) -> bool:
    """Say whether a line opens with the name of an item and its number, as a label does."""
    found = _LABEL.match(text)
    return found is not None and found["number"] is not None and _is_label(found)


def _is_label(found: "re.Match[str]") -> bool:
    """A label has a number, or stands alone, or is closed by a colon; other words only begin alike."""
    if same_words(found["name"]) in _PLURAL:
        return found["close"].strip() == ":" and request_in(found["rest"]) and not is_open(found["rest"])
    if found["close"].strip() == ".":
        return found["number"] is not None
    return found["number"] is not None or not found["rest"] or found["close"].strip() == ":"


def _label(block: Block, found: "re.Match[str]") -> Block:
    item = _KINDS[same_words(found["name"])]
    number = found["number"]
    if number is None and found["before"] and item != "recommendation":
        number = found["before"].strip().rstrip(".")
    elif number is not None and (plain := number_of(number)) is not None:
        number = str(plain)
    rest = found["rest"]
    if not rest and found["aside"] and (to := re.match(r"(?:for|to)\s+", found["aside"], re.IGNORECASE)):
        rest = f"to {found['aside'][to.end() :]}"
    if not rest and number is None and same_words(found["name"]) == "recommendation" and found["close"].strip() == "":
        return evolve(block, kind=BlockKind.SECTION, why="the name of an item, alone: one or several follow", item=item)
    return evolve(
        block,
        kind=BlockKind.LABEL,
        why="the name of an item",
        item=item,
        number=number,
        rest=rest,
        aside=found["aside"] or "",
    )


def _looks_like_heading(block: Block) -> bool:
    if "heading" in block.looks:
        return True
    text = block.text
    if (
        len(text) > _HEADING_LENGTH
        or len(text.split()) > _HEADING_WORDS
        or ("flat" in block.looks and not text.endswith("?"))
    ):
        return False
    if text.endswith("?"):
        return True
    return (
        not is_open(text)
        and not re.search(r"[.:;,!]$|[.!][\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})]+$", text)
        and not text[0].islower()
        and text[0] not in "\"'\N{LEFT DOUBLE QUOTATION MARK}("
    )
