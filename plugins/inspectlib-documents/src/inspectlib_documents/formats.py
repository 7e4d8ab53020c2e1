"""What kind of file a document is, and its lines."""

from functools import lru_cache

from inspectlib.exchange import Source
from inspectlib_documents.reader import Reading, read_text

SUFFIXES = (".txt",)


def can_read(source: Source) -> bool:
    """Say whether a source is of a format that is read here, by its name and its first bytes."""
    return source.suffix in SUFFIXES and b"\x00" not in source.data


@lru_cache(maxsize=2)
def reading_of(source: Source) -> Reading:
    """Read a document through all its stages. Raises CannotRead."""
    return read_text(source.name, source.text())
