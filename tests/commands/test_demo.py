"""``demo``: ready in one command, goes on where it was left, opens nothing but a sample."""

from __future__ import annotations

import signal
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from bot.commands.demo import opened
from bot.settings import SettingsError
from storage import desk as kept
from storage.cipher import new_key
from storage.engine import open_engine
from storage.migrate import migrate
from tests.commands.conftest import Run
from tests.commands.process import running

DEMO = ("demo", "--port", "0", "--folder", "sample")


def test_it_serves_stops_and_goes_on(tmp_path: Path) -> None:
    with running(tmp_path, *DEMO) as demo:
        assert demo.get("/who")[0] == 200
        assert demo.stop(signal.SIGINT)[0] == 0
    files = sorted(f.name for f in (tmp_path / "sample").iterdir())
    assert files == ["sample.key", "small.db", "small.open"]
    with running(tmp_path, *DEMO) as demo:
        assert "Making the sample council" not in demo.said
        assert demo.get("/who")[0] == 200
        demo.stop(signal.SIGKILL)


def test_the_clock_is_where_it_was_left_until_it_starts_afresh(tmp_path: Path) -> None:
    bot, clock, _ = opened(tmp_path, "small", fresh=False)
    begun = clock.now()
    clock.move_to(begun + timedelta(days=3))
    with bot.work() as work:
        kept.keep_clock(work)
    bot.engine.dispose()
    for fresh, days in ((False, 3), (True, 0)):
        bot, clock, _ = opened(tmp_path, "small", fresh=fresh)
        assert clock.now() == begun + timedelta(days=days)
        bot.engine.dispose()


def test_a_page_from_before_a_restart_still_works(tmp_path: Path) -> None:
    """Killed and started again at the same address: who one is, and what one's page may send, stand."""
    browser = build_opener(HTTPCookieProcessor())

    def sends(path: str, page: str, **said: str) -> str:
        token = page.split('name="csrf" value="')[1].split('"', maxsplit=1)[0]
        data = urlencode({"csrf": token, **said}).encode()
        with browser.open(demo.address + path, data, timeout=30) as answer:
            return str(answer.read().decode())

    with running(tmp_path, *DEMO) as demo:
        with browser.open(demo.address + "/who") as answer:
            picker = answer.read().decode()
        number = picker.split('name="person" value="')[1].split('"')[0]
        page = sends("/who", picker, person=number)
        demo.stop(signal.SIGKILL)
    with running(tmp_path, *DEMO) as demo:
        assert "What is due for you" in sends("/command", page, command="due")


def test_a_second_desk_over_the_same_sample_is_refused(tmp_path: Path, run: Run) -> None:
    with running(tmp_path, *DEMO):
        for more in ((), ("--fresh",)):
            result = run("demo", "--port", "0", "--folder", str(tmp_path / "sample"), *more)
            assert (result.exit_code, "small.db is open in another desk" in result.stderr) == (2, True)
        assert (tmp_path / "sample" / "small.db").exists()


def test_one_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "small.making.db").write_text("half of it")
    bot, _, _ = opened(tmp_path, "small", fresh=False)
    with bot.read() as work:
        assert kept.council_name(work) == "Sample Council"
    bot.engine.dispose()


def test_a_database_that_is_no_sample_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "sample.key").write_text(new_key())
    engine = open_engine(f"sqlite:///{tmp_path / 'small.db'}")
    migrate(engine)
    engine.dispose()
    with pytest.raises(
        SettingsError, match="isn't marked as a sample council, and the desk opens nothing else"
    ):
        opened(tmp_path, "small", fresh=False)


def test_what_is_wrong_is_said(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        table = [
            (["--size", "huge"], "--size huge: write small or large"),
            (
                ["--port", port],
                f"127.0.0.1, port {port} cannot be used (Address already in use): is a desk open there already?",
            ),
            (["--port", "99999"], "port 99999 cannot be used: write a number from 0 to 65535"),
            (
                ["--port", "0", "--folder", "file/sample"],
                "file/sample: Not a directory. Choose a place that can be written.",
            ),
        ]
        for words, sentence in table:
            result = run("demo", *words)
            assert (result.exit_code, sentence in result.stderr) == (2, True), result.output
    monkeypatch.setenv("SUPERVISION_RULES", "unheard-of")
    result = run("demo", "--port", "0", "--folder", "sample")
    assert (result.exit_code, "there is no rule set 'unheard-of'" in result.stderr) == (2, True)
