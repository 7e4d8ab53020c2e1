from datetime import date

import weasyprint
from checkers import pdf_ua_problems
from inspectlib_documents.describing import CheckBox, Document, Entry, Heading, KeyValues, Paragraph, Table, TickGroup
from inspectlib_documents.tagged_pdf import as_html, write_pdf
from inspectlib_documents.ticks import text_of

from inspectlib.exchange import Source

DOCUMENT = Document(
    title="A <title> & more",
    on=date(2023, 3, 8),
    footer='A "footer" \\ } { \N{SNOWMAN}',
    parts=(
        Heading(text="Title", level=0),
        Paragraph(text='one <img src="http://example.org/x"> {{ two }}\n\nthree'),
        Paragraph(text="point", bullet=True),
        TickGroup(
            boxes=(CheckBox(text="Yes", ticked=True), CheckBox(text="No", entry=Entry(name="d", text="8 March")))
        ),
        TickGroup(boxes=(CheckBox(text="Yes"), CheckBox(text="No"))),
        KeyValues(
            rows=(Entry(name="a", label="Position", text="Accepted"), Entry(name="b", label="Owner")), caption="A"
        ),
        Table(header=("a", "b"), rows=(("1", Entry(name="c")),), caption="B"),
    ),
)


def test_a_pdf_passes_both_checkers_and_one_without_tags_does_not(tmp_path):
    write_pdf(DOCUMENT, tmp_path / "a.pdf")
    assert pdf_ua_problems(tmp_path / "a.pdf") == []
    weasyprint.HTML(string=as_html(DOCUMENT)).write_pdf(tmp_path / "b.pdf")
    assert pdf_ua_problems(tmp_path / "b.pdf") != []


def test_words_that_look_like_markup_are_words_and_ticks_are_read(tmp_path):
    write_pdf(DOCUMENT, tmp_path / "a.pdf")
    text = text_of(Source.from_path(tmp_path / "a.pdf"))
    assert '<img src="http://example.org/x"> {{ two }}' in text
    assert "\N{BALLOT BOX WITH X} Yes" in text
    assert "\N{BALLOT BOX} No: 8 March" in text
    assert "Not known." in text


def test_the_same_document_is_the_same_pdf_whatever_was_printed_between(tmp_path):
    other = Document(title="B", on=DOCUMENT.on, parts=(Paragraph(text="\N{GREEK SMALL LETTER OMEGA} other letters"),))
    for document, name in ((DOCUMENT, "1.pdf"), (other, "other.pdf"), (DOCUMENT, "2.pdf")):
        write_pdf(document, tmp_path / name)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


def test_a_text_of_any_length_and_any_ends_of_lines_is_printed_whole(tmp_path):
    text = "before \u2029after\u2028next\x85last \u202e\u2066 " + "z" * 20_000 + " end"
    parts = (Paragraph(text=text), Table(header=("a", "b"), rows=((text, "1"),)))
    write_pdf(Document(title="A", on=date(2023, 3, 8), parts=parts), tmp_path / "a.pdf")
    printed = text_of(Source.from_path(tmp_path / "a.pdf"))
    assert printed.count("z") == 40_000
    assert printed.count("before") == printed.count("after") == printed.count("last") == printed.count("end") == 2
