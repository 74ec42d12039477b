"""What a case's reference is compared by: kept by every way of adding a case, and of those from before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, select, text

from storage import tables as t
from storage.engine import open_engine, reading, writing
from storage.merging import merge_cases
from storage.transactions import write_transaction
from tests.infra.migrations import move
from tests.stories import council

STORED = "ＴＣ–010555"
OLD = (
    'INSERT INTO "case" (reference, service, categories, restricted, said_in_chat)'
    f" VALUES ('{STORED}', 'a', '', false, '')"
)
#: As ``STORED`` is found: however it is spelt, by its digits and by its letters.
FOUND_BY = ("tc-010555", "10555", "tc")


def _found_by(engine: Engine) -> Sequence[tuple[str, str, str]]:
    c = t.Case.__table__.c
    with reading(engine) as connection:
        found = connection.execute(select(c.folded, c.digits, c.letters).order_by(c.id)).all()
    return [(one.folded, one.digits, one.letters) for one in found]


def test_cases_from_before_have_it(database_url: str) -> None:
    engine = open_engine(database_url)
    move(engine, "upgrade", "0042")
    with writing(engine) as connection:
        connection.execute(text(OLD))
    move(engine, "upgrade", "head")
    assert _found_by(engine) == [FOUND_BY]
    engine.dispose()


def test_every_way_of_adding_or_renaming_a_case_keeps_it(database_url: str) -> None:
    engine = open_engine(database_url)
    move(engine, "upgrade", "head")
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.add(t.Case(reference=STORED, service="a"))
        work.insert(t.Case, [{"reference": "Tc-1", "service": "a"}, {"reference": "tC–1", "service": "a"}])
    assert _found_by(engine) == [FOUND_BY, ("tc-1", "1", "tc"), ("tc-1", "1", "tc")]
    with write_transaction(engine, council.a_book(), council.START) as work:
        merge_cases(work, "tC–1", "Tc-1", "somebody")
    assert _found_by(engine)[2] == ("tc-1 (merged, 3)", "13", "tcmerged")
    engine.dispose()
