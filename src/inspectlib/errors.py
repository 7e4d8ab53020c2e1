"""Errors that say what was asked, what was found, and what to do."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any


class InspectlibError(Exception):
    """The root of every error that this library raises on purpose."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython prints in place of a traceback: the one line that the command line prints."""
        return [str(self)]


def nearest(asked: str, known: Iterable[str]) -> str:
    """Return what may have been meant, or what is known."""
    known = sorted(known)
    close = get_close_matches(asked, known, n=3, cutoff=0.5)
    if close:
        return "did you mean " + " or ".join(repr(name) for name in close) + "?"
    return "known: " + (", ".join(known[:8]) + (", ..." if len(known) > 8 else "") if known else "none")  # noqa: PLR2004 - a line holds about eight names


class _Unknown(InspectlibError, LookupError):
    noun = "name"

    def __init__(self, asked: str, known: Iterable[str] = ()) -> None:
        self.asked, self.known = asked, tuple(known)
        super().__init__(asked, self.known)

    def __str__(self) -> str:
        return f"no {self.noun} {self.asked!r}; {nearest(self.asked, self.known)}"


class UnknownArea(_Unknown):
    """No police area has this slug."""

    noun = "police area"


class UnknownInspection(_Unknown):
    """The register holds no inspection with this id."""

    noun = "inspection"


class UnknownRecommendation(_Unknown):
    """The inspection has no recommendation of this number."""

    noun = "recommendation"


class UnknownRule(_Unknown):
    """No loaded rule has this id."""

    noun = "rule"


class UnknownExporter(_Unknown):
    """No loaded exporter has this name."""

    noun = "exporter"


class UnknownImporter(_Unknown):
    """No loaded importer has this name."""

    noun = "importer"


class CannotRead(InspectlibError, ValueError):
    """An input could not be read at all."""


class CannotWrite(InspectlibError, OSError):
    """An output could not be written; nothing was left half done."""


class RegisterMovedOn(InspectlibError):
    """The register file has changed since it was loaded.

    `merge()` puts together what was to be saved with what stands there now, ready to be saved (a `Merge`).
    """

    merge: Callable[[], Any]


class Unreconciled(InspectlibError):
    """Figures do not add up; they are never printed."""


class PluginsFailed(InspectlibError):
    """One or more plugins could not be loaded, or broke; each is named with its distribution and cause."""


class BadCall(InspectlibError, ValueError):
    """What was asked does not make sense as it stands."""
