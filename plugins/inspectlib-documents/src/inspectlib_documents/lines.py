"""The first stage: the lines of a document, whatever its format, with where they stand and how they look."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from inspectlib.fields import Public, evolve, value
from inspectlib_documents.words import table

#: what a bullet can look like, private-use characters of old fonts among them
BULLETS = "•·●▪■◦‣\u2043∙\uf0b7\uf0a7\uf076\uf0d8\uf02d"
#: what ends a line, for every count of lines
LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_LONG = 300
_WIDTH_OF_TAB = 4


@value
class Line:
    """One line: its number in the document (from 1), its span (characters, end exclusive) and its look.

    `gap`: blank lines before it. `looks`: hints of the format: "heading", "bold", "bullet", "cell", "row" (the first
    cell of a row), "table" (the first cell of a table), "more" (goes on in the cell before), "whole" (a paragraph of its own), "runs" (the layout says that it goes on
    with the paragraph above), "flat" (cut out of a longer line), "quoted" (an email's ">").
    """

    number: Public[int]
    start: Public[int]
    end: Public[int]
    text: Public[str]
    indent: Public[int] = 0
    gap: Public[int] = 0
    looks: Public[frozenset[str]] = frozenset()


def lines_of_text(text: str) -> tuple[Line, ...]:
    """Return the lines of a plain text; a line in which headings run on is cut before and after them."""
    lines = tuple(_lines(_raw(text)))
    if not _is_double_spaced(lines):
        return lines
    return tuple(evolve(each, gap=max(0, each.gap - 1) // 2) for each in lines)


_PROOF = 2
#: blank lines between two paragraphs that a copy has doubled
_DOUBLED = 3


def _is_double_spaced(lines: tuple[Line, ...]) -> bool:
    """Say whether a copy put a blank line after every line: paragraphs stand further apart, and sentences go on below."""
    following = [each for each in lines[1:] if "flat" not in each.looks]
    return (
        bool(following)
        and min(each.gap for each in following) == 1
        and any(each.gap >= _DOUBLED for each in following)
        and sum(each.gap == 1 and each.text[0].islower() for each in following) >= _PROOF
    )


@value
class Shown:
    """A line as a format shows it, before it has its place: `gap` blank lines stand before it."""

    text: Public[str]
    indent: Public[int] = 0
    gap: Public[int] = 0
    looks: Public[frozenset[str]] = frozenset()


def lines_of_shown(shown: Iterable[Shown]) -> tuple[str, tuple[Line, ...]]:
    """Return the plain text of what a format shows, and its lines with their places in that text."""
    parts: list[str] = []
    lines: list[Line] = []
    length, number = 0, 1
    for each in shown:
        words = " ".join(each.text.split())
        if not words:
            continue
        gap = each.gap if parts else 0
        before = "\n" * (gap + 1 if parts else 0) + " " * each.indent
        parts.append(before + words)
        length += len(before)
        number += gap + 1 if len(parts) > 1 else 0
        for place, piece, cut in _cuts(words) if "cell" not in each.looks else [(0, words, False)]:
            lines.append(
                Line(
                    number=number,
                    start=length + place,
                    end=length + place + len(piece),
                    text=piece,
                    indent=each.indent,
                    gap=0 if place else gap,
                    looks=each.looks | ({"flat"} if cut else frozenset()),
                )
            )
        length += len(words)
    return "".join(parts), tuple(lines)


def _raw(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for number, line in enumerate(LINE_END.split(text), start=1):
        yield number, start, line
        start += len(line) + (2 if text.startswith("\r\n", start + len(line)) else 1)


def _lines(raw: Iterable[tuple[int, int, str]]) -> Iterator[Line]:
    gap = 0
    for number, begin, whole in raw:
        offset = _quote_mark(whole)
        line, looks = whole[offset:], frozenset({"quoted"}) if offset else frozenset()
        words = line.strip(" \t\xa0\u200b\ufeff")
        if not words:
            gap += 1
            continue
        bare = line.expandtabs(_WIDTH_OF_TAB)
        first = begin + offset + line.index(words[0])
        for place, piece, cut in _cuts(words):
            yield Line(
                number=number,
                start=first + place,
                end=first + place + len(piece),
                text=piece,
                indent=len(bare) - len(bare.lstrip()),
                gap=0 if place else gap,
                looks=looks | ({"flat"} if cut else frozenset()),
            )
        gap = 0


def _quote_mark(line: str) -> int:
    """Return how far the ">" of a quoted line of an email reaches; 0 where there is none."""
    bare = line.lstrip()
    return line.index(">") + 1 if bare.startswith(">") and not bare.startswith(">>") else 0


def _labels() -> "re.Pattern[str]":
    """Return what is a heading in the middle of a long line: after a sentence or a number, before a capital."""
    kinds = table()["kind"].values()
    ones = [name.capitalize() for kind in kinds for name in kind["one"] if name.islower()]
    stops = [
        name.capitalize() for name in table()["labels"]["stops"] if " " in name or name in ("background", "methodology")
    ]
    plain = [*ones, *(name.capitalize() for kind in kinds for name in kind["many"] if name.islower()), *stops]
    numbered = "|".join(map(re.escape, sorted(ones, key=len, reverse=True)))
    others = "|".join(map(re.escape, sorted(plain, key=len, reverse=True)))
    grades = "|".join(rf"(?<= {re.escape(grade)} )" for grade in table()["labels"]["grades"])
    after = rf"(?:(?<=[.?!:;\d] )|{grades})"
    return re.compile(
        rf"(?<= )(?:{numbered}) \d{{1,3}}[a-z]?(?= [\"\N{{LEFT DOUBLE QUOTATION MARK}}]?[A-Z])"
        rf"|{after}(?:(?:{others})(?= [A-Z{BULLETS}])|Annex [A-Z](?= [A-Z]))"
    )


_LABELS = _labels()
#: a bullet in a line, or at its end, where its words stand on the next line
_BULLET = re.compile(rf" (?=[{BULLETS}](?: |$))")
_FIELDS = re.compile(r"(?<=\S)\s{3,8}(?=[A-Z][a-z]{1,20}(?: [a-z]{1,12})?: )")
#: the names of a letter's head; Word, the web and a page keep no run of blanks between what stands behind them
_HEADS = "|".join(map(re.escape, table()["labels"]["heads"]))
_FIRST_HEAD = re.compile(rf"(?:{_HEADS}): ")
_NEXT_HEAD = re.compile(rf"(?<=\S) (?=(?:{_HEADS}): )")
_PAGE = re.compile(r"(?<=[.?!;]) (\d{1,3})(?= [A-Z]|$)")


def _cuts(words: str) -> list[tuple[int, str, bool]]:
    """Return the pieces of a line with their places; several where bullets, headings or page numbers run on."""
    places = {0, len(words)}
    places |= {each.end() for each in _BULLET.finditer(words)}
    places |= {each.end() for each in _FIELDS.finditer(words)}
    if _FIRST_HEAD.match(words):
        places |= {each.end() for each in _NEXT_HEAD.finditer(words)}
    flat = False
    if len(words) > _LONG:
        found = list(_LABELS.finditer(words))
        flat = bool(found)
        places |= {place for each in found for place in (each.start(), each.end())}
        if flat:
            places |= {place for each in _PAGE.finditer(words) for place in each.span(1)}
    ordered = sorted(places)
    pieces = []
    for start, end in pairwise(ordered):
        piece = words[start:end]
        bare = piece.strip()
        if bare:
            pieces.append((start + piece.index(bare[0]), bare, flat))
    return pieces
