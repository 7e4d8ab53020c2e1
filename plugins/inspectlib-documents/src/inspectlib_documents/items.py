"""The third stage: blocks become items, each what a report asks for, with its words and where they stand."""

import re
from collections.abc import Iterable

from inspectlib.fields import Public, evolve, value
from inspectlib_documents.addressees import Subjects, bodies_in, names_bodies_only, sentences
from inspectlib_documents.blocks import Block, BlockKind, is_answer, is_open, request_in
from inspectlib_documents.dates import due_in
from inspectlib_documents.fields import field_in
from inspectlib_documents.statements import (
    Statement,
    continues,
    first_sentences,
    follows,
    is_deeper,
    is_definition,
    is_gloss,
    is_in_comment,
    is_of_a_committee,
    is_own_voice,
    is_withdrawn,
    leads,
    recommends,
    stand_apart,
)
from inspectlib_documents.tables import rows_of
from inspectlib_documents.words import words


@value
class Item:
    """One item as it stands in the document: its kind's name, its words, its span, and why it was taken for one.

    `lead`: the words that it shares with its neighbours. `due_words`, `owner`, `status`: what a heading or a cell beside
    it gives. `recited`: it is of an earlier report, whose date is not this one's. `sure`: 0 to 1.
    """

    kind: Public[str]
    text: Public[str]
    start: Public[int]
    end: Public[int]
    line: Public[int]
    why: Public[str]
    number: Public[str | None] = None
    lead: Public[str] = ""
    due_words: Public[str] = ""
    owner: Public[str] = ""
    status: Public[str] = ""
    theme: Public[str | None] = None
    part_of: Public[int | None] = None
    under: Public[str] = ""
    recited: Public[bool] = False
    about: Public[str] = ""
    sure: Public[float] = 0.9


_CONCERNS = ("cause_of_concern", "accelerated_cause_of_concern")
_QUOTED = re.compile(
    r"\b(?P<name>Recommendation|Area for improvement|AFI)\s(?P<number>\d{1,3}[a-z]?)\b[^.\"\N{LEFT DOUBLE QUOTATION MARK}]{0,60}"
    r"(?P<text>[\"\N{LEFT DOUBLE QUOTATION MARK}][^\"\N{RIGHT DOUBLE QUOTATION MARK}]{10,2000}[\"\N{RIGHT DOUBLE QUOTATION MARK}])",
    re.IGNORECASE,
)
_NO_TEXT = (BlockKind.LABEL, BlockKind.STOP, BlockKind.LOG, BlockKind.SECTION, BlockKind.ANSWER)
_ADDRESSED = re.compile(r"^to\s+", re.IGNORECASE)


class _Reader:
    """Walks the blocks once; every method takes a place and returns the place after what it read."""

    def __init__(self, blocks: Iterable[Block], subjects: Subjects) -> None:
        self.blocks = [each for each in blocks if each.kind is not BlockKind.FURNITURE]
        self.subjects = subjects
        self.items: list[Item] = []
        self.kind: str | None = None
        self.deadline = ""
        self.recited = False
        self.about = ""
        self.concern: int | None = None
        self.listed = False
        self.last_number = ""
        self.under = ""
        self.grouped = False
        self.themed = False
        self.after_field = 0

    def block(self, place: int) -> Block | None:
        return self.blocks[place] if place < len(self.blocks) else None

    # ------------------------------------------------------------------ statements

    def children(self, place: int, parent: Block) -> tuple[list[Block], int]:
        """Return the bullets that belong to what stands before them; a wider gap than their own ends them."""
        found: list[Block] = []
        widest: int | None = None
        first_class = ""
        while (block := self.block(place)) is not None and block.kind in (BlockKind.BULLET, BlockKind.PARAGRAPH):
            if block.kind is BlockKind.PARAGRAPH and not (block.text[0].islower() and (block.gap == 0 or not found)):
                break
            if not found and parent.kind is BlockKind.BULLET and not is_deeper(block, parent):
                break
            if found and block.kind is BlockKind.BULLET:
                if widest is not None and block.gap > widest:
                    break
                widest = block.gap if widest is None else max(widest, block.gap)
                if parent.kind is BlockKind.BULLET and not is_deeper(block, parent):
                    break
            first_class = first_class or block.marker
            found.append(block)
            place += 1
        return found, place

    def statement(self, place: int, text: str | None = None) -> "tuple[Statement, int]":
        """Read one statement: its words, the bullets that it opens, and the paragraphs that go on with it."""
        block = self.blocks[place]
        words_of = text if text is not None else (block.rest or block.text)
        made = Statement(block, words_of)
        place += 1
        flat = "flat" in block.looks
        while True:
            following = self.block(place)
            if following is None:
                break
            opened = is_open(made.ending)
            unmarked = following.kind is BlockKind.PARAGRAPH and opened and following.text[0].islower()
            if unmarked or (
                following.kind is BlockKind.BULLET
                and (
                    opened
                    or (not made.parts and following.marker == "(a)" and block.marker != "(a)")
                    or (not made.parts and block.kind is BlockKind.BULLET and is_deeper(following, block))
                )
            ):
                parts, place = self.children(place, block)
                if not parts:
                    break
                made.add_parts(parts)
                continue
            if (
                following.kind is BlockKind.PARAGRAPH
                and not flat
                and continues(following.text)
                and block.kind is not BlockKind.NUMBERED
            ):
                made.add_paragraph(following)
                place += 1
                continue
            break
        return made, place

    # ------------------------------------------------------------------ items

    def add(
        self,
        kind: str,
        block: Block,
        text: str,
        why: str,
        *,
        start: int | None = None,
        end: int | None = None,
        number: str | None = None,
        lead: str = "",
        owner: str = "",
        status: str = "",
        theme: str | None = None,
        due_words: str = "",
        sure: float = 0.9,
    ) -> None:
        """Add an item, unless it was taken back, says what a cause of concern is, or is a committee's own."""
        text = text.strip()
        if not text or is_withdrawn(text) or is_definition(text) or is_of_a_committee(text):
            return
        asks = kind == "recommendation"
        self.items.append(
            Item(
                kind=kind,
                text=text,
                start=block.start if start is None else start,
                end=block.end if end is None else end,
                line=block.line,
                why=why,
                number=number,
                lead=lead,
                owner=owner,
                status=status,
                theme=theme,
                due_words=due_words or (self.deadline if asks else ""),
                part_of=self.concern if asks else None,
                recited=self.recited or bool(words("asks", "recited").search(lead)),
                about=self.about,
                under=self.under if asks else "",
                sure=sure,
            )
        )
        if kind in _CONCERNS:
            self.concern = len(self.items) - 1

    def take(
        self,
        kind: str,
        place: int,
        why: str,
        *,
        number: str | None = None,
        text: str | None = None,
        theme: str | None = None,
        owner: str = "",
        due_words: str = "",
    ) -> int:
        """Read a statement and add it as one item or, where its parts stand on their own, as several."""
        block = self.blocks[place]
        made, after = self.statement(place, text)
        apart = made.parts and stand_apart(made)
        if apart:
            lead = made.words[0]
            for part in made.parts:
                own = part.number
                self.add(
                    kind,
                    part,
                    part.rest or part.text,
                    f"{why}; its parts have deadlines or bodies of their own",
                    number=own,
                    lead=lead,
                    theme=theme,
                    owner=owner,
                )
            return after
        whole = made.text()
        if is_open(whole) and not made.parts and not bodies_in(whole, self.subjects):
            return after  # words that lead in to what has labels of its own
        if "flat" in block.looks and not made.parts:
            whole = first_sentences(whole)
        self.add(kind, block, whole, why, number=number, end=made.end, theme=theme, owner=owner, due_words=due_words)
        return after

    def label(self, place: int) -> int:
        """Read a label and the item that follows it, on its line or below it."""
        block = self.blocks[place]
        kind = block.item or "recommendation"
        self.kind = None
        if kind != "recommendation" or block.number is None:
            self.deadline = ""
        if re.match(r"(?:19|20)\d\d\b", block.text):
            self.recited = True  # "2019 recommendation 1": it is of an earlier report
        if not block.rest:
            return self.below(place, kind)
        if is_answer(block.rest):
            return place + 1
        if block.aside and bodies_in(block.aside, self.subjects):
            due = due_in(block.aside)
            return self.beside(place, kind, owner=block.aside, due_words=due.due.words if due else "")
        if request_in(block.rest) or due_in(block.rest):
            return self.beside(place, kind)
        if words("asks", "recited").search(block.rest):
            return self.section(place, kind)
        if (to := _ADDRESSED.match(block.rest)) and bodies_in(block.rest, self.subjects):
            return self.below(place, kind, owner=block.rest[to.end() :])
        if names_bodies_only(block.rest, self.subjects):
            return self.below(place, kind, owner=block.rest)
        if kind in _CONCERNS and re.search(r"[.!]", block.rest):
            return self.beside(place, kind)
        following = self.block(place + 1)
        asks_below = following is not None and following.kind is BlockKind.PARAGRAPH
        if kind in _CONCERNS and place and re.match(r"dear\b", self.blocks[place - 1].text, re.IGNORECASE):
            return place + 1  # the subject of a letter
        if asks_below and (kind in _CONCERNS or (following is not None and request_in(following.text))):
            return self.below(place, kind, theme=block.rest)
        return self.beside(place, kind)

    def beside(self, place: int, kind: str, *, owner: str = "", due_words: str = "") -> int:
        """Read an item whose words begin on the line of its label."""
        block = self.blocks[place]
        why = "the words after the label"
        if kind == "area_for_improvement":
            self.add(kind, block, first_sentences(block.rest), why, number=block.number)
            return place + 1
        after = self.take(kind, place, why, number=block.number, text=block.rest, owner=owner, due_words=due_words)
        return self.after_concern(after) if kind in _CONCERNS else after

    def below(self, place: int, kind: str, *, theme: str | None = None, owner: str = "") -> int:
        """Read an item whose words stand under its label, perhaps with its theme between them."""
        label = self.blocks[place]
        place += 1
        due_words = ""
        while (beside := self.block(place)) is not None and (given := field_in(beside.text)) is not None:
            owner = given.words if given.name == "owner" else owner
            due_words = given.words if given.name == "due" else due_words
            theme = given.words if given.name == "theme" else theme
            place += 1
        following, after = self.block(place), self.block(place + 1)
        if (
            following is not None
            and following.kind is BlockKind.HEADING
            and not request_in(following.text)
            and after is not None
            and after.kind in (BlockKind.PARAGRAPH, BlockKind.NUMBERED)
            and request_in(after.text)
        ):
            theme, place, following = following.text, place + 1, after
        if following is None or following.kind in _NO_TEXT:
            return place
        if following.kind is BlockKind.HEADING and not request_in(following.text) and kind not in _CONCERNS:
            return place
        if label.number is None and following.kind is BlockKind.PARAGRAPH and is_gloss(following.text):
            return place  # a glossary says what the word means
        marked = following.kind in (BlockKind.NUMBERED, BlockKind.BULLET)
        text = following.rest if marked else following.text
        why = f"the words under {label.text[:40]!r}"
        if kind in _CONCERNS:
            number = label.number or (following.number if following.kind is BlockKind.NUMBERED else None)
            self.add(kind, following, text, why, number=number, theme=theme)
            return self.after_concern(place + 1)
        if kind == "area_for_improvement" and not self.statement(place, text)[0].parts:
            self.add(kind, following, first_sentences(text), why, number=label.number, theme=theme)
            return place + 1
        if label.number is None and not (request_in(text) or due_in(text) or is_open(text)):
            return place
        return self.take(
            kind, place, why, number=label.number, text=text, theme=theme, owner=owner, due_words=due_words
        )

    def after_concern(self, place: int) -> int:
        """Read what a cause of concern recommends: bullets, or paragraphs that ask, until something else comes."""
        while (block := self.block(place)) is not None:
            if block.kind is BlockKind.BULLET and (
                request_in(block.text) or (self.items and self.items[-1].kind == "recommendation" and block.gap == 0)
            ):
                place = self.take("recommendation", place, "a bullet under a cause of concern", text=block.rest)
            elif block.kind is BlockKind.PARAGRAPH and self.asks(block.text):
                place = self.take("recommendation", place, "asks somebody to act, under a cause of concern")
            else:
                break
        return place

    def asks(self, text: str) -> bool:
        """Say whether a paragraph asks a named body to act from its first sentence on."""
        first = sentences(text)[0]
        if words("asks", "recommending").search(first):
            return True
        modal = words("asks", "modal").search(first)
        return bool(modal and bodies_in(first[: modal.start()], self.subjects))

    def section(self, place: int, kind: str | None = None) -> int:
        """Enter a list of items; what it holds is read block by block."""
        block = self.blocks[place]
        self.kind = kind or block.item
        self.listed = self.grouped = self.themed = False
        self.deadline = ""
        self.recited = bool(words("asks", "recited").search(block.text))
        self.last_number = ""
        self.under = block.rest if block.kind is BlockKind.SECTION else ""
        if self.kind != "recommendation":
            self.concern = None
        return place + 1

    def heading(self, place: int) -> int:
        """A heading ends a list, unless it says to whom, or the list's own bullets or numbers go on below it."""
        block, following = self.blocks[place], self.block(place + 1)
        if self.kind is not None and (to := _ADDRESSED.match(block.text)):
            whom = block.text[to.end() :]
            if names_bodies_only(whom, self.subjects):
                self.under, self.grouped = whom, True
                return place + 1
        if re.search(r"\bfire\b", block.text, re.IGNORECASE):
            self.about = "fire"
        elif re.search(r"\b(?:police|constabulary)\b", block.text, re.IGNORECASE):
            self.about = "police"
        self.deadline = ""
        if self.kind is not None and following is not None and self.is_theme(place, following):
            self.themed, self.listed = True, False
        elif self.kind is None or following is None or not self.goes_on_below(following):
            self.leave()
        return place + 1

    def is_theme(self, place: int, following: Block) -> bool:
        """Say whether a heading parts a list by theme: it stands first in it, or another such heading did."""
        before = self.block(place - 1) if place else None
        first = before is not None and before.kind is BlockKind.SECTION
        asks = following.kind is BlockKind.PARAGRAPH and request_in(following.text) and not is_own_voice(following.text)
        return (first or self.themed) and asks and len(sentences(following.text)) == 1

    def goes_on_below(self, block: Block) -> bool:
        """Say whether the block under a heading belongs to the list above it."""
        if block.kind is BlockKind.NUMBERED and request_in(block.text):
            return not self.last_number or follows(self.last_number, block.number or "")
        return block.kind is BlockKind.BULLET and not self.listed

    def leave(self) -> None:
        self.kind, self.recited, self.concern, self.listed, self.grouped = None, False, None, False, False
        self.themed = False
        self.deadline = self.under = ""

    def walk(self) -> list[Item]:
        """Read everything."""
        if self.register_page():
            return self.items
        place = 0
        while place < len(self.blocks):
            place = max(self.step(place), place + 1)
        return self.items

    def field(self, place: int) -> bool:
        """Read a field that stands right below an item; say whether it is one."""
        given = field_in(self.blocks[place].text) if self.items and place else None
        if given is None:
            return False
        last = self.items[-1]
        if place != self.after_field and not last.start < self.blocks[place - 1].end <= last.end:
            return False
        self.after_field = place + 1
        if given.name == "due" and not last.due_words:
            self.items[-1] = evolve(last, due_words=given.words)
        elif given.name == "owner" and not last.owner and names_bodies_only(given.words, self.subjects):
            self.items[-1] = evolve(last, owner=given.words)
        elif given.name == "theme" and last.theme is None:
            self.items[-1] = evolve(last, theme=given.words)
        return True

    def step(self, place: int) -> int:
        block = self.blocks[place]
        if self.field(place):
            return place + 1
        if block.kind is BlockKind.LABEL:
            return self.label(place)
        if block.kind is BlockKind.SECTION:
            return self.section(place)
        if block.kind is BlockKind.DEADLINE:
            self.deadline = block.text
            return place + 1
        if block.kind in (BlockKind.STOP, BlockKind.LOG, BlockKind.ANSWER):
            if block.kind is not BlockKind.ANSWER:
                self.leave()
            return place + 1
        if block.kind is BlockKind.HEADING:
            return self.heading(place)
        if block.kind is BlockKind.ROW:
            self.row(block)
            return place + 1
        return self.content(place)

    def content(self, place: int) -> int:
        """Read a bullet, a numbered paragraph or a paragraph, in a list of items or outside of one."""
        block = self.blocks[place]
        if block.kind is BlockKind.NUMBERED:
            return self.numbered(place)
        if block.kind is BlockKind.BULLET:
            if self.kind is None:
                return place + 1
            self.listed = True
            return self.take(self.kind, place, "a bullet of a list of items", text=block.rest)
        return self.paragraph(place)

    def numbered(self, place: int) -> int:
        block = self.blocks[place]
        lettered = bool(block.number and block.number[0].isalpha())
        if lettered and request_in(block.rest):
            number = re.sub(r"^R(?=\d)", "", block.number or "")
            return self.take("recommendation", place, "a reference and a request", number=number, text=block.rest)
        phrase = self.grouped or (
            self.kind == "area_for_improvement" and (block.number == "1" or bool(self.last_number))
        )
        asks = not is_own_voice(block.rest) and (request_in(block.rest) or due_in(block.rest) is not None)
        if self.kind is not None and self.is_next(block) and (phrase or asks):
            self.listed, self.last_number = True, block.number or ""
            return self.take(self.kind, place, "a number of a list of items", number=block.number, text=block.rest)
        if self.kind is not None and not self.is_next(block):
            self.leave()
        return place + 1

    def is_next(self, block: Block) -> bool:
        """Say whether a number comes next in the list, or is its first."""
        return not self.last_number or follows(self.last_number, block.number or "")

    def paragraph(self, place: int) -> int:
        block = self.blocks[place]
        text = block.text
        following = self.block(place + 1)
        if (
            self.kind is not None
            and (to := _ADDRESSED.match(text))
            and names_bodies_only(text[to.end() :], self.subjects)
        ):
            self.under, self.grouped = text[to.end() :], True
            return place + 1
        if is_open(text) and is_of_a_committee(text):
            self.leave()
            return place + 1
        if is_open(text) and following is not None:
            if (
                following.kind is BlockKind.NUMBERED
                and re.search(r"(?:should|must)\b[^.]*:$", text)
                and bodies_in(text, self.subjects)
            ):
                return self.numbers_under(place)
            if leads(text, following.text):
                return self.led(place)
            if recommends(text, self.subjects):
                return self.take("recommendation", place, "says that somebody is recommended to act, in parts")
            if self.kind is not None and request_in(text):
                return self.take(self.kind, place, "leads in to a list, in a list of items")
        if self.quoted(block):
            return place + 1
        before = self.block(place - 1) if place else None
        opens = before is not None and before.kind in (BlockKind.SECTION, BlockKind.HEADING)
        if self.kind in _CONCERNS and opens and not is_open(text):
            self.add(self.kind, block, text, "the first paragraph under causes of concern")
            self.kind = "recommendation"
            return self.after_concern(place + 1)
        if any(each.kind is BlockKind.SECTION for each in self.blocks[place + 1 : place + 3]):
            self.announced_concern(block)
        if recommends(text, self.subjects):
            return self.take("recommendation", place, "says that somebody is recommended to act")
        if (
            self.kind is not None
            and not is_own_voice(text)
            and not is_gloss(text)
            and (
                self.asks(text)
                or (request_in(text) and "heading" not in block.looks and not self.listed and len(sentences(text)) == 1)
            )
        ):
            return self.take(self.kind, place, "asks somebody to act, in a list of items")
        # an explanation after an item ends the list; a word of introduction before the first does not
        if (
            self.kind is not None
            and not self.last_number
            and self.items
            and self.items[-1].start >= self.section_start(place)
        ):
            self.leave()
        return place + 1

    def quoted(self, block: Block) -> bool:
        """Read items that a sentence names by number and quotes; say whether there was one."""
        found = False
        for each in _QUOTED.finditer(block.text):
            if request_in(each["text"]) or due_in(each["text"]):
                start, end = block.span(each.start("text"), len(each["text"]))
                self.add(
                    "recommendation" if each["name"].lower().startswith("rec") else "area_for_improvement",
                    block,
                    each["text"],
                    "quoted after its number",
                    number=each["number"],
                    start=start,
                    end=end,
                )
                found = True
        return found

    def register_page(self) -> bool:
        """Read a page of the inspectorate's register: recommendations, each before the log of its status."""
        logs = [place for place, each in enumerate(self.blocks) if each.kind is BlockKind.LOG]
        if not logs or any(each.kind in (BlockKind.LABEL, BlockKind.SECTION) for each in self.blocks[: logs[0]]):
            return False
        begin, commented = 0, False
        for log in logs:
            if not commented:
                self.before_log(begin, log)
            begin, commented = log + 1, is_in_comment(self.blocks[log].text, inside=commented)
        return bool(self.items)

    def before_log(self, begin: int, log: int) -> None:
        """Read the recommendation that stands before a log."""
        for place in range(begin, log):
            first = self.blocks[place]
            if first.kind is BlockKind.PARAGRAPH and request_in(first.text):
                break
        else:
            return
        if leads(first.text):
            return
        made = Statement(first, first.text)
        for each in self.blocks[place + 1 : log]:
            made.add_paragraph(each)
        self.add("recommendation", first, made.text(), "what a page of the register holds before its log", end=made.end)

    def section_start(self, place: int) -> int:
        for before in range(place, -1, -1):
            if self.blocks[before].kind in (BlockKind.SECTION, BlockKind.LABEL):
                return self.blocks[before].start
        return 0

    def numbers_under(self, place: int) -> int:
        """Read the numbers under "X and Y should ensure that:"; each is an item of its own."""
        lead = self.blocks[place]
        place += 1
        last = ""
        while (block := self.block(place)) is not None and block.kind is BlockKind.NUMBERED:
            if last and not follows(last, block.number or ""):
                break
            last = block.number or ""
            made, place = self.statement(place)
            self.add(
                self.kind or "recommendation",
                block,
                made.text(),
                "a number under a shared lead-in",
                number=block.number,
                lead=lead.text,
                end=made.end,
            )
        return place

    def led(self, place: int) -> int:
        """Read what "we recommend that:" leads in to."""
        block = self.blocks[place]
        kind = self.kind or (
            "area_for_improvement"
            if re.search(r"areas? for improvement", block.text, re.IGNORECASE)
            else "recommendation"
        )
        following = self.block(place + 1)
        self.prose_concern(place)
        if following is not None and following.kind is BlockKind.NUMBERED:
            self.kind, self.last_number, self.listed = kind, "", True
            place += 1
            while (each := self.block(place)) is not None and each.kind in (BlockKind.NUMBERED, BlockKind.PARAGRAPH):
                if each.kind is BlockKind.NUMBERED:
                    if self.last_number and not follows(self.last_number, each.number or ""):
                        break
                    self.last_number = each.number or ""
                    text = each.rest if kind != "area_for_improvement" else first_sentences(each.rest)
                    self.add(kind, each, text, "a number under a lead-in", number=each.number, lead=block.text)
                place += 1
            self.leave()
            return place
        unmarked = following is not None and following.kind is BlockKind.PARAGRAPH and following.text[0].islower()
        if following is None or not (unmarked or following.kind is BlockKind.BULLET):
            return place + 1
        return self.take(kind, place, "under words that lead in to recommendations")

    def prose_concern(self, place: int) -> None:
        """Read a cause of concern that a letter gives in running words before what it recommends."""
        block = self.blocks[place]
        said = re.search(
            r"\bwe (?:said|found|reported|concluded) that (?P<what>[^.:;]+?),?\s+(?:and|so|that) (?:we )?(?:therefore )?recommended\b",
            block.text,
        )
        heading = next(
            (each for each in reversed(self.blocks[:place]) if each.kind in (BlockKind.HEADING, BlockKind.LABEL)), None
        )
        named = heading is not None and re.match(r"(?:accelerated )?causes? of concern\b", heading.text, re.IGNORECASE)
        if said and named:
            start, end = block.span(said.start("what"), len(said["what"]))
            self.add(
                "cause_of_concern",
                block,
                said["what"],
                "what the letter says before it recommends",
                start=start,
                end=end,
                sure=0.6,
            )
            return
        before = self.block(place - 1) if place else None
        self.announced_concern(block, lead=True)
        if before is not None and before.kind is BlockKind.PARAGRAPH:
            self.announced_concern(before)

    def announced_concern(self, before: Block, *, lead: bool = False) -> None:
        """Read the words after "I have found a cause of concern.": the rest of the paragraph, without a lead-in."""
        if any(each.kind in _CONCERNS and each.start >= before.start for each in self.items):
            return
        parts = sentences(before.text)
        parts = parts[:-1] if lead else parts
        for index, sentence in enumerate(parts[:-1]):
            if re.search(r"\b(?:have|has|identified|raise|raising|found|issuing|issue)\b", sentence) and words(
                "asks", "concern"
            ).search(sentence):
                text = " ".join(parts[index + 1 :])
                start = before.at(max(before.text.find(text), 0))
                self.add(
                    "cause_of_concern",
                    before,
                    text,
                    "the words after those that announce a cause of concern",
                    start=start,
                    end=before.end,
                    sure=0.6,
                )
                return

    def row(self, block: Block) -> None:
        """Read a row of a table: a number, the text after it, and what its other cells are for."""
        for row in rows_of(block.row) if block.row is not None else ():
            self.add(
                row.kind,
                block,
                row.text,
                "a row of a table of recommendations",
                start=row.start,
                end=row.end,
                number=row.number,
                owner=row.owner,
                status=row.status,
                due_words=row.due,
            )


def items_of(blocks: Iterable[Block], subjects: Subjects) -> list[Item]:
    """Return the items of a document in order."""
    return _Reader(blocks, subjects).walk()
