"""A frozen class and the fields that a row keeps of it: each read by its annotation, none at its default kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import BeforeValidator, PlainSerializer, TypeAdapter, ValidationError

_Kept = TypeVar("_Kept")


def _split(value: object) -> object:
    if isinstance(value, int):
        return (value,)
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


def _joined(value: tuple[int, ...]) -> str:
    return ",".join(str(one) for one in value)


#: Several ids in one field, which a row keeps as ``4,5``.
Ids: TypeAlias = Annotated[tuple[int, ...], BeforeValidator(_split), PlainSerializer(_joined)]


class MisfitError(Exception):
    """A row's fields aren't (any more) those of its class; the text names the fields at fault, never a value."""


def to_fields(value: object) -> dict[str, Any]:
    """Its fields as JSON values, without those at their default."""
    fields: dict[str, Any] = _adapter(type(value)).dump_python(
        value, mode="json", by_alias=True, exclude_defaults=True
    )
    return fields


def from_fields(cls: type[_Kept], fields: Mapping[str, Any]) -> _Kept:
    """What a row's fields make, each checked by its annotation; what is no field of it (any more) is left.

    Raises MisfitError."""
    try:
        made: _Kept = _adapter(cls).validate_python(dict(fields))
    except ValidationError as error:
        wrong = ", ".join(".".join(str(step) for step in e["loc"]) for e in error.errors())
        raise MisfitError(wrong) from None
    return made


_ADAPTERS: Final[dict[type, TypeAdapter[Any]]] = {}


def _adapter(cls: type) -> TypeAdapter[Any]:
    """Made once, when it is first needed."""
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]
