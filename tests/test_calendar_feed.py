"""A person's own calendar: asked for in chat, read back by another library's parser, revoked, and sent once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from icalendar import Calendar
from sqlalchemy import select, update
from sqlmodel import col

from bot.calendar_feed import NO_FILE, add_calendars
from bot.clock import MovableClock
from bot.inbound.router import command, press
from cards.model import Card, Link, Paragraph, Part, Quote
from policy.facts import SessionState, SubjectKind
from storage import calendar_feeds
from storage import tables as t
from tests.infra.databases import Databases
from tests.proof.phone import Rig, rig
from tests.stories.council import ADDRESS


@pytest.fixture
def rigged(databases: Databases) -> Iterator[Rig]:
    with rig(databases) as made:
        yield made


@pytest.fixture
async def client(rigged: Rig) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application()
    add_calendars(app, rigged.bot)
    async with TestClient(TestServer(app)) as made:
        yield made


def pressed(rig: Rig, who: str, button: str, typed: str = "calendar") -> Card:
    shown = command(rig.bot, rig.ids[who], typed).card
    assert shown
    parts = [b for part in shown.body if isinstance(part, Part) for b in part.buttons]
    token = next(b.token for b in (*shown.buttons, *parts) if b.label == button)
    card = press(rig.bot, rig.ids[who], token, {}).card
    assert card
    return card


def address(rig: Rig, who: str) -> str:
    """As it is shown, without the part that a proxy keeps."""
    card = pressed(rig, who, "Give me an address")
    [shown] = [block for block in card.body if isinstance(block, Quote)]
    return shown.words.removeprefix(ADDRESS)


async def events(client: TestClient[Any, Any], path: str) -> list[Any]:
    answer = await client.get(path)
    assert answer.status == 200
    assert answer.content_type == "text/calendar"
    body = await answer.read()
    assert max(map(len, body.split(b"\r\n"))) <= 75, "folded"
    return list(Calendar.from_ical(body).walk("VEVENT"))


async def test_it_says_when_which_and_with_whom_and_no_case(
    rigged: Rig, client: TestClient[Any, Any]
) -> None:
    mine = await events(client, address(rigged, "Amara"))
    assert [str(e["summary"]) for e in mine if e["status"] != "TENTATIVE"][
        -1
    ] == "Supervision with Priya Invented"
    theirs = await events(client, address(rigged, "Priya"))
    assert {str(e["uid"]) for e in mine} <= {str(e["uid"]) for e in theirs}
    assert "Supervision with Amara Example" in [str(e["summary"]) for e in theirs]
    for event in mine:
        assert "CB-" not in event.to_ical().decode()
        assert event["transp"] == "OPAQUE"
        assert event.decoded("dtstart").utcoffset() == timedelta()


async def test_it_is_sent_once_and_a_move_keeps_the_event(rigged: Rig, client: TestClient[Any, Any]) -> None:
    path = address(rigged, "Amara")
    before = (await events(client, path))[-1]
    tag = (await client.get(path)).headers["ETag"]
    assert (await client.get(path, headers={"If-None-Match": tag})).status == 304
    with rigged.bot.work() as work:
        later = before.decoded("dtstart") + timedelta(hours=1)
        s = t.Session
        mine = col(s.starts_at) == before.decoded("dtstart")
        changed = update(s).where(mine).values(starts_at=later, ends_at=later + timedelta(hours=1))
        work.touch(SubjectKind.SESSION, *work.connection.execute(changed.returning(col(s.id))).scalars())
    assert (await client.get(path, headers={"If-None-Match": tag})).status == 200
    after = (await events(client, path))[-1]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


async def test_one_that_was_noted_by_mistake_goes(rigged: Rig, client: TestClient[Any, Any]) -> None:
    path = address(rigged, "Amara")
    before = await events(client, path)
    with rigged.bot.work() as work:
        s = t.Session
        starts = col(s.starts_at) == before[-1].decoded("dtstart")
        gone = update(s).where(starts).values(state=SessionState.WITHDRAWN).returning(col(s.id))
        work.touch(SubjectKind.SESSION, *work.connection.execute(gone).scalars())
    assert len(await events(client, path)) == len(before) - 1


async def test_a_new_address_ends_the_one_before_and_it_can_be_stopped(
    rigged: Rig, client: TestClient[Any, Any]
) -> None:
    first, second = address(rigged, "Amara"), address(rigged, "Amara")
    assert (await client.get(first)).status == 404
    assert (await client.get(second)).status == 200
    with rigged.bot.read() as work:
        [kept] = work.connection.execute(select(col(t.CalendarFeed.digest))).scalars()
    assert kept not in second
    assert "Nobody can read it" in str(pressed(rigged, "Amara", "Stop my calendar").body)
    assert (await client.get(second)).status == 404
    assert (await client.get(f"/calendar/{'x' * 43}.ics")).status == 404


async def test_a_leaver_s_address_ends(rigged: Rig, client: TestClient[Any, Any]) -> None:
    path = address(rigged, "Amara")
    with rigged.bot.work() as work:
        amara = work.get(t.Person, rigged.ids["Amara"])
        amara.left_on = work.today - timedelta(days=1)
        work.orm.flush()
        work.touch(SubjectKind.PERSON, amara.id)
    assert (await client.get(path)).status == 404


def test_where_none_are_given_out_it_is_said(rigged: Rig) -> None:
    rigged.bot.config = replace(rigged.bot.config, calendar_address="")
    assert "gives no calendars" in str(command(rigged.bot, rigged.ids["Amara"], "calendar").card)


# One session as a file


def file_path(rig: Rig, who: str = "Amara") -> str:
    card = pressed(rig, who, "Add to calendar", "move")
    (link,) = (s for b in card.body if isinstance(b, Paragraph) for s in b.text if isinstance(s, Link))
    return link.url.removeprefix(ADDRESS)


async def test_a_booking_is_had_as_a_file_and_is_the_same_event_as_in_the_calendar(
    rigged: Rig, client: TestClient[Any, Any]
) -> None:
    path = file_path(rigged)
    answer = await client.get(path)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="supervision.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = await events(client, path)
    assert str(event["summary"]) == "Supervision with Priya Invented"
    assert "CB-" not in event.to_ical().decode()
    assert event["uid"] in {e["uid"] for e in await events(client, address(rigged, "Amara"))}
    (theirs,) = await events(client, file_path(rigged, "Priya"))
    assert (theirs["uid"], str(theirs["summary"])) == (event["uid"], "Supervision with Amara Example")


async def test_a_link_holds_for_a_day_and_while_it_is_booked(
    rigged: Rig, client: TestClient[Any, Any]
) -> None:
    path = file_path(rigged)
    assert (await client.get(path.replace("session/g", "session/h"))).status == 404
    sealed = rigged.bot.config.cipher.seal("somebody's words").decode()
    assert (await client.get(f"/calendar/session/{sealed}.ics")).status == 404
    clock = rigged.bot.clock
    assert isinstance(clock, MovableClock)
    clock.move_to(clock.now() + timedelta(hours=24))
    assert (await client.get(path)).status == 200
    clock.move_to(clock.now() + timedelta(seconds=1))
    old = await client.get(path)
    assert (old.status, await old.text()) == (404, NO_FILE)
    again = file_path(rigged)
    with rigged.bot.work() as work:
        s = t.Session
        off = update(s).where(col(s.state) == SessionState.BOOKED).values(state=SessionState.CANCELLED)
        work.touch(SubjectKind.SESSION, *work.connection.execute(off.returning(col(s.id))).scalars())
    assert (await client.get(again)).status == 404


async def test_cases_are_named_only_where_the_council_allows_it(
    rigged: Rig, client: TestClient[Any, Any]
) -> None:
    path = address(rigged, "Amara")
    with rigged.bot.work() as work:
        one = t.Discussion.__table__
        held = work.connection.execute(select(one.c.session_id, one.c.case_id)).first()
        assert held
        case = work.get(t.Case, held.case_id)
        reference, number = case.reference, held.session_id
    rigged.bot.config = replace(rigged.bot.config, calendar_cases=True)
    with rigged.bot.read() as work:
        assert reference in calendar_feeds.named_cases(work, [number])[number]
    named = [str(e.get("description", "")) for e in await events(client, path)]
    assert any(reference in text for text in named)
    with rigged.bot.work() as work:
        work.connection.execute(update(t.Case).values(restricted=True))
    assert not any(e.get("description") for e in await events(client, path))
