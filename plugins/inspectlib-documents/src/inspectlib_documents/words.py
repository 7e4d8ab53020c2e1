"""The phrases of `words.toml`, and patterns made from them: literal alternatives, so always linear."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

#: numbers as reports spell them; "a" and "an" are one
NUMBERS = {
    name: number
    for number, name in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"a": 1, "an": 1, "twenty-four": 24, "thirty": 30, "thirty-six": 36}
NUMBER = r"(?:\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"


@cache
def table() -> Mapping[str, Any]:
    """Return the whole table."""
    return tomllib.loads(files("inspectlib_documents").joinpath("words.toml").read_text(encoding="utf-8"))


def number_of(words: str) -> int | None:
    """Return a number in figures or words, or None."""
    words = words.lower()
    return int(words) if words.isascii() and words.isdigit() else NUMBERS.get(words)


def pattern_of(phrase: str) -> str:
    """Return a phrase as a pattern: any white space, either apostrophe or dash, "%" a number."""
    made = (
        re.escape(phrase)
        .replace(r"\ ", r"\s+")
        .replace("%", rf"(?:{NUMBER}(?:/\d{{2,4}})?)")
        .replace("'", "['\N{RIGHT SINGLE QUOTATION MARK}]?")
    )
    start = r"(?<!\w)" if phrase[:1].isalnum() or phrase[:1] == "%" else ""
    return start + made + (r"(?!\w)" if phrase[-1:].isalnum() or phrase[-1:] == "%" else "")


def any_of(phrases: Iterable[str]) -> "re.Pattern[str]":
    """Return a pattern for any of these phrases, the longest first."""
    return re.compile("|".join(map(pattern_of, sorted(phrases, key=len, reverse=True))), re.IGNORECASE)


@cache
def words(part: str, name: str) -> "re.Pattern[str]":
    """Return the pattern for one list of the table."""
    return any_of(table()[part][name])


def same_words(text: str) -> str:
    """Return a text as what it says: lower case, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
