"""A record that isn't agreed: discussed, amended or not, asked again, referred to the next tier (B16, B17, B33); and
the notes of a personal session (B27)."""

from __future__ import annotations

import pytest

from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.absence.test_absence import away
from tests.stories.conftest import bots, on_desk
from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.records.test_record import at, hold


async def disagrees(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    said = await story.presses("Amara", "I don't agree", on="Do you agree the record of CB-10234?")
    assert said.title == "Noted: you don't agree"
    assert "Priya Invented is asked to discuss it with you." in said


async def test_a_disagreement_is_discussed_and_asked_again(story: Driver) -> None:
    await disagrees(story)
    asked = await message(story, "Priya", "Amara Example doesn't agree the record of CB-10234")
    assert asked.title.endswith("the record of CB-10234, Monday 9 November 2026"), "it names its session"
    assert (await story.types("Priya", "due")).text.count("disagreement about CB-10234") == 1
    assert asked.buttons == ("Amended: ask again", "Not amended: ask again", "Refer to the next tier")
    await story.waits_until(at(10, 10))
    waits = await story.types("Amara", "my")
    assert "You wait for an answer: 1" in waits
    assert "Priya Invented is to discuss it with you, and asks you again." in waits
    form = await story.presses("Priya", "Amended: ask again", on="doesn't agree")
    assert "Amara Example reads them" in form
    again = await story.fills("Priya", "Ask again", outcome="The date of the visit is put right")
    assert "Amara Example is asked to agree the record of CB-10234; the days run anew." in again
    request = await message(story, "Amara", "Do you agree the record of CB-10234?")
    assert "Please answer by Tuesday 17 November 2026" in request
    assert "After you disagreed, the record of CB-10234 was amended." in request
    assert "put right" not in request
    read = await story.presses("Amara", "Read what was amended", on="Do you agree the record of CB-10234?")
    assert "What was amended, says Priya Invented" in read
    assert "The date of the visit is put right" in read
    for page in [await story.types("Amara", command) for command in ("my", "due")]:
        assert "After you disagreed, the record of CB-10234 was amended." in page, "only the message said so"
        assert "Read what was amended" in page.buttons
    assert "After you disagreed" not in await story.types("Priya", "due @Amara")
    await story.types("Amara", "due")
    said = await story.presses("Amara", "I don't agree", on="Agree the record of CB-10234")
    assert said.title == "Noted: you don't agree", "of one it isn't asked which"
    await story.presses("Priya", "Not amended: ask again", on="doesn't agree the record")
    missing = await story.fills("Priya", "Ask again", outcome="")
    assert missing.errors == {"outcome": "Say why it isn't amended."}
    await story.fills("Priya", "Ask again", outcome="The visit was on that day")
    assert "wasn't amended" in await message(story, "Amara", "Do you agree the record of CB-10234?")
    await story.presses("Amara", "I agree", on="Do you agree the record")
    await story.waits_until(at(20, 10))
    await no_message(story, "Priya", "Close the record")


async def test_what_is_asked_again_is_asked_by_its_own_day_and_not_by_that_of_the_sessions_others(
    story: Driver,
) -> None:
    await hold(story, "CB-10234", "CB-10240")
    await story.presses("Priya", "Both recorded", on="held")
    await story.presses("Amara", "I don't agree with one of them", on="Do you agree the record")
    none = await story.fills("Amara", "I don't agree with these", which=[])
    assert set(none.errors) == {"which"}
    picked = story.options("Amara")["CB-10234"]
    await story.fills("Amara", "I don't agree with these", which=[picked])
    await story.waits_until(at(11, 10))
    await story.presses("Priya", "Amended: ask again", on="doesn't agree")
    await story.fills("Priya", "Ask again", outcome="The date of the visit is put right")
    again = await message(story, "Amara", "Do you agree the record of CB-10234?")
    assert "Please answer by Wednesday 18 November 2026" in again
    listed = await story.types("Amara", "due")
    assert "Records to agree, Amara Example's case supervision with Priya Invented" in listed, (
        "not with herself"
    )
    assert "Monday 16 November 2026" in listed


async def test_whose_supervisor_is_away_reads_so_and_can_refer_it_at_once(story: Driver) -> None:
    """They read that the supervisor was asked to discuss it, and the next tier that the two couldn't settle it."""
    await hold(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    await away(story, "Helen", "Priya", first="2026-11-09")
    said = await story.presses("Amara", "I don't agree", on="Do you agree the record of CB-10234?")
    now = "Priya Invented is unavailable. You can refer it to the next tier now."
    assert now in said, said.text
    assert "Refer to the next tier" in said.buttons
    page = await story.types("Amara", "my")
    assert f"You don't agree the record of Monday 9 November 2026. {now}" in page, page.text
    assert "Refer to the next tier" in page.buttons
    shown = await message(story, "Amara", "You don't agree the record of CB-10234")
    assert now in shown
    assert "discuss it" not in shown.text + page.text
    await story.presses("Amara", "Refer to the next tier", on="You don't agree the record of CB-10234")
    told = await message(story, "Helen", "Amara Example's disagreement about CB-10234 is referred to you")
    refers = (
        "Amara Example refers it to you. Priya Invented is unavailable. Speak with Amara Example, and say"
    )
    assert refers in told, told.text


@pytest.mark.parametrize("who", ["Amara", "Priya"])
async def test_either_refers_what_stays_unresolved(story: Driver, who: str) -> None:
    await disagrees(story)
    on = (
        "You don't agree the record of CB-10234" if who == "Amara" else "doesn't agree the record of CB-10234"
    )
    shown = await message(story, who, on)
    assert "B33" in shown
    said = await story.presses(who, "Refer to the next tier", on=on)
    assert "Helen Fictional is told that the disagreement about CB-10234 is referred." in said
    told = await message(story, "Helen", "Amara Example's disagreement about CB-10234 is referred to you")
    assert "Amara Example and Priya Invented" in told
    assert told.buttons == ("To be amended", "It stands")
    shown = await message(story, "Amara", "You don't agree the record of CB-10234")
    assert "The record of CB-10234 was referred to the next tier on Monday 9 November 2026." in shown
    assert shown.buttons == ()
    asked = await message(story, "Priya", "Settle the disagreement about CB-10234")
    now = "Referred to the next tier on Monday 9 November 2026. Helen Fictional has it now, to decide."
    assert now in asked, asked.text
    for one in ("Amara", "Priya", "Helen"):
        assert "Decide about the disagreement that was referred" in await story.types(one, "due")


async def test_the_next_tier_has_it_amended_and_it_is_asked_again(story: Driver) -> None:
    await disagrees(story)
    await story.types("Priya", "due")
    unchanged = story.token("Priya", "Not amended: ask again")
    await story.presses("Amara", "Refer to the next tier", on="You don't agree the record of CB-10234")
    await story.waits_until(at(12, 10))
    await message(story, "Helen", "Amara Example's disagreement about CB-10234 is referred to you")
    await story.types("Helen", "due")
    said = await story.presses("Helen", "To be amended", on="Decide about the disagreement")
    assert "Priya Invented is asked to amend the record of CB-10234" in said
    told = await message(story, "Amara", "The record of CB-10234 is to be amended")
    assert "Helen Fictional decided on Thursday 12 November 2026" in told
    await story.waits_until(at(13, 10))
    asked = await message(story, "Priya", "To be amended: the record of CB-10234")
    assert asked.buttons == ("Amended: ask again",)
    await no_message(story, "Priya", "The record of CB-10234 is to be amended")
    waits = await story.types("Amara", "my")
    assert "Helen Fictional decided on Thursday 12 November 2026. Priya Invented is to amend it" in waits
    assert "to discuss it" not in waits
    for words in ("my", "due"):
        buttons = (await story.types("Priya", words)).buttons
        assert "Amended: ask again" in buttons, "it binds whoever amends"
        assert not {"Not amended: ask again", "Refer to the next tier"} & set(buttons)
    refused = await story.sends("Priya", unchanged)
    assert "It was decided that this record is amended" in refused
    await story.presses("Priya", "Amended: ask again", on="To be amended: the record")
    await story.fills("Priya", "Ask again", outcome="As agreed with Helen")
    await message(story, "Amara", "Do you agree the record of CB-10234?")
    # Not agreed again, it can be referred again.
    await story.presses("Amara", "I don't agree", on="Do you agree the record")
    assert (
        "Refer to the next tier"
        in (await message(story, "Amara", "You don't agree the record of CB-10234")).buttons
    )
    assert "Refer to the next tier" in (await story.types("Priya", "due")).buttons


async def test_the_next_tier_lets_it_stand(story: Driver) -> None:
    await disagrees(story)
    await story.presses("Priya", "Refer to the next tier", on="doesn't agree the record of CB-10234")
    await story.types("Helen", "due")
    lent = story.token("Helen", "It stands")
    await story.presses("Helen", "It stands", on="is referred to you")
    for who in ("Amara", "Priya"):
        told = await message(story, who, "The record of CB-10234 stands")
        assert "Helen Fictional decided on Monday 9 November 2026: it stands." in told
        assert "Decide about" not in await story.types(who, "due")
    again = await story.sends("Helen", lent)
    assert again.title in ("Already done", "Not done")


async def test_what_is_referred_doesnt_wait_for_a_manager_who_is_away(story: Driver) -> None:
    await away(story, "Sam", "Helen", kind="planned", first="2026-11-09", last="2026-11-20")
    await disagrees(story)
    said = await story.presses("Priya", "Refer to the next tier", on="doesn't agree the record of CB-10234")
    assert "Adel Madeup is told" in said
    await message(story, "Adel", "Amara Example's disagreement about CB-10234 is referred to you")
    await no_message(story, "Helen", "is referred to you")


async def test_what_was_referred_meanwhile_is_asked_of_the_manager_who_is_back(story: Driver) -> None:
    """The card of whoever stood in kept its buttons, which refused, and the manager heard of it days later."""
    await away(story, "Sam", "Helen", first="2026-11-09")
    await disagrees(story)
    await story.presses("Priya", "Refer to the next tier", on="doesn't agree the record of CB-10234")
    on = "Amara Example's disagreement about CB-10234 is referred to you"
    assert "It stands" in (await message(story, "Adel", on)).buttons
    await story.types("Sam", "back @Helen")
    await story.fills("Sam", "Save", back="2026-11-11")
    await story.waits_until(at(11, 9, 10))
    there = await message(story, "Adel", on)
    assert "Helen Fictional has it now, to decide." in there
    assert there.buttons == ()
    assert "It stands" in (await message(story, "Helen", on)).buttons
    await story.presses("Helen", "It stands", on=on)
    assert "Helen Fictional decided on Wednesday 11 November 2026: it stands." in await message(
        story, "Adel", on
    )


async def test_an_answer_after_the_silence_is_a_disagreement(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    await story.waits_until(at(17, 10))
    told = await message(story, "Amara", "No reply, taken as agreed")
    assert "taken as agreed (B16" in told
    await story.presses("Amara", "I don't agree", on="No reply, taken as agreed")
    asked = await message(story, "Priya", "Amara Example doesn't agree the record of CB-10234")
    assert "It had been taken as agreed on Monday 16 November 2026; the answer came later" in asked
    turned = await message(story, "Amara", "You don't agree the record of CB-10234")
    assert "Priya Invented discusses it with you, then asks again." in turned
    assert "Refer to the next tier" in turned.buttons
    assert not [m for m in await story.messages("Amara") if "Nothing is asked" in m]
    for who, words in (("Amara", "due met"), ("Priya", "due @Amara met")):
        done = await story.types(who, words)
        assert "taken as agreed on Monday 16 November 2026" in done, done.text
        assert "not agreed in an answer that came later on Tuesday 17 November 2026" in done, done.text
    shut = await message(story, "Priya", "Close the record of CB-10234")
    assert "Not to be closed: Amara Example answered after that day that they don't agree the record." in shut
    await story.presses("Priya", "Amended: ask again", on="doesn't agree")
    await story.fills("Priya", "Ask again", outcome="The date of the visit is put right")
    asked = await message(story, "Priya", "Settle the disagreement about CB-10234")
    assert "Amara Example was asked again to agree the record." in asked, asked.text


async def test_the_days_to_answer_pause_while_the_supervisee_is_away(story: Driver) -> None:
    await hold(story, "CB-10234")
    await story.presses("Priya", "Recorded")
    await away(story, "Amara", "Amara", kind="planned", first="2026-11-11", last="2026-11-13")
    await story.waits_until(at(17, 10))
    await no_message(story, "Amara", "taken as agreed: CB-10234")
    await story.waits_until(at(20, 10))
    await message(story, "Amara", "No reply, taken as agreed: CB-10234")


async def held_personally(story: Driver) -> Seen:
    """Wednesday's, which was about no case."""
    await story.types("Priya", "book @amara wednesday 10am personal")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(4, 12))
    await story.presses("Priya", "Yes, it took place", on="personal supervision with Amara Example take")
    return await story.fills("Priya", "Save: it took place", minutes="60")


async def test_a_personal_sessions_notes_have_no_deadline_and_are_answered_from_receipt(
    story: Driver,
) -> None:
    held = await held_personally(story)
    assert "The policy sets no deadline" in held
    await story.presses("Priya", "Recorded")
    request = await message(story, "Amara", "Do you agree the record of the session?")
    assert "Please answer by Wednesday 11 November 2026" in request
    assert "B27" in request


async def test_a_disagreement_about_notes_of_no_case_names_whose_it_is(story: Driver) -> None:
    """It began in lower case, and the next tier read of “the session” alone."""
    await held_personally(story)
    await story.presses("Priya", "Recorded")
    await story.presses("Amara", "I don't agree", on="Do you agree the record of the session?")
    await story.presses("Amara", "Refer to the next tier", on="You don't agree the record of the session")
    shown = await message(story, "Amara", "You don't agree the record of the session")
    assert "The record of the session was referred to the next tier on Wednesday 4 November 2026." in shown, (
        shown.text
    )
    await message(story, "Helen", "Amara Example's disagreement about the session is referred to you")


async def test_whose_silence_was_taken_for_agreement_to_personal_notes_is_told_though_nobody_closes_them(
    story: Driver,
) -> None:
    await held_personally(story)
    await story.presses("Priya", "Recorded")
    await story.waits_until(at(12, 10))
    told = await message(story, "Amara", "No reply, taken as agreed: the session")
    assert "There was no reply by Wednesday 11 November 2026, so it was taken as agreed (B27" in told
    await story.presses("Amara", "I don't agree", on="No reply, taken as agreed")
    await message(story, "Priya", "Amara Example doesn't agree the record of the session")


@pytest.mark.parametrize("reason", ["sickness", "leave"])
async def test_a_day_off_that_only_a_cancelled_session_tells_of_is_no_day_to_reply(
    databases: Databases, reason: str
) -> None:
    """Nobody recorded that Amara was away: her session of 12 November was cancelled for it, and she is back on 17
    November. Until somebody says so, no reply is none of hers."""
    async with on_desk(bots(council.copied(databases), council.a_book())) as story:
        await hold(story, "CB-10234")
        await story.presses("Priya", "Recorded", on="CB-10234")
        await story.types("Priya", "book @Amara 12 november 10am")
        await story.presses("Priya", "Book it")
        await story.types("Priya", "cancel")
        await story.presses("Priya", "Cancel it", on="12 November")
        whose = story.options("Priya")["Amara Example"]
        await story.fills("Priya", "Cancel the session", reason=reason, whose=whose)
        await story.waits_until(at(18, 9, 1))
        await no_message(story, "Amara", "No reply, taken as agreed")
        await story.types("Amara", "back")
        await story.fills("Amara", "Save", date="2026-11-17")
        await story.waits_until(at(19, 9, 1))
        await no_message(story, "Amara", "No reply, taken as agreed")
        await story.waits_until(at(20, 9, 1))
        assert "Thursday 19 November 2026" in await message(story, "Amara", "No reply, taken as agreed")


async def test_what_is_decided_before_it_arrives_is_not_told_as_referred(story: Driver) -> None:
    """The manager read on the next morning that it was referred to them: they had decided it the evening before."""
    await disagrees(story)
    await story.waits_until(at(9, 19))
    await story.presses("Priya", "Refer to the next tier", on="doesn't agree the record of CB-10234")
    await story.types("Helen", "due")
    await story.presses("Helen", "It stands", on="Decide about the disagreement")
    await story.waits_until(at(10, 9, 5))
    await no_message(story, "Helen", "is referred to you")
    await message(story, "Amara", "The record of CB-10234 stands")


async def test_what_was_decided_to_be_amended_is_named_each_week_until_it_is(story: Driver) -> None:
    """After two reminders it was one of so many that wait, and whoever had decided it never heard."""
    await disagrees(story)
    await story.presses("Amara", "Refer to the next tier", on="You don't agree the record of CB-10234")
    await story.waits_until(at(10, 10))
    await story.presses("Helen", "To be amended", on="is referred to you")
    await story.waits_until(at(23, 9, 5))
    told = "Decided, and still to be amended: CB-10234 (Amara Example, Monday 9 November 2026)."
    read = {}
    for who in ("Priya", "Helen"):
        read[who] = sum(told in m.text for m in await story.messages(who))
        assert read[who], who
    await story.presses("Priya", "Amended: ask again", on="To be amended: the record")
    await story.fills("Priya", "Ask again", outcome="As agreed with Helen")
    await story.waits_until(at(30, 9, 5))
    for who, before in read.items():
        assert sum(told in m.text for m in await story.messages(who)) <= before, who


async def test_what_nobody_settles_is_named_each_week_and_may_be_referred(story: Driver) -> None:
    """It was one of so many that wait, and after ten weeks still was; the page it was read on had no way to refer
    it."""
    await disagrees(story)
    await story.waits_until(at(23, 9, 5))
    waits = "(Amara Example, Monday 9 November 2026)."
    for who in ("Priya", "Helen"):
        shown = [m.text for m in await story.messages(who)]
        assert any(f"Not agreed, and still to be settled: CB-10234 {waits}" in text for text in shown), who
    page = await story.types("Amara", "my")
    assert "Priya Invented is to discuss it with you" in page
    await story.presses("Amara", "Refer to the next tier", on="The record of CB-10234")
    assert "Helen Fictional is to decide." in await story.types("Amara", "my")
    await story.waits_until(at(21, 9, 5, month=12))
    shown = [m.text for m in await story.messages("Helen")]
    assert any(f"Referred, and still to be decided: CB-10234 {waits}" in text for text in shown)


async def test_whoever_decided_that_a_record_is_to_be_amended_reads_that_it_is_not(story: Driver) -> None:
    """By the practice's days, and not in the name of a rule: none sets a day."""
    await disagrees(story)
    await story.presses("Amara", "Refer to the next tier", on="You don't agree the record of CB-10234")
    await story.waits_until(at(10, 10))
    await story.presses("Helen", "To be amended", on="is referred to you")
    title = "Not amended yet: the record of CB-10234"
    await story.waits_until(at(16, 17))
    await no_message(story, "Helen", title)
    await story.waits_until(at(17, 9, 5))
    told = await message(story, "Helen", title)
    assert "You decided on Tuesday 10 November 2026: it is to be amended by Priya Invented." in told
    assert "It isn't amended yet: Priya Invented is still to ask Amara Example to agree it again." in told
    assert "Telling you is this council's practice." in told
    await story.presses("Priya", "Amended: ask again", on="To be amended: the record")
    await story.fills("Priya", "Ask again", outcome="As agreed with Helen")
    await no_message(story, "Helen", title)


async def test_whoever_waits_for_an_amendment_reads_that_whoever_is_to_make_it_is_away(story: Driver) -> None:
    """The supervisee, and whoever decided it: neither could say what it waited for, nor what to press."""
    await disagrees(story)
    await story.presses("Amara", "Refer to the next tier", on="You don't agree the record of CB-10234")
    await away(story, "Sam", "Priya", first="2026-11-10")
    await story.waits_until(at(10, 10))
    said = await story.presses("Helen", "To be amended", on="is referred to you")
    waits = "Priya Invented is unavailable. It waits for their return."
    assert waits in said, said.text
    assert waits in await message(story, "Amara", "The record of CB-10234 is to be amended")
    assert f"asks you again. {waits}" in await story.types("Amara", "my")
    await story.waits_until(at(17, 9, 5))
    told = await message(story, "Helen", "Not amended yet: the record of CB-10234")
    assert waits in told
    await story.presses("Helen", "Back on a date", on="Not amended yet: the record of CB-10234")
    await story.fills("Helen", "Save", back="2026-11-17")
    assert waits not in await message(story, "Helen", "Not amended yet: the record of CB-10234")
    assert waits not in await story.types("Amara", "my")
