"""The exporter `excel-published`: the book for the website, built fresh from the public view.

It follows the government Analysis Function's guidance "Releasing statistics in spreadsheets" (GSS): a cover and a
contents sheet, the title of each sheet in A1, one marked-up table a sheet, no blank cells, nothing hidden, frozen,
filtered, merged or coloured, 12-point sans-serif text on the left.
"""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from inspectlib import bodies
from inspectlib.audiences import ShownResponse, View
from inspectlib.bodies import addressee_name
from inspectlib.errors import UnknownArea
from inspectlib.exchange import Job
from inspectlib.extras import ShownExtra
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.responses import Recipient
from inspectlib_excel import long_texts, responses
from inspectlib_excel.areas import area_name
from inspectlib_excel.cells import Value, shown
from inspectlib_excel.grids import letters
from inspectlib_excel.looks import A3, LINE_HEIGHT, TALLEST, head_height, height, page, wide_enough
from inspectlib_excel.saving import Line, Rows, Style, saved
from inspectlib_excel.sheets import is_link

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NOT_RECORDED, NONE = "not recorded", "none published"
OPTIONS = {"contact": "whom to ask about the book, as the cover says it", "title": "the title on the cover"}
_EXTRA_WIDTH = 30
#: letters of 12 points are wider than those that a column is measured in; a column grows for a long text up to this
_NARROWER, _WIDEST = 0.85, 200
_LONGEST_LINK = 70
_LINES = int(TALLEST // (1.1 * LINE_HEIGHT) * 0.8)
_TITLE = "Responses to inspection reports"


class Sheet(NamedTuple):
    """One sheet with one table: what stands in A1 and A2, its columns with their widths, its rows, its links."""

    name: str
    title: str
    about: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Value, ...], ...]
    links: tuple[tuple[int, int, str], ...] = ()


_RESPONSES = (
    ("Report", 30),
    ("Police area", 14),
    ("Local policing body", 28),
    ("Report published", 16),
    ("Last day to publish the response", 17),
    ("Response first published", 16),
    ("Response", 26),
    ("Address of the response", 30),
    ("Comments of the body", 46),
    ("Comments of the chief officer", 46),
    ("Reply to the chief officer", 34),
    ("Copy sent to inspectors", 15),
    ("Copy sent to the Secretary of State", 17),
)
_RECOMMENDATIONS = (
    ("Report", 30),
    ("Police area", 14),
    ("Number", 10),
    ("Kind", 18),
    ("Recommendation", 50),
    ("Addressed to", 20),
    ("Due, in the report's words", 20),
    ("Position of the force", 14),
    ("Action of the body", 46),
    ("Why there is no action", 34),
    ("Comment of the force", 46),
)


def write_published(job: Job) -> None:
    """Write the book to the job's destination. Raises CannotWrite."""
    job.destination.write_bytes(published(job))


def published(job: Job) -> bytes:
    """Return the bytes of the book. Raises CannotWrite."""
    from openpyxl import Workbook

    view = job.view
    title = job.options.get("title") or _TITLE
    tables = tuple(each for each in (_responses(view), _recommendations(view)) if each.rows)
    tables = (*tables, *_long(tables))
    book = Workbook()
    styles = _Styles(book)
    rows = {"Cover": _cover(book, styles, job, title, tables)}
    contents = _contents(tables, job.on)
    for done, each in enumerate((contents, *tables), 1):
        rows[each.name] = _table(book, styles, each)
        job.progress(done, len(tables) + 1)
    return saved(book, rows, title=title, on=job.on, creator=None)


def _responses(view: View) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    said: list[tuple[ShownExtra, ...]] = []
    links: list[tuple[int, int, str]] = []
    last_days = responses.last_days(view)
    for each in view.responses:
        response = each.response
        inspection = view.register.inspection(response.inspection)
        first = min(response.publications, key=lambda one: one.on, default=None)
        addresses = [one.url for one in sorted(response.publications, key=lambda one: one.on) if one.url]
        words = f"Response to {inspection.title}"
        if addresses and is_link(addresses[-1]):
            links.append((len(rows), 7, addresses[-1]))
        said.append(view.extras(inspection, response))
        rows.append(
            (
                inspection.title,
                area_name(response.area),
                _body(response.area, first.on if first else view.on),
                inspection.published_on or NOT_RECORDED,
                last_days.get(response.key, last_days.get((response.inspection, None))) or NOT_RECORDED,
                first.on if first else NOT_RECORDED,
                words,
                addresses[-1] if addresses else NONE,
                response.comments or NONE,
                "\n\n".join(one.text for one in response.chief_officer_comments) or NONE,
                response.reply_to_chief_officer or NONE,
                *(
                    min((one.on for one in response.copies if one.to is to), default=None) or NOT_RECORDED
                    for to in (Recipient.INSPECTORS, Recipient.SECRETARY_OF_STATE)
                ),
            )
        )
    about = "One row for each response. 'not recorded' means that the register holds no such fact."
    columns, wider = _wider(_RESPONSES, rows, said)
    if links:  # some programs do not wrap the words of a link
        linked = min(max(len(str(row[6])) + 2 for row in rows), _LONGEST_LINK)
        columns = tuple((name, linked if name == "Response" else width) for name, width in columns)
    return Sheet("Responses", "Responses of the local policing body", about, columns, wider, tuple(links))


def _wider(
    columns: tuple[tuple[str, int], ...], rows: list[tuple[Value, ...]], said: list[tuple[ShownExtra, ...]]
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[Value, ...], ...]]:
    """Add a column for each title of a profile's own fields that a row says something under."""
    taken = {name for name, _ in columns}
    titles = tuple(dict.fromkeys(each.title for one in said for each in one))
    names = (f"{each}, of the profile" if each in taken else each for each in titles)

    def under(title: str, one: tuple[ShownExtra, ...]) -> Value:
        found = [each for each in one if each.title == title]
        if len(found) == 1:
            return found[0].day or found[0].words
        return "; ".join(each.text for each in found) or NOT_RECORDED

    return (
        (*columns, *((each, _EXTRA_WIDTH) for each in names)),
        tuple((*row, *(under(each, one) for each in titles)) for row, one in zip(rows, said, strict=True)),
    )


def _body(slug: str, on: date) -> str:
    try:
        held = bodies.body_of(slug, on)
    except UnknownArea:
        held = None
    return held.name if held is not None else NOT_RECORDED


def _recommendations(view: View) -> Sheet:
    asked = [
        (each, recommendation)
        for each in view.responses
        for recommendation in view.register.inspection(each.response.inspection).recommendations
    ]
    columns, rows = _wider(
        _RECOMMENDATIONS,
        [_recommendation(view, each, recommendation) for each, recommendation in asked],
        [
            view.extras(recommendation, view.register.case(recommendation.id, each.response.area))
            for each, recommendation in asked
        ],
    )
    about = "One row for each recommendation of a report and each response. Recommendations are shown as published."
    return Sheet("Recommendations", "Recommendations and what is said about them", about, columns, rows)


def _recommendation(view: View, each: ShownResponse, recommendation: Recommendation) -> tuple[Value, ...]:
    response = each.response
    case = view.register.case(recommendation.id, response.area)
    said = [one for one in response.explanations if recommendation.id in one.covers]
    comments = [text for about, text in each.force_comments if about == recommendation.id]
    return (
        view.register.inspection(response.inspection).title,
        area_name(response.area),
        recommendation.number or recommendation.key,
        recommendation.kind.value,
        recommendation.text,
        "; ".join(addressee_name(one) for one in recommendation.addressees) or NOT_RECORDED,
        recommendation.due.words if recommendation.due else "no date in the report",
        case.position.answer.value if case and case.position else NOT_RECORDED,
        "\n\n".join(one.action for one in said if one.action) or NONE,
        "\n\n".join(one.no_action_reason for one in said if one.no_action_reason) or NONE,
        "\n\n".join(comments) or NONE,
    )


def _long(tables: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return a sheet that holds the texts longer than a cell, or none."""
    rows = tuple(
        row
        for each in tables
        for number, values in enumerate(each.rows, 1)
        for row in long_texts.long_rows(each.name, f"{number}", dict(zip(_names(each), values, strict=True)))
    )
    if not rows:
        return ()
    about = (
        "One row for each part of a text that is longer than a cell. 'Row' counts the rows of the table of that sheet."
    )
    columns = tuple((each.name, each.width) for each in long_texts.COLUMNS)
    return (Sheet(long_texts.SHEET, "Texts longer than a cell, whole", about, columns, rows),)


def _names(sheet: Sheet) -> tuple[str, ...]:
    return tuple(name for name, _ in sheet.columns)


def _contents(tables: tuple[Sheet, ...], on: date) -> Sheet:
    rows = tuple((each.name, each.title, f"{len(each.rows)}") for each in tables)
    links = tuple((number, 1, f"#'{each.name}'!A1") for number, each in enumerate(tables))
    if not rows:
        rows = (("none", f"Nothing is published as at {in_words(on)}", "0"),)
    columns = (("Sheet", 24), ("What it holds", 60), ("Rows", 10))
    return Sheet("Contents", "Contents", "This sheet holds one table: the sheets of this book.", columns, rows, links)


class _Styles:
    """Sans-serif text of 12 points on the left; nothing is said by colour."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self.title, self.head = self._style(size=15, bold=True, wrapped=False), self._style(bold=True)
        self.about = self._style(wrapped=False)
        self.text, self.link = self._style(), self._style(underlined=True)

    def _style(self, *, size: int = 12, bold: bool = False, underlined: bool = False, wrapped: bool = True) -> Style:
        from openpyxl.cell.cell import Cell
        from openpyxl.styles import Alignment, Font

        def number(*, day: bool = False, quoted: bool = False) -> int:
            cell = Cell(self._book.worksheets[0], row=1, column=1)
            colour = "0563C1" if underlined else "000000"
            cell.font = Font(name="Arial", size=size, bold=bold, u="single" if underlined else None, color=colour)
            cell.alignment = Alignment(wrap_text=wrapped, vertical="top", horizontal="left")
            if day:
                cell.number_format = "d mmmm yyyy"
            if quoted:
                cell.quotePrefix = True
            return int(cell.style_id)

        return Style(number(), number(quoted=True), number(day=True))


def _cover(book: "Workbook", styles: _Styles, job: Job, title: str, tables: tuple[Sheet, ...]) -> Rows:
    sheet = book.worksheets[0]
    sheet.title = "Cover"
    sheet.column_dimensions["A"].width = 90
    page(sheet)
    words = [
        f"This book holds the published responses to inspection reports as they stood at the end of {in_words(job.on)}.",
        (
            "Local policing bodies respond to reports of inspections of their police force under section 55 of the "
            "Police Act 1996."
        ),
        f"Tables in this book: {len(tables)}. The sheet Contents lists them, each on a sheet of its own.",
    ]
    if job.options.get("contact"):
        words.append(f"Contact: {job.options['contact']}")
    lines = ((title, styles.title), *((each, styles.text) for each in words))

    def made() -> Iterator[Line]:
        for number, line in enumerate(lines):
            yield Line((line,), 2 * LINE_HEIGHT if not number else height((line[0],), (78,)) * 1.2)

    return Rows(len(lines), 1, made, letters)


def _table(book: "Workbook", styles: _Styles, sheet: Sheet) -> Rows:
    from openpyxl.worksheet.table import Table, TableStyleInfo

    made: Worksheet = book.create_sheet(sheet.name)
    page(made, paper=A3)
    columns = [
        wide_enough(width, (row[number] for row in sheet.rows), _WIDEST, lines=_LINES)
        for number, (_, width) in enumerate(sheet.columns)
    ]
    for number, width in enumerate(columns, 1):
        made.column_dimensions[letters(number)].width = width
    head = 3
    table = Table(
        displayName=f"{sheet.name.replace(' ', '')}Table",
        ref=f"A{head}:{letters(len(sheet.columns))}{head + len(sheet.rows)}",
    )
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001 - names columns that are not in the sheet yet
    table.autoFilter = None
    for each, (name, _) in zip(table.tableColumns, sheet.columns, strict=True):
        each.name = name
    made.add_table(table)
    linked = {(row, column) for row, column, _ in sheet.links}
    links = [(f"{letters(column)}{head + 1 + row}", target) for row, column, target in sheet.links]
    widths = [round(width * _NARROWER) for width in columns]

    def lines() -> Iterator[Line]:
        yield Line(((sheet.title, styles.title),), 1.5 * LINE_HEIGHT)
        yield Line(((sheet.about, styles.about),), 1.5 * LINE_HEIGHT)
        yield Line(tuple((name, styles.head) for name in _names(sheet)), head_height(_names(sheet), widths) * 1.1)
        for number, row in enumerate(sheet.rows):
            seen = tuple(map(shown, row))
            cells = tuple(
                (value, styles.link if (number, column) in linked else styles.text)
                for column, value in enumerate(seen, 1)
            )
            yield Line(cells, min(height(seen, widths) * 1.1, TALLEST))

    return Rows(
        head + len(sheet.rows), len(sheet.columns), lines, lambda number: sheet.columns[number - 1][0], lambda: links
    )
