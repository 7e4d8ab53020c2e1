"""HTML as lines: headings, list items and cells keep what they are."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from inspectlib.errors import CannotRead
from inspectlib_documents.lines import Shown

_LEFT_OUT = frozenset(
    {"script", "style", "head", "nav", "footer", "noscript", "template", "svg", "button", "select", "iframe", "object"}
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "caption", "legend"})
_CHECKED = {"checkbox": "\N{BALLOT BOX}", "radio": "\N{BALLOT BOX}"}
_INDENT = 2
#: lists deeper than this are set no further in: the blanks before them would outgrow the page
_DEEPEST = 9
_DIGITS = 6
#: what LibreOffice writes around a field of a form, and no page shows
_UNSEEN = dict.fromkeys(each for each in range(32) if chr(each) not in "\t\n\r")


def is_html(data: bytes) -> bool:
    """Say whether bytes begin as a page does."""
    return (
        re.match(
            rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
            data[:2000],
            re.IGNORECASE | re.DOTALL,
        )
        is not None
    )


def shown_in_html(name: str, data: bytes) -> Iterator[Shown]:
    """Yield the lines that a page shows. Raises CannotRead for a page that holds none."""
    encoding = "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = ""
    parser = etree.HTMLParser(
        encoding=encoding or None, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        message = f"{name!r} holds no page that can be read; save it again as HTML or as text"
        raise CannotRead(message)
    if any(each.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in parser.error_log):
        message = (
            f"{name!r} is nested deeper than a page that people read; what is below would be lost: save it as text"
        )
        raise CannotRead(message)
    yield from _Page(tree).lines()


class _Page:
    """Walks a page without recursion, so that no depth of tables breaks it."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.words: list[str] = []
        self.bold: list[bool] = []
        self.lists: list[list[Any]] = []
        self.rows: list[bool] = []
        self.cells: list[int] = []
        self.open_cells: list[bool] = []
        self.gap = 1
        self.looks: set[str] = set()
        self.mark = ""

    def lines(self) -> Iterator[Shown]:
        skipped = 0
        depth_of_bold = 0
        for event, element in etree.iterwalk(self.tree, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if skipped or tag in _LEFT_OUT or element.get("hidden") is not None:
                    skipped += 1
                    continue
                if tag in _BLOCKS:
                    yield from self.flush()
                    self.begin(tag, element)
                elif tag == "br":
                    yield from self.flush(gap=0)
                elif tag in ("b", "strong"):
                    depth_of_bold += 1
                elif tag == "input" and element.get("type") in _CHECKED:
                    self.say(
                        "\N{BALLOT BOX WITH X} " if element.get("checked") is not None else "\N{BALLOT BOX} ",
                        bold=False,
                    )
                self.say(element.text, bold=bool(depth_of_bold))
                continue
            if skipped:
                skipped -= 1
                if not skipped:
                    self.say(element.tail, bold=bool(depth_of_bold))
                continue
            if tag in ("b", "strong"):
                depth_of_bold -= 1
            if tag in _BLOCKS:
                yield from self.flush()
                self.finish(tag)
            self.say(element.tail, bold=bool(depth_of_bold))
        yield from self.flush()

    def say(self, text: str | None, *, bold: bool) -> None:
        text = text.translate(_UNSEEN) if text else ""
        if text:
            self.words.append(text)
            if text.strip():
                self.bold.append(bold)

    def begin(self, tag: str, element: Any) -> None:
        if tag in ("ul", "ol"):
            start = element.get("start", "1")
            self.lists.append(
                [
                    tag,
                    int(start) if start.lstrip("-").isdigit() and len(start) < _DIGITS else 1,
                    element.get("type", "1"),
                    True,
                ]
            )
        elif tag == "li":
            self.item(element)
        elif tag == "table":
            self.rows.append(True)
            self.cells.append(0)
        elif tag == "tr" and self.rows:
            self.cells[-1] = 0
        elif tag in ("td", "th") and self.rows:
            self.looks |= (
                {"cell"}
                | ({"row"} if self.cells[-1] == 0 else set())
                | ({"table"} if self.cells[-1] == 0 and self.rows[-1] else set())
            )
            self.cells[-1] += 1
            self.rows[-1] = False
            self.open_cells.append(False)
        elif tag in _HEADINGS:
            self.looks.add("heading")

    def item(self, element: Any) -> None:
        if not self.lists:
            self.mark = "\N{BULLET} "
            return
        kind = self.lists[-1]
        self.gap = 1 if kind[3] else 0
        kind[3] = False
        if kind[0] == "ul":
            self.mark = "\N{BULLET} "
            return
        value = element.get("value", "")
        if value.isdigit() and len(value) < _DIGITS:
            kind[1] = int(value)
        number = kind[1]
        kind[1] += 1
        letters = {"a": letter, "i": roman}.get(kind[2])
        self.mark = f"({letters(number)}) " if letters else f"{number}. "

    def finish(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag in ("td", "th") and self.open_cells:
            self.open_cells.pop()
        elif tag == "table" and self.rows:
            self.rows.pop()
            self.cells.pop()
        self.gap = max(self.gap, 0 if tag in ("li", "tr", "td", "th") else 1)
        if tag in _HEADINGS:
            self.looks.discard("heading")

    def flush(self, gap: int = 1) -> Iterator[Shown]:
        text = " ".join("".join(self.words).split())
        if text:
            looks = set(self.looks)
            if self.bold and all(self.bold):
                looks.add("bold")
            if self.open_cells:
                looks |= {"cell", "more"} if self.open_cells[-1] else {"cell"}
                self.open_cells[-1] = True
            if self.gap:
                looks.add("whole")
            yield Shown(
                text=self.mark + text,
                indent=_INDENT * min(max(len(self.lists) - 1, 0), _DEEPEST),
                gap=self.gap if "cell" not in looks else 0,
                looks=frozenset(looks),
            )
            self.looks, self.mark = {"heading"} & self.looks, ""
            self.gap = gap
        self.words, self.bold = [], []


def letter(number: int) -> str:
    """Return the letter of a list's item, from 1: a, b, c."""
    return chr(ord("a") + (number - 1) % 26)


def roman(number: int) -> str:
    """Return the small Roman number of a list's item."""
    made = ""
    for size, sign in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= size and len(made) < _DIGITS:
            made, number = made + sign, number - size
    return made
