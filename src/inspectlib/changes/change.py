"""One difference: where, what stood there, what stands there now."""

from collections.abc import Iterable
from typing import Any

from inspectlib.changes.words import sentence
from inspectlib.fields import Working, evolve, value


@value
class Change:
    """One difference, in plain data (as `to_plain` gives it), that reads as an English sentence.

    `where` is a path: ("cases", "<recommendation>|<area>", "owner"); into a list by the key of the item:
    ("cases", "<recommendation>|<area>", "reviews", "2024-05-14|Governance group"); a last part ORDER holds
    the keys of a list in their order. `before` None: it was not there or not recorded; `after` None: it is
    removed or no longer recorded.
    """

    where: Working[tuple[str, ...]]
    before: Working[Any] = None
    after: Working[Any] = None

    def __str__(self) -> str:
        return sentence(self.where, self.before, self.after)


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes turned round, which take them back.

    `apply(b, inverse(diff(a, b))) == a`.
    """
    return tuple(evolve(each, before=each.after, after=each.before) for each in changes)
