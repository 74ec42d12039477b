"""Files in, facts stored and assessed: whole, in any order, once, and never over what chat said."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from storage import tables as t
from storage.importing.applied.changes import DifferenceLine, Outcome
from storage.importing.faults import BadFilesError
from storage.importing.staging import Staging
from storage.importing.tables.files import Rows
from storage.transactions import read_transaction
from tests.importing.councils import (
    ABSENCES,
    ALL,
    BOOK,
    CASES,
    DISCUSSIONS,
    LINES,
    NOW,
    PEOPLE,
    SESSIONS,
    Council,
    rows,
)
from tests.infra.budget import seeds

_session, _record = t.Session.__table__, t.Record.__table__


def _open(council: Council) -> set[tuple[Any, ...]]:
    mine = t.ObligationRow.__table__
    found = council.has(t.ObligationRow, "duty", "due", where=mine.c.state.in_(("waiting", "running")))
    return {tuple(row) for row in found}


def _kept(council: Council, *files: Rows) -> list[str]:
    return [str(line) for line in council.takes(*files).lines if line.what == Outcome.KEPT]


def test_what_the_files_say_is_stored_and_assessed(council: Council) -> None:
    council.takes(*ALL)
    assert council.has(t.Person, "staff_number", "name", "role") == [
        ("S1", "Amara Example", "social_worker"),
        ("S2", "Priya Sample", "team_manager"),
        ("S3", "Helen Madeup", "head_of_service"),
    ]
    assert council.has(t.Allocation, "case_id", "worker_id", "since", "until") == [
        (1, 1, date(2026, 3, 3), None),
        (2, 1, date(2026, 10, 20), None),
    ]
    assert council.drift() == []
    assert {
        ("discuss", date(2026, 11, 1)),  # C-1, every 2 weeks as decided on 1 November, and not before
        ("discuss", date(2026, 11, 3)),  # C-2, newly allocated: the tenth working day after 20 October
        ("rebook", None),  # waits for Priya's return
        ("note_gap", None),
        ("prepare", date(2026, 11, 6)),
    } <= _open(council)


def test_history_before_the_bots_start_is_taken_as_recorded(council: Council) -> None:
    council.takes(*ALL)
    assert council.has(t.Record, "recorded_on") == [(date(2026, 8, 7),), (date(2026, 10, 14),)]


def test_unless_the_file_says_otherwise(council: Council) -> None:
    said_no = rows("discussions", "session, case, recorded on", "M1, C-1, no")
    council.takes(PEOPLE, LINES, CASES, SESSIONS, said_no)
    assert council.has(t.Record, "recorded_on") == [(None,)]
    assert ("record", date(2026, 8, 14)) in _open(council)


def test_since_the_start_a_record_is_owed_until_it_is_said_to_exist(council: Council) -> None:
    silent = rows("discussions", "session, case", "M2, C-1")
    council.takes(PEOPLE, LINES, CASES, SESSIONS, silent)
    assert ("record", date(2026, 10, 16)) in _open(council)
    said = council.takes(rows("discussions", "session, case, recorded on", "M2, C-1, 15/10/2026"))
    assert said.counts["discussions"] == {"changed": 1}
    assert ("record", date(2026, 10, 16)) not in _open(council)


def test_a_personal_session_that_was_held_has_one_record(council: Council) -> None:
    personal = rows(
        "sessions",
        "supervisee, supervisor, date, start, kind, state, recorded on",
        "S1, S2, 02/11/2026, 10:00, personal, held, no",
    )
    council.takes(PEOPLE, LINES, personal)
    assert council.has(t.Record, "case_id", "recorded_on") == [(None, None)]
    assert council.drift() == []


def test_the_same_files_twice_change_nothing(council: Council) -> None:
    council.takes(*ALL)
    before = council.everything()
    again = council.takes(*ALL)
    assert again.changes == 0
    assert {what for counts in again.counts.values() for what in counts} == {"same"}
    assert council.everything() == before


@pytest.mark.parametrize("seed", seeds(3))
def test_any_order_gives_the_same(council: Council, seed: int) -> None:
    files = list(ALL)
    random.Random(seed).shuffle(files)
    result = council.takes(*files)
    assert result.counts["people"] == {"new": 3}
    assert council.has(t.Session, "source_id", "state") == [
        ("M1", "held"),
        ("M2", "held"),
        ("M3", "cancelled"),
        ("M4", "booked"),
    ]
    assert council.drift() == []


def test_where_nothing_is_stored_all_is_counted_and_the_first_listed(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.importing.staging.BATCH", 2)
    each: list[DifferenceLine] = []
    heard = council.takes(*ALL, dry_run=True, every=each.append)
    shown = council.takes(*ALL, dry_run=True)
    assert shown.counts == heard.counts
    assert len(each) > len(shown.lines) > len(shown.counts)


def test_a_dry_run_says_what_the_import_then_does(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES)
    before = council.everything()
    changed = rows(
        "people",
        "staff number, name, role, employed from",
        "S1, Amara Renamed, practitioner, 04/03/2019",
        "S9, New One, student, 02/11/2026",
    )
    files = (changed, SESSIONS, DISCUSSIONS, ABSENCES)
    shown = council.takes(*files, dry_run=True)
    assert shown.dry_run
    assert council.everything() == before
    done = council.takes(*files)
    assert (shown.counts, shown.changes) == (done.counts, done.changes)
    assert [str(x) for x in shown.lines] == [str(x) for x in done.lines]
    assert (
        "people.csv line 2: people S1 changed: name Amara Example → Amara Renamed, role social_worker → practitioner"
        in map(str, done.lines)
    )


def test_a_column_the_file_lacks_is_left_as_it_is_and_an_empty_cell_is_emptied(council: Council) -> None:
    council.takes(PEOPLE)
    council.takes(
        rows(
            "people",
            "staff number, name, role, employed from, email",
            "S1, Amara Example, social_worker, 04/03/2019,",
        )
    )
    assert council.has(t.Person, "email", "team", where=t.Person.__table__.c.staff_number == "S1") == [
        (None, "North")
    ]


def test_a_missing_row_changes_nothing(council: Council) -> None:
    council.takes(*ALL)
    before = council.everything()
    council.takes(
        rows(
            "people",
            "staff number, name, role, employed from",
            "S1, Amara Example, social_worker, 04/03/2019",
        )
    )
    assert council.everything() == before


def test_with_complete_it_has_ended(council: Council) -> None:
    council.takes(*ALL)
    people = rows(
        "people",
        "staff number, name, role, employed from",
        "S1, Amara Example, social_worker, 04/03/2019",
        "S2, Priya Sample, team_manager, 05/01/2015",
    )
    cases = rows("cases", "case, service, worker, allocated on", "C-1, family_support, S1, 03/03/2026")
    sessions = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, state",
        "M1, S1, S2, 07/08/2026, 10:00, held",
    )
    absences = rows("absences", "staff number, first, planned")
    files = (people, cases, sessions, absences)
    shown = council.takes(*files, complete=True, dry_run=True)
    done = council.takes(*files, complete=True)
    assert {k: c["ended"] for k, c in done.counts.items()} == {
        "people": 1,
        "cases": 1,
        "allocations": 0,
        "sessions": 1,
        "absences": 1,
    }
    assert shown.counts == done.counts
    assert council.has(t.Person, "left_on") == [(None,), (None,), (date(2026, 11, 2),)]
    assert council.has(t.Case, "closed_on") == [(None,), (date(2026, 11, 3),)]
    assert council.has(t.Session, "state") == [("held",), ("held",), ("cancelled",), ("cancelled",)]
    assert council.has(t.Absence, "last") == [(date(2026, 11, 2),)]
    assert council.drift() == []
    assert council.takes(*files, complete=True).changes == 0


def test_a_new_worker_ends_the_allocation_before(council: Council) -> None:
    council.takes(PEOPLE, LINES, CASES)
    moved = rows("cases", "case, service, worker, allocated on", "C-1, family_support, S2, 02/11/2026")
    council.takes(moved)
    mine = t.Allocation.__table__.c.case_id == 1
    assert council.has(t.Allocation, "worker_id", "since", "until", where=mine) == [
        (1, date(2026, 3, 3), date(2026, 11, 1)),
        (2, date(2026, 11, 2), None),
    ]
    assert council.takes(moved).changes == 0
    assert council.drift() == []


def test_allocations_in_one_file_follow_one_another(council: Council) -> None:
    chain = rows(
        "allocations",
        "case, worker, since",
        "C-1, S2, 05/05/2026",
        "C-1, S1, 06/06/2026",
        "C-1, S1, 03/03/2026",
    )
    council.takes(PEOPLE, chain, rows("cases", "case, service", "C-1, adoption"))
    assert sorted(council.has(t.Allocation, "since", "worker_id", "until")) == [
        (date(2026, 3, 3), 1, date(2026, 5, 4)),
        (date(2026, 5, 5), 2, date(2026, 6, 5)),
        (date(2026, 6, 6), 1, None),
    ]
    assert council.takes(chain).changes == 0


def test_a_new_line_supervisor_ends_the_one_before_and_leaves_a_professional_one(council: Council) -> None:
    council.takes(
        PEOPLE,
        LINES,
        rows("relationships", "supervisee, supervisor, since, professional", "S1, S3, 01/01/2021, yes"),
    )
    council.takes(rows("relationships", "supervisee, supervisor, since", "S1, S3, 02/11/2026"))
    mine = t.Relationship.__table__.c.supervisee_id == 1
    assert sorted(
        council.has(t.Relationship, "since", "supervisor_id", "professional", "until", where=mine)
    ) == [
        (date(2020, 10, 1), 2, False, date(2026, 11, 1)),
        (date(2021, 1, 1), 3, True, None),
        (date(2026, 11, 2), 3, False, None),
    ]
    assert council.drift() == []


def test_nobodys_sickness_or_reason_is_shown(council: Council) -> None:
    council.takes(*ALL)
    sessions = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, state, cancelled on, reason",
        "M3, S1, S2, 30/10/2026, 2pm, cancelled, 29/10/2026, leave",
    )
    well = rows("absences", "staff number, first, planned, sickness", "S2, 02/11/2026, no, no")
    lines = [str(line) for line in council.takes(sessions, well).lines]
    assert lines == [
        "absences.csv line 2: absences S2|2026-11-02 changed: sickness",
        "sessions.csv line 2: sessions M3 changed: reason",
    ]


def test_why_a_manager_decided_is_kept_encrypted_and_sealing_it_again_is_no_change(council: Council) -> None:
    council.takes(*ALL)
    [(sealed,)] = council.has(t.Authorisation, "sealed_why")
    assert b"moving" not in sealed
    assert BOOK.cipher.open(sealed) == "Things are moving fast"
    assert council.takes(*ALL).changes == 0


def test_an_outcome_put_right_by_the_source_takes_its_records_along(council: Council) -> None:
    council.takes(*ALL)
    wrong = rows(
        "sessions",
        "session, supervisee, supervisor, date, start, state, cancelled on, reason",
        "M2, S1, S2, 09/10/2026, 10:00, cancelled, 08/10/2026, work",
    )
    council.takes(wrong)
    assert council.has(t.Record, "session_id") == [(1,)]
    assert council.has(t.Discussion, "session_id") == [(1,)]
    assert council.drift() == []


def test_more_subjects_than_fit_one_transaction_are_all_assessed(council: Council) -> None:
    many = rows(
        "cases",
        "case, service, worker, allocated on",
        *(f"C-{n}, adoption, S1, 01/10/2026" for n in range(1200)),
    )
    seen: list[str] = []
    council.takes(PEOPLE, LINES, many, progress=lambda what, _done, _total: seen.append(what))
    mine = t.ObligationRow.__table__
    assert len(council.has(t.ObligationRow, "id", where=mine.c.duty == "discuss")) == 1200
    assert council.drift() == []
    assert {"reading cases.csv", "writing cases", "working out what is due"} <= set(seen)


def test_the_evidence_says_how_much_and_nothing_of_whom(council: Council) -> None:
    council.takes(*ALL)
    [(data,)] = council.has(t.Event, "data", where=t.Event.__table__.c.name == "import.applied")
    assert data["counts"]["people"] == {"new": 3}
    with read_transaction(council.engine, BOOK, NOW) as work:
        assert work.today == date(2026, 11, 3)


_WITH_LEFT = "staff number, name, role, employed from, email, left on"


def test_who_comes_back_under_another_number_keeps_their_address(council: Council) -> None:
    council.takes(
        rows(
            "people",
            _WITH_LEFT,
            "S1, Amara Example, social_worker, 04/03/2019, a@example.org, 30/10/2026",
            "S7, Amara Example, social_worker, 04/03/2019, a@example.org,",
            "S8, Zoë Sample, social_worker, 04/03/2019, z@example.org, 30/11/2026",
            "S9, Zoë Sample, social_worker, 01/12/2026, z@example.org,",
        )
    )
    council.takes(rows("people", _WITH_LEFT, "S6, Amara Example, social_worker, 04/03/2019, z@example.net,"))
    assert len(council.has(t.Person, "id")) == 5


def test_an_address_of_somebody_stored_and_in_post_is_theirs_alone(council: Council) -> None:
    council.takes(PEOPLE)
    taken = rows("people", _WITH_LEFT, "S7, Ben Sample, social_worker, 04/03/2019, Amara@example.org,")
    with pytest.raises(
        BadFilesError, match="line 2, email: S1 has this address too: one address belongs to one"
    ):
        council.takes(taken)
    swapped = rows("people", _WITH_LEFT, "S1, Amara Example, social_worker, 04/03/2019, a@example.org,")
    council.takes(taken, swapped)
    assert council.has(t.Person, "staff_number", "email")[-1] == ("S7", "amara@example.org")


def test_what_nobody_is_called_is_looked_for_once(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many names that nobody has are one fault, few are each one: both are found in one look."""
    said, begin = list[str](), Staging.__enter__

    def traced(staging: Staging) -> Staging:
        staging.sql.set_trace_callback(said.append)
        return begin(staging)

    monkeypatch.setattr(Staging, "__enter__", traced)
    council.takes(PEOPLE, LINES)
    looked = [
        one for one in said if one.startswith("SELECT DISTINCT") and "NOT IN (SELECT key FROM people)" in one
    ]
    assert len(looked) == len(set(looked)) == 2
