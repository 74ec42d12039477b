"""Where a session with somebody is booked, what it covers is one sentence with what is late, in messages, lists and on
the page: each stood in a line of its own."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import at

pytestmark = [
    pytest.mark.policy("cambridgeshire-peterborough"),
    pytest.mark.parametrize("stage", ["desk"], indirect=True),
]

_BOOKED = "Your next session is booked for Friday 20 November 2026 at 10:00 am."


async def book(story: Driver) -> None:
    await story.types("Priya", "book @Tomasz 20 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(10, 15))


async def test_a_list_and_the_page_say_what_the_session_covers_and_how_late(story: Driver) -> None:
    await book(story)
    said = f"{_BOOKED} It covers 2 cases; supervision, CB-10251 and CB-10300 are 28 days overdue."
    for page in ("due", "my"):
        shown = await story.types("Priya", page)
        assert said in shown, shown.text
        assert "Discuss CB-10251 with Tomasz Sample" not in shown, page
        assert "Book a session" in shown.buttons, "an earlier one"
    each = await story.presses("Priya", "Show", on="It covers 2 cases")
    assert "Discuss CB-10251 with Tomasz Sample" in each
    assert "Discuss CB-10300 with Tomasz Sample" in each
    late = await story.types("Priya", "due late")
    assert "Discuss CB-10251 with Tomasz Sample" in late, "what is late is asked for by itself"


async def test_a_message_says_what_was_due_before_the_session(story: Driver) -> None:
    await book(story)
    told = await message(story, "Priya", _BOOKED)
    said = "It covers 3 things due before it: CB-10251, CB-10300 and supervision on Tuesday 13 October 2026."
    assert said in told, told.text
    assert "Discuss CB-10251" not in told
    assert told.buttons == ("Book a session", "Show", "Why?")


async def test_what_isnt_due_before_it_is_counted_and_no_more(story: Driver) -> None:
    shown = await story.types("Priya", "due")
    said = "Your next session is booked for Monday 9 November 2026 at 2:00 pm. It covers 2 cases."
    assert said in shown, shown.text
    assert "Once it is over" not in shown


async def test_without_a_session_each_has_its_line(story: Driver) -> None:
    shown = await story.types("Priya", "due")
    assert "Discuss CB-10251 with Tomasz Sample: Tuesday 13 October 2026" in shown, shown.text
