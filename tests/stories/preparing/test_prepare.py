"""Prepare, share, read, the day's checklist, an audit's points: B12, B13, B14, B26, B41."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlmodel import col

from policy.facts import SubjectKind
from storage import actions, tables
from storage.engine import open_engine
from storage.facts.readers import of_holding
from storage.transactions import write_transaction
from tests.stories import council
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.records.test_record import hold

INVITED = "Prepare for case supervision with Priya Invented"
SECRET = "Gran says he sleeps badly"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def invited(story: Driver) -> Seen:
    """Three working days before Monday's session."""
    await story.waits_until(at(4, 9, 1))
    return await message(story, "Amara", INVITED)


async def shares(story: Driver, case: str = "CB-10234", **answers: str) -> Seen:
    await story.types("Amara", f"prepare {case}")
    return await story.fills(
        "Amara", "Share with my supervisor", **{"worrying": SECRET, "decided": "Visit", **answers}
    )


async def nobody_knows(story: Driver, *words: str, but: tuple[str, ...] = ()) -> None:
    """No message to anybody holds these words."""
    for who in council.STAFF:
        for word in words if who not in but else ():
            await no_message(story, who, word)


# The invitation


async def test_the_invitation_says_when_with_whom_and_what_falls_due(story: Driver) -> None:
    await story.waits_until(at(3, 17))
    await no_message(story, "Amara", INVITED)
    seen = await invited(story)
    assert "Monday 9 November 2026 at 2:00 pm" in seen
    assert "CB-10240 by Monday 9 November 2026" in seen
    assert "CB-10234 by Tuesday 17 November 2026" in seen
    assert seen.buttons == ("Prepare CB-10240", "Prepare CB-10234", "Open the agenda", "I'm on it")
    form = await story.presses("Amara", "Prepare CB-10234", on=INVITED)
    assert form.title == "Prepare CB-10234"
    for prompt in ("What is worrying me and/or others", "What is working well", "What I have decided to do"):
        assert prompt in form
    assert "4. What I need help with today" in form
    assert "Only you can see this until you share it. Then Priya Invented can read it at once." in form
    assert "Somebody who covers later can read it only if you share it again." in form


@pytest.fixture
def carried(story: Driver, council_url: str) -> Driver:
    """Two actions from last time, one of them carried twice before: in the council as the story begins."""
    engine = open_engine(council_url)
    with write_transaction(engine, council.a_book(), council.START) as work:
        last = work.orm.execute(
            select(tables.Session).where(col(tables.Session.on) == date(2026, 10, 20))
        ).scalar_one()
        amara, priya = last.supervisee_id, last.supervisor_id
        actions.add(work, last.id or 0, None, priya, "Ask the school about Gran", "she collects him")
        actions.add(work, last.id or 0, None, amara, "Draw the genogram", "asked in August")
        work.orm.flush()
        old = select(tables.Action).where(col(tables.Action.owner_id) == amara)
        work.orm.execute(old).scalar_one().carried = 2
        work.touch(SubjectKind.PERSON, amara)
    engine.dispose()
    return story


@pytest.fixture
def without_cases(story: Driver, council_url: str) -> Driver:
    """Amara's cases became Tomasz's after her session was booked: in the council as the story begins."""
    engine, held, who = open_engine(council_url), tables.Allocation, tables.Person
    with write_transaction(engine, council.a_book(), council.START) as work:
        named = select(who).where(col(who.staff_number).in_(["S101", "S102"])).order_by(col(who.staff_number))
        amara, tomasz = work.orm.execute(named).scalars()
        for one in work.orm.execute(select(held).where(col(held.worker_id) == amara.id)).scalars():
            one.worker_id = tomasz.id
            work.touch(SubjectKind.CASE, one.case_id)
        work.touch_all(of_holding(work, [amara.id or 0, tomasz.id or 0]))
    engine.dispose()
    return story


async def test_whoever_has_nothing_to_prepare_is_not_asked_to(without_cases: Driver) -> None:
    assert "Prepare for" not in await without_cases.types("Amara", "due")
    await without_cases.waits_until(at(6, 9, 1))
    await no_message(without_cases, "Amara", "Prepare for case supervision")


async def test_actions_from_last_time_are_counted_in_chat_and_read_in_a_view(carried: Driver) -> None:
    story = carried
    seen = await invited(story)
    assert "From last time: 2 actions still open, 1 of them for the third time." in seen
    agenda = await story.presses("Amara", "Open the agenda", on=INVITED)
    assert "Ask the school about Gran" in agenda
    assert "Amara Example, Tuesday 3 November 2026, carried now for the third time" in agenda
    for heading in (
        "Previous actions",
        "Key dates (optional)",
        "Progress against the plan",
        "Actions going forward",
    ):
        assert heading in agenda
    await story.waits_until(at(9, 9, 1))
    check = await message(story, "Priya", "Today: case supervision with Amara Example")
    assert "2 actions still open, 1 of them for the third time" in check
    await nobody_knows(story, "Ask the school", "genogram")
    await story.presses("Priya", "Open the agenda", on="Today: case supervision")
    form = await story.presses("Priya", "Tick off what is done")
    assert form.title == "Actions with Amara Example"
    assert "Tick at least one" in (await story.fills("Priya", "They are done")).errors["actions_done"]
    done = next(value for label, value in story.options("Priya").items() if "genogram" in label)
    assert (await story.fills("Priya", "They are done", actions_done=[done])).title == "Ticked off"
    agenda = await story.presses("Amara", "Open the agenda", on=INVITED)
    assert "Ask the school about Gran" in agenda
    assert "genogram" not in agenda
    assert "1 action still open" in await message(story, "Priya", "Today: case supervision")


# The form


async def test_the_draft_is_private_until_it_is_shared(story: Driver) -> None:
    await invited(story)
    await story.presses("Amara", "Prepare CB-10234", on=INVITED)
    saved = await story.fills("Amara", "Save draft", worrying=SECRET)
    assert saved.title == "Draft saved: CB-10234"
    chosen = await story.presses("Amara", "Another case")
    assert chosen.title == "Which case do you want to prepare?"
    other = next(value for label, value in story.options("Amara").items() if "CB-10240" in label)
    opened = await story.fills("Amara", "Open the form", chosen=other)
    assert opened.title == "Prepare CB-10240"
    await nobody_knows(story, "prepared", but=("Amara",))
    await nobody_knows(story, SECRET)
    again = await story.types("Amara", "prepare cb-10234")
    assert again.values["worrying"] == SECRET
    await story.fills("Amara", "Share with my supervisor", decided="Ask the school")
    told = await message(story, "Priya", "Amara Example has prepared CB-10234")
    assert "Monday 9 November 2026 at 2:00 pm" in told
    assert told.buttons == ("Read",)
    await nobody_knows(story, SECRET, "Ask the school")
    read = await story.presses("Priya", "Read", on="Amara Example has prepared CB-10234")
    assert read.title == "CB-10234, prepared by Amara Example"
    assert SECRET in read
    assert "What I have decided to do Ask the school" in read
    assert "What is working well" not in read


async def test_one_note_is_enough(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    shared = await story.fills("Amara", "Share with my supervisor", worrying=SECRET)
    assert shared.title == "Shared with Priya Invented: CB-10234"
    assert "may be put on the child's file as a case note. (B41, “Appendix 4”)" in shared


async def test_a_draft_may_be_anything_and_deleted(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    assert "Write something first" in (await story.fills("Amara", "Save draft")).errors["worrying"]
    await story.fills("Amara", "Save draft", help="Only this")
    form = await story.types("Amara", "prepare CB-10234")
    assert "Delete my draft" in form.buttons
    assert (await story.fills("Amara", "Delete my draft")).title == "Draft deleted: CB-10234"
    assert (await story.types("Amara", "prepare CB-10234")).values["help"] == ""


async def test_the_copy_is_a_view_and_shares_nothing(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    copy = await story.fills("Amara", "Copy for the child's file", worrying=SECRET, help="Threshold?")
    assert copy.title == "For the child's file: CB-10234"
    assert f"What is worrying me and/or others {SECRET} What I need help with today Threshold?" in copy
    assert "B41" in copy
    await no_message(story, "Priya", "has prepared")
    assert (await story.types("Amara", "prepare CB-10234")).values["help"] == "Threshold?"


async def test_what_is_changed_after_sharing_is_a_draft_until_shared_again(story: Driver) -> None:
    await shares(story)
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "Save draft", worrying="Second thoughts")
    read = await story.presses("Priya", "Read", on="has prepared CB-10234")
    assert SECRET in read
    assert "Second thoughts" not in read
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "Share with my supervisor")
    changed = "Amara Example has changed what they prepared for CB-10234"
    assert (await message(story, "Priya", "has prepared CB-10234")).buttons == ("Read",)
    assert (await message(story, "Priya", changed)).buttons == ("Read",)
    assert "Second thoughts" in await story.presses("Priya", "Read", on=changed)


async def test_it_opens_without_a_booked_session(story: Driver) -> None:
    overview = await story.types("Tomasz", "prepare")
    assert "No case session is booked. You can prepare all the same." in overview
    form = await story.presses("Tomasz", "Prepare CB-10251")
    assert "What you write is kept for the next one." in form
    await story.fills("Tomasz", "Share with my supervisor", decided="Nothing for now")
    told = await message(story, "Priya", "Tomasz Sample has prepared CB-10251")
    assert "No case session is booked yet." in told
    assert "Nothing for now" in await story.presses("Priya", "Read", on="has prepared CB-10251")


# Wondering about an ad hoc session


async def test_who_answered_the_first_three_is_asked_whether_it_can_wait(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    asked = await story.fills(
        "Amara", "I wonder about an extra session", worrying="a", working_well="b", decided="c"
    )
    assert asked.title == "Can CB-10234 wait?"
    assert "Your next case supervision is with Priya Invented, Monday 9 November 2026 at 2:00 pm." in asked
    assert "consider whether it can wait for the next one booked. (B13, “Appendix 4”)" in asked
    assert asked.buttons == ("It can wait", "Ask for an extra session")
    waits = await story.presses("Amara", "It can wait")
    assert "It is kept for case supervision with Priya Invented, Monday 9 November 2026" in waits
    await nobody_knows(story, "extra", "has prepared")


async def test_who_did_not_is_pointed_to_the_prompts_and_may_ask(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    answer = await story.fills("Amara", "I wonder about an extra session", worrying="a")
    assert "Prompts 1 to 3 may show you that it can wait" in answer
    assert answer.buttons == ("Go on writing", "Ask for an extra session")
    assert (await story.presses("Amara", "Go on writing")).values["worrying"] == "a"


# The supervisor's day


async def test_the_supervisors_checklist_at_the_start_of_the_day(story: Driver) -> None:
    await shares(story)
    await story.waits_until(at(6, 17))
    await no_message(story, "Priya", "Today: case supervision")
    await story.waits_until(at(9, 9, 1))
    check = await message(story, "Priya", "Today: case supervision with Amara Example")
    assert "Monday 9 November 2026 at 2:00 pm" in check
    assert "Preparation is there for CB-10234." in check
    assert "CB-10240 by Monday 9 November 2026" in check
    assert "Check in MOSAIC and the performance reports that workflow is being managed" in check
    assert "B14, “Preparation for case supervisions”" in check
    assert check.buttons == ("Read CB-10234", "Open the agenda")
    await shares(story, "CB-10240")
    later = await message(story, "Priya", "Today: case supervision with Amara Example")
    assert "Preparation is there for CB-10234 and CB-10240." in later
    assert SECRET in await story.presses("Priya", "Read CB-10240", on="Today: case supervision")
    agenda = await story.presses("Priya", "Open the agenda", on="Today: case supervision")
    assert "Progress against the plan" in agenda
    assert agenda.buttons == ("Read CB-10234", "Read CB-10240")


async def test_what_is_done_before_a_session_is_not_asked_once_it_is_over(story: Driver) -> None:
    """Monday's ends at half past three: to prepare, and to look through its cases."""
    preparing, looking = "Prepare for case supervision", "Look through the cases before"
    await story.waits_until(at(9, 13, 50))
    assert preparing in await story.types("Amara", "due")
    assert looking in await story.types("Priya", "due")
    await story.waits_until(at(9, 15, 40))
    assert preparing not in await story.types("Amara", "due")
    assert looking not in await story.types("Priya", "due")


async def test_a_checklist_says_nothing_of_what_is_not_prepared(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "Save draft", worrying=SECRET)
    await story.waits_until(at(9, 9, 1))
    check = await message(story, "Priya", "Today: case supervision with Amara Example")
    assert "repar" not in check.text.replace("Preparation for case supervisions", "")
    assert check.buttons == ("Open the agenda",)


# An audit's points


async def test_an_audits_points_come_up_under_their_own_heading(story: Driver) -> None:
    form = await story.types("Helen", "audit CB-10234")
    assert form.title == "Audit of CB-10234: a learning point or action"
    owner = story.options("Helen")["Amara Example"]
    saved = await story.fills("Helen", "Save the point", what="Chronology", why="Two gaps", owner=owner)
    assert "It comes up in Amara Example's next case supervision, Monday 9 November 2026" in saved
    seen = await invited(story)
    assert "Case audit: 1 point outstanding." in seen
    assert "From last time" not in seen
    agenda = await story.presses("Amara", "Open the agenda", on=INVITED)
    assert "Case audit - outstanding CB-10234, Amara Example, Tuesday 3 November 2026" in agenda
    assert "Chronology Why: Two gaps" in agenda
    await nobody_knows(story, "Chronology")


async def test_only_the_line_above_a_case_notes_its_audit(story: Driver) -> None:
    refused = [await story.types(who, "audit CB-10234") for who in ("Amara", "Tomasz", "Owen", "Sam")]
    unknown = await story.types("Priya", "audit CB-99999")
    assert {seen.text for seen in refused} == {unknown.text}
    await story.types("Priya", "audit CB-10234")
    asked = await story.fills("Priya", "Save the point", what="x" * 201, why="")
    assert set(asked.errors) == {"what", "why", "owner"}
    assert asked.values["what"] == "x" * 201


# Text for the record


async def acts(story: Driver, what: str, case: str) -> Seen:
    await story.presses("Priya", "Add an action")
    options = story.options("Priya")
    answers = {"what": what, "why": "dates", "owner": options["Amara Example"], "case": options[case]}
    return await story.fills("Priya", "Save the action", **answers)


async def test_what_was_prepared_and_said_is_copied_into_the_case_system(story: Driver) -> None:
    """Nothing is typed twice; a draft isn't in it, and no message keeps any of it."""
    await shares(story)
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "Save draft", worrying="Not yet for anybody")
    assert "Text for the record" in (await hold(story, "CB-10234", "CB-10240")).buttons
    assert "Text for the record" in (await acts(story, "Ring school", "CB-10234")).buttons
    seen = await story.presses("Priya", "Text for the record")
    assert "Copy each text into its record in MOSAIC." in seen
    assert "Case supervision on Monday 9 November 2026, 80 minutes" in seen
    assert "Present: Amara Example and Priya Invented" in seen
    assert f"What is worrying me and/or others {SECRET}" in seen
    assert "Ring school. Why: dates. Amara Example, Monday 9 November 2026" in seen
    assert "Discussed: CB-10240" in seen
    assert "Not yet for anybody" not in seen
    await story.waits_until(at(12, 9, 1))
    assert SECRET in await story.presses("Priya", "Text for the record", on="Record CB-10234")
    await nobody_knows(story, SECRET, "Ring school")


# Whoever covers


async def test_asking_for_an_extra_session_starts_from_the_form(story: Driver) -> None:
    await story.types("Amara", "prepare CB-10234")
    await story.fills("Amara", "I wonder about an extra session", worrying="a", working_well="b", decided="c")
    form = await story.presses("Amara", "Ask for an extra session")
    assert form.values["case"] == story.options("Amara")["CB-10234"]


# At rest


async def test_what_nobody_did_before_a_session_isnt_called_settled(story: Driver) -> None:
    await story.waits_until(at(9, 16))
    for who, asked in (
        ("Amara", "Prepare for case supervision with Priya Invented"),
        ("Priya", "Look through the cases for case supervision with Amara Example"),
    ):
        over = "before the session, which was booked for Monday 9 November 2026 at 2:00 pm."
        told = [m.text for m in await story.messages(who) if over in m.text]
        assert told, (who, asked, [m.text for m in await story.messages(who)])
        assert "any more" not in told[0]


async def test_what_was_shared_before_a_session_isnt_denied_for_a_draft_beside_it(story: Driver) -> None:
    """It was to be done before the session, said the message of whoever had shared one case and begun another."""
    await invited(story)
    await shares(story)
    await story.types("Amara", "prepare CB-10240")
    await story.fills("Amara", "Save draft", worrying=SECRET)
    await story.waits_until(at(9, 16))
    told = await message(story, "Amara", "CB-10234 was shared, a draft wasn't, before the session")
    assert "Monday 9 November 2026 at 2:00 pm" in told
