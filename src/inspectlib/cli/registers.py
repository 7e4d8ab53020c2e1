"""Commands that keep a register: start it, record facts, and show its history."""

import sys
from pathlib import Path
from typing import Any

import click

from inspectlib import running, storage
from inspectlib.bodies import area
from inspectlib.cli.options import (
    BODY,
    BY,
    DRY,
    FORMAT,
    NOTHING_WRITTEN,
    ON,
    REGISTER,
    WHY,
    area_of,
    print_json,
    root,
)
from inspectlib.cli.references import reference
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall
from inspectlib.recording import FACTS, Fact
from inspectlib.recording import record as record_fact
from inspectlib.register import Register


@root.command()
@REGISTER
@click.option("--body", required=True, metavar="AREA", help="The police area's slug, such as cleveland.")
@BY
@WHY
@DRY
@FORMAT
def new(register: Path, body: str, by: str, why: str, dry_run: bool, form: str) -> None:
    """Start a register for one police area.

    Example: inspectlib new register.json --body cleveland
    """
    if register.exists():
        message = f"{str(register)!r} exists already; choose another name"
        raise BadCall(message)
    kept_for = area(body)
    made = Register().with_areas(kept_for.slug)
    if not dry_run:
        made = storage.save(made, register, by=by, why=why or "started")
    if form == "json":
        revision = made.based_on[0] if made.based_on else None
        print_json({"started": str(register), "area": kept_for.slug, "revision": revision, "dry_run": dry_run})
        return
    click.echo(f"started {register} for {kept_for.force}" + (NOTHING_WRITTEN if dry_run else ""))


@root.command()
@REGISTER
@click.argument("fact")
@click.argument("revision", required=False, type=int)
@click.option("--inspection", metavar="ID", help="The id of the report.")
@click.option("--number", metavar="N", help="The recommendation; several as N,M for 'explained'.")
@BODY
@ON
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
def record(register: Path, fact: str, revision: int | None, **given: Any) -> None:
    """Record one dated fact, or take a revision back: record REGISTER undo REVISION.

    Example: inspectlib record register.json invited --inspection ID --on 2023-03-10 --by-date 2023-04-07
    """
    held = storage.load(register)
    if fact == "undo":
        _undo(register, held, revision, given)
        return
    if fact not in FACTS:
        message = f"no fact {fact!r}; facts: {', '.join(FACTS)}, undo"
        raise BadCall(message)
    for name in ("inspection", "on"):
        if not given[name]:
            message = f"the fact {fact!r} needs --{name}"
            raise BadCall(message)
    area = area_of(held, given["body"])
    text = _words(given["text"])
    made, words = record_fact(
        held,
        Fact(
            name=fact,
            inspection=given["inspection"],
            area=area,
            on=running.a_day(given["on"]),
            number=given["number"],
            by_date=running.a_day(given["by_date"]) if given["by_date"] else None,
            to=given["to"],
            url=given["url"],
            ref=reference(given["ref"], held.inspection(given["inspection"]).id, area),
            text=text,
            reason=given["reason"],
            by=given["by"] if given["by"] != "not said" else None,
        ),
    )
    if not given["dry_run"]:
        made = storage.save(made, register, by=given["by"], why=given["why"] or words)
    _say_recorded(words, made, given)


def _say_recorded(words: str, made: Register, given: dict[str, Any]) -> None:
    """Print what was recorded, and as which revision; after a dry run, the revision that still stands."""
    if given["form"] == "json":
        revision = made.based_on[0] if made.based_on else None
        print_json({"recorded": words, "revision": revision, "dry_run": given["dry_run"]})
        return
    click.echo(words + (NOTHING_WRITTEN if given["dry_run"] else ""))


def _undo(path: Path, held: Register, revision: int | None, given: dict[str, Any]) -> None:
    now = held.based_on[0] if held.based_on else 0
    if revision is None:
        message = f"which revision? give its number, such as: record {path} undo {now}"
        raise BadCall(message)
    if revision != now:
        message = f"only the last revision, {now}, can be taken back; asked for {revision}"
        raise BadCall(message)
    from inspectlib.fields import evolve

    before = evolve(storage.as_of_revision(path, revision - 1), based_on=held.based_on)
    if not given["dry_run"]:
        before = storage.save(before, path, by=given["by"], why=given["why"] or f"took back revision {revision}")
    _say_recorded(f"revision {revision} taken back by a new revision", before, given)


def _words(path: Path | None) -> str | None:
    from inspectlib.exchange import Source

    return Source.from_path(path).text().strip() if path else None


@root.command()
@REGISTER
@FORMAT
def history(register: Path, form: str) -> None:
    """List what was recorded, when, by whom and why.

    Example: inspectlib history register.json
    """
    storage.load(register)
    lines = storage.read_history(register)
    if form == "json":
        print_json(lines)
        return
    for line in lines:
        click.echo(f"{line['number']}. {line['day']}, {line['by']}: {line['why']}")


@root.command()
@click.argument("one", type=click.Path(path_type=Path))
@click.argument("two", type=click.Path(path_type=Path))
@FORMAT
def diff(one: Path, two: Path, form: str) -> None:
    """Say what differs between two registers.

    Example: inspectlib diff old.json new.json
    """
    from inspectlib.changes import diff as differences

    found = differences(storage.load(one), storage.load(two))
    if form == "json":
        print_json([to_plain(each) for each in found])
        return
    for each in found:
        click.echo(str(each))
    click.echo(f"{len(found)} changes")


@root.command()
@REGISTER
@click.option("--expect", metavar="HASH", help="The revision's hash as printed on a pack or paper.")
@FORMAT
def verify(register: Path, expect: str | None, form: str) -> None:
    """Say whether the history was edited, lengthened or shortened; exit 1 where it was.

    Example: inspectlib verify register.json
    """
    storage.load(register)
    faults = list(storage.verify(register))
    lines = storage.read_history(register)
    hashes = [line["hash"] for line in lines]
    if expect and not any(each.startswith(expect) for each in (*hashes, *(line["after"] for line in lines))):
        faults.append(f"no revision has the hash {expect}: the history was shortened or rewritten")
    if form == "json":
        print_json({"revisions": len(hashes), "last": hashes[-1] if hashes else None, "faults": faults})
    elif faults:
        for each in faults:
            click.echo(each)
    else:
        click.echo(f"{len(hashes)} revisions, the chain holds" + (f"; last {hashes[-1]}" if hashes else ""))
    if faults:
        sys.exit(1)
