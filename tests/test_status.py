from datetime import date

import attrs
import pytest

from inspectlib.cases import Case, ClosureFact, ClosureStep, DueChange, Position, PositionAnswer
from inspectlib.status import Stage, Status, Timing, status_of
from inspectlib.testing import AREA, a_recommendation

DUE = date(2024, 3, 31)


def a_case(**changes):
    accepted = Position(answer=PositionAnswer.ACCEPTED, on=date(2023, 4, 1))
    return attrs.evolve(Case(area=AREA, recommendation="a-report-2023/1", position=accepted), **changes)


def at(on, **changes):
    return status_of(a_case(**changes), a_recommendation(), on=on)


@pytest.mark.parametrize(
    ("on", "timing"),
    [
        (date(2024, 3, 2), Timing.ON_TIME),
        (date(2024, 3, 3), Timing.ON_TIME),
        (date(2024, 3, 4), Timing.DUE_SOON),
        (DUE, Timing.DUE_SOON),
        (date(2024, 4, 1), Timing.OVERDUE),
    ],
)
def test_a_case_is_overdue_from_the_day_after_its_due_date(on, timing):
    assert at(on).timing is timing


def test_a_deferral_counts_from_the_day_of_its_decision_and_keeps_the_first_date():
    change = DueChange(on=date(2024, 3, 1), before=DUE, after=date(2024, 6, 30), reason="late delivery")
    assert at(date(2024, 2, 28), due_changes=(change,)).due == DUE
    later = at(date(2024, 4, 1), due_changes=(change,))
    assert (later.due, later.first_due, later.times_deferred, later.days_deferred) == (date(2024, 6, 30), DUE, 1, 91)


@pytest.mark.parametrize("step", [each for each in list(ClosureStep)[1:] if each is not ClosureStep.SIGNED_OFF])
def test_completed_verified_and_closed_are_different_facts(step):
    fact = ClosureFact(step=step, on=date(2024, 2, 1))
    assert at(date(2024, 2, 1), closure=(fact,)).stage.value.startswith(step.value.split()[0])
    assert at(date(2024, 1, 31), closure=(fact,)).stage is Stage.IN_PROGRESS


def test_nobody_recorded_is_not_fine():
    status = status_of(None, a_recommendation(), on=date(2024, 4, 1))
    assert status.words == "no position recorded, overdue"


def test_what_is_addressed_to_others_is_not_the_force_s_delay():
    other = a_recommendation(addressees=("home_office",))
    assert status_of(None, other, on=date(2024, 4, 1)).words == "addressed to others"


@pytest.mark.parametrize(
    ("area", "stage"),
    [("cleveland", Stage.FOR_OTHERS), ("surrey", Stage.NOT_RECORDED), (None, Stage.NOT_RECORDED)],
)
def test_what_is_addressed_to_another_force_by_name_is_for_others(area, stage):
    named = a_recommendation(addressees=("force:Surrey",))
    assert status_of(None, named, on=date(2024, 4, 1), area=area).stage is stage


REJECTED = Position(answer=PositionAnswer.REJECTED, on=date(2023, 6, 1), reason="not ours")


@pytest.mark.parametrize(
    ("position", "step", "stage"),
    [
        (REJECTED, None, Stage.REJECTED),
        (REJECTED, date(2023, 5, 31), Stage.REJECTED),
        (REJECTED, date(2023, 6, 1), Stage.COMPLETED),
        (REJECTED, date(2023, 6, 2), Stage.COMPLETED),
        (attrs.evolve(REJECTED, on=None), None, Stage.REJECTED),
        (attrs.evolve(REJECTED, on=None), date(2023, 5, 31), Stage.COMPLETED),
        (attrs.evolve(REJECTED, answer=PositionAnswer.NOT_APPLICABLE), date(2023, 5, 31), Stage.NOT_APPLICABLE),
        (attrs.evolve(REJECTED, answer=PositionAnswer.ACCEPTED), date(2023, 5, 31), Stage.COMPLETED),
    ],
)
def test_a_rejection_ends_a_case_unless_a_step_shows_work_on_its_day_or_later(position, step, stage):
    steps = () if step is None else (ClosureFact(step=ClosureStep.COMPLETED, on=step),)
    case = Case(area="cleveland", recommendation="a-report-2023/1", position=position, closure=steps)
    assert status_of(case, a_recommendation(), on=date(2023, 7, 1)).stage is stage


def test_of_several_deferrals_the_first_date_and_the_last_one_count():
    days = (date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30))
    changes = tuple(
        DueChange(on=date(2024, 3, day), before=before, after=after, reason="late")
        for day, before, after in ((1, days[0], days[1]), (2, days[1], days[2]))
    )
    for due in (a_recommendation().due, None):
        found = status_of(a_case(due_changes=changes), a_recommendation(due=due), on=date(2024, 4, 1))
        assert (found.due, found.first_due, found.times_deferred, found.days_deferred) == (days[2], days[0], 2, 183)


def test_without_any_date_nothing_is_deferred():
    alone = DueChange(on=date(2024, 3, 1), before=None, after=DUE, reason="a date at last")
    for changes, due in (((), None), ((alone,), DUE)):
        found = status_of(a_case(due_changes=changes), a_recommendation(due=None), on=date(2024, 4, 1))
        assert (found.due, found.first_due, found.days_deferred) == (due, None, 0)


def test_the_last_of_several_steps_says_the_stage_and_since_when():
    steps = tuple(
        ClosureFact(step=step, on=date(2024, 2, day))
        for day, step in ((1, ClosureStep.COMPLETED), (2, ClosureStep.REQUESTED), (3, ClosureStep.VERIFIED))
    )
    found = at(date(2024, 2, 4), closure=steps)
    assert (found.stage, found.since) == (Stage.VERIFIED, date(2024, 2, 3))


def test_a_status_of_which_no_more_is_said_was_never_deferred():
    bare = Status(stage=Stage.IN_PROGRESS, timing=Timing.NO_DATE)
    assert (bare.due, bare.first_due, bare.times_deferred, bare.days_deferred, bare.since) == (None, None, 0, 0, None)
