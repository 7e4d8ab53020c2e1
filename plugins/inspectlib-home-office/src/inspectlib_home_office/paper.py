"""The paper for the committee: what is live, what was completed, what was extended, what is overdue, and the sums."""

from collections.abc import Callable, Iterable
from datetime import date

from inspectlib_documents.describing import Document, Heading, Paragraph, Part, Table

from inspectlib.bodies import area
from inspectlib.cases import Case
from inspectlib.errors import BadCall
from inspectlib.exchange import Job
from inspectlib.fields import Public, value
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
        """Return how people refer to it."""
        return f"{self.inspection.title}, {self.recommendation.label}"


@value
class Figure:
    """A number in the paper with the rows that it counts."""

    words: Public[str]
    rows: Public[tuple[Row, ...]]

    @property
    def number(self) -> int:
        """Return how many it counts."""
        return len(self.rows)


def paper(job: Job) -> Document:
    """Return the paper as a document. Raises BadCall where the last paper's day lies after this one's."""
    if job.since is not None and job.since > job.on:
        message = f"the last paper's day, {job.since.isoformat()}, is after this one's, {job.on.isoformat()}"
        raise BadCall(message)
    rows = rows_of(job)
    sums = figures(rows, since=job.since)
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
        parts += _changes(rows, job.since)
    parts += [Heading(text="The recommendations behind each figure")]
    for figure in sums:
        parts += [
            Heading(text=f"{figure.words}: {figure.number}", level=2),
            Paragraph(text="\n".join(row.id for row in figure.rows) or "None."),
        ]
    parts.append(Heading(text="The live recommendations in full"))
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
    """Return a row for each recommendation and area that is recorded; the rest of the paper only chooses among them."""
    register, since = job.view.register, job.since
    wanted = [each for each in register.inspections if not job.inspections or each.id in job.inspections]
    rows = []
    for inspection in wanted:
        known = since is not None and (inspection.published_on is None or inspection.published_on <= since)
        for recommendation in inspection.recommendations:
            for place in register.areas:
                case = register.case(recommendation.id, place)
                rows.append(
                    Row(
                        inspection=inspection,
                        recommendation=recommendation,
                        area=place,
                        case=case,
                        now=status_of(case, recommendation, on=job.on),
                        before=status_of(case, recommendation, on=since) if since is not None and known else None,
                        several=len(register.areas) > 1,
                    )
                )
    return tuple(rows)


def figures(rows: Iterable[Row], *, since: date | None) -> tuple[Figure, ...]:
    """Return the figures: what was live, what came and went, what is live, and how that stands to its dates.

    Live before, and new, and live again, less ended, is live now; live now is the sum of its five standings.
    """
    rows = tuple(each for each in rows if each.now.stage is not Stage.FOR_OTHERS)
    live = [each for each in rows if not each.now.stage.ended]
    found = []
    if since is not None:
        day = in_words(since)
        was_live = [each for each in rows if each.before is not None and not each.before.stage.ended]
        new = [each for each in rows if each.before is None]
        again = [each for each in live if each.before is not None and each.before.stage.ended]
        ended = [each for each in (*was_live, *new) if each.now.stage.ended]
        found = [
            Figure(words=f"Live on {day}", rows=tuple(was_live)),
            Figure(words=f"and new since {day}", rows=tuple(new)),
            Figure(words=f"and live again since {day}", rows=tuple(again)),
            Figure(words=f"less ended since {day}", rows=tuple(ended)),
        ]
    found.append(Figure(words="Live now", rows=tuple(live)))
    for timing in (Timing.OVERDUE, Timing.DUE_SOON, Timing.ON_TIME, Timing.NO_DATE):
        chosen = tuple(each for each in live if each.now.timing is timing)
        found.append(Figure(words=f"of which {timing.value}", rows=chosen))
    return tuple(found)


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
        shares=(8, 4, 4, 4, 3),
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
    """Return the extensions to approve: those since the last paper, and each that no forum is recorded to have seen."""
    found = []
    for each in rows:
        for change in each.case.due_changes if each.case else ():
            if since is not None and change.on <= since and change.forum:
                continue
            found.append(
                (
                    each.name,
                    in_words(change.before) if change.before else "No date",
                    in_words(change.after),
                    change.reason or "No reason is recorded",
                    f"{change.forum} ({in_words(change.on)})" if change.forum else "For approval: no forum is recorded",
                )
            )
    heading = Heading(text=f"Extensions ({len(found)})")
    if not found:
        return [heading, Paragraph(text="No due date was extended.")]
    table = Table(
        header=("Recommendation", "From", "To", "Reason", "Approval"),
        rows=tuple(found),
        caption="Extensions of due dates",
        shares=(6, 4, 4, 5, 5),
    )
    return [heading, table]


def _changes(rows: Iterable[Row], since: date) -> list[Part]:
    """Return one sentence for each thing that changed since the last paper."""
    lines = []
    for each in rows:
        if each.before is None:
            lines.append(f"{each.name} is new: {each.now.words}.")
        elif each.before.words != each.now.words:
            lines.append(f"{each.name} was {each.before.words} and is {each.now.words}.")
        for change in each.case.due_changes if each.case else ():
            if change.on > since:
                lines.append(f"{each.name} was extended on {in_words(change.on)} to {in_words(change.after)}.")
        lines += [
            f"{each.name} was reviewed on {in_words(review.on)}" + (f" by the {review.forum}." if review.forum else ".")
            for review in (each.case.reviews if each.case else ())
            if review.on > since
        ]
    parts: list[Part] = [Heading(text=f"What changed since {in_words(since)} ({len(lines)})")]
    return parts + ([Paragraph(text=line, bullet=True) for line in lines] or [Paragraph(text="Nothing changed.")])


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
            "completed stays live until the inspectorate closes it. Recommendations to others are not counted."
        ),
    ]
