"""What stays late stays in sight, after its last reminder and for as long as it is late."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from cards.plain import render_card
from handlers.notices import NOTICES
from handlers.notifications.compose import compose_again
from handlers.routes import is_allowed
from storage import tables as t
from storage.work import Work
from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.people.test_agreement import ask_for_a_meeting


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def lines(story: Driver, who: str, words: str) -> list[Seen]:
    return [seen for seen in await story.messages(who) if words in seen.text]


WEEKLY = (("Priya", "are late"), ("Helen", "Late in your teams"))


async def test_what_nobody_does_is_said_each_week_to_whoever_answers_and_above(story: Driver) -> None:
    await story.waits_until(at(7, 9, 5))
    told = await message(story, "Priya", "things are late")
    assert "The oldest was due on Monday 9 November 2026." in told
    shown = await story.presses("Priya", "Show them", on="things are late")
    assert "Discuss CB-10240 with Amara Example" in shown
    assert shown.title == "What is late, or waits for you"
    late = re.search(r"(\d+) things, (\d+) late", shown.text)
    assert late, shown.text
    assert late[1] == late[2]
    told = await message(story, "Helen", "Late in your teams")
    assert "Priya Invented: 4, the oldest due on Monday 9 November 2026" in told
    assert "Without new times for cancelled sessions, unless they are yours to find." in told
    highest = await message(story, "Adel", "Late in your teams")
    assert "CB-" not in highest.text
    further = "What others further down answer for isn't counted"
    assert (further in highest, further in told) == (True, False), (
        "Priya and Owen supervise, their workers don't"
    )
    team = await story.presses("Helen", "Show my team", on="Late in your teams")
    assert "Discuss CB-10240 with Amara Example" in team, "what her supervisees answer for is about others"
    before, above = [len(await lines(story, *one)) for one in WEEKLY]
    await story.waits_until(at(11, 17))
    assert len(await lines(story, "Priya", "are late")) == before
    await story.waits_until(at(14, 9, 5))
    assert (before, above) == (1, 1)
    for who, words in WEEKLY:
        assert len(await lines(story, who, words)) == 1, "those before were copies of it"
        assert len(await lines(story, who, "Told again on Monday 14 December 2026.")) == 1
        assert len(await lines(story, who, "Told again on Monday 7 December 2026.")) == 1
    told = await message(story, "Sam", "Late, and nobody answers for it")
    assert "Adel Madeup: 1, due on" in told
    assert "Import who supervises them, or who has the case." in told
    await no_message(story, "Adel", "nobody answers for it")


async def test_what_is_late_is_counted_alike_in_the_week_on_the_page_and_in_the_list(story: Driver) -> None:
    """A session that nobody answered for was counted as late beside the supervision that hangs on it: 2, and 1."""
    await story.waits_until(at(7, 9, 5))
    weekly = re.search(r"(\d+) things are late", (await message(story, "Priya", "things are late")).text)
    shown = await story.presses("Priya", "Show them", on="things are late")
    listed = re.search(r"things, (\d+) late", shown.text)
    assert weekly
    assert listed
    page = (await story.types("Priya", "my")).text
    on_page = sum(map(int, re.findall(r"(\d+) late", page)))
    assert int(weekly[1]) == int(listed[1]) == on_page == 4, (weekly[1], listed[1], on_page)


async def test_the_last_line_of_the_week_follows_what_is_done(story: Driver) -> None:
    """“46 things” stayed after two were done, and “1 thing is late” after it was."""
    await story.waits_until(at(7, 9, 5))
    count = r"(\d+) things are late"
    [before] = re.findall(count, (await message(story, "Priya", "things are late")).text)
    above = (await message(story, "Helen", "Late in your teams")).text
    assert f"Priya Invented: {before}" in above
    await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    cases = [story.options("Priya")["CB-10234"]]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    await story.waits_until(at(7, 9, 10))
    [after] = re.findall(count, (await message(story, "Priya", "things are late")).text)
    assert int(after) < int(before)
    assert f"Priya Invented: {after}" in (await message(story, "Helen", "Late in your teams")).text


async def test_whoever_is_back_reads_until_when_they_were_away_and_so_does_their_manager(
    story: Driver,
) -> None:
    """In the first minute: “46 things (22 late)”, and their manager that 20 are."""
    await story.types("Priya", "away")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-23", last="2026-12-04")
    await story.waits_until(at(7, 9, 5))
    until = "unavailable until Friday 4 December 2026."
    assert f"You were {until}" in await message(story, "Priya", "things are late")
    above = await message(story, "Helen", "Late in your teams")
    assert re.search(rf"Priya Invented: \d+, the oldest due on [^.]+\. They were {until}", above.text), (
        above.text
    )
    await story.waits_until(at(8, 9, 5))
    assert not [seen for seen in (await story.messages("Priya"))[:1] if "You were unavailable" in seen]


async def test_what_a_session_decides_of_which_nobody_says_is_as_old_as_the_question(story: Driver) -> None:
    """The line said 30 November, and the list that it opened 12 November."""
    await story.types("Helen", "book @priya 12 november 10am personal")
    await story.presses("Helen", "Book it")
    await story.waits_until(at(7, 9, 5))
    assert "The oldest was due on Thursday 12 November 2026." in await message(
        story, "Helen", "things are late"
    )
    listed = await story.presses("Helen", "Show them", on="things are late")
    assert "Thursday 12 November 2026, 25 days overdue" in listed


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_a_manager_is_told_of_somebody_says_what_they_were_told_before(story: DeskDriver) -> None:
    """“Amara Example: 2 things”, without the one that was late for longest."""
    await story.waits_until(at(9, 15, 40, month=11))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    cases = [story.options("Priya")["CB-10234"]]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    known = "case, service, categories, worker, allocated_on, last_discussed"
    imports(story.bot, rows("cases", known, "CB-10777, family_support, cin, S101, 05/01/2026, 09/11/2026"))
    await story.waits_until(at(16, 9, 5, month=11))
    before = "Told to you before, and late still: "
    assert before not in await message(story, "Helen", "Discuss CB-10240 with Amara Example")
    await story.waits_until(at(14, 9, 5))
    told = await message(story, "Helen", "Amara Example: 2 things")
    assert f"{before}Discuss CB-10240 with Amara Example." in told, told.text


async def test_nobody_s_manager_hears_that_they_have_not_prepared(story: Driver) -> None:
    await story.waits_until(at(9, 9, 5, month=11))
    await no_message(story, "Priya", "Late in your teams")
    await no_message(story, "Amara", "late")


async def test_nobody_is_reminded_more_than_three_times_a_day_and_nothing_is_dropped(story: Driver) -> None:
    """Five sessions end on one day: the third question takes what waits along, the others come next morning as one."""
    hours = ("9am", "10:30am", "12pm", "1:30pm", "3pm")
    for number, hour in enumerate(hours):
        await story.types("Priya", f"book @{('tomasz', 'amara')[number % 2]} 12 november {hour} personal")
        await story.presses("Priya", "Book it")
    await story.waits_until(at(12, 8, 30, month=11))
    before = len(await story.messages("Priya"))
    await story.waits_until(at(12, 17, 30, month=11))
    asked = (await story.messages("Priya"))[: -before or None]
    assert len(asked) == 3
    await story.waits_until(at(13, 9, 1, month=11))
    digest = (await story.messages("Priya"))[0]
    assert digest.title.endswith("for you")
    told = " ".join(m.text for m in [digest, *asked])
    assert told.count("take place?") >= len(hours)


async def test_whether_an_evenings_session_took_place_is_asked_in_one_message_with_what_hangs_on_it(
    story: Driver,
) -> None:
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Case supervision")
    work = story.options("Priya")["Other work had to come first"]
    await story.fills("Priya", "Cancel the session", reason=work)
    await story.types("Priya", "book @amara 9 november 4pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(10, 9, 5, month=11))
    asked = [m for m in await story.messages("Priya") if "take place?" in m.text + m.title]
    assert len(asked) == 1, asked
    assert "Discuss CB-10240" in asked[0]


async def test_nobody_is_told_that_none_is_booked_of_what_a_session_may_have_met(story: Driver) -> None:
    await story.waits_until(at(18, 9, 5, month=11))
    told = await message(story, "Priya", "Discuss CB-10234 with Amara Example")
    said = "A session was booked for Monday 9 November 2026; nobody has said yet whether it took place."
    assert said in told
    assert "No session is booked yet" not in told
    assert {"Yes, it took place", "No, it didn't"} <= set(told.buttons)
    await story.waits_until(at(7, 9, 5))
    digest = await message(story, "Helen", "Late in your teams")
    [own] = re.findall(r"(\d+) things are late", digest.text)
    [late] = re.findall(r"\((\d+) late\) for you", digest.title)
    assert int(late) >= int(own), "the head counts what its lines say is late"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_digest_shown_again_counts_each_thing_once_as_when_it_was_sent(story: DeskDriver) -> None:
    """What is late and told beside the weekly line is in that line's number already."""
    for typed in ("book @amara 13 november 10am", "book @tomasz 13 november 2pm"):
        await story.types("Priya", typed)
        await story.presses("Priya", "Book it")
    for when in (at(9, 15, 40, month=11), at(13, 11, 40, month=11), at(13, 15, 40, month=11)):
        await story.waits_until(when)
        await story.presses("Priya", "Yes, it took place", on="take place?")
        cases = list(story.options("Priya").values())
        await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    await story.waits_until(at(23, 9, 5, month=11))
    digest = await message(story, "Priya", "late")
    assert "are late" in digest
    assert digest.title.endswith("for you"), "a reminder of what is late stands beside the weekly line"
    assert digest.title in composed_again(story), composed_again(story)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_is_asked_beside_the_weekly_line_is_not_what_waits(story: DeskDriver) -> None:
    """Neither before it is sent nor after: the line grew by it as the message was shown again."""
    await story.waits_until(at(25, 10, month=11))
    await ask_for_a_meeting(story, "Amara")
    await story.waits_until(at(14, 9, 5))
    digest = await message(story, "Helen", "Amara Example still asks for a meeting")
    assert "late" in digest.title, "the weekly line stands beside it"
    assert digest.title in composed_again(story), composed_again(story)
    assert "without a deadline" not in digest
    with story.bot.read() as work:
        cards = [compose_again(work, one, NOTICES, is_allowed) for one in of_weekly_lines(work)]
    again = next(card for card in cards if card.title == digest.title)
    assert "without a deadline" not in render_card(again)


def of_weekly_lines(work: Work) -> list[int]:
    """The messages that hold one."""
    held = select(col(t.Nudge.message_id)).where(col(t.Nudge.kind).in_(("late", "late_team")))
    return [one for one in dict.fromkeys(work.connection.execute(held).scalars()) if one]


def composed_again(story: DeskDriver) -> list[str]:
    """The title of each message that holds a weekly line, as it is shown now."""
    with story.bot.read() as work:
        return [compose_again(work, one, NOTICES, is_allowed).title for one in of_weekly_lines(work)]


async def test_a_reminder_is_put_off_once_inside_the_limit_and_what_goes_up_the_line_is_not(
    story: Driver,
) -> None:
    asked = "Record CB-10234"
    await story.waits_until(at(9, 15, 40, month=11))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    cases = [story.options("Priya")["CB-10234"]]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    await story.waits_until(at(12, 9, 1, month=11))
    before = len(await lines(story, "Priya", asked))
    form = await story.presses("Priya", "I'm on it", on=asked)
    assert "Friday 13 November 2026 at the latest" in form
    wrong = await story.fills("Priya", "Remind me then", on="2026-11-16")
    assert wrong.errors == {"on": "Choose a day after today, Friday 13 November 2026 at the latest."}
    done = await story.fills("Priya", "Remind me then", on="2026-11-13")
    assert "You are reminded again on Friday 13 November 2026" in done
    await story.types("Priya", "away")
    await story.fills("Priya", "Save", kind="planned", first="2026-12-01", last="2026-12-02")
    await story.presses("Priya", "Change it")
    changed = await story.fills("Priya", "Save", last="2026-12-01")
    assert changed.title == "You are recorded as away"
    await story.waits_until(at(12, 17, month=11))
    assert len(await lines(story, "Priya", asked)) == before
    await no_message(story, "Helen", asked)
    await story.waits_until(at(13, 9, 5, month=11))
    assert len(await lines(story, "Priya", asked)) == before + 1
    again = await message(story, "Priya", asked)
    assert "I'm on it" not in again.buttons
    await story.waits_until(at(30, 9, 5, month=11))
    await message(story, "Helen", "A record by Priya Invented is late")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_is_asked_to_be_put_off_on_the_last_day_before_it_is_said_to_be_too_near(
    story: Driver,
) -> None:
    """“Put off once already, or too near”: it had never been put off, and which of the two it was wasn't said."""
    await story.waits_until(at(9, 15, 40, month=11))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    cases = [story.options("Priya")["CB-10234"]]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    await story.waits_until(at(13, 8, month=11))
    too_late = await story.presses("Priya", "I'm on it", on="Record CB-10234")
    assert "It is due on Monday 16 November 2026, and there is no day that you work before then." in too_late


@pytest.mark.policy("york")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_that_somebody_has_no_supervisor_is_in_one_line_of_an_administrators_week(
    story: Driver,
) -> None:
    await story.waits_until(at(3, 9, 5, month=11))
    await message(story, "Sam", "No supervisor is recorded for Sam Pretend")
    for day in (11, 18, 25):
        await story.waits_until(at(day, 9, 5, month=11))
    await no_message(story, "Sam", "gap in the lines")
    week = await message(story, "Sam", "Late, and nobody answers for it")
    assert "Sam Pretend: 1, due on Thursday 29 October 2026" in week


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_nobody_answers_for_is_a_list_of_the_administrators(story: Driver) -> None:
    """It was counted, with no way to what it was; and an administrator was to ask an administrator."""
    await story.waits_until(at(9, 9, 5, month=11))
    told = await message(story, "Sam", "Late, and nobody answers for it")
    assert "Show them" in told.buttons
    listed = await story.presses("Sam", "Show them", on="Late, and nobody answers for it")
    assert "Supervision for Adel Madeup Sunday 1 November 2026, 8 days overdue" in listed, listed.text
    why = await story.presses("Sam", "Why?", on="Supervision for Adel Madeup")
    assert "Only the people in this line" not in why, why.text
    page = await story.types("Sam", "my")
    assert "Nobody is recorded who supervises you: import who does." in page, page.text
    assert "ask an administrator" in await story.types("Adel", "my")
