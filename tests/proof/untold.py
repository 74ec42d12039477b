"""Nothing overdue goes quiet: whoever answers now for something open and late is told of it within six working days,
whatever else happens meanwhile; of what is nobody else's to know too, such as a preparation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from handlers.shared import awaiting_outcome
from storage import answering, duties, people
from storage import tables as t
from storage.work import Work
from tests.proof.phone import Rig

#: Working days.
QUIET = 6


class Asked(NamedTuple):
    """Who is to be told of something late, and in which of the week's lines."""

    who: int
    line: str


class Owed(NamedTuple):
    """What was late at a moment, by obligation, and has been asked of the same person since."""

    since: datetime
    asked: dict[int, Asked]


class Overdue:
    """Looked at from time to time: what was late each time, and who wasn't told of it in time. ``untold``: so, in
    words; ``checked``: of how many this was asked."""

    def __init__(self, made: Rig) -> None:
        self._made, self._owed = made, list[Owed]()
        self.untold, self.checked = list[str](), 0

    def look(self) -> None:
        with self._made.bot.read() as work:
            now = overdue(work)
            still = [Owed(o.since, {i: a for i, a in o.asked.items() if now.get(i) == a}) for o in self._owed]
            over = [o for o in still if self._is_over(work, o)]
            for one in over:
                self.untold += untold(work, one)
                self.checked += len(one.asked)
            self._owed = [*(o for o in still if o not in over), Owed(work.now, now)]

    @staticmethod
    def _is_over(work: Work, one: Owed) -> bool:
        return work.calendar.add_working(work.calendar.day_of(one.since), QUIET) < work.today


def overdue(work: Work) -> dict[int, Asked]:
    """By obligation that is open and late (not one that a session may have met), who answers for it today; where nobody
    does, an administrator."""
    o = t.ObligationRow.__table__
    rows = work.connection.execute(select(o.c.id).where(o.c.state.in_(("waiting", "running")))).scalars()
    found = duties.these(work, list(rows)).values()
    late = awaiting_outcome.late(work, list(found))
    who = {k.id: answering.who_answers(work, k.obligation) for k in late}
    in_place = people.administrators(work)[0]
    return {i: Asked(one, "late") if one else Asked(in_place, "late_nobody") for i, one in who.items()}


def untold(work: Work, owed: Owed) -> list[str]:
    """Of what has been owed since by the same person, who was there: what they weren't told of, by itself or in the
    week's line of all that is late."""
    n = t.Nudge.__table__
    query = select(n.c.recipient_id, n.c.obligation_id, n.c.kind).where(n.c.sent_at >= owed.since)
    rows = work.connection.execute(query).all()
    told = {(row.recipient_id, row.obligation_id) for row in rows}
    of_all = {(row.recipient_id, row.kind) for row in rows}
    first = work.calendar.day_of(owed.since)
    return [
        f"from {owed.since} to {work.now}: {duties.of(work, i).obligation.key}: {asked}"
        for i, asked in owed.asked.items()
        if was_there(work, asked.who, first) and (asked.who, i) not in told and asked not in of_all
    ]


def was_there(work: Work, who: int, first: date) -> bool:
    """On each day since; what waits for somebody who was away is told on their return."""
    days = [first + timedelta(days=n) for n in range((work.today - first).days + 1)]
    away = any(people.absences_on(work, [who], day) for day in days)
    return not away and people.person(work, who).in_post(work.today)
