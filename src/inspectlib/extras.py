"""Fields of a profile's own: who may see them, and what is kept of them where their profile is absent."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from inspectlib.cases import Action, Case
from inspectlib.fields import Audience, Public, evolve, value
from inspectlib.inspections import Inspection
from inspectlib.periods import in_words
from inspectlib.profiles import ExtraField, ExtraKind, Profile
from inspectlib.recommendations import Recommendation
from inspectlib.register import Register
from inspectlib.responses import Response

#: what has such fields, by the name that a profile gives it
CARRIERS: dict[str, type] = {each.__name__: each for each in (Inspection, Recommendation, Response, Case, Action)}
#: the prefix of what an office's old sheet said and this library has no place for; it belongs to no profile
LEGACY = "legacy"


@value
class ShownExtra:
    """A field of a profile's own as it is shown: what it is called, and what was recorded."""

    title: Public[str]
    words: Public[str]
    kind: Public[ExtraKind]

    @property
    def day(self) -> date | None:
        """Return the day that a field of days holds, or None where its words are no day."""
        if self.kind is not ExtraKind.DATE:
            return None
        try:
            return date.fromisoformat(self.words)
        except ValueError:
            return None  # kept as it was recorded, and shown so

    @property
    def text(self) -> str:
        """Return what was recorded as people read it."""
        return in_words(self.day) if self.day is not None else self.words


@value
class Declared:
    """The fields that the profiles at hand declare, by their keys (`<profile>:<name>`)."""

    fields: Public[tuple[tuple[str, ExtraField], ...]] = ()

    @classmethod
    def by(cls, profiles: Iterable[Profile]) -> "Declared":
        """Return what profiles declare, in their order."""
        return cls(fields=tuple((f"{one.name}:{each.name}", each) for one in profiles for each in one.extras))

    def shown(self, record: Any) -> tuple[ShownExtra, ...]:
        """Return what is recorded in the declared fields of a record, in the order in which they are declared."""
        held = dict(record.extras)
        return tuple(
            ShownExtra(title=field.title, words=held[key], kind=field.kind)
            for key, field in self.fields
            if field.of == type(record).__name__ and key in held
        )

    def cut(self, record: Any, held: tuple[tuple[str, str], ...], audience: Audience) -> Any:
        """Return a record with those of its fields that an audience may see; an undeclared one is for the office."""
        own = {key: field.audience for key, field in self.fields if field.of == type(record).__name__}
        kept = tuple(each for each in held if audience.may_see(own.get(each[0], Audience.WORKING)))
        return record if kept == record.extras else evolve(record, extras=kept)


def cut_extras(cut: Register, full: Register, declared: Declared, audience: Audience) -> Register:
    """Return a register that was cut to an audience with the fields that the audience may see, taken from the full one."""
    held = {_name(each): each.extras for each in _carriers(full) if each.extras}
    if not held:
        return cut

    def own(each: Any) -> Any:
        return declared.cut(each, held.get(_name(each), ()), audience)

    return evolve(
        cut,
        inspections=tuple(
            evolve(own(each), recommendations=tuple(map(own, each.recommendations))) for each in cut.inspections
        ),
        responses=tuple(map(own, cut.responses)),
        cases=tuple(map(own, cut.cases)),
        actions=tuple(map(own, cut.actions)),
    )


def absent_profiles(register: Register, areas: Iterable[str], profiles: Mapping[str, Profile]) -> tuple[str, ...]:
    """Return the names of profiles whose fields are recorded for areas, and which are not at hand.

    Their rules were not asked either, so an answer about those areas is not whole.
    """
    known = {LEGACY, *(each.name for each in profiles.values())}
    asked = set(areas)
    found = {
        key.partition(":")[0]
        for each in _carriers(register)
        if getattr(each, "area", None) in asked
        for key, _ in each.extras
    }
    return tuple(sorted(found - known))


def _carriers(register: Register) -> Iterator[Any]:
    for each in register.inspections:
        yield each
        yield from each.recommendations
    yield from register.responses
    yield from register.cases
    yield from register.actions


def _name(record: Any) -> tuple[str, Any]:
    return type(record).__name__, record.key if isinstance(record, Response | Case) else record.id
