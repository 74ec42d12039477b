"""Whoever has nobody while their supervisor is away reads so once, as it begins, and of its end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


GONE = "Priya Invented is unavailable"
ASK = "Ask Helen Fictional, who can name somebody to supervise you meanwhile."


async def titles(story: Driver, who: str, title: str) -> int:
    found = [one.text for one in await story.messages(who) if title in one.text]
    assert len(found) < 2, found
    return len(found)


async def test_whom_nobody_supervises_meanwhile_reads_so_once_and_of_the_end(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-05", "2026-11-20", sickness=["yes"])
    await story.waits_until(at(4, 17))
    await no_message(story, "Tomasz", GONE)
    await story.waits_until(at(5, 9, 5))
    told = await message(story, "Tomasz", GONE)
    assert f"{GONE} until Friday 20 November 2026, and nobody covers. {ASK}" in told, told.text
    assert "sick" not in told.text.lower()
    await story.waits_until(at(12, 17))
    assert await titles(story, "Tomasz", "and nobody covers") == 1
    await no_message(story, "Tomasz", "is back on")
    await story.waits_until(at(23, 9, 5))
    back = await message(story, "Tomasz", "Priya Invented is back on Monday 23 November 2026")
    assert "Priya Invented supervises you again from that day." in back
    await story.waits_until(at(27, 17))
    assert await titles(story, "Tomasz", "first day back") == 1


async def test_an_end_that_is_said_is_told_at_once_and_once(story: Driver) -> None:
    await away(story, "Helen", "Priya")
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Tomasz", GONE)
    assert f"{GONE}, and nobody covers. {ASK}" in told, told.text
    await story.types("Helen", "back @Priya 11 November")
    await story.fills("Helen", "Save")
    await message(story, "Tomasz", "Priya Invented is back on Wednesday 11 November 2026")
    await story.waits_until(at(16, 17))
    assert await titles(story, "Tomasz", "first day back") == 1


async def test_who_is_covered_by_then_and_a_short_leave_are_no_news(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-05", "2026-11-06")
    await story.types("Helen", "away @Priya 10 nov to 20 nov")
    await story.fills("Helen", "Save", kind="planned")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(9, 17))
    await no_message(story, "Tomasz", GONE)
    await story.waits_until(at(10, 9, 5))
    told = await message(story, "Tomasz", GONE)
    assert "until Friday 20 November 2026, and nobody covers for you." in told, told.text
    assert await titles(story, "Amara", "nobody covers") == 0


async def test_whose_cover_is_away_too_reads_so(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-04", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(10, 8))
    await away(story, "Helen", "Owen", "planned", "2026-11-10", "2026-11-17")
    await story.waits_until(at(11, 9, 5))
    told = await message(story, "Tomasz", "Owen Placeholder is unavailable")
    said = "who covers for Priya Invented, is unavailable too until Tuesday 17 November 2026."
    assert f"{said} {ASK}" in told, told.text
    await story.waits_until(at(18, 9, 5))
    await message(story, "Tomasz", "Owen Placeholder is back on Wednesday 18 November 2026")


async def test_an_absence_that_never_was_is_taken_back_with_whoever_read_of_it(story: Driver) -> None:
    await away(story, "Helen", "Priya", "planned", "2026-11-03", "2026-11-20")
    await story.waits_until(at(4, 9, 5))
    await message(story, "Tomasz", GONE)
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "It was a mistake")
    await message(story, "Tomasz", "Priya Invented isn't recorded as unavailable any more")


async def away_in_york(story: Driver, first: str, last: str) -> None:
    """Priya, where nobody asks of what kind it is; beside what is recorded already."""
    form = await story.types("Helen", "away @Priya")
    if "Another absence" in form.buttons:
        await story.presses("Helen", "Another absence")
    form = await story.fills("Helen", "Save", first=first, last=last)
    assert not form.errors, form.errors


@pytest.mark.policy("york")
async def test_of_an_illness_before_a_leave_that_is_covered_only_the_illness_has_nobody(
    story: Driver,
) -> None:
    """“Until” the last day of the leave “nobody covers”, beside who covers in it."""
    await away_in_york(story, "2026-11-23", "2026-11-27")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(18, 9))
    await away_in_york(story, "2026-11-18", "2026-11-20")
    await story.waits_until(at(18, 9, 5))
    said = f"{GONE} until Friday 27 November 2026, and nobody covers before Monday 23 November 2026."
    then = f"From then on Owen Placeholder does. {ASK}"
    told = await message(story, "Tomasz", GONE)
    assert f"{said} {then}" in told, told.text
    page = await story.types("Tomasz", "my")
    assert f"{said} {then}" in page, page.text
    await story.waits_until(at(23, 9, 5))
    assert "nobody covers" not in await story.types("Tomasz", "my")


@pytest.mark.policy("york")
@pytest.mark.parametrize("covered", [False, True])
async def test_that_who_was_away_is_back_is_told_to_nobody_while_they_are_away_again(
    story: Driver, *, covered: bool
) -> None:
    """Whoever reads a day later than the return read it on the first day of the next leave."""
    await away_in_york(story, "2026-11-23", "2026-11-27")
    await story.waits_until(at(13, 9))
    await away_in_york(story, "2026-11-13", "2026-11-20")
    await story.waits_until(at(16, 9, 5))
    await message(story, "Tomasz", GONE)
    if covered:
        await story.types("Helen", "away @Priya")
        await story.presses("Helen", "Who covers", on="13 November")
        await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.types("Helen", "away @Tomasz")
    await story.fills("Helen", "Save", first="2026-11-19", last="2026-11-20")
    await story.waits_until(at(19, 9))
    await story.types("Priya", "back @Priya 19 nov")
    await story.fills("Priya", "Save", back="2026-11-19")
    await story.waits_until(at(23, 9, 5))
    await no_message(story, "Tomasz", "supervises you again")


@pytest.mark.policy("cambridgeshire-peterborough")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_no_session_is_offered_with_somebody_away_until_nobody_knows_when(story: Driver) -> None:
    """“Book a session” stood under somebody whose return isn't known, in lists, messages and on the page."""
    late = "Supervision for Priya Invented"
    assert "Book a session" in (await story.types("Helen", "due")).text.split(late)[1].split("Why?")[0]
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-04", last="")
    await story.waits_until(at(5, 9, 5))
    for page in ("due", "my"):
        listed = (await story.types("Helen", page)).text.split(late)[1].split("Why?")[0]
        assert "the day of the return isn't known yet" in listed, listed
        assert "Book a session" not in listed, page
    told = await message(story, "Helen", late)
    assert "Book a session" not in told.text.split(late)[1].split("Why?")[0], told.text
    own = (await story.types("Amara", "my")).text.split("Supervision for Amara Example")[1].split("Why?")[0]
    assert "Ask for a session" not in own, own
    await story.types("Helen", "back @Priya 6 november")
    await story.fills("Helen", "Save")
    await story.waits_until(at(6, 9, 5))
    told = await message(story, "Helen", late)
    assert "Book a session" in told.text.split(late)[1].split("Why?")[0], told.text
