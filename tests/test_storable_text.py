"""That text which no file can hold is refused where it comes in, and every other text is taken."""

import json

import pytest

from inspectlib.errors import CannotRead
from inspectlib.responses import StatutoryText
from inspectlib.storage.file_form import dumps, loads
from inspectlib.testing import a_complete_register, an_inspection

HALF = "a\ud800b"


@pytest.mark.parametrize("given", [{"comments": HALF}, {"chief_officer_comments": ("a", HALF)}])
def test_half_a_surrogate_pair_is_refused_with_its_field_and_place(given):
    with pytest.raises(ValueError, match=rf"{next(iter(given))}: character 2 is only half of one \(U\+D800\)"):
        StatutoryText(**given)


def test_half_a_surrogate_pair_in_a_required_text_is_refused():
    with pytest.raises(ValueError, match="title: character 2 is only half"):
        an_inspection(title=HALF)


def test_a_register_file_with_half_a_pair_is_one_clear_line():
    plain = json.loads(dumps(a_complete_register()))
    plain["register"]["inspections"][0]["title"] = HALF
    with pytest.raises(CannotRead, match=r"^r\.json: \$\.inspections\[0\]: title: character 2") as refused:
        loads(json.dumps(plain).encode(), "r.json")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["\x00\x07", "\u202e\u2066", "x" * 100_000, "{{ title }} {% for %}", "\U0001f600 é"])
def test_every_whole_character_is_taken_and_hashed(text):
    assert len(StatutoryText(comments=text).hash) == len(StatutoryText(comments="plain").hash)
    assert StatutoryText(comments=text).hash != StatutoryText(comments=text + "x").hash
