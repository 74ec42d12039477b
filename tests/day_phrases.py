"""Phrases for days with the days they mean, made by walking along a calendar a day at a time: an oracle for the reader,
which shares no code and no method with it. Whoever wrote it counted with a finger, not with arithmetic on words."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: A Tuesday; a Friday that ends a month but one day; a Sunday before Christmas.
REFERENCES = (date(2026, 11, 3), date(2027, 1, 29), date(2026, 12, 20))
ONE = timedelta(days=1)
SHORT = {
    "Monday": ("Mon", "mon."),
    "Tuesday": ("Tue", "Tues"),
    "Wednesday": ("Wed", "weds"),
    "Thursday": ("Thu", "Thurs"),
    "Friday": ("Fri", "fri"),
    "Saturday": ("Sat", "sat."),
    "Sunday": ("Sun", "sun"),
}
NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
)


@dataclass(frozen=True)
class Phrase:
    """``days``: one, or the two that may be meant."""

    words: str
    today: date
    days: tuple[date, ...]


def name(day: date) -> str:
    return calendar.day_name[day.weekday()]


def walk(start: date, steps: int) -> date:
    """One day after another; backwards for a negative number."""
    for _ in range(abs(steps)):
        start = start + ONE if steps > 0 else start - ONE
    return start


def next_called(weekday: str, today: date) -> date:
    """The first day after today that is called so."""
    day = today + ONE
    while name(day) != weekday:
        day += ONE
    return day


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
    return f"{number}{ending.get(number, 'th')}"


def week_of(day: date) -> list[date]:
    """Monday to Sunday of that day's week."""
    while name(day) != "Monday":
        day -= ONE
    return [walk(day, n) for n in range(7)]


def _relative(today: date) -> Iterator[tuple[str, date]]:
    yield "today", today
    yield "tomorrow", walk(today, 1)
    yield "the day after tomorrow", walk(today, 2)
    for ahead, start in (("today", today), ("tomorrow", walk(today, 1))):
        yield f"{ahead} week", walk(start, 7)
        yield f"a week {ahead}", walk(start, 7)
        yield f"a week from {ahead}", walk(start, 7)
        yield f"a fortnight {ahead}", walk(start, 14)
        yield f"{ahead} fortnight", walk(start, 14)
        yield f"two weeks {ahead}", walk(start, 14)
        yield f"three weeks from {ahead}", walk(start, 21)
    for count in range(1, 11):
        plural = "" if count == 1 else "s"
        for number in (str(count), NUMBERS[count - 1]):
            yield f"in {number} day{plural}", walk(today, count)
            yield f"in {number} week{plural}", walk(today, 7 * count)
            yield f"in {number} week{plural} time", walk(today, 7 * count)
        yield f"in {count} week{'’s' if count == 1 else 's’'} time", walk(today, 7 * count)
        yield f"{count} week{plural} from now", walk(today, 7 * count)
    yield "in a week", walk(today, 7)
    yield "in a fortnight", walk(today, 14)
    yield "in a fortnight's time", walk(today, 14)
    yield "a fortnight from now", walk(today, 14)


def _weekdays(today: date) -> Iterator[tuple[str, date]]:
    """Those that aren't today's own, about which one has to ask."""
    for weekday in calendar.day_name:
        first = next_called(weekday, today)
        mine = name(today) == weekday
        for said in (weekday, weekday.lower(), *SHORT[weekday]):
            if not mine:
                yield said, first
                yield f"this {said}", first
                yield f"on {said}", first
                yield f"{said} week", walk(first, 7)
                yield f"a week on {said}", walk(first, 7)
                yield f"{said} fortnight", walk(first, 14)
                yield f"a fortnight on {said}", walk(first, 14)
                yield f"two weeks on {said}", walk(first, 14)
        following = week_of(walk(today, 7))
        yield f"{weekday} next week", next(d for d in following if name(d) == weekday)
        yield f"next week {weekday}", next(d for d in following if name(d) == weekday)
        later = week_of(walk(today, 14))
        yield f"{weekday} the week after next", next(d for d in later if name(d) == weekday)


def _dated(today: date) -> Iterator[tuple[str, date]]:
    for ahead in range(1, 300, 3):
        day = walk(today, ahead)
        month = calendar.month_name[day.month]
        full = (
            f"{day.day} {month}",
            f"{ordinal(day.day)} {month.lower()}",
            f"the {ordinal(day.day)} of {month}",
            f"{month} {day.day}",
            f"{month[:3]} {ordinal(day.day)}",
            f"{name(day)} {day.day} {month[:3].lower()}",
            f"{SHORT[name(day)][0]}, {ordinal(day.day)} {month}",
            f"{day.day}/{day.month}",
            f"{day.day}.{day.month}.",
            f"{day.day:02}-{day.month:02}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day:02}.{day.month:02}.{day.year}",
            f"{day.day}/{day.month}/{day.year % 100:02}",
            f"{day.year}-{day.month:02}-{day.day:02}",
            f"{day.day} {month} {day.year}",
            f"{day.day}-{month[:3]}-{day.year}",
        )
        yield full[ahead % len(full)], day
        yield full[(ahead * 7 + 3) % len(full)], day


def _of_a_month(today: date) -> Iterator[tuple[str, date]]:
    for ahead in range(1, 28):
        day = walk(today, ahead)
        yield f"the {ordinal(day.day)}", day
        yield ordinal(day.day), day
        yield f"{name(day)} {ordinal(day.day)}", day
        yield f"{SHORT[name(day)][0].lower()} the {ordinal(day.day)}", day
    last = today
    while (last + ONE).month == today.month:
        last += ONE
    for said in ("end of the month", "the end of this month", "month end", "the last day of the month"):
        yield said, last
    after = last + ONE
    while (after + ONE).month == (last + ONE).month:
        after += ONE
    yield "end of next month", after
    yield "the 9th of next month", next(d for d in (walk(last, n) for n in range(1, 20)) if d.day == 9)


def lengths(today: date) -> Iterator[tuple[str, date, date]]:
    """A day and how long, with the first and the last of so many."""
    for weekday in calendar.day_name:
        if name(today) == weekday:
            continue
        first = next_called(weekday, today)
        for said, count in (("week", 7), ("fortnight", 14)):
            for how in (f"for a {said}", f"for the {said}", f"for one {said}"):
                yield f"{weekday.lower()} {how}", first, walk(first, count - 1)
        yield f"{weekday} for three days", first, walk(first, 2)
    yield "tomorrow for the week", walk(today, 1), walk(today, 7)


def wholes(today: date) -> Iterator[tuple[str, date, date]]:
    """A week, or a weekend, with its first and its last day; this week's where today is its Monday."""
    for said, ahead in (
        ("next week", 7),
        ("last week", -7),
        ("the week after next", 14),
        ("the week before last", -14),
    ):
        days = week_of(walk(today, ahead))
        for how in (said, f"for {said}", f"all {said}"):
            yield how, days[0], days[-1]
    mine = week_of(today)
    for said in ("this weekend", "for the weekend", "over the weekend", "the weekend", "for this weekend"):
        yield said, mine[5], mine[6]
    yield "last weekend", week_of(walk(today, -7))[5], week_of(walk(today, -7))[6]
    yield "the rest of the week", today, mine[6]
    yield "for the rest of this week", today, mine[6]
    for ahead in (7, 14, 21):
        monday = week_of(walk(today, ahead))[0]
        month = calendar.month_name[monday.month]
        for said in ("week commencing", "w/c", "the week beginning"):
            yield f"{said} {ordinal(monday.day)} {month}", monday, walk(monday, 6)
        yield f"w/c Monday {monday.day} {month[:3]}", monday, walk(monday, 6)
    for weekday in ("Thursday", "Friday", "Saturday"):
        if name(today) != weekday:
            first = next_called(weekday, today)
            yield f"{weekday.lower()} for the weekend", first, week_of(first)[6]


def lasts(today: date) -> Iterator[tuple[str, tuple[date, ...]]]:
    """What is over: the latest of a weekday, and where that is in this week last week's too."""
    for weekday in calendar.day_name:
        day = today - ONE
        while name(day) != weekday:
            day -= ONE
        of_week = next(d for d in week_of(walk(today, -7)) if name(d) == weekday)
        both = (day,) if day == of_week else (of_week, day)
        before = tuple(walk(d, -7) for d in both)
        for said in (weekday, SHORT[weekday][0].lower()):
            yield f"last {said}", both
            yield f"{said} last", both
            yield f"a week last {said}", before
            yield f"the {said} before last", before
            yield f"{said} last week", (of_week,)
            yield f"last week {said}", (of_week,)
    first = today
    while first.month == today.month:
        first -= ONE
    yield "the end of last month", (first,)
    while first.day != 9:
        first -= ONE
    yield "the 9th of last month", (first,)
    yield "a week ago", (walk(today, -7),)
    yield "a fortnight ago today", (walk(today, -14),)


def pasts(today: date) -> Iterator[tuple[str, date]]:
    """What "since" says: today or before."""
    for ago in range(27):
        day = walk(today, -ago)
        yield f"since the {ordinal(day.day)}", day
        yield f"since {day.day} {calendar.month_name[day.month]}", day
        if ago < 7:
            yield f"since {name(day)}", day


def without_year(today: date) -> Iterator[tuple[str, tuple[date, ...], tuple[date, ...]]]:
    """Leave of a fortnight by its days and months, with each first and last day that may be meant: what was up to four
    weeks ago, that; what was up to 90 days ago, either; else what is ahead."""
    for ahead in range(0, 365, 4):
        first = walk(today, ahead)
        both = [first]
        for ago in range(1, 91):
            day = walk(today, -ago)
            if (day.day, day.month) == (first.day, first.month):
                both = [day] if ago <= 28 else [day, first]
        lasts = [walk(day, 13) for day in both]
        said = [f"{day.day} {calendar.month_name[day.month].lower()}" for day in (first, walk(first, 13))]
        yield f"{said[0]} to {said[1]}", tuple(both), tuple(lasts)


def over(today: date) -> Iterator[tuple[str, date | None]]:
    """What took place, by its day and month: the nearest of any year, None where that is still to come."""
    for ahead in range(1, 365, 3):
        to_come, past, ago = walk(today, ahead), today, 0
        while (past.day, past.month) != (to_come.day, to_come.month):
            past, ago = past - ONE, ago + 1
        yield f"{to_come.day} {calendar.month_name[to_come.month]}", past if ago <= ahead else None


def _asked(today: date) -> Iterator[Phrase]:
    """What one would ask about: "next Friday" of this week or of the next; today's own weekday."""
    for weekday in calendar.day_name:
        first = next_called(weekday, today)
        in_next = next(d for d in week_of(walk(today, 7)) if name(d) == weekday)
        days = (first,) if first == in_next else (first, in_next)
        yield Phrase(f"next {weekday}", today, days)
        yield Phrase(f"{weekday.lower()} next", today, days)
    yield Phrase(name(today), today, (today, walk(today, 7)))
    yield Phrase(f"{name(today)} week", today, (walk(today, 7), walk(today, 14)))


def phrases() -> list[Phrase]:
    """All of them, each once, in an order that is the same every time."""
    found: dict[tuple[str, date], Phrase] = {}
    for today in REFERENCES:
        for words, day in (*_relative(today), *_weekdays(today), *_dated(today), *_of_a_month(today)):
            found.setdefault((words, today), Phrase(words, today, (day,)))
        for phrase in _asked(today):
            found.setdefault((phrase.words, today), phrase)
    every = sorted(found.values(), key=lambda p: (p.today, p.words))
    random.Random(1).shuffle(every)
    return every


def _twelve(minute: int) -> tuple[str, str]:
    """A minute of the day on a clock of twelve hours, and its half."""
    hour, rest = minute // 60, minute % 60
    shown = 12 if hour in (0, 12) else hour if hour < 12 else hour - 12
    return (f"{shown}.{rest:02}" if rest else f"{shown}"), "am" if hour < 12 else "pm"


def _hours_and(minutes: int) -> Iterator[str]:
    """How long, as one says it."""
    hours, rest = minutes // 60, minutes % 60
    yield f"for {minutes} minutes"
    yield f"for {minutes} mins"
    yield f"{minutes}min"
    if rest == 0:
        yield f"for {NUMBERS[hours - 1]} hour{'s' if hours > 1 else ''}"
        yield f"for {hours}h"
    if hours and rest == 30:
        yield f"for {NUMBERS[hours - 1] if hours > 1 else 'an'} hour{'s' if hours > 1 else ''} and a half"
        yield f"for {hours}.5 hours"
    if hours and rest:
        yield f"for {hours} hour{'s' if hours > 1 else ''} {rest} minutes"
        yield f"{hours}h{rest:02}"
    said = {15: "a quarter of an hour", 30: "half an hour", 45: "three quarters of an hour", 60: "an hour"}
    if minutes in said:
        yield f"for {said[minutes]}"


def ranges() -> Iterator[tuple[str, tuple[int, int], int]]:
    """A time with how long it is: when it begins, and how many minutes; between seven and seven."""
    for begin in range(7 * 60, 17 * 60, 15):
        for minutes in (15, 30, 45, 60, 75, 90, 120, 180):
            end = begin + minutes
            (first, am), (last, pm) = _twelve(begin), _twelve(end)
            at = (begin // 60, begin % 60)
            on_clock = f"{begin // 60:02}:{begin % 60:02}", f"{end // 60:02}:{end % 60:02}"
            forms = [
                f"{first}{am}-{last}{pm}",
                f"{first}{am} to {last}{pm}",
                f"from {first}{am} until {last}{pm}",
                f"{first}-{last}{pm}",
                f"from {first} to {last}{pm}",
                f"between {first} and {last} {pm}",
                f"{first}{am} till {last}",
                f"{on_clock[0]}-{on_clock[1]}",
                f"{on_clock[0]} to {on_clock[1]}",
                f"{on_clock[0]}–{on_clock[1]}".replace(":", "."),
                f"{on_clock[0]}-{on_clock[1]}".replace(":", ""),
                f"at {first}-{last}{pm}",
            ]
            if minutes % 60 == 0 and begin % 60 == 0 and begin // 60 in range(7, 13) and end <= 19 * 60:
                forms += [f"from {first} to {last}", f"at {first}-{last}", f"{first}-{last}"]
            if begin // 60 in range(7, 13) and (begin % 60 or end % 60):
                forms += [f"from {first} to {last}", f"{first} - {last}"]
            if begin % 60 == 30 and end % 60 == 30:
                words = [f"half {NUMBERS[int(x.split('.')[0]) - 1]}" for x in (first, last)]
                forms += [f"{words[0]} to {words[1]} {pm}", f"from {words[0]} until {words[1]} {pm}"]
            spoken = [f"{first}{am} {long}" for long in _hours_and(minutes)]
            every = [*forms, *spoken]
            for n in (0, 3, 7):
                yield every[(begin // 15 * 5 + minutes // 15 + n) % len(every)], at, minutes


def before_and_past() -> Iterator[tuple[str, str, tuple[int, int]]]:
    """``5 to 3`` and ``ten past four`` with a half of the day, and the time: that many minutes counted."""
    names = {5: "five", 10: "ten", 15: "quarter", 20: "twenty", 25: "twenty-five"}
    for hour in range(1, 13):
        for minutes, word in names.items():
            for joint, step in (("to", -1), ("past", 1)):
                for half, noon in (("am", 0), ("pm", 12 * 60)):
                    at = hour % 12 * 60 + noon
                    for _ in range(minutes):
                        at += step
                    if at // 60 in (range(7, 12) if half == "am" else range(12, 19)):
                        part = "morning" if half == "am" else "afternoon"
                        hours = str(hour), NUMBERS[hour - 1]
                        for said in (f"{minutes} {joint} {hours[0]}", f"{word} {joint} {hours[minutes % 2]}"):
                            yield said, part, (at // 60, at % 60)


#: Times as they are written, and what they are; each names its half of the day.
TIMES = (
    *(("2pm", (14, 0)), ("2 pm", (14, 0)), ("2.30pm", (14, 30)), ("14:00", (14, 0)), ("14.30", (14, 30))),
    *(("at 10.30", (10, 30)), ("9am", (9, 0)), ("09:15", (9, 15)), ("noon", (12, 0)), ("12 noon", (12, 0))),
    *(("2-3pm", (14, 0)), ("11-1pm", (11, 0)), ("from 2pm to 3pm", (14, 0)), ("14:00-15:00", (14, 0))),
    *(("half past two pm", (14, 30)), ("half two pm", (14, 30)), ("quarter to three pm", (14, 45))),
    *(
        ("2 in the afternoon", (14, 0)),
        ("ten in the morning", (10, 0)),
        ("10 o'clock in the morning", (10, 0)),
    ),
    *(("3 o’clock pm", (15, 0)), ("12pm", (12, 0)), ("12.15pm", (12, 15)), ("at 4p.m.", (16, 0))),
)
