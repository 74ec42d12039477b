"""What one policy says doesn't happen under another that doesn't say it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from policy.assess import assess
from policy.facts import (
    AbsenceFacts,
    Affected,
    AllocationFact,
    Cancellation,
    CaseFacts,
    Facts,
    Reason,
    RecordFact,
    SessionFacts,
    SessionKind,
    SessionState,
    WorkerSession,
)
from policy.obligations import Obligation
from policy.ruleset import DisclosedTo, Duty
from tests.policy.files import COUNCILS, calendar, shipped

OTHERS = [name for name in COUNCILS if name != "central-bedfordshire"]
LATER = date(2027, 11, 1)


def asked(name: str, facts: Facts, duty: str, on: date = LATER) -> list[Obligation]:
    found = assess(shipped(name), calendar(), facts, on).obligations
    return [o for o in found if o.key.duty.split(":")[0] == duty]


def session(
    state: SessionState, kind: SessionKind = SessionKind.CASE, record: RecordFact | None = None
) -> SessionFacts:
    at, on = datetime(2026, 11, 20, 10, tzinfo=UTC), date(2026, 11, 20)
    cancelled = Cancellation(on, Reason.EMERGENCY) if state is SessionState.CANCELLED else None
    held = on if state is SessionState.HELD else None
    records = (record,) if record else ()
    return SessionFacts(1, kind, 1, 2, state, at, at, on, on, held, cancellation=cancelled, records=records)


@pytest.mark.parametrize("kind", list(SessionKind))
@pytest.mark.parametrize("name", OTHERS)
def test_silence_never_agrees_outside_central_bedfordshire(name: str, kind: SessionKind) -> None:
    record = RecordFact(1, 1, date(2026, 11, 21), 1, date(2026, 11, 21))
    facts = session(SessionState.HELD, kind, record)
    assert all(o.is_open for o in asked(name, facts, "agree"))
    assert not asked(name, facts, "close")


def test_silence_agrees_in_central_bedfordshire() -> None:
    record = RecordFact(1, 1, date(2026, 11, 21), 1, date(2026, 11, 21))
    [one] = asked("central-bedfordshire", session(SessionState.HELD, record=record), "agree")
    assert str(one.met_by) == "silence:1"


@pytest.mark.parametrize("name", OTHERS)
def test_two_weeks_of_absence_are_nobody_elses_rule(name: str) -> None:
    facts = AbsenceFacts(1, 2, False, date(2026, 11, 2), None, (Affected(1, 1),))
    assert not assess(shipped(name), calendar(), facts, LATER).obligations


@pytest.mark.parametrize("name", OTHERS)
def test_no_number_limits_rebooking_elsewhere(name: str) -> None:
    for kind in SessionKind:
        facts = session(SessionState.CANCELLED, kind)
        assert all(o.due is None for o in asked(name, facts, "rebook"))
        assert not asked(name, facts, "note_gap")


@pytest.mark.parametrize("name", ["southwark", "cambridgeshire-peterborough", "multi-agency"])
def test_a_record_has_no_deadline(name: str) -> None:
    for kind in SessionKind:
        facts = session(SessionState.HELD, kind, RecordFact(1, 1))
        assert all(o.due is None for o in asked(name, facts, "record"))


def case() -> CaseFacts:
    return CaseFacts(
        1,
        "social_care",
        frozenset({"child_protection"}),
        AllocationFact(1, date(2026, 1, 12)),
        sessions=(WorkerSession(1, date(2026, 11, 4)),),
    )


def test_southwark_has_no_interval_for_a_case() -> None:
    assert not assess(shipped("southwark"), calendar(), case(), LATER).obligations


@pytest.mark.parametrize("name", [n for n in COUNCILS if n != "york"])
def test_only_york_asks_for_safeguarding_at_once(name: str) -> None:
    facts = session(SessionState.HELD, record=RecordFact(1, 1, safeguarding=True))
    assert all(o.due != facts.on for o in asked(name, facts, "record"))


def test_york_asks_for_it_that_day() -> None:
    facts = session(SessionState.HELD, record=RecordFact(1, 1, safeguarding=True))
    assert [o.due for o in asked("york", facts, "record")] == [facts.on]


@pytest.mark.parametrize("name", [n for n in COUNCILS if n != "cambridgeshire-peterborough"])
def test_acknowledged_is_known_in_cambridgeshire_and_peterborough_alone(name: str) -> None:
    assert not shipped(name).has(Duty.ACKNOWLEDGE)
    assert not asked(name, case(), "acknowledge")


@pytest.mark.parametrize("name", [n for n in COUNCILS if n != "southwark"])
def test_nobody_else_limits_workload_or_asks_for_groups(name: str) -> None:
    assert not shipped(name).limits
    assert not asked(name, session(SessionState.HELD, SessionKind.GROUP, RecordFact(1, 1)), "oversee")


@pytest.mark.parametrize("name", COUNCILS)
def test_with_whom_it_may_be_discussed_is_as_the_policy_says(name: str) -> None:
    """B28, Y21: Human Resources among them; S20: outside the line only as agreed; the others are silent."""
    named = shipped(name).disclosing
    rows = {"central-bedfordshire": "B28", "york": "Y21", "southwark": "S20"}
    assert (named.id if named else None) == rows.get(name)
    to = named.discloses.to if named and named.discloses else ()
    assert (DisclosedTo.HUMAN_RESOURCES in to) == (name in ("central-bedfordshire", "york"))
    assert (DisclosedTo.AGREED in to) == (name == "southwark")
