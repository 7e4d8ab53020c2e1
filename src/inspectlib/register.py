"""The immutable collection of everything recorded, for one area or for all 43."""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain, islice
from operator import attrgetter, lt
from typing import Annotated, Any, TypeVar

import attrs

from inspectlib.cases import Action, Case
from inspectlib.errors import BadCall, UnknownArea, UnknownInspection, UnknownRecommendation
from inspectlib.fields import LATER_DATE, Audience, Body, Public, Working, evolve, value
from inspectlib.inspections import Inspection, MonitoringPhase, WebsiteCheck
from inspectlib.items import Items, chosen, item_of
from inspectlib.periods import a_day, in_words
from inspectlib.recommendations import Recommendation, RecommendationKind
from inspectlib.responses import ForceComment, Response, StatutoryText
from inspectlib.showing import html_table
from inspectlib.status import Stage, Timing

V = TypeVar("V")

#: the `key` of each of a long list, without a call of Python for each
_OF_RESPONSE, _OF_CASE = attrgetter("inspection", "area"), attrgetter("recommendation", "area")


@value
class Translation:
    """The office's own words in another language, with the hash of the words translated.

    `of`: an inspection's or a recommendation's id, or "<inspection>|<area>" for a response, or
    "<recommendation>|<area>" for a case. `field`: the field's name; for an explanation "explanations:<key>", by the
    key of the first recommendation that it covers. `lang`: "cy" for Welsh. `source_hash`: `hash_of(words)`.
    A translation is stale when the words it was made from are no longer those of the field.
    """

    of: Public[str]
    field: Public[str]
    lang: Public[str]
    text: Public[str]
    source_hash: Public[str]


def hash_of(words: str) -> str:
    """Return the SHA-256 of words (64 hexadecimal digits), by which a translation names its source."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


@value
class Unread:
    """Something an import could not read; a check asks after it until somebody dismisses it by name.

    `dismissed_on`, `dismissed_by` (a role) and `reason` say when, who and why.
    """

    source: Working[str]
    place: Working[str]
    message: Working[str]
    dismissed_on: Annotated[date | None, Audience.WORKING, LATER_DATE] = None
    dismissed_by: Working[str | None] = None
    reason: Working[str | None] = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Return (source, place, message), which no other has."""
        return (self.source, self.place, self.message)


@value
class HeldTo:
    """A distribution of plugins whose rules and profile this register is held to: without it, no check is whole.

    `distribution`: its name, without the version. `dismissed_on`, `dismissed_by` (a role) and `reason` say when, who
    and why it no longer counts.
    """

    distribution: Working[str]
    dismissed_on: Annotated[date | None, Audience.WORKING, LATER_DATE] = None
    dismissed_by: Working[str | None] = None
    reason: Working[str | None] = None


def ascend(keys: Sequence[Any]) -> bool:
    """Say whether keys, texts or tuples of them, stand in the order of `_as_text`, each once.

    Of keys with a "|" in a part it is not said: their order is not that of their parts.
    """
    parts = chain.from_iterable(keys) if keys and isinstance(keys[0], tuple) else keys
    return all(map(lt, keys, islice(keys, 1, None))) and "|" not in "".join(parts)


def put_in(items: Sequence[V], keys: Sequence[Any], new: Mapping[Any, V]) -> tuple[V, ...]:
    """Return items, whose keys ascend, with new ones in their places or in place of those with the same key."""
    made: list[V] = []
    last = 0
    for key in sorted(new):
        place = bisect_left(keys, key)
        made += items[last:place]
        made.append(new[key])
        last = place + (keys[place : place + 1] == [key])
    return (*made, *items[last:])


def _replace(old: tuple[V, ...], new: Iterable[V], *key: str) -> tuple[V, ...]:
    """Return items with new ones in place of those with the same key, the values of these fields."""
    get = attrgetter(*key)
    keys = [*map(get, old)]
    by_key = {get(each): each for each in new}
    if ascend(keys) and ascend(sorted(by_key)):
        return put_in(old, keys, by_key)
    by_key = dict(zip(keys, old, strict=True)) | by_key
    return tuple(by_key[each] for each in sorted(by_key, key=_as_text))


def _as_text(key: str | tuple[str, ...]) -> tuple[list[str], str | tuple[str, ...]]:
    """Return how keys are ordered: as the text that names them, part by part, just as changes name places."""
    return ("|".join((key,) if isinstance(key, str) else key).split("|"), key)


@value
class Register:
    """Everything recorded. `areas`: the police areas that the register answers for.

    A new state is a new value: `register = register.with_response(response)`.
    `based_on` (number and hash of the revision) is stamped by `load` and never compared.
    """

    areas: Public[tuple[str, ...]] = ()
    inspections: Public[tuple[Inspection, ...]] = ()
    responses: Public[tuple[Response, ...]] = ()
    cases: Public[tuple[Case, ...]] = ()
    actions: Public[tuple[Action, ...]] = ()
    monitoring: Public[tuple[MonitoringPhase, ...]] = ()
    website: Public[tuple[WebsiteCheck, ...]] = ()
    translations: Public[tuple[Translation, ...]] = ()
    unread: Body[tuple[Unread, ...]] = ()
    held_to: Working[tuple[HeldTo, ...]] = ()
    based_on: Working[tuple[int, str] | None] = attrs.field(default=None, eq=False)

    @cached_property
    def _inspections(self) -> dict[str, Inspection]:
        named = {alias: each for each in reversed(self.inspections) for alias in each.aliases}
        return {**named, **{each.id: each for each in self.inspections}}

    @cached_property
    def _responses(self) -> dict[tuple[str, str], Response]:
        return dict(zip(map(_OF_RESPONSE, self.responses), self.responses, strict=True))

    @cached_property
    def _cases(self) -> dict[tuple[str, str], Case]:
        return dict(zip(map(_OF_CASE, self.cases), self.cases, strict=True))

    @cached_property
    def _cases_of(self) -> dict[tuple[str, str], tuple[Case, ...]]:
        found: dict[tuple[str, str], list[Case]] = {}
        for each in self.cases:
            found.setdefault((each.inspection, each.area), []).append(each)
        return {key: tuple(cases) for key, cases in found.items()}

    def inspection(self, inspection: str) -> Inspection:
        """Return the inspection with this id or former id. Raises UnknownInspection."""
        found = self._inspections.get(inspection)
        if found is not None:
            return found
        raise UnknownInspection(inspection, (each.id for each in self.inspections))

    def find(self, inspection: str) -> Inspection | None:
        """Return the inspection with this id or former id, or None."""
        return self._inspections.get(inspection)

    def find_recommendation(self, recommendation: str) -> Recommendation | None:
        """Return the recommendation `<inspection>/<key>`, or None."""
        held = self.find(recommendation.rsplit("/", 1)[0])
        return held.recommendation(recommendation.rsplit("/", 1)[-1]) if held is not None else None

    @cached_property
    def addresses(self) -> Mapping[str, int]:
        """Return how many responses were last published at each public address; joint ones of one document count once."""
        last = {
            (max(r.publications, key=lambda e: e.on).url, r.document or r.key) for r in self.responses if r.publications
        }
        return Counter(url or "" for url, _ in last)

    def recommendation(self, recommendation: str) -> Recommendation:
        """Return the recommendation `<inspection>/<key>`. Raises UnknownInspection, UnknownRecommendation."""
        inspection = self.inspection(recommendation.rsplit("/", 1)[0])
        found = inspection.recommendation(recommendation.rsplit("/", 1)[-1])
        if found is None:
            raise UnknownRecommendation(recommendation, (each.id for each in inspection.recommendations))
        return found

    def response(self, inspection: str, area: str) -> Response | None:
        """Return what this area recorded about its response, or None for nothing at all."""
        return self._responses.get((inspection, area))

    def case(self, recommendation: str, area: str) -> Case | None:
        """Return this area's case about a recommendation, or None."""
        return self._cases.get((recommendation, area))

    def cases_of(self, inspection: str, area: str) -> tuple[Case, ...]:
        """Return this area's cases about one inspection, in order."""
        return self._cases_of.get((inspection, area), ())

    def actions_of(self, recommendation: str, area: str) -> tuple[Action, ...]:
        """Return this area's actions that answer a recommendation."""
        return tuple(each for each in self.actions if each.area == area and recommendation in each.answers)

    def statutory_text(self, response: Response) -> StatutoryText:
        """Return all the words of a response as they stand, the force's per recommendation included."""
        comments = tuple(
            ForceComment(recommendation=case.recommendation, text=case.force_comment)
            for case in self.cases_of(response.inspection, response.area)
            if case.force_comment is not None
        )
        return response.text(comments)

    def where(
        self,
        *,
        on: date | str,
        kind: RecommendationKind | str | None = None,
        body: str | None = None,
        status: Stage | Timing | str | None = None,
        inspection: str | None = None,
        theme: str | None = None,
    ) -> Items:
        """Return the recommendations, each with an area and where it stands at the end of a day, that are meant.

        `register.where(kind="recommendation", body="northmoor", status="overdue", on="2024-06-28")`. `status`: a stage, a
        timing, "open" (not ended) or "ended". `body`: an area's slug. A report that is published after the day, or that is
        known not to concern an area, is left out. Raises BadCall for words that are not known and where the register
        answers for no area; UnknownArea; UnknownInspection.
        """
        day = a_day(on)
        if body is not None and body not in self.areas:
            raise UnknownArea(body, self.areas)
        if not self.areas:
            message = (
                "the register answers for no area, so nothing can be said of where anything stands; add with_areas()"
            )
            raise BadCall(message)
        held = self.inspections if inspection is None else (self.inspection(inspection),)
        found = (
            item_of(report, each, area, self.case(each.id, area), on=day)
            for report in held
            if report.published_on is None or report.published_on <= day
            for each in report.recommendations
            for area in ((body,) if body else self.areas)
            if report.concerns(area) or self.case(each.id, area) is not None
        )
        return chosen(found, kind=kind, status=status, theme=theme)

    def _repr_html_(self) -> str:
        rows = []
        for each in self.inspections:
            said = [one for one in self.responses if one.inspection == each.id]
            rows.append(
                (
                    each.title,
                    each.id,
                    in_words(each.published_on) if each.published_on else "not known",
                    len(each.recommendations),
                    len(said),
                    sum(bool(one.publications) for one in said),
                    sum(one.inspection == each.id for one in self.cases),
                )
            )
        caption = f"Register of {', '.join(self.areas) or 'no area'}: reports: {len(self.inspections)}"
        header = ("Report", "Id", "Published", "Recommendations", "Responses begun", "Responses published", "Cases")
        open_unread = sum(each.dismissed_on is None for each in self.unread)
        notes = (f"Not read at import, and not dismissed: {open_unread}",) if open_unread else ()
        return html_table(caption, header, rows, notes=notes)

    def with_areas(self, *areas: str) -> "Register":
        """Return a register that answers for these areas too."""
        return evolve(self, areas=tuple(sorted({*self.areas, *areas})))

    def with_inspection(self, *inspections: Inspection) -> "Register":
        """Return a register with these inspections in place of any with the same id."""
        return evolve(self, inspections=_replace(self.inspections, inspections, "id"))

    def with_response(self, *responses: Response) -> "Register":
        """Return a register with these responses in place of any of the same inspection and area."""
        return evolve(self, responses=_replace(self.responses, responses, "inspection", "area"))

    def with_case(self, *cases: Case) -> "Register":
        """Return a register with these cases in place of any of the same recommendation and area."""
        return evolve(self, cases=_replace(self.cases, cases, "recommendation", "area"))

    def with_action(self, *actions: Action) -> "Register":
        """Return a register with these actions in place of any with the same id."""
        return evolve(self, actions=_replace(self.actions, actions, "id"))

    def with_monitoring(self, *phases: MonitoringPhase) -> "Register":
        """Return a register that also holds these phases of monitoring."""
        new = {*self.monitoring, *phases}
        return evolve(self, monitoring=tuple(sorted(new, key=lambda each: (each.area, each.since, each.phase.value))))

    def with_website(self, *checks: WebsiteCheck) -> "Register":
        """Return a register that also holds what somebody saw on a body's website."""
        new = {*self.website, *checks}
        return evolve(self, website=tuple(sorted(new, key=lambda e: (e.area, e.on, e.what.value, e.inspection or ""))))

    def with_translation(self, *translations: Translation) -> "Register":
        """Return a register with these translations in place of any of the same field and language."""
        new = _replace(self.translations, translations, "of", "field", "lang")
        return evolve(self, translations=new)

    def with_held_to(self, *distributions: str) -> "Register":
        """Return a register that is held to the rules and profiles of these distributions of plugins from now on."""
        stand = {each.distribution for each in self.held_to if each.dismissed_on is None}
        new = [HeldTo(distribution=each) for each in distributions if each not in stand]
        return evolve(self, held_to=_replace(self.held_to, new, "distribution")) if new else self

    def with_unread(self, *unread: Unread) -> "Register":
        """Return a register that remembers what an import could not read; what is known of it already stays."""
        known = {each.key for each in self.unread}
        new = (each for each in unread if each.key not in known)
        return evolve(self, unread=_replace(self.unread, new, "source", "place", "message"))
