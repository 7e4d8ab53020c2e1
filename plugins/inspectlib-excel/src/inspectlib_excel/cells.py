"""What stands in a cell: on the way out, on the way in, and whether the two are the same."""

import re
from datetime import date, datetime, timedelta
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
#: the day from which Excel counts
EPOCH = date(1899, 12, 30)
#: characters that XML 1.0 cannot hold; a cell shows U+FFFD for each and the sheet 'sent' keeps the true text
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


#: what one cell of an Excel sheet holds, in UTF-16 units; a longer text is begun in its cell and says where it stands
MOST_CHARACTERS, _BEGUN = 32_767, 32_000
LONG_TEXTS = "Long texts"
_CONTINUED = f"\n[Longer than a cell: the whole text stands on the sheet '{LONG_TEXTS}'.]"


def shown(value: Value) -> Value:
    """Return a value as a cell shows it: one kind of line end, no character that XML cannot hold, early days in words.

    Of a text longer than a cell its beginning, and where the whole stands.
    """
    if isinstance(value, date):
        return in_words(value) if value < FIRST_DAY else value
    if isinstance(value, str):
        text = UNSHOWN.sub(REPLACEMENT, value.replace("\r\n", "\n").replace("\r", "\n"))
        if is_too_long(text):
            text = text.encode("utf-16-le")[: 2 * _BEGUN].decode("utf-16-le", "ignore") + _CONTINUED
        return text or None
    return value


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Excel counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_too_long(text: str) -> bool:
    """Say whether a text is longer than a cell holds."""
    return len(text) * 2 > MOST_CHARACTERS and units(text) > MOST_CHARACTERS


def is_only_begun(value: Value) -> bool:
    """Say whether a cell shows the beginning of a longer text."""
    return isinstance(value, str) and value.endswith(_CONTINUED)


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


def serial_day(found: Found) -> date | None:
    """Return the day behind a whole number: what a cell of a date holds once its format is cleared."""
    first, last = ((each - EPOCH).days for each in (FIRST_DAY, date.max))
    if isinstance(found, bool) or not isinstance(found, int | float) or not first <= found <= last:
        return None
    return EPOCH + timedelta(days=int(found)) if found == int(found) else None


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
        return (found if type(found) is date else serial_day(found)) == sent
    return as_text(found) == str(sent)
