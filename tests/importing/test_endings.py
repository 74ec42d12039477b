"""A file by which unusually much would end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, event, update
from sqlmodel import col

from storage import tables as t
from storage.importing import staging
from storage.importing.applied.writing import Result
from storage.importing.faults import TYPED
from storage.importing.tables.files import Rows
from storage.retention.facts import NAMELESS
from tests.importing.councils import NOW, Council, rows

ROLES = {1: "social_worker", 2: "team_manager", 3: "team_manager"}


def test_a_file_that_lost_its_rows_ends_nothing_before_somebody_looked(council: Council) -> None:
    everybody = [f"P{n}, Person {n} Madeup, social_worker, 03/04/2012" for n in range(12)]
    heading = "staff number, name, role, employed from"
    council.takes(rows("people", heading, *everybody))
    fewer = rows("people", heading, *everybody[:6])
    found = council.takes(fewer, complete=True, asks_endings=True)
    assert found.unusual == {"people": (6, 12)}
    assert council.has(t.Person, "left_on") == [(None,)] * 12
    left = rows("people", f"{heading}, left on", *(f"{one}, 02/11/2026" for one in everybody[:5]))
    found = council.takes(left, asks_endings=True)
    assert found.unusual == {"people": (5, 12)}
    result = council.takes(fewer, complete=True)
    assert result.counts["people"]["ended"] == 6
    few = rows("people", heading, *everybody[:5])
    assert not council.takes(few, complete=True, asks_endings=True).unusual


@pytest.mark.parametrize(("stood", "asked"), [(50, True), (51, False)])
def test_one_in_ten_is_unusual(stood: int, asked: bool) -> None:
    assert bool(Result(dry_run=True, ending={"people": (5, stood)}).unusual) is asked


def test_how_many_stood_is_counted_once_and_so_is_when_the_council_began(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, said = "staff number, name, role, employed from", list[str]()
    everybody = [f"P{n}, Person {n} Madeup, social_worker, 03/04/2012" for n in range(12)]
    council.takes(rows("people", heading, *everybody))

    def note(_c: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(" ".join(statement.split()))

    event.listen(council.engine, "before_cursor_execute", note)
    left = rows("people", f"{heading}, left on", *(f"{one}, 02/11/2026" for one in everybody[:9]))
    assert council.takes(left, dry_run=True).ending == {"people": (9, 12)}
    assert sum("count(*)" in one and "left_on IS NULL" in one for one in said) == 1
    began = sum(one.startswith("SELECT council.started_on") for one in said)
    monkeypatch.setattr(staging, "BATCH", 2)
    said.clear()
    assert council.takes(left, dry_run=True).ending == {"people": (9, 12)}
    assert sum(one.startswith("SELECT council.started_on") for one in said) == began


@pytest.mark.parametrize("since", [date(2026, 11, 10), date(2026, 10, 5)], ids=["to come", "begun"])
def test_put_right_by_hand_and_not_in_the_file_the_file_s_own_goes_on(council: Council, since: date) -> None:
    """Somebody else was named at the command line; the staff system still names the first, and that night and each
    after it nobody is without a supervisor."""
    people = rows(
        "people",
        "staff number, name, role, employed from",
        *(f"S{n}, Person {n} Madeup, {role}, 03/04/2012" for n, role in ROLES.items()),
    )
    line = rows("relationships", "supervisee, supervisor, since", "S1, S2, 03/04/2017")
    council.takes(people, line)
    council.takes(rows("relationships", "supervisee, supervisor, since", f"S1, S3, {since:%d/%m/%Y}"))
    assert council.has(t.Relationship, "until") == [(since - timedelta(days=1),), (None,)]
    shown = council.takes(people, line, complete=True, dry_run=True)
    done = council.takes(people, line, complete=True)
    assert (shown.counts, done.counts["relationships"]["changed"]) == (done.counts, 1)
    stands = [until for _, until in council.has(t.Relationship, "supervisor_id", "until")]
    assert stands == ([None] if since > NOW.date() else [None, NOW.date() - timedelta(days=1)])
    for complete in (True, False):
        assert council.takes(people, line, complete=complete).changes == 0


def _cycle(council: Council, *files: Rows) -> None:
    """With the last of them, without, and with it again: each is all there is."""
    *others, last = files
    council.takes(*files, complete=True)
    council.takes(*others, Rows(last.name, last.heading, [*last.rows][:-1]), complete=True)
    council.takes(*files, complete=True)


def _all_three() -> Rows:
    heading = "staff number, name, role, employed from"
    return rows("people", heading, *(f"S{n}, Person {n} Madeup, {ROLES[n]}, 03/04/2012" for n in ROLES))


def test_an_absence_that_a_complete_file_has_again_is_one_again(council: Council) -> None:
    heading = "staff number, first, last, planned"
    away = rows("absences", heading, *(f"S{n}, 07/12/2026, 11/12/2026, yes" for n in (1, 2)))
    _cycle(council, _all_three(), away)
    assert council.has(t.Absence, "state") == [("confirmed",), ("confirmed",)]
    assert council.drift() == []


def test_whoever_a_complete_file_without_last_days_has_again_is_back(council: Council) -> None:
    """A list of open cases and one of those in post say it by having them; what is no complete one says nothing."""
    heading = "case, service, worker, allocated on"
    cases = rows("cases", heading, *(f"C-{n}, assessment, S1, 03/03/2026" for n in (1, 2)))
    _cycle(council, _all_three(), cases)
    assert council.has(t.Case, "closed_on") == [(None,), (None,)]
    _cycle(council, _all_three())
    assert council.has(t.Person, "left_on") == [(None,)] * 3
    assert council.drift() == []
    heading_ = "staff number, name, role, employed from, left on"
    council.takes(rows("people", heading_, "S3, Person 3 Madeup, team_manager, 03/04/2012, 30/11/2026"))
    council.takes(_all_three(), complete=True)
    assert council.has(t.Person, "left_on")[2] == (date(2026, 11, 30),), "a last day to come stays"
    council.takes(rows("cases", f"{heading}, closed on", "C-2, assessment, S1, 03/03/2026, 02/11/2026"))
    council.takes(_all_three(), cases)
    assert council.has(t.Case, "closed_on") == [(None,), (date(2026, 11, 2),)]


def test_what_is_brought_back_is_said_and_the_same_files_again_change_nothing(council: Council) -> None:
    """In the dry run and in the report; the nights before and after it too."""
    heading = "case, service, worker, allocated on"
    cases = rows("cases", heading, *(f"C-{n}, assessment, S1, 03/03/2026" for n in (1, 2)))
    line = rows("relationships", "supervisee, supervisor, since", "S1, S2, 03/04/2017", "S2, S3, 03/04/2017")
    files = (_all_three(), cases, line)
    fewer = [Rows(one.name, one.heading, [*one.rows][:-1]) for one in files]
    council.takes(*files, complete=True)
    before = {kind: found for kind, found in council.everything().items() if kind in _FACTS}
    for some, back in ((fewer, False), (files, True)):
        shown = council.takes(*some, complete=True, dry_run=True)
        done = council.takes(*some, complete=True)
        assert (shown.counts, [*map(str, shown.lines)]) == (done.counts, [*map(str, done.lines)])
        assert sum("is back, for a complete file has it again" in str(one) for one in done.lines) == 2 * back
        assert council.takes(*some, complete=True).changes == 0
    assert {kind: found for kind, found in council.everything().items() if kind in _FACTS} == before
    assert council.drift() == []


_FACTS = ("person", "case", "relationship", "allocation")


def test_who_was_said_here_to_have_left_is_not_brought_back(council: Council) -> None:
    """Typed, or a last day to come: the complete file has them, and that is listed as kept, each night."""
    council.takes(_all_three(), complete=True)
    heading = "staff number, name, role, employed from, left on"
    typed = Rows(
        TYPED, heading.split(", "), [["S3", "Person 3 Madeup", "team_manager", "03/04/2012", "30/10/2026"]]
    )
    council.takes(typed)
    for _ in range(2):
        result = council.takes(_all_three(), complete=True)
        assert result.changes == 0
        assert [(line.key, line.what) for line in result.lines] == [("S3", "kept")]
    assert council.has(t.Person, "left_on")[2] == (date(2026, 10, 30),)


def test_whoever_is_back_has_a_name_again(council: Council) -> None:
    """Retention had emptied it once they had left."""
    council.takes(_all_three(), complete=True)
    with council.writes() as work:
        gone = {"left_on": date(2025, 1, 1), "name": NAMELESS, "email": None, "team": ""}
        work.connection.execute(update(t.Person).where(col(t.Person.staff_number) == "S3").values(**gone))
    council.takes(_all_three(), complete=True)
    assert council.has(t.Person, "name", "left_on")[2] == ("Person 3 Madeup", None)
    assert council.takes(_all_three(), complete=True).changes == 0


def test_a_case_that_a_complete_file_says_is_closed_stays_so(council: Council) -> None:
    cases = rows("cases", "case, service, is open", "C-1, assessment, yes", "C-2, assessment, no")
    council.takes(rows("cases", "case, service, closed on", "C-2, assessment, 02/11/2026"))
    council.takes(cases, complete=True)
    assert council.has(t.Case, "reference", "closed_on") == [("C-2", date(2026, 11, 2)), ("C-1", None)]
