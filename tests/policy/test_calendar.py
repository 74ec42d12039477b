"""Working days against numpy's busday functions, and against bank holidays and deadlines written by hand."""

import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import holidays
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.calendar import Nation, WorkingCalendar
from policy.periods import Period, Unit, parse_period

FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}

nations = st.sampled_from(Nation)
# Far enough from the table's ends that no step below leaves it.
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
some_days_off = st.frozensets(st.dates(date(2025, 6, 1), date(2029, 6, 30)), max_size=40)
steps = st.integers(-150, 150)
untimed = settings(deadline=None)


@cache
def calendar_of(nation: Nation) -> WorkingCalendar:
    return WorkingCalendar(nation)


def both(
    nation: Nation, closed: Iterable[date] = (), extra: Iterable[date] = ()
) -> tuple[WorkingCalendar, "np.busdaycalendar"]:
    """Our calendar, and numpy's of the same days off."""
    years = range(FIRST.year, LAST.year + 1)
    known = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years)
    ours = WorkingCalendar(
        nation, closures=closed, extra_holidays=extra, first_year=FIRST.year, last_year=LAST.year
    )
    return ours, np.busdaycalendar("1111100", sorted({*known, *closed, *extra}))


def nth_working_day(day: date, n: int, oracle: "np.busdaycalendar") -> date:
    # From a day off, counting forwards starts from the working day before it and backwards from the one
    # after, so that the day itself is day 0 either way.
    roll: Any = "backward" if n > 0 else "forward"
    found = np.busday_offset(day, n, roll=roll, busdaycal=oracle).item()
    assert isinstance(found, date)
    return found


def days_in(begin: date, end: date, oracle: "np.busdaycalendar") -> int:
    """Working days in [begin, end)."""
    return int(np.busday_count(begin, end, busdaycal=oracle))


@given(nations, days, steps.filter(bool), some_days_off, some_days_off)
@untimed
def test_the_nth_working_day_is_numpys(
    nation: Nation, day: date, n: int, closed: frozenset[date], extra: frozenset[date]
) -> None:
    ours, oracle = both(nation, closed, extra)
    assert ours.add_working(day, n) == nth_working_day(day, n, oracle)


@given(nations, days, days, some_days_off, some_days_off)
@untimed
def test_working_days_between_are_numpys(
    nation: Nation, start: date, end: date, closed: frozenset[date], extra: frozenset[date]
) -> None:
    ours, oracle = both(nation, closed, extra)
    a_day = timedelta(days=1)
    expected = days_in(start + a_day, end + a_day, oracle) if end >= start else -days_in(end, start, oracle)
    assert ours.working_between(start, end) == expected


@given(nations, days, some_days_off, some_days_off)
@untimed
def test_working_next_and_previous_are_numpys(
    nation: Nation, day: date, closed: frozenset[date], extra: frozenset[date]
) -> None:
    ours, oracle = both(nation, closed, extra)
    assert ours.is_working(day) == bool(np.is_busday(day, busdaycal=oracle))
    assert ours.next_working(day) == np.busday_offset(day, 0, roll="forward", busdaycal=oracle).item()
    assert ours.previous_working(day) == np.busday_offset(day, 0, roll="backward", busdaycal=oracle).item()


@pytest.mark.parametrize("nation", Nation)
def test_every_day_of_the_table_is_numpys(nation: Nation) -> None:
    ours, oracle = both(nation)
    every = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
    assert [ours.is_working(day) for day in every] == np.is_busday(every, busdaycal=oracle).tolist()


@given(nations, days, steps)
@untimed
def test_between_undoes_add(nation: Nation, day: date, n: int) -> None:
    ours = calendar_of(nation)
    assert ours.working_between(day, ours.add_working(day, n)) == n


@given(nations, days, steps)
@untimed
def test_there_and_back_from_a_working_day(nation: Nation, day: date, n: int) -> None:
    ours = calendar_of(nation)
    day = ours.next_working(day)
    assert ours.add_working(ours.add_working(day, n), -n) == day


@given(nations, days, st.integers(1, 60), st.integers(1, 60), st.sampled_from([1, -1]))
@untimed
def test_steps_the_same_way_add_up(nation: Nation, day: date, n: int, m: int, way: int) -> None:
    ours = calendar_of(nation)
    assert ours.add_working(ours.add_working(day, way * n), way * m) == ours.add_working(day, way * (n + m))


@given(nations, days, days, steps)
@untimed
def test_an_earlier_event_is_never_due_later(nation: Nation, one: date, other: date, n: int) -> None:
    ours = calendar_of(nation)
    early, late = sorted((one, other))
    if n != 0:
        assert ours.add_working(early, n) <= ours.add_working(late, n)


@given(nations, days, steps.filter(bool), some_days_off)
@untimed
def test_closing_days_never_brings_a_deadline_nearer(
    nation: Nation, day: date, n: int, closed: frozenset[date]
) -> None:
    with_closures = both(nation, closed)[0].add_working(day, n)
    without = calendar_of(nation).add_working(day, n)
    assert with_closures >= without if n > 0 else with_closures <= without


@given(nations, days, steps.filter(bool))
@untimed
def test_a_step_lands_on_a_working_day(nation: Nation, day: date, n: int) -> None:
    ours = calendar_of(nation)
    assert ours.why_not(ours.add_working(day, n)) is None


@given(nations, days, days)
@untimed
def test_between_is_the_same_both_ways_for_working_days(nation: Nation, one: date, other: date) -> None:
    ours = calendar_of(nation)
    one, other = ours.next_working(one), ours.next_working(other)
    assert ours.working_between(one, other) == -ours.working_between(other, one)


@given(nations, days)
@untimed
def test_a_day_off_has_a_reason_and_a_working_day_none(nation: Nation, day: date) -> None:
    ours = calendar_of(nation)
    assert ours.is_working(day) == (ours.why_not(day) is None)


# Weekdays only. Not from the library, whose lists these are here to check.
COMMON_2026 = "01-01 04-03 05-04 05-25 12-25 12-28"
COMMON_2027 = "01-01 03-26 05-03 05-31 12-27 12-28"
PUBLISHED = {
    (Nation.ENGLAND, 2026): f"{COMMON_2026} 04-06 08-31",
    (Nation.WALES, 2026): f"{COMMON_2026} 04-06 08-31",
    (Nation.SCOTLAND, 2026): f"{COMMON_2026} 01-02 06-15 08-03 11-30",
    (Nation.NORTHERN_IRELAND, 2026): f"{COMMON_2026} 03-17 04-06 07-13 08-31",
    (Nation.ENGLAND, 2027): f"{COMMON_2027} 03-29 08-30",
    (Nation.WALES, 2027): f"{COMMON_2027} 03-29 08-30",
    (Nation.SCOTLAND, 2027): f"{COMMON_2027} 01-04 08-02 11-30",
    (Nation.NORTHERN_IRELAND, 2027): f"{COMMON_2027} 03-17 03-29 07-12 08-30",
}


@pytest.mark.parametrize(("nation", "year"), PUBLISHED)
def test_bank_holidays_are_those_published(nation: Nation, year: int) -> None:
    ours = calendar_of(nation)
    weekdays = [day for i in range(365) if (day := date(year, 1, 1) + timedelta(days=i)).weekday() < 5]
    off = {f"{day:%m-%d}" for day in weekdays if not ours.is_working(day)}
    assert off == set(PUBLISHED[nation, year].split())


ENGLAND = calendar_of(Nation.ENGLAND)


@pytest.mark.parametrize(
    ("event", "n", "due"),
    [
        # Christmas 2026: Friday 25th and Monday 28th (for Boxing Day) are off, and Friday 1 January.
        (date(2026, 12, 18), 5, date(2026, 12, 29)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 5, date(2027, 1, 5)),
        (date(2026, 12, 25), 1, date(2026, 12, 29)),
        (date(2026, 12, 29), -1, date(2026, 12, 24)),
        (date(2026, 12, 27), -1, date(2026, 12, 24)),
        # Easter 2026: Good Friday 3 April, Easter Monday 6 April.
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 1), 5, date(2026, 4, 10)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        # An ordinary week: from a Monday, from a Saturday, from a Sunday.
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        (date(2026, 11, 21), 5, date(2026, 11, 27)),
        (date(2026, 11, 22), 5, date(2026, 11, 27)),
        # 0 stays where it is, even on a Sunday.
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
        # 29 February 2028 is a Tuesday.
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 1)),
    ],
)
def test_working_days_by_hand(event: date, n: int, due: date) -> None:
    assert ENGLAND.add_working(event, n) == due
    assert ENGLAND.working_between(event, due) == n


def test_easter_monday_is_worked_in_scotland_only() -> None:
    easter_monday = date(2026, 4, 6)
    assert [nation for nation in Nation if calendar_of(nation).is_working(easter_monday)] == [Nation.SCOTLAND]


@pytest.mark.parametrize(
    ("start", "end", "n"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # Friday to Monday
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # Friday to Sunday
        (date(2026, 11, 22), date(2026, 11, 20), -1),  # Sunday back to Friday
        (date(2026, 11, 22), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 20), 0),
    ],
)
def test_working_days_between_by_hand(start: date, end: date, n: int) -> None:
    assert ENGLAND.working_between(start, end) == n


@pytest.mark.parametrize(
    ("day", "following", "before"),
    [
        (date(2026, 12, 25), date(2026, 12, 29), date(2026, 12, 24)),
        (date(2026, 12, 24), date(2026, 12, 24), date(2026, 12, 24)),
        (date(2027, 1, 2), date(2027, 1, 4), date(2026, 12, 31)),
    ],
)
def test_next_and_previous_by_hand(day: date, following: date, before: date) -> None:
    assert (ENGLAND.next_working(day), ENGLAND.previous_working(day)) == (following, before)


@pytest.mark.parametrize(
    ("event", "period", "due"),
    [
        (date(2026, 12, 18), "5 working days", date(2026, 12, 29)),
        (date(2026, 11, 28), "4 weeks", date(2026, 12, 26)),  # a Saturday, and it stays there
        (date(2026, 11, 25), "1 month", date(2026, 12, 25)),  # Christmas Day, and it stays there
        (date(2026, 10, 31), "1 month", date(2026, 11, 30)),
        (date(2026, 1, 31), "a month", date(2026, 2, 28)),
        (date(2027, 12, 15), "90 days", date(2028, 3, 14)),  # over 29 February
        (date(2028, 2, 29), "1 year", date(2029, 2, 28)),
        (date(2027, 3, 1), "1 year", date(2028, 3, 1)),  # 366 days
        (date(1994, 5, 1), "1 year", date(1995, 5, 1)),  # before the table, which only working days need
    ],
)
def test_any_period_by_hand(event: date, period: str, due: date) -> None:
    assert ENGLAND.add(event, parse_period(period)) == due


def test_a_negative_period_counts_back() -> None:
    session = date(2026, 12, 29)
    assert ENGLAND.add(session, Period(-1, Unit.WORKING_DAY)) == date(2026, 12, 24)
    assert ENGLAND.add(session, Period(-2, Unit.WEEK)) == date(2026, 12, 15)


@pytest.mark.parametrize(
    ("nation", "day", "reason"),
    [
        (Nation.ENGLAND, date(2026, 11, 21), "a Saturday"),
        (Nation.ENGLAND, date(2026, 11, 22), "a Sunday"),
        (Nation.ENGLAND, date(2026, 11, 23), None),
        (Nation.ENGLAND, date(2026, 12, 25), "a bank holiday (Christmas Day)"),
        (Nation.ENGLAND, date(2026, 12, 26), "a Saturday"),
        (Nation.ENGLAND, date(2026, 12, 28), "a bank holiday (the substitute day for Boxing Day)"),
        (Nation.SCOTLAND, date(2026, 11, 30), "a bank holiday (Saint Andrew's Day)"),
        (
            Nation.SCOTLAND,
            date(2012, 1, 2),
            "a bank holiday (New Year Holiday and the substitute day for New Year's Day)",
        ),
    ],
)
def test_why_a_day_is_off(nation: Nation, day: date, reason: str | None) -> None:
    assert calendar_of(nation).why_not(day) == reason


def test_days_the_council_adds_are_named_or_only_dated() -> None:
    tuesday, wednesday, christmas = date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 25)
    named = WorkingCalendar(
        closures={tuesday: "Staff day", christmas: "x"}, extra_holidays={wednesday: "Jubilee"}
    )
    dated = WorkingCalendar(closures=iter([tuesday]), extra_holidays=[wednesday, christmas])
    assert named.why_not(tuesday) == "a day the council is closed (Staff day)"
    assert named.why_not(wednesday) == "a bank holiday (Jubilee)"
    assert dated.why_not(tuesday) == "a day the council is closed"
    assert dated.why_not(wednesday) == "a bank holiday"
    assert {named.why_not(christmas), dated.why_not(christmas)} == {"a bank holiday (Christmas Day)"}
    assert [ours.next_working(christmas) for ours in (named, dated)] == [date(2026, 12, 31)] * 2


def test_names_do_not_follow_the_machines_language() -> None:
    ask = "from policy.calendar import *; print(WorkingCalendar().why_not(date(2026, 12, 25)))"
    thai = {**os.environ, "LANGUAGE": "th", "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run([sys.executable, "-c", ask], env=thai, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "a bank holiday (Christmas Day)"


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2061, 1, 1)])
def test_a_day_outside_the_table_is_refused_with_its_range(day: date) -> None:
    span = r"outside the working calendar \(Saturday 1 January 2000 to Friday 31 December 2060\)"
    inside = date(2026, 11, 20)
    for asked in (ENGLAND.is_working, ENGLAND.why_not, ENGLAND.next_working, ENGLAND.previous_working):
        with pytest.raises(ValueError, match=span):
            asked(day)
    for n in (-1, 0, 1):
        with pytest.raises(ValueError, match=span):
            ENGLAND.add_working(day, n)
    for start, end in ((day, inside), (inside, day)):
        with pytest.raises(ValueError, match=span):
            ENGLAND.working_between(start, end)
    with pytest.raises(ValueError, match=span):
        WorkingCalendar(closures=[day])
    with pytest.raises(ValueError, match=span):
        WorkingCalendar(extra_holidays={day: "Jubilee"})


def test_a_step_out_of_the_table_is_refused_and_the_last_one_inside_is_not() -> None:
    first, last = date(2000, 1, 4), date(2060, 12, 31)
    assert ENGLAND.add_working(date(2060, 12, 30), 1) == last
    assert ENGLAND.add_working(date(2000, 1, 5), -1) == first
    with pytest.raises(ValueError, match="1 working day from Friday 31 December 2060 is outside"):
        ENGLAND.add_working(last, 1)
    with pytest.raises(ValueError, match="-1 working days from Tuesday 4 January 2000 is outside"):
        ENGLAND.add_working(first, -1)
    with pytest.raises(ValueError, match="outside the working calendar"):
        ENGLAND.previous_working(date(2000, 1, 1))


def test_an_instant_is_refused_where_a_day_is_meant() -> None:
    instant = datetime(2026, 11, 20, tzinfo=UTC)
    for asked in (ENGLAND.is_working, ENGLAND.why_not, ENGLAND.start_of, ENGLAND.overdue_from):
        with pytest.raises(TypeError, match="day_of gives the council's day"):
            asked(instant)
    with pytest.raises(TypeError, match="is a moment, not a day"):
        ENGLAND.add(instant, Period(1, Unit.MONTH))


@pytest.mark.parametrize(("first", "last"), [(2000, 2101), (1800, 2060), (2030, 2020)])
def test_years_without_known_bank_holidays_are_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="bank holidays are known for years within"):
        WorkingCalendar(first_year=first, last_year=last)


@pytest.mark.parametrize("zone", ["Europe/Lundon", "Europe", "../Europe/London"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="is not a time zone; the council's is 'Europe/London'"):
        WorkingCalendar(zone=zone)


@pytest.mark.parametrize("unit", Unit)
def test_a_period_past_the_end_of_time_is_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match="outside"):
        ENGLAND.add(date(9999, 12, 31), Period(1, unit))
