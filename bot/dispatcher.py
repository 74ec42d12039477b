"""Sends what is due, each message once wherever the platform can be asked: claim, still true?, send, mark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Any, Final, TypeAlias, TypeVar

from bot import addresses, faults, metrics
from bot.background import PerPerson
from bot.batches import Together, by_halves
from bot.logs import log
from bot.platform import Address, Platform, RefusedError, Sent, TryLaterError, UnreachableError
from bot.wiring import Bot
from cards.ask import fields_of
from cards.model import Card, Issue, card_to_json, seal
from handlers.notices import NOTICES
from handlers.notifications import compose, notifier
from handlers.notifications.outgoing import Outgoing, keep_dropped, keep_unreached, outgoing, read_together
from handlers.on_delivery import on_delivery
from handlers.routes import is_allowed
from storage import sending, tickets
from storage.contacts import preferred_contacts
from storage.importing import runs
from storage.sending import LEASE, Arrived, Claimed
from storage.states import MessageEnd
from storage.work import Work

#: Seconds until a message that met a passing fault is tried again, by the number of attempts; then the last for good.
BACKOFF: Final = (5, 30, 120, 600, 3600)
#: After this many attempts the administrators are told, once a day; it is tried all the same: late is not lost.
MANY_ATTEMPTS: Final = 12
#: Seconds that a platform has for one call, well inside the lease.
PATIENCE: Final = 20.0
#: Calls under way to platforms at once, each for another person.
AT_ONCE: Final = 32

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
    return await Dispatcher(bot).send_due(patience=None)


class Dispatcher:
    """Sends, tick after tick. A call that hangs holds no tick, and nobody's messages but its own reader's."""

    def __init__(self, bot: Bot) -> None:
        self._bot, self._sending, self._people = bot, _Sending(bot), PerPerson()

    async def send_due(self, patience: float | None) -> int:
        """As ``dispatch``; what is under way after so many seconds goes on. How many went out since it was called."""
        sent = 0
        while self._bot.platforms and not self._bot.heartbeat.stopping.is_set():
            sent += self._people.ended()
            due = await asyncio.to_thread(_due, self._bot, self._people.busy)
            if not due:
                break
            for person_id, ids in due.items():
                self._people.begin(person_id, self._sending.all_of(ids))
            await self._people.wait(due, patience)
        return sent + self._people.ended()


def _due(bot: Bot, busy: Collection[int] = ()) -> dict[int, list[int]]:
    """Nothing while an import is being applied: what is true can't be told by half of its facts."""
    with bot.read() as work:
        return {} if runs.applying(work) else sending.due_messages(work, but=busy)


class _Sending:
    """One person's messages go out one after the other. There is one writer: what several people's messages wait for is
    written together."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._calls, writer = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        self._claimed = Together(writer, partial(_claimed, bot))
        self._unarrived = Together(writer, partial(_unarrived, bot))
        self._ended = Together(writer, partial(_ended, bot))

    async def all_of(self, ids: Sequence[int]) -> int:
        """How many of one person's messages went out."""
        sent = 0
        with self._bot.heartbeat.working():
            for message_id in ids:
                if self._bot.heartbeat.stopping.is_set():
                    break
                async with self._calls:
                    sent += await self._one(message_id)
                self._bot.heartbeat.beat()
        return sent

    async def _one(self, message_id: int) -> bool:
        """Whether it went out. Whatever goes wrong, it is no longer due at this moment when this returns."""
        ready = await self._claimed.ask(message_id)
        if ready is None:
            return False
        try:
            delivered = await self._send(ready)
        except TryLaterError as error:
            await self._ended.ask(PassingFault(ready.claim, error))
            return False
        except UnreachableError as error:
            await self._ended.ask(ReaderUnreachable(ready, error.reason))
            return False
        if delivered:
            await self._ended.ask(delivered)
        return delivered is not None

    async def _send(self, ready: Ready) -> Delivered | None:
        if ready.card is None:
            if found := await _found(self._platform(ready), ready):
                return Delivered(ready, found)
            return await self._send_anew(ready)
        return Delivered(ready, await _deliver(self._platform(ready), ready))

    async def _send_anew(self, asked: Ready) -> Delivered | None:
        """The platform was asked: no earlier attempt arrived."""
        ready = await self._unarrived.ask(asked)
        return Delivered(ready, await _deliver(self._platform(ready), ready)) if ready else None

    def _platform(self, ready: Ready) -> Platform:
        return self._bot.platforms[ready.address.platform]


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


def _claimed(bot: Bot, ids: Sequence[int]) -> list[Ready | None]:
    """Claims messages and composes what is still true: all before the call. None for what isn't sent now."""
    return by_halves(ids, partial(_prepared, bot), partial(_set_aside, bot))


def _unarrived(bot: Bot, asked: Sequence[Ready]) -> list[Ready | None]:
    """What is sent of messages of which no earlier attempt arrived."""

    def act(some: Sequence[Ready]) -> list[Ready | None]:
        with bot.work() as work:
            fresh = [replace(one.claim, again=False, tried=None) for one in some]
            made = [_still_to_send(work, bot, claim) for claim in fresh]
            _keep(work, [claim.id for claim in fresh], made)
        return _counted(made)

    return by_halves(asked, act, lambda one, error: _set_aside(bot, one.claim.id, error))


def _set_aside(bot: Bot, message_id: int, error: Exception) -> None:
    """One that cannot be composed is tried later, and named to the administrator."""
    faults.report("message.stuck", error, message=message_id)
    with bot.work() as work:
        sending.postpone(work, message_id, work.now + timedelta(seconds=BACKOFF[-1]), unsure=False)
        notifier.notify_stuck(work, "message", message_id)


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """What a claim came to: something to send, or why not."""

    ready: Ready | None = None
    outcome: Outgoing = field(default_factory=Outgoing)


def _prepared(bot: Bot, ids: Sequence[int]) -> list[Ready | None]:
    with bot.work() as work:
        claims = sending.claim(work, ids)
        read_together(work, claims.values(), NOTICES)
        preferred_contacts(work, [claim.recipient_id for claim in claims.values()], tuple(bot.platforms))
        made = [_prepare(work, bot, claims[i]) if i in claims else ClaimResult() for i in ids]
        _keep(work, ids, made)
    return _counted(made)


def _keep(work: Work, ids: Sequence[int], made: Sequence[ClaimResult]) -> None:
    """What isn't told, and where each is about to be sent for the first time: whatever becomes of the call, it is found
    there first."""
    keep_dropped(work, {i: one.outcome for i, one in zip(ids, made, strict=True)})
    ready = (one.ready for one in made if one.ready and one.ready.card and not one.ready.replaces)
    sending.set_tried(work, {one.claim.id: one.address.platform for one in ready})


def _counted(made: Sequence[ClaimResult]) -> list[Ready | None]:
    """Once they are written: what was dropped, what failed and what waits for its reader to be reached."""
    for one in made:
        for _, reason in one.outcome.dropped:
            metrics.DROPPED.labels(reason).inc()
        if one.outcome.failed:
            metrics.FAILED.labels(one.outcome.failed).inc()
        if one.outcome.unreached:
            metrics.UNREACHED.labels(one.outcome.unreached).inc()
    return [one.ready for one in made]


def _prepare(work: Work, bot: Bot, claim: Claimed) -> ClaimResult:
    if claim.replaces_id:
        return ClaimResult(_replacement(work, bot, claim, claim.replaces_id))
    address = addresses.of_message(work, bot, claim)
    if claim.again and address and bot.platforms[address.platform].traits.can_be_asked:
        return ClaimResult(Ready(claim, address))
    return _still_to_send(work, bot, claim)


def _still_to_send(work: Work, bot: Bot, claim: Claimed) -> ClaimResult:
    going = outgoing(work, claim, NOTICES, is_allowed)
    if going.card is None:
        return ClaimResult(outcome=going)
    address = addresses.of_message(work, bot, claim)
    if address is None:
        keep_dropped(work, {claim.id: going})  # what isn't true is passed up to nobody
        return ClaimResult(outcome=keep_unreached(work, claim, MessageEnd.NO_ADDRESS))
    return ClaimResult(
        Ready(claim, address, seal(going.card, _issuer(work, claim.recipient_id, claim.id))), going
    )


def _issuer(work: Work, person_id: int, message_id: int) -> Issue:
    """Tickets belong to the message, so that a second copy of it, and its later states, have the same buttons."""
    again = tickets.again(work, person_id, message_id)
    return lambda ask: again(ask.kind, fields_of(ask))


def _digest(card: Card) -> str:
    return sha256(card_to_json(card).encode()).hexdigest()


def _replacement(work: Work, bot: Bot, claim: Claimed, message_id: int) -> Ready | None:
    """What a message sent earlier would show now; no call when it shows that already."""
    old = sending.shown(work, [message_id])[message_id]
    address = addresses.on_platform(work, bot, claim.recipient_id, old.platform or "")
    if address is None or old.reference is None:
        sending.drop_message(work, claim.id, MessageEnd.NOTHING_TO_REPLACE)
        return None
    plain = compose.compose_again(work, message_id, NOTICES, is_allowed)
    card = seal(plain, _issuer(work, claim.recipient_id, message_id))
    if _digest(card) == old.shown:
        sending.drop_message(work, claim.id, MessageEnd.SHOWN_ALREADY)
        return None
    return Ready(claim, address, card, Sent(old.reference))


# After it


@dataclass(frozen=True, slots=True)
class Delivered:
    """It arrived, or was found to have."""

    ready: Ready
    sent: Sent

    @property
    def claim(self) -> Claimed:
        return self.ready.claim

    @property
    def shown(self) -> str | None:
        return _digest(self.ready.card) if self.ready.card else None

    @property
    def second_copy(self) -> bool:
        """Whether it may lie there twice: sent now, though an earlier attempt may have arrived."""
        return self.claim.again and self.ready.card is not None and self.ready.replaces is None


@dataclass(frozen=True, slots=True)
class PassingFault:
    """A passing fault: it is tried again."""

    claim: Claimed
    error: TryLaterError


@dataclass(frozen=True, slots=True)
class ReaderUnreachable:
    """Its reader can't be reached there: it goes to where they are by now, else waits until they can be."""

    ready: Ready
    why: str

    @property
    def claim(self) -> Claimed:
        return self.ready.claim


Ended: TypeAlias = Delivered | PassingFault | ReaderUnreachable


def _ended(bot: Bot, some: Sequence[Ended]) -> list[None]:
    """Each is marked, and what follows from its arrival happens, in one transaction."""
    return by_halves(some, partial(_mark, bot), partial(_mark_alone, bot))


def _mark(bot: Bot, some: Sequence[Ended], *, follow: bool = True) -> list[None]:
    delivered = [one for one in some if isinstance(one, Delivered)]
    with bot.work() as work:
        nudges = sending.mark_sent(work, map(_arrived, delivered))
        sending.set_shown(
            work, {d.claim.replaces_id: d.shown for d in delivered if d.claim.replaces_id and d.shown}
        )
        if follow:
            on_delivery(work, nudges)
        kept = [_unreached(work, bot, one) for one in some if isinstance(one, ReaderUnreachable)]
        for one in some:
            if isinstance(one, PassingFault):
                _later(work, one)
            elif isinstance(one, Delivered) and not follow:
                notifier.notify_stuck(work, "message", one.claim.id)
    _counted(kept)
    for one in some:
        _count(one, len(nudges.get(one.claim.id, ())))
    return [None] * len(some)


def _unreached(work: Work, bot: Bot, one: ReaderUnreachable) -> ClaimResult:
    claim = one.claim
    preferred = addresses.of_person(work, bot, claim.recipient_id)
    if claim.replaces_id or preferred is None or preferred.platform == one.ready.address.platform:
        return ClaimResult(outcome=keep_unreached(work, claim, one.why))
    sending.postpone(work, claim.id, work.now, unsure=False)
    return ClaimResult()


def _arrived(one: Delivered) -> Arrived:
    return Arrived(one.claim, one.ready.address.platform, one.sent.reference, one.shown)


def _mark_alone(bot: Bot, one: Ended, error: Exception) -> None:
    """It arrived: what should have followed failed, and must not send it again. What didn't is tried when its lease
    ends."""
    if isinstance(one, Delivered):
        faults.report("message.sent.unfollowed", error, message=one.claim.id)
        _mark(bot, [one], follow=False)
    else:
        faults.report("message.unmarked", error, message=one.claim.id)


def _later(work: Work, one: PassingFault) -> None:
    claim, wait = one.claim, BACKOFF[min(one.claim.attempts, len(BACKOFF)) - 1]
    unsure = claim.again or not isinstance(one.error, RefusedError)
    until = work.now + timedelta(seconds=max(one.error.after or 0, wait))
    sending.postpone(work, claim.id, until, unsure=unsure)
    if claim.attempts >= MANY_ATTEMPTS:
        notifier.notify_stuck(work, "message", claim.id)


def _count(one: Ended, nudges: int) -> None:
    """Once it is written."""
    match one:
        case Delivered():
            metrics.SENT.inc()
            metrics.SENT_AGAIN.inc(int(one.second_copy))
            log.info("message.sent", message=one.claim.id, nudges=nudges, again=one.second_copy)
        case PassingFault(claim, error):
            metrics.DELAYED.inc()
            log.warning("message.delayed", message=claim.id, attempt=claim.attempts, why=error.reason)
        case ReaderUnreachable():
            log.warning("message.unreached", message=one.claim.id, why=one.why)
