"""A manager decides that a case is discussed more often (B9: when a placement becomes fragile, or there are risks)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message


async def test_a_manager_brings_a_date_forward_and_the_reason_is_kept_apart(story: Driver) -> None:
    form = await story.types("Priya", "interval CB-10251")
    assert form.title == "Discuss CB-10251 more often"
    saved = await story.fills(
        "Priya", "Decide", every="2 weeks", until="2026-11-30", why="Placement is fragile"
    )
    assert saved.title == "CB-10251: at least every 2 weeks"
    assert "Until now it was due by Tuesday 15 December 2026" in saved
    assert "Next to be discussed by" in saved, saved.text
    assert "Tomasz Sample is told." in saved
    answer = await story.types("Tomasz", "due CB-10251")
    assert "fragile" not in answer
    why = await story.presses("Tomasz", "Why?", on="Discuss CB-10251")
    assert "A manager decided to discuss it every 2 weeks" in why
    assert "Every 2 weeks was decided by Priya Invented on Tuesday 3 November 2026." in why
    assert "fragile" not in why
    await story.waits_until(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    assert "Tuesday 15 December 2026" in await story.types("Tomasz", "due CB-10251")


async def test_what_is_due_at_once_says_why_not_before_and_whose_case_it_is_is_told(story: Driver) -> None:
    """The answer named the old day alone, and nobody else was told of the decision."""
    await story.types("Helen", "interval CB-10251")
    saved = await story.fills("Helen", "Decide", every="1 week", why="Placement is fragile")
    due = "Next to be discussed by Tuesday 3 November 2026. A decision makes nothing due before its own day."
    assert due in saved, saved.text
    assert "Priya Invented and Tomasz Sample are told." in saved
    await story.waits_until(datetime(2026, 11, 3, 12, 0, tzinfo=UTC))
    for who in ("Priya", "Tomasz"):
        told = await message(story, who, "CB-10251 is to be discussed at least every 1 week")
        assert "Helen Fictional decided so on Tuesday 3 November 2026" in told, told.text
        assert due in told
        assert "fragile" not in told


async def test_it_never_puts_a_date_back(story: Driver) -> None:
    before = await story.types("Owen", "due CB-10234")
    await story.types("Priya", "interval CB-10234")
    await story.fills("Priya", "Decide", every="2 months", why="Quiet")
    after = await story.types("Owen", "due CB-10234")
    assert before.text == after.text


@pytest.mark.parametrize("who", ["Amara", "Owen", "Sam"])
async def test_the_judgement_is_a_managers_of_that_line(story: Driver, who: str) -> None:
    assert "Only those who supervise the case's worker" in await story.types(who, "interval CB-10251")
    assert "Only those who supervise the case's worker" in await story.types(who, "interval CB-99999")


async def test_every_wrong_answer_is_named_beside_its_field(story: Driver) -> None:
    await story.types("Helen", "interval CB-10251")
    again = await story.fills("Helen", "Decide", every="", until="2026-11-02", why=" ")
    assert set(again.errors) == {"every", "until", "why"}
    assert "has passed" in again.errors["until"]
