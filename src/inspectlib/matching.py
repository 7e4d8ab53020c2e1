"""Which recorded report a document is about, where it gives the report's title or its words and not its id.

Nothing is guessed: a report is taken where one alone fits, and the score is shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inspectlib.cases import Case, Position, PositionAnswer
from inspectlib.changes import diff
from inspectlib.changes.words import sentence
from inspectlib.errors import BadCall
from inspectlib.exchange import ByNumber, Problem
from inspectlib.fields import Public, evolve, value
from inspectlib.inspections import Inspection
from inspectlib.likeness import APART, bare, fits, likest, the_same, without_blanks
from inspectlib.periods import in_words
from inspectlib.recommendations import DueDate, Recommendation, RecommendationKind
from inspectlib.register import Register
from inspectlib.showing import counted

#: differences that a line names one by one
_FEW = 3


@value
class Resolved:
    """A document's records under the ids of the register, with what was done in words, and what was not understood.

    `settled`: problems of the document that the register answers.
    `completed`: recorded reports with what the document adds to them, in place of the recorded ones.
    """

    register: Public[Register]
    completed: Public[tuple[Inspection, ...]] = ()
    lines: Public[tuple[str, ...]] = ()
    problems: Public[tuple[Problem, ...]] = ()
    settled: Public[tuple[Problem, ...]] = ()


def resolved(
    new: Register, register: Register, *, inspection: str | None = None, by_number: Iterable[ByNumber] = ()
) -> Resolved:
    """Return a document's records under the ids of the register.

    A position `by_number` is taken where the recorded report has exactly one item of the kind with that number.
    A response looks for the report that it answers, a report for what a response recorded of it before; `inspection`
    names it. Where several reports fit as well, nothing is taken and a problem says which. A recorded report is only
    completed: what it says already stays, and a problem says where the document differs. Each of several reports is looked
    for by itself. Raises UnknownInspection, BadCall where `inspection` cannot name all reports of the document.
    """
    if len(new.inspections) == 1:
        return _resolved_one(new, register, inspection, tuple(by_number))
    if inspection is not None and new.inspections:
        message = f"the document holds {len(new.inspections)} reports, --inspection names one; leave it out"
        raise BadCall(message)
    found = [_resolved_one(each, register, None, ()) for each in _by_report(new)]
    rest, parts = _of_no_report(new), [each.register for each in found]
    actions = {each.id: each for each in rest.actions}
    for each in (one for part in parts for one in part.actions):
        known = actions.get(each.id)
        actions[each.id] = each if known is None else evolve(known, answers=(*known.answers, *each.answers))
    made = evolve(
        rest,
        inspections=tuple(one for each in parts for one in each.inspections),
        responses=(*rest.responses, *(one for each in parts for one in each.responses)),
        cases=(*rest.cases, *(one for each in parts for one in each.cases)),
        actions=tuple(actions.values()),
    )
    return Resolved(
        register=made,
        completed=tuple(one for each in found for one in each.completed),
        lines=tuple(one for each in found for one in each.lines),
        problems=tuple(one for each in found for one in each.problems),
        settled=tuple(one for each in found for one in each.settled),
    )


def _report_of(recommendation: str) -> str:
    return recommendation.rsplit("/", 1)[0]


def _by_report(new: Register) -> Iterator[Register]:
    """Yield each report of a document with what is said about it; an action about several stands in each of them."""
    of: dict[str, dict[str, list[Any]]] = {}
    for name in ("responses", "cases"):
        for each in getattr(new, name):
            of.setdefault(each.inspection, {}).setdefault(name, []).append(each)
    for action in new.actions:
        for report in dict.fromkeys(map(_report_of, action.answers)):
            answers = tuple(each for each in action.answers if _report_of(each) == report)
            of.setdefault(report, {}).setdefault("actions", []).append(evolve(action, answers=answers))
    for each in new.inspections:
        yield Register(inspections=(each,), **{name: tuple(held) for name, held in of.get(each.id, {}).items()})


def _of_no_report(new: Register) -> Register:
    """Return what a document says about reports that it does not hold itself, or about none."""
    held = {each.id for each in new.inspections}
    left = ((each, tuple(one for one in each.answers if _report_of(one) not in held)) for each in new.actions)
    return evolve(
        new,
        inspections=(),
        responses=tuple(each for each in new.responses if each.inspection not in held),
        cases=tuple(each for each in new.cases if each.inspection not in held),
        actions=tuple(evolve(each, answers=answers) for each, answers in left if answers or not each.answers),
    )


def _resolved_one(
    new: Register, register: Register, inspection: str | None, by_number: tuple[ByNumber, ...]
) -> Resolved:
    (report,) = new.inspections
    if not new.responses and inspection is None:
        return _resolved_report(new, report, register)
    if inspection is not None:
        known, score = register.inspection(inspection), 1.0
    else:
        found = fits(report, register)
        if not found:
            return Resolved(register=new)
        if len(found) > 1 and found[0].score - found[1].score < APART:
            names = " or ".join(f"{each.inspection} ({each.score:.2f})" for each in found)
            message = (
                f"which report it answers is not clear: {names}; nothing of it is taken; name it with --inspection"
            )
            return Resolved(register=Register(), problems=(Problem(place=report.title, message=message),))
        known, score = register.inspection(found[0].inspection), found[0].score
    if not new.responses:
        return Resolved(register=new) if known == report else completed(known, report, score, new)
    made = Resolved(register=new) if known == report else _under(new, report, known, score)
    return _with_numbers(made, known, register, by_number)


def _resolved_report(new: Register, report: Inspection, register: Register) -> Resolved:
    """Return a report under the id that a response gave it before, or as a new one; what only looks alike is said."""
    found = fits(report, register)
    sure = [each for each in found if _is_sure(register.inspection(each.inspection), report)]
    if not sure:
        problems = [
            Problem(
                place=report.title,
                message=f"may be {each.inspection} (score {each.score:.2f}); if it is, remove this one and import the document with --inspection {each.inspection}",
            )
            for each in found
        ]
        return Resolved(register=new, problems=tuple(problems))
    if len(sure) > 1 and sure[0].score - sure[1].score < APART:
        names = " or ".join(f"{each.inspection} ({each.score:.2f})" for each in sure)
        message = (
            f"which recorded report it is is not clear: {names}; nothing of it is taken; name it with --inspection"
        )
        return Resolved(register=Register(), problems=(Problem(place=report.title, message=message),))
    known = register.inspection(sure[0].inspection)
    return Resolved(register=new) if known == report else completed(known, report, sure[0].score, new)


def _is_sure(known: Inspection, report: Inspection) -> bool:
    """Say whether more than a title speaks for one report: its id, its day, or something that both recommend."""
    if known.published_on and report.published_on and known.published_on != report.published_on:
        return known.id == report.id
    among = [(each, bare(each)) for each in known.recommendations]
    return (
        report.id in (known.id, *known.aliases)
        or (report.published_on is not None and known.published_on == report.published_on)
        or any(the_same(each, among) is not None for each in report.recommendations)
    )


def completed(known: Inspection, report: Inspection, score: float, new: Register) -> Resolved:
    """Return a recorded report with what a document adds to it: its empty fields, fuller texts, further items.

    What the document says of the cases and the actions comes under the recorded items. Nothing that is recorded is replaced, but for a text all of whose words stand in the document's, in their order.
    Every addition is a line, every difference that is left alone a problem.
    """
    lines: list[str] = []
    problems: list[Problem] = []
    if known.id != report.id:
        lines.append(f"{report.title!r} is taken for {known.id} (score {score:.2f})")
    facts = {
        name: _filled(known, report, name, lines, problems)
        for name in ("published_on", "types", "inspectorates", "summary", "terms_of_reference")
    }
    held = {each.id: each for each in known.recommendations}
    among = [(each, bare(each)) for each in known.recommendations]
    ids: dict[str, str] = {}
    for each in report.recommendations:
        same = the_same(each, among)
        new_id = f"{known.id}/{each.key}"
        if same is not None and same[0].id not in ids.values():
            ids[each.id] = same[0].id
            held[same[0].id] = _fuller(held[same[0].id], each, ids, lines, problems)
        elif same is not None or likest(each, among):
            message = f"several recommendations say nearly this, so it is not taken: {each.text[:70]!r}"
            problems.append(Problem(place=each.label, message=message))
        elif new_id in held:
            message = f"{new_id} is recorded in other words, so this is not taken: {each.text[:70]!r}"
            problems.append(Problem(place=each.label, message=message))
        else:
            ids[each.id] = new_id
            part_of = ids.get(each.part_of) if each.part_of else None
            held[new_id] = evolve(each, id=new_id, part_of=part_of)
            lines.append(f"{new_id}: added")
    made = evolve(known, **facts, recommendations=tuple(held.values()))
    if made == known:
        lines.append(f"already recorded, left as it is: report {known.id}")
    return Resolved(
        register=_said_of(new, ids, problems),
        completed=() if made == known else (made,),
        lines=tuple(lines),
        problems=tuple(problems),
    )


def _said_of(new: Register, ids: Mapping[str, str], problems: list[Problem]) -> Register:
    """Return what a document says of cases and actions, under these ids; what is about no other item is a problem."""
    cases, actions = [], []
    for case in new.cases:
        if case.recommendation in ids:
            cases.append(evolve(case, recommendation=ids[case.recommendation]))
        else:
            problems.append(_not_taken(case.recommendation, evolve(Register(), cases=(case,))))
    for action in new.actions:
        answers = tuple(dict.fromkeys(ids[each] for each in action.answers if each in ids))
        if answers:
            actions.append(evolve(action, answers=answers))
        else:
            problems.append(_not_taken(action.id, evolve(Register(), actions=(action,))))
    return Register().with_case(*cases).with_action(*actions)


def _not_taken(place: str, said: Register) -> Problem:
    words = "; ".join(sentence(each.where, None, each.after, {}) for each in diff(Register(), said))
    return Problem(
        place=place, message=f"it is not clear which recorded item this is about, so it is not taken: {words}"
    )


def _filled(
    known: Inspection | Recommendation,
    new: Inspection | Recommendation,
    name: str,
    lines: list[str],
    problems: list[Problem],
) -> Any:
    """Return a field of what is recorded, or of the document where nothing is recorded."""
    old, given = getattr(known, name), getattr(new, name)
    if not given or old == given:
        return old
    if not old:
        lines.append(f"{known.id}: {name} added: {_said(given)}")
        return given
    message = f"{name} of {known.id} is recorded as {_said(old)}, the document says {_said(given)}; left as it is"
    problems.append(Problem(place=known.id, message=message))
    return old


def _said(given: Any) -> str:
    if isinstance(given, DueDate):
        return f"{given.last_day or given.words}"
    if isinstance(given, tuple | frozenset):
        return ", ".join(sorted(str(getattr(each, "value", each)) for each in given))
    return str(getattr(given, "value", given))[:70]


def _fuller(
    known: Recommendation, new: Recommendation, ids: Mapping[str, str], lines: list[str], problems: list[Problem]
) -> Recommendation:
    """Return a recorded recommendation with what the document adds."""
    fields = {name: _filled(known, new, name, lines, problems) for name in ("number", "addressees", "theme")}
    due = known.due
    if known.due is None or new.due is None:
        due = _filled(known, new, "due", lines, problems)
    elif known.due.last_day != new.due.last_day:
        if known.due.last_day is None and known.due.words.lower() == new.due.words.lower():
            due = new.due
            lines.append(f"{known.id}: the last day is {new.due.last_day}")
        elif new.due.last_day is not None:
            due = _filled(known, new, "due", lines, problems)
    text = known.text
    old, given = (" ".join(re.findall(r"[a-z0-9]+", each.text.lower())) for each in (known, new))
    if old != given and f" {old} " in f" {given} ":
        text = new.text
        lines.append(f"{known.id}: its text is whole now: {new.text[:70]!r}")
    elif f" {given} " not in f" {old} ":
        _filled(known, new, "text", lines, problems)
    if known.kind is not new.kind:
        _filled(known, new, "kind", lines, problems)
    part_of = known.part_of or ids.get(new.part_of or "")
    return evolve(known, **fields, due=due, text=text, part_of=part_of)


def how_it_differs(known: Inspection, document: Inspection) -> str:
    """Return what to add to the sentence that a report is recorded already: what the document says otherwise.

    What the document leaves out is no difference, nor are blanks. The day from which a clock runs is named.
    """
    said = []
    if known.published_on is not None and document.published_on not in (None, known.published_on):
        recorded = in_words(known.published_on)
        said.append(f"says that it was published on {in_words(document.published_on)}, recorded is {recorded}")
    names = [each.replace("_", " ") for each in _OF_REPORT if _differs(known, document, each)]
    held = {each.id: each for each in known.recommendations}
    for each in document.recommendations:
        if each.id not in held:
            names.append(f"{each.label}, which is not recorded")
        else:
            names += [f"the {name} of {each.label}" for name in _OF_ITEM if _differs(held[each.id], each, name)]
    if names:
        more = f" and {counted(len(names) - _FEW, 'more place')}" if len(names) > _FEW else ""
        said.append(f"differs in {', '.join(names[:_FEW])}{more}")
    return f" (the document {' and '.join(said)}; see: inspectlib read)" if said else ""


_OF_REPORT = ("title", "types", "summary", "terms_of_reference", "url")
_OF_ITEM = ("text", "number", "kind", "addressees", "due")


def _differs(known: Inspection | Recommendation, document: Inspection | Recommendation, name: str) -> bool:
    old, given = getattr(known, name), getattr(document, name)
    if not old or not given:
        return False
    if isinstance(old, DueDate):
        return bool(
            old.last_day != given.last_day
            if old.last_day and given.last_day
            else without_blanks(old) != without_blanks(given)
        )
    return bool(without_blanks(old) != without_blanks(given))


def _under(new: Register, report: Inspection, known: Inspection, score: float) -> Resolved:
    among = [(each, bare(each)) for each in known.recommendations]
    ids: dict[str, str] = {}
    lines: list[str] = []
    problems: list[Problem] = []
    for each in report.recommendations:
        same = the_same(each, among)
        if same is None:
            message = f"no single recommendation of {known.id} says this, so what is said of it is not taken: {each.text[:70]!r}"
            problems.append(Problem(place=each.label, message=message))
            continue
        ids[each.id] = same[0].id
        if each.id != same[0].id:
            lines.append(f"{each.label} is taken for {same[0].id} (score {same[1]:.2f})")
    if report.id == known.id:
        named = (evolve(each, id=ids[each.id]) for each in report.recommendations if each.id in ids)
        differs = how_it_differs(known, evolve(report, recommendations=tuple(named)))
        lines.insert(0, f"already recorded, left as it is: report {known.id}{differs}")
    else:
        lines.insert(0, f"{report.title!r} is taken for {known.id} (score {score:.2f})")
    taken = Register(areas=new.areas, unread=new.unread)
    for response in new.responses:
        explanations = tuple(
            evolve(each, covers=tuple(ids[one] for one in each.covers if one in ids))
            for each in response.explanations
            if any(one in ids for one in each.covers)
        )
        taken = taken.with_response(evolve(response, inspection=known.id, explanations=explanations))
    names = ("published_on", *(("types", "summary", "terms_of_reference") if report.id == known.id else ()))
    empty = [each for each in names if not getattr(known, each)]
    filled = evolve(known, **{each: _filled(known, report, each, lines, problems) for each in empty})
    said = _said_of(new, ids, problems)
    return Resolved(
        register=taken.with_case(*said.cases).with_action(*said.actions),
        completed=() if filled == known else (filled,),
        lines=tuple(lines),
        problems=tuple(problems),
    )


def _with_numbers(made: Resolved, known: Inspection, register: Register, by_number: tuple[ByNumber, ...]) -> Resolved:
    """Return what was resolved with the positions on recommendations that the document names by number alone.

    A number says less than words, so that nothing is stretched here: the number is the same to the letter, one item of
    the kind has it, and the document takes one position on it. Any other stays the problem that it is, and so does one
    that differs from what is recorded.
    """
    taken: dict[str, set[PositionAnswer]] = {}
    found: dict[str, list[ByNumber]] = {}
    for each in by_number:
        same = [
            one.id
            for one in known.recommendations
            if one.number is not None and _number(one.kind, one.number) == _number(each.kind, each.number)
        ]
        if len(same) == 1:
            taken.setdefault(same[0], set()).add(each.position)
            found.setdefault(same[0], []).append(each)
    new, lines, settled = made.register, list(made.lines), list(made.settled)
    areas = [each.area for each in new.responses]
    for name, said in found.items():
        if len(taken[name]) > 1 or len(areas) != 1 or new.case(name, areas[0]) is not None:
            continue
        position = Position(answer=said[0].position)
        held = register.case(name, areas[0])
        if held is None:
            comment = "\n\n".join(dict.fromkeys(each.comment for each in said))
            new = new.with_case(Case(area=areas[0], recommendation=name, position=position, force_comment=comment))
            lines.append(f"{said[0].kind.value} {said[0].number} is taken for {name}, by its number")
        elif held.position is None or held.position.answer is not position.answer:
            continue
        settled.extend(each.problem for each in said)
    return evolve(made, register=new, lines=tuple(lines), settled=tuple(settled))


def _number(kind: RecommendationKind, number: str) -> tuple[RecommendationKind, str]:
    """Return what a number must be like to be the same: a super-complaint's recommendation is called one too."""
    plain = RecommendationKind.RECOMMENDATION if kind is RecommendationKind.SUPER_COMPLAINT else kind
    return plain, number.strip().rstrip(".").lower()
