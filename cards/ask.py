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
from typing import Any, ClassVar, TypeVar, dataclass_transform

from cards.kept_fields import Ids, MisfitError, from_fields, to_fields

__all__ = ["Ids", "MisfitError"]


class Ask:
    """Not used itself: an ask is one of the three below."""

    __slots__ = ()
    kind: ClassVar[str]
    #: What came of it, to whoever presses once more; empty where nothing ever does.
    did: ClassVar[str]


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
def ask(kind: str, did: str = "") -> Callable[[type[_Ask]], type[_Ask]]:
    """``@ask("record", did="…")``: a frozen, slotted, keyword-only dataclass of that kind."""

    def make(cls: type[_Ask]) -> type[_Ask]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        made.kind, made.did = kind, did
        return made

    return make


def fields_of(asked: Ask) -> dict[str, Any]:
    """What a ticket keeps of an ask."""
    return to_fields(asked)


def ask_of(cls: type[_Ask], fields: Mapping[str, Any]) -> _Ask:
    """The ask that a ticket's fields make. Raises MisfitError."""
    return from_fields(cls, fields)


def all_asks() -> set[type[Ask]]:
    """Every ask there is: the classes in each feature's ``asks``, and nowhere else."""
    room = importlib.import_module("cards")
    names = (m.name for m in pkgutil.walk_packages(room.__path__, "cards.") if m.name.endswith(".asks"))
    return {found for name in names for found in _asks_in(name)}


def _asks_in(module: str) -> list[type[Ask]]:
    values = vars(importlib.import_module(module)).values()
    classes = [v for v in values if isinstance(v, type) and issubclass(v, Ask)]
    return [c for c in classes if c.__module__ == module]
