from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cards.formats import cited, clock, day, listed_spans, listing, moment, plural, row
from cards.model import Moment, UserText


def test_a_day_has_its_weekday_and_year() -> None:
    assert day(date(2026, 11, 24)) == "Tuesday 24 November 2026"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (time(0, 0), "12:00 midnight"),
        (time(0, 30), "12:30 am"),
        (time(9, 5), "9:05 am"),
        (time(12, 0), "12:00 noon"),
        (time(12, 30), "12:30 pm"),
        (time(14, 0), "2:00 pm"),
        (time(23, 59), "11:59 pm"),
    ],
)
def test_time_of_day(at: time, expected: str) -> None:
    assert clock(at) == expected


@pytest.mark.parametrize(
    ("utc", "wall", "expected"),
    [
        ((2026, 11, 24, 14, 0), (2026, 11, 24, 14, 0), "Tuesday 24 November 2026 at 2:00 pm"),
        ((2026, 3, 29, 0, 30), (2026, 3, 29, 0, 30), "Sunday 29 March 2026 at 12:30 am"),
        ((2026, 3, 29, 1, 0), (2026, 3, 29, 2, 0), "Sunday 29 March 2026 at 2:00 am"),
        ((2026, 10, 24, 23, 30), (2026, 10, 25, 0, 30), "Sunday 25 October 2026 at 12:30 am"),
        ((2026, 10, 25, 0, 0), (2026, 10, 25, 1, 0), "Sunday 25 October 2026 at 1:00 am British Summer Time"),
        (
            (2026, 10, 25, 0, 30),
            (2026, 10, 25, 1, 30),
            "Sunday 25 October 2026 at 1:30 am British Summer Time",
        ),
        (
            (2026, 10, 25, 1, 30),
            (2026, 10, 25, 1, 30),
            "Sunday 25 October 2026 at 1:30 am Greenwich Mean Time",
        ),
        ((2026, 10, 25, 2, 0), (2026, 10, 25, 2, 0), "Sunday 25 October 2026 at 2:00 am"),
    ],
)
def test_moment_in_wall_time(utc: tuple[int, ...], wall: tuple[int, ...], expected: str) -> None:
    year, month, dom, hour, minute = utc
    instant = datetime(year, month, dom, hour, minute, tzinfo=UTC)
    year, month, dom, hour, minute = wall
    assert moment(Moment(instant, datetime(year, month, dom, hour, minute))) == expected


@pytest.mark.parametrize(
    ("noun", "count", "expected"),
    [
        ("case", 0, "0 cases"),
        ("case", 1, "1 case"),
        ("case", 1200, "1,200 cases"),
        ("day", 2, "2 days"),
        ("query", 2, "2 queries"),
        ("absence", 2, "2 absences"),
        ("branch", 2, "2 branches"),
    ],
)
def test_plural(noun: str, count: int, expected: str) -> None:
    assert plural(noun, count) == expected


def test_irregular_plural() -> None:
    assert plural("person", 3, "people") == "3 people"


def test_lists() -> None:
    assert [listing(("a", "b", "c")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listing(("a", "b"), "or") == "a or b"
    assert listed_spans((UserText("a"), UserText("b"), "c")) == (
        UserText("a"),
        ", ",
        UserText("b"),
        " and ",
        "c",
    )


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("B16", "B16"), ("C4.worker", "C4"), ("4.2", "4.2"), ("4.2.b", "4.2"), ("P1", "P1")],
)
def test_a_rule_sets_own_ids_are_cited_by_the_policys_row(entry: str, expected: str) -> None:
    assert row(entry) == expected


def test_a_citation_has_the_clause_or_says_that_it_is_practice() -> None:
    assert cited("S11.agree", "10") == "S11, “10”"
    assert cited("P1", None) == "P1, this council's practice"
