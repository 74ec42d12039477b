"""The command as it is typed: what it prints, and its exit code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from app import app
from bot.commands import import_
from storage.importing.tables.files import Rows
from tests.importing.councils import ALL, BOOK, NOW, PEOPLE
from tests.importing.typed import count, written
from tests.importing.workbooks import workbook


def _people(url: str) -> int:
    return count(url, "person")


@pytest.mark.usefixtures("settings")
def test_a_longer_interval_that_does_not_count_is_named_with_why() -> None:
    longer = Rows(
        "authorisations.csv",
        ("case", "every", "by", "since", "less_often", "granted_as"),
        [("C-1", "12 weeks", "S3", "01/10/2026", "yes", "team_manager")],
    )
    done = CliRunner().invoke(app, ["import", *map(written, [*ALL, longer])])
    assert done.exit_code == 0, done.output
    assert (
        "C-1: A longer interval of 12 weeks, said to be granted on Thursday 1 October 2026, doesn't count: the policy "
        "lets nobody lengthen the interval of such a case." in done.output
    )


def test_files_are_brought_in(settings: str) -> None:
    done = CliRunner().invoke(app, ["import", *map(written, ALL)])
    assert done.exit_code == 0, done.output
    assert "people.csv line 2: people S1 new" in done.output
    assert _people(settings) == 3


def test_a_dry_run_makes_no_database_and_says_so(settings: str) -> None:
    done = CliRunner().invoke(app, ["import", "--dry-run", written(PEOPLE)])
    assert done.exit_code == 0, done.output
    assert "Nothing was changed (--dry-run)." in done.output
    assert _tables(settings) == [], "nor a file, nor a table"
    assert CliRunner().invoke(app, ["import", "people.csv"]).exit_code == 0
    assert (count(settings, "council"), _people(settings)) == (1, 3)


def test_a_dry_run_changes_nothing_of_a_database_that_is_there(settings: str) -> None:
    assert CliRunner().invoke(app, ["import", written(PEOPLE)]).exit_code == 0
    more = Rows("more.csv", PEOPLE.heading, [("S9", "New One", "student", "02/11/2026", "", "")])
    done = CliRunner().invoke(app, ["import", "--dry-run", written(more)])
    assert "more.csv line 2: people S9 new" in done.output
    assert _people(settings) == 3


@pytest.mark.usefixtures("settings")
def test_a_report_holds_every_fault_and_every_difference() -> None:
    faulty = Rows(
        "people.csv", PEOPLE.heading, [(f"S{n}", "=One", "wizard", "02/11/2026", "", "") for n in "12"]
    )
    assert CliRunner().invoke(app, ["import", "--report", "faults.csv", written(faulty)]).exit_code == 1
    assert [row[:3] for row in _report("faults.csv")] == [
        ["fault", "people.csv", "2"],
        ["fault", "people.csv", "3"],
    ]

    many = Rows(
        "people.csv", PEOPLE.heading, [(f"S{n}", "One", "student", "02/11/2026", "", "") for n in range(600)]
    )
    done = CliRunner().invoke(app, ["import", "--report", "new.csv", written(many)])
    assert "people: 600 new; --report FILE lists each" in done.output
    assert "people S9 new" not in done.output
    assert "more differences" not in done.output
    assert len(_report("new.csv")) == 600

    renamed = Rows("people.csv", PEOPLE.heading, [("S1", "=One", "student", "02/11/2026", "", "")])
    CliRunner().invoke(app, ["import", "--report", "changed.csv", written(renamed)])
    assert _report("changed.csv") == [["changed", "people.csv", "2", "people", "S1", "", "name One → =One"]]


@pytest.mark.usefixtures("settings")
def test_rows_with_a_fault_may_be_left_out_and_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that say different things of one case neither is taken."""
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-##")
    people = written(PEOPLE)
    lines = [f"C-{n},assessment,S1,03/03/2026" for n in range(10, 50)]
    wrong = ["C-13,family_support,S1,03/03/2026", "C-77,nonsense,S1,03/03/2026"]
    Path("cases.csv").write_text("\n".join(["case,service,worker,allocated on", *lines, *wrong]))
    refused = CliRunner().invoke(app, ["import", people, "cases.csv"])
    assert refused.exit_code == 1
    done = CliRunner().invoke(app, ["import", "--leave-out-faults", people, "cases.csv"])
    assert done.exit_code == 0, done.output
    assert "cases.csv, line 42: says something else than line 5" in done.output
    assert "cases.csv, line 43, service: " in done.output
    assert "cases: 39 new" in done.output
    both = CliRunner().invoke(app, ["import", "--leave-out-faults", "--complete", people])
    assert both.exit_code == 2


@pytest.mark.usefixtures("settings")
def test_a_cell_that_says_nothing_untrue_by_its_absence_does_not_cost_its_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is stored there stays. Without a closing date a case would be open, without a share of full time somebody
    full time: those cost the row."""
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-##")
    people = written(PEOPLE)
    heading = "case,service,worker,allocated on,last discussed,children,closed on"
    lines = [f"C-{n},assessment,S1,03/03/2026,05/10/2026,2," for n in range(10, 60)]
    Path("cases.csv").write_text("\n".join([heading, *lines]))
    done = CliRunner().invoke(app, ["import", people, "cases.csv"])
    assert done.exit_code == 0, done.output
    odd = (
        "C-10,family_support,S1,03/03/2026,32/13/2026,2,",
        "C-11,assessment,S1,03/03/2026,05/10/2099,many,",
        "C-12,family_support,S1,03/03/2026,05/10/2026,2,soon",
    )
    Path("cases.csv").write_text("\n".join([heading, *odd, *lines[3:]]))
    refused = CliRunner().invoke(app, ["import", "cases.csv"])
    assert (refused.exit_code, "4 to correct" in refused.output) == (1, True)
    done = CliRunner().invoke(app, ["import", "--leave-out-faults", "--report", "r.csv", "cases.csv"])
    assert done.exit_code == 0, done.output
    assert "Left out, for their faults (1):\n  cases.csv, line 4, closed_on: 'soon'" in done.output
    assert (
        "Rows that come in without a cell, for its fault (3):\n  cases.csv, line 2, last_dis" in done.output
    )
    assert "cases C-10 changed: service assessment → family_support\n" in done.output
    assert "C-11" not in done.output
    assert sorted(row[0] for row in _report("r.csv")) == ["cell left out"] * 3 + ["changed", "left out"]


@pytest.mark.usefixtures("settings")
def test_a_column_of_which_many_cells_are_wrong_is_another_column() -> None:
    heading = "staff_number,name,role,employed_from,email"
    lines = [f"S{n},Number {chr(64 + n)},student,02/11/2026,none" for n in range(1, 8)]
    Path("people.csv").write_text("\n".join([heading, *lines]))
    done = CliRunner().invoke(app, ["import", "--leave-out-faults", "people.csv"])
    assert (done.exit_code, "'none' is not an email address" in done.output) == (1, True)


def _report(name: str) -> list[list[str]]:
    with Path(name).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.reader(file))[1:]


def _tables(url: str) -> list[str]:
    if url.startswith("sqlite"):
        assert not Path(make_url(url).database or "").exists()
        return []
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_faults_are_printed_and_nothing_changes(settings: str) -> None:
    Path("people.csv").write_text("staff_number,name,role,employed_from\nS1,One,wizard,02/11/2026\n")
    done = CliRunner().invoke(app, ["import", "people.csv"])
    assert (done.exit_code, _people(settings)) == (1, 0)
    assert "people.csv, line 2, role: 'wizard' is no role of this rule set" in done.stderr
    assert "Nothing was changed. 1 to correct." in done.stderr
    assert count(settings, "council") == 0, "the council begins with its first import, not with a rehearsal"


@pytest.mark.usefixtures("settings")
def test_a_cell_that_is_wrong_is_named_once() -> None:
    """A case's worker is its allocation's too."""
    heading = "case,service,categories,worker,allocated_on"
    Path("cases.csv").write_text(f"{heading}\nC-1,family_support,child_in_need,S9,01/10/2026\n")
    done = CliRunner().invoke(app, ["import", "cases.csv"])
    assert done.stderr.count("there is no staff number 'S9'") == 1, done.stderr
    assert "1 to correct" in done.stderr


@pytest.mark.usefixtures("settings")
def test_a_folder_is_said_to_be_one() -> None:
    Path("files").mkdir()
    done = CliRunner().invoke(app, ["import", "files"])
    assert "files: this is a folder: name the files in it" in done.stderr


@pytest.mark.usefixtures("settings")
def test_a_file_that_is_not_there_is_named() -> None:
    done = CliRunner().invoke(app, ["import", "nowhere.csv"])
    assert done.exit_code == 1
    assert "nowhere.csv: there is no such file" in done.stderr


@pytest.mark.usefixtures("settings")
def test_without_a_key_nothing_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPERVISION_ENCRYPTION_KEYS")
    done = CliRunner().invoke(app, ["import", written(PEOPLE)])
    assert done.exit_code == 2
    assert "SUPERVISION_ENCRYPTION_KEYS is not set" in done.stderr


def test_a_shape_without_digits_is_refused_at_start(settings: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "SMITH")
    done = CliRunner().invoke(app, ["import", written(PEOPLE)])
    assert done.exit_code == 2
    assert "SUPERVISION_CASE_REFERENCES" in done.stderr
    assert _tables(settings) == []


_LIST = "files: 'lists*'\nsheet: {}\nmakes: {{{}}}\n"
_STAFF = "people: {columns: {staff_number: No, name: Who, role: {is: social_worker}, employed_from: Began}}"
_HELD = "cases: {columns: {case: Ref, service: {is: assessment}, worker: Worker, allocated_on: Since}}"


def test_each_sheet_of_a_workbook_is_read_by_the_mapping_that_is_for_it(settings: str) -> None:
    """One run takes them, whichever mapping is named first; one that reads nothing is named."""
    book = workbook(
        Path("lists.xlsx"),
        ("Staff", [("No", "Who", "Began"), ("S7", "Ida Roe", "04/03/2019")]),
        ("Held", [("Ref", "Worker", "Since"), ("C-7", "S7", "04/03/2026")]),
    )
    for name, sheet, made in (("held", "Held", _HELD), ("staff", "Staff", _STAFF), ("again", "Held", _HELD)):
        Path(f"{name}.yaml").write_text(_LIST.format(sheet, made))
    Path("other.yaml").write_text(_LIST.replace("lists", "absence").format("Held", _HELD))
    named = [part for name in ("held", "staff", "again", "other") for part in ("--mapping", f"{name}.yaml")]
    done = CliRunner().invoke(app, ["import", "--again-within", "1", *named, str(book)])
    assert done.exit_code == 0, done.output
    assert (_people(settings), count(settings, '"case"')) == (1, 1)
    assert (
        "again.yaml is used for nothing (lists*, sheet 'Held'): another, given before it, reads"
        in done.output
    )
    assert (
        "other.yaml is used for nothing (absence*, sheet 'Held'): its name for files fits none" in done.output
    )
    assert done.output.count("is used for nothing") == 2


def test_a_fault_names_its_sheet_and_one_that_is_not_there(settings: str) -> None:
    book = workbook(Path("lists.xlsx"), ("Staff", [("No", "Who", "Began"), ("S7", "Ida Roe", "4 o'clock")]))
    Path("staff.yaml").write_text(_LIST.format("Staff", _STAFF))
    Path("held.yaml").write_text(_LIST.format("Held", _HELD))
    done = CliRunner().invoke(app, ["import", "--mapping", "staff.yaml", "--mapping", "held.yaml", str(book)])
    assert done.exit_code == 1
    assert "lists.xlsx (Staff), line 2, Began" in done.output
    assert "there is no sheet 'Held' that can be seen" in done.output
    assert not _people(settings)


@pytest.mark.usefixtures("settings")
def test_a_dry_run_shows_how_a_few_new_rows_will_look_and_what_all_of_them_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A role in the column of teams is seen before it is in."""
    monkeypatch.setattr(
        import_.out, "width", 200
    )  # made where the command is imported, by the terminal of then
    heading = ("staff_number", "name", "role", "employed_from", "team", "percent")
    people = Rows(
        "people.csv",
        heading,
        [
            (
                f"S{n}",
                f"Amara Made-Up{'abcdefghijklmnopqrstuvwxy'[n]}",
                "social_worker",
                f"{n + 1}/02/2020",
                "North",
                "60",
            )
            for n in range(25)
        ],
    )
    away = Rows(
        "absences.csv",
        ("staff_number", "first", "last", "planned", "sickness"),
        [(f"S{n}", "02/11/2026", "03/11/2026", "no", "yes") for n in range(22)],
    )
    said = " ".join(
        CliRunner().invoke(app, ["import", "--dry-run", *map(written, [people, away])]).output.split()
    )
    assert "people: 25 rows as they will be" in said
    assert "│ name │ Amara Made-Upa │ Amara Made-Upy │ 25 │" in said
    assert "people, name, altogether: 25 different" in said
    assert "│ team │ North │ North │ 25 │" in said
    assert "people, team, altogether: North 25" in said
    assert "altogether: Saturday 1 February 2020 to Tuesday 25 February 2020" in said
    assert "│ sickness │ (not shown) │ (not shown) │ 22 │" in said, "nobody's own is shown"
    assert "absences, sickness, altogether: yes 22" in said
    assert "as they will be" not in CliRunner().invoke(app, ["import", "people.csv"]).output


@pytest.mark.usefixtures("settings")
def test_no_word_of_how_the_new_rows_look_is_cut() -> None:
    """Each role is named with its rows on a terminal of 80 columns, however many there are."""
    roles = sorted(BOOK.rules(NOW.date()).vocabulary.roles)[:8]
    people = Rows(
        "people.csv",
        ("staff_number", "name", "role", "employed_from"),
        [(f"S{n}", f"Amara Made-Up{n}", roles[n % 8], "01/02/2020") for n in range(48)],
    )
    said = CliRunner().invoke(app, ["import", "--dry-run", written(people)]).output
    (line,) = (line for line in said.splitlines() if "people, role, altogether" in line)
    assert [role for role in roles if f"{role} 6" not in line] == []
    assert "…" not in said


@pytest.mark.usefixtures("settings")
def test_each_of_a_few_new_rows_is_listed_with_what_it_says() -> None:
    said = CliRunner().invoke(app, ["import", "--dry-run", written(PEOPLE)]).output
    line = next(line for line in said.splitlines() if "people S1 new" in line)
    assert [word for word in ("role social_worker", "employed_from ") if word not in line] == []


def test_rows_that_a_mapping_leaves_out_and_sheets_that_none_reads_are_named(settings: str) -> None:
    assert _tables(settings) == []
    rows = [["Employee", "Status", "Manager"], ["S101", "Gone", "S202"], ["S102", "Here", ""]]
    workbook(Path("lists.xlsx"), ("Lines", rows), ("Old list", rows))
    made = "needs: Manager, leave_out: {Status: Gone}, columns: {supervisee: Employee, supervisor: Manager}"
    Path("m.yaml").write_text(
        _LIST.format("Lines", f"relationships: {{{made}, since: {{is: 01/09/2026}}}}}}")
    )
    Path("m.yaml").write_text(Path("m.yaml").read_text().replace("Manager}, since", "Manager, since"))
    done = CliRunner().invoke(app, ["import", "--dry-run", "--mapping", "m.yaml", "lists.xlsx"])
    said = "m.yaml, relationships: left out 2 of 2 rows, as the mapping says: 1 by Status, 1 by Manager."
    assert said in done.output
    assert "lists.xlsx: sheets that no mapping reads: Old list." in done.output
