"""Whatever is deleted from a register file by hand, the file is refused: no answer is given, so none becomes clear."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectlib import storage
from inspectlib.errors import CannotRead
from inspectlib.testing import a_closed_register


def places(plain, before=()):
    """Yield the path of every fact and row."""
    items = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, each in items:
        yield (*before, key)
        yield from places(each, (*before, key))


PATHS = [each for each in places(json.loads(storage.dumps(a_closed_register()))) if each[0] == "register"]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "register.json"
    storage.save(a_closed_register(), path, by="Policy officer", why="the case is closed")
    return path, path.read_bytes()


@given(where=st.sampled_from(PATHS))
def test_a_file_from_which_anything_was_deleted_is_never_read(kept, where):
    path, data = kept
    plain = json.loads(data)
    *before, last = where
    held = plain
    for step in before:
        held = held[step]
    del held[last]
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    try:
        with pytest.raises(CannotRead):
            storage.load(path)
    finally:
        path.write_bytes(data)
    assert storage.load(path) == a_closed_register()
