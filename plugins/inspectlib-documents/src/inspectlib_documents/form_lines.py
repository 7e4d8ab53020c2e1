"""The lines of a response form under its headings, what explains single items, and the lines that nothing took."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import count, groupby

from inspectlib.exchange import Problem
from inspectlib.fields import Public, value
from inspectlib.recommendations import RecommendationKind
from inspectlib_documents.blocks import BlockKind
from inspectlib_documents.boxes import boxes_of
from inspectlib_documents.dates import dates_in
from inspectlib_documents.fields import field_in
from inspectlib_documents.lines import LINE_END
from inspectlib_documents.reader import Reading
from inspectlib_documents.voices import Answer
from inspectlib_documents.words import same_words, table

#: each may have its answer on its own line, in `value`
HEADINGS = {
    "title": r"title of (?:inspection|report)(?:\s*[:|]\s*(?P<value>.*))?",
    "published": r"date (?:inspection|report) published(?:\s*[:|]\s*(?P<value>.*))?",
    "deadline": r"deadline for response(?:\s*[:|]\s*(?P<value>.*))?",
    "dated": r"date (?:response sent|of (?:this )?response)(?:\s*[:|]\s*(?P<value>.*))?",
    "address": r"published at\s*:(?:\s*(?P<value>.*))?",
    "types": r"type of inspection(?:\s*[:|]\s*(?P<value>.*))?",
    "quoted": r"is (?P<force>.+?) quoted in the report\??:?(?:\s*\|)?(?P<value>\s.*)?",
    "any": r"are there any recommendations(?: ?/ ?areas for improvement)?\b(?P<value>.*)",
    "summary": r"executive summary(?: of (?:the )?report)?:?",
    "terms": r"the terms of reference included:?",
    "count": r"the report made \w+ recommendations?\b.*",
    "force": r"force response(?: to (?:the )?(?:recommendations|areas for improvement|inspection|report))?(?:\s*:\s*(?P<value>.*))?",
    "body": r"(?:pcc|pfcc|opcc|commissioner(?:'?s)?) response to (?:the )?inspection(?:\s*:\s*(?P<value>.*))?",
    "comment": r"comments? by the (?:pcc|pfcc|commissioner)(?:\s*:\s*(?P<value>.*))?|(?:pcc|pfcc|commissioner'?s) comments?:(?P<said>.*)",
    "reply": r"reply to the chief officer:?",
    "office": r"for office use only:?",
    "details": r"inspection details:?",
    "form": r"(?:response by the (?P<body>.+?)|(?P<office>pcc|pfcc) response) to (?:the )?hmic(?:frs)? inspections? of (?P<of>.+)",
}
_KNOWN = {name: re.compile(rf"^{pattern}$", re.IGNORECASE) for name, pattern in HEADINGS.items()}
#: headings that other responses have too
COMMON = ("address", "dated", "count", "summary", "force", "reply")
#: what somebody wrote, kept whole: their sentences are no headings
_WRITTEN = ("force", "comment", "body", "reply")
#: answers of one line, which a page may have wrapped; the section that they stand in goes on after them
_SHORT = ("title", "published", "dated", "deadline", "address")
#: such answers that begin the details of the inspection, wherever they stand
_OF_DETAILS = ("title", "published")
_LONGEST = 400

_KINDS = "|".join(sorted((re.escape(each.value) for each in RecommendationKind), key=len, reverse=True))
_EXPLAINED = re.compile(
    rf"^(?P<kind>{_KINDS})\s+(?P<number>\S+?)\s*[:\N{{EN DASH}}-]\s*(?:the\s+)?"
    r"(?!(?:force|chief|constabulary)\b)[^.:]{1,60}['\N{RIGHT SINGLE QUOTATION MARK}]s?\s+explanation\s*:?$",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"^(?P<kind>{_KINDS})\s+(?P<number>[\w.-]+?)\s*[:.]?$", re.IGNORECASE)


@value
class Placed:
    """A line of the form: its number in the document (from 1) and its words."""

    number: Public[int]
    text: Public[str]


@value
class Explained:
    """What stands under "Recommendation 1: the PCC's explanation": of which kind and number, and its paragraphs."""

    kind: Public[RecommendationKind]
    number: Public[str]
    line: Public[int]
    paragraphs: Public[tuple[str, ...]]


@value
class FormLines:
    """The lines under each heading, what the headings name, what explains single items.

    `written`: the numbers of the lines that stand in what somebody wrote.
    """

    under: Public[Mapping[str, tuple[Placed, ...]]]
    names: Public[Mapping[str, str]]
    written: Public[frozenset[int]]
    explained: Public[tuple[Explained, ...]] = ()

    def words(self, heading: str) -> list[str]:
        """Return the words of the lines under a heading; none where the form does not have it."""
        return [each.text for each in self.under.get(heading, ())]


def heading_in(line: str) -> tuple[str, "re.Match[str]"] | None:
    """Return which heading of the form a line is, with its match, or None."""
    if len(line) > _LONGEST:
        return None
    for name, pattern in _KNOWN.items():
        if found := pattern.match(line.strip()):
            return name, found
    return None


def label_in(line: str) -> tuple[RecommendationKind, str] | None:
    """Return the kind and the number of a line that is an item's label and nothing else, or None."""
    found = _LABEL.match(line.strip()) if len(line) <= _LONGEST else None
    return (RecommendationKind(found["kind"].lower()), found["number"]) if found else None


def _beside(heading: "re.Match[str]") -> str:
    """Return what stands on the line of a heading after it."""
    found = heading.groupdict()
    return (found.get("value") or found.get("said") or "").strip()


class _Walk:
    """Goes through the lines once. `field`: the short answer that is waited for; `current`: the section."""

    def __init__(self, reading: Reading, *, printed: bool) -> None:
        self.printed = printed
        self.lines = LINE_END.split(reading.text)
        self.items = {each.line for each in reading.blocks if each.kind in (BlockKind.LABEL, BlockKind.SECTION)}
        self.whole = {each.line: each.text for each in reading.blocks if len(each.marks) > 1}
        self.going_on = {
            number
            for each in reading.blocks
            for number in range(each.line + 1, each.line + 1 + reading.text.count("\n", each.start, each.end))
        }
        self.last_item = max((each.item.line for each in reading.items), default=0)
        self.under: dict[str, list[Placed]] = {}
        self.names: dict[str, str] = {}
        self.written: set[int] = set()
        self.explained: list[tuple[RecommendationKind, str, int]] = []
        self.paragraphs: list[list[str]] = []
        self.current = "start"
        self.field: str | None = None
        self.skipping = False

    def put(self, heading: str, number: int, text: str) -> None:
        self.under.setdefault(heading, []).append(Placed(number=number, text=text))

    def result(self) -> FormLines:
        for number, line in enumerate(self.lines, start=1):
            heading = heading_in(line)
            if heading is not None and self.is_here(number, *heading):
                self.heading(number, line, heading)
            else:
                self.line(number, line.rstrip())
        under = {name: tuple(found) for name, found in self.under.items()}
        explained = tuple(
            Explained(kind=kind, number=number, line=at, paragraphs=tuple(said))
            for (kind, number, at), said in zip(self.explained, self.paragraphs, strict=True)
        )
        return FormLines(under=under, names=self.names, written=frozenset(self.written), explained=explained)

    def is_here(self, number: int, heading: str, found: "re.Match[str]") -> bool:
        """Say whether a heading is one where it stands: somebody's sentence may begin like it, and an item's answer.

        Below an item, "Force response: agreed." is of that item; "Force response to recommendations: ..." is not.
        """
        inside = self.current in (*_WRITTEN, "explained")
        if heading == "count":
            return not inside
        if heading == "address":
            return self.current == "office"
        if heading not in _WRITTEN or not _beside(found):
            return True
        if heading == "force":
            whole = found[0].lower().startswith("force response to")
            return not inside and (whole or self.current != "items" or not self.last_item)
        return self.current != "items" or number > self.last_item

    def heading(self, number: int, line: str, heading: "tuple[str, re.Match[str]]") -> None:
        name = heading[0]
        whole = heading_in(self.whole.get(number, "")) if name in _SHORT else None
        found = (whole or heading)[1].groupdict()
        answer = _beside((whole or heading)[1])
        self.names.update(
            {key: words.strip() for key, words in found.items() if words and key not in ("value", "said")}
        )
        self.under.setdefault(name, [])
        if name == "count" or answer:
            self.put(name, number, line.strip() if name == "count" else answer)
        self.skipping = whole is not None
        if name not in _SHORT:
            self.current, self.field = name, None
            if name in _WRITTEN:
                self.written.add(number)
            return
        self.field = None if answer else name
        if name in _OF_DETAILS:
            self.current = "details"
        if self.current in (*_WRITTEN, "explained"):
            self.written.add(number)

    def line(self, number: int, text: str) -> None:
        if self.skipping and number in self.going_on:
            return
        self.skipping = False
        if self.field is not None and text.strip():
            field, self.field = self.field, None
            if number not in self.items and boxes_of(text)[0][0] is None:
                self.put(field, number, self.whole.get(number, text))
                self.skipping = number in self.whole
                return
        if len(text) <= _LONGEST and (found := _EXPLAINED.match(text.strip())):
            self.current = "explained"
            self.written.add(number)
            self.explained.append((RecommendationKind(found["kind"].lower()), found["number"], number))
            self.paragraphs.append([])
            return
        if self.current == "explained":
            self.explain(number, text)
            return
        if self.current in _WRITTEN:
            self.written.add(number)
            text = self.joined(number, text) if self.printed else text
        elif number in self.items:
            self.current = "items"
        self.put(self.current, number, text)

    def explain(self, number: int, text: str) -> None:
        """Add a line to what explains an item; what a page has wrapped is whole again."""
        self.written.add(number)
        if words := self.joined(number, text).strip():
            self.paragraphs[-1].append(words)

    def joined(self, number: int, text: str) -> str:
        """Return a line with those that a page has cut from it, which are passed over then."""
        self.skipping = number in self.whole
        if self.skipping:
            self.written.update(self._rest_of(number))
        return self.whole.get(number, text.strip())

    def _rest_of(self, number: int) -> Iterable[int]:
        for following in count(number + 1):
            if following not in self.going_on:
                return
            yield following


def form_lines(reading: Reading, *, printed: bool = False) -> FormLines:
    """Return the lines of a form under its headings; of a `printed` one, a PDF, each paragraph is one line again.

    Elsewhere the lines of what somebody wrote stay as they stand: whoever broke them may have meant it.
    """
    return _Walk(reading, printed=printed).result()


def is_unknown(text: str | None) -> bool:
    """Say whether words only say that nothing is recorded, as the form does where it has nothing."""
    return text is not None and same_words(text).rstrip(".") in table()["form"]["unknown"]


# ---------------------------------------------------------------------- what was taken for nothing

_WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?;:][\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK})]*$")
#: what stands between items and says nothing of its own
_OF_ITEMS = (BlockKind.LABEL, BlockKind.SECTION, BlockKind.DEADLINE, BlockKind.HEADING, BlockKind.STOP)
_FEW_WORDS, _LONG_WORD = 3, 4
_SHOWN = 80


def is_of_substance(text: str) -> bool:
    """Say whether words tell something: a sentence, something with its day, or more than a name set in capitals.

    A letterhead, a marking such as OFFICIAL or the name of an office are none; nobody misses them.
    """
    found = _WORD.findall(text)
    if len(found) < _FEW_WORDS:
        return False
    return (
        bool(_ENDS.search(text.strip()))
        or any(each.islower() and len(each) >= _LONG_WORD for each in found)
        or any(True for _ in dates_in(text))
    )


def left_of_box(words: str, label_end: int) -> str:
    """Return what a box's line says beyond its label: not a day alone, and no mark."""
    rest = words[label_end:].strip(" :,.-\N{EN DASH}")
    days = list(dates_in(rest))
    return "" if days and days[0].start == 0 and days[0].end == len(rest) else rest


def left_over(reading: Reading, lines: FormLines, taken: frozenset[int]) -> list[Problem]:
    """Return a problem for each run of lines that were taken for nothing, with its first words.

    A form is filled in from top to bottom, so what stands in it was meant to be sent: unlike a report, whose narrative
    is not ours to record, it has nothing that may be passed over in silence. Names and page furniture may.
    """
    furniture = {each.line for each in reading.blocks if each.kind is BlockKind.FURNITURE}
    notes = tuple(table()["form"]["notes"])
    found: list[Problem] = []
    for heading in ("start", "form", "details", "types", "quoted", "any", "count", "items", "office"):
        shown = [
            each
            for each in lines.under.get(heading, ())
            if each.text.strip()
            and each.number not in furniture
            and heading_in(each.text) is None
            and not same_words(each.text.strip()).startswith(notes)
        ]
        for is_taken, run in groupby(shown, key=lambda each: each.number in taken):
            told = [] if is_taken else [each for each in run if is_of_substance(each.text)]
            if told:
                many = f" ({len(told)} lines from here)" if len(told) > 1 else ""
                message = f"taken for nothing{many}; record by hand what it says: {told[0].text.strip()[:_SHOWN]!r}"
                found.append(Problem(place=f"line {told[0].number}", message=message))
    return found


def lines_of_items(reading: Reading, lines: FormLines, answers: Iterable[Answer]) -> frozenset[int]:
    """Return the numbers of the lines that became items or what is said of one, and what stands between the items."""
    answers = list(answers)
    among = {each.number for each in lines.under.get("items", ())}
    said = {paragraph for each in answers for paragraph in each.words.split("\n\n")}
    at = {each.line for each in answers}
    begins = [0, *(each.end() for each in LINE_END.finditer(reading.text))]
    found: set[int] = set()
    for item in (*(each.item for each in reading.items), *(each.item for each in reading.repeats)):
        found.update(range(bisect_right(begins, item.start), bisect_left(begins, item.end) + 1))
    for block in reading.blocks:
        between = block.line in among and (block.kind in _OF_ITEMS or field_in(block.text) is not None)
        if between or block.line in at or block.text in said:
            found.update(range(block.line, block.line + 1 + reading.text.count("\n", block.start, block.end)))
    return frozenset(found)
