"""Whole days of a calendar's table that say leave: of whom, and as what a mapping tells them. What somebody wrote
besides is quoted nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from policy.folding import fold
from storage.importing.calendar_columns import CalendarColumns
from storage.importing.own_cells import is_set
from storage.importing.own_dates import OwnDates
from storage.importing.values import day_if_readable

_LEAVE: Final = re.compile(
    r"annual leave|on leave|\bleave\b|\ba/l\b|\bal\b|\bholidays?\b|\btoil\b|\bflexi(?: ?day)?\b"
)
#: What stands beside it and says no more.
_BESIDES: Final = re.compile(r"\b(?:on|off|day|days|week|all|is|booked|approved|s)\b|[^\w]+")


@dataclass(slots=True)
class WholeDays:
    """``only``: the subjects, as a mapping writes them; ``people``: what of them names somebody, and their number;
    ``rows``: how many; ``unread``: how many more that say leave in other words. ``words``: of the column that says
    whole day, those that do."""

    words: tuple[str, ...]
    only: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    unread: int = 0
    last_included: bool = False


def whole_days(
    calendar: CalendarColumns, number: Callable[[str], str | None], dates: OwnDates
) -> WholeDays | None:
    """None where no whole day says leave. ``number``: of the one person who is called so."""
    column, ends = calendar.all_day, calendar.end_day
    if column is None:
        return None
    found = WholeDays(tuple(word for word in sorted(column.words) if is_set(word)))
    for row, subject in enumerate(calendar.subject.cells):
        if not calendar.tells_leave(row):
            continue
        if words := _said(subject, number, alone=calendar.organiser is not None):
            found.rows += 1
            found.people.update(words[1])
            found.only += [one for one in words[0] if one not in found.only]
        else:
            found.unread += 1
    days = zip(calendar.day.cells, ends.cells, calendar.subject.cells, strict=True) if ends else ()
    found.last_included = any(_day(a, dates) == _day(b, dates) for a, b, c in days if _LEAVE.search(fold(c)))
    return found if found.rows else None


def _day(cell: str, dates: OwnDates) -> object:
    return day_if_readable(dates.restated(cell)) or cell


def _said(
    subject: str, number: Callable[[str], str | None], *, alone: bool
) -> tuple[list[str], Mapping[str, str]] | None:
    """How a mapping tells such a subject, and whom it names; None where it says more than leave and a name."""
    folded = fold(subject)
    leave = _LEAVE.search(folded)
    if leave is None:
        return None
    rest = " ".join(_BESIDES.sub(" ", _LEAVE.sub(" ", folded)).split())
    if not rest:
        return ([folded], {}) if alone else None
    whose = number(rest)
    if whose is None:
        return None
    name, word = rest.replace(" ", "*"), leave[0]
    return [f"*{word}*{name}*" if folded.index(rest.split()[0]) > leave.start() else f"*{name}*{word}*"], {
        f"*{name}*": whose
    }
