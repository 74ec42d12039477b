"""Every kind of fact names the subjects that read it: changed, they are assessed with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from policy.facts import CaseFacts, SessionKind, Subject, SubjectKind
from storage import duties, held_sessions, people, sessions
from storage import tables as t
from storage.drift import drift, every_subject
from storage.engine import open_engine
from storage.facts import load
from storage.facts.readers import of_people
from storage.held_sessions import Discussed
from storage.transactions import read_transaction, write_transaction
from tests.stories import council

CAMBRIDGESHIRE = council.CASTS["cambridgeshire-peterborough"]
BOOK = council.a_book(CAMBRIDGESHIRE.rules)
NEXT = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()


def test_a_session_booked_moved_held_or_cancelled_is_read_by_the_worker_s_cases(engine: Engine) -> None:
    """C13: in full at the next session, so every change of the worker's sessions moves the case's date."""
    ids = council.build(engine, BOOK, CAMBRIDGESHIRE)
    with write_transaction(engine, BOOK, council.START) as work:
        amara, priya = people.person(work, ids["Amara"]), people.person(work, ids["Priya"])
        booked = sessions.book(work, SessionKind.CASE, amara, priya, NEXT, 60, None)
    _nothing_differs(engine)
    with write_transaction(engine, BOOK, council.START) as work:
        view = sessions.session(work, booked)
        sessions.move(work, view, NEXT.replace(day=17), None)
    _nothing_differs(engine)
    with write_transaction(engine, BOOK, NEXT.replace(day=18)) as work:
        held_sessions.hold(work, sessions.session(work, booked), priya.id, 60, [Discussed(1)])
    _nothing_differs(engine, NEXT.replace(day=18))


def test_somebody_s_role_is_read_by_their_cases_and_their_supervisees(engine: Engine) -> None:
    ids = council.build(engine, BOOK, CAMBRIDGESHIRE)
    with read_transaction(engine, BOOK, council.START) as work:
        assert of_people(work, [ids["Priya"]]) == {
            Subject(SubjectKind.PERSON, ids[name]) for name in ("Priya", "Amara", "Tomasz")
        }
        assert sum(s.kind is SubjectKind.CASE for s in of_people(work, [ids["Amara"]])) == 2


def test_a_case_is_loaded_with_what_the_other_policies_ask_of_it(engine: Engine) -> None:
    ids = council.build(engine, BOOK, CAMBRIDGESHIRE)
    day = date(2026, 11, 2)
    with write_transaction(engine, BOOK, council.START) as work:
        work.touch(SubjectKind.CASE, 1)
        work.add(t.CaseEvent(case_id=1, what="safeguarding_concern", on=day, known_on=day))
        work.add(
            t.Decision(
                case_id=1, kind="informal", made_on=day, made_by_id=ids["Priya"], said_by_id=ids["Priya"]
            )
        )
        work.add(
            t.Authorisation(
                case_id=1, every="8 weeks", by_id=ids["Helen"], since=day, granted_role="group_manager"
            )
        )
    with read_transaction(engine, BOOK, council.START) as work:
        (case,) = load(work, [Subject(SubjectKind.CASE, 1)])
    assert isinstance(case, CaseFacts)
    assert case.worker_role == "social_worker"
    assert [e.what for e in case.events] == ["safeguarding_concern"]
    assert [d.made_by for d in case.decisions] == [ids["Priya"]]
    assert case.intervals[0].granted_by == "group_manager"
    assert [(s.on, s.held) for s in case.sessions] == [(date(2026, 10, 20), True), (date(2026, 11, 9), False)]


def test_a_session_s_acknowledgement_stays_with_whoever_was_there(engine: Engine) -> None:
    """C4, of a case that is somebody else's by now."""
    ids = council.build(engine, BOOK, CAMBRIDGESHIRE)
    held, later = datetime(2026, 11, 10, 9, 0, tzinfo=UTC), datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    with write_transaction(engine, BOOK, held) as work:
        booked = sessions.booked_for(work, ids["Amara"])[0]
        held_sessions.hold(work, booked, ids["Priya"], 60, [])
    with write_transaction(engine, BOOK, later) as work:
        work.touch(SubjectKind.CASE, 1)
        work.touch(SubjectKind.PERSON, ids["Amara"], ids["Tomasz"])
        work.orm.get(t.Allocation, 1).until = date(2026, 11, 11)  # type: ignore[union-attr]
        work.add(t.Allocation(case_id=1, worker_id=ids["Tomasz"], since=date(2026, 11, 12)))
    with read_transaction(engine, BOOK, later) as work:
        mine = [k.obligation for k in duties.open_about(work, [Subject(SubjectKind.CASE, 1)])]
    owed = {o.key.duty: o.worker_id for o in mine}
    assert owed["acknowledge:supervisee"] == ids["Amara"]
    assert owed["discuss"] == ids["Tomasz"]
    _nothing_differs(engine, later)


def _nothing_differs(engine: Engine, now: datetime = council.START) -> None:
    with read_transaction(engine, BOOK, now) as work:
        assert list(drift(work, every_subject(work))) == []
