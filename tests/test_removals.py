"""Removing any single fact from a complete register adds exactly what one table lists; it never makes it clear."""

from datetime import date

import pytest

from inspectlib.checking import judge
from inspectlib.converting import from_plain, to_plain
from inspectlib.register import Register
from inspectlib.rules.book import RULES
from inspectlib.testing import a_closed_register, a_complete_register
from inspectlib.testing.cases import _at

LATER = date(2023, 6, 1)

#: path removed from the complete register -> (rules that find a breach, rules that miss a fact)
REMOVED = {
    "areas.0": ([], ["NOTHING-RECORDED", "NOT-KEPT-FOR"]),
    "inspections.0": ([], ["DANGLING", "NOTHING-RECORDED", "SIO-7B-A", "SIO-7B-B"]),
    "inspections.0.published_on": (
        [],
        ["DATE-BEFORE-REPORT", "SIO-7B-A", "SIO-7B-B"],
    ),
    "inspections.0.basis": ([], ["REPORT-BASIS"]),
    "inspections.0.judgements.0": ([], ["SIO-7B-A", "SIO-7B-B"]),
    "inspections.0.recommendations.0": ([], ["DANGLING"]),
    "inspections.0.recommendations.1": ([], ["DANGLING"]),
    "inspections.0.recommendations.0.addressees": ([], ["REC-ADDRESSEE"]),
    "inspections.0.recommendations.0.due": ([], ["CASE-OVERDUE"]),
    "responses.0": (
        ["PA96-S55-4", "PA96-S55-5", "PA96-S55-5B", "PA96-S55-6-INSPECTORS", "PA96-S55-6-SECRETARY-OF-STATE"],
        ["SIGN-OFF"],
    ),
    "responses.0.invitations.0": (["PA96-S55-4"], []),
    "responses.0.invitations.0.comments_by": ([], ["PA96-S55-4"]),
    "responses.0.chief_officer_comments.0": ([], ["PRACTICE-NONE-RECEIVED", "SIGN-OFF"]),
    "responses.0.chief_officer_comments.0.received_on": ([], ["PA96-S55-5-CHIEF-OFFICER"]),
    "responses.0.comments": ([], ["SIGN-OFF"]),
    "responses.0.explanations.0": (["PA96-S55-5B"], ["SIGN-OFF"]),
    "responses.0.explanations.1": (["PA96-S55-5B"], ["SIGN-OFF"]),
    "responses.0.sign_offs.0": (["SIGN-OFF"], ["PA96-S55-5-CHIEF-OFFICER", "PA96-S55-5A"]),
    "responses.0.sign_offs.0.text": ([], ["PA96-S55-5-CHIEF-OFFICER", "PA96-S55-5A"]),
    "responses.0.publications.0": (["PA96-S55-5"], []),
    "responses.0.publications.0.url": ([], ["WEB-ADDRESS"]),
    "responses.0.publications.0.text_hash": ([], ["PA96-S55-5-CHIEF-OFFICER", "PA96-S55-5A", "SIGN-OFF"]),
    "responses.0.copies.0": (["PA96-S55-6-INSPECTORS"], []),
    "responses.0.copies.1": (["PA96-S55-6-SECRETARY-OF-STATE"], []),
    "cases.0": ([], ["CASE-POSITION"]),
    "cases.0.position": ([], ["CASE-POSITION"]),
    "cases.0.position.on": ([], ["CASE-POSITION"]),
    "cases.0.owner": ([], ["CASE-OWNER"]),
    "website.0": ([], ["WEB-ACCESSIBILITY"]),
    "website.1": ([], ["SIO-7B-A"]),
    "website.2": ([], ["SIO-7B-B"]),
    "website.3": ([], ["SIO-7A"]),
    "website.1.prominent": ([], ["SIO-PROMINENT"]),
}


def without(register, path):
    plain = to_plain(register)
    _at(plain, path, remove=True)
    return from_plain(plain, Register)


def said(register):
    outcome = judge(register, RULES, on=LATER)
    assert not outcome.crashes
    return sorted({each.rule for each in outcome.findings}), sorted({each.rule for each in outcome.gaps})


def test_the_complete_register_is_clear():
    assert said(a_complete_register()) == ([], [])


@pytest.mark.parametrize("path", REMOVED)
def test_removing_one_fact_adds_what_is_listed_for_it(path):
    breaches, gaps = REMOVED[path]
    assert said(without(a_complete_register(), path)) == (breaches, sorted(gaps))


def paths_of(plain, before=""):
    """Yield the path of each fact: rows of lists, and fields that have a default."""
    if isinstance(plain, list):
        for index, each in enumerate(plain):
            yield f"{before}{index}"
            yield from paths_of(each, f"{before}{index}.")
    elif isinstance(plain, dict):
        for key, each in plain.items():
            if each not in (None, [], ""):
                yield from ([] if isinstance(each, list) else [f"{before}{key}"])
                yield from paths_of(each, f"{before}{key}.")


@pytest.mark.parametrize("path", list(paths_of(to_plain(a_closed_register()))))
def test_removing_any_fact_never_makes_a_register_that_is_not_clear_clear(path):
    unclear = a_closed_register()  # closed under a policy that nobody confirmed, so not clear
    assert not judge(unclear, RULES, on=LATER).clear
    try:
        less = without(unclear, path)
    except ValueError:
        return  # without it, it is no register
    assert not judge(less, RULES, on=LATER).clear
