"""The records that plugins hand in: importers, exporters and stores; and what they are given."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from inspectlib.audiences import View
from inspectlib.cases import PositionAnswer
from inspectlib.changes import Change
from inspectlib.errors import CannotRead
from inspectlib.fields import Audience, Public, value
from inspectlib.findings import Problem
from inspectlib.limits import LIMITS
from inspectlib.profiles import Profile
from inspectlib.recommendations import RecommendationKind
from inspectlib.register import Register

__all__ = [
    "MOST_BYTES",
    "ByNumber",
    "Exporter",
    "ImportResult",
    "Importer",
    "Job",
    "Meanings",
    "Problem",
    "Source",
    "Store",
]

#: the largest input read, in bytes
MOST_BYTES = LIMITS.held


@value
class Source:
    """An input as an importer gets it: its name, its bytes (bounded), nothing else of the machine.

    `body`: the police area that the user says it is of, where the text may not say so.
    `mapping`: what the user says that its columns mean: names and meanings; only an importer that gives `meanings` asks it.
    """

    name: Public[str]
    data: Public[bytes]
    body: Public[str | None] = None
    mapping: Public[tuple[tuple[str, str], ...] | None] = None

    @classmethod
    def from_path(cls, path: Path, body: str | None = None, mapping: Mapping[str, str] | None = None) -> "Source":
        """Read a file. Raises CannotRead for a folder, a missing, an empty or an oversized file."""
        if path.is_dir():
            message = f"{str(path)!r} is a folder; name a file"
            raise CannotRead(message)
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            message = f"there is no file {str(path)!r}; check the spelling"
            raise CannotRead(message) from None
        except OSError as error:
            message = f"{str(path)!r} cannot be read: {error.strerror}"
            raise CannotRead(message) from None
        if len(data) > MOST_BYTES:
            message = f"{str(path)!r} is over {MOST_BYTES // 1024 // 1024} MB, too large to read"
            raise CannotRead(message)
        if not data.strip():
            message = f"{str(path)!r} is empty; there is nothing to read"
            raise CannotRead(message)
        return cls(
            name=path.name, data=data, body=body, mapping=tuple(mapping.items()) if mapping is not None else None
        )

    @property
    def suffix(self) -> str:
        """Return the ending of the name, lower case, with its dot."""
        return Path(self.name).suffix.lower()

    def text(self) -> str:
        """Return the bytes as text (UTF-8, with or without a mark). Raises CannotRead for a binary."""
        if b"\x00" in self.data:
            message = f"{self.name!r} is not text; save it as .txt or .docx"
            raise CannotRead(message)
        if self.data.startswith(b"{\\rtf"):
            message = f"{self.name!r} is rich text (RTF), which is not read; save it as .docx"
            raise CannotRead(message)
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = f"{self.name!r} is not UTF-8 text; save it as UTF-8"
            raise CannotRead(message) from None


@value
class Taken:
    """How an importer read a place of its source: its words, what they were taken for, why, and 0 to 1 how sure."""

    place: Public[str]
    text: Public[str]
    taken_for: Public[str]
    why: Public[str]
    sure: Public[float | None] = None


@value
class Meanings:
    """What the named columns of a source were taken for, "" where that is not known, and the words that may say it."""

    taken: Public[Mapping[str, str]]
    words: Public[tuple[str, ...]]


@value
class ByNumber:
    """A position on a recommendation that the source names by its number alone: its text stands in another document.

    `comment`: the words that take the position. `problem` says that the text is missing, and goes once a register
    holds exactly one recommendation of the kind with the number.
    """

    kind: Public[RecommendationKind]
    number: Public[str]
    position: Public[PositionAnswer]
    comment: Public[str]
    problem: Public[Problem]


@value
class ImportResult:
    """What was understood of a source. `reading` is the printed form of `read --format json`.

    `by_number`: positions on recommendations of another document, each also a problem until a register has them.
    `explained`: how each place of the source was read, for `read --explain`; empty: the importer does not say.
    `meanings`: what its columns were taken for, which the user may correct; None: it has none that have to be asked about.

    A returned copy of the register (a tracker that was sent out) yields `changes`: what its reader edited,
    each with the `before` that was sent; `based_on` is the revision (number, hash) that it was made from;
    `places` says where in the copy a change was read, by the change's `where`.
    """

    register: Public[Register]
    problems: Public[tuple[Problem, ...]] = ()
    changes: Public[tuple[Change, ...] | None] = None
    based_on: Public[tuple[int, str] | None] = None
    reading: Public[Mapping[str, object] | None] = None
    explained: Public[tuple[Taken, ...]] = ()
    places: Public[Mapping[tuple[str, ...], str]] = attrs.field(factory=dict)
    by_number: Public[tuple[ByNumber, ...]] = ()
    meanings: Public[Meanings | None] = None


@value
class Importer:
    """Reads one kind of document. `recognises(source)` gives 0 to 100; the highest reads it."""

    name: Public[str]
    title: Public[str]
    suffixes: Public[tuple[str, ...]]
    recognises: Public[Callable[[Source], int]]
    read: Public[Callable[[Source], ImportResult]]


@value
class Job:
    """One export: what may be shown and where to write. `destination` is a fresh path.

    `profile`: the habits of the body that the export is for, where one is installed.
    `previous`: the last output, read-only, so that unchanged files can be copied or linked; None on the first run.
    `progress(done, all)` is called as work goes on; `say(line)` tells the user what they should know of the output.

    A one-document exporter writes the file `destination`; others make the folder `destination`.
    The core moves it into place when all went well.
    """

    view: Public[View]
    on: Public[date]
    destination: Public[Path]
    body: Public[str | None] = None
    inspections: Public[tuple[str, ...]] = ()
    options: Public[Mapping[str, str]] = {}
    since: Public[date | None] = None
    profile: Public[Profile | None] = None
    previous: Public[Path | None] = None
    progress: Public[Callable[[int, int], None]] = lambda _done, _all: None
    say: Public[Callable[[str], None]] = lambda _line: None


@value
class Exporter:
    """Writes one kind of output for one audience. `suffix` "" means a folder.

    `per_inspection`: one document an inspection, so several matches need a folder.
    `options` maps names that `--set` takes to what they mean.
    """

    name: Public[str]
    title: Public[str]
    audience: Public[Audience]
    suffix: Public[str]
    export: Public[Callable[[Job], None]]
    per_inspection: Public[bool] = False
    options: Public[Mapping[str, str]] = {}


@value
class Store:
    """Keeps registers with their histories; `schemes` are what its addresses begin with, before "://".

    Each function takes the address as the user gave it, and never repeats a password in a message. The lines of
    a history are those of the register file, the same on every store (`inspectlib.storage.history`).

    - `holds(address)`: whether a register is kept there.
    - `load(address, inspections)`: the register, stamped with its revision; with inspections these reports and what
      belongs to them, without a stamp, so that it can never be saved over the whole. Raises CannotRead.
    - `save(register, address, by=, why=, now=None)`: a new revision, whole or not at all. Raises RegisterMovedOn where
      the register is not based on the last one, CannotWrite.
    - `lines(address)`: the history, from revision 1.
    - `data(address)`: the bytes of the register file, or None where none stands there.
    - `put(address, data, lines)`: a whole register with its history into an empty place. Raises CannotWrite.
    - `redact(address, words=, revisions=, instead=, by=, why=, now=None, dry_run=False)`: what it did, a `Redaction`.
    - `repair(address, by=, dry_run=)`: what was done, in sentences.
    """

    name: Public[str]
    title: Public[str]
    schemes: Public[tuple[str, ...]]
    holds: Public[Callable[[str], bool]]
    load: Public[Callable[[str, tuple[str, ...]], Register]]
    save: Public[Callable[..., Register]]
    lines: Public[Callable[[str], list[dict[str, Any]]]]
    data: Public[Callable[[str], bytes | None]]
    put: Public[Callable[[str, bytes, list[dict[str, Any]]], None]]
    redact: Public[Callable[..., Any]]
    repair: Public[Callable[..., tuple[str, ...]]]
