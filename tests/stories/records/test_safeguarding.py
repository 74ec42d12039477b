"""A safeguarding issue that needs action is recorded at once: York's Y11."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, Seen, message, no_message

ASKED = "In which of them is there a safeguarding issue that needs action?"
PROCEDURE = "does not replace the safeguarding procedure"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def opened(story: Driver) -> Seen:
    """The form about Monday's session."""
    await story.waits_until(at(9, 15, 40))
    return await story.presses("Priya", "Yes, it took place")


async def held(story: Driver, *cases: str, **more: object) -> Seen:
    await opened(story)
    known = story.options("Priya")
    return await story.fills(
        "Priya", "Save: it took place", minutes="80", cases=[known[c] for c in cases], **more
    )


@pytest.mark.policy("york")
async def test_it_is_due_that_day_told_at_any_hour_and_no_substitute_for_the_procedure(story: Driver) -> None:
    form = await opened(story)
    assert ASKED in form.text or ASKED in form.fields
    assert PROCEDURE in form
    await story.waits_until(at(9, 20, 30))
    known = story.options("Priya")
    done = await story.fills(
        "Priya",
        "Save: it took place",
        minutes="80",
        cases=[known["CB-10234"], known["CB-10240"]],
        safeguarding=[known["CB-10240"]],
        safeguarding_reference="SG-2026-117",
    )
    assert "record CB-10240 in MOSAIC at once by the end of Monday 9 November 2026" in done
    assert "1 record to write in MOSAIC by Wednesday 11 November 2026: CB-10234" in done
    assert PROCEDURE in done
    assert "(Y11, “" in done
    await story.waits_until(at(9, 20, 35))
    now = await message(story, "Priya", "Record CB-10240 now")
    assert "At the latest by the end of Monday 9 November 2026" in now
    assert PROCEDURE in now
    assert "SG-2026-117" not in now
    await story.presses("Priya", "Recorded", on="Record CB-10240 now")
    assert "Record CB-10240" not in await story.types("Priya", "due")


@pytest.mark.policy("york")
async def test_not_recorded_it_goes_up_the_next_morning(story: Driver) -> None:
    await held(story, "CB-10240", safeguarding=["2"])
    await story.waits_until(at(10, 9, 1))
    await message(story, "Helen", "A record by Priya Invented is late")


@pytest.mark.policy("york")
async def test_it_is_asked_again_when_the_record_is_written(story: Driver) -> None:
    await held(story, "CB-10234", "CB-10240")
    form = await story.presses("Priya", "Both recorded")
    assert form.title == "Record CB-10234 and CB-10240"
    assert PROCEDURE in form
    done = await story.fills("Priya", "Recorded", safeguarding=list(story.options("Priya").values())[:1])
    assert done.title == "Recorded: CB-10234 and CB-10240"
    assert PROCEDURE in done
    await story.waits_until(at(9, 16))
    await message(story, "Amara", "Do you agree the record of")


@pytest.mark.policy("york")
@pytest.mark.parametrize(
    ("typed", "error"),
    [("Jamie Sample", "looks like a name"), ("SG|1", "vertical bar"), ("SG-1", "Tick the")],
)
async def test_a_name_is_no_reference(story: Driver, typed: str, error: str) -> None:
    ticked = {} if error == "Tick the" else {"safeguarding": ["1"]}
    wrong = await held(story, "CB-10234", safeguarding_reference=typed, **ticked)
    assert error in " ".join(wrong.errors.values())


async def test_a_policy_without_the_rule_asks_nothing(story: Driver) -> None:
    """Central Bedfordshire."""
    form = await opened(story)
    assert "safeguarding" not in form.text.lower()
    done = await held(story, "CB-10234")
    assert "safeguarding" not in done.text.lower()
    recorded = await story.presses("Priya", "Recorded")
    assert recorded.title == "Recorded: CB-10234"
    await no_message(story, "Priya", "now")


@pytest.mark.policy("york")
async def test_said_the_morning_after_it_is_owed_now_and_nobody_is_called_late_that_minute(
    story: Driver,
) -> None:
    await opened(story)
    await story.waits_until(at(10, 9, 30))
    known = story.options("Priya")
    said = await story.fills(
        "Priya",
        "Save: it took place",
        minutes="80",
        cases=[known["CB-10240"]],
        safeguarding=[known["CB-10240"]],
    )
    assert "at once; it was due by the end of Monday 9 November 2026." in said
    await story.waits_until(at(10, 17))
    told = await message(story, "Priya", "Record CB-10240 now")
    assert "Record it in MOSAIC at once. It was due by the end of Monday 9 November 2026." in told
    await no_message(story, "Helen", "A record by Priya Invented is late")
    await story.waits_until(at(11, 9, 1))
    up = await message(story, "Helen", "A record by Priya Invented is late")
    assert "A safeguarding issue that needs action was named in that session." in up
    await story.waits_until(at(13, 9, 1))
    asked = [seen for seen in await story.messages("Priya") if "Record CB-10240 now" in seen.text]
    assert [bool(seen.buttons) for seen in asked] == [True, False, False]
    again = [seen for seen in await story.messages("Helen") if "is late" in seen.title]
    assert len(again) == 2


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_disagrees_while_its_author_is_away_reads_that_it_waits(story: Driver) -> None:
    """Where the policy names no next tier they read that the author is away, and nothing of what comes of it."""
    await held(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    await story.fills("Priya", "Recorded")
    await story.waits_until(at(9, 16))
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-09", last="")
    said = await story.presses("Amara", "I don't agree", on="Do you agree the record of CB-10234?")
    waits = "Priya Invented is unavailable. It waits for their return."
    assert waits in said, said.text
    assert waits in await story.types("Amara", "my")
