"""The names that offices give to the columns of their own trackers."""

import re
from collections.abc import Mapping

IGNORE = "ignore"
MAPPING_SHEET = "mapping"
#: what a column can mean, and the names under which it is met, in plain words
FIELDS: dict[str, tuple[str, ...]] = {
    "ref": (
        "ref",
        "ref no",
        "reference",
        "rec no",
        "rec number",
        "recommendation number",
        "recommendation no",
        "rec ref",
        "number",
        "no",
        "afi number",
        "afi no",
        "id",
        "item",
        "hmicfrs ref",
    ),
    "inspection": (
        "inspection",
        "inspection title",
        "report",
        "report title",
        "title of report",
        "hmicfrs report",
        "inspection report",
        "title of inspection",
        "publication",
    ),
    "recommendation": (
        "recommendation",
        "recommendations",
        "recommendation text",
        "afi",
        "area for improvement",
        "recommendation afi",
        "recommendation or afi",
        "wording",
        "description",
        "detail",
        "finding",
    ),
    "kind": ("kind", "type", "recommendation type", "rec or afi", "category"),
    "owner": (
        "owner",
        "lead",
        "lead officer",
        "action owner",
        "responsible",
        "responsible officer",
        "business lead",
        "force lead",
        "strategic lead",
        "sro",
        "assigned to",
    ),
    "status": ("status", "current status", "progress status", "open closed", "state"),
    "rag": ("rag", "rag status", "rag rating", "brag", "brag status", "self assessment"),
    "due": ("due", "due date", "target date", "target", "deadline", "completion date", "date due", "by when"),
    "update": ("update", "latest update", "progress", "progress update", "current position", "narrative", "commentary"),
    "updated": (
        "updated",
        "date updated",
        "date of update",
        "last updated",
        "update date",
        "last review",
        "review date",
    ),
    "closed": (
        "closed",
        "date closed",
        "closed date",
        "closure date",
        "date of closure",
        "completed",
        "date completed",
    ),
    "comment": ("force comment", "force response", "chief constable response", "chief constables comments"),
    "area": ("area", "police area", "force"),
    "published": ("published", "date published", "publication date", "report date"),
    "local reference": ("local reference", "local ref", "our ref", "force ref", "action ref"),
}
_BY_NAME = {name: field for field, names in FIELDS.items() for name in (*names, field)}


def plain_words(title: str) -> str:
    """Return a title in small letters without marks: "Rec. No" is "rec no"."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", title.lower().replace("'", "").replace("\u2019", "")).split())


def field_of(title: str, mapping: Mapping[str, str]) -> str | None:
    """Return what a column means: what the mapping says, else what its name says, or None."""
    words = plain_words(title)
    return mapping.get(words) or _BY_NAME.get(words)
