"""Booked sessions stand in their supervisor's calendar in Outlook, once, as they are; no booking waits for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot.commands.doctor_outlook import sessions_in_them
from bot.commands.findings import Level
from bot.dispatcher import dispatch
from bot.outlook import writing
from bot.outlook.calls import TRIES
from bot.outlook.events import Events
from bot.scheduler import tick
from policy.facts import Reason, SessionKind
from storage import calendar_readings, outlook_events, people, sessions
from storage import tables as t
from tests.infra.databases import Databases
from tests.outlook.standin import Kept, Standin
from tests.outlook.test_reading import Reader, at, reading

LATER = outlook_events.LEASE + outlook_events.AGAIN


@dataclass(slots=True)
class Writer:
    """A council whose sessions are put into Outlook; one of Amara's with Priya is booked."""

    reader: Reader
    session: int = 0

    @property
    def outlook(self) -> Standin:
        return self.reader.outlook

    def books(self, starts: datetime, *, provisional: bool = False) -> int:
        with self.reader.rig.bot.work() as work:
            amara, priya = (people.person(work, self.reader.rig.ids[n]) for n in ("Amara", "Priya"))
            booked = sessions.book(
                work, SessionKind.CASE, amara, priya, starts, 60, priya.id, provisional=provisional
            )
        self.session = booked
        return booked

    def moves(self, starts: datetime) -> None:
        with self.reader.rig.bot.work() as work:
            sessions.move(work, sessions.session(work, self.session), starts, None)

    def cancels(self) -> None:
        with self.reader.rig.bot.work() as work:
            sessions.cancel(work, sessions.session(work, self.session), Reason.WORK, None)

    async def looks(self, *, later: timedelta = timedelta()) -> None:
        await self.reader.reads(later=later)

    def events(self, who: str = "Priya") -> list[Kept]:
        """Those of the tests' days: the council has others booked."""
        mine = [k for k in self.outlook.kept.values() if k.email == self.reader.email(who)]
        return sorted((k for k in mine if at(9, 20) < k.starts < at(14, 0)), key=lambda k: k.starts)

    def starts(self, who: str = "Priya") -> list[datetime]:
        return [k.starts for k in self.events(who)]

    def busy(self, who: str = "Priya") -> list[datetime]:
        return [starts for starts, _ in self.reader.busy(who)]

    async def told(self, who: str = "Priya") -> list[str]:
        """What they read now of their calendar, each once, as it stands."""
        bot = self.reader.rig.bot
        tick(bot)
        await dispatch(bot)
        copies = self.reader.rig.phone.of(self.reader.rig.ids[who])
        return [str(c.card) for c in copies if "Outlook calendar" in str(c.first)]


@pytest.fixture
async def writer(sqlite: Databases) -> AsyncIterator[Writer]:
    async with reading(sqlite, Standin()) as found:
        yield _writing(found)


@pytest.fixture
async def on_each(databases: Databases) -> AsyncIterator[Writer]:
    """What the database has a part in, on both."""
    async with reading(databases, Standin()) as found:
        yield _writing(found)


def _writing(reader: Reader) -> Writer:
    bot = reader.rig.bot
    bot.config = replace(bot.config, outlook_events=True)
    return Writer(reader)


async def test_it_follows_its_session_and_says_nothing_private(on_each: Writer) -> None:
    writer = on_each
    writer.books(at(10, 14), provisional=True)
    await writer.looks()
    (event,) = writer.events()
    assert event.body["subject"] == "Supervision with Amara Example"
    assert (event.starts, event.ends, event.body["showAs"]) == (at(10, 14), at(10, 15), "tentative")
    assert "CB-" not in str(event.body)
    assert writer.events("Amara") == []

    with writer.reader.rig.bot.work() as work:
        sessions.confirm(work, sessions.session(work, writer.session), None)
    writer.moves(at(11, 9))
    await writer.looks()
    (moved,) = writer.events()
    assert moved is event
    assert (event.starts, event.body["showAs"]) == (at(11, 9), "busy")

    asked = len(writer.outlook.changes)
    with writer.reader.rig.bot.work() as work:
        sessions.touch_session(work, writer.session, people.person(work, writer.reader.rig.ids["Amara"]))
    await writer.looks()
    assert len(writer.outlook.changes) == asked, "what it shows is as it was"

    writer.cancels()
    await writer.looks()
    assert writer.events() == []
    asked = len(writer.outlook.changes)
    await writer.looks(later=LATER)
    assert len(writer.outlook.changes) == asked


async def test_cases_are_named_only_where_the_council_allows_it(writer: Writer) -> None:
    bot = writer.reader.rig.bot
    session = writer.books(at(10, 14))
    with bot.work() as work:
        query = select(col(t.Case.id)).where(col(t.Case.reference) == "CB-10234")
        case = work.connection.execute(query).scalar_one()
        work.add(
            t.Preparation(
                supervisee_id=writer.reader.rig.ids["Amara"],
                case_id=case,
                session_id=session,
                begun_on=work.today,
                shared_at=work.now,
            )
        )
    await writer.looks()
    (event,) = writer.events()
    assert "CB-" not in str(event.body)
    bot.config = replace(bot.config, calendar_cases=True)
    with bot.work() as work:
        sessions.touch_session(work, session, people.person(work, writer.reader.rig.ids["Amara"]))
    await writer.looks()
    (event,) = writer.events()
    assert event.body["body"]["content"].startswith("CB-10234\n")
    assert "CB-" not in event.body["subject"]


@pytest.mark.parametrize("then", ["stays", "moves", "is cancelled"])
async def test_made_and_its_answer_lost_it_is_there_once(writer: Writer, then: str) -> None:
    await writer.looks()
    writer.books(at(10, 14))
    writer.outlook.lost = 1
    await writer.looks()
    assert writer.starts() == [at(10, 14)]
    if then == "moves":
        writer.moves(at(11, 9))
    if then == "is cancelled":
        writer.cancels()
    await writer.looks(later=LATER)
    expected = {"stays": [at(10, 14)], "moves": [at(11, 9)], "is cancelled": []}
    assert writer.starts() == expected[then]
    assert writer.busy() == []


@pytest.mark.parametrize("called", [False, True])
async def test_killed_at_any_moment_it_is_there_once(writer: Writer, called: bool) -> None:
    """Before the call, or after it and before its answer was kept."""
    writer.books(at(10, 14))
    bot, events = writer.reader.rig.bot, Events(writer.reader.calls)
    while planned := writing._take(bot):
        if planned.due.view.id == writer.session:
            break
    assert planned
    if called:
        assert planned.shown
        await events.make(planned.due.email, planned.due.key, planned.shown, again=False)
    await writer.looks()
    assert len(writer.starts()) == int(called), "it is another's until its lease ends"
    await writer.looks(later=LATER)
    assert writer.starts() == [at(10, 14)]


async def test_the_bots_own_events_are_nobodys_busy_times(on_each: Writer) -> None:
    writer = on_each
    writer.books(at(10, 14))
    await writer.looks()
    await writer.looks(later=timedelta(hours=1))
    assert writer.busy() == []
    writer.moves(at(11, 9))
    writer.outlook.writable = False
    await writer.looks(later=timedelta(hours=1))
    assert (writer.starts(), writer.busy()) == ([at(10, 14)], []), "read while it still stands there"
    writer.outlook.writable = True
    writer.outlook.lost = 1
    await writer.looks(later=timedelta(hours=1))
    assert (writer.starts(), writer.busy()) == ([at(11, 9)], []), "and while nobody knows"
    writer.moves(at(12, 9))
    writer.outlook.writable = False
    await writer.looks(later=timedelta(hours=1))
    assert (writer.starts(), writer.busy()) == ([at(11, 9)], []), "and when it moves again meanwhile"


async def test_what_was_read_at_its_old_time_goes_when_it_moves(writer: Writer) -> None:
    writer.books(at(10, 14))
    await writer.looks()
    priya = writer.reader.rig.ids["Priya"]
    with writer.reader.rig.bot.work() as work:  # as another process that asked a moment before would keep it
        work.connection.execute(update(t.OutlookEvent).values(starts_at=None, ends_at=None))
        sessions.move(work, sessions.session(work, writer.session), at(11, 9), None)
        calendar_readings.keep(work, work.now, {priya: [(at(10, 14), at(10, 15))]})
        work.connection.execute(update(t.OutlookEvent).values(starts_at=at(10, 14), ends_at=at(10, 15)))
    assert writer.busy() == [at(10, 14)]
    await writer.looks()
    assert writer.busy() == []


async def test_without_outlook_it_is_booked_and_the_supervisor_learns_it(on_each: Writer) -> None:
    writer = on_each
    writer.outlook.writable = False
    writer.books(at(10, 14))
    await writer.looks()
    assert await writer.told() == [], "it may be mended in a moment"
    await writer.looks(later=LATER)
    (said,) = await writer.told()
    assert "isn't in your Outlook calendar" in said
    writer.outlook.writable = True
    await writer.looks(later=LATER)
    assert writer.starts() == [at(10, 14)]
    (said,) = await writer.told()
    assert "isn't in" not in said

    writer.outlook.faults = [None] * 20
    writer.moves(at(11, 9))
    await writer.looks()
    await writer.looks(later=LATER)
    assert "is out of date in your Outlook calendar" in (await writer.told())[-1]
    writer.cancels()
    assert "still stands in your Outlook calendar" in (await writer.told())[-1]
    writer.outlook.faults = []
    await writer.looks(later=LATER)
    assert writer.starts() == []


@pytest.mark.parametrize("then", ["moved", "cancelled"])
async def test_taken_out_by_its_owner_it_comes_back_only_with_a_new_time(writer: Writer, then: str) -> None:
    writer.books(at(10, 14))
    await writer.looks()
    mine = [i for i, k in writer.outlook.kept.items() if k in writer.events()]
    del writer.outlook.kept[mine[0]]
    await writer.looks(later=LATER)
    assert writer.starts() == []
    if then == "moved":
        writer.moves(at(11, 9))
    else:
        writer.cancels()
    await writer.looks()
    assert writer.starts() == ([at(11, 9)] if then == "moved" else [])
    assert not writer.reader.rig.phone.arrived


async def test_handed_over_it_goes_to_the_new_supervisors_calendar(writer: Writer) -> None:
    writer.reader.has("Owen")
    writer.books(at(10, 14))
    await writer.looks()
    with writer.reader.rig.bot.work() as work:
        sessions.hand_over(work, sessions.session(work, writer.session), writer.reader.rig.ids["Owen"])
    await writer.looks()
    assert (writer.starts("Priya"), writer.starts("Owen")) == ([], [at(10, 14)])


async def test_one_that_cant_be_written_holds_up_no_other(writer: Writer) -> None:
    del writer.outlook.calendars[writer.reader.email("Priya")]
    writer.reader.has("Owen")
    writer.books(at(10, 14))
    writer.books(at(11, 9))
    with writer.reader.rig.bot.work() as work:
        sessions.hand_over(work, sessions.session(work, writer.session), writer.reader.rig.ids["Owen"])
    await writer.looks()
    assert writer.starts("Owen") == [at(11, 9)]
    with writer.reader.rig.bot.read() as work:
        put, *others = sessions_in_them(work)
    assert put.what == "1 session to come put into Outlook's calendars."
    assert [f.level for f in others] == [Level.LOOK]
    assert "Outlook has no mailbox with the email of the staff list" in others[0].what


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"secret": "another"}, "Entra refuses the app"),
        ({"writable": False}, "Outlook doesn't let the app write"),
        ({"faults": [(503, 1)] * 20}, "Outlook didn't take the event"),
    ],
)
async def test_doctor_says_why_none_is_written(sqlite: Databases, change: dict[str, Any], says: str) -> None:
    async with reading(sqlite, Standin(**change)) as reader:
        writer = _writing(reader)
        writer.books(at(10, 14))
        writer.books(at(11, 14))
        await writer.looks()
        with reader.rig.bot.read() as work:
            put, *others = sessions_in_them(work)
    if writer.outlook.faults:
        assert len(writer.outlook.changes) == TRIES, "the others wait for the next time"
    assert put.what.startswith("0 sessions")
    assert says in " ".join(f.what for f in others)
    assert all(f.remedy for f in others)


async def test_no_transaction_is_open_while_outlook_is_written_to(writer: Writer) -> None:
    def writes() -> None:
        with writer.reader.rig.bot.work() as work:
            work.connection.execute(update(t.Council).values(drift_after=None))

    writer.outlook.meanwhile = writes
    writer.books(at(10, 14))
    await writer.looks()
    assert writer.starts() == [at(10, 14)]


async def test_switched_off_nothing_is_written(writer: Writer) -> None:
    bot = writer.reader.rig.bot
    bot.config = replace(bot.config, outlook_events=False)
    writer.books(at(10, 14))
    await writer.looks()
    assert writer.outlook.changes == []
    with bot.read() as work:
        assert list(sessions_in_them(work)) == []
