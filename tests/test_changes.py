"""Changes: they lead from one register to the other, there and back, and read as English."""

import json
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import MANY, any_registers, office_registers

from inspectlib import storage
from inspectlib.cases import Action, Case, ClosureFact, ClosureStep, DueChange, Position, PositionAnswer, Review
from inspectlib.changes import Change, apply, applying, diff, differing, inverse, value_at
from inspectlib.changes.differing import sharing
from inspectlib.changes.rows import Rows
from inspectlib.changes.words import told_apart
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall, CannotRead
from inspectlib.fields import Marking, evolve
from inspectlib.recording import record
from inspectlib.register import Register
from inspectlib.sample import office_register
from inspectlib.testing import AREA, REPORT, a_complete_register, a_fact, a_recommendation, an_inspection

KEY = f"{REPORT}/1|{AREA}"


@MANY
@given(any_registers, any_registers)
def test_applying_the_difference_gives_the_other_register_and_its_inverse_the_first(one, two):
    changes = diff(one, two)
    assert apply(one, changes) == two
    assert apply(two, inverse(changes)) == one
    assert len({each.where for each in changes}) == len(changes)
    for each in changes:
        assert each.before != each.after
        assert value_at(one, each.where) == each.before
        assert value_at(two, each.where) == each.after
        assert "\n" not in str(each)
    assert json.loads(json.dumps([to_plain(each) for each in changes])) == [to_plain(each) for each in changes]


@MANY
@given(office_registers, office_registers)
def test_a_register_as_the_office_keeps_it_never_needs_its_order_said(one, two):
    kept = [each for each in diff(one, two) if len(each.where) == 2 and each.where[-1] == "(order)"]
    assert not kept


@MANY
@given(any_registers, any_registers)
def test_no_change_can_be_left_out_there_and_back(one, two):
    changes = diff(one, two)
    for index in range(len(changes)):
        fewer = changes[:index] + changes[index + 1 :]
        assert apply(one, fewer) != two or apply(two, inverse(fewer)) != one


@given(any_registers)
def test_a_register_does_not_differ_from_itself(register):
    assert diff(register, register) == ()
    assert diff(register, evolve(register)) == ()
    assert apply(register, ()) is register


def case(**parts):
    return Case(area=AREA, recommendation=f"{REPORT}/1", **parts)


def one_change(before, after):
    (change,) = diff(before, after)
    return change


def test_a_deferral_reads_as_one():
    register = a_complete_register().with_case(case())
    fact = a_fact("deferred", date(2024, 3, 1), number="1", by_date=date(2024, 6, 30), reason="The supplier is late.")
    change = one_change(register, record(register, fact)[0])
    assert "recommendation 1: due date deferred from 31 March 2024 to 30 June 2024" in str(change)
    assert change.where == ("cases", KEY, "due_changes", "2024-03-01")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"owner": "Head of Crime"}, "owner recorded: 'Head of Crime'"),
        (
            {"reviews": (Review(on=date(2024, 5, 14), forum="Governance group"),)},
            "reviewed on 14 May 2024 by Governance group",
        ),
        ({"plenary_on": date(2024, 5, 14)}, "plenary date recorded: 14 May 2024"),
        ({"retain_until": date(2030, 1, 2)}, "retention date recorded: 2 January 2030"),
        ({"extras": (("x:red_flag", "z"),)}, "red flag (x) recorded: 'z'"),
        ({"marking": Marking(level="OFFICIAL")}, "marking recorded: OFFICIAL"),
        (
            {"position": Position(answer=PositionAnswer.REJECTED, on=date(2024, 5, 14), reason="Done before.")},
            "position recorded: rejected on 14 May 2024, because 'Done before.'",
        ),
        (
            {"due_changes": (DueChange(on=date(2024, 5, 14), before=None, after=date(2024, 6, 1)),)},
            "due date set to 1 June 2024",
        ),
        (
            {"due_changes": (DueChange(on=date(2024, 5, 14), before=date(2024, 7, 1), after=date(2024, 6, 1)),)},
            "due date brought forward from 1 July 2024 to 1 June 2024",
        ),
        (
            {"closure": (ClosureFact(step=ClosureStep.SUPERSEDED, on=date(2024, 5, 14), successor="new-2024/2"),)},
            "superseded by new-2024, recommendation 2 on 14 May 2024",
        ),
    ],
)
def test_a_change_of_a_case_reads_as_english(parts, words):
    register = a_complete_register().with_case(case())
    change = one_change(register, register.with_case(case(**parts)))
    assert str(change) == f"{REPORT} ({AREA}), recommendation 1: {words}"


def test_an_edited_review_is_one_change_that_says_what_was_edited():
    old, new = (Review(on=date(2024, 5, 14), note=note) for note in ("On track.", "Behind."))
    register = a_complete_register()
    change = one_change(register.with_case(case(reviews=(old,))), register.with_case(case(reviews=(new,))))
    assert str(change).endswith("reviewed on 14 May 2024: note changed from 'On track.' to 'Behind.'")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({"owner": "A"}, {"owner": None}, "owner removed (it was 'A')"),
        ({"note": "a b"}, {"note": "a\n\nb"}, "note changed in its line breaks or spaces alone"),
        ({"extras": (("x:y", "a"),)}, {"extras": (("x:y", "b"),)}, "y (x) changed from 'a' to 'b'"),
        (
            {"reviews": (Review(on=date(2024, 5, 14)),)},
            {"reviews": ()},
            "no longer recorded: reviewed on 14 May 2024",
        ),
        (
            {"position": Position(answer=PositionAnswer.AWAITING)},
            {"position": Position(answer=PositionAnswer.ACCEPTED, on=date(2024, 5, 14))},
            "position changed from awaiting to accepted on 14 May 2024",
        ),
        (
            {"due_changes": (DueChange(on=date(2024, 5, 14), before=None, after=date(2024, 6, 1)),)},
            {"due_changes": (DueChange(on=date(2024, 5, 14), before=None, after=date(2024, 6, 2)),)},
            "due date set to 2 June 2024 (before: due date set to 1 June 2024)",
        ),
    ],
)
def test_an_edit_of_a_case_reads_as_english(old, new, words):
    register = a_complete_register()
    change = one_change(register.with_case(case(**old)), register.with_case(case(**new)))
    assert str(change) == f"{REPORT} ({AREA}), recommendation 1: {words}"


def test_two_long_texts_that_begin_alike_are_shown_where_they_part():
    start = "The force will review its custody policy with the board, and report to the panel "
    register = a_complete_register()
    change = one_change(
        register.with_case(case(note=start + "in March.")), register.with_case(case(note=start + "in June."))
    )
    assert str(change).endswith(
        "note changed from '...report to the panel in March.' to '...report to the panel in June.'"
    )


def test_a_case_that_comes_or_goes_says_what_it_holds():
    bare = attrs.evolve(a_complete_register(), cases=())
    held = bare.with_case(case(owner="Head of Crime", reviews=(Review(on=date(2024, 5, 14)),)))
    where, says = f"{REPORT} ({AREA}), recommendation 1", "owner 'Head of Crime'; reviewed on 14 May 2024"
    assert str(one_change(bare, held)) == f"{where}: case added: {says}"
    assert str(one_change(held, bare)) == f"{where}: case removed (it said: {says})"


@MANY
@given(any_registers, any_registers)
def test_no_change_reads_like_the_one_that_takes_it_back(one, two):
    for change, back in zip(diff(one, two), inverse(diff(one, two)), strict=True):
        assert change.where[-1] == "(order)" or str(change) != str(back)
        *_, ours, theirs = told_apart(change.where, None, change.before, change.after)
        assert change.where[-1] == "(order)" or ours != theirs


def test_data_that_lacks_parts_is_still_told():
    for name in ("reviews", "closure", "due_changes", "evidence"):
        assert str(Change(where=("cases", KEY, name, "x"), after={"other": 1}))
    for name in ("monitoring", "website", "translations", "unread", "held_to"):
        assert str(Change(where=(name, "x"), after={"other": 1}))


def test_a_recommendation_put_in_the_middle_is_one_change():
    before = Register().with_inspection(an_inspection(recommendations=tuple(map(a_recommendation, ("1", "3", "10")))))
    after = Register().with_inspection(
        an_inspection(recommendations=tuple(map(a_recommendation, ("1", "2", "3", "10"))))
    )
    assert one_change(before, after).where == ("inspections", REPORT, "recommendations", f"{REPORT}/2")


def test_two_recommendations_that_change_places_are_one_change():
    one, two = a_recommendation("1"), a_recommendation("2")
    change = one_change(
        Register().with_inspection(an_inspection(recommendations=(one, two))),
        Register().with_inspection(an_inspection(recommendations=(two, one))),
    )
    assert str(change) == f"{REPORT}: recommendations put in another order"


def test_what_changes_do_not_touch_stays_the_same_object():
    register = office_register(40)
    changed = apply(register, diff(register, register.with_case(evolve(register.cases[0], owner="Head of Property"))))
    assert changed.inspections is register.inspections
    assert all(a is b for a, b in zip(changed.cases[1:], register.cases[1:], strict=True))


@given(office_registers, office_registers)
def test_two_registers_that_were_loaded_come_to_share_what_is_alike_in_them(one, two):
    made = sharing(one, two)
    assert made == two
    assert diff(one, made) == diff(one, two)
    again = sharing(one, evolve(storage.loads(storage.dumps(one)), areas=()))
    for name in ("inspections", "responses", "cases", "actions"):
        assert all(a is b for a, b in zip(getattr(one, name), getattr(again, name), strict=True))


@given(any_registers, any_registers)
def test_a_row_looked_up_says_what_the_whole_register_says(one, two):
    rows = Rows(one)
    for each in diff(one, two):
        assert rows.value_at(each.where) == value_at(one, each.where) == each.before


NOTES = st.sampled_from((None, "one", "two"))
ODD_CASES = st.lists(
    st.builds(
        Case,
        recommendation=st.sampled_from(("r/1", "r/10", "r/2", "r/2#2", "r", "r|1", "(order)")),
        area=st.sampled_from(("east", "west", "west#2", "1|east")),
        note=NOTES,
    ),
    max_size=6,
)
ODD_ACTIONS = st.lists(
    st.builds(
        Action,
        id=st.sampled_from(("a", "a#2", "b", "b|c", "(order)", "(order)#2")),
        area=st.just("east"),
        answers=st.just(()),
        owner=NOTES,
    ),
    max_size=6,
)


def in_any_order(cases, actions):
    return Register(cases=tuple(cases), actions=tuple(actions))


def as_kept(cases, actions):
    return Register().with_case(*cases).with_action(*actions)


ODD_REGISTERS = st.one_of(*(st.builds(each, ODD_CASES, ODD_ACTIONS) for each in (in_any_order, as_kept)))


@MANY
@given(ODD_REGISTERS, ODD_REGISTERS, st.sets(st.integers(0, 12)))
def test_what_a_look_at_a_few_items_tells_is_what_the_keys_of_all_tell(one, two, left_out):
    changes = diff(one, two)
    some = [each for place, each in enumerate(changes) if place not in left_out]
    made, back = apply(one, some), apply(two, inverse(some))
    with pytest.MonkeyPatch.context() as patched:
        for module in (differing, applying):
            for name in ("places_of", "ordered_keys"):
                patched.setattr(module, name, lambda *_: None)
        assert diff(one, two) == changes
        assert (apply(one, some), apply(two, inverse(some))) == (made, back)


def test_an_item_that_bears_the_name_of_the_order_is_counted_off_beside_the_one_with_that_number():
    named, numbered = (Action(id=each, area="east", answers=()) for each in ("(order)", "(order)#2"))
    one, two = Register().with_action(named), Register().with_action(named, numbered)
    (change,) = diff(one, two)
    assert change.where == ("actions", "(order)#2#2")
    assert apply(one, [change]) == two


@given(ODD_REGISTERS, ODD_CASES)
def test_cases_are_put_into_their_order_whatever_order_they_were_held_in(register, more):
    held = {each.key: each for each in (*register.cases, *more)}
    assert register.with_case(*more).cases == tuple(
        held[key] for key in sorted(held, key=lambda each: ("|".join(each).split("|"), each))
    )


def test_an_order_that_names_an_item_twice_does_not_double_it():
    register = Register(cases=(case(), Case(area="estuary", recommendation=f"{REPORT}/1")))
    keys = ["|".join(each.key) for each in register.cases]
    turned = apply(register, [Change(where=("cases", "(order)"), before=keys, after=[keys[1], keys[0], keys[1]])])
    assert turned.cases == tuple(reversed(register.cases))


class Untouchable(Review):
    def __eq__(self, other):
        message = "an identical part was compared"
        raise AssertionError(message)

    __hash__ = None


def test_the_difference_of_two_registers_does_not_look_into_identical_parts():
    held = case(reviews=(Untouchable(on=date(2024, 5, 14)),))
    register = a_complete_register().with_case(held)
    other = register.with_case(Case(area="estuary", recommendation=f"{REPORT}/1"))
    assert len(diff(register, other)) == 1


def test_a_case_comes_about_with_the_first_thing_recorded_of_it():
    register = attrs.evolve(a_complete_register(), cases=())
    made = apply(register, [Change(where=("cases", KEY, "owner"), after="Head of Crime")])
    assert made == register.with_case(case(owner="Head of Crime"))


@pytest.mark.parametrize(
    "where",
    [("colour",), ("cases", KEY, "colour"), ("inspections", "none-2020", "title"), ("cases", KEY, "owner", "name")],
)
def test_a_place_that_no_register_has_is_named(where):
    with pytest.raises(BadCall, match="no place"):
        apply(a_complete_register(), [Change(where=where, after="x")])


def test_data_that_does_not_belong_there_is_refused():
    with pytest.raises(CannotRead, match="expected a date"):
        apply(a_complete_register(), [Change(where=("cases", KEY, "plenary_on"), after="soon")])


def test_due_changes_of_one_day_are_told_apart():
    twice = tuple(DueChange(on=date(2024, 1, 2), before=None, after=date(2024, month, 1)) for month in (3, 4))
    register = a_complete_register()
    found = diff(register.with_case(case()), register.with_case(case(due_changes=twice)))
    assert [each.where[-1] for each in found] == ["2024-01-02", "2024-01-02#2"]
