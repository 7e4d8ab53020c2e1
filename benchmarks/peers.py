"""The same values declared for other libraries, made of our own declarations, so that all read and write one file."""

from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs
import pydantic

from inspectlib.changes.places import fields_of
from inspectlib.register import Register

_STRICT = pydantic.ConfigDict(extra="forbid", strict=True, frozen=True)


@cache
def twin(kind: Any) -> Any:
    """Return a type as pydantic knows it: a class of values as a frozen model that takes no unknown key."""
    if isinstance(kind, type) and attrs.has(kind):
        defaults = {each.name: ... if each.default is attrs.NOTHING else each.default for each in attrs.fields(kind)}
        fields: Any = {name: (twin(of), defaults[name]) for name, of in fields_of(kind).items()}
        return pydantic.create_model(kind.__name__, __config__=_STRICT, **fields)
    origin, inner = get_origin(kind), tuple(each if each is Ellipsis else twin(each) for each in get_args(kind))
    if origin in (Union, UnionType):
        return Union[inner]  # noqa: UP007 - of types that are only known now
    return origin[inner] if origin is not None else kind


@cache
def file_model() -> Any:
    """Return a register file as pydantic knows it."""

    class File(pydantic.BaseModel):
        model_config = _STRICT
        inspectlib: int
        held: twin(Register) = pydantic.Field(alias="register")  # type: ignore[valid-type]

    return File
