"""Dates and addressees as reports write them, and ticks as people type them."""

import re
from datetime import date

from inspectlib.periods import MONTHS, end_of_month
from inspectlib.recommendations import DueDate, DuePrecision

_MONTH = "|".join(MONTHS)
_DAY = re.compile(rf"^(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH}) (\d{{4}})$", re.IGNORECASE)
_NUMBERS = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
_DUE = re.compile(rf"\b(?:by|before the end of|no later than) (?:(\d{{1,2}}) )?({_MONTH}) (\d{{4}})\b", re.IGNORECASE)

ADDRESSEES = (
    (re.compile(r"\bhome office\b", re.IGNORECASE), "home_office"),
    (re.compile(r"\bchief constables?\b", re.IGNORECASE), "chief_constables"),
    (re.compile(r"\bpolice and crime commissioners?\b", re.IGNORECASE), "pccs"),
    (re.compile(r"\bcollege of policing\b", re.IGNORECASE), "college_of_policing"),
    (re.compile(r"\b(?:national police chiefs.? council|npcc)\b", re.IGNORECASE), "npcc"),
)
TICKED, UNTICKED = "☒☑✓✔", "☐□"


def a_date(words: str) -> date | None:
    """Return the day that a line gives, in a British form, or None where it gives none that exists."""
    words = words.strip().rstrip(".")
    try:
        if found := _DAY.match(words):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _NUMBERS.match(words):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def _month(name: str) -> int:
    return [each.lower() for each in MONTHS].index(name.lower()) + 1


def due_in(text: str) -> DueDate | None:
    """Return the due words of a recommendation with the last day that they give, or None."""
    found = _DUE.search(text)
    if found is None:
        return None
    month, year = _month(found[2]), int(found[3])
    if found[1] is None:
        return DueDate(words=found[0], last_day=end_of_month(year, month), precision=DuePrecision.MONTH)
    day = a_date(f"{found[1]} {found[2]} {found[3]}")
    return DueDate(words=found[0], last_day=day, precision=DuePrecision.DAY if day else DuePrecision.VAGUE)


def addressees_of(text: str) -> tuple[str, ...]:
    """Return who a recommendation is addressed to: those named before its first "should" or "must"."""
    head = re.split(r"\b(?:should|must)\b", text, maxsplit=1)
    if len(head) == 1:
        return ()
    before = re.split(r"\b(?:in consultation with|working with|together with)\b", head[0])[0]
    return tuple(code for pattern, code in ADDRESSEES if pattern.search(before))


def boxes_of(line: str) -> list[tuple[bool | None, str]]:
    """Return each box of a line: whether it is ticked (None: there is no box) and its words."""
    words = re.sub(r"\[[xX]\]", TICKED[0], line.strip())
    words = re.sub(r"\[ ?\]", UNTICKED[0], words)
    mark = f"[{TICKED}{UNTICKED}]"
    pattern = rf"({mark})([^{TICKED}{UNTICKED}]*)" if re.match(mark, words) else rf"([^{TICKED}{UNTICKED}]+)({mark})"
    found = re.findall(pattern, words)
    if not found:
        return [(None, words)]
    return [
        (box in TICKED, text.strip())
        for box, text in (pair if re.match(mark, pair[0]) else reversed(pair) for pair in found)
    ]
