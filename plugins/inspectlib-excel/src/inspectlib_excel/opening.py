"""Opening a workbook that comes from anywhere: within bounds, with every cell as it is, sparse."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib.limits import open_zip, parse_xml, pieces
from inspectlib_excel.cells import Found, Odd
from inspectlib_excel.grids import Cells, Grid, letters

#: filled cells of a book and columns of a sheet: far above any tracker, far below what stops a machine
MOST_CELLS = 3_000_000
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
#: characters of all cells together
MOST_TEXT = 256 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    ".ods": "is an OpenDocument spreadsheet",
    ".fods": "is an OpenDocument spreadsheet",
    ".xlsb": "is a binary workbook",
    ".numbers": "is a Numbers spreadsheet",
    ".csv": "is plain text with commas",
}
ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".fods", ".xlsb", ".numbers")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LETTERS = re.compile(r"[A-Z]{1,3}")
#: the built-in number formats that show days (ECMA-376 part 1, 18.8.30), those of other languages included
_DAY_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
#: words in quotes, escaped characters, colours and languages are no part of a format's letters
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class _Style(NamedTuple):
    is_day: bool
    colour: str | None


class Workbook:
    """An opened book: its sheets by name, in order, each with its part; cells are read when asked for."""

    def __init__(self, source: Source) -> None:
        """Open a book. Raises CannotRead, in one line, for whatever is no .xlsx within the bounds."""
        self._name = source.name
        refuse_others(source)
        self._archive = open_zip(source.data, source.name)
        names = set(self._archive.namelist())
        if "xl/workbook.xml" not in names:
            self._refuse("is no Excel workbook; save it as .xlsx")
        if any(each.lower().endswith("vbaproject.bin") for each in names):
            self._refuse("holds macros, which are not opened; save it as .xlsx")
        self._1904 = False
        self.hidden: set[str] = set()
        self.sheets = self._sheets()
        self._cells = self._text = 0
        self._shared: list[str] | None = None
        self._styles: list[_Style] = []

    def _refuse(self, what: str) -> None:
        message = f"{self._name!r} {what}"
        raise CannotRead(message)

    def _pieces(self, part: str) -> Iterator[bytes]:
        return pieces(self._archive, part, self._name)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the parts that a part refers to, by id: the kind and the path inside the archive."""
        path = PurePosixPath(part)
        own = f"{path.parent}/_rels/{path.name}.rels"
        if own not in self._archive.namelist():
            return {}
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag != "Relationship" or given.get("TargetMode") == "External":
                return
            target = given.get("Target", "")
            inside = target.lstrip("/") if target.startswith("/") else _joined(str(path.parent), target)
            found[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], inside)

        parse_xml(self._pieces(own), self._name, start=start)
        return found

    def _sheets(self) -> dict[str, str]:
        related = self._relations("xl/workbook.xml")
        sheets: dict[str, str] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "workbookPr":
                self._1904 = given.get("date1904") in ("1", "true")
            elif tag == "sheet":
                kind, part = related.get(given.get("id", ""), ("", ""))
                name = unescaped(given.get("name", ""))
                if kind == "worksheet":
                    sheets[name] = part
                    if given.get("state", "visible") != "visible":
                        self.hidden.add(name)

        parse_xml(self._pieces("xl/workbook.xml"), self._name, start=start)
        if not sheets:
            self._refuse("is damaged: it has no sheet; ask for a fresh copy")
        for name, part in sheets.items():
            if part not in self._archive.namelist():
                self._refuse(f"is damaged: its sheet {name!r} is missing; ask for a fresh copy")
        self.shared_part = next((part for kind, part in related.values() if kind == "sharedStrings"), None)
        self._style_part = next((part for kind, part in related.values() if kind == "styles"), None)
        return sheets

    def grid(self, name: str, *, fills: bool = False) -> Grid:
        """Return the filled cells of a sheet; `fills`: with the colours of the empty ones. Raises CannotRead."""
        if self._shared is None:
            self._shared = self._shared_strings()
            self._styles = self._cell_styles()
        reader = _SheetReader(self, self._shared, self._styles, fills=fills)
        parse_xml(self._pieces(self.sheets[name]), self._name, start=reader.start, end=reader.end, text=reader.text)
        kinds = {kind for kind, _ in self._relations(self.sheets[name]).values()}
        notes = tuple(self._notes(self.sheets[name]))
        return Grid(name, reader.rows, notes, drawn="drawing" in kinds, merged=tuple(reader.merged), fills=reader.fills)

    def count(self, text: str | None) -> None:
        """Count a filled cell. Raises CannotRead past what a book may hold."""
        self._cells += 1
        self._text += len(text or "")
        if self._cells > MOST_CELLS or self._text > MOST_TEXT:
            self._refuse(f"holds over {MOST_CELLS:,} filled cells or {MOST_TEXT:,} characters; it was not read")

    def day(self, serial: float) -> Found:
        """Return the day of a serial number; a time that is not midnight stays with it."""
        if 0 < serial < 1:
            return Odd(f"the time {timedelta(seconds=round(serial * 86_400))}")
        start = datetime(1904, 1, 1) if self._1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
        if not self._1904 and serial < 60:  # noqa: PLR2004 - Excel counts a 29 February 1900, which never was
            serial += 1
        try:
            when = start + timedelta(days=serial)
        except (OverflowError, ValueError):
            return Odd(f"the number {serial:g} shown as a date")
        return when.date() if when.time() == datetime.min.time() else when.replace(microsecond=0)

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return self._name

    def _shared_strings(self) -> list[str]:
        strings: list[str] = []
        if self.shared_part is None or self.shared_part not in self._archive.namelist():
            return strings
        parts: list[str] = []
        state = {"in": False, "phonetic": False, "size": 0}

        def start(tag: str, _: dict[str, str]) -> None:
            if tag == "si":
                parts.clear()
            elif tag == "rPh":
                state["phonetic"] = True
            state["in"] = tag == "t" and not state["phonetic"]

        def end(tag: str) -> None:
            if tag == "si":
                strings.append(unescaped("".join(parts)))
            elif tag == "rPh":
                state["phonetic"] = False
            state["in"] = False

        def text(words: str) -> None:
            if state["in"]:
                parts.append(words)
                state["size"] += len(words)
                if state["size"] > MOST_TEXT:
                    self._refuse(f"holds over {MOST_TEXT:,} characters; it was not read")

        parse_xml(self._pieces(self.shared_part), self._name, start=start, end=end, text=text)
        return strings

    def _cell_styles(self) -> "list[_Style]":
        """Return for each cell style whether it shows days, and its plain colour."""
        formats: dict[int, bool] = {}
        colours: list[str | None] = []
        styles: list[_Style] = []
        state = {"cells": False}
        if self._style_part is None or self._style_part not in self._archive.namelist():
            return styles

        def start(tag: str, given: dict[str, str]) -> None:
            if tag == "numFmt":
                formats[_number(given.get("numFmtId"))] = _shows_days(given.get("formatCode", ""))
            elif tag == "fill":
                colours.append(None)
            elif tag == "fgColor" and colours:
                colours[-1] = given.get("rgb", "")[-6:].upper() or None
            elif tag == "cellXfs":
                state["cells"] = True
            elif tag == "xf" and state["cells"]:
                number, fill = _number(given.get("numFmtId")), _number(given.get("fillId"))
                colour = colours[fill] if 0 <= fill < len(colours) else None
                styles.append(_Style(formats.get(number, number in _DAY_FORMATS), colour))

        def end(tag: str) -> None:
            if tag == "cellXfs":
                state["cells"] = False

        parse_xml(self._pieces(self._style_part), self._name, start=start, end=end)
        return styles

    def _notes(self, part: str) -> Iterator[tuple[str, str]]:
        for kind, target in self._relations(part).values():
            if kind in ("comments", "threadedComment") and target in self._archive.namelist():
                yield from self._comments(target)

    def _comments(self, part: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        parts: list[str] = []
        state = {"ref": "", "in": False}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag in ("comment", "threadedComment"):
                state["ref"] = given.get("ref", "")
                parts.clear()
            state["in"] = tag in ("t", "text")

        def end(tag: str) -> None:
            if tag in ("comment", "threadedComment"):
                found.append((str(state["ref"]), unescaped("".join(parts)).strip()))
            state["in"] = False

        parse_xml(
            self._pieces(part),
            self._name,
            start=start,
            end=end,
            text=lambda words: parts.append(words) if state["in"] else None,
        )
        return found


class _SheetReader:
    """Gathers the cells of one sheet while its XML goes by."""

    def __init__(self, book: Workbook, shared: list[str], styles: list[_Style], *, fills: bool) -> None:
        self.rows: dict[int, Cells] = {}
        self.fills: dict[tuple[int, int], str] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self._book, self._shared, self._styles, self._with_fills = book, shared, styles, fills
        self._row = self._column = 0
        self._kind, self._style = "n", 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] | None = None
        self._phonetic = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._into = None
        if tag == "c":
            if "r" in given:
                self._row, self._column = cell_at(given["r"], self._book.name)
            else:
                self._column += 1
            self._kind, self._style = given.get("t", "n"), _number(given.get("s"))
            self._value, self._formula = [], None
        elif tag == "v" or (tag == "t" and not self._phonetic):
            self._into = self._value
        elif tag == "row":
            self._row = _number(given.get("r")) or self._row + 1
            self._column = 0
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "f":
            self._into = self._formula = []
        elif tag == "mergeCell" and ":" in given.get("ref", ""):
            one, _, two = given["ref"].partition(":")
            self.merged.append((*cell_at(one, self._book.name), *cell_at(two, self._book.name)))

    def text(self, words: str) -> None:
        if self._into is not None:
            self._into.append(words)

    def end(self, tag: str) -> None:
        self._into = None
        if tag == "rPh":
            self._phonetic = False
        if tag != "c":
            return
        value = "".join(self._value)
        if self._formula is None and not value:
            if self._with_fills and 0 <= self._style < len(self._styles):
                colour = self._styles[self._style].colour
                if colour is not None:
                    self.fills[self._row, self._column] = colour
            return
        if not 1 <= self._row <= MOST_ROWS or not 1 <= self._column <= MOST_COLUMNS:
            where = f"{letters(self._column)}{self._row}"
            message = f"{self._book.name!r} is damaged: no sheet has a cell {where}; ask for a fresh copy"
            raise CannotRead(message)
        self._book.count(value)
        found = self._found(value)
        if found is not None and found != "":
            self.rows.setdefault(self._row, {})[self._column] = found

    def _found(self, value: str) -> Found:
        if self._formula is not None:
            return Odd(f"the formula ={''.join(self._formula)}")
        if self._kind == "s":
            number = _number(value, -1)
            if not 0 <= number < len(self._shared):
                message = f"{self._book.name!r} is damaged: a cell names a text that is not there; ask for a fresh copy"
                raise CannotRead(message)
            return self._shared[number]
        if self._kind in ("inlineStr", "str"):
            return unescaped(value)
        if self._kind == "e":
            return Odd(f"the error {value}")
        if self._kind == "b":
            return value.strip() in ("1", "true")
        if self._kind == "d":
            return _iso(value)
        try:
            figure = float(value)
        except ValueError:
            return value
        if 0 <= self._style < len(self._styles) and self._styles[self._style].is_day:
            return self._book.day(figure)
        return int(figure) if figure.is_integer() and abs(figure) < 1e15 else figure  # noqa: PLR2004 - what a float holds


def refuse_others(source: Source) -> None:
    """Refuse what is no .xlsx, saying what it is and what to do. Raises CannotRead."""
    name, data = source.name, source.data
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            message = f"{name!r} is protected by a password; save it without one"
        else:
            message = f"{name!r} is an old Excel file (.xls); open it and save it as .xlsx"
        raise CannotRead(message)
    if source.suffix in _OTHERS or b"mimetypeapplication/vnd.oasis" in data[:120]:
        what = _OTHERS.get(source.suffix, "is an OpenDocument spreadsheet")
        message = f"{name!r} {what}; open it and save it as .xlsx"
        raise CannotRead(message)
    if source.suffix == ".xlsm":
        message = f"{name!r} is a workbook with macros, which are not opened; save it as .xlsx"
        raise CannotRead(message)
    if not data.startswith(_ZIP):
        message = f"{name!r} is no Excel workbook (.xlsx); open it, save it as .xlsx, or ask for a fresh copy"
        raise CannotRead(message)


def unescaped(text: str) -> str:
    """Return text without the escapes of Excel: _x000D_ is a carriage return, _x005F_ a line below."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def cell_at(name: str, book: str) -> tuple[int, int]:
    """Return the row and column of a cell's name, counted from 1. Raises CannotRead."""
    plain = name.replace("$", "")
    column = plain.rstrip("0123456789")
    try:
        return int(plain[len(column) :]), _COLUMN[column]
    except (KeyError, ValueError):
        message = f"{book!r} is damaged: no sheet has a cell {name[:20]!r}; ask for a fresh copy"
        raise CannotRead(message) from None


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, each worked out once."""

    def __missing__(self, column: str) -> int:
        if _LETTERS.fullmatch(column) is None:
            raise KeyError(column)
        number = 0
        for letter in column:
            number = number * 26 + ord(letter) - 64
        self[column] = number
        return number


_COLUMN = _Columns()


def _joined(folder: str, target: str) -> str:
    parts: list[str] = []
    for each in f"{folder}/{target}".split("/"):
        if each == "..":
            parts = parts[:-1]
        elif each not in ("", "."):
            parts.append(each)
    return "/".join(parts)


def _number(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _shows_days(code: str) -> bool:
    letters_left = _NOT_FORMAT.sub("", code).lower()
    return letters_left != "general" and any(each in letters_left for each in "dmy")


def _iso(value: str) -> Found:
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return Odd(f"the date {value!r}")
    return when.date() if when.time() == datetime.min.time() else when.replace(tzinfo=None)
