"""Which file a revision was loaded from in this process, so that a merge can find the history of a register."""

from pathlib import Path

_HOMES: dict[str, Path] = {}


def remember(revision: str, path: Path) -> None:
    """Note where a revision (the hash of its line) stands."""
    _HOMES[revision] = path.absolute()


def home_of(revision: str) -> Path | None:
    """Return the file that a revision was loaded from or saved to, or None."""
    return _HOMES.get(revision)
