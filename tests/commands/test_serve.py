"""``serve``, in a real process: it ticks, shows how it is, stops when asked and comes back after it was killed."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot.clock import MovableClock, SystemClock
from bot.commands.serve import run
from bot.scheduler import schedule, tick
from bot.settings import SettingsError, read_settings
from bot.start import start
from bot.wiring import Bot
from policy.versions import RuleBook
from storage import tables as t
from storage.cipher import new_key
from storage.engine import open_engine
from storage.health import drifted, marked
from storage.work import CouncilConfig
from tests.commands.process import running
from tests.stories import council


def environment(url: str, **more: str) -> dict[str, str]:
    given = {"database_url": url, "encryption_keys": new_key(), "port": "0", "tick_seconds": "0.1", **more}
    return {f"SUPERVISION_{name.upper()}": value for name, value in given.items()}


def test_it_ticks_shows_how_it_is_and_stops(council_url: str, tmp_path: Path) -> None:
    with running(tmp_path, "serve", **environment(council_url)) as bot:
        bot.until("supervision_ticks_total", 3)
        # The rules are new to this database, so everything was due: the real scheduler's own ticks did it.
        assert bot.metric("supervision_due_total") >= 12
        assert bot.get("/healthz")[0] == 200
        assert bot.health()["well"]
        assert bot.metric("supervision_outbox_waiting") > 0
        assert bot.get("/")[0] == 404
        code, seconds = bot.stop()
        assert (code, seconds < 15) == (0, True), seconds  # on a busy machine; else under one
        events = [json.loads(line)["event"] for line in bot.logged().splitlines()]
    assert events[0] == "rules.changed.marked"
    assert events[-1] == "serve.stopped"


@contextmanager
def watcher() -> Iterator[tuple[str, list[str]]]:
    """Somebody who watches: an address, and what was asked for there."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """To nobody."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/alive", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_whoever_watches_hears_of_it_and_metrics_have_their_own_port(
    council_url: str, tmp_path: Path
) -> None:
    with watcher() as (address, asked):
        set_so = environment(council_url, metrics_port="0", heartbeat_url=address)
        with running(tmp_path, "serve", **set_so) as bot:
            bot.until("supervision_ticks_total", 1)
            assert bot.get("/healthz")[0] == 404, "the first address it says is that of the metrics"
            assert bot.process.stdout
            bot.address = re.findall(r"http://[\d.:]+", bot.process.stdout.readline().decode())[0]
            assert (bot.get("/healthz")[0], bot.get("/metrics")[0]) == (200, 404)
            assert bot.stop()[0] == 0
    assert asked == ["/alive"]


def test_after_a_kill_it_goes_on(council_url: str, tmp_path: Path) -> None:
    for how, expected in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        with running(tmp_path, "serve", **environment(council_url)) as bot:
            bot.until("supervision_ticks_total", 1)
            assert bot.stop(how)[0] == expected
    engine = open_engine(council_url)
    reader = Bot(engine, council.a_book(), SystemClock())
    with reader.read() as work:
        assert marked(work) == 0
        assert [d for _, found in drifted(work) for d in found] == []
    engine.dispose()


def test_the_desk_of_a_sample_council(council_url: str, tmp_path: Path) -> None:
    with running(tmp_path, "serve", **environment(council_url, platforms="desk")) as bot:
        status, page = bot.get("/who")
        assert (status, "Priya Invented" in page) == (200, True)
        assert bot.health()["well"]
        assert bot.stop(signal.SIGINT)[0] == 0


def test_a_database_that_goes_away_is_seen(council_url: str, tmp_path: Path) -> None:
    with running(tmp_path, "serve", **environment(council_url)) as bot:
        bot.until("supervision_ticks_total", 1)
        engine = open_engine(council_url)
        with engine.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql("ALTER TABLE council RENAME TO gone")
        status, said = bot.get("/healthz")
        assert (status, json.loads(said)["database"]) == (503, False)
        assert bot.get("/readyz")[0] == 503
        bot.until("supervision_ticks_failing", 3)
        assert bot.metric("supervision_database_up") == 0
        assert "supervision_outbox_late" not in bot.get("/metrics")[1]
        failed = [line for line in bot.logged().splitlines() if '"tick.failed"' in line]
        assert len(failed) == 1, "the same fault at each tick is one line"
        with engine.execution_options(writes=True).begin() as connection:
            connection.exec_driver_sql("ALTER TABLE gone RENAME TO council")
        engine.dispose()
        bot.until("supervision_ticks_total", bot.metric("supervision_ticks_total") + 1)
        assert bot.metric("supervision_ticks_failing") == 0
        assert bot.get("/healthz")[0] == 200
        assert bot.get("/readyz")[0] == 200


async def test_the_real_scheduler_calls_the_tick(council_url: str) -> None:
    engine = open_engine(council_url)
    bot = Bot(engine, council.a_book(), MovableClock(council.START))
    with bot.work() as work:
        work.connection.execute(update(t.SubjectRow).values(reassess_at=council.START))
    scheduler = schedule(bot, 0.05)
    scheduler.start()
    try:
        for _ in range(400):
            await asyncio.sleep(0.05)
            with bot.read() as work:
                if marked(work) == 0:
                    break
        with bot.read() as work:
            assert marked(work) == 0
    finally:
        await bot.heartbeat.stop(10)
        scheduler.shutdown()
        engine.dispose()


# Changed rules


def test_changed_rules_are_worked_out_again_once(council_url: str) -> None:
    """Without reminders nothing needs attention; with them again it does: the same facts, another rule set."""
    engine, config = open_engine(council_url), council.a_book()
    nudge = config.versions.latest
    silent = nudge.model_copy(update={"practice": nudge.practice.model_copy(update={"nudges": {}})})
    seen: list[tuple[int, int]] = []
    for rules, some in ((nudge, True), (silent, False), (nudge, True)):
        bot = Bot(engine, council.a_book(), MovableClock(council.START))
        bot.config = CouncilConfig(RuleBook([rules]), config.calendar, config.cipher)
        assert start(bot, lambda done, total: seen.append((done, total)))
        assert not start(bot)
        tick(bot)
        with bot.read() as work:
            query = select(col(t.ObligationRow.id)).where(col(t.ObligationRow.next_attention).is_not(None))
            assert bool(work.connection.execute(query).first()) is some
            assert [d for _, found in drifted(work) for d in found] == []
    assert seen == [(seen[0][1], seen[0][1])] * 3
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("PLATFORMS", "slack,desk", "never runs beside a real platform"),
        ("PLATFORMS", "slak", "there is no platform 'slak'; there are "),
        ("PLATFORM", "slack", "write SUPERVISION_PLATFORMS=slack"),
        ("PLATFORM", "none", "leave SUPERVISION_PLATFORMS empty"),
    ],
)
@pytest.mark.usefixtures("settings")
def test_platforms_that_cannot_be(monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:
    monkeypatch.setenv(f"SUPERVISION_{name}", value)
    with pytest.raises(SettingsError, match=f"SUPERVISION_{name}: .*{why}"):
        read_settings()


def test_it_refuses_to_start_without_what_reading_calendars_needs(council_url: str) -> None:
    given = {"database_url": council_url, "encryption_keys": [new_key()], "port": 0}
    with pytest.raises(SettingsError, match=r"SUPERVISION_OUTLOOK_TENANT, .* not set"):
        run(read_settings(_env_file=None, outlook_mailbox="bot@council.example", **given))
