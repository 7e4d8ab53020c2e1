"""What the site says itself, in English or Welsh, from `words.toml`."""

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from inspectlib.errors import BadCall
from inspectlib.periods import in_words
from inspectlib_website.pages import clean

LANGUAGES = ("en", "cy")
#: the language tags that pages carry
TAGS = {"en": "en-GB", "cy": "cy"}
_WELSH_MONTHS = (
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Return every entry as "<section>.<key>" with its words by language."""
    table = tomllib.loads(files("inspectlib_website").joinpath("words.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": words for section, keys in table.items() for key, words in keys.items()}


def chosen(option: str) -> tuple[str, ...]:
    """Return the languages of the option `languages`, "en" first. Raises BadCall for one that is not known."""
    wanted = option.replace(",", " ").split() or ["en"]
    unknown = [each for each in wanted if each not in LANGUAGES]
    if unknown:
        message = f"languages: expected en, cy or both, found {unknown[0]!r}"
        raise BadCall(message)
    return tuple(each for each in LANGUAGES if each in wanted)


class Words:
    """The words of one language: called with a key it gives text for HTML, `plain` for anything else."""

    def __init__(self, lang: str) -> None:
        """Take the words of "en" or "cy"."""
        self.lang = lang
        self.tag = TAGS[lang]
        self._html = {key: escape(words[lang]) for key, words in catalogue().items()}

    def __call__(self, key: str, **given: object) -> Markup:
        """Return an entry as HTML; what is filled in is escaped unless it is HTML already."""
        if not given:
            return self._html[key]
        return self._html[key].format(**{k: clean(v) if type(v) is str else v for k, v in given.items()})

    def plain(self, key: str, **given: object) -> str:
        """Return an entry as plain text."""
        words = catalogue()[key][self.lang]
        return words.format(**given) if given else words

    def day(self, day: date) -> str:
        """Return a day as people write it in this language."""
        return in_words(day) if self.lang == "en" else f"{day.day} {_WELSH_MONTHS[day.month - 1]} {day.year}"
