"""What to look at before words become public: personal details that nobody meant to publish, and what stays inside."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from inspectlib.audiences import View, may_be_published, view_of
from inspectlib.fields import Audience, Public, Working, audience_of, value
from inspectlib.findings import Outcome
from inspectlib.register import Register
from inspectlib.responses import StatutoryText
from inspectlib.seeing import facts_until

_BETWEEN = r"[\s().\u2010-\u2013-]"
_RANKS = (
    r"(?:PC|Pc|PS|DC|DS|DI|DCI|PCSO|SC|CI|P\.C\.|P\.S\.|D\.C\.|D\.S\.|(?i:(?<!chief )constable|sgt|sergeant|insp|inspector"
    r"|det(?:ective|\.)? (?:con|sgt|insp)))"
)
_PATTERNS = (
    (
        "an e-mail address",
        re.compile(
            r"[\w.+'\u2019-]+(?: ?@ ?|\s?[\[(]\s?at\s?[\])]\s?)[\w-]+(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[\w-]+)+",
            re.IGNORECASE,
        ),
    ),
    (
        "a telephone number",
        re.compile(
            rf"(?<![\w./-])(?:(?:\+|00)44{_BETWEEN}*(?:\(0\))?|\(?0)(?:{_BETWEEN}{{0,2}}\d){{9,10}}(?!\d)"
            r"|\b(?i:ext(?:ension|n)?)\.?\s?\d{3,6}\b"
        ),
    ),
    # what is left of a link where a document was turned into text
    ("a link that leads nowhere", re.compile(r"\[[^\]\n]+\]\(#?\)")),
    (
        "a collar number",
        re.compile(
            rf"\b{_RANKS}\.?[\s/]?[A-Z]{{0,2}}\d{{2,6}}[A-Z]{{0,2}}\b"
            r"|\b(?i:collar|warrant|shoulder|epaulette|officer)(?i:\s(?:number|no\.?|num\.?):?)\s?[A-Z]{0,3}\d{1,6}[A-Z]{0,2}\b",
        ),
    ),
)
#: fields that hold names of machines, not words of people
_NO_WORDS = frozenset(
    {"id", "text_hash", "inspection", "recommendation", "covers", "area", "areas", "url", "addressees"}
)
#: narrower fields in which people are named
_NAMING = frozenset({"owner", "by"})
_PART = r"(?:[A-Z][\w'\u2019-]*\.?)"
_NAME = re.compile(rf"{_PART}(?: (?:(?:ap|ab|ferch|van|der|de|von|le|la) )*{_PART})+")
_LAST_FIRST = re.compile(r"^([A-Z][\w'\u2019 -]*), ([A-Z][\w'\u2019 -]*)$")
#: before a name, a rank or a title; words that say what somebody does and not who it is
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "sir",
        "dame",
        "pc",
        "ps",
        "dc",
        "ds",
        "di",
        "dci",
        "dcs",
        "supt",
        "ch",
        "insp",
        "sgt",
        "det",
        "con",
        "acc",
        "dcc",
        "cc",
        "cllr",
        "professor",
        "prof",
    ]
)
_ROLES = frozenset(
    [
        "acting",
        "assistant",
        "chief",
        "deputy",
        "detective",
        "temporary",
        "special",
        "police",
        "constable",
        "sergeant",
        "inspector",
        "superintendent",
        "commissioner",
        "commander",
        "officer",
        "crime",
        "fire",
        "and",
        "mayor",
        "head",
        "director",
        "manager",
        "lead",
        "leader",
        "executive",
        "secretary",
        "state",
        "governance",
        "policy",
        "performance",
        "assurance",
        "legal",
        "finance",
        "business",
        "support",
        "board",
        "team",
        "department",
        "unit",
        "service",
        "services",
        "office",
        "support",
        "community",
        "safety",
        "custody",
        "intelligence",
        "investigation",
        "investigations",
        "learning",
        "contact",
        "management",
        "standards",
        "professional",
        "public",
        "protection",
        "home",
        "minister",
        "area",
        "senior",
        "junior",
        "responsible",
        "owner",
    ]
)


def _people(text: str) -> Iterator[str]:
    """Yield the names of people in what a field says: without rank or title, and none that are roles alone."""
    for each in _NAME.findall(_LAST_FIRST.sub(r"\2 \1", text.strip())):
        parts = each.split()
        while parts and parts[0].strip(".").lower() in _TITLES | _ROLES:
            parts = parts[1:]
        if parts and not all(one.strip(".").lower() in _ROLES for one in parts):
            yield " ".join(parts)


def _said(name: str) -> re.Pattern[str]:
    """Return what finds a name: in full in any case, or its last word after a title or an initial."""
    last = f"(?i:{re.escape(name.rsplit(maxsplit=1)[-1])})"
    titled = (
        rf"(?:{'|'.join(sorted(_TITLES, key=len, reverse=True))}|detective|superintendent|sergeant|inspector|constable)"
    )
    by_title = rf"(?i:{titled})\.? (?:[A-Z]\.? )?{last}|[A-Z]\.? {last}"
    full = rf"(?i:{re.escape(name)})|" if " " in name else ""
    return re.compile(rf"(?<!\w)(?:{full}{by_title})(?!\w)")


@value
class ReleaseWarning:
    """Something in public words that somebody should look at before release. `where` names the field's path."""

    where: Public[str]
    what: Public[str]
    found: Working[str]

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.found})"


def release_warnings(register: Register, *, on: date, body: str | None = None) -> tuple[ReleaseWarning, ...]:
    """Return what to look at in public words: personal details, names known from narrower fields, dead links.

    `body` (an area's slug) looks only at what is about it. Names are those of two or more capitalised words that a
    narrower field `owner` or `by` holds and that are no role ("Head of Crime"). A line may be harmless, so these are
    warnings and not refusals. An empty answer is no promise that nothing personal is there.
    """
    view = view_of(register, Audience.PUBLIC, on=on, outcome=Outcome(on=on, reading="strict"), body=body)
    names = {name: _said(name) for name in sorted({name for text in _narrower(register) for name in _people(text)})}
    found = []
    for where, text in _words(view):
        for what, pattern in _PATTERNS:
            found += [ReleaseWarning(where=where, what=what, found=each.group()) for each in pattern.finditer(text)]
        found += [
            ReleaseWarning(where=where, what="a name that a field which is not public holds too", found=each.group())
            for pattern in names.values()
            for each in pattern.finditer(text)
        ]
    return tuple(dict.fromkeys(found))


def held_back(register: Register, *, on: date, body: str | None = None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each response whose present words are not public on a day, by "<inspection> / <area>", and why not.

    One without any words is not named: there is nothing to hold back. `body`: as above.
    """
    seen = facts_until(register, on)
    return tuple(
        (" / ".join(each.key), reasons)
        for each in seen.responses
        if (body is None or each.area == body)
        and seen.statutory_text(each) != StatutoryText()
        and (reasons := may_be_published(seen, each, on=on))
    )


def _words(view: View) -> Iterator[tuple[str, str]]:
    for inspection in view.register.inspections:
        yield from _texts(inspection, inspection.id)
    for each in view.responses:
        name = " / ".join(each.response.key)
        yield from _texts(each.response, name)
        yield from ((f"{name} / force_comments / {about}", text) for about, text in each.force_comments)
    for translation in view.register.translations:
        yield f"{translation.of} / translations / {translation.field} / {translation.lang}", translation.text


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for number, each in enumerate(value, 1):
            yield from _texts(each, where if len(value) == 1 else f"{where} {number}")
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            if field.name not in _NO_WORDS:
                yield from _texts(getattr(value, field.name), f"{where} / {field.name}")


def _narrower(value: Any) -> Iterator[str]:
    if isinstance(value, tuple):
        for each in value:
            yield from _narrower(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if isinstance(held, str):
                if field.name in _NAMING and not Audience.PUBLIC.may_see(audience_of(field)):
                    yield held
            else:
                yield from _narrower(held)
