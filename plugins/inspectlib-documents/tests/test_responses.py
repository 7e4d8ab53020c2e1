"""Responses as text: letters, pages, forms with questions, tables, emails. Nothing in them exists."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from inspectlib_documents import read_report, read_response, recognises_report, recognises_response
from inspectlib_documents.voices import position_of

from inspectlib import storage
from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.cli.commands import root
from inspectlib.exchange import Source
from inspectlib.fields import evolve
from inspectlib.inspections import Inspection
from inspectlib.recommendations import DueDate, Recommendation
from inspectlib.register import Register

LETTER = """20 October 2023

Dear Home Secretary

Count the radios: an inspection of Northmoor Police (HMICFRS, 31 August 2023)

I am required by section 55 to tell you what I think of this report.

The Chief Constable of Northmoor Police does not accept Recommendation 2, which reads: "Within six months, chief constables should paint the radios." They are red already.

Recommendation 3: Forces should count the radios.

Response: accepted. They are counted daily.

I thank the inspectors.

Yours faithfully

Police and Crime Commissioner for Northmoor
"""


def source(text, body=None):
    return Source(name="a.txt", data=text.encode(), body=body)


def read(text, body=None):
    return read_response(source(text, body))


def test_a_letter_says_what_it_answers_whose_and_when():
    result = read(LETTER)
    (inspection,), (response,) = result.register.inspections, result.register.responses
    assert inspection.title == "Count the radios: an inspection of Northmoor Police"
    assert (inspection.published_on, response.dated) == (date(2023, 8, 31), date(2023, 10, 20))
    assert response.area == "northmoor"
    assert result.reading["response"]["bodies"] == ["Police and Crime Commissioner for Northmoor"]
    assert response.comments.startswith("I am required by section 55")
    assert response.comments.endswith("I thank the inspectors.")
    assert "paint the radios" not in response.comments.split("They are red")[0][-20:]


def test_a_letter_gives_the_position_on_each_item_that_it_quotes():
    result = read(LETTER)
    assert [(each["number"], each["position"], each["due"]) for each in result.reading["recommendations"]] == [
        ("2", "rejected", "2024-02-29"),
        ("3", "accepted", None),
    ]
    assert [each.position.answer for each in result.register.cases] == [
        PositionAnswer.REJECTED,
        PositionAnswer.ACCEPTED,
    ]


@pytest.mark.parametrize(
    ("words", "position"),
    [
        ("Accepted.", "accepted"),
        ("Yes - accepted in full. Training starts in May.", "accepted"),
        ("We accept this recommendation. Our first view is that we comply in part.", "accepted"),
        ("Agreed in principle. A digest will be written.", "partly_accepted"),
        ("The Commissioner accepts in part.", "partly_accepted"),
        ("the Constabulary accepts the aim but not the timescale", "partly_accepted"),
        ("Not agreed. A search is proposed instead.", "rejected"),
        ("The force does not accept this.", "rejected"),
        ("review done in December 2021. Complete.", "complete"),
        ("We are considering whether to accept it.", None),
        ("The force has not yet accepted it.", None),
        ("If it is accepted, we shall say so.", None),
        ("The force is reviewing its radios.", None),
    ],
)
def test_a_position_is_read_from_words_that_take_it(words, position):
    assert position_of(words) == position


def test_two_bodies_that_differ_have_no_one_position():
    result = read(
        "JOINT RESPONSE OF THE POLICE AND CRIME COMMISSIONERS FOR NORTHMOOR AND ESTUARY\n\n"
        "Count the radios: an inspection. Published 29 March 2022. This response: 23 May 2022.\n\n"
        "RECOMMENDATION TWO\n\nChief constables should count.\n\nNorthmoor Police: Accepted.\n\nEstuary Police: Accepted in part.\n"
    )
    assert result.reading["response"]["bodies"] == [
        "Police and Crime Commissioner for Northmoor",
        "Police and Crime Commissioner for Estuary",
    ]
    assert [(each["body"], each["position"]) for each in result.reading["response"]["items"]] == [
        ("Northmoor Police", "accepted"),
        ("Estuary Police", "partly_accepted"),
    ]
    assert result.reading["recommendations"][0]["position"] is None
    assert result.register.cases == ()
    assert any("differ" in each.message for each in result.problems)


def test_answers_under_the_same_numbers_belong_to_the_items():
    result = read(
        "RESPONSE OF THE POLICE AND CRIME COMMISSIONER FOR NORTHMOOR\nReport: Count the radios (22 March 2022)\n\n"
        "Recommendation\n1 The force should count.\n2 Within 12 months, the force should look.\n\nForce response\n1 Accepted.\n2 Not agreed.\n\n"
        "Commissioner's comments\nI agree.\n"
    )
    assert [each["position"] for each in result.reading["recommendations"]] == ["accepted", "rejected"]
    assert result.reading["recommendations"][1]["due"] == "2023-03-22"
    assert result.reading["response"]["body_comments"] == "I agree."


def test_questions_and_answers_are_a_form():
    result = read(
        "PCC STATUTORY RESPONSE FORM (s.55 Police Act 1996) - Northmoor Police\n\nQ1. What is the report called, and when did it come out?\n"
        "A. Count the radios. 15/06/2023.\n\nQ2. Date of this response?\nA. 4 August 2023\n\nQ3a. Recommendation?\n"
        "A. Recommendation 3 - By 31 March 2024, the force should count.\nQ4a. Does the force accept it?\nA. Yes - accepted.\n\n"
        "Q5. Commissioner's comments\nA. Good.\n"
    )
    reading = result.reading
    assert reading["inspection"]["title"] == "Count the radios"
    assert (reading["inspection"]["published_on"], reading["response"]["dated"]) == ("2023-06-15", "2023-08-04")
    assert [(each["number"], each["position"]) for each in reading["recommendations"]] == [("3", "accepted")]


def test_a_quoted_email_is_read_without_its_marks():
    (item,) = read(
        "From: OPCC Northmoor\nSent: 14 July 2023 16:05\nTo: Section 55 responses mailbox\nSubject: RE: Northmoor\n\n"
        "> Recommendation\n> Northmoor Police should, within six months,\n> count its radios at the first\n> opportunity.\n\nWe agree.\n"
    ).reading["recommendations"]
    assert item["text"] == "Northmoor Police should, within six months, count its radios at the first opportunity."
    assert item["due"] is None


def test_the_words_of_the_chief_constable_inside_the_commissioners_are_the_forces():
    response = read(
        "Commissioner's response to HMICFRS report: Count the radios\n\n1. Police & Crime Commissioner comments:\n\nI welcome it.\n\n"
        "I asked for the Chief Constable's view, and he has stated:\n\nThe report is welcome.\n\nChief Constable for Northmoor Police\n\n"
        "My office will look again.\n"
    ).register.responses[0]
    assert [each.text for each in response.chief_officer_comments] == ["The report is welcome."]
    assert response.comments == "I welcome it.\n\nMy office will look again."


TWO = """Police and Crime Commissioner for Northmoor

Response to HMICFRS report: Count the radios

Recommendation 1

Forces should count the radios.

Chief Constable's comments

Accepted. They are counted.

Commissioner's comments

I have asked my auditor to count them too.

Recommendation 2

Forces should paint the radios.

Commissioner's comments

I do not propose to do anything, since they are red.
"""


def test_what_the_body_says_below_each_item_is_its_explanation_and_is_not_counted_as_one():
    """Whether words are the body's own action is for people: the register holds none until somebody records it."""
    result = read(TWO)
    said = [(each["number"], each["position"], each["explanation"]) for each in result.reading["response"]["items"]]
    assert said == [
        ("1", "accepted", "I have asked my auditor to count them too."),
        ("2", None, "I do not propose to do anything, since they are red."),
    ]
    assert result.register.responses[0].explanations == ()
    assert sum("record it as its explanation (s.55(5B)) if it is one" in each.message for each in result.problems) == 2


def test_one_comment_after_all_items_explains_no_single_one():
    only = TWO[: TWO.index("Recommendation 2")]
    assert [each["explanation"] for each in read(only).reading["response"]["items"]] == [None]


def test_a_statement_without_any_heading_is_the_body_s_where_it_says_i():
    text = """Commissioner's response to the HMICFRS report on radios

I welcome the report Count the radios, which was published on 31 August 2023. Northmoor Police has counted them.

More will follow in the spring.
"""
    result = read(text)
    assert result.reading["response"]["body_comments"].startswith("I welcome")
    assert result.reading["response"]["body_comments"].endswith("in the spring.")
    assert any("first person" in each.message for each in result.problems)
    other = read(text.replace("I welcome the report", "The report"))
    assert other.reading["response"]["body_comments"] is None


def test_a_claim_that_it_is_complete_is_a_problem_and_no_closure():
    result = read(
        "Response of the Police and Crime Commissioner for Northmoor\nNorthmoor Police - radios inspection (published 30 November 2021)\n\n"
        "NM1. We recommend that Northmoor Police counts its radios.\nUpdate: done. Complete.\n"
    )
    assert result.register.cases[0].position is None
    assert result.register.cases[0].closure == ()
    assert any("is complete" in each.message for each in result.problems)


def test_words_right_below_an_item_take_a_position_on_it():
    result = read(
        "Police and Crime Commissioner for Northmoor\nResponse to the HMICFRS report 'Count the radios, a thematic inspection', published on 10/03/2022\n\n"
        "Recommendation 3\nForces should count.\nThe Force has accepted this recommendation and will be done by 1 August 2022.\n\n"
        "My comments: I am content.\n"
    )
    assert [(each["position"], each["due"]) for each in result.reading["recommendations"]] == [("accepted", None)]
    assert result.register.responses[0].comments == "I am content."


def test_a_response_is_no_report_and_a_report_no_response():
    report = source("Recommendations\n\n1. The force should count.\n")
    assert recognises_response(source(LETTER)) > recognises_report(source(LETTER))
    assert recognises_report(report) > recognises_response(report)


# ---------------------------------------------------------------------- finding the report that it answers


def a_report(name="count-the-radios-2023", title="Count the radios: an inspection of how forces keep them"):
    texts = {
        "2": "Within six months, chief constables should paint the radios.",
        "3": "By May 2024, forces should count the radios.",
    }
    return Inspection(
        id=name,
        title=title,
        published_on=date(2023, 8, 31),
        recommendations=[
            Recommendation(id=f"{name}/{number}", number=number, text=text, due=DueDate(words=text.split(",")[0]))
            for number, text in texts.items()
        ],
    )


@pytest.fixture
def into(tmp_path):
    def make(*reports):
        path = tmp_path / "register.json"
        storage.save(Register(areas=("northmoor",), inspections=reports), path, by="x", why="x")
        (tmp_path / "a.txt").write_text(DROPPED, encoding="utf-8")

        def run(*options):
            return CliRunner().invoke(root, ["import", str(tmp_path / "a.txt"), "--into", str(path), *options])

        return path, run

    return make


DROPPED = """Response of the Police and Crime Commissioner for Northmoor to the HMICFRS report 'Count the radios'

Recommendations

  - Forces should count the radios.

Response: accepted.

Commissioner's comments: Good.
"""


def test_a_response_without_numbers_or_dates_finds_its_report(into):
    path, run = into(a_report())
    said = run().output
    register = storage.load(path)
    assert "is taken for count-the-radios-2023 (score " in said
    assert [each.key for each in register.responses] == [("count-the-radios-2023", "northmoor")]
    assert [each.recommendation for each in register.cases] == ["count-the-radios-2023/3"]
    assert len(register.inspections) == 1


def test_a_response_that_two_reports_fit_is_not_guessed(into):
    path, run = into(a_report(), a_report("count-the-radios-2019", "Count the radios: an inspection of forces"))
    said = run().output
    assert "which report it answers is not clear" in said
    register = storage.load(path)
    assert register.responses == register.cases == ()
    assert any("not clear" in each.message for each in register.unread)
    run("--inspection", "count-the-radios-2019")
    assert storage.load(path).responses[0].inspection == "count-the-radios-2019"


BY_NUMBER = """Response of the Police and Crime Commissioner for Northmoor to the HMICFRS report 'Count the radios: an inspection of how forces keep them'

Recommendation 2: Accepted. They will be painted.

Recommendation 3 - partially accepted

Recommendation 9 is rejected.

Commissioner's comments: Good.
"""


@pytest.fixture
def answer_by_number(tmp_path):
    path = tmp_path / "register.json"

    def run(text, *, reports=None, cases=()):
        if not path.exists():
            reports = (a_report(),) if reports is None else reports
            before = Register(areas=("northmoor",), inspections=reports, cases=cases)
            storage.save(before, path, by="x", why="x")
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        said = CliRunner().invoke(root, ["import", str(tmp_path / "a.txt"), "--into", str(path)]).output
        return said, storage.load(path)

    return run


def test_a_position_by_number_alone_is_of_the_recorded_recommendation_with_that_number(answer_by_number):
    said, register = answer_by_number(BY_NUMBER)
    assert [(each.recommendation, each.position.answer, each.force_comment) for each in register.cases] == [
        ("count-the-radios-2023/2", PositionAnswer.ACCEPTED, "Accepted. They will be painted."),
        ("count-the-radios-2023/3", PositionAnswer.PARTLY, "partially accepted"),
    ]
    assert "recommendation 2 is taken for count-the-radios-2023/2, by its number" in said
    assert not any("Recommendation 2" in each.message or "Recommendation 3" in each.message for each in register.unread)


def test_a_number_that_no_recorded_recommendation_has_stays_a_problem(answer_by_number):
    _, register = answer_by_number(BY_NUMBER)
    assert ["Recommendation 9 is rejected" in each.message for each in register.unread if each.place == "line 7"] == [
        True
    ]


def test_without_the_report_each_position_by_number_is_a_problem(answer_by_number):
    _, register = answer_by_number(BY_NUMBER, reports=())
    assert register.cases == ()
    assert {each.place for each in register.unread} >= {"line 3", "line 5", "line 7"}


def test_a_number_that_two_recorded_items_of_the_kind_have_is_not_guessed(answer_by_number):
    report = a_report()
    twin = Recommendation(id=f"{report.id}/2-2", number="2", text="Something else.")
    _, register = answer_by_number(
        BY_NUMBER, reports=(evolve(report, recommendations=(*report.recommendations, twin)),)
    )
    assert [each.recommendation for each in register.cases] == ["count-the-radios-2023/3"]
    assert any(each.place == "line 3" for each in register.unread)


def test_the_number_of_another_kind_is_another_number(answer_by_number):
    _, register = answer_by_number(BY_NUMBER.replace("Recommendation 2:", "Area for improvement 2:"))
    assert [each.recommendation for each in register.cases] == ["count-the-radios-2023/3"]
    assert any(each.place == "line 3" for each in register.unread)


def test_two_positions_on_one_number_are_none(answer_by_number):
    _, register = answer_by_number(BY_NUMBER.replace("Recommendation 9", "Recommendation 2"))
    assert [each.recommendation for each in register.cases] == ["count-the-radios-2023/3"]
    assert {each.place for each in register.unread} >= {"line 3", "line 7"}


@pytest.mark.parametrize(("held", "is_problem"), [(PositionAnswer.ACCEPTED, False), (PositionAnswer.REJECTED, True)])
def test_a_position_that_differs_from_the_recorded_one_stays_a_problem(answer_by_number, held, is_problem):
    case = Case(area="northmoor", recommendation="count-the-radios-2023/2", position=Position(answer=held))
    _, register = answer_by_number(BY_NUMBER, cases=(case,))
    assert register.case(*case.key) == case
    assert any(each.place == "line 3" for each in register.unread) is is_problem


@pytest.mark.parametrize(
    "line",
    [
        "Recommendation 2: the board has accepted that each of its forces is to count all of the radios.",
        "Recommendation 2: we are considering whether to accept it.",
        "Recommendation 2 accepted by forces should be carried out.",
    ],
)
def test_other_words_after_a_number_take_no_position(answer_by_number, line):
    _, register = answer_by_number(BY_NUMBER.replace("Recommendation 2: Accepted. They will be painted.", line))
    assert "count-the-radios-2023/2" not in [each.recommendation for each in register.cases]


def test_importing_positions_by_number_again_changes_nothing(answer_by_number):
    _, once = answer_by_number(BY_NUMBER)
    _, twice = answer_by_number(BY_NUMBER)
    assert (twice.cases, twice.unread) == (once.cases, once.unread)


def test_a_form_too_can_answer_by_number(answer_by_number):
    form = (
        "PCC RESPONSE TO HMICFRS INSPECTION OF NORTHMOOR POLICE\nTitle of report: Count the radios: an inspection of how forces keep them\n"
        "Date report published: 31 August 2023\nRecommendation 2: Accepted.\nComment by the PCC: Good.\n"
    )
    _, register = answer_by_number(form)
    assert [each.recommendation for each in register.cases] == ["count-the-radios-2023/2"]
    assert not any("Recommendation 2" in each.message for each in register.unread)
    assert any("Recommendation 2" in each.message for each in read(form).problems)


# ---------------------------------------------------------------------- what is nobody's words

LOST = "The panel will look at this again in June."


def test_a_sentence_of_a_response_that_is_nobody_s_is_a_problem_with_its_place():
    text = f"{DROPPED}\nNext steps\n\n{LOST}\n\nSo will we.\n"
    (problem,) = [each for each in read(text).problems if "nobody" in each.message]
    assert (problem.place, LOST in problem.message) == ("line 13", True)
    assert "(2 paragraphs from here)" in problem.message


def test_what_the_body_or_the_force_says_is_somebody_s():
    assert not any("nobody" in each.message for each in read(f"{DROPPED}\n{LOST}\n").problems)
    assert not any("nobody" in each.message for each in read(LETTER).problems)


def test_the_narrative_of_a_report_is_no_problem_and_is_counted_once_where_it_is_explained():
    text = (
        f"Count the radios\nHMICFRS\n\nRecommendation 1\n\nForces should count the radios.\n\n{LOST}\n\nSo will we.\n"
    )
    result = read_report(source(text))
    assert len(result.reading["recommendations"]) == 1
    assert not any(LOST in each.message for each in result.problems)
    (counted,) = [each for each in result.explained if "narrative" in each.taken_for]
    assert (counted.place, counted.text) == ("line 8", LOST)
    assert "2 paragraphs" in counted.taken_for


def test_a_dry_run_shows_what_would_be_added_and_writes_nothing(into):
    path, run = into(a_report())
    before = path.read_bytes()
    said = run("--dry-run").output
    assert "response of northmoor to count-the-radios-2023" in said
    assert "count-the-radios-2023/3, northmoor: accepted" in said
    assert "nothing was written" in said
    assert path.read_bytes() == before


def test_reading_the_same_document_again_changes_nothing(into):
    path, run = into(a_report())
    run()
    before = storage.load(path)
    assert "already recorded" in run().output
    assert storage.load(path) == before


def test_a_document_of_which_nothing_is_understood_writes_nothing(tmp_path):
    path = tmp_path / "register.json"
    storage.save(Register(areas=("northmoor",)), path, by="x", why="x")
    before = path.read_bytes()
    (tmp_path / "a.txt").write_text("There were 24 areas for improvement.", encoding="utf-8")
    ran = CliRunner().invoke(root, ["import", str(tmp_path / "a.txt"), "--into", str(path)])
    assert ran.exit_code == 2
    assert "nothing was understood" in ran.output
    assert path.read_bytes() == before


def test_how_it_was_read_can_be_printed(tmp_path):
    (tmp_path / "a.txt").write_text(LETTER, encoding="utf-8")
    said = CliRunner().invoke(root, ["read", str(tmp_path / "a.txt"), "--explain"]).output
    assert "line 11: label of an item (recommendation) 3, because the name of an item" in said
    plain = json.loads(
        CliRunner().invoke(root, ["read", str(tmp_path / "a.txt"), "--explain", "--format", "json"]).output
    )
    assert plain["explained"][0]["place"] == "line 1"
    assert "explained" not in json.loads(
        CliRunner().invoke(root, ["read", str(tmp_path / "a.txt"), "--format", "json"]).output
    )
