"""Many rows by one statement are kept as SQLAlchemy itself keeps them, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, delete, select

from policy.facts import Subject, SubjectKind
from policy.obligations import Step
from storage import obligations, people
from storage import tables as t
from storage.bulk import execute_many, insert_into
from storage.work import Work


@pytest.mark.parametrize("table", [t.ObligationRow, t.SubjectRow, t.Allocation, t.Relationship])
def test_rows_are_kept_as_they_were(work: Work, table: Any) -> None:
    """Days, instants, codes, flags and what is kept as JSON."""
    kept, connection = table.__table__, work.connection
    before = _all(connection, kept)
    connection.execute(delete(kept))
    execute_many(connection, insert_into(kept), before)
    assert _all(connection, kept) == before != []


def test_what_no_row_says_any_more_is_emptied(work: Work) -> None:
    """An upsert in which a column is empty in every row: left out of the statement, it isn't left as it was."""
    kept, connection = t.SubjectRow.__table__, work.connection
    some = [Subject(SubjectKind.PERSON, 1), Subject(SubjectKind.PERSON, 2)]
    obligations.mark(work, some)
    rows = [{"kind": str(s.kind), "ref_id": s.id, "revision": 1, "reassess_at": None} for s in some]
    execute_many(connection, obligations.MARK[work.database], rows)
    marked = select(kept.c.reassess_at).where(kept.c.kind == "person", kept.c.ref_id.in_([1, 2]))
    assert connection.execute(marked).scalars().all() == [None, None]


def test_what_many_rows_share_is_converted_once_and_kept_for_each(work: Work) -> None:
    """The derivation of what was discussed on one day."""
    kept, connection = t.ObligationRow.__table__, work.connection
    shared = (Step("start", "discussion"),)
    rows = [{**row, "derivation": shared} for row in _all(connection, kept)]
    connection.execute(delete(kept))
    execute_many(connection, insert_into(kept), rows)
    assert _all(connection, kept) == rows != []


def test_what_rows_leave_out_has_its_tables_default(work: Work) -> None:
    """A person with nothing said of their hours or their part in the council."""
    kept, least = (
        t.Person.__table__,
        [c.name for c in t.Person.__table__.c if not c.nullable and not c.default],
    )
    given = [{n: row[n] for n in least if n != "id"} for row in _all(work.connection, kept)[:2]]
    made = []
    for first, way in ((1000, execute_many), (2000, lambda c, statement, rows: c.execute(statement, rows))):
        rows = [{**row, "id": first + n, "staff_number": f"{first + n}"} for n, row in enumerate(given)]
        way(work.connection, insert_into(kept), rows)
        made.append(
            [{**r, "id": 0, "staff_number": ""} for r in _all(work.connection, kept) if r["id"] >= first]
        )
    assert made[0] == made[1] != []


def test_what_was_read_is_read_again_after_them(work: Work) -> None:
    someone = people.everyone(work)[0].id
    before = people.person(work, someone)
    work.touch(SubjectKind.PERSON, someone)
    assert people.person(work, someone) is before  # it rests on another table
    row = next(row for row in _all(work.connection, t.Person.__table__) if row["id"] == someone)
    new = [{**row, "id": 1000, "staff_number": "1000", "email": None}]
    execute_many(work.connection, insert_into(t.Person.__table__), new)
    assert people.person(work, someone) is not before


def _all(connection: Connection, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
