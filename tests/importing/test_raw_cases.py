"""Raw exports of cases: whose each is, several plans or workers of one, and words below a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.mapped.mapping import read_mapping
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import LINES, PEOPLE, Council
from tests.importing.test_raw_exports import _brought_in, _proposed, _written


def test_of_a_case_with_two_workers_the_one_that_is_first_is_taken(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "cases.csv",
        "Mosaic No;Team;Alloc type;Allocated Wkr;Allocation Start;CP Y/N\n"
        "900101;Assessment;Main;EXAMPLE, Amara;2026-03-03T00:00:00;Yes\n"
        "900101;Assessment;Joint;SAMPLE, Priya;2026-04-03T00:00:00;Yes\n"
        "900114;Assessment;Main;Unallocated;;No\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, file)
    assert council.has(t.Case, "reference", "categories") == [("900101", "child_protection"), ("900114", "")]
    assert council.has(t.Allocation, "case_id", "worker_id", "since") == [(1, 1, date(2026, 3, 3))]


_SEVERAL = {
    "in one cell": (
        'C-1,Assessment,S1,03/03/2026,"CP, LAC",\nC-2,Assessment,S1,03/03/2026,CIN,\n',
        'split: ","',
    ),
    "in a cell of lines": (
        'C-1,Assessment,S1,03/03/2026,"CP\nLAC",\nC-2,Assessment,S1,03/03/2026,CIN,\n',
        'split: "\\n"',
    ),
    "in a row each, of which one has ended": (
        "C-1,Assessment,S1,03/03/2026,CP,\nC-1,Assessment,S1,03/03/2026,LAC,\n"
        "C-1,Assessment,S1,03/03/2026,CIN,01/05/2026\nC-2,Assessment,S1,03/03/2026,CIN,\n",
        "gathers: categories",
    ),
}


@pytest.mark.parametrize(("lines", "says"), _SEVERAL.values(), ids=_SEVERAL)
def test_several_plans_of_a_case(council: Council, tmp_path: Path, lines: str, says: str) -> None:
    council.takes(PEOPLE)
    heading = "Case ID,Team,Worker,Worker from,Plan type,Plan end\n"
    proposal = _brought_in(council, _written(tmp_path / "cases.csv", heading + lines))
    assert says in proposal.text
    assert council.has(t.Case, "reference", "categories", "closed_on") == [
        ("C-1", "child_protection looked_after", None),
        ("C-2", "cin", None),
    ]


def test_a_case_with_a_row_for_each_worker_it_had(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "inv.csv",
        "CMS ID;Legal status;Team;Practitioner;Involvement start;Involvement end\n"
        "C-1;S20;Assessment;Priya Sample;01.02.2026;03.03.2026\nC-1;S20;Assessment;Amara Example;04.03.2026;\n"
        "C-2;CP;Assessment;Amara Example;05.03.2026;\n",
    )
    council.takes(PEOPLE)
    _brought_in(council, file)
    assert council.has(t.Case, "reference", "categories", "closed_on") == [
        ("C-1", "looked_after", None),
        ("C-2", "child_protection", None),
    ]
    assert sorted(council.has(t.Allocation, "case_id", "worker_id", "since", "until"), key=str) == [
        (1, 1, date(2026, 3, 4), None),
        (1, 2, date(2026, 2, 1), date(2026, 3, 3)),
        (2, 1, date(2026, 3, 5), None),
    ]


def test_a_worker_named_once_over_their_cases_and_numbers_kept_as_text(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "cases.csv",
        'Worker,Mosaic ID,Team,Alloc date,CP/LAC/CIN\nAmara Example,="0900101",Assessment,03/03/2026,CP\n'
        ',="0900114",Assessment,04/03/2026,LAC\nTotal for Amara Example,2,,,\n'
        'Priya Sample,="0900121",Assessment,05/03/2026,\n,="0900128",Assessment,06/03/2026,CIN\nGrand total,4,,,\n',
    )
    council.takes(PEOPLE)
    assert 'fills_down: ["Worker"]' in _brought_in(council, file).text
    assert council.has(t.Case, "reference", "categories") == [
        ("0900101", "child_protection"),
        ("0900114", "looked_after"),
        ("0900121", ""),
        ("0900128", "cin"),
    ]
    assert council.has(t.Allocation, "case_id", "worker_id") == [(1, 1), (2, 1), (3, 2), (4, 2)]


def test_a_case_that_nobody_has_is_not_its_neighbour_s(council: Council, tmp_path: Path) -> None:
    file = _written(
        tmp_path / "cases.csv",
        "Worker,Mosaic ID,Team,Alloc date\nAmara Example,900101,Assessment,03/03/2026\n,900114,Assessment,\n",
    )
    council.takes(PEOPLE)
    assert "fills_down" not in _brought_in(council, file).text
    assert council.has(t.Allocation, "case_id") == [(1,)]


def test_a_case_s_worker_is_a_column_of_names_and_without_one_it_is_to_be_decided(tmp_path: Path) -> None:
    heading = "Case No,Responsible Team,Responsible User,Allocated On,Date Closed\n"
    row = "C-1,Assessment,Amara Example,03/03/2026,\n"
    proposal = _proposed(_written(tmp_path / "cases.csv", heading + row))
    assert 'worker: "Responsible User"' in proposal.text
    assert 'allocated_on: "Allocated On"' in proposal.text
    nobody = heading.replace("Responsible User,", "") + row.replace("Amara Example,", "")
    assert (
        "worker: no column was taken for the worker"
        in _proposed(_written(tmp_path / "nobody.csv", nobody)).undecided
    )


def test_an_export_of_cases_that_says_open_beside_a_day_of_closing_is_listed(
    council: Council, tmp_path: Path
) -> None:
    file = _written(
        tmp_path / "cases.csv",
        "Case number,Team,Case status,Closed date\n"
        "C-1,Assessment,Open,12/10/2026\nC-2,Assessment,Open,\nC-3,Assessment,Closed,13/10/2026\n",
    )
    mapping = _written(file.with_suffix(".yaml"), _proposed(file).text)
    [odd] = council.takes(*(sources_of(file, [read_mapping(mapping)]) or ())).odd
    assert "line 2" in str(odd)
    assert "though the row says that it is open" in str(odd)


def test_a_word_below_a_day_that_another_column_says_is_not_taken_as_empty(
    council: Council, tmp_path: Path
) -> None:
    """Else a cancelled session would be one that is booked."""
    file = _written(
        tmp_path / "log.csv",
        "Session date,Time,Supervisee,Supervisor,Status,Written up\n"
        "09/10/2026,9:30,Amara Example,Priya Sample,Held,12/10/2026\n"
        "16/10/2026,9:30,Amara Example,Priya Sample,Cancelled,Cancelled\n"
        "23/10/2026,9:30,Amara Example,Priya Sample,Held,26/10/2026\n",
    )
    council.takes(PEOPLE, LINES)
    assert "empty:" not in _brought_in(council, file).text
    assert council.has(t.Session, "wall", "state") == [
        ("2026-10-09T09:30", "held"),
        ("2026-10-16T09:30", "cancelled"),
        ("2026-10-23T09:30", "held"),
    ]
