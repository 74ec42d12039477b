"""What a policy leaves to the pair or to another body, its route for a concern, its review date, its workload limit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message, no_message


def at(month: int, day: int, hour: int = 9, minute: int = 5, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


placements = pytest.mark.policy("york, a student and a part-timer")
crowded = pytest.mark.policy("southwark, many children")


@placements
async def test_a_students_frequency_is_the_practice_educators(story: Driver) -> None:
    """Y6: no default; the supervisor or an administrator records what was set."""
    said = "There is no date yet: the Practice Educator sets how often, and"
    assert f"{said} you record it once it is known." in await story.types("Priya", "due @Amara")
    own = await story.types("Amara", "my")
    assert f"{said} Priya Invented or an administrator records it once it is known." in own
    assert "Record how often" not in own.buttons
    await story.types("Priya", "my")
    form = await story.presses("Priya", "Record how often")
    assert "leaves it to the Practice Educator" in form
    again = await story.fills("Priya", "Record", since="", until="2026-10-01")
    assert set(again.errors) == {"every", "since"}
    again = await story.fills("Priya", "Record", every="1 week", since="2026-11-02", until="2026-11-01")
    assert "before it begins" in again.errors["until"]
    saved = await story.fills("Priya", "Record", every="1 week", since="2026-11-02", until="")
    assert "The Practice Educator set supervision every week, from Monday 2 November 2026" in saved
    why = await story.types("Priya", "due @Amara")
    assert "Supervision for Amara Example: Monday 9 November 2026" in why, (
        "20 October + 7 days was before it was set"
    )
    await story.waits_until(at(11, 4))
    told = await message(story, "Amara", "How often you are supervised")
    assert "Priya Invented recorded it." in told


@placements
async def test_a_student_who_asks_for_their_own_reads_who_records_it(story: Driver) -> None:
    """Asked whose it is, after having said so."""
    own = await story.types("Amara", "frequency @Amara")
    assert "Priya Invented or an administrator records how often you are supervised" in own
    assert "Whose?" in await story.types("Priya", "frequency @Priya")


@placements
async def test_a_later_setting_ends_the_one_before(story: Driver) -> None:
    await story.types("Sam", "frequency @Amara")
    await story.fills("Sam", "Record", every="1 week", since="2026-11-02")
    form = await story.types("Priya", "frequency @Amara")
    assert "As it stands: The Practice Educator set supervision every week" in form
    await story.fills("Priya", "Record", every="2 weeks", since="2026-11-03")
    assert "Tuesday 3 November 2026" in await story.types("Priya", "due @Amara"), "14 days after 20 October"


@placements
async def test_only_the_supervisor_or_an_administrator_records_it(story: Driver) -> None:
    for who in ("Helen", "Owen", "Tomasz"):
        assert "Only the supervisor or an administrator" in await story.types(who, "frequency @Amara")
    none = await story.types("Helen", "frequency @Priya")
    assert "leaves it to no other body" in none
    await story.types("Priya", "frequency @Amara")
    token = story.token("Priya", "Record")
    assert "no longer works" in (await story.sends("Tomasz", token)).text


@placements
async def test_part_time_staff_may_agree_to_meet_less_often(story: Driver) -> None:
    """Y5: 4 weeks the standard until something else is agreed."""
    assert "Tuesday 13 October 2026" in await story.types("Priya", "due @Tomasz")
    await story.types("Priya", "agreement @Tomasz")
    assert "6 weeks" in story.options("Priya").values()
    await story.fills("Priya", "Sign and send", often="8 weeks")
    asked = await message(story, "Tomasz", "Your supervision agreement")
    assert "read the policy" not in asked, "only Central Bedfordshire's agreement says so (B37)"
    await story.presses("Tomasz", "Sign", on="every 8 weeks")
    due = await story.types("Priya", "due @Tomasz")
    assert "Tuesday 13 October 2026" in due, "what is late already stays so"
    why = await story.presses("Priya", "Why?", on="Supervision for Tomasz")
    assert "It was late already when that was agreed, which holds from the next session on" in why
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Tomasz Sample"]
    await story.fills("Priya", "Note it", person=who, date="2026-11-02", time="10:00")
    await story.presses("Priya", "Say what was discussed")
    await story.fills("Priya", "It took place, no case discussed", minutes="80", cases=[])
    assert "Monday 28 December 2026" in await story.types("Priya", "due @Tomasz"), "8 weeks after it"


@pytest.mark.policy("york")
async def test_full_time_staff_can_only_meet_more_often(story: Driver) -> None:
    await story.types("Priya", "agreement @Tomasz")
    assert set(story.options("Priya").values()) >= {"1 week", "3 weeks"}
    assert "6 weeks" not in story.options("Priya").values()


@pytest.mark.policy("southwark")
async def test_southwark_leaves_frequency_to_the_agreement(story: Driver) -> None:
    """S2, S23: what the pair agrees holds, less often than the usual too."""
    await story.types("Helen", "agreement @Priya")
    assert "6 weeks" in story.options("Helen").values()


@pytest.mark.policy("york")
async def test_york_names_nobody_to_ask_for_a_meeting(story: Driver) -> None:
    """Y27: the supervisor answers concerns; the policy names nobody else."""
    card = await story.types("Amara", "concern")
    assert "Y27" in card
    assert "names nobody else to ask for a meeting" in card
    assert not [b for b in card.buttons if "meeting" in b]
    assert "learning styles" not in card


@pytest.mark.policy("southwark")
async def test_southwark_brings_in_the_supervisors_line_manager(story: Driver) -> None:
    """S17: a three-way meeting, then HR."""
    card = await story.types("Amara", "concern")
    assert "S17" in card
    assert "then HR" in card
    await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    await story.presses("Amara", "Yes, ask Helen Fictional")
    asked = await message(story, "Helen", "Amara Example asks for a meeting with you")
    assert "three-way meeting" in asked
    assert "observe a session" not in asked
    await no_message(story, "Priya", "meeting")
    asked_for = await story.types("Amara", "concern")
    assert asked_for.buttons == ("I don't need it any more",), "it is asked of one, once"
    await story.types("Helen", "away")
    await story.fills("Helen", "Save", first="2026-11-04", last="2026-11-20")
    await story.waits_until(at(11, 4))
    waits = await story.types("Amara", "concern")
    assert "Helen Fictional is unavailable until Friday 20 November 2026 and reads it on the return" in waits


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_policy_without_a_route_says_so(story: Driver) -> None:
    card = await story.types("Amara", "concern")
    assert "gives no way of its own" in card
    assert "Ask Adel Madeup, who keeps the rule set." in card
    assert not [b for b in card.buttons if "meeting" in b]


@placements
async def test_the_owner_hears_once_a_year_that_the_review_date_has_passed(story: Driver) -> None:
    """M7: to be reviewed by 4 November 2026."""
    await story.waits_until(at(11, 4, 17))
    await no_message(story, "Adel", "review date")
    await story.waits_until(at(11, 5))
    told = await message(story, "Adel", "The policy's review date has passed")
    assert "Wednesday 4 November 2026" in told
    await story.waits_until(at(11, 20))
    assert len([m for m in await story.messages("Adel") if "review date" in m.text]) == 1
    await no_message(story, "Priya", "review date")


@pytest.mark.policy("southwark")
async def test_law_that_was_replaced_is_pointed_out(story: Driver) -> None:
    """S19 cites the 1998 Act: said whenever access to a file is the matter."""
    access = await story.types("Amara", "policy access")
    assert "has since been replaced by the Data Protection Act 2018 and the UK GDPR" in access


@crowded
async def test_a_team_over_the_limit_is_named_to_those_who_answer_for_it(story: Driver) -> None:
    """S18: two staff, 24 children; they hold 25, and one case doesn't say."""
    told = await message(story, "Priya", "Family Support North holds more than the policy's limit")
    assert "25 children for 2 staff; the limit for them is 24." in told
    assert "1 open case doesn't say how many children" in told
    assert "CB-" not in told
    team = await story.types("Priya", "team")
    assert "Family Support North: 25 children for 2 staff" in team
    await no_message(story, "Helen", "limit")
    await no_message(story, "Owen", "Family Support North")
    await story.waits_until(at(11, 10))
    assert len([m for m in await story.messages("Priya") if "policy's limit" in m.text]) == 1


@pytest.mark.policy("southwark")
async def test_unknown_numbers_are_never_taken_for_few(story: Driver) -> None:
    await no_message(story, "Priya", "limit")
    team = await story.types("Priya", "team")
    assert (
        "0 children for 2 staff; the limit for them is 24. 4 open cases don't say how many children" in team
    )


async def test_a_policy_without_a_limit_counts_nothing(story: Driver) -> None:
    assert "staff" not in (await story.types("Priya", "team")).text


@pytest.mark.policy("southwark")
async def test_what_the_policy_leaves_open_is_said_with_whom_to_ask(story: Driver) -> None:
    """S23: "this policy sets no …, ask …", in the rule's own words."""
    await story.types("Helen", "due @Priya")
    why = await story.presses("Helen", "Why?", on="Supervision for Priya Invented")
    assert "The policy doesn't say: How often supervisors are supervised. Ask Adel Madeup" in why


async def test_where_nobody_is_above_the_supervisor_it_is_their_line_that_is_missing(story: Driver) -> None:
    """Helen wasn't shown that nothing goes further, and Adel read that nobody is above Helen."""
    said = await story.types("Helen", "concern")
    assert "No line manager is recorded for Adel Madeup" in said, said.text
    own = await story.types("Adel", "concern")
    assert "No line manager is recorded for you" in own, own.text
