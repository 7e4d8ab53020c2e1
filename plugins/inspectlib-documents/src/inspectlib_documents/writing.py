"""The Word form of a document: styles, real content controls, the same bytes each time."""

import io
import re
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

if TYPE_CHECKING:
    from docx.document import Document as Docx

__all__ = ["CheckBox", "Document", "Heading", "Paragraph", "Table", "visible", "write_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS = re.compile("([\t\r\n])")
#: midnight on 1 January 1980 as a package says it: two bytes of time, two of date
_EPOCH = b"\0\0\x21\0"
_LONGEST_PROPERTY = 255
#: Word takes no longer tag or title of a content control
_LONGEST_TAG = 64
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_PAGE_WIDTH_CM, _PAGE_HEIGHT_CM, _MARGIN_CM = 21.0, 29.7, 2.2
_UNSTYLED = "Normal"
_GREY = "595959"
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
        for element in writer.elements(part):
            page.addprevious(element)
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
        simple = _element("fldSimple", instr=field)
        simple.append(_run("1", size=9))
        line._p.append(simple)  # noqa: SLF001 - python-docx has no page numbers


class DocxParts:
    """Turns parts into elements of a Word document, with an id of its own for each control."""

    def __init__(self, word: "Docx") -> None:
        self._styles, self._names = word.styles, dict[str, str]()
        self._controls = 0

    def elements(self, part: Part) -> Iterator[Any]:
        """Yield what a part becomes, in order, to be put into a body or a cell."""
        if isinstance(part, Heading):
            style = self._style("Title" if part.level == 0 else f"Heading {part.level}")
            line = _paragraph("" if part.name else part.text, style=style)
            if part.name:
                line.append(self._inline(Entry(name=part.name, text=part.text)))
            yield line
        elif isinstance(part, Paragraph):
            bullet = self._style("List Bullet") if part.bullet else None
            for text in paragraphs(part.text):
                if text.strip():
                    yield _paragraph(text, style=bullet, bold=part.strong, keep=part.strong or part.kept)
        elif isinstance(part, Entry):
            yield from self._entry(part)
        elif isinstance(part, CheckBox):
            yield self._box(part)
        elif isinstance(part, TickGroup):
            for box in part.boxes:
                yield self._box(box, keep=not part.answered or box is not part.boxes[-1])
            if not part.answered:
                yield _paragraph(part.unknown, italic=True)
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

    def _entry(self, entry: Entry) -> Iterator[Any]:
        if entry.label is not None or entry.choices:
            line = _paragraph("")
            if entry.label is not None:
                line.append(_run(f"{entry.label}: ", bold=True))
            line.append(self._inline(entry))
            yield line
            return
        style = self._style("List Bullet") if entry.bullet else None
        control, content = self._control(entry.name, entry.name, unknown=entry.text is None)
        for text in paragraphs(entry.words):
            content.append(_paragraph(text, style=style, grey=entry.text is None))
        yield control

    def _inline(self, entry: Entry) -> Any:
        control, content = self._control(entry.name, entry.label or entry.name, unknown=entry.text is None)
        properties = control[0]
        if entry.choices:
            offered = _element("dropDownList")
            for each in entry.choices:
                offered.append(_element("listItem", displayText=each, value=each))
            properties.append(offered)
        else:
            properties.append(_element("text", multiLine="1"))
        content.append(_run(entry.words, grey=entry.text is None, always=True))
        return control

    def _control(self, name: str, title: str, *, unknown: bool = False) -> tuple[Any, Any]:
        self._controls += 1
        control, properties, content = _element("sdt"), _element("sdtPr"), _element("sdtContent")
        properties.append(_element("alias", val=visible(title)[:_LONGEST_TAG]))
        properties.append(_element("tag", val=visible(name)[:_LONGEST_TAG]))
        properties.append(_element("id", val=str(1000 + self._controls)))
        if unknown:
            properties.append(_element("showingPlcHdr"))
        control.extend([properties, content])
        return control, content

    def _box(self, box: CheckBox, *, keep: bool = False) -> Any:
        """Return a paragraph with a control of the kind that Word ticks with a click."""
        from lxml import etree

        ticked = bool(box.ticked)
        line = _paragraph("", keep=keep)
        control, content = self._control(box.name or f"box-{self._controls + 1}", box.text)
        check = etree.SubElement(control[0], f"{{{_W14}}}checkbox", nsmap={"w14": _W14})
        etree.SubElement(check, f"{{{_W14}}}checked").set(f"{{{_W14}}}val", "1" if ticked else "0")
        for name, sign in (("checkedState", "2612"), ("uncheckedState", "2610")):
            state = etree.SubElement(check, f"{{{_W14}}}{name}")
            state.set(f"{{{_W14}}}val", sign)
            state.set(f"{{{_W14}}}font", "MS Gothic")
        run = _element("r")
        look = _element("rPr")
        look.append(_element("rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia"))
        words = _element("t")
        words.text = "\N{BALLOT BOX WITH X}" if ticked else "\N{BALLOT BOX}"
        run.extend([look, words])
        content.append(run)
        line.append(control)
        line.append(_run(f" {box.text}: " if box.entry else f" {box.text}"))
        if box.entry is not None:
            line.append(self._inline(box.entry))
        return line

    def _table(self, table: Table, *, bold: bool = False) -> Iterator[Any]:
        """Yield a table that says which row is its header; `bold` marks the first column as headers too."""
        widths = _widths(table)
        made, grid = _element("tbl"), _element("tblGrid")
        made.extend([self._table_properties(table, column=bold), grid])
        grid.extend(_element("gridCol", w=str(width)) for width in widths)
        rows: Iterable[tuple[str | Entry, ...]] = (table.header, *table.rows)
        for index, row in enumerate(rows):
            line, properties = _element("tr"), _element("trPr")
            line.append(properties)
            short = sum(len(each.words if isinstance(each, Entry) else each) for each in row) < _SHORT_ROW
            if short:
                properties.append(_element("cantSplit"))
            if index == 0:
                properties.append(_element("tblHeader"))
            keep = index == 0 or (bold and short and index < len(table.rows))
            for column, (width, each) in enumerate(zip(widths, row, strict=True)):
                cell, look = _element("tc"), _element("tcPr")
                look.append(_element("tcW", w=str(width), type="dxa"))
                if index == 0:
                    look.append(_element("shd", val="clear", color="auto", fill="E7E6E6"))
                place = _paragraph("", keep=keep, tight=True)
                strong = index == 0 or (bold and column == 0)
                place.append(self._inline(each) if isinstance(each, Entry) else _run(each, bold=strong))
                cell.extend([look, place])
                line.append(cell)
            made.append(line)
        yield made
        yield _paragraph("", small=True)

    def _table_properties(self, table: Table, *, column: bool) -> Any:
        made = _element("tblPr")
        style = self._style("Table Grid")
        if style != _UNSTYLED:
            made.append(_element("tblStyle", val=style))
        made.append(_element("tblW", w="0", type="auto"))
        made.append(_element("tblInd", w="108", type="dxa"))  # the words of the cells stand under the words above
        made.append(_element("tblLayout", type="fixed"))
        look = _element("tblLook", val="04A0" if column else "0420", firstRow="1", lastRow="0")
        for name, given in (
            ("firstColumn", "1" if column else "0"),
            ("lastColumn", "0"),
            ("noHBand", "0"),
            ("noVBand", "1"),
        ):
            look.set(look.tag.replace("tblLook", name), given)
        made.append(look)
        if table.caption:
            made.append(_element("tblCaption", val=table.caption[:_LONGEST_PROPERTY]))
        return made


def _widths(table: Table) -> list[int]:
    """Return the widths of the columns in twentieths of a point, as Word counts."""
    shares = table.shares or (1,) * len(table.header)
    whole = (_PAGE_WIDTH_CM - 2 * _MARGIN_CM) * 1440 / 2.54
    return [round(whole * each / sum(shares)) for each in shares]


def _element(name: str, **attributes: str) -> Any:
    """Return an element of Word's namespace, as python-docx makes it, without looking each name up."""
    from docx.oxml.parser import oxml_parser

    made = oxml_parser.makeelement(_W + name, nsmap={"w": _W[1:-1]})
    for key, given in attributes.items():
        made.set(_W + key, visible(given).replace("\n", " "))
    return made


def _paragraph(
    text: str,
    *,
    style: str | None = None,
    bold: bool = False,
    italic: bool = False,
    grey: bool = False,
    keep: bool = False,
    small: bool = False,
    tight: bool = False,
) -> Any:
    made = _element("p")
    properties = made.get_or_add_pPr()
    if style is not None:
        properties.style = style
    if keep:
        properties.append(_element("keepNext"))
    if small:
        properties.append(_element("spacing", after="0", line="120", lineRule="auto"))
    if tight:
        properties.append(_element("spacing", before="40", after="40"))
    if text:
        made.append(_run(text, bold=bold, italic=italic, grey=grey))
    return made


def _run(
    text: str, *, bold: bool = False, italic: bool = False, grey: bool = False, size: int = 0, always: bool = False
) -> Any:
    """Return words as they are: line ends and tabs have their own marks, blanks at the ends stay."""
    made = _element("r")
    look = _element("rPr")
    for wanted, name in ((bold, "b"), (italic, "i")):
        if wanted:
            look.append(_element(name))
    if grey:
        look.append(_element("color", val=_GREY))
    if size:
        look.append(_element("sz", val=str(2 * size)))
    if len(look):
        made.append(look)
    for piece in _MARKS.split(visible(text)):
        if piece == "\t":
            made.append(_element("tab"))
        elif piece in ("\n", "\r"):
            made.append(_element("br"))
        elif piece:
            made.append(words := _element("t"))
            words.text = piece
            if piece != piece.strip():
                words.set(_PRESERVE, "preserve")
    if always and not len(made):
        made.append(_element("t"))
    return made


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
