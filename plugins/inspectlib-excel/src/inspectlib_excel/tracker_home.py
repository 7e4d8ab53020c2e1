"""The importer `excel-tracker`: a working book that comes back."""

from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Source
from inspectlib.limits import open_zip, pieces
from inspectlib.register import Register
from inspectlib_excel import sent
from inspectlib_excel.cells import as_text
from inspectlib_excel.grids import Grid
from inspectlib_excel.homecoming import compare
from inspectlib_excel.opening import ENDINGS, Workbook

#: how sure: a tracker of ours; a workbook that is not, which another importer may know better
_OURS, _A_BOOK = 95, 5


def recognises(source: Source) -> int:
    """Say how sure it is that this is a tracker of ours that comes back."""
    if source.suffix not in ENDINGS:
        return 0
    try:
        archive = open_zip(source.data, source.name)
        book = b"".join(pieces(archive, "xl/workbook.xml", source.name))
    except CannotRead:
        return _A_BOOK
    return _OURS if b'"sent"' in book else _A_BOOK


def read_tracker(source: Source) -> ImportResult:
    """Return what was edited in a tracker since it was sent; nothing is added to a register by it.

    Raises CannotRead, in one line, for what is no tracker of ours, an older layout, or damaged.
    """
    book = Workbook(source)
    if sent.SHEET not in book.sheets:
        message = f"{source.name!r} has no hidden sheet {sent.SHEET!r}, so it is no tracker that was sent out; its sheets: {', '.join(book.sheets)}"
        raise CannotRead(message)
    known = sent.read(_lines(book.grid(sent.SHEET)), source.name)
    grids = {name: book.grid(name) for name in book.sheets if name != sent.SHEET}
    home = compare(grids, known)
    return ImportResult(
        register=Register(),
        problems=home.problems,
        changes=home.changes,
        based_on=known.based_on,
        places=home.places,
    )


def _lines(grid: Grid) -> list[tuple[str, ...]]:
    return [
        tuple(as_text(cells.get(column)) for column in range(1, max(cells) + 1))
        for _, cells in sorted(grid.rows.items())
    ]
