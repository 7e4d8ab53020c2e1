"""Words that were kept out of a published report (Police Act 1996, s.55(2)) are public nowhere."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, TypeVar

import attrs

from inspectlib.inspections import Inspection

T = TypeVar("T")
_LEAVES = object()
#: characters that stand inside a word unseen
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def plain(text: str) -> str:
    """Return the words of a text alone, between single spaces: neither case, marks nor line ends hide a word."""
    folded = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).casefold()
    words = re.sub(r"[\W_]+", " ", folded).strip()
    return f" {words} "


def kept_out(inspections: Iterable[Inspection]) -> frozenset[str]:
    """Return the words that were kept out of any of the reports, each plain."""
    return frozenset(plain(words) for each in inspections for words in each.withheld) - {plain("")}


def reproduces(held: Any, words: frozenset[str]) -> bool:
    """Say whether any text in a value holds words that were kept out."""
    if not words:
        return False
    if isinstance(held, str):
        said = plain(held)
        return any(each in said for each in words)
    if isinstance(held, (tuple, frozenset)):
        return any(reproduces(each, words) for each in held)
    return attrs.has(type(held)) and any(
        reproduces(getattr(held, each.name), words) for each in attrs.fields(type(held))
    )


def without(held: T, words: frozenset[str]) -> T | None:
    """Return a value without what reproduces words that were kept out; None where it cannot stand without.

    A text with such words goes whole, and a value that needs that text goes with it.
    """
    if not reproduces(held, words):
        return held
    seen = _cut(held, words)
    return None if seen is _LEAVES else seen


def _cut(held: Any, words: frozenset[str]) -> Any:
    if not reproduces(held, words):
        return held
    if isinstance(held, tuple):
        return tuple(each for each in (_cut(one, words) for one in held) if each is not _LEAVES)
    if not attrs.has(type(held)):
        return _LEAVES
    changes = {}
    for field in attrs.fields(type(held)):
        before = getattr(held, field.name)
        after = _cut(before, words)
        if after is _LEAVES:
            if field.default is attrs.NOTHING:
                return _LEAVES
            after = field.default
        if after is not before:
            changes[field.name] = after
    return attrs.evolve(held, **changes)
