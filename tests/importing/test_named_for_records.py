"""Who was asked to write a record, who shares out a group's, and what became of a personal session's notes."""

from __future__ import annotations

from datetime import date

import pytest

from storage import records
from storage import tables as t
from storage.importing.faults import BadFilesError
from tests.importing.councils import CASES, LINES, PEOPLE, Council, rows
from tests.importing.test_notes import CASE, PAIR, STAFF

SESSIONS = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state",
    "M1, S1, S2, 05/10/2026, 10:00, held",
)
DELEGATED = "session, case, recorded on, delegate, delegated on"
_BY = ("delegate_id", "delegated_on", "recorded_on")
GROUP = "session, supervisee, supervisor, date, start, kind, state, recorder, signer, overseer"
MORE = rows(
    "people",
    "staff number, name, role, employed from",
    "S3, Tomasz Madeup, social_worker, 05/01/2015",
    "S4, Zoe Madeup, advanced_practitioner, 05/01/2015",
)


def test_who_was_asked_to_write_it_comes_in_once(council: Council) -> None:
    asked = rows("discussions", DELEGATED, "M1, C-1, no, S3, 06/10/2026")
    council.takes(PEOPLE, LINES, CASES, SESSIONS, asked)
    assert council.has(t.Record, *_BY) == [(3, date(2026, 10, 6), None)]
    assert council.takes(asked).counts["discussions"] == {"same": 1}
    assert council.drift() == []


def test_whom_chat_asked_stays_and_the_row_is_listed(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, SESSIONS, rows("discussions", DELEGATED, "M1, C-1, no, ,"))
    with council.writes() as work:
        records.delegate(work, records.record(work, 1), 3, 2)
    other = rows(
        "people", "staff number, name, role, employed from", "S5, Ann Other, business_support, 01/02/2020"
    )
    found = council.takes(other, rows("discussions", DELEGATED, "M1, C-1, no, S5, 06/10/2026"))
    assert found.counts["discussions"] == {"kept": 1}
    assert council.has(t.Record, *_BY) == [(3, date(2026, 11, 3), None)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("M1, C-1, no, S1,", "takes part in it, or answers for its record"),
        ("M1, C-1, no, S2,", "takes part in it, or answers for its record"),
        ("M1, C-1, no, , 06/10/2026", "nothing says who was asked to write it"),
        ("M1, C-1, no, S3, 06/12/2026", "is still to come"),
    ],
)
def test_a_delegate_whom_chat_would_refuse_is_named(council: Council, line: str, said: str) -> None:
    with pytest.raises(BadFilesError, match=said):
        council.takes(PEOPLE, LINES, CASES, SESSIONS, rows("discussions", DELEGATED, line))


def test_where_the_policy_has_nobody_else_write_it_a_delegate_is_refused(southwark: Council) -> None:
    asked = rows("discussions", DELEGATED, "M1, C-1, no, S3, 06/10/2026")
    with pytest.raises(BadFilesError, match="nobody else writes the record"):
        southwark.takes(STAFF, MORE, PAIR, CASE, SESSIONS, asked)
    southwark.takes(STAFF, MORE, PAIR, CASE, SESSIONS)
    with pytest.raises(BadFilesError, match="nobody else writes the record"):
        southwark.takes(asked)


def test_a_group_is_shared_out_as_its_file_says(southwark: Council) -> None:
    group = "G1, S2, S2, 05/10/2026, 10:00, group, held"
    southwark.takes(
        *(STAFF, MORE, PAIR, CASE),
        rows("sessions", GROUP, f"{group}, S3, S1, S4"),
        rows("discussions", "session, case, recorded on", "G1, C-1, 06/10/2026"),
    )
    assert southwark.has(t.Session, "recorder_id", "signer_id", "overseer_id") == [(3, 1, 4)]
    assert southwark.has(t.Record, "lead_signs") == [(True,)]
    assert southwark.drift() == []
    assert southwark.takes(rows("sessions", GROUP, f"{group}, S3, S1, S4")).changes == 0
    other = southwark.takes(rows("sessions", GROUP, f"{group}, S3, S4, S1"))
    assert other.counts["sessions"] == {"changed": 1}
    southwark.takes(rows("discussions", "session, case", "G1, C-1"))
    assert southwark.has(t.Record, "lead_signs") == [(False,)]
    assert southwark.drift() == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("G1, S2, S2, 05/10/2026, 10:00, group, held, S3, S3,", "the same person as recorder"),
        ("G1, S1, S2, 05/10/2026, 10:00, personal, held, S3, ,", "this session is no group's"),
    ],
)
def test_who_cannot_share_it_out_is_named(southwark: Council, line: str, said: str) -> None:
    with pytest.raises(BadFilesError, match=said):
        southwark.takes(STAFF, MORE, PAIR, rows("sessions", GROUP, line))


def test_where_no_rule_gives_them_anything_to_do_nobody_is_named(council: Council) -> None:
    with pytest.raises(BadFilesError, match="gives a group's recorder anything to do"):
        council.takes(PEOPLE, rows("sessions", GROUP, "G1, S2, S2, 05/10/2026, 10:00, group, held, S3, ,"))


def test_what_became_of_personal_notes_comes_in(southwark: Council) -> None:
    heading = (
        "session, supervisee, supervisor, date, start, kind, state, recorded on, agreed on, disagreed on"
    )
    met = "M1, S1, S2, 05/10/2026, 10:00, personal, held, 06/10/2026"
    southwark.takes(STAFF, PAIR, rows("sessions", heading, f"{met}, , 09/10/2026"))
    assert southwark.has(t.Record, "answer", "answered_on") == [("disagreed", date(2026, 10, 9))]
    assert southwark.drift() == []
    agreed = rows("sessions", heading, f"{met}, 12/10/2026,")
    assert southwark.takes(agreed).counts["sessions"] == {"changed": 1}
    assert southwark.has(t.Record, "answer", "answered_on") == [("agreed", date(2026, 10, 12))]
    assert southwark.takes(agreed).changes == 0
    assert southwark.drift() == []
