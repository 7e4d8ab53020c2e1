"""What stands around the words of a Word document: styles, numbering, settings and page, made once for all documents."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from inspectlib.fields import Public, value
from inspectlib_documents.describing import Document
from inspectlib_documents.word_xml import element, escaped, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document as Docx

#: the page between its margins, in centimetres
WIDTH_CM = 16.6
LONGEST_PROPERTY = 255
_TEXT, _FOOTER, _CORE = "word/document.xml", "word/footer1.xml", "docProps/core.xml"
#: what python-docx's own template holds and no document of ours needs: its picture, its sources, its styles of 2010
_UNUSED = ("/thumbnail", "/customXml", "/stylesWithEffects")
#: of its hundred styles of tables, those that are used
_TABLES = ("TableNormal", "TableGrid")
_PROPERTIES = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator/><cp:lastModifiedBy/>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
    "<dc:identifier>{identifier}</dc:identifier><dc:language>{language}</dc:language></cp:coreProperties>"
)


@value
class Frame:
    """The parts of a package by name, and the ids of its styles by the names that people see."""

    parts: Public[Mapping[str, bytes]]
    styles: Public[Mapping[str, str]]

    def around(self, text: str, document: Document) -> dict[str, bytes]:
        """Return the whole package of a document whose text is this XML."""
        before, _, after = self.parts[_TEXT].decode().partition("<w:body>")
        footer = self.parts[_FOOTER].decode().partition("<w:p>")[0]
        return {
            **self.parts,
            _CORE: _properties(document).encode(),
            _TEXT: f"{before}<w:body>{text}{after}".encode(),
            _FOOTER: f"{footer}{_footer(document)}</w:ftr>".encode(),
        }


def _properties(document: Document) -> str:
    """Return what a program and a screen reader ask of the file: title, language, day; and no name of a person."""
    return _PROPERTIES.format(
        title=escaped(document.title[:LONGEST_PROPERTY]),
        identifier=escaped((document.identifier or "")[:LONGEST_PROPERTY]),
        language=escaped(document.language),
        day=document.on.isoformat(),
    )


def _footer(document: Document) -> str:
    line = run(f"{document.footer}  \N{MIDDLE DOT}  ", size=9) if document.footer else ""
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        line += run(words, size=9) + element("fldSimple", run("1", size=9), instr=field)
    return paragraph(line, style="Footer")


@cache
def frame(language: str) -> Frame:
    """Return the frame of the documents in a language; python-docx makes it, which takes longer than a document."""
    import docx

    word = docx.Document()
    _drop_unused(word)
    _style(word, language)
    _lay_out(word)
    return Frame(parts=parts_of(word), styles=ids_of_styles(word))


def ids_of_styles(word: "Docx") -> dict[str, str]:
    """Return the id of each style of a Word document by its name."""
    return {each.name: each.style_id for each in word.styles if each.name is not None}


def parts_of(word: "Docx") -> dict[str, bytes]:
    """Return the parts of a package, by name, in the order in which python-docx saves them."""
    held = io.BytesIO()
    word.save(held)
    with zipfile.ZipFile(held) as package:
        return {each: package.read(each) for each in package.namelist()}


def _drop_unused(word: "Docx") -> None:
    from docx.oxml.ns import qn

    for rels in (word.part.rels, word.part.package.rels):
        for key in [key for key, each in rels.items() if each.reltype.endswith(_UNUSED)]:
            del rels[key]
    for style in word.styles.element.style_lst:
        if style.get(qn("w:type")) == "table" and style.styleId not in _TABLES:
            style.getparent().remove(style)


def _style(word: "Docx", language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

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
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(14 if name == "Heading 1" else 8)
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.keep_with_next = True
    for each in word.styles.element.iter(qn("w:lang")):
        each.set(qn("w:val"), language)


def _lay_out(word: "Docx") -> None:
    from docx.shared import Cm

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2)
    section.footer.is_linked_to_previous = False  # which makes one
