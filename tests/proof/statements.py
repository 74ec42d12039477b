"""The statements that a database is given, and its own account of how it answers them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, event, insert, text

from policy.facts import Subject, SubjectKind
from storage import tables as t
from tests.proof.phone import Rig


@contextmanager
def counted(engine: Engine) -> Iterator[list[tuple[str, object]]]:
    """The statements that the engine is given meanwhile, with their parameters."""
    asked: list[tuple[str, object]] = []

    def note(
        _connection: Connection, _cursor: object, statement: str, parameters: object, *_: object
    ) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(engine: Engine, statement: str, parameters: object, *, sparing: bool = False) -> str:
    """The database's own account of how it would answer. ``sparing``: PostgreSQL, which reads a few thousand rows whole
    even where an index has them, does so only where none has."""
    prefix = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if sparing and engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.exec_driver_sql(prefix + statement, parameters).all()  # type: ignore[arg-type]
    return "\n".join(str(row[-1]) for row in rows) + "\n"


#: Tables of which ``many`` makes thousands of rows; PostgreSQL rightly reads the smaller ones whole.
CROWDED = {"person", "case", "relationship", "session", "allocation", "discussion", "record", "absence"}


def analyse(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def many(rig: Rig, number: int, first: int = 1000) -> dict[SubjectKind, list[Subject]]:
    """That many subjects of each kind, with the facts that assessment reads about them."""
    day, ids = date(2026, 10, 1), range(first, first + number)
    person = {
        "role": "social_worker",
        "employed_from": day,
        "team": "",
        "qualified": False,
        "works": "1111100",
    }
    flags = {"administrator": False, "policy_owner": False, "said_in_chat": ""}
    noon = rig.clock.now()
    session = {"supervisor_id": rig.ids["Priya"], "kind": "case", "state": "held", "wall": "", "on": day}
    times = {"starts_at": noon, "ends_at": noon, "booked_on": day, "held_on": day, "minutes": 60}
    more = {"provisional": False, "from_chat": False}
    case = {"service": "family_support", "categories": "cin", "restricted": False, "said_in_chat": ""}
    line = {"supervisor_id": rig.ids["Priya"], "professional": False, "since": day, "said_in_chat": ""}
    rows: dict[type[t.Table], list[dict[str, Any]]] = {
        t.Person: [{"id": i, "staff_number": f"N{i}", "name": f"N{i}", **person, **flags} for i in ids],
        t.Case: [{"id": i, "reference": f"N-{i}", **case} for i in ids],
        t.Relationship: [{"supervisee_id": i, **line} for i in ids],
        t.Session: [{"id": i, "supervisee_id": i, **session, **times, **more} for i in ids],
        t.Allocation: [{"case_id": i, "worker_id": i, "since": day} for i in ids],
        t.Discussion: [
            {"session_id": i, "case_id": i, "on": day, "full": True, "plan_reviewed": False} for i in ids
        ],
        t.Record: [{"session_id": i, "case_id": i, "request": 0} for i in ids],
        t.Absence: [
            {
                "id": i,
                "person_id": i,
                "planned": False,
                "sickness": False,
                "first": day,
                "state": "confirmed",
                "from_chat": False,
            }
            for i in ids
        ],
    }
    with rig.bot.work() as work:
        for table, values in rows.items():
            work.connection.execute(insert(table.__table__), values)
    return {kind: [Subject(kind, i) for i in ids] for kind in SubjectKind}
