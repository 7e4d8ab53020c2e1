"""What a returned copy of a register proposes: people accept or refuse it, for a recommendation stands as it was published."""

from collections.abc import Iterable, Mapping

from inspectlib.changes import Change, Conflict
from inspectlib.changes.facts import label, tidy
from inspectlib.converting import from_plain
from inspectlib.exchange import Problem
from inspectlib.fields import Public, Working, value
from inspectlib.likeness import like
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register

Where = tuple[str, ...]


@value
class Proposed:
    """The changes that nobody needs to be asked about, what is asked, and what cannot be offered or needs a look."""

    changes: Working[tuple[Change, ...]] = ()
    conflicts: Working[tuple[Conflict, ...]] = ()
    problems: Public[tuple[Problem, ...]] = ()


def proposed(register: Register, changes: Iterable[Change], places: Mapping[Where, str]) -> Proposed:
    """Return the changes of a returned copy with each recommendation that it would add as a question.

    What the copy says of the force's case about it is taken with it or not at all. One that the report holds already,
    by its words or its number, is no question: it is a problem that names the recorded one. `places`: where in the
    copy each change was read, by its `where`.
    """
    known = {each.id: each for each in register.inspections}
    made = list(changes)
    new = {each.where[3]: each for each in made if _adds(each) and each.where[1] in known}
    about = {name: tuple(each for each in made if _about(each) == name) for name in new}
    conflicts, problems, left = [], [], set[str]()
    for name, change in new.items():
        asked = from_plain(change.after, Recommendation)
        held = known[asked.inspection].recommendations
        if asked in held:
            continue  # somebody proposed the same before and it was accepted: only its case may be news
        left.add(name)
        at = places.get(change.where, name)
        same = next((each for each in held if tidy(each.text).casefold() == tidy(asked.text).casefold()), None)
        same = same or next((each for each in held if each.id == asked.id), None)
        if same is not None:
            message = (
                f"{same.id} is recorded already, so this was not offered as a new one: {_in_full(change, *about[name])}"
            )
            problems.append(Problem(place=at, message=f"{message}; type its key to change what is said of it"))
            continue
        conflicts.append(Conflict(where=change.where, theirs=change.after, also=about[name]))
        problems += [
            Problem(
                place=at,
                message=f"the proposed recommendation is like {each.id} (score {score:.2f}); it may be the same",
            )
            for score, each in like(asked, held)[:1]
        ]
    rest = tuple(each for each in made if not (_adds(each) and each.where[3] in left) and _about(each) not in left)
    return Proposed(changes=rest, conflicts=tuple(conflicts), problems=tuple(problems))


def _adds(change: Change) -> bool:
    """Say whether a change adds a recommendation to a report."""
    kind, *rest = change.where
    return kind == "inspections" and rest[1:2] == ["recommendations"] and len(rest) == 3 and change.before is None  # noqa: PLR2004 - report, list and key


def _about(change: Change) -> str | None:
    """Return the id of the recommendation whose case a change is about."""
    return change.where[1].partition("|")[0] if change.where[0] == "cases" else None


def _in_full(*changes: Change) -> str:
    """Return what changes say, whole."""
    said = []
    for each in changes:
        after = each.after if isinstance(each.after, dict) else {each.where[-1]: each.after}
        said += [f"{label(name)}: {held!r}" for name, held in after.items() if held not in (None, [], "")]
    return "; ".join(said)
