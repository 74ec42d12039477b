"""What was done stays with whoever answered for it on its day: a cover or a new supervisor didn't do it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.conftest import Telling
from tests.stories.driver import Driver

_DONE = "Supervision for Tomasz Sample: done on"


async def _holds(story: Driver, who: str, day: str, date: str) -> None:
    await story.types(who, f"book @tomasz {day} 2pm")
    await story.presses(who, "Book it")
    month, number = int(date[5:7]), int(date[8:])
    await story.waits_until(datetime(2026, month, number, 17, 10, tzinfo=UTC))
    await story.types(who, "due")
    await story.presses(who, "Yes, it took place", on="Did case supervision with Tomasz")
    await story.fills(who, "It took place, no case discussed", minutes="80", cases=[])
    assert _DONE in await story.types(who, "due met")


async def test_a_cover_reads_what_they_did_and_not_what_was_done_before(story: Driver) -> None:
    await _holds(story, "Priya", "friday 6 november", "2026-11-06")
    await away(story, "Helen", "Priya", first="2026-11-09")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S102="S202")
    assert _DONE not in await story.types("Owen", "due met")
    for who, command in (("Priya", "due met"), ("Helen", "due @priya met")):
        assert f"{_DONE} Friday 6 November 2026" in await story.types(who, command)


async def test_what_a_cover_did_stays_theirs_when_the_supervisor_is_back(story: Driver) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S102="S202")
    await _holds(story, "Owen", "friday 6 november", "2026-11-06")
    await story.types("Helen", "back @priya")
    await story.fills("Helen", "Save", back="2026-11-09")
    await story.waits_until(datetime(2026, 11, 9, 9, 10, tzinfo=UTC))
    assert f"{_DONE} Friday 6 November 2026" in await story.types("Owen", "due met")
    assert _DONE not in await story.types("Priya", "due met")


async def test_what_a_cover_did_stays_theirs_when_somebody_else_covers_since(story: Driver) -> None:
    """The last cover had all of it."""
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S102="S202")
    await _holds(story, "Owen", "friday 6 november", "2026-11-06")
    await story.waits_until(datetime(2026, 11, 10, 9, 10, tzinfo=UTC))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S102="S301")
    await story.waits_until(datetime(2026, 11, 12, 9, 10, tzinfo=UTC))
    assert f"{_DONE} Friday 6 November 2026" in await story.types("Owen", "due met")
    assert _DONE not in await story.types("Helen", "due met")


async def test_a_new_supervisor_did_nothing_before(story: Telling) -> None:
    await _holds(story, "Priya", "friday 6 november", "2026-11-06")
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S102, S202, 09/11/2026"))
    await story.waits_until(datetime(2026, 11, 9, 9, 10, tzinfo=UTC))
    assert _DONE not in await story.types("Owen", "due met")
    assert f"{_DONE} Friday 6 November 2026" in await story.types("Priya", "due met")


async def _discussed_on_the_sixth(story: Driver, said: int) -> str:
    """CB-10251, which was to be discussed every week until 10 November: said on a later day."""
    await story.types("Priya", "interval CB-10251")
    await story.fills("Priya", "Decide", every="1 week", until="2026-11-10", why="Placement is fragile")
    await story.types("Priya", "book @tomasz friday 6 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(datetime(2026, 11, said, 12, 0, tzinfo=UTC))
    await story.types("Priya", "held")
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Tomasz")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10251"]
    await story.fills("Priya", "Save: it took place", minutes="60", cases=picked)
    return (await story.types("Priya", "due met")).text


@pytest.mark.parametrize("said", [9, 11])
async def test_a_discussion_is_judged_by_what_was_decided_when_it_took_place(
    story: Driver, said: int
) -> None:
    """Said once the decision had ended, it was in time."""
    found = await _discussed_on_the_sixth(story, said)
    assert "done on Friday 6 November 2026, due by Tuesday 3 November 2026, 3 days late" in found, found


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_a_session_may_have_met_isnt_called_missed_while_nobody_says(story: Driver) -> None:
    """“Missed”, eight days before anybody could know."""
    await story.types("Priya", "interval CB-10251")
    await story.fills("Priya", "Decide", every="1 week", until="2026-11-10", why="Placement is fragile")
    await story.types("Priya", "book @tomasz friday 6 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(datetime(2026, 11, 11, 12, 0, tzinfo=UTC))
    unless = "unless the session of Friday 6 November 2026 took place: nobody has said so far"
    due = "what was due by Tuesday 3 November 2026"
    for who, command in (("Tomasz", "my"), ("Priya", "due CB-10251 met")):
        shown = await story.types(who, command)
        assert f"{due}, {unless}" in shown, shown.text
    await story.types("Priya", "held")
    await story.presses("Priya", "No, it didn't", on="Did case supervision with Tomasz")
    await story.fills("Priya", "It didn't take place", reason="work")
    shown = await story.types("Tomasz", "my")
    assert due in shown, shown.text
    assert unless not in shown
