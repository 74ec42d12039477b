"""What stands beside one date of a list stands on its line: a session that may have met it, months that went by."""

from __future__ import annotations

import pytest

from tests.stories.cases.test_missed import at
from tests.stories.driver import Driver
from tests.stories.sessions.test_group import book


async def test_a_case_that_a_session_may_have_met_is_not_flatly_overdue(story: Driver) -> None:
    """His page had it 7 days overdue, while the case's own answer said unless the session took place."""
    await story.types("Priya", "book @Tomasz 15 december 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(12, 22))
    unless = "Late, unless the session of Tuesday 15 December 2026 took place: nobody has said yet."
    assert unless in await story.types("Tomasz", "due CB-10251")
    page = await story.types("Tomasz", "my")
    said = f"CB-10251: Tuesday 15 December 2026, 7 days overdue. {unless}"
    assert said in page, page.text


@pytest.mark.policy("southwark")
async def test_a_member_reads_of_the_group_what_nobody_has_said(story: Driver) -> None:
    """Their list had it overdue flatly; their page had it with what is open."""
    await book(story)
    await story.waits_until(at(11, 20))
    unless = "Late, unless the session of Tuesday 10 November 2026 took place: nobody has said yet."
    assert unless in await story.types("Amara", "my")
    listed = await story.types("Amara", "due")
    assert f"Thursday 8 October 2026, 43 days overdue. {unless}" in listed, listed.text


async def test_months_that_went_by_stand_with_their_own_line(story: Driver) -> None:
    await story.waits_until(at(2, 10, year=2027))
    for who, name in (("Tomasz", "Tomasz Sample"), ("Helen", "Helen Fictional")):
        listed = await story.types(who, "due")
        late = f"Supervision for {name}: Monday 30 November 2026, 72 days overdue"
        assert f"{late}. December 2026 and January 2027 went by too." in listed, listed.text
