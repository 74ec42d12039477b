"""A longer interval ends aloud: before its last day, on it, and where an event ends it (C6)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.cases.test_grant import ask
from tests.stories.driver import Driver, message, no_message

pytestmark = pytest.mark.policy("cambridgeshire-peterborough")
EVERYBODY = ("Tomasz", "Priya", "Helen")


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


async def granted_unconfirmed(story: Driver, until: str) -> None:
    """Asked for by Tomasz and granted by Helen; Priya is asked whether it is on the record."""
    await ask(story, "Tomasz", "CB-10300", "12 weeks", until=until)
    await story.waits_until(at(3, 9, 5))
    await story.presses("Helen", "Grant", on="Every 12 weeks for CB-10300?")
    await story.waits_until(at(3, 9, 10))


async def grant(story: Driver, until: str) -> None:
    """Every 12 weeks for Tomasz's CB-10300, granted by Helen, on the record."""
    await granted_unconfirmed(story, until)
    await story.presses("Priya", "It is on the supervision record")


async def test_a_grant_ends_aloud_before_its_last_day_and_on_it(story: Driver) -> None:
    await grant(story, "2026-11-27")
    await story.waits_until(at(19, 17))
    for who in EVERYBODY:
        await no_message(story, who, "is about to end")
    await story.waits_until(at(24, 9, 5))
    for who in EVERYBODY:
        told = await message(story, who, "CB-10300: every 12 weeks is about to end")
        assert "Its last day is Friday 27 November 2026." in told
        assert "CB-10300 is then to be discussed by Saturday 28 November 2026" in told
    await story.waits_until(at(27, 9, 5))
    for who in EVERYBODY:
        told = await message(story, who, "CB-10300: every 12 weeks ends today")
        assert "From tomorrow the policy's own interval holds again" in told
    again = await story.presses("Tomasz", "Ask for another", on="every 12 weeks ends today")
    assert again.title == "Discuss CB-10300 less often"
    await story.waits_until(at(20, 9, 5, month=12))
    due = await story.types("Tomasz", "due CB-10300")
    assert "Saturday 28 November 2026" in due, "it wasn't late while that held"
    why = (await story.presses("Tomasz", "Why?", on="Discuss CB-10300")).text
    assert "It isn't due before the day from which that holds: Saturday 28 November 2026" in why
    assert "It was late on Tuesday 3 November 2026, when what holds for the case changed: due by" in why
    for who in ("Adel", "Amara"):
        await no_message(story, who, "every 12 weeks ends")


async def test_a_grant_that_nobody_confirmed_ends_aloud_too(story: Driver) -> None:
    """The pair's last word was that it counts once the supervisor confirms it."""
    await granted_unconfirmed(story, "2026-11-20")
    await story.waits_until(at(20, 17))
    for who in EVERYBODY:
        await no_message(story, who, "never counted")
    await story.waits_until(at(23, 9, 5))
    said = (
        "Its last day was Friday 20 November 2026. It wasn't confirmed by then to be on the supervision record, so "
        "the usual interval went on throughout."
    )
    for who in EVERYBODY:
        told = await message(story, who, "CB-10300: every 12 weeks ended and never counted")
        assert said in told, told.text
        assert "It is overdue: it was to be discussed in full by Tuesday 13 October 2026." in told, told.text
    asked = await message(story, "Priya", "the longer interval of CB-10300 is on the supervision record")
    assert said in asked
    assert "asked in this way" not in asked
    assert "It is on the supervision record" not in asked.buttons
    again = await story.presses("Tomasz", "Ask for another", on="ended and never counted")
    assert again.title == "Discuss CB-10300 less often"
    await story.waits_until(at(27, 17))
    for who in EVERYBODY:
        found = [seen for seen in await story.messages(who) if "never counted" in seen.text]
        assert len(found) == 1


async def test_a_grant_that_was_confirmed_or_ended_by_somebody_is_not_said_to_have_never_counted(
    story: Driver,
) -> None:
    await granted_unconfirmed(story, "2026-11-20")
    await story.waits_until(at(19, 9, 10))
    await story.types("Priya", "interval CB-10300")
    await story.presses("Priya", "End the longer interval of 12 weeks")
    await ask(story, "Tomasz", "CB-10300", "12 weeks", until="2026-11-24")
    await story.waits_until(at(19, 9, 20))
    await story.presses("Helen", "Grant", on="Every 12 weeks for CB-10300?")
    await story.waits_until(at(19, 9, 30))
    await story.presses("Priya", "It is on the supervision record")
    await story.waits_until(at(26, 17))
    for who in EVERYBODY:
        await no_message(story, who, "never counted")


async def test_what_is_late_while_a_grant_holds_is_late_already(story: Driver) -> None:
    """The grant's own day had gone by, and its end was said to make the case late from then."""
    await grant(story, "2027-01-29")
    await story.waits_until(at(26, 9, 5, month=1, year=2027))
    told = await message(story, "Tomasz", "CB-10300: every 12 weeks is about to end")
    late = "CB-10300 is late already, as it was to be discussed by Tuesday 8 December 2026."
    assert late in told, told.text
    assert "49 days overdue" in await story.types("Tomasz", "due CB-10300")


async def test_a_decision_to_discuss_more_often_ends_aloud_too(story: Driver) -> None:
    await story.types("Priya", "interval CB-10251")
    await story.fills(
        "Priya", "Decide: more often", every="2 weeks", why="Placement fragile", until="2026-11-27"
    )
    await story.waits_until(at(24, 9, 5))
    for who in ("Tomasz", "Priya"):
        told = await message(story, who, "CB-10251: at least every 2 weeks is about to end")
        assert "Its last day is Friday 27 November 2026. After that it no longer holds" in told
    await story.waits_until(at(27, 9, 5))
    for who in ("Tomasz", "Priya"):
        told = await message(story, who, "CB-10251: at least every 2 weeks ends today")
        assert "From tomorrow it no longer holds" in told
    form = await story.presses("Priya", "Decide again", on="at least every 2 weeks ends today")
    assert form.title == "Discuss CB-10251 more often"
    await no_message(story, "Helen", "at least every 2 weeks")


async def test_a_date_that_a_grant_moved_is_told_before_it_and_once_it_is_past(story: Driver) -> None:
    """Late since October, it had been told before; of the day it was moved to nobody heard a word."""
    await story.waits_until(at(3, 9, 2))
    await message(story, "Priya", "CB-10300")
    await grant(story, "2027-01-29")
    for day, said in ((1, "Due on"), (9, "It was due on")):
        await story.waits_until(at(day, 9, 5, month=12))
        newest = (await story.messages("Priya"))[0]
        assert newest.title == "Discuss CB-10300 with Tomasz Sample"
        assert f"{said} Tuesday 8 December 2026. No session is booked yet." in newest


async def test_who_is_asked_to_confirm_a_grant_reads_of_it_once(story: Driver) -> None:
    await story.types("Tomasz", "interval CB-10300")
    await story.fills("Tomasz", "Ask for less often", every="12 weeks", why="Settled since summer")
    await story.waits_until(at(3, 9, 5))
    await story.presses("Helen", "Grant", on="Every 12 weeks for CB-10300?")
    await story.waits_until(at(3, 9, 10))
    await message(story, "Tomasz", "every 12 weeks is granted")
    await message(story, "Priya", "Is it on the supervision record: every 12 weeks for CB-10300?")
    await no_message(story, "Priya", "every 12 weeks is granted")


async def test_a_grant_for_a_case_that_is_judged_otherwise_is_told_to_the_same(story: Driver) -> None:
    """C6 knows one for a case deemed stable."""
    await grant(story, "2026-11-27")
    await story.types("Priya", "judge CB-10300")
    await story.fills("Priya", "Save the judgement", judged=[], why="A new placement")
    await story.waits_until(at(4, 9, 5))
    for who in EVERYBODY:
        told = await message(story, who, "CB-10300: every 12 weeks no longer counts")
        assert "It is overdue: it was to be discussed in full by Tuesday 13 October 2026." in told
    await story.waits_until(at(27, 10))
    for who in EVERYBODY:
        found = [seen for seen in await story.messages(who) if "no longer counts" in seen.text]
        assert len(found) == 1
        await no_message(story, who, "is about to end")


async def test_a_concern_that_was_a_mistake_is_taken_back_aloud(story: Driver) -> None:
    await grant(story, "2027-01-29")
    await story.types("Tomasz", "event CB-10300")
    await story.fills("Tomasz", "Record it", what="safeguarding_concern", on="2026-11-03")
    await story.waits_until(at(3, 9, 30))
    await story.types("Tomasz", "event CB-10300")
    await story.presses("Tomasz", "It was a mistake")
    await story.waits_until(at(3, 9, 40))
    for who in ("Priya", "Helen"):
        told = await message(story, who, "CB-10300: every 12 weeks holds again")
        assert "Tomasz Sample took back what had ended it." in told


async def test_a_concern_that_ends_a_grant_tells_whoever_granted_it(story: Driver) -> None:
    await grant(story, "2026-11-27")
    await story.types("Tomasz", "event CB-10300")
    await story.fills("Tomasz", "Record it", what="safeguarding_concern", on="2026-11-03")
    await story.waits_until(at(3, 9, 30))
    for who in ("Priya", "Helen"):
        told = await message(story, who, "CB-10300: the longer interval of 12 weeks has ended")
        assert "which ends it" in told
    await story.waits_until(at(27, 10))
    for who in EVERYBODY:
        await no_message(story, who, "is about to end")


async def test_what_a_grant_put_off_is_not_asked_of_a_cover_by_its_day_of_before(story: Driver) -> None:
    """The desk's clock stopped there: the late reminder of 13 October was planned anew, and dropped, for ever."""
    await story.waits_until(at(3, 9, 5))
    await story.types("Priya", "interval CB-10251")
    await story.fills("Priya", "Ask for less often", every="12 weeks", why="Settled since summer")
    await story.waits_until(at(3, 9, 10))
    await story.presses("Helen", "Grant", on="CB-10251")
    await story.waits_until(at(3, 9, 30))
    await story.types("Helen", "away @priya 4 november")
    await story.fills("Helen", "Save", first="2026-11-04", last="")
    await story.waits_until(at(5, 10))
    await story.types("Helen", "my")
    await story.presses("Helen", "Who covers", on="Priya Invented")
    await story.fills("Helen", "Save", cover_S102="S202", cover_S101="S202")
    await story.waits_until(at(12, 12))
    due = await story.types("Owen", "due CB-10251")
    assert "Tuesday 8 December 2026" in due
    titles = [seen.title for seen in await story.messages("Owen")]
    assert not [one for one in titles if one.startswith("Discuss CB-10251")], titles


async def test_no_judgement_is_offered_that_would_allow_less(story: Driver) -> None:
    """It may have 12 weeks as it is, and the form said what a judgement would allow: 8."""
    form = await story.types("Priya", "interval CB-10251")
    assert "Up to 12 weeks" in form, form.text
    assert "semi-stable" not in form


async def test_a_grant_that_ended_before_it_was_told_is_no_news(story: Driver) -> None:
    """The worker read at one moment that it had ended, and then that it is granted."""
    await story.waits_until(at(3, 19))
    await ask(story, "Priya", "CB-10300", "11 weeks")
    await story.types("Priya", "interval CB-10300")
    ended = await story.presses("Priya", "End the longer interval of 11 weeks")
    assert ended.title == "CB-10300: every 11 weeks has ended"
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Tomasz", "every 11 weeks has ended")
    assert "It is overdue: it was to be discussed in full by Tuesday 13 October 2026." in told, told.text
    await no_message(story, "Tomasz", "is granted")
