"""Nothing of a response form is lost in silence, and a form of ours that became plain text is read as it stands."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_documents.form_lines import form_lines, heading_in, is_of_substance
from inspectlib_documents.reader import read_text
from inspectlib_documents.response_form import read

from inspectlib import storage
from inspectlib.cli.commands import root
from inspectlib.exchange import Source
from inspectlib.plugins import load_plugins
from inspectlib.responses import Recipient
from inspectlib.running import export
from inspectlib.sample import sample_document, sample_register

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "cleveland-serious-youth-violence-2023.txt"
SENTENCE = "The panel will look at this again in June."

FORM = """RESPONSE BY THE PCC TO HMICFRS INSPECTIONS OF NORTHMOOR POLICE
INSPECTION DETAILS
Title of Inspection
Radios
Date Inspection Published
8 March 2023
Type of Inspection:
☒ National
Is Northmoor Police quoted in the Report?
☒ Yes
☐ No
EXECUTIVE SUMMARY OF REPORT
Short.
The report made 2 recommendations
Recommendation 1
By March 2024, chief constables should count their radios.
Recommendation 2
By March 2024, the Home Office should buy radios.
FORCE RESPONSE TO RECOMMENDATIONS
We count.
PCC RESPONSE TO INSPECTION
Comment by the PCC:
Agreed.
Recommendation 1: the PCC's explanation
Action:
The Commissioner counts too.

And looks twice.
Recommendation 2: the PCC's explanation
Why the PCC takes no action:
This is for the Home Office.
For Office Use Only
Deadline for response: 3 May 2023
Date response sent: 2 May 2023
☒ Response forwarded to Home Office: 4 May 2023
☐ Response sent to HMICFRS: not recorded
☒ Response published on PCC website: 5 May 2023
Published at: https://pcc.northmoor.example.org/radios
"""


def read_form(text):
    return read(Source(name="a.txt", data=text.encode()))


def taken_for_nothing(result):
    return [(each.place, each.message) for each in result.problems if "taken for nothing" in each.message]


# ---------------------------------------------------------------------- what was taken for nothing


def test_a_form_of_which_everything_is_understood_has_no_problem():
    assert read_form(FORM).problems == ()


@pytest.mark.parametrize("text", [sample_document().text(), FORM], ids=["sample", "form"])
def test_a_sentence_after_the_office_boxes_is_a_problem_with_its_place(text):
    before, after = read_form(text), read_form(f"{text}\n{SENTENCE}\n")
    line = f"{text}\n".count("\n") + 1
    (problem,) = [each for each in after.problems if each not in before.problems]
    assert problem.place == f"line {line}"
    assert SENTENCE in problem.message
    assert after.register == before.register


@pytest.mark.skipif(not SEED.exists(), reason="the shared folder is not beside the project")
def test_the_seed_has_three_problems_and_a_fourth_where_a_sentence_is_added():
    text = SEED.read_text(encoding="utf-8")
    assert len(read_form(text).problems) == 3
    assert len(read_form(f"{text}\n\n{SENTENCE}\n").problems) == 4


@pytest.mark.parametrize(
    "before",
    [
        "INSPECTION DETAILS",
        "Title of Inspection",
        "Date Inspection Published",
        "Type of Inspection:",
        "Is Northmoor Police quoted in the Report?",
        "EXECUTIVE SUMMARY OF REPORT",
        "Recommendation 1\n",
        "FORCE RESPONSE TO RECOMMENDATIONS",
        "PCC RESPONSE TO INSPECTION",
        "Recommendation 2: the PCC's explanation",
        "For Office Use Only",
        "Published at",
    ],
)
def test_a_sentence_is_kept_or_is_a_problem_wherever_it_stands(before):
    result = read_form(FORM.replace(before, f"{SENTENCE}\n{before}", 1))
    kept = SENTENCE in str(result.reading["inspection"]) + str(result.reading["response"])
    assert kept or any(SENTENCE in message for _, message in taken_for_nothing(result))


@pytest.mark.parametrize(
    "line", ["See the attached letter about the delay", "Approved by the Chief Finance Officer on 3 May 2023"]
)
@pytest.mark.parametrize("where", ["Type of Inspection:", "Deadline for response"])
def test_words_that_end_no_sentence_are_a_problem_too_where_they_tell_something(line, where):
    ((_, message),) = taken_for_nothing(read_form(FORM.replace(where, f"{line}\n{where}")))
    assert line in message


def test_words_after_the_day_of_a_ticked_box_are_a_problem_and_the_day_is_kept():
    result = read_form(FORM.replace("4 May 2023", "4 May 2023 by email to the portal team"))
    assert len(taken_for_nothing(result)) == 1
    assert len(result.register.responses[0].copies) == 1


def test_lines_that_follow_each_other_are_one_problem_that_counts_them():
    ((place, message),) = taken_for_nothing(read_form(f"{FORM}{SENTENCE}\n\nIt will ask the force to attend.\n"))
    assert place == f"line {FORM.count(chr(10)) + 1}"
    assert "(2 lines from here)" in message


@pytest.mark.parametrize(
    "line",
    [
        "OFFICIAL",
        "Office of the Police and Crime Commissioner for Northmoor",
        "Page 3 of 3",
        "4",
        "DRAFT: no sign-off yet.",
    ],
)
def test_a_letterhead_a_marking_or_a_page_number_is_none(line):
    assert taken_for_nothing(read_form(f"{line}\n{FORM}\n{line}\n")) == []


def test_words_beside_a_box_that_say_more_than_the_box_are_a_problem():
    result = read_form(FORM.replace("☒ Yes", "☒ Yes, as one of the six forces that were visited."))
    assert result.reading["inspection"]["quoted"] is True
    assert len(taken_for_nothing(result)) == 1


def test_words_after_the_date_of_the_response_are_a_problem():
    result = read_form(FORM.replace("2 May 2023", "2 May 2023 (late, as agreed with the inspectors)"))
    assert result.reading["response"]["dated"] == "2023-05-02"
    assert ["late, as agreed" in each.message for each in result.problems] == [True]


@given(st.lists(st.sampled_from(["look", "again", "the", "force", "June", "9", "HMICFRS"]), min_size=3, max_size=12))
def test_a_sentence_in_any_words_is_of_substance(words):
    if sum(each.isalpha() for each in words) >= 3:
        assert is_of_substance(f"{' '.join(words)}.")


@given(st.data())
def test_every_line_of_a_form_is_a_heading_or_stands_in_one_place(data):
    lines = data.draw(st.permutations(FORM.splitlines()))
    text = "\n".join(lines)
    found = form_lines(read_text("a.txt", text))
    placed = {each.number for under in found.under.values() for each in under} | found.written
    assert [
        number for number, line in enumerate(lines, 1) if line and number not in placed and heading_in(line) is None
    ] == []


def test_on_import_it_is_unread_until_somebody_dismisses_it(tmp_path):
    (tmp_path / "a.txt").write_text(FORM + SENTENCE, encoding="utf-8")
    into = str(tmp_path / "register.json")
    run = CliRunner().invoke
    assert run(root, ["new", into, "--body", "northmoor"]).exit_code == 0
    ran = run(root, ["import", str(tmp_path / "a.txt"), "--using", "response-document", "--into", into])
    assert ran.exit_code in (0, 1), ran.output
    assert [SENTENCE in each.message for each in storage.load(tmp_path / "register.json").unread] == [True]


# ---------------------------------------------------------------------- what a form of ours says as plain text


def test_what_explains_an_item_ends_the_comments_and_is_its_explanation():
    (response,) = read_form(FORM).register.responses
    assert response.comments == "Agreed."
    one, two = response.explanations
    assert (one.action, one.no_action_reason) == ("The Commissioner counts too.\n\nAnd looks twice.", None)
    assert (two.action, two.no_action_reason) == (None, "This is for the Home Office.")
    assert [each.covers for each in (one, two)] == [("radios-2023/1",), ("radios-2023/2",)]
    assert {each.own for each in (one, two)} == {None}


def test_an_explanation_of_an_item_that_the_form_does_not_give_is_a_problem():
    result = read_form(FORM.replace("Recommendation 2: the", "Recommendation 9: the"))
    assert len(result.register.responses[0].explanations) == 1
    assert ["explains recommendation 9" in each.message for each in result.problems] == [True]


def test_the_same_words_below_two_items_are_one_explanation_of_both():
    text = FORM.replace("Why the PCC takes no action:", "Action:").replace("This is for the Home Office.", "We wait.")
    text = text.replace("The Commissioner counts too.\n\nAnd looks twice.", "We wait.")
    (only,) = read_form(text).register.responses[0].explanations
    assert only.covers == ("radios-2023/1", "radios-2023/2")


def test_a_box_is_read_below_the_date_of_the_response():
    (response,) = read_form(FORM).register.responses
    assert response.dated == date(2023, 5, 2)
    assert [(each.on, each.url) for each in response.publications] == [
        (date(2023, 5, 5), "https://pcc.northmoor.example.org/radios")
    ]
    assert [(each.to, each.on) for each in response.copies] == [(Recipient.SECRETARY_OF_STATE, date(2023, 5, 4))]


def test_a_box_that_is_ticked_without_a_day_is_a_problem_and_no_fact():
    result = read_form(FORM.replace(": 4 May 2023", ""))
    assert result.reading["response"]["office_use"]["forwarded_home_office"] is True
    assert result.register.responses[0].copies == ()
    assert [each.message for each in result.problems] == [
        "Response forwarded to Home Office is ticked without a day, so it is not recorded"
    ]


def test_words_that_say_that_nothing_is_recorded_are_nobody_s():
    text = FORM.replace("Agreed.", "Not recorded.").replace(
        "We count.", "No comments of the chief officer are recorded."
    )
    text = text.replace("2 May 2023", "not recorded").replace(
        "This is for the Home Office.", "No explanation is recorded."
    )
    result = read_form(text)
    (response,) = result.register.responses
    assert (response.comments, response.chief_officer_comments, response.dated) == (None, (), None)
    assert len(response.explanations) == 1
    assert result.problems == ()


def test_the_day_on_which_the_force_s_words_came_ends_them():
    words = "We count.\nChief officer's comments received: Not recorded.\nTwice.\nChief officer's comments received: 4 April 2023"
    (response,) = read_form(FORM.replace("We count.", words)).register.responses
    assert [(each.text, each.received_on) for each in response.chief_officer_comments] == [
        ("We count.", None),
        ("Twice.", date(2023, 4, 4)),
    ]


@pytest.mark.parametrize(
    ("rows", "position"),
    [
        ("Item\nAnswer\nPosition\nPartly accepted\nOwner\nA. Head", "partly_accepted"),
        ("Item Answer\nPosition Rejected\nOwner A. Head", "rejected"),
        ("Position: Accepted.", "accepted"),
        ("Position\nNot recorded.", None),
        ("Position\nAccepted\nPosition\nRejected", None),
        ("Position of the force: accepted", None),
    ],
)
def test_a_position_in_the_force_s_tables_is_the_item_s_above_it(rows, position):
    answers = read_form(FORM.replace("We count.", f"We count.\nRecommendation 2\n{rows}")).reading["recommendations"]
    assert [each["position"] for each in answers] == [None, position]


def test_words_on_the_line_of_a_heading_are_kept():
    text = FORM.replace("TO RECOMMENDATIONS\nWe count.", "TO RECOMMENDATIONS: We count.")
    text = text.replace("by the PCC:\nAgreed.", "by the PCC: Agreed.")
    assert read_form(text).reading["response"] == read_form(FORM).reading["response"]


@pytest.fixture(scope="module")
def our_forms(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ours")
    plugins = load_plugins()
    register = sample_register(plugins.importer_for(sample_document()).read(sample_document()).register)
    path = folder / "form.docx"
    (name, *_) = [each.inspection for each in register.responses if each.explanations]
    export(register, "home-office-form", path, on=date(2024, 6, 28), inspections=(name,), plugins=plugins)
    for form in ("txt:Text", "pdf"):
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=300)
    return folder, plugins


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("suffix", ["txt", "pdf"])
def test_a_form_of_ours_says_the_same_as_plain_text_or_printed(our_forms, suffix):
    folder, plugins = our_forms
    whole = plugins.importer_for(Source.from_path(folder / "form.docx")).read(Source.from_path(folder / "form.docx"))
    other = read(Source.from_path(folder / f"form.{suffix}"))
    (ours,), (theirs,) = whole.register.responses, other.register.responses
    for name in ("explanations", "publications", "copies", "quoted"):
        assert getattr(theirs, name) == getattr(ours, name), name
    told = [
        [(re.sub(r"\n+", "\n", each.text), each.received_on) for each in one.chief_officer_comments]
        for one in (ours, theirs)
    ]
    assert told[0] == told[1]
    assert re.split(r"\n+", theirs.comments) == re.split(r"\n+", ours.comments)
    ours_said, theirs_said = (
        {e.recommendation: e.position and e.position.answer for e in each.register.cases if e.position}
        for each in (whole, other)
    )
    assert theirs_said == ours_said
    assert [(_words(e.text), e.due) for e in other.register.inspections[0].recommendations] == [
        (_words(e.text), e.due) for e in whole.register.inspections[0].recommendations
    ]
    assert ["tables of answers" in each.message for each in other.problems] == [True]


def _words(text):
    return re.sub(r"\s+", " ", text)
