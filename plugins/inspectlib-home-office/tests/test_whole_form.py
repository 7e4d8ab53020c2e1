"""That the form holds everything that its issue names, and that a house template can frame it."""

import re
import zipfile
from datetime import date
from pathlib import Path

import attrs
import docx
import pytest
from checkers import ooxml_problems
from inspectlib_documents.response_form import read

from inspectlib.cases import Action, Case, Position, PositionAnswer
from inspectlib.errors import BadCall
from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib.plugins import load_plugins
from inspectlib.profiles import Profile
from inspectlib.running import export
from inspectlib.sample import sample_document, sample_register
from inspectlib.testing import AREA, REPORT, a_complete_register

ON = date(2024, 6, 3)
PLUGINS = load_plugins()
SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "cleveland-serious-youth-violence-2023.txt"
PLACES = [
    "draft",
    "title",
    "published",
    "types",
    "quoted",
    "summary",
    "terms",
    "recommendations",
    "force",
    "body",
    "office",
]


def form_of(register, path, plugins=PLUGINS, inspection=REPORT):
    export(register, "home-office-form", path, on=ON, inspections=(inspection,), plugins=plugins)
    return path


def words_of(path):
    """Return the words of each paragraph, those in controls and cells too, in order."""
    document = docx.Document(str(path))
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for paragraph in document.element.body.iter(f"{space}p"):
        found.append("".join(each.text or "" for each in paragraph.iter(f"{space}t")))
    return found


def the_sample():
    source = sample_document()
    return sample_register(PLUGINS.importer_for(source).read(source).register)


def a_full_register():
    register = a_complete_register()
    return register.with_case(
        Case(
            area=AREA,
            recommendation=f"{REPORT}/1",
            position=Position(answer=PositionAnswer.PARTLY, reason="The data is not ours."),
            owner="Head of Crime",
            force_comment="We will count.",
        )
    ).with_action(
        Action(
            id="count-1",
            area=AREA,
            answers=(f"{REPORT}/1",),
            title="Count the radios",
            owner="Head of Stores",
            due=date(2024, 1, 31),
            done_on=date(2024, 1, 30),
        )
    )


def test_every_part_that_the_home_office_asks_for_is_in_the_form(tmp_path):
    words = words_of(form_of(a_full_register(), tmp_path / "f.docx"))
    for line in (
        "A Report",
        "8 March 2023",
        "The report made 2 recommendations, one of which was for Police Forces",
        "By 31 March 2024, chief constables should do the thing numbered 1.",
        "Partly accepted",
        "The data is not ours.",
        "Head of Crime",
        "31 March 2024",
        "chief constables",
        "We will count.",
        "Count the radios",
        "Head of Stores",
        "31 January 2024",
        "30 January 2024",
        "The force accepts the report.",
        "Chief officer's comments received: 3 April 2023",
        "The Commissioner welcomes the report.",
        "The Commissioner asks for figures each quarter.",
        "Why the PCC takes no action:",
        "This is for the Home Office.",
        "Deadline for response: 2 May 2023",
        "Date response sent: 2 May 2023",
        "☒ Response forwarded to Home Office: 3 May 2023",
        "☒ Response sent to HMICFRS: 2 May 2023",
        "☒ Response published on PCC website: 2 May 2023",
    ):
        assert line in words, line


def test_every_sentence_of_the_seed_is_in_the_form_and_in_its_place(tmp_path):
    if not SEED.exists():
        pytest.skip("the seed is not beside the project")
    result = read(Source.from_path(SEED))
    form_of(result.register, tmp_path / "f.docx", inspection=result.register.inspections[0].id)

    def plain(text):
        return " ".join(text.split()).lower().removesuffix(":").strip()

    written = [plain(each) for each in words_of(tmp_path / "f.docx")]
    place = 0
    for block in re.split(r"\n\s*\n|\n(?=- )", SEED.read_text()):
        line = plain(block.removeprefix("- "))
        if not line:
            continue
        found = next((i for i in range(place, len(written)) if line in re.sub(r"^[☐☒] ", "", written[i])), None)
        assert found is not None, line
        place = found


def test_a_recommendation_keeps_its_words_to_the_letter(tmp_path):
    register = a_full_register()
    text = "By  May,\tforces {{ title }} should: \n<b>act</b> & \u202ereport\u202c {% x %}  "
    first = attrs.evolve(register.inspections[0].recommendations[0], text=text)
    register = register.with_inspection(attrs.evolve(register.inspections[0], recommendations=(first,)))
    xml = zipfile.ZipFile(form_of(register, tmp_path / "f.docx")).read("word/document.xml").decode()
    for piece in ("By  May,", "{{ title }} should: ", "&lt;b&gt;act&lt;/b&gt; &amp; \u202ereport\u202c {% x %}  "):
        assert piece in xml


def test_the_document_says_its_language_title_and_headers(tmp_path):
    path = form_of(a_full_register(), tmp_path / "f.docx")
    document = docx.Document(str(path))
    assert document.core_properties.title == "Response to A Report"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == ""
    xml = zipfile.ZipFile(path).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader") == xml.count("<w:tbl>") == xml.count("<w:tblCaption")
    assert 'w:val="Heading1"' in xml


def test_two_controls_have_never_the_same_id_and_no_name_is_too_long(tmp_path):
    register = a_full_register()
    long = attrs.evolve(register.inspections[0].recommendations[0], id=f"{REPORT}/{'k' * 90}", text="Act.")
    register = register.with_inspection(attrs.evolve(register.inspections[0], recommendations=(long,)))
    xml = zipfile.ZipFile(form_of(register, tmp_path / "f.docx")).read("word/document.xml").decode()
    ids = re.findall(r'<w:id w:val="(\d+)"', xml)
    assert len(ids) == len(set(ids)) > 10
    assert max(map(len, re.findall(r'<w:tag w:val="([^"]*)"', xml))) <= 64


def a_template(folder, places=PLACES, text=None):
    document = docx.Document()
    document.add_paragraph("Office of the Police and Crime Commissioner for Northmoor")
    for each in places:
        document.add_heading(f"Our heading for {each}", level=1)
        document.add_paragraph(text or "{{ " + each + " }}")
    path = folder / "house.docx"
    document.save(str(path))
    return attrs.evolve(PLUGINS, profiles=(Profile(name="house", area=AREA, templates={"home-office-form": path}),))


@pytest.mark.needs("ooxml-validator")
def test_a_house_template_frames_the_same_parts(tmp_path):
    register = a_full_register()
    path = form_of(register, tmp_path / "f.docx", plugins=a_template(tmp_path))
    words = words_of(path)
    assert words[0] == "Office of the Police and Crime Commissioner for Northmoor"
    assert "The Commissioner asks for figures each quarter." in words
    assert not any("{{" in each for each in words)
    assert ooxml_problems(path) == []


def test_a_placeholder_can_stand_in_a_cell(tmp_path):
    plugins = a_template(tmp_path, [each for each in PLACES if each != "title"])
    document = docx.Document(str(tmp_path / "house.docx"))
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{ title }}"
    document.save(str(tmp_path / "house.docx"))
    assert "A Report" in words_of(form_of(a_full_register(), tmp_path / "f.docx", plugins=plugins))


@pytest.mark.parametrize(
    ("places", "text", "answer"),
    [
        (
            [*PLACES[:-1], "ofice"],
            None,
            "no such placeholder to fill as 'ofice'; did you mean 'office'\\? there are: draft,",
        ),
        (PLACES[:-1], None, "lacks the placeholder 'office'; there are: draft, title"),
        ([*PLACES, "body"], None, "has the placeholder 'body' 2 times"),
        (PLACES, "See {{ title }}", "must stand in a paragraph of its own"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_by_name_and_nothing_is_written(tmp_path, places, text, answer):
    plugins = a_template(tmp_path, places, text)
    with pytest.raises(BadCall, match=answer):
        form_of(a_full_register(), tmp_path / "f.docx", plugins=plugins)
    assert [each.name for each in tmp_path.iterdir()] == ["house.docx"]


def in_a_header(document):
    document.sections[0].header.paragraphs[0].text = "Response to {{ title }}"


def in_a_footer(document):
    document.sections[0].footer.paragraphs[0].text = "{{ nonsense }}"


def in_a_text_box(document):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = "<w:pict><w:txbxContent><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p></w:txbxContent></w:pict>"
    document.element.body.insert(0, docx.oxml.parse_xml(f'<w:p xmlns:w="{space}"><w:r>{xml}</w:r></w:p>'))


def half_typed(document):
    document.add_paragraph("{{ title }")


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (in_a_header, "has 'Response to {{ title }}' in the header, where nothing is filled in"),
        (in_a_footer, "has '{{ nonsense }}' in the footer"),
        (in_a_text_box, "has '{{ title }}' in the text box"),
        (half_typed, "'{{ title }' is no whole placeholder"),
    ],
)
def test_a_placeholder_that_would_be_sent_as_it_stands_is_refused(tmp_path, change, answer):
    plugins = a_template(tmp_path)
    document = docx.Document(str(tmp_path / "house.docx"))
    change(document)
    document.save(str(tmp_path / "house.docx"))
    with pytest.raises(BadCall, match=re.escape(answer)):
        form_of(a_full_register(), tmp_path / "f.docx", plugins=plugins)


def test_a_placeholder_that_word_split_into_runs_is_filled(tmp_path):
    plugins = a_template(tmp_path, [each for each in PLACES if each != "title"])
    document = docx.Document(str(tmp_path / "house.docx"))
    line = document.add_paragraph()
    for piece in ("{", "{ ti", "tle", " }", "}"):
        line.add_run(piece).bold = piece == "tle"
    document.save(str(tmp_path / "house.docx"))
    assert "A Report" in words_of(form_of(a_full_register(), tmp_path / "f.docx", plugins=plugins))


def test_a_control_of_the_template_keeps_its_id_to_itself(tmp_path):
    plugins = a_template(tmp_path)
    document = docx.Document(str(tmp_path / "house.docx"))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    inner = '<w:sdtPr><w:id w:val="1003"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent>'
    document.element.body.insert(0, docx.oxml.parse_xml(f'<w:sdt xmlns:w="{space}">{inner}</w:sdt>'))
    document.save(str(tmp_path / "house.docx"))
    path = form_of(a_full_register(), tmp_path / "f.docx", plugins=plugins)
    ids = re.findall(r'<w:id w:val="(\d+)"', zipfile.ZipFile(path).read("word/document.xml").decode())
    assert ids.count("1003") == 1
    assert len(ids) == len(set(ids))


def broken_package(path):
    with zipfile.ZipFile(path) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data[:-30] if name == "word/document.xml" else data)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (lambda path: path.write_bytes(b"nothing"), "template 'house.docx' cannot be opened"),
        (broken_package, "template 'house.docx' cannot be opened"),
        (Path.unlink, "template 'house.docx' is not there: "),
    ],
)
def test_a_template_that_is_no_document_is_refused(tmp_path, change, answer):
    plugins = a_template(tmp_path)
    change(tmp_path / "house.docx")
    with pytest.raises(BadCall, match=answer):
        form_of(a_full_register(), tmp_path / "f.docx", plugins=plugins)


def test_words_that_look_like_a_placeholder_are_words(tmp_path):
    register = a_full_register()
    response = evolve(register.responses[0], comments="See {{ office }} and {{ nothing }}.")
    path = form_of(register.with_response(response), tmp_path / "f.docx", plugins=a_template(tmp_path))
    assert "See {{ office }} and {{ nothing }}." in words_of(path)


@pytest.mark.needs("ooxml-validator")
def test_hostile_text_of_any_length_is_text_and_nothing_else(tmp_path):
    register = a_full_register()
    hostile = "\x00\x07\u202e\u2066=1+1 {{ title }} {% for %} <w:p/> ]]> & " + "x" * 100_000
    response = evolve(register.responses[0], comments=hostile)
    path = form_of(register.with_response(response), tmp_path / "f.docx")
    assert any("{{ title }} {% for %} <w:p/> ]]> &" in each for each in words_of(path))
    assert ooxml_problems(path) == []
