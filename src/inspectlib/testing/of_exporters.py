"""What can be wrong with an exporter."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from inspectlib.errors import BadCall, CannotWrite, InspectlibError
from inspectlib.exchange import Exporter, Job
from inspectlib.fields import evolve
from inspectlib.plugins import Plugins, load_plugins
from inspectlib.register import Register
from inspectlib.running import export
from inspectlib.testing import a_complete_register, a_recommendation
from inspectlib.testing.canary import OPTIONS, files_of, found_in, full_register, outputs, texts_in
from inspectlib.testing.faulting import CHANGING, NAME, about, outside, said, sights, tried
from inspectlib.testing.watching import NETWORK, PROGRAM, watched

ON = date(2023, 6, 1)


def faults_of_exporter(exporter: Exporter, folder: Path, plugins: Plugins | None = None) -> tuple[str, ...]:
    """Return what is wrong with an exporter; it writes into a fresh folder."""
    known = plugins or load_plugins(points=[])
    with_it = _with(known, exporter)
    faults = [
        *said(NAME.fullmatch(exporter.name) is None, "a name is small letters and digits with hyphens"),
        *said(bool(exporter.suffix) and not exporter.suffix.startswith("."), "a suffix begins with a dot"),
    ]
    faults += said(not exporter.title.strip(), "has no title")
    faults += [
        f"its option {name!r} is no name of small letters, or does not say what it means"
        for name, meaning in exporter.options.items()
        if NAME.fullmatch(name) is None or not meaning.strip()
    ]
    faults += [
        f"uses {name!r}: one register is written the same every day" for name in outside(exporter.export, CHANGING)
    ]
    register = a_complete_register()
    chosen = {name: words for name, words in OPTIONS.items() if name in exporter.options}
    texts = []
    noted: list[str] = []
    seen_at_work = _with(with_it, evolve(exporter, export=_at_work(exporter, noted)))
    for name in ("one", "two", "two"):  # the last over the one before it, which it is given as `previous`
        target = folder / name / f"output{'' if exporter.per_inspection else exporter.suffix}"
        seen: list[tuple[int, int]] = []
        wrote = tried(
            lambda target=target, seen=seen: export(  # type: ignore[misc]
                register,
                exporter.name,
                target,
                on=ON,
                options=chosen,
                plugins=seen_at_work,
                progress=lambda done, every: seen.append((done, every)),
            )
        )
        if isinstance(wrote, BaseException):
            return about(f"exporter {exporter.name}", [*faults, *noted, f"breaks on a plain register: {wrote}"])
        texts.append([text for path in files_of(target) for text in texts_in(path.name, path.read_bytes())])
        numbers = all(type(each) is int for both in seen for each in both)
        faults += said(not numbers, f"reports progress that is no two whole numbers: {seen[:1]}")
        backwards = numbers and (seen != sorted(seen) or any(a > b for a, b in seen))
        faults += said(backwards, "reports progress that goes backwards")
        short = numbers and bool(seen) and seen[-1][0] != seen[-1][1]
        faults += said(short, "reports progress that stops before its end")
        faults += said(
            target.is_file() and not target.stat().st_size, "writes an empty file, where there is something to say"
        )
    faults += noted
    faults += said(any(each != texts[0] for each in texts), "writes two things from one register")
    found = tried(lambda: found_in(outputs(full_register(exporter.audience), exporter, folder / "canary", with_it)))
    if isinstance(found, BaseException):
        faults.append(f"breaks on a register with every field filled: {found}")
    else:
        faults += [f"shows {canary} in {name}, which its readers may not see" for name, canary in found or ()]
    faults += _cancelled(exporter, register, folder / "stopped", with_it, chosen)
    faults += _deaf(exporter, register, folder / "deaf", with_it, chosen)
    for what, made in (("hostile", _hostile), ("big", _big)):
        target = folder / what / f"output{'' if exporter.per_inspection else exporter.suffix}"
        wrote = tried(
            lambda made=made, target=target: export(  # type: ignore[misc]
                made(), exporter.name, target, on=ON, options=chosen, plugins=with_it
            )
        )
        broke = isinstance(wrote, BaseException) and not isinstance(wrote, CannotWrite | BadCall)
        faults += said(broke, f"breaks on a {what} register: {wrote}")
    return about(f"exporter {exporter.name}", faults)


def _with(plugins: Plugins, exporter: Exporter) -> Plugins:
    return evolve(plugins, exporters=(*(each for each in plugins.exporters if each.name != exporter.name), exporter))


def _at_work(exporter: Exporter, noted: list[str]) -> Callable[[Job], None]:
    """Return an exporter's function that notes what it does beside writing into its place."""

    def export_it(job: Job) -> None:
        handed = copy(job.view.register)
        own = job.destination.absolute()
        try:
            with watched(NETWORK, PROGRAM) as watch:
                exporter.export(job)
        finally:
            noted.extend(sights(watch, "while it writes", (NETWORK, PROGRAM)))
            noted.extend(
                f"writes to {each.name!r}, outside the place that it is given"
                for each in watch.changed
                if each != own and own not in each.parents
            )
            noted.extend(said(job.view.register != handed, "changes the register that it is given"))

    return export_it


def _cancelled(
    exporter: Exporter, register: Register, folder: Path, plugins: Plugins, options: Mapping[str, str]
) -> list[str]:
    """Stop an export half way; nothing may be left, not even in part."""

    def half(job: Any) -> None:
        exporter.export(job)
        raise KeyboardInterrupt

    folder.mkdir(parents=True)
    stopped = evolve(plugins, exporters=(evolve(exporter, export=half),))
    target = folder / f"output{'' if exporter.per_inspection else exporter.suffix}"
    try:
        export(register, exporter.name, target, on=ON, options=options, plugins=stopped)
    except KeyboardInterrupt:
        pass
    except InspectlibError as error:
        return [f"turns a stop into an error: {error}"]
    left = [each.name for each in folder.rglob("*") if each.is_file()]
    return said(bool(left), f"leaves {', '.join(left)} behind where it is stopped")


def _deaf(
    exporter: Exporter, register: Register, folder: Path, plugins: Plugins, options: Mapping[str, str]
) -> list[str]:
    """Stop an export from its own progress: one that reports any lets the stop through and leaves nothing."""
    asked = []

    def stop(done: int, every: int) -> None:
        asked.append((done, every))
        raise KeyboardInterrupt

    folder.mkdir(parents=True)
    target = folder / f"output{'' if exporter.per_inspection else exporter.suffix}"
    try:
        export(register, exporter.name, target, on=ON, options=options, plugins=plugins, progress=stop)
    except KeyboardInterrupt:
        left = [each.name for each in folder.rglob("*") if each.is_file()]
        return said(bool(left), f"leaves {', '.join(left)} behind where its progress stops it")
    except InspectlibError as error:
        return [f"turns a stop from its progress into an error: {error}"] if asked else []
    return said(bool(asked), "goes on where its progress stops it")


#: words that formats trip over: markup, formulas, ends of lines, marks of direction, letters of four bytes
_HOSTILE = "<b>&amp;]]> =1+1 @SUM(A1) {{ x }} \u202eright\u202c \U0001f6a8 \ufffe \x0b\r\n'\"; -- \\ %s ${x}"
#: recommendations of the big register's one report
_MANY = 250


def _hostile() -> Register:
    register = a_complete_register()
    (report,), (case, *others) = register.inspections, register.cases
    asked = tuple(evolve(each, text=f"{each.text} {_HOSTILE}") for each in report.recommendations)
    register = register.with_inspection(evolve(report, title=f"A Report {_HOSTILE}", recommendations=asked))
    return register.with_case(evolve(case, force_comment=_HOSTILE, owner=_HOSTILE), *others)


def _big() -> Register:
    register = a_complete_register()
    (report,) = register.inspections
    asked = tuple(a_recommendation(str(number)) for number in range(3, _MANY))
    return register.with_inspection(evolve(report, recommendations=(*report.recommendations, *asked)))
