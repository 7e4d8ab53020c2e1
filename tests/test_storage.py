import json
import shlex
from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import inspectlib as il
from inspectlib import storage, stores
from inspectlib.changes import apply, diff
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead, CannotWrite, RegisterMovedOn
from inspectlib.inspections import Inspection
from inspectlib.register import Register
from inspectlib.sample import office_register
from inspectlib.storage import disk
from inspectlib.testing import a_complete_register, an_inspection

NOW = datetime(2023, 6, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "register.json"
    storage.save(a_complete_register(), path, by="Policy officer", why="started", now=NOW)
    return path


def test_what_is_saved_is_loaded_and_stamped(saved):
    register = storage.load(saved)
    assert register == a_complete_register()
    assert register.based_on[0] == 1


def test_two_saves_of_one_register_are_the_same_bytes(saved):
    assert storage.dumps(storage.load(saved)) == saved.read_bytes() == storage.dumps(a_complete_register())
    assert saved.read_bytes().endswith(b"}\n")


def test_the_history_says_the_day_in_london(saved):
    (line,) = storage.read_history(saved)
    assert line["day"] == "2023-06-01"
    assert line["by"] == "Policy officer"


def test_a_stale_save_is_refused(saved):
    one, two = storage.load(saved), storage.load(saved)
    storage.save(one.with_areas("estuary"), saved, by="a", why="b")
    before = saved.read_bytes()
    with pytest.raises(RegisterMovedOn, match="moved on to revision 2"):
        storage.save(two.with_areas("dalesmark"), saved, by="a", why="b")
    assert saved.read_bytes() == before


def test_a_register_one_behind_its_history_rolls_forward(saved):
    old = saved.read_bytes()
    made = storage.save(storage.load(saved).with_areas("estuary"), saved, by="a", why="b")
    saved.write_bytes(old)
    assert storage.load(saved) == made


def test_a_torn_last_line_was_never_committed(saved):
    with storage.history_path(saved).open("ab") as file:
        file.write(b'{"number": 2, "ut')
    register = storage.load(saved)
    storage.save(register.with_areas("estuary"), saved, by="a", why="b")
    assert storage.verify(saved) == ()
    assert len(storage.read_history(saved)) == 2


def test_a_register_edited_by_hand_is_refused_with_what_to_do(saved):
    saved.write_text(saved.read_text().replace("A Report", "B Report"))
    with pytest.raises(CannotRead, match="restore the file from a copy"):
        storage.load(saved)


def test_a_history_without_its_register_is_never_written_on(saved):
    saved.unlink()
    before = storage.history_path(saved).read_bytes()
    with pytest.raises(CannotWrite, match="its history stands; rebuild it with: inspectlib repair"):
        storage.save(Register(), saved, by="a", why="b")
    assert storage.history_path(saved).read_bytes() == before


def test_a_register_behind_a_link_is_saved_where_it_stands_and_the_link_stays(saved, tmp_path):
    link = tmp_path / "elsewhere" / "link.json"
    link.parent.mkdir()
    link.symlink_to(saved)
    made = il.save(il.load(link).with_areas("estuary"), link, by="a", why="b")
    assert link.is_symlink()
    assert [each.name for each in link.parent.iterdir()] == ["link.json"]
    assert storage.load(saved) == made
    assert len(stores.at(link).lines()) == 2
    assert stores.at(link).verify() == storage.verify(saved) == ()


def test_a_register_without_its_history_is_never_said_to_hold(saved):
    storage.history_path(saved).unlink()
    assert [each.split(",")[0] for each in storage.verify(saved)] == ["there is no history"]
    assert stores.at(saved).verify() == storage.verify(saved)
    made = storage.save(storage.load(saved).with_areas("estuary"), saved, by="a", why="b")
    assert (made.based_on[0], storage.verify(saved)) == (2, ())


def test_what_to_type_can_be_pasted_for_a_path_with_blanks(tmp_path):
    path = tmp_path / "Swyddfa'r Comisiynydd" / "y gofrestr \u0175.json"
    path.parent.mkdir()
    with pytest.raises(CannotRead) as refused:
        storage.load(path)
    assert shlex.split(str(refused.value).partition("with: ")[2]) == [
        *("inspectlib", "new", str(path)),
        *("--body", "AREA"),
    ]


def test_an_edit_inside_the_history_is_found(saved):
    storage.save(storage.load(saved).with_areas("estuary"), saved, by="a", why="b")
    path = storage.history_path(saved)
    path.write_text(path.read_text().replace("Policy officer", "Somebody else"))
    assert storage.verify(saved) == ("line 1: what it says was changed after it was written",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"inspectlib": 1, "regis', "not a whole register"),
        (b'{"inspectlib": 99, "register": {}}', "newer version"),
        (b'{"inspectlib": 1, "register": {}, "more": 1}', "unknown keys: more"),
        (b'{"inspectlib": 1, "register": {"areas": [], "colour": 1}}', "unknown key 'colour'"),
        (b'{"inspectlib": 1, "register": {"areas": "abc"}}', "expected a list, found 'abc'"),
        (b"\x00\x01", "not a whole register"),
        (b"[]", "not a register"),
    ],
)
def test_a_bad_file_is_one_clear_line(tmp_path, data, words):
    path = tmp_path / "r.json"
    path.write_bytes(data)
    with pytest.raises(CannotRead, match=words) as caught:
        storage.load(path)
    assert "\n" not in str(caught.value)


def test_a_date_that_does_not_exist_names_its_place():
    plain = to_plain(a_complete_register())
    plain["inspections"][0]["published_on"] = "2023-02-30"
    with pytest.raises(CannotRead, match=r"\$\.inspections\[0\]\.published_on: expected a date") as caught:
        from_plain(plain, Register)
    assert "2023-02-30" in str(caught.value)


@pytest.mark.parametrize("coerced", [12, None, ["a"]])
def test_nothing_is_coerced_to_text(coerced):
    plain = to_plain(a_complete_register())
    plain["inspections"][0]["title"] = coerced
    with pytest.raises(CannotRead, match="expected text"):
        from_plain(plain, Register)


def test_a_full_disk_leaves_the_old_file(saved, monkeypatch):
    before, history = saved.read_bytes(), storage.history_path(saved).read_bytes()
    register = storage.load(saved).with_areas("estuary")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        storage.save(register, saved, by="a", why="b")
    assert saved.read_bytes() == before
    assert storage.history_path(saved).read_bytes() == history


def test_any_revision_can_be_had_again(saved):
    first = storage.load(saved)
    storage.save(first.with_areas("estuary"), saved, by="a", why="b")
    assert storage.as_of_revision(saved, 1) == a_complete_register()
    assert storage.as_of_revision(saved, 0) == Register()


texts = st.text(max_size=12)
inspections = st.builds(
    Inspection,
    id=st.sampled_from("abcd"),
    title=texts,
    published_on=st.none() | st.dates(date(2020, 1, 1), date(2024, 1, 1)),
    summary=st.none() | texts,
    terms_of_reference=st.lists(texts, max_size=2).map(tuple),
)
registers = st.builds(
    lambda found, areas: Register().with_areas(*areas).with_inspection(*found),
    st.lists(inspections, max_size=4),
    st.lists(st.sampled_from(["cleveland", "essex"]), max_size=2),
)


@given(registers, registers)
def test_applying_the_difference_gives_the_other_register(one, two):
    assert apply(one, diff(one, two)) == two
    assert diff(one, one) == ()


@given(registers)
def test_a_register_comes_back_from_its_bytes(register):
    assert storage.loads(storage.dumps(register)) == register


def test_the_office_register_comes_back_from_its_bytes_and_differences():
    register = office_register(40)
    assert storage.loads(storage.dumps(register)) == register
    changed = register.with_inspection(an_inspection()).with_case(
        attrs.evolve(register.cases[0], owner="Head of Property")
    )
    assert apply(register, diff(register, changed)) == changed
    assert len(diff(register, changed)) == 2
    json.dumps([to_plain(each) for each in diff(register, changed)])


def test_plain_data_of_extra_fields_can_be_read_back_and_compared():
    one = a_complete_register()
    two = one.with_inspection(attrs.evolve(one.inspections[0], extras=(("northmoor:board", "Crime"),)))
    assert from_plain(to_plain(two), Register) == two
    assert apply(one, diff(one, two)) == two
    assert apply(two, diff(two, one)) == one
