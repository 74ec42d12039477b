"""A council at random: for weeks, anything that can happen happens, and after each step what is stored is what an
assessment of that moment says, what is planned is what the plan says, and nobody is told a thing twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from bot import dispatcher
from bot.inbound.router import press
from bot.moving_clock import advance
from bot.platform import TryLaterError
from cards.answers.asks import HomePage
from cards.cases.asks import DueForMe
from cards.model import Card, Claim, Issue, card_to_json, seal
from cards.shared.claims import BookedFor, Held, NextMeets, NobodySaid, NoneBooked, NothingDue
from handlers.people.leaving import follow
from handlers.routes import ROUTES
from handlers.shared.agreeing import ask_to_agree
from handlers.shared.base import Reply, Request
from policy.facts import Reason, RecordAnswer, SessionKind, SubjectKind
from policy.nudges import Planned, plan
from storage import absences, cases, held_sessions, outbox, people, records, sessions, supervision
from storage import tables as t
from storage.absences import StatedAbsence
from storage.drift import drift, every_subject
from storage.facts.readers import read_by
from storage.held_sessions import Discussed
from storage.obligation_rows import obligation_of
from storage.obligations import given_steps
from storage.work import Work
from tests.infra.budget import seeds
from tests.infra.databases import SqliteDatabases, Templates
from tests.proof.facts_said import claims_in, untrue
from tests.proof.phone import Rig, rig
from tests.proof.standin import buttons

LONDON = ZoneInfo("Europe/London")


#: Days in which nobody does anything, a month's end among them.
SILENCE = 24


class Walk:
    """Chooses what happens next, by its seed alone."""

    def __init__(self, made: Rig, seed: int) -> None:
        self.rig, self.random, self.steps = made, Random(f"walk {seed}"), 0
        #: At a step of its own: booked before the silence, said to have been held after it; and somebody leaves.
        self.surely = {14: self.book, 15: self.book, 16: self.hold, 17: self.record, 20: self.leaves}
        self.acts = (
            self.book,
            self.hold,
            self.cancel,
            self.record,
            self.answer,
            self.categories,
            self.authorise,
            self.allocate,
            self.away,
            self.back,
            self.supervisor,
            self.works,
            self.presses,
        )

    def step(self) -> str:
        self.steps += 1
        act = self.surely.get(self.steps) or self.random.choice(self.acts)
        with self.rig.bot.work() as work:
            act(work)
        return act.__name__

    def _someone(self, work: Work) -> int:
        staff = [self.rig.ids[name] for name in ("Amara", "Tomasz", "Priya", "Owen")]
        return self.random.choice([i for i in staff if people.person(work, i).in_post(work.today)])

    def _session(self, work: Work, state: str, *, over: bool = False) -> sessions.SessionView | None:
        query = select(col(t.Session.id)).where(col(t.Session.state) == state).order_by(col(t.Session.id))
        query = query.where(col(t.Session.ends_at) <= work.now) if over else query
        ids = list(work.connection.execute(query).scalars())
        return sessions.session(work, self.random.choice(ids)) if ids else None

    def book(self, work: Work) -> None:
        supervisee = people.person(work, self._someone(work))
        supervisor = supervision.supervisor_now(work, supervisee.id)
        day = work.calendar.add_working(work.today, self.random.randint(1, 12))
        starts = work.calendar.at(day, time(self.random.randint(9, 15)))
        kind = self.random.choice((SessionKind.CASE, SessionKind.PERSONAL))
        if supervisor and supervisor != supervisee.id:
            sessions.book(work, kind, supervisee, people.person(work, supervisor), starts, 60, None)

    def hold(self, work: Work) -> None:
        view = self._session(work, "booked", over=True)
        if view:
            mine = [c.id for c in cases.allocated_to(work, view.supervisee.id)]
            picked = (
                self.random.sample(mine, min(2, len(mine))) if view.kind is not SessionKind.PERSONAL else []
            )
            talked = [Discussed(i, plan_reviewed=self.random.random() < 0.5) for i in picked]
            held_sessions.hold(work, view, view.supervisor.id, 60, talked)

    def cancel(self, work: Work) -> None:
        view = self._session(work, "booked")
        if view:
            reason = self.random.choice((Reason.WORK, Reason.SICKNESS, Reason.LEAVE))
            sessions.cancel(work, view, reason, view.supervisee.id)

    def record(self, work: Work) -> None:
        r = t.Record.__table__.c
        unwritten = select(r.session_id).where(r.recorded_on.is_(None)).distinct().order_by(r.session_id)
        ids = work.connection.execute(unwritten).scalars().all()
        view = sessions.session(work, self.random.choice(ids)) if ids else None
        for one in view.records if view else ():
            if one.recorded_on is None:
                records.mark_recorded(work, one, view.supervisor.id if view else 0)
                if view:
                    ask_to_agree(work, view, [(one.id, 1)])

    def answer(self, work: Work) -> None:
        view = self._session(work, "held")
        for one in view.records if view else ():
            if one.request and not one.answer and view:
                records.answer(work, one, self.random.choice((*RecordAnswer,)), view.supervisee.id)

    def _case(self, work: Work) -> int:
        return int(self.random.choice(list(work.connection.execute(select(col(t.Case.id))).scalars())))

    def categories(self, work: Work) -> None:
        one = self._case(work)
        work.touch(SubjectKind.CASE, one)
        words = self.random.choice(("cin", "child_protection", "plo", ""))
        work.connection.execute(update(t.Case).where(col(t.Case.id) == one).values(categories=words))

    def authorise(self, work: Work) -> None:
        one, since = self._case(work), work.today + timedelta(days=self.random.randint(-3, 10))
        work.touch(SubjectKind.CASE, one)
        until = since + timedelta(days=self.random.randint(5, 30))
        every = self.random.choice(("1 week", "10 working days", "2 months"))
        work.add(
            t.Authorisation(case_id=one, every=every, by_id=self.rig.ids["Helen"], since=since, until=until)
        )

    def allocate(self, work: Work) -> None:
        """From a day to come, as a planned hand-over is entered."""
        one, since = self._case(work), work.today + timedelta(days=self.random.randint(0, 6))
        work.touch(SubjectKind.CASE, one)
        a = t.Allocation
        open_ = update(a).where(col(a.case_id) == one, col(a.until).is_(None))
        work.connection.execute(open_.values(until=since - timedelta(days=1)))
        work.add(t.Allocation(case_id=one, worker_id=self._someone(work), since=since))

    def away(self, work: Work) -> None:
        person, first = (
            self._someone(work),
            work.today + timedelta(days=self.random.randint(-16, 5)),
        )
        last = None if self.random.random() < 0.3 else first + timedelta(days=self.random.randint(0, 30))
        if absences.overlapping(work, person, first, last) is None:
            said = StatedAbsence(self.random.random() < 0.5, False, first, last)
            absences.record(work, person, said, self.rig.ids["Helen"])

    def back(self, work: Work) -> None:
        for one in (a for a in absences.not_over(work) if a.last is None):
            said = StatedAbsence(
                one.planned, False, one.first, max(work.today - timedelta(days=1), one.first)
            )
            absences.change(work, one, said, self.rig.ids["Helen"])

    def supervisor(self, work: Work) -> None:
        """Amara's or Tomasz's supervisor changes, from a day to come."""
        supervisee, since = (
            self.rig.ids[self.random.choice(("Amara", "Tomasz"))],
            work.today + timedelta(days=3),
        )
        before, after = (
            supervision.line_supervisor(work, supervisee),
            self.rig.ids[self.random.choice(("Priya", "Owen"))],
        )
        r = t.Relationship
        work.touch(SubjectKind.PERSON, supervisee, after, *([before] if before else []))
        ids = work.connection.execute(select(col(t.Absence.id))).scalars().all()
        work.touch(SubjectKind.ABSENCE, *ids)
        open_ = update(r).where(col(r.supervisee_id) == supervisee, col(r.until).is_(None))
        work.connection.execute(open_.values(until=since - timedelta(days=1)))
        work.add(t.Relationship(supervisee_id=supervisee, supervisor_id=after, since=since))

    def works(self, work: Work) -> None:
        person = self._someone(work)
        days = self.random.choice(("1111100", "0111000", "1010100"))
        work.connection.execute(update(t.Person).where(col(t.Person.id) == person).values(works=days))
        outbox.wake(work, people.person(work, person))

    def leaves(self, work: Work) -> None:
        """Tomasz, who holds cases, or Owen, who may supervise; what follows an import follows."""
        p, leaver = t.Person.__table__, self.rig.ids[self.random.choice(("Tomasz", "Owen"))]
        last = work.today + timedelta(days=self.random.randint(-2, 3))
        rows = work.connection.execute(select(p).where(p.c.id == leaver)).all()
        work.touch_all(read_by(work, p, rows, {"left_on"}))
        work.connection.execute(update(p).where(p.c.id == leaver).values(left_on=last))
        follow(work)

    def presses(self, _work: Work) -> None:
        """Done between transactions, by ``press_something``."""

    def press_something(self) -> None:
        copies = self.rig.phone.arrived
        if not copies:
            return
        one = self.random.choice(copies)
        found = list(buttons(json.loads(card_to_json(one.card))))
        if found:
            press(self.rig.bot, one.person_id, self.random.choice(found)[1], {})


def faults(made: Rig) -> list[object]:
    """What differs from a fresh assessment, and obligations whose next reminder isn't the plan's."""
    with made.bot.read() as work:
        found: list[object] = list(drift(work, every_subject(work)))
        o = t.ObligationRow.__table__
        rows = work.connection.execute(select(o).where(o.c.state.in_(("waiting", "running")))).all()
        given = given_steps(work, [r.id for r in rows])
        for row in rows:
            planned = plan(work.rules, work.calendar, obligation_of(row))
            wanted = next((p.at for p in planned if p.nudge.step not in given[row.id]), None)
            if not (_looks_in_time(row.next_attention, wanted, planned) or (wanted and wanted <= work.now)):
                found.append((row.duty, row.subject_kind, row.subject_id, row.next_attention, wanted))
        n = t.Nudge.__table__
        told = work.connection.execute(
            select(n.c.source, n.c.step, n.c.recipient_id).where(n.c.sent_at.is_not(None))
        )
        found += [twice for twice, times in Counter(told.all()).items() if times > 1]
    found += [key for key, times in Counter(c.key for c in made.phone.arrived).items() if times > 1]
    return found


def _looks_in_time(at: datetime | None, wanted: datetime | None, planned: Sequence[Planned]) -> bool:
    """What ended and is asked again is looked at from its first step on, also where that was told before."""
    early = at is not None and any(p.at == at for p in planned) and (wanted is None or at < wanted)
    return at == wanted or early


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(2))
async def test_weeks_at_random(
    tmp_path: Path, templates: Templates, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    with rig(SqliteDatabases(tmp_path, templates)) as made:
        walk, day = Walk(made, seed), date(2026, 11, 3)
        witness = Witness(made, monkeypatch)
        for number in range(15):
            moment = datetime.combine(day, time(walk.random.randint(0, 23), 30), LONDON).astimezone(UTC)
            made.phone.faults = [
                TryLaterError("503") if walk.random.random() < 0.1 else None for _ in range(20)
            ]
            await advance(made.bot, made.clock, max(moment, made.clock.now()))
            assert not faults(made), f"after the clock moved to {moment}"
            for _ in range(3):
                done = walk.step()
                walk.press_something()
                await advance(made.bot, made.clock, made.clock.now() + timedelta(minutes=7))
                assert not faults(made), f"after {done} on {day}"
            day += timedelta(days=SILENCE if number == 4 else walk.random.choice((1, 1, 1, 2, 3)))
            witness.looks_at_pages()
            assert not witness.untrue
        assert not lacking(made)
        assert witness.stated >= STATED


#: What every walk states at one time or another.
STATED = frozenset((BookedFor, NextMeets, NoneBooked, NobodySaid, Held, NothingDue))


class Witness:
    """Asks of everything that is sent, and of everybody's own pages, whether what it states is so at that moment."""

    def __init__(self, made: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
        self._made, self.untrue, self.stated = made, list[str](), set[type[Claim]]()
        monkeypatch.setattr(dispatcher, "seal", self._sealed)

    def _sealed(self, card: Card, issue: Issue) -> Card:
        with self._made.bot.read() as work:
            self._heard(work, card)
        return seal(card, issue)

    def _heard(self, work: Work, card: Card) -> None:
        self.untrue += untrue(work, card)
        self.stated |= {type(claim) for claim in claims_in(card)}

    def looks_at_pages(self) -> None:
        with self._made.bot.work() as work:
            for who in people.people(work, list(self._made.ids.values())).values():
                for page in (HomePage(), DueForMe()):
                    outcome = ROUTES[page.kind].handle(Request(who, page), work)
                    assert isinstance(outcome, Reply)
                    self._heard(work, outcome.card)


def lacking(made: Rig) -> set[str]:
    """What a walk is to meet, to prove anything, and this one did not: a session nobody answers for, the week's line
    of what stays late, a window that ended unmet, and somebody who left."""
    o, n, p = t.ObligationRow.__table__, t.Nudge.__table__, t.Person.__table__
    with made.bot.read() as work:
        told = set(work.connection.execute(select(n.c.kind).where(n.c.sent_at.is_not(None))).scalars())
        ended = (o.c.fact_kind == "month", o.c.due < work.today, o.c.state.in_(("running", "missed")))
        met = {
            "say_held": any(kind.startswith("say_held.") for kind in told),
            "late": "late" in told,
            "a window": work.connection.execute(select(o.c.id).where(*ended)).first(),
            "a leaver": work.connection.execute(select(p.c.id).where(p.c.left_on.is_not(None))).first(),
        }
    return {name for name, found in met.items() if not found}
