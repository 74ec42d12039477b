"""Whose busy times aren't known as they are now is said wherever a time is offered, asked for or booked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import MovableClock
from bot.commands.doctor_outlook import calendars
from cards import formats
from cards.model import Moment
from cards.sessions.asks import SessionWish
from cards.sessions.times import SEEN, unseen
from handlers.shared import asked_sessions, times
from storage.people import person
from tests.infra.databases import Databases
from tests.outlook.standin import Standin
from tests.outlook.test_reading import Reader, at, reading
from tests.stories.council import CASTS


@pytest.fixture
async def reader(databases: Databases) -> AsyncIterator[Reader]:
    async with reading(databases, Standin()) as found:
        yield found


def moment(instant: datetime) -> str:
    wall = instant.astimezone(ZoneInfo("Europe/London"))
    return formats.moment(Moment(instant, wall))


async def test_from_the_first_failed_try_on_it_is_said_since_when_nothing_is_seen(reader: Reader) -> None:
    """Also to whoever is to say yes to a time, of each of the two; and no longer once it is read again."""
    await reader.reads()
    asked = "book @amara tuesday 10 november 2pm"
    assert SEEN in reader.says("Priya", asked)
    assert "unseen" not in reader.says("Priya", asked)
    since = moment(reader.rig.bot.clock.now())
    calendar = reader.outlook.calendars.pop(reader.email("Amara"))
    await reader.reads(later=timedelta(hours=1))
    said = f"unseen for Amara Example since {since}, as Outlook couldn't be read"
    assert said in reader.says("Priya", asked)
    assert SEEN not in reader.says("Priya", asked)
    with reader.rig.bot.read() as work:
        people = [person(work, reader.rig.ids[name]) for name in ("Amara", "Priya")]
        assert f"unseen for you since {since}, as" in times.unseen_of(work, people, people[0].id)
        wish = SessionWish(supervisee=people[0].id, supervisor=people[1].id)
        requested = asked_sessions.asked(work, wish, int(at(10, 14).timestamp()), people[1].id)
        assert requested is not None
        assert said in str(requested.item().body)
    reader.outlook.calendars[reader.email("Amara")] = calendar
    await reader.reads(later=timedelta(hours=1))
    assert SEEN in reader.says("Priya", asked)


async def test_what_was_read_longer_ago_than_the_next_reading_takes_is_unseen(reader: Reader) -> None:
    await reader.reads()
    since, clock = moment(reader.rig.bot.clock.now()), reader.rig.bot.clock
    assert isinstance(clock, MovableClock)
    clock.move_to(clock.now() + timedelta(minutes=119))
    assert SEEN in reader.says("Priya", "book @amara tuesday 10 november 2pm")
    clock.move_to(clock.now() + timedelta(minutes=1))
    said = reader.says("Priya", "book @amara tuesday 10 november 2pm")
    assert f"unseen for Amara Example and you since {since}, as" in said
    with reader.rig.bot.read() as work:
        found = [one.what for one in calendars(work)]
    assert found[0] == "0 calendars read from Outlook."
    assert (
        "2 calendars not asked for within two hours, though each is to be once an hour: S101, S201." in found
    )


def test_calendars_read_at_different_times_are_said_apart() -> None:
    nine, ten = (Moment(at(10, hour), at(10, hour)) for hour in (9, 10))
    said = unseen({ten: ["you"], None: ["Priya Sample"], nine: ["Amara Example", "Ida Roe"]})
    assert said == (
        "Busy times are unseen for Amara Example and Ida Roe since Tuesday 10 November 2026 at 9:00 am, for you since "
        "Tuesday 10 November 2026 at 10:00 am and for Priya Sample at any time, as Outlook couldn't be read: check "
        "your own calendars too."
    )


async def test_wherever_times_are_offered_it_is_said(reader: Reader) -> None:
    del reader.outlook.calendars[reader.email("Amara")]
    await reader.reads()
    unseen = "Busy times are unseen for Amara Example"
    assert unseen in reader.says("Priya", "extra @amara")
    assert "Amara Example" in reader.says("Priya", "book").partition("Busy times are unseen for")[2]


async def test_also_of_a_group(sqlite: Databases) -> None:
    async with reading(sqlite, Standin(), CASTS["southwark"]) as reader:
        del reader.outlook.calendars[reader.email("Amara")]
        await reader.reads()
        said = reader.says("Priya", "group 10 november 10am")
        assert "Amara Example" in said.partition("Busy times are unseen for")[2]
