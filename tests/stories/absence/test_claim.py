"""A supervisee says that their supervisor is away, and somebody confirms it or not."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_absence import at, away
from tests.stories.driver import Driver, message, no_message


async def test_a_supervisees_word_becomes_a_fact_when_it_is_confirmed(story: Driver) -> None:
    form = await story.types("Amara", "supervisor away")
    assert form.title == "Priya Invented is away"
    assert set(form.fields) >= {"first", "last"}
    assert "sickness" not in form.fields
    assert "Helen Fictional is asked to confirm it." in form
    said = await story.fills("Amara", "Say so", first="2026-11-03")
    assert said.title == "Said, to be confirmed"
    again = await story.types("Tomasz", "supervisor away")
    assert "was said already and waits to be confirmed" in again
    asked = await message(story, "Helen", "Is Priya Invented away?")
    assert asked.buttons == ("Confirm", "Confirm with other dates", "Not so")
    await no_message(story, "Amara", "cancelled")
    await story.presses("Helen", "Confirm", on="Is Priya Invented away?")
    await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    await message(story, "Amara", "Confirmed: Priya Invented is unavailable")
    settled = await message(story, "Helen", "Is Priya Invented away?")
    assert settled.buttons == ()
    known = await story.types("Tomasz", "supervisor away")
    alone = "Priya Invented is unavailable, and nobody covers. Ask Helen Fictional, who can name somebody"
    assert f"That is recorded already. {alone}" in known
    assert alone in await story.types("Tomasz", "due")


async def test_a_word_that_is_not_so_changes_nothing(story: Driver) -> None:
    await story.types("Amara", "supervisor away")
    await story.fills("Amara", "Say so", first="2026-11-03")
    await story.presses("Helen", "Not so", on="Is Priya Invented away?")
    answer = await message(story, "Amara", "Priya Invented isn't recorded as away")
    assert "Helen Fictional answered that it isn't so" in answer
    await no_message(story, "Amara", "cancelled")
    await no_message(story, "Priya", "away")


async def test_a_word_may_be_confirmed_with_other_dates(story: Driver) -> None:
    await story.types("Amara", "supervisor away")
    await story.fills("Amara", "Say so", first="2026-11-03")
    form = await story.presses("Helen", "Confirm with other dates", on="Is Priya Invented away?")
    assert form.values["first"] == "2026-11-03"
    await story.fills(
        "Helen", "Save", kind="unplanned", first="2026-11-02", last="2026-11-06", sickness=["yes"]
    )
    confirmed = await message(story, "Amara", "Confirmed: Priya Invented is unavailable")
    assert "from Monday 2 November 2026 to Friday 6 November 2026" in confirmed
    await no_message(story, "Amara", "cancelled")


async def test_a_word_nobody_answers_is_asked_again_and_goes_to_the_administrator(story: Driver) -> None:
    await story.types("Amara", "supervisor away")
    await story.fills("Amara", "Say so", first="2026-11-03")
    await story.waits_until(at(4, 9, 1))
    await message(story, "Helen", "Still to confirm: is Priya Invented away?")
    await no_message(story, "Sam", "Priya Invented away")
    await story.waits_until(at(5, 9, 1))
    await message(story, "Sam", "Still to confirm: is Priya Invented away?")
    await story.presses("Sam", "Confirm", on="Still to confirm")
    used = await message(story, "Helen", "Is Priya Invented away?")
    assert used.buttons == ()


async def test_whoever_a_word_was_passed_on_to_has_it_on_their_page(story: Driver) -> None:
    """The administrator was sent it with a button, and read that nothing is due; the asker read the manager alone."""
    await story.types("Amara", "supervisor away")
    await story.fills("Amara", "Say so", first="2026-11-03")
    await story.waits_until(at(5, 9, 1))
    await message(story, "Sam", "Still to confirm: is Priya Invented away?")
    for page in ("my", "due"):
        theirs = await story.types("Sam", page)
        assert "Amara Example says that Priya Invented is away" in theirs, page
    asked = "Helen Fictional or Sam Pretend is asked to confirm it"
    assert asked in await story.types("Amara", "my")
    await story.presses("Sam", "Not so", on="Still to confirm")
    assert "says that Priya Invented is away" not in await story.types("Sam", "my")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_who_waits_for_whom_is_read_by_both_until_an_absence_is_confirmed_and_its_end_by_whoever_said_it(
    story: Driver,
) -> None:
    await story.types("Amara", "supervisor away")
    said = await story.fills("Amara", "Say so", first="2026-11-03")
    assert said.title == "Said, to be confirmed"
    for page in ("due", "my"):
        mine = await story.types("Amara", page)
        assert "You wait for an answer: 1" in mine, page
        assert "Helen Fictional is asked to confirm it; until then nothing changes." in mine
        theirs = await story.types("Helen", page)
        assert "Amara Example says that Priya Invented is away" in theirs, page
        assert "Not so" in theirs.buttons
        assert "says that Priya Invented is away" not in await story.types("Adel", page)
    await story.types("Helen", "due")
    await story.presses("Helen", "Confirm")
    assert "You wait for an answer" not in await story.types("Amara", "due")
    await story.waits_until(at(5, 9, 5))
    await story.types("Helen", "back @Priya 9 November")
    await story.fills("Helen", "Save")
    told = await message(story, "Amara", "Priya Invented is back on Monday 9 November 2026")
    assert "Priya Invented supervises you again from that day." in told
    await no_message(story, "Tomasz", "of what you reported")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_reported_it_waits_in_due_for_a_cover_and_reads_of_the_return(story: Driver) -> None:
    await away(story, "Sam", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Amara", "Report now", on="still unavailable")
    mine = await story.types("Amara", "due")
    assert "Somebody to supervise you while Priya Invented is away" in mine
    await story.types("Helen", "back @Priya 18 November")
    await story.fills("Helen", "Save")
    for who in ("Amara", "Sam"):
        await message(story, who, "Priya Invented is back on Wednesday 18 November 2026")
    await no_message(story, "Tomasz", "of what you reported")
    await story.waits_until(at(18, 9, 5))
    assert "You wait for an answer" not in await story.types("Amara", "due")


async def test_cover_for_whoever_has_nobody_above_them_is_an_administrators_to_arrange(story: Driver) -> None:
    """They were asked to, and read in the line of the week that nobody is recorded who answers for it; it stood on none
    of their pages, and those without a supervisor read nobody's name."""
    await story.types("Helen", "supervisor away")
    await story.fills("Helen", "Say so", first="2026-11-03")
    await story.presses("Sam", "Confirm", on="Is Adel Madeup away?")
    told = await message(story, "Helen", "Adel Madeup is unavailable, and nobody covers.")
    assert "Ask Sam Pretend, who can name somebody to supervise you meanwhile." in told, told.text
    await story.waits_until(at(17, 9, 5))
    await message(story, "Sam", "Arrange supervision while Adel Madeup is away")
    for page in ("my", "due"):
        theirs = await story.types("Sam", page)
        assert "Arrange cover for Adel Madeup's supervisees" in theirs, (page, theirs.text)
        assert "Someone else covers" in theirs.buttons, page
    await story.waits_until(at(23, 9, 5))
    await no_message(story, "Sam", "Adel Madeup: 1, due on")
    told = await message(story, "Sam", "1 thing is late")
    assert "Arrange cover for" in told
    late = await story.types("Sam", "due late")
    assert "Arrange cover for Adel Madeup's supervisees" in late, late.text
