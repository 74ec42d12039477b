"""A list of values as one parameter, on each database."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import tables as t
from storage.listed import one_of
from storage.work import Work

PERSON = t.Person.__table__
BY_ID = select(PERSON.c.staff_number).where(one_of(PERSON.c.id)).order_by(PERSON.c.id)
BY_NUMBER = select(PERSON.c.id).where(one_of(PERSON.c.staff_number, "numbers")).order_by(PERSON.c.id)


def test_ids_and_words_are_found_by_one_parameter_however_many(work: Work) -> None:
    rows = work.connection.execute(select(PERSON.c.id, PERSON.c.staff_number))
    known = {row.id: row.staff_number for row in rows}
    some = sorted(known)[:3]
    found = work.connection.execute(BY_ID, {"ids": [*some, *range(100_000, 140_000)]}).scalars().all()
    assert found == [known[i] for i in some]
    assert work.connection.execute(BY_NUMBER, {"numbers": [*found, "'\"]"]}).scalars().all() == some
    assert not work.connection.execute(BY_ID, {"ids": []}).all()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_index_finds_them(work: Work) -> None:
    """SQLite compares each row's own truth with 1 where a condition isn't known for one."""
    for query, ids in ((BY_ID, "[1]"), (BY_NUMBER, '["S1"]')):
        text = str(query.compile(work.connection))
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (ids,)).all()
        assert not any("SCAN person" in row.detail for row in plan), plan
