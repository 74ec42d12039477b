"""That somebody has no supervisor is one fact: an administrator reads it once in a message."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.people.test_leaving import _PEOPLE, at

DESK = pytest.mark.parametrize("stage", ["desk"], indirect=True)


async def said_of_nora(story: Telling, imported: int, read: int) -> list[str]:
    """What the message of a day in November says of somebody who was brought in by then and has no supervisor."""
    if imported > 3:
        await story.waits_until(at(imported, 12))
    imports(story.bot, rows("people", _PEOPLE, "S601, Nora Newly, social_worker, 01/09/2026,"))
    await story.waits_until(at(read))
    newest = (await story.messages("Sam"))[0]
    ways = (
        "No supervisor is recorded for Nora Newly",
        "Nora Newly has no supervisor recorded",
        "Nora Newly: ",
    )
    return [way for way in ways for _ in range(newest.text.count(way))]


@DESK
async def test_of_several_things_due_about_one_it_is_said_once(story: Telling) -> None:
    """An agreement and her supervision come up on 23 November, beside the gap in the line that night found."""
    assert await said_of_nora(story, 22, 23) == [
        "No supervisor is recorded for Nora Newly",
        "Nora Newly: ",
    ], "the second is the title of what is due"


@DESK
@pytest.mark.policy("york")
async def test_beside_what_is_due_the_gap_in_the_line_isnt_said_again(story: Telling) -> None:
    assert await said_of_nora(story, 3, 4) == ["No supervisor is recorded for Nora Newly", "Nora Newly: "]
    assert "Sam Pretend has no supervisor recorded" in (await story.messages("Sam"))[0]


@DESK
@pytest.mark.policy("york")
async def test_beside_the_line_of_the_week_neither(story: Telling) -> None:
    assert await said_of_nora(story, 6, 9) == ["Nora Newly: "]
    assert "Late, and nobody answers for it" in (await story.messages("Sam"))[0]


@DESK
@pytest.mark.policy("york")
async def test_what_is_told_by_itself_isnt_in_the_line_of_the_week_too(story: Telling) -> None:
    assert await said_of_nora(story, 22, 23) == ["No supervisor is recorded for Nora Newly"]
