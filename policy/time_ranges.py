"""From one time of day to another: ``2-3pm``, ``11 to 12.30``, ``from noon until half one``; and ``ten to two`` said in
figures, which is no such thing. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from policy.date_words import NUMBER_WORDS
from policy.session_length import LONGEST
from policy.times_of_day import (
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
from policy.written_days import DAYS, MONTH_WORDS


def _one(name: str) -> str:
    """The pattern of either end of a range."""
    hours = "|".join((r"\d{1,2}", *NAMED_TIMES, *NUMBER_WORDS))
    return (
        rf"(?:(?P<part_{name}>{'|'.join(PARTS)})\s+(?:(?P<joint_{name}>past|to)\s+)?)?"
        rf"(?P<hour_{name}>{hours})(?:[:.](?P<minute_{name}>\d{{2}}))?"
        rf"(?:\s*{OCLOCK})?(?:\s*(?P<half_{name}>[ap])\.?m\b\.?)?"
    )


_IN_THE: Final = rf"(?:in\s+the\s+)?(?P<{{}}>{PARTS_OF_DAY})"
_RANGE: Final = re.compile(
    rf"(?<![\w/.:\-])(?:{_IN_THE.format('before')}\s+)?(?:(?P<prefix>from|between|at)\s+)?{_one('a')}\s*"
    rf"(?P<joint>-|to|until|till|til|and)\s*{_one('b')}(?![\w/:\-]|\.\d|\s*(?:of\s+)?(?:{MONTH_WORDS}))"
    rf"(?:\s+{_IN_THE.format('after')}\b)?"
)
#: Behind hours alone, which may be a day and its month: nothing more, or the day.
_DAY_FOLLOWS: Final = re.compile(
    rf"[\s,]*(?:$|(?:on|this|next|today|tomorrow|{'|'.join(d[:3] for d in DAYS)}))"
)
#: Where hours alone could be in either half of the day: when people meet.
_MEETING: Final = range(7 * 60, 19 * 60 + 1)
#: What is longer than most sessions, in minutes.
_USUAL: Final = 120


@dataclass(frozen=True, slots=True)
class RangeEnd:
    """``bare``: of hours without minutes, am or pm."""

    at: time
    bare: bool


def with_begin_alone(text: str, *, alone: bool) -> tuple[str, RangeEnd | None]:
    """``2-3pm`` as ``14:00``, and when it ends. Days (``10-20 nov``) are left alone."""
    found = _range_in(text)
    if found is None:
        return text, None
    if not (found["before"] or found["after"]) and (apart := without_part(text)):
        text = f"{apart[0][: found.end()]} in the {apart[1]} {apart[0][found.end() :]}"
        found = _range_in(text) or found
        if found["half_b"] not in (None, half_of(apart[1])):
            raise NoTime(Lack.SEVERAL)
    if not alone and _as_spoken(found):
        return _in_words(found, text), None
    begin, end = _both(found, of_24=alone)
    written = f"{begin // 60:02}:{begin % 60:02}"
    ends = RangeEnd(time(end // 60, end % 60), _is_bare(found))
    return f"{text[: found.start()]}{written}{text[found.end() :]}", ends


def _range_in(text: str) -> re.Match[str] | None:
    return next((m for m in _RANGE.finditer(text) if _is_of_times(m, text)), None)


def _as_spoken(found: re.Match[str]) -> bool:
    """Whether ``10 to 2`` is ten to two. Raises NoTime where that may be, and from ten until two as well."""
    named = ("prefix", "part_a", "part_b", "minute_a", "minute_b", "half_a")
    if (
        found["joint"] != "to"
        or found["hour_a"] not in PARTS_IN_FIGURES
        or any(found[name] for name in named)
    ):
        return False
    if found["hour_b"] in NAMED_TIMES or not 1 <= hour_of(found["hour_b"]) <= 12:
        return False
    pairs = _pairs(found, of_24=False) if int(found["hour_a"]) <= 12 else []
    if found["after"] or found["before"] or found["half_b"]:
        long = min((b - a for a, b in pairs), default=LONGEST + 1)
        if long <= _USUAL:
            return False
        if long > LONGEST or not found["half_b"]:
            return True
        pairs, halves = pairs[:1], [f"{found['half_b']}m"]
    else:
        pairs = [(a, b) for a, b in pairs if a in _MEETING and b in _MEETING and b - a <= LONGEST]
        halves = ["am", "pm"]
    hour, minute = of_parts(PARTS_IN_FIGURES[found["hour_a"]], "to", hour_of(found["hour_b"]))
    times = [one for one in in_both_halves(hour or 12, minute) if one[-2:] in halves]
    ranges = [f"{_on_twelve(a)}-{_on_twelve(b)}" for a, b in pairs]
    raise NoTime(Lack.RANGE if ranges else Lack.WHICH, found[0], [*times, *ranges])


def _pairs(found: re.Match[str], *, of_24: bool) -> list[tuple[int, int]]:
    """When it may begin and end, since midnight in minutes, the shortest first. Raises NoTime."""
    first, last = (_moments(found, name, of_24=of_24) for name in "ab")
    return sorted(((a, b) for a in first for b in last if a < b), key=lambda pair: pair[1] - pair[0])


def _on_twelve(moment: int) -> str:
    return f"{moment // 60 % 12 or 12}{'am' if moment < 12 * 60 else 'pm'}"


def _in_words(found: re.Match[str], text: str) -> str:
    said = found[0].replace(found["hour_a"], PARTS_IN_FIGURES[found["hour_a"]], 1)
    return f"{text[: found.start()]}{said}{text[found.end() :]}"


def _is_bare(found: re.Match[str]) -> bool:
    """Of two numbers alone, as a day and its month are."""
    said = ("part_a", "part_b", "minute_a", "minute_b", "half_a", "half_b", "prefix", "before", "after")
    return (
        not any(found[name] for name in said) and found["hour_a"].isdecimal() and found["hour_b"].isdecimal()
    )


def _is_of_times(found: re.Match[str], text: str) -> bool:
    if (found["joint"] == "and") != (found["prefix"] == "between"):
        return False
    if found["hour_a"] in PARTS and not (found["prefix"] or found["part_a"]):
        return False  # ``ten to three``
    if _is_bare(found):
        beside = text[: found.start()].strip(" ,") or text[found.end() :].strip(" ,")
        return bool(beside) and _DAY_FOLLOWS.match(text, found.end()) is not None
    return True


def _both(found: re.Match[str], *, of_24: bool) -> tuple[int, int]:
    """When it begins and ends. Raises NoTime."""
    pairs = _pairs(found, of_24=of_24) or _pairs(found, of_24=False)
    if not pairs:
        raise NoTime(Lack.ENDS_BEFORE, found[0])
    if _has_half(found) or len(pairs) == 1:
        return pairs[0]
    fitting = [pair for pair in pairs if pair[0] in _MEETING and pair[1] in _MEETING]
    if len(fitting) == 1 and min(pairs)[0] // 60 not in UNLIKELY and not found["part_a"]:
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
        return hour_of(hour), int(minute or 0)
    if joint is None and part != "half":
        raise NoTime(Lack.NOT_OF_DAY, found[0])
    return of_parts(part, joint, hour_of(hour))


def _moments(found: re.Match[str], name: str, *, of_24: bool) -> tuple[int, ...]:
    """Each that an end of a range may be. Raises NoTime."""
    written, half = found[f"hour_{name}"], found[f"half_{name}"]
    if written in NAMED_TIMES:
        return (since_midnight(NAMED_TIMES[written]),)
    hour, minute = _said_hour(found, name)
    around = found["before"] or found["after"]
    part = half_of(around) if around else ""
    of_24 = of_24 or hour > 12 or written.startswith("0")
    if not half and part and not of_24 and name == ("a" if part == "a" else "b"):
        half = part
    if half:
        return (since_midnight(whole_time(hour or 12, minute, found[0], half)),)
    figures, on_clock = found[f"minute_{name}"] is not None, hour > 12 or hour == 0 or written.startswith("0")
    exact = figures and (of_24 or hour not in UNLIKELY) and not _has_half(found)
    if on_clock or exact:
        return (since_midnight(whole_time(hour, minute, found[0])),)
    return tuple(since_midnight(whole_time(hour or 12, minute, found[0], half)) for half in "ap")
