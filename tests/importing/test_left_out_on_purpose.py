"""Whom a mapping leaves out other files may name: that is counted, and no fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key

STAFF = (
    "Staff No,Name,Job Title,Start Date,Line Manager,E-mail,Status",
    "S1,Amara Example,Social Worker,04/03/2019,S2,amara@example.org,Active",
    "S2,Priya Sample,Team Manager,05/01/2015,S4,priya@example.org,Active",
    "S3,Sam Invented,Caretaker,05/01/2015,S2,sam@example.org,Active",
    "S4,Helen Madeup,Head of Service,05/01/2012,,helen@example.org,Active",
    "S5,Robin Agency,Social Worker,05/01/2012,S3,robin@example.org,Bank",
)
PEOPLE = """
leave_out: {Status: [Bank]}
makes:
  people:
    columns:
      staff_number: Staff No
      name: Name
      role: {from: Job Title, words: {Caretaker: "", Head of Service: head_of_service}}
      employed_from: Start Date
      email: E-mail
  relationships:
    needs: Line Manager
    columns: {supervisee: Staff No, supervisor: Line Manager, since: Start Date}
"""
CASES = (
    "Case,Team,Worker,Since",
    "C-101,assessment,Sam Invented,02/11/2026",
    "C-102,assessment,S5,02/11/2026",
    "C-103,Youth justice,S1,02/11/2026",
    "C-104,assessment,S1,02/11/2026",
)
CASE_MAPPING = """
files: cases*
makes:
  cases:
    columns:
      case: Case
      service: {from: Team, words: {Youth justice: ""}}
      worker: Worker
      allocated_on: Since
"""
HELD = "Who,By,Date,Case"
LOG = (
    HELD,
    "Amara Example,Priya Sample,09/11/2026,C-103",
    "Amara Example,Priya Sample,16/11/2026,C-104",
    "sam@example.org,Priya Sample,16/11/2026,C-104",
)
LOG_MAPPING = """
files: log*
makes:
  sessions:
    columns: {supervisee: Who, supervisor: By, date: Date, start: {is: "09:00"}, state: {is: held}}
  discussions:
    columns: {supervisee: Who, supervisor: By, date: Date, start: {is: "09:00"}, case: Case}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-###")
    for name, lines in (("staff", STAFF), ("cases", CASES), ("log", LOG)):
        Path(f"{name}.csv").write_text("\n".join(lines))
    for name, text in (("staff", f"files: staff*{PEOPLE}"), ("cases", CASE_MAPPING), ("log", LOG_MAPPING)):
        Path(f"{name}.mapping.yaml").write_text(text)


def _run(*words: str) -> str:
    done = CliRunner().invoke(app, ["import", *words])
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_what_names_those_who_are_left_out_is_counted_and_no_fault() -> None:
    """A title and a service that mean nothing, and words whose rows are left out; a case of theirs is nobody's."""
    said = _run("--mapping", ".", "log.csv", "cases.csv", "staff.csv")
    assert (
        "4 rows name somebody or a case that a mapping leaves out, and stay out too: "
        "1 of sessions, 2 of discussions, 1 of relationships." in said
    )
    assert (
        "2 rows name somebody or a case that a mapping leaves out, and come in without: 2 of cases." in said
    )
    assert "Of the staff they name Sam Invented 4 rows, Robin Agency 1 row: whoever comes in" in said
    assert "Left out, for their faults" not in said
    assert "cases │ 3" in said
    assert "allocations │ 1" in said


def test_who_is_nobody_at_all_is_a_fault_still() -> None:
    Path("cases.csv").write_text("\n".join(CASES).replace("Sam Invented", "Sam Sorcerer"))
    done = CliRunner().invoke(app, ["import", "--mapping", ".", "cases.csv", "staff.csv"])
    assert done.exit_code == 1
    assert "there is no staff number 'Sam Sorcerer'" in done.output


def test_whoever_has_another_row_that_comes_in_is_not_left_out() -> None:
    """As of two posts one is left out."""
    more = (*STAFF, "S5,Robin Agency,Social Worker,05/01/2026,S2,robin@example.org,Active")
    Path("staff.csv").write_text("\n".join(more))
    said = _run("--mapping", ".", "cases.csv", "staff.csv")
    assert "and come in without: 1 of cases." in said


def test_a_row_that_is_left_out_names_whoever_another_row_with_that_number_brings_in() -> None:
    """As of two posts, one under a former name."""
    more = (*STAFF, "S1,Amara Formerly,Social Worker,05/01/2012,S2,,Bank")
    Path("staff.csv").write_text("\n".join(more))
    Path("cases.csv").write_text("\n".join(CASES).replace("Sam Invented", "Amara Formerly"))
    said = _run("--mapping", ".", "cases.csv", "staff.csv")
    assert "and come in without: 1 of cases." in said
    assert "they name Robin Agency 1 row, Sam Invented 1 row:" in said
    assert "allocations │ 2" in said


def test_who_they_are_is_no_question_of_the_other_files() -> None:
    Path("log.mapping.yaml").unlink()
    met = ("Amara Example,Priya Sample,09/11/2026,1:1", "Sam Invented,Priya Sample,16/11/2026,1:1")
    Path("log.csv").write_text("\n".join(("Practitioner,Supervisor,Date,Type", *met)))
    said = _run("map", "staff.csv", "log.csv")
    assert "Written to log.mapping.yaml" in said
    assert "Sam Invented" not in said
