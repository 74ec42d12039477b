"""The report that somebody asked for, at its address: a page, a workbook, a trace, and soon nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlmodel import col

from policy.facts import SubjectKind
from storage import tables as t
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver


@pytest.fixture
async def story(sqlite: Databases) -> AsyncIterator[DeskDriver]:
    async with desk_story(sqlite) as driver:
        yield driver


async def asked(story: DeskDriver, **typed: object) -> str:
    """Priya's, of October; its address."""
    await story.types("Priya", "report")
    await story.fills("Priya", "Show it", first="2026-10-01", last="2026-10-31", **typed)
    [link] = story._shown["Priya"].css("#answer article a")
    return f"{story.base}{link.attributes['href']}"


async def got(address: str) -> tuple[int, bytes, str]:
    """By a browser that knows nobody: status, content and its type."""
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.read(), answer.content_type


def events(story: DeskDriver) -> list[str]:
    with story.bot.read() as work:
        named = col(t.Event.name).startswith("report.")
        return list(work.connection.execute(select(col(t.Event.name)).where(named)).scalars())


async def test_the_page_and_the_workbook_name_those_below_and_nobody_else(story: DeskDriver) -> None:
    address = await asked(story)
    assert events(story) == ["report.made"]
    status, front, _ = await got(address)
    assert status == 200
    assert b"Amara" not in front, "whatever looks at an address in a message reads nothing"
    _, page, _ = await got(f"{address}/page")
    assert b"Amara Example" in page
    assert b"Owen Placeholder" not in page
    assert b"Helen Fictional" not in page, "whoever stands above has others too: no sum of these is theirs"
    _, book, kind = await got(f"{address}/workbook")
    assert kind.endswith("spreadsheetml.sheet")
    assert _first_column(book, "People") == ["Amara Example", "Tomasz Sample"]
    assert _first_column(book, "Line") == ["Priya Invented"]
    assert events(story) == ["report.made", "report.opened", "report.opened"]


def _first_column(book: bytes, sheet: str) -> list[object]:
    return [row[0] for row in load_workbook(BytesIO(book))[sheet].iter_rows(min_row=2, values_only=True)]


async def test_one_person(story: DeskDriver) -> None:
    await story.types("Priya", "report")
    whom = story.options("Priya")["Tomasz Sample"]
    _, page, _ = await got(f"{await asked(story, whom=whom)}/page")
    assert b"Tomasz Sample" in page
    assert b"Amara Example" not in page
    assert b"Up the line" not in page, "one of a manager's people isn't all of them"


async def test_it_is_over_after_a_quarter_of_an_hour_and_never_anybody_elses(story: DeskDriver) -> None:
    address = await asked(story)
    for wrong in (f"{address[:-9]}AAAAAAAA=", f"{story.base}/report/{'A' * 120}"):
        assert (await got(f"{wrong}/page"))[0] == 404
    story.clock.move_to(story.clock.now() + timedelta(minutes=16))
    for way in ("", "/page", "/workbook"):
        status, said, _ = await got(f"{address}{way}")
        assert status == 404
        assert b"Ask for it again" in said


async def test_whoever_leads_nobody_any_more_reads_nothing(story: DeskDriver) -> None:
    address = await asked(story)
    with story.bot.work() as work:
        r = t.Relationship
        mine = work.orm.execute(select(r).where(col(r.supervisor_id) == 3)).scalars().all()
        work.touch(SubjectKind.PERSON, 3, *(one.supervisee_id for one in mine))
        for one in mine:
            one.until = work.today - timedelta(days=1)
    assert (await got(f"{address}/page"))[0] == 404
