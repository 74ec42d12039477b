"""What the database is asked: a fixed number of questions however many subjects, and a tick that reads what is due from
its own small indexes, never what exists."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, time, timedelta
from typing import Final

import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import SQLModel, col

from bot.calendar_feed import calendar_of
from bot.inbound import router
from bot.moving_clock import advance, settle_now
from cards.answers.asks import HomePage
from cards.ask import Ask
from cards.cases.asks import DueInTeam
from cards.preparing.asks import AgendaOpened
from handlers.notifications.due_nudges import give_due_nudges
from handlers.notifications.notice import NoticeContext
from handlers.shared import awaiting_outcome
from handlers.shared.to_allocate import is_to_allocate, to_allocate
from handlers.upkeep.notices import WhatStaysLate
from policy.facts import Subject, SubjectKind
from storage import cases, duties, people
from storage import tables as t
from storage.facts import load
from storage.importing.options import ImportOptions
from storage.importing.run import bring_in
from storage.importing.tables.files import Rows
from storage.late import owed_by
from storage.obligations import read, reassess
from tests.proof.phone import Rig
from tests.proof.statements import CROWDED, analyse, counted, many, plan_of
from tests.stories import council

pytestmark = pytest.mark.about_databases


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_facts_of_a_thousand_cost_as_many_questions_as_of_one(rigged: Rig, kind: SubjectKind) -> None:
    subjects = many(rigged, 1000)[kind]
    with rigged.bot.read() as work:
        work.connection  # noqa: B018 - its beginning isn't counted
        with counted(rigged.bot.engine) as for_one:
            assert len(list(load(work, subjects[:1]))) == 1
        with counted(rigged.bot.engine) as for_all:
            assert len(list(load(work, subjects))) == 1000
    assert len(for_all) == len(for_one) <= 12


def test_ten_times_as_many_rows_are_imported_by_hardly_more_statements(rigged: Rig) -> None:
    """No row has a statement of its own: the new ids are asked for together."""
    counts = []
    for number in (30, 300):
        cells = [(f"M{number}-{i}", f"M {i}", "social_worker", "04/03/2019") for i in range(number)]
        file = Rows("people", ("staff number", "name", "role", "employed from"), cells)
        with counted(rigged.bot.engine) as asked:
            bring_in(
                rigged.bot.engine,
                rigged.bot.config,
                rigged.clock.now(),
                [file],
                ImportOptions(any_reference=True),
            )
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 30, counts


#: How many statements each page may cost.
AT_MOST: Final = {"home": 68, "team": 36, "late in the team": 35, "agenda": 18, "calendar": 8}


async def test_pages_cost_as_many_statements_for_many_as_for_few(rigged: Rig) -> None:
    """Home, the team, the agenda of a session and a calendar: each reads in sets what it shows."""
    priya, worker = rigged.ids["Priya"], 1000
    counts = defaultdict[str, list[int]](list)
    router.answer(rigged.bot, priya, HomePage())  # the first visit is noted
    for first, number in ((worker, 12), (2000, 24)):
        many(rigged, number, first)
        await settle_now(rigged.bot)  # the night's checks: after them nothing is cancelled for who is away
        session = _booked(rigged, worker, {worker, *range(first, first + number)})
        await settle_now(rigged.bot)
        asks: dict[str, Ask] = {
            "home": HomePage(),
            "team": DueInTeam(),
            "late in the team": DueInTeam(late=True),
            "agenda": AgendaOpened(session=session),
        }
        for name, ask in asks.items():
            with counted(rigged.bot.engine) as asked:
                assert router.answer(rigged.bot, priya, ask).card
            counts[name].append(len(asked))
        with rigged.bot.read() as work, counted(rigged.bot.engine) as asked:
            assert calendar_of(work, priya).count(b"BEGIN:VEVENT") > number
        counts["calendar"].append(len(asked))
    more = {name: two[1] - two[0] for name, two in counts.items()}
    assert more == dict.fromkeys(more, 0), counts
    assert {name: two[1] for name, two in counts.items() if two[1] > AT_MOST[name]} == {}


def test_what_stays_late_of_many_is_read_with_what_stays_late_of_one(rigged: Rig) -> None:
    """Each week everybody's: in a set, and counted by the database."""
    many(rigged, 40)
    below, r = many(rigged, 40, 2000), t.Relationship
    managers = range(1000, 1040)
    with rigged.bot.work() as work:
        theirs = update(r).where(col(r.supervisee_id) >= 2000)
        work.connection.execute(theirs.values(supervisor_id=r.supervisee_id - 1000))
        work.touch_all(below[SubjectKind.PERSON])
    rigged.clock.move_to(rigged.clock.now() + timedelta(days=200))
    with rigged.bot.work() as work:
        reassess(work, below[SubjectKind.PERSON])
    counts = []
    for some in (managers[:1], managers[1:]):
        with rigged.bot.read() as work:
            with counted(rigged.bot.engine) as asked:
                assert set(owed_by(work, some)) == set(some)
            counts.append(len(asked))
        with rigged.bot.read() as work:
            WhatStaysLate.read_together(work, some)
            with counted(rigged.bot.engine) as asked:
                told = {i: NoticeContext(i, "told", escalates=False) for i in some}
                said = [WhatStaysLate(person=i, week="").says(work, told[i]) for i in some]
            assert all(said)
            assert not asked
    assert counts[0] == counts[1], counts


def test_nudges_of_many_whom_nobody_supervises_are_given_with_as_many_questions_as_of_one(
    rigged: Rig,
) -> None:
    """So are those of many cases that nobody holds."""
    subjects, o = many(rigged, 40), t.ObligationRow.__table__.c
    unheld = subjects[SubjectKind.CASE][20:]
    with rigged.bot.work() as work:
        theirs = col(t.Relationship.supervisee_id) >= 1000
        work.connection.execute(delete(t.Relationship.__table__).where(theirs))
        given = col(t.Allocation.case_id).in_([s.id for s in unheld])
        ended = update(t.Allocation).where(given).values(until=date(2026, 10, 20))
        work.connection.execute(ended)
        work.touch_all([*subjects[SubjectKind.PERSON], *subjects[SubjectKind.CASE]])
    rigged.clock.move_to(rigged.clock.now() + timedelta(days=200))
    with rigged.bot.work() as work:
        reassess(work, [*subjects[SubjectKind.PERSON], *subjects[SubjectKind.CASE]])
        owed = select(o.id, o.worker_id).where(o.subject_id >= 1000)
        rows = work.connection.execute(owed.order_by(o.id)).all()
    supervised, cases = ([r.id for r in rows if (r.worker_id is None) is none] for none in (False, True))
    counts = []
    for some in (supervised[:1], supervised[1:20], cases[:1], cases[1:20]):
        with rigged.bot.work() as work, counted(rigged.bot.engine) as asked:
            give_due_nudges(work, some, {})
        counts.append(len(asked))
    assert len(supervised) >= 20, rows
    assert len(cases) >= 20, rows
    assert counts[1] <= counts[0] + 2, counts
    assert counts[3] <= counts[2] + 2, counts


async def test_cases_of_many_who_left_are_found_with_as_many_statements_as_of_few(rigged: Rig) -> None:
    """By whoever is to have them allocated, and anybody else who opens these pages."""
    counts = defaultdict[str, list[int]](list)
    for first, number in ((1000, 2), (2000, 20)):
        left = many(rigged, number, first)
        ids = [one.id for one in left[SubjectKind.CASE]]
        with rigged.bot.work() as work:
            for query in (
                update(t.Person).where(col(t.Person.id).in_(ids)).values(left_on=date(2026, 11, 2)),
                update(t.Allocation)
                .where(col(t.Allocation.case_id).in_(ids))
                .values(until=date(2026, 11, 2)),
                delete(t.Absence).where(col(t.Absence.person_id).in_(ids)),
            ):
                work.connection.execute(query)
            work.touch_all([*left[SubjectKind.PERSON], *left[SubjectKind.CASE]])
        with rigged.bot.read() as work:
            priya = people.person(work, rigged.ids["Priya"])
            with counted(rigged.bot.engine) as asked:
                assert len(to_allocate(work, priya)) >= number
            counts["to allocate"].append(len(asked))
        with rigged.bot.read() as work, counted(rigged.bot.engine) as asked:
            assert not [i for i in ids if is_to_allocate(work, rigged.ids["Helen"], i)]
        counts["asked of each"].append(len(asked))
    assert {name: few == many_ for name, (few, many_) in counts.items()} == dict.fromkeys(counts, True), (
        counts
    )


def _booked(rig: Rig, worker: int, people: set[int]) -> int:
    """Sessions with these people next week, their cases the worker's too; the worker's session."""
    day = rig.bot.config.calendar.day_of(rig.clock.now()) + timedelta(days=7)
    starts = rig.bot.config.calendar.at(day, time(9))
    with rig.bot.work() as work:
        rows = [
            {
                "supervisee_id": i,
                "supervisor_id": rig.ids["Priya"],
                "kind": "case",
                "state": "booked",
                "wall": f"{day}T09:00",
                "on": day,
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=1),
                "booked_on": day,
                "provisional": False,
                "from_chat": True,
            }
            for i in people
        ]
        work.connection.execute(insert(t.Session.__table__), rows)
        given = [
            {"case_id": i, "worker_id": worker, "since": date(2026, 10, 2)} for i in people if i != worker
        ]
        work.connection.execute(insert(t.Allocation.__table__), given)
        work.touch_all([Subject(SubjectKind.PERSON, i) for i in people])
        work.touch_all([Subject(SubjectKind.CASE, i) for i in people])
        s = t.Session
        mine = select(col(s.id)).where(col(s.supervisee_id) == worker, col(s.state) == "booked")
        return int(work.connection.execute(mine.order_by(col(s.id))).scalars().first() or 0)


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_assessing_again_what_did_not_change_costs_a_fixed_number_of_questions(
    rigged: Rig, kind: SubjectKind
) -> None:
    subjects = many(rigged, 400)[kind]
    with rigged.bot.work() as work:
        reassess(work, subjects)
    counts = []
    for some in (subjects[:20], subjects):
        with rigged.bot.work() as work, counted(rigged.bot.engine) as asked:
            reassess(work, some)
        counts.append(len([s for s, _ in asked if not s.startswith(("BEGIN", "COMMIT"))]))
    assert counts[1] <= counts[0] + 8, counts  # messages are looked for a hundred subjects at a time


@pytest.mark.parametrize("kind", list(SubjectKind))
def test_facts_are_found_by_indexes(rigged: Rig, kind: SubjectKind) -> None:
    """Among three thousand of each kind of fact, twenty subjects' are looked up, never searched for: also by a
    policy that reads what happens at every session."""
    subjects = many(rigged, 3000)[kind][:20]
    rigged.bot.config = council.a_book("cambridgeshire-peterborough")
    analyse(rigged.bot.engine)
    with rigged.bot.read() as work, counted(rigged.bot.engine) as asked:
        assert len(read(work, subjects).facts) == 20
    read_ = "".join(
        plan_of(rigged.bot.engine, s, p, sparing=True)
        for s, p in asked
        if s.lstrip().startswith(("SELECT", "WITH"))
    )
    whole = re.findall(r"(?:Seq Scan on|SCAN) (\w+)", read_)
    assert not set(whole) & CROWDED, read_


@pytest.mark.parametrize("typed", ["10234", "CB10234", "SC10234"])
def test_the_case_that_a_reference_can_be_is_found_by_indexes(rigged: Rig, typed: str) -> None:
    """Of letters that some other reference has, and of letters that none has: among 20,000 it took ninety
    milliseconds, and three where they were right."""
    many(rigged, 3000)
    analyse(rigged.bot.engine)
    with rigged.bot.read() as work, counted(rigged.bot.engine) as asked:
        assert [one.reference for one in cases.with_digits(work, typed)] == ["CB-10234"]
    plans = [plan_of(rigged.bot.engine, s, p, sparing=True) for s, p in asked if s.startswith("SELECT")]
    assert not set(re.findall(r"(?:Seq Scan on|SCAN) (\w+)", "".join(plans))) & CROWDED, plans


async def test_what_may_be_unknown_rests_on_the_tables_that_it_names(rigged: Rig) -> None:
    """Else an answer would stand though another table was written since. Who was asked before today is read apart."""
    await advance(rigged.bot, rigged.clock, rigged.clock.now() + timedelta(days=21))
    with rigged.bot.work() as work, counted(rigged.bot.engine) as asked:
        owed = duties.these(
            work, list(work.connection.execute(select(t.ObligationRow.__table__.c.id)).scalars())
        )
        hang = awaiting_outcome.questions(work, owed.values())
        assert hang
        awaiting_outcome.unknown(work, owed.values())
    read = {name for said, _ in asked for name in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', said)}
    assert read & set(SQLModel.metadata.tables) <= {*awaiting_outcome.RESTS_ON, "nudge"}
