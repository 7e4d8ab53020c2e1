"""A tracker that comes home: every cell is as it was sent, or a change, or a problem. No file is touched here."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from inspectlib.changes import Change
from inspectlib.exchange import Problem
from inspectlib_excel.cells import Found, Value, as_text, is_blank, is_same
from inspectlib_excel.columns import Column, Form, How
from inspectlib_excel.edits import Edit, NotUnderstood, fold, said, several, understood
from inspectlib_excel.grids import Cells, Grid, place
from inspectlib_excel.sent import SHEET, Sent, as_words
from inspectlib_excel.tables import FORMS, Facts, key_of
from inspectlib_excel.work import ACTIONS, REVIEWS

#: the header may have been moved down by rows that somebody put above it
_HEADER_WITHIN = 50


class Home(NamedTuple):
    """What came home."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


class _Row(NamedTuple):
    sheet: str
    number: int
    cells: dict[str, tuple[int, Found]]

    def place(self, column: str) -> str:
        return (
            place(self.sheet, self.number, self.cells[column][0])
            if column in self.cells
            else place(self.sheet, self.number)
        )

    def found(self, column: str) -> Found:
        return self.cells[column][1] if column in self.cells else None


def compare(grids: Mapping[str, Grid], sent: Sent) -> Home:
    """Return what was edited in the sheets of a book since it was sent."""
    state = _State(sent)
    for form in FORMS:
        if form.name not in sent.columns:
            continue
        if form.name not in grids:
            state.say(f"sheet {form.name!r}", "the sheet is not in the book; nothing of it was taken or removed")
            continue
        _compare_form(form, grids[form.name], sent, state)
    names = {form.name for form in FORMS}
    for name, grid in grids.items():
        if name not in names and name != SHEET:
            _compare_loose(grid, sent.loose.get(name), state)
        if grid.drawn and name != "Summary":
            state.say(
                f"sheet {name!r}", "it holds pictures or text boxes, which are not read; type their words in cells"
            )
        for cell, words in grid.notes:
            state.say(f"sheet {name!r}, cell {cell}", f"a comment was kept aside: {words!r}")
    changes: list[Change] = []
    for target, edits in sorted(state.edits.items()):
        facts = sent.facts.get(target, Facts(None))
        made, problems = fold(target, facts, edits)
        changes += made
        state.problems += problems
    return Home(tuple(changes), tuple(state.problems))


class _State:
    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.edits: dict[tuple[str, str], list[Edit]] = {}
        self.problems: list[Problem] = []

    def say(self, where: str, message: str) -> None:
        self.problems.append(Problem(place=where, message=message))

    def take(self, target: tuple[str, str], edit: Edit) -> None:
        self.edits.setdefault(target, []).append(edit)


def _compare_form(form: Form, grid: Grid, sent: Sent, state: _State) -> None:
    columns = {each.name: each for each in sent.columns[form.name]}
    header = _header(form, grid)
    if header is None:
        state.say(
            f"sheet {form.name!r}",
            f"no header row with {' and '.join(map(repr, form.keys))} was found; nothing of the sheet was taken or removed",
        )
        _keep_aside(grid, 0, state)
        return
    names = _names(form, grid, header, columns, state)
    columns = {name: each for name, each in columns.items() if name in names.values()}
    rows = sent.rows[form.name]
    matched: dict[str, list[_Row]] = {}
    for number, cells in sorted(grid.rows.items()):
        if number == header:
            continue
        row = _Row(form.name, number, {names[c]: (c, found) for c, found in cells.items() if c in names})
        _unknown_cells(grid, number, cells, names, header, state)
        if all(is_blank(found) for _, found in row.cells.values()):
            continue
        key = key_of(form, {each: as_text(row.found(each)) for each in form.keys})
        if number < header or (key not in rows and not _is_new(form, row)):
            _stranger(row, columns, state, "above the header" if number < header else "without a key that was sent")
        elif key in rows:
            matched.setdefault(key, []).append(row)
        else:
            _new(form, row, columns, state)
    for key, found in matched.items():
        if len(found) > 1:
            found = _one_of(found, rows[key], columns, state)  # noqa: PLW2901 - the rows that are left
        for row in found:
            _edited(form, key, row, rows[key], columns, state)
    _missing(form, rows, matched, state)


def _header(form: Form, grid: Grid) -> int | None:
    for number, cells in sorted(grid.rows.items()):
        words = {as_text(each).strip() for each in cells.values()}
        if set(form.keys) <= words and len(words) > len(form.keys):
            return number
        if number > _HEADER_WITHIN:
            break
    return None


def _names(form: Form, grid: Grid, header: int, columns: dict[str, Column], state: _State) -> dict[int, str]:
    """Return which column of the sheet holds which of ours; a name that stands twice counts once."""
    names: dict[int, str] = {}
    for number, found in sorted(grid.rows[header].items()):
        name = as_text(found).strip()
        if name in columns and name not in names.values():
            names[number] = name
    for name in columns:
        if name not in names.values():
            state.say(
                f"sheet {form.name!r}", f"the column {name!r} is not there any more; nothing of it was taken or removed"
            )
    return names


def _unknown_cells(grid: Grid, number: int, cells: Cells, names: dict[int, str], header: int, state: _State) -> None:
    for column, found in sorted(cells.items()):
        if column not in names and not is_blank(found):
            title = as_text(grid.rows[header].get(column)).strip()
            what = f"the column {title!r} is not one that was sent" if title else "the cell is outside of the table"
            state.say(place(grid.name, number, column), f"{what}; kept aside: {as_text(found)!r}")


def _is_new(form: Form, row: _Row) -> bool:
    return bool(form.adds) and all(is_blank(row.found(each)) for each in form.keys)


def _stranger(row: _Row, columns: dict[str, Column], state: _State, why: str) -> None:
    typed = "; ".join(
        f"{name}: {as_text(found)!r}"
        for name, (_, found) in row.cells.items()
        if name in columns and not is_blank(found)
    )
    state.say(place(row.sheet, row.number), f"a row {why} was kept aside: {typed}")


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
                state.say(
                    place(row.sheet, row.number), f"{name!r}: {said(None)} in a row whose key stands more than once"
                )
        _stranger(row, columns, state, "whose key stands more than once, and differs from the others,")
    return []


def _edited(
    form: Form, key: str, row: _Row, shown: dict[str, Value], columns: dict[str, Column], state: _State
) -> None:
    target, item = (form.collection, key), None
    if form is REVIEWS:
        name, _, count = key.rpartition("#")
        target, item = (form.collection, name), int(count) - 1
    for name, column in columns.items():
        found = row.found(name)
        if is_same(found, shown[name]):
            continue
        if column.into is None or (form is REVIEWS and not column.into.field):
            instead = column.instead or "It says which row this is."
            state.say(row.place(name), f"{name!r} cannot be changed here; found {said(found)}. {instead}")
            continue
        _typed(target, item, row, column, state)


def _areas(state: _State) -> list[str]:
    return sorted({key.rpartition("|")[2] for of, key in state.sent.facts if of in ("cases", "responses")} - {""})


def _refuse_unknown(typed: str | None, state: _State) -> None:
    """Refuse keys that no recommendation of this book has. Raises NotUnderstood."""
    known = {key.rpartition("|")[0] for of, key in state.sent.facts if of == "cases"}
    known |= {
        one for (of, _), each in state.sent.facts.items() if of == "actions" for one in (each.sent or {})["answers"]
    }
    unknown = [each for each in several(typed) if each not in known]
    if unknown:
        message = f"'Answers': found {typed!r}; no recommendation {unknown[0]!r} is in this book; copy keys from the sheet 'Recommendations'"
        raise NotUnderstood(message)


def _typed(target: tuple[str, str], item: int | None, row: _Row, column: Column, state: _State) -> None:
    try:
        value = understood(column, row.found(column.name))
        if column.into is not None and column.into.how is How.MANY:
            _refuse_unknown(value, state)
        if column.into is not None and column.into.field == "area" and value not in {None, *_areas(state)}:
            message = f"'Area': expected one of {', '.join(_areas(state))}; found {value!r}"
            raise NotUnderstood(message)
    except NotUnderstood as error:
        state.say(row.place(column.name), str(error))
        return
    state.take(target, Edit(row.place(column.name), column, value, item))


def _new(form: Form, row: _Row, columns: dict[str, Column], state: _State) -> None:
    """Take a row without a key: an action or a review that somebody added."""
    if form is ACTIONS:
        words = "\t".join(f"{name}={as_text(row.found(name))}" for name in columns)
        name = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        if is_blank(row.found("Area")) or is_blank(row.found("Answers")):
            _stranger(row, columns, state, f"that adds {form.adds} without 'Area' and 'Answers'")
            return
        target, count = (form.collection, f"action-{name}"), None
    else:
        target = _case_of(row, state)
        if target not in state.sent.facts:
            _stranger(row, columns, state, f"that adds {form.adds} to no case of this book")
            return
        count = _next_item(target, state)
    for each in columns.values():
        found = row.found(each.name)
        if is_blank(found):
            continue
        if each.into is None:
            state.say(row.place(each.name), f"{each.name!r} cannot be typed here; found {said(found)}. {each.instead}")
        elif each.into.field:
            _typed(target, count, row, each, state)


def _case_of(row: _Row, state: _State) -> tuple[str, str]:
    recommendation, area = (as_text(row.found(each)).strip() for each in ("Recommendation", "Area"))
    if not area:
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


def _missing(form: Form, rows: Mapping[str, Any], matched: Mapping[str, Any], state: _State) -> None:
    gone = [each for each in rows if each not in matched]
    if gone:
        few = 5
        names = ", ".join(gone[:few]) + (f" and {len(gone) - few} more" if len(gone) > few else "")
        state.say(f"sheet {form.name!r}", f"rows that were sent are not in the sheet, and nothing was removed: {names}")


def _compare_loose(grid: Grid, shown: set[tuple[str, ...]] | None, state: _State) -> None:
    """Report what was typed in a sheet without keys: all of it is worked out, or the sheet is not ours."""
    for number, cells in sorted(grid.rows.items()):
        words = as_words(found for _, found in sorted(cells.items()))
        if words and (shown is None or words not in shown):
            what = (
                "the sheet is not one that was sent"
                if shown is None
                else "this sheet is worked out and cannot be filled"
            )
            state.say(place(grid.name, number), f"{what}; kept aside: {_row_words(cells)}")


def _row_words(cells: Cells) -> str:
    return " | ".join(as_text(found) for _, found in sorted(cells.items()) if not is_blank(found))


def _keep_aside(grid: Grid, after: int, state: _State) -> None:
    for number, cells in _filled(grid):
        if number > after:
            state.say(place(grid.name, number), f"kept aside: {_row_words(cells)}")


def _filled(grid: Grid) -> Iterator[tuple[int, Cells]]:
    for number, cells in sorted(grid.rows.items()):
        if not all(map(is_blank, cells.values())):
            yield number, cells
