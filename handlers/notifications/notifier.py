"""Plans that somebody is told: once, at which hour, and in which message."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from cards.kept_fields import from_fields, to_fields
from cards.message import Message
from handlers.notifications import quiet_hours
from handlers.notifications.notice import EventNotice
from handlers.notifications.notices import BotStuck, PersonUnreachable
from policy.ruleset import Delivery, Duty, NudgeRule
from storage import people, planned_nudges, working_hours
from storage import tables as t
from storage.alike import Likeness, planned_now
from storage.duties import KeptObligation
from storage.outbox import (
    NewMessage,
    NewNudge,
    add_nudges,
    drop,
    duty_source,
    messages_of_day,
    new_messages,
    put_in,
    same_to,
)
from storage.states import NudgeEnd
from storage.work import Work

_Event = TypeVar("_Event", bound=EventNotice[Message])


def notify(
    work: Work,
    notice: EventNotice[Message],
    to: int,
    send: Delivery = Delivery.OWN,
    *,
    escalates: bool = False,
) -> bool:
    """Plans that this person is told, once. False if they were or are about to be."""
    return plan(work, nudge_of(notice, to, send, escalates=escalates))


def nudge_of(
    notice: EventNotice[Message], to: int, send: Delivery = Delivery.OWN, *, escalates: bool = False
) -> NewNudge:
    """What plans that this person is told."""
    source, step = notice.key()
    return NewNudge(to, notice.kind, source, step, send, to_fields(notice), escalates=escalates)


def nudge_of_duty(
    kept: KeptObligation,
    step: str,
    tell: str,
    to: int,
    send: Delivery = Delivery.OWN,
    *,
    escalates: bool = False,
    nobody: bool = False,
    of_day: date | None = None,
) -> NewNudge:
    """What plans that this person is told a step of a duty. ``tell``: the role they are told in; ``nobody``: they read
    it in place of whoever there isn't; ``of_day``: the due day whose step it is."""
    return NewNudge(
        recipient_id=to,
        kind=f"{kept.obligation.key.kind_of_duty}.{step}",
        source=duty_source(kept.id, of_day),
        step=step,
        send=send,
        data={"tell": tell, **({"nobody": True} if nobody else {})},
        obligation_id=kept.id,
        due=kept.obligation.due,
        escalates=escalates,
    )


def sent_since(work: Work, at: datetime, nudge: NudgeRule) -> Delivery:
    """How what was to be told from an instant (UTC) on goes out now: with the day's digest where that was on an earlier
    day, since late is not a burst."""
    late = work.calendar.day_of(at) < work.today
    return Delivery.DAY if late and nudge.send is Delivery.OWN else nudge.send


def with_what_hangs(work: Work, kept: KeptObligation, to: int, send: Delivery) -> Delivery:
    """Whether a session took place, where that is asked on its reader's next morning, goes with what that day's message
    says of it: two would ask the same in one minute."""
    if kept.obligation.key.duty != Duty.SAY_HELD or send is not Delivery.OWN:
        return send
    return Delivery.DAY if quiet_hours.is_quiet(work, people.person(work, to)) else send


def plan(work: Work, nudge: NewNudge) -> bool:
    """Plans a nudge, once. False if that person was told this step of it or is about to be.

    One that was dropped unsent, because its date moved or it wasn't true just then, is planned again."""
    return plan_all(work, [nudge]) == 1


def plan_all(work: Work, nudges: Sequence[NewNudge]) -> int:
    """Plans many in sets; how many are new."""
    ids = add_nudges(work, nudges)
    new = [one for one in {n.key: n for n in reversed(nudges)}.values() if one.key in ids][::-1]
    people.people(work, [n.recipient_id for n in new])
    planned = _planned(work, [n for n in new if n.send is not Delivery.DAY or n.kind in _OF_ONE])
    daily = {n.key for n in new if _waits_for_its_day(n, planned)}
    of_day = _messages_of_day(work, {n.recipient_id for n in new if n.key in daily})
    alike = _alike(work, [n for n in new if n.key not in daily], planned)
    carriers = [of_day[n.recipient_id] if n.key in daily else alike[_likeness(n)] for n in new]
    put_in(work, {ids[n.key]: i for n, i in zip(new, _made(work, carriers), strict=True)})
    return len(ids)


def plan_on(work: Work, nudge: NewNudge, day: date) -> None:
    """Plans one in a message of its own, for the morning of a day."""
    _plan_at(work, nudge, work.calendar.at(day, work.rules.practice.day_starts))


def notify_then(work: Work, notice: EventNotice[Message], to: int, at: datetime) -> None:
    """Plans that this person is told of what is so from an instant (UTC) on, in their working hours."""
    then = working_hours.next_working_moment(work, people.person(work, to), max(at, work.now))
    _plan_at(work, nudge_of(notice, to), then)


def _plan_at(work: Work, nudge: NewNudge, at: datetime) -> None:
    ids = add_nudges(work, [nudge])
    put_in(work, {i: new_messages(work, [NewMessage(nudge.recipient_id, at)])[0] for i in ids.values()})


def _made(work: Work, carriers: Sequence[int | NewMessage]) -> list[int]:
    """Each message's id; those that are new are made, each once."""
    new = {id(one): one for one in carriers if isinstance(one, NewMessage)}
    made = dict(zip(new, new_messages(work, list(new.values())), strict=True))
    return [one if isinstance(one, int) else made[id(one)] for one in carriers]


#: Of one event, told in one message: whose cover ends, and which sessions go with it; that somebody is away, which
#: sessions that ends, and that there is no other time for them.
_OF_ONE: Final = {
    "handed_over": "cover_ends",
    "left_alone": "cancelled",
    "no_time": "cancelled",
    "supervisee_away": "cancelled",
}


def _likeness(nudge: NewNudge) -> Likeness:
    return nudge.recipient_id, _OF_ONE.get(nudge.kind, nudge.kind), nudge.send is Delivery.URGENT


def _waits_for_its_day(nudge: NewNudge, planned: Collection[Likeness]) -> bool:
    """What goes with the day's message, unless its event is told at this moment."""
    of_event = nudge.kind in _OF_ONE and _likeness(nudge) in planned
    return nudge.send is Delivery.DAY and not of_event


def _alike(
    work: Work, nudges: Sequence[NewNudge], planned: Mapping[Likeness, int]
) -> dict[Likeness, int | NewMessage]:
    """What is alike and comes up at one moment is told to one person once: an absence that cancels four sessions, the
    draws of a month."""
    found: dict[Likeness, int | NewMessage] = {**planned}
    for nudge in nudges:
        if _likeness(nudge) not in found:
            found[_likeness(nudge)] = _alone(work, nudge)
    return found


def _planned(work: Work, nudges: Sequence[NewNudge]) -> dict[Likeness, int]:
    """The messages in which something of their event was put at this moment."""
    planned = planned_now(work, {_likeness(n) for n in nudges})
    return {
        (reader, _OF_ONE.get(kind, kind), urgent): message
        for (reader, kind, urgent), message in planned.items()
    }


def _alone(work: Work, nudge: NewNudge) -> NewMessage:
    """At once if urgent; else at its reader's next working hour."""
    who = people.person(work, nudge.recipient_id)
    if nudge.send is Delivery.URGENT:
        return NewMessage(who.id, work.now, urgent=True)
    return NewMessage(who.id, quiet_hours.next_moment(work, who))


def _messages_of_day(work: Work, readers: Collection[int]) -> dict[int, int | NewMessage]:
    """By person the message of their working day, or what is to become it; once its sending has begun, the next
    day's."""
    found = dict[int, int | NewMessage]()
    who = people.people(work, sorted(readers))
    at = {i: quiet_hours.next_moment(work, one) for i, one in who.items()}
    while at:
        days = {i: work.calendar.day_of(moment) for i, moment in at.items()}
        kept = messages_of_day(work, days)
        found |= {i: NewMessage(i, at[i], days[i]) for i in at if i not in kept}
        found |= {i: message.id for i, message in kept.items() if message.open}
        at = {
            i: quiet_hours.morning_after(work, who[i], days[i])
            for i, message in kept.items()
            if not message.open
        }
    return found


@dataclass(frozen=True, slots=True)
class Latest(Generic[_Event]):
    """A notice that was planned, and when (UTC)."""

    notice: _Event
    planned_at: datetime


def latest(work: Work, cls: type[_Event], source: str, to: int | None = None) -> Latest[_Event] | None:
    """The newest of these notices whose source begins with ``source`` and a colon; ``to``: for this person alone."""
    found = planned_nudges.latest(work, cls.kind, source, to)
    return Latest(from_fields(cls, found[1]), found[0]) if found else None


def redirect(
    work: Work, nudge: t.Nudge, recipient_id: int, send: Delivery = Delivery.OWN, **more: Any
) -> None:
    """The nudge goes to somebody else in the same words, once; ``more`` as in ``outbox.same_to``."""
    plan(work, same_to(nudge, recipient_id, send, **more))
    drop(work, nudge, NudgeEnd.REDIRECTED)


def notify_unreachable(
    work: Work, person_id: int, message_id: int, why: str, since: date, *, passed_up: bool = False
) -> None:
    """Names somebody who cannot be reached to every administrator, once for each day (``since``) on which that
    began."""
    news = PersonUnreachable(person=person_id, why=why, message=message_id, on=since, passed_up=passed_up)
    for administrator in people.administrators(work):
        if administrator != person_id:
            notify(work, news, to=administrator, send=Delivery.DAY)


def notify_stuck(work: Work, what: str, number: int) -> None:
    """Names what the bot could not do, and tries again, to every administrator, once a day for each."""
    news = BotStuck(what=what, number=number, on=work.today)
    for administrator in people.administrators(work):
        notify(work, news, to=administrator, send=Delivery.DAY)
