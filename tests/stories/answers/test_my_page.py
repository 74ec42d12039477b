"""“My supervision”: what each reads of where they stand, and that what it offers does what it says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, no_message


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def test_a_worker_reads_when_they_meet_and_when_their_cases_are_due(story: Driver) -> None:
    page = await story.types("Amara", "my")
    assert page.title == "My supervision"
    assert "Case supervision with Priya Invented Monday 9 November 2026 at 2:00 pm." in page
    assert "Nothing is prepared yet." in page
    assert "Your cases: 2" in page
    assert "CB-10240: Monday 9 November 2026, in 6 days" in page
    assert "Supervision for Amara Example" in page
    assert "The last twelve months" in page
    assert "Held: 1 case session." in page
    assert {"Prepare", "Open the agenda", "Ask for a session", "All commands"} <= set(page.buttons)
    assert "Book a session" not in page.buttons


@pytest.mark.policy("york")
async def test_what_can_be_done_now_and_has_no_day_stands_before_what_is_due_next_year(
    story: Telling,
) -> None:
    """An agreement to start was behind reviews of a year on, in “And 10 more”."""
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S202, S201, 04/11/2026"))
    await story.waits_until(at(5, 10))
    page = (await story.types("Priya", "my")).text
    due = page[page.index("Due from you") :].partition("Everything you can do")[0]
    assert "Supervision agreement at the start of any new supervisory relationship: Owen" in due, due


async def test_the_first_day_says_what_this_is_and_who_sees_what(story: Driver) -> None:
    for _ in range(2):
        assert "nobody reads what you write before you share it" in await story.types("Amara", "my")
    await story.waits_until(at(4, 9))
    assert "before you share it" not in await story.types("Amara", "my")


async def test_all_of_my_cases_opens_just_these(story: Driver) -> None:
    await story.types("Amara", "my")
    cases = await story.presses("Amara", "All of these, and why", on="CB-10240")
    assert cases.title == "Your cases"
    assert "Supervision for" not in cases
    why = await story.presses("Amara", "Why?", on="CB-10240")
    assert "The case was allocated on Monday 26 October 2026" in why


async def test_a_worker_whose_cases_are_late_isnt_told_that_nothing_is_due(story: Driver) -> None:
    await story.waits_until(at(18, 10))
    answer = await story.types("Amara", "due")
    assert "Nothing is due for you" not in answer
    assert "Priya Invented answers for them." in answer
    assert "Discuss CB-10240 with Amara Example: Monday 9 November 2026, 9 days overdue" in answer
    page = await story.types("Amara", "my")
    assert "Your cases: 2, 2 late" in page
    every = await story.presses("Amara", "All commands")
    assert every.title == "What you can ask"


async def test_help_is_by_role_and_says_what_one_command_does(story: Driver) -> None:
    """On one screen: at most a dozen lines, the others named together."""
    worker, manager, support = [await story.types(who, "help") for who in ("Amara", "Priya", "Sam")]
    assert "prepare [CASE]: what to prepare" in worker
    assert "team [late] [all]" not in worker
    assert "team [late] [all]" in manager
    assert "prepare [CASE]" not in manager
    assert "book @person" not in support
    assert "interval" not in support
    assert "report" in manager
    assert "report" not in worker
    one = await story.types("Priya", "help interval")
    assert "Decide that a case is discussed more often" in one
    assert "interval CASE" in one


async def test_what_waits_is_answered_where_it_is_read(story: Driver) -> None:
    await story.waits_until(at(9, 13))
    assert "Open the agenda" in (await story.types("Priya", "due")).buttons, "to look through the cases"
    await story.waits_until(at(9, 15, 40))
    page = await story.types("Priya", "my")
    assert "Waiting for your answer: 1" in page
    form = await story.presses("Priya", "Yes, it took place", on="Say whether")
    assert "minutes" in form.fields
    page = await story.types("Priya", "my")
    form = await story.presses("Priya", "Book a session", on="Supervision for Tomasz Sample")
    assert form.title == "Book a session"


async def test_all_of_a_section_opens_just_that(story: Driver) -> None:
    for day in (*range(10, 14), *range(16, 18)):
        await story.types("Priya", f"book @tomasz {day} november 9am")
        await story.presses("Priya", "Book it")
    await story.waits_until(at(18, 9))
    await story.types("Priya", "my")
    shown = await story.presses("Priya", "All of these", on="And 2 more")
    assert shown.title == "What waits for your answer"
    assert "Book a session" not in shown.buttons


async def test_one_booking_is_had_as_a_file_for_whichever_calendar(story: Driver) -> None:
    shown = await story.types("Amara", "move")
    assert "Add to calendar" in shown.buttons
    opened = await story.presses("Amara", "Add to calendar")
    assert "Fetch the calendar file" in opened
    assert "CB-" not in opened
    await no_message(story, "Amara", "Fetch the calendar file")


async def test_ones_own_calendar_has_an_address_that_is_read_once(story: Driver) -> None:
    about = await story.types("Amara", "calendar")
    assert "no case" in about
    given = await story.presses("Amara", "Give me an address")
    assert "https://bot.council.example/calendar/" in given
    await no_message(story, "Amara", "/calendar/")
    assert "https://" not in (await story.types("Amara", "calendar")).text
    stopped = await story.presses("Amara", "Stop my calendar")
    assert "Nobody can read it at its address any more." in stopped


async def test_what_one_waits_for_stands_on_ones_own_page_until_it_is_answered(story: Driver) -> None:
    assert "You wait for an answer" not in await story.types("Amara", "my")
    await story.types("Amara", "move")
    await story.presses("Amara", "Move it", on="Case supervision")
    await story.fills("Amara", "Propose the new time", date="2026-11-06", time="10:00")
    await story.types("Amara", "book 12 november 10am personal")
    await story.presses("Amara", "Ask for it")
    await story.types("Amara", "concern")
    await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    await story.presses("Amara", "Yes, ask Helen Fictional")
    await story.types("Amara", "agreement @Priya")
    await story.fills("Amara", "Sign and send", read=["yes"], often="")
    page = await story.types("Amara", "my")
    assert "You wait for an answer: 4" in page
    assert "You asked Helen Fictional on Tuesday 3 November 2026. Not answered yet." in page
    assert "You asked Priya Invented on Tuesday 3 November 2026 to sign it. Not answered yet." in page
    assert "You proposed Friday 6 November 2026 at 10:00 am. Priya Invented hasn't answered yet" in page
    assert "You asked Priya Invented for Thursday 12 November 2026 at 10:00 am. Not booked yet." in page
    assert (await story.presses("Amara", "How it stands", on="A meeting with Helen")).title.startswith("If")
    theirs = await story.types("Priya", "my")
    assert "You wait for an answer" not in theirs, "it is the asker's own"
    assert "Amara Example asks to move case supervision" in theirs
    assert "Waiting for your answer: 3" in theirs, "the agreement, another time, a session"
    due = await story.types("Priya", "due")
    assert "Asked of you: 2" in due
    assert "Amara Example asks for personal supervision" in due
    assert "Book it" in due.buttons
    await story.presses("Priya", "Agree", on="asks to move")
    await story.presses("Priya", "Book it", on="asks for personal supervision")
    page = await story.types("Amara", "my")
    assert "You wait for an answer: 2" in page
    assert "Asked of you" not in await story.types("Priya", "due")


async def test_an_additional_session_is_waited_for_on_both_sides(story: Driver) -> None:
    form = await story.types("Amara", "extra")
    first = next(value for label, value in story.options("Amara").items() if "November" in label)
    await story.fills("Amara", "Ask for it", when=first)
    assert form.title.startswith("An additional session")
    assert "You wait for an answer: 1" in await story.types("Amara", "my")
    page = await story.types("Priya", "my")
    assert "Amara Example asks for an additional case supervision" in page
    await story.presses("Priya", "Book it", on="an additional case supervision")
    assert "You wait for an answer" not in await story.types("Amara", "my")
    assert "asks for an additional" not in await story.types("Priya", "due")


async def test_whoever_is_recorded_as_away_reads_so_on_their_own_page_and_says_there_that_they_are_back(
    story: Driver,
) -> None:
    """It said what waits for the return, and nowhere that anything is recorded."""
    assert "recorded as away" not in await story.types("Amara", "my")
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", kind="unplanned", first="2026-11-03", last="")
    await story.waits_until(at(5, 10))
    page = await story.types("Amara", "my")
    assert (
        "You are recorded as away since Tuesday 3 November 2026. The day of your return isn't known yet."
        in page
    )
    assert page.buttons.count("I am back") == 1
    form = await story.presses("Amara", "I am back", on="You are away")
    assert form.title == "You are back"
    await story.fills("Amara", "Save", back="2026-11-05")
    page = await story.types("Amara", "my")
    assert "recorded as away" not in page
    assert "I am back" in page.buttons


async def test_of_days_away_in_a_row_one_reads_the_first_and_the_last(story: Driver) -> None:
    for days in ("3 nov to 6 nov", "9 nov to 10 nov"):
        await story.types("Amara", f"away {days}")
        if "Another absence" in (await story.types("Amara", f"away {days}")).buttons:
            await story.presses("Amara", "Another absence")
        await story.fills("Amara", "Save", kind="planned")
    assert "away since Tuesday 3 November 2026 until Tuesday 10 November 2026." in await story.types(
        "Amara", "my"
    )


@pytest.mark.parametrize(
    "_policy", [pytest.param(p, marks=pytest.mark.policy(p)) for p in ("york", "cambridgeshire-peterborough")]
)
async def test_whoever_has_no_supervisor_reads_so_where_their_supervision_is_due(
    story: Telling, _policy: str
) -> None:
    """It was overdue, and named nobody: only an administrator read why."""
    imports(
        story.bot,
        rows("relationships", "supervisee, supervisor, since, until", "S301, S401, 2025-01-06, 2026-11-02"),
    )
    nobody = "Nobody is recorded who supervises you: ask an administrator."
    for page in (await story.types("Helen", "my"), await story.types("Helen", "due @Helen")):
        assert "Supervision for Helen Fictional" in page
        assert nobody in page, page.text
    assert nobody not in await story.types("Amara", "my")
