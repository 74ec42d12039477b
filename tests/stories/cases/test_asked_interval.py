"""A longer interval that was asked for: who reads of it while it waits, and that it lapses aloud."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.cases.test_grant import ask, at
from tests.stories.desk import DeskDriver
from tests.stories.driver import message
from tests.stories.people.test_in_a_leavers_place import leaves

pytestmark = pytest.mark.policy("cambridgeshire-peterborough")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.parametrize("gone", ["left", "closed"])
async def test_what_nobody_can_grant_any_more_lapses_aloud(story: DeskDriver, gone: str) -> None:
    """Its card offered Grant and Refuse, which answered that the asker has nothing to do with the case."""
    await ask(story, "Priya", "CB-10251", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    await message(story, "Helen", "Every 12 weeks for CB-10251?")
    if gone == "left":
        leaves(story, "06/11/2026", "S102, Tomasz Sample, child_practitioner")
        why = "CB-10251 has no worker any more."
    else:
        case = "CB-10251, social_care, stable, S102, 01/06/2026, 03/11/2026"
        imports(story.bot, rows("cases", "case, service, categories, worker, allocated on, closed on", case))
        why = "CB-10251 is closed."
    await story.waits_until(at(9, 10))
    for who in ("Helen", "Adel"):
        card = await message(story, who, "A longer interval for CB-10251?")
        assert why in card, card.text
        assert "Grant" not in card.buttons
    told = await message(story, "Priya", "CB-10251: every 12 weeks isn't asked for any more")
    assert why in told, told.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_each_who_is_asked_reads_who_else_is(story: DeskDriver) -> None:
    await ask(story, "Priya", "CB-10251", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    for who, other in (("Helen", "Adel Madeup"), ("Adel", "Helen Fictional")):
        asked = await message(story, who, "Every 12 weeks for CB-10251?")
        assert f"{other} can answer it too." in asked, asked.text
