"""Whole copies of the database, checked when they are made and again before they are put in its place.

A SQLite database is copied by itself (``VACUUM INTO``), PostgreSQL by its own ``pg_dump``. Beside each copy stands what
is in it: its digest, the version of its tables, and how many rows each has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from storage.copying import file_of, read_only, vacuum
from storage.engine import open_engine, reading
from storage.migrate import revision_of, revisions

#: What SQLite keeps beside its file.
BESIDE: Final = ("-wal", "-shm")


class BackupError(RuntimeError):
    """A copy that can't be made, isn't whole or doesn't belong there; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy. ``kind``: sqlite or postgresql; ``made``: an instant, ISO 8601."""

    kind: str
    made: str
    revision: str
    digest: str
    rows: dict[str, int]


def make(url: str, folder: Path, now: datetime) -> Path:
    """A copy of the database as it is, with its contents beside it, both for their owner only. Raises BackupError,
    NoDatabaseError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kind = make_url(url).get_backend_name()
    name = f"supervision-{now:%Y%m%dT%H%M%SZ}.{'db' if kind == 'sqlite' else 'dump'}"
    path, part = folder / name, folder / f"{name}.part"
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        revision, rows = _sqlite(url, part) if kind == "sqlite" else _dumped(url, part)
        contents = Contents(kind, now.isoformat(), revision, _digest(part), rows)
        beside = _beside(path)
        beside.touch(mode=0o600)
        beside.write_text(json.dumps(asdict(contents), indent=2) + "\n", encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _sqlite(url: str, part: Path) -> tuple[str, dict[str, int]]:
    source = file_of(url)
    part.unlink()  # VACUUM INTO makes its own
    old = os.umask(0o077)
    try:
        vacuum(source, part)
    finally:
        os.umask(old)
    return _looked_through(part)


def _looked_through(path: Path) -> tuple[str, dict[str, int]]:
    """The version and rows of a SQLite copy. Raises BackupError where SQLite finds it damaged."""
    engine = create_engine("sqlite://", creator=lambda: read_only(path))
    try:
        with engine.connect() as connection:
            wrong = connection.execute(text("PRAGMA integrity_check")).scalar()
            if wrong != "ok":
                raise BackupError(f"{path.name} is damaged: {wrong}")
            return _revision(engine), _rows(connection)
    finally:
        engine.dispose()


def _revision(engine: Engine) -> str:
    found = revision_of(engine)
    if found is None:
        raise BackupError("there are no tables of the bot's in it")
    return found


def _rows(connection: Connection) -> dict[str, int]:
    """Of each of the bot's tables that is there, how many."""
    there = set(inspect(connection).get_table_names())
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name in there]
    return {table.name: _count(connection, table) for table in tables}


def _count(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


# PostgreSQL


def _dumped(url: str, part: Path) -> tuple[str, dict[str, int]]:
    """What is counted and what is dumped is one moment's."""
    engine = open_engine(url)
    try:
        revision = _revision(engine)
        with reading(engine) as connection:
            rows = _rows(connection)
            snapshot = str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
            _run(url, ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={part}"])
    finally:
        engine.dispose()
    listed = _run(url, ["pg_restore", "--list", str(part)], named=False)
    lost = [table for table in rows if f"TABLE DATA public {table} " not in listed]
    if lost:
        raise BackupError(f"the dump lacks {', '.join(lost)}")
    return revision, rows


def _run(url: str, command: Sequence[str], *, named: bool = True) -> str:
    """One of PostgreSQL's programs. The password goes by its environment, where nobody else can read it."""
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(
            f"{command[0]} isn't installed: it comes with PostgreSQL's client of the server's version"
        )
    address = make_url(url)
    plain = address.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    words = [program, *command[1:], *([f"--dbname={plain}"] if named else [])]
    more = {"PGPASSWORD": str(address.password)} if address.password else {}
    done = subprocess.run(words, env={**os.environ, **more}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupError(f"{command[0]}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
    return done.stdout


# Put back


def check(path: Path) -> Contents:
    """What is in a copy, once it is seen to be whole and of tables that this code knows. Raises BackupError."""
    if not path.is_file():
        raise BackupError(f"there is no backup at {path}")
    try:
        found = Contents(**json.loads(_beside(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise BackupError(f"{_beside(path).name} says what is in the backup, and can't be read") from None
    if _digest(path) != found.digest:
        raise BackupError(
            f"{path.name} isn't as it was made: its digest differs from the one in {_beside(path).name}"
        )
    if found.revision not in revisions():
        raise BackupError(
            f"{path.name} is of version {found.revision}, which this code doesn't know: update the bot"
        )
    return found


def restore(path: Path, url: str, *, replace: bool = False) -> Contents:
    """Puts a copy where the database is to be, and counts its rows there. Nothing that is there is overwritten but
    with ``replace``, and then a SQLite file is kept beside. Raises BackupError."""
    found = check(path)
    kind = make_url(url).get_backend_name()
    if found.kind != kind:
        raise BackupError(f"{path.name} is {found.kind}'s, and the setting names a database of {kind}")
    if kind == "sqlite":
        _put(path, Path(make_url(url).database or ""), replace=replace)
    else:
        _fill(path, url)
    _compare(url, found)
    return found


def _put(path: Path, to: Path, *, replace: bool) -> None:
    if to.exists() and not replace:
        raise BackupError(f"there is a database at {to} already: stop the bot, then say --replace")
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    shutil.copyfile(path, part)
    for end in ("", *BESIDE):  # what was written last may lie beside the old one, and belongs to it
        old, kept = to.with_name(f"{to.name}{end}"), to.with_name(f"{to.name}.before-restore{end}")
        kept.unlink(missing_ok=True)
        if old.exists():
            old.replace(kept)
    part.replace(to)


def _fill(path: Path, url: str) -> None:
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            if inspect(connection).get_table_names():
                raise BackupError("the database has tables already: name an empty one in the setting")
    finally:
        engine.dispose()
    _run(url, ["pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", str(path)])


def _compare(url: str, found: Contents) -> None:
    engine = open_engine(url)
    try:
        with reading(engine) as connection:
            there = _rows(connection)
    finally:
        engine.dispose()
    lost = [name for name, number in found.rows.items() if there.get(name) != number]
    if lost:
        raise BackupError(f"what was restored differs from the backup in: {', '.join(lost)}")
