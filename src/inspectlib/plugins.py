"""Load plugins once, say where each record comes from, and let no broken one hide."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from difflib import get_close_matches
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, TypeVar, get_origin

import attrs
import pluggy

from inspectlib import hookspecs
from inspectlib.checking import READINGS
from inspectlib.errors import BadCall, CannotRead, PluginsFailed, UnknownExporter, UnknownImporter, UnknownRule
from inspectlib.exchange import Exporter, Importer, Source, Store
from inspectlib.fields import Public, evolve, kinds_of, value
from inspectlib.findings import Crash, Problem
from inspectlib.profiles import Profile
from inspectlib.rules.rule import SUBJECTS, Rule

GROUP = "inspectlib"
BUILT_IN = "inspectlib"
HOOKS = ("inspectlib_rules", "inspectlib_importers", "inspectlib_exporters", "inspectlib_profiles", "inspectlib_stores")
#: seconds that a plugin may take to be imported and to say what it offers, before the others go on without it
PATIENCE = 20.0
#: how a file begins that holds others in the way of Office before 2007: .doc, .xls, and anything with a password
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


class _Builtin:
    """The library's own rules, offered as a stranger would offer them."""

    @hookspecs.hookimpl
    def inspectlib_rules(self) -> Iterable[Rule]:
        from inspectlib.rules.book import RULES  # noqa: PLC0415 - only when rules are asked for

        return RULES

    @hookspecs.hookimpl
    def inspectlib_stores(self) -> Iterable[Store]:
        return (files(),)


def files() -> Store:
    """Return the register file as a store: its address is a path."""
    from inspectlib import storage  # noqa: PLC0415 - likewise

    return Store(
        name="file",
        title="A register file with its history beside it",
        schemes=("file",),
        holds=lambda address: Path(address).exists(),
        load=lambda address, inspections: storage.load_part(Path(address), inspections),
        save=lambda register, address, **said: storage.save(register, Path(address), **said),
        lines=lambda address: storage.read_history(Path(address)),
        data=lambda address: Path(address).read_bytes() if Path(address).exists() else None,
        put=lambda address, data, lines: storage.put(Path(address), data, lines),
        redact=lambda address, **said: storage.redact(Path(address), **said),
        repair=lambda address, **said: storage.repair(Path(address), **said),
    )


@value
class Loaded:
    """One plugin as it was found: its name, its distribution and version, what it offers."""

    name: Public[str]
    distribution: Public[str]
    offers: Public[tuple[str, ...]] = ()


@value
class Failure:
    """A plugin that could not be used, and why."""

    name: Public[str]
    distribution: Public[str]
    cause: Public[str]

    def __str__(self) -> str:
        return f"plugin {self.name!r} from {self.distribution}: {self.cause}"


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


@value
class Plugins:
    """Everything that is offered, sorted by name: installation order never matters."""

    rules: Public[tuple[Rule, ...]] = ()
    importers: Public[tuple[Importer, ...]] = ()
    exporters: Public[tuple[Exporter, ...]] = ()
    profiles: Public[tuple[Profile, ...]] = ()
    stores: Public[tuple[Store, ...]] = ()
    loaded: Public[tuple[Loaded, ...]] = ()
    failures: Public[tuple[Failure, ...]] = ()

    @property
    def crashes(self) -> tuple[Crash, ...]:
        """Return the failures as what a check reports: they make its outcome incomplete."""
        return tuple(
            Crash(rule="PLUGIN", subject=each.name, provider=each.distribution, error=each.cause)
            for each in self.failures
        )

    def binding(self, areas: Iterable[str]) -> tuple[str, ...]:
        """Return the distributions whose rules and profiles count for areas, those that failed to load included.

        One that brings profiles counts for their areas only; one that brings rules and no profile, for every area.
        """
        kept = set(areas)
        profiled = {_name(each.provider) for each in self.profiles}
        found = {_name(each.provider) for each in self.profiles if each.area in kept}
        found |= {each.distribution for each in self.rules} - profiled - {BUILT_IN}
        return tuple(sorted(found | {_name(each.distribution) for each in self.failures}))

    @property
    def distributions(self) -> tuple[str, ...]:
        """Return the names of all distributions that offer something or should, without their versions."""
        return tuple(sorted({_name(each.distribution) for kind in (self.loaded, self.failures) for each in kind}))

    def exporter(self, name: str) -> Exporter:
        """Return the exporter of a name. Raises UnknownExporter."""
        found = next((each for each in self.exporters if each.name == name), None)
        if found is None:
            raise UnknownExporter(name, (each.name for each in self.exporters))
        return found

    def provider(self, name: str) -> str:
        """Return the distribution and version that offer a rule, an importer, an exporter or a profile."""
        return next((each.distribution for each in self.loaded if name in each.offers), "an unknown distribution")

    def profile_for(self, area: str | None) -> Profile | None:
        """Return the profile of an area, or None."""
        return next((each for each in self.profiles if each.area == area), None)

    def profiles_of(self, areas: Iterable[str]) -> dict[str, Profile]:
        """Return the profiles of areas, by area."""
        found = {area: self.profile_for(area) for area in areas}
        return {area: profile for area, profile in found.items() if profile is not None}

    def store_for(self, scheme: str) -> Store:
        """Return the store of addresses that begin with a scheme. Raises BadCall."""
        found = [each for each in self.stores if scheme in each.schemes]
        if len(found) > 1:
            message = f"{' and '.join(each.name for each in found)} both keep registers at {scheme}://; uninstall one"
            raise BadCall(message)
        if not found:
            broken = "".join(f"; {each}" for each in self.failures)
            message = f"nothing installed keeps registers at {scheme}://; sqlite:// and postgresql:// need inspectlib-sql{broken}"
            raise BadCall(message)
        return found[0]

    def rule(self, rule_id: str) -> Rule:
        """Return the rule of an id. Raises UnknownRule."""
        found = next((each for each in self.rules if each.id == rule_id.upper()), None)
        if found is None:
            raise UnknownRule(rule_id, (each.id for each in self.rules))
        return found

    def importer_for(self, source: Source, using: str | None = None) -> Importer:
        """Return the importer that recognises a source best. Raises UnknownImporter, CannotRead on none or a tie.

        One that breaks as it looks is passed over; `not_asked` names it.
        """
        if using is not None:
            found = next((each for each in self.importers if each.name == using), None)
            if found is None:
                raise UnknownImporter(using, (each.name for each in self.importers))
            return found
        scored = [(_score(each, source), each) for each in self.importers]
        best = max((score for score, _ in scored if isinstance(score, int)), default=0)
        refused = sorted({str(score) for score, _ in scored if isinstance(score, CannotRead)})
        if best == 0 and refused:
            raise CannotRead("; ".join(refused))
        if best == 0 and source.data.startswith(_OLD_OFFICE):
            message = f"{source.name!r} is in an old format of Office, or has a password; open it and save it as .docx or .xlsx"
            raise CannotRead(message)
        if best == 0:
            known = ", ".join(f"{each.name} ({' '.join(each.suffixes)})" for each in self.importers) or "none"
            broken = "".join(f"; {each.message}" for each in self.not_asked(source))
            message = f"no importer recognises {source.name!r}; installed: {known}{broken}"
            raise CannotRead(message)
        winners = [each for score, each in scored if score == best]
        if len(winners) > 1:
            message = (
                f"{' and '.join(each.name for each in winners)} both recognise {source.name!r}; choose with --using"
            )
            raise CannotRead(message)
        return winners[0]

    def not_asked(self, source: Source) -> tuple[Problem, ...]:
        """Return a problem for each plugin that might have read a source better, and could not be asked."""
        broken = [
            f"importer {each.name!r} from {self.provider(each.name)} broke as it looked at the document: {score}"
            for each in self.importers
            if isinstance(score := _score(each, source), str)
        ]
        return tuple(Problem(place="plugins", message=each) for each in (*map(str, self.failures), *broken))


def _score(importer: Importer, source: Source) -> int | str | CannotRead:
    """Return how well an importer recognises a source, 0 to 100, why nobody can read it, or what is wrong with its answer."""
    try:
        with aside():
            score = importer.recognises(source)
    except CannotRead as refused:
        return refused
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a plugin may raise anything; whoever asks names it
        return repr(error)
    hundred = 100
    if type(score) is int and 0 <= score <= hundred:
        return score
    return f"answered {score!r}, expected 0 to 100"


@contextmanager
def aside() -> Iterator[None]:
    """Let what a plugin prints while the block runs go to standard error: an answer as JSON stays JSON."""
    with redirect_stdout(sys.stderr):
        yield


def _name(distribution: str) -> str:
    """Return the name of a distribution given with its version."""
    return distribution.split(" ", maxsplit=1)[0]


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unknown distribution"


def load_plugins(
    *, on_failure: str = "raise", points: Iterable[EntryPoint] | None = None, patience: float = PATIENCE
) -> Plugins:
    """Load the built-ins and every installed plugin.

    All are tried; then PluginsFailed lists each that failed. With on_failure="continue" the rest
    is returned, and every outcome made with it is incomplete. A plugin that has not said what it offers after
    `patience` seconds has failed.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    found: list[tuple[str, str, Callable[[], Any]]] = [("built-in", BUILT_IN, _Builtin)]
    for point in sorted(entry_points(group=GROUP) if points is None else points, key=lambda each: each.name):
        found.append((point.name, _distribution(point), point.load))
    kept: dict[str, list[Any]] = {hook: [] for hook in HOOKS}
    owners: dict[tuple[str, str], str] = {}
    loaded, failures = [], []
    for name, distribution, load in found:
        try:
            with aside():
                records = _in_time(lambda load=load: _records(manager, _imported(load)), patience)  # type: ignore[misc]
            _refuse_duplicates(records, owners, distribution)
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything; it is reported by name
            cause = " ".join((str(error) or repr(error)).split())
            failures.append(Failure(name=name, distribution=distribution, cause=cause))
            continue
        for hook, offered in records.items():
            kept[hook] += [
                evolve(each, provider=distribution) if isinstance(each, (Rule, Profile)) else each for each in offered
            ]
        offers = tuple(_id(each) for offered in records.values() for each in offered)
        loaded.append(Loaded(name=name, distribution=distribution, offers=offers))
    if failures and on_failure == "raise":
        message = "; ".join(map(str, failures))
        raise PluginsFailed(message)
    return Plugins(
        rules=_sorted(kept["inspectlib_rules"]),
        importers=_sorted(kept["inspectlib_importers"]),
        exporters=_sorted(kept["inspectlib_exporters"]),
        profiles=_sorted(kept["inspectlib_profiles"]),
        stores=_sorted(kept["inspectlib_stores"]),
        loaded=tuple(loaded),
        failures=tuple(failures),
    )


def _in_time(work: Callable[[], Any], patience: float) -> Any:
    """Return what work returns. Raises TypeError for whatever it raises, TimeoutError where it takes too long.

    Work that takes too long is left behind in its thread, which ends with the process.
    """
    answers: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        try:
            answers.append((work(), None))
        except BaseException as error:  # noqa: BLE001 - also what would end the process, such as SystemExit
            answers.append((None, error))

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience)
    if not answers:
        message = f"was not ready after {patience:g} seconds"
        raise TimeoutError(message)
    answer, error = answers[0]
    if error is not None:
        raise error if isinstance(error, Exception) else TypeError(repr(error)) from error
    return answer


def _imported(load: Callable[[], Any]) -> Any:
    try:
        return load()
    except BaseException as error:
        message = f"cannot be imported: {error!r}"
        raise TypeError(message) from error


def _id(record: Any) -> str:
    return str(record.id if isinstance(record, Rule) else record.name)


def _sorted(records: list[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=_id))


_KINDS = {
    "inspectlib_rules": Rule,
    "inspectlib_importers": Importer,
    "inspectlib_exporters": Exporter,
    "inspectlib_profiles": Profile,
    "inspectlib_stores": Store,
}


def _records(manager: pluggy.PluginManager, plugin: Any) -> dict[str, tuple[Any, ...]]:
    """Return what a plugin offers, by hook. Raises whatever it raises, TypeError for what is no hook or no record."""
    for attribute in dir(plugin):
        given = getattr(plugin, attribute)
        marked = hasattr(given, "inspectlib_impl")
        if attribute in HOOKS and callable(given) and not marked:
            message = f"{attribute!r} is not marked with @hookimpl, so nothing would call it"
            raise TypeError(message)
        if attribute not in HOOKS and (marked or (attribute.startswith("inspectlib_") and callable(given))):
            close = get_close_matches(attribute, HOOKS, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            message = f"implements {attribute!r}, which is no hook{hint}"
            raise TypeError(message)
    written_for = getattr(plugin, "INSPECTLIB_HOOKS", hookspecs.HOOKS)
    if type(written_for) is not int:
        message = f"INSPECTLIB_HOOKS is {written_for!r}, expected a whole number"
        raise TypeError(message)
    if written_for > hookspecs.HOOKS:
        message = f"was written for hooks {written_for}; this inspectlib knows {hookspecs.HOOKS}: update inspectlib"
        raise TypeError(message)
    manager.register(plugin)
    records: dict[str, tuple[Any, ...]] = {}
    for implementation in manager.get_hookcallers(plugin) or []:
        hook = implementation.name
        call: Callable[[], Iterable[Any]] = getattr(plugin, hook)
        offered = call()
        if not isinstance(offered, Iterable):
            message = f"{hook} returned {offered!r}, expected {_KINDS[hook].__name__}s"
            raise TypeError(message)
        records[hook] = tuple(offered)
        for each in records[hook]:
            if not isinstance(each, _KINDS[hook]):
                message = f"{hook} returned {each!r}, which is no {_KINDS[hook].__name__}"
                raise TypeError(message)
            _refuse_rubbish(each)
    return records


def _refuse_rubbish(record: Any) -> None:
    """Raise TypeError for a field that is not what it is declared to be: it would fail later, or be passed over."""
    for field in attrs.fields(type(record)):
        given = getattr(record, field.name)
        if not isinstance(given, tuple(get_origin(each) or each for each in kinds_of(field.type))):
            message = f"{_id(record)}: its {field.name} is {given!r}"
            raise TypeError(message)
    if isinstance(record, Rule) and record.subject not in SUBJECTS:
        known = ", ".join(each.__name__ for each in SUBJECTS)
        message = f"{record.id}: is about {record.subject.__name__}, so nothing would ask it; a rule is about {known}"
        raise TypeError(message)
    if isinstance(record, Profile) and record.reading not in READINGS:
        message = f"{record.name}: its reading is {record.reading!r}, expected one of {', '.join(READINGS)}"
        raise TypeError(message)


def _refuse_duplicates(records: dict[str, tuple[Any, ...]], owners: dict[tuple[str, str], str], own: str) -> None:
    """Take the names of what is offered. Raises ValueError for one that is taken; none of the records is used then."""
    taken: dict[tuple[str, str], str] = {}
    for hook, offered in records.items():
        for each in offered:
            keys = [(hook, _id(each))]
            keys += [("area", each.area)] if isinstance(each, Profile) else []
            for key in keys:
                other = owners.get(key) or taken.get(key)
                if other is not None:
                    what = f"the profile of {key[1]!r}" if key[0] == "area" else key[1]
                    message = f"{what} is offered by {own} and {other}; uninstall one of them"
                    raise ValueError(message)
                taken[key] = own
    owners |= taken


@cache
def found_plugins() -> Plugins:
    """Return what is installed and can be loaded, loaded once a process; what failed is named in it."""
    return load_plugins(on_failure="continue")
