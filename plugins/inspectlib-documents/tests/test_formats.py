"""Word, PDF, HTML and text of one document say the same; what cannot be read is one clear line. Nothing in them exists."""

import io
import json
import subprocess
import time
import zipfile
from contextlib import suppress

import docx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents import read_report, read_response, recognises_report, recognises_response
from inspectlib_documents.formats import reading_of
from pypdf import PdfReader, PdfWriter

from inspectlib.cli.commands import root
from inspectlib.errors import CannotRead
from inspectlib.exchange import Source


def a_report():
    made = docx.Document()
    made.add_heading("Count the radios: an inspection of Northmoor Police", 0)
    made.add_paragraph("Published on: 31 August 2023")
    made.add_heading("Recommendations", 1)
    made.add_heading("Recommendation 1", 2)
    made.add_paragraph(
        "Within six months, the force should make sure that every one of its radios is counted each day by two people"
        " who have been trained to count, and it should:"
    )
    made.add_paragraph("count the spare radios in each of its cupboards; and", style="List Bullet")
    made.add_paragraph("look behind the doors.", style="List Bullet")
    made.add_paragraph("We found that few radios were counted. In our view the force should know.")
    made.add_heading("Recommendation 2", 2)
    made.add_paragraph(
        "By no later than 1 September 2024 the Home Office, in consultation with the College of Policing, should say how."
    )
    made.add_paragraph("This should cover spares.")
    made.add_heading("Area for improvement", 2)
    made.add_paragraph("The force should label its cupboards.")
    made.add_paragraph("Nine were not labelled. The force should do so soon.")
    made.add_page_break()
    made.add_heading("Annex A: recommendations of the last report", 1)
    table = made.add_table(rows=0, cols=3)
    for row in (
        ("No.", "Recommendation", "Owner"),
        (
            "7",
            "By 27 March 2025, count them all, wherever they may have been left by those who had them.",
            "Chief constables",
        ),
        ("8", "Find them.", "Home Office"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return made


def a_response():
    made = docx.Document()
    made.add_heading("RESPONSE BY THE PCC TO HMICFRS INSPECTIONS OF NORTHMOOR POLICE", 1)
    for heading, text in (
        ("Title of Inspection", "Count the radios"),
        ("Date Inspection Published", "Wednesday 8 March 2023"),
        ("Executive summary of report", "Radios are lost."),
        ("Recommendation 1", "By 31 March 2024, chief constables should count their radios."),
        (
            "Force response to recommendations",
            "We accept the recommendation: Chief constables should count their radios.",
        ),
        ("PCC response to inspection", "Good."),
    ):
        made.add_heading(heading, 2)
        made.add_paragraph(text)
    return made


def saved(made):
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def without_places(reading):
    return {name: given for name, given in reading.items() if name != "problems"}


def converted(tmp_path, data, form):
    (tmp_path / "a.docx").write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "a.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (tmp_path / f"a.{form.partition(':')[0]}").read_bytes()


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("form", ["txt:Text", "html", "pdf"])
@pytest.mark.parametrize(("make", "read"), [(a_report, read_report), (a_response, read_response)])
def test_one_document_gives_the_same_records_in_every_format(tmp_path, form, make, read):
    word = saved(make())
    other = converted(tmp_path, word, form)
    first = read(Source(name="a.docx", data=word))
    second = read(Source(name=f"a.{form.partition(':')[0]}", data=other))
    assert without_places(second.reading) == without_places(first.reading)
    assert second.register == first.register


def test_a_word_report_is_read():
    result = read_report(Source(name="a.docx", data=saved(a_report())))
    (inspection,) = result.register.inspections
    assert [each.key for each in inspection.recommendations] == ["1", "2", "afi-1", "7", "8"]
    assert inspection.recommendations[0].text.endswith("\N{BULLET} look behind the doors.")
    assert inspection.recommendations[1].text.endswith("This should cover spares.")
    assert inspection.recommendations[1].addressees == ("home_office",)


def test_a_word_response_form_is_read():
    source = Source(name="a.docx", data=saved(a_response()))
    assert recognises_response(source) == 90 > recognises_report(source)
    reading = read_response(source).reading
    assert reading["inspection"]["published_on"] == "2023-03-08"
    assert reading["inspection"]["body"] == "Police and Crime Commissioner for Northmoor"
    assert [each["position"] for each in reading["recommendations"]] == ["accepted"]


def test_numbers_that_word_counts_are_in_the_text():
    made = docx.Document()
    made.add_heading("Recommendations", 1)
    made.add_paragraph("The force should count.", style="List Number")
    made.add_paragraph("The force should look.", style="List Number")
    found = read_report(Source(name="a.docx", data=saved(made))).reading["recommendations"]
    assert [each["number"] for each in found] == ["1", "2"]


def rewritten(data, **members):
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, members.get(name, old.read(name)))
        for name in set(members) - set(old.namelist()):
            new.writestr(name, members[name])
    return held.getvalue()


def document(text):
    return rewritten(saved(docx.Document()), **{"word/document.xml": text})


SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_words_in_controls_and_insertions_are_kept_and_deleted_ones_are_not():
    text = document(
        f"<w:document {SPACE}><w:body><w:p><w:r><w:t>Recommendation 1</w:t></w:r></w:p><w:p><w:sdt><w:sdtContent><w:r><w:t>The force</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:del><w:r><w:delText> may not</w:delText><w:t> may</w:t></w:r></w:del><w:ins><w:r><w:t> should</w:t></w:r></w:ins>"
        "<w:r><w:t> count.</w:t></w:r></w:p></w:body></w:document>"
    )
    (item,) = read_report(Source(name="a.docx", data=text)).reading["recommendations"]
    assert item["text"] == "The force should count."


def a_pdf(*, password=None, pages=1):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


ENTITY = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document {SPACE}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'

BROKEN = {
    "a docx that is cut short": ("a.docx", lambda: saved(a_report())[:9000], "is damaged"),
    "a docx that is a PDF's name": ("a.pdf", lambda: b"PK", "no PDF"),
    "an encrypted docx": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 200, "protected by a password"),
    "a zip that is no document": ("a.docx", lambda: rewritten(zip_of({"a.txt": b"x"})), "no whole Word document"),
    "a member that unpacks to very much": ("a.docx", lambda: rewritten(saved(a_report()), **{"word/media/a.bin": b"0" * 80_000_000}), "times its size"),
    "very many members": ("a.docx", lambda: rewritten(saved(a_report()), **{f"word/{n}.bin": b"" for n in range(4100)}), "holds 4,1"),
    "entities": ("a.docx", lambda: document(ENTITY), "entities"),
    "broken XML": ("a.docx", lambda: document("<w:document"), "is damaged"),
    "a scanned PDF": ("a.pdf", a_pdf, "holds no text"),
    "an encrypted PDF": ("a.pdf", lambda: a_pdf(password="x"), "is encrypted"),
    "a PDF of too many pages": ("a.pdf", lambda: a_pdf(pages=1001), "over 1000"),
    "a PDF that is cut short": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    "a text of another encoding": ("a.txt", lambda: "Recommendation 1\ncaf\xe9".encode("latin-1"), "UTF-8"),
}  # fmt: skip


def zip_of(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_one_clear_line(tmp_path, name):
    file, make, words = BROKEN[name]
    (tmp_path / file).write_bytes(make())
    with pytest.raises(CannotRead, match=words) as error:
        reading_of(Source.from_path(tmp_path / file))
    assert "\n" not in str(error.value)
    ran = CliRunner().invoke(root, ["read", str(tmp_path / file)])
    assert isinstance(ran.exception, CannotRead)


def test_no_external_part_of_a_document_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Recommendation 9: The force should hide.")
    page = f"<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x SYSTEM 'file://{secret}'>]><html><body><p>&x;</p><p>Recommendation 1: The force should count.</p></body></html>"
    result = read_report(Source(name="a.html", data=page.encode()))
    assert "hide" not in json.dumps(result.reading)


def read_or_refused(name, data):
    """Read what can be read; the only error is the one that says what to do."""
    with suppress(CannotRead):
        reading_of(Source(name=name, data=data))


@given(st.binary(max_size=400), st.integers(0, 20_000))
def test_no_damage_to_a_word_document_breaks_the_reader(damage, place):
    whole = WORD[:place] + damage + WORD[place + len(damage) :]
    read_or_refused("a.docx", whole)


@given(st.binary(max_size=60), st.integers(0, 2_000))
def test_no_damage_to_a_pdf_breaks_the_reader(damage, place):
    whole = PDF[:place] + damage + PDF[place + len(damage) :]
    read_or_refused("a.pdf", whole)


def test_a_pdf_is_read():
    assert len(PdfReader(io.BytesIO(PDF)).pages) == 1
    (item,) = read_report(Source(name="a.pdf", data=PDF)).reading["recommendations"]
    assert (item["number"], item["text"]) == ("1", "The force should count.")


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_document_four_times_as_long_takes_four_times_as_long(form):
    def seconds(paragraphs):
        data = long_document(form, paragraphs)
        start = time.process_time()
        found = reading_of(Source(name=f"a.{form}", data=data))
        assert len(found.items) == paragraphs // 4
        return time.process_time() - start

    seconds(40)
    assert seconds(1600) < 8 * seconds(400) + 0.5


def long_document(form, paragraphs):
    texts = []
    for number in range(paragraphs // 4):
        texts += [
            f"Recommendation {number}",
            f"The force should count radio {number}.",
            "We found few.",
            "In our view it is so.",
        ]
    if form == "html":
        return ("<html><body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>").encode()
    if form == "docx":
        made = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
        return document(f"<w:document {SPACE}><w:body>{made}</w:body></w:document>")
    return a_pdf_of(texts)


def a_pdf_of(texts, a_page=20, columns=None, top=700):
    pages = [texts[place : place + a_page] for place in range(0, len(texts), a_page)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, lines in enumerate(pages):
        content = f"BT /F1 12 Tf 72 {top} Td " + " 0 -30 Td ".join(f"({line}) Tj" for line in lines) + " ET"
        content = content if columns is None else columns
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        parts.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    made, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(parts) + 1
    return (
        made
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(made)}\n%%EOF"
    ).encode()


def test_an_item_that_opens_a_page_is_no_page_furniture_and_a_running_header_is():
    """The labels differ by their number alone, as what a page prints at its head does."""
    texts = [
        *("Count the radios 4", "Recommendation 1", "Forces should count the radios."),
        *("Count the radios 5", "Recommendation 2", "Forces should then paint them."),
        *("Count the radios 6", "Recommendation 3", "Forces should sell the rest."),
    ]
    source = Source(name="a.pdf", data=a_pdf_of(texts, a_page=3, top=835))
    assert [(each["number"], each["text"]) for each in read_report(source).reading["recommendations"]] == [
        (number, text) for number, text in zip("123", texts[2::3], strict=True)
    ]
    assert "Count the radios 5" not in reading_of(source).text


LEFT = [
    "Recommendation 1",
    "By 31 May 2024, chief constables",
    "should count every radio that",
    "they have and tell the public",
    "how many there are.",
    "We found few of them. In our",
]
RIGHT = [
    "view that is sad.",
    "Recommendation 2",
    "By 30 June 2024, the Home Office",
    "should say how radios are to be",
    "counted.",
    "We shall look again.",
]


@pytest.mark.parametrize("order", ["across", "down"])
def test_two_columns_are_read_one_after_the_other_however_the_page_was_written(order):
    """The same page, its content written line by line across both columns, or each column in one go."""
    left = [(72, 700 - 14 * row, line) for row, line in enumerate(LEFT)]
    right = [(330, 700 - 14 * row, line) for row, line in enumerate(RIGHT)]
    pieces = [each for pair in zip(left, right, strict=True) for each in pair] if order == "across" else left + right
    content = " ".join(f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({line}) Tj ET" for x, y, line in pieces)
    found = read_report(Source(name="a.pdf", data=a_pdf_of(["x"], columns=content))).reading["recommendations"]
    assert [(each["number"], each["due"], each["addressees"]) for each in found] == [
        ("1", "2024-05-31", ["chief_constables"]),
        ("2", "2024-06-30", ["home_office"]),
    ]
    assert found[0]["text"].endswith("how many there are.")


WORD = saved(a_report())
PDF = a_pdf_of(["Recommendation 1", "The force should count.", "More words"])
