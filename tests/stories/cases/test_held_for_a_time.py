"""A case is somebody's for a time: what was late stays so, and nothing is late before it was theirs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message
from tests.stories.people.test_in_a_leavers_place import leaves
from tests.stories.records.test_acknowledge import hold
from tests.stories.sessions.cancelling import cancels

SUPERVISION = "Supervision for Amara Example"


def at(day: int, hour: int = 10, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, 5, tzinfo=UTC)


def case(line: str) -> Rows:
    return rows("cases", "case, service, categories, worker, allocated on, closed on", line)


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_supervision_that_was_late_with_a_case_is_late_when_it_is_closed(story: Telling) -> None:
    """It was due in two days, and nothing was late."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(18))
    imports(story.bot, case("CB-10240, social_care, child_protection, S101, 26/10/2026, 18/11/2026"))
    await story.waits_until(at(18, 11))
    due = await story.types("Priya", "due @amara")
    assert f"{SUPERVISION}: Tuesday 17 November 2026, 1 day overdue" in due
    why = await story.presses("Priya", "Why?", on=SUPERVISION)
    assert "That applied to them until Tuesday 17 November 2026" in why
    assert "Nothing is late" not in await story.types("Priya", "team")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_makes_nothing_late_before_it_came(story: Telling) -> None:
    """Both were late since 17 November, of which Why? said nothing but the last session."""
    imports(story.bot, case("CB-10240, social_care, child_protection, S101, 26/10/2026, 03/11/2026"))
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(19))
    imports(story.bot, case("CB-30000, social_care, child_protection, S101, 19/11/2026,"))
    await story.waits_until(at(19, 11))
    due = await story.types("Priya", "due @amara")
    assert "overdue" not in due
    assert f"{SUPERVISION}: Thursday 19 November 2026" in due
    why = await story.presses("Priya", "Why?", on=SUPERVISION)
    assert "is theirs since Thursday 19 November 2026, and it isn't due before" in why


def bea_comes(story: Telling) -> None:
    """Another of Priya's, who last met her on 12 October."""
    imports(
        story.bot,
        rows(
            "people", "staff number, name, role, employed from", "S107, Bea Stable, social_worker, 04/03/2019"
        ),
        rows("relationships", "supervisee, supervisor, since", "S107, S201, 06/01/2025"),
        rows(
            "sessions",
            "session, supervisee, supervisor, date, start, state",
            "B1, S107, S201, 12/10/2026, 10:00, held",
        ),
    )


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_that_is_handed_on_is_not_late_before_that(story: Telling) -> None:
    """It was discussed on 9 November, and late since the 12th, a day of the next worker's."""
    bea_comes(story)
    await hold(story, full="CB-10234 CB-10240")
    assert "Monday 7 December 2026" in await story.types("Priya", "due CB-10234")
    await story.waits_until(at(20))
    imports(story.bot, case("CB-10234, social_care, cin, S107, 20/11/2026,"))
    due = await story.types("Priya", "due CB-10234")
    assert "Discuss CB-10234 with Bea Stable Friday 20 November 2026, today" in due
    why = await story.presses("Priya", "Why?", on="Discuss CB-10234")
    assert "It came to another worker, and isn't due before that day: Friday 20 November 2026" in why


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_leavers_case_stays_late_with_nobody_and_with_the_next(story: Telling) -> None:
    """It was due in fifty days, and in nobody's count; then on a day of the next worker's."""
    await cancels(story, "Priya", "Other work had to come first")
    leaves(story, "20/11/2026", "S101, Amara Example, social_worker")
    await story.waits_until(at(23))
    due = await story.types("Priya", "due")
    assert "Discuss CB-10234, which nobody holds: Tuesday 17 November 2026, 6 days overdue" in due
    bea_comes(story)
    imports(story.bot, case("CB-10234, social_care, cin, S107, 23/11/2026,"))
    await story.waits_until(at(23, 11))
    assert "Tuesday 17 November 2026, 6 days overdue" in await story.types("Priya", "due CB-10234")
    why = await story.presses("Priya", "Why?", on="CB-10234")
    assert "It was late when it came to another worker, and stays due since: Tuesday 17 November 2026" in why
    told = await message(story, "Priya", "Supervision for Amara Example")
    assert "Missed, and kept on record: what was due by Tuesday 17 November 2026" in told


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_that_closes_undiscussed_stays_on_record_as_missed(story: Telling) -> None:
    """It stood nowhere as missed."""
    await cancels(story, "Priya", "Other work had to come first")
    await story.waits_until(at(24))
    assert "CB-10240" in await story.types("Priya", "team late")
    await story.waits_until(at(25))
    imports(story.bot, case("CB-10240, social_care, child_protection, S101, 26/10/2026, 25/11/2026"))
    await story.waits_until(at(25, 11))
    due = await story.types("Priya", "due @amara")
    assert "Discuss CB-10240 with Amara Example, missed: what was due by" in due
    met = await story.types("Priya", "due CB-10240 met")
    assert "Discuss CB-10240 with Amara Example: missed, what was due by Monday 23 November 2026" in met
