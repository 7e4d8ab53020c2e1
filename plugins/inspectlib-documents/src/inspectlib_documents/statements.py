"""What the words of blocks say of them: whether they go on, lead in, ask, or stand apart."""

import re

from inspectlib.recommendations import DuePrecision
from inspectlib_documents.addressees import Subjects, bodies_in, sentences
from inspectlib_documents.blocks import Block, is_open, request_in
from inspectlib_documents.dates import due_in
from inspectlib_documents.words import same_words, words

#: characters that a lead-in may go on with after its words: "that the force"
_A_NAME, _A_CLAUSE = 25, 45


class Statement:
    """The words of one statement as they are gathered: a block, its parts, the paragraphs that go on with it."""

    def __init__(self, block: Block, text: str) -> None:
        """Begin with a block and the words of it that count."""
        self.words: list[str] = [text]
        self.parts: list[Block] = []
        self.end = block.end

    @property
    def ending(self) -> str:
        """Return what the words end with so far."""
        return self.words[-1]

    def add_parts(self, parts: list[Block]) -> None:
        """Add the bullets of a list."""
        self.parts.extend(parts)
        self.words.extend(each.text for each in parts)
        self.end = parts[-1].end

    def add_paragraph(self, block: Block) -> None:
        """Add a paragraph."""
        self.words.append(block.text)
        self.end = block.end

    def text(self) -> str:
        """Return all the words, a line a part."""
        return "\n".join(self.words)


def is_deeper(block: Block, parent: Block) -> bool:
    """Say whether a bullet is a part of the block before it: further in, or of a lesser mark."""
    return block.indent > parent.indent + 1 or (
        block.marker != parent.marker and block.marker in ("o", "(a)", "-", "\N{EN DASH}")
    )


def continues(text: str) -> bool:
    """Say whether a paragraph or a sentence goes on with the item before it."""
    return bool(re.match(rf"(?:{words('asks', 'goes_on').pattern})", text, re.IGNORECASE)) and (
        request_in(text) or is_open(text)
    )


def is_withdrawn(text: str) -> bool:
    """Say whether there stands only that an item was taken back."""
    return bool(re.fullmatch(rf"[\[(]?(?:{words('labels', 'withdrawn').pattern})[.\])]*", text.strip(), re.IGNORECASE))


def is_of_a_committee(text: str) -> bool:
    """Say whether a committee asks something of itself or in its own name."""
    return bool(words("labels", "committees").match(text))


def is_definition(text: str) -> bool:
    """Say whether a text says what a kind of item is, and asks nothing."""
    return bool(words("asks", "defines").search(text))


def is_in_comment(log: str, *, inside: bool) -> bool:
    """Say whether a comment of a register's log is still open after these words of it."""
    opened, closed = log.rfind("[comment]"), log.rfind("[/comment]")
    return opened > closed if max(opened, closed) >= 0 else inside


_OWN = re.compile(
    r"^(?:we|i|our|hmic(?:frs)?|this (?:report|section|chapter)|in this (?:report|section|chapter))\b", re.IGNORECASE
)


def is_own_voice(text: str) -> bool:
    """Say whether a text is about what its writers do: "we set out below what should follow"; it asks nobody."""
    return bool(_OWN.match(text)) and not words("asks", "recommending").search(sentences(text)[0])


_RECOMMENDS = re.compile(
    r"^(?:[^.:;]{0,80}\b)?(?:we|i|hmic(?:frs)?|the inspectorate|the inspectorates|hm inspectorate of constabulary)\s+"
    r"(?:(?:therefore|also|further|now|strongly)\s+)?recommends?\s+that\b",
    re.IGNORECASE,
)


def recommends(text: str, subjects: Subjects) -> bool:
    """Say whether a paragraph is a recommendation wherever it stands: "We recommend that", and a body that it names."""
    first = sentences(text)[0]
    found = _RECOMMENDS.match(first)
    return found is not None and not is_definition(text) and bool(bodies_in(first[found.end() :], subjects))


def is_gloss(text: str) -> bool:
    """Say whether a text says what a word means, as a glossary does: "a serious shortcoming; ..."."""
    return bool(re.match(r"(?:an?|the|what|when|where)\s", text))


def first_sentences(text: str) -> str:
    """Return the first sentence and those that go on with it."""
    parts = sentences(text)
    kept = [parts[0]]
    for each in parts[1:]:
        if not continues(each):
            break
        kept.append(each)
    return " ".join(kept)


def leads(text: str, following: str = "") -> bool:
    """Say whether a lead-in recommends, without saying itself who should do what.

    It may say more of its recommendations where the words below it ask: "two recommendations fall to chief constables:".
    """
    last = sentences(text.rstrip(": \N{EN DASH}-"))[-1]
    tail = same_words(last)[-90:]
    if words("asks", "modal").search(tail) and not words("asks", "recommending").search(tail):
        return False
    found = list(words("asks", "lead").finditer(tail))
    return (
        bool(found)
        and len(tail) - found[-1].end() < (_A_CLAUSE if request_in(following) else _A_NAME)
        and bool(re.search(r"recommend|improvement|concern", text, re.IGNORECASE))
    )


_OPENING = 3


def _has_deadline(text: str) -> bool:
    """Say whether a part has a deadline of its own; "without delay" within it only says how."""
    found = due_in(text)
    return found is not None and (
        found.due.precision in (DuePrecision.DAY, DuePrecision.MONTH, DuePrecision.RELATIVE) or found.start <= _OPENING
    )


def stand_apart(made: Statement) -> bool:
    """Say whether the parts of a list are items of their own: each with its own deadline or its own body."""
    if any(_has_deadline(part.rest or part.text) for part in made.parts):
        return True
    lead = made.words[0]
    return leads(lead) and sum(request_in(part.text) for part in made.parts) * 2 >= len(made.parts)


def follows(last: str, number: str) -> bool:
    """Say whether a number comes next after another: 6.2 then 6.3, 4 then 5, 4a then 4b."""
    a, b = last.split("."), number.split(".")
    if len(a) != len(b) or a[:-1] != b[:-1]:
        return False
    if a[-1].isdigit() and b[-1].isdigit():
        return int(b[-1]) - int(a[-1]) in (1, 2)
    return True
