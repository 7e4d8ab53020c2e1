"""The charts: each a function of a register and a day that returns a Chart, with a table that holds every number drawn."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from inspectlib.deadlines import Deadline, days_away
from inspectlib.deadlines import deadlines as all_deadlines
from inspectlib.errors import BadCall
from inspectlib.flows import FIGURES, Flow
from inspectlib.flows import flow as count_flow
from inspectlib.items import Item
from inspectlib.periods import a_day, add_months, in_words
from inspectlib.register import Register
from inspectlib.status import Stage, Timing
from inspectlib_notebook.drawing import (
    BLUE,
    FAINT,
    GREEN,
    GREY,
    INK,
    PURPLE,
    RED,
    Chart,
    bars,
    blank,
    nothing,
    spread,
    words,
)
from inspectlib_notebook.survival import FEWEST, kaplan_meier, median, shown

__all__ = [
    "ageing",
    "all_charts",
    "by_body",
    "by_theme",
    "deadlines_ahead",
    "flow",
    "slips",
    "status_over_time",
    "time_to_close",
]

_LATE = "What the force has completed counts as open until the inspectorate closes it. Facts recorded later move earlier figures."
NO_THEME = "(no theme recorded)"
#: themes that say nothing of what an item is about
NO_REAL_THEME = ("other", "others", "miscellaneous", "general", NO_THEME)


def _ours(register: Register, on: date) -> list[Item]:
    """Return the items that ask something of the force or the body."""
    return [each for each in register.where(on=on) if each.status.stage is not Stage.FOR_OTHERS]


def _open(items: Iterable[Item]) -> list[Item]:
    return [each for each in items if not each.status.stage.ended]


def status_over_time(register: Register, *, on: date | str, months: int = 24) -> Chart:
    """Return how many items were overdue, open otherwise and ended at the end of each of the last months, and on the day.

    Raises BadCall for fewer than one month.
    """
    day = a_day(on)
    if months < 1:
        message = f"expected one month or more, found {months}"
        raise BadCall(message)
    ends = [add_months(date(day.year, day.month, 1), -back) - timedelta(days=1) for back in reversed(range(months))]
    days = [*ends, day]
    rows: list[tuple[str, int, int, int]] = []
    for each in days:
        items = _ours(register, each)
        live = _open(items)
        late = sum(one.status.timing is Timing.OVERDUE for one in live)
        rows.append((each.isoformat(), late, len(live) - late, len(items) - len(live)))
    title = f"Where recommendations stood, {in_words(days[0])} to {in_words(day)}"
    figure, axes = blank(title, height=4.2, about="Recommendations at the end of each month")
    looks = (("overdue", RED, "-", "o"), ("open, not overdue", BLUE, "--", "s"), ("ended", GREY, ":", "^"))
    most = max(max(row[1:]) for row in rows)
    heights = spread(list(map(float, rows[-1][1:])), gap=max(most, 1) * 0.075)
    for place, (name, colour, dash, sign) in enumerate(looks, start=1):
        numbers = [int(row[place]) for row in rows]
        axes.plot(
            days,
            numbers,
            color=colour,
            linestyle=dash,
            marker=sign,
            markersize=3.5,
            linewidth=2,
            label=name,
        )
        label = f"{numbers[-1]} {name}"
        axes.annotate(
            label,
            (days[-1], heights[place - 1]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=colour,
            fontweight="bold",
            annotation_clip=False,
        )
    axes.set_ylim(-0.05 * max(most, 1), max(most, 1) * 1.15)
    axes.yaxis.get_major_locator().set_params(integer=True)
    _month_ticks(axes, days)
    last = rows[-1]
    return Chart(
        name="status-over-time",
        title=title,
        figure=figure,
        header=("At the end of", "Overdue", "Open, not overdue", "Ended"),
        rows=tuple(rows),
        alt=f"Three lines over {months} months. On {in_words(day)}: {last[1]} overdue, {last[2]} open and not overdue, "
        f"{last[3]} ended. On {in_words(days[0])}: {rows[0][1]}, {rows[0][2]} and {rows[0][3]}.",
        notes=(_LATE,),
    )


def _month_ticks(axes: Any, days: list[date]) -> None:
    """Mark up to seven of the days by month and year."""
    step = max(1, -(-len(days) // 7))
    chosen = days[::-1][::step][::-1]
    axes.set_xticks(chosen, [f"{each:%b} {each.year}" for each in chosen])


_AGES = ((91, "under 3 months"), (182, "3 to 6 months"), (365, "6 to 12 months"), (730, "1 to 2 years"))
_OLDEST, _NO_DAY = "2 years or more", "publication day not known"


def _age(item: Item, on: date) -> str:
    published = item.inspection.published_on
    if published is None:
        return _NO_DAY
    days = (on - published).days
    return next((name for below, name in _AGES if days < below), _OLDEST)


def ageing(register: Register, *, on: date | str) -> Chart:
    """Return how long ago the reports of the open items were published, and how many of each are overdue."""
    day = a_day(on)
    live = _open(_ours(register, day))
    names = [*(name for _, name in _AGES), _OLDEST, *([_NO_DAY] if any(_age(e, day) == _NO_DAY for e in live) else [])]
    return _two_bars(
        live,
        names,
        lambda each: _age(each, day),
        name="ageing",
        title=f"Open recommendations by age of the report on {in_words(day)}",
        column="Age",
        notes=("Bands: 91, 182, 365 and 730 days since the report was published.", _LATE),
    )


def _two_bars(
    live: list[Item],
    names: list[str],
    of: Callable[[Item], str],
    *,
    name: str,
    title: str,
    column: str,
    notes: tuple[str, ...],
) -> Chart:
    """Return open items, and those of them that are overdue, by group."""
    every = Counter(of(each) for each in live)
    late = Counter(of(each) for each in live if each.status.timing is Timing.OVERDUE)
    rows = tuple((each, every[each], late[each]) for each in names)
    figure, axes = blank(title, height=1.5 + 0.5 * max(len(rows), 1))
    if live:
        bars(
            axes, names, [("open", BLUE, [row[1] for row in rows]), ("of which overdue", RED, [row[2] for row in rows])]
        )
        alt = f"Bars. {len(live)} open, {sum(late.values())} of them overdue: " + "; ".join(
            f"{group}: {count}, {overdue} overdue" for group, count, overdue in rows if count
        )
    else:
        alt = f"No recommendation is recorded as open ({title})"
        nothing(axes, "No recommendation is recorded as open.")
    return Chart(
        name=name,
        title=title,
        figure=figure,
        header=(column, "Open", "Of which overdue"),
        rows=rows,
        alt=f"{alt}.",
        notes=notes,
    )


def _by_size(groups: Iterable[str]) -> list[str]:
    return [each for each, _ in sorted(Counter(groups).items(), key=lambda pair: (-pair[1], pair[0]))]


def theme_of(item: Item) -> str:
    """Return the theme of an item, or that none is recorded."""
    return item.recommendation.theme or NO_THEME


def by_theme(register: Register, *, on: date | str) -> Chart:
    """Return the open items by theme, with the share that no theme tells anything of."""
    day = a_day(on)
    live = _open(_ours(register, day))
    vague = sum(theme_of(each).casefold() in NO_REAL_THEME for each in live)
    share = f"{100 * vague / len(live):.0f} %" if live else "none"
    return _two_bars(
        live,
        _by_size(theme_of(each) for each in live),
        theme_of,
        name="by-theme",
        title=f"Open recommendations by theme on {in_words(day)}",
        column="Theme",
        notes=(f'Of {len(live)} open, {vague} ({share}) are "other" or have no theme.', _LATE),
    )


def by_body(register: Register, *, on: date | str) -> Chart:
    """Return the open items by police area; the areas differ in what is recorded, not only in what is done."""
    day = a_day(on)
    live = _open(_ours(register, day))
    return _two_bars(
        live,
        _by_size([*(each.area for each in live)])
        + [each for each in register.areas if all(o.area != each for o in live)],
        lambda each: each.area,
        name="by-body",
        title=f"Open recommendations by area on {in_words(day)}",
        column="Area",
        notes=("An area that records less shows less: compare only areas that record alike.", _LATE),
    )


def slips(register: Register, *, on: date | str) -> Chart:
    """Return how often the due dates of open items were deferred."""
    day = a_day(on)
    live = _open(_ours(register, day))

    def times(each: Item) -> str:
        count = each.status.times_deferred
        return ("not deferred", "once", "twice")[count] if count < 3 else "three times or more"  # noqa: PLR2004 - as named

    days = sum(max(each.status.days_deferred, 0) for each in live)
    return _two_bars(
        live,
        ["not deferred", "once", "twice", "three times or more"],
        times,
        name="slips",
        title=f"How often due dates of open recommendations were deferred, to {in_words(day)}",
        column="Deferred",
        notes=(f"Days deferred in all: {days}. Only recorded decisions to defer are counted.", _LATE),
    )


_MOST_MARKED = 14


def report_of(register: Register, deadline: Deadline) -> str:
    """Return the title of the report that a deadline is about, or what it is about."""
    held = register.find(deadline.inspection)
    return held.title if held is not None else deadline.subject


def deadlines_ahead(register: Register, *, on: date | str, within: int = 91) -> Chart:
    """Return a timeline of what falls due in the next `within` days; what is overdue already is counted in a note."""
    day = a_day(on)
    found = all_deadlines(register, on=day, within=within)
    ahead = [each for each in found if each.last_day >= day]
    overdue = len(found) - len(ahead)
    rows = tuple(
        (each.last_day.isoformat(), days_away(each.days_left), each.what, each.subject, each.area, each.whose)
        for each in ahead
    )
    title = f"What falls due from {in_words(day)} within {within} days"
    marks = [list(each) for _, each in groupby(ahead, key=lambda one: (one.last_day, one.inspection, one.area))]
    drawn = marks[:_MOST_MARKED]
    shown_here = sum(map(len, drawn))
    about = f"The first {shown_here} of {len(ahead)}; the table has all" if len(marks) > len(drawn) else ""
    figure, axes = blank(title, height=1.4 + 0.36 * max(len(drawn), 2), about=about)
    plans = {each.id for each in register.actions}  # an action stands behind what it answers
    if drawn:
        axes.hlines(range(len(drawn)), day, [each[0].last_day for each in drawn], color="#b0b0b0", linewidth=1)
        looks = ((True, BLUE, "D", "response"), (False, GREEN, "o", "other"))
        for law, colour, sign, _ in looks:
            chosen = [(row, each[0]) for row, each in enumerate(drawn) if any(one.law for one in each) is law]
            axes.plot([e.last_day for _, e in chosen], [r for r, _ in chosen], sign, color=colour, markersize=7)
        for row, marked in enumerate(drawn):
            each = min(marked, key=lambda one: (one.law is None, one.subject in plans))
            more = f" and {len(marked) - 1} more" if len(marked) > 1 else ""
            what = f"{each.last_day.day} {each.last_day:%b}: {words(each.what, 38)}{more}"
            axes.annotate(
                f"{what}, {words(report_of(register, each), 30)}",
                (each.last_day, row),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_ylim(len(drawn) - 0.4, -0.6)
        last = max(each[0].last_day for each in drawn)
        span = max((last - day).days, 7)
        axes.set_xlim(day, day + timedelta(days=round(span * 2.3)))
        ticks = [day + timedelta(days=round(span * part / 3)) for part in range(4)]
        axes.set_xticks(ticks, [f"{each.day} {each:%b}" for each in ticks])
    else:
        nothing(axes, "Nothing that is recorded falls due in this time.")
    first = f" The first: {ahead[0].what}, {in_words(ahead[0].last_day)}." if ahead else ""
    return Chart(
        name="deadlines-ahead",
        title=title,
        figure=figure,
        header=("Last day", "When", "What", "About", "Area", "Whose move"),
        rows=rows,
        alt=f"A timeline of {len(ahead)} days on which something falls due.{first} Already past its day: {overdue}.",
        notes=(
            f"Already past its day, and not drawn: {overdue}.",
            "A diamond is a day that follows from the law. What has no due date is not here.",
        ),
    )


def time_to_close(register: Register, *, on: date | str, fewest: int = FEWEST) -> Chart:
    """Return the estimated share of items still open by days since their report was published (Kaplan and Meier).

    An item that is open, or that ended without the inspectorate closing it, is counted for as long as it was watched.
    Steps with fewer than `fewest` items at risk are not shown. Raises BadCall where `fewest` is below 1.
    """
    day = a_day(on)
    if fewest < 1:
        message = f"expected fewest to be 1 or more, found {fewest}"
        raise BadCall(message)
    watched, unknown = _watched(_ours(register, day), day)
    every = kaplan_meier(watched)
    steps = shown(every, fewest=fewest)
    hidden = len(every) - len(steps)
    closed = sum(done for _, done in watched)
    title = f"Time from publication to closure by the inspectorate, as on {in_words(day)}"
    figure, axes = blank(title, height=4.2, about="Share of recommendations still open, by days since the report")
    middle = median(steps)
    rows = tuple((each.days, each.at_risk, each.closed, each.left, each.open_share) for each in steps)
    if steps and closed:
        xs, ys = [0, *(each.days for each in steps)], [1.0, *(each.open_share for each in steps)]
        axes.step(xs, ys, where="post", color=BLUE, linewidth=2, label="share open")
        axes.set_ylim(0, 1.05)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xlim(0, xs[-1] * 1.18 or 1)
        end = f"{100 * ys[-1]:.0f} % open\nafter {xs[-1]} days"
        axes.annotate(
            end, (xs[-1], ys[-1]), xytext=(6, 0), textcoords="offset points", va="center", fontsize=9, color=BLUE
        )
        if middle is not None:
            axes.plot([0, middle], [0.5, 0.5], color=PURPLE, linewidth=1.2, linestyle="--")
            axes.plot([middle, middle], [0, 0.5], color=PURPLE, linewidth=1.2, linestyle="--")
            axes.annotate(
                f"half closed after\n{middle} days",
                (middle, 0.02),
                xytext=(5, 3),
                textcoords="offset points",
                fontsize=9,
                color=PURPLE,
            )
        axes.set_xlabel("days since the report was published", fontsize=9, color=INK)
        half = (
            f"Half are estimated to be closed after {middle} days."
            if middle is not None
            else "It does not come down to half."
        )
        alt = f"A falling line for {len(watched)} items, {closed} of them closed. {half} After {xs[-1]} days {100 * ys[-1]:.0f} % are open."
    else:
        why = "none is closed" if len(watched) >= fewest else f"fewer than {fewest} items"
        nothing(axes, f"No estimate is shown: {why}.")
        alt, rows = f"No estimate is shown: {why}.", ()
    return Chart(
        name="time-to-close",
        title=title,
        figure=figure,
        header=("Days", "At risk", "Closed", "Last seen open", "Share open"),
        rows=rows,
        alt=alt,
        notes=(
            f"Later steps with fewer than {fewest} items at risk, not shown: {hidden}.",
            f"Items left out, because a day is not known or lies before the publication: {unknown}.",
            "Superseded, rejected and not applicable items count as watched until then. Reopened items count as open.",
        ),
    )


def _watched(items: Iterable[Item], on: date) -> tuple[list[tuple[int, bool]], int]:
    """Return (days, closed) of each item, and how many are left out because a day is missing or out of order."""
    watched, unknown = [], 0
    for each in items:
        until = each.status.since if each.status.stage.ended else on
        published = each.inspection.published_on
        if published is None or until is None or until < published:
            unknown += 1
            continue
        watched.append(((until - published).days, each.status.stage is Stage.CLOSED))
    return watched, unknown


def movements(register: Register, *, since: date, until: date, body: str | None = None) -> Flow:
    """Return the flow of the items that `where` finds: a report that does not concern an area moves nothing there."""
    keys = {(each.recommendation.id, each.area) for each in register.where(on=until, body=body)}
    return count_flow(register, since=since, until=until, body=body).of(keys)


def flow(register: Register, *, since: date | str, until: date | str, body: str | None = None) -> Chart:
    """Return what was open, what came and went, and what is open, as steps that add up. Raises BadCall."""
    moved = movements(register, since=a_day(since), until=a_day(until), body=body)
    rows = tuple((words_of, moved.count(name)) for name, words_of in FIGURES.items())
    title = f"From {in_words(moved.since)} to {in_words(moved.until)}: what came and what went"
    figure, axes = blank(title, height=3.6)
    level = 0
    starts, lengths, looks = [], [], []
    for name, (_, count) in zip(FIGURES, rows, strict=True):
        if name in ("opening", "closing"):
            starts.append(0)
            level = count
            looks.append((BLUE, "", str(count)))
        elif name in ("new", "reopened"):
            starts.append(level)
            level += count
            looks.append((RED, "////", f"+{count}" if count else "0"))
        else:
            level -= count
            starts.append(level)
            looks.append((GREEN, "....", f"\N{MINUS SIGN}{count}" if count else "0"))
        lengths.append(count)
    for place, (start, count, (colour, hatch, label)) in enumerate(zip(starts, lengths, looks, strict=True)):
        axes.barh(place, count, left=start, color=colour, hatch=hatch, edgecolor="white", linewidth=0, height=0.7)
        axes.annotate(
            label, (start + count, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=10
        )
    axes.set_yticks(range(len(rows)), [row[0] for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max([start + count for start, count in zip(starts, lengths, strict=True)] + [1]) * 1.12)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_color(FAINT)
    axes.tick_params(axis="y", length=0)
    left = (f"Of no known day, and in no figure: {len(moved.undated)}.",) if moved.undated else ()
    return Chart(
        name="flow",
        title=title,
        figure=figure,
        header=("Figure", "Recommendations"),
        rows=rows,
        alt=str(moved),
        notes=(*left, "Open at the start and what was added, less what left, is open at the end.", _LATE),
    )


def all_charts(register: Register, *, on: date | str, since: date | str | None = None) -> tuple[Chart, ...]:
    """Return every chart for a day; the flow begins at `since`, else three months before the day."""
    day = a_day(on)
    start = a_day(since) if since is not None else add_months(day, -3)
    made = [
        status_over_time(register, on=day),
        flow(register, since=start, until=day),
        ageing(register, on=day),
        deadlines_ahead(register, on=day),
        time_to_close(register, on=day),
        slips(register, on=day),
        by_theme(register, on=day),
    ]
    if len(register.areas) > 1:
        made.append(by_body(register, on=day))
    return tuple(made)
