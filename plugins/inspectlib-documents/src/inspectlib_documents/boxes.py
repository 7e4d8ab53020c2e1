"""Ticks as people type them."""

import re

TICKED, UNTICKED = "☒☑✓✔", "☐□"


def boxes_of(line: str) -> list[tuple[bool | None, str]]:
    """Return each box of a line: whether it is ticked (None: there is no box) and its words."""
    words = re.sub(r"\[[xX]\]", TICKED[0], line.strip())
    words = re.sub(r"\[ ?\]", UNTICKED[0], words)
    mark = f"[{TICKED}{UNTICKED}]"
    pattern = rf"({mark})([^{TICKED}{UNTICKED}]*)" if re.match(mark, words) else rf"([^{TICKED}{UNTICKED}]+)({mark})"
    found = re.findall(pattern, words)
    if not found:
        return [(None, words)]
    return [
        (box in TICKED, text.strip())
        for box, text in (pair if re.match(mark, pair[0]) else reversed(pair) for pair in found)
    ]


def ticked(mark: str) -> bool | None:
    """Return whether what stands in the place of a box is a tick; None where it says neither, as "?" does."""
    bare = mark.strip()
    inner = bare[1:-1].strip() if re.fullmatch(r"\[.*\]|\(.*\)", bare) else bare
    if inner in ("x", "X"):
        return True
    if not inner:
        return False if bare else None
    said = {True if each in TICKED else False if each in UNTICKED else None for each in inner}
    return said.pop() if len(said) == 1 else None
