"""A longer interval asked for and granted in chat (C6, C8), on the supervision record, and what ends it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from storage import tables as t
from storage.facts.readers import of_people
from tests.infra.databases import Databases
from tests.stories.conftest import desk_story
from tests.stories.council import CASTS, NAMES
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, Seen, message, no_message

pytestmark = pytest.mark.policy("cambridgeshire-peterborough")


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def ask(
    story: Driver, who: str, case: str, every: str, why: str = "Settled since summer", **more: str
) -> Seen:
    await story.types(who, f"interval {case}")
    return await story.fills(who, "Ask for less often", every=every, why=why, **more)


async def book(story: Driver) -> None:
    """Tomasz was to be seen by 13 October: a case without a longer interval is due with that, whatever is booked."""
    await story.types("Priya", "book @tomasz 18 november 2pm")
    await story.presses("Priya", "Book it")


async def test_twelve_weeks_take_a_manager_above_and_the_supervision_record(story: Driver) -> None:
    await book(story)
    asked = await ask(story, "Tomasz", "CB-10300", "12 weeks")
    assert "Waiting for Helen Fictional or Adel Madeup" in asked
    await story.waits_until(at(3, 9, 5))
    assert "Helen Fictional or Adel Madeup decides" in await message(
        story, "Priya", "asked for every 12 weeks"
    )
    request = await message(story, "Helen", "Every 12 weeks for CB-10300?")
    assert "Settled" not in request
    assert "Settled since summer" in await story.presses("Helen", "Read why", on="Every 12 weeks")
    granted = await story.presses("Helen", "Grant", on="Every 12 weeks for CB-10300?")
    assert "counts once Priya Invented confirms that it is on the supervision record" in granted
    await story.waits_until(at(3, 9, 10))
    assert "It counts once the supervisor confirms" in await message(
        story, "Tomasz", "every 12 weeks is granted"
    )
    other = await message(story, "Adel", "A longer interval for CB-10300?")
    assert other.buttons == ()
    assert "Helen Fictional granted this on Tuesday 3 November 2026." in other, other.text
    assert "Tuesday 13 October 2026" in await story.types("Tomasz", "due CB-10300")
    why = await story.presses("Tomasz", "Why?", on="Discuss CB-10300")
    assert "doesn't count: the supervisor hasn't confirmed that it is on the supervision record" in why
    assert "Every 12 weeks was decided by Helen Fictional on Tuesday 3 November 2026." in why, why.text
    done = await story.presses("Priya", "It is on the supervision record")
    assert "Tuesday 8 December 2026" in done
    await story.waits_until(at(3, 9, 15))
    assert "counts now" in (await message(story, "Tomasz", "every 12 weeks counts")).title
    due = await story.types("Tomasz", "due CB-10300")
    assert "Tuesday 8 December 2026" in due
    assert (
        "granted for this case on Tuesday 3 November 2026 by the group manager, 12 weeks"
        in await story.presses("Tomasz", "Why?", on="Discuss CB-10300")
    )


async def test_what_is_asked_stands_on_the_pages_of_both_until_it_is_answered(story: Driver) -> None:
    """It was in messages alone: weeks later nobody's page said who waits for whom."""
    await ask(story, "Priya", "CB-10300", "12 weeks")
    await story.waits_until(at(24, 9, 5))
    waits = await story.types("Priya", "my")
    assert "You asked for it on Tuesday 3 November 2026. Nobody has decided yet" in waits
    assert "It waits for Helen Fictional or Adel Madeup." in waits, waits.text
    for who in ("Helen", "Adel"):
        assert "Every 12 weeks for CB-10300?" in await story.types(who, "my")
        assert "Asked of you: 1" in await story.types(who, "due")
    assert "Every 12 weeks" not in await story.types("Owen", "due")
    await story.presses("Adel", "Refuse", on="Every 12 weeks for CB-10300?")
    assert "Asked of you" not in await story.types("Helen", "due")
    assert "Nobody has decided yet" not in await story.types("Priya", "my")


async def test_the_supervisor_is_reminded_until_it_is_on_the_record(story: Driver) -> None:
    await ask(story, "Priya", "CB-10300", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Adel", "Grant", on="Every 12 weeks")
    await story.waits_until(at(10, 9, 5))
    found = [m for m in await story.messages("Priya") if "Is it on the supervision record" in m.text]
    assert len(found) == 2
    await story.presses("Priya", "It is on the supervision record")
    await story.waits_until(at(30, 12))
    found = [m for m in await story.messages("Priya") if "It is on the supervision record" in m.buttons]
    assert not found


async def test_up_to_eleven_weeks_the_supervisor_decides_alone(story: Driver) -> None:
    done = await ask(story, "Priya", "CB-10300", "11 weeks")
    assert done.title == "Granted: every 11 weeks for CB-10300"
    assert "Tuesday 1 December 2026" in done
    assert "It was late: due by Tuesday 13 October 2026, which stays on record." in done
    for typed in ("due CB-10300 met", "due @Priya met"):
        assert "missed, what was due by Tuesday 13 October 2026" in await story.types("Priya", typed)
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Tomasz", "every 11 weeks is granted")
    assert "Priya Invented granted it" in told
    assert "Next to be discussed in full by Tuesday 1 December 2026." in told, told.text
    await no_message(story, "Priya", "supervision record")
    await no_message(story, "Helen", "CB-10300")


async def test_a_worker_asks_the_supervisor_for_what_is_theirs_to_decide(story: Driver) -> None:
    assert "Waiting for Priya Invented" in await ask(story, "Tomasz", "CB-10300", "10 weeks")
    await story.waits_until(at(3, 9, 5))
    await no_message(story, "Helen", "CB-10300")
    refused = await story.presses("Priya", "Refuse", on="Every 10 weeks for CB-10300?")
    assert "Tomasz Sample is told" in refused
    await story.waits_until(at(3, 9, 10))
    assert "The usual interval stands" in await message(story, "Tomasz", "every 10 weeks is refused")


async def test_in_care_takes_a_group_or_service_manager_and_no_record(story: Driver) -> None:
    assert "Waiting for Helen" in await ask(story, "Priya", "CB-10251", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    granted = await story.presses("Helen", "Grant", on="CB-10251")
    assert "Tuesday 8 December 2026" in granted
    await story.waits_until(at(3, 9, 10))
    assert "Helen Fictional granted it" in await message(story, "Priya", "every 12 weeks is granted")


@pytest.mark.parametrize(
    ("case", "title", "said"),
    [
        (
            "CB-10240",
            "No longer interval is allowed for CB-10240",
            "The policy lets nobody grant a longer interval for this case",
        ),
        (
            "CB-10234",
            "No longer interval for CB-10234 while it isn't judged so",
            "Up to 8 weeks if a manager judges it “deemed stable by the manager”",
        ),
    ],
)
async def test_where_nothing_longer_is_allowed_the_worker_reads_what_is(
    story: Driver, case: str, title: str, said: str
) -> None:
    answer = await story.types("Amara", f"interval {case}")
    assert answer.title == title
    assert said in answer
    asks = "Ask Priya Invented for that judgement." in answer.text
    assert asks is (case == "CB-10234"), answer.text
    assert ("whatever is granted" in answer.text) is not asks, "a judgement alone is missing"


async def test_no_more_is_offered_than_may_be_granted(story: Driver) -> None:
    """C5 keeps every case to 12 weeks, C7 one on a protection plan to 4; a manager may always ask for it more often."""
    await story.types("Tomasz", "interval CB-10300")
    assert "12 weeks" in story.options("Tomasz")
    assert "16 weeks" not in story.options("Tomasz")
    form = await story.types("Priya", "interval CB-10240")
    assert set(story.options("Priya")) == {"1 week", "2 weeks", "3 weeks", "4 weeks"}
    assert "Ask for less often" not in form.buttons
    form = await ask(story, "Tomasz", "CB-10300", "16 weeks")
    assert form.errors["every"] == "Choose how often."


async def test_nobody_else_grants_and_nobody_twice(story: Driver) -> None:
    await ask(story, "Tomasz", "CB-10300", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    assert "Grant" not in (await story.types("Priya", "interval CB-10300")).buttons
    assert "Only those who supervise" in await story.types("Owen", "interval CB-10300")
    await story.types("Adel", "interval CB-10300")
    late = story.token("Adel", "Grant")
    await story.types("Helen", "interval CB-10300")
    first = story.token("Helen", "Grant")
    assert "no longer works" in await story.sends("Priya", first)
    assert "Granted" in await story.sends("Helen", first)
    assert "You already used this" in await story.sends("Helen", first)
    assert "Helen Fictional granted this on Tuesday 3 November 2026" in await story.sends("Adel", late)


async def test_who_asked_can_take_it_back(story: Driver) -> None:
    await ask(story, "Tomasz", "CB-10300", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    again = await ask_again(story)
    assert "Waiting for Helen" in again
    assert "Taken back" in (await story.presses("Tomasz", "Take the request back")).title
    await story.waits_until(at(3, 9, 10))
    assert (await message(story, "Helen", "A longer interval for CB-10300?")).buttons == ()
    assert "took the request back" in await message(story, "Priya", "no longer asked for")


async def ask_again(story: Driver) -> Seen:
    return await story.types("Tomasz", "interval CB-10300")


async def test_who_may_grant_is_asked_again_after_a_week(story: Driver) -> None:
    await ask(story, "Priya", "CB-10251", "12 weeks")
    await story.waits_until(at(9, 12))
    assert len([m for m in await story.messages("Helen") if "Every 12 weeks for CB-10251?" in m.text]) == 1
    await story.waits_until(at(11, 12))
    assert len([m for m in await story.messages("Helen") if "Every 12 weeks for CB-10251?" in m.text]) == 2
    await story.presses("Helen", "Grant", on="CB-10251")
    await story.waits_until(at(30, 12))
    assert not [m for m in await story.messages("Helen") if "Grant" in m.buttons]


async def test_wrong_answers_are_named_beside_their_fields(story: Driver) -> None:
    await story.types("Priya", "interval CB-10251")
    again = await story.fills("Priya", "Ask for less often", every="2 weeks", until="2026-11-02", why="")
    assert set(again.errors) == {"until", "why"}
    again = await story.fills("Priya", "Ask for less often", every="2 weeks", until="", why="Quiet")
    assert "no more often than that already" in again.errors["every"]


async def test_more_often_is_still_the_managers_own(story: Driver) -> None:
    form = await story.types("Priya", "interval CB-10240")
    assert form.title == "How often CB-10240 is discussed"
    saved = await story.fills("Priya", "Decide: more often", every="2 weeks", why="Risk")
    assert saved.title == "CB-10240: at least every 2 weeks"
    form = await story.types("Tomasz", "interval CB-10300")
    assert form.buttons == ("Ask for less often",)


@pytest.mark.policy("york")
async def test_a_policy_without_longer_intervals_offers_none(story: Driver) -> None:
    form = await story.types("Priya", "interval CB-10234")
    assert form.title == "Discuss CB-10234 more often"
    assert "whoever supervises you decides that. Ask Priya Invented." in await story.types(
        "Amara", "interval CB-10234"
    )


async def granted(story: Driver) -> None:
    """Twelve weeks for CB-10300, in force; the pair were to meet by 13 October."""
    await book(story)
    await ask(story, "Tomasz", "CB-10300", "12 weeks")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Helen", "Grant", on="CB-10300")
    await story.waits_until(at(3, 9, 10))
    await story.presses("Priya", "It is on the supervision record")
    assert "Tuesday 8 December 2026" in await story.types("Tomasz", "due CB-10300")


async def test_a_safeguarding_concern_ends_it_and_another_takes_another_grant(story: Driver) -> None:
    await granted(story)
    await story.waits_until(at(5, 10))
    form = await story.types("Tomasz", "event CB-10300")
    assert "does not replace the safeguarding procedure" in form
    saved = await story.fills("Tomasz", "Record it", what="safeguarding_concern", on="2026-11-04")
    assert "The longer interval of 12 weeks has ended" in saved
    assert "does not replace the safeguarding procedure" in saved
    await story.waits_until(at(5, 10, 5))
    ended = await message(story, "Priya", "the longer interval of 12 weeks has ended")
    assert "by Thursday 5 November 2026" in ended, "the day on which it was recorded"
    await no_message(story, "Owen", "CB-10300")
    assert "Thursday 5 November 2026" in await story.types("Tomasz", "due CB-10300")
    assert "so no longer interval can be granted" in await ask(story, "Tomasz", "CB-10300", "12 weeks")
    shown = await story.types("Priya", "event CB-10300")
    assert "and goes on" in shown
    await story.presses("Priya", "It is over")
    await story.waits_until(at(6, 10))
    assert "Waiting for Helen" in await ask(story, "Tomasz", "CB-10300", "12 weeks")


async def test_a_concern_recorded_by_mistake_ends_nothing(story: Driver) -> None:
    await granted(story)
    await story.types("Priya", "event CB-10300")
    await story.fills("Priya", "Record it", what="safeguarding_concern", on="2026-11-03")
    assert "Tuesday 13 October 2026" in await story.types("Tomasz", "due CB-10300")
    await story.types("Tomasz", "event CB-10300")
    assert "Taken away" in (await story.presses("Tomasz", "It was a mistake")).title
    assert "Tuesday 8 December 2026" in await story.types("Tomasz", "due CB-10300")


async def test_only_the_cases_line_records_an_event_and_each_wrong_day_is_named(story: Driver) -> None:
    for who, case in (("Owen", "CB-10300"), ("Amara", "CB-10300"), ("Priya", "CB-99999")):
        assert "Only those in the case's line" in await story.types(who, f"event {case}")
    assert "Which case?" in await story.types("Priya", "event")
    await story.types("Priya", "event CB-10300")
    again = await story.fills(
        "Priya", "Record it", what="safeguarding_concern", on="2026-11-04", until="2026-11-02"
    )
    assert "still to come" in again.errors["on"]
    assert "before it began" in again.errors["until"]


@pytest.mark.policy("central-bedfordshire")
async def test_a_policy_that_names_no_event_asks_about_none(story: Driver) -> None:
    assert "event CASE" not in await story.types("Priya", "help")
    assert "names nothing to record" in await story.types("Priya", "event CB-10234")


@pytest.mark.policy("southwark")
async def test_a_review_to_come_prompts_for_the_agenda_and_lapses(story: Driver) -> None:
    form = await story.types("Amara", "event CB-10234")
    assert "safeguarding" not in form
    again = await story.fills("Amara", "Record it", what="review", on="2026-11-02")
    assert "That day is over" in again.errors["on"]
    await story.fills("Amara", "Record it", what="review", on="2026-11-30")
    await story.waits_until(at(9, 9, 5))
    prompt = await message(story, "Amara", "Put CB-10234 on the agenda")
    assert "A review: Monday 30 November 2026" in prompt
    assert "by Monday 16 November 2026, so that" in prompt
    assert "A prompt, not a duty" in prompt
    why = await story.presses("Amara", "Why?", on="Put CB-10234 on the agenda")
    assert "A review: Monday 30 November 2026" in why
    assert "2 weeks before it: Monday 16 November 2026" in why
    await no_message(story, "Priya", "on the agenda")
    await story.waits_until(at(1, 9, 5, month=12))
    assert "Put CB-10234" not in await story.types("Amara", "due")
    assert "Why?" not in (await message(story, "Amara", "on the agenda")).buttons


# What changed between asking and answering: the tables are what an import would have written


def changed(story: DeskDriver, name: str, **columns: object) -> None:
    with story.bot.work() as work:
        who = work.orm.execute(select(t.Person).where(col(t.Person.name) == NAMES[name])).scalar_one()
        work.touch_all(of_people(work, [who.id]))
        for column, value in columns.items():
            setattr(who, column, value)


async def asked_of_helen(story: DeskDriver) -> str:
    await ask(story, "Tomasz", "CB-10300", "12 weeks")
    await story.types("Helen", "interval CB-10300")
    return story.token("Helen", "Grant")


async def test_nothing_is_granted_to_somebody_who_has_left(databases: Databases) -> None:
    async with desk_story(databases, CASTS["cambridgeshire-peterborough"]) as story:
        token = await asked_of_helen(story)
        changed(story, "Tomasz", left_on=date(2026, 11, 3))
        await story.waits_until(at(4, 9, 5))
        assert "Tomasz Sample, who asked for this, has left" in await story.sends("Helen", token)


async def test_whoever_no_longer_has_the_role_is_told_who_may(databases: Databases) -> None:
    async with desk_story(databases, CASTS["cambridgeshire-peterborough"]) as story:
        token = await asked_of_helen(story)
        changed(story, "Helen", role="team_manager")
        answer = await story.sends("Helen", token)
        assert (
            "Only a Group Manager or a Service Manager in the case's line can answer this. Ask Adel Madeup"
            in answer
        )


async def test_without_anybody_who_may_nobody_is_asked(databases: Databases) -> None:
    async with desk_story(databases, CASTS["cambridgeshire-peterborough"]) as story:
        changed(story, "Helen", role="team_manager")
        changed(story, "Adel", role="team_manager")
        answer = await ask(story, "Tomasz", "CB-10300", "12 weeks")
        assert "Nobody in this case's line is a Group Manager or a Service Manager" in answer


async def test_a_concern_recorded_meanwhile_stands_in_the_way(databases: Databases) -> None:
    async with desk_story(databases, CASTS["cambridgeshire-peterborough"]) as story:
        token = await asked_of_helen(story)
        await story.types("Priya", "event CB-10300")
        await story.fills("Priya", "Record it", what="safeguarding_concern", on="2026-11-03")
        assert "so it can't be granted" in await story.sends("Helen", token)


async def test_a_case_judged_otherwise_meanwhile_is_not_granted(databases: Databases) -> None:
    async with desk_story(databases, CASTS["cambridgeshire-peterborough"]) as story:
        token = await asked_of_helen(story)
        await story.types("Priya", "judge CB-10300")
        await story.fills("Priya", "Save the judgement", judged=[], why="A new partner")
        assert "doesn't allow every 12 weeks for CB-10300 any more" in await story.sends("Helen", token)


async def test_a_manager_ends_a_longer_interval_early(story: Driver) -> None:
    await granted(story)
    form = await story.types("Tomasz", "interval CB-10300")
    assert "End the longer interval of 12 weeks" not in form.buttons
    await story.types("Priya", "interval CB-10300")
    token = story.token("Priya", "End the longer interval of 12 weeks")
    assert (await story.sends("Owen", token)).title == "Not done"
    ended = await story.presses("Priya", "End the longer interval of 12 weeks")
    assert ended.title == "CB-10300: every 12 weeks has ended"
    assert "Tuesday 13 October 2026" in ended
    await story.waits_until(at(3, 9, 15))
    for who in ("Tomasz", "Helen"):
        assert "Priya Invented ended it." in await message(story, who, "every 12 weeks has ended")
    assert "Tuesday 13 October 2026" in await story.types("Tomasz", "due CB-10300")
    assert "End the longer" not in " ".join((await story.types("Priya", "interval CB-10300")).buttons)
