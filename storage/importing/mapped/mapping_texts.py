"""Texts of a mapping as YAML reads them, which takes some words for numbers or for yes and no."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator


def _texts(value: Any) -> Any:
    """One value, or a list of them; YAML takes some words for numbers or for yes and no."""
    values = value if isinstance(value, list) else [value]
    return tuple(text_of(one) for one in values)


def text_of(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value) if isinstance(value, int | float) else value


def _separators(value: Any) -> Any:
    """None where nothing is said: an empty one would stand between all letters."""
    return tuple(one for one in _texts(value) if one)


def _worded(value: Any) -> Any:
    """Nothing where no word is left under it."""
    if value is None:
        return {}
    return {text_of(k): text_of(v) for k, v in value.items()} if isinstance(value, dict) else value


Texts: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Words: TypeAlias = Annotated[dict[str, str], BeforeValidator(_worded)]
Separators: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_separators)]
