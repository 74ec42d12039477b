"""Held, recorded, agreed: B15, B16, B17, B27, B33, B34."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policy.facts import SessionKind
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import desk_story
from tests.stories.driver import Driver, Seen, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def hold(story: Driver, *cases: str) -> Seen:
    """Priya says that Monday's session took place and that these cases were discussed; what she is then shown."""
    await story.waits_until(at(9, 15, 40))
    form = await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    picked = [value for label, value in story.options("Priya").items() if label in cases]
    assert form.title == "Case supervision with Amara Example"
    done = await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    assert "held" in done.title
    assert "to write in MOSAIC by Monday 16 November 2026" in done
    return done


async def test_a_session_is_not_held_by_an_untouched_form(story: Driver) -> None:
    """Nothing ticked is more often a slip than a session about no case; it can be said, with its own button."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    form = await story.fills("Priya", "Save: it took place", minutes="80")
    assert "Tick each case that was discussed" in form.errors["cases"]
    every = list(story.options("Priya").values())
    form = await story.fills("Priya", "It took place, no case discussed", minutes="80", cases=every[:1])
    assert "Untick them" in form.errors["cases"]
    done = await story.fills("Priya", "It took place, no case discussed", minutes="80", cases=[])
    assert "No case was discussed, so there is no record to write." in done


async def test_the_answer_names_a_case_that_was_left_out_and_is_due(story: Driver) -> None:
    """That it was due was first heard on the day after."""
    done = await hold(story, "CB-10234")
    assert "Not discussed, though due: CB-10240: Monday 9 November 2026, today." in done, done.text


async def test_what_is_due_can_be_done_from_the_list(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.types("Priya", "due")
    await story.presses("Priya", "Yes, it took place", on="Say whether")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    await story.presses("Priya", "Add an action")
    owner = story.options("Priya")["Amara Example"]
    saved = await story.fills("Priya", "Save the action", owner=owner, what="Ring school", why="Dates")
    assert saved.buttons == ("Recorded", "Add another action", "Book the next one", "Text for the record")
    await story.types("Priya", "due")
    assert "Recorded: CB-10234" in (await story.presses("Priya", "Recorded", on="Record CB-10234")).title
    await story.types("Amara", "due")
    agreed = await story.presses("Amara", "I agree", on="Agree the record of CB-10234")
    assert agreed.title == "Agreed"


async def test_records_of_one_session_are_one_thing_to_agree_and_to_close(story: Driver) -> None:
    await hold(story, "CB-10234", "CB-10240")
    await story.presses("Priya", "Both recorded", on="held")
    await story.waits_until(at(13, 9, 5))
    again = await message(story, "Amara", "Still to agree, session with Priya Invented")
    assert again.text.count("With no reply it is taken as agreed") == 1
    assert again.buttons == ("I agree with both", "I don't agree with one of them")
    await story.waits_until(at(17, 9, 5))
    taken = await message(story, "Amara", "No reply, taken as agreed, session with Priya Invented")
    assert taken.text.count("There was no reply by Monday 16 November 2026") == 1
    assert taken.buttons == ("I don't agree with one of them", "I agree with both")
    closing = await message(story, "Priya", "To close, session with Amara Example")
    assert closing.text.count("Note for MOSAIC") == 1
    assert closing.buttons == ("Both closed", "CB-10234 is closed", "CB-10240 is closed")
    await story.presses("Priya", "CB-10240 is closed")
    await story.presses("Amara", "I don't agree with one of them", on="taken as agreed")
    await story.fills("Amara", "I don't agree with these", which=[story.options("Amara")["CB-10234"]])
    await story.waits_until(at(17, 9, 10))
    await message(story, "Priya", "Amara Example doesn't agree the record of CB-10234")


async def test_all_that_is_to_be_closed_of_a_session_is_closed_in_one_go(story: Driver) -> None:
    """There was a button for each of them alone."""
    await hold(story, "CB-10234", "CB-10240")
    await story.presses("Priya", "Both recorded", on="held")
    await story.waits_until(at(17, 9, 5))
    done = await story.presses("Priya", "Both closed", on="To close, session with Amara Example")
    assert "The records of CB-10234 and CB-10240 are closed as taken as agreed." in done
    await story.waits_until(at(17, 9, 10))
    await no_message(story, "Priya", "To close, session with Amara Example")
    assert "Close the record" not in await story.types("Priya", "due")


async def test_the_record_one_is_asked_to_agree_is_a_link(sqlite: Databases) -> None:
    """How each platform shows a link is tested with its renderer."""
    links = {SessionKind.CASE: "https://cases.example.org/{reference}"}
    config = replace(council.book_for(council.CENTRAL), record_links=links)
    async with desk_story(sqlite, config=config) as story:
        await hold(story, "CB-10234")
        await story.presses("Priya", "Recorded", on="held")
        assert "Read it in MOSAIC." in await message(story, "Amara", "Do you agree the record of CB-10234?")
        assert '<a href="https://cases.example.org/CB-10234"' in story.inbox("Amara")


async def test_a_held_session_is_asked_about_recorded_and_agreed(story: Driver) -> None:
    await hold(story, "CB-10234", "CB-10240")
    due = await story.types("Priya", "due")
    assert ("Both recorded" in due.buttons, "Recorded" in due.buttons) == (True, False)
    of_one = await story.types("Priya", "due @Amara")
    assert of_one.buttons.count("Both recorded") == 1, "one item for a session, as in one's own list"
    above = await story.types("Helen", "due @Amara")
    assert not {"Both recorded", "Recorded"} & {*above.buttons}, "who doesn't answer for it reads of it"
    text = await story.presses("Priya", "Text for the record", on="Record CB-10234")
    assert text.title.startswith("Text for the record")
    await story.types("Priya", "due")
    each = await story.presses("Priya", "Not all of them", on="Record CB-10234")
    assert (each.title, each.buttons.count("Recorded")) == ("Records of one session to write", 2)
    assert each.buttons.count("Someone else writes it") == 2, "as in the message"
    await story.waits_until(at(12, 9, 1))
    due = await message(story, "Priya", "Record CB-10234")
    assert "To be written by Monday 16 November 2026." in due
    done = await story.presses("Priya", "Both recorded", on="Record CB-10234")
    assert done.title == "Recorded: CB-10234 and CB-10240"
    request = await message(story, "Amara", "Do you agree the record of")
    assert "Please answer by Thursday 19 November 2026" in request
    assert "taken as agreed (B16, “Recording of case supervisions”)" in request
    await story.presses("Amara", "I agree with both", on="Do you agree")
    await story.waits_until(at(1, 12, 0, month=12))
    await no_message(story, "Priya", "doesn't agree")
    await no_message(story, "Priya", "Close the record")


async def test_whether_the_plan_was_reviewed_is_asked_when_the_case_was_discussed(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(7, 9, 1, month=1).replace(year=2027))
    await message(story, "Priya", "Review the plan of CB-10234")
    await story.types("Priya", "due")
    held = "The plan was reviewed on Monday 9 November 2026"
    said = await story.presses("Priya", held, on="Review the plan of CB-10234")
    assert "The next review is counted from that session: CB-10234." in said
    assert "9 February 2027" in await story.types("Priya", "due CB-10234")


async def test_the_plans_of_several_are_asked_of_which(story: Driver) -> None:
    await hold(story, "CB-10234", "CB-10240")
    await story.presses("Priya", "Yes, the plan was reviewed")
    assert set(story.options("Priya")) == {"CB-10234", "CB-10240"}
    missing = await story.fills("Priya", "Save", plans=[])
    assert missing.errors == {"plans": "Tick at least one, or close this: nothing is noted then."}
    await story.fills("Priya", "Save", plans=[story.options("Priya")["CB-10234"]])
    why = await story.types("Priya", "due CB-10234")
    assert "Review the plan of CB-10234" in why
    assert "9 February 2027" in why


async def test_silence_is_taken_as_agreed_and_the_supervisor_closes(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    for hour in (0, 8):
        await story.waits_until(at(17, hour, 30))
        night = await message(story, "Amara", "No reply, taken as agreed: CB-10234")
        assert night.buttons == ("I don't agree", "I agree"), "what says so comes at nine"
        assert "in a message of its own" not in night
    await story.waits_until(at(17, 9, 1))
    closing = await message(story, "Priya", "Close the record of CB-10234")
    assert "no reply, taken as agreed" in closing
    assert "taken as agreed (B16, “Recording of case supervisions”)" in closing
    shown = await message(story, "Amara", "No reply, taken as agreed: CB-10234")
    assert shown.buttons == ("I don't agree", "I agree")
    alike = [m for m in await story.messages("Amara") if "No reply, taken as agreed: CB-10234" in m.title]
    assert [m.buttons for m in alike] == [("I don't agree", "I agree"), ()], (
        "the request has its answer there"
    )
    reminder = await message(story, "Amara", "Agree the record of CB-10234")
    assert "No reply: taken as agreed on Monday 16 November 2026." in reminder
    await story.presses("Priya", "Closed", on="Close the record of CB-10234")
    again = await message(story, "Priya", "Close the record of CB-10234")
    assert "Closed" not in again.buttons


async def test_a_late_record_goes_up_as_practice(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(23, 9, 1))
    late = await message(story, "Helen", "A record by Priya Invented is late")
    assert "this council's practice" in late
    assert "B15" not in late
    assert "unavailable" not in late


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_late_record_of_somebody_who_is_away_says_so_to_those_above(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(20, 12))
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", kind="unplanned", first="2026-11-20", last="2026-11-27")
    await story.waits_until(at(23, 9, 1))
    late = await message(story, "Helen", "A record by Priya Invented is late")
    assert "Priya Invented is unavailable until Friday 27 November 2026. It waits for their return." in late


async def test_a_case_record_is_delegated_and_written_by_another(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.waits_until(at(12, 12))
    await story.presses("Priya", "Someone else writes it", on="Record CB-10234")
    delegated = await story.fills("Priya", "Delegate", person=story.options("Priya")["Sam Pretend"])
    assert "You stay answerable." in delegated
    await story.waits_until(at(13, 12))
    asked = await message(story, "Sam", "Record CB-10234")
    assert asked.buttons == ("Recorded",)
    assert "To be written by Monday 16 November" in asked
    await story.waits_until(at(18, 12))
    mine = await story.types("Sam", "my")
    assert "Record CB-10234" in mine
    assert "It was to be written by Monday 16 November" in mine
    assert "Recorded: CB-10234" in (await story.presses("Sam", "Recorded", on="Record CB-10234")).title
    assert "Record CB-10234" not in await story.types("Sam", "my")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_said_days_later_in_the_evening_it_is_asked_once_and_then_goes_up(story: Driver) -> None:
    """To be written by 16 November, and said on the 24th: what asks for it and what calls it late come up together on
    the next morning. The one that was overtaken doesn't come a week later."""
    await story.waits_until(at(24, 19, 5))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    done = await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    assert "1 record was to" in done
    await no_message(story, "Priya", "Record CB-10240")
    await story.waits_until(at(1, 9, 5, month=12))
    asked = [seen for seen in await story.messages("Priya") if "Record CB-10240" in seen.text]
    assert len(asked) == 1
    assert "Recorded" in asked[0].buttons
    assert "It was to be written by Monday 16 November 2026." in asked[0]
    await message(story, "Helen", "A record by Priya Invented is late")


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "told"])
async def test_what_was_closed_or_told_as_taken_as_agreed_stays_so_whatever_is_learnt_of_days_away(
    story: Driver, closed: bool
) -> None:
    """A week later it is said that she wasn't there on a day before the last one for her reply."""
    await hold(story, "CB-10240")
    await story.presses("Priya", "Recorded")
    await story.types("Priya", "book @amara 13 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(17, 9, 5))
    if closed:
        await story.presses("Priya", "Closed")
    await story.waits_until(at(23, 9, 5))
    await story.presses("Priya", "No, it didn't", on="with Amara")
    await story.fills("Priya", "It didn't take place", reason="leave", whose="S101")
    await story.waits_until(at(24, 9, 5))
    assert "Agree the record" not in await story.types("Amara", "my")
    if not closed:
        assert "Closed" in (await story.types("Priya", "due")).buttons
        return
    assert "Close the record" not in await story.types("Priya", "my")
