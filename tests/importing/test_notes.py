"""A session held without a case owes its notes whether chat or a file says so, where the policy wants it recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.sample import small
from bot.sample.adapt import adapted
from policy.facts import Subject, SubjectKind
from storage import duties
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing_files import propose_for
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.importing.tables.mapped_files import sources_of
from storage.transactions import read_transaction
from tests.importing.councils import CASES, LINES, NOW, PEOPLE, Council, book_of, council_at, rows

HEADING = "session, supervisee, supervisor, date, start, minutes, kind, state, recorded on"
ONE = "M1, S1, S2, 02/11/2026, 10:00, 60, case, held,"
DISCUSSED = rows("discussions", "session, case, full", "M1, C-1, yes")
ACKNOWLEDGED = rows("discussions", "session, case, full", "M1, C-1, no")


@pytest.fixture
def southwark(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url, book_of("southwark")) as made:
        yield made


def held(*lines: str) -> Rows:
    return rows("sessions", HEADING, *lines)


STAFF = rows(
    "people",
    "staff number, name, role, employed from, qualified",
    "S1, Amara Example, social_worker, 04/03/2019, yes",
    "S2, Priya Sample, practice_group_lead, 05/01/2015, yes",
)
NAMES = (("S1", "Amara Example"), ("S2", "Priya Sample"))
PAIR = rows("relationships", "supervisee, supervisor, since", "S1, S2, 01/10/2020")
CASE = rows("cases", "case, service, categories, worker, allocated on", "C-1, social_care, , S1, 07/09/2026")


def records(council: Council) -> list[tuple[object, ...]]:
    return council.has(t.Record, "session_id", "case_id", "recorded_on")


def owed(council: Council) -> list[str]:
    with read_transaction(council.engine, council.config, NOW) as work:
        found = duties.open_about(work, [Subject(SubjectKind.SESSION, 1)])
    return [kept.obligation.key.duty for kept in found]


def test_one_without_discussions_owes_its_notes(southwark: Council) -> None:
    southwark.takes(STAFF, PAIR, held(ONE))
    assert records(southwark) == [(1, None, None)]
    assert owed(southwark) == ["record"]
    assert southwark.drift() == []
    assert southwark.takes(STAFF, PAIR, held(ONE)).changes == 0
    assert records(southwark) == [(1, None, None)]


def test_cases_that_were_acknowledged_only_leave_them_owed(southwark: Council) -> None:
    southwark.takes(STAFF, PAIR, CASE, held(ONE), ACKNOWLEDGED)
    assert (1, None, None) in records(southwark)


@pytest.mark.parametrize("later", [False, True])
def test_one_with_a_case_has_the_record_of_that_case_alone(southwark: Council, later: bool) -> None:
    files = [STAFF, PAIR, CASE, held(ONE)]
    southwark.takes(*files, *([] if later else [DISCUSSED]))
    southwark.takes(*files, DISCUSSED)
    assert records(southwark) == [(1, 1, None)]
    assert southwark.drift() == []
    assert southwark.takes(*files, DISCUSSED).changes == 0


def test_what_the_file_says_of_the_notes_is_so(southwark: Council) -> None:
    southwark.takes(STAFF, PAIR, held(ONE + " 03/11/2026"))
    assert records(southwark) == [(1, None, date(2026, 11, 3))]
    southwark.takes(held("M1, S1, S2, 02/11/2026, 10:00, 60, case, held, 02/11/2026"))
    assert records(southwark) == [(1, None, date(2026, 11, 2))]


def test_with_cases_in_the_same_files_it_says_nothing_of_notes(southwark: Council) -> None:
    files = [STAFF, PAIR, CASE, held(ONE + " 03/11/2026"), DISCUSSED]
    southwark.takes(*files)
    assert records(southwark) == [(1, 1, None)]
    assert southwark.takes(*files).changes == 0


def test_history_owes_none(southwark: Council) -> None:
    southwark.takes(STAFF, PAIR, held("M1, S1, S2, 04/09/2026, 10:00, 60, case, held,"))
    assert records(southwark) == []


def test_nor_where_no_policy_wants_them(council: Council) -> None:
    council.takes(
        PEOPLE, LINES, CASES, held(ONE, "M2, S1, S2, 02/11/2026, 14:00, 60, case, held, 03/11/2026")
    )
    assert records(council) == []


def test_the_sample_council_has_written_its_notes(southwark: Council) -> None:
    southwark.takes(*adapted(southwark.config.versions.latest, small.sources()))
    assert not [session for session, case, recorded in records(southwark) if case is None and not recorded]


def test_a_booked_session_that_was_held_since_is_changed(southwark: Council) -> None:
    """Its notes are new, and it isn't: the table of what would be counted it as a new session."""
    southwark.takes(STAFF, PAIR, held("M1, S1, S2, 02/11/2026, 10:00, 60, personal, booked,"))
    since = held("M1, S1, S2, 02/11/2026, 10:00, 60, personal, held, no")
    assert southwark.takes(since, dry_run=True).counts["sessions"] == {"changed": 1}
    assert southwark.takes(since).counts["sessions"] == {"changed": 1}
    assert southwark.takes(since).counts["sessions"] == {"same": 1}


def test_a_log_s_n_under_the_day_of_recording_is_a_record_that_is_owed(
    southwark: Council, tmp_path: Path
) -> None:
    """Among days it was taken as an empty cell, as was a no: what nobody had written up was asked of nobody."""
    file = tmp_path / "log.csv"
    days = ("01/10/2026", "N", "05/10/2026", "", "-", "06/10/2026")
    lines = (
        f"Amara Example,Priya Sample,0{n + 1}/09/2026,10:00,Personal,Held,{day}" for n, day in enumerate(days)
    )
    file.write_text("\n".join(["Supervisee,Supervisor,Date,Time,Type,Status,Recorded on", *lines]))
    southwark.takes(STAFF, PAIR)
    know(staff := Staff(NOW.date()), [{"staff_number": n, "name": who} for n, who in NAMES])
    (proposal,) = propose_for(
        file, ImportVocabulary(southwark.config.rules(NOW.date()), southwark.config.cipher, staff), None
    )
    southwark.takes(*(sources_of(file, [mapping_of(proposal.text, "m.yaml")]) or ()))
    assert [day for _, _, day in records(southwark)] == [
        date(2026, 10, 1),
        None,
        date(2026, 10, 5),
        date(2026, 9, 4),
        date(2026, 9, 5),
        date(2026, 10, 6),
    ]
