"""A time of day as people write it: ``2pm``, ``14.30``, ``1430hrs``, ``half past two in the afternoon``; and when it
ends, ``2-3pm``, ``11 to 12.30``, ``from noon until half one``.

The one definition for chat and files. What can be read two ways (``half two``) isn't guessed: both are named. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto
from typing import Final, TypeAlias

from policy.date_words import NUMBER_WORDS
from policy.session_length import without_length
from policy.written_days import DAYS, MONTH_WORDS

#: Times of day with a name.
NAMED_TIMES: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_PARTS: Final = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_HALF: Final = r"([ap])\.?m\b\.?"
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
_NAMED_HOUR: Final = rf"(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})"
_OCLOCK: Final = r"o'?\s?clock"

_OF_DAY: Final = re.compile(
    rf"(?<=\d)\s*(?:{_OCLOCK}\s*)?\s(?:in\s+the\s+)(morning|afternoon|evening)\b", re.IGNORECASE
)
_AFTER_WORDS: Final = re.compile(
    rf"\b({'|'.join(NUMBER_WORDS)})\s+(?:{_OCLOCK}\s*)?in\s+the\s+(morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    rf"\b(?:at\s+)?({'|'.join(_PARTS)})\s+(?:(past|to)\s+)?{_NAMED_HOUR}(?:\s*{_HALF}|\b)", re.IGNORECASE
)
#: ``three pm``; ``tomorrow morning 9.30``.
_NUMBER_WITH_HALF: Final = re.compile(
    rf"(?<!past )(?<!to )(?<!half )\b({'|'.join(NUMBER_WORDS)})(?=\s*{_HALF})"
)
_PART_FIRST: Final = re.compile(
    rf"\b(morning|afternoon|evening)\s+(?:at\s+)?(\d{{1,2}}[:.]\d{{2}}|\d{{1,2}}(?![\d:./\-]))(?!\s*{_HALF})"
)
_WITH_HALF: Final = re.compile(rf"(?<![\d:.]){_CLOCK}\s*(?:{_OCLOCK}\s*)?{_HALF}", re.IGNORECASE)
_COLON: Final = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:.])")
#: Seconds, as systems write them, and ``hrs`` behind a time.
_BEHIND: Final = re.compile(r"(?<=\d[:.]\d\d)(?::\d\d(?:\.\d+)?(?![\d:])|\s?(?:hrs?|h)\b)")
_DOTTED_AT: Final = re.compile(r"\bat\s+(\d{1,2})\.(\d{2})(?![\d.])", re.IGNORECASE)
_NAMED: Final = re.compile(rf"(?:(?<![\d/.\-])12\s+|\b)({'|'.join(NAMED_TIMES)})\b", re.IGNORECASE)
_DOTTED: Final = re.compile(r"(?<![\d.:/\-])(\d{1,2})\.(\d{2})(?![\d.])")
_BARE: Final = re.compile(
    rf"\bat\s+{_NAMED_HOUR}\b|\b{_NAMED_HOUR}\s*{_OCLOCK}\b|\b(?:half|quarter)\s+(?:past|to)\b", re.IGNORECASE
)
_OF_24: Final = re.compile(r"\b([01]\d|2[0-3])([0-5]\d)\s*(?:hrs?|hours?|h)\b", re.IGNORECASE)
#: ``1400-1500``; a number of four figures alone may be a year.
_BOTH_OF_24: Final = re.compile(
    r"(?<![\w/.:\-])([01]\d|2[0-3])([0-5]\d)(\s*(?:-|to|until|till|til)\s*)([01]\d|2[0-3])([0-5]\d)(?![\w/.:\-])"
)
#: Without am or pm, nobody means these at night.
_UNLIKELY: Final = range(1, 7)


class Lack(Enum):
    """Why a text says no one time. ``WHICH``: it says either of two."""

    NONE = auto()
    SEVERAL = auto()
    HALF = auto()
    WHICH = auto()
    NOT_OF_DAY = auto()
    ENDS_BEFORE = auto()
    TWO_LENGTHS = auto()


class NoTime(ValueError):  # noqa: N818
    """No one time is said. ``said``: by which words of the text; ``either``: how each of two would be written."""

    def __init__(self, lack: Lack, said: str = "", either: Sequence[str] = ()) -> None:
        super().__init__(lack.name)
        self.lack, self.said, self.either = lack, said.strip(), tuple(either)


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
    text = _BEHIND.sub("", text)
    text = _BOTH_OF_24.sub(r"\1:\2\3\4:\5", _OF_24.sub(r"\1:\2", text)).replace("half-", "half ")
    text, lasts = without_length(text)
    text, ends = _with_begin_alone(text, alone=alone)
    text = _in_half_days(_NUMBER_WITH_HALF.sub(lambda m: str(_hour(m[1])), text))
    patterns = (_SAID, _WITH_HALF, _COLON, _DOTTED_AT, _NAMED)
    found = _apart([m for pattern in patterns for m in pattern.finditer(text)])
    if not found:
        found = list(_DOTTED.finditer(text)) if alone else _dotted(text)
    if len(found) > 1:
        raise NoTime(Lack.SEVERAL)
    if not found:
        raise NoTime(Lack.HALF if _BARE.search(text) else Lack.NONE)
    [one] = found
    rest = " ".join((text[: one.start()], text[one.end() :]))
    at = _on_clock(one, of_24=alone) if one.re in _OF_CLOCK else _READ[one.re](one)
    if ends is None:
        return FoundTime(at, rest, one.re is _DOTTED, None, lasts)
    long = _minutes(ends.at) - _minutes(at)
    if lasts not in (None, long):
        raise NoTime(Lack.TWO_LENGTHS)
    return FoundTime(at, rest, ends.bare, ends.at, long)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


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


# From one time to another


def _one(name: str) -> str:
    """The pattern of either end of a range."""
    hours = "|".join((r"\d{1,2}", *NAMED_TIMES, *NUMBER_WORDS))
    return (
        rf"(?:(?P<part_{name}>{'|'.join(_PARTS)})\s+(?:(?P<joint_{name}>past|to)\s+)?)?"
        rf"(?P<hour_{name}>{hours})(?:[:.](?P<minute_{name}>\d{{2}}))?"
        rf"(?:\s*{_OCLOCK})?(?:\s*(?P<half_{name}>[ap])\.?m\b\.?)?"
    )


_IN_THE: Final = r"(?:in\s+the\s+)?(?P<{}>morning|afternoon|evening)"
_RANGE: Final = re.compile(
    rf"(?<![\w/.:\-])(?:{_IN_THE.format('before')}\s+)?(?:(?P<prefix>from|between|at)\s+)?{_one('a')}\s*"
    rf"(?:-|to|until|till|til|(?P<and>and))\s*{_one('b')}(?![\w/:\-]|\.\d|\s*(?:of\s+)?(?:{MONTH_WORDS}))"
    rf"(?:\s+{_IN_THE.format('after')}\b)?"
)
#: Behind hours alone, which may be a day and its month: nothing more, or the day.
_DAY_FOLLOWS: Final = re.compile(
    rf"[\s,]*(?:$|(?:on|this|next|today|tomorrow|{'|'.join(d[:3] for d in DAYS)}))"
)
#: Where hours alone could be in either half of the day: when people meet.
_MEETING: Final = range(7 * 60, 19 * 60 + 1)
#: Since midnight, in minutes.
_Moments: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _End:
    """``bare``: of hours without minutes, am or pm."""

    at: time
    bare: bool


def _with_begin_alone(text: str, *, alone: bool) -> tuple[str, _End | None]:
    """``2-3pm`` as ``14:00``, and when it ends. Days (``10-20 nov``) are left alone."""
    found = next((m for m in _RANGE.finditer(text) if _is_of_times(m, text)), None)
    if found is None:
        return text, None
    begin, end = _both(found, of_24=alone)
    prefix = "" if found["after"] or not found["before"] else " "
    written = f"{prefix}{begin // 60:02}:{begin % 60:02}"
    ends = _End(time(end // 60, end % 60), _is_bare(found))
    return f"{text[: found.start()]}{written}{text[found.end() :]}", ends


def _is_bare(found: re.Match[str]) -> bool:
    """Of two numbers alone, as a day and its month are."""
    said = ("part_a", "part_b", "minute_a", "minute_b", "half_a", "half_b", "prefix", "before", "after")
    return (
        not any(found[name] for name in said) and found["hour_a"].isdecimal() and found["hour_b"].isdecimal()
    )


def _is_of_times(found: re.Match[str], text: str) -> bool:
    if bool(found["and"]) != (found["prefix"] == "between"):
        return False
    if (
        found["hour_a"] in NUMBER_WORDS
        and found["hour_a"] in _PARTS
        and not found["prefix"]
        and not found["part_a"]
    ):
        return False  # ``ten to three``
    if _is_bare(found):
        beside = text[: found.start()].strip(" ,") or text[found.end() :].strip(" ,")
        return bool(beside) and _DAY_FOLLOWS.match(text, found.end()) is not None
    return True


def _both(found: re.Match[str], *, of_24: bool) -> tuple[int, int]:
    """When it begins and ends. Raises NoTime."""
    first, last = (_moments(found, name, of_24=of_24) for name in "ab")
    pairs = [(a, b) for a in first for b in last if a < b]
    if not pairs and of_24:
        return _both(found, of_24=False)
    if not pairs:
        raise NoTime(Lack.ENDS_BEFORE, found[0])
    if _has_half(found) or len(pairs) == 1:
        return min(pairs, key=lambda pair: pair[1] - pair[0])
    fitting = [pair for pair in pairs if pair[0] in _MEETING and pair[1] in _MEETING]
    if len(fitting) == 1 and min(first) // 60 not in _UNLIKELY and not found["part_a"]:
        return fitting[0]
    written = "-".join(_in_figures(found, name) for name in "ab")
    raise NoTime(Lack.WHICH, found[0], [f"{written}{half}" for half in ("am", "pm")])


def _in_figures(found: re.Match[str], name: str) -> str:
    hour, minute = _said_hour(found, name)
    return f"{hour or 12}:{minute:02}" if minute else str(hour)


def _has_half(found: re.Match[str]) -> bool:
    named = found["hour_a"] in NAMED_TIMES or found["hour_b"] in NAMED_TIMES
    return named or any(found[name] for name in ("half_a", "half_b", "before", "after"))


def _said_hour(found: re.Match[str], name: str) -> tuple[int, int]:
    part, joint, hour, minute = (found[f"{what}_{name}"] for what in ("part", "joint", "hour", "minute"))
    if part is None:
        return _hour(hour), int(minute or 0)
    if joint is None and part != "half":
        raise NoTime(Lack.NOT_OF_DAY, found[0])
    return _parted(part, joint, _hour(hour))


def _parted(part: str, joint: str | None, hour: int) -> tuple[int, int]:
    minutes = _PARTS[part]
    return (hour - 1, 60 - minutes) if joint == "to" else (hour, minutes)


def _moments(found: re.Match[str], name: str, *, of_24: bool) -> _Moments:
    """Each that an end of a range may be. Raises NoTime."""
    written, half = found[f"hour_{name}"], found[f"half_{name}"]
    if written in NAMED_TIMES:
        return (_minutes(NAMED_TIMES[written]),)
    hour, minute = _said_hour(found, name)
    if name == "a" and found["before"] and not half:
        half = _half_of(found["before"])
    if name == "b" and found["after"] and not half:
        half = _half_of(found["after"])
    if half:
        return (_minutes(_whole(hour or 12, minute, found[0], half)),)
    figures, on_clock = found[f"minute_{name}"] is not None, hour > 12 or hour == 0 or written.startswith("0")
    exact = figures and (of_24 or hour not in _UNLIKELY) and not _has_half(found)
    if on_clock or exact:
        return (_minutes(_whole(hour, minute, found[0])),)
    return tuple(_minutes(_whole(hour or 12, minute, found[0], half)) for half in "ap")


# One time


def _in_half_days(text: str) -> str:
    """``2 in the afternoon`` as ``2pm``."""
    text = _PART_FIRST.sub(_with_part, text)
    text = _AFTER_WORDS.sub(lambda m: f"{_hour(m[1])}{_half_of(m[2])}m", text)
    return _OF_DAY.sub(lambda m: f"{_half_of(m[1])}m", text)


def _with_part(found: re.Match[str]) -> str:
    """``morning 9.30`` as ``9.30am``; by the 24-hour clock it is said already."""
    hour = int(re.split("[:.]", found[2])[0])
    of_24 = hour > 12 or found[2].startswith("0")
    return found[2].replace(".", ":") if of_24 else f"{found[2]}{_half_of(found[1])}m"


def _half_of(part: str) -> str:
    return "a" if part.lower() == "morning" else "p"


def _hour(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBER_WORDS.index(word.lower()) + 1


def _time(found: re.Match[str]) -> time:
    """``half two`` and ``half past two`` are half an hour after it; others need past or to."""
    part, joint, word, half = found.groups()
    if joint is None and part != "half":
        raise NoTime(Lack.NOT_OF_DAY, found[0])
    hour, minute = _parted(part, joint, _hour(word))
    if half:
        return _whole(hour or 12, minute, found[0], half)
    if hour > 12:
        return _whole(hour, minute, found[0])
    raise NoTime(Lack.WHICH, found[0], _either(hour or 12, minute))


def _either(hour: int, minute: int) -> Sequence[str]:
    return [f"{hour}:{minute:02}{half}" for half in ("am", "pm")]


def _with_half(found: re.Match[str]) -> time:
    return _whole(int(found[1]), int(found[2] or 0), found[0], found[3])


def _on_clock(found: re.Match[str], *, of_24: bool) -> time:
    """By the 24-hour clock; ``2.30`` could be either, and is nobody's night."""
    hour, minute = int(found[1]), int(found[2])
    if hour in _UNLIKELY and not found[1].startswith("0") and not of_24:
        raise NoTime(Lack.WHICH, found[0], _either(hour, minute))
    return _whole(hour, minute, found[0])


def _named(found: re.Match[str]) -> time:
    return NAMED_TIMES[found[1].lower()]


def _whole(hour: int, minute: int, said: str, half: str | None = None) -> time:
    found = clock_time(hour, minute, half)
    if found is None:
        raise NoTime(Lack.NOT_OF_DAY, said)
    return found


def clock_time(hour: int, minute: int, half: str | None = None) -> time | None:
    """By the 24-hour clock, or with ``am`` or ``pm`` (``a``, ``p``) by the 12-hour one; None for what is no time."""
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


_READ: Final[dict[re.Pattern[str], Callable[[re.Match[str]], time]]] = {
    _SAID: _time,
    _WITH_HALF: _with_half,
    _NAMED: _named,
}
_OF_CLOCK: Final = (_COLON, _DOTTED_AT, _DOTTED)
