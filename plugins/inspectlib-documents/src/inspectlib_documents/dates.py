"""Dates and deadlines as reports and letters write them."""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta

from inspectlib.fields import Public, value
from inspectlib.periods import MONTHS, WEEKDAYS, add_months, end_of_month
from inspectlib.recommendations import DueDate, DuePrecision
from inspectlib_documents.words import NUMBER, number_of, pattern_of, table, words

_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, start=1)} | {
    name.lower(): number for name, number in table()["months"].items()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(f"{name}|{name[:3]}" for name in WEEKDAYS)
_DAY_MONTH = rf"(?:(?:{_WEEKDAY}),?\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})"
_MONTH_DAY = rf"(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<year2>\d{{4}})"
_FIGURES = r"(?P<day3>\d{1,2})[/.](?P<month3>\d{1,2})[/.](?P<year3>\d{4}|\d{2}(?!\d))"
_ISO = r"(?P<year4>\d{4})-(?P<month4>\d{2})-(?P<day4>\d{2})"
_DATE = rf"(?:{_DAY_MONTH}|{_MONTH_DAY}|{_FIGURES}|{_ISO})"
_A_DATE = re.compile(rf"(?<![\w/.-]){_DATE}(?![\w/])", re.IGNORECASE)
_CENTURY = 2000


@value
class Found:
    """A value found in a text: `day` with its span (characters, end exclusive)."""

    day: Public[date]
    start: Public[int]
    end: Public[int]


def _day(found: "re.Match[str]") -> date | None:
    for mark in ("", "2", "3", "4"):
        year, month, day = (found[f"{part}{mark}"] for part in ("year", "month", "day"))
        if year is None:
            continue
        number = int(month) if month.isdigit() else _MONTHS[month.lower()]
        whole = int(year) + (_CENTURY if len(year) < len("2000") else 0)
        try:
            return date(whole, number, int(day))
        except ValueError:
            return None
    return None


def dates_in(text: str) -> Iterator[Found]:
    """Yield every whole date of a text in order; a day that does not exist is none."""
    for found in _A_DATE.finditer(text):
        day = _day(found)
        if day is not None:
            yield Found(day=day, start=found.start(), end=found.end())


def a_date(line: str) -> date | None:
    """Return the day that a line gives and nothing else, in a British form, or None where it gives none that exists."""
    found = _A_DATE.fullmatch(line.strip().rstrip("."))
    return _day(found) if found else None


_BY = "|".join(map(pattern_of, sorted(table()["dates"]["by"], key=len, reverse=True)))
_OF_THE_MONTH = r"(?:the\s+)?(?:(?:start|middle)\s+of\s+)?(?:the\s+end\s+of\s+)?"
_UNIT = r"(?P<unit>days?|weeks?|months?|years?)"
_SPAN = rf"(?P<many>{NUMBER})\s+(?:calendar\s+|working\s+)?{_UNIT}"
_FROM = (
    r"(?:\s+(?:of|from|after|following)\s+(?P<from>(?:the\s+date\s+of\s+)?(?:(?:this|the|our|its)\s+)?"
    r"(?:date|publication|receipt|letter|report)(?:\s+of\s+(?:this|the|our)\s+(?:letter|report))?))?"
)
_FORMS = (
    ("day", rf"(?:(?P<by>{_BY})\s+(?:or before\s+)?)(?P<date>{_DATE})(?![\w/])"),
    ("month", rf"(?:(?P<by>{_BY})\s+){_OF_THE_MONTH}(?P<month5>{_MONTH})\s+(?P<year5>\d{{4}})"),
    (
        "financial",
        rf"(?:(?P<by>{_BY})\s+)(?:the\s+end\s+of\s+)?(?:the\s+)?(?:financial\s+year\s+)(?P<from_year>\d{{4}})\s?[/\N{{EN DASH}}-]\s?(?P<to_year>\d{{2,4}})",
    ),
    (
        "year",
        rf"(?:(?P<by>{_BY})\s+)(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?(?:calendar\s+year\s+)?(?P<year6>(?:19|20)\d{{2}})(?![\w/-])",
    ),
    (
        "span",
        rf"(?:within|no\s+later\s+than|not\s+later\s+than|in\s+the\s+next|over\s+the\s+next|during\s+the\s+next|in\s+no\s+more\s+than|in\s+less\s+than)\s+(?:the\s+next\s+)?{_SPAN}{_FROM}",
    ),
)
_PATTERNS = tuple((name, re.compile(rf"(?<!\w){form}", re.IGNORECASE)) for name, form in _FORMS)


@value
class Due:
    """A deadline as found: the value of the core, and its span in the words that it was found in."""

    due: Public[DueDate]
    start: Public[int]
    end: Public[int]


def _after(start: date, many: int, unit: str) -> date | None:
    try:
        if unit.startswith("day"):
            return start + timedelta(days=many)
        if unit.startswith("week"):
            return start + timedelta(weeks=many)
        months = many * (12 if unit.startswith("year") else 1)
        return add_months(start, months) if start.year + months // 12 < MAXYEAR else None
    except (OverflowError, ValueError):
        return None


def _made(words: str, day: date | None, precision: DuePrecision, found: "re.Match[str]") -> Due:
    due = DueDate(words=" ".join(words.split()), last_day=day, precision=precision)
    return Due(due=due, start=found.start(), end=found.end())


def _read(name: str, found: "re.Match[str]", running: date | None, letter: date | None) -> Due:
    words = found[0]
    if name == "day":
        day = next((each.day for each in dates_in(found["date"])), None)
        return _made(words, day, DuePrecision.DAY if day else DuePrecision.VAGUE, found)
    if name == "month":
        year, month = int(found["year5"]), _MONTHS[found["month5"].lower()]
        return _made(words, end_of_month(year, month) if year else None, DuePrecision.MONTH, found)
    if name == "financial":
        year = int(found["from_year"]) + 1
        return _made(words, date(year, 3, 31), DuePrecision.DAY, found)
    if name == "year":
        exact = "end of" in " ".join(words.lower().split())
        day = date(int(found["year6"]), 12, 31)
        return _made(words, day if exact else None, DuePrecision.DAY if exact else DuePrecision.VAGUE, found)
    start = running
    if found["from"] and "letter" in found["from"].lower():
        start = letter
    many = number_of(found["many"])
    day = _after(start, many, found["unit"].lower()) if start and many else None
    if "working" in words.lower():
        day = None
    return _made(words, day, DuePrecision.RELATIVE, found)


#: what stands before a deadline in days: the beginning, "should", "recommend that", a comma
_BEFORE = re.compile(
    r"(?:^|[.:;,(]|\b(?:and|should|must|that|then)),?\s*[\"'\N{LEFT DOUBLE QUOTATION MARK}]?$", re.IGNORECASE
)


def _is_a_standard(found: "re.Match[str]") -> bool:
    """Say whether days or weeks within a request are how fast something is to be done each time: "answer within two days"."""
    if found["from"] or found["unit"].lower().startswith(("month", "year")):
        return False
    return not _BEFORE.search(found.string[: found.start()])


def due_in(text: str, running: date | None = None, letter: date | None = None) -> Due | None:
    """Return the first deadline of a text, or None.

    `running`: the day from which "within six months" counts (calendar months, the last day of a shorter one); None:
    it counts from a day that the document does not give, so no last day follows. `letter`: likewise for "of this letter".
    """
    every: list[Due] = []
    for name, pattern in _PATTERNS:
        stated = (each for each in pattern.finditer(text) if name != "span" or not _is_a_standard(each))
        if (first := next(stated, None)) is not None:
            every.append(_read(name, first, running, letter))
    if found := words("dates", "this_year").search(text):
        counts_from = letter or running
        day = date(counts_from.year, 12, 31) if counts_from else None
        every.append(_made(found[0], day, DuePrecision.DAY if day else DuePrecision.RELATIVE, found))
    for name, precision in (
        ("relative", DuePrecision.RELATIVE),
        ("immediate", DuePrecision.IMMEDIATE),
        ("vague", DuePrecision.VAGUE),
        ("condition", DuePrecision.CONDITION),
    ):
        if found := words("dates", name).search(text):
            every.append(_made(found[0], None, precision, found))
    if not every:
        return None
    earliest = min(every, key=lambda each: each.start)
    if earliest.due.precision is DuePrecision.VAGUE:
        # "as soon as practicable and in any event by 1 May": the day that is given counts
        every = [each for each in every if each.due.last_day is not None] or every
    return min(every, key=lambda each: (each.start, each.due.last_day is None, each.start - each.end))
