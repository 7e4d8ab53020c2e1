"""What the places of the form are called: a filled form is read by name, never by its words."""

import re

from inspectlib.cases import Action
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation

#: what the name of an action begins with whose id is not in it
NAMELESS = "+"
#: so that a whole name stays within the 64 characters that Word takes
_LONGEST = 24


def _plain(text: str) -> bool:
    return len(text) <= _LONGEST and re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text) is not None


def key_of(inspection: Inspection, each: Recommendation) -> str:
    """Return the key of a recommendation, or its place in the report where the key is no short plain word."""
    return each.key if _plain(each.key) else f"place-{inspection.recommendations.index(each) + 1}"


def of_recommendation(inspection: Inspection, each: Recommendation, field: str) -> str:
    """Return the name of a field of a recommendation or of the force's answer to it."""
    return f"r/{key_of(inspection, each)}/{field}"


def of_explanation(inspection: Inspection, each: Recommendation, field: str, number: int) -> str:
    """Return the name of the body's explanation; its number keeps one that covers several together."""
    return f"{of_recommendation(inspection, each, field)}/{number}"


def of_action(inspection: Inspection, each: Recommendation, action: Action, number: int, field: str) -> str:
    """Return the name of a field of an action as it stands under a recommendation."""
    return f"a/{action.id if _plain(action.id) else f'{NAMELESS}{number}'}/{key_of(inspection, each)}/{field}"
