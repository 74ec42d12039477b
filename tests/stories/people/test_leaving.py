"""Somebody leaves: what was booked with them, what they held, and who answers afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message
from tests.stories.sessions.cancelling import cancels
from tests.stories.sessions.test_group import book
from tests.stories.sessions.test_group_members import record_review


def at(day: int, hour: int = 9, minute: int = 5, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


_PEOPLE = "staff number, name, role, employed from, left on"


_LINES = "supervisee, supervisor, since"


async def test_booked_sessions_go_to_the_new_supervisor_and_each_reads_it_once(story: Telling) -> None:
    await story.types("Priya", "book @Amara tomorrow 3pm personal")
    await story.presses("Priya", "Book it")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 04/11/2026"))
    await story.waits_until(at(4, 9, 30))
    for who, said in (
        ("Amara", "with Owen Placeholder"),
        ("Owen", "now yours, in place of Priya Invented"),
        ("Priya", "with Amara Example"),
    ):
        told = await message(story, who, "2 booked sessions")
        assert ("are yours to hold" in told.title) is (who == "Owen"), "nobody else's from where they stand"
        assert said in told, who
        assert "Monday 9 November 2026" in told, who
        assert "has changed" not in told, "it says which"
    await story.waits_until(at(9, 16))
    await message(story, "Owen", "Did case supervision with Amara Example")
    await no_message(story, "Priya", "Did case supervision")


async def test_a_session_that_was_handed_over_and_is_cancelled_later_had_a_supervisor(story: Telling) -> None:
    """The card of the hand-over said from then on that nobody supervises on its day, whatever it was cancelled for."""
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 04/11/2026"))
    await story.waits_until(at(4, 9, 30))
    await message(story, "Amara", "1 booked session with another supervisor")
    await cancels(story, "Owen", "Other work had to come first")
    await story.types("Owen", "book @Amara 10 november 2pm")
    await story.presses("Owen", "Book it")
    await story.waits_until(at(4, 10))
    for who in ("Amara", "Owen", "Priya"):
        await no_message(story, who, "nobody supervises")
        await no_message(story, who, "it doesn't take place")
    await message(story, "Amara", "Case supervision with Owen Placeholder: cancelled")


async def _both_are(story: Telling, who: str, number: str, kind: str) -> None:
    """Priya's two are supervised by ``who`` from 18 November, who books a session with each."""
    line = (f"{one}, {number}, 18/11/2026" for one in ("S101", "S102"))
    imports(story.bot, rows("relationships", _LINES, *line))
    for words in ("@Amara 1 december 2pm", "@Tomasz 1 december 10am"):
        await story.types(who, f"book {words} {kind}")
        await story.presses(who, "Book it")
    await story.waits_until(at(18, 10))


async def test_what_is_about_somebody_elses_people_by_now_says_so_and_is_not_counted(story: Telling) -> None:
    """The head counted it, and the line of it no longer said that somebody else answers. Whether her session took place
    stays hers to say."""
    await story.waits_until(at(18, 9, 5))
    await story.presses("Priya", "No, it didn't", on="Did case supervision with Amara")
    await story.fills("Priya", "It didn't take place", reason="other", whose="S201")
    await _both_are(story, "Owen", "S202", "case")
    told = await message(
        story, "Priya", "Discuss CB-10240 with Amara Example: It was due on Monday 9 November"
    )
    assert told.title == "Nothing more to do here"
    assert "Owen Placeholder answers for this now; there is nothing for you to do." in told


@pytest.mark.policy("southwark")
async def test_a_group_is_booked_for_those_who_are_still_the_leaders(story: Telling) -> None:
    """Any leader may book one, and so what was another's by now stood among what was to be done."""
    await story.waits_until(at(18, 9, 5))
    asked = await message(story, "Priya", "weekly group supervision: Amara Example")
    assert "Book group supervision" in asked.buttons
    await _both_are(story, "Helen", "S301", "personal")
    told = await message(story, "Priya", "weekly group supervision: Amara Example")
    assert told.title == "Nothing more to do here"
    assert "Book group supervision" not in told.buttons


@pytest.mark.policy("southwark")
async def test_of_a_group_whose_leader_leaves_all_read_why_it_ends_and_once(story: Telling) -> None:
    """Its people read that it is cancelled, and not why; its leader of the one-to-one alone."""
    await book(story)
    imports(
        story.bot,
        rows("people", _PEOPLE, "S201, Priya Invented, practice_group_lead, 04/03/2019, 06/11/2026"),
    )
    await story.waits_until(at(4, 9, 30))
    for who, whose in (("Tomasz", "Priya Invented's"), ("Amara", "Priya Invented's"), ("Priya", "Your")):
        told = await message(story, who, f"{whose} last day is Friday 6 November 2026")
        group = told.text.split("roup supervision with")[1]
        assert "on Tuesday 10 November 2026 at 10:00 am: it doesn't take place." in group, (who, told.text)
    news = [m for m in await story.messages("Tomasz") if "10 November" in m.text]
    assert len(news) == 2, "that it was booked, and that it ends"


@pytest.mark.policy("southwark")
async def test_groups_go_with_whoever_moves_to_another_supervisor(story: Telling) -> None:
    await book(story)
    await story.types("Helen", "group 12 november 10am")
    shared = {"recorder": "S501", "signer": "S201", "overseer": "S401"}
    booked = await story.fills("Helen", "Book it", date="2026-11-12", time="10:00", people=["S202"], **shared)
    assert booked.title == "Booked: group supervision", booked.errors
    imports(story.bot, rows("relationships", _LINES, "S101, S301, 04/11/2026"))
    await story.waits_until(at(4, 9, 30))
    for who, said in (
        ("Amara", "You are no longer in group supervision led by Priya Invented"),
        ("Amara", "You are now in group supervision led by Helen Fictional on Thursday 12 November 2026"),
        ("Priya", "Amara Example is no longer in group supervision, which you lead, on Tuesday 10 November"),
        ("Helen", "Amara Example is now in group supervision, which you lead, on Thursday 12 November"),
    ):
        assert said in await message(story, who, "Who belongs to a group has changed"), who


async def test_a_session_after_a_supervisees_last_day_asks_for_no_other_supervisor(story: Telling) -> None:
    imports(
        story.bot,
        rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"),
    )
    wrong = "Choose an earlier day, or ask an administrator if the last day is wrong."
    said = await story.types("Priya", "book @Amara thursday 12 november 10:00")
    assert f"Amara Example will have left by then. {wrong}" in said
    assert "You will have left by then." in await story.types("Amara", "book thursday 12 november 10:00")


async def test_with_nobody_new_they_end_and_the_next_manager_answers(story: Telling) -> None:
    """No one prepares with a leaver for a day after, nor is asked whether it took place."""
    imports(story.bot, rows("people", _PEOPLE, "S201, Priya Invented, team_manager, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(6, 9, 30))
    for who in ("Amara", "Priya"):
        told = await message(story, who, "1 booked session ends")
        assert "it doesn't take place" in told
        assert ("Your" if who == "Priya" else "Priya Invented's") + " last day is Friday 6 November" in told
    await story.waits_until(at(9, 9, 30))
    assert "CB-10240" in await story.types("Helen", "due @Amara")
    await story.waits_until(at(20, 17))
    for who in ("Amara", "Helen", "Sam"):
        await no_message(story, who, "take place? It was booked for Monday 9 November")
    await message(story, "Helen", "CB-10240")


async def test_what_ends_with_somebody_is_rebooked_once_and_for_no_day_after_their_last(
    story: Telling,
) -> None:
    """The bot booked with them for days after they had left, ended that the next night, and booked again."""
    await story.types("Priya", "book @Amara 24 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(10))
    imports(story.bot, rows("people", _PEOPLE, "S201, Priya Invented, team_manager, 04/03/2019, 10/11/2026"))
    await story.waits_until(at(13, 17))
    instead = await message(story, "Amara", "Case supervision with Helen Fictional: stands")
    assert "Monday 16 November 2026 at 9:00 am, in place of Tuesday 24 November 2026" in instead
    await story.waits_until(at(16, 12))
    ends = [m for m in await story.messages("Amara") if "booked session ends" in m.title]
    assert len(ends) == 1, [m.text for m in ends]
    asked = await story.types("Helen", "due")
    assert asked.text.count("was made up for on Monday 16 November 2026") == 1, asked.text
    assert "Rebook case supervision" not in asked
    unknown = await message(story, "Adel", "nobody has said whether it took place")
    assert "Helen Fictional answers for it now and hasn't said so yet." in unknown


async def test_a_last_day_told_late_ends_what_was_booked_after_it(story: Telling) -> None:
    """Nobody says of a session after the last day that it took place."""
    await story.waits_until(at(12))
    await message(story, "Priya", "Did case supervision")
    imports(story.bot, rows("people", _PEOPLE, "S201, Priya Invented, team_manager, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(13))
    assert "it doesn't take place" in await message(story, "Amara", "1 booked session ends")
    await no_message(story, "Helen", "Did case supervision")


async def test_a_workers_cases_are_nobody_s_and_told_to_the_supervisor(story: Telling) -> None:
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(6, 12))
    assert "Amara Example" in await story.types("Priya", "due CB-10240")
    await story.waits_until(at(9, 9, 30))
    told = await message(story, "Priya", "Nobody holds 2 cases since Amara Example left")
    assert "CB-10234 and CB-10240" in told
    for who in ("Priya", "Helen", "Sam"):
        known = await story.types(who, "due CB-10240")
        assert "Nobody holds this case. Have it allocated in the case system" in known, who
        assert "Amara Example" not in known.text
    assert "Nobody holds" not in (await story.types("Owen", "due CB-10240")).text, "not of their line"
    for who in ("Priya", "Helen", "Sam"):
        assert "CB-10240: when it is next due" in (await story.types(who, "due 10240")).text, who
    assert "No date can be shown" in (await story.types("Owen", "due 10240")).text
    await story.waits_until(at(10))
    waits = await message(story, "Sam", "Discuss CB-10240, which nobody holds")
    assert "Have it allocated in the case system, so that this can be done." in waits
    assert "No session is booked" not in waits.text
    await no_message(story, "Priya", "Did case supervision")


async def test_whoever_is_to_have_cases_allocated_finds_them(story: Telling) -> None:
    """They stood on nobody's page, overdue, and what the supervisor had been told of them was “somebody else's”."""
    await story.waits_until(at(3, 9, 30))
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(18, 9, 30))
    for who in ("Priya", "Sam"):
        for page in ("due", "my"):
            shown = await story.types(who, page)
            assert "Cases that nobody holds: 4 things, 2 late" in shown, (who, page, shown.text)
            assert "Discuss CB-10240, which nobody holds" in shown, (who, page)
            assert "Have them allocated in the case system" in shown, (who, page)
            assert "Amara Example, who has left, held CB-10234 and CB-10240 last." in shown, (who, page)
            assert "Nothing is due" not in shown, (who, page)
        await story.types(who, "due")
        every = await story.presses(who, "All of these", on="Cases that nobody holds")
        assert "4 things, 2 late." in every, every.text
        for told in await story.messages(who):
            assert "answers for this now" not in told.text, (who, told.text)
    for who in ("Owen", "Tomasz"):
        assert "which nobody holds" not in await story.types(who, "due"), who
    for command, who in (("team", "Priya"), ("team all", "Helen")):
        team = await story.types(who, command)
        assert "Amara Example has left" in team, (who, team.text)
        assert "2 cases" in team, (who, team.text)
        listed = await story.presses(who, "Only what is late")
        assert "Discuss CB-10240, which nobody holds" in listed, (who, listed.text)
    await story.types("Priya", "team")
    left = await story.presses("Priya", "All that is due", on="Amara Example has left")
    assert "Discuss CB-10234, which nobody holds" in left, left.text
    await story.waits_until(at(23, 9, 30))
    for who in ("Priya", "Helen"):
        week = await message(story, who, "Late in your teams")
        assert "Cases that nobody holds since Amara Example: 2, the oldest due on" in week, (who, week.text)


@pytest.mark.policy("southwark")
async def test_whoever_may_allocate_a_case_sees_its_dates_whatever_the_rules_ask(story: Telling) -> None:
    """There was “no date for this case”, while its dates ran on and went late."""
    await record_review(story, "2026-12-15")
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(9))
    for who in ("Priya", "Sam"):
        known = await story.types(who, "due CB-10234")
        assert "Put CB-10234 on the agenda: Tuesday 1 December 2026, in 22 days" in known, known.text
        assert "Nobody holds this case. Have it allocated in the case system" in known
    assert "Put CB-10234" not in await story.types("Owen", "due CB-10234")


@pytest.mark.policy("york")
async def test_no_session_is_offered_by_a_day_after_somebodys_last(story: Telling) -> None:
    """It was due on 7 December, to be booked with one button, of somebody who leaves on the first."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    listed = await story.types("Priya", "due @Amara")
    assert "Supervision for Amara Example: Monday 7 December 2026" in listed, listed.text
    assert "Book a session" in listed.buttons
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 01/12/2026"))
    listed = await story.types("Priya", "due @Amara")
    assert "Amara Example's last day is Tuesday 1 December 2026." in listed, listed.text
    assert "Book a session" not in listed.buttons
    await story.waits_until(at(30, 10))
    told = await message(story, "Priya", "Supervision for Amara Example")
    assert "Book a session" not in told.buttons
    assert "Amara Example's last day is Tuesday 1 December 2026." in told, told.text


@pytest.mark.policy("york")
async def test_a_case_that_nobody_ever_held_is_due_since_it_was_last_discussed(story: Telling) -> None:
    """It came without a worker and had no date at all: nobody was told, and managers read that there is none."""
    head = "case, service, categories, worker, allocated on, last discussed"
    imports(story.bot, rows("cases", head, "CB-10500, social_care, , , , 21/08/2026"))
    for who in ("Priya", "Helen", "Sam"):
        known = await story.types(who, "due CB-10500")
        assert "Saturday 21 November 2026" in known, (who, known.text)
        assert "Nobody holds this case. Have it allocated in the case system" in known, who
    assert "Nobody holds" not in (await story.types("Amara", "due CB-10500")).text
    await story.waits_until(at(24))
    await message(story, "Sam", "Discuss CB-10500, which nobody holds")


async def test_that_nobody_holds_a_case_is_told_an_administrator_once_and_then_each_week(
    story: Telling,
) -> None:
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(10))
    first = await message(story, "Sam", "Discuss CB-10240, which nobody holds")
    assert "Discuss CB-10234, which nobody holds" in first
    for day in (18, 24):
        await story.waits_until(at(day))
    told = [m for m in await story.messages("Sam") if "Discuss CB-10234, which nobody holds" in m.text]
    assert len(told) == 1, [m.text for m in told]
    week = await message(story, "Sam", "Late, and nobody answers for it")
    assert "Without a worker: 2, the oldest due on Monday 9 November 2026" in week
    assert "Without a worker: CB-10234, CB-10240." in week, "whoever has them allocated knows which"


async def test_that_nobody_supervises_somebody_is_told_an_administrator_once(story: Telling) -> None:
    """Nobody supervises Adel: their agreement was due on 30 November."""
    await story.waits_until(at(24))
    first = await message(story, "Sam", "No supervisor is recorded for Adel Madeup")
    assert "Due on Monday 30 November 2026" in first
    await story.waits_until(datetime(2026, 12, 1, 9, 5, tzinfo=UTC))
    told = [m for m in await story.messages("Sam") if "No supervisor is recorded for Adel Madeup" in m.text]
    assert len(told) == 1, [m.text for m in told]
    await story.waits_until(datetime(2026, 12, 7, 9, 5, tzinfo=UTC))
    assert "Adel Madeup: 1, due on Monday 30 November 2026" in await message(
        story, "Sam", "Late, and nobody answers for it"
    )


async def test_whom_a_leaver_supervised_reads_who_answers_and_so_do_manager_and_cover(story: Telling) -> None:
    """A cover named “until the return” ended without a word, and nobody knew who supervised whom."""
    await away(story, "Helen", "Priya", first="2026-11-04")
    await story.waits_until(at(4))
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S301")
    await story.waits_until(at(9))
    imports(story.bot, rows("people", _PEOPLE, "S201, Priya Invented, team_manager, 04/03/2019, 10/11/2026"))
    await story.waits_until(at(10, 17))
    await no_message(story, "Amara", "no longer supervises you")
    await story.waits_until(at(11, 9, 30))
    for who in ("Amara", "Tomasz"):
        told = await message(story, who, "Priya Invented no longer supervises you")
        assert "Until somebody else is named, Helen Fictional answers for your supervision." in told
    mine = await message(story, "Helen", "Nobody is named yet in place of Priya Invented")
    assert "you answer for the supervision of Amara Example and Tomasz Sample" in mine
    ended = await message(story, "Owen", "Your cover for Priya Invented has ended")
    assert "You covered for Amara Example. Helen Fictional answers for them now." in ended
    await no_message(story, "Helen", "Your cover for Priya Invented has ended")
    imports(story.bot, rows("relationships", _LINES, "S101, S202, 12/11/2026", "S102, S202, 12/11/2026"))
    await story.waits_until(at(13))
    assert len([m for m in await story.messages("Amara") if "no longer supervises you" in m.title]) == 1


async def test_cases_that_nobody_holds_wait_for_no_managers_return(story: Telling) -> None:
    """They were told to a supervisor on leave, and to nobody else, seventeen days later."""
    await away(story, "Priya", "Priya", kind="planned", first="2026-11-09", last="2026-11-20")
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(9, 9, 30))
    await message(story, "Helen", "Nobody holds 2 cases since Amara Example left")
    await no_message(story, "Priya", "Nobody holds 2 cases")
    await story.waits_until(at(23, 9, 30))
    await message(story, "Priya", "Nobody holds 2 cases since Amara Example left")


async def test_what_is_late_about_a_leaver_is_in_the_list_that_the_weekly_summary_leads_to(
    story: Telling,
) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara")
    cases = list(story.options("Priya").values())
    await story.fills("Priya", "Save: it took place", minutes="60", cases=cases)
    imports(
        story.bot,
        rows("people", _PEOPLE, "S101, Amara Example, Social Worker, 04/03/2019, 10/11/2026"),
    )
    await story.waits_until(at(30))
    listed = await story.types("Helen", "team all late")
    for case in ("CB-10234", "CB-10240"):
        assert f"Record {case}" in listed
    team = await story.types("Helen", "team all")
    assert "Late about people who have left: 2 things." in team
    assert "Amara Example has left" in team, "nothing said about whom"
    theirs = await story.presses("Helen", "All that is due", on="Amara Example has left")
    assert "Record CB-10234" in theirs


async def test_nobody_waits_for_whoever_has_left_nor_is_asked_by_them(story: Telling) -> None:
    await story.types("Priya", "agreement @Amara")
    await story.fills("Priya", "Sign and send", read=["yes"], often="2 weeks")
    await story.types("Amara", "concern")
    await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    await story.presses("Amara", "Yes, ask Helen Fictional")
    imports(story.bot, rows("people", _PEOPLE, "S101, Amara Example, social_worker, 04/03/2019, 06/11/2026"))
    await story.waits_until(at(6, 17))
    assert "to sign it. Not answered yet." in await story.types("Priya", "my"), "they are still there"
    await story.waits_until(at(20, 12))
    assert "Not answered yet" not in await story.types("Priya", "my")
    await no_message(story, "Helen", "Amara Example still asks for a meeting")
    settled = await message(story, "Helen", "Amara Example asks for a meeting with you")
    assert settled.buttons == ()
    told = await message(story, "Helen", "A meeting with Amara Example")
    assert "who asked for it on Tuesday 3 November 2026, has left" in told
    assert "meeting" not in await story.types("Helen", "due")
