"""What the operating systems do differently: locks, renames, and waiting for the disk.

Only the POSIX side has been run; the Windows side follows its documentation and is tested by fakes.
Network and synchronised folders may grant a lock to two writers at once: there the refusal of a register
that has moved on, and the chain of the history, are what is left.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from inspectlib.errors import CannotWrite

#: how long a writer waits for another, in seconds
PATIENCE = 30.0


class System(Protocol):
    """What differs between operating systems."""

    def try_lock(self, handle: int) -> bool:
        """Lock an open file for this process alone; say whether that was granted."""

    def unlock(self, handle: int) -> None:
        """Give the lock back."""

    def replace(self, source: Path, target: Path) -> None:
        """Put a file in the place of another, in one step."""

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk."""


class Posix:
    """Linux and macOS."""

    def try_lock(self, handle: int) -> bool:
        """Take an advisory lock; it ends with the process, however that ends."""
        import fcntl  # noqa: PLC0415 - other systems have none

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(self, handle: int) -> None:
        """Give the lock back."""
        import fcntl  # noqa: PLC0415 - likewise

        fcntl.flock(handle, fcntl.LOCK_UN)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over the old file."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the rename is on the disk."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Windows:
    """Windows; not run, only tested by fakes."""

    def __init__(self, locking: Any, pause: Callable[[float], None] = time.sleep) -> None:
        """Take the module msvcrt as `locking`, and how to wait between two tries, in seconds."""
        self.locking, self.pause = locking, pause

    def try_lock(self, handle: int) -> bool:
        """Lock the first byte; Windows refuses with an OSError while another process holds it."""
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            self.locking.locking(handle, self.locking.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(self, handle: int) -> None:
        """Give the lock back."""
        os.lseek(handle, 0, os.SEEK_SET)
        self.locking.locking(handle, self.locking.LK_UNLCK, 1)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over the old file; while a reader or a virus scanner has it open Windows refuses, so try again."""
        for wait in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
            try:
                source.replace(target)
            except PermissionError:
                self.pause(wait)
            else:
                return
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Do nothing: a folder cannot be opened, and the rename is journalled."""


def this_system() -> System:
    """Return the system that this process runs on."""
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415 - no other system has it

        return Windows(msvcrt)
    return Posix()


SYSTEM: System = this_system()


@contextmanager
def locked(path: Path, *, to_write: bool = True) -> Iterator[None]:
    """Hold the lock of a register file. Raises CannotWrite where other processes keep it for too long.

    Who waits holds the queue until it has the lock, so that a writer that has just saved cannot overtake it again and again.
    Where nothing will be written (`to_write=False`), a folder that takes no files of ours is looked at without a lock.
    """
    until = time.monotonic() + PATIENCE
    with ExitStack() as held:
        try:
            lock, queue = (held.enter_context(each.open("a+b")) for each in own_files(path))
        except OSError:
            if to_write:
                raise
        else:
            _wait(queue, path, until)
            try:
                _wait(lock, path, until)
            finally:
                SYSTEM.unlock(queue.fileno())
            held.callback(SYSTEM.unlock, lock.fileno())
        yield


def own_files(path: Path) -> tuple[Path, Path]:
    """Return the empty files beside a register by which its writers wait for one another."""
    return path.with_name(f".{path.name}.lock"), path.with_name(f".{path.name}.queue")


def _wait(lock: Any, path: Path, until: float) -> None:
    while not SYSTEM.try_lock(lock.fileno()):
        if time.monotonic() > until:
            message = f"{path.name!r} is being written by another process; nothing was changed; try again"
            raise CannotWrite(message)
        time.sleep(0.01)


def fresh_beside(path: Path, data: bytes) -> Path:
    """Write bytes into a new file beside another, wait until they are on the disk, and return its path."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(path.stat().st_mode if path.exists() else 0o644)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def move_in(fresh: Path, path: Path) -> None:
    """Put a fresh file in the place of another, in one step that survives a loss of power."""
    SYSTEM.replace(fresh, path)
    SYSTEM.sync_folder(path.parent)


def left_over(path: Path) -> tuple[Path, ...]:
    """Return the fresh files that writers left behind when they were killed."""
    return tuple(sorted(path.parent.glob(f".{path.name}.*.new")))


def last_line(path: Path) -> bytes | None:
    """Return the last whole line of a file without reading the rest, or None where there is none."""
    try:
        with path.open("rb") as file:
            return _last_line(file, file.seek(0, os.SEEK_END))
    except FileNotFoundError:
        return None


def _last_line(file: Any, size: int) -> bytes | None:
    data, start, step = b"", size, 64 * 1024
    while start:
        start = max(0, start - step)
        step *= 2
        file.seek(start)
        data = file.read(size - start)
        end = data.rfind(b"\n")
        begin = data.rfind(b"\n", 0, end) if end > 0 else -1
        if begin >= 0:
            return bytes(data[begin + 1 : end])
    end = data.rfind(b"\n")
    return bytes(data[:end]) if end >= 0 else None


def append_line(path: Path, data: bytes) -> None:
    """Append a line and wait until it is on the disk; a torn line before it is cut off first.

    Where that fails the file is left as it was.
    """
    is_new = not path.exists()
    with path.open("ab+", buffering=0) as file:  # a buffer would hold what a full disk refused, and try again
        size = whole_size(file)
        file.truncate(size)
        file.seek(size)
        try:
            left = data
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise
    if is_new:
        SYSTEM.sync_folder(path.parent)


def whole_size(file: Any) -> int:
    """Return up to where an open file consists of whole lines."""
    size = int(file.seek(0, os.SEEK_END))
    start, step = size, 64 * 1024
    while start:
        start = max(0, start - step)
        step *= 2
        file.seek(start)
        end = file.read(size - start).rfind(b"\n")
        if end >= 0:
            return start + int(end) + 1
    return 0
