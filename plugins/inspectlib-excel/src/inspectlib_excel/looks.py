"""How the books look: fonts, fills, heights, pages. Colour is always the second cue, beside a word."""

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from inspectlib.status import Timing
from inspectlib_excel.cells import Value
from inspectlib_excel.recommendations import RAG
from inspectlib_excel.saving import Style

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: points; programs other than Excel do not work out the height of wrapped rows when they open a book
LINE_HEIGHT, TALLEST = 15.0, 409.0
#: paper sizes as Excel numbers them
A4, A3 = 9, 8
DAY_FORMAT = "dd/mm/yyyy"
#: black text stands on each with a contrast above 10 to 1
FILLS = {
    RAG[Timing.OVERDUE]: "FFC7CE",
    RAG[Timing.DUE_SOON]: "FFEB9C",
    RAG[Timing.ON_TIME]: "C6EFCE",
    RAG[Timing.NO_DATE]: "D9D9D9",
    RAG[Timing.ENDED]: "BDD7EE",
}
DARK, FILL_IN, PAPER = "1F3864", "00584C", "FFFDF0"


class Looks:
    """The styles of one book, each made once."""

    def __init__(self, book: "Workbook") -> None:
        """Take the book whose styles they are."""
        from openpyxl.styles import Border, Side

        self._book = book
        line = Side(style="thin", color="D0D0D0")
        self._thin = Border(left=line, right=line, top=line, bottom=line)
        self.title = self.style(size=16, bold=True, wrapped=False)
        self.heading = self.style(size=12, bold=True, low=True)
        self.head = self.style(bold=True, colour="FFFFFF", fill=DARK)
        self.head_fill_in = self.style(bold=True, colour="FFFFFF", fill=FILL_IN)
        self.text = self.style()
        self.label = self.style(bold=True)
        self.cell = self.style(lined=True)
        self.fill_in = self.style(lined=True, fill=PAPER, unlocked=True)
        self.rag = {word: self.style(lined=True, fill=colour) for word, colour in FILLS.items()}
        self.figure = self.style(lined=True, right=True)
        self.total = self.style(lined=True, bold=True)
        self.total_figure = self.style(lined=True, bold=True, right=True)
        self.heading_right = self.style(bold=True, right=True)

    def style(
        self,
        *,
        size: int = 11,
        bold: bool = False,
        colour: str = "000000",
        fill: str | None = None,
        lined: bool = False,
        unlocked: bool = False,
        right: bool = False,
        low: bool = False,
        wrapped: bool = True,
    ) -> Style:
        """Return the numbers of a style in the book: wrapped, at the top (`low`: at the bottom), days as dd/mm/yyyy."""
        from openpyxl.cell.cell import Cell
        from openpyxl.styles import Alignment, Font, PatternFill, Protection

        def number(*, day: bool = False, quoted: bool = False) -> int:
            cell = Cell(self._book.worksheets[0], row=1, column=1)
            cell.font = Font(name="Calibri", size=size, bold=bold, color=colour)
            side, end = "right" if right else "left", "bottom" if low else "top"
            cell.alignment = Alignment(wrap_text=wrapped, vertical=end, horizontal=side)
            if fill is not None:
                cell.fill = PatternFill("solid", fgColor=fill)
            if lined:
                cell.border = self._thin
            cell.protection = Protection(locked=not unlocked)
            if day:
                cell.number_format = DAY_FORMAT
            if quoted:
                cell.quotePrefix = True
            return int(cell.style_id)

        return Style(number(), number(quoted=True), number(day=True))


def height(row: Iterable[Value], widths: Iterable[int]) -> float:
    """Return a height that shows all the wrapped text of a row, as far as Excel's tallest row allows."""
    most = 1
    for value, width in zip(row, widths, strict=False):
        if isinstance(value, str):
            fits = max(width - 3, 1)
            if len(value) >= fits or "\n" in value:
                most = max(most, sum(len(line) // fits + 1 for line in value.split("\n")))
    return min(most * LINE_HEIGHT, TALLEST)


def head_height(names: Iterable[str], widths: Iterable[int], *, least: int = 2) -> float:
    """Return a height that shows all the names of a header, whose bold words wrap as words."""
    most = max(len(wrap(name, max(width - 2, 1))) for name, width in zip(names, widths, strict=True))
    return max(least, most) * LINE_HEIGHT


def wide_enough(width: int, values: Iterable[Value], most: int, *, lines: int = int(TALLEST // LINE_HEIGHT)) -> int:
    """Return a width in which the tallest row shows the longest of these texts, up to the widest that is wanted."""
    for value in values:
        while (
            width < most
            and isinstance(value, str)
            and len(value) > lines  # not one character a line
            and sum(len(line) // (width - 3) + 1 for line in value.split("\n")) > lines
        ):
            width = min(width + 10, most)
    return width


def page(sheet: "Worksheet", *, paper: int = A4) -> None:
    """Set a sheet up for print: landscape, as wide as the page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.8, 0.35


def foot(book: "Workbook", left: str, right: str) -> None:
    """Say at the foot of every printed page what it is of, and which."""
    for sheet in book.worksheets:
        if sheet.oddFooter is not None:
            sheet.oddFooter.left.text = left.replace("&", "&&")
            sheet.oddFooter.center.text = "&A, page &P of &N"
            sheet.oddFooter.right.text = right.replace("&", "&&")


def protect(sheet: "Worksheet") -> None:
    """Lock a sheet, without a password, against slips; filters, widths and heights stay free."""
    guard: Any = sheet.protection
    guard.sheet = True
    guard.autoFilter = guard.sort = guard.formatColumns = guard.formatRows = guard.formatCells = False
