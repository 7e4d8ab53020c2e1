"""The cover: what the book is, as at when, by which revision, what may be filled in and how it comes home."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspectlib.exchange import Job
from inspectlib.periods import a_day, in_words
from inspectlib_excel.areas import area_name
from inspectlib_excel.cells import Value, shown
from inspectlib_excel.columns import Kind
from inspectlib_excel.looks import LINE_HEIGHT, Looks, height, page, protect
from inspectlib_excel.saving import Line, Rows
from inspectlib_excel.tables import Content

if TYPE_CHECKING:
    from openpyxl import Workbook

TITLE = "Tracker of inspection responses"
OWNED = "Inspection recommendations"
ABOUT = (
    "The recommendations, responses and deadlines of the register as they stood at the end of that day. It is a "
    "working paper and not for publication. An empty cell means that nothing is recorded."
)
OWNED_ABOUT = (
    "Your recommendations and actions that were still open at the end of that day, from the register. It is a working "
    "paper and not for publication. An empty cell means that nothing is recorded."
)
FILL = (
    "Columns with a green header and cream cells can be filled in; the others are worked out or as published. The "
    "sheets are protected against slips, without a password: Review, Unprotect Sheet lets you sort. Every colour "
    "stands beside a word that says the same."
)
RETURN = (
    "Save the book as .xlsx and send it back to whoever sent it. Rows are known by their keys, so you can sort, filter "
    "and hide as you like; a row that you delete removes nothing. Add a review or an action in the empty rows of its "
    "sheet and leave its key empty; a recommendation that you add so is proposed, and whoever keeps the register decides. What cannot be taken is reported with its cell."
)
HIDDEN = (
    "The hidden sheet 'sent' holds what was sent, so that only what you changed is taken. Please leave it as it is. "
    "It holds nothing that the other sheets and the register's revision do not show."
)
_WIDTHS = (34, 98)


def rows(job: Job, made: Content) -> Iterator[tuple[Value, Value]]:
    """Give the lines of the cover: a label and its value; a label without one heads what follows."""
    view, outcome, based_on = job.view, job.view.outcome, job.view.register.based_on
    yield f"{OWNED}: {made.owner}" if made.owner else TITLE, None
    yield "As at the end of", job.on
    areas = (job.body,) if job.body is not None else view.register.areas
    if areas:
        yield "Police area" if len(areas) == 1 else "Police areas", "; ".join(map(area_name, areas))
    if job.inspections:
        yield "Inspections chosen", "; ".join(job.inspections)
    yield "What it is", OWNED_ABOUT if made.owner else ABOUT
    yield "What can be filled in", FILL
    yield "How it comes back", RETURN
    if made.owner and job.options.get("by"):
        yield "Please send it back by", a_day(job.options["by"])
    yield "The sheet that is hidden", HIDDEN
    yield "Sheets", None
    for table in made.tables:
        filled = [each.name for each in table.columns if each.kind is not Kind.SHOWN]
        about = table.form.about[0].upper() + table.form.about[1:]
        yield f"{table.form.name}: {_counted(table.rows)}", f"{about}. To fill in: {', '.join(filled)}."
    yield f"Deadlines: {_counted(made.deadlines)}", "Every day that matters, soonest first. All of it is worked out."
    yield "Summary", "Where the recommendations stand: figures that are counted in the book and add up, and charts."
    if made.long_texts:
        yield f"Long texts: {_counted(made.long_texts)}", "Texts that are longer than a cell, whole, in parts."
    yield "Lists", "The words of the drop-down lists."
    yield "The register behind it", None
    if based_on is not None:
        yield "Register revision", based_on[0]
        yield "Register hash", based_on[1]
    if not made.owner:  # what the check found of the whole register is no matter of one owner's rows
        checked = " (all inspections)" if job.inspections else ""
        yield f"Breaches found{checked}", len(outcome.findings)
        yield f"Not shown to be in order{checked}", len(outcome.gaps)
        yield "Reading of the law", outcome.reading
        if not outcome.complete:
            yield "The check is not complete", "A rule broke, or something imported could not be read."
    yield "Recommendations by status", None
    place = [each.name for each in made.tables[0].columns].index("Status")
    yield from sorted(Counter(str(row[place]) for row in made.tables[0].rows).items())


def foot_words(job: Job, made: Content) -> tuple[str, str]:
    """Return what stands at the foot of every printed page: of what day the book is, and what it is."""
    return f"As at {in_words(job.on)}" + (
        f", for {made.owner}" if made.owner else ""
    ), "Working paper, not for publication"


def _counted(of: tuple[object, ...]) -> str:
    return "1 row" if len(of) == 1 else f"{len(of):,} rows"


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
            heads = value is None
            style = looks.title if not number else looks.heading if heads else looks.label
            tall = (2 if not number else 1.6) * LINE_HEIGHT if heads else height((label, value), _WIDTHS) + _GAP
            yield Line(((label, style), (value, looks.text)), tall)

    return Rows(len(lines), 2, made, lambda number: "AB"[number - 1])


#: points between two lines of the cover
_GAP = 3
