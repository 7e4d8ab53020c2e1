"""The seed, as imported, gives exactly these findings and gaps; each line says why."""

from pathlib import Path

import pytest

import inspectlib as il
from inspectlib.plugins import load_plugins
from inspectlib.register import Unread

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "cleveland-serious-youth-violence-2023.txt"
ID = "how-well-the-police-tackle-serious-youth-violence-2023"

#: without the profile and the rule of Cleveland, which another plugin adds
BUILT_IN = load_plugins(points=[])

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the shared folder is not beside the project")

BREACHES = [
    ("PA96-S55-4", ID),  # the form says nothing of an invitation
    ("PA96-S55-5", ID),  # that it was published stands in a box whose tick the text lost
    ("PA96-S55-5B", f"{ID}/1"),  # for the Home Office, but s.55(5B) asks for an explanation of each
    ("PA96-S55-5B", f"{ID}/2"),  # likewise
    ("PA96-S55-5B", f"{ID}/3"),  # the force's action is told, the body's is one comment on the whole report
    ("PA96-S55-5B", f"{ID}/4"),  # likewise
    ("PA96-S55-6-INSPECTORS", ID),  # the form has no line for the inspectors
    ("PA96-S55-6-SECRETARY-OF-STATE", ID),  # its line for the Home Office is a box that lost its tick
]
GAPS = [
    ("CASE-OWNER", f"{ID}/3"),  # the force accepts and names action owners, none for this one
    ("CASE-OWNER", f"{ID}/4"),  # likewise
    ("CASE-POSITION", f"{ID}/3"),  # accepted, and the form gives no day
    ("CASE-POSITION", f"{ID}/4"),  # likewise
    ("REPORT-BASIS", ID),  # the form does not say under which power the report was made
    ("SIGN-OFF", ID),  # nobody is said to have approved the words
    ("SIO-7A", "cleveland"),  # nobody looked at the website
    ("SIO-7B-A", "cleveland"),  # no report with grades is recorded
    ("SIO-7B-B", "cleveland"),  # likewise
    ("UNREAD", SEED.name),  # five boxes for the type, none ticked
    ("UNREAD", SEED.name),  # quoted: neither yes nor no
    ("UNREAD", SEED.name),  # office use: no box ticked
    ("WEB-ACCESSIBILITY", "cleveland"),  # nobody looked at the website
]


@pytest.fixture(scope="module")
def register():
    result = il.read(SEED)
    return result.register.with_unread(
        *(Unread(source=SEED.name, place=each.place, message=each.message) for each in result.problems)
    )


def test_the_seed_gives_exactly_the_expected_findings_and_gaps(register):
    outcome = il.check(register, on="2023-06-01", plugins=BUILT_IN)
    assert sorted((each.rule, each.subject) for each in outcome.findings) == BREACHES
    assert sorted((each.rule, each.subject) for each in outcome.gaps) == GAPS
    assert not outcome.complete


def test_on_the_local_reading_only_what_is_for_policing_is_asked_for(register):
    outcome = il.check(register, on="2023-06-01", reading="local", plugins=BUILT_IN)
    assert [each.subject for each in outcome.findings if each.rule == "PA96-S55-5B"] == [f"{ID}/3", f"{ID}/4"]
    assert outcome.explanations == ((f"{ID} cleveland", 4, 2),)


def test_on_the_last_day_nothing_is_a_breach_yet(register):
    assert il.check(register, on="2023-05-02", plugins=BUILT_IN).findings == ()
