"""Whom somebody is about to book is asked for anew, before the transaction; whoever books waits little, and twice for
nobody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot import diary_reading
from bot.clock import MovableClock
from bot.inbound.accounts import Account, Sender
from bot.inbound.receiver import Incoming, Receiver
from bot.inbound.router import Answer
from bot.outlook.graph import Graph
from cards.model import card_to_json, form_to_json
from cards.sessions.times import SEEN
from storage import tables as t
from tests.infra.databases import Databases
from tests.outlook.standin import Event, Standin
from tests.outlook.test_reading import Reader, at, reading
from tests.proof.phone import TRAITS
from tests.stories import council

ASKED = "book @amara tuesday 10 november 2pm"


@pytest.fixture
async def reader(databases: Databases) -> AsyncIterator[Reader]:
    """Read just now, by a bot that can ask again."""
    async with reading(databases, Standin()) as found:
        await found.reads()
        found.rig.bot.diary = Graph(found.settings, found.calls)
        yield found


def later(reader: Reader, minutes: int) -> None:
    clock = reader.rig.bot.clock
    assert isinstance(clock, MovableClock)
    clock.move_to(clock.now() + timedelta(minutes=minutes))


async def types(reader: Reader, who: str, words: str, left: float = 30.0) -> Answer:
    async def nobody() -> Account:
        raise AssertionError("everybody here is known")

    receiver = Receiver(reader.rig.bot, TRAITS)
    sent = Incoming(Sender(council.STAFF[who], nobody), f"{time.monotonic()}", time.monotonic() + left)
    answer = await receiver.command(sent, words)
    await receiver.close()
    return answer


async def says(reader: Reader, who: str, words: str, left: float = 30.0) -> str:
    answer = await types(reader, who, words, left)
    assert answer.form or answer.card
    return form_to_json(answer.form) if answer.form else card_to_json(answer.card) if answer.card else ""


async def test_what_came_into_outlook_since_the_last_reading_is_in_the_way(reader: Reader) -> None:
    later(reader, 6)
    reader.has("Amara", Event(at(10, 14), at(10, 15)))
    said = await says(reader, "Priya", ASKED)
    assert "isn't free on Tuesday 10 November" in said, said
    asked = {reader.email("Amara"), reader.email("Priya")}
    assert set(reader.outlook.calls[-1]["schedules"]) == asked


async def test_nobody_is_asked_for_twice_in_five_minutes_nor_where_no_time_is_in_question(
    reader: Reader,
) -> None:
    before = len(reader.outlook.calls)
    later(reader, 4)
    assert SEEN in await says(reader, "Priya", ASKED)
    later(reader, 30)
    await says(reader, "Priya", "due @amara")
    assert len(reader.outlook.calls) == before


async def test_no_transaction_is_open_while_it_is_asked(reader: Reader) -> None:
    def writes() -> None:
        with reader.rig.bot.work() as work:
            work.connection.execute(update(t.Council).values(drift_after=None))

    later(reader, 6)
    reader.outlook.meanwhile = writes
    before = len(reader.outlook.calls)
    assert SEEN in await says(reader, "Priya", ASKED)
    assert len(reader.outlook.calls) == before + 1


async def test_where_it_fails_the_times_are_said_to_be_unseen_and_the_booking_goes_on(reader: Reader) -> None:
    later(reader, 6)
    reader.outlook.faults = [None]
    said = await says(reader, "Priya", ASKED)
    assert "Busy times are unseen for Amara Example and you" in said, said
    assert "Book this session?" in said
    later(reader, 6)
    assert SEEN in await says(reader, "Priya", ASKED)


async def test_an_answer_that_takes_long_is_not_waited_for(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the token's: whoever asks has three seconds in all."""

    async def hangs(*_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(diary_reading, "PATIENCE", 0.05)
    monkeypatch.setattr(reader.calls, "ask", hangs)
    later(reader, 6)
    async with asyncio.timeout(20):
        assert "Busy times are unseen for Amara Example and you" in await says(reader, "Priya", ASKED)


async def test_whoever_has_no_seconds_left_has_what_is_known(reader: Reader) -> None:
    before = len(reader.outlook.calls)
    later(reader, 6)
    left = diary_reading.RESERVE
    assert SEEN in await says(reader, "Priya", ASKED, left=left)
    assert len(reader.outlook.calls) == before
