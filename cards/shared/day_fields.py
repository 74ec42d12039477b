"""A field for a day that was typed before: where the words can mean two, the other one is asked about beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.formats import day
from cards.model import DateField

#: Beside the last day of what may have none.
UNTIL_FURTHER_NOTICE: Final = "Leave empty until further notice."


def day_field(
    name: str, label: str, days: Sequence[date], hint: str = "", *, required: bool = False
) -> DateField:
    """``days``: none, one, or the two that the words can mean, the sooner first."""
    other = or_else(days)
    said = " ".join(one for one in (other, hint) if one)
    return DateField(name, label, next(iter(days), None), said, required)


def or_else(days: Sequence[date]) -> str:
    """Of two that are meant: the one that isn't filled in."""
    return f"Or did you mean {day(days[1])}?" if len(days) > 1 else ""
