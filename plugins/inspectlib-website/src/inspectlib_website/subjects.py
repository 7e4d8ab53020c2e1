"""Words to find recommendations by: the list for the script, and the list that needs none."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from inspectlib_website.pages import Item, Page, clean

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


def subjects(pages: Sequence[Page]) -> list[tuple[str, list[tuple[str, list[Page]]]]]:
    """Return an index as at the back of a book: by letter, each word of a title or a theme with its responses."""
    found: dict[str, dict[str, Page]] = {}
    for page in pages:
        themes = " ".join(each.recommendation.theme or "" for each in page.items)
        for word in words_of(f"{page.report} {themes}"):
            if len(word) >= _SUBJECT and word[0].isascii() and word.isalpha():
                found.setdefault(word, {})[page.name] = page
    letters: dict[str, list[tuple[str, list[Page]]]] = {}
    for word in sorted(found):
        letters.setdefault(word[0], []).append((word, list(found[word].values())))
    return sorted(letters.items())


def _letter(word: str) -> str:
    """Return the name of the file that a word is in: its first letter, or "other"."""
    return word[0] if "a" <= word[0] <= "z" else "other"


def search_files(pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that the search script loads when they are first needed: the list, and words by first letter.

    The list holds each report as [title, area, year, name, items], an item as [kind, number, state, theme], and as a
    fifth its page where the number does not give it. Words hold the items that say them, counted through all reports:
    the first, then how much further on each next one is.
    """
    themes = {each: place for place, each in enumerate(sorted({item.theme for page in pages for item in page.items}))}
    reports: list[list[object]] = []
    said_in: defaultdict[str, list[int]] = defaultdict(list)
    place = 0
    for page in pages:
        year = page.inspection.published_on.year if page.inspection.published_on else None
        items: list[list[object]] = []
        for item in page.items:
            each = item.recommendation
            number = clean(each.number or each.key)
            told: list[object] = [each.kind.name, number, item.state, themes[item.theme]]
            items.append(told if item.anchor == f"recommendation-{number}" else [*told, item.anchor])
            said = [each.text, *(one.text for one, _ in item.explanations), *item.force_comments]
            said += _translated(page, item)
            for word in set(_WORD.findall(plain(" ".join(said)))):
                said_in[word].append(place)
            place += 1
        reports.append([clean(page.report), clean(page.shown.response.area), year, page.name, items])
    places: dict[str, list[int]] = {}
    for word, held in said_in.items():  # once a word, and not once for each text that says it
        for one in _looked_for(word):
            places[one] = sorted({*places[one], *held}) if one in places else held
    letters: dict[str, dict[str, list[int]]] = {}
    for word in sorted(places):
        found = places[word]
        steps = [one - before for before, one in zip((0, *found), found, strict=False)]
        letters.setdefault(_letter(word), {})[word] = steps
    yield (
        "list",
        _compact({"common": sorted(_COMMON), "letters": sorted(letters), "themes": list(themes), "reports": reports}),
    )
    for letter in sorted(letters):
        yield letter, _compact(letters[letter])


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
