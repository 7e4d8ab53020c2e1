"""What stands in the named places of a filled document: by name, never by its words or their place."""

from collections.abc import Iterator
from typing import Any

from inspectlib.exchange import Source
from inspectlib_documents.boxes import ticked
from inspectlib_documents.filled import Filled
from inspectlib_documents.held_pdf import places_in_pdf
from inspectlib_documents.odt import LABEL
from inspectlib_documents.packages import DOCX, ODT, kind_of, xml_in
from inspectlib_documents.pdf import is_pdf
from inspectlib_documents.plain_text import places_in_text
from inspectlib_documents.ticks import EMPTY, TICKED, is_unknown, odt_words, odt_words_of_one, state_of_box

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OFF = ("0", "false", "off")


def filled(source: Source) -> Filled:
    """Return what was filled in; a document with no named places gives none. Raises CannotRead.

    A .docx that another program than Word has saved gives none either: such programs move the ends of places that
    hold several paragraphs, and words would be lost without a sign. Its outline can still be read.
    """
    kind = kind_of(source)
    if kind == DOCX:
        return _of_word(source) if _saved_by_word(source) else Filled(identifier=_core(source), texts={}, boxes={})
    if kind == ODT:
        return _of_odt(source)
    if is_pdf(source.data):
        return places_in_pdf(source)
    if kind is None and source.suffix == ".txt":
        return places_in_text(source)
    return Filled(identifier=None, texts={}, boxes={})


def _of_word(source: Source) -> Filled:
    texts: dict[str, str | None] = {}
    boxes: dict[str, bool | None] = {}
    again: list[str] = []
    root = xml_in(source, DOCX)
    for control in root.iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        if tag is None or tag.get(f"{_W}val") is None:
            continue
        name = tag.get(f"{_W}val")
        box = control.find(f"{_W}sdtPr/{_W14}checkbox")
        if box is not None:
            state = {TICKED: True, EMPTY: False}.get(state_of_box(box))
            boxes[name] = state if boxes.get(name, state) == state else None
            continue
        words = _text_of_control(control)
        if words is not None and texts.setdefault(name, words) != words:
            again.append(words)  # somebody copied the place: nothing says which of the two is meant
        texts.setdefault(name, words)
    outside = (*_outside_of_word(root), *again)
    return Filled(identifier=_core(source), texts=texts, boxes=boxes, outside=outside)


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
        moved = next(each.iterancestors(f"{_W}moveFrom"), None) is not None
        if each.getparent().tag == f"{_W}r" and not moved:  # a tab stop of a style is no tab
            words.append(marks.get(each.tag, each.text or ""))
    return "".join(words)


def _saved_by_word(source: Source) -> bool:
    from inspectlib.errors import CannotRead

    space = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
    try:
        said = xml_in(source, "docProps/app.xml").find(f"{space}Application")
    except CannotRead:
        return False
    return said is not None and (said.text or "").startswith("Microsoft")


def _outside_of_word(root: Any) -> Iterator[str]:
    begun = False
    for each in root.iter(f"{_W}sdt", f"{_W}p"):
        if each.tag == f"{_W}sdt":
            begun = True
            continue
        style = each.find(f"{_W}pPr/{_W}pStyle")
        if not begun or (style is not None and style.get(f"{_W}val", "").startswith(("Heading", "Title"))):
            continue
        if next(each.iterancestors(f"{_W}sdt"), None) is not None:
            continue
        controls = each.findall(f"{_W}sdt")
        if controls and controls[-1].find(f"{_W}sdtPr/{_W14}checkbox") is not None:
            continue  # the words of a box
        after = list(controls[-1].itersiblings()) if controls else [each]
        words = "".join(_words(part) if part.tag != f"{_W}r" else _words_of_run(part) for part in after)
        if words.strip():
            yield words


def _words_of_run(run: Any) -> str:
    return "".join(each.text or "" for each in run.iter(f"{_W}t"))


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
    labels = {LABEL} | {
        each.get(f"{_STYLE}name")
        for each in root.iter(f"{_STYLE}style")
        if each.get(f"{_STYLE}parent-style-name") == LABEL
    }
    for section in root.iter(f"{_TEXT}section"):
        name = section.get(f"{_TEXT}name")
        empty = any(is_unknown(each) for each in section.iter(f"{_TEXT}placeholder", f"{_TEXT}span"))
        lines = (each for each in section.iter(f"{_TEXT}p") if each.get(f"{_TEXT}style-name") not in labels)
        words = "\n\n".join("".join(odt_words(each)) for each in lines)
        texts.setdefault(name, None if empty and not words else words)
    for start in root.iter(f"{_TEXT}bookmark-start"):
        name = start.get(f"{_TEXT}name")
        words, empty = _marked(start, name)
        if name.startswith("box:"):
            boxes.setdefault(name.removeprefix("box:"), ticked(words))
        else:
            texts.setdefault(name, None if empty and not words else words)
    said = [
        each.text
        for each in xml_in(source, "meta.xml").iter(f"{_META}user-defined")
        if each.get(f"{_META}name") in ("identifier", "OOXMLCorePropertyIdentifier")
    ]
    outside = tuple(_outside_of_odt(root))
    return Filled(identifier=said[0] if said else None, texts=texts, boxes=boxes, outside=outside)


def _outside_of_odt(root: Any) -> Iterator[str]:
    begun = False
    for each in root.iter(f"{_TEXT}section", f"{_TEXT}p"):
        if each.tag == f"{_TEXT}section":
            begun = True
            continue
        ends = each.findall(f"{_TEXT}bookmark-end")
        if ends and ends[-1].get(f"{_TEXT}name", "").startswith("box:"):
            continue  # the words of a box
        if begun and next(each.iterancestors(f"{_TEXT}section"), None) is None:
            after = [ends[-1].tail or "", *map(_with_tail, ends[-1].itersiblings())] if ends else odt_words(each)
            words = "".join(after)
            if words.strip():
                yield words


def _with_tail(element: Any) -> str:
    return "".join(odt_words_of_one(element)) + (element.tail or "")


def _marked(start: Any, name: str) -> tuple[str, bool]:
    """Return the words from a bookmark's start to its end in the same paragraph, and whether a placeholder is there."""
    words, empty = [start.tail or ""], False
    for each in start.itersiblings():
        if each.tag == f"{_TEXT}bookmark-end" and each.get(f"{_TEXT}name") == name:
            break
        empty = empty or is_unknown(each)
        words += odt_words_of_one(each)
        words.append(each.tail or "")
    return "".join(words), empty
