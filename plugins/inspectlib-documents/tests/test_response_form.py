import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from checkers import ooxml_problems
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents.addressees import Subjects, addressees_in
from inspectlib_documents.dates import a_date, due_in
from inspectlib_documents.response_form import read, recognises
from inspectlib_documents.writing import CheckBox, Document, Heading, Paragraph, Table, write_docx

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "cleveland-serious-youth-violence-2023.txt"

FORM = """
FORCE RESPONSE TO RECOMMENDATIONS

We accept the recommendations:

Chief constables should count their radios.

INSPECTION DETAILS
Date Inspection Published
14/03/2023
Title of Inspection
Radios
Type of Inspection:
☐ Northmoor Specific
☒ National
☐ Follow Up
☒ Thematic
☐ Partner Inspection
Is Northmoor Police quoted in the Report?
[ ] Yes
[x] No

EXECUTIVE SUMMARY OF REPORT
Short.
The report made 1 recommendation
Recommendation 1
By March 2024, chief constables should count their radios.

PCC RESPONSE TO INSPECTION
Comment by the PCC:
Agreed.
For Office Use Only
☒ Response forwarded to Home Office: 4 May 2023
☐ Response published on PCC website
"""


def source(text):
    return Source(name="a.txt", data=text.encode())


@pytest.fixture
def seed():
    if not SEED.exists():
        pytest.skip("the seed is not beside the project")
    return read(Source.from_path(SEED))


def test_the_seed_gives_its_inspection(seed):
    (inspection,) = seed.register.inspections
    assert inspection.id == "how-well-the-police-tackle-serious-youth-violence-2023"
    assert inspection.title == "How Well the Police Tackle Serious Youth Violence"
    assert inspection.published_on == date(2023, 3, 8)
    assert len(inspection.terms_of_reference) == 3


def test_the_seed_gives_four_recommendations_two_of_them_for_forces(seed):
    items = seed.reading["recommendations"]
    assert [each["number"] for each in items] == ["1", "2", "3", "4"]
    assert {each["due"] for each in items} == {"2024-03-31"}
    assert [each["addressees"] for each in items] == [["home_office"]] * 2 + [["chief_constables"]] * 2
    assert [each["position"] for each in items] == [None, None, "accepted", "accepted"]
    assert items[2]["text"].endswith("crime [outcome 22](#).")


def test_the_seed_leaves_eight_answers_not_known(seed):
    inspection, response = seed.reading["inspection"], seed.reading["response"]
    answers = [
        *inspection["types"].values(),
        inspection["quoted"],
        response["office_use"]["forwarded_home_office"],
        response["office_use"]["published"],
    ]
    assert answers == [None] * 8
    assert response["dated"] is None


def test_the_seed_keeps_both_sections_whole(seed):
    response = seed.register.responses[0]
    assert response.area == "cleveland"
    assert response.chief_officer_comments[0].text.startswith("All new reports into the Force")
    assert response.chief_officer_comments[0].text.endswith("at the appropriate time.")
    assert response.comments.startswith("The PCC identified the need")
    assert response.comments.endswith("recommendations and AFIs.")
    assert response.publications == ()


def test_the_headings_may_stand_in_another_order():
    result = read(source(FORM))
    reading = result.reading
    assert reading["inspection"]["published_on"] == "2023-03-14"
    assert reading["inspection"]["types"] == {
        "force_specific": False,
        "national": True,
        "follow_up": False,
        "thematic": True,
        "partner": False,
    }
    assert reading["inspection"]["quoted"] is False
    assert reading["response"]["office_use"]["forwarded_home_office"] is True
    assert reading["recommendations"][0]["due"] == "2024-03-31"
    assert reading["recommendations"][0]["due_precision"] == "month"
    assert reading["recommendations"][0]["position"] == "accepted"
    json.dumps(reading)


def test_a_group_with_no_box_ticked_is_not_known():
    reading = read(source(FORM.replace("☒ National", "☐ National").replace("☒ Thematic", "☐ Thematic"))).reading
    assert set(reading["inspection"]["types"].values()) == {None}


def test_the_area_that_the_user_names_fills_in_for_a_force_that_nobody_knows():
    form = FORM.replace("Northmoor", "Nowhere").encode()
    (response,) = read(Source(name="a.txt", data=form, body="northmoor")).register.responses
    assert response.area == "northmoor"


def test_a_document_of_another_area_is_refused():
    with pytest.raises(CannotRead, match="is of 'northmoor', not of 'estuary'"):
        read(Source(name="a.txt", data=FORM.encode(), body="estuary"))


def test_an_unknown_force_is_a_problem_and_no_response():
    result = read(source(FORM.replace("Northmoor", "Nowhere")))
    assert result.register.responses == ()
    assert any(each.place == "force" for each in result.problems)


@pytest.mark.parametrize("text", ["hello", "Recommendation 1\nDo it."])
def test_another_text_is_not_recognised(text):
    assert recognises(source(text)) == 0


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("The Force has received and accepted the report and\nrecommendations:", "accepted"),
        ("The recommendations have been accepted:", "accepted"),
        ("We do not accept the recommendations:", None),
        ("The Force has not yet accepted the recommendations:", None),
        ("The Force hasn't accepted the recommendations:", None),
        ("The Force partly accepts these recommendations:", None),
        ("We accept the other recommendations. We reject this one:", None),
        ("The Force rejects these. Others accept recommendations:", None),
        ("Our progress on recommendations:", None),
    ],
)
def test_only_words_of_acceptance_before_a_recommendation_accept_it(words, position):
    reading = read(source(FORM.replace("We accept the recommendations:", words))).reading
    assert reading["recommendations"][0]["position"] == position


@pytest.mark.parametrize("after", ["This recommendation is not accepted.", "We reject it.", "It is partly accepted."])
def test_a_refusal_after_a_recommendation_is_no_acceptance(after):
    reading = read(source(FORM.replace("radios.\n\nINSPECTION", f"radios.\n\n{after}\n\nINSPECTION"))).reading
    assert reading["recommendations"][0]["position"] is None


def test_a_sentence_like_a_heading_cuts_no_section_short():
    words = "First.\nThe report made clear that much is left.\nThe report made 2 recommendations to all.\nWe act."
    form = FORM.replace("We accept the recommendations:", words).replace("Agreed.", words)
    response = read(source(form)).reading["response"]
    assert response["force_comments"].startswith(words)
    assert response["body_comments"] == words


def test_words_before_the_comment_of_the_body_are_kept():
    form = FORM.replace("Comment by the PCC:", "Before.\nComment by the PCC:")
    assert read(source(form)).reading["response"]["body_comments"] == "Before.\n\nAgreed."


@pytest.mark.parametrize(
    ("lines", "quoted"),
    [
        ("☒ Yes ☐ No", True),
        ("Yes ☐ No ☒", False),
        ("Yes [x]\nNo [ ]", True),
        ("Yes\n✓ No", False),
        ("☒ Yes\n☒ No", None),
        ("☐ Yes\n☐ No", None),
        ("☒ Not known", None),
        ("☒ No\nNational figures only", False),
    ],
)
def test_a_box_is_read_on_either_side_of_its_words(lines, quoted):
    assert read(source(FORM.replace("[ ] Yes\n[x] No", lines))).reading["inspection"]["quoted"] is quoted


def test_a_wrapped_term_is_whole_and_other_words_are_a_problem():
    terms = "The Terms of Reference included\n- one\n  runs on\n\n- two\n\nOther words.\n"
    result = read(source(FORM.replace("The report made", terms + "The report made")))
    assert result.reading["inspection"]["terms_of_reference"] == ["one runs on", "two"]
    assert [each.message for each in result.problems] == ["what follows the list is not kept: 'Other words.'"]


@given(st.text().filter(lambda text: "\0" not in text))
def test_no_text_breaks_the_reader(text):
    read(source(FORM + text))


@pytest.mark.parametrize(
    ("words", "day"),
    [("8 March 2023", date(2023, 3, 8)), ("08/03/2023", date(2023, 3, 8)), ("31 February 2024", None), ("soon", None)],
)
def test_a_date_is_read_or_is_none(words, day):
    assert a_date(words) == day


def test_a_body_consulted_is_no_addressee():
    assert addressees_in("By May, the Home Office, in consultation with chief constables, should act.", Subjects()) == (
        "home_office",
    )
    assert due_in("Forces should act.") is None


def a_document(**changes):
    parts = (
        Heading(text="Title", level=0),
        Paragraph(text="one\n\ntwo\x0b=1+1", strong=True),
        CheckBox(text="Yes", ticked=True),
        CheckBox(text="No", ticked=None),
        Table(header=("a", "b"), rows=(("1", "2"),)),
        Paragraph(text="point", bullet=True),
    )
    return Document(**{"title": "T", "on": date(2023, 3, 8), "parts": parts, **changes})


def test_boxes_are_real_controls_and_the_same_document_the_same_bytes(tmp_path):
    one, two = tmp_path / "1.docx", tmp_path / "2.docx"
    write_docx(a_document(), one)
    write_docx(a_document(), two)
    assert one.read_bytes() == two.read_bytes()
    xml = zipfile.ZipFile(one).read("word/document.xml").decode()
    assert xml.count("w14:checkbox>") == 4
    assert xml.count('w14:checked w14:val="1"') == 1
    assert "tblHeader" in xml


def test_any_title_and_any_text_can_be_written(tmp_path):
    parts = (Paragraph(text="a\x07b\x00"), CheckBox(text="\x1f"))
    write_docx(a_document(title="\x07" + "x" * 400, parts=parts), tmp_path / "a.docx")
    xml = zipfile.ZipFile(tmp_path / "a.docx").read("word/document.xml").decode()
    assert "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}" in xml


@pytest.mark.needs("ooxml-validator")
def test_the_document_passes_the_open_xml_validator(tmp_path):
    path = tmp_path / "a.docx"
    write_docx(a_document(), path)
    assert ooxml_problems(path) == []
