"""The cells of a tracker with a column for each month: which days they say somebody met on, and what was cancelled.

A cell is understood whole or not at all: one that isn't goes on as it stands, to be named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from policy.folding import fold
from policy.written_days import MONTH_NAMES, MONTH_WORDS, WrittenDay, full_year, in_plain_words, written
from storage.importing.mapped.own_dates import OwnDates, is_serial

_MONTH: Final = re.compile(rf"({MONTH_WORDS})[ \-/'.]*(\d{{4}}|\d{{2}})")
#: A month of whichever year.
_ALONE: Final = re.compile(rf"({MONTH_WORDS})\.?")
#: As a sheet's own date is handed over.
_FIRST_OF_MONTH: Final = re.compile(r"(\S+-01)(?: 00:00)?")
_DAY: Final = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?: 00:00)?|\d{1,2}[/.\-]\d{1,2}(?:[/.\-](?:\d{4}|\d{2}))?(?![\d/])|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? ?(?:{MONTH_WORDS})\b(?:[ \-](?:\d{{4}}|\d{{2}})\b)?"
)
_OF_SHEET: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?: 00:00)?")
_BETWEEN: Final = re.compile(r"[&,;+\n]|\band\b")
_MOVED: Final = re.compile(r"\b(?:re-?arr\w*|re-?sched\w*|re-?book\w*|moved to|postponed to)")
_CANCELLED: Final = re.compile(
    r"\b(?:canc\w*|cxl\w*|dna|did not attend|not held|did(?: not|n't) happen|postponed)"
)
_BOOKED: Final = re.compile(r"\b(?:booked|bkd|planned|scheduled|diar(?:ied|ised))\b")
_HELD: Final = re.compile(r"\b(?:held|done|completed?|took place)\b")
#: What they say of a session in a letter, and an arrow to the day to which it was moved.
_LETTERS: Final = {"h": "held", "held": "held", "c": "canc", "b": "booked", "m": ""}
_BEFORE: Final = re.compile(r"^(h|c|b|m)\b[ .:]*(?=\d)")
_TO: Final = "moved to"
_ARROW: Final = re.compile(r"\s*(?:->|>|→)\s*")
#: With somebody's remark behind it.
_BEHIND: Final = re.compile(r"(?<=\d)[ -]+(h|c|held)\b(?:\s*[-(].*|(?<= c) .*)?$")
_NOTHING: Final = frozenset({"nr", "n/r", "none", "not recorded"})
#: Why nothing was arranged.
_AWAY: Final = re.compile(r"\b(?:mat(?:ernity)?|sick|annual|adoption|on) leave\b|\blong term sick\b")
#: A session put off from one month is seldom held further from it than this.
_NEAR: Final = timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Met:
    """``day``: as a file of ours writes it; ``booked``: by the cell's own word, whether or not its day is past."""

    day: str
    booked: bool = False


def month_left_out(heading: str) -> str:
    """What a column is called but for the month that stands behind it, with its year or without."""
    words = heading.split()
    return " ".join(words[:-1] if month_alone(words[-1]) else words[:-2])


def month_of(heading: str) -> date | None:
    """The first of the month that a column is of: ``May-26``, ``September 2026``, or a sheet's own date."""
    if at_first := _FIRST_OF_MONTH.fullmatch(heading.strip()):
        with suppress(ValueError):
            return date.fromisoformat(at_first[1])
    found = _MONTH.fullmatch(fold(heading))
    if not found:
        return None
    return date(full_year(found[2]), _month_called(found[1]), 1)


def month_alone(heading: str) -> int | None:
    """``Apr`` or ``September``, without a year."""
    found = _ALONE.fullmatch(fold(heading))
    return _month_called(found[1]) if found else None


def _month_called(name: str) -> int:
    return next(n for n, month in enumerate(MONTH_NAMES, 1) if month[:3] == name[:3])


def months_alone(heading: Sequence[str]) -> list[tuple[int, int]]:
    """The columns of a month whose year isn't said, behind what else they say too: each with its place; none where they
    are so few that they mean something else."""
    last = ((at, cell.split()[-1]) for at, cell in enumerate(heading) if cell.strip())
    found = [(at, month) for at, word in last if (month := month_alone(word))]
    return found if len(found) >= FEWEST_MONTHS else []


def with_years(heading: Sequence[str], first: date) -> list[str]:
    """With the year behind each month that says none: the next such from the first on."""
    said = list(heading)
    for at, month in months_alone(heading):
        said[at] = f"{heading[at].strip()} {first.year + (month < first.month)}"
    return said


def month_in(heading: str) -> date | None:
    """The same, also behind what its columns say: ``Outcome Nov 2026``."""
    return month_of(heading) or month_of(" ".join(heading.split()[-2:]))


#: As few columns of a month each are a year's.
FEWEST_MONTHS: Final = 3


def under_months(above: Sequence[str], heading: Sequence[str]) -> Sequence[str]:
    """A heading whose columns come again under each month, as ``Date`` and ``Outcome`` do, with the month behind."""
    months = [_month_said(cell) for cell in above]
    if sum(map(bool, months)) < FEWEST_MONTHS:
        return heading
    said, month = list(heading), ""
    names = [fold(cell) for cell in heading]
    for at, name in enumerate(names):
        month = (months[at] if at < len(months) else "") or month
        if month and name and names.count(name) >= FEWEST_MONTHS:
            said[at] = f"{heading[at].strip()} {month}"
    return said


def _month_said(cell: str) -> str:
    """``Apr 2026``, or ``Apr`` where no year is said; empty for what is no month."""
    if month := month_of(cell):
        return f"{_short(month.month)} {month.year}"
    alone = month_alone(cell)
    return _short(alone) if alone else ""


def _short(month: int) -> str:
    return MONTH_NAMES[month - 1][:3].title()


def outcomes(cell: str, said: str, month: date | None, dates: OwnDates) -> list[tuple[str, str]] | None:
    """The days of one cell, each with what the cell beside it says: the nth of the nth. A day beside it is the one on
    which it took place. None where that isn't understood."""
    met = met_in(cell, month, dates)
    words = [word.strip() for word in re.split(_BETWEEN, said)] if met and len(met) > 1 else [said.strip()]
    if met is None or (said and len(words) != len(met)):
        return None
    pairs = zip((one.day for one in met), words if said else [""] * len(met), strict=True)
    found = [(_moved(word, month, dates, day), word) for day, word in pairs]
    return [(day, word) for day, word in found if day] if all(day for day, _ in found) else None


def _moved(word: str, month: date | None, dates: OwnDates, planned: str) -> str | None:
    days = _DAY.findall(fold(word))
    if not days:
        return planned
    day = _day(days[0], month, dates) if len(days) == 1 else None
    return day.isoformat() if day else None


def says_held(cell: str) -> bool:
    """Whether it says that something took place, on whatever day."""
    return _HELD.search(fold(cell)) is not None


def met_in(cell: str, month: date | None, dates: OwnDates) -> list[Met] | None:
    """What a cell says; nothing where all was cancelled. None where it isn't understood, as where a day is far from
    its month. A day without a year is the one nearest to the month."""
    found: list[Met] = []
    put_off = False
    if is_serial(cell):
        cell = OwnDates(serial_numbers=True).restated(cell)
    for clause in map(_in_words, _clauses(fold(cell.replace("\n", " ; ")))):
        met = _met(clause, month, dates)
        # Whether "canc 02/10 & 16/10" is one or both can't be told.
        if met is None or (put_off and not re.search(r"[a-z]", clause)):
            return None
        put_off = _CANCELLED.match(clause) is not None and _DAY.search(clause) is not None
        found += met
    return found


def _in_words(clause: str) -> str:
    """Letters that trackers have before or behind a day, and an arrow, as words: ``M 16/6 > 23/6 H``."""
    clause = _ARROW.sub(f" {_TO} ", _BEFORE.sub(lambda found: _LETTERS[found[1]], clause.strip()))
    return _BEHIND.sub(lambda found: f" {_LETTERS[found[1]]}", clause).strip()


def _clauses(said: str) -> Iterator[str]:
    """What is said of one session each. What names no day goes with what stands before it: ``canc, sick``."""
    clauses: list[str] = []
    for part in _BETWEEN.split(said):
        if clauses and not _DAY.search(part):
            clauses[-1] += f" {part}"
        else:
            clauses.append(part)
    yield from clauses


def _met(clause: str, month: date | None, dates: OwnDates) -> list[Met] | None:
    """Of a session that was moved only the new day counts."""
    if clause in _NOTHING or (_AWAY.search(clause) and not _HELD.search(clause)):
        return []
    before, moved, after = _divided(clause)
    if not moved and _CANCELLED.search(before):
        return [] if _understood(before, month, dates) is not None else None
    if moved and _understood(before, month, dates) is None:
        return None
    if moved and (not _DAY.search(after) or (moved == _TO and _CANCELLED.search(after))):
        return []
    said = after if moved else before
    days = _understood(said, month, dates)
    rest = re.sub(r"[\s()\[\].\-:]", "", _HELD.sub("", _BOOKED.sub("", _DAY.sub("", said))))
    if not days or rest not in ("", "to", "for"):
        return None
    return [Met(day.isoformat(), _BOOKED.search(said) is not None) for day in days]


def _divided(clause: str) -> tuple[str, str, str]:
    found = _MOVED.search(clause)
    return (clause[: found.start()], found[0], clause[found.end() :]) if found else (clause, "", "")


def _understood(said: str, month: date | None, dates: OwnDates) -> list[date] | None:
    """Its days; None where one of them is none, or a figure is left over."""
    days = [_day(one, month, dates) for one in _DAY.findall(said)]
    known = [day for day in days if day is not None]
    return known if len(known) == len(days) and not re.search(r"\d", _DAY.sub("", said)) else None


def _day(text: str, month: date | None, dates: OwnDates) -> date | None:
    said = written(in_plain_words(text.removesuffix(" 00:00")))
    if said is None:
        return None
    said = said.with_month_first if dates.month_first else said
    if month is None:
        return _alone(said, dates)
    if _OF_SHEET.fullmatch(text) and (turned := _turned(said, month)):
        return turned
    middle = month.replace(day=15)
    days = [day for year in _years(said, month) if (day := said.in_year(year))]
    nearest = min(days, key=lambda day: abs(day - middle), default=None)
    return nearest if nearest and abs(nearest - middle) <= _NEAR else None


def _turned(said: WrittenDay, month: date) -> date | None:
    """A sheet's own day that isn't of its column's month, and is with day and month turned round, as spreadsheets take
    what was typed."""
    turned = replace(said, day=said.month, month=said.day).in_year(int(said.year))
    mine = (month.year, month.month)
    return turned if turned and (turned.year, turned.month) == mine != (int(said.year), said.month) else None


def _years(said: WrittenDay, month: date) -> Sequence[int]:
    """Those that it may mean."""
    if len(said.year) == 4:
        return [int(said.year)]
    around = range(month.year - 1, month.year + 2)
    return [year for year in around if not said.year or year % 100 == int(said.year)]


def _alone(said: WrittenDay, dates: OwnDates) -> date | None:
    """Under a heading that says no year."""
    return said.in_year(int(said.year)) if len(said.year) == 4 else dates.day_of(said)
