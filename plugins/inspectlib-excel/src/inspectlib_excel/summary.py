"""The sheet Summary: figures that are counted in the book itself, that add up, and their charts."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from inspectlib.exchange import Job
from inspectlib.periods import in_words
from inspectlib_excel.grids import letters
from inspectlib_excel.looks import FILLS, LINE_HEIGHT, Looks, page, protect
from inspectlib_excel.saving import Formula, Line, Rows, Style
from inspectlib_excel.tables import Content, Table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NOTHING = "nothing recorded"


class Figures(NamedTuple):
    """The counts of one column: a word and its number, in order, and the rows that they must add up to."""

    title: str
    column: str
    counts: tuple[tuple[str, int], ...]
    all: int


def figures(made: Content) -> tuple[Figures, ...]:
    """Return what the summary counts, each over every row of Recommendations."""
    table = made.tables[0]
    return (
        _counted(
            table, "RAG", "Where they stand", tuple(FILLS), "not counted: not asked of policing here, or not held"
        ),
        _counted(table, "Status", "Status in our words", (), "no status"),
        _counted(table, "Position", "The force's position", (), NOTHING),
        _counted(table, "Self-assessed rating", "How the force rates itself", (), NOTHING),
    )


def _counted(table: Table, column: str, title: str, order: tuple[str, ...], blank: str) -> Figures:
    place = [each.name for each in table.columns].index(column)
    counts = Counter(row[place] for row in table.rows)
    words = [*order, *sorted(str(each) for each in counts if each is not None and each not in order)]
    return Figures(title, column, (*((word, counts[word]) for word in words), (blank, counts[None])), len(table.rows))


def lines(job: Job, made: Content) -> Iterator[tuple[tuple["str | int | Formula", str], ...]]:
    """Give the rows of the sheet: each cell and what it is (a title, a heading, a word, a figure, a total)."""
    table = made.tables[0]
    names = [each.name for each in table.columns]
    last = max(len(table.rows), 1) + 1
    yield ((f"Summary as at {in_words(job.on)}", "title"),)
    yield (("Counted in the sheet Recommendations.", "text"),)
    for each in figures(made):
        yield ()
        yield (each.title, "heading"), ("Recommendations", "heading right")
        column = letters(names.index(each.column) + 1)
        cells = f"Recommendations!${column}$2:${column}${last}"
        keys = f"Recommendations!$A$2:$A${last}"
        first = _row_of(each, made)
        for word, count in each.counts[:-1]:
            row = first + [one for one, _ in each.counts].index(word)
            yield (word, "word"), (Formula(f"COUNTIF({cells},A{row})", count), "figure")
        blank, count = each.counts[-1]
        counted = f"COUNTBLANK({cells})" if table.rows else f"COUNTBLANK({cells})-1"
        yield (blank, "word"), (Formula(counted, count), "figure")
        end = first + len(each.counts) - 1
        yield ("All together", "total"), (Formula(f"SUM(B{first}:B{end})", each.all), "total figure")
        yield ("Rows in the sheet Recommendations", "word"), (Formula(f"COUNTA({keys})", each.all), "figure")
        yield ("Difference (must be 0)", "total"), (Formula(f"B{end + 1}-B{end + 2}", 0), "total figure")


def _row_of(wanted: Figures, made: Content) -> int:
    """Return the first row of the words of these figures."""
    row = 3
    for each in figures(made):
        row += 2
        if each.column == wanted.column:
            return row
        row += len(each.counts) + 3
    raise LookupError(wanted.column)


def add_summary(book: "Workbook", looks: Looks, job: Job, made: Content) -> Rows:
    """Add the sheet with its charts."""
    sheet = book.create_sheet("Summary")
    sheet.column_dimensions["A"].width = 52
    sheet.column_dimensions["B"].width = 18
    page(sheet)
    protect(sheet)
    sheet.page_setup.fitToHeight = 1
    found = tuple(lines(job, made))
    styles: dict[str, Style] = {
        "title": looks.title,
        "text": looks.text,
        "heading": looks.heading,
        "heading right": looks.heading_right,
        "word": looks.cell,
        "figure": looks.figure,
        "total": looks.total,
        "total figure": looks.total_figure,
    }
    place = 3
    for each in figures(made)[:3]:
        place = _chart(sheet, each, _row_of(each, made), place)

    def rows() -> Iterator[Line]:
        for line in found:
            tall = 2 * LINE_HEIGHT if line and line[0][1] == "title" else LINE_HEIGHT
            cells = tuple(
                (value, looks.rag.get(str(value), styles[kind]) if kind == "word" else styles[kind])
                for value, kind in line
            )
            yield Line(cells, tall)

    return Rows(len(found), 2, rows, lambda number: "AB"[number - 1])


def _chart(sheet: "Worksheet", each: Figures, first: int, place: int) -> int:
    """Add a bar chart beside the figures; return the row for the next one."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.marker import DataPoint

    last = first + len(each.counts) - 1
    chart = BarChart()
    chart.type, chart.style, chart.title = "bar", 10, each.title
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    chart.legend, chart.gapWidth = None, 40
    chart.x_axis.scaling.orientation = "maxMin"  # the first word at the top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines, chart.y_axis.number_format = None, "0"
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, name, False)
    series = chart.series[0]
    series.graphicalProperties.solidFill = "1F3864"
    for number, (word, _) in enumerate(each.counts):
        if word in FILLS:
            point = DataPoint(idx=number)
            point.graphicalProperties.solidFill = FILLS[word]
            point.graphicalProperties.line.solidFill = "404040"
            series.dPt.append(point)
    chart.width = 22
    chart.height = max(5.0, 1.1 * len(each.counts) + 2)
    sheet.add_chart(chart, f"D{place}")
    return place + int(chart.height * 28.35 / LINE_HEIGHT) + 2  # centimetres to points to rows
