"""Whoever covers is away too: who is told, when, and who goes on."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_cover import another, arranging, at, covered_by_owen
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message, no_message


async def test_who_will_be_away_does_not_go_on_in_the_next_part_and_it_is_asked_anew(story: Driver) -> None:
    await covered_by_owen(story)
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-23", last="2026-12-11")
    await another(story, "unplanned", "2026-11-23", "2026-12-04")
    await story.waits_until(at(20, 9, 1))
    await no_message(story, "Owen", "from Monday 23 November 2026 until Friday 4 December 2026")
    await no_message(story, "Amara", "supervises you while Priya Invented is unavailable, from Monday")
    await no_message(story, "Helen", "needs arranging again")
    await story.waits_until(at(23, 9, 1))
    card = await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    assert "to Friday 4 December 2026. Without a supervisor: Amara Example and Tomasz Sample" in card
    assert (
        "Cover is arranged" in (await story.presses("Helen", "I'll cover", on="to Friday 4 December")).title
    )


async def test_that_who_covers_will_be_away_is_told_once_for_both_parts_and_answered_ahead(
    story: Driver,
) -> None:
    await covered_by_owen(story)
    await another(story, "unplanned", "2026-11-23", "2026-12-04")
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-20", last="2026-12-11")
    await story.waits_until(at(18, 9, 1))
    told = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert told.text.count("Affected: Amara Example and Tomasz Sample") == 1
    assert "named instead covers at once, not only while Owen Placeholder is unavailable." in told
    done = await story.presses("Helen", "I'll cover", on="needs arranging again")
    assert "Helen Fictional covers for Amara Example" in done
    assert "It begins today and ends with the return." in done
    await story.waits_until(at(24, 9, 1))
    await no_message(story, "Helen", "Still to do: arrange supervision")
    assert "Amara Example" in await story.types("Helen", "team")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_covers_and_will_be_away_themselves_is_spoken_to(story: Driver) -> None:
    """It named them in the third person, with a button to cover, to themselves."""
    await away(story, "Helen", "Priya", kind="planned", first="2026-11-04", last="2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    await away(story, "Helen", "Helen", kind="planned", first="2026-11-18", last="2026-11-20")
    await story.waits_until(at(17, 9, 1))
    told = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert (
        "You cover for Priya Invented, and are unavailable yourself from Wednesday 18 November 2026" in told
    )
    [part] = [m for m in await story.messages("Helen") if "needs arranging again" in m.text]
    assert "Someone else covers" in part.buttons
    assert "I'll cover" not in part.buttons


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_answers_since_it_was_told_is_asked_as_the_first_time(story: DeskDriver) -> None:
    """The card was dropped, as another had read of it; their first message was “Still to do”, a day later."""
    await covered_by_owen(story)
    await another(story, "unplanned", "2026-11-23", "2026-12-04")
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-20", last="2026-12-11")
    await story.waits_until(at(18, 9, 1))
    await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    line = "S201, S401, 19/11/2026"
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", line))
    await story.waits_until(at(20, 9, 1))
    await message(story, "Adel", "Arrange supervision while Priya Invented is away")
    await no_message(story, "Adel", "Still to do: arrange supervision while Priya")


async def test_an_absence_that_becomes_longer_than_its_cover_can_is_asked_about_at_once(
    story: Driver,
) -> None:
    await covered_by_owen(story)
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-23", last="2026-12-11")
    await story.waits_until(at(18, 9, 1))
    await no_message(story, "Helen", "needs arranging again")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Change it")
    await story.fills("Helen", "Save", first="2026-11-03", last="2026-12-04")
    await story.waits_until(at(19, 9, 1))
    told = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert "unavailable from Monday 23 November 2026 to Friday 11 December 2026" in told
    await story.waits_until(at(23, 9, 1))
    await no_message(
        story,
        "Helen",
        "Arrange supervision while Priya Invented is away Priya Invented is unavailable "
        "from Tuesday 3 November 2026 to Friday 4 December",
    )
    await story.waits_until(at(24, 9, 1))
    await message(story, "Helen", "Still to do: arrange supervision while Priya Invented is away")


async def test_whoever_names_somebody_who_will_be_away_reads_so_at_once_and_is_asked_again(
    story: Driver,
) -> None:
    """They heard of it when it began."""
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-19", last="2026-12-11")
    await covered_by_owen(story)
    await story.waits_until(at(17, 9, 30))
    told = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert "unavailable from Thursday 19 November 2026 to Friday 11 December 2026" in told
    assert "Someone else covers" in told.buttons
    await story.waits_until(at(20, 9, 1))
    asked = await message(story, "Helen", "Still to do: arrange supervision while Priya Invented is away")
    assert "Without a supervisor: Amara Example and Tomasz Sample" in asked


async def test_whom_somebody_away_only_covers_can_be_named_another_cover(story: Driver) -> None:
    """The form had a field for those whom they supervise, and none for those who were told to ask for it."""
    await covered_by_owen(story)
    await away(story, "Helen", "Owen", "planned", "2026-11-18", "2026-11-20")
    await story.waits_until(at(18, 12))
    await story.types("Helen", "away @Owen")
    form = await story.presses("Helen", "Who covers")
    assert "cover_S101" in form.fields
    done = await story.fills("Helen", "Save", cover_S101="S301")
    assert "Helen Fictional covers for Amara Example" in done
    assert "Helen Fictional supervises you while Priya Invented" in await story.types("Amara", "my")
    theirs = await story.types("Tomasz", "my")
    assert "Owen Placeholder, who covers for Priya Invented, is unavailable too" in theirs


async def test_who_names_another_reads_who_is_left_whose_cover_is_away_too(story: Driver) -> None:
    """Only those whom whoever is away supervises were named."""
    await covered_by_owen(story)
    await away(story, "Helen", "Owen", "planned", "2026-11-18", "2026-11-20")
    await story.waits_until(at(18, 12))
    await story.types("Helen", "away @Owen")
    await story.presses("Helen", "Who covers")
    done = await story.fills("Helen", "Save", cover_S101="S301")
    assert done.title == "Part of the cover is arranged"
    assert "Still without a supervisor: Tomasz Sample." in done, done.text
    for words in ("team", "my"):
        assert "nobody covers for Tomasz Sample." in await story.types("Helen", words), words
    await story.presses("Helen", "Who covers")
    done = await story.fills("Helen", "Save", cover_S102="S301")
    assert done.title == "Cover is arranged"


async def test_a_cover_who_is_back_doesnt_settle_what_another_still_lacks(story: Driver) -> None:
    """The card of their being away said that it was settled, though nobody covered for the other supervisee."""
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(18, 9, 1))
    await away(story, "Owen", "Owen", kind="unplanned", first="2026-11-18")
    for page in ("my", "due"):
        asked = await story.types("Helen", page)
        assert "Arrange cover for Priya Invented's supervisees:" in asked
        again = (
            "Arrange cover for Priya Invented's supervisees: Owen Placeholder, who covers, is unavailable too"
        )
        assert asked.text.count(again) == 1, "one line stood there twice"
    await story.waits_until(at(25, 9, 1))
    await story.types("Owen", "back")
    await story.fills("Owen", "Save", back="2026-11-25")
    await story.waits_until(at(25, 9, 10))
    still = "Owen Placeholder, who covers, is back. Without a supervisor on Wednesday 25 November 2026: Tomasz Sample."
    await message(story, "Helen", still)
    await message(story, "Helen", "Without a supervisor: Tomasz Sample")


async def test_whose_cover_is_away_too_reads_whom_to_ask_and_their_manager_can_name_another(
    story: Driver,
) -> None:
    """They read that somebody covered for them, and their manager of no session without why."""
    await covered_by_owen(story)
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-18", last="2026-12-11")
    await story.waits_until(at(19, 10))
    known = await story.types("Tomasz", "supervisor away")
    assert "Priya Invented is already recorded as unavailable" in known
    assert "Owen Placeholder, who covers for Priya Invented, is unavailable too" in known
    assert "Ask Helen Fictional, who can name somebody to supervise you meanwhile." in known
    due = await story.types("Helen", "due @Amara")
    assert "Owen Placeholder, who covers for Priya Invented, is unavailable too" in due
    assert "Who covers" in due.buttons
    form = await story.presses("Helen", "Who covers")
    assert {"cover_S101", "cover_S102"} <= set(form.fields)


async def test_what_is_late_of_whose_cover_is_away_too_goes_up_the_line_with_who_can_see_to_it(
    story: Driver,
) -> None:
    await arranging(story)
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-18", last="2026-12-11")
    await story.waits_until(at(1, 9, 5, month=12))
    told = await message(story, "Helen", "Discuss CB-10234 with Amara Example It was due on")
    assert "Owen Placeholder, who covers for Priya Invented, is unavailable too" in told
    assert "Who covers" in told.buttons


async def test_the_team_says_for_whom_nobody_covers_those_of_another_too(story: Driver) -> None:
    """Whoever covered for them is away in their turn: read as of that one's own alone."""
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await away(story, "Helen", "Owen", first="2026-11-03")
    for words in ("team", "my"):
        page = await story.types("Helen", words)
        assert "Priya Invented is unavailable, and nobody covers for Tomasz Sample." in page, page.text
        assert "Owen Placeholder is unavailable, and nobody covers for Amara Example." in page, page.text


async def booked_while_priya_is_away(story: Driver) -> None:
    """Nobody can have arranged anything for the 25th yet: it is left until somebody covers, or she is back."""
    await story.types("Priya", "book @Amara 25 november 10am")
    await story.presses("Priya", "Book it")
    await away(story, "Helen", "Priya", first="2026-11-03")


async def test_a_session_isnt_handed_to_a_cover_who_is_known_to_be_away_that_day(story: Driver) -> None:
    """It was called off in the first minute of its day, after both had prepared for it."""
    await booked_while_priya_is_away(story)
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-23", last="2026-12-04")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    labels = " ".join(story.options("Helen"))
    assert "unavailable 23 November to 4 December" in labels, labels
    done = await story.fills("Helen", "Save", cover_S101="S202")
    assert "Cancelled, since whoever covers is unavailable that day:" in done, done.text
    assert "Case supervision with Amara Example, Wednesday 25 November 2026 at 10:00 am" in done
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "Booked sessions" not in told, told.text
    assert "25 November" not in (await message(story, "Amara", "Owen Placeholder covers")).text
    assert "No session is booked" in await story.types("Amara", "my")


async def test_a_session_is_called_off_as_soon_as_its_cover_is_known_to_be_away(story: Driver) -> None:
    await booked_while_priya_is_away(story)
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    done = await story.fills("Helen", "Save", cover_S101="S202")
    assert "Cancelled" not in done
    assert "Wednesday 25 November 2026" in await story.types("Amara", "my")
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-23", last="2026-12-04")
    page = await story.types("Amara", "my")
    assert "No session is booked" in page, page.text


async def test_a_session_that_goes_to_a_cover_is_the_covers_wherever_it_is_named(story: Driver) -> None:
    """What is to be prepared, and when the two meet next, still named whoever is away."""
    await story.types("Priya", "book @Amara 25 november 10am")
    await story.presses("Priya", "Book it")
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    theirs = await story.types("Amara", "due")
    assert "Prepare for case supervision with Owen Placeholder on Wednesday 25 November" in theirs, (
        theirs.text
    )
    for who, words in (("Owen", "due @Amara"), ("Owen", "my"), ("Amara", "my")):
        page = await story.types(who, words)
        assert "with Priya Invented on Wednesday 25" not in page, (words, page.text)
        assert "at 10:00 am, with Priya Invented" not in page, (words, page.text)


async def test_that_a_cover_is_away_too_is_said_by_one_message(story: Driver) -> None:
    """That the supervisor is away, told before anybody covered, became another of the same words."""
    await away(story, "Helen", "Priya", kind="unplanned", first="2026-11-03")
    await story.waits_until(at(4, 9, 5))
    await message(story, "Amara", "Priya Invented is unavailable, and nobody covers.")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(9, 12))
    await away(story, "Owen", "Owen", kind="unplanned", first="2026-11-10")
    await story.waits_until(at(10, 9, 5))
    said = "Owen Placeholder, who covers for Priya Invented, is unavailable too"
    [newer] = [one for one in await story.messages("Amara") if one.title.endswith(" is unavailable")]
    assert (newer.title, said in newer) == ("Owen Placeholder is unavailable", True)
    older = await message(story, "Amara", "Told again on Tuesday 10 November 2026.")
    assert said not in older, older.text
