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
