"""A group that is over, of which its leader hasn't said whether it took place: what hangs on it says so, and is answered
wherever it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message, no_message
from tests.stories.sessions.test_group import at, book

pytestmark = pytest.mark.policy("southwark")

GROUP = "10 November 2026"


async def test_a_team_and_its_lists_say_so_and_its_leader_answers_there(story: Driver) -> None:
    """They read that nothing is late, while the leader's page named the group; and offered to book another."""
    await book(story)
    await story.waits_until(at(11, 10))
    team = await story.types("Priya", "team")
    print("@@", team.text)
    print("@@", (await story.types("Priya", "team late")).text)
    print("@@", (await story.types("Priya", "due @Amara")))
    await story.waits_until(at(18, 10))
    print("@@", (await story.types("Priya", "team")).text)
    print("@@", (await story.types("Priya", "team late")))
    print("@@", (await story.types("Priya", "due @Amara")))
    print("@@", (await story.types("Helen", "team late all")))
    assert 0
