"""A case is somebody's for a time: what was late stays so, and nothing is late before it was theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.sessions.cancelling import cancels

SUPERVISION = "Supervision for Amara Example"


def at(day: int, hour: int = 10, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, 5, tzinfo=UTC)


def case(line: str) -> Rows:
    return rows("cases", "case, service, categories, worker, allocated on, closed on", line)


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_supervision_that_was_late_with_a_case_is_late_when_it_is_closed(story: Telling) -> None:
    """It was due in two days, and nothing was late."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(18))
    imports(story.bot, case("CB-10240, social_care, child_protection, S101, 26/10/2026, 18/11/2026"))
    await story.waits_until(at(18, 11))
    due = await story.types("Priya", "due @amara")
    assert f"{SUPERVISION}: Tuesday 17 November 2026, 1 day overdue" in due
    why = await story.presses("Priya", "Why?", on=SUPERVISION)
    assert "That applied to them until Tuesday 17 November 2026" in why
    assert "Nothing is late" not in await story.types("Priya", "team")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_makes_nothing_late_before_it_came(story: Telling) -> None:
    """Both were late since 17 November, of which Why? said nothing but the last session."""
    imports(story.bot, case("CB-10240, social_care, child_protection, S101, 26/10/2026, 03/11/2026"))
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(19))
    imports(story.bot, case("CB-30000, social_care, child_protection, S101, 19/11/2026,"))
    await story.waits_until(at(19, 11))
    due = await story.types("Priya", "due @amara")
    assert "overdue" not in due
    assert f"{SUPERVISION}: Thursday 19 November 2026" in due
    why = await story.presses("Priya", "Why?", on=SUPERVISION)
    assert "is theirs since Thursday 19 November 2026, and it isn't due before" in why
