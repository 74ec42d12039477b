"""Of more than ten things in one message the questions and the week's count are never among those left out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.importing.councils import imports, rows
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver
from tests.stories.driver import message
from tests.stories.sessions.cancelling import at

MANY = range(15)


@pytest.fixture
async def large_team(databases: Databases) -> AsyncIterator[DeskDriver]:
    """Fifteen more people whom Priya supervises, each without an agreement."""
    async with desk_story(databases) as story:
        people = [f"S7{n:02d}, New Person{n}, social_worker, 04/03/2019" for n in MANY]
        lines = [f"S7{n:02d}, S201, 04/03/2019" for n in MANY]
        imports(
            story.bot,
            rows("people", "staff number, name, role, employed from", *people),
            rows("relationships", "supervisee, supervisor, since", *lines),
        )
        yield story


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_question_and_the_weeks_count_stand_before_what_is_left_out(large_team: DeskDriver) -> None:
    story = large_team
    await story.waits_until(at(23, 12))
    told = await message(story, "Priya", "things (")
    assert "more" in told
    assert "2 things are late The oldest was due on Monday 9 November 2026." in told
    shown = await story.presses("Priya", "Show everything that is due", on="more")
    assert "Start the agreement" in shown.buttons


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_a_manager_only_reads_is_a_line_each_and_takes_no_question_s_place(
    large_team: DeskDriver,
) -> None:
    story = large_team
    await story.waits_until(at(7, 12, month=12))
    told = await message(story, "Helen", "Late in your teams")
    start, known = told.text.index("Late in your teams"), told.text.index("For you to know")
    assert start < known
    assert "more to know" in told
    assert told.text.count("Supervision for ") == 10
    shown = await story.presses("Helen", "Show my team", on="more to know")
    assert "New Person14" in shown
    why = await story.presses("Helen", "Why?", on="For you to know")
    assert why.title == "Why: 10 dates"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_the_clause_of_a_milestone_stands_once(large_team: DeskDriver) -> None:
    await large_team.waits_until(at(23, 12))
    told = await message(large_team, "Priya", "Start the agreement")
    assert told.text.count("B1: Supervision agreement signed by both") == 1


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_is_due_about_a_person_is_one_item(large_team: DeskDriver) -> None:
    await large_team.waits_until(at(23, 12))
    told = await message(large_team, "Priya", "New Person0: 2 things")
    assert "Supervision for New Person0. Due on Monday 30 November 2026." in told
    assert "4 weeks of employment: New Person0. Due on Monday 30 November 2026." in told
