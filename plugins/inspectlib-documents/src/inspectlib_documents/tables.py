"""Tables of recommendations, whole or broken: header cells, then rows that begin with a number."""

import re
from collections.abc import Iterator

from inspectlib.fields import Public, evolve, value
from inspectlib_documents.dates import a_date
from inspectlib_documents.lines import Line
from inspectlib_documents.words import any_of, pattern_of, same_words, table

_NUMBER = re.compile(r"^(?:R|rec(?:ommendation)?\.?\s*)?(\d{1,3}(?:\.\d{1,3})?[a-z]?)[.)]?$", re.IGNORECASE)
_TEXT_HEAD = re.compile(
    r"^(?:rec{1,2}om{1,2}endations?|areas? for improvement|AFIs?|causes? of concern)(?:\s*/.*)?$", re.IGNORECASE
)
_SPACES = re.compile(r"(?<=\S)\s{2,40}(?=\S)")
_RULE = re.compile(r"^[-:\s]{2,}$")
_MOST_HEADS = 12
_LONGEST_HEAD = 60


@value
class TableRow:
    """One row as it stands: its cells in order, and the table's header."""

    heads: Public[tuple[str, ...]]
    cells: Public[tuple[Line, ...]]


@value
class Row:
    """One item of a row: its number, its text, and what other cells say."""

    number: Public[str | None]
    text: Public[str]
    start: Public[int]
    end: Public[int]
    line: Public[int]
    kind: Public[str] = "recommendation"
    owner: Public[str] = ""
    due: Public[str] = ""
    status: Public[str] = ""


def tables_in(lines: tuple[Line, ...]) -> list[tuple[int, int, tuple[TableRow, ...]]]:
    """Return the tables of recommendations among lines: first line, line after the last, rows."""
    found: list[tuple[int, int, tuple[TableRow, ...]]] = []
    place = 0
    while place < len(lines):
        made = None
        if "cell" in lines[place].looks:
            made = _marked(lines, place)
        elif _SPACES.search(lines[place].text):
            made = _spaced(lines, place)
        elif "|" in lines[place].text:
            made = _piped(lines, place)
        elif is_number_head(lines[place].text):
            made = _flattened(lines, place)
        if made is None:
            place += 1
            continue
        end, rows = made
        if rows:
            found.append((place, end, rows))
        place = max(end, place + 1)
    return found


_NAMES = [name for row in table()["kind"].values() for name in row["one"]]
_LABEL = re.compile(
    rf"^(?:{'|'.join(map(pattern_of, sorted(_NAMES, key=len, reverse=True)))})\s+(?P<number>\d{{1,3}}(?:\.\d{{1,3}})?[a-z]?)"
    r"\s*(?:[:.]|[-\N{EN DASH}\N{EM DASH}](?=\s))\s*(?=\S)"
    r"|^(?P<bare>\d{1,3}(?:\.\d{1,3})?[a-z]?)[.:)]\s+(?=[A-Z\"\N{LEFT DOUBLE QUOTATION MARK}])",
    re.IGNORECASE,
)


def is_number(text: str) -> bool:
    """Say whether a cell holds an item's number and nothing else."""
    return _NUMBER.match(text) is not None


def is_text_head(text: str) -> bool:
    """Say whether a header cell names recommendations, however it is spelt."""
    return _TEXT_HEAD.match(text) is not None


def is_number_head(text: str) -> bool:
    """Say whether a header cell names a number."""
    return same_words(text) in table()["labels"]["table_heads"]


def _marked(lines: tuple[Line, ...], place: int) -> tuple[int, tuple[TableRow, ...]]:
    """Read a table whose format marks its cells (HTML, Word)."""
    end = place
    rows: list[list[Line]] = []
    while end < len(lines) and "cell" in lines[end].looks:
        if "row" in lines[end].looks or not rows:
            if rows and "table" in lines[end].looks:
                break
            rows.append([])
        if "more" in lines[end].looks and rows[-1]:
            before = rows[-1].pop()
            rows[-1].append(evolve(before, text=f"{before.text} {lines[end].text}", end=lines[end].end))
        else:
            rows[-1].append(lines[end])
        end += 1
    heads = tuple(each.text for each in rows[0])
    if not any(_TEXT_HEAD.match(each) for each in heads):
        return end, ()
    return end, tuple(TableRow(heads=heads, cells=tuple(row)) for row in rows[1:])


def _piped(lines: tuple[Line, ...], place: int) -> tuple[int, tuple[TableRow, ...]]:
    """Read a table whose cells are parted by "|", however its rows were broken over lines."""
    whole = _whole_rows(lines, place)
    if whole is not None:
        return whole
    end = last = place
    while end < len(lines) and (end - last) <= 6:  # noqa: PLR2004 - a cell broken over more lines is no cell
        if "|" in lines[end].text:
            last = end
        elif lines[end].gap > 1:
            break
        end += 1
    end = last + 1
    cells = list(_cells(lines[place:end]))
    heads: list[str] = []
    for index, cell in enumerate(cells[: 4 * _MOST_HEADS]):
        if _NUMBER.match(cell.text):
            heads = [each.text for each in cells[:index] if each.text and not _RULE.match(each.text)]
            cells = cells[index:]
            break
    if not any(_TEXT_HEAD.match(each) for each in heads):
        return end, ()
    rows: list[list[Line]] = []
    for cell in cells:
        number = _NUMBER.match(cell.text)
        if not rows or (number and "." not in number[1]):
            rows.append([])
        if cell.text and not _RULE.match(cell.text):
            rows[-1].append(cell)
    return end, tuple(TableRow(heads=tuple(heads), cells=tuple(row)) for row in rows)


def _spaced(lines: tuple[Line, ...], place: int) -> tuple[int, tuple[TableRow, ...]] | None:
    """Read a table whose cells are parted by wide spaces, as many in each row as in the header."""
    heads = tuple(each.text for each in _parts(lines[place]))
    if not any(_TEXT_HEAD.match(each) for each in heads) or any(map(_NUMBER.match, heads)):
        return None  # "Recommendation   2" is a label
    end = place + 1
    rows = []
    while end < len(lines) and len(cells := _parts(lines[end])) == len(heads):
        rows.append(TableRow(heads=heads, cells=tuple(cells)))
        end += 1
    return (end, tuple(rows)) if rows else None


def _parts(line: Line) -> list[Line]:
    made, start = [], 0
    for each in [*_SPACES.finditer(line.text), None]:
        end = each.start() if each else len(line.text)
        made.append(evolve(line, text=line.text[start:end], start=line.start + start, end=line.start + end))
        start = each.end() if each else end
    return made


def _whole_rows(lines: tuple[Line, ...], place: int) -> tuple[int, tuple[TableRow, ...]] | None:
    """Read a table each of whose rows is a line, "| a | b |" or "a | b"; None where its rows are broken."""
    bars = lines[place].text.count("|")
    outer = lines[place].text.startswith("|")
    end = place
    rows: list[tuple[Line, ...]] = []
    while end < len(lines) and lines[end].text.count("|") == bars and lines[end].text.startswith("|") == outer:
        rows.append(tuple(_cells(lines[end : end + 1]))[int(outer) :])
        end += 1
    heads = tuple(each.text for each in rows[0]) if rows else ()
    if (
        not any(_TEXT_HEAD.match(each) for each in heads)
        or len(rows) == 1
        or (end < len(lines) and "|" in lines[end].text)
    ):
        return None
    return end, tuple(
        TableRow(heads=heads, cells=row) for row in rows[1:] if not all(_RULE.match(each.text or "--") for each in row)
    )


def _cells(lines: tuple[Line, ...]) -> Iterator[Line]:
    held: list[tuple[Line, str]] = []

    def cell() -> Line:
        words_of = [(line, part.strip()) for line, part in held if part.strip()]
        if not words_of:
            return evolve(held[0][0], text="")
        first, last = words_of[0][0], words_of[-1][0]
        return evolve(first, text=" ".join(each for _, each in words_of), end=last.end)

    for line in lines:
        *closed, rest = line.text.split("|")
        place = line.start
        for part in closed:
            held.append((evolve(line, start=place, end=place + len(part)), part))
            yield cell()
            held = []
            place += len(part) + 1
        if rest.strip():
            held.append((evolve(line, start=place, end=place + len(rest)), rest))
    if held:
        yield cell()


def _flattened(lines: tuple[Line, ...], place: int) -> tuple[int, tuple[TableRow, ...]] | None:
    """Read a table whose cells stand a line each: as many lines a row as it has header cells."""
    heads: list[str] = []
    end = place
    while end < len(lines) and len(heads) < _MOST_HEADS and not _NUMBER.match(lines[end].text):
        if len(lines[end].text) > _LONGEST_HEAD:
            return None
        heads.append(lines[end].text)
        end += 1
    if not any(_TEXT_HEAD.match(each) for each in heads):
        return None
    rows = []
    while end + len(heads) <= len(lines) and _NUMBER.match(lines[end].text):
        rows.append(TableRow(heads=tuple(heads), cells=lines[end : end + len(heads)]))
        end += len(heads)
    return (end, tuple(rows)) if rows else None


_OWNER = re.compile(
    r"owner|lead|responsib|addressee|for whom|organisation|^(?:for|to|who|body|bodies)\??$", re.IGNORECASE
)
_DUE = re.compile(r"deadline|due|by when|complet\w+ by|target date|timescale|date", re.IGNORECASE)
_STATUS = re.compile(r"status|position|accepted|response|update", re.IGNORECASE)
_STATE = re.compile(
    r"^(?:we\s+)?(?:accept|not accept|agree|not agree|reject|partly|partially|closed|complete|open|in progress|superseded)",
    re.IGNORECASE,
)


def rows_of(row: TableRow) -> Iterator[Row]:
    """Yield the items of a row: by its header where the cells match it, else by what the cells look like."""
    cells = row.cells
    owner = due = status = ""
    if len(cells) == len(row.heads):
        text = next(each for each, head in zip(cells, row.heads, strict=True) if _TEXT_HEAD.match(head))
        head = next(head for head in row.heads if _TEXT_HEAD.match(head))
        number = next(
            (
                each.text
                for each, name in zip(cells, row.heads, strict=True)
                if _NUMBER.match(each.text) and not _TEXT_HEAD.match(name)
            ),
            None,
        )
        for cell, name in zip(cells, row.heads, strict=True):
            owner = owner or (cell.text if _OWNER.search(same_words(name)) else "")
            due = due or (
                cell.text
                if _DUE.search(same_words(name)) and cell is not text and not _STATUS.search(same_words(name))
                else ""
            )
            status = status or (cell.text if _STATUS.search(same_words(name)) and cell is not text else "")
        if text.text and not _NUMBER.match(text.text):
            label = _LABEL.match(text.text)
            skipped = label.end() if label else 0
            own = (label["number"] or label["bare"]) if label else None
            yield Row(
                number=_number(number) or own, text=text.text[skipped:], start=text.start + skipped, end=text.end,
                line=text.number, kind=_kind(head), owner=owner, due=due, status=status,
            )  # fmt: skip
        return
    bodies = words_of_bodies()
    places = [index for index, each in enumerate(cells) if _NUMBER.match(each.text) and index + 1 < len(cells)]
    for cell in cells:
        owner = owner or (cell.text if bodies.fullmatch(cell.text) else "")
        due = due or (cell.text if a_date(cell.text) else "")
        status = status or (cell.text if _STATE.match(cell.text) else "")
    for index in places:
        text = cells[index + 1]
        if _NUMBER.match(text.text) or bodies.fullmatch(text.text):
            continue
        yield Row(
            number=_number(cells[index].text),
            text=text.text,
            start=text.start,
            end=text.end,
            line=text.number,
            owner=owner,
            due=due,
            status=status,
        )


def words_of_bodies() -> "re.Pattern[str]":
    """Return the pattern of a cell that names one body and nothing else."""
    return any_of(phrase for phrases in table()["addressee"].values() for phrase in phrases)


def _number(cell: str | None) -> str | None:
    found = _NUMBER.match(cell) if cell else None
    return found[1] if found else None


def _kind(head: str) -> str:
    head = same_words(head)
    if "improvement" in head or head.startswith("afi"):
        return "area_for_improvement"
    return "cause_of_concern" if "concern" in head else "recommendation"
