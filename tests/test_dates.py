"""Days and times as people type them: read, asked about, or refused with an example; never guessed in silence."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from handlers.shared.base import Refusal
from handlers.shared.dates import EXAMPLE, EXAMPLE_OF_A_DAY, read, read_day, warm

#: A Tuesday and a Monday, in wall time as the bot reads it.
TUESDAY = datetime(2026, 11, 3, 9, 0)
MONDAY = datetime(2026, 11, 9, 9, 0)


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("next tuesday 2pm", date(2026, 11, 10), time(14)),
        ("weds 10am", date(2026, 11, 4), time(10)),
        ("this friday noon", date(2026, 11, 6), time(12)),
        ("tomorrow at 10.30", date(2026, 11, 4), time(10, 30)),
        ("today 14:00", date(2026, 11, 3), time(14)),
        ("the 15th 2pm", date(2026, 11, 15), time(14)),
        ("the 2nd at 2pm", date(2026, 12, 2), time(14)),
        ("3rd 5pm", date(2026, 11, 3), time(17)),
        ("31st 9am", date(2026, 12, 31), time(9)),
        ("15 november 2:30pm", date(2026, 11, 15), time(14, 30)),
        ("3 november 2pm", date(2026, 11, 3), time(14)),
        ("2pm on 15 december", date(2026, 12, 15), time(14)),
        ("5/11/2026 2pm", date(2026, 11, 5), time(14)),
        ("10.11.2026 14:00", date(2026, 11, 10), time(14)),
        ("2026-12-11 14:00", date(2026, 12, 11), time(14)),
        ("in two weeks 12am", date(2026, 11, 17), time(0)),
        ("mon 16 nov 12pm", date(2026, 11, 16), time(12)),
        ("1/2/2026 2pm", date(2026, 2, 1), time(14)),
    ],
)
def test_one_day_and_one_time(words: str, day: date, at: time) -> None:
    found = read(words, TUESDAY)
    assert (found.days, found.at) == ((day,), at)


@pytest.mark.parametrize(
    ("words", "now", "days"),
    [
        ("next tuesday 2pm", MONDAY, (date(2026, 11, 10), date(2026, 11, 17))),
        ("tuesday 2pm", TUESDAY, (date(2026, 11, 3), date(2026, 11, 10))),
        ("next friday 2pm", TUESDAY, (date(2026, 11, 6), date(2026, 11, 13))),
        ("next monday 2pm", TUESDAY, (date(2026, 11, 9),)),
    ],
)
def test_words_that_can_mean_two_days_give_both(words: str, now: datetime, days: tuple[date, ...]) -> None:
    assert read(words, now).days == days


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "When?"),
        ("x" * 81, "When?"),
        ("2pm", "On which day?"),
        ("tuesday", "At what time?"),
        ("tuesday at 2", "Morning or afternoon?"),
        ("tuesday half past two", "Morning or afternoon?"),
        ("tuesday 13pm", "is no time of day"),
        ("tuesday 25:00", "is no time of day"),
        ("tuesday 2pm or 3pm", "more than one time"),
        ("10 2pm", "doesn't say which day"),
        ("may 2pm", "doesn't say which day"),
        ("next week 2pm", "doesn't say which day"),
        ("end of month 2pm", "doesn't say which day"),
        ("in two business days 2pm", "doesn't say which day"),
        ("EOD friday 5pm", "doesn't say which day"),
        ("friday week 2pm", "doesn't say which day"),
        ("last tuesday 2pm", "doesn't say which day"),
        ("31/11 2pm", "isn't a day I can read"),
        ("30 feb 2pm", "isn't a day I can read"),
        ("11/13/2026 2pm", "the day comes before the month"),
        ("2026-13-01 2pm", "There is no such day"),
        ("32nd 2pm", "No month has the day"),
        ("tuesday 9 november 2pm", "9 November 2026 is a Monday, not a Tuesday"),
        ("in 999999999999 days 2pm", "isn't a day I can read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_an_example(words: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(words, TUESDAY)
    assert why in refused.value.sentence
    assert refused.value.sentence.endswith(EXAMPLE)


def test_warming_up_reads_nothing_of_anyones() -> None:
    warm()


SAME_DAYS = (
    *(
        "next tuesday",
        "tuesday",
        "the 15th",
        "31st",
        "tomorrow",
        "in two weeks",
        "weds",
        "fri 6 nov",
        "15/12/2026",
    ),
    *("10.11.2026", "2026-12-11", "15 december", "monday 9 november", "5/11/2026"),
)


@pytest.mark.parametrize("words", SAME_DAYS)
def test_a_day_alone_is_read_as_with_a_time(words: str) -> None:
    """By ``away`` and ``back`` as by ``book``."""
    assert read_day(words, TUESDAY) == read(f"{words} 2pm", TUESDAY).days
    assert read_day(words, TUESDAY, nearest=True) == read(f"{words} 2pm", TUESDAY).days


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2 nov", date(2026, 11, 2)),
        ("mon 2 nov", date(2026, 11, 2)),
        ("30/10", date(2026, 10, 30)),
        ("20 nov", date(2026, 11, 20)),
        ("2 march", date(2027, 3, 2)),
        ("2 nov 2025", date(2025, 11, 2)),
        ("yesterday", date(2026, 11, 2)),
    ],
)
def test_of_an_absence_the_nearest_of_any_year(words: str, day: date) -> None:
    assert read_day(words, TUESDAY, nearest=True) == (day,)


@pytest.mark.parametrize("words", ["", "soon", "tuesday 2 november", "30 february", "14", "november"])
def test_what_is_no_day_is_refused_with_a_day_as_example(words: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_day(words, TUESDAY, nearest=True)
    assert EXAMPLE_OF_A_DAY in refused.value.sentence
