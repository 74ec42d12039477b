"""A supervisor away by arrangement, and nobody covers: whoever can name a cover is offered that wherever they read
of it; a cover named beforehand begins on the day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def leave(story: Driver, who: str = "Helen") -> None:
    await away(story, who, "Priya", "planned", "2026-11-04", "2026-11-27")


async def test_whoever_records_it_may_say_at_once_who_covers(story: Driver) -> None:
    said = await away(story, "Helen", "Priya", "planned", "2026-11-04", "2026-11-27")
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in said
    await story.presses("Helen", "Who covers")
    done = await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    assert done.title == "Cover is arranged"


async def test_a_manager_reads_what_waits_meanwhile_and_names_a_cover_there(story: Driver) -> None:
    await leave(story, "Priya")
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Helen", "Priya Invented is unavailable")
    assert "Discuss CB-10240 with Amara Example" in told
    await story.presses("Helen", "Who covers", on="Priya Invented is unavailable")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await message(story, "Owen", "You cover for Priya Invented")


async def test_what_goes_up_meanwhile_says_that_nobody_covers_until_somebody_does(story: Driver) -> None:
    await away(story, "Amara", "Amara", "planned", "2026-11-28", "2026-12-11")
    await leave(story, "Priya")
    nobody = "Priya Invented is unavailable until Friday 27 November 2026, and nobody covers."
    await story.waits_until(at(5, 9, 5))
    none = await message(story, "Helen", "No common time: Amara Example and Priya Invented")
    assert nobody in none
    await story.waits_until(at(16, 9, 5))
    late = await message(story, "Helen", "Discuss CB-10240 with Amara Example It was due")
    assert nobody in late
    await story.presses("Helen", "Who covers", on="Discuss CB-10240")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(16, 9, 10))
    none = await message(story, "Helen", "no common time")
    assert "Who covers" not in none.buttons, "what was told before is shown anew"
    late = await message(story, "Helen", "Discuss CB-10240 with Amara Example It was due")
    assert nobody not in late
    assert "Who covers" not in late.buttons
    assert "Owen Placeholder supervises Amara Example while Priya Invented is unavailable." in late, late.text
    await story.waits_until(at(24, 9, 5))
    later = await message(story, "Helen", "Discuss CB-10234 with Amara Example")
    assert nobody not in later


async def test_a_question_that_its_supervisor_cannot_answer_now_says_so(story: Driver) -> None:
    """Priya was asked on the Monday and is away from the Tuesday."""
    await story.waits_until(at(10, 8, 30))
    await away(story, "Helen", "Priya", first="2026-11-10")
    await story.waits_until(at(16, 9, 5))
    told = await message(story, "Helen", "nobody has said whether it took place")
    assert "Priya Invented is unavailable, and nobody covers." in told
    assert "hasn't answered yet" not in told
    await story.presses("Helen", "Who covers", on="nobody has said whether it took place")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(16, 9, 10))
    await story.presses("Owen", "Yes, it took place", on="Amara Example")


async def test_a_cover_that_is_to_come_begins_on_its_day(story: Driver) -> None:
    await leave(story)
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "from Wednesday 4 November 2026 until Friday 27 November 2026" in told
    assert "answers for this now" not in told
    assert told.buttons == ()
    supervised = await message(story, "Amara", "Owen Placeholder covers for Priya Invented")
    assert "from Wednesday 4 November 2026 until Friday 27 November 2026" in supervised
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "What is due in my team" in told.buttons
    assert "New time: Amara Example, 9 November" in told.buttons


async def test_on_the_return_what_was_recorded_is_over(story: Driver) -> None:
    await away(story, "Helen", "Priya", "unplanned", "2026-11-03", "2026-11-06")
    await story.waits_until(at(9, 9, 5))
    told = await message(story, "Priya", "You were recorded as away")
    assert "Helen Fictional recorded that you were away from Tuesday 3 November 2026" in told


async def test_a_return_is_one_message_each_and_tells_nothing_that_is_over(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(3, 9, 30))
    for whom, when in (("Amara", "6 november 10am"), ("Tomasz", "30 november 10am")):
        await story.types("Owen", f"book @{whom} {when}")
        await story.presses("Owen", "Book it")
    await story.waits_until(at(6, 12))
    await story.presses("Owen", "Yes, it took place", on="Did case supervision with Amara Example")
    cases = [value for label, value in story.options("Owen").items() if label.startswith("CB-")]
    await story.fills("Owen", "Save: it took place", minutes="80", cases=cases)
    await story.waits_until(at(25, 10))
    away_from = "Priya Invented is unavailable from"
    [due] = [m.text for m in await story.messages("Helen") if away_from in m]
    assert due.count(away_from) == 1, (
        "what falls due on a day that was away by then, and nothing else, says so"
    )
    assert away_from in due.split("Supervision for Priya Invented")[1]
    before = {who: len(await story.messages(who)) for who in ("Tomasz", "Owen", "Helen")}
    await story.types("Priya", "back 30 nov")
    await story.fills("Priya", "Save", back="2026-11-30")
    await story.waits_until(at(25, 10, 5))
    for who, count in before.items():
        assert len(await story.messages(who)) == count + 1, who
    told = await message(story, "Tomasz", "Priya Invented is back on Monday 30 November 2026")
    assert "Case supervision with Priya Invented on Monday 30 November 2026 at 10:00 am" in told
    assert not [m.text for m in await story.messages("Helen") if away_from in m], "they are back by then"
    await story.waits_until(at(30, 9, 5))
    await no_message(story, "Priya", "Case supervision with Amara Example: cancelled")


@pytest.mark.policy("southwark")
async def test_that_nobody_covers_stays_in_sight_of_whoever_recorded_it(story: Driver) -> None:
    """Where no rule has cover arranged: “Who covers” stood in the one answer, and nowhere after it."""
    await story.types("Amara", "supervisor away")
    await story.fills("Amara", "Say so", first="2026-11-03", last="")
    await story.presses("Helen", "Confirm", on="Is Priya Invented away")
    nobody = "Priya Invented is unavailable, and nobody covers."
    for words in ("team", "my"):
        page = await story.types("Helen", words)
        whom = " for Amara Example and Tomasz Sample" if words == "team" else ""
        assert f"Priya Invented is unavailable, and nobody covers{whom}." in page, words
        assert "Who covers" in page.buttons
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Helen", "Priya Invented is unavailable")
    assert "Who covers" in told.buttons
    await story.waits_until(at(30, 9, 5))
    week = await message(story, "Helen", "Late in your teams")
    assert nobody in week
    await story.presses("Helen", "Who covers", on="Late in your teams")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    for words in ("team", "my"):
        assert "nobody covers" not in await story.types("Helen", words), words
    await story.waits_until(at(30, 9, 10))
    settled = next(m for m in await story.messages("Helen") if m.title == "Priya Invented is unavailable")
    assert "Nothing is asked of you here any more." in settled
    await story.waits_until(at(30, 9, 15))
    theirs = await message(story, "Amara", "Priya Invented is unavailable Owen")
    assert "Owen Placeholder supervises you meanwhile." in theirs, theirs.text
    assert settled.buttons == ()


async def test_whoever_covers_and_is_covered_reads_that_both_end(story: Driver) -> None:
    """Of the two they read that their own ended, and never that somebody's for them did."""
    await away(story, "Adel", "Helen")
    await story.presses("Adel", "Who covers")
    await story.fills("Adel", "Save", cover_S201="S202", cover_S202="S401")
    await story.waits_until(at(25, 10))
    await story.types("Helen", "back 30 nov")
    await story.fills("Helen", "Save", back="2026-11-30")
    await story.waits_until(at(25, 10, 5))
    told = await message(story, "Owen", "Helen Fictional is back on Monday 30 November 2026")
    assert (
        "Your cover ends on Sunday 29 November 2026. What is left to do of sessions you held stays yours."
        in told
    )
    assert "Adel Madeup's cover for you ends on Sunday 29 November 2026." in told


@pytest.mark.policy("southwark")
async def test_a_supervisee_reads_on_their_page_who_supervises_them_meanwhile(story: Driver) -> None:
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="")
    nobody = "Priya Invented is unavailable, and nobody covers. Ask Helen Fictional, who can name somebody"
    assert nobody in await story.types("Amara", "my")
    await story.waits_until(at(3, 9, 5))
    offered = await story.presses("Amara", "Propose a time", on="cancelled")
    assert "No time is known that is free" in offered, offered.text
    assert nobody in offered, offered.text
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    page = await story.types("Amara", "my")
    assert "Owen Placeholder supervises you while Priya Invented is unavailable." in page, page.text
    assert "supervises you while" not in await story.types("Priya", "my")
    await story.types("Helen", "away @Owen")
    await story.fills("Helen", "Save", first="2026-11-03", last="")
    page = await story.types("Amara", "my")
    assert "supervises you while" not in page, page.text
    away_too = "Owen Placeholder, who covers for Priya Invented, is unavailable too. Ask Helen Fictional, who can name"
    assert away_too in page, page.text


async def test_what_waited_for_whoever_is_away_reaches_the_cover_as_they_are_named(story: Driver) -> None:
    """It was looked at the next morning, and came a day after what fell due then."""
    await away(story, "Helen", "Priya")
    await story.waits_until(at(10, 12))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(10, 12, 5))
    await message(story, "Owen", "It was due on Monday 9 November 2026")


async def test_where_some_are_covered_it_is_said_for_whom_nobody_covers(story: Driver) -> None:
    """“Nobody covers”, of a supervisor two of whose three were covered."""
    await leave(story)
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(5, 12))
    said = "Priya Invented is unavailable, and nobody covers for Tomasz Sample."
    assert said in await story.types("Helen", "my")
    assert said in await story.types("Helen", "team")
    theirs = await story.types("Helen", "due @Tomasz")
    until = "until Friday 27 November 2026, and nobody covers for Tomasz Sample."
    assert f"Priya Invented is unavailable {until}" in theirs
    assert "Who covers" in theirs.buttons
    assert "nobody covers" not in await story.types("Helen", "due @Amara")
    theirs = await story.types("Tomasz", "my")
    assert "Priya Invented is unavailable until Friday 27 November 2026, and nobody covers for you." in theirs
    assert "nobody covers" not in await story.types("Amara", "my")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S102="S202")
    assert "nobody covers" not in await story.types("Helen", "my")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_no_time_is_to_be_proposed_that_nobody_can_take(story: Driver) -> None:
    """One could be proposed “all the same”, and any was refused, as the supervisor isn't free."""
    await story.types("Helen", "away @Priya 4 november")
    await story.fills("Helen", "Save", first="2026-11-04", last="")
    await story.waits_until(at(5, 9, 5))
    said = await story.presses(
        "Amara", "Propose a time", on="Case supervision with Priya Invented: cancelled"
    )
    assert "Propose one for when you are both there." in said, said.text
    assert "all the same" not in said


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_who_is_back_was_unavailable_also_where_a_cover_met_them_since(story: Driver) -> None:
    """The card of the session that was cancelled said for good that they are."""
    await story.types("Helen", "away @Priya 4 november")
    await story.fills("Helen", "Save", first="2026-11-04", last="2026-11-17")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(10, 9, 5))
    await story.types("Owen", "held")
    await story.presses("Owen", "One that nobody had booked")
    who = story.options("Owen")["Amara Example"]
    await story.fills("Owen", "Note it", person=who, date="2026-11-09", time="16:00")
    await story.waits_until(at(18, 9, 5))
    card = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "Priya Invented was unavailable" in card, card.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_for_whoever_supervises_everybody_else_no_list_offers_somebody_below_them(
    story: Driver,
) -> None:
    """Each that the list offered was refused: the two would answer for each other."""
    await away(story, "Sam", "Adel")
    said = await story.presses("Sam", "Who covers")
    assert "For Helen Fictional nobody can be named: everybody else is below them" in said, said.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_is_away_in_part_of_it_is_offered_after_those_who_are_there(story: Driver) -> None:
    await away(story, "Owen", "Owen", "planned", "2026-11-12", "2026-11-13")
    await away(story, "Helen", "Priya", "planned", "2026-11-09", "2026-11-20")
    await story.presses("Helen", "Who covers")
    names = [label for label in story.options("Helen") if label]
    owen, helen = (next(i for i, one in enumerate(names) if name in one) for name in ("Owen", "Helen"))
    assert helen < owen, names
