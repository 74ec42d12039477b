"""Away and back: B18–B20, B35."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.records.test_record import hold


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def away(
    story: Driver,
    who: str,
    whom: str,
    kind: str = "unplanned",
    first: str = "2026-11-03",
    last: str = "",
    **more: object,
) -> Seen:
    """``who`` records that ``whom`` is away."""
    form = await story.types(who, "away" if who == whom else f"away @{whom}")
    assert form.title.endswith("away"), form.text
    return await story.fills(who, "Save", kind=kind, first=first, last=last, **more)


async def test_two_weeks_away_are_reported_arranged_and_covered_until_the_return(story: Driver) -> None:
    done = await away(story, "Helen", "Priya", sickness=["yes"])
    assert done.title == "Priya Invented: away"
    assert "Cancelled: 1 session" in done
    assert "Case supervision with Amara Example, Monday 9 November 2026 at 2:00 pm" in done
    await no_message(story, "Amara", "sick")
    await story.waits_until(at(16, 18))
    await no_message(story, "Amara", "still unavailable")
    await story.waits_until(at(17, 9, 1))
    asked = await message(story, "Amara", "Priya Invented is still unavailable")
    assert "The policy asks you to report this to Helen Fictional for other arrangements." in asked
    assert "B20, “Cancellation of case management supervisions”" in asked
    card = await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    assert "Without a supervisor: Amara Example and Tomasz Sample" in card
    assert "Discuss CB-10240 with Amara Example: was due on Monday 9 November 2026" in card
    assert card.buttons == ("I'll cover", "Someone else covers", "Back on a date")
    said = await story.presses("Amara", "Report now", on="still unavailable")
    assert "You'll hear once it has arrived" in said
    assert "Helen Fictional has been told" not in said
    await story.waits_until(at(17, 9, 5))
    page = await story.types("Amara", "my")
    assert "You wait for an answer: 1" in page
    assert "Somebody to supervise you while Priya Invented is away" in page
    assert "You reported it on Tuesday 17 November 2026. Nobody is named yet." in page
    assert "You reported it" not in await story.types("Tomasz", "my"), "he reported nothing"
    await message(story, "Helen", "Amara Example asks for other arrangements")
    assert "who arranges your supervision" in await message(story, "Amara", "Helen Fictional has been told")
    form = await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    assert form.title == "Who covers for Priya Invented?"
    done = await story.fills("Helen", "Save", cover_S101="S202")
    assert done.title == "Part of the cover is arranged"
    assert "Still without a supervisor: Tomasz Sample" in done
    await story.presses("Helen", "I'll cover", on="Arrange supervision while")
    await message(story, "Helen", "You cover for Priya Invented")
    taken = await message(story, "Owen", "You cover for Priya Invented")
    assert "You supervise Amara Example while Priya Invented is unavailable" in taken
    assert "Discuss CB-10240" in taken
    await message(story, "Amara", "Owen Placeholder covers for Priya Invented")
    reached = (await message(story, "Amara", "Helen Fictional has been told")).text
    assert reached.endswith("has reached Helen Fictional."), "it waits for nothing any more"
    assert "You reported it" not in await story.types("Amara", "my")
    mine = await story.types("Owen", "due")
    assert "Discuss CB-10240" in mine
    await story.waits_until(at(30, 9, 1))
    await no_message(story, "Adel", "Arrange supervision while")
    form = await story.types("Helen", "back @Priya 2 December")
    assert form.values["back"] == "2026-12-02"
    await story.fills("Helen", "Save")
    ends = await message(story, "Owen", "Priya Invented is back on Wednesday 2 December 2026")
    assert "Your cover ends on Tuesday 1 December 2026." in ends
    await message(story, "Amara", "Owen Placeholder's cover for you ends")
    await story.waits_until(at(2, 9, 1, month=12))
    mine = await story.types("Owen", "due")
    assert "CB-10240" not in mine


async def test_unanswered_it_is_asked_again_and_then_goes_one_up(story: Driver) -> None:
    await away(story, "Sam", "Priya")
    await story.waits_until(at(17, 9, 1))
    await message(story, "Helen", "Arrange supervision while Priya Invented is away")
    await no_message(story, "Adel", "rrange supervision while")
    await story.waits_until(at(18, 9, 1))
    again = await message(story, "Helen", "Still to do: arrange supervision while Priya Invented is away")
    assert "this council's practice" in again
    titles = [m.title for m in await story.messages("Helen")]
    assert "Arrange supervision while Priya Invented is away" in titles
    await story.waits_until(at(19, 9, 1))
    await message(story, "Adel", "Still to do: arrange supervision while Priya Invented is away")
    await story.presses("Adel", "I'll cover", on="rrange supervision while")
    settled = await message(story, "Helen", "Arrange cover for Priya Invented's supervisees")
    assert settled.buttons == ()
    report = await message(story, "Amara", "Report that your supervisor is away")
    assert report.buttons == ()


async def test_an_escalation_passes_over_a_manager_who_is_away_too(story: Driver) -> None:
    await away(story, "Sam", "Priya")
    await away(story, "Sam", "Helen", kind="planned", first="2026-11-10", last="2026-11-27")
    await story.waits_until(at(17, 9, 1))
    await no_message(story, "Helen", "rrange supervision while")
    await message(story, "Adel", "Arrange supervision while Priya Invented is away")
    asked = await message(story, "Amara", "Priya Invented is still unavailable")
    assert "report this to Adel Madeup" in asked
    assert "Arrange cover for Priya Invented's supervisees" in await story.types("Adel", "due")
    # What went one up during a leave comes back after it.
    await story.waits_until(at(30, 9, 1))
    back = await message(story, "Helen", "rrange supervision while Priya Invented is away")
    assert "Someone else covers" in back.buttons
    assert "Arrange cover" not in await story.types("Adel", "due")


async def test_planned_leave_is_not_reported(story: Driver) -> None:
    await away(story, "Priya", "Priya", kind="planned", last="2026-11-27")
    await story.waits_until(at(18, 9, 1))
    await no_message(story, "Helen", "rrange supervision while")
    await no_message(story, "Amara", "still unavailable")


@pytest.mark.parametrize("absence", [{"kind": "planned"}, {"sickness": ["yes"]}], ids=["leave", "sickness"])
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_earlier_times_are_offered_with_the_news_whatever_the_absence_is_for(
    story: Driver, absence: dict[str, Any]
) -> None:
    await away(story, "Helen", "Priya", first="2026-11-09", last="2026-11-20", **absence)
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "Free for both of you before these days:" in told
    assert [b for b in told.buttons if b.startswith("Propose ") and "November" in b]
    assert len([m for m in await story.messages("Amara") if "Case supervision" in m.title]) == 1
    assert "to be held by" not in told


async def test_at_the_top_of_the_line_the_administrator_arranges(story: Driver) -> None:
    await away(story, "Adel", "Adel")
    await story.waits_until(at(17, 9, 1))
    asked = await message(story, "Helen", "Adel Madeup is still unavailable")
    assert "report this to Sam Pretend" in asked
    await story.presses("Helen", "Report now", on="still unavailable")
    await story.waits_until(at(17, 9, 2))
    await message(story, "Helen", "Sam Pretend has been told")
    card = await message(story, "Sam", "Arrange supervision while Adel Madeup is away")
    said = await story.presses("Sam", "Someone else covers", on=card.title)
    assert "For Helen Fictional nobody can be named: everybody else is below them" in said
    assert "comes in by an import" in said, said.text


# Whose record, whose session


async def test_who_held_a_session_owns_its_record_during_the_absence_and_after(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="Did case supervision")
    await story.fills("Priya", "Save: it took place", minutes="80", cases=["1"])
    recorded_by_priya = story.token("Priya", "Recorded")
    await away(story, "Helen", "Priya", first="2026-11-10")
    await story.waits_until(at(12, 9, 1))
    gap = await story.types("Helen", "due")
    assert "Not recorded yet, by somebody in your line who is away." in gap
    assert "Record CB-10234, case supervision with Amara Example on Monday 9 November 2026" in gap
    await story.waits_until(at(24, 9, 1))
    card = await message(story, "Helen", "Arrange supervision while")
    assert "Not recorded yet: 1 record of sessions that Priya Invented held" in card
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    assert "Record CB-10234" not in await story.types("Owen", "due")
    await story.waits_until(at(30, 9, 1))
    await story.types("Helen", "back @Priya 1 December")
    await story.fills("Helen", "Save")
    await story.waits_until(at(1, 9, 1, month=12))
    assert "Record CB-10234" in await story.types("Priya", "due")
    assert "Gaps" not in await story.types("Helen", "due")
    done = await story.sends("Priya", recorded_by_priya)
    assert done.title == "Recorded: CB-10234"


async def test_a_cover_who_says_that_an_earlier_session_took_place_does_not_become_its_owner(
    story: Driver,
) -> None:
    await story.waits_until(at(9, 16))
    await away(story, "Helen", "Priya", first="2026-11-10")
    await story.waits_until(at(24, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(25, 9, 1))
    await story.presses(
        "Owen", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    said = await story.fills("Owen", "Save: it took place", minutes="80", cases=["1"])
    assert "Priya Invented held the session and is asked to record it." in said
    assert "Recorded" not in said.buttons
    assert "Record CB-10234" not in await story.types("Owen", "due")
    assert "Record CB-10234" in await story.types("Priya", "due")
    assert "Record CB-10234" in await story.types("Helen", "due")


async def test_the_cover_holds_what_is_still_booked_and_writes_its_record(story: Driver) -> None:
    await story.types("Priya", "book @Amara 26 november 2pm")
    await story.presses("Priya", "Book it")
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202")
    taken = await message(story, "Owen", "You cover for Priya Invented")
    assert "Case supervision with Amara Example, Thursday 26 November 2026 at 2:00 pm" in taken
    assert "Change: Amara Example, 26 November" in taken.buttons
    told = await message(story, "Amara", "Owen Placeholder covers for Priya Invented")
    assert told.buttons == ("Prepare, or share again",)
    assert "With Owen Placeholder: Case supervision, Thursday 26 November 2026 at 2:00 pm" in told
    await story.waits_until(at(26, 15, 40))
    await no_message(story, "Priya", "Did case supervision")
    await story.types("Owen", "book @Amara 27 november 2pm")
    await story.presses("Owen", "Book it")
    await story.types("Priya", "back 27 November")
    await story.fills("Priya", "Save")
    # What was booked in the cover's name goes to whoever is back, with all that hangs on it.
    for who, line in (
        (
            "Amara",
            "Case supervision with Priya Invented on Friday 27 November 2026 at 2:00 pm, in place of Owen",
        ),
        (
            "Owen",
            "Amara Example on Friday 27 November 2026 at 2:00 pm: now Priya Invented's, no longer yours",
        ),
    ):
        assert line in await message(story, who, "1 booked session with another supervisor from now on")
    over = await message(story, "Helen", "Priya Invented is back on Friday 27 November 2026")
    assert "The cover that you arranged for Amara Example ends on Thursday 26 November 2026." in over
    assert "Until then Tomasz Sample has nobody." in over
    assert "nothing is left for you to do" not in over
    await story.waits_until(at(30, 9, 1))
    assert "2:00 pm: now yours, in place of Owen" in await message(story, "Priya", "yours to hold")
    # What they held is still the cover's, answered or not.
    asked = "Did case supervision with Amara Example take place?"
    assert "Friday 27 November" in await message(story, "Priya", asked)
    assert not [m for m in await story.messages("Priya") if asked in m and "Thursday 26 November" in m]
    assert "Thursday 26 November" in await story.types("Owen", "due")
    form = await story.presses("Owen", "Yes, it took place", on=asked)
    assert form.title == "Case supervision with Amara Example"
    await story.fills("Owen", "Save: it took place", minutes="60", cases=["1"])
    # What was over before is told to nobody again.
    await story.types("Priya", "back 26 November")
    await story.fills("Priya", "Save")
    await no_message(story, "Helen", "Priya Invented is back on Thursday 26 November 2026")
    await no_message(story, "Owen", "Priya Invented is back on Thursday 26 November 2026")
    assert "Record CB-10234" in await story.types("Owen", "due")
    assert "it is theirs to do: Owen Placeholder: Record CB-10234" in await story.types("Priya", "due")
    await story.waits_until(at(1, 9, 1, month=12))
    done = await story.presses("Owen", "Recorded", on="Record CB-10234")
    assert done.title == "Recorded: CB-10234"


async def test_a_cover_who_falls_away_is_named_and_replaced(story: Driver) -> None:
    await away(story, "Helen", "Priya", last="2026-12-11")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await away(story, "Owen", "Owen", first="2026-11-17", last="2026-12-04")
    gone = await message(story, "Helen", "Cover for Priya Invented needs arranging again")
    assert "Affected: Amara Example and Tomasz Sample." in gone
    await no_message(story, "Owen", "sick")
    assert "Arrange cover for Priya Invented's supervisees" in await story.types("Helen", "due")
    await story.waits_until(at(19, 9, 1))
    again = await message(story, "Helen", "Still to do: arrange supervision while Priya Invented is away")
    assert "Without a supervisor: Amara Example and Tomasz Sample." in again
    await message(story, "Adel", "Still to do: arrange supervision while Priya Invented is away")
    done = await story.presses("Helen", "I'll cover", on="Still to do")
    assert done.title == "Cover is arranged"
    assert "Arrange cover" not in await story.types("Helen", "due")
    await story.waits_until(at(30, 9, 1))
    assert len([m for m in await story.messages("Adel") if "Still to do" in m.title]) <= 1


# A supervisee away


async def test_the_cases_of_a_supervisee_who_is_away_go_on_and_the_supervisor_is_told(story: Driver) -> None:
    await away(story, "Amara", "Amara", kind="planned", last="2026-11-20")
    await story.waits_until(at(4, 9, 1))
    told = await message(story, "Priya", "Discuss CB-10234 with Amara Example: Tuesday 17 November 2026")
    assert "Amara Example is unavailable from Tuesday 3 November 2026 to Friday 20 November 2026." in told
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in told
    assert "Review the plan" not in told
    due = await story.types("Tomasz", "due CB-10240")
    assert "Monday 9 November 2026" in due


async def test_what_falls_due_while_away_isnt_called_settled_once_they_are(story: Driver) -> None:
    await hold(story, "CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-10", last="2026-11-20")
    await message(story, "Priya", "Before you are away")
    await story.waits_until(at(10, 12))
    await story.types("Sam", "back @Priya 19 november")
    await story.fills("Sam", "Save")
    await story.waits_until(at(10, 12, 5))
    told = [m.text for m in await story.messages("Priya") if "while you are away" in m.text]
    assert "Your days away began on Tuesday 10 November 2026." in told[-1], told
    assert "any more" not in told[-1]


async def test_who_is_supervised_by_another_before_their_report_arrives_asks_for_nothing(
    story: Telling,
) -> None:
    """The manager read on the next morning that they were without a supervisor."""
    await away(story, "Sam", "Priya")
    await story.waits_until(at(17, 19))
    await story.presses("Amara", "Report now", on="still unavailable")
    line = "S101, S201, 06/01/2025, 16/11/2026", "S101, S202, 17/11/2026,"
    imports(story.bot, rows("relationships", "supervisee, supervisor, since, until", *line))
    await story.waits_until(at(18, 9, 5))
    await no_message(story, "Helen", "asks for other arrangements")


async def test_a_report_names_who_arranges_once_whoever_was_told_is_away_too(story: Driver) -> None:
    """“Ask Adel” stood beside “Helen, who arranges your supervision”."""
    await away(story, "Helen", "Priya")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Amara", "Report now", on="still unavailable")
    await story.waits_until(at(17, 9, 5))
    reported = "Helen Fictional has been told"
    assert "Helen Fictional, who arranges your supervision." in await message(story, "Amara", reported)
    await away(story, "Sam", "Helen", first="2026-11-17")
    told = await message(story, "Amara", reported)
    assert "Adel Madeup arranges your supervision in their place." in told, told.text
    await story.types("Sam", "back @Helen")
    await story.fills("Sam", "Save", back="2026-11-18")
    await story.waits_until(at(18, 9, 5))
    assert "Helen Fictional, who arranges your supervision." in await message(story, "Amara", reported)
