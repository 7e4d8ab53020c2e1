"""Which force and which local policing body a document is of, and who inspected."""

import re
from collections import Counter
from functools import cache

from inspectlib.bodies import area_named, areas, body_of, inspectorates
from inspectlib.fields import evolve
from inspectlib_documents.addressees import fire_names, force_names
from inspectlib_documents.blocks import Block
from inspectlib_documents.fact import FIRST, TOP, Fact, fact
from inspectlib_documents.words import words

_PLACE = re.compile(r"\bin (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=:|,? by |$)")
_COUNTRIES = ("England", "Wales", "Britain", "Great Britain", "Europe", "Scotland")
_MAYOR = re.compile(r"mayor['\N{RIGHT SINGLE QUOTATION MARK}]s office for policing and crime", re.IGNORECASE)


def one_name(names: list[str]) -> str | None:
    """Return the only name, or the one that stands for most of them; None where several compete."""
    counted = Counter(names).most_common(2)
    if not counted:
        return None
    if len(counted) == 1 or counted[0][1] > counted[1][1]:
        return counted[0][0]
    return None


def force_of(
    blocks: list[Block], title: Fact | None, head: str, text: str, *, is_response: bool
) -> tuple[Fact | None, tuple[str, ...]]:
    """Return the force that the document is about, as printed, and every force's name without "Police"."""
    found: list[tuple[str, str, Block]] = []
    for block in blocks:
        for name, start, end in force_names(_spoken(block.text)):
            found.append((name, _spoken(block.text)[start:end], block))
        for cell in block.row.heads if block.row is not None else ():
            found.extend((name, cell[start:end], block) for name, start, end in force_names(cell))
    names = tuple(dict.fromkeys(name for name, _, _ in found))

    def given(printed: str, block: Block, why: str, sure: float = 0.9) -> tuple[Fact, tuple[str, ...]]:
        return fact("force", block, printed, why, sure=sure), names

    joint = re.search(r"\bcommissioners for\b", head, re.IGNORECASE)
    if joint:
        return None, names
    if title is not None:
        in_title = force_names(_spoken(title.words))
        for name, printed, block in found:
            if in_title and name == in_title[0][0]:
                return given(printed, block, "named in the title")
    for _, printed, block in found:
        if (
            re.search(
                rf"(?:chief constable|commissioner)(?:,| of| for)? {re.escape(printed)}", block.text, re.IGNORECASE
            )
            and blocks.index(block) < TOP
        ):
            return given(printed, block, "its chief officer is written to or about")
    spoken_of = [name for name, _, _ in found]
    commissioner = _commissioner_of(blocks)
    known = {each.name for each in areas(fictional=True)}
    if len(set(spoken_of)) == 1 and (commissioner is None or spoken_of[0] in known or commissioner[0] not in known):
        return given(found[0][1], found[0][2], "the only force that is named")
    main = one_name(spoken_of)
    if commissioner is not None:
        name, block = commissioner
        for each, printed, where in found:
            if each == name:
                return given(printed, where, "its commissioner writes")
        return given(name, block, "its commissioner writes", 0.7)
    if main is not None and spoken_of.count(main) * 2 > len(spoken_of) and spoken_of.count(main) > 1:
        printed, block = next((printed, block) for name, printed, block in found if name == main)
        return given(printed, block, "the force named most", 0.6)
    mentioned = _area_mentioned(blocks if is_response else blocks[:FIRST])
    if mentioned is not None:
        name, block = mentioned
        printed = next((printed for each, printed, _ in found if each == name), name)
        return given(printed, block, "the police area named most", 0.5)
    if not found:
        if (
            title is not None
            and (place := re.search(r"(?::|\bin) (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)$", title.words))
            and fire_names(text)
        ):
            return given(place["name"], blocks[0], "the place in the title", 0.5)
        if (
            title is not None
            and words("asks", "unnamed").search(text)
            and (place := _PLACE.search(title.words))
            and place["name"] not in _COUNTRIES
        ):
            return given(place["name"], blocks[0], "the place in the title of a report on one force", 0.5)
        if title is not None and (place := re.match(r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?) PEEL\b", title.words)):
            return given(place["name"], blocks[0], "the name before PEEL in the title", 0.6)
        if title is not None and (
            place := re.search(r"\bpolice\b.* in (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)$", title.words)
        ):
            return given(place["name"], blocks[0], "the place in the title", 0.5)
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
        if short := re.search(
            r"(?:^|[-\N{EN DASH}:,] )(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}) (?:O?PCC|O?PFCC)\b", block.text
        ):
            return short["name"], block
    return None


_OFFICES = (
    ("Police, Fire and Crime Commissioner", r"Police,? Fire (?:and|&) Crime Commissioner(?!s)|\bO?PFCC\b"),
    (
        "Police and Crime Commissioner",
        r"Police (?:and|&) Crime Commissioner(?!s)|\bO?PCC\b|\bCommissioner['\N{RIGHT SINGLE QUOTATION MARK}]s\b|\bcommissario\b",
    ),
)


def bodies_of(blocks: list[Block], force: Fact | None, dated: Fact | None) -> tuple[Fact, ...]:
    """Return the local policing bodies that write: the office as printed, written out, for the area of the force."""
    for block in blocks:
        if place := _MAYOR.search(block.text):
            printed = "Mayor's Office for Policing and Crime"
            return (
                evolve(fact("body", block, block.text[place.start() : place.end()], "a mayor's office"), words=printed),
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
                base = fact(
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
    for block in blocks[:TOP]:
        if re.match(r"(?:dear|rt hon)\b.*\bhome secretary\b", block.text, re.IGNORECASE):
            body = body_of(area.slug, dated.day)
            if body is not None:
                why = (
                    "a letter to the Home Secretary is the local policing body's, and this one held the office that day"
                )
                return (evolve(fact("body", block, block.text, why, sure=0.5), words=body.name),)
    return ()


def _of_several(blocks: list[Block]) -> tuple[str, ...]:
    """Return the areas of a joint response: "the commissioners for X and Y"."""
    for block in blocks[:TOP]:
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


#: an author at the head of a document: "Report of the Police and Crime Panel"
_BY = re.compile(r"\b(?:report|recommendations|minutes|review|resolutions) (?:of|by|from) the\b", re.IGNORECASE)


def other_author(blocks: list[Block], text: str) -> str | None:
    """Return the other body that wrote a document, or None: it stands at the head, and no inspectorate of constabulary does.

    An inspectorate that is named only further on leaves a body that is said to be the author.
    """
    for block in blocks[:FIRST]:
        if surely := words("authors", "surely").search(block.text):
            return surely[0]
    inspectorate = words("authors", "inspectorates")
    if any(inspectorate.search(block.text) for block in blocks[:FIRST]):
        return None
    named = inspectorate.search(text) is not None
    for block in blocks[:FIRST]:
        found = words("authors", "others").search(block.text)
        if found and (not named or _BY.search(block.text[: found.start()])):
            return found[0]
    return None


def inspectorates_in(text: str) -> tuple[Fact, ...]:
    """Return the inspectorates that a text names, by their short names, each with the place of its first mention."""
    found = []
    for each in inspectorates().values():
        places = [
            place.span()
            for name in (each.short, each.name, *each.aliases)
            if name in text and (place := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
        ]
        if places:
            start, end = min(places)
            found.append(Fact(name="inspectorate", words=each.short, start=start, end=end, why="named", sure=0.8))
    return tuple(found)
