"""What each page says, taken from the public view alone."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

from inspectlib import bodies
from inspectlib.audiences import ShownResponse, View
from inspectlib.cases import Case, ClosureStep
from inspectlib.errors import CannotWrite
from inspectlib.extras import ShownExtra
from inspectlib.fields import Public, value
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.register import Translation, hash_of
from inspectlib.responses import Explanation, Publication
from inspectlib.status import Stage, Status, status_of

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
class Item:
    """One recommendation with all that is said about it; `anchor` is its id on the page."""

    anchor: Public[str]
    recommendation: Public[Recommendation]
    addressees: Public[tuple[str, ...]]
    explanations: Public[tuple[tuple[Explanation, tuple[str, ...]], ...]]
    force_comments: Public[tuple[str, ...]]
    status: Public[Status | None]
    events: Public[tuple[Event, ...]] = ()
    extras: Public[tuple[ShownExtra, ...]] = ()

    @property
    def state(self) -> str:
        """Return the name of its stage, or NOTHING where no case of it is public."""
        return self.status.stage.name if self.status else "NOTHING"

    @property
    def theme(self) -> str:
        """Return its theme, or no words where it has none."""
        return clean(self.recommendation.theme or "").strip()


@value
class Page:
    """One response with the dates that the page, the list and the feeds show."""

    name: Public[str]
    shown: Public[ShownResponse]
    inspection: Public[Inspection]
    body: Public[str]
    publications: Public[tuple[Publication, ...]]
    last_day: Public[date | None]
    updated: Public[date]
    items: Public[tuple[Item, ...]]
    other_explanations: Public[tuple[Explanation, ...]]
    other_force_comments: Public[tuple[tuple[str, str], ...]]
    translations: Public[tuple[Translation, ...]] = ()
    extras: Public[tuple[ShownExtra, ...]] = ()

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

    def item_file(self, item: Item) -> str:
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


_ALWAYS = date.max


def _of_all(shown: ShownResponse, inspection: Inspection) -> list[Event]:
    """Return what happened to the report and the response, and so to each recommendation."""
    response = shown.response
    found = [Event(on=inspection.published_on, what="report_published")] if inspection.published_on else []
    found += [Event(on=one.on, what="report_event", detail=one.what) for one in inspection.history]
    found += [Event(on=one.sent_on, what="invited") for one in response.invitations]
    found += [Event(on=one.received_on, what="received") for one in response.chief_officer_comments]
    published = sorted(one.on for one in response.publications)
    found += [Event(on=day, what="published_again" if number else "published") for number, day in enumerate(published)]
    return found


def _events(of_all: Sequence[Event], each: Recommendation, case: Case | None, on: date) -> tuple[Event, ...]:
    """Return the dated story of a recommendation, oldest first, what has no day last."""
    found = [*of_all]
    if each.due_on is not None and each.due_on <= on:
        found.append(Event(on=each.due_on, what="due"))
    if case is not None and case.position is not None:
        found.append(Event(on=case.position.on, what=f"position_{case.position.answer.name}"))
    for step in case.closure if case is not None else ():
        if step.step is not ClosureStep.LEVEL_SET:
            found.append(Event(on=step.on, what=step.step.name, detail=step.successor or ""))
    return tuple(sorted(found, key=lambda one: one.on or _ALWAYS))


def _status(view: View, each: Recommendation, area: str) -> Status | None:
    """Return where a recommendation stands; without a case only that it asks others to act, which the report says."""
    found = view.statuses.get((each.id, area))
    if found is not None:
        return found
    without = status_of(None, each, on=view.on, area=area)
    return without if without.stage is Stage.FOR_OTHERS else None


def _items(
    view: View, shown: ShownResponse, inspection: Inspection, cases: Mapping[tuple[str, str], Case]
) -> Iterable[Item]:
    used: set[str] = set()
    of_all = _of_all(shown, inspection)
    for number, each in enumerate(inspection.recommendations, start=1):
        wanted = anchor = f"recommendation-{slug(each.key) or number}"
        again = 2
        while anchor in used:
            anchor, again = f"{wanted}-{again}", again + 1
        used.add(anchor)
        case = cases.get((each.id, shown.response.area))
        yield Item(
            anchor=anchor,
            recommendation=each,
            addressees=tuple(bodies.addressee_name(code) for code in each.addressees),
            explanations=tuple(
                (said, tuple(other for other in said.covers if other != each.id))
                for said in shown.response.explanations
                if each.id in said.covers
            ),
            force_comments=tuple(text for about, text in shown.force_comments if about == each.id),
            status=_status(view, each, shown.response.area),
            events=_events(of_all, each, case, view.on),
            extras=view.extras(each, case),
        )


class _Known:
    """Look-ups into a view, made once for all pages."""

    def __init__(self, view: View) -> None:
        self.inspections = {each.id: each for each in view.register.inspections}
        self.cases = {each.key: each for each in view.register.cases}
        self.last_days = {
            (each.inspection, each.area): each.last_day for each in view.deadlines if each.law == "PA96-S55-5A"
        }
        self.translations: dict[str, list[Translation]] = {}
        for each in view.register.translations:
            self.translations.setdefault(each.of, []).append(each)


#: events that change nothing that the office publishes
_NOT_OURS = ("due", "report_published", "invited", "received")


def _page(view: View, shown: ShownResponse, known: _Known) -> Page:
    response = shown.response
    inspection = known.inspections[response.inspection]
    name, area = slug(response.inspection), slug(response.area)
    if not name or not area:
        message = f"{response.inspection!r} and {response.area!r} make no file name; use letters a to z or digits"
        raise CannotWrite(message)
    publications = tuple(sorted(response.publications, key=lambda each: each.on))
    days = [each.on for each in publications]
    days += [each.on for each in response.sign_offs] + [each.on for each in response.copies]
    days += [shown.signed_on] if shown.signed_on else []
    items = tuple(_items(view, shown, inspection, known.cases))
    days += [each.on for item in items for each in item.events if each.on and each.what not in _NOT_OURS]
    keys = {inspection.id, "|".join(response.key)}
    keys |= {each.id for each in inspection.recommendations}
    keys |= {f"{each.id}|{response.area}" for each in inspection.recommendations}
    ids = {each.id for each in inspection.recommendations}
    return Page(
        name=f"{name}-{area}",
        shown=shown,
        inspection=inspection,
        body=body_name(response.area, publications[0].on if publications else shown.signed_on or view.on),
        publications=publications,
        last_day=known.last_days.get((inspection.id, response.area), known.last_days.get((inspection.id, None))),
        updated=max(days, default=inspection.published_on or view.on),
        items=items,
        other_explanations=tuple(each for each in response.explanations if not ids & set(each.covers)),
        other_force_comments=tuple(each for each in shown.force_comments if each[0] not in ids),
        translations=tuple(each for of in sorted(keys) for each in known.translations.get(of, ())),
        extras=view.extras(inspection, response),
    )


def pages_of(view: View) -> tuple[Page, ...]:
    """Return a page for each response of the view, newest report first. Raises CannotWrite for two of one name."""
    pages: dict[str, Page] = {}
    known = _Known(view)
    for shown in view.responses:
        page = _page(view, shown, known)
        if page.name in pages:
            message = f"two responses would both be {page.file!r}; give one inspection another id"
            raise CannotWrite(message)
        pages[page.name] = page
    by_name = sorted(pages.values(), key=lambda each: each.name)
    return tuple(sorted(by_name, key=lambda each: each.inspection.published_on or date.min, reverse=True))
