"""A tick reads what is due from its own small indexes, never what exists, and a week played again compiles nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, insert, select
from sqlalchemy.engine.interfaces import CacheStats
from sqlmodel import col

from bot.clock import MovableClock
from bot.dispatcher import AT_ONCE, _due, dispatch
from bot.moving_clock import advance, next_moment, settle_now
from bot.scheduler import tick
from handlers.notifications import notifier
from policy.facts import SubjectKind
from policy.ruleset import Delivery
from storage import bulk
from storage import tables as t
from storage.obligations import mark
from storage.outbox import NewNudge
from storage.reads import WRITES_TO
from storage.work import AT_ONCE as AT_ONCE_ASSESSED
from tests.proof.phone import Rig
from tests.proof.standin import NAME
from tests.proof.statements import analyse, counted, many, plan_of

#: But for the trail, which is only ever added to.
TABLES = [table for table in t.Table.metadata.sorted_tables if table.name not in ("event", "look", "seal")]


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
