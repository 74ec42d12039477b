"""How many days something takes is the council's own: each number of its practice holds, and another one instead."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

import pytest

from policy.periods import Period, Unit, parse_period
from policy.ruleset import Booking, Correcting, News, Practice
from policy.ruleset.practice import Unanswered
from tests.importing.councils import imports, rows
from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.absence.test_absence import away
from tests.stories.cases.test_grant import ask
from tests.stories.cases.test_grant_ends import grant
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.sessions.test_asked import NOT_ANSWERED, proposes
from tests.stories.sessions.test_put_right import held

A_DAY = Period(1, Unit.WORKING_DAY)
CAMBRIDGESHIRE = "cambridgeshire-peterborough"


def at(day: int, hour: int = 9, minute: int = 5) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def practising(
    databases: Databases, rules: str = "central-bedfordshire", **changed: object
) -> AbstractAsyncContextManager[DeskDriver]:
    """A council that has another practice than the one that ships."""
    shipped = council.a_book(rules).versions.latest
    practice = Practice.model_validate({**dict(shipped.practice), **changed})
    config = council.book_of(shipped.model_copy(update={"practice": practice}))
    return desk_story(databases, council.CASTS[rules], config, content=repr(changed))


async def test_after_which_days_it_is_said_that_nobody_answered(databases: Databases) -> None:
    sooner = Unanswered(again=A_DAY, said=A_DAY, meeting=A_DAY)
    async with practising(databases, unanswered=sooner) as story:
        await proposes(story, "Amara", "2026-11-06")
        await story.waits_until(at(4))
        await message(story, "Amara", NOT_ANSWERED)


async def test_after_how_long_who_may_grant_is_asked_again(databases: Databases) -> None:
    often = Unanswered(interval=parse_period("2 working days"))
    async with practising(databases, CAMBRIDGESHIRE, unanswered=often) as story:
        await ask(story, "Priya", "CB-10251", "12 weeks")
        for day, asked in ((4, 1), (5, 2), (6, 2), (9, 3)):
            await story.waits_until(at(day, 17))
            found = [m for m in await story.messages("Helen") if "Every 12 weeks for CB-10251?" in m.text]
            assert len(found) == asked, day


async def test_how_long_before_its_end_a_longer_interval_is_told(databases: Databases) -> None:
    news = News(interval_ends=parse_period("1 day"))
    async with practising(databases, CAMBRIDGESHIRE, news=news) as story:
        await grant(story, "2026-11-27")
        await story.waits_until(at(25, 17))
        await no_message(story, "Tomasz", "is about to end")
        await story.waits_until(at(26))
        await message(story, "Tomasz", "CB-10300: every 12 weeks is about to end")


@pytest.mark.parametrize(("lately", "told"), [("14 days", True), ("3 days", False)])
async def test_for_how_long_a_new_line_is_news(databases: Databases, lately: str, *, told: bool) -> None:
    """A file brings it eight days late."""
    async with practising(databases, news=News(new_line=parse_period(lately))) as story:
        await story.waits_until(at(12, 17))
        line = rows("relationships", "supervisee, supervisor, since", "S101, S202, 04/11/2026")
        imports(story.bot, line)
        await story.waits_until(at(13))
        said = [m.title for m in await story.messages("Amara") if "supervises you" in m.title]
        assert bool(said) == told


async def test_for_how_long_what_was_said_is_put_right(databases: Databases) -> None:
    """The number stands in each sentence about it."""
    async with practising(databases, correcting=Correcting(said=A_DAY)) as story:
        await held(story, "CB-10234")
        assert "For one working day, unless" in await story.types("Priya", "held")
        again = story.token("Priya", "Put it right")
        await story.waits_until(at(11))
        assert "more than one working day ago" in await story.sends("Priya", again)


@pytest.mark.parametrize(("within", "shown"), [("60 days", True), ("2 days", False)])
async def test_for_how_long_an_absence_is_put_right(
    databases: Databases, within: str, *, shown: bool
) -> None:
    async with practising(databases, correcting=Correcting(absence=parse_period(within))) as story:
        await away(story, "Priya", "Priya", kind="planned", first="2026-11-03", last="2026-11-03")
        await story.waits_until(at(9))
        nothing = "You aren't recorded as away" in await story.types("Priya", "back")
        assert nothing != shown


@pytest.mark.parametrize(("left", "off"), [("2 days", False), ("7 days", True)])
async def test_how_many_days_of_an_open_absence_are_called_off(
    databases: Databases, left: str, *, off: bool
) -> None:
    """The session is on Monday 9 November, said of Priya on the 3rd."""
    booking = Booking(open_absence=parse_period("1 day"), open_absence_left=parse_period(left))
    async with practising(databases, booking=booking) as story:
        await away(story, "Sam", "Priya")
        assert any(": cancelled" in told.text for told in await story.messages("Amara")) == off
