"""A date as it is written, day first: ``3/11/2026``, ``3.11.26``, ``9th of December``, ``Tue 03-NOV-2026``; or
``2026-11-03``.

The one definition of what its figures and words say, for chat, files and the command line. What each
makes of a year that isn't said is its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from policy.date_words import MONTHS, NUMBER_WORDS, WEEKDAYS
from policy.folding import fold

DAYS: Final = tuple(day.lower() for day in WEEKDAYS)
MONTH_NAMES: Final = tuple(month.lower() for month in MONTHS)
#: Of a pattern: a month in full or in short.
MONTH_WORDS: Final = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTH_NAMES) + "|sept"
#: Behind "for" a length, which the day of ``friday week`` isn't.
_UNIT: Final = r"(?:day|week|month|weekend)s?\b"
_TO_NINTH: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
#: The first to the thirty-first.
ORDINALS: Final = (
    *(*_TO_NINTH, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", *(f"twenty-{one}" for one in _TO_NINTH), "thirtieth", "thirty-first"),
)
#: Beside a month: ``thirteenth november``; ``first monday in december`` is another thing.
_ORDINAL_WORD: Final = re.compile(
    rf"(?<![\w-])({'|'.join(ORDINALS)})(?= (?:of )?(?:{'|'.join(MONTH_NAMES)})\b)"
)
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(DAYS)})\b")
_NUMBERS: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_SPACED: Final = re.compile(r"(\d{1,2}) (\d{1,2}) (\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_MONTH: Final = r"([a-z]{3,9})"
_YEAR: Final = r"(?:[\s\-]+(\d{4}|\d{2}))?"
_NAMED_MONTH: Final = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s*{_MONTH}{_YEAR}")
_MONTH_FIRST: Final = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}")

#: Two digits are a year of the hundred from this one on, which hold every day of a working life.
CENTURY: Final = 1950

#: The number of a month by a word for it.
MonthOf: TypeAlias = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """``year``: its digits as written, four or two; empty where none stands. ``named``: the month by its name."""

    day: int
    month: int
    year: str
    year_first: bool = False
    named: bool = False

    @property
    def month_comes_first(self) -> bool:
        """As in America: refused rather than turned round, since ``3/11`` couldn't be told."""
        return self.month > 12 >= self.day and not self.year_first

    @property
    def with_month_first(self) -> WrittenDay:
        """As America means it: of figures alone, the first is the month."""
        if self.named or self.year_first:
            return self
        return replace(self, day=self.month, month=self.day)

    def in_year(self, year: int) -> date | None:
        """That day; None where that year has none."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None


def full_year(digits: str, first: int = CENTURY) -> int:
    """Of two digits in the hundred years from ``first`` on."""
    return int(digits) if len(digits) > 2 else first + (int(digits) - first) % 100


def in_plain_words(text: str) -> str:
    """Folded, with weekdays and months in full, numbers in digits, and without the small words that say nothing."""
    words = re.sub(r"[,;!?\"“”()]|(?<=\D)\.|\.(?=\s|$)", " ", fold(text))
    words = re.sub(r"(?<=\d)-(?=[a-z])|(?<=[a-z])-(?=\d)", " ", words)
    words = re.sub(r"\b(week|fortnight|day|month)(?:'s|s')(?=\s|$)", r"\1", words)
    words = re.sub(r"\b(?:wk|(mth))(s?)\b", lambda m: f"{'month' if m[1] else 'week'}{m[2]}", words)
    words = re.sub(r"\b(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)\b", _weekday_in_full, words)
    words = re.sub(rf"\b({'|'.join(m[:3] for m in MONTH_NAMES)}|sept)\b", _month_in_full, words)
    words = _ORDINAL_WORD.sub(lambda m: f"{ORDINALS.index(m[1]) + 1}th", words)
    words = re.sub(rf"\b({'|'.join(NUMBER_WORDS)})\b", lambda m: str(NUMBER_WORDS.index(m[1]) + 1), words)
    words = re.sub(r"\ban?\s+(?=(?:day|week|month|fortnight)\b)", "1 ", words)
    words = re.sub(r"\b(?:(\d+)\s+)?fortnights?\b", lambda m: f"{2 * int(m[1] or 1)} weeks", words)
    words = re.sub(
        rf"\bfor (?:the|an?) (?:(?:next|whole|full) )*(?={_UNIT}(?! (?:after next|before last)))",
        "for 1 ",
        words,
    )
    words = re.sub(rf"\bfor the (?:(?:next|whole|full) )*(?=\d+ {_UNIT})", "for ", words)
    words = re.sub(rf"\bfor\b(?! (?:(?:the|this|\d+|rest|of|coming) )*{_UNIT})", " ", words)
    return " ".join(re.sub(r"\b(?:on|at|the)\b", " ", words).split())


def _weekday_in_full(found: re.Match[str]) -> str:
    return next(day for day in DAYS if day.startswith(found[1][:3]))


def _month_in_full(found: re.Match[str]) -> str:
    return next(month for month in MONTH_NAMES if month.startswith(found[1][:3]))


def without_weekday(plain: str) -> tuple[str, int | None]:
    """Plain words without the weekday that they may name, and that weekday: 0 is Monday."""
    found = _WEEKDAY.search(plain)
    bare = " ".join(_WEEKDAY.sub(" ", plain, count=1).split())
    return bare, DAYS.index(found[1]) if found else None


def as_last_day(words: str) -> str:
    """As what ends something is meant: of a month alone, its last day."""
    return f"end of {words}" if words.lower() in MONTH_NAMES else words


def month_number(word: str) -> int | None:
    """By a month's name in plain words (``in_plain_words``)."""
    return MONTH_NAMES.index(word) + 1 if word in MONTH_NAMES else None


def written(bare: str, month_of: MonthOf = month_number) -> WrittenDay | None:
    """What plain words without a weekday say, which need be no day of any calendar; None where they are no date."""
    if first := _YEAR_FIRST.fullmatch(bare):
        return WrittenDay(int(first[3]), int(first[2]), first[1], year_first=True)
    if numbers := _NUMBERS.fullmatch(bare):
        return WrittenDay(int(numbers[1]), int(numbers[3]), numbers[4] or "")
    if spaced := _SPACED.fullmatch(bare):
        return WrittenDay(int(spaced[1]), int(spaced[2]), spaced[3])
    if named := _NAMED_MONTH.fullmatch(bare):
        return _with_month(named[1], named[2], named[3], month_of)
    if named := _MONTH_FIRST.fullmatch(bare):
        return _with_month(named[2], named[1], named[3], month_of)
    return None


def _with_month(day: str, word: str, year: str | None, month_of: MonthOf) -> WrittenDay | None:
    month = month_of(word)
    return WrittenDay(int(day), month, year or "", named=True) if month else None
