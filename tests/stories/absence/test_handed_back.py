"""What a cover answered for and nobody did goes back with the return: it is not settled."""

from __future__ import annotations

import re

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import covered_until_friday, held_by_owen
from tests.stories.absence.test_uncovered import at
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, message, no_message


async def test_what_is_handed_back_is_not_called_settled(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-10", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(23, 9, 5))
    late = await message(story, "Owen", "are late")
    assert "Show them" in late.buttons
    await story.waits_until(at(30, 9, 5))
    found = await story.messages("Owen")
    assert not [m for m in found if "What is late Nothing is asked" in m]
    handed = await message(story, "Owen", "What is late")
    assert "Priya Invented answers for these now." in handed, handed.text
    of_the_18th = await message(story, "Owen", "Discuss CB-10234 with Amara Example It was due")
    assert "Book a session" not in of_the_18th.buttons, of_the_18th.text
    assert "Priya Invented answers for this now" in of_the_18th
    assert not [m for m in found if "are late The oldest" in m]


async def test_what_a_cover_is_asked_is_asked_of_nobody_else(story: Driver) -> None:
    """Whoever was back was asked too, with Yes and No, in the message that said that it was the other's to do."""
    await covered_until_friday(story, "S102")
    await story.types("Owen", "book @Tomasz 26 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(1, 9, 5, 12))
    asked = "Did case supervision with Tomasz Sample take place?"
    await message(story, "Owen", asked)
    await no_message(story, "Priya", asked)
    told = await message(story, "Priya", "Supervision for Tomasz Sample")
    assert "nobody has said yet whether it took place" in told
    assert "Owen Placeholder is asked whether it took place." in told
    assert "Yes, it took place" not in told.buttons


async def test_the_list_of_what_is_late_says_with_whom_it_is_now(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-10", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(23, 9, 5))
    await message(story, "Owen", "are late")
    await story.types("Owen", "help")
    token = story.token("Owen", "Show them")
    await story.waits_until(at(28, 12))
    shown = await story.sends("Owen", token)
    assert "Nothing is late any more" not in shown
    assert "What is late of those you covered for is with Priya Invented now." in shown, shown.text


async def _back_since(story: Telling) -> None:
    """Owen held it while Priya was away; she is back."""
    await held_by_owen(story)
    await story.waits_until(at(30, 9, 5))
    await message(story, "Priya", "Still asked of whoever covered for you")


async def test_what_a_cover_left_is_told_after_that_absence_and_no_other(story: Telling) -> None:
    """The same was told again, word for word, after a week's leave in which nobody had held anything."""
    await _back_since(story)
    await away(story, "Priya", "Priya", "planned", "2026-12-07", "2026-12-11")
    await story.waits_until(at(14, 9, 5, 12))
    told = [m for m in await story.messages("Priya") if "Still asked of whoever covered for you" in m.text]
    assert len(told) == 1, [m.text for m in told]
    assert "Owen Placeholder: Record CB-10234" in await story.types("Priya", "due"), "it is open"


async def test_what_a_cover_who_has_left_was_asked_is_said_to_be_whose_it_is_now(story: Telling) -> None:
    await _back_since(story)
    imports(
        story.bot,
        rows(
            "people",
            "staff number, name, role, employed from, left on",
            "S202, Owen Placeholder, team_manager, 04/03/2019, 01/12/2026",
        ),
    )
    await story.waits_until(at(3, 9, 5, 12))
    due = await story.types("Priya", "due")
    assert "Helen Fictional: Record CB-10234" in due, due.text
    assert "Owen Placeholder: Record" not in due
    assert "whoever covered for you" not in await story.types("Helen", "due")


async def _waits_for_owen(story: Telling) -> None:
    """He covers for Priya, and is away himself from Monday 9 November: what fell due then waits for his return."""
    await away(story, "Helen", "Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await away(story, "Helen", "Owen", "planned", "2026-11-09", "2026-11-20")
    await story.waits_until(at(10, 12))
    await no_message(story, "Helen", _WAITED)


_WAITED = "It was due on Monday 9 November 2026"


async def _isnt_asked(story: Telling, who: str) -> None:
    """What they were told before their own absence says that it is somebody else's."""
    told = [m for m in await story.messages(who) if _WAITED in m]
    assert [m.text for m in told if "answers for this now" not in m] == []


async def test_what_waits_for_a_cover_who_is_away_goes_to_whoever_takes_over(story: Telling) -> None:
    """It waited for the first, who read a fortnight later that there was nothing to do; the second never heard."""
    await _waits_for_owen(story)
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "I'll cover")
    await story.waits_until(at(10, 12, 10))
    await message(story, "Helen", _WAITED)
    await story.waits_until(at(23, 12))
    await _isnt_asked(story, "Owen")


async def test_what_waits_for_whoever_supervised_goes_to_whoever_does_when_it_is_sent(story: Telling) -> None:
    await _waits_for_owen(story)
    line = "supervisee, supervisor, since, kind"
    imports(story.bot, rows("relationships", line, "S101, S301, 10/11/2026, line"))
    await story.waits_until(at(23, 9, 5))
    await _isnt_asked(story, "Owen")
    await story.waits_until(at(24, 9, 5))
    await message(story, "Helen", _WAITED)


async def test_of_what_is_about_somebody_it_is_said_for_how_much_each_answers(story: Driver) -> None:
    """One name stood for all of it, where another's message said that a record was theirs to write."""
    await held_by_owen(story)
    await story.waits_until(at(30, 9, 5))
    due = await story.types("Amara", "due")
    assert re.search(r"Priya Invented answers for \d+ of them, Owen Placeholder for 1\.", due.text), due.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_said_on_a_covers_last_day_is_told_to_whoever_is_back(story: Driver) -> None:
    """The cover read it on the morning after, and was asked to see to it; who supervises again heard nothing."""
    await covered_until_friday(story)
    await story.waits_until(at(27, 18, 30))
    await away(story, "Amara", "Amara", kind="planned", first="2026-12-07", last="2026-12-09")
    await story.waits_until(at(1, 12, 0, 12))
    await message(story, "Priya", "Amara Example is unavailable from Monday 7 December 2026")
    await no_message(story, "Owen", "Amara Example is unavailable from Monday 7 December 2026")
