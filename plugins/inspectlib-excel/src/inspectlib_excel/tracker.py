"""The exporter `excel-tracker`: the working book, put together and written."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspectlib.exchange import Job
from inspectlib_excel import cover, deadlines, long_texts, sent, summary
from inspectlib_excel.cells import Value
from inspectlib_excel.columns import Column, Kind
from inspectlib_excel.grids import letters
from inspectlib_excel.looks import LINE_HEIGHT, Looks, foot, page, protect
from inspectlib_excel.saving import Formula, Line, Rows, Style, saved
from inspectlib_excel.sheets import add_table
from inspectlib_excel.tables import Content, content

if TYPE_CHECKING:
    from openpyxl import Workbook

_DEADLINES = tuple(Column(name, width) for name, width in deadlines.COLUMNS)
_LONG_HEAD = tuple(each.name for each in long_texts.COLUMNS)


def write_tracker(job: Job) -> None:
    """Write the tracker of a job to its destination. Raises CannotWrite."""
    job.destination.write_bytes(tracker(job, content(job)))


def tracker(job: Job, made: Content) -> bytes:
    """Return the bytes of a tracker that shows this content. Raises CannotWrite."""
    from openpyxl import Workbook

    book = Workbook()
    looks = Looks(book)
    front = tuple(cover.rows(job, made))
    rows = {"Cover": cover.add_cover(book, looks, front)}
    lists = _lists(made)
    places = {
        choices: f"Lists!${letters(number)}$2:${letters(number)}${len(choices) + 1}"
        for number, (_, choices) in enumerate(lists, 1)
    }
    keys = f"Recommendations!$A$2:$A${max(len(made.tables[0].rows), 1) + 1}"
    for done, table in enumerate(made.tables, 1):
        name = table.form.name
        rows[name] = add_table(
            book,
            looks,
            name,
            table.columns,
            table.rows,
            spare=table.form.spare,
            lists={**places, ("Recommendation",): keys},
        )
        job.progress(done, len(made.tables) + 1)
    rows["Deadlines"] = add_table(book, looks, "Deadlines", _DEADLINES, made.deadlines)
    rows["Summary"] = summary.add_summary(book, looks, job, made)
    if made.long_texts:
        rows[long_texts.SHEET] = add_table(book, looks, long_texts.SHEET, long_texts.COLUMNS, made.long_texts)
    rows["Lists"] = _add_lists(book, looks, lists)
    rows[sent.SHEET] = _add_sent(book, job, made, loose_rows(job, made, front))
    _overdue(book, made)
    foot(book, *cover.foot_words(job, made))
    job.progress(len(made.tables) + 1, len(made.tables) + 1)
    return saved(book, rows, title="Excel tracker", on=job.on)


def loose_rows(job: Job, made: Content, front: tuple[tuple[Value, ...], ...]) -> dict[str, list[tuple[Value, ...]]]:
    """Return the rows of the sheets that have no keys, as they are shown; a formula is "="."""
    plain: list[tuple[Value, ...]] = [
        tuple("=" if isinstance(value, Formula) else value for value, _ in line) for line in summary.lines(job, made)
    ]
    lists = [tuple(row) for row in _list_rows(_lists(made))]
    return {
        "Cover": list(front),
        "Deadlines": [tuple(each.name for each in _DEADLINES), *made.deadlines],
        "Summary": plain,
        "Lists": lists,
        **({long_texts.SHEET: [_LONG_HEAD, *made.long_texts]} if made.long_texts else {}),
    }


def _lists(made: Content) -> list[tuple[str, tuple[str, ...]]]:
    """Return the lists of the drop-downs: each once, under the name of the first column that has it."""
    found: dict[tuple[str, ...], str] = {}
    for table in made.tables:
        for each in table.columns:
            if each.kind is Kind.CHOICE and each.choices:
                found.setdefault(each.choices, each.name)
    return [(name, choices) for choices, name in found.items()]


def _list_rows(lists: list[tuple[str, tuple[str, ...]]]) -> Iterator[list[Value]]:
    yield [name for name, _ in lists]
    for number in range(max((len(choices) for _, choices in lists), default=0)):
        yield [choices[number] if number < len(choices) else None for _, choices in lists]


def _add_lists(book: "Workbook", looks: Looks, lists: list[tuple[str, tuple[str, ...]]]) -> Rows:
    sheet = book.create_sheet("Lists")
    for number in range(1, len(lists) + 1):
        sheet.column_dimensions[letters(number)].width = 28
    page(sheet)
    protect(sheet)
    found = list(_list_rows(lists))

    def lines() -> Iterator[Line]:
        for number, row in enumerate(found):
            style = looks.text if number else looks.head
            yield Line(tuple((value, style) for value in row), LINE_HEIGHT * (1 if number else 2))

    return Rows(len(found), len(lists), lines, letters)


def _add_sent(book: "Workbook", job: Job, made: Content, loose: dict[str, list[tuple[Value, ...]]]) -> Rows:
    sheet = book.create_sheet(sent.SHEET)
    sheet.sheet_state = "hidden"
    protect(sheet)
    count = 2 + len(made.facts) + sum(len(each.rows) for each in made.tables) + sum(map(len, loose.values()))
    plain = Style(0, 0, 0)

    def lines() -> Iterator[Line]:
        for row in sent.lines(job, made, loose):
            yield Line(tuple((value or None, plain) for value in row))

    return Rows(count, len(sent.HEADER), lines, letters)


def _overdue(book: "Workbook", made: Content) -> None:
    """Colour what is past its day, counted from the as-at date on the cover."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["as_at"] = DefinedName("as_at", attr_text="Cover!$B$2")
    red, bold = PatternFill("solid", bgColor="FFC7CE"), Font(bold=True, color="9C0006")
    for name, day, open_if in (
        ("Recommendations", "Due now", 'ISERROR(SEARCH("ended",${RAG}2))'),
        ("Actions", "Due", "ISBLANK(${Done on}2)"),
        ("Deadlines", "Last day", "ISBLANK(${Done on}2)"),
    ):
        columns = next((each.columns for each in made.tables if each.form.name == name), _DEADLINES)
        names = [each.name for each in columns]
        where = {each: letters(number) for number, each in enumerate(names, 1)}
        for each, letter in where.items():
            open_if = open_if.replace(f"{{{each}}}", letter)  # noqa: PLW2901 - filled in step by step
        count = len(made.deadlines if name == "Deadlines" else next(t.rows for t in made.tables if t.form.name == name))
        spare = next((each.form.spare for each in made.tables if each.form.name == name), 0)
        last = max(count + spare, 1) + 1
        formula = f"AND(ISNUMBER(${where[day]}2),${where[day]}2<as_at,{open_if})"
        rule = FormulaRule(formula=[formula], fill=red, font=bold)  # type: ignore[no-untyped-call]
        book[name].conditional_formatting.add(f"{where[day]}2:{where[day]}{last}", rule)
