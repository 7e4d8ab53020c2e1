"""Flat tables of a register as Parquet, a file each, with a word about every column."""

import csv
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from inspectlib.audiences import View
from inspectlib.exchange import Job
from inspectlib.fields import Public, value

_TEXT, _DAY, _NUMBER, _YES = pa.string(), pa.date32(), pa.int32(), pa.bool_()
_TEXTS = pa.list_(pa.string())


@value
class Column:
    """A column: its name, its type, what it says, and how it is had from a row's value."""

    name: Public[str]
    type: Public[pa.DataType]
    words: Public[str]
    take: Public[Callable[[Any], Any]]


def _column(name: str, kind: pa.DataType, words: str, take: Callable[[Any], Any] | None = None) -> Column:
    return Column(name=name, type=kind, words=words, take=take or (lambda each: getattr(each, name)))


def _sorted(values: Iterable[Any] | None) -> list[str] | None:
    return None if values is None else sorted(getattr(each, "value", each) for each in values)


def _last(values: Iterable[Any], day: str) -> Any:
    return max((getattr(each, day) for each in values if getattr(each, day) is not None), default=None)


REPORTS = (
    _column("id", _TEXT, "The report's id, given once."),
    _column("title", _TEXT, "Its title."),
    _column("published_on", _DAY, "The day it was published; null: not known or not yet."),
    _column("types", _TEXTS, "Its types; null: not known.", lambda each: _sorted(each.types)),
    _column(
        "areas", _TEXTS, "Slugs of the areas inspected, or all; null: not known.", lambda each: _sorted(each.areas)
    ),
    _column("inspectorates", _TEXTS, "Who inspected.", lambda each: list(each.inspectorates)),
    _column("respond_by", _DAY, "The last day to respond that the report itself sets, inclusive."),
    _column("url", _TEXT, "Where it stands."),
    _column("recommendations", _NUMBER, "How many it makes, of any kind.", lambda each: len(each.recommendations)),
)

RECOMMENDATIONS = (
    _column("id", _TEXT, "The recommendation's id: the report's, a slash, its key."),
    _column("report", _TEXT, "The report's id.", lambda each: each.id.rsplit("/", 1)[0]),
    _column("number", _TEXT, "Its number as published; null: it has none."),
    _column("kind", _TEXT, "Recommendation, area for improvement and so on.", lambda each: each.kind.value),
    _column("text", _TEXT, "Its words, exactly as published."),
    _column(
        "addressees", _TEXTS, "Codes of those it is addressed to; empty: not known.", lambda each: list(each.addressees)
    ),
    _column("due_words", _TEXT, "By when, in the report's words.", lambda each: each.due and each.due.words),
    _column(
        "due",
        _DAY,
        "The last day that follows from those words, inclusive.",
        lambda each: each.due and each.due.last_day,
    ),
    _column("theme", _TEXT, "Its theme."),
    _column("superseded_by", _TEXT, "The id of the one that takes its place."),
)

CASES = (
    _column("recommendation", _TEXT, "The recommendation's id.", lambda each: each[0].recommendation),
    _column("area", _TEXT, "The police area's slug.", lambda each: each[0].area),
    _column("report", _TEXT, "The report's id.", lambda each: each[0].inspection),
    _column(
        "position",
        _TEXT,
        "What the force answered; null: not recorded.",
        lambda each: each[0].position and each[0].position.answer.value,
    ),
    _column(
        "stage",
        _TEXT,
        "Where it stands on the day of the export; derived, not stored.",
        lambda each: each[1] and each[1].stage.value,
    ),
    _column(
        "timing", _TEXT, "Whether it is in time; derived, not stored.", lambda each: each[1] and each[1].timing.value
    ),
    _column("due", _DAY, "The due date as deferred, inclusive.", lambda each: each[1] and each[1].due),
    _column(
        "first_due", _DAY, "The due date that the report set, inclusive.", lambda each: each[1] and each[1].first_due
    ),
    _column(
        "times_deferred", _NUMBER, "How often the date was moved.", lambda each: each[1] and each[1].times_deferred
    ),
    _column("days_deferred", _NUMBER, "By how many days in all.", lambda each: each[1] and each[1].days_deferred),
    _column("owner", _TEXT, "The role that answers for it.", lambda each: each[0].owner),
    _column("local_ref", _TEXT, "The force's own reference.", lambda each: each[0].local_ref),
    _column("reviews", _NUMBER, "How many reviews are recorded.", lambda each: len(each[0].reviews)),
    _column("last_review", _DAY, "The day of the last.", lambda each: _last(each[0].reviews, "on")),
    _column("retain_until", _DAY, "Until when it is kept, inclusive.", lambda each: each[0].retain_until),
)

RESPONSES = (
    _column("report", _TEXT, "The report's id.", lambda each: each.response.inspection),
    _column("area", _TEXT, "The police area's slug.", lambda each: each.response.area),
    _column("quoted", _YES, "Whether it quotes the report; null: not known.", lambda each: each.response.quoted),
    _column("comments", _TEXT, "The body's comments.", lambda each: each.response.comments),
    _column("signed_on", _DAY, "The day on which the words shown were signed off.", lambda each: each.signed_on),
    _column(
        "published_on",
        _DAY,
        "The last day on which it was published.",
        lambda each: _last(each.response.publications, "on"),
    ),
    _column("copies", _NUMBER, "How many copies were sent.", lambda each: len(each.response.copies)),
    _column("awaiting", _TEXTS, "Why newer words may not be published yet.", lambda each: list(each.awaiting)),
)

DEADLINES = (
    _column("report", _TEXT, "The report's id.", lambda each: each.inspection),
    _column("area", _TEXT, "The police area's slug, where it is one area's."),
    _column("subject", _TEXT, "What it is about."),
    _column("what", _TEXT, "What is to be done."),
    _column("last_day", _DAY, "By when, inclusive."),
    _column("days_left", _NUMBER, "Days from the day of the export; negative once it has passed."),
    _column("whose", _TEXT, "Who is to act."),
    _column("citation", _TEXT, "The provision or document that sets it."),
)


def _tables(view: View) -> Mapping[str, tuple[tuple[Column, ...], Iterable[Any]]]:
    register = view.register
    return {
        "reports": (REPORTS, register.inspections),
        "recommendations": (RECOMMENDATIONS, [r for each in register.inspections for r in each.recommendations]),
        "cases": (CASES, [(each, view.statuses.get(each.key)) for each in register.cases]),
        "responses": (RESPONSES, view.responses),
        "deadlines": (DEADLINES, view.deadlines),
    }


def write(job: Job) -> None:
    """Write the tables into a folder, with columns.csv, which says what each column means."""
    job.destination.mkdir(parents=True)
    tables = _tables(job.view)
    words = []
    for done, (name, (columns, held)) in enumerate(tables.items()):
        job.progress(done, len(tables))
        schema = pa.schema(
            [pa.field(each.name, each.type, metadata={"description": each.words}) for each in columns],
            metadata={"inspectlib.on": job.on.isoformat(), "inspectlib.audience": job.view.audience.value},
        )
        rows = list(held)
        table = pa.table([pa.array(map(each.take, rows), each.type) for each in columns], schema=schema)
        pq.write_table(table, job.destination / f"{name}.parquet")
        words += [(name, each.name, str(each.type), each.words) for each in columns]
    with (job.destination / "columns.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("table", "column", "type", "meaning"), *words])
    job.progress(len(tables), len(tables))
