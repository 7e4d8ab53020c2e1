import inspectlib as il
from inspectlib.testing import a_complete_register
from inspectlib.testing.cases import read_cases, register_of
from inspectlib.testing.conformance import faults_of_distribution

CASES = read_cases("""
[[CITY-DEMONSTRATION]]
name = "another area has no such period"
expect = "holds"
set = { "cases.0.reviews" = [{ on = 2023-05-11, rating = "green" }] }
[[CITY-DEMONSTRATION]]
name = "green on the day on which the period ends"
expect = "holds"
set = { "areas" = ["city-of-london"], "cases.0.area" = "city-of-london", "cases.0.reviews" = [{ on = 2023-05-11, rating = "green" }], "cases.0.extras" = [["city-of-london:demonstration_until", "2023-05-11"]] }
[[CITY-DEMONSTRATION]]
name = "green the day before the period ends"
expect = "breaks"
set = { "areas" = ["city-of-london"], "cases.0.area" = "city-of-london", "cases.0.reviews" = [{ on = 2023-05-10, rating = "green" }], "cases.0.extras" = [["city-of-london:demonstration_until", "2023-05-11"]] }
[[CITY-DEMONSTRATION]]
name = "green with no period recorded"
expect = "gap"
set = { "areas" = ["city-of-london"], "cases.0.area" = "city-of-london", "cases.0.reviews" = [{ on = 2023-05-10, rating = "green" }] }
[[CITY-DEMONSTRATION]]
name = "amber needs no period"
expect = "holds"
set = { "areas" = ["city-of-london"], "cases.0.area" = "city-of-london", "cases.0.reviews" = [{ on = 2023-05-10, rating = "amber" }] }
""")


def test_this_distribution_keeps_to_what_the_library_relies_on(tmp_path):
    assert faults_of_distribution("inspectlib-city-of-london", folder=tmp_path, cases=CASES) == ()


def test_the_specified_information_order_does_not_bind_the_common_council():
    asked = {each.rule for each in il.check(register_of(CASES[1]), on="2023-06-01").gaps}
    assert not [each for each in asked if each.startswith("SIO-")]
    assert il.check(a_complete_register(), on="2023-06-01").clear


def test_section_55_binds_the_common_council_all_the_same():
    outcome = il.check(register_of(CASES[1]), on="2023-06-01")
    assert "PA96-S55-5" in {each.rule for each in outcome.findings}
