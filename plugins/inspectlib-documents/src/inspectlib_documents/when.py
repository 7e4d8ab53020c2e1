"""When a report was published, and when a letter or a response was written."""

import re
from typing import TYPE_CHECKING

from inspectlib_documents.blocks import Block, BlockKind
from inspectlib_documents.dates import dates_in
from inspectlib_documents.fact import FIRST, LONGEST_TITLE, TOP, Fact, fact
from inspectlib_documents.words import same_words, words

if TYPE_CHECKING:
    from datetime import date


#: who published, before the day: "HMIC, 14 May 2012"
_BY_WHOM = re.compile(r"^(?:HMIC(?:FRS)?|HM Inspectorate of Constabulary[\w ,&]{0,40}?),?\s+(?=\d)", re.IGNORECASE)


def _after(phrase: "re.Pattern[str]", text: str, within: int = 4) -> "tuple[re.Match[str], date, str] | None":
    """Return a phrase and the date that stands right after it, within a few characters."""
    for found in phrase.finditer(text):
        rest = text[found.end() : found.end() + 60]
        first = next(dates_in(rest), None)
        if first is not None and len(rest[: first.start].strip(" :,\t")) <= within:
            return found, first.day, rest[first.start : first.end]
    return None


def _is_of_a_response(blocks: list[Block], index: int) -> bool:
    """Say whether the heading right above a date is of the response, and not of the report."""
    above = blocks[index - 1].text if index else ""
    return bool(re.search(r"\b(?:response|reply|comments)\b", above, re.IGNORECASE))


#: "HMICFRS published its report on X Police on 27 September 2019", "its report of 27 September 2019"
_ITS_REPORT = re.compile(
    r"\b(?:hmic\w*|inspectorate|inspectors?)\b[^.]{0,40}\b(?:published|issued|released)\b (?:its|their|the|a)\b[^.]{0,120}?\bon\s+(?=\d)"
    r"|\breport (?:of|dated) (?=\d)",
    re.IGNORECASE,
)


#: a subject that ends with the day of its report: "... blue-light collaboration - 18 January 2024"
_ENDS_DATED = re.compile(r"\S\s[\N{EN DASH}\N{EM DASH}-]\s$")


def _ends_dated(block: Block) -> Fact | None:
    """Return the day that ends a title, after a dash."""
    last = next(reversed([*dates_in(block.text)]), None)
    if last is None or last.end != len(block.text.rstrip(".")) or not _ENDS_DATED.search(block.text[: last.start]):
        return None
    if re.search(r"\bresponse\b", block.text, re.IGNORECASE):
        return None
    return fact(
        "published", block, block.text[last.start : last.end], "after a dash, at the end of the title", last.day, 0.7
    )


def published_in(blocks: list[Block], *, is_response: bool, is_letter: bool) -> Fact | None:
    """Return the day of publication that a document states; the sooner a form that says so, the surer."""
    phrase = words("dates", "published")
    candidates: list[tuple[int, Fact]] = []
    sent = any(_after(words("dates", "sent"), block.text) for block in blocks)
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.LOG:
            continue
        answer = blocks[index + 1] if index + 1 < len(blocks) else None
        if not any(map(str.isdigit, block.text)) and not re.search(r"publi|come out", block.text, re.IGNORECASE):
            continue
        if found := _after(phrase, block.text):
            before = block.text[: found[0].start()].strip(" :.-")
            if re.search(r"\b(?:response|reply)$", before, re.IGNORECASE):
                continue
            page = (
                is_response
                and not before
                and same_words(found[0][0]) in ("published", "published on", "published on:", "published:")
            )
            if page and not sent and _is_of_a_response(blocks, index):
                continue  # the day of the page that gives the response
            candidates.append(
                (2 if page else 0, fact("published", block, found[2], f"after {found[0][0]!r}", found[1]))
            )
        elif answer is not None and re.match(
            r"date (?:inspection |report )?published:?$|publication date:?$|published on:?$", block.text, re.IGNORECASE
        ):
            first = next(dates_in(answer.text), None)
            if first:
                candidates.append(
                    (
                        0,
                        fact(
                            "published",
                            answer,
                            answer.text[first.start : first.end],
                            f"under {block.text!r}",
                            first.day,
                        ),
                    )
                )
        elif answer is not None and re.search(
            r"\breport\b.*\b(?:come out|published|publication)\b.*\?$|^\d{1,2}[.)] .*\breport\b.*\bpublication$",
            block.text,
            re.IGNORECASE,
        ):
            first = next(dates_in(answer.text), None)
            if first:
                candidates.append(
                    (
                        0,
                        fact(
                            "published",
                            answer,
                            answer.text[first.start : first.end],
                            "the answer to when the report was published",
                            first.day,
                        ),
                    )
                )
        elif is_response and (told := _ITS_REPORT.search(block.text)):
            first = next(dates_in(block.text[told.end() : told.end() + 40]), None)
            if first is not None and first.start == 0:
                printed = block.text[told.end() : told.end() + first.end]
                candidates.append((1, fact("published", block, printed, "the day of its report", first.day, 0.8)))
        elif split := re.search(
            r"\bin (?P<year>(?:19|20)\d{2}) and (?:was )?(?:reported|published) on (?P<day>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+)",
            block.text,
        ):
            first = next(dates_in(f"{split['day']} {split['year']}"), None)
            if first:
                candidates.append(
                    (
                        0,
                        fact(
                            "published", block, split[0], "a year, and then the day of the report in it", first.day, 0.7
                        ),
                    )
                )
        elif (
            is_response
            and index < TOP
            and (found_in := re.search(r"\((?:HMICFRS|HMIC|published)?,?\s*(?P<date>[^()]{6,30})\)", block.text))
        ):
            first = next(dates_in(found_in["date"]), None)
            if first and not is_letter_line(block):
                candidates.append(
                    (1, fact("published", block, found_in["date"], "in brackets after the title", first.day, 0.7))
                )
    if is_response and not candidates:
        candidates.extend((3, each) for block in blocks[:TOP] if (each := _ends_dated(block)) is not None)
    if candidates:
        return min(candidates, key=lambda each: each[0])[1]
    if not is_response and not is_letter:
        for block in blocks[:TOP]:
            first = next(dates_in(block.text), None)
            if (
                first is not None
                and first.end - first.start == len(_BY_WHOM.sub("", block.text).strip("."))
                and block.kind is not BlockKind.ROW
            ):
                return fact("published", block, block.text, "a date alone near the top", first.day, 0.6)
    return None


def is_letter_line(block: Block) -> bool:
    """Say whether a line is part of a letter's head: to whom, by whom, when."""
    return (
        bool(re.match(r"(?:from|to|cc|sent|subject):", block.text, re.IGNORECASE))
        and "report" not in block.text.lower()
    )


def letter_date(blocks: list[Block]) -> Fact | None:
    """Return the date that stands alone at the head of a letter."""
    for block in blocks[:TOP]:
        first = next(dates_in(block.text), None)
        if first is not None and first.end - first.start >= len(block.text.strip(" .")) - len("Date: "):
            return fact(
                "letter", block, block.text[first.start : first.end], "a date alone at the head of a letter", first.day
            )
    return None


def sent_in(blocks: list[Block], undated: list[Block]) -> Fact | None:
    """Return the day of a response; `undated` leaves out the block that gives the day of publication."""
    sent = words("dates", "sent")
    for block in blocks:
        found = _after(sent, block.text)
        if (
            found
            and (found[0].start() == 0 or not block.text[found[0].start() - 1].isalpha())
            and (found[0][0][-1:] in ":e" or "response" in found[0][0].lower())
        ):
            return fact("dated", block, found[2], f"after {found[0][0]!r}", found[1])
    for index, block in enumerate(blocks[:-1]):
        if re.search(r"\bdate of (?:this |the )?(?:response|reply)\b", block.text, re.IGNORECASE):
            first = next(dates_in(blocks[index + 1].text), None)
            if first:
                return fact(
                    "dated",
                    blocks[index + 1],
                    blocks[index + 1].text[first.start : first.end],
                    "under the date of the response",
                    first.day,
                )
    of_a_meeting = any(words("authors", "others").search(block.text) for block in blocks[:FIRST])
    alone = None if of_a_meeting else letter_date(undated)
    if alone is not None:
        return alone
    for block in blocks:
        if found_in := re.search(
            r"\b(?:sent (?:this|the) (?:letter|response)\b[^.]{0,60}? on|answered\b[^.]{0,60}? on|responded\b[^.]{0,60}? on)\s",
            block.text,
        ):
            first = next(dates_in(block.text[found_in.end() : found_in.end() + 40]), None)
            if first and first.start == 0:
                return fact(
                    "dated",
                    block,
                    block.text[found_in.end() : found_in.end() + first.end],
                    "the day on which it was sent",
                    first.day,
                    0.7,
                )
    for row in blocks:
        heads = row.row.heads if row.row else ()
        for head in (*heads, *([row.text] if len(row.text) < LONGEST_TITLE else [])):
            first = next(dates_in(head), None)
            if (
                first
                and re.search(r"\bresponse\b", head, re.IGNORECASE)
                and not re.search(r"\bpublished\b", head, re.IGNORECASE)
            ):
                return fact(
                    "dated", row, head[first.start : first.end], "a heading of the response with a date", first.day, 0.6
                )
    return None
