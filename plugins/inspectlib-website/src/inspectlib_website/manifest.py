"""Write each page once: pages whose inputs are those of the last output are copied from it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, Self

from inspectlib.errors import CannotWrite
from inspectlib.fields import Public, value
from inspectlib_website.hashes import sha

#: a line a response, so that neither writing nor reading it takes memory for all of them
NAME = "manifest.jsonl"
_FORM = 2


#: what a response may be called: a page of one that was withdrawn is named by the last manifest
_NAME = re.compile("[a-z0-9-]+")
#: the page of a recommendation, below the folder of a language
_ITEM = re.compile(r"(?:[a-z]+/)?(recommendations/([a-z0-9-]+)/[a-z0-9-]+\.html)")
#: a list of recommendations, or a further page of it, below the folder of a language
_LIST = re.compile(r"by/[a-z0-9-]+(?:/[0-9]+)?\.html")


def _is_day(text: object) -> bool:
    try:
        return date.fromisoformat(str(text)).isoformat() == text
    except ValueError:
        return False


#: by the path of a page a hash of what it depends on and one of its bytes
Files = dict[str, list[str]]


@value
class Entry:
    """What the last output said of a response in its feeds; `content` None: it had been withdrawn by then."""

    content: Public[str | None]
    updated: Public[date]
    place: Public[int]


class _Last:
    """The last output: what its manifest says of each response is read when it is asked for, and not kept.

    A manifest that is absent or not ours, or a line of it, only means that more is rendered.
    """

    def __init__(self, previous: Path | None) -> None:
        self.folder = previous
        self.entries: dict[str, Entry] = {}
        self.other: Files = {}
        path = previous / NAME if previous is not None else None
        self._file: IO[bytes] | None = path.open("rb") if path is not None and path.is_file() else None
        if self._file is not None and self._line(0).get("form") == _FORM:
            self._read(self._file)

    def _read(self, lines: IO[bytes]) -> None:
        place = lines.tell()
        while line := lines.readline():
            told = _plain(line)
            name, content, updated = told.get("name"), told.get("content"), told.get("updated")
            if name is None:
                self.other |= _files(told)
            elif _is_name(name) and _is_day(updated) and (content is None or isinstance(content, str)):
                self.entries[name] = Entry(content=content, updated=date.fromisoformat(str(updated)), place=place)
            place += len(line)

    def _line(self, place: int) -> dict[str, Any]:
        if self._file is None:
            return {}
        self._file.seek(place)
        return _plain(self._file.readline())

    def files(self, name: str) -> Files:
        """Return the pages of a response and of its recommendations, in any language."""
        return _files(self._line(self.entries[name].place)) if name in self.entries else {}

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _is_name(given: object) -> bool:
    return isinstance(given, str) and _NAME.fullmatch(given) is not None


def _plain(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _files(told: Mapping[str, Any]) -> Files:
    found = told.get("files")
    return found if isinstance(found, dict) else {}


class Site:
    """The folder being written. `common` is the hash of what every page depends on. Closed at the end, whatever happens."""

    def __init__(self, folder: Path, *, previous: Path | None, common: str) -> None:
        """Start a site in a fresh folder."""
        self.folder, self._common = folder, common
        self._root = f"{folder}/"
        self._made = {""}
        folder.mkdir(parents=True)
        self._last = _Last(previous)
        self._others: Files = {}
        self._known, self._files = self._last.other, self._others
        self._manifest = self.opened(NAME)
        self._note({"form": _FORM})

    def __enter__(self) -> Self:
        """Return the site."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of both manifests."""
        self._manifest.close()
        self._last.close()

    @property
    def last_entries(self) -> Mapping[str, Entry]:
        """Return what the last output said of each entry of the feeds; empty on the first run."""
        return self._last.entries

    def last_lists(self, prefix: str) -> list[str]:
        """Return the paths of the lists in the last output, below the folder of a language."""
        found = (each.removeprefix(prefix) for each in self._last.other if each.startswith(prefix))
        return sorted(each for each in found if _LIST.fullmatch(each))

    @contextmanager
    def response(self, name: str, *, updated: date, content: str | None) -> Iterator[list[str]]:
        """Note the pages written meanwhile as those of a response, with what the feeds say of it; None: it was withdrawn.

        Gives the paths of the pages of its recommendations in the last output, the same in any language.
        """
        self._known, self._files = self._last.files(name), {}
        found = map(_ITEM.fullmatch, self._known)
        yield sorted({each[1] for each in found if each and each[2] == name})
        self._note({"name": name, "content": content, "updated": updated.isoformat(), "files": self._files})
        self._known, self._files = self._last.other, self._others
        self._made = {each for each in self._made if not each.endswith(f"/{name}")}  # nobody writes there again

    def finish(self) -> None:
        """Write what remains of the manifest: hashes of what is public, and what the feeds said."""
        self._note({"files": self._others})

    def _note(self, told: dict[str, Any]) -> None:
        self._manifest.write((json.dumps(told, sort_keys=True) + "\n").encode())

    def put(self, name: str, data: bytes) -> None:
        """Write a file that every run makes anew. Raises CannotWrite for a name outside of the folder."""
        with open(self._place(name), "wb", buffering=0) as made:  # noqa: PTH123 - once a page; a Path costs more
            left = data
            while left:  # a disk that is almost full takes a part, and says no only to the rest
                left = left[made.write(left) :]

    def opened(self, name: str) -> IO[bytes]:
        """Return a file to write, which the caller closes. Raises CannotWrite for a name outside of the folder."""
        return open(self._place(name), "wb")  # noqa: PTH123 - as above

    def stream(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file that grows with the register, part by part, so that it is never held whole. Raises CannotWrite."""
        with self.opened(name) as made:
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
        self.put(name, data)
        self._files[name] = [key, sha(data)]

    def _unchanged(self, name: str, key: str) -> bytes | None:
        known = self._known.get(name)
        if self._last.folder is None or not isinstance(known, list) or known[:1] != [key]:
            return None
        path = self._last.folder / name
        data = path.read_bytes() if path.is_file() else b""
        return data if [sha(data)] == known[1:] else None
