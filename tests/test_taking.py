"""That a document that comes home brings what is new, and that what is recorded is never replaced in silence."""

from datetime import date

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspectlib.cases import Action, Case, ClosureFact, ClosureStep, Position, PositionAnswer, Review
from inspectlib.errors import BadCall
from inspectlib.fields import evolve
from inspectlib.matching import resolved
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Explanation, Publication, Recipient, Response
from inspectlib.taking import take
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

ONE, TWO = f"{REPORT}/1", f"{REPORT}/2"


def an_action(**fields):
    return Action(**{"id": "count-1", "area": AREA, "answers": (ONE,), "title": "Count the radios", **fields})


def a_case(**fields):
    return Case(area=AREA, recommendation=ONE, **fields)


def accepted(**fields):
    return Position(answer=PositionAnswer.ACCEPTED, **fields)


def rejected(**fields):
    return Position(answer=PositionAnswer.REJECTED, **fields)


def recorded(*values):
    register = evolve(a_complete_register(), cases=(), actions=())
    for each in values:
        register = {
            Case: register.with_case,
            Action: register.with_action,
            Response: register.with_response,
        }[type(each)](each)
    return register


def test_what_a_document_says_that_is_recorded_changes_nothing_and_says_little():
    register = recorded(a_case(position=accepted(on=date(2023, 4, 1)), owner="Head of Crime"), an_action())
    taken = take(register, register)
    assert taken.register == register
    assert taken.lines == (
        f"already recorded, left as it is: report {REPORT}",
        f"already recorded, left as it is: response of {AREA} to {REPORT}",
    )


def test_what_is_not_recorded_is_taken_and_told():
    response = Response(area=AREA, inspection=REPORT)
    register = recorded(a_case(owner="Head of Crime"), response)
    new = Register().with_response(
        evolve(
            response,
            quoted=True,
            comments="We welcome it.",
            chief_officer_comments=(ChiefOfficerComments(text="Yes.", received_on=date(2023, 4, 3)),),
            explanations=(Explanation(covers=(ONE, TWO), action="We ask for figures."),),
            publications=(Publication(on=date(2023, 5, 2)),),
            copies=(Copy(to=Recipient.INSPECTORS, on=date(2023, 5, 2)),),
        )
    )
    new = new.with_case(a_case(position=accepted(), force_comment="We count."))
    new = new.with_action(an_action(owner="Head of Stores"))
    taken = take(register, new)
    assert taken.register.responses == new.responses
    assert taken.register.cases == (a_case(position=accepted(), force_comment="We count.", owner="Head of Crime"),)
    assert taken.register.actions == new.actions
    for words in (
        "the body's comments recorded: 'We welcome it.'",
        "position recorded: accepted",
        "the force's comment recorded: 'We count.'",
        "action 'Count the radios' (count-1) added",
        "copy sent to the inspectors on 2 May 2023",
    ):
        assert any(words in each for each in taken.lines), (words, taken.lines)


ANSWERED = Response(
    area=AREA,
    inspection=REPORT,
    quoted=True,
    dated=date(2023, 5, 1),
    comments="We welcome it.",
    reply_to_chief_officer="Thank you.",
    chief_officer_comments=(ChiefOfficerComments(text="Yes.", received_on=date(2023, 4, 3)),),
    explanations=(Explanation(covers=(ONE,), action="We ask for figures."),),
    publications=(Publication(on=date(2023, 5, 2)),),
    copies=(Copy(to=Recipient.INSPECTORS, on=date(2023, 5, 2)),),
)
DIFFERENT = [
    (a_case(position=accepted()), a_case(position=rejected(reason="No.")), "record REGISTER rejected --reason TEXT"),
    (a_case(position=rejected(reason="No.")), a_case(position=rejected(reason="Never.")), "record REGISTER rejected"),
    (a_case(position=accepted()), a_case(position=Position(answer=PositionAnswer.AWAITING)), "excel-tracker"),
    (a_case(owner="Head of Crime"), a_case(owner="Head of Data"), "record REGISTER owned --ref ROLE"),
    (a_case(force_comment="We count."), a_case(force_comment="We do not."), "record REGISTER commented --text FILE"),
    *(
        (an_action(**{name: one}), an_action(**{name: other}), "excel-tracker")
        for name, one, other in (
            ("title", "Count the radios", "Count the batteries"),
            ("owner", "Head of Crime", "Head of Data"),
            ("due", date(2024, 1, 1), date(2024, 2, 1)),
            ("done_on", date(2024, 1, 1), date(2024, 2, 1)),
        )
    ),
    *(
        (ANSWERED, evolve(ANSWERED, **{name: other}), how)
        for name, other, how in (
            ("quoted", False, "undo REVISION"),
            ("dated", date(2023, 5, 9), "undo REVISION"),
            ("comments", "We regret it.", f"record REGISTER commented --text FILE --inspection {REPORT} --on DATE"),
            ("reply_to_chief_officer", "No.", "excel-tracker"),
            ("chief_officer_comments", (ChiefOfficerComments(text="No."),), "record REGISTER received --text FILE"),
            (
                "chief_officer_comments",
                (ChiefOfficerComments(text="Yes.", received_on=date(2023, 4, 5)),),
                "record REGISTER received --text FILE",
            ),
            ("explanations", (Explanation(covers=(ONE,), action="Nothing."),), "explained --number 1 --text FILE"),
            (
                "explanations",
                (Explanation(covers=(ONE,), no_action_reason="We ask for figures."),),
                "explained --number 1 --reason TEXT",
            ),
            ("publications", (Publication(on=date(2023, 5, 3)),), "record REGISTER published --url URL"),
            ("copies", (Copy(to=Recipient.INSPECTORS, on=date(2023, 5, 3)),), "sent --to inspectors"),
        )
    ),
]


@pytest.mark.parametrize(("held", "said", "how"), DIFFERENT, ids=range(len(DIFFERENT)))
def test_what_differs_is_left_and_told_in_one_line_with_what_to_do(held, said, how):
    register = recorded(held)
    lists = {Case: "cases", Action: "actions", Response: "responses"}
    taken = take(register, Register(**{lists[type(held)]: (said,)}))
    assert taken.register == register
    (line,) = taken.lines
    assert line.startswith("left as it is: ")
    assert ": recorded is " in line
    assert ", the document says " in line
    assert how in line


def test_an_explanation_that_covers_several_is_taken_for_those_that_have_none():
    held = evolve(ANSWERED, explanations=(Explanation(covers=(ONE,), action="Ours."),))
    new = Register().with_response(evolve(ANSWERED, explanations=(Explanation(covers=(ONE, TWO), action="Theirs."),)))
    taken = take(recorded(held), new)
    (response,) = taken.register.responses
    assert [response.explanation_of(each).action for each in (ONE, TWO)] == ["Ours.", "Theirs."]
    assert any("the explanation of 1: recorded is 'Ours.'" in each for each in taken.lines)


def test_words_that_join_a_signed_text_are_told_to_be_unsigned():
    register = a_complete_register()
    (response,) = register.responses
    assert register.statutory_text(response).hash in {each.text_hash for each in response.sign_offs}
    taken = take(register, Register().with_case(Case(area=AREA, recommendation=ONE, force_comment="We count.")))
    assert taken.lines[-1].startswith(
        f"response of {AREA} to {REPORT}: with this its text is no longer the one signed off on 20 April 2023; have it"
    )
    owner = Register().with_case(Case(area=AREA, recommendation=ONE, owner="Head of Crime"))
    assert not any("signed" in each for each in take(register, owner).lines)


@pytest.mark.parametrize("words", ["Count the radios", " count  the\nRadios "])
def test_an_action_whose_id_the_document_lost_is_known_by_its_words(words):
    register = recorded(an_action(due=date(2024, 1, 31)))
    taken = take(register, Register().with_action(an_action(id="row", title=words, owner="Head of Stores")))
    assert taken.register.actions == (an_action(due=date(2024, 1, 31), owner="Head of Stores"),)


def test_an_id_alone_makes_no_action_of_another_recommendation_the_same():
    register = recorded(an_action(answers=(TWO,), title="Paint the radios"))
    taken = take(register, Register().with_action(an_action()))
    assert {each.id: (each.title, each.answers) for each in taken.register.actions} == {
        "count-1": ("Paint the radios", (TWO,)),
        "count-1-2": ("Count the radios", (ONE,)),
    }


def test_an_action_in_other_words_beside_one_that_is_not_in_the_document_is_told():
    register = recorded(an_action(), an_action(id="paint", title="Paint them"))
    new = Register().with_action(an_action(id="x", title="Count every radio"), an_action(id="y", title="Paint them"))
    taken = take(register, new)
    assert len(taken.register.actions) == 3
    (line,) = [each for each in taken.lines if "not in the document" in each]
    assert "action count-1 (Count the radios) is recorded and not in the document, action x is new" in line


def test_two_actions_of_the_same_words_stay_two():
    register = recorded(an_action(id="a"), an_action(id="b", owner="Head of Stores"))
    taken = take(register, Register().with_action(an_action(id="x"), an_action(id="y")))
    assert taken.register == register


def test_two_actions_of_the_same_words_that_a_document_takes_for_one_stay_as_they_are():
    register = recorded(an_action(id="a"), an_action(id="b", answers=(TWO,)))
    taken = take(register, Register().with_action(an_action(id="x", answers=(ONE, TWO))))
    assert taken.register == register


def test_of_recommendations_that_say_nearly_the_same_the_one_of_the_very_words_is_meant():
    items = tuple(evolve(a_recommendation(each), number=None) for each in ("1", "2", "3"))
    register = recorded().with_inspection(an_inspection(recommendations=items))
    other = tuple(evolve(each, id=f"{REPORT}/place-{each.key}") for each in items)
    new = Register(areas=(AREA,)).with_inspection(an_inspection(recommendations=other))
    new = new.with_response(Response(area=AREA, inspection=REPORT))
    found = resolved(new.with_case(*(Case(area=AREA, recommendation=each.id, owner="A") for each in other)), register)
    assert {each.recommendation for each in found.register.cases} == {each.id for each in items}
    assert found.lines[0] == f"already recorded, left as it is: report {REPORT}"


def sheet_of(*reports, **fields):
    """Return what an office's own sheet holds of some reports, which it calls by their titles alone."""
    new = Register()
    for number, report in enumerate(reports):
        items = tuple(evolve(each, id=f"row-{number}/{each.key}", due=None) for each in report.recommendations)
        new = new.with_inspection(an_inspection(id=f"row-{number}", title=report.title, recommendations=items))
        new = new.with_case(*(Case(area=AREA, recommendation=each.id, **fields) for each in items))
    return new


def two_reports():
    other = an_inspection(
        id="another-2024",
        title="Keeping Evidence Safe in Northmoor",
        recommendations=(a_recommendation("1", id="another-2024/1"),),
    )
    register = recorded(a_case(owner="Head of Crime"))
    return register.with_inspection(
        evolve(register.inspections[0], title="How Northmoor Answers Calls for Help"), other
    )


@pytest.mark.parametrize("many", [1, 2])
def test_what_a_sheet_says_of_recorded_reports_comes_to_them_and_doubles_none(many):
    register = two_reports()
    review = Review(on=date(2024, 5, 1), note="It goes well.")
    found = resolved(sheet_of(*register.inspections[:many], local_ref="N/1", reviews=(review,)), register)
    assert found.register.inspections == ()
    taken = take(register, found.register).register.with_inspection(*found.completed)
    assert [each.id for each in taken.inspections] == [each.id for each in register.inspections]
    about = {one.id for each in register.inspections[:many] for one in each.recommendations}
    assert {each.recommendation for each in taken.cases} == about
    assert {(each.local_ref, each.reviews) for each in taken.cases} == {("N/1", (review,))}
    assert taken.case(ONE, AREA).owner == "Head of Crime"


def test_what_a_sheet_says_of_no_recorded_item_is_a_problem_with_its_words():
    register = two_reports()
    twin = a_recommendation("1")
    report = evolve(register.inspections[0], recommendations=(twin, evolve(twin, id=f"{REPORT}/twin", number=None)))
    found = resolved(sheet_of(report, owner="Head of Custody"), register)
    assert len(found.register.cases) == 1
    assert any("'Head of Custody'" in each.message for each in found.problems)


def test_an_action_about_two_reports_stays_one():
    register = two_reports()
    new = sheet_of(*register.inspections).with_action(an_action(id="both", answers=("row-0/1", "row-1/1")))
    found = resolved(new, register)
    assert [each.answers for each in found.register.actions] == [(ONE, "another-2024/1")]


def test_one_name_for_several_reports_is_refused():
    register = two_reports()
    with pytest.raises(BadCall, match="the document holds 2 reports"):
        resolved(sheet_of(*register.inspections), register, inspection=REPORT)


def test_a_review_of_a_new_day_is_taken_and_another_of_the_same_day_told():
    register = recorded(a_case(reviews=(Review(on=date(2024, 5, 1), note="Slow."),)))
    new = (Review(on=date(2024, 5, 1), note="Quick."), Review(on=date(2024, 6, 1), note="Done."))
    taken = take(register, Register().with_case(a_case(reviews=new)))
    assert [each.note for each in taken.register.cases[0].reviews] == ["Slow.", "Done."]
    assert any("Quick." in each and each.startswith("left as it is") for each in taken.lines)


def test_an_action_answers_what_the_document_adds():
    taken = take(recorded(an_action()), Register().with_action(an_action(answers=(ONE, TWO))))
    assert taken.register.actions[0].answers == (ONE, TWO)
    assert any("recommendations that it answers: added" in each for each in taken.lines)


def test_the_actions_of_a_document_that_calls_its_report_otherwise_answer_what_is_recorded():
    register = recorded()
    report = an_inspection(id="other", recommendations=(evolve(a_recommendation("1"), id="other/1"),))
    new = Register(areas=(AREA,)).with_inspection(report).with_response(Response(area=AREA, inspection="other"))
    found = resolved(new.with_action(an_action(answers=("other/1",))), register, inspection=REPORT)
    assert [each.answers for each in found.register.actions] == [(ONE,)]


words = st.sampled_from([None, "One.", "Two."])
days = st.sampled_from([None, date(2024, 1, 1), date(2024, 2, 1)])
positions = st.none() | st.builds(Position, answer=st.sampled_from(PositionAnswer), reason=words, on=days)
covered = st.sampled_from([(ONE,), (TWO,), (ONE, TWO)])
explained = st.lists(st.builds(Explanation, covers=covered, action=st.sampled_from(["One.", "Two."])), max_size=1)
copies = st.builds(Copy, to=st.sampled_from(Recipient), on=days.filter(bool))
chief = st.builds(ChiefOfficerComments, text=words.filter(bool), received_on=days)
registers = st.builds(
    lambda response, case, actions: recorded(
        evolve(response, explanations=tuple(response.explanations)), case
    ).with_action(*(evolve(each, id=f"{each.id}-{number}") for number, each in enumerate(actions))),
    st.builds(
        Response,
        area=st.just(AREA),
        inspection=st.just(REPORT),
        quoted=st.sampled_from([None, True, False]),
        comments=words,
        reply_to_chief_officer=words,
        explanations=explained,
        chief_officer_comments=st.lists(chief, max_size=2, unique_by=lambda each: each.text),
        copies=st.lists(copies, max_size=2, unique=True),
    ),
    st.builds(
        a_case,
        position=positions,
        owner=words,
        force_comment=words,
        local_ref=words,
        note=words,
        reviews=st.lists(
            st.builds(Review, on=days.filter(bool), note=words), max_size=2, unique_by=lambda each: each.on
        ),
        closure=st.lists(
            st.builds(ClosureFact, step=st.sampled_from(ClosureStep), on=days.filter(bool)), max_size=2
        ).map(tuple),
    ).map(lambda each: evolve(each, reviews=tuple(each.reviews))),
    st.lists(
        st.builds(
            an_action,
            id=st.sampled_from("ab"),
            title=st.sampled_from(["One", "one ", "Two"]),
            owner=words,
            due=days,
            answers=covered,
        ),
        max_size=3,
    ),
)


def holds(old, made):
    """Say whether a value still says all that it said: a field with nothing in it says nothing."""
    if attrs.has(type(old)):
        return all(holds(getattr(old, each.name), getattr(made, each.name)) for each in attrs.fields(type(old)))
    if isinstance(old, tuple):
        return len(made) >= len(old) and all(any(holds(each, other) for other in made) for each in old)
    return old is None or old == made


@given(ours=registers, theirs=registers)
def test_nothing_recorded_is_ever_changed_and_a_second_time_brings_nothing(ours, theirs):
    taken = take(ours, theirs)
    assert holds(ours, taken.register)
    titles = [each.title.strip().casefold() for each in theirs.actions]
    ids = {each.id: each.title for each in ours.actions}
    assume(len(set(titles)) == len(titles))  # of two actions with the same words, nobody can say which is which
    assume(all(ids.get(each.id, each.title) == each.title for each in theirs.actions))
    again = take(taken.register, theirs)
    assert again.register == taken.register
    said = {line for line in taken.lines if line.startswith("left as it is")}
    assert said <= set(again.lines)


@given(ours=registers, theirs=registers)
def test_every_word_of_a_document_is_taken_or_told(ours, theirs):
    taken = take(ours, theirs)
    told = " ".join(taken.lines)
    (response,), (case,) = theirs.responses, theirs.cases
    (made,), (held,) = taken.register.responses, taken.register.cases
    for given_, name, now in (
        *(
            (getattr(response, each), each, getattr(made, each))
            for each in ("comments", "reply_to_chief_officer", "quoted")
        ),
        *((getattr(case, each), each, getattr(held, each)) for each in ("owner", "force_comment", "local_ref", "note")),
    ):
        assert given_ in (None, now) or "the document says" in told, name
    for name in ("reviews", "closure"):
        left = set(getattr(case, name)) - set(getattr(held, name))
        assert told.count("the document also says") >= len(left)
    for each in response.explanations:
        for one in each.covers:
            assert made.explanation_of(one).text == each.text or "the explanation of" in told
    for action in theirs.actions:
        same = [
            each
            for each in taken.register.actions
            if each.title.split()[0].casefold() == action.title.split()[0].casefold()
        ]
        assert same or "title: recorded is" in told
