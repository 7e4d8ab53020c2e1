"""Rows as they were found in a book that came home, and what is made of them: edits and problems."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from inspectlib import bodies
from inspectlib.exchange import Problem
from inspectlib_excel.cells import Found, Value, as_text, is_blank, is_same
from inspectlib_excel.columns import Column, Form, How
from inspectlib_excel.edits import Edit, NotUnderstood, several, understood
from inspectlib_excel.grids import place
from inspectlib_excel.sent import Sent, as_words
from inspectlib_excel.tables import Facts

if TYPE_CHECKING:
    from inspectlib.changes import Change


class Row(NamedTuple):
    """One row: its sheet, its number, and what its cells hold by the names of their columns."""

    sheet: str
    number: int
    cells: dict[str, Found]
    columns: Mapping[str, int]

    def place(self, column: str) -> str:
        """Return where the cell of a column stands."""
        return place(self.sheet, self.number, self.columns.get(column))

    def found(self, column: str) -> Found:
        """Return what the cell of a column holds."""
        return self.cells.get(column)


class State:
    """What is gathered while the sheets of a book are compared with what was sent.

    `added`: recommendations that rows without a key hold, as changes by their places in the register, each with its row;
    `given`: what new facts of records that were not sent are given.
    """

    def __init__(self, sent: Sent) -> None:
        """Begin with what was sent."""
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
        self.recommendations = {bare(each): each for each in asked}
        self.added: dict[tuple[str, ...], tuple[Change, str]] = {}
        self._told: dict[str, dict[tuple[str, ...], str]] = {}
        self.given: dict[tuple[str, str], dict[str, dict[str, object]]] = {}

    def say(self, where: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place=where, message=message))

    def take(self, target: tuple[str, str], edit: Edit) -> None:
        """Note an edit of a record, given by its collection and key."""
        self.edits.setdefault(target, []).append(edit)

    def facts(self, target: tuple[str, str]) -> Facts:
        """Return the facts behind a record, as they were sent or as a new one is given them."""
        return self.sent.facts.get(target) or Facts(None, self.given.get(target, {}))

    def told(self, form: Form) -> dict[tuple[str, ...], str]:
        """Return the keys of the rows that were sent in a form, by the words that tell them apart.

        New rows are noted there as well, by their places.
        """
        if form.name not in self._told:
            rows = self.sent.rows[form.name].items()
            self._told[form.name] = {told(form, row.get): key for key, row in rows}
        return self._told[form.name]

    @cached_property
    def reports(self) -> dict[str, set[str]]:
        """The reports of this book: the ids that each title, and each id, names."""
        found: dict[str, set[str]] = {}
        for sheet, title in (("Recommendations", "Inspection title"), ("Responses", "Inspection")):
            for row in self.sent.rows.get(sheet, {}).values():
                key = as_text(row["Key"])
                report = key.rpartition("/")[0] if sheet == "Recommendations" else key
                for name in (report, as_text(row[title])):
                    found.setdefault(plain(name), set()).add(report)
        return found

    @cached_property
    def shown(self) -> set[tuple[str, ...]]:
        """Every row that was sent, as words, with and without its key."""
        rows = [tuple(row.values()) for rows in self.sent.rows.values() for row in rows.values()]
        heads = [tuple(each.name for each in columns) for columns in self.sent.columns.values()]
        return {as_words(part) for row in (*rows, *heads) for part in (row, row[1:])}.union(*self.sent.loose.values())


def bare(key: str) -> str:
    """Return a key as it is compared: somebody's capitals and gaps do not make it another."""
    return "".join(key.split()).casefold()


def plain(words: str) -> str:
    """Return words as they are compared: on one line, in small letters."""
    return " ".join(words.split()).casefold()


def told(form: Form, found: Callable[[str], Found]) -> tuple[str, ...]:
    """Return the words by which the rows of a form are told apart where they have no key."""
    return tuple(plain(as_text(found(each))) for each in form.tells)


def stranger(
    row: Row,
    columns: dict[str, Column],
    state: State,
    why: str,
    advice: str = "",
    shown: Mapping[str, Value] | None = None,
) -> None:
    """Keep a row aside; `shown`: what its row was sent with, which need not be said again."""
    held = "; ".join(
        f"{name}: {as_text(found)!r}"
        for name, found in row.cells.items()
        if name in columns and not is_blank(found) and (shown is None or not is_same(found, shown[name]))
    )
    state.say(place(row.sheet, row.number), f"a row {why} was kept aside: {held or 'as it was sent'}{advice}")


def take(target: tuple[str, str], item: int | None, row: Row, column: Column, state: State) -> bool:
    """Take what was typed in a cell, or say why it was not taken."""
    try:
        value = understood(column, row.found(column.name))
        if column.into is not None and column.into.how is How.MANY:
            value = "; ".join(_known(each, row, state) for each in several(value))
        if column.into is not None and column.into.field == "area" and value is not None:
            value = area_of(value, state)
    except NotUnderstood as error:
        state.say(row.place(column.name), str(error))
        return False
    state.take(target, Edit(row.place(column.name), column, value, item))
    return True


def _known(typed: str, row: Row, state: State) -> str:
    """Return the key of a recommendation of this book. Raises NotUnderstood."""
    found = state.recommendations.get(bare(typed))
    if found is None:
        message = (
            f"'Answers': found {as_text(row.found('Answers'))!r}; no recommendation {typed!r} is in this book; "
            f"copy keys from the sheet 'Recommendations'"
        )
        raise NotUnderstood(message)
    return found


def area_of(typed: str, state: State) -> str:
    """Return the slug of an area of this book that is named by its slug or its name. Raises NotUnderstood."""
    named = bodies.area_named(typed)
    slug = named.slug if named is not None else bare(typed)
    if slug in state.areas:
        return slug
    message = f"'Area': expected one of {', '.join(state.areas)}; found {typed!r}"
    raise NotUnderstood(message)
