"""All commands: each reads its arguments, calls the library, and prints sentences or JSON."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from inspectlib import running, storage
from inspectlib.cli import printing
from inspectlib.converting import to_plain
from inspectlib.deadlines import deadlines as all_deadlines
from inspectlib.errors import BadCall, InspectlibError
from inspectlib.periods import civil_day
from inspectlib.plugins import load_plugins
from inspectlib.recording import FACTS, Fact
from inspectlib.recording import record as record_fact
from inspectlib.register import Register, Unread

REGISTER = click.argument("register", type=click.Path(path_type=Path))
FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
ON = click.option("--on", metavar="YYYY-MM-DD", help="The day that the answer is for; today unless said.")
BODY = click.option("--body", metavar="AREA", help="The police area's slug, such as cleveland.")
BY = click.option("--by", default="not said", metavar="ROLE", help="Who records it, as a role.")
WHY = click.option("--why", default="", metavar="TEXT", help="Why, for the history.")
DRY = click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")


def _day(text: str | None) -> date:
    return running.a_day(text) if text else civil_day(datetime.now(UTC))


def _json(plain: Any) -> None:
    click.echo(json.dumps(plain, ensure_ascii=False, indent=1))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="inspectlib", message="inspectlib %(version)s")
def inspectlib() -> None:
    """Inspection reports, statutory responses and their closure.

    Example: inspectlib check register.json --on 2023-04-20
    """


@inspectlib.command()
@REGISTER
@click.option("--body", required=True, metavar="AREA", help="The police area's slug, such as cleveland.")
@BY
def new(register: Path, body: str, by: str) -> None:
    """Start a register for one police area.

    Example: inspectlib new register.json --body cleveland
    """
    from inspectlib.bodies import area

    if register.exists():
        message = f"{str(register)!r} exists already; choose another name"
        raise BadCall(message)
    made = Register().with_areas(area(body).slug)
    storage.save(made, register, by=by, why="started")
    click.echo(f"started {register} for {area(body).force}")


@inspectlib.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--using", metavar="NAME", help="The importer to use.")
@FORMAT
def read(source: Path, using: str | None, form: str) -> None:
    """Say what a document holds; nothing is written.

    Example: inspectlib read response.txt --format json
    """
    result = running.read(source, using=using)
    if form == "json":
        reading = result.reading or {
            "register": to_plain(result.register),
            "problems": [to_plain(each) for each in result.problems],
        }
        _json(reading)
    else:
        printing.reading(result)
    if not result.register.inspections and not (result.reading or {}).get("recommendations"):
        sys.exit(2)


@inspectlib.command("import")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="The register that takes it.")
@BODY
@click.option("--using", metavar="NAME", help="The importer to use.")
@BY
@WHY
@DRY
def import_(
    sources: tuple[Path, ...], into: Path, body: str | None, using: str | None, by: str, why: str, dry_run: bool
) -> None:
    """Take documents into a register; what is recorded there already is never changed.

    Example: inspectlib import response.txt --into register.json
    """
    register = storage.load(into)
    for source in sources:
        result = running.read(source, using=using, body=_body(body))
        _refuse_strangers(register, result.register, source)
        for line in _left_alone(register, result.register):
            click.echo(line)
        register = _merged(register, result.register)
        register = register.with_unread(
            *(Unread(source=source.name, place=each.place, message=each.message) for each in result.problems)
        )
        for each in result.register.inspections:
            click.echo(f"{each.id}: {each.title}, {len(each.recommendations)} recommendations")
        for problem in result.problems:
            click.echo(f"not understood: {problem.place}: {problem.message}")
    if dry_run:
        click.echo("nothing was written (--dry-run)")
        return
    storage.save(register, into, by=by, why=why or f"imported {', '.join(each.name for each in sources)}")


def _refuse_strangers(register: Register, new: Register, source: Path) -> None:
    others = sorted(set(new.areas) - set(register.areas))
    if register.areas and others:
        message = f"{source.name!r} is of {others[0]!r}; this register is kept for {', '.join(register.areas)}"
        raise BadCall(message)


def _left_alone(register: Register, new: Register) -> list[str]:
    """Say what the document holds that is recorded already, perhaps in other words."""
    held = {each.id: each for each in register.inspections}
    lines = [
        f"already recorded, left as it is: report {each.id}"
        + ("" if held[each.id] == each else " (the document differs; see: inspectlib read)")
        for each in new.inspections
        if each.id in held
    ]
    for each in new.responses:
        old = register.response(*each.key)
        if old is not None:
            differs = "" if old == each else " (the document differs; see: inspectlib read)"
            lines.append(f"already recorded, left as it is: response of {each.area} to {each.inspection}{differs}")
    return lines


def _merged(register: Register, new: Register) -> Register:
    known = {each.id for each in register.inspections}
    register = register.with_inspection(*(each for each in new.inspections if each.id not in known))
    register = register.with_response(*(each for each in new.responses if register.response(*each.key) is None))
    return register.with_case(*(each for each in new.cases if register.case(*each.key) is None))


@inspectlib.command()
@REGISTER
@click.argument("fact")
@click.argument("revision", required=False, type=int)
@click.option("--inspection", metavar="ID")
@click.option("--number", metavar="N", help="The recommendation; several as N,M for 'explained'.")
@BODY
@ON
@click.option("--by-date", metavar="YYYY-MM-DD", help="The date that the fact sets.")
@click.option("--to", help="inspectors or secretary-of-state")
@click.option("--url")
@click.option("--ref")
@click.option("--text", type=click.Path(path_type=Path), help="A file with the words.")
@click.option("--reason")
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
    area = _area_of(held, given["body"])
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
            ref=given["ref"],
            text=text,
            reason=given["reason"],
            by=given["by"] if given["by"] != "not said" else None,
        ),
    )
    if not given["dry_run"]:
        made = storage.save(made, register, by=given["by"], why=given["why"] or words)
    if given["form"] == "json":
        _json({"recorded": words, "revision": made.based_on[0] if made.based_on else None, "dry_run": given["dry_run"]})
        return
    click.echo(words + (" (--dry-run: nothing was written)" if given["dry_run"] else ""))


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
        storage.save(before, path, by=given["by"], why=given["why"] or f"took back revision {revision}")
    click.echo(f"revision {revision} taken back by a new revision" + (" (--dry-run)" if given["dry_run"] else ""))


def _words(path: Path | None) -> str | None:
    from inspectlib.exchange import Source

    return Source.from_path(path).text().strip() if path else None


def _area_of(register: Register, body: str | None) -> str:
    from inspectlib.bodies import area

    if body and register.areas and area(body).slug not in register.areas:
        message = f"this register is kept for {', '.join(register.areas)}, not for {body!r}"
        raise BadCall(message)
    if body:
        return area(body).slug
    if len(register.areas) == 1:
        return register.areas[0]
    message = "the register is kept for several areas; say which with --body"
    raise BadCall(message)


def _body(body: str | None) -> str | None:
    from inspectlib.bodies import area

    return area(body).slug if body else None


@inspectlib.command()
@REGISTER
@ON
@BODY
@click.option(
    "--reading", default="strict", show_default=True, help="strict: each recommendation; local: those for policing."
)
@click.option("--strict", is_flag=True, help="Count what is not shown to be in order as a breach.")
@FORMAT
def check(register: Path, on: str | None, body: str | None, reading: str, strict: bool, form: str) -> None:
    """Check a register against the law; exit 1 on a breach, 3 where a rule or plugin broke.

    Example: inspectlib check register.json --on 2023-04-20
    """
    plugins = load_plugins(on_failure="continue")
    outcome = running.check(storage.load(register), on=_day(on), reading=reading, body=_body(body), plugins=plugins)
    if form == "json":
        _json({**to_plain(outcome), "complete": outcome.complete, "clear": outcome.clear})
    else:
        printing.outcome(outcome)
    if outcome.crashes:
        sys.exit(3)
    sys.exit(1 if outcome.findings or (strict and (outcome.gaps or not outcome.complete)) else 0)


@inspectlib.command()
@click.argument("rule_id", required=False)
@FORMAT
def rule(rule_id: str | None, form: str) -> None:
    """List the rule book, or show one rule with its source.

    Example: inspectlib rule PA96-S55-5A
    """
    plugins = running.installed()
    rules = (plugins.rule(rule_id),) if rule_id else plugins.rules
    if form == "json":
        plain = [printing.plain_rule(each) for each in rules]
        _json(plain[0] if rule_id else plain)
    elif rule_id:
        printing.one_rule(rules[0])
    else:
        for each in rules:
            click.echo(f"{each.id}: {each.title} ({each.severity.value})")


@inspectlib.command()
@REGISTER
@ON
@BODY
@click.option(
    "--within", type=click.IntRange(min=0), metavar="DAYS", help="Only what falls due in so many days, and overdue."
)
@FORMAT
def deadlines(register: Path, on: str | None, body: str | None, within: int | None, form: str) -> None:
    """List every day that matters, with its working.

    Example: inspectlib deadlines register.json --within 28
    """
    found = all_deadlines(storage.load(register), on=_day(on), within=within, body=_body(body))
    if form == "json":
        _json([to_plain(each) for each in found])
    else:
        printing.deadlines(found)


@inspectlib.command()
@REGISTER
@ON
@BODY
@FORMAT
def status(register: Path, on: str | None, body: str | None, form: str) -> None:
    """Say where every recommendation stands.

    Example: inspectlib status register.json --on 2023-04-20
    """
    rows = printing.statuses(storage.load(register), _day(on), _body(body))
    if form == "json":
        _json(rows)
        return
    for row in rows:
        click.echo(f"{row['recommendation']} ({row['area']}): {row['status']}")
    click.echo(f"{len(rows)} recommendations")


@inspectlib.command()
@click.argument("exporter")
@REGISTER
@click.argument("destination", type=click.Path(path_type=Path))
@ON
@BODY
@click.option("--inspection", "inspections", multiple=True, metavar="ID")
@click.option("--set", "options", multiple=True, metavar="NAME=VALUE", help="An option of the exporter.")
@DRY
def export(
    exporter: str,
    register: Path,
    destination: Path,
    on: str | None,
    body: str | None,
    inspections: tuple[str, ...],
    options: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Write a register as a form, a tracker or a website.

    Example: inspectlib export excel-tracker register.json tracker.xlsx
    """
    pairs = {}
    for each in options:
        name, equals, given = each.partition("=")
        if not equals:
            message = f"expected --set NAME=VALUE, found {each!r}"
            raise BadCall(message)
        pairs[name] = given
    held = storage.load(register)
    if dry_run:
        click.echo(f"would write {destination} with {running.installed().exporter(exporter).title}")
        return
    for path in running.export(
        held, exporter, destination, on=_day(on), body=_body(body), inspections=inspections, options=pairs
    ):
        click.echo(f"wrote {path}")


@inspectlib.command()
@REGISTER
@FORMAT
def history(register: Path, form: str) -> None:
    """List what was recorded, when, by whom and why.

    Example: inspectlib history register.json
    """
    lines = storage.read_history(register)
    if form == "json":
        _json(lines)
        return
    for line in lines:
        click.echo(f"{line['number']}. {line['day']}, {line['by']}: {line['why']}")


@inspectlib.command()
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
        _json([to_plain(each) for each in found])
        return
    for each in found:
        click.echo(str(each))
    click.echo(f"{len(found)} changes")


@inspectlib.command()
@REGISTER
@click.option("--expect", metavar="HASH", help="The revision's hash as printed on a pack or paper.")
def verify(register: Path, expect: str | None) -> None:
    """Say whether the history was edited, lengthened or shortened; exit 1 where it was.

    Example: inspectlib verify register.json
    """
    storage.load(register)
    faults = list(storage.verify(register))
    hashes = [line["hash"] for line in storage.read_history(register)]
    if expect and not any(each.startswith(expect) for each in hashes):
        faults.append(f"no revision has the hash {expect}: the history was shortened or rewritten")
    for each in faults:
        click.echo(each)
    if faults:
        sys.exit(1)
    click.echo(f"{len(hashes)} revisions, the chain holds" + (f"; last {hashes[-1]}" if hashes else ""))


@inspectlib.command()
@FORMAT
def plugins(form: str) -> None:
    """List what is installed, from which distribution, offering what.

    Example: inspectlib plugins
    """
    found = load_plugins(on_failure="continue")
    if form == "json":
        _json(
            {
                "loaded": [to_plain(each) for each in found.loaded],
                "failures": [to_plain(each) for each in found.failures],
            }
        )
    else:
        for each in found.loaded:
            click.echo(f"{each.name} from {each.distribution}: {', '.join(each.offers) or 'offers nothing'}")
        for failure in found.failures:
            click.echo(f"FAILED {failure}")
    if found.failures:
        sys.exit(3)


@inspectlib.command()
@click.argument("folder", default="inspectlib-demo", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    """Run everything once on a fictional sample and on an office's register of 300 cases.

    Example: inspectlib demo my-demo
    """
    from inspectlib.demo import run_demo

    run_demo(folder, say=click.echo)


def run() -> None:
    """Run the commands; a user's mistake is one line on standard error and exit status 2."""
    try:
        inspectlib.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.stderr.write("stopped\n")
        sys.exit(2)
    except click.ClickException as error:
        sys.stderr.write(f"{error.format_message()}\n")
        sys.exit(2)
    except InspectlibError as error:
        from inspectlib.errors import PluginsFailed

        sys.stderr.write(f"{error}\n")
        sys.exit(3 if isinstance(error, PluginsFailed) else 2)
