"""Calendars to subscribe to (RFC 5545): one of public dates, and one of the office's own."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from inspectlib.errors import CannotWrite
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience, Public, value
from inspectlib.status import Stage
from inspectlib_website.pages import Page, clean
from inspectlib_website.wording import Words

#: what a reader of a calendar sees of an event, in the order written; a change of it raises its SEQUENCE
_TOLD = ("DTSTART", "SUMMARY", "DESCRIPTION", "URL", "STATUS")
#: the longest line of a calendar in bytes, its end not counted
_MOST_BYTES = 75


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


def _last(previous: Path | None) -> dict[str, dict[str, str]]:
    """Return the events of the last calendar by UID: each property's value as it was written.

    Raises CannotWrite where it cannot be read.
    """
    if previous is None or not previous.is_file():
        return {}
    lines = _unfolded(previous.read_bytes())
    found: dict[str, dict[str, str]] = {}
    event: dict[str, str] = {}
    whole = lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    for line in lines:
        name, _, said = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            whole = whole and _is_day(event.get("DTSTART", "")) and event.get("SEQUENCE", "0").isdecimal()
            found[event.get("UID", "")] = event
        else:
            event[name.partition(";")[0]] = said
    if not whole:
        message = f"{previous.name!r} is there already and is no calendar; move it away, so that no event is doubled"
        raise CannotWrite(message)
    return found


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("20230601")
    except ValueError:
        return False


def _unfolded(data: bytes) -> list[str]:
    """Return the lines of a calendar, folded ones put together (RFC 5545, 3.1)."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    return text.strip("\n").split("\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, as RFC 5545, 3.1 asks; no character is cut."""
    if line.isascii():
        rest = range(_MOST_BYTES, len(line), _MOST_BYTES - 1)
        return "\r\n ".join([line[:_MOST_BYTES], *(line[at : at + _MOST_BYTES - 1] for at in rest)])
    pieces, piece, size = [], "", 0
    for each in line:
        width = len(each.encode())
        if size + width > _MOST_BYTES:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + each, size + width
    return "\r\n".join([*pieces, piece])


def _text(words: str) -> str:
    """Return words as a value of type TEXT (RFC 5545, 3.3.11)."""
    return clean(words).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def calendar(
    entries: Sequence[Entry], *, title: str, host: str, on: date, previous: Path | None, withdrawn: str | None = None
) -> bytes:
    """Return a calendar. An event keeps its UID, and its SEQUENCE until something about it changes.

    An event of `previous` that is gone is cancelled; `withdrawn` then stands for what it said, None keeps it.
    The end of an all-day event is the day after (RFC 5545, 3.6.1). Raises CannotWrite.
    """
    last = _last(previous)
    events: dict[str, dict[str, str]] = {}
    for each in entries:
        uid = _uid(each.key, host)
        if not each.ended or uid in last:
            events[uid] = _event(each)
    for uid, before in last.items():
        if uid not in events:
            kept = {name: before[name] for name in _TOLD if name in before}
            told = kept if withdrawn is None else {"DTSTART": before["DTSTART"], "SUMMARY": _text(withdrawn)}
            events[uid] = {**told, "STATUS": "CANCELLED"}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//inspectlib//calendar 1//EN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(' '.join(clean(title).split()))}")
    for day, uid in sorted((event["DTSTART"], uid) for uid, event in events.items()):
        event, before = events[uid], last.get(uid, {})
        same = all(event.get(name) == before.get(name) for name in _TOLD)
        number = int(before.get("SEQUENCE", 0)) + (not same) if before else 0
        stamp = before.get("DTSTAMP", "") if same else ""
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp or f'{on:%Y%m%d}T000000Z'}"]
        lines += [f"DTSTART;VALUE=DATE:{day}", f"DTEND;VALUE=DATE:{_day_after(day)}"]
        lines += [f"{name}:{event[name]}" for name in _TOLD[1:] if name in event]
        lines += ["TRANSP:TRANSPARENT", f"SEQUENCE:{number}", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


@cache
def _day_after(day: str) -> str:
    return f"{date.fromisoformat(day) + timedelta(days=1):%Y%m%d}"


def _event(entry: Entry) -> dict[str, str]:
    told = {"DTSTART": f"{entry.day:%Y%m%d}", "SUMMARY": _text(entry.summary)}
    if entry.description:
        told["DESCRIPTION"] = _text(entry.description)
    if entry.url is not None:
        told["URL"] = entry.url
    told["STATUS"] = "CANCELLED" if entry.ended else "CONFIRMED"
    return told


def public_entries(pages: Sequence[Page], words: Words, *, root: str) -> list[Entry]:
    """Return the days that the pages show: the last to publish a response, and what the reports say is due.

    `root` is the address of the language; each has events of its own, so that both calendars may be subscribed to.
    """
    found = []
    own = () if words.lang == "en" else (words.lang,)
    for page in pages:
        title = page.report_in(words.lang)
        day = page.last_day or page.inspection.respond_by
        response = page.shown.response
        if day is not None:
            key = "calendar.publish" if page.last_day else "calendar.respond"
            found.append(
                Entry(
                    key=(*own, "publish", *response.key),
                    day=day,
                    summary=words.plain(key, title=title),
                    url=f"{root}{page.file}",
                )
            )
        for item in page.items:
            each = item.recommendation
            if each.due_on is None or (item.status is not None and item.status.stage is Stage.FOR_OTHERS):
                continue
            name = words.plain(f"kind.{each.kind.name}", number=each.number or each.key)
            found.append(
                Entry(
                    key=(*own, "due", each.id, response.area),
                    day=each.due_on,
                    summary=words.plain("calendar.due", name=name, title=title),
                    url=f"{root}{page.item_file(item)}",
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
