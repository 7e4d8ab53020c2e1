"""How alike two reports or two recommendations are, by their words: deterministic, with a score from 0 to 1."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from inspectlib.fields import Public, evolve, value
from inspectlib.inspections import Inspection
from inspectlib.recommendations import DueDate, Recommendation
from inspectlib.register import Register

#: a report fits from here on, from 0 to 1, and alone where the next is this much less
FITS, APART = 0.75, 0.15
#: what the same day of publication adds
_SAME_DAY = 0.1
#: two recommendations say the same from here on; less is enough where the number is the same too
SAME, SAME_WITH_NUMBER = 0.85, 0.6
#: so many words of a title say enough by themselves
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


def the_same(
    each: Recommendation, among: Iterable[tuple[Recommendation, Counter[str]]]
) -> tuple[Recommendation, float] | None:
    """Return the only recommendation that says the same, by words and number, with its score; None: none or several."""
    among = list(among)
    exact = [other for other, _ in among if without_blanks(other.text) == without_blanks(each.text)]
    if len(exact) == 1 and None in (each.number, exact[0].number):
        return exact[0], 1.0
    fits = likest(each, among)
    if not fits:
        return None
    numbered = [pair for pair in fits if each.number is not None and pair[1].number == each.number]
    best = numbered[0] if len(numbered) == 1 else fits[0]
    if len(fits) > 1 and not numbered and fits[0][0] - fits[1][0] < APART:
        return None
    return best[1], best[0]


def likest(
    each: Recommendation, among: Iterable[tuple[Recommendation, Counter[str]]]
) -> list[tuple[float, Recommendation]]:
    """Return the recommendations that may be the same one, the likest first."""
    words = bare(each)
    scored = sorted(((_alike(words, known), other) for other, known in among), key=lambda pair: -pair[0])
    return [
        (score, other)
        for score, other in scored
        if score >= SAME or (score >= SAME_WITH_NUMBER and each.number is not None and each.number == other.number)
    ]


def like(each: Recommendation, among: Iterable[Recommendation]) -> list[tuple[float, Recommendation]]:
    """Return the recommendations whose whole text may be the same, the likest first, each with its score from 0 to 1."""
    return likest(evolve(each, due=None), [(other, _words(other.text)) for other in among])


def bare(each: Recommendation) -> Counter[str]:
    """Return the words of a recommendation without its deadline, which responses leave out."""
    return _words(each.text) - (_words(each.due.words) if each.due else Counter())


def fits(new: Inspection, register: Register) -> tuple[Fit, ...]:
    """Return the recorded reports that a document's report could be, the best first."""
    recorded = next((each for each in register.inspections if new.id in (each.id, *each.aliases)), None)
    if recorded is not None:
        return (Fit(inspection=recorded.id, score=1.0),)
    found = []
    for known in register.inspections:
        score = _title(new.title, known.title)
        if (score + 1) / 2 + _SAME_DAY < FITS:
            continue  # whatever else is the same
        if new.recommendations and known.recommendations:
            among = [(each, bare(each)) for each in known.recommendations]
            fewest = min(len(new.recommendations), len(known.recommendations))
            shared = sum(the_same(each, among) is not None for each in new.recommendations)
            score = (score + min(1.0, shared / fewest)) / 2
        if new.published_on and known.published_on:
            score = min(1.0, score + _SAME_DAY) if new.published_on == known.published_on else score / 2
        if score >= FITS:
            found.append(Fit(inspection=known.id, score=score))
    return tuple(sorted(found, key=lambda each: (-each.score, each.inspection)))


def without_blanks(held: Any) -> Any:
    """Return words without their blanks, those of a due date or of each part of a value."""
    if isinstance(held, DueDate):
        return without_blanks(held.words)
    if isinstance(held, tuple):
        return [without_blanks(each) for each in held]
    return " ".join(held.split()) if isinstance(held, str) else held
