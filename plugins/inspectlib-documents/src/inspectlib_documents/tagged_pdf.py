"""The tagged PDF of a document (PDF/UA-1): headings, lists, table headers, language and title for a screen reader.

Needs the extra `pdf` and the libraries of Pango that it draws text with; without them everything else works.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NoReturn

from inspectlib.errors import CannotWrite
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
from inspectlib_documents.held_pdf import hold_places

_DEEPEST = 6
_STYLE = """
@page { size: A4; margin: 2cm 2.2cm; @bottom-left { font: 9pt Arial, sans-serif; content: FOOTER "Page " counter(page) " of " counter(pages) } }
body { font: 11pt/1.35 Arial, "Liberation Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 18pt; font-weight: normal; border-bottom: 1pt solid #5b7f9e; }
h2 { font-size: 14pt; } h3 { font-size: 12pt; } h4 { font-size: 11pt; }
h1, h2, h3, h4 { margin: 10pt 0 4pt; break-after: avoid; }
p, li { margin: 0 0 6pt; white-space: pre-wrap; orphans: 2; widows: 2; overflow-wrap: anywhere; }
.label { font-weight: bold; }
.label, .kept { break-after: avoid; }
.unknown { color: #595959; }
table { border-collapse: collapse; width: 100%; margin: 4pt 0 10pt; table-layout: fixed; }
caption { text-align: left; font-size: 9pt; color: #404040; break-after: avoid; }
th, td { border: 0.5pt solid #000; padding: 3pt 5pt; vertical-align: top; text-align: left; white-space: pre-wrap; overflow-wrap: anywhere; }
th[scope=col] { background: #e7e6e6; }
tr.short, .group, .kept { break-inside: avoid; }
tr.first { break-after: avoid; }
"""
_SHORT_ROW = 500
#: the printer breaks down over the last three
_ENDS_OF_LINES = re.compile("[\n\x85\u2028\u2029]")
_ENDLESS = re.compile(r"\S{400,}")


def available() -> str | None:
    """Return None where a PDF can be written, else one line that says what to install."""
    try:
        import weasyprint  # noqa: F401 - only whether it and its libraries are there
    except ModuleNotFoundError:
        return "no PDF is written: install its extra with pip install 'inspectlib-documents[pdf]'"
    except OSError:
        return "no PDF is written: the text libraries are missing; install libpango-1.0-0 and libpangoft2-1.0-0"
    return None


def write_pdf(document: Document, path: Path) -> None:
    """Write a document as a tagged PDF; the same document is the same bytes each time. Raises CannotWrite."""
    print_page(as_html(document), path, lambda pdf: hold_places(document, pdf))


def print_page(text: str, path: Path, finish: Callable[[Any], None] | None = None) -> None:
    """Print a whole HTML page as a tagged PDF; the same page is the same bytes each time. Raises CannotWrite.

    `finish` gets the PDF before it is written, and can put more into it.
    """
    missing = available()
    if missing:
        raise CannotWrite(missing)
    import weasyprint

    identifier = hashlib.sha256(text.encode()).digest()[:16]
    made = weasyprint.HTML(string=text, url_fetcher=_nothing)

    def last(_: Any, pdf: Any) -> None:
        _scope_headers(pdf)
        if finish is not None:
            finish(pdf)

    variant = {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "pdf_identifier": identifier}
    made.write_pdf(path, font_config=_fonts(), finisher=last, **variant)


@cache
def _fonts() -> Any:
    """Return one set of fonts for all documents: the printer's library never gives back those of a document."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _scope_headers(pdf: Any) -> None:
    """Say of each header cell whether it heads its column or its row; the printer says so only of some."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/TH":
            row = each["ID"].string.split("-")[-2]
            each["A"]["O"] = "/Table"
            each["A"]["Scope"] = "/Column" if row == "0" else "/Row"


def _nothing(url: str, *_: Any, **__: Any) -> NoReturn:
    """Refuse to fetch: a document needs nothing from anywhere."""
    message = f"a document fetches nothing, found {url!r}"
    raise ValueError(message)


def as_html(document: Document) -> str:
    """Return the page that is printed."""
    footer = f"{visible(document.footer)} \N{MIDDLE DOT} " if document.footer else ""
    quoted = '"' + "".join(each if each.isalnum() or each in " :;,.-" else f"\\{ord(each):x} " for each in footer) + '"'
    body = "\n".join(line for part in document.parts for line in _part(part))
    day = document.on.isoformat()
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f"<title>{_text(document.title)}</title>"
        f'<meta name="dcterms.created" content="{day}"><meta name="dcterms.modified" content="{day}">'
        f"<style>{_STYLE.replace('FOOTER', quoted)}</style></head><body>{_lists(body)}</body></html>"
    )


def _text(text: str) -> str:
    return _ENDS_OF_LINES.sub("<br>", escape(_ENDLESS.sub(_with_breaks, visible(text))))


def _with_breaks(found: "re.Match[str]") -> str:
    """Return a word of hundreds of letters with places to break it: the printer looks at all of one for each line."""
    return "\N{ZERO WIDTH SPACE}".join(re.findall(r"(?s).{1,40}", found[0]))


def _lists(body: str) -> str:
    """Put list items that follow each other into one list."""
    return body.replace("</ul>\n<ul>", "\n")


def _shown(entry: Entry) -> str:
    return _text(entry.words) if entry.text is not None else f'<span class="unknown">{_text(entry.words)}</span>'


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Heading):
        level = min(part.level + 1, _DEEPEST)
        yield f"<h{level}>{_text(part.text)}</h{level}>"
    elif isinstance(part, Paragraph):
        for text in paragraphs(part.text):
            if text.strip() and part.bullet:
                yield f"<ul><li>{_text(text)}</li></ul>"
            elif text.strip():
                kind = "label" if part.strong else "kept" if part.kept else "words"
                yield f'<p class="{kind}">{_text(text)}</p>'
    elif isinstance(part, Entry):
        if part.label is not None:
            yield f"<p><strong>{_text(part.label)}:</strong> {_shown(part)}</p>"
        elif part.bullet:
            yield f"<ul><li>{_shown(part)}</li></ul>"
        elif part.text is None:
            yield f"<p>{_shown(part)}</p>"
        else:
            yield from (f"<p>{_text(text)}</p>" for text in paragraphs(part.text) if text.strip())
    elif isinstance(part, CheckBox):
        yield f"<p>{_box(part)}</p>"
    elif isinstance(part, TickGroup):
        yield '<div class="group">'
        yield from (f"<p>{_box(each)}</p>" for each in part.boxes)
        if not part.answered:
            yield f"<p><em>{_text(part.unknown)}</em></p>"
        yield "</div>"
    elif isinstance(part, KeyValues):
        rows: tuple[tuple[str | Entry, ...], ...] = tuple((each.label or each.name, each) for each in part.rows)
        table = Table(header=part.header, rows=rows, caption=part.caption, shares=(1, 3))
        yield from _table(table, bold=True)
    else:
        yield from _table(part)


def _box(box: CheckBox) -> str:
    sign = "\N{BALLOT BOX WITH X}" if box.ticked else "\N{BALLOT BOX}"
    after = f": {_shown(box.entry)}" if box.entry is not None else ""
    return f"{sign} {_text(box.text)}{after}"


def _table(table: Table, *, bold: bool = False) -> Iterator[str]:
    shares = table.shares or (1,) * len(table.header)
    yield "<table>"
    if table.caption:
        yield f"<caption>{_text(table.caption)}</caption>"
    yield "".join(f'<col style="width: {100 * each / sum(shares):.1f}%">' for each in shares)
    yield (
        "<thead><tr>" + "".join(f'<th scope="col">{_text(each)}</th>' for each in table.header) + "</tr></thead><tbody>"
    )
    for index, row in enumerate(table.rows):
        short = sum(len(each.words if isinstance(each, Entry) else each) for each in row) < _SHORT_ROW
        cells = []
        for column, each in enumerate(row):
            words = _shown(each) if isinstance(each, Entry) else _text(each)
            cells.append(f'<th scope="row">{words}</th>' if bold and column == 0 else f"<td>{words}</td>")
        names = ("short " if short else "") + ("first" if index == 0 else "")
        yield f'<tr class="{names}">{"".join(cells)}</tr>'
    yield "</tbody></table>"
