"""Every rule of the book against its cases: one that holds, one that breaks, each side of every boundary day."""

import pytest

from inspectlib.errors import CannotRead
from inspectlib.rules.book import RULES
from inspectlib.testing.cases import fault_of, read_cases, rules_without_cases, shipped_cases

BOOK = {each.id: each for each in RULES}
CASES = shipped_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda each: f"{each.rule}: {each.name}")
def test_a_rule_says_what_its_case_expects(case):
    assert fault_of(BOOK[case.rule], case) is None


def test_no_rule_stands_without_a_case_that_holds_and_one_in_which_it_speaks():
    assert rules_without_cases(RULES, CASES) == ()


def test_a_rule_without_cases_is_named():
    assert rules_without_cases(RULES[:1], ()) == (
        f"{RULES[0].id} has no case that holds",
        f"{RULES[0].id} has no case that breaks",
    )


def test_each_case_has_a_name_of_its_own():
    names = [(each.rule, each.name) for each in CASES]
    assert len(names) == len(set(names))


def test_a_case_that_expects_something_else_is_a_fault_in_a_sentence():
    wrong = read_cases('[[PA96-S55-5]]\nname = "wrong"\nexpect = "breaks"\n')[0]
    assert fault_of(BOOK["PA96-S55-5"], wrong) == "PA96-S55-5, 'wrong': expected breaks, found holds: nothing"


@pytest.mark.parametrize("line", ["expect = 'maybe'", "expect = 'holds'\nwhen = 3", "expect = 'holds'\nstart = 'odd'"])
def test_a_misspelt_case_is_refused(line):
    with pytest.raises(CannotRead):
        read_cases(f"[[X]]\nname = 'n'\n{line}\n")
