"""When a case was last discussed and a person last supervised, by systems that know no session: taken as what it is."""

from __future__ import annotations

from datetime import date

import pytest

from cards.shared.derivation import sentence
from policy.facts import Subject, SubjectKind
from storage import duties
from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.files import Rows
from storage.transactions import read_transaction
from tests.importing.councils import (
    CASES,
    DISCUSSIONS,
    LINES,
    NOW,
    PEOPLE,
    SESSIONS,
    Council,
    book_of,
    council_at,
    rows,
)

LAST = "case, service, categories, worker, allocated on, last discussed"


def _cases(day: str) -> Rows:
    return rows("cases", LAST, f"C-1, family_support, child in need, S1, 03/03/2026, {day}")


def _whys(council: Council, kind: SubjectKind, number: int) -> list[str]:
    """With what the derivations of what is open about a subject begin."""
    with read_transaction(council.engine, council.config, NOW) as work:
        found = duties.open_about(work, [Subject(kind, number)])
        return ["".join(str(part) for part in sentence(o.obligation.derivation[0])) for o in found]


def test_a_case_counts_from_the_day_that_the_case_system_says(council: Council) -> None:
    council.takes(PEOPLE, _cases("19/10/2026"))
    assert council.has(t.Discussion, "session_id", "on") == [(None, date(2026, 10, 19))]
    assert council.has(t.Session, "id") == [], "no session is invented"
    assert council.has(t.Record, "id") == [], "nor a record to write"
    said = "The case was last discussed, by the case system, on Monday 19 October 2026"
    assert said in _whys(council, SubjectKind.CASE, 1)
    assert council.drift() == []


def test_the_second_night_changes_only_what_changed(council: Council) -> None:
    council.takes(PEOPLE, _cases("19/10/2026"))
    again = council.takes(PEOPLE, _cases("19/10/2026"))
    assert again.changes == 0
    later = council.takes(PEOPLE, _cases("02/11/2026"))
    assert [str(line) for line in later.lines] == [
        "cases.csv line 2: cases C-1 changed: last_discussed Monday 19 October 2026 → Monday 2 November 2026"
    ]
    assert later.counts["cases"] == {"changed": 1}
    assert council.has(t.Discussion, "on") == [(date(2026, 10, 19),), (date(2026, 11, 2),)], (
        "the earlier one was met"
    )
    assert council.drift() == []


def test_an_earlier_day_corrects_the_latest(council: Council) -> None:
    council.takes(PEOPLE, _cases("02/11/2026"))
    council.takes(PEOPLE, _cases("19/10/2026"))
    assert council.has(t.Discussion, "on") == [(date(2026, 10, 19),)]
    assert council.drift() == []


def test_an_empty_cell_says_nothing(council: Council) -> None:
    council.takes(PEOPLE, _cases("02/11/2026"))
    assert council.takes(PEOPLE, _cases("")).changes == 0


def test_a_session_of_the_same_day_is_what_was_meant(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES, SESSIONS, DISCUSSIONS)
    council.takes(_cases("09/10/2026"))
    assert "The case was last discussed on Friday 9 October 2026" in _whys(council, SubjectKind.CASE, 1)


def _people(day: str) -> Rows:
    return rows(
        "people",
        "staff number, name, role, employed from, last supervised",
        f"S1, Amara Example, Social worker, 04/03/2019, {day}",
        "S2, Priya Sample, team_manager, 05/01/2015,",
    )


LINE = rows("lines", "supervisee, supervisor, since", "S1, S2, 01/10/2020")


def test_a_month_in_which_the_staff_system_knows_of_supervision_is_met(council: Council) -> None:
    council.takes(_people("02/11/2026"), LINE)
    assert council.has(t.Session, "id") == [], "no session is invented"
    assert "For the calendar month that begins on Tuesday 1 December 2026" in _whys(
        council, SubjectKind.PERSON, 1
    )
    assert council.takes(_people("02/11/2026")).changes == 0
    assert council.drift() == []


def test_somebody_counts_from_the_day_that_the_staff_system_says(migrated_url: str) -> None:
    with council_at(migrated_url, book_of("york")) as council:
        council.takes(_people("20/10/2026"), LINE)
        said = "The last supervision, by the staff system, was on Tuesday 20 October 2026"
        assert said in _whys(council, SubjectKind.PERSON, 1)
        assert council.drift() == []


def test_a_day_still_to_come_is_refused(council: Council) -> None:
    with pytest.raises(BadFilesError, match="last_discussed: Friday 4 December 2026 is still to come"):
        council.takes(PEOPLE, _cases("04/12/2026"))


def test_who_disagreed_what_was_of_safeguarding_and_who_acknowledged(council: Council) -> None:
    said = rows(
        "discussions",
        "session, case, full, recorded on, disagreed on, safeguarding, acknowledged by",
        "M2, C-1, no, 14/10/2026, 16/10/2026, yes, supervisor",
    )
    council.takes(PEOPLE, LINES, CASES, SESSIONS, said)
    assert council.has(
        t.Record, "answer", "answered_on", "safeguarding", where=t.Record.__table__.c.session_id == 2
    ) == [("disagreed", date(2026, 10, 16), True)]
    assert council.has(t.Discussion, "full", "by_worker", "by_manager") == [(False, False, True)]
    assert council.takes(PEOPLE, LINES, CASES, SESSIONS, said).changes == 0


def test_who_did_what_was_done(council: Council) -> None:
    council.takes(PEOPLE)
    council.takes(rows("milestones", "staff number, what, on, by", "S1, agreement, 14/10/2020, Priya Sample"))
    assert council.has(t.Milestone, "person_id", "what", "by_id") == [(1, "agreement", 2)]
