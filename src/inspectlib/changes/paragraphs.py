"""Two edits of one long text: merged by paragraph where they stand apart, and nowhere else."""

from difflib import SequenceMatcher

_Edit = tuple[int, int, tuple[str, ...]]


def merge_paragraphs(base: str, ours: str, theirs: str) -> str | None:
    """Return the text with both sides' paragraphs, or None where that would be a guess.

    Paragraphs stand apart by an empty line. At least one untouched paragraph must lie between what one side
    changed and what the other did; a text that repeats a paragraph is left to people.
    """
    start = base.split("\n\n")
    if len(set(start)) != len(start):
        return None
    mine, yours = _edits(start, ours.split("\n\n")), _edits(start, theirs.split("\n\n"))
    for one in mine:
        for two in yours:
            if one != two and not (one[1] < two[0] or two[1] < one[0]):
                return None
    text = list(start)
    for first, last, words in sorted({*mine, *yours}, reverse=True):
        text[first:last] = words
    return "\n\n".join(text)


def _edits(base: list[str], changed: list[str]) -> list[_Edit]:
    found = SequenceMatcher(None, base, changed, autojunk=False).get_opcodes()
    return [(a, b, tuple(changed[c:d])) for tag, a, b, c, d in found if tag != "equal"]
