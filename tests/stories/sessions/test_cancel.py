"""Cancelled and rebooked, moved: B18, B19, B21, B32, B35."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from policy.ruleset import Rebooking
from tests.infra.databases import Databases
from tests.policy.files import counted_from_the_later
from tests.stories import council
from tests.stories.conftest import bots, desk_story, on_desk
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, away, booked_unasked_on_monday, cancels


async def test_the_supervisor_books_on_one_tap(story: Driver) -> None:
    done = await cancels(story, "Priya", "Other work had to come first")
    assert "It is now to be held by Tuesday 10 November 2026 (B18, “Cancellation" in done
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "Other work had to come first" in told
    assert "A new time is being arranged." in told
    assert "to be held by" not in told, "whoever books reads the limit"
    assert told.buttons == ("Propose a time",)
    offers = [b for b in done.buttons if b.startswith("Book")]
    assert offers[0] == "Book Tuesday 3 November, 11:00 am"
    assert len(offers) == 4
    await no_message(story, "Priya", "Amara Example: cancelled")  # the answer told it
    booked = await story.presses("Priya", "Book Wednesday 4 November, 9:00 am")
    assert booked.title == "Booked for Wednesday 4 November, 9:00 am"
    assert "Wednesday 4 November 2026 at 9:00 am" in await message(story, "Amara", "is booked")
    shown = await message(story, "Amara", "Priya Invented: cancelled")
    assert "Booked instead: Wednesday 4 November 2026 at 9:00 am" in shown
    assert shown.buttons == ()


async def test_the_supervisee_proposes_and_the_supervisor_confirms(story: Driver) -> None:
    done = await cancels(story, "Amara", "Leave", "Amara Example")
    assert "Your own reason: leave" in done
    await no_message(story, "Amara", "Priya Invented: cancelled")
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert "Amara Example is unavailable" in told
    assert "leave" not in told.text.lower()
    await story.presses("Amara", next(b for b in done.buttons if b.startswith("Propose")))
    asked = await message(story, "Priya", "Amara Example proposes a new time")
    assert asked.buttons == ("Confirm", "Another time")
    confirmed = await story.presses("Priya", "Confirm", on="Amara Example proposes")
    assert confirmed.title.startswith("Booked for")
    again = await message(story, "Priya", "A new time for case supervision with Amara Example")
    assert again.buttons == ()


async def test_nobody_answers_and_the_provisional_time_stands(story: Driver) -> None:
    await cancels(story, "Priya", "An emergency", "Priya Invented")
    await story.waits_until(at(5, 9, 1))
    for who in ("Priya", "Amara"):
        told = await message(story, who, "a provisional time")
        assert "Provisionally booked: Tuesday 10 November 2026 at 9:00 am" in told, (
            "a clear working day before it, and not the day on which one can't come"
        )
        assert ("It is to be held by Tuesday 10 November 2026" in told) is (who == "Priya")
        assert "check your own calendar" in told
        assert told.buttons == ("That's fine", "Move it")
    await story.waits_until(at(6, 17, 5))
    stands = await message(story, "Amara", "Case supervision with Priya Invented: stands")
    assert "Tuesday 10 November 2026 at 9:00 am" in stands
    await no_message(story, "Amara", "confirmed")
    await story.waits_until(at(10, 10, 35))
    await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    await story.fills(
        "Priya", "Save: it took place", minutes="60", cases=list(story.options("Priya").values())[:1]
    )
    assert "Rebook" not in await story.types("Priya", "due")


async def test_a_session_booked_inside_the_limit_stands_in(story: Driver) -> None:
    await story.types("Priya", "book @amara 10 november 10am")
    await story.presses("Priya", "Book it")
    done = await cancels(story, "Priya", "Other work had to come first")
    assert "One is already booked by then, for Tuesday 10 November 2026 at 10:00 am. It may stand in" in done
    assert "With no answer by the end of Wednesday 4 November 2026 it stands in." in done
    form = await story.presses("Priya", "Another time")
    assert form.values["date"] == "2026-11-10"
    await story.waits_until(at(5, 9, 1))
    for who, other in (("Amara", "Priya Invented"), ("Priya", "Amara Example")):
        told = await message(story, who, f"Case supervision with {other}: stands")
        assert "Tuesday 10 November 2026 at 10:00 am, in place of Monday 9 November 2026" in told
    await no_message(story, "Amara", "rovisional")
    assert "To be made up for on Tuesday 10 November 2026" in await story.types("Priya", "due")
    again = await cancels(story, "Priya", "Other work had to come first")
    assert "stands in" not in " ".join(again.buttons)


async def test_the_supervisor_lets_it_stand_in_on_one_tap(story: Driver) -> None:
    await story.types("Priya", "book @amara 10 november 10am")
    await story.presses("Priya", "Book it")
    await cancels(story, "Priya", "Other work had to come first")
    kept = await story.presses("Priya", "It stands in")
    assert kept.title == "It stands in: Tuesday 10 November, 10:00 am"
    shown = await message(story, "Amara", "Priya Invented: cancelled")
    assert "Booked instead: Tuesday 10 November 2026 at 10:00 am" in shown
    await message(story, "Amara", "Case supervision with Priya Invented: stands")


async def test_one_tap_confirms_a_provisional_time(story: Driver) -> None:
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(5, 9, 1))
    done = await story.presses("Amara", "That's fine", on="a provisional time")
    assert done.title == "Confirmed: Monday 9 November, 9:00 am"
    assert (await message(story, "Priya", "Case supervision with Amara Example: confirmed")).buttons == ()


async def test_the_supervisor_moves_a_provisional_time_at_once(story: Driver) -> None:
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(5, 9, 1))
    await story.presses("Priya", "Move it", on="a provisional time")
    done = await story.fills("Priya", "Propose the new time", date="2026-11-06", time="10:00")
    assert done.title == "Moved to Friday 6 November, 10:00 am"
    assert "It is now on Friday 6 November 2026 at 10:00 am" in await message(story, "Amara", "is moved")


async def test_a_note_for_each_affected_childs_file(story: Driver) -> None:
    await no_message(story, "Priya", "Discuss CB-10240")  # what is booked in time needs no line
    await cancels(story, "Priya", "Sickness", "Priya Invented")
    await story.waits_until(at(4, 9, 1))
    assert "Due on Monday 9 November 2026." in await message(story, "Priya", "Discuss CB-10240 with Amara")
    note = await message(story, "Priya", "Note the gap in supervision on the file of CB-10240")
    assert "Case supervision of Amara Example with Priya Invented, booked for Monday 9 November 2026" in note
    assert "was cancelled on Tuesday 3 November 2026" in note
    assert "one of the two was unavailable" in note
    assert "sick" not in note.text.lower()
    assert "The policy sets no deadline for it" in note
    await no_message(story, "Priya", "the file of CB-10234")
    lent = await story.presses("Priya", "Recorded", on="the file of CB-10240")
    assert lent.title == "Noted"
    assert "Recorded" not in (await message(story, "Priya", "the file of CB-10240")).buttons


async def test_no_common_time_is_told_to_both_and_the_line_manager(story: Driver) -> None:
    await story.waits_until(at(3, 16, 30))
    await away(story, "Priya", "2026-11-04", "2026-11-13")
    told = await message(story, "Helen", "No common time")
    assert "Amara Example and Priya Invented" in told
    assert "No time in the next days is free for both of them: Priya Invented has none." in told
    assert "The earliest after that is Monday 16 November 2026 at 9:00 am" in told
    assert "10 November" not in told.text, "the limit would tell why: whoever books reads it"
    assert "10 November" in await message(story, "Priya", "Amara Example: cancelled")
    assert "leave" not in told.text.lower()
    mine = await message(story, "Amara", "Priya Invented: cancelled")
    assert "A new time is being arranged" in mine


async def test_before_planned_leave_earlier_times_are_offered(story: Driver) -> None:
    await away(story, "Priya", "2026-11-06", "2026-11-13")
    told = await message(story, "Amara", "Priya Invented: cancelled")
    ahead = "Priya Invented is unavailable from Friday 6 November 2026 to Friday 13 November 2026."
    assert ahead in told
    assert "A new time is being arranged" in told
    await no_message(story, "Priya", "Before you are away")
    await story.waits_until(at(5, 9, 1))
    mine = await message(story, "Priya", "Before you are away")
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in mine
    assert "CB-10234" not in mine.text, "due when she is back"
    await no_message(story, "Amara", "Before you are away")


async def test_cancelling_early_puts_the_limit_before_the_original_date_and_says_so(story: Driver) -> None:
    await story.types("Priya", "book @amara 30 november 2pm")
    await story.presses("Priya", "Book it")
    await story.presses("Priya", "Cancel it")
    form = await story.fills("Priya", "Cancel the session")
    assert "Cancelled now, it is to be held by Tuesday 10 November 2026 (B18" in form
    assert "That is before the day it is booked for" in form
    done = await story.fills("Priya", "Cancel the session", reason="work")
    assert "That is before the day it was booked for: the policy counts from the cancellation" in done


async def test_a_personal_session_has_its_own_rule_and_no_note(story: Driver) -> None:
    await story.types("Priya", "book @amara 5 november 10am personal")
    await story.presses("Priya", "Book it")
    form = await story.presses("Priya", "Cancel it")
    assert "B35" in form
    assert "B18" not in form
    await story.fills("Priya", "Cancel the session", reason="work")
    await story.waits_until(at(4, 9, 5))
    await no_message(story, "Priya", "Note the gap in supervision")


async def test_a_stand_in_that_is_cancelled_too_settles_both_when_one_is_held(story: Driver) -> None:
    done = await cancels(story, "Priya", "Other work had to come first")
    assert done.buttons
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am")
    await cancels(story, "Priya", "Other work had to come first")
    await story.presses("Priya", "Book Wednesday 4 November, 9:00 am")
    await story.waits_until(at(4, 10, 31))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    assert "Rebook" not in await story.types("Priya", "due")


async def test_it_did_not_take_place(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    form = await story.presses("Priya", "No, it didn't", on="take place?")
    assert "didn't take place" in form.title
    picked = story.options("Priya")
    answers = {"reason": picked["Somebody didn't come"], "whose": picked["Amara Example"]}
    done = await story.fills("Priya", "It didn't take place", **answers)
    assert "by Monday 16 November 2026" in done
    again = await story.types("Amara", "cancel")
    assert "You have no session booked" in again


async def test_said_days_later_both_still_get_their_time_to_choose(story: Driver) -> None:
    await story.waits_until(at(12, 10))
    await story.presses("Priya", "No, it didn't", on="take place?")
    done = await story.fills("Priya", "It didn't take place", reason="work")
    assert "to be held by Monday 16 November 2026" in done
    assert "With no answer by the end of Friday 13 November 2026" in done
    told = await booked_unasked_on_monday(story)
    assert "Provisionally booked: Monday 16 November 2026 at 1:00 pm" in told


async def test_no_time_is_promised_that_cannot_be_booked_any_more(story: Driver) -> None:
    """The limit ends before the bot could book: it says so instead of promising."""
    await story.types("Priya", "book @tomasz 12 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(19, 9, 5))
    await story.presses("Priya", "No, it didn't", on="with Tomasz")
    picked = story.options("Priya")
    answers = {"reason": picked["Somebody didn't come"], "whose": picked["Tomasz Sample"]}
    done = await story.fills("Priya", "It didn't take place", **answers)
    assert "to be held by Thursday 19 November 2026" in done
    assert "With no answer by the end of" not in done
    assert "Nothing is booked by itself: there is too little time for both to choose." in done
    assert any(one.startswith("Book ") for one in done.buttons), "what can still be done is offered"
    assert "Another time" in done.buttons
    assert "Find a time" in (await story.types("Priya", "due")).buttons
    form = await story.presses("Priya", "Find a time", on="Rebook case supervision with Tomasz Sample")
    assert form.title == "A new time with Tomasz Sample"
    await story.waits_until(at(23, 9, 5))
    await no_message(story, "Tomasz", "a provisional time")


async def test_the_supervisee_may_say_that_a_past_session_did_not_take_place(story: Driver) -> None:
    await story.waits_until(at(10, 9, 5))
    listed = await story.types("Amara", "cancel")
    assert "Monday 9 November 2026 at 2:00 pm: nobody has said whether it took place." in listed, listed.text
    assert not {"Move it", "Cancel it", "Yes, it took place"} & {*listed.buttons}, listed.buttons
    assert "Yes, it took place" in (await story.types("Priya", "cancel")).buttons
    form = await story.presses("Amara", "No, it didn't", on="Case supervision")
    assert "It was booked for Monday 9 November 2026" in form
    await story.fills("Amara", "It didn't take place", reason="work")
    done = await message(story, "Priya", "Amara Example: cancelled")
    assert "to be held by Monday 16 November 2026" in done


async def test_what_cannot_be_done_changes_nothing(story: Driver) -> None:
    await story.types("Priya", "cancel")
    form = await story.presses("Priya", "Cancel it", on="Case supervision")
    lent = story.token("Priya", "Cancel the session")
    assert "Somebody didn't come" not in form
    assert (await story.fills("Priya", "Cancel the session")).errors == {
        "reason": "Choose a reason from the list."
    }
    asked = await story.fills("Priya", "Cancel the session", reason="sickness")
    assert asked.errors == {"whose": "Choose which of the two of you couldn't be there."}
    assert "no longer works" in await story.sends("Owen", lent)
    assert "You have no session booked" in await story.types("Owen", "cancel")
    done = await story.fills("Priya", "Cancel the session", reason="work")
    assert "cancelled" in done.title
    offer = story.token("Priya", "Book Wednesday 4 November, 9:00 am")
    twice = await story.sends("Priya", lent)
    assert twice.title in ("Already done", "Not done")
    assert (await story.sends("Priya", offer)).title.startswith("Booked")
    assert (await story.sends("Priya", offer)).title == "Already done"
    other = await story.types("Priya", "cancel")
    assert "Wednesday 4 November 2026 at 9:00 am" in other
    assert "Monday 9 November" not in other


async def test_a_held_session_can_no_longer_be_cancelled(story: Driver) -> None:
    await story.types("Amara", "cancel")
    await story.presses("Amara", "Cancel it", on="Case supervision")
    lent = story.token("Amara", "Cancel the session")
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    assert "already marked as held" in await story.sends("Amara", lent)


async def test_the_time_the_supervisee_proposed_is_the_one_booked_when_nobody_answers(story: Driver) -> None:
    await cancels(story, "Amara", "Other work had to come first")
    offered = await story.presses("Amara", "Propose a time")
    assert "Propose Wednesday 4 November, 9:00 am" in offered.buttons
    await story.presses("Amara", "Another time")
    asked = await story.fills("Amara", "Propose it", date="2026-11-06", time="11:30")
    assert asked.title == "Proposed"
    await story.waits_until(at(5, 9, 1))
    told = await message(story, "Priya", "a provisional time")
    assert "Provisionally booked: Friday 6 November 2026 at 11:30 am" in told


async def test_without_a_line_manager_the_administrators_hear_of_it(story: Driver) -> None:
    await story.types("Adel", "book @helen 9 november 2pm")
    await story.presses("Adel", "Book it")
    await story.waits_until(at(3, 16, 30))
    await away(story, "Adel", "2026-11-04", "2026-11-13")
    told = await message(story, "Sam", "No common time")
    assert "Helen Fictional and Adel Madeup" in told


@pytest.fixture
async def asking_again(databases: Databases) -> AsyncIterator[DeskDriver]:
    """The same council, whose practice is to ask once more."""
    rules = council.a_book().versions.latest
    again = rules.practice.model_copy(update={"rebooking": Rebooking(unanswered="ask_again")})
    changed = council.book_of(rules.model_copy(update={"practice": again}))
    async with desk_story(databases, config=changed, content="asking again") as driver:
        yield driver


@pytest.fixture
async def from_the_later(databases: Databases) -> AsyncIterator[DeskDriver]:
    """The same council, whose owner counts B18 from the later of cancellation and original day."""
    changed = council.book_of(counted_from_the_later())
    async with desk_story(databases, config=changed, content="from the later") as driver:
        yield driver


async def test_an_owner_may_have_it_counted_from_the_later_of_the_two(from_the_later: DeskDriver) -> None:
    story = from_the_later
    await story.types("Priya", "book @amara 30 november 2pm")
    await story.presses("Priya", "Book it")
    form = await story.presses("Priya", "Cancel it")
    assert "Cancelled now, it is to be held by Monday 7 December 2026 (B18" in form
    assert "before the day it is booked for" not in form
    done = await story.fills("Priya", "Cancel the session", reason="work")
    assert "by Monday 7 December 2026 (B18" in done
    assert "before the day it was booked for" not in done
    await story.types("Priya", "due")
    why = await story.presses("Priya", "Why?", on="Rebook case supervision")
    assert "The session was cancelled on Tuesday 3 November 2026" in why
    assert "It had been booked for Monday 30 November 2026" in why
    assert "Counted from the later of these: Monday 30 November 2026" in why
    await story.waits_until(at(5, 9, 1))
    made_up = await message(story, "Amara", "Priya Invented: stands")
    assert "Monday 9 November 2026 at 2:00 pm, in place of Monday 30 November 2026" in made_up, "near by"


async def test_a_council_may_have_it_asked_again_and_the_line_manager_told(asking_again: DeskDriver) -> None:
    story = asking_again
    await cancels(story, "Amara", "Other work had to come first")
    await story.presses("Amara", "Propose a time")
    await story.presses("Amara", "Another time")
    await story.fills("Amara", "Propose it", date="2026-11-09", time="11:30")
    await story.waits_until(at(5, 9, 1))
    assert "Please answer" in await message(story, "Amara", "a provisional time")
    await no_message(story, "Helen", "nobody confirmed")
    await story.waits_until(at(6, 9, 1))
    assert "the line manager has been told" in await message(story, "Priya", "please confirm the time")
    told = await message(story, "Helen", "A rebooked session nobody confirmed")
    assert "provisionally booked again for Monday 9 November 2026 at 11:30 am" in told
    assert "this council's practice" in told
    assert "10 November" not in told.text, "the limit would tell why it was cancelled"
    await story.presses("Priya", "That's fine", on="please confirm")
    assert (await message(story, "Amara", "confirmed")).buttons == ()


async def test_two_people_with_the_same_beginning(story: Driver) -> None:
    answer = await story.types("Priya", "book @s tuesday 10 november 2pm")
    assert (
        "could be Sam Pretend (S501) or Tomasz Sample (S102). Write the staff number, as in @S501." in answer
    )


@pytest.mark.policy("york")
async def test_where_no_rule_asks_for_another_nobody_is_said_to_arrange_one(story: Driver) -> None:
    await cancels(story, "Priya", "Leave, or otherwise away", "Priya Invented")
    told = await message(story, "Amara", "Priya Invented: cancelled")
    assert "No new time is set yet." in told
    assert "being arranged" not in told.text


@pytest.mark.parametrize("sickness", [(), ("yes",)])
async def test_while_nobody_covers_nobody_is_said_to_arrange_one(
    databases: Databases, sickness: tuple[str, ...]
) -> None:
    """Whatever the reason."""
    async with on_desk(bots(council.copied(databases), council.a_book())) as story:
        await story.types("Priya", "away")
        days = {"first": "2026-11-03", "last": "2026-11-13"}
        form = await story.fills("Priya", "Save", kind="unplanned", sickness=sickness, **days)
        assert not form.errors, form.errors
        told = await message(story, "Amara", "Priya Invented: cancelled")
        assert "No new time is set yet." in told
        assert "being arranged" not in told.text
