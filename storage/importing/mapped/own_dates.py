"""How a council's own file writes its days, where that isn't day first with years of four digits: its mapping says so.

What is written in another way goes on as it stands, so that the reader of days says what is wrong with it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from policy import date_words
from policy.written_days import (
    CENTURY,
    DAYS,
    MONTH_WORDS,
    WrittenDay,
    full_year,
    in_plain_words,
    month_number,
    without_weekday,
    written,
)
from storage.importing.columns.values import EARLIEST, LATEST

#: From this day spreadsheets count days, as if 1900 had been a leap year.
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - the wall clock's
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
#: What such a number may be of a working life.
_PLAUSIBLE: Final = range((EARLIEST - _DAY_ZERO.date()).days, (LATEST - _DAY_ZERO.date()).days + 1)
#: A year that has every day that any has.
_LEAP: Final = 2024
#: The same days in eight figures, and the one by which nothing ends.
_COMPACT: Final = re.compile(r"(?:19[5-9]\d|20[0-5]\d|9999)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DATE_AND_TIME: Final = re.compile(
    r"(?P<day>.+?),?[ T]+(?P<time>\d{1,2}(?:[:.]\d{2}(?![.\d])|(?:\s*-\s*\d{1,2})?\s?[ap]\.?m\b).*)",
    re.IGNORECASE,
)

#: What a mapping says where the sheet's or the file's name says it.
TITLE: Final = "title"
_MONTH: Final = re.compile(rf"({MONTH_WORDS})\.?[ \-/]+((?:19|20)\d\d)", re.IGNORECASE)
#: A day of a month that isn't said: with its ending, or beside a weekday.
_DAY_ALONE: Final = re.compile(
    r"(?:((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\.?,?\s+(\d{1,2})(?:st|nd|rd|th)?|(\d{1,2})(?:st|nd|rd|th))",
    re.IGNORECASE,
)
#: What trackers say beside a day and changes nothing about it.
_HOW_THEY_MET: Final = re.compile(
    r"\s*[(\[](?:ms |on |via )?(?:teams|on-?line|virtual(?:ly)?|in[ -]person|face to face|f2f|phone|telephone|zoom|"
    r"video|remote(?:ly)?|office)[)\]]\s*$",
    re.IGNORECASE,
)


class OwnDates(BaseModel):
    """``serial_numbers``: days may be a spreadsheet's numbers, 46329 for 3 November 2026; ``compact``: they may be
    20261103; ``years_from``: the first of the hundred years that two digits mean; ``month_first``: in figures the month
    comes before the day; ``year``: that of days without one, or where a weekday stands beside such a day, the nearest
    in which it is that day's; ``first_of_month``: a month without its day, ``Mar 2019``, is its first; ``month``: that
    of days which say none, ``Wed 14th``, as ``2026-10`` or as the name of the sheet or the file says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    serial_numbers: bool = False
    compact: bool = False
    years_from: int | None = Field(default=None, ge=1900, le=2000)
    month_first: bool = False
    year: int | None = Field(default=None, ge=EARLIEST.year, le=LATEST.year)
    first_of_month: bool = False
    month: str = Field(default="", pattern=r"|title|20\d\d-(?:0[1-9]|1[0-2])")

    def restated(self, text: str) -> str:
        """As ``2026-11-03``, with the weekday and the time that stand beside it; as it is where it isn't written in
        this way."""
        return _restated(self, text) or text

    def _year(self, said: WrittenDay, weekday: int | None) -> int:
        """The one that the mapping says, where no weekday tells another."""
        year = self.year or 0
        found = ((y, said.in_year(y)) for y in (year, year + 1, year - 1))
        return next((y for y, day in found if day and weekday == day.weekday()), year)

    def day_of(self, said: WrittenDay, weekday: int | None = None) -> date | None:
        """None for what a reader of days needs no help with, and for what is no day."""
        turned = said.with_month_first if self.month_first else said
        if not said.year:
            return turned.in_year(self._year(turned, weekday)) if self.year else None
        if turned == said and (len(said.year) > 2 or self.years_from is None):
            return None
        return turned.in_year(full_year(said.year, self.years_from or CENTURY))


@lru_cache(maxsize=20_000)
def _restated(dates: OwnDates, text: str) -> str | None:
    if (bare := _HOW_THEY_MET.sub("", text)) != text:
        return _restated(dates, bare) or bare
    if is_serial(text):
        return _moment(text) if dates.serial_numbers else None
    if is_compact(text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if dates.compact else None
    if is_month(text):
        return _first_of(text) if dates.first_of_month else None
    if has_no_month(text):
        return _in_month(text, dates.month)
    day, time = split(text)
    bare, weekday = without_weekday(in_plain_words(day))
    said = written(bare)
    found = dates.day_of(said, weekday) if said else None
    named = "" if weekday is None else date_words.WEEKDAYS[weekday]
    return " ".join(filter(None, (named, found.isoformat(), time))) if found else None


def is_month(text: str) -> bool:
    """Whether it is a month with its year, and no day: ``Mar 2019``."""
    return _MONTH.fullmatch(text.strip()) is not None


def _first_of(text: str) -> str | None:
    said = _MONTH.fullmatch(text.strip())
    month = said and month_number(in_plain_words(said[1]))
    return f"{said[2]}-{month:02}-01" if said and month else None


def has_no_month(text: str) -> bool:
    """Whether it says a day of some month: ``Wed 14th``, ``3rd``."""
    return _DAY_ALONE.fullmatch(text.strip()) is not None


def _in_month(text: str, month: str) -> str | None:
    """In that month, or where a weekday stands there in the one beside it in which it is that day's."""
    said = _DAY_ALONE.fullmatch(text.strip())
    if not said or not re.fullmatch(r"\d{4}-\d\d", month):
        return None
    year, first = int(month[:4]), int(month[5:])
    day, weekday = int(said[2] or said[3]), said[1]
    for at in (first, first + 1, first - 1) if weekday else (first,):
        y, m = year + (at - 1) // 12, (at - 1) % 12 + 1
        found = WrittenDay(day, m, "").in_year(y)
        if found and (not weekday or DAYS[found.weekday()].startswith(weekday[:3].lower())):
            return found.isoformat()
    return None


def is_serial(text: str) -> bool:
    """Whether it may be a spreadsheet's number for a day."""
    match = _SERIAL.fullmatch(text)
    return match is not None and int(match[1]) in _PLAUSIBLE


def is_compact(text: str) -> bool:
    """Whether it may be a day as ``20261103``."""
    return _COMPACT.fullmatch(text) is not None


def is_impossible(text: str) -> bool:
    """Whether it is written as a day and no calendar has it, as 31 November."""
    said = said_in(split(text)[0])
    if said is None:
        return False
    year = full_year(said.year)
    orders = [(said.day, said.month), *([] if said.named else [(said.month, said.day)])]
    return not any(1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] for day, month in orders)


def _moment(text: str) -> str:
    minutes = round(float(text.replace(",", ".")) * 24 * 60)
    found = _DAY_ZERO + timedelta(minutes=minutes)
    return found.isoformat(" ", "minutes") if minutes % (24 * 60) else found.date().isoformat()


def split(text: str) -> tuple[str, str]:
    """A day, and the time that stands beside it; the time is empty where none does."""
    match = _DATE_AND_TIME.fullmatch(text)
    return (match["day"], match["time"]) if match else (text, "")


def has_no_year(text: str) -> bool:
    """Whether it is written as a day that says no year: ``Thu 2nd Jul``, but not 2.7, which may be a number."""
    said = written(without_weekday(in_plain_words(split(text)[0]))[0])
    told = said is not None and not said.year and said.in_year(_LEAP) is not None
    return told and said is not None and (said.named or "/" in text)


def nearest_to(text: str, near: date) -> date | None:
    """The day of a text that says no year, in the year in which it is nearest to another."""
    said = written(without_weekday(in_plain_words(split(text)[0]))[0])
    found = [day for year in range(near.year - 1, near.year + 2) if said and (day := said.in_year(year))]
    return min(found, key=lambda day: abs(day - near), default=None)


@lru_cache(maxsize=20_000)
def said_in(day: str) -> WrittenDay | None:
    """What a cell without its time says, if it is a date with its year."""
    return _with_year(without_weekday(in_plain_words(day))[0])


def _with_year(bare: str) -> WrittenDay | None:
    said = written(bare)
    return said if said and said.year else None


def proposed(words: Sequence[str], yearless: str | None, year: int) -> tuple[OwnDates, list[str]]:
    """How these days of a file are written, and what that makes of one of them, a line each. ``yearless``: one that
    says no year where nothing else does; ``year``: this one."""
    said = [(word, one) for word in words if (one := said_in(split(word)[0]))]
    serial = next(filter(is_serial, words), None)
    compact = next(filter(is_compact, words), None)
    short = next((word for word, one in said if len(one.year) == 2), None)
    late = next((word for word, one in said if one.month_comes_first), None)
    first = late if late and not any(one.day > 12 and not one.named for _, one in said) else None
    alone, bare = next(filter(is_month, words), None), next(filter(has_no_month, words), None)
    dates = OwnDates(
        first_of_month=alone is not None,
        month=TITLE if bare else "",
        serial_numbers=serial is not None,
        compact=compact is not None,
        years_from=CENTURY if short else None,
        month_first=first is not None,
        year=year if yearless else None,
    )
    reasons = list(_reasons(dates, serial, compact, short, first, yearless))
    if alone:
        reasons.append(f"a month without its day is its first: {alone} is {_said(dates, alone)}")
    if bare:
        reasons.append(
            f"a day without its month, such as {bare}, is of the month that the sheet's or file's name says"
        )
    return dates, reasons


def _reasons(
    dates: OwnDates,
    serial: str | None,
    compact: str | None,
    short: str | None,
    first: str | None,
    yearless: str | None,
) -> Iterator[str]:
    if serial:
        yield f"a spreadsheet's numbers for days: {serial} is {_said(dates, serial)}"
    if compact:
        yield f"eight figures for a day: {compact} is {_said(dates, compact)}"
    if short:
        until = CENTURY + 99
        yield f"years of two digits are {CENTURY} to {until}: {short} is {_said(dates, short)}"
    if yearless:
        yield f"a day without a year is of {dates.year}, or as its weekday says: {yearless} is {_said(dates, yearless)}"
    if first:
        yield f"the month comes first: {first} is {_said(dates, first)}"


def _said(dates: OwnDates, word: str) -> str:
    """The day that a word means so; a weekday and a time beside it are passed over."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", dates.restated(word))
    return date_words.day(date.fromisoformat(found[0])) if found else "no day"
