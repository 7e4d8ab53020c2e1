"""Reads a filled form back: what stands in its named places, and nothing that does not stand there."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, count

from inspectlib_documents.dates import a_date
from inspectlib_documents.filled import Filled
from inspectlib_documents.filling import filled
from inspectlib_documents.importing import slug
from inspectlib_documents.outline import outline_of

from inspectlib.bodies import addressee, area, body_of
from inspectlib.cases import Action, Case, Position, PositionAnswer
from inspectlib.errors import CannotRead, UnknownArea
from inspectlib.exchange import ImportResult, Problem, Source
from inspectlib.fields import evolve
from inspectlib.inspections import Inspection, InspectionType
from inspectlib.periods import in_words
from inspectlib.recommendations import DueDate, DuePrecision, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Explanation, Publication, Recipient, Response
from inspectlib_home_office.addressed import codes_in
from inspectlib_home_office.by_shape import box_in, places_by_shape
from inspectlib_home_office.names import NAMELESS

_SURE = 95
_OFFICE = {
    "forwarded_home_office": "office/home-office",
    "sent_inspectors": "office/inspectors",
    "published": "office/website",
}
#: the names of the fields that a profile declares: a form says what they are called, not which they are
_OF_THE_HOUSE = re.compile(r"^extra/|/extra-\d+$")
#: every place that is read, or that only shows what follows from others
_READ = re.compile(
    r"title|published|summary|comment|reply|deadline|sent|term/[^/]+|chief-officer/\d+(/received)?"
    r"|r/[^/]+/(label|kind|text|position|reason|owner|due|due-words/[^/]+|addressees|comment|(no-)?action(/\d+)?)"
    r"|a/[^/]+/[^/]+/(title|owner|due|done)|office/(home-office|inspectors|website)/on|office/website/url"
)
#: what the form itself says outside of its places
_OURS = re.compile(
    r"DRAFT: .*|Action:|Why the .{1,40} takes no action:|Item|Answer|Position|Reason|Owner|To be done by|In the report's words|Addressed to"
    r"|Comment by the force|Action|Due|Done|The type of inspection is not known\.|Whether the force is quoted is not known\."
    r"|What was sent and published is not recorded\."
    r"|.{1,60}: (what the force answers|actions)",
    re.DOTALL,
)


def recognises(source: Source) -> int:
    """Return 95 for a document with the places of our form, or with what is left of them, else 0."""
    try:
        found = _places(source)
    except CannotRead:
        return 0
    whole = "title" in found.texts and "comment" in found.texts and "quoted/yes" in found.boxes
    return _SURE if whole or _is_left_over(found) else 0


def _is_left_over(found: Filled) -> bool:
    """Say whether it is a form in a house template, whose headings are not ours, that lost the names of its places."""
    fields = {each.split("/")[2] for each in found.texts if re.match(r"r/[^/]+/.", each)}
    return "title" not in found.texts and {"position", "action"} <= fields


def read(source: Source) -> ImportResult:
    """Return what a filled form says. Raises CannotRead for another document, or one of another police area."""
    found = _places(source)
    if _is_left_over(found):
        message = (
            f"{source.name!r} is a form in a house template, saved by a program that drops the names of its places; "
            "fill it in with Word, or send out the form without the template"
        )
        raise CannotRead(message)
    if "title" not in found.texts:
        message = f"{source.name!r} has none of the form's places; read it with --using response-document"
        raise CannotRead(message)
    return _Form(found, source).result()


def _places(source: Source) -> Filled:
    """Return the places of a form by their names, and by its shape what a program or a hand took the names of."""
    found = filled(source)
    named = "title" in found.texts  # pandoc gives each heading a name of its own
    if named and not found.outside:
        return found
    shape = places_by_shape(outline_of(source), found.identifier)
    if not named:
        return shape
    rows = {
        name: text
        for name, text in shape.texts.items()
        if name.startswith(f"a/{NAMELESS}")
        and name not in found.texts
        and f"r/{name.split('/')[2]}/text" in found.texts
    }
    beside = [each for each in found.outside if box_in(each) is None]
    for line in filter(None, rows.values()):
        for paragraph in (line, *line.split("\n\n")):
            if paragraph in beside:
                beside.remove(paragraph)
    return evolve(found, texts={**found.texts, **rows}, boxes={**shape.boxes, **found.boxes}, outside=tuple(beside))


class _Form:
    """One filled form, with what could not be understood of it."""

    def __init__(self, found: Filled, source: Source) -> None:
        self._found, self._source = found, source
        self._problems: list[Problem] = []

    def _problem(self, place: str, message: str) -> None:
        self._problems.append(Problem(place=place, message=message))

    def _text(self, name: str) -> str | None:
        text = self._found.texts.get(name)
        return text if text is None or text.strip() else None

    def _day(self, name: str) -> date | None:
        """Return the day in a place; words that are no day are a problem and no day."""
        text = self._text(name)
        day = a_date(text) if text is not None else None
        if text is not None and day is None:
            self._problem(name, f"expected a day such as 8 March 2023, found {text[:60]!r}")
        return day

    def _named(self, start: str, last: str = "") -> Iterator[str]:
        """Yield what stands between the start and the last part of the names, each once, in order."""
        ends = f"/{last}" if last else ""
        names = (each for each in self._found.texts if each.startswith(f"{start}/") and each.endswith(ends))
        yield from dict.fromkeys(each.removeprefix(f"{start}/").removesuffix(ends) for each in names)

    def result(self) -> ImportResult:
        title, published = self._text("title"), self._day("published")
        if title is None:
            self._problem("Title of Inspection", "no title is given")
        slug_of_area, _, name = (self._found.identifier or "").partition("/")
        if title is not None and not name:
            name = slug(title) + (f"-{published.year}" if published else "")
        self._place = place = self._area(slug_of_area)
        inspection = self._inspection(name, title or "", published)
        response = self._response(inspection, place or "")
        for line in self._found.outside:
            if not _OURS.fullmatch(line.strip()):
                self._problem("outside of the form's places", f"not taken: {line.strip()[:200]!r}")
        self._not_taken(inspection)
        register = Register()
        if title is not None:
            register = register.with_inspection(inspection)
        if title is not None and place is not None:
            register = register.with_areas(place).with_response(response)
            register = register.with_case(*self._cases(inspection, place))
            register = register.with_action(*self._actions(inspection, place))
        reading = self._reading(inspection if title is not None else None, response, place, register)
        return ImportResult(register=register, problems=tuple(self._problems), reading=reading)

    def _not_taken(self, inspection: Inspection) -> None:
        """Tell what stands in places of the house's own, in such as nobody reads, and about what is gone."""
        keys = {each.key for each in inspection.recommendations}
        for where, text in self._found.texts.items():
            if text is None or not text.strip():
                continue
            about = where.split("/")[1] if where.startswith("r/") else None
            if _OF_THE_HOUSE.search(where):
                self._problem(where, f"not taken: {text[:60]!r}; a field of the house's own is changed in the register")
            elif not _READ.fullmatch(where) or (about is not None and about not in keys):
                self._problem(where, f"not taken: {text[:60]!r}")

    def _area(self, printed: str) -> str | None:
        said = self._source.body
        try:
            known = area(printed).slug if printed else None
        except UnknownArea:
            known = None
        if known and said and known != said:
            message = f"{self._source.name!r} is of {known!r}, not of {said!r}"
            raise CannotRead(message)
        if known is None and said is None:
            self._problem("force", "the form does not say which police area it is of; give --body")
        return said or known

    def _group(self, names: dict[str, str], place: str) -> dict[str, bool | None]:
        """Return each box of a group, None where it is not clear; where none is ticked, the answer is not known."""
        states = {key: self._found.boxes.get(name) for key, name in names.items()}
        if not any(states.values()):
            self._problem(place, "no box is ticked, so the answer is not known")
            return dict.fromkeys(names)
        for key, state in states.items():
            if state is None:
                self._problem(names[key], "whether this box is ticked is not clear")
        return states

    def _inspection(self, name: str, title: str, published: date | None) -> Inspection:
        if published is None and self._text("published") is None:
            self._problem("Date Inspection Published", "no date is given")
        names = {each.name.lower(): f"type/{each.name.lower()}" for each in InspectionType}
        self.types = self._group(names, "Type of Inspection")
        ticked = frozenset(each for each in InspectionType if self.types[each.name.lower()])
        terms = (self._text(f"term/{number}") for number in self._named("term"))
        return Inspection(
            id=name,
            title=title,
            published_on=published,
            types=ticked if ticked and None not in self.types.values() else None,
            inspectorates=("HMICFRS",),
            summary=self._text("summary"),
            terms_of_reference=tuple(each for each in terms if each is not None),
            recommendations=tuple(self._recommendations(name)),
        )

    def _recommendations(self, inspection: str) -> Iterator[Recommendation]:
        for key in self._named("r", "text"):
            text = self._found.texts[f"r/{key}/text"]
            if text is None or not text.strip():
                self._problem(f"recommendation {key}", "its text is gone")
                continue
            label = self._text(f"r/{key}/label")
            kind, number = _label(label or self._text(f"r/{key}/kind") or "", key)
            yield Recommendation(
                id=f"{inspection}/{key}",
                number=number if label is not None else None,
                text=text,
                kind=kind,
                addressees=self._addressees(key),
                due=self._due(key),
            )

    def _addressees(self, key: str) -> tuple[str, ...]:
        said = self._text(f"r/{key}/addressees")
        if said is None:
            return ()
        codes = codes_in(said, area(self._place).name if self._place else "unnamed")
        for each in codes:
            if addressee(each) is None:
                self._problem(f"recommendation {key}", f"nobody is known as {each[:60]!r}; it is kept as it is written")
        return codes

    def _due(self, key: str) -> DueDate | None:
        """Return by when: the report's own words with the day that follows, or the day alone where somebody wrote one."""
        day = self._day(f"r/{key}/due")
        for said in self._named(f"r/{key}/due-words"):
            words = self._text(f"r/{key}/due-words/{said}")
            precision = next((each for each in DuePrecision if each.value == said), None)
            if words is not None:
                return DueDate(words=words, last_day=day, precision=precision)
        return DueDate(words=in_words(day), last_day=day, precision=DuePrecision.DAY) if day is not None else None

    def _response(self, inspection: Inspection, place: str) -> Response:
        yes, no = (self._found.boxes.get(f"quoted/{each}") for each in ("yes", "no"))
        self.quoted = bool(yes) if bool(yes) != bool(no) else None
        if self.quoted is None:
            self._problem("Is the force quoted", "neither yes nor no is ticked, or both are")
        self.office = self._group(_OFFICE, "For Office Use Only")
        days = {key: self._day(f"{name}/on") if self.office[key] else None for key, name in _OFFICE.items()}
        for key, name in _OFFICE.items():
            if self.office[key] and days[key] is None:
                self._problem(name, "it is ticked without a day, so it is not recorded")
        copies = []
        for to, key in (
            (Recipient.INSPECTORS, "sent_inspectors"),
            (Recipient.SECRETARY_OF_STATE, "forwarded_home_office"),
        ):
            on = days[key]
            if on is not None:
                copies.append(Copy(to=to, on=on))
        published = days["published"]
        publications = (
            (Publication(on=published, url=self._text("office/website/url")),) if published is not None else ()
        )
        given = [number for number in self._named("chief-officer") if number.isdecimal()]
        comments = [
            ChiefOfficerComments(text=text, received_on=self._day(f"chief-officer/{number}/received"))
            for number in given
            if (text := self._text(f"chief-officer/{number}")) is not None
        ]
        return Response(
            area=place,
            inspection=inspection.id,
            quoted=self.quoted,
            chief_officer_comments=tuple(comments),
            comments=self._text("comment"),
            explanations=self._explanations(inspection),
            reply_to_chief_officer=self._text("reply"),
            publications=publications,
            copies=tuple(copies),
        )

    def _explanations(self, inspection: Inspection) -> tuple[Explanation, ...]:
        """Return the explanations; one that covered several is one again unless its words were changed in a place."""
        found: dict[tuple[int, str, str], list[str]] = {}
        for each in inspection.recommendations:
            start = f"r/{each.key}/"
            for name, text in self._found.texts.items():
                if not name.startswith((f"{start}action", f"{start}no-action")) or text is None or not text.strip():
                    continue
                field, _, number = name.removeprefix(start).partition("/")
                place = (int(number) if number.isdecimal() else len(self._found.texts), field, text)
                found.setdefault(place, []).append(each.id)
        return tuple(
            Explanation(
                covers=tuple(covers),
                action=text if field == "action" else None,
                no_action_reason=text if field == "no-action" else None,
            )
            for (_, field, text), covers in sorted(found.items(), key=lambda one: one[0][0])
        )

    def _cases(self, inspection: Inspection, place: str) -> Iterator[Case]:
        for each in inspection.recommendations:
            position = self._position(each)
            owner, comment = self._text(f"r/{each.key}/owner"), self._text(f"r/{each.key}/comment")
            if position is not None or owner is not None or comment is not None:
                yield Case(area=place, recommendation=each.id, position=position, owner=owner, force_comment=comment)

    def _position(self, each: Recommendation) -> Position | None:
        said, reason = self._text(f"r/{each.key}/position"), self._text(f"r/{each.key}/reason")
        answer = next((one for one in PositionAnswer if said and one.value == said.strip(" .\n").lower()), None)
        if answer is not None:
            return Position(answer=answer, reason=reason)
        if said is not None:
            known = ", ".join(one.value for one in PositionAnswer)
            self._problem(each.label, f"no position is called {said[:60]!r}; there are: {known}")
        if reason is not None:
            self._problem(each.label, f"not taken: the reason {reason[:60]!r} of a position that is not understood")
        return None

    def _actions(self, inspection: Inspection, place: str) -> Iterator[Action]:
        """Yield the actions; one that has no id in the form has one made of its words, which a register need not know."""
        keys = {each.key: each.id for each in inspection.recommendations}
        taken: set[str] = set()
        for action, answered in self._answers().items():
            for key in answered:
                if key not in keys:
                    self._problem(f"a/{action}/{key}", f"not taken: an action of {key}, which is not in the form")
            known = [each for each in answered if each in keys]
            if not known:
                continue
            title = self._found.texts.get(f"a/{action}/{known[0]}/title") or ""
            name = _fresh(slug(title) or "action", taken) if action.startswith(NAMELESS) else action
            taken.add(name)
            yield Action(
                id=name,
                area=place,
                answers=tuple(keys[each] for each in known),
                title=title,
                owner=self._text(f"a/{action}/{known[0]}/owner"),
                due=self._day(f"a/{action}/{known[0]}/due"),
                done_on=self._day(f"a/{action}/{known[0]}/done"),
            )
            self._alike(action, known)

    def _alike(self, action: str, keys: list[str]) -> None:
        """Tell where an action that stands under several recommendations says something else under a later one."""
        for key in keys[1:]:
            for field in ("title", "owner", "due", "done"):
                first, here = (self._text(f"a/{action}/{each}/{field}") for each in (keys[0], key))
                if first != here:
                    message = f"under {keys[0]} the action says {(first or 'nothing')[:60]!r}, here {(here or 'nothing')[:60]!r}; the first is taken"
                    self._problem(f"a/{action}/{key}/{field}", message)

    def _answers(self) -> dict[str, list[str]]:
        """Return the keys of the recommendations under which each action stands, in their order in the form."""
        found: dict[str, dict[str, None]] = {}
        for name in self._found.texts:
            if name.startswith("a/") and _READ.fullmatch(name):
                _, action, key, _ = name.split("/")
                found.setdefault(action, {})[key] = None
        return {action: list(keys) for action, keys in found.items()}

    def _reading(
        self, inspection: Inspection | None, response: Response, place: str | None, register: Register
    ) -> dict[str, object]:
        """Return what `read --format json` prints."""
        items = inspection.recommendations if inspection else ()
        cases = {each.recommendation: each for each in register.cases}
        published = inspection.published_on if inspection else None
        body = body_of(place, published) if place and published else None

        def position(each: Recommendation) -> str | None:
            answer = cases[each.id].position if each.id in cases else None
            return answer.answer.value.replace(" ", "_") if answer else None

        def explanation(each: Recommendation) -> str | None:
            given = response.explanation_of(each.id)
            return given.text if given else None

        return {
            "inspection": {
                "id": inspection.id if inspection else None,
                "title": inspection.title if inspection else None,
                "published_on": published.isoformat() if published else None,
                "summary": inspection.summary if inspection else None,
                "types": self.types,
                "quoted": self.quoted,
                "force": area(place).force if place else None,
                "body": body.name if body else None,
                "terms_of_reference": list(inspection.terms_of_reference) if inspection else [],
            },
            "recommendations": [
                {
                    "number": each.number,
                    "kind": each.kind.value.replace(" ", "_").replace("-", "_"),
                    "text": each.text,
                    "addressees": list(each.addressees),
                    "due": each.due_on.isoformat() if each.due_on else None,
                    "due_text": each.due.words if each.due else None,
                    "due_precision": each.due.precision.value if each.due and each.due.precision else None,
                    "position": position(each),
                }
                for each in items
            ],
            "response": {
                "dated": None,
                "bodies": [body.name] if body else [],
                "force_comments": "\n\n".join(each.text for each in response.chief_officer_comments) or None,
                "body_comments": response.comments,
                "office_use": self.office,
                "items": [
                    {
                        "number": each.number,
                        "body": body.name if body else None,
                        "position": position(each),
                        "explanation": explanation(each),
                        "force_comment": cases[each.id].force_comment if each.id in cases else None,
                    }
                    for each in items
                ],
            },
            "problems": [{"place": each.place, "message": each.message} for each in self._problems],
        }


def _label(words: str, key: str) -> tuple[RecommendationKind, str]:
    """Return the kind and number of "Area for improvement 2"; the longest name that fits is meant."""
    for kind in sorted(RecommendationKind, key=lambda each: -len(each.value)):
        if words.lower().startswith(f"{kind.value} "):
            return kind, words[len(kind.value) + 1 :].strip() or key
    return RecommendationKind.RECOMMENDATION, key


def _fresh(name: str, taken: set[str]) -> str:
    """Return a name, with the next number where it is taken."""
    return next(each for each in chain((name,), (f"{name}-{number}" for number in count(2))) if each not in taken)
