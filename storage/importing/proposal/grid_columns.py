"""Columns of a tracker that come again under each month: the day of a session, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from storage.importing.mapped.grid_cells import FEWEST_MONTHS, month_in, month_left_out, month_of, outcomes
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.proposal.own_columns import Column

#: A word with a day behind it: whatever day that is.
_WITH_DAY: Final = re.compile(r"([^\W\d]+) \d.*")


def under_each_month(sessions: Mapping[str, Column], columns: Sequence[Column]) -> dict[str, Column] | None:
    """The columns of sessions, with those of the days and of the outcomes of all months as one each; None where the
    file has no such pairs."""
    by: dict[str, list[Column]] = {}
    for column in columns:
        if month_in(column.title) and not month_of(column.title):
            by.setdefault(month_left_out(column.title), []).append(column)
    several = [(name, some) for name, some in by.items() if len(some) >= FEWEST_MONTHS]
    if len(several) != 2 or not {"supervisee", "supervisor"} <= sessions.keys():
        return None
    (first, one), (second, other) = several
    if len(one) != len(other) or not _are_days(one, other):
        return None
    dates, states = _together(first, one), _together(second, other)
    for day, outcome in zip(one, other, strict=True):
        _take(dates, states, day, outcome)
    others = {ours: column for ours, column in sessions.items() if column not in (*one, *other)}
    return {**others, "date": dates, "state": states}


def _together(name: str, columns: Sequence[Column]) -> Column:
    whole = Column(f"{name} of each month", each=tuple(column.title for column in columns))
    whole.cells += [""] * len(columns[0].cells)
    return whole


def _are_days(days: Sequence[Column], outcomes_: Sequence[Column]) -> bool:
    said = [_read(*pair) for two in zip(days, outcomes_, strict=True) for pair in _cells(*two)]
    return bool(said) and 2 * sum(one is not None for one in said) > len(said)


def _cells(day: Column, outcome: Column) -> list[tuple[str, str, str]]:
    return [(d, o, day.title) for d, o in zip(day.cells, outcome.cells, strict=True) if d]


def _read(day: str, said: str, title: str) -> list[tuple[str, str]] | None:
    return outcomes(day, said, month_in(title), OwnDates())


def _take(dates: Column, states: Column, day: Column, outcome: Column) -> None:
    dates.words.update(day.words)
    for pair in _cells(day, outcome):
        for _, word in _read(*pair) or ():
            if word:
                known = _WITH_DAY.sub(r"\1 *", word)
                states.words[known] = states.words.get(known, 0) + 1
    for at, cell in enumerate(day.cells):
        dates.cells[at] = dates.cells[at] or cell
