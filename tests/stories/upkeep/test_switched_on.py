"""Switching on where much is late: one line to each person, and all of it a press away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.council import STAFF
from tests.stories.driver import Driver, Seen
from tests.stories.records.test_record import hold

LATE = "Late before the bot came"


def under(*policies: str) -> pytest.MarkDecorator:
    """Told under each of these, where no case was discussed since February."""
    marked = [pytest.param(name, marks=pytest.mark.policy(f"{name}, late")) for name in policies]
    return pytest.mark.parametrize("policy", marked)


async def _lines(story: Driver, who: str) -> list[Seen]:
    return [seen for seen in await story.messages(who) if LATE in seen]


async def _first_day(story: Driver) -> None:
    await story.waits_until(datetime(2026, 11, 3, 16, 0, tzinfo=UTC))


@under("central-bedfordshire", "york", "cambridgeshire-peterborough")
async def test_what_was_late_before_is_one_line_that_shows_them(story: Driver, policy: str) -> None:
    await _first_day(story)
    [opening] = await _lines(story, "Priya")
    assert f"{LATE}: {7 if policy == 'central-bedfordshire' else 4} things" in opening
    assert "The oldest was due on" in opening
    assert "CB-10" not in opening.text
    shown = await story.presses("Priya", "Show them", on=LATE)
    assert all(case in shown for case in ("CB-10234", "CB-10240", "CB-10251", "CB-10300"))
    assert "CB-10999" not in shown


@under("southwark")
async def test_a_policy_that_dates_no_case_opens_with_nothing_late(story: Driver, policy: str) -> None:
    await _first_day(story)
    assert policy
    for who in STAFF:
        assert await _lines(story, who) == []
        assert not [seen for seen in await story.messages(who) if "It was due on" in seen]


@under("central-bedfordshire")
async def test_the_line_comes_first_up_the_line_too_and_counts_what_is_still_to_do(
    story: Driver, policy: str
) -> None:
    await _first_day(story)
    assert policy
    [helen] = await _lines(story, "Helen")
    assert helen.text.index(LATE) < helen.text.index("drawn at random")
    assert "Discuss CB-10234 with Amara Example" in await story.presses("Helen", "Show them", on=LATE)

    await hold(story, "CB-10234")
    [opening] = await _lines(story, "Priya")
    assert f"{LATE}: 6 things" in opening
    shown = await story.presses("Priya", "Show them", on=LATE)
    assert "Discuss CB-10234" not in shown
    assert "Review the plan of CB-10234" in shown


@under("central-bedfordshire")
async def test_what_a_session_may_have_met_since_is_not_flatly_late(story: Driver, policy: str) -> None:
    """It was overdue flatly, while every other list said unless the session took place."""
    await _first_day(story)
    assert policy
    await story.waits_until(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    unless = "Late, unless the session of Monday 9 November 2026 took place: nobody has said yet."
    assert unless in await story.types("Priya", "due @Amara")
    shown = await story.presses("Priya", "Show them", on=LATE)
    assert unless in shown, shown.text
