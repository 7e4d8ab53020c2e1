"""The shared store holds what the file holds: byte for byte, with its history, for several people at once."""

import contextlib
import json
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import inspectlib_sql
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspectlib_sql import opening, rows, store, tables
from postgres import as_role, fresh_database, sql
from registers import any_registers

import inspectlib as il
from inspectlib import storage, stores
from inspectlib.cases import Case
from inspectlib.errors import UnknownInspection
from inspectlib.fields import evolve
from inspectlib.register import Unread
from inspectlib.sample import office_register
from inspectlib.testing import AREA, REPORT, a_complete_register

LONG = bool(os.environ.get("INSPECTLIB_LONG"))
SUPPORT = Path(__file__).parents[3] / "tests" / "support"


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path):
    return f"sqlite:///{tmp_path / 'r.db'}" if request.param == "sqlite" else fresh_database()


def a_register():
    return a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="A"))


def edited(register, **parts):
    return register.with_case(evolve(register.cases[0], **parts))


def test_a_register_with_its_history_goes_through_every_store_and_comes_back_byte_for_byte(tmp_path):
    first, last = tmp_path / "r.json", tmp_path / "again.json"
    register = il.save(office_register(30), first, by="Officer", why="started")
    for number in range(4):
        case = evolve(register.cases[number], owner=f"Officer {number}", note="Ceist \x01 ä\n\nb")
        register = il.save(register.with_case(case), first, by="Officer", why="assigned")
    storage.redact(first, words=["Officer 2"], by="Data protection lead", why="request 1")
    register = il.load(first)
    il.save(edited(register, owner="last"), first, by="Officer", why="after")
    chain = [first, fresh_database(), f"sqlite:///{tmp_path / 'r.db'}", last]
    for source, target in pairwise(chain):
        stores.copy(source, target)
        assert il.load(target) == il.load(first)
        assert il.load(target).based_on == il.load(first).based_on
        assert stores.at(target).verify() == ()
    assert last.read_bytes() == first.read_bytes()
    assert storage.history_path(last).read_bytes() == storage.history_path(first).read_bytes()


def test_nothing_is_copied_over_a_register_that_is_there(address, tmp_path):
    il.save(a_register(), address, by="a", why="b")
    il.save(office_register(3), tmp_path / "r.json", by="a", why="b")
    with pytest.raises(il.BadCall, match="holds a register already"):
        stores.copy(tmp_path / "r.json", address)
    assert il.load(address) == a_register()


@settings(max_examples=500 if LONG else 40, deadline=None)
@given(steps=st.lists(any_registers, min_size=1, max_size=4))
def test_after_any_saves_the_store_holds_the_very_bytes_that_a_file_would(steps, tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('s') / 'r.db'}"
    held = None
    for each in steps:
        store._HELD.clear()
        based = il.load(address).based_on if held is not None else None
        held = il.save(evolve(each, based_on=based), address, by="a", why="b")
        assert store.data(address) == storage.dumps(each)
        assert il.load(address) == each
    assert stores.at(address).verify() == ()


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_places_keep_any_order_and_move_as_few_as_they_can(old, new):
    held = {str(key): number * rows.STEP for number, key in enumerate(old, 1)}
    made = rows.placed(held, [str(each) for each in new])
    assert sorted(made, key=made.__getitem__) == [str(each) for each in new]
    if [each for each in old if each in new] == [each for each in new if each in old]:
        assert all(made[key] == held[key] for key in made if key in held)


def test_places_are_given_anew_where_no_room_is_left():
    assert rows.placed({"a": 1, "c": 2}, ["a", "b", "c"]) == {"a": rows.STEP, "b": 2 * rows.STEP, "c": 3 * rows.STEP}


def test_who_saves_second_is_told_and_offered_the_merge(address):
    il.save(a_register(), address, by="Officer", why="started")
    mine, theirs = il.load(address), il.load(address)
    il.save(edited(theirs, owner="B"), address, by="Other", why="assigned")
    with pytest.raises(il.RegisterMovedOn, match="moved on to revision 2") as refused:
        il.save(edited(mine, note="N"), address, by="Officer", why="noted")
    made = refused.value.merge()
    assert made.conflicts == ()
    saved = il.save(made.register, address, by="Officer", why="merged")
    assert (saved.cases[0].owner, saved.cases[0].note, saved.based_on[0]) == ("B", "N", 3)
    with pytest.raises(il.RegisterMovedOn) as refused:
        il.save(edited(mine, owner="C"), address, by="Officer", why="assigned")
    (conflict,) = refused.value.merge().conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("A", "B", "C")


def test_a_failure_half_way_leaves_the_old_revision_whole(address, monkeypatch):
    register = il.save(a_register(), address, by="Officer", why="started")
    for step in ("_write_items", "_write_lines", "_stamp"):
        real = getattr(store, step)

        def broken(*given, real=real):
            real(*given)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            patch.setattr(store, step, broken)
            il.save(edited(register, owner="B"), address, by="Officer", why="assigned")
        assert il.load(address) == register
        assert stores.at(address).verify() == ()
    assert il.save(edited(register, owner="B"), address, by="Officer", why="assigned").based_on[0] == 2


def test_words_are_erased_from_the_rows_and_the_chain_still_holds(address):
    register = il.save(a_register(), address, by="Officer", why="started")
    il.save(edited(register, owner="Someone Named"), address, by="Officer", why="assigned")
    done = stores.at(address).redact(words=["someone named"], by="Data protection lead", why="request 1")
    assert done.revisions == (2,)
    assert stores.at(address).verify() == ()
    assert il.load(address).cases[0].owner == "[redacted]"
    with opening.transaction(address) as connection:
        for table in tables.METADATA.sorted_tables:
            assert "Named" not in str(connection.execute(table.select()).all())


def test_words_are_erased_from_the_bytes_of_the_database(address, tmp_path):
    register = il.save(office_register(300), address, by="Officer", why="started")
    named = [evolve(each, note=f"Someone Named {each.recommendation}") for each in register.cases[::3]]
    il.save(register.with_case(*named), address, by="Officer", why="noted")

    def held():
        if opening.file_of(address) is not None:
            return (tmp_path / "r.db").read_bytes()
        sql(address, "checkpoint")
        ((folder, number),) = sql(
            address,
            "select current_setting('data_directory'), (select oid from pg_database where datname = current_database())",
        )
        return b"".join(each.read_bytes() for each in Path(folder, "base", str(number)).iterdir())

    assert b"Someone Named" in held()
    (tmp_path / "r.db.old").write_text("someone named", encoding="utf-8")
    done = stores.at(address).redact(words=["someone named"], by="Data protection lead", why="request 1")
    assert b"someone named" not in held().lower()
    assert done.nearby == (
        ("the database's back-ups, replicas and write-ahead log",) if "postgresql" in address else ("r.db.old",)
    )
    assert stores.at(address).verify() == ()


def test_the_merge_that_a_refused_save_offers_reads_only_what_came_since(address, monkeypatch):
    register = il.save(a_register(), address, by="Officer", why="started")
    for number in range(5):
        register = il.save(edited(register, owner=f"Officer {number}"), address, by="Officer", why="assigned")
    mine = edited(register, note="N")
    il.save(edited(register, owner="B"), address, by="Officer", why="assigned")
    with pytest.raises(il.RegisterMovedOn) as refused:
        il.save(mine, address, by="Officer", why="noted")
    asked, real = [], store._lines
    monkeypatch.setattr(store, "_lines", lambda *given: asked.append(real(*given)) or asked[-1])
    made = refused.value.merge()
    assert [[line["number"] for line in each] for each in asked] == [[6, 7]]
    assert (made.register.cases[0].owner, made.register.cases[0].note) == ("B", "N")


def test_who_may_not_write_the_tables_anew_is_told_what_to_run(address, monkeypatch):
    register = il.save(a_register(), address, by="Officer", why="started")
    il.save(edited(register, owner="Someone Named"), address, by="Officer", why="assigned")
    monkeypatch.setattr(opening, "write_anew", lambda *_: False)
    done = stores.at(address).redact(words=["someone named"], by="Data protection lead", why="request 1")
    assert "run VACUUM" in done.nearby[-1]


def test_a_row_changed_by_hand_is_never_read_and_can_be_rebuilt(address):
    register = il.save(a_register(), address, by="Officer", why="started")
    with opening.transaction(address, writes=True) as connection:
        connection.exec_driver_sql(
            "update inspectlib_items set body = replace(body, '\"A\"', '\"X\"') where part = 'cases'"
        )
    store._HELD.clear()
    with pytest.raises(il.CannotRead, match="changed by hand"):
        il.load(address)
    assert stores.at(address).verify() == ("the register file is not the one that the last revision describes",)
    assert stores.at(address).repair(by="Officer", dry_run=False) == (
        "rebuilt the register from its history, revision 1",
    )
    assert il.load(address) == register


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("update inspectlib_revisions set line = 'x'", "is damaged"),
        ("update inspectlib_revisions set line = '[]'", "is damaged"),
        ("update inspectlib_changes set body = '{}'", "is damaged"),
        ("update inspectlib_changes set body = 'x'", "is damaged"),
        ("delete from inspectlib_changes", "does not hold: line 1: what it says was changed"),
    ],
)
def test_a_history_changed_by_hand_is_said_in_one_line(address, words, said):
    il.save(a_register(), address, by="Officer", why="started")
    with opening.transaction(address, writes=True) as connection:
        connection.exec_driver_sql(words)
    with pytest.raises(il.CannotRead, match=said) as refused:
        il.as_at(address, "2099-01-01")
    assert "\n" not in str(refused.value)
    if "damaged" in said:
        with pytest.raises(il.CannotRead, match=said):
            stores.at(address).verify()
    else:
        assert stores.at(address).verify() != ()


def test_one_report_is_read_without_the_others(address, monkeypatch):
    register = il.save(office_register(200), address, by="a", why="b")
    counted, real = [], store.fetched
    monkeypatch.setattr(store, "fetched", lambda *given: counted.append(real(*given)) or counted[-1])
    part = il.load(address, inspections=[register.inspections[0].id])
    assert part == storage.saving.part_of(register, (register.inspections[0].id,))
    assert part.based_on is None
    loose = sum(1 for each in rows.rows_of(register) if not each["report"])
    own = sum(1 for each in rows.rows_of(register) if each["report"] == register.inspections[0].id)
    assert len(counted[0]) == loose + own < len(rows.rows_of(register)) / 2
    with pytest.raises(il.RegisterMovedOn):
        il.save(part, address, by="a", why="only a part")
    assert il.load(address) == register
    with pytest.raises(UnknownInspection):
        il.load(address, inspections=["no-such-report"])


def a_national_register():
    register = a_register().with_areas(AREA, "estuary")
    theirs = Case(area="estuary", recommendation=f"{REPORT}/1", owner="Theirs alone", note="their secret")
    return register.with_case(theirs).with_unread(Unread(source="s.docx", place="line 1", message="their secret too"))


def test_a_role_may_read_its_own_area_and_cannot_cross_into_another():
    address = fresh_database()
    il.save(a_national_register(), address, by="Officer", why="their secret started")
    role = f"reader_{os.getpid()}"
    sql(address, f"create role {role} login")
    mine = as_role(address, role)
    with pytest.raises(il.CannotRead):
        il.load(mine)
    inspectlib_sql.let_read(address, role=role, area=AREA)
    register = il.load(mine)
    assert register.areas == (AREA,)
    assert [each.area for each in register.cases] == [AREA]
    assert len(register.inspections) == 1
    assert register.based_on is None
    assert "1 notes that this role" in register.unread[-1].message
    assert not il.check(register, on="2023-06-01").clear
    for asked in (
        "select body from inspectlib_items",
        "select body from inspectlib_changes",
        "select line from inspectlib_revisions",
        "select key from inspectlib_items where areas like '%estuary%'",
        "table inspectlib_store",
        "table inspectlib_readers",
        "set row_security = on; select body from inspectlib_items where body like '%their secret%'",
    ):
        for words in asked.split("; "):
            found = str(sql(mine, words))
        assert "their secret" not in found
        assert "Theirs" not in found
        assert "estuary" not in found, asked
    for forbidden in (
        "update inspectlib_items set body = ''",
        "delete from inspectlib_changes",
        "insert into inspectlib_readers values (current_user, 'estuary')",
        "set row_security = off; select 1 from inspectlib_items",
        "alter table inspectlib_items disable row level security",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner|row-level security"):  # noqa: PT012
            import psycopg

            with psycopg.connect(mine) as connection:
                for words in forbidden.split("; "):
                    connection.execute(words)
    for refused in (stores.at(mine).lines, stores.at(mine).verify):
        with pytest.raises(il.CannotRead, match="its own areas only"):
            refused()
    with pytest.raises((il.CannotWrite, il.CannotRead)):
        il.save(register, mine, by="Reader", why="tries")


def test_a_role_for_a_file_or_an_unknown_role_is_refused(tmp_path):
    with pytest.raises(il.BadCall, match="knows no roles"):
        inspectlib_sql.let_read(f"sqlite:///{tmp_path}/r.db", role="r", area=AREA)
    address = fresh_database()
    il.save(a_register(), address, by="a", why="b")
    with pytest.raises(il.BadCall, match="no database role"):
        inspectlib_sql.let_read(address, role="nobody here", area=AREA)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://officer:hunter2@127.0.0.1:1/db",
        "postgresql://officer:hunter2@127.0.0.1:port/db",
        "postgresql://officer@127.0.0.1:1/db?password=hunter2",
        "postgresql://officer:hunter2@h@127.0.0.1:1/db",
        "postgresql://officer:hunter2@127.0.0.1:1",
        "oracle://officer:hunter2@127.0.0.1:1/db",
        "sqlite://",
        "sqlite:////no/such/folder/r.db",
    ],
)
def test_what_goes_wrong_is_one_line_without_the_password(address, caplog):
    for call in (
        lambda: il.load(address),
        lambda: il.save(a_register(), address, by="a", why="b"),
        lambda: stores.at(address).lines() or il.load(address),
        lambda: il.merge(a_register(), address),
    ):
        with pytest.raises(il.InspectlibError) as refused:
            call()
        assert "hunter2" not in f"{refused.value} {refused.value!r}"
        assert "\n" not in str(refused.value)
    assert "hunter2" not in caplog.text


def test_every_command_takes_an_address(address, tmp_path):
    def told(*words, status=0):
        done = subprocess.run(
            [Path(sys.executable).parent / "inspectlib", *words], capture_output=True, text=True, check=False
        )
        assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr + done.stdout
        return done.stdout + done.stderr

    il.save(a_register(), address, by="Officer", why="started")
    told("record", address, "reviewed", "--inspection", REPORT, "--number", "1", "--on", "2023-05-01", "--ref", "Group")
    assert "2 of 2 revisions" in told("history", address)
    assert "the chain holds" in told("verify", address)
    told("status", address, "--on", "2023-06-01")
    told("deadlines", address, "--on", "2023-06-01")
    told(
        "check", address, "--on", "2023-06-01", status=1 if il.check(il.load(address), on="2023-06-01").findings else 0
    )
    told("record", address, "undo", "2")
    stores.copy(address, tmp_path / "copy.json")
    assert "0 changes" in told("diff", address, str(tmp_path / "copy.json"))
    il.save(edited(il.load(tmp_path / "copy.json"), owner="Z"), tmp_path / "copy.json", by="a", why="b")
    assert "1 change taken" in told("merge", address, str(tmp_path / "copy.json"))
    assert "nothing to merge" in told("merge", str(tmp_path / "copy.json"), address)
    assert "nothing to repair" in told("repair", address)
    assert "exists already" in told("new", address, "--body", AREA, status=2)
    told("redact", address, "--words", "Group", "--by", "Lead", "--why", "request 1")


def test_older_tables_are_brought_up_to_date_and_newer_ones_refused(address, monkeypatch):
    register = il.save(a_register(), address, by="a", why="b")
    monkeypatch.setattr(tables, "VERSION", 2)
    monkeypatch.setattr(store, "VERSION", 2)
    monkeypatch.setattr(tables, "STEPS", {1: ("alter table inspectlib_changes add column colour text",)})
    assert il.load(address) == register
    with opening.transaction(address) as connection:
        assert connection.exec_driver_sql("select version from inspectlib_store").scalar() == 2
        assert connection.exec_driver_sql("select colour from inspectlib_changes").all() != []
    monkeypatch.setattr(store, "VERSION", 1)
    with pytest.raises(il.CannotRead, match="made by a newer inspectlib-sql"):
        il.load(address)


def test_a_stored_sample_of_these_tables_is_still_read(tmp_path):
    import sqlite3

    with contextlib.closing(sqlite3.connect(tmp_path / "r.db")) as connection:
        connection.executescript((Path(__file__).parent / "samples" / "store-1.sql").read_text(encoding="utf-8"))
    address = f"sqlite:///{tmp_path / 'r.db'}"
    assert il.load(address).based_on[0] == 2
    assert stores.at(address).verify() == ()


@pytest.mark.parametrize("kind", ["postgresql", "file"])
def test_eight_processes_write_to_one_register_and_no_change_is_lost_or_made_twice(kind, tmp_path):
    each, cases = (500, 300) if LONG else (6, 40)
    place = fresh_database() if kind == "postgresql" else str(tmp_path / "r.json")
    il.save(office_register(cases), place, by="Officer", why="started")
    writers = [
        subprocess.Popen(
            [sys.executable, SUPPORT / "writes_changes.py", place, str(one), str(each)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for one in range(8)
    ]
    told = [json.loads(one.communicate()[0]) for one in writers]
    saved, conflicts = [w for t in told for w in t["saved"]], [w for t in told for w in t["conflicts"]]
    said = Counter(line["why"] for line in stores.at(place).lines()[1:])
    assert said == Counter(saved)
    assert not set(saved) & set(conflicts)
    assert len(saved) + len(conflicts) == 8 * each
    assert stores.at(place).verify() == ()
    notes = Counter(w for case in il.load(place).cases for w in (case.note or "").split())
    assert set(notes) <= set(saved)
    moved = sum(t["moved"] for t in told)
    print(f"{kind}: {len(saved)} saved, {len(conflicts)} conflicts, {moved} times told that it moved on, of {8 * each}")  # noqa: T201


def test_loading_and_appending_read_no_earlier_revision_however_long_the_history(address):
    import sqlalchemy as sa

    register = il.save(a_register(), address, by="a", why="b")
    for number in range(20):
        register = il.save(edited(register, owner=f"Officer {number}"), address, by="a", why="b")
    store._HELD.clear()
    asked = []
    sa.event.listen(opening._engine(address), "before_cursor_execute", lambda *given: asked.append(given[2].lower()))
    il.save(edited(il.load(address), owner="last"), address, by="a", why="b")
    reads = [each for each in asked if each.startswith("select") and "inspectlib_" in each]
    assert reads
    assert not [each for each in reads if "inspectlib_changes" in each and "from inspectlib_changes" in each]
    assert all("limit" in each for each in reads if "from inspectlib_revisions" in each)
    written = [each for each in asked if each.startswith(("insert", "update", "delete"))]
    assert len(written) == 4, written
