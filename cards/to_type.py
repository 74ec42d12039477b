"""A command that our own words ask somebody to type: each platform shows it as it is typed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar, cast

from cards.ask import Ask
from cards.model import Card, Form, Quote, UserText

#: Stands before a command in our own sentences; of Unicode's private use, so nobody types it.
_MARK: Final = "\ue000"
#: What people wrote, which is shown letter for letter.
_THEIRS: Final = (Quote, UserText, Ask)

Shown = TypeVar("Shown", Card, Form, str)


def to_type(command: str) -> str:
    """``due CB-10234`` in a sentence: where commands have something before them, with it."""
    return f"{_MARK}{command}"


def spelled(shown: Shown, before: str = "") -> Shown:
    """With each command as it is typed where ``before`` stands before it."""
    return cast(Shown, _spelled(shown, f"{before} " if before else ""))


def _spelled(value: Any, before: str) -> Any:
    match value:
        case str():
            return value.replace(_MARK, before) if _MARK in value else value
        case tuple():
            return tuple(_spelled(one, before) for one in value)
        case Mapping():
            return {key: _spelled(one, before) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, (type, *_THEIRS)):
            ours = (f.name for f in fields(value) if f.name not in ("kind", "value", "token"))
            return replace(value, **{name: _spelled(getattr(value, name), before) for name in ours})
        case _:
            return value
