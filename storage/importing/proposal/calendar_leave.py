"""Whole days of a calendar's table that say leave: of whom, and as what a mapping tells them. What somebody wrote
besides is quoted nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from policy.folding import fold
from storage.importing.columns.values import day_if_readable
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_dates import OwnDates
from storage.importing.mapped.own_words import OwnWords
from storage.importing.proposal.calendar_columns import OFF, CalendarColumns, told_by

_SICK: Final = re.compile(r"\boff sick\b|\bsick(?:ness)?(?: leave)?\b|\blts\b|\blong term sick\b")
_LEAVE: Final = re.compile(
    r"annual leave|\b(?:maternity|paternity|mat|pat|special|compassionate|unpaid|parental) leave\b|\bcompassionate\b|"
    r"on leave|\bleave\b|\ba/l\b|\bal\b|\bholidays?\b|\b(?:on )?hols\b|\btoil\b|\bflexi(?: ?day)?\b"
)
#: What stands beside it and says no more.
_BESIDES: Final = re.compile(
    r"\b(?:on|off|day|days|week|all|is|booked|approved|s|cont(?:inued)?|no rtw date(?: yet)?)\b|[^\w]+"
)
_HALF: Final = re.compile(r"\([ap]\.?m\.?\)|\b[ap]m\b|\bhalf[ -]day\b")


@dataclass(slots=True)
class WholeDays:
    """``only``: the subjects, as a mapping writes them; ``people``: what of them names somebody, and their number;
    ``rows``: how many; ``unread``: how many more that say leave in other words. ``words``: of the column that says
    whole day, those that do, and ``others`` of those with times; ``short``: by column of times what parts of a day say,
    and ``never`` what subjects say that are none; ``ill``: what those say that are of sickness, and how many
    (``ill_rows``)."""

    words: tuple[str, ...]
    only: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    unread: int = 0
    parts: int = 0
    last_included: bool = False
    others: tuple[str, ...] = ()
    short: dict[str, list[str]] = field(default_factory=dict)
    never: list[str] = field(default_factory=list)
    ill: list[str] = field(default_factory=list)
    ill_rows: int = 0


#: By row how a mapping tells its subject, and whom that names.
_Told: TypeAlias = dict[int, tuple[str, Mapping[str, str]]]


def whole_days(
    calendar: CalendarColumns, number: Callable[[str], str | None], dates: OwnDates
) -> WholeDays | None:
    """None where no whole day says leave. ``number``: of the one person who is called so."""
    column = calendar.all_day
    if column is None:
        return None
    found = WholeDays(tuple(word for word in sorted(column.words) if is_set(word)))
    told: _Told = {}
    short = list[int]()
    for row, subject in enumerate(calendar.subject.cells):
        is_day, is_timed = calendar.tells_leave(row), _is_timed(calendar, row)
        if not (is_day or is_timed):
            continue
        words = _said(subject, number, alone=calendar.organiser is not None)
        if words and (_HALF.search(fold(subject)) or not (is_day or calendar.lasts_a_day(row))):
            short.append(row)
        elif words:
            told[row] = words
        else:
            found.unread += is_day
    told = _with_times(found, calendar, told, [row for row in short if not calendar.is_all_day(row)])
    found.rows, found.parts = len(told), len(short)
    _tell(found, calendar, told)
    _ends(found, calendar, dates, told)
    return found if found.rows else None


def _is_timed(calendar: CalendarColumns, row: int) -> bool:
    """It says leave and from when to when, in columns of times alone."""
    apart = calendar.starts is not None and calendar.starts is not calendar.day and calendar.ends is not None
    return apart and calendar.says_leave(row) and not calendar.is_all_day(row)


def _with_times(found: WholeDays, calendar: CalendarColumns, told: _Told, short: Sequence[int]) -> _Told:
    """With the days that have times, where those of parts of a day can be told from them."""
    timed = [row for row in told if not calendar.is_all_day(row)]
    columns = [column for column in (calendar.starts, calendar.ends) if column]
    out = [{c.cells[row] for row in short} - {c.cells[row] for row in told} for c in columns]
    apart = all(any(c.cells[row] in words for c, words in zip(columns, out, strict=True)) for row in short)
    if not timed or not apart or calendar.all_day is None:
        return {row: one for row, one in told.items() if row not in timed}
    found.others = tuple(sorted({calendar.all_day.cells[row] for row in timed} - {""}))
    found.short = {c.title: sorted(words) for c, words in zip(columns, out, strict=True) if words}
    return told


def _tell(found: WholeDays, calendar: CalendarColumns, told: _Told) -> None:
    """As widely as it takes to mean none of the others."""
    subjects = calendar.subject.cells
    mine = {fold(subjects[row]) for row in told}
    others = {fold(one) for one in calendar.subject.words} - mine
    gone = {one for one in others if OFF.search(one) or _HALF.search(one)}
    found.never = [*told_by(OFF, gone, mine), *told_by(_HALF, gone, mine)]
    out = OwnWords.of(found.never)
    others = {one for one in others if one not in out}
    for row, (pattern, people) in told.items():
        takes = OwnWords.of([pattern])
        said = fold(subjects[row]) if any(one in takes for one in others) else pattern
        found.only += [said] if said not in found.only else []
        found.people.update(people)
    by_name = OwnWords(found.people)
    for row, (_, people) in told.items():
        whose = next(iter(people.values()), None)
        if whose and by_name.meaning(subjects[row]) != whose:
            found.people[fold(subjects[row])] = whose
    ill = {one for one in mine if _SICK.search(one)}
    found.ill, found.ill_rows = (
        told_by(_SICK, ill, mine - ill),
        sum(fold(subjects[row]) in ill for row in told),
    )


def _ends(found: WholeDays, calendar: CalendarColumns, dates: OwnDates, told: _Told) -> None:
    """A whole day ends as the next begins, unless one ends on its own day."""
    days, ends = calendar.day.cells, calendar.end_day.cells if calendar.end_day else ()
    whole = [row for row in told if calendar.is_all_day(row)]
    found.last_included = bool(ends) and any(
        _day(days[row], dates) == _day(ends[row], dates) for row in whole
    )


def _day(cell: str, dates: OwnDates) -> object:
    return day_if_readable(dates.restated(cell)) or cell


def _said(
    subject: str, number: Callable[[str], str | None], *, alone: bool
) -> tuple[str, Mapping[str, str]] | None:
    """How a mapping tells such a subject, and whom it names; None where it says more than leave and a name."""
    folded = fold(subject)
    leave = _SICK.search(folded) or _LEAVE.search(folded)
    if leave is None:
        return None
    rest = _HALF.sub(" ", _LEAVE.sub(" ", _SICK.sub(" ", folded)))
    rest = " ".join(_BESIDES.sub(" ", rest).split())
    if not rest:
        return (folded, {}) if alone else None
    whose = number(rest)
    if whose is None:
        return None
    name, word = rest.replace(" ", "*"), leave[0]
    told = f"*{word}*{name}*" if folded.index(rest.split()[0]) > leave.start() else f"*{name}*{word}*"
    return told, {f"*{name}*": whose}
