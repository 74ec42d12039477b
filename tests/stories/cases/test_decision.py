"""Decisions made outside case supervision: York's Y15 and Y16, Southwark's S16; what they say is asked for nowhere."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def note(story: Driver, who: str, kind: str, by: str, case: str = "CB-10234") -> str:
    await story.types(who, f"decision {case}")
    done = await story.fills(who, "Note it", kind=kind, made_on="2026-11-03", made_by=by)
    return f"{done.title} {done.text}"


@pytest.mark.policy("york")
async def test_a_decision_in_the_supervisors_absence_reaches_both_and_the_file(story: Driver) -> None:
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="2026-11-06")
    form = await story.types("Helen", "decision CB-10234")
    assert "Only that a decision was made" in form
    assert "Its reference, as in MOSAIC." in form
    assert set(story.options("Helen")) >= {"In an informal discussion", "In the supervisor's absence"}
    assert "In a one-to-one" not in story.options("Helen")
    said = await note(story, "Helen", "in_absence", "S301")
    assert "Noted: a decision about CB-10234" in said
    assert "Amara Example and Priya Invented are told that it was made" in said
    assert "Y16" in said
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Amara", "A management decision about CB-10234 is to be recorded")
    assert "Helen Fictional made it on Tuesday 3 November 2026, in the supervisor's absence" in told
    await story.waits_until(at(6, 17))
    await no_message(story, "Priya", "A management decision")
    await story.presses("Helen", "It is on the file", on="Record the decision about")
    told = await message(story, "Amara", "A management decision about CB-10234 is recorded")
    assert "is on the child's file in MOSAIC since Friday 6 November 2026" in told
    await story.waits_until(at(9, 9, 1))
    await message(story, "Priya", "A management decision about CB-10234 is recorded")


@pytest.mark.policy("york")
async def test_whoever_decided_is_reminded_until_it_is_on_the_file(story: Driver) -> None:
    said = await note(story, "Amara", "informal", "S201")
    assert "Priya Invented is reminded to record it" in said
    await no_message(story, "Helen", "decision")
    await story.waits_until(at(4, 9, 1))
    asked = await message(story, "Priya", "Record the decision about CB-10234")
    assert "You made it in an informal discussion on Tuesday 3 November 2026" in asked
    assert "Record the decision of Tuesday 3 November 2026 about CB-10234 on its file" in await story.types(
        "Priya", "due"
    )
    assert "It is on the file" in (await story.types("Priya", "due")).buttons
    await story.presses("Priya", "It is on the file", on="Record the decision about")
    assert "Record the decision" not in await story.types("Priya", "due")
    await story.waits_until(at(10, 9, 1))
    again = await message(story, "Priya", "Record the decision of Tuesday 3 November 2026 about CB-10234")
    assert again.buttons == ()


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_decision_that_is_not_on_the_file_yet_is_in_the_text_for_the_record(story: Driver) -> None:
    """What the text is made of is no platform's matter."""
    await note(story, "Amara", "informal", "S201")
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.fills(
        "Priya", "Save: it took place", minutes="80", cases=[story.options("Priya")["CB-10234"]]
    )
    noted = "Tuesday 3 November 2026, Priya Invented, in an informal discussion"
    assert noted in await story.presses("Priya", "Text for the record")


@pytest.mark.policy("york")
async def test_in_the_absence_of_a_supervisor_who_is_there_nothing_is_decided(story: Driver) -> None:
    await story.types("Helen", "decision CB-10234")
    wrong = await story.fills("Helen", "Note it", kind="in_absence", made_on="2026-11-03", made_by="S301")
    assert "Priya Invented isn't recorded as away that day" in wrong.errors["kind"]
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="2026-11-06")
    await story.types("Helen", "decision CB-10234")
    for nobody in ("S101", "S201"):
        wrong = await story.fills("Helen", "Note it", kind="in_absence", made_on="2026-11-03", made_by=nobody)
        assert "another manager decides" in wrong.errors["made_by"]


@pytest.mark.policy("york")
async def test_a_decision_is_noted_once_and_taken_back_with_a_trace(story: Driver) -> None:
    await note(story, "Amara", "informal", "S201")
    await story.types("Priya", "decision CB-10234")
    twice = await story.fills("Priya", "Note it", kind="informal", made_on="2026-11-03", made_by="S201")
    assert "Just this is noted already." in twice.errors["made_on"]
    await story.waits_until(at(4, 9, 1))
    back = await story.presses("Priya", "It was a mistake", on="Record the decision about")
    assert "Amara Example is told that it was noted by mistake" in back
    assert "Record the decision" not in await story.types("Priya", "due")
    told = await message(story, "Amara", "Taken back: the decision about CB-10234")
    assert "Priya Invented says that it was noted by mistake" in told
    await story.waits_until(at(20, 9, 1))
    again = await message(story, "Priya", "Record the decision of Tuesday 3 November 2026 about CB-10234")
    assert again.buttons == ()


@pytest.mark.policy("york")
async def test_what_cannot_be_noted_is_said_beside_its_field(story: Driver) -> None:
    await story.types("Tomasz", "decision CB-99999")
    wrong = await story.fills("Tomasz", "Note it", kind="", made_on="2026-11-09", made_by="S201")
    assert wrong.errors == {
        "case": "There is no open case with that reference. Check it.",
        "kind": "Choose how it was made.",
        "made_on": "That day is still to come. Choose the day on which it was decided.",
    }
    refused = await note(story, "Tomasz", "informal", "S201")
    assert "Only those in the case's line, and managers for their own decisions" in refused
    assert "There is no open case with that reference" in await note(
        story, "Priya", "informal", "S201", "CB-10999"
    )


@pytest.mark.policy("york")
async def test_only_who_decided_says_that_it_is_on_the_file(story: Driver) -> None:
    await note(story, "Priya", "informal", "S201")
    token = story.token("Priya", "It is on the file")
    assert "no longer works" in await story.sends("Tomasz", token)
    assert "On the file" in (await story.presses("Priya", "It is on the file")).title


@pytest.mark.policy("southwark")
async def test_of_a_one_to_one_with_another_the_line_manager_is_told(story: Driver) -> None:
    said = await note(story, "Helen", "one_to_one", "S301")
    assert "Priya Invented is told that it was made" in said
    assert "S16" in said
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Priya", "A decision about CB-10234 is to be recorded")
    assert "Helen Fictional made it on Tuesday 3 November 2026, in a one-to-one" in told
    await no_message(story, "Amara", "decision")


@pytest.mark.policy("southwark")
async def test_of_ones_own_supervisee_nobody_else_is_told(story: Driver) -> None:
    assert "told" not in await note(story, "Priya", "one_to_one", "S201")


async def test_a_policy_without_such_a_rule_says_so(story: Driver) -> None:
    answer = await story.types("Priya", "decision CB-10234")
    assert "Central Bedfordshire Council's policy has no rule about decisions made outside" in answer
