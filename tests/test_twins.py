"""Twins are suggested with a score and the words that match; the threshold was set on `SEEN`, and is held on `UNSEEN`."""

import pytest

from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.testing import a_recommendation, an_inspection
from inspectlib.twins import SUGGESTED_FROM, content_words, similarity, suggest

# (text, text, whether they ask for the same); written for this test, like the inspectorate writes
SEEN = [
    (
        "By 31 March 2024, chief constables should make sure their officers and staff are trained in the use of problem profiles for violence.",
        "By 30 June 2024, the chief constable should make sure that officers and staff are trained in the use of problem profiles for violence.",
        True,
    ),
    (
        "Within six months, forces should review how they record equality data on suspects of serious violence.",
        "The force should review how it records equality data on suspects of serious violence.",
        True,
    ),
    (
        "Chief constables should review how they record equality data on victims of fraud.",
        "Chief constables should review how they record equality data on suspects of serious violence.",
        False,
    ),
    (
        "By April 2023, all forces should make sure that everyone on the vetting list has a current clearance.",
        "The force should make sure that everyone in post has current vetting clearance by April 2023.",
        True,
    ),
    (
        "The force should improve how quickly it answers emergency calls.",
        "The force should improve how quickly it answers non-emergency calls and reduces abandoned calls.",
        False,
    ),
    (
        "The force should make sure that supervisors review investigations and record the review.",
        "The force should make sure that supervisors review and record investigations of rape.",
        False,
    ),
]
UNSEEN = [
    ("By 31 October 2023, chief constables should make sure that those responsible for vetting have access to all relevant databases.",
     "By 31 October 2023, the chief constable should make sure that those responsible for vetting have access to all the relevant databases.", True),
    ("Forces should establish and begin operation of a process to identify property in store that is linked to open investigations.",
     "Within three months, the force should establish and operate a process to identify property in its store that is linked to open investigations.", True),
    ("The force should make sure that it has enough trained digital investigators to clear its backlog of devices.",
     "By September 2024, chief constables should make sure that they have enough trained digital investigators to clear the backlog of devices.", True),
    ("The force should provide effective support and safeguarding for children who go missing from care homes.",
     "Chief constables should provide effective support and safeguarding for children who go missing from care homes.", True),
    ("The force should improve how it assesses the vulnerability of repeat callers in its control room.",
     "The force should improve how it assesses and records the vulnerability of repeat callers in the control room.", True),
    ("Immediately, forces should review all stop and search records where force was used and the grounds were weak.",
     "The force should review all of its stop and search records where force was used and the grounds were weak.", True),
    ("The force should make sure that it has enough trained analysts to clear its backlog of intelligence reports.",
     "The force should make sure that it has enough detectives to clear its backlog of domestic abuse investigations.", False),
    ("The force should improve how it manages registered sex offenders who live in its area.",
     "The force should improve how it manages domestic abuse perpetrators who live in its area.", False),
    ("Chief constables should publish the results of misconduct hearings within five working days.",
     "Chief constables should publish data on stop and search each quarter.", False),
    ("By 31 March 2025, the force should review its custody records for uses of force on children.",
     "By 31 March 2025, the force should review its custody records for strip searches of children.", False),
    ("The force should make sure that officers complete risk assessments at domestic abuse incidents.",
     "The force should make sure that officers complete voluntary attendance records with legal advice.", False),
    ("The force should make sure its workforce plan takes account of retirements.",
     "The force should make sure its estate plan takes account of carbon targets.", False),
    ("Forces should give neighbourhood teams problem-solving training.",
     "Forces should give control room staff training in mental health.", False),
    ("The Home Office should amend the code of practice on the retention of biometric data.",
     "The College of Policing should amend the guidance on the investigation of stalking.", False),
]  # fmt: skip


@pytest.mark.parametrize("pairs", [SEEN, UNSEEN], ids=["seen", "unseen"])
def test_at_least_95_in_100_suggestions_are_right(pairs):
    suggested = [same for one, other, same in pairs if similarity(one, other)[0] >= SUGGESTED_FROM]
    assert suggested
    assert sum(suggested) / len(suggested) >= 0.95


def test_most_twins_are_suggested():
    twins = [similarity(one, other)[0] for one, other, same in UNSEEN if same]
    assert sum(score >= SUGGESTED_FROM for score in twins) / len(twins) >= 0.8


def a_register(pairs):
    ones = tuple(Recommendation(id=f"national-2023/{i}", text=one) for i, (one, _, _) in enumerate(pairs))
    others = tuple(Recommendation(id=f"force-2023/{i}", text=other) for i, (_, other, _) in enumerate(pairs))
    return Register().with_inspection(
        an_inspection(id="national-2023", recommendations=ones), an_inspection(id="force-2023", recommendations=others)
    )


def test_among_all_pairs_of_two_reports_the_twins_are_suggested_and_hardly_anything_else():
    found = {(each.one, each.other) for each in suggest(a_register(UNSEEN))}
    right = {(f"force-2023/{i}", f"national-2023/{i}") for i, (_, _, same) in enumerate(UNSEEN) if same}
    assert len(found & right) / len(found) >= 0.95
    assert len(found & right) / len(right) >= 0.8


def test_the_words_that_match_are_shown_and_words_of_grammar_are_not():
    best = suggest(a_register(UNSEEN))[0]
    assert best.score >= SUGGESTED_FROM
    assert best.words
    assert not {"the", "force", "should"} & set(best.words)


def test_the_order_of_a_register_does_not_matter():
    pairs = list(UNSEEN)
    register = a_register(pairs)
    shuffled = register.inspections[0].recommendations[::-1]
    report = an_inspection(id=register.inspections[0].id, recommendations=shuffled)
    assert suggest(register.with_inspection(report)) == suggest(register)


def test_what_is_linked_already_and_what_stands_in_one_report_is_not_suggested():
    one = a_recommendation("1", text=UNSEEN[0][0])
    same_report = an_inspection(recommendations=(one, a_recommendation("2", text=UNSEEN[0][1])))
    assert suggest(Register().with_inspection(same_report)) == ()
    other = Recommendation(id="b-2023/1", text=UNSEEN[0][1], same_as=(one.id,))
    both = Register().with_inspection(
        an_inspection(recommendations=(one,)), an_inspection(id="b-2023", recommendations=(other,))
    )
    assert suggest(both) == ()


def test_a_text_of_nothing_but_grammar_is_like_nothing():
    assert similarity("The force should.", "The force should.") == (0.0, ())


def test_dates_and_who_is_asked_do_not_count():
    assert content_words("By 31 March 2024, chief constables should train officers.") == ("train", "officer")


def test_suggesting_never_links_by_itself():
    register = a_register(UNSEEN)
    suggest(register)
    assert all(not each.same_as for inspection in register.inspections for each in inspection.recommendations)
