"""The OpenDocument form of a document, which government asks for where a document is edited."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    paragraphs,
    visible,
)
from inspectlib_documents.packages import write_package

_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "meta", "manifest")
} | {
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_MIME = "application/vnd.oasis.opendocument.text"
_VERSION = "1.3"
_WIDTH_CM = 16.6
#: the style of a line that heads what follows: in a place it is none of its words
LABEL = "Label"
#: tables of fewer characters stay on one page
_SHORT_TABLE = 1200
_MARK = re.compile(r"(\n|\t| +)")


def write_odt(document: Document, path: Path) -> None:
    """Write a document for LibreOffice and Word; the same document is the same bytes each time."""
    parts = {
        "mimetype": _MIME.encode(),
        "content.xml": _bytes(_content(document)),
        "styles.xml": _bytes(_styles(document)),
        "meta.xml": _bytes(_meta(document)),
        "META-INF/manifest.xml": _bytes(_manifest()),
    }
    write_package(path, parts)


def _bytes(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data


def _name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _make(short: str, *children: Any, **attributes: str) -> Any:
    """Return an element; an attribute text_name stands for text:name, and "-" for a further "_"."""
    from lxml import etree

    made = etree.Element(_name(short), nsmap=_SPACES)
    for key, given in attributes.items():
        prefix, _, local = key.partition("_")
        made.set(_name(f"{prefix}:{local.replace('_', '-')}"), visible(given).replace("\n", " "))
    made.extend(children)
    return made


def _say(element: Any, text: str) -> None:
    """Add words: several blanks, blanks at an end, tabs and line ends have their own marks."""
    from lxml import etree

    pieces = [each for each in _MARK.split(visible(text)) if each]
    for index, piece in enumerate(pieces):
        inner = 0 < index < len(pieces) - 1 and pieces[index - 1] not in "\n\t" and pieces[index + 1] not in "\n\t"
        if piece == "\n":
            etree.SubElement(element, _name("text:line-break"))
        elif piece == "\t":
            etree.SubElement(element, _name("text:tab"))
        elif piece.strip(" ") == "" and not (piece == " " and inner):
            etree.SubElement(element, _name("text:s")).set(_name("text:c"), str(len(piece)))
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece


def _line(style: str, text: str = "", tag: str = "text:p") -> Any:
    made = _make(tag, text_style_name=style)
    _say(made, text)
    return made


def _span(text: str, style: str) -> Any:
    made = _make("text:span", text_style_name=style)
    _say(made, text)
    return made


class _Parts:
    """Turns parts into elements; what has a name gets it once, since a name may stand only once in a document."""

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._tables = 0

    def elements(self, part: Part) -> Iterator[Any]:
        if isinstance(part, Heading):
            made = _line(
                "Title" if part.level == 0 else f"Heading_20_{part.level}",
                tag="text:p" if part.level == 0 else "text:h",
            )
            if part.level:
                made.set(_name("text:outline-level"), str(part.level))
            if part.name:
                self._mark(made, Entry(name=part.name, text=part.text))
            else:
                _say(made, part.text)
            yield made
        elif isinstance(part, Paragraph):
            lines = [each for each in paragraphs(part.text) if each.strip()]
            if part.bullet:
                yield _bullets([_line("List_20_Bullet", each) for each in lines])
                return
            for text in lines:
                made = _line(LABEL if part.strong or part.kept else "Text_20_body")
                made.append(_span(text, "Strong")) if part.strong else _say(made, text)
                yield made
        elif isinstance(part, Entry):
            yield from self._entry(part)
        elif isinstance(part, CheckBox):
            yield self._box(part)
        elif isinstance(part, TickGroup):
            for each in part.boxes:
                yield self._box(each, kept=not part.answered or each is not part.boxes[-1])
            if not part.answered:
                made = _line("Text_20_body")
                made.append(_span(part.unknown, "Emphasis"))
                yield made
        elif isinstance(part, KeyValues):
            rows: tuple[tuple[str | Entry, ...], ...] = tuple((each.label or each.name, each) for each in part.rows)
            table = Table(header=part.header, rows=rows, caption=part.caption, shares=(1, 3))
            yield from self._table(table, bold=True)
        else:
            yield from self._table(part)

    def _entry(self, entry: Entry) -> Iterator[Any]:
        if entry.label is not None or entry.choices or entry.name in self._named:
            made = _line("Text_20_body")
            if entry.label is not None:
                made.append(_span(f"{entry.label}: ", "Strong"))
            self._mark(made, entry)
            yield made
            return
        self._named.add(entry.name)
        section = _make("text:section", text_style_name="Section", text_name=entry.name)
        style = "List_20_Bullet" if entry.bullet else "Text_20_body"
        if entry.text is None:
            made = _line(style)
            made.append(_placeholder(entry))
            section.append(made)
        else:
            lines = [_line(style, each) for each in paragraphs(entry.text)]
            section.extend([_bullets(lines)] if entry.bullet else lines)
        yield section

    def _mark(self, line: Any, entry: Entry, prefix: str = "") -> None:
        """Add an entry to a line, between the marks that name it."""
        name = prefix + entry.name
        new = name not in self._named
        self._named.add(name)
        if new:
            line.append(_make("text:bookmark-start", text_name=name))
        if entry.text is None:
            line.append(_placeholder(entry))
        else:
            _say(line, entry.text)
        if new:
            line.append(_make("text:bookmark-end", text_name=name))

    def _box(self, box: CheckBox, *, kept: bool = False) -> Any:
        sign = "\N{BALLOT BOX WITH X}" if box.ticked else "\N{BALLOT BOX}"
        line = _line("Box_20_kept" if kept else "Box")
        if box.name:
            self._mark(line, Entry(name=box.name, text=sign), prefix="box:")
        else:
            _say(line, sign)
        line.append(_span(f" {box.text}: " if box.entry else f" {box.text}", "Default"))
        if box.entry is not None:
            self._mark(line, box.entry)
        return line

    def _table(self, table: Table, *, bold: bool = False) -> Iterator[Any]:
        self._tables += 1
        length = sum(len(each.words if isinstance(each, Entry) else each) for row in table.rows for each in row)
        style = "TableWhole" if length < _SHORT_TABLE else "Table"
        made = _make("table:table", table_name=f"Table{self._tables}", table_style_name=style)
        if table.caption:
            made.append(_make("table:title"))
            made[-1].text = visible(table.caption)
        for share in _shares(table):
            made.append(_make("table:table-column", table_style_name=f"Column{share}"))
        header = _make("table:table-row")
        for each in table.header:
            header.append(
                _make("table:table-cell", _strong(each), table_style_name="Header", office_value_type="string")
            )
        made.append(_make("table:table-header-rows", header))
        for row in table.rows:
            cells = []
            for column, cell in enumerate(row):
                if isinstance(cell, Entry):
                    line = _line("Cell")
                    self._mark(line, cell)
                else:
                    line = _strong(cell) if bold and column == 0 else _line("Cell", cell)
                cells.append(_make("table:table-cell", line, table_style_name="Cell", office_value_type="string"))
            made.append(_make("table:table-row", *cells, table_style_name="Row"))
        yield made
        yield _line("Cell")


def _shares(table: Table) -> list[int]:
    """Return the widths of the columns in hundredths of the page."""
    shares = table.shares or (1,) * len(table.header)
    return [round(100 * each / sum(shares)) for each in shares]


def _bullets(lines: list[Any]) -> Any:
    return _make("text:list", *(_make("text:list-item", each) for each in lines), text_style_name="Bullets")


def _strong(text: str) -> Any:
    line = _line("Cell")
    line.append(_span(text, "Strong"))
    return line


def _placeholder(entry: Entry) -> Any:
    """Return the words for what is not known. Their style repeats them: words typed over them are an answer."""
    return _span(entry.unknown, unknown_style(entry.unknown))


def unknown_style(words: str) -> str:
    """Return the name of the style that marks these words, and no others, as not known."""
    return "Unknown-" + re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _unknown_in(part: Part) -> Iterator[str]:
    if isinstance(part, Entry):
        yield part.unknown
    elif isinstance(part, KeyValues):
        yield from (each.unknown for each in part.rows)
    elif isinstance(part, Table):
        yield from (cell.unknown for row in part.rows for cell in row if isinstance(cell, Entry))
    elif isinstance(part, TickGroup):
        yield from (each.entry.unknown for each in part.boxes if each.entry is not None)


def _append(body: Any, made: Any) -> None:
    """Add an element. A section takes in what heads it: LibreOffice leaves a heading before one at the foot of a page."""
    while made.tag == _name("text:section") and len(body) and _heads(body[-1]):
        made.insert(0, body[-1])
    body.append(made)


def _heads(element: Any) -> bool:
    return bool(element.tag == _name("text:h") or element.get(_name("text:style-name")) == LABEL)


def _content(document: Document) -> Any:
    writer = _Parts()
    body = _make("office:text")
    widths = {each for part in document.parts for each in _widths_in(part)}
    for part in document.parts:
        for made in writer.elements(part):
            _append(body, made)
    automatic = _make(
        "office:automatic-styles",
        *(
            _make(
                "style:style",
                _make("style:table-column-properties", style_column_width=f"{_WIDTH_CM * each / 100:.2f}cm"),
                style_name=f"Column{each}",
                style_family="table-column",
            )
            for each in sorted(widths)
        ),
        _make("style:style", _make("style:section-properties"), style_name="Section", style_family="section"),
        _style("Table", "table", ("table-properties", _TABLE), parent=None),
        _style(
            "TableWhole",
            "table",
            ("table-properties", {**_TABLE, "style_may_break_between_rows": "false"}),
            parent=None,
        ),
        _style("Row", "table-row", ("table-row-properties", {"fo_keep_together": "auto"}), parent=None),
        _style("Cell", "table-cell", ("table-cell-properties", _CELL), parent=None),
        _style(
            "Header", "table-cell", ("table-cell-properties", {**_CELL, "fo_background_color": "#e7e6e6"}), parent=None
        ),
    )
    return _make("office:document-content", automatic, _make("office:body", body), office_version=_VERSION)


_TABLE = {"style_width": f"{_WIDTH_CM}cm", "table_align": "left"}
_CELL = {"fo_border": "0.5pt solid #000000", "fo_padding": "0.1cm"}


def _widths_in(part: Part) -> list[int]:
    if isinstance(part, KeyValues):
        return _shares(Table(header=part.header, rows=(), shares=(1, 3)))
    return _shares(part) if isinstance(part, Table) else []


def _style(
    name: str, family: str, *properties: tuple[str, dict[str, str]], parent: str | None = "Standard", shown: str = ""
) -> Any:
    made = _make("style:style", style_name=name, style_family=family)
    if shown:
        made.set(_name("style:display-name"), shown)
    if parent is not None:
        made.set(_name("style:parent-style-name"), parent)
    for kind, given in properties:
        made.append(_make(f"style:{kind}", **given))
    return made


def _styles(document: Document) -> Any:
    language, _, country = document.language.partition("-")
    words = {
        "style_font_name": "Arial",
        "fo_font_size": "11pt",
        "fo_language": language,
        "fo_country": country or "none",
    }
    space = {"fo_margin_top": "0cm", "fo_margin_bottom": "0.21cm"}
    words_kept = {**space, "fo_orphans": "2", "fo_widows": "2"}
    line_kept = {**space, "fo_keep_with_next": "always", "fo_keep_together": "always"}
    keep = {"fo_keep_with_next": "always", "fo_margin_top": "0.3cm", "fo_margin_bottom": "0.15cm"}
    bold = {"fo_font_weight": "bold"}
    named = [
        _make("style:default-style", _make("style:text-properties", **words), style_family="paragraph"),
        _style("Standard", "paragraph", parent=None),
        _style("Text_20_body", "paragraph", ("paragraph-properties", words_kept), shown="Text body"),
        _style(LABEL, "paragraph", ("paragraph-properties", line_kept)),
        _style("Box", "paragraph", ("paragraph-properties", space)),
        _style("Box_20_kept", "paragraph", ("paragraph-properties", line_kept)),
        _style("Cell", "paragraph"),
        _style("Footer", "paragraph", ("text-properties", {"fo_font_size": "9pt"})),
        _style("List_20_Bullet", "paragraph", shown="List Bullet"),
        _style(
            "Title", "paragraph", ("paragraph-properties", keep), ("text-properties", {"fo_font_size": "18pt", **bold})
        ),
        *(
            _style(
                f"Heading_20_{level}",
                "paragraph",
                ("paragraph-properties", keep),
                ("text-properties", {"fo_font_size": f"{size}pt", **bold}),
                shown=f"Heading {level}",
            )
            for level, size in ((1, 14), (2, 12), (3, 11))
        ),
        _style("Default", "text", parent=None),
        *(
            _style(name, "text", ("text-properties", {"fo_color": "#595959"}), parent=None)
            for name in sorted({unknown_style(words) for part in document.parts for words in _unknown_in(part)})
        ),
        _style("Strong", "text", ("text-properties", bold), parent=None),
        _style("Emphasis", "text", ("text-properties", {"fo_font_style": "italic"}), parent=None),
        _make(
            "text:list-style",
            _make(
                "text:list-level-style-bullet",
                _make("style:list-level-properties", text_space_before="0.4cm", text_min_label_width="0.5cm"),
                text_level="1",
                text_bullet_char="\N{BULLET}",
            ),
            style_name="Bullets",
        ),
    ]
    layout = _make(
        "style:page-layout",
        _make(
            "style:page-layout-properties",
            fo_page_width="21cm",
            fo_page_height="29.7cm",
            fo_margin_top="2cm",
            fo_margin_bottom="2cm",
            fo_margin_left="2.2cm",
            fo_margin_right="2.2cm",
        ),
        _make("style:footer-style", _make("style:header-footer-properties", fo_min_height="0.8cm")),
        style_name="Page",
    )
    line = _line("Footer", f"{document.footer} \N{MIDDLE DOT} Page " if document.footer else "Page ")
    number, count = _make("text:page-number", text_select_page="current"), _make("text:page-count")
    number.text = count.text = "1"
    number.tail = " of "
    line.extend([number, count])
    master = _make(
        "style:master-page", _make("style:footer", line), style_name="Standard", style_page_layout_name="Page"
    )
    fonts = _make(
        "office:font-face-decls",
        _make("style:font-face", style_name="Arial", svg_font_family="Arial"),
    )
    return _make(
        "office:document-styles",
        fonts,
        _make("office:styles", *named),
        _make("office:automatic-styles", layout),
        _make("office:master-styles", master),
        office_version=_VERSION,
    )


def _meta(document: Document) -> Any:
    day = f"{document.on.isoformat()}T00:00:00"
    values = (
        ("meta:generator", "inspectlib"),
        ("dc:title", document.title),
        ("meta:creation-date", day),
        ("dc:date", day),
        ("dc:language", document.language),
    )
    made = []
    for name, given in values:
        made.append(_make(name))
        made[-1].text = visible(given)
    if document.identifier:
        made.append(_make("meta:user-defined", meta_name="identifier", meta_value_type="string"))
        made[-1].text = visible(document.identifier)
    return _make("office:document-meta", _make("office:meta", *made), office_version=_VERSION)


def _manifest() -> Any:
    entries = [("/", _MIME), ("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml")]
    made = _make("manifest:manifest", manifest_version=_VERSION)
    for path, kind in entries:
        made.append(_make("manifest:file-entry", manifest_full_path=path, manifest_media_type=kind))
    made[0].set(_name("manifest:version"), _VERSION)
    return made
