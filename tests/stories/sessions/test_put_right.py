"""Noted though nobody had booked it, on another day, and what was said taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.sessions import test_group as group


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def cases(story: Driver, who: str, *references: str) -> list[str]:
    return [v for k, v in story.options(who).items() if k in references]


async def held(story: Driver, *references: str) -> Seen:
    """Priya says on the day that the session of 9 November took place."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = cases(story, "Priya", *(references or ("CB-10234",)))
    return await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)


async def test_a_supervisee_notes_one_that_nobody_booked_and_the_supervisor_says_so(story: Driver) -> None:
    await story.waits_until(at(5, 9, 0))
    listed = await story.types("Amara", "held")
    assert "One that nobody had booked" in listed.buttons
    await story.presses("Amara", "One that nobody had booked")
    noted = await story.fills("Amara", "Note it", date="2026-11-04", time="10:00")
    assert noted.title == "Noted: case supervision with Priya Invented"
    assert "Priya Invented is asked whether it took place; it counts once they say so." in noted
    before = await story.types("Amara", "due CB-10240")
    assert "Monday 9 November 2026" in before, "it doesn't count yet"
    await story.waits_until(at(6, 9, 5))
    asked = await message(story, "Priya", "Did case supervision with Amara Example take place?")
    assert "Amara Example says that it took place on Wednesday 4 November 2026 at 10:00 am" in asked
    await no_message(story, "Amara", "4 November")
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.fills("Priya", "Save: it took place", minutes="60", cases=cases(story, "Priya", "CB-10240"))
    after = await story.types("Amara", "due CB-10240")
    assert "Monday 9 November 2026" not in after


async def test_what_a_supervisor_noted_and_left_is_asked_from_that_day_and_as_what_it_is(
    story: Driver,
) -> None:
    await held(story, "CB-10234")
    await story.waits_until(at(16, 11, 0))
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Amara Example"]
    await story.fills("Priya", "Note it", person=who, date="2026-11-10", time="10:00")
    await story.waits_until(at(17, 9, 5))
    asked = await message(story, "Priya", "You noted that it took place on Tuesday 10 November 2026")
    assert "It counts once you say so" in asked
    await story.waits_until(at(20, 17, 0))
    await no_message(story, "Helen", "10 November 2026 at 10:00")
    await story.waits_until(at(24, 9, 5))
    told = await message(story, "Helen", "with Priya Invented: not confirmed")
    assert "Priya Invented says that it took place on Tuesday 10 November 2026" in told
    assert "What was discussed isn't said yet." in told
    for seen in await story.messages("Priya"):
        assert "booked for Tuesday 10 November 2026" not in seen.text, "nobody had"


async def test_whoever_noted_one_reads_who_is_asked_whether_it_took_place(story: Driver) -> None:
    """Nothing said by whom it waits to be confirmed, nor that anything waits."""
    await story.waits_until(at(5, 9, 0))
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-04", time="10:00")
    for page in ("my", "due"):
        mine = await story.types("Amara", page)
        assert "You wait for an answer" in mine, page
        assert "at 10:00 am. Priya Invented is asked whether it took place." in mine, page
        assert "once you say so" not in mine, page
    await story.waits_until(at(6, 9, 5))
    await story.presses("Priya", "No, it didn't", on="take place?")
    await story.presses("Priya", "It didn't take place")
    assert "is asked whether it took place" not in await story.types("Amara", "my")


async def test_the_cover_is_said_to_be_asked_while_the_supervisor_is_away(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    noted = await story.fills("Amara", "Note it", person="S201", date="2026-11-02", time="10:00")
    assert "Owen Placeholder is asked whether it took place; it counts once they say so." in noted


async def test_of_a_session_without_an_outcome_whose_it_is_to_say_is_said(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    listed = await story.types("Amara", "held")
    assert "No session waits for you to say whether it took place." in listed
    which = "Whether case supervision with Priya Invented on Monday 9 November 2026 at 2:00 pm took place is"
    assert f"{which} Priya Invented's to say." in listed
    assert "'s to say" not in await story.types("Priya", "held")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_one_said_not_to_have_taken_place_and_noted_since_asks_for_no_new_time(story: Driver) -> None:
    """Also where no rule of the policy asks for a new time."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "No, it didn't", on="take place?")
    await story.fills("Priya", "It didn't take place", reason="other")
    cancelled = await message(story, "Amara", "supervision with Priya Invented: cancelled")
    assert "Propose a time" in cancelled.buttons
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-09", time="13:00")
    await story.waits_until(at(10, 9, 5))
    await story.presses("Priya", "Yes, it took place", on="says that it took place on Monday 9 November")
    held = await story.fills("Priya", "It took place, no case discussed", minutes="60")
    assert held.title.endswith(": held"), held
    await story.waits_until(at(10, 10, 0))
    after = await message(story, "Amara", "supervision with Priya Invented: cancelled")
    assert "Propose a time" not in after.buttons, after
    assert "No new time is set yet" not in after


async def test_what_a_supervisee_noted_and_was_not_so_counts_for_nothing(story: Driver) -> None:
    await story.waits_until(at(5, 9, 0))
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-04", time="10:00")
    await story.waits_until(at(6, 9, 5))
    team = await story.types("Priya", "team")
    assert "Whether the session noted for Wednesday 4 November 2026 took place waits to be confirmed." in team
    assert "booked for Wednesday 4 November" not in team, "nobody had booked it"
    form = await story.presses("Priya", "No, it didn't", on="take place?")
    assert "That counts for nothing once you say this." in form
    done = await story.presses("Priya", "It didn't take place")
    assert done.title == "Taken back"
    told = await message(story, "Amara", "doesn't count")
    assert "Priya Invented says that it didn't take place." in told
    await story.waits_until(at(13, 9, 5))
    await no_message(story, "Helen", "nobody has said whether it took place")


async def test_one_that_was_booked_took_place_on_an_earlier_day(story: Driver) -> None:
    await story.waits_until(at(6, 9, 0))
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Amara Example"]
    which = await story.fills("Priya", "Note it", person=who, date="2026-11-05", time="14:00")
    assert which.title == "Which session was it?"
    assert "Monday 9 November 2026 at 2:00 pm" in which
    noted = await story.presses("Priya", "Yes, Thursday 5 November, 2:00 pm")
    assert "Thursday 5 November 2026 at 2:00 pm" in noted
    form = await story.presses("Priya", "Say what was discussed")
    assert form.values["day"] == "2026-11-05"
    done = await story.fills(
        "Priya", "Save: it took place", minutes="60", cases=cases(story, "Priya", "CB-10234")
    )
    assert done.title == "Case supervision with Amara Example: held"
    assert "no session booked" in await story.types("Priya", "cancel")


async def test_a_day_away_is_asked_about(story: Driver) -> None:
    """Priya was on leave: a slip, unless she says that it took place all the same."""
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-04", last="2026-11-05")
    await story.waits_until(at(6, 9, 0))
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Amara Example"]
    asked = await story.fills("Priya", "Note it", person=who, date="2026-11-05", time="14:00")
    assert "You are recorded as away on that day. Did it take place all the same?" in asked
    which = await story.presses("Priya", "Yes, it took place")
    assert which.title == "Which session was it?"
    noted = await story.presses("Priya", "No, both")
    assert noted.title == "Noted: case supervision with Amara Example"
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    asked = await story.fills("Amara", "Note it", date="2026-11-04", time="10:00")
    assert "Priya Invented was unavailable on that day." in asked
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="Monday 9 November")
    form = await story.fills("Priya", "Save: it took place", minutes="60", day="2026-11-04")
    assert (
        "You are recorded as away on that day. If it took place then all the same, note it"
        in form.errors["day"]
    )


async def test_one_that_was_booked_took_place_a_day_later(story: Driver) -> None:
    await story.waits_until(at(11, 9, 5))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = cases(story, "Priya", "CB-10234")
    wrong = await story.fills("Priya", "Save: it took place", minutes="60", cases=picked, day="2026-11-12")
    assert wrong.errors["day"] == "Choose the day on which it took place: today or earlier."
    emptied = await story.fills("Priya", "Save: it took place", day="")
    assert emptied.errors["day"] == "Choose the day on which it took place: today or earlier."
    done = await story.fills("Priya", "Save: it took place", day="2026-11-10")
    assert "by Tuesday 17 November 2026" in done, "five working days from the day on which it took place"


async def test_its_cases_are_put_right(story: Driver) -> None:
    done = await held(story, "CB-10234")
    assert "CB-10234" in done
    form = await story.presses("Priya", "Put it right")
    assert form.values["cases"] == cases(story, "Priya", "CB-10234")[0]
    none = await story.fills("Priya", "Save: it took place", cases=[])
    assert none.errors["cases"]
    assert not none.values.get("cases"), "what was unticked stays so"
    done = await story.fills("Priya", "Save: it took place", cases=cases(story, "Priya", "CB-10240"))
    assert "CB-10240" in done
    assert "CB-10234" not in done
    assert "Discuss CB-10234" not in await story.types("Priya", "due met")


async def test_what_is_put_right_has_no_longer_than_what_was_said(story: Driver) -> None:
    await held(story, "CB-10234")
    await story.waits_until(at(10, 9, 30))
    assert "Put it right" in (await story.types("Priya", "held")).buttons
    await story.presses("Priya", "Put it right")
    done = await story.fills("Priya", "Save: it took place", cases=cases(story, "Priya", "CB-10240"))
    assert done.title == "Case supervision with Amara Example: held"
    again = story.token("Priya", "Put it right")
    await story.waits_until(at(12, 9, 30))
    assert "more than two working days ago" in await story.sends("Priya", again)


async def test_recorded_and_held_are_taken_back_in_their_order(story: Driver) -> None:
    await held(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    await story.waits_until(at(10, 9, 30))
    await message(story, "Amara", "agree")
    listed = await story.types("Priya", "held")
    assert "It isn't recorded" in listed.buttons
    back = await story.presses("Priya", "It isn't recorded")
    assert back.title == "Taken back: CB-10234"
    await story.waits_until(at(10, 9, 35))
    assert "I agree" not in (await message(story, "Amara", "Do you agree")).buttons
    await story.types("Priya", "held")
    gone = await story.presses("Priya", "Take “held” back")
    assert "It is open again whether it took place" in gone
    await story.presses("Priya", "Yes, it took place")
    picked = cases(story, "Priya", "CB-10240")
    await story.fills("Priya", "Save: it took place", minutes="60", cases=picked)
    await story.presses("Priya", "Recorded")
    await story.waits_until(at(10, 9, 50))
    asked = await message(story, "Amara", "CB-10240")
    assert "I agree" in asked.buttons, "asked anew, though the first record's number was taken back"


async def test_it_stays_once_the_other_has_answered_or_two_working_days_have_gone(story: Driver) -> None:
    done = await held(story, "CB-10234")
    assert "Put it right" in done.buttons
    correct = story.token("Priya", "Put it right")
    await story.presses("Priya", "Recorded")
    take_back = story.token("Priya", "It isn't recorded")
    assert "marked as written" in await story.sends("Priya", correct)
    await story.waits_until(at(10, 9, 30))
    await story.presses("Amara", "I agree", on="CB-10234")
    assert "has answered since" in await story.sends("Priya", take_back)
    await story.waits_until(at(12, 9, 30))
    assert "more than two working days ago" in await story.sends("Priya", correct)
    assert "One that nobody had booked" in (await story.types("Priya", "held")).buttons


async def test_another_day_or_time_that_cannot_have_been(story: Driver) -> None:
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Amara Example"]
    ahead = await story.fills("Priya", "Note it", person=who, date="2026-11-04", time="10:00")
    assert "still to come" in ahead.errors["date"]
    long_ago = await story.fills("Priya", "Note it", date="2025-10-04", time="10:00")
    assert "more than a year ago" in long_ago.errors["date"]
    again = await story.fills("Priya", "Note it", date="2026-10-20", time="14:00")
    assert "already marked as held" in again.errors["date"]


async def test_what_kind_it_was_is_put_right(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    form = await story.presses("Priya", "It was personal supervision")
    assert form.title == "Personal supervision with Amara Example"
    done = await story.fills("Priya", "Save: it took place", minutes="60")
    assert done.title == "Personal supervision with Amara Example: held"
    assert "the notes" in done


@pytest.mark.policy("southwark")
async def test_what_the_groups_recorder_wrote_is_the_recorders_to_take_back(story: Driver) -> None:
    await group.book(story)
    await group.hold(story, ["S101"], "CB-10234")
    await story.waits_until(at(11, 9, 1))
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    assert "It isn't recorded" not in (await story.types("Priya", "held")).buttons
    assert "It isn't recorded" in (await story.types("Sam", "held")).buttons


async def test_who_says_that_a_noted_session_did_not_take_place_is_named(story: Driver) -> None:
    """It was said in the supervisor's name, who was away, though whoever covers had said it."""
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-02", time="10:00")
    await away(story, "Helen", "Priya", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(4, 10))
    await story.presses("Owen", "No, it didn't", on="take place?")
    await story.presses("Owen", "It didn't take place")
    told = await message(story, "Amara", "doesn't count")
    assert "Owen Placeholder says that it didn't take place." in told, told.text


@pytest.mark.policy("york")
async def test_that_nobody_had_booked_one_stands_once_in_a_message(story: Driver) -> None:
    """What hangs on the question said it once more, in other words."""
    await held(story, "CB-10234")
    await story.waits_until(at(27, 17, 6))
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-11-25", time="10:00")
    for day, month in ((30, 11), (1, 12), (4, 12), (8, 12), (9, 12)):
        await story.waits_until(at(day, 10, month=month))
        for told in await story.messages("Priya"):
            assert told.text.count("It counts once you say so") <= 1, told.text


@pytest.mark.policy("york")
async def test_what_was_noted_later_is_not_overdue_when_it_is_first_asked(story: Driver) -> None:
    """One of two weeks ago was counted as two weeks late in the first message that asked about it."""
    await story.waits_until(at(4, 17, 6))
    await story.types("Amara", "held")
    await story.presses("Amara", "One that nobody had booked")
    await story.fills("Amara", "Note it", date="2026-10-22", time="10:00")
    await story.waits_until(at(5, 10, 0))
    asked = "Did case supervision with Amara Example take place?"
    await message(story, "Priya", asked)
    listed = (await story.types("Priya", "due")).text
    assert "on Thursday 22 October 2026 took place Thursday 5 November 2026, today" in listed, listed
    why = await story.presses("Priya", "Why?", on="Say whether case supervision")
    assert (
        "That it took place was noted on Wednesday 4 November 2026: by the end of Thursday 5 November 2026"
        in why
    ), why.text


async def test_what_is_put_right_starts_from_what_was_said_and_unchanged_changes_nothing(
    story: Driver,
) -> None:
    """The length for which it was booked stood in the form, and was stored with whatever else was put right."""
    await held(story, "CB-10234")
    await story.types("Priya", "held")
    for _ in range(2):
        form = await story.presses("Priya", "Put it right")
        assert str(form.values["minutes"]) == "80"
        saved = await story.fills("Priya", "Save: it took place")
        assert "held" in saved.title, saved.text
