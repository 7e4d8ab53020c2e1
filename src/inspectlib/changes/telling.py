"""What changed, told to a committee or to the public: one sentence a change."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from inspectlib.changes.change import Change
from inspectlib.changes.differing import diff
from inspectlib.changes.facts import names_of_areas, tidy
from inspectlib.changes.words import no_longer_public, sentence
from inspectlib.register import Register

#: in place of words that were public and are not any more
_GONE = "(not public)"


def sentences(changes: Iterable[Change], *registers: Register) -> tuple[str, ...]:
    """Return one sentence a change, in order; reports and actions are called by their titles in these registers, areas by their names."""
    titles = _titles(*registers)
    return tuple(_sentence(sentence(each.where, each.before, each.after, titles)) for each in changes)


def public_sentences(before: Register, after: Register) -> tuple[str, ...]:
    """Return one sentence a change between what was public once and what is public now.

    What is public now decides what of the past may be quoted: words that have since been marked, kept out of a report
    or corrected are not, and of what has left nothing is said but what it was.
    """
    gone, titles = frozenset(_texts(before)) - frozenset(_texts(after)), _titles(after)
    ids = {each.id for each in after.inspections}
    ids |= {one.id for each in after.inspections for one in each.recommendations}
    return tuple(
        _sentence(
            no_longer_public(each.where, titles, ids)
            if each.after is None
            else sentence(each.where, _without(each.before, gone), each.after, titles)
        )
        for each in diff(before, after)
    )


def paragraph(before: Register, after: Register) -> str:
    """Return what changed between two states of a register, as a paragraph with one sentence a change."""
    return " ".join(sentences(diff(before, after), before, after)) or "Nothing changed."


def _titles(*registers: Register) -> Mapping[str, str]:
    titles = dict(names_of_areas())
    for register in registers:
        titles |= {each.id: f"'{each.title}'" for each in register.inspections if each.title}
        titles |= {f"actions|{each.id}": f"action '{each.title}'" for each in register.actions if each.title}
    return titles


def _texts(held: Any) -> Iterator[str]:
    """Yield each text in a value, ids included; days and the answers of a closed choice are none."""
    if type(held) is str:
        yield tidy(held)
    elif isinstance(held, (tuple, frozenset)):
        for each in held:
            yield from _texts(each)
    elif attrs.has(type(held)):
        for field in attrs.fields(type(held)):
            yield from _texts(getattr(held, field.name))


def _without(plain: Any, gone: frozenset[str]) -> Any:
    if isinstance(plain, dict):
        return {name: _without(each, gone) for name, each in plain.items()}
    if isinstance(plain, list):
        return [_without(each, gone) for each in plain]
    return _GONE if isinstance(plain, str) and tidy(plain) in gone else plain


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".'", "!'", "?'")) else ".")
