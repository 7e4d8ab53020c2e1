"""What the parts of the conformance kit share: how a fault is said, tried and looked for."""

import re
from collections.abc import Callable, Iterable
from types import CodeType, FunctionType
from typing import Any

from inspectlib.testing.watching import NETWORK, PROGRAM, Watch

NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: names that mean the clock, chance, the network or the environment; a rule has no business with a file either
CHANGING = frozenset(
    ("today", "now", "utcnow", "environ", "getenv", "urlopen", "socket", "gethostname", "getuser", "random", "uuid4")
)
OUTSIDE = CHANGING | {"time", "monotonic", "open"}
_REACHES = {PROGRAM: "starts", NETWORK: "reaches for"}


def said(wrong: bool, sentence: str) -> list[str]:
    """Return the sentence where something is wrong."""
    return [sentence] if wrong else []


def about(what: str, faults: Iterable[str]) -> tuple[str, ...]:
    """Return each fault once, after what it is about."""
    return tuple(f"{what}: {each}" for each in dict.fromkeys(faults))


def tried(work: Callable[[], Any]) -> Any:
    """Return what some work gives, or what it raises."""
    try:
        return work()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises is what the kit reports
        return error


def sights(watch: Watch, doing: str, watched_for: Iterable[str]) -> list[str]:
    """Return what a watch saw as sentences: of what it reached for, only what nobody of its kind may."""
    return [
        *(f"{_REACHES.get(each, 'reads')} {each} {doing}" for each in watch.reached if each in tuple(watched_for)),
        *said(
            bool(watch.printed),
            f"prints {watch.printed[:60]!r} {doing}: what the user should know belongs in the answer",
        ),
        *(f"leaves {each} behind {doing}" for each in watch.left),
    ]


def outside(function: Callable[..., Any], names_of: frozenset[str] = OUTSIDE) -> list[str]:
    """Return the names, of these, that a function's code mentions, or a helper's beside it."""
    found: set[str] = set()
    waiting, seen = [function], set()
    while waiting:
        each = waiting.pop()
        code = getattr(each, "__code__", None)
        if code is None or code in seen:
            continue
        seen.add(code)
        names = _names(code)
        found |= names & names_of
        beside = (each.__globals__.get(name) for name in names)
        waiting += [one for one in beside if isinstance(one, FunctionType) and one.__module__ == each.__module__]
    return sorted(found)


def _names(code: CodeType) -> set[str]:
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return set(code.co_names).union(*map(_names, inner))
