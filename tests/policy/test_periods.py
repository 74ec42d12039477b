"""Periods are read as people write them, and months end where people expect."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.periods import Period, Unit, add_months, parse_period

MANY_YEARS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("5 working days", 5, Unit.WORKING_DAY),
        ("1 working day", 1, Unit.WORKING_DAY),
        ("4 weeks", 4, Unit.WEEK),
        ("4weeks", 4, Unit.WEEK),
        ("a week", 1, Unit.WEEK),
        ("two weeks", 2, Unit.WEEK),
        ("a fortnight", 2, Unit.WEEK),
        ("1 month", 1, Unit.MONTH),
        ("2 calendar months", 2, Unit.MONTH),
        ("90 days", 90, Unit.DAY),
        ("0 days", 0, Unit.DAY),
        ("  10  Working\tDays ", 10, Unit.WORKING_DAY),
        ("one year", 1, Unit.YEAR),
    ],
)
def test_a_period_is_read_as_written(text: str, amount: int, unit: Unit) -> None:
    assert parse_period(text) == Period(amount, unit)


@given(st.builds(Period, st.integers(0, 9999), st.sampled_from(Unit)))
def test_a_period_reads_back_as_itself(period: Period) -> None:
    assert parse_period(str(period)) == period


def test_one_of_a_unit_is_said_in_the_singular() -> None:
    said = [str(Period(n, unit)) for unit in (Unit.WORKING_DAY, Unit.MONTH) for n in (1, 2, 0, -1)]
    assert said == [
        "1 working day", "2 working days", "0 working days", "-1 working days",
        "1 month", "2 months", "0 months", "-1 months",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("5 workign days", "5 working days"),
        ("5 wroking day", "5 working days"),
        ("1 moth", "1 month"),
        ("fiev weeks", "5 weeks"),
        ("2 calender months", "2 months"),
        ("weekly", "1 week"),
        ("Fortnight", "2 weeks"),
        ("quarterly", "3 months"),
        ("every week", "1 week"),
        ("at least every 4 weeks", "4 weeks"),
        ("same day", "0 days"),
        ("every other week", "2 weeks"),
        ("next working day", "1 working day"),
        ("six-monthly", "6 months"),
    ],
)
def test_a_slip_of_the_pen_is_told_what_was_probably_meant(text: str, meant: str) -> None:
    with pytest.raises(ValueError, match="a number and one of") as refused:
        parse_period(text)
    assert str(refused.value) == (
        f"'{text}': a number and one of working days, days, weeks, months or years; did you mean '{meant}'?"
    )


@pytest.mark.parametrize("text", ["bi-monthly", "Bimonthly", "at least bi-monthly"])
def test_what_is_said_of_two_intervals_is_asked_about(text: str) -> None:
    with pytest.raises(
        ValueError, match="; it is said of every 2 months or twice a month: ask which is meant"
    ):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "days"), [("48 hours", ": '2 days'?"), ("24 hours", ": '1 day'?"), ("36 hours", "")]
)
def test_hours_are_not_counted(text: str, days: str) -> None:
    with pytest.raises(ValueError, match="; hours are not counted") as refused:
        parse_period(text)
    assert str(refused.value).endswith(f"hours are not counted{days}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "weeks",
        "-3 days",
        "1.5 weeks",
        "99999 days",
        "٣ days",
        "soon",
        "next tuesday",
        "5 days 2",
        "8 shifts",
        "2 days before",
    ],
)
def test_what_is_no_period_is_told_what_one_is(text: str) -> None:
    with pytest.raises(ValueError, match="a number and one of") as refused:
        parse_period(text)
    assert str(refused.value) == f"'{text}': a number and one of working days, days, weeks, months or years"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 7, 5), 0, date(2026, 7, 5)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(MANY_YEARS, MONTHS)
def test_months_land_in_the_right_month_on_the_nearest_day_to_the_same(day: date, months: int) -> None:
    landed = add_months(day, months)
    assert (landed.year - day.year) * 12 + landed.month - day.month == months
    assert landed.day == min(day.day, monthrange(landed.year, landed.month)[1])


@given(MANY_YEARS, MONTHS)
def test_months_there_and_back_lose_days_only_to_a_shorter_month(day: date, months: int) -> None:
    back = add_months(add_months(day, months), -months)
    assert back == day or (back < day and day.day > 28 and add_months(day, months).day == back.day)


@given(MANY_YEARS, MANY_YEARS, MONTHS)
def test_an_earlier_day_never_ends_later(one: date, other: date, months: int) -> None:
    early, late = sorted((one, other))
    assert add_months(early, months) <= add_months(late, months)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_months_past_the_ends_of_time_are_refused(day: date, months: int) -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999"):
        add_months(day, months)
