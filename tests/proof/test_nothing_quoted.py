"""A fault of ours is named in the log, counted, and said in plain words; and however it came, no log holds an
error's own text, which may quote somebody."""

from __future__ import annotations

import asyncio
import io
import logging
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner

from app import app
from bot.inbound import router
from bot.moving_clock import settle_now
from bot.scheduler import schedule
from cards.cases.asks import Due
from cards.sessions.asks import SessionHeldForm
from handlers.routes import ROUTES
from handlers.shared.base import Outcome, Request
from storage.work import Work
from tests.infra.counters import counter
from tests.infra.databases import Databases
from tests.proof.phone import rig
from tests.stories import council
from tests.stories.conftest import bots, desk_story, on_slack

MARKER = "Gran says the dog bites"


def fails(*_given: Any, **_more: Any) -> Any:
    return int(MARKER)  # its error says: invalid literal for int() with base 10: 'Gran says…'


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


@pytest.fixture
def _due_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "due", replace(ROUTES["due"], handle=fails))


def counted(event: str) -> float:
    return counter("faults", event=event)


def named(logged: io.StringIO) -> str:
    """The log, which names the fault and its place, and quotes nothing."""
    said = logged.getvalue()
    assert "Gran" not in said
    assert "ValueError" in said
    assert "fails" in said
    return said


@pytest.mark.usefixtures("_due_fails")
async def test_the_desk(databases: Databases, logged: io.StringIO) -> None:
    async with desk_story(databases) as story:
        before = counted("request.fault")
        said = await story.types("Amara", "due")
    assert "went wrong on our side" in said
    assert counted("request.fault") == before + 1
    named(logged)


async def test_a_page_of_the_desk(
    databases: Databases, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_story(databases) as story:
        await story.types("Amara", "due")
        monkeypatch.setattr("bot.desk.pages.render_home", fails)
        async with aiohttp.ClientSession() as session, session.get(f"{story.base}/who") as page:
            assert page.status == 200
        with pytest.raises(AssertionError):
            await story.types("Amara", "due")
        monkeypatch.undo()
    named(logged)


@pytest.mark.parametrize("socket", [False, True], ids=["http", "its socket"])
@pytest.mark.usefixtures("_due_fails")
async def test_slack(databases: Databases, logged: io.StringIO, socket: bool) -> None:
    async with on_slack(bots(council.copied(databases), council.a_book()), socket=socket) as story:
        before = counted("request.fault")
        assert "went wrong on our side" in await story.types("Amara", "due")
    assert counted("request.fault") == before + 1
    named(logged)


async def test_what_slack_is_to_be_shown(
    databases: Databases, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_slack(bots(council.copied(databases), council.a_book()), socket=False) as story:
        await story.types("Amara", "due")
        monkeypatch.setattr("cards.slack.render_message", fails)
        with pytest.raises(AssertionError, match="500"):
            await story.types("Amara", "due")
        monkeypatch.undo()
    named(logged)


async def test_a_library_that_logs_an_error_of_ours(logged: io.StringIO) -> None:
    """aiohttp does, of a handler on its server; asyncio, of a task that nobody waits for."""
    server = logging.getLogger("aiohttp.server")
    try:
        fails()
    except ValueError as error:
        server.exception("Error handling request from %s", MARKER)
        message = f"Task exception was never retrieved: {error!r}"
        logging.getLogger("asyncio").exception(message)
    said = named(logged)
    assert "Error handling request from %s" in said


async def test_a_tick(databases: Databases, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.scheduler.tick", fails)
    with rig(databases) as at:
        before, scheduler = counted("tick.failed"), schedule(at.bot, 0.05)
        scheduler.start()
        for _ in range(100):
            await asyncio.sleep(0.05)
            if counted("tick.failed") > before:
                break
        scheduler.shutdown()
    assert counted("tick.failed") > before
    named(logged)


@pytest.mark.parametrize(
    ("broken", "event"),
    [
        ("handlers.notifications.outgoing._composed", "message.stuck"),
        ("tests.proof.phone.Phone.send", "platform.fault"),
    ],
)
async def test_a_message(
    databases: Databases, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch, broken: str, event: str
) -> None:
    with rig(databases) as at:
        await settle_now(at.bot)
        at.clock.move_to(council.START.replace(day=17))
        monkeypatch.setattr(broken, fails)
        before = counted(event)
        await settle_now(at.bot)
    assert counted(event) > before
    named(logged)


def test_the_command_line(logged: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.due.due", fails)
    result = CliRunner().invoke(app, ["due"])
    assert result.exit_code == 70
    assert "A fault of the bot's own (ValueError)" in result.output
    assert "Gran" not in result.output
    assert "Gran" not in logged.getvalue()


def test_a_row_that_is_gone_is_an_old_button_and_a_key_error_a_fault(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looks_up(_request: Request[Any], _work: Work) -> Outcome:
        absent: dict[str, Outcome] = {}
        return absent["due"]

    with rig(databases) as at:
        before = counted("request.fault")
        said = router.answer(at.bot, at.ids["Priya"], SessionHeldForm(session=99_999))
        assert "no longer works" in str(said.card)
        assert counted("request.fault") == before
        monkeypatch.setitem(ROUTES, "due", replace(ROUTES["due"], handle=looks_up))
        said = router.answer(at.bot, at.ids["Priya"], Due())
        assert "went wrong on our side" in str(said.card)
        assert counted("request.fault") == before + 1
