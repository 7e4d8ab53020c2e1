"""A plugin's test, with the kit and with cases of its own."""

from pathlib import Path

from inspectlib.testing.cases import RuleCase, read_cases
from inspectlib.testing.conformance import faults_of_distribution, faults_of_rule
from inspectlib.plugins import load_plugins

CASES: tuple[RuleCase, ...] = read_cases("")


def test_it(tmp_path: Path) -> None:
    faults: tuple[str, ...] = faults_of_distribution("inspectlib-northmoor", folder=tmp_path, cases=CASES)
    assert faults == ()
    for each in load_plugins(on_failure="continue").rules:
        assert not faults_of_rule(each, CASES)
