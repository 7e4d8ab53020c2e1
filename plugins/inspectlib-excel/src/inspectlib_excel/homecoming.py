"""A tracker that comes home: every cell is as it was sent, or a change, or a problem. No file is touched here."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from inspectlib import bodies
from inspectlib.changes import Change
from inspectlib.exchange import Problem
from inspectlib_excel.cells import Found, Value, as_text, is_blank, is_only_begun, is_same
from inspectlib_excel.columns import Column, Form, How
from inspectlib_excel.edits import Edit, NotUnderstood, fold, said, several, understood
from inspectlib_excel.grids import Cells, Grid, place
from inspectlib_excel.sent import SHEET, Sent, as_words
from inspectlib_excel.tables import FORMS, Facts, key_of
from inspectlib_excel.work import ACTIONS, REVIEWS

#: the header may have been moved down by rows that somebody put above it
_HEADER_WITHIN = 50


class Home(NamedTuple):
    """What came home; `places`: the cells in which each change was typed, by its `where`."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    places: dict[tuple[str, ...], str]


class _Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, Found]
    columns: Mapping[str, int]

    def place(self, column: str) -> str:
        return place(self.sheet, self.number, self.columns.get(column))

    def found(self, column: str) -> Found:
        return self.cells.get(column)


def compare(grids: Mapping[str, Grid], sent: Sent) -> Home:
    """Return what was edited in the sheets of a book since it was sent."""
    state = _State(sent)
    forms = {form.name: form for form in FORMS if form.name in sent.columns}
    tabs = _tabs(forms, grids, sent, state)
    for name, form in forms.items():
        if name not in tabs:
            state.say(f"sheet {name!r}", "the sheet is not in the book; nothing of it was taken or removed")
            continue
        _compare_form(form, grids[tabs[name]], sent, state)
    for name, grid in grids.items():
        if name not in tabs.values() and name != SHEET:
            _compare_loose(grid, sent.loose.get(name), state)
        if grid.drawn and name != "Summary":
            state.say(
                f"sheet {name!r}", "it holds pictures or text boxes, which are not read; type their words in cells"
            )
        for cell, words in grid.notes:
            state.say(f"sheet {name!r}, cell {cell}", f"a comment was kept aside: {words!r}")
    changes: list[Change] = []
    places: dict[tuple[str, ...], str] = {}
    for target, edits in sorted(state.edits.items()):
        made = fold(target, sent.facts.get(target, Facts(None)), edits)
        changes += made.changes
        places |= made.places
        state.problems += made.problems
    return Home(tuple(changes), tuple(state.problems), places)


class _State:
    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.edits: dict[tuple[str, str], list[Edit]] = {}
        self.problems: list[Problem] = []
        self.areas = tuple(
            sorted({key.rpartition("|")[2] for of, key in sent.facts if of in ("cases", "responses")} - {""})
        )
        asked = {key.rpartition("|")[0] for of, key in sent.facts if of == "cases"}
        asked |= {
            one for (of, _), each in sent.facts.items() if of == "actions" for one in (each.sent or {})["answers"]
        }
        self.recommendations = {_bare(each): each for each in asked}

    def say(self, where: str, message: str) -> None:
        self.problems.append(Problem(place=where, message=message))

    def take(self, target: tuple[str, str], edit: Edit) -> None:
        self.edits.setdefault(target, []).append(edit)

    @cached_property
    def shown(self) -> set[tuple[str, ...]]:
        """Every row that was sent, as words, with and without its key."""
        rows = [tuple(row.values()) for rows in self.sent.rows.values() for row in rows.values()]
        heads = [tuple(each.name for each in columns) for columns in self.sent.columns.values()]
        return {as_words(part) for row in (*rows, *heads) for part in (row, row[1:])}.union(*self.sent.loose.values())


def _bare(key: str) -> str:
    """Return a key as it is compared: somebody's capitals and gaps do not make it another."""
    return "".join(key.split()).casefold()


def _tabs(forms: Mapping[str, Form], grids: Mapping[str, Grid], sent: Sent, state: _State) -> dict[str, str]:
    """Return the sheet of each form: of its name or, where somebody renamed it, the one sheet that has its columns."""
    tabs = {each: each for each in forms if each in grids}
    strange = {each: grid for each, grid in grids.items() if each not in {*tabs, *sent.loose, SHEET}}
    for name, form in forms.items():
        if name in tabs:
            continue
        wanted = {each.name for each in sent.columns[name]}
        alike = [
            each
            for each, grid in strange.items()
            if (header := _header(form, grid)) is not None and len(wanted & _words(grid, header)) * 5 >= len(wanted) * 4
        ]
        if len(alike) == 1:
            tabs[name] = alike[0]
            state.say(f"sheet {alike[0]!r}", f"the sheet was taken for {name!r}, whose columns it has")
    return tabs


def _words(grid: Grid, row: int) -> set[str]:
    return {as_text(each).strip() for each in grid.rows[row].values()}


def _compare_form(form: Form, grid: Grid, sent: Sent, state: _State) -> None:
    header = _header(form, grid)
    if header is None:
        state.say(
            f"sheet {grid.name!r}",
            f"no header row with {' and '.join(map(repr, form.keys))} was found; nothing of the sheet was taken or removed",
        )
        _compare_loose(grid, state.shown, state)
        return
    rows = sent.rows[form.name]
    names = _names(form, grid, header, sent.columns[form.name], rows, state)
    columns = {each.name: each for each in sent.columns[form.name] if each.name in names.values()}
    numbers = {name: number for number, name in names.items()}
    known = {_bare(each): each for each in rows}
    matched: dict[str, list[_Row]] = {}
    for number, cells in sorted(grid.rows.items()):
        if number == header:
            continue
        row = _Row(grid.name, number, {names[c]: found for c, found in cells.items() if c in names}, numbers)
        _unknown_cells(grid, number, cells, names, header, state)
        if all(map(is_blank, row.cells.values())):
            continue
        key = _key(form, row, known)
        if number < header:
            _stranger(row, columns, state, "above the header")
        elif key in rows:
            matched.setdefault(key, []).append(row)
        elif form.adds and all(is_blank(row.found(each)) for each in form.keys):
            _new(form, row, columns, state)
        else:
            _stranger(row, columns, state, "without a key that was sent", _ADVICE.get(form.name, ""))
    for key, found in matched.items():
        if len(found) > 1:
            found = _one_of(found, rows[key], columns, state)  # noqa: PLW2901 - the rows that are left
        for row in found:
            _edited(form, key, row, rows[key], columns, grid, state)
    _missing(grid, rows, matched, state)


_ADVICE = {
    "Recommendations": "; a new recommendation is taken from its report: inspectlib import",
    "Responses": "; a new report is taken in with: inspectlib import",
    "Actions": "; to add an action leave its key empty",
    "Reviews": "; to add a review leave its key empty",
}


def _key(form: Form, row: _Row, known: Mapping[str, str]) -> str:
    key = key_of(form, {each: as_text(row.found(each)) for each in form.keys})
    return known.get(_bare(key), key)


def _header(form: Form, grid: Grid) -> int | None:
    for number in sorted(grid.rows):
        words = _words(grid, number)
        if set(form.keys) <= words and len(words) > len(form.keys):
            return number
        if number > _HEADER_WITHIN:
            break
    return None


def _names(
    form: Form,
    grid: Grid,
    header: int,
    columns: tuple[Column, ...],
    rows: Mapping[str, dict[str, Value]],
    state: _State,
) -> dict[int, str]:
    """Return which column of the sheet holds which of ours; a name that stands twice counts once."""
    names: dict[int, str] = {}
    wanted = [each.name for each in columns]
    for number, found in sorted(grid.rows[header].items()):
        name = as_text(found).strip()
        if name in wanted and name not in names.values():
            names[number] = name
    gone = [each for each in wanted if each not in names.values()]
    for name, number in _renamed(form, grid, names, gone, rows).items():
        names[number] = name
        title = as_text(grid.rows[header].get(number)).strip()
        state.say(
            place(grid.name, header, number), f"the column {title!r} was taken for {name!r}, which holds what that held"
        )
    for name in gone:
        if name not in names.values():
            state.say(
                f"sheet {grid.name!r}", f"the column {name!r} is not there any more; nothing of it was taken or removed"
            )
    return names


def _renamed(
    form: Form, grid: Grid, names: dict[int, str], gone: list[str], rows: Mapping[str, dict[str, Value]]
) -> dict[str, int]:
    """Return where columns stand whose header somebody changed: most filled cells are as they were sent."""
    if not gone:
        return {}
    known = {_bare(each): each for each in rows}
    numbers = {name: number for number, name in names.items()}
    alike: Counter[tuple[str, int]] = Counter()
    filled: Counter[str] = Counter()
    for number, cells in grid.rows.items():
        row = _Row(grid.name, number, {names[c]: found for c, found in cells.items() if c in names}, numbers)
        key = _key(form, row, known)
        for name in gone if key in rows else ():
            was = rows[key][name]
            if was is None:
                continue
            filled[name] += 1
            alike.update((name, c) for c, found in cells.items() if c not in names and is_same(found, was))
    found: dict[str, int] = {}
    for name in gone:
        holding = [number for (of, number), count in alike.items() if of == name and count * 2 >= filled[name]]
        if len(holding) == 1 and holding[0] not in found.values():
            found[name] = holding[0]
    return found


def _unknown_cells(grid: Grid, number: int, cells: Cells, names: dict[int, str], header: int, state: _State) -> None:
    for column, found in sorted(cells.items()):
        if column not in names and not is_blank(found):
            title = as_text(grid.rows[header].get(column)).strip()
            what = f"the column {title!r} is not one that was sent" if title else "the cell is outside of the table"
            state.say(place(grid.name, number, column), f"{what}; kept aside: {as_text(found)!r}")


def _stranger(
    row: _Row,
    columns: dict[str, Column],
    state: _State,
    why: str,
    advice: str = "",
    shown: Mapping[str, Value] | None = None,
) -> None:
    """Keep a row aside; `shown`: what its row was sent with, which need not be said again."""
    typed = "; ".join(
        f"{name}: {as_text(found)!r}"
        for name, found in row.cells.items()
        if name in columns and not is_blank(found) and (shown is None or not is_same(found, shown[name]))
    )
    state.say(place(row.sheet, row.number), f"a row {why} was kept aside: {typed or 'as it was sent'}{advice}")


def _one_of(found: list[_Row], shown: dict[str, Value], columns: dict[str, Column], state: _State) -> list[_Row]:
    """Return one of several rows of the same key when they say the same; else none, and say what each holds."""
    versions = {
        tuple((name, as_text(row.found(name))) for name in columns if not is_same(row.found(name), shown[name]))
        for row in found
    }
    if len(versions) == 1:
        return found[:1]
    for row in found:
        for name in columns:
            if is_blank(row.found(name)) and not is_blank(shown[name]):
                state.say(row.place(name), f"{name!r}: {said(None)} in a row whose key stands more than once")
        _stranger(row, columns, state, "whose key stands more than once, and differs from the others,", shown=shown)
    return []


def _edited(
    form: Form,
    key: str,
    row: _Row,
    shown: dict[str, Value],
    columns: dict[str, Column],
    grid: Grid,
    state: _State,
) -> None:
    target, item = (form.collection, key), None
    if form is REVIEWS:
        name, _, count = key.rpartition("#")
        target, item = (form.collection, name), int(count) - 1
    for name, column in columns.items():
        found = row.found(name)
        if name in form.keys or is_same(found, shown[name]):
            continue
        under = grid.under(row.number, row.columns[name]) if is_blank(found) else None
        if under is not None:
            state.say(
                row.place(name), f"{name!r}: the cell lies under {under}, merged; nothing of it was taken or removed"
            )
            continue
        if column.into is None or (form is REVIEWS and not column.into.field):
            instead = column.instead or "It says which row this is."
            state.say(row.place(name), f"{name!r} cannot be changed here; found {said(found)}. {instead}")
            continue
        if is_only_begun(shown[name]):
            state.say(
                row.place(name),
                f"{name!r}: {said(found)} was not taken; only the beginning of the text stands in the cell, so change it in the register",
            )
            continue
        _typed(target, item, row, column, state)


def _typed(target: tuple[str, str], item: int | None, row: _Row, column: Column, state: _State) -> bool:
    """Take what was typed in a cell, or say why it was not taken."""
    try:
        value = understood(column, row.found(column.name))
        if column.into is not None and column.into.how is How.MANY:
            value = "; ".join(_known(each, row, state) for each in several(value))
        if column.into is not None and column.into.field == "area" and value is not None:
            value = _area(value, state)
    except NotUnderstood as error:
        state.say(row.place(column.name), str(error))
        return False
    state.take(target, Edit(row.place(column.name), column, value, item))
    return True


def _known(typed: str, row: _Row, state: _State) -> str:
    """Return the key of a recommendation of this book. Raises NotUnderstood."""
    found = state.recommendations.get(_bare(typed))
    if found is None:
        message = (
            f"'Answers': found {as_text(row.found('Answers'))!r}; no recommendation {typed!r} is in this book; "
            f"copy keys from the sheet 'Recommendations'"
        )
        raise NotUnderstood(message)
    return found


def _area(typed: str, state: _State) -> str:
    """Return the slug of an area of this book that is named by its slug or its name. Raises NotUnderstood."""
    named = bodies.area_named(typed)
    slug = named.slug if named is not None else _bare(typed)
    if slug in state.areas:
        return slug
    message = f"'Area': expected one of {', '.join(state.areas)}; found {typed!r}"
    raise NotUnderstood(message)


def _new(form: Form, row: _Row, columns: dict[str, Column], state: _State) -> None:
    """Take a row without a key: an action or a review that somebody added."""
    if is_blank(row.found("Area")) and len(state.areas) == 1 and "Area" in columns:
        row = row._replace(cells={**row.cells, "Area": state.areas[0]})
    if form is ACTIONS:
        words = "\t".join(f"{name}={as_text(row.found(name))}" for name in columns)
        name = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        target, count = (form.collection, f"action-{name}"), None
        needed = [each for each in ("Area", "Answers") if each in columns]
        if len(needed) < 2 or any(is_blank(row.found(each)) for each in needed):  # noqa: PLR2004 - both
            _stranger(row, columns, state, f"that adds {form.adds} without 'Area' and 'Answers'")
            return
        taken = [_typed(target, count, row, columns[each], state) for each in needed]  # each says what is wrong with it
        if not all(taken):
            state.edits.pop(target, None)
            _stranger(row, columns, state, f"that adds {form.adds}")
            return
    else:
        target, needed = _case_of(row, state), []
        if target not in state.sent.facts:
            _stranger(row, columns, state, f"that adds {form.adds} to no case of this book")
            return
        count = _next_item(target, state)
    for each in columns.values():
        found = row.found(each.name)
        if is_blank(found) or each.name in needed:
            continue
        if each.into is None:
            state.say(row.place(each.name), f"{each.name!r} cannot be typed here; found {said(found)}. {each.instead}")
        elif each.into.field:
            _typed(target, count, row, each, state)


def _case_of(row: _Row, state: _State) -> tuple[str, str]:
    typed, area = (as_text(row.found(each)).strip() for each in ("Recommendation", "Area"))
    recommendation = state.recommendations.get(_bare(typed), typed)
    if area:
        try:
            area = _area(area, state)
        except NotUnderstood:
            return "cases", f"{recommendation}|{area}"  # there is no such case, which is said of the row
    else:
        areas = {
            key.rpartition("|")[2]
            for of, key in state.sent.facts
            if of == "cases" and key.startswith(f"{recommendation}|")
        }
        area = areas.pop() if len(areas) == 1 else ""
    return "cases", f"{recommendation}|{area}"


def _next_item(target: tuple[str, str], state: _State) -> int:
    """Return the place of a new element: after those that were sent and those already added."""
    sent = state.sent.facts[target].sent
    held = len(sent["reviews"]) if sent is not None else 0
    added = [each.item for each in state.edits.get(target, ()) if each.item is not None and each.item >= held]
    return max(added, default=held - 1) + 1


def _missing(grid: Grid, rows: Mapping[str, Any], matched: Mapping[str, Any], state: _State) -> None:
    gone = [each for each in rows if each not in matched]
    if gone:
        few = 5
        names = ", ".join(gone[:few]) + (f" and {len(gone) - few} more" if len(gone) > few else "")
        state.say(f"sheet {grid.name!r}", f"rows that were sent are not in the sheet, and nothing was removed: {names}")


def _compare_loose(grid: Grid, shown: set[tuple[str, ...]] | None, state: _State) -> None:
    """Report what was typed in a sheet without keys: all of it is worked out, or the sheet is not ours.

    In a sheet that was not sent a row that was sent on another says nothing new.
    """
    if shown is None:
        what, shown = "the sheet is not one that was sent", state.shown
    elif shown is state.shown:
        what = "the row has no key"
    else:
        what = "this sheet is worked out and cannot be filled"
    for number, cells in sorted(grid.rows.items()):
        words = as_words(found for _, found in sorted(cells.items()))
        if words and words not in shown:
            state.say(place(grid.name, number), f"{what}; kept aside: {_row_words(cells)}")


def _row_words(cells: Cells) -> str:
    return " | ".join(as_text(found) for _, found in sorted(cells.items()) if not is_blank(found))
