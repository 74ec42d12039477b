"""Who may cover: no circles, supervising roles first, nobody whose role isn't asked; and what the cover is offered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.driver import Driver, Seen, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def arranging(story: Driver) -> Seen:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    return await story.presses("Helen", "Someone else covers", on="Arrange supervision while")


async def test_supervising_roles_come_first_and_others_stand_apart(story: Driver) -> None:
    form = await arranging(story)
    names = [label for label in story.options("Helen") if label]
    order = [
        next(i for i, label in enumerate(names) if name in label) for name in ("Owen", "Helen", "Tomasz")
    ]
    assert order == sorted(order)
    assert not any("Sam Pretend" in label for label in names), "business support isn't asked to cover"
    assert form.title == "Who covers for Priya Invented?"
    form = await story.fills("Helen", "Save", cover_S101="S501")
    assert "isn't asked to cover" in form.errors["cover_S101"]


async def test_two_do_not_answer_for_each_other(story: Driver) -> None:
    await arranging(story)
    form = await story.fills("Helen", "Save", cover_S101="S102", cover_S102="S101")
    assert "each would answer for the other" in form.errors["cover_S102"]
    done = await story.fills("Helen", "Save", cover_S101="S102", cover_S102="S202")
    assert done.title == "Cover is arranged"


async def test_a_cancelled_session_is_offered_to_the_cover(story: Driver) -> None:
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Case supervision")
    whose = story.options("Priya")["Priya Invented"]
    await story.fills("Priya", "Cancel the session", reason="leave", whose=whose)
    await arranging(story)
    await story.fills("Helen", "Save", cover_S101="S202")
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "Cancelled, and yours to find a new time for:" in told
    form = await story.presses("Owen", "New time: Amara Example, 9 November", on="You cover for")
    assert form.title == "A new time with Amara Example"
    done = await story.fills("Owen", "Book it", date="2026-11-19", time="10:00")
    assert done.title == "Booked for Thursday 19 November, 10:00 am"


async def test_a_booked_session_is_near_by_for_the_cover_too(story: Driver) -> None:
    await story.types("Priya", "book @Amara 1 december 10am")
    await story.presses("Priya", "Book it")
    await away(story, "Helen", "Priya", last="2026-11-27")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")
    said = await story.types("Owen", "book @Amara 26 november 10am")
    assert "One is already booked near by, for Tuesday 1 December 2026 at 10:00 am" in said


async def test_whose_session_is_next_is_said_to_whoever_is_in_none(story: Driver) -> None:
    """The cover read “your next session” of one that the supervisor is to hold."""
    await story.types("Priya", "book @Amara 8 december 10am")
    await story.presses("Priya", "Book it")
    await away(story, "Helen", "Priya", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(24, 9, 5))
    theirs = "Their next session is booked for Tuesday 8 December 2026 at 10:00 am, with Priya Invented."
    told = await message(story, "Owen", theirs)
    for seen in (told, await story.types("Owen", "due")):
        assert theirs in seen, seen.text
        assert "Your next session" not in seen.text


async def test_whoever_named_a_cover_does_not_read_that_nothing_falls_due(story: Driver) -> None:
    """It was left out as the cover's, and the message said that nothing of theirs falls due, with its first button."""
    await away(story, "Adel", "Priya", last="2026-11-27")
    await story.waits_until(at(3, 10))
    told = await message(story, "Helen", "Priya Invented is unavailable")
    assert "Who covers" in told.buttons
    await story.presses("Helen", "Who covers", on="Priya Invented is unavailable")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(4, 10))
    told = await message(story, "Helen", "Priya Invented is unavailable")
    assert "Owen Placeholder covers for Amara Example and Tomasz Sample." in told, told.text
    assert "Nothing of theirs" not in told.text
    assert "Who covers" not in told.buttons


async def test_whoever_covers_takes_those_whom_the_card_names(story: Driver) -> None:
    """It took somebody else's too, whose cover is to be away later."""
    await away(story, "Helen", "Priya", last="2026-12-11")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="", cover_S102="S202")
    await away(story, "Helen", "Owen", first="2026-12-07", last="2026-12-09")
    await story.waits_until(at(18, 9, 1))
    asked = await message(story, "Helen", "Still to do: arrange supervision while")
    assert "Without a supervisor: Amara Example." in asked, asked.text
    done = await story.presses("Helen", "I'll cover", on="Still to do: arrange supervision")
    assert "Amara Example" in done, done.text
    assert "Tomasz Sample" not in done.text


async def test_another_cover_takes_over_what_is_to_come_and_the_first_keeps_what_they_held(
    story: Driver,
) -> None:
    await arranging(story)
    await story.fills("Helen", "Save", cover_S101="S202")
    for day in (19, 26):
        await story.types("Owen", f"book @Amara {day} november 2pm")
        await story.presses("Owen", "Book it")
    await story.waits_until(at(20, 9, 1))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301")
    over = await message(story, "Owen", "You no longer cover for Priya Invented")
    assert "What is left to do of sessions you held stays yours." in over
    assert (
        "somebody else supervises them while Priya Invented is unavailable, from Friday 20 November 2026."
        in over
    )
    line = "Amara Example on Thursday 26 November 2026 at 2:00 pm: now Helen Fictional's, no longer yours"
    assert line in await message(story, "Owen", "with another supervisor")
    assert "in place of Owen Placeholder" in await message(story, "Amara", "with another supervisor")
    assert "Thursday 19 November 2026" in await story.types("Owen", "due")
    await story.waits_until(at(26, 16))
    asked = "Did case supervision with Amara Example take place?"
    assert "Thursday 26 November" in await message(story, "Helen", asked)
    assert "Thursday 26 November" not in await story.types("Owen", "due")
    await story.presses("Owen", "Yes, it took place", on=asked)
    await story.fills("Owen", "It took place, no case discussed", minutes="60")


async def covered_until_friday(story: Driver, whom: str = "S101") -> None:
    """Owen covers for Priya, who is back on Monday 30 November."""
    await away(story, "Helen", "Priya", last="2026-11-27")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", **{f"cover_{whom}": "S202"})


async def test_what_a_cover_books_for_after_the_return_is_the_supervisors(story: Driver) -> None:
    await covered_until_friday(story)
    said = await story.types("Owen", "book @Amara 3 december 10am")
    assert "Priya Invented supervises them by then: it is in the name of Priya Invented" in said
    booked = await story.presses("Owen", "Book it")
    assert "Priya Invented supervises them by then" in booked
    assert "Thursday 3 December" in await message(story, "Amara", "with Priya Invented is booked")
    await no_message(story, "Amara", "with Owen Placeholder is booked")
    await story.waits_until(at(30, 9, 5))
    assert "Thursday 3 December" in await message(story, "Priya", "with Amara Example is booked")
    await no_message(story, "Amara", "with another supervisor")
    assert "3 December" not in await story.types("Owen", "due")


async def test_what_a_cover_books_before_the_return_is_their_own(story: Driver) -> None:
    await covered_until_friday(story)
    said = await story.types("Owen", "book @Amara 26 november 10am")
    assert "supervises them by then" not in said
    await story.presses("Owen", "Book it")
    await message(story, "Amara", "with Owen Placeholder is booked")


async def test_whose_supervisor_is_away_and_covered_by_nobody_reads_who_can_see_to_it(story: Driver) -> None:
    await away(story, "Helen", "Priya", last="2026-11-20")
    helps = "Ask Helen Fictional, who can name somebody to supervise you meanwhile."
    assert helps in await story.types("Amara", "book 12 november 10am")
    assert helps not in await story.types("Amara", "book 26 november 10am")


async def test_the_supervisors_own_diary_counts_after_the_return(story: Driver) -> None:
    await story.types("Priya", "book @Tomasz 3 december 10am")
    await story.presses("Priya", "Book it")
    await covered_until_friday(story)
    said = await story.types("Owen", "book @Amara 3 december 10am")
    assert said.title == "Not then"
    assert "Priya Invented isn't free on Thursday 3 December" in said


async def test_moved_past_the_return_it_goes_to_the_supervisor(story: Driver) -> None:
    await covered_until_friday(story, "S102")
    await story.types("Owen", "book @Tomasz 26 november 10am personal")
    await story.presses("Owen", "Book it")
    await story.presses("Tomasz", "Move it", on="with Owen Placeholder is booked")
    await story.fills("Tomasz", "Propose the new time", date="2026-11-30", time="10:00")
    await story.presses("Owen", "Agree", on="asks to move")
    await story.waits_until(at(30, 9, 5))
    assert "Monday 30 November" in await message(story, "Priya", "with Tomasz Sample is booked")


async def test_a_series_goes_from_the_cover_to_the_supervisor(story: Driver) -> None:
    await covered_until_friday(story, "S102")
    await story.types("Owen", "series")
    said = await story.fills(
        "Owen", "Show the dates", date="2026-11-25", time="10:00", weeks="1", until="2026-12-10"
    )
    assert "with Priya Invented, who supervises them by then" in said
    await story.presses("Owen", "Book all 3")
    await message(story, "Tomasz", "with Owen Placeholder is booked: 1 session")
    await message(story, "Tomasz", "with Priya Invented is booked: 2 sessions")


async def test_what_took_place_is_asked_of_the_cover_once_with_what_hangs_on_it(story: Driver) -> None:
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-23", last="2026-12-04")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(23, 9, 1))
    asked = "Did case supervision with Amara Example take place?"
    told = [seen for seen in await story.messages("Owen") if asked in seen.text]
    assert len(told) == 1, told
    assert "Supervision for Amara Example. Due on Monday 30 November 2026." in told[0]


async def held_by_owen(story: Driver) -> None:
    """On Thursday 26 November, while Priya is away until the Friday; its record isn't written."""
    await covered_until_friday(story)
    await story.types("Owen", "book @Amara 26 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(26, 16))
    await story.presses("Owen", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Owen").items() if label == "CB-10234"]
    await story.fills("Owen", "Save: it took place", minutes="60", cases=picked)


async def test_who_is_back_reads_what_whoever_covered_is_still_asked(story: Driver) -> None:
    """It stays theirs, and isn't forgotten by whoever supervises again."""
    await held_by_owen(story)
    assert "whoever covered for you" not in await story.types("Priya", "due")
    await story.waits_until(at(30, 9, 5))
    theirs = "Owen Placeholder: Record CB-10234, case supervision with Amara Example on Thursday 26 November"
    assert theirs in await message(story, "Priya", "Still asked of whoever covered for you")
    assert theirs in await story.types("Priya", "due")
    await story.types("Owen", "due")
    await story.presses("Owen", "Recorded", on="Record CB-10234")
    assert "whoever covered for you" not in await story.types("Priya", "due")


async def test_what_a_cover_was_reminded_of_and_is_still_ahead_is_told_to_whoever_is_back(
    story: Driver,
) -> None:
    """They first heard of it once it was late."""
    await away(story, "Helen", "Priya", last="2026-11-25")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(25, 17))
    await message(story, "Owen", "Supervision for Amara Example")
    await no_message(story, "Priya", "Supervision for Amara Example")
    await story.waits_until(at(26, 9, 5))
    told = await message(story, "Priya", "Supervision for Amara Example")
    assert "Due on Monday 30 November 2026." in told, told.text


async def test_a_return_that_is_said_tells_it_at_once(story: Driver) -> None:
    await arranging(story)
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.types("Owen", "book @Amara 19 november 10am")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(20, 9, 5))
    await story.types("Priya", "back")
    done = await story.fills("Priya", "Save", back="2026-11-20")
    assert "Owen Placeholder: Say whether case supervision with Amara Example on Thursday 19 November" in done
    await story.waits_until(at(23, 9, 5))
    await no_message(story, "Priya", "Still asked of whoever covered for you")


async def test_what_waited_while_nobody_covered_is_told_as_somebody_does_and_once(story: Driver) -> None:
    """Priya's reminder of what falls due on the 17th waits for her until Owen covers, who on the 18th reads that it was
    due."""
    await arranging(story)
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(17, 10))
    waited = await message(story, "Owen", "It was due on Monday 9 November 2026")
    assert "Discuss CB-10240" in waited
    await story.waits_until(at(18, 9, 1))
    assert "It was due on Tuesday 17 November 2026" in await message(story, "Owen", "Discuss CB-10234")
    before = len(await story.messages("Owen"))
    await story.waits_until(at(19, 9, 1))
    again = (await story.messages("Owen"))[: len(await story.messages("Owen")) - before]
    assert [m.text for m in again if "CB-102" in m.text] == []


async def covered_by_owen(story: Driver) -> None:
    await away(story, "Helen", "Priya", last="2026-11-20")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")


async def another(story: Driver, kind: str, first: str, last: str = "") -> None:
    """A further absence of Priya's."""
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Another absence")
    form = await story.fills("Helen", "Save", kind=kind, first=first, last=last)
    assert not form.errors, form.errors


async def test_who_covers_goes_on_in_the_next_part_of_a_stretch(story: Driver) -> None:
    """Priya is away until Friday, and then from Monday: nobody was back between, and nobody is asked anew."""
    await covered_until_friday(story)
    await another(story, "unplanned", "2026-11-30", "2026-12-04")
    told = await message(story, "Owen", "until Friday 4 December 2026")
    assert "You supervise Amara Example while Priya Invented is unavailable" in told
    await message(story, "Amara", "Owen Placeholder covers for Priya Invented")
    await story.waits_until(at(30, 9, 5))
    assert "Amara Example" in await story.types("Owen", "team")


async def test_since_when_somebody_is_away_is_the_first_day_of_the_stretch(story: Driver) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03", last="2026-11-06")
    await another(story, "unplanned", "2026-11-09")
    await story.waits_until(at(17, 9, 1))
    asked = await message(story, "Amara", "Priya Invented is still unavailable")
    assert "has been unavailable since Tuesday 3 November 2026" in asked
    card = await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    assert "from Tuesday 3 November 2026; the day of the return" in card


async def test_a_cover_named_after_both_parts_are_known_holds_for_both(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-04", "2026-11-06")
    await another(story, "planned", "2026-11-09", "2026-11-13")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    assert "until Friday 13 November 2026" in await message(story, "Owen", "from Monday 9 November 2026")


async def test_until_when_nobody_covers_is_the_last_day_of_the_stretch(story: Driver) -> None:
    await away(story, "Helen", "Priya", first="2026-11-03", last="2026-11-20")
    await another(story, "unplanned", "2026-11-23", "2026-12-04")
    await story.waits_until(at(16, 9, 5))
    late = await message(story, "Helen", "Discuss CB-10240 with Amara Example It was due")
    assert "Priya Invented is unavailable until Friday 4 December 2026, and nobody covers." in late


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.parametrize("first", ["2026-11-17", "2026-11-16"])
async def test_that_who_covers_has_been_away_already_is_told_once_that_day(story: Driver, first: str) -> None:
    await covered_by_owen(story)
    await story.waits_until(at(18, 14))
    await away(story, "Owen", "Owen", kind="planned", first=first, last="2026-12-04")
    await story.waits_until(at(18, 14, 5))
    told = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert "Someone else covers" in told.buttons
    await no_message(story, "Helen", "Still to do: arrange supervision while Priya Invented is away")
    if first == "2026-11-17":
        await story.waits_until(at(19, 9, 5))
        await message(story, "Helen", "Still to do: arrange supervision while Priya Invented is away")


@pytest.mark.policy("york")
async def test_no_new_time_is_asked_of_a_cover_for_a_session_that_was_met_since(story: Driver) -> None:
    """Their card asked for one, and booked it, beside a session that the two had held."""
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Case supervision")
    await story.fills("Priya", "Cancel the session", reason="leave", whose="S201")
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(4, 10))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "yours to find a new time for" in told, told.text
    await story.types("Owen", "book @Amara 10 november 2pm")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(10, 16))
    await story.presses("Owen", "Yes, it took place", on="take place?")
    await story.fills("Owen", "It took place, no case discussed", minutes="60")
    await story.waits_until(at(11, 10))
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert "yours to find a new time for" not in told.text
    assert not any(label.startswith("New time") for label in told.buttons)


async def test_who_takes_a_cover_on_takes_those_whom_the_message_names(story: Driver) -> None:
    """It took everybody who had nobody, also those who had never been named there."""
    await away(story, "Helen", "Priya", first="2026-11-03")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await away(story, "Owen", "Owen", kind="planned", first="2026-11-20", last="2026-12-11")
    told = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert "Affected: Amara Example." in told
    done = await story.presses("Helen", "I'll cover", on="needs arranging again")
    assert "Helen Fictional covers for Amara Example" in done
    assert "covers for Tomasz Sample" not in done
    assert "nobody covers for Tomasz Sample" in await story.types("Helen", "my")
