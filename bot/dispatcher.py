"""Sends what is due, each message once wherever the platform can be asked: claim, still true?, send, mark."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.logs import log
from bot.platform import Address, Platform, Sent, TryLaterError, UnreachableError
from bot.wiring import Bot
from cards.model import Button, Card, Issue, card_from_json, card_to_json, seal
from handlers import tellings
from handlers.attend import standing_in
from handlers.delivered import delivered
from handlers.topics import TELLERS
from storage import outbox, people, tickets
from storage.outbox import Claimed
from storage.reach import reach_of
from storage.tables import Nudge
from storage.work import Work

#: Seconds until a message that met a passing fault is tried again, by the number of attempts; then the last for good.
BACKOFF = (5, 30, 120, 600, 3600)
#: After this many attempts a message has failed and the administrators are told.
MOST_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that is ours to send: its claim, its sealed card, and where it goes."""

    claim: Claimed
    card: Card
    address: Address
    replaces: Sent | None = None


async def dispatch(bot: Bot) -> int:
    """Sends every message that is due at the clock's moment; how many went out."""
    sent = 0
    while ids := await asyncio.to_thread(_due, bot):
        results = [await _one(bot, message_id) for message_id in ids]
        sent += sum(results)
    return sent


def _due(bot: Bot) -> list[int]:
    with bot.look() as work:
        return outbox.due_messages(work)


async def _one(bot: Bot, message_id: int) -> bool:
    ready = await asyncio.to_thread(_prepare, bot, message_id)
    if ready is None:
        return False
    platform = bot.platforms[ready.address.platform]
    try:
        sent = await _deliver(platform, ready)
    except TryLaterError as error:
        await asyncio.to_thread(_later, bot, ready.claim, error)
        return False
    except UnreachableError as error:
        await asyncio.to_thread(_unreachable, bot, ready.claim, error.reason)
        return False
    await asyncio.to_thread(_sent, bot, ready, sent)
    return True


async def _deliver(platform: Platform, ready: Ready) -> Sent:
    """Looks before sending again, where that can be done. A platform's unforeseen fault counts as a passing one."""
    try:
        if ready.replaces:
            await platform.replace(ready.address, ready.replaces, ready.card)
            return ready.replaces
        if ready.claim.again and platform.can_be_asked:
            found = await platform.find(ready.address, ready.claim.key)
            if found:
                return found
        return await platform.send(ready.address, ready.claim.key, ready.card)
    except (TryLaterError, UnreachableError):
        raise
    except Exception as error:
        raise TryLaterError(type(error).__name__) from error


def _prepare(bot: Bot, message_id: int) -> Ready | None:
    """Claims a message, composes what is still true, and keeps the sealed card: all before the call."""
    with bot.work() as work:
        claim = outbox.claim(work, message_id)
        if claim is None:
            return None
        if claim.replaces_id:
            return _replacement(work, bot, claim)
        if _held_back(work, claim):
            return None
        card = card_from_json(claim.card) if claim.card else _composed(work, claim)
        address = _address(work, bot, claim.recipient_id) if card else None
        if card is None:
            return None
        if address is None:
            _cannot_arrive(work, claim, "no address")
            return None
        outbox.keep_card(work, claim.id, card_to_json(card))
        return Ready(claim, card, address)


def _composed(work: Work, claim: Claimed) -> Card | None:
    """The sealed card of what is still true; a message with nothing true in it is dropped."""
    card, dropped = tellings.compose(work, claim.id, TELLERS)
    outbox.drop_nudges(work, dropped)
    if card is None:
        outbox.ended(work, claim.id, "dropped", "nothing in it is true any more")
        return None
    return seal(card, _issuer(work, claim.recipient_id, claim.id))


def _issuer(work: Work, person_id: int, message_id: int) -> Issue:
    def issue(button: Button) -> str:
        return tickets.issue(work, person_id, button.intent, button.fields, message_id)

    return issue


def _replacement(work: Work, bot: Bot, claim: Claimed) -> Ready | None:
    assert claim.replaces_id
    old = outbox.message(work, claim.replaces_id)
    address = _address(work, bot, claim.recipient_id)
    if address is None or old.reference is None:
        outbox.ended(work, claim.id, "dropped", "nothing to replace")
        return None
    card = seal(
        tellings.as_things_stand(work, claim.replaces_id, TELLERS),
        _issuer(work, claim.recipient_id, claim.id),
    )
    return Ready(claim, card, address, Sent(old.reference))


def _held_back(work: Work, claim: Claimed) -> bool:
    """Nobody is told while away: the cover is, or the manager above, or it waits for the return."""
    who = people.person(work, claim.recipient_id)
    if who.left_on and who.left_on < work.today:
        _cannot_arrive(work, claim, "left")
        return True
    absence = people.absence_now(work, who.id)
    if absence is None:
        return False
    for nudge in outbox.nudges_of(work, claim.id):
        other = _stand_in(work, nudge, who.id)
        if other is not None and other != who.id:
            outbox.redirect(work, nudge, other)
    back = absence.last + timedelta(days=1) if absence.last else work.calendar.add_working(work.today, 1)
    start = work.calendar.at(back, work.rules.practice.day_starts)
    if outbox.nudges_of(work, claim.id):
        outbox.postpone(work, claim.id, people.next_working_moment(work, who, start))
    else:
        outbox.ended(work, claim.id, "dropped", "went to somebody else")
    return True


def _stand_in(work: Work, nudge: Nudge, away_id: int) -> int | None:
    """Who is told in the absent person's place; None: it waits."""
    if nudge.goes_up:
        return standing_in(work, away_id)
    if nudge.data.get("tell") == "supervisor" and nudge.obligation_id:
        worker = outbox.worker_of(work, nudge.obligation_id)
        return people.supervisor_now(work, worker) if worker else None
    return None


def _cannot_arrive(work: Work, claim: Claimed, why: str) -> None:
    """Left or unreachable: to the administrator, and an escalation to the next manager."""
    outbox.ended(work, claim.id, "failed", why)
    work.log("message.failed", None, None, message=claim.id, recipient=claim.recipient_id, why=why)
    for nudge in outbox.nudges_of(work, claim.id):
        above = standing_in(work, next(people.line_above(work, claim.recipient_id), claim.recipient_id))
        if nudge.goes_up and above != claim.recipient_id:
            outbox.redirect(work, nudge, above)
    outbox.tell_unreachable(work, claim.recipient_id, claim.id, why)


def _later(bot: Bot, claim: Claimed, error: TryLaterError) -> None:
    with bot.work() as work:
        log.warning("message.delayed", message=claim.id, attempt=claim.attempts, why=error.reason)
        if claim.attempts >= MOST_ATTEMPTS:
            _cannot_arrive(work, claim, "too many attempts")
            return
        wait = error.after if error.after is not None else BACKOFF[min(claim.attempts, len(BACKOFF)) - 1]
        outbox.postpone(work, claim.id, work.now + timedelta(seconds=wait))


def _unreachable(bot: Bot, claim: Claimed, reason: str) -> None:
    with bot.work() as work:
        log.warning("message.failed", message=claim.id, why=reason)
        _cannot_arrive(work, claim, reason)


def _sent(bot: Bot, ready: Ready, sent: Sent) -> None:
    """The message is marked, and what follows from its arrival happens, in one transaction."""
    with bot.work() as work:
        told = outbox.sent(work, ready.claim.id, ready.address.platform, sent.reference)
        for nudge in told:
            delivered(work, nudge)
        log.info("message.sent", message=ready.claim.id, nudges=len(told), again=ready.claim.again)


def _address(work: Work, bot: Bot, person_id: int) -> Address | None:
    """Where a person is reached. The desk reaches everybody in its database; other platforms know whom they met."""
    if "desk" in bot.platforms:
        return Address(person_id, "desk")
    found = reach_of(work, person_id, tuple(bot.platforms))
    return Address(person_id, found.platform, tuple(sorted(found.data.items()))) if found else None
