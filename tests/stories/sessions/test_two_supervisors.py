"""Two supervisors for one person: Southwark's S22 and S27. Tomasz has Priya in the line and Owen beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.commands import doctor_people
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message, no_message

pytestmark = pytest.mark.policy("southwark")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def book(story: Driver, who: str, command: str) -> None:
    await story.types(who, command)
    done = await story.presses(who, "Book it")
    assert done.title.startswith("Booked"), done.text


async def test_booking_names_which_of_the_two(story: Driver) -> None:
    which = await story.types("Tomasz", "book 12 november 2pm")
    assert "With whom: Priya Invented or Owen Placeholder, professional supervisor?" in which
    beside = await story.types("Tomasz", "book @Owen 12 november 2pm personal")
    assert "Personal supervision with Owen Placeholder, professional supervisor" in beside
    line = await story.types("Tomasz", "book @Priya 12 november 2pm personal")
    assert "professional supervisor" not in line
    own = await story.types("Owen", "book @Tomasz 12 november 2pm personal")
    assert "Tomasz Sample, as professional supervisor" in own


async def test_a_session_beside_the_line_meets_only_what_asks_for_it(story: Driver) -> None:
    await book(story, "Owen", "book @Tomasz 5 november 2pm personal")
    before = [line for line in (await story.types("Priya", "due")).text.split("Why?") if "Tomasz" in line]
    await story.waits_until(at(5, 15, 1))
    await story.presses("Owen", "Yes, it took place", on="Did personal supervision")
    held = await story.fills("Owen", "Save: it took place", minutes="60")
    assert "held" in held.title
    after = [line for line in (await story.types("Priya", "due")).text.split("Why?") if "Tomasz" in line]
    assert [words for words in before if "Supervision for Tomasz" in words]
    assert _dates(before) == _dates(after)


def _dates(lines: list[str]) -> list[str]:
    """The lines about Tomasz's supervision, without how far off they are."""
    return [line.partition(",")[0] for line in lines if "Supervision for" in line]


async def test_each_of_the_two_sees_only_their_own_sessions(story: Driver) -> None:
    await book(story, "Owen", "book @Tomasz 5 november 2pm personal")
    token = story.token("Owen", "Cancel it")
    assert "no longer works" in await story.sends("Priya", token)
    assert "Tomasz" not in await story.types("Priya", "cancel")
    await story.waits_until(at(5, 15, 1))
    await no_message(story, "Priya", "Did personal supervision")
    assert "5 November" not in await story.types("Priya", "due @Tomasz")
    await story.presses("Owen", "Yes, it took place", on="Did personal supervision")
    await story.fills("Owen", "Save: it took place", minutes="60")
    assert "Record the session" in await story.types("Owen", "due")
    assert "Record the session" not in await story.types("Priya", "due @Tomasz")
    await story.presses("Owen", "Recorded")
    await story.waits_until(at(5, 16))
    await message(story, "Tomasz", "Do you agree the record of")


@pytest.fixture
async def bedfordshire(databases: Databases) -> AsyncIterator[DeskDriver]:
    """A policy with a form for preparing; the same two supervisors."""
    cast = replace(council.CENTRAL, beside={"Tomasz": "Owen"})
    async with desk_story(databases, cast) as driver:
        yield driver


async def test_what_is_prepared_for_one_is_not_read_by_the_other(bedfordshire: DeskDriver) -> None:
    story = bedfordshire
    await book(story, "Owen", "book @Tomasz 4 november 2pm")
    await book(story, "Priya", "book @Tomasz 5 november 10am")
    await story.types("Tomasz", "prepare CB-10251")
    answers = {"worrying": "Bruises", "working_well": "School", "decided": "Visit", "help": "Advice"}
    await story.fills("Tomasz", "Share with my supervisor", **answers)
    await story.waits_until(at(3, 9, 10))
    await message(story, "Owen", "Tomasz Sample has prepared CB-10251")
    token = story.message_token("Owen", "Read")
    read = await story.presses("Owen", "Read", on="Tomasz Sample has prepared CB-10251")
    assert "Bruises" in read
    await no_message(story, "Priya", "has prepared")
    assert "no longer works" in await story.sends("Priya", token)
    assert "Bruises" not in await story.types("Priya", "due @Tomasz")
    await story.types("Owen", "cancel")
    token = story.token("Owen", "Move it")
    assert "no longer works" in await story.sends("Priya", token)


async def test_what_a_session_beside_the_line_may_have_made_up_for_is_late_nowhere(
    bedfordshire: DeskDriver,
) -> None:
    """Neither in the lists nor in the week's count."""
    story = bedfordshire
    await book(story, "Owen", "book @Tomasz 5 november 2pm personal")
    await story.types("Owen", "cancel")
    await story.presses("Owen", "Cancel it", on="Tomasz")
    await story.fills(
        "Owen", "Cancel the session", reason=story.options("Owen")["Other work had to come first"]
    )
    await book(story, "Owen", "book @Tomasz 10 november 2pm personal")
    await story.waits_until(at(16, 9, 5))
    listed = await story.types("Owen", "due")
    assert "1 thing, 1 late. Say whether personal supervision with Tomasz Sample" in listed, listed.text
    assert "was made up for on Tuesday 10 November 2026" in listed, listed.text
    weekly = await message(story, "Owen", "1 thing is late")
    assert "It was due on Tuesday 10 November 2026." in weekly
    assert (await story.presses("Owen", "Show it", on="1 thing is late")).text.count("overdue") == 1


async def test_what_only_a_professional_supervisor_can_hold_is_listed_for_them(databases: Databases) -> None:
    """S22: clinical supervision of a health professional, undated, is Owen's to hold and not Priya's."""
    southwark = council.CASTS["southwark"]
    cast = replace(southwark, name="a nurse", roles={**southwark.roles, "Tomasz": "health_professional"})
    async with desk_story(databases, cast) as story:
        clinical = "Clinical supervision from the health professional's own profession: Tomasz Sample"
        assert clinical in await story.types("Owen", "due")
        assert clinical not in await story.types("Priya", "due")
        assert clinical in await story.types("Priya", "due @Tomasz")


async def test_where_no_professional_supervisor_is_recorded_that_is_said_and_nobody_else_books(
    databases: Databases,
) -> None:
    """The line manager was offered a session that could not count."""
    southwark = council.CASTS["southwark"]
    roles = {**southwark.roles, "Tomasz": "health_professional"}
    async with desk_story(
        databases, replace(southwark, name="a nurse alone", roles=roles, beside={})
    ) as story:
        listed = await story.types("Priya", "due @Tomasz")
        clinical = listed.text.split("own profession: Tomasz Sample")[1].split("Why?")[0]
        nobody = "No professional supervisor is recorded for Tomasz Sample, so no session would count yet."
        assert nobody in clinical, listed.text
        assert "Book a session" not in clinical, listed.text
        with story.bot.read() as work:
            found = [one.what for one in doctor_people.people(work)]
        wanted = "1 person without the professional supervisor whom the policy wants: Tomasz Sample (S102)."
        assert wanted in found
