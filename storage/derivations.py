"""How a derivation is kept: a list of its steps as JSON, each without its empty lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import JSON
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from policy.obligations import Step

#: So many derivations are remembered each way: what was discussed on one day is asked again by one derivation, and the
#: same obligations are read again and again.
_REMEMBERED: Final = 4096


class Derivation(TypeDecorator[tuple[Step, ...]]):
    """A derivation, as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[Step, ...] | None, _dialect: Dialect) -> list[dict[str, Any]]:
        return steps_to_json(value or ())

    def result_processor(self, dialect: Dialect, _type: object) -> Callable[[Any], tuple[Step, ...]]:
        """PostgreSQL's driver has read the JSON by then."""
        return _of_json if dialect.name == "postgresql" else _of_text


@lru_cache(maxsize=_REMEMBERED)
def steps_to_json(derivation: tuple[Step, ...]) -> list[dict[str, Any]]:
    """Which nobody changes."""
    return [step_to_json(step) for step in derivation]


@lru_cache(maxsize=_REMEMBERED)
def _of_text(text: str) -> tuple[Step, ...]:
    return _of_json(json.loads(text))


def _of_json(steps: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(map(_step, steps))


def step_to_json(step: Step) -> dict[str, Any]:
    """A step without its empty lines, dates as ISO 8601."""
    values = zip(Step._fields, step, strict=True)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in values if v is not None}


def _step(data: dict[str, Any]) -> Step:
    days: dict[str, Any] = {k: date.fromisoformat(data[k]) for k in ("on", "result") if k in data}
    return Step(**{**data, **days})
