"""Words to find recommendations by: the list for the script, and the list that needs none."""

import json
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from inspectlib_website.pages import Heading, Item, Page, clean

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
#: words too common to look for
_COMMON_WORDS = """
about after all also and any are been before being both but can each for force forces from had has have how
inspection into its made make more most must not off only other our out over police report review should some
such than that the their them then there these they this those through under until upon use very was well were
what when where which while who why will with within would chief constable constables
am an as at be by do go he if in is it me my no of on or so to up us we yr yn ac ar
"""
#: the fewest letters of a word that the index of subjects lists
_SUBJECT = 3
_COMMON = frozenset(_COMMON_WORDS.split())


def plain(text: str) -> str:
    """Return a text in lower case without accents, as the search script makes what is typed."""
    folded = clean(text).lower()
    if folded.isascii():
        return folded
    parted = unicodedata.normalize("NFD", folded)
    accents = [each for each in set(parted) if unicodedata.combining(each)]
    return parted.translate(dict.fromkeys(map(ord, accents))) if accents else parted


def words_of(text: str) -> set[str]:
    """Return the words and numbers of a text that somebody may look for, each once and without accents."""
    found = set(_WORD.findall(plain(text)))
    return {one for each in found for one in _looked_for(each)}


def _looked_for(word: str) -> list[str]:
    """Return by what a word may be looked for: one with hyphens by its parts, and as one: anti, social, antisocial."""
    found = [word]
    if not word.isalnum():
        parts = re.split(r"[-\u2010\u2011]", word)
        found = [*parts, "".join(parts)]
    return [each for each in found if len(each) > 1 and each not in _COMMON]


def subjects(headings: Sequence[Heading]) -> list[tuple[str, list[tuple[str, list[Heading]]]]]:
    """Return an index as at the back of a book: by letter, each word of a title or a theme with its responses."""
    found: dict[str, list[Heading]] = {}
    for heading in headings:
        themes = " ".join(each.recommendation.theme or "" for each in heading.items)
        for word in words_of(f"{heading.report} {themes}"):
            if len(word) >= _SUBJECT and word[0].isascii() and word.isalpha():
                found.setdefault(word, []).append(heading)
    letters: dict[str, list[tuple[str, list[Heading]]]] = {}
    for word in sorted(found):
        letters.setdefault(word[0], []).append((word, found[word]))
    return sorted(letters.items())


def _letter(word: str) -> str:
    """Return the name of the file that a word is in: its first letter, or "other"."""
    return word[0] if "a" <= word[0] <= "z" else "other"


class Index:
    """The words of all recommendations, for the files that the search script loads when they are first needed."""

    def __init__(self) -> None:
        """Start with no page."""
        self._said_in: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        self._place = 0

    def add(self, page: Page) -> None:
        """Take in what is said about each recommendation of a response, and of its report's title what is translated."""
        for item in page.items:
            said = [item.recommendation.text, *(one.text for one, _ in item.explanations), *item.force_comments]
            said += _translated(page, item)
            for word in set(_WORD.findall(plain(" ".join(said)))):
                self._said_in[word].append(self._place)
            self._place += 1

    def files(self, headings: Sequence[Heading]) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the files by name: the list, and the words by their first letter. `headings`: of the pages, in their order.

        The list holds each report as [title, area, year, name, items], an item as [kind, number, state, theme], and as
        a fifth its page where the number does not give it. Words hold the items that say them, counted through all
        reports: the first, then how much further on each next one is.
        """
        places: dict[str, array[int]] = {}
        for word, held in self._said_in.items():  # once a word, and not once for each text that says it
            for one in _looked_for(word):
                places[one] = array("I", sorted({*places[one], *held})) if one in places else held
        letters = [(letter, list(words)) for letter, words in groupby(sorted(places, key=_in_order), _letter)]
        yield "list", _list(headings, [letter for letter, _ in letters])
        for letter, words in letters:
            yield letter, iter([_words(words, places)])


def _in_order(word: str) -> tuple[str, str]:
    return _letter(word), word


def _list(headings: Sequence[Heading], letters: Sequence[str]) -> Iterator[bytes]:
    named = sorted({row.theme for heading in headings for row in heading.items})
    themes = {each: place for place, each in enumerate(named)}
    yield _compact({"common": sorted(_COMMON), "letters": letters, "themes": named})[:-1] + b',"reports":['
    for number, heading in enumerate(headings):
        year = heading.inspection.published_on.year if heading.inspection.published_on else None
        items: list[list[object]] = []
        for row in heading.items:
            each = row.recommendation
            key = clean(each.number or each.key)
            told: list[object] = [each.kind.name, key, row.state, themes[row.theme]]
            items.append(told if row.anchor == f"recommendation-{key}" else [*told, row.anchor])
        report = [clean(heading.report), clean(heading.shown.response.area), year, heading.name, items]
        yield (b"," if number else b"") + _compact(report)
    yield b"]}"


def _words(words: Sequence[str], places: Mapping[str, Sequence[int]]) -> bytes:
    steps = {}
    for word in words:
        found = places[word]
        steps[word] = [one - before for before, one in zip((0, *found), found, strict=False)]
    return _compact(steps)


def _translated(page: Page, item: Item) -> list[str]:
    """Return what is translated of what a recommendation says, and the title of its report with it."""
    about = item.recommendation.id
    said = {f"explanations:{one.covers[0].rsplit('/', 1)[-1]}" for one, _ in item.explanations if one.covers}
    return [
        each.text
        for each in page.translations
        if each.field == "title" or each.field in said or each.of.split("|")[0] == about
    ]


def _compact(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
