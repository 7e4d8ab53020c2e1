"""How values look to somebody who types: one short line each, and collections as tables that read aloud well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from reprlib import Repr
from typing import Any, TypeVar

import attrs

T = TypeVar("T")

#: rows of a table before the rest is only counted
MOST_ROWS = 20
#: characters of a line before it is cut
LONGEST_LINE = 300
_LONGEST_CELL = 300
#: control characters, and marks that turn the direction of what follows: both make a text look like another
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 day", "2 days"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


class _Line(Repr):
    """Shortens: long texts are cut, long tuples counted, fields at their default left out."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxdict, self.maxfrozenset, self.maxstring, self.maxother = 3, 2, 6, 60, 60

    def repr_tuple(self, value: tuple[Any, ...], level: int) -> str:
        if len(value) <= 3 and level > 0:  # noqa: PLR2004 - few enough to be read in a line
            return super().repr_tuple(value, level)
        return f"<{len(value)} {' or '.join(sorted({type(each).__name__ for each in value}))}>"

    def repr_instance(self, value: Any, level: int) -> str:
        if not attrs.has(type(value)):
            return super().repr_instance(value, level)
        name = type(value).__name__
        if level <= 0:
            return f"{name}(...)"
        told = ((each.name, getattr(value, each.name), each.default) for each in attrs.fields(type(value)))
        parts = (f"{field}={self.repr1(held, level - 1)}" for field, held, default in told if held != default)
        line = f"{name}({', '.join(parts)})"
        return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 4]}...)"


_LINE = _Line()


def in_a_line(value: object) -> str:
    """Return a value as one line of at most 300 characters: fields at their default and long texts are left out."""
    return _LINE.repr(value)


def visible(text: object) -> str:
    """Return a text with a replacement character for each that is unseen, turns the direction, or is no character."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", str(text))


def _cell(text: object) -> str:
    words = visible(text)
    return escape(words if len(words) <= _LONGEST_CELL else f"{words[: _LONGEST_CELL - 3]}...")


def html_table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    most: int = MOST_ROWS,
    notes: Iterable[str] = (),
) -> str:
    """Return rows as an HTML table; the first cell of a row is its header. After `most` rows, "... 37 more".

    Every text is escaped, and nothing is said by a colour: the table takes those of the page.
    """
    rows = tuple(rows)
    left = ' style="text-align:left;vertical-align:top"'
    head = "".join(f'<th scope="col"{left}>{_cell(each)}</th>' for each in header)
    body = "".join(
        f'<tr><th scope="row"{left}>{_cell(row[0])}</th>'
        + "".join(f"<td{left}>{_cell(each)}</td>" for each in row[1:])
        + "</tr>"
        for row in rows[:most]
    )
    more = [f"... {len(rows) - most} more"] if len(rows) > most else []
    after = "".join(f"<p>{_cell(each)}</p>" for each in (*more, *notes))
    return (
        f'<table><caption style="text-align:left;caption-side:top;font-weight:bold">{_cell(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{after}"
    )


class Rows(tuple[T, ...]):
    """Several values that show themselves as a table; in everything else a tuple."""

    __slots__ = ()
    #: the names of the columns; the first one heads its row
    header: Sequence[str] = ()
    #: what one of them is called
    noun: str = "value"
    #: what a reader must know before using the rows
    notes: Sequence[str] = ()

    @property
    def caption(self) -> str:
        """Return what the table is of."""
        return counted(len(self), self.noun)

    def cells(self) -> Iterator[Sequence[object]]:
        """Yield a row for each value."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{self.caption}>"

    def _repr_html_(self) -> str:
        return html_table(self.caption, self.header, self.cells(), notes=self.notes)


def typed(word: object) -> str:
    """Return a path as it is typed at a prompt: in quotation marks where it holds blanks or signs of the shell."""
    text = str(word)
    return f'"{text}"' if re.search(r"[\s'&();|<>*?#~]", text) else text
