"""The night's checks: routes that lead nowhere are named, and what is stored is compared with the facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select, update
from sqlmodel import col

from bot.clock import MovableClock
from bot.nightly import compare_some
from bot.wiring import Bot
from handlers import nightly
from handlers.shared.handing_over import hand_over
from policy.facts import Subject, SubjectKind
from storage import nightly_checks, obligations
from storage import tables as t
from storage.contacts import InUse
from storage.engine import open_engine
from storage.facts import load
from storage.nightly_checks import RouteFault
from storage.states import ImportState
from storage.transactions import read_transaction, write_transaction
from storage.work import CouncilConfig, Work
from tests.stories import council

BOOK = council.a_book()
DAY = council.START.date()


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    return council.build(engine, BOOK)


def faults(engine: Engine, platforms: list[str] | None = None) -> set[tuple[str, int]]:
    on = InUse(tuple(platforms), ("slack",)) if platforms else None
    with read_transaction(engine, BOOK, council.START) as work:
        return {(str(r.fault), r.person_id) for r in nightly_checks.routes(work, on)}


def change(engine: Engine, *rows: object, config: CouncilConfig = BOOK) -> None:
    with write_transaction(engine, config, council.START) as work:
        for row in rows:
            work.add(row)  # type: ignore[type-var]


def away(person: int, last: date | None = None) -> t.Absence:
    return t.Absence(person_id=person, planned=True, first=DAY, last=last)


@pytest.mark.usefixtures("ids")
def test_a_council_in_order_has_no_faults(engine: Engine) -> None:
    assert faults(engine) == set()


def test_somebody_asked_to_be_supervised_by_nobody_is_named(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        ends = update(t.Relationship).values(until=DAY - timedelta(days=1))
        work.connection.execute(
            ends.where(col(t.Relationship.supervisee_id).in_([ids["Amara"], ids["Priya"]]))
        )
    assert faults(engine) == {(RouteFault.NO_SUPERVISOR, ids["Amara"]), (RouteFault.NO_MANAGER, ids["Priya"])}


def test_somebody_who_begins_later_is_no_fault_yet(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        work.get(t.Person, ids["Amara"]).employed_from = DAY + timedelta(days=6)
        ends = update(t.Relationship).values(since=DAY + timedelta(days=6))
        work.connection.execute(ends.where(col(t.Relationship.supervisee_id) == ids["Amara"]))
    assert faults(engine) == set()


def test_a_loop_in_the_line_is_named_for_everybody_in_it(engine: Engine, ids: dict[str, int]) -> None:
    change(engine, t.Relationship(supervisee_id=ids["Adel"], supervisor_id=ids["Priya"], since=DAY))
    named = {i for fault, i in faults(engine) if fault == RouteFault.LOOP}
    assert named == {ids["Priya"], ids["Helen"], ids["Adel"]}


def test_a_supervisor_who_left_is_named(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        work.get(t.Person, ids["Priya"]).left_on = DAY - timedelta(days=1)
    assert faults(engine) == {
        (RouteFault.SUPERVISOR_LEFT, ids["Amara"]),
        (RouteFault.SUPERVISOR_LEFT, ids["Tomasz"]),
    }


def test_nobody_left_above_an_absent_manager_is_named(engine: Engine, ids: dict[str, int]) -> None:
    change(engine, away(ids["Priya"]), away(ids["Helen"]))
    assert faults(engine) == set()
    change(engine, away(ids["Adel"]))
    assert faults(engine) == {
        (RouteFault.NOBODY_THERE, ids["Priya"]),
        (RouteFault.NOBODY_THERE, ids["Helen"]),
    }


def test_of_a_leaver_above_an_absent_manager_the_next_one_up_is_there(
    engine: Engine, ids: dict[str, int]
) -> None:
    """The administrators read that everybody above was away too, though the next manager up answered."""
    with write_transaction(engine, BOOK, council.START) as work:
        work.get(t.Person, ids["Helen"]).left_on = DAY - timedelta(days=1)
        ends = update(t.Relationship).values(until=DAY - timedelta(days=1))
        work.connection.execute(ends.where(col(t.Relationship.supervisee_id) == ids["Helen"]))
    change(engine, away(ids["Priya"]))
    left = {(RouteFault.SUPERVISOR_LEFT, ids["Priya"]), (RouteFault.SUPERVISOR_LEFT, ids["Owen"])}
    assert faults(engine) == left
    change(engine, away(ids["Adel"]))
    assert faults(engine) == left | {(RouteFault.NOBODY_THERE, ids["Priya"])}


def test_a_cover_who_is_away_is_named(engine: Engine, ids: dict[str, int]) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        absence = work.add(away(ids["Priya"]))
        work.add(t.Arrangement(absence_id=absence.id, supervisee_id=ids["Amara"], cover_id=ids["Owen"]))
    assert faults(engine) == set()
    change(engine, away(ids["Owen"]))
    assert faults(engine) == {(RouteFault.COVER_GONE, ids["Priya"])}


def test_who_cannot_be_reached_on_any_platform_in_use_is_named(engine: Engine, ids: dict[str, int]) -> None:
    for name, i in ids.items():
        reach = t.Contact(person_id=i, platform="slack", external_id=name, reachable=name != "Helen")
        change(engine, reach)
    assert faults(engine, ["slack"]) == {(RouteFault.UNREACHABLE, ids["Helen"])}
    assert faults(engine, ["teams"]) == {(RouteFault.UNREACHABLE, i) for i in ids.values()}


def told(work: Work) -> int:
    query = select(func.count()).select_from(t.Nudge).where(col(t.Nudge.kind) == "routes")
    return work.connection.execute(query).scalar_one()


def test_faults_are_told_when_new_and_again_after_a_week(engine: Engine, ids: dict[str, int]) -> None:
    change(engine, t.Relationship(supervisee_id=ids["Adel"], supervisor_id=ids["Priya"], since=DAY))
    counts = []
    for days in range(10):
        with write_transaction(engine, BOOK, council.START + timedelta(days=days)) as work:
            if days == 2:
                work.get(t.Person, ids["Priya"]).left_on = DAY
                work.orm.flush()
            nightly.run_nightly(work, None)
            counts.append(told(work))
    assert counts == [1, 1, 2, 2, 2, 2, 2, 2, 2, 3]


def test_an_imported_absence_cancels_what_lies_inside_it(engine: Engine, ids: dict[str, int]) -> None:
    change(engine, away(ids["Priya"], last=date(2026, 11, 13)))
    with write_transaction(engine, BOOK, council.START) as work:
        nightly.run_nightly(work, None)
        work.orm.flush()
        query = select(col(t.Session.state)).where(col(t.Session.on) == date(2026, 11, 9))
        assert work.connection.execute(query).scalar() == "cancelled"


def test_an_imported_absence_that_follows_another_is_reported_by_the_first_day_of_both(
    engine: Engine, ids: dict[str, int]
) -> None:
    first = t.Absence(person_id=ids["Priya"], planned=False, first=DAY, last=DAY + timedelta(days=9))
    change(engine, first, t.Absence(person_id=ids["Priya"], planned=False, first=DAY + timedelta(days=10)))
    with write_transaction(engine, BOOK, council.START + timedelta(days=14)) as work:
        after = work.connection.execute(select(func.max(col(t.Absence.id)))).scalar_one()
        [facts] = load(work, [Subject(SubjectKind.ABSENCE, after)])
        due = {o.due for o in BOOK.versions.assess(work.calendar, facts, work.today).standing}
        assert due == {DAY + timedelta(days=14)}


def test_nothing_is_handed_over_while_only_a_part_of_an_import_is_in(
    engine: Engine, ids: dict[str, int]
) -> None:
    """The old line is out and the new one isn't in yet: whoever arranges cover meanwhile cancels nobody's session."""
    r, run = t.Relationship, t.ImportRun(begun_at=council.START, state=ImportState.APPLYING)
    states = []
    with write_transaction(engine, BOOK, council.START) as work:
        work.add(run)
        parted = update(r).where(col(r.supervisee_id) == ids["Amara"])
        work.connection.execute(parted.values(until=DAY - timedelta(days=1)))
        for state in (ImportState.APPLYING, ImportState.FINISHED):
            run.state = state
            work.orm.flush()
            hand_over(work)
            work.orm.flush()
            query = select(col(t.Session.state)).where(col(t.Session.on) == date(2026, 11, 9))
            states.append(work.connection.execute(query).scalar())
    assert states == ["booked", "cancelled"]


@pytest.mark.usefixtures("ids")
def test_the_checks_are_due_once_a_night(engine: Engine) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        assert nightly_checks.due(work)
        nightly_checks.begin(work)
        assert not nightly_checks.due(work)
    with read_transaction(engine, BOOK, council.START + timedelta(hours=14, minutes=59)) as work:
        assert not nightly_checks.due(work)
    with read_transaction(engine, BOOK, council.START + timedelta(hours=15)) as work:
        assert nightly_checks.due(work)


def compared(engine: Engine, step: int) -> tuple[int, int]:
    """Steps taken until the comparison was done, and differences found."""
    steps = found = 0
    while True:
        with write_transaction(engine, BOOK, council.START) as work:
            if nightly_checks.comparing(work) is None:
                return steps, found
            found += len(nightly_checks.compare(work, step))
            steps += 1


@pytest.mark.usefixtures("ids")
@pytest.mark.parametrize("step", [3, 4, 500])
def test_every_subject_is_compared_and_a_difference_is_logged_and_put_right(
    engine: Engine, step: int
) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        nightly_checks.begin(work)
        o = t.ObligationRow
        wrong = update(o).where(col(o.duty) == "discuss", col(o.subject_id) == 1).values(due=date(2030, 1, 1))
        work.connection.execute(wrong)
    assert compared(engine, step)[1] == 1
    with write_transaction(engine, BOOK, council.START) as work:
        logged = select(col(t.Event.subject_kind), col(t.Event.subject_id)).where(
            col(t.Event.name) == "drift.found"
        )
        assert [tuple(row) for row in work.connection.execute(logged)] == [("case", 1)]
        nightly_checks.begin(work)
    assert compared(engine, step)[1] == 0


@pytest.mark.usefixtures("ids")
def test_what_waits_to_be_assessed_is_compared_afterwards(engine: Engine) -> None:
    """A first start that was stopped at once called each of them an error of ours."""
    bot = Bot(engine, BOOK, MovableClock(council.START))
    case = Subject(SubjectKind.CASE, 1)
    with bot.work() as work:
        nightly_checks.begin(work)
        work.connection.execute(update(t.ObligationRow).values(due=date(2030, 1, 1)))
        obligations.mark(work, [case])
    assert compare_some(bot) == 0
    with bot.work() as work:
        obligations.reassess(work, [case])
    assert compare_some(bot) > 0


@pytest.mark.usefixtures("ids")
def test_what_stays_late_is_told_once_a_week_whatever_nights_were_lost(engine: Engine) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        o = t.ObligationRow
        quiet = (
            update(o).where(col(o.duty) == "supervise").values(due=date(2026, 10, 30), next_attention=None)
        )
        work.connection.execute(quiet)
        nightly_checks.begin(work)
    assert weeks_told(engine, date(2026, 11, 4), date(2026, 11, 8)) == []
    assert weeks_told(engine, date(2026, 11, 9), date(2026, 11, 13)) == ["2026-11-09"]
    assert weeks_told(engine, date(2026, 11, 18), date(2026, 11, 20)) == ["2026-11-16"]
    assert weeks_told(engine, date(2026, 12, 26), date(2026, 12, 28)) == ["2026-12-21"]
    assert weeks_told(engine, date(2026, 12, 29), date(2026, 12, 31)) == ["2026-12-29"]


def weeks_told(engine: Engine, first: date, last: date) -> list[str]:
    """Which weeks' lines are new after the nights of these days; nobody was attended to meanwhile."""
    source, before = col(t.Nudge.source), set[str]()
    for days in range(-1, (last - first).days + 1):
        now = BOOK.calendar.start_of(first + timedelta(days=max(days, 0)))
        with write_transaction(engine, BOOK, now) as work:
            if days < 0:
                before = set(work.connection.execute(select(source)).scalars())
            else:
                nightly.run_nightly(work, None)
    with read_transaction(engine, BOOK, council.START) as work:
        query = select(source).where(col(t.Nudge.kind) == "late", source.not_in(before)).distinct()
        return sorted({one.split(":")[1] for one in work.connection.execute(query).scalars()})
