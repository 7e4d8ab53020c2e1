from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectlib.deadlines import last_day_to_publish, response_count
from inspectlib.inspections import Basis, Inspection
from inspectlib.periods import (
    add_months,
    bank_holiday,
    civil_day,
    count_days,
    end_of_month,
    in_words,
    is_working_day,
    last_day_of,
    last_working_day,
)

# publication -> last lawful day, worked out by hand on a calendar, not by this library
GOLDEN = """
2017-05-02 2017-06-26
2017-07-06 2017-08-30
2017-11-07 2018-01-01
2017-12-12 2018-02-05
2018-01-31 2018-03-27
2018-03-22 2018-05-16
2018-07-02 2018-08-26
2018-11-01 2018-12-26
2019-01-01 2019-02-25
2019-01-31 2019-03-27
2019-02-28 2019-04-24
2019-05-02 2019-06-26
2019-09-30 2019-11-24
2019-12-31 2020-02-24
2020-01-01 2020-02-25
2020-01-05 2020-02-29
2020-01-06 2020-03-01
2020-02-28 2020-04-23
2020-02-29 2020-04-24
2020-03-01 2020-04-25
2020-03-14 2020-05-08
2020-07-01 2020-08-25
2020-10-31 2020-12-25
2020-11-01 2020-12-26
2021-01-04 2021-02-28
2021-01-05 2021-03-01
2021-03-28 2021-05-22
2021-05-31 2021-07-25
2021-10-31 2021-12-25
2021-11-02 2021-12-27
2022-04-08 2022-06-02
2022-07-26 2022-09-19
2022-11-02 2022-12-27
2023-03-08 2023-05-02
2023-03-14 2023-05-08
2023-03-26 2023-05-20
2023-10-29 2023-12-23
2023-12-31 2024-02-24
2024-01-01 2024-02-25
2024-01-05 2024-02-29
2024-01-06 2024-03-01
2024-02-29 2024-04-24
2024-04-01 2024-05-26
2024-05-31 2024-07-25
2024-10-27 2024-12-21
2024-10-31 2024-12-25
2025-01-31 2025-03-27
2025-02-28 2025-04-24
2026-11-02 2026-12-27
2027-12-31 2028-02-24
"""
TABLE = [tuple(map(date.fromisoformat, line.split())) for line in GOLDEN.split("\n") if line]


@pytest.mark.parametrize(("published", "last"), TABLE)
def test_the_last_day_is_the_56th_counting_the_day_of_publication(published, last):
    assert last_day_of(56, beginning_with=published) == last


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


@pytest.mark.parametrize(
    "day", ["2012-06-05", "2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-08", "2026-12-28"]
)
def test_one_off_and_moved_holidays_are_known(day):
    assert bank_holiday(date.fromisoformat(day))
    assert is_working_day(date.fromisoformat(day)) is False


@pytest.mark.parametrize("day", ["2020-05-04", "2022-05-30", "2012-05-28"])
def test_a_moved_holiday_leaves_its_usual_day_a_working_day(day):
    assert is_working_day(date.fromisoformat(day)) is True


def test_a_year_outside_the_list_is_not_known_and_never_guessed():
    assert is_working_day(date(2040, 1, 2)) is None
    assert last_working_day(date(2040, 1, 2)) is None
    assert "not known" in count_days(56, beginning_with=date(2039, 11, 8), words="").warnings[0]


def test_calendar_months_clamp_to_the_end_of_the_month():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert add_months(date(2023, 12, 15), 1) == date(2024, 1, 15)
    assert end_of_month(2023, 2) == date(2023, 2, 28)


def test_a_period_refuses_a_time_and_no_days():
    with pytest.raises(TypeError):
        last_day_of(56, beginning_with=datetime(2023, 3, 8, 9, tzinfo=UTC))
    with pytest.raises(ValueError, match="at least one day"):
        last_day_of(0, beginning_with=date(2023, 3, 8))


def test_the_civil_day_is_that_of_london():
    assert civil_day(datetime(2023, 6, 1, 23, 30, tzinfo=UTC)) == date(2023, 6, 2)
    assert civil_day(datetime(2023, 12, 1, 23, 30, tzinfo=UTC)) == date(2023, 12, 1)
    with pytest.raises(ValueError, match="zone"):
        civil_day(datetime(2023, 6, 1))  # noqa: DTZ001 - the claim is about a time without a zone


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
