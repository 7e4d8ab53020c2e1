"""Write each page once: pages whose inputs are those of the last output are copied from it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any

import attrs

from inspectlib.errors import CannotWrite

NAME = "manifest.json"
_FORM = 1


_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(kind: type) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(each.name for each in attrs.fields(kind)) if attrs.has(kind) else ()
    return _FIELDS[kind]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    kind = type(value)
    if names := _fields(kind):
        return [kind.__name__, *[_plain(getattr(value, name)) for name in names]]
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, set | frozenset):
        return sorted((_plain(each) for each in value), key=repr)
    if isinstance(value, Mapping):
        return sorted([[_plain(key), _plain(held)] for key, held in value.items()], key=repr)
    return value.isoformat() if isinstance(value, date) else value


def digest(value: Any) -> str:
    """Return a hash of a value's contents, the same in every process."""
    return hashlib.sha256(json.dumps(_plain(value)).encode()).hexdigest()


def _sha(data: bytes) -> str:
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
        self._made = {folder}
        folder.mkdir(parents=True)

    @property
    def last_entries(self) -> dict[str, dict[str, str]]:
        """Return what the last output said of each entry of the feeds; empty on the first run."""
        found = self._last.get("entries")
        kept = found if isinstance(found, dict) else {}
        return {name: each for name, each in kept.items() if isinstance(each, dict) and _is_day(each.get("updated"))}

    def put(self, name: str, data: bytes) -> None:
        """Write a file that every run makes anew. Raises CannotWrite for a name outside of the folder."""
        where = PurePosixPath(name)
        if where.is_absolute() or ".." in where.parts or "\\" in name or ":" in name:
            message = f"{name!r} would leave the folder of the site; nothing was written"
            raise CannotWrite(message)
        path = self.folder / where
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        path.write_bytes(data)

    def page(self, name: str, inputs: Any, make: Callable[[], bytes]) -> None:
        """Write a page that depends on `inputs` and on what is common; copy it where they are unchanged."""
        key = digest([self._common, inputs])
        data = self._unchanged(name, key)
        if data is None:
            data = make()
            self.rendered.append(name)
        self.put(name, data)
        self._files[name] = [key, _sha(data)]

    def _unchanged(self, name: str, key: str) -> bytes | None:
        files = self._last.get("files")
        known = files.get(name) if isinstance(files, dict) else None
        if self.previous is None or not isinstance(known, list) or known[:1] != [key]:
            return None
        path = self.previous / name
        data = path.read_bytes() if path.is_file() else b""
        return data if [_sha(data)] == known[1:] else None

    def finish(self) -> None:
        """Write the manifest: hashes of what is public, and what the feeds said."""
        told = {"form": _FORM, "entries": self.entries, "files": self._files}
        self.put(NAME, (json.dumps(told, sort_keys=True, indent=0) + "\n").encode())
