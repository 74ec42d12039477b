"""What makes up for a cancelled session: whatever the two book or hold next."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from policy.facts import SubjectKind
from storage import tables as t
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, away, booked_unasked_on_monday, cancels


async def test_with_a_supervisor_who_left_meanwhile_it_is_made_up_for_with_whoever_answers_now(
    databases: Databases,
) -> None:
    async with desk_story(databases) as story:
        await cancels(story, "Amara", "Other work had to come first")
        lent = story.token("Amara", "Propose a time")
        with story.bot.work() as work:
            priya = work.orm.execute(select(t.Person).where(t.Person.name == "Priya Invented")).scalar_one()
            work.touch(SubjectKind.PERSON, priya.id)
            priya.left_on = date(2026, 11, 3)
        await story.waits_until(at(4, 9, 1))
        assert "with Helen Fictional" in (await story.sends("Amara", lent)).title


async def test_nobody_says_whether_a_session_took_place(story: Driver) -> None:
    """It is asked as one thing, with all that hangs on it, which is late only once the question has gone up."""
    unsaid = "A session was booked for Monday 9 November 2026; nobody has said yet whether it took place."
    await story.waits_until(at(11, 9, 5))
    asked = next(m for m in await story.messages("Priya") if "Discuss CB-10240" in m)
    assert asked.title == "3 things (1 late) for you"  # the question itself
    assert asked.buttons.count("Yes, it took place") == asked.text.count("take place?") == 1
    listed = await story.types("Priya", "team")
    assert unsaid in listed
    assert "case" not in listed.text.partition("Late:")[2].partition(".")[0]
    assert "nobody has said yet" in await story.types("Priya", "due CB-10240")
    due = await story.types("Priya", "due")
    assert due.text.count(unsaid) == 1
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in due
    form = await story.presses("Priya", "Yes, it took place", on="Discuss CB-10240")
    assert form.title == "Case supervision with Amara Example"
    await story.waits_until(at(17, 9, 5))
    told = await message(story, "Helen", "nobody has said whether it took place")
    assert "Amara Example with Priya Invented" in told.title + told.text
    assert "Yes, it took place" not in told.buttons
    await no_message(story, "Helen", "Discuss CB-10240")
    listed = await story.types("Priya", "team")
    assert "Late, unless the session of Monday 9 November 2026 took place: nobody has said yet." in listed
    await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    cases = list(story.options("Priya").values())
    await story.fills("Priya", "Save: it took place", minutes="60", cases=cases)
    assert "nobody has said" not in await story.types("Priya", "team")
    told = await message(story, "Helen", "Say whether case supervision with Amara Example")
    assert "Done on Tuesday 17 November 2026. Nothing more is needed." in told, "the day on which it was said"


async def test_what_has_its_session_is_nowhere_still_to_be_answered(story: Driver) -> None:
    await cancels(story, "Priya", "Other work had to come first")
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am")
    due = await story.types("Priya", "due")
    assert "Rebook case supervision" not in due
    assert "To be made up for on Wednesday 4 November 2026: case supervision with Amara Example" in due
    await story.waits_until(at(12, 9, 5))
    unsaid = "Nobody has said yet whether case supervision with Amara Example"
    await message(story, "Helen", "nobody has said whether it took place")
    await no_message(story, "Helen", "made up for")
    due = await story.types("Priya", "due")
    assert f"{unsaid} on Monday 9 November 2026 was made up for on Wednesday 4 November 2026" in due
    assert due.buttons.count("Yes, it took place") == 1
    await story.presses("Priya", "No, it didn't", on="Did case supervision with Amara Example take place?")
    await story.fills("Priya", "It didn't take place", reason="work")
    await story.waits_until(at(16, 9, 5))
    assert "was due" in await message(story, "Helen", "Rebook case supervision with Amara Example")


async def test_whoever_cannot_be_met_meanwhile_is_said_to_be_unavailable(story: Driver) -> None:
    """The manager above read only that no session is booked, as if nobody had cared to."""
    await cancels(story, "Priya", "Other work had to come first")
    await away(story, "Amara", "2026-11-04", "")
    await story.waits_until(at(18, 9, 5))
    told = await message(story, "Helen", "Rebook case supervision with Amara Example")
    assert "Amara Example is unavailable from Wednesday 4 November 2026;" in told, told.text
    due = await story.types("Priya", "due")
    _, _, line = due.text.partition("Rebook case supervision with Amara Example")
    assert "Amara Example is unavailable from Wednesday 4 November 2026;" in line, due.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whatever_the_two_book_or_hold_next_makes_up_for_it(story: Driver) -> None:
    """By hand, a cancelled session has its new time too; and what never had one is made up for late."""
    await story.types("Priya", "book @Amara 4 december 10am")
    await story.presses("Priya", "Book it")
    await cancels(story, "Priya", "Other work had to come first")
    await story.types("Priya", "book @Amara 20 november 10am")
    booked = await story.presses("Priya", "Book it")
    assert "It makes up for the cancelled session of Monday 9 November 2026 at 2:00 pm." in booked
    assert "in place of Monday 9 November 2026" in await message(story, "Amara", "is booked")
    assert "To be made up for on Friday 20 November 2026" in await story.types("Priya", "due")
    await story.waits_until(at(5, 9, 5))
    await no_message(story, "Amara", "a provisional time")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="20 November")
    await story.fills("Priya", "Cancel the session", reason="work")
    await away(story, "Amara", first="2026-11-06", last="2026-12-03")
    await story.waits_until(datetime(2026, 12, 4, 12, 0, tzinfo=UTC))
    assert "Rebook case supervision" in await story.types("Priya", "due")
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    due = await story.types("Priya", "due")
    assert "Rebook case supervision" not in due
    assert "made up for" not in due


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_one_that_stood_in_and_was_cancelled_too_the_next_is_booked_once_for_both(
    story: Driver,
) -> None:
    """In the list they are one item, by the earlier day."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am")
    await cancels(story, "Priya", "An emergency", "Priya Invented")
    asked = await story.types("Priya", "due")
    again = "Rebook case supervision with Amara Example on Wednesday 4 November 2026"
    assert again in asked, asked.text
    assert asked.buttons.count("Find a time") == 1
    await story.presses("Priya", "Find a time", on="Rebook case supervision")
    booked = await story.fills("Priya", "Book it", date="2026-11-06", time="10:00")
    assert booked.title.startswith("Booked"), booked.errors
    after = await story.types("Priya", "due")
    assert "Rebook case supervision" not in after, after.text
    assert after.text.count("To be made up for on Friday 6 November 2026") == 1
    assert "Find a time" not in after.buttons


async def test_of_one_that_stood_in_and_was_cancelled_too_the_manager_reads_one_line(story: Driver) -> None:
    """Both limits pass: one session makes up for both."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am")
    await cancels(story, "Priya", "Other work had to come first")
    await away(story, "Amara", "2026-11-05", "2026-11-20")
    await story.waits_until(at(13, 9, 1))
    told = "".join(seen.text for seen in await story.messages("Helen"))
    assert told.count("Rebook case supervision with Amara Example") == 1, told


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_the_notes_of_a_session_that_touches_two_files_are_one_item(story: Driver) -> None:
    await story.types("Priya", "book @Amara 18 november 2pm")
    await story.presses("Priya", "Book it")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="18 November")
    await story.fills("Priya", "Cancel the session", reason="work")
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Priya", "Note the gap in supervision on each file: 2 files")
    assert told.text.count("was cancelled on Tuesday 3 November 2026") == 1, told.text
    listed = await story.types("Priya", "due")
    noted = ("Both recorded", "Only on CB-10234", "Only on CB-10240")
    assert {*noted} <= {*listed.buttons}, listed.text
    assert listed.text.count("Note the gap on each file, case supervision with Amara Example") == 1
    await story.presses("Priya", "Only on CB-10240", on="Note the gap in supervision")
    await message(story, "Priya", "Note the gap in supervision on the file of CB-10234")
    await story.presses("Priya", "Recorded", on="the file of CB-10234")
    assert "cancelled session" not in await story.types("Priya", "due")


async def test_what_is_owed_stands_on_the_page_of_whom_it_is_owed_to_until_it_is_booked(
    story: Driver,
) -> None:
    """Their page said that no session is booked, and nothing of the one that was cancelled."""
    await cancels(story, "Priya", "Sickness", "Priya Invented")
    page = await story.types("Amara", "my")
    assert "Case supervision with Priya Invented: cancelled" in page
    assert "It was booked for Monday 9 November 2026" in page
    assert "A new time is being arranged." in page
    assert "Propose a time" in page.buttons
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", date="2026-11-04")
    assert "A new time is being arranged." in await story.types("Amara", "my"), (
        "nor by when, now that there is a day"
    )
    assert "to be held by" not in await story.types("Amara", "my")
    await story.types("Priya", "book @amara 10 november 2pm")
    await story.presses("Priya", "Book it")
    page = await story.types("Amara", "my")
    assert "cancelled" not in page
    assert "Tuesday 10 November 2026" in page


async def test_what_is_owed_after_ones_own_days_away_stands_there_with_its_day(story: Driver) -> None:
    done = await cancels(story, "Amara", "Leave", "Amara Example")
    page = await story.types("Amara", "my")
    assert "It is now to be held by Tuesday 10 November 2026" in done
    assert "It is now to be held by Tuesday 10 November 2026" in page
    assert "leave" not in page.text.lower(), "its platform keeps the page"


async def booked_by_the_bot(story: Driver) -> None:
    """Amara cancels Monday's session, for the limit of Tuesday 10 November: the bot books Friday the 6th."""
    await away(story, "Amara", "2026-11-09", "2026-11-20")
    await story.waits_until(at(5, 9, 1))
    assert "Friday 6 November 2026" in await message(story, "Amara", "a provisional time")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_the_two_choose_takes_the_place_of_the_bots_own_time(story: Driver) -> None:
    """It was booked beside it: the cancelled one was still owed, though they had met inside the limit."""
    await booked_by_the_bot(story)
    await story.types("Amara", "book 5 november 3pm")
    await story.presses("Amara", "Ask for it")
    booked = await story.presses("Priya", "Book it", on="Amara Example asks")
    assert "It makes up for the cancelled session of Monday 9 November 2026 at 2:00 pm." in booked
    assert "It takes the place of the provisional time, Friday 6 November 2026" in booked, booked.text
    await story.waits_until(at(5, 9, 5))
    told = await message(story, "Amara", "Case supervision with Priya Invented is booked")
    assert "Thursday 5 November 2026 at 3:00 pm, in place of Monday 9 November 2026" in told, told.text
    await no_message(story, "Amara", "a provisional time")
    assert "6 November" not in await story.types("Amara", "my")
    await story.waits_until(at(6, 9, 5))
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara Example take")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    due = await story.types("Priya", "due")
    assert "made up for" not in due, due.text
    assert "Rebook case supervision" not in due


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_held_before_the_bots_own_time_makes_up_for_the_cancelled_one(story: Driver) -> None:
    """Nobody had booked it: one of them says that they met. The bot's time stays, and is asked about no more."""
    await story.waits_until(at(12, 10))
    await story.presses("Priya", "No, it didn't", on="take place?")
    await story.fills("Priya", "It didn't take place", reason="work")
    told = await booked_unasked_on_monday(story)
    assert "Monday 16 November 2026 at " in told or "Tuesday 17 November 2026" in told, told.text
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-13", time="10:00")
    assert "To be made up for" not in await story.types("Priya", "due")
    await story.waits_until(at(16, 9, 6))
    await no_message(story, "Amara", "a provisional time")
    await story.types("Priya", "held")
    await story.presses("Priya", "Yes, it took place", on="Friday 13 November")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    due = await story.types("Priya", "due")
    assert "made up for" not in due, due.text
    assert "Rebook case supervision" not in due


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_a_session_that_nobody_answered_for_one_held_since_is_not_denied(story: Driver) -> None:
    await story.waits_until(at(10, 9, 5))
    await story.types("Priya", "book @Amara 10 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(10, 16))
    await story.types("Priya", "held")
    await story.presses("Priya", "Yes, it took place", on="Tuesday 10 November")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    await story.waits_until(at(18, 9, 5))
    told = await message(story, "Priya", "nobody has said yet whether it took place. None")
    assert "nobody has said yet whether it took place. None is booked ahead." in told, told.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_that_a_session_stands_is_said_only_while_it_is_to_come(story: Driver) -> None:
    """Booked for whoever covers, on the eve of the absence, and read on the first day back, a week after it."""
    await cancels(story, "Priya", "Other work had to come first")
    await away(story, "Priya", "2026-11-06", "2026-11-13")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(6, 9, 5))
    await message(story, "Amara", "Case supervision with Owen Placeholder: stands")
    await story.waits_until(at(16, 9, 5))
    await no_message(story, "Priya", ": stands")
