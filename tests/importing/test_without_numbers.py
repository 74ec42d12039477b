"""Lists of staff in which agency workers have no number, and posts that nobody holds have a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key

HEADING = "Pay Ref,Name,Job Title,Team,Line Manager,Start Date,Email"
STAFF = (
    "204401,Kat Skilletby,Team Manager,North,,01/04/2015,kat.skilletby@council.example",
    "204411,Jo Amberley,Social Worker,North,Kat Skilletby,03/02/2020,jo.amberley@council.example",
    "204412,Tom Bexcombe,Social Worker,North,Kat Skilletby,03/02/2020,tom.bexcombe@council.example",
)
AGNES = ",Agnes Ingleby,Agency Social Worker,North,Kat Skilletby,05/10/2026,agnes.ingleby@agency.example"
OTTO = "Agency,Otto Jessop,Agency Social Worker,North,Kat Skilletby,12/10/2026,"
VACANT = (
    ",VACANT,Social Worker,North,Kat Skilletby,,",
    ",Vacant (Post 3312),Social Worker,North,Kat Skilletby,,",
    "VAC7,VACANT,Social Worker,North,Kat Skilletby,,",
    ",Total: 7,,,,,",
    "Headcount: 7,,,,,,",
)
CASES = ("Case ID,Team,Plan Type,Worker,Allocated", "CB-10001,Assessment,CIN,Otto Jessop,13/10/2026")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "CB-#####")
    return tmp_path


def _mapped(*lines: str, worker: str = "Otto Jessop") -> str:
    Path("staff.csv").write_text("\n".join(lines))
    Path("cases.csv").write_text("\n".join(CASES).replace("Otto Jessop", worker))
    done = CliRunner().invoke(app, ["import", "map", "--to", "m", "staff.csv", "cases.csv"])
    assert done.exit_code == 0, done.output
    return done.output


def _import(*words: str) -> str:
    return CliRunner().invoke(app, ["import", *words, "--mapping", "m", "staff.csv", "cases.csv"]).output


def test_who_has_no_number_is_known_by_their_address_and_asked_about_once_without() -> None:
    said = _mapped(HEADING, *STAFF, AGNES, OTTO, *VACANT)
    assert (
        "staff_number: Agnes Ingleby without “Pay Ref”, a guess: who has no number is known by their address"
        in said
    )
    assert "1 thing to decide" in said
    assert "by what those are known who have neither a number nor an address: Otto Jessop" in said
    undecided = _import("--dry-run")
    assert "they have no number: say by what they are known" in undecided
    assert "1 to correct" in undecided


@pytest.mark.parametrize(("answer", "comes"), [('"*"', True), ('""', False)])
def test_what_is_answered_stays_the_same_every_night(answer: str, comes: bool) -> None:
    _mapped(HEADING, *STAFF, AGNES, OTTO, *VACANT)
    mapping = Path("m/staff.mapping.yaml")
    mapping.write_text(mapping.read_text().replace("\"*\": '?'", f'"*": {answer}'))
    first = _import()
    assert "people agnes.ingleby@agency.example new: name Agnes Ingleby" in first
    assert "supervisee agnes.ingleby@agency.example, supervisor 204401" in first
    assert ("people Otto Jessop new" in first) is comes
    assert ("worker Otto Jessop" in first) is comes
    assert "name VACANT" not in first
    assert "Vacant (Post 3312)" not in first
    assert "people: passed over 2 lines that count the rows" in first
    again = _import()
    assert " new: " not in again
    assert "to correct" not in again


def test_where_nobody_has_an_address_all_are_one_question() -> None:
    """``AGY`` twice is no number of two people, and a joined name is one too."""
    lines = (
        "Payroll Number,Surname,Forename,Job Title,Start Date",
        "204401,Skilletby,Kat,Team Manager,01/04/2015",
        "204411,Amberley,Jo,Social Worker,03/02/2020",
        "204412,Bexcombe,Tom,Social Worker,03/02/2020",
        "AGY,Ingleby,Agnes,Social Worker,05/10/2026",
        "AGY,Jessop,Otto,Social Worker,05/10/2026",
    )
    said = _mapped(*lines)
    assert "1 thing to decide" in said
    assert "who have no number: Agnes Ingleby, Otto Jessop" in said
    assert "AGY is on" not in said
    mapping = Path("m/staff.mapping.yaml")
    mapping.write_text(mapping.read_text().replace("\"*\": '?'", '"*": "*"'))
    assert "people Agnes Ingleby new: role social_worker" in _import()


def test_where_all_have_numbers_vacant_posts_alone_are_passed_over() -> None:
    said = _mapped(HEADING, *STAFF, *VACANT, worker="Jo Amberley")
    assert "to decide" not in said
    assert 'staff_number: "Pay Ref"' in Path("m/staff.mapping.yaml").read_text()
    done = _import()
    assert "to correct" not in done
    assert "people: left out 3 of 6 rows" in done
