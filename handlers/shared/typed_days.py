"""Days as people in Britain say them: ``friday week``, ``a week on monday``, ``the 9th``, ``end of the month``.

Every form is matched whole: a word that is left over makes it no form at all, so that nothing is read past. Pure; days
are dates in the council's zone."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final, TypeAlias

from policy.periods import add_months
from policy.written_days import DAYS, MONTH_NAMES

Days: TypeAlias = tuple[date, ...]

_WD: Final = f"(?P<wd>{'|'.join(DAYS)})"
_ORDINAL: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)"
_RELATIVE: Final = {
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "yesterday": -1,
    "day after tomorrow": 2,
    "day before yesterday": -2,
}
_NTH: Final = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
#: Calendar weeks from today's, which begin on Monday, and months.
_WEEKS: Final = {
    "this week": 0,
    "next week": 1,
    "week after next": 2,
    "last week": -1,
    "week before last": -2,
}
_MONTHS: Final = {"this": 0, "next": 1, "last": -1}
_SATURDAY: Final = 5
_SUNDAY: Final = 6
#: Days, weeks or months ahead, at most: more is a slip.
_FURTHEST: Final = {"day": 800, "week": 110, "month": 24}
#: Every word that a form is made of, for the nearest to one that is none.
_WORDS: Final = (
    *(*DAYS, *MONTH_NAMES, "today", "tomorrow", "yesterday", "week", "weeks", "month", "fortnight", "noon"),
    *("midday", "after", "before", "next", "this", "first", "second", "third", "fourth", "last", "days"),
    *("weekend", "commencing"),
)


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], date], Days]


def days_meant(words: str, today: date) -> Days:
    """The day that plain words (``in_plain_words``) mean, or the two that they can mean, sooner first; none where they
    are no form."""
    for form in _FORMS:
        match = form.pattern.fullmatch(words)
        if match:
            return form.meaning(match, today)
    return ()


#: Other words in which a day or a time is said.
_BESIDE: Final = (
    *("a", "an", "am", "pm", "at", "on", "in", "of", "the", "st", "nd", "rd", "th", "to", "or", "and", "for"),
    *("from", "until", "till", "til", "since", "between", "day", "months", "fortnights", "ago", "oclock"),
    *("o", "clock", "half", "past", "quarter", "quarters", "midnight", "morning", "afternoon"),
    *("evening", "night", "tonight", "eod", "hour", "hours", "hr", "hrs", "h", "minutes", "mins", "min", "m"),
    *("lasting", "starting", "beginning", "coming", "end", "over", "all", "whole", "rest", "w", "c"),
)


def is_of_days(text: str) -> bool:
    """Whether all its words are such as days and times are said in: anything else may be somebody's name."""
    said = re.findall(r"[^\W\d_]+", text.lower())
    return all(
        one in _BESIDE or one in _WORDS or (len(one) > 2 and any(w.startswith(one) for w in _WORDS))
        for one in said
    )


def nearest_word(words: str) -> str | None:
    """Of the first word that is no part of any form, the one that was probably meant."""
    for word in re.findall(r"[a-z]{4,}", words):
        near: list[str] = get_close_matches(word, _WORDS, n=1, cutoff=0.8)
        if near and near[0] != word and near[0][0] == word[0]:
            return near[0]
    return None


_SPAN: Final = re.compile(
    r"(?:(?P<first>.+) )?for (?P<n>\d+) (?P<unit>day|week|month)s?(?: (?:from|starting|beginning) (?P<start>.+))?"
)
_COMMENCING: Final = re.compile(r"(?:(?:for )?week (?:commencing|beginning|starting|of)|w/c) (?P<day>.+)")
_UNTIL_SUNDAY: Final = re.compile(r"(?P<first>.+) for 1 weekend|(?:for )?(?P<rest>rest) of (?:this )?week")


def span(words: str) -> tuple[str, Callable[[date], date]] | None:
    """Of ``friday for 2 weeks``, ``friday for the weekend`` or ``week commencing 9 november`` the words for its first
    day, today's where none are said, and the last day by the first; None for what is no such span."""
    if until := _UNTIL_SUNDAY.fullmatch(words):
        return until["first"] or "today", _sunday_after
    if begins := _COMMENCING.fullmatch(words):
        return begins["day"], lambda first: _on_by(first, 1, "week") - timedelta(days=1)
    found = _SPAN.fullmatch(words)
    if found is None or (found["first"] and found["start"]) or int(found["n"]) > _FURTHEST[found["unit"]]:
        return None
    amount, unit = int(found["n"]), found["unit"]

    def last(first: date) -> date:
        return _on_by(first, amount, unit) - timedelta(days=1)

    return found["first"] or found["start"] or "today", last


def _sunday_after(day: date) -> date:
    return _in_week(0, _SUNDAY, day)


_WHOLE: Final = re.compile(
    rf"(?:(?:for|over|all|whole|all of|for all of|for whole) )?"
    rf"(?:(?P<week>{'|'.join(_WEEKS)})|(?:(?P<which>1|this|coming|this coming|next|last|past) )?weekend)"
)


def whole(words: str, today: date) -> tuple[Days, Days] | None:
    """Of a week or a weekend that plain words say the first and the last day, of each that may be meant; None for what
    says none. Of this week the first may be today."""
    found = _WHOLE.fullmatch(words)
    if found is None:
        return None
    if found["week"]:
        ahead: tuple[int, ...] = (_WEEKS[found["week"]],)
    else:
        ahead = _weekends(found["which"] or "", today)
    first = 0 if found["week"] else _SATURDAY
    begins = {_in_week(n, first, today) for n in ahead} | ({today} if found["week"] == "this week" else set())
    return tuple(sorted(begins)), tuple(_in_week(n, _SUNDAY, today) for n in ahead)


def _weekends(which: str, today: date) -> tuple[int, ...]:
    """ "Next weekend" is the coming one to some and the one after to others; said at one it is clear."""
    if which == "next":
        return (1,) if today.weekday() >= _SATURDAY else (0, 1)
    return (-1,) if which in ("last", "past") else (0,)


# Weekdays


def coming(weekday: int, today: date) -> Days:
    """ "Tuesday" said on a Tuesday may be today."""
    ahead = (weekday - today.weekday()) % 7
    sooner = today + timedelta(days=ahead or 7)
    return (sooner,) if ahead else (today, sooner)


def _weekday(found: re.Match[str], today: date) -> Days:
    """ "Next Tuesday" said early in a week is this week's to some and next week's to others."""
    weekday = DAYS.index(found["wd"])
    if "next" not in (found["which"] or "", found["after"] or ""):
        return coming(weekday, today)
    sooner, later = coming(weekday, today)[-1], _in_week(1, weekday, today)
    return (sooner,) if sooner == later else (sooner, later)


def _last_weekday(found: re.Match[str], today: date) -> Days:
    """ "Last Friday" said late in a week is this week's to some and last week's to others. ``n``: weeks before it."""
    weeks = int(found["n"] or 1) if "n" in found.re.groupindex else 0
    weekday, before = DAYS.index(found["wd"]), timedelta(weeks=weeks)
    latest = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    both = {_in_week(-1, weekday, today), latest}
    return tuple(sorted(day - before for day in both))


def _in_week(ahead: int, weekday: int, today: date) -> date:
    """A weekday of the calendar week that many weeks ahead; weeks begin on Monday."""
    return today + timedelta(days=7 * ahead - today.weekday() + weekday)


def _of_week(found: re.Match[str], today: date) -> Days:
    return (_in_week(_WEEKS[found["week"]], DAYS.index(found["wd"]), today),)


def _weeks_after(found: re.Match[str], today: date) -> Days:
    """``friday week``, ``a week on friday``, ``2 weeks tomorrow``."""
    weeks = int(found["n"]) if found["n"] else 1
    if weeks > _FURTHEST["week"]:
        return ()
    if found["base"] in _RELATIVE:
        starts: Days = (today + timedelta(days=_RELATIVE[found["base"]]),)
    elif found["base"] == "now":
        starts = (today,)
    else:
        starts = coming(DAYS.index(found["base"]), today)
    return tuple(start + timedelta(weeks=weeks) for start in starts)


# So long from now


def _on_by(day: date, amount: int, unit: str) -> date:
    """So many days, weeks or months after it; before it where the amount is negative."""
    if unit == "month":
        return add_months(day, amount)
    return day + timedelta(days=amount * (7 if unit == "week" else 1))


def _away(found: re.Match[str], today: date) -> Days:
    amount, unit = int(found["n"]), found["unit"]
    if amount > _FURTHEST[unit]:
        return ()
    return (_on_by(today, -amount if found["ago"] else amount, unit),)


# Days of a month


def _of_month(found: re.Match[str], today: date) -> Days:
    """The next day of that number, today included; of this or next month where that is said."""
    number, which = int(found["d"]), found["which"]
    if which:
        first = add_months(today.replace(day=1), _MONTHS[which])
        return (first.replace(day=number),) if 1 <= number <= _length(first) else ()
    month = today.replace(day=1)
    for _ in range(3):
        if 1 <= number <= _length(month) and month.replace(day=number) >= today:
            return (month.replace(day=number),)
        month = add_months(month, 1)
    return ()


def numbered_before(number: int, today: date) -> Days:
    """The latest day of that number, today included."""
    for ago in range(3):
        month = add_months(today.replace(day=1), -ago)
        if 1 <= number <= _length(month) and month.replace(day=number) <= today:
            return (month.replace(day=number),)
    return ()


def _length(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def _last_of(month: date) -> date:
    return month.replace(day=_length(month))


def _end_of_month(found: re.Match[str], today: date) -> Days:
    return (_last_of(add_months(today.replace(day=1), _MONTHS[found["which"] or "this"])),)


def _end_of_named(found: re.Match[str], today: date) -> Days:
    """``end of december``: the next one, today included."""
    ahead = (MONTH_NAMES.index(found["month"]) + 1 - today.month) % 12
    return (_last_of(add_months(today.replace(day=1), ahead)),)


def _nth_weekday(found: re.Match[str], today: date) -> Days:
    """``first monday in december``, ``last friday of the month``: the next one that isn't past."""
    month = found["month"]
    firsts = [today.replace(day=1), add_months(today.replace(day=1), 1)]
    if month in ("this month", "next month"):
        firsts = firsts[1:] if month == "next month" else firsts[:1]
    elif month in MONTH_NAMES:
        number = MONTH_NAMES.index(month) + 1
        firsts = [date(today.year, number, 1), date(today.year + 1, number, 1)]
    every = [_nth_of(found["nth"], DAYS.index(found["wd"]), first) for first in firsts]
    return next(((day,) for day in every if day >= today), ())


def _nth_of(nth: str, weekday: int, first: date) -> date:
    if nth == "last":
        last = _last_of(first)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (_NTH[nth] - 1))


def _relative(found: re.Match[str], today: date) -> Days:
    return (today + timedelta(days=_RELATIVE[found[0]]),)


_BASE: Final = f"(?P<base>today|tomorrow|now|{'|'.join(DAYS)})"
_WEEK: Final = f"(?P<week>{'|'.join(_WEEKS)})"
_LAST: Final = "(?:last|past|this past)"
_FORMS: Final = tuple(
    _Form(re.compile(pattern), meaning)
    for pattern, meaning in (
        ("|".join(_RELATIVE), _relative),
        (rf"(?:(?P<which>next|this coming|this|coming) )?{_WD}(?: (?P<after>next))?", _weekday),
        (rf"{_LAST} {_WD}", _last_weekday),
        (rf"{_WD} last", _last_weekday),
        (rf"(?:(?P<n>\d+) weeks?|week) (?:before )?last {_WD}", _last_weekday),
        (rf"{_WD}(?P<n>) before last", _last_weekday),
        (rf"(?!now){_BASE}(?: (?P<n>\d+))? weeks?", _weeks_after),
        (rf"(?:in )?(?P<n>\d+) weeks?(?: from)? {_BASE}", _weeks_after),
        (rf"week(?P<n>)(?: from)? {_BASE}", _weeks_after),
        (rf"{_WD} (?:of |in )?{_WEEK}", _of_week),
        (rf"{_WEEK} {_WD}", _of_week),
        (r"in (?P<n>\d+) (?P<unit>day|week|month)s?(?: time)?(?P<ago>)", _away),
        (r"(?P<n>\d+) (?P<unit>day|week|month)s? (?:time|from now|(?P<ago>ago)(?: today)?)", _away),
        (rf"{_ORDINAL}(?: (?:of )?(?P<which>this|next|last) month)?", _of_month),
        (r"(?:end|last day)(?: of)?(?: (?P<which>this|next|last))? month", _end_of_month),
        (r"(?:(?P<which>this|next|last) )?month end", _end_of_month),
        (rf"(?:end|last day)(?: of)? (?P<month>{'|'.join(MONTH_NAMES)})", _end_of_named),
        (r"(?P<n>\d+) (?P<unit>month)s?(?P<ago>) today", _away),
        (
            rf"(?P<nth>{'|'.join(_NTH)}|last) {_WD} (?:of|in) "
            rf"(?P<month>{'|'.join(MONTH_NAMES)}|this month|next month|month)",
            _nth_weekday,
        ),
    )
)
