"""What another council's policy asks, and what it leaves out: the same desk and commands, other rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, Seen, message, no_message


@pytest.mark.policy("york")
async def test_york_asks_for_a_case_every_three_months_at_most(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10234")
    assert "Wednesday 20 January 2027" in due


@pytest.mark.policy("southwark")
async def test_southwark_sets_no_interval_for_a_case(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10234")
    assert "sets no interval for discussing a case. Ask Adel Madeup" in due


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_cambridgeshire_asks_for_a_child_protection_case_every_four_weeks(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10240")
    assert "every 4 weeks" in (await story.presses("Amara", "Why?")).text, due.text


@pytest.mark.policy("southwark")
async def test_southwarks_word_on_cancelling_is_read_while_cancelling(story: Driver) -> None:
    await story.types("Priya", "cancel")
    form = await story.presses("Priya", "Cancel it", on="Case supervision")
    assert "Supervisors do not cancel or come late. (S9.late, “15”)" in form


@pytest.mark.policy("york")
async def test_york_has_no_form_for_preparing_and_offers_none(story: Driver) -> None:
    """A button that only answers that there is no such form is a dead end."""
    said = await story.types("Amara", "prepare")
    assert "To be discussed, soonest first" in said
    assert "Use protected time to prepare. (Y26, “3”)" in said
    assert "Prepare CB-10234" not in said
    assert "until you share them" not in said
    with pytest.raises(AssertionError):
        await story.presses("Amara", "Another case")


async def recorded(story: Driver) -> Seen:
    """Priya says that Monday's session took place, and that its record is written."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    return await story.presses("Priya", "All recorded")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_nobody_agrees_a_record_where_no_rule_asks_it(story: Driver) -> None:
    """Cambridgeshire and Peterborough's guidance has no signing of records at all."""
    said = await recorded(story)
    assert "It is noted as written." in said
    assert "agree" not in said.text
    await story.waits_until(datetime(2026, 11, 12, 12, 0, tzinfo=UTC))
    await no_message(story, "Amara", "Do you agree the record")


@pytest.mark.policy("southwark")
async def test_no_days_run_where_the_policy_sets_none_for_answering(story: Driver) -> None:
    said = await recorded(story)
    assert "Amara Example is asked to agree." in said
    assert "days to answer" not in said.text
    await message(story, "Amara", "Do you agree the record")


KNOWN = {
    "york": {"decision", "frequency"},
    "southwark": {"group", "decision", "event"},
    "cambridgeshire-peterborough": {"judge", "event"},
}


@pytest.mark.parametrize(
    "known", [pytest.param(known, marks=pytest.mark.policy(name), id=name) for name, known in KNOWN.items()]
)
async def test_help_offers_what_the_policy_knows(story: Driver, known: set[str]) -> None:
    """A command that could only answer that the policy has no such thing isn't offered."""
    told = (await story.types("Priya", "help")).text
    usages = ("group [", "decision [", "audit CASE", "frequency @", "judge CASE", "event CASE")
    assert {usage.split()[0] for usage in usages if usage in told} == known


@pytest.mark.policy("york")
async def test_a_topic_that_the_policy_is_silent_on_is_not_answered_with_another(story: Driver) -> None:
    """York says nothing of cancelling; "cancel" is near "concern" too."""
    assert "has no topic “cancel” here" in await story.types("Priya", "policy cancel")
    assert "Y27" in await story.types("Priya", "policy concerns")
