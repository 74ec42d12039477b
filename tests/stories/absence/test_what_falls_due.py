"""What falls due while somebody is away, as the answer, whoever covers and the absent person themselves read it."""

from __future__ import annotations

import pytest

from tests.stories.absence.test_uncovered import at
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.sessions.test_group import book, hold

pytestmark = pytest.mark.policy("southwark")

CASEWORK = "Casework is discussed in weekly group supervision"


async def away(story: Driver, who: str, first: str, last: str) -> Seen:
    await story.types(who, "away" if who == "Priya" else "away @Priya")
    return await story.fills(who, "Save", first=first, last=last)


async def test_the_groups_that_carry_casework_are_among_it(story: Driver) -> None:
    """They were left out, some of them weeks late."""
    said = await away(story, "Helen", "2026-10-08", "")
    assert f"{CASEWORK}: Amara Example: was due on Thursday 8 October 2026" in said, said.text
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert f"{CASEWORK}: Amara Example" in told, told.text


async def test_what_a_session_may_have_met_is_among_it_with_what_nobody_has_said(story: Driver) -> None:
    """It was late flatly, while the lists of the same people said unless the session took place."""
    await book(story)
    await story.waits_until(at(11, 10))
    await away(story, "Helen", "2026-11-11", "")
    unless = "Late, unless the session of Tuesday 10 November 2026 took place: nobody has said yet."
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    told = await message(story, "Owen", "You cover for Priya Invented")
    assert told.text.count(unless) == 1, told.text


async def test_what_is_due_before_an_absence_to_come_is_not_due_meanwhile(story: Driver) -> None:
    said = await away(story, "Helen", "2026-11-30", "2026-12-02")
    assert "Supervision for Amara Example: Tuesday 1 December 2026" in said, said.text
    assert "October" not in said
    assert "due before Monday 30 November 2026 are still open: " in said, said.text


@pytest.mark.policy("central-bedfordshire")
async def test_what_was_late_before_comes_after_and_what_comes_after_is_left_out(story: Driver) -> None:
    """Whoever was to cover in three weeks read what was late already as theirs, and so what falls due in it last."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="planned", first="2026-11-23", last="2026-12-04")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    told = await message(story, "Owen", "You cover for Priya Invented")
    _, _, due = told.text.partition("What falls due meanwhile, soonest first: ")
    assert due.startswith("Supervision for Amara Example: Monday 30 November 2026 "), told.text
    before = "Due before Monday 23 November 2026 and still open: "
    assert f"{before}Discuss CB-10240 with Amara Example: " in due
    assert "January" not in due


@pytest.mark.policy("central-bedfordshire")
async def test_nothing_that_falls_due_in_it_is_said_beside_what_was_late_before(story: Driver) -> None:
    """It said so while the leave was to come, and on its first day named what was late as falling due in it."""
    await story.waits_until(at(18, 10))
    await story.types("Helen", "away @Amara")
    await story.fills("Helen", "Save", kind="planned", first="2026-11-23", last="2026-11-25")
    for day in (19, 23):
        await story.waits_until(at(day, 12))
        told = await message(
            story, "Priya", "Nothing of theirs that is still to be done falls due in that time."
        )
        assert "falls due meanwhile" not in told, told.text
        assert "2 things due before Monday 23 November 2026 are still open: " in told, told.text


async def test_what_is_due_on_the_last_day_at_work_is_said_then(story: Driver) -> None:
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.waits_until(at(17, 10))
    await away(story, "Priya", "2026-11-18", "2026-11-20")
    await story.waits_until(at(17, 10, 5))
    told = await message(story, "Priya", "Before you are away")
    assert f"{CASEWORK}: Amara Example: Tuesday 17 November 2026" in told, told.text


async def test_beside_a_day_stands_that_whom_it_is_about_is_away_then(story: Driver) -> None:
    """A session was offered to be booked by a day in the middle of somebody's leave."""
    await story.types("Priya", "away @Amara")
    await story.fills("Priya", "Save", first="2026-11-20", last="2026-12-04")
    then = "Amara Example is unavailable from Friday 20 November 2026 to Friday 4 December 2026."
    for words in ("due", "due @Amara"):
        listed = await story.types("Priya", words)
        item = listed.text.split("Supervision for Amara Example")[1]
        assert then in item, listed.text
    assert "is unavailable" not in await story.types("Amara", "my")


@pytest.mark.policy("central-bedfordshire")
async def test_a_reminder_says_that_whom_it_is_about_is_away_on_its_day(story: Driver) -> None:
    """Only the list said so; each reminder offered to book by a day in the middle of the leave."""
    await story.types("Priya", "away @Tomasz")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-25", last="2026-12-18")
    then = "Tomasz Sample is unavailable from Wednesday 25 November 2026 to Friday 18 December 2026."
    for who, day in (("Priya", 1), ("Helen", 7), ("Priya", 8), ("Priya", 16)):
        await story.waits_until(at(day, 9, 5, month=12))
        told = await message(story, who, "Tomasz Sample")
        assert then in told, told.text


@pytest.mark.policy("central-bedfordshire")
async def test_what_falls_due_about_somebody_is_said_before_their_leave(story: Driver) -> None:
    """Each step of it lay inside the leave: the first came when nobody could meet them."""
    await story.types("Priya", "away @Tomasz")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-25", last="2026-12-18")
    await story.waits_until(at(23, 17))
    await no_message(story, "Priya", "Before Tomasz Sample is unavailable")
    await story.waits_until(at(24, 9, 5))
    told = await message(story, "Priya", "Before Tomasz Sample is unavailable")
    assert "is unavailable from Wednesday 25 November 2026 to Friday 18 December 2026. Due meanwhile:" in told
    assert "Discuss CB-10251 with Tomasz Sample: Tuesday 15 December 2026" in told
    assert (await story.presses("Priya", "Book a session", on="Due meanwhile:")).title == "Book a session"
    await no_message(story, "Tomasz", "Before Tomasz Sample")
    await story.waits_until(at(25, 9, 5))
    begun = await message(story, "Priya", "What falls due while Tomasz Sample is unavailable")
    assert "The days on which Tomasz Sample is unavailable began on Wednesday 25 November 2026." in begun
    assert "settled" not in begun


@pytest.mark.policy("central-bedfordshire")
async def test_what_is_booked_before_a_leave_is_not_among_it(story: Driver) -> None:
    await story.types("Priya", "book @tomasz 24 november 2pm")
    await story.presses("Priya", "Book it")
    await story.types("Priya", "away @Tomasz")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-25", last="2026-12-18")
    await story.waits_until(at(24, 9, 5))
    await no_message(story, "Priya", "Before Tomasz Sample is unavailable")


@pytest.mark.policy("york")
async def test_their_own_supervision_is_among_it(story: Driver) -> None:
    """It was left out, and the supervisor read that nothing of theirs falls due."""
    await story.types("Helen", "away @Amara")
    said = await story.fills("Helen", "Save", first="2026-11-09", last="2026-11-20")
    assert "Supervision for Amara Example: " in said, said.text
    await story.waits_until(at(4, 10))
    told = await message(story, "Priya", "What falls due meanwhile")
    assert "Supervision for Amara Example: " in told, told.text
    assert "Nothing of theirs" not in told.text


@pytest.mark.policy("central-bedfordshire")
async def test_what_falls_due_about_those_somebody_covers_for_is_among_it(story: Driver) -> None:
    """Of a cover's own absence their supervisees were left out: nothing of theirs fell due."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="planned", first="2026-11-04", last="2026-12-18")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.types("Helen", "away @Owen")
    said = await story.fills("Helen", "Save", kind="planned", first="2026-12-14", last="2026-12-31")
    assert "Discuss CB-10251 with Tomasz Sample: Tuesday 15 December 2026" in said, said.text
    assert "Amara Example: Thursday 31 December" not in said, "Priya is back by then"


@pytest.mark.policy("york")
async def test_a_leave_of_who_covers_names_nothing_that_falls_due_after_it(story: Driver) -> None:
    """Of those whom they cover without an end known, every date there is stood as due in the leave."""
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.types("Helen", "away @Owen")
    said = await story.fills("Helen", "Save", first="2026-11-16", last="2026-11-18")
    assert "Supervision for Amara Example: Tuesday 17 November 2026" in said, said.text
    assert "December" not in said, said.text
    assert "January" not in said, said.text


async def test_all_that_a_cover_answers_for_now_is_named(story: Driver) -> None:
    """It named what is supervised and discussed: a session that nobody had answered for, and what was late of the rest,
    stood in their list alone; and of more than three that were open before only the number."""
    await story.waits_until(at(16, 9, 5))
    await away(story, "Helen", "2026-11-16", "2027-01-08")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    told = await message(story, "Owen", "You cover for Priya Invented")
    asked = "Say whether case supervision with Amara Example on Monday 9 November 2026 took place"
    inside, _, before = told.text.partition("Due before Monday 16 November 2026 and still open: ")
    for what in (asked, f"{CASEWORK}: Amara Example", f"{CASEWORK}: Tomasz Sample", "Supervision for Tomasz"):
        assert what in before, (what, told.text)
    plan = "Work plan within 3 months of joining, renewed every year: Amara Example: Friday 1 January 2027"
    assert plan in inside, told.text
    listed = await story.types("Owen", "due")
    for what in (asked, plan.replace("Example: ", "Example ")):
        assert what in listed, (what, listed.text)


@pytest.mark.policy("cambridgeshire-peterborough")
@pytest.mark.parametrize("said", [False, True])
async def test_the_answer_gives_days_as_they_are_once_its_sessions_are_cancelled(
    story: Driver, said: bool
) -> None:
    """The case's day was that of the session which the same answer says is cancelled."""
    if said:
        await story.types("Amara", "supervisor away")
        await story.fills("Amara", "Say so", first="2026-11-09", last="2026-11-17")
        done = await story.presses("Helen", "Confirm", on="Is Priya Invented away?")
    else:
        await story.types("Helen", "away @Priya")
        done = await story.fills("Helen", "Save", first="2026-11-09", last="2026-11-17")
    assert "Discuss CB-10234 with Amara Example: Tuesday 17 November 2026" in done, done.text
    assert "Tuesday 17 November 2026" in await story.types("Helen", "due CB-10234")
