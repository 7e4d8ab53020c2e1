"""The verbs: load, read, merge, check, export, save, explain. Plugins are loaded when first needed."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from datetime import date
from functools import cache
from pathlib import Path

from inspectlib import storage, stores
from inspectlib.audiences import View, view_of
from inspectlib.changes import Merge, diff, merge_changes, public_sentences, sentences
from inspectlib.checking import judge
from inspectlib.closure import Decision
from inspectlib.closure import closure_of as decide_closure
from inspectlib.deadlines import deadlines
from inspectlib.errors import BadCall, CannotWrite, InspectlibError, PluginsFailed
from inspectlib.exchange import Exporter, ImportResult, Job, Source
from inspectlib.fields import Audience, evolve
from inspectlib.findings import Outcome
from inspectlib.flows import Flow
from inspectlib.flows import flow as count_flow
from inspectlib.periods import a_day
from inspectlib.plugins import Plugins, aside, found_plugins, load_plugins
from inspectlib.policies import ClosurePolicy
from inspectlib.profiles import Profile
from inspectlib.proposing import proposed
from inspectlib.register import Register
from inspectlib.rules.rule import Rule
from inspectlib.showing import typed
from inspectlib.stores import Place


@cache
def installed() -> Plugins:
    """Return what is installed, loaded once a process. Raises PluginsFailed."""
    return load_plugins()


def load(path: str | Path, *, inspections: Iterable[str] = ()) -> Register:
    """Load a register from its file, or from a shared store by its address (sqlite:///..., postgresql://...).

    `inspections` (ids): only these reports and what belongs to them, for reading; such a part cannot be saved.
    Raises CannotRead; BadCall for an address that no installed store keeps.
    """
    return stores.at(path).load(tuple(inspections))


def as_at(where: str | Path | Place, day: date | str) -> Register:
    """Return the register as its record stood at the end of a day in Europe/London, whatever is dated when.

    It combines with `on`: check(as_at(path, "2024-03-01"), on="2024-02-29") is what a check would have said.
    Before the first revision it is empty. Raises CannotRead.
    """
    return stores.at(where).as_at(a_day(day))


def flow(register: Register, *, since: date | str, until: date | str, body: str | None = None) -> Flow:
    """Return what was open at the end of `since`, what moved until the end of `until`, and what was open then.

    `body`: a police area's slug; None: every area that the register answers for. Raises BadCall, Unreconciled.
    """
    return count_flow(register, since=a_day(since), until=a_day(until), body=body)


def save(
    register: Register, where: str | Path | Place, *, by: str, why: str, plugins: Plugins | None = None
) -> Register:
    """Save a register as a new revision, in a file or a shared store, and return it as it stands there.

    It is held to the rules and profiles that are installed for its areas, from now on: a check without them says so.
    Raises RegisterMovedOn, CannotWrite; BadCall for an address that no installed store keeps.
    """
    plugins = plugins or found_plugins()
    held = register.with_held_to(*plugins.binding(register.areas))
    return stores.at(where).save(held, by=by, why=why)


def read(
    path: str | Path,
    *,
    using: str | None = None,
    body: str | None = None,
    mapping: Mapping[str, str] | None = None,
    plugins: Plugins | None = None,
) -> ImportResult:
    """Say what a document holds; nothing is written.

    `mapping`: what columns of an office's own sheet mean, by their names, as `result.meanings` drafts it.
    Raises CannotRead; BadCall where a mapping is given to a document without columns; PluginsFailed where an importer
    broke.
    """
    return _read(Source.from_path(Path(path), body, mapping), using, plugins or installed())


def _read(source: Source, using: str | None, plugins: Plugins) -> ImportResult:
    """Read a source; a plugin that might have read it and could not be asked is a problem of the answer."""
    importer = plugins.importer_for(source, using)
    broke = f"importer {importer.name!r} from {plugins.provider(importer.name)} broke on {source.name!r}"
    try:
        with aside():
            result = importer.read(source)
    except InspectlibError:
        raise
    except (Exception, SystemExit) as error:
        message = f"{broke}: {error!r}; nothing was read"
        raise PluginsFailed(message) from error
    if not isinstance(result, ImportResult):
        message = f"{broke}: it returned {result!r}, expected an ImportResult; nothing was read"
        raise PluginsFailed(message)
    if source.mapping is not None and result.meanings is None:
        message = (
            f"importer {importer.name!r} reads {source.name!r} without columns that a mapping could name; leave it out"
        )
        raise BadCall(message)
    missing = plugins.not_asked(source) if using is None else ()
    if not missing:
        return result
    reading = result.reading
    if reading is not None:
        told = reading.get("problems")
        more = [{"place": each.place, "message": each.message} for each in missing]
        reading = {**reading, "problems": [*(told if isinstance(told, list) else ()), *more]}
    return evolve(result, problems=(*result.problems, *missing), reading=reading)


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
    the last revision that both histories have; one without is adopted, with a problem that says so. A book of
    another register is refused, unless `using` names its importer (a register restored from a back-up).
    Conflicts are left as ours: decide them with `inspectlib.changes.resolved`. Raises CannotRead, and BadCall
    for a document that is neither (import it). A recommendation that a book would add is a conflict as well: people
    accept or refuse it.
    """
    if using is None and stores.is_address(source):
        return storage.merge_copy(register, stores.at(source, plugins).as_copy())
    path = Path(source)
    if using is None and _is_register(path):
        return storage.merge_copy(register, storage.read_copy(path))
    given = Source.from_path(path, body)
    result = _read(given, using, plugins or installed())
    if result.changes is None:
        message = (
            f"{given.name!r} is neither a returned copy of this register nor another copy of its file; "
            f"to take in what it holds: inspectlib import {typed(source)} --into REGISTER"
        )
        raise BadCall(message)
    if using is None and result.based_on is not None and storage.knows(register, result.based_on) is False:
        number, revision = result.based_on
        message = (
            f"{given.name!r} was made from revision {number} ({revision[:12]}) of a register, and the history of this one "
            f"holds no such revision; merge it into the register that it was sent from (where this one was restored from "
            f"a copy: name its importer with --using)"
        )
        raise BadCall(message)
    asked = proposed(register, result.changes, result.places)
    made = merge_changes(register, asked.changes)
    return evolve(
        made,
        conflicts=(*asked.conflicts, *made.conflicts),
        problems=(*result.problems, *asked.problems, *made.problems),
        places=result.places,
    )


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
    with aside():
        return judge(
            register,
            plugins.rules,
            on=a_day(on),
            reading=reading,
            body=body,
            profiles=plugins.profiles_of((body,) if body else register.areas),
            areas_for_improvement=areas_for_improvement,
            failures=plugins.crashes,
            distributions=plugins.distributions,
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

    `body`: the police area's slug; its profile's policy counts unless one is given. Raises UnknownArea, UnknownInspection,
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
    then: Register | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    say: Callable[[str], None] = lambda _line: None,
    plugins: Plugins | None = None,
) -> tuple[Path, ...]:
    """Write a register through an exporter and return what was written.

    `since`: the day of the last paper; the exporter is given what moved after it, and, with `then`, the register as it
    stood at the end of that day (`as_at`), each change to the record since; without it, what the dated facts tell.
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
    if not chosen.per_inspection and chosen.suffix and target.suffix.lower() not in ("", chosen.suffix):
        message = f"{target.name!r} would hold a {chosen.suffix} document; name it {target.stem}{chosen.suffix}"
        raise BadCall(message)
    wanted = tuple(register.inspection(each).id for each in inspections)
    last = a_day(since) if since is not None else None
    if last is not None and last > on:
        message = f"the day to tell changes from, {last.isoformat()}, is after this one's, {on.isoformat()}"
        raise BadCall(message)
    outcome = check(register, on=on, reading=reading, body=body, plugins=plugins)
    profiles = plugins.profiles_of((body,) if body else register.areas)
    dated = deadlines(register, on=on, body=body, open_only=False, profiles=profiles)
    profile = plugins.profile_for(_only_area(register, body))

    def job(ids: tuple[str, ...], place: Path) -> Job:
        view = view_of(
            register,
            chosen.audience,
            on=on,
            outcome=outcome,
            deadlines=dated,
            inspections=ids,
            body=body,
            since=last,
            profiles=profiles,
        )
        if last is not None:
            view = _with_changes(view, then or register, last, ids, body, profiles)
        return Job(
            view=view,
            on=on,
            destination=place,
            body=body,
            inspections=ids,
            options=given,
            since=last,
            profile=profile,
            previous=place if place.exists() else None,
            progress=progress,
            say=say,
        )

    if not chosen.per_inspection:
        return (_put(plugins, chosen, job(wanted, target), target),)
    ids = wanted or tuple(sorted({each.inspection for each in register.responses}))
    if len(ids) == 1 and target.suffix == chosen.suffix:
        return (_put(plugins, chosen, job(ids, target), target),)
    if target.suffix or target.is_file():
        message = f"{len(ids)} inspections match, so {exporter!r} needs a folder, not {str(destination)!r}; or name --inspection"
        raise BadCall(message)
    return _put_all(plugins, chosen, [job((each,), target / f"{each}{chosen.suffix}") for each in ids], target)


def _with_changes(
    view: View,
    then: Register,
    last: date,
    inspections: tuple[str, ...],
    body: str | None,
    profiles: Mapping[str, Profile],
) -> View:
    """Return a view with a sentence for each change that its audience may see since a day."""
    nothing = Outcome(on=last, reading=view.outcome.reading)
    old = view_of(
        then, view.audience, on=last, outcome=nothing, inspections=inspections, body=body, profiles=profiles
    ).register
    told = (
        public_sentences(old, view.register)
        if view.audience is Audience.PUBLIC
        else sentences(diff(old, view.register), old, view.register)
    )
    return evolve(view, changes=told)


def _put_all(plugins: Plugins, exporter: Exporter, jobs: list[Job], root: Path) -> tuple[Path, ...]:
    """Write several documents beside the folder that is to hold them, and move them in when all are whole.

    Where some are refused none is written, and every refusal is said.
    """
    lines: list[str] = []
    refused: list[str] = []
    fresh: list[tuple[Path, Path]] = []
    with _beside(root) as folder:
        for number, job in enumerate(jobs):
            place = Path(folder) / str(number) / job.destination.name
            try:
                _refuse_folder(job.destination, exporter)
                fresh.append((_put(plugins, exporter, evolve(job, say=lines.append), place), job.destination))
            except BadCall as error:
                refused.append(str(error))
        if refused:
            none = f"{len(refused)} of {len(jobs)} are refused, so none was written; name others with --inspection"
            raise BadCall("\n".join((*refused, none) if len(jobs) > 1 else refused))
        try:
            root.mkdir(exist_ok=True)
            for made, target in fresh:
                _move_in(made, target)
        except OSError as error:
            message = f"{str(root)!r} cannot be written: {error.strerror or error}"
            raise CannotWrite(message) from None
    for line in lines:
        jobs[0].say(line)
    return tuple(target for _, target in fresh)


def _beside(root: Path) -> "tempfile.TemporaryDirectory[str]":
    """Return a fresh folder on the same disk as another. Raises CannotWrite."""
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(dir=root.parent, prefix=".inspectlib-")
    except OSError as error:
        message = f"{str(root)!r} cannot be written: {error.strerror or error}; nothing was changed"
        raise CannotWrite(message) from None


def _refuse_folder(target: Path, exporter: Exporter) -> None:
    if target.is_dir() and exporter.suffix:
        message = f"{str(target)!r} is a folder; {exporter.name!r} writes a file ({exporter.suffix})"
        raise BadCall(message)


def _move_in(fresh: Path, target: Path) -> None:
    """Move what was written to its place; an old folder there goes to where the new one was made."""
    if target.is_dir():
        target.rename(fresh.parent / "old")
    fresh.rename(target)


def _put(plugins: Plugins, exporter: Exporter, job: Job, target: Path) -> Path:
    """Write into a fresh place beside the target and move it in when whole."""
    made: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _refuse_folder(target, exporter)
        made = Path(tempfile.mkdtemp(dir=target.parent, prefix=".inspectlib-"))
        fresh = made / (target.name or "output")
        front = sys.stdout

        def say(line: str) -> None:
            with redirect_stdout(front):
                job.say(line)

        with aside():
            exporter.export(evolve(job, destination=fresh, say=say))
        if not fresh.exists():
            message = f"exporter {exporter.name!r} from {plugins.provider(exporter.name)} wrote nothing"
            raise PluginsFailed(message)
        if fresh.is_symlink() or fresh.is_dir() == bool(exporter.suffix):
            wrote = "a link" if fresh.is_symlink() else "a folder" if fresh.is_dir() else "a file"
            expected = f"a file ({exporter.suffix})" if exporter.suffix else "a folder"
            message = (
                f"exporter {exporter.name!r} from {plugins.provider(exporter.name)} wrote {wrote}, expected {expected}; "
                "nothing was changed"
            )
            raise PluginsFailed(message)
        _move_in(fresh, target)
    except InspectlibError:
        raise
    except OSError as error:
        message = f"{str(target)!r} cannot be written: {error.strerror or error}; nothing was changed"
        raise CannotWrite(message) from None
    except (Exception, SystemExit) as error:
        message = (
            f"exporter {exporter.name!r} from {plugins.provider(exporter.name)} broke: {error!r}; nothing was changed"
        )
        raise PluginsFailed(message) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return target
