"""The working tracker: what stands in each sheet, and how the workbook is written."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from inspectlib.audiences import ShownResponse, View, last_signed
from inspectlib.bodies import addressee_name, is_for_policing
from inspectlib.cases import Case
from inspectlib.errors import CannotWrite
from inspectlib.exchange import Job
from inspectlib.inspections import ALL_AREAS, Inspection
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.responses import Recipient
from inspectlib.status import Status, Timing, status_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | date | None
Row = tuple[Value, ...]

#: what one cell of an Excel sheet holds, in UTF-16 units, and how many rows a sheet has
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
#: Excel's calendar is wrong before this day, so an earlier one is written as text
FIRST_DAY = date(1900, 3, 1)
#: characters that XML 1.0 cannot hold
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: points; programs other than Excel do not work out the height of wrapped rows when they open a book
LINE_HEIGHT, TALLEST = 15.0, 409.0
DAY_FORMAT = "dd/mm/yyyy"
RAG = {
    Timing.OVERDUE: "Red: overdue",
    Timing.DUE_SOON: "Amber: due soon",
    Timing.ON_TIME: "Green: on time",
    Timing.NO_DATE: "Grey: no due date",
    Timing.ENDED: "Blue: ended",
}
#: the second cue beside the word; black text stands on each with a contrast above 10 to 1
FILLS = {
    RAG[Timing.OVERDUE]: "FFC7CE",
    RAG[Timing.DUE_SOON]: "FFEB9C",
    RAG[Timing.ON_TIME]: "C6EFCE",
    RAG[Timing.NO_DATE]: "D9D9D9",
    RAG[Timing.ENDED]: "BDD7EE",
}
NO_CASE = "no case recorded"
#: the order of a font's parts in the Open XML schema (CT_Font)
FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)
ABOUT = (
    "This book lists the recommendations, responses and deadlines of the register as they stood at the end of that "
    "day. It is a working paper and not for publication. An empty cell means that nothing is recorded."
)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


class Sheet(NamedTuple):
    """One sheet that holds one table: its name, its columns with their widths, its rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: list[Row]


RECOMMENDATION_COLUMNS = (
    ("Key", 20),
    ("Area", 13),
    ("Inspection title", 24),
    ("Number", 9),
    ("Kind", 15),
    ("Recommendation", 56),
    ("Addressees", 16),
    ("Report due", 12),
    ("Due now", 12),
    ("Times deferred", 9),
    ("Position", 12),
    ("Status", 18),
    ("RAG", 13),
    ("Owner", 16),
    ("Last review", 12),
    ("Self-assessed rating", 13),
    ("Force comment", 36),
    ("Report link", 22),
)
RESPONSE_COLUMNS = (
    ("Inspection", 26),
    ("Area", 13),
    ("Response owed", 20),
    ("Report published", 12),
    ("Last day to publish", 12),
    ("Invited on", 12),
    ("Comments by", 12),
    ("Comments received", 12),
    ("Signed off", 12),
    ("Signed off by", 22),
    ("Not signed for publication because", 34),
    ("Published on (first)", 12),
    ("URL", 22),
    ("Copy to inspectors", 12),
    ("Copy to Secretary of State", 12),
)
DEADLINE_COLUMNS = (
    ("Last day", 12),
    ("Days left", 10),
    ("What", 40),
    ("Done on", 12),
    ("Whose move", 24),
    ("Subject", 40),
    ("Inspection", 26),
    ("Area", 13),
    ("Source", 28),
    ("Note", 44),
)


def write_tracker(job: Job) -> None:
    """Write the tracker of a job to its destination. Raises CannotWrite."""
    sheets = (
        Sheet("Recommendations", RECOMMENDATION_COLUMNS, list(_recommendations(job.view, job.body))),
        Sheet("Responses", RESPONSE_COLUMNS, [_response(job.view, each) for each in _responses(job.view, job.body)]),
        Sheet("Deadlines", DEADLINE_COLUMNS, list(_deadlines(job.view, job.body))),
    )
    for sheet in sheets:
        if len(sheet.rows) >= MOST_ROWS:
            message = f"{len(sheet.rows)} rows do not fit sheet {sheet.name!r}; name a body or an inspection"
            raise CannotWrite(message)
    job.destination.write_bytes(_workbook(job, sheets))


def _recommendations(view: View, body: str | None) -> Iterator[Row]:
    cases: dict[str, dict[str, Case]] = {}
    for case in view.register.cases:
        if body in (None, case.area):
            cases.setdefault(case.recommendation.lower(), {})[case.area] = case
    for inspection in view.register.inspections:
        areas = _areas(view, inspection, body)
        for recommendation in inspection.recommendations:
            found = cases.pop(recommendation.id.lower(), {})
            missing = areas if areas or found or body is not None else ("",)
            for area in sorted({*found, *missing}):
                yield _recommendation(view, inspection, recommendation, found.get(area), area)
    for left in cases.values():
        for area, case in sorted(left.items()):
            yield _orphan(view, case, area)


def _areas(view: View, inspection: Inspection, body: str | None) -> tuple[str, ...]:
    """Return the areas that the register answers for and that the report may concern."""
    areas = (body,) if body is not None else view.register.areas
    if inspection.areas is None or ALL_AREAS in inspection.areas:
        return areas
    return tuple(each for each in areas if each in inspection.areas)


def _recommendation(
    view: View, inspection: Inspection, recommendation: Recommendation, case: Case | None, area: str
) -> Row:
    if case is not None:
        status = view.statuses.get(case.key) or status_of(case, recommendation, on=view.on)
        words, rag = status.words, RAG[status.timing]
    else:
        status = status_of(None, recommendation, on=view.on)
        asked = is_for_policing(recommendation.addressees, area or None)
        words = NO_CASE if asked else f"{NO_CASE}; not addressed to policing here"
        rag = RAG[status.timing] if asked else ""
    return (
        recommendation.id,
        area,
        inspection.title,
        recommendation.number,
        recommendation.kind.value,
        recommendation.text,
        "; ".join(addressee_name(each) for each in recommendation.addressees),
        *_case_cells(case, status, words, rag),
        inspection.url,
    )


def _orphan(view: View, case: Case, area: str) -> Row:
    """Return the row of a case whose recommendation the register does not hold."""
    status = view.statuses.get(case.key)
    words = "the register does not hold this recommendation"
    title = next((each.title for each in view.register.inspections if each.id == case.inspection), None)
    return (case.recommendation, area, title, None, None, None, None, *_case_cells(case, status, words, ""), None)


def _case_cells(case: Case | None, status: Status | None, words: str, rag: str) -> Row:
    return (
        status.first_due if status else None,
        status.due if status else None,
        status.times_deferred if status and case else None,
        case.position.answer.value if case and case.position else None,
        words,
        rag,
        case.owner if case else None,
        max((each.on for each in case.reviews), default=None) if case else None,
        _rating(case),
        case.force_comment if case else None,
    )


def _rating(case: Case | None) -> str | None:
    """Return the force's latest rating; one from before the last review says its day."""
    reviews = sorted(case.reviews, key=lambda each: each.on) if case else []
    rated = [each for each in reviews if each.rating is not None]
    if not rated or rated[-1].rating is None:
        return None
    word = rated[-1].rating.value
    return word if rated[-1].on == reviews[-1].on else f"{word} (on {in_words(rated[-1].on)})"


def _responses(view: View, body: str | None) -> list[ShownResponse]:
    return [each for each in view.responses if body in (None, each.response.area)]


def _response(view: View, shown: ShownResponse) -> Row:
    response = shown.response
    inspection = view.register.inspection(response.inspection)
    invited = response.invitations[-1] if response.invitations else None
    signed = last_signed(response, on=view.on)
    published = sorted(response.publications, key=lambda each: each.on)
    urls = [each.url for each in published if each.url]
    return (
        inspection.title,
        response.area,
        response.scope.answer.value if response.scope else None,
        inspection.published_on,
        _last_day(view, response.inspection, response.area),
        invited.sent_on if invited else None,
        invited.comments_by if invited else None,
        _received(shown),
        signed.on if signed else None,
        signed.role if signed else None,
        "; ".join(shown.awaiting),
        published[0].on if published else None,
        urls[-1] if urls else None,
        *(
            min((each.on for each in response.copies if each.to is to), default=None)
            for to in (Recipient.INSPECTORS, Recipient.SECRETARY_OF_STATE)
        ),
    )


def _last_day(view: View, inspection: str, area: str) -> date | None:
    days = (
        each.last_day
        for each in view.deadlines
        if each.inspection == inspection and each.area in (None, area) and each.law == "PA96-S55-5A"
    )
    return next(days, None)


def _received(shown: ShownResponse) -> Value:
    comments = shown.response.chief_officer_comments
    if not comments:
        return None
    days = [each.received_on for each in comments if each.received_on is not None]
    return max(days) if days else "received; the day is not recorded"


def _deadlines(view: View, body: str | None) -> Iterator[Row]:
    responses = {each.key: each for each in view.register.responses}
    for each in view.deadlines:
        if body is not None and each.area not in (None, body):
            continue
        response = responses.get((each.inspection, each.area)) if each.area else None
        asks_response = each.whose == "local policing body"
        done = min((one.on for one in response.publications), default=None) if response and asks_response else None
        yield (
            each.last_day,
            None if done else (each.last_day - view.on).days,
            each.what,
            done,
            each.whose,
            each.subject,
            each.inspection,
            each.area,
            each.citation,
            "; ".join(each.warnings),
        )


def _cover(job: Job, sheets: tuple[Sheet, ...]) -> Iterator[tuple[str, Value]]:
    """Give the cover's lines under the title: a label and its value."""
    outcome, based_on = job.view.outcome, job.view.register.based_on
    yield f"As at {in_words(job.on)}", None
    yield ABOUT, None
    if job.body is not None:
        yield "Police area", job.body
    if job.inspections:
        yield "Inspections chosen", "; ".join(job.inspections)
    if based_on is not None:
        yield "Register revision", based_on[0]
        yield "Register hash", based_on[1]
    checked = " (all inspections)" if job.inspections else ""
    yield f"Breaches found{checked}: {len(outcome.findings)}", None
    yield f"Not shown to be in order{checked}: {len(outcome.gaps)}", None
    if not outcome.complete:
        yield "The check is not complete: a rule broke, or something imported could not be read.", None
    yield f"Reading of the law: {outcome.reading}", None
    for sheet in sheets:
        yield f"Rows in the sheet {sheet.name}", len(sheet.rows)
    place = [name for name, _ in RECOMMENDATION_COLUMNS].index("Status")
    for words, count in sorted(Counter(str(row[place]) for row in sheets[0].rows).items()):
        yield f"Status: {words}", count


def _workbook(job: Job, sheets: tuple[Sheet, ...]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    first = book.worksheets[0]
    _write_cover(first, job, sheets)
    for done, sheet in enumerate(sheets, 1):
        _write_sheet(book, sheet)
        job.progress(done, len(sheets))
    stamp = datetime(job.on.year, job.on.month, job.on.day)  # noqa: DTZ001 - Excel's properties take no zone
    book.properties.creator = "inspectlib"
    book.properties.title = "Excel tracker"
    book.properties.created = book.properties.modified = stamp
    return _saved(book)


def _write_cover(sheet: "Worksheet", job: Job, sheets: tuple[Sheet, ...]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = "Cover"
    wrapped = Alignment(wrap_text=True, vertical="top", horizontal="left")
    _put(sheet.cell(1, 1), "Tracker of inspection responses", "sheet 'Cover'")
    sheet.cell(1, 1).font = Font(name="Calibri", size=16, bold=True)
    for number, line in enumerate(_cover(job, sheets), 2):
        for column, value in enumerate(line, 1):
            _put(sheet.cell(number, column), value, f"sheet 'Cover', row {number}")
    for number, row in enumerate(sheet.iter_rows(), 1):
        for cell in row:
            cell.alignment = wrapped
        values = tuple(str(cell.value or "") for cell in row)
        sheet.row_dimensions[number].height = _height(values, (("", 62), ("", 70)))
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    sheet.column_dimensions["A"].width = 62
    sheet.column_dimensions["B"].width = 70
    _page(sheet)


def _write_sheet(book: "Workbook", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    made = book.create_sheet(sheet.name)
    wrapped = Alignment(wrap_text=True, vertical="top")
    fills = {word: PatternFill("solid", fgColor=colour) for word, colour in FILLS.items()}
    heading, dark = Font(name="Calibri", size=11, bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
    for column, (name, width) in enumerate(sheet.columns, 1):
        cell = made.cell(1, column, name)
        cell.font, cell.fill, cell.alignment = heading, dark, wrapped
        made.column_dimensions[get_column_letter(column)].width = width
    made.row_dimensions[1].height = 3 * LINE_HEIGHT
    rows: list[Row] = sheet.rows or [(None,) * len(sheet.columns)]  # a table needs one row under its header
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            name = sheet.columns[column - 1][0]
            cell = made.cell(number, column)
            _put(cell, value, f"sheet {sheet.name!r}, row {number}, column {name!r}")
            cell.alignment = wrapped
            if name == "RAG" and value in fills:
                cell.fill = fills[str(value)]
        made.row_dimensions[number].height = _height(row, sheet.columns)
    table = Table(displayName=sheet.name, ref=f"A1:{get_column_letter(len(sheet.columns))}{len(rows) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=False)
    made.add_table(table)
    made.freeze_panes = "B2"
    made.print_title_rows = "1:1"
    _page(made)


def _height(row: Row, columns: tuple[tuple[str, int], ...]) -> float:
    """Return a height that shows all the wrapped text of a row, as far as Excel's tallest row allows."""
    lines = max(
        sum(len(line) // max(width - 3, 1) + 1 for line in str(value or "").split("\n"))
        for value, (_, width) in zip(row, columns, strict=True)
    )
    return min(lines * LINE_HEIGHT, TALLEST)


def _page(sheet: "Worksheet") -> None:
    """Set a sheet up for print: A4 landscape, as wide as the page, pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&A, page &P of &N"


def _put(cell: "Cell | MergedCell", value: Value, place: str) -> None:
    """Put a value into a cell as what it is; text stays text whatever it begins with."""
    if isinstance(value, date) and value < FIRST_DAY:
        value = in_words(value)
    if isinstance(value, date):
        cell.value = value
        cell.number_format = DAY_FORMAT
    elif isinstance(value, str):
        text = ILLEGAL.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
        length = len(text.encode("utf-16-le")) // 2
        if length > MOST_CHARACTERS:
            message = f"{place}: the text has {length} characters and an Excel cell holds {MOST_CHARACTERS}; shorten it"
            raise CannotWrite(message)
        if text:
            cell.value = text
            cell.data_type = "s"  # else "=1+1" is a formula and "#N/A" an error
            if text[0] in "=+-@":
                cell.quotePrefix = True  # stays text also when somebody edits the cell
    elif value is not None:
        cell.value = value


@contextmanager
def _schema_order() -> Iterator[None]:
    """Have fonts written in the schema's order while it lasts.

    openpyxl 3.1 writes `name` first and `color` before `sz`, which the strict Open XML validator rejects;
    the order is an attribute of its class, so it is put back afterwards.
    """
    from openpyxl.styles.fonts import Font

    before = Font.__elements__
    Font.__elements__ = FONT_ORDER
    try:
        yield
    finally:
        Font.__elements__ = before


def _saved(book: "Workbook") -> bytes:
    """Return the workbook's bytes, which depend on nothing but what it holds.

    `Workbook.save` stamps the present moment, and so does the zip file; both are avoided here.
    """
    from openpyxl.writer.excel import ExcelWriter

    raw, fixed = io.BytesIO(), io.BytesIO()
    with _schema_order(), zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).write_data()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return fixed.getvalue()
