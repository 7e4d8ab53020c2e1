"""What a filled document holds in its named places."""

from collections.abc import Iterator

from inspectlib.fields import Public, value
from inspectlib_documents.describing import (
    CheckBox,
    Document,
    Entry,
    Heading,
    KeyValues,
    Part,
    Table,
    TickGroup,
    visible,
)


@value
class Filled:
    """The named places of a document in order, and what the document says it is about.

    Texts and boxes are apart; None is a place that nobody filled in, or a box whose state is not known.
    `outside`: the lines after the first place that stand in none, headings left out: whoever reads the places
    must say which of them it does not know.
    """

    identifier: Public[str | None]
    texts: Public[dict[str, str | None]]
    boxes: Public[dict[str, bool | None]]
    outside: Public[tuple[str, ...]] = ()


def places_of(document: Document) -> Filled:
    """Return what stands in the places of a document, as it is read back from a file of it."""
    texts: dict[str, str | None] = {}
    boxes: dict[str, bool | None] = {}
    for each in (place for part in document.parts for place in _places(part)):
        if isinstance(each, CheckBox):
            boxes.setdefault(each.name or "", bool(each.ticked))
        else:
            texts.setdefault(each.name, visible(each.text) if each.text is not None else None)
    return Filled(identifier=document.identifier, texts=texts, boxes=boxes)


def _places(part: Part) -> Iterator[Entry | CheckBox]:
    if isinstance(part, Entry):
        yield part
    elif isinstance(part, Heading) and part.name:
        yield Entry(name=part.name, text=part.text)
    elif isinstance(part, CheckBox):
        if part.name:
            yield part
        if part.entry is not None:
            yield part.entry
    elif isinstance(part, TickGroup):
        yield from (place for box in part.boxes for place in _places(box))
    elif isinstance(part, KeyValues):
        yield from part.rows
    elif isinstance(part, Table):
        yield from (cell for row in part.rows for cell in row if isinstance(cell, Entry))
