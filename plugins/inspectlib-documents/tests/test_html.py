"""Pages as HTML: what is a heading, a list and a cell there is one here. Nothing in them exists."""

import pytest
from inspectlib_documents import read_report, recognises_report
from inspectlib_documents.formats import reading_of

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source

PAGE = """<!doctype html><html><head><title>no</title><script>var should</script></head><body>
<nav><a href="#">The force should be in no menu.</a></nav>
<h1>Count the radios: an inspection of Northmoor Police</h1><p>Published on: 31 August 2023</p>
{}
<footer>The force should be in no footer.</footer></body></html>"""


def source(body, name="a.html"):
    return Source(name=name, data=PAGE.format(body).encode())


def items(body):
    return read_report(source(body)).reading["recommendations"]


def test_a_box_with_a_list_is_one_item_and_the_next_list_is_not_in_it():
    (item,) = items(
        "<div><h3>Recommendation 1</h3><p>Within six months, the <a href='#'>force</a> should:</p>"
        "<ul><li>count; and</li><li>look.</li></ul><ul><li>Radios are lost.</li></ul></div>"
    )
    assert item["text"] == "Within six months, the force should:\n\N{BULLET} count; and\n\N{BULLET} look."
    assert item["due"] == "2024-02-29"


def test_the_numbers_of_a_list_are_those_that_are_shown():
    found = items(
        "<h2>Recommendations</h2><ol start='11'><li>The force should count.</li><li>The force should look.</li></ol>"
    )
    assert [each["number"] for each in found] == ["11", "12"]


def test_lettered_parts_are_parts():
    (item,) = items(
        "<h3>Recommendation 1</h3><p>The force should:</p><ol type='a'><li>count; and</li><li>look.</li></ol>"
    )
    assert item["text"].endswith("(a) count; and\n(b) look.")


def test_a_table_keeps_its_cells():
    found = items(
        "<table><thead><tr><th>Ref</th><th>Recommendation</th><th>Owner</th></tr></thead><tbody>"
        "<tr><td>7</td><td><p>By 27/03/25, count</p><p>them all.</p></td><td>Chief constables</td></tr>"
        "<tr><td>8</td><td>Find them.</td><td>Home Office</td></tr></tbody></table>"
    )
    assert [(each["number"], each["addressees"]) for each in found] == [
        ("7", ["chief_constables"]),
        ("8", ["home_office"]),
    ]
    assert found[0]["text"] == "By 27/03/25, count them all."


def test_lines_parted_by_breaks_are_lines():
    (item,) = items("<p>Recommendation 1<br>The force should count.</p>")
    assert item["text"] == "The force should count."


def test_what_is_hidden_or_runs_a_script_is_not_read():
    assert items("<p hidden>Recommendation 1: The force should hide.</p><script>Recommendation 2: must</script>") == []


def test_a_character_that_no_page_shows_is_no_word():
    (item,) = items("<h3>Recommendation 1</h3><p>\x04By 31 May 2024, forces should count.\x05</p>")
    assert (item["text"], item["due"]) == ("By 31 May 2024, forces should count.", "2024-05-31")


def test_a_page_in_another_encoding_that_it_names_is_read():
    page = "<html><head><meta charset='windows-1252'></head><body><h3>Recommendation 1</h3><p>Forces should count caf\xe9s.</p></body></html>"
    result = read_report(Source(name="a.html", data=page.encode("cp1252")))
    assert result.reading["recommendations"][0]["text"] == "Forces should count caf\xe9s."


@pytest.mark.parametrize("body", ["<table>" * 600, "<div>" * 1900, "<b>" * 1900])
def test_a_page_is_read_to_the_bottom_of_what_is_nested(body):
    result = read_report(source(f"{body}<h3>Recommendation 1</h3><p>The force should count.</p>"))
    assert [each["text"] for each in result.reading["recommendations"]] == ["The force should count."]


@pytest.mark.parametrize("body", ["<table>" * 3000, "<div>" * 20_000, "<ul><li>" * 5000, "<b>" * 50_000])
def test_a_page_nested_too_deeply_to_be_read_whole_is_refused_and_never_cut(body):
    with pytest.raises(CannotRead, match="nested deeper than a page that people read"):
        read_report(source(f"{body}<h3>Recommendation 1</h3><p>The force should count.</p>"))


def test_a_page_without_words_is_one_clear_line():
    with pytest.raises(CannotRead, match="shows no words"):
        reading_of(Source(name="a.html", data=b"<html><body><img src='a.png'></body></html>"))


def test_a_page_is_known_by_its_first_bytes_under_another_name():
    assert recognises_report(source("<h3>Recommendation 1</h3><p>The force should count.</p>", name="a.txt")) == 70
