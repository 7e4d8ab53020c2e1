"""Figures that reconcile, the register as it stood, and what changed since, in sentences."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import inspectlib as il
from inspectlib import storage
from inspectlib.cases import Action, Case, ClosureFact, ClosureStep, DueChange, Position, PositionAnswer
from inspectlib.changes import diff, paragraph, sentences
from inspectlib.errors import BadCall, Unreconciled
from inspectlib.fields import Audience, Marking, evolve
from inspectlib.flows import FIGURES, FlowRow, flow
from inspectlib.inspections import Inspection
from inspectlib.recommendations import RecommendationKind
from inspectlib.register import Register
from inspectlib.running import as_at, export
from inspectlib.status import status_of
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection
from inspectlib.testing.canary import CANARY_DAY, hidden_register, in_full, signed

PUBLISHED = date(2023, 3, 8)
SINCE, UNTIL = date(2023, 6, 30), date(2023, 12, 31)


def register_with(*steps, published=PUBLISHED, **case):
    asked = a_recommendation("1")
    report = an_inspection(published_on=published, recommendations=(asked,))
    held = Case(area=AREA, recommendation=asked.id, closure=tuple(steps), **case)
    return Register().with_areas(AREA).with_inspection(report).with_case(held)


def step(kind, day):
    return ClosureFact(step=kind, on=day)


def counted(register, since=SINCE, until=UNTIL):
    found = flow(register, since=since, until=until)
    return {name: found.count(name) for name in FIGURES if found.count(name)}


# --- each movement ------------------------------------------------------------------------------------------------


def test_an_item_that_is_open_throughout_is_in_the_opening_and_the_closing_figure():
    assert counted(register_with()) == {"opening": 1, "closing": 1}


@pytest.mark.parametrize(
    ("published", "figures"),
    [
        (SINCE, {"opening": 1, "closing": 1}),
        (SINCE + timedelta(days=1), {"new": 1, "closing": 1}),
        (UNTIL, {"new": 1, "closing": 1}),
        (UNTIL + timedelta(days=1), {}),
    ],
)
def test_an_item_is_new_from_the_day_after_the_opening_to_the_last_day(published, figures):
    assert counted(register_with(published=published)) == figures


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        (SINCE, {}),
        (SINCE + timedelta(days=1), {"opening": 1, "closed": 1}),
        (UNTIL, {"opening": 1, "closed": 1}),
        (UNTIL + timedelta(days=1), {"opening": 1, "closing": 1}),
    ],
)
def test_a_closure_counts_from_the_day_after_the_opening_to_the_last_day(day, figures):
    assert counted(register_with(step(ClosureStep.CLOSED, day))) == figures


def test_what_the_force_completed_and_the_inspectorate_has_not_closed_is_open():
    steps = [step(each, SINCE) for each in (ClosureStep.COMPLETED, ClosureStep.REQUESTED, ClosureStep.VERIFIED)]
    assert counted(register_with(*steps)) == {"opening": 1, "closing": 1}


def test_closed_reopened_and_closed_again_counts_each_movement():
    days = [SINCE + timedelta(days=each) for each in (1, 2, 3)]
    kinds = [ClosureStep.CLOSED, ClosureStep.REOPENED, ClosureStep.CLOSED]
    register = register_with(*map(step, kinds, days))
    assert counted(register) == {"opening": 1, "reopened": 1, "closed": 2}
    assert flow(register, since=SINCE, until=UNTIL).ids("closed") == ((f"{REPORT}/1", AREA),) * 2


def test_superseded_and_rejected_are_figures_of_their_own():
    day = SINCE + timedelta(days=1)
    assert counted(register_with(step(ClosureStep.SUPERSEDED, day))) == {"opening": 1, "superseded": 1}
    refused = register_with(position=Position(answer=PositionAnswer.REJECTED, on=day, reason="not ours"))
    assert counted(refused) == {"opening": 1, "set_aside": 1}


def test_what_is_addressed_to_others_is_counted_only_where_a_case_is_kept_of_it():
    asked = a_recommendation("1", addressees=("home_office",))
    held = Register().with_areas(AREA).with_inspection(an_inspection(recommendations=(asked,)))
    assert counted(held) == {}
    assert counted(held.with_case(Case(area=AREA, recommendation=asked.id))) == {"opening": 1, "closing": 1}


def test_a_report_about_other_areas_is_counted_only_where_a_case_is_kept_of_it():
    asked = a_recommendation("1")
    report = an_inspection(areas=(AREA,), published_on=PUBLISHED, recommendations=(asked,))
    held = Register().with_areas(AREA, "cleveland").with_inspection(report)
    assert flow(held, since=SINCE, until=UNTIL).ids("opening") == ((asked.id, AREA),)
    kept = held.with_case(Case(area="cleveland", recommendation=asked.id))
    assert sorted(flow(kept, since=SINCE, until=UNTIL).ids("opening")) == [(asked.id, "cleveland"), (asked.id, AREA)]


def test_an_item_for_another_force_by_name_is_in_no_figure_of_this_one():
    asked = a_recommendation("1", addressees=("force:Surrey",))
    held = Register().with_areas("cleveland", "surrey").with_inspection(an_inspection(recommendations=(asked,)))
    found = flow(held, since=SINCE, until=UNTIL)
    assert found.ids("opening") == found.ids("closing") == ((asked.id, "surrey"),)
    assert [each.status.stage.ended for each in held.where(on=UNTIL)] == [True, False]


def test_an_item_of_a_report_with_no_known_day_is_in_no_figure_and_is_named():
    found = flow(register_with(published=None), since=SINCE, until=UNTIL)
    assert (found.rows, found.undated) == ((), (f"{REPORT}/1",))
    assert "not counted: 1" in str(found)


def test_what_is_left_out_costs_nothing_that_comes_after_it():
    """An undated report, a later one, an unasked one and an item for others all stand before one that counts."""
    last = a_recommendation("1")
    held = (
        Register()
        .with_areas(AREA)
        .with_inspection(
            an_inspection(recommendations=(a_recommendation("0", addressees=("home_office",)), last)),
            *(
                an_inspection(
                    id=name, published_on=day, recommendations=tuple(evolve(last, id=f"{name}/{n}") for n in (1, 2))
                )
                for name, day in (("a-0", None), ("a-1", UNTIL + timedelta(days=1)))
            ),
        )
    )
    found = flow(held, since=SINCE, until=UNTIL)
    assert found.ids("closing") == ((last.id, AREA),)
    assert found.undated == ("a-0/1", "a-0/2")
    assert flow(held, since=SINCE, until=UNTIL, inspections=(REPORT,)).ids("closing") == ((last.id, AREA),)


def test_figures_are_told_apart_by_kind_and_area():
    asked = (a_recommendation("1"), a_recommendation("2", kind=RecommendationKind.AREA_FOR_IMPROVEMENT))
    held = Register().with_areas(AREA, "estuary").with_inspection(an_inspection(recommendations=asked))
    found = flow(held, since=SINCE, until=UNTIL)
    assert [(each.kind, each.area) for each in found.rows] == [
        (kind, area) for kind in ("area for improvement", "recommendation") for area in ("estuary", AREA)
    ]
    assert [each.area for each in flow(held, since=SINCE, until=UNTIL, body=AREA).rows] == [AREA, AREA]


def test_an_area_that_a_report_is_not_about_costs_no_area_after_it():
    report = an_inspection(areas=(AREA,), published_on=PUBLISHED, recommendations=(a_recommendation("1"),))
    held = Register().with_areas("cleveland", AREA).with_inspection(report)
    assert flow(held, since=SINCE, until=UNTIL).ids("opening") == ((f"{REPORT}/1", AREA),)


def test_the_flow_reads_as_a_sentence():
    register = register_with(step(ClosureStep.CLOSED, UNTIL))
    assert str(flow(register, since=SINCE, until=UNTIL)) == (
        "Open on 30 June 2023: 1; since then new 0, reopened 0, closed by the inspectorate 1, superseded 0, "
        "rejected or not applicable 0; open on 31 December 2023: 0."
    )


def test_an_inconsistency_raises_and_is_never_printed():
    with pytest.raises(Unreconciled, match=f"do not reconcile; see {REPORT}/2"):
        FlowRow(kind="recommendation", area=AREA, opening=(f"{REPORT}/1",), closing=(f"{REPORT}/1", f"{REPORT}/2"))
    with pytest.raises(Unreconciled):
        FlowRow(kind="recommendation", area=AREA, opening=(f"{REPORT}/1",), closing=(f"{REPORT}/2",))
    wrong = tuple(f"{REPORT}/{number}" for number in range(1, 8))
    with pytest.raises(Unreconciled, match=f"see {', '.join(wrong[:5])}$"):
        FlowRow(kind="recommendation", area=AREA, opening=wrong)


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(BadCall, match="is after the last one"):
        flow(register_with(), since=UNTIL, until=SINCE)


DAYS = st.dates(date(2023, 3, 1), date(2023, 4, 15))
STEPS = st.lists(st.tuples(st.sampled_from(list(ClosureStep)), DAYS), max_size=6)
POSITIONS = st.none() | st.builds(Position, answer=st.sampled_from(list(PositionAnswer)), on=st.none() | DAYS)


@given(
    histories=st.lists(st.tuples(STEPS, POSITIONS, st.none() | DAYS), min_size=1, max_size=4),
    period=st.tuples(DAYS, DAYS).map(sorted),
)
def test_the_figures_of_any_history_reconcile_and_join_at_any_day_between(histories, period):
    register = Register().with_areas(AREA)
    for at, (steps, position, published) in enumerate(histories):
        asked = attrs.evolve(a_recommendation("1"), id=f"report-{at}/1")
        case = Case(area=AREA, recommendation=asked.id, position=position, closure=tuple(step(*each) for each in steps))
        report = an_inspection(id=f"report-{at}", published_on=published, recommendations=(asked,))
        register = register.with_inspection(report).with_case(case)
    since, until = period
    whole = flow(register, since=since, until=until)  # raises where a sum does not hold
    for day in (since, until):
        open_then = {
            each.recommendation
            for each in register.cases
            if (register.inspection(each.inspection).published_on or date.max) <= day
            and not status_of(each, register.recommendation(each.recommendation), on=day).stage.ended
        }
        assert {each for each, _ in flow(register, since=day, until=day).ids("closing")} == open_then
    middle = since + (until - since) / 2
    first, second = flow(register, since=since, until=middle), flow(register, since=middle, until=until)
    assert Counter(first.ids("closing")) == Counter(second.ids("opening"))
    for name in ("new", "reopened", "closed", "superseded", "set_aside"):
        assert Counter(first.ids(name)) + Counter(second.ids(name)) == Counter(whole.ids(name)), name


# --- what an exporter is given ------------------------------------------------------------------------------------


def view(register, audience, tmp_path, **more):
    from inspectlib.exchange import Exporter
    from inspectlib.plugins import Plugins

    seen = []

    def keep(job):
        seen.append(job.view)
        job.destination.write_text("x")

    offered = Exporter(name="keep", title="Keep", audience=audience, suffix=".txt", export=keep)
    export(register, "keep", tmp_path / "x.txt", **{"on": UNTIL, **more}, plugins=Plugins(exporters=(offered,)))
    return seen[0]


def test_an_exporter_is_given_the_flow_and_the_changes_since_the_day_that_was_asked(tmp_path):
    register = a_complete_register()
    closed = register.with_case(
        evolve(register.cases[0], closure=(*register.cases[0].closure, step(ClosureStep.CLOSED, UNTIL)))
    )
    made = view(closed, Audience.WORKING, tmp_path, since=SINCE)
    assert made.flow.ids("closed") == ((closed.cases[0].recommendation, AREA),)
    assert [each for each in made.changes if "closed by the inspectorate on 31 December 2023" in each]
    without = view(closed, Audience.WORKING, tmp_path)
    assert (without.flow, without.changes) == (None, ())


def test_with_the_register_as_it_stood_an_undated_change_is_told_too(tmp_path):
    then = a_complete_register()
    now = then.with_case(evolve(then.cases[0], owner="Head of Custody"))
    assert view(now, Audience.WORKING, tmp_path, since=SINCE).changes == ()
    told = view(now, Audience.WORKING, tmp_path, since=SINCE, then=then).changes
    assert len(told) == 1
    assert "'Head of Custody'" in told[0]
    assert view(now, Audience.PUBLIC, tmp_path, since=SINCE, then=then).changes == ()


def test_a_marked_case_is_not_counted_in_public(tmp_path):
    register = a_complete_register()
    marked = register.with_case(evolve(register.cases[0], marking=Marking(level="OFFICIAL-SENSITIVE")))
    hidden = (marked.cases[0].recommendation, AREA)
    assert hidden in view(marked, Audience.WORKING, tmp_path, since=SINCE).flow.ids("opening")
    assert hidden not in view(marked, Audience.PUBLIC, tmp_path, since=SINCE).flow.ids("opening")


# --- what changed since, in sentences ----------------------------------------------------------------------------


def test_what_changed_is_a_paragraph_with_one_sentence_a_change_and_reports_by_title():
    then = a_complete_register()
    title = then.inspections[0].title
    moved = DueChange(on=SINCE, before=date(2024, 3, 31), after=date(2024, 6, 30))
    now = then.with_case(evolve(then.cases[0], owner="Head of Custody", due_changes=(moved,)))
    told = sentences(diff(then, now), then, now)
    assert len(told) == len(diff(then, now)) == 2
    assert paragraph(then, now) == " ".join(told)
    assert f"'{title}' (Northmoor), recommendation 1: due date deferred from 31 March 2024 to 30 June 2024." in told
    assert all(each.endswith(".") for each in told)
    assert paragraph(now, now) == "Nothing changed."


def test_an_action_is_told_by_its_words_and_by_its_id_where_it_has_none():
    then = a_complete_register()
    answers = then.inspections[0].recommendations[0].id
    ours = [
        Action(id=f"a{n}", area=AREA, answers=(answers,), title=title) for n, title in enumerate(("Count them", ""))
    ]
    then = then.with_action(*ours)
    now = then.with_action(*(evolve(each, owner="Head of Stores") for each in ours))
    assert sentences(diff(then, now), then, now) == (
        "Action 'Count them': owner recorded: 'Head of Stores'.",
        "Action a1: owner recorded: 'Head of Stores'.",
    )


def unmarked(held):
    """Return a value with nothing in it marked, embargoed or kept out of a report."""
    if isinstance(held, tuple):
        return tuple(map(unmarked, held))
    if not attrs.has(type(held)):
        return held
    open_to_all = {"marking": None, "withheld": ()} | (
        {"published_on": PUBLISHED} if isinstance(held, Inspection) else {}
    )
    fields = [each.name for each in attrs.fields(type(held))]
    return evolve(held, **{each: open_to_all.get(each, unmarked(getattr(held, each))) for each in fields})


def test_nothing_that_was_public_and_is_no_more_is_quoted_in_public(tmp_path):
    now = hidden_register(Audience.PUBLIC)
    then = signed(unmarked(now))
    was = in_full(view(then, Audience.PUBLIC, tmp_path, on=SINCE))
    assert "qzdraft" in was
    assert "qzkeptout" in was
    day = date(2023, 6, 1)  # before the end of the embargo
    told = " ".join(view(now, Audience.PUBLIC, tmp_path, on=day, since=day, then=then).changes)
    assert told
    assert "qz" not in told.casefold()
    assert f"{CANARY_DAY.year}" not in told


@pytest.mark.parametrize(
    ("mark", "sentence"),
    [
        (lambda r, m: r.with_inspection(evolve(r.inspections[0], marking=m)), "Report no longer public."),
        (lambda r, m: r.with_response(evolve(r.responses[0], marking=m)), "{}: response no longer public."),
        (lambda r, m: r.with_case(evolve(r.cases[0], marking=m)), "{}, recommendation 1: case no longer public."),
    ],
    ids=["report", "response", "case"],
)
def test_what_was_marked_since_has_left_what_is_public_without_a_word_of_it(mark, sentence, tmp_path):
    then = a_complete_register()
    now = mark(then, Marking(level="OFFICIAL-SENSITIVE"))
    told = view(now, Audience.PUBLIC, tmp_path, since=SINCE, then=then).changes
    assert sentence.format(f"'{then.inspections[0].title}' (Northmoor)") in told
    assert not [each for each in told if "no longer public" not in each]


def test_words_that_were_corrected_since_are_told_in_public_by_the_new_ones_alone(tmp_path):
    then = a_complete_register()
    response = then.responses[0]
    sent_on = evolve(response.publications[0], url="https://pcc.northmoor.example.org/new")
    now = signed(then.with_response(evolve(response, comments="Corrected.", publications=(sent_on,))), UNTIL)
    told = " ".join(view(now, Audience.PUBLIC, tmp_path, since=SINCE, then=then).changes)
    assert "the body's comments changed from '(not public)' to 'Corrected.'" in told
    assert "from 'https" not in told
    assert "welcomes" not in told


# --- as it stood --------------------------------------------------------------------------------------------------


def test_the_day_of_a_revision_is_londons(tmp_path):
    kept = tmp_path / "r.json"
    summer = datetime(2024, 6, 30, 22, 59, tzinfo=UTC)  # 23:59 in London, still 30 June
    first = storage.save(a_complete_register(), kept, by="a", why="b", now=summer)
    storage.save(first.with_areas("estuary"), kept, by="a", why="b", now=summer + timedelta(minutes=1))
    assert il.as_at(kept, "2024-06-30") == first
    assert il.as_at(kept, "2024-06-30").based_on == first.based_on
    assert il.as_at(kept, "2024-07-01").areas == ("estuary", AREA)
    assert il.as_at(kept, "2024-06-29") == Register()


def test_after_a_clock_that_went_back_a_day_never_shows_less_than_the_day_before_it(tmp_path):
    kept = tmp_path / "r.json"
    register = a_complete_register()
    for day, area in ((10, "estuary"), (12, "dalesmark"), (8, "cleveland"), (13, "kent")):
        now = datetime(2024, 5, day, 12, tzinfo=UTC)
        register = storage.save(register.with_areas(area), kept, by="a", why="b", now=now)
    stood = [il.as_at(kept, date(2024, 5, day)).based_on for day in range(7, 14)]
    assert [each and each[0] for each in stood] == [None, None, None, 1, 1, 3, 4]
    assert storage.verify(kept) == ()


def test_as_it_stood_and_the_day_of_the_answer_combine(tmp_path):
    kept = tmp_path / "r.json"
    register = register_with()
    first = storage.save(register, kept, by="a", why="b", now=datetime(2023, 9, 1, 12, tzinfo=UTC))
    late = register_with(step(ClosureStep.CLOSED, date(2023, 8, 1)))
    storage.save(
        evolve(late, based_on=first.based_on), kept, by="a", why="c", now=datetime(2023, 10, 1, 12, tzinfo=UTC)
    )
    on = date(2023, 8, 31)
    reported, known = (flow(il.as_at(kept, day), since=on, until=on) for day in ("2023-09-30", "2023-10-01"))
    assert (reported.count("closing"), known.count("closing")) == (1, 0)


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["a", "b", "c"])), min_size=1, max_size=6))
def test_as_at_equals_the_snapshot_kept_at_that_time(tmp_path_factory, steps):
    kept = tmp_path_factory.mktemp("as-at") / "r.json"
    now = datetime(2024, 3, 29, 12, tzinfo=UTC)  # the clocks change on the 31st
    register, snapshots = register_with(), {}
    for quarter_hours, owner in steps:
        now += timedelta(minutes=15 * quarter_hours)
        register = storage.save(
            register.with_case(evolve(register.cases[0], owner=owner)), kept, by="x", why="y", now=now
        )
        snapshots[storage.read_history(kept)[-1]["day"]] = register
    for day, held in snapshots.items():
        assert as_at(kept, day) == held
