"""Reads a day and a time that somebody typed. What it makes of them is read back in words and confirmed before
anything happens; what can mean two days is asked; what it can't read is refused with an example, never guessed.

Times are read by ``typed_times``, days as people say them by ``typed_days``, dates by ``policy/written_days.py``.
dateparser, which guesses, is asked only what a word that begins as a month's name does means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from typing import Final

from cards.shared import unreadable
from handlers.shared.base import Refusal
from handlers.shared.typed_days import Days, days_meant, nearest_word, span
from handlers.shared.typed_times import NoTime, time_in
from policy.folding import fold
from policy.written_days import (
    DAYS,
    MONTH_NAMES,
    WrittenDay,
    in_plain_words,
    month_number,
    without_weekday,
    written,
)

#: Longer than any day and time.
LONGEST: Final = 80
#: A year further off than this is a slip of the keyboard.
YEARS: Final = 5

_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_FROM: Final = re.compile(r"^(from|since)\s+", re.IGNORECASE)
_UNTIL: Final = re.compile(r"^(?:to|until|till)\s+(.+)$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^between\s+(.+)\s+and\s+(.+)$", re.IGNORECASE)
_JOINT: Final = re.compile(r"\s(?:to|until|till|-)\s|-")
_OF_MONTH: Final = re.compile(rf"\b((?:{'|'.join(MONTH_NAMES)})(?: \d{{4}})?)\b")

# dateparser keeps what it learns in shared caches and doesn't say that threads may use them at once.
_ONE_AT_A_TIME: Final = Lock()


class NoDay(ValueError):  # noqa: N818
    """No day is said; its sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Read:
    """``days``: one, or the two that the words can mean, sooner first. ``at``: the time on the council's clock."""

    words: str
    days: Days
    at: time


def warm() -> None:
    """Does at start what the first reading would otherwise wait for (about a fifth of a second)."""
    _parse("15 december 2026")


def read(words: str, now: datetime) -> Read:
    """A day and a time in the council's zone; ``now`` is the wall time there. Raises Refusal with an example."""
    text = _tidy(words)
    if not text or len(text) > LONGEST:
        raise Refusal(unreadable.with_example(unreadable.NOTHING_SAID))
    try:
        found = time_in(fold(text), text)
        days = _days(text, in_plain_words(found.rest), now.date(), nearest=False)
    except (NoTime, NoDay) as missing:
        raise Refusal(unreadable.with_example(missing)) from None
    if found.pointed and (dates := _as_dates(text, now)):
        raise Refusal(unreadable.day_or_time(text, days[0], found.at, dates[0]))
    return Read(text, days, found.at)


def _as_dates(text: str, now: datetime) -> Days:
    """What ``friday 11.12`` says if that is no time but a day and its month, which is a Friday; else empty."""
    try:
        return _days(text, in_plain_words(text), now.date(), nearest=False)
    except NoDay:
        return ()


def is_day(words: str, now: datetime) -> bool:
    """Whether the whole of what was typed is a day, with a time or without."""
    for reads in (read, read_day):
        try:
            reads(words, now)
        except Refusal:
            continue
        return True
    return False


def read_day(words: str, now: datetime, *, nearest: bool = False, after: date | None = None) -> Days:
    """The day, or the two that the words can mean, read as ``read`` does. ``nearest``: a day and month without a year
    may be past too: the one nearest today. ``after``: what has no month of its own is the first from that day on, as
    the end of ``thursday to tuesday``. Raises Refusal with an example."""
    text = _tidy(words)
    if not text or len(text) > LONGEST:
        raise Refusal(unreadable.with_example(unreadable.NOTHING_SAID, of_a_day=True))
    plain = in_plain_words(text)
    try:
        if after and (plain in DAYS or _ORDINAL.fullmatch(plain)):
            return days_meant(plain, after)[:1] or _days(text, plain, after, nearest=False)
        return _days(text, plain, now.date(), nearest=nearest)
    except NoDay as missing:
        raise Refusal(unreadable.with_example(missing, of_a_day=True)) from None


def read_days(words: str, now: datetime) -> tuple[Days, Days]:
    """The first and the last day of ``10 to 20 nov``, ``since monday``, ``until friday``, ``mon-fri``, ``friday for 2
    weeks``, each as ``read_day`` has it; empty where none is said. The last is counted from the sooner first. Raises
    Refusal."""
    text = _BETWEEN.sub(r"\1 to \2", _tidy(words))
    opened = _FROM.match(text)
    since, text = bool(opened and opened[1].lower() == "since"), _FROM.sub("", text)
    if not text:
        return (), ()
    if found := span(in_plain_words(text)):
        begins = _first_day(found[0], "", now, since=since)
        return begins, (found[1](begins[0]),)
    until = _UNTIL.match(text)
    if until:
        return (), read_day(until[1], now, nearest=True)
    for first, last in _halves(text):
        try:
            begins = _first_day(first, last, now, since=since)
            return begins, read_day(last, now, nearest=True, after=begins[0])
        except Refusal:
            continue
    return _first_day(text, "", now, since=since), ()


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Every way to take a text for two days."""
    folded = fold(text)
    for joint in _JOINT.finditer(folded):
        first, last = folded[: joint.start()].strip(), folded[joint.end() :].strip()
        if first and last:
            yield first, last


def _first_day(first: str, last: str, now: datetime, *, since: bool) -> Days:
    """The first of two takes the month of the other where it has none: ``10th to 20 november``."""
    plain = in_plain_words(first)
    if since and plain in DAYS:
        return (now.date() - timedelta(days=(now.weekday() - DAYS.index(plain)) % 7),)
    month_of_last = (
        _OF_MONTH.search(in_plain_words(last)) if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", plain) else None
    )
    return read_day(" ".join((plain, month_of_last[1])) if month_of_last else first, now, nearest=True)


def _tidy(words: str) -> str:
    """As somebody meant to type it: without the quotes and full stops that came along, or a backslash."""
    return " ".join(words.replace("\\", " ").split()).strip(" .,;:!?'\"“”‘’")


def _days(text: str, plain: str, today: date, *, nearest: bool) -> Days:
    if not plain:
        raise NoDay(unreadable.no_day(text))
    found = days_meant(plain, today)
    if found:
        return found
    bare, weekday = without_weekday(plain)
    dated = _dated(text, bare, today, nearest=nearest)
    if dated is None:
        raise NoDay(_why_no_day(text, plain, bare))
    if weekday is not None and weekday != dated.weekday():
        raise NoDay(unreadable.other_weekday(dated, DAYS[weekday]))
    return (dated,)


def _dated(text: str, bare: str, today: date, *, nearest: bool) -> date | None:
    """A day of the calendar, without the weekday that may stand beside it; None where it is no such thing."""
    if _ORDINAL.match(bare):
        found = days_meant(bare, today)
        if found:
            return found[0]
    said = written(bare, _month_of)
    return _made(text, said, today, nearest=nearest) if said else None


def _made(text: str, said: WrittenDay, today: date, *, nearest: bool) -> date:
    """The day of that year; without one the next, today included, or the nearest. Raises NoDay."""
    if said.month_comes_first:
        raise NoDay(unreadable.month_first(text))
    years = [_year(text, said.year, today)] if said.year else list(range(today.year - 1, today.year + 2))
    found = [day for y in years if (day := said.in_year(y))]
    if not said.year and not nearest:
        found = [day for day in found if day >= today][:1]
    if not found:
        raise NoDay(_no_such_day(text, said))
    return min(found, key=lambda day: abs(day - today))


def _year(text: str, year: str, today: date) -> int:
    found = int(year) if len(year) == 4 else today.year // 100 * 100 + int(year)
    if abs(found - today.year) > YEARS:
        raise NoDay(unreadable.far_year(text, found))
    return found


def _no_such_day(text: str, said: WrittenDay) -> str:
    if not said.year and (said.day, said.month) == (29, 2):
        return unreadable.NO_LEAP_DAY
    return unreadable.no_such_day(text)


def _why_no_day(text: str, plain: str, bare: str) -> str:
    ordinal = _ORDINAL.fullmatch(bare)
    if ordinal:
        return unreadable.in_no_month(text)
    near = None if unreadable.names_a_span(plain) else nearest_word(plain)
    if near:
        return unreadable.did_you_mean(text, near)
    if re.fullmatch(r"in \d+ (?:day|week|month)s?", plain):
        return unreadable.not_read(text)
    return unreadable.which_day(text, plain)


def _month_of(name: str) -> int | None:
    """The number of a month by its name, or by a word that begins as one, as dateparser knows them."""
    if known := month_number(name):
        return known
    found = _parse(f"1 {name} 2024") if any(name.startswith(m[:3]) for m in MONTH_NAMES) else None
    return found.month if found else None


def _parse(words: str) -> date | None:
    # Imported when a date is read: it takes a tenth of a second, which other commands shouldn't pay.
    import dateparser  # noqa: PLC0415

    try:
        with _ONE_AT_A_TIME:
            found = dateparser.parse(words, languages=["en"], settings={"DATE_ORDER": "DMY"})
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None
