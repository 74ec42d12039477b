"""Names that are mostly nobody's among the staff may be children's: nothing that is printed or written says one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key

CHILDREN = ("Pretendling, Moss", "Pretendling, Fern", "Makebaby, Opal", "Nokid, Amber", "Nokid, Ash")
STAFF = (
    "staff_number,name,role,employed_from",
    "S1,Amara Example,social_worker,04/03/2019",
    "S2,Priya Sample,team_manager,05/01/2015",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    Path("people.csv").write_text("\n".join(STAFF))
    return tmp_path


def _run(*args: str) -> str:
    return CliRunner().invoke(app, ["import", *args]).output


def _names_none(said: str) -> None:
    parts = [part for child in CHILDREN for part in child.split(", ")]
    assert not [part for part in parts if part in said], said


def _table(name: str, heading: str, rows: list[str]) -> None:
    Path(name).write_text("\n".join([heading, *rows]))


def _visits(*more: str) -> list[str]:
    """A column of children's names that a heading lets take for the staff's."""
    return [f'"{child}",Priya Sample,0{n}/10/2026,Case,Held' for n, child in enumerate((*CHILDREN, *more), 1)]


@pytest.mark.parametrize("more", [(), ("Amara Example", "Example A")], ids=["none of staff", "some of staff"])
def test_a_column_of_children_is_asked_about_by_its_heading_alone(more: tuple[str, ...]) -> None:
    _table("visits.csv", "Worker,Supervisor,Date of supervision,Type,Outcome", _visits(*more))
    said = _run("map", "people.csv", "visits.csv")
    _names_none(said + Path("visits.mapping.yaml").read_text())
    assert "“Worker” is taken for it" in said
    again = _run("map", "people.csv", "visits.csv")
    _names_none(again + Path("visits.mapping.yaml").read_text())


@pytest.mark.parametrize("leave_out", [(), ("--leave-out-faults",)])
@pytest.mark.parametrize("rows", [1, 8], ids=["few", "so many that they are one cause"])
def test_no_fault_of_an_import_names_a_child(rows: int, leave_out: tuple[str, ...]) -> None:
    children = [f"{child}{'abcdefgh'[n]}" for child in CHILDREN for n in range(rows)]
    _table(
        "log.csv",
        "supervisee,supervisor,date,start,state",
        [f'"{child}",S2,{n % 28 + 1:02}/10/2026,{9 + n // 28}:00,held' for n, child in enumerate(children)],
    )
    said = _run("--dry-run", "--report", "report.csv", *leave_out, "people.csv", "log.csv")
    assert "aren't shown" in said or "not shown" in said
    report = Path("report.csv")
    _names_none(said + (report.read_text() if report.exists() else ""))


def test_a_slip_in_a_name_of_the_staff_is_named_still() -> None:
    rows = ["Amara Example", "Priya Sample", "Amarra Exampel"]
    lines = [f"{who},Helen Nobody,0{n}/10/2026,09:00,held" for n, who in enumerate(rows, 1)]
    _table("log.csv", "supervisee,supervisor,date,start,state", lines)
    assert "'Amarra Exampel'" in _run("--dry-run", "people.csv", "log.csv")


def test_no_fault_of_a_column_of_words_names_a_child() -> None:
    """The wrong column was mapped: what stands there is no kind of session, and no name is said."""
    lines = [f'S1,S2,0{n}/10/2026,09:00,"{child}"' for n, child in enumerate(CHILDREN, 1)]
    _table("log.csv", "supervisee,supervisor,date,start,kind", lines)
    said = _run("--dry-run", "people.csv", "log.csv")
    assert "what stands there is no kind of session" in said
    _names_none(said)


def test_a_row_that_stands_where_the_heading_should_is_not_quoted() -> None:
    _table("loose.csv", '104233,"Pretendling, Moss",04/05/2026', ['104234,"Nokid, Amber",05/05/2026'] * 3)
    said = _run("map", "loose.csv")
    assert "looks like no file of people" in said
    _names_none(said)
