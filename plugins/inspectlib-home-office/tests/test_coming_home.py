"""That a form that went out and was filled in brings home what is new, and nothing is replaced in silence."""

import io
from datetime import date

import docx
import pytest
from checkers import converted
from click.testing import CliRunner

from inspectlib import storage
from inspectlib.cases import Action, Case, Position, PositionAnswer
from inspectlib.fields import evolve
from inspectlib.inspections import InspectionType
from inspectlib.testing import AREA, REPORT, a_complete_register, an_inspection

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def run(*words, status=0):
    from inspectlib.cli.commands import root

    ran = CliRunner().invoke(root, [str(each) for each in words])
    assert ran.exit_code == status, ran.output
    return ran.output


@pytest.fixture
def office(tmp_path):
    register = a_complete_register().with_inspection(an_inspection(types=frozenset({InspectionType.NATIONAL})))
    register = register.with_response(evolve(register.responses[0], quoted=True)).with_case(
        Case(area=AREA, recommendation=f"{REPORT}/1", position=Position(answer=PositionAnswer.ACCEPTED)),
        Case(area=AREA, recommendation=f"{REPORT}/2", owner="Head of Data"),
    )
    actions = (
        Action(id="count-1", area=AREA, answers=(f"{REPORT}/1",), title="Count the radios", due=date(2024, 1, 31)),
        Action(id="count-2", area=AREA, answers=(f"{REPORT}/1", f"{REPORT}/2"), title="Count the cars"),
    )
    storage.save(register.with_action(*actions), tmp_path / "r.json", by="Policy officer", why="test")
    run("export", "home-office-form", tmp_path / "r.json", tmp_path / "form.docx", "--on", "2023-06-01")
    return tmp_path


def fill(path, places):
    """Do what Word does when somebody types into places."""
    document = docx.Document(str(path))
    for control in document.element.body.iter(f"{W}sdt"):
        name = control.find(f"{W}sdtPr/{W}tag").get(f"{W}val")
        if name in places:
            hint = control.find(f"{W}sdtPr/{W}showingPlcHdr")
            if hint is not None:
                hint.getparent().remove(hint)
            next(control.iter(f"{W}t")).text = places[name]
    held = io.BytesIO()
    document.save(held)
    path.write_bytes(held.getvalue())


@pytest.mark.parametrize("kind", ["docx", pytest.param("odt", marks=pytest.mark.needs("libreoffice"))])
def test_a_form_that_comes_home_as_it_went_out_changes_nothing(office, kind):
    before = (office / "r.json").read_bytes()
    form = office / "form.docx" if kind == "docx" else converted(office / "form.docx", kind, office / "again")
    said = run("import", form, "--into", office / "r.json")
    assert (office / "r.json").read_bytes() == before, said
    assert "left as it is: response of northmoor to a-report-2023\n" in said
    assert "the document" not in said
    assert "added" not in said


def test_a_filled_form_brings_home_what_is_new_and_tells_what_differs(office):
    fill(
        office / "form.docx",
        {
            "r/2/position": "Rejected",
            "r/1/position": "Partly accepted",
            "r/2/owner": "Head of Stores",
            "a/count-1/1/owner": "Head of Radios",
            "a/count-1/1/due": "29 February 2024",
            "comment": "Another comment.",
        },
    )
    before = storage.load(office / "r.json")
    dry = run("import", office / "form.docx", "--into", office / "r.json", "--dry-run")
    assert storage.load(office / "r.json") == before
    said = run("import", office / "form.docx", "--into", office / "r.json")
    assert dry == said + "nothing was written (--dry-run)\n"
    after = storage.load(office / "r.json")
    assert after.case(f"{REPORT}/2", AREA).position.answer is PositionAnswer.REJECTED
    assert after.case(f"{REPORT}/2", AREA).owner == "Head of Data"
    assert after.case(f"{REPORT}/1", AREA).position.answer is PositionAnswer.ACCEPTED
    assert {each.id: (each.owner, each.due) for each in after.actions} == {
        "count-1": ("Head of Radios", date(2024, 1, 31)),
        "count-2": (None, None),
    }
    assert after.responses == before.responses
    for line in (
        "a-report-2023 (northmoor), recommendation 2: position recorded: rejected",
        "action count-1: owner recorded: 'Head of Radios'",
        "left as it is: action count-1: due date: recorded is 31 January 2024, the document says 29 February 2024",
        "left as it is: a-report-2023/2, northmoor: owner: recorded is 'Head of Data', the document says 'Head of Stores'",
        "left as it is: a-report-2023/1, northmoor: the position: recorded is accepted, the document says partly accepted",
        "; to change it: inspectlib record REGISTER partly-accepted --reason TEXT --inspection a-report-2023 --number 1",
        "the body's comments: recorded is",
    ):
        assert line in said, (line, said)


def test_ticks_that_are_set_in_the_form_are_taken_where_none_are_recorded(office):
    register = storage.load(office / "r.json")
    register = register.with_inspection(evolve(register.inspections[0], types=None, summary=None))
    storage.save(register, office / "r.json", by="Policy officer", why="test")
    said = run("import", office / "form.docx", "--into", office / "r.json")
    assert storage.load(office / "r.json").inspections[0].types == frozenset({InspectionType.NATIONAL})
    assert "types added: NATIONAL" in said or "types added: national" in said


def test_what_a_form_says_otherwise_of_the_report_is_named(office):
    fill(
        office / "form.docx",
        {"r/2/text": "By 31 March 2024, chief constables should do a thing numbered 2.", "title": "Another report"},
    )
    said = run("import", office / "form.docx", "--into", office / "r.json", "--inspection", REPORT)
    assert "differs in title, the text of recommendation 2; see: inspectlib read" in said


def test_a_form_brings_its_actions_into_a_register_that_knows_nothing_of_it(office):
    run("new", office / "new.json", "--body", AREA)
    said = run("import", office / "form.docx", "--into", office / "new.json")
    assert storage.load(office / "new.json").actions == storage.load(office / "r.json").actions
    assert "action 'Count the radios' (count-1) added" in said
