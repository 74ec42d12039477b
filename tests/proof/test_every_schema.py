"""A database of every schema that a migration ever left, with rows in every table, comes to the present one: nothing in
it is lost, and the bot reads it, works from it and finds nothing wrong.

The databases are made by going back from a council at work in the present one. That each has the schema which its own
migrations made is compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect, update
from sqlmodel import SQLModel
from typer.testing import CliRunner

from app import app
from bot.moving_clock import advance, settle_now
from bot.start import start
from bot.wiring import Bot
from policy.facts import SubjectKind
from storage import tables as t
from storage.engine import open_engine, reading, writing
from storage.health import drifted, marked
from storage.migrate import migrate, revisions
from storage.states import ImportState, MessageEnd, MessageState, NudgeEnd, RequestAnswer
from tests.handlers.permission_council import seed
from tests.infra.budget import EVERYWHERE
from tests.infra.databases import Databases
from tests.infra.filled import fill_empty
from tests.infra.migrations import described, move
from tests.proof.phone import Rig
from tests.stories import council

pytestmark = pytest.mark.about_databases

#: By table and column, what its rows hold, in order; nothing of a table without rows.
Values = dict[tuple[str, str], list[str]]
NOW = datetime(2026, 11, 6, 12, tzinfo=UTC)
#: Every version but the present one; on a developer's run every fifth, the first among them.
STARTS = revisions()[-2::-1] if EVERYWHERE else revisions()[:-1:5][::-1]
#: What some migrations have worked out afresh.
AFRESH = {("subject", "reassess_at"), ("obligation", "ended_because"), ("alembic_version", "version_num")}


@pytest.mark.slow
async def test_from_every_schema_with_rows_in_every_table(
    databases: Databases, rigged: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await at_work(rigged)
    old = url = rigged.bot.engine.url.render_as_string(hide_password=False)
    present = values(rigged.bot.engine)
    rigged.bot.engine.dispose()
    made = schemas(databases.empty())
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", council.KEY)
    for revision in STARTS:
        schema, then = went_back(old, revision)
        assert schema == made[revision], revision
        assert schema.keys() <= {table for table, _ in then}, f"{revision} has a table without a row"
        url = databases.clone(old)
        rigged.bot.engine = open_engine(url)
        assert migrate(rigged.bot.engine), revision
        kept = values(rigged.bot.engine)
        assert not [at for at in then.keys() & kept.keys() - AFRESH if kept[at] != present[at]], revision
        await works(rigged.bot)
        rigged.bot.engine.dispose()
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", url)
    assert "none wrong" in said("doctor", "--drift"), "of the first"
    assert json.loads(said("due", "CB-10234", "--json"))


async def at_work(rig: Rig) -> None:
    """Three days of the council of the permission table, and a row in what that left empty."""
    facts = seed(rig.bot.engine, rig.bot.config, council.CENTRAL, "")
    with rig.bot.work() as work:
        # An older schema could owe nothing for what it couldn't hold.
        asked = work.get(t.PersonRequest, facts.values["request"])
        asked.answer, asked.answered_on = RequestAnswer.DONE, work.today
        work.touch(SubjectKind.PERSON, facts.values["person"])
    await advance(rig.bot, rig.clock, NOW)
    with rig.bot.work() as work:
        work.add(t.ImportRun(begun_at=NOW, state=ImportState.FINISHED))
        for row in _ended(rig.ids["Adel"]):
            work.add(row)
    with writing(rig.bot.engine) as connection:
        fill_empty(connection, SQLModel.metadata.sorted_tables)
        connection.execute(update(t.Council).values(sample_now=NOW))


def _ended(to: int) -> Iterator[t.Nudge | t.OutboxMessage]:
    """What was never told, for each reason that there is: versions before 0013 kept it in words."""
    for why in NudgeEnd:
        yield t.Nudge(
            source=f"case:1:{why}",
            about="case:1",
            step="told",
            kind="stuck",
            recipient_id=to,
            planned_at=NOW,
            dropped=why,
        )
    for end in MessageEnd:
        yield t.OutboxMessage(
            key=end, recipient_id=to, state=MessageState.DROPPED, not_before=NOW, ended_because=end
        )


def schemas(url: str) -> dict[str, dict[str, set[str]]]:
    """What the migrations make, by revision."""
    found, engine = {}, open_engine(url)
    for revision in revisions():
        move(engine, "upgrade", revision)
        with reading(engine) as connection:
            found[revision] = described(connection)
    engine.dispose()
    return found


def went_back(url: str, revision: str) -> tuple[dict[str, set[str]], Values]:
    engine = open_engine(url)
    move(engine, "downgrade", revision)
    with reading(engine) as connection:
        schema = described(connection)
    rows = values(engine)
    engine.dispose()
    return schema, rows


def values(engine: Engine) -> Values:
    with reading(engine) as connection:
        names = inspect(connection).get_table_names()
        rows = {name: connection.exec_driver_sql(f'SELECT * FROM "{name}"') for name in names}
        return {
            (name, column): sorted(map(str, held))
            for name, found in rows.items()
            for column, held in zip(found.keys(), zip(*found.all(), strict=True), strict=False)
        }


async def works(bot: Bot) -> None:
    assert start(bot) is False, "the rules haven't changed"
    await settle_now(bot)
    with bot.read() as work:
        assert marked(work) == 0
        assert [difference for _, found in drifted(work) for difference in found] == []


def said(*words: str) -> str:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout
