"""What the database is asked: a fixed number of questions however many subjects, and a tick that reads what is due from
its own small indexes, never what exists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, Engine, delete, event, insert, select, text, update
from sqlalchemy.engine.interfaces import CacheStats
from sqlmodel import SQLModel, col

from bot.calendar_feed import calendar_of
from bot.clock import MovableClock
from bot.dispatcher import AT_ONCE, _due, dispatch
from bot.inbound import router
from bot.moving_clock import advance, next_moment, settle_now
from bot.scheduler import tick
from cards.answers.asks import HomePage
from cards.ask import Ask
from cards.cases.asks import DueInTeam
from cards.preparing.asks import AgendaOpened
from handlers.notifications import notifier
from handlers.notifications.due_nudges import give_due_nudges
from handlers.notifications.notice import NoticeContext
from handlers.shared import awaiting_outcome
from handlers.upkeep.notices import WhatStaysLate
from policy.facts import Subject, SubjectKind
from policy.ruleset import Delivery
from storage import bulk, duties
from storage import tables as t
from storage.facts import load
from storage.importing.files import Rows
from storage.importing.run import bring_in
from storage.late import owed_by
from storage.obligations import mark, read, reassess
from storage.outbox import NewNudge
from storage.reads import WRITES_TO
from storage.work import AT_ONCE as AT_ONCE_ASSESSED
from tests.proof.phone import Rig
from tests.proof.standin import NAME
from tests.stories import council


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


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_facts_of_a_thousand_cost_as_many_questions_as_of_one(rigged: Rig, kind: SubjectKind) -> None:
    subjects = many(rigged, 1000)[kind]
    with rigged.bot.read() as work:
        work.connection  # noqa: B018 - its beginning isn't counted
        with counted(rigged.bot.engine) as for_one:
            assert len(list(load(work, subjects[:1]))) == 1
        with counted(rigged.bot.engine) as for_all:
            assert len(list(load(work, subjects))) == 1000
    assert len(for_all) == len(for_one) <= 12


def test_ten_times_as_many_rows_are_imported_by_hardly_more_statements(rigged: Rig) -> None:
    """No row has a statement of its own: the new ids are asked for together."""
    counts = []
    for number in (30, 300):
        cells = [(f"M{number}-{i}", f"M {i}", "social_worker", "04/03/2019") for i in range(number)]
        file = Rows("people", ("staff number", "name", "role", "employed from"), cells)
        with counted(rigged.bot.engine) as asked:
            bring_in(rigged.bot.engine, rigged.bot.config, rigged.clock.now(), [file])
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 30, counts


#: How many statements each page may cost.
AT_MOST: Final = {"home": 68, "team": 34, "late in the team": 30, "agenda": 18, "calendar": 8}


async def test_pages_cost_as_many_statements_for_many_as_for_few(rigged: Rig) -> None:
    """Home, the team, the agenda of a session and a calendar: each reads in sets what it shows."""
    priya, worker = rigged.ids["Priya"], 1000
    counts = defaultdict[str, list[int]](list)
    router.answer(rigged.bot, priya, HomePage())  # the first visit is noted
    for first, number in ((worker, 12), (2000, 24)):
        many(rigged, number, first)
        session = _booked(rigged, worker, {worker, *range(first, first + number)})
        await settle_now(rigged.bot)
        asks: dict[str, Ask] = {
            "home": HomePage(),
            "team": DueInTeam(),
            "late in the team": DueInTeam(late=True),
            "agenda": AgendaOpened(session=session),
        }
        for name, ask in asks.items():
            with counted(rigged.bot.engine) as asked:
                assert router.answer(rigged.bot, priya, ask).card
            counts[name].append(len(asked))
        with rigged.bot.read() as work, counted(rigged.bot.engine) as asked:
            assert calendar_of(work, priya).count(b"BEGIN:VEVENT") > number
        counts["calendar"].append(len(asked))
    more = {name: two[1] - two[0] for name, two in counts.items()}
    assert more == dict.fromkeys(more, 0), counts
    assert {name: two[1] for name, two in counts.items() if two[1] > AT_MOST[name]} == {}


def test_what_stays_late_of_many_is_read_with_what_stays_late_of_one(rigged: Rig) -> None:
    """Each week everybody's: in a set, and counted by the database."""
    many(rigged, 40)
    below, r = many(rigged, 40, 2000), t.Relationship
    managers = range(1000, 1040)
    with rigged.bot.work() as work:
        theirs = update(r).where(col(r.supervisee_id) >= 2000)
        work.connection.execute(theirs.values(supervisor_id=r.supervisee_id - 1000))
        work.touch_all(below[SubjectKind.PERSON])
    rigged.clock.move_to(rigged.clock.now() + timedelta(days=200))
    with rigged.bot.work() as work:
        reassess(work, below[SubjectKind.PERSON])
    counts = []
    for some in (managers[:1], managers[1:]):
        with rigged.bot.read() as work:
            with counted(rigged.bot.engine) as asked:
                assert set(owed_by(work, some)) == set(some)
            counts.append(len(asked))
        with rigged.bot.read() as work:
            WhatStaysLate.read_together(work, some)
            with counted(rigged.bot.engine) as asked:
                told = {i: NoticeContext(i, "told", escalates=False) for i in some}
                said = [WhatStaysLate(person=i, week="").says(work, told[i]) for i in some]
            assert all(said)
            assert not asked
    assert counts[0] == counts[1], counts


def test_nudges_of_many_whom_nobody_supervises_are_given_with_as_many_questions_as_of_one(
    rigged: Rig,
) -> None:
    """So are those of many cases that nobody holds."""
    subjects, o = many(rigged, 40), t.ObligationRow.__table__.c
    unheld = subjects[SubjectKind.CASE][20:]
    with rigged.bot.work() as work:
        theirs = col(t.Relationship.supervisee_id) >= 1000
        work.connection.execute(delete(t.Relationship.__table__).where(theirs))
        given = col(t.Allocation.case_id).in_([s.id for s in unheld])
        ended = update(t.Allocation).where(given).values(until=date(2026, 10, 20))
        work.connection.execute(ended)
        work.touch_all([*subjects[SubjectKind.PERSON], *subjects[SubjectKind.CASE]])
    rigged.clock.move_to(rigged.clock.now() + timedelta(days=200))
    with rigged.bot.work() as work:
        reassess(work, [*subjects[SubjectKind.PERSON], *subjects[SubjectKind.CASE]])
        owed = select(o.id, o.worker_id).where(o.subject_id >= 1000)
        rows = work.connection.execute(owed.order_by(o.id)).all()
    supervised, cases = ([r.id for r in rows if (r.worker_id is None) is none] for none in (False, True))
    counts = []
    for some in (supervised[:1], supervised[1:20], cases[:1], cases[1:20]):
        with rigged.bot.work() as work, counted(rigged.bot.engine) as asked:
            give_due_nudges(work, some, {})
        counts.append(len(asked))
    assert len(supervised) >= 20, rows
    assert len(cases) >= 20, rows
    assert counts[1] <= counts[0] + 2, counts
    assert counts[3] <= counts[2] + 2, counts


def _booked(rig: Rig, worker: int, people: set[int]) -> int:
    """Sessions with these people next week, their cases the worker's too; the worker's session."""
    day = rig.bot.config.calendar.day_of(rig.clock.now()) + timedelta(days=7)
    starts = rig.bot.config.calendar.at(day, time(9))
    with rig.bot.work() as work:
        rows = [
            {
                "supervisee_id": i,
                "supervisor_id": rig.ids["Priya"],
                "kind": "case",
                "state": "booked",
                "wall": f"{day}T09:00",
                "on": day,
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=1),
                "booked_on": day,
                "provisional": False,
                "from_chat": True,
            }
            for i in people
        ]
        work.connection.execute(insert(t.Session.__table__), rows)
        given = [
            {"case_id": i, "worker_id": worker, "since": date(2026, 10, 2)} for i in people if i != worker
        ]
        work.connection.execute(insert(t.Allocation.__table__), given)
        work.touch_all([Subject(SubjectKind.PERSON, i) for i in people])
        work.touch_all([Subject(SubjectKind.CASE, i) for i in people])
        s = t.Session
        mine = select(col(s.id)).where(col(s.supervisee_id) == worker, col(s.state) == "booked")
        return int(work.connection.execute(mine.order_by(col(s.id))).scalars().first() or 0)


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_assessing_again_what_did_not_change_costs_a_fixed_number_of_questions(
    rigged: Rig, kind: SubjectKind
) -> None:
    subjects = many(rigged, 400)[kind]
    with rigged.bot.work() as work:
        reassess(work, subjects)
    counts = []
    for some in (subjects[:20], subjects):
        with rigged.bot.work() as work, counted(rigged.bot.engine) as asked:
            reassess(work, some)
        counts.append(len([s for s, _ in asked if not s.startswith(("BEGIN", "COMMIT"))]))
    assert counts[1] <= counts[0] + 8, counts  # messages are looked for a hundred subjects at a time


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_facts_are_found_by_indexes(rigged: Rig, kind: SubjectKind) -> None:
    """Among three thousand of each kind of fact, twenty subjects' are looked up, never searched for: also by a
    policy that reads what happens at every session."""
    subjects = many(rigged, 3000)[kind][:20]
    rigged.bot.config = council.a_book("cambridgeshire-peterborough")
    analyse(rigged.bot.engine)
    with rigged.bot.read() as work, counted(rigged.bot.engine) as asked:
        assert len(read(work, subjects).facts) == 20
    read_ = "".join(
        plan_of(rigged.bot.engine, s, p, sparing=True)
        for s, p in asked
        if s.lstrip().startswith(("SELECT", "WITH"))
    )
    whole = re.findall(r"(?:Seq Scan on|SCAN) (\w+)", read_)
    assert not set(whole) & CROWDED, read_


#: Tables of which ``many`` makes thousands of rows; PostgreSQL rightly reads the smaller ones whole.
CROWDED = {"person", "case", "relationship", "session", "allocation", "discussion", "record", "absence"}


def analyse(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


async def test_a_tick_with_nothing_due_reads_the_small_indexes_only(rigged: Rig) -> None:
    """Shown by the plan of every statement that such a tick makes, with enough rows that a scan would be chosen if
    it were possible."""
    await settle_now(rigged.bot)
    with rigged.bot.work() as work:
        for kind in SubjectKind:
            rows = [{"kind": str(kind), "ref_id": i, "revision": 1} for i in range(50_000, 53_000)]
            later = rigged.clock.now() + timedelta(days=30)
            work.connection.execute(
                insert(t.SubjectRow.__table__), [{**r, "reassess_at": later} for r in rows]
            )
        crowd(rigged, work.connection)
    analyse(rigged.bot.engine)
    with counted(rigged.bot.engine) as asked:
        assert tick(rigged.bot) == 0
        assert _due(rigged.bot) == {}
        next_moment(rigged.bot)
    selects = {s: p for s, p in asked if s.lstrip().startswith("SELECT") and "pg_advisory" not in s}
    read = " ".join(plan_of(rigged.bot.engine, s, p) for s, p in selects.items())
    for name in ("ix_subject_reassess_at", "ix_obligation_next_attention", "ix_message_not_before"):
        assert name in read, read
    for scan in ("Seq Scan on message", "Seq Scan on subject", "Seq Scan on obligation", "Seq Scan on nudge"):
        assert scan not in read, read
    for scan in ("SCAN message", "SCAN subject", "SCAN obligation", "SCAN nudge"):
        rest = [line for line in read.split("\n") if scan in line and "USING" not in line]
        assert not rest, read


async def test_a_press_gets_its_turn_between_two_batches_of_a_tick(
    rigged: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is left free for a while; not after the last, so that a tick with little to do takes no longer."""
    await settle_now(rigged.bot)
    people = many(rigged, AT_ONCE_ASSESSED + 1)[SubjectKind.PERSON]
    pauses = list[float]()
    monkeypatch.setattr("storage.transactions.time.sleep", pauses.append)
    for some, paused in ((people[:1], False), (people, True)):
        with rigged.bot.work() as work:
            mark(work, some)
        pauses.clear()
        assert tick(rigged.bot) >= len(some)
        assert any(pauses) is paused


@pytest.mark.parametrize("of_day", [Delivery.OWN, Delivery.DAY])
async def test_telling_many_costs_hardly_more_statements_than_telling_one(
    rigged: Rig, of_day: Delivery
) -> None:
    """Planned, claimed, composed and marked in sets: all but what the messages say about different things."""
    await settle_now(rigged.bot)
    people = [s.id for s in many(rigged, AT_ONCE + 1)[SubjectKind.PERSON]]
    with rigged.bot.work() as work:
        work.connection.execute(delete(t.Absence))
    asked = []
    for number, some in enumerate((people[:1], people[1:])):
        with rigged.bot.work() as work:
            rows = [{"person_id": i, "platform": NAME, "external_id": f"N{i}"} for i in some]
            more = {"data": {}, "preferred": True, "reachable": True}
            work.connection.execute(insert(t.Contact.__table__), [{**row, **more} for row in rows])
        before = len(rigged.phone.arrived)
        with counted(rigged.bot.engine) as statements:
            with rigged.bot.work() as work:
                data = {"what": "case", "number": 1}
                new = [NewNudge(i, "stuck", f"case:{number}:many", "told", of_day, data) for i in some]
                assert notifier.plan_all(work, new) == len(some)
            await dispatch(rigged.bot)
        assert len(rigged.phone.arrived) - before == len(some)
        asked.append(len(statements))
    assert asked[1] <= asked[0] + 2, asked


async def test_a_week_played_again_compiles_nothing(rigged: Rig) -> None:
    """Every statement of the clock's has a text that SQLAlchemy knows again, however many rows it is about, and is
    made once, at import: it isn't put together anew."""
    engine, began = rigged.bot.engine, rigged.clock.now()
    made = dict[int, Any]()  # kept, so that no other one is given the same id

    def meet(_c: Connection, _cursor: object, _said: str, _given: object, context: Any, _: object) -> None:
        made[id(context.invoked_statement)] = context.invoked_statement

    event.listen(engine, "before_cursor_execute", meet)
    with engine.connect() as connection:
        rows = {table: connection.execute(select(table)).mappings().all() for table in TABLES}
    await advance(rigged.bot, rigged.clock, began + timedelta(days=7))
    told = len(rigged.phone.arrived)
    with engine.begin() as connection:
        for table in reversed(TABLES):
            connection.execute(delete(table))
        for table in TABLES:
            if rows[table]:
                connection.execute(insert(table), [dict(row) for row in rows[table]])
    rigged.bot.clock = clock = MovableClock(began)
    event.remove(engine, "before_cursor_execute", meet)
    compiled, built = list[str](), list[str]()

    def note(
        _connection: Connection, _cursor: object, statement: str, _given: object, context: Any, _: object
    ) -> None:
        if id(context.invoked_statement) not in made:
            built.append(statement)
        many_at_once = WRITES_TO in context.execution_options
        if context.cache_hit is not CacheStats.CACHE_HIT and not many_at_once:
            compiled.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    prepared = bulk.prepared.cache_info().misses
    await advance(rigged.bot, clock, began + timedelta(days=7))
    assert len(rigged.phone.arrived) == told * 2 > 0
    assert not compiled
    assert not set(built)
    assert bulk.prepared.cache_info().misses == prepared


#: But for the trail, which is only ever added to.
TABLES = [table for table in t.Table.metadata.sorted_tables if table.name not in ("event", "look", "seal")]


async def test_what_may_be_unknown_rests_on_the_tables_that_it_names(rigged: Rig) -> None:
    """Else an answer would stand though another table was written since."""
    await advance(rigged.bot, rigged.clock, rigged.clock.now() + timedelta(days=21))
    with rigged.bot.work() as work, counted(rigged.bot.engine) as asked:
        owed = duties.these(
            work, list(work.connection.execute(select(t.ObligationRow.__table__.c.id)).scalars())
        )
        hang = awaiting_outcome.questions(work, owed.values())
        assert hang
        awaiting_outcome.unknown(work, owed.values())
    read = {name for said, _ in asked for name in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', said)}
    assert read & set(SQLModel.metadata.tables) <= set(awaiting_outcome.RESTS_ON)


def crowd(rig: Rig, connection: Connection) -> None:
    """Messages that were sent and obligations that wait for nothing soon."""
    m = t.OutboxMessage.__table__
    sent = {"recipient_id": rig.ids["Adel"], "state": "sent", "not_before": rig.clock.now(), "attempts": 1}
    connection.execute(insert(m), [{"key": f"crowd{i}", "urgent": False, **sent} for i in range(5000)])
    o = t.ObligationRow.__table__
    one = connection.execute(select(o).where(col(t.ObligationRow.id) > 0).limit(1)).mappings().one()
    rest = {k: v for k, v in one.items() if k not in ("id", "fact_id", "next_attention")}
    later = rig.clock.now() + timedelta(days=30)
    for at in (None, later):
        rows = [{**rest, "fact_id": f"crowd{i}-{at}", "next_attention": at} for i in range(5000)]
        connection.execute(insert(o), rows)


def plan_of(engine: Engine, statement: str, parameters: object, *, sparing: bool = False) -> str:
    """The database's own account of how it would answer. ``sparing``: PostgreSQL, which reads a few thousand rows whole
    even where an index has them, does so only where none has."""
    prefix = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    with engine.connect() as connection:
        if sparing and engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = connection.exec_driver_sql(prefix + statement, parameters).all()  # type: ignore[arg-type]
    return "\n".join(str(row[-1]) for row in rows) + "\n"
