"""Which tools the tests need, and what happens where one is missing."""

import os

import pytest
from checkers import HOW_TO_INSTALL, has
from hypothesis import settings

settings.register_profile("quick", max_examples=100, deadline=None, print_blob=True)
settings.register_profile("long", max_examples=5000, deadline=None, print_blob=True)
settings.load_profile("long" if os.environ.get("INSPECTLIB_LONG") else "quick")


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        tool = mark.args[0]
        if has(tool):
            continue
        line = f"{tool} is missing: {HOW_TO_INSTALL[tool]}"
        if os.environ.get("CI") == "true":
            pytest.fail(line, pytrace=False)
        pytest.skip(line)


def pytest_terminal_summary(terminalreporter):
    left_out = terminalreporter.stats.get("skipped", [])
    if left_out:
        terminalreporter.section("left out")
        for report in left_out:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            terminalreporter.write_line(f"{report.nodeid}: {reason}")
