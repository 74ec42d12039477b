"""A supervisee leaves: whoever supervised them reads what ends with it and what is still to be written."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message
from tests.stories.people.test_in_a_leavers_place import leaves
from tests.stories.people.test_leaving import at

pytestmark = [pytest.mark.policy("southwark"), pytest.mark.parametrize("stage", ["desk"], indirect=True)]


def _leaves(story: Telling) -> None:
    """Without a case: Owen's only one is Tomasz's by then."""
    line = "CB-10999, social_care, cin, S102, 03/11/2026"
    imports(story.bot, rows("cases", "case, service, categories, worker, allocated on", line))
    leaves(story, "10/11/2026", "S202, Owen Placeholder, advanced_practitioner")


async def _held(story: Telling, day: int, *, recorded: bool) -> None:
    await story.types("Helen", f"book @Owen {day} november 2pm personal")
    await story.presses("Helen", "Book it")
    await story.waits_until(at(day, 15, 30))
    await story.presses("Helen", "Yes, it took place", on="Owen Placeholder")
    await story.fills("Helen", "Save: it took place", minutes="60")
    if recorded:
        await story.presses("Helen", "Recorded")


async def test_what_ends_and_what_is_left_to_write_is_told_once(story: Telling) -> None:
    """Nobody was told anything of it: what he was to sign went from every list without a word."""
    await _held(story, 3, recorded=False)
    await _held(story, 4, recorded=True)
    await _held(story, 5, recorded=True)
    await story.waits_until(at(5, 15, 40))
    await story.presses("Owen", "I don't agree", on="Thursday 5 November")
    _leaves(story)
    await story.waits_until(at(11, 12))
    told = await message(story, "Helen", "Owen Placeholder has left")
    assert "Owen Placeholder's last day was Tuesday 10 November 2026." in told, told.text
    over, _, left = told.text.partition("Still open, and yours to do:")
    _, _, over = over.partition("Nobody can do this any more, so it is no longer asked:")
    assert "Agree the record of the session" in over
    assert "Wednesday 4 November 2026" in over, told.text
    assert "Settle the disagreement about the session" in over, told.text
    written = "Record the session, personal supervision with Owen Placeholder on Tuesday 3 November 2026"
    assert written in left, told.text
    await story.presses("Helen", "Show everything that is due", on="Owen Placeholder has left")
    assert written in await story.types("Helen", "due")
    await story.waits_until(at(30, 12))
    again = [m for m in await story.messages("Helen") if "Owen Placeholder has left" in m.title + m.text]
    assert len(again) == 1, [m.text for m in again]
    await story.types("Helen", "due")
    await story.presses("Helen", "Recorded", on="Record the session")
    await story.waits_until(at(30, 12, 5))
    told = await message(story, "Helen", "Owen Placeholder has left")
    assert "Still open" not in told, told.text


async def test_that_somebody_has_left_is_said_where_nothing_is_left_to_do(story: Telling) -> None:
    _leaves(story)
    await story.waits_until(at(11, 12))
    told = await message(story, "Helen", "Owen Placeholder has left")
    assert told.buttons == (), told.text


@pytest.mark.policy("central-bedfordshire")
async def test_an_agreement_that_was_late_on_a_leavers_last_day_is_kept_as_missed(story: Telling) -> None:
    """Three days overdue, it was withdrawn, and stood nowhere."""
    noor = "S777, Noor Novel, social_worker, 03/11/2026"
    columns = "staff number, name, role, employed from, left on"
    lines = rows("relationships", "supervisee, supervisor, since", "S777, S201, 03/11/2026")
    imports(story.bot, rows("people", columns, f"{noor},"), lines)
    await story.waits_until(at(4, month=12))
    assert "Tuesday 1 December 2026, 3 days overdue" in await story.types("Priya", "due @noor")
    imports(story.bot, rows("people", columns, f"{noor}, 04/12/2026"))
    await story.waits_until(at(8, month=12))
    met = await story.types("Priya", "due met")
    assert "what was due by Tuesday 1 December 2026" in met, met.text
