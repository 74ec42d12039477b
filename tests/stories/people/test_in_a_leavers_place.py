"""Somebody leaves with duties open: whoever is asked in their place may do them."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.cases.test_decision import note
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message
from tests.stories.people.test_leaving import _PEOPLE, at
from tests.stories.records.test_record import hold
from tests.stories.sessions.cancelling import cancels
from tests.stories.sessions.test_group import book
from tests.stories.sessions.test_group import hold as hold_group


def leaves(story: Telling, last: str, line: str = "S201, Priya Invented, team_manager") -> None:
    imports(story.bot, rows("people", _PEOPLE, f"{line}, 04/03/2019, {last}"))


async def test_a_leavers_records_are_written_and_settled_by_the_next_manager(story: Telling) -> None:
    """They were counted late with her, and each button refused her: only who held the session could."""
    await hold(story, "CB-10234")
    leaves(story, "10/11/2026")
    await story.waits_until(at(12))
    mine = await message(story, "Helen", "Nobody is named yet in place of Priya Invented")
    left = "1 record of sessions that Priya Invented held is still to be written, and yours to write now."
    assert left in mine, mine.text
    await story.presses("Helen", "Records to write", on="Nobody is named yet in place of Priya Invented")
    done = await story.presses("Helen", "Recorded", on="Record CB-10234")
    assert done.title == "Recorded: CB-10234", done.text
    asked = await message(story, "Amara", "Do you agree the record of CB-10234?")
    assert "It is written up from your session with Priya Invented" in asked
    said = await story.presses("Amara", "I don't agree", on="Do you agree the record of CB-10234?")
    assert "Helen Fictional is asked to discuss it with you." in said
    await story.waits_until(at(13))
    await story.presses("Helen", "Amended: ask again", on="doesn't agree the record of CB-10234")
    again = await story.fills("Helen", "Ask again", outcome="The date of the visit is put right")
    assert "Amara Example is asked to agree the record of CB-10234" in again
    agreed = await story.presses("Amara", "I agree", on="After you disagreed")
    assert "Helen Fictional can see that" in agreed


@pytest.mark.policy("york")
async def test_a_leavers_decision_is_put_on_the_file_by_the_next_manager(story: Telling) -> None:
    """A new supervisor in the line is not who is asked: it was the leaver's own."""
    await note(story, "Priya", "informal", "S201")
    leaves(story, "05/11/2026")
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S101, S202, 06/11/2026"))
    await story.waits_until(at(9))
    await story.types("Helen", "due")
    done = await story.presses("Helen", "It is on the file")
    assert done.title == "On the file: the decision about CB-10234"


@pytest.mark.policy("southwark")
async def test_what_leavers_sign_off_and_oversee_is_asked_of_their_managers_who_may(story: Telling) -> None:
    await book(story)
    await hold_group(story, ["S101", "S102"], "CB-10234", "CB-10251", signer="S202")
    leaves(story, "10/11/2026", "S202, Owen Placeholder, advanced_practitioner")
    await story.waits_until(at(11))
    await story.presses("Sam", "Both recorded", on="Record CB-10234")
    asked = await message(story, "Helen", "Do you sign off the record of")
    signed = await story.presses("Helen", "I sign off both", on="Do you sign off")
    assert signed.title == "Signed off", (asked.text, signed.text)


_LINES = "supervisee, supervisor, since"


async def _booked_in_her_place(story: Telling, day: str) -> None:
    """Helen, who answers for Amara since Priya left."""
    leaves(story, "06/11/2026")
    await story.waits_until(at(9))
    await story.types("Helen", f"book @Amara {day} 10:00 personal")
    assert "Booked" in (await story.presses("Helen", "Book it")).title


async def test_a_session_in_a_leavers_place_stands_though_the_same_line_begins_later(story: Telling) -> None:
    """It was cancelled on its morning: a line that was to begin counted as one that had been."""
    await _booked_in_her_place(story, "13 november")
    imports(story.bot, rows("relationships", _LINES, "S101, S301, 16/11/2026"))
    await story.waits_until(at(13, 9, 30))
    assert not [
        m for m in await story.messages("Amara") if "13 November" in m.text and "take place" in m.text
    ]
    await story.waits_until(at(13, 12))
    await message(story, "Helen", "Did personal supervision with Amara Example take place?")


async def test_a_session_in_a_leavers_place_goes_to_whoever_supervises_by_its_day(story: Telling) -> None:
    await _booked_in_her_place(story, "18 november")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 16/11/2026"))
    await story.waits_until(at(10))
    told = await message(story, "Amara", "1 booked session with another supervisor")
    assert "with Owen Placeholder" in told
    assert "Wednesday 18 November 2026" in told


async def test_a_session_in_a_leavers_place_stands_with_whoever_covered_before(story: Telling) -> None:
    await away(story, "Helen", "Priya", first="2026-11-04")
    await story.waits_until(at(4))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S301")
    await _booked_in_her_place(story, "13 november")
    await story.waits_until(at(13, 9, 30))
    await no_message(story, "Amara", "13 November 2026 at 10:00 am: it doesn't take place")
    await message(story, "Helen", "13 November 2026")
    assert "13 November" in await story.types("Amara", "my")


async def test_a_cancelled_session_keeps_the_name_of_whoever_it_was_booked_with(story: Telling) -> None:
    """Once Priya had left it read as Helen's, of a day on which Helen supervised nobody."""
    await story.waits_until(at(4, 18))
    await cancels(story, "Priya", "Other work had to come first")
    leaves(story, "04/11/2026")
    await story.waits_until(at(5))
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "Helen Fictional" not in told.title
    form = await story.presses(
        "Amara", "Propose a time", on="Case supervision with Priya Invented: cancelled"
    )
    assert form.title == "Propose a time for case supervision with Helen Fictional"


async def test_a_new_line_is_told_once_to_the_three_and_what_was_said_of_the_meantime_is_put_right(
    story: Telling,
) -> None:
    """Nobody was told who supervised whom, and the cards named who answered meanwhile for good."""
    leaves(story, "06/11/2026")
    await story.waits_until(at(9))
    await message(story, "Helen", "Nobody is named yet in place of Priya Invented")
    meanwhile = "Until somebody else is named, Helen Fictional answers for your supervision."
    assert meanwhile in await story.types("Amara", "my")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 11/11/2026", "S102, S202, 11/11/2026"))
    await story.waits_until(at(10, 12))
    for who in ("Amara", "Tomasz", "Owen", "Helen"):
        await no_message(story, who, "11 November 2026")
    await story.waits_until(at(13, 12))
    for who in ("Amara", "Tomasz"):
        assert "Wednesday 11 November 2026" in await message(
            story, who, "Owen Placeholder supervises you now"
        )
        before = await message(story, who, "Priya Invented no longer supervises you")
        assert "Owen Placeholder supervises you since Wednesday 11 November 2026." in before
        assert "Until somebody else" not in before
    assert meanwhile not in await story.types("Amara", "my")
    for who, said in (("Owen", "You supervise {}"), ("Helen", "Owen Placeholder supervises {}")):
        told = [m for m in await story.messages(who) if "Wednesday 11 November 2026" in m.text]
        assert len(told) == 1, (who, [m.text for m in told])
        for name in ("Amara Example", "Tomasz Sample"):
            assert said.format(name) in told[0].text
    await no_message(story, "Helen", "Nobody is named yet")


async def test_who_stands_in_a_leavers_place_is_covered_for_as_whoever_supervises(story: Telling) -> None:
    """What was due about them was no part of an absence, and no form could name a cover for them."""
    leaves(story, "06/11/2026")
    await story.waits_until(at(9))
    said = await away(story, "Adel", "Helen", kind="planned", first="2026-11-20", last="2026-12-18")
    assert "Discuss CB-10251 with Tomasz Sample: Tuesday 15 December 2026" in said, said.text
    await story.presses("Adel", "Who covers")
    await story.fills("Adel", "Save", cover_S101="S202", cover_S102="S202", cover_S202="S401")
    await story.waits_until(at(20, 10))
    assert "Owen Placeholder answers for your supervision" in await story.types("Amara", "my")
    assert "Discuss CB-10251 with Tomasz Sample" in await story.types("Owen", "due")


async def test_whoever_takes_over_a_team_reads_once_which_case_is_drawn(story: Telling) -> None:
    """It stood in the first message of the day and, the same morning, in one of its own."""
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S201, S401, 01/12/2026"))
    await story.waits_until(at(1, month=12))
    told = [seen for seen in await story.messages("Adel") if "was drawn at random" in seen]
    assert len(told) == 1, [seen.text for seen in told]
