"""Who may record, confirm and arrange an absence, and what can't be recorded."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import at, away
from tests.stories.driver import Driver, Seen, message, no_message


async def test_only_the_person_their_line_and_an_administrator_record_an_absence(story: Driver) -> None:
    refused = await story.types("Tomasz", "away @Amara")
    assert "You can record an absence for yourself and for people in your line" in refused
    refused = await story.types("Amara", "away @Priya")
    assert "If your own supervisor is away, type:" in refused
    assert "supervisor away" in refused
    refused = await story.types("Owen", "away @Amara")
    assert "You can record an absence" in refused
    await away(story, "Adel", "Tomasz", last="2026-11-04")
    await away(story, "Sam", "Owen", last="2026-11-04")
    change = story.token("Sam", "Change it")
    assert "no longer works" in await story.sends("Tomasz", change)


async def test_only_managers_and_administrators_confirm_and_arrange(story: Driver) -> None:
    await story.types("Amara", "supervisor away")
    await story.fills("Amara", "Say so", first="2026-11-03")
    await message(story, "Helen", "Is Priya Invented away?")
    shown = await story.types("Priya", "away")
    assert "Amara Example said so; it counts once it is confirmed." in shown
    refused = await story.presses("Priya", "Confirm")
    assert "Only their managers and an administrator can answer" in refused


async def test_what_cannot_be_recorded_is_said_beside_its_field(story: Driver) -> None:
    form = await away(story, "Priya", "Priya", kind="", first="2026-11-10", last="2026-11-05")
    assert form.errors == {
        "kind": "Say whether it was planned.",
        "last": "The last day away is before the first. Choose a later one.",
    }
    form = await story.fills("Priya", "Save", kind="planned", first="2025-11-10", last="")
    assert "within the last 90 days" in form.errors["first"]
    form = await story.fills("Priya", "Save", kind="planned", first="", last="")
    assert form.errors["first"] == "Choose the first day away."
    await story.fills("Priya", "Save", kind="planned", first="2026-11-10", last="2026-11-13")
    form = await away_anew(story, "Priya", first="2026-11-13", last="2026-11-20")
    assert (
        "An absence from Tuesday 10 November 2026 to Friday 13 November 2026 is recorded already."
        " Give a first day after that, or change it: " in form.errors["first"]
    )
    form = await story.fills("Priya", "Save", first="2026-11-05", last="")
    assert "is recorded already. Give a last day before that, or change it: " in form.errors["last"]
    form = await story.fills("Priya", "Save", first="2026-11-11", last="2026-11-12")
    assert "is recorded already. Change that one: " in form.errors["first"]


async def away_anew(story: Driver, who: str, first: str, last: str) -> Seen:
    await story.types(who, "away")
    await story.presses(who, "Another absence")
    return await story.fills(who, "Save", kind="planned", first=first, last=last)


async def test_people_and_days_that_are_none_are_refused_in_a_sentence(story: Driver) -> None:
    assert "Nobody in post has that name" in await story.types("Sam", "away @Nobody")
    assert "That doesn't say which day" in await story.types("Priya", "away someday")
    assert "You aren't recorded as away" in await story.types("Priya", "back")
    assert "Amara Example isn't recorded as away" in await story.types("Priya", "back @Amara")
    assert "You can record an absence" in await story.types("Owen", "back @Amara")
    form = await story.types("Priya", "away @Amara 10 Nov to 13/11/2026")
    assert (form.values["first"], form.values["last"]) == ("2026-11-10", "2026-11-13")
    await away(story, "Priya", "Priya")
    await story.types("Priya", "back")
    form = await story.fills("Priya", "Save", back="2026-11-03")
    assert "The first day away was Tuesday 3 November 2026." in form.errors["back"]
    form = await story.fills("Priya", "Save", back="2028-11-03")
    assert form.errors["back"] == "That is more than a year ahead. Choose a nearer day."
    none = await story.types("Adel", "supervisor away")
    assert "No supervisor is recorded for you" in none


async def test_who_cannot_cover_is_said_beside_the_field(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await away(story, "Sam", "Owen")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    form = await story.fills("Helen", "Save", cover_S101="S201", cover_S102="S202")
    assert form.errors["cover_S101"] == "Priya Invented is the one who is away. Choose somebody else."
    assert form.errors["cover_S102"] == "Owen Placeholder is unavailable too. Choose somebody else."
    form = await story.fills("Helen", "Save", cover_S101="S101", cover_S102="S999")
    assert form.errors["cover_S101"] == "Nobody supervises themselves. Choose somebody else."
    assert form.errors["cover_S102"] == "Choose somebody who works here."
    form = await story.fills("Helen", "Save", cover_S101="", cover_S102="")
    assert "Choose somebody" in form.errors["cover_S101"]
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    settled = await message(story, "Helen", "Arrange cover for Priya Invented's supervisees")
    assert settled.buttons == ()


async def test_nobody_who_need_not_know_reads_of_sickness(story: Driver) -> None:
    await away(story, "Helen", "Priya", sickness=["yes"])
    await story.waits_until(at(20, 9, 1))
    for who in ("Amara", "Tomasz", "Owen", "Helen", "Adel", "Sam"):
        for words in ("sick", "health", "illness"):
            await no_message(story, who, words)
    assert "sick" not in (await story.types("Amara", "supervisor away")).text
    assert "sick" not in (await story.types("Amara", "due")).text


async def test_days_away_are_read_as_book_reads_them(story: Driver) -> None:
    form = await story.types("Priya", "away from next friday to the 20th")
    assert (form.values["first"], form.values["last"]) == ("2026-11-06", "2026-11-20")
    assert "Or did you mean Friday 13 November 2026?" in form, "as book asks which of the two"


async def test_for_a_week_is_how_long_and_since_is_past(story: Driver) -> None:
    """“tomorrow for the week” filled in the 11th alone, “since the 1st” 1 December."""
    form = await story.types("Priya", "away tomorrow for the week")
    assert (form.values["first"], form.values["last"]) == ("2026-11-04", "2026-11-10")
    form = await story.types("Priya", "away since the 1st")
    assert form.values["first"] == "2026-11-01"
    form = await story.types("Priya", "away from the 1st")
    assert "Or did you mean Tuesday 1 December 2026?" in form
    assert "is before the first" in await story.types("Priya", "away 20 november to 10 november")
    assert "says for how long" in await story.types("Priya", "book @amara friday for the week 2pm")
    await away(story, "Priya", "Priya", kind="planned", last="2026-11-05")
    assert "isn’t one day" in await story.types("Priya", "back tomorrow for the week")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_is_recorded_as_away_from_tomorrow_reads_today_by_whom(story: Driver) -> None:
    """It waited for the next morning, on which they are away, and so for their return."""
    await away(story, "Adel", "Tomasz", last="2026-11-04")
    await story.waits_until(at(3, 11))
    await message(story, "Priya", "Tomasz Sample is unavailable")  # her day's message
    await away(story, "Helen", "Priya", kind="planned", first="2026-11-04", last="2026-11-13")
    await story.waits_until(at(3, 12))
    told = await message(story, "Priya", "You were recorded as away")
    assert "Helen Fictional recorded that you are away from Wednesday 4 November 2026" in told
    assert "It was a mistake" in told.buttons
