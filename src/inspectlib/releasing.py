"""What to look at before words become public: personal details that nobody meant to publish."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from inspectlib.audiences import View, view_of
from inspectlib.fields import Audience, Public, Working, audience_of, value
from inspectlib.findings import Outcome
from inspectlib.register import Register

_PATTERNS = (
    ("an e-mail address", re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    ("a telephone number", re.compile(r"(?<![\w.])(?:\+44[\s.-]*(?:\(0\))?|\(?0)(?:[\s().-]{0,2}\d){9,10}(?!\d)")),
    (
        "a collar number",
        re.compile(
            r"\b(?:PC|PS|DC|DS|DI|DCI|PCSO|SC|Sgt|Sergeant|Constable|Insp(?:ector)?)\.?\s?\d{2,6}\b"
            r"|\b(?:collar|warrant|shoulder)\s(?:number|no\.?|num\.?)\s?[A-Z]{0,3}\d{1,6}\b",
            re.IGNORECASE,
        ),
    ),
)
#: fields that hold names of machines, not words of people
_NO_WORDS = frozenset(
    {"id", "text_hash", "inspection", "recommendation", "covers", "area", "areas", "url", "addressees"}
)
#: narrower fields in which people are named
_NAMING = frozenset({"owner", "by"})
_NAME = re.compile(r"[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+)+")


@value
class ReleaseWarning:
    """Something in public words that somebody should look at before release. `where` names the field's path."""

    where: Public[str]
    what: Public[str]
    found: Working[str]

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.found})"


def release_warnings(register: Register, *, on: date, body: str | None = None) -> tuple[ReleaseWarning, ...]:
    """Return e-mail addresses, telephone and collar numbers, and names known from narrower fields, in public words.

    `body` (an area's slug) looks only at what is about it. Names are those of two or more capitalised words that a narrower field `owner` or `by` holds: roles are found
    too, so these are warnings and not refusals. An empty answer is no promise that nothing personal is there.
    """
    view = view_of(register, Audience.PUBLIC, on=on, outcome=Outcome(on=on, reading="strict"), body=body)
    names = sorted({name for text in _narrower(register) for name in _NAME.findall(text)})
    found = []
    for where, text in _words(view):
        for what, pattern in _PATTERNS:
            found += [ReleaseWarning(where=where, what=what, found=each.group()) for each in pattern.finditer(text)]
        found += [
            ReleaseWarning(where=where, what="a name or a role that a field which is not public holds too", found=each)
            for each in names
            if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)
        ]
    return tuple(dict.fromkeys(found))


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
