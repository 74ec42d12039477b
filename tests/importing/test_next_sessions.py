"""Next sessions, as a log's rows about others say them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from policy.facts import SessionKind
from storage import tables as t
from storage.importing.applied.writing import Result
from storage.importing.columns.values import ImportVocabulary
from storage.importing.known import know
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from tests.importing.councils import BOOK, LINES, NOW, PEOPLE, Council

TODAY = NOW.date()
HEADING = "Ref|Supervisee|Supervisor|Date of session|Type|Outcome|Next session|New date (if rearranged)"
FIRST = (
    "41|Amara Example|Priya Sample|06/10/2026|Case|Held|27/10/2026|",
    "42|Amara Example|Priya Sample|27/10/2026|Case|Held|24/11/2026|",
    "43|Priya Sample|Helen Madeup|28/10/2026|Personal|Held|TBC|",
)


def _words() -> ImportVocabulary:
    staff = Staff(TODAY)
    know(staff, [dict(zip(("staff_number", "name"), row, strict=False)) for row in PEOPLE.rows])
    return ImportVocabulary(BOOK.rules(TODAY), BOOK.cipher, staff)


def _log(*rows: str, heading: str = HEADING) -> Rows:
    return Rows("log.csv", heading.split("|"), [row.split("|") for row in rows])


def _proposed(*rows: str, heading: str = HEADING) -> Proposal:
    return propose(_log(*rows, heading=heading), _words(), file="log.csv")


def _takes(
    council: Council, proposal: Proposal, *rows: str, time: str = "10:00", now: datetime = NOW
) -> Result:
    mapping = mapping_of(proposal.text.replace("{is: '?'}", f'{{is: "{time}"}}'), "log.yaml")
    return council.takes(*(MappedRows(_log(*rows), mapping, kind, False) for kind in mapping.makes), now=now)


def _complete(council: Council, *rows: str, now: datetime, dry_run: bool = False) -> Result:
    """As a file that is all there is."""
    mapping = mapping_of(_proposed(*FIRST).text.replace("{is: '?'}", '{is: "10:00"}'), "log.yaml")
    sources = (MappedRows(_log(*rows), mapping, kind, False) for kind in mapping.makes)
    return council.takes(*sources, now=now, complete=True, dry_run=dry_run)


def _sessions(council: Council) -> Sequence[tuple[date, str, str]]:
    return sorted((on, str(state), wall) for on, state, wall in council.has(t.Session, "on", "state", "wall"))


@pytest.fixture
def staffed(council: Council) -> Council:
    council.takes(PEOPLE, LINES)
    return council


def test_the_last_of_a_person_s_next_sessions_that_lies_ahead_is_booked(staffed: Council) -> None:
    proposal = _proposed(*FIRST)
    (asked,) = proposal.undecided
    assert asked.startswith("start (next_sessions): at what time the next sessions begin"), asked
    _takes(staffed, proposal, *FIRST)
    assert _sessions(staffed)[-1] == (date(2026, 11, 24), "booked", "2026-11-24T10:00")
    assert len(_sessions(staffed)) == 4
    assert _takes(staffed, proposal, *FIRST).changes == 0
    assert staffed.drift() == []


def test_a_time_beside_the_day_is_the_session_s(staffed: Council) -> None:
    timed = [row.replace("24/11/2026", "24/11/2026 14:30") for row in FIRST]
    timed = [row.replace("|27/10/2026|", "|27/10/2026 09:30|") for row in timed]
    proposal = _proposed(*timed)
    assert not proposal.undecided
    _takes(staffed, proposal, *timed)
    assert _sessions(staffed)[-1] == (date(2026, 11, 24), "booked", "2026-11-24T14:30")


def test_of_days_that_are_due_it_is_asked_whether_they_are_booked() -> None:
    heading = HEADING.replace("Next session", "Next supervision due")
    asked = [line for line in _proposed(*FIRST, heading=heading).undecided if "Next supervision due" in line]
    assert len(asked) == 1, asked
    assert "booked" in asked[0]


def test_a_next_session_that_was_held_is_the_row_that_says_so(staffed: Council) -> None:
    """At whatever time it was booked; and the next one of that row is another."""
    _takes(staffed, _proposed(*FIRST), *FIRST)
    later = [*FIRST, "44|Amara Example|Priya Sample|24/11/2026|Case|Held|15/12/2026|"]
    now = NOW + timedelta(days=22)
    _takes(staffed, _proposed(*FIRST), *later, now=now)
    assert _sessions(staffed)[3:] == [
        (date(2026, 11, 24), "held", "2026-11-24T09:00"),
        (date(2026, 12, 15), "booked", "2026-12-15T10:00"),
    ]
    assert _takes(staffed, _proposed(*FIRST), *later, now=now).changes == 0


def test_a_next_session_whose_day_the_file_changes_moves(staffed: Council) -> None:
    _takes(staffed, _proposed(*FIRST), *FIRST)
    moved = [row.replace("24/11/2026", "26/11/2026") for row in FIRST]
    for changes in (1, 0):
        assert _takes(staffed, _proposed(*FIRST), *moved).changes == changes
    assert [one for one in _sessions(staffed) if one[1] == "booked"] == [
        (date(2026, 11, 26), "booked", "2026-11-26T10:00")
    ]


def test_a_new_date_of_one_that_was_cancelled_stands_in_for_it(staffed: Council) -> None:
    off = [*FIRST, "44|Amara Example|Priya Sample|02/11/2026|Case|Cancelled||09/11/2026"]
    proposal = _proposed(*off)
    _takes(staffed, proposal, *off)
    ids = staffed.has(t.Session, "id", "on", "state", "replaces_id")
    ((cancelled, *_),) = [one for one in ids if one[2] == "cancelled"]
    assert [one[1:] for one in ids if one[2] == "booked"] == [(date(2026, 11, 9), "booked", cancelled)]
    assert _takes(staffed, proposal, *off).changes == 0


def test_one_that_chat_booked_for_that_day_is_no_second(staffed: Council) -> None:
    ids = dict(staffed.has(t.Person, "staff_number", "id"))
    at = datetime(2026, 11, 24, 14, 0, tzinfo=NOW.tzinfo)
    with staffed.writes() as work:
        work.add(
            t.Session(
                kind=SessionKind.CASE,
                supervisee_id=ids["S1"],
                supervisor_id=ids["S2"],
                starts_at=at,
                ends_at=at + timedelta(hours=1),
                wall="2026-11-24T14:00",
                on=at.date(),
                booked_on=TODAY,
                from_chat=True,
            )
        )
    _takes(staffed, _proposed(*FIRST), *FIRST)
    assert [one for one in _sessions(staffed) if one[1] == "booked"] == [
        (date(2026, 11, 24), "booked", "2026-11-24T14:00")
    ]


def test_a_complete_file_cancels_no_next_session_on_its_day_nor_one_that_it_moved(staffed: Council) -> None:
    _complete(staffed, *FIRST, now=NOW)
    day = NOW + timedelta(days=21)
    assert _complete(staffed, *FIRST, now=day).changes == 0
    moved = [row.replace("24/11/2026", "26/11/2026") for row in FIRST]
    shown, done = (_complete(staffed, *moved, now=day, dry_run=dry) for dry in (True, False))
    assert shown.counts["sessions"] == done.counts["sessions"]
    assert done.counts["sessions"]["ended"] == 0
    assert _sessions(staffed)[-1] == (date(2026, 11, 26), "booked", "2026-11-26T10:00")


def test_a_next_session_that_has_a_row_of_its_own_is_that_one(staffed: Council) -> None:
    planned = [*FIRST, "50|Amara Example|Priya Sample|24/11/2026|Case|Booked||"]
    for changes in (4, 0):
        assert _takes(staffed, _proposed(*FIRST), *planned).changes == changes
    assert len(_sessions(staffed)) == 4


def test_a_time_in_a_column_of_its_own_is_the_next_session_s(staffed: Council) -> None:
    """And not that of the session that the row is about."""
    heading = "Worker|Supervisor|Date of supervision|Type|Next supervision date|Next supervision time"
    log = ("Amara Example|Priya Sample|06/10/2026|Case|24/11/2026|14:30",)
    proposal = _proposed(*log, heading=heading)
    assert not proposal.undecided
    mapping = mapping_of(proposal.text, "log.yaml")
    sources = [MappedRows(_log(*log, heading=heading), mapping, kind, False) for kind in mapping.makes]
    staffed.takes(*sources)
    assert _sessions(staffed) == [
        (date(2026, 10, 6), "held", "2026-10-06T09:00"),
        (date(2026, 11, 24), "booked", "2026-11-24T14:30"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Worker|Team|Supervisor|Last supervision|Next supervision (booked)",
        "Staff member|Base|Manager|Last 1:1|Next 1:1",
    ],
)
def test_a_list_of_last_and_next_sessions_is_one_of_sessions(staffed: Council, heading: str) -> None:
    log = ("Amara Example|North|Priya Sample|06/10/2026|24/11/2026",)
    mapping = mapping_of(
        _proposed(*log, heading=heading).text.replace("{is: '?'}", '{is: "10:00"}'), "log.yaml"
    )
    sources = [MappedRows(_log(*log, heading=heading), mapping, kind, False) for kind in mapping.makes]
    staffed.takes(*sources)
    assert [(on, state) for on, state, _ in _sessions(staffed)] == [
        (date(2026, 10, 6), "held"),
        (date(2026, 11, 24), "booked"),
    ]


def test_a_time_that_is_asked_for_all_sessions_is_asked_once(staffed: Council) -> None:
    log = (*FIRST, "50|Priya Sample|Helen Madeup|12/11/2026|Case|Booked||")
    proposal = _proposed(*log)
    assert len([line for line in proposal.undecided if line.startswith("start")]) == 1
    _takes(staffed, proposal, *log, time="11:30")
    assert {wall[11:] for _, state, wall in _sessions(staffed) if state == "booked"} == {"11:30"}


@pytest.mark.parametrize("at", ["", "10:00"], ids=["its day alone", "its time too"])
@pytest.mark.parametrize("new", [date(2026, 11, 26), date(2026, 11, 19)], ids=["later", "earlier"])
def test_a_next_session_that_was_cancelled_is_not_also_the_one_in_its_place(
    staffed: Council, at: str, new: date
) -> None:
    """Its row says that it was cancelled, and the next day: one is cancelled, the other booked."""
    heading = "Worker|With|Date|Time|Outcome|Next planned"
    before = f"Amara Example|Priya Sample|27/10/2026|{at}|H|24/11/2026"
    after = f"Amara Example|Priya Sample|24/11/2026|{at}|C|{new:%d/%m/%Y}"
    start = '{from: Time, or: {is: "10:00"}}' if at else '{is: "10:00"}'
    mapping = mapping_of(_PLANNED.replace("TIME", start), "log.yaml")

    def takes(*rows: str, now: datetime = NOW) -> int:
        log = _log(*rows, heading=heading)
        return staffed.takes(
            *(MappedRows(log, mapping, kind, False) for kind in mapping.makes), now=now
        ).changes

    takes(before)
    expected = sorted(
        [
            (date(2026, 10, 27), "held", "2026-10-27T10:00"),
            (date(2026, 11, 24), "cancelled", "2026-11-24T10:00"),
            (new, "booked", f"{new}T10:00"),
        ]
    )
    for changes in (2, 0, 0):
        assert takes(before, after) == changes
        assert _sessions(staffed) == expected
    assert staffed.drift() == []


def test_a_next_session_that_was_held_today_is_not_moved_to_the_one_after(staffed: Council) -> None:
    _takes(staffed, _proposed(*FIRST), *FIRST)
    later = [*FIRST, "44|Amara Example|Priya Sample|24/11/2026|Case|Held|15/12/2026|"]
    _takes(staffed, _proposed(*FIRST), *later, now=NOW + timedelta(days=21))
    assert [(on, state) for on, state, _ in _sessions(staffed)[3:]] == [
        (date(2026, 11, 24), "held"),
        (date(2026, 12, 15), "booked"),
    ]


_PLANNED = """
makes:
  sessions:
    columns:
      supervisee: Worker
      supervisor: With
      date: Date
      start: TIME
      state: {from: Outcome, words: {H: held, C: cancelled}}
      reason: {is: work, when: {Outcome: C}}
  next_sessions:
    latest: Date
    columns: {date: Next planned, start: TIME}
"""
