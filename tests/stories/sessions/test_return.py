"""Cancelled for somebody's days away: what waits for their return, and that leave and sickness read alike: B19."""

from __future__ import annotations

import asyncio

import pytest

from bot.commands import due, simulate
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import bots, on_desk
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.cancelling import at, booked_unasked_on_monday, cancels


async def test_sickness_waits_until_the_return_and_is_told_to_nobody(story: Driver) -> None:
    await cancels(story, "Priya", "Sickness", "Priya Invented")
    for who in ("Amara", "Helen", "Adel", "Sam"):
        for seen in await story.messages(who):
            assert "sick" not in seen.text.lower()
    told = await message(story, "Amara", "Priya Invented: cancelled")
    assert "Priya Invented is unavailable" in told
    assert "A new time is being arranged" in told
    assert told.buttons == ("Propose a time",)
    await story.waits_until(at(12, 9))
    await no_message(story, "Amara", "provisional")
    # What tells why is read in the answers alone, and nothing of it is kept in the chat.
    for seen in await story.messages("Priya"):
        assert not [telling for telling in ("sick", "interview", "b19") if telling in seen.text.lower()]
    form = await story.types("Priya", "back")
    assert form.title == "Back at work"
    back = await story.fills("Priya", "Save", date="2026-11-12")
    assert "to be held by Thursday 19 November 2026 (B19" in back
    assert "return-to-work interview" in back
    for who in ("Amara", "Priya"):
        await no_message(story, who, "choose a new time")
    why = await story.types("Priya", "due")
    assert "Rebook case supervision" in why


@pytest.mark.parametrize("reason", ["leave", "sickness"])
async def test_a_return_that_nobody_says_is_asked_for_and_goes_up_the_line_alike(
    story: Driver, reason: str
) -> None:
    await cancels(story, "Amara", reason.capitalize(), "Amara Example")
    await story.waits_until(at(10, 9, 1))
    await no_message(story, "Priya", "Nobody has said when")
    await story.waits_until(at(11, 9, 1))
    asked = await message(story, "Priya", "Rebook case supervision with Amara Example")
    assert "Nobody has said when Amara Example is back." in asked
    assert "Back at work" in asked.buttons
    await no_message(story, "Helen", "Rebook case supervision")
    await story.waits_until(at(13, 9, 1))
    above = await message(story, "Helen", "Rebook case supervision with Amara Example")
    said = "on Monday 9 November 2026 Nobody has said when Amara Example is back."
    assert said in above
    assert "10 November" not in above.text, "nor does anything else tell why"
    for page in ("my", "due"):
        own = await story.types("Amara", page)
        assert "You haven't said when you are back." in own
        assert "I'm back at work" in own.buttons
    await story.waits_until(at(16, 9, 1))
    await message(story, "Priya", "1 more waits" if reason == "leave" else "2 more wait")
    await story.presses("Priya", "Back at work", on="Nobody has said when")
    await story.fills("Priya", "Save", date="2026-11-10")
    await story.waits_until(at(16, 9, 30))
    for who in ("Priya", "Helen"):
        await no_message(story, who, "Nobody has said")
    above = await message(
        story, "Helen", "Rebook case supervision with Amara Example on Monday 9 November 2026"
    )
    assert "It is still to be made up for. No session is booked yet." in above, above.text
    assert "November" not in above.text.split("Monday 9 November 2026")[-1], "nor is its day told"


@pytest.mark.parametrize("reason", ["Leave", "Sickness"])
async def test_whoever_was_away_is_asked_themselves_since_when_they_are_back(
    story: Driver, reason: str
) -> None:
    """It stood on their page alone, and only their supervisor was asked."""
    await cancels(story, "Amara", reason, "Amara Example")
    await story.waits_until(at(10, 9, 5))
    await no_message(story, "Amara", "You haven't said when you are back.")
    await story.waits_until(at(11, 9, 5))
    asked = await message(story, "Amara", "You haven't said when you are back.")
    assert "Nothing is booked by itself until you do." in asked
    await story.presses("Amara", "I'm back at work", on="You haven't said when you are back.")
    await story.fills("Amara", "Save", date="2026-11-10")
    await story.waits_until(at(11, 9, 15))
    for who in ("Amara", "Priya"):
        await no_message(story, who, "said when")


@pytest.mark.parametrize("reason", ["Leave", "Sickness"])
async def test_on_the_day_on_which_they_cannot_no_other_time_is_offered(story: Driver, reason: str) -> None:
    """Whoever cancelled for that day was offered a time two hours later."""
    await story.waits_until(at(9, 9, 30))
    done = await cancels(story, "Amara", reason, "Amara Example")
    assert not [one for one in done.buttons if "9 November" in one], done.buttons
    await story.waits_until(at(9, 9, 45))
    told = await message(story, "Priya", "Amara Example: cancelled")
    assert not [one for one in told.buttons if "9 November" in one], told.buttons


async def test_a_return_that_a_session_waits_for_is_said_by_command_as_by_its_button(story: Driver) -> None:
    """Nobody recorded an absence: whoever of the two reads that nobody has said, says it either way."""
    await cancels(story, "Amara", "Leave", "Amara Example")
    await story.waits_until(at(11, 9, 5))
    pressed = await story.presses("Priya", "Back at work", on="Nobody has said when Amara Example is back")
    typed = await story.types("Priya", "back @Amara 10 november")
    assert (typed.title, typed.text) == (pressed.title, pressed.text)
    assert typed.values["date"] == "2026-11-10"
    assert "Amara Example isn't recorded as away" in await story.types("Helen", "back @Amara 10 november")
    await story.types("Priya", "back @Amara 10 november")
    done = await story.fills("Priya", "Save")
    assert "choose a new time" in done.title
    await no_message(story, "Priya", "Nobody has said when")


async def test_of_ones_own_return_one_is_asked_and_nobody_who_is_recorded_as_away(story: Driver) -> None:
    await cancels(story, "Priya", "Leave", "Priya Invented")
    await story.waits_until(at(11, 9, 1))
    asked = await message(story, "Priya", "You haven't said when you are back.")
    assert "I'm back at work" in asked.buttons
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-11", last="")
    await story.waits_until(at(16, 9, 1))
    await no_message(story, "Helen", "Nobody has said when")


async def test_a_return_said_days_later_leaves_time_to_choose_too(story: Driver) -> None:
    await cancels(story, "Priya", "Sickness", "Priya Invented")
    await story.waits_until(at(12, 10))
    await story.types("Priya", "back")
    back = await story.fills("Priya", "Save", date="2026-11-09")
    assert "to be held by Monday 16 November 2026 (B19" in back
    assert "With no answer by the end of Friday 13 November 2026" in back
    await booked_unasked_on_monday(story)


async def test_a_return_said_ahead_leaves_time_to_choose_after_it(story: Driver) -> None:
    """What is booked unasked waits for the later of the two: the day on which it is said, and the day back."""
    await cancels(story, "Priya", "Sickness", "Priya Invented")
    await story.waits_until(at(10, 10))
    await story.types("Priya", "back 12 november")
    back = await story.fills("Priya", "Save")
    assert "to be held by Thursday 19 November 2026" in back
    assert "With no answer by the end of Friday 13 November 2026" in back
    await booked_unasked_on_monday(story)


async def test_a_rule_that_would_tell_of_sickness_is_shown_to_its_owner_only(story: Driver) -> None:
    await cancels(story, "Amara", "Sickness", "Amara Example")
    await story.presses("Amara", "I'm back at work", on="cancelled")
    await story.fills("Amara", "Save", date="2026-11-04")
    for command in ("due", "due @Amara"):
        seen = await story.types("Priya", command)
        assert "Rebook case supervision" in seen
        assert "B19" not in seen
        assert "sick" not in seen.text.lower()
    why = await story.presses("Priya", "Why?", on="Rebook case supervision")
    booked = (
        "It had been booked for Monday 9 November 2026 The session was cancelled on Tuesday 3 November 2026"
    )
    assert f"{booked} It is to be held by Wednesday 11 November 2026" in why, why.text
    assert "By when another is to be held depends on the reason, so its rule isn't shown." in why
    assert "Back at work" not in why
    assert "B19" not in why
    assert "sick" not in why.text.lower()


#: Who needn't know the reason: the other one, the line above, a colleague, an administrator.
OTHERS = ("Amara", "Helen", "Adel", "Owen", "Sam")


async def _shown_of(
    databases: Databases, reason: str, capsys: pytest.CaptureFixture[str]
) -> dict[str, list[str]]:
    """By reader, what they read of a session cancelled for the supervisor's own reason; ``export``: what commands that
    others read print."""
    url = council.copied(databases)
    async with on_desk(bots(url, council.a_book())) as story:
        await cancels(story, "Priya", reason, "Priya Invented")
        await story.waits_until(at(4, 9, 1))
        found = {who: await _read_by(story, who) for who in OTHERS}
        offered = await story.presses("Amara", "Propose a time", on="cancelled")
        form = await story.presses("Amara", "Another time")
        found["Amara"] += [offered.text, f"{form.text} {form.values}"]
        capsys.readouterr()
        assert await asyncio.to_thread(due.due, "", "", "", True, url, "") == 0
        assert await asyncio.to_thread(simulate.simulate, "", "2026-11-04", "idle", True, url, "") == 0
        found["export"] = [line for line in capsys.readouterr().out.splitlines() if not _is_log(line)]
        return found


def _is_log(line: str) -> bool:
    """JSON begins with a brace, a bracket or a space."""
    return line[:4].isdigit()


async def _messages_of(story: DeskDriver, who: str) -> list[str]:
    return [f"{m.title} {m.text} {m.buttons}" for m in await story.messages(who)]


async def _read_by(story: DeskDriver, who: str) -> list[str]:
    """Messages, lists and every Why? of them."""
    told = await _messages_of(story, who)
    for words in ("due", "team", "due @Amara", "due CB-10240", "my"):
        seen = await story.types(who, words)
        told.append(f"{seen.title} {seen.text} {seen.buttons}")
        if "Why?" in seen.buttons:
            told.append((await story.presses(who, "Why?")).text)
    return told


async def test_sickness_and_leave_read_alike(
    databases: Databases, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A command's own log would go on into what is captured here, after it is closed: the tests' goes to the same place.
    monkeypatch.setattr(simulate, "set_up", lambda _level: None)
    sick = await _shown_of(databases, "Sickness", capsys)
    assert "A new time is being arranged" in "".join(sick["Amara"])
    assert "Priya Invented is unavailable from Monday 9 November 2026 on, and nobody has" in "".join(
        sick["Amara"]
    )
    assert "Propose Thursday 5 November" not in "".join(sick["Amara"]), (
        "before anybody says when they are back"
    )
    leave = await _shown_of(databases, "Leave", capsys)
    for reader, read in sick.items():
        assert read == leave[reader], reader


#: Priya's days away, as they are recorded on 3 November, and when she then says that she is back.
DAYS_AWAY = {
    "back before the limit for leave": ("2026-11-09", "2026-11-09", None),
    "back after it": ("2026-11-04", "2026-11-13", None),
    "no end is known": ("2026-11-04", "", at(12, 10)),
    "cancelled by hand": ("", "", at(12, 10)),
}
#: What the bot books for them.
BOOKED = {
    "back before the limit for leave": "Tuesday 10 November 2026 at 1:00 pm",
    "back after it": "Wednesday 18 November 2026 at 9:00 am",
    "no end is known": "Wednesday 18 November 2026 at 9:00 am",
    "cancelled by hand": "Wednesday 18 November 2026 at 9:00 am",
}


async def _goes_away(story: DeskDriver, sick: bool, days: str) -> None:
    first, last, back = DAYS_AWAY[days]
    if first:
        await story.types("Priya", "away")
        sickness = ["yes"] if sick else []
        saved = await story.fills(
            "Priya", "Save", kind="unplanned", first=first, last=last, sickness=sickness
        )
        assert not saved.errors, saved.errors
    else:
        await cancels(story, "Priya", "Sickness" if sick else "Leave", "Priya Invented")
    if back:
        await story.waits_until(back)
        await story.types("Priya", "back")
        saved = await story.fills("Priya", "Save", **{"back" if first else "date": "2026-11-12"})
        assert not saved.errors, saved.errors


async def _booked_of(databases: Databases, sick: bool, days: str) -> dict[str, list[str]]:
    """By reader, what they are told until the bot has booked and after, and what their lists say on the way."""
    url = council.copied(databases)
    async with on_desk(bots(url, council.a_book())) as story:
        await _goes_away(story, sick, days)
        found: dict[str, list[str]] = {who: [] for who in OTHERS}
        for until, read in (
            *((at(5, 9, 5), _messages_of), (at(10, 9, 5), _read_by), (at(13, 17, 5), _messages_of)),
            *((at(17, 9, 5), _read_by), (at(26, 9, 5), _messages_of)),
        ):
            if until > story.clock.now():
                await story.waits_until(until)
            for who in OTHERS:
                found[who] += await read(story, who)
        return found


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.parametrize("days", DAYS_AWAY)
async def test_what_the_bot_books_is_the_same_for_sickness_and_leave(databases: Databases, days: str) -> None:
    """So is when it does, and what the line above reads of it."""
    sick = await _booked_of(databases, True, days)
    assert f"Provisionally booked: {BOOKED[days]}" in "".join(sick["Amara"]).replace(" instead", "")
    leave = await _booked_of(databases, False, days)
    for reader, read in sick.items():
        assert read == leave[reader], reader


async def test_a_return_is_said_once_and_ends_the_absence_that_runs(story: Driver) -> None:
    answer = await cancels(story, "Priya", "Sickness", "Priya Invented")
    assert "I'm back at work" in answer.buttons
    await story.types("Helen", "away @Priya 3 november")
    await story.fills("Helen", "Save", kind="unplanned")
    await story.waits_until(at(10, 9, 1))
    assert "Back at work" not in (await message(story, "Amara", "Priya Invented: cancelled")).buttons
    form = await story.presses("Priya", "I'm back at work", on="cancelled")
    assert form.values["back"] == "2026-11-10"
    done = await story.fills("Priya", "Save", back="2026-11-10")
    assert done.title == "You are back"
    assert "Tuesday 17 November 2026" in await message(story, "Priya", "choose a new time")
    assert "You aren't recorded as away" not in await story.types("Priya", "away")
    assert "no day of return" not in await story.types("Helen", "due @Priya")


async def test_who_is_back_was_unavailable(story: Driver) -> None:
    await story.waits_until(at(9, 9, 30))
    await cancels(story, "Priya", "Sickness", "Amara Example")
    await story.waits_until(at(11, 10))
    await story.presses("Amara", "I'm back at work", on="Priya Invented: cancelled")
    await story.fills("Amara", "Save", date="2026-11-11")
    told = await message(story, "Priya", "choose a new time")
    assert "Amara Example was unavailable." in told


async def test_on_the_day_of_return_they_were_unavailable(story: Driver) -> None:
    """Of a session that was to be on that very day."""
    await story.types("Amara", "away")
    form = await story.fills("Amara", "Save", kind="unplanned", first="2026-11-03", last="")
    assert not form.errors, form.errors
    await story.waits_until(at(9, 9, 5))
    cancelled = await message(story, "Priya", "Amara Example: cancelled")
    assert "Amara Example is unavailable from Tuesday 3 November 2026 on." in cancelled
    await story.types("Amara", "back")
    await story.fills("Amara", "Save", back="2026-11-09")
    told = await message(story, "Priya", "choose a new time")
    assert "Amara Example was unavailable." in told


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_returns_reads_who_holds_what_they_book_before_it(story: Driver) -> None:
    """Until then it is the cover's, at times that are the cover's."""
    await story.types("Sam", "away @Priya")
    await story.fills("Sam", "Save", kind="unplanned", first="2026-11-04", last="", sickness=["yes"])
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(6, 9, 5))
    await story.types("Sam", "back @Priya 11 november")
    await story.fills("Sam", "Save")
    await story.waits_until(at(6, 9, 10))
    told = await message(story, "Priya", "Until you are back Owen Placeholder holds it in your place:")
    assert "free for both of you:" not in told
    booked = await story.presses("Priya", "Book Monday 9 November, 12:00 noon")
    assert "Owen Placeholder holds it in your place, and is told too." in booked
    await message(story, "Owen", "Monday 9 November 2026 at 12:00 noon")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_a_cover_was_to_rebook_isnt_settled_once_another_holds_it(story: Driver) -> None:
    """The cover's card said so, of a session that was still owed."""
    await story.types("Sam", "away @Priya")
    await story.fills("Sam", "Save", kind="unplanned", first="2026-11-04", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(5, 9, 5))
    await story.waits_until(at(6, 9, 5))
    await story.types("Sam", "back @Priya 9 november")
    await story.fills("Sam", "Save")
    await story.waits_until(at(6, 9, 30))
    await message(story, "Owen", "choose a new time")
    await story.waits_until(at(9, 9, 5))
    shown = await story.presses("Amara", "Propose a time", on="ancelled")
    await story.presses("Amara", next(b for b in shown.buttons if b.startswith("Propose ")))
    await story.waits_until(at(9, 9, 10))
    told = await message(story, "Owen", "Case supervision with Amara Example: cancelled")
    assert "A new time is being arranged. Priya Invented answers for this now" in told, told.text


async def test_no_new_time_waits_for_somebody_who_covered_and_doesnt_any_more(story: Driver) -> None:
    """It named a cover who had never been away, and asked whoever was back when they would be."""
    await story.types("Sam", "away @Priya")
    await story.fills("Sam", "Save", kind="unplanned", first="2026-11-03", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S102="S202")
    await story.types("Owen", "book @tomasz 5 november 10am")
    await story.presses("Owen", "Book it")
    await story.types("Owen", "cancel")
    await story.presses("Owen", "Cancel it", on="Thursday 5 November")
    whose = story.options("Owen")["Owen Placeholder"]
    await story.fills("Owen", "Cancel the session", reason="leave", whose=whose)
    await story.types("Sam", "back @Priya 6 november")
    await story.fills("Sam", "Save")
    await story.waits_until(at(12, 9, 5))
    for who in ("Priya", "Helen", "Tomasz"):
        await no_message(story, who, "has said when Owen Placeholder is back")
    await message(story, "Priya", "choose a new time")
