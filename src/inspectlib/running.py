"""The verbs: load, read, merge, check, export, save, explain. Plugins are loaded when first needed."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from inspectlib import storage, stores
from inspectlib.audiences import view_of
from inspectlib.changes import Merge, merge_changes
from inspectlib.checking import judge
from inspectlib.closure import Decision
from inspectlib.closure import closure_of as decide_closure
from inspectlib.deadlines import deadlines
from inspectlib.errors import BadCall, CannotWrite, InspectlibError, PluginsFailed
from inspectlib.exchange import Exporter, ImportResult, Job, Source
from inspectlib.fields import evolve
from inspectlib.findings import Outcome
from inspectlib.plugins import Plugins, load_plugins
from inspectlib.policies import ClosurePolicy
from inspectlib.register import Register
from inspectlib.rules.rule import Rule


@cache
def installed() -> Plugins:
    """Return what is installed, loaded once a process. Raises PluginsFailed."""
    return load_plugins()


def a_day(day: date | str) -> date:
    """Return a day given as a date or as YYYY-MM-DD. Raises BadCall."""
    if isinstance(day, date):
        return day
    try:
        ten = 10
        if len(day) != ten:
            raise ValueError
        return date.fromisoformat(day)
    except ValueError:
        message = f"expected a date as YYYY-MM-DD, found {day!r}"
        raise BadCall(message) from None


def load(path: str | Path, *, inspections: Iterable[str] = ()) -> Register:
    """Load a register from its file, or from a shared store by its address (sqlite:///..., postgresql://...).

    `inspections` (ids): only these reports and what belongs to them, for reading; such a part cannot be saved.
    Raises CannotRead; BadCall for an address that no installed store keeps.
    """
    return stores.at(path).load(tuple(inspections))


def save(register: Register, path: str | Path, *, by: str, why: str) -> Register:
    """Save a register as a new revision. Raises RegisterMovedOn, CannotWrite."""
    return stores.at(path).save(register, by=by, why=why)


def read(
    path: str | Path, *, using: str | None = None, body: str | None = None, plugins: Plugins | None = None
) -> ImportResult:
    """Say what a document holds; nothing is written. Raises CannotRead; PluginsFailed where an importer broke."""
    source = Source.from_path(Path(path), body)
    plugins = plugins or installed()
    try:
        return plugins.importer_for(source, using).read(source)
    except InspectlibError:
        raise
    except Exception as error:
        message = f"an importer broke on {source.name!r}: {error!r}; nothing was read"
        raise PluginsFailed(message) from error


def merge(
    register: Register,
    source: str | Path,
    *,
    using: str | None = None,
    body: str | None = None,
    plugins: Plugins | None = None,
) -> Merge:
    """Merge a returned book, or another copy of the register, into a register; nothing is written.

    A book carries what was sent, and what was changed in it is compared with that. Another copy merges from
    the last revision that both histories have; one without is adopted, with a problem that says so.
    Conflicts are left as ours: decide them with `inspectlib.changes.resolved`. Raises CannotRead, and BadCall
    for a document that is neither (import it).
    """
    if using is None and stores.is_address(source):
        return storage.merge_copy(register, stores.at(source, plugins).as_copy())
    path = Path(source)
    if using is None and _is_register(path):
        return storage.merge_copy(register, storage.read_copy(path))
    given = Source.from_path(path, body)
    result = (plugins or installed()).importer_for(given, using).read(given)
    if result.changes is None:
        message = (
            f"{given.name!r} is neither a returned copy of this register nor another copy of its file; "
            f"to take in what it holds: inspectlib import {source} --into REGISTER"
        )
        raise BadCall(message)
    made = merge_changes(register, result.changes)
    return evolve(made, problems=(*result.problems, *made.problems))


def _is_register(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(200)
    except OSError:
        return False  # whoever reads it next says what is wrong
    return start.lstrip()[:1] == b"{" and b'"inspectlib"' in start


def check(
    register: Register,
    *,
    on: date | str,
    reading: str | None = None,
    body: str | None = None,
    areas_for_improvement: bool = False,
    plugins: Plugins | None = None,
) -> Outcome:
    """Check a register against every rule, as it stands on a day.

    `reading`: "strict" or "local"; where it is not said, the profile of the body decides, else strict.
    `areas_for_improvement`: the body chose to explain these too; the law names recommendations only.
    """
    plugins = plugins or installed()
    if reading is None:
        profile = plugins.profile_for(_only_area(register, body))
        reading = profile.reading if profile is not None else "strict"
    return judge(
        register,
        plugins.rules,
        on=a_day(on),
        reading=reading,
        body=body,
        profiles=plugins.profiles_of((body,) if body else register.areas),
        areas_for_improvement=areas_for_improvement,
        failures=plugins.crashes,
    )


def closure_of(
    register: Register,
    recommendation: str,
    *,
    body: str,
    on: date | str,
    policy: ClosurePolicy | None = None,
    plugins: Plugins | None = None,
) -> Decision:
    """Say whether a case may be closed on a day, and if not, what it waits for and whose move it is.

    `body`: the police area's slug; its profile's policy counts unless one is given. Raises UnknownInspection,
    UnknownRecommendation.
    """
    profile = (plugins or installed()).profile_for(body)
    return decide_closure(register, recommendation, body=body, on=a_day(on), policy=policy, profile=profile)


def _only_area(register: Register, body: str | None) -> str | None:
    return body or (register.areas[0] if len(register.areas) == 1 else None)


def explain(rule_id: str, *, plugins: Plugins | None = None) -> Rule:
    """Return a rule of the book by its id. Raises UnknownRule."""
    return (plugins or installed()).rule(rule_id)


def export(
    register: Register,
    exporter: str,
    destination: str | Path,
    *,
    on: date | str,
    body: str | None = None,
    inspections: tuple[str, ...] = (),
    options: Mapping[str, str] | None = None,
    reading: str | None = None,
    since: date | str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    say: Callable[[str], None] = lambda _line: None,
    plugins: Plugins | None = None,
) -> tuple[Path, ...]:
    """Write a register through an exporter and return what was written.

    An exporter of one document an inspection needs a folder where several match. Nothing is put
    in place until it is whole. Raises UnknownExporter, BadCall, CannotWrite; PluginsFailed where an
    exporter broke.
    """
    plugins, on, target = plugins or installed(), a_day(on), Path(destination)
    chosen = plugins.exporter(exporter)
    given = dict(options or {})
    unknown = sorted(set(given) - set(chosen.options))
    if unknown:
        known = ", ".join(sorted(chosen.options)) or "none"
        message = f"exporter {chosen.name!r} has no option {unknown[0]!r}; its options: {known}"
        raise BadCall(message)
    wanted = tuple(register.inspection(each).id for each in inspections)
    outcome = check(register, on=on, reading=reading, body=body, plugins=plugins)
    profiles = plugins.profiles_of((body,) if body else register.areas)
    dated = deadlines(register, on=on, body=body, open_only=False, profiles=profiles)
    profile = plugins.profile_for(_only_area(register, body))

    def job(ids: tuple[str, ...], place: Path) -> Job:
        view = view_of(register, chosen.audience, on=on, outcome=outcome, deadlines=dated, inspections=ids, body=body)
        return Job(
            view=view,
            on=on,
            destination=place,
            body=body,
            inspections=ids,
            options=given,
            since=a_day(since) if since is not None else None,
            profile=profile,
            previous=place if place.exists() else None,
            progress=progress,
            say=say,
        )

    if not chosen.per_inspection:
        return (_put(chosen, job(wanted, target), target),)
    ids = wanted or tuple(sorted({each.inspection for each in register.responses}))
    if len(ids) == 1 and target.suffix == chosen.suffix:
        return (_put(chosen, job(ids, target), target),)
    if target.suffix or target.is_file():
        message = f"{len(ids)} inspections match, so {exporter!r} needs a folder, not {str(destination)!r}; or name --inspection"
        raise BadCall(message)
    return tuple(
        _put(chosen, job((each,), target / f"{each}{chosen.suffix}"), target / f"{each}{chosen.suffix}") for each in ids
    )


def _put(exporter: Exporter, job: Job, target: Path) -> Path:
    """Write into a fresh place beside the target and move it in when whole."""
    made: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir() and exporter.suffix:
            message = f"{str(target)!r} is a folder; {exporter.name!r} writes a file ({exporter.suffix})"
            raise BadCall(message)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".inspectlib-"))
        fresh = made / (target.name or "output")
        exporter.export(evolve(job, destination=fresh))
        old = made / "old"
        if target.is_dir():
            target.rename(old)
        fresh.rename(target)
    except InspectlibError:
        raise
    except OSError as error:
        message = f"{str(target)!r} cannot be written: {error.strerror or error}; nothing was changed"
        raise CannotWrite(message) from None
    except Exception as error:
        message = f"exporter {exporter.name!r} broke: {error!r}; nothing was changed"
        raise PluginsFailed(message) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return target
