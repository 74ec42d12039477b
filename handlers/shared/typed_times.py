"""Times of day as people type them: ``2pm``, ``14.30``, ``1430hrs``, ``half past two in the afternoon``, ``2-3pm``.

One that can be read two ways (``half two``, ``2.30``) is refused with both written out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from cards.shared import unreadable
from policy.date_words import NUMBER_WORDS
from policy.written_days import NAMED_TIMES, clock_time

_PARTS: Final = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HALF: Final = r"([ap])\.?m\b\.?"
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
_NAMED_HOUR: Final = rf"(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"

#: ``2-3pm``, ``14:00 to 15:00``: when it begins.
_RANGE: Final = re.compile(
    rf"(?<![\d/.\-])(?:from\s+)?{_CLOCK}\s*(?:{_HALF})?\s*(?:-|to|until|till)\s*{_CLOCK}\s*(?:{_HALF})?(?![\d/.:\-])",
    re.IGNORECASE,
)
_OF_DAY: Final = re.compile(
    r"(?<=\d)\s*(?:o'?\s?clock\s*)?\s(?:in\s+the\s+)(morning|afternoon|evening)\b", re.IGNORECASE
)
_AFTER_WORDS: Final = re.compile(
    rf"\b({'|'.join(NUMBER_WORDS)})\s+(?:o'?\s?clock\s*)?in\s+the\s+(morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    rf"\b(?:at\s+)?(half|quarter|five|ten|twenty-five|twenty)\s+(?:(past|to)\s+)?{_NAMED_HOUR}(?:\s*{_HALF}|\b)",
    re.IGNORECASE,
)
#: ``three pm``; ``tomorrow morning 9.30``.
_NUMBER_WITH_HALF: Final = re.compile(
    rf"(?<!past )(?<!to )(?<!half )\b({'|'.join(NUMBER_WORDS)})(?=\s*{_HALF})"
)
_PART_FIRST: Final = re.compile(
    rf"\b(morning|afternoon|evening)\s+(?:at\s+)?(\d{{1,2}}[:.]\d{{2}}|\d{{1,2}}(?![\d:./\-]))(?!\s*{_HALF})"
)
#: ``friday 10-11``: may be a day and its month too.
_BARE_RANGE: Final = re.compile(r"(?<=day |row )(\d{1,2})-(\d{1,2})(?=$|[ ,])")
_WITH_HALF: Final = re.compile(rf"(?<![\d:.]){_CLOCK}\s*(?:o'?\s?clock\s*)?{_HALF}", re.IGNORECASE)
_COLON: Final = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:.])")
_DOTTED_AT: Final = re.compile(r"\bat\s+(\d{1,2})\.(\d{2})(?![\d.])", re.IGNORECASE)
_NAMED: Final = re.compile(rf"(?:(?<![\d/.\-])12\s+|\b)({'|'.join(NAMED_TIMES)})\b", re.IGNORECASE)
_DOTTED: Final = re.compile(r"(?<![\d.:/\-])(\d{1,2})\.(\d{2})(?![\d.])")
_BARE: Final = re.compile(
    rf"\bat\s+{_NAMED_HOUR}\b|\b{_NAMED_HOUR}\s*o'?\s?clock\b|\b(?:half|quarter)\s+(?:past|to)\b",
    re.IGNORECASE,
)
_OF_24: Final = re.compile(r"\b([01]\d|2[0-3])([0-5]\d)\s*(?:hrs?|hours?|h)\b", re.IGNORECASE)
#: Without am or pm, nobody means these at night.
_UNLIKELY: Final = range(1, 7)


class NoTime(ValueError):  # noqa: N818
    """No one time is said; its sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time, and the text without it. ``pointed``: written ``11.12``, as a day and its month are too. ``until``: when
    a range ends."""

    at: time
    rest: str
    pointed: bool
    until: time | None = None


def time_in(text: str, said: str) -> FoundTime:
    """The one time that a folded text says; ``said`` is how it was typed. Raises NoTime."""
    text = _NUMBER_WITH_HALF.sub(
        lambda m: str(_hour(m[1])), _OF_24.sub(r"\1:\2", text).replace("half-", "half ")
    )
    if bare := _hours_of_day(text):
        text = f"{text[: bare.start()]}{bare[1]}:00-{bare[2]}:00{text[bare.end() :]}"
    text, until = _begin_of_range(text)
    text = _in_half_days(text)
    patterns = (_SAID, _WITH_HALF, _COLON, _DOTTED_AT, _NAMED)
    found = _apart([m for pattern in patterns for m in pattern.finditer(text)])
    if not found:
        found = _dotted(text)
    if len(found) > 1:
        raise NoTime(unreadable.several_times(said))
    if not found:
        raise NoTime((unreadable.either_half if _BARE.search(text) else unreadable.no_time)(said))
    [one] = found
    rest = " ".join((text[: one.start()], text[one.end() :]))
    at = _READ[one.re](one)
    if until is not None and until <= at:
        raise NoTime(unreadable.ends_before(said))
    return FoundTime(at, rest, one.re is _DOTTED or bool(bare), until)


def _apart(found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """``half past 2pm`` is one time: what lies inside another match is part of it."""
    return [
        m
        for m in found
        if not any(o is not m and o.start() <= m.start() and m.end() <= o.end() for o in found)
    ]


def _dotted(text: str) -> list[re.Match[str]]:
    """``friday 14.30``: a time where a day is said beside it. Of two, the first is the day: ``9.12 14.30``."""
    found = list(_DOTTED.finditer(text))
    rest = _DOTTED.sub(" ", text).strip(" ,.")
    return found[1:] if len(found) == 2 else found if rest else []


def _hours_of_day(text: str) -> re.Match[str] | None:
    """``10-11`` behind a day, in working hours."""
    found = _BARE_RANGE.search(text)
    return found if found and 7 <= int(found[1]) < int(found[2]) <= 19 else None


def _begin_of_range(text: str) -> tuple[str, time | None]:
    """``2-3pm`` as ``2pm``, ``11-1pm`` as ``11am``, and when it ends. Days (``10-20 nov``) are left alone."""
    match = next(filter(_is_of_times, _RANGE.finditer(text)), None)
    if match is None:
        return text, None
    hour, minutes, half, until, until_minutes, until_half = match.groups()
    until_half = until_half or _half_after(hour, half, until)
    half = half or _half_before(int(hour), int(minutes or 0), int(until), int(until_minutes or 0), until_half)
    begin = f"{hour}{f':{minutes}' if minutes else ''}{f'{half}m' if half else ''}"
    if not half and not minutes:
        begin = f"{hour}:00"
    ends = _whole(int(until), int(until_minutes or 0), match[0], until_half)
    return f"{text[: match.start()]}{begin}{text[match.end() :]}", ends


def _half_after(hour: str, half: str | None, until: str) -> str | None:
    """``2pm to 3.30`` ends in the afternoon, and ``11am-1`` too."""
    if not half or int(until) > 12:
        return None
    return half if int(hour) % 12 <= int(until) % 12 else "p"


def _is_of_times(match: re.Match[str]) -> bool:
    _, minutes, half, _, until_minutes, until_half = match.groups()
    return bool(half or until_half or ":" in match[0] or (minutes and until_minutes))


def _half_before(hour: int, minute: int, until: int, until_minute: int, half: str | None) -> str:
    """The half of the day in which a time lies that comes before another: the same unless that would be later."""
    if not half or hour > 12:
        return ""
    same = (hour % 12, minute) < (until % 12, until_minute)
    return half if same else ("a" if half.lower() == "p" else "p")


def _in_half_days(text: str) -> str:
    """``2 in the afternoon`` as ``2pm``."""
    text = _PART_FIRST.sub(_with_part, text)
    text = _AFTER_WORDS.sub(lambda m: f"{_hour(m[1])}{_half_of(m[2])}m", text)
    return _OF_DAY.sub(lambda m: f"{_half_of(m[1])}m", text)


def _with_part(found: re.Match[str]) -> str:
    """``morning 9.30`` as ``9.30am``; by the 24-hour clock it is said already."""
    hour = int(re.split("[:.]", found[2])[0])
    return found[2].replace(".", ":") if hour > 12 else f"{found[2]}{_half_of(found[1])}m"


def _half_of(part: str) -> str:
    return "a" if part.lower() == "morning" else "p"


def _hour(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBER_WORDS.index(word.lower()) + 1


def _time(found: re.Match[str]) -> time:
    """``half two`` and ``half past two`` are half an hour after it; others need past or to."""
    part, joint, word, half = found.groups()
    if joint is None and part.lower() != "half":
        raise NoTime(unreadable.no_time_of_day(found[0].strip()))
    minutes = _PARTS[part.lower()]
    hour, minute = (
        (_hour(word) - 1, 60 - minutes) if joint and joint.lower() == "to" else (_hour(word), minutes)
    )
    if half:
        return _whole(hour or 12, minute, found[0], half)
    if hour > 12:
        return _whole(hour, minute, found[0])
    hour = hour or 12
    raise NoTime(unreadable.which_half(found[0].strip(), hour, minute))


def _with_half(found: re.Match[str]) -> time:
    return _whole(int(found[1]), int(found[2] or 0), found[0], found[3])


def _on_clock(found: re.Match[str]) -> time:
    """By the 24-hour clock; ``2.30`` could be either, and is nobody's night."""
    hour, minute = int(found[1]), int(found[2])
    if hour in _UNLIKELY and not found[1].startswith("0"):
        raise NoTime(unreadable.which_half(found[0].strip(), hour, minute))
    return _whole(hour, minute, found[0])


def _named(found: re.Match[str]) -> time:
    return NAMED_TIMES[found[1].lower()]


def _whole(hour: int, minute: int, said: str, half: str | None = None) -> time:
    found = clock_time(hour, minute, half)
    if found is None:
        raise NoTime(unreadable.no_time_of_day(said.strip()))
    return found


_READ: Final[dict[re.Pattern[str], Callable[[re.Match[str]], time]]] = {
    _SAID: _time,
    _WITH_HALF: _with_half,
    _COLON: _on_clock,
    _DOTTED_AT: _on_clock,
    _DOTTED: _on_clock,
    _NAMED: _named,
}
