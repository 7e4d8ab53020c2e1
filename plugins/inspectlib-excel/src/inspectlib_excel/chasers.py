"""The exporter `chasers`: for each owner one small tracker with only their rows, and a draft message to send it with."""

import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from inspectlib.audiences import View
from inspectlib.cases import Action, Case
from inspectlib.errors import CannotWrite, InspectlibError
from inspectlib.exchange import Job
from inspectlib.fields import evolve
from inspectlib.periods import a_day, in_words
from inspectlib.status import Timing
from inspectlib_excel import responses
from inspectlib_excel.cells import UNSHOWN
from inspectlib_excel.tables import content
from inspectlib_excel.tracker import tracker

OPTIONS = {"by": "the day until which the books are asked back, as YYYY-MM-DD"}
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Owned(NamedTuple):
    """What one owner still has to do."""

    owner: str
    cases: tuple[Case, ...]
    actions: tuple[Action, ...]


def write_chasers(job: Job) -> None:
    """Write a book and a draft for each owner into the job's folder.

    Raises CannotWrite where no open case or action has an owner.
    """
    _asked(job)  # a day that is none is said before anything is written
    found = tuple(owned(job))
    if not found:
        message = "no open case or action has an owner, so there is nobody to write to; record owners first"
        raise CannotWrite(message)
    job.destination.mkdir()
    used: set[str] = set()
    for done, each in enumerate(found, 1):
        name = _file_name(each.owner, used)
        own = evolve(job, view=_view(job.view, each), progress=lambda _done, _all: None)
        made = content(own)
        tables = tuple(one for one in made.tables if one.form is not responses.FORM)  # an owner answers for no response
        book = tracker(own, made._replace(tables=tables, owner=each.owner))
        (job.destination / f"{name}.xlsx").write_bytes(book)
        (job.destination / f"{name}.eml").write_bytes(draft(job, each, f"{name}.xlsx", book))
        job.progress(done, len(found))


def owned(job: Job) -> Iterator[Owned]:
    """Give what each owner still has to do, by name: cases that have not ended and actions that are not done."""
    view = job.view
    cases: dict[str, list[Case]] = {}
    actions: dict[str, list[Action]] = {}
    for case in view.register.cases:
        status = view.statuses.get(case.key)
        if job.body in (None, case.area) and (status is None or not status.stage.ended) and _name(case.owner):
            cases.setdefault(_name(case.owner), []).append(case)
    for action in view.register.actions:
        if job.body in (None, action.area) and action.done_on is None and _name(action.owner):
            actions.setdefault(_name(action.owner), []).append(action)
    for owner in sorted({*cases, *actions}):
        yield Owned(owner, tuple(cases.get(owner, ())), tuple(actions.get(owner, ())))


def _name(owner: str | None) -> str:
    return " ".join(UNSHOWN.sub("", owner or "").split())


def _view(view: View, each: Owned) -> View:
    """Return the view cut to the rows of one owner; the check's outcome stays the whole register's."""
    ids = {case.recommendation for case in each.cases}
    subjects = ids | {action.id for action in each.actions}
    inspections = tuple(
        evolve(one, recommendations=tuple(r for r in one.recommendations if r.id in ids))
        for one in view.register.inspections
        if any(r.id in ids for r in one.recommendations)
    )
    register = evolve(
        view.register,
        areas=(),
        inspections=inspections,
        responses=(),
        cases=each.cases,
        actions=each.actions,
        translations=(),
        unread=(),
    )
    areas = {case.area for case in each.cases} | {action.area for action in each.actions}
    return evolve(
        view,
        register=register,
        responses=(),
        deadlines=tuple(one for one in view.deadlines if one.subject in subjects and one.area in areas),
    )


def draft(job: Job, each: Owned, name: str, book: bytes) -> bytes:
    """Return a message that opens unsent, with the book attached; its reader chooses to whom it goes."""
    message = EmailMessage(policy=SMTP)
    count = len(each.cases) + len(each.actions)
    message["Subject"] = f"Inspection recommendations as at {in_words(job.on)}: {count} for {each.owner}"
    message["X-Unsent"] = "1"
    message.set_content("\n".join(_words(job, each)))
    message.add_attachment(book, maintype=_XLSX[0], subtype=_XLSX[1], filename=name)
    message.set_boundary(f"=_inspectlib_{re.sub('[^a-z0-9]', '', name.lower())[:40]}")
    return message.as_bytes()


class _Todo(NamedTuple):
    """One thing to do: its last day (None: none is set), what it is, whether that day is past."""

    due: date | None
    words: str
    overdue: bool


def _words(job: Job, each: Owned) -> Iterator[str]:
    todo = sorted(_todo(job.view, each), key=lambda one: (one.due or date.max, one.words))
    yield f"To: {each.owner}"
    yield ""
    yield f"These were still to be done at the end of {in_words(job.on)}."
    for title, group in (
        ("Overdue", [one for one in todo if one.overdue]),
        ("Still to come", [one for one in todo if not one.overdue and one.due]),
        ("No date is set", [one for one in todo if not one.overdue and not one.due]),
    ):
        if group:
            yield ""
            yield f"{title} ({len(group)}):"
            yield from (f"- {in_words(one.due)}: {one.words}" if one.due else f"- {one.words}" for one in group)
    yield ""
    yield _asked(job)


def _asked(job: Job) -> str:
    by = job.options.get("by")
    until = f" by {in_words(a_day(by))}" if by else ""
    return f"Please fill in the cream cells of the attached book, save it as .xlsx and send it back{until}."


def _todo(view: View, each: Owned) -> Iterator[_Todo]:
    for case in each.cases:
        status = view.statuses.get(case.key)
        due = status.due if status is not None else None
        words = f"{_recommendation(view, case)} ({status.words})" if status is not None else _recommendation(view, case)
        yield _Todo(due, words, status is not None and status.timing is Timing.OVERDUE)
    for action in each.actions:
        overdue = action.due is not None and action.due < view.on
        yield _Todo(action.due, f"action {action.id}: {' '.join(action.title.split())}", overdue)


def _recommendation(view: View, case: Case) -> str:
    """Return a recommendation as its report calls it, with its key, by which the book knows it."""
    try:
        inspection = view.register.inspection(case.inspection)
        asked = view.register.recommendation(case.recommendation)
    except InspectlibError:  # the register does not hold it
        return case.recommendation
    return f"{asked.kind.value} {asked.number or asked.key} of {inspection.title!r} [{asked.id}]"


def _file_name(owner: str, used: set[str]) -> str:
    name = wanted = re.sub("[^a-z0-9]+", "-", owner.lower()).strip("-")[:60] or "owner"
    again = 2
    while name in used:
        name, again = f"{wanted}-{again}", again + 1
    used.add(name)
    return name
