"""Commands that keep a register: start it, record facts, and show its history."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from inspectlib import running
from inspectlib.bodies import area
from inspectlib.cli.merging import plain_merge, show_merge
from inspectlib.cli.options import (
    BODY,
    BY,
    DRY,
    FORMAT,
    NOTHING_WRITTEN,
    PLACE,
    REGISTER,
    WHY,
    area_of,
    found_plugins,
    print_json,
    root,
)
from inspectlib.cli.references import reference
from inspectlib.cli.tables import say
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall
from inspectlib.fields import evolve
from inspectlib.periods import a_day, in_words
from inspectlib.recording import FACTS, Fact
from inspectlib.recording import record as record_fact
from inspectlib.register import Register
from inspectlib.showing import counted
from inspectlib.storage.history import changes_of
from inspectlib.stores import Place

#: changes listed under a revision
_SHOWN = 10


@root.command()
@REGISTER
@click.option("--body", required=True, metavar="AREA", help="The police area's slug, such as cleveland.")
@BY
@WHY
@DRY
@FORMAT
def new(register: Place, body: str, by: str, why: str, dry_run: bool, form: str) -> None:
    """Start a register for one police area.

    Example: inspectlib new register.json --body cleveland
    """
    if register.exists:
        message = f"{str(register)!r} exists already; choose another name"
        raise BadCall(message)
    kept_for = area(body)
    made = Register().with_areas(kept_for.slug)
    if not dry_run:
        made = running.save(made, register, by=by, why=why or "started")
    if form == "json":
        revision = made.based_on[0] if made.based_on else None
        print_json({"started": str(register), "area": kept_for.slug, "revision": revision, "dry_run": dry_run})
        return
    say(f"started {register} for {kept_for.force}" + (NOTHING_WRITTEN if dry_run else ""))


@root.command(short_help="Record one dated fact, or take one back.", epilog=f"Facts: {', '.join(FACTS)}, undo.")
@REGISTER
@click.argument("fact")
@click.argument("revision", required=False, type=int)
@click.option("--inspection", metavar="ID", help="The id of the report.")
@click.option("--number", metavar="N", help="The recommendation; several as N,M for 'explained'.")
@BODY
@click.option("--on", metavar="YYYY-MM-DD", help="The day on which it happened; it has to be said.")
@click.option("--by-date", metavar="YYYY-MM-DD", help="The date that the fact sets.")
@click.option("--to", help="inspectors or secretary-of-state")
@click.option("--url", help="Where it was published, or where the evidence lies.")
@click.option("--ref", help="A reference: of a letter, a forum, a place, or the id that takes its place.")
@click.option("--text", type=click.Path(path_type=Path), help="A file with the words.")
@click.option("--reason", help="Why, or what it shows.")
@BY
@WHY
@DRY
@FORMAT
def record(register: Place, fact: str, revision: int | None, **given: Any) -> None:
    """Record one dated fact, or take a revision back with record REGISTER undo REVISION.

    Example: inspectlib record register.json invited --inspection ID --on 2023-03-10 --by-date 2023-04-07
    """
    held = register.load()
    if fact == "undo":
        _undo(register, held, revision, given)
        return
    if fact not in FACTS:
        message = f"no fact {fact!r}; facts: {', '.join(FACTS)}, undo"
        raise BadCall(message)
    for name in ("on",) if fact == "dismissed" else ("inspection", "on"):
        if not given[name]:
            message = f"the fact {fact!r} needs --{name}"
            raise BadCall(message)
    if fact == "dismissed" and given["ref"] in found_plugins().distributions:
        message = f"{given['ref']} is installed, so its rules count; uninstall it before you dismiss it"
        raise BadCall(message)
    area = area_of(held, given["body"])
    text = _words(given["text"])
    made, words = record_fact(
        held,
        Fact(
            name=fact,
            inspection=given["inspection"] or "",
            area=area,
            on=a_day(given["on"]),
            number=given["number"],
            by_date=a_day(given["by_date"]) if given["by_date"] else None,
            to=given["to"],
            url=given["url"],
            ref=given["ref"]
            if not given["inspection"]
            else reference(given["ref"], held.inspection(given["inspection"]).id, area),
            text=text,
            reason=given["reason"],
            by=given["by"] if given["by"] != "not said" else None,
        ),
    )
    if not given["dry_run"]:
        made = running.save(made, register, by=given["by"], why=given["why"] or words)
    _say_recorded(words, made, given)


def _say_recorded(words: str, made: Register, given: dict[str, Any]) -> None:
    """Print what was recorded, and as which revision; after a dry run, the revision that still stands."""
    if given["form"] == "json":
        revision = made.based_on[0] if made.based_on else None
        print_json({"recorded": words, "revision": revision, "dry_run": given["dry_run"]})
        return
    say(words + (NOTHING_WRITTEN if given["dry_run"] else ""))


def _undo(path: Place, held: Register, revision: int | None, given: dict[str, Any]) -> None:
    now = held.based_on[0] if held.based_on else 0
    if revision is None:
        message = f"which revision? give its number, such as: record {path} undo {now}"
        raise BadCall(message)
    made = path.undo(held, revision)
    dry, words = given["dry_run"], f"took back revision {revision}"
    written = not dry and not made.conflicts and not made.problems and made.register != held
    if written:
        made = evolve(made, register=running.save(made.register, path, by=given["by"], why=given["why"] or words))
    if given["form"] == "json":
        print_json({"undone": revision, **plain_merge(made), "written": written, "dry_run": dry})
    else:
        show_merge(made, written=written)
        if made.conflicts or made.problems:
            say(f"revision {revision} was not taken back: what it changed was changed again; nothing was written")
        else:
            say(f"revision {revision} taken back by a new revision" + (" (--dry-run)" if dry else ""))
    if made.conflicts or made.problems:
        sys.exit(1)


def _words(path: Path | None) -> str | None:
    from inspectlib.exchange import Source

    return Source.from_path(path).text().strip() if path else None


@root.command(short_help="List what was recorded, when, by whom and why.")
@REGISTER
@click.option("--as-at", metavar="YYYY-MM-DD", help="Only what was recorded by the end of this day (London).")
@click.option("--since", metavar="YYYY-MM-DD", help="Only what was recorded on this day or later (London).")
@FORMAT
def history(register: Place, as_at: str | None, since: str | None, form: str) -> None:
    """List what was recorded, when, by whom and why, and what it changed.

    Example: inspectlib history register.json --since 2024-01-01
    """
    last = a_day(as_at).isoformat() if as_at else "9999"
    first = a_day(since).isoformat() if since else ""
    register.load()
    every = register.lines()
    redacted = {number: line["number"] for line in every for number in line.get("redacts", ())}
    lines = [line for line in every if first <= line["day"] <= last]
    if form == "json":
        print_json(lines)
        return
    for line in lines:
        if "salt" not in line:
            by = redacted.get(line["number"])
            say(f"{line['number']}. {_british(line['day'])}, redacted by revision {by}")
            continue
        say(f"{line['number']}. {_british(line['day'])}, {line['by']}: {line['why']}")
        changes = changes_of(line) if "changes" in line else ()
        for each in changes[:_SHOWN]:
            say(f"   {each}")
        if len(changes) > _SHOWN:
            say(f"   and {len(changes) - _SHOWN} more; all of them: --format json")
        if line.get("redacts"):
            say(f"   deleted what these revisions said: {', '.join(map(str, line['redacts']))}")
    say(f"{len(lines)} of {counted(len(every), 'revision')}")


def _british(day: str) -> str:
    return in_words(date.fromisoformat(day))


@root.command()
@click.argument("one", type=PLACE)
@click.argument("two", type=PLACE)
@FORMAT
def diff(one: Place, two: Place, form: str) -> None:
    """Say what differs between two registers.

    Example: inspectlib diff old.json new.json
    """
    from inspectlib.changes import diff as differences

    found = differences(one.load(), two.load())
    if form == "json":
        print_json([to_plain(each) for each in found])
        return
    for each in found:
        say(str(each))
    say(counted(len(found), "change"))


@root.command(short_help="Say whether the history was changed.")
@REGISTER
@click.option("--expect", metavar="HASH", help="The revision's hash as printed on a pack or paper.")
@FORMAT
def verify(register: Place, expect: str | None, form: str) -> None:
    """Say whether the history was edited, lengthened or shortened; exit 1 where it was.

    Example: inspectlib verify register.json
    """
    least = 12
    if expect is not None and (len(expect) < least or set(expect.lower()) - set("0123456789abcdef")):
        message = f"expected a revision's hash, at least its first {least} digits, found {expect!r}"
        raise BadCall(message)
    faults = list(register.verify(expect))
    if not faults:
        register.load()
    hashes = [line["hash"] for line in register.lines()]
    if form == "json":
        print_json({"revisions": len(hashes), "last": hashes[-1] if hashes else None, "faults": faults})
    elif faults:
        for each in faults:
            say(each)
    else:
        say(f"{counted(len(hashes), 'revision')}, the chain holds" + (f"; last {hashes[-1]}" if hashes else ""))
    if faults:
        sys.exit(1)
