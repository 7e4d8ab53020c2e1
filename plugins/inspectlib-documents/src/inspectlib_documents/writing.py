"""A document as plain values, and its Word form: styles, real check boxes, the same bytes each time."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspectlib.fields import Public, value

if TYPE_CHECKING:
    from docx.document import Document as Docx

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255


@value
class Heading:
    """A heading; level 0 is the title."""

    text: Public[str]
    level: Public[int] = 1


@value
class Paragraph:
    """Words; blank lines part paragraphs, single line ends are kept."""

    text: Public[str]
    strong: Public[bool] = False
    bullet: Public[bool] = False


@value
class CheckBox:
    """A box with its words; `ticked` None is shown empty, and the words should say that it is not known."""

    text: Public[str]
    ticked: Public[bool | None] = None


@value
class Table:
    """A table whose first row is the header."""

    header: Public[tuple[str, ...]]
    rows: Public[tuple[tuple[str, ...], ...]]


Part = Heading | Paragraph | CheckBox | Table


@value
class Document:
    """A whole document: its title for the properties, its day, its parts in order."""

    title: Public[str]
    on: Public[date]
    parts: Public[tuple[Part, ...]]


def visible(text: str) -> str:
    """Return text that XML can hold; what it cannot is shown as a replacement mark."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def write_docx(document: Document, path: Path) -> None:
    """Write a document for Word and LibreOffice."""
    import docx
    from docx.shared import Cm

    word = docx.Document()
    _properties(word, document)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for number, part in enumerate(document.parts):
        _add(word, part, number)
    held = io.BytesIO()
    word.save(held)
    path.write_bytes(_same_bytes(held.getvalue()))


def _properties(word: "Docx", document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    core = word.core_properties
    core.title = visible(document.title)[:_LONGEST_PROPERTY]
    core.language, core.author, core.comments = "en-GB", "", ""
    core.created = core.modified = datetime(document.on.year, document.on.month, document.on.day, tzinfo=UTC)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        font = word.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            font.set(qn(kind), "Arial")
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            font.attrib.pop(qn(theme), None)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _add(word: "Docx", part: Part, number: int) -> None:
    if isinstance(part, Heading):
        word.add_heading(visible(part.text), level=part.level)
    elif isinstance(part, CheckBox):
        _add_box(word, part, number)
    elif isinstance(part, Table):
        _add_table(word, part)
    else:
        for text in re.split(r"\n\s*\n", visible(part.text).strip()):
            paragraph = word.add_paragraph(style="List Bullet" if part.bullet else None)
            paragraph.add_run(text).bold = True if part.strong else None


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, given in attributes.items():
        made.set(qn(f"w:{key}"), given)
    return made


def _add_box(word: "Docx", box: CheckBox, number: int) -> None:
    """Add a content control of the kind that Word ticks with a click."""
    from lxml import etree

    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    ticked = bool(box.ticked)
    paragraph = word.add_paragraph()
    control, properties, content = _element("sdt"), _element("sdtPr"), _element("sdtContent")
    properties.append(_element("alias", val=visible(box.text)[:60]))
    properties.append(_element("tag", val=f"box-{number}"))
    properties.append(_element("id", val=str(1000 + number)))
    check = etree.SubElement(properties, f"{{{space}}}checkbox", nsmap={"w14": space})
    for name, given in (("checked", "1" if ticked else "0"),):
        etree.SubElement(check, f"{{{space}}}{name}").set(f"{{{space}}}val", given)
    for name, sign in (("checkedState", "2612"), ("uncheckedState", "2610")):
        state = etree.SubElement(check, f"{{{space}}}{name}")
        state.set(f"{{{space}}}val", sign)
        state.set(f"{{{space}}}font", "MS Gothic")
    run = _element("r")
    look = _element("rPr")
    look.append(_element("rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia"))
    words = _element("t")
    words.text = "\N{BALLOT BOX WITH X}" if ticked else "\N{BALLOT BOX}"
    run.extend([look, words])
    content.append(run)
    control.extend([properties, content])
    paragraph._p.append(control)  # noqa: SLF001 - python-docx has no content controls
    paragraph.add_run(f" {visible(box.text)}")


def _add_table(word: "Docx", table: Table) -> None:
    from docx.oxml.ns import qn

    made = word.add_table(rows=0, cols=len(table.header), style="Table Grid")
    for index, row in enumerate((table.header, *table.rows)):
        cells = made.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            run = cell.paragraphs[0].add_run(visible(text))
            run.bold = True if index == 0 else None
    header = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no header rows
    header.append(_element("tblHeader"))
    look = made._tbl.tblPr.find(qn("w:tblLook"))  # noqa: SLF001 - likewise
    if look is not None:
        look.set(qn("w:firstRow"), "1")
    word.add_paragraph()


def _same_bytes(data: bytes) -> bytes:
    """Return the package with fixed times, so that one document is the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return held.getvalue()
