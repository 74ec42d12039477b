"""From one day or time to another, as people type it: each read as one thing, or refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from handlers.shared.base import Refusal
from handlers.shared.typed_moments import read, read_days, read_over
from tests.day_phrases import REFERENCES, before_and_past, lasts, over, ranges, wholes, without_year
from tests.test_dates import TUESDAY


@pytest.mark.parametrize(
    ("words", "at", "until"),
    [
        ("friday 2-3pm", time(14), time(15)),
        ("friday 2pm to 3.30pm", time(14), time(15, 30)),
        ("friday 2pm to 3.30", time(14), time(15, 30)),
        ("friday 11am-1", time(11), time(13)),
        ("friday 11-1pm", time(11), time(13)),
        ("friday 14:00-15:00", time(14), time(15)),
        ("friday 10-11", time(10), time(11)),
        ("friday 2pm", time(14), None),
        ("friday three pm", time(15), None),
        ("friday quarter to 3pm", time(14, 45), None),
        ("friday half past 2pm", time(14, 30), None),
        ("friday half-two pm", time(14, 30), None),
        ("friday morning 9.30", time(9, 30), None),
        ("friday afternoon at 2.30", time(14, 30), None),
        ("friday afternoon 14.30", time(14, 30), None),
        ("sixth november 9.30am", time(9, 30), None),
        ("the sixth of november 9.30am", time(9, 30), None),
    ],
)
def test_when_a_range_ends_and_times_with_one_meaning(words: str, at: time, until: time | None) -> None:
    found = read(words, TUESDAY)
    assert (found.days, found.at, found.until) == ((date(2026, 11, 6),), at, until)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("friday 2pm-1pm", "ends before it begins"),
        ("friday 15:00-14:00", "ends before it begins"),
        ("wednesday 9-12", "or Wednesday 9 December 2026: write wednesday 09:00-12:00, or"),
        ("monday 9 half past 2pm", "doesn't say which day"),
    ],
)
def test_a_range_that_is_none_or_may_be_a_day_is_refused(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why) as refused:
        read(words, TUESDAY)
    assert "did you mean" not in refused.value.sentence


def test_tonight_is_today_and_until_further_notice_has_no_last_day() -> None:
    assert read("tonight 6pm", TUESDAY).days == (date(2026, 11, 3),)
    assert read_days("until further notice", TUESDAY) == ((), ())
    assert read_days("from monday until further notice", TUESDAY) == ((date(2026, 11, 9),), ())


WEDNESDAY = datetime(2026, 11, 4, 9, 0)
THIRD, TENTH = (
    (date(2026, 11, 3), date(2026, 12, 3)),
    (date(2026, 11, 10), date(2026, 12, 10)),
)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("from the 3rd", THIRD, ()),
        ("the 3rd to the 10th", THIRD, TENTH),
        ("the 3rd for a week", THIRD, (date(2026, 11, 9), date(2026, 12, 9))),
        ("since the 3rd", THIRD[:1], ()),
        ("since the 4th", (date(2026, 11, 4),), ()),
        ("since the 5th", (date(2026, 10, 5),), ()),
        ("since 31 october", (date(2026, 10, 31),), ()),
        ("since friday", (date(2026, 10, 30),), ()),
        ("from the 12th", (date(2026, 11, 12),), ()),
        ("until the 3rd", (), THIRD[1:]),
        ("from next friday to the 20th", (date(2026, 11, 6), date(2026, 11, 13)), (date(2026, 11, 20),)),
    ],
)
def test_a_number_of_the_month_just_past_is_asked_and_since_is_past(
    words: str, first: tuple[date, ...], last: tuple[date, ...]
) -> None:
    assert read_days(words, WEDNESDAY) == (first, last)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("since tomorrow", "still to come"),
        ("since friday week", "still to come"),
        ("20 november to 10 november", "before the first, Friday 20 November 2026"),
        ("20/11/2026 to 10/11/2026", "before the first, Friday 20 November 2026"),
        ("until 2 nov", "Monday 2 November 2026 is past"),
    ],
)
def test_days_that_cannot_follow_each_other_are_refused(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_days(words, TUESDAY)


# Whole weeks, and what is over


@pytest.mark.parametrize("today", REFERENCES)
def test_whole_weeks_and_what_is_over_as_walking_finds_them(today: date) -> None:
    """For one who was or will be away; a session is on one day."""
    now = datetime.combine(today, time(9))
    for words, first, last in wholes(today):
        assert (words, read_days(words, now)) == (words, ((first,), (last,)))
        with pytest.raises(Refusal):
            read(f"{words} 2pm", now)
    for words, days in lasts(today):
        assert (words, read_days(words, now)) == (words, (days, ()))
        assert (words, read_days(f"since {words}", now)) == (words, (days, ()))
        assert (words, read(f"{words} 2pm", now).days) == (words, days)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this week", (date(2026, 11, 2), date(2026, 11, 3)), (date(2026, 11, 8),)),
        (
            "next weekend",
            (date(2026, 11, 7), date(2026, 11, 14)),
            (date(2026, 11, 8), date(2026, 11, 15)),
        ),
        ("last friday to monday", (date(2026, 10, 30),), (date(2026, 11, 2),)),
        ("last friday until today", (date(2026, 10, 30),), (date(2026, 11, 3),)),
    ],
)
def test_weeks_of_which_one_asks(words: str, first: tuple[date, ...], last: tuple[date, ...]) -> None:
    assert read_days(words, TUESDAY) == (first, last)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("from the weekend", "Say saturday or sunday"),
        ("until the weekend", "Say saturday or sunday"),
        ("from next week", "friday next week"),
        ("since last week", "friday last week"),
    ],
)
def test_a_week_is_no_day_from_which_or_until_when(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_days(words, TUESDAY)


@pytest.mark.parametrize("words", ["for the weekend 2pm", "weekend 2pm", "2pm next weekend"])
def test_a_session_is_on_one_day_of_a_weekend(words: str) -> None:
    with pytest.raises(Refusal, match="Say saturday or sunday"):
        read(words, TUESDAY)


# Without a year


@pytest.mark.parametrize("today", [*REFERENCES, date(2027, 1, 20)])
def test_days_without_a_year_are_as_far_back_as_they_may_be_else_ahead(today: date) -> None:
    """Leave planned for July was read as last July's."""
    now, since = datetime.combine(today, time(9)), today - timedelta(days=90)
    for words, first, last in without_year(today):
        assert (words, read_days(words, now, since)) == (words, (first, last))


@pytest.mark.parametrize("today", REFERENCES)
def test_what_took_place_is_nearest_and_never_a_year_before_what_is_to_come(today: date) -> None:
    now = datetime.combine(today, time(9))
    for words, day in over(today):
        for said in (words, f"{words} 10am"):
            if day:
                assert (said, read_over(said, now).days) == (said, (day,))
            else:
                with pytest.raises(Refusal, match="is still to come: write the year if you mean"):
                    read_over(said, now)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("1-7", (date(2027, 7, 1),), ()),
        ("5 july for a week", (date(2027, 7, 5),), (date(2027, 7, 11),)),
        ("w/c 5 july", (date(2027, 7, 5),), (date(2027, 7, 11),)),
        ("until 5 july", (), (date(2027, 7, 5),)),
        ("sat 5 september", (date(2026, 9, 5),), ()),
        ("5 july 2026", (date(2026, 7, 5),), ()),
        ("20 march to 16 nov 2027", (date(2027, 3, 20),), (date(2027, 11, 16),)),
    ],
)
def test_every_way_to_say_a_day_without_a_year_looks_ahead(
    words: str, first: tuple[date, ...], last: tuple[date, ...]
) -> None:
    assert read_days(words, TUESDAY, date(2026, 8, 5)) == (first, last)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("since 5 november", "Thursday 5 November 2026 is still to come: write the year if you mean"),
        ("until 5 september", "Saturday 5 September 2026 is past"),
    ],
)
def test_what_began_or_ends_on_a_day_of_another_year_is_refused(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_days(words, TUESDAY, date(2026, 8, 5))


# How long


RANGES_SAID = sorted(set(ranges()))


def test_ranges_and_lengths_are_read_as_the_oracle_walks_them() -> None:
    """Beside a day before it or behind it."""
    assert len(RANGES_SAID) > 900
    wrong: list[object] = []
    for number, (words, (hour, minute), minutes) in enumerate(RANGES_SAID):
        day = ("friday", "6 nov", "fri 6 november", "6/11/2026")[number % 4]
        for text in (f"{day} {words}", *((f"{words} on {day}",) if number % 4 != 3 else ())):
            found = read(text, TUESDAY)
            if (found.days, found.at, found.minutes) != ((date(2026, 11, 6),), time(hour, minute), minutes):
                wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("friday from 2 to 3", "write 2-3am or 2-3pm"),
        ("friday 2-3", "write 2-3am or 2-3pm"),
        ("friday 2.30-3", "write 2:30-3am or 2:30-3pm"),
        ("friday half two to half three", "write 2:30-3:30am or 2:30-3:30pm"),
        ("friday 2-3pm for 90 minutes", "says two lengths"),
        ("friday for 90 minutes", "At what time?"),
        ("friday 2pm to 25:00", "is no time of day"),
        ("friday 2-3pm or 4pm", "more than one time"),
        ("friday 14:00-14:00", "ends before it begins"),
        ("in 2 hours", "At what time?"),
    ],
)
def test_a_range_that_can_be_two_is_refused_with_both(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read(words, TUESDAY)


# Minutes to and past an hour, and the half of the day apart from its time


def test_so_many_minutes_to_or_past_an_hour_are_the_time_that_counting_finds() -> None:
    """A range of two hours at most is one: ``10 to 11 in the morning``; ``10 to 2`` in an afternoon is ten to two."""
    wrong: list[object] = []
    for words, part, (hour, minute) in before_and_past():
        if words in ("5 to 6", "5 to 7", "10 to 11", "10 to 12"):
            continue
        for text in (
            f"{words} on friday {part}",
            f"friday {part} {words}",
            f"{words} in the {part} on friday",
        ):
            found = read(text, TUESDAY)
            if (found.days, found.at, found.until) != ((date(2026, 11, 6),), time(hour, minute), None):
                wrong.append((text, found))
        with pytest.raises(Refusal, match=rf"write {hour % 12 or 12}:{minute:02}am(,| or) "):
            read(f"friday {words}", TUESDAY)
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "at", "minutes"),
    [
        ("quarter to three tomorrow afternoon", time(14, 45), None),
        ("half two tomorrow afternoon", time(14, 30), None),
        ("2.30 tomorrow afternoon", time(14, 30), None),
        ("at ten tomorrow morning", time(10), None),
        ("10 tomorrow morning", time(10), None),
        ("2 o'clock tomorrow afternoon", time(14), None),
        ("2pm tomorrow afternoon", time(14), None),
        ("14:30 tomorrow afternoon", time(14, 30), None),
        ("tomorrow morning at 10 o'clock", time(10), None),
        ("2 to 3 tomorrow afternoon", time(14), 60),
        ("11-1 tomorrow afternoon", time(11), 120),
        ("11-12 tomorrow morning", time(11), 60),
        ("14:00-15:00 tomorrow afternoon", time(14), 60),
        ("tomorrow from 10am for 2 hours", time(10), 120),
        ("tomorrow starting at 10am", time(10), None),
        ("from 10am tomorrow", time(10), None),
        ("tomorrow @ 2pm", time(14), None),
        ("@2pm tomorrow", time(14), None),
        ("2026-11-04T14:00", time(14), None),
        ("2026-11-04T14:00:00", time(14), None),
        ("10 minutes to 3 tomorrow afternoon", time(14, 50), None),
        ("5 to 3pm tomorrow", time(14, 55), None),
        ("tomorrow 10 to 11am", time(10), 60),
        ("from 10 to 2 tomorrow", time(10), 240),
        ("10-2 tomorrow", time(10), 240),
    ],
)
def test_what_stands_around_a_time_says_more_of_it(words: str, at: time, minutes: int | None) -> None:
    found = read(words, TUESDAY)
    assert (found.days, found.at, found.minutes) == ((date(2026, 11, 4),), at, minutes)


def test_this_afternoon_is_today() -> None:
    found = read("this afternoon at 3", TUESDAY)
    assert (found.days, found.at) == ((date(2026, 11, 3),), time(15))
    assert read("tonight at 7", TUESDAY).at == time(19)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            "10 to 2 friday",
            "“10 to 2” may be one time, or a first and a last: write 1:50am, 1:50pm or 10am-2pm",
        ),
        ("10 to 2pm friday", "write 1:50pm or 10am-2pm"),
        ("5 to 3 on friday", "write 2:55am or 2:55pm"),
        ("20 to 3 friday", "write 2:40am or 2:40pm"),
        ("2pm tomorrow morning", "names more than one time"),
        ("2-3pm tomorrow morning", "names more than one time"),
    ],
)
def test_ten_to_two_in_figures_is_asked_and_two_halves_of_a_day_are_refused(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read(words, TUESDAY)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("31 nov to 2 dec", "There is no such day as “31 nov”"),
        ("2 dec until 31 november", "There is no such day as “31 november”"),
        ("tue 5 november to 10 nov", "5 November 2026 is a Thursday, not a Tuesday"),
        ("11/13/2026 to 2 dec", "the day comes before the month"),
    ],
)
def test_of_two_days_one_that_is_none_is_named(words: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        read_days(words, TUESDAY)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("monday week to friday week", 16, 20),
        ("a week on monday to a week on friday", 16, 20),
        ("monday fortnight to friday fortnight", 23, 27),
        ("friday week to monday week", 13, 16),
    ],
)
def test_a_week_on_one_weekday_to_a_week_on_another_is_of_one_week(words: str, first: int, last: int) -> None:
    assert read_days(words, TUESDAY) == ((date(2026, 11, first),), (date(2026, 11, last),))


def test_of_what_took_place_a_day_and_how_long_are_enough() -> None:
    found = read_over("1st oct for 90 mins", TUESDAY)
    assert (found.days, found.at, found.minutes) == ((date(2026, 10, 1),), None, 90)
