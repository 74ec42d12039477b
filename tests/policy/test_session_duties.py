"""What a session asks: prepared, recorded, agreed, rebooked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from policy.assess import assess
from policy.duties.rebooking import AWAY
from policy.facts import (
    Away,
    Cancellation,
    GapNoteFact,
    Off,
    Reason,
    RecordAnswer,
    RecordDecision,
    RecordFact,
    SessionFacts,
    SessionKind,
    SessionState,
)
from policy.obligations import State, Waiting
from tests.policy.files import calendar, counted_from_the_later, shipped
from tests.policy.test_duties import found, opened


def session(
    state: SessionState = SessionState.HELD, on: date = date(2026, 11, 20), **more: Any
) -> SessionFacts:
    starts = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    held = on if state is SessionState.HELD else None
    given = {"kind": SessionKind.CASE, **more}
    ends, booked = starts + timedelta(minutes=90), on - timedelta(14)
    return SessionFacts(
        1,
        supervisee_id=1,
        holder_id=2,
        state=state,
        starts_at=starts,
        ends_at=ends,
        on=on,
        booked_on=booked,
        held_on=held,
        **given,
    )


def sent(**more: Any) -> RecordFact:
    """A record of Monday's, delivered on Tuesday 24 November: a reply is due by 1 December."""
    return RecordFact(1, 1, date(2026, 11, 23), 1, date(2026, 11, 24))._replace(**more)


def test_one_record_for_each_child() -> None:
    facts = session(records=(RecordFact(1, 1), RecordFact(2, 2, date(2026, 11, 23))))
    assert [(o.key.fact.id, str(o.state)) for o in found(facts, date(2026, 11, 24), "record")] == [
        ("1", "running"),
        ("2", "met"),
    ]


def test_until_the_sessions_day_is_over_its_preparation_is_asked() -> None:
    facts = session(SessionState.BOOKED)
    assert opened(facts, date(2026, 11, 20), "prepare").due == date(2026, 11, 20)
    assert not found(facts, date(2026, 11, 21), "prepare")
    assert opened(facts, date(2026, 11, 21), "say_held").not_before == facts.ends_at


def test_nobody_prepares_nor_looks_through_the_cases_of_a_session_that_is_over() -> None:
    on = date(2026, 11, 20)
    before = session(SessionState.BOOKED)
    assert opened(before, on, "check").due == on
    assert found(before, on, "prepare")
    assert assess(shipped(), calendar(), before, on).holds_before == before.ends_at
    over = session(SessionState.BOOKED, over=True)
    assert not found(over, on, "check")
    assert not found(over, on, "prepare")
    assert assess(shipped(), calendar(), over, on).holds_before is None


def test_what_was_prepared_is_met_and_the_supervisors_own_checklist_stays() -> None:
    facts = session(SessionState.BOOKED, prepared=True, prepared_on=date(2026, 11, 18))
    [met] = found(facts, date(2026, 11, 19), "prepare")
    assert (met.state, met.met_on) == (State.MET, date(2026, 11, 18))
    assert opened(facts, date(2026, 11, 19), "check").due == date(2026, 11, 20)


def test_no_delivery_no_agreement() -> None:
    facts = session(records=(sent(delivered_on=None),))
    for on in (date(2026, 11, 24), date(2027, 6, 1)):
        assert opened(facts, on, "agree").waiting_for is Waiting.DELIVERY
        assert not found(facts, on, "close")


def test_silence_agrees_only_once_the_last_day_is_over() -> None:
    facts = session(records=(sent(),))
    assert opened(facts, date(2026, 12, 1), "agree").due == date(2026, 12, 1)
    [met] = found(facts, date(2026, 12, 2), "agree")
    assert (str(met.met_by), met.met_on) == ("silence:1", date(2026, 12, 1))
    assert opened(facts, date(2026, 12, 2), "close").answers == "holder"


def test_closing_meets_what_silence_opened() -> None:
    [closed] = found(session(records=(sent(closed_on=date(2026, 12, 3)),)), date(2026, 12, 4), "close")
    assert (closed.state, closed.met_on) == (State.MET, date(2026, 12, 3))


def test_an_answer_in_time_leaves_nothing_to_close() -> None:
    facts = session(records=(sent(answer=RecordAnswer.AGREED, answered_on=date(2026, 12, 1)),))
    [met] = found(facts, date(2026, 12, 9), "agree")
    assert str(met.met_by) == "agreed:1"
    assert not found(facts, date(2026, 12, 9), "close")


def test_a_late_answer_does_not_undo_silence_and_is_to_be_settled() -> None:
    facts = session(records=(sent(answer=RecordAnswer.DISAGREED, answered_on=date(2026, 12, 2)),))
    [met] = found(facts, date(2026, 12, 2), "agree")
    assert str(met.met_by) == "silence:1"
    assert not found(facts, date(2026, 12, 2), "close")
    assert opened(facts, date(2026, 12, 2), "settle").started == date(2026, 12, 2)


def test_asked_again_after_a_disagreement_it_is_another_obligation() -> None:
    facts = session(records=(sent(request=2, delivered_on=date(2026, 12, 3)),))
    one = opened(facts, date(2026, 12, 4), "agree")
    assert (one.key.fact.id, one.due) == ("1.2", date(2026, 12, 10))


def test_a_disagreement_is_settled_by_referring_it_too() -> None:
    record = sent(
        answer=RecordAnswer.DISAGREED, answered_on=date(2026, 11, 25), referred_on=date(2026, 11, 27)
    )
    [met] = found(session(records=(record,)), date(2026, 11, 30), "settle")
    assert (str(met.met_by), met.met_on) == ("referral:1", date(2026, 11, 27))


@pytest.mark.parametrize(("decision", "asks"), [(RecordDecision.AMEND, True), (RecordDecision.STANDS, False)])
def test_what_is_referred_is_the_next_tiers_until_it_is_decided(decision: RecordDecision, asks: bool) -> None:
    record = sent(
        answer=RecordAnswer.DISAGREED, answered_on=date(2026, 11, 25), referred_on=date(2026, 11, 27)
    )
    waits = opened(session(records=(record,)), date(2026, 11, 30), "decide")
    assert (waits.answers, waits.started) == ("line_manager", date(2026, 11, 27))
    settled = record._replace(decision=decision, decided_on=date(2026, 12, 1))
    facts = session(records=(settled,))
    [met] = found(facts, date(2026, 12, 2), "decide")
    assert (str(met.met_by), met.met_on) == ("decision:1.1", date(2026, 12, 1))
    again = [o for o in found(facts, date(2026, 12, 2), "settle") if o.is_open]
    assert [o.started for o in again] == ([date(2026, 12, 1)] if asks else [])


@pytest.mark.parametrize(
    ("away", "due"),
    [
        ([Away(date(2026, 11, 26), date(2026, 11, 30))], date(2026, 12, 4)),
        ([Away(date(2026, 11, 28), date(2026, 11, 29))], date(2026, 12, 1)),  # a weekend away pauses nothing
        ([Away(date(2026, 11, 20), date(2026, 11, 25))], date(2026, 12, 2)),
        ([Away(date(2026, 12, 2), None)], date(2026, 12, 1)),  # away only after the last day
        (
            [Away(date(2026, 11, 26), date(2026, 11, 27)), Away(date(2026, 11, 27), date(2026, 12, 1))],
            date(2026, 12, 7),
        ),
    ],
)
def test_the_days_to_reply_pause_while_the_supervisee_is_away(away: list[Away], due: date) -> None:
    facts = session(records=(sent(),), supervisee_away=tuple(away))
    assert opened(facts, date(2026, 11, 24), "agree").due == due


def test_while_the_return_is_unknown_there_is_no_day() -> None:
    facts = session(records=(sent(),), supervisee_away=(Away(date(2026, 11, 30), None),))
    one = opened(facts, date(2027, 3, 1), "agree")
    assert (one.due, one.waiting_for) == (None, Waiting.RETURN)
    assert not found(facts, date(2027, 3, 1), "close")


@pytest.mark.parametrize(
    ("off", "due"),
    [
        (Off(date(2026, 11, 26), date(2026, 11, 25), date(2026, 12, 1)), date(2026, 12, 4)),
        (
            Off(date(2026, 11, 30), date(2026, 11, 25), date(2026, 11, 27)),
            date(2026, 12, 3),
        ),  # back before it
        (Off(date(2026, 11, 26), date(2026, 11, 25), None), None),
    ],
)
def test_a_session_cancelled_for_it_tells_of_days_away_too(off: Off, due: date | None) -> None:
    facts = session(records=(sent(),), supervisee_off=(off,))
    one = opened(facts, date(2026, 11, 25), "agree")
    assert (one.due, one.waiting_for) == (due, None if due else Waiting.RETURN)
    recorded = replace(facts, supervisee_away=(Away(off.on, off.on),))
    assert opened(recorded, date(2026, 11, 25), "agree").due == date(2026, 12, 2), (
        "what is recorded is the truth"
    )


def cancelled(reason: Reason, kind: SessionKind = SessionKind.CASE, **more: Any) -> SessionFacts:
    returned, said = more.pop("returned", None), more.pop("said", None)
    cancellation = Cancellation(date(2026, 11, 18), reason, returned, said)
    return session(SessionState.CANCELLED, kind=kind, cancellation=cancellation, **more)


@pytest.mark.parametrize(
    ("kind", "reason", "rule"),
    [
        (SessionKind.CASE, Reason.WORK, "B18"),
        (SessionKind.CASE, Reason.NO_SHOW, "B18"),
        (SessionKind.CASE, Reason.LEAVE, "B18"),
        (SessionKind.CASE, Reason.SICKNESS, "B19"),
        (SessionKind.PERSONAL, Reason.WORK, "B35"),
        (SessionKind.PERSONAL, Reason.SICKNESS, "B35"),
    ],
)
def test_the_reason_and_the_kind_choose_the_rule(kind: SessionKind, reason: Reason, rule: str) -> None:
    one = opened(cancelled(reason, kind), date(2026, 11, 19), "rebook")
    assert one.rule == rule
    assert (one.waiting_for is Waiting.RETURN) == (reason in AWAY), "of both reasons for days away alike"
    assert (one.due is None) == (reason is Reason.SICKNESS)


@pytest.mark.parametrize(("reason", "returned"), [(Reason.WORK, None), (Reason.SICKNESS, date(2026, 11, 18))])
def test_said_later_it_is_asked_later_and_due_as_before(reason: Reason, returned: date | None) -> None:
    said = date(2026, 11, 23)
    at_once, late = (
        opened(cancelled(reason, returned=returned, said=s), said, "rebook") for s in (None, said)
    )
    assert at_once.due == late.due == date(2026, 11, 25)
    assert at_once.started == late.started == date(2026, 11, 18)
    assert at_once.not_before is None
    assert late.not_before == datetime(2026, 11, 23, tzinfo=UTC)


def test_rebooking_is_met_when_the_other_session_took_place() -> None:
    [met] = found(cancelled(Reason.WORK, replacement_on=date(2026, 11, 24)), date(2026, 11, 25), "rebook")
    assert (met.state, met.met_on) == (State.MET, date(2026, 11, 24))


def test_counted_from_the_later_of_the_two_both_are_shown() -> None:
    cancelled_on, booked_for = date(2026, 11, 18), date(2026, 11, 26)
    early = cancelled(Reason.WORK, on=booked_for)
    as_shipped = opened(early, cancelled_on, "rebook")
    chosen = opened(early, cancelled_on, "rebook", counted_from_the_later())
    assert as_shipped.due == date(2026, 11, 25) < booked_for
    assert chosen.due == date(2026, 12, 3)
    assert chosen.started == as_shipped.started == cancelled_on
    assert [(s.op, s.fact, s.on, s.result) for s in chosen.derivation] == [
        ("start", "cancellation", cancelled_on, None),
        ("start", "booked", booked_for, None),
        ("starts_later_of", None, None, booked_for),
        ("within", None, None, date(2026, 12, 3)),
    ]


def test_a_gap_is_noted_on_each_childs_file_for_case_sessions_alone() -> None:
    notes = (GapNoteFact(1, 11), GapNoteFact(2, 12, date(2026, 11, 19)))
    states = [
        str(o.state)
        for o in found(cancelled(Reason.SICKNESS, gap_notes=notes), date(2026, 11, 20), "note_gap")
    ]
    assert states == ["waiting", "met"]
    assert not found(
        cancelled(Reason.WORK, SessionKind.PERSONAL, gap_notes=notes), date(2026, 11, 20), "note_gap"
    )
