"""Words to find recommendations by: the list for the script, and the list that needs none."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence

from inspectlib_website.pages import Page, clean

_WORD = re.compile(r"[^\W\d_][\w'-]{2,}")
#: words too common to look for
_COMMON_WORDS = """
about after all also and any are been before being both but can each for force forces from had has have how
inspection into its made make more most must not off only other our out over police report review should some
such than that the their them then there these they this those through under until upon use very was well were
what when where which while who why will with within would chief constable constables
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def words_of(text: str) -> set[str]:
    """Return the words of a text that somebody may look for, lower case, each once."""
    return set(_WORD.findall(clean(text).lower().replace("\u2019", "'"))) - _COMMON


def subjects(pages: Sequence[Page]) -> list[tuple[str, list[tuple[str, list[Page]]]]]:
    """Return an index as at the back of a book: by letter, each word of a title or a theme with its responses."""
    found: dict[str, dict[str, Page]] = {}
    for page in pages:
        themes = " ".join(each.recommendation.theme or "" for each in page.items)
        for word in words_of(f"{page.report} {themes}"):
            if word[0].isascii():
                found.setdefault(word, {})[page.name] = page
    letters: dict[str, list[tuple[str, list[Page]]]] = {}
    for word in sorted(found):
        letters.setdefault(word[0], []).append((word, list(found[word].values())))
    return sorted(letters.items())


def _letter(word: str) -> str:
    """Return the name of the file that a word is in: its first letter without accents, or "other"."""
    first = unicodedata.normalize("NFD", word)[0]
    return first if "a" <= first <= "z" else "other"


def search_files(pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
    """Yield the files that the search script loads when they are first needed: the list, and words by first letter.

    The list holds each report as [title, area, year, name, items], an item as [kind, number, state, theme], and as a
    fifth its page where the number does not give it. Words hold the items that say them, counted through all reports:
    the first, then how much further on each next one is.
    """
    themes = {each: place for place, each in enumerate(sorted({item.theme for page in pages for item in page.items}))}
    reports: list[list[object]] = []
    letters: dict[str, dict[str, list[int]]] = {}
    last: dict[str, int] = {}
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
            for word in words_of(" ".join(said)):
                letters.setdefault(_letter(word), {}).setdefault(word, []).append(place - last.get(word, 0))
                last[word] = place
            place += 1
        reports.append([clean(page.report), clean(page.shown.response.area), year, page.name, items])
    yield (
        "list",
        _compact({"common": sorted(_COMMON), "letters": sorted(letters), "themes": list(themes), "reports": reports}),
    )
    for letter in sorted(letters):
        yield letter, _compact(dict(sorted(letters[letter].items())))


def _compact(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
