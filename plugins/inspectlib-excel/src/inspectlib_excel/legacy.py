"""The importer `excel-sheet`: an office's own tracker, with a report of what was taken, what was left and why.

A status is never guessed: words of an office's own (status, rating, closed) are kept as extra fields of the case
(`legacy:status`, ...), as they were written.
"""

import re
from collections.abc import Iterator, Mapping
from colorsys import rgb_to_hsv
from datetime import date
from typing import NamedTuple

from inspectlib.cases import Case, Rating, Review
from inspectlib.converting import to_plain
from inspectlib.errors import CannotRead
from inspectlib.exchange import ImportResult, Meanings, Problem, Source, Taken
from inspectlib.fields import evolve
from inspectlib.inspections import Inspection
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.showing import counted
from inspectlib_excel.cells import Found, Odd, as_text, is_blank
from inspectlib_excel.columns import Column, Kind
from inspectlib_excel.edits import NotUnderstood, understood
from inspectlib_excel.grids import Cells, Grid, letters, place
from inspectlib_excel.legacy_columns import FIELDS, IGNORE, MAPPING_SHEET, field_of, plain_words
from inspectlib_excel.opening import ENDINGS, Workbook
from inspectlib_excel.sent import SHEET

#: rows among which the header is looked for, and recognised columns that make a row a header
_HEADER_WITHIN, _ENOUGH = 30, 2
_RECOGNISED = 30
_KINDS = {
    "afi": RecommendationKind.AREA_FOR_IMPROVEMENT,
    "area for improvement": RecommendationKind.AREA_FOR_IMPROVEMENT,
    "coc": RecommendationKind.CAUSE_OF_CONCERN,
    "cause of concern": RecommendationKind.CAUSE_OF_CONCERN,
    "accelerated cause of concern": RecommendationKind.ACCELERATED_CAUSE_OF_CONCERN,
    "recommendation": RecommendationKind.RECOMMENDATION,
    "rec": RecommendationKind.RECOMMENDATION,
}


#: what people write where there is nothing to say, and where it is no more than an empty cell
_NOTHING = frozenset(("n a", "na", "nil", "none", "not applicable", ""))
_NOT_SAID_IN = frozenset(("owner", "due", "updated", "update", "closed", "rag", "kind", "local reference"))
#: the hues, in degrees, that stand for a rating, and how pale or dark a colour may be
_HUES = (("red", 0, 15), ("amber", 25, 62), ("green", 75, 170), ("blue", 180, 260), ("red", 340, 360))
_PALE, _DARK = 0.15, 0.3


class Layout(NamedTuple):
    """How a sheet is read: its header's row, the field of each column, the words of each header.

    `grouped`: the row above the header names groups of its columns.
    """

    header: int
    fields: dict[int, str]
    titles: dict[int, str]
    grouped: bool = False


def recognises(source: Source) -> int:
    """Say how sure it is that this is an office's own sheet: any workbook that opens, a tracker of ours apart."""
    if source.suffix not in ENDINGS:
        return 0
    try:
        book = Workbook(source)
    except CannotRead:
        return 0
    return 0 if SHEET in book.sheets else _RECOGNISED


def read_sheets(source: Source) -> ImportResult:
    """Return what an office's own workbook holds. Raises CannotRead where no row of it could be a header.

    `source.mapping`, or a sheet `mapping` with the columns "Column" and "Means", says what unknown columns are;
    `meanings` is a draft of it. The police area is `source.body` or a column of the sheet.
    """
    book = Workbook(source)
    mapping = _mapping(book) | _given(source)
    register, problems, columns, explained = Register(), [], [], []
    likely: list[str] = []
    for name in book.sheets:
        if name.casefold() == MAPPING_SHEET:
            continue
        if name in book.hidden:
            problems.append(Problem(place=f"sheet {name!r}", message=_left(book.grid(name), "the sheet is hidden")))
            continue
        grid = _unmerged(book.grid(name, fills=True))
        _refuse_ours(grid, source.name)
        problems += [
            Problem(place=f"sheet {name!r}, cell {cell}", message=f"a comment was left: {note!r}")
            for cell, note in grid.notes
        ]
        layout = layout_of(grid, mapping)
        if layout is None:
            likely = likely or _likely_header(grid)
            problems += [
                Problem(place=place(name, row), message=_left(grid, "no header row was found in the sheet"))
                for row in sorted(grid.rows)[:1]
            ]
            continue
        register, found = _Reader(grid, layout, source.body).into(register)
        problems += found
        columns += [
            {"sheet": name, "column": letters(each), "header": title, "means": layout.fields.get(each)}
            for each, title in layout.titles.items()
        ]
        explained += [
            Taken(
                place=place(name, layout.header, each),
                text=title,
                taken_for=layout.fields.get(each) or "nothing",
                why="its name or the mapping says so" if each in layout.fields else "its name is not known",
            )
            for each, title in layout.titles.items()
        ]
    if not columns:
        seem = f"; its columns seem to be: {', '.join(map(repr, likely))}" if likely else ""
        message = (
            f"no sheet has a header with two of these columns: {', '.join(FIELDS)}{seem}; name them "
            f"so, or say what each is in a mapping: inspectlib read SOURCE --draft-mapping FILE"
        )
        if not likely:
            message = f"{source.name!r}: {message}"
            raise CannotRead(message)
        problems = [Problem(place=source.name, message=message)]
        columns = [{"header": each, "means": None} for each in likely]
    titles = {plain_words(each["header"] or "") for each in columns}
    explained += [
        Taken(place="the mapping", text=name, taken_for="nothing", why="no sheet has a column of that name")
        for name, _ in source.mapping or ()
        if plain_words(name) not in titles
    ]
    taken: dict[str, str] = {}
    for each in columns:
        if each["header"]:
            taken[each["header"]] = taken.get(each["header"]) or each["means"] or ""
    return ImportResult(
        register=register,
        problems=tuple(problems),
        explained=tuple(explained),
        meanings=Meanings(taken=taken, words=(*FIELDS, IGNORE)),
        reading={
            "columns": columns,
            "mapping": [[each["header"], each["means"] or ""] for each in columns],
            "register": to_plain(register),
            "problems": [to_plain(each) for each in problems],
        },
    )


def _mapping(book: Workbook) -> dict[str, str]:
    """Return what the sheet `mapping` says. Raises CannotRead for a meaning that is not known."""
    name = next((each for each in book.sheets if each.casefold() == MAPPING_SHEET), None)
    if name is None:
        return {}
    found = {}
    for number, cells in sorted(book.grid(name).rows.items()):
        title, means = as_text(cells.get(1)).strip(), as_text(cells.get(2))
        if not title or (plain_words(title), plain_words(means)) == ("column", "means"):
            continue
        found[plain_words(title)] = _meaning(means, f"sheet {name!r}, cell B{number}")
    return found


def _meaning(typed: str, place: str) -> str:
    """Return what somebody says that a column means. Raises CannotRead for a meaning that is not known."""
    means = typed.strip().casefold()
    if means not in {*FIELDS, IGNORE, ""}:
        message = f"{place}: expected one of {', '.join(FIELDS)} or {IGNORE}; found {typed!r}"
        raise CannotRead(message)
    return means


def _refuse_ours(grid: Grid, name: str) -> None:
    """Raise CannotRead for the sheet of a tracker that was sent out: read as an office's own it would double its rows."""
    for number in sorted(grid.rows)[:_HEADER_WITHIN]:
        if {"key", "area", "inspection title"} <= {plain_words(as_text(each)) for each in grid.rows[number].values()}:
            message = (
                f"{name!r}: the sheet {grid.name!r} is one of a tracker that was sent out, without its hidden sheet "
                f"{SHEET!r}, so what was typed in it is not known; copy the edits into a fresh tracker"
            )
            raise CannotRead(message)


def _left(grid: Grid, why: str) -> str:
    """Return a sentence that says why a sheet was left, and how much of it."""
    return f"{why}; it was left: {counted(len(grid.rows), 'row')}"


def _given(source: Source) -> dict[str, str]:
    """Return what the user says that columns mean. Raises CannotRead for a meaning that is not known."""
    return {
        plain_words(title): _meaning(means, f"the mapping, column {title!r}") for title, means in source.mapping or ()
    }


def _unmerged(grid: Grid) -> Grid:
    """Give every cell of a merged range its words, as its reader sees them; only rows that are there are filled."""
    for top, left, bottom, right in grid.merged:
        value = grid.rows.get(top, {}).get(left)
        if value is None:
            continue
        for row in [each for each in grid.rows if top <= each <= bottom]:
            for column in range(left, min(right, left + 50) + 1):
                grid.rows[row].setdefault(column, value)
    return grid


def layout_of(grid: Grid, mapping: Mapping[str, str]) -> Layout | None:
    """Return how a sheet is read: the row among the first that names most columns, alone or with the one above."""
    best: Layout | None = None
    for number in sorted(grid.rows)[:_HEADER_WITHIN]:
        above = grid.rows.get(number - 1, {})
        titles: dict[int, str] = {}
        fields: dict[int, str] = {}
        for column, found in sorted(grid.rows[number].items()):
            own = as_text(found).strip()
            whole = f"{as_text(above.get(column)).strip()} {own}".strip()
            field = field_of(own, mapping) or field_of(whole, mapping)
            titles[column] = own
            if field is not None and field not in fields.values():
                fields[column] = field
        known = [each for each in fields.values() if each != IGNORE]
        if len(known) >= _ENOUGH and (best is None or len(fields) > len(best.fields)):
            best = Layout(number, fields, titles, grouped=len(set(map(as_text, above.values()))) > 1)
    return best


def _likely_header(grid: Grid) -> list[str]:
    """Return the words of the first row that holds several and no figure."""
    for number in sorted(grid.rows)[:_HEADER_WITHIN]:
        words = [found.strip() for _, found in sorted(grid.rows[number].items()) if isinstance(found, str)]
        if len(words) == len(grid.rows[number]) > _ENOUGH:
            return words
    return []


class _Reader:
    """Reads the rows of one sheet into a register."""

    def __init__(self, grid: Grid, layout: Layout, body: str | None) -> None:
        self._grid, self._layout, self._body = grid, layout, body
        self._problems: list[Problem] = []
        self._where = {field: column for column, field in layout.fields.items()}
        self._kind: RecommendationKind | None = None

    def into(self, register: Register) -> tuple[Register, list[Problem]]:
        above = {
            row: list(dict.fromkeys(as_text(found) for found in cells.values() if not is_blank(found)))
            for row, cells in sorted(self._grid.rows.items())
            if row < self._layout.header
        }
        groups = above.pop(self._layout.header - 1, []) if self._layout.grouped else []
        title = next((each for words in above.values() for each in words), None)
        title = title or next((each for each in groups if field_of(each, {}) is None), self._grid.name)
        if "inspection" not in self._where:
            self._say(self._layout.header, None, f"no column names the report; its title was taken to be {title!r}")
            above = {row: [each for each in words if each != title] for row, words in above.items()}
        for row, words in above.items():
            if words:
                self._say(row, None, f"above the header; left: {' | '.join(words)}")
        unknown = [each for column, each in self._layout.titles.items() if each and column not in self._layout.fields]
        if unknown:
            names = ", ".join(map(repr, unknown))
            self._say(
                self._layout.header,
                None,
                f"columns that are not known: {names}; say what they mean in a mapping: inspectlib read SOURCE --draft-mapping FILE",
            )
        for number, cells in self._rows():
            register = self._row(register, number, cells, title)
        return register, self._problems

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        for number, cells in sorted(self._grid.rows.items()):
            if number > self._layout.header and not all(map(is_blank, cells.values())):
                yield number, cells

    def _say(self, row: int, column: int | None, message: str) -> None:
        self._problems.append(Problem(place=place(self._grid.name, row, column), message=message))

    def _row(self, register: Register, number: int, cells: Cells, title: str) -> Register:
        if self._is_heading(number, cells):
            return register
        said = {field: self._text(number, cells, field) for field in self._where}
        for column, found in sorted(cells.items()):
            if column not in self._layout.fields and not is_blank(found):
                name = self._layout.titles.get(column) or letters(column)
                self._say(number, column, f"the column {name!r} is not known; left: {as_text(found)!r}")
        if not re.search(r"[^\W\d_]", said.get("recommendation") or ""):
            left = "; ".join(f"{field}: {words!r}" for field, words in said.items() if words)
            if left:
                self._say(number, None, f"the row has no recommendation's words; left: {left}")
            return register
        if "inspection" in self._where and not said.get("inspection"):
            self._say(number, self._where["inspection"], f"no report is named; it was taken to be {title!r}")
        inspection, register = self._inspection(register, number, said, said.get("inspection") or title)
        recommendation = self._recommendation(inspection, number, cells, said)
        register = register.with_inspection(
            evolve(inspection, recommendations=(*inspection.recommendations, recommendation))
        )
        area = _slug(said.get("area") or self._body or "")
        kept = [
            each
            for each in ("owner", "status", "rag", "update", "closed", "comment", "local reference")
            if said.get(each)
        ]
        if area:
            return register.with_areas(area).with_case(self._case(number, cells, said, recommendation.id, area))
        if kept:
            words = "; ".join(f"{each}: {said[each]!r}" for each in kept)
            self._say(number, None, f"the police area is not said (--body AREA), so the case was left: {words}")
        return register

    def _is_heading(self, number: int, cells: Cells) -> bool:
        """Say whether a row heads those below it: it names a kind of recommendation, or is one cell across columns."""
        words = _filled(cells)
        if len(words) != 1:
            return False
        kind = _kind_of(words[0])
        if kind is not None:
            self._kind = kind
            return True
        across = any(
            top <= number <= bottom and left < right and sum(left <= each <= right for each in self._where.values()) > 1
            for top, left, bottom, right in self._grid.merged
        )
        if across:
            self._say(number, None, f"one cell across several columns heads the rows below it; left: {words[0]!r}")
        return across

    def _text(self, number: int, cells: Cells, field: str) -> str | None:
        found: Found = cells.get(self._where[field])
        if isinstance(found, Odd):
            self._say(number, self._where[field], f"found {found.what}, which is no value; left")
            return None
        colour = (self._grid.fills or {}).get((number, self._where[field]))
        if field == "rag" and is_blank(found) and (word := _colour_word(colour)) is not None:
            return f"{word} (by the colour of the cell)"
        text = "" if is_blank(found) else as_text(found).strip()
        if field in _NOT_SAID_IN and plain_words(text) in _NOTHING:
            return None
        return text or None

    def _day(self, number: int, cells: Cells, field: str) -> str | None:
        if field not in self._where or is_blank(cells.get(self._where[field])):
            return None
        column = self._where[field]
        if plain_words(as_text(cells[column])) in _NOTHING:
            return None
        try:
            return understood(Column(self._layout.titles[column], 0, Kind.DAY), cells[column])
        except NotUnderstood as error:
            self._say(number, column, f"{error}; kept as words")
            return None

    def _inspection(
        self, register: Register, number: int, said: Mapping[str, str | None], title: str
    ) -> tuple[Inspection, Register]:
        name = _slug(title) or "report"
        for each in register.inspections:
            if each.id == name:
                return each, register
        published = self._day(number, self._grid.rows[number], "published") if said.get("published") else None
        made = Inspection(id=name, title=title, published_on=_date(published))
        return made, register.with_inspection(made)

    def _recommendation(
        self, inspection: Inspection, number: int, cells: Cells, said: Mapping[str, str | None]
    ) -> Recommendation:
        wanted = key = _slug(said.get("ref") or "") or str(len(inspection.recommendations) + 1)
        taken, again = {each.key for each in inspection.recommendations}, 2
        while key in taken:
            key, again = f"{wanted}-{again}", again + 1
        if key != wanted:
            self._say(
                number, self._where.get("ref"), f"the reference {wanted!r} stands more than once; this one is {key!r}"
            )
        words, kind = said.get("due"), plain_words(said.get("kind") or "")
        if kind and kind not in _KINDS:
            self._say(number, self._where["kind"], f"the kind {said['kind']!r} is not known; taken as a recommendation")
        day = self._day(number, cells, "due")
        return Recommendation(
            id=f"{inspection.id}/{key}",
            number=said.get("ref"),
            text=said.get("recommendation") or "",
            kind=_KINDS.get(kind) or _kind_in(said.get("ref") or "") or self._kind or RecommendationKind.RECOMMENDATION,
            due=DueDate(words=words, last_day=_date(day), precision=DuePrecision.DAY if day else None)
            if words
            else None,
        )

    def _case(self, number: int, cells: Cells, said: Mapping[str, str | None], recommendation: str, area: str) -> Case:
        extras = {f"legacy:{each}": said[each] for each in ("status", "closed") if said.get(each)}
        updated, rag = self._day(number, cells, "updated"), plain_words(said.get("rag") or "")
        rating = next((each for each in Rating if rag.split(" ")[0] in (each.value, each.value[0])), None)
        reviews: tuple[Review, ...] = ()
        day = _date(updated)
        if day is not None:
            reviews = (Review(on=day, note=said.get("update"), rating=rating),)
        elif said.get("update"):
            extras["legacy:update"] = said["update"]
        if rag and (rating is None or not reviews):
            extras["legacy:rag"] = said["rag"]
        for each in sorted(extras):
            field = each.removeprefix("legacy:")
            self._say(
                number, self._where[field], f"kept as it was written, and no status was drawn from it: {said[field]!r}"
            )
        return Case(
            area=area,
            recommendation=recommendation,
            owner=said.get("owner"),
            local_ref=said.get("local reference"),
            force_comment=said.get("comment"),
            reviews=reviews,
            extras=tuple((each, words) for each, words in sorted(extras.items()) if words is not None),
        )


def _filled(cells: Cells) -> list[str]:
    return list(dict.fromkeys(as_text(found).strip() for found in cells.values() if not is_blank(found)))


def _kind_of(words: str) -> RecommendationKind | None:
    """Return the kind that a heading names: "Areas for improvement"."""
    plain = plain_words(words)
    for name, kind in _KINDS.items():
        if plain in (name, f"{name}s", name.replace("area ", "areas ", 1), name.replace("cause ", "causes ", 1)):
            return kind
    return None


def _kind_in(ref: str) -> RecommendationKind | None:
    """Return the kind that a reference names: "PEEL 21/22 - AFI 3"."""
    words = plain_words(ref).split()
    return next((_KINDS[each] for each in ("afi", "coc", "rec", "recommendation") if each in words), None)


def _colour_word(colour: str | None) -> str | None:
    """Return the word for a colour (RRGGBB) that people use for a rating, or None where it is none of those."""
    if colour is None or re.fullmatch("[0-9A-F]{6}", colour) is None:
        return None
    red, green, blue = (int(colour[each : each + 2], 16) / 255 for each in (0, 2, 4))
    hue, saturation, brightness = rgb_to_hsv(red, green, blue)
    if saturation < _PALE or brightness < _DARK:
        return None
    degrees = round(hue * 360)
    return next((word for word, first, last in _HUES if first <= degrees <= last), None)


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso is not None else None


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", words.lower()).strip("-.")
