"""Composes a message from the nudges it carries, as things stand at this moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cards.model import Card, Day, Note
from cards.told import Told, as_card
from cards.words import day
from handlers.shared import describe
from policy.ruleset import Role
from storage import duties, outbox, people
from storage.duties import Kept
from storage.obligations import WENT_BY
from storage.tables import Nudge
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Telling:
    """A nudge with its obligation, where it has one."""

    nudge: Nudge
    kept: Kept | None


#: By a nudge's kind (``duty`` for obligations, the event's name for others): what it says now, or None if nothing is
#: asked any more. ``handlers/topics.py`` fills it, one line a topic.
Teller = Callable[[Work, Telling], Told | None]


def compose(
    work: Work, message_id: int, tellers: dict[str, Teller]
) -> tuple[Card | None, list[tuple[int, str]]]:
    """The card of a message not yet sent (None: nothing in it is true), and the nudges dropped, with reasons."""
    told, dropped = list[tuple[Nudge, Told]](), list[tuple[int, str]]()
    for nudge in outbox.nudges_of(work, message_id):
        said, why = say(work, nudge, tellers)
        if said is None:
            dropped.append((nudge.id, why))
        else:
            told.append((nudge, said))
    latest = {_asks(n): n for n, _ in sorted(told, key=lambda one: (one[0].planned_at, one[0].id))}
    dropped += [(n.id, outbox.OVERTAKEN) for n, _ in told if latest[_asks(n)] is not n]
    kept = [(n, said) for n, said in told if latest[_asks(n)] is n]
    for nudge, said in kept:
        nudge.data = {**nudge.data, "title": said.title}  # what it is called once it is settled
    return (as_card([said for _, said in kept]) if kept else None), dropped


def _asks(nudge: Nudge) -> tuple[int | None, bool, int]:
    """What two steps have in common of which only the later is told, where both waited for one message."""
    return nudge.obligation_id, nudge.goes_up, 0 if nudge.obligation_id else nudge.id


def say(work: Work, nudge: Nudge, tellers: dict[str, Teller]) -> tuple[Told | None, str]:
    """What a nudge says now; else None and why it isn't true any more."""
    kept = duties.of(work, nudge.obligation_id) if nudge.obligation_id else None
    if kept and not kept.obligation.is_open:
        return None, kept.state
    if kept and not nudge.sent_at and kept.obligation.due != nudge.due:
        return None, "moved"  # its step is planned again for the new day; one already sent shows that day
    told = tellers[nudge.kind.split(".")[0]](work, Telling(nudge, kept))
    if told and kept:
        told = _with_whom(work, nudge, kept, told)
    return told, "" if told else "no longer true"


def _with_whom(work: Work, nudge: Nudge, kept: Kept, told: Told) -> Told:
    """With whom to ask about an open deadline; to an administrator in place of a supervisor there isn't, what helps."""
    o = kept.obligation
    if describe.is_blank(work, o):
        told = replace(told, ask=describe.ask(work))
    if not nudge.data.get("nobody") or o.worker_id is None or nudge.data["tell"] != Role.SUPERVISOR:
        return told
    if people.resolve(work, Role.SUPERVISOR, o.worker_id, o.holder_id):
        return told
    name = people.person(work, o.worker_id).name
    note = f"No supervisor is recorded for {name}, so nobody can do this yet. Name one: import relationships.csv."
    return replace(told, body=(*told.body, Note((note,))))


def as_things_stand(work: Work, message_id: int, tellers: dict[str, Teller]) -> Card:
    """A message that was sent, shown again: what is settled says so and has no buttons."""
    return as_card([_standing(work, n, tellers) for n in outbox.nudges_of(work, message_id) if n.sent_at])


def _standing(work: Work, nudge: Nudge, tellers: dict[str, Teller]) -> Told:
    told, _ = say(work, nudge, tellers)
    again = outbox.asked_again(work, nudge)
    if told and again:
        on = Day(work.calendar.day_of(again))
        return Told(told.title, told.notice, (Note(("Asked again on ", on, ": answer there.")),))
    if told is not None:
        return told
    kept = duties.of(work, nudge.obligation_id) if nudge.obligation_id else None
    return Told(str(nudge.data.get("title", "Settled")), "Settled", (Note((ending(kept),)),))


def ending(kept: Kept | None) -> str:
    """One line on how a matter ended."""
    if kept and kept.state == "met" and kept.met_on:
        if kept.obligation.key.duty == "prepare":
            return f"Shared on {kept.met_on.day} {kept.met_on:%B}. For another case, or to change it: prepare"
        if (kept.met_by or "").startswith("silence"):
            return f"No reply: taken as agreed on {kept.met_on.day} {kept.met_on:%B}."
        return f"Done on {kept.met_on.day} {kept.met_on:%B}. Nothing more is needed."
    if kept and kept.ended_because == WENT_BY and kept.obligation.due:
        return _went_by(kept.obligation.key.fact.kind, kept.obligation.due)
    return "This is settled. Nothing more is needed."


def _went_by(window: str, due: date) -> str:
    """Of what a stretch of the calendar asked for and ended without."""
    when = f"{due:%B %Y}" if window == "month" else f"The time for it, until {day(due)},"
    return f"{when} went by without it. What is asked now: due"
