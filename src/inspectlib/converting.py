"""Values to plain data and back; the only module that knows cattrs."""

from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from inspectlib.errors import CannotRead
from inspectlib.register import Register


class NotThat(ValueError):
    """A piece of plain data is of the wrong kind."""


def _exactly(kind: type, name: str) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            message = f"expected {name}, found {value!r}"
            raise NotThat(message)
        return value

    return structure


def _date(value: Any, _: Any) -> date:
    ten = 10
    if isinstance(value, str) and len(value) == ten:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    message = f"expected a date as YYYY-MM-DD, found {value!r}"
    raise NotThat(message)


def _enum(value: Any, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        message = f"expected one of {', '.join(repr(each.value) for each in kind)}; found {value!r}"
        raise NotThat(message) from None


def _is_many(kind: Any) -> bool:
    return get_origin(kind) in (tuple, frozenset)


def _is_pair(kind: Any) -> bool:
    """Say whether a type is a tuple of a fixed length, which cattrs would leave a tuple."""
    return get_origin(kind) is tuple and get_args(kind)[-1] is not Ellipsis


def _is_frozenset(kind: Any) -> bool:
    return kind is frozenset or get_origin(kind) is frozenset


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)


@cache
def converter() -> cattrs.Converter:
    """Return the library's own converter: nothing is coerced in silence, no unknown key passes."""
    own = cattrs.Converter(forbid_extra_keys=True)
    own.register_structure_hook(str, _exactly(str, "text"))
    own.register_structure_hook(int, _exactly(int, "a whole number"))
    own.register_structure_hook(bool, _exactly(bool, "true or false"))
    own.register_structure_hook(date, _date)
    own.register_unstructure_hook(date, lambda each: each.isoformat())
    own.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _enum)

    def many(kind: Any) -> Any:
        inner = get_args(kind)
        build: Any = get_origin(kind)

        def structure(value: Any, _: Any) -> Any:
            if not isinstance(value, list):
                message = f"expected a list, found {value!r}"
                raise NotThat(message)
            if build is tuple and inner[-1] is not Ellipsis:
                if len(value) != len(inner):
                    message = f"expected {len(inner)} items, found {len(value)}"
                    raise NotThat(message)
                return tuple(own.structure(each, of) for each, of in zip(value, inner, strict=True))
            return build(_each(own, value, inner[0]))

        return structure

    own.register_structure_hook_factory(_is_many, many)

    def optional(kind: Any) -> Any:
        (inner,) = (each for each in get_args(kind) if each is not type(None))
        return lambda value, _: None if value is None else own.structure(value, inner)

    own.register_structure_hook_factory(_is_optional, optional)
    own.register_unstructure_hook_factory(
        _is_frozenset,
        lambda _: lambda value: sorted(own.unstructure(each) for each in value),
    )
    own.register_unstructure_hook_factory(
        _is_pair,
        lambda _: lambda value: [own.unstructure(each) for each in value],
    )
    stamp = override(omit=True)
    own.register_structure_hook(
        Register, make_dict_structure_fn(Register, own, based_on=stamp, _cattrs_forbid_extra_keys=True)
    )
    own.register_unstructure_hook(Register, make_dict_unstructure_fn(Register, own, based_on=stamp))
    return own


def _each(own: cattrs.Converter, values: list[Any], kind: Any) -> list[Any]:
    made, errors = [], []
    for index, each in enumerate(values):
        try:
            made.append(own.structure(each, kind))
        except Exception as error:  # noqa: BLE001 - gathered, with its place, into one group below
            error.add_note(f"[{index}]")
            errors.append(error)
    if errors:
        message = "list"
        raise ExceptionGroup(message, errors)
    return made


def to_plain(value: object) -> Any:
    """Return a value as dicts, lists, text, numbers and None, the same for the same value."""
    return converter().unstructure(value)


def from_plain(plain: Any, kind: type) -> Any:
    """Return a value of plain data. Raises CannotRead that lists every fault with its path."""
    try:
        return converter().structure(plain, kind)
    except Exception as error:
        faults = tuple(_faults(error, "$"))
        if not faults:
            raise
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        bad = CannotRead(f"{faults[0]}{more}")
        bad.faults = faults  # type: ignore[attr-defined]
        raise bad from None


def _faults(error: BaseException, path: str) -> list[str]:
    for note in getattr(error, "__notes__", ()):
        name = getattr(note, "name", None)
        if name is not None:
            path += f".{name}"
        elif isinstance(note, str) and note.startswith("["):
            path += note
    if isinstance(error, BaseExceptionGroup):
        return [fault for each in error.exceptions for fault in _faults(each, path)]
    if isinstance(error, cattrs.errors.ForbiddenExtraKeysError):
        return [f"{path}: unknown key {key!r}" for key in sorted(error.extra_fields)]
    if isinstance(error, KeyError):
        return [f"{path}: {error.args[0]!r} is missing"]
    return [f"{path}: {error}"]
