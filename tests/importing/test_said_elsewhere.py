"""When a case was last discussed and a person last supervised, by systems that know no session: taken as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import update

from cards.shared.derivation import sentence
from handlers.shared import team_workload
from policy.facts import Subject, SubjectKind
from storage import duties
from storage import tables as t
from storage.importing.applied.changes import DifferenceLine
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import Rows
from storage.transactions import read_transaction, write_transaction
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


REVIEWED = f"{LAST}, plan last reviewed"


def _reviewed(discussed: str, reviewed: str) -> Rows:
    return rows(
        "cases", REVIEWED, f"C-1, family_support, child in need, S1, 03/03/2026, {discussed}, {reviewed}"
    )


def test_a_plan_counts_from_the_day_of_its_review_by_the_case_system(council: Council) -> None:
    """Else each is overdue by its allocation on the first day."""
    council.takes(PEOPLE, _reviewed("19/10/2026", "05/10/2026"))
    whys = _whys(council, SubjectKind.CASE, 1)
    assert "The plan was last reviewed, by the case system, on Monday 5 October 2026" in whys
    assert "The case was last discussed, by the case system, on Monday 19 October 2026" in whys
    assert council.drift() == []
    assert council.takes(_reviewed("19/10/2026", "05/10/2026")).changes == 0
    later = council.takes(_reviewed("19/10/2026", "02/11/2026"))
    assert [str(line) for line in later.lines] == [
        "cases.csv line 2: cases C-1 changed: plan_last_reviewed Monday 5 October 2026 → Monday 2 November 2026"
    ]
    assert council.takes(_reviewed("", "")).changes == 0


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


# Since when a child has been on a plan

SOUTHWARK = book_of("southwark")
ON_PLAN = "case, service, categories, worker, allocated on, plan since"


def _on_plan(*days: str) -> Rows:
    lines = (f"C-{n}, social_care, child protection, S1, 03/03/2026, {day}" for n, day in enumerate(days, 1))
    return rows("cases", ON_PLAN, *lines)


def _plans(council: Council) -> list[tuple[object, ...]]:
    return council.has(t.CaseEvent, "case_id", "on", "until")


@pytest.fixture
def southwark(migrated_url: str) -> Iterator[Council]:
    with council_at(migrated_url, SOUTHWARK) as made:
        yield made


WORKER = rows(
    "people", "staff number, name, role, employed from", "S1, Amara Example, social_worker, 04/03/2019"
)


def test_since_when_a_child_is_on_a_plan_gives_the_day_of_the_prompt(southwark: Council) -> None:
    """S15: no later than a year after it began; the year before is over."""
    southwark.takes(WORKER, _on_plan("12/01/2026", "30/10/2025", ""))
    assert _plans(southwark) == [(1, date(2026, 1, 12), None), (2, date(2025, 10, 30), None)]
    with read_transaction(southwark.engine, southwark.config, NOW) as work:
        found = duties.open_about(work, [Subject(SubjectKind.CASE, n) for n in (1, 2, 3)], "raise")
        assert [(k.obligation.key.subject.id, k.obligation.due) for k in found] == [(1, date(2027, 1, 12))]
        events = work.rules.vocabulary.events
        why = ["".join(map(str, sentence(step, events))) for step in found[0].obligation.derivation]
    assert why == [
        "A child protection plan: Monday 12 January 2026",
        "Within 1 year of it: Tuesday 12 January 2027 (S15, “Appendix D”)",
    ]
    assert southwark.drift() == []


def test_a_later_plan_ends_the_one_before_and_an_earlier_day_corrects_it(southwark: Council) -> None:
    southwark.takes(WORKER, _on_plan("12/01/2026", "12/01/2026", "12/01/2026"))
    assert southwark.takes(WORKER, _on_plan("12/01/2026", "12/01/2026", "12/01/2026")).changes == 0
    done = southwark.takes(WORKER, _on_plan("02/03/2026", "05/01/2026", ""))
    assert [str(line) for line in done.lines] == [
        "cases.csv line 2: cases C-1 changed: plan_since until nothing → Sunday 1 March 2026",
        "cases.csv line 4: cases C-3 changed: plan_since until nothing → Monday 2 November 2026",
        "cases.csv line 3: cases C-2 changed: plan_since Monday 12 January 2026 → Monday 5 January 2026",
    ]
    assert _plans(southwark) == [
        (1, date(2026, 1, 12), date(2026, 3, 1)),
        (2, date(2026, 1, 5), None),
        (3, date(2026, 1, 12), date(2026, 11, 2)),
        (1, date(2026, 3, 2), None),
    ]
    assert southwark.takes(WORKER, _on_plan("02/03/2026", "05/01/2026", "")).changes == 0
    southwark.takes(WORKER, rows("cases", "case, service", "C-1, social_care"))
    assert len(_plans(southwark)) == 4, "a file that doesn't say leaves it as it is"


def test_a_plan_that_chat_said_stays_as_it_was_said(southwark: Council) -> None:
    southwark.takes(WORKER, _on_plan("12/01/2026"))
    with write_transaction(southwark.engine, southwark.config, NOW) as work:
        work.connection.execute(update(t.CaseEvent.__table__).values(from_chat=True))
    kept = southwark.takes(WORKER, _on_plan("02/03/2026"))
    assert [str(line) for line in kept.lines] == [
        "cases.csv line 2: cases C-1 kept: plan_since stays Monday 12 January 2026"
    ]
    assert southwark.takes(WORKER, _on_plan("")).changes == 0
    assert _plans(southwark) == [(1, date(2026, 1, 12), None)]


def test_a_rule_set_that_asks_for_no_plan_says_so(council: Council) -> None:
    with pytest.raises(BadFilesError, match="no rule of this rule set asks since when a child is on a plan"):
        council.takes(PEOPLE, rows("cases", "case, service, plan since", "C-1, family_support, 12/01/2026"))


def test_one_workers_own_share_of_a_load(southwark: Council) -> None:
    """S18: it builds up from the first week."""
    heading = "staff number, name, role, employed from, team, load percent"
    staff = rows(
        *("people", heading, "S1, Amara Example, social_worker, 04/03/2019, North, 50%"),
        "S2, Priya Sample, social_worker, 05/01/2015, North,",
    )
    southwark.takes(staff)
    with read_transaction(southwark.engine, southwark.config, NOW) as work:
        (line,) = team_workload.lines(work, ["North"])
    said = "North: 0 children for 2 staff (1 with 50% of a load); the limit for them is 18. (S18, “13”)"
    assert line == said
    with pytest.raises(BadFilesError, match="120 is no share of a full load: write 1 to 100"):
        southwark.takes(rows("people", heading, "S1, Amara Example, social_worker, 04/03/2019, North, 120"))


def test_a_new_case_is_told_once_with_all_that_its_row_says(council: Council) -> None:
    """Of a report of every difference."""
    told: list[DifferenceLine] = []
    row = rows("cases", LAST, "C-7, Assessment, , S1, 20/10/2026, 26/10/2026")
    council.takes(PEOPLE, LINES)
    council.takes(row, dry_run=True, every=told.append)
    assert [str(one) for one in told if "C-7" in one.key and one.kind == "cases"] == [
        "cases.csv line 2: cases C-7 new: service assessment, worker S1, allocated_on Tuesday 20 October 2026, "
        "last_discussed Monday 26 October 2026"
    ]
