import json
from datetime import date

import attrs
from click.testing import CliRunner

from inspectlib import storage
from inspectlib.checking import judge
from inspectlib.cli.commands import root
from inspectlib.findings import Crash
from inspectlib.rules.book import RULES
from inspectlib.sarif import as_sarif
from inspectlib.testing import a_complete_register, an_unanswered_register

OUTCOME = judge(an_unanswered_register(), RULES, on=date(2023, 5, 3))


def run_of(outcome):
    return as_sarif(outcome, RULES, artifact="register.json", version="1")["runs"][0]


def test_each_finding_and_each_gap_is_one_result_with_its_rule():
    run = run_of(OUTCOME)
    book = run["tool"]["driver"]["rules"]
    kinds = [each["kind"] for each in run["results"]]
    assert (kinds.count("fail"), kinds.count("open")) == (len(OUTCOME.findings), len(OUTCOME.gaps))
    for each in run["results"]:
        if "ruleIndex" in each:
            assert book[each["ruleIndex"]]["id"] == each["ruleId"]


def test_only_what_fails_has_a_level_as_the_standard_asks():
    for each in run_of(OUTCOME)["results"]:
        assert (each["level"] == "none") is (each["kind"] != "fail")


def test_a_statutory_breach_is_an_error():
    (late,) = [each for each in run_of(OUTCOME)["results"] if each["ruleId"] == "PA96-S55-5"]
    assert late["level"] == "error"


def test_a_crash_makes_the_run_unsuccessful():
    broken = attrs.evolve(OUTCOME, crashes=(Crash(rule="X", subject="y", provider="z 1", error="boom"),))
    invocation = run_of(broken)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "z 1" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert run_of(OUTCOME)["invocations"][0]["executionSuccessful"] is True


def test_the_command_line_prints_sarif_and_keeps_its_exit_status(tmp_path):
    path = tmp_path / "register.json"
    storage.save(a_complete_register(), path, by="x", why="y")
    result = CliRunner().invoke(root, ["check", str(path), "--on", "2023-06-01", "--format", "sarif"])
    assert result.exit_code == 0
    assert json.loads(result.output)["version"] == "2.1.0"
