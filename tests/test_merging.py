"""Merging: what one side changed is taken, what both changed differently is said, nothing is lost."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import MANY, office_registers, three_registers

from inspectlib.cases import Case, Position, PositionAnswer, Review
from inspectlib.changes import Change, Conflict, apply, diff, merge_changes, resolved, three_way, value_at
from inspectlib.errors import BadCall
from inspectlib.fields import evolve
from inspectlib.responses import Publication
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

KEY = f"{REPORT}/1|{AREA}"


def renumbered(*changes):
    """The lists with a second item of one key, which takes the first one's key when that is removed."""
    return {each.where[:-1] for each in changes if "#" in each.where[-1]}


def counted(register, where):
    """What a list says, whatever the places: each item and how often."""
    return Counter(map(repr, value_at(register, where) or ()))


def adds_up(where, base, ours, theirs, made):
    """Each item that either side added or removed was, and what both did alike once; `where`: a list."""
    was, mine, yours, now = (counted(each, where) for each in (base, ours, theirs, made))
    for each in {*was, *mine, *yours, *now}:
        one, two = mine[each] - was[each], yours[each] - was[each]
        alike = {one if abs(one) > abs(two) else two} if one * two > 0 else set()
        assert now[each] - was[each] in alike | (set() if one and one == two else {one + two}), (where, each)


CASE = ("cases", KEY)


@MANY
@given(three_registers())
def test_what_only_one_side_changed_is_taken(three):
    base, ours, theirs = three
    for made, wanted in (
        (three_way(base, ours, base), ours),
        (three_way(base, base, theirs), theirs),
        (three_way(base, ours, ours), ours),  # both alike: once
    ):
        assert made.register == wanted
        assert made.conflicts == ()
    assert three_way(base, base, theirs).taken == diff(base, theirs)
    assert three_way(base, ours, ours).taken == ()


@MANY
@given(three_registers())
def test_no_edit_is_lost_and_none_is_made_up(three):
    base, ours, theirs = three
    made = three_way(base, ours, theirs)
    assert apply(ours, made.taken) == made.register
    places = [each.where for each in made.conflicts]

    def is_said(where):
        return any(where[: len(each)] == each or each[: len(where)] == where for each in places)

    mine, yours = diff(base, ours), diff(base, theirs)
    lists = renumbered(*mine, *yours)
    for each in (*mine, *yours):
        if each.where[-1] == "(order)" or is_said(each.where):
            continue
        if each.where[:-1] in lists:
            if not any(place[:-1] == each.where[:-1] for place in places):
                adds_up(each.where[:-1], base, ours, theirs, made.register)
            continue
        known = {repr(other.after) for other in (*mine, *yours) if other.where == each.where}
        now = value_at(made.register, each.where)
        assert repr(now) in known or len(known) > 1  # the last: paragraphs of both
    for each in diff(base, made.register):
        if each.where[-1] != "(order)" and each.where[:-1] not in lists:
            assert any(each.where == other.where for other in (*mine, *yours))


@MANY
@given(three_registers())
def test_a_merge_is_the_same_from_either_side(three):
    base, ours, theirs = three
    here, there = three_way(base, ours, theirs), three_way(base, theirs, ours)
    assert {(each.where, repr(each.ours), repr(each.theirs)) for each in here.conflicts} == {
        (each.where, repr(each.theirs), repr(each.ours)) for each in there.conflicts
    }
    if not here.conflicts:
        assert here.register == there.register


@MANY
@given(three_registers())
def test_a_conflict_holds_all_three_values_and_ours_stands_until_it_is_decided(three):
    base, ours, theirs = three
    made = three_way(base, ours, theirs)
    for each in made.conflicts:
        assert each.ours != each.theirs
        assert (each.base, each.ours, each.theirs) == tuple(value_at(side, each.where) for side in three)
        assert "\n" not in str(each)
        if each.where[-1] != "(order)":
            assert value_at(made.register, each.where) == each.ours


@MANY
@given(three_registers())
def test_a_conflict_decided_for_one_side_stands_as_that_side_said(three):
    base, ours, theirs = three
    made = three_way(base, ours, theirs)
    for side in ("ours", "theirs"):
        try:
            register = resolved(made, {each.where: getattr(each, side) for each in made.conflicts})
        except BadCall:  # what is referred to cannot be removed; the claim below has its words
            continue
        for each in made.conflicts:
            if each.where[-1] != "(order)":
                assert value_at(register, each.where) == getattr(each, side)


def noted(*notes):
    """The register with reviews of one day, which nothing tells apart but their notes."""
    return with_case(reviews=tuple(Review(on=date(2024, 5, 1), note=each) for each in notes))


@MANY
@given(*([st.lists(st.sampled_from("abcd"), max_size=3)] * 3))
def test_of_items_that_share_a_key_no_edit_is_lost_either(base, ours, theirs):
    three = tuple(noted(*each) for each in (base, ours, theirs))
    where = (*CASE, "reviews")
    made, other = three_way(*three), three_way(three[0], three[2], three[1])
    assert {each.where for each in made.conflicts} == {each.where for each in other.conflicts}
    if not made.conflicts:
        adds_up(where, *three, made.register)
    for side, register in zip(("ours", "theirs"), three[1:], strict=True):
        chosen = resolved(made, {each.where: getattr(each, side) for each in made.conflicts})
        if made.conflicts and all(each.where[-1] != "(order)" for each in made.conflicts):
            assert counted(chosen, where) == counted(register, where)
    sent = [each for each in diff(three[0], three[2]) if each.where[-1] != "(order)"]
    late = merge_changes(three[1], sent)
    if renumbered(*sent) and not late.conflicts and len({*base}) == len(base) and len({*ours}) == len(ours):
        was, mine, now = (counted(each, where) for each in (three[0], three[1], late.register))
        yours = counted(apply(three[0], sent), where)
        for each in {*was, *mine, *yours}:
            least, most = sorted((mine[each] - was[each], yours[each] - was[each]))
            assert most > 0 or now[each] <= was[each] + least  # what either side removed does not come back


def test_two_who_each_remove_one_of_two_reviews_of_a_day_are_asked():
    made = three_way(noted("a", "b"), noted("b"), noted("a"))
    assert [(each.base["note"], each.ours["note"], each.theirs["note"]) for each in made.conflicts] == [("a", "b", "a")]
    assert made.register == noted("b")
    late = merge_changes(noted("a"), diff(noted("a", "b"), noted("b")))
    assert len(late.conflicts) == 1


def test_a_partial_copy_that_shows_one_of_two_reviews_of_a_day_leaves_both():
    assert three_way(noted("a", "b"), noted("a", "b"), noted("b"), partial=True).register == noted("a", "b")
    made = three_way(noted("a", "b"), noted("a", "b"), noted("c"), partial=True)
    assert made.register == noted("a", "b", "c")


@MANY
@given(three_registers())
def test_what_a_partial_copy_does_not_show_is_never_a_removal(three):
    base, ours, theirs = three
    made = three_way(base, ours, theirs, partial=True)
    for each in made.taken:
        assert each.after is not None or each.where in {mine.where for mine in diff(base, ours)}
    shown = evolve(base, cases=base.cases[:1], responses=(), actions=())
    assert three_way(base, base, shown, partial=True).register == base


@MANY
@given(three_registers())
def test_changes_that_carry_what_was_sent_merge_like_the_copy_that_they_come_from(three):
    base, ours, theirs = three
    made = merge_changes(base, diff(base, theirs))
    assert made.conflicts == ()
    assert all(each.message.startswith("no ") for each in made.problems)  # about a report that nobody holds
    if made.problems:
        return
    assert made.register == theirs
    again = merge_changes(made.register, [each for each in diff(base, theirs) if each.where[-1] != "(order)"])
    assert again.register == theirs
    late = merge_changes(ours, [each for each in diff(base, theirs) if each.where[-1] != "(order)"])
    for each in (*late.taken, *late.conflicts):
        assert value_at(ours, each.where) == (each.before if isinstance(each, Change) else each.ours)


@given(office_registers)
def test_a_register_merged_with_itself_is_itself(register):
    made = three_way(register, register, register)
    assert (made.register, made.taken, made.conflicts) == (register, (), ())


BASE = a_complete_register().with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="A"))


def with_case(**parts):
    return BASE.with_case(evolve(BASE.case(f"{REPORT}/1", AREA), **parts))


def test_two_fields_of_one_case_are_taken_from_both():
    made = three_way(BASE, with_case(owner="B"), with_case(note="Wait."))
    assert made.register == with_case(owner="B", note="Wait.")


def test_a_field_that_both_changed_differently_is_a_conflict_in_words():
    (conflict,) = three_way(BASE, with_case(owner="B"), with_case(owner="C")).conflicts
    assert conflict == Conflict(where=(*CASE, "owner"), base="A", ours="B", theirs="C")
    assert str(conflict).endswith("recommendation 1: owner: it was 'A'; ours is 'B'; theirs is 'C'")


def test_a_position_is_one_fact_and_never_put_together_from_two():
    def at(**parts):
        return with_case(position=Position(**{"answer": PositionAnswer.ACCEPTED, **parts}))

    base = at()
    made = three_way(base, at(answer=PositionAnswer.REJECTED, reason="No."), at(on=date(2024, 1, 2)))
    assert [each.where for each in made.conflicts] == [(*CASE, "position")]


def test_reviews_that_both_added_are_both_kept():
    one, two = (Review(on=date(2024, month, 1)) for month in (5, 4))
    made = three_way(BASE, with_case(reviews=(one,)), with_case(reviews=(two,)))
    assert made.register == with_case(reviews=(two, one))
    assert made.conflicts == ()


def test_a_case_that_both_began_holds_what_both_recorded():
    none = evolve(BASE, cases=())
    review = Review(on=date(2024, 5, 1))
    made = three_way(none, BASE, none.with_case(Case(area=AREA, recommendation=f"{REPORT}/1", reviews=(review,))))
    assert (made.register, made.conflicts) == (with_case(reviews=(review,)), ())
    other = none.with_case(Case(area=AREA, recommendation=f"{REPORT}/1", owner="B"))
    (conflict,) = three_way(none, BASE, other).conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == (None, "A", "B")


def test_two_reviews_of_one_day_and_forum_are_a_conflict():
    one, two = (Review(on=date(2024, 5, 1), note=note) for note in ("On track.", "Behind."))
    (conflict,) = three_way(BASE, with_case(reviews=(one,)), with_case(reviews=(two,))).conflicts
    assert conflict.base is None
    assert (conflict.ours["note"], conflict.theirs["note"]) == ("On track.", "Behind.")
    assert str(conflict).endswith(
        "ours is reviewed on 1 May 2024 (note 'On track.'); theirs is reviewed on 1 May 2024 (note 'Behind.')"
    )


@pytest.mark.parametrize("swapped", [False, True])
def test_removed_on_one_side_and_edited_on_the_other_is_a_conflict(swapped):
    sides = [evolve(BASE, cases=()), with_case(owner="B")]
    ours, theirs = reversed(sides) if swapped else sides
    (conflict,) = three_way(BASE, ours, theirs).conflicts
    assert conflict.where == CASE
    assert {repr(conflict.ours), repr(conflict.theirs)} >= {"None"}
    assert conflict.base["owner"] == "A"


def test_a_report_removed_while_something_was_recorded_about_it_is_a_conflict():
    made = three_way(a_complete_register(), evolve(a_complete_register(), inspections=(), responses=()), BASE)
    assert [each.where for each in made.conflicts] == [("inspections", REPORT)]
    with pytest.raises(BadCall, match="something is recorded about it"):
        resolved(made, {("inspections", REPORT): None})


def test_an_order_that_one_side_changed_is_taken_with_the_other_sides_edit():
    def report(order, **changes):
        return BASE.with_inspection(
            an_inspection(recommendations=tuple(a_recommendation(each, **changes) for each in order))
        )

    made = three_way(report("12"), report("21"), report("12", theme="Custody"))
    assert made.register == report("21", theme="Custody")
    both = three_way(report("123"), report("213"), report("321"))
    assert [each.where[-1] for each in both.conflicts] == ["(order)"]
    assert resolved(both, {both.conflicts[0].where: both.conflicts[0].theirs}) == report("321")


def test_items_that_both_put_into_a_list_of_their_own_order_are_merged():
    def report(*words):
        return BASE.with_inspection(an_inspection(terms_of_reference=words))

    made = three_way(report("z", "a"), report("z", "m", "a"), report("z", "a", "b"))
    assert (made.register, made.conflicts) == (report("z", "m", "a", "b"), ())


@pytest.mark.parametrize("swapped", [False, True])
def test_an_item_put_at_the_end_moves_nothing_that_the_other_side_added_in_its_place(swapped):
    def reviewed(*months):
        return with_case(reviews=tuple(Review(on=date(2024, month, 1)) for month in months))

    sides = [reviewed(3, 5, 7, 1), reviewed(3, 4, 5, 7)]  # 1: as it came; 4: where it belongs
    made = three_way(reviewed(3, 5, 7), *(reversed(sides) if swapped else sides))
    assert (made.register, made.conflicts) == (reviewed(3, 4, 5, 7, 1), ())


LONG = "One.\n\nTwo.\n\nThree.\n\nFour."


def commented(text, **parts):
    register = a_complete_register()
    parts = {"sign_offs": (), "publications": (), **parts}
    return register.with_response(evolve(register.responses[0], comments=text, **parts))


def test_paragraphs_that_stand_apart_are_merged():
    made = three_way(
        commented(LONG),
        commented(LONG.replace("One", "First")),
        commented(LONG.replace("Three", "Third") + "\n\nFive."),
    )
    assert made.register == commented("First.\n\nTwo.\n\nThird.\n\nFour.\n\nFive.")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (LONG.replace("One", "First"), LONG.replace("Two", "Second")),  # neighbours
        (LONG.replace("One", "First"), LONG.replace("One", "Once")),
        (LONG.replace("Two.\n\n", ""), LONG.replace("Three", "Third")),
        (LONG + "\n\nFive.", LONG + "\n\nSix."),
        ("Short.", LONG.replace("Four", "Last")),
    ],
)
def test_paragraphs_that_touch_are_left_to_people(ours, theirs):
    assert len(three_way(commented(LONG), commented(ours), commented(theirs)).conflicts) == 1


@pytest.mark.parametrize("part", ["sign_offs", "publications"])
def test_words_that_were_signed_or_published_are_never_put_together(part):
    kept = {
        "sign_offs": a_complete_register().responses[0].sign_offs,
        "publications": (Publication(on=date(2023, 5, 2)),),
    }[part]
    one, two = LONG.replace("One", "First"), LONG.replace("Four", "Last")
    assert three_way(commented(LONG), commented(one), commented(two)).conflicts == ()
    made = three_way(commented(LONG), commented(one, **{part: kept}), commented(two))
    assert [each.where[-1] for each in made.conflicts] == ["comments"]
    made = three_way(
        BASE.with_inspection(an_inspection(summary=LONG)),
        *(BASE.with_inspection(an_inspection(summary=each)) for each in (one, two)),
    )
    assert len(made.conflicts) == 1


def sent(part, before, after):
    return Change(where=(*CASE, part), before=before, after=after)


def test_a_returned_cell_is_taken_where_the_register_stands_as_it_was_sent():
    made = merge_changes(BASE, [sent("owner", "A", "B"), sent("plenary_on", None, date(2024, 5, 1))])
    assert made.register == with_case(owner="B", plenary_on=date(2024, 5, 1))
    assert [str(each).rpartition(": ")[2] for each in made.taken] == ["owner changed from 'A' to 'B'", "1 May 2024"]


def test_a_returned_cell_that_the_register_has_overtaken_is_a_conflict():
    made = merge_changes(with_case(owner="C"), [sent("owner", "A", "B")])
    assert made.conflicts == (Conflict(where=(*CASE, "owner"), base="A", ours="C", theirs="B"),)
    assert made.register == with_case(owner="C")
    assert merge_changes(with_case(owner="B"), [sent("owner", "A", "B")]).taken == ()


def test_a_returned_row_of_a_case_that_was_removed_is_a_conflict():
    assert len(merge_changes(evolve(BASE, cases=()), [sent("owner", "A", "B")]).conflicts) == 1


def test_a_returned_row_without_a_case_makes_one():
    assert merge_changes(evolve(BASE, cases=()), [sent("owner", None, "A")]).register == BASE


def test_one_cell_returned_twice_with_two_answers_is_a_conflict():
    made = merge_changes(BASE, [sent("owner", "A", "B"), sent("owner", "A", "C")])
    assert [each.theirs for each in made.conflicts] == ["C"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (sent("colour", None, "B"), "no place"),
        (sent("plenary_on", None, "soon"), "expected a date"),
        (Change(where=("cases", f"none-2020/1|{AREA}", "owner"), after="B"), "no inspection 'none-2020'"),
        (Change(where=("cases", f"{REPORT}/9|{AREA}", "owner"), after="B"), "no recommendation"),
        (Change(where=("cases",), before=[], after="B"), "expected a list"),
    ],
)
def test_a_returned_change_that_cannot_be_used_is_a_problem_and_costs_nothing_else(change, words):
    made = merge_changes(BASE, [change, sent("owner", "A", "B")])
    if made.problems:
        assert words in made.problems[0].message
    else:
        assert made.conflicts
    assert made.register == with_case(owner="B")
