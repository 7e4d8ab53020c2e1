"""A sheet that holds one table: its header, its cells, its drop-downs, its colours and its page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspectlib_excel.cells import Value
from inspectlib_excel.columns import Column, Kind
from inspectlib_excel.grids import letters
from inspectlib_excel.looks import FILLS, LINE_HEIGHT, Looks, head_height, height, page, protect, wide_enough
from inspectlib_excel.saving import Line, Rows, Shown
from inspectlib_excel.tables import Row

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: a sheet has no more links than this, and a link no more characters (Excel's own limits)
_MOST_LINKS, _LONGEST_LINK = 65_530, 2_000
#: characters to which a column grows for a long text: on the printed page, and beside it (Excel's own limit is 255)
_WIDEST, _WIDEST_ASIDE = 100, 250


def add_table(
    book: "Workbook",
    looks: Looks,
    name: str,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    *,
    spare: int = 0,
    lists: dict[tuple[str, ...], str] | None = None,
) -> Rows:
    """Add a sheet with a table of these rows and as many empty ones; `lists`: where drop-downs find their words."""
    from openpyxl.worksheet.table import Table, TableStyleInfo

    made: Worksheet = book.create_sheet(name)
    empty: Row = (None,) * len(columns)
    spares = spare or (0 if rows else 1)  # a table needs one row under its header
    last = len(rows) + spares + 1
    widths = [
        wide_enough(each.width, (row[number] for row in rows), _WIDEST_ASIDE if each.aside else _WIDEST)
        for number, each in enumerate(columns)
    ]
    for number, width in enumerate(widths, 1):
        made.column_dimensions[letters(number)].width = width
    table = Table(displayName=name.replace(" ", "_"), ref=f"A1:{letters(len(columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=False)
    table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001 - the one way to name columns whose header is not in the sheet yet
    for each, column in zip(table.tableColumns, columns, strict=True):
        each.name = column.name
    made.add_table(table)
    made.freeze_panes = "B2"
    made.print_title_rows = "1:1"
    printed = sum(not each.aside for each in columns)
    if printed < len(columns):
        made.print_area = f"A1:{letters(printed)}{last}"
    page(made)
    protect(made)
    _drop_downs(made, columns, last, lists or {})

    names = [each.name for each in columns]

    def lines() -> Iterator[Line]:
        heads = (looks.head_fill_in if each.kind is not Kind.SHOWN else looks.head for each in columns)
        yield Line(tuple(zip(names, heads, strict=True)), head_height(names, widths))
        styles = [looks.cell if each.kind is Kind.SHOWN else looks.fill_in for each in columns]
        for row in rows:
            yield Line(_cells(row, columns, styles, looks), height(row, widths))
        for _ in range(spares):
            yield Line(tuple(zip(empty, styles, strict=True)), LINE_HEIGHT)

    return Rows(last, len(columns), lines, lambda number: columns[number - 1].name, lambda: _links(columns, rows))


def _cells(row: Row, columns: tuple[Column, ...], styles: list, looks: Looks) -> Iterator[Shown]:  # type: ignore[type-arg]
    for value, column, style in zip(row, columns, styles, strict=True):
        yield value, (looks.rag[str(value)] if column.name == "RAG" and value in FILLS else style)


def _drop_downs(sheet: "Worksheet", columns: tuple[Column, ...], last: int, lists: dict[tuple[str, ...], str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, column in enumerate(columns, 1):
        if column.kind is Kind.SHOWN:
            continue
        if column.kind is Kind.CHOICE and lists.get(column.choices or (column.name,)):
            words = DataValidation(type="list", formula1=lists[column.choices or (column.name,)], allow_blank=True)
            words.error, words.errorTitle = "Choose one of the list.", column.name
            words.showErrorMessage = True
        elif column.kind is Kind.DAY:
            words = DataValidation(type="date", operator="greaterThan", formula1="1", allow_blank=True)
            words.error, words.errorTitle = "This is not a date such as 31/03/2024. Keep it?", column.name
            words.showErrorMessage, words.errorStyle = True, "warning"
        else:
            words = DataValidation(allow_blank=True)
        words.promptTitle = column.name[:32]
        what = {Kind.DAY: "A date such as 31/03/2024.", Kind.CHOICE: "Choose from the list."}
        words.prompt = " ".join(filter(None, ("You can fill this in.", what.get(column.kind, ""), column.help)))
        words.showInputMessage = True
        words.add(f"{letters(number)}2:{letters(number)}{last}")
        sheet.add_data_validation(words)


def _links(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    """Give the cells that hold an address, and the address."""
    for place, column in enumerate(columns):
        if column.name in ("Report link", "URL"):
            for number, row in enumerate(rows[:_MOST_LINKS], 2):
                if is_link(row[place]):
                    yield f"{letters(place + 1)}{number}", str(row[place])


def is_link(value: Value) -> bool:
    """Say whether a value is an address that a browser opens and a sheet can hold."""
    return (
        isinstance(value, str)
        and value.startswith(("https://", "http://"))
        and value.isascii()
        and len(value) < _LONGEST_LINK
        and not any(each.isspace() or each in '<>"{}|\\^`' for each in value)
    )
