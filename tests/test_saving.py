"""Saving: killed at any instant, two writers, a full disk, a read-only folder, other systems."""

import contextlib
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspectlib import storage
from inspectlib.cases import Case
from inspectlib.errors import CannotRead, CannotWrite, RegisterMovedOn
from inspectlib.fields import evolve
from inspectlib.sample import office_register
from inspectlib.storage import disk, file_form
from inspectlib.testing import AREA, REPORT, a_complete_register

SUPPORT = Path(__file__).parent / "support"
LONG = bool(os.environ.get("INSPECTLIB_LONG"))
NOW = datetime(2024, 1, 2, 9, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "register.json"
    register = a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="A"))
    storage.save(register, path, by="Officer", why="started", now=NOW)
    return path


def edited(register, **parts):
    return register.with_case(evolve(register.cases[0], **parts))


def test_a_saving_process_killed_at_a_random_moment_leaves_the_old_or_the_new_revision_whole(kept):
    seed = random.SystemRandom().randrange(2**32)
    moments = random.Random(seed)
    kills, before, brought_up = 500 if LONG else 30, 1, 0
    for kill in range(kills):
        process = subprocess.Popen(
            [sys.executable, SUPPORT / "keeps_saving.py", kept], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            assert process.stdout.readline() == b"ready\n", process.stderr.read()
            time.sleep(moments.random() * 0.1)
        finally:
            process.kill()
            process.communicate()
        register = storage.load(kept)
        number = register.based_on[0]
        assert number >= before, (seed, kill)
        faults = storage.verify(kept)
        brought_up += bool(faults)
        assert faults in ((), ("the register file is one revision behind; any save or repair brings it up",)), seed
        assert number == 1 or register.cases[0].note.startswith(f"revision {number} "), (seed, kill)
        before = number
        if kill % 10 == 0:
            assert storage.as_of_revision(kept, number) == register, seed
    storage.save(edited(storage.load(kept), note="after"), kept, by="Officer", why="after")
    assert storage.verify(kept) == ()
    print(f"seed {seed}: {kills} kills, {before} revisions, {brought_up} times one behind")  # noqa: T201 - the seed is to be printed


class Killed(BaseException):
    """The process ends here: nothing that cleans up for an error runs."""


def killed_at(monkeypatch, step):
    """Let the process end at one step that saving makes of the disk; say whether it came to it."""
    made = [0]

    def counted(real):
        def call(*args, **more):
            made[0] += 1
            if made[0] == step:
                raise Killed
            done = real(*args, **more)
            made[0] += 1
            if made[0] == step:
                raise Killed
            return done

        return call

    monkeypatch.setattr(disk.os, "fsync", counted(os.fsync))
    for name in ("append_line", "move_in", "fresh_beside"):
        monkeypatch.setattr(disk, name, counted(getattr(disk, name)))
    monkeypatch.setattr(disk.SYSTEM, "replace", counted(disk.SYSTEM.replace), raising=False)
    return made


def killed_at_each_step(monkeypatch, path, do):
    """Run `do` from the same state again and again, killed one step later each time; yield the states left."""
    history = storage.history_path(path)
    start = {each: each.read_bytes() for each in path.parent.iterdir()}
    step = 0
    while True:
        step += 1
        for each in list(path.parent.iterdir()):
            each.unlink()
        for each, data in start.items():
            each.write_bytes(data)
        with monkeypatch.context() as patch:
            made = killed_at(patch, step)
            with contextlib.suppress(Killed):
                do()
        if made[0] < step:
            assert step > 10
            return
        yield step, history


def test_a_save_killed_at_each_single_step_leaves_one_revision_whole(kept, monkeypatch):
    old = storage.load(kept)
    new = edited(old, owner="B")
    seen = set()
    for step, _ in killed_at_each_step(monkeypatch, kept, lambda: storage.save(new, kept, by="a", why="b", now=NOW)):
        register = storage.load(kept)
        assert register in (old, new), step
        seen.add(register == new)
        assert [each for each in storage.verify(kept) if "one revision behind" not in each] == []
        made = storage.save(edited(register, note="next"), kept, by="a", why="b", now=NOW)
        assert storage.load(kept) == made
        assert storage.verify(kept) == ()
        assert disk.left_over(kept) == ()
    assert seen == {True, False}


def test_the_first_save_killed_at_each_single_step_leaves_nothing_or_the_register(tmp_path, monkeypatch):
    path = tmp_path / "register.json"
    for step, _ in killed_at_each_step(
        monkeypatch, path, lambda: storage.save(a_complete_register(), path, by="a", why="b", now=NOW)
    ):
        if path.exists() or storage.history_path(path).exists():
            assert storage.load(path) == a_complete_register(), step
        else:
            storage.save(a_complete_register(), path, by="a", why="b", now=NOW)
        storage.save(storage.load(path).with_areas("estuary"), path, by="a", why="b", now=NOW)
        assert storage.verify(path) == ()


def test_a_redaction_killed_at_each_single_step_leaves_one_revision_whole(kept, monkeypatch):
    old = storage.load(kept)
    storage.save(edited(old, note="Pat Example"), kept, by="a", why="b", now=NOW)

    def redact():
        storage.redact(kept, words=["Pat Example"], by="a", why="b", now=NOW)

    for step, history in killed_at_each_step(monkeypatch, kept, redact):
        register = storage.load(kept)
        assert register.cases[0].note in ("Pat Example", "[redacted]"), step
        assert (register.cases[0].note == "[redacted]") == (b"Pat Example" not in history.read_bytes())
        assert [each for each in storage.verify(kept) if "one revision behind" not in each] == []
        storage.save(edited(register, owner="next"), kept, by="a", why="b", now=NOW)
        assert storage.verify(kept) == ()


def test_a_dry_run_looks_where_nothing_can_be_written(kept, monkeypatch):
    def opened(path, *given, **others):
        if path in disk.own_files(kept):
            raise PermissionError(13, "Permission denied")
        return opens(path, *given, **others)

    opens = Path.open
    monkeypatch.setattr(Path, "open", opened)
    assert storage.repair(kept, dry_run=True) == ()
    found = storage.redact(kept, words=["A Report"], by="a", why="b", dry_run=True)
    assert found.places
    with pytest.raises(CannotWrite, match="Permission denied"):
        storage.repair(kept)
    with pytest.raises(CannotWrite, match="Permission denied"):
        storage.redact(kept, words=["A Report"], by="a", why="b")


def test_the_second_of_two_writers_is_told_and_offered_the_merge(kept):
    one, two = storage.load(kept), storage.load(kept)
    storage.save(edited(one, owner="B"), kept, by="a", why="b")
    with pytest.raises(
        RegisterMovedOn, match=r"moved on to revision 2 .*\(revision 1\); nothing was written"
    ) as caught:
        storage.save(edited(two, note="Wait."), kept, by="a", why="b")
    offered = caught.value.merge()
    assert offered.conflicts == ()
    storage.save(offered.register, kept, by="a", why="b")
    assert storage.load(kept).cases[0] == evolve(one.cases[0], owner="B", note="Wait.")


def test_the_offer_holds_what_both_writers_changed_as_a_conflict(kept):
    one, two = storage.load(kept), storage.load(kept)
    storage.save(edited(one, owner="B"), kept, by="a", why="b")
    with pytest.raises(RegisterMovedOn) as caught:
        storage.save(edited(two, owner="C"), kept, by="a", why="b")
    (conflict,) = caught.value.merge().conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("A", "B", "C")


def test_two_who_loaded_a_register_before_it_had_a_history_are_told_too(kept):
    storage.history_path(kept).unlink()
    one, two = storage.load(kept), storage.load(kept)
    storage.save(edited(one, owner="B"), kept, by="a", why="b")
    with pytest.raises(RegisterMovedOn) as caught:
        storage.save(edited(two, note="Wait."), kept, by="a", why="b")
    assert caught.value.merge().register.cases[0] == evolve(one.cases[0], owner="B", note="Wait.")


def test_processes_that_write_at_once_lose_nothing(kept):
    writers, many = (8, 500) if LONG else (3, 10)
    if LONG:
        kept = kept.with_name("office.json")
        storage.save(office_register(300), kept, by="Officer", why="started")
    before = sum(len(case.reviews) for case in storage.load(kept).cases)
    started = time.monotonic()
    processes = [
        subprocess.Popen(
            [sys.executable, SUPPORT / "records_changes.py", kept, f"writer-{number}", str(many)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(writers)
    ]
    ended = [each.communicate() for each in processes]
    assert [(each.returncode, end[1]) for each, end in zip(processes, ended, strict=True)] == [(0, b"")] * writers
    reviews = [review.forum for case in storage.load(kept).cases for review in case.reviews]
    forums = [each for each in reviews if each is not None and each.startswith("writer-")]
    assert len(reviews) == before + len(forums)
    assert sorted(forums) == sorted(f"writer-{one} {two}" for one in range(writers) for two in range(many))
    assert storage.verify(kept) == ()
    merged = sum(int(out) for out, _ in ended)
    print(f"{writers} x {many} changes, {merged} merged, {time.monotonic() - started:.1f} s")  # noqa: T201 - the figures are to be printed


@pytest.mark.parametrize("place", ["fresh_beside", "append_line", "fsync"])
def test_a_full_disk_leaves_the_old_revision_and_says_so(kept, monkeypatch, place):
    before = {each.name: each.read_bytes() for each in kept.parent.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk.os if place == "fsync" else disk, place, full)
        with pytest.raises(CannotWrite, match="No space left on device; nothing was changed"):
            storage.save(edited(storage.load(kept), owner="B"), kept, by="a", why="b")
    assert {each.name: each.read_bytes() for each in kept.parent.iterdir()} == before


def test_a_rename_refused_after_the_commit_loses_nothing(kept, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "the file is open elsewhere")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "move_in", refused)
        made = storage.save(edited(storage.load(kept), owner="B"), kept, by="a", why="b")
    assert storage.load(kept) == made
    assert storage.save(edited(made, owner="C"), kept, by="a", why="b").based_on[0] == 3
    assert storage.verify(kept) == ()


def test_renames_refused_twice_never_leave_a_file_two_revisions_behind(kept, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "the file is open elsewhere")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "move_in", refused)
        made = storage.save(edited(storage.load(kept), owner="B"), kept, by="a", why="b")
        with pytest.raises(CannotWrite, match="open elsewhere; nothing was changed"):
            storage.save(edited(made, owner="C"), kept, by="a", why="b")
        assert storage.load(kept) == made
    storage.save(edited(made, owner="C"), kept, by="a", why="b")
    assert storage.verify(kept) == ()


def test_a_folder_that_may_not_be_written_is_one_line_and_can_still_be_read(kept, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    register = storage.load(kept)
    with monkeypatch.context() as patch:  # a fake: whoever runs the tests may be allowed everything
        patch.setattr(disk.tempfile, "mkstemp", refused)
        with pytest.raises(CannotWrite, match="cannot be written: Permission denied; nothing was changed"):
            storage.save(edited(register, owner="B"), kept, by="a", why="b")
        patch.setattr(Path, "open", refused)
        with pytest.raises(CannotWrite, match="Permission denied"):
            storage.save(edited(register, owner="B"), kept, by="a", why="b")
    assert storage.load(kept) == register


def test_a_lock_that_another_process_keeps_is_one_line(kept, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.05)
    register = storage.load(kept)
    with disk.locked(kept), pytest.raises(CannotWrite, match="being written by another process"):
        storage.save(edited(register, owner="B"), kept, by="a", why="b")
    storage.save(edited(register, owner="B"), kept, by="a", why="b")


def test_who_waits_is_not_overtaken_by_the_one_who_has_just_saved(kept, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.05)
    _, queue = disk.own_files(kept)
    with queue.open("a+b") as first:  # somebody waits
        assert disk.SYSTEM.try_lock(first.fileno())
        with pytest.raises(CannotWrite, match="try again"), disk.locked(kept):
            pass
        disk.SYSTEM.unlock(first.fileno())
    with disk.locked(kept), queue.open("a+b") as next_one:
        assert disk.SYSTEM.try_lock(next_one.fileno())  # who has the lock has left the queue


class FakeLocking:
    """What msvcrt offers, as its documentation says."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self):
        self.held = set()

    def locking(self, handle, mode, size):
        assert os.lseek(handle, 0, os.SEEK_CUR) == 0
        assert size == 1
        file = os.fstat(handle).st_ino
        if mode == self.LK_UNLCK:
            self.held.remove(file)
            return
        if file in self.held:
            raise OSError(13, "Permission denied")
        self.held.add(file)


def test_windows_as_documented_locks_one_byte_and_retries_a_refused_rename(kept, monkeypatch):
    waits = []
    windows = disk.Windows(FakeLocking(), pause=waits.append)
    refusals = [PermissionError(13, "in use")] * 2
    real = Path.replace

    def replace(self, target):
        if refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(disk, "SYSTEM", windows)
    monkeypatch.setattr(Path, "replace", replace)
    made = storage.save(edited(storage.load(kept), owner="B"), kept, by="a", why="b")
    assert storage.load(kept) == made
    assert waits == [0.05, 0.1]
    assert windows.locking.held == set()
    monkeypatch.setattr(disk, "PATIENCE", 0.05)
    with disk.locked(kept), pytest.raises(CannotWrite, match="another process"), disk.locked(kept):
        pass


def test_every_stored_sample_of_the_file_form_can_be_read():
    samples = sorted((Path(__file__).parent / "samples").glob("register-form-*.json"))
    assert [each.stem.rpartition("-")[2] for each in samples] == [str(each + 1) for each in range(storage.VERSION)]
    for each in samples:
        assert storage.loads(each.read_bytes()).responses
    assert storage.dumps(storage.loads(samples[-1].read_bytes())) == samples[-1].read_bytes()


def test_an_older_form_goes_up_step_by_step_and_a_newer_one_is_refused(monkeypatch):
    data = (Path(__file__).parent / "samples" / "register-form-1.json").read_bytes()

    def from_1_to_2(plain):
        return {**plain, "register": {**plain["register"], "areas": ["estuary"]}}

    monkeypatch.setattr(file_form, "VERSION", 3)
    monkeypatch.setattr(file_form, "MIGRATIONS", {1: from_1_to_2, 2: lambda plain: plain})
    assert storage.loads(data).areas == ("estuary",)
    with pytest.raises(CannotRead, match="newer version"):
        storage.loads(data.replace(b'"inspectlib": 1', b'"inspectlib": 4'))
