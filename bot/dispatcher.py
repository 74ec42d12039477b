"""Sends what is due, each message once wherever the platform can be asked: claim, still true?, send, mark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, TypeVar

from sqlalchemy.exc import OperationalError

from bot import faults, metrics
from bot.logs import log
from bot.platform import Address, Platform, Sent, TryLaterError, UnreachableError
from bot.wiring import Bot
from cards.ask import fields_of
from cards.model import Card, Issue, card_to_json, seal
from handlers.notices import NOTICES
from handlers.notifications import compose, notifier
from handlers.notifications.outgoing import cannot_arrive, outgoing
from handlers.on_delivery import on_delivery
from storage import outbox, people, tickets
from storage.contacts import EMAIL, contact_of, preferred_contact
from storage.outbox import LEASE, Claimed
from storage.states import MessageEnd
from storage.work import Work

#: Seconds until a message that met a passing fault is tried again, by the number of attempts; then the last for good.
BACKOFF: Final = (5, 30, 120, 600, 3600)
#: After this many attempts the administrators are told, once a day; it is tried all the same: late is not lost.
MANY_ATTEMPTS: Final = 12
#: Seconds that a platform has for one call, well inside the lease.
PATIENCE: Final = 20.0

#: Calls under way to platforms at once, each for another person.
AT_ONCE: Final = 8

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that is ours to send: its claim, where it goes, and its sealed card. Without one, the platform is asked
    first whether an earlier attempt arrived."""

    claim: Claimed
    address: Address
    card: Card | None = None
    replaces: Sent | None = None


async def dispatch(bot: Bot) -> int:
    """Sends every message that is due at the clock's moment, unless asked to stop; how many went out. With no
    platform they wait."""
    sending, sent = _Sending(bot), 0
    while bot.platforms and not bot.heartbeat.stopping.is_set():
        due = await asyncio.to_thread(_due, bot)
        if not due:
            break
        done = await asyncio.gather(*map(sending.all_of, due.values()), return_exceptions=True)
        for failed in (one for one in done if isinstance(one, BaseException)):
            raise failed  # everybody else's was tried first
        sent += sum(one for one in done if isinstance(one, int))
    return sent


def _due(bot: Bot) -> dict[int, list[int]]:
    with bot.read() as work:
        return outbox.due_messages(work)


class _Sending:
    """One person's messages go out one after the other; a call that hangs holds nobody else's. There is one writer."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._calls, self._writer = asyncio.Semaphore(AT_ONCE), asyncio.Lock()

    async def all_of(self, ids: Sequence[int]) -> int:
        """How many of one person's messages went out."""
        sent = 0
        for message_id in ids:
            if self._bot.heartbeat.stopping.is_set():
                break
            async with self._calls:
                sent += await self._one(message_id)
            self._bot.heartbeat.beat()
        return sent

    async def _write(self, step: Callable[[], Answer]) -> Answer:
        async with self._writer:
            return await asyncio.to_thread(step)

    async def _one(self, message_id: int) -> bool:
        """Whether it went out. Whatever goes wrong, it is no longer due at this moment when this returns."""
        bot = self._bot
        first = await self._carefully(message_id, lambda: _prepare(bot, message_id))
        if first is None:
            return False
        try:
            return await self._send(first)
        except TryLaterError as error:
            late = error
            await self._write(lambda: _later(bot, first.claim, late))
        except UnreachableError as error:
            gone = error.reason
            await self._write(lambda: _unreachable(bot, first.claim, gone))
        return False

    async def _send(self, first: Ready) -> bool:
        bot, platform = self._bot, self._bot.platforms[first.address.platform]
        if first.card is None and (found := await _found(platform, first)):
            arrived = found
            await self._write(lambda: _sent(bot, first, arrived))
            return True
        ready: Ready | None = first
        if first.card is None:
            ready = await self._carefully(first.claim.id, lambda: _unarrived(bot, first))
        if ready is None:
            return False
        delivered, shown = await _deliver(platform, ready), ready
        await self._write(lambda: _sent(bot, shown, delivered))
        return True

    async def _carefully(self, message_id: int, step: Callable[[], Ready | None]) -> Ready | None:
        """One message that cannot be composed must not stop the others: set aside, tried later, named."""
        try:
            return await self._write(step)
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 - named in the log and to the administrator; the message is kept
            failed = error
            await self._write(lambda: _set_aside(self._bot, message_id, failed))
            return None


def _set_aside(bot: Bot, message_id: int, error: Exception) -> None:
    faults.report("message.stuck", error, message=message_id)
    with bot.work() as work:
        outbox.postpone(work, message_id, work.now + timedelta(seconds=BACKOFF[-1]))
        notifier.notify_stuck(work, "message", message_id)


async def _found(platform: Platform, ready: Ready) -> Sent | None:
    return await _called(lambda: platform.find(ready.address, ready.claim.key))


async def _deliver(platform: Platform, ready: Ready) -> Sent:
    card, key, old = ready.card, ready.claim.key, ready.replaces
    assert card
    if old is None:
        return await _called(lambda: platform.send(ready.address, key, card))
    await _called(lambda: platform.replace(ready.address, old, card))
    return old


async def _called(call: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
    """A platform's unforeseen fault counts as a passing one. One that doesn't answer in time may have taken it."""
    try:
        return await asyncio.wait_for(call(), PATIENCE)
    except (TryLaterError, UnreachableError):
        raise
    except TimeoutError as error:
        raise TryLaterError("timeout", LEASE.total_seconds()) from error
    except Exception as error:  # the edge of a transport: named in the log, the message kept
        faults.report("platform.fault", error)
        raise TryLaterError(type(error).__name__) from error


# Before the call


def _prepare(bot: Bot, message_id: int) -> Ready | None:
    """Claims a message and composes what is still true: all before the call."""
    with bot.work() as work:
        claim = outbox.claim(work, message_id)
        if claim is None:
            return None
        if claim.replaces_id:
            return _replacement(work, bot, claim, claim.replaces_id)
        address = _address(work, bot, claim.recipient_id)
        if claim.again and address and bot.platforms[address.platform].traits.can_be_asked:
            return Ready(claim, address)
        return _still_to_send(work, bot, claim)


def _unarrived(bot: Bot, ready: Ready) -> Ready | None:
    """The platform was asked: no earlier attempt arrived."""
    with bot.work() as work:
        return _still_to_send(work, bot, ready.claim)


def _still_to_send(work: Work, bot: Bot, claim: Claimed) -> Ready | None:
    going = outgoing(work, claim, NOTICES)
    for reason in going.dropped:
        metrics.DROPPED.labels(reason).inc()
    if going.failed:
        metrics.FAILED.labels(going.failed).inc()
    if going.card is None:
        return None
    address = _address(work, bot, claim.recipient_id)
    if address is None:
        _cannot_arrive(work, claim, MessageEnd.NO_ADDRESS)
        return None
    return Ready(claim, address, seal(going.card, _issuer(work, claim.recipient_id, claim.id)))


def _issuer(work: Work, person_id: int, message_id: int) -> Issue:
    """Tickets belong to the message, so that a second copy of it, and its later states, have the same buttons."""
    again = tickets.again(work, person_id, message_id)
    return lambda ask: again(ask.kind, fields_of(ask))


def _digest(card: Card) -> str:
    return sha256(card_to_json(card).encode()).hexdigest()


def _replacement(work: Work, bot: Bot, claim: Claimed, message_id: int) -> Ready | None:
    """What a message sent earlier would show now; no call when it shows that already."""
    old, address = outbox.shown(work, message_id), _address(work, bot, claim.recipient_id)
    if address is None or old.reference is None:
        outbox.drop_message(work, claim.id, MessageEnd.NOTHING_TO_REPLACE)
        return None
    plain = compose.compose_again(work, message_id, NOTICES)
    card = seal(plain, _issuer(work, claim.recipient_id, message_id))
    if _digest(card) == old.shown:
        outbox.drop_message(work, claim.id, MessageEnd.SHOWN_ALREADY)
        return None
    return Ready(claim, address, card, Sent(old.reference))


def _address(work: Work, bot: Bot, person_id: int) -> Address | None:
    """Where a person is reached: their one contact, or an account that a platform can look for by their email."""
    everybody = next((p.traits.name for p in bot.platforms.values() if p.traits.reaches_everybody), None)
    if everybody:
        return Address(person_id, everybody)
    found = preferred_contact(work, person_id, tuple(bot.platforms))
    if found is None:
        return _by_email(work, bot, person_id)
    return Address(person_id, found.platform, tuple(sorted(found.data.items())))


def _by_email(work: Work, bot: Bot, person_id: int) -> Address | None:
    """Somebody whom a platform never met, and can look for; whose account there was stopped isn't looked for again."""
    email = people.person(work, person_id).email
    for name, platform in bot.platforms.items():
        if platform.traits.finds_by_email and email and contact_of(work, person_id, name) is None:
            return Address(person_id, name, ((EMAIL, email),))
    return None


# After it


def _cannot_arrive(work: Work, claim: Claimed, why: str) -> None:
    cannot_arrive(work, claim, why)
    metrics.FAILED.labels(why).inc()


def _later(bot: Bot, claim: Claimed, error: TryLaterError) -> None:
    with bot.work() as work:
        metrics.DELAYED.inc()
        log.warning("message.delayed", message=claim.id, attempt=claim.attempts, why=error.reason)
        wait = BACKOFF[min(claim.attempts, len(BACKOFF)) - 1]
        outbox.postpone(work, claim.id, work.now + timedelta(seconds=max(error.after or 0, wait)))
        if claim.attempts >= MANY_ATTEMPTS:
            notifier.notify_stuck(work, "message", claim.id)


def _unreachable(bot: Bot, claim: Claimed, reason: str) -> None:
    with bot.work() as work:
        log.warning("message.failed", message=claim.id, why=reason)
        _cannot_arrive(work, claim, reason)


def _sent(bot: Bot, ready: Ready, sent: Sent) -> None:
    """The message is marked, and what follows from its arrival happens, in one transaction."""
    try:
        _mark(bot, ready, sent, follow=True)
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 - it arrived: what should follow failed, and must not send it again
        faults.report("message.sent.unfollowed", error, message=ready.claim.id)
        _mark(bot, ready, sent, follow=False)


def _mark(bot: Bot, ready: Ready, sent: Sent, *, follow: bool) -> None:
    claim, shown = ready.claim, _digest(ready.card) if ready.card else None
    with bot.work() as work:
        nudges = outbox.mark_sent(work, claim.id, ready.address.platform, sent.reference, shown)
        if claim.replaces_id and shown:
            outbox.set_shown(work, claim.replaces_id, shown)
        if follow:
            on_delivery(work, claim.id, nudges)
        else:
            notifier.notify_stuck(work, "message", claim.id)
        metrics.SENT.inc()
        metrics.SENT_AGAIN.inc(int(claim.again))
        log.info("message.sent", message=claim.id, nudges=len(nudges), again=claim.again)
