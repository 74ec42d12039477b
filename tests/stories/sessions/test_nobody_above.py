"""What goes up the line of somebody at its top."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message


async def test_whoever_stands_below_reads_nothing_of_what_somebody_above_has_not_answered(
    story: Telling,
) -> None:
    """Business support read that nobody had said whether the personal supervision of their own supervisor took
    place, since nobody stands above the one who was asked."""
    lines = "supervisee, supervisor, since"
    imports(story.bot, rows("relationships", lines, "S501, S301, 02/11/2026"))
    await story.types("Adel", "book @Helen 9 november 2pm personal")
    await story.presses("Adel", "Book it")
    await story.waits_until(datetime(2026, 11, 9, 16, 40, tzinfo=UTC))
    await message(story, "Adel", "Did personal supervision with Helen Fictional take place?")
    await story.waits_until(datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    await no_message(story, "Sam", "personal supervision")
    await no_message(story, "Sam", "nobody has said whether")
    assert "Yes, it took place" in (await story.types("Adel", "due")).buttons
