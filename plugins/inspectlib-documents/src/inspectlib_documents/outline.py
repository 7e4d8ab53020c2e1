"""A filled document as its headings, paragraphs and tables, whatever office program saved it; ticks are marked.

Where a program drops the names of places (LibreOffice 7 drops those of Word's controls), the form that it saved is
still a form: its headings, labels and tables stand.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from inspectlib.exchange import Source
from inspectlib.fields import Public, value
from inspectlib_documents.packages import DOCX, ODT, kind_of, xml_in
from inspectlib_documents.ticks import is_word_bullet, odt_words, word_words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_HEADING = re.compile(r"heading ([1-9])")


@value
class Block:
    """A paragraph, a heading (`level` from 1; 0 is the title) or a table (`rows` of cells).

    `names`: what the program kept of the names of the places in each row.
    """

    text: Public[str] = ""
    level: Public[int | None] = None
    bullet: Public[bool] = False
    rows: Public[tuple[tuple[str, ...], ...]] = ()
    names: Public[tuple[tuple[str, ...], ...]] = ()


def outline_of(source: Source) -> tuple[Block, ...]:
    """Return the blocks of a .docx or .odt in order; another document has none. Raises CannotRead."""
    kind = kind_of(source)
    if kind == DOCX:
        body = xml_in(source, DOCX).find(f"{_W}body")
        return tuple(_of_word(body, _levels(source))) if body is not None else ()
    if kind == ODT:
        body = next(xml_in(source, ODT).iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"), None)
        return tuple(_of_odt(body)) if body is not None else ()
    return ()


def _levels(source: Source) -> dict[str, int]:
    """Return the level of each style of a Word document that is one of a heading, by its id."""
    found = {}
    for style in xml_in(source, "word/styles.xml").iter(f"{_W}style"):
        named = style.find(f"{_W}name")
        name = named.get(f"{_W}val", "").lower() if named is not None else ""
        if name == "title":
            found[style.get(f"{_W}styleId", "")] = 0
        elif heading := _HEADING.fullmatch(name):
            found[style.get(f"{_W}styleId", "")] = int(heading[1])
    return found


def _of_word(parent: Any, levels: dict[str, int]) -> Iterator[Block]:
    for child in parent:
        if child.tag == f"{_W}p":
            style = child.find(f"{_W}pPr/{_W}pStyle")
            level = levels.get(style.get(f"{_W}val", "")) if style is not None else None
            yield Block(text="".join(word_words(child)), level=level, bullet=is_word_bullet(child))
        elif child.tag == f"{_W}tbl":
            lines = list(child.iter(f"{_W}tr"))
            rows = (_paragraphs(row, f"{_W}tc", f"{_W}p", word_words) for row in lines)
            yield Block(rows=tuple(rows), names=tuple(map(_names_in_word, lines)))
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _of_word(child, levels)


def _of_odt(parent: Any, *, bullet: bool = False) -> Iterator[Block]:
    for child in parent:
        if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield Block(text="".join(odt_words(child)), level=_level_in_odt(child), bullet=bullet)
        elif child.tag == f"{_TABLE}table":
            cell = f"{_TABLE}table-cell"
            lines = list(child.iter(f"{_TABLE}table-row"))
            rows = (_paragraphs(row, cell, f"{_TEXT}p", odt_words) for row in lines)
            yield Block(rows=tuple(rows), names=tuple(map(_names_in_odt, lines)))
        elif child.tag in (f"{_TEXT}list", f"{_TEXT}list-item", f"{_TEXT}section"):
            yield from _of_odt(child, bullet=bullet or child.tag != f"{_TEXT}section")


def _names_in_word(row: Any) -> tuple[str, ...]:
    """Return the names in a row: LibreOffice keeps the title of a control, and the bookmarks of an .odt, percent-encoded."""
    marks = row.iter(f"{_W}tag", f"{_W}alias", f"{_W}bookmarkStart")
    return tuple(unquote(each.get(f"{_W}val") or each.get(f"{_W}name") or "") for each in marks)


def _names_in_odt(row: Any) -> tuple[str, ...]:
    return tuple(each.get(f"{_TEXT}name", "") for each in row.iter(f"{_TEXT}bookmark-start"))


def _level_in_odt(paragraph: Any) -> int | None:
    if paragraph.tag == f"{_TEXT}h":
        said = paragraph.get(f"{_TEXT}outline-level", "1")
        return int(said) if said.isdecimal() else 1
    return 0 if paragraph.get(f"{_TEXT}style-name") == "Title" else None


def _paragraphs(row: Any, cell: str, paragraph: str, words: Any) -> tuple[str, ...]:
    return tuple(
        "\n\n".join("".join(words(each)) for each in one.iter(paragraph)).strip("\r\n") for one in row.iter(cell)
    )
