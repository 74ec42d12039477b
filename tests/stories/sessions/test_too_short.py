"""A session that would be too short for what the policy asks is booked as it was typed, and that is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import desk_story
from tests.stories.driver import message

_WHEN = "    when: {role: [social_worker, practitioner], asye: false}\n"
AN_HOUR = replace(council.CENTRAL, name="an hour", changes=((_WHEN, f"{_WHEN}    minutes: 60\n"),))
SHORT = (
    "Too short for Social workers and other qualified practitioners (B5, “Frequency of supervision for workers”): "
    "45 of 60 minutes, so it wouldn't count."
)


async def test_it_is_said_as_the_rule_is_and_booked_all_the_same(databases: Databases) -> None:
    async with desk_story(databases, AN_HOUR) as story:
        said = await story.types("Priya", "book @amara friday 2-3pm")
        assert "Too short" not in said
        said = await story.types("Priya", "book @amara friday 2-2.45pm")
        assert SHORT in said
        done = await story.presses("Priya", "Book it")
        assert "at 2:00 pm, 45 minutes." in done


async def test_it_is_said_to_whoever_is_asked_and_of_a_form_a_move_and_a_series(databases: Databases) -> None:
    async with desk_story(databases, AN_HOUR) as story:
        await story.types("Amara", "book thursday 12 november 10-10.45am")
        await story.presses("Amara", "Ask for it")
        assert SHORT in await message(story, "Priya", "asks for")
        await story.types("Priya", "book")
        who = story.options("Priya")
        given = {"person": who["Tomasz Sample"], "date": "2026-11-12", "time": "14:00", "minutes": "45"}
        assert SHORT in await story.fills("Priya", "Book it", **given)
        await story.types("Priya", "move")
        await story.presses("Priya", "Move it", on="12 November")
        await story.fills("Priya", "Propose the new time", minutes="30")
        assert "30 of 60 minutes" in await message(story, "Tomasz", "asks to move")
        assert "30 of 60 minutes" in await story.presses("Tomasz", "Agree", on="asks to move")
        series = "series @tomasz every four weeks friday 27 november 10-10.45am until february"
        assert SHORT in await story.types("Priya", series)


async def test_one_that_is_too_short_does_not_do_what_is_due(databases: Databases) -> None:
    """Nobody is left in peace because a session is booked that wouldn't count."""
    for words, does in (("2-3pm", True), ("2-2.45pm", False)):
        async with desk_story(databases, AN_HOUR, content=words) as story:
            await story.types("Priya", f"book @tomasz friday 27 november {words}")
            await story.presses("Priya", "Book it")
            await story.waits_until(datetime(2026, 11, 24, 17, tzinfo=UTC))
            told = [m for m in await story.messages("Priya") if "Supervision for Tomasz Sample" in m.text]
            assert bool(told) is not does, (words, told)


async def test_of_one_that_took_place_it_is_said_as_that_is_saved(databases: Databases) -> None:
    """It said that a record is to be written, and that supervision was still due in Why? alone."""
    for minutes, said in (("45", True), ("60", False)):
        async with desk_story(databases, AN_HOUR, content=minutes) as story:
            await story.waits_until(datetime(2026, 11, 9, 16, tzinfo=UTC))
            await story.presses("Priya", "Yes, it took place", on="with Amara Example")
            cases = [story.options("Priya")["CB-10240"]]
            saved = await story.fills("Priya", "Save: it took place", minutes=minutes, cases=cases)
            assert (SHORT.replace("wouldn't", "doesn't") in saved) is said, saved.text
