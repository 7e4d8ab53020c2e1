"""One page for a chief executive: what moved, what is late, what comes next, and what the numbers do not say."""

from html import escape

from inspectlib_documents.tagged_pdf import print_page

from inspectlib.bodies import area
from inspectlib.deadlines import Deadline, days_away
from inspectlib.deadlines import deadlines as all_deadlines
from inspectlib.exchange import Job
from inspectlib.periods import add_months, in_words
from inspectlib.register import Register
from inspectlib.showing import visible
from inspectlib.status import Stage, Timing
from inspectlib_notebook import charts
from inspectlib_notebook.looks import page

#: of what is late, and of what comes next: a page holds no more; the rest is counted
_MOST = 5
_LONGEST_TEXT = 400
_MOST_NAMED = 3


def export_html(job: Job) -> None:
    """Write the page."""
    job.destination.write_text(briefing(job), encoding="utf-8")


def export_pdf(job: Job) -> None:
    """Write the page as PDF. Raises CannotWrite where the extra is not installed."""
    print_page(briefing(job), job.destination)


def briefing(job: Job) -> str:
    """Return the page as HTML. Without `since` it looks back three months."""
    register, outcome, day = job.view.register, job.view.outcome, job.on
    since = job.since or add_months(day, -3)
    moved = charts.movements(register, since=since, until=day)
    live = [each for each in register.where(on=day) if not each.status.stage.ended]
    late = [each for each in live if each.status.timing is Timing.OVERDUE]
    done = [each for each in live if each.status.stage in (Stage.COMPLETED, Stage.REQUESTED, Stage.VERIFIED)]
    profiles = {job.profile.area: job.profile} if job.profile is not None else None
    dated = all_deadlines(register, on=day, profiles=profiles)
    ahead = [each for each in dated if each.last_day >= day]
    past = [each for each in dated if each.last_day < day]
    duties = [each for each in past if each.law is not None]
    numbers = (
        ("Open recommendations", len(live)),
        ("of which overdue", len(late)),
        ("completed by the force, not closed", len(done)),
        ("Responses past their last day", len(duties)),
        ("Breaches found", len(outcome.findings)),
        ("Not shown to be in order", len(outcome.gaps)),
    )
    title = f"Inspection recommendations: {_whose(register.areas)}, {in_words(day)}"
    parts = [
        f"<h1>{_text(title)}</h1>",
        f"<p>{_text(str(moved))}</p>",
        ""
        if register.inspections
        else "<p><strong>No inspection report is recorded: each 0 says that nothing was counted, not that nothing is open.</strong></p>",
        '<div class="numbers">'
        + "".join(f"<p><span>{_text(name)}</span> <strong>{count}</strong></p>" for name, count in numbers)
        + "</div>",
        ""
        if outcome.complete
        else "<p><strong>The check is not complete: some rules gave no answer, or something that was imported was not read.</strong></p>",
        '<div class="two"><section>',
        f"<h2>Past its day ({len(past)})</h2>",
        _list(register, past, "Nothing that is recorded is past its day."),
        "</section><section>",
        f"<h2>Next ({len(ahead)})</h2>",
        _list(register, ahead, "Nothing that is recorded falls due."),
        "</section></div>",
        *(
            f'<section><h2>{_text(each.title)}</h2><figure class="chart" tabindex="0">{each.svg(titled=False)}</figure></section>'
            for each in (charts.status_over_time(register, on=day), charts.flow(register, since=since, until=day))
        ),
        '<section class="notes"><h2>What the numbers do not say</h2><ul>',
        *(f"<li>{_text(each)}</li>" for each in _caveats(job)),
        "</ul></section>",
    ]
    return page(title, "\n".join(parts))


def _whose(areas: tuple[str, ...]) -> str:
    """Return the names of forces for a title; of more than three, how many."""
    if len(areas) > _MOST_NAMED:
        return f"{len(areas)} police areas"
    return ", ".join(area(each).force for each in areas) or "no force"


def _list(register: Register, found: list[Deadline], none: str) -> str:
    if not found:
        return f"<p>{_text(none)}</p>"
    chosen = sorted(found, key=lambda each: each.law is None)[:_MOST]  # the law's days first, then by day
    lines = [
        f"<li><strong>{_text(in_words(each.last_day))}</strong> ({_text(days_away(each.days_left))}): "
        f"{_text(each.what)}, {_text(charts.report_of(register, each))}{_where(register, each)}; {_text(each.whose)}</li>"
        for each in chosen
    ]
    more = len(found) - len(chosen)
    return f"<ul>{''.join(lines)}</ul>" + (f"<p>... {more} more</p>" if more else "")


def _where(register: Register, each: Deadline) -> str:
    return f" ({_text(each.area)})" if len(register.areas) > 1 and each.area else ""


def _caveats(job: Job) -> list[str]:
    register, outcome = job.view.register, job.view.outcome
    undated = sum(each.published_on is None for each in register.inspections)
    based = register.based_on
    lines = [
        "Open: not closed by the inspectorate, superseded, rejected or not applicable. What the force has completed stays open.",
        f"The check is of what is recorded, under the {outcome.reading} reading of the law.",
        "What is not recorded is counted as not shown to be in order; it may be in order or not.",
        f"The numbers are those of revision {based[0]} of the register."
        if based
        else "The register was not saved, so these numbers have no revision.",
    ]
    if undated:
        lines.append(f"Reports whose day of publication is not recorded: {undated}. No time runs for them here.")
    return lines


def _text(text: object) -> str:
    words = visible(text)
    return escape(words if len(words) <= _LONGEST_TEXT else f"{words[: _LONGEST_TEXT - 3]}...")
