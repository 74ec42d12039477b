"""A legal hold beats every term, and of the trail whole sealed batches go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, update
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from storage import audit
from storage import tables as t
from storage.retention import holds, trail
from storage.transactions import read_transaction, write_transaction
from storage.work import Work
from tests.storage.retention.runs import DAY, book, held, ran, rows, write
from tests.stories import council


@pytest.mark.parametrize("over", ["person", "case", "everything"])
def test_a_hold_beats_every_term(engine: Engine, ids: dict[str, int], over: str) -> None:
    on = DAY - timedelta(days=100)
    case = next(row.id for row in rows(engine, t.Case) if row.reference == "CB-10234")
    (session,) = write(engine, held(ids["Amara"], ids["Priya"], on))
    seal = council.a_book().cipher.seal
    write(
        engine,
        t.Preparation(
            supervisee_id=ids["Amara"],
            case_id=case,
            session_id=session,
            sealed_help=seal("x"),
            begun_on=on,
        ),
    )
    subject = {
        "person": Subject(SubjectKind.PERSON, ids["Amara"]),
        "case": Subject(SubjectKind.CASE, case),
        "everything": None,
    }[over]
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, subject, "LH-1", "somebody")
    terms = book(words="1 month")
    assert ran(engine, terms) == {}
    with write_transaction(engine, council.a_book(), council.START) as work:
        assert holds.lift(work, "LH-1", "somebody") == 1
        assert holds.lift(work, "LH-1", "somebody") == 0
    assert ran(engine, terms) == {"words": 1}


def test_a_hold_over_whoever_decided_keeps_their_reasons_and_the_case(
    engine: Engine, ids: dict[str, int]
) -> None:
    case, long_ago = (
        next(row.id for row in rows(engine, t.Case) if row.reference == "CB-10234"),
        date(2026, 9, 1),
    )
    why = council.a_book().cipher.seal("z")
    write(
        engine,
        t.Judgement(case_id=case, category="cin", holds=True, by_id=ids["Adel"], on=long_ago, sealed_why=why),
    )
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.touch(SubjectKind.CASE, case)
        work.connection.execute(update(t.Case).where(col(t.Case.id) == case).values(closed_on=long_ago))
        holds.place(work, Subject(SubjectKind.PERSON, ids["Adel"]), "LH-1", "somebody")
    assert ran(engine, book(words="1 month", cases="1 month")) == {}
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.lift(work, "LH-1", "somebody")
    assert ran(engine, book(words="1 month", cases="1 month")) == {"words": 1, "cases": 1}


# The trail


def test_the_trail_goes_in_whole_sealed_batches(engine: Engine, ids: dict[str, int]) -> None:
    for months in (12, 11, 1):
        with write_transaction(engine, council.a_book(), council.START - timedelta(days=30 * months)) as work:
            work.log("session.moved", Subject(SubjectKind.PERSON, ids["Amara"]))
            work.trace(ids["Priya"], "due", Subject(SubjectKind.PERSON, ids["Amara"]))
            audit.seal(work)
    assert ran(engine, book(looks="6 months", trail="6 months")) == {"looks": 2, "trail": 2}
    names = [row.name for row in rows(engine, t.Event)]
    assert names.count("session.moved") == 1
    assert len(rows(engine, t.Look)) == 1
    with read_transaction(engine, council.a_book(), council.START) as work:
        found = audit.verify(work)
    assert found.faults == ()
    assert sum(row.dropped_at is not None for row in rows(engine, t.Seal)) == 4
    assert found.rows >= 6, "the number of rows stays"


def test_a_batch_with_a_row_under_a_hold_stays(engine: Engine, ids: dict[str, int]) -> None:
    for who in ("Amara", "Owen"):
        with write_transaction(engine, council.a_book(), council.START - timedelta(days=365)) as work:
            work.log("session.moved", Subject(SubjectKind.PERSON, ids[who]))
            audit.seal(work)
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, Subject(SubjectKind.PERSON, ids["Amara"]), "LH-1", "somebody")
    assert ran(engine, book(trail="6 months")) == {"trail": 1}
    kept = [row.subject_id for row in rows(engine, t.Event) if row.name == "session.moved"]
    assert kept == [ids["Amara"]]


def test_what_is_held_of_the_trail_is_found_once_for_all_its_batches(
    engine: Engine, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = Subject(SubjectKind.PERSON, ids["Owen"]), list[str]()

    def counted(work: Work, table: Table, subject: Subject) -> Any:
        asked.append(table.name)
        return audit.concerns(work, table, subject)

    for months in (12, 11, 10):
        with write_transaction(engine, council.a_book(), council.START - timedelta(days=30 * months)) as work:
            work.log("session.moved", Subject(SubjectKind.PERSON, ids["Amara"] if months != 11 else held.id))
            audit.seal(work)
    monkeypatch.setattr(trail, "concerns", counted)
    with write_transaction(engine, council.a_book(), council.START) as work:
        holds.place(work, held, "LH-2", "somebody")
        work.flush()
        assert trail.entries(work, DAY, 100) == 2
    assert asked == ["event"]
