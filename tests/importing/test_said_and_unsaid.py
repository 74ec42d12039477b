"""What an export doesn't say is said to be unknown, and nobody is asked what it does say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.import_left import taken_as_recorded
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError
from storage.importing.mapped.mapping import MappingError, mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import CsvFile
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import BOOK, CASES, LINES, NOW, PEOPLE, Council, rows

TODAY = NOW.date()
HEADING = "session, supervisee, supervisor, date, start, state"
HELD = (
    "M1, S1, S2, 07/08/2026, 10:00, held",
    "M2, S1, S2, 04/09/2026, 10:00, held",
    "M3, S1, S2, 01/09/2026, 10:00, held",
    "M4, S1, S2, 15/09/2026, 10:00, held",
    "M5, S1, S2, 14/08/2026, 10:00, held",
)
DISCUSSED = rows(
    "discussions", "session, case, recorded on", "M1, C-1, 10/08/2026", "M2, C-1, no", "M3, C-1,"
)


def _proposed(path: Path, text: str, *known: tuple[str, str]) -> Proposal:
    path.write_text(text)
    staff = Staff(TODAY)
    for number, name in known:
        staff.know(number, (name,), None)
    return propose(CsvFile(path), ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff), file=path.name)


def test_a_dry_run_says_of_how_many_sessions_nothing_tells_whether_they_are_recorded(
    council: Council,
) -> None:
    """The council began on 7 September: what lies before it is history. One about no case has no record."""
    files = (PEOPLE, LINES, CASES, rows("sessions", HEADING, *HELD), DISCUSSED)
    result = council.takes(*files, dry_run=True)
    (said,) = taken_as_recorded(result)
    assert said.startswith(
        "Nothing says whether the record is written of 1 of 4 sessions held before the bot's first day, by kind: 1 "
        "case."
    )
    council.takes(*files)
    assert list(taken_as_recorded(council.takes(*files, dry_run=True))) == []


def test_days_to_come_that_are_no_session_s_are_said_not_to_be_read(tmp_path: Path) -> None:
    proposal = _proposed(
        tmp_path / "log.csv",
        "Supervisee,Supervisor,Date of session,Type,Length,Appointment\n"
        "Amara Example,Priya Sample,06/10/2026,Case,60,27/10/2026\n"
        "Amara Example,Priya Sample,27/10/2026,Case,60,24/11/2026\n",
    )
    (said,) = (line for line in proposal.guessed if "a day to come" in line)
    assert said.startswith("“Appointment”: 1 rows say a day to come, which isn't read: no session is")
    assert "# Appointment: 1 rows say a day to come" in proposal.text


def test_whose_an_absence_is_nobody_is_asked_where_the_row_has_the_number(tmp_path: Path) -> None:
    proposal = _proposed(
        tmp_path / "leave.csv",
        "Person ID,Employee,Leave type,Start date,End date\n"
        '40139,"Sample, Muhammad Zed",Annual Leave,06/10/2026,09/10/2026\n'
        '40139,"Sample, Muhammad Zed",Sickness,20/10/2026,21/10/2026\n'
        '42374,"Invented, Ana",Annual Leave,12/10/2026,13/10/2026\n',
        ("40139", "Zed Sample"),
        ("42374", "Ana Invented"),
    )
    assert 'staff_number: "Person ID"' in proposal.text
    assert not any("Muhammad" in line for line in (*proposal.undecided, *proposal.to_look_at))


LOG = mapping_of(
    """
makes:
  discussions:
    columns: {session: Id, case: {from: Cases, split: ","}, full: Full}
""",
    "log.yaml",
)


def test_every_difference_of_a_few_is_listed(council: Council, tmp_path: Path) -> None:
    """Of a line of which several rows are made one was told, and the others counted."""
    council.takes(PEOPLE, LINES, CASES, rows("sessions", HEADING, *HELD))
    for full in ("yes", "no"):
        (tmp_path / "log.csv").write_text(f'Id,Cases,Full\nM3,"C-1, C-2",{full}\nM4,C-1,{full}\n')
        result = council.takes(*(sources_of(tmp_path / "log.csv", [LOG]) or ()))
        assert len(result.lines) == result.changes == 3
        assert result.unlisted == 0


OF_TWO = mapping_of(
    """
makes:
  sessions:
    columns:
      supervisee: {from: Led by, when: {Sort: Group}, or: {from: Who, words: {Jenny Nobody: ""}}}
      supervisor: Led by
      date: On
      start: {is: "09:00"}
      state: {is: held}
      kind: {from: Sort, words: {Group: group, Case: case}}
""",
    "log.yaml",
)


def test_who_is_nobody_is_so_in_whichever_column(council: Council, tmp_path: Path) -> None:
    """And a fault names each that it may be."""
    council.takes(PEOPLE)
    log = tmp_path / "log.csv"
    log.write_text(
        "Led by,Who,Sort,On\nS2,Jenny Nobody,Case,06/10/2026\nS2,S1,Case,07/10/2026\nS2,,Case,08/10/2026\n"
    )
    sources = list(sources_of(log, [OF_TWO]) or ())
    with pytest.raises(BadFilesError) as wrong:
        council.takes(*sources)
    (fault,) = wrong.value.faults
    assert (fault.lines, fault.column) == ((4,), "Led by or Who (supervisee)")


def test_a_line_of_a_mapping_that_names_no_column_says_so() -> None:
    with pytest.raises(MappingError, match="supervisee: this names no column: leave the line out"):
        mapping_of('makes: {sessions: {columns: {supervisee: "", supervisor: By}}}', "log.yaml")
