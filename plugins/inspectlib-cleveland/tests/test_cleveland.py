from datetime import date

from inspectlib_cleveland import PROFILE

import inspectlib as il
from inspectlib.deadlines import deadlines
from inspectlib.testing.cases import read_cases
from inspectlib.testing.conformance import faults_of_distribution

CASES = read_cases("""
[[CLEVELAND-PLENARY]]
name = "another area has its own process"
expect = "holds"
set = { "cases.0.approved_on" = 2023-05-11 }
[[CLEVELAND-PLENARY]]
name = "the plenary session was on the day of the approval"
expect = "holds"
set = { "areas" = ["cleveland"], "cases.0.area" = "cleveland", "cases.0.approved_on" = 2023-05-11, "cases.0.plenary_on" = 2023-05-11 }
[[CLEVELAND-PLENARY]]
name = "the plenary session was on the day after the approval"
expect = "breaks"
set = { "areas" = ["cleveland"], "cases.0.area" = "cleveland", "cases.0.approved_on" = 2023-05-11, "cases.0.plenary_on" = 2023-05-12 }
[[CLEVELAND-PLENARY]]
name = "no plenary session is recorded"
expect = "gap"
set = { "areas" = ["cleveland"], "cases.0.area" = "cleveland", "cases.0.approved_on" = 2023-05-11 }
[[CLEVELAND-PLENARY]]
name = "not yet approved"
expect = "holds"
set = { "areas" = ["cleveland"], "cases.0.area" = "cleveland" }
""")


def test_this_distribution_keeps_to_what_the_library_relies_on(tmp_path):
    assert faults_of_distribution("inspectlib-cleveland", folder=tmp_path, cases=CASES) == ()


def test_the_governance_group_meets_every_two_months_from_the_last_review():
    from inspectlib.testing.cases import register_of

    register = register_of(CASES[-1])
    (review,) = [
        each
        for each in deadlines(register, on=date(2023, 5, 1), profiles={"cleveland": PROFILE})
        if each.what.endswith("next review")
    ]
    assert (review.last_day, review.whose) == (date(2023, 6, 3), "Deputy Chief Constable's governance group")


def test_closure_waits_for_the_approval_and_never_rests_on_the_shipped_levels():
    from inspectlib.testing.cases import register_of

    decision = il.closure_of(register_of(CASES[-1]), "a-report-2023/1", body="cleveland", on="2023-06-01")
    waits = [each.what for each in decision.waiting_for]
    assert "the approval before closure is requested" in waits
    assert any("confirms the closure policy" in each for each in waits)
