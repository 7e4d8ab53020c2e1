"""Load plugins once, say where each record comes from, and let no broken one hide."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pluggy

from inspectlib import hookspecs
from inspectlib.errors import BadCall, CannotRead, PluginsFailed, UnknownExporter, UnknownImporter, UnknownRule
from inspectlib.exchange import Exporter, Importer, Source, Store
from inspectlib.fields import Public, evolve, value
from inspectlib.findings import Crash
from inspectlib.profiles import Profile
from inspectlib.rules.rule import Rule

GROUP = "inspectlib"
HOOKS = ("inspectlib_rules", "inspectlib_importers", "inspectlib_exporters", "inspectlib_profiles", "inspectlib_stores")


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

    def exporter(self, name: str) -> Exporter:
        """Return the exporter of a name. Raises UnknownExporter."""
        found = next((each for each in self.exporters if each.name == name), None)
        if found is None:
            raise UnknownExporter(name, (each.name for each in self.exporters))
        return found

    def profile_for(self, area: str | None) -> Profile | None:
        """Return the profile of an area, or None. Raises BadCall where two are installed for it."""
        found = [each for each in self.profiles if each.area == area]
        if len(found) > 1:
            names = " and ".join(each.name for each in found)
            message = f"{names} are both profiles of {area!r}; uninstall one of them"
            raise BadCall(message)
        return found[0] if found else None

    def profiles_of(self, areas: Iterable[str]) -> dict[str, Profile]:
        """Return the profiles of areas, by area. Raises BadCall where two are installed for one."""
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
        """Return the importer that recognises a source best. Raises UnknownImporter, CannotRead on none or a tie."""
        if using is not None:
            found = next((each for each in self.importers if each.name == using), None)
            if found is None:
                raise UnknownImporter(using, (each.name for each in self.importers))
            return found
        scored = [(each.recognises(source), each) for each in self.importers]
        best = max((score for score, _ in scored), default=0)
        if best == 0:
            known = ", ".join(f"{each.name} ({' '.join(each.suffixes)})" for each in self.importers) or "none"
            message = f"no importer recognises {source.name!r}; installed: {known}"
            raise CannotRead(message)
        winners = [each for score, each in scored if score == best]
        if len(winners) > 1:
            message = (
                f"{' and '.join(each.name for each in winners)} both recognise {source.name!r}; choose with --using"
            )
            raise CannotRead(message)
        return winners[0]


def _distribution(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unknown distribution"


def load_plugins(*, on_failure: str = "raise", points: Iterable[EntryPoint] | None = None) -> Plugins:
    """Load the built-ins and every installed plugin.

    All are tried; then PluginsFailed lists each that failed. With on_failure="continue" the rest
    is returned, and every outcome made with it is incomplete.
    """
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    found: list[tuple[str, str, Any]] = [("built-in", "inspectlib", _Builtin())]
    failures = []
    for point in sorted(entry_points(group=GROUP) if points is None else points, key=lambda each: each.name):
        try:
            found.append((point.name, _distribution(point), point.load()))
        except Exception as error:  # noqa: BLE001 - a plugin's import may raise anything; it is reported by name
            failures.append(
                Failure(name=point.name, distribution=_distribution(point), cause=f"cannot be imported: {error!r}")
            )
    kept: dict[str, list[Any]] = {hook: [] for hook in HOOKS}
    owners: dict[tuple[str, str], str] = {}
    loaded = []
    for name, distribution, plugin in found:
        try:
            records = _records(manager, name, plugin)
            _refuse_duplicates(records, owners, distribution)
        except Exception as error:  # noqa: BLE001 - likewise
            failures.append(Failure(name=name, distribution=distribution, cause=str(error) or repr(error)))
            continue
        for hook, offered in records.items():
            kept[hook] += [evolve(each, provider=distribution) if isinstance(each, Rule) else each for each in offered]
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


def _records(manager: pluggy.PluginManager, name: str, plugin: Any) -> dict[str, tuple[Any, ...]]:
    for attribute in dir(plugin):
        if attribute.startswith("inspectlib_") and attribute not in HOOKS and callable(getattr(plugin, attribute)):
            close = get_close_matches(attribute, HOOKS, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            message = f"implements {attribute!r}, which is no hook{hint}"
            raise TypeError(message)
    written_for = getattr(plugin, "INSPECTLIB_HOOKS", hookspecs.HOOKS)
    if written_for > hookspecs.HOOKS:
        message = f"was written for hooks {written_for}; this inspectlib knows {hookspecs.HOOKS}: update inspectlib"
        raise TypeError(message)
    manager.register(plugin, name=name)
    records: dict[str, tuple[Any, ...]] = {}
    for implementation in manager.get_hookcallers(plugin) or []:
        hook = implementation.name
        call: Callable[[], Iterable[Any]] = getattr(plugin, hook)
        records[hook] = tuple(call())
        for each in records[hook]:
            if not isinstance(each, _KINDS[hook]):
                message = f"{hook} returned {each!r}, which is no {_KINDS[hook].__name__}"
                raise TypeError(message)
    return records


def _refuse_duplicates(records: dict[str, tuple[Any, ...]], owners: dict[tuple[str, str], str], own: str) -> None:
    for hook, offered in records.items():
        for each in offered:
            key = (hook, _id(each))
            if key in owners:
                message = f"{_id(each)} is offered by {own} and {owners[key]}; uninstall one of them"
                raise ValueError(message)
            owners[key] = own
