"""The history: the chain, redaction, earlier revisions, and revisions taken back."""

import json
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import MANY, Maker, seeds

import inspectlib as il
from inspectlib import storage
from inspectlib.cases import Case
from inspectlib.changes import diff
from inspectlib.errors import BadCall, CannotRead
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.storage.history import chain_faults, encoded, new_line, plain_changes
from inspectlib.testing import AREA, REPORT, a_complete_register

NOW = datetime(2024, 1, 2, 9, tzinfo=UTC)
OWNER = "Pat Example"


@pytest.fixture
def kept(tmp_path):
    """A register of four revisions; the third names a person, the fourth another."""
    path = tmp_path / "register.json"
    register = evolve(a_complete_register(), cases=())
    for why, owner, note in (("started", None, None), ("case", "Head of Crime", None), ("named", OWNER, None)):
        case = Case(area=AREA, recommendation=f"{REPORT}/1", owner=owner, note=note)
        register = storage.save(register.with_case(case) if owner else register, path, by="Officer", why=why, now=NOW)
    case = evolve(register.cases[0], note="Wait for the supplier.")
    storage.save(register.with_case(case), path, by="Officer", why="noted", now=NOW)
    return path


def chain(registers):
    """The lines of a history without a disk."""
    lines, before, old = [], Register(), b""
    for register in registers:
        data = storage.dumps(register)
        payload = {"by": "a", "why": "b", "changes": plain_changes(diff(before, register))}
        lines.append(new_line(lines[-1] if lines else None, now=NOW, payload=payload, before=old, after=data))
        before, old = register, data
    return [json.loads(encoded(line)) for line in lines]


@MANY
@given(seeds)
def test_every_revision_of_a_generated_history_comes_back(seed):
    make = Maker(seed)
    registers = [make.office_register(2)]
    for _ in range(3):
        registers.append(make.edited(registers[-1], 3))
    lines = chain(registers)
    assert chain_faults(lines) == ()
    for number, register in enumerate([Register(), *registers]):
        assert storage.revisions.rebuilt(lines, number, "r") == register
        assert storage.revisions.back_to(registers[-1], lines, number, "r") == register


@MANY
@given(seeds, st.sampled_from(["edit", "remove", "insert", "swap"]))
def test_any_edit_insertion_or_removal_inside_is_found(seed, how):
    make, pick = Maker(seed), Random(seed)
    registers = [make.office_register(1)]
    for _ in range(4):
        registers.append(make.edited(registers[-1], 2))
    lines = chain(registers)
    at = pick.randrange(4)
    if how == "edit":
        name = pick.choice([each for each in lines[at] if each != "hash"])
        lines[at][name] = "x" if lines[at][name] != "x" else "y"
        if name == "salt":
            lines[at][name] = "00" * 16
    elif how == "remove":
        del lines[at]
    elif how == "insert":
        lines.insert(at, chain(registers)[at])
    else:
        lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert chain_faults(lines)


def test_a_history_cut_short_is_found_by_the_hash_on_the_paper(kept):
    printed = storage.load(kept).based_on[1]
    assert storage.verify(kept, printed) == storage.verify(kept, printed[:12]) == ()
    path = storage.history_path(kept)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    kept.write_bytes(storage.dumps(storage.as_of_revision(kept, 3)))
    assert storage.verify(kept) == ()
    assert storage.verify(kept, printed) == (
        f"no revision has the hash {printed}: the history was shortened or rewritten",
    )


def test_saving_and_loading_read_only_the_last_line_of_the_history(kept, monkeypatch):
    def never(_):
        message = "the history was read"
        raise AssertionError(message)

    monkeypatch.setattr("inspectlib.storage.saving.read_history", never)
    monkeypatch.setattr("inspectlib.storage.history.read_history", never)
    register = storage.load(kept)
    storage.save(register.with_areas("estuary"), kept, by="a", why="b")


def test_the_last_line_is_found_however_long_it_is(tmp_path):
    for sizes in ((1,), (5, 200_000), (70_000, 3, 70_000)):
        path = tmp_path / "lines"
        lines = [bytes([65 + index]) * size for index, size in enumerate(sizes)]
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        assert storage.disk.last_line(path) == lines[-1]
        path.write_bytes(path.read_bytes() + b"torn" * 50_000)
        assert storage.disk.last_line(path) == lines[-1]
    path.write_bytes(b"torn")
    assert storage.disk.last_line(path) is None


def redact(path, **more):
    return storage.redact(path, **{"by": "Data protection officer", "why": "request 12", "now": NOW, **more})


def test_a_redaction_takes_the_words_out_of_file_and_history_and_the_chain_holds(kept):
    hashes = [line["hash"] for line in storage.read_history(kept)]
    done = redact(kept, words=["pat example"])
    assert (done.revision, done.revisions) == (5, (3,))
    assert done.places == (f"cases ({REPORT}/1), owner",)
    for path in kept.parent.iterdir():
        assert b"pat example" not in path.read_bytes().lower()
    assert storage.verify(kept) == ()
    assert storage.verify(kept, hashes[2]) == ()
    assert [line["hash"] for line in storage.read_history(kept)][:4] == hashes
    register = storage.load(kept)
    assert register.cases[0].owner == "[redacted]"
    assert storage.as_of_revision(kept, 2).cases[0].owner == "Head of Crime"
    assert storage.as_of_revision(kept, 5) == register
    for number in (3, 4):
        with pytest.raises(CannotRead, match="what revision 3 said was redacted"):
            storage.as_of_revision(kept, number)
    made = storage.save(register.with_areas("estuary"), kept, by="a", why="b")
    assert storage.as_of_revision(kept, 6) == made
    with pytest.raises(BadCall, match="it was redacted"):
        storage.undo(made, kept, 3)
    with pytest.raises(BadCall, match="it is a redaction"):
        storage.undo(made, kept, 5)


def test_nothing_of_the_redacted_line_can_be_guessed_from_what_stays(kept):
    redact(kept, words=[OWNER])
    line = storage.read_history(kept)[2]
    assert set(line) == {"number", "utc", "day", "before", "after", "payload", "previous", "hash"}


def test_a_line_emptied_without_a_redaction_is_found(kept):
    lines = storage.read_history(kept)
    bare = {name: each for name, each in lines[1].items() if name not in ("by", "why", "changes", "salt")}
    storage.history_path(kept).write_bytes(b"".join(map(encoded, [lines[0], bare, *lines[2:]])))
    assert storage.verify(kept) == ("line 2: what it said is missing, and no redaction names it",)


def test_the_officer_is_told_of_other_copies(kept):
    (kept.parent / "register (conflicted copy).json").write_text("{}")
    (kept.parent / "minutes.txt").write_text(f"{OWNER} was there")
    (kept.parent / "other.txt").write_text("nothing")
    done = redact(kept, words=[OWNER])
    assert done.nearby == ("minutes.txt", "register (conflicted copy).json")
    assert any("back-ups" in each for each in done.elsewhere)


def test_a_name_broken_over_two_lines_is_erased_too(kept):
    register = storage.load(kept)
    case = evolve(register.cases[0], note="Seen by Pat\n  Example today.")
    storage.save(register.with_case(case), kept, by="a", why="b", now=NOW)
    assert redact(kept, words=[OWNER]).revisions == (3, 5)
    assert storage.load(kept).cases[0].note == "Seen by [redacted] today."


def test_a_dry_run_of_a_redaction_writes_nothing(kept):
    before = [each.read_bytes() for each in (kept, storage.history_path(kept))]
    assert redact(kept, words=[OWNER], dry_run=True).revisions == (3,)
    assert [each.read_bytes() for each in (kept, storage.history_path(kept))] == before


def test_a_single_revision_can_be_redacted(kept):
    assert redact(kept, revisions=[2]).revisions == (2,)
    assert storage.verify(kept) == ()
    assert storage.load(kept).cases[0].owner == OWNER


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"words": ["ab"]}, "at least 3 characters"),
        ({"words": [OWNER], "why": f"{OWNER} asked"}, "say it without them"),
        ({"words": ["nowhere to be found"]}, "nothing to erase here"),
        ({"revisions": [9]}, "revisions 1 to 4, not 9"),
        ({"words": ["recommendation"]}, "cannot be replaced everywhere"),
    ],
)
def test_a_redaction_that_cannot_be_is_one_line(kept, more, words):
    with pytest.raises(BadCall, match=words) as caught:
        redact(kept, **more)
    assert "\n" not in str(caught.value)
    assert len(storage.read_history(kept)) == 4


def test_any_revision_is_taken_back_and_what_came_after_stays(kept):
    register = storage.load(kept)
    made = storage.undo(register, kept, 3)
    assert made.conflicts == ()
    assert made.register.cases[0] == evolve(register.cases[0], owner="Head of Crime")


def test_a_revision_that_was_built_on_is_a_conflict(kept):
    made = storage.undo(storage.load(kept), kept, 2)
    assert [each.where[:1] for each in made.conflicts] == [("cases",)]


@MANY
@given(seeds)
def test_taking_back_the_last_revision_gives_the_one_before(seed):
    make = Maker(seed)
    one = make.office_register(2)
    lines = chain([one, make.edited(one, 3)])
    made = storage.revisions.taken_back(storage.revisions.rebuilt(lines, 2, "r"), lines[1])
    assert made.conflicts == ()
    assert made.problems or made.register == one
    assert all(each.message.startswith("no ") for each in made.problems)  # about a report that nobody held


def test_a_report_removed_with_all_that_was_recorded_about_it_is_brought_back_whole(kept):
    register = storage.load(kept)
    bare = evolve(register, inspections=(), responses=(), cases=())
    after = storage.save(bare, kept, by="a", why="removed", now=NOW)
    made = storage.undo(after, kept, 5)
    assert (made.register, made.conflicts, made.problems) == (register, (), ())


def gone_wrong(kept, how):
    history = storage.history_path(kept)
    if how == "torn":
        history.write_bytes(history.read_bytes() + b'{"numb')
    elif how == "behind":
        kept.write_bytes(storage.dumps(storage.as_of_revision(kept, 3)))
    elif how == "gone":
        kept.unlink()
    elif how == "edited":
        kept.write_text(kept.read_text().replace("A Report", "B Report"))
    elif how == "cut":
        kept.write_bytes(kept.read_bytes()[:100])
    elif how == "left":
        (kept.parent / f".{kept.name}.abc.new").write_bytes(b"x")
    elif how == "history damaged":
        history.write_bytes(b"{\n" + history.read_bytes())
    elif how == "history edited":
        history.write_text(history.read_text().replace("Officer", "Nobody"))


def spoilt(line, part, held):
    """A line with a part of it, or of its first change, put to something that nobody wrote."""
    if part == "where":
        return {**line, "changes": [{**line["changes"][0], part: held}]}
    return {name: each for name, each in {**line, part: held}.items() if each is not ...}


@pytest.mark.parametrize("at", [0, -1])
@pytest.mark.parametrize(
    ("part", "held"),
    [
        *(("where", each) for each in ([], "x", [1], None)),
        *(("changes", each) for each in (None, "x", ["x"], [{}])),
        *(("salt", each) for each in ("zz", "", None, 3)),
        *(("number", each) for each in ("2", None)),
        *((each, ...) for each in ("by", "why", "day", "utc", "after", "payload", "hash")),
        *(("redacts", each) for each in (3, "x", ["x"])),
        ("register", "x"),
    ],
)
def test_a_line_that_nobody_wrote_is_one_line_whatever_is_asked(kept, part, held, at):
    lines = storage.read_history(kept)
    lines[at] = spoilt(lines[at], part, held)
    storage.history_path(kept).write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    for ask in (
        lambda: storage.verify(kept),
        lambda: il.as_at(kept, "2099-01-01"),
        lambda: storage.as_of_revision(kept, 1),
        lambda: storage.undo(a_complete_register(), kept, 1),
    ):
        with pytest.raises(CannotRead, match="damaged at line"):
            ask()
    assert "does not hold" in storage.repair(kept, dry_run=True)[0]


def test_what_a_changed_history_says_of_a_day_is_never_told(kept):
    lines = storage.read_history(kept)
    lines[0]["changes"][0]["after"] = ["kent"]
    storage.history_path(kept).write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    with pytest.raises(CannotRead, match="does not hold: line 1: what it says was changed"):
        il.as_at(kept, "2099-01-01")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("torn", "cut 6 bytes off the history"),
        ("behind", "brought the register up to revision 4"),
        ("gone", "rebuilt the register from its history, revision 4"),
        ("edited", "moved the register that its history does not know to register.json.not-in-history-1"),
        ("cut", "nothing can be read in it"),
        ("left", "which a writer left behind"),
        ("history damaged", "adopted the register as it stands"),
        ("history edited", "keep it: it is evidence"),
    ],
)
def test_repair_says_what_it_did_and_deletes_nothing(kept, how, words):
    good = storage.load(kept)
    gone_wrong(kept, how)
    before = {each.read_bytes() for each in kept.parent.iterdir() if each.suffix not in (".new", ".lock", ".queue")}
    files = {each.name for each in kept.parent.iterdir()}
    said = storage.repair(kept, dry_run=True)
    assert any(words in each for each in said)
    assert {each.name for each in kept.parent.iterdir()} == files
    assert storage.repair(kept, now=NOW) == said
    assert storage.repair(kept) == ()
    assert storage.load(kept) == good
    assert storage.verify(kept) == ()
    after = {each.read_bytes() for each in kept.parent.iterdir()}
    if how in ("edited", "cut", "history damaged", "history edited"):
        assert before <= after | {storage.dumps(good)}


def test_a_hand_edit_that_repair_moved_aside_merges_as_another_copy(kept):
    gone_wrong(kept, "edited")
    storage.repair(kept)
    aside = kept.with_name("register.json.not-in-history-1")
    made = storage.merge_copy(storage.load(kept), storage.read_copy(aside))
    assert [each.theirs for each in made.conflicts] == ["B Report"]
    assert made.problems[0].message.startswith("'register.json.not-in-history-1' has no history")


def test_a_register_without_its_history_is_adopted_with_a_line_that_says_so(kept):
    storage.history_path(kept).unlink()
    held = storage.load(kept)
    made = storage.save(held.with_areas("estuary"), kept, by="a", why="b")
    assert [line["why"] for line in storage.read_history(kept)] == ["adopted as it stood, without a history", "b"]
    assert storage.as_of_revision(kept, 1) == held
    assert storage.as_of_revision(kept, 2) == made
    assert storage.verify(kept) == ()
