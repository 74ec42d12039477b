"""A team by person: when they last met and next meet, what is late, and everybody below a manager."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message

LEFT_OUT = "Without new times for cancelled sessions, unless they are yours to find."


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def test_each_person_says_when_they_met_and_what_is_late(story: Driver) -> None:
    await story.waits_until(at(18, 10))
    team = await story.types("Priya", "team")
    assert "2 people, 1 with something late." in team
    assert "Late: 2 cases." in team
    assert "Late, unless the session of Monday 9 November 2026 took place: nobody has said yet." in team
    assert "Nothing is late." in team
    form = await story.presses("Priya", "Book a session", on="Tomasz Sample")
    assert form.title == "Book a session"


async def test_what_is_late_besides_is_named(story: Driver) -> None:
    """It was “1 other date”: of a session that nobody had answered for, after another that took place since, and of an
    audit, under the name of the manager whose case was drawn."""
    await story.types("Priya", "book @Amara 12 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(12, 16))
    await story.types("Priya", "held")
    await story.presses("Priya", "Yes, it took place", on="Thursday 12 November 2026")
    await story.fills("Priya", "It took place, no case discussed", minutes="60")
    await story.waits_until(datetime(2026, 12, 2, 10, tzinfo=UTC))
    team = await story.types("Priya", "team")
    assert "1 unanswered session" in team.text, team.text
    audit = "“One case per team manager, drawn at random, audited every month” (yours to do)"
    team = await story.types("Helen", "team")
    assert audit in team.text, team.text


async def test_a_case_of_which_two_dates_are_late_is_one_case(story: Driver) -> None:
    """Its discussion and the review of its plan."""
    await story.waits_until(datetime(2027, 2, 10, 10, 0, tzinfo=UTC))
    team = await story.types("Priya", "team")
    late = await story.presses("Priya", "Only what is late")
    assert "Review the plan of CB-10240" in late
    assert "Discuss CB-10240" in late
    assert "2 cases" in team.text.split("Amara Example", 1)[1].split("Tomasz Sample")[0]


async def test_only_what_is_late_with_its_button_in_place(story: Driver) -> None:
    await story.waits_until(at(18, 10))
    await story.types("Priya", "team")
    late = await story.presses("Priya", "Only what is late")
    assert late.title == "What is late in your team"
    assert "overdue" in late
    assert "Supervision for Tomasz Sample" not in late
    form = await story.presses("Priya", "Yes, it took place", on="Say whether")
    assert "minutes" in form.fields
    assert "What is late in your team" in (await story.types("Priya", "team late")).title


async def test_everybody_below_a_manager_by_who_supervises_them(story: Driver) -> None:
    team = await story.types("Helen", "team")
    assert "Amara Example" not in team
    below = await story.presses("Helen", "Everybody below me")
    assert below.title == "Everybody below you"
    assert "Supervised by Priya Invented" in below
    assert "Amara Example" in below
    listed = await story.presses("Helen", "All that is due", on="Amara Example")
    assert "Discuss CB-10240" in listed
    assert LEFT_OUT in listed, "it doesn't have all of it"
    assert LEFT_OUT in await story.types("Helen", "team late below")
    assert LEFT_OUT not in await story.types("Priya", "due @Amara")
    assert "Book a session" not in listed.buttons, "Priya books"


async def test_what_is_due_for_somebody_is_their_lines_to_see(story: Driver) -> None:
    of_one = await story.types("Priya", "due @Amara")
    assert of_one.title == "What is due for Amara Example"
    assert "Amara Example: 7 things" in of_one, "what one session meets is one item"
    assert of_one.buttons == ("Open the agenda", "Why?")
    for who in ("Owen", "Tomasz"):
        assert "Only the people in somebody's line" in await story.types(who, "due @Amara")
    assert "Nobody" in await story.types("Priya", "due @nobody")


async def test_a_rebooking_is_listed_for_whoever_answers_for_it_alone(story: Driver) -> None:
    await story.types("Amara", "cancel")
    await story.presses("Amara", "Cancel it", on="Case supervision")
    picked = story.options("Amara")
    answers = {"reason": picked["Sickness"], "whose": picked["Amara Example"]}
    await story.fills("Amara", "Cancel the session", **answers)
    assert "Rebook" in await story.types("Priya", "due @Amara")
    for who, words in (("Helen", "due @Amara"), ("Helen", "team all"), ("Amara", "due")):
        assert "Rebook" not in await story.types(who, words)


async def test_of_who_supervises_others_a_manager_reads_what_is_late_and_theirs_to_do(story: Driver) -> None:
    """The team said “Nothing is late.” of somebody of whom the week's summary counted three."""
    await story.waits_until(at(23, 9, 5))
    week = await message(story, "Helen", "Late in your teams")
    count = week.text.split("Priya Invented: ")[1].split(",")[0]
    team = await story.types("Helen", "team")
    assert f"Late, and theirs to do: {count}, the oldest due on Monday 9 November 2026." in team
    assert "2 people, 1 with something late." in team
    late = await story.presses("Helen", "Only what is late")
    assert "Discuss CB-10240 with Amara Example" in late


async def test_a_manager_s_page_and_list_name_whoever_answers_for_something_late(story: Driver) -> None:
    """Both said that nothing is late, of a team of which the week's summary counted three."""
    await story.waits_until(at(18, 12))
    assert "Priya Invented: " in (await message(story, "Helen", "Late in your teams")).text
    page = await story.types("Helen", "my")
    assert "Nothing is late" not in page
    late = await story.types("Helen", "team late")
    assert "Nothing is late about those whom you supervise." in late
    assert "Priya Invented. Late, and theirs to do: " in late
    assert "Discuss CB-10240 with Amara Example" in await story.presses("Helen", "What is late below you")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_who_supervises_nobody_a_manager_reads_what_is_late_and_theirs_to_do_too(
    story: DeskDriver,
) -> None:
    """The team said “Nothing is late.” of whoever sees to an audit, which the week's summary counted."""
    columns = "staff_number, name, email, role, employed_from, policy_owner"
    owner = "S202, Owen Placeholder, owen@example.org, team_manager, 04/03/2019, yes"
    no_more = "S401, Adel Madeup, adel@example.org, assistant_director, 04/03/2019, no"
    imports(story.bot, rows("people", columns, owner, no_more))
    await story.waits_until(at(11, 9, 5).replace(year=2027, month=1))
    counted = "1, due on Thursday 31 December 2026."
    assert f"Owen Placeholder: {counted}" in await message(story, "Helen", "Late in your teams")
    assert f"Late, and theirs to do: {counted}" in await story.types("Helen", "team")
    below = await story.types("Adel", "team all")
    assert f"Late, and theirs to do: {counted}" in below.text.split("Owen Placeholder", 1)[1]
    late = await story.types("Adel", "team late below")
    assert f"Owen Placeholder. Late, and theirs to do: {counted}" in late


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_that_two_are_to_acknowledge_of_two_sessions_is_one(story: Driver) -> None:
    await story.waits_until(at(4, 9))
    for day in (3, 4):
        await story.types("Helen", "held")
        form = await story.presses("Helen", "One that nobody had booked")
        assert form.fields
        owen = next(v for label, v in story.options("Helen").items() if "Owen Placeholder" in label)
        await story.fills("Helen", "Note it", person=owen, date=f"2026-11-{day:02d}", time="08:00")
        await story.presses("Helen", "Say what was discussed")
        await story.fills("Helen", "It took place, no case discussed", minutes="30")
    await story.waits_until(at(9, 10))
    team = await story.types("Helen", "team")
    assert "1 case to acknowledge" in team, team.text
    assert "cases to acknowledge" not in team


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_a_cover_without_a_team_answers_for_is_theirs_to_do(story: Driver) -> None:
    """The week's lines counted it, and the list that they open had none of it."""
    await story.types("Helen", "away @priya 4 november")
    await story.fills("Helen", "Save", first="2026-11-04", last="")
    await story.waits_until(at(5, 10))
    await story.types("Helen", "my")
    await story.presses("Helen", "Who covers", on="Priya Invented")
    await story.fills("Helen", "Save", cover_S102="S202", cover_S101="S202")
    await story.waits_until(at(16, 10))
    said = await message(story, "Helen", "Owen Placeholder: 3, the oldest due on Tuesday 13 October 2026")
    assert "Late in your teams" in said
    for words in ("team", "team late"):
        shown = await story.types("Helen", words)
        assert "Late, and theirs to do: 3, the oldest due on Tuesday 13 October 2026" in shown, shown.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_plan_that_is_late_is_no_case_that_wasn_t_discussed(story: Driver) -> None:
    await story.waits_until(datetime(2026, 12, 16, 9, 5, tzinfo=UTC))
    team = (await story.types("Priya", "team")).text.partition("Tomasz Sample")[2]
    assert "1 case and 2 plans to review" in team, team


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_what_is_late_further_down_it_is_said_who_answers(story: Driver) -> None:
    """A head read what was late two levels down, and not whom to ask."""
    await story.waits_until(at(18, 10))
    late = await story.types("Helen", "team late all")
    assert "Priya Invented answers for it." in late, late.text
    assert "answers for it" not in await story.types("Priya", "team late")
