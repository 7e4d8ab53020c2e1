"""What can be wrong with a rule."""

import re
from collections.abc import Callable, Iterable
from copy import copy
from datetime import date
from typing import Any

import attrs

from inspectlib.checking import judge
from inspectlib.fields import evolve
from inspectlib.findings import Finding, Gap, Outcome
from inspectlib.register import Register
from inspectlib.rules.rule import SUBJECTS, Answer, Facts, Rule
from inspectlib.testing import a_closed_register, a_complete_register, an_unanswered_register
from inspectlib.testing.cases import RuleCase, fault_of, rules_without_cases
from inspectlib.testing.faulting import about, outside, said, sights
from inspectlib.testing.watching import CLOCK, DISK, ENVIRONMENT, NETWORK, PROGRAM, watched

ON = date(2023, 6, 1)
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
_REGISTERS = (a_complete_register, a_closed_register, an_unanswered_register)


def faults_of_rule(rule: Rule, cases: Iterable[RuleCase] = ()) -> tuple[str, ...]:
    """Return what is wrong with a rule; `cases` are all of its distribution's."""
    own = [each for each in cases if each.rule == rule.id]
    faults = [
        *said(_RULE_ID.fullmatch(rule.id) is None, "an id is capitals and digits with hyphens"),
        *said(not rule.title[:1].isupper(), "a title says what is found and begins with a capital"),
        *said(not rule.duty.endswith("."), "its function has no docstring that says the duty in a sentence"),
        *said(rule.subject not in SUBJECTS, "its subject is none of Register, Inspection, Response and Case"),
        *said(
            rule.cites.checked_on is None or rule.cites.review_by is None,
            f"its source {rule.cites.id!r} does not say when it was read and when it is read again",
        ),
        *said(
            rule.since is not None and rule.until is not None and rule.since >= rule.until,
            "is in force until a day that is not after the one it begins on, so it binds nothing",
        ),
        *(f"uses {name!r}: a rule reads neither clock nor disk nor environment" for name in outside(rule.judge)),
    ]
    faults += [each.removeprefix(f"{rule.id} ") for each in rules_without_cases([rule], own)]
    faults += [fault for each in own if (fault := fault_of(rule, each)) is not None]
    empty = judge(Register(), [rule], on=ON)
    faults += said(any(each.rule == rule.id for each in empty.findings), "finds a breach in an empty register")
    for make in _REGISTERS:
        register = make()
        first = judge(register, [rule], on=ON)
        changed: list[str] = []
        with watched(CLOCK, DISK, NETWORK, ENVIRONMENT, PROGRAM) as watch:
            again = judge(register, [evolve(rule, judge=_heeding(rule, changed))], on=ON)
        reached = watch.reached
        shuffled = judge(_turned(register), [rule], on=ON)
        faults += [f"breaks on a plain register: {each.error}" for each in first.crashes]
        faults += [*sights(watch, "while it judges", (CLOCK, DISK, NETWORK, ENVIRONMENT, PROGRAM)), *changed]
        words = [each.message for each in first.findings] + [each.message for each in first.gaps]
        faults += said(not all(each.strip() for each in words), "answers without a message")
        faults += said(not reached and first != again, "says two things of one register")
        faults += said(
            not reached and first == again and _answers(first) != _answers(shuffled),
            "says another thing where the same facts stand in another order",
        )
        faults += said(register != make(), "changes the register that it is given")
    return about(f"rule {rule.id}", faults)


def _heeding(rule: Rule, changed: list[str]) -> Callable[[Any, Facts], Answer]:
    """Return a rule's function that notes where it changes the facts that it is handed, which others get after it."""

    def judge_it(subject: Any, facts: Facts) -> Answer:
        handed = copy(facts)
        answer = rule.judge(subject, facts)
        if any(getattr(handed, each.name) is not getattr(facts, each.name) for each in attrs.fields(Facts)):
            changed.append("changes the facts that it is given")
        return answer

    return judge_it


def _turned(register: Register) -> Register:
    """Return a register of the same facts, its reports, recommendations, responses and cases the other way round."""
    return evolve(
        register,
        inspections=tuple(
            evolve(each, recommendations=each.recommendations[::-1]) for each in reversed(register.inspections)
        ),
        responses=register.responses[::-1],
        cases=register.cases[::-1],
        actions=register.actions[::-1],
    )


def _answers(outcome: Outcome) -> tuple[frozenset[Finding], frozenset[Gap]]:
    return frozenset(outcome.findings), frozenset(outcome.gaps)
