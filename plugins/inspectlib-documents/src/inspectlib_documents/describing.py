"""A document as plain values: what it says and what can be filled in, whatever file it becomes."""

import re
from datetime import date

from inspectlib.fields import Public, value

#: what XML and office programs cannot hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
NOT_RECORDED = "Not recorded."


@value
class Heading:
    """A heading; level 0 is the title. `name`: its words are read back by this name."""

    text: Public[str]
    level: Public[int] = 1
    name: Public[str | None] = None


@value
class Paragraph:
    """Words; blank lines part paragraphs, single line ends are kept. `kept`: whole, on one page with what follows."""

    text: Public[str]
    strong: Public[bool] = False
    bullet: Public[bool] = False
    kept: Public[bool] = False


@value
class Entry:
    """A place with a name, that somebody fills in: it is read back by that name, never by its words.

    `text` None: not known, shown as `unknown`. `choices`: the words that are offered; empty: any.
    """

    name: Public[str]
    text: Public[str | None] = None
    label: Public[str | None] = None
    unknown: Public[str] = NOT_RECORDED
    choices: Public[tuple[str, ...]] = ()
    bullet: Public[bool] = False

    @property
    def words(self) -> str:
        """Return what is shown."""
        return self.text if self.text is not None else self.unknown


@value
class CheckBox:
    """A box with its words; `ticked` None is shown empty, and the words should say that it is not known.

    `entry`: what can be filled in after the words, such as a date.
    """

    text: Public[str]
    ticked: Public[bool | None] = None
    name: Public[str | None] = None
    entry: Public[Entry | None] = None


@value
class TickGroup:
    """Boxes that answer one question together; where none is ticked, `unknown` says that it is not known."""

    boxes: Public[tuple[CheckBox, ...]]
    unknown: Public[str] = "Not known."

    @property
    def answered(self) -> bool:
        """Say whether a box is ticked: an empty group is no answer at all."""
        return any(each.ticked for each in self.boxes)


@value
class KeyValues:
    """Labelled entries, shown as a table of two columns whose caption says what they are about."""

    rows: Public[tuple[Entry, ...]]
    caption: Public[str]
    header: Public[tuple[str, str]] = ("Item", "Answer")


@value
class Table:
    """A table whose first row is the header; `shares` are the widths of its columns, in any unit."""

    header: Public[tuple[str, ...]]
    rows: Public[tuple[tuple[str | Entry, ...], ...]]
    caption: Public[str | None] = None
    shares: Public[tuple[int, ...]] = ()


Part = Heading | Paragraph | Entry | CheckBox | TickGroup | KeyValues | Table


@value
class Document:
    """A whole document: its title and language for the properties, its day, its parts in order.

    `identifier`: what it is about, for programs that read it back; it is never printed.
    """

    title: Public[str]
    on: Public[date]
    parts: Public[tuple[Part, ...]]
    language: Public[str] = "en-GB"
    footer: Public[str | None] = None
    identifier: Public[str | None] = None


def visible(text: str) -> str:
    """Return text that every format can hold: one kind of line end, a replacement mark for what none can."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of words; joined by blank lines they are the visible words again."""
    return visible(text).split("\n\n")
