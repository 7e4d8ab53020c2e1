"""The cover: what the book is, as at when, by which revision, what may be filled in and how it comes home."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspectlib.exchange import Job
from inspectlib.periods import in_words
from inspectlib_excel.cells import Value, shown
from inspectlib_excel.columns import Kind
from inspectlib_excel.looks import LINE_HEIGHT, Looks, height, page, protect
from inspectlib_excel.saving import Line, Rows
from inspectlib_excel.tables import Content

if TYPE_CHECKING:
    from openpyxl import Workbook

TITLE = "Tracker of inspection responses"
ABOUT = (
    "This book lists the recommendations, responses and deadlines of the register as they stood at the end of that "
    "day. It is a working paper and not for publication. An empty cell means that nothing is recorded."
)
FILL = (
    "Columns with a green header and cream cells can be filled in; the others are worked out or as published. The "
    "sheets are protected against slips, without a password: Review, Unprotect Sheet lets you sort. Every colour "
    "stands beside a word that says the same."
)
RETURN = (
    "Save the book as .xlsx and send it back: it is read with `inspectlib merge`. Rows are known by their keys, so "
    "you can sort, filter and hide as you like; a row that you delete removes nothing. Add a review or an action in "
    "the empty rows of its sheet and leave its key empty. What cannot be taken is reported with its cell."
)
HIDDEN = (
    "The hidden sheet 'sent' holds what was sent, so that only what you changed is taken. Please leave it as it is. "
    "It holds nothing that the other sheets and the register's revision do not show."
)
_WIDTHS = (62, 70)


def rows(job: Job, made: Content) -> Iterator[tuple[Value, Value]]:
    """Give the lines of the cover: a label and its value."""
    outcome, based_on = job.view.outcome, job.view.register.based_on
    yield TITLE, None
    yield f"As at {in_words(job.on)}", job.on
    yield ABOUT, None
    yield "What can be filled in", FILL
    yield "How it comes back", RETURN
    yield "The sheet that is hidden", HIDDEN
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
    for table in made.tables:
        yield f"Rows in the sheet {table.form.name}", len(table.rows)
    yield "Rows in the sheet Deadlines", len(made.deadlines)
    for table in made.tables:
        filled = [each.name for each in table.columns if each.kind is not Kind.SHOWN]
        yield f"To fill in, sheet {table.form.name}: {table.form.about}", "; ".join(filled)
    place = [each.name for each in made.tables[0].columns].index("Status")
    for words, count in sorted(Counter(str(row[place]) for row in made.tables[0].rows).items()):
        yield f"Status: {words}", count


def add_cover(book: "Workbook", looks: Looks, lines: tuple[tuple[Value, Value], ...]) -> Rows:
    """Fill the first sheet."""
    sheet = book.worksheets[0]
    sheet.title = "Cover"
    for letter, width in zip("AB", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    page(sheet)
    protect(sheet)
    sheet.page_setup.fitToHeight = 1

    def made() -> Iterator[Line]:
        for number, line in enumerate(lines):
            label, value = map(shown, line)
            style = looks.title if not number else looks.label if value is not None else looks.text
            tall = height((label, value), _WIDTHS) if number else 2 * LINE_HEIGHT
            yield Line(((label, style), (value, looks.text)), tall)

    return Rows(len(lines), 2, made, lambda number: "AB"[number - 1])
