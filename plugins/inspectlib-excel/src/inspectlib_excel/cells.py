"""What stands in a cell: on the way out, on the way in, and whether the two are the same."""

import re
from datetime import date, datetime
from typing import Any, NamedTuple

from inspectlib.periods import in_words
from inspectlib_excel.days import day_of


class Odd(NamedTuple):
    """What a cell holds that is no value: a formula, an error, a time of day. `what` names it in a sentence."""

    what: str


#: what we write
Value = str | int | date | None
#: what may be found in a book that comes back
Found = str | int | float | bool | date | datetime | Odd | None

#: Excel's calendar is wrong before this day, so an earlier one is written as text
FIRST_DAY = date(1900, 3, 1)
#: characters that XML 1.0 cannot hold; a cell shows U+FFFD for each and the sheet 'sent' keeps the true text
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def shown(value: Value) -> Value:
    """Return a value as a cell shows it: one kind of line end, no character that XML cannot hold, early days in words."""
    if isinstance(value, date):
        return in_words(value) if value < FIRST_DAY else value
    if isinstance(value, str):
        return UNSHOWN.sub(REPLACEMENT, value.replace("\r\n", "\n").replace("\r", "\n")) or None
    return value


def to_json(value: Value) -> Any:
    """Return a shown value as JSON holds it; a day is a list of its one ISO text."""
    return [value.isoformat()] if isinstance(value, date) else value


def from_json(plain: Any) -> Value:
    """Return the value that `to_json` was given."""
    return date.fromisoformat(plain[0]) if isinstance(plain, list) else plain


def is_blank(found: Found) -> bool:
    """Say whether a cell shows nothing."""
    return found is None or (isinstance(found, str) and not found.strip())


def as_text(found: Found) -> str:
    """Return a cell as its reader sees it: a day as dd/mm/yyyy, a whole number without a point."""
    if found is None:
        return ""
    if isinstance(found, bool):
        return "TRUE" if found else "FALSE"
    if isinstance(found, datetime):
        return f"{found:%d/%m/%Y %H:%M}"
    if isinstance(found, date):
        return f"{found:%d/%m/%Y}"
    if isinstance(found, float) and found.is_integer():
        return str(int(found))
    return found.what if isinstance(found, Odd) else str(found)


def is_same(found: Found, sent: Value) -> bool:
    """Say whether a cell still shows what was sent, even where a program keeps it in another form."""
    if sent is None:
        return is_blank(found)
    if isinstance(found, str):
        found = found.replace("\r\n", "\n").replace("\r", "\n")
        if isinstance(sent, date):
            return day_of(found) == sent
        return found == str(sent)
    if isinstance(found, Odd) or found is None:
        return False
    if isinstance(sent, date):
        return isinstance(found, date) and not isinstance(found, datetime) and found == sent
    return as_text(found) == str(sent)
