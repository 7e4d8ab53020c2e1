"""A sheet as it was found: the cells that hold something, by row and column, counted from 1."""

from collections.abc import Mapping
from typing import NamedTuple

from inspectlib_excel.cells import Found

Cells = dict[int, Found]


class Grid(NamedTuple):
    """One sheet; `notes` are the comments that people attached: the cell's name and the words.

    `drawn`: pictures or text boxes lie on it. `merged`: the first row and column, and the last, of merged ranges.
    `fills`: the colours (RRGGBB) of cells that show nothing but a colour; None where they were not asked for.
    """

    name: str
    rows: dict[int, Cells]
    notes: tuple[tuple[str, str], ...] = ()
    drawn: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()
    fills: Mapping[tuple[int, int], str] | None = None

    def under(self, row: int, column: int) -> str | None:
        """Return the name of the cell that covers another by being merged with it, or None."""
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                return f"{letters(left)}{top}"
        return None


def letters(column: int) -> str:
    """Return the letters of a column counted from 1: 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def place(sheet: str, row: int, column: int | None = None) -> str:
    """Return where something stands, as a user finds it."""
    return f"sheet {sheet!r}, row {row}" if column is None else f"sheet {sheet!r}, cell {letters(column)}{row}"
