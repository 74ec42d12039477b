"""What the other policies ask of an import: events, intervals set elsewhere, groups, hours, and who reads what."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from policy.facts import SubjectKind
from storage import cases, intervals
from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import Rows
from storage.transactions import write_transaction
from tests.importing.councils import NOW, Council, book_of, rows
from tests.infra.budget import seeds

CAMBRIDGESHIRE, YORK, SOUTHWARK = (book_of(n) for n in ("cambridgeshire-peterborough", "york", "southwark"))

PEOPLE = rows(
    "people",
    "staff number, name, role, employed from, qualified, percent, asye from, asye until",
    "S1, Amara Example, social_worker, 04/03/2019, yes, 60%, 02/09/2024, 01/09/2025",
    "S2, Priya Sample, team_manager, 05/01/2015, yes, , ,",
    "S3, Tomasz Madeup, support_worker, 05/01/2015, no, 100, ,",
)


LINES = rows("relationships", "supervisee, supervisor, since", "S1, S2, 01/10/2020", "S3, S2, 01/10/2020")


CASES = rows(
    "cases",
    "case, service, categories, worker, allocated on, children",
    "C-1, social_care, in_care; stable_matched, S1, 03/03/2026, 3",
    "C-2, social_care, stable, S1, 20/03/2026,",
)


EVENT = "event, case, what, on, until, known on"


EVENTS = rows(
    "events",
    EVENT,
    "E1, C-2, safeguarding concern, 26/10/2026, 30/10/2026, 27/10/2026",
    ", C-1, Safeguarding_Concern, 02/11/2026, ,",
)


SESSIONS = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state",
    "M1, S1, S2, 09/10/2026, 10:00, held",
    "M2, S1, S2, 06/11/2026, 10:00, booked",
)


DISCUSSIONS = rows("discussions", "session, case", "M1, C-1", "M1, C-2")


ALL = (PEOPLE, LINES, CASES, EVENTS, SESSIONS, DISCUSSIONS)


def due(council: Council, case: int) -> date | None:
    """By when a case is to be discussed."""
    mine = t.ObligationRow.__table__
    state = mine.c.state.in_(("waiting", "running"))
    where = state & (mine.c.duty == "discuss") & (mine.c.subject_kind == "case") & (mine.c.subject_id == case)
    [(found,)] = council.has(t.ObligationRow, "due", where=where)
    assert found is None or isinstance(found, date)
    return found


@pytest.mark.parametrize("seed", seeds(2))
def test_in_any_order_the_facts_are_stored_and_assessed(cambridgeshire: Council, seed: int) -> None:
    files = list(ALL)
    random.Random(seed).shuffle(files)
    shown = cambridgeshire.takes(*files, dry_run=True)
    done = cambridgeshire.takes(*files)
    assert done.counts == shown.counts
    assert done.counts["events"] == {"new": 2}
    assert cambridgeshire.has(t.Person, "percent", "asye_until") == [
        (60, date(2025, 9, 1)),
        (100, None),
        (100, None),
    ]
    assert cambridgeshire.has(t.Case, "children") == [(3,), (None,)]
    assert set(cambridgeshire.has(t.CaseEvent, "source_id", "case_id", "on", "until", "known_on")) == {
        ("E1", 2, date(2026, 10, 26), date(2026, 10, 30), date(2026, 10, 27)),
        ("C-1|safeguarding_concern|2026-11-02", 1, date(2026, 11, 2), None, date(2026, 11, 3)),
    }
    assert cambridgeshire.drift() == []
    again = cambridgeshire.takes(*files)
    assert again.changes == 0


def test_an_event_that_comes_by_import_moves_what_rests_on_it(cambridgeshire: Council) -> None:
    """A stable case decided to be every 11 weeks, until a safeguarding concern (C6)."""
    decided = rows(
        "authorisations",
        "case, every, by, since, less often, granted as",
        "C-2, 11 weeks, S2, 12/10/2026, yes, supervisor",
    )
    cambridgeshire.takes(PEOPLE, LINES, CASES, SESSIONS, DISCUSSIONS, decided)
    assert due(cambridgeshire, 2) == date(2026, 12, 25)
    cambridgeshire.takes(EVENTS)
    assert due(cambridgeshire, 2) == date(2026, 11, 6)
    assert cambridgeshire.drift() == []


def test_a_longer_interval_counts_only_as_granted_by_who_may(cambridgeshire: Council) -> None:
    """Without saying in which role it was granted it is S2's own, and a Team Manager isn't named in C6."""
    decided = rows(
        "authorisations", "case, every, by, since, less often", "C-2, 11 weeks, S2, 12/10/2026, yes"
    )
    cambridgeshire.takes(PEOPLE, LINES, CASES, SESSIONS, DISCUSSIONS, decided)
    assert due(cambridgeshire, 2) != date(2026, 12, 25)


def test_a_longer_interval_that_was_ended_in_chat_stays_ended(cambridgeshire: Council) -> None:
    decided = rows(
        "authorisations",
        "case, every, by, since, until, less often, granted as",
        "C-2, 11 weeks, S2, 12/10/2026, 31/03/2027, yes, supervisor",
    )
    cambridgeshire.takes(PEOPLE, LINES, CASES, decided)
    with write_transaction(cambridgeshire.engine, CAMBRIDGESHIRE, NOW) as work:
        (granted,) = intervals.running(work, 2)
        intervals.end(work, granted, cases.cases(work, [2])[2], by=2)
    result = cambridgeshire.takes(decided)
    assert ["kept" in str(line) for line in result.lines].count(True) == 1
    ((until,),) = cambridgeshire.has(t.Authorisation, "until")
    assert until == NOW.date() - timedelta(days=1)


def test_an_event_said_in_chat_wins(cambridgeshire: Council) -> None:
    cambridgeshire.takes(PEOPLE, LINES, CASES)
    with write_transaction(cambridgeshire.engine, CAMBRIDGESHIRE, NOW) as work:
        on, what = date(2026, 11, 2), "safeguarding_concern"
        said = t.CaseEvent(case_id=1, what=what, on=on, until=date(2026, 11, 3), known_on=on, from_chat=True)
        work.add(said)
        work.touch(SubjectKind.CASE, 1)
    result = cambridgeshire.takes(EVENTS)
    assert ["kept" in str(line) for line in result.lines].count(True) == 1
    assert cambridgeshire.has(t.CaseEvent, "case_id", "until", "from_chat") == [
        (1, date(2026, 11, 3), True),
        (2, date(2026, 10, 30), False),
    ]


def test_with_complete_an_event_that_goes_on_has_ended_and_one_to_come_will_not_be(
    cambridgeshire: Council,
) -> None:
    to_come = rows("more", EVENT, "E3, C-2, safeguarding concern, 16/11/2026, ,")
    cambridgeshire.takes(*ALL, to_come)
    over = rows("events", EVENT, "E1, C-2, safeguarding concern, 26/10/2026, 30/10/2026, 27/10/2026")
    result = cambridgeshire.takes(over, complete=True)
    assert result.counts["events"]["ended"] == 2
    assert set(cambridgeshire.has(t.CaseEvent, "source_id", "until")) == {
        ("E1", date(2026, 10, 30)),
        ("C-1|safeguarding_concern|2026-11-02", date(2026, 11, 2)),
    }
    assert cambridgeshire.drift() == []


_PERSON = "staff number, name, role, employed from"


_SESSION = "session, supervisee, supervisor, date, start, state, cancelled on, reason"


CHANGES: dict[str, Rows] = {
    "the worker's role": rows("people", _PERSON, "S1, Amara Example, child_practitioner, 04/03/2019"),
    "a supervisor's role": rows("people", _PERSON, "S2, Priya Sample, group_manager, 05/01/2015"),
    "a case passes on": rows(
        "cases", "case, service, worker, allocated on", "C-1, social_care, S3, 02/11/2026"
    ),
    "a case's categories": rows("cases", "case, service, categories", "C-2, social_care, child_protection"),
    "a case is closed": rows("cases", "case, service, closed on", "C-1, social_care, 02/11/2026"),
    "a session is booked": rows("sessions", _SESSION, ", S1, S2, 04/11/2026, 10:00, booked, ,"),
    "a session was held": rows("sessions", _SESSION, ", S1, S2, 30/10/2026, 10:00, held, ,"),
    "a session is cancelled": rows(
        "sessions", _SESSION, "M2, S1, S2, 06/11/2026, 10:00, cancelled, 02/11/2026, work"
    ),
    "a session moves": rows("sessions", _SESSION, "M2, S1, S2, 11/11/2026, 10:00, booked, ,"),
    "an absence": rows("absences", "staff number, first, last, planned", "S1, 02/11/2026, , no"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_reads_a_fact_is_assessed_with_it(cambridgeshire: Council, what: str) -> None:
    cambridgeshire.takes(*ALL)
    assert cambridgeshire.takes(CHANGES[what]).changes
    assert cambridgeshire.drift() == []


@pytest.mark.parametrize("kind", ["sessions", "allocations", "cases", "absences"])
def test_what_complete_ends_too(cambridgeshire: Council, kind: str) -> None:
    whole = {
        "sessions": rows("sessions", "supervisee, supervisor, date, start", "S3, S2, 04/12/2026, 10:00"),
        "allocations": rows("allocations", "case, worker, since", "C-2, S1, 20/03/2026"),
        "cases": rows("cases", "case, service", "C-2, social_care"),
        "absences": rows("absences", "staff number, first, last, planned", "S2, 02/12/2026, 03/12/2026, yes"),
    }
    cambridgeshire.takes(*ALL, CHANGES["an absence"])
    assert cambridgeshire.takes(whole[kind], complete=True).counts[kind]["ended"] == 1
    assert cambridgeshire.drift() == []


# Intervals that another body sets

STUDENT = rows("people", "staff number, name, role, employed from", "S7, Sade Pretend, student, 07/09/2026")


SET = "staff number, by, every, since, until"


def test_an_interval_set_elsewhere_holds_until_the_next_one(york: Council) -> None:
    first = rows("set_elsewhere", SET, "S7, practice educator, 2 weeks, 07/09/2026,")
    york.takes(STUDENT, first)
    assert york.takes(first).changes == 0
    york.takes(rows("set_elsewhere", SET, "S7, Practice Educator, 1 week, 02/11/2026,"))
    assert york.has(t.SetElsewhere, "by", "every", "since", "until") == [
        ("Practice Educator", "2 weeks", date(2026, 9, 7), date(2026, 11, 1)),
        ("Practice Educator", "1 week", date(2026, 11, 2), None),
    ]
    mine = t.ObligationRow.__table__
    assert york.has(t.ObligationRow, "due", where=(mine.c.duty == "supervise") & (mine.c.state == "running"))
    assert york.drift() == []


def test_what_was_said_of_it_in_chat_wins_and_complete_leaves_it(york: Council) -> None:
    york.takes(STUDENT)
    with write_transaction(york.engine, YORK, NOW) as work:
        by, since = "Practice Educator", date(2026, 9, 7)
        work.add(t.SetElsewhere(person_id=1, by=by, every="3 weeks", since=since, said_by_id=1))
        work.touch(SubjectKind.PERSON, 1)
    result = york.takes(rows("set_elsewhere", SET, "S7, Practice Educator, 2 weeks, 07/09/2026,"))
    assert "kept" in str(result.lines[0])
    ended = york.takes(
        rows("set_elsewhere", SET, "S7, Practice Educator, 2 weeks, 01/12/2026,"), complete=True
    )
    assert ended.counts["set_elsewhere"]["ended"] == 0
    assert york.has(t.SetElsewhere, "every", "until")[0] == ("3 weeks", date(2026, 11, 30))


# Groups

GROUP_PEOPLE = rows(
    "people",
    "staff number, name, role, employed from",
    "S1, Amara Example, social_worker, 04/03/2019",
    "S2, Priya Sample, practice_group_lead, 05/01/2015",
    "S3, Tomasz Madeup, social_worker, 05/01/2015",
)


GROUP = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, minutes, kind, state",
    "G1, S2, S2, 30/10/2026, 10:00, 120, group, held",
    "G2, S2, S2, 06/11/2026, 10:00, 120, group, booked",
)


THERE = rows(
    "participants", "session, staff number, attended", "G1, S1, yes", "G1, S3, no", "G2, S1,", "G2, S3,"
)


@pytest.mark.parametrize("files", [(GROUP_PEOPLE, GROUP, THERE), (THERE, GROUP, GROUP_PEOPLE)])
def test_those_who_belong_to_a_group_s_session(southwark: Council, files: tuple[Rows, ...]) -> None:
    assert southwark.takes(*files).counts["participants"] == {"new": 4}
    assert southwark.has(t.Participant, "session_id", "person_id", "attended") == [
        (1, 1, True),
        (1, 3, False),
        (2, 1, None),
        (2, 3, None),
    ]
    assert southwark.drift() == []
    assert southwark.takes(*files).changes == 0
    after = southwark.takes(rows("participants", "session, staff number, attended", "G1, S3, yes"))
    assert after.counts["participants"] == {"changed": 1}
    assert (1, 3, True) in southwark.has(t.Participant, "session_id", "person_id", "attended")
    assert southwark.drift() == []


def test_with_complete_who_is_missing_never_belonged(southwark: Council) -> None:
    southwark.takes(GROUP_PEOPLE, GROUP, THERE)
    southwark.takes(rows("participants", "session, staff number, attended", "G1, S1, yes"), complete=True)
    assert southwark.has(t.Participant, "session_id", "person_id") == [(1, 1)]
    assert southwark.drift() == []


def test_a_group_that_chat_held_keeps_who_was_there(southwark: Council) -> None:
    southwark.takes(GROUP_PEOPLE, GROUP, THERE)
    with write_transaction(southwark.engine, SOUTHWARK, NOW) as work:
        work.connection.execute(update(t.Session.__table__).values(from_chat=True))
        work.touch(SubjectKind.SESSION, 1, 2)
    result = southwark.takes(
        rows("participants", "session, staff number, attended", "G1, S1, no", "G1, S2, yes")
    )
    assert result.counts["participants"] == {"kept": 2}
    assert (1, 1, True) in southwark.has(t.Participant, "session_id", "person_id", "attended")
    assert southwark.drift() == []


# Rows with faults

EVENT_FAULTS = {
    "what: 'safegarding concern' is no event of this rule set; did you mean 'safeguarding concern'?": (
        "E9, C-1, safegarding concern, 02/11/2026, ,"
    ),
    "case: there is no case 'C-9': add it to the file of cases, or correct it": (
        "E9, C-9, safeguarding concern, 02/11/2026, ,"
    ),
    "until: Sunday 1 November 2026 is before on (Monday 2 November 2026): correct one of them": (
        "E9, C-1, safeguarding concern, 02/11/2026, 01/11/2026,"
    ),
    "known_on: Wednesday 4 November 2026 is still to come: leave it out until it has happened": (
        "E9, C-1, safeguarding concern, 02/11/2026, , 04/11/2026"
    ),
    "on: this is empty: every row needs it": "E9, C-1, safeguarding concern, , ,",
}


@pytest.mark.parametrize("fault", EVENT_FAULTS)
def test_an_event_with_a_fault_keeps_everything_out(cambridgeshire: Council, fault: str) -> None:
    cambridgeshire.takes(PEOPLE, LINES, CASES)
    before = cambridgeshire.everything()
    with pytest.raises(BadFilesError) as raised:
        cambridgeshire.takes(SESSIONS, rows("events", EVENT, EVENT_FAULTS[fault]))
    assert [str(f) for f in raised.value.faults] == [f"events.csv, line 2, {fault}"]
    assert cambridgeshire.everything() == before


def test_a_body_that_the_policy_does_not_name(york: Council) -> None:
    with pytest.raises(BadFilesError, match="did you mean 'practice educator'"):
        york.takes(STUDENT, rows("set_elsewhere", SET, "S7, Practise Educator, 2 weeks, 07/09/2026,"))
