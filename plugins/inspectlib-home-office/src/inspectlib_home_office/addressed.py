"""Whom a recommendation is addressed to, in words that are read back as the addressees that were recorded."""

import re
from collections.abc import Iterable, Iterator

from inspectlib_documents.addressees import Subjects, bodies_in, names_bodies_only

from inspectlib.bodies import addressee, addressee_name, addressee_named

_OPEN, _CLOSE = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"
_PIECE = re.compile(
    rf"\s*(?:{_OPEN}(?P<code>(?:[^{_CLOSE}]|{_CLOSE}{_CLOSE})*){_CLOSE}\s*(?=[,;\n]|\Z)|(?P<words>[^,;\n]+))"
)


def in_words(codes: Iterable[str], force: str) -> str | None:
    """Return the names of addressees, by commas; None where there are none.

    A code whose name would be read as somebody else, or as several, stands itself, between quotation marks.
    """
    return ", ".join(_name(each, force) for each in codes) or None


def _name(code: str, force: str) -> str:
    name = addressee_name(code)
    return name if codes_in(name, force) == (code,) else f"{_OPEN}{code.replace(_CLOSE, _CLOSE * 2)}{_CLOSE}"


def codes_in(words: str, force: str) -> tuple[str, ...]:
    """Return the code of each addressee that words name, in order; what names nobody known is its own code.

    `force`: the area whose force "the force" is.
    """
    return tuple(code for piece in _PIECE.finditer(words) for code in _of_piece(piece, force))


def _of_piece(piece: "re.Match[str]", force: str) -> Iterator[str]:
    if piece["code"] is not None:
        yield piece["code"].replace(_CLOSE * 2, _CLOSE)
        return
    words = piece["words"].strip()
    code = addressee_named(words)
    subjects = Subjects(force=force)
    if addressee(code) is None and names_bodies_only(words, subjects):
        yield from (each for each, _ in bodies_in(words, subjects))
    elif words:
        yield code
