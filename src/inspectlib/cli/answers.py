"""Commands that answer: check, rule, deadlines, status."""

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from inspectlib import running
from inspectlib.cli import printing
from inspectlib.cli.options import (
    BODY,
    FORMAT,
    ON,
    REGISTER,
    Days,
    a_day_or_today,
    found_plugins,
    print_json,
    root,
    slug_of,
)
from inspectlib.cli.tables import say, show_rows
from inspectlib.converting import to_plain
from inspectlib.deadlines import deadlines as all_deadlines
from inspectlib.deadlines import uncounted
from inspectlib.periods import in_words
from inspectlib.showing import counted
from inspectlib.stores import Place


@root.command(short_help="Check a register against the law.")
@REGISTER
@ON
@BODY
@click.option(
    "--reading", help="strict: each recommendation; local: those for policing. Strict, or the profile's, unless said."
)
@click.option("--strict", is_flag=True, help="Count what is not shown to be in order as a breach.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="Sentences, JSON, or SARIF for code hosts and editors.",
)
def check(register: Place, on: str | None, body: str | None, reading: str | None, strict: bool, form: str) -> None:
    """Check a register against the law; exit 1 on a breach, 3 where a rule or plugin broke.

    Example: inspectlib check register.json --on 2023-04-20
    """
    plugins = found_plugins()
    held = register.load()
    outcome = running.check(held, on=a_day_or_today(on), reading=reading, body=slug_of(body, held), plugins=plugins)
    if form == "json":
        print_json({**to_plain(outcome), "complete": outcome.complete, "clear": outcome.clear})
    elif form == "sarif":
        from inspectlib import __version__
        from inspectlib.sarif import as_sarif

        print_json(as_sarif(outcome, plugins.rules, artifact=register.name, version=__version__))
    else:
        printing.outcome(outcome)
    if outcome.crashes:
        sys.exit(3)
    sys.exit(1 if outcome.findings or (strict and (outcome.gaps or not outcome.complete)) else 0)


@root.command()
@click.argument("rule_id", required=False)
@FORMAT
def rule(rule_id: str | None, form: str) -> None:
    """List the rule book, or show one rule with its source.

    Example: inspectlib rule PA96-S55-5A
    """
    plugins = found_plugins()
    rules = (plugins.rule(rule_id),) if rule_id else plugins.rules
    if form == "json":
        plain = [printing.plain_rule(each) for each in rules]
        print_json(plain[0] if rule_id else plain)
    elif rule_id:
        printing.one_rule(rules[0])
    else:
        show_rows(
            ("Rule", "What it finds", "Whose", "Source"),
            ((each.id, each.title, each.severity.value, each.cites.short) for each in rules),
            (f"{each.id}: {each.title} ({each.severity.value})" for each in rules),
        )


@root.command()
@REGISTER
@ON
@BODY
@click.option("--within", type=Days(), metavar="DAYS", help="Only what falls due in so many days, and overdue.")
@FORMAT
def deadlines(register: Place, on: str | None, body: str | None, within: int | None, form: str) -> None:
    """List every day that matters, with its working.

    Example: inspectlib deadlines register.json --within 28
    """
    held = register.load()
    profiles = found_plugins().profiles_of(held.areas)
    day = a_day_or_today(on)
    found = all_deadlines(held, on=day, within=within, body=slug_of(body, held), profiles=profiles)
    if form == "json":
        print_json([to_plain(each) for each in found])
    else:
        printing.deadlines(found)
        for each in uncounted(held, on=day, body=slug_of(body)):
            say(f"not counted: {each}")


@root.command()
@REGISTER
@ON
@BODY
@FORMAT
def status(register: Place, on: str | None, body: str | None, form: str) -> None:
    """Say where every recommendation stands.

    Example: inspectlib status register.json --on 2023-04-20
    """
    held = register.load()
    profiles = found_plugins().profiles_of(held.areas)
    rows = printing.statuses(held, a_day_or_today(on), slug_of(body, held), profiles)
    if form == "json":
        print_json(rows)
        return
    show_rows(
        ("Recommendation", "Area", "Status", "Due", "To close it"),
        ((r["recommendation"], r["area"], r["status"], _british(r["due"]), _waits(r)) for r in rows),
        (line for r in rows for line in _status_lines(r)),
    )
    say(counted(len(rows), "recommendation"))


def _waits(row: dict[str, Any]) -> str:
    """Return what a case waits for first, and how much more there is."""
    if not row["waiting_for"]:
        return ""
    first, more = row["waiting_for"][0], len(row["waiting_for"]) - 1
    return f"{first['what']} ({first['whose']})" + (f", and {more} more" if more else "")


def _status_lines(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['recommendation']} ({row['area']}): {row['status']}"
    if row["waiting_for"]:
        yield f"  to close it: {_waits(row)}"


def _british(day: str | None) -> str:
    return in_words(date.fromisoformat(day)) if day else "no date"
