"""From a workbook to bytes: the rows go in as XML, the parts in the schema's order, no moment of today.

openpyxl makes everything around the rows; a row that it wrote would cost several times as much, and it knows
no escape for text such as "_x000D_", which Excel would read as a carriage return.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from inspectlib.errors import CannotWrite
from inspectlib_excel.cells import EPOCH, MOST_CHARACTERS, units
from inspectlib_excel.grids import letters

if TYPE_CHECKING:
    from openpyxl import Workbook

    from inspectlib_excel.cells import Value

#: how many rows an Excel sheet has
MOST_ROWS = 1_048_576
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_ESCAPES = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: what the first character of a text may not be without a sign that it is text, where somebody edits the cell
_LIKE_A_FORMULA = frozenset("=+-@\t'\uff1d\uff0b\uff0d\uff20")
#: the order of a font's parts in the Open XML schema (CT_Font)
FONT_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
)
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", re.DOTALL)
_AFTER_LINKS = re.compile(rb"<printOptions|<pageMargins")
_END = b"</Relationships>"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NO_DIMENSION = re.compile(rb"<dimension [^>]*/>")


class Formula(NamedTuple):
    """A formula of ours and the figure that it must come to; no word of a user is ever in one."""

    text: str
    value: int


class Style(NamedTuple):
    """The numbers of a cell's styles: for words, for words that look like a formula, for days."""

    plain: int
    quoted: int
    day: int


#: a value, or a formula, with the styles of its cell; None leaves the cell out
Shown = tuple["Value | Formula", Style]


class Line(NamedTuple):
    """One row of a sheet: its cells from column A on, its height in points (None: the program's own)."""

    cells: Iterable[Shown]
    height: float | None = None


def row_xml(sheet: str, number: int, line: Line, names: Callable[[int], str]) -> str:
    """Return the XML of a row. Raises CannotWrite for a text that no cell can hold; `names` names a column."""
    height = f' ht="{line.height:g}" customHeight="1"' if line.height is not None else ""
    parts = [f'<row r="{number}"{height}>']
    for column, (value, style) in enumerate(line.cells, 1):
        if value is None:
            if style.plain:
                parts.append(f'<c r="{_letters(column)}{number}" s="{style.plain}"/>')
        elif isinstance(value, str):
            length = units(value)
            if length > MOST_CHARACTERS:
                message = (
                    f"sheet {sheet!r}, row {number}, column {names(column)!r}: the text has {length} characters and "
                    f"an Excel cell holds {MOST_CHARACTERS}; shorten it"
                )
                raise CannotWrite(message)
            kept = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
            number_of = style.quoted if value.lstrip()[:1] in _LIKE_A_FORMULA or value[:1].isspace() else style.plain
            parts.append(
                f'<c r="{_letters(column)}{number}" s="{number_of}" t="inlineStr"><is><t{kept}>{xml_text(value)}</t></is></c>'
            )
        elif isinstance(value, Formula):
            parts.append(
                f'<c r="{_letters(column)}{number}" s="{style.plain}"><f>{xml_text(value.text)}</f><v>{value.value}</v></c>'
            )
        elif isinstance(value, date):
            parts.append(f'<c r="{_letters(column)}{number}" s="{style.day}"><v>{(value - EPOCH).days}</v></c>')
        else:
            parts.append(f'<c r="{_letters(column)}{number}" s="{style.plain}"><v>{value}</v></c>')
    parts.append("</row>")
    return "".join(parts)


_LETTERS = [letters(each) for each in range(200)]


def _letters(column: int) -> str:
    return _LETTERS[column] if column < len(_LETTERS) else letters(column)


def xml_text(text: str) -> str:
    """Return text as XML, with Excel's own escape for what would look like one."""
    if "_x" in text:
        text = _ESCAPES.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Rows(NamedTuple):
    """The rows of one sheet: how many, how wide, and what gives them, in order.

    `links` gives the cells that lead somewhere: an address, or "#" and a place in the book.
    """

    rows: int
    width: int
    lines: Callable[[], Iterator[Line]]
    names: Callable[[int], str]
    links: Callable[[], Iterable[tuple[str, str]]] = tuple


def saved(
    book: "Workbook", rows: Mapping[str, Rows], *, title: str, on: date, creator: str | None = "inspectlib"
) -> bytes:
    """Return the bytes of a book, which depend on nothing but what it holds. Raises CannotWrite."""
    from openpyxl.writer.excel import ExcelWriter

    # Excel's properties take no zone
    book.properties.created = book.properties.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001
    book.properties.creator, book.properties.title = creator, title
    for name, each in rows.items():
        if each.rows >= MOST_ROWS:
            message = f"{each.rows} rows do not fit sheet {name!r}; name a body or an inspection"
            raise CannotWrite(message)
    raw, fixed = io.BytesIO(), io.BytesIO()
    with _schema_order(), zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).write_data()
    parts = {f"xl/worksheets/sheet{number}.xml": rows[sheet.title] for number, sheet in enumerate(book.worksheets, 1)}
    related = {f"xl/worksheets/_rels/{name.rpartition('/')[2]}.rels": each for name, each in parts.items()}
    titles = dict(zip(parts, book.sheetnames, strict=True))
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", compresslevel=6) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            if name in parts:
                with new.open(entry, "w") as into:
                    for piece in _with_rows(old.read(name), titles[name], parts[name]):
                        into.write(piece)
            elif name in related:
                new.writestr(entry, old.read(name).replace(_END, _related_xml(related[name]) + _END))
            else:
                new.writestr(entry, old.read(name))
    return fixed.getvalue()


def _with_rows(xml: bytes, sheet: str, rows: Rows) -> Iterator[bytes]:
    """Give the XML of a sheet with its rows in place, some rows at a time."""
    gap = _NO_ROWS.search(xml)
    assert gap is not None
    corner = f"A1:{letters(max(rows.width, 1))}{max(rows.rows, 1)}".encode()
    yield _NO_DIMENSION.sub(b'<dimension ref="' + corner + b'"/>', xml[: gap.start()])
    yield b"<sheetData>"
    pieces = []
    for number, line in enumerate(rows.lines(), 1):
        pieces.append(row_xml(sheet, number, line, rows.names))
        if len(pieces) == 200:  # noqa: PLR2004 - a few rows at a time, so that the sheet is never held whole
            yield "".join(pieces).encode()
            pieces = []
    yield "".join(pieces).encode()
    yield b"</sheetData>"
    rest = xml[gap.end() :]
    after = _AFTER_LINKS.search(rest)
    assert after is not None
    yield rest[: after.start()]
    yield from _links_xml(rows)
    yield rest[after.start() :]


def _addresses(rows: Rows) -> dict[str, str]:
    """Return the ids of the addresses that the links of a sheet lead to, each once."""
    return {
        each: f"link{number}"
        for number, each in enumerate(dict.fromkeys(to for _, to in rows.links() if to[0] != "#"), 1)
    }


def _links_xml(rows: Rows) -> Iterator[bytes]:
    """Give the XML of the links of a sheet: openpyxl would hold a cell and a link for each."""
    ids = _addresses(rows)
    opened = False
    for cell, to in rows.links():
        if not opened:
            yield f'<hyperlinks xmlns:r="{_OFFICE}">'.encode()
            opened = True
        leads = f"location={quoteattr(to[1:])}" if to[0] == "#" else f'r:id="{ids[to]}"'
        yield f'<hyperlink ref="{cell}" {leads}/>'.encode()
    if opened:
        yield b"</hyperlinks>"


def _related_xml(rows: Rows) -> bytes:
    return "".join(
        f'<Relationship Type="{_OFFICE}/hyperlink" Target={quoteattr(to)} TargetMode="External" Id="{name}"/>'
        for to, name in _addresses(rows).items()
    ).encode()


@contextmanager
def _schema_order() -> Iterator[None]:
    """Have fonts written in the schema's order while it lasts.

    openpyxl 3.1 writes `name` first and `color` before `sz`, which the strict Open XML validator rejects;
    the order is an attribute of its class, so it is put back afterwards.
    """
    from openpyxl.styles.fonts import Font

    before = Font.__elements__
    Font.__elements__ = FONT_ORDER
    try:
        yield
    finally:
        Font.__elements__ = before
