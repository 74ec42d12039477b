"""Reads a day and a time that somebody typed. What it makes of them is read back in words and confirmed before
anything happens; what can mean two days is asked; what it can't read is refused with an example, never guessed.

The time is read here, the day by dateparser (day first, the future before the past), which guesses: what it guesses
wrongly or too freely (a bare number, a month without a day, the past, a weekday that isn't that date's) is caught."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from typing import Final

from cards.words import month, weekday
from handlers.shared.base import Refusal

EXAMPLE: Final = "Write it like: tuesday 2pm, 15 december 10:30 or 15/12/2026 14:00"
EXAMPLE_OF_A_DAY: Final = "Write it like: tuesday, 15 december or 15/12/2026"
#: Longer than any day and time.
LONGEST: Final = 80
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_HALF_DAY: Final = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
_WHOLE_DAY: Final = re.compile(r"\b(\d{1,2}):(\d{2})\b(?!\s*[ap]\.?m)", re.IGNORECASE)
_DOTTED: Final = re.compile(r"\bat\s+(\d{1,2})\.(\d{2})\b(?!\s*[ap]\.?m)", re.IGNORECASE)
_NAMED: Final = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)
_BARE_HOUR: Final = re.compile(
    r"\bat\s+\d{1,2}\b|\bo'?clock\b|\b(?:half|quarter)\s+(?:past|to)\b", re.IGNORECASE
)
_ABBREVIATED: Final = re.compile(r"\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)\b\.?", re.IGNORECASE)
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(DAYS)})\b")
_ALONE: Final = re.compile(rf"^(?:(next|this|coming)\s+)?({'|'.join(DAYS)})$")
_ORDINAL: Final = re.compile(r"^(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)$")
_NUMBERS: Final = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})(?:[/.\-]\d{2,4})?\b")
_YEAR: Final = re.compile(r"\b\d{4}\b|\d[/.\-]\d{1,2}[/.\-]\d{2}\b")
_ISO: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})$")
_RELATIVE: Final = re.compile(
    r"\b(?:today|tomorrow|yesterday)\b|\b(?:day|week|month)s?\s+ago\b|\bin\s+\w+\s+(?:day|week|month)s?\b"
)
_SMALL: Final = re.compile(r"\b(?:at|on|for)\b|,")
_NAMED_MONTH: Final = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")

# dateparser keeps what it learns in shared caches and doesn't say that threads may use them at once.
_ONE_AT_A_TIME: Final = Lock()


@dataclass(frozen=True, slots=True)
class Read:
    """``days``: one, or the two that the words can mean, sooner first. ``at``: the time on the council's clock."""

    words: str
    days: tuple[date, ...]
    at: time


def warm() -> None:
    """Does at start what the first reading would otherwise wait for (about a fifth of a second)."""
    _parse("15 december", datetime(2026, 1, 1))  # noqa: DTZ001 - dateparser's base is a wall time


def read(words: str, now: datetime) -> Read:
    """A day and a time in the council's zone; ``now`` is the wall time there. Raises Refusal with an example."""
    text = " ".join(words.split())
    if not text or len(text) > LONGEST:
        raise Refusal(f"When? {EXAMPLE}")
    at, rest = _time(text)
    return Read(text, _days(text, rest, now), at)


def read_day(words: str, now: datetime, *, nearest: bool = False) -> tuple[date, ...]:
    """The day, or the two that the words can mean, read as ``read`` does. ``nearest``: a day and month without a year
    may be past too: the one nearest today. Raises Refusal with an example."""
    text = " ".join(words.split())
    if not text or len(text) > LONGEST:
        raise Refusal(f"When? {EXAMPLE_OF_A_DAY}")
    rest = _SMALL.sub(" ", text.lower())
    try:
        if nearest and _without_year(rest):
            return (_nearest(text, rest, now),)
        return _days(text, rest, now)
    except Refusal as refused:
        raise Refusal(refused.sentence.replace(EXAMPLE, EXAMPLE_OF_A_DAY)) from refused


def _without_year(text: str) -> bool:
    """A day and month, of any year."""
    return bool(_NUMBERS.search(text) or _NAMED_MONTH.search(text)) and _YEAR.search(text) is None


def _nearest(text: str, rest: str, now: datetime) -> date:
    """The day to come or the same a year before: of 29 February, which that year may not have had, the one to come."""
    words = _in_full_words(rest)
    found = _days(text, _WEEKDAY.sub(" ", words), now)[0]
    if (found.month, found.day) != (2, 29):
        found = min(found, found.replace(year=found.year - 1), key=lambda one: abs(one - now.date()))
    _require_weekday(words, found)
    return found


def _in_full_words(rest: str) -> str:
    """With its weekdays in full and one space between words."""
    return " ".join(_ABBREVIATED.sub(lambda m: _in_full(m[1]), rest).split())


def _time(text: str) -> tuple[time, str]:
    """The one time in the text, and the text without it."""
    found = [m for pattern in (_HALF_DAY, _WHOLE_DAY, _DOTTED, _NAMED) for m in pattern.finditer(text)]
    if len(found) > 1:
        raise Refusal(f"“{text}” names more than one time. {EXAMPLE}")
    if not found:
        doubt = "Morning or afternoon?" if _BARE_HOUR.search(text) else "At what time?"
        raise Refusal(f"{doubt} “{text}” doesn't say. {EXAMPLE}")
    rest = text[: found[0].start()] + " " + text[found[0].end() :]
    return _clock(found[0]), _SMALL.sub(" ", rest.lower())


def _clock(found: re.Match[str]) -> time:
    if found.re is _NAMED:
        return time(0) if found[1].lower() == "midnight" else time(12)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found.re is _HALF_DAY:
        if not 1 <= hour <= 12:
            raise Refusal(f"“{found[0]}” is no time of day. {EXAMPLE}")
        hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError as wrong:
        raise Refusal(f"“{found[0]}” is no time of day. {EXAMPLE}") from wrong


def _days(text: str, rest: str, now: datetime) -> tuple[date, ...]:
    words = _in_full_words(rest)
    if not words:
        raise Refusal(f"On which day? “{text}” doesn't say. {EXAMPLE}")
    alone, ordinal, iso = _ALONE.match(words), _ORDINAL.match(words), _ISO.match(words)
    if alone:
        return _weekday(alone[1] or "", DAYS.index(alone[2]), now.date())
    if ordinal:
        return (_day_of_month(text, int(ordinal[1]), now.date()),)
    if iso:
        return (_iso(text, iso[1]),)
    return (_by_dateparser(text, words, now),)


def _in_full(short: str) -> str:
    return next(day for day in DAYS if day.startswith(short[:3].lower()))


def _weekday(which: str, weekday: int, today: date) -> tuple[date, ...]:
    """ "Next Tuesday" said early in a week is this week's to some and next week's to others; "Tuesday" said on a
    Tuesday may be today. Both are then asked about."""
    ahead = (weekday - today.weekday()) % 7
    coming = today + timedelta(days=ahead or 7)
    if which == "next":
        next_week = today + timedelta(days=7 - today.weekday() + weekday)
        return (coming,) if coming == next_week else (coming, next_week)
    return (coming,) if ahead else (today, coming)


def _day_of_month(text: str, day: int, today: date) -> date:
    """The next day of that number, today included, in the first month that has one: dateparser gives a past one."""
    month = today.replace(day=1)
    for _ in range(3):
        try:
            found = month.replace(day=day)
        except ValueError:
            found = date.min
        if found >= today:
            return found
        month = (month + timedelta(days=32)).replace(day=1)
    raise Refusal(f"No month has the day in “{text}”. {EXAMPLE}")


def _iso(text: str, iso: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError as wrong:
        raise Refusal(f"There is no such day as “{text}”. {EXAMPLE}") from wrong


def _by_dateparser(text: str, words: str, now: datetime) -> date:
    numbered = _NUMBERS.search(words)
    if not (_RELATIVE.search(words) or numbered or (_NAMED_MONTH.search(words) and re.search(r"\d", words))):
        raise Refusal(f"“{text}” doesn't say which day. {EXAMPLE}")
    found = _parse(words, now)
    if found is None:
        raise Refusal(f"“{text}” isn't a day I can read. {EXAMPLE}")
    if numbered and (found.day, found.month) != (int(numbered[1]), int(numbered[2])):
        raise Refusal(f"“{text}” isn't a day I can read: the day comes before the month. {EXAMPLE}")
    if _YEAR.search(words) is None and (found.day, found.month) == (now.day, now.month):
        found = now.date()  # today's own date, which dateparser takes for next year's
    _require_weekday(words, found)
    return found


def _require_weekday(words: str, found: date) -> None:
    """Raises Refusal where the words name another weekday than that day's."""
    named = _WEEKDAY.search(words)
    if named and DAYS.index(named[1]) != found.weekday():
        right = f"{found.day} {month(found)} is a {weekday(found)}, not a {named[1].capitalize()}"
        raise Refusal(f"{right}. Which do you mean? {EXAMPLE}")


def _parse(words: str, now: datetime) -> date | None:
    # Imported when a date is read: it takes a tenth of a second, which other commands shouldn't pay.
    import dateparser  # noqa: PLC0415

    base = now.replace(tzinfo=None)
    try:
        with _ONE_AT_A_TIME:
            found = dateparser.parse(
                words,
                languages=["en"],
                settings={"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RELATIVE_BASE": base},
            )
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None
