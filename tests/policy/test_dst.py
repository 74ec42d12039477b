"""The two nights of 2026 on which London's clocks change, by name."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import NonexistentTime, WorkingCalendar

LONDON = WorkingCalendar()
FORWARD = date(2026, 3, 29)  # at 01:00 the clocks show 02:00: a day of 23 hours
BACK = date(2026, 10, 25)  # at 02:00 the clocks show 01:00: a day of 25 hours
HOUR = timedelta(hours=1)


def utc(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), UTC)


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        (FORWARD, "00:30", "00:30"),
        (FORWARD, "00:59:59", "00:59:59"),
        (FORWARD, "02:00", "01:00"),
        (FORWARD, "02:30", "01:30"),
        (BACK, "01:00", "00:00"),
        (BACK, "01:30", "00:30"),
        (BACK, "01:59:59", "00:59:59"),
        (BACK, "02:00", "02:00"),
        (BACK, "02:30", "02:30"),
    ],
)
def test_a_time_on_the_clock_is_this_instant(day: date, clock: str, instant: str) -> None:
    assert LONDON.at(day, time.fromisoformat(clock)) == utc(day, instant)


def test_half_past_midnight_on_25_october_is_still_summer_time() -> None:
    assert LONDON.at(BACK, time(0, 30)) == utc(date(2026, 10, 24), "23:30")


@pytest.mark.parametrize("clock", ["01:00", "01:30", "01:59:59.999999"])
def test_a_time_the_clocks_skip_is_refused_with_one_that_would_do(clock: str) -> None:
    with pytest.raises(NonexistentTime) as refused:
        LONDON.at(FORWARD, time.fromisoformat(clock))
    assert str(refused.value) == (
        f"{int(clock[:2])}{clock[2:5]} am on Sunday 29 March 2026 does not exist: "
        "the clocks go forward; choose 2:00 am or later"
    )


@pytest.mark.parametrize("clock", ["01:00", "01:30"])
def test_a_time_that_happens_twice_is_the_first(clock: str) -> None:
    wanted = time.fromisoformat(clock)
    first = LONDON.at(BACK, wanted)
    assert first == LONDON.at(BACK, wanted.replace(fold=1))
    shown, again = LONDON.wall(first), LONDON.wall(first + HOUR)
    assert shown.time() == again.time() == wanted
    assert (shown.fold, again.fold) == (0, 1)
    assert (shown.tzname(), again.tzname()) == ("BST", "GMT")


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (FORWARD, "00:30"),
        (FORWARD, "02:00"),
        (BACK, "00:30"),
        (BACK, "01:00"),
        (BACK, "01:30"),
        (BACK, "02:00"),
    ],
)
def test_a_time_and_its_day_come_back_as_they_went(day: date, clock: str) -> None:
    wanted = time.fromisoformat(clock)
    instant = LONDON.at(day, wanted)
    assert instant.tzinfo is UTC
    assert LONDON.wall(instant).replace(tzinfo=None) == datetime.combine(day, wanted)
    assert LONDON.wall(instant).tzinfo is LONDON.zone
    assert LONDON.day_of(instant) == day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (utc(date(2026, 3, 28), "23:59:59"), date(2026, 3, 28)),
        (utc(date(2026, 3, 29), "00:00"), FORWARD),
        (utc(date(2026, 3, 29), "22:59:59"), FORWARD),
        (utc(date(2026, 3, 29), "23:00"), date(2026, 3, 30)),
        (utc(date(2026, 10, 24), "22:59:59"), date(2026, 10, 24)),
        (utc(date(2026, 10, 24), "23:00"), BACK),
        (utc(date(2026, 10, 25), "23:59:59"), BACK),
        (utc(date(2026, 10, 26), "00:00"), date(2026, 10, 26)),
    ],
)
def test_the_day_turns_at_the_councils_midnight(instant: datetime, day: date) -> None:
    assert LONDON.day_of(instant) == day
    assert LONDON.day_of(instant.astimezone(timezone(timedelta(hours=-11)))) == day


@pytest.mark.parametrize(
    ("due", "from_utc", "hours"),
    [
        (date(2026, 3, 28), utc(date(2026, 3, 29), "00:00"), 24),
        (FORWARD, utc(date(2026, 3, 29), "23:00"), 23),
        (date(2026, 3, 30), utc(date(2026, 3, 30), "23:00"), 24),
        (date(2026, 10, 24), utc(date(2026, 10, 24), "23:00"), 24),
        (BACK, utc(date(2026, 10, 26), "00:00"), 25),
        (date(2026, 10, 26), utc(date(2026, 10, 27), "00:00"), 24),
    ],
)
def test_overdue_begins_at_the_next_midnight(due: date, from_utc: datetime, hours: int) -> None:
    assert LONDON.overdue_from(due) == from_utc
    assert LONDON.overdue_from(due) - LONDON.start_of(due) == hours * HOUR


@pytest.mark.parametrize("night", [FORWARD, BACK])
@pytest.mark.parametrize("clock", ["00:30", "01:00", "01:30", "02:00"])
def test_nothing_due_that_day_is_overdue_during_its_night(night: date, clock: str) -> None:
    due_before, asked = night - timedelta(days=1), time.fromisoformat(clock)
    try:
        instant = LONDON.at(night, asked)
    except NonexistentTime:
        instant = LONDON.at(night, time(2))
    assert LONDON.overdue_from(due_before) <= instant < LONDON.overdue_from(night)


def test_deadlines_across_the_change_are_dates_and_do_not_feel_it() -> None:
    friday, monday = date(2026, 3, 27), date(2026, 3, 30)
    assert LONDON.add_working(friday, 1) == monday
    assert LONDON.add_working(date(2026, 10, 23), 1) == date(2026, 10, 26)
    assert LONDON.overdue_from(monday) - LONDON.overdue_from(friday) == timedelta(hours=71)


@given(st.builds(datetime.combine, st.dates(date(2000, 1, 2), date(2060, 12, 30)), st.times(), st.just(UTC)))
def test_any_instant_shown_and_read_again_is_itself_or_an_hour_before(instant: datetime) -> None:
    shown = LONDON.wall(instant)
    read = LONDON.at(shown.date(), shown.time())
    assert read == instant - HOUR * shown.fold


@given(st.dates(date(2000, 1, 1), date(2060, 12, 30)))
def test_each_day_begins_where_the_one_before_is_overdue(day: date) -> None:
    start = LONDON.start_of(day)
    assert LONDON.day_of(start) == day
    assert LONDON.day_of(start - timedelta.resolution) == day - timedelta(days=1)
    assert LONDON.overdue_from(day - timedelta(days=1)) == start


def test_a_zone_that_skips_midnight_still_has_a_first_instant() -> None:
    cairo = WorkingCalendar(zone="Africa/Cairo", first_year=2024, last_year=2030)
    skipped = date(2026, 4, 24)  # 00:00 to 01:00 didn't happen there
    assert cairo.start_of(skipped) == utc(date(2026, 4, 23), "22:00")
    assert cairo.overdue_from(skipped - timedelta(days=1)) == cairo.start_of(skipped)
    with pytest.raises(NonexistentTime, match="choose 1:00 am or later"):
        cairo.at(skipped, time(0))


def test_a_zone_that_skips_a_whole_day_names_the_next() -> None:
    samoa = WorkingCalendar(zone="Pacific/Apia")
    with pytest.raises(NonexistentTime, match="choose 12:00 midnight on Saturday 31 December 2011 or later"):
        samoa.at(date(2011, 12, 30), time(9))


def test_a_naive_instant_or_a_time_with_a_zone_is_refused() -> None:
    naive = utc(FORWARD, "12:00").replace(tzinfo=None)
    for asked in (LONDON.day_of, LONDON.wall):
        with pytest.raises(ValueError, match="has no time zone"):
            asked(naive)
    with pytest.raises(ValueError, match="has a time zone"):
        LONDON.at(FORWARD, time(12, tzinfo=UTC))
