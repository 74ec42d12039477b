"""A case becomes one of another kind: nothing is late before that, and what was late is kept."""

from __future__ import annotations

import pytest

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.stories.cases.test_held_for_a_time import at
from tests.stories.conftest import Telling

DISCUSS = "Discuss SC-20001 with Amara Example"


def case(kind: str, discussed: str, since: str = "") -> Rows:
    heading = "case, service, categories, worker, allocated on, last discussed, categories from"
    return rows("cases", heading, f"SC-20001, leaving_care, {kind}, S101, 01/06/2026, {discussed}, {since}")


async def becomes_high_need(story: Telling, discussed: str, since: str = "") -> None:
    """On Friday 20 November, settled until then; or since when the file says."""
    imports(story.bot, case("settled", discussed))
    await story.waits_until(at(20))
    imports(story.bot, case("high_need", discussed, since))
    await story.waits_until(at(20, 11))


async def test_by_what_a_case_became_nothing_is_due_before_that(story: Telling) -> None:
    """Every three months it was due in December; monthly, it was 37 days late on the day on which that was known."""
    await becomes_high_need(story, "14/09/2026")
    due = await story.types("Priya", "due SC-20001")
    assert "Friday 20 November 2026" in due, due.text
    assert "overdue" not in due
    why = await story.presses("Priya", "Why?", on="Discuss SC-20001")
    assert "Its kind of case changed, and it isn't due before that day: Friday 20 November 2026" in why
    await story.waits_until(at(25))
    assert f"{DISCUSS}: Friday 20 November 2026, 5 days overdue" in await story.types("Priya", "due @amara")


async def test_what_was_late_by_what_a_case_was_is_missed_or_late_still(story: Telling) -> None:
    """It was due in January, and nowhere had it been late."""
    imports(story.bot, case("high_need", "12/10/2026"))
    await story.waits_until(at(20))
    assert f"{DISCUSS}: Thursday 12 November 2026, 8 days overdue" in await story.types("Priya", "due @amara")
    imports(story.bot, case("settled", "12/10/2026"))
    await story.waits_until(at(20, 11))
    due = await story.types("Priya", "due SC-20001")
    assert "Tuesday 12 January 2027" in due
    why = await story.presses("Priya", "Why?", on="Discuss SC-20001")
    assert "It was late on Friday 20 November 2026, when what holds for the case changed" in why
    met = await story.types("Priya", "due SC-20001 met")
    assert "missed, what was due by Thursday 12 November 2026" in met, met.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_file_that_puts_right_what_a_case_always_was_makes_it_late_since_then(story: Telling) -> None:
    await becomes_high_need(story, "12/10/2026", "01/06/2026")
    assert f"{DISCUSS}: Thursday 12 November 2026, 8 days overdue" in await story.types("Priya", "due @amara")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_file_may_say_since_when(story: Telling) -> None:
    await becomes_high_need(story, "14/09/2026", "17/11/2026")
    assert f"{DISCUSS}: Tuesday 17 November 2026, 3 days overdue" in await story.types("Priya", "due @amara")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_was_late_is_kept_where_another_service_has_no_rule_for_it(story: Telling) -> None:
    """It was asked whether the service that it came to had a rule for what it had been."""
    await story.waits_until(at(22, month=12))
    assert "7 days overdue" in await story.types("Priya", "due CB-10251")
    imports(story.bot, rows("cases", "case, service, categories", "CB-10251, leaving_care,"))
    await story.waits_until(at(22, 11, month=12))
    kept = "Discuss CB-10251 with Tomasz Sample: missed, what was due by Tuesday 15 December 2026"
    assert kept in await story.types("Priya", "due CB-10251 met")
    await story.waits_until(at(23, month=12))
    imports(story.bot, rows("cases", "case, service, categories", "CB-10251, leaving_care, settled"))
    await story.waits_until(at(23, 11, month=12))
    assert kept in await story.types("Priya", "due CB-10251 met")
