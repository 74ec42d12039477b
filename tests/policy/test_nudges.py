"""When nudges are given: before, on and after a day, over weekends, bank holidays and changed clocks, in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from policy.assess import assess
from policy.facts import AbsenceFacts, Affected, FactRef, Subject, SubjectKind
from policy.nudges import plan
from policy.obligations import DECISION, Key, Obligation, State, Waiting
from policy.ruleset import RuleSet
from tests.policy.files import calendar, loaded, shipped

RULE = '- {id: R1, title: One, clause: "1", duty: record, answers: holder, within: 5 working days}\n'
FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 12, 20)


def practice(*nudges: str) -> RuleSet:
    lines = "".join(
        f"    - {{step: s{n}, when: {words}, tell: holder}}\n" for n, words in enumerate(nudges, 1)
    )
    return loaded(RULE, f"nudges:\n  record:\n{lines}")


def asked(
    due: date | None,
    started: date = date(2026, 11, 20),
    ready: datetime | None = None,
    waiting: Waiting | None = None,
    state: State = State.RUNNING,
) -> Obligation:
    key = Key("record", Subject(SubjectKind.SESSION, 1), FactRef("record", "1"))
    return Obligation(key, "R1", "holder", state, started, due, waiting_for=waiting, not_before=ready)


def given(words: str, obligation: Obligation) -> list[datetime]:
    return [p.at for p in plan(practice(words), calendar(), obligation)]


def nine(day: date) -> datetime:
    """Nine o'clock in London."""
    return calendar().at(day, time(9))


@pytest.mark.parametrize(
    ("words", "due", "day"),
    [
        ("2 working days before due", FRIDAY, date(2026, 11, 25)),
        ("5 working days before due", FRIDAY, date(2026, 11, 20)),
        ("on due", FRIDAY, FRIDAY),
        ("1 working day after due", FRIDAY, date(2026, 11, 30)),
        ("5 working days after due", FRIDAY, date(2026, 12, 4)),
        ("3 days after due", FRIDAY, date(2026, 11, 30)),
        ("1 day after due", FRIDAY, date(2026, 11, 28)),
        ("7 days before due", FRIDAY, date(2026, 11, 20)),
        # A Sunday: in time is the Friday before, late the Monday after.
        ("on due", SUNDAY, date(2026, 12, 18)),
        ("1 working day before due", SUNDAY, date(2026, 12, 18)),
        ("5 working days before due", SUNDAY, date(2026, 12, 14)),
        ("1 working day after due", SUNDAY, date(2026, 12, 21)),
        ("7 days before due", SUNDAY, date(2026, 12, 11)),
        # Christmas: 25 and 28 December are bank holidays.
        ("on due", date(2026, 12, 28), date(2026, 12, 24)),
        ("1 working day after due", date(2026, 12, 24), date(2026, 12, 29)),
        ("2 working days before due", date(2026, 12, 29), date(2026, 12, 23)),
        # The weekends on which the clocks change.
        ("on due", date(2026, 3, 29), date(2026, 3, 27)),
        ("1 working day after due", date(2026, 3, 29), date(2026, 3, 30)),
        ("on due", date(2026, 10, 25), date(2026, 10, 23)),
        ("1 working day after due", date(2026, 10, 25), date(2026, 10, 26)),
    ],
)  # fmt: skip
def test_relative_to_the_due_day(words: str, due: date, day: date) -> None:
    assert given(words, asked(due)) == [nine(day)]


def test_nine_in_london_before_and_after_the_clocks_change() -> None:
    assert given("on due", asked(date(2026, 3, 27))) == [datetime(2026, 3, 27, 9, tzinfo=UTC)]
    assert given("on due", asked(date(2026, 3, 30))) == [datetime(2026, 3, 30, 8, tzinfo=UTC)]
    assert given("1 day after due", asked(date(2026, 10, 24))) == [datetime(2026, 10, 25, 9, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("at start", date(2026, 11, 20)),
        ("3 working days after start", date(2026, 11, 25)),
        ("14 days after start", date(2026, 12, 4)),
    ],
)
def test_relative_to_the_start(words: str, day: date) -> None:
    assert given(words, asked(FRIDAY)) == [nine(day)]


def test_a_start_that_became_known_later_counts_from_then() -> None:
    late, early = nine(date(2026, 11, 24)), nine(date(2026, 11, 18))
    assert given("1 working day after start", asked(FRIDAY, ready=late)) == [nine(date(2026, 11, 25))]
    assert given("1 working day after start", asked(FRIDAY, ready=early)) == [nine(date(2026, 11, 23))]


def test_a_start_at_the_weekend_is_told_when_it_starts() -> None:
    """It waits in the outbox for the recipient's next working hour; the plan says from when it is due."""
    assert given("at start", asked(FRIDAY, started=date(2026, 11, 21))) == [nine(date(2026, 11, 21))]


def test_ready_is_the_instant_itself_and_then_working_days_after_it() -> None:
    ready = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert given("at ready", asked(FRIDAY, ready=ready)) == [ready]
    assert given("1 working day after ready", asked(FRIDAY, ready=ready)) == [nine(date(2026, 11, 23))]
    assert given("at ready", asked(FRIDAY)) == []


def test_ready_late_in_a_summer_evening_is_that_day_in_london() -> None:
    ready = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # 00:30 on 2 July
    assert given("1 working day after ready", asked(FRIDAY, ready=ready)) == [nine(date(2026, 7, 3))]


@pytest.mark.parametrize("waiting", [Waiting.RETURN, Waiting.DELIVERY])
def test_nothing_counts_from_the_start_of_a_clock_that_has_not_begun(waiting: Waiting) -> None:
    assert given("at start", asked(None, waiting=waiting, state=State.WAITING)) == []


def test_without_a_due_day_only_the_start_counts() -> None:
    open_ended = asked(None, waiting=Waiting.NO_DEADLINE, state=State.WAITING)
    rules = practice("on due", "at start", "5 working days after start")
    assert [p.nudge.step for p in plan(rules, calendar(), open_ended)] == ["s2", "s3"]


def test_undated_nudges_are_for_obligations_without_a_due_day() -> None:
    text = "nudges:\n  record:\n    - {step: notes, when: at start, tell: holder, undated: true}\n"
    rules = loaded(RULE, text)
    assert plan(rules, calendar(), asked(FRIDAY)) == ()
    assert len(plan(rules, calendar(), asked(None, waiting=Waiting.NO_DEADLINE, state=State.WAITING))) == 1


def test_what_is_told_of_a_decision_is_told_of_nothing_else() -> None:
    text = "nudges:\n  record:\n    - {step: up, when: at start, tell: holder, decided: true}\n"
    rules, other = loaded(RULE, text), asked(FRIDAY)
    assert plan(rules, calendar(), other) == ()
    decided = other._replace(key=other.key._replace(fact=FactRef(DECISION, "1.1")))
    assert [p.nudge.step for p in plan(rules, calendar(), decided)] == ["up"]


def test_at_the_end_of_the_day() -> None:
    nudge = "{step: auto, when: 1 working day after start, at_end: true, do: rebook}"
    text = f"day_ends: 17:30\nnudges:\n  record:\n    - {nudge}\n"
    [planned] = plan(loaded(RULE, text), calendar(), asked(FRIDAY))
    assert planned.at == datetime(2026, 11, 23, 17, 30, tzinfo=UTC)


def test_what_counts_from_a_due_day_is_given_anew_for_another() -> None:
    """Steps kept without a day, by older versions and of what the clock did, stand for every day."""
    rules, moved = practice("2 working days before due", "at start"), asked(SUNDAY)
    start, before = plan(rules, calendar(), moved)
    assert not before.is_given({("s1", FRIDAY)})
    assert before.is_given({("s1", SUNDAY)})
    assert before.is_given({("s1", None)})
    assert start.is_given({("s2", FRIDAY)})
    assert not start.is_given({("s1", None)})


def test_soonest_first_whatever_their_order_in_the_file() -> None:
    rules = practice("5 working days after due", "on due", "at start", "2 working days before due")
    planned = plan(rules, calendar(), asked(FRIDAY))
    assert [p.nudge.step for p in planned] == ["s3", "s4", "s2", "s1"]
    assert [p.at for p in planned] == sorted(p.at for p in planned)


@pytest.mark.parametrize("state", [State.MET, State.WITHDRAWN])
def test_what_is_done_or_withdrawn_is_not_chased(state: State) -> None:
    assert given("on due", asked(FRIDAY, state=state)) == []


def test_a_milestone_takes_the_nudges_of_its_duty() -> None:
    rules = loaded(RULE, "nudges:\n  milestone:\n    - {step: soon, when: on due, tell: supervisor}\n")
    key = Key("milestone:agreement", Subject(SubjectKind.PERSON, 1), FactRef("employment", "1"))
    obligation = Obligation(key, "B1", "supervisor", State.RUNNING, FRIDAY, FRIDAY)
    assert [p.nudge.step for p in plan(rules, calendar(), obligation)] == ["soon"]


@pytest.mark.parametrize(
    ("first", "card"),
    [
        (date(2026, 11, 2), date(2026, 11, 16)),
        # Day 15 is a Saturday, then a Sunday: asked on the Monday, and not before the two weeks are over.
        (date(2026, 10, 31), date(2026, 11, 16)),
        (date(2026, 11, 1), date(2026, 11, 16)),
        (date(2026, 12, 11), date(2026, 12, 29)),
    ],
)
def test_what_is_asked_from_day_15_is_asked_and_repeated_on_different_working_days(
    first: date, card: date
) -> None:
    due = first + timedelta(days=14)
    key = Key("arrange_cover", Subject(SubjectKind.ABSENCE, 1), FactRef("relationship", "1"))
    asks = Obligation(key, "B20.arrange", "line_manager", State.RUNNING, first, due)
    days = {p.nudge.step: p.at for p in plan(shipped(), calendar(), asks)}
    again, up = calendar().add_working(card, 1), calendar().add_working(card, 2)
    assert days == {"card": nine(card), "again": nine(again), "up": nine(up)}


def test_what_has_time_from_day_15_is_due_in_time() -> None:
    """Day 15 is Monday 16 November; 5 days from it is Saturday 21, so one tells on the Friday."""
    text = (
        "- {id: R1, title: Cover, clause: '1', duty: arrange_cover, answers: line_manager, "
        "after: 14 days, within: 5 days}\n"
    )
    rules = loaded(text, "nudges: {arrange_cover: [{step: card, when: on due, tell: line_manager}]}\n")
    facts = AbsenceFacts(1, 2, False, date(2026, 11, 2), None, (Affected(1, 1),))
    [one] = assess(rules, calendar(), facts, date(2026, 11, 16)).obligations
    assert [p.at for p in plan(rules, calendar(), one)] == [nine(date(2026, 11, 20))]
    assert [(step.op, step.amount) for step in one.derivation] == [
        ("start", None), ("after", "14 days"), ("within", "5 days"),
    ]  # fmt: skip
