"""What is past its day when it comes to be owed is asked as owed that day; late it is called from then on, and those
above hear of it by the practice's own distances from then, whatever made it so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message


def at(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Way:
    """What happens on the morning of ``known``, by which a day that was before it is owed; ``asked``: of whom, by
    the next morning at the latest; ``above``: who hears of it on the morning of ``up`` and not before."""

    happens: Callable[[Telling], Awaitable[None]]
    words: str
    known: datetime
    asked: str
    above: str
    up: datetime

    def __str__(self) -> str:
        return self.happens.__name__


async def judged(story: Telling) -> None:
    await story.types("Priya", "judge CB-10300")
    needs = story.options("Priya")["high need of support"]
    saved = await story.fills("Priya", "Save the judgement", judged=[needs], why="Debts")
    assert "to be discussed by Wednesday 4 November 2026" in saved, saved.text


async def judged_by_a_file(story: Telling) -> None:
    file = rows("cases", "case, service, categories", "CB-10251, looked_after, care_proceedings")
    imports(story.bot, file)


async def a_case_from_elsewhere(story: Telling) -> None:
    columns = "case, service, categories, worker, allocated_on, last_discussed"
    imports(story.bot, rows("cases", columns, "CB-10007, family_support, cin, S102, 01/06/2026, 12/10/2026"))


async def a_case_that_changes_hands(story: Telling) -> None:
    columns = "case, service, categories, worker, allocated_on"
    imports(story.bot, rows("cases", columns, "CB-10240, family_support, child_protection, S202, 24/11/2026"))


_SESSIONS = "session, supervisee, supervisor, date, start, kind, state, reason"


async def booked_by_a_file_and_over(story: Telling) -> None:
    imports(story.bot, rows("sessions", _SESSIONS, "N-2, S102, S201, 10/11/2026, 12:00, case, booked,"))


async def cancelled_by_a_file(story: Telling) -> None:
    imports(
        story.bot, rows("sessions", _SESSIONS, "N-3, S102, S201, 11/11/2026, 10:00, case, cancelled, other")
    )


async def held_by_a_file(story: Telling) -> None:
    file = rows("sessions", _SESSIONS, "N-4, S102, S201, 10/11/2026, 12:00, case, held,")
    imports(story.bot, file, rows("discussions", "session, case", "N-4, CB-10251"))


async def said_to_be_held(story: Telling) -> None:
    await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    picked = story.options("Priya")["CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=[picked])


async def an_absence(story: Telling) -> None:
    await away(story, "Sam", "Priya", first="2026-11-02")


TUESDAY, TUESDAY_AFTER = at(24), at(1, month=12)
REBOOK = "Rebook case supervision with Tomasz Sample on Wednesday 11 November"
WAYS = (
    Way(judged, "Discuss CB-10300", at(4), "Priya", "Helen", at(11)),
    Way(judged_by_a_file, "Discuss CB-10251", at(4), "Priya", "Helen", at(11)),
    Way(a_case_from_elsewhere, "Discuss CB-10007", TUESDAY, "Priya", "Helen", TUESDAY_AFTER),
    Way(a_case_that_changes_hands, "Discuss CB-10240", TUESDAY, "Helen", "Adel", TUESDAY_AFTER),
    Way(booked_by_a_file_and_over, "Tomasz Sample", TUESDAY, "Priya", "Helen", TUESDAY_AFTER),
    Way(cancelled_by_a_file, REBOOK, TUESDAY, "", "Helen", at(26)),
    Way(held_by_a_file, "record", TUESDAY, "Priya", "Helen", TUESDAY_AFTER),
    Way(said_to_be_held, "record", TUESDAY, "Priya", "Helen", TUESDAY_AFTER),
    Way(an_absence, "rrange supervision", TUESDAY, "Helen", "Adel", at(26)),
)
EVERY_WAY = pytest.mark.parametrize("way", [pytest.param(way, id=str(way)) for way in WAYS])
ON_THE_DESK = pytest.mark.parametrize("stage", ["desk"], indirect=True)


@ON_THE_DESK
@EVERY_WAY
async def test_what_is_born_late_is_asked_that_day_and_goes_up_the_line_from_then(
    story: Telling, way: Way
) -> None:
    await story.waits_until(way.known)
    await no_message(story, way.above, way.words)
    await way.happens(story)
    await story.waits_until(way.known.replace(hour=18))
    await no_message(story, way.above, way.words)
    await story.waits_until(way.known.replace(hour=9, minute=5) + timedelta(days=1))
    await no_message(story, way.above, way.words)
    if way.asked:
        await message(story, way.asked, way.words)
    await story.waits_until(way.up.replace(hour=8))
    await no_message(story, way.above, way.words)
    await story.waits_until(way.up.replace(hour=18))
    await message(story, way.above, way.words)


@ON_THE_DESK
async def test_what_is_late_is_asked_of_a_new_supervisor_before_those_above_hear_of_it(
    story: Telling,
) -> None:
    await story.waits_until(at(10))
    await judged_by_a_file(story)
    await story.waits_until(at(16))
    old, new = "S102, S201, 06/01/2025, 15/11/2026", "S102, S202, 16/11/2026,"
    imports(story.bot, rows("relationships", "supervisee, supervisor, since, until", old, new))
    await story.waits_until(at(17, 18))
    await message(story, "Owen", "Discuss CB-10251")
    await story.waits_until(at(23, 8))
    await no_message(story, "Helen", "Discuss CB-10251")
    await story.waits_until(at(23, 18))
    await message(story, "Helen", "Discuss CB-10251")


@ON_THE_DESK
async def test_what_is_owed_again_by_a_correction_goes_up_the_line_from_then(story: Telling) -> None:
    await story.waits_until(at(20))
    await said_to_be_held(story)
    await story.waits_until(at(24))
    await no_message(story, "Helen", "Discuss CB-10234")
    await story.types("Priya", "held")
    await story.presses("Priya", "Put it right")
    other = story.options("Priya")["CB-10240"]
    assert "held" in (await story.fills("Priya", "Save: it took place", cases=[other])).title
    await story.waits_until(at(1, 8, month=12))
    await no_message(story, "Helen", "Discuss CB-10234")
    await story.waits_until(at(1, 18, month=12))
    await message(story, "Helen", "Discuss CB-10234")
