"""A group is a session of everybody in it: next, busy, near by, away, and what its people hear afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from handlers.sessions.group import who_shares
from storage import people
from storage.sessions import Group
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import desk_story
from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.test_group import at, book, hold

pytestmark = pytest.mark.policy("southwark")


def december(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


async def record_review(story: Driver, day: str) -> None:
    """Of Amara's CB-10234."""
    await story.types("Amara", "event CB-10234")
    await story.fills("Amara", "Record it", what="review", on=day)


async def test_a_member_reads_that_the_group_is_what_comes_next(story: Driver) -> None:
    await story.types("Amara", "event CB-10240")
    await story.fills("Amara", "Record it", what="meeting", on="2026-11-24")
    await book(story)
    await story.waits_until(at(9, 16))
    asked = await message(story, "Amara", "Put CB-10240 on the agenda")
    assert "Group supervision is booked for Tuesday 10 November 2026 at 10:00 am" in asked
    assert "9 November" not in asked, "a one-to-one has no group's agenda"
    await story.waits_until(at(10, 9))


async def test_the_leaders_line_about_the_group_is_about_the_group(story: Driver) -> None:
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.waits_until(at(18, 9, 5))
    late = await message(story, "Priya", "Casework is discussed in weekly group supervision")
    assert "No group supervision is booked yet." in late
    assert "Book group supervision" in late.buttons
    form = await story.presses("Priya", "Book group supervision", on="weekly group supervision")
    assert form.title == "Book group supervision"


async def test_the_leaders_line_names_the_next_group_and_no_one_to_one(story: Driver) -> None:
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.types("Priya", "book @Amara 19 november 10am")
    await story.presses("Priya", "Book it")
    await book(story, date="2026-11-20")
    await story.waits_until(at(18, 9, 5))
    late = await message(story, "Priya", "Casework is discussed in weekly group supervision")
    assert "Group supervision is booked for Friday 20 November 2026 at 10:00 am" in late
    assert "19 November" not in late


async def test_another_in_place_of_a_cancelled_group_is_a_group(story: Driver) -> None:
    await book(story)
    await story.types("Helen", "book @Priya 12 november 2pm")
    await story.presses("Helen", "Book it")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Group supervision with")
    await story.fills("Priya", "Cancel it", reason="emergency")
    await story.waits_until(at(4, 9, 1))
    asked = await message(story, "Priya", "Rebook group supervision led by Priya Invented")
    assert "No group supervision is booked yet." in asked
    assert "Thursday 12 November" not in asked
    await story.presses("Priya", "Book group supervision", on="Rebook group supervision")
    done = await story.fills("Priya", "Book it", date="2026-11-12", time="10:00")
    assert done.title == "Booked: group supervision"


async def _cancels_the_tenth(story: Driver) -> None:
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Tuesday 10 November")
    done = await story.fills("Priya", "Cancel it", reason="emergency")
    assert not done.errors


async def test_the_leaders_next_group_makes_up_for_a_cancelled_one_wherever_it_is_booked(
    story: Driver,
) -> None:
    await book(story)
    await _cancels_the_tenth(story)
    assert "Find a time" in (await story.types("Priya", "due")).buttons
    await book(story, date="2026-11-12")
    due = await story.types("Priya", "due")
    assert "Find a time" not in due.buttons
    assert "Rebook group supervision" not in due


async def test_a_group_that_was_booked_already_makes_up_for_a_cancelled_one_once_held(story: Driver) -> None:
    """Its leader was asked for another months later, every week, after the next was held."""
    await book(story)
    await book(story, date="2026-11-12")
    await _cancels_the_tenth(story)
    assert "Rebook group supervision" in await story.types("Priya", "due")
    await story.waits_until(at(12, 11, 1))
    await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    shared = {"recorder": "S501", "signer": "S202", "overseer": "S201"}
    known = {label.partition(" ")[0]: value for label, value in story.options("Priya").items()}
    await story.fills(
        *("Priya", "Save: it took place"),
        minutes="60",
        attended=["S101"],
        cases=[known["CB-10240"]],
        **shared,
    )
    assert "Rebook group supervision" not in await story.types("Priya", "due")


async def test_whoever_records_it_is_busy_then_too(story: Driver) -> None:
    await book(story)
    await story.types("Helen", "group 10 november 10am")
    shared = {"recorder": "S501", "signer": "S202", "overseer": "S301"}
    done = await story.fills(
        "Helen", "Book it", date="2026-11-10", time="10:30", people=["S202"], **{**shared, "signer": "S201"}
    )
    assert "Sam Pretend" in done
    assert "free then" in done


async def test_nobody_sits_in_two_groups_an_hour_apart(story: Driver) -> None:
    await book(story)
    again = await book(story, time="11:00")
    expected = (
        "Amara Example and Tomasz Sample are in group supervision with Priya Invented that day, at 10:00 am"
    )
    assert expected in again.errors["date"]
    assert "Move that one" in again.errors["date"]
    booked = await story.fills("Priya", "Book it", date="2026-11-11", time="11:00")
    assert booked.title == "Booked: group supervision"
    await story.types("Priya", "move")
    await story.presses("Priya", "Move it", on="Wednesday 11 November")
    moved = await story.fills("Priya", "Move it", date="2026-11-10", time="12:00")
    assert "that day, at 10:00 am" in moved.errors["date"]


async def test_a_member_away_is_named_and_not_ticked_as_present(story: Driver) -> None:
    await book(story)
    await story.types("Tomasz", "away")
    said = await story.fills("Tomasz", "Save", first="2026-11-09", last="2026-11-13")
    assert "Group supervision with Priya Invented meets without you: Tuesday 10 November 2026" in said
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Priya", "Tomasz Sample is unavailable for group supervision")
    assert "Tuesday 10 November 2026 at 10:00 am" in told
    assert "leave" not in told.text
    await story.waits_until(at(10, 11, 1))
    asked = await message(story, "Priya", "Did group supervision")
    assert "Tomasz Sample is unavailable that day." in asked
    form = await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    assert form.values["attended"] == "S101"
    assert "Tomasz Sample is unavailable that day." in form


async def test_a_member_away_learns_what_became_of_her_case(story: Driver) -> None:
    await book(story)
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", first="2026-11-09", last="2026-11-13")
    await hold(story, ["S102"], "CB-10234", "CB-10251")
    await story.waits_until(at(13, 16))
    await no_message(story, "Amara", "was discussed")
    await story.waits_until(at(16, 9, 5))
    told = await message(story, "Amara", "CB-10234 was discussed in group supervision without you")
    assert "Sam Pretend is asked to record it on the child's file" in told
    await no_message(story, "Tomasz", "without you")
    await story.presses("Sam", "Both recorded", on="Record CB-10234")
    await story.waits_until(at(16, 9, 10))
    await story.presses("Owen", "I sign off both", on="Do you sign off")
    await story.waits_until(at(18, 9, 5))
    signed = await message(story, "Amara", "The record of CB-10234 is signed off")
    assert "Owen Placeholder has signed it off" in signed
    assert "CB-10251" not in signed
    await message(story, "Tomasz", "The record of CB-10251 is signed off")
    for who in ("Sam", "Priya"):
        await message(story, who, "The records of CB-10234 and CB-10251 are signed off")
    count = len([m for m in await story.messages("Amara") if "signed off" in m.text])
    await story.waits_until(december(10, 9))
    assert len([m for m in await story.messages("Amara") if "signed off" in m.text]) == count


async def test_without_sign_off_nobody_is_told_that_there_is_one(story: Driver) -> None:
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.waits_until(at(11, 9, 1))
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    await story.waits_until(december(10, 9))
    await no_message(story, "Amara", "signed off")
    await no_message(story, "Amara", "without you")


async def test_of_the_team_those_are_ticked_whose_casework_groups_carry(databases: Databases) -> None:
    """Everybody was."""
    cast = replace(council.CASTS["southwark"], name="one whose casework a group carries", groups=("Amara",))
    async with desk_story(databases, cast) as story:
        form = await story.types("Priya", "group 10 november 10am")
        assert form.values["people"] == "S101", form.values
        assert "Tomasz Sample" in story.options("Priya")


async def test_of_a_group_that_a_file_booked_practice_says_who_shares_out_its_record(
    databases: Databases,
) -> None:
    async with desk_story(databases, council.CASTS["southwark"]) as story:
        with story.bot.read() as work:
            priya, amara = (people.find(work, name)[0] for name in ("Priya", "Amara"))
            shared = who_shares(work, priya, Group((amara,), None, None, None))
    assert shared == {"recorder": "S501", "signer": "S202", "overseer": "S201"}
