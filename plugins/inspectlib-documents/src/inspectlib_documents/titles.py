"""The title of the report that a document is, or answers."""

import re
from typing import TYPE_CHECKING

from inspectlib_documents.addressees import force_names
from inspectlib_documents.blocks import Block, BlockKind, request_in
from inspectlib_documents.dates import dates_in
from inspectlib_documents.fact import FIRST, LETTER, LONGEST_TITLE, TOP, Fact, fact
from inspectlib_documents.words import same_words, table, words

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_LINE = 120


#: who inspected, after the words of a title: "... in Northmoor by HM Inspectorate of Prisons and ..."
_BY_WHOM = re.compile(r"\s+by (?:HM |HMIC|His Majesty|Her Majesty|the inspectorate).*$", re.IGNORECASE)


def _clean(title: str) -> str:
    title = _BY_WHOM.sub("", title)
    title = re.sub(r"^(?:re|subject|fw):\s+", "", title.strip(), flags=re.IGNORECASE)
    title = re.sub(r"\s*\((?:HMICFRS|HMIC|published)?(?: on)?,?\s*\d[^()]*\)\s*$", "", title.strip())
    last = next(reversed([*dates_in(title)]), None)
    if (
        last is not None
        and last.end == len(title)
        and re.search(r"\s[\N{EN DASH}\N{EM DASH}-]\s$", title[: last.start])
    ):
        title = title[: last.start].rstrip(" \N{EN DASH}\N{EM DASH}-")
    title = (
        re.sub(r"^HMIC(?:FRS)? \(\d{4}\)\s+|\s+\d{1,3}$(?<!\d{4})", "", title)
        if re.match(r"HMIC(?:FRS)? \(\d{4}\)", title)
        else title
    )
    title = re.sub(r"\s*\(\d{3,5}\)$", "", title)
    title = re.sub(
        r"^(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}: (?:HMIC(?:FRS)? )?",
        "",
        title,
    )
    for opening, closing in (
        ("'", "'"),
        ('"', '"'),
        ("\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"),
        ("\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"),
    ):
        if title.startswith(opening) and title.endswith(closing) and len(title) > 1:
            title = title[1:-1]
    return title.strip()


_ABOUT = re.compile(
    r"\b(?:inspection|report|review|PEEL|thematic|spotlight|revisit|super-complaint|causes? of concern)\b",
    re.IGNORECASE,
)
_RESPONSE_TO = re.compile(
    r"\b(?:response|reply) to\b\s*(?:the )?(?:HMIC(?:FRS)?\b\s*)?(?:inspection |thematic )?(?:report|inspection)?\s*[:\N{EN DASH}-]\s*(?P<title>.+)$"
    r"|\b(?:response|reply) to (?P<before_date>(?-i:[A-Z]).{8,120}?)\s\((?:published )?(?=\d)"
    r"|^(?P<first>(?-i:[A-Z]).{8,150}?)\s*[:\N{EN DASH}-]\s+(?:(?:the|a|joint|formal|statutory)\s+){0,3}(?:(?:pcc|pfcc|opcc|commissioner|mayor)\S{0,3}\s+)?response\b(?: (?:of|by|from)\b|$)"
    r"|\bresponse\s[\N{EN DASH}-]\s(?P<about>(?:PEEL|inspection|report)\b.+)$",
    re.IGNORECASE,
)


def title_of(blocks: list[Block], *, is_response: bool) -> Fact | None:
    """Return the title, by the first rule that finds one."""
    rules: tuple[Callable[[list[Block]], Fact | None], ...]
    rules = (
        (_labelled_title, _quoted_title, _response_title, _subject_title, _headed_title)
        if is_response
        else (_labelled_title, _letter_title, _report_title)
    )
    for rule in rules:
        found = rule(blocks)
        if found is not None and found.words:
            return found
    return None


def _made(block: Block, words_of: str, why: str, sure: float = 0.9) -> Fact | None:
    cleaned = _clean(words_of)
    return fact("title", block, cleaned, why, sure=sure) if cleaned and len(cleaned) <= LONGEST_TITLE else None


def _is_translated(text: str) -> bool:
    """Say whether a line is of the other language of a bilingual page."""
    return len(set(same_words(text).split()) & set(table()["labels"]["translated_words"])) > 1


def _labelled_title(blocks: list[Block]) -> Fact | None:
    for index, block in enumerate(blocks):
        if found := re.match(
            r"(?:title of (?:inspection|report)|report title|inspection title)\s*:?\s*(?P<title>.*)$",
            block.text,
            re.IGNORECASE,
        ):
            if found["title"]:
                return _made(block, found["title"], "after its label")
            if index + 1 < len(blocks):
                return _made(blocks[index + 1], blocks[index + 1].text, "under its label")
        if re.search(
            r"\breport called\b|\b(?:name|title) of (?:the )?report\b", block.text, re.IGNORECASE
        ) and index + 1 < len(blocks):
            answer = re.sub(r"^A\d?[.:]\s*", "", blocks[index + 1].text)
            return _made(
                blocks[index + 1],
                re.split(r"[.,;]\s+(?=\d|published)", answer, flags=re.IGNORECASE)[0].rstrip("."),
                "the answer to what the report is called",
            )
        if found := re.match(
            r"(?:HMIC(?:FRS)? )?(?:publication|report|inspection)(?: title| name)?:\s+(?P<title>(?!http).{8,})$",
            block.text,
            re.IGNORECASE,
        ):
            return _made(block, found["title"], "after its label")
    return None


#: who responds, in the place of what is responded to
_OFFICE = re.compile(
    r"(?:the )?(?:joint )?(?:police(?:,? fire)? (?:and|&) crime|office of|mayor|o?pcc|o?pfcc|commissioner)",
    re.IGNORECASE,
)


def _response_title(blocks: list[Block]) -> Fact | None:
    for block in blocks[:6]:
        found = _RESPONSE_TO.search(block.text)
        title = found and (found["title"] or found["before_date"] or found["first"] or found["about"])
        if title and len(title.split()) > 1 and not _OFFICE.match(title):
            return _made(block, title, "what the heading says the response is to")
    return None


def _quoted_title(blocks: list[Block]) -> Fact | None:
    opens, closes = (
        "'\"\N{LEFT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}",
        "'\"\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}",
    )
    pattern = re.compile(
        rf"\b(?:report|inspection|ispezione|about|entitled|titled)\W{{1,4}}[{opens}](?P<title>[A-Z][^{{}}\n]{{8,180}}?)[{closes}](?=[\s,.;)]|$)",
        re.IGNORECASE,
    )
    for block in blocks[:TOP]:
        found = pattern.search(block.text)
        if found and (_ABOUT.search(found["title"]) or "report" in found[0].lower()):
            return _made(block, found["title"], "in quotation marks after the word report")
    return None


_SUBJECT = re.compile(
    r"^subject:\s*(?:(?:re|fw|fwd):\s*)?.{0,60}?\b(?:response|s\.? ?55|section 55|comments)(?: to| on)?\s*[:\N{EN DASH}-]?\s+(?:(?:response|comments)\s*[:\N{EN DASH}-]\s*)?(?P<title>[A-Z].{8,})$",
    re.IGNORECASE,
)


def _subject_title(blocks: list[Block]) -> Fact | None:
    """Return a letter's subject: the line after its greeting, or the one before "I write in response to the above"."""
    for block in blocks[:TOP]:
        if found := _SUBJECT.match(block.text):
            return _made(block, found["title"], "the subject of the email")
    for index, block in enumerate(blocks[:TOP]):
        if re.match(r"dear\b", block.text, re.IGNORECASE) and len(block.text) < 60 and index + 1 < len(blocks):  # noqa: PLR2004 - a greeting
            following = blocks[index + 1]
            if following.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LABEL) and not re.search(
                r"[.]$", following.text
            ):
                return _made(following, following.text, "the line after the greeting")
        if index and re.match(r"i write (?:in response|to respond)\b", block.text, re.IGNORECASE):
            before = blocks[index - 1]
            if (
                len(before.text) <= LONGEST_TITLE
                and not next(dates_in(before.text), None)
                and not re.search(r"[.,]$", before.text)
            ):
                return _made(before, before.text, "the line before the letter begins")
    for block in blocks[:TOP]:
        found = re.search(
            r"\binspection by .{0,120}?\) of (?P<title>.{8,160}?),? (?:which was )?published\b", block.text
        )
        if found:
            return _made(block, found["title"], "what the letter says was inspected", 0.6)
        if found := re.search(
            r"\breport,? (?P<title>[A-Z][^,.()]{8,120}),? (?:which was |and was )?published\b", block.text
        ):
            return _made(block, found["title"], "between the words report and published", 0.6)
    return None


def _headed_title(blocks: list[Block]) -> Fact | None:
    generic = {same_words(each) for each in table()["labels"]["series"]}
    top = [
        each
        for each in blocks[:TOP]
        if each.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LABEL) and len(each.text) <= LONGEST_TITLE
    ]
    for index, block in enumerate(top[:-1]):
        if same_words(block.text) in ("hmicfrs report", "hmic report", "report"):
            return _made(top[index + 1], top[index + 1].text, "under 'report'")
    for block in top:
        text = block.text
        if found := re.search(r"inspection report - (?P<title>.+)$", text, re.IGNORECASE):
            return _made(block, found["title"], "the heading of the report")
        dated = words("dates", "published").search(text)
        if dated and next(dates_in(text), None) and not re.match(r"published|i\b|the\b", text, re.IGNORECASE):
            before = text[: dated.start()].rstrip(" (.")
            if len(before.split()) > 2 and not re.search(r"\b(?:which|was|were|has|have)\b", before):  # noqa: PLR2004 - a title has words
                return _made(block, before, "the words before its date")
        if block.kind is not BlockKind.HEADING or same_words(text) in generic:
            continue
        if (
            _ABOUT.search(text)
            and not (dated and next(dates_in(text), None))
            and not re.search(r"\bresponses?\b|\breports\b|performance$|process for", text, re.IGNORECASE)
        ):
            return _made(block, re.sub(r"^HMICFRS (?=PEEL)", "", text), "a heading that names an inspection", 0.7)
        if found := re.search(r"\b(?:update|response|reply):? (?P<title>super[ -]complaint.*)$", text, re.IGNORECASE):
            return _made(block, found["title"], "a heading", 0.5)
    return None


def _letter_title(blocks: list[Block]) -> Fact | None:
    if not any(LETTER.match(each.text) for each in blocks[:TOP]):
        return None
    for index, block in enumerate(blocks[:TOP]):
        if re.match(r"dear\b", block.text, re.IGNORECASE) and index + 1 < len(blocks):
            following = blocks[index + 1]
            dated = next(dates_in(following.text), None)
            if dated and dated.end - dated.start == len(following.text) and index + 2 < len(blocks):
                following = blocks[index + 2]
            is_line = following.kind in (BlockKind.HEADING, BlockKind.LABEL, BlockKind.SECTION)
            return _made(following, following.text, "the line after the greeting") if is_line else None
    return None


def _report_title(blocks: list[Block]) -> Fact | None:
    if any(LETTER.match(each.text) for each in blocks[:TOP]):
        return None
    generic = {same_words(each) for each in table()["labels"]["series"]}
    for index, block in enumerate(blocks[:TOP]):
        text = block.text
        if block.kind is BlockKind.NUMBERED and "flat" in block.looks:
            text = re.split(
                r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b",
                block.rest,
            )[0]
            return _made(block, text, "the first words", 0.5)
        if same_words(text) in generic or (next(dates_in(text), None) and len(text) < 40):  # noqa: PLR2004 - a date alone
            continue
        if _is_translated(text):
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            text.endswith(":")
            and index < FIRST
            and not request_in(text)
            and following is not None
            and not following.gap
            and len(following.text) <= _LONGEST_LINE
        ):
            return _made(block, f"{text} {following.text}", "the first line, and the one that it opens", 0.7)
        whole = force_names(text)
        if whole and whole[0][1] == 0 and whole[0][2] == len(text):
            continue
        running = re.match(r"HMIC(?:FRS)? \(\d{4}\) ", text)
        if ("flat" not in block.looks and (block.kind is BlockKind.HEADING or running)) or (
            "flat" not in block.looks
            and block.kind is BlockKind.PARAGRAPH
            and len(text) <= (_LONGEST_LINE if index else LONGEST_TITLE)
            and not re.search(r"[.:]$", text)
            and index < FIRST
        ):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if (
                following is not None
                and re.match(r"(?:an )?inspection of ", following.text, re.IGNORECASE)
                and following.kind is BlockKind.HEADING
            ):
                return _made(block, text, "the first heading")
            return _made(block, text, "the first heading", 0.8)
        if "flat" in block.looks:
            return _made(block, re.sub(r"\s\d{1,3}$", "", text), "the first words", 0.6)
        if index < FIRST and block.kind is BlockKind.SECTION and force_names(text):
            return _made(block, text, "a heading that names a force")
        if block.kind in (BlockKind.LABEL, BlockKind.SECTION, BlockKind.NUMBERED, BlockKind.BULLET, BlockKind.ROW) or (
            block.kind is BlockKind.PARAGRAPH and not running
        ):
            break
    return None


def running_header(blocks: tuple[Block, ...]) -> Fact | None:
    """Return a title that stands only in the furniture of the pages."""
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.FURNITURE) and re.match(
            r"an? (?:\w+ ){0,3}(?:inspection|review) of\b", block.text, re.IGNORECASE
        ):
            return _made(block, block.text, "a running header", 0.6)
    return None
