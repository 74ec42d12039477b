"""Lines that stand over others: an employee over their absences, a team over its people; keys in a file's foot, and
numbers that another system pads with zeros."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage import tables as t
from storage.cipher import new_key
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, NOW, Council

TODAY = NOW.date()
STAFF = (("4101", "Amara Example"), ("4102", "Priya Sample"), ("4103", "Helen Madeup"))
PEOPLE = Rows(
    "people.csv",
    ["staff_number", "name", "role", "employed_from"],
    [[number, name, "social_worker", "04/03/2019"] for number, name in STAFF],
)
#: A print of a payroll system: pages, blocks, totals, and a key in its foot.
PRINT = (
    "INVENTED COUNCIL,,,,,Page 1",
    "Leave by person,,,,,Run 27 NOV 26",
    ",,,,,",
    "Code,Absence,First day,Last day,Days,Auth",
    "Person 0004101,EXAMPLE A MS,,,Ctr CY1,",
    "AL,Annual leave,05/10/2026,06/10/2026,2,A",
    "SK,Sickness,12/10/2026,13/10/2026,2,A",
    ",Total for person,,,4,",
    "INV1 Leave by person and day,,,,,Page 2",
    "Leave by person,,,,,Run 27 NOV 26",
    "Code,Absence,First day,Last day,Days,Auth",
    "Person 0004101 (cont'd),EXAMPLE A MS,,,Ctr CY1,",
    "AL,Annual leave,02/11/2026,03/11/2026,2,W",
    "Person 0004102,SAMPLE P MS,,,Ctr CY1,",
    "AL,Annual leave,09/11/2026,10/11/2026,2,A",
    "Person 0004103,MADEUP H MS,,,Ctr CY2,",
    "AL,Annual leave,16/11/2026,17/11/2026,2,A",
    "Auth: A = authorised  P = awaiting  W = withdrawn. No last day = goes on.,,,,,",
    "*** End of report ***,,,,,",
)


def _words() -> ImportVocabulary:
    staff = Staff(TODAY)
    know(staff, [{"staff_number": number, "name": name} for number, name in STAFF])
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)


def _proposed(tmp_path: Path, *lines: str) -> tuple[Path, Proposal]:
    file = tmp_path / "export.csv"
    file.write_text("\n".join(lines))
    (proposal,) = propose_for(file, _words(), None)
    return file, proposal


def test_what_a_line_says_holds_for_the_rows_below_it(council: Council, tmp_path: Path) -> None:
    file, proposal = _proposed(tmp_path, *PRINT)
    assert 'sections: {"Person number": "Person *"}' in proposal.text
    assert proposal.undecided == ()
    council.takes(PEOPLE, *(sources_of(file, [mapping_of(proposal.text, "m.yaml")]) or ()))
    found = {str(first) for (first,) in council.has(t.Absence, "first")}
    assert found == {"2026-10-05", "2026-10-12", "2026-11-09", "2026-11-16"}


def test_leave_that_was_withdrawn_is_left_out_as_the_file_s_own_key_says(tmp_path: Path) -> None:
    _, proposal = _proposed(tmp_path, *PRINT)
    assert '"Auth": ["W"]' in proposal.text


def test_a_team_over_its_people_is_theirs() -> None:
    heading = ["Post ref", "Post", "Grade", "Name", "Pay no", "FTE", "In post since", "E-mail"]
    rows = [
        ["North  -  CY401", *[""] * 7],
        ["K1", "Social Worker", "G9", "Example, Amara (Mara)", "4101", "1", "04/03/2019", ""],
        ["", "Total North", "", "", "", "1", "", ""],
        ["South  -  CY402", *[""] * 7],
        ["K2", "Social Worker", "G9", "Sample, Priya", "4102", "1", "04/03/2019", ""],
        ["West & Coast (SPA)  -  CY403", *[""] * 7],
        ["K3", "Social Worker", "G9", "Madeup, Helen", "4103", "1", "04/03/2019", ""],
        ["Yellow = vacant. Struck through = left", *[""] * 7],
    ]
    text = propose(Rows("staff.csv", heading, rows), _words(), file="staff.csv").text
    assert 'sections: {"Section": "* - CY*"}' in text
    assert 'team: "Section"' in text


def test_somebody_is_met_by_the_name_in_brackets_and_by_the_other() -> None:
    staff = Staff(TODAY)
    know(staff, [{"staff_number": "4101", "name": "Example, Margaret (Peg)"}])
    for called in ("Peg Example", "Margaret Example", "Example, Margaret (Peg)", "Example, Peg"):
        assert staff.number(called) == "4101"


def test_a_number_that_another_system_pads_is_the_one_that_is_known() -> None:
    assert _words().staff.number("0004101") == "4101"
    assert _words().staff.number("0009999") is None


#: A report by area and by whoever holds the cases, with the heading again below each.
REPORT = (
    "Held cases by area,,,,,,",
    "Locality: Meadow family support,,,,,,",
    ",S/U No,Child,Sort,Inv from,Status,Last supervision",
    "Holder: Amara Example (AEXAMPLE),,,,,,",
    ",501001,Pretendling M,Holds,04/05/2026,CIN,02/10/2026",
    ",501002,Pretendling F,Holds,05/05/2026,LAC,05/10/2026",
    ",Holder total,2,,,,",
    "Holder: Priya Sample (PSAMPLE),,,,,,",
    ",501003,Nokid A,Holds,06/05/2026,CIN,06/10/2026",
    "Locality: Orchard looked after,,,,,,",
    ",S/U No,Child,Sort,Inv from,Status,Last supervision",
    "Holder: Helen Madeup (HMADEUP),,,,,,",
    ",501004,Makebaby O,Holds,07/05/2026,LAC,07/10/2026",
    ",GRAND TOTAL,4,,,,",
)


def test_areas_over_workers_over_their_cases_hold_for_the_rows_below(
    council: Council, tmp_path: Path
) -> None:
    """Also the first, which stands above the heading."""
    file, proposal = _proposed(tmp_path, *REPORT)
    assert 'sections: {"Locality": "Locality: *", "Holder": "Holder: *"}' in proposal.text
    text = proposal.text
    assert "  cases:" in text
    assert "absences:" not in text
    assert "Pretendling" not in text + "".join((*proposal.undecided, *proposal.guessed, *proposal.to_look_at))
    council.takes(PEOPLE, *(sources_of(file, [mapping_of(text, "m.yaml")]) or ()))
    services = [service for (service,) in council.has(t.Case, "service")]
    assert services == [
        "family_support",
        "looked_after",
        "family_support",
        "looked_after",
    ]  # by team and category
    workers = dict(council.has(t.Person, "id", "name"))
    held = [workers[who] for (who,) in council.has(t.Allocation, "worker_id")]
    assert held == ["Amara Example", "Amara Example", "Priya Sample", "Helen Madeup"]


def test_what_stands_below_another_heading_is_no_row_of_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases that were closed, under a heading of their own, aren't open ones of whoever stands last above them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUPERVISION_DATABASE_URL", f"sqlite:///{tmp_path}/council.db")
    monkeypatch.setenv("SUPERVISION_ENCRYPTION_KEYS", new_key())
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-###")
    staff = (
        "Staff No,Name,Job Title,Start Date",
        "S1,Amara Example,Social Worker,04/03/2019",
        "S2,Paul Test,Social Worker,04/03/2019",
    )
    heading = "Case ref,Age,Team,Alloc from,Next review"
    cases = (
        heading,
        *("Worker: Amara Example,,,,", "C-101,4,Assessment,02/11/2026,", "C-102,5,Assessment,02/11/2026,"),
        *("Worker: Paul Test,,,,", "C-103,6,Assessment,02/11/2026,"),
        "CLOSED in October,,,,",
        "Case ref,Age,Team,Closed,Last worker",
        *('C-201,4,Assessment,05/10/2026,"EXAMPLE, Amara"', 'C-202,4,Assessment,06/10/2026,"TEST, Paul"'),
        heading,
        *("Worker: Amara Example,,,,", "C-104,6,Assessment,02/11/2026,"),
    )
    Path("staff.csv").write_text("\n".join(staff))
    Path("cases.csv").write_text("\n".join(cases))
    said = CliRunner().invoke(app, ["import", "map", "staff.csv", "cases.csv"])
    assert "2 rows below another heading, further down, aren't read" in said.output
    done = CliRunner().invoke(app, ["import", "--mapping", ".", "staff.csv", "cases.csv"])
    assert done.exit_code == 0, done.output
    assert "cases: passed over 2 rows below another heading." in done.output
    assert "C-104 new: service assessment" in done.output
    assert "C-201" not in done.output
    assert "C-104|S1|" in done.output
