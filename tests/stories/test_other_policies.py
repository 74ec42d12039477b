"""What another council's policy asks, and what it leaves out: the same desk and commands, other rules."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver


@pytest.mark.policy("york")
async def test_york_asks_for_a_case_every_three_months_at_most(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10234")
    assert "Wednesday 20 January 2027" in due


@pytest.mark.policy("southwark")
async def test_southwark_sets_no_interval_for_a_case(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10234")
    assert "sets no interval for discussing a case. Ask Adel Madeup" in due


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_cambridgeshire_asks_for_a_child_protection_case_every_four_weeks(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10240")
    assert "every 4 weeks" in (await story.presses("Amara", "Why?")).text, due.text


@pytest.mark.policy("southwark")
async def test_southwarks_word_on_cancelling_is_read_while_cancelling(story: Driver) -> None:
    await story.types("Priya", "cancel")
    form = await story.presses("Priya", "Cancel it", on="Case supervision")
    assert "Supervisors do not cancel or come late. (S9.late, “15”)" in form


@pytest.mark.policy("york")
async def test_york_has_no_form_for_preparing_and_offers_none(story: Driver) -> None:
    """A button that only answers that there is no such form is a dead end."""
    said = await story.types("Amara", "prepare")
    assert "To be discussed, soonest first" in said
    assert "Use protected time to prepare. (Y26, “3”)" in said
    assert "Prepare CB-10234" not in said
    assert "until you share them" not in said
    with pytest.raises(AssertionError):
        await story.presses("Amara", "Another case")
