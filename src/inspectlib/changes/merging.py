"""Two lines of work on one register, merged: nothing chosen in silence, nothing lost."""

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from inspectlib.cases import Case
from inspectlib.changes import alike
from inspectlib.changes.applying import apply
from inspectlib.changes.change import Change
from inspectlib.changes.differing import between, diff, sharing
from inspectlib.changes.facts import tidy
from inspectlib.changes.paragraphs import merge_paragraphs
from inspectlib.changes.places import MISSING, ORDER, missing_item, plain, value_at
from inspectlib.changes.rows import Rows
from inspectlib.changes.words import proposal, sides, told_apart
from inspectlib.errors import BadCall, InspectlibError
from inspectlib.fields import Public, Working, evolve, value
from inspectlib.findings import Problem
from inspectlib.register import Register
from inspectlib.responses import Response
from inspectlib.showing import html_table

Where = tuple[str, ...]


@value
class Conflict:
    """Both sides changed one place differently; `base` is what both started from. None: not there.

    `also`: what is taken with theirs or not at all.
    """

    where: Working[Where]
    base: Working[Any] = None
    ours: Working[Any] = None
    theirs: Working[Any] = None
    also: Working[tuple[Change, ...]] = ()

    @property
    def is_proposed(self) -> bool:
        """Say whether it is a recommendation that stands nowhere but in theirs: people accept or refuse it."""
        return self.base is None and self.ours is None and len(self.where) == 4 and self.where[2] == "recommendations"  # noqa: PLR2004 - of a report

    def in_words(self) -> tuple[str, str, str, str]:
        """Return the place and base, ours and theirs, each in words that differ; long texts whole."""
        place, base, ours, theirs = told_apart(self.where, self.base, self.ours, self.theirs, whole=True)
        if self.is_proposed:
            place, theirs = self._proposal(whole=True)
        return place, base, ours, theirs

    def _proposal(self, *, whole: bool) -> tuple[str, str]:
        return proposal(self.where, self.theirs, ((each.where, each.after) for each in self.also), whole=whole)

    def __str__(self) -> str:
        if self.is_proposed:
            return tidy(": ".join(self._proposal(whole=False)))
        return sides(self.where, self.base, self.ours, self.theirs)


@value
class Merge:
    """What a merge came to. `register` holds ours at every conflict, and all of `taken`.

    `taken`: what came from the other side, each as a change of ours. `problems`: what could not be used at all.
    `places`: where in a returned book a change or a conflict was read, by its `where`.
    """

    register: Public[Register]
    taken: Working[tuple[Change, ...]] = ()
    conflicts: Working[tuple[Conflict, ...]] = ()
    problems: Public[tuple[Problem, ...]] = ()
    places: Working[Mapping[Where, str]] = attrs.field(factory=dict)

    def _repr_html_(self) -> str:
        rows = [
            *(("To decide", each) for each in self.conflicts),
            *(("Could not be used", f"{each.place}: {each.message}") for each in self.problems),
            *(("Taken", each) for each in self.taken),
        ]
        caption = f"Merge: taken: {len(self.taken)}; to decide: {len(self.conflicts)}; could not be used: {len(self.problems)}"
        return html_table(caption, ("Answer", "What"), rows)


def three_way(base: Register, ours: Register, theirs: Register, *, partial: bool = False) -> Merge:
    """Merge two registers that both come from `base`.

    What one side changed is taken; what both changed alike is taken once; what both changed differently is a
    Conflict. `partial`: theirs shows only a part of the register, and what it does not show is no removal.
    """
    ours, theirs = sharing(base, ours), sharing(base, theirs)
    mine, yours = between(base, ours), between(base, theirs)
    began = _both_began(mine, yours)
    if began:  # from an empty case or response on, so that its facts meet
        base = apply(base, began)
        mine, yours = diff(base, ours), diff(base, theirs)
    if partial:
        shown = (_as_shown(each) for each in alike.as_shown(base, theirs, yours))
        yours = tuple(each for each in shown if each is not None)
        theirs = apply(base, yours)
    sides = _Sides(Rows(base), Rows(ours), Rows(theirs), mine, yours)
    taken: list[Change] = []
    instead: dict[Where, Change] = {}
    conflicts: dict[Where, Conflict] = {}
    for change in yours:
        found = sides.collision(change)
        if found is None:
            taken.append(change)
        elif isinstance(found, Conflict):
            conflicts[found.where] = found
        elif found.after != sides.ours.value_at(found.where):
            instead[found.where] = found
    for conflict in sides.referred_to():
        conflicts[conflict.where] = conflict
    orders = sides.orders_of_one(conflicts)
    instead |= {
        each: Change(where=each, before=sides.at[each].before, after=orders[each])
        for each in orders
        if each in sides.at
    }
    taken = [
        evolve(each, after=orders[each.where]) if each.where in orders else each
        for each in taken
        if each.where not in conflicts
    ]

    def merged() -> Register:
        kept = [instead.get(each.where, each) for each in mine]
        return evolve(apply(base, _settled([*kept, *taken], mine, yours)), based_on=ours.based_on)

    made = merged()
    unsure = _unsure(sides, made, conflicts)
    if unsure:
        taken = [each for each in taken if alike.group_of(each.where, unsure) is None]
        instead = {each: change for each, change in instead.items() if alike.group_of(each, unsure) is None}
        made = merged()
    outermost = [
        each for each in sorted(conflicts) if not any(each[:length] in conflicts for length in range(1, len(each)))
    ]
    return Merge(register=made, taken=diff(ours, made), conflicts=tuple(conflicts[each] for each in outermost))


def _unsure(sides: "_Sides", made: Register, conflicts: dict[Where, Conflict]) -> set[Where]:
    """Return the items that share a key and that only people can merge; what tells both sides apart is in conflict."""
    unsure = set()
    registers = (sides.base.register, sides.ours.register, sides.theirs.register)
    for group in alike.shared((*sides.mine, *sides.yours)):
        if any(group[:length] in conflicts for length in range(1, len(group))):
            continue
        disputed = any(alike.group_of(each, {group}) for each in conflicts)
        if not disputed and alike.adds_up(group, *registers, made):
            continue
        unsure.add(group)
        for where in alike.members(group, *registers):
            base, ours, theirs = (each.value_at(where) for each in (sides.base, sides.ours, sides.theirs))
            if ours != theirs:
                conflicts[where] = Conflict(where=where, base=base, ours=ours, theirs=theirs)
    return unsure


def _both_began(mine: tuple[Change, ...], yours: tuple[Change, ...]) -> list[Change]:
    """Return the beginning of each case and response that both sides began: an empty one."""
    theirs = {each.where for each in yours if each.before is None}
    began = []
    for each in mine:
        if each.before is None and each.where in theirs and len(each.where) == 2:  # noqa: PLR2004 - a list and a key
            kind = {"cases": Case, "responses": Response}.get(each.where[0])
            empty = MISSING if kind is None else missing_item(kind, each.where[1])
            if empty is not MISSING:
                began.append(Change(where=each.where, after=plain(empty)))
    return began


def _as_shown(change: Change) -> Change | None:
    """Return what a partial copy really says: what it does not show is left as it was."""
    if change.where[-1] == ORDER or change.after in (None, [], "", {}):
        return None
    if isinstance(change.before, dict) and isinstance(change.after, dict):
        shown = {
            name: change.before.get(name) if after in (None, []) else after for name, after in change.after.items()
        }
        if shown == change.before:
            return None
        either_or = "explanations" in change.where  # an action, or why there is none: one shown means the other is not
        return change if either_or else evolve(change, after=shown)
    return change


def without_base(ours: Register, theirs: Register) -> Merge:
    """Merge where nobody knows what both started from.

    What theirs alone holds is taken, what differs is a Conflict, what theirs does not hold stays.
    """
    taken: list[Change] = []
    conflicts: list[Conflict] = []
    for each in diff(ours, theirs):
        if each.where[-1] == ORDER or each.after in (None, [], ""):
            continue
        if each.before in (None, [], ""):
            taken.append(each)
        else:
            conflicts.append(Conflict(where=each.where, base=None, ours=each.before, theirs=each.after))
    made = evolve(apply(ours, taken), based_on=ours.based_on)
    return Merge(register=made, taken=tuple(taken), conflicts=tuple(conflicts))


class _Sides:
    """The changes of both sides, and where they meet."""

    def __init__(
        self, base: Rows, ours: Rows, theirs: Rows, mine: tuple[Change, ...], yours: tuple[Change, ...]
    ) -> None:
        self.base, self.ours, self.theirs = base, ours, theirs
        self.mine, self.yours = mine, yours
        self.at = {each.where: each for each in mine}
        self.above = {each.where[:length] for each in mine for length in range(1, len(each.where))}

    def collision(self, change: Change) -> Change | Conflict | None:
        """Return None where ours left the place alone, the change that both come to, or the Conflict."""
        where = change.where
        same = self.at.get(where)
        if same is not None:
            if same.after == change.after:
                return same
            merged = self._together(where, change.before, same.after, change.after)
            if merged is not None:
                return Change(where=where, before=change.before, after=merged)
            return Conflict(where=where, base=change.before, ours=same.after, theirs=change.after)
        for length in range(1, len(where)):
            over = self.at.get(where[:length])
            if over is not None:
                return Conflict(
                    where=over.where, base=over.before, ours=over.after, theirs=self.theirs.value_at(over.where)
                )
        if where in self.above:
            return Conflict(where=where, base=change.before, ours=self.ours.value_at(where), theirs=change.after)
        return None

    def _together(self, where: Where, base: Any, ours: Any, theirs: Any) -> Any:
        if where[-1] == ORDER:
            return _both_orders(base, ours, theirs)
        registers = (self.base.register, self.ours.register, self.theirs.register)
        return _long_text(registers, where, base, ours, theirs)

    def orders_of_one(self, conflicts: Mapping[Where, Conflict]) -> dict[Where, list[str]]:
        """Return the orders that one side alone gave by putting new items in, each with what the other put in.

        What the other added would come to its end otherwise, which nobody meant, and be a move to whoever merges next.
        """
        found = {}
        theirs = {each.where for each in self.yours}
        for where in {each.where for each in (*self.mine, *self.yours) if each.where[-1] == ORDER}:
            if where in self.at and where in theirs:
                continue
            if any(where[:length] in conflicts for length in range(1, len(where) + 1)):
                continue
            base, one, two = (each.value_at(where) or [] for each in (self.base, self.ours, self.theirs))
            merged = _both_orders(base, one, two)
            if merged is not None:
                found[where] = merged
        return found

    def referred_to(self) -> Iterable[Conflict]:
        """Find what one side removed while the other recorded something about it."""
        for removing, other in ((self.mine, self.yours), (self.yours, self.mine)):
            alike = {(each.where, repr(each.after)) for each in removing}
            new = [each for each in other if (each.where, repr(each.after)) not in alike]
            about = {ref for each in new if each.after is not None for ref in _refers_to(each.where)}
            both = {(each.where, repr(each.after)) for each in other}
            for each in removing:
                if (each.where, repr(each.after)) in both:
                    continue
                if each.after is None and _names(each.where) in about:
                    yield Conflict(
                        where=each.where,
                        base=each.before,
                        ours=self.ours.value_at(each.where),
                        theirs=self.theirs.value_at(each.where),
                    )


def _names(where: Where) -> str | None:
    if where[0] == "inspections" and (len(where) == 2 or (len(where) == 4 and where[2] == "recommendations")):  # noqa: PLR2004 - a report, or a recommendation of one
        return where[-1]
    return None


def _refers_to(where: Where) -> tuple[str, ...]:
    if where[0] not in ("responses", "cases") or len(where) == 1:
        return ()
    name = where[1].split("|")[0]
    return (name, name.rsplit("/", 1)[0]) if where[0] == "cases" else (name,)


def _settled(changes: list[Change], mine: tuple[Change, ...], yours: tuple[Change, ...]) -> list[Change]:
    """Return both sides' changes; what both add to one list comes in an order that has no sides."""
    ours, theirs = _added(mine), _added(yours)
    added = {each.where: each for each in changes if each.before is None}
    settled = [each for each in changes if each.where not in added]
    for place in {**ours, **theirs}:
        one, two = ours.get(place, []), theirs.get(place, [])
        if one == two or set(two) < set(one):
            order = one
        elif set(one) < set(two):
            order = two
        else:
            order = _both_orders([], one, two) or sorted({*one, *two})
        settled += [added[each] for each in order if each in added]
    return settled


def _added(changes: Iterable[Change]) -> dict[Where, list[Where]]:
    """Return the places that each list is added to, in the order of the changes."""
    found: dict[Where, list[Where]] = {}
    for each in changes:
        if each.before is None:
            found.setdefault(each.where[:-1], []).append(each.where)
    return found


def _both_orders(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any] | None:
    """Return one order where both sides only put new items in, or None where somebody moved an old one."""
    known, shared = set(base), set(ours) & set(theirs)
    common: list[Any] = [each for each in ours if each in shared]
    if common != [each for each in theirs if each in shared]:
        return None
    slots: dict[Any, list[list[Any]]] = {}
    for side in (ours, theirs):
        last: Any = None
        block: list[Any] = []
        for each in side:
            if each in shared:
                slots.setdefault(last, []).append(block)
                last, block = each, []
            elif each not in known:  # the other side removed it
                block.append(each)
        slots.setdefault(last, []).append(block)
    made: list[Any] = []
    for slot in (None, *common):
        made += [slot] if slot is not None else []
        for block in sorted(slots[slot]):
            made += block
    return made


_LONG = {
    ("responses", "comments"),
    ("responses", "reply_to_chief_officer"),
    ("responses", "explanations"),
    ("cases", "force_comment"),
    ("cases", "note"),
    ("cases", "reviews"),
}
_LONG_PARTS = ("action", "no_action_reason", "note")


def _both_values(register: Register, where: Where, base: Any, ours: Any, theirs: Any) -> Any:
    """Return what both sides together make of one place, or None where only people can decide."""
    if where[-1] == "extras":
        return _both_fields(base, ours, theirs)
    return _long_text((register,), where, base, ours, theirs)


def _both_fields(base: list[list[str]], ours: list[list[str]], theirs: list[list[str]]) -> list[list[str]] | None:
    """Return the fields of a profile's own, each as the side has it that changed it; None where both changed one."""
    one, two, three = (dict(each or ()) for each in (base, ours, theirs))
    made = {}
    for key in sorted({*one, *two, *three}):
        was, mine, yours = one.get(key), two.get(key), three.get(key)
        if was not in (mine, yours) and mine != yours:
            return None
        now = yours if mine == was else mine
        if now is not None:
            made[key] = now
    return [[key, words] for key, words in made.items()]


def _long_text(registers: Iterable[Register], where: Where, base: Any, ours: Any, theirs: Any) -> Any:
    """Return both edits of a long text that nobody signed or published, or None."""
    if len(where) < 3 or (where[0], where[2]) not in _LONG or _is_signed(registers, where):  # noqa: PLR2004 - a field of a response or case
        return None
    if isinstance(base, str) and isinstance(ours, str) and isinstance(theirs, str):
        return merge_paragraphs(base, ours, theirs)
    if not (isinstance(base, dict) and isinstance(ours, dict) and isinstance(theirs, dict)):
        return None
    touched = {each for side in (ours, theirs) for each in base if base[each] != side.get(each)}
    if len(touched) != 1 or not touched <= set(_LONG_PARTS):
        return None
    (name,) = touched
    if not all(isinstance(side[name], str) for side in (base, ours, theirs)):
        return None
    text = merge_paragraphs(base[name], ours[name], theirs[name])
    return None if text is None else {**base, name: text}


def _is_signed(registers: Iterable[Register], where: Where) -> bool:
    if where[0] == "cases" and where[2] != "force_comment":
        return False
    name, _, area = where[1].partition("|")
    inspection = name.rsplit("/", 1)[0] if where[0] == "cases" else name
    held = [each.response(inspection, area) for each in registers]
    return any(each is not None and (each.sign_offs or each.publications) for each in held)


def merge_changes(register: Register, changes: Iterable[Change]) -> Merge:
    """Merge changes that carry their own `before` (what was sent) into a register.

    A change whose place still stands as it was sent is taken; one already made is left alone; any other is a
    Conflict. A change that names no place of the register, or whose data does not belong there, is a Problem.
    """
    taken: list[Change] = []
    conflicts: list[Conflict] = []
    problems: list[Problem] = []
    made, waiting, above = register, dict[Where, Change](), set[Where]()
    rows = Rows(made)
    plainly = [Change(where=tuple(each.where), before=plain(each.before), after=plain(each.after)) for each in changes]
    overtaken = _overtaken(register, plainly)
    for sent in plainly:
        change = sent
        places = [change.where[:length] for length in range(1, len(change.where) + 1)]
        if change.where in above or any(each in waiting for each in places):
            # a second change of one place meets what the first has made of it
            made, waiting, above = apply(made, waiting.values()), {}, set()
            rows = Rows(made)
        try:
            part = rows.part(change.where)
            now = value_at(part, change.where)
            new = part == Register()
            if new and ("inspections", _names_of(change.where)) not in waiting:
                _must_be_known(register, change)
            if now == change.after:
                group = alike.group_of(change.where, overtaken)
                if group is not None and change.before not in (None, *(e.after for e in plainly)):
                    stands = [e for e in alike.members(group, made) if value_at(made, e) == change.before]
                    conflicts += [
                        Conflict(where=e, base=change.before, ours=change.before, theirs=change.after) for e in stands
                    ]
                continue
            torn = alike.group_of(change.where, overtaken) is not None
            if torn or (now != change.before and not (new and change.before in (None, [], ""))):
                merged = None if torn else _both_values(made, change.where, change.before, now, change.after)
                if merged is None:
                    conflicts.append(Conflict(where=change.where, base=change.before, ours=now, theirs=change.after))
                    continue
                change = evolve(change, after=merged)
            change = evolve(change, before=now)
            apply(part, (change,))
        except (InspectlibError, IndexError) as error:
            problems.append(Problem(place=" / ".join(change.where), message=f"{error}; not taken: {change.after!r}"))
            continue
        waiting[change.where] = change
        above.update(places[:-1])
        taken.append(change)
    made = evolve(apply(made, waiting.values()), based_on=register.based_on)
    return Merge(register=made, taken=tuple(taken), conflicts=tuple(conflicts), problems=tuple(problems))


def _overtaken(register: Register, changes: list[Change]) -> set[Where]:
    """Return the items that share a key where some stand as they were sent and others do not: they are one question."""
    groups = alike.shared(changes)
    return {
        group
        for group in groups
        if not _stand_as_sent(register, [each for each in changes if alike.group_of(each.where, {group})])
    }


def _stand_as_sent(register: Register, changes: list[Change]) -> bool:
    try:
        return all(value_at(register, each.where) == each.before for each in changes)
    except InspectlibError:  # it is said of each, below
        return True


def _names_of(where: Where) -> str:
    """Return the report that a case or response is about."""
    name = where[1].split("|")[0]
    return name.rsplit("/", 1)[0] if where[0] == "cases" else name


def _must_be_known(register: Register, change: Change) -> None:
    """Refuse a case or response about something that the register does not hold."""
    if len(change.where) < 2 or change.after is None:  # noqa: PLR2004 - a collection and a key
        return
    name = change.where[1].split("|")[0]
    if change.where[0] == "cases":
        register.recommendation(name)
    elif change.where[0] == "responses":
        register.inspection(name)


def resolved(merge: Merge, choices: Mapping[Where, Any]) -> Register:
    """Return the merged register with each conflict decided: the plain value that is to stand at its place.

    Raises BadCall where a conflict is not decided, CannotRead where a value does not belong there.
    """
    undecided = [each for each in merge.conflicts if each.where not in choices]
    if undecided:
        message = f"{len(undecided)} conflicts are not decided; the first: {undecided[0]}"
        raise BadCall(message)
    changes = [
        Change(where=each.where, before=each.ours, after=choices[each.where])
        for each in merge.conflicts
        if choices[each.where] != each.ours
    ]
    changes += [also for each in merge.conflicts if choices[each.where] is not None for also in each.also]
    made = apply(merge.register, changes)
    for where in [each.where for each in merge.conflicts if _names(each.where) is not None]:
        name = _names(where)
        if choices[where] is None and any(
            name in _refers_to((kind, held))
            for kind, keys in (
                ("responses", ("|".join(each.key) for each in made.responses)),
                ("cases", ("|".join(each.key) for each in made.cases)),
            )
            for held in keys
        ):
            message = f"{name!r} cannot be removed: something is recorded about it; keep it, or remove that first"
            raise BadCall(message)
    return made
