"""What is proposed for a tracker kept by hand: a workbook with sheets of several layouts, names once over a block."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of, read_mapping
from storage.importing.proposal.own_nothing import names_nobody
from storage.importing.proposal.proposing import propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile, FileFault
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council
from tests.importing.workbooks import workbook

TODAY = NOW.date()
WORDS = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, Staff(TODAY))
LONG = ("Practitioner", "Supervisor", "Date planned", "Date held", "Type", "Reason cancelled")
SHORT = ("Practitioner", "Supervisor", "Date", "Type")
MET = ("Amara Example", "Priya Sample", date(2026, 9, 7), date(2026, 9, 8), "1:1", None)
BRIEFLY = ("Amara Example", "Priya Sample", date(2026, 9, 7), "1:1")


def _tracker(folder: Path) -> Path:
    east, west = ("East", [["East"], LONG, MET]), ("West", [LONG, MET])
    read_me, north = ("Read me", [["How to fill this in"]]), ("North", [SHORT, BRIEFLY])
    return workbook(folder / "tracker.xlsx", read_me, north, east, west)


def test_each_layout_of_a_workbook_s_sheets_has_a_mapping(tmp_path: Path) -> None:
    """The widest first: each sheet is read by the first mapping that is for it."""
    wide, narrow = propose_for(_tracker(tmp_path), WORDS, None)
    assert (wide.sheets, narrow.sheets) == (("East", "West"), ("North",))
    assert 'sheet: "*"' in wide.text
    assert 'sheet: "North"' in narrow.text
    assert wide.others == ("Read me",)


def test_a_sheet_is_of_the_workbooks_that_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no file without it, and never of a CSV file."""
    monkeypatch.chdir(tmp_path)
    _tracker(tmp_path)
    heading = ("Staff No", "Full name", "Job title", "Start date")
    workbook(
        tmp_path / "staff.xlsx", ("List", [heading, ("S1", "Amara Example", "Social worker", "04/03/2019")])
    )
    (tmp_path / "cases.csv").write_text("Case ID,Team,Allocated worker\nC-101,assessment,S1\n")
    files = ["tracker.xlsx", "staff.xlsx", "cases.csv"]
    done = CliRunner().invoke(app, ["import", "map", "--sheet", "west", *files])
    assert done.exit_code == 0, done.output
    assert 'sheet: "west"' in Path("tracker.mapping.yaml").read_text()
    for other in ("staff", "cases"):
        assert "sheet:" not in Path(f"{other}.mapping.yaml").read_text()


def test_rows_read_while_the_separator_was_looked_for_stand_above_no_heading(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    heading = "Case Ref;Case Status;Team;Allocated Worker;Allocation Start;Closed Date"
    rows = [
        "C-101;Open;assessment;Example, Amara;01/09/2026;",
        "C-102;Open;assessment;Sample, Priya;02/09/2026;",
    ]
    file.write_text("\n".join((heading, *rows)))
    text = propose(CsvFile(file), WORDS, file=file.name).text
    for line in ('from: "Team"', 'allocated_on: "Allocation Start"', 'closed_on: "Closed Date"'):
        assert line in text


DIARY = (
    "Practitioner,Supervisor,Date planned,Date held,Format,Reason not held",
    "Amara Example,Priya Sample,07/09/2026,08/09/2026,1:1,",
    ",,05/10/2026,,1:1,Crisis on duty",
    ",,19/10/2026,A/L,1:1,",
    ",,14/12/2026,,1:1,",
    "Priya Sample,Helen Madeup,02/10/2026,02/10/2026,1:1,",
    ",,04/12/2026,,1:1,",
)


def test_a_diary_with_planned_and_held_days_says_which_were_held_and_whose_they_are(
    council: Council, tmp_path: Path
) -> None:
    """Names stand once over a block; a word in the place of the day says that it wasn't held."""
    file = tmp_path / "diary.csv"
    file.write_text("\n".join(DIARY))
    proposal = propose(CsvFile(file), WORDS, file=file.name)
    assert 'fills_down: ["Practitioner", "Supervisor"]' in proposal.text
    (tmp_path / "m.yaml").write_text(proposal.text.replace("start: {is: '?'}", 'start: {is: "09:00"}'))
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(file, [read_mapping(tmp_path / "m.yaml")]) or ()))
    assert council.has(t.Session, "on", "supervisee_id", "state", "reason") == [
        (date(2026, 9, 8), 1, "held", None),
        (date(2026, 10, 5), 1, "cancelled", "emergency"),
        (date(2026, 10, 19), 1, "cancelled", "other"),
        (date(2026, 12, 14), 1, "booked", None),
        (date(2026, 10, 2), 2, "held", None),
        (date(2026, 12, 4), 2, "booked", None),
    ]


def test_why_it_was_not_held_is_nobody_s_name(tmp_path: Path) -> None:
    lines = (
        "Name,Date,Type,Held,If not held why,By",
        "Amara Example,07/09/2026,1-1,N,Manager covering duty,PS",
    )
    file = tmp_path / "log.csv"
    file.write_text("\n".join((*lines, "Amara Example,14/09/2026,1-1,Y,,PS")))
    text = propose(CsvFile(file), WORDS, file=file.name).text
    assert 'supervisor: "By"' in text
    assert '{from: "If not held why", when: {"Held": ["N"]}' in text


@pytest.mark.parametrize(("word", "stay"), [("*", ["a"]), ("", ["b"])])
def test_a_star_is_for_a_cell_that_says_something(tmp_path: Path, word: str, stay: list[str]) -> None:
    """What is empty is asked for with nothing."""
    file = tmp_path / "log.csv"
    file.write_text("Id,Why\na,\nb,ill\n")
    made = f"makes: {{sessions: {{leave_out: {{Why: ['{word}']}}, columns: {{session: Id}}}}}}"
    source = (sources_of(file, [mapping_of(made, "m.yaml")]) or [])[0]
    assert [cells[0] for _, cells in list(source.lines())[1:]] == stay


def test_of_a_case_s_workers_the_one_who_holds_it_now_is_meant(council: Council, tmp_path: Path) -> None:
    """Co-workers don't, nor does a personal adviser beside an allocated worker; of two, the later.
    What a co-worker's row says of the last discussion counts."""
    heading = "Case Ref,Team,Allocated Worker,Involvement,Allocation Start,Last Supervision"
    held = (
        "C-1,assessment,S1,Co-worker,05/10/2026,13/10/2026",
        "C-1,assessment,S2,Allocated Case Worker,01/09/2026,12/10/2026",
        "C-2,assessment,S2,Allocated Case Worker,01/09/2026,02/10/2026",
        "C-2,assessment,S1,Allocated Case Worker,02/10/2026,05/10/2026",
        "C-2,assessment,S2,Personal Adviser,09/10/2026,",
        "C-3,assessment,S1,Allocated Case Worker,02/10/2026,",
    )
    file = tmp_path / "cases.csv"
    file.write_text("\n".join((heading, *held)))
    (tmp_path / "m.yaml").write_text(propose(CsvFile(file), WORDS, file=file.name).text)
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(file, [read_mapping(tmp_path / "m.yaml")]) or ()))
    assert council.has(t.Allocation, "case_id", "worker_id") == [(1, 2), (2, 1), (3, 1)]
    rows = [
        cells
        for source in sources_of(file, [read_mapping(tmp_path / "m.yaml")]) or ()
        for cells in source.lines()
    ]
    source = (sources_of(file, [read_mapping(tmp_path / "m.yaml")]) or [])[0]
    assert source.titles["last_discussed"] == "Last Supervision (last_discussed)"
    at = list(rows[0][1]).index("last_discussed")
    assert [cells[at] for _, cells in rows[1:]] == ["2026-10-13", "2026-10-05", ""]


def test_a_name_with_a_team_in_brackets_is_somebody() -> None:
    assert not names_nobody("Example, Amara (North Team)")
    assert names_nobody("North Team")
    assert names_nobody("Group - all")
    assert names_nobody("Example, Amara (vacant)")


def _takes_a_log(council: Council, folder: Path, name: str, decided: str) -> None:
    """Of which one row is of a name that nobody has (``name``), about which somebody decides, and the others are of
    people and of a team."""
    rows = (
        "Worker,Supervisor,Date,Type",
        "Amara Example,Priya Sample,07/09/2026,1:1",
        f"{name},Priya Sample,08/09/2026,1:1",
        "Helen Madeup,Priya Sample,09/09/2026,1:1",
        "Whole team,Priya Sample,14/09/2026,Group",
        "Whole team,Priya Sample,15/09/2026,Group",
    )
    file = folder / "log.csv"
    file.write_text("\n".join(rows))
    known, names = Staff(TODAY), (("S1", "Amara Example"), ("S2", "Priya Sample"), ("S3", "Helen Madeup"))
    know(known, [{"staff_number": number, "name": name} for number, name in names])
    words = ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, known)
    text = propose(CsvFile(file), words, file=file.name).text
    asked = f"\"{name}\": '?'"
    assert asked in text
    (folder / "m.yaml").write_text(text.replace(asked, f'"{name}": {decided}'))
    council.takes(PEOPLE, LINES)
    council.takes(*(sources_of(file, [read_mapping(folder / "m.yaml")]) or ()))


@pytest.mark.parametrize(
    ("name", "decided", "met"), [("Wendy Nobody", '""', []), ("Mandy Example", "S1", [1])]
)
def test_a_group_s_row_that_names_none_of_its_people_is_whoever_leads_it(
    council: Council, tmp_path: Path, name: str, decided: str, met: list[int]
) -> None:
    """Only a group's: where it is decided that somebody is nobody, such as a leaver, their own row is passed over, and
    isn't their supervisor's alone."""
    _takes_a_log(council, tmp_path, name, decided)
    assert sorted(council.has(t.Session, "kind", "supervisee_id", "supervisor_id")) == [
        *(("case", worker, 2) for worker in (1, *met, 3)),
        ("group", 2, 2),
        ("group", 2, 2),
    ]


def test_a_sheet_that_the_others_mapping_has_no_columns_for_gets_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _tracker(tmp_path)
    assert CliRunner().invoke(app, ["import", "map", "tracker.xlsx"]).exit_code == 0
    Path("tracker.2.mapping.yaml").unlink()
    done = CliRunner().invoke(app, ["import", "map", "--sheet", "North", "tracker.xlsx"])
    assert done.exit_code == 0, done.output
    assert 'sheet: "North"' in Path("tracker.2.mapping.yaml").read_text()


def test_where_no_sheet_has_every_column_the_nearest_says_which_it_lacks(tmp_path: Path) -> None:
    """It was said that there is no sheet of that name."""
    file = _tracker(tmp_path)
    wide = propose_for(file, WORDS, None)[0].text.replace("Reason cancelled", "Reason")
    source = (sources_of(file, [mapping_of(wide, "m")]) or [])[0]
    with pytest.raises(FileFault, match="'Reason', which isn't here"):
        list(source.lines())
    assert source.name == "tracker.xlsx (East)"
