"""The due day of each shape of clock, against an oracle of numpy's and the standard library's."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import holidays
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy.assess import assess
from policy.facts import (
    AbsenceFacts,
    Affected,
    AllocationFact,
    Away,
    CaseFacts,
    DiscussionFact,
    Facts,
    Held,
    PersonFacts,
    RecordFact,
    SessionFacts,
    SessionKind,
    SessionState,
)
from policy.obligations import Obligation
from tests.policy.files import calendar, loaded

days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
amounts = st.integers(1, 30)
untimed = settings(deadline=None)
BANK_HOLIDAYS = sorted(holidays.country_holidays("GB", subdiv="ENG", years=range(2024, 2032)))
ORACLE = np.busdaycalendar("1111100", BANK_HOLIDAYS)


def only(rules: str, facts: Facts, on: date) -> Obligation:
    found = [o for o in assess(_rules(rules), calendar(), facts, on).obligations if o.is_open]
    assert len(found) == 1
    return found[0]


@cache
def _rules(text: str) -> Any:
    return loaded(text)


def rule(duty: str, clock: str) -> str:
    return f'- {{id: R1, title: One, clause: "1", duty: {duty}, answers: supervisor, {clock}}}\n'


def working(day: date, n: int) -> date:
    found = np.busday_offset(day, n, roll="backward", busdaycal=ORACLE).item()
    assert isinstance(found, date)
    return found


def months_on(day: date, n: int) -> date:
    first = (np.datetime64(day, "M") + n).item()
    return date(first.year, first.month, min(day.day, monthrange(first.year, first.month)[1]))


def session(on: date, **more: Any) -> SessionFacts:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    state = SessionState.HELD
    return SessionFacts(1, SessionKind.CASE, 1, 2, state, at, at, on, on, held_on=on, **more)


def case(allocated: date, *discussed: date) -> CaseFacts:
    talks = tuple(DiscussionFact(n, n, day) for n, day in enumerate(discussed, 1))
    return CaseFacts(1, "adoption", frozenset(), AllocationFact(1, allocated), discussions=talks)


def person(*held: date, began: date = date(2024, 1, 1)) -> PersonFacts:
    sessions = tuple(Held(n, SessionKind.PERSONAL, day, 60) for n, day in enumerate(held, 1))
    return PersonFacts(1, "social_worker", began, began, held=sessions)


@untimed
@given(days, amounts)
def test_within_working_days(on: date, n: int) -> None:
    facts = session(on, records=(RecordFact(1, 1),))
    assert only(rule("record", f"within: {n} working days"), facts, on).due == working(on, n)


@untimed
@given(days, amounts)
def test_within_days_and_weeks_stays_on_its_date(on: date, n: int) -> None:
    facts = session(on, records=(RecordFact(1, 1),))
    assert only(rule("record", f"within: {n} days"), facts, on).due == on + timedelta(n)
    assert only(rule("record", f"within: {n} weeks"), facts, on).due == on + timedelta(7 * n)


@untimed
@given(days, st.integers(1, 24))
def test_every_so_many_months_from_the_last_discussion(on: date, n: int) -> None:
    due = only(rule("discuss", f"every: {n} months"), case(on - timedelta(40), on), on).due
    assert due == months_on(on, n)


@untimed
@given(days, st.integers(1, 5))
def test_every_so_many_years(on: date, n: int) -> None:
    assert only(rule("discuss", f"every: {n} years"), case(on), on).due == months_on(on, 12 * n)


@untimed
@given(days, amounts, st.integers(3, 8))
def test_first_within_from_the_allocation_and_then_every(on: date, first: int, weeks: int) -> None:
    clock = f"first_within: {first} working days, every: {weeks} weeks, target: {weeks - 1} weeks"
    new = only(rule("discuss", clock), case(on), on)
    assert (new.due, new.target) == (working(on, first), None)
    talked = only(rule("discuss", clock), case(on, on + timedelta(5)), on)
    assert talked.due == on + timedelta(5 + 7 * weeks)
    assert talked.target == on + timedelta(5 + 7 * (weeks - 1))


@untimed
@given(days, st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_once_in_each_calendar_month(held: date, on: date) -> None:
    assume(held <= on)
    due = only(rule("supervise", "in_each: calendar month"), person(held), on).due
    after_next = np.datetime64(held, "M") + 2
    assert due == after_next.astype("datetime64[D]").item() - timedelta(1)


@untimed
@given(days, st.integers(1, 60))
def test_more_than_so_many_days_away(first: date, n: int) -> None:
    facts = AbsenceFacts(1, 2, False, first, None, (Affected(1, 1),))
    text = rule("report_absence", f"after: {n} days")
    before = assess(_rules(text), calendar(), facts, first + timedelta(n - 1))
    assert (before.obligations, before.holds_until) == ((), first + timedelta(n))
    assert only(text, facts, first + timedelta(n)).due == first + timedelta(n)


absences = st.lists(st.tuples(st.integers(-10, 40), st.integers(0, 20)), max_size=3)


@untimed
@given(days, st.integers(1, 10), absences)
def test_working_days_on_which_the_person_is_there(sent: date, n: int, spans: list[tuple[int, int]]) -> None:
    away = tuple(Away(sent + timedelta(a), sent + timedelta(a + b)) for a, b in spans)
    off = {
        a.first + timedelta(i)
        for a in away
        for i in range((a.last or a.first).toordinal() - a.first.toordinal() + 1)
    }
    present = np.busdaycalendar("1111100", sorted({*BANK_HOLIDAYS, *off}))
    expected = np.busday_offset(sent, n, roll="backward", busdaycal=present).item()
    facts = session(sent, records=(RecordFact(1, 1, sent, 1, sent),), supervisee_away=away)
    assert (
        only(rule("agree", f"within: {n} working days, pauses_while_away: true"), facts, sent).due == expected
    )


@untimed
@given(days, st.integers(1, 4), absences)
def test_weeks_that_pause_count_every_day_there(sent: date, weeks: int, spans: list[tuple[int, int]]) -> None:
    away = tuple(Away(sent + timedelta(a), sent + timedelta(a + b)) for a, b in spans)
    facts = session(sent, records=(RecordFact(1, 1, sent, 1, sent),), supervisee_away=away)
    due = only(rule("agree", f"within: {weeks} weeks, pauses_while_away: true"), facts, sent).due
    assert due is not None
    there = [d for d in (sent + timedelta(i) for i in range(1, (due - sent).days + 1)) if not _away(away, d)]
    assert len(there) == 7 * weeks
    assert there[-1] == due


def _away(away: tuple[Away, ...], day: date) -> bool:
    return any(a.first <= day <= (a.last or day) for a in away)


@pytest.mark.parametrize(
    ("last", "period", "due"),
    [
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2028, 1, 31), "1 month", date(2028, 2, 29)),
        (date(2026, 8, 31), "3 months", date(2026, 11, 30)),
        (date(2026, 11, 30), "3 months", date(2027, 2, 28)),
        (date(2028, 2, 29), "1 year", date(2029, 2, 28)),
        (date(2026, 12, 24), "2 working days", date(2026, 12, 30)),
        (date(2026, 12, 18), "1 week", date(2026, 12, 25)),
        (date(2026, 4, 2), "1 working day", date(2026, 4, 7)),
    ],
)
def test_ends_of_months_and_bank_holidays(last: date, period: str, due: date) -> None:
    assert only(rule("discuss", f"every: {period}"), case(date(2025, 1, 6), last), last).due == due


# Phases, counted from the start or after one another

UNTIL = "phases: [{until: 6 weeks, every: 1 week}, {until: 6 months, every: 2 weeks}, {every: 4 weeks}]"
LASTS = UNTIL.replace("until", "lasts")


def stretch(last: date, ends: tuple[date, date]) -> date:
    """The next day owed: the first stretch whose own next day is no later than its last."""
    if last + timedelta(7) <= ends[0]:
        return last + timedelta(7)
    return last + timedelta(14 if last + timedelta(14) <= ends[1] else 28)


@untimed
@given(days, st.integers(0, 400))
def test_phases_counted_from_the_start(began: date, after: int) -> None:
    last = began + timedelta(after)
    ends = (began + timedelta(42), months_on(began, 6))
    due = only(rule("supervise", UNTIL), person(last, began=began), last).due
    assert due == stretch(last, ends)


@untimed
@given(days, st.integers(0, 400))
def test_phases_that_follow_one_another(began: date, after: int) -> None:
    last, first = began + timedelta(after), began + timedelta(42)
    due = only(rule("supervise", LASTS), person(last, began=began), last).due
    assert due == stretch(last, (first, months_on(first, 6)))


@untimed
@given(days, st.integers(0, 400))
def test_a_clock_that_runs_as_the_bot_begins_keeps_its_day(began: date, later: int) -> None:
    """Nobody was seen yet. What was due before the bot began is counted anew from its first day."""
    first, ends = began + timedelta(later), (began + timedelta(42), months_on(began, 6))
    true = stretch(began, ends)
    facts = replace(person(began=began), bot_started=first)
    due = only(rule("supervise", UNTIL), facts, first).due
    assert due == (true if true >= first else stretch(first, ends))
