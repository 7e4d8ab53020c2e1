"""Whether a plugin keeps to what the library relies on: each check returns sentences, none where all is well.

`faults_of_distribution(name, folder=...)` runs everything that an installed distribution offers through the kit, so a
plugin's whole conformance test is one line; the functions for one kind can be called alone.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from inspectlib.exchange import Source, Store
from inspectlib.plugins import GROUP, load_plugins
from inspectlib.testing.again import faults_between_processes
from inspectlib.testing.cases import RuleCase
from inspectlib.testing.faulting import NAME, about, said, tried
from inspectlib.testing.keeping import store_faults
from inspectlib.testing.of_exporters import faults_of_exporter
from inspectlib.testing.of_importers import faults_of_importer
from inspectlib.testing.of_profiles import faults_of_profile
from inspectlib.testing.of_rules import faults_of_rule

__all__ = [
    "faults_of_distribution",
    "faults_of_exporter",
    "faults_of_importer",
    "faults_of_profile",
    "faults_of_rule",
    "faults_of_store",
]


def faults_of_store(store: Store, fresh: Callable[[], str]) -> tuple[str, ...]:
    """Return what is wrong with a store; `fresh()` gives an address, each time another, where nothing is kept yet."""
    faults = [
        *said(NAME.fullmatch(store.name) is None, "a name is small letters and digits with hyphens"),
        *said(not store.schemes, "names no scheme of its addresses"),
    ]
    found = store_faults(store, fresh)
    while True:
        fault = tried(lambda: next(found, None))
        if fault is None:
            break
        faults.append(f"breaks: {fault!r}" if isinstance(fault, BaseException) else fault)
    return about(f"store {store.name}", faults)


def faults_of_distribution(
    name: str,
    *,
    folder: Path,
    documents: Mapping[str, Iterable[Source]] | None = None,
    cases: Iterable[RuleCase] = (),
    golden: Path | None = None,
    addresses: Mapping[str, Callable[[], str]] | None = None,
    selects: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return what is wrong with everything that an installed distribution offers.

    `documents`: for each importer's name, documents that it is for; those of others it may not take from them;
    `addresses`: for each store's name, what gives empty addresses, each time another. `folder` is a fresh one to
    write into; `golden` as for `faults_of_importer`; `selects`: the names of the importers for which that is said.
    """
    given = {name: tuple(sources) for name, sources in (documents or {}).items()}
    plugins = load_plugins(on_failure="continue")
    failed = [str(each) for each in plugins.failures if each.distribution.split()[0] == name]
    ours = [each for each in plugins.loaded if each.distribution.split()[0] == name]
    if failed or not ours:
        return tuple(failed) or (f"no plugin of {name!r} is installed",)
    offered = {one for each in ours for one in each.offers}
    cases, picking = tuple(cases), frozenset(selects)
    faults = _put_into_the_library(name)
    for rule in plugins.rules:
        if rule.id in offered:
            faults += faults_of_rule(rule, cases)
    for importer in plugins.importers:
        if importer.name in offered:
            own = given.get(importer.name, ())
            faults += said(not own, f"importer {importer.name}: give the kit a document that it is for")
            others = [
                (one, each.recognises(one))
                for each in plugins.importers
                if each.name != importer.name
                for one in given.get(each.name, ())
            ]
            faults += faults_of_importer(importer, own, others=others, golden=golden, selects=importer.name in picking)
    for exporter in plugins.exporters:
        if exporter.name in offered:
            faults += faults_of_exporter(exporter, folder / exporter.name, plugins)
    for profile in plugins.profiles:
        if profile.name in offered:
            faults += faults_of_profile(profile)
    for store in plugins.stores:
        if store.name in offered:
            fresh = (addresses or {}).get(store.name)
            if fresh is None:
                faults.append(f"store {store.name}: give the kit empty addresses to try it at")
            else:
                faults += faults_of_store(store, fresh)
    own_documents = {importer: sources for importer, sources in given.items() if importer in offered}
    return (*faults, *faults_between_processes(name, folder / "processes", own_documents))


def _put_into_the_library(name: str) -> list[str]:
    """Return what a distribution has put in the place of the library's own functions and classes."""
    tops = {point.module.split(".")[0] for point in entry_points(group=GROUP) if _of(point) == name} - {"inspectlib"}
    found = []
    for module, held in sorted(sys.modules.items()):
        if module.split(".")[0] == "inspectlib":
            kept = dict(vars(held))
            inside = [one for each in kept.values() if isinstance(each, type) for one in vars(each).values()]
            for each in (*kept.values(), *inside):
                if str(getattr(each, "__module__", "")).split(".")[0] in tops:
                    found.append(f"puts its own {getattr(each, '__name__', each)!r} into {module}")
    return [f"{name}: {each}; a plugin adds, it replaces nothing" for each in dict.fromkeys(found)]


def _of(point: EntryPoint) -> str | None:
    return point.dist.name if point.dist is not None else None
