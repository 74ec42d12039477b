"""A case is found in whatever spelling its reference is stored and typed, wherever it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update

from bot.clock import MovableClock
from bot.inbound import router
from bot.wiring import Bot
from storage import tables as t
from storage.engine import open_engine
from storage.tables.base import with_compared
from tests.stories import council

AMARA, TOMASZ, PRIYA, OWEN = 1, 2, 3, 4
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
        names = with_compared(c, reference=stored)
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


def another(bot: Bot, reference: str, worker: int) -> None:
    with bot.work() as work:
        one = work.add(t.Case(reference=reference, service="family_support"))
        work.add(t.Allocation(case_id=one.id, worker_id=worker, since=date(2026, 10, 1)))


#: Every command with a case, and what its answer says; ``prepare`` is for whoever works with it.
OF_A_CASE = ("due", "due met", "interval", "audit")


@pytest.mark.parametrize("typed", ["10234", "CB10234", "cb 10234", "case 10234"])
def test_every_command_finds_the_one_case_that_it_can_be(bot: Bot, typed: str) -> None:
    for command in OF_A_CASE:
        assert "CB-10234" in said(bot, PRIYA, f"{command} {typed}"), command
        assert "CB-10234" not in said(bot, OWEN, f"{command} {typed}"), command
    assert "CB-10234" in said(bot, AMARA, f"prepare {typed}")
    assert "CB-10234" not in said(bot, TOMASZ, f"prepare {typed}")


def test_letters_that_were_typed_count(bot: Bot) -> None:
    """With CB-10234 and SC-10234 digits say too little, and whoever sees one of them isn't shown it for the other."""
    another(bot, "SC-10234", TOMASZ)
    for typed in ("SC10234", "sc 10234", "case SC10234"):
        for command in OF_A_CASE:
            assert "SC-10234" in said(bot, PRIYA, f"{command} {typed}"), command
        for command in (*OF_A_CASE, "prepare"):
            assert "CB-10234" not in said(bot, AMARA, f"{command} {typed}"), command
    for command in OF_A_CASE:
        assert "CB-10234" in said(bot, PRIYA, f"{command} CB10234"), command
        assert "B-10234" not in said(bot, PRIYA, f"{command} 10234"), command
        assert "B-10234" not in said(bot, PRIYA, f"{command} QX10234"), command
    assert "SC-10234" in said(bot, TOMASZ, "prepare 10234")
    another(bot, "XY-1", OWEN)
    assert "CB-10234" not in said(bot, AMARA, "due XY10234")
    assert "CB-10234" in said(bot, AMARA, "due QX10234")


@pytest.mark.parametrize(
    ("name", "commands"), [("cambridgeshire-peterborough", ("event", "judge")), ("york", ("decision",))]
)
def test_what_other_policies_ask_of_a_case_too(
    migrated_url: str, name: str, commands: tuple[str, ...]
) -> None:
    engine, cast = open_engine(migrated_url), council.CASTS[name]
    council.build(engine, council.book_for(cast), cast)
    bot = Bot(engine, council.book_for(cast), MovableClock(council.START))
    try:
        for command in commands:
            assert "CB-10234" in said(bot, PRIYA, f"{command} CB10234"), command
            assert "CB-10234" not in said(bot, OWEN, f"{command} CB10234"), command
    finally:
        engine.dispose()
