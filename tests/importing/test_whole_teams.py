"""A group of which a log says that it was the whole team's, in place of names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.own_nothing import is_whole_team
from storage.importing.proposal.proposing import Proposal
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.mapped_files import sources_of
from tests.importing.councils import NOW, Council, rows
from tests.importing.test_notes import NAMES, STAFF

MORE = rows(
    "people",
    "staff number, name, role, employed from, qualified, left on",
    "S3, Tomasz Madeup, social_worker, 05/01/2015, yes,",
    "S4, Zoe Madeup, social_worker, 05/01/2015, yes, 09/10/2026",
    "S5, Otto Invented, social_worker, 05/01/2015, yes,",
)
LINES = rows(
    "relationships",
    "supervisee, supervisor, since, until",
    "S1, S2, 01/10/2020,",
    "S3, S2, 01/10/2020,",
    "S4, S2, 01/10/2020,",
    "S5, S2, 20/10/2026,",
)
AWAY = rows("absences", "staff number, first, last, planned, sickness", "S3, 12/10/2026, 16/10/2026, yes, no")
LOG = (
    "Supervisee,Supervisor,Date,Time,Type,Status",
    "Amara Example,Priya Sample,02/10/2026,10:00,1:1,Held",
    "Whole team,Priya Sample,05/10/2026,10:00,Group,Held",
    "Whole team,Priya Sample,13/10/2026,10:00,Group,Held",
    "Duty Tray,Priya Sample,14/10/2026,10:00,1:1,Held",
    "All staff,Priya Sample,26/10/2026,10:00,Group,Held",
    "Amara Example,Priya Sample,30/10/2026,10:00,1:1,Held",
)


def _proposed(council: Council, folder: Path) -> tuple[Path, Proposal]:
    know(staff := Staff(NOW.date()), [{"staff_number": n, "name": who} for n, who in NAMES])
    file = folder / "log.csv"
    file.write_text("\n".join(LOG))
    words = ImportVocabulary(council.config.rules(NOW.date()), council.config.cipher, staff)
    return file, propose_for(file, words, None)[0]


def test_everybody_whom_the_supervisor_supervised_that_day_belongs_to_it(
    southwark: Council, tmp_path: Path
) -> None:
    """It was guessed to be nobody's: who came had no group that week."""
    file, proposal = _proposed(southwark, tmp_path)
    assert any(line.startswith("whole_team is “Supervisee”, where it says") for line in proposal.guessed)
    log = sources_of(file, [mapping_of(proposal.text, "m.yaml")]) or ()
    southwark.takes(STAFF, MORE, LINES, AWAY, *log)
    groups = southwark.has(t.Session, "id", "on", where=t.Session.__table__.c.kind == "group")
    days = dict(groups)
    there = {
        (days[session], person): attended
        for session, person, attended in southwark.has(t.Participant, "session_id", "person_id", "attended")
    }
    first, second, third = (date(2026, 10, day) for day in (5, 13, 26))
    assert there == {
        (first, 1): True,
        (first, 3): True,
        (first, 4): True,
        (second, 1): True,
        (second, 3): False,
        (third, 1): True,
        (third, 3): True,
        (third, 5): True,
    }
    assert southwark.drift() == []
    assert southwark.takes(*log).changes == 0


def test_of_one_still_to_come_nobody_came_yet(southwark: Council) -> None:
    heading = "session, supervisee, supervisor, date, start, kind, state, whole team"
    booked = rows("sessions", heading, "G1, S2, S2, 10/11/2026, 10:00, group, booked, yes")
    southwark.takes(STAFF, MORE, LINES, booked)
    assert southwark.has(t.Participant, "person_id", "attended") == [(1, None), (3, None), (5, None)]
    there = rows("participants", "session, staff_number, attended", "G1, S3, no")
    southwark.takes(there, rows("sessions", heading, "G1, S2, S2, 02/11/2026, 10:00, group, held, yes"))
    assert southwark.has(t.Participant, "person_id", "attended") == [(1, True), (3, False), (5, True)]
    assert southwark.drift() == []


def test_only_a_group_is_the_whole_teams(southwark: Council) -> None:
    heading = "session, supervisee, supervisor, date, start, kind, state, whole team"
    one = rows("sessions", heading, "M1, S1, S2, 02/11/2026, 10:00, personal, held, yes")
    with pytest.raises(BadFilesError, match="this session is no group's"):
        southwark.takes(STAFF, LINES, MORE, one)


@pytest.mark.parametrize("said", ["Whole team", "ALL", "All staff", "the entire team", "Everyone", "Team"])
def test_words_for_all_of_them(said: str) -> None:
    assert is_whole_team(said)


@pytest.mark.parametrize(
    "said", ["Whole team but Tom", "Duty team", "North", "All newly qualified", "Vacant"]
)
def test_words_for_some_or_others(said: str) -> None:
    assert not is_whole_team(said)
