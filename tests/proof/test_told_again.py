"""Nothing overdue goes quiet: after weeks in which anything happened, whoever answers for it now is told within six
working days, though nobody does anything any more."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from sqlalchemy import select

from bot.moving_clock import advance
from handlers.shared.redaction import PRIVATE
from policy.obligations import is_overdue
from storage import answering, duties, people
from storage import tables as t
from storage.work import Work
from tests.infra.budget import seeds
from tests.infra.databases import SqliteDatabases, Templates
from tests.proof.phone import Rig, rig
from tests.proof.test_walk import LONDON, Walk

#: Working days.
QUIET = 6


class Asked(NamedTuple):
    """Who is to be told of something late, and in which of the week's lines."""

    who: int
    line: str


def overdue(work: Work) -> dict[int, Asked]:
    """By obligation that is open and late, who answers for it today; where nobody does, an administrator."""
    o = t.ObligationRow.__table__
    rows = work.connection.execute(select(o.c.id).where(o.c.state.in_(("waiting", "running")))).scalars()
    found = duties.these(work, list(rows)).values()
    late = [k for k in found if is_overdue(k.obligation.due, work.today)]
    who = {
        k.id: answering.who_answers(work, k.obligation) for k in late if k.obligation.key.duty not in PRIVATE
    }
    in_place = people.administrators(work)[0]
    return {i: Asked(one, "late") if one else Asked(in_place, "late_nobody") for i, one in who.items()}


def was_there(work: Work, who: int, first: date) -> bool:
    """On each day since; what waits for somebody who was away is told on their return."""
    days = [first + timedelta(days=n) for n in range((work.today - first).days + 1)]
    away = any(people.absences_on(work, [who], day) for day in days)
    return not away and people.person(work, who).in_post(work.today)


def untold(made: Rig, owed: dict[int, Asked], since: datetime) -> list[str]:
    """Of what was owed then and still is by the same person, who was there: what they weren't told of since, by itself
    or in the week's line of all that is late."""
    n = t.Nudge.__table__
    with made.bot.read() as work:
        query = select(n.c.recipient_id, n.c.obligation_id, n.c.kind).where(n.c.sent_at >= since)
        rows = work.connection.execute(query).all()
        told = {(row.recipient_id, row.obligation_id) for row in rows}
        of_all = {(row.recipient_id, row.kind) for row in rows}
        first = work.calendar.day_of(since)
        return [
            f"{duties.of(work, i).obligation.key}: {asked}"
            for i, asked in overdue(work).items()
            if owed.get(i) == asked
            and was_there(work, asked.who, first)
            and (asked.who, i) not in told
            and asked not in of_all
        ]


async def weeks(made: Rig, walk: Walk, random: Random, day: date) -> date:
    """About three of them, at random."""
    for _ in range(8):
        moment = datetime.combine(day, time(random.randint(7, 19), 30), LONDON).astimezone(UTC)
        await advance(made.bot, made.clock, max(moment, made.clock.now()))
        for _ in range(3):
            walk.step()
            walk.press_something()
        day += timedelta(days=random.choice((1, 2, 3, 4)))
    return day


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(1))
async def test_whoever_answers_is_told_again(tmp_path: Path, templates: Templates, seed: int) -> None:
    with rig(SqliteDatabases(tmp_path, templates)) as made:
        walk, random, day, checked = Walk(made, seed), Random(f"told {seed}"), date(2026, 11, 3), 0
        for _ in range(2):
            day = await weeks(made, walk, random, day)
            with made.bot.read() as work:
                owed, since = overdue(work), work.now
                day = work.calendar.add_working(max(day, work.today), QUIET)
            await advance(made.bot, made.clock, datetime.combine(day, time(18), LONDON).astimezone(UTC))
            assert not untold(made, owed, since), f"up to {day}"
            checked += len(owed)
            day += timedelta(days=1)
        assert checked > 5  # a walk in which nothing is late proves nothing
