"""Reads a day and a time that somebody typed. What it makes of them is read back in words and confirmed before
anything happens; what can mean two days is asked; what it can't read is refused with an example, never guessed.

Times are read by ``policy/written_times.py``, days as people say them by ``typed_days``, dates by
``policy/written_days.py``.
dateparser, which guesses, is asked only what a word that begins as a month's name does means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from threading import Lock
from typing import Final, TypeAlias

from cards.shared import unreadable
from handlers.shared.base import Refusal
from handlers.shared.typed_days import (
    Days,
    days_meant,
    is_of_days,
    nearest_word,
    numbered_before,
    span,
    whole,
)
from policy.folding import fold
from policy.written_days import (
    DAYS,
    MONTH_NAMES,
    WrittenDay,
    full_year,
    in_plain_words,
    month_number,
    without_weekday,
    written,
)
from policy.written_times import Lack, NoTime, time_in

#: Longer than any day and time.
LONGEST: Final = 80
#: A year further off than this is a slip of the keyboard.
YEARS: Final = 5
#: What is past for no longer is meant rather than the same day next year, which is asked of what is past for longer.
_JUST_PAST: Final = timedelta(days=28)

_ORDINAL: Final = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_FROM: Final = re.compile(r"^(from|since)\s+", re.IGNORECASE)
_UNTIL: Final = re.compile(r"^(?:to|until|till)\s+(.+)$", re.IGNORECASE)
_OPEN: Final = re.compile(r"(?:^|,?\s+)(?:until|till)\s+further\s+notice$", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"^between\s+(.+)\s+and\s+(.+)$", re.IGNORECASE)
_JOINT: Final = re.compile(r"\s(?:to|until|till|-)\s|-")
_OF_MONTH: Final = re.compile(rf"\b((?:{'|'.join(MONTH_NAMES)})(?: \d{{4}})?)\b")

# dateparser keeps what it learns in shared caches and doesn't say that threads may use them at once.
_ONE_AT_A_TIME: Final = Lock()


class Side(Enum):
    """Where what is said without a year, or without a month, is looked for: today or later; today or before, of what
    is over; the latest by then, whatever is nearer; or either."""

    AHEAD = auto()
    BEHIND = auto()
    LATEST = auto()
    NEAREST = auto()


@dataclass(frozen=True, slots=True)
class _Since:
    """Today or later, or back to this day, if that may still be: past both may be meant, and are asked."""

    day: date


_Where: TypeAlias = Side | _Since


class NoDay(ValueError):  # noqa: N818
    """No day is said; its sentence says what is missing."""


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
    _parse("15 december 2026")


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
    return ReadOver(_read_day(words, now.date(), Side.BEHIND))


def _has_time(words: str) -> bool:
    try:
        time_in(fold(_tidy(words)))
    except NoTime as missing:
        return missing.lack is not Lack.NONE
    return True


def read(words: str, now: datetime) -> Read:
    """A day and a time in the council's zone; ``now`` is the wall time there. Raises Refusal with an example."""
    return _read(words, now, Side.AHEAD)


def _read(words: str, now: datetime, side: _Where) -> Read:
    text = _tidy(words)
    if not text or len(text) > LONGEST:
        raise Refusal(unreadable.with_example(unreadable.NOTHING_SAID))
    shown = text if is_of_days(text) else ""
    try:
        found = time_in(fold(text))
        days = _days(shown, in_plain_words(found.rest), now.date(), side)
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
        return _days(text, in_plain_words(text), now.date(), Side.AHEAD)
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


def _read_day(words: str, today: date, side: _Where) -> Days:
    text = _tidy(words)
    if not text or len(text) > LONGEST:
        raise Refusal(unreadable.with_example(unreadable.NOTHING_SAID, of_a_day=True))
    try:
        return _days(text if is_of_days(text) else "", in_plain_words(text), today, side)
    except NoDay as missing:
        raise Refusal(unreadable.with_example(missing, of_a_day=True)) from None


def read_days(words: str, now: datetime, since: date | None = None) -> tuple[Days, Days]:
    """The first and the last day of ``10 to 20 nov``, ``since monday``, ``until friday``, ``mon-fri``, ``friday for 2
    weeks``, each as ``read_day`` has it; empty where none is said. The last is counted from the first. ``since``: what
    has no year of its own is then or later; None: the nearest of any year. Raises Refusal."""
    text, today = _BETWEEN.sub(r"\1 to \2", _tidy(words)), now.date()
    opened = _FROM.match(text)
    both = _Since(since) if since else Side.NEAREST
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
    for first, last in _halves(text):
        try:
            begins = _first_day(first, last, today, side)
            ends = _last_days(last, today, begins)
        except Refusal:
            continue
        return begins, _in_order(begins, ends)
    return _read_day(text, today, side), ()


def _spanned(plain: str, today: date, side: _Where, *, opened: bool) -> tuple[Days, Days] | None:
    """The first and the last day of what is said as a whole: a length, a week, a weekend. ``opened``: after ``from``,
    where a week is no day."""
    if not opened and (both := whole(plain, today)):
        return both
    if found := span(plain):
        begins = _read_day(found[0], today, side)
        return begins, tuple(found[1](day) for day in begins)
    return None


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


def _first_day(first: str, last: str, today: date, side: _Where) -> Days:
    """The first of two takes the month and the year of the other where it has none: ``10th to 20 november 2027``."""
    plain, bare_last = in_plain_words(first), without_weekday(in_plain_words(last))[0]
    of_last = _OF_MONTH.search(bare_last) if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", plain) else None
    if of_last:
        return _read_day(" ".join((plain, of_last[1])), today, side)
    said, ends = written(without_weekday(plain)[0], _month_of), written(bare_last, _month_of)
    if said and ends and ends.year and not said.year:
        return _read_day(first, _of_its_year(last, today), Side.LATEST)
    return _read_day(first, today, side)


def _of_its_year(words: str, today: date) -> date:
    """A day whose year is said."""
    return _read_day(words, today, Side.NEAREST)[0]


def _last_days(last: str, today: date, begins: Days, side: _Where = Side.NEAREST) -> Days:
    """What has no month or no year of its own is counted from the first day, from either that this may be."""
    plain = in_plain_words(_tidy(last))
    bare, _ = without_weekday(plain)
    if plain in DAYS or _ORDINAL.fullmatch(bare):
        return tuple(sorted({_read_day(last, first, Side.AHEAD)[0] for first in begins}))
    said = written(bare, _month_of)
    if said and not said.year:
        return tuple(sorted({day for first in begins for day in _read_day(last, first, side)}))
    return _read_day(last, today, Side.NEAREST)


def _tidy(words: str) -> str:
    """As somebody meant to type it: without the quotes and full stops that came along, or a backslash."""
    return " ".join(words.replace("\\", " ").split()).strip(" .,;:!?'\"“”‘’")


def _days(text: str, plain: str, today: date, side: _Where) -> Days:
    if not plain:
        raise NoDay(unreadable.no_day(text))
    if whole(plain, today):
        raise NoDay(unreadable.which_day(text, plain))
    if span(plain):
        raise NoDay(unreadable.how_long(text))
    found = _any_weekday(text, plain, today, side)
    if side is Side.BEHIND and found[0] > today:
        raise NoDay(unreadable.to_come(text))
    return found


def _any_weekday(text: str, plain: str, today: date, side: _Where) -> Days:
    """The days that are of the weekday which the words name, if any."""
    bare, weekday = without_weekday(plain)
    if side is Side.BEHIND and plain in DAYS:
        return (today - timedelta(days=(today.weekday() - DAYS.index(plain)) % 7),)
    found = _numbered(bare, today, side) or days_meant(plain, today)
    if found and (weekday is None or not _ORDINAL.fullmatch(bare)):
        return found
    found = found or _dated(text, bare, today, side)
    if not found:
        raise NoDay(_why_no_day(text, plain, bare))
    named = tuple(day for day in found if weekday in (None, day.weekday()))
    if weekday is not None and not named:
        raise NoDay(unreadable.other_weekday(found[-1], DAYS[weekday]))
    return named


def _numbered(bare: str, today: date, side: _Where) -> Days:
    """``the 3rd``: the next, today included, the one before, or where this is nearer both."""
    if not _ORDINAL.fullmatch(bare):
        return ()
    ahead, behind = days_meant(bare, today), numbered_before(int(bare[:-2]), today)
    if side is Side.AHEAD or not ahead or ahead[0] == today:
        return ahead
    if side is Side.BEHIND:
        return behind
    since = side.day if isinstance(side, _Since) else date.min
    return (*(day for day in behind if since <= day and today - day <= ahead[0] - today), *ahead)


def _dated(text: str, bare: str, today: date, side: _Where) -> Days:
    """A day of the calendar, without the weekday that may stand beside it; empty where it is no such thing."""
    if _ORDINAL.match(bare) and (found := days_meant(bare, today)):
        return found
    said = written(bare, _month_of)
    return _made(text, said, today, side) if said else ()


def _made(text: str, said: WrittenDay, today: date, side: _Where) -> Days:
    """The day of that year; without one by its side of today. Raises NoDay."""
    if said.month_comes_first:
        raise NoDay(unreadable.month_first(text))
    years = [_year(text, said.year, today)] if said.year else list(range(today.year - 1, today.year + 2))
    found = [day for y in years if (day := said.in_year(y))]
    if not found:
        raise NoDay(_no_such_day(text, said))
    nearest = min(found, key=lambda day: abs(day - today))
    if said.year or side is Side.NEAREST:
        return (nearest,)
    ahead, behind = [day for day in found if day >= today], [day for day in found if day <= today]
    if isinstance(side, _Since):
        past = [day for day in behind[-1:] if day >= side.day]
        return tuple(past if past and today - past[0] <= _JUST_PAST else (*past, *ahead[:1]))
    if side is Side.BEHIND and behind and nearest > today:
        raise NoDay(unreadable.still_to_come(nearest, behind[-1]))
    return tuple(ahead[:1] if side is Side.AHEAD else behind[-1:])


def _year(text: str, year: str, today: date) -> int:
    found = full_year(year)
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
