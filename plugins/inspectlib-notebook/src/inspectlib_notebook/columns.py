"""The columns of each frame: name, type, what stands in it. The README's tables and the frames come from here."""

from collections.abc import Mapping
from enum import Enum

from inspectlib.fields import Public, value


class Kind(Enum):
    """The type of a column; each may hold nothing."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "whole number"
    TRUTH = "true or false"


@value
class Column:
    """One column of a frame."""

    name: Public[str]
    kind: Public[Kind]
    about: Public[str]


def _columns(*rows: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, kind=kind, about=about) for name, kind, about in rows)


_WHICH = (
    ("recommendation", Kind.TEXT, "Id of the recommendation: report/key"),
    ("inspection", Kind.TEXT, "Id of the report"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "recommendations": _columns(
        *_WHICH,
        ("report", Kind.TEXT, "Title of the report"),
        ("published_on", Kind.DAY, "Day on which the report was published; empty: not known"),
        ("number", Kind.TEXT, "Number in the report"),
        ("kind", Kind.TEXT, "What the report calls it"),
        ("addressees", Kind.TEXT, "Codes of those asked, parted by semicolons; empty: not known"),
        ("due_words", Kind.TEXT, "By when, in the report's words"),
        ("due_on", Kind.DAY, "Last day, inclusive, that follows from those words"),
        ("theme", Kind.TEXT, "Theme; empty: none recorded"),
        ("superseded_by", Kind.TEXT, "Id of the recommendation that took its place"),
        ("text", Kind.TEXT, "The report's own words"),
    ),
    "items": _columns(
        *_WHICH,
        ("area", Kind.TEXT, "Police area"),
        ("kind", Kind.TEXT, "What the report calls it"),
        ("theme", Kind.TEXT, "Theme; empty: none recorded"),
        ("published_on", Kind.DAY, "Day on which the report was published; empty: not known"),
        ("stage", Kind.TEXT, "How far the case has come at the end of the day"),
        ("timing", Kind.TEXT, "How it stands to its due date"),
        ("ended", Kind.TRUTH, "Nothing more is expected of the force"),
        ("since", Kind.DAY, "Day from which the stage holds; empty: not recorded"),
        ("due", Kind.DAY, "Current last day, inclusive, deferrals counted"),
        ("first_due", Kind.DAY, "The report's own last day, inclusive"),
        ("times_deferred", Kind.NUMBER, "Recorded deferrals"),
        ("days_deferred", Kind.NUMBER, "Days between the first and the current due date"),
        ("age", Kind.NUMBER, "Days since the report was published; empty: its day is not known"),
        ("owner", Kind.TEXT, "Owner of the case; empty: not recorded"),
    ),
    "events": _columns(
        ("on", Kind.DAY, "Day on which it happened; empty: not recorded"),
        ("inspection", Kind.TEXT, "Id of the report"),
        ("recommendation", Kind.TEXT, "Id of the recommendation; empty: it is about the report or the response"),
        ("area", Kind.TEXT, "Police area; empty: it is about the report"),
        ("what", Kind.TEXT, "What happened"),
        ("by", Kind.TEXT, "Role or forum; empty: not recorded"),
    ),
    "findings": _columns(
        ("answer", Kind.TEXT, "breach, not shown to be in order, or broken (the rule gave no answer)"),
        ("rule", Kind.TEXT, "Id of the rule"),
        ("severity", Kind.TEXT, "Whose rule it is; empty unless it is a breach"),
        ("inspection", Kind.TEXT, "Id of the report"),
        ("area", Kind.TEXT, "Police area"),
        ("subject", Kind.TEXT, "What it is about"),
        ("message", Kind.TEXT, "What was found"),
        ("citation", Kind.TEXT, "Source of the duty; empty unless it is a breach"),
    ),
    "deadlines": _columns(
        ("last_day", Kind.DAY, "Last day, inclusive"),
        ("days_left", Kind.NUMBER, "Days from the day of the frame; negative: passed"),
        ("what", Kind.TEXT, "What is due"),
        ("inspection", Kind.TEXT, "Id of the report"),
        ("subject", Kind.TEXT, "What it is about"),
        ("area", Kind.TEXT, "Police area"),
        ("whose", Kind.TEXT, "Whose move it is"),
        ("citation", Kind.TEXT, "Where the day comes from"),
    ),
}


def as_markdown() -> str:
    """Return the columns of every frame as Markdown tables."""
    parts = []
    for name, columns in COLUMNS.items():
        rows = "\n".join(f"| `{each.name}` | {each.kind.value} | {each.about} |" for each in columns)
        parts.append(f"### `{name}`\n\n| Column | Type | What |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)
