"""Exports that say once over several rows whose they are, as printed reports do, with what a print has besides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import read_mapping
from storage.importing.proposal.key_sheets import keys_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile, Source
from storage.importing.tables.mapped_files import sources_of
from storage.importing.tables.workbook import WorkbookFile
from tests.importing.councils import BOOK, NOW, Council, rows
from tests.importing.workbooks import workbook

TODAY = NOW.date()
STAFF = (("0417", "Amara Example"), ("0102", "Priya Sample"), ("0300", "Tomasz Madeup"))
PEOPLE = rows(
    "people",
    "staff_number, name, role, employed_from",
    *(f"{number}, {name}, social_worker, 04/03/2019" for number, name in STAFF),
)


def _words(keys: Mapping[str, str]) -> ImportVocabulary:
    staff = Staff(TODAY)
    know(staff, [{"staff_number": number, "name": name} for number, name in STAFF])
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff, keys=keys)


def _proposed(
    folder: Path, *lines: str, keys: Mapping[str, str] = MappingProxyType({})
) -> tuple[Proposal, list[Source]]:
    file = folder / "export.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    proposal = propose(CsvFile(file), _words(keys), file=file.name)
    (folder / "m.yaml").write_text(proposal.text, encoding="utf-8")
    return proposal, list(sources_of(file, [read_mapping(folder / "m.yaml")]) or ())


AWAY = (
    "Employee Number,Employee Name,Leave Code,Sickness reason,From Date,To Date,State",
    '0417,"Example, Amara",A1,,05/10/2026,09/10/2026,OK',
    ",,Z3,Migraine,12/10/2026,12/10/2026,OK",
    ",,A1,,21/12/2026,31/12/2026,OK",
    '0102,"Sample, Priya",Z3,Cold,05/10/2026,06/10/2026,OK',
    ",,A1,,19/10/2026,23/10/2026,OK",
)


def test_whose_number_stands_in_the_first_row_alone_has_the_rows_below(tmp_path: Path) -> None:
    proposal, _ = _proposed(tmp_path, *(line.replace("Z3", "A1") for line in AWAY if "Cold" not in line))
    assert 'fills_down: ["Employee Number"]' in proposal.text


@pytest.mark.parametrize("name", ["Invented, Tobias", "Example, Amara"])
def test_who_has_no_number_and_is_named_is_not_whoever_stands_above(tmp_path: Path, name: str) -> None:
    proposal, _ = _proposed(tmp_path, *AWAY, f',"{name}",A1,,02/11/2026,06/11/2026,OK')
    assert "fills_down" not in proposal.text


def test_a_vacant_post_is_not_whoever_stands_above(tmp_path: Path) -> None:
    vacant = ("VACANT,,A1,,02/11/2026,06/11/2026,OK", "VACANT,,A1,,09/11/2026,13/11/2026,OK")
    proposal, _ = _proposed(tmp_path, *AWAY, *vacant)
    assert "fills_down" not in proposal.text


def test_what_people_were_ill_with_in_some_rows_makes_the_others_no_sickness(
    council: Council, tmp_path: Path
) -> None:
    proposal, _ = _proposed(tmp_path, *AWAY)
    assert proposal.undecided == (
        "sickness and planned: what 'A1' is (3 rows): yes, no, or no absence at all (leave_out)",
    )
    text = proposal.text
    for ours, said in (("sickness", "no"), ("planned", "yes")):
        before, after = text.split(f"      {ours}:", 1)
        text = before + f"      {ours}:" + after.replace("'?'", said, 1)
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    council.takes(PEOPLE)
    council.takes(*(sources_of(tmp_path / "export.csv", [read_mapping(tmp_path / "m.yaml")]) or ()))
    assert council.has(t.Absence, "person_id", "first", "sickness", "planned") == [
        (1, date(2026, 10, 5), False, True),
        (1, date(2026, 10, 12), True, False),
        (1, date(2026, 12, 21), False, True),
        (2, date(2026, 10, 5), True, False),
        (2, date(2026, 10, 19), False, True),
    ]


def test_where_nothing_tells_which_rows_are_sickness_it_is_asked(tmp_path: Path) -> None:
    proposal, _ = _proposed(tmp_path, *(line.replace("Z3", "A1") for line in AWAY))
    assert proposal.undecided == (
        "sickness and planned: what 'A1' is (5 rows): yes, no, or no absence at all (leave_out)",
    )
    without = (line.replace("Leave Code,", "").replace("A1,", "").replace("Z3,", "") for line in AWAY)
    proposal, _ = _proposed(tmp_path, *without)
    assert [line.split(":")[0] for line in proposal.undecided] == ["sickness", "planned"]
    assert "says what people were ill with, and nothing in some rows" in proposal.undecided[0]


def test_where_each_row_says_what_somebody_was_ill_with_all_of_them_are_sickness(tmp_path: Path) -> None:
    ill = (AWAY[0], *(line.replace("A1,,", "Z3,Cold,") for line in AWAY[1:]))
    proposal, _ = _proposed(tmp_path, *ill)
    assert 'sickness: {is: "yes"}' in proposal.text
    assert not proposal.undecided


PRINTED = (
    "Open cases by team",
    "Team,Person ID,Category,Worker,Allocated From",
    'Assessment,1002001,Child in need,"Example, Amara",05/10/2026',
    ',1002002,Child in need,"Example, Amara",06/10/2026',
    ',,,"Madeup, Tomasz",07/10/2026',
    ",,,,RPT-7 Page 1 of 2",
    "Team,Person ID,Category,Worker,Allocated From",
    'Assessment,1002002 (cont.),,"Sample, Priya",08/10/2026',
    ',1002003,Child in need,"Sample, Priya",09/10/2026',
    ",Total open Assessment: 3,,,",
    'Looked after,1002004,Looked after,"Sample, Priya",12/10/2026',
    "Report run by RPT_USER on 27/11/2026 07:02,,,,RPT-7 Page 2 of 2",
)


def test_a_case_and_its_team_stand_once_over_the_rows_below_and_a_print_s_own_lines_are_none(
    tmp_path: Path,
) -> None:
    proposal, sources = _proposed(tmp_path, *PRINTED)
    assert 'fills_down: ["Person ID", "Team"]' in proposal.text
    assert not [line for line in proposal.undecided if "Page" in line or "Report" in line]
    said = {
        (cells[heading.index("case")], cells[heading.index("worker")])
        for source in sources
        for (_, heading), *lines in [[*source.lines()]]
        for _, cells in lines
        if "worker" in heading
    }
    assert {case for case, _ in said} == {"1002001", "1002002", "1002003", "1002004"}
    assert {who for case, who in said if case == "1002002"} == {
        "Example, Amara",
        "Madeup, Tomasz",
        "Sample, Priya",
    }


def test_what_somebody_does_for_a_case_is_no_name_of_another(tmp_path: Path) -> None:
    lines = (PRINTED[1], PRINTED[2], PRINTED[3], PRINTED[4], PRINTED[8], PRINTED[10])
    told = ("Involvement", *["Allocated Worker"] * 5)
    proposal, _ = _proposed(tmp_path, *(f"{line},{one}" for line, one in zip(lines, told, strict=True)))
    assert 'fills_down: ["Person ID"' in proposal.text


def test_a_row_without_a_case_that_names_a_child_is_not_of_the_case_above(tmp_path: Path) -> None:
    children = (
        "Child",
        "Anything Invented",
        "Nobody Invented",
        "Other Invented",
        "Fourth Invented",
        "Fifth Invented",
    )
    lines = (PRINTED[1], PRINTED[2], PRINTED[3], PRINTED[4], PRINTED[8], PRINTED[10])
    proposal, _ = _proposed(
        tmp_path, *(f"{line},{child}" for line, child in zip(lines, children, strict=True))
    )
    assert "Person ID" not in proposal.text.partition("fills_down")[2].partition("\n")[0]


def test_a_case_that_is_forgotten_now_and_then_is_not_that_of_the_row_above(tmp_path: Path) -> None:
    full = [f'Assessment,10020{n:02},Child in need,"Sample, Priya",05/10/2026' for n in range(20)]
    proposal, _ = _proposed(
        tmp_path, PRINTED[1], *full, 'Assessment,,Child in need,"Sample, Priya",05/10/2026'
    )
    assert "fills_down" not in proposal.text


@pytest.mark.parametrize("number", ["'0417", " '0417", '"=""0417"""'])
def test_a_number_that_is_marked_as_text_is_that_number(tmp_path: Path, number: str) -> None:
    _, sources = _proposed(
        tmp_path, *(line.replace("0417", number, 1) for line in AWAY if "Migraine" not in line)
    )
    ((_, heading), (_, first), *_) = [*sources[0].lines()]
    assert first[list(heading).index("staff_number")] == "0417"


def test_a_name_that_begins_with_an_apostrophe_keeps_it_and_so_in_a_workbook(tmp_path: Path) -> None:
    lines = [("Employee Number", "Full Name", "Job Title"), ("'0417", "'t Hooft, Amara", "Social worker")]
    read = [
        cells
        for _, cells in WorkbookFile(workbook(tmp_path / "staff.xlsx", ("Staff", lines)), "Staff").lines()
    ]
    assert read[1][:2] == ["0417", "'t Hooft, Amara"]


_KEY = (
    ("How to fill this in",),
    ("St", "", "", "Absence"),
    ("1", "In post", "", "10", "Annual leave"),
    ("2", "Maternity", "", "20", "Sickness"),
    ("3", "Seconded", "", "60", "Jury service"),
    (),
    ("Case codes",),
    ("Q17", "child in need"),
    ("CPP-N / E", "child protection plan"),
    ("Q20", "looked after"),
)


def test_codes_are_explained_by_the_key_of_another_file(tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "tracker.xlsx",
        ("Tracker", [("Worker", "Supervisor", "Date"), ("Amara Example", "Priya Sample", date(2026, 10, 5))]),
        ("Codes", _KEY),
    )
    keys = keys_of([book, tmp_path / "export.csv"])
    assert keys["cpp-e"] == "child protection plan"
    cases = (
        "Team,Person ID,Status,Worker,Allocated From,Visits",
        'Assessment,1002001,Q17,"Example, Amara",05/10/2026,1',
        'Assessment,1002002,CPP-E,"Example, Amara",06/10/2026,2',
        'Assessment,1002003,CPP-N,"Example, Amara",06/10/2026,3',
    )
    proposal, _ = _proposed(tmp_path, *cases, keys=keys)
    assert '"Q17": cin  # a guess: a key says “child in need”' in proposal.text
    assert proposal.text.count("child_protection  # a guess: a key says “child protection plan”") == 2
    assert "In post" not in proposal.text


def test_a_key_explains_which_codes_are_leave_and_numbers_of_days_are_no_codes(tmp_path: Path) -> None:
    keys = {"10": "Annual leave", "20": "Sickness", "60": "Jury service"}
    away = (
        "Employee Number,Absence Code,Days,From Date,To Date",
        "0417,10,10,05/10/2026,16/10/2026",
        "0102,20,20,05/10/2026,30/10/2026",
        "0102,60,60,02/11/2026,06/11/2026",
    )
    proposal, _ = _proposed(tmp_path, *away, keys=keys)
    assert 'from: "Absence Code"' in proposal.text
    assert not proposal.undecided
    assert proposal.text.count('"20": yes') == proposal.text.count('"10": yes') == 1
