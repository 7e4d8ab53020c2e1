"""Texts longer than a cell: their beginning stands in its cell, the whole of each on a sheet of its own, in parts."""

import re
from collections.abc import Iterator, Mapping

from inspectlib_excel.cells import LONG_TEXTS, Value, is_too_long, shown
from inspectlib_excel.columns import Column

SHEET = LONG_TEXTS
COLUMNS = (Column("Sheet", 18), Column("Row", 34), Column("Column", 24), Column("Part", 8), Column("Text", 120))
#: a part is shown whole by the tallest row: as many lines of the column, and ends between two words where it can
_LINES, _FITS = 25, COLUMNS[-1].width - 3
_PIECE = re.compile(r".{1,2199}(?:\s|\Z)|.{1,2200}", re.DOTALL)


def long_rows(sheet: str, row: str, cells: Mapping[str, Value]) -> Iterator[tuple[Value, ...]]:
    """Give the rows that hold the long texts of one row of a sheet, as cells show them, in parts."""
    for column, value in cells.items():
        if isinstance(value, str) and is_too_long(value):
            yield from ((sheet, shown(row), column, number, shown(part)) for number, part in enumerate(parts(value), 1))


def parts(text: str) -> list[str]:
    """Return the parts of a text: joined, they are the text."""
    made: list[str] = []
    held, lines = "", 0
    for line in text.splitlines(keepends=True):
        for piece in _PIECE.findall(line):
            tall = len(piece) // _FITS + 1
            if held and lines + tall > _LINES:
                made.append(held)
                held, lines = "", 0
            held, lines = held + piece, lines + tall
    return [*made, held]
