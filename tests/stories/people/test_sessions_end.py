"""A supervisor leaves with several sessions booked."""

from __future__ import annotations

import pytest

from tests.stories.conftest import Telling
from tests.stories.driver import message
from tests.stories.people.test_in_a_leavers_place import leaves
from tests.stories.people.test_leaving import at


@pytest.mark.policy("cambridgeshire-peterborough")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_several_sessions_that_end_the_next_stands_on_the_page_and_the_manager_reads_of_all(
    story: Telling,
) -> None:
    """The page named the last of seven, months ahead, and whoever answered from then on read of none."""
    for on in ("2 december", "9 december", "16 december"):
        await story.types("Priya", f"book @Amara {on} 2pm")
        await story.presses("Priya", "Book it")
    leaves(story, "30/11/2026")
    await story.waits_until(at(4))
    for who in ("Amara", "Priya", "Helen"):
        told = await message(story, who, "3 booked sessions end")
        assert "16 December 2026" in told, told.text
    assert "Case supervision with Amara Example" in await message(story, "Helen", "3 booked sessions end")
    await story.waits_until(at(1, month=12))
    for who in ("Amara", "Helen"):
        page = await story.types(who, "my")
        assert "Wednesday 2 December 2026 at 2:00 pm" in page, page.text
        assert "16 December" not in page
