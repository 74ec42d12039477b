"""Who stands above somebody, read for many in one query, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from storage import supervision
from storage import tables as t
from storage.engine import open_engine
from storage.states import AbsenceState
from storage.supervision import LONGEST_LINE, ManagementLine
from storage.transactions import read_transaction, write_transaction
from tests.stories import council

BOOK = council.a_book()
DAY = council.START.date()
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    return council.build(engine, BOOK)


def change(engine: Engine, *rows: Any) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        for row in rows:
            work.add(row)


def line(engine: Engine, person_id: int) -> ManagementLine:
    with read_transaction(engine, BOOK, council.START) as work:
        return supervision.lines(work, [person_id])[person_id]


def supervises(above: int, below: int, since: date = DAY, **more: Any) -> t.Relationship:
    return t.Relationship(supervisee_id=below, supervisor_id=above, since=since, **more)


def test_everybodys_at_once_and_nobodys(engine: Engine, ids: dict[str, int]) -> None:
    with read_transaction(engine, BOOK, council.START) as work:
        found = supervision.lines(work, ids.values())
        assert supervision.lines(work, []) == {}
    helen, adel = ids["Helen"], ids["Adel"]
    assert found[ids["Amara"]] == ManagementLine((ids["Priya"], helen, adel))
    assert found[ids["Owen"]] == ManagementLine((helen, adel))
    assert found[ids["Sam"]] == ManagementLine()
    assert len(found) == len(ids)


def test_who_supervises_today_and_in_the_line(engine: Engine, ids: dict[str, int]) -> None:
    amara, owen, sam = ids["Amara"], ids["Owen"], ids["Sam"]
    change(
        engine,
        supervises(sam, amara, professional=True),
        supervises(owen, amara, YESTERDAY, until=YESTERDAY),
        supervises(owen, amara, DAY + timedelta(days=1)),
    )
    assert line(engine, amara).above[0] == ids["Priya"]
    change(engine, supervises(owen, amara, YESTERDAY))
    assert line(engine, amara).above == (owen, ids["Helen"], ids["Adel"])


def test_it_stops_at_a_loop(engine: Engine, ids: dict[str, int]) -> None:
    change(engine, supervises(ids["Priya"], ids["Adel"]))
    ring = (ids["Priya"], ids["Helen"], ids["Adel"])
    assert line(engine, ids["Amara"]).above == ring
    assert line(engine, ids["Priya"]).above == ring[1:]


def test_it_stops_where_it_is_longer_than_any(engine: Engine) -> None:
    values: dict[str, Any] = {"role": "manager", "employed_from": DAY}
    new = range(1000, 1000 + 2 * LONGEST_LINE)
    change(engine, *(t.Person(id=i, staff_number=f"N{i}", name=f"N{i}", **values) for i in new))
    change(engine, *(supervises(i + 1, i) for i in new[:-1]))
    assert line(engine, 1000).above == tuple(new[1:LONGEST_LINE])


def test_the_cover_named_last_while_the_nearest_is_away(engine: Engine, ids: dict[str, int]) -> None:
    amara, priya = ids["Amara"], ids["Priya"]
    away: dict[str, Any] = {"person_id": priya, "planned": True, "first": DAY}
    named: dict[str, Any] = {"supervisee_id": amara, "named_at": council.START}
    change(
        engine,
        t.Absence(id=1, **away),
        t.Absence(id=2, **away, state=AbsenceState.REFUSED),
        t.Absence(id=3, **(away | {"first": YESTERDAY}), last=YESTERDAY),
        *(t.Arrangement(absence_id=i, cover_id=ids["Adel"], **named) for i in (2, 3)),
    )
    assert line(engine, amara).cover is None
    change(engine, t.Arrangement(absence_id=1, cover_id=ids["Owen"], **named))
    assert line(engine, amara).cover == ids["Owen"]
    assert line(engine, ids["Tomasz"]).cover is None
    with read_transaction(engine, BOOK, council.START) as work:
        assert supervision.supervisor_now(work, amara) == ids["Owen"]
