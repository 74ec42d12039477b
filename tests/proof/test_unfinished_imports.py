"""A large import: others write between its batches, nobody is told anything before its last, and one that was broken
off at any of them is gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from bot.dispatcher import dispatch
from bot.moving_clock import advance, settle_now
from bot.scheduler import tick
from handlers.people import leaving
from storage import tables as t
from storage.drift import drift, every_subject
from storage.importing import runs, staging
from storage.importing.options import ImportOptions
from storage.importing.reading import Progress
from storage.importing.run import bring_in, go_on
from storage.importing.runs import HOLD, EndedError, UnderWayError
from storage.importing.tables.files import Rows, Source
from storage.people import administrators
from storage.states import ImportState
from storage.work import Work
from tests.importing.councils import rows
from tests.proof.phone import Rig

NEW = [f"N{number}" for number in range(1, 8)]
PEOPLE = rows(
    "people",
    "staff number, name, role, employed from",
    *(f"{n}, Nobody {n}, social_worker, 01/09/2026" for n in NEW),
)
LINES = rows("relationships", "supervisee, supervisor, since", *(f"{n}, S201, 01/09/2026" for n in NEW))
CASES = rows(
    "cases",
    "case, service, categories, worker, allocated on",
    *(f"CB-9000{i}, family_support, child_protection, {n}, 26/10/2026" for i, n in enumerate(NEW)),
)
#: Cancels the session that the stories' council has booked.
CANCELLED = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state, cancelled on, reason",
    "X1, N1, S201, 06/11/2026, 10:00, cancelled, 02/11/2026, work",
)
FILES: tuple[Rows, ...] = (PEOPLE, LINES, CASES, CANCELLED)


class KilledError(Exception):
    """Stands for the end of the process, between two transactions."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "BATCH", 2)


@pytest.fixture
async def council(rigged: Rig) -> Rig:
    """Nothing is due any more at its moment."""
    await settle_now(rigged.bot)
    return rigged


def bring(rig: Rig, *files: Source, until: int = 1000, again_within: int | None = None) -> None:
    """KilledError after so many written batches."""
    written = iter(range(until))

    def progress(what: str, _done: int, _total: int) -> None:
        if what.startswith("writing") and next(written, None) is None:
            raise KilledError

    now = rig.clock.now()
    bring_in(
        rig.bot.engine,
        rig.bot.config,
        now,
        files or FILES,
        ImportOptions(any_reference=True, progress=progress, again_within=again_within),
    )


def count(rig: Rig, table: type[t.Table]) -> int:
    with rig.bot.read() as work:
        return int(work.connection.execute(select(func.count()).select_from(table.__table__)).scalar_one())


def facts(rig: Rig) -> dict[str, int]:
    tables = (t.Person, t.Relationship, t.Case, t.Allocation, t.Session, t.GapNote)
    return {table.__table__.name: count(rig, table) for table in tables}


def differences(rig: Rig) -> list[object]:
    with rig.bot.read() as work:
        return list(drift(work, every_subject(work)))


def state(rig: Rig) -> ImportState | None:
    with rig.bot.read() as work:
        found = runs.newest(work)
    return found.state if found else None


@pytest.mark.parametrize("batches", range(0, 16, 3))
async def test_one_that_was_killed_is_finished_by_the_clock(council: Rig, batches: int) -> None:
    before, told = facts(council), len(council.phone.arrived)
    with pytest.raises(KilledError):
        bring(council, until=batches)
    assert facts(council) != before or batches == 0
    assert tick(council.bot) == 0, "somebody may still be at it"
    assert await dispatch(council.bot) == 0
    council.clock.move_to(council.clock.now() + 2 * HOLD)
    await settle_now(council.bot)
    assert state(council) is ImportState.FINISHED
    assert {name: n - before[name] for name, n in facts(council).items()} == {
        "person": 7,
        "relationship": 7,
        "case": 7,
        "allocation": 7,
        "session": 1,
        "gapnote": 1,
    }
    assert count(council, t.ImportPart) == 0
    assert not differences(council)
    await advance(council.bot, council.clock, council.clock.now() + timedelta(days=1))
    assert len(council.phone.arrived) > told


def test_or_by_the_next_import(council: Rig) -> None:
    with pytest.raises(KilledError):
        bring(council, until=3)
    bring(council, rows("cases", "case, service", "CB-95000, family_support"))
    assert state(council) is ImportState.FINISHED
    assert count(council, t.ImportRun) == 2
    assert facts(council)["gapnote"] == 1
    assert not differences(council)


def test_two_that_begin_at_once_are_one(council: Rig) -> None:
    """The other begins after this one has looked, while it compares."""
    before, begun = facts(council), list[int]()

    def progress(what: str, _done: int, _total: int) -> None:
        if what.startswith("comparing") and not begun:
            with council.bot.work() as work:
                begun.append(runs.begin(work, [b""], runs.Begun()))

    with pytest.raises(UnderWayError):
        bring_in(
            council.bot.engine,
            council.bot.config,
            council.clock.now(),
            FILES,
            ImportOptions(any_reference=True, progress=progress),
        )
    assert (facts(council), count(council, t.ImportRun)) == (before, 1)


def test_what_another_process_has_ended_is_written_no_further(council: Rig) -> None:
    before, now = facts(council), council.clock.now()
    with pytest.raises(EndedError):
        bring_in(
            council.bot.engine,
            council.bot.config,
            now,
            FILES,
            ImportOptions(any_reference=True, progress=ends_it(council)),
        )
    assert {name: n - before[name] for name, n in facts(council).items() if n != before[name]} == {
        "person": 2
    }
    assert state(council) is ImportState.FINISHED


def test_and_is_finished_for_whoever_goes_on_with_it(council: Rig) -> None:
    with pytest.raises(KilledError):
        bring(council, until=3)
    now = council.clock.now() + 2 * HOLD
    assert go_on(council.bot.engine, council.bot.config, now, ends_it(council))
    assert count(council, t.ImportPart) == 0


def ends_it(rig: Rig) -> Progress:
    """Another process ends the import after its first batch."""

    def progress(what: str, _done: int, _total: int) -> None:
        with rig.bot.work() as work:
            if what.startswith("writing") and (run := runs.applying(work)):
                runs.end(work, run.id, ImportState.FINISHED)

    return progress


def test_others_write_between_two_batches(council: Rig) -> None:
    said: list[str] = []

    def progress(what: str, _done: int, _total: int) -> None:
        if what.startswith("writing"):
            with council.bot.work() as work:
                work.log("meanwhile")
            said.append(what)

    bring_in(
        council.bot.engine,
        council.bot.config,
        council.clock.now(),
        FILES,
        ImportOptions(any_reference=True, progress=progress),
    )
    assert len(said) >= 12


async def test_what_fell_due_meanwhile_is_told_afterwards(council: Rig) -> None:
    with pytest.raises(KilledError):
        bring(council, until=3)
    told, begun = len(council.phone.arrived), council.clock.now()
    held = begun + timedelta(days=6)
    with council.bot.work() as work:
        runs.hold(work, 1, held)
    await advance(council.bot, council.clock, begun + timedelta(days=7))
    assert min(copy.at for copy in council.phone.arrived[told:]) >= held
    assert state(council) is ImportState.FINISHED


async def test_one_that_cannot_be_finished_is_given_up_and_told(council: Rig) -> None:
    with pytest.raises(KilledError):
        bring(council, until=3)
    with council.bot.work() as work:
        work.connection.execute(delete(t.ImportPart.__table__))
        work.connection.execute(t.ImportPart.__table__.insert().values(run_id=1, packed=b"no import"))
    council.clock.move_to(council.clock.now() + 2 * HOLD)
    await settle_now(council.bot)
    assert state(council) is ImportState.FAILED
    await advance(council.bot, council.clock, council.clock.now() + timedelta(days=1))
    assert "An import stopped" in titles(council)
    assert not differences(council)


async def test_one_that_is_in_isnt_given_up_for_what_follows_it(
    council: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KilledError):
        bring(council, until=3)
    council.clock.move_to(council.clock.now() + 2 * HOLD)

    def fails(_work: Work) -> None:
        raise LookupError

    with monkeypatch.context() as patch:
        patch.setattr(leaving, "follow", fails)
        with pytest.raises(LookupError):
            tick(council.bot)
    assert state(council) is ImportState.FINISHED
    await settle_now(council.bot)
    assert "An import stopped" not in titles(council)


async def test_one_that_a_timer_makes_is_missed(council: Rig) -> None:
    bring(council, again_within=1)
    begun = council.clock.now()
    await advance(council.bot, council.clock, begun + timedelta(days=1))
    assert "An import is missing" not in titles(council)
    bring(council, rows("cases", "case, service", "CB-90001, family_support"), again_within=1)
    await advance(council.bot, council.clock, begun + timedelta(days=2))
    assert "An import is missing" not in titles(council), (
        "nothing new was brought in, and all the same it was made"
    )
    await advance(council.bot, council.clock, begun + timedelta(days=5))
    assert titles(council).count("An import is missing") == 1


def titles(rig: Rig) -> list[str]:
    return list(_titles(rig))


def _titles(rig: Rig) -> Iterator[str]:
    with rig.bot.read() as work:
        for one in administrators(work):
            for copy in rig.phone.of(one):
                yield from copy.titles
