"""Where a revision was loaded from in this process, so that a merge can find the history of a register."""

from collections.abc import Callable
from typing import Any

from inspectlib.fields import Working, value


@value
class Home:
    """A register that was loaded or saved: its name, and how to read its history."""

    name: Working[str]
    lines: Working[Callable[[], list[dict[str, Any]]]]


_HOMES: dict[str, Home] = {}


def remember(revision: str, name: str, lines: Callable[[], list[dict[str, Any]]]) -> None:
    """Note where a revision (the hash of its line) stands."""
    _HOMES[revision] = Home(name=name, lines=lines)


def home_of(revision: str) -> Home | None:
    """Return where a revision was loaded from or saved to, or None."""
    return _HOMES.get(revision)
