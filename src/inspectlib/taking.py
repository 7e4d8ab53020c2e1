"""What a document that comes home adds to a register: the new is taken, what differs is told, nothing is replaced.

A field that the document leaves empty says nothing, and one that the register has empty is new.
"""

from collections.abc import Iterator
from itertools import chain, count
from typing import Any

import attrs

from inspectlib.cases import Action, Case, PositionAnswer
from inspectlib.changes import diff
from inspectlib.changes.facts import apart, label, short, tidy
from inspectlib.changes.places import plain
from inspectlib.fields import Public, evolve, value
from inspectlib.inspections import Inspection
from inspectlib.matching import how_it_differs
from inspectlib.periods import in_words
from inspectlib.register import Register
from inspectlib.responses import ChiefOfficerComments, Copy, Explanation, Publication, Response
from inspectlib.showing import counted

_POSITIONS = {
    PositionAnswer.ACCEPTED: "accepted",
    PositionAnswer.PARTLY: "partly-accepted",
    PositionAnswer.REJECTED: "rejected",
    PositionAnswer.NOT_APPLICABLE: "not-applicable",
}
_BOOK = "export excel-tracker, change it there, and inspectlib merge REGISTER BOOK"
_UNDO = "record REGISTER undo REVISION, the one that recorded it"


@value
class Taken:
    """A register with what a document added, and a sentence for each thing that was added or left alone."""

    register: Public[Register]
    lines: Public[tuple[str, ...]] = ()


def take(register: Register, new: Register) -> Taken:
    """Return a register with what the records of a document add to it, which stand under the register's own ids."""
    lines: list[str] = []
    before = register
    register = register.with_inspection(*[one for each in new.inspections for one in _report(register, each, lines)])
    register = register.with_response(*[_response(register, each, lines) for each in new.responses])
    register = register.with_case(*[_case(register, each, lines) for each in new.cases])
    register = register.with_action(*_actions(register, new.actions, lines))
    touched = dict.fromkeys(
        (*(each.key for each in new.responses), *((each.inspection, each.area) for each in new.cases))
    )
    lines += (line for key in touched for line in _unsigned(before, register, *key))
    return Taken(register=register, lines=tuple(lines))


def _unsigned(before: Register, after: Register, inspection: str, area: str) -> Iterator[str]:
    """Yield a line where words that were signed are joined by words that nobody signed."""
    old, made = before.response(inspection, area), after.response(inspection, area)
    if old is None or made is None:
        return
    signed = {each.text_hash: each.on for each in old.sign_offs}
    was = before.statutory_text(old).hash
    if was in signed and after.statutory_text(made).hash != was:
        yield (
            f"response of {area} to {inspection}: with this its text is no longer the one signed off on "
            f"{in_words(signed[was])}; have it signed again: inspectlib record REGISTER signed-off --inspection {inspection} "
            "--on DATE --by ROLE"
        )


class _Fields:
    """A recorded value that a document's fills up; what differs is told with the command that records it otherwise."""

    def __init__(self, old: Any, kind: str, about: str, target: str = "") -> None:
        """`about`: what the value is called in a line; `target`: how a command names it."""
        self.made = self._old = old
        self._kind, self._about, self._target = kind, about, target
        self._differences: list[str] = []
        self._seen: set[str] = set()

    def put(self, name: str, held: Any) -> None:
        """Put a value into a field, or several."""
        self._seen.add(name)
        self.made = evolve(self.made, **{name: tuple(held) if isinstance(held, Iterator) else held})

    def fill(self, new: Any, name: str, how: str) -> None:
        """Take a field that is not recorded; blanks and ends of lines make no difference."""
        self._seen.add(name)
        old, given = getattr(self.made, name), getattr(new, name)
        if given in (None, ""):
            return
        if old in (None, ""):
            self.put(name, given)
        elif tidy(old) != tidy(given):
            self.differs(name, label(name), old, given, how)

    def rest(self, new: Any, *, leave: tuple[str, ...] = ()) -> None:
        """Take every other field that is not recorded; of several values in one, those that are not there are told."""
        for name in (each.name for each in attrs.fields(type(new)) if each.name not in (*self._seen, *leave)):
            old, given = getattr(self.made, name), getattr(new, name)
            if given in (None, "", ()) or given == old:
                continue
            if old in (None, "", ()):
                self.put(name, given)
                continue
            if not isinstance(given, tuple):
                self.differs(name, label(name), old, given, _BOOK)
                continue
            for each in given:
                if each not in old:
                    self._adds(name, each)

    def differs(self, name: str, what: str, old: Any, given: Any, how: str) -> None:
        """Tell that a field of this name, called `what`, is recorded otherwise than the document says it."""
        recorded, said = apart(name, [plain(old), plain(given)])
        if how.startswith("record "):
            how = f"{how} {self._target}"
        self._differences.append(
            f"left as it is: {self._about}: {what}: recorded is {recorded}, the document says {said}; "
            f"to change it: inspectlib {how}"
        )

    def _adds(self, name: str, given: Any) -> None:
        """Tell of one value more in a field that holds others: nobody but people can say whether both stand."""
        held = plain(given)
        parts = held.items() if isinstance(held, dict) else [("", held)]
        words = "; ".join(
            f"{label(part)} {short(each, part)}".strip() for part, each in parts if each not in (None, "", [])
        )
        self._differences.append(
            f"left as it is: {self._about}: {label(name)}: the document also says: {words}; to add it: inspectlib {_BOOK}"
        )

    def _told(self, *both: Any) -> Iterator[str]:
        return map(str, diff(*(evolve(Register(), **{self._kind: (each,)}) for each in both)))

    def lines(self) -> list[str]:
        """Return a sentence for each thing that was taken, and for each that was left."""
        if self.made == self._old:
            return self._differences
        return [*self._told(self._old, self.made), *self._differences]


def _number(register: Register, recommendation: str) -> str:
    held = register.find_recommendation(recommendation)
    return (held.number or held.key) if held else recommendation.rsplit("/", 1)[-1]


def _report(register: Register, new: Inspection, lines: list[str]) -> Iterator[Inspection]:
    old = register.find(new.id)
    if old is None:
        lines.append(f"{new.id}: {new.title}, {counted(len(new.recommendations), 'recommendation')}")
        yield new
    else:
        lines.append(f"already recorded, left as it is: report {new.id}{how_it_differs(old, new)}")


def _response(register: Register, new: Response, lines: list[str]) -> Response:
    about = f"response of {new.area} to {new.inspection}"
    old = register.response(*new.key)
    if old is None:
        lines.append(about)
        return new
    fields = _Fields(old, "responses", about, f"--inspection {new.inspection} --on DATE")
    for name in ("quoted", "dated"):
        fields.fill(new, name, _UNDO)
    fields.fill(new, "comments", "record REGISTER commented --text FILE")
    fields.fill(new, "reply_to_chief_officer", _BOOK)
    fields.put("chief_officer_comments", _chief_officer(old, new, fields))
    fields.put("explanations", _explanations(register, old, new, fields))
    fields.put("publications", _publications(old, new, fields))
    fields.put("copies", _copies(old, new, fields))
    fields.rest(new)
    lines += fields.lines() or [f"already recorded, left as it is: {about}"]
    made: Response = fields.made
    return made


def _chief_officer(old: Response, new: Response, fields: _Fields) -> Iterator[ChiefOfficerComments]:
    given = {tidy(each.text): each for each in new.chief_officer_comments}
    name, how = "chief_officer_comments", "record REGISTER received --text FILE"
    for each in old.chief_officer_comments:
        same = given.pop(tidy(each.text), None)
        day = same.received_on if same else None
        if each.received_on is not None and day not in (None, each.received_on):
            fields.differs("received_on", "the day of the chief officer's comments", each.received_on, day, how)
        yield evolve(each, received_on=each.received_on or day)
    for each in given.values():
        if old.chief_officer_comments:
            last = old.chief_officer_comments[-1].text
            fields.differs(name, "what the chief officer said", last, each.text, how)
        else:
            yield each


def _explanations(register: Register, old: Response, new: Response, fields: _Fields) -> Iterator[Explanation]:
    yield from old.explanations
    for each in new.explanations:
        for one in each.covers:
            held = old.explanation_of(one)
            if held is None or _says(held) == _says(each):
                continue
            number = _number(register, one)
            words = "--text FILE" if each.action is not None else "--reason TEXT"
            how = f"record REGISTER explained --number {number} {words}"
            fields.differs("explanations", f"the explanation of {number}", _said(held), _said(each), how)
        unexplained = tuple(one for one in each.covers if old.explanation_of(one) is None)
        if unexplained:
            yield evolve(each, covers=unexplained)


def _says(each: Explanation) -> tuple[bool, str]:
    return each.action is not None, tidy(each.text)


def _said(each: Explanation) -> str:
    return each.text if each.action is not None else f"no action: {each.text}"


def _publications(old: Response, new: Response, fields: _Fields) -> Iterator[Publication]:
    yield from old.publications
    known = {each.on for each in old.publications}
    for each in new.publications:
        if not known:
            yield each
        elif each.on not in known:
            how = "record REGISTER published --url URL"
            fields.differs("on", "the day of publication", max(known), each.on, how)


def _copies(old: Response, new: Response, fields: _Fields) -> Iterator[Copy]:
    yield from old.copies
    for each in new.copies:
        known = {one.on for one in old.copies if one.to is each.to}
        if not known:
            yield each
        elif each.on not in known:
            how = f"record REGISTER sent --to {each.to.value}"
            fields.differs("on", f"the day of the copy to {each.to.value}", max(known), each.on, how)


def _case(register: Register, new: Case, lines: list[str]) -> Case:
    about = f"{new.recommendation}, {new.area}"
    old = register.case(*new.key)
    if old is None:
        lines.append(f"{about}: {new.position.answer.value if new.position else 'no position, a comment'}")
        return new
    target = f"--inspection {new.inspection} --number {_number(register, new.recommendation)} --on DATE"
    fields = _Fields(old, "cases", about, target)
    _position(old, new, fields)
    fields.fill(new, "owner", "record REGISTER owned --ref ROLE")
    fields.fill(new, "force_comment", "record REGISTER commented --text FILE")
    days = {each.on for each in old.reviews}
    reviews = (*old.reviews, *(each for each in new.reviews if each.on not in days))
    fields.made = evolve(fields.made, reviews=reviews)
    fields.rest(new, leave=("position",))
    lines += fields.lines()
    made: Case = fields.made
    return made


def _position(old: Case, new: Case, fields: _Fields) -> None:
    held, given = old.position, new.position
    if given is None:
        return
    if held is None:
        fields.put("position", given)
        return
    fact = _POSITIONS.get(given.answer)
    reason = "" if given.answer in (PositionAnswer.ACCEPTED, PositionAnswer.AWAITING) else " --reason TEXT"
    how = f"record REGISTER {fact}{reason}" if fact else _BOOK
    if held.answer is not given.answer:
        fields.differs("answer", "the position", held.answer, given.answer, how)
    elif held.reason is None or given.reason is None:
        fields.put("position", evolve(held, reason=held.reason or given.reason, on=held.on or given.on))
    elif tidy(held.reason) != tidy(given.reason):
        fields.differs("reason", "the reason of the position", held.reason, given.reason, how)


def _actions(register: Register, new: tuple[Action, ...], lines: list[str]) -> Iterator[Action]:
    pairs = _matched(register, new) if new else []
    made = {each.id: each for each in register.actions}
    known = {old.id for _, old in pairs if old is not None}
    for action, old in pairs:
        if old is None:
            names = chain((action.id,), (f"{action.id}-{number}" for number in count(2)))
            taken = evolve(action, id=next(each for each in names if each not in made))
            lines += map(str, diff(Register(), Register(actions=(taken,))))
            lines += (
                f"action {each.id} ({each.title}) is recorded and not in the document, action {taken.id} is new; "
                f"if they are one, say so: inspectlib {_BOOK}"
                for each in register.actions
                if each.id not in known and each.area == taken.area and set(each.answers) & set(taken.answers)
            )
        else:
            held = made[old.id]
            fields = _Fields(held, "actions", f"action {held.id}")
            for name in ("title", "owner", "due", "done_on"):
                fields.fill(action, name, _BOOK)
            new_too = (each for each in action.answers if not _answered_by_a_twin(register, held, each))
            fields.put("answers", tuple(dict.fromkeys((*held.answers, *new_too))))
            fields.rest(action, leave=("id",))
            lines += fields.lines()
            taken = fields.made
        made[taken.id] = taken
        yield taken


def _answered_by_a_twin(register: Register, action: Action, recommendation: str) -> bool:
    """Say whether another action of the same words answers a recommendation: a document without ids takes the two for one."""
    title = tidy(action.title).casefold()
    return any(
        each.id != action.id and recommendation in each.answers and tidy(each.title).casefold() == title
        for each in register.actions
        if each.area == action.area
    )


def _matched(register: Register, new: tuple[Action, ...]) -> list[tuple[Action, Action | None]]:
    """Return each action with the recorded one that it is: by its id, else by its words, under a recommendation of both."""
    answering: dict[tuple[str, str], list[Action]] = {}
    for each in register.actions:
        for one in each.answers:
            answering.setdefault((each.area, one), []).append(each)
    beside = [
        {each.id: each for one in action.answers for each in answering.get((action.area, one), ())} for action in new
    ]
    by_id = {action.id for action, near in zip(new, beside, strict=True) if action.id in near}
    found: list[tuple[Action, Action | None]] = []
    used: set[str] = set()
    for action, near in zip(new, beside, strict=True):
        title = tidy(action.title).casefold()
        same = [near[action.id]] if action.id in near else []
        same = same or [each for each in near.values() if each.id not in by_id and tidy(each.title).casefold() == title]
        old = next((each for each in same if each.id not in used), next(iter(same), None))
        if old is not None:
            used.add(old.id)
        found.append((action, old))
    return found
