"""That a tick is read wherever a program or a person put it, and an unsaid one is not known."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from inspectlib_documents.boxes import boxes_of
from inspectlib_documents.describing import CheckBox, Document, Paragraph, Table, TickGroup
from inspectlib_documents.odt import write_odt
from inspectlib_documents.ticks import text_of
from inspectlib_documents.writing import write_docx

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source

SPACES = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def lines(*paragraphs):
    """Return the lines of a document with these paragraphs, each given as what stands in it."""
    document = docx.Document()
    for each in paragraphs:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {SPACES}>{each}</w:p>"))
    return text_of(saved(document)).splitlines()


def saved(document):
    held = io.BytesIO()
    document.save(held)
    return Source(name="a.docx", data=held.getvalue())


def words(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(checked):
    return f"<w:sdt><w:sdtPr><w14:checkbox>{checked}</w14:checkbox></w:sdtPr><w:sdtContent>{words('?')}</w:sdtContent></w:sdt>"


def legacy(inside):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{inside}</w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("box", "mark"),
    [
        (control('<w14:checked w14:val="1"/>'), "[x]"),
        (control('<w14:checked w14:val="true"/>'), "[x]"),
        (control("<w14:checked/>"), "[x]"),
        (control('<w14:checked w14:val="0"/>'), "[ ]"),
        (control('<w14:checked w14:val="false"/>'), "[ ]"),
        (control(""), "[?]"),
        (legacy("<w:checked/>"), "[x]"),
        (legacy('<w:default w:val="0"/><w:checked w:val="1"/>'), "[x]"),
        (legacy('<w:default w:val="1"/><w:checked w:val="0"/>'), "[ ]"),
        (legacy('<w:default w:val="1"/>'), "[x]"),
        (legacy('<w:default w:val="0"/>'), "[ ]"),
        (legacy("<w:sizeAuto/>"), "[ ]"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "[x]"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FD"/></w:r>', "[x]"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "[ ]"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "[x]"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', ""),
        (words("\N{BALLOT BOX WITH X}"), "\N{BALLOT BOX WITH X}"),
        (words("[x]"), "[x]"),
    ],
)
def test_a_tick_is_read_from_wherever_it_is_kept(box, mark):
    assert lines(box + words(" National")) == [f"{mark} National"]


def test_a_mark_is_a_box_to_the_reader_of_phrases():
    ticked, empty = control('<w14:checked w14:val="1"/>'), legacy("")
    assert boxes_of(lines(ticked + words(" Yes ") + empty + words(" No"))[0]) == [(True, "Yes"), (False, "No")]


def test_a_box_in_one_cell_and_its_words_in_the_next_stand_on_one_line():
    document = docx.Document()
    for label, mark in (("National", "☒"), ("Thematic", "[x]")):
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = label, mark
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Title of Inspection", "Radios"
    found = text_of(saved(document)).splitlines()
    assert found == ["National ☒", "Thematic [x]", "Title of Inspection", "Radios"]


def test_deleted_words_and_hints_of_empty_places_are_no_words():
    gone = f'<w:del w:id="1" w:author="a"><w:r><w:delText>gone</w:delText></w:r></w:del>{words("kept")}'
    moved = f'<w:moveFrom w:id="2" w:author="a">{words("moved")}</w:moveFrom>{words("stays")}'
    hint = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{words('Click here')}</w:sdtContent></w:sdt>"
    assert lines(gone, moved, hint + words("here")) == ["kept", "stays", "here"]


def a_document():
    return Document(
        title="T",
        on=date(2023, 3, 8),
        parts=(
            Paragraph(text="one\ntwo\n\n  three"),
            Paragraph(text="point", bullet=True),
            TickGroup(boxes=(CheckBox(text="Yes", ticked=True, name="y"), CheckBox(text="No", ticked=False, name="n"))),
            Table(header=("a", "b"), rows=(("1", "2"),)),
        ),
    )


@pytest.mark.parametrize(
    ("write", "suffix", "ticked", "empty"), [(write_docx, ".docx", "[x]", "[ ]"), (write_odt, ".odt", "☒", "☐")]
)
def test_every_writer_gives_the_same_lines(tmp_path, write, suffix, ticked, empty):
    write(a_document(), tmp_path / f"a{suffix}")
    found = [each for each in text_of(Source.from_path(tmp_path / f"a{suffix}")).splitlines() if each.strip()]
    assert found == ["one", "two", "  three", "- point", f"{ticked} Yes", f"{empty} No", "a", "b", "1", "2"]


@pytest.mark.parametrize("data", [b"%PDF-1.7 broken", b"PK\x03\x04", b"\x00\x01"])
def test_what_is_broken_is_refused_in_words(data):
    with pytest.raises(CannotRead):
        text_of(Source(name="a.pdf", data=data))


def test_an_entity_is_never_looked_up(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    xml = (
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]><w:document {nsdecls("w")}><w:body><w:p><w:r><w:t>&e;</w:t>'
        "</w:r></w:p></w:body></w:document>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("word/document.xml", xml)
    with pytest.raises(CannotRead, match="declares a document type or entities"):
        text_of(Source(name="a.docx", data=held.getvalue()))


def test_docx2python_sees_the_same_ticks(tmp_path):
    from docx2python import docx2python

    write_docx(a_document(), tmp_path / "a.docx")
    with docx2python(tmp_path / "a.docx") as read:
        text = read.text
    assert "\N{BALLOT BOX WITH X} Yes" in text
    assert "\N{BALLOT BOX} No" in text


def test_pandoc_sees_the_same_ticks(tmp_path):
    import pypandoc

    write_docx(a_document(), tmp_path / "a.docx")
    text = pypandoc.convert_file(tmp_path / "a.docx", "plain")
    assert "\N{BALLOT BOX WITH X} Yes" in text
    assert "\N{BALLOT BOX} No" in text
