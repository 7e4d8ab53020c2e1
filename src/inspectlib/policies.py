"""By which route an action may be closed: levels as cited data, which nobody has to believe.

HMICFRS awards each action a level and the force follows the course that the level asks for; what the
levels ask was not read in a source, so the shipped table is marked unverified.
"""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from inspectlib.citations import not_checked_since
from inspectlib.fields import Public, value


@value
class ClosureLevel:
    """One level: which roles sign off, what evidence is called for, who verifies and how, who closes.

    `evidence` are criteria: a case meets one when evidence is recorded under that very criterion.
    `verified_by` None: this level asks for no verification of its own.
    """

    level: Public[str]
    words: Public[str]
    sign_off: Public[tuple[str, ...]] = ()
    evidence: Public[tuple[str, ...]] = ()
    verified_by: Public[str | None] = None
    how: Public[str | None] = None


@value
class Confirmation:
    """A body has confirmed a policy: from which source, by which role, on which day."""

    source: Public[str]
    by: Public[str]
    on: Public[date]


@value
class ClosurePolicy:
    """A table of levels, in effect from `since` (inclusive) until `until` (exclusive).

    `verified`: read in a source. A profile may set `confirmed` instead, with its own source.
    """

    name: Public[str]
    levels: Public[tuple[ClosureLevel, ...]]
    source: Public[str]
    since: Public[date | None] = None
    until: Public[date | None] = None
    verified: Public[bool] = False
    confirmed: Public[Confirmation | None] = None
    checked_on: Public[date | None] = None
    review_by: Public[date | None] = None

    def trusted(self, on: date) -> bool:
        """Say whether the policy was read in a source, or confirmed by the body on or before a day."""
        return self.verified or (self.confirmed is not None and self.confirmed.on <= on)

    def doubt(self, on: date) -> str | None:
        """Return what a decision of a day must say of its policy: that nobody confirmed it, or not since; or None."""
        old = not_checked_since(self.checked_on, self.review_by, on)
        if self.trusted(on):
            return old
        return "; ".join(filter(None, (f"not known, on the {self.name}: {self.source}", old)))

    def in_effect(self, on: date) -> bool:
        """Say whether the policy is in effect on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def level(self, level: str | None) -> ClosureLevel | None:
        """Return the row of a level, or None."""
        return next((each for each in self.levels if each.level == level), None)


@cache
def shipped_policy() -> ClosurePolicy:
    """Return the policy that the library ships: an assumption, marked unverified."""
    table = tomllib.loads(files("inspectlib").joinpath("data/closure-policy.toml").read_text(encoding="utf-8"))
    levels = tuple(ClosureLevel(**row) for row in table.pop("level"))
    return ClosurePolicy(levels=levels, **table)
