from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectlib.deadlines import last_day_to_publish, response_count
from inspectlib.errors import BadCall, CannotRead
from inspectlib.inspections import Basis, Inspection
from inspectlib.periods import (
    a_day,
    add_months,
    bank_holiday,
    civil_day,
    count_days,
    due_after,
    end_of_month,
    in_words,
    is_working_day,
    last_day_of,
    last_working_day,
)

# publication -> last lawful day and its weekday, worked out on a calendar and with GNU date, not by this library
GOLDEN = """
2017-05-02 2017-06-26 Monday
2017-07-06 2017-08-30 Wednesday
2017-11-07 2018-01-01 Monday
2017-12-12 2018-02-05 Monday
2018-01-31 2018-03-27 Tuesday
2018-03-22 2018-05-16 Wednesday
2018-07-02 2018-08-26 Sunday
2018-11-01 2018-12-26 Wednesday
2018-12-31 2019-02-24 Sunday
2019-01-01 2019-02-25 Monday
2019-01-31 2019-03-27 Wednesday
2019-02-28 2019-04-24 Wednesday
2019-05-02 2019-06-26 Wednesday
2019-09-30 2019-11-24 Sunday
2019-12-31 2020-02-24 Monday
2020-01-01 2020-02-25 Tuesday
2020-01-05 2020-02-29 Saturday
2020-01-06 2020-03-01 Sunday
2020-02-28 2020-04-23 Thursday
2020-02-29 2020-04-24 Friday
2020-03-01 2020-04-25 Saturday
2020-03-14 2020-05-08 Friday
2020-06-30 2020-08-24 Monday
2020-07-01 2020-08-25 Tuesday
2020-10-31 2020-12-25 Friday
2020-11-01 2020-12-26 Saturday
2021-01-04 2021-02-28 Sunday
2021-01-05 2021-03-01 Monday
2021-02-28 2021-04-24 Saturday
2021-03-28 2021-05-22 Saturday
2021-05-31 2021-07-25 Sunday
2021-10-31 2021-12-25 Saturday
2021-11-02 2021-12-27 Monday
2022-04-08 2022-06-02 Thursday
2022-07-26 2022-09-19 Monday
2022-11-02 2022-12-27 Tuesday
2023-03-08 2023-05-02 Tuesday
2023-03-14 2023-05-08 Monday
2023-03-26 2023-05-20 Saturday
2023-10-29 2023-12-23 Saturday
2023-12-31 2024-02-24 Saturday
2024-01-01 2024-02-25 Sunday
2024-01-05 2024-02-29 Thursday
2024-01-06 2024-03-01 Friday
2024-02-03 2024-03-29 Friday
2024-02-05 2024-03-31 Sunday
2024-02-06 2024-04-01 Monday
2024-02-29 2024-04-24 Wednesday
2024-04-01 2024-05-26 Sunday
2024-05-31 2024-07-25 Thursday
2024-09-02 2024-10-27 Sunday
2024-10-27 2024-12-21 Saturday
2024-10-31 2024-12-25 Wednesday
2025-01-31 2025-03-27 Thursday
2025-02-28 2025-04-24 Thursday
2026-11-01 2026-12-26 Saturday
2026-11-02 2026-12-27 Sunday
2026-11-03 2026-12-28 Monday
2027-11-02 2027-12-27 Monday
2027-12-31 2028-02-24 Thursday
"""
TABLE = [
    (date.fromisoformat(published), date.fromisoformat(last), weekday)
    for published, last, weekday in map(str.split, GOLDEN.strip().split("\n"))
]


@pytest.mark.parametrize(("published", "last", "weekday"), TABLE)
def test_the_56th_day_counting_the_day_of_publication_is_the_last(published, last, weekday):
    assert last_day_of(56, beginning_with=published) == last
    assert in_words(last, weekday=True).split()[0] == weekday


def test_the_table_holds_at_least_45_dates_and_every_weekday():
    assert len(TABLE) >= 45
    assert len({weekday for _, _, weekday in TABLE}) == 7


@given(st.dates(date(2017, 5, 2), date(2100, 1, 1)))
def test_the_last_day_falls_on_the_weekday_before_that_of_publication(published):
    last = last_day_of(56, beginning_with=published)
    assert last - published == timedelta(days=55)
    assert last.weekday() == (published.weekday() - 1) % 7


def test_a_bank_holiday_gives_no_extension_but_a_warning():
    count = count_days(56, beginning_with=date(2022, 11, 2), words="the rule")
    assert count.last_day == date(2022, 12, 27)
    assert "bank holiday" in count.warnings[0]
    assert "Friday 23 December 2022" in count.warnings[0]


def test_the_working_names_start_rule_count_last_day_and_checks_the_weekday():
    assert count_days(56, beginning_with=date(2023, 3, 8), words="the rule").lines() == (
        "Day 1: Wednesday 8 March 2023",
        "Rule: the rule",
        "Count: 56 days beginning with day 1, so 55 days are added",
        "Last day: Tuesday 2 May 2023",
        "Check: 8 whole weeks begin on a Wednesday and end on the weekday before, a Tuesday",
    )


def test_a_period_that_is_not_whole_weeks_has_no_weekday_check():
    assert not any(
        line.startswith("Check") for line in count_days(30, beginning_with=date(2023, 3, 8), words="").lines()
    )
    assert "one whole week" in count_days(7, beginning_with=date(2023, 3, 8), words="").lines()[-1]


def test_a_last_day_at_the_weekend_warns_with_the_working_day_before():
    assert count_days(56, beginning_with=date(2024, 4, 1), words="").warnings == (
        "26 May 2024 is a Sunday; the Act gives no extension: act by Friday 24 May 2024",
    )


def test_a_working_day_that_rests_on_computed_holidays_is_noted_and_does_not_warn():
    count = count_days(56, beginning_with=date(2026, 12, 1), words="")
    assert count.warnings == ()
    assert "proclamation" in count.notes[0]
    assert count_days(56, beginning_with=date(2023, 3, 8), words="").notes == ()


@pytest.mark.parametrize(
    "day", ["2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08", "2026-12-28"]
)
def test_one_off_and_moved_holidays_are_known(day):
    assert bank_holiday(date.fromisoformat(day))
    assert is_working_day(date.fromisoformat(day)) is False


def test_a_holiday_on_a_saturday_stands_on_its_substitute_day():
    assert bank_holiday(date(2026, 12, 26)) is None
    assert is_working_day(date(2026, 12, 26)) is False
    assert bank_holiday(date(2026, 12, 28)) == "Boxing Day (substitute day)"


def easter(year):
    """The Gregorian computus, as a second opinion on the list."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def usual_days(year):
    """The eight days that the Act, the common law and the yearly proclamations give without any one-off."""

    def monday_from(day):
        return day + timedelta((7 - day.weekday()) % 7)

    new_year, christmas = date(year, 1, 1), date(year, 12, 25)
    days = {
        new_year if new_year.weekday() < 5 else monday_from(new_year),
        easter(year) - timedelta(2),
        easter(year) + timedelta(1),
        monday_from(date(year, 5, 1)),
        monday_from(date(year, 5, 25)),
        monday_from(date(year, 8, 25)),
    }
    for day in (christmas, christmas + timedelta(1)):
        if day.weekday() < 5:
            days.add(day)
    for day in (christmas, christmas + timedelta(1)):
        if day.weekday() >= 5:
            substitute = monday_from(day)
            days.add(substitute + timedelta(1) if substitute in days else substitute)
    return days


ONE_OFF = {
    2012: ({date(2012, 5, 28)}, {date(2012, 6, 4), date(2012, 6, 5)}),
    2020: ({date(2020, 5, 4)}, {date(2020, 5, 8)}),
    2022: ({date(2022, 5, 30)}, {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)}),
    2023: (set(), {date(2023, 5, 8)}),
}


@pytest.mark.parametrize("year", range(2012, 2029))
def test_the_list_holds_the_usual_days_of_a_year_and_its_one_offs_and_no_other(year):
    moved, added = ONE_OFF.get(year, (set(), set()))
    start = date(year, 1, 1)
    listed = {day for n in range(366) if bank_holiday(day := start + timedelta(n)) and day.year == year}
    assert listed == usual_days(year) - moved | added


@pytest.mark.parametrize("day", ["2020-05-04", "2022-05-30", "2012-05-28"])
def test_a_moved_holiday_leaves_its_usual_day_a_working_day(day):
    assert is_working_day(date.fromisoformat(day)) is True


def test_a_year_outside_the_list_is_not_known_and_never_guessed():
    for year in (2011, 2029, 2040):
        assert {is_working_day(date(year, 1, day)) for day in range(1, 32)} == {None}
    assert last_working_day(date(2040, 1, 2)) is None
    assert "not known" in count_days(56, beginning_with=date(2039, 11, 8), words="").warnings[0]


def test_a_weekend_outside_the_list_still_warns_and_names_no_working_day():
    assert count_days(56, beginning_with=date(2039, 11, 13), words="").warnings == (
        "7 January 2040 is a Saturday; the Act gives no extension",
    )


def test_calendar_months_clamp_to_the_end_of_the_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 15), 1) == date(2024, 1, 15)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert end_of_month(2023, 2) == date(2023, 2, 28)


def test_a_period_refuses_a_time_and_no_days():
    with pytest.raises(TypeError):
        last_day_of(56, beginning_with=datetime(2023, 3, 8, 9, tzinfo=UTC))
    for asked in (bank_holiday, is_working_day, last_working_day):
        with pytest.raises(TypeError):
            asked(datetime(2022, 12, 27, tzinfo=UTC))
    with pytest.raises(ValueError, match="at least one day"):
        last_day_of(0, beginning_with=date(2023, 3, 8))


def test_the_civil_day_is_that_of_london():
    assert civil_day(datetime(2023, 6, 1, 23, 30, tzinfo=UTC)) == date(2023, 6, 2)
    assert civil_day(datetime(2023, 12, 1, 23, 30, tzinfo=UTC)) == date(2023, 12, 1)
    with pytest.raises(ValueError, match="zone"):
        civil_day(datetime(2023, 6, 1))  # noqa: DTZ001 - the claim is about a time without a zone


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2024, 3, 30, 23, 59, tzinfo=UTC), date(2024, 3, 30)),
        (datetime(2024, 3, 31, 22, 59, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 23, 0, tzinfo=UTC), date(2024, 4, 1)),
        (datetime(2024, 10, 26, 23, 0, tzinfo=UTC), date(2024, 10, 27)),
        (datetime(2024, 10, 27, 23, 59, tzinfo=UTC), date(2024, 10, 27)),
    ],
)
def test_the_civil_day_turns_at_midnight_in_london_on_either_side_of_a_clock_change(instant, day):
    assert civil_day(instant) == day


def test_a_machine_without_time_zones_is_told_what_to_install(monkeypatch):
    def missing(key):
        raise ZoneInfoNotFoundError(key)

    monkeypatch.setattr("inspectlib.periods.ZoneInfo", missing)
    with pytest.raises(CannotRead, match="pip install tzdata"):
        civil_day(datetime(2023, 6, 1, tzinfo=UTC))


def test_days_are_written_as_people_write_them():
    assert in_words(date(2023, 5, 2)) == "2 May 2023"
    assert in_words(date(2023, 5, 2), weekday=True) == "Tuesday 2 May 2023"


def an_inspection(**changes):
    return Inspection(**{"id": "r", "title": "R", "published_on": date(2023, 3, 8), **changes})


def test_reports_before_2_may_2017_have_no_56_days():
    assert response_count(an_inspection(published_on=date(2017, 5, 1))) is None
    assert response_count(an_inspection(published_on=date(2017, 5, 2))) is not None


def test_a_super_complaint_has_its_own_date_and_no_56_days():
    report = an_inspection(basis=Basis.SUPER_COMPLAINT, respond_by=date(2023, 4, 1))
    assert response_count(report) is None
    assert last_day_to_publish(report) == date(2023, 4, 1)


def test_an_unknown_or_future_publication_starts_no_clock():
    assert response_count(an_inspection(published_on=None)) is None


@pytest.mark.parametrize(
    ("words", "published", "last_day"),
    [
        ("Within six months, forces should", "2022-08-31", "2023-02-28"),
        ("within 6 months", "2022-08-31", "2023-02-28"),
        ("Within a month", "2023-01-31", "2023-02-28"),
        ("within an year", "2024-02-29", "2025-02-28"),
        ("within two years", "2024-02-29", "2026-02-28"),
        ("within three weeks", "2023-03-08", "2023-03-29"),
        ("Within 28 days", "2023-03-08", "2023-04-05"),
        ("within one day", "2023-03-08", "2023-03-09"),
        ("within twelve months", "2023-03-08", "2024-03-08"),
        ("WITHIN THREE MONTHS", "2023-03-08", "2023-06-08"),
    ],
)
def test_a_time_in_words_is_counted_in_calendar_months_or_days_from_publication(words, published, last_day):
    assert due_after(words, date.fromisoformat(published)) == date.fromisoformat(last_day)


@pytest.mark.parametrize(
    "words", ["by 31 March 2024", "immediately", "within months", "in six months", "within 1000 days", ""]
)
def test_words_that_give_no_counted_time_give_no_day(words):
    assert due_after(words, date(2023, 3, 8)) is None


@pytest.mark.parametrize("day", [date(2023, 5, 2), "2023-05-02"])
def test_a_day_may_be_given_as_a_date_or_as_its_ten_figures(day):
    assert a_day(day) == date(2023, 5, 2)


@pytest.mark.parametrize("day", ["20230502", "2023-W18-2", "2 May 2023", "2023-05-32", "2023-5-2", "", "2023-05-02 "])
def test_a_day_written_any_other_way_is_refused_in_words(day):
    with pytest.raises(BadCall, match=f"expected a date as YYYY-MM-DD, found {day!r}"):
        a_day(day)


def test_a_period_of_one_day_ends_on_the_day_with_which_it_begins():
    assert last_day_of(1, beginning_with=date(2023, 5, 2)) == date(2023, 5, 2)


@pytest.mark.parametrize("day", [date(2023, 6, 9), date(2023, 6, 10), date(2023, 6, 11)])
def test_the_last_working_day_of_a_weekend_is_its_friday(day):
    assert last_working_day(day) == date(2023, 6, 9)


@pytest.mark.parametrize(("days", "words"), [(7, "one whole week "), (14, "2 whole weeks ")])
def test_the_working_counts_whole_weeks_in_words(days, words):
    steps = count_days(days, beginning_with=date(2023, 5, 2), words="x").lines()
    assert any(words in each for each in steps)


@pytest.mark.parametrize(("year", "noted", "known"), [(2026, False, True), (2027, True, True), (2028, True, True)])
def test_the_years_after_the_confirmed_ones_are_noted_to_the_last_of_the_list(year, noted, known):
    last = date(year, 6, 8)
    assert bool(count_days(1, beginning_with=last, words="x").notes) is noted
    assert (is_working_day(last) is not None) is known


def test_a_year_after_the_list_is_warned_of_and_not_noted():
    count = count_days(1, beginning_with=date(2029, 6, 8), words="x")
    assert count.notes == ()
    assert "does not reach 2029" in count.warnings[0]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("5/3/2024", "; for 5 March 2024 write 2024-03-05"),
        (" 05.12.2024 ", "; for 5 December 2024 write 2024-12-05"),
        ("31-01-2024", "; for 31 January 2024 write 2024-01-31"),
        ("31/02/2024", ""),
        ("5 March 2024", ""),
    ],
)
def test_a_date_typed_with_the_day_first_is_told_as_it_is_written(typed, hint):
    with pytest.raises(BadCall) as caught:
        a_day(typed)
    assert str(caught.value) == f"expected a date as YYYY-MM-DD, found {typed!r}{hint}"
