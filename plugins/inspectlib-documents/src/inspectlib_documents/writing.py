"""The Word form of a document: styles, real content controls, the same bytes each time."""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspectlib_documents.describing import (
    CheckBox,
    Document,
    Entry,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Table,
    TickGroup,
    paragraphs,
    visible,
)
from inspectlib_documents.word_xml import element, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as Docx

__all__ = ["CheckBox", "Document", "Heading", "Paragraph", "Table", "visible", "write_docx"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: midnight on 1 January 1980 as a package says it: two bytes of time, two of date
_EPOCH = b"\0\0\x21\0"
_LONGEST_PROPERTY = 255
#: Word takes no longer tag or title of a content control
_LONGEST_TAG = 64
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PAGE_WIDTH_CM, _PAGE_HEIGHT_CM, _MARGIN_CM = 21.0, 29.7, 2.2
_UNSTYLED = "Normal"
#: rows of fewer characters stay on one page
_SHORT_ROW = 500


def write_docx(document: Document, path: Path) -> None:
    """Write a document for Word and LibreOffice."""
    import docx

    word = docx.Document()
    _properties(word, document)
    _page(word, document)
    writer = DocxParts(word)
    page = word.element.body[-1]  # the section's page, which stays last
    for part in document.parts:
        for made in writer.elements(part):
            page.addprevious(made)
    save_docx(word, path)


def save_docx(word: "Docx", path: Path) -> None:
    """Save with fixed times, so that one document is the same bytes each time."""
    held = io.BytesIO()
    word.save(held)
    path.write_bytes(_same_bytes(held.getvalue()))


def _properties(word: "Docx", document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    set_core(word, document)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 18), ("Heading 1", 14), ("Heading 2", 12), ("Heading 3", 11)):
        style = word.styles[name]
        font = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            font.set(qn(kind), "Arial")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            font.attrib.pop(qn(theme), None)
        style.font.size = Pt(size)
        style.font.color.rgb = _black()
        style.paragraph_format.space_before = Pt(14 if name == "Heading 1" else 8)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), document.language)


def _black() -> Any:
    from docx.shared import RGBColor

    return RGBColor(0, 0, 0)


def set_core(word: "Docx", document: Document) -> None:
    """Set what a program and a screen reader ask of the file: title, language, day; and no name of a person."""
    core = word.core_properties
    core.title = visible(document.title)[:_LONGEST_PROPERTY]
    core.identifier = visible(document.identifier or "")[:_LONGEST_PROPERTY]
    core.language, core.author, core.comments, core.last_modified_by = document.language, "", "", ""
    core.created = core.modified = datetime(document.on.year, document.on.month, document.on.day, tzinfo=UTC)


def _page(word: "Docx", document: Document) -> None:
    from docx.shared import Cm, Pt

    section = word.sections[0]
    section.page_width, section.page_height = Cm(_PAGE_WIDTH_CM), Cm(_PAGE_HEIGHT_CM)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(2)
    line = section.footer.paragraphs[0]
    line.paragraph_format.alignment = None
    if document.footer:
        line.add_run(f"{visible(document.footer)}  \N{MIDDLE DOT}  ").font.size = Pt(9)
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        line.add_run(words).font.size = Pt(9)
        (number,) = _parsed(element("fldSimple", run("1", size=9), instr=field))
        line._p.append(number)  # noqa: SLF001 - python-docx has no page numbers


class DocxParts:
    """Turns parts into elements of a Word document, with an id of its own for each control."""

    def __init__(self, word: "Docx") -> None:
        self._styles, self._names = word.styles, dict[str, str]()
        self._controls = 0

    def elements(self, part: Part) -> Iterator[Any]:
        """Yield what a part becomes, in order, to be put into a body or a cell."""
        return _parsed("".join(self._xml(part)))

    def _xml(self, part: Part) -> Iterator[str]:
        if isinstance(part, Heading):
            style = self._style("Title" if part.level == 0 else f"Heading {part.level}")
            entry = Entry(name=part.name, text=part.text) if part.name else None
            yield paragraph(self._inline(entry) if entry else _words(part.text), style=style)
        elif isinstance(part, Paragraph):
            bullet = self._style("List Bullet") if part.bullet else None
            for text in paragraphs(part.text):
                if text.strip():
                    yield paragraph(run(text, bold=part.strong), style=bullet, keep=part.strong or part.kept)
        elif isinstance(part, Entry):
            yield self._entry(part)
        elif isinstance(part, CheckBox):
            yield self._box(part)
        elif isinstance(part, TickGroup):
            for box in part.boxes:
                yield self._box(box, keep=not part.answered or box is not part.boxes[-1])
            if not part.answered:
                yield paragraph(run(part.unknown, italic=True))
        elif isinstance(part, KeyValues):
            rows: tuple[tuple[str | Entry, ...], ...] = tuple((each.label or each.name, each) for each in part.rows)
            yield from self._table(Table(header=part.header, rows=rows, caption=part.caption, shares=(1, 3)), bold=True)
        else:
            yield from self._table(part)

    def _style(self, name: str) -> str:
        """Return the id of a style, which a house template may not have: then its words stand unstyled."""
        if name not in self._names:
            self._names[name] = str(self._styles[name].style_id) if name in self._styles else _UNSTYLED
        return self._names[name]

    def _entry(self, entry: Entry) -> str:
        if entry.label is not None or entry.choices:
            label = run(f"{entry.label}: ", bold=True) if entry.label is not None else ""
            return paragraph(label + self._inline(entry))
        style = self._style("List Bullet") if entry.bullet else None
        grey = entry.text is None
        lines = (paragraph(_words(text, grey=grey), style=style) for text in paragraphs(entry.words))
        return self._control(entry.name, entry.name, "".join(lines), unknown=grey)

    def _inline(self, entry: Entry) -> str:
        if entry.choices:
            offered = "".join(element("listItem", displayText=each, value=each) for each in entry.choices)
            kind = element("dropDownList", offered)
        else:
            kind = element("text", multiLine="1")
        words = _words(entry.words, grey=entry.text is None) or "<w:r><w:t/></w:r>"
        return self._control(entry.name, entry.label or entry.name, words, kind=kind, unknown=entry.text is None)

    def _control(self, name: str, title: str, content: str, *, kind: str = "", unknown: bool = False) -> str:
        self._controls += 1
        properties = (
            element("alias", val=visible(title)[:_LONGEST_TAG])
            + element("tag", val=visible(name)[:_LONGEST_TAG])
            + element("id", val=str(1000 + self._controls))
            + ("<w:showingPlcHdr/>" if unknown else "")
            + kind
        )
        return element("sdt", element("sdtPr", properties) + element("sdtContent", content))

    def _box(self, box: CheckBox, *, keep: bool = False) -> str:
        """Return a paragraph with a control of the kind that Word ticks with a click."""
        sign = "\N{BALLOT BOX WITH X}" if box.ticked else "\N{BALLOT BOX}"
        states = "".join(
            f'<w14:{name} w14:val="{code}" w14:font="MS Gothic"/>'
            for name, code in (("checkedState", "2612"), ("uncheckedState", "2610"))
        )
        checked = f'<w14:checked w14:val="{1 if box.ticked else 0}"/>'
        kind = f'<w14:checkbox xmlns:w14="{_W14}">{checked}{states}</w14:checkbox>'
        font = element("rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia")
        shown = element("r", element("rPr", font) + element("t", sign))
        control = self._control(box.name or f"box-{self._controls + 1}", box.text, shown, kind=kind)
        if box.entry is None:
            return paragraph(control + run(f" {box.text}"), keep=keep)
        return paragraph(control + run(f" {box.text}: ") + self._inline(box.entry), keep=keep)

    def _table(self, table: Table, *, bold: bool = False) -> Iterator[str]:
        """Yield a table that says which row is its header; `bold` marks the first column as headers too."""
        widths = _widths(table)
        made = self._table_properties(table, column=bold)
        made += element("tblGrid", "".join(element("gridCol", w=str(width)) for width in widths))
        rows: Iterable[tuple[str | Entry, ...]] = (table.header, *table.rows)
        for index, row in enumerate(rows):
            short = sum(len(each.words if isinstance(each, Entry) else each) for each in row) < _SHORT_ROW
            keep = index == 0 or (bold and short and index < len(table.rows))
            properties = f"{'<w:cantSplit/>' if short else ''}{'<w:tblHeader/>' if index == 0 else ''}"
            line = element("trPr", properties)
            for column, (width, each) in enumerate(zip(widths, row, strict=True)):
                look = element("tcW", w=str(width), type="dxa")
                if index == 0:
                    look += element("shd", val="clear", color="auto", fill="E7E6E6")
                strong = index == 0 or (bold and column == 0)
                words = self._inline(each) if isinstance(each, Entry) else run(each, bold=strong)
                line += element("tc", element("tcPr", look) + paragraph(words, keep=keep, tight=True))
            made += element("tr", line)
        yield element("tbl", made)
        yield paragraph(small=True)

    def _table_properties(self, table: Table, *, column: bool) -> str:
        style = self._style("Table Grid")
        return element(
            "tblPr",
            (element("tblStyle", val=style) if style != _UNSTYLED else "")
            + element("tblW", w="0", type="auto")
            + element("tblInd", w="108", type="dxa")  # the words of the cells stand under the words above
            + element("tblLayout", type="fixed")
            + element(
                "tblLook",
                val="04A0" if column else "0420",
                firstRow="1",
                lastRow="0",
                firstColumn="1" if column else "0",
                lastColumn="0",
                noHBand="0",
                noVBand="1",
            )
            + (element("tblCaption", val=table.caption[:_LONGEST_PROPERTY]) if table.caption else ""),
        )


def _parsed(xml: str) -> Iterator[Any]:
    """Yield the elements of a text of XML, as python-docx makes them."""
    from docx.oxml import parse_xml

    yield from list(parse_xml(f'<w:body xmlns:w="{_W}">{xml}</w:body>'))


def _words(text: str, *, grey: bool = False) -> str:
    """Return a run of words, or nothing where there are none."""
    return run(text, grey=grey) if text else ""


def _widths(table: Table) -> list[int]:
    """Return the widths of the columns in twentieths of a point, as Word counts."""
    shares = table.shares or (1,) * len(table.header)
    whole = (_PAGE_WIDTH_CM - 2 * _MARGIN_CM) * 1440 / 2.54
    return [round(whole * each / sum(shares)) for each in shares]


def _same_bytes(data: bytes) -> bytes:
    """Return the package with fixed times, where they stand: packing all of it again would take as long as making it."""
    made = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        place = package.start_dir
        for each in package.infolist():
            made[each.header_offset + 10 : each.header_offset + 14] = _EPOCH
            made[place + 12 : place + 16] = _EPOCH
            place += 46 + sum(struct.unpack_from("<HHH", made, place + 28))  # name, extra field and comment
    return bytes(made)
