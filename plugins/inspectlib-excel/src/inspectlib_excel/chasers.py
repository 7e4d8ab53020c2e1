"""The exporter `chasers`: for each owner one small tracker with only their rows, and a draft message to send it with."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from inspectlib.audiences import View
from inspectlib.cases import Action, Case
from inspectlib.errors import CannotWrite
from inspectlib.exchange import Job
from inspectlib.fields import evolve
from inspectlib.periods import in_words
from inspectlib_excel.cells import UNSHOWN
from inspectlib_excel.tables import content
from inspectlib_excel.tracker import tracker

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
    found = tuple(owned(job))
    if not found:
        message = "no open case or action has an owner, so there is nobody to write to; record owners first"
        raise CannotWrite(message)
    job.destination.mkdir()
    used: set[str] = set()
    for done, each in enumerate(found, 1):
        name = _file_name(each.owner, used)
        own = evolve(job, view=_view(job.view, each), progress=lambda _done, _all: None)
        book = tracker(own, content(own))
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


def _words(job: Job, each: Owned) -> Iterator[str]:
    yield f"To: {each.owner}"
    yield ""
    yield f"These were still to be done at the end of {in_words(job.on)}."
    yield ""
    for case in each.cases:
        status = job.view.statuses.get(case.key)
        due = f", due {in_words(status.due)}" if status is not None and status.due is not None else ""
        words = f" ({status.words})" if status is not None else ""
        yield f"- {case.recommendation}{due}{words}"
    for action in each.actions:
        due = f", due {in_words(action.due)}" if action.due is not None else ""
        yield f"- action {action.id}: {' '.join(action.title.split())}{due}"
    yield ""
    yield "Please fill in the cream cells of the attached book, save it as .xlsx and send it back."


def _file_name(owner: str, used: set[str]) -> str:
    name = wanted = re.sub("[^a-z0-9]+", "-", owner.lower()).strip("-")[:60] or "owner"
    again = 2
    while name in used:
        name, again = f"{wanted}-{again}", again + 1
    used.add(name)
    return name
