"""PDF as lines: where words stand on the page says what is a paragraph, a heading and a cell."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from inspectlib.errors import CannotRead
from inspectlib.fields import Public, value
from inspectlib.limits import LIMITS, within_time
from inspectlib_documents.blocks import is_numbered_label
from inspectlib_documents.lines import BULLETS, Shown
from inspectlib_documents.tables import is_number, is_number_head, is_text_head

#: a line's distance from the one above, in sizes of its letters, from which a blank line stands between them
_APART = 1.75
_SAME_LINE, _SAME_COLUMN = 2.0, 4.0
_LARGER = 1.08
_MARGIN = 0.1
_OFTEN = 2
#: two columns begin this far apart (points), in at least so many lines of a page
_APART_COLUMNS, _ROWS_OF_COLUMNS = 150.0, 5
#: a line is full from this share of the longest on; paragraphs stand apart where this share of lines has a gap before it
_FULL, _SPACED = 0.75, 0.3
#: what the reader of a damaged PDF may come to, besides its own errors
BROKEN = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    NotImplementedError,
    OverflowError,
    ArithmeticError,
    AssertionError,
)


@value
class Piece:
    """Words that the page shows in one go: where they start (points from the left and the bottom), how large, in what font."""

    text: Public[str]
    page: Public[int]
    x: Public[float]
    y: Public[float]
    size: Public[float]
    bold: Public[bool] = False


def is_pdf(data: bytes) -> bool:
    """Say whether bytes are a PDF."""
    return b"%PDF-" in data[:1024]


def shown_in_pdf(name: str, data: bytes) -> Iterator[Shown]:
    """Yield the lines of a PDF in the order of its pages. Raises CannotRead."""
    pieces, heights = _pieces(name, data)
    if not any(each.text.strip() for each in pieces):
        message = f"{name!r} holds no text, only pictures of it; have its text recognised, or ask for the original"
        raise CannotRead(message)
    yield from _Lines(_rows(_by_columns(pieces)), heights).shown()


def _pieces(name: str, data: bytes) -> tuple[list[Piece], list[float]]:
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends by itself is no news for a reader
    pieces: list[Piece] = []
    heights: list[float] = []
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            message = f"{name!r} is encrypted; save it without a password"
            raise CannotRead(message)
        if len(reader.pages) > LIMITS.pages:
            message = f"{name!r} has {len(reader.pages)} pages, over {LIMITS.pages}; read a part of it"
            raise CannotRead(message)
        for number, page in enumerate(within_time(reader.pages, name)):
            heights.append(float(page.mediabox.height))

            def visit(text: str, cm: Any, tm: Any, font: Any, size: float, number: int = number) -> None:
                if text.strip():
                    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
                    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
                    scale = abs(tm[3] * cm[3]) or 1.0
                    bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
                    pieces.extend(
                        Piece(text=each, page=number, x=x, y=y, size=max(size * scale, 1.0), bold=bold)
                        for each in text.split("\n")
                        if each.strip()
                    )

            page.extract_text(visitor_text=visit)
    except (FileNotDecryptedError, DependencyError):
        message = f"{name!r} is encrypted; save it without a password"
        raise CannotRead(message) from None
    except CannotRead:
        raise
    except (PyPdfError, *BROKEN) as error:
        message = f"{name!r} is no whole PDF ({type(error).__name__}); save it again, or as .docx or text"
        raise CannotRead(message) from None
    return pieces, heights


def _by_columns(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with each page's two columns one after the other, where its content goes across them line by line."""
    made: list[Piece] = []
    for _, page in groupby(pieces, key=lambda each: each.page):
        made.extend(_page_by_columns(list(page)))
    return made


def _page_by_columns(page: list[Piece]) -> list[Piece]:
    rows = _rows(page)
    if any(_columns(row) for row in rows):
        return page  # a table's cells belong beside each other
    pairs = Counter((round(row[0].x), round(row[-1].x)) for row in rows if row[-1].x - row[0].x > _APART_COLUMNS)
    if not pairs:
        return page
    (left, right), times = pairs.most_common(1)[0]
    if times < _ROWS_OF_COLUMNS:
        return page
    # rows of two columns in one go are read down the left and then down the right
    made: list[Piece] = []
    other: list[Piece] = []
    for row in rows:
        lefts = [each for each in row if each.x < right - _SAME_COLUMN]
        rights = [each for each in row if each.x >= right - _SAME_COLUMN]
        if not rights and other and abs(row[0].x - left) > _SAME_COLUMN:
            made, other = made + other, []  # a line across both ends the columns
        made.extend(lefts)
        other.extend(rights)
    return made + other


def _rows(pieces: list[Piece]) -> list[list[Piece]]:
    """Return the pieces of each line: those that follow each other at one height."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if last is not None and last.page == piece.page and abs(last.y - piece.y) < _SAME_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _joined(row: list[Piece]) -> str:
    """Return the words of a line; a bullet of an old font as a bullet."""
    text = " ".join(" ".join(each.text for each in row).split())
    return re.sub(rf"^[{BULLETS}](?=\s|$)", "\N{BULLET}", text)


class _Lines:
    """Goes through the lines once: furniture out, headings joined, tables cell by cell."""

    def __init__(self, rows: list[list[Piece]], heights: list[float]) -> None:
        sizes = Counter(round(each.size, 1) for row in rows for each in row for _ in range(1 + len(each.text) // 20))
        self.body = sizes.most_common(1)[0][0]
        self.heights = heights
        repeated = _repeated([row for row in rows if self.in_margin(row)])
        self.rows = [row for row in rows if not self.is_furniture(row, repeated)]
        self.full = _FULL * max((len(_joined(row)) for row in self.rows), default=0)
        gaps = [self.gap(before, row) for before, row in pairwise(self.rows)]
        self.spaced = sum(gaps) > len(gaps) * _SPACED

    def in_margin(self, row: list[Piece]) -> bool:
        height = self.heights[row[0].page]
        return not height * _MARGIN < row[0].y < height * (1 - _MARGIN)

    def is_furniture(self, row: list[Piece], repeated: set[str]) -> bool:
        """Say whether a line in a margin is a page's: its number, or words that other pages have there too.

        The label of an item may open every page, with another number on each, and is never the page's.
        """
        text = _joined(row)
        if not self.in_margin(row) or is_numbered_label(text):
            return False
        return re.sub(r"\d+", "#", text) in repeated or bool(
            re.fullmatch(r"(?:page )?\d{1,4}(?: of \d{1,4})?", text, re.IGNORECASE)
        )

    def shown(self) -> Iterator[Shown]:
        place = 0
        before: list[Piece] | None = None
        while place < len(self.rows):
            row = self.rows[place]
            columns = _columns(row)
            if columns:
                made, place = self.table(place, columns)
                yield from made
                before = None
                continue
            text, last = _joined(row), row
            heading = self.is_heading(row)
            place += 1
            while heading and place < len(self.rows) and self.goes_on(last, self.rows[place]):
                last = self.rows[place]
                text = f"{text} {_joined(last)}"
                place += 1
            looks = {"heading"} if heading else set()
            if self.runs(before, row):
                looks.add("runs")
            yield Shown(text=text, gap=self.gap(before, row), looks=frozenset(looks), indent=round(row[0].x / 6))
            before = last

    def runs(self, before: list[Piece] | None, row: list[Piece]) -> bool:
        """Say whether a line goes on with the paragraph above: paragraphs stand apart here, and the line above is full."""
        return (
            self.spaced
            and before is not None
            and self.gap(before, row) == 0
            and abs(before[0].size - row[0].size) < 1
            and len(_joined(before)) > self.full
        )

    def is_heading(self, row: list[Piece]) -> bool:
        larger = row[0].size > self.body * _LARGER
        return larger or (all(each.bold for each in row) and len(_joined(row)) < 120 and not _joined(row).endswith("."))  # noqa: PLR2004 - a line

    def goes_on(self, row: list[Piece], following: list[Piece]) -> bool:
        """Say whether a heading goes on in the next line: as large, as bold, and right below."""
        one, other = row[0], following[0]
        near = one.page == other.page and 0 < one.y - other.y < one.size * 1.4
        return near and abs(one.size - other.size) < 1 and one.bold == other.bold and one.size > self.body * _LARGER

    def gap(self, before: list[Piece] | None, row: list[Piece]) -> int:
        if before is None:
            return 1
        one, other = before[0], row[0]
        if one.page != other.page or other.y > one.y:
            return 0 if not re.search(r"[.:;!?]$", _joined(before)) else 1
        return 1 if one.y - other.y > max(one.size, other.size) * _APART or self.is_heading(before) else 0

    def table(self, place: int, columns: list[float]) -> tuple[list[Shown], int]:
        """Read a table from its header on; a row begins where its first column says something."""
        rows: list[list[list[str]]] = [[[each.text.strip()] for each in self.rows[place]]]
        numbered = is_number_head(rows[0][0][0])
        place += 1
        while place < len(self.rows):
            row = self.rows[place]
            where = [
                next((index for index, x in enumerate(columns) if abs(x - each.x) < _SAME_COLUMN), None) for each in row
            ]
            if where[0] is None or (where[0] == 0 and (numbered and not is_number(row[0].text.strip()))):
                break
            if where[0] == 0 and not numbered and len(row) == 1 and len(columns) > 1 and self.is_heading(row):
                break
            if where[0] == 0 and (numbered or len(row) > 1):
                rows.append([[] for _ in columns])
            if len(rows) == 1:
                break
            column = 0
            for index, piece in zip(where, row, strict=True):
                column = column if index is None else index
                rows[-1][column].append(piece.text.strip())
            place += 1
        shown = []
        for number, made in enumerate(rows):
            for column, words in enumerate(made):
                looks = (
                    {"cell"}
                    | ({"row"} if column == 0 else set())
                    | ({"table"} if column == 0 and number == 0 else set())
                )
                shown.append(Shown(text=" ".join(words) or "-", gap=0, looks=frozenset(looks)))
        return shown, place


def _repeated(rows: list[list[Piece]]) -> set[str]:
    pages: dict[str, set[int]] = {}
    for row in rows:
        pages.setdefault(re.sub(r"\d+", "#", _joined(row)), set()).add(row[0].page)
    return {text for text, found in pages.items() if len(found) >= _OFTEN}


def _columns(row: list[Piece]) -> list[float]:
    """Return where the columns of a table of recommendations begin, if a line is its header."""
    if len(row) > 1 and any(is_text_head(each.text.strip()) for each in row):
        return [each.x for each in row]
    return []
