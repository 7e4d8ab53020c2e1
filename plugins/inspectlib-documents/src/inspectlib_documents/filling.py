"""What stands in the named places of a filled document: by name, never by its words or their place."""

from typing import Any

from inspectlib.exchange import Source
from inspectlib.fields import Public, value
from inspectlib_documents.packages import DOCX, ODT, kind_of, xml_in
from inspectlib_documents.ticks import EMPTY, TICKED, odt_words, odt_words_of_one, state_of_box

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_GLYPHS = {"\N{BALLOT BOX}": False, "\N{BALLOT BOX WITH X}": True, "\N{BALLOT BOX WITH CHECK}": True}
_GLYPHS |= {"\N{CHECK MARK}": True, "\N{HEAVY CHECK MARK}": True}
_OFF = ("0", "false", "off")


@value
class Filled:
    """The named places of a document in order, and what the document says it is about.

    Texts and boxes are apart; None is a place that nobody filled in, or a box whose state is not known.
    """

    identifier: Public[str | None]
    texts: Public[dict[str, str | None]]
    boxes: Public[dict[str, bool | None]]


def filled(source: Source) -> Filled:
    """Return what was filled in; a document with no named places gives none. Raises CannotRead."""
    kind = kind_of(source)
    if kind == DOCX:
        return _of_word(source)
    if kind == ODT:
        return _of_odt(source)
    return Filled(identifier=None, texts={}, boxes={})


def _of_word(source: Source) -> Filled:
    texts: dict[str, str | None] = {}
    boxes: dict[str, bool | None] = {}
    for control in xml_in(source, DOCX).iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        if tag is None or tag.get(f"{_W}val") is None:
            continue
        name = tag.get(f"{_W}val")
        box = control.find(f"{_W}sdtPr/{_W14}checkbox")
        if box is not None:
            boxes.setdefault(name, {TICKED: True, EMPTY: False}.get(state_of_box(box)))
        else:
            texts.setdefault(name, _text_of_control(control))
    return Filled(identifier=_core(source), texts=texts, boxes=boxes)


def _text_of_control(control: Any) -> str | None:
    shown = control.find(f"{_W}sdtPr/{_W}showingPlcHdr")
    content = control.find(f"{_W}sdtContent")
    if content is None or (shown is not None and shown.get(f"{_W}val", "1") not in _OFF):
        return None
    blocks = list(content.iter(f"{_W}p"))
    return "\n\n".join(_words(each) for each in blocks) if blocks else _words(content)


def _words(element: Any) -> str:
    marks = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
    words = []
    for each in element.iter(f"{_W}t", *marks):
        if each.getparent().tag == f"{_W}r":  # a tab stop of a style is no tab
            words.append(marks.get(each.tag, each.text or ""))
    return "".join(words)


def _core(source: Source) -> str | None:
    from inspectlib.errors import CannotRead

    try:
        said = xml_in(source, "docProps/core.xml").find(f"{_DC}identifier")
    except CannotRead:
        return None  # a package without properties is still a document; only what it is about is not known
    return said.text if said is not None else None


def _of_odt(source: Source) -> Filled:
    root = xml_in(source, ODT)
    texts: dict[str, str | None] = {}
    boxes: dict[str, bool | None] = {}
    for section in root.iter(f"{_TEXT}section"):
        name = section.get(f"{_TEXT}name")
        empty = next(section.iter(f"{_TEXT}placeholder"), None) is not None
        words = "\n\n".join("".join(odt_words(each)) for each in section.iter(f"{_TEXT}p"))
        texts.setdefault(name, None if empty and not words else words)
    for start in root.iter(f"{_TEXT}bookmark-start"):
        name = start.get(f"{_TEXT}name")
        words, empty = _marked(start, name)
        if name.startswith("box:"):
            boxes.setdefault(name.removeprefix("box:"), _GLYPHS.get(words.strip()))
        else:
            texts.setdefault(name, None if empty and not words else words)
    said = [
        each.text
        for each in xml_in(source, "meta.xml").iter(f"{_META}user-defined")
        if each.get(f"{_META}name") == "identifier"
    ]
    return Filled(identifier=said[0] if said else None, texts=texts, boxes=boxes)


def _marked(start: Any, name: str) -> tuple[str, bool]:
    """Return the words from a bookmark's start to its end in the same paragraph, and whether a placeholder is there."""
    words, empty = [start.tail or ""], False
    for each in start.itersiblings():
        if each.tag == f"{_TEXT}bookmark-end" and each.get(f"{_TEXT}name") == name:
            break
        if each.tag == f"{_TEXT}placeholder":
            empty = True
            words.append(each.tail or "")
            continue
        words += odt_words_of_one(each)
        words.append(each.tail or "")
    return "".join(words), empty
