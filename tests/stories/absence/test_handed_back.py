"""What a cover answered for and nobody did goes back with the return: it is not settled."""

from __future__ import annotations

from tests.stories.absence.test_absence import away
from tests.stories.absence.test_uncovered import at
from tests.stories.driver import Driver, message


async def test_what_is_handed_back_is_not_called_settled(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-10", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(23, 9, 5))
    late = await message(story, "Owen", "are late")
    assert "Show them" in late.buttons
    await story.waits_until(at(30, 9, 5))
    found = await story.messages("Owen")
    assert not [m for m in found if "What is late: This is settled" in m]
    handed = await message(story, "Owen", "What is late")
    assert "Priya Invented answers for these now." in handed, handed.text
    of_the_18th = await message(story, "Owen", "Discuss CB-10234 with Amara Example It was due")
    assert "Book a session" not in of_the_18th.buttons, of_the_18th.text
    assert "Somebody else answers for this now" in of_the_18th
    assert not [m for m in found if "are late The oldest" in m]


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
