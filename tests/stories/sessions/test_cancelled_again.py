"""What stood in for a cancelled session is cancelled too: one session is owed, by one day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, Seen
from tests.stories.sessions.cancelling import cancels


def at(day: int, hour: int = 9, minute: int = 5) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def not_held_either(story: Driver, reason: str, whose: str = "") -> Seen:
    """Monday's is cancelled; what was booked for Friday in its place didn't take place."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.types("Priya", "book @Amara 6 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(6, 12))
    await story.types("Priya", "my")
    await story.presses("Priya", "No, it didn't", on="take place?")
    answers = {"reason": story.options("Priya")[reason]} | ({"whose": whose} if whose else {})
    return await story.fills("Priya", "It didn't take place", **answers)


async def test_the_limit_of_the_first_holds_for_what_stood_in_for_it(story: Driver) -> None:
    """The answer said Friday 13 November, the bot booked Thursday, and from Wednesday on the first was called late."""
    done = await not_held_either(story, "Other work had to come first")
    assert "Tuesday 10 November 2026" in done, done.text
    assert "13 November" not in done, done.text
    assert not [one for one in done.buttons if "11 November" in one or "12 November" in one], done.buttons
    await story.waits_until(at(9))
    due = await story.types("Priya", "due @Amara")
    assert due.text.count("Rebook case supervision with Amara Example") == 1, due.text
    why = await story.presses("Priya", "Why?", on="Rebook case supervision")
    assert (
        "It stood in for the session of Monday 9 November 2026, which was to be held by then: Tuesday 10"
        in why
    )
    await story.waits_until(at(11))
    team = await story.types("Priya", "team")
    assert "Late, unless the session of Tuesday 10 November 2026 took place" in team, (
        "the bot booked inside it"
    )
    assert "to rebook" not in team, team.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_days_away_since_have_a_limit_of_their_own(story: Driver) -> None:
    """Both read that a new time waits for the return, and from Wednesday on the first was late all the same."""
    done = await not_held_either(story, "Sickness", "S101")
    assert "No day is set yet" in done, done.text
    await story.waits_until(at(11))
    due = await story.types("Priya", "due @Amara")
    assert due.text.count("Rebook case supervision with Amara Example") <= 1, due.text
    assert "10 November" not in due, due.text
    team = await story.types("Helen", "team")
    assert "to rebook" not in team, team.text
    for told in await story.messages("Helen"):
        assert "Rebook case supervision" not in told, told.text


@pytest.mark.policy("southwark")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_no_rule_asks_for_what_stood_in_for_it_the_first_is_owed_still(story: Driver) -> None:
    """A rule asks for a new time after an emergency alone: what was booked instead ended for leave, and nothing was
    owed."""
    await cancels(story, "Priya", "An emergency", "Priya Invented")
    await story.types("Priya", "book @Amara 6 november 10am")
    await story.presses("Priya", "Book it")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="6 November")
    away = {"reason": "leave", "whose": story.options("Priya")["Amara Example"]}
    await story.fills("Priya", "Cancel the session", **away)
    due = await story.types("Priya", "due @Amara")
    assert "Rebook case supervision with Amara Example" in due, due.text
