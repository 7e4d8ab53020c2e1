"""What a document says of itself: its title, its dates, its force, its body; each with its place and its reason."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from inspectlib.bodies import area_named, areas, body_of, inspectorates
from inspectlib.fields import Public, evolve, value
from inspectlib_documents.addressees import Subjects, fire_names, force_names
from inspectlib_documents.blocks import Block, BlockKind, is_open
from inspectlib_documents.dates import dates_in
from inspectlib_documents.words import same_words, table, words


@value
class Fact:
    """One value with the span of text that it came from (characters, end exclusive), 0 to 1 how sure, and why."""

    name: Public[str]
    words: Public[str]
    start: Public[int]
    end: Public[int]
    why: Public[str]
    sure: Public[float] = 0.9
    day: Public[date | None] = None


@value
class Facts:
    """Everything that the document says of itself; None: it does not say."""

    title: Public[Fact | None] = None
    published: Public[Fact | None] = None
    dated: Public[Fact | None] = None
    letter: Public[Fact | None] = None
    force: Public[Fact | None] = None
    bodies: Public[tuple[Fact, ...]] = ()
    inspectorates: Public[tuple[str, ...]] = ()
    terms: Public[tuple[str, ...]] = ()
    subjects: Public[Subjects] = Subjects()
    is_letter: Public[bool] = False
    is_response: Public[bool] = False
    is_super_complaint: Public[bool] = False
    is_recited: Public[bool] = False
    only_fire: Public[bool] = False
    of_others: Public[str | None] = None

    def every(self) -> Iterator[Fact]:
        """Yield the facts that are there."""
        for each in (self.title, self.published, self.dated, self.letter, self.force, *self.bodies):
            if each is not None:
                yield each


_RESPONSE = re.compile(
    r"\b(?:commissioner|commissioners|pccs?|pfccs?|opccs?|opfcc|mayor|policing body|constabulary|npcc)(?:['\N{RIGHT SINGLE QUOTATION MARK}]s)?\s+(?:\w+\s+){0,2}response\b"
    r"|\bresponse (?:by|of|from)\b.{0,40}\b(?:commissioner|pcc|pfcc|mayor|office)"
    r"|\bresponse to\b.{0,30}\b(?:hmic|inspection|peel|super|recommendations)"
    r"|\bsection 55\b|\bs\.? ?55\b|\bdear home secretary\b|\brt hon the home secretary\b"
    r"|\bi write in response to\b|\bin response to the super[ -]complaint\b|\brisposta del commissario\b"
    r"|\bcommissioner(?:['\N{RIGHT SINGLE QUOTATION MARK}]s)? comments\b|(?m:^)(?:force|constabulary) response\b|\bformal response\b|\bstatutory response\b|\bour response\b|\bcommenting on the hmic\w* report\b|\bresponses mailbox\b"
    r"|\bresponse (?:to|by|from):|\bresponse to the report\b|\bthank you for writing\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\bhmic(?:frs)?\b|\binspect(?:ion|ed|orate)|\bispezione\b|super[ -]complaint|\brecommendations?\b", re.IGNORECASE
)
_LETTER = re.compile(
    r"^(?:dear\b|to: .*(?:chief constable|commissioner|home secretary|minister)|rt hon\b|sent:\s|yours (?:sincerely|faithfully)|letter to the)",
    re.IGNORECASE,
)
_MAYOR = re.compile(r"mayor['\N{RIGHT SINGLE QUOTATION MARK}]s office for policing and crime", re.IGNORECASE)
_QUOTES = "\"'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_TOP = 25
_LONGEST_TITLE = 220
_LONGEST_LINE = 120
_FIRST = 3


def facts_of(blocks: tuple[Block, ...], text: str) -> Facts:
    """Return what the blocks of a document say of it."""
    shown = [each for each in blocks if each.kind is not BlockKind.FURNITURE]
    head = "\n".join(" ".join((*each.row.heads, each.text)) if each.row else each.text for each in shown[:_TOP])
    is_response = bool(_RESPONSE.search(head) and _INSPECTED.search(text))
    is_letter = any(_LETTER.match(each.text) for each in shown[:_TOP])
    title = _title(shown, is_response=is_response) or _running_header(blocks)
    published = _published(shown, is_response=is_response, is_letter=is_letter)
    undated = [each for each in shown if published is None or not each.start <= published.start < each.end]
    letter = _letter_date(undated) if is_letter else None
    dated = (_sent(shown, undated) or letter) if is_response else None
    force, names = _force(shown, title, head, text, is_response=is_response)
    fire = _one_name([name for name, _, _ in fire_names(text)])
    area = re.sub(r"\s(?:Police|Constabulary)$", "", force.words) if force else None
    if (
        fire is None
        and area is not None
        and re.search(r"fire and rescue|fire (?:and rescue )?service", text, re.IGNORECASE)
    ):
        fire = area
    speaks = bool(words("asks", "unnamed").search(text))
    only_fire = (
        bool(re.search(r"fire and rescue|fire service", text, re.IGNORECASE))
        and not speaks
        and not names
        and not re.search(r"\b(?:police|chief constables?|constabulary)\b", text, re.IGNORECASE)
    )
    subject = title.words if title else ""
    return Facts(
        title=title,
        published=published,
        dated=dated,
        letter=letter,
        force=force,
        bodies=_bodies(shown, force, dated) if is_response else (),
        inspectorates=_inspectorates(text),
        terms=_terms(shown),
        subjects=Subjects(force=area, fire=fire, names=names, speaks_of_a_force=speaks),
        is_letter=is_letter,
        is_response=is_response,
        is_super_complaint=bool(re.search(r"super[ -]complaint", text, re.IGNORECASE)),
        is_recited=bool(words("asks", "recited_title").search(subject)),
        only_fire=only_fire,
        of_others=_of_others(shown, text),
    )


# ---------------------------------------------------------------------- dates


def _fact(name: str, block: Block, found: str, why: str, day: date | None = None, sure: float = 0.9) -> Fact:
    place = block.text.find(found)
    start = block.start + max(place, 0)
    return Fact(name=name, words=found, start=start, end=start + len(found), why=why, day=day, sure=sure)


def _after(phrase: "re.Pattern[str]", text: str, within: int = 4) -> "tuple[re.Match[str], date, str] | None":
    """Return a phrase and the date that stands right after it, within a few characters."""
    for found in phrase.finditer(text):
        rest = text[found.end() : found.end() + 60]
        first = next(dates_in(rest), None)
        if first is not None and len(rest[: first.start].strip(" :,\t")) <= within:
            return found, first.day, rest[first.start : first.end]
    return None


def _published(blocks: list[Block], *, is_response: bool, is_letter: bool) -> Fact | None:
    phrase = words("dates", "published")
    candidates: list[tuple[int, Fact]] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.LOG:
            continue
        answer = blocks[index + 1] if index + 1 < len(blocks) else None
        if not any(map(str.isdigit, block.text)) and not re.search(r"publi|come out", block.text, re.IGNORECASE):
            continue
        if found := _after(phrase, block.text):
            before = block.text[: found[0].start()].strip(" :.-")
            page = (
                is_response
                and not before
                and same_words(found[0][0]) in ("published", "published on", "published on:", "published:")
            )
            candidates.append(
                (2 if page else 0, _fact("published", block, found[2], f"after {found[0][0]!r}", found[1]))
            )
        elif answer is not None and re.match(
            r"date (?:inspection |report )?published:?$|publication date:?$|published on:?$", block.text, re.IGNORECASE
        ):
            first = next(dates_in(answer.text), None)
            if first:
                candidates.append(
                    (
                        0,
                        _fact(
                            "published",
                            answer,
                            answer.text[first.start : first.end],
                            f"under {block.text!r}",
                            first.day,
                        ),
                    )
                )
        elif answer is not None and re.search(
            r"\breport\b.*\b(?:come out|published|publication)\b.*\?$", block.text, re.IGNORECASE
        ):
            first = next(dates_in(answer.text), None)
            if first:
                candidates.append(
                    (
                        0,
                        _fact(
                            "published",
                            answer,
                            answer.text[first.start : first.end],
                            "the answer to when the report was published",
                            first.day,
                        ),
                    )
                )
        elif split := re.search(
            r"\bin (?P<year>(?:19|20)\d{2}) and (?:was )?(?:reported|published) on (?P<day>\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+)",
            block.text,
        ):
            first = next(dates_in(f"{split['day']} {split['year']}"), None)
            if first:
                candidates.append(
                    (
                        0,
                        _fact(
                            "published", block, split[0], "a year, and then the day of the report in it", first.day, 0.7
                        ),
                    )
                )
        elif (
            is_response
            and index < _TOP
            and (found_in := re.search(r"\((?:HMICFRS|HMIC|published)?,?\s*(?P<date>[^()]{6,30})\)", block.text))
        ):
            first = next(dates_in(found_in["date"]), None)
            if first and not is_letter_line(block):
                candidates.append(
                    (1, _fact("published", block, found_in["date"], "in brackets after the title", first.day, 0.7))
                )
    if candidates:
        return min(candidates, key=lambda each: each[0])[1]
    if not is_response and not is_letter:
        for block in blocks[:_TOP]:
            first = next(dates_in(block.text), None)
            if (
                first is not None
                and first.end - first.start == len(block.text.strip("."))
                and block.kind is not BlockKind.ROW
            ):
                return _fact("published", block, block.text, "a date alone near the top", first.day, 0.6)
    return None


def is_letter_line(block: Block) -> bool:
    """Say whether a line is part of a letter's head: to whom, by whom, when."""
    return (
        bool(re.match(r"(?:from|to|cc|sent|subject):", block.text, re.IGNORECASE))
        and "report" not in block.text.lower()
    )


def _letter_date(blocks: list[Block]) -> Fact | None:
    for block in blocks[:_TOP]:
        first = next(dates_in(block.text), None)
        if first is not None and first.end - first.start >= len(block.text.strip(" .")) - len("Date: "):
            return _fact(
                "letter", block, block.text[first.start : first.end], "a date alone at the head of a letter", first.day
            )
    return None


def _sent(blocks: list[Block], undated: list[Block]) -> Fact | None:
    sent = words("dates", "sent")
    for block in blocks:
        found = _after(sent, block.text)
        if (
            found
            and (found[0].start() == 0 or not block.text[found[0].start() - 1].isalpha())
            and found[0][0][-1:] in ":e"
        ):
            return _fact("dated", block, found[2], f"after {found[0][0]!r}", found[1])
    for index, block in enumerate(blocks[:-1]):
        if re.search(r"\bdate of (?:this |the )?(?:response|reply)\b", block.text, re.IGNORECASE):
            first = next(dates_in(blocks[index + 1].text), None)
            if first:
                return _fact(
                    "dated",
                    blocks[index + 1],
                    blocks[index + 1].text[first.start : first.end],
                    "under the date of the response",
                    first.day,
                )
    alone = _letter_date(undated)
    if alone is not None:
        return alone
    for block in blocks:
        if found_in := re.search(
            r"\b(?:sent (?:this|the) (?:letter|response)\b[^.]{0,60}? on|answered\b[^.]{0,60}? on|responded\b[^.]{0,60}? on)\s",
            block.text,
        ):
            first = next(dates_in(block.text[found_in.end() : found_in.end() + 40]), None)
            if first and first.start == 0:
                return _fact(
                    "dated",
                    block,
                    block.text[found_in.end() : found_in.end() + first.end],
                    "the day on which it was sent",
                    first.day,
                    0.7,
                )
    for row in blocks:
        heads = row.row.heads if row.row else ()
        for head in (*heads, *([row.text] if len(row.text) < _LONGEST_TITLE else [])):
            first = next(dates_in(head), None)
            if (
                first
                and re.search(r"\bresponse\b", head, re.IGNORECASE)
                and not re.search(r"\bpublished\b", head, re.IGNORECASE)
            ):
                return _fact(
                    "dated", row, head[first.start : first.end], "a heading of the response with a date", first.day, 0.6
                )
    return None


# ---------------------------------------------------------------------- names


def _one_name(names: list[str]) -> str | None:
    """Return the only name, or the one that stands for most of them; None where several compete."""
    counted = Counter(names).most_common(2)
    if not counted:
        return None
    if len(counted) == 1 or counted[0][1] > counted[1][1]:
        return counted[0][0]
    return None


def _force(
    blocks: list[Block], title: Fact | None, head: str, text: str, *, is_response: bool
) -> tuple[Fact | None, tuple[str, ...]]:
    """Return the force that the document is about, as printed, and every force's name without "Police"."""
    found: list[tuple[str, str, Block]] = []
    for block in blocks:
        for name, start, end in force_names(_spoken(block.text)):
            found.append((name, _spoken(block.text)[start:end], block))
    names = tuple(dict.fromkeys(name for name, _, _ in found))

    def fact(printed: str, block: Block, why: str, sure: float = 0.9) -> tuple[Fact, tuple[str, ...]]:
        return _fact("force", block, printed, why, sure=sure), names

    joint = re.search(r"\bcommissioners for\b", head, re.IGNORECASE)
    if joint:
        return None, names
    if title is not None:
        in_title = force_names(_spoken(title.words))
        for name, printed, block in found:
            if in_title and name == in_title[0][0]:
                return fact(printed, block, "named in the title")
    for _, printed, block in found:
        if (
            re.search(
                rf"(?:chief constable|commissioner)(?:,| of| for)? {re.escape(printed)}", block.text, re.IGNORECASE
            )
            and blocks.index(block) < _TOP
        ):
            return fact(printed, block, "its chief officer is written to or about")
    spoken_of = [name for name, _, _ in found]
    commissioner = _commissioner_of(blocks)
    known = {each.name for each in areas(fictional=True)}
    if len(set(spoken_of)) == 1 and (commissioner is None or spoken_of[0] in known or commissioner[0] not in known):
        return fact(found[0][1], found[0][2], "the only force that is named")
    main = _one_name(spoken_of)
    if commissioner is not None:
        name, block = commissioner
        for each, printed, where in found:
            if each == name:
                return fact(printed, where, "its commissioner writes")
        return fact(name, block, "its commissioner writes", 0.7)
    if main is not None and spoken_of.count(main) * 2 > len(spoken_of) and spoken_of.count(main) > 1:
        printed, block = next((printed, block) for name, printed, block in found if name == main)
        return fact(printed, block, "the force named most", 0.6)
    mentioned = _area_mentioned(blocks if is_response else blocks[:_FIRST])
    if mentioned is not None:
        name, block = mentioned
        printed = next((printed for each, printed, _ in found if each == name), name)
        return fact(printed, block, "the police area named most", 0.5)
    if not found:
        if (
            title is not None
            and (place := re.search(r"(?::|\bin) (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)$", title.words))
            and fire_names(text)
        ):
            return fact(place["name"], blocks[0], "the place in the title", 0.5)
        if title is not None and (place := re.match(r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?) PEEL\b", title.words)):
            return fact(place["name"], blocks[0], "the name before PEEL in the title", 0.6)
        if title is not None and (
            place := re.search(r"\bpolice\b.* in (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)$", title.words)
        ):
            return fact(place["name"], blocks[0], "the place in the title", 0.5)
    return None, names


def _spoken(text: str) -> str:
    """Return a line in capitals as names are written, so that a shouted heading names its force."""
    return text.title() if text.isupper() else text


@cache
def _areas_commissioner() -> "re.Pattern[str]":
    joined = "|".join(re.escape(each.name) for each in sorted(areas(fictional=True), key=lambda each: -len(each.name)))
    return re.compile(
        rf"(?<!\w)(?P<area>{joined})(?:['\N{{RIGHT SINGLE QUOTATION MARK}}]s)? (?:Police(?:, Fire)? and Crime Commissioner|PCC|PFCC)"
    )


def _commissioner_of(blocks: list[Block]) -> tuple[str, Block] | None:
    for block in blocks:
        text = _spoken(block.text)
        for found in re.finditer(
            r"(?:Commissioner|PCC|PFCC|OPCC)(?: for| in)? (?P<name>[A-Z][a-z]+(?: (?:and |of |& )?[A-Z][a-z]+){0,3})",
            text,
        ):
            name = found["name"].removesuffix(" Police").strip()
            known = next(
                (each.name for each in areas(fictional=True) if name == each.name or name.startswith(f"{each.name} ")),
                None,
            )
            if known or re.search(r" (?:for|in) ", found[0]) or found[0].startswith("OPCC"):
                return known or name, block
        if near := _areas_commissioner().search(text):
            return near["area"], block
    return None


_OFFICES = (
    ("Police, Fire and Crime Commissioner", r"Police,? Fire (?:and|&) Crime Commissioner(?!s)|\bO?PFCC\b"),
    (
        "Police and Crime Commissioner",
        r"Police (?:and|&) Crime Commissioner(?!s)|\bO?PCC\b|\bCommissioner['\N{RIGHT SINGLE QUOTATION MARK}]s\b|\bcommissario\b",
    ),
)


def _bodies(blocks: list[Block], force: Fact | None, dated: Fact | None) -> tuple[Fact, ...]:
    """Return the local policing bodies that write: the office as printed, written out, for the area of the force."""
    for block in blocks:
        if place := _MAYOR.search(block.text):
            printed = "Mayor's Office for Policing and Crime"
            return (
                evolve(
                    _fact("body", block, block.text[place.start() : place.end()], "a mayor's office"), words=printed
                ),
            )
    names = _of_several(blocks)
    if not names and force is not None:
        names = (re.sub(r"\s(?:Police|Constabulary)$", "", force.words, flags=re.IGNORECASE),)
    for office, pattern in _OFFICES:
        for block in blocks:
            if found := re.search(
                pattern if not _of_several(blocks) else pattern.replace("(?!s)", "s?"),
                _spoken(block.text),
                re.IGNORECASE,
            ):
                base = _fact(
                    "body",
                    block,
                    block.text[found.start() : found.end()],
                    "the office that is named, for the force's area",
                    sure=0.7,
                )
                return tuple(evolve(base, words=f"{office} for {name}") for name in names)
    return _by_law(blocks, force, dated)


def _by_law(blocks: list[Block], force: Fact | None, dated: Fact | None) -> tuple[Fact, ...]:
    """Return who held the office on the day of a letter to the Home Secretary that names no writer.

    Local policing bodies send her their comments (Police Act 1996 s.55(6)); the name is the register's, not the text's.
    """
    area = area_named(force.words) if force else None
    if area is None or dated is None or dated.day is None:
        return ()
    for block in blocks[:_TOP]:
        if re.match(r"(?:dear|rt hon)\b.*\bhome secretary\b", block.text, re.IGNORECASE):
            body = body_of(area.slug, dated.day)
            if body is not None:
                why = (
                    "a letter to the Home Secretary is the local policing body's, and this one held the office that day"
                )
                return (evolve(_fact("body", block, block.text, why, sure=0.5), words=body.name),)
    return ()


def _of_several(blocks: list[Block]) -> tuple[str, ...]:
    """Return the areas of a joint response: "the commissioners for X and Y"."""
    for block in blocks[:_TOP]:
        if found := re.search(r"Commissioners For (?P<names>[A-Z][\w ]{2,80}?)(?=[.,:;]|$)", block.text.title()):
            return tuple(each.strip() for each in re.split(r"\s+And\s+|,", found["names"]) if each.strip())
    return ()


def _area_mentioned(blocks: list[Block]) -> tuple[str, Block] | None:
    """Return the police area that is named most, if no other is named as often."""
    counted: Counter[str] = Counter()
    where: dict[str, Block] = {}
    pattern, names = _areas_pattern()
    for block in blocks:
        for each in pattern.finditer(block.text):
            counted[names[each[0].lower()]] += 1
            where.setdefault(names[each[0].lower()], block)
    most = counted.most_common(2)
    if not most or (len(most) > 1 and most[0][1] <= most[1][1]):
        return None
    return most[0][0], where[most[0][0]]


@cache
def _areas_pattern() -> "tuple[re.Pattern[str], dict[str, str]]":
    names = {each.name.lower(): each.name for each in areas(fictional=True)}
    joined = "|".join(re.escape(each.name) for each in sorted(areas(fictional=True), key=lambda each: -len(each.name)))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)"), names


def _terms(blocks: list[Block]) -> tuple[str, ...]:
    """Return the bullets under "terms of reference", as they stand."""
    for index, block in enumerate(blocks):
        if (is_open(block.text) and "terms of reference" in same_words(block.text)) or re.search(
            r"\bterms of reference\b(?: (?:included|include|were|are|was))?\s*(?:to)?:?$", block.text, re.IGNORECASE
        ):
            place = index + 1
            if place < len(blocks) and is_open(blocks[place].text):
                place += 1
            terms = []
            while place < len(blocks) and blocks[place].kind is BlockKind.BULLET:
                terms.append(blocks[place].rest)
                place += 1
            if terms:
                return tuple(terms)
    return ()


def _of_others(blocks: list[Block], text: str) -> str | None:
    """Return the other body at the head of a document that names no inspectorate of constabulary, or None."""
    if words("authors", "inspectorates").search(text):
        return None
    for block in blocks[:_FIRST]:
        if found := words("authors", "others").search(block.text):
            return found[0]
    return None


def _inspectorates(text: str) -> tuple[str, ...]:
    return tuple(
        each.short
        for each in inspectorates().values()
        if any(
            name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
            for name in (each.short, each.name, *each.aliases)
        )
    )


# ---------------------------------------------------------------------- titles


def _clean(title: str) -> str:
    title = re.sub(r"^(?:re|subject|fw):\s+", "", title.strip(), flags=re.IGNORECASE)
    title = re.sub(r"\s*\((?:HMICFRS|HMIC|published)?,?\s*\d[^()]*\)\s*$", "", title.strip())
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
    r"\b(?:response|reply) to (?:the )?(?:HMIC(?:FRS)? )?(?:inspection |thematic )?(?:report|inspection)?\s*[:\N{EN DASH}-]\s*(?P<title>.+)$",
    re.IGNORECASE,
)


def _title(blocks: list[Block], *, is_response: bool) -> Fact | None:
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
    return _fact("title", block, cleaned, why, sure=sure) if cleaned and len(cleaned) <= _LONGEST_TITLE else None


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
        if re.search(r"\breport called\b|\bname of the report\b", block.text, re.IGNORECASE) and index + 1 < len(
            blocks
        ):
            answer = re.sub(r"^A\d?[.:]\s*", "", blocks[index + 1].text)
            return _made(
                blocks[index + 1],
                re.split(r"[.,;]\s+(?=\d|published)", answer)[0].rstrip("."),
                "the answer to what the report is called",
            )
        if found := re.match(
            r"(?:HMIC(?:FRS)? )?(?:publication|report|inspection)(?: title| name)?:\s+(?P<title>(?!http).{8,})$",
            block.text,
            re.IGNORECASE,
        ):
            return _made(block, found["title"], "after its label")
    return None


def _response_title(blocks: list[Block]) -> Fact | None:
    for block in blocks[:6]:
        found = _RESPONSE_TO.search(block.text)
        if found and len(found["title"].split()) > 1:
            return _made(block, found["title"], "what the heading says the response is to")
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
    for block in blocks[:_TOP]:
        found = pattern.search(block.text)
        if found and (_ABOUT.search(found["title"]) or "report" in found[0].lower()):
            return _made(block, found["title"], "in quotation marks after the word report")
    return None


def _subject_title(blocks: list[Block]) -> Fact | None:
    """Return a letter's subject: the line after its greeting, or the one before "I write in response to the above"."""
    for index, block in enumerate(blocks[:_TOP]):
        if re.match(r"dear\b", block.text, re.IGNORECASE) and len(block.text) < 60 and index + 1 < len(blocks):  # noqa: PLR2004 - a greeting
            following = blocks[index + 1]
            if following.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LABEL) and not re.search(
                r"[.]$", following.text
            ):
                return _made(following, following.text, "the line after the greeting")
        if index and re.match(r"i write (?:in response|to respond)\b", block.text, re.IGNORECASE):
            before = blocks[index - 1]
            if (
                len(before.text) <= _LONGEST_TITLE
                and not next(dates_in(before.text), None)
                and not re.search(r"[.,]$", before.text)
            ):
                return _made(before, before.text, "the line before the letter begins")
    for block in blocks[:_TOP]:
        found = re.search(
            r"\binspection by .{0,120}?\) of (?P<title>.{8,160}?),? (?:which was )?published\b", block.text
        )
        if found:
            return _made(block, found["title"], "what the letter says was inspected", 0.6)
    return None


def _headed_title(blocks: list[Block]) -> Fact | None:
    generic = {same_words(each) for each in table()["labels"]["series"]}
    top = [
        each
        for each in blocks[:_TOP]
        if each.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LABEL) and len(each.text) <= _LONGEST_TITLE
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
        if _ABOUT.search(text) and not re.search(
            r"\bresponses?\b|\breports\b|performance$|process for", text, re.IGNORECASE
        ):
            return _made(block, re.sub(r"^HMICFRS (?=PEEL)", "", text), "a heading that names an inspection", 0.7)
        if re.search(r"update (?P<title>super-complaint.*)$", text, re.IGNORECASE):
            return _made(block, text, "a heading", 0.5)
    return None


def _letter_title(blocks: list[Block]) -> Fact | None:
    if not any(_LETTER.match(each.text) for each in blocks[:_TOP]):
        return None
    for index, block in enumerate(blocks[:_TOP]):
        if re.match(r"dear\b", block.text, re.IGNORECASE) and index + 1 < len(blocks):
            following = blocks[index + 1]
            is_line = following.kind in (BlockKind.HEADING, BlockKind.LABEL, BlockKind.SECTION)
            return _made(following, following.text, "the line after the greeting") if is_line else None
    return None


def _report_title(blocks: list[Block]) -> Fact | None:
    if any(_LETTER.match(each.text) for each in blocks[:_TOP]):
        return None
    generic = {same_words(each) for each in table()["labels"]["series"]}
    for index, block in enumerate(blocks[:_TOP]):
        text = block.text
        if block.kind is BlockKind.NUMBERED and "flat" in block.looks:
            text = re.split(
                r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b",
                block.rest,
            )[0]
            return _made(block, text, "the first words", 0.5)
        if same_words(text) in generic or (next(dates_in(text), None) and len(text) < 40):  # noqa: PLR2004 - a date alone
            continue
        whole = force_names(text)
        if whole and whole[0][1] == 0 and whole[0][2] == len(text):
            continue
        running = re.match(r"HMIC(?:FRS)? \(\d{4}\) ", text)
        if ("flat" not in block.looks and (block.kind is BlockKind.HEADING or running)) or (
            "flat" not in block.looks
            and block.kind is BlockKind.PARAGRAPH
            and len(text) <= _LONGEST_LINE
            and not re.search(r"[.:]$", text)
            and index < _FIRST
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
        if block.kind in (BlockKind.LABEL, BlockKind.SECTION, BlockKind.NUMBERED, BlockKind.BULLET, BlockKind.ROW) or (
            block.kind is BlockKind.PARAGRAPH and not running
        ):
            break
    return None


def _running_header(blocks: tuple[Block, ...]) -> Fact | None:
    for block in blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.FURNITURE) and re.match(
            r"an? (?:\w+ ){0,3}(?:inspection|review) of\b", block.text, re.IGNORECASE
        ):
            return _made(block, block.text, "a running header", 0.6)
    return None
