"""What the commands share: the group, the options, and the day, the area and the JSON of a call."""

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inspectlib import plugins
from inspectlib.bodies import area
from inspectlib.cli.tables import say
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.periods import a_day, civil_day
from inspectlib.plugins import Plugins
from inspectlib.register import Register
from inspectlib.storage import disk
from inspectlib.stores import Place, at

if TYPE_CHECKING:
    _OfPlaces = click.ParamType[Place]
    _OfNumbers = click.ParamType[int]
else:  # the lowest click that is allowed knows no kinds of it
    _OfPlaces = _OfNumbers = click.ParamType


class Days(_OfNumbers):
    """A number of days, 0 or more."""

    name = "days"

    def convert(self, value: Any, _: Any, __: Any) -> int:
        """Return the number. Raises BadCall."""
        text = str(value)
        if not (text.isascii() and text.isdecimal()):
            message = f"expected a number of days, such as 28, found {text!r}"
            raise BadCall(message)
        return int(text)


class _PlaceType(_OfPlaces):
    """A path, or the address of a shared store."""

    name = "register"

    def convert(self, value: Any, _: Any, __: Any) -> Place:
        return value if isinstance(value, Place) else at(value)


PLACE = _PlaceType()
REGISTER = click.argument("register", type=PLACE)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for people, json for programs.",
)
ON = click.option("--on", metavar="YYYY-MM-DD", help="The day that the answer is for; today unless said.")
BODY = click.option("--body", metavar="AREA", help="The police area's slug, such as cleveland.")
BY = click.option("--by", default="not said", metavar="ROLE", help="Who records it, as a role.")
WHY = click.option("--why", default="", metavar="TEXT", help="Why, for the history.")
#: what a dry run adds to the sentence that says what would be done
NOTHING_WRITTEN = " (--dry-run: nothing was written)"
DRY = click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")


@click.group("inspectlib", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="inspectlib", message="inspectlib %(version)s")
def root() -> None:
    """Inspection reports, statutory responses and their closure.

    Example: inspectlib check register.json --on 2023-04-20
    """


def a_day_or_today(text: str | None) -> date:
    """Return the day of a call; the command line alone defaults it to today."""
    return a_day(text) if text else civil_day(datetime.now(UTC))


def print_json(plain: Any) -> None:
    """Print plain data as JSON."""
    click.echo(json.dumps(plain, ensure_ascii=False, indent=1))


def write_json(path: Path, plain: Any) -> None:
    """Write plain data as JSON into a file, whole or not at all. Raises CannotWrite."""
    text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    try:
        disk.move_in(disk.fresh_beside(path, text.encode()), path)
    except OSError as error:
        message = f"{str(path)!r} cannot be written: {error.strerror}"
        raise CannotWrite(message) from None


def area_of(register: Register, body: str | None) -> str:
    """Return the area that a call is about: the one named, or the only one kept."""
    if body and register.areas and area(body).slug not in register.areas:
        message = f"this register is kept for {', '.join(register.areas)}, not for {body!r}"
        raise BadCall(message)
    if body:
        return area(body).slug
    if len(register.areas) == 1:
        return register.areas[0]
    message = "the register is kept for several areas; say which with --body"
    raise BadCall(message)


def slug_of(body: str | None, register: Register | None = None) -> str | None:
    """Return the slug of the area named, or None. Raises BadCall for one that the register is not kept for."""
    if body is None:
        return None
    return area_of(register, body) if register is not None else area(body).slug


@cache
def found_plugins() -> Plugins:
    """Return what is installed and loads; each plugin that failed is named on standard error, once.

    A command that used them ends with 3 where one failed: what it would have said is missing.
    """
    found = plugins.found_plugins()
    for each in found.failures:
        say(f"not used: {each}", err=True)
    return found


def went_without() -> bool:
    """Say whether the command used the plugins and one of them had failed."""
    return bool(found_plugins.cache_info().currsize and found_plugins().failures)
