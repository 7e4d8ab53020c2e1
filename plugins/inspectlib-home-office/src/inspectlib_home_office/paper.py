"""The paper for the committee: what is live, what was completed, what was extended, what is overdue, and the sums."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from inspectlib_documents.describing import Document, Heading, Paragraph, Part, Table

from inspectlib.bodies import area
from inspectlib.cases import Case, DueChange
from inspectlib.errors import BadCall
from inspectlib.exchange import Job
from inspectlib.fields import Public, value
from inspectlib.flows import FIGURES, Flow
from inspectlib.inspections import Inspection
from inspectlib.periods import in_words
from inspectlib.recommendations import Recommendation
from inspectlib.status import Stage, Status, Timing, status_of

PAPER = "committee-paper"
_DONE = (Stage.COMPLETED, Stage.REQUESTED, Stage.VERIFIED)


@value
class Row:
    """One recommendation as it stands for one area on the day, and on the day of the last paper.

    `before` None: there was no last paper, or the report was not published then.
    """

    inspection: Public[Inspection]
    recommendation: Public[Recommendation]
    area: Public[str]
    case: Public[Case | None]
    now: Public[Status]
    before: Public[Status | None]
    several: Public[bool] = False

    @property
    def id(self) -> str:
        """Return the id, with the area where the paper is about several."""
        return f"{self.recommendation.id} ({self.area})" if self.several else self.recommendation.id

    @property
    def name(self) -> str:
        """Return how people refer to it, with the area where the paper is about several."""
        name = f"{self.inspection.title}, {self.recommendation.label}"
        return f"{name} ({self.area})" if self.several else name


@value
class Figure:
    """A number in the paper with the ids of what it counts; what moved twice stands in it twice."""

    words: Public[str]
    ids: Public[tuple[str, ...]]

    @property
    def number(self) -> int:
        """Return how many it counts."""
        return len(self.ids)


def paper(job: Job) -> Document:
    """Return the paper as a document. Raises BadCall where the last paper's day lies after this one's."""
    if job.since is not None and job.since > job.on:
        message = f"the last paper's day, {job.since.isoformat()}, is after this one's, {job.on.isoformat()}"
        raise BadCall(message)
    rows = rows_of(job)
    sums = figures(rows, job.view.flow)
    names = [area(each).force for each in job.view.register.areas]
    reader = (job.profile.oversight or job.profile.forum) if job.profile else None
    whose = f" for the {reader}" if reader else ""
    parts: list[Part] = [
        Heading(text=f"Recommendations of inspections: {', '.join(names) or 'no force'}", level=0),
        Paragraph(text=f"Paper{whose}, as recorded on {in_words(job.on)}."),
        Heading(text="Figures"),
        _sums(sums),
        Paragraph(text="Each figure is followed to its recommendations at the end of this paper."),
    ]
    if job.since is None:
        parts.append(Paragraph(text="No day of a last paper was given, so nothing is said of what changed."))
    live = [each for each in rows if not each.now.stage.ended]
    overdue = [each for each in live if each.now.timing is Timing.OVERDUE]
    parts += [
        *_section("Live", live, "No recommendation is live.", _live),
        *_section("Outstanding: past the due date", overdue, "No recommendation is past its due date.", _overdue),
    ]
    if job.since is not None:
        done = [each for each in rows if _moved(each) and (each.now.stage.ended or each.now.stage in _DONE)]
        parts += _section(
            f"Completed or ended since {in_words(job.since)}", done, "None was completed or ended.", _completed
        )
    parts += _extensions(rows, job.since)
    if job.since is not None:
        parts += _changes(rows, job)
    parts += [Heading(text="The recommendations behind each figure")]
    for figure in sums:
        parts += [
            Heading(text=f"{figure.words}: {figure.number}", level=2),
            Paragraph(text="\n".join(figure.ids) or "None."),
        ]
    parts.append(Heading(text="The live recommendations in full"))
    if not live:
        parts.append(Paragraph(text="No recommendation is live."))
    for row in live:
        parts += [Heading(text=row.name, level=2), Paragraph(text=row.recommendation.text)]
    parts += _sources(job)
    return Document(
        title=f"Recommendations of inspections, {in_words(job.on)}",
        on=job.on,
        parts=tuple(parts),
        footer=f"Recommendations of inspections, {in_words(job.on)}",
    )


def rows_of(job: Job) -> tuple[Row, ...]:
    """Return a row for each recommendation and area that is recorded; the rest of the paper only chooses among them.

    A report that is not published by the day of the paper is in none: committees meet in public.
    """
    register, since = job.view.register, job.since
    wanted = [
        each
        for each in register.inspections
        if (not job.inspections or each.id in job.inspections) and not _held_back(each, job.on)
    ]
    rows = []
    for inspection in wanted:
        known = since is not None and (inspection.published_on is None or inspection.published_on <= since)
        for recommendation in inspection.recommendations:
            for place in register.areas:
                case = register.case(recommendation.id, place)
                if case is None and not inspection.concerns(place):
                    continue
                rows.append(
                    Row(
                        inspection=inspection,
                        recommendation=recommendation,
                        area=place,
                        case=case,
                        now=status_of(case, recommendation, on=job.on, area=place),
                        before=status_of(case, recommendation, on=since, area=place)
                        if since is not None and known
                        else None,
                        several=len(register.areas) > 1,
                    )
                )
    return tuple(rows)


def _held_back(inspection: Inspection, on: date) -> bool:
    return inspection.published_on is not None and inspection.published_on > on


def figures(rows: Iterable[Row], flow: Flow | None) -> tuple[Figure, ...]:
    """Return the figures: what was live, each movement since, what is live now, and how that stands to its dates.

    The movements are the library's own count (`view.flow`), None where no day was asked. What was live, with what came,
    less what went, is live now; what is live of a report with no recorded day of publication is a figure of its own,
    since nobody can say when it came. Live now is the sum of its standings.
    """
    live = [each for each in rows if not each.now.stage.ended]
    found = []
    if flow is not None:
        since = in_words(flow.since)
        for name, words in (
            ("opening", f"Live at the end of {since}"),
            ("new", f"and new since {since}"),
            ("reopened", f"and reopened since {since}"),
            *((each, f"less {FIGURES[each]} since {since}") for each in ("closed", "superseded", "set_aside")),
        ):
            found.append(Figure(words=words, ids=tuple(_named(flow, name))))
        undated = tuple(each.id for each in live if each.inspection.published_on is None)
        if undated:
            found.append(Figure(words="and of a report with no recorded day of publication", ids=undated))
    found.append(Figure(words="Live now", ids=tuple(each.id for each in live)))
    for timing in (Timing.OVERDUE, Timing.DUE_SOON, Timing.ON_TIME, Timing.NO_DATE):
        chosen = tuple(each.id for each in live if each.now.timing is timing)
        found.append(Figure(words=f"of which {timing.value}", ids=chosen))
    return tuple(found)


def _named(flow: Flow, figure: str) -> Iterator[str]:
    several = len({each.area for each in flow.rows}) > 1
    for each, place in flow.ids(figure):
        yield f"{each} ({place})" if several else each


def _sums(sums: tuple[Figure, ...]) -> Table:
    rows = tuple((each.words, str(each.number)) for each in sums)
    return Table(header=("Figure", "Recommendations"), rows=rows, caption="Figures", shares=(3, 1))


def _moved(row: Row) -> bool:
    return row.before is None or row.before.stage is not row.now.stage


def _section(heading: str, rows: list[Row], none: str, table: Callable[[list[Row]], Table]) -> list[Part]:
    return [Heading(text=f"{heading} ({len(rows)})"), table(rows) if rows else Paragraph(text=none)]


def _owner(row: Row) -> str:
    return (row.case.owner if row.case else None) or "No owner is recorded"


def _due(row: Row) -> str:
    return in_words(row.now.due) if row.now.due else "No date"


def _live(rows: list[Row]) -> Table:
    return Table(
        header=("Recommendation", "Owner", "Due", "Standing"),
        rows=tuple((each.name, _owner(each), _due(each), each.now.words) for each in _by_due(rows)),
        caption="Live recommendations",
        shares=(10, 4, 4, 4),
    )


def _by_due(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda one: one.now.due or date.max)  # within a day as published


def _overdue(rows: list[Row]) -> Table:
    return Table(
        header=("Recommendation", "Owner", "First due", "Due", "Times extended"),
        rows=tuple(
            (
                each.name,
                _owner(each),
                in_words(each.now.first_due) if each.now.first_due else "Not recorded",
                _due(each),
                str(each.now.times_deferred),
            )
            for each in _by_due(rows)
        ),
        caption="Recommendations past the due date",
        shares=(7, 4, 5, 5, 4),
    )


def _completed(rows: list[Row]) -> Table:
    return Table(
        header=("Recommendation", "Before", "Now", "Since"),
        rows=tuple(
            (
                each.name,
                each.before.words if each.before else "not yet published",
                each.now.words,
                in_words(each.now.since) if each.now.since else "Not recorded",
            )
            for each in rows
        ),
        caption="Completed or ended recommendations",
        shares=(8, 5, 5, 4),
    )


def _extensions(rows: Iterable[Row], since: date | None) -> list[Part]:
    """Return the extensions that no forum is recorded to have seen, then those that one approved since the last paper."""
    found = [(row, change) for row in rows for change in (row.case.due_changes if row.case else ())]
    waiting = [(row, change) for row, change in found if not change.forum]
    parts = _extended(
        "Extensions for approval",
        waiting,
        "No extension waits for approval.",
        "No forum is recorded to have approved it",
    )
    seen = [(row, change) for row, change in found if change.forum and (since is None or change.on > since)]
    heading = f"Extensions approved since {in_words(since)}" if since is not None else "Extensions approved"
    return parts + _extended(heading, seen, "No extension was approved.", "")


def _extended(heading: str, found: list[tuple[Row, DueChange]], none: str, waiting: str) -> list[Part]:
    counted = Heading(text=f"{heading} ({len(found)})")
    if not found:
        return [counted, Paragraph(text=none)]
    rows = tuple(
        (
            each.name,
            in_words(change.before) if change.before else "No date",
            in_words(change.after),
            change.reason or "No reason is recorded",
            f"{change.forum} ({in_words(change.on)})" if change.forum else waiting,
        )
        for each, change in found
    )
    header = ("Recommendation", "From", "To", "Reason", "Approval")
    return [counted, Table(header=header, rows=rows, caption=heading, shares=(6, 4, 4, 5, 5))]


def _changes(rows: Iterable[Row], job: Job) -> list[Part]:
    """Return what changed since the last paper, and what passed its due date since."""
    lines = _told(job)
    for each in rows:
        late = each.now.timing is Timing.OVERDUE and each.now.due is not None
        if late and (each.before is None or each.before.timing is not Timing.OVERDUE):
            lines.append(f"{each.name} is past its due date, {_due(each)}.")
    day = in_words(job.since) if job.since is not None else ""
    parts: list[Part] = [Heading(text=f"What changed since {day} ({len(lines)})")]
    return parts + ([Paragraph(text=line, bullet=True) for line in lines] or [Paragraph(text="Nothing changed.")])


def _told(job: Job) -> list[str]:
    """Return the library's own sentences for what changed, without those about a report that is not published.

    A sentence names its report by id or by title; where one name is part of another, the longest says which is meant,
    and of two reports with one title, one that is published is meant.
    """
    names: dict[str, bool] = {}
    for each in job.view.register.inspections:
        for name in (each.id, f"'{each.title}'"):
            names[name] = names.get(name, True) and _held_back(each, job.on)
    told = []
    for line in job.view.changes:
        named = max((name for name in names if name in line), key=len, default=None)
        if named is None or not names[named]:
            told.append(line)
    return told


def _sources(job: Job) -> list[Part]:
    based, outcome = job.view.register.based_on, job.view.outcome
    stands = f"Register: revision {based[0]}, {based[1]}." if based else "Register: not saved, so without a revision."
    return [
        Heading(text="Where this comes from"),
        Paragraph(text=stands),
        Paragraph(
            text=f"Checked under the {outcome.reading} reading: breaches found: {len(outcome.findings)}; "
            f"not shown to be in order: {len(outcome.gaps)}"
            + ("." if outcome.complete else "; the check is not complete.")
        ),
        Paragraph(
            text="Live: not closed by the inspectorate, superseded, rejected or not applicable. What the force has "
            "completed stays live until the inspectorate closes it. Recommendations to others, and those of reports "
            "that are not published, are not counted."
        ),
    ]
