"""A group that is over, of which its leader hasn't said whether it took place: what hangs on it says so, and is
answered wherever it is read. One that is missing is one item, however many it is for."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.test_group import at, book, hold

pytestmark = pytest.mark.policy("southwark")

CASEWORK = "Casework is discussed in weekly group supervision"
QUESTION = "Say whether group supervision led by Priya Invented on Tuesday 10 November 2026 took place"


async def test_a_team_and_its_lists_say_so_and_its_leader_answers_there(story: Driver) -> None:
    """A team said that nothing is late, and its lists offered to book another."""
    await book(story)
    await story.waits_until(at(11, 10))
    team = await story.types("Priya", "team")
    unless = "Late, unless the session of Tuesday 10 November 2026 took place: nobody has said yet."
    assert team.text.count(unless) == 2, team.text
    for words in ("team late", "due @Amara"):
        listed = await story.types("Priya", words)
        item = listed.text.split(QUESTION)[1].split("Why?")[0]
        assert f"{CASEWORK}: Amara Example" in item, words
        assert "Book group supervision" not in listed.buttons
        form = await story.presses("Priya", "Yes, it took place", on=QUESTION)
        assert form.title == "Group supervision: it took place", words
    assert QUESTION in await story.types("Helen", "team late all")


async def test_it_is_asked_though_a_later_one_is_booked(story: Driver) -> None:
    """What hangs on it said only that another is booked, five weeks on."""
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await book(story, date="2026-11-17")
    await book(story, date="2026-12-09")
    await story.waits_until(at(18, 9, 5))
    told = await message(story, "Priya", f"{CASEWORK}: Amara Example")
    hangs = told.text.split("Did group supervision with Amara Example and Tomasz Sample take place?")[1]
    assert f"{CASEWORK}: Amara Example" in hangs.split("Why?")[0], told.text
    assert "Group supervision is booked" not in told, "it would do nothing in time"
    assert "Yes, it took place" in told.buttons


async def test_a_team_says_which_supervision_is_late(story: Driver) -> None:
    team = await story.types("Priya", "team")
    late = (
        "Late: supervision since Tuesday 27 October 2026 and group supervision since Thursday 8 October 2026."
    )
    assert late in team, team.text


async def test_a_group_that_is_missing_is_one_item_of_those_whom_one_person_supervises(story: Driver) -> None:
    listed = await story.types("Priya", "due")
    assert f"{CASEWORK}: 2 things" in listed, listed.text
    assert listed.buttons.count("Book group supervision") == 1
    above = await story.types("Helen", "team late all")
    assert f"{CASEWORK}, supervised by Priya Invented: 2 things" in above, above.text
    told = await message(story, "Priya", CASEWORK)
    assert f"{CASEWORK}: 2 things" in told, told.text
    assert told.text.count("No group supervision is booked yet.") == 1


async def test_one_that_did_not_take_place_is_not_said_to_be_cancelled(story: Driver) -> None:
    await book(story)
    await story.waits_until(at(11, 10))
    form = await story.presses("Priya", "No, it didn't", on="Did group supervision")
    assert form.title == "Group supervision: it didn't take place"
    reason = story.options("Priya")["Other work had to come first"]
    done = await story.fills("Priya", "It didn't take place", reason=reason)
    assert done.title == "It didn't take place: group supervision"
    await story.waits_until(at(11, 10, 5))
    told = await message(story, "Amara", "Group supervision with Priya Invented didn't take place")
    assert "It was booked for Tuesday 10 November 2026" in told
    await no_message(story, "Amara", "Priya Invented is cancelled")


async def test_two_records_are_signed_off_in_one_press_that_says_so(story: Driver) -> None:
    """One button said “I sign it off” of both, and the answer named one record."""
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234", "CB-10251")
    await story.presses("Sam", "Both recorded", on="Group session")
    page = await story.types("Owen", "my")
    assert "I sign it off" not in page.buttons
    assert "I don't sign it off: one of them" in page.buttons
    done = await story.presses("Owen", "I sign off both", on="Sign off")
    assert "Sam Pretend can see that the records of CB-10234 and CB-10251 are signed off." in done


async def test_whoever_did_not_sign_a_record_off_waits_for_whoever_recorded_it(story: Driver) -> None:
    """Their page said nothing of it; and they read what the policy says of a one-to-one's notes."""
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.presses("Sam", "Recorded", on="CB-10234")
    done = await story.presses("Owen", "I don't sign it off", on="CB-10234")
    assert "next session" not in done, done.text
    page = await story.types("Owen", "my")
    assert "You wait for an answer: 1" in page, page.text
    assert "Sam Pretend" in page.text.split("You wait for an answer")[1]


async def test_for_whoever_was_away_that_day_it_does_nothing(story: Driver) -> None:
    await book(story)
    await story.types("Priya", "away @Tomasz")
    await story.fills("Priya", "Save", first="2026-11-10", last="2026-11-10")
    await story.waits_until(at(11, 10))
    unless = "Late, unless the session of Tuesday 10 November 2026 took place"
    assert unless in await story.types("Priya", "due @Amara")
    listed = await story.types("Priya", "due @Tomasz")
    assert f"{CASEWORK}: Tomasz Sample" in listed, listed.text
    assert unless not in listed


async def test_of_two_that_nobody_answered_for_both_are_named(story: Driver) -> None:
    """“Late, unless” named the later one, though the earlier would have done."""
    for day in ("5 november 10am", "10 november 10am"):
        await story.types("Priya", f"book @Tomasz {day}")
        await story.presses("Priya", "Book it")
    await story.waits_until(at(11, 10))
    listed = await story.types("Priya", "due @Tomasz")
    both = "the sessions of Thursday 5 November 2026 and Tuesday 10 November 2026 took place"
    assert f"Late as far as is known: nobody has said yet whether {both}." in listed, listed.text
    assert both in await story.types("Priya", "team")
