"""PEEL grades: the scale of each cycle as data, and why two cycles are not compared."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from inspectlib.inspections import Judgement


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = tomllib.loads(files("inspectlib").joinpath("data/peel.toml").read_text(encoding="utf-8"))
    return table


def scale_of(cycle: str) -> tuple[str, ...] | None:
    """Return the grades of a cycle, best first, or None for a cycle that the data does not hold."""
    found = _table()["cycle"].get(cycle)
    return tuple(_table()["scale"][found["scale"]]) if found else None


def graded_areas(cycle: str, area: str) -> int | None:
    """Return in how many areas a force was graded in a cycle, or None where its page was not read."""
    number: int | None = _table()["cycle"].get(cycle, {}).get("graded", {}).get(area)
    return number


def comparison_warning(one: Judgement, other: Judgement) -> str | None:
    """Return why two grades cannot be compared directly, or None for two of one cycle.

    Source: HMICFRS, "it isn't possible to make direct comparisons between the grades" of different cycles.
    """
    if one.cycle == other.cycle:
        return None
    scales = " on different scales" if scale_of(one.cycle) != scale_of(other.cycle) else ""
    return f"grades of {one.cycle} and {other.cycle}{scales} cannot be compared directly"
