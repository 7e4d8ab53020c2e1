"""What kind of file a document is, and its lines."""

from collections.abc import Iterator
from functools import lru_cache

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib.limits import within_time
from inspectlib_documents.html import is_html, shown_in_html
from inspectlib_documents.lines import Shown, lines_of_shown
from inspectlib_documents.pdf import is_pdf, shown_in_pdf
from inspectlib_documents.reader import Reading, read_lines, read_text
from inspectlib_documents.word import is_word, shown_in_word

SUFFIXES = (".docx", ".pdf", ".html", ".htm", ".txt")
_HTML = (".html", ".htm")


def can_read(source: Source) -> bool:
    """Say whether a source is of a format that is read here, by its name and its first bytes."""
    if source.suffix not in SUFFIXES:
        return False
    return (
        b"\x00" not in source.data or is_pdf(source.data) or is_word(source.data) or source.suffix in (".docx", ".pdf")
    )


@lru_cache(maxsize=2)
def reading_of(source: Source) -> Reading:
    """Read a document through all its stages, by what its bytes say that it is. Raises CannotRead."""
    shown = _shown(source)
    if shown is None:
        return read_text(source.name, source.text())
    text, lines = lines_of_shown(within_time(shown, source.name))
    if not lines:
        message = f"{source.name!r} shows no words; there is nothing to read"
        raise CannotRead(message)
    return read_lines(source.name, text, lines)


def _shown(source: Source) -> Iterator[Shown] | None:
    if is_pdf(source.data):
        return shown_in_pdf(source.name, source.data)
    if is_word(source.data) or source.suffix == ".docx":
        return shown_in_word(source.name, source.data)
    if source.suffix == ".pdf":
        message = f"{source.name!r} is no PDF, whatever its name says; save it again"
        raise CannotRead(message)
    if source.suffix in _HTML or is_html(source.data):
        return shown_in_html(source.name, source.data)
    return None


def text_of(source: Source) -> str:
    """Return the plain text of a document, whatever its format. Raises CannotRead."""
    return reading_of(source).text
