"""What is written for a run of what a council's terms let go, the run itself, and what it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine, select, update
from sqlmodel import col

from handlers.upkeep import retention
from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.periods import parse_period
from policy.ruleset import Kept, RuleSet
from storage import tables as t
from storage.drift import drift, every_subject
from storage.obligations import reassess
from storage.transactions import read_transaction, write_transaction
from storage.work import CouncilConfig
from tests.stories import council

DAY = council.START.date()


LONG_AGO = council.START - timedelta(days=900)


def book(rules: str = "central-bedfordshire", **terms: str) -> CouncilConfig:
    """The council's rules with these terms, and none else."""
    loaded: RuleSet = council.a_book(rules).versions.latest
    none: dict[str, Any] = dict.fromkeys(Kept)
    kept = loaded.practice.retention.model_copy(
        update={**none, **{name: parse_period(text) for name, text in terms.items()}}
    )
    practice = loaded.practice.model_copy(update={"retention": kept})
    return council.book_of(loaded.model_copy(update={"practice": practice}))


def ran(engine: Engine, config: CouncilConfig, now: datetime = council.START) -> dict[str, int]:
    """In steps until nothing is left, as the command does."""
    found: dict[str, int] = {}
    step = {"": 0}
    while step:
        with write_transaction(engine, config, now) as work:
            step = retention.run(work)
        for kind, count in step.items():
            found[kind] = found.get(kind, 0) + count
    return found


def write(engine: Engine, *rows: Any) -> list[int]:
    with write_transaction(engine, council.a_book(), council.START) as work:
        return [getattr(work.add(row), "id", 0) for row in rows]


def rows(engine: Engine, table: Any) -> list[Any]:
    with read_transaction(engine, council.a_book(), council.START) as work:
        found = work.connection.execute(select(table.__table__)).all()
    return sorted(found, key=lambda row: getattr(row, "id", 0))


def differences(engine: Engine, config: CouncilConfig, now: datetime = council.START) -> list[Any]:
    with read_transaction(engine, config, now) as work:
        return list(drift(work, every_subject(work)))


def held(who: int, by: int, on: date, **more: Any) -> t.Session:
    starts = datetime.combine(on, time(10), UTC)
    given: Any = {"state": SessionState.HELD, "held_on": on, "minutes": 90, "kind": SessionKind.CASE} | more
    return t.Session(
        supervisee_id=who,
        supervisor_id=by,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        wall=f"{on}T10:00",
        on=on,
        booked_on=on,
        **given,
    )


def left(engine: Engine, person: int, on: date) -> None:
    with write_transaction(engine, council.a_book(), council.START) as work:
        work.touch(SubjectKind.PERSON, person)
        for case in work.connection.execute(select(col(t.Case.id))).scalars():
            work.touch(SubjectKind.CASE, case)
        work.connection.execute(update(t.Person).where(col(t.Person.id) == person).values(left_on=on))


def assess_all(engine: Engine, config: CouncilConfig, now: datetime = council.START) -> None:
    with write_transaction(engine, config, now) as work:
        people = work.connection.execute(select(col(t.Person.id))).scalars().all()
        sessions = work.connection.execute(select(col(t.Session.id))).scalars().all()
        reassess(work, [Subject(SubjectKind.PERSON, i) for i in people])
        reassess(work, [Subject(SubjectKind.SESSION, i) for i in sessions])
        cases = work.connection.execute(select(col(t.Case.id))).scalars().all()
        reassess(work, [Subject(SubjectKind.CASE, i) for i in cases])
