"""When people are busy is read from Outlook ahead of any booking; whose isn't known is said where times are offered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import insert, select, update
from sqlmodel import col
from structlog.testing import capture_logs

from bot import outlook
from bot.clock import MovableClock
from bot.commands.doctor_outlook import calendars
from bot.commands.findings import Level
from bot.inbound.router import command
from bot.outlook import beside
from bot.outlook import calls as calling
from bot.outlook.beside import look_once
from bot.outlook.calls import Calls
from bot.outlook.events import Events
from bot.outlook.graph import Graph
from bot.outlook.sign_in import SignIn
from bot.settings import Settings, read_settings
from cards.model import card_to_json, form_to_json
from cards.sessions.times import SEEN
from storage import calendar_readings
from storage import tables as t
from storage.states import OutlookFault
from tests.infra.databases import Databases
from tests.outlook.standin import APP, OWN, SECRET, TENANT, Event, Standin
from tests.proof.phone import Rig, rig
from tests.stories.council import CENTRAL, Cast


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def settings(url: str = "https://graph.microsoft.com/") -> Settings:
    given = {"tenant": TENANT, "app_id": APP, "app_secret": SECRET, "mailbox": OWN, "graph_url": url}
    return read_settings(_env_file=None, **{f"outlook_{name}": value for name, value in given.items()})


@dataclass(slots=True)
class Reader:
    """A council whose calendars are read, and Outlook as it stands in for it."""

    rig: Rig
    outlook: Standin
    calls: Calls
    settings: Settings
    waited: list[float] = field(default_factory=list)

    def email(self, who: str) -> str:
        with self.rig.bot.read() as work:
            query = select(col(t.Person.email)).where(col(t.Person.id) == self.rig.ids[who])
            return str(work.connection.execute(query).scalar())

    def has(self, who: str, *events: Event) -> None:
        self.outlook.calendars[self.email(who)] = list(events)

    async def reads(self, *, later: timedelta = timedelta()) -> None:
        clock = self.rig.bot.clock
        assert isinstance(clock, MovableClock)
        clock.move_to(clock.now() + later)
        await look_once(self.rig.bot, Graph(self.settings, self.calls), Events(self.calls))

    def busy(self, who: str) -> list[tuple[datetime, datetime]]:
        b = t.Busy
        query = select(col(b.starts_at), col(b.ends_at)).where(col(b.person_id) == self.rig.ids[who])
        with self.rig.bot.read() as work:
            return [(r[0], r[1]) for r in work.connection.execute(query.order_by(col(b.starts_at)))]

    def why(self, who: str) -> OutlookFault | None:
        r = t.CalendarReading
        query = select(col(r.why)).where(col(r.person_id) == self.rig.ids[who])
        with self.rig.bot.read() as work:
            found: OutlookFault | None = work.connection.execute(query).scalar()
            return found

    def says(self, who: str, typed: str) -> str:
        answer = command(self.rig.bot, self.rig.ids[who], typed)
        if answer.form:
            return form_to_json(answer.form)
        assert answer.card
        return card_to_json(answer.card)


@pytest.fixture
async def reader(sqlite: Databases) -> AsyncIterator[Reader]:
    async with reading(sqlite, Standin()) as found:
        yield found


@pytest.fixture
async def on_each(databases: Databases) -> AsyncIterator[Reader]:
    """What the database has a part in, on both."""
    async with reading(databases, Standin()) as found:
        yield found


@asynccontextmanager
async def reading(databases: Databases, standin: Standin, cast: Cast = CENTRAL) -> AsyncIterator[Reader]:
    """Two have a mailbox, with nothing in it."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    with rig(databases, cast=cast) as council:
        council.bot.config = replace(council.bot.config, outlook=True)
        async with TestServer(standin.app()) as server:
            given = settings(str(server.make_url("/")))
            found = Reader(council, standin, Calls(given, SignIn(given, standin), sleep), given, waited)
            for who in ("Amara", "Priya"):
                found.has(who)
            yield found


@pytest.mark.parametrize("status", ["busy", "oof", "unknown", "Busy"])
async def test_only_from_when_until_when_is_kept(reader: Reader, status: str) -> None:
    reader.has("Amara", Event(at(10, 14), at(10, 15), status))
    await reader.reads()
    assert reader.busy("Amara") == [(at(10, 14), at(10, 15))]
    assert "isn't free on Tuesday 10 November" in reader.says("Priya", "book @amara tuesday 10 november 2pm")


@pytest.mark.parametrize("status", ["free", "tentative", "workingElsewhere"])
async def test_what_takes_no_time_is_passed_over(reader: Reader, status: str) -> None:
    reader.has("Amara", Event(at(10, 14), at(10, 15), status))
    await reader.reads()
    assert reader.busy("Amara") == []
    assert SEEN in reader.says("Priya", "book @amara tuesday 10 november 2pm")


async def test_a_later_reading_replaces_the_one_before_and_no_calendar_file(on_each: Reader) -> None:
    reader = on_each
    amara = reader.rig.ids["Amara"]
    with reader.rig.bot.work() as work:
        work.connection.execute(
            insert(t.Busy.__table__).values(person_id=amara, starts_at=at(12, 9), ends_at=at(12, 10))
        )
    reader.has("Amara", Event(at(10, 14), at(10, 15)), Event(at(11, 9), at(11, 10)))
    await reader.reads()
    reader.has("Amara", Event(at(11, 9), at(11, 11)))
    await reader.reads()
    assert (at(10, 14), at(10, 15)) in reader.busy("Amara"), "nobody is asked for again within the hour"
    await reader.reads(later=timedelta(hours=1))
    assert reader.busy("Amara") == [(at(11, 9), at(11, 11)), (at(12, 9), at(12, 10))]


async def test_a_session_of_ours_in_their_calendar_isnt_in_its_own_way(on_each: Reader) -> None:
    reader = on_each
    with reader.rig.bot.work() as work:
        query = select(t.Session.__table__).where(col(t.Session.state) == "booked")
        booked = work.connection.execute(query).first()
        assert booked is not None
        pair = (booked.supervisee_id, booked.supervisor_id)
        who = next(name for name, i in reader.rig.ids.items() if i == booked.supervisee_id)
        recorder = next(name for name, i in reader.rig.ids.items() if i not in pair)
        recorded = update(t.Session).where(col(t.Session.id) == booked.id)
        work.connection.execute(recorded.values(recorder_id=reader.rig.ids[recorder]))
    for one in (who, recorder):
        reader.has(one, Event(booked.starts_at, booked.ends_at))
    await reader.reads()
    assert (reader.busy(who), reader.busy(recorder)) == ([], [])


async def test_no_transaction_is_open_while_outlook_is_asked(reader: Reader) -> None:
    def writes() -> None:
        with reader.rig.bot.work() as work:
            work.connection.execute(update(t.Council).values(drift_after=None))

    reader.outlook.meanwhile = writes
    await reader.reads()
    assert reader.outlook.calls


async def test_at_most_twenty_are_asked_for_at_once(reader: Reader) -> None:
    with reader.rig.bot.work() as work:
        one = work.connection.execute(select(t.Person.__table__).limit(1)).mappings().one()
        for n in range(30):
            email = f"Person{n}@council.example"
            reader.outlook.calendars[email.lower()] = []
            row = {**one, "id": 900 + n, "staff_number": f"S9{n:02}", "name": f"Person {n}", "email": email}
            work.connection.execute(insert(t.Person.__table__).values(row))
    await reader.reads()
    first, *others = [len(call["schedules"]) for call in reader.outlook.calls]
    assert first == 20
    assert sum(others) >= 10
    with reader.rig.bot.read() as work:
        assert calendar_readings.unread(work, range(900, 930)) == {}


# What can't be read


async def test_whose_calendar_isnt_known_there_is_named_where_times_are_offered(on_each: Reader) -> None:
    reader = on_each
    del reader.outlook.calendars[reader.email("Amara")]
    await reader.reads()
    assert (reader.why("Amara"), reader.why("Priya")) == (OutlookFault.NO_MAILBOX, None)
    said = reader.says("Priya", "book @amara tuesday 10 november 2pm")
    assert "Busy times are unseen for Amara Example, as Outlook couldn't be read" in said
    assert "unseen for you, as" in reader.says("Amara", "book tuesday 10 november 2pm")


FAULTS: dict[str, list[Any]] = {
    "throttled for long": [(429, 3600)],
    "throttled again and again": [(429, 2)] * 3,
    "broken": [(503, 1)] * 3,
    "away": [None],
    "no JSON": ["<html>"],
    "no list": ['{"value": {}}'],
    "nothing": ["null"],
    "others": ['{"value": [{"scheduleId": "x@y.example"}, 3]}'],
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
async def test_without_an_answer_what_was_known_stays(reader: Reader, faults: list[Any]) -> None:
    reader.has("Amara", Event(at(10, 14), at(10, 15)))
    await reader.reads()
    reader.outlook.faults = list(faults)
    with capture_logs() as logged:
        await reader.reads(later=timedelta(hours=1))
    assert reader.why("Amara") is OutlookFault.NO_ANSWER
    assert reader.busy("Amara") == [(at(10, 14), at(10, 15))]
    assert "names people" not in str(logged)
    await reader.reads(later=timedelta(hours=1))
    assert reader.why("Amara") is None


@pytest.mark.parametrize(
    "item",
    [
        '{"status": "busy", "start": {"dateTime": "2026-11-10T14:00:00", "timeZone": "GMT Standard Time"}, '
        '"end": {"dateTime": "2026-11-10T15:00:00", "timeZone": "UTC"}}',
        '{"status": "busy", "start": {"dateTime": "2026-11-10T14:00:00", "timeZone": "UTC"}, '
        '"end": {"dateTime": "2026-11-10T13:00:00", "timeZone": "UTC"}}',
        '{"status": "busy", "start": {"dateTime": "soon", "timeZone": "UTC"}}',
        "7",
    ],
)
async def test_half_a_calendar_is_none(reader: Reader, item: str) -> None:
    email = reader.email("Amara")
    reader.outlook.faults = [f'{{"value": [{{"scheduleId": "{email}", "scheduleItems": [{item}]}}]}}']
    await reader.reads()
    assert (reader.why("Amara"), reader.busy("Amara")) == (OutlookFault.NO_ANSWER, [])


async def test_an_address_in_another_spelling_is_the_same(reader: Reader) -> None:
    said = [f"{reader.email(who).upper()}\u200b" for who in ("Amara", "Priya")]
    answered = ", ".join(f'{{"scheduleId": "{email}", "scheduleItems": []}}' for email in said)
    reader.outlook.faults = [f'{{"value": [{answered}]}}']
    await reader.reads()
    assert (reader.why("Amara"), reader.why("Priya")) == (None, None)


async def test_a_short_wait_that_graph_asks_for_is_kept_and_a_lost_token_renewed(reader: Reader) -> None:
    await reader.reads()
    reader.outlook.tokens.clear()
    reader.outlook.faults = [(429, 7)]
    await reader.reads(later=timedelta(hours=1))
    assert reader.waited == [1.0, 7.0]
    assert reader.why("Amara") is None
    assert len(reader.outlook.tokens) == 1


async def test_a_time_out_is_no_answer(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "PATIENCE", 0.000_001)
    await reader.reads()
    assert reader.why("Amara") is OutlookFault.NO_ANSWER


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"secret": "another"}, OutlookFault.SIGN_IN),
        ({"tenant": "another"}, OutlookFault.SIGN_IN),
        ({"entra_is_away": True}, OutlookFault.NO_ANSWER),
        ({"entra_is_broken": True}, OutlookFault.NO_ANSWER),
        ({"permitted": False}, OutlookFault.NOT_ALLOWED),
        ({"calendars": {}}, OutlookFault.OWN_MAILBOX),
    ],
)
async def test_what_keeps_every_calendar_unread_is_named_by_doctor(
    sqlite: Databases, change: dict[str, Any], why: OutlookFault
) -> None:
    async with reading(sqlite, Standin(**change)) as reader:
        with capture_logs() as logged:
            await reader.reads()
        with reader.rig.bot.read() as work:
            found = list(calendars(work))
    assert [line["why"] for line in logged if line["event"] == "outlook.failed"] == [why]
    assert SECRET not in str(logged)
    assert "0 calendars read" in found[0].what
    assert any(f.level is not Level.FINE for f in found)
    assert all(f.remedy for f in found[1:])


async def test_doctor_counts_and_names_those_outlook_doesnt_know(on_each: Reader) -> None:
    reader = on_each
    await reader.reads()
    with reader.rig.bot.read() as work:
        found = list(calendars(work))
    assert found[0].what == "2 calendars read from Outlook."
    assert "Outlook has no mailbox with the email of the staff list, for" in found[1].what


async def test_switched_off_nothing_that_was_read_is_in_the_way(reader: Reader) -> None:
    reader.has("Amara", Event(at(10, 14), at(10, 15)))
    await reader.reads()
    bot = reader.rig.bot
    bot.config = replace(bot.config, outlook=False)
    assert "imported busy times only" in reader.says("Priya", "book @amara tuesday 10 november 2pm")
    with bot.read() as work:
        assert list(calendars(work)) == []


async def test_it_reads_by_itself_while_the_bot_runs(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asyncio.Event()
    reader.outlook.meanwhile = asked.set
    monkeypatch.setattr(beside, "Calls", lambda *_: reader.calls)
    async with beside.beside_the_clock(reader.rig.bot, reader.settings), asyncio.timeout(10):
        await asked.wait()


def test_what_is_lacking_is_named() -> None:
    assert outlook.lacking(read_settings(_env_file=None)) == ""
    assert outlook.lacking(settings()) == ""
    only = read_settings(_env_file=None, outlook_mailbox=OWN)
    wanted = "SUPERVISION_OUTLOOK_TENANT, SUPERVISION_OUTLOOK_APP_ID, SUPERVISION_OUTLOOK_APP_SECRET: needed"
    assert outlook.lacking(only).startswith(wanted)
    events_alone = read_settings(_env_file=None, outlook_events=True)
    assert outlook.lacking(events_alone).startswith("SUPERVISION_OUTLOOK_MAILBOX, SUPERVISION_OUTLOOK_TENANT")
