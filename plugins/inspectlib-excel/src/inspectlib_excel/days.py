"""Days as people type them in Britain, in English and in Welsh."""

import re
from datetime import date

_MONTHS = (
    ("january", "jan", "ionawr"),
    ("february", "feb", "chwefror"),
    ("march", "mar", "mawrth"),
    ("april", "apr", "ebrill"),
    ("may", "mai"),
    ("june", "jun", "mehefin"),
    ("july", "jul", "gorffennaf"),
    ("august", "aug", "awst"),
    ("september", "sept", "sep", "medi"),
    ("october", "oct", "hydref"),
    ("november", "nov", "tachwedd"),
    ("december", "dec", "rhagfyr"),
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+(?=\d|[a-z])")
_FORMS = (
    re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\s*([./\-\u2013 ])\s*(?P<month>\d{1,2})\s*\2\s*(?P<year>\d{4}|\d{2})"),
    re.compile(
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*(?:of\s+)?[-/. ]?\s*(?P<name>[a-z]+)\.?\s*[-/,. ]?\s*'?(?P<year>\d{4}|\d{2})"
    ),
    re.compile(r"(?P<name>[a-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"),
)
#: a year of two digits below this is of this century
_THIS_CENTURY = 70


def day_of(words: str) -> date | None:
    """Return the day that words name (31/03/2024, 31.3.24, 31st March 2024, Fri 31 Mar 24), or None.

    The day comes before the month, as in Britain. No day is guessed: without a year, with a weekday that
    is not the day's, or where there is no such day, there is none.
    """
    text = re.sub(r"\s+", " ", words).strip().lower()
    text = re.sub(r"[ t]00:00(:00)?$", "", text.replace("\u2019", "'").removesuffix(".").lstrip("'"))
    weekday = _WEEKDAY.match(text)
    if weekday is not None:
        text = text[weekday.end() :]
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            break
    else:
        return None
    parts = found.groupdict()
    month = _MONTH.get(parts["name"]) if parts.get("name") else int(parts["month"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # noqa: PLR2004 - two digits
        year += 2000 if year < _THIS_CENTURY else 1900
    try:
        day = date(year, month or 0, int(parts["day"]))
    except ValueError:
        return None
    if weekday is not None and _WEEKDAYS[day.weekday()] != weekday[1][:3]:
        return None
    return day
