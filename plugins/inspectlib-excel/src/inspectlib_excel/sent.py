"""What the hidden sheet `sent` holds: what every row showed and which facts stood behind it when the book went out."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from inspectlib.errors import CannotRead
from inspectlib.exchange import Job
from inspectlib_excel.cells import Odd, Value, as_text, from_json, is_blank, shown, to_json
from inspectlib_excel.columns import Column, How, Into, Kind
from inspectlib_excel.recommendations import LOCAL_STATUS
from inspectlib_excel.tables import FORMS, AllFacts, Content, Facts, Table, shown_column

SHEET = "sent"
#: raised whenever a column or the form of this sheet changes its meaning
LAYOUT = 2
HEADER = ("What", "Of", "Key", "Value")
#: characters of one cell of this sheet, below what a cell holds
_PIECE = 30_000
_BOOK = "excel-tracker"


class Sent(NamedTuple):
    """The sheet `sent`, read back. `rows`: sheet and key to what each column showed; `loose`: rows without keys."""

    columns: dict[str, tuple[Column, ...]]
    rows: dict[str, dict[str, dict[str, Value]]]
    facts: AllFacts
    loose: dict[str, set[tuple[str, ...]]]
    based_on: tuple[int, str] | None


def lines(job: Job, made: Content, loose: Mapping[str, Iterable[tuple[Value, ...]]]) -> Iterator[tuple[str, ...]]:
    """Give the rows of the sheet, its own header first; the last row seals the others with a hash."""
    yield HEADER
    seal = hashlib.sha256()
    for line in _facts(made, loose):
        seal.update("\t".join(line).encode())
        yield (*line[:3], *_pieces(line[3]))
    based_on = job.view.register.based_on
    book = {
        "book": _BOOK,
        "layout": LAYOUT,
        "on": job.on.isoformat(),
        "based_on": list(based_on) if based_on is not None else None,
        "columns": {each.form.name: [one.name for one in each.columns] for each in made.tables},
        "extras": {each.form.name: list(_extras(each)) for each in made.tables},
        "seal": seal.hexdigest(),
    }
    yield ("book", "", "", *_pieces(_json(book)))


def _facts(made: Content, loose: Mapping[str, Iterable[tuple[Value, ...]]]) -> Iterator[tuple[str, str, str, str]]:
    for (collection, key), facts in made.facts.items():
        yield "facts", collection, key, _json({"sent": facts.sent, "given": facts.given})
    for table in made.tables:
        for row in table.rows:
            yield "row", table.form.name, table.key(row), _json([to_json(each) for each in row])
    for name, rows in loose.items():
        for number, row in enumerate(rows, 1):
            yield "loose", name, str(number), _json([to_json(shown(each)) for each in row])


def _extras(table: Table) -> Iterator[list[Any]]:
    own = {*table.form.columns, LOCAL_STATUS}
    for each in table.columns:
        if each.into is None and each not in own:
            yield [each.name, "", each.kind.value, []]
        if each.into is not None and each.into.how is How.EXTRA:
            yield [each.name, each.into.field, each.kind.value, list(each.choices)]


def _json(plain: Any) -> str:
    # "_x" would be read as the start of an escape by programs that keep the escapes of Excel
    return json.dumps(plain, separators=(",", ":")).replace("_x", "\\u005fx")


def _pieces(text: str) -> list[str]:
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]


def read(rows: Iterable[tuple[str, ...]], name: str) -> Sent:
    """Return what the sheet holds. Raises CannotRead for another layout and where somebody changed it."""
    seal = hashlib.sha256()
    book: dict[str, Any] | None = None
    kept: list[tuple[str, str, str, str]] = []
    for row in rows:
        if tuple(row[: len(HEADER)]) == HEADER:
            continue
        line = (*(row[:3]), "".join(row[3:]))
        if line[0] == "book":
            book = _loaded(line[3], name)
        else:
            seal.update("\t".join(line).encode())
            kept.append(line)  # type: ignore[arg-type]
    if book is None or book.get("book") != _BOOK:
        message = f"{name!r}: its hidden sheet {SHEET!r} is not one that this library wrote; ask for a fresh tracker"
        raise CannotRead(message)
    layout = book.get("layout")
    if layout != LAYOUT:
        newer = isinstance(layout, int) and layout > LAYOUT
        what = "update inspectlib-excel" if newer else "export a fresh tracker and copy the edits into it"
        message = f"{name!r} has layout {layout} and layout {LAYOUT} is read; {what}"
        raise CannotRead(message)
    if book.get("seal") != seal.hexdigest():
        message = f"{name!r}: its hidden sheet {SHEET!r} was changed, so what was sent is not known; copy the edits into a fresh tracker"
        raise CannotRead(message)
    try:
        return _understood(book, kept, name)
    except (KeyError, TypeError, ValueError, IndexError):
        message = f"{name!r}: its hidden sheet {SHEET!r} is not one that this library wrote; ask for a fresh tracker"
        raise CannotRead(message) from None


def _loaded(text: str, name: str) -> Any:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        message = f"{name!r}: its hidden sheet {SHEET!r} is damaged; copy the edits into a fresh tracker"
        raise CannotRead(message)
    return plain


def _understood(book: dict[str, Any], kept: list[tuple[str, str, str, str]], name: str) -> Sent:
    columns = {}
    for form in FORMS:
        known = {each.name: each for each in (*form.columns, LOCAL_STATUS)}
        for title, field, kind, choices in book["extras"].get(form.name, ()):
            typed = Column(title, 18, Kind(kind), Into(field, how=How.EXTRA), tuple(choices))
            known[title] = typed if field else shown_column(title)
        if form.name in book["columns"]:
            columns[form.name] = tuple(known[each] for each in book["columns"][form.name])
    rows: dict[str, dict[str, dict[str, Value]]] = {each: {} for each in columns}
    facts: AllFacts = {}
    loose: dict[str, set[tuple[str, ...]]] = {}
    for what, of, key, value in kept:
        plain = _loaded(value, name) if what == "facts" else json.loads(value)
        if what == "facts":
            facts[of, key] = Facts(plain["sent"], plain["given"])
        elif what == "row":
            names = (each.name for each in columns[of])
            rows[of][key] = dict(zip(names, map(from_json, plain), strict=True))
        else:
            loose.setdefault(of, set()).add(as_words(map(from_json, plain)))
    based_on = book["based_on"]
    return Sent(columns, rows, facts, loose, (int(based_on[0]), str(based_on[1])) if based_on is not None else None)


def as_words(row: Iterable[Any]) -> tuple[str, ...]:
    """Return a row as it is compared where it has no key: the words of its filled cells, a formula as "="."""
    return tuple(
        "=" if isinstance(each, Odd) and each.what.startswith("the formula") else as_text(each)
        for each in row
        if not is_blank(each)
    )
