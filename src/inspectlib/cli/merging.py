"""Commands for what comes home and what went wrong: merge, repair, redact."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from inspectlib import running
from inspectlib.changes import Change, Conflict, Merge, resolved
from inspectlib.cli.options import (
    BODY,
    BY,
    DRY,
    FORMAT,
    PLACE,
    REGISTER,
    WHY,
    a_day_or_today,
    found_plugins,
    print_json,
    root,
    slug_of,
    write_json,
)
from inspectlib.cli.tables import say
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall, InspectlibError
from inspectlib.exchange import Source
from inspectlib.register import Register
from inspectlib.showing import counted, typed
from inspectlib.stores import Place, is_address

#: the exporter and the importer of a plugin that make a workbook of a draft of conflicts and read it back
DRAFTS = "conflicts"
SIDES = ("ours", "theirs", "base")


def plain_merge(made: Merge) -> dict[str, Any]:
    """Return a merge as plain data, without the register."""
    return {
        "taken": [_plain(made, each) for each in made.taken],
        "conflicts": [_plain(made, each) for each in made.conflicts],
        "problems": [to_plain(each) for each in made.problems],
    }


def _plain(made: Merge, each: Change | Conflict) -> dict[str, Any]:
    also = {"also": [_plain(made, one) for one in each.also]} if isinstance(each, Conflict) else {}
    return {"about": str(each), **to_plain(each), **also, "place": made.places.get(each.where)}


def show_merge(made: Merge, *, written: bool) -> None:
    """Print what was taken, or would be, what is proposed, what is in conflict and what could not be used."""
    said: list[tuple[str, Change | Conflict]] = [
        ("taken" if written else "would be taken", each) for each in made.taken
    ]
    said += [("proposed" if each.is_proposed else "conflict", each) for each in made.conflicts]
    for kind, each in said:
        place = made.places.get(each.where)
        say(f"{kind}: {each}" + (f" ({place})" if place else ""))
    for problem in made.problems:
        say(f"note: {problem.place}: {problem.message}")


@root.command(short_help="Bring a returned book or another copy home.")
@REGISTER
@click.argument("source", type=PLACE)
@click.option(
    "--conflicts",
    "draft",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Draft the conflicts here (.json, or .xlsx with inspectlib-excel).",
)
@click.option("--resolve", type=click.Path(path_type=Path), metavar="FILE", help="The draft, each conflict decided.")
@click.option("--using", metavar="NAME", help="The importer to read a returned book with.")
@BODY
@BY
@WHY
@DRY
@FORMAT
def merge(
    register: Place,
    source: Place,
    draft: Path | None,
    resolve: Path | None,
    using: str | None,
    body: str | None,
    by: str,
    why: str,
    dry_run: bool,
    form: str,
) -> None:
    """Merge a returned book, or another copy of the register; exit 1 with conflicts, nothing written.

    Example: inspectlib merge register.json returned.xlsx --conflicts conflicts.json
    """
    if draft is not None and resolve is not None:
        message = "give --conflicts to draft them or --resolve to finish, not both"
        raise BadCall(message)
    held = register.load()
    made = running.merge(held, source.address, using=using, body=slug_of(body), plugins=found_plugins())
    finished: Register | None = made.register
    if made.conflicts:
        finished = _decided(made, resolve, register, source) if resolve is not None else None
    drafted = finished is None and draft is not None and not dry_run
    if drafted and draft is not None:
        _draft(draft, made, register, source)
    written = finished is not None and finished != held and not dry_run
    if written and finished is not None:
        finished = running.save(finished, register, by=by, why=why or f"merged {source.name}")
    if form == "json":
        print_json({**plain_merge(made), "written": written, "dry_run": dry_run})
    else:
        show_merge(made, written=written)
        say(_ended(made, finished, draft if drafted else None, written=written, dry_run=dry_run))
    if finished is None:
        sys.exit(1)


def _ended(made: Merge, finished: Register | None, draft: Path | None, *, written: bool, dry_run: bool) -> str:
    if finished is None:
        how = (
            f"decide them in {draft} and finish with --resolve {typed(draft)}"
            if draft
            else "draft them with --conflicts FILE"
        )
        return f"{_questions(made)}, nothing was written; {how}"
    taken, decided = counted(len(made.taken), "change"), _questions(made)
    left = f"; see to the {counted(len(made.problems), 'note')} above" if made.problems else ""
    if dry_run:
        return f"{taken} would be taken, {decided} decided (--dry-run: nothing was written){left}"
    if not written:
        return f"nothing was written{left}" if left else "nothing to merge: the register holds all of it"
    return f"{taken} taken, {decided} decided{left}"


def _questions(made: Merge) -> str:
    """Return how many conflicts and proposals there are; where nothing is proposed, of conflicts alone."""
    proposals = sum(each.is_proposed for each in made.conflicts)
    conflicts = counted(len(made.conflicts) - proposals, "conflict")
    return f"{conflicts} and {counted(proposals, 'proposal')}" if proposals else conflicts


def _fingerprint(source: Place) -> str:
    if is_address(source.address):
        return str(source.lines()[-1]["hash"])
    with Path(source.address).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _draft(path: Path, made: Merge, register: Place, source: Place) -> None:
    """Write the conflicts for people to decide, as JSON or as a workbook: "take" is to say ours, theirs or base."""
    refusing = (
        ' (of a proposal "theirs" accepts, "ours" refuses)' if any(each.is_proposed for each in made.conflicts) else ""
    )
    plain = {
        "inspectlib-conflicts": 1,
        "how": 'In each conflict set "take" to "ours", "theirs" or "base", or to {"value": ...}'
        f"{refusing}; then: "
        f"inspectlib merge {typed(register)} {typed(source)} --resolve {typed(path)}",
        "source": {"name": source.name, "sha256": _fingerprint(source)},
        "conflicts": [
            {
                "about": str(each),
                "where": list(each.where),
                **{side: getattr(each, side) for side in SIDES},
                "words": dict(zip(("place", "base", "ours", "theirs"), each.in_words(), strict=True)),
                "take": None,
            }
            for each in made.conflicts
        ],
    }
    if path.suffix.lower() == ".json":
        write_json(path, plain)
    else:
        _as_book(path, plain)


def _as_book(path: Path, plain: dict[str, Any]) -> None:
    """Hand the draft to the exporter that makes a workbook of it. Raises BadCall where none is installed."""
    kinds = {each.suffix for each in running.installed().exporters if each.name == DRAFTS}
    if path.suffix.lower() not in kinds:
        message = f"conflicts are drafted as {' or '.join(sorted({'.json', *kinds}))}, not as {path.name!r}"
        raise BadCall(message)
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "conflicts.json"
        write_json(draft, plain)
        running.export(Register(), DRAFTS, path, on=a_day_or_today(None), options={"draft": str(draft)})


def _decided(made: Merge, resolve: Path, register: Place, source: Place) -> Register | None:
    try:
        plain = _drafted(resolve)
        rows = {tuple(row["where"]): row for row in plain["conflicts"]}
        known = plain["source"]["sha256"]
    except InspectlibError:
        raise
    except (ValueError, KeyError, TypeError):
        message = f"{str(resolve)!r} is not a draft of conflicts; make one with --conflicts FILE"
        raise BadCall(message) from None
    if known != _fingerprint(source):
        message = (
            f"{str(resolve)!r} was drafted for another {source.name!r}; draft the conflicts again with --conflicts"
        )
        raise BadCall(message)
    choices = {}
    for each in made.conflicts:
        row = rows.get(each.where)
        if row is None or any(row.get(side) != getattr(each, side) for side in SIDES):
            message = f"{register.name!r} has changed since {str(resolve)!r} was drafted; draft again with --conflicts; new: {each}"
            raise BadCall(message)
        choices[each.where] = _taken(row.get("take"), each)
    if None in [row.get("take") for where, row in rows.items() if where in choices]:
        left = sum(1 for where in choices if rows[where].get("take") is None)
        message = f'{str(resolve)!r} leaves {left} of {counted(len(choices), "conflict")} undecided; set each "take"'
        raise BadCall(message)
    return resolved(made, choices)


def _drafted(resolve: Path) -> Any:
    """Return a draft that somebody decided, from JSON or from a workbook."""
    if resolve.suffix.lower() == ".json":
        return json.loads(Source.from_path(resolve).text())
    result = running.read(resolve, using=DRAFTS)
    for problem in result.problems:
        message = f"{problem.place}: {problem.message}"
        raise BadCall(message)
    return result.reading


def _taken(take: Any, conflict: Conflict) -> Any:
    if take is None:
        return None
    if isinstance(take, dict) and set(take) == {"value"}:
        made = take["value"]
        if isinstance(made, str) and any(isinstance(getattr(conflict, side), dict) for side in SIDES):
            message = (
                f"words of your own, {made!r}, are not all that stands there; take ours, theirs or base of: {conflict}"
            )
            raise BadCall(message)
        return made
    if take not in SIDES:
        message = f'"take" is "ours", "theirs", "base" or {{"value": ...}}, found {take!r} at: {conflict}'
        raise BadCall(message)
    return getattr(conflict, take)


@root.command(short_help="Put right a register that a crash damaged.")
@REGISTER
@BY
@DRY
@FORMAT
def repair(register: Place, by: str, dry_run: bool, form: str) -> None:
    """Put right what a kill, a hand or a disk did to a register file; say what was done, delete nothing.

    Example: inspectlib repair register.json --dry-run
    """
    done = register.repair(by=by, dry_run=dry_run)
    if form == "json":
        print_json({"done": list(done), "dry_run": dry_run})
        return
    for each in done:
        say(each)
    if not done:
        say("nothing to repair")
    elif dry_run:
        say("(--dry-run: nothing was written)")


@root.command(short_help="Erase words from the register and its history.")
@REGISTER
@click.option("--words", multiple=True, metavar="TEXT", help="Words to erase; beware of the shell's own history.")
@click.option(
    "--words-in", type=click.Path(path_type=Path), metavar="FILE", help="A file with words to erase, a line each."
)
@click.option("--revision", "revisions", multiple=True, type=int, metavar="N", help="Erase what this revision said.")
@click.option("--instead", default="[redacted]", show_default=True, metavar="TEXT", help="What to put in their place.")
@click.option("--by", required=True, metavar="ROLE", help="Who erases, as a role.")
@click.option("--why", required=True, metavar="TEXT", help="Why, without the words; it stays in the history.")
@DRY
@FORMAT
def redact(
    register: Place,
    words: tuple[str, ...],
    words_in: Path | None,
    revisions: tuple[int, ...],
    instead: str,
    by: str,
    why: str,
    dry_run: bool,
    form: str,
) -> None:
    """Erase words from the register and its history (data protection); the chain still holds.

    Example: inspectlib redact register.json --words-in words.txt --by "Data protection officer" --why "request 12"
    """
    if words_in is not None:
        words = (*words, *Source.from_path(words_in).text().splitlines())
    if not any(each.strip() for each in words) and not revisions:
        message = "say what to erase: --words TEXT, --words-in FILE or --revision N"
        raise BadCall(message)
    done = register.redact(words=words, revisions=revisions, instead=instead, by=by, why=why, dry_run=dry_run)
    if form == "json":
        print_json({**to_plain(done), "dry_run": dry_run})
        return
    for each in done.places:
        say(f"replaced in: {each}")
    say(f"deleted what these revisions said: {', '.join(map(str, done.revisions)) or 'none'}")
    for each in done.nearby:
        say(f"look at, beside the register: {each}")
    for each in done.elsewhere:
        say(f"see to: {each}")
    say("(--dry-run: nothing was written)" if dry_run else f"recorded as revision {done.revision}")
