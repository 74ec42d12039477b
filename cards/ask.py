"""What a button, a form or a typed command asks for: one frozen, typed class each, in its feature's ``asks``.

A ticket keeps its kind and fields, so both stay readable: a kind is never renamed, and a field that is added has a
default. Each says by its base whether its answer opens something, since one platform draws such a button differently;
``route`` in ``handlers/shared/base.py`` holds the handler to it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, TypeAlias, TypeVar, dataclass_transform

from pydantic import BeforeValidator, PlainSerializer, TypeAdapter, ValidationError


class Ask:
    """Not used itself: an ask is one of the three below."""

    __slots__ = ()
    kind: ClassVar[str]


class Acts(Ask):
    """Never opens anything: answered with a card or a refusal."""

    __slots__ = ()


class MayOpen(Ask):
    """Answered with a card or with a form, such as its own again with errors."""

    __slots__ = ()


class Opens(Ask):
    """Always opens a form, or a view that the platform doesn't keep; nothing changes."""

    __slots__ = ()


_Ask = TypeVar("_Ask", bound=Ask)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def ask(kind: str) -> Callable[[type[_Ask]], type[_Ask]]:
    """``@ask("record")``: a frozen, slotted, keyword-only dataclass of that kind."""

    def make(cls: type[_Ask]) -> type[_Ask]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.kind = kind
        return made

    return make


def _split(value: object) -> object:
    if isinstance(value, int):
        return (value,)
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


def _joined(value: tuple[int, ...]) -> str:
    return ",".join(str(one) for one in value)


#: Several ids in one field, which a ticket keeps as ``4,5``.
Ids: TypeAlias = Annotated[tuple[int, ...], BeforeValidator(_split), PlainSerializer(_joined)]


class MisfitError(Exception):
    """A ticket's fields aren't (any more) those of its ask; the text names the fields at fault, never a value."""


def fields_of(asked: Ask) -> dict[str, Any]:
    """An ask's fields as JSON values, without those at their default: what a ticket keeps."""
    fields: dict[str, Any] = _adapter(type(asked)).dump_python(
        asked, mode="json", by_alias=True, exclude_defaults=True
    )
    return fields


def ask_of(cls: type[_Ask], fields: Mapping[str, Any]) -> _Ask:
    """The ask that a ticket's fields make, each checked by its annotation; what is no field of it (any more) is left.

    Raises MisfitError."""
    try:
        asked: _Ask = _adapter(cls).validate_python(dict(fields))
    except ValidationError as error:
        wrong = ", ".join(".".join(str(step) for step in e["loc"]) for e in error.errors())
        raise MisfitError(wrong) from None
    return asked


_ADAPTERS: Final[dict[type[Ask], TypeAdapter[Any]]] = {}


def _adapter(cls: type[Ask]) -> TypeAdapter[Any]:
    """Made once, when it is first needed."""
    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def all_asks() -> set[type[Ask]]:
    """Every ask there is: the classes in each feature's ``asks``, and nowhere else."""
    room = importlib.import_module("cards")
    names = (m.name for m in pkgutil.walk_packages(room.__path__, "cards.") if m.name.endswith(".asks"))
    return {found for name in names for found in _asks_in(name)}


def _asks_in(module: str) -> list[type[Ask]]:
    values = vars(importlib.import_module(module)).values()
    classes = [v for v in values if isinstance(v, type) and issubclass(v, Ask)]
    return [c for c in classes if c.__module__ == module]
