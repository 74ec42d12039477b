"""What is written looks as if it said who a child is: the writer is asked for the case reference, and may send it as it
is. Nobody is told, nothing is kept and no log holds it meanwhile."""

from __future__ import annotations

import pytest

from cards.shared.free_text import WARNINGS
from policy.personal_details import Detail
from tests.stories.driver import Driver, message, no_message

NUMBER = "943 476 5919"
HURT = f"Hurt again at home, NHS {NUMBER}"
SHARE = "Share with my supervisor"


async def test_a_safeguarding_matter_is_asked_about_and_sent_as_it_is(
    story: Driver, capsys: pytest.CaptureFixture[str]
) -> None:
    await story.types("Amara", "prepare CB-10234")
    asked = await story.fills("Amara", SHARE, worrying=HURT, help="What else?")
    assert asked.errors == {"worrying": WARNINGS[Detail.NHS_NUMBER]}
    assert (asked.values["worrying"], asked.values["help"]) == (HURT, "What else?")
    await no_message(story, "Priya", "has prepared")
    sent = await story.fills("Amara", SHARE, as_it_is=["yes"])
    assert sent.title == "Shared with Priya Invented: CB-10234"
    await message(story, "Priya", "has prepared CB-10234")
    assert NUMBER in await story.presses("Priya", "Read", on="has prepared")
    assert NUMBER not in "".join(capsys.readouterr())
