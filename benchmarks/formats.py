"""What the plugins write and read: trackers, websites, forms; each beside the library that could do it alone."""

import atexit
import io
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import docx
import nation
import python_calamine
import xlsxwriter
from docxtpl import DocxTemplate
from inspectlib_documents.ticks import text_of
from inspectlib_excel import cover, sent
from inspectlib_excel.tables import content
from inspectlib_excel.tracker import loose_rows, tracker
from inspectlib_excel.tracker_home import read_tracker
from inspectlib_website import rendering
from inspectlib_website.site import WEBSITE
from measuring import Job, Pair
from openpyxl import Workbook, load_workbook

from inspectlib import exchange
from inspectlib.audiences import View, view_of
from inspectlib.deadlines import deadlines
from inspectlib.exchange import Source
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.plugins import load_plugins
from inspectlib.register import Register
from inspectlib.responses import Copy, Recipient
from inspectlib.running import export
from inspectlib.testing import a_complete_register, a_recommendation, an_inspection


def a_view(register: Register, audience: Audience) -> View:
    """Return what an audience may see, without any findings."""
    dates = deadlines(register, on=nation.ON, open_only=False)
    return view_of(register, audience, on=nation.ON, outcome=Outcome(on=nation.ON, reading="strict"), deadlines=dates)


# --- the tracker --------------------------------------------------------------------------------------------------


def a_tracker(cases: int) -> tuple[exchange.Job, Any]:
    register = nation.a_register(cases, areas=1)
    job = exchange.Job(view=a_view(register, Audience.WORKING), on=nation.ON, destination=Path("none"))
    return job, content(job)


def sheets(job: exchange.Job, made: Any) -> list[tuple[str, list[list[Any]]]]:
    """Return the very cells of a tracker, sheet by sheet, without any style, width, link, list or table."""
    front = tuple(cover.rows(job, made))
    loose = loose_rows(job, made, front)
    return [
        *((table.form.name, [list(row) for row in table.rows]) for table in made.tables),
        *((name, [[None if each == "=" else each for each in row] for row in rows]) for name, rows in loose.items()),
        ("sent", [list(row) for row in sent.lines(job, made, loose)]),
    ]


def by_openpyxl(found: list[tuple[str, list[list[Any]]]]) -> None:
    book = Workbook(write_only=True)
    for name, rows in found:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(io.BytesIO())


def by_xlsxwriter(found: list[tuple[str, list[list[Any]]]]) -> None:
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **plain}
    with xlsxwriter.Workbook(io.BytesIO(), options) as book:
        for name, rows in found:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def writing(cases: int, peer: Any) -> Pair:
    job, made = a_tracker(cases)
    found = sheets(job, made)
    return Pair(lambda: tracker(job, made), lambda: peer(found))


def gathering(cases: int) -> Pair:
    job, made = a_tracker(cases)
    found = sheets(job, made)
    return Pair(lambda: tracker(job, content(job)), lambda: by_openpyxl(found))


def read_by_openpyxl(data: bytes) -> None:
    book = load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass


def read_by_calamine(data: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def reading(cases: int, peer: Any) -> Pair:
    data = tracker(*a_tracker(cases))
    return Pair(lambda: read_tracker(Source(name="tracker.xlsx", data=data)), lambda: peer(data))


# --- the website --------------------------------------------------------------------------------------------------


def a_site(responses: int) -> tuple[Register, Path]:
    """Return a register and a folder for its sites, which goes when the process ends."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return nation.a_register(responses * nation.PER_REPORT, areas=nation.EVERY_AREA), folder


def built(view: View, folder: Path, previous: Path | None = None) -> Path:
    """Export a site into a folder of its own, so that nothing has to be deleted first, and return where it is."""
    destination = Path(tempfile.mkdtemp(dir=folder)) / "site"
    WEBSITE.export(exchange.Job(view=view, on=nation.ON, destination=destination, previous=previous))
    return destination


def asked_of_jinja(view: View, folder: Path) -> list[tuple[Any, dict[str, Any]]]:
    """Return what the exporter gives to jinja2 for each page: the template and its values."""
    asked: list[tuple[Any, dict[str, Any]]] = []
    page = rendering.Language.page

    def noted(self: rendering.Language, path: str, template: str, inputs: object, **given: Any) -> None:
        root = "../" * path.count("/")
        values = {"layout": "base.html", "path": path, "root": root, "top": root, **given}
        asked.append((self.environment.get_template(template), values))
        page(self, path, template, inputs, **given)

    rendering.Language.page = noted  # type: ignore[method-assign]
    try:
        built(view, folder)
    finally:
        rendering.Language.page = page  # type: ignore[method-assign]
    return asked


def website(responses: int) -> Pair:
    register, folder = a_site(responses)
    view = a_view(register, Audience.PUBLIC)
    asked = asked_of_jinja(view, folder)

    def alone() -> None:
        for template, values in asked:
            template.render(**values).encode()

    return Pair(lambda: built(view, folder), alone)


def rebuilding(responses: int) -> Pair:
    """Build a site onto the last one after one more copy was sent, beside building all of it."""
    register, folder = a_site(responses)
    view = a_view(register, Audience.PUBLIC)
    one = register.responses[-1]
    sent_on = evolve(one, copies=(*one.copies, Copy(to=Recipient.INSPECTORS, on=nation.ON)))
    after = a_view(register.with_response(sent_on), Audience.PUBLIC)
    last = built(view, folder)
    return Pair(lambda: built(after, folder, last), lambda: built(view, folder))


# --- the form -----------------------------------------------------------------------------------------------------

#: as many tables as the form has, of as many rows
TABLES = [[("Item", "Answer")] * 6] * 10


def a_template(path: Path) -> None:
    """Write a template that says what the form does: a paragraph a line, and each table row by row."""
    document = docx.Document()
    for line in ("{%p for line in lines %}", "{{ line }}", "{%p endfor %}"):
        document.add_paragraph(line)
    for _ in TABLES:
        made = document.add_table(rows=0, cols=2, style="Table Grid")
        for first, second in (
            ("{%tr for row in rows %}", ""),
            ("{{ row[0] }}", "{{ row[1] }}"),
            ("{%tr endfor %}", ""),
        ):
            cells = made.add_row().cells
            cells[0].text, cells[1].text = first, second
    document.save(str(path))


def filled(lines: list[str], template: Path, path: Path) -> None:
    document = DocxTemplate(str(template))
    document.render({"lines": lines, "rows": TABLES[0]}, autoescape=True)
    document.save(str(path))


def forms(documents: int) -> Pair:
    plugins, folder = load_plugins(), Path(tempfile.mkdtemp())
    items = tuple(a_recommendation(str(number)) for number in range(1, 11))
    register = a_complete_register().with_inspection(an_inspection(recommendations=items))

    def ours() -> None:
        for _ in range(documents):
            export(register, "home-office-form", folder / "form.docx", on=nation.ON, plugins=plugins)

    export(register, "home-office-form", folder / "form.docx", on=nation.ON, plugins=plugins)
    lines = text_of(Source.from_path(folder / "form.docx")).splitlines()
    lines = lines[: len(lines) - 2 * sum(map(len, TABLES))]
    a_template(folder / "template.docx")

    def theirs() -> None:
        for _ in range(documents):
            filled(lines, folder / "template.docx", folder / "filled.docx")

    return Pair(ours, theirs)


ROWS, RESPONSES = (300, 3_000, 30_000), (300, 1_000, 3_000)
JOBS = (
    Job("tracker", "Write the tracker workbook of its cells", "openpyxl's bare write-only mode on the same cells", "formats", ROWS, partial(writing, peer=by_openpyxl), target=1.3, unit="rows", rounds=1, memory=30_000),
    Job("tracker-xlsxwriter", "Write the tracker workbook of its cells", "XlsxWriter on the same cells (the aim)", "formats", ROWS, partial(writing, peer=by_xlsxwriter), target=1, unit="rows", rounds=2),
    Job("tracker-whole", "Gather the cells of the tracker and write it", "openpyxl's bare write-only mode on the same cells", "formats", (300, 3_000), gathering, unit="rows", rounds=2),
    Job("tracker-read", "Read a tracker back and say what was edited", "openpyxl's bare read", "formats", ROWS, partial(reading, peer=read_by_openpyxl), target=2, unit="rows", rounds=1),
    Job("tracker-calamine", "Read a tracker back and say what was edited", "python-calamine's bare read", "formats", ROWS, partial(reading, peer=read_by_calamine), unit="rows", rounds=2),
    Job("website", "Build the website", "jinja2 rendering the same templates alone", "formats", RESPONSES, website, target=1.3, unit="responses", rounds=2, clock="user", memory=300),
    Job("website-change", "Build the website again after one change", "building all of it", "formats", RESPONSES[:2], rebuilding, unit="responses", rounds=1, clock="user"),
    Job("form", "Write Home Office forms", "docxtpl filling a template with the same words", "formats", (20, 200), forms, target=1, unit="documents", rounds=2),
)  # fmt: skip
