"""The clock's part: an obligation's nudge is due, so somebody is told, or the clock does what practice says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias

from handlers.notifications import notifier
from handlers.notifications.notices import WasMadeGood
from handlers.notifications.recipients import recipients, who_is_notified
from handlers.shared import as_the_line_reads, unasked
from handlers.shared.records import read_delegates
from policy.facts import Subject, SubjectKind
from policy.nudges import Given, Planned, plan
from policy.obligations import Obligation, State
from policy.ruleset import Delivery, Duty, NudgeRule, Role
from storage import (
    answering,
    audit_draws,
    duties,
    outbox,
    people,
    repeated_nudges,
    sessions,
    shown_next,
    supervision,
)
from storage.duties import KeptObligation
from storage.notified_in_place import notified_in_place, read_notified_in_place
from storage.obligations import given_steps
from storage.repeated_nudges import Unsent
from storage.states import NudgeEnd
from storage.work import Work

#: What the clock does about an obligation, rather than tell somebody.
Action: TypeAlias = Callable[[Work, KeptObligation], None]
#: What it does, of these, for a session that is to be made up for.
REBOOKS: Final = "rebook"
#: What it does, of these, once silence was taken for agreement.
ON_SILENCE: Final = "notify_silence"


def give_due_nudges(work: Work, ids: Sequence[int], actions: Mapping[str, Action]) -> None:
    """Gives every nudge of these obligations that is due; of several for the same role only the latest. ``actions``:
    what the clock does by itself, by name."""
    kept = duties.these(work, ids)
    given = given_steps(work, {i: kept[i].obligation for i in ids})
    keys = (k.obligation.key for k in kept.values())
    sessions.sessions(work, [key.subject.id for key in keys if key.kind_of_duty == Duty.REBOOK])
    planned = {i: _ungiven(work, kept[i], given[i]) for i in ids}
    duties.set_next_attention(work, {i: _next(work, planned[i]) for i in ids})
    giving = _Giving(work, actions, repeated_nudges.waiting(work, ids))
    duties.these(work, ids)
    answering.read_lines(work, (kept[i].obligation for i in ids))
    read_delegates(work, (kept[i].obligation for i in ids))
    read_notified_in_place(work, [k.obligation for k in kept.values() if _has_nobody(work, k.obligation)])
    for i in ids:
        if kept[i].obligation.state is State.MET:
            giving.ended(kept[i])
            continue
        now = duties.of(work, i)
        giving.latest(now, planned[i] if now == kept[i] else _ungiven(work, now, given[i]))
    giving.write()
    shown_next.show_over(work, _just_over(kept[i].obligation for i in ids if not given[i]))


def _just_over(first_asked: Iterable[Obligation]) -> list[int]:
    """The sessions among what is asked for the first time."""
    keys = (o.key for o in first_asked if o.is_open)
    return [key.subject.id for key in keys if key.duty == Duty.SAY_HELD]


def _ungiven(work: Work, kept: KeptObligation, given: Given) -> list[Planned]:
    return [p for p in _plan(work, kept) if not p.is_given(given)]


def _next(work: Work, planned: Sequence[Planned]) -> datetime | None:
    return min((p.at for p in planned if p.at > work.now), default=None)


def _plan(work: Work, kept: KeptObligation) -> tuple[Planned, ...]:
    planned, o = _by_clock(work, kept), kept.obligation
    if not any(one.nudge.escalates for one in planned):
        return planned
    alike = list(_alike(work, o, planned) if as_the_line_reads.is_alike(work, o) else planned)
    return tuple(sorted(_once_covered(work, o, alike), key=lambda one: one.at))


def _by_clock(work: Work, kept: KeptObligation) -> tuple[Planned, ...]:
    """What the clock would do while one of a pair is away waits until both are there to be asked."""
    planned, o = plan(work.rules, work.calendar, kept.obligation), kept.obligation
    if not any(one.nudge.do == REBOOKS for one in planned):
        return planned
    off = unasked.put_off(work, sessions.session(work, o.key.subject.id), kept)
    return unasked.planned(work, o, off) if off else planned


def _once_covered(work: Work, o: Obligation, planned: Sequence[Planned]) -> Sequence[Planned]:
    """Whoever came to answer for it as a cover has a clear working day before anybody above hears that it isn't
    done."""
    named = supervision.covers_named(work).get(o.worker_id or 0) if o.answers == Role.SUPERVISOR else None
    if named is None:
        return planned
    clear = work.calendar.add_working(work.calendar.day_of(named), 1)
    since = work.calendar.at(work.calendar.add_working(clear, 1), work.rules.practice.day_starts)
    return [replace(one, at=max(one.at, since)) if one.nudge.escalates else one for one in planned]


def _alike(work: Work, o: Obligation, planned: Sequence[Planned]) -> Iterator[Planned]:
    """What goes up the line of a session cancelled for somebody's days away goes there at the same moment for leave as
    for sickness: by the later limit. Until then it is looked at again each working day, as their return may move."""
    limit = as_the_line_reads.limit(work, o)
    later = plan(work.rules, work.calendar, o._replace(due=limit)) if limit else ()
    by_step = {one.nudge.step: one.at for one in later}
    tomorrow = work.calendar.start_of(work.calendar.add_working(work.today, 1))
    for one in planned:
        at = by_step.get(one.nudge.step, tomorrow)
        looked_at = at if at <= work.now else min(at, tomorrow)
        yield replace(one, at=looked_at) if one.nudge.escalates else one


class _Giving:
    """What some obligations tell, gathered and written in sets. ``waiting``: what of them has still to go out."""

    def __init__(self, work: Work, actions: Mapping[str, Action], waiting: Unsent) -> None:
        self._work, self._actions, self._waiting = work, actions, waiting
        self._told = list[outbox.NewNudge]()
        self._skipped = list[outbox.Skipped]()
        self._in_place = set[tuple[int | Subject, int]]()

    def latest(self, kept: KeptObligation, planned: Sequence[Planned]) -> None:
        ready = [p for p in planned if p.at <= self._work.now]
        for number, one in enumerate(ready):
            later = [p.nudge for p in ready[number + 1 :] if p.nudge.tell]
            if any(nudge.tell == one.nudge.tell for nudge in later):
                self._skip(kept, one, NudgeEnd.OVERTAKEN)
            else:
                self._give(kept, one, {i for nudge in later for i in self._recipients_of(kept, nudge)})

    def ended(self, kept: KeptObligation) -> None:
        """Silence met it, whoever closes it and whether anybody does: whoever was silent is told. What was missed is
        met after all: whoever was told that it was late is told."""
        if kept.by_silence:
            self._actions[ON_SILENCE](self._work, kept)
            return
        told = repeated_nudges.notified_of(self._work, kept.id)
        news = WasMadeGood(obligation=kept.id)
        self._told += [notifier.nudge_of(news, recipient, Delivery.DAY) for recipient in told]

    def write(self) -> None:
        outbox.skip(self._work, self._skipped)
        notifier.plan_all(self._work, self._told)
        self._skipped, self._told = [], []

    def _recipients_of(self, kept: KeptObligation, nudge: NudgeRule) -> Sequence[int]:
        return recipients(self._work, kept, self._first(kept, nudge), nudge)

    def _first(self, kept: KeptObligation, nudge: NudgeRule) -> int | None:
        assert nudge.tell
        return who_is_notified(self._work, kept.obligation, nudge.tell)

    def _give(self, kept: KeptObligation, planned: Planned, later: Collection[int]) -> None:
        """``later``: whom a later one tells at the same moment. Where a line has nobody, all go to one desk. Asked and
        asked again never land together: what waited for its reader's hours says it as things then stand."""
        work, nudge, o = self._work, planned.nudge, kept.obligation
        if nudge.do:
            self._skip(kept, planned, NudgeEnd.DONE_BY_CLOCK)
            self.write()
            self._actions[nudge.do](work, kept)
            return
        assert nudge.tell
        if audit_draws.number_drawn(work.rule_of(o)):
            audit_draws.make(work, kept)
        first, send = self._first(kept, nudge), notifier.sent_since(work, planned.at, nudge)
        every = recipients(work, kept, first, nudge)
        in_place = first is None and _has_nobody(work, o)
        know = {*later, *(self._know_in_place(o, every) if in_place else ())}
        if send is not Delivery.URGENT:
            know |= {i for i in every if (kept.id, i, nudge.escalates) in self._waiting.alone}
        told = [i for i in every if i not in know]
        self._in_place |= {(_whom_nobody_has(o), i) for i in told} if in_place else set()
        if not told and (every or nudge.escalates):
            self._skip(kept, planned, NudgeEnd.OVERTAKEN)
        step, tell = nudge.step, str(nudge.tell)
        how = {"escalates": nudge.escalates, "nobody": first is None}
        for to in told:
            beside = send is Delivery.OWN and (kept.id, to, nudge.escalates) in self._waiting.with_the_day
            send_now = Delivery.DAY if beside else notifier.with_what_hangs(work, kept, to, send)
            self._plan_one(
                notifier.nudge_of_duty(kept, step, tell, to, send_now, **how, of_day=planned.of_day)
            )

    def _know_in_place(self, o: Obligation, every: Sequence[int]) -> set[int]:
        """Who was told in whoever's place, or is with these, that nobody answers for the person or case: that is one
        fact."""
        return {i for i in every if (_whom_nobody_has(o), i) in self._in_place} | notified_in_place(
            self._work, o
        )

    def _plan_one(self, new: outbox.NewNudge) -> None:
        self._told.append(new)
        if new.send is not Delivery.DAY and new.obligation_id:
            self._waiting.alone.add((new.obligation_id, new.recipient_id, new.escalates))

    def _skip(self, kept: KeptObligation, one: Planned, why: NudgeEnd) -> None:
        o = kept.obligation
        about = o.worker_id or o.holder_id or next(iter(people.administrators(self._work)), None)
        if about is not None:
            self._skipped.append(outbox.Skipped(kept.id, about, one.nudge.step, why, one.of_day))


def _whom_nobody_has(o: Obligation) -> int | Subject:
    """The person, or the case that nobody holds, for whom nobody answers."""
    return o.worker_id or o.key.subject


def _has_nobody(work: Work, o: Obligation) -> bool:
    """Whether nobody holds a case, or supervises somebody: that is told once in whoever's place; what stays late is in
    their line of the week."""
    if o.worker_id is None:
        return o.key.subject.kind is SubjectKind.CASE
    return answering.has_no_supervisor(work, o)
