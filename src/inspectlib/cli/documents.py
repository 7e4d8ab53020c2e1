"""Commands about documents: read what one holds, import it into a register."""

import sys
from pathlib import Path

import click

from inspectlib import running
from inspectlib.cli import mappings, printing
from inspectlib.cli.options import (
    BODY,
    BY,
    DRY,
    FORMAT,
    PLACE,
    WHY,
    found_plugins,
    print_json,
    root,
    slug_of,
)
from inspectlib.cli.tables import say
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall
from inspectlib.matching import resolved
from inspectlib.register import Register, Unread
from inspectlib.showing import typed
from inspectlib.stores import Place
from inspectlib.taking import take

MAPPING = click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the columns of a sheet mean, as --draft-mapping of read writes it.",
)


@root.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--using", metavar="NAME", help="The importer to use.")
@click.option("--explain", is_flag=True, help="Say what each line was taken for and why.")
@BODY
@MAPPING
@click.option(
    "--draft-mapping",
    "draft",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a new file that says what each column was taken for (.json), to correct.",
)
@DRY
@FORMAT
def read(
    source: Path,
    using: str | None,
    explain: bool,
    body: str | None,
    mapping: Path | None,
    draft: Path | None,
    dry_run: bool,
    form: str,
) -> None:
    """Say what a document holds; nothing is written but the draft of a mapping, where one is asked for.

    Example: inspectlib read response.txt --format json
    """
    result = running.read(
        source, using=using, body=slug_of(body), mapping=mappings.read(mapping), plugins=found_plugins()
    )
    drafted = mappings.draft(draft, source, result, dry_run=dry_run) if draft is not None else None
    if form == "json":
        reading = result.reading or {
            "register": to_plain(result.register),
            "problems": [to_plain(each) for each in result.problems],
        }
        print_json({**reading, "explained": [to_plain(each) for each in result.explained]} if explain else reading)
    else:
        if explain:
            printing.explained(result)
        printing.reading(result)
        if drafted is not None:
            say(drafted)
    found = result.register.inspections or (result.reading or {}).get("recommendations") or result.changes is not None
    if not found:
        sys.exit(2)


@root.command("import", short_help="Take documents into a register.")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", required=True, type=PLACE, help="The register that takes it.")
@BODY
@click.option("--using", metavar="NAME", help="The importer to use.")
@click.option("--inspection", metavar="ID", help="The report that a response answers.")
@MAPPING
@BY
@WHY
@DRY
@FORMAT
def import_(
    sources: tuple[Path, ...],
    into: Place,
    body: str | None,
    using: str | None,
    inspection: str | None,
    mapping: Path | None,
    by: str,
    why: str,
    dry_run: bool,
    form: str,
) -> None:
    """Take documents into a register; what is recorded there already stays, what is added and what differs is said.

    Example: inspectlib import response.txt --into register.json
    """
    register = into.load()
    named = mappings.read(mapping)
    documents = []
    understood = False
    for source in sources:
        result = running.read(source, using=using, body=slug_of(body), mapping=named, plugins=found_plugins())
        if result.changes is not None:
            message = f"{source.name!r} is a returned copy of a register; bring it home with: inspectlib merge {typed(into)} {typed(source)}"
            raise BadCall(message)
        _refuse_strangers(register, result.register, source)
        found = resolved(result.register, register, inspection=inspection, by_number=result.by_number)
        understood = understood or result.register != Register()
        taken = take(register, found.register)
        register = taken.register
        register = register.with_inspection(*found.completed)
        problems = (*(each for each in result.problems if each not in found.settled), *found.problems)
        register = register.with_unread(
            *(Unread(source=source.name, place=each.place, message=each.message) for each in problems)
        )
        documents.append(
            {
                "source": source.name,
                "inspections": [
                    {"id": each.id, "title": each.title, "recommendations": len(each.recommendations)}
                    for each in found.register.inspections
                ],
                "said": [*found.lines, *taken.lines],
                "problems": [to_plain(each) for each in problems],
            }
        )
    if understood and not dry_run:
        why = why or f"imported {', '.join(each.name for each in sources)}"
        register = running.save(register, into, by=by, why=why)
    if form == "json":
        revision = register.based_on[0] if register.based_on else None
        print_json({"imported": documents, "revision": revision, "dry_run": dry_run})
    else:
        for each in documents:
            printing.imported(each)
    if not understood:
        say("nothing was understood, so nothing was written", err=True)
        sys.exit(2)
    if dry_run and form == "text":
        say("nothing was written (--dry-run)")


def _refuse_strangers(register: Register, new: Register, source: Path) -> None:
    others = sorted(set(new.areas) - set(register.areas))
    if register.areas and others:
        message = f"{source.name!r} is of {others[0]!r}; this register is kept for {', '.join(register.areas)}"
        raise BadCall(message)
