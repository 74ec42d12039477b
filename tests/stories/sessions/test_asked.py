"""Another time that one of the two proposed, or a session that one asked for: only what stands is asked about again,
and nobody who asked is left without a word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import away as days_away
from tests.stories.sessions.cancelling import cancels

NOT_ANSWERED = "Not answered yet: another time for case supervision with Priya Invented"
NOT_MOVED = "Not moved: case supervision with Priya Invented"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def proposes(story: Driver, who: str, day: str, clock: str = "10:00") -> None:
    await story.types(who, "move")
    await story.presses(who, "Move it", on="Case supervision")
    done = await story.fills(who, "Propose the new time", date=day, time=clock)
    assert "Until then nothing changes" in done, done.text


async def test_whoever_proposed_a_time_reads_that_nobody_answered(story: Driver) -> None:
    """Proposed on Tuesday 3 November for the session of Monday 9: asked again on Thursday, said when it is over."""
    await proposes(story, "Amara", "2026-11-06")
    await story.waits_until(at(5, 17))
    await no_message(story, "Amara", NOT_ANSWERED)
    await story.waits_until(at(6, 9, 55))
    assert "You wait for an answer: 1" in await story.types("Amara", "my")
    await story.waits_until(at(6, 10, 1))
    told = await message(story, "Amara", NOT_MOVED)
    assert (
        "Friday 6 November 2026 at 10:00 am. Priya Invented hasn't answered, and that time is over." in told
    )
    assert "It stays on Monday 9 November 2026 at 2:00 pm." in told
    assert "Propose another time" in told.buttons
    assert "You wait for an answer" not in await story.types("Amara", "my")
    await story.waits_until(at(9, 9, 5))
    await no_message(story, "Amara", NOT_ANSWERED)


async def test_whoever_proposed_a_later_time_reads_on_the_sessions_day_that_it_moves_no_more(
    story: Driver,
) -> None:
    await proposes(story, "Amara", "2026-11-09", "16:00")
    await story.waits_until(at(8, 17))
    await no_message(story, "Amara", NOT_MOVED)
    await story.waits_until(at(9, 9, 1))
    told = await message(story, "Amara", NOT_MOVED)
    assert "Priya Invented hasn't answered, and it moves only before its day." in told
    assert "It stays on Monday 9 November 2026 at 2:00 pm." in told
    assert told.buttons == ("Cancel it instead",)
    assert "You wait for an answer" not in await story.types("Amara", "my")
    assert "asks to move" not in await story.types("Priya", "my")


async def test_an_answer_is_word_enough(story: Driver) -> None:
    await proposes(story, "Amara", "2026-11-06")
    await story.presses("Priya", "Agree", on="asks to move")
    await story.waits_until(at(6, 10, 1))
    await no_message(story, "Amara", NOT_MOVED)
    await story.waits_until(at(9, 9, 5))
    await no_message(story, "Amara", NOT_ANSWERED)


async def test_a_later_proposal_takes_the_place_of_those_before(story: Driver) -> None:
    await proposes(story, "Amara", "2026-11-06", "10:00")
    await message(story, "Priya", "Amara Example asks to move")
    await proposes(story, "Amara", "2026-11-06", "15:00")
    await story.waits_until(at(5, 9, 5))
    again = await message(story, "Priya", "Amara Example still asks to move")
    assert "to Friday 6 November, 3:00 pm" in again
    seen = [one.text for one in await story.messages("Priya")]
    assert not any("10:00 am" in text and "asks to move" in text for text in seen), seen
    await proposes(story, "Amara", "2026-11-06", "10:00")
    told = await message(story, "Priya", "to Friday 6 November, 10:00 am")
    assert "Agree" in told.buttons, "what was proposed first may be proposed again"


async def test_another_time_from_the_other_one_is_an_answer(story: Driver) -> None:
    await proposes(story, "Amara", "2026-11-06", "10:00")
    await proposes(story, "Priya", "2026-11-06", "15:00")
    await story.waits_until(at(5, 9, 5))
    assert "3:00 pm" in await message(story, "Amara", "Priya Invented still asks to move")
    await no_message(story, "Priya", "still asks to move")


async def test_only_the_latest_of_the_times_asked_for_is_asked_again(story: Driver) -> None:
    for when in ("10 november 2pm", "11 november 10am"):
        await story.types("Tomasz", f"book {when}")
        await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(5, 9, 5))
    again = await message(story, "Priya", "Tomasz Sample still asks for case supervision")
    assert "Wednesday 11 November" in again
    seen = [one.text for one in await story.messages("Priya") if "still asks" in one.text]
    assert not any("Tuesday 10 November" in text for text in seen), seen


async def test_what_is_booked_for_another_time_is_not_asked_again(story: Driver) -> None:
    await story.types("Tomasz", "book 10 november 2pm")
    await story.presses("Tomasz", "Ask for it")
    await story.types("Priya", "book @Tomasz 12 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(6, 10))
    await no_message(story, "Priya", "still asks")


async def test_whoever_asked_for_a_meeting_reads_that_nobody_answered(story: Driver) -> None:
    await story.types("Amara", "concern")
    await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    await story.presses("Amara", "Yes, ask Helen Fictional")
    await story.waits_until(at(9, 17))
    await no_message(story, "Amara", "hasn't answered")
    await story.waits_until(at(10, 9, 5))
    told = await message(story, "Amara", "Helen Fictional hasn't answered your request yet")
    assert "You asked Helen Fictional for a meeting on Tuesday 3 November 2026" in told
    assert told.buttons == ("How it stands",)
    for who in ("Priya", "Adel"):
        await no_message(story, who, "hasn't answered")


async def test_a_later_proposal_in_place_of_a_cancelled_session_takes_that_of_the_one_before(
    story: Driver,
) -> None:
    """The one before kept its button, and so did the one that was proposed again."""
    await cancels(story, "Priya", "Other work had to come first")
    for day, how in (("2026-11-06", "a"), ("2026-11-05", "another"), ("2026-11-06", "another")):
        await story.presses("Amara", f"Propose {how} time", on=": cancelled")
        await story.presses("Amara", "Another time")
        assert (await story.fills("Amara", "Propose it", date=day, time="11:30")).title == "Proposed"
    await story.waits_until(at(3, 9, 30))
    told = [m for m in await story.messages("Priya") if "Confirm" in m.buttons]
    assert ["Friday 6 November 2026 at 11:30 am" in m for m in told] == [True], told


@pytest.mark.policy("york")
async def test_a_time_in_place_of_a_cancelled_session_waits_in_sight_and_its_end_is_said(
    story: Driver,
) -> None:
    """Neither page knew of it, and neither of the two read anything once its hour had passed."""
    await cancels(story, "Priya", "Other work had to come first")
    await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    await story.presses("Amara", "Propose a time", on="Case supervision with Priya Invented: cancelled")
    await story.presses("Amara", "Another time")
    await story.fills("Amara", "Propose it", date="2026-11-11", time="11:30")
    waits = await story.types("Amara", "my")
    assert "You wait for an answer: 1" in waits
    assert "You proposed Wednesday 11 November 2026 at 11:30 am. Priya Invented hasn't booked it yet" in waits
    asked = await story.types("Priya", "my")
    assert "Amara Example proposes a new time for case supervision" in asked
    await story.waits_until(at(5, 12))
    await message(story, "Priya", "Amara Example still proposes a new time for case supervision")
    await no_message(story, "Amara", "Not booked: the new time")
    await story.waits_until(at(11, 11, 31))
    told = await message(story, "Amara", "Not booked: the new time that you proposed for case supervision")
    assert "in place of Monday 9 November 2026 at 2:00 pm. Priya Invented hasn't answered." in told
    assert "You wait for an answer" not in await story.types("Amara", "my")
    card = await message(story, "Priya", "Amara Example proposed a new time for case supervision")
    assert "is in the past" in card, card.text
    assert card.buttons == ("Another time",), "it kept [Confirm], and then asked for nothing any more"
    await story.presses("Amara", "Propose another time", on="Not booked: the new time")


@pytest.mark.policy("york")
async def test_a_time_in_place_of_a_cancelled_session_that_is_booked_waits_no_more(story: Driver) -> None:
    await cancels(story, "Priya", "Other work had to come first")
    await story.presses("Amara", "Propose a time", on="Case supervision with Priya Invented: cancelled")
    await story.presses("Amara", "Another time")
    await story.fills("Amara", "Propose it", date="2026-11-11", time="11:30")
    await story.types("Priya", "my")
    booked = await story.presses("Priya", "Confirm", on="proposes a new time")
    assert booked.title == "Booked for Wednesday 11 November, 11:30 am"
    assert "You wait for an answer" not in await story.types("Amara", "my")
    await story.waits_until(at(12, 12))
    await no_message(story, "Amara", "Not booked: the new time")
    await no_message(story, "Priya", "still proposes")


async def test_what_a_former_cover_was_asked_for_is_asked_of_whoever_supervises_now(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.types("Tomasz", "book 20 november 2pm")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(18, 10, 0))
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-18")
    await story.waits_until(at(23, 9, 5))
    told = await message(story, "Tomasz", "Not booked: the case supervision that you asked for")
    assert "You asked Owen Placeholder for Friday 20 November 2026" in told
    assert "answers for this now" not in told
    assert told.buttons == ("Ask for a session",)
    await story.presses("Tomasz", "Ask for a session", on="Not booked")
    await story.fills("Tomasz", "Ask for it", date="2026-11-25", time="10:00")
    await message(story, "Priya", "Wednesday 25 November 2026 at 10:00 am")


async def test_what_a_cover_was_asked_for_passes_to_whoever_is_back_and_stands_on_both_pages(
    story: Driver,
) -> None:
    """It was on nobody's page but the asker's, and whoever was back never heard of it."""
    await away(story, "Helen", "Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.types("Tomasz", "book 20 november 2pm")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(17, 10, 0))
    assert "Book it" in (await message(story, "Owen", "Tomasz Sample asks for case supervision")).buttons
    assert "asked now" not in await story.types("Tomasz", "my")
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-17")
    await story.waits_until(at(17, 10, 10))
    waits = await story.types("Tomasz", "my")
    said = "You asked Owen Placeholder for Friday 20 November 2026 at 2:00 pm. Not booked yet. "
    assert f"{said}Priya Invented is asked now." in waits, waits.text
    assert "Tomasz Sample asks for case supervision" in await story.types("Priya", "my")
    assert "Tomasz Sample asks" not in await story.types("Owen", "my")
    assert "Book it" not in (await message(story, "Owen", "Tomasz Sample asks for")).buttons
    await story.presses("Priya", "Book it", on="Tomasz Sample asks for case supervision")
    assert "You asked" not in await story.types("Tomasz", "my")
    await story.waits_until(at(23, 9, 5))
    await no_message(story, "Priya", "still asks")
    await no_message(story, "Tomasz", "Not booked")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_passes_to_another_is_as_long_as_it_was_asked_for(story: Driver) -> None:
    """Whoever was back was asked for a session of the usual length, and booked that."""
    await away(story, "Helen", "Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.types("Tomasz", "book 20 november 2-2.45pm")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(17, 10, 0))
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-17")
    await story.waits_until(at(17, 10, 10))
    asked = await message(story, "Priya", "Tomasz Sample asks for case supervision")
    assert "at 2:00 pm, 45 minutes." in asked, asked.text
    booked = await story.presses("Priya", "Book it", on="Tomasz Sample asks for case supervision")
    assert "at 2:00 pm, 45 minutes." in booked, booked.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_time_asked_for_that_passes_unanswered_is_said_then_and_stays_on_both_pages(
    story: Driver,
) -> None:
    """At its hour it was gone from both pages, with no message to either until the next day."""
    await story.types("Tomasz", "book 10 november 2pm")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(10, 14, 5))
    told = await message(story, "Tomasz", "Not booked: the case supervision that you asked for")
    assert "You asked Priya Invented for Tuesday 10 November 2026 at 2:00 pm, and nobody booked it." in told
    asked = "Tuesday 10 November 2026 at 2:00 pm, and nobody booked it."
    mine = await story.types("Tomasz", "my")
    assert "You wait for an answer: 1" in mine
    assert f"You asked Priya Invented for {asked}" in mine, mine.text
    theirs = await story.types("Priya", "my")
    assert f"Tomasz Sample asked for case supervision {asked}" in theirs, theirs.text
    card = await message(story, "Priya", "Tomasz Sample asked for case supervision")
    assert asked in card
    assert card.buttons == ("Another time",)
    await story.presses("Priya", "Another time", on="Tomasz Sample asked for case supervision")
    await story.fills("Priya", "Book it", date="2026-11-12", time="10:00")
    for who in ("Tomasz", "Priya"):
        assert asked not in await story.types(who, "my")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_time_in_whose_place_another_was_asked_for_is_not_said_to_be_over(story: Driver) -> None:
    for when in ("10 november 2pm", "11 november 10am"):
        await story.types("Tomasz", f"book {when}")
        await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(10, 14, 5))
    await no_message(story, "Tomasz", "Not booked")
    assert "nobody booked it" not in await story.types("Priya", "my")


async def test_whoever_asks_somebody_who_is_away_reads_it_and_who_can_help(story: Driver) -> None:
    """“Is asked to book it”, of somebody who reads it on the morning of the day, if then."""
    await away(story, "Helen", "Priya", last="2026-11-11")
    await story.types("Tomasz", "book 20 november 2pm")
    asked = await story.presses("Tomasz", "Ask for it")
    assert "Priya Invented is asked to book case supervision" in asked
    gone = "Priya Invented is unavailable until Wednesday 11 November 2026, and nobody covers."
    assert gone in asked, asked.text
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await away(story, "Helen", "Owen", "planned", "2026-11-04", "2026-11-05")
    await story.waits_until(at(4, 12))
    waits = await story.types("Tomasz", "my")
    too = (
        "Owen Placeholder, who covers for Priya Invented, is unavailable too until Thursday 5 November 2026."
    )
    assert f"Not booked yet. Owen Placeholder is asked now. {too}" in waits, waits.text


async def test_what_was_booked_at_another_time_answers_a_request(story: Driver) -> None:
    """The request went on offering to book its own time, beside the one that answered it."""
    await story.types("Amara", "book 12 november 2pm")
    await story.presses("Amara", "Ask for it")
    await story.waits_until(at(4, 9, 5))
    asked = await message(story, "Priya", "Amara Example asks for case supervision")
    assert "Book it" in asked.buttons
    await story.presses("Priya", "Another time", on="Amara Example asks for case supervision")
    booked = await story.fills("Priya", "Book it", date="2026-11-19", time="10:00")
    if "Book it" in booked.buttons:
        await story.presses("Priya", "Book it")
    await story.waits_until(at(4, 9, 30))
    left = [m for m in await story.messages("Priya") if "Book it" in m.buttons]
    assert not left, left
    assert "asks for case supervision" not in await story.types("Priya", "my")


async def test_what_was_booked_earlier_the_same_day_is_no_answer_to_a_request(story: Driver) -> None:
    """It stood on nobody's page, was asked once, and its end was never said."""
    await story.types("Priya", "book @Tomasz 20 november 3pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(3, 10))
    await story.types("Tomasz", "book 13 november 9am")
    await story.presses("Tomasz", "Ask for it")
    assert "You wait for an answer: 1" in await story.types("Tomasz", "my")
    assert "Tomasz Sample asks for case supervision" in await story.types("Priya", "my")
    await story.waits_until(at(5, 9, 5))
    await message(story, "Priya", "Tomasz Sample still asks for case supervision")
    await story.waits_until(at(16, 9, 5))
    await message(story, "Tomasz", "Not booked: the case supervision that you asked for")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_the_bot_books_by_itself_is_no_answer_to_a_request(story: Driver) -> None:
    """Both read what had been asked for beside the bot's own time."""
    await days_away(story, "Amara", "2026-11-09", "2026-11-20")
    await story.types("Amara", "book 24 november 3pm")
    await story.presses("Amara", "Ask for it")
    await story.waits_until(at(5, 9, 1))
    assert "You had asked for Tuesday 24 November 2026 at 3:00 pm." in await message(
        story, "Amara", "a provisional time"
    )
    told = await message(story, "Priya", "a provisional time")
    assert "Amara Example had asked for Tuesday 24 November 2026 at 3:00 pm." in told
    assert "Amara Example asks for case supervision" in await story.types("Priya", "my")
    assert "You wait for an answer: 1" in await story.types("Amara", "my")
    await story.waits_until(at(25, 9, 5))
    await message(story, "Amara", "Not booked: the case supervision that you asked for")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_somebody_asked_for_is_what_the_bot_books(story: Driver) -> None:
    await days_away(story, "Amara", "2026-11-09", "2026-11-20")
    await story.types("Amara", "book 6 november 3pm")
    await story.presses("Amara", "Ask for it")
    await story.waits_until(at(5, 9, 1))
    told = await message(story, "Amara", "a provisional time")
    assert "Friday 6 November 2026 at 3:00 pm" in told, told.text
    assert "You wait for an answer" not in await story.types("Amara", "my")
