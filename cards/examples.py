"""The example of every message and form, registered by the module that writes it; tests render them all."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Final, TypeVar

from cards.model import Card, Form

EXAMPLES: Final[dict[str, Callable[[], Card]]] = {}
FORMS: Final[dict[str, Callable[[], Form]]] = {}

_Shown = TypeVar("_Shown", Card, Form)


def example(name: str) -> Callable[[Callable[[], Card]], Callable[[], Card]]:
    """Register a function that builds a card from example data: ``@example("record_due")``."""
    return _into(EXAMPLES, name)


def form_example(name: str) -> Callable[[Callable[[], Form]], Callable[[], Form]]:
    """As ``example``, for a form."""
    return _into(FORMS, name)


def load() -> list[str]:
    """Import every message module, so that all examples are registered; their names."""
    room = importlib.import_module("cards")
    names = [
        found.name for found in pkgutil.walk_packages(room.__path__, "cards.") if found.name.count(".") == 2
    ]
    for name in names:
        importlib.import_module(name)
    return names


def _into(
    registry: dict[str, Callable[[], _Shown]], name: str
) -> Callable[[Callable[[], _Shown]], Callable[[], _Shown]]:
    def register(build: Callable[[], _Shown]) -> Callable[[], _Shown]:
        if name in EXAMPLES or name in FORMS:
            raise ValueError(f"two examples are called {name}")
        registry[name] = build
        return build

    return register
