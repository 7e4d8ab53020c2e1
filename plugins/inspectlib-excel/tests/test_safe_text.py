"""No word of a user becomes a formula, and each comes back as it was."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inspectlib_excel.cells import shown
from inspectlib_excel.opening import Workbook
from inspectlib_excel.saving import Line, Rows, Style, saved, xml_text

from inspectlib.errors import CannotWrite
from inspectlib.exchange import Source

TEXTS = [
    *("=1+1", '=HYPERLINK("https://example.org")', "+44 20", "-1", "@SUM(A1)", "\t=1", "  =1", "\uff1d1+1", "\uff20a"),
    *("#N/A", "#REF!", "TRUE", "1e5", "0012", "31/03/2024", "'quoted", "=", "_x000D_", "_x005F_x000D_", "__x0041_"),
    *(
        "<&>\"'",
        "]]>",
        "a\nb",
        " lead",
        "trail ",
        "two  gaps",
        "ŵ ŷ Ŵ Ŷ â ê",
        "😀 \U0001f3f4",
        "\u202eabc",
        "x" * 32_767,
    ),
]
PLAIN = Style(0, 0, 0)


def a_book(values: list, path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Texts"
    rows = Rows(len(values), 1, lambda: iter([Line(((each, PLAIN),)) for each in values]), lambda _: "Text")
    path.write_bytes(saved(book, {"Texts": rows}, title="t", on=date(2024, 1, 1)))
    return path


def column(path: Path) -> list:
    grid = Workbook(Source.from_path(path)).grid("Texts")
    return [grid.rows.get(number, {}).get(1) for number in range(1, max(grid.rows, default=0) + 1)]


def test_texts_come_back_to_the_byte(tmp_path):
    assert column(a_book(TEXTS, tmp_path / "t.xlsx")) == TEXTS


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1), min_size=1, max_size=20))
def test_any_text_comes_back_as_it_is_shown(tmp_path_factory, texts):
    path = a_book([shown(each) for each in texts], tmp_path_factory.mktemp("t") / "t.xlsx")
    assert column(path) == [shown(each) for each in texts]


def test_another_program_sees_text_and_no_formula(tmp_path):
    sheet = openpyxl.load_workbook(a_book(TEXTS, tmp_path / "t.xlsx"))["Texts"]
    assert {cell.data_type for cell in sheet["A"]} <= {"s", "inlineStr"}


@pytest.mark.needs("libreoffice")
def test_texts_survive_libreoffice(tmp_path):
    from checkers import converted

    texts = [each for each in TEXTS if "_x005F_" not in each]  # LibreOffice takes a second escape away
    path = converted(a_book(texts, tmp_path / "t.xlsx"), "xlsx", tmp_path / "again")
    assert column(path) == texts


@pytest.mark.needs("ooxml-validator")
def test_texts_pass_the_open_xml_validator(tmp_path):
    from checkers import ooxml_problems

    assert ooxml_problems(a_book(TEXTS, tmp_path / "t.xlsx")) == []


def test_a_text_of_one_character_more_than_a_cell_holds_is_refused_and_never_cut(tmp_path):
    with pytest.raises(CannotWrite, match="32768 characters"):
        a_book(["x" * 32_768], tmp_path / "t.xlsx")
    with pytest.raises(CannotWrite, match="32768 characters"):
        a_book(["x" * 32_766 + "😀"], tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("a\x00b\x1f\ufffe\ud800", "a\ufffdb\ufffd\ufffd\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        (date(1900, 2, 28), "28 February 1900"),
        (date(1900, 3, 1), date(1900, 3, 1)),
        ("", None),
    ],
)
def test_what_a_cell_cannot_show_is_shown_another_way(value, seen):
    assert shown(value) == seen


def test_days_from_the_first_that_excel_counts_right_come_back(tmp_path):
    from openpyxl.styles.numbers import FORMAT_DATE_YYYYMMDD2

    values = [date(1900, 3, 1), date(1999, 12, 31), date(2024, 2, 29), date(9999, 12, 31)]
    book = openpyxl.Workbook()
    for number, each in enumerate(values, 1):
        book.worksheets[0].cell(number, 1, each).number_format = FORMAT_DATE_YYYYMMDD2
    book.worksheets[0].title = "Texts"
    book.save(tmp_path / "t.xlsx")
    assert column(tmp_path / "t.xlsx") == values


def test_days_of_a_book_that_counts_from_1904_come_back(tmp_path):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].title = "Texts"
    book.worksheets[0]["A1"] = date(2024, 2, 29)
    book.save(tmp_path / "t.xlsx")
    assert column(tmp_path / "t.xlsx") == [date(2024, 2, 29)]


def test_what_looks_like_an_escape_is_escaped():
    assert xml_text("_x000D_ _x_ _x00_") == "_x005F_x000D_ _x_ _x00_"
