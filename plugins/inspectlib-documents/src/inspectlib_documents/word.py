"""Word documents as lines: styles say what is a heading, numbering what is a bullet; every word is kept."""

import io
from collections.abc import Iterator
from typing import Any

from inspectlib.errors import CannotRead
from inspectlib.limits import open_zip, parse_xml, pieces
from inspectlib_documents.lines import Shown

_INDENT = 2
_MOST_LEVELS = 9


def is_word(data: bytes) -> bool:
    """Say whether bytes are a package that says it holds a Word document."""
    return data.startswith(b"PK\x03\x04") and b"word/document" in data


def _checked(name: str, data: bytes) -> None:
    """Refuse a package that is broken, encrypted, grows out of bounds, or declares entities. Raises CannotRead."""
    archive = open_zip(data, name)
    for member in archive.namelist():
        if member.endswith((".xml", ".rels")):
            parse_xml(pieces(archive, member, name), name)


def shown_in_word(name: str, data: bytes) -> Iterator[Shown]:
    """Yield the lines of a Word document. Raises CannotRead."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    _checked(name, data)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except (OpcError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
        message = f"{name!r} is no whole Word document ({type(error).__name__}); save it again as .docx"
        raise CannotRead(message) from None
    yield from _Word(document, body).lines()


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _own(element: Any, *path: str) -> Any:
    """Return a descendant by the names of its ancestors, or None."""
    for name in path:
        element = next((each for each in element if _tag(each) == name), None)
        if element is None:
            return None
    return element


def _value(element: Any) -> str | None:
    return None if element is None else _attribute(element, "val") or None


class _Word:
    """Walks a document's body without recursion; deleted text is left out, what was put in is kept."""

    def __init__(self, document: Any, body: Any) -> None:
        self.body = body
        self.styles: dict[str, tuple[str, Any]] = {}
        for style in document.styles.element:
            if _tag(style) == "style":
                key = next((given for name, given in style.attrib.items() if name.rpartition("}")[2] == "styleId"), "")
                self.styles[key] = (_value(_own(style, "name")) or "", style)
        self.levels = _levels(document)
        self.counts: dict[tuple[str, int], int] = {}
        self.listed = False

    def lines(self) -> Iterator[Shown]:
        from lxml import etree

        cells: list[bool] = []
        rows: list[list[bool]] = []
        skipped = 0
        words: list[list[str]] = []
        for event, element in etree.iterwalk(self.body, events=("start", "end")):
            tag = _tag(element)
            if event == "start":
                if skipped or tag in ("del", "Fallback", "instrText", "delText"):
                    skipped += 1
                elif tag == "tbl":
                    rows.append([True, True])
                elif tag == "tr" and rows:
                    rows[-1][1] = True
                elif tag == "tc":
                    cells.append(False)
                elif tag == "p":
                    words.append([])
                elif words:
                    words[-1].append(_words_of(tag, element))
                continue
            if skipped:
                skipped -= 1
                continue
            if tag == "tbl" and rows:
                rows.pop()
                self.listed = False
            elif tag == "tc" and cells:
                if not cells.pop() and rows:
                    yield from self.cell(Shown(text="\N{NO-BREAK SPACE}"), rows[-1], more=False)
            elif tag == "p" and words:
                text = "".join(words.pop())
                for shown in self.paragraph(element, text):
                    if not cells:
                        yield shown
                        continue
                    yield from self.cell(shown, rows[-1], more=cells[-1])
                    cells[-1] = True

    def cell(self, shown: Shown, row: list[bool], *, more: bool) -> Iterator[Shown]:
        looks = set(shown.looks) - {"whole"} | {"cell"}
        if more:
            looks.add("more")
        elif row[1]:
            looks.add("row")
            if row[0]:
                looks.add("table")
        row[0] = row[1] = False
        yield Shown(text=shown.text, looks=frozenset(looks), gap=0)

    def paragraph(self, element: Any, text: str) -> Iterator[Shown]:
        """Yield the lines of one paragraph, with its bullet or its number before the first."""
        properties = _own(element, "pPr")
        style = _value(_own(properties, "pStyle")) if properties is not None else None
        name = self.styles.get(style or "", ("", None))[0].lower()
        looks = {"whole"}
        if name.startswith("heading") or name == "title":
            looks.add("heading")
        mark, level = self.mark(properties, style)
        parts = [each for each in text.split("\n") if each.strip()]
        for index, part in enumerate(parts):
            gap = 0 if index or (mark and self.listed) else 1
            yield Shown(
                text=(mark if not index else "") + part,
                indent=_INDENT * level,
                gap=gap,
                looks=frozenset(looks) if not index else frozenset(),
            )
        if parts:
            self.listed = bool(mark)

    def mark(self, properties: Any, style: str | None) -> tuple[str, int]:
        """Return the bullet or the number that numbering puts before a paragraph, and its level."""
        numbering = _own(properties, "numPr") if properties is not None else None
        seen = 0
        while numbering is None and style in self.styles and seen < _MOST_LEVELS:
            held = self.styles[style][1]
            numbering = _own(held, "pPr", "numPr")
            style, seen = _value(_own(held, "basedOn")), seen + 1
        if numbering is None:
            return "", 0
        number = _value(_own(numbering, "numId")) or "0"
        given = _value(_own(numbering, "ilvl")) or "0"
        level = min(int(given), _MOST_LEVELS) if given.isdigit() else 0
        form, words = self.levels.get((number, level), ("", ""))
        if number == "0" or not form or form == "none":
            return "", level
        if form == "bullet":
            return "\N{BULLET} ", level
        for deeper in [key for key in self.counts if key[0] == number and key[1] > level]:
            del self.counts[deeper]
        self.counts[number, level] = self.counts.get((number, level), 0) + 1
        for depth in range(level + 1):
            words = words.replace(
                f"%{depth + 1}",
                _number(self.levels.get((number, depth), ("decimal", ""))[0], self.counts.get((number, depth), 1)),
            )
        return (words.strip() + " ") if words.strip() else "", level


def _words_of(tag: str, element: Any) -> str:
    if tag == "t":
        return element.text or ""
    return {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}.get(tag, "")


def _number(form: str, count: int) -> str:
    from inspectlib_documents.html import letter, roman

    return letter(count) if form == "lowerLetter" else roman(count) if form == "lowerRoman" else str(count)


def _attribute(element: Any, name: str) -> str:
    return next((given for each, given in element.attrib.items() if each.rpartition("}")[2] == name), "")


def _levels(document: Any) -> dict[tuple[str, int], tuple[str, str]]:
    """Return the form and the words of each level of each list: ("decimal", "%1.")."""
    try:
        root = document.part.numbering_part.element
    except (NotImplementedError, KeyError):
        return {}
    abstract = {_attribute(each, "abstractNumId"): each for each in root if _tag(each) == "abstractNum"}
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for each in root:
        if _tag(each) != "num":
            continue
        held = abstract.get(_value(_own(each, "abstractNumId")) or "")
        for level in held if held is not None else ():
            if _tag(level) == "lvl" and _attribute(level, "ilvl").isdigit():
                found[_attribute(each, "numId"), int(_attribute(level, "ilvl"))] = (
                    _value(_own(level, "numFmt")) or "",
                    _value(_own(level, "lvlText")) or "",
                )
    return found
