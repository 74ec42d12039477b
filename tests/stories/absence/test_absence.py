"""Away and back: B18–B20, B35."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

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
    await message(story, "Amara", "Helen Fictional has been told")
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
    form = await story.presses("Sam", "Someone else covers", on=card.title)
    assert form.fields.count("cover_S301") == 1
    form = await story.fills("Sam", "Save", cover_S301="S202")
    assert form.errors["cover_S301"].startswith("Helen Fictional supervises Owen Placeholder, directly or")


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
    await story.fills("Owen", "Save: it took place", minutes="80", cases=["1"])
    refused = await story.presses("Owen", "Recorded")
    assert "Only who held the session can note its records." in refused
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
    assert "2:00 pm: now yours, in place of Owen" in await message(story, "Priya", "with another supervisor")
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
    assert "Record CB-10234" not in await story.types("Priya", "due")
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


# A supervisee says so


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
    assert "Priya Invented is already recorded as unavailable" in known


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


# Extending, shortening, ending


async def test_an_absence_is_extended_shortened_and_corrected(story: Driver) -> None:
    await away(story, "Priya", "Priya", kind="planned", last="2026-11-05")
    await no_message(story, "Amara", "cancelled")
    card = await story.types("Priya", "away")
    assert "You are already recorded as away" in card.title
    form = await story.presses("Priya", "Change it")
    assert form.values["last"] == "2026-11-05"
    await story.fills("Priya", "Save", last="2026-11-13")
    await message(story, "Amara", "cancelled")
    form = await story.types("Priya", "back")
    assert form.values["back"] == "2026-11-04"
    done = await story.fills("Priya", "Save", back="2026-11-09")
    assert done.title == "You are back"
    form = await story.presses("Priya", "Correct the day")
    await story.fills("Priya", "Save", back="2026-11-10")
    await story.waits_until(at(10, 9, 1))
    again = await story.types("Priya", "back 6 november")
    assert again.values["back"] == "2026-11-06"


async def test_an_absence_that_never_was_is_taken_back(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    done = await story.presses("Helen", "It was a mistake")
    assert done.title == "Taken back"
    await story.waits_until(at(17, 9, 1))
    await no_message(story, "Helen", "rrange supervision while")
    await no_message(story, "Priya", "You were recorded as away")


async def test_what_a_covering_manager_leaves_goes_up_past_them(story: Driver) -> None:
    """Helen, who covers, is Priya's own line manager: an escalation to her would tell her of herself."""
    await away(story, "Helen", "Priya", sickness=["yes"])
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "I'll cover", on="Arrange supervision while")
    await story.waits_until(at(18, 9, 1))
    await message(story, "Helen", "Discuss CB-10234 with Amara Example")
    await story.waits_until(at(24, 9, 1))
    up = await message(story, "Adel", "Discuss CB-10234 with Amara Example")
    assert "Telling you is this council's practice" in up


async def test_what_a_session_may_have_met_is_called_late_in_no_list_of_an_absence(story: Driver) -> None:
    """Nobody has said yet whether the session of the 9th took place, by which CB-10240 was due."""
    await story.waits_until(at(10, 9, 30))
    form = await story.types("Helen", "away @Priya")
    assert form.title.endswith("away")
    told = await story.fills("Helen", "Save", kind="unplanned", first="2026-11-10", last="2026-11-20")
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in told
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(10, 9, 40))
    taken = await message(story, "Owen", "You cover for Priya Invented")
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026" in taken


# What waits for the return


async def test_messages_wait_for_the_return_and_come_as_one(story: Driver) -> None:
    await away(story, "Helen", "Priya", kind="planned", last="2026-11-25")
    before = len(await story.messages("Priya"))
    await story.waits_until(at(25, 18))
    assert len(await story.messages("Priya")) == before
    await story.waits_until(at(26, 9, 1))
    found = await story.messages("Priya")
    assert len(found) == before + 1
    assert "You were recorded as away" in found[0]
    assert "Discuss CB-10240" in found[0]
    assert "Case supervision with Amara Example: cancelled" in found[0]
    assert "No common time" not in found[0], "that it was cancelled says so"


async def test_what_was_to_be_asked_three_times_meanwhile_is_asked_once_on_the_return(story: Driver) -> None:
    await hold(story, "CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-10", last="2026-11-20")
    told = await message(story, "Priya", "Before you are away")
    assert "from Tuesday 10 November 2026 to Friday 20 November 2026. Due by your first day back:" in told
    assert "Record CB-10234, case supervision with Amara Example" in told
    assert told.buttons == ("Show what is due",)
    # A second absence that follows without a day worked in between is the same time away.
    await story.types("Priya", "away 23 november to 24 november")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-23", last="2026-11-24")
    told = await message(story, "Priya", "from Tuesday 10 November 2026 to Tuesday 24 November 2026")
    assert "Record CB-10234, case supervision with Amara Example" in told
    await story.waits_until(at(25, 9, 1))
    found = await message(story, "Priya", "Record CB-10234")
    assert found.buttons.count("Recorded") == 1
    assert found.text.count("It was to be written by Monday 16 November 2026.") == 1


async def test_of_what_one_is_reminded_that_day_it_is_not_said_again_before_one_is_away(
    story: Driver,
) -> None:
    await hold(story, "CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-13", last="2026-11-27")
    await story.waits_until(at(12, 9, 1))
    told = await message(story, "Priya", "Before you are away")
    assert "Due by your first day back: Supervision for Tomasz Sample: Monday 30 November 2026" in told
    assert "And 1 thing of which you are reminded today." in told
    assert told.text.count("CB-10234") == 1, "with its buttons, in an item of its own"
    assert "Recorded" in told.buttons


async def test_nor_of_what_one_was_reminded_before_the_leave_was_said(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(12, 9, 1))
    await message(story, "Priya", "Record CB-10234")
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-13", last="2026-11-27")
    told = await message(story, "Priya", "Before you are away")
    assert "CB-10234" not in told.text
    assert "Supervision for Tomasz Sample" in told


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_stood_each_week_meanwhile_is_told_once(story: Driver) -> None:
    await away(story, "Helen", "Priya", kind="planned", last="2026-12-01")
    await story.waits_until(at(2, 9, 1, month=12))
    assert (await story.messages("Priya"))[0].text.count("things are late") == 1


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_an_absence_whose_end_is_known_is_told_once(story: Driver) -> None:
    """That a session is cancelled and when it is to be held again is one message to each of the two."""
    await away(story, "Amara", "Amara", first="2026-11-09", last="2026-11-10", sickness=["yes"])
    await story.waits_until(at(4, 9, 1))
    for who in ("Amara", "Priya"):
        assert "now to be held by Wednesday 18 November 2026" in await message(story, who, ": cancelled")
        await no_message(story, who, "choose a new time")
    await away(story, "Sam", "Helen", kind="planned", first="2026-11-10", last="2026-11-20")
    await story.waits_until(at(12, 9, 1))
    await story.types("Amara", "concern")
    asked = await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    assert "Helen Fictional is unavailable until Friday 20 November 2026 and reads it on the return" in asked


async def test_a_return_earlier_than_said_brings_what_waited(story: Driver) -> None:
    await away(story, "Helen", "Priya", kind="planned", last="2026-11-25")
    await story.waits_until(at(12, 12))
    await no_message(story, "Priya", "You were recorded as away")
    await story.types("Helen", "back @Priya 12 november")
    await story.fills("Helen", "Save")
    await message(story, "Priya", "You were recorded as away")


async def test_without_an_end_messages_wait_from_day_to_day(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(12, 12))
    await no_message(story, "Priya", "You were recorded as away")
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-13")
    await story.waits_until(at(13, 9, 1))
    await message(story, "Priya", "You were recorded as away")


# Who may, and what cannot be


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
        "last": "The last day away is before the first.",
    }
    form = await story.fills("Priya", "Save", kind="planned", first="2025-11-10", last="")
    assert "within the last 90 days" in form.errors["first"]
    form = await story.fills("Priya", "Save", kind="planned", first="", last="")
    assert form.errors["first"] == "Choose the first day away."
    await story.fills("Priya", "Save", kind="planned", first="2026-11-10", last="2026-11-13")
    form = await away_anew(story, "Priya", first="2026-11-13", last="2026-11-20")
    assert (
        "An absence from Tuesday 10 November 2026 to Friday 13 November 2026 is recorded already."
        in form.errors["first"]
    )
    form = await story.fills("Priya", "Save", first="2026-11-05", last="")
    assert "is recorded already" in form.errors["first"]


async def away_anew(story: Driver, who: str, first: str, last: str) -> Seen:
    await story.types(who, "away")
    await story.presses(who, "Another absence")
    return await story.fills(who, "Save", kind="planned", first=first, last=last)


async def test_people_and_days_that_are_none_are_refused_in_a_sentence(story: Driver) -> None:
    assert "Nobody in post is called “@Nobody”" in await story.types("Sam", "away @Nobody")
    assert "“someday” doesn't say which day" in await story.types("Priya", "away someday")
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
    assert form.errors["back"] == "That is more than a year ahead."
    none = await story.types("Adel", "supervisor away")
    assert "No supervisor is recorded for you" in none


async def test_who_cannot_cover_is_said_beside_the_field(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await away(story, "Sam", "Owen")
    await story.waits_until(at(17, 9, 1))
    await story.presses("Helen", "Someone else covers", on="Arrange supervision while")
    form = await story.fills("Helen", "Save", cover_S101="S201", cover_S102="S202")
    assert form.errors["cover_S101"] == "Priya Invented is the one who is away."
    assert form.errors["cover_S102"] == "Owen Placeholder is unavailable too."
    form = await story.fills("Helen", "Save", cover_S101="S101", cover_S102="S999")
    assert form.errors["cover_S101"] == "Nobody supervises themselves."
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
    assert "This is settled" not in told[-1]


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
    await no_message(story, "Tomasz", "is back on")


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
    await no_message(story, "Tomasz", "is back on")
    await story.waits_until(at(18, 9, 5))
    assert "You wait for an answer" not in await story.types("Amara", "due")
