"""What was said in chat stays whatever a file says, and the row is listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from policy.facts import SubjectKind
from storage import tables as t
from storage.states import AbsenceState
from storage.transactions import write_transaction
from tests.importing.councils import (
    ALL,
    BOOK,
    CASES,
    DISCUSSIONS,
    LINES,
    NOW,
    PEOPLE,
    SESSIONS,
    Council,
    rows,
)
from tests.importing.test_bring_in import _kept, _record, _session


def _in_chat(council: Council, statement: Any, kind: SubjectKind, subject: int) -> None:
    with write_transaction(council.engine, BOOK, NOW) as work:
        work.connection.execute(statement)
        work.touch(kind, subject)


def test_an_outcome_said_in_chat_stays_and_the_row_is_listed(council: Council) -> None:
    council.takes(*ALL)
    held = (
        update(_session)
        .where(_session.c.source_id == "M4")
        .values(state="cancelled", cancelled_on=NOW.date(), reason="leave", from_chat=True, cancelled_by_id=2)
    )
    _in_chat(council, held, SubjectKind.SESSION, 4)
    before = council.everything()
    assert _kept(council, SESSIONS) == [
        "sessions.csv line 5: sessions M4 kept: cancelled_on stays Tuesday 3 November 2026, reason,"
        " state stays cancelled"
    ]
    assert council.everything() == before


def test_a_session_moved_in_chat_is_not_booked_a_second_time(council: Council) -> None:
    by_pair = rows("sessions", "supervisee, supervisor, date, start", "S1, S2, 06/11/2026, 14:00")
    council.takes(PEOPLE, LINES, by_pair)
    moved = update(_session).values(wall="2026-11-06T10:00", from_chat=True)
    _in_chat(council, moved, SubjectKind.SESSION, 1)
    assert len(_kept(council, by_pair)) == 1
    assert council.has(t.Session, "wall") == [("2026-11-06T10:00",)]


def test_a_session_booked_in_chat_is_found_by_its_pair_and_start(council: Council) -> None:
    council.takes(PEOPLE, LINES, SESSIONS)
    _in_chat(
        council,
        update(_session).where(_session.c.id == 4).values(source_id=None, from_chat=True),
        SubjectKind.SESSION,
        4,
    )
    council.takes(SESSIONS)
    assert len(council.has(t.Session, "id")) == 4


def test_a_discussion_finds_a_session_booked_in_chat_by_its_pair_and_start(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, SESSIONS, rows("discussions", "session, case", "M2, C-1"))
    _in_chat(
        council, update(_session).where(_session.c.id == 2).values(source_id=None), SubjectKind.SESSION, 2
    )
    said = rows(
        "discussions",
        "supervisee, supervisor, date, start, case, recorded on",
        "S1, S2, 09/10/2026, 10:00, C-1, 15/10/2026",
    )
    council.takes(said)
    assert council.has(t.Record, "recorded_on") == [(date(2026, 10, 15),)]


def test_a_discussion_of_a_session_that_chat_withdrew_is_listed_and_changes_nothing(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, SESSIONS)
    withdrawn = update(_session).where(_session.c.id == 2).values(state="withdrawn", from_chat=True)
    _in_chat(council, withdrawn, SubjectKind.SESSION, 2)
    assert len(_kept(council, rows("discussions", "session, case", "M2, C-1"))) == 1
    assert council.has(t.GapNote, "id", where=t.GapNote.__table__.c.session_id == 2) == []


def test_a_record_noted_in_chat_stays(council: Council) -> None:
    council.takes(*ALL)
    noted = update(_record).where(_record.c.id == 2).values(recorded_on=date(2026, 10, 12), recorded_by_id=2)
    _in_chat(council, noted, SubjectKind.SESSION, 2)
    assert len(_kept(council, DISCUSSIONS)) == 1
    assert council.has(t.Record, "recorded_on")[1] == (date(2026, 10, 12),)


@pytest.mark.parametrize(("said", "outcome"), [("plan_every_months", "kept"), ("", "changed")])
def test_a_column_said_in_chat_stays_and_the_others_follow_the_file(
    council: Council, said: str, outcome: str
) -> None:
    council.takes(PEOPLE, CASES)
    mine = t.Case.__table__
    _in_chat(
        council,
        update(mine).where(mine.c.id == 1).values(plan_every_months=4, said_in_chat=said),
        SubjectKind.CASE,
        1,
    )
    result = council.takes(rows("cases", "case, service, plan every months", "C-1, family_support, 6"))
    assert result.counts["cases"] == {outcome: 1}
    assert council.has(t.Case, "plan_every_months")[0] == (4 if said else 6,)


@pytest.mark.parametrize(
    ("brought", "outcome", "stored"),
    [
        ("matched; visits_3_monthly", "kept", "visits_3_monthly"),
        ("matched; visits_6_weekly", "changed", "visits_6_weekly"),
        ("visits_6_weekly", "changed", "visits_6_weekly"),
        ("visits_3_monthly", "same", "visits_3_monthly"),
    ],
)
def test_what_a_manager_judged_in_chat_stays_and_the_other_categories_follow_the_file(
    council: Council, brought: str, outcome: str, stored: str
) -> None:
    council.takes(PEOPLE, CASES)
    mine = t.Case.__table__
    judged = update(mine).where(mine.c.id == 1)
    _in_chat(
        council,
        judged.values(categories="visits_3_monthly", said_in_chat="categories"),
        SubjectKind.CASE,
        1,
    )
    file = rows("cases", "case, service, categories", f"C-1, family_support, {brought}")
    result = council.takes(file)
    assert result.counts["cases"] == {outcome: 1}
    assert council.has(t.Case, "categories")[0] == (stored,)
    assert bool(_kept(council, file)) is ("matched" in brought)


def test_an_absence_that_was_only_said_becomes_a_fact_and_a_refused_one_does_not(council: Council) -> None:
    council.takes(PEOPLE)
    with write_transaction(council.engine, BOOK, NOW) as work:
        for person, state in ((1, AbsenceState.SAID), (2, AbsenceState.REFUSED)):
            work.add(
                t.Absence(
                    person_id=person, planned=False, first=date(2026, 11, 2), state=state, from_chat=True
                )
            )
    council.takes(
        rows("absences", "staff number, first, planned", "S1, 02/11/2026, no", "S2, 02/11/2026, no")
    )
    assert council.has(t.Absence, "state") == [("confirmed",), ("refused",)]
