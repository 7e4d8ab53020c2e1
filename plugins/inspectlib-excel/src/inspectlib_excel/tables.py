"""The tables of the tracker, worked out of a view: what each row shows and which facts stand behind it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from inspectlib.audiences import View
from inspectlib.cases import Case
from inspectlib.converting import to_plain
from inspectlib.exchange import Job
from inspectlib.fields import Audience
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.recommendations import Recommendation
from inspectlib.status import due_on
from inspectlib_excel import deadlines, recommendations, responses, work
from inspectlib_excel.cells import Value, is_only_begun, shown
from inspectlib_excel.columns import Column, Form, How, Into, Kind
from inspectlib_excel.long_texts import long_rows

Row = tuple[Value, ...]
FORMS = (recommendations.FORM, responses.FORM, work.ACTIONS, work.REVIEWS)
_OF = {"Case": recommendations.FORM, "Response": responses.FORM, "Action": work.ACTIONS}
#: what is shown on the sheet of recommendations and typed elsewhere
_SHOWN = ("Inspection", "Recommendation")
_KINDS = {ExtraKind.TEXT: Kind.TEXT, ExtraKind.DATE: Kind.DAY, ExtraKind.CHOICE: Kind.CHOICE}


class Table(NamedTuple):
    """A form with the columns that this book has, and its rows as they are shown."""

    form: Form
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def key(self, row: Row) -> str:
        """Return the key of a row."""
        return key_of(self.form, dict(zip((each.name for each in self.columns), row, strict=True)))


class Facts(NamedTuple):
    """The facts behind rows: `sent`, as plain data (None: nothing is recorded), and what new elements are given."""

    sent: dict[str, Any] | None
    given: dict[str, dict[str, Any]] = {}


#: (collection, key) to the facts behind it
AllFacts = dict[tuple[str, str], Facts]


class Content(NamedTuple):
    """Everything that the tracker shows and sends, before any file is thought of. `owner`: only their rows are in it."""

    tables: tuple[Table, ...]
    facts: AllFacts
    deadlines: tuple[Row, ...]
    long_texts: tuple[Row, ...] = ()
    owner: str = ""


def key_of(form: Form, row: dict[str, Any]) -> str:
    """Return the key of a row given by the names of its columns."""
    return "|".join(str(row[each] or "") for each in form.keys)


def extra_column(field: ExtraField, profile: str) -> Column:
    """Return the column of a field that a profile declares."""
    into = Into(f"{profile}:{field.name}", how=How.EXTRA)
    return Column(field.title, 18, _KINDS[field.kind], into, field.choices, aside=True)


def shown_column(title: str) -> Column:
    """Return the column of a field that is said of the report, for every area: it is shown only."""
    return Column(title, 18, instead="It is said of the report, for every area; record it in the register.", aside=True)


def extras_of(form: Form, profile: Profile | None) -> tuple[Column, ...]:
    """Return the profile's own columns of a form: those that a working book may show."""
    if profile is None:
        return ()
    known = {each.name for each in form.columns}
    return tuple(
        extra_column(each, profile.name)
        for each in profile.extras
        if _OF.get(each.of) == form and Audience.WORKING.may_see(each.audience) and each.title not in known
    )


def content(job: Job) -> Content:
    """Return what the tracker of a job shows."""
    view, profile = job.view, job.profile
    facts: AllFacts = {}
    cases = _cases(view, job.body, profile, facts)
    reviews = [
        (case, row) for case in view.register.cases if job.body in (None, case.area) for row in work.review_rows(case)
    ]
    actions = [each for each in view.register.actions if job.body in (None, each.area)]
    for each in actions:
        facts["actions", each.id] = Facts(_plain(each, work.ACTION_FIELDS))
    long_texts: list[Row] = []
    return Content(
        tables=(
            _table(recommendations.FORM, cases, profile, long_texts),
            _table(responses.FORM, _responses(view, job.body, facts), profile, long_texts),
            _table(work.ACTIONS, ((each, work.action_row(each, view.on)) for each in actions), profile, long_texts),
            _table(work.REVIEWS, reviews, profile, long_texts),
        ),
        facts=facts,
        deadlines=tuple(tuple(map(shown, row)) for row in deadlines.rows(view, job.body)),
        long_texts=tuple(long_texts),
    )


def _table(form: Form, rows: Any, profile: Profile | None, long_texts: list[Row]) -> Table:
    columns = list(form.columns)
    if form is recommendations.FORM and profile is not None and profile.status_words:
        columns.insert([each.name for each in columns].index("RAG"), recommendations.LOCAL_STATUS)
    extras = extras_of(form, profile)
    columns += (*_asked_of(form, profile), *extras)
    made = []
    for record, row in rows:
        if extras and record is not None:
            held = dict(record.extras)
            row = row | {each.name: _extra(each, held) for each in extras}  # noqa: PLW2901 - the same row, wider
        made.append(tuple(shown(row.get(each.name)) for each in columns))
        if any(map(is_only_begun, made[-1])):
            long_texts += long_rows(form.name, key_of(form, row), row)
    return Table(form, tuple(columns), tuple(made))


def _asked_of(form: Form, profile: Profile | None) -> tuple[Column, ...]:
    """Return the profile's own columns about the report and its recommendations, which are the same for every area."""
    if profile is None or form is not recommendations.FORM:
        return ()
    known = {each.name for each in form.columns}
    return tuple(
        shown_column(each.title)
        for each in profile.extras
        if each.of in _SHOWN and Audience.WORKING.may_see(each.audience) and each.title not in known
    )


def _extra(column: Column, held: dict[str, str]) -> Value:
    words = held.get(column.into.field) if column.into is not None else None
    if words is not None and column.kind is Kind.DAY:
        try:
            return date.fromisoformat(words)
        except ValueError:
            return words  # kept as it was recorded
    return words


def _plain(record: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    plain = to_plain(record)
    return {each: plain[each] for each in fields}


def _cases(
    view: View, body: str | None, profile: Profile | None, facts: AllFacts
) -> Iterator[tuple[Case | None, dict[str, Value]]]:
    for inspection, recommendation, case, area in recommendations.places(view, body):
        row = recommendations.row(view, inspection, recommendation, case, area, profile)
        row |= {each.title: each.day or each.words for each in view.extras(inspection, recommendation)}
        facts["cases", key_of(recommendations.FORM, row)] = Facts(
            _plain(case, recommendations.FIELDS) if case is not None else None,
            {"due_changes": {"before": _due(case, recommendation)}},
        )
        yield case, row


def _due(case: Case | None, recommendation: Recommendation | None) -> str | None:
    if recommendation is None:
        return case.due_changes[-1].after.isoformat() if case and case.due_changes else None
    due = due_on(case, recommendation)
    return due.isoformat() if due else None


def _responses(view: View, body: str | None, facts: AllFacts) -> Iterator[tuple[Any, dict[str, Value]]]:
    days = responses.last_days(view)
    for inspection, found, area in responses.places(view, body):
        last_day = days.get((inspection.id, area), days.get((inspection.id, None)))
        row = responses.row(view, inspection, found, area, last_day)
        given = {}
        signed = {each.text_hash for each in found.response.sign_offs if each.on == found.signed_on} if found else set()
        if found is not None and not found.awaiting and len(signed) == 1:
            # what is published today is the text that was signed: the words are known
            given = {"publications": {"text_hash": signed.pop()}}
        facts["responses", key_of(responses.FORM, row)] = Facts(
            _plain(found.response, responses.FIELDS) if found is not None else None, given
        )
        yield (found.response if found is not None else None), row
