"""The agreement signed by both, the way for a concern, and what the policy says: B1–B3, B28–B31, B37, B44, B45."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.importing.faults import BadFilesError
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def send(story: Driver, often: str = "2 weeks") -> None:
    form = await story.types("Priya", "agreement @Amara")
    assert form.title == "Supervision agreement with Amara Example"
    sent = await story.fills("Priya", "Sign and send", read=["yes"], often=often)
    assert sent.title == "Signed and sent"


async def test_an_agreement_is_signed_by_both_and_sets_how_often_they_meet(story: Driver) -> None:
    form = await story.types("Priya", "agreement @Amara")
    assert "Both signatures and dates" in form
    assert "B3, “Supervision agreements”" in form
    form = await story.fills("Priya", "Sign and send", often="2 weeks")
    assert "both of you have read the policy" in form.errors["read"]
    await story.fills("Priya", "Sign and send", read=["yes"], often="2 weeks")
    asked = await message(story, "Amara", "Your supervision agreement with Priya Invented")
    assert "You meet: every 2 weeks." in asked
    signed = await story.presses("Amara", "I have read the policy and sign", on="Your supervision agreement")
    assert signed.title == "Signed"
    await message(story, "Priya", "Amara Example has signed the agreement")
    mine = await story.types("Priya", "due @Amara")
    assert "Supervision for Amara Example" in mine
    assert "Tuesday 3 November 2026" in mine
    settled = await message(story, "Amara", "Your supervision agreement")
    assert settled.buttons == ()


@pytest.mark.policy("york")
async def test_an_agreement_waits_for_the_supervisors_return(story: Telling) -> None:
    """The only word of it went to whoever covered, who can't sign one, and the supervisor never heard of it."""
    await story.types("Helen", "away @Owen")
    await story.fills("Helen", "Save", first="2026-11-03", last="2026-11-20")
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S101, S202, 04/11/2026"))
    await story.waits_until(at(4, 8, 30))
    await story.types("Helen", "away @Owen")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S201")
    await story.waits_until(at(12, 10))
    await no_message(story, "Priya", "Supervision agreement")
    await story.waits_until(at(23, 10))
    told = await message(story, "Owen", "Supervision agreement")
    assert "Start the agreement" in told.buttons, told.buttons


@pytest.mark.policy("york")
async def test_an_agreement_that_was_sent_is_not_offered_to_be_started_again(story: Telling) -> None:
    """The message went on offering it, and what was due didn't say with whom."""
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S101, S202, 04/11/2026"))
    await story.waits_until(at(5, 10))
    await story.presses("Owen", "Start the agreement", on="Supervision agreement")
    sent = await story.fills("Owen", "Sign and send", often="2 weeks")
    assert sent.title == "Signed and sent", sent.text
    await story.waits_until(at(5, 10, 5))
    told = await message(story, "Owen", "Supervision agreement")
    assert "Start the agreement" not in told.buttons
    for page in ("my", "due"):
        assert "Start the agreement" not in (await story.types("Owen", page)).buttons, page
    assert "Sign the supervision agreement with Owen Placeholder" in await story.types("Amara", "due")
    await story.presses("Amara", "I don't sign it", on="Your supervision agreement")
    await story.fills("Amara", "Say no", why="Every two weeks would do")
    await story.waits_until(at(5, 10, 10))
    assert "Start the agreement" in (await message(story, "Owen", "Supervision agreement at")).buttons


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_review_that_was_sent_says_whose_answer_it_waits_for(story: Telling) -> None:
    """Central Bedfordshire's review (B2) went on offering to be started, and whoever is away had it twice at once."""
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S101, S202, 06/11/2026"))
    await story.waits_until(at(5, 10))
    for who in ("Priya", "Owen"):
        assert "Agreement reviewed" not in await story.types(who, "my"), "before the change"
    await story.types("Amara", "away")
    await story.fills("Amara", "Save", kind="unplanned", first="2026-11-05", last="2026-11-18")
    await story.waits_until(at(6, 10))
    await story.presses("Owen", "Start the agreement", on="Agreement reviewed")
    await story.fills("Owen", "Sign and send", read=["yes"], often="2 weeks")
    waits = "You signed it on Friday 6 November 2026. It waits for Amara Example's answer."
    await story.waits_until(at(6, 10, 5))
    assert waits in await message(story, "Owen", "Agreement reviewed")
    for page in ("my", "due", "done @Amara"):
        shown = await story.types("Owen", page)
        assert waits in shown, shown.text
        assert "Start the agreement" not in shown.buttons, page
    await story.waits_until(at(19, 10))
    told = [one.text for one in await story.messages("Amara") if "upervision agreement with Owen" in one.text]
    assert [one.count("upervision agreement with Owen") for one in told] == [1], told
    assert "Owen Placeholder signed it on Friday 6 November 2026. It waits for your answer." in (
        await story.types("Amara", "due @Amara")
    )


async def test_a_supervisee_needs_no_name_and_reads_what_waits(story: Driver) -> None:
    form = await story.types("Amara", "agreement")
    assert form.title == "Supervision agreement with Priya Invented"
    assert "hasn't answered yet" not in form
    await story.fills("Amara", "Sign and send", read=["yes"])
    await story.waits_until(at(5, 10))
    waits = "You signed one on Tuesday 3 November 2026, and Priya Invented hasn't answered yet."
    assert waits in await story.types("Amara", "agreement")
    asked = await story.types("Priya", "agreement @Amara")
    assert "Amara Example signed one on Tuesday 3 November 2026 and waits for your answer" in asked


async def test_a_later_agreement_takes_the_place_of_one_not_yet_signed(story: Driver) -> None:
    await send(story)
    token_card = await message(story, "Amara", "every 2 weeks")
    assert "I have read the policy and sign" in token_card.buttons
    await story.waits_until(at(3, 9, 5))
    await send(story, "1 week")
    first = [m for m in await story.messages("Amara") if "agreement" in m.title][-1]
    assert first.buttons == ()
    await story.presses("Amara", "I have read the policy and sign", on="every week")
    await message(story, "Priya", "Amara Example has signed the agreement")


async def test_only_the_two_start_an_agreement(story: Driver) -> None:
    for who in ("Owen", "Helen", "Tomasz"):
        refused = await story.types(who, "agreement @Amara")
        assert "Only Amara Example and whoever supervises them start an agreement." in refused
    assert "Whose agreement?" in await story.types("Priya", "agreement")
    await send(story)
    for who in ("Amara",):
        await message(story, who, "Your supervision agreement")
    await no_message(story, "Tomasz", "agreement")


async def test_what_waits_for_a_signature_is_due_and_asked_again(story: Driver) -> None:
    await send(story)
    assert "Sign the supervision agreement with Priya Invented, or say no" in await story.types(
        "Amara", "due"
    )
    assert "Sign the supervision agreement" not in (await story.types("Priya", "team")).text
    shown = await story.presses("Amara", "Open it", on="Sign the supervision agreement")
    assert shown.title == "Your supervision agreement with Priya Invented"
    for day in (6, 13, 20):
        await story.waits_until(at(day, 10))
        again = await message(story, "Amara", "Still to sign: your supervision agreement with Priya Invented")
        assert "You were asked on Tuesday 3 November 2026." in again
        first = (await story.messages("Amara"))[-1]
        assert "answer there." in first
        assert first.buttons == ()
    await story.presses("Amara", "I have read the policy and sign", on="Still to sign")
    assert "Sign the supervision agreement" not in await story.types("Amara", "due")
    await message(story, "Priya", "Amara Example has signed the agreement")


async def test_an_agreement_is_declined_with_a_word_that_the_other_alone_reads(story: Driver) -> None:
    await send(story, "1 week")
    await story.presses("Amara", "I don't sign it", on="Your supervision agreement")
    wrong = await story.fills("Amara", "Say no", why="")
    assert "Say why, in a word" in wrong.errors["why"]
    said = await story.fills("Amara", "Say no", why="Every week is too much.")
    assert said.title == "Not signed"
    told = await message(story, "Priya", "Amara Example doesn't sign the agreement")
    assert "too much" not in told.text
    read = await story.presses("Priya", "Read why", on="doesn't sign the agreement")
    assert "Every week is too much." in read
    assert "Sign the supervision agreement" not in await story.types("Amara", "due")
    await story.waits_until(at(27, 10))
    await no_message(story, "Amara", "Still to sign")
    for who in ("Helen", "Sam"):
        await no_message(story, who, "sign the agreement")


async def test_the_supervisee_begins_one_and_the_supervisor_signs(story: Driver) -> None:
    form = await story.types("Amara", "agreement @Priya")
    assert form.title == "Supervision agreement with Priya Invented"
    await story.fills("Amara", "Sign and send", read=["yes"], often="2 weeks")
    asked = await message(story, "Priya", "Your supervision agreement with Amara Example")
    assert "You meet: every 2 weeks." in asked
    assert "Sign the supervision agreement" in await story.types("Priya", "due")
    await story.presses("Priya", "I have read the policy and sign", on="Your supervision agreement")
    await message(story, "Amara", "Priya Invented has signed the agreement")


async def test_of_two_that_cross_the_later_stands_and_each_reads_so(story: Driver) -> None:
    await story.types("Amara", "agreement @Priya")
    await story.fills("Amara", "Sign and send", read="yes", often="3 weeks")
    await story.types("Priya", "agreement @Amara")
    said = await story.fills("Priya", "Sign and send", read="yes", often="2 weeks")
    assert "It takes the place of what Amara Example had sent you: every 3 weeks." in said
    asked = await message(story, "Amara", "Your supervision agreement with Priya Invented")
    assert "You meet: every 2 weeks. It takes the place of what you sent: every 3 weeks." in asked
    await story.presses("Amara", "I have read the policy and sign", on="every 2 weeks")
    assert "Sign the supervision agreement" not in await story.types("Priya", "due")


@pytest.mark.policy("southwark")
async def test_two_agreements_of_one_moment_both_arrive(story: Driver) -> None:
    for who in ("Priya", "Owen"):
        await story.types(who, "agreement @Tomasz")
        await story.fills(who, "Sign and send", often="6 weeks")
    for who in ("Priya Invented", "Owen Placeholder"):
        asked = await message(story, "Tomasz", f"Your supervision agreement with {who}")
        assert "Sign" in asked.buttons
        await story.presses("Tomasz", "Sign", on=who)
    await message(story, "Priya", "Tomasz Sample has signed the agreement")
    await message(story, "Owen", "Tomasz Sample has signed the agreement")


async def test_a_concern_is_shown_to_the_asker_alone_until_they_ask_for_a_meeting(story: Driver) -> None:
    before = {who: len(await story.messages(who)) for who in ("Priya", "Helen", "Adel", "Sam")}
    card = await story.types("Amara", "concern")
    assert "Nobody is told that you asked this." in card
    assert "B30" in card
    assert "learning styles questionnaire" in card
    second = await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    assert "Priya Invented isn't told." in second
    assert {who: len(await story.messages(who)) for who in before} == before
    lent = story.token("Amara", "Ask Adel Madeup instead")
    sent = await story.presses("Amara", "Yes, ask Helen Fictional")
    assert "You'll hear once it has reached Helen Fictional." in sent
    asked = await message(story, "Helen", "Amara Example asks for a meeting with you")
    assert "who may observe a session" in asked
    assert "What Amara Example read of the policy:" in asked, "it speaks to her, not to whoever reads it"
    await message(story, "Amara", "Helen Fictional has your request")
    await no_message(story, "Priya", "meeting")
    again = await story.types("Amara", "concern")
    assert again.buttons == ("I don't need it any more",), "it is asked of one, once"
    await story.sends("Amara", lent)
    await story.presses("Amara", "Yes, ask Adel Madeup")


async def test_a_concern_waits_for_a_manager_who_is_away(story: Driver) -> None:
    await story.types("Sam", "away @Helen")
    await story.fills("Sam", "Save", kind="planned", first="2026-11-03", last="2026-11-05")
    await story.types("Amara", "concern")
    second = await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    assert "reads it on the return" in second
    await story.presses("Amara", "Yes, ask Helen Fictional")
    await story.waits_until(at(5, 17))
    await no_message(story, "Adel", "meeting")
    await no_message(story, "Amara", "has your request")
    await story.waits_until(at(6, 9, 1))
    await message(story, "Helen", "Amara Example asks for a meeting with you")
    await message(story, "Amara", "Helen Fictional has your request")


async def test_the_policy_is_shown_by_topic_with_its_clauses(story: Driver) -> None:
    card = await story.types("Amara", "policy")
    assert "Quality" in card.buttons
    quality = await story.presses("Amara", "Quality")
    for rule in ("B22", "B23", "B24", "B25", "B26"):
        assert rule in quality
    access = await story.types("Amara", "policy access")
    assert all(rule in access for rule in ("B28", "B29", "B45"))
    near = await story.types("Amara", "policy recordin")
    assert "B15, “Recording of case supervisions”" in near
    assert "The policy has no such topic here." in await story.types("Amara", "policy xyz")


async def ask_for_a_meeting(story: Driver, who: str, on: str = "") -> None:
    await story.types(who, "concern")
    await story.presses(who, "Ask for a meeting with Helen Fictional", on=on)
    await story.presses(who, "Yes, ask Helen Fictional")


async def test_a_concern_waits_with_whoever_is_asked_until_they_have_met(story: Driver) -> None:
    await ask_for_a_meeting(story, "Amara")
    assert "Answer a request for a meeting about supervision" in await story.types("Helen", "due")
    opened = await story.presses("Helen", "Open it", on="Answer a request for a meeting")
    assert opened.title == "Amara Example asks for a meeting with you"
    assert "We have met" in opened.buttons
    for who in ("Adel", "Priya"):
        assert "Answer a request for a meeting" not in (await story.types(who, "team")).text
    stands = await story.types("Amara", "concern")
    assert "You asked Helen Fictional on Tuesday 3 November 2026. Not answered yet." in stands
    for day in (6, 13, 20):
        await story.waits_until(at(day, 10))
        await message(story, "Helen", "Amara Example still asks for a meeting with you")
    assert "answer there." in await message(story, "Helen", "Amara Example asks for a meeting with you")
    await story.presses("Helen", "We meet on a day", on="still asks")
    past = await story.fills("Helen", "Save", on="2026-11-02")
    assert past.errors == {"on": "Choose today or a day to come."}
    await story.fills("Helen", "Save", on="2026-11-23")
    told = await message(story, "Amara", "Your meeting with Helen Fictional")
    assert "You are to meet on Monday 23 November 2026." in told
    assert "You are to meet on Monday 23 November 2026." in await story.types("Amara", "concern")
    await story.waits_until(at(24, 10))
    assert "You were to meet on Monday 23 November 2026." in await story.types("Amara", "concern")
    await message(story, "Helen", "1 thing waits without a deadline")
    await no_message(
        story, "Adel", "without a deadline"
    )  # whoever can't open it isn't told that there is one
    await story.presses("Helen", "We have met", on="still asks")
    assert "Answer a request" not in await story.types("Helen", "due")
    await message(story, "Amara", "Helen Fictional says that you met.")
    await no_message(story, "Priya", "meeting")


async def test_whoever_has_arranged_a_day_is_asked_again_only_after_it(story: Driver) -> None:
    await ask_for_a_meeting(story, "Amara")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Helen", "We meet on a day", on="Amara Example asks")
    await story.fills("Helen", "Save", on="2026-11-10")
    await story.waits_until(at(10, 17))
    await no_message(story, "Helen", "still asks")
    await story.waits_until(at(13, 9, 5))
    asked = await message(story, "Helen", "Did you meet with Amara Example?")
    assert "You were to meet on Tuesday 10 November 2026." in asked
    assert asked.buttons == ("We have met", "Another day")
    await story.waits_until(at(24, 9, 5))
    asks = sum("Did you meet with" in m.text for m in await story.messages("Helen"))
    await story.waits_until(at(14, 9, 5, month=12))
    shown = [m.text for m in await story.messages("Helen")]
    named = "Asked to meet, and nobody has said that you did: Amara Example (Tuesday 3 November 2026)."
    assert any(named in text for text in shown), shown[-1]
    assert sum("Did you meet with" in text for text in shown) == asks, "the weekly line alone goes on"


async def test_a_supervisor_raises_one_too_and_one_about_the_manager_goes_further_up(story: Driver) -> None:
    card = await story.types("Priya", "concern")
    assert "About supervision with Helen Fictional" in card
    assert "About supervision with Amara Example" in card
    assert "Ask for a meeting with Adel Madeup" in card.buttons
    await ask_for_a_meeting(story, "Priya", on="About supervision with Amara Example")
    asked = await message(story, "Helen", "Priya Invented asks for a meeting with you")
    assert "about supervision with Amara Example" in asked
    await no_message(story, "Amara", "meeting")
    await story.types("Tomasz", "concern")
    await story.presses("Tomasz", "Ask for a meeting with Helen Fictional")
    await story.presses("Tomasz", "Ask Adel Madeup instead")
    await story.presses("Tomasz", "Yes, ask Adel Madeup")
    await message(story, "Adel", "Tomasz Sample asks for a meeting with you")
    await no_message(story, "Helen", "Tomasz Sample")
    await story.types("Tomasz", "concern")
    await story.presses("Tomasz", "I don't need it any more")
    assert "Answer a request" not in await story.types("Adel", "due")
    assert (await message(story, "Adel", "asks for a meeting with you")).buttons == ()


async def test_what_stands_is_shown_however_much_was_taken_back_since(story: Driver) -> None:
    await ask_for_a_meeting(story, "Priya", on="About supervision with Amara Example")
    for _ in range(5):
        await ask_for_a_meeting(story, "Priya", on="About supervision with Tomasz Sample")
        await story.types("Priya", "concern")
        await story.presses("Priya", "I don't need it any more", on="supervision with Tomasz Sample")
    assert "Your meeting about supervision with Amara Example" in await story.types("Priya", "concern")


@pytest.mark.policy("southwark")
async def test_a_concern_about_a_second_supervisor(story: Driver) -> None:
    card = await story.types("Tomasz", "concern")
    assert "About supervision with Owen Placeholder" in card
    await ask_for_a_meeting(story, "Tomasz", on="About supervision with Owen Placeholder")
    asked = await message(story, "Helen", "Tomasz Sample asks for a meeting with you")
    assert "about supervision with Owen Placeholder" in asked
    await no_message(story, "Owen", "meeting")


_PEOPLE = "staff_number, name, role, employed_from, asye_from"
_ON_THE_ASYE = "S101, Amara Example, social_worker, 04/03/2019, 26/10/2026"


async def test_an_agreement_is_never_for_less_often_than_the_policy_asks(story: Telling) -> None:
    """The form said so, and took it: newly qualified, she is supervised every week for now."""
    await send(story, "3 weeks")
    imports(story.bot, rows("people", _PEOPLE, _ON_THE_ASYE))
    late = await story.presses("Amara", "I have read the policy and sign", on="Your supervision agreement")
    assert "The policy asks for supervision every week by now" in late, late
    form = await story.types("Priya", "agreement @Amara")
    assert "It can be more often than the policy asks (every week), never less." in form
    offered = story.options("Priya")
    assert "Every week" in offered
    assert "Every 2 weeks" not in offered
    wrong = await story.fills("Priya", "Sign and send", read=["yes"], often="2 weeks")
    assert wrong.errors["often"] == "The policy asks for supervision every week: choose that, or more often."
    await send(story, "1 week")


async def test_nor_by_a_file(story: Telling) -> None:
    line = "supervisee, supervisor, since, more_often"
    imports(story.bot, rows("relationships", line, "S101, S201, 06/01/2025, 3 weeks"))
    with pytest.raises(BadFilesError, match="asks for supervision every month, and '5 weeks' is less often"):
        imports(story.bot, rows("relationships", line, "S101, S201, 06/01/2025, 5 weeks"))
    both = (
        rows("people", _PEOPLE, _ON_THE_ASYE),
        rows("relationships", line, "S101, S201, 06/01/2025, 3 weeks"),
    )
    with pytest.raises(BadFilesError, match="asks for supervision every week, and '3 weeks' is less often"):
        imports(story.bot, *both)
