"""Days and times as people type them: read, asked about, or refused with an example; never guessed in silence."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.shared.unreadable import EXAMPLE, EXAMPLE_OF_A_DAY
from handlers.shared.base import Refusal
from handlers.shared.typed_moments import read, read_day, read_days, warm
from tests.day_phrases import REFERENCES, TIMES, lengths, pasts, phrases

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
        ("friday 1430hrs", date(2026, 11, 6), time(14, 30)),
        ("friday 14:30 hrs", date(2026, 11, 6), time(14, 30)),
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


@pytest.mark.parametrize("words", ["friday 11.12", "11.12 friday", "friday 11.12."])
def test_a_time_with_a_point_that_is_a_day_of_that_name_too_is_asked(words: str) -> None:
    """11 December is a Friday."""
    with pytest.raises(
        Refusal, match="may be Friday 6 November 2026 at 11:12 am, or Friday 11 December"
    ) as refused:
        read(words, TUESDAY)
    assert "write friday 11:12, or 11 december 2026 and the time" in str(refused.value)


@pytest.mark.parametrize("words", ["friday 10.12", "friday at 11.12", "friday 14.30", "tomorrow 11.12"])
def test_a_time_with_a_point_is_one_where_it_is_no_such_day(words: str) -> None:
    read(words, TUESDAY)


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
        ("in two business days 2pm", "doesn't say which day"),
        ("EOD friday 5pm", "doesn't say which day"),
        ("EOD Friday-ish", "At what time? That doesn't say."),
        ("31/11 2pm", "There is no such day"),
        ("30 feb 2pm", "There is no such day"),
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
    assert read_day(words, TUESDAY, nearest=True)[-1:] == read(f"{words} 2pm", TUESDAY).days[-1:]


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


PHRASES = phrases()


def test_a_thousand_phrases_mean_the_days_that_walking_finds() -> None:
    assert len(PHRASES) >= 1000
    assert {p.today for p in PHRASES} == set(REFERENCES)
    wrong = [(p.words, p.today, p.days, got) for p in PHRASES if (got := _read(p.words, p.today)) != p.days]
    assert wrong == []


def test_the_same_with_times_beside_them() -> None:
    wrong = []
    for number, phrase in enumerate(PHRASES):
        said, (hour, minute) = TIMES[number % len(TIMES)]
        words = f"{phrase.words} {said}"
        try:
            found = read(words, datetime.combine(phrase.today, time(9)))
        except Refusal as refused:
            wrong.append((words, refused.sentence))
            continue
        if (found.days, found.at) != (phrase.days, time(hour, minute)):
            wrong.append((words, str(found)))
    assert wrong == []


def _read(words: str, today: date) -> object:
    try:
        return read_day(words, datetime.combine(today, time(9)))
    except Refusal as refused:
        return refused.sentence


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("friday half two", "write 2:30am or 2:30pm"),
        ("friday 2.30", "write 2:30am or 2:30pm"),
        ("friday at 4:15", "write 4:15am or 4:15pm"),
        ("quarter to three friday", "write 2:45am or 2:45pm"),
        ("9.12", "At what time?"),
        ("next week 2pm", "Say which day of it: “friday next week”"),
        ("tommorow 2pm", "did you mean “tomorrow”?"),
        ("wensday 2pm", "did you mean “wednesday”?"),
        ("15 decembr 2pm", "did you mean “december”?"),
        ("9/12/2110 2pm", "is in the year 2110"),
        ("9/12/45 2pm", "is in the year 2045"),
        ("29 february 2pm", "The next year has no 29 February"),
        ("monday 10th 2pm", "10 November 2026 is a Tuesday, not a Monday"),
        ("friday or monday 2pm", "doesn't say which day"),
        ("not friday 2pm", "doesn't say which day"),
        ("friday 6 november before lunch 2pm", "doesn't say which day"),
    ],
)
def test_what_is_likely_meant_is_said(words: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(words, TUESDAY)
    assert why in refused.value.sentence


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("9.12 2pm", date(2026, 12, 9), time(14)),
        ("9.12. 14.30", date(2026, 12, 9), time(14, 30)),
        ("“friday” 2pm.", date(2026, 11, 6), time(14)),
        ("friday\u00a02pm", date(2026, 11, 6), time(14)),
        ("fri\u2009day".replace("\u2009", "") + "\u20092\u202fpm", date(2026, 11, 6), time(14)),
        ("friday, 2pm!", date(2026, 11, 6), time(14)),
        ("ｆｒｉｄａｙ 2pm", date(2026, 11, 6), time(14)),
        ("2–3pm friday", date(2026, 11, 6), time(14)),
        ("first monday in december 2pm", date(2026, 12, 7), time(14)),
        ("last friday of the month 2pm", date(2026, 11, 27), time(14)),
    ],
)
def test_pasted_words_are_read_as_typed_ones(words: str, day: date, at: time) -> None:
    found = read(words, TUESDAY)
    assert (found.days, found.at) == ((day,), at)


RANGES = [
    ("10 nov to 20 nov", date(2026, 11, 10), date(2026, 11, 20)),
    ("10 to 20 november", date(2026, 11, 10), date(2026, 11, 20)),
    ("10th - 20th November", date(2026, 11, 10), date(2026, 11, 20)),
    ("10-20 nov", date(2026, 11, 10), date(2026, 11, 20)),
    ("between 10 and 20 november", date(2026, 11, 10), date(2026, 11, 20)),
    ("from 10/11 until 20/11", date(2026, 11, 10), date(2026, 11, 20)),
    ("10/11/2026-20/11/2026", date(2026, 11, 10), date(2026, 11, 20)),
    ("thursday to tuesday", date(2026, 11, 5), date(2026, 11, 10)),
    ("thu–fri", date(2026, 11, 5), date(2026, 11, 6)),
    ("friday to the 9th", date(2026, 11, 6), date(2026, 11, 9)),
    ("from today to a week on monday", date(2026, 11, 3), date(2026, 11, 16)),
    ("tomorrow until the end of the month", date(2026, 11, 4), date(2026, 11, 30)),
    ("until friday", None, date(2026, 11, 6)),
    ("since monday", date(2026, 11, 2), None),
    ("since tuesday", date(2026, 11, 3), None),
    ("since sunday till friday", date(2026, 11, 1), date(2026, 11, 6)),
    ("9 nov to 16 nov 2027", date(2027, 11, 9), date(2027, 11, 16)),
    ("9/11 to 16/11/2027", date(2027, 11, 9), date(2027, 11, 16)),
    ("9 nov 2027 to 16 nov", date(2027, 11, 9), date(2027, 11, 16)),
    ("20 dec to 3 jan 2027", date(2026, 12, 20), date(2027, 1, 3)),
    ("20 december to 10 january", date(2026, 12, 20), date(2027, 1, 10)),
    ("1 december to friday the 18th", date(2026, 12, 1), date(2026, 12, 18)),
    ("monday the 2nd to friday", date(2026, 11, 2), date(2026, 11, 6)),
    ("10-11-2026", date(2026, 11, 10), None),
    ("15 december", date(2026, 12, 15), None),
]


@pytest.mark.parametrize(("words", "first", "last"), RANGES, ids=[r[0] for r in RANGES])
def test_a_first_and_a_last_day(words: str, first: date | None, last: date | None) -> None:
    assert [next(iter(days), None) for days in read_days(words, TUESDAY)] == [first, last]


def test_days_that_can_be_two_are_both_known() -> None:
    friday = (date(2026, 11, 6), date(2026, 11, 13))
    assert read_days("from next friday", TUESDAY) == (friday, ())
    assert read_days("until next friday", TUESDAY) == ((), friday)


@given(st.text(max_size=40))
def test_nothing_typed_breaks_the_reader(words: str) -> None:
    for reader in (read, read_day, read_days):
        with suppress(Refusal):
            reader(words, TUESDAY)


@pytest.mark.parametrize("today", REFERENCES)
def test_lengths_and_since_as_walking_finds_them(today: date) -> None:
    now = datetime.combine(today, time(9))
    for words, first, last in lengths(today):
        assert (words, read_days(words, now)) == (words, ((first,), (last,)))
        with pytest.raises(Refusal):
            read(f"{words} 2pm", now)
    for words, day in pasts(today):
        assert (words, read_days(words, now)) == (words, ((day,), ()))


# So long from a day on


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today for two weeks", date(2026, 11, 3), date(2026, 11, 16)),
        ("tomorrow for the week", date(2026, 11, 4), date(2026, 11, 10)),
        ("friday for the fortnight", date(2026, 11, 6), date(2026, 11, 19)),
        ("monday for the next three days", date(2026, 11, 9), date(2026, 11, 11)),
        ("for the whole week", date(2026, 11, 3), date(2026, 11, 9)),
        ("friday for a week", date(2026, 11, 6), date(2026, 11, 12)),
        ("from monday for 3 days", date(2026, 11, 9), date(2026, 11, 11)),
        ("for a fortnight from monday", date(2026, 11, 9), date(2026, 11, 22)),
        ("9 nov for 2 wks", date(2026, 11, 9), date(2026, 11, 22)),
        ("for 1 day", date(2026, 11, 3), date(2026, 11, 3)),
        ("30 nov for a month", date(2026, 11, 30), date(2026, 12, 29)),
        ("tomorrow to end of december", date(2026, 11, 4), date(2026, 12, 31)),
    ],
)
def test_so_long_from_a_day_on_is_two_days(words: str, first: date, last: date) -> None:
    assert read_days(words, TUESDAY) == ((first,), (last,))


@pytest.mark.parametrize(
    "words",
    [
        *("today for two weeks", "friday for a week", "for 3 days", "friday for 9000 days"),
        *("friday for the week", "tomorrow for the fortnight", "monday for the next two weeks"),
        *("friday for this week", "friday for the whole week", "friday for the rest of the week"),
    ],
)
def test_so_long_is_no_day_to_meet(words: str) -> None:
    """``friday for a week`` passed for the friday after."""
    with pytest.raises(Refusal):
        read_day(words, TUESDAY)
    with pytest.raises(Refusal):
        read(f"{words} 2pm", TUESDAY)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("end of december", date(2026, 12, 31)),
        ("last day of february", date(2027, 2, 28)),
        ("end of november", date(2026, 11, 30)),
        ("in 2 wks", date(2026, 11, 17)),
        ("a month today", date(2026, 12, 3)),
        ("for tuesday 10th", date(2026, 11, 10)),
    ],
)
def test_the_end_of_a_month_by_name_and_short_words(words: str, day: date) -> None:
    assert read_day(words, TUESDAY) == (day,)
