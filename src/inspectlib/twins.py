"""Which recommendations may be the same one, published twice: suggested with a score, never merged.

HMICFRS asks for one answer where a national and a force-specific report hold the same recommendations; people decide
whether they do, and record it as `same_as`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from math import log

from inspectlib.bodies import addressed_to_policing, addressees
from inspectlib.fields import Public, evolve, value
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register

#: from this score on a pair is suggested: at least 95 in 100 suggestions are right on pairs that were not used to set it
SUGGESTED_FROM = 0.8
#: what is left of the score of two texts that ask for different things, however many words they share
_AT_ODDS = 0.5

_DATES = re.compile(
    r"\b(?:by|within|no later than|not later than|before)\b[^,.;:]{0,40}?"
    r"(?:\d{4}|immediately|months?|weeks?|days?|years?)\b",
    re.IGNORECASE,
)
_LATEST = re.compile(r"^(?:no|not) later than", re.IGNORECASE)
_SHOULD = re.compile(r"\b(?:should|must|needs? to)\b", re.IGNORECASE)
_FORCE_NAME = re.compile(r"((?:\b[A-Z][\w'-]+ (?:(?:and|of|&) )?)+)(?:Police|Constabulary)\b(?! Chiefs| and [Cc]rime)")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
#: words of grammar and of whom the police are called: they say nothing about what is asked for
_EMPTY = frozenset((
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "by", "chief", "constable", "constables",
    "constabulary", "each", "ensure", "ensures", "ensuring", "every", "for", "force", "forces", "from", "has",
    "have", "in", "including", "is", "it", "its", "make", "makes", "must", "need", "needs", "of", "on", "or",
    "police", "policing", "recommend", "recommends", "should", "so", "sure", "take", "that", "the", "their",
    "themselves", "there", "these", "they", "this", "those", "to", "was", "we", "were", "when", "where",
    "which", "who", "will", "with",
))  # fmt: skip
#: words that turn round what is asked for: where one text has one and the other has not, they differ
_TURNING = frozenset((
    "after", "before", "down", "except", "fewer", "less", "more", "never", "no", "non", "nor", "not", "only",
    "out", "over", "under", "unless", "until", "up", "without",
))  # fmt: skip
_SHORTEST = 3


@value
class _Asked:
    """What a text asks for, of whom and when.

    `words` in order, without endings, and as `written`; `forces`: those that it names; `turned`: "not" and the like.
    """

    words: Public[tuple[str, ...]]
    written: Public[tuple[str, ...]]
    who: Public[frozenset[str]]
    forces: Public[frozenset[str]]
    when: Public[frozenset[str]]
    turned: Public[frozenset[str]]


@value
class Suggestion:
    """Two recommendations that may be the same. `score` is from 0 to 1; `words` are the ones that both hold."""

    one: Public[str]
    other: Public[str]
    score: Public[float]
    words: Public[tuple[str, ...]]


def content_words(text: str) -> tuple[str, ...]:
    """Return what a recommendation asks for, as plain words in order: no date phrase, no word of grammar, no endings."""
    return _asked(text).words


@cache
def _names_of_addressees() -> tuple[tuple[str, str], ...]:
    """Return how addressees are written, in the singular, each with its code; all that is the force's is "force"."""
    named = [(each.name.casefold().rstrip("s"), _party(code)) for code, each in addressees().items() if "*" not in code]
    return (*named, ("chief officer", "force"), ("constabulary", "force"))


def _party(code: str) -> str:
    return "force" if code.startswith("force:") or addressed_to_policing(code) == "force" else code


def _asked(text: str) -> _Asked:
    plain = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    when = frozenset(" ".join(_written(_LATEST.sub("", each))) for each in _DATES.findall(plain))
    plain = _DATES.sub(" ", plain)
    forces = frozenset(each.strip().casefold() for each in _FORCE_NAME.findall(plain))
    plain = _FORCE_NAME.sub("the force", plain).casefold()
    before, _, after = _SHOULD.sub("\0", plain, count=1).rpartition("\0")
    who = frozenset(code for name, code in _names_of_addressees() if re.search(rf"\b{re.escape(name)}", before))
    written = (*_written(before.replace("chief officer", " ")), *_written(after))
    return _Asked(
        words=tuple(map(_stem, written)),
        written=written,
        who=who,
        forces=forces,
        when=when,
        turned=frozenset(_WORD.findall(plain)) & _TURNING,
    )


def _written(text: str) -> tuple[str, ...]:
    return tuple(word for word in _WORD.findall(text.casefold()) if word not in _EMPTY)


_PLURALS = (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("s", ""))
_ENDINGS = (("ied", "y"), ("ing", ""), ("ion", ""), ("ed", ""), ("ly", ""), ("e", ""))


def _stem(word: str) -> str:
    """Return a word without its commonest endings; both texts are treated alike, so a wrong stem does no harm."""
    word = word.removesuffix("'s").removesuffix("'")
    for endings in (_PLURALS, _ENDINGS):
        for ending, kept in endings:
            if word.endswith(ending) and len(word) - len(ending) > _SHORTEST - len(kept):
                word = word.removesuffix(ending) + kept
                break
    return word


def _at_odds(one: _Asked, other: _Asked) -> bool:
    """Say whether two texts ask for different things, of different people or by different days."""
    a, b = set(one.words), set(other.words)
    return (
        (bool(a - b) and bool(b - a))
        or one.turned != other.turned
        or {word for word in a ^ b if word.isdigit()} != set()
        or any(x and y and not x & y for x, y in ((one.who, other.who), (one.forces, other.forces)))
        or (bool(one.when) and bool(other.when) and one.when != other.when)
    )


def _pairs(words: tuple[str, ...]) -> Counter[str]:
    """Count words and neighbouring words: order carries meaning that single words lose."""
    return Counter((*words, *(f"{a} {b}" for a, b in pairwise(words))))


def similarity(one: str, other: str, weight: dict[str, float] | None = None) -> tuple[float, tuple[str, ...]]:
    """Return how alike two texts are, from 0 to 1, and the words that both hold.

    Two texts of which each asks for something that the other does not, or that differ in a number, a date, a "not" or
    whom they address, get half of what their words would give. `weight` gives rare words more say; without it all
    count alike.
    """
    return _compared(_asked(one), _asked(other), weight)


def _compared(one: _Asked, other: _Asked, weight: dict[str, float] | None) -> tuple[float, tuple[str, ...]]:
    first, second = _pairs(one.words), _pairs(other.words)
    if not first or not second:
        return 0.0, ()

    def total(counted: Counter[str]) -> float:
        return sum(times * (weight or {}).get(word, 1.0) for word, times in counted.items())

    shared = 2 * total(first & second) / (total(first) + total(second))
    both = set(other.words)
    score = shared * _AT_ODDS if _at_odds(one, other) else shared
    shown = (spoken for stem, spoken in zip(one.words, one.written, strict=True) if stem in both)
    return score, tuple(dict.fromkeys(shown))


def suggest(register: Register, *, least: float = SUGGESTED_FROM) -> tuple[Suggestion, ...]:
    """Return pairs of different reports that may be twins, best first; those already linked are left out.

    Deterministic: the order of the register does not matter. Only pairs that share a rare word are compared, so a
    register of a nation costs no more than its rare words.
    """
    every = [each for inspection in register.inspections for each in inspection.recommendations]
    asked = {each.id: _of(each) for each in every}
    words = {name: each.words for name, each in asked.items()}
    spread = Counter(word for held in words.values() for word in set(held))
    count = max(len(every), 1)
    weight = {word: 1.0 + log(count / times) / log(count + 1) for word, times in spread.items()}
    found = []
    for one, other in _candidates(every, words, spread):
        if one.inspection == other.inspection or other.id in one.same_as or one.id in other.same_as:
            continue
        score, shared = _compared(asked[one.id], asked[other.id], weight)
        if score >= least:
            found.append(Suggestion(one=one.id, other=other.id, score=round(score, 3), words=shared))
    return tuple(sorted(found, key=lambda each: (-each.score, each.one, each.other)))


def _of(recommendation: Recommendation) -> _Asked:
    """Return what a recommendation asks for; whom, as recorded where that is known."""
    asked = _asked(recommendation.text)
    return evolve(asked, who=frozenset(map(_party, recommendation.addressees)) or asked.who)


_RARE_WORDS = 4


def _candidates(
    every: Iterable[Recommendation], words: dict[str, tuple[str, ...]], spread: Counter[str]
) -> list[tuple[Recommendation, Recommendation]]:
    holders: dict[str, list[Recommendation]] = defaultdict(list)
    for each in sorted(every, key=lambda one: one.id):
        rare = sorted(set(words[each.id]), key=lambda word: (spread[word], word))[:_RARE_WORDS]
        for word in rare:
            holders[word].append(each)
    pairs = {
        (one.id, other.id): (one, other)
        for held in holders.values()
        for place, one in enumerate(held)
        for other in held[place + 1 :]
    }
    return [pairs[key] for key in sorted(pairs)]
