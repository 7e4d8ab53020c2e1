"""Words that a rule looks for; finding or missing them proves nothing, so such a rule only asks."""

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _pattern(whose: str) -> re.Pattern[str]:
    table = tomllib.loads(files("inspectlib").joinpath("data/wording.toml").read_text(encoding="utf-8"))
    return re.compile(rf"\b({'|'.join(map(re.escape, table[whose]))})\b", re.IGNORECASE)


def speaks_for_the_body(text: str) -> bool:
    """Say whether words name the body or speak in its person, or at least do not speak of the force instead."""
    return _pattern("body").search(text) is not None or _pattern("force").search(text) is None
