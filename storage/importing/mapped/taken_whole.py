"""Absences that an export counts in half days or hours, and that come in as whole days: which rows those are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from storage.importing.columns import values as v
from storage.importing.mapped.half_days import begins_late, days_in, ends_early, is_half
from storage.importing.mapped.mapping import DAYS, MappedKind
from storage.importing.proposal.heading_words import canonical

TAKEN_WHOLE: Final = (
    "half a day, or a few hours, come in as whole days: leave rows out of which they were at work that day"
)
#: Whether a cell says less than so many whole days.
_Says: TypeAlias = Callable[[str, int], bool]
#: By a word of its heading, what a column says of the length.
_LENGTH: Final = frozenset({"days", "day", "duration", "length"})
_PART: Final = frozenset({"half", "am", "pm", "ampm", "part"})
_FIRST: Final = frozenset({"start", "first", "from", "begin", "begins"})
_LAST: Final = frozenset({"end", "last", "to", "until", "ends"})
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
#: So few hours are less than a day's.
_FEW_HOURS: Final = 4.0


@dataclass(frozen=True, slots=True)
class LessThanWhole:
    """``told``: what may say it, each with its place in the file; ``first`` and ``last``: our columns'."""

    told: Sequence[tuple[int, _Says]]
    first: int
    last: int | None

    @classmethod
    def of(cls, makes: str, titles: Sequence[str], made: MappedKind) -> LessThanWhole | None:
        """None for what is no absence, or is gathered of its days."""
        ours = list(made.columns)
        if makes != "absences" or made.gathers == DAYS or "first" not in ours:
            return None
        kinds = {name for one in ("sickness", "planned") if one in ours for name in made.columns[one].sources}
        told = [(at, _said_by(title, made.half_days, kinds)) for at, title in enumerate(titles)]
        last = ours.index("last") if "last" in ours else None
        return cls([(at, says) for at, says in told if says], ours.index("first"), last)

    def is_said(self, cells: Sequence[str], made: Sequence[str]) -> bool:
        """``cells``: the file's own; ``made``: the absence's."""
        first = v.day_if_readable(made[self.first])
        last = v.day_if_readable(made[self.last]) if self.last is not None else None
        days = (last - first).days + 1 if first and last else 0
        return any(says(cells[at].strip(), days) for at, says in self.told if at < len(cells) and cells[at])


def _said_by(title: str, parts: Sequence[str], kinds: set[str]) -> _Says | None:
    words = {*canonical(title).split("_")}
    begins, ends = title in parts[:1] or words & _FIRST, title in parts[1:] or words & _LAST
    if title in parts or (words & _PART and (begins or ends)):
        return lambda cell, _: begins_late(cell) if begins else ends_early(cell)
    if words & _PART or title in kinds:
        return lambda cell, _: is_half(cell)
    if words & _LENGTH:
        return _is_shorter
    return _are_few_hours if "hours" in words else None


def _is_shorter(cell: str, days: int) -> bool:
    """``2.5`` of three days; 7.5 of one are hours."""
    number = days_in(cell)
    return is_half(cell) if number is None else number % 1 == 0.5 and number < max(days, 1)


def _are_few_hours(cell: str, days: int) -> bool:
    number = _NUMBER.match(cell)
    return days == 1 and number is not None and 0 < float(number[0].replace(",", ".")) <= _FEW_HOURS
