"""How much of an input is read: its bytes, what it unpacks to, its depth, its pages, and the time that it may take."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from time import process_time
from typing import NoReturn, TypeVar
from xml.parsers import expat

from inspectlib.errors import CannotRead
from inspectlib.fields import Public, value

T = TypeVar("T")
#: bytes read at a time: what is held of a member while it is read
PIECE = 64 * 1024
_ENCRYPTED = 0x1
#: how a compound file begins: an encrypted office document, or an old one
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@value
class Limits:
    """What an input may hold and cost.

    `held`: bytes of a file; `members`: files of an archive; `unpacked`: bytes that they unpack to in all; `depth`:
    elements inside each other in XML; `pages`: of a PDF; `seconds`: processor time that reading it may take. `ratio` (unpacked to packed bytes) is asked of archives above `free` unpacked bytes: small ones may be as
    repetitive as they like. The figures are far above any book or letter seen and far below what stops a machine.
    """

    held: Public[int] = 64 * 1024 * 1024
    members: Public[int] = 4_000
    unpacked: Public[int] = 384 * 1024 * 1024
    ratio: Public[int] = 150
    free: Public[int] = 16 * 1024 * 1024
    depth: Public[int] = 256
    pages: Public[int] = 1_000
    seconds: Public[float] = 300.0


LIMITS = Limits()


def open_zip(data: bytes, name: str, limits: Limits = LIMITS) -> zipfile.ZipFile:
    """Open a packed document (.xlsx, .docx) when it stays within the limits; `name` is what errors call it.

    The declared sizes are checked before anything is unpacked; Python unpacks no more of a member than
    it declares, so they bound what reading costs. Raises CannotRead.
    """
    if data.startswith(_OLD):
        _refuse(
            name, "is protected by a password, or of the format before 2007; save it without one, as .docx or .xlsx"
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        message = (
            f"{name!r} is damaged: it is not a whole file of its kind; open it, save it again, or ask for a fresh copy"
        )
        raise CannotRead(message) from None
    entries = archive.infolist()
    unpacked = sum(each.file_size for each in entries)
    if len(entries) > limits.members:
        _refuse(name, f"holds {len(entries):,} files where at most {limits.members:,} are opened")
    if unpacked > limits.unpacked:
        _refuse(name, f"unpacks to {unpacked:,} bytes where at most {limits.unpacked:,} are opened")
    if unpacked > limits.free and unpacked > limits.ratio * len(data):
        _refuse(name, f"unpacks to {unpacked // max(len(data), 1):,} times its size, which no ordinary document does")
    if any(each.flag_bits & _ENCRYPTED for each in entries):
        _refuse(name, "is protected by a password; save it without one")
    return archive


def within_time(parts: Iterable[T], name: str, limits: Limits = LIMITS) -> Iterator[T]:
    """Give the parts of a document one by one while reading it stays within its processor time. Raises CannotRead.

    Processor time of this process, so that a busy machine refuses nothing; a part that never ends is not stopped.
    """
    began = process_time()
    for part in parts:
        if process_time() - began > limits.seconds:
            _refuse(name, f"takes over {limits.seconds:,.0f} seconds to read", "it was not read")
        yield part


def _refuse(name: str, what: str, then: str = "it was not opened") -> NoReturn:
    message = f"{name!r} {what}; {then}"
    raise CannotRead(message)


def pieces(archive: zipfile.ZipFile, member: str, name: str) -> Iterator[bytes]:
    """Give the unpacked bytes of one member, a piece at a time. Raises CannotRead where it is damaged or missing."""
    try:
        with archive.open(member) as file:
            while piece := file.read(PIECE):
                yield piece
    except KeyError:
        message = f"{name!r} is damaged: its part {member!r} is missing; ask for a fresh copy"
        raise CannotRead(message) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        message = f"{name!r} is damaged: its part {member!r} cannot be unpacked; ask for a fresh copy"
        raise CannotRead(message) from None


class _Local(dict[str, str]):
    """The names of elements without their namespace: few names, met many times."""

    def __missing__(self, name: str) -> str:
        self[name] = name.rpartition(" ")[2]
        return self[name]


def parse_xml(
    parts: Iterator[bytes],
    name: str,
    *,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse XML, calling back for each element (without its namespace) and each run of text.

    A document type, and with it every entity, is refused: office documents have none; so is XML deeper than
    `LIMITS.depth`. Raises CannotRead.
    """
    depth = 0
    local = _Local()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        _refuse(name, "declares a document type or entities inside, which no ordinary document does")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse

    def begin(tag: str, found: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > LIMITS.depth:
            _refuse(name, f"holds elements more than {LIMITS.depth} deep, which no ordinary document does")
        if start is not None:
            for key in found:
                if " " in key:
                    found = {key.rpartition(" ")[2]: each for key, each in found.items()}
                    break
            start(local[tag], found)

    def finish(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(local[tag])

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for piece in parts:
            parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by place
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        message = f"{name!r} is damaged: {expat.ErrorString(error.code)}; ask for a fresh copy"
        raise CannotRead(message) from None
