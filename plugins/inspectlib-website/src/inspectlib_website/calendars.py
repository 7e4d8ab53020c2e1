"""Calendars to subscribe to (RFC 5545): one of public dates, and one of the office's own."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from inspectlib.errors import CannotWrite
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience, Public, value
from inspectlib.status import Stage
from inspectlib_website.pages import Page, clean
from inspectlib_website.wording import Words


@value
class Entry:
    """One day in a calendar, all day. `ended`: nothing is expected any more; shown as cancelled where it was known."""

    key: Public[tuple[str, ...]]
    day: Public[date]
    summary: Public[str]
    description: Public[str] = ""
    url: Public[str | None] = None
    ended: Public[bool] = False


def _uid(key: Sequence[str], host: str) -> str:
    return f"{hashlib.sha256(chr(10).join(key).encode('utf-8', 'replace')).hexdigest()[:32]}@{host}"


def _last(previous: Path | None) -> dict[str, Any]:
    """Return the events of the last calendar by UID. Raises CannotWrite where it cannot be read."""
    import icalendar

    if previous is None or not previous.is_file():
        return {}
    try:
        found = icalendar.Calendar.from_ical(previous.read_bytes())
    except ValueError:
        message = f"{previous.name!r} is there already and is no calendar; move it away, so that no event is doubled"
        raise CannotWrite(message) from None
    return {str(each["UID"]): each for each in found.walk("VEVENT") if "UID" in each}


def _told(event: Any) -> list[Any]:
    """Return what a reader of a calendar sees of an event; a change of it raises its SEQUENCE."""
    return [
        event["DTSTART"].dt,
        *(str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "URL", "STATUS")),
    ]


def calendar(
    entries: Sequence[Entry], *, title: str, host: str, on: date, previous: Path | None, withdrawn: str | None = None
) -> bytes:
    """Return a calendar. An event keeps its UID, and its SEQUENCE until something about it changes.

    An event of `previous` that is gone is cancelled; `withdrawn` then stands for what it said, None keeps it.
    The end of an all-day event is the day after (RFC 5545, 3.6.1). Raises CannotWrite.
    """
    import icalendar

    last = _last(previous)
    made = icalendar.Calendar()
    for name, words in (("PRODID", "-//inspectlib//calendar 1//EN"), ("VERSION", "2.0"), ("METHOD", "PUBLISH")):
        made.add(name, words)
    made.add("X-WR-CALNAME", " ".join(clean(title).split()))
    events: dict[str, Any] = {}
    for each in entries:
        uid = _uid(each.key, host)
        if each.ended and uid not in last:
            continue
        events[uid] = _event(uid, each.day, each.summary, each.description, each.url, ended=each.ended)
    for uid, event in last.items():
        if uid not in events and withdrawn is not None:
            events[uid] = _event(uid, event["DTSTART"].dt, withdrawn, "", None, ended=True)
        elif uid not in events:
            said = [str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "URL")]
            events[uid] = _event(uid, event["DTSTART"].dt, said[0], said[1], said[2] or None, ended=True)
    for uid in sorted(events, key=lambda one: (events[one]["DTSTART"].dt, one)):
        event, before = events[uid], last.get(uid)
        same = before is not None and _told(before) == _told(event)
        number = int(before.get("SEQUENCE", 0)) + (not same) if before is not None else 0
        event.add("SEQUENCE", number)
        event["DTSTAMP"] = before["DTSTAMP"] if same and before is not None else _stamp(on)
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def _stamp(on: date) -> Any:
    import icalendar

    return icalendar.vText(f"{on:%Y%m%d}T000000Z")


def _event(uid: str, day: date, summary: str, description: str, url: str | None, *, ended: bool) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("UID", uid)
    event.add("DTSTART", day)
    event.add("DTEND", day + timedelta(days=1))
    event.add("SUMMARY", clean(summary))
    if description:
        event.add("DESCRIPTION", clean(description))
    if url is not None:
        event.add("URL", url)
    event.add("STATUS", "CANCELLED" if ended else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    return event


def public_entries(pages: Sequence[Page], words: Words, *, base: str) -> list[Entry]:
    """Return the days that the pages show: the last to publish a response, and what the reports say is due."""
    found = []
    for page in pages:
        day = page.last_day or page.inspection.respond_by
        response = page.shown.response
        if day is not None:
            key = "calendar.publish" if page.last_day else "calendar.respond"
            found.append(
                Entry(
                    key=("publish", *response.key),
                    day=day,
                    summary=words.plain(key, title=page.report),
                    url=f"{base}{page.file}",
                )
            )
        for item in page.items:
            each = item.recommendation
            if each.due_on is None or (item.status is not None and item.status.stage is Stage.FOR_OTHERS):
                continue
            name = words.plain(f"kind.{each.kind.name}", number=each.number or each.key)
            found.append(
                Entry(
                    key=("due", each.id, response.area),
                    day=each.due_on,
                    summary=words.plain("calendar.due", name=name, title=page.report),
                    url=f"{base}{page.item_file(item)}",
                    ended=item.status is not None and item.status.stage.ended,
                )
            )
    return found


def write_office_calendar(job: Job) -> None:
    """Write the office's own calendar: every deadline, deferrals and actions included. Raises CannotWrite."""
    titles = {each.id: each.title for each in job.view.register.inspections}
    entries = []
    for each in job.view.deadlines:
        title = titles.get(each.inspection, each.inspection)
        about = each.what if each.subject == title else each.subject
        lines = [f"Whose move: {each.whose}", f"From: {each.citation}", *each.working, *each.warnings]
        entries.append(
            Entry(
                key=("office", each.inspection, about, each.area or ""),
                day=each.last_day,
                summary=f"{each.what[:1].upper()}{each.what[1:]}: {title}",
                description="\n".join(lines),
            )
        )
    data = calendar(
        entries,
        title="Inspection deadlines of the office",
        host="office.inspectlib.invalid",
        on=job.on,
        previous=job.previous,
    )
    job.destination.write_bytes(data)
    job.progress(1, 1)


OFFICE_CALENDAR = Exporter(
    name="office-calendar",
    title="Office calendar",
    audience=Audience.WORKING,
    suffix=".ics",
    export=write_office_calendar,
)
