"""A case's reference as it is compared: kept by every way of adding a case, and of those from before."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlmodel import col

from storage import tables as t
from storage.engine import open_engine, reading, writing
from storage.transactions import write_transaction
from tests.infra.migrations import move
from tests.stories import council

STORED = "ＴＣ–10555"
OLD = (
    'INSERT INTO "case" (reference, service, categories, restricted, said_in_chat)'
    f" VALUES ('{STORED}', 'a', '', false, '')"
)


def test_cases_from_before_have_theirs_folded(database_url: str) -> None:
    engine = open_engine(database_url)
    move(engine, "upgrade", "0042")
    with writing(engine) as connection:
        connection.execute(text(OLD))
    move(engine, "upgrade", "head")
    with reading(engine) as connection:
        assert connection.execute(select(col(t.Case.folded))).scalars().all() == ["tc-10555"]
    engine.dispose()


def test_every_way_of_adding_a_case_keeps_it(database_url: str) -> None:
    engine = open_engine(database_url)
    move(engine, "upgrade", "head")
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.add(t.Case(reference=STORED, service="a"))
        work.insert(t.Case, [{"reference": "Tc-1", "service": "a"}, {"reference": "tC–2", "service": "a"}])
    with reading(engine) as connection:
        found = connection.execute(select(col(t.Case.folded)).order_by(col(t.Case.id))).scalars().all()
    assert found == ["tc-10555", "tc-1", "tc-2"]
    engine.dispose()
