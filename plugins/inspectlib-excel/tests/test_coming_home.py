"""A tracker that comes home: nothing where nothing was edited, and every edit a change or a problem."""

import os
import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from inspectlib_excel import cover, inspectlib_importers, sent
from inspectlib_excel.cells import Odd, Value, as_text, is_blank, shown
from inspectlib_excel.columns import How
from inspectlib_excel.days import day_of
from inspectlib_excel.grids import Cells, Grid
from inspectlib_excel.homecoming import compare
from inspectlib_excel.tables import FORMS, content, key_of
from inspectlib_excel.tracker import loose_rows, write_tracker

from inspectlib.audiences import view_of
from inspectlib.cases import (
    Action,
    Case,
    ClosureFact,
    ClosureStep,
    DueChange,
    Position,
    PositionAnswer,
    Rating,
    Review,
)
from inspectlib.changes import apply
from inspectlib.errors import CannotRead
from inspectlib.exchange import Job, Source
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.recommendations import DueDate, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Invitation, Publication, Recipient, Response
from inspectlib.testing import AREA, REPORT, an_inspection

LONG = bool(os.environ.get("INSPECTLIB_LONG"))
ON = date(2024, 6, 28)
#: a failing sequence is short as it is; shrinking one through files takes minutes
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
PROFILE = Profile(
    name="northmoor",
    area=AREA,
    status_words=(("Open", "in progress"),),
    extras=(
        ExtraField(name="board", of="Case", title="Board", audience=Audience.WORKING),
        ExtraField(name="seen", of="Action", title="Seen", audience=Audience.WORKING, kind=ExtraKind.DATE),
    ),
)

texts = st.one_of(
    st.sampled_from(
        [
            "=1+1",
            "+44",
            "-a",
            "@b",
            "\tc",
            "\rd",
            " lead",
            "trail ",
            "\uff1d1",
            "_x000D_",
            "a_x0041_b",
            "ŵŷ",
            "😀",
            "TRUE",
        ]
    ),
    st.sampled_from(["12", "1.50", "31/03/2024", "#N/A", "a\r\nb", "a\x0bb", "'quoted", "x" * 300, '<&>"]]>', "0012"]),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
)
maybe_text = st.none() | texts
days = st.dates(date(1850, 1, 1), ON)
past = st.dates(date(2020, 1, 1), ON)


@st.composite
def registers(draw) -> Register:
    count = draw(st.integers(1, 4))
    inspection = an_inspection(
        title=draw(texts),
        url=draw(st.none() | st.just("https://example.org/r")),
        recommendations=tuple(
            Recommendation(
                id=f"{REPORT}/{number}",
                number=draw(maybe_text),
                text=draw(texts),
                kind=draw(st.sampled_from(RecommendationKind)),
                addressees=draw(st.sampled_from([(), ("chief_constables",), ("home_office",)])),
                due=draw(st.none() | st.builds(DueDate, words=texts, last_day=days)),
            )
            for number in range(1, count + 1)
        ),
    )
    register = Register(areas=(AREA,)).with_inspection(inspection)
    for each in inspection.recommendations:
        if draw(st.booleans()):
            register = register.with_case(draw(cases(each.id)))
    if draw(st.booleans()):
        register = register.with_response(draw(responses()))
    for number in range(draw(st.integers(0, 2))):
        register = register.with_action(
            Action(
                id=f"a{number}",
                area=AREA,
                answers=(inspection.recommendations[0].id,),
                title=draw(st.just("") | texts),
                owner=draw(maybe_text),
                due=draw(st.none() | days),
                done_on=draw(st.none() | past),
                extras=draw(st.sampled_from([(), (("northmoor:seen", "2024-05-01"),), (("other:x", "y"),)])),
            )
        )
    return evolve(register, based_on=(3, "ab" * 32))


def cases(recommendation: str):
    def many(of):
        return st.lists(of, max_size=2).map(tuple)

    return st.builds(
        Case,
        area=st.just(AREA),
        recommendation=st.just(recommendation),
        position=st.none()
        | st.builds(Position, answer=st.sampled_from(PositionAnswer), on=st.none() | past, reason=maybe_text),
        force_comment=maybe_text,
        owner=maybe_text,
        local_ref=maybe_text,
        due_changes=many(st.builds(DueChange, on=past, before=st.none() | days, after=days, reason=maybe_text)),
        plenary_on=st.none() | days,
        reviews=many(
            st.builds(Review, on=past, forum=maybe_text, note=maybe_text, rating=st.none() | st.sampled_from(Rating))
        ),
        closure=many(st.builds(ClosureFact, step=st.sampled_from(ClosureStep), on=past, by=maybe_text)),
        extras=st.sampled_from([(), (("northmoor:board", "Crime"),), (("other:x", "y"),)]),
    )


def responses():
    return st.builds(
        Response,
        area=st.just(AREA),
        inspection=st.just(REPORT),
        invitations=st.lists(st.builds(Invitation, sent_on=past, comments_by=st.none() | days), max_size=2).map(tuple),
        chief_officer_comments=st.lists(
            st.builds(ChiefOfficerComments, text=texts, received_on=st.none() | past), max_size=2
        ).map(tuple),
        comments=maybe_text,
        publications=st.lists(st.builds(Publication, on=past, url=maybe_text), max_size=1).map(tuple),
        copies=st.lists(st.builds(Copy, to=st.sampled_from(Recipient), on=past), max_size=2).map(tuple),
    )


def a_job(register: Register, path: Path = Path("none")) -> Job:
    outcome = Outcome(on=ON, reading="strict")
    view = view_of(register, Audience.WORKING, on=ON, outcome=outcome)
    return Job(view=view, on=ON, destination=path, profile=PROFILE)


def as_found(job: Job) -> tuple[dict[str, Grid], sent.Sent]:
    """Return the sheets of a tracker as a reader of the file finds them, without a file, and what was sent."""
    made = content(job)
    front = tuple(cover.rows(job, made))
    loose = loose_rows(job, made, front)
    grids = {name: a_grid(name, rows) for name, rows in loose.items()}
    for table in made.tables:
        grids[table.form.name] = a_grid(table.form.name, [tuple(each.name for each in table.columns), *table.rows])
    return grids, sent.read(sent.lines(job, made, loose), "a tracker")


def a_grid(name: str, rows: Iterable[tuple[Value, ...]]) -> Grid:
    cells: dict[int, Cells] = {
        number: {
            column: Odd("the formula") if name == "Summary" and value == "=" else shown(value)
            for column, value in enumerate(row, 1)
            if value is not None
        }
        for number, row in enumerate(rows, 1)
    }
    return Grid(name, {number: row for number, row in cells.items() if row})


def read_back(path: Path):
    (importer,) = (each for each in inspectlib_importers() if each.name == "excel-tracker")
    source = Source.from_path(path)
    assert importer.recognises(source) > 50
    return importer.read(source)


@settings(max_examples=2000 if LONG else 100, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(registers())
def test_what_was_not_edited_gives_no_change_without_a_file(register):
    grids, known = as_found(a_job(register))
    home = compare(grids, known)
    assert home == ((), (), {})
    assert known.based_on == (3, "ab" * 32)


@settings(max_examples=1000 if LONG else 25, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(registers())
def test_what_was_not_edited_gives_no_change_from_a_file(tmp_path_factory, register):
    path = tmp_path_factory.mktemp("b") / "t.xlsx"
    write_tracker(a_job(register, path))
    result = read_back(path)
    assert (result.changes, result.problems) == ((), ())
    assert result.based_on == (3, "ab" * 32)
    assert result.register == Register()


# what editors do: each edit names a row by its key and a column, as a person would


typed_values = st.one_of(
    texts,
    past,
    st.sampled_from(["31/03/2024", "31st March 2024", "1.4.24", "soon", "N/A", "accepted", "Rejected", "green"]),
    st.integers(0, 5000),
    st.none(),
)
OPERATIONS = (
    "type",
    "type",
    "type",
    "type",
    "new review",
    "new action",
    "new recommendation",
    "sort",
    "drop",
    "insert",
    "swap",
    "aside",
    "copy",
)


@st.composite
def sequences(draw):
    """Up to three editors, a few edits each, as choices that are made against the sheet when they happen."""
    editors = draw(st.integers(1, 3))
    return [
        (draw(st.sampled_from(OPERATIONS)), draw(st.integers(0, 2**32 - 1)), draw(typed_values), draw(typed_values))
        for _ in range(draw(st.integers(1, 6)) * editors)
    ]


TABLES = {form.name: form for form in FORMS}


class Hands:
    """Edits grids as people would and remembers what was typed, independently of the code that reads it back."""

    def __init__(self, grids: dict[str, Grid]) -> None:
        self.grids = grids
        self.typed: dict[tuple[str, str, str], object] = {}
        self.loose: list[object] = []
        self.doubled: set[tuple[str, str]] = set()

    def do(self, operation: str, seed: int, value, other) -> None:
        random = Random(seed)
        name = random.choice(sorted(TABLES))
        {
            "type": self._type,
            "sort": self._sort,
            "drop": self._drop,
            "insert": self._insert,
            "swap": self._swap,
            "aside": self._aside,
            "copy": self._copy,
            "new review": self._new,
            "new action": self._new,
            "new recommendation": self._new,
        }[operation](random, name if not operation.startswith("new") else operation, value, other)

    def _rows(self, name: str):
        grid = self.grids[name]
        header = min(grid.rows)
        titles = {as_text(found): column for column, found in grid.rows[header].items()}
        form = TABLES[name]
        rows = {}
        for number in sorted(grid.rows):
            cells = grid.rows[number]
            key = key_of(form, {each: as_text(cells.get(titles[each])) for each in form.keys})
            if number != header and key.strip("|"):
                rows.setdefault(key, number)
        return grid, titles, rows

    def _put(self, grid: Grid, number: int, column: int, value) -> None:
        if value is None:
            grid.rows[number].pop(column, None)
        else:
            grid.rows[number][column] = shown(value)

    def _type(self, random, name, value, _) -> None:
        grid, titles, rows = self._rows(name)
        if not rows:
            return
        key = random.choice(sorted(rows))
        title = random.choice([each for each in sorted(titles) if each not in TABLES[name].keys and each])
        self._put(grid, rows[key], titles[title], value)
        self.typed[name, key, title] = value

    def _sort(self, random, name, *_given) -> None:
        grid, _, _ = self._rows(name)
        header = min(grid.rows)
        body = [grid.rows.pop(number) for number in sorted(grid.rows) if number != header]
        random.shuffle(body)
        grid.rows.update({header + 1 + number: cells for number, cells in enumerate(body)})

    def _drop(self, random, name, *_given) -> None:
        grid, _, rows = self._rows(name)
        if rows:
            key = random.choice(sorted(rows))
            gone = [cell for cell in grid.rows.pop(rows[key]).values() if cell is not None]
            self.loose = [each for each in self.loose if shown(each) not in gone]
            self.typed = {each: value for each, value in self.typed.items() if each[:2] != (name, key)}

    def _insert(self, random, name, *_) -> None:
        grid = self.grids[name]
        place = random.choice(sorted(grid.rows))
        moved = {number + 1 if number >= place else number: cells for number, cells in grid.rows.items()}
        grid.rows.clear()
        grid.rows.update(moved)

    def _swap(self, random, name, *_) -> None:
        grid = self.grids[name]
        one, two = random.randint(1, 12), random.randint(1, 12)
        for cells in grid.rows.values():
            a, b = cells.pop(one, None), cells.pop(two, None)
            if a is not None:
                cells[two] = a
            if b is not None and one != two:
                cells[one] = b

    def _aside(self, random, name, value, _) -> None:
        grid = self.grids[name]
        number = random.choice(sorted(grid.rows))
        if not is_blank(shown(value) if value is not None else None) and number != min(grid.rows):
            place = max(max(cells, default=0) for cells in grid.rows.values()) + 2
            grid.rows[number][place] = shown(value)
            self.loose.append(value)

    def _copy(self, random, name, *_given) -> None:
        grid, _, rows = self._rows(name)
        if not rows:
            return
        key = random.choice(sorted(rows))
        grid.rows[max(grid.rows) + 3] = dict(grid.rows[rows[key]])
        self.doubled.add((name, key))

    def _new(self, random, operation, value, other) -> None:
        name = f"{operation.removeprefix('new ').title()}s"
        grid, titles, _ = self._rows(name)
        number = max(grid.rows) + random.randint(1, 3)
        grid.rows[number] = {}
        keys = sorted(self._rows("Recommendations")[2]) or [f"{REPORT}/1|{AREA}"]
        recommendation, _, area = random.choice(keys).rpartition("|")
        filled = (
            {"Recommendation": recommendation, "Area": area, "Reviewed on": value, "Note": other}
            if name == "Reviews"
            else {"Inspection title": an_inspection().title, "Recommendation": other, "Force comment": value}
            if name == "Recommendations"
            else {"Answers": recommendation, "Area": area, "Action": other, "Due": value}
        )
        for title, each in filled.items():
            if title in titles:
                self._put(grid, number, titles[title], each)
        self.loose += [each for each in (value, other) if each is not None]


def words_of(value) -> set[str]:
    """Return the forms in which a typed value may be named in a change or a problem."""
    value = shown(value)
    if isinstance(value, date):
        return {value.isoformat(), f"{value:%d/%m/%Y}"}
    found = {as_text(value)}
    day = day_of(value) if isinstance(value, str) else None
    if day is not None:
        found.add(day.isoformat())
    return found | {each.casefold() for each in found} | {each.strip() for each in found}


def is_reported(value, problems) -> bool:
    if is_empty(value):
        return any("nothing (the cell was emptied)" in each.message or "found ''" in each.message for each in problems)
    return any(
        form in each.message or repr(form)[1:-1] in each.message for each in problems for form in words_of(value)
    )


def lost(register: Register, hands: Hands, home) -> list[object]:
    """Return the edits that are neither in the register that the changes make nor in the problems."""
    merged = apply(register, home.changes)
    before = {table.form.name: table for table in content(a_job(register)).tables}
    after = {table.form.name: table for table in content(a_job(merged)).tables}
    plain = str([each.after for each in home.changes])
    missing = []
    for (name, key, title), value in hands.typed.items():
        was = cell_of(before[name], key, title)
        now = cell_of(
            after[name], key, title, like(before[name], after[name], key, hands) if name == "Reviews" else None
        )
        column = next((each for each in before[name].columns if each.name == title), None)
        if same(was, value) or same(now, value) or is_reported(value, home.problems):
            continue
        is_new = column is not None and column.into is not None and column.into.how is How.NEW
        if is_new and any(repr(form) in plain for form in words_of(value)):
            continue
        if is_empty(value) and (is_blank(now) or now == "received; the day is not recorded"):
            continue
        missing.append((name, key, title, value, was, now))
    # of a row that looks like one that was sent only what differs is said: its other words stand in that one
    alike = any("without a key that looks like" in each.message for each in home.problems)
    sent = " ".join(as_text(cell) for table in before.values() for row in table.rows for cell in row)
    held = plain + sent * alike
    for value in hands.loose:
        found = is_reported(value, home.problems) or any(
            form in held or repr(form)[1:-1] in held for form in words_of(value)
        )
        if not is_empty(value) and not found:
            missing.append(value)
    return missing


def is_empty(value) -> bool:
    return value is None or is_blank(shown(value))


def cell_of(table, key, title, row=None):
    names = [each.name for each in table.columns]
    for each in table.rows if row is None else [row]:
        if row is not None or table.key(each) == key:
            return each[names.index(title)] if title in names else None
    return None


def like(before, after, key, hands):
    """Return the review that an edited one has become: its key counts them, and another day or forum moves it."""
    wanted = {each.name: cell_of(before, key, each.name) for each in before.columns[1:]}
    wanted |= {title: value for (name, of, title), value in hands.typed.items() if (name, of) == ("Reviews", key)}
    rows = [row for row in after.rows if after.key(row).rpartition("#")[0] == key.rpartition("#")[0]]
    names = [each.name for each in after.columns]
    return max(rows, key=lambda row: sum(same(row[names.index(each)], value) for each, value in wanted.items()))


def same(found, typed) -> bool:
    """Say whether a cell shows what was typed, whatever the form in which it was typed."""
    if is_empty(typed):
        return is_blank(found)
    forms = words_of(typed)
    if isinstance(found, date):
        return found.isoformat() in forms
    return as_text(found) in forms


@settings(max_examples=10_000 if LONG else 500, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(registers(), sequences())
def test_no_edit_is_lost_without_a_file(register, sequence):
    grids, known = as_found(a_job(register))
    hands = Hands(deepcopy(grids))
    for each in sequence:
        hands.do(*each)
    home = compare(hands.grids, known)
    assert lost(register, hands, home) == []


def grids_in(book) -> dict[str, Grid]:
    return {
        sheet.title: Grid(
            sheet.title,
            {
                row[0].row: {
                    cell.column: cell.value.date() if isinstance(cell.value, datetime) else cell.value
                    for cell in row
                    if cell.value is not None
                }
                for row in sheet.iter_rows()
                if any(cell.value is not None for cell in row)
            },
        )
        for sheet in book
        if sheet.title in TABLES
    }


def put_back(book, grids: dict[str, Grid]) -> None:
    """Write edited grids into an openpyxl book, as an editor's program would."""
    for name, grid in grids.items():
        sheet = book[name]
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = None
        for number, cells in grid.rows.items():
            for column, value in cells.items():
                cell = sheet.cell(number, column)
                cell.value = value if not isinstance(value, str) else None
                if type(value) is int:
                    cell.number_format = "General"
                if isinstance(value, str):
                    # openpyxl knows no escapes: written plainly, Excel would show "_x0041_" as "A"
                    cell.value, cell.data_type = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value), "s"


@settings(max_examples=500 if LONG else 25, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(registers(), sequences())
def test_no_edit_is_lost_in_a_file(tmp_path_factory, register, sequence):
    path = tmp_path_factory.mktemp("b") / "t.xlsx"
    write_tracker(a_job(register, path))
    book = openpyxl.load_workbook(path)
    hands = Hands(grids_in(book))
    for each in sequence:
        hands.do(*each)
    put_back(book, hands.grids)
    book.save(path)
    assert lost(register, hands, read_back(path)) == []


# each way of coming home, by its words


def edited(path: Path, change) -> tuple[dict, list[str]]:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    result = read_back(path)
    return {each.where: (each.before, each.after) for each in result.changes}, [
        f"{each.place}: {each.message}" for each in result.problems
    ]


def cell(sheet, title: str, row: int = 2):
    return next(sheet.cell(row, each.column) for each in sheet[1] if each.value == title)


CASE = f"{REPORT}/1|{AREA}"


@pytest.fixture
def path(tmp_path) -> Path:
    case = Case(
        area=AREA,
        recommendation=f"{REPORT}/1",
        position=Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 1)),
        owner="Head of Crime",
        reviews=(Review(on=date(2023, 5, 1), rating=Rating.AMBER),),
    )
    action = Action(id="a1", area=AREA, answers=(f"{REPORT}/1",), title="Do it")
    register = Register(areas=(AREA,)).with_inspection(an_inspection()).with_case(case).with_action(action)
    made = tmp_path / "t.xlsx"
    write_tracker(a_job(register, made))
    return made


@pytest.mark.parametrize(
    "typed",
    [
        *("31/03/2024", "31/3/24", "31.03.2024", "31-3-24", "31 March 2024", "31st Mar 2024", "Sunday 31 March 2024"),
        *("31-Mar-24", "March 31, 2024", "2024-03-31", " 31  march  2024 ", "31 Mawrth 2024", date(2024, 3, 31)),
    ],
)
def test_a_day_is_understood_in_each_usual_form(path, typed):
    def change(book):
        cell(book["Actions"], "Due").value = typed

    assert edited(path, change) == ({("actions", "a1", "due"): (None, "2024-03-31")}, [])


@pytest.mark.parametrize("typed", ["31/02/2025", "31/3", "soon", "Monday 31 March 2024", "3/2024", 450, "13/13/13"])
def test_what_is_no_day_is_reported_with_its_cell(path, typed):
    def change(book):
        cell(book["Actions"], "Due").value = typed
        cell(book["Actions"], "Due").number_format = "General"

    changes, (problem,) = edited(path, change)
    assert not changes
    assert problem == f"sheet 'Actions', cell F2: 'Due': expected a date such as 31/03/2024, found '{typed}'"


def test_an_edit_of_what_is_worked_out_names_the_column_to_fill_instead(path):
    def change(book):
        cell(book["Recommendations"], "RAG").value = "Blue: ended"

    changes, (problem,) = edited(path, change)
    assert not changes
    assert problem.startswith("sheet 'Recommendations', cell I2: 'RAG' cannot be changed here; found 'Blue: ended'.")
    assert problem.endswith("To record progress, fill 'New step' and 'Step on'.")


def test_a_deferral_holds_the_date_that_it_replaces(path):
    def change(book):
        sheet = book["Recommendations"]
        cell(sheet, "New due date").value = date(2024, 9, 30)
        cell(sheet, "Deferral decided on").value = "2/3/24"
        cell(sheet, "Reason for deferral").value = "The store opens later."

    changes, problems = edited(path, change)
    assert problems == []
    ((before, (after,)),) = changes.values()
    assert (before, after["before"], after["after"], after["on"]) == ([], "2024-03-31", "2024-09-30", "2024-03-02")


def test_half_a_deferral_is_reported_and_says_what_is_missing(path):
    def change(book):
        cell(book["Recommendations"], "New due date").value = date(2024, 9, 30)

    changes, (problem,) = edited(path, change)
    assert not changes
    assert problem.endswith("'2024-09-30' was not taken; fill 'Deferral decided on' and 'Reason for deferral' too")


def test_a_new_answer_needs_its_own_day(path):
    def change(book):
        cell(book["Recommendations"], "Position").value = "partly accepted"

    changes, (problem,) = edited(path, change)
    assert not changes
    assert problem.endswith("fill 'Position on' too, with the day of the new answer")


def test_a_recommendation_without_a_case_gets_one(path):
    def change(book):
        cell(book["Recommendations"], "Owner", 3).value = "Head of Contact"

    changes, problems = edited(path, change)
    assert problems == []
    assert changes == {("cases", f"{REPORT}/2|{AREA}", "owner"): (None, "Head of Contact")}


def test_a_review_added_in_an_empty_row_joins_its_case(path):
    def change(book):
        sheet = book["Reviews"]
        for title, value in (
            ("Recommendation", f"{REPORT}/1"),
            ("Reviewed on", "1/6/23"),
            ("Self-assessed rating", "Green"),
        ):
            cell(sheet, title, 9).value = value

    changes, problems = edited(path, change)
    assert problems == []
    (((*where, key), (before, after)),) = changes.items()
    assert (tuple(where), key, before) == (("cases", CASE, "reviews"), "2023-06-01|", None)
    assert (after["on"], after["rating"]) == ("2023-06-01", "green")


def test_an_action_added_twice_by_the_same_book_is_one(path):
    def change(book):
        sheet = book["Actions"]
        for title, value in (("Area", AREA), ("Answers", f"{REPORT}/2"), ("Action", "=Do")):
            cell(sheet, title, 3).value = value
        cell(sheet, "Action", 3).data_type = "s"

    changes, problems = edited(path, change)
    assert problems == []
    ((where, (before, after)),) = changes.items()
    assert where[0] == "actions"
    assert where[1].startswith("action-")
    assert (before, after["title"], after["answers"]) == (None, "=Do", [f"{REPORT}/2"])
    assert read_back(path).changes == read_back(path).changes


def test_rows_that_are_gone_remove_nothing_and_are_named(path):
    changes, (problem,) = edited(path, lambda book: book["Recommendations"].delete_rows(2))
    assert not changes
    assert problem == (
        f"sheet 'Recommendations': rows that were sent are not in the sheet, and nothing was removed: {CASE}"
    )


def test_a_sheet_or_a_column_that_is_gone_removes_nothing_and_is_named(path):
    def change(book):
        del book["Actions"]
        sheet = book["Recommendations"]
        sheet.delete_cols(cell(sheet, "Owner").column)

    changes, problems = edited(path, change)
    assert not changes
    assert any("the column 'Owner' is not there any more" in each for each in problems)
    assert any(each.startswith("sheet 'Actions': the sheet is not in the book") for each in problems)


def test_comments_and_strange_sheets_are_kept_aside(path):
    from openpyxl.comments import Comment

    def change(book):
        cell(book["Recommendations"], "Owner").comment = Comment("Ask the board", "A reader")
        book.create_sheet("Mine").append(["My", "notes"])

    changes, problems = edited(path, change)
    assert not changes
    assert any("'Ask the board'" in each for each in problems)
    assert "sheet 'Mine', row 1: the sheet is not one that was sent; kept aside: My | notes" in problems


def test_pictures_and_text_boxes_are_said_not_to_be_read(path):
    from openpyxl.chart import BarChart

    changes, problems = edited(path, lambda book: book["Reviews"].add_chart(BarChart(), "J2"))
    assert not changes
    assert problems == [
        "sheet 'Reviews': it holds pictures or text boxes, which are not read; type their words in cells"
    ]


def test_a_formula_or_an_error_is_never_taken_for_its_value(path):
    def change(book):
        cell(book["Recommendations"], "Owner").value = "=A1&A2"
        cell(book["Recommendations"], "Force comment").value = "#N/A"

    changes, problems = edited(path, change)
    assert not changes
    assert any("'Owner': found the formula =A1&A2; type the value itself" in each for each in problems)
    assert any("'Force comment': found the error #N/A" in each for each in problems)


@pytest.mark.needs("libreoffice")
def test_a_book_saved_by_libreoffice_comes_home_unchanged(tmp_path):
    from checkers import converted

    from inspectlib.sample import office_register

    made = tmp_path / "t.xlsx"
    write_tracker(a_job(office_register(40), made))
    result = read_back(converted(made, "xlsx", tmp_path / "again"))
    assert (result.changes, result.problems) == ((), ())


def test_the_sheet_of_what_was_sent_is_asked_for_and_sealed(path):
    book = openpyxl.load_workbook(path)
    (spot,) = [row[3] for row in book["sent"] if row[0].value == "facts" and "Head of Crime" in row[3].value]
    spot.value = spot.value.replace("Head of Crime", "Head of Contact")
    book.save(path)
    with pytest.raises(CannotRead, match="hidden sheet 'sent' was changed"):
        read_back(path)
    del book["sent"]
    book.save(path)
    with pytest.raises(CannotRead, match="has no hidden sheet 'sent', so it is no tracker that was sent out"):
        inspectlib_importers()[0].read(Source.from_path(path))


def test_another_layout_is_refused_and_says_what_to_do(path):
    book = openpyxl.load_workbook(path)
    sheet = book["sent"]
    last = sheet.cell(sheet.max_row, 4)
    last.value = last.value.replace('"layout":2', '"layout":1')
    book.save(path)
    with pytest.raises(CannotRead, match="has layout 1 and layout 2 is read; export a fresh tracker"):
        read_back(path)
