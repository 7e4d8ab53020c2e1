"""What changed, told to a committee: one sentence a change."""

from collections.abc import Iterable

from inspectlib.changes.change import Change
from inspectlib.changes.differing import diff
from inspectlib.changes.facts import names_of_areas
from inspectlib.changes.words import sentence
from inspectlib.register import Register


def sentences(changes: Iterable[Change], *registers: Register) -> tuple[str, ...]:
    """Return one sentence a change, in order, reports called by their titles in these registers, areas by their names."""
    titles = dict(names_of_areas())
    titles |= {each.id: f"'{each.title}'" for register in registers for each in register.inspections if each.title}
    return tuple(_sentence(sentence(each.where, each.before, each.after, titles)) for each in changes)


def paragraph(before: Register, after: Register) -> str:
    """Return what changed between two states of a register, as a paragraph with one sentence a change."""
    return " ".join(sentences(diff(before, after), before, after)) or "Nothing changed."


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".'", "!'", "?'")) else ".")
