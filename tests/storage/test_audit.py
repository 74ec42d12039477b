"""The trail: the database refuses to change it, and the chain of seals shows where somebody got round that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from policy.facts import Subject, SubjectKind
from storage import audit
from storage.engine import open_engine
from storage.transactions import read_transaction, write_transaction
from tests.stories import council

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    """Six events and two looks, sealed in batches of three."""
    engine = open_engine(migrated_url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "BATCH", 3)
        with write_transaction(engine, council.a_book(), NOW) as work:
            for number in range(6):
                work.log("session.booked", Subject(SubjectKind.SESSION, number), 1, minutes=60 + number)
            work.trace(1, "due", Subject(SubjectKind.CASE, 7))
            work.trace(2, "due", None)
            audit.seal(work)
    yield engine
    engine.dispose()


def verified(engine: Engine, kept: str = "") -> audit.Verified:
    with read_transaction(engine, council.a_book(), NOW) as work:
        return audit.verify(work, kept)


def by_force(engine: Engine, *statements: str) -> None:
    """As somebody who owns the database may: the triggers away, then whatever they like."""
    with engine.execution_options(writes=True).begin() as connection:
        for table in ("event", "look", "seal"):
            for what in ("update", "delete", "truncate"):
                on = "" if engine.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on}"))
        for statement in statements:
            connection.execute(text(statement))


def test_what_is_whole_verifies(engine: Engine) -> None:
    found = verified(engine)
    assert (found.seals, found.rows, found.unsealed, found.faults) == (3, 8, 0, ())
    assert verified(engine, found.digest).holds
    assert not verified(engine, "0" * 64).holds


def test_new_rows_wait_for_the_night_and_join_the_chain(engine: Engine) -> None:
    before = verified(engine).digest
    with write_transaction(engine, council.a_book(), NOW) as work:
        work.log("session.moved", None, 1)
    assert verified(engine).unsealed == 1
    with write_transaction(engine, council.a_book(), NOW) as work:
        audit.seal(work)
    found = verified(engine, before)
    assert (found.seals, found.rows, found.unsealed, found.faults, found.holds) == (4, 9, 0, (), True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor_id = 2",
        "DELETE FROM event",
        "UPDATE look SET person_id = 2",
        "DELETE FROM look",
        "UPDATE seal SET digest = 'x'",
        "UPDATE seal SET rows = 2, dropped_at = at WHERE id = 1",
        "DELETE FROM seal",
    ],
)
def test_the_database_refuses(engine: Engine, statement: str) -> None:
    with (
        pytest.raises(DBAPIError, match="only ever added to"),
        engine.execution_options(writes=True).begin() as c,
    ):
        c.execute(text(statement))
    assert verified(engine).faults == ()


def test_a_dropped_batch_may_go_and_its_seal_stays(engine: Engine) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE seal SET dropped_at = at WHERE id = 1"))
        connection.execute(text("DELETE FROM event WHERE id <= 3"))
    found = verified(engine)
    assert (found.rows, found.faults) == (8, ())
    with (
        pytest.raises(DBAPIError, match="only ever added to"),
        engine.execution_options(writes=True).begin() as c,
    ):
        c.execute(text("DELETE FROM event"))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE event SET actor_id = 2 WHERE id = 2",
            "event rows 1 to 3: at least one isn't as it was sealed",
        ),
        ("DELETE FROM event WHERE id = 2", "event rows 1 to 3: 3 were sealed and 2 are there"),
        ("DELETE FROM look WHERE id = 1", "look rows 1 to 2: 2 were sealed and 1 are there"),
        (
            "UPDATE event SET name = CASE id WHEN 4 THEN 'b' ELSE 'a' END WHERE id IN (4, 5)",
            "event rows 4 to 6: at least one isn't as it was sealed, or they stand in another order",
        ),
        ("DELETE FROM seal WHERE id = 2", "seal 3 doesn't follow the one before it"),
    ],
)
def test_what_was_changed_by_force_is_found(engine: Engine, statement: str, fault: str) -> None:
    by_force(engine, statement)
    [found] = verified(engine).faults
    assert fault in found


def test_rows_that_changed_places_are_found(engine: Engine) -> None:
    by_force(
        engine,
        "UPDATE event SET id = 100 WHERE id = 1",
        "UPDATE event SET id = 1 WHERE id = 2",
        "UPDATE event SET id = 2 WHERE id = 100",
    )
    assert "event rows 1 to 3" in verified(engine).faults[0]


def test_a_chain_made_anew_does_not_hold_a_seal_kept_elsewhere(engine: Engine) -> None:
    kept = verified(engine).digest
    by_force(engine, "UPDATE event SET actor_id = 2 WHERE id = 2", "DELETE FROM seal")
    with write_transaction(engine, council.a_book(), NOW) as work:
        audit.seal(work)
    assert verified(engine).faults == ()
    assert not verified(engine, kept).holds
