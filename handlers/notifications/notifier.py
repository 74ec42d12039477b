"""Plans that somebody is told: once, at which hour, and in which message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from cards.kept_fields import from_fields, to_fields
from cards.message import Message
from handlers.notifications.notice import EventNotice
from handlers.notifications.notices import BotStuck, PersonUnreachable
from policy.ruleset import Delivery
from storage import hours, outbox, people
from storage import tables as t
from storage.outbox import NewNudge, add_nudge, drop, message_of_day, new_message, put_in, same_to
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
    source, step = notice.key()
    fields = to_fields(notice)
    return plan(work, NewNudge(to, notice.kind, source, step, send, fields, escalates=escalates))


def plan(work: Work, nudge: NewNudge) -> bool:
    """Plans a nudge, once. False if that person was told this step of it or is about to be.

    One that was dropped unsent, because its date moved or it wasn't true just then, is planned again."""
    new = add_nudge(work, nudge)
    if new is not None:
        put_in(work, new, _message_for(work, nudge))
    return new is not None


@dataclass(frozen=True, slots=True)
class Latest(Generic[_Event]):
    """A notice that was planned, and when (UTC)."""

    notice: _Event
    planned_at: datetime


def latest(work: Work, cls: type[_Event], source: str) -> Latest[_Event] | None:
    """The newest of these notices whose source begins with ``source`` and a colon."""
    found = outbox.latest(work, cls.kind, source)
    return Latest(from_fields(cls, found[2]), found[1]) if found else None


def _message_for(work: Work, nudge: NewNudge) -> int:
    """At once if urgent; else at its reader's next working hour, alone or in the message of that day."""
    who = people.person(work, nudge.recipient_id)
    if nudge.send is Delivery.URGENT:
        return new_message(work, who.id, work.now, urgent=True)
    at = hours.next_working_moment(work, who)
    return new_message(work, who.id, at) if nudge.send is Delivery.OWN else _message_of_day(work, who, at)


def _message_of_day(work: Work, who: people.Person, at: datetime) -> int:
    """The person's message of that working day; once its sending has begun, the next day's."""
    while True:
        day = work.calendar.day_of(at)
        found = message_of_day(work, who.id, day)
        if found is None:
            return new_message(work, who.id, at, day)
        if found.open:
            return found.id
        at = work.calendar.at(hours.next_day_worked(work, who, day), work.rules.practice.day_starts)


def redirect(work: Work, nudge: t.Nudge, recipient_id: int, send: Delivery = Delivery.OWN) -> None:
    """The nudge goes to somebody else in the same words, once."""
    plan(work, same_to(nudge, recipient_id, send))
    drop(work, nudge, NudgeEnd.REDIRECTED)


def notify_unreachable(work: Work, person_id: int, message_id: int, why: str) -> None:
    """Names somebody who cannot be reached to every administrator, once a day for each."""
    told = PersonUnreachable(person=person_id, why=why, message=message_id, on=work.today)
    for administrator in people.administrators(work):
        if administrator != person_id:
            notify(work, told, to=administrator, send=Delivery.DAY)


def notify_stuck(work: Work, what: str, number: int) -> None:
    """Names what the bot could not do, and tries again, to every administrator, once a day for each."""
    told = BotStuck(what=what, number=number, on=work.today)
    for administrator in people.administrators(work):
        notify(work, told, to=administrator, send=Delivery.DAY)
