"""Police areas by the names that people know."""

from inspectlib import bodies
from inspectlib.errors import UnknownArea


def area_name(slug: str) -> str:
    """Return the printed name of an area, or its slug where no such area is known."""
    try:
        return bodies.area(slug).name
    except UnknownArea:
        return slug
