"""After an update that assesses otherwise everything is assessed again, and nobody is told anything twice."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot import start
from bot.moving_clock import advance
from storage import tables as t
from storage.drift import drift, every_subject
from tests.infra.databases import Databases
from tests.proof.phone import Rig, rig


def events(made: Rig) -> list[str]:
    with made.bot.read() as work:
        found = work.connection.execute(select(col(t.Event.name)).order_by(col(t.Event.id))).scalars()
        return [kind for kind in found if kind in ("rules.changed", "bot.updated")]


async def test_everything_is_assessed_again_once(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rig(databases) as made:
        start.start(made.bot)
        await advance(made.bot, made.clock, made.clock.now() + timedelta(days=2))
        told = len(made.phone.arrived)
        assert not start.start(made.bot)
        with made.bot.work() as work:
            o = t.ObligationRow.__table__
            wrong = update(o).where(o.c.duty == "discuss").values(due=work.today + timedelta(days=300))
            work.connection.execute(wrong)
        updates = count()
        monkeypatch.setattr(start, "_code", lambda: f"another {next(updates)}")
        assert start.start(made.bot)
        monkeypatch.setattr(start, "_code", lambda: "another 0")
        assert not start.see_rules(made.bot)
        await advance(made.bot, made.clock, made.clock.now() + timedelta(minutes=30))
        with made.bot.read() as work:
            assert list(drift(work, every_subject(work))) == []
        assert len(made.phone.arrived) == told, [one.titles for one in made.phone.arrived[told:]]
        assert events(made)[-1] == "bot.updated"
        assert events(made).count("bot.updated") == 1
