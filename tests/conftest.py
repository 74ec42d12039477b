"""Fixtures for everything a test needs from outside: databases of both kinds and a browser.

Async tests of one worker share one event loop, so that a page, the server it looks at and the test agree.
"""

import gc
import io
import logging
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
import structlog
from aiohttp import web_app
from hypothesis import settings
from playwright.async_api import Browser, Page
from typer.main import get_command

from bot import faults
from bot.logs import set_up
from tests.infra import browser, engines, memory, postgres
from tests.infra.availability import missing
from tests.infra.budget import EVERYWHERE, examples, is_on_postgresql, left_out
from tests.infra.databases import Databases, PostgresDatabases, SqliteDatabases, Templates
from tests.infra.migrations import HEAD

# How long an example takes says more about what else the machine is doing.
settings.register_profile("ours", deadline=None, derandomize=True, max_examples=examples(100))
settings.load_profile("ours")

#: Where workers keep what they heard; see ``tests/stories/pressed.py``.
ASKED = Path(__file__).parents[1] / "build" / "asks"

_shared_folder = pytest.StashKey[Path]()
#: What docs/asks.md says otherwise than a run of everything.
_untrue = pytest.StashKey[list[str]]()


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: a story waits for threads, sockets and databases a third of its time."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


#: Of what a developer's run does on SQLite, or tells on the desk, it does one in so many elsewhere too. What is
#: peculiar to a database or a platform has tests of its own.
ONE_IN = 12


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first: one that is begun last keeps the other workers waiting."""
    names = {item.nodeid for item in items}
    items[:] = [item for item in items if twin(item) not in names or is_done_again(item)]
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def is_done_again(item: pytest.Item) -> bool:
    of_a_story = "stage" in given(item)
    return not left_out(item.nodeid, ONE_IN) and (of_a_story or is_on_postgresql(item.nodeid))


def given(item: pytest.Item) -> dict[str, object]:
    return item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}


def twin(item: pytest.Item) -> str:
    """The same on SQLite or on the desk, of what is done elsewhere; nothing of what is about the databases."""
    test, bracket, params = item.nodeid.partition("[")
    if given(item).get("databases") == "postgresql" and not item.get_closest_marker("about_databases"):
        return test + bracket + params.replace("postgresql", "sqlite")
    stage = str(given(item).get("stage", "desk"))
    return "" if stage == "desk" else test + bracket + params.replace(stage, "desk")


def pytest_collection_finish() -> None:
    """What was collected stays: nobody need look through it again and again for what can be thrown away; and through
    the rest less often than in a process that must stay small."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        memory.use()
        forget(config)
        config.stash[_shared_folder] = postgres.share_folder()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _shared_folder in config.stash:
        postgres.stop(config.stash[_shared_folder])


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Which asks the stories asked for where: each worker keeps what it heard, and the last to end writes the table."""
    if "tests.stories.pressed" in sys.modules:
        sys.modules["tests.stories.pressed"].keep()
    if not hasattr(session.config, "workerinput") and ASKED.exists():
        from tests.stories import pressed

        pressed.write()
        if whole(session.config) and (untrue := pressed.outdated()):
            session.config.stash[_untrue] = untrue
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if rows := config.stash.get(_untrue, []):
        terminalreporter.section("docs/asks.md says otherwise than this run: python -m tests.stories.pressed")
        terminalreporter.write_line("\n".join(rows))


def whole(config: pytest.Config) -> bool:
    """Whether every story is told everywhere in this run."""
    chosen = config.option.keyword or config.option.markexpr or chosen_again(config)
    return EVERYWHERE and not chosen and config.args_source != pytest.Config.ArgsSource.ARGS


def forget(config: pytest.Config) -> None:
    """What an earlier run heard."""
    if not chosen_again(config):
        shutil.rmtree(ASKED, ignore_errors=True)


def chosen_again(config: pytest.Config) -> bool:
    """Whether it only tells once more what failed in the run before, and so adds to what that one heard."""
    return bool(getattr(config.option, "lf", False))


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """What a process makes once is made once for all tests of a worker: compiled statements, and the command line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.engine.create_engine", engines.sharing)
        patch.setattr("typer.testing._get_command", lru_cache(get_command))
        yield


@pytest.fixture(scope="session")
def pg_server() -> Iterator[postgres.PostgresServer]:
    """SUPERVISION_TEST_POSTGRES_URL's server, else one from a wheel, shared by all workers of this run."""
    try:
        server = postgres.server()
    except ImportError:
        missing(
            "No PostgreSQL",
            f"install requirements/test.txt, or give a server's URL in {postgres.GIVEN_SERVER}",
        )
    yield server
    server.close()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path, templates: Templates) -> Iterator[Databases]:
    """Makes databases of one kind; a test that asks for it runs once for each kind."""
    made: Databases
    if request.param == "sqlite":
        made = SqliteDatabases(tmp_path, templates)
    else:
        made = PostgresDatabases(request.getfixturevalue("pg_server"), templates)
    yield made
    made.remove()


@pytest.fixture
def sqlite(tmp_path: Path, templates: Templates) -> Iterator[Databases]:
    """SQLite only, for what other tests show on both."""
    made = SqliteDatabases(tmp_path, templates)
    yield made
    made.remove()


@pytest.fixture
def database_url(databases: Databases) -> str:
    """The URL of an empty database of this test's own, on SQLite and on PostgreSQL in turn."""
    return databases.empty()


@pytest.fixture
def migrated_url(databases: Databases) -> str:
    """The same, brought to head: a copy of one that each worker migrates once."""
    return databases.copy_of(*HEAD)


@pytest.fixture(autouse=True)
def _servers_forgotten() -> Iterator[None]:
    """aiohttp remembers the handlers of a thousand servers, and with each its bot and all that its engine compiled."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(autouse=True)
def _faults_said_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process says faults of one kind once a minute; each test's are its own."""
    monkeypatch.setattr(faults, "_SELDOM", faults.Seldom())


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """A command sets up the process's logs, to the standard error of that test; the next test's are as before."""
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """All that is logged, as ``serve`` logs it."""
    written = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("sys.stderr", written)
        set_up("info")
    return written


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The machine's Chromium, one per worker."""
    executable = browser.find_chromium()
    if executable is None:
        missing("No Chromium", "install it (on Debian: apt install chromium)")
    async with browser.launched(executable) as launched:
        yield launched


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page in a browser profile of this test's own."""
    context = await chromium.new_context(locale="en-GB", timezone_id="Europe/London")
    yield await context.new_page()
    await context.close()
