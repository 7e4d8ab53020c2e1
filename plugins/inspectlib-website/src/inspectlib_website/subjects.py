"""Words to find recommendations by: the list for the script, and the list that needs none."""

import json
import re
from collections.abc import Sequence

from inspectlib_website.pages import Page, clean
from inspectlib_website.wording import Words

_WORD = re.compile(r"[^\W\d_][\w'\u2019-]{2,}")
#: words too common to look for
_COMMON_WORDS = """
about after all also and any are been before being both but can each for force forces from had has have how
inspection into its made make more most must not off only other our out over police report review should some
such than that the their them then there these they this those through under until upon use very was well were
what when where which while who why will with within would chief constable constables
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text that somebody may look for, lower case, each once, sorted."""
    return sorted({each.lower() for each in _WORD.findall(clean(text))} - _COMMON)


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


def search_list(pages: Sequence[Page], words: Words, *, states: dict[str, str]) -> bytes:
    """Return the list that the search script loads when it is first needed.

    Reports stand once, with their items as [number of the report, name, page, state, theme, words].
    """
    reports, items = [], []
    for number, page in enumerate(pages):
        year = page.inspection.published_on.year if page.inspection.published_on else None
        reports.append([clean(page.report), clean(page.shown.response.area), year])
        for item in page.items:
            each = item.recommendation
            said = [each.text, *(one.text for one, _ in item.explanations), *item.force_comments]
            items.append(
                [
                    number,
                    clean(words.plain(f"kind.{each.kind.name}", number=each.number or each.key)),
                    page.item_file(item),
                    states[item.state],
                    clean(each.theme or ""),
                    " ".join(words_of(" ".join(said))),
                ]
            )
    return json.dumps({"reports": reports, "items": items}, ensure_ascii=False, separators=(",", ":")).encode()
