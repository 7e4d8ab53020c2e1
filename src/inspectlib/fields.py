"""How values are declared: frozen, keyword-only, and every field says who may see it."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, dataclass_transform, get_args, get_origin

import attrs

from inspectlib.showing import in_a_line

T = TypeVar("T")
_HALF = re.compile("[\ud800-\udfff]")


class Audience(Enum):
    """Who may see a field, from everybody to the local policing body alone."""

    PUBLIC = "public"
    SUBMISSION = "submission"
    WORKING = "working"
    BODY = "body"

    @property
    def width(self) -> int:
        """Return 0 for the widest audience (the public) to 3 for the narrowest (the body)."""
        return _ORDER.index(self)

    def may_see(self, declared: "Audience") -> bool:
        """Say whether a reader of this audience may see a field declared for another."""
        return declared.width <= self.width


_ORDER = (Audience.PUBLIC, Audience.SUBMISSION, Audience.WORKING, Audience.BODY)


class FactDate:
    """Marks the field that says on which day its value became a fact."""


FACT_DATE = FactDate()


class LaterDate:
    """Marks a field that holds the day on which something more became known of a value that stands without it."""


LATER_DATE = LaterDate()

Public = Annotated[T, Audience.PUBLIC]
Submission = Annotated[T, Audience.SUBMISSION]
Working = Annotated[T, Audience.WORKING]
Body = Annotated[T, Audience.BODY]
#: the day on which the value that holds it happened: after `on`, the whole value is not seen
Happened = Annotated[T, Audience.PUBLIC, FACT_DATE]


#: a day on which more became known: after `on`, this field alone is not seen
Later = Annotated[T, Audience.PUBLIC, LATER_DATE]


def exact_date(value: object) -> date:
    """Return a plain date; a datetime, which Python counts as a date, is refused."""
    if type(value) is not date:
        message = f"expected a date, found {value!r}"
        raise TypeError(message)
    return value


def _no_time(value: object) -> object:
    if isinstance(value, datetime):
        message = f"expected a date without a time, found {value!r}"
        raise TypeError(message)
    return value


def _many(kind: Callable[[Iterable[Any]], Any]) -> Callable[[object], Any]:
    def convert(value: object) -> Any:
        if value is None or type(value) is kind:
            return value
        if isinstance(value, str) or not isinstance(value, Iterable):
            message = f"expected several values, found {value!r}"
            raise TypeError(message)
        return kind(value)

    return convert


def _text(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    if not isinstance(value, str):
        message = f"{attribute.name}: expected text, found {value!r}"
        raise TypeError(message)
    _storable(_, attribute, value)


def _storable(_: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    """Refuse half of a surrogate pair: no file, hash or document can hold it, so it would fail later and elsewhere."""
    if value is None or (type(value) is str and value.isascii()):
        return
    for text in value if isinstance(value, tuple) else (value,):
        if isinstance(text, str) and not text.isascii() and (half := _HALF.search(text)):
            message = (
                f"{attribute.name}: character {half.start() + 1} is only half of one (U+{ord(half[0]):04X}), as where "
                "a sign was cut in two; type the word again or leave it out"
            )
            raise ValueError(message)


def bare_type(annotation: Any) -> Any:
    """Return the type of a field without who may see it."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def kinds_of(annotation: Any) -> tuple[Any, ...]:
    """Return the types that a field may hold, each of a union, None's among them."""
    kind = bare_type(annotation)
    return get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)


def _checked(_: type, attributes: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """Give each field the check that its declared type calls for, once, at the door."""
    checked = []
    for attribute in attributes:
        kind = bare_type(attribute.type)
        options = kinds_of(kind)
        changes: dict[str, Any] = {}
        if date in options:
            changes["converter"] = exact_date if kind is date else _no_time
        elif any(get_origin(option) is tuple for option in options):
            changes["converter"] = _many(tuple)
            if attribute.validator is None and any(str in get_args(option) for option in options):
                changes["validator"] = _storable
        elif any(get_origin(option) is frozenset for option in options):
            changes["converter"] = _many(frozenset)
        elif kind is str and attribute.validator is None:
            changes["validator"] = _text
        elif str in options and attribute.validator is None:
            changes["validator"] = _storable
        checked.append(attribute.evolve(**changes) if changes else attribute)
    return checked


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def value(cls: type[T]) -> type[T]:
    """Make a frozen, keyword-only class whose tuples are tuples and whose dates are days; its repr is a short line.

    A value takes no weak reference, which is a word less for each of a million, and lets a file's reader fill it in.
    """
    if "__repr__" not in cls.__dict__:
        cls.__repr__ = in_a_line  # type: ignore[method-assign]
    return attrs.frozen(kw_only=True, repr=False, weakref_slot=False, field_transformer=_checked)(cls)


def evolve(instance: T, /, **changes: Any) -> T:
    """Return a copy of a value with some fields changed."""
    return attrs.evolve(instance, **changes)  # type: ignore[misc]


def audience_of(attribute: "attrs.Attribute[Any]") -> Audience:
    """Return who may see a field; a field that does not say so is a mistake in the library.

    Raises TypeError for an undeclared field.
    """
    if get_origin(attribute.type) is Annotated:
        for note in get_args(attribute.type)[1:]:
            if isinstance(note, Audience):
                return note
    message = f"field {attribute.name!r} declares no audience"
    raise TypeError(message)


def is_fact_date(attribute: "attrs.Attribute[Any]") -> bool:
    """Say whether a field holds the day on which its value became a fact."""
    return get_origin(attribute.type) is Annotated and FACT_DATE in get_args(attribute.type)[1:]


def is_later_date(attribute: "attrs.Attribute[Any]") -> bool:
    """Say whether a field holds a day after which it alone is not seen."""
    return get_origin(attribute.type) is Annotated and LATER_DATE in get_args(attribute.type)[1:]


_REFUSED = ("SECRET", "TOP SECRET")


@value
class Release:
    """A decision to let a marked value be seen by the public."""

    by: Working[str]
    on: Happened[date]
    reason: Working[str]


@value
class Marking:
    """A protective marking; a marked value stays out of the public view until it is released.

    Raises ValueError above OFFICIAL: such text does not belong in a register of this kind.
    """

    level: Working[str]
    released: Working[Release | None] = None

    def __attrs_post_init__(self) -> None:
        if self.level.upper().strip().startswith(_REFUSED) or self.level.upper().strip() == "CONFIDENTIAL":
            message = f"marked {self.level!r}: nothing above OFFICIAL may be entered; keep a reference to it instead"
            raise ValueError(message)
