"""Police areas, the local policing body of each by date, and who recommendations are addressed to."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from inspectlib.errors import UnknownArea
from inspectlib.fields import Public, exact_date, value

#: what makes a name that is printed for an area one of its body
_NO_FORCE = ("Commissioner", "MOPAC")
#: a force that no list holds is known by what it calls itself
_CALLED_FORCE = re.compile(r"\S (?:Police|Constabulary)\Z")


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
    """A body in office for an area from `since` (inclusive) until `until` (exclusive; None: no end known).

    `verified` False: its first day or its title was not read in a source; `note` says which.
    """

    kind: Public[BodyKind]
    name: Public[str]
    elected: Public[bool]
    since: Public[date]
    source: Public[str]
    verified: Public[bool]
    until: Public[date | None] = None
    note: Public[str | None] = None
    checked_on: Public[date | None] = None
    review_by: Public[date | None] = None

    def holds(self, on: date) -> bool:
        """Say whether this body is in office on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@value
class Area:
    """A police area: its slug as data.police.uk writes it, its ONS code, its force and its bodies, oldest first.

    `aliases` are other names that are printed for the area, its force or its body.
    """

    slug: Public[str]
    name: Public[str]
    force: Public[str]
    ons_code: Public[str | None] = None
    aliases: Public[tuple[str, ...]] = ()
    bodies: Public[tuple[LocalPolicingBody, ...]] = ()
    fictional: Public[bool] = False


@value
class Addressee:
    """Somebody a recommendation can ask to act.

    `policing` says whose action that is: "force", "body" or "none"; None: not known.
    `every`: how all of a kind are written, for a code such as ``rocu:*`` that is itself recorded.
    """

    code: Public[str]
    name: Public[str]
    policing: Public[str | None] = None
    every: Public[str | None] = None


@value
class Inspectorate:
    """Somebody who publishes inspection reports; `short` is the name that reports and registers use."""

    code: Public[str]
    short: Public[str]
    name: Public[str]
    aliases: Public[tuple[str, ...]] = ()


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files("inspectlib").joinpath("data", name).read_text(encoding="utf-8"))


def _areas_in(name: str) -> list[Area]:
    table = _read(name)
    checked = {name: table.get(name) for name in ("checked_on", "review_by")}
    return [
        Area(
            **{
                **row,
                "bodies": [
                    LocalPolicingBody(**{**each, "kind": BodyKind(each["kind"]), **checked}) for each in row["bodies"]
                ],
            }
        )
        for row in table["area"]
    ]


@cache
def _areas() -> Mapping[str, Area]:
    found = _areas_in("bodies.toml") + _areas_in("fictional-areas.toml")
    return {each.slug: each for each in sorted(found, key=lambda each: each.slug)}


def areas(*, fictional: bool = False) -> tuple[Area, ...]:
    """Return the 43 police areas by slug; `fictional` adds those of the samples."""
    return tuple(each for each in _areas().values() if fictional or not each.fictional)


def area(slug: str) -> Area:
    """Return the area with this slug, a fictional one included. Raises UnknownArea."""
    if slug not in _areas():
        raise UnknownArea(slug, (each.slug for each in areas()))
    return _areas()[slug]


def unknown_areas(slugs: Iterable[str]) -> tuple[str, ...]:
    """Return, in order, what is no slug of an area, a fictional one included."""
    return tuple(sorted({each for each in slugs if each not in _areas()}))


def _plain(name: str) -> str:
    words = name.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("&", " and ").split()
    return " ".join(words).removeprefix("the ")


@cache
def _areas_by_name() -> Mapping[str, Area]:
    return {
        _plain(name): each
        for each in _areas().values()
        for name in (each.slug, each.name, each.force, *each.aliases, *(body.name for body in each.bodies))
    }


def area_named(printed: str) -> Area | None:
    """Return the area whose name, force or body is printed so, or None; case, "&" and "the" do not matter."""
    return _areas_by_name().get(_plain(printed))


def body_of(slug: str, on: date) -> LocalPolicingBody | None:
    """Return the local policing body of an area on a day, or None where it is not known.

    A duty passes to the new body on its first day. Raises UnknownArea, and TypeError for a day with a time.
    """
    day = exact_date(on)
    return next((each for each in area(slug).bodies if each.holds(day)), None)


@cache
def addressees() -> Mapping[str, Addressee]:
    """Return the known addressees by code; a code that ends in ``:*`` stands for any name after the colon."""
    rows = _read("addressees.toml")["addressee"]
    return MappingProxyType({code: Addressee(code=code, **row) for code, row in rows.items()})


@cache
def inspectorates() -> Mapping[str, Inspectorate]:
    """Return the known inspectorates by code."""
    rows = _read("addressees.toml")["inspectorate"]
    return MappingProxyType({code: Inspectorate(code=code, **row) for code, row in rows.items()})


def inspectorate_named(printed: str) -> Inspectorate | None:
    """Return the inspectorate that is printed so, by short name, name or alias, or None."""
    wanted = _plain(printed)
    for each in inspectorates().values():
        if wanted in map(_plain, (each.short, each.name, *each.aliases)):
            return each
    return None


def addressee(code: str) -> Addressee | None:
    """Return who is meant by a code, for a name after a colon the kind that it is of; None: nobody is known by it."""
    prefix, _, name = code.partition(":")
    return addressees().get(code) or (addressees().get(f"{prefix}:*") if name.strip() else None)


def addressee_name(code: str) -> str:
    """Return how an addressee is written; an unknown code is shown as it is."""
    known, name = addressee(code), code.partition(":")[2]
    if known is None:
        return code
    return (known.every or code) if name == "*" else known.name.replace("*", name)


@cache
def _addressees_by_name() -> Mapping[str, str]:
    return {_plain(addressee_name(code)): code for code in addressees()}


@cache
def _forces_by_name() -> frozenset[str]:
    """Return what areas and their forces are called, and no name of a body: a commissioner is not the force."""
    names = (name for each in _areas().values() for name in (each.name, each.force, *each.aliases))
    return frozenset(_plain(name) for name in names if not any(each in name for each in _NO_FORCE))


def addressee_named(printed: str) -> str:
    """Return the code of the addressee that is printed so; words that name nobody known are their own code.

    It undoes `addressee_name` for every known addressee and every force that is known or is called Police or
    Constabulary; case, "&" and "the" do not matter.
    """
    exact = _addressees_by_name().get(_plain(printed))
    if exact is not None:
        return exact
    patterns = {each.name: each.code for each in addressees().values() if "*" in each.name}
    for pattern in sorted(patterns, key=len, reverse=True):  # the one that says most goes first
        before, _, after = pattern.partition("*")
        name = printed[len(before) : len(printed) - len(after)]
        if not name.strip() or not printed.lower().endswith(after.lower()) or not printed.startswith(before):
            continue
        if pattern != "*" or _plain(name) in _forces_by_name() or _CALLED_FORCE.search(name):
            return patterns[pattern].replace("*", name)
    return printed


def addressed_to_policing(code: str, area_slug: str | None = None) -> str | None:
    """Return whose action an addressee's code asks for: "force", "body" or "none"; None: not known.

    A named force is "force" for its own area (or where no area is asked for) and "none" for the others; where the
    name is that of the area's body, it is "body".
    """
    prefix, _, name = code.partition(":")
    if prefix == "force":
        named = area_named(name)
        if named is None:
            return None
        whose = "force" if _plain(name) in _forces_by_name() else "body"
        return whose if area_slug in (None, named.slug) else "none"
    known = addressee(code)
    return known.policing if known else None


def is_for_policing(codes: tuple[str, ...], slug: str | None = None) -> bool:
    """Say whether a recommendation asks the force or its local policing body to act.

    No addressee, or one of whom it is not known, counts as asking: silence never excuses.
    """
    return not codes or any(addressed_to_policing(code, slug) != "none" for code in codes)
