"""A report completes what a response recorded of it before, and a response adds nothing to a report but its day."""

import pytest
from click.testing import CliRunner

from inspectlib import storage
from inspectlib.cli.commands import root
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register

RESPONSE = """Response of the Police and Crime Commissioner for Northmoor to the HMICFRS report 'Count the radios'

Recommendations

  - Forces should count the radios.

Response: accepted.

Commissioner's comments: Good.
"""
REPORT = """Count the radios: an inspection of how forces keep them
HMICFRS
Published on: 31 August 2023

Recommendations

Recommendation 2

Within six months, chief constables should paint the radios.

Recommendation 3

By 31 May 2024, forces should count the radios.
"""


@pytest.fixture
def read_into(tmp_path):
    path = tmp_path / "register.json"
    storage.save(Register(areas=("northmoor",)), path, by="x", why="x")

    def run(text, name="a.txt", *options):
        (tmp_path / name).write_text(text, encoding="utf-8")
        ran = CliRunner().invoke(root, ["import", str(tmp_path / name), "--into", str(path), *options])
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output
        return ran.output, storage.load(path)

    return run


def test_a_report_completes_the_inspection_that_a_response_recorded(read_into):
    read_into(RESPONSE)
    said, register = read_into(REPORT, "report.txt")
    (held,) = register.inspections
    assert held.id == "count-the-radios"
    assert held.published_on.isoformat() == "2023-08-31"
    first, second = held.recommendations
    assert (first.number, first.due_on.isoformat()) == ("3", "2024-05-31")
    assert first.text == "By 31 May 2024, forces should count the radios."
    assert (second.id, second.due_on.isoformat()) == ("count-the-radios/2", "2024-02-29")
    assert [each.recommendation for each in register.cases] == [first.id]
    assert [each.inspection for each in register.responses] == [held.id]
    for line in ("published_on added: 2023-08-31", "its text is whole now", "count-the-radios/2: added"):
        assert line in said


@pytest.mark.parametrize("again", [(REPORT, "report.txt"), (RESPONSE, "a.txt")], ids=["report", "response"])
def test_importing_either_again_changes_nothing(read_into, again):
    read_into(RESPONSE)
    _, before = read_into(REPORT, "report.txt")
    said, register = read_into(*again)
    assert register == before
    assert "already recorded, left as it is" in said


def test_either_order_gives_the_same_recommendations(read_into):
    read_into(REPORT, "report.txt")
    _, register = read_into(RESPONSE)
    (held,) = register.inspections
    assert [(each.number, each.text) for each in held.recommendations] == [
        ("2", "Within six months, chief constables should paint the radios."),
        ("3", "By 31 May 2024, forces should count the radios."),
    ]
    assert [each.recommendation for each in register.cases] == [f"{held.id}/3"]


def test_a_response_gives_the_day_that_its_report_does_not(read_into):
    read_into(REPORT.replace("Published on: 31 August 2023\n", ""), "report.txt")
    said, register = read_into(RESPONSE.replace("radios'\n", "radios', published on 31 August 2023\n", 1))
    assert register.inspections[0].published_on.isoformat() == "2023-08-31"
    assert "published_on added: 2023-08-31" in said


@pytest.mark.parametrize(
    ("words", "other", "named"),
    [
        ("By 31 May 2024", "By 30 June 2024", "is recorded as 2024-05-31, the document says 2024-06-30"),
        ("count the radios.", "count the radios and the batteries of them.", "its text is whole now"),
        ("should count the radios", "should count most radios", "text of count-the-radios"),
    ],
    ids=["date", "longer", "words"],
)
def test_nothing_that_is_recorded_is_replaced_in_silence(read_into, words, other, named):
    _, before = read_into(REPORT, "report.txt")
    said, register = read_into(REPORT.replace(words, other, 1), "report.txt")
    if "whole" not in named:
        assert register.inspections == before.inspections
        assert any(named in each.message for each in register.unread)
    assert named in said


def test_a_report_that_is_only_alike_by_its_title_is_kept_apart_and_said(read_into):
    title = "'Count the radios: how forces keep them'"
    read_into(RESPONSE.replace("'Count the radios'", title).replace("  - Forces should count the radios.\n", ""))
    said, register = read_into(REPORT, "report.txt")
    assert len(register.inspections) == 2
    assert "may be count-the-radios-how-forces-keep-them (score " in said
    assert any("if it is, remove this one" in each.message for each in register.unread)


def test_a_report_that_two_records_could_be_is_not_guessed(read_into, tmp_path):
    path = tmp_path / "register.json"
    texts = {"a": "Forces should count the radios.", "b": "Forces should count the radios now."}
    twins = [
        Inspection(
            id=f"radios-{key}",
            title="Count the radios",
            recommendations=[Recommendation(id=f"radios-{key}/1", text=text)],
        )
        for key, text in texts.items()
    ]
    storage.save(storage.load(path).with_inspection(*twins), path, by="x", why="x")
    said, register = read_into(REPORT, "report.txt")
    assert "which recorded report it is is not clear: radios-" in said
    assert register.inspections == tuple(twins)
    said, register = read_into(REPORT, "report.txt", "--inspection", "radios-b")
    assert "radios-b/2: added" in said
    assert register.inspection("radios-a") == twins[0]


def test_a_dry_run_shows_what_a_report_would_complete(read_into):
    _, before = read_into(RESPONSE)
    said, register = read_into(REPORT, "report.txt", "--dry-run")
    assert "count-the-radios/2: added" in said
    assert register == before
