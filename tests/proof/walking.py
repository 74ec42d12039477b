"""What people do at random, by a seed: the random walks' own."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from bot.inbound.router import answer, press
from cards import not_done
from cards.absence.asks import CoverForm
from cards.model import card_to_json
from handlers.people.leaving import follow
from handlers.shared.agreeing import ask_to_agree
from handlers.shared.cancelling import cancel_group
from policy.facts import Reason, RecordAnswer, SessionKind, SubjectKind
from storage import absences, cases, held_sessions, outbox, people, records, sessions, supervision
from storage import tables as t
from storage.absences import StatedAbsence
from storage.facts.readers import read_by
from storage.held_sessions import Discussed
from storage.sessions import Group
from storage.work import Work
from tests.proof.month import filled
from tests.proof.phone import Rig
from tests.proof.runner import shown
from tests.proof.standin import buttons


class Walk:
    """Chooses what happens next, by its seed alone."""

    def __init__(self, made: Rig, seed: int) -> None:
        self.rig, self.random, self.steps = made, Random(f"walk {seed}"), 0
        self.to_cover = 0  # the absence in which somebody is about to name covers
        #: At a step of its own: booked before the silence, said to have been held after it; and somebody leaves, in a
        #: year one more.
        self.surely = {14: self.book, 15: self.book, 16: self.hold, 17: self.record}
        self.surely |= {20: self.leaves, 200: self.leaves, 400: self.leaves}
        if made.bot.config.rules(made.clock.now().date()).group_roles:
            self.surely |= {
                4: self.book_group,
                13: self.book_group,
                18: self.hold_group,
                19: self.record_group,
            }
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
            self.covers,
        )

    def step(self) -> str:
        self.steps += 1
        act = self.surely.get(self.steps) or self.random.choice(self.acts)
        with self.rig.bot.work() as work:
            act(work)
        if self.to_cover:
            self._name_covers(self.to_cover)
        return act.__name__

    def _someone(self, work: Work) -> int:
        staff = [self.rig.ids[name] for name in ("Amara", "Tomasz", "Priya", "Owen")]
        return self.random.choice([i for i in staff if people.person(work, i).in_post(work.today)])

    def _session(
        self, work: Work, state: str, *, over: bool = False, group: bool = False
    ) -> sessions.SessionView | None:
        query = select(col(t.Session.id)).where(col(t.Session.state) == state).order_by(col(t.Session.id))
        query = query.where(col(t.Session.kind) == SessionKind.GROUP) if group else query
        query = query.where(col(t.Session.ends_at) <= work.now) if over else query
        ids = list(work.connection.execute(query).scalars())
        return sessions.session(work, self.random.choice(ids)) if ids else None

    def book(self, work: Work) -> None:
        supervisee = people.person(work, self._someone(work))
        supervisor = supervision.supervisor_now(work, supervisee.id)
        day = work.calendar.add_working(work.today, self.random.randint(1, 12))
        starts = work.calendar.at(day, time(self.random.randint(9, 15)))
        kind = self.random.choice((SessionKind.CASE, SessionKind.PERSONAL))
        if work.rules.group_roles and self.random.random() < 0.3:
            self.book_group(work)
        elif supervisor and supervisor != supervisee.id:
            sessions.book(work, kind, supervisee, people.person(work, supervisor), starts, 60, None)

    def book_group(self, work: Work) -> None:
        """Priya's, while she is there, then Owen's, of some others; three of those in post share out its record."""
        day = work.calendar.add_working(work.today, self.random.randint(1, 12))
        starts = work.calendar.at(day, time(self.random.randint(9, 15)))
        names = ("Priya", "Owen", "Amara", "Tomasz", "Helen", "Sam")
        everybody = (people.person(work, self.rig.ids[name]) for name in names)
        leader, *others = [p for p in everybody if p.in_post(work.today)]
        recorder, signer, overseer = self.random.sample(others, 3)
        belong = [p for p in others if self.random.random() < 0.7] or others[:1]
        group = Group(tuple(belong), recorder, signer, overseer)
        sessions.book(work, SessionKind.GROUP, leader, leader, starts, 60, leader.id, group=group)

    def hold(self, work: Work) -> None:
        view = self._session(work, "booked", over=True)
        if view and view.group:
            self._hold_group(work, view, view.group)
        elif view:
            mine = [c.id for c in cases.allocated_to(work, view.supervisee.id)]
            picked = (
                self.random.sample(mine, min(2, len(mine))) if view.kind is not SessionKind.PERSONAL else []
            )
            talked = [Discussed(i, plan_reviewed=self.random.random() < 0.5) for i in picked]
            held_sessions.hold(work, view, view.supervisor.id, 60, talked)

    def hold_group(self, work: Work) -> None:
        view = self._session(work, "booked", over=True, group=True)
        if view and view.group:
            self._hold_group(work, view, view.group)

    def _hold_group(self, work: Work, view: sessions.SessionView, group: Group) -> None:
        came = [p for p in group.participants if self.random.random() < 0.8] or group.participants[:1]
        mine = sorted({c.id for p in came for c in cases.allocated_to(work, p.id)})
        talked = [Discussed(i) for i in self.random.sample(mine, min(2, len(mine)))]
        there = replace(group, attended=frozenset(p.id for p in came))
        held_sessions.hold_group(work, view, view.supervisor.id, 60, talked, there)

    def cancel(self, work: Work) -> None:
        view = self._session(work, "booked")
        if view and view.group:
            cancel_group(work, view, Reason.WORK, None, view.supervisor.id)
        elif view:
            reason = self.random.choice((Reason.WORK, Reason.SICKNESS, Reason.LEAVE))
            sessions.cancel(work, view, reason, view.supervisee.id)

    def record_group(self, work: Work) -> None:
        self.record(work, group=True)

    def record(self, work: Work, *, group: bool = False) -> None:
        r = t.Record.__table__.c
        unwritten = select(r.session_id).where(r.recorded_on.is_(None)).distinct().order_by(r.session_id)
        if group:
            groups = select(col(t.Session.id)).where(col(t.Session.kind) == SessionKind.GROUP)
            unwritten = unwritten.where(r.session_id.in_(groups))
        ids = work.connection.execute(unwritten).scalars().all()
        view = sessions.session(work, self.random.choice(ids)) if ids else None
        for one in view.records if view else ():
            if one.recorded_on is None:
                records.mark_recorded(work, [one], view.author.id if view else 0)
                if view:
                    ask_to_agree(work, view, [(one.id, 1)])

    def answer(self, work: Work) -> None:
        view = self._session(work, "held")
        for one in view.records if view else ():
            if one.request and not one.answer and view:
                records.answer(work, [one], self.random.choice((*RecordAnswer,)), view.reader.id)

    def _case(self, work: Work) -> int:
        return int(self.random.choice(list(work.connection.execute(select(col(t.Case.id))).scalars())))

    def categories(self, work: Work) -> None:
        one, c = self._case(work), t.Case.__table__
        rows = work.connection.execute(select(c).where(c.c.id == one)).all()
        work.touch_all(read_by(work, c, rows, {"categories"}))
        words = self.random.choice(("cin", "child_protection", "plo", ""))
        work.connection.execute(update(t.Case).where(col(t.Case.id) == one).values(categories=words))
        if rows[0].categories != words:
            yesterday, (service, was) = work.today - timedelta(days=1), (rows[0].service, rows[0].categories)
            work.add(t.EarlierCategories(case_id=one, until=yesterday, service=service, categories=was))

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
        a, new = t.Allocation, t.Allocation(case_id=one, worker_id=self._someone(work), since=since)
        open_ = col(a.case_id) == one, col(a.until).is_(None)
        before = work.connection.execute(select(a.__table__).where(*open_)).all()
        work.touch_all(read_by(work, a.__table__, [*before, new]))
        work.connection.execute(update(a).where(*open_).values(until=since - timedelta(days=1)))
        work.add(new)

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
        r, before = t.Relationship, supervision.line_supervisor(work, supervisee)
        either = [self.rig.ids[name] for name in ("Priya", "Owen")]  # of both: one may have been to come
        after = self.random.choice(either)
        work.touch(SubjectKind.PERSON, supervisee, *either, *([before] if before else []))
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
        """First Tomasz, who holds cases, then Owen, who may supervise, later Priya; what follows an import follows."""
        p, leaver = t.Person.__table__, self._leaver(work)
        last = work.today + timedelta(days=self.random.randint(-2, 3))
        rows = work.connection.execute(select(p).where(p.c.id == leaver)).all()
        work.touch_all(read_by(work, p, rows, {"left_on"}))
        work.connection.execute(update(p).where(p.c.id == leaver).values(left_on=last))
        follow(work)

    def _leaver(self, work: Work) -> int:
        first, later = [self.rig.ids[name] for name in ("Tomasz", "Owen")], self.rig.ids["Priya"]
        there = [i for i in (*first, later) if people.person(work, i).in_post(work.today)]
        return next(iter(there), later)

    def covers(self, work: Work) -> None:
        """In some absence of a supervisor, or a cover; by ``_name_covers``, between transactions."""
        found = [one.id for one in absences.not_over(work) if supervision.supervised_by(work, one.person.id)]
        self.to_cover = self.random.choice(found) if found else 0

    def _name_covers(self, absence: int) -> None:
        """By Helen, or whoever else may: of everybody whom it concerns, at random of those who are offered."""
        self.to_cover = 0
        who = self.random.choice([self.rig.ids[name] for name in ("Helen", "Helen", "Priya", "Sam")])
        self._fill(who, shown(answer(self.rig.bot, who, CoverForm(absence=absence))))

    def presses(self, _work: Work) -> None:
        """Done between transactions, by ``press_something``."""

    def press_something(self) -> None:
        """Of a message that arrived; of the form that comes, too, filled in somehow."""
        copies = self.rig.phone.arrived
        if not copies:
            return
        one = self.random.choice(copies)
        found = list(buttons(json.loads(card_to_json(one.card))))
        if found:
            self._press(one.person_id, self.random.choice(found)[1])

    def _press(self, person: int, token: str) -> None:
        self._fill(person, self._answer(person, token, {}))

    def _fill(self, person: int, form: dict[str, Any]) -> None:
        if form.get("fields") is not None and form["buttons"]:
            typed = {f["name"]: self._filled(f) for f in form["fields"]}
            self._answer(person, self.random.choice(form["buttons"])[1], typed)

    def _answer(self, person: int, token: str, typed: dict[str, Any]) -> dict[str, Any]:
        said = press(self.rig.bot, person, token, typed)
        assert said.card != not_done.refusal(not_done.FAULT), "a fault of ours, named in the log"
        return shown(said)

    def _filled(self, asked: dict[str, Any]) -> Any:
        """What was there already, or something that a person might write."""
        if asked["value"] and self.random.random() < 0.5:
            return asked["value"]
        if asked["kind"] == "date":
            day = self.rig.clock.now().date() + timedelta(days=self.random.randint(-5, 20))
            return day.isoformat()
        return filled(asked, self.random)
