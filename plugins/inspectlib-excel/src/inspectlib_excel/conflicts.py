"""A small book in which people decide what a merge could not: ours, theirs, what stood before, or words of their own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspectlib.errors import BadCall, CannotRead
from inspectlib.exchange import ImportResult, Job, Source
from inspectlib.findings import Problem
from inspectlib.limits import open_zip, pieces
from inspectlib.register import Register
from inspectlib_excel import long_texts
from inspectlib_excel.cells import as_text, shown
from inspectlib_excel.columns import Column, Kind
from inspectlib_excel.grids import letters, place
from inspectlib_excel.long_texts import long_rows
from inspectlib_excel.looks import LINE_HEIGHT, Looks, foot, height, page, protect
from inspectlib_excel.opening import ENDINGS, Workbook
from inspectlib_excel.saving import Line, Rows, Style, saved
from inspectlib_excel.sheets import add_table

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

SHEET, HIDDEN = "Conflicts", "draft"
TAKES = ("ours", "theirs", "base")
COLUMNS = (
    Column("No.", 6),
    Column("Where", 34),
    Column("It was (base)", 34),
    Column("Ours", 34),
    Column("Theirs", 34),
    Column("Take", 12, Kind.CHOICE, choices=TAKES),
    Column("Or these words", 34, Kind.TEXT, help="Leave Take empty."),
)
_PIECE = 30_000
_OURS = 96
_ABOUT = (
    "Both copies changed these places differently, so nobody but you can say which stays. In each row choose in the "
    "green column Take: ours (the register), theirs (what came back), or base (what stood before both). Or leave Take "
    "empty and write other words beside it. What is proposed stands in theirs alone: theirs accepts it, ours refuses it. "
    "Save the book and finish with:"
)


def write_conflicts(job: Job) -> None:
    """Write the book of a draft of conflicts. Raises BadCall where the option `draft` names no such file."""
    plain = _draft_of(job.options.get("draft"))
    job.destination.write_bytes(_book(job, plain))


def _draft_of(path: str | None) -> dict[str, Any]:
    if path is None:
        return {"conflicts": [], "how": "there was no conflict", "source": {}}
    try:
        plain = json.loads(Path(path).read_text(encoding="utf-8"))
        [(each["words"]["place"], each["words"]["ours"]) for each in plain["conflicts"]]
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{path!r} is not a draft of conflicts; make one with: inspectlib merge --conflicts FILE"
        raise BadCall(message) from None
    return dict(plain)


def _book(job: Job, plain: dict[str, Any]) -> bytes:
    from openpyxl import Workbook as New

    book = New()
    looks = Looks(book)
    rows = {"Cover": _cover(book, looks, plain)}
    names = [each.name for each in COLUMNS[1:5]]
    sides = [
        dict(zip(names, (str(each["words"][side]) for side in ("place", "base", "ours", "theirs")), strict=True))
        for each in plain["conflicts"]
    ]
    table = tuple((number, *map(shown, each.values()), None, None) for number, each in enumerate(sides, 1))
    rows[SHEET] = add_table(book, looks, SHEET, COLUMNS, table, lists={TAKES: f'"{",".join(TAKES)}"'})
    long = tuple(row for number, each in enumerate(sides, 1) for row in long_rows(SHEET, str(number), each))
    if long:
        rows[long_texts.SHEET] = add_table(book, looks, long_texts.SHEET, long_texts.COLUMNS, long)
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "hidden"
    protect(hidden)
    text = json.dumps(plain).replace("_x", "\\u005fx")
    pieces_ = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    bare = Style(0, 0, 0)
    rows[HIDDEN] = Rows(len(pieces_), 1, lambda: (Line(((each, bare),)) for each in pieces_), letters)
    foot(book, "", "Working paper, not for publication")
    return saved(book, rows, title="Conflicts to decide", on=job.on)


def _cover(book: "Book", looks: Looks, plain: dict[str, Any]) -> Rows:
    sheet = book.worksheets[0]
    sheet.title = "Cover"
    sheet.column_dimensions["A"].width = width = 100
    page(sheet)
    protect(sheet)
    command = str(plain["how"]).rpartition("then: ")[2]
    lines = [
        ("Conflicts to decide", looks.title),
        (f"Conflicts: {len(plain['conflicts'])}", looks.heading),
        (_ABOUT, looks.text),
        (command, looks.label),
        ("The hidden sheet 'draft' holds the same conflicts as the command reads them. Please leave it.", looks.text),
    ]

    def made() -> Iterator[Line]:
        for number, (text, style) in enumerate(lines):
            yield Line(((text, style),), 2 * LINE_HEIGHT if not number else height((text,), (width,)))

    return Rows(len(lines), 1, made, lambda _: "A")


def recognises(source: Source) -> int:
    """Say how sure it is that this is a book of conflicts."""
    if source.suffix not in ENDINGS:
        return 0
    try:
        book = b"".join(pieces(open_zip(source.data, source.name), "xl/workbook.xml", source.name))
    except CannotRead:
        return 0
    return _OURS if f'"{HIDDEN}"'.encode() in book and f'"{SHEET}"'.encode() in book else 0


def read_conflicts(source: Source) -> ImportResult:
    """Return the draft with what was taken, as `reading`. Raises CannotRead for what is no such book.

    A Take that is none of the words, or that stands beside other words, is not decided and a problem with its cell.
    """
    book = Workbook(source)
    if not {SHEET, HIDDEN} <= set(book.sheets):
        message = f"{source.name!r} is no book of conflicts; make one with: inspectlib merge --conflicts FILE.xlsx"
        raise CannotRead(message)
    parts = [as_text(cells[1]) for _, cells in sorted(book.grid(HIDDEN).rows.items()) if 1 in cells]
    try:
        plain = json.loads("".join(parts))
        conflicts = plain["conflicts"]
    except (ValueError, KeyError, TypeError):
        message = f"{source.name!r}: its hidden sheet {HIDDEN!r} was changed; draft the conflicts again"
        raise CannotRead(message) from None
    names = [each.name for each in COLUMNS]
    take, words = names.index("Take") + 1, names.index("Or these words") + 1
    problems = []
    for row, cells in sorted(book.grid(SHEET).rows.items()):
        number = as_text(cells.get(1)).strip()
        if not number.isdecimal() or not 1 <= int(number) <= len(conflicts):
            continue
        chosen, other = as_text(cells.get(take)).strip().lower(), as_text(cells.get(words))
        if chosen and other:
            message = f"expected Take or words of your own, found both: {chosen!r} and {other!r}"
            problems.append(Problem(place=place(SHEET, row, take), message=message))
        elif chosen and chosen not in TAKES:
            message = f"expected {', '.join(TAKES)}, found {chosen!r}"
            problems.append(Problem(place=place(SHEET, row, take), message=message))
        elif chosen or other:
            conflicts[int(number) - 1]["take"] = chosen or {"value": other}
    return ImportResult(register=Register(), problems=tuple(problems), reading=plain)
