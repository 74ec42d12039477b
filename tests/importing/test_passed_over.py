"""What doesn't come in is counted and said, and a file of which nothing does isn't passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from bot.commands.import_left import bringing_nothing, rows_left
from storage.cipher import new_key
from storage.importing.mapped.mapping import mapping_of
from storage.importing.tables.mapped_files import sources_of
from tests.importing.test_raw_exports import _written
from tests.importing.test_road import STAFF
from tests.importing.workbooks import workbook

_EACH = """\
makes:
  sessions:
    columns:
      supervisee: Worker
      supervisor: Manager
      date: {each: ["Date *"]}
      state: {each: ["Outcome *"], words: {H: held}}
      kind: {is: case}
      start: {is: "09:00"}
"""
_GRID = """\
Worker,Manager,Date Sep 2026,Outcome Sep 2026,Date Oct 2026,Outcome Oct 2026
Amara Example,Priya Sample,07/09,H,,C
Ray Starter,Priya Sample,,,,
"""


def test_of_a_tracker_by_month_what_has_no_day_is_counted(tmp_path: Path) -> None:
    mapping = mapping_of(_EACH, "grid.yaml")
    sources = sources_of(_written(tmp_path / "grid.csv", _GRID), [mapping]) or []
    assert [len(list(source.lines())) for source in sources] == [2]
    assert list(rows_left(sources, {"grid.yaml": mapping})) == [
        "grid.yaml, sessions: passed over 1 row saying nothing of any session",
        "grid.yaml, sessions: passed over 1 cell saying what became of a session, beside no day of one",
    ]
    assert bringing_nothing(sources, {"grid.yaml": mapping}) == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    Path("staff.csv").write_text("\n".join(STAFF))
    return tmp_path


def _run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["import", *words])
    return done.exit_code, done.output.replace("\n", " ")


@pytest.mark.usefixtures("folder")
def test_a_mapping_by_which_no_row_comes_in_is_what_is_next() -> None:
    Path("staff.csv").rename("people.csv")
    _run("map", "people.csv")
    _written(Path("grid.mapping.yaml"), f"files: grid.csv\n{_EACH}")
    _written(Path("grid.csv"), _GRID.replace("07/09,H", ","))
    code, said = _run("--dry-run", "--mapping", ".", "people.csv", "grid.csv")
    assert code == 0
    assert "Next: no row comes in by grid.mapping.yaml" in said
    assert "the same without --dry-run" not in said


@pytest.mark.usefixtures("folder")
def test_a_tracker_without_headings_over_its_people_is_named_with_what_is_missing() -> None:
    """By no word about a mapping that nobody has written."""
    heading = ("", "", "Date", "Time", "Type", "Held", "Duration", "Location", "Notes")
    pairs = [("Amara Example", "Priya Sample"), ("Priya Sample", "Helen Madeup")]
    rows = [(*pair, f"{day:02}/09/2026", "10:00", "1:1", "Y", "60") for day in range(1, 5) for pair in pairs]
    workbook(Path("log.xlsx"), ("North", [heading, *rows]), ("Blank", []))
    code, said = _run("map", "staff.csv", "log.xlsx")
    assert code == 1
    assert "log.xlsx: no heading stands over its supervisee and supervisor" in said
    assert "says Date, Time, Type, Held, Duration" in said
    assert "makes." not in said
    assert "First: 1 file has no mapping: log.xlsx" in said
