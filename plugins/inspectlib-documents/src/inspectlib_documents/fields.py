"""What stands beside an item as "Deadline: 31 March 2024": a name, a colon, and few words."""

import re

from inspectlib.fields import Public, value
from inspectlib_documents.words import pattern_of, table

_LONGEST = 160


@value
class Field:
    """One such line: which field it gives ("due", "owner", "theme", "other") and its words."""

    name: Public[str]
    words: Public[str]


def _pattern(names: list[str]) -> "re.Pattern[str]":
    joined = "|".join(map(pattern_of, sorted(names, key=len, reverse=True)))
    return re.compile(rf"^(?:{joined})\s*:\s*(?P<words>.*)$", re.IGNORECASE)


_FIELDS = {name: _pattern(names) for name, names in table()["fields"].items()}


def field_in(text: str) -> Field | None:
    """Return the field that a line gives, or None where it is no such line."""
    if len(text) > _LONGEST:
        return None
    for name, pattern in _FIELDS.items():
        if found := pattern.match(text):
            return Field(name=name, words=found["words"].strip(" ."))
    return None
