"""Police areas, the local policing body of each by date, and who recommendations are addressed to."""

import tomllib
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from inspectlib.errors import UnknownArea
from inspectlib.fields import Public, value


class BodyKind(Enum):
    """What kind of local policing body it is."""

    PCC = "pcc"
    PFCC = "pfcc"
    MOPAC = "mopac"
    CA_MAYOR = "ca_mayor"
    COMMON_COUNCIL = "common_council"
    POLICING_AND_CRIME_BOARD = "policing_and_crime_board"
    OTHER = "other"


@value
class LocalPolicingBody:
    """A body in office for an area from `since` (inclusive) until `until` (exclusive; None: no end known)."""

    kind: Public[BodyKind]
    name: Public[str]
    elected: Public[bool]
    since: Public[date]
    source: Public[str]
    verified: Public[bool]
    until: Public[date | None] = None

    def holds(self, on: date) -> bool:
        """Say whether this body is in office on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@value
class Area:
    """A police area: its slug as data.police.uk writes it, its ONS code, its force and its bodies."""

    slug: Public[str]
    name: Public[str]
    force: Public[str]
    ons_code: Public[str | None] = None
    aliases: Public[tuple[str, ...]] = ()
    bodies: Public[tuple[LocalPolicingBody, ...]] = ()
    fictional: Public[bool] = False


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("inspectlib").joinpath("data", name).read_text(encoding="utf-8"))


def _area(row: dict[str, Any], *, fictional: bool) -> Area:
    bodies = tuple(LocalPolicingBody(**{**each, "kind": BodyKind(each["kind"])}) for each in row.pop("bodies"))
    return Area(**row, bodies=bodies, fictional=fictional)


@cache
def _areas() -> dict[str, Area]:
    found = [_area(row, fictional=False) for row in _read("bodies.toml")["area"]]
    found += [_area(row, fictional=True) for row in _read("fictional-areas.toml")["area"]]
    return {each.slug: each for each in sorted(found, key=lambda each: each.slug)}


def areas(*, fictional: bool = False) -> tuple[Area, ...]:
    """Return the 43 police areas by slug; `fictional` adds those of the samples."""
    return tuple(each for each in _areas().values() if fictional or not each.fictional)


def area(slug: str) -> Area:
    """Return the area with this slug. Raises UnknownArea."""
    if slug not in _areas():
        raise UnknownArea(slug, (each.slug for each in areas()))
    return _areas()[slug]


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", "and").split())


def area_named(printed: str) -> Area | None:
    """Return the area whose force, body or name is printed so, or None."""
    wanted = _plain(printed)
    for each in _areas().values():
        names = (each.slug, each.name, each.force, *each.aliases, *(body.name for body in each.bodies))
        if wanted in map(_plain, names):
            return each
    return None


def body_of(slug: str, on: date) -> LocalPolicingBody | None:
    """Return the local policing body of an area on a day; None: not known. Raises UnknownArea."""
    return next((each for each in area(slug).bodies if each.holds(on)), None)


@cache
def addressees() -> dict[str, dict[str, str]]:
    """Return the known addressees by code: display name, and whose action it is."""
    return _read("addressees.toml")


def addressee_name(code: str) -> str:
    """Return how an addressee is written; an unknown code is shown as it is."""
    if code.startswith("force:"):
        return code.removeprefix("force:")
    return addressees().get(code, {}).get("name", code)


def is_for_policing(codes: tuple[str, ...], slug: str | None = None) -> bool:
    """Say whether a recommendation asks the force or its local policing body to act.

    No addressee, or one that nobody knows, counts as asking: silence never excuses.
    """
    if not codes:
        return True
    for code in codes:
        if code.startswith("force:"):
            named = area_named(code.removeprefix("force:"))
            if slug is None or named is None or named.slug == slug:
                return True
        elif addressees().get(code, {"policing": "unknown"})["policing"] != "none":
            return True
    return False
