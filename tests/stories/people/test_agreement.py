"""The agreement signed by both, the way for a concern, and what the policy says: B1–B3, B28–B31, B37, B44, B45."""

from __future__ import annotations

from datetime import UTC, datetime

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
    mine = await story.types("Priya", "team")
    assert "Supervision for Amara Example" in mine
    assert "Tuesday 3 November 2026" in mine
    settled = await message(story, "Amara", "Your supervision agreement")
    assert settled.buttons == ()


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


async def test_only_the_supervisor_starts_an_agreement(story: Driver) -> None:
    for who in ("Owen", "Helen", "Tomasz"):
        refused = await story.types(who, "agreement @Amara")
        assert "Only Amara Example's supervisor starts an agreement." in refused
    assert "Whose agreement?" in await story.types("Priya", "agreement")
    await send(story)
    for who in ("Amara",):
        await message(story, who, "Your supervision agreement")
    await no_message(story, "Tomasz", "agreement")


async def test_a_concern_is_shown_to_the_asker_alone_until_they_ask_for_a_meeting(story: Driver) -> None:
    before = {who: len(await story.messages(who)) for who in ("Priya", "Helen", "Adel", "Sam")}
    card = await story.types("Amara", "concern")
    assert "Nobody is told that you asked this." in card
    assert "B30" in card
    assert "learning styles questionnaire" in card
    second = await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    assert "Priya Invented isn't told." in second
    assert {who: len(await story.messages(who)) for who in before} == before
    sent = await story.presses("Amara", "Yes, ask Helen Fictional")
    assert "You'll hear once it has reached Helen Fictional." in sent
    asked = await message(story, "Helen", "Amara Example asks for a meeting with you")
    assert "who may observe a session" in asked
    await message(story, "Amara", "Helen Fictional has your request")
    await no_message(story, "Priya", "meeting")
    await story.types("Amara", "concern")
    await story.presses("Amara", "Ask for a meeting with Helen Fictional")
    again = await story.presses("Amara", "Yes, ask Helen Fictional")
    assert "You asked Helen Fictional for a meeting today already." in again


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
    assert "The policy has no topic “xyz” here." in await story.types("Amara", "policy xyz")
