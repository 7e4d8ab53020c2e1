"""What code reaches for while it runs: clock, disk, network, environment, other programs, the terminal, its process."""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import attrs

CLOCK, DISK, NETWORK, ENVIRONMENT = "the clock", "the disk", "the network", "the environment"
PROGRAM = "another program"

#: what Python says of itself (its audit events) that means another program, or the network
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_WIRE = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "urllib.Request")
#: those that change a place, with how many of their arguments are places
_CHANGES = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.chmod": 1,
}
#: the beginnings of all events listened for; a look at the frames is an event too
_HEARD = ("open", "os.", "socket.", "subprocess.", "urllib.")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@attrs.define
class Watch:
    """What was seen: `reached` in the order it was, each once; `changed` the places written to.

    `refused`: what raises PermissionError when it is reached for. `printed`: what went to standard output.
    `left`: what is not as it was before.
    """

    refused: tuple[str, ...]
    reached: dict[str, None] = attrs.field(factory=dict)
    changed: dict[Path, None] = attrs.field(factory=dict)
    printed: str = ""
    left: tuple[str, ...] = ()

    def note(self, what: str) -> None:
        """Note a reach; what is refused ends there. Raises PermissionError."""
        self.reached[what] = None
        if what in self.refused:
            raise PermissionError(what)

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Take one audit event of the interpreter."""
        if event.startswith(_PROGRAMS):
            self.note(PROGRAM)
        elif event.startswith(_WIRE):
            self.note(NETWORK)
        elif event == "open":
            self._opened(*given)
        elif event in ("os.listdir", "os.scandir"):
            self.note(DISK)
        elif event in _CHANGES:
            self.note(DISK)
            for each in given[: _CHANGES[event]]:
                self._change(each)

    def _opened(self, place: Any, mode: str | None, flags: int) -> None:
        if not isinstance(place, str | bytes | os.PathLike) or os.fspath(place) == os.devnull:
            return  # a number of what is open already
        self.note(DISK)
        if (mode is not None and set(mode) & set("wax+")) or flags & _WRITES:
            self._change(place)

    def _change(self, place: Any) -> None:
        if isinstance(place, str | bytes | os.PathLike):
            self.changed[Path(os.path.abspath(os.fsdecode(place)))] = None  # noqa: PTH100 - links are not followed


_watches: list[Watch] = []


def _audit(event: str, given: tuple[Any, ...]) -> None:
    if _watches and event.startswith(_HEARD) and not _by_the_import():
        _watches[-1].hear(event, given)


_installed: list[bool] = []


def _by_the_import() -> bool:
    """Say whether Python itself looks for a module, or for the line of a warning: that is no reach of the code's."""
    frame: Any = sys._getframe()  # noqa: SLF001 - the only way to know who asks
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("<frozen importlib") or name.endswith("linecache.py"):
            return True
        frame = frame.f_back
    return False


@contextmanager
def watched(*refused: str) -> Iterator[Watch]:
    """Watch what code reaches for while the block runs; what is in `refused` raises PermissionError there.

    Temporary files go into a folder of their own and count for nothing. A hook for audit events cannot be taken out
    again, so one is put in once a process and listens only in such a block.
    """
    if not _installed:
        sys.addaudithook(_audit)
        _installed.append(True)
    watch = Watch(refused=refused)
    said, threads, here, spare = StringIO(), set(threading.enumerate()), Path.cwd(), tempfile.tempdir
    with tempfile.TemporaryDirectory() as own:
        tempfile.tempdir = own
        try:
            with redirect_stdout(said), _instead(watch):
                _watches.append(watch)
                try:
                    yield watch
                finally:
                    _watches.remove(watch)
        finally:
            tempfile.tempdir = spare
            moved = Path.cwd() != here
            os.chdir(here)
            running = set(threading.enumerate()) - threads
            watch.printed = " ".join(said.getvalue().split())
            watch.left = (
                *(["a thread that goes on"] if running else []),
                *(["another working folder"] if moved else []),
            )
            watch.changed = {each: None for each in watch.changed if Path(own) not in (each, *each.parents)}


@contextmanager
def _instead(watch: Watch) -> Iterator[None]:
    """Put watchers in the place of what makes no audit event: the clock, a look at a file, the environment."""
    environment: Any = type(os.environ)
    watchers: dict[tuple[Any, str], str] = {
        (time, "time"): CLOCK,
        (os, "stat"): DISK,
        (environment, "__getitem__"): ENVIRONMENT,
    }
    kept = {place: getattr(*place) for place in watchers}

    def instead(place: tuple[Any, str]) -> Callable[..., Any]:
        def look(*given: Any, **named: Any) -> Any:
            if _watches and not _by_the_import():
                watch.note(watchers[place])
            return kept[place](*given, **named)

        return look

    try:
        for module, name in watchers:
            setattr(module, name, instead((module, name)))
        yield
    finally:
        for (module, name), value in kept.items():
            setattr(module, name, value)
