"""The plain text form of a document: headings underlined, and what can be filled in below its name, indented.

    Title of Inspection
    -------------------
    <title>
        A Report

    Owner: <r/1/owner> (Not recorded.)

A place begins with its name in angle brackets; what stands in it is indented by four blanks, line by line, so that no
words can be taken for a name or a heading. A place that nobody filled in says so behind its name, in brackets.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib_documents.boxes import ticked
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
    visible,
)
from inspectlib_documents.filled import Filled

_INDENT = "    "
_IDENTIFIER = "document"
_PLACE = re.compile(r"(?:[^<>]*: )?<(?P<name>[^<>]+)>(?P<unknown> \(.*\))?[ \t]*")
_LINE = re.compile(r"={3,}|-{3,}")
_BOX = re.compile(r"(?P<mark>\[.?\]|\(.?\)|\S) (?P<words>.*) <(?P<name>[^<>]+)>[ \t]*")


def write_text(document: Document, path: Path) -> None:
    """Write a document as UTF-8 text, which any program shows and `places_in_text` reads back to the letter."""
    lines = [line for part in document.parts for line in _part(part)]
    if document.identifier:
        lines += ["", *_place(Entry(name=_IDENTIFIER, text=document.identifier))]
    path.write_bytes(("\n".join(lines).lstrip("\n") + "\n").encode())


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Heading):
        yield from _heading(part.text, "=" if part.level <= 1 else "-")
        if part.name:
            yield from _place(Entry(name=part.name, text=part.text))
    elif isinstance(part, Paragraph):
        yield from ("", *(f"- {each}" if part.bullet else each for each in visible(part.text).split("\n")))
    elif isinstance(part, Entry):
        yield from _place(part)
    elif isinstance(part, CheckBox):
        yield f"[{'x' if part.ticked else ' '}] {_one_line(part.text)}" + (f" <{part.name}>" if part.name else "")
        if part.entry is not None:
            yield from _place(part.entry)
    elif isinstance(part, TickGroup):
        for box in part.boxes:
            yield from _part(box)
        if not part.answered:
            yield part.unknown
    elif isinstance(part, KeyValues):
        for each in part.rows:
            yield from _place(each)
    else:
        yield from _table(part)


def _heading(text: str, line: str) -> tuple[str, ...]:
    words = _one_line(text)
    return "", words, line * max(3, len(words))


def _one_line(text: str) -> str:
    return visible(text).replace("\n", " ")


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield from _heading(table.caption, "-")
    for row in table.rows:
        yield ""
        for head, cell in zip(table.header, row, strict=True):
            if isinstance(cell, Entry):
                yield from _place(evolve(cell, label=head))
            else:
                yield f"{head}: {_one_line(cell)}"


def _place(entry: Entry) -> Iterator[str]:
    label = _one_line(entry.label).replace("<", "(").replace(">", ")") if entry.label is not None else None
    start = (f"{label}: " if label is not None else "") + f"<{entry.name}>"
    if entry.text is None:
        yield f"{start} ({_one_line(entry.unknown)})"
        return
    yield start
    yield from (f"{_INDENT}{line}" for line in visible(entry.text).split("\n"))


def places_in_text(source: Source) -> Filled:
    """Return the places of a text; one with none gives none. Raises CannotRead for a binary.

    A program that drops blanks at the end of lines drops those of the texts too; nothing else is lost.
    """
    texts: dict[str, str | None] = {}
    boxes: dict[str, bool | None] = {}
    outside: list[str] = []
    held: list[str] | None = None
    blank, name = 0, ""
    lines = visible(source.text()).split("\n")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if held is not None and line.startswith(_INDENT):
            held += [""] * blank + [line.removeprefix(_INDENT)]
            blank = 0
            texts[name] = "\n".join(held)
            continue
        if held is not None and not line.strip():
            blank += 1  # within a text it is a line of it, of which a program dropped the blanks
            continue
        held, blank = None, 0
        if found := _BOX.fullmatch(line):
            boxes.setdefault(found["name"], ticked(found["mark"]))
        elif (found := _PLACE.fullmatch(line)) and found["name"] not in texts:
            name = found["name"]
            texts[name] = None
            held = [] if found["unknown"] is None else None
        elif texts and line.strip() and not _LINE.fullmatch(line) and not _LINE.fullmatch(after):
            outside.append(line)
    return Filled(identifier=texts.pop(_IDENTIFIER, None), texts=texts, boxes=boxes, outside=tuple(outside))
