"""What holds on a day has one definition: the day a case closes, the last day in post, the first day of a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from cards.people.asks import AuditPointForm
from handlers.cases.due import due_case
from handlers.people.audit import may_audit
from handlers.shared.base import Reply, Request
from policy.facts import SessionKind, Subject, SubjectKind
from storage import case_dates, cases, health, people, sessions, supervision
from storage import tables as t
from storage.conditions import beside
from storage.engine import open_engine
from storage.facts.to_come import changes_to_come
from storage.transactions import read_transaction, write_transaction
from tests.stories import council

BOOK = council.a_book("central-bedfordshire")
TODAY = council.START.date()
REFERENCE = "CB-10234"


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    council.build(opened, BOOK)
    yield opened
    opened.dispose()


@pytest.mark.parametrize(("closes", "is_open"), [(1, True), (0, False), (-1, False)])
def test_a_case_is_open_until_the_day_it_closes(engine: Engine, closes: int, is_open: bool) -> None:
    """Said by everything that lists, counts or answers: a file may name a day to come."""
    case = _closes(engine, TODAY + timedelta(days=closes))
    with read_transaction(engine, BOOK, council.START) as work:
        amara, priya, helen = (people.find(work, name)[0] for name in ("Amara", "Priya", "Helen"))
        asked = Request(helen, AuditPointForm(case=case.id))
        assert may_audit(asked, work) is is_open, (
            "a learning point comes up in supervision, so not of a closed one"
        )
        listed = [c.reference for c in cases.allocated_to(work, amara.id)]
        assert (REFERENCE in listed) is is_open
        assert case.is_open(TODAY) is is_open
        assert case_dates.case_dates(work, [REFERENCE])[REFERENCE][0].is_open(TODAY) is is_open
    with write_transaction(engine, BOOK, council.START) as work:
        answer = due_case(work, priya, REFERENCE)
        assert isinstance(answer, Reply)
        assert ("Amara" in str(answer.card)) is is_open


def test_a_case_that_was_open_on_a_past_day_is_among_those_held_then(engine: Engine) -> None:
    _closes(engine, TODAY)
    with read_transaction(engine, BOOK, council.START) as work:
        amara = people.find(work, "Amara")[0]
        assert REFERENCE in [
            c.reference for c in cases.allocated_to(work, amara.id, TODAY - timedelta(days=1))
        ]


def test_a_case_whose_worker_s_last_day_is_past_has_nobody(engine: Engine) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        work.touch(SubjectKind.CASE, 1)
        work.touch(SubjectKind.PERSON, *(p.id for p in people.everyone(work)))
        work.get(t.Allocation, 1).until = TODAY - timedelta(days=1)
    with read_transaction(engine, BOOK, council.START) as work:
        assert health.unallocated(work, before=True) == [REFERENCE]


@pytest.mark.parametrize(
    ("left_on", "theirs"), [(None, True), (TODAY, True), (TODAY - timedelta(days=1), False)]
)
def test_a_professional_supervisor_who_has_left_is_beside_nobody(
    engine: Engine, left_on: date | None, theirs: bool
) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        amara, owen = (people.find(work, name)[0].id for name in ("Amara", "Owen"))
        work.touch(SubjectKind.PERSON, *(p.id for p in people.everyone(work)))
        work.add(t.Relationship(supervisee_id=amara, supervisor_id=owen, professional=True, since=TODAY))
        work.get(t.Person, owen).left_on = left_on
    with read_transaction(engine, BOOK, council.START) as work:
        found = work.connection.execute(select(beside(amara, owen, TODAY))).scalar()
        assert bool(found) is theirs is (owen in supervision.professional_supervisors(work, amara))


def _closes(engine: Engine, day: date) -> cases.CaseView:
    with write_transaction(engine, BOOK, council.START) as work:
        found = cases.by_reference(work, REFERENCE)
        assert found
        work.touch(SubjectKind.CASE, found.id)
        work.touch(SubjectKind.PERSON, *(p.id for p in people.everyone(work)))
        work.get(t.Case, found.id).closed_on = day
        work.orm.flush()
        return cases.case(work, found.id)


def test_a_session_is_looked_at_again_when_a_case_becomes_its_supervisee_s(engine: Engine) -> None:
    """A hand-over entered for a day to come: from then on there is one to prepare."""
    since, starts = TODAY + timedelta(days=7), council.START + timedelta(days=20)
    with write_transaction(engine, BOOK, council.START) as work:
        priya, helen = (people.find(work, name)[0] for name in ("Priya", "Helen"))
        booked = sessions.book(work, SessionKind.CASE, priya, helen, starts, 60, None)
        case = int(work.connection.execute(select(t.Case.__table__.c.id).limit(1)).scalar_one())
        work.add(t.Allocation(case_id=case, worker_id=priya.id, since=since))
        work.flush()
        mine = Subject(SubjectKind.SESSION, booked)
        assert changes_to_come(work, [mine]) == {mine: since}
