"""The kit passes the register file as a store, and names the fault of each broken one."""

from itertools import count
from pathlib import Path

import pytest

from inspectlib import storage
from inspectlib.fields import evolve
from inspectlib.plugins import files
from inspectlib.storage.history import history_path
from inspectlib.testing.conformance import faults_of_store

GOOD = files()


@pytest.fixture
def fresh(tmp_path):
    numbers = count(1)

    def address():
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return str(folder / "register.json")

    return address


def test_the_register_file_passes(fresh):
    assert faults_of_store(GOOD, fresh) == ()


def takes_any(register, address, **said):
    held = storage.load(Path(address)) if Path(address).exists() else register
    return storage.save(evolve(register, based_on=held.based_on), Path(address), **said)


def forgets(register, address, **said):
    history_path(Path(address)).unlink(missing_ok=True)
    based = storage.load(Path(address)).based_on if Path(address).exists() else None
    return storage.save(evolve(register, based_on=based), Path(address), **said)


def halves(register, address, **said):
    """Save, and then write the file once more in two steps."""
    made = storage.save(register, Path(address), **said)
    data = Path(address).read_bytes()
    Path(address).write_bytes(data[: len(data) // 2])
    second_half(address, data)
    return made


def second_half(address, data):
    Path(address).write_bytes(data)


BROKEN = {
    "does not refuse a stale save": evolve(GOOD, save=takes_any),
    "does not keep the lines of its history": evolve(GOOD, save=forgets),
    "neither the old revision nor the new one whole": evolve(GOOD, save=halves),
    "stamps a part": evolve(GOOD, load=lambda address, _: GOOD.load(address, ())),
    "takes a copy where a register is kept": evolve(
        GOOD, put=lambda address, data, lines: Path(address).exists() or GOOD.put(address, data, lines)
    ),
    "keeps words that were redacted": evolve(GOOD, redact=lambda *_, **__: None),
    "says that a register is kept where none is": evolve(GOOD, holds=lambda _: True),
    "breaks: OSError": evolve(GOOD, data=lambda _: (_ for _ in ()).throw(OSError("disk"))),
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_broken_store_is_told_what_is_wrong_with_it(words, fresh):
    assert any(words in each for each in faults_of_store(BROKEN[words], fresh)), faults_of_store(BROKEN[words], fresh)
