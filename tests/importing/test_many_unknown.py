"""Many words of one column that nobody knows are one fault, and whoever is none of the staff isn't said each: neither
in what the command prints nor in its report."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import app
from storage.importing.faults import BadFilesError, ImportFault, listed
from storage.importing.tables.files import Rows
from tests.importing.councils import LINES, PEOPLE, Council, rows
from tests.importing.typed import written

_STEMS = ("Amber", "Birch", "Cobalt", "Drift", "Ember", "Flint", "Gorse", "Heath", "Ivory", "Jasper")
STRANGERS = [f"{first} {second}wick" for first in _STEMS for second in _STEMS[:6]]
STAFF = [f"S{n}, Vera {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n % 26]}{chr(97 + n // 26)}lby" for n in range(100, 400)]
CASES = "case, service, worker, allocated on"
NOBODYS = {
    "names": STRANGERS,
    "addresses": [f"{one.replace(' ', '.')}@example.org" for one in STRANGERS],
}


def _people() -> Rows:
    return rows(
        "people",
        "staff number, name, role, employed from",
        *(f"{one}, social_worker, 05/01/2015" for one in STAFF),
    )


def _of_cases(workers: Sequence[str], known: int = 90) -> Rows:
    both = [*(one.split(", ")[1] for one in STAFF[:known]), *workers]
    lines = (f"C-{n}, assessment, {worker}, 01/09/2026" for n, worker in enumerate(both, 1001))
    return rows("cases", CASES, *lines)


def _faults(council: Council, *files: Rows) -> Sequence[ImportFault]:
    with pytest.raises(BadFilesError) as error:
        council.takes(*files)
    return error.value.faults


def _said(faults: Sequence[ImportFault]) -> str:
    """What a report says of them, row by row, too."""
    return "\n".join([*listed(faults), *(f.of_line(line).message for f in faults for line in f.lines)])


@pytest.mark.parametrize("what", NOBODYS)
def test_sixty_workers_whom_nobody_knows_are_one_line(council: Council, what: str) -> None:
    """Among three hundred who are known."""
    faults = _faults(council, _people(), _of_cases(NOBODYS[what]))
    (line,) = listed(faults)
    assert line.startswith(f"60 {what} are nobody's ('Amber")
    assert line.endswith("(cases.csv, worker, from line 92 on (60 rows))")
    assert "add whoever of them is or was of the staff" in line
    assert sum(one.lower() in _said(faults).lower() for one in NOBODYS[what]) == 3


def test_ten_are_slips_each_for_itself(council: Council) -> None:
    lines = listed(_faults(council, _people(), _of_cases(STRANGERS[:10])))
    assert lines[0] == (
        "cases.csv, line 92, worker: there is no staff number 'Amber Amberwick': add it to the file of people, or "
        "correct it"
    )
    assert len(lines) == 10


@pytest.mark.parametrize("what", NOBODYS)
def test_where_most_of_a_column_are_nobodys_none_is_said(council: Council, what: str) -> None:
    faults = _faults(council, _people(), _of_cases(NOBODYS[what], known=20))
    assert not any(one.lower() in _said(faults).lower() for one in NOBODYS[what])
    assert "not shown: they may be children's" in listed(faults)[0]


def test_numbers_and_references_that_nobody_has_are_one_line_and_each_in_a_report(council: Council) -> None:
    numbers = [f"T{n}" for n in range(900, 915)]
    faults = _faults(council, _people(), _of_cases(numbers))
    (line,) = listed(faults)
    assert line == (
        "cases.csv, lines 92 to 106 (15 rows), worker: there is no staff number 'T900': add it to the file of people, "
        "or correct it (14 more like it)"
    )
    assert all(f"'{number}'" in _said(faults) for number in numbers)
    about = rows(
        "events", "case, what, on", *(f"C-9{n}, safeguarding concern, 01/11/2026" for n in range(20, 40))
    )
    assert len(listed(_faults(council, PEOPLE, LINES, about))) == 1


def test_titles_that_are_no_roles_are_one_line_and_each_in_a_report(council: Council) -> None:
    titles = [f"{one} Officer {n}" for n, one in enumerate(_STEMS * 2)]
    people = rows(
        "people",
        "staff number, name, role, employed from",
        *(f"{who}, {title}, 05/01/2015" for who, title in zip(STAFF, titles, strict=False)),
    )
    faults = _faults(council, people)
    (line,) = listed(faults)
    assert line.startswith("people.csv, lines 2 to 21 (20 rows), role: 'Amber Officer 0' is no role")
    assert line.endswith("(19 more like it)")
    assert all(f"'{title}'" in _said(faults) for title in titles)


def test_of_rows_left_out_each_keeps_its_own_fault(council: Council) -> None:
    """Of a cell that names several cases only the wrong one stays out, also where many are wrong."""
    people = [*_people().rows, ["S900", "Otto Invented", "team_manager", "05/01/2015"]]
    files = (
        Rows("people.csv", _people().heading, people),
        _of_cases([], known=290),
        rows(
            "sessions",
            "session, supervisee, supervisor, date, start, state",
            "M1, S100, S900, 05/10/2026, 10:00, held",
        ),
        rows("discussions", "session, case", *(f"M1, C-{n}" for n in range(1280, 1310))),
    )
    result = council.takes(*files, leaves_out=True)
    (left,) = listed(result.left_out)
    assert "there is no case 'C-1291'" in left
    assert "(18 more like it)" in left
    assert result.counts["discussions"] == {"new": 11}


@pytest.mark.usefixtures("settings")
def test_the_report_of_the_command_says_them_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_CASE_REFERENCES", "C-####")
    files = map(written, (_people(), _of_cases(STRANGERS)))
    done = CliRunner().invoke(app, ["import", "--report", "report.csv", *files])
    assert done.exit_code == 1
    with Path("report.csv").open(encoding="utf-8-sig", newline="") as file:
        reported = list(csv.DictReader(file))
    assert len(reported) == 60
    said = done.output + done.stderr + str(reported)
    assert sum(one in said for one in STRANGERS) == 3
    assert "1 to correct" in done.output + done.stderr
