"""Calendars to subscribe to (RFC 5545): one of public dates, and one of the office's own."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import IO, TypeVar

from inspectlib.errors import CannotWrite
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import Audience, Public, value
from inspectlib.status import Stage
from inspectlib_website.pages import Heading, Row, clean
from inspectlib_website.wording import Words

#: what a reader of a calendar sees of an event, in the order written; a change of it raises its SEQUENCE
_TOLD = ("DTSTART", "SUMMARY", "DESCRIPTION", "URL", "STATUS")
T = TypeVar("T")

#: the longest line of a calendar in bytes, its end not counted
_MOST_BYTES = 75


#: one day in a calendar, all day: its key, when, whether it has ended (nothing is expected any more: shown as cancelled
#: where it was known), and what its entry is made of
Day = tuple[tuple[str, ...], date, bool, T]


@value
class Entry:
    """What a calendar says of a day."""

    summary: Public[str]
    description: Public[str] = ""
    url: Public[str | None] = None


def _uid(key: Sequence[str], host: str) -> str:
    return f"{hashlib.sha256(chr(10).join(key).encode('utf-8', 'replace')).hexdigest()[:32]}@{host}"


class _Last:
    """The last calendar: where each of its events stands, read when it is asked for, and not kept.

    Raises CannotWrite where it cannot be read.
    """

    def __init__(self, previous: Path | None) -> None:
        self._file = previous.open("rb") if previous is not None and previous.is_file() else None
        self._places: dict[str, int] = {}
        if previous is not None and self._file is not None and not self._is_whole(self._file):
            self.close()
            message = (
                f"{previous.name!r} is there already and is no calendar; move it away, so that no event is doubled"
            )
            raise CannotWrite(message)

    def _is_whole(self, file: IO[bytes]) -> bool:
        first, line, place = "", "", 0
        event: dict[str, str] = {}
        whole = True
        for at, line in _unfolded(file):
            first = first or line
            if line == "BEGIN:VEVENT":
                event, place = {}, at
            elif line == "END:VEVENT":
                whole = whole and _is_day(event.get("DTSTART", "")) and event.get("SEQUENCE", "0").isdecimal()
                self._places[event.get("UID", "")] = place
            else:
                _take(event, line)
        return whole and first == "BEGIN:VCALENDAR" and line == "END:VCALENDAR"

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, uid: str) -> bool:
        return uid in self._places

    def event(self, uid: str) -> dict[str, str]:
        """Return an event, each property's value as it was written; empty where there is none."""
        found: dict[str, str] = {}
        if self._file is not None and uid in self._places:
            self._file.seek(self._places[uid])
            for _, line in _unfolded(self._file):
                if line == "END:VEVENT":
                    break
                _take(found, line)
        return found


def _take(event: dict[str, str], line: str) -> None:
    name, _, said = line.partition(":")
    event[name.partition(";")[0]] = said


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("20230601")
    except ValueError:
        return False


def _unfolded(file: IO[bytes]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a calendar, folded ones put together (RFC 5545, 3.1), each with where it begins."""
    place = file.tell()
    held, began = b"", place
    while line := file.readline():
        if line.startswith((b" ", b"\t")):
            held += line.rstrip(b"\r\n")[1:]
        else:
            if held:
                yield began, held.decode("utf-8", "replace")
            held, began = line.rstrip(b"\r\n"), place
        place += len(line)
    if held:
        yield began, held.decode("utf-8", "replace")


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
    days: Sequence[Day[T]],
    entry_of: Callable[[T], Entry],
    *,
    title: str,
    host: str,
    on: date,
    previous: Path | None,
    withdrawn: str | None = None,
) -> Iterator[bytes]:
    """Yield a calendar of what `entry_of` makes of each of some days.

    An event keeps its UID, and its SEQUENCE until something about it changes. An event of `previous` that is gone is
    cancelled; `withdrawn` then stands for what it said, None keeps it. The end of an all-day event is the day after (RFC
    5545, 3.6.1). Raises CannotWrite.
    """
    last = _Last(previous)
    try:
        yield _lines(
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//inspectlib//calendar 1//EN",
            "METHOD:PUBLISH",
            f"X-WR-CALNAME:{_text(' '.join(clean(title).split()))}",
        )
        for day, uid, number in _in_order(days, host, last):
            before = last.event(uid)
            if number is None:
                told = _ended(before, withdrawn)
            else:
                _, _, ended, about = days[number]
                told = _event(entry_of(about), day, ended=ended)
            yield _lines(*_told(day, uid, told, before, on))
        yield _lines("END:VCALENDAR")
    finally:
        last.close()


def _in_order(days: Sequence[Day[T]], host: str, last: _Last) -> list[tuple[str, str, int | None]]:
    """Return when, the UID and the number of each day, in order; of what is gone since the last calendar no number."""
    found: dict[str, tuple[str, int | None]] = {}
    for number, (key, day, ended, _) in enumerate(days):
        uid = _uid(key, host)
        if not ended or uid in last:
            found[uid] = _compact(day), number
    for uid in last:
        if uid not in found:
            found[uid] = last.event(uid)["DTSTART"], None
    return sorted((day, uid, number) for uid, (day, number) in found.items())


def _ended(before: Mapping[str, str], withdrawn: str | None) -> dict[str, str]:
    """Return an event that is gone: what it said, or what stands for it."""
    kept = {name: before[name] for name in _TOLD if name in before}
    told = kept if withdrawn is None else {"DTSTART": before["DTSTART"], "SUMMARY": _text(withdrawn)}
    return {**told, "STATUS": "CANCELLED"}


def _told(day: str, uid: str, event: Mapping[str, str], before: Mapping[str, str], on: date) -> list[str]:
    """Return the lines of an event; `before` is what the last calendar said of it."""
    same = all(event.get(name) == before.get(name) for name in _TOLD)
    number = int(before.get("SEQUENCE", 0)) + (not same) if before else 0
    stamp = before.get("DTSTAMP", "") if same else ""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp or f'{_compact(on)}T000000Z'}"]
    lines += [f"DTSTART;VALUE=DATE:{day}", f"DTEND;VALUE=DATE:{_day_after(day)}"]
    lines += [f"{name}:{event[name]}" for name in _TOLD[1:] if name in event]
    return [*lines, "TRANSP:TRANSPARENT", f"SEQUENCE:{number}", "END:VEVENT"]


def _lines(*lines: str) -> bytes:
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


@cache
def _compact(day: date) -> str:
    return f"{day:%Y%m%d}"


@cache
def _day_after(day: str) -> str:
    return _compact(date.fromisoformat(day) + timedelta(days=1))


def _event(entry: Entry, day: str, *, ended: bool) -> dict[str, str]:
    told = {"DTSTART": day, "SUMMARY": _text(entry.summary)}
    if entry.description:
        told["DESCRIPTION"] = _text(entry.description)
    if entry.url is not None:
        told["URL"] = entry.url
    told["STATUS"] = "CANCELLED" if ended else "CONFIRMED"
    return told


def public_days(headings: Sequence[Heading], lang: str) -> list[Day[tuple[Heading, Row | None]]]:
    """Return the days that the pages show: the last to publish a response, and what the reports say is due.

    Each language has events of its own, so that both calendars may be subscribed to.
    """
    found: list[Day[tuple[Heading, Row | None]]] = []
    own = () if lang == "en" else (lang,)
    for heading in headings:
        response, day = heading.shown.response, heading.last_day or heading.inspection.respond_by
        if day is not None:
            found.append(((*own, "publish", *response.key), day, False, (heading, None)))
        for row in heading.items:
            each, status = row.recommendation, row.status
            if each.due_on is not None and (status is None or status.stage is not Stage.FOR_OTHERS):
                ended = status is not None and status.stage.ended
                found.append(((*own, "due", each.id, response.area), each.due_on, ended, (heading, row)))
    return found


def public_entry(of: tuple[Heading, Row | None], words: Words, *, root: str) -> Entry:
    """Return what the public calendar says of a day. `root` is the address of the language."""
    heading, row = of
    title = heading.report_in(words.lang)
    if row is None:
        key = "calendar.publish" if heading.last_day else "calendar.respond"
        return Entry(summary=words.plain(key, title=title), url=f"{root}{heading.file}")
    each = row.recommendation
    name = words.plain(f"kind.{each.kind.name}", number=each.number or each.key)
    return Entry(summary=words.plain("calendar.due", name=name, title=title), url=f"{root}{heading.item_file(row)}")


def write_office_calendar(job: Job) -> None:
    """Write the office's own calendar: every deadline, deferrals and actions included. Raises CannotWrite."""
    titles = {each.id: each.title for each in job.view.register.inspections}
    days: list[Day[Entry]] = []
    for each in job.view.deadlines:
        title = titles.get(each.inspection, each.inspection)
        about = each.what if each.subject == title else each.subject
        lines = [f"Whose move: {each.whose}", f"From: {each.citation}", *each.working, *each.warnings]
        entry = Entry(summary=f"{each.what[:1].upper()}{each.what[1:]}: {title}", description="\n".join(lines))
        days.append((("office", each.inspection, about, each.area or ""), each.last_day, False, entry))
    data = calendar(
        days,
        lambda entry: entry,
        title="Inspection deadlines of the office",
        host="office.inspectlib.invalid",
        on=job.on,
        previous=job.previous,
    )
    job.destination.write_bytes(b"".join(data))
    job.progress(1, 1)


OFFICE_CALENDAR = Exporter(
    name="office-calendar",
    title="Office calendar",
    audience=Audience.WORKING,
    suffix=".ics",
    export=write_office_calendar,
)
