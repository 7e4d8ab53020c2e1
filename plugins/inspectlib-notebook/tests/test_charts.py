"""Charts: every number drawn is the table's; the estimate is the textbook's; nothing is claimed of too few."""

import csv
import io
import warnings
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspectlib_notebook import charts
from inspectlib_notebook.survival import kaplan_meier, median, shown
from inspectlib_notebook.writing import as_csv
from matplotlib.dates import num2date

from inspectlib.cases import Case, ClosureFact, ClosureStep, DueChange
from inspectlib.deadlines import deadlines
from inspectlib.errors import BadCall
from inspectlib.fields import evolve
from inspectlib.flows import flow
from inspectlib.register import Register
from inspectlib.sample import office_register
from inspectlib.testing import AREA, REPORT, a_complete_register, a_recommendation, an_inspection

ON = date(2024, 6, 28)
OFFICE = office_register(120)
SMALL = a_complete_register()
EMPTY = Register(areas=(AREA,))
SEVERAL = OFFICE.with_areas("estuary")
HOSTILE = "</title><script>alert(1)</script> $\\frac{$ \u202e\x00 =1+1"


def numbers(rows, *columns):
    return [[row[each] for row in rows] for each in columns]


def widths(axes):
    return [[bar.get_width() for bar in group] for group in axes.containers]


def printed(axes):
    return [each.get_text() for each in axes.texts]


def lines(axes):
    return {line.get_label(): line for line in axes.lines}


@pytest.mark.parametrize("register", [OFFICE, SMALL, EMPTY, SEVERAL], ids=["office", "small", "empty", "several"])
def test_every_bar_and_its_number_are_the_table_s(register):
    for make in (charts.ageing, charts.slips, charts.by_theme, charts.by_body):
        chart = make(register, on=ON)
        axes = chart.figure.axes[0]
        every, late = numbers(chart.rows, 1, 2)
        if not sum(every):
            assert widths(axes) == []
            continue
        assert widths(axes) == [every, late]
        assert printed(axes) == [str(each) for each in (*every, *late)]
        assert [each.get_text() for each in axes.get_yticklabels()] == [row[0] for row in chart.rows]
        assert sum(every) == len(register.where(on=ON, status="open"))


@pytest.mark.parametrize("register", [OFFICE, SMALL, EMPTY], ids=["office", "small", "empty"])
def test_every_point_of_the_lines_is_the_table_s_and_the_last_one_the_register_s(register):
    chart = charts.status_over_time(register, on=ON, months=6)
    drawn = lines(chart.figure.axes[0])
    for name, column in (("overdue", 1), ("open, not overdue", 2), ("ended", 3)):
        assert list(drawn[name].get_ydata()) == numbers(chart.rows, column)[0]
        assert [each.isoformat() for each in drawn[name].get_xdata()] == numbers(chart.rows, 0)[0]
        assert f"{chart.rows[-1][column]} {name}" in printed(chart.figure.axes[0])
    assert [row[0] for row in chart.rows] == [
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
        "2024-03-31",
        "2024-04-30",
        "2024-05-31",
        "2024-06-28",
    ]
    assert chart.rows[-1][1] == len(register.where(on=ON, status="overdue"))


def test_the_flow_is_drawn_as_it_is_counted_and_its_steps_add_up():
    chart = charts.flow(OFFICE, since="2021-06-01", until=ON)
    counted = flow(OFFICE, since=date(2021, 6, 1), until=ON)
    bars = [bar for group in chart.figure.axes[0].containers for bar in group]
    assert [bar.get_width() for bar in bars] == [row[1] for row in chart.rows]
    values = dict(
        zip(
            ("opening", "new", "reopened", "closed", "superseded", "set_aside", "closing"),
            (r[1] for r in chart.rows),
            strict=True,
        )
    )
    assert values == {name: counted.count(name) for name in values}
    assert values["new"] > 0
    assert values["closed"] > 0
    assert (
        values["opening"]
        + values["new"]
        + values["reopened"]
        - values["closed"]
        - values["superseded"]
        - values["set_aside"]
        == values["closing"]
    )
    ends = [bar.get_x() + (0 if place in (3, 4, 5) else bar.get_width()) for place, bar in enumerate(bars)]
    assert ends[5] == values["closing"]  # where the last step down ends is where the closing bar ends


def test_the_timeline_marks_the_first_days_and_its_table_has_all():
    office = office_register(300)
    chart = charts.deadlines_ahead(office, on=ON)
    axes = chart.figure.axes[0]
    marked = [day for line in axes.lines for day in line.get_xdata()]
    ahead = [each for each in deadlines(office, on=ON, within=91) if each.last_day >= ON]
    places = list(dict.fromkeys((each.last_day, each.inspection, each.area) for each in ahead))
    assert sorted(marked) == [day for day, *_ in places][:14]
    assert len(places) > 14
    assert len(chart.rows) == len(ahead) > len(places)
    shown = sum((each.last_day, each.inspection, each.area) in places[:14] for each in ahead)
    assert f"The first {shown} of {len(ahead)}; the table has all" in axes.get_title(loc="left")
    assert all(row[0] >= ON.isoformat() for row in chart.rows)
    assert "Already past its day, and not drawn: " in chart.notes[0]
    assert num2date(axes.get_xlim()[0]).date() == ON


def test_the_curve_is_the_table_s():
    chart = charts.time_to_close(OFFICE, on=ON)
    curve = lines(chart.figure.axes[0])["share open"]
    assert list(curve.get_xdata())[1:] == numbers(chart.rows, 0)[0]
    assert list(curve.get_ydata())[1:] == numbers(chart.rows, 4)[0]
    assert all(row[1] >= 10 for row in chart.rows)


#: worked by hand: 6 at risk on day 3, then 5 on day 5 (one closed, one left), 3 on day 8, 1 on day 9
BY_HAND = [(3, True), (5, True), (5, False), (8, True), (8, True), (9, False)]


def test_the_estimate_is_the_one_worked_by_hand():
    steps = kaplan_meier(BY_HAND)
    assert [(each.days, each.at_risk, each.closed, each.left) for each in steps] == [
        (3, 6, 1, 0),
        (5, 5, 1, 1),
        (8, 3, 2, 0),
        (9, 1, 0, 1),
    ]
    expected = [5 / 6, 5 / 6 * 4 / 5, 5 / 6 * 4 / 5 * 1 / 3, 5 / 6 * 4 / 5 * 1 / 3]
    assert [each.open_share for each in steps] == pytest.approx(expected, abs=1e-9)
    assert median(steps) == 8


watched = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


@given(watched)
def test_the_estimate_is_that_of_lifelines(pairs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the library used as a yardstick warns of is not ours
        from lifelines import KaplanMeierFitter

        fitted = KaplanMeierFitter().fit([d for d, _ in pairs], [done for _, done in pairs])
        expected = fitted.survival_function_at_times([e.days for e in kaplan_meier(pairs)]).tolist()
    assert [each.open_share for each in kaplan_meier(pairs)] == pytest.approx(expected, abs=1e-9)


@given(watched)
def test_everybody_watched_is_counted_once_and_the_share_only_falls(pairs):
    steps = kaplan_meier(pairs)
    assert sum(each.closed + each.left for each in steps) == len(pairs) == steps[0].at_risk
    shares = [1.0, *(each.open_share for each in steps)]
    assert all(before >= after >= 0 for before, after in pairwise(shares))
    assert all(each.at_risk >= 3 for each in shown(steps, fewest=3))


def test_nobody_is_watched_for_less_than_no_time():
    with pytest.raises(ValueError, match="-1 days"):
        kaplan_meier([(-1, True)])


def a_register_of(*closures):
    """Return a register with a recommendation for each: days until it is closed, or None while it is open."""
    report = an_inspection(recommendations=tuple(a_recommendation(str(n)) for n in range(len(closures))))
    register = Register(areas=(AREA,)).with_inspection(report)
    cases = (
        Case(
            area=AREA,
            recommendation=f"{REPORT}/{n}",
            closure=()
            if days is None
            else (ClosureFact(step=ClosureStep.CLOSED, on=report.published_on + timedelta(days=days)),),
        )
        for n, days in enumerate(closures)
    )
    return register.with_case(*cases)


def test_no_estimate_is_shown_of_fewer_than_ten_and_none_where_nothing_is_closed():
    few = charts.time_to_close(a_register_of(*[100] * 9), on=ON)
    assert few.rows == ()
    assert few.alt == "No estimate is shown: fewer than 10 items."
    assert "none is closed" in charts.time_to_close(a_register_of(*[None] * 12), on=ON).alt
    enough = charts.time_to_close(a_register_of(*[100] * 6, *[None] * 6), on=ON)
    assert [(row[0], row[1], row[2]) for row in enough.rows] == [(100, 12, 6)]
    assert "Later steps with fewer than 10 items at risk, not shown: 1." in enough.notes
    with pytest.raises(BadCall):
        charts.time_to_close(OFFICE, on=ON, fewest=0)


def test_a_closure_before_the_publication_and_a_report_without_a_day_are_left_out_and_counted():
    register = a_register_of(-5, *[100] * 11)
    register = register.with_inspection(
        an_inspection(id="other", published_on=None, recommendations=(a_recommendation("1", id="other/1"),))
    )
    chart = charts.time_to_close(register, on=ON)
    assert chart.rows[0][1] == 11
    assert "lies before the publication: 2." in chart.notes[1]


def test_a_deferral_is_counted_where_it_was_decided():
    change = DueChange(on=date(2024, 1, 1), before=date(2024, 3, 31), after=date(2024, 9, 30))
    register = SMALL.with_case(evolve(SMALL.case(f"{REPORT}/1", AREA), due_changes=(change,)))
    assert ("once", 1, 0) in charts.slips(register, on=ON).rows
    assert "Days deferred in all: 183." in charts.slips(register, on=ON).notes[0]


def test_the_share_of_other_is_on_show():
    report = an_inspection(
        recommendations=tuple(
            a_recommendation(str(n), theme=each) for n, each in enumerate(("Other", None, "custody", "custody"))
        )
    )
    chart = charts.by_theme(Register(areas=(AREA,)).with_inspection(report), on=ON)
    assert chart.notes[0] == 'Of 4 open, 2 (50 %) are "other" or have no theme.'
    assert chart.rows[0] == ("custody", 2, 2)


def test_no_text_becomes_markup_or_a_formula_in_any_form_of_a_chart():
    report = an_inspection(title=HOSTILE, recommendations=(a_recommendation("1", theme=HOSTILE),))
    for chart in charts.all_charts(Register(areas=(AREA,)).with_inspection(report), on="2024-03-01"):
        root = ET.fromstring(chart.svg())
        assert root.get("role") == "img"
        assert not [each for each in root.iter() if each.tag.endswith("script")]
        assert "<script" not in chart.table()
        for row in csv.reader(io.StringIO(as_csv(chart).decode())):
            assert all("\u202e" not in cell and "\x00" not in cell for cell in row)
        assert chart.png().startswith(b"\x89PNG")


def test_a_chart_is_the_same_each_time_and_says_in_words_what_it_shows():
    for one, two in zip(charts.all_charts(SEVERAL, on=ON), charts.all_charts(SEVERAL, on=ON), strict=True):
        assert one.svg() == two.svg()
        assert one.png() == two.png()
        root = ET.fromstring(one.svg())
        told = [each.text for each in root if each.tag.endswith(("title", "desc"))]
        assert told == [one.title, one.alt]
        assert one.alt.endswith(".")
        assert "<details>" in one._repr_html_()


def test_a_time_of_no_months_is_refused():
    with pytest.raises(BadCall, match="one month or more, found 0"):
        charts.status_over_time(OFFICE, on=ON, months=0)
