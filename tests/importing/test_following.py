"""What only follows from a fault is no fault: it is counted behind it, and all faults are named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.applied.writing import Result
from storage.importing.checks.faulty_rows import stop_at_faults
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.faults import BadFilesError, Faults, ImportFault, listed
from storage.importing.mapped.mapping import mapping_of
from storage.importing.staging import Origin, Staging
from storage.importing.tables.files import Source
from storage.importing.tables.mapped_files import sources_of
from storage.transactions import read_transaction
from tests.importing.councils import NOW, PEOPLE, Council, rows

CASES = rows(
    "cases",
    "case, service, worker, allocated on",
    "C-1, assessment, S1, 03/03/2026",
    "C-2, assessment, Wendy Nobody, 03/03/2026",
    "C-3, no such service, S1, 03/03/2026",
    *(f"C-{n}, assessment, S1, 03/03/2026" for n in range(10, 60)),
)
SOUND = rows(
    "cases",
    "case, service, worker, allocated on",
    *(f"C-{n}, assessment, S1, 03/03/2026" for n in (1, *range(10, 60))),
)
SESSIONS = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state",
    "M1, S1, S2, 07/10/2026, 10:00, held",
    "M2, S1, S2, 31/09/2026, 10:00, held",
    "M3, Xaver Unknown, S2, 08/10/2026, 10:00, held",
)
DISCUSSIONS = rows(
    "discussions",
    "session, case",
    "M1, C-1",
    "M1, C-2",
    "M1, C-3",
    "M1, C-77",
    "M2, C-1",
    "M3, C-1",
)
ALL: tuple[Source, ...] = (PEOPLE, CASES, SESSIONS, DISCUSSIONS)


def _leaving_out(council: Council, *sources: Source) -> Result:
    return council.takes(*sources, leaves_out=True)


def test_all_faults_are_named_at_once_and_what_follows_is_counted_behind_them(council: Council) -> None:
    with pytest.raises(BadFilesError) as wrong:
        council.takes(*ALL)
    named = {(fault.file, fault.lines, fault.column) for fault in wrong.value.faults}
    assert named == {
        ("cases.csv", (3,), "worker"),
        ("cases.csv", (4,), "service"),
        ("discussions.csv", (5,), "case"),
        ("sessions.csv", (3,), "date"),
        ("sessions.csv", (4,), "supervisee"),
    }
    assert [(fault.file, fault.lines) for fault in wrong.value.followed] == [
        ("discussions.csv", (3, 4, 6, 7))
    ]
    assert (
        str(wrong.value)
        .splitlines()[-1]
        .startswith("discussions.csv, lines 3 to 4 and 6 to 7 (4 rows): what")
    )


def test_left_out_what_follows_is_no_fault_and_stops_nothing(council: Council) -> None:
    """However many follow: faults in one of ten rows stop an import."""
    held = [f"N{n}, S1, S2, {n:02}/09/2026, 10:00, held" for n in range(1, 29)]
    more = rows("more sessions", "session, supervisee, supervisor, date, start, state", *held)
    about = rows("more discussions", "session, case", *(f"N{n}, C-2" for n in range(1, 29)))
    result = _leaving_out(council, *ALL, more, about)
    assert {(one.file, one.lines) for one in result.left_out} == {
        ("cases.csv", (3,)),
        ("cases.csv", (4,)),
        ("discussions.csv", (5,)),
        ("sessions.csv", (3,)),
        ("sessions.csv", (4,)),
    }
    assert [(one.file, one.lines) for one in result.followed] == [
        ("discussions.csv", (3, 4, 6, 7)),
        ("more discussions.csv", tuple(range(2, 30))),
    ]
    assert len(council.has(t.Discussion, "id")) == 1


def test_a_person_with_a_fault_is_known_to_all_who_name_them(council: Council) -> None:
    people = rows(
        "people",
        "staff number, name, role, employed from",
        "S1, Amara Example, Astronaut, 04/03/2019",
        "S2, Priya Sample, team_manager, 05/01/2015",
    )
    with pytest.raises(BadFilesError) as wrong:
        council.takes(
            people, rows("absences", "staff number, first, planned", "Amara Example, 02/11/2026, no")
        )
    assert [(fault.file, fault.column) for fault in wrong.value.faults] == [("people.csv", "role")]
    assert [(fault.file, fault.lines) for fault in wrong.value.followed] == [("absences.csv", (2,))]


def test_a_slip_in_what_is_said_besides_costs_nobody_s_cases_and_sessions(council: Council) -> None:
    """Whoever has no share of full time that can be is in post, with all that names them; so is what was discussed of
    which nobody can tell when it was recorded. The cells are named."""
    people = rows(
        "people",
        "staff number, name, role, employed from, percent, asye from, in group",
        "S1, Amara Example, Social worker, 04/03/2019, 800, 31/06/2026, perhaps",
        "S2, Priya Sample, team_manager, 05/01/2015, 100, , no",
    )
    held = rows("sessions", "session, supervisee, supervisor, date, start, state", *_HELD)
    about = rows("discussions", "session, case, recorded on", "M1, C-1, see file")
    result = _leaving_out(council, people, SOUND, held, about)
    assert not [*result.left_out, *result.followed]
    assert {(one.file, one.lines, one.column) for one in result.cells_left_out} == {
        *(("people.csv", (2,), column) for column in ("percent", "asye_from", "in_group")),
        ("discussions.csv", (2,), "recorded_on"),
    }
    assert council.has(t.Person, "percent", "asye_from") == [(100, None), (100, None)]
    assert len(council.has(t.Discussion, "id")) == 1


_HELD = ("M1, S1, S2, 07/10/2026, 10:00, held", "M4, S1, S2, 14/10/2026, 10:00, held")
MAPPING = mapping_of(
    """
makes:
  sessions:
    columns: &pair {supervisee: Who, supervisor: By, date: Day, start: {is: "09:00"}, state: {is: held}}
  discussions:
    needs: Cases
    columns: {supervisee: Who, supervisor: By, date: Day, start: {is: "09:00"}, case: {from: Cases, split: ","}}
""",
    "log.yaml",
)
LOG = """\
Who,By,Day,Cases
S1,S2,07/10/2026,"C-1, C-77, C-10"
S1,S2,31/09/2026,"C-1, C-10"
S1,S2,14/10/2026,"C-11, C-12"
"""


def _log(tmp_path: Path, text: str = LOG) -> list[Source]:
    (tmp_path / "log.csv").write_text(text)
    return list(sources_of(tmp_path / "log.csv", [MAPPING]) or ())


def test_one_wrong_case_of_a_cell_costs_no_other(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE)
    result = _leaving_out(council, SOUND, *_log(tmp_path))
    assert "there is no case 'C-77'" in " ".join(listed(result.left_out))
    said = {reference for (reference,) in council.has(t.Case, "reference")}
    assert {"C-1", "C-10"} < said
    assert len(council.has(t.Discussion, "id")) == 4
    assert len(council.has(t.Session, "id")) == 2


def test_a_day_of_which_two_files_are_made_is_one_fault(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE)
    with pytest.raises(BadFilesError) as wrong:
        council.takes(SOUND, *_log(tmp_path))
    days = [line for line in str(wrong.value).splitlines() if "31/09/2026" in line]
    assert len(days) == 1


WITHOUT = mapping_of(
    """
makes:
  sessions:
    columns:
      session: Id
      supervisee: {from: Who, words: {Jenny Nobody: ""}}
      supervisor: By
      date: Day
      start: {is: "09:00"}
      state: {is: held}
  discussions:
    columns: {session: Id, case: {from: Cases, split: ","}}
""",
    "log.yaml",
)


def test_a_session_that_a_mapping_passes_over_is_no_fault_of_its_discussions(
    council: Council, tmp_path: Path
) -> None:
    council.takes(PEOPLE, SOUND)
    log = tmp_path / "log.csv"
    log.write_text('Id,Who,By,Day,Cases\n7,Jenny Nobody,S2,06/10/2026,"C-1, C-10"\n8,S1,S2,07/10/2026,C-1\n')
    result = council.takes(*(sources_of(log, [WITHOUT]) or ()))
    assert [(one.file, one.lines) for one in result.followed] == [("log.csv (discussions)", (2,))]
    assert len(council.has(t.Discussion, "id")) == 1


def test_what_a_file_makes_of_its_rows_is_no_sheet_of_a_workbook() -> None:
    faults = [
        ImportFault(f"log.xlsx ({kind})", (2, 3), "", "stays out too") for kind in ("sessions", "discussions")
    ]
    assert listed(faults) == [
        "log.xlsx (sessions), lines 2 to 3 (2 rows): stays out too",
        "log.xlsx (discussions), lines 2 to 3 (2 rows): stays out too",
    ]


def _hundreds_of_steps(council: Council, number: int, *, each_another: bool = False) -> int:
    """What the files' database does where so many rows name one case that isn't there, or each another one."""
    kind, taken = BY_NAME["events"], list[None]()
    blank = dict.fromkeys(("key", *kind.stored))
    with Staging() as staging, read_transaction(council.engine, council.config, NOW) as work:
        file = staging.begin(Origin("events.csv", "events", frozenset(kind.names)))
        staging.add(
            kind,
            file,
            [
                (line, {**blank, "key": f"E{line}", "case": f"C-{line if each_another else 404}"})
                for line in range(2, number + 2)
            ],
        )
        staging.sql.set_progress_handler(lambda: taken.append(None), 100)
        with pytest.raises(BadFilesError) as wrong:
            stop_at_faults(staging, work, Faults())
    assert sum(len(fault.lines) for fault in wrong.value.faults) == number
    return len(taken)


def test_each_of_many_rows_with_a_fault_is_found_without_a_look_at_all(council: Council) -> None:
    assert _hundreds_of_steps(council, 1_200) < 6 * _hundreds_of_steps(council, 300)


def test_however_many_words_name_nothing_the_rows_are_not_read_for_each(council: Council) -> None:
    few, many = (_hundreds_of_steps(council, number, each_another=True) for number in (300, 1_200))
    assert many < 6 * few
