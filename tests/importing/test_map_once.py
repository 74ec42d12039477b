"""What ``import map`` reads and writes once, however often it looks: a web page, and a proposal of a log."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.importing.proposal import proposing
from storage.importing.proposal.mapping_writer import MappingWriter
from storage.importing.tables import html_table

STAFF = "Staff No,Name,Job Title,Start Date\nS1,Wren Quillfeather,Social Worker,05/01/2015\n"
HEADING = ("Supervisee", "Supervisor", "Date", "Time", "Outcome")
ROW = ("Wren Quillfeather", "Juniper Pondwhistle", "02/10/2026", "10:00", "Held")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    Path("staff.csv").write_text(STAFF + "S2,Juniper Pondwhistle,Team Manager,05/01/2012\n")
    rows = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in (HEADING, *[ROW] * 20))
    Path("log.xls").write_text(f"<html><body><table>{rows}</table></body></html>")
    return ["staff.csv", "log.xls"]


def test_a_page_is_taken_apart_once(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look at it was: fifteen times for one log."""
    parsed: list[object] = []

    class Counting(html_table._Tables):
        def __init__(self) -> None:
            parsed.append(self)
            super().__init__()

    monkeypatch.setattr(html_table, "_Tables", Counting)
    done = CliRunner().invoke(app, ["import", "map", *files])
    assert done.exit_code == 0, done.output
    assert len(parsed) == 1


def test_a_log_is_proposed_once(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of staff too whom it names: they tell who is known to the others, which a log doesn't."""
    written: list[str] = []

    class Counting(MappingWriter):
        def begin(self, file: str, *more: object) -> None:
            written.append(file)
            super().begin(file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(proposing, "MappingWriter", Counting)
    assert CliRunner().invoke(app, ["import", "map", *files]).exit_code == 0
    assert written.count("log.xls") == 1
    assert written.count("staff.csv") == 2
    assert "held" in Path("log.mapping.yaml").read_text()
