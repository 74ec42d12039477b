"""A closed case goes with all that was kept of it, unless something of it is owed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, select, update
from sqlmodel import SQLModel, col

from policy.facts import SubjectKind
from storage import tables as t
from storage.retention import whole_cases
from storage.retention.rows import owed_of
from storage.transactions import write_transaction
from tests.storage.retention.runs import DAY, assess_all, book, differences, held, ran, rows, write
from tests.stories import council


def test_a_closed_case_goes_with_all_that_was_kept_of_it(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, council.a_book(), council.START) as work:
        case = work.connection.execute(
            select(t.Case.__table__).where(col(t.Case.reference) == "CB-10234")
        ).one()
        work.touch(SubjectKind.CASE, case.id)
        closed = DAY - timedelta(days=40)
        work.connection.execute(update(t.Case).where(col(t.Case.id) == case.id).values(closed_on=closed))
        work.add(t.Preparation(supervisee_id=ids["Amara"], case_id=case.id, begun_on=DAY))
        work.add(
            t.CaseEvent(case_id=case.id, what="safeguarding_concern", on=closed, until=closed, known_on=DAY)
        )
    sessions = len(rows(engine, t.Session))
    assert ran(engine, book(cases="1 month")) == {"cases": 1}
    assert case.id not in {row.id for row in rows(engine, t.Case)}
    for part in whole_cases.PARTS:
        assert case.id not in {row.case_id for row in rows(engine, part)}, part
    about = {(row.subject_kind, row.subject_id) for row in rows(engine, t.ObligationRow)}
    assert ("case", case.id) not in about
    assert len(rows(engine, t.Session)) == sessions
    assert differences(engine, council.a_book()) == []


def test_an_open_case_or_one_with_something_owed_stays(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, council.a_book(), council.START) as work:
        case = work.connection.execute(
            select(t.Case.__table__).where(col(t.Case.reference) == "CB-10234")
        ).one()
        work.touch(SubjectKind.CASE, case.id)
        closed = DAY - timedelta(days=40)
        work.connection.execute(update(t.Case).where(col(t.Case.id) == case.id).values(closed_on=closed))
    (session,) = write(engine, held(ids["Amara"], ids["Priya"], DAY - timedelta(days=50)))
    write(engine, t.Record(session_id=session, case_id=case.id))
    assess_all(engine, council.a_book())
    assert ran(engine, book(cases="1 month")) == {}, "its record is still to be written"


def test_what_is_owed_is_read_once_and_not_for_each_row(engine: Engine) -> None:
    owed = owed_of(SubjectKind.SESSION, col(t.Session.id))
    asked = select(col(t.Session.id)).where(~owed).compile(engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        plan = [str(row[-1]) for row in connection.exec_driver_sql(explain + str(asked))]
    assert not [line for line in plan if "CORRELATED" in line]


def test_every_table_that_names_a_case_goes_with_it() -> None:
    """One that comes later joins ``whole_cases.PARTS``, or a closed case can't go."""
    naming = {
        table.name
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "case"
    }
    assert naming == {part.__table__.name for part in whole_cases.PARTS}
