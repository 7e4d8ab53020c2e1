"""What can be wrong with an importer."""

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from inspectlib.bodies import areas
from inspectlib.converting import from_plain, to_plain
from inspectlib.errors import CannotRead, InspectlibError
from inspectlib.exchange import Importer, ImportResult, Source
from inspectlib.fields import evolve
from inspectlib.register import Register
from inspectlib.testing.canary import in_full
from inspectlib.testing.faulting import CHANGING, NAME, about, outside, said, sights, tried
from inspectlib.testing.watching import NETWORK, PROGRAM, watched

#: ids of reports
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: a sentence that no document holds
_STRAY = "The zyxomma was seen at dusk."
#: what no importer may take for its own, and on which none may break
STRANGE = (
    Source(name="picture.png", data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
    Source(name="noise.bin", data=bytes(range(255, -1, -1)) * 16),
    Source(name="half.zip", data=b"PK\x03\x04" + b"\x00" * 64),
)


def faults_of_importer(
    importer: Importer,
    own: Iterable[Source] = (),
    *,
    others: Iterable[tuple[Source, int]] = (),
    golden: Path | None = None,
    selects: bool = False,
) -> tuple[str, ...]:
    """Return what is wrong with an importer.

    `own` are documents that it is for; `others` are documents of other importers, each with the score that its own
    importer gives it: this one stays below.
    `golden`: a folder with what it understood of each of its own, as JSON beside the document's name; run with
    INSPECTLIB_UPDATE_GOLDEN=1 to write them, and look at the difference.
    `selects`: it takes what it looks for out of running text, so that a sentence more is no loss; any other may not
    pass over a line in silence.
    """
    own = tuple(own)
    faults = [
        *said(NAME.fullmatch(importer.name) is None, "a name is small letters and digits with hyphens"),
        *said(not importer.suffixes, "names no suffix"),
        *said(any(not each.startswith(".") for each in importer.suffixes), "a suffix begins with a dot"),
    ]
    faults += said(not importer.title.strip(), "has no title")
    faults += said(any(each != each.lower() for each in importer.suffixes), "a suffix is of small letters")
    faults += [f"uses {name!r}: one document says the same every day" for name in outside(importer.read, CHANGING)]
    for source in map(evolve, STRANGE):
        score = tried(lambda source=source: importer.recognises(source))  # type: ignore[misc]
        faults += said(isinstance(score, BaseException), f"breaks where it looks at {source.name}: {score!r:.200}")
        faults += said(
            score != 0 and not isinstance(score, BaseException), f"takes {source.name} for its own ({score!r})"
        )
        result = tried(lambda source=source: importer.read(source))  # type: ignore[misc]
        faults += said(
            isinstance(result, BaseException) and not isinstance(result, InspectlibError),
            f"breaks on {source.name} with {result!r:.200}; it may raise CannotRead alone",
        )
    for source, theirs in others:
        score = tried(lambda source=source: importer.recognises(source))  # type: ignore[misc]
        wins = not isinstance(score, int) or score >= theirs
        faults += said(wins, f"takes {source.name} from the importer that it is for ({score!r}, not below {theirs})")
    for source in own:
        score = tried(lambda source=source: importer.recognises(source))  # type: ignore[misc]
        known = isinstance(score, int) and not isinstance(score, bool) and 0 < score <= 100  # noqa: PLR2004 - its scale
        faults += said(not known, f"recognises its own {source.name} with {score!r}, expected 1 to 100")
        handed = evolve(source)
        result = tried(lambda handed=handed: importer.read(handed))  # type: ignore[misc]
        if not isinstance(result, ImportResult):
            faults.append(f"reads its own {source.name} as {result!r:.200}, expected an ImportResult")
            continue
        faults += said(
            any(not each.place.strip() or not each.message.strip() for each in result.problems),
            f"reports a problem of {source.name} without its place or its message",
        )
        with watched(NETWORK, PROGRAM) as watch:
            again = tried(lambda handed=handed: importer.read(handed))  # type: ignore[misc]
        faults += sights(watch, "while it reads", (NETWORK, PROGRAM))
        faults += [f"writes {each.name!r} while it reads" for each in watch.changed]
        faults += said(handed != source, "changes the document that it is given")
        faults += said(again != result, f"reads {source.name} twice and says two things")
        faults += [f"{each} ({source.name})" for each in _untidy(result.register)]
        faults += said(
            not selects and _drops_a_line(importer, source, result),
            f"drops a line that was added to {source.name}: it is neither understood nor a problem with its place",
        )
        faults += said(
            result.register == Register()
            and not result.problems
            and result.changes is None
            and not any((result.reading or {}).values()),  # a draft of conflicts is neither register nor changes
            f"understands nothing of its own {source.name} and reports no problem",
        )
        faults += said(
            from_plain(to_plain(result.register), Register) != result.register,
            f"reads of {source.name} what the register's file cannot hold",
        )
        cut = evolve(source, data=source.data[: len(source.data) // 2])
        short = tried(lambda cut=cut: importer.read(cut))  # type: ignore[misc]
        faults += said(
            isinstance(short, BaseException) and not isinstance(short, InspectlibError),
            f"breaks on half of its own {source.name} with {short!r:.200}; it may raise CannotRead alone",
        )
        if golden is not None:
            faults += _unlike(golden / f"{source.name}.json", result)
    return about(f"importer {importer.name}", faults)


def _untidy(register: Register) -> list[str]:
    """Return what is wrong with a register that an importer made: what nothing after it could make sense of."""
    known = {each.slug for each in areas(fictional=True)}
    named = {*register.areas, *(each.area for each in register.responses), *(each.area for each in register.cases)}
    asked = [(report.id, each.id) for report in register.inspections for each in report.recommendations]
    twice = sorted({each for _, each in asked if sum(each == one for _, one in asked) > 1})
    return [
        *(f"names {each!r}, which is no police area" for each in sorted(named - known)),
        *(
            f"gives a report the id {each.id!r}: small letters and digits with hyphens"
            for each in register.inspections
            if _SLUG.fullmatch(each.id) is None
        ),
        *(f"gives the report {each.id!r} no title" for each in register.inspections if not each.title.strip()),
        *(
            f"gives a recommendation of {report!r} the id {each!r}, expected {report}/ and its key"
            for report, each in asked
            if not each.removeprefix(f"{report}/") or not each.startswith(f"{report}/")
        ),
        *(f"gives the id {each!r} to two recommendations" for each in twice),
    ]


def _drops_a_line(importer: Importer, source: Source, result: ImportResult) -> bool:
    """Say whether a line added to a plain text comes out nowhere: in no value, no problem and no reading."""
    try:
        text = source.text()
    except CannotRead:
        return False
    if text.lstrip()[:1] in ("", "{", "[", "<"):
        return False  # a line more would break what is written in a form of its own
    longer = tried(lambda: importer.read(evolve(source, data=f"{text.rstrip()}\n{_STRAY}\n".encode())))
    if not isinstance(longer, ImportResult) or longer.problems != result.problems:
        return False
    return _STRAY not in " ".join((in_full(longer.register), repr(longer.reading), in_full(longer.changes)))


def _unlike(path: Path, result: ImportResult) -> list[str]:
    """Compare what was understood with what is stored, or store it where the update is asked for."""
    plain = {"register": to_plain(result.register), "problems": [to_plain(each) for each in result.problems]}
    text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("INSPECTLIB_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not path.exists():
        return [f"has no golden file {path.name}; write it with INSPECTLIB_UPDATE_GOLDEN=1"]
    return said(path.read_text(encoding="utf-8") != text, f"understands something else than {path.name} says")
