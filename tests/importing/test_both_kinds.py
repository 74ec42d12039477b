"""A session that was case supervision and personal supervision at once, as logs say of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from policy.assess import assess
from policy.facts import Held, PersonFacts, RecordFact, SessionFacts, SessionKind, SessionState
from policy.ruleset import Duty
from storage import tables as t
from storage.importing.columns.values import BOTH
from storage.importing.proposal.likely import likely_kind
from storage.importing.proposal.own_columns import meant_by
from storage.importing.proposal.recognising import KINDS_OF_SESSION, STATES_OF_SESSION
from tests.importing.councils import BOOK, CASES, LINES, PEOPLE, Council, rows
from tests.policy.files import loaded

ON = date(2026, 10, 6)


@pytest.mark.parametrize("said", ["1:1 case and personal", "Case & Personal", "personal/case supervision"])
def test_what_is_said_of_both_is_both(said: str) -> None:
    assert likely_kind(said, KINDS_OF_SESSION)[0] == BOTH


@pytest.mark.parametrize(
    ("said", "kind"),
    [("CS", "case"), ("PS", "personal"), ("GS", "group"), ("C", "case"), ("CS/PS", BOTH), ("C/P", BOTH)],
)
def test_letters_of_a_tracker_are_its_kinds(said: str, kind: str) -> None:
    """A guess, to look at: ``CS`` is case supervision."""
    assert likely_kind(said, KINDS_OF_SESSION)[0] == kind


@pytest.mark.parametrize("said", ["Cx", "Cx SW", "Cx sick TM"])
def test_cx_is_cancelled_whoever_did(said: str) -> None:
    assert meant_by(said, STATES_OF_SESSION) == "cancelled"


def _brought_in(council: Council, *kinds: str, recorded: str = "") -> None:
    heading = "session, supervisee, supervisor, date, start, state, kind, recorded on"
    days = (
        f"M{n}, S1, S2, {6 + n:02}/10/2026, 10:00, held, {kind}, {recorded}" for n, kind in enumerate(kinds)
    )
    about = (f"M{n}, C-1, {recorded}" for n, kind in enumerate(kinds) if kind != "personal")
    council.takes(
        PEOPLE,
        LINES,
        CASES,
        rows("sessions", heading, *days),
        rows("discussions", "session, case, recorded on", *about),
    )


def test_it_has_the_record_of_each_case_and_the_notes_of_a_personal_session(council: Council) -> None:
    _brought_in(council, BOTH, "case", "personal", recorded="no")
    assert council.has(t.Session, "kind", "personal_too") == [
        (SessionKind.CASE, True),
        (SessionKind.CASE, False),
        (SessionKind.PERSONAL, False),
    ]
    mine = t.Record.__table__.c.session_id == 1
    assert {case for (case,) in council.has(t.Record, "case_id", where=mine)} == {1, None}
    assert len(council.has(t.Record, "id")) == 4
    before = council.everything()
    _brought_in(council, BOTH, "case", "personal", recorded="no")
    assert council.everything() == before
    assert council.drift() == []


def _asked(*, personal_too: bool) -> Sequence[tuple[str, str]]:
    """Of one that was held, with the record of a case and notes of no case, both written and sent."""
    starts = datetime.combine(ON, time(10), UTC)
    written = (
        RecordFact(id=n, case_id=case, recorded_on=ON, request=1, delivered_on=ON)
        for n, case in ((1, 7), (2, None))
    )
    facts = SessionFacts(
        session_id=1,
        kind=SessionKind.CASE,
        supervisee_id=1,
        holder_id=2,
        state=SessionState.HELD,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        on=ON,
        booked_on=ON,
        held_on=ON,
        records=tuple(written),
        personal_too=personal_too,
    )
    found = assess(BOOK.rules(ON), BOOK.calendar, facts, ON).obligations
    return sorted((o.rule, o.key.fact.id) for o in found if o.key.duty in (Duty.RECORD, Duty.AGREE))


def test_each_of_its_records_is_asked_for_by_the_rules_of_its_kind() -> None:
    """Central Bedfordshire's: cases within five working days (B15) and agreed (B16), the other notes on their own
    (B27)."""
    assert _asked(personal_too=True) == [
        ("B15", "1"),
        ("B16", "1.1"),
        ("B27", "2.1"),
        ("B27.notes", "2"),
    ]
    assert not {"B27", "B27.notes"} & {rule for rule, _ in _asked(personal_too=False)}


def test_it_counts_where_either_kind_does() -> None:
    """Of a policy that asks for a personal session each month."""
    monthly = "in_each: calendar month, counts: [personal]"
    rules = loaded(
        f'- {{id: R1, title: One, clause: "1", duty: supervise, answers: supervisor, {monthly}}}\n'
    )
    due = []
    for too in (True, False):
        held = (Held(1, SessionKind.CASE, ON, 60, personal_too=too),)
        facts = PersonFacts(1, "social_worker", date(2026, 10, 1), date(2026, 10, 1), held=held)
        open_ones = (o for o in assess(rules, BOOK.calendar, facts, ON).obligations if o.is_open)
        due += [o.due for o in open_ones]
    assert due == [date(2026, 11, 30), date(2026, 10, 31)]


def test_a_dry_run_counts_it_once_as_what_it_is(council: Council) -> None:
    """In each line, in how rows will be, and in what is taken as recorded."""
    heading = "session, supervisee, supervisor, date, start, state, kind"
    sorts = (BOTH, BOTH, "case", "personal", "personal", "personal")
    days = (f"M{n}, S1, S2, {1 + n:02}/09/2026, 10:00, held, {sort}" for n, sort in enumerate(sorts))
    result = council.takes(PEOPLE, LINES, rows("sessions", heading, *days), dry_run=True)
    look = next(one for one in result.looks if one.kind == "sessions")
    kinds = next(one for one in look.columns if one.name == "kind")
    assert kinds.altogether == f"personal 3, {BOTH} 2, case 1"
    assert BOTH in kinds.shown
    assert result.taken_as_recorded.kinds[BOTH] == 2
    assert sum(f"kind {BOTH}" in str(line) for line in result.lines) == 2
