"""The names that offices give to the columns of their own trackers."""

import re
from collections.abc import Mapping
from typing import NamedTuple

IGNORE = "ignore"
MAPPING_SHEET = "mapping"


class Meaning(NamedTuple):
    """How a column of one meaning is named: `heads`, one of which the name holds whole, and words beside them.

    A name with any other word in it is not known: what it means is asked, never guessed.
    """

    heads: tuple[str, ...]
    beside: str = ""


FIELDS: dict[str, Meaning] = {
    "ref": Meaning(
        ("ref", "reference", "number", "no", "num", "id", "item"), "rec recommendation afi unique tracker finding"
    ),
    "local reference": Meaning(
        tuple(f"{whose} {ref}" for whose in ("local", "our", "force", "action") for ref in ("ref", "reference")),
        "no number",
    ),
    "inspection": Meaning(("inspection", "report", "publication"), "title name full"),
    "published": Meaning(("published", "publication date", "report date"), "report"),
    "kind": Meaning(("type", "kind", "category", "rec or afi"), "recommendation finding rec afi"),
    "recommendation": Meaning(
        (
            *("recommendation", "rec", "afi", "area for improvement", "cause of concern", "coc"),
            *("wording", "description", "detail", "finding"),
        ),
        "text full verbatim area for improvement cause concern hmic action",
    ),
    "owner": Meaning(
        ("owner", "lead", "sro", "responsible", "assigned"),
        "action officer exec executive business force strategic senior person portfolio to name role rec recommendation",
    ),
    "rag": Meaning(("rag", "brag", "self assessment", "self assessed rating"), "status rating self assessed force"),
    "status": Meaning(("status", "state", "open closed"), "progress implementation overall action rec recommendation"),
    "due": Meaning(
        ("due", "deadline", "target", "completion date", "by when", "complete by"),
        "date completion complete for agreed action by rec recommendation",
    ),
    "updated": Meaning(
        ("updated", "date update", "last update", "last review", "review date", "last reviewed"), "date of last"
    ),
    "update": Meaning(
        ("update", "progress", "current position", "narrative", "commentary"),
        "action position summary to date text force",
    ),
    "closed": Meaning(("closed", "closure", "completed"), "date of"),
    "comment": Meaning(
        ("force comment", "force response", "chief constable response", "chief constable comment", "force position"),
        "to from chief",
    ),
    "area": Meaning(("area", "force"), "police"),
}


def plain_words(title: str) -> str:
    """Return a title in small letters without marks: "Rec. No" is "rec no"."""
    return " ".join(re.sub(r"[^\w]+|_", " ", title.lower().replace("'", "").replace("\u2019", "")).split())


def _words(name: str) -> list[str]:
    """Return the words of a name, one of several as one: "Recs / AFIs" is "rec", "afi"."""
    return [each[:-1] if each.endswith("s") and len(each) > 3 and each != "status" else each for each in name.split()]  # noqa: PLR2004 - "rags", not "no"


#: words that say nothing of what a column means
_IDLE = frozenset(_words("the of and or a an current latest most recent hmicfrs hmic hmi s"))
_HEADS = {field: tuple(frozenset(_words(head)) for head in each.heads) for field, each in FIELDS.items()}
_BESIDE = {field: _IDLE.union(_words(each.beside), *_HEADS[field]) for field, each in FIELDS.items()}


def field_of(title: str, mapping: Mapping[str, str]) -> str | None:
    """Return what a column means: what the mapping says, else what its name says, or None.

    What stands in brackets is a remark: "Update (most recent first)" is an update.
    """
    whole, bare = plain_words(title), plain_words(re.sub(r"\([^)]*\)", " ", title))
    if whole in mapping or bare in mapping:
        return mapping.get(whole) or mapping.get(bare) or None
    if whole in FIELDS:
        return whole
    words = frozenset(_words(bare))
    for field in FIELDS:
        if words <= _BESIDE[field] and any(head <= words for head in _HEADS[field]):
            return field
    return None
