"""29 March and 25 October 2026 by name: due days, reminders and wording on both sides of the hour that is skipped or
comes twice, and the real scheduler across it."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.inbound.router import command
from bot.moving_clock import advance, settle_now
from bot.scheduler import schedule, tick
from cards.model import Card
from cards.plain import render_card
from handlers.notifications import notifier
from policy.assess import assess
from policy.facts import AllocationFact, CaseFacts, DiscussionFact, SubjectKind
from policy.obligations import days_left, is_overdue
from policy.ruleset import Delivery
from storage import outbox
from storage import tables as t
from tests.infra.databases import Databases
from tests.proof.phone import Rig, rig

LONDON = ZoneInfo("Europe/London")
MARCH, OCTOBER = date(2026, 3, 29), date(2026, 10, 25)
#: The wall times asked for, as instants: 01:00 and 01:30 don't exist in March (said as the clock would have them) and
#: come twice in October.
MOMENTS = {
    "29 March 00:30": datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    "29 March 01:00, which is 02:00": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "29 March 01:30, which is 02:30": datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    "29 March 02:00": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "25 October 00:30": datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
    "25 October 01:00": datetime(2026, 10, 25, 0, 0, tzinfo=UTC),
    "25 October 01:00 again": datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    "25 October 01:30": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "25 October 01:30 again": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "25 October 02:00": datetime(2026, 10, 25, 2, 0, tzinfo=UTC),
}
each_moment = pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)


def discussed(rig: Rig, due: date) -> None:
    """CB-10234 (family support, child in need) was last discussed so that its next discussion is due that day."""
    with rig.bot.work() as work:
        work.touch(SubjectKind.CASE, 1)
        last = next(d for d in (due - timedelta(days=n) for n in range(20, 70)) if _due_after(rig, d) == due)
        d = t.Discussion
        work.connection.execute(update(d).where(col(d.case_id) == 1).values(on=last))
        a = t.Allocation
        work.connection.execute(update(a).where(col(a.case_id) == 1).values(since=last - timedelta(days=30)))


def _due_after(rig: Rig, last: date) -> date:
    """By the rule for a child in need in family support, as the story council has it: read from the rule set."""
    rules, calendar, talk = rig.bot.config.rules(last), rig.bot.config.calendar, DiscussionFact(1, 1, last)
    facts = CaseFacts(1, "family_support", frozenset({"cin"}), AllocationFact(1, last), discussions=(talk,))
    found = assess(rules, calendar, facts, last).obligations
    return next(o.due for o in found if o.is_open and o.key.duty == "discuss" and o.due)


@each_moment
async def test_due_day_days_left_and_wording(databases: Databases, moment: datetime) -> None:
    """All through the night of the change the case is due on Monday, in one day, whatever the hour."""
    monday = moment.astimezone(LONDON).date() + timedelta(days=1)
    with rig(databases, start=moment - timedelta(days=2)) as made:
        discussed(made, monday)
        made.clock.move_to(moment)
        card = command(made.bot, made.ids["Priya"], "due CB-10234").card
        assert isinstance(card, Card)
        words = render_card(card)
    assert f"{monday:%A} {monday.day} {monday:%B} {monday.year}" in words
    assert "tomorrow" in words or "1 day" in words


@each_moment
async def test_a_reminder_comes_at_nine_by_the_wall(databases: Databases, moment: datetime) -> None:
    """Planned in the night of the change, told on Monday at 9:00 London time."""
    monday = moment.astimezone(LONDON).date() + timedelta(days=1)
    with rig(databases, start=moment - timedelta(hours=3)) as made:
        await settle_now(made.bot)
        before = len(made.phone.arrived)
        made.clock.move_to(moment)
        with made.bot.work() as work:
            data = {"what": "case", "number": 1}
            notifier.plan(
                work, outbox.NewNudge(made.ids["Adel"], "stuck", "case:1:x", "x", Delivery.OWN, data)
            )
        await settle_now(made.bot)
        assert len(made.phone.arrived) == before
        await advance(made.bot, made.clock, moment + timedelta(hours=40))
        first = min(copy.at for copy in made.phone.of(made.ids["Adel"]))
        assert first == datetime.combine(monday, time(9), LONDON).astimezone(UTC)


@pytest.mark.parametrize("sunday", [MARCH, OCTOBER])
async def test_overdue_begins_at_the_midnight_after(databases: Databases, sunday: date) -> None:
    """Due on the Sunday of the change itself: a day of 23 or of 25 hours, all of it in time."""
    start = datetime.combine(sunday - timedelta(days=2), time(12), LONDON).astimezone(UTC)
    with rig(databases, start=start) as made:
        calendar = made.bot.config.calendar
        over = datetime.combine(sunday + timedelta(days=1), time(0), LONDON).astimezone(UTC)
        assert calendar.overdue_from(sunday) == over
        assert over - calendar.start_of(sunday) == timedelta(hours=23 if sunday == MARCH else 25)
        for instant, left in ((over - timedelta(seconds=1), 0), (over, -1)):
            assert days_left(sunday, calendar.day_of(instant)) == left
            assert is_overdue(sunday, calendar.day_of(instant)) is (left < 0)


@pytest.mark.parametrize("sunday", [MARCH, OCTOBER])
async def test_a_subject_is_assessed_once_at_its_midnight(databases: Databases, sunday: date) -> None:
    """What holds until the day of the change, and until the day after, is assessed at those midnights of London."""
    start = datetime.combine(sunday - timedelta(days=1), time(18), LONDON).astimezone(UTC)
    with rig(databases, start=start) as made:
        await settle_now(made.bot)
        for day in (sunday, sunday + timedelta(days=1)):
            midnight = datetime.combine(day, time(0), LONDON).astimezone(UTC)
            with made.bot.work() as work:
                s = t.SubjectRow
                work.connection.execute(update(s).values(reassess_at=None))
                first = update(s).where(col(s.kind) == "case", col(s.ref_id) == 1)
                work.connection.execute(first.values(reassess_at=work.calendar.start_of(day)))
            made.clock.move_to(midnight - timedelta(seconds=1))
            tick(made.bot)
            with made.bot.read() as work:
                assert work.connection.execute(
                    s.__table__.select().where(s.__table__.c.reassess_at == midnight)
                ).first()
            made.clock.move_to(midnight)
            assert tick(made.bot) >= 1


class Racing:
    """A clock on which every look is a quarter of a minute after the one before: the night passes in seconds."""

    def __init__(self, start: datetime, end: datetime) -> None:
        self._now, self._end = start, end
        self.over, self._loop = asyncio.Event(), asyncio.get_running_loop()

    def now(self) -> datetime:
        self._now = min(self._now + timedelta(seconds=5), self._end)
        if self._now == self._end:
            self._loop.call_soon_threadsafe(self.over.set)
        return self._now


@pytest.mark.parametrize("sunday", [MARCH, OCTOBER])
async def test_the_real_scheduler_sends_once_across_the_change(databases: Databases, sunday: date) -> None:
    """One urgent message is due at 01:30 UTC, inside the hour that comes twice or next to the one that is skipped."""
    start = datetime.combine(sunday, time(0), UTC)
    with rig(databases, start=start) as made:
        await settle_now(made.bot)
        with made.bot.work() as work:
            data = {"what": "case", "number": 1}
            notifier.plan(
                work, outbox.NewNudge(made.ids["Adel"], "stuck", "case:1:x", "x", Delivery.URGENT, data)
            )
            m = t.OutboxMessage
            later = start + timedelta(minutes=90)
            work.connection.execute(update(m).where(col(m.urgent)).values(not_before=later))
        racing = Racing(start + timedelta(minutes=85), start + timedelta(minutes=95))
        made.bot.clock = racing
        made.phone.clock = racing
        scheduler = schedule(made.bot, 0.02)
        scheduler.start()
        try:
            await asyncio.wait_for(racing.over.wait(), 60)
            await asyncio.sleep(0.2)
        finally:
            scheduler.pause()
            await made.bot.heartbeat.stop(10)
            scheduler.shutdown()
        (copy,) = made.phone.of(made.ids["Adel"])
        assert copy.at >= later


async def test_the_interval_is_in_utc_and_never_drops_a_late_run(databases: Databases) -> None:
    """Fifteen seconds from one run to the next, through both nights; a run that comes late still runs."""
    with rig(databases) as made:
        job = schedule(made.bot, 15).get_job("tick") or schedule(made.bot, 15)._pending_jobs[0][0]
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert job.max_instances == 1
        for day in (MARCH, OCTOBER):
            at = datetime.combine(day, time(0, 20), UTC)
            while at < datetime.combine(day, time(2, 40), UTC):
                following = job.trigger.get_next_fire_time(at, at)
                assert following.astimezone(UTC) - at == timedelta(seconds=15)
                at = following.astimezone(UTC)
