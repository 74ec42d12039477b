"""Group supervision: Southwark's S3, S12 and S13."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, Seen, message, no_message

SOUTHWARK = pytest.mark.policy("southwark")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def book(story: Driver, **named: object) -> Seen:
    """Priya's group, on Tuesday 10 November at 10:00."""
    await story.types("Priya", "group 10 november 10am")
    shared = {"recorder": "S501", "signer": "S202", "overseer": "S201"}
    when = {"date": "2026-11-10", "time": "10:00"}
    return await story.fills("Priya", "Book it", **{**when, "people": ["S101", "S102"], **shared, **named})


async def hold(story: Driver, attended: list[str], *cases: str, **named: str) -> Seen:
    await story.waits_until(at(10, 11, 1))
    await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    known = {label.partition(" ")[0]: value for label, value in story.options("Priya").items()}
    shared = {"recorder": "S501", "signer": "S202", "overseer": "S201"}
    picked = [known[c] for c in cases]
    return await story.fills(
        *("Priya", "Save: it took place"),
        minutes="60",
        attended=attended,
        cases=picked,
        **{**shared, **named},
    )


@SOUTHWARK
async def test_a_group_is_booked_for_the_team_and_its_people_are_told(story: Driver) -> None:
    assert (await story.types("Priya", "group 10 november 10-11.30am")).values["minutes"] == "90"
    form = await story.types("Priya", "book group 10 november 10am")
    assert form.values["minutes"] == "60"
    assert form.title == "Book group supervision"
    done = await book(story)
    assert done.title == "Booked: group supervision"
    assert "Amara Example, Owen Placeholder, Sam Pretend and Tomasz Sample are told" in done
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Amara", "Group supervision with Priya Invented is booked")
    assert "Tuesday 10 November 2026 at 10:00 am" in told
    assert told.buttons == ("Open the agenda",)
    assert "You are asked to record it" in await message(story, "Sam", "Group supervision with Priya")
    taken = await story.types("Helen", "book @Priya 10 november 10am")
    assert "Priya Invented isn't free" in taken


@SOUTHWARK
async def test_a_group_is_as_long_as_was_typed_and_a_move_keeps_or_changes_it(story: Driver) -> None:
    await story.types("Priya", "group 10 november 10-11.30am")
    assert "at 10:00 am, 90 minutes." in await book(story, minutes="90")
    told = await message(story, "Amara", "Group supervision with Priya Invented is booked")
    assert "at 10:00 am, 90 minutes." in told
    await story.types("Priya", "move")
    form = await story.presses("Priya", "Move it", on="10 November")
    assert form.values["minutes"] == "90"
    assert "at 11:00 am, 90 minutes." in await story.fills("Priya", "Move it", time="11:00")
    await story.types("Priya", "move")
    await story.presses("Priya", "Move it", on="10 November")
    assert "at 11:00 am, 45 minutes." in await story.fills("Priya", "Move it", minutes="45")
    assert "at 11:00 am, 45 minutes." in await message(story, "Amara", "Group supervision with Priya")


@SOUTHWARK
async def test_of_two_days_of_a_group_the_other_is_asked(story: Driver) -> None:
    form = await story.types("Priya", "group next friday 10am")
    assert form.values["date"] == "2026-11-06"
    assert "Or did you mean Friday 13 November 2026?" in form


@SOUTHWARK
async def test_the_recorder_records_each_child_another_signs_and_who_came_has_met_the_week(
    story: Driver,
) -> None:
    await book(story)
    done = await hold(story, ["S101"], "CB-10234", "CB-10251")
    assert "Sam Pretend is asked for 2 records, one on each child's file: CB-10234 and CB-10251" in done
    assert "Owen Placeholder then signs them off" in done
    due = await story.types("Priya", "due")
    assert "Record CB-10234" not in due
    assert re.search("weekly group supervision: Amara Example:? Tuesday 17 November 2026", due.text)
    assert not re.search("weekly group supervision: Tomasz Sample:? Tuesday 17 November 2026", due.text)
    mine = await story.types("Sam", "due")
    assert "Record CB-10234, group supervision led by Priya Invented on Tuesday 10 November 2026" in mine
    await story.waits_until(at(11, 9, 1))
    asked = await message(story, "Sam", "Record CB-10234")
    assert "Last visit and next due, next statutory task and who leads" in asked
    assert "S13, “Appendix C”" in asked
    await story.presses("Sam", "Both recorded", on="Record CB-10234")
    await story.waits_until(at(11, 9, 5))
    request = await message(story, "Owen", "Do you sign off the record of")
    assert "taken as agreed" not in request
    assert "Sam Pretend has written it up from the group" in request
    signed = await story.presses("Owen", "I sign off both", on="Do you sign off")
    assert signed.title == "Signed off"
    await no_message(story, "Priya", "oversight")


@SOUTHWARK
async def test_where_the_signer_leads_on_the_case_the_overseer_is_asked(story: Driver) -> None:
    await book(story)
    done = await hold(story, ["S101", "S102"], "CB-10234", "CB-10251", signer="S102")
    assert "Priya Invented gives oversight where Tomasz Sample leads on the case" in done
    await story.waits_until(at(11, 9, 1))
    await story.presses("Sam", "Both recorded", on="Record CB-10234")
    await story.waits_until(at(12, 9, 1))
    asked = await message(story, "Priya", "Your oversight is asked for: CB-10251")
    assert "Tomasz Sample leads on the case and would sign off their own work" in asked
    assert "(S12, “4.2”)" in asked
    await no_message(story, "Priya", "Your oversight is asked for: CB-10234")
    given = await story.presses("Priya", "Oversight given", on="Your oversight is asked for")
    assert given.title == "Oversight given"
    assert "oversight" not in await story.types("Priya", "due")


@SOUTHWARK
async def test_without_sign_off_nothing_is_taken_as_agreed(story: Driver) -> None:
    await book(story)
    await hold(story, ["S101"], "CB-10234")
    await story.waits_until(at(11, 9, 1))
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    await story.waits_until(at(30, 9, 1))
    again = await message(story, "Owen", "Still to sign off: CB-10234")
    assert "I sign it off" in again.buttons
    listed = await story.types("Owen", "due")
    assert "Sign off the record of CB-10234, group supervision led by Priya Invented on Tuesday" in listed
    await story.presses("Owen", "I don't sign it off", on="Still to sign off")
    await story.waits_until(at(30, 10))
    told = await message(story, "Owen", "Sign off the record of CB-10234")
    said = "Not signed off on Monday 30 November 2026. Sam Pretend has it now, to discuss it and ask again."
    assert said in told, told.text
    done = await story.types("Owen", "due met")
    assert "Sign off the record of CB-10234" in done
    assert "not signed off on Monday 30 November 2026" in done


@SOUTHWARK
async def test_what_isnt_signed_off_is_settled_by_whoever_recorded_it(story: Driver) -> None:
    await book(story)
    await hold(story, ["S101"], "CB-10234")
    await story.waits_until(at(11, 9, 1))
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    await story.waits_until(at(11, 9, 5))
    noted = await story.presses("Owen", "I don't sign it off", on="Do you sign off")
    assert "Sam Pretend is asked to discuss it with you" in noted
    await story.waits_until(at(12, 9, 1))
    await message(story, "Sam", "Owen Placeholder doesn't sign off the record of CB-10234")
    await no_message(story, "Priya", "doesn't sign off")
    assert "Settle the disagreement about CB-10234" in await story.types("Sam", "due")
    assert "Settle the disagreement" not in await story.types("Priya", "due")
    await story.presses("Sam", "Amended: ask again", on="doesn't sign off")
    again = await story.fills("Sam", "Ask again", outcome="The date is put right")
    assert "Owen Placeholder is asked to sign off the record of CB-10234" in again
    await story.waits_until(at(12, 9, 10))
    await story.presses("Owen", "I sign it off", on="Do you sign off")
    assert "Settle the disagreement" not in await story.types("Sam", "due")


@SOUTHWARK
async def test_cancelled_or_moved_its_people_are_told_and_not_why(story: Driver) -> None:
    await book(story)
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Move it", on="Group supervision with")
    moved = await story.fills("Priya", "Move it", date="2026-11-11", time="11:00")
    assert "Wednesday 11 November 2026 at 11:00 am" in moved
    await story.waits_until(at(3, 10))
    await message(story, "Tomasz", "Group supervision with Priya Invented is moved")
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Group supervision with")
    cancelled = await story.fills("Priya", "Cancel it", reason="emergency")
    assert "another arranged with minimum delay (S9, “10; 15”)" in cancelled
    await story.waits_until(at(3, 11))
    told = await message(story, "Tomasz", "Group supervision with Priya Invented is cancelled")
    assert "emergency" not in told.text.lower()
    assert "Priya Invented is to book the next." in told, told.text
    await story.waits_until(at(4, 9, 1))
    await message(story, "Priya", "Rebook group supervision led by Priya Invented")
    await story.presses("Priya", "Book another")
    await story.fills("Priya", "Book it", date="2026-11-12", time="10:00")
    await story.waits_until(at(12, 11, 1))
    await message(story, "Priya", "Did group supervision")


@SOUTHWARK
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_belongs_to_a_group_reads_who_is_to_book_it(story: Driver) -> None:
    """They read how late their group supervision is, and neither whose it is to book nor what to press."""
    await story.waits_until(at(10, 10))
    assert "Priya Invented is to book the next." in await story.types("Amara", "my")
    assert "is to book the next" not in await story.types("Priya", "due @Amara")
    await book(story, date="2026-11-12")
    mine = await story.types("Amara", "my")
    assert "Group supervision is booked for Thursday 12 November 2026 at 10:00 am." in mine, mine.text
    assert "is to book the next" not in mine


@SOUTHWARK
async def test_a_group_meets_without_a_participant_and_not_without_its_leader(story: Driver) -> None:
    await book(story)
    await story.types("Amara", "away")
    away = {"first": "2026-11-10", "last": "2026-11-10"}
    alone = await story.fills("Amara", "Save", **away)
    assert "Cancelled" not in alone
    await story.types("Helen", "away @Priya")
    both = await story.fills("Helen", "Save", **away)
    assert "Group supervision, Tuesday 10 November 2026" in both
    await story.waits_until(at(3, 10))
    told = await message(story, "Tomasz", "Group supervision with Priya Invented is cancelled")
    assert "leave" not in told.text


@SOUTHWARK
async def test_who_records_a_group_is_chosen_anew_where_the_recorder_is_away(story: Driver) -> None:
    """Its leader wasn't told, and whoever wasn't there was asked for the records on their return."""
    await book(story)
    await story.types("Sam", "away")
    await story.fills("Sam", "Save", first="2026-11-10", last="2026-11-10")
    await story.waits_until(at(4, 9, 5))
    says = "Sam Pretend was to record it. Choose who does as you say that it took place."
    assert says in await message(story, "Priya", "Sam Pretend is unavailable for group supervision")
    await story.waits_until(at(10, 11, 1))
    form = await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    assert says in form
    assert not form.values.get("recorder"), form.values
    known = {label.partition(" ")[0]: value for label, value in story.options("Priya").items()}
    done = await story.fills(
        *("Priya", "Save: it took place"),
        minutes="60",
        attended=["S101"],
        cases=[known["CB-10234"]],
        recorder="S101",
    )
    assert "Amara Example is asked for 1 record" in done, done.text


@SOUTHWARK
async def test_a_record_of_a_group_is_handed_on_by_whoever_was_to_write_it(story: Driver) -> None:
    """Once it was said that the group had taken place nobody else could be asked, whoever had been there."""
    await book(story)
    await hold(story, ["S101"], "CB-10234", "CB-10251")
    await story.types("Sam", "due")
    await story.presses("Sam", "Not all of them", on="Record CB-10234")
    form = await story.presses("Sam", "Someone else writes it", on="Record CB-10234")
    assert form.title == "Who writes the record of CB-10234?"
    people = story.options("Sam")
    assert not {"Owen Placeholder", "Priya Invented", "Sam Pretend"} & {*people}, (
        "who signs off, and oversees"
    )
    done = await story.fills("Sam", "Delegate", person=people["Amara Example"])
    assert "Amara Example is asked to write the record of CB-10234." in done
    await story.waits_until(at(10, 11, 10))
    await message(story, "Amara", "Record CB-10234")
    assert "Amara Example was asked on Tuesday 10 November 2026 to write it." in await story.types(
        "Sam", "due"
    )
    await story.presses("Amara", "Recorded", on="Record CB-10234")
    await story.waits_until(at(10, 11, 15))
    request = await message(story, "Owen", "Do you sign off the record of CB-10234")
    assert "Amara Example has written it up from the group" in request


@SOUTHWARK
async def test_only_who_leads_a_group_books_holds_or_cancels_it(story: Driver) -> None:
    assert "Only those who lead a group book it" in await story.types("Amara", "group")
    await book(story)
    token = story.token("Priya", "Cancel it")
    assert "no longer works" in await story.sends("Amara", token)
    await story.types("Amara", "cancel")
    assert "Group supervision" not in (await story.types("Amara", "cancel")).text


@SOUTHWARK
async def test_nobody_records_signs_off_and_oversees_one_record(story: Driver) -> None:
    wrong = await book(story, signer="S501", overseer="S501")
    already = "Sam Pretend is to record it already. Choose somebody else."
    assert wrong.errors == {"signer": already, "overseer": already}
    await book(story)
    wrong = await hold(story, ["S101"], "CB-10234", overseer="S202")
    assert wrong.errors == {
        "overseer": "Owen Placeholder is to sign its record off already. Choose somebody else."
    }


@SOUTHWARK
async def test_what_is_missing_is_said_beside_its_field(story: Driver) -> None:
    wrong = await book(story, date="2026-11-09", time="14:00", people=[], signer="")
    assert "You already have case supervision with Amara Example" in wrong.errors["date"]
    assert wrong.errors["people"] == "Tick at least one person, of those shown."
    assert wrong.errors["signer"] == "Choose a person from the list."


async def test_a_policy_without_groups_books_none(story: Driver) -> None:
    """Central Bedfordshire."""
    answer = await story.types("Priya", "group 10 november 10am")
    assert "has no rule about group supervision" in answer


@SOUTHWARK
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_a_group_that_nobody_answered_for_none_is_told_that_it_was_not(story: Driver) -> None:
    await book(story)
    await story.waits_until(at(11, 9, 5))
    due = await story.types("Priya", "due")
    line = "Casework is discussed in weekly group supervision: "
    asked = due.text.partition("Say whether group supervision led by Priya Invented")[2]
    assert asked.index(line + "Amara") < asked.index("Yes, it took place")
    assert "Late, unless the session of Tuesday 10 November 2026 took place" in asked
    assert "Book group supervision" not in due.buttons
    await story.waits_until(at(16, 9, 5))
    await no_message(story, "Helen", line)
    form = await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    assert "Who was there?" in form


@SOUTHWARK
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_prompt_is_never_called_late(story: Driver) -> None:
    await story.types("Amara", "event CB-10234")
    await story.fills("Amara", "Record it", what="review", on="2026-11-24")
    await story.waits_until(at(16, 9, 5))
    await message(story, "Amara", "Put CB-10234 on the agenda")
    await no_message(story, "Amara", "late")
    await no_message(story, "Priya", "Amara Example: 1, the oldest")
    assert "overdue" not in (await story.types("Amara", "due")).text.partition("About you")[0]
