"""Rows without a key: a recommendation is proposed, and people accept or refuse it; no row doubles one in silence."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from inspectlib_excel.tracker import write_tracker

import inspectlib as il
from inspectlib import storage
from inspectlib.audiences import view_of
from inspectlib.cases import Action, Case, Review
from inspectlib.changes import resolved
from inspectlib.cli.commands import root
from inspectlib.converting import to_plain
from inspectlib.exchange import Job
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.register import Register
from inspectlib.testing import AREA, REPORT, a_recommendation, an_inspection

ON = date(2024, 6, 28)
TEXT = "By 31 March 2025, the force should train every custody sergeant."
ROW = {
    "Inspection title": an_inspection().title,
    "Number": 9,
    "Recommendation": TEXT,
    "Report due": "31/03/2025",
    "Addressees": "chief constables; the Moon",
    "Owner": "Head of Custody",
    "Position": "accepted",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a register and the tracker that was sent from it."""
    held = Register(areas=(AREA,)).with_inspection(an_inspection())
    case = Case(area=AREA, recommendation=f"{REPORT}/1", reviews=(Review(on=date(2023, 5, 1), forum="Board"),))
    action = Action(id="a1", area=AREA, answers=(f"{REPORT}/1",), title="Do it")
    register = il.save(held.with_case(case).with_action(action), tmp_path / "register.json", by="PO", why="first")
    view = view_of(register, Audience.WORKING, on=ON, outcome=Outcome(on=ON, reading="strict"))
    write_tracker(Job(view=view, on=ON, destination=tmp_path / "tracker.xlsx"))
    return tmp_path


def returned(home: Path, *rows: dict, sheet: str = "Recommendations", name: str = "returned.xlsx") -> Path:
    """Return the tracker with rows typed below those that were sent."""
    book = openpyxl.load_workbook(home / "tracker.xlsx")
    heads = {cell.value: cell.column for cell in book[sheet][1]}
    for number, row in enumerate(rows, 20):
        for title, value in row.items():
            book[sheet].cell(number, heads[title]).value = value
    book.save(home / name)
    return home / name


def merged(home: Path, path: Path):
    return il.merge(il.load(home / "register.json"), path)


def said(made) -> list[str]:
    return [f"{each.place}: {each.message}" for each in made.problems]


def accepted(made) -> Register:
    return resolved(made, {each.where: each.theirs for each in made.conflicts})


def test_a_row_without_a_key_is_proposed_as_a_recommendation_of_the_report_that_it_names(home):
    made = merged(home, returned(home, ROW))
    assert made.taken == ()
    assert made.register == il.load(home / "register.json")
    (asked,) = made.conflicts
    assert asked.is_proposed
    assert asked.where == ("inspections", REPORT, "recommendations", f"{REPORT}/9")
    assert asked.theirs["text"] == TEXT
    assert asked.theirs["due"] == {"words": "31/03/2025", "last_day": "2025-03-31", "precision": "day"}
    assert made.places[asked.where] == "sheet 'Recommendations', row 20"
    assert said(made) == [
        "sheet 'Recommendations', cell O20: 'Addressees': nobody is known as 'the Moon'; proposed without"
    ]


def test_what_is_accepted_stands_with_what_the_row_says_of_its_case_and_what_is_refused_leaves_nothing(home):
    made = merged(home, returned(home, ROW))
    register = accepted(made)
    assert register.recommendation(f"{REPORT}/9").text == TEXT
    assert register.case(f"{REPORT}/9", AREA).owner == "Head of Custody"
    assert register.case(f"{REPORT}/9", AREA).position.answer.value == "accepted"
    refused = resolved(made, {each.where: None for each in made.conflicts})
    assert refused == il.load(home / "register.json")


def test_the_same_row_of_two_people_is_taken_once_and_what_else_they_say_of_it_meets(home):
    first, second = returned(home, ROW), returned(home, {**ROW, "Owner": "Head of Crime"}, name="other.xlsx")
    il.save(accepted(merged(home, first)), home / "register.json", by="PO", why="accepted")
    again = merged(home, first)
    assert (again.taken, again.conflicts) == ((), ())
    (conflict,) = merged(home, second).conflicts
    assert conflict.where[-1] == "owner"
    assert (conflict.ours, conflict.theirs) == ("Head of Custody", "Head of Crime")


def test_the_same_row_twice_in_one_book_is_taken_once_and_what_else_the_other_says_is_said(home):
    review = {"Recommendation": f"{REPORT}/1", "Reviewed on": "5 June 2024", "Note": "Seen."}
    made = merged(home, returned(home, review, {**review, "Note": "Seen again."}, sheet="Reviews"))
    assert [each.after["note"] for each in made.taken] == ["Seen."]
    (problem,) = said(made)
    assert problem.startswith(
        "sheet 'Reviews', row 21: a row without a key that looks like sheet 'Reviews', row 20 was kept aside: "
    )
    assert "'Seen again.'" in problem


def test_the_same_row_twice_in_one_book_is_proposed_once_and_another_of_its_number_is_said(home):
    other = {**ROW, "Recommendation": "Something else."}
    made = merged(home, returned(home, ROW, {**ROW, "Owner": "Somebody else"}, other))
    assert [each.theirs["text"] for each in made.conflicts] == [TEXT]
    assert [each.after for each in made.conflicts[0].also if each.where[-1] == "owner"] == ["Head of Custody"]
    assert any("row 21: " in each and "'Somebody else'" in each for each in said(made))
    (problem,) = [each for each in said(made) if "row 22" in each]
    assert problem.startswith("sheet 'Recommendations', row 22: a row that adds a recommendation which ")
    assert "'Something else.'" in problem
    assert problem.endswith("give it a number of its own")


def test_without_a_number_a_row_has_a_key_of_its_words_so_that_two_people_propose_it_once(home):
    row = {"Inspection title": an_inspection().title, "Recommendation": TEXT}
    one = merged(home, returned(home, row)).conflicts
    two = merged(home, returned(home, {**row, "Recommendation": f" {TEXT.upper()} "}, name="b.xlsx")).conflicts
    assert one[0].where == two[0].where
    assert one[0].where[-1].startswith(f"{REPORT}/new-")


@pytest.mark.parametrize(
    ("sheet", "row", "key"),
    [
        (
            "Recommendations",
            {
                "Inspection title": an_inspection().title,
                "Recommendation": a_recommendation().text,
                "Owner": "New owner",
            },
            f"{REPORT}/1|{AREA}",
        ),
        ("Actions", {"Area": AREA, "Answers": f"{REPORT}/1", "Action": "Do it", "Owner": "New owner"}, "a1"),
        (
            "Reviews",
            {
                "Recommendation": f"{REPORT}/1",
                "Area": AREA,
                "Reviewed on": date(2023, 5, 1),
                "Forum": "Board",
                "Note": "New owner",
            },
            f"{REPORT}/1|{AREA}#1",
        ),
    ],
)
def test_a_row_that_looks_like_one_that_was_sent_doubles_nothing_and_is_said(home, sheet, row, key):
    made = merged(home, returned(home, row, sheet=sheet))
    assert (made.taken, made.conflicts) == ((), ())
    (problem,) = said(made)
    assert problem.startswith(f"sheet '{sheet}', row 20: a row without a key that looks like {key} was kept aside: ")
    assert "'New owner'" in problem
    assert "type its key" in problem


def test_what_the_register_got_since_is_not_proposed_again(home):
    path = returned(home, ROW)
    held = il.load(home / "register.json")
    for new in (
        a_recommendation(id=f"{REPORT}/10", number="10", text=TEXT.upper()),
        a_recommendation(id=f"{REPORT}/9", number="9", text="Quite another thing."),
    ):
        report = held.inspection(REPORT)
        now = held.with_inspection(evolve(report, recommendations=(*report.recommendations, new)))
        made = il.merge(evolve(now, based_on=held.based_on), path)
        assert (made.taken, made.conflicts) == ((), ())
        (problem,) = [each for each in said(made) if "the Moon" not in each]
        assert problem.startswith(
            f"sheet 'Recommendations', row 20: {new.id} is recorded already, so this was not offered"
        )
        assert repr(TEXT) in problem
        assert "'Head of Custody'" in problem


def test_a_text_that_is_nearly_one_of_the_report_is_asked_about_with_a_warning(home):
    text = a_recommendation().text + " Soon."
    made = merged(home, returned(home, {"Inspection title": an_inspection().title, "Recommendation": text}))
    assert len(made.conflicts) == 1
    (note,) = said(made)
    assert note.startswith(f"sheet 'Recommendations', row 20: the proposed recommendation is like {REPORT}/1 (score 0.")


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"Inspection title": "Another report"}, "expected a report of this book, found 'Another report'"),
        ({"Recommendation": None}, "type its words in 'Recommendation'"),
        ({"Area": "cumbria"}, "for no police area of this book was kept aside: Area: 'cumbria'"),
        ({"Status": "Open"}, "'Status' cannot be typed here; found 'Open'"),
        ({"Kind": "promise"}, "found 'promise'; proposed as a recommendation"),
        ({"Report due": "soon"}, "expected a date such as 31/03/2024, found 'soon'; kept as words"),
    ],
)
def test_what_of_a_row_cannot_be_proposed_is_said(home, change, wanted):
    made = merged(home, returned(home, {**ROW, **change}))
    assert any(wanted in each for each in said(made)), said(made)
    words = str(to_plain(made.conflicts)) + str(said(made))
    typed = {
        **ROW,
        **change,
        "Number": "9",
        "Addressees": "the Moon",
        "Inspection title": change.get("Inspection title", ""),
    }
    assert [each for each in typed.values() if each is not None and str(each) not in words] == []


def test_the_command_prints_proposals_in_sentences_and_takes_them_only_when_somebody_decides(home, monkeypatch):
    monkeypatch.chdir(home)
    returned(home, ROW)
    runner = CliRunner()
    call = ["merge", "register.json", "returned.xlsx"]
    done = runner.invoke(root, [*call, "--dry-run"])
    assert done.exit_code == 1
    assert f"proposed: {REPORT}, recommendation 9: '{TEXT[:20]}" in done.output
    assert "(sheet 'Recommendations', row 20)" in done.output
    assert "0 conflicts and 1 proposal, nothing was written; draft them with --conflicts FILE" in done.output
    for name in ("asked.json", "asked.xlsx"):
        assert runner.invoke(root, [*call, "--conflicts", name]).exit_code == 1
    draft = json.loads((home / "asked.json").read_text())
    assert "Head of Custody" in draft["conflicts"][0]["words"]["theirs"]
    draft["conflicts"][0]["take"] = {"value": "Other words"}
    (home / "asked.json").write_text(json.dumps(draft))
    done = runner.invoke(root, [*call, "--resolve", "asked.json"])
    assert str(done.exception).startswith("words of your own, 'Other words', are not all that stands there; take ours")
    draft["conflicts"][0]["take"] = "theirs"
    (home / "asked.json").write_text(json.dumps(draft))
    done = runner.invoke(root, [*call, "--resolve", "asked.json"])
    assert done.exit_code == 0, done.output
    assert storage.load(home / "register.json").case(f"{REPORT}/9", AREA).owner == "Head of Custody"
