"""What a plugin may offer. Each hook returns records; none takes an argument or changes anything."""

from collections.abc import Iterable

import pluggy

from inspectlib.exchange import Exporter, Importer, Store
from inspectlib.profiles import Profile
from inspectlib.rules.rule import Rule

hookspec = pluggy.HookspecMarker("inspectlib")
hookimpl = pluggy.HookimplMarker("inspectlib")

#: the number of this set of hooks; a plugin may set INSPECTLIB_HOOKS to the one it was written for
HOOKS = 1


@hookspec
def inspectlib_rules() -> Iterable[Rule]:
    """Return the rules this plugin adds."""
    raise NotImplementedError


@hookspec
def inspectlib_importers() -> Iterable[Importer]:
    """Return the importers this plugin adds."""
    raise NotImplementedError


@hookspec
def inspectlib_exporters() -> Iterable[Exporter]:
    """Return the exporters this plugin adds."""
    raise NotImplementedError


@hookspec
def inspectlib_profiles() -> Iterable[Profile]:
    """Return the profiles of bodies this plugin adds."""
    raise NotImplementedError


@hookspec
def inspectlib_stores() -> Iterable[Store]:
    """Return the stores this plugin adds: where registers are kept."""
    raise NotImplementedError
