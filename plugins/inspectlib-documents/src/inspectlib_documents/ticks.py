"""The lines of a filled form, with its ticks as "[x]" and "[ ]", whatever program kept them.

Word keeps a tick as a content control, as a legacy form field, as a symbol of a picture font, or as a character that
somebody typed; each becomes a mark here. A box of which the state is not said becomes "[?]". Characters stay.
"""

from collections.abc import Iterator
from typing import Any

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib_documents.odt import unknown_style
from inspectlib_documents.packages import DOCX, ODT, kind_of, xml_in

TICKED, EMPTY, UNKNOWN = "[x]", "[ ]", "[?]"
#: what people type for a box: whether it is ticked
GLYPHS = {
    "\N{BALLOT BOX}": False,
    "\N{WHITE SQUARE}": False,
    "\N{BALLOT BOX WITH X}": True,
    "\N{BALLOT BOX WITH CHECK}": True,
    "\N{CHECK MARK}": True,
    "\N{HEAVY CHECK MARK}": True,
}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: boxes and ticks of Wingdings and Wingdings 2, by the number that Word writes (F000 and up)
_SYMBOLS = {
    "wingdings": {0x6F: EMPTY, 0x70: EMPTY, 0x71: EMPTY, 0x72: EMPTY, 0xA8: EMPTY, 0x78: TICKED}
    | {0xFB: TICKED, 0xFC: TICKED, 0xFD: TICKED, 0xFE: TICKED},
    "wingdings 2": {0x2A: EMPTY, 0x30: EMPTY, 0x35: EMPTY, 0xA3: EMPTY}
    | {0x50: TICKED, 0x51: TICKED, 0x52: TICKED, 0x53: TICKED, 0x54: TICKED},
}
#: blanks in a row that one mark may stand for: more is no text
_MOST_BLANKS = 100_000
_OFF = ("0", "false", "off")


def text_of(source: Source) -> str:
    """Return the text of a .docx, .odt, .pdf or text, line by line, ticks marked. Raises CannotRead."""
    kind = kind_of(source)
    if kind == DOCX:
        body = xml_in(source, DOCX).find(f"{_W}body")
        return "\n".join(_of_word(body)) if body is not None else ""
    if kind == ODT:
        return "\n".join(_of_odt(xml_in(source, ODT)))
    if source.data.startswith(b"%PDF"):
        return _of_pdf(source)
    if source.data.startswith(b"PK"):
        message = f"{source.name!r} is a package with no text of Word or OpenDocument; save it as .docx, .odt or .txt"
        raise CannotRead(message)
    return source.text()


def _of_word(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _line(child).split("\n")
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                yield from _row([list(_of_word(cell)) for cell in row.iter(f"{_W}tc") if _own(cell, row, f"{_W}tr")])
        elif child.tag == f"{_W}sdt" and not _shows_placeholder(child):
            content = child.find(f"{_W}sdtContent")
            if content is not None:
                yield from _of_word(content)


def _own(cell: Any, row: Any, tag: str) -> bool:
    """Say whether a cell belongs to this row, not to one of a table within."""
    return next(cell.iterancestors(tag)) is row


def _row(cells: list[list[str]]) -> Iterator[str]:
    """Yield the cells of a row one after another; a box and its words stand on one line."""
    marks = (TICKED, EMPTY, UNKNOWN, *GLYPHS)
    if any(line.strip() in marks for cell in cells for line in cell):
        yield " ".join(line for cell in cells for line in cell if line.strip())
        return
    for cell in cells:
        yield from cell


def _shows_placeholder(control: Any) -> bool:
    shown = control.find(f"{_W}sdtPr/{_W}showingPlcHdr")
    return shown is not None and shown.get(f"{_W}val", "1") not in _OFF


def _line(paragraph: Any) -> str:
    words = "".join(word_words(paragraph))
    return f"- {words}" if is_word_bullet(paragraph) and words.strip() else words


def is_word_bullet(paragraph: Any) -> bool:
    """Say whether a paragraph of Word is an item of a list."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return paragraph.find(f"{_W}pPr/{_W}numPr") is not None or (
        style is not None and style.get(f"{_W}val", "").startswith("ListBullet")
    )


def word_words(parent: Any) -> Iterator[str]:
    """Yield the words of a paragraph of Word, ticks marked; a placeholder that nobody filled in has none."""
    for child in parent:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag == f"{_W}tab":
            yield "\t"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}sym":
            yield _symbol(child)
        elif tag == f"{_W}fldChar":
            box = child.find(f"{_W}ffData/{_W}checkBox")
            yield _legacy(box) if box is not None else ""
        elif tag == f"{_W}sdt":
            yield from _control(child)
        elif tag == f"{_MC}AlternateContent":
            yield from (word for choice in child[:1] for word in word_words(choice))
        elif tag not in (f"{_W}pPr", f"{_W}rPr", f"{_W}delText", f"{_W}instrText", f"{_W}del", f"{_W}moveFrom"):
            yield from word_words(child)


def _control(control: Any) -> Iterator[str]:
    box = control.find(f"{_W}sdtPr/{_W14}checkbox")
    if box is not None:
        yield state_of_box(box)
    elif not _shows_placeholder(control):
        content = control.find(f"{_W}sdtContent")
        yield from word_words(content) if content is not None else ()


def state_of_box(box: Any) -> str:
    """Return the mark of a check box control; one that says nothing of its state, or shows another, is not known."""
    checked = box.find(f"{_W14}checked")
    if checked is None:
        return UNKNOWN
    state = checked.get(f"{_W14}val", "1") not in _OFF
    content = box.getparent().getparent().find(f"{_W}sdtContent")
    shown = "".join(content.itertext(f"{_W}t")).strip() if content is not None else ""
    if GLYPHS.get(shown, state) != state:  # somebody typed over the box, which Word does not notice
        return UNKNOWN
    return TICKED if state else EMPTY


def _legacy(box: Any) -> str:
    for name in ("checked", "default"):
        said = box.find(f"{_W}{name}")
        if said is not None:
            return EMPTY if said.get(f"{_W}val", "1") in _OFF else TICKED
    return EMPTY


def _symbol(symbol: Any) -> str:
    font = symbol.get(f"{_W}font", "").lower()
    try:
        number = int(symbol.get(f"{_W}char", "0"), 16) & 0xFF
    except ValueError:
        return ""
    return _SYMBOLS.get(font, {}).get(number, "")


def _of_odt(root: Any) -> Iterator[str]:
    for each in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        listed = next(each.iterancestors(f"{_TEXT}list-item"), None) is not None
        words = "".join(odt_words(each))
        yield from (f"- {words}" if listed and words.strip() else words).split("\n")


def odt_words(parent: Any) -> Iterator[str]:
    """Yield the words of an OpenDocument paragraph; a placeholder that nobody filled in has none."""
    yield parent.text or ""
    for child in parent:
        yield from odt_words_of_one(child)
        yield child.tail or ""


def odt_words_of_one(child: Any) -> Iterator[str]:
    """Yield the words of one element within a paragraph, without what follows it."""
    if child.tag == f"{_TEXT}s":
        count = child.get(f"{_TEXT}c", "1")
        yield " " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS)
    elif child.tag == f"{_TEXT}tab":
        yield "\t"
    elif child.tag == f"{_TEXT}line-break":
        yield "\n"
    elif not is_unknown(child) and child.tag not in (f"{_TEXT}note", f"{_TEXT}tracked-changes"):
        yield from odt_words(child)


def is_unknown(span: Any) -> bool:
    """Say whether a span still holds the words for what is not known, or a placeholder that nobody filled in."""
    style: str = span.get(f"{_TEXT}style-name", "")
    return span.tag == f"{_TEXT}placeholder" or (
        style.startswith("Unknown-") and style == unknown_style("".join(span.itertext()))
    )


def _of_pdf(source: Source) -> str:
    import io

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(source.data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        message = f"{source.name!r} is no PDF that can be read: {error}; save it as .docx or .txt"
        raise CannotRead(message) from None
