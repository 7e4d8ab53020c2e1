"""What the pages of a site say, as values."""

import hashlib
import re
from datetime import date
from urllib.parse import urlsplit

from inspectlib import bodies
from inspectlib.audiences import ShownResponse
from inspectlib.extras import ShownExtra
from inspectlib.fields import Public, value
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.register import Translation, hash_of
from inspectlib.responses import Explanation, Publication
from inspectlib.status import Status

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: marks that turn the direction of what follows, beyond the text that holds them
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: what any of the three above finds, as one set, which is much faster to look for
_UNCLEAN = re.compile(
    "[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
#: the longest name of a file or folder, in characters; a longer one is cut and told apart by a hash
_LONGEST = 100
_LINK = re.compile(r"https?://[^\s<>\"'\\^`{|}\[\]]+", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+", re.IGNORECASE | re.ASCII)


def clean(text: str) -> str:
    """Return text with plain line ends and without control characters, which neither HTML nor XML may hold.

    Marks that turn the direction of text are left out too: they could show a sentence in another order.
    """
    if text.isprintable() or not _UNCLEAN.search(text):
        return text
    return _BIDI.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", text)))


def paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph; a blank line parts paragraphs."""
    parts = re.split(r"\n(?:[^\S\n]*\n)+", clean(text).strip("\n"))
    return [part.split("\n") for part in parts if part.strip()]


def link(url: str | None) -> str | None:
    """Return a web address that may be linked, or None for anything else."""
    if url is None or clean(url) != url:
        return None
    if _MAIL.fullmatch(url):
        return url
    if not _LINK.fullmatch(url):
        return None
    parts = urlsplit(url)
    return url if parts.hostname and "@" not in parts.netloc else None


def slug(name: str) -> str:
    """Return a name cut to a-z, 0-9 and single hyphens, at most 100 characters; possibly empty."""
    cut = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
    if len(cut) <= _LONGEST:
        return cut
    return f"{cut[: _LONGEST - 9].strip('-')}-{hashlib.sha256(cut.encode()).hexdigest()[:8]}"


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
class Event:
    """Something that happened. `on` None: the day is not recorded. `what` is a key of the words."""

    on: Public[date | None]
    what: Public[str]
    detail: Public[str] = ""


@value
class Row:
    """One recommendation as a list shows it; `anchor` is its id on the page of the response."""

    anchor: Public[str]
    recommendation: Public[Recommendation]
    status: Public[Status | None]

    @property
    def state(self) -> str:
        """Return the name of its stage, or NOTHING where no case of it is public."""
        return self.status.stage.name if self.status else "NOTHING"

    @property
    def theme(self) -> str:
        """Return its theme, or no words where it has none."""
        return clean(self.recommendation.theme or "").strip()


@value
class Item(Row):
    """One recommendation with all that is said about it."""

    addressees: Public[tuple[str, ...]]
    explanations: Public[tuple[tuple[Explanation, tuple[str, ...]], ...]]
    force_comments: Public[tuple[str, ...]]
    events: Public[tuple[Event, ...]] = ()
    extras: Public[tuple[ShownExtra, ...]] = ()


@value
class Heading:
    """One response as lists, feeds and the calendar show it."""

    name: Public[str]
    shown: Public[ShownResponse]
    inspection: Public[Inspection]
    body: Public[str]
    publications: Public[tuple[Publication, ...]]
    last_day: Public[date | None]
    items: Public[tuple[Row, ...]]
    translations: Public[tuple[Translation, ...]] = ()

    @property
    def file(self) -> str:
        """Return the path of the page below the site."""
        return f"responses/{self.name}.html"

    @property
    def key(self) -> str:
        """Return "<inspection>|<area>", by which translations name the response."""
        return "|".join(self.shown.response.key)

    @property
    def report(self) -> str:
        """Return the title of the report, or its id where it has none."""
        return self.inspection.title if clean(self.inspection.title).strip() else self.inspection.id

    def item_file(self, item: Row) -> str:
        """Return the path of a recommendation's own page below the site."""
        return f"recommendations/{self.name}/{item.anchor}.html"

    def translated(self, lang: str, of: str, field: str, source: str) -> tuple[str | None, str | None]:
        """Return the translation of these very words, and else one of earlier words; None for neither."""
        found = [each for each in self.translations if (each.of, each.field, each.lang) == (of, field, lang)]
        current = next((each.text for each in found if each.source_hash == hash_of(source)), None)
        return current, None if current is not None or not found else found[0].text

    def report_in(self, lang: str) -> str:
        """Return the title of the report in a language, where these very words of it are translated, else as it is."""
        return self.translated(lang, self.inspection.id, "title", self.inspection.title)[0] or self.report

    @property
    def published_on(self) -> date | None:
        """Return the day on which the response was first published, or None where none is recorded."""
        return self.publications[0].on if self.publications else None


@value
class Page(Heading):
    """One response with all that its page, its data and the pages of its recommendations say."""

    items: Public[tuple[Item, ...]]
    updated: Public[date]
    other_explanations: Public[tuple[Explanation, ...]]
    other_force_comments: Public[tuple[tuple[str, str], ...]]
    extras: Public[tuple[ShownExtra, ...]] = ()
