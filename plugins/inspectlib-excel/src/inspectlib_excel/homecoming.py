"""A tracker that comes home: every cell is as it was sent, or a change, or a problem. No file is touched here."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from inspectlib.changes import Change
from inspectlib.exchange import Problem
from inspectlib_excel.cells import Value, as_text, is_blank, is_only_begun, is_same
from inspectlib_excel.columns import Column, Form
from inspectlib_excel.edits import fold, said
from inspectlib_excel.found_rows import Row, State, bare, plain, stranger, take
from inspectlib_excel.grids import Cells, Grid, place
from inspectlib_excel.new_rows import add
from inspectlib_excel.sent import SHEET, Sent, as_words
from inspectlib_excel.tables import FORMS, key_of
from inspectlib_excel.work import REVIEWS

#: the header may have been moved down by rows that somebody put above it
_HEADER_WITHIN = 50


class Home(NamedTuple):
    """What came home; `places`: the cells in which each change was typed, by its `where`."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    places: dict[tuple[str, ...], str]


def compare(grids: Mapping[str, Grid], sent: Sent) -> Home:
    """Return what was edited in the sheets of a book since it was sent."""
    state = State(sent)
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
    changes = [change for change, _ in state.added.values()]
    places = {where: at for where, (_, at) in state.added.items()}
    for target, edits in sorted(state.edits.items()):
        made = fold(target, state.facts(target), edits)
        changes += made.changes
        places |= made.places
        state.problems += made.problems
    return Home(tuple(changes), tuple(state.problems), places)


def _tabs(forms: Mapping[str, Form], grids: Mapping[str, Grid], sent: Sent, state: State) -> dict[str, str]:
    """Return the sheet of each form: of its name or, where somebody renamed it, the one sheet that has its columns."""
    tabs = {each: each for each in forms if each in grids}
    strange = {each: grid for each, grid in grids.items() if each not in {*tabs, *sent.loose, SHEET}}
    for name, form in forms.items():
        if name in tabs:
            continue
        wanted = {plain(each.name) for each in sent.columns[name]}
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
    """Return what a row holds, as headings are compared."""
    return {plain(as_text(each)) for each in grid.rows[row].values()}


def _compare_form(form: Form, grid: Grid, sent: Sent, state: State) -> None:
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
    known = {bare(each): each for each in rows}
    matched: dict[str, list[Row]] = {}
    for number, cells in sorted(grid.rows.items()):
        if number == header:
            continue
        row = Row(grid.name, number, {names[c]: found for c, found in cells.items() if c in names}, numbers)
        _unknown_cells(grid, number, cells, names, header, state)
        if all(map(is_blank, row.cells.values())):
            continue
        key = _key(form, row, known)
        if number < header:
            stranger(row, columns, state, "above the header")
        elif key in rows:
            matched.setdefault(key, []).append(row)
        elif form.adds and is_blank(row.found("Key")):
            add(form, row, columns, state)
        else:
            advice = f"; to add {form.adds} leave its key empty" if form.adds else _REPORTED
            stranger(row, columns, state, "without a key that was sent", advice)
    for key, found in matched.items():
        if len(found) > 1:
            found = _one_of(found, rows[key], columns, state)  # noqa: PLW2901 - the rows that are left
        for row in found:
            _edited(form, key, row, rows[key], columns, grid, state)
    _missing(grid, rows, matched, state)


#: what to do about a row of the sheet Responses that no report of the book has
_REPORTED = "; a new report is taken in with: inspectlib import"


def _key(form: Form, row: Row, known: Mapping[str, str]) -> str:
    key = key_of(form, {each: as_text(row.found(each)) for each in form.keys})
    return known.get(bare(key), key)


def _header(form: Form, grid: Grid) -> int | None:
    for number in sorted(grid.rows):
        words = _words(grid, number)
        if set(map(plain, form.keys)) <= words and len(words) > len(form.keys):
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
    state: State,
) -> dict[int, str]:
    """Return which column of the sheet holds which of ours; a name that stands twice counts once."""
    names: dict[int, str] = {}
    wanted = {plain(each.name): each.name for each in columns}
    for number, found in sorted(grid.rows[header].items()):
        name = wanted.get(plain(as_text(found)))
        if name is not None and name not in names.values():
            names[number] = name
    gone = [each for each in wanted.values() if each not in names.values()]
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
    known = {bare(each): each for each in rows}
    numbers = {name: number for number, name in names.items()}
    alike: Counter[tuple[str, int]] = Counter()
    filled: Counter[str] = Counter()
    for number, cells in grid.rows.items():
        row = Row(grid.name, number, {names[c]: found for c, found in cells.items() if c in names}, numbers)
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


def _unknown_cells(grid: Grid, number: int, cells: Cells, names: dict[int, str], header: int, state: State) -> None:
    for column, found in sorted(cells.items()):
        if column not in names and not is_blank(found):
            title = as_text(grid.rows[header].get(column)).strip()
            what = f"the column {title!r} is not one that was sent" if title else "the cell is outside of the table"
            state.say(place(grid.name, number, column), f"{what}; kept aside: {as_text(found)!r}")


def _one_of(found: list[Row], shown: dict[str, Value], columns: dict[str, Column], state: State) -> list[Row]:
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
        stranger(row, columns, state, "whose key stands more than once, and differs from the others,", shown=shown)
    return []


def _edited(
    form: Form,
    key: str,
    row: Row,
    shown: dict[str, Value],
    columns: dict[str, Column],
    grid: Grid,
    state: State,
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
        take(target, item, row, column, state)


def _missing(grid: Grid, rows: Mapping[str, Any], matched: Mapping[str, Any], state: State) -> None:
    gone = [each for each in rows if each not in matched]
    if gone:
        few = 5
        names = ", ".join(gone[:few]) + (f" and {len(gone) - few} more" if len(gone) > few else "")
        state.say(f"sheet {grid.name!r}", f"rows that were sent are not in the sheet, and nothing was removed: {names}")


def _compare_loose(grid: Grid, shown: set[tuple[str, ...]] | None, state: State) -> None:
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
