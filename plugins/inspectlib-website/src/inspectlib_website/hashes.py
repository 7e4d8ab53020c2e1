"""Hashes of what pages say, by which a rebuild knows what need not be rendered again."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from functools import partial
from operator import attrgetter
from typing import Any

import attrs

from inspectlib.inspections import Inspection
from inspectlib.recommendations import Recommendation
from inspectlib.status import Status
from inspectlib_website.pages import Heading, Item, Page, Row

#: bytes of the hash of what a list says of a recommendation, of which many are kept
_SHORT = 16
_TELLERS: dict[type, Callable[[Any], Any]] = {date: date.isoformat, frozenset: partial(sorted, key=repr)}


def _teller(kind: type) -> Callable[[Any], Any]:
    """Return what tells the contents of a value of a kind that JSON does not hold. Raises TypeError."""
    if kind not in _TELLERS:
        if issubclass(kind, Enum):
            _TELLERS[kind] = attrgetter("_name_")
        elif attrs.has(kind):
            _TELLERS[kind] = attrgetter(*(each.name for each in attrs.fields(kind)), "__class__.__name__")
        else:
            message = f"no page can depend on a value of type {kind.__name__}"
            raise TypeError(message)
    return _TELLERS[kind]


class Hashes:
    """Hashes of values, the same in every process. Values of `shared` kinds, met again and again, are read once."""

    def __init__(self, *shared: type) -> None:
        """Take the kinds of value that many others hold."""
        self._shared = frozenset(shared)
        self._known: dict[int, tuple[Any, str]] = {}
        # the encoder goes through tuples and texts at the speed of C, and asks only about what JSON does not hold
        self._json = json.JSONEncoder(default=self._told, check_circular=False, sort_keys=True).encode

    def of(self, value: Any) -> str:
        """Return a hash of a value's contents. Raises TypeError for a kind of value that cannot be told."""
        if type(value) in self._shared:
            return self._told(value)  # type: ignore[no-any-return]
        return sha(self._json(value).encode())

    def forget(self) -> None:
        """Let go of all values that were met."""
        self._known.clear()

    def _told(self, value: Any) -> Any:
        kind = type(value)
        told = _TELLERS.get(kind) or _teller(kind)
        if kind not in self._shared:
            return told(value)
        known = self._known.get(id(value))
        if known is None:  # the value is kept, so that nothing else gets its id
            known = self._known[id(value)] = value, sha(self._json(told(value)).encode())
        return known[1]


def digest(value: Any) -> str:
    """Return a hash of a value's contents, the same in every process."""
    return Hashes().of(value)


def sha(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


class Keys:
    """Hashes of what pages say: a page whose hash is that of the last output need not be rendered."""

    def __init__(self) -> None:
        """Start with no page."""
        self._hashes = Hashes(Inspection, Recommendation, Status, Item)
        self._report: Inspection | None = None
        self._all = hashlib.sha256()
        #: by the name of a response a hash of what lists say of it, and one after the other those of its recommendations
        self._rows: dict[str, tuple[bytes, bytes]] = {}

    def page(self, page: Page) -> str:
        """Return a hash of all that a page says, and count it in with those of all pages."""
        if page.inspection is not self._report:  # what pages share is the report's; of one that is done nothing is kept
            self._report = page.inspection
            self._hashes.forget()
        found = self._hashes.of(page)
        self._all.update(f"{page.name} {found}\n".encode())
        rows = [f"{self._hashes.of(each.recommendation)} {self._hashes.of(each.status)}" for each in page.items]
        short = [hashlib.sha256(each.encode()).digest()[:_SHORT] for each in rows]
        self._rows[page.name] = bytes.fromhex(self._hashes.of(_listed(page))), b"".join(short)
        return found

    def heading(self, page: Page) -> str:
        """Return a hash of what the page of one of its recommendations says of the response."""
        names = [(each.id, each.number, each.kind) for each in page.inspection.recommendations]
        return self._hashes.of((_listed(page), page.key, names))

    def item(self, item: Item) -> str:
        """Return a hash of all that is said about a recommendation of the page that was counted in last."""
        return self._hashes.of(item)

    def listed(self, items: Iterable[tuple[Heading, Row]]) -> str:
        """Return a hash of what a list says of recommendations, those of a response in their order; their pages are counted in."""
        found, before, place, rows = hashlib.sha256(), None, 0, b""
        for heading, row in items:
            if heading is not before:
                before, place = heading, 0
                shown, rows = self._rows[heading.name]
                found.update(shown)
            while heading.items[place] is not row:
                place += 1
            found.update(row.anchor.encode() + rows[place * _SHORT : (place + 1) * _SHORT])
        return found.hexdigest()

    @property
    def all(self) -> str:
        """Return a hash of what all pages say that were counted in."""
        return self._all.hexdigest()


def _listed(heading: Heading) -> object:
    return heading.name, heading.report, heading.body, heading.translations
