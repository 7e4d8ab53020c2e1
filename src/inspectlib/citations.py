"""The law and guidance that rules cite: cited, dated data, never a number in code."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from inspectlib.fields import Public, value
from inspectlib.periods import in_words


def not_checked_since(checked_on: date | None, review_by: date | None, on: date) -> str | None:
    """Return what an answer of a day after `review_by` (inclusive) says of data that nobody checked again, or None."""
    if review_by is None or on <= review_by or checked_on is None:
        return None
    return f"the source was not checked since {in_words(checked_on)}"


@value
class Citation:
    """One provision: where it stands, what it demands, since when, and when that was last checked.

    `days`: a number of days that the provision gives, or None. In force for reports published from `since`
    (inclusive) until `until` (exclusive).
    """

    id: Public[str]
    title: Public[str]
    provision: Public[str]
    duty: Public[str]
    url: Public[str | None] = None
    note: Public[str | None] = None
    days: Public[int | None] = None
    since: Public[date | None] = None
    since_source: Public[str | None] = None
    until: Public[date | None] = None
    verified: Public[bool] = False
    checked_on: Public[date | None] = None
    review_by: Public[date | None] = None

    def doubt(self, on: date) -> str | None:
        """Return what an answer of a day must say of its source: that nobody confirmed it, or not since; or None."""
        if not self.verified:
            return "rests on a source that nobody has confirmed"
        return not_checked_since(self.checked_on, self.review_by, on)

    @property
    def short(self) -> str:
        """Return how people cite it: "Police Act 1996 s.55(5A)"."""
        return f"{self.title} {self.provision}"


@cache
def citations() -> dict[str, Citation]:
    """Return all provisions by id."""
    table = tomllib.loads(files("inspectlib").joinpath("data/law.toml").read_text(encoding="utf-8"))
    return {name: Citation(id=name, **fields) for name, fields in table.items()}


def cited(name: str) -> Citation:
    """Return one provision. Raises KeyError for an id that the data does not hold."""
    return citations()[name]


def response_days() -> int:
    """Return how many days s.55(5A) gives, the day of publication being the first."""
    days = cited("PA96-S55-5A").days
    if days is None:
        message = "data/law.toml gives no days for PA96-S55-5A"
        raise ValueError(message)
    return days
