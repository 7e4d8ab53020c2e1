"""Files that are meant to harm, or are not what they say: one line, quickly, in bounded memory."""

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
from inspectlib_excel import inspectlib_importers
from inspectlib_excel.opening import Workbook

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"


def a_book(sheet: str, *, shared: str | None = None, more: dict[str, bytes] | None = None, target: str = "") -> bytes:
    """Return a workbook by hand: one sheet with this XML."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><sheets><sheet name="A" sheetId="1" r:id="a"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACK}">'
        f'<Relationship Id="a" Type="{DOC}/worksheet" Target="{target or "worksheets/sheet1.xml"}"/>'
        f'<Relationship Id="b" Type="{DOC}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = shared
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**parts, **(more or {})}.items():
            archive.writestr(name, text)
    return made.getvalue()


def a_sheet(cells: str, before: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
HOSTILE = {
    "entity bomb": (a_book(a_sheet(CELL, LAUGHS)), "declares a document type"),
    "entity of a file": (a_book(a_sheet(CELL, OUTSIDE)), "declares a document type"),
    "entity in strings": (a_book(a_sheet(""), shared=f"{OUTSIDE}<sst>&e;</sst>"), "declares a document type"),
    "bomb": (a_book(a_sheet("") + " " * 60_000_000), "times its size"),
    "many parts": (a_book(a_sheet(""), more={f"x{n}": b"" for n in range(4001)}), "holds 4,00"),
    "cell outside": (a_book(a_sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>')), "no sheet has a cell XFE1"),
    "row outside": (a_book(a_sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')), "no sheet has a cell"),
    "no cell": (a_book(a_sheet('<row r="1"><c r="!"><v>1</v></c></row>')), "no sheet has a cell '!'"),
    "no such text": (a_book(a_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), shared="<sst/>"), "a text that"),
    "not XML": (a_book("<worksheet><sheetData>"), "is damaged"),
    "no such sheet": (a_book(a_sheet(""), target="worksheets/none.xml"), "its sheet 'A' is missing"),
    "outside of the archive": (a_book(a_sheet(""), target="../../../etc/passwd"), "its sheet 'A' is missing"),
    "macros": (a_book(a_sheet(""), more={"xl/vbaProject.bin": b"x"}), "holds macros"),
    "cut short": (a_book(a_sheet(""))[:-40], "is damaged"),
    "empty archive": (a_book(a_sheet(""))[:0] + b"PK\x05\x06" + bytes(18), "is no Excel workbook"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99), "is protected by a password"),
    "xls": (OLE, "is an old Excel file (.xls); open it and save it as .xlsx"),
    "text": (b"Key,Owner\n1,2\n", "is no Excel workbook (.xlsx)"),
}


def opened(source: Source) -> None:
    book = Workbook(source)
    for each in book.sheets:
        book.grid(each)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_one_line_quickly_and_in_little_memory(name):
    data, words = HOSTILE[name]
    source = Source(name="returned.xlsx", data=data)
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(CannotRead) as caught:
            opened(source)
        assert time.process_time() - began < 5
        assert tracemalloc.get_traced_memory()[1] < 32 * 1024 * 1024
    finally:
        tracemalloc.stop()
    said = str(caught.value)
    assert words in said
    assert said.startswith("'returned.xlsx'")
    assert "\n" not in said


@pytest.mark.parametrize("name", HOSTILE)
def test_the_importer_takes_it_and_says_so(name):
    source = Source(name="returned.xlsx", data=HOSTILE[name][0])
    importer = next(each for each in inspectlib_importers() if each.name == "excel-tracker")
    assert importer.recognises(source) > 0
    with pytest.raises(CannotRead):
        importer.read(source)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "t.ods",
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "OpenDocument",
        ),
        ("t.xls", OLE, "old Excel file"),
        ("t.xlsm", b"PK\x03\x04", "a workbook with macros"),
        ("t.xlsb", b"PK\x03\x04", "a binary workbook"),
    ],
)
def test_other_kinds_of_books_are_named_with_what_to_do(name, data, words):
    source = Source(name=name, data=data)
    importer = next(each for each in inspectlib_importers() if each.name == "excel-tracker")
    assert importer.recognises(source) > 0
    with pytest.raises(CannotRead, match=words) as caught:
        importer.read(source)
    assert "save it as .xlsx" in str(caught.value)


def test_a_ghost_at_the_last_row_costs_nothing():
    cells = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>ghost</t></is></c></row>'
    )
    began = time.process_time()
    grid = Workbook(Source(name="t.xlsx", data=a_book(a_sheet(cells)))).grid("A")
    assert time.process_time() - began < 1
    assert grid.rows == {1: {1: 1}, 1_048_576: {16_384: "ghost"}}


def test_phonetic_words_and_rich_text_are_told_apart():
    shared = (
        f'<sst xmlns="{MAIN}"><si><r><t>two </t></r><r><t>runs</t></r><rPh sb="0" eb="1"><t>read</t></rPh></si></sst>'
    )
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c t="str"><f>A1</f><v>x</v></c><c t="b"><v>1</v></c></row>'
    rows = Workbook(Source(name="t.xlsx", data=a_book(a_sheet(cells), shared=shared))).grid("A").rows
    assert rows[1][1] == "two runs"
    assert rows[1][2].what == "the formula =A1"
    assert rows[1][3] is True


def test_the_importer_leaves_a_tracker_that_is_not_ours_to_others(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "t.xlsx")
    importer = next(each for each in inspectlib_importers() if each.name == "excel-tracker")
    source = Source.from_path(tmp_path / "t.xlsx")
    assert importer.recognises(source) < 50
    with pytest.raises(CannotRead, match="no tracker that was sent out; its sheets: Sheet"):
        importer.read(source)
