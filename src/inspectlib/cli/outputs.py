"""Commands that write outputs, list plugins, and run the demonstration."""

import sys
import tempfile
from pathlib import Path

import click

from inspectlib import hookspecs, running
from inspectlib.cli.options import (
    BODY,
    DRY,
    FORMAT,
    ON,
    REGISTER,
    a_day_or_today,
    found_plugins,
    print_json,
    root,
    slug_of,
)
from inspectlib.cli.tables import progress, say
from inspectlib.converting import to_plain
from inspectlib.errors import BadCall
from inspectlib.exchange import Exporter
from inspectlib.fields import Audience
from inspectlib.plugins import load_plugins
from inspectlib.releasing import held_back, release_warnings
from inspectlib.stores import Place


class _Export(click.Command):
    """`export`, which tells in its help what can be written: that is known only from the plugins that are installed."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        with formatter.section("Exporters, each with what --set takes"):
            formatter.write_dl([(each.name, _told(each)) for each in found_plugins().exporters] or [("none", "")])


def _told(exporter: Exporter) -> str:
    taken = "; ".join(f"{name}: {meaning}" for name, meaning in sorted(exporter.options.items()))
    return f"{exporter.title}." + (f" {taken}." if taken else "")


@root.command(cls=_Export)
@click.argument("exporter")
@REGISTER
@click.argument("destination", type=click.Path(path_type=Path))
@ON
@BODY
@click.option("--since", metavar="YYYY-MM-DD", help="Say what changed since this day, where the exporter does.")
@click.option("--inspection", "inspections", multiple=True, metavar="ID", help="Only this report; may be given again.")
@click.option("--set", "options", multiple=True, metavar="NAME=VALUE", help="An option of the exporter.")
@click.option("--reading", help="strict or local, as for check; the profile's, else strict, unless said.")
@DRY
@FORMAT
def export(
    exporter: str,
    register: Place,
    destination: Path,
    on: str | None,
    body: str | None,
    since: str | None,
    inspections: tuple[str, ...],
    options: tuple[str, ...],
    reading: str | None,
    dry_run: bool,
    form: str,
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
    held = register.load()
    stood = running.as_at(register, since) if since else None
    public = found_plugins().exporter(exporter).audience is Audience.PUBLIC
    if public:
        for warning in release_warnings(held, on=a_day_or_today(on), body=slug_of(body, held)):
            say(f"look before release: {warning}", err=True)

    def written(place: Path) -> tuple[Path, ...]:
        with progress(f"writing {exporter}") as went_on:
            return running.export(
                held,
                exporter,
                place,
                on=a_day_or_today(on),
                body=slug_of(body, held),
                since=since,
                then=stood,
                inspections=inspections,
                options=pairs,
                reading=reading,
                progress=went_on,
                say=lambda line: say(line, err=form == "json"),
                plugins=found_plugins(),
            )

    if dry_run:
        with tempfile.TemporaryDirectory() as elsewhere:  # everything is tried; only the putting in place is left out
            trial = Path(elsewhere) / (destination.name or "output")
            paths = [destination / each.relative_to(trial) for each in written(trial)]
    else:
        paths = list(written(destination))
    if public:
        for name, reasons in held_back(held, on=a_day_or_today(on), body=slug_of(body)):
            say(f"held back: {name}: {'; '.join(reasons)}", err=True)
    if form == "json":
        print_json({"exporter": exporter, "paths": [str(each) for each in paths], "dry_run": dry_run})
        return
    for path in paths:
        say(f"{'would write' if dry_run else 'wrote'} {path}")


@root.command(short_help="List what is installed, and what failed.")
@FORMAT
def plugins(form: str) -> None:
    """List what is installed, from which distribution, offering what.

    Example: inspectlib plugins
    """
    found = load_plugins(on_failure="continue")
    if form == "json":
        print_json(
            {
                "loaded": [to_plain(each) for each in found.loaded],
                "failures": [to_plain(each) for each in found.failures],
            }
        )
    else:
        for each in found.loaded:
            say(f"{each.name} from {each.distribution}: {', '.join(each.offers) or 'offers nothing'}")
        for failure in found.failures:
            say(f"FAILED {failure}")
        say(f"{len(found.loaded)} loaded, {len(found.failures)} failed; hooks {hookspecs.HOOKS}")
    if found.failures:
        sys.exit(3)


@root.command(short_help="Run everything once on a fictional sample.")
@click.argument("folder", default="inspectlib-demo", type=click.Path(path_type=Path))
@FORMAT
def demo(folder: Path, form: str) -> None:
    """Run everything once on a fictional sample and on an office's register of 300 cases.

    Example: inspectlib demo my-demo
    """
    from inspectlib.demo import run_demo

    said: list[str] = []
    run_demo(folder, say=said.append if form == "json" else say, plugins=found_plugins())
    if form == "json":
        print_json({"folder": str(folder), "said": said})


@root.command("new-plugin", short_help="Begin a plugin that installs and passes.")
@click.argument("name")
@click.option(
    "--into", default=".", type=click.Path(path_type=Path), show_default=True, help="The folder to write it into."
)
@DRY
@FORMAT
def new_plugin(name: str, into: Path, dry_run: bool, form: str) -> None:
    """Begin a plugin: a small distribution that installs, loads and passes its own test.

    Example: inspectlib new-plugin northmoor
    """
    from inspectlib.beginning import begin_plugin

    if dry_run:
        with tempfile.TemporaryDirectory() as elsewhere:
            if (into / f"inspectlib-{name.removeprefix('inspectlib-')}").exists():
                begin_plugin(into, name)  # says that it exists
            paths = [into / each.relative_to(elsewhere) for each in begin_plugin(Path(elsewhere), name)]
    else:
        paths = list(begin_plugin(into, name))
    if form == "json":
        print_json({"paths": [str(each) for each in paths], "dry_run": dry_run})
        return
    for path in paths:
        say(f"{'would write' if dry_run else 'wrote'} {path}")
    say(f"Next: pip install -e '{paths[0].parent}[test]', then pytest in that folder.")
