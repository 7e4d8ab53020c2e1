"""Which recorded report a document is about, where it gives the report's title or its words and not its id.

Nothing is guessed: a report is taken where one alone fits, and the score is shown.
"""

import re
from collections import Counter
from collections.abc import Iterable

from inspectlib.exchange import Problem
from inspectlib.fields import Public, evolve, value
from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register

#: a report fits from here on, from 0 to 1, and alone where the next is this much less
FITS, APART = 0.75, 0.15
#: two recommendations say the same from here on; less is enough where the number is the same too
SAME, SAME_WITH_NUMBER = 0.85, 0.6
_FEW = 3
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "by",
        "for",
        "from",
        "how",
        "hmic",
        "hmicfrs",
        "in",
        "inspection",
        "into",
        "of",
        "on",
        "or",
        "police",
        "report",
        "response",
        "the",
        "to",
    ]
)


@value
class Fit:
    """How well a recorded report fits: its id and a score from 0 to 1."""

    inspection: Public[str]
    score: Public[float]


@value
class Resolved:
    """A document's records under the ids of the register, with what was done in words, and what was not understood."""

    register: Public[Register]
    lines: Public[tuple[str, ...]] = ()
    problems: Public[tuple[Problem, ...]] = ()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z0-9]+", text.lower()))


def _alike(one: Counter[str], other: Counter[str]) -> float:
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if one and other else 0.0


def _title(one: str, other: str) -> float:
    a = {each for each in _words(one) if each not in _EMPTY}
    b = {each for each in _words(other) if each not in _EMPTY}
    if not a or not b:
        return 0.0
    least = min(len(a), len(b))
    common = len(a & b)
    return common / least if least >= _FEW else 2 * common / (len(a) + len(b))


def _same(
    each: Recommendation, among: Iterable[tuple[Recommendation, Counter[str]]]
) -> tuple[Recommendation, float] | None:
    """Return the only recommendation that says the same, by words and number, with its score; None: none or several."""
    words = _bare(each)
    scored = sorted(((_alike(words, known), other) for other, known in among), key=lambda pair: -pair[0])
    fits = [
        (score, other)
        for score, other in scored
        if score >= SAME or (score >= SAME_WITH_NUMBER and each.number is not None and each.number == other.number)
    ]
    if not fits:
        return None
    numbered = [pair for pair in fits if each.number is not None and pair[1].number == each.number]
    best = numbered[0] if len(numbered) == 1 else fits[0]
    if len(fits) > 1 and not numbered and fits[0][0] - fits[1][0] < APART:
        return None
    return best[1], best[0]


def _bare(each: Recommendation) -> Counter[str]:
    """Return the words of a recommendation without its deadline, which responses leave out."""
    return _words(each.text) - (_words(each.due.words) if each.due else Counter())


def fits(new: Inspection, register: Register) -> tuple[Fit, ...]:
    """Return the recorded reports that a document's report could be, the best first."""
    found = []
    for known in register.inspections:
        if known.id == new.id or new.id in known.aliases:
            return (Fit(inspection=known.id, score=1.0),)
        score = _title(new.title, known.title)
        if new.recommendations and known.recommendations:
            among = [(each, _bare(each)) for each in known.recommendations]
            score = (
                score + sum(_same(each, among) is not None for each in new.recommendations) / len(new.recommendations)
            ) / 2
        if new.published_on and known.published_on:
            score = min(1.0, score + 0.1) if new.published_on == known.published_on else score / 2
        if score >= FITS:
            found.append(Fit(inspection=known.id, score=score))
    return tuple(sorted(found, key=lambda each: (-each.score, each.inspection)))


def resolved(new: Register, register: Register, *, inspection: str | None = None) -> Resolved:
    """Return a document's records under the ids of the register.

    Only a document with a response looks for its report; `inspection` names it. Where several reports fit as well,
    nothing of the response is taken and a problem says which. Raises UnknownInspection.
    """
    if len(new.inspections) != 1 or not (new.responses or inspection):
        return Resolved(register=new)
    (report,) = new.inspections
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
    if known == report:
        return Resolved(register=new)
    return _under(new, report, known, score)


def _under(new: Register, report: Inspection, known: Inspection, score: float) -> Resolved:
    among = [(each, _bare(each)) for each in known.recommendations]
    ids: dict[str, str] = {}
    if report.id == known.id:
        lines = [f"already recorded, left as it is: report {known.id} (the document differs; see: inspectlib read)"]
    else:
        lines = [f"{report.title!r} is taken for {known.id} (score {score:.2f})"]
    problems = []
    for each in report.recommendations:
        same = _same(each, among)
        if same is None:
            message = f"no single recommendation of {known.id} says this, so what is said of it is not taken: {each.text[:70]!r}"
            problems.append(Problem(place=each.label, message=message))
            continue
        ids[each.id] = same[0].id
        if each.id != same[0].id:
            lines.append(f"{each.label} is taken for {same[0].id} (score {same[1]:.2f})")
    taken = Register(areas=new.areas, unread=new.unread)
    for response in new.responses:
        explanations = tuple(
            evolve(each, covers=tuple(ids[one] for one in each.covers if one in ids))
            for each in response.explanations
            if any(one in ids for one in each.covers)
        )
        taken = taken.with_response(evolve(response, inspection=known.id, explanations=explanations))
    cases = (evolve(each, recommendation=ids[each.recommendation]) for each in new.cases if each.recommendation in ids)
    return Resolved(register=taken.with_case(*cases), lines=tuple(lines), problems=tuple(problems))
