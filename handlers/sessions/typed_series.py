"""A series in words, as in ``series @Amara every four weeks tuesday 10am until july``: what it makes of them is read
back before anything is booked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cards.sessions import refusals
from cards.sessions.series import WEEKS
from handlers.shared import typed_moments
from handlers.shared.base import Refusal
from policy.date_words import NUMBER_WORDS
from policy.written_days import as_last_day

_NUMBERS: Final = {
    "other": 2,
    "second": 2,
    "third": 3,
    "fourth": 4,
    **{NUMBER_WORDS[n - 1]: n for n in WEEKS},
}
_EVERY: Final = re.compile(
    rf"\b(?:every (?:(?P<n>\d+|{'|'.join(_NUMBERS)}) )?(?P<unit>weeks?|fortnight)|(?P<word>weekly|fortnightly))\b,?",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"\b(?:until|till|til|to)\s+(?=\S)", re.IGNORECASE)
_AROUND: Final = re.compile(r"^(?:on|from|starting)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypedSeries:
    """``first``: on one day, or on the two that the words can mean; ``until``: the last day."""

    weeks: int
    first: typed_moments.Read
    until: date


def read_series(words: str, now: datetime) -> TypedSeries:
    """What stands after the name. Raises Refusal with an example."""
    text = " ".join(words.split())
    every, untils = _EVERY.search(text), list(_UNTIL.finditer(text))
    if every is None or not untils:
        raise Refusal(refusals.SERIES_UNREAD)
    unread = list[Refusal]()
    for until in reversed(untils):  # ``10 to 11am until july``: one may be of a time
        try:
            return TypedSeries(_weeks(every), *_first_and_last(text, until, now))
        except Refusal as why:
            unread.append(why)
    raise Refusal(refusals.series_unread(unread[0].sentence)) from unread[0]


def _first_and_last(text: str, until: re.Match[str], now: datetime) -> tuple[typed_moments.Read, date]:
    """Raises Refusal."""
    ends = _EVERY.sub(" ", text[until.end() :]).strip(" .,")
    when = _AROUND.sub("", " ".join(_EVERY.sub(" ", text[: until.start()]).split()))
    first = typed_moments.read(when, now)
    return first, typed_moments.read_day(as_last_day(ends), now)[-1]


def _weeks(every: re.Match[str]) -> int:
    fortnight = "fortnight" in (every["unit"] or every["word"] or "").lower()
    number = (every["n"] or "one").lower()
    return (2 if fortnight else 1) * (_NUMBERS[number] if number in _NUMBERS else int(number))
