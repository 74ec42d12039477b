"""A council at random: for weeks, anything that can happen happens, and after each step what is stored is what an
assessment of that moment says, what is planned is what the plan says, and nobody is told a thing twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import and_, or_, select

from bot import dispatcher
from bot.inbound import router
from bot.moving_clock import advance
from bot.platform import TryLaterError
from cards.answers.asks import HomePage
from cards.cases.asks import AboutMe, DueForMe, DueInTeam, Section
from cards.model import Card, Claim, Form, Issue, seal, seal_form
from cards.preparing.asks import PrepareCommand
from cards.shared.claims import (
    BookedFor,
    HeldInYear,
    HeldOn,
    LastMet,
    NextMeets,
    NobodySaid,
    NobodySaidOf,
    NoCaseSession,
    NoneBooked,
    NothingAhead,
    WasBookedFor,
)
from cards.shared.duty_claims import (
    DoneOn,
    NobodyHolds,
    NobodySupervises,
    NothingDue,
    NothingDueAbout,
    NothingLate,
    StayLate,
    TheirsStayLate,
)
from handlers.routes import ROUTES
from handlers.shared.base import Reply, Request
from policy.nudges import plan
from storage import answering, people
from storage import tables as t
from storage.drift import drift, every_subject
from storage.obligation_rows import obligation_of
from storage.obligations import given_steps
from storage.work import Work
from tests.infra.budget import WALK_WEEKS, seeds
from tests.infra.databases import SqliteDatabases, Templates
from tests.proof.facts_said import claims_in, untrue
from tests.proof.phone import Rig, rig
from tests.proof.untold import Overdue
from tests.proof.walking import Walk
from tests.proof.whose import Today
from tests.stories.council import CASTS

LONDON = ZoneInfo("Europe/London")


#: Under whose policy it is walked, by the seed: each run walks under one without groups and one with them.
COUNCILS = [
    CASTS[name] for name in ("central-bedfordshire", "southwark", "york", "cambridgeshire-peterborough")
]
#: Days in which nobody does anything, a month's end among them.
SILENCE, FIRST = 24, date(2026, 11, 3)


def faults(made: Rig) -> list[object]:
    """What differs from a fresh assessment, and obligations whose next reminder isn't the plan's."""
    with made.bot.read() as work:
        found: list[object] = list(drift(work, every_subject(work)))
        o = t.ObligationRow.__table__
        rows = work.connection.execute(select(o).where(o.c.state.in_(("waiting", "running")))).all()
        given = given_steps(work, {r.id: obligation_of(r) for r in rows})
        for row in rows:
            planned = plan(work.rules, work.calendar, obligation_of(row))
            line = hears_of_days_away(work, row)
            left = [p for p in planned if not p.is_given(given[row.id])]
            wanted = next((p.at for p in left if not (line and p.nudge.escalates)), None)
            if not (_looks_in_time(row.next_attention, wanted) or (wanted and wanted <= work.now)):
                found.append((row.duty, row.subject_kind, row.subject_id, row.next_attention, wanted))
        n = t.Nudge.__table__
        told = work.connection.execute(
            select(n.c.source, n.c.step, n.c.recipient_id).where(n.c.sent_at.is_not(None))
        )
        found += [twice for twice, times in Counter(told.all()).items() if times > 1]
    found += [key for key, times in Counter(c.key for c in made.phone.arrived).items() if times > 1]
    return found


def hears_of_days_away(work: Work, row: Any) -> bool:
    """Whether those above hear of it by the later of two limits, not by the plan alone: of a session cancelled for
    somebody's days away, where rules ask which it was."""
    s = t.Session.__table__
    if row.duty != "rebook" or not work.rules.asks_sickness:
        return False
    reason = work.connection.execute(select(s.c.reason).where(s.c.id == row.subject_id)).scalar()
    return str(reason) in ("leave", "sickness")


def _looks_in_time(at: datetime | None, wanted: datetime | None) -> bool:
    """No later than the plan's next step; sooner, where what ended is asked again, or what a booking made untold is
    looked at next morning."""
    return at == wanted or (at is not None and (wanted is None or at < wanted))


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(2))
async def test_weeks_at_random(
    tmp_path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    with rig(SqliteDatabases(tmp_path, templates), cast=COUNCILS[seed % len(COUNCILS)]) as made:
        walk, day, number = Walk(made, seed), FIRST, 0
        witness, late = Witness(made, monkeypatch), Overdue(made)
        while day < FIRST + timedelta(weeks=WALK_WEEKS):
            moment = datetime.combine(day, time(walk.random.randint(0, 23), 30), LONDON).astimezone(UTC)
            made.phone.faults = [
                TryLaterError("503") if walk.random.random() < 0.1 else None for _ in range(20)
            ]
            await advance(made.bot, made.clock, max(moment, made.clock.now()))
            assert not faults(made), f"after the clock moved to {moment}"
            for _ in range(3):
                done = walk.step()
                walk.press_something()
                witness.looks_at_answers()
                await advance(made.bot, made.clock, made.clock.now() + timedelta(minutes=7))
                assert not faults(made), f"after {done} on {day}"
            number += 1
            day += timedelta(days=SILENCE if number % 60 == 5 else walk.random.choice((1, 1, 1, 2, 3)))
            late.look()
            assert not late.untold
            witness.looks_at_pages()
            assert not witness.untrue
        assert late.checked > 2  # a walk in which nothing is late proves nothing
        assert not lacking(made)
        assert witness.stated >= STATED or seed % len(COUNCILS)


#: What every walk under Central Bedfordshire's policy states at one time or another.
STATED = frozenset(
    (
        BookedFor,
        WasBookedFor,
        NextMeets,
        NoneBooked,
        NothingAhead,
        NoCaseSession,
        NobodySaid,
        NobodySaidOf,
        HeldOn,
        HeldInYear,
        LastMet,
        NobodySupervises,
        NobodyHolds,
        NothingDue,
        NothingDueAbout,
        NothingLate,
        DoneOn,
        StayLate,
        TheirsStayLate,
    )
)


#: What everybody may ask for.
PAGES = (
    *(HomePage(), AboutMe(), AboutMe(cases=True), PrepareCommand()),
    *(DueForMe(section=section) for section in Section),
    *(DueInTeam(), DueInTeam(late=True), DueInTeam(late=True, below=True)),
)


class Witness:
    """Asks of everything that is sent, and of everybody's own pages, whether what it states is so at that moment."""

    def __init__(self, made: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
        self._made, self.untrue, self.stated = made, list[str](), set[type[Claim]]()
        self._answers = list[Card | Form]()
        monkeypatch.setattr(dispatcher, "seal", self._sealed)
        monkeypatch.setattr(router, "seal", self._answered)
        monkeypatch.setattr(router, "seal_form", self._opened)

    def _answered(self, card: Card, issue: Issue) -> Card:
        """Looked at once what it answers is written."""
        self.looks_at_answers()
        self._answers.append(card)
        return seal(card, issue)

    def _opened(self, form: Form, issue: Issue) -> Form:
        self.looks_at_answers()
        self._answers.append(form)
        return seal_form(form, issue)

    def looks_at_answers(self) -> None:
        with self._made.bot.read() as work:
            for card in self._answers:
                self._heard(work, card)
        self._answers.clear()

    def _sealed(self, card: Card, issue: Issue) -> Card:
        with self._made.bot.read() as work:
            self._heard(work, card)
        return seal(card, issue)

    def _heard(self, work: Work, card: Card | Form) -> None:
        self.untrue += untrue(work, card)
        self.stated |= {type(claim) for claim in claims_in(card)}

    def looks_at_pages(self) -> None:
        with self._made.bot.work() as work:
            self.untrue += answered_otherwise(work)
            for who in people.people(work, list(self._made.ids.values())).values():
                for page in PAGES:
                    outcome = ROUTES[page.kind].handle(Request(who, page), work)
                    assert isinstance(outcome, Reply)
                    self._heard(work, outcome.card)


def answered_otherwise(work: Work) -> list[str]:
    """What is open and falls to somebody else than the tables say."""
    o, today = t.ObligationRow.__table__, Today(work)
    rows = work.connection.execute(select(o).where(o.c.state.in_(("waiting", "running")))).all()
    return [str(row) for row in rows if today.answers(row) != answering.of_row(work, row)]


def lacking(made: Rig) -> set[str]:
    """What a walk is to meet, to prove anything, and this one did not: a session nobody answers for, the week's line
    of what stays late, a window that ended unmet, somebody who left, and where they are held a group whose record is
    written."""
    o, n, p = t.ObligationRow.__table__, t.Nudge.__table__, t.Person.__table__
    s, r = t.Session.__table__, t.Record.__table__
    in_group = (
        select(r.c.id)
        .join(s, s.c.id == r.c.session_id)
        .where(s.c.kind == "group", r.c.recorded_on.is_not(None))
    )
    supervising = o.c.duty == "supervise", o.c.subject_kind == "person"
    with made.bot.read() as work:
        told = set(work.connection.execute(select(n.c.kind).where(n.c.sent_at.is_not(None))).scalars())
        late = or_(o.c.met_on > o.c.due, and_(o.c.due < work.today, o.c.state.in_(("running", "missed"))))
        ended = (*supervising, late)
        met = {
            "say_held": any(kind.startswith("say_held.") for kind in told),
            "late": "late" in told,
            "a window": work.connection.execute(select(o.c.id).where(*ended)).first(),
            "a group": not work.rules.group_roles or work.connection.execute(in_group).first(),
            "a leaver": work.connection.execute(select(p.c.id).where(p.c.left_on.is_not(None))).first(),
        }
    return {name for name, found in met.items() if not found}
