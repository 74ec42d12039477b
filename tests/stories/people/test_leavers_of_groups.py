"""Whoever shares out a group's record, or leads it, has left, or the group's people have."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.people.test_in_a_leavers_place import leaves
from tests.stories.people.test_leaving import _LINES
from tests.stories.sessions.test_group import at, book, hold

pytestmark = pytest.mark.policy("southwark")


TOMASZ = "S102, Tomasz Sample, social_worker"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_in_place_of_a_signer_who_left_nobody_signs_off_what_they_wrote(story: DeskDriver) -> None:
    """Priya recorded it and is Tomasz's manager: she was asked to sign off her own record."""
    shared = {"recorder": "S201", "signer": "S102", "overseer": "S202"}
    await book(story, **shared)
    await hold(story, ["S101"], "CB-10234", **shared)
    leaves(story, "10/11/2026", TOMASZ)
    await story.waits_until(at(11, 9, 5))
    done = await story.presses("Priya", "Recorded", on="Record CB-10234")
    assert "Helen Fictional is asked to sign off." in done, done.text
    await story.waits_until(at(12, 9, 5))
    await no_message(story, "Priya", "Do you sign off")
    await message(story, "Helen", "Do you sign off the record of CB-10234?")
    assert "Sign off the record of CB-10234" not in await story.types("Priya", "due")
    done = await story.presses("Helen", "I sign it off", on="Do you sign off")
    assert "Priya Invented can see that the record of CB-10234 is signed off." in done, done.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_in_place_of_a_recorder_who_left_nobody_records_what_they_sign_off(story: DeskDriver) -> None:
    shared = {"recorder": "S102", "signer": "S201", "overseer": "S202"}
    await book(story, **shared)
    await hold(story, ["S101"], "CB-10234", **shared)
    leaves(story, "10/11/2026", TOMASZ)
    await story.waits_until(at(11, 9, 5))
    assert "Record CB-10234" not in await story.types("Priya", "due")
    await story.types("Helen", "due")
    await story.presses("Helen", "Recorded", on="Record CB-10234")
    await story.waits_until(at(11, 9, 10))
    await story.presses("Priya", "I sign it off", on="Do you sign off")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_group_goes_whole_to_whoever_supervises_all_of_it(story: DeskDriver) -> None:
    """It ended, and had to be booked anew with everybody in it."""
    await book(story)
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 04/11/2026", "S102, S202, 04/11/2026"))
    await story.waits_until(at(4, 9, 30))
    on = "on Tuesday 10 November 2026 at 10:00 am"
    for who in ("Amara", "Tomasz", "Sam"):
        found = [
            one for one in await story.messages(who) if "Group supervision with Owen" in one.title + one.text
        ]
        once = [one for one in found if f"{on}, in place of Priya Invented." in one.text]
        assert len(once) == 1, [one.text for one in found]
    told = await message(story, "Owen", "1 booked session is yours to hold from now on")
    assert f"{on}: now yours, in place of Priya Invented." in told, told.text
    told = await message(story, "Priya", "now Owen Placeholder's, no longer yours.")
    assert "Everybody in it has another supervisor by then." in told
    page = await story.types("Amara", "my")
    assert "Group supervision is booked for Tuesday 10 November 2026 at 10:00 am." in page, page.text
    await story.waits_until(at(10, 11, 30))
    await no_message(story, "Priya", "Did group supervision")
    form = await story.presses("Owen", "Yes, it took place", on="Did group supervision")
    chosen = {
        name: value for name, value in form.values.items() if name in ("recorder", "signer", "overseer")
    }
    assert len(set(chosen.values())) == len(chosen), "nobody does two of the three"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_leavers_group_goes_to_whoever_supervises_all_of_it_then(story: DeskDriver) -> None:
    await book(story)
    leaves(story, "05/11/2026", "S201, Priya Invented, practice_group_lead")
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Amara", "Group supervision with Priya Invented")
    assert "doesn't take place" in told, "nobody is named yet"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_leavers_group_whose_people_are_named_anew_in_the_file_goes_with_them(
    story: DeskDriver,
) -> None:
    await book(story)
    imports(
        story.bot,
        rows(
            "people",
            "staff number, name, role, employed from, left on",
            "S201, Priya Invented, practice_group_lead, 04/03/2019, 05/11/2026",
        ),
        rows("relationships", _LINES, "S101, S301, 06/11/2026", "S102, S301, 06/11/2026"),
    )
    await story.waits_until(at(4, 9, 30))
    told = await message(story, "Helen", "now yours, in place of Priya Invented.")
    assert "Group supervision with" in told
    await no_message(story, "Amara", "doesn't take place")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_group_whose_people_have_two_supervisors_by_then_ends(story: DeskDriver) -> None:
    """It neither moved nor ended, and its leader was asked whether it had taken place, with nobody."""
    await book(story)
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 04/11/2026", "S102, S301, 04/11/2026"))
    await story.waits_until(at(4, 9, 30))
    for who in ("Amara", "Tomasz", "Sam", "Owen"):
        told = await message(story, who, "Everybody in it has another supervisor by then.")
        ends = "Group supervision with Priya Invented on Tuesday 10 November 2026 at 10:00 am: it doesn't take place."
        assert ends in told, told.text
    told = await message(story, "Priya", "Everybody in it has another supervisor by then.")
    assert "Group supervision with 2 people" in told or "with Amara Example and Tomasz Sample" in told, (
        told.text
    )
    await story.waits_until(at(10, 11, 30))
    for who in ("Priya", "Owen"):
        await no_message(story, who, "Did group supervision")
    assert "group supervision led by" not in (await story.types("Priya", "due")).text.lower()
    booked = await story.types("Owen", "book group 12 november 10am")
    assert booked.title == "Book group supervision"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_is_to_hold_a_session_reads_nothing_of_somebody_else(story: DeskDriver) -> None:
    """The way to a team that is not theirs until then was dropped, and the message said that nothing was to be done."""
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 09/11/2026"))
    await story.waits_until(at(4, 9, 30))
    told = await message(story, "Owen", "1 booked session is yours to hold from now on")
    assert "answers for this now" not in told, told.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_a_cancelled_group_whoever_has_left_books_no_other(story: DeskDriver) -> None:
    await book(story)
    leaves(story, "05/11/2026", "S201, Priya Invented, practice_group_lead")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 06/11/2026", "S102, S202, 06/11/2026"))
    await story.waits_until(at(9, 9, 30))
    for who in ("Amara", "Tomasz", "Sam", "Owen"):
        await no_message(story, who, "Priya Invented is to book the next")
    for who in ("Amara", "Tomasz"):
        told = await message(story, who, "Group supervision with Priya Invented is cancelled")
        assert "Owen Placeholder is to book the next." in told, told.text
