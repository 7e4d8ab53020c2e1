"""Run everything once on the sample, then on an office's register, so that outputs can be looked at."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from inspectlib import running
from inspectlib.errors import BadCall, CannotWrite
from inspectlib.plugins import Plugins
from inspectlib.register import Register, Unread
from inspectlib.sample import SAMPLE_DAY, office_register, sample_document, sample_register
from inspectlib.showing import counted

OFFICE_CASES = 300
LAST_PAPER = date(2024, 3, 29)  #: the day of the committee's last paper; it meets once a quarter
OUTPUTS = (
    ("home-office-form", "forms"),
    ("excel-tracker", "tracker.xlsx"),
    ("website", "website"),
    ("committee-paper", "committee-paper.docx"),
)


def run_demo(
    folder: Path, *, say: Callable[[str], object], plugins: Plugins | None = None, cases: int = OFFICE_CASES
) -> None:
    """Write the sample and the office register with all their outputs into a folder.

    Raises BadCall where the folder holds something already, CannotWrite where it cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        kept = {"northmoor", "office"}
        if not folder.is_dir() or {each.name for each in folder.iterdir()} - kept:
            message = f"{str(folder)!r} holds other things; name a new folder"
            raise BadCall(message)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{str(folder)!r} cannot be made: {error.strerror}; name another folder"
        raise CannotWrite(message) from None
    plugins = plugins or running.installed()
    source = sample_document()
    result = plugins.importer_for(source).read(source)
    say(f"Read {source.name}: {len(result.register.inspections[0].recommendations)} recommendations")
    register = sample_register(result.register).with_unread(
        *(Unread(source=source.name, place=each.place, message=each.message) for each in result.problems)
    )
    register = _all(folder / "northmoor", register, plugins, say)
    signed = result.register.inspections[0].id  # the pack of a text that is signed; of the other report it is refused
    try:
        _written(folder / "northmoor", register, plugins, say, (("home-office-pack", "pack"),), inspections=(signed,))
    except BadCall as refused:
        if not plugins.failures:
            raise
        say(f"Not written: {refused}")  # the check of what would be sent lacks the answers of those that failed
    _all(folder / "office", office_register(cases), plugins, say)
    say(f"Open first: {folder / 'northmoor' / 'website' / 'index.html'}")


def _all(folder: Path, register: Register, plugins: Plugins, say: Callable[[str], object]) -> Register:
    folder.mkdir(parents=True, exist_ok=True)
    for each in folder.glob("register.json*"):
        each.unlink()
    register = running.save(register, folder / "register.json", by="Policy officer", why="the sample")
    say(f"\n{folder.name}: {len(register.inspections)} reports, {len(register.cases)} cases, as on {SAMPLE_DAY}")
    outcome = running.check(register, on=SAMPLE_DAY, plugins=plugins)
    broken = f", not looked at: {len(outcome.crashes)}" if outcome.crashes else ""
    say(f"Checked: {len(outcome.findings)} breaches, not shown to be in order: {len(outcome.gaps)}{broken}")
    _written(folder, register, plugins, say, OUTPUTS)
    return register


def _written(
    folder: Path,
    register: Register,
    plugins: Plugins,
    say: Callable[[str], object],
    outputs: tuple[tuple[str, str], ...],
    *,
    inspections: tuple[str, ...] = (),
) -> None:
    for exporter, name in outputs:
        place = folder / name
        since = LAST_PAPER if exporter == "committee-paper" else None
        written = running.export(
            register, exporter, place, on=SAMPLE_DAY, since=since, inspections=inspections, plugins=plugins
        )
        say(f"Wrote {place}" + (f" ({counted(len(written), 'document')})" if len(written) > 1 else ""))
