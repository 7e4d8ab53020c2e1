"""Which recommendations may be the same one, published twice: suggested with a score, never merged.

HMICFRS asks for one answer where a national and a force-specific report hold the same recommendations; people decide
whether they do, and record it as `same_as`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import log

from inspectlib.fields import Public, value
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register

#: from this score on a pair is suggested: at least 95 in 100 suggestions are right on pairs that were not used to set it
SUGGESTED_FROM = 0.7

#: how a report opens a recommendation, and words of grammar: they say nothing about what is asked for
_DATES = re.compile(
    r"\b(?:by|within|no later than|not later than|before)\b[^,.;:]{0,40}?"
    r"(?:\d{4}|immediately|months?|weeks?|days?|years?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_EMPTY = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "chief",
        "constable",
        "constables",
        "each",
        "ensure",
        "ensures",
        "ensuring",
        "every",
        "for",
        "force",
        "forces",
        "from",
        "has",
        "have",
        "in",
        "including",
        "is",
        "it",
        "its",
        "make",
        "makes",
        "of",
        "on",
        "or",
        "police",
        "policing",
        "recommend",
        "recommends",
        "should",
        "so",
        "sure",
        "take",
        "that",
        "the",
        "their",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "we",
        "were",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
    ]
)
_SHORTEST = 3


@value
class Suggestion:
    """Two recommendations that may be the same. `score` is from 0 to 1; `words` are the ones that both hold."""

    one: Public[str]
    other: Public[str]
    score: Public[float]
    words: Public[tuple[str, ...]]


def content_words(text: str) -> tuple[str, ...]:
    """Return what a recommendation asks for, as plain words in order: no date phrase, no word of grammar."""
    plain = _DATES.sub(" ", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return tuple(_stem(word) for word in _WORD.findall(plain) if word not in _EMPTY)


def _stem(word: str) -> str:
    """Return a word without its commonest endings; both texts are treated alike, so a wrong stem does no harm."""
    word = word.removesuffix("'s")
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) > _SHORTEST:
            return word[: -len(ending)]
    return word


def _pairs(words: tuple[str, ...]) -> Counter[str]:
    """Count words and neighbouring words: order carries meaning that single words lose."""
    return Counter((*words, *(f"{a} {b}" for a, b in pairwise(words))))


def similarity(one: str, other: str, weight: dict[str, float] | None = None) -> tuple[float, tuple[str, ...]]:
    """Return how alike two texts are, from 0 to 1, and the words that both hold.

    `weight` gives rare words more say; without it all count alike.
    """
    a, b = content_words(one), content_words(other)
    first, second = _pairs(a), _pairs(b)
    if not first or not second:
        return 0.0, ()

    def total(counted: Counter[str]) -> float:
        return sum(times * (weight or {}).get(word, 1.0) for word, times in counted.items())

    shared = 2 * total(first & second) / (total(first) + total(second))
    both = set(a) & set(b)
    return shared, tuple(dict.fromkeys(word for word in a if word in both))


def suggest(register: Register, *, least: float = SUGGESTED_FROM) -> tuple[Suggestion, ...]:
    """Return pairs of different reports that may be twins, best first; those already linked are left out.

    Deterministic: the order of the register does not matter. Only pairs that share a rare word are compared, so a
    register of a nation costs no more than its rare words.
    """
    every = [each for inspection in register.inspections for each in inspection.recommendations]
    words = {each.id: content_words(each.text) for each in every}
    spread = Counter(word for held in words.values() for word in set(held))
    count = max(len(every), 1)
    weight = {word: 1.0 + log(count / times) / log(count + 1) for word, times in spread.items()}
    found = []
    for one, other in _candidates(every, words, spread):
        if one.inspection == other.inspection or other.id in one.same_as or one.id in other.same_as:
            continue
        score, shared = similarity(one.text, other.text, weight)
        if score >= least:
            found.append(Suggestion(one=one.id, other=other.id, score=round(score, 3), words=shared))
    return tuple(sorted(found, key=lambda each: (-each.score, each.one, each.other)))


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
