"""What is a manager's judgement about a case is set and unset in chat, with who and why (C6, C8, B9)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_deemed_stable_may_be_discussed_less_often_until_it_no_longer_is(story: Driver) -> None:
    assert "Monday 9 November 2026" in await story.types("Amara", "due CB-10234")
    offered = await story.types("Priya", "interval CB-10234")
    assert offered.buttons == ("Decide: more often", "What it is judged to be")
    form = await story.presses("Priya", "What it is judged to be")
    assert "deemed stable by the manager" in form
    stable = story.options("Priya")["deemed stable by the manager"]
    saved = await story.fills("Priya", "Save the judgement", judged=[stable], why="Two calm reviews")
    assert "Now “deemed stable by the manager”" in saved
    await story.types("Priya", "interval CB-10234")
    granted = await story.fills("Priya", "Ask for less often", every="8 weeks", why="Settled")
    assert "Tuesday 15 December 2026" in granted
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Amara", "CB-10234 is judged anew")
    assert "calm" not in told
    again = await story.types("Helen", "judge CB-10234")
    assert "Priya Invented, Tuesday 3 November 2026" in again
    assert "Two calm reviews" in again
    await story.fills("Helen", "Save the judgement", judged=[], why="A new partner moved in")
    assert "Monday 9 November 2026" in await story.types("Amara", "due CB-10234")
    await story.waits_until(at(3, 9, 10))
    assert "No longer “deemed stable by the manager”" in await message(
        story, "Priya", "CB-10234 is judged anew"
    )


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_the_judgement_takes_a_manager_a_change_and_a_reason(story: Driver) -> None:
    for who in ("Tomasz", "Owen", "Sam"):
        assert "Only those who supervise" in await story.types(who, "judge CB-10234")
    form = await story.types("Priya", "judge CB-10300")
    assert form.values["judged"] == "stable"
    again = await story.fills("Priya", "Save the judgement", why="")
    assert set(again.errors) == {"judged", "why"}
    await story.waits_until(at(3, 9, 5))
    await no_message(story, "Tomasz", "judged anew")


async def test_only_what_a_rule_about_such_a_case_rests_on_is_asked(story: Driver) -> None:
    form = await story.types("Priya", "judge CB-10300")
    assert set(story.options("Priya")) == {"settled and managing well", "high need of support"}
    assert "matched" not in form
    assert "leaves nothing about this case" in await story.types("Priya", "judge CB-10234")
    await story.types("Priya", "judge CB-10300")
    saved = await story.fills(
        "Priya", "Save the judgement", judged=[story.options("Priya")["high need of support"]], why="Debts"
    )
    assert "to be discussed by" in saved
    assert "in full" not in saved, "this policy knows no other discussion"
    assert "Tuesday 3 November 2026, today" in await story.types("Tomasz", "due CB-10300")


@pytest.mark.policy("southwark")
async def test_a_policy_without_judgements_asks_for_none(story: Driver) -> None:
    assert "judge CASE" not in await story.types("Priya", "help")
    assert "leaves nothing about this case" in await story.types("Priya", "judge CB-10234")
