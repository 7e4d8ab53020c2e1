"""One thing that a document says of itself, with its place and its reason."""

import re
from datetime import date

from inspectlib.fields import Public, value
from inspectlib_documents.blocks import Block

#: blocks that make the top of a document, and those that open it
TOP, FIRST = 25, 3
LONGEST_TITLE = 220
LETTER = re.compile(
    r"^(?:dear\b|to: .*(?:chief constable|commissioner|home secretary|minister)|to (?:the )?(?:chief constable|home secretary|minister)(?:,? of [^.:]{3,40})?,?$|rt hon\b|sent:\s|(?:to|sent|sent on|date sent):$|yours (?:sincerely|faithfully)|letter to the)",
    re.IGNORECASE,
)


@value
class Fact:
    """One value with the span of text that it came from (characters, end exclusive), 0 to 1 how sure, and why."""

    name: Public[str]
    words: Public[str]
    start: Public[int]
    end: Public[int]
    why: Public[str]
    sure: Public[float] = 0.9
    day: Public[date | None] = None


def fact(name: str, block: Block, found: str, why: str, day: date | None = None, sure: float = 0.9) -> Fact:
    """Return a fact with the span of its words in a block, which may print them in capitals."""
    place = block.text.find(found)
    place = place if place >= 0 else block.text.lower().find(found.lower())
    start, end = block.span(max(place, 0), len(found))
    return Fact(name=name, words=found, start=start, end=end, why=why, day=day, sure=sure)
