"""What is said of a session after the last day of somebody who was in post when it took place."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message
from tests.stories.people.test_leaving import at
from tests.stories.sessions.test_group import book

_PEOPLE = "staff number, name, role, employed from, left on"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_discussed_is_said_also_after_the_last_day(story: Telling) -> None:
    """No case was offered by then: “No case was discussed”, no record was owed, and the next one was to be booked."""
    await story.waits_until(at(9, 17))
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 10/11/2026"))
    await story.waits_until(at(11))
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara")
    offered = story.options("Priya")
    assert {"CB-10234", "CB-10240"} <= set(offered), offered
    done = await story.fills("Priya", "Save: it took place", minutes="60", cases=[offered["CB-10234"]])
    assert "1 record to write in" in done, done.text
    assert "Not discussed, though due: CB-10240: Monday 9 November 2026" in done, done.text
    assert "Book the next one" not in done.buttons, "with somebody who has left"
    assert "Add an action" not in done.buttons, "for a next session"
    assert "CB-10234" in await story.types("Priya", "due")
    written = await story.presses("Priya", "Recorded")
    assert "Amara Example" not in written.text, "who isn't there to agree it"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_offered_before_the_last_day_is_not_done_after_it(story: Telling) -> None:
    await story.waits_until(at(9, 17))
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara")
    done = await story.fills(
        "Priya", "Save: it took place", minutes="60", cases=list(story.options("Priya").values())
    )
    lent = [story.token("Priya", words) for words in ("Book the next one", "Add an action")]
    assert done.title.endswith("held")
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 10/11/2026"))
    await story.waits_until(at(11))
    for one in lent:
        assert "Amara Example has left, so there is nothing to book." in await story.sends("Priya", one)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_a_session_may_have_met_is_not_missed_before_it_is_known(story: Telling) -> None:
    """“Missed, and kept on record” was said beside the question whether that session took place."""
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 01/12/2026"))
    await story.waits_until(at(3, month=12))
    told = await message(story, "Priya", "Supervision for Amara Example")
    unsaid = "A session was booked for Monday 9 November 2026; nobody has said yet whether it took place."
    assert unsaid in told
    assert told.buttons.count("Book a session") == 1, "with Tomasz Sample, who hasn't left"
    for who in ("Priya", "Helen"):
        await no_message(story, who, "Missed, and kept on record")
    await story.presses("Priya", "No, it didn't", on="Did case supervision with Amara")
    await story.fills("Priya", "It didn't take place", reason="work")
    await story.waits_until(at(4, month=12))
    assert "Missed, and kept on record" in await message(story, "Priya", "Supervision for Amara Example")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.policy("southwark")
async def test_a_group_may_have_been_about_a_leavers_case(story: Telling) -> None:
    await book(story)
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 10/11/2026"))
    await story.waits_until(at(11))
    await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    offered = story.options("Priya")
    assert "CB-10234 (Amara Example)" in offered, offered
    case = offered["CB-10234 (Amara Example)"]
    done = await story.fills("Priya", "Save: it took place", minutes="60", attended=["S102"], cases=[case])
    assert "CB-10234" in done, done.text
    await story.waits_until(at(13))
    await no_message(story, "Sam", "Amara Example can't be reached")
