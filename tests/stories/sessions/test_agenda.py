"""A group's agenda: what is raised stands on it two weeks ahead (S14, S3)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.tables import AgendaItem
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.sessions.test_group import at, book, hold

pytestmark = pytest.mark.policy("southwark")


async def review(story: Driver, day: str = "2026-11-24") -> None:
    """Of Amara's CB-10234."""
    await story.types("Amara", "event CB-10234")
    await story.fills("Amara", "Record it", what="review", on=day)


async def test_the_prompt_puts_the_case_on_the_agenda_and_the_leader_is_told(story: Driver) -> None:
    await book(story)
    await review(story)
    await story.waits_until(at(4, 9, 5))
    await message(story, "Amara", "Put CB-10234 on the agenda")
    assert "Put it on the agenda" in (await story.types("Amara", "due")).buttons
    done = await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    assert done.title == "On the agenda: CB-10234"
    assert "Group supervision is booked for Tuesday 10 November 2026 at 10:00 am" in done
    assert "Priya Invented is told" in done
    assert "later than the policy" not in done
    assert "Put CB-10234 on the agenda" not in await story.types("Amara", "due")
    await story.waits_until(at(5, 9, 5))
    told = await message(story, "Priya", "CB-10234 is on the agenda of group supervision")
    assert "Tuesday 24 November 2026. Raised by Amara Example." in told
    view = await story.presses("Priya", "Open the agenda", on="CB-10234 is on the agenda")
    assert "CB-10234, Amara Example" in view
    seen = await story.presses("Tomasz", "Open the agenda", on="Group supervision with Priya Invented")
    assert "CB-10234, Amara Example" in seen
    assert "Take it off" not in seen.buttons
    held = await hold(story, ["S101", "S102"], "CB-10234")
    assert "next agenda" not in held
    await story.waits_until(at(30, 9))
    await no_message(story, "Amara", "not discussed")


async def _held_after_a_review_of_its_day(story: Driver, *cases: str) -> Seen:
    """Priya says on the 12th that the group of the 10th took place; what a review of that day was raised for isn't left
    to the next."""
    await book(story)
    await review(story, "2026-11-10")
    await story.waits_until(at(4, 9, 5))
    await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    await story.waits_until(at(12, 9, 5))
    await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    assert "CB-10234 (Amara Example), on the agenda" in story.options("Priya")
    return await hold(story, ["S101", "S102"], *cases)


async def test_what_was_raised_for_the_day_of_the_group_is_on_its_agenda_afterwards_too(
    story: Telling,
) -> None:
    await _held_after_a_review_of_its_day(story, "CB-10234")
    with story.bot.read() as work:
        discussed = work.connection.execute(select(AgendaItem.__table__.c.discussed_in_id)).scalars().all()
    assert None not in discussed


async def test_what_was_raised_for_a_day_that_is_over_is_left_to_no_next_group(story: Driver) -> None:
    held = await _held_after_a_review_of_its_day(story, "CB-10240")
    assert "next agenda" not in held


async def test_what_came_up_in_a_group_that_is_taken_back_stands_on_its_agenda_again(story: Driver) -> None:
    await book(story)
    await review(story)
    await story.waits_until(at(4, 9, 5))
    await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.types("Priya", "held")
    await story.presses("Priya", "Take “held” back")
    await story.presses("Priya", "Yes, it took place")
    assert "CB-10234 (Amara Example), on the agenda" in story.options("Priya")


async def test_nearly_a_year_on_a_plan_is_prompted_and_stays_on_the_agenda(story: Driver) -> None:
    """S15: the plan began a year before 30 November 2026; it is prompted four weeks before, as practice says."""
    await book(story)
    await story.types("Amara", "event CB-10234")
    await story.fills("Amara", "Record it", what="plan", on="2025-11-30")
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Amara", "Put CB-10234 on the agenda: a child protection plan")
    assert "A child protection plan since Sunday 30 November 2025." in told
    assert "It goes on the agenda by Monday 30 November 2026." in told
    await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    await story.waits_until(at(5, 9, 5))
    view = await story.presses("Priya", "Open the agenda", on="CB-10234 is on the agenda")
    assert "A child protection plan, Sunday 30 November 2025. Raised by Amara Example." in view
    assert "Put CB-10234 on the agenda" not in await story.types("Amara", "due")


async def test_members_add_and_take_off_and_the_held_form_marks_it(story: Driver) -> None:
    await book(story)
    await story.waits_until(at(3, 9, 5))
    empty = await story.presses("Tomasz", "Open the agenda", on="Group supervision with")
    assert "No case is on the agenda yet." in empty
    await story.presses("Tomasz", "Add a case")
    assert set(story.options("Tomasz")) == {"CB-10251 (Tomasz Sample)", "CB-10300 (Tomasz Sample)"}
    value = story.options("Tomasz")["CB-10251 (Tomasz Sample)"]
    wrong = await story.fills("Tomasz", "Add", cases=[])
    assert wrong.errors == {"cases": "Tick at least one case, of those shown."}
    added = await story.fills("Tomasz", "Add", cases=[value])
    assert added.title == "On the agenda: CB-10251"
    await story.presses("Amara", "Open the agenda", on="Group supervision with")
    await story.presses("Amara", "Add a case")
    value = story.options("Amara")["CB-10240 (Amara Example)"]
    await story.fills("Amara", "Add", cases=[value])
    await story.presses("Amara", "Open the agenda", on="Group supervision with")
    off = await story.presses("Amara", "Take it off", on="CB-10240")
    assert off.title == "Off the agenda: CB-10240"
    await story.waits_until(at(10, 11, 1))
    await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    labels = list(story.options("Priya"))
    assert "CB-10251 (Tomasz Sample), on the agenda" in labels
    assert "CB-10240 (Amara Example)" in labels


async def test_what_a_group_does_not_reach_waits_for_the_next(story: Driver) -> None:
    await book(story)
    await review(story, "2026-12-08")
    await story.waits_until(at(9, 9, 5))
    await story.presses("Amara", "Open the agenda", on="Group supervision with")
    await story.presses("Amara", "Add a case")
    value = story.options("Amara")["CB-10234 (Amara Example)"]
    await story.fills("Amara", "Add", cases=[value])
    held = await hold(story, ["S101", "S102"], "CB-10251")
    assert "Not discussed, and on the next agenda: CB-10234." in held
    await story.waits_until(at(11, 9, 5))
    told = await message(story, "Amara", "CB-10234 was on the agenda and not discussed")
    assert "It stays on the agenda, for your next group." in told
    await book(story, date="2026-11-17")
    await story.waits_until(at(11, 9, 10))
    view = await story.presses("Amara", "Open the agenda", on="Group supervision with")
    assert "CB-10234, Amara Example" in view


async def test_what_is_not_reached_and_ahead_before_any_group_can_be_asked_about(story: Driver) -> None:
    await review(story, "2026-11-12")
    await story.waits_until(at(4, 9, 5))
    asked = await message(story, "Amara", "Put CB-10234 on the agenda")
    assert "It was to go on the agenda by Thursday 29 October 2026: the next group is the soonest" in asked
    await book(story)
    await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    await hold(story, ["S101", "S102"], "CB-10251")
    await story.waits_until(at(11, 9, 5))
    told = await message(story, "Amara", "CB-10234 was on the agenda and not discussed")
    assert "No group supervision is booked yet." in told
    assert "a review is on Thursday 12 November 2026, and no group is booked before it." in told
    form = await story.presses("Amara", "Ask for a session", on="on the agenda and not discussed")
    assert form.fields


async def test_raised_while_no_group_is_booked_the_supervisor_is_asked_for_one(story: Driver) -> None:
    await review(story)
    await story.waits_until(at(4, 9, 5))
    done = await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    assert "No group supervision is booked yet." in done
    await story.waits_until(at(5, 9, 5))
    told = await message(story, "Priya", "CB-10234 is on the agenda of group supervision")
    assert "Book group supervision" in told.buttons
    await book(story)
    await story.waits_until(at(5, 9, 10))
    told = await message(story, "Priya", "CB-10234 is on the agenda of group supervision")
    assert "Group supervision is booked for Tuesday 10 November 2026" in told
    told = await message(story, "Amara", "Group supervision with Priya Invented is booked")
    view = await story.presses("Amara", "Open the agenda", on="Group supervision with")
    assert "CB-10234, Amara Example" in view


async def test_a_group_later_than_two_weeks_before_says_so(story: Driver) -> None:
    await book(story, date="2026-11-12")
    await review(story)
    await story.waits_until(at(4, 9, 5))
    done = await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    assert "That is later than the policy wants it considered: ask for an earlier group." in done
    await story.waits_until(at(27, 9))
    await story.types("Priya", "due")


async def test_a_mistaken_event_takes_its_case_off_the_agenda(story: Driver) -> None:
    await book(story)
    await review(story)
    await story.waits_until(at(4, 9, 5))
    await story.presses("Amara", "Put it on the agenda", on="Put CB-10234")
    await story.types("Amara", "event CB-10234")
    await story.presses("Amara", "It was a mistake")
    await story.waits_until(at(5, 9, 5))
    told = await message(story, "Priya", "CB-10234 is on the agenda")
    assert "Nothing is asked of you here any more." in told
    view = await story.presses("Amara", "Open the agenda", on="Group supervision with")
    assert "No case is on the agenda yet." in view


async def adds(story: Driver, who: str, *labels: str) -> None:
    await story.presses(who, "Add a case")
    cases = [story.options(who)[label] for label in labels]
    await story.fills(who, "Add", cases=cases)


async def test_a_restricted_case_on_the_agenda_is_its_lines_alone(story: Driver) -> None:
    shared = {"recorder": "S501", "signer": "S202", "overseer": "S301"}
    when = {"date": "2026-11-10", "time": "10:00"}
    await story.types("Helen", "group 10 november 10am")
    await story.fills("Helen", "Book it", people=["S201", "S202"], **when, **shared)
    await story.waits_until(at(3, 9, 5))
    await story.presses("Owen", "Open the agenda", on="Group supervision with")
    await adds(story, "Owen", "CB-10999 (Owen Placeholder)")
    seen = await story.presses("Priya", "Open the agenda", on="Group supervision with")
    assert "CB-10999" not in seen
    mine = await story.presses("Owen", "Open the agenda", on="Group supervision with")
    assert "CB-10999" in mine


async def test_a_restricted_case_that_is_raised_is_told_in_its_line_alone(story: Driver) -> None:
    await book(story)
    await story.types("Owen", "event CB-10999")
    await story.fills("Owen", "Record it", what="review", on="2026-11-24")
    await story.waits_until(at(4, 9, 5))
    done = await story.presses("Owen", "Put it on the agenda", on="Put CB-10999")
    assert "Helen Fictional is told" in done
    await story.waits_until(at(5, 9, 5))
    await message(story, "Helen", "CB-10999 is on the agenda of group supervision")
    await no_message(story, "Priya", "CB-10999")
    seen = await story.presses("Amara", "Open the agenda", on="Group supervision with")
    assert "CB-10999" not in seen
    held = await hold(story, ["S101", "S102"], "CB-10251")
    assert "CB-10999" not in held


async def test_a_case_is_added_to_the_next_group_alone(story: Driver) -> None:
    await book(story)
    await book(story, date="2026-11-17", people=["S102"])
    await book(story, date="2026-11-24")
    await story.waits_until(at(3, 9, 5))
    later = await story.presses("Amara", "Open the agenda", on="24 November 2026")
    assert "Add a case" not in later.buttons
    first = await story.presses("Amara", "Open the agenda", on="10 November 2026")
    assert "Add a case" in first.buttons
