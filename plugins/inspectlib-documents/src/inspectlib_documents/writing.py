"""The Word form of a document: styles, real content controls, the same bytes each time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

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
from inspectlib_documents.word_frame import LONGEST_PROPERTY, WIDTH_CM, frame
from inspectlib_documents.word_xml import element, paragraph, run

__all__ = ["CheckBox", "Document", "Heading", "Paragraph", "Table", "visible", "write_docx"]

#: Word takes no longer tag or title of a content control
_LONGEST_TAG = 64
_UNSTYLED = "Normal"
#: rows of fewer characters stay on one page
_SHORT_ROW = 500


def write_docx(document: Document, path: Path) -> None:
    """Write a document for Word and LibreOffice; the same document is the same bytes each time."""
    around = frame(document.language)
    writer = WordParts(around.styles)
    text = "".join(writer.xml(part) for part in document.parts)
    write_package(path, around.around(text, document))


class WordParts:
    """Turns parts into the XML of a Word document, with an id of its own for each control."""

    def __init__(self, styles: Mapping[str, str], taken: Collection[str] = ()) -> None:
        """`taken`: the ids of controls that stand in the document already."""
        self._styles = styles
        self._controls = 0
        self._ids = (each for each in map(str, count(1001)) if each not in taken)

    def xml(self, part: Part) -> str:
        """Return what a part becomes, to be put into a body or a cell."""
        return "".join(self._lines(part))

    def _lines(self, part: Part) -> Iterator[str]:
        if isinstance(part, Heading):
            style = self._style("Title" if part.level == 0 else f"Heading {part.level}")
            entry = Entry(name=part.name, text=part.text) if part.name else None
            yield paragraph(self._inline(entry) if entry else _words(part.text), style=style)
        elif isinstance(part, Paragraph):
            bullet = self._style("List Bullet") if part.bullet else None
            for text in paragraphs(part.text):
                if text.strip():
                    yield paragraph(
                        run(text, bold=part.strong), style=bullet, keep=part.strong or part.kept, whole=part.kept
                    )
        elif isinstance(part, Entry):
            yield self._entry(part)
        elif isinstance(part, CheckBox):
            yield self._box(part)
        elif isinstance(part, TickGroup):
            for box in part.boxes:
                yield self._box(box, keep=not part.answered or box is not part.boxes[-1])
            if not part.answered:
                yield paragraph(run(part.unknown, italic=True))
        elif isinstance(part, KeyValues):
            rows: tuple[tuple[str | Entry, ...], ...] = tuple((each.label or each.name, each) for each in part.rows)
            yield from self._table(Table(header=part.header, rows=rows, caption=part.caption, shares=(1, 3)), bold=True)
        else:
            yield from self._table(part)

    def _style(self, name: str) -> str:
        """Return the id of a style, which a house template may not have: then its words stand unstyled."""
        return self._styles.get(name, _UNSTYLED)

    def _entry(self, entry: Entry) -> str:
        if entry.label is not None or entry.choices:
            label = run(f"{entry.label}: ", bold=True) if entry.label is not None else ""
            return paragraph(label + self._inline(entry))
        style = self._style("List Bullet") if entry.bullet else None
        grey = entry.text is None
        first, *others = (_words(text, grey=grey) for text in paragraphs(entry.words))
        if "<w:br/>" in first:
            first = self._held_together(first)
        lines = "".join(paragraph(each, style=style) for each in (first, *others))
        return self._control(entry.name, entry.name, lines, unknown=grey)

    def _held_together(self, runs: str) -> str:
        """Return runs in a control of their own: LibreOffice drops the ends of lines in the first paragraph of another."""
        properties = element("id", val=next(self._ids)) + "<w:temporary/>"
        return element("sdt", element("sdtPr", properties) + element("sdtContent", runs))

    def _inline(self, entry: Entry) -> str:
        if entry.choices:
            offered = "".join(element("listItem", displayText=each, value=each) for each in entry.choices)
            kind = element("dropDownList", offered)
        else:  # LibreOffice takes the ends of lines out of a control of plain text
            kind = element("text", multiLine="1") if "\n" not in visible(entry.words) else ""
        words = _words(entry.words, grey=entry.text is None) or "<w:r><w:t/></w:r>"
        return self._control(entry.name, entry.label or entry.name, words, kind=kind, unknown=entry.text is None)

    def _control(self, name: str, title: str, content: str, *, kind: str = "", unknown: bool = False) -> str:
        self._controls += 1
        properties = (
            element("alias", val=visible(title)[:_LONGEST_TAG])
            + element("tag", val=visible(name)[:_LONGEST_TAG])
            + element("id", val=next(self._ids))
            + ("<w:showingPlcHdr/>" if unknown else "")
            + kind
        )
        return element("sdt", element("sdtPr", properties) + element("sdtContent", content))

    def _box(self, box: CheckBox, *, keep: bool = False) -> str:
        """Return a paragraph with a control of the kind that Word ticks with a click."""
        sign = "\N{BALLOT BOX WITH X}" if box.ticked else "\N{BALLOT BOX}"
        states = "".join(
            f'<w14:{name} w14:val="{code}" w14:font="MS Gothic"/>'
            for name, code in (("checkedState", "2612"), ("uncheckedState", "2610"))
        )
        checked = f'<w14:checked w14:val="{1 if box.ticked else 0}"/>'
        kind = f"<w14:checkbox>{checked}{states}</w14:checkbox>"
        font = element("rFonts", ascii="MS Gothic", hAnsi="MS Gothic", eastAsia="MS Gothic", hint="eastAsia")
        shown = element("r", element("rPr", font) + element("t", sign))
        control = self._control(box.name or f"box-{self._controls + 1}", box.text, shown, kind=kind)
        if box.entry is None:
            return paragraph(control + run(f" {box.text}"), keep=keep)
        return paragraph(control + run(f" {box.text}: ") + self._inline(box.entry), keep=keep)

    def _table(self, table: Table, *, bold: bool = False) -> Iterator[str]:
        """Yield a table that says which row is its header; `bold` marks the first column as headers too."""
        widths = _widths(table)
        made = self._table_properties(table, column=bold)
        made += element("tblGrid", "".join(element("gridCol", w=str(width)) for width in widths))
        rows: Iterable[tuple[str | Entry, ...]] = (table.header, *table.rows)
        for index, row in enumerate(rows):
            short = sum(len(each.words if isinstance(each, Entry) else each) for each in row) < _SHORT_ROW
            keep = index == 0 or (bold and short and index < len(table.rows))
            properties = f"{'<w:cantSplit/>' if short else ''}{'<w:tblHeader/>' if index == 0 else ''}"
            line = element("trPr", properties)
            for column, (width, each) in enumerate(zip(widths, row, strict=True)):
                look = element("tcW", w=str(width), type="dxa")
                if index == 0:
                    look += element("shd", val="clear", color="auto", fill="E7E6E6")
                strong = index == 0 or (bold and column == 0)
                words = self._inline(each) if isinstance(each, Entry) else run(each, bold=strong)
                line += element("tc", element("tcPr", look) + paragraph(words, keep=keep, tight=True))
            made += element("tr", line)
        yield element("tbl", made)
        yield paragraph(small=True)

    def _table_properties(self, table: Table, *, column: bool) -> str:
        style = self._style("Table Grid")
        return element(
            "tblPr",
            (element("tblStyle", val=style) if style != _UNSTYLED else "")
            + element("tblW", w="0", type="auto")
            + element("tblInd", w="108", type="dxa")  # the words of the cells stand under the words above
            + element("tblLayout", type="fixed")
            + element(
                "tblLook",
                val="04A0" if column else "0420",
                firstRow="1",
                lastRow="0",
                firstColumn="1" if column else "0",
                lastColumn="0",
                noHBand="0",
                noVBand="1",
            )
            + (element("tblCaption", val=table.caption[:LONGEST_PROPERTY]) if table.caption else ""),
        )


def _words(text: str, *, grey: bool = False) -> str:
    """Return a run of words, or nothing where there are none."""
    return run(text, grey=grey) if text else ""


def _widths(table: Table) -> list[int]:
    """Return the widths of the columns in twentieths of a point, as Word counts."""
    shares = table.shares or (1,) * len(table.header)
    whole = WIDTH_CM * 1440 / 2.54
    return [round(whole * each / sum(shares)) for each in shares]
