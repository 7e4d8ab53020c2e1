"""The sheet Deadlines: every day that matters, soonest first; all of it is worked out."""

from collections.abc import Iterator

from inspectlib.audiences import View
from inspectlib_excel.cells import Value

COLUMNS = (
    ("Last day", 12),
    ("Days left", 10),
    ("What", 40),
    ("Done on", 12),
    ("Whose move", 24),
    ("Subject", 40),
    ("Inspection", 26),
    ("Area", 13),
    ("Source", 28),
    ("Note", 44),
)


def rows(view: View, body: str | None) -> Iterator[tuple[Value, ...]]:
    """Give the rows of the sheet."""
    responses = {each.key: each for each in view.register.responses}
    for each in view.deadlines:
        if body is not None and each.area not in (None, body):
            continue
        response = responses.get((each.inspection, each.area)) if each.area else None
        asks_response = each.whose == "local policing body"
        done = min((one.on for one in response.publications), default=None) if response and asks_response else None
        yield (
            each.last_day,
            None if done else (each.last_day - view.on).days,
            each.what,
            done,
            each.whose,
            each.subject,
            each.inspection,
            each.area,
            each.citation,
            "; ".join(each.warnings),
        )
