"""A refusal says what to do instead, or whom to ask."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver


@pytest.mark.parametrize("command", ["interval", "judge"])
async def test_the_cases_own_worker_reads_whom_to_ask(story: Driver, command: str) -> None:
    """“Only those who supervise the case's worker …”, said to the worker, named nobody."""
    told = await story.types("Amara", f"{command} CB-10234")
    assert "You hold CB-10234, and whoever supervises you decides that. Ask Priya Invented." in told
    other = await story.types("Owen", f"{command} CB-10234")
    assert "Check it." in other
    assert "Priya" not in other


async def test_whoever_can_do_nothing_here_reads_what_they_can(story: Driver) -> None:
    report = await story.types("Amara", "report")
    assert "Your own year: " in report
    assert "my" in report
    for command in ("cancel", "move"):
        none = await story.types("Owen", command)
        assert "You have no session booked. To book or ask for one: " in none
        assert "book" in none
