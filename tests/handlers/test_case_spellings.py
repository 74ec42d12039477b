"""A case is found in whatever spelling its reference is stored and typed, wherever it is typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import update

from bot.clock import MovableClock
from bot.inbound import router
from bot.wiring import Bot
from policy.folding import fold
from storage import tables as t
from storage.engine import open_engine
from tests.stories import council

AMARA, PRIYA, OWEN = 1, 3, 4
BOOK = council.a_book("central-bedfordshire")
SEVERAL = "More than one case has that reference"


@pytest.fixture
def bot(migrated_url: str) -> Iterator[Bot]:
    engine = open_engine(migrated_url)
    council.build(engine, BOOK)
    yield Bot(engine, BOOK, MovableClock(council.START))
    engine.dispose()


def said(bot: Bot, who: int, typed: str) -> str:
    return str(router.command(bot, who, typed))


@pytest.mark.parametrize("stored", ["CB–10234", "Cb-10234", "ＣＢ－１０２３４"])
def test_it_is_found_however_it_was_stored(bot: Bot, stored: str) -> None:
    c = t.Case.__table__
    with bot.work() as work:
        names = {"reference": stored, "folded": fold(stored)}
        work.connection.execute(update(c).where(c.c.reference == "CB-10234").values(names))
    for typed in ("CB-10234", "cb-10234", "CB–10234", stored):
        for who in (OWEN, PRIYA):
            assert f"{stored}: when it is next due" in said(bot, who, f"due {typed}")
        for command in (f"due {typed} met", f"interval {typed}", f"audit {typed}"):
            assert stored in said(bot, PRIYA, command)
        assert stored in said(bot, AMARA, f"prepare {typed}")


def test_of_two_spelt_nearly_alike_the_exact_one_is_asked_for(bot: Bot) -> None:
    with bot.work() as work:
        work.add(t.Case(reference="cb–10234", service="adoption"))
    for who in (OWEN, PRIYA):
        assert SEVERAL in said(bot, who, "due Cb-10234")
        assert "CB-10234: when it is next due" in said(bot, who, "due CB-10234")
    for command in ("due Cb-10234 met", "interval Cb-10234", "audit Cb-10234"):
        assert SEVERAL in said(bot, PRIYA, command)
