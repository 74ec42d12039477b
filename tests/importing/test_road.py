"""The road from exports to a running council, as it is typed: each command says the next one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.cipher import new_key
from storage.importing.faults import ImportFault, listed
from tests.importing.workbooks import workbook

STAFF = (
    "Staff No,Surname,First Name,Job Title,Start Date,Line Manager No",
    "S1,Example,Amara,Social Worker,04/03/2019,S2",
    "S2,Sample,Priya,Team Manager,05/01/2015,S3",
    "S3,Madeup,Helen,Head of Service,05/01/2012,",
)
MET = ("Practitioner", "Supervisor", "Date", "Time", "Type", "Held")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-#,C-###")
    Path("staff.csv").write_text("\n".join(STAFF))
    rows = ("Amara Example", "Helen Madeup", "07/09/2026", "10:00", "1:1", "Y")
    workbook(
        tmp_path / "log.xlsx",
        ("North", [MET, rows]),
        ("East", [("Id", *MET), ("M1", *rows[:2], "01/09/2026", *rows[3:])]),
    )
    return tmp_path


def _run(*words: str) -> str:
    done = CliRunner().invoke(app, ["import", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_each_command_says_the_next() -> None:
    """The mappings by their folder, in the order in which they were written; of a timer's import nothing is said."""
    said = _run("map", "staff.csv", "log.xlsx")
    assert "Next: Read them through, look at the guesses of who is whom, then:" in said
    assert "  python app.py import --dry-run --mapping . staff.csv log.xlsx" in said
    dry = _run("--dry-run", "--mapping", ".", "staff.csv", "log.xlsx")
    assert "Nothing was changed (--dry-run). Next: the same without --dry-run." in dry
    assert "is used for nothing" not in dry
    done = _run("--mapping", ".", "staff.csv", "log.xlsx")
    assert "Next: python app.py doctor" in done
    command = re.search(r"python app.py (simulate --to \S+) shows what each would read", done)
    assert command
    shown = CliRunner().invoke(app, command[1].split())
    assert (shown.exit_code, "Nobody does anything" in shown.output) == (0, True)
    assert "Next:" not in _run("--again-within", "1", "--mapping", ".", "staff.csv", "log.xlsx")


def test_the_mappings_may_have_a_folder_of_their_own() -> None:
    said = _run("map", "--to", "mappings", "staff.csv", "log.xlsx")
    assert "  python app.py import --dry-run --mapping mappings staff.csv log.xlsx" in said
    assert "is used for nothing" not in _run("--dry-run", "--mapping", "mappings", "staff.csv", "log.xlsx")


def test_the_mapping_of_one_file_goes_into_that_folder_too() -> None:
    """Whoever has the staff list first; a name with an ending is the mapping's own."""
    said = _run("map", "--to", "mine/mappings", "staff.csv")
    assert "python app.py import --dry-run --mapping mine/mappings/staff.mapping.yaml staff.csv" in said
    assert "Next:" in _run("map", "--to", "mine/mappings", "staff.csv", "log.xlsx")
    _run("map", "--to", "people.yaml", "staff.csv")
    assert Path("people.yaml").is_file()


def test_what_is_to_be_decided_is_counted() -> None:
    Path("staff.csv").write_text("\n".join((*STAFF, "S4,Invented,Sam,Wizard,05/01/2012,S3")))
    assert "Next: Decide 1 line with '?' in it," in _run("map", "staff.csv")


def test_a_folder_without_a_mapping_is_named() -> None:
    Path("empty").mkdir()
    done = CliRunner().invoke(app, ["import", "--mapping", "empty", "staff.csv"])
    assert done.exit_code == 2
    assert "empty: no mapping is in this folder" in done.output


def test_lines_that_only_sessions_show_are_written_as_a_file_that_comes_in() -> None:
    _run("map", "staff.csv", "log.xlsx")
    assert "--lines FILE writes those lines" in _run("--dry-run", "--mapping", ".", "staff.csv", "log.xlsx")
    _run("--dry-run", "--lines", "lines.csv", "--mapping", ".", "staff.csv", "log.xlsx")
    heading, row = Path("lines.csv").read_text(encoding="utf-8-sig").splitlines()
    assert heading.startswith("supervisee,supervisor,since,")
    assert row == "S1,S3,2026-09-01,Amara Example,Helen Madeup,Priya Sample"
    assert Path("lines.csv").stat().st_mode & 0o077 == 0
    Path("lines.csv").write_text(f"{heading}\nS1,S2,2026-01-01,,,", encoding="utf-8-sig")
    _run("--dry-run", "--lines", "lines.csv", "--mapping", ".", "staff.csv", "log.xlsx")
    assert Path("lines.csv").read_text(encoding="utf-8-sig").splitlines() == [heading, row]
    assert Path("lines.csv").stat().st_mode & 0o077 == 0
    assert "somebody else" not in _run("--mapping", ".", "staff.csv", "log.xlsx", "lines.csv")
    for to, why in (("lines.csv", "is one of the files to bring in"), ("staff.csv", "is there already")):
        before = Path(to).read_text()
        again = CliRunner().invoke(app, ["import", "--lines", to, "lines.csv"])
        assert (again.exit_code, f"{to} {why}" in again.output) == (2, True)
        assert Path(to).read_text() == before


def test_what_several_sheets_have_is_one_line() -> None:
    faults = [
        ImportFault("log.xlsx (East)", (4, 5), "Held on (date)", "this is empty: every row needs it"),
        ImportFault("log.xlsx (West (old))", (7,), "Date (date)", "this is empty: every row needs it"),
        ImportFault("log.xlsx (West (old))", (8,), "Date (date)", "'soon' is not a date"),
    ]
    assert listed(faults) == [
        "log.xlsx, 2 sheets from (East) line 4 on (3 rows), date: this is empty: every row needs it",
        "log.xlsx (West (old)), line 8, Date (date): 'soon' is not a date",
    ]


def test_what_several_sheets_have_in_several_of_our_files_is_one_line() -> None:
    """A log's sessions and its next ones."""
    message = "no time of day in the file: taken as 10:00"
    faults = [
        ImportFault("log.xlsx (East) (next_sessions)", (7,), "start", message),
        ImportFault("log.xlsx (East) (sessions)", (4, 5), "start", message),
        ImportFault("log.xlsx (West) (sessions)", (6,), "start", message),
    ]
    assert listed(faults) == [f"log.xlsx, 2 sheets from (East) line 7 on (4 rows), start: {message}"]


def test_all_that_is_wrong_is_said_at_once() -> None:
    """What a row says, and what it names that is not there; not where the row that is missing has the fault."""
    people = "staff_number,name,role,employed_from"
    Path("people.csv").write_text(f"{people}\nS1,Amara Example,Social worker,04/03/2019\n")
    heading = "case,service,worker,allocated_on,closed_on"
    rows = ("C-1,assessment,S1,04/03/2026,04/03/2051", "C-2,assessment,S9,04/03/2026,")
    Path("cases.csv").write_text("\n".join((heading, *rows)))
    said = CliRunner().invoke(app, ["import", "people.csv", "cases.csv"]).output
    assert "closed_on: Saturday 4 March 2051 is still to come" in said
    assert "there is no staff number 'S9'" in said
    Path("people.csv").write_text(
        "staff_number,name,role,employed_from\nS9,Amara Example,Wizard,04/03/2019\n"
    )
    said = CliRunner().invoke(app, ["import", "people.csv", "cases.csv"]).output
    assert "Wizard" in said
    assert "there is no staff number" not in said


def test_what_a_row_with_a_fault_is_named_by_is_not_said_to_be_missing() -> None:
    """By whichever file names a case or a session: what names them is in the columns of each."""
    people = "staff_number,name,role,employed_from"
    Path("people.csv").write_text(f"{people}\nS1,Amara Example,Social worker,04/03/2019\n")
    Path("cases.csv").write_text("case,service\nC-101,nonsense\nC-102,assessment\n")
    Path("held.csv").write_text("case,worker,since\nC-101,S1,04/03/2026\n")
    said = CliRunner().invoke(app, ["import", "people.csv", "cases.csv", "held.csv"]).output
    assert "'nonsense' is no service" in said
    assert "there is no case" not in said
    assert "1 to correct" in said
    Path("met.csv").write_text(
        "session,supervisee,supervisor,date,start,replaces,state\n"
        "M1,S1,S1,07/09/2026,10:00,,nonsense\nM2,S1,S1,14/09/2026,10:00,M1,held\n"
    )
    said = CliRunner().invoke(app, ["import", "people.csv", "met.csv"]).output
    assert "there is no session" not in said


def test_rows_of_nobody_are_counted() -> None:
    """A vacant post that a mapping has mean nobody passes its rows over; each run says how many."""
    Path("staff.csv").write_text("\n".join((*STAFF, "S4,Invented,Sam,Social Worker,05/01/2012,POST VACANT")))
    _run("map", "staff.csv")
    mapping = Path("staff.mapping.yaml")
    assert '"POST VACANT": ""' in mapping.read_text()
    said = _run("--dry-run", "--mapping", ".", "staff.csv")
    assert "relationships: left out 2 of 4 rows, as the mapping says: 2 by Line Manager No." in said
