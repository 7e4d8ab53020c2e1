"""Archives and XML are opened within bounds, or refused in one line."""

import io
import zipfile

import pytest

from inspectlib.errors import CannotRead
from inspectlib.exchange import MOST_BYTES
from inspectlib.limits import LIMITS, Limits, open_zip, parse_xml, pieces, within_time


def packed(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_an_archive_within_the_limits_is_read_whole():
    archive = open_zip(packed(a=b"x" * 100_000), "a.xlsx")
    assert b"".join(pieces(archive, "a", "a.xlsx")) == b"x" * 100_000


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(members=1), "holds 2 files"),
        (Limits(unpacked=1_999), "unpacks to 2,000 bytes"),
        (Limits(free=1_999, ratio=2), "times its size"),
    ],
)
def test_each_limit_is_named_when_it_is_passed(limits, words):
    data = packed(a=b"x" * 1000, b=b"x" * 1000)
    open_zip(data, "a.xlsx", Limits(members=2, unpacked=2_000, ratio=1_000, free=0))
    with pytest.raises(CannotRead, match=words):
        open_zip(data, "a.xlsx", limits)


def test_a_bomb_is_refused_before_anything_is_unpacked():
    with pytest.raises(CannotRead, match="was not opened"):
        open_zip(packed(a=bytes(40 * 1024 * 1024)), "bomb.xlsx")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"hello", packed(a=b"1")[:-8]], ids=["empty", "a beginning", "text", "cut short"]
)
def test_what_is_no_archive_is_damaged(data):
    with pytest.raises(CannotRead, match=r"'a\.xlsx' is damaged"):
        open_zip(data, "a.xlsx")


def test_a_member_with_wrong_bytes_is_damaged():
    data = bytearray(packed(a=b"some words that are packed"))
    data[35] ^= 0xFF
    with pytest.raises(CannotRead, match="part 'a' cannot be unpacked"):
        list(pieces(open_zip(bytes(data), "a.xlsx"), "a", "a.xlsx"))


def test_a_missing_member_is_named():
    with pytest.raises(CannotRead, match="part 'b' is missing"):
        list(pieces(open_zip(packed(a=b""), "a.xlsx"), "b", "a.xlsx"))


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        '<!DOCTYPE a SYSTEM "x"><a/>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused(xml):
    with pytest.raises(CannotRead, match="document type"):
        parse_xml(iter([xml]), "a.xlsx")


def test_xml_that_does_not_end_is_damaged():
    with pytest.raises(CannotRead, match="is damaged"):
        parse_xml(iter([b"<a><b></a>"]), "a.xlsx")


def test_elements_and_text_are_given_without_namespaces():
    seen = []
    parse_xml(
        iter([b'<a xmlns="u:x" xmlns:r="u:r" r:id="1">w', b"ords</a>"]),
        "a",
        start=lambda tag, found: seen.append((tag, found)),
        text=seen.append,
        end=seen.append,
    )
    assert seen[0] == ("a", {"id": "1"})
    assert "".join(seen[1:-1]) == "words"
    assert seen[-1] == "a"


def test_a_compound_file_is_told_from_a_damaged_one():
    with pytest.raises(CannotRead, match="protected by a password, or of the format before 2007"):
        open_zip(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx")


@pytest.mark.parametrize("depth", [LIMITS.depth, LIMITS.depth + 1])
def test_xml_may_be_as_deep_as_the_limit_and_no_deeper(depth):
    data = b"<a>" * depth + b"</a>" * depth
    if depth <= LIMITS.depth:
        parse_xml(iter([data]), "a.docx")
        return
    with pytest.raises(CannotRead, match="256 deep"):
        parse_xml(iter([data]), "a.docx")


def test_a_document_that_takes_too_long_is_refused_and_one_that_does_not_is_whole():
    assert list(within_time(range(3), "a.pdf")) == [0, 1, 2]
    with pytest.raises(CannotRead, match=r"'a\.pdf' takes over 0 seconds to read; it was not read"):
        list(within_time((sum(range(10_000)) for _ in range(1_000)), "a.pdf", Limits(seconds=0.0)))


def test_a_source_is_no_larger_than_the_limit():
    assert LIMITS.held == MOST_BYTES
