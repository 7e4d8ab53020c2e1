"""Write each page once: pages whose inputs are those of the last output are copied from it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import attrs

from inspectlib.errors import CannotWrite

NAME = "manifest.json"
_FORM = 1


#: what a response may be called: a page of one that was withdrawn is named by the last manifest
_NAME = re.compile("[a-z0-9-]+")
#: the page of a recommendation, below the folder of a language
_ITEM = re.compile(r"(?:[a-z]+/)?(recommendations/([a-z0-9-]+)/[a-z0-9-]+\.html)")
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


def _is_day(text: object) -> bool:
    try:
        return date.fromisoformat(str(text)).isoformat() == text
    except ValueError:
        return False


def _read(previous: Path | None) -> dict[str, Any]:
    """Return the last manifest; one that is absent or not ours only means that everything is rendered."""
    path = previous / NAME if previous is not None else None
    if path is None or not path.is_file():
        return {}
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        return {}
    return found if isinstance(found, dict) and found.get("form") == _FORM else {}


class Site:
    """The folder being written. `common` is the hash of what every page depends on."""

    def __init__(self, folder: Path, *, previous: Path | None, common: str) -> None:
        """Start a site in a fresh folder."""
        self.folder, self.previous, self._common = folder, previous, common
        self._last = _read(previous)
        self._files: dict[str, list[str]] = {}
        self.entries: dict[str, dict[str, str]] = {}
        self.rendered: list[str] = []
        self._root = f"{folder}/"
        self._made = {""}
        folder.mkdir(parents=True)

    @property
    def last_entries(self) -> dict[str, dict[str, str]]:
        """Return what the last output said of each entry of the feeds; empty on the first run."""
        found = self._last.get("entries")
        kept = found if isinstance(found, dict) else {}
        return {
            name: each
            for name, each in kept.items()
            if _NAME.fullmatch(name) and isinstance(each, dict) and _is_day(each.get("updated"))
        }

    @property
    def last_items(self) -> dict[str, str]:
        """Return the pages of recommendations of the last output, in any language, each with the name of its response."""
        files = self._last.get("files")
        found = map(_ITEM.fullmatch, files) if isinstance(files, dict) else ()
        return {each[1]: each[2] for each in found if each}

    def put(self, name: str, data: bytes) -> None:
        """Write a file that every run makes anew. Raises CannotWrite for a name outside of the folder."""
        with open(self._place(name), "wb", buffering=0) as made:  # noqa: PTH123 - once a page; a Path costs more
            left = data
            while left:  # a disk that is almost full takes a part, and says no only to the rest
                left = left[made.write(left) :]

    def stream(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file that grows with the register, part by part, so that it is never held whole. Raises CannotWrite."""
        with open(self._place(name), "wb") as made:  # noqa: PTH123 - as above
            made.writelines(parts)

    def _place(self, name: str) -> str:
        folder, _, file = name.rpartition("/")
        if name.startswith("/") or ".." in (file, *folder.split("/")) or "\\" in name or ":" in name:
            message = f"{name!r} would leave the folder of the site; nothing was written"
            raise CannotWrite(message)
        if folder not in self._made:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return f"{self._root}{name}"

    def page(self, name: str, inputs: Sequence[str], make: Callable[[], bytes]) -> None:
        """Write a page that depends on `inputs`, each a hash, and on what is common; copy it where they are unchanged."""
        key = sha("\n".join((self._common, *inputs)).encode())
        data = self._unchanged(name, key)
        if data is None:
            data = make()
            self.rendered.append(name)
        self.put(name, data)
        self._files[name] = [key, sha(data)]

    def _unchanged(self, name: str, key: str) -> bytes | None:
        files = self._last.get("files")
        known = files.get(name) if isinstance(files, dict) else None
        if self.previous is None or not isinstance(known, list) or known[:1] != [key]:
            return None
        path = self.previous / name
        data = path.read_bytes() if path.is_file() else b""
        return data if [sha(data)] == known[1:] else None

    def finish(self) -> None:
        """Write the manifest: hashes of what is public, and what the feeds said."""
        told = {"form": _FORM, "entries": self.entries, "files": self._files}
        self.put(NAME, (json.dumps(told, sort_keys=True, indent=0) + "\n").encode())
