"""A canary in every field of every value; in no output is one found that its readers may not see."""

import zlib

import attrs
import pytest

from inspectlib.audiences import View, view_of
from inspectlib.checking import judge
from inspectlib.deadlines import deadlines
from inspectlib.fields import Audience, Marking, Release, audience_of
from inspectlib.plugins import load_plugins
from inspectlib.register import Translation, Unread
from inspectlib.responses import StatutoryText
from inspectlib.testing.canary import (
    CLASSES,
    ON,
    canary,
    classes_under,
    found_in,
    full_register,
    hidden_register,
    in_full,
    options_of,
    outputs,
    texts_in,
)

PLUGINS = load_plugins()


def view(register, audience):
    outcome = judge(register, PLUGINS.rules, on=ON)
    return view_of(register, audience, on=ON, outcome=outcome, deadlines=deadlines(register, on=ON, open_only=False))


@pytest.mark.parametrize("kind", [*CLASSES.values(), *classes_under(View).values()], ids=lambda kind: kind.__name__)
def test_every_field_of_every_value_under_a_register_or_a_view_declares_its_audience(kind):
    for field in attrs.fields(kind):
        assert isinstance(audience_of(field), Audience)


def test_the_register_of_canaries_holds_every_class_and_a_canary_in_every_narrower_field():
    register = full_register(Audience.PUBLIC, comment="qzcaseforcecomment")
    text = in_full(register)
    for kind in CLASSES.values():
        if kind not in (Translation, StatutoryText):  # one is put beside the words, the other made from them
            assert f"{kind.__name__}(" in text, kind
        for field in attrs.fields(kind):
            holds_text = str in options_of(field.type)
            if holds_text and kind not in (Marking, Release) and not Audience.PUBLIC.may_see(audience_of(field)):
                assert canary(kind, field) in text, (kind, field.name)
    assert "datetime.date(1999, 3, 7)" in text
    assert "Unread(" in text
    assert isinstance(register.unread[0], Unread)


def test_the_public_words_of_that_register_are_shown():
    (shown,) = view(full_register(Audience.PUBLIC), Audience.PUBLIC).responses
    assert shown.response.comments == "Plain comments"
    assert shown.awaiting == ()


def chunk(kind, held):
    return len(held).to_bytes(4) + kind + held + b"\0\0\0\0"


@pytest.mark.parametrize(
    ("more", "after", "seen"),
    [
        (chunk(b"IDAT", b"..qzpoints"), b"", []),
        (chunk(b"tEXt", b"Title\0qzplain"), b"", ["qzplain"]),
        (chunk(b"zTXt", b"Title\0\0" + zlib.compress(b"qzpacked")), b"", ["qzpacked"]),
        (chunk(b"iTXt", b"Title\0\1\0en\0\0" + zlib.compress(b"qzpackedx")), b"", ["qzpackedx"]),
        (b"", b"qztrailing", ["qztrailing"]),
    ],
)
def test_words_in_a_picture_are_found_and_its_points_are_no_words(more, after, seen):
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + more + chunk(b"IEND", b"") + after
    assert [each for _, each in found_in(texts_in("picture.png", picture))] == seen


EACH = pytest.mark.parametrize("exporter", PLUGINS.exporters, ids=lambda each: each.name)


def narrower(exporter):
    return [each for each in Audience if not exporter.audience.may_see(each)]


def test_a_public_exporter_is_installed():
    assert Audience.PUBLIC in {each.audience for each in PLUGINS.exporters}


@EACH
@pytest.mark.parametrize("comment", ["The force agrees.", "qzcaseforcecomment"], ids=["signed", "draft"])
def test_no_canary_of_a_narrower_field_is_in_any_byte_of_an_output(exporter, comment, tmp_path):
    if not narrower(exporter):
        return  # its readers may see everything
    if exporter.audience is not Audience.PUBLIC:
        comment = comment.replace("qz", "Seen ")  # the others may read a draft
    register = full_register(exporter.audience, comment=comment)
    assert found_in([("view", in_full(view(register, exporter.audience)))]) == []
    assert found_in(outputs(register, exporter, tmp_path, PLUGINS)) == []


@pytest.mark.parametrize(
    "exporter", [each for each in PLUGINS.exporters if each.audience is Audience.PUBLIC], ids=lambda each: each.name
)
def test_nothing_marked_embargoed_unsigned_or_withheld_is_in_any_byte_of_a_public_output(exporter, tmp_path):
    register = hidden_register(Audience.PUBLIC)
    assert in_full(register).count("qz") > 100
    # a published report is public; only what the body says of it is not
    open_names = ("qzunsigned", "qzmarkedresponse", "qzkeptout")
    assert found_in([("view", in_full(view(register, Audience.PUBLIC)))], but=open_names) == []
    texts = list(outputs(register, exporter, tmp_path, PLUGINS))
    assert any("Both are done." in text for _, text in texts)
    assert found_in(texts, but=open_names) == []


@pytest.mark.parametrize(
    "exporter", [each for each in PLUGINS.exporters if each.audience is Audience.PUBLIC], ids=lambda each: each.name
)
def test_an_edit_of_an_internal_field_changes_no_byte_of_a_public_output(exporter, tmp_path):
    """Only the force's comment is declared narrower and yet signed for the public with the rest."""
    before = full_register(Audience.BODY)
    after = full_register(Audience.PUBLIC)
    assert before != after
    one = [text for _, text in outputs(before, exporter, tmp_path / "one", PLUGINS)]
    assert one == [text for _, text in outputs(after, exporter, tmp_path / "two", PLUGINS)]
