"""Reads a day and a time that somebody typed. What it makes of them is read back in words and confirmed before
anything happens; what can mean two days is asked; what it can't read is refused with an example, never guessed.

Times are read by ``policy/written_times.py``, days by ``typed_dates``: as people say them by ``typed_days``, dates by
``policy/written_days.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from cards.shared import unreadable
from handlers.shared.base import Refusal
from handlers.shared.typed_dates import (
    ORDINAL,
    NoDay,
    NotThere,
    Side,
    Since,
    Where,
    days_by,
    month_called,
    parsed,
)
from handlers.shared.typed_days import Days, is_of_days, span, whole
from policy.folding import fold
from policy.session_length import without_length
from policy.times_of_day import Lack, NoTime
from policy.written_days import DAYS, MONTH_NAMES, in_plain_words, without_weekday, written
from policy.written_times import time_in

#: Longer than any day and time.
LONGEST: Final = 80

_FROM: Final = re.compile(r"^(from|since)\s+", re.IGNORECASE)
_UNTIL: Final = re.compile(r"^(?:to|until|till)\s+(.+)$", re.IGNORECASE)
_OPEN: Final = re.compile(r"(?:^|,?\s+)(?:until|till)\s+further\s+notice$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^between\s+(.+)\s+and\s+(.+)$", re.IGNORECASE)
_JOINT: Final = re.compile(r"\s(?:to|until|till|-)\s|-")
_WEEKS_ON: Final = re.compile(r"(?:in )?(?:\d+ )?weeks?(?: from)?")
_OF_MONTH: Final = re.compile(rf"\b((?:{'|'.join(MONTH_NAMES)})(?: \d{{4}})?)\b")


class _NoSuchDay(Refusal):
    """A day is said that doesn't exist, or can't be meant."""


@dataclass(frozen=True, slots=True)
class Read:
    """``days``: one, or the two that the words can mean, sooner first. ``at``: the time on the council's clock;
    ``until``: when a range of times ends; ``minutes``: how long it is to be, where that is said."""

    words: str
    days: Days
    at: time
    until: time | None = None
    minutes: int | None = None


def warm() -> None:
    """Does at start what the first reading would otherwise wait for (about a fifth of a second)."""
    parsed("15 december 2026")


@dataclass(frozen=True, slots=True)
class ReadOver:
    """Of what is over, as ``Read``; ``at`` None: no time is said."""

    days: Days
    at: time | None = None
    minutes: int | None = None


def read_over(words: str, now: datetime) -> ReadOver:
    """A day that is over, or today, and a time if one is said. Raises Refusal with an example."""
    if _has_time(words):
        found = _read(words, now, Side.BEHIND)
        return ReadOver(found.days, found.at, found.minutes)
    rest, lasts = without_length(fold(_tidy(words)))
    return ReadOver(_read_day(rest if lasts else words, now.date(), Side.BEHIND), minutes=lasts)


def _has_time(words: str) -> bool:
    try:
        time_in(fold(_tidy(words)))
    except NoTime as missing:
        return missing.lack is not Lack.NONE
    return True


def read(words: str, now: datetime) -> Read:
    """A day and a time in the council's zone; ``now`` is the wall time there. Raises Refusal with an example."""
    return _read(words, now, Side.AHEAD)


def _read(words: str, now: datetime, side: Where) -> Read:
    text = _tidy(words)
    if not text or len(text) > LONGEST:
        raise Refusal(unreadable.with_example(unreadable.NOTHING_SAID))
    shown = text if is_of_days(text) else ""
    try:
        found = time_in(fold(text))
        days = days_by(shown, in_plain_words(found.rest), now.date(), side)
    except NoTime as missing:
        raise Refusal(unreadable.with_example(unreadable.why_no_time(missing, shown))) from None
    except NoDay as missing:
        raise Refusal(unreadable.with_example(missing)) from None
    if found.pointed and (dates := _as_dates(text, now)):
        raise Refusal(unreadable.day_or_time(text, days[0], found.at, found.until, dates[0]))
    return Read(text, days, found.at, found.until, found.lasts)


def _as_dates(text: str, now: datetime) -> Days:
    """What ``friday 11.12`` says if that is no time but a day and its month, which is a Friday; else empty."""
    try:
        return days_by(text, in_plain_words(text), now.date(), Side.AHEAD)
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


def read_day(words: str, now: datetime, *, nearest: bool = False) -> Days:
    """The day, or the two that the words can mean, read as ``read`` does. ``nearest``: what has no year of its own, or
    no month, may be past too. Raises Refusal with an example."""
    return _read_day(words, now.date(), Side.NEAREST if nearest else Side.AHEAD)


def _read_day(words: str, today: date, side: Where) -> Days:
    text = _tidy(words)
    if not text or len(text) > LONGEST:
        raise Refusal(unreadable.with_example(unreadable.NOTHING_SAID, of_a_day=True))
    try:
        return days_by(text if is_of_days(text) else "", in_plain_words(text), today, side)
    except NoDay as missing:
        refusal = _NoSuchDay if isinstance(missing, NotThere) else Refusal
        raise refusal(unreadable.with_example(missing, of_a_day=True)) from None


def read_days(words: str, now: datetime, since: date | None = None) -> tuple[Days, Days]:
    """The first and the last day of ``10 to 20 nov``, ``since monday``, ``until friday``, ``mon-fri``, ``friday for 2
    weeks``, each as ``read_day`` has it; empty where none is said. The last is counted from the first. ``since``: what
    has no year of its own is then or later; None: the nearest of any year. Raises Refusal."""
    text, today = _BETWEEN.sub(r"\1 to \2", _tidy(words)), now.date()
    opened = _FROM.match(text)
    both = Since(since) if since else Side.NEAREST
    side = Side.BEHIND if opened and opened[1].lower() == "since" else both
    text = _FROM.sub("", text)
    text = _OPEN.sub("", text)
    if not text:
        return (), ()
    if spanned := _spanned(in_plain_words(text), today, side, opened=opened is not None):
        return spanned
    if until := _UNTIL.match(text):
        ends = _last_days(until[1], today, (today,), both)
        if ends[0] < today:
            raise Refusal(unreadable.with_example(unreadable.over(ends[0]), of_a_day=True))
        return (), ends
    no_such_day: Refusal | None = None
    for first, last in _halves(text):
        try:
            begins = _first_day(first, last, today, side)
            ends = _last_days(last, today, begins)
        except Refusal as refused:
            no_such_day = no_such_day or (refused if isinstance(refused, _NoSuchDay) else None)
            continue
        return begins, _in_order(begins, _of_that_week(first, last, begins, ends))
    try:
        return _read_day(text, today, side), ()
    except Refusal as refused:
        raise no_such_day or refused from None


def _spanned(plain: str, today: date, side: Where, *, opened: bool) -> tuple[Days, Days] | None:
    """The first and the last day of what is said as a whole: a length, a week, a weekend. ``opened``: after ``from``,
    where a week is no day."""
    if not opened and (both := whole(plain, today)):
        return both
    if found := span(plain):
        begins = _read_day(found[0], today, side)
        return begins, tuple(found[1](day) for day in begins)
    return None


def _of_that_week(first: str, last: str, begins: Days, ends: Days) -> Days:
    """``monday week to friday week`` said on a Tuesday ends after that Monday, not before it."""
    (how, _), (same, weekday) = (without_weekday(in_plain_words(half)) for half in (first, last))
    if ends[-1] >= begins[0] or how != same or weekday is None or not _WEEKS_ON.fullmatch(how):
        return ends
    return tuple(_read_day(DAYS[weekday], day, Side.AHEAD)[-1] for day in begins)


def _in_order(begins: Days, ends: Days) -> Days:
    """Raises Refusal where the last is before the first."""
    if ends[-1] < begins[0]:
        before = unreadable.last_before_first(begins[0], ends[-1])
        raise Refusal(unreadable.with_example(before, of_a_day=True))
    return tuple(day for day in ends if day >= begins[0])


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Every way to take a text for two days."""
    folded = fold(text)
    for joint in _JOINT.finditer(folded):
        first, last = folded[: joint.start()].strip(), folded[joint.end() :].strip()
        if first and last:
            yield first, last


def _first_day(first: str, last: str, today: date, side: Where) -> Days:
    """The first of two takes the month and the year of the other where it has none: ``10th to 20 november 2027``."""
    plain, bare_last = in_plain_words(first), without_weekday(in_plain_words(last))[0]
    of_last = _OF_MONTH.search(bare_last) if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", plain) else None
    if of_last:
        return _read_day(" ".join((plain, of_last[1])), today, side)
    said, ends = written(without_weekday(plain)[0], month_called), written(bare_last, month_called)
    if said and ends and ends.year and not said.year:
        return _read_day(first, _of_its_year(last, today), Side.LATEST)
    return _read_day(first, today, side)


def _of_its_year(words: str, today: date) -> date:
    """A day whose year is said."""
    return _read_day(words, today, Side.NEAREST)[0]


def _last_days(last: str, today: date, begins: Days, side: Where = Side.NEAREST) -> Days:
    """What has no month or no year of its own is counted from the first day, from either that this may be."""
    plain = in_plain_words(_tidy(last))
    bare, _ = without_weekday(plain)
    if plain in DAYS or ORDINAL.fullmatch(bare):
        return tuple(sorted({_read_day(last, first, Side.AHEAD)[0] for first in begins}))
    said = written(bare, month_called)
    if said and not said.year:
        return tuple(sorted({day for first in begins for day in _read_day(last, first, side)}))
    return _read_day(last, today, Side.NEAREST)


def _tidy(words: str) -> str:
    """As somebody meant to type it: without the quotes and full stops that came along, or a backslash."""
    return " ".join(words.replace("\\", " ").split()).strip(" .,;:!?'\"“”‘’")
