"""A time of day as people write it: ``2pm``, ``14.30``, ``1430hrs``, ``half past two in the afternoon``; and when it
ends, ``2-3pm``, ``11 to 12.30``, ``from noon until half one``.

The one definition for chat and files. What can be read two ways (``half two``) isn't guessed: both are named. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time
from typing import Final

from policy.date_words import NUMBER_WORDS
from policy.session_length import without_length
from policy.time_ranges import with_begin_alone
from policy.times_of_day import (
    CLOCK,
    HALF,
    NAMED_HOUR,
    NAMED_TIMES,
    OCLOCK,
    PARTS,
    PARTS_IN_FIGURES,
    PARTS_OF_DAY,
    UNLIKELY,
    Lack,
    NoTime,
    half_of,
    hour_of,
    in_both_halves,
    of_parts,
    since_midnight,
    whole_time,
    without_part,
)
from policy.written_days import DAYS

_OF_DAY: Final = re.compile(rf"(?<=\d)\s*(?:{OCLOCK}\s*)?\s(?:in\s+the\s+)({PARTS_OF_DAY})\b", re.IGNORECASE)
_AFTER_WORDS: Final = re.compile(
    rf"\b({'|'.join(NUMBER_WORDS)})\s+(?:{OCLOCK}\s*)?in\s+the\s+({PARTS_OF_DAY})\b",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    rf"\b(?:at\s+)?({'|'.join(PARTS)})\s+(?:(past|to)\s+)?{NAMED_HOUR}(?:\s*{HALF}|\b)", re.IGNORECASE
)
#: ``three pm``; ``tomorrow morning 9.30``.
_NUMBER_WITH_HALF: Final = re.compile(
    rf"(?<!past )(?<!to )(?<!half )\b({'|'.join(NUMBER_WORDS)})(?=\s*{HALF})"
)
_PART_FIRST: Final = re.compile(
    rf"\b({PARTS_OF_DAY})\s+(?:at\s+)?(\d{{1,2}}[:.]\d{{2}}|\d{{1,2}}(?![\d:./\-]))"
    rf"(?:\s*{OCLOCK})?(?!\s*{HALF})"
)
_WITH_HALF: Final = re.compile(rf"(?<![\d:.]){CLOCK}\s*(?:{OCLOCK}\s*)?{HALF}", re.IGNORECASE)
_COLON: Final = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:.])")
#: Seconds, as systems write them, and ``hrs`` behind a time.
_BEHIND: Final = re.compile(r"(?<=\d[:.]\d\d)(?::\d\d(?:\.\d+)?(?![\d:])|\s?(?:hrs?|h)\b)")
_DOTTED_AT: Final = re.compile(r"\bat\s+(\d{1,2})\.(\d{2})(?![\d.])", re.IGNORECASE)
_NAMED: Final = re.compile(rf"(?:(?<![\d/.\-])12\s+|\b)({'|'.join(NAMED_TIMES)})\b", re.IGNORECASE)
_DOTTED: Final = re.compile(r"(?<![\d.:/\-])(\d{1,2})\.(\d{2})(?![\d.])")
_BARE: Final = re.compile(
    rf"\bat\s+{NAMED_HOUR}\b|\b{NAMED_HOUR}\s*{OCLOCK}\b|\b(?:half|quarter)\s+(?:past|to)\b", re.IGNORECASE
)
_OF_24: Final = re.compile(r"\b([01]\d|2[0-3])([0-5]\d)\s*(?:hrs?|hours?|h)\b", re.IGNORECASE)
#: ``1400-1500``; a number of four figures alone may be a year.
_BOTH_OF_24: Final = re.compile(
    r"(?<![\w/.:\-])([01]\d|2[0-3])([0-5]\d)(\s*(?:-|to|until|till|til)\s*)([01]\d|2[0-3])([0-5]\d)(?![\w/.:\-])"
)
#: As systems write a day and its time.
_ISO: Final = re.compile(r"(?<=\b\d{4}-\d\d-\d\d)t(?=\d\d:\d\d)")
#: ``5 past 3``, ``10 minutes to 2``.
_IN_FIGURES: Final = re.compile(
    rf"\b({'|'.join(PARTS_IN_FIGURES)})\s*(?:(?:minutes|mins)\s+(?=(?:past|to)\b)|(?=past\b))(?=(?:past|to)\s+{NAMED_HOUR})"
)
#: How one time is written, beside ``11.12``, which may be a day and its month.
_TIMES: Final = (_SAID, _WITH_HALF, _COLON, _DOTTED_AT, _NAMED)
#: What leads to a time, and says nothing of the day.
_LEADS: Final = re.compile(r"(?:\b(?:from|at|(?:starting|beginning)(?: at)?)|@)\s*$")
_THIS_PART: Final = re.compile(rf"\bthis (?=(?:{PARTS_OF_DAY})\b)")
#: ``10 tomorrow morning``.
_BEFORE_DAY: Final = re.compile(
    rf"(?<![\w/.:\-] )(?<![\w/.:\-])(\d{{1,2}})"
    rf"(?=\s+(?:on\s+)?(?:today|tomorrow|tonight|{'|'.join(d[:3] for d in DAYS)}))"
)


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time, and the text without it. ``pointed``: written ``11.12`` or ``10-11``, as a day and its month are too.
    ``until``: when a range ends; ``lasts``: how long it is to be, in minutes, where that is said."""

    at: time
    rest: str
    pointed: bool = False
    until: time | None = None
    lasts: int | None = None


def time_in(text: str) -> FoundTime:
    """The one time that a folded text says beside a day. Raises NoTime."""
    return _time_in(text, alone=False)


def time_alone(text: str) -> FoundTime:
    """The one time that a folded text is, without a day. A file's clock has 24 hours: ``2.30`` is at night. Raises
    NoTime."""
    found = _time_in(text, alone=True)
    if found.rest.strip(" ,."):
        raise NoTime(Lack.NONE)
    return found


def _time_in(text: str, *, alone: bool) -> FoundTime:
    text = _THIS_PART.sub("today ", _BEHIND.sub("", _ISO.sub(" ", text)))
    text = _BOTH_OF_24.sub(r"\1:\2\3\4:\5", _OF_24.sub(r"\1:\2", text)).replace("half-", "half ")
    text, lasts = without_length(_IN_FIGURES.sub(lambda m: f"{PARTS_IN_FIGURES[m[1]]} ", text))
    text, ends = with_begin_alone(text, alone=alone)
    text = _in_half_days(_NUMBER_WITH_HALF.sub(lambda m: str(hour_of(m[1])), text))
    text = _in_half_beside(text)
    found = _said_by(_TIMES, text)
    if not found:
        found = list(_DOTTED.finditer(text)) if alone else _dotted(text)
    if len(found) > 1:
        raise NoTime(Lack.SEVERAL)
    if not found:
        raise NoTime(Lack.HALF if _BARE.search(text) else Lack.NONE)
    [one] = found
    rest = " ".join((_LEADS.sub("", text[: one.start()]), text[one.end() :]))
    at = _on_clock(one, of_24=alone) if one.re in _OF_CLOCK else _READ[one.re](one)
    if ends is None:
        return FoundTime(at, rest, one.re is _DOTTED, None, lasts)
    long = since_midnight(ends.at) - since_midnight(at)
    if lasts not in (None, long):
        raise NoTime(Lack.TWO_LENGTHS)
    return FoundTime(at, rest, ends.bare, ends.at, long)


def _said_by(patterns: Iterable[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    """``half past 2pm`` is one time: what lies inside another match is part of it."""
    found = [m for pattern in patterns for m in pattern.finditer(text)]
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


# One time


def _in_half_days(text: str) -> str:
    """``2 in the afternoon`` as ``2pm``."""
    text = _PART_FIRST.sub(_with_part, text)
    text = _AFTER_WORDS.sub(lambda m: f"{hour_of(m[1])}{half_of(m[2])}m", text)
    return _OF_DAY.sub(lambda m: f"{half_of(m[1])}m", text)


def _in_half_beside(text: str) -> str:
    """``quarter to three tomorrow afternoon`` as ``quarter to three pm tomorrow``. Raises NoTime for ``2pm tomorrow
    morning``."""
    apart = without_part(text)
    if apart is None:
        return text
    rest, half = apart[0], half_of(apart[1])
    found = _said_by((*_TIMES, _BARE), rest)
    found = found or _dotted(rest) or list(_BEFORE_DAY.finditer(rest))
    if len(found) != 1:
        return text
    [one] = found
    said = re.search(rf"(?<=[\d\s]){HALF}$", one[0])
    if said and said[1] != half:
        raise NoTime(Lack.SEVERAL)
    if said or one.re is _NAMED or re.match(r"(?:at\s+)?(?:0|1[3-9]|2\d)", one[0]):
        return rest
    hour = next((group for group in one.groups() if group), "") if one.re is _BARE else ""
    if one.re is _BARE and not hour:
        return text
    return f"{rest[: one.start()]}{hour_of(hour) if hour else one[0]}{half}m {rest[one.end() :]}"


def _with_part(found: re.Match[str]) -> str:
    """``morning 9.30`` as ``9.30am``; by the 24-hour clock it is said already."""
    hour = int(re.split("[:.]", found[2])[0])
    of_24 = hour > 12 or found[2].startswith("0")
    return found[2].replace(".", ":") if of_24 else f"{found[2]}{half_of(found[1])}m"


def _time(found: re.Match[str]) -> time:
    """``half two`` and ``half past two`` are half an hour after it; others need past or to."""
    part, joint, word, half = found.groups()
    if joint is None and part != "half":
        raise NoTime(Lack.NOT_OF_DAY, found[0])
    hour, minute = of_parts(part, joint, hour_of(word))
    if half:
        return whole_time(hour or 12, minute, found[0], half)
    if hour > 12:
        return whole_time(hour, minute, found[0])
    raise NoTime(Lack.WHICH, found[0], in_both_halves(hour or 12, minute))


def _with_half(found: re.Match[str]) -> time:
    return whole_time(int(found[1]), int(found[2] or 0), found[0], found[3])


def _on_clock(found: re.Match[str], *, of_24: bool) -> time:
    """By the 24-hour clock; ``2.30`` could be either, and is nobody's night."""
    hour, minute = int(found[1]), int(found[2])
    if hour in UNLIKELY and not found[1].startswith("0") and not of_24:
        raise NoTime(Lack.WHICH, found[0], in_both_halves(hour, minute))
    return whole_time(hour, minute, found[0])


def _named(found: re.Match[str]) -> time:
    return NAMED_TIMES[found[1].lower()]


_READ: Final[dict[re.Pattern[str], Callable[[re.Match[str]], time]]] = {
    _SAID: _time,
    _WITH_HALF: _with_half,
    _NAMED: _named,
}
_OF_CLOCK: Final = (_COLON, _DOTTED_AT, _DOTTED)
