"""What each page says, taken from the public view alone."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from inspectlib import bodies
from inspectlib.audiences import ShownResponse, View
from inspectlib.errors import CannotWrite
from inspectlib.fields import Public, value
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.responses import Explanation, Publication, Recipient
from inspectlib.status import Status

RECIPIENTS = {Recipient.INSPECTORS: "the inspectors", Recipient.SECRETARY_OF_STATE: "the Secretary of State"}
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\[\]]+", re.IGNORECASE | re.ASCII)


def clean(text: str) -> str:
    """Return text with plain line ends and without control characters, which neither HTML nor XML may hold."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph; a blank line parts paragraphs."""
    parts = re.split(r"\n(?:[^\S\n]*\n)+", clean(text).strip("\n"))
    return [part.split("\n") for part in parts if part.strip()]


def link(url: str | None) -> str | None:
    """Return a web address that may be linked, or None for anything else."""
    if url is None or clean(url) != url or not _LINK.fullmatch(url):
        return None
    parts = urlsplit(url)
    return url if parts.hostname and "@" not in parts.netloc else None


def slug(name: str) -> str:
    """Return a name cut to a-z, 0-9 and single hyphens; possibly empty."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def known_area(area: str) -> bodies.Area | None:
    """Return the police area with this slug, or None."""
    return next((each for each in bodies.areas(fictional=True) if each.slug == area), None)


def body_in_office(area: str, on: date) -> bodies.LocalPolicingBody | None:
    """Return the body in office for an area on a day, or None where it is not known."""
    found = known_area(area)
    return next((each for each in found.bodies if each.holds(on)), None) if found else None


def body_name(area: str, on: date) -> str:
    """Return the name of the body in office for an area on a day, or the slug where it is not known."""
    body = body_in_office(area, on)
    return body.name if body else area


@value
class Item:
    """One recommendation with all that is said about it; `anchor` is its id on the page."""

    anchor: Public[str]
    recommendation: Public[Recommendation]
    heading: Public[str]
    addressees: Public[tuple[str, ...]]
    explanations: Public[tuple[tuple[Explanation, tuple[str, ...]], ...]]
    force_comments: Public[tuple[str, ...]]
    status: Public[Status | None]


@value
class Page:
    """One response with the dates that the page, the list and the feeds show."""

    name: Public[str]
    shown: Public[ShownResponse]
    inspection: Public[Inspection]
    body: Public[str]
    fictional: Public[bool]
    publications: Public[tuple[Publication, ...]]
    last_day: Public[date | None]
    updated: Public[date]
    items: Public[tuple[Item, ...]]
    other_explanations: Public[tuple[Explanation, ...]]
    other_force_comments: Public[tuple[tuple[str, str], ...]]

    @property
    def file(self) -> str:
        """Return the path of the page below the site."""
        return f"responses/{self.name}.html"

    @property
    def title(self) -> str:
        """Return the title of the page."""
        return f"Response to {self.inspection.title}"

    @property
    def published_on(self) -> date | None:
        """Return the day on which the response was first published, or None where none is recorded."""
        return self.publications[0].on if self.publications else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _items(view: View, shown: ShownResponse, inspection: Inspection) -> Iterable[Item]:
    labels = {each.id: each.label for each in inspection.recommendations}
    used: set[str] = set()
    for number, each in enumerate(inspection.recommendations, start=1):
        wanted = anchor = f"recommendation-{slug(each.key) or number}"
        again = 2
        while anchor in used:
            anchor, again = f"{wanted}-{again}", again + 1
        used.add(anchor)
        yield Item(
            anchor=anchor,
            recommendation=each,
            heading=_capital(each.label),
            addressees=tuple(bodies.addressee_name(code) for code in each.addressees),
            explanations=tuple(
                (said, tuple(labels.get(other, other) for other in said.covers if other != each.id))
                for said in shown.response.explanations
                if each.id in said.covers
            ),
            force_comments=tuple(text for about, text in shown.force_comments if about == each.id),
            status=view.statuses.get((each.id, shown.response.area)),
        )


def _page(view: View, shown: ShownResponse) -> Page:
    response = shown.response
    inspection = view.register.inspection(response.inspection)
    name, area = slug(response.inspection), slug(response.area)
    if not name or not area:
        message = f"{response.inspection!r} and {response.area!r} make no file name; use letters a to z or digits"
        raise CannotWrite(message)
    publications = tuple(sorted(response.publications, key=lambda each: each.on))
    days = [each.on for each in publications]
    days += [each.on for each in response.sign_offs] + [each.on for each in response.copies]
    days += [shown.signed_on] if shown.signed_on else []
    ids = {each.id for each in inspection.recommendations}
    found = known_area(response.area)
    return Page(
        name=f"{name}-{area}",
        shown=shown,
        inspection=inspection,
        body=body_name(response.area, publications[0].on if publications else shown.signed_on or view.on),
        fictional=found is not None and found.fictional,
        publications=publications,
        last_day=next(
            (
                each.last_day
                for each in view.deadlines
                if each.law == "PA96-S55-5A" and each.inspection == inspection.id and each.area in (None, response.area)
            ),
            None,
        ),
        updated=max(days, default=inspection.published_on or view.on),
        items=tuple(_items(view, shown, inspection)),
        other_explanations=tuple(each for each in response.explanations if not ids & set(each.covers)),
        other_force_comments=tuple(each for each in shown.force_comments if each[0] not in ids),
    )


def pages_of(view: View) -> tuple[Page, ...]:
    """Return a page for each response of the view, newest report first. Raises CannotWrite for two of one name."""
    pages: dict[str, Page] = {}
    for shown in view.responses:
        page = _page(view, shown)
        if page.name in pages:
            message = f"two responses would both be {page.file!r}; give one inspection another id"
            raise CannotWrite(message)
        pages[page.name] = page
    by_name = sorted(pages.values(), key=lambda each: each.name)
    return tuple(sorted(by_name, key=lambda each: each.inspection.published_on or date.min, reverse=True))
