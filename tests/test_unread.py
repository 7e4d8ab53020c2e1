from datetime import date

import pytest
from click.testing import CliRunner

from inspectlib import storage
from inspectlib.checking import judge
from inspectlib.cli.commands import root
from inspectlib.errors import BadCall
from inspectlib.recording import Fact, record
from inspectlib.register import Unread
from inspectlib.rules.book import RULES
from inspectlib.running import export
from inspectlib.testing import AREA, a_complete_register

ON = date(2023, 6, 1)
LINE = Unread(source="form.txt", place="Type of Inspection", message="no box is ticked")


def dismissed(register, **changes):
    given = {
        "name": "dismissed",
        "inspection": "",
        "area": AREA,
        "on": ON,
        "ref": "Type of Inspection",
        "reason": "seen",
    }
    return record(register, Fact(**{**given, **changes}))[0]


def test_what_could_not_be_read_is_asked_after_until_it_is_dismissed_by_name():
    register = a_complete_register().with_unread(LINE)
    outcome = judge(register, RULES, on=ON)
    assert ([each.rule for each in outcome.gaps], outcome.complete) == (["UNREAD"], False)
    done = dismissed(register, by="Policy officer")
    assert judge(done, RULES, on=ON).clear
    assert (done.unread[0].dismissed_by, done.unread[0].reason) == ("Policy officer", "seen")


def test_a_dismissal_counts_from_its_day():
    done = dismissed(a_complete_register().with_unread(LINE))
    assert not judge(done, RULES, on=date(2023, 5, 31)).clear


def test_a_source_s_name_dismisses_all_of_it():
    other = Unread(source="form.txt", place="Office use", message="no box is ticked")
    register = a_complete_register().with_unread(LINE, other)
    assert judge(dismissed(register, ref="form.txt"), RULES, on=ON).clear
    assert not judge(dismissed(register), RULES, on=ON).clear


def test_importing_the_same_again_does_not_ask_again():
    done = dismissed(a_complete_register().with_unread(LINE))
    assert done.with_unread(LINE) == done


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"ref": "elsewhere"}, "Type of Inspection"), ({"ref": None}, "--ref"), ({"reason": None}, "--reason")],
)
def test_a_name_that_nothing_has_and_a_missing_reason_are_refused(changes, words):
    with pytest.raises(BadCall, match=words):
        dismissed(a_complete_register().with_unread(LINE), **changes)


def test_the_command_line_dismisses_without_naming_a_report(tmp_path):
    path = tmp_path / "r.json"
    storage.save(a_complete_register().with_unread(LINE), path, by="x", why="y")
    words = ("record", str(path), "dismissed", "--ref", "form.txt", "--reason", "seen", "--on", "2023-06-01")
    assert CliRunner().invoke(root, words).output == "1 unread at 'form.txt' dismissed: seen\n"
    assert storage.load(path).unread[0].dismissed_on == ON


def test_a_returned_tracker_is_merged_and_never_imported(tmp_path):
    path = tmp_path / "r.json"
    storage.save(a_complete_register(), path, by="x", why="y")
    export(storage.load(path), "excel-tracker", tmp_path / "t.xlsx", on=ON)
    before = path.read_bytes()
    refused = CliRunner().invoke(root, ["import", str(tmp_path / "t.xlsx"), "--into", str(path)])
    assert isinstance(refused.exception, BadCall)
    assert "inspectlib merge" in str(refused.exception)
    assert path.read_bytes() == before
    shown = CliRunner().invoke(root, ["read", str(tmp_path / "t.xlsx")])
    assert shown.exit_code == 0
    assert "a returned copy with 0 changes" in shown.output
