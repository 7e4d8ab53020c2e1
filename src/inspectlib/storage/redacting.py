"""Erasure under data protection law: words leave the register and the history, and the chain still holds."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspectlib.errors import BadCall, CannotRead, CannotWrite
from inspectlib.fields import Body, Working, value
from inspectlib.register import Register
from inspectlib.storage import disk
from inspectlib.storage.file_form import dumps, loads
from inspectlib.storage.history import PAYLOAD, Line, encoded, faults_of, history_path, new_line, read_history
from inspectlib.storage.saving import load, put_in_place, remember_file

_LEAST = 3
_MOST = 64 * 1024 * 1024

#: what no program can find; the officer sees to it
ELSEWHERE = (
    "back-ups, and the earlier versions that a synchronised folder keeps",
    "other copies of the register, those that were merged with this one included",
    "what was exported: trackers, forms, packs, the website, and e-mails that carried them",
    "documents that the register was imported from",
    "sign-offs and publications, which keep the hash of the words as they were: sign the text again as it stands",
    "free space of the disk: deleted, not overwritten",
)


@value
class Redaction:
    """What an erasure did. `places`: what it changed in the register as it stands, in words without the words erased.

    `revisions`: those whose history was deleted. `nearby`: files beside the register that need a look;
    `elsewhere`: what only people can find.
    """

    revision: Working[int]
    revisions: Working[tuple[int, ...]] = ()
    places: Body[tuple[str, ...]] = ()
    nearby: Working[tuple[str, ...]] = ()
    elsewhere: Working[tuple[str, ...]] = ELSEWHERE


def redact(
    path: Path,
    *,
    words: Iterable[str] = (),
    revisions: Iterable[int] = (),
    instead: str = "[redacted]",
    by: str,
    why: str,
    now: datetime | None = None,
    dry_run: bool = False,
) -> Redaction:
    """Erase words from a register and its history, and what single revisions said; add a revision that says so.

    `words` are found in any case and replaced by `instead` in the register as it stands; each revision that holds
    them, and each of `revisions`, loses what it said (by whom, why and the changes) together with its salt.
    `by` and `why` stay, so they must not hold the words. Raises BadCall, CannotRead, CannotWrite.
    """
    found = sought(words, (by, why, instead))
    try:
        with disk.locked(path, to_write=not dry_run):
            return _redact(
                path, found, tuple(revisions), instead, by=by, why=why, now=now or datetime.now(UTC), dry_run=dry_run
            )
    except OSError as error:
        if isinstance(error, CannotWrite):
            raise
        message = f"{str(path)!r} cannot be written: {error.strerror}; nothing was changed"
        raise CannotWrite(message) from None


def sought(words: Iterable[str], said: Iterable[str]) -> "re.Pattern[str]":
    """Return the pattern that finds words to erase. Raises BadCall for too short ones, and where `said` holds them."""
    kept = tuple(each for each in (each.strip() for each in words) if each)
    if any(len(each) < _LEAST for each in kept):
        message = f"words to erase need at least {_LEAST} characters, so that nothing else is erased with them"
        raise BadCall(message)
    # a name may be broken over two lines
    each_word = [r"\s+".join(map(re.escape, each.split())) for each in sorted(kept, key=len, reverse=True)]
    found = re.compile("|".join(each_word) or r"(?!)", re.IGNORECASE)
    if any(found.search(each) for each in said):
        message = "the reason, the role or the replacement holds the words that are to be erased; say it without them"
        raise BadCall(message)
    return found


def _redact(
    path: Path,
    found: "re.Pattern[str]",
    revisions: tuple[int, ...],
    instead: str,
    *,
    by: str,
    why: str,
    now: datetime,
    dry_run: bool,
) -> Redaction:
    register, lines = load(path), read_history(path)
    held = path.read_bytes() if path.exists() else b""
    before = dumps(register)
    done, kept, after = redacted(
        register, lines, found, revisions, instead, by=by, why=why, now=now, name=path.name, nearby=beside(path, found)
    )
    if dry_run:
        return done
    if held != before:  # never two revisions behind
        disk.move_in(disk.fresh_beside(path, before), path)
    line = kept[-1]
    killed = disk.left_over(path) + disk.left_over(history_path(path))
    fresh = disk.fresh_beside(path, after)
    try:
        made = disk.fresh_beside(history_path(path), b"".join(map(encoded, kept)))
        try:
            disk.move_in(made, history_path(path))  # the commit
        except OSError:
            made.unlink(missing_ok=True)
            raise
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    put_in_place(fresh, path)
    for each in killed:  # they may hold the words
        each.unlink(missing_ok=True)
    remember_file(line, path)
    return done


def redacted(
    register: Register,
    lines: list[Line],
    found: "re.Pattern[str]",
    revisions: tuple[int, ...],
    instead: str,
    *,
    by: str,
    why: str,
    now: datetime,
    name: str,
    nearby: tuple[str, ...] = (),
) -> tuple[Redaction, list[Line], bytes]:
    """Return what an erasure does, the whole history after it, and the bytes of the register file after it."""
    before = dumps(register)
    faults = faults_of(lines, before) if lines else ()
    if faults:
        message = f"the history of {name!r} does not hold: {faults[0]}; see to that first"
        raise BadCall(message)
    unknown = [each for each in revisions if not 1 <= each <= len(lines)]
    if unknown:
        message = f"{name!r} has revisions 1 to {len(lines)}, not {unknown[0]}"
        raise BadCall(message)
    hit = sorted({*revisions, *(line["number"] for line in lines if _holds(line, found))})
    places: list[str] = []
    cleared = _cleared(json.loads(before), found, instead, places, "register")
    if not hit and not places:
        message = f"neither {name!r} nor its history holds these words, so there is nothing to erase here"
        raise BadCall(message)
    try:
        after = dumps(loads(json.dumps(cleared).encode()))
    except CannotRead as error:
        message = f"the words cannot be replaced everywhere: {found.sub(instead, str(error))}; give longer words"
        raise BadCall(message) from None
    payload = {"by": by, "why": why, "register": json.loads(after)}
    kept = [_emptied(line) if line["number"] in hit else line for line in lines]
    line = new_line(
        lines[-1] if lines else None, now=now, payload=payload, before=before, after=after, redacts=list(hit)
    )
    done = Redaction(revision=line["number"], revisions=tuple(hit), places=tuple(places), nearby=nearby)
    return done, [*kept, line], after


def _holds(line: Line, found: "re.Pattern[str]") -> bool:
    return any(_in(line[name], found) for name in PAYLOAD if name in line)


def _in(plain: Any, found: "re.Pattern[str]") -> bool:
    if isinstance(plain, dict):
        return any(_in(each, found) for each in (*plain, *plain.values()))
    if isinstance(plain, list):
        return any(_in(each, found) for each in plain)
    return isinstance(plain, str) and bool(found.search(plain))


def _cleared(plain: Any, found: "re.Pattern[str]", instead: str, places: list[str], where: str) -> Any:
    if isinstance(plain, dict):
        named = plain.get("id") or plain.get("recommendation") or plain.get("inspection")
        inner = f"{where} ({named})" if isinstance(named, str) else where
        return {name: _cleared(each, found, instead, places, f"{inner}, {name}") for name, each in plain.items()}
    if isinstance(plain, list):
        return [_cleared(each, found, instead, places, where) for each in plain]
    if isinstance(plain, str) and found.search(plain):
        places.append(found.sub(instead, where.removeprefix("register, register, ").replace("_", " ")))
        return found.sub(instead, plain)
    return plain


def _emptied(line: Line) -> Line:
    return {name: each for name, each in line.items() if name not in (*PAYLOAD, "salt")}


def beside(path: Path, found: "re.Pattern[str]") -> tuple[str, ...]:
    """Return the files beside a register that look like copies of it or hold the words as plain text."""
    own = {path.name, history_path(path).name, *(each.name for each in disk.own_files(path))}
    names = []
    for each in sorted(path.parent.iterdir()):
        if each.name in own or not each.is_file():
            continue
        try:
            if each.stat().st_size > _MOST:
                names.append(f"{each.name} (too large to look into)")
                continue
            text = each.read_bytes().decode("utf-8", "replace")
        except OSError:
            names.append(f"{each.name} (could not be read)")
            continue
        if each.name.lstrip(".").startswith(path.stem) or found.search(text):
            names.append(each.name)
    return tuple(names)
