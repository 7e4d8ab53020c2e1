"""What kind of file a document is, and its lines."""

from functools import lru_cache

from inspectlib.errors import CannotRead
from inspectlib.exchange import Source
from inspectlib_documents.html import is_html, shown_in_html
from inspectlib_documents.lines import lines_of_shown
from inspectlib_documents.reader import Reading, read_lines, read_text

SUFFIXES = (".txt", ".html", ".htm")
_HTML = (".html", ".htm")


def can_read(source: Source) -> bool:
    """Say whether a source is of a format that is read here, by its name and its first bytes."""
    return source.suffix in SUFFIXES and b"\x00" not in source.data


@lru_cache(maxsize=2)
def reading_of(source: Source) -> Reading:
    """Read a document through all its stages. Raises CannotRead."""
    if source.suffix in _HTML or is_html(source.data):
        text, lines = lines_of_shown(shown_in_html(source.name, source.data))
        if not lines:
            message = f"{source.name!r} shows no words; there is nothing to read"
            raise CannotRead(message)
        return read_lines(source.name, text, lines)
    return read_text(source.name, source.text())


def text_of(source: Source) -> str:
    """Return the plain text of a document, whatever its format. Raises CannotRead."""
    return reading_of(source).text
