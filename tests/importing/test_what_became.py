"""What became of a record once it was answered, as a file has it: referred, decided, closed, overseen."""

from __future__ import annotations

from datetime import date

import pytest

from storage import records
from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import Rows
from tests.importing.councils import CASES, LINES, PEOPLE, Council, rows

SESSIONS = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state",
    "M1, S1, S2, 05/10/2026, 10:00, held",
)
_HEADING = (
    "session, case, recorded on, disagreed on, referred on, decision, decided on, decided by, "
    "safeguarding reference, closed on"
)
_AFTER = ("referred_on", "decision", "decided_on", "decided_by_id", "safeguarding", "safeguarding_reference")


def _discussed(line: str) -> Rows:
    return rows("discussions", _HEADING, line)


def _takes(council: Council, line: str) -> list[tuple[object, ...]]:
    council.takes(PEOPLE, LINES, CASES, SESSIONS, _discussed(line))
    return council.has(t.Record, *_AFTER, "closed_on")


def test_a_referral_and_its_decision_come_in_and_what_follows_is_owed(council: Council) -> None:
    line = "M1, C-1, 07/10/2026, 12/10/2026, 14/10/2026, amend, 20/10/2026, S3, SG-17,"
    assert _takes(council, line) == [
        (date(2026, 10, 14), "amend", date(2026, 10, 20), 3, True, "SG-17", None)
    ]
    assert council.drift() == []
    assert council.takes(_discussed(line)).counts["discussions"] == {"same": 1}


def test_a_disagreement_alone_is_worked_out_at_once(council: Council) -> None:
    _takes(council, "M1, C-1, 07/10/2026, 12/10/2026, , , , , ,")
    assert council.drift() == []
    open_ones = council.has(t.ObligationRow, "rule", where=t.ObligationRow.__table__.c.state == "running")
    council.takes(_discussed("M1, C-1, 07/10/2026, 12/10/2026, 14/10/2026, , , , ,"))
    assert council.drift() == []
    assert open_ones


def test_what_is_known_of_it_stays_and_is_listed(council: Council) -> None:
    _takes(council, "M1, C-1, 07/10/2026, 12/10/2026, , , , , ,")
    with council.writes() as work:
        records.refer(work, records.record(work, 1), 1)
    found = council.takes(_discussed("M1, C-1, 07/10/2026, 12/10/2026, 14/10/2026, , , , ,"))
    assert found.counts["discussions"]["kept"] == 1
    assert council.has(t.Record, "referred_on") == [(date(2026, 11, 3),)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("M1, C-1, 07/10/2026, , 14/10/2026, , , , ,", "nobody disagreed"),
        ("M1, C-1, 07/10/2026, 12/10/2026, , amend, 20/10/2026, , ,", "wasn't referred to the next tier"),
        ("M1, C-1, 07/10/2026, 12/10/2026, 14/10/2026, amend, , , ,", "a decision and no day"),
        ("M1, C-1, 07/10/2026, 12/10/2026, 14/10/2026, , 20/10/2026, , ,", "nothing says what was decided"),
        ("M1, C-1, 07/10/2026, 12/10/2026, 10/10/2026, , , , ,", "is before disagreed_on"),
        ("M1, C-1, 07/10/2026, , , , , , , 14/12/2026", "is still to come"),
        ("M1, C-1, 07/10/2026, , , , , , Amara Example,", "this looks like a name"),
    ],
)
def test_what_rests_on_nothing_is_named(council: Council, line: str, said: str) -> None:
    with pytest.raises(BadFilesError, match=said):
        _takes(council, line)
