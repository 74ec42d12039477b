"""``import map`` run again: what somebody decided stands to the letter, and only what is new is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app import app
from bot.commands import import_map
from storage.cipher import new_key
from storage.importing.mapped.mapping import FileMapping, MappingError
from storage.importing.tables import mapped_files
from storage.importing.tables import workbook as workbooks
from storage.importing.tables.files import Line, TableFile
from tests.importing.workbooks import workbook

STAFF = (
    "Staff No,Surname,First Name,Job Title,Post,Start Date,Line Manager",
    "S1,Example,Amara,Wizard,Social Worker,04/03/2019,Priya Sample",
    "S2,Sample,Priya,Team Manager,Team Manager,05/01/2015,Helen Madeup",
    "S3,Madeup,Helen,Head of Service,Head of Service,05/01/2012,",
)
MAPPING = Path("staff.mapping.yaml")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    Path("staff.csv").write_text("\n".join(STAFF))
    return tmp_path


def _map(*files: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["import", "map", *files])
    assert done.exit_code == code, done.output
    return done.output


def _edit(before: str, after: str, mapping: Path = MAPPING) -> None:
    text = mapping.read_text()
    assert before in text
    mapping.write_text(text.replace(before, after))


def test_what_was_decided_stands_and_what_is_new_is_asked() -> None:
    """To the letter, remarks and all; next month's file is read by the same mapping, whatever day is in its name."""
    _map("staff.csv")
    _edit("\"Wizard\": '?'", '"Wizard": practitioner  # HR says so')
    left = MAPPING.read_text()
    assert "staff.mapping.yaml stands as it is: 3 answers kept." in _map("staff.csv")
    assert MAPPING.read_text() == left
    Path("staff 2026-12.csv").write_text("\n".join((*STAFF, "S4,Invented,Sam,Sorcerer,x,05/01/2012,")))
    said = _map("staff 2026-12.csv")
    assert "Added to it, for staff 2026-12.csv: 1 word that nobody has decided." in said
    assert "1 thing to decide:\n  role: what 'Sorcerer' is here (1 rows)" in said
    assert "--mapping staff.mapping.yaml 'staff 2026-12.csv'" in said
    assert not Path("staff 2026-12.mapping.yaml").exists()
    line = "          \"Sorcerer\": '?'\n"
    assert MAPPING.read_text().replace(line, "") == left
    assert line in MAPPING.read_text()


@pytest.mark.parametrize("said", ['only: {"Post": ["Social*", "Team*"]}', 'leave_out: {"Post": ["Agency"]}'])
def test_words_of_rows_that_the_mapping_passes_over_are_not_asked(said: str) -> None:
    """Written by hand into one of its kinds; a day in their title stands in other rows too."""
    Path("staff.csv").write_text("\n".join((*STAFF[:3], "S9,Sample,Zed,04/03/2019,Agency,05/01/2015,")))
    _map("staff.csv")
    text = MAPPING.read_text()
    assert "\"04/03/2019\": '?'" in text
    text = text.replace("          \"04/03/2019\": '?'\n", "").replace(
        "\"Wizard\": '?'", '"Wizard": practitioner'
    )
    MAPPING.write_text(text.replace("  people:\n", f"  people:\n    {said}\n"))
    again = _map("staff.csv")
    assert "role: what" not in again, again
    assert "04/03/2019" not in MAPPING.read_text().partition("makes:")[2]


def test_what_nobody_answered_is_asked_again_until_nothing_asks_it() -> None:
    """With the title corrected in the staff file the question is none any more."""
    _map("staff.csv")
    assert "1 thing to decide:\n  role: what 'Wizard' is here (1 rows)" in _map("staff.csv")
    Path("staff.csv").write_text("\n".join(STAFF).replace("Wizard", "Social Worker"))
    said = _map("staff.csv")
    assert "Nobody has to answer 1 question of it any more." in said
    assert "to decide" not in said
    assert "\"Wizard\": '?'" not in MAPPING.read_text()
    assert '"Social Worker": social_worker' in MAPPING.read_text()


def test_the_column_that_somebody_chose_is_the_one_that_is_asked_about() -> None:
    _map("staff.csv")
    text = MAPPING.read_text()
    start, end = text.index("      role:"), text.index("      employed_from")
    MAPPING.write_text(text[:start] + "      role: Post\n" + text[end:])
    assert "to decide" not in _map("staff.csv")
    Path("staff.csv").write_text("\n".join(STAFF).replace("Wizard,Social Worker", "Wizard,Sorcerer"))
    assert "role: what 'Sorcerer' is here" in _map("staff.csv")
    assert "'Wizard'" not in _map("staff.csv")
    assert "      role: {from: Post, words: {" in MAPPING.read_text()


def test_words_in_braces_take_what_is_new() -> None:
    _map("staff.csv")
    text = MAPPING.read_text()
    start, end = text.index("      role:"), text.index("      employed_from")
    words = "{Wizard: practitioner, Team Manager: team_manager, Head of Service: head_of_service}"
    braces = f"      role: {{from: Job Title, words: {words}}}\n"
    MAPPING.write_text(text[:start] + braces + text[end:])
    Path("staff.csv").write_text("\n".join((*STAFF, "S4,Invented,Sam,Sorcerer,x,05/01/2012,")))
    assert "role: what 'Sorcerer' is here" in _map("staff.csv")
    assert braces.replace("service}", "service, \"Sorcerer\": '?'}") in MAPPING.read_text()


def test_a_name_that_is_new_is_asked_where_all_were_known() -> None:
    """A column as it stands gets words of its own; the mapping still reads the file."""
    _map("staff.csv")
    _edit("\"Wizard\": '?'", '"Wizard": practitioner')
    assert '      supervisor: "Line Manager"\n' in MAPPING.read_text()
    rows = "\n".join(STAFF).replace("2019,Priya Sample", "2019,Pritpal Unknown")
    Path("staff.csv").write_text(rows)
    assert "supervisor: who 'Pritpal Unknown' is" in _map("staff.csv")
    written = '      supervisor: {from: "Line Manager", words: {"Pritpal Unknown": \'?\'}}\n'
    assert written in MAPPING.read_text()
    _edit("'?'", "S2")
    done = CliRunner().invoke(app, ["import", "--dry-run", "--mapping", str(MAPPING), "staff.csv"])
    assert done.exit_code == 0, done.output


def test_a_file_that_is_added_is_proposed_and_the_others_stand() -> None:
    _map("staff.csv")
    before = MAPPING.read_text()
    Path("log.csv").write_text(
        "Practitioner,Supervisor,Date,Type,Held\nAmara Example,Priya Sample,07/09/2026,1:1,Y"
    )
    said = _map("staff.csv", "log.csv")
    assert "staff.mapping.yaml stands as it is" in said
    assert "Written to log.mapping.yaml." in said
    assert "python app.py import --dry-run --mapping . staff.csv log.csv" in said
    assert MAPPING.read_text() == before


def test_leave_refused_in_a_new_word_and_a_new_column_are_named() -> None:
    """Neither is changed without somebody: a kind of leave that is left out isn't asked about."""
    heading = "Staff No,First Day Absent,Last Day Absent,Absence Type,Status"
    rows = (
        "S1,02/11/2026,03/11/2026,Annual Leave,Approved",
        "S2,02/11/2026,03/11/2026,Special Leave,Withdrawn",
    )
    Path("absences.csv").write_text("\n".join((heading, *rows)))
    _map("staff.csv", "absences.csv")
    mapping = Path("absences.mapping.yaml")
    later = (*rows, "S1,09/11/2026,09/11/2026,Annual Leave,Rejected")
    Path("absences.csv").write_text("\n".join((f"{heading},Colour", *(f"{row},red" for row in later))))
    before = mapping.read_text()
    said = _map("absences.csv", "staff.csv")
    assert "rows whose “Status” says Rejected come in" in said
    assert "columns that the mapping doesn't name, and aren't read: Colour" in said
    assert "Special Leave" not in said
    assert mapping.read_text() == before


def test_a_column_that_is_gone_and_a_mapping_that_cannot_be_read_are_named() -> None:
    _map("staff.csv")
    Path("staff.csv").write_text("\n".join(STAFF).replace("Job Title", "Role Title"))
    assert "the mapping reads a column 'Job Title', which isn't here" in _map("staff.csv", code=1)
    MAPPING.write_text("makes: [")
    assert "staff.mapping.yaml, line 1: not YAML as it stands" in _map("staff.csv", code=1)
    assert MAPPING.read_text() == "makes: ["


def test_a_sheet_of_another_layout_is_named_and_proposed_when_it_is_asked_for(folder: Path) -> None:
    """A mapping that somebody threw away isn't written again by itself."""
    heading = ("Practitioner", "Supervisor", "Date", "Type", "Held")
    met = ("Amara Example", "Priya Sample", "07/09/2026", "1:1", "Y")
    east = [("Id", *heading), ("M1", *met)]
    workbook(folder / "log.xlsx", ("North", [heading, met]), ("East", east))
    _map("staff.csv", "log.xlsx")
    mine = next(one for one in Path().glob("log*.mapping.yaml") if 'sheet: "East"' in one.read_text())
    mine.unlink()
    said = _map("staff.csv", "log.xlsx")
    assert "log.xlsx: sheets that no mapping reads: East; --sheet proposes what is in one." in said
    assert not mine.exists()
    assert f"Written to {mine}." in _map("--sheet", "East", "staff.csv", "log.xlsx")
    assert "no mapping reads" not in _map("staff.csv", "log.xlsx")


def test_the_sheets_of_a_workbook_are_looked_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heading = ["Supervisee", "Supervisor", "Date", "Type"]
    met = ["Amara Example", "Priya Sample", "06/10/2026", "1:1"]
    workbook(folder / "log.xlsx", ("North", [heading, met]), ("East", [heading, met]))
    _map("staff.csv", "log.xlsx")
    looked: list[object] = []
    lacks = mapped_files._lacks

    def look(table: TableFile, mapping: FileMapping) -> int:
        looked.append(table)
        return lacks(table, mapping)

    monkeypatch.setattr(mapped_files, "_lacks", look)
    _map("staff.csv", "log.xlsx")
    assert len(looked) == 2


def test_each_sheet_of_a_workbook_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many layouts a proposal tries on it."""
    heading = ["Supervisee", "Supervisor", "Date", "Type"]
    met = ["Amara Example", "Priya Sample", "06/10/2026", "1:1"]
    workbook(folder / "log.xlsx", ("North", [heading, met]), ("Key", [["A", "annual leave"]]))
    read: list[str] = []
    rows = workbooks._rows

    def reading(values: Any, formulas: Any) -> Iterator[Line]:
        read.append(values.title)
        return rows(values, formulas)

    monkeypatch.setattr(workbooks, "_rows", reading)
    _map("--sheet", "North", "staff.csv", "log.xlsx")
    assert sorted(read) == sorted(set(read))
    read.clear()
    _map("--sheet", "North", "staff.csv", "log.xlsx")
    assert read


def test_a_file_with_the_bot_s_own_headings_needs_no_mapping() -> None:
    """As that of the lines that a dry run writes, which is brought in beside the exports."""
    Path("lines.csv").write_text("supervisee,supervisor,since,supervisee's name\nS1,S2,01/10/2020,Amara\n")
    assert "lines.csv needs no mapping: its headings are the bot's own." in _map("staff.csv", "lines.csv")


def test_lines_by_name_under_the_bot_s_own_headings_are_no_sessions() -> None:
    Path("by_hand.csv").write_text(
        "supervisee,supervisor,since\nAmara Example,Priya Sample,01/10/2020\nPaul Test,Priya Sample,02/11/2021\n"
    )
    said = _map("staff.csv", "by_hand.csv")
    assert "by_hand.csv needs no mapping: its headings are the bot's own." in said
    assert not Path("by_hand.mapping.yaml").exists()
    assert said.rstrip().endswith("staff.csv by_hand.csv")


def test_where_no_file_is_of_people_that_is_said_first() -> None:
    Path("cases.csv").write_text("Case No,Team,Key worker\nC-1,Assessment,Amara Example\n")
    said = _map("cases.csv")
    assert said.startswith(
        "First: no list of people was found in cases.csv: so nobody whom they name is known."
    )
    assert "no list of people" not in _map("cases.csv", "staff.csv")


def test_the_words_of_a_column_that_somebody_added_are_asked_about() -> None:
    """Also where none of them is a word of the rule set, so that nobody would have guessed the column."""
    heading = "Case No,Team,Key worker,Since,Open as"
    rows = (
        f"C-{n},Assessment,Amara Example,01/09/2026,{word}"
        for n, word in enumerate(("Purple Path", "Green Path"))
    )
    Path("cases.csv").write_text("\n".join((heading, *rows)))
    mapping = Path("cases.mapping.yaml")
    _map("staff.csv", "cases.csv")
    text = mapping.read_text()
    assert "categories" not in text
    mapping.write_text(
        text.replace("    columns:", '    columns:\n      categories: {from: "Open as", words: {}}')
    )
    said = _map("staff.csv", "cases.csv")
    assert "categories: what 'Purple Path' is here (1 rows)" in said
    assert "{\"Green Path\": '?', \"Purple Path\": '?'}" in mapping.read_text()


def test_a_mapping_written_by_hand_gets_the_names_that_nobody_decided_with_what_tells_them_apart() -> None:
    twins = (
        *STAFF,
        "S4,Colander,Jamie,Social Worker,Social Worker,05/01/2012,Priya Sample",
        "S5,Colander,Jamie,Social Worker,Social Worker,05/01/2012,Helen Madeup",
    )
    heading, *people = twins
    teams = ("North", "North", "West", "North", "West")
    rows = (f"{one},{team}" for one, team in zip(people, teams, strict=True))
    others = (
        f"S1{n},Made-Up{letter},Sam,Social Worker,Social Worker,05/01/2012,Priya Sample,North"
        for n, letter in enumerate("abcdefgh")
    )
    Path("staff.csv").write_text("\n".join((f"{heading},Team", *rows, *others)))
    heading = "Team,Supervisee,Supervisor,Arranged for,Held?"
    met = (
        "North,Jamie Colander,Priya Sample,07/09/2026,Y",
        "West,Jamie Colander,Helen Madeup,08/09/2026,Y",
        "North,Amara Exmaple,Priya Sample,09/09/2026,Y",
        "North,Wendy Nobody,Priya Sample,10/09/2026,Y",
        "North,Amara Example,Priya Sample,11/09/2026,Y",
        "North,Priya Sample,Helen Madeup,11/09/2026,Y",
        *(f"North,Sam Made-Up{letter},Priya Sample,14/09/2026,Y" for letter in "abcdefgh"),
    )
    Path("log.csv").write_text("\n".join((heading, *met)))
    columns = 'supervisee: Supervisee, supervisor: Supervisor, date: Arranged for, start: {is: "09:00"}'
    state = "state: {from: Held?, words: {}}"
    Path("log.mapping.yaml").write_text(
        f"files: log.csv\nmakes:\n  sessions:\n    columns: {{{columns}, {state}}}\n"
    )
    said = _map("staff.csv", "log.csv")
    for asked in ("'Wendy Nobody' is; nobody is called so", "'Amara Exmaple' is; perhaps Amara Example (S1)"):
        assert f"supervisee: who {asked}" in said
    text = Path("log.mapping.yaml").read_text()
    for word in ('beside: "Team"', '"Jamie Colander | North": "S4"', "\"Wendy Nobody\": '?'"):
        assert word in text, text


def test_lines_of_two_kinds_that_stand_over_the_rows_are_kept_and_asked_about() -> None:
    """Teams over their workers, workers over their cases, as somebody wrote that by hand."""
    rows = (
        "Ref,Sort,Since,Plan",
        *("Area: Meadow,,,", "Holder: Amara Example,,,", "101,Open,04/05/2026,CIN"),
        *("Area: Orchard,,,", "Holder: Priya Sample,,,", "102,Open,05/05/2026,Mystery"),
    )
    Path("held.csv").write_text("\n".join(rows))
    Path("held.mapping.yaml").write_text(
        'sections: {Area: "Area: *", Holder: "Holder: *"}\n'
        "makes:\n  cases:\n    columns:\n      case: Ref\n"
        "      service: {from: Area, words: {Meadow: assessment}}\n"
        "      categories: {from: Plan, words: {CIN: child_in_need}}\n"
        "      worker: Holder\n      allocated_on: Since\n"
    )
    said = _map("staff.csv", "held.csv")
    assert "service: what 'Orchard' is" in said
    assert "categories: what 'Mystery' is" in said


def test_a_mapping_that_cannot_be_added_to_is_named_and_the_others_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _map("staff.csv")
    Path("more.csv").write_text("\n".join(STAFF))

    def broken(*_: object) -> None:
        raise MappingError("staff.mapping.yaml, line 5: not YAML as it stands")

    monkeypatch.setattr(import_map, "add_new", broken)
    said = _map("staff.csv", "more.csv", code=1)
    assert "staff.mapping.yaml, line 5: not YAML as it stands" in said
    assert Path("more.mapping.yaml").exists()


def test_categories_of_several_columns_beside_one_without_a_heading_are_known_again() -> None:
    """They come from no one column, and so were taken to be the one without a heading: the second run stopped."""
    rows = (
        ",Case ID,Worker,Allocated,Category,Legal status",
        *(f"{n},C-{100 + n},Amara Example,02/03/2026,CIN Plan,C2 Full Care Order" for n in range(9)),
        *(f"{n},C-{200 + n},Amara Example,02/03/2026,CP Plan,E1 Placement Order" for n in range(9)),
    )
    Path("cases.csv").write_text("\n".join(rows))
    _map("staff.csv", "cases.csv")
    before = Path("cases.mapping.yaml").read_text()
    assert "- from: " in before, "of two columns"
    said = _map("staff.csv", "cases.csv")
    assert "cases.mapping.yaml stands as it is" in said
    assert Path("cases.mapping.yaml").read_text() == before
