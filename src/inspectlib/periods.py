"""Statutory time, counted in the law's words. All days are civil dates in Europe/London."""

import re
import tomllib
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inspectlib.errors import BadCall, CannotRead
from inspectlib.fields import Public, exact_date, value

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FIRST_WEEKEND_DAY = 5
_DAYS_IN_WEEK = 7


def a_day(day: date | str) -> date:
    """Return a day given as a date or as YYYY-MM-DD. Raises BadCall."""
    if isinstance(day, date):
        return day
    try:
        found = date.fromisoformat(day)
    except ValueError:
        found = None
    if found is None or found.isoformat() != day:  # fromisoformat takes weeks and dates without hyphens too
        message = f"expected a date as YYYY-MM-DD, found {day!r}{_meant(day)}"
        raise BadCall(message)
    return found


def _meant(day: object) -> str:
    """Return how a date that was typed with the day first is written, where it is one."""
    parts = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", day.strip()) if isinstance(day, str) else None
    if parts is None:
        return ""
    try:
        found = date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        return ""
    return f"; for {in_words(found)} write {found.isoformat()}"


def last_day_of(days: int, *, beginning_with: date) -> date:
    """Return the last day, inclusive, of a period of `days` days whose first day is `beginning_with`.

    "56 days beginning with" a day end 55 days later (Police Act 1996 s.55(5A)). Raises ValueError
    below one day, TypeError for anything but a plain date.
    """
    if days < 1:
        message = f"a period has at least one day, found {days}"
        raise ValueError(message)
    return exact_date(beginning_with) + timedelta(days=days - 1)


def add_months(day: date, months: int) -> date:
    """Return the same day some calendar months later, or the last day of that month where it is shorter."""
    year, month = divmod(exact_date(day).year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_RELATIVE = re.compile(rf"\bwithin (\d{{1,3}}|{'|'.join(_NUMBERS)}|a|an) (day|week|month|year)s?\b", re.IGNORECASE)


def due_after(words: str, published_on: date) -> date | None:
    """Return the last day, inclusive, of "within six months" counted from the day of publication, or None.

    Months and years are calendar months, to the month's end where that is shorter. The wording has no statutory
    basis; that it is counted from publication is derived.
    """
    found = _RELATIVE.search(words)
    if found is None:
        return None
    text, unit = found.group(1).lower(), found.group(2).lower()
    number = int(text) if text.isdigit() else 1 if text in ("a", "an") else _NUMBERS.index(text) + 1
    if unit in ("month", "year"):
        return add_months(published_on, number * (12 if unit == "year" else 1))
    return published_on + timedelta(days=number * (_DAYS_IN_WEEK if unit == "week" else 1))


@cache
def _holidays() -> dict[str, Any]:
    table = tomllib.loads(files("inspectlib").joinpath("data/bank-holidays.toml").read_text(encoding="utf-8"))
    return {**table, "days": {date.fromisoformat(day): name for day, name in table["days"].items()}}


def bank_holiday(day: date) -> str | None:
    """Return the name of the bank holiday in England and Wales on a day, or None.

    A holiday that falls on a weekend is named on its substitute day alone, as GOV.UK lists it. None is no answer
    outside the years of the bundled list: ask `is_working_day`. Source: Banking and Financial Dealings Act 1971
    s.1 and Sch. 1, and proclamations.
    """
    name: str | None = _holidays()["days"].get(exact_date(day))
    return name


def is_working_day(day: date) -> bool | None:
    """Say whether a day is neither weekend nor bank holiday in England and Wales.

    None, not known, outside the years of the bundled list.
    """
    if not _holidays()["covers_from"] <= exact_date(day).year <= _holidays()["covers_to"]:
        return None
    return not _is_weekend(day) and bank_holiday(day) is None


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _FIRST_WEEKEND_DAY


def last_working_day(day: date) -> date | None:
    """Return the last working day on or before a day; None where the list does not reach."""
    while (working := is_working_day(day)) is False:
        day -= timedelta(days=1)
    return None if working is None else day


def in_words(day: date, *, weekday: bool = False) -> str:
    """Return a day as people write it: "2 May 2023", or "Tuesday 2 May 2023"."""
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


def civil_day(instant: datetime) -> date:
    """Return the civil day in London at an instant.

    Raises ValueError for a time without a zone, and CannotRead where this machine has no time zones (Windows).
    """
    if instant.tzinfo is None:
        message = "an instant needs its time zone"
        raise ValueError(message)
    try:
        london = ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        message = "this machine has no time zone Europe/London; install it with: pip install tzdata"
        raise CannotRead(message) from None
    return instant.astimezone(UTC).astimezone(london).date()


@value
class Count:
    """One count of days with its working; `last_day` is inclusive, `words` the rule that was applied.

    `warnings` say what to act on, `notes` what the answer rests on.
    """

    start: Public[date]
    days: Public[int]
    words: Public[str]
    last_day: Public[date]
    warnings: Public[tuple[str, ...]] = ()
    notes: Public[tuple[str, ...]] = ()

    def lines(self) -> tuple[str, ...]:
        """Return the working in plain English, a step a line."""
        return (
            f"Day 1: {in_words(self.start, weekday=True)}",
            f"Rule: {self.words}",
            f"Count: {self.days} days beginning with day 1, so {self.days - 1} days are added",
            f"Last day: {in_words(self.last_day, weekday=True)}",
            *self._weekday_check(),
            *(f"Note: {each}" for each in self.notes),
            *(f"Warning: {each}" for each in self.warnings),
        )

    def _weekday_check(self) -> tuple[str, ...]:
        weeks, left = divmod(self.days, _DAYS_IN_WEEK)
        if left:
            return ()
        first, last = WEEKDAYS[self.start.weekday()], WEEKDAYS[self.last_day.weekday()]
        count = f"{weeks} whole weeks" if weeks > 1 else "one whole week"
        return (f"Check: {count} begin on a {first} and end on the weekday before, a {last}",)


def count_days(days: int, *, beginning_with: date, words: str) -> Count:
    """Count a period that begins with a day and warn where its last day is not a working day."""
    last = last_day_of(days, beginning_with=beginning_with)
    return Count(
        start=beginning_with, days=days, words=words, last_day=last, warnings=_warnings(last), notes=_notes(last)
    )


def _warnings(last: date) -> tuple[str, ...]:
    if is_working_day(last):
        return ()
    holiday = bank_holiday(last)
    if holiday is None and not _is_weekend(last):
        reach = f"the bundled list of bank holidays does not reach {last.year}"
        return (f"{reach}; whether {in_words(last)} is a working day is not known",)
    why = f"a bank holiday, {holiday}" if holiday else f"a {WEEKDAYS[last.weekday()]}"
    before = last_working_day(last)
    act = f": act by {in_words(before, weekday=True)}" if before else ""
    return (f"{in_words(last)} is {why}; the Act gives no extension{act}",)


def _notes(last: date) -> tuple[str, ...]:
    if not _holidays()["verified_to"] < last.year <= _holidays()["covers_to"]:
        return ()
    return (f"the bank holidays of {last.year} are worked out from the law and a proclamation can still change them",)
