"""What a person did on a platform, answered: who, once, in time, or a sentence that says why nothing was changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy.exc import InternalError, OperationalError

from bot import faults
from bot.diary_reading import read_now
from bot.inbound import accounts, router
from bot.inbound.accounts import Sender, StrangerError
from bot.inbound.batch_reader import BatchReader, DateQuery
from bot.inbound.router import Answer
from bot.inbound.write_queue import DuplicateError, TooLateError, WriteQueue
from bot.logs import log
from bot.platform import (
    MissingPermissionError,
    NotAllowedError,
    NotSignedInError,
    Traits,
    TryLaterError,
    UnreachableError,
)
from bot.wiring import Bot
from cards import not_done
from cards.ask import Ask
from cards.model import Option
from handlers import commands
from storage import contacts, people
from storage.diary import NotAskedError
from storage.engine import UNAVAILABLE, is_delay

Act = Callable[[Bot, int], Answer]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request that was found to be the platform's. ``claim``: what is the same in a resend of it, and only there;
    ``by``: when it must have committed, on the machine's steady clock."""

    sender: Sender
    claim: str
    by: float

    @property
    def left(self) -> float:
        """Seconds until then."""
        return self.by - time.monotonic()


class Receiver:
    """One platform's. Whatever goes wrong, the asker has an answer in words, and nothing was changed."""

    def __init__(self, bot: Bot, platform: Traits) -> None:
        self._bot, self._platform = bot, platform
        self._writes = WriteQueue(bot)
        self.reads = BatchReader(bot, platform.name)

    async def close(self) -> None:
        """Everybody who waits is answered."""
        await self.reads.close()
        self._writes.close()

    async def command(self, incoming: Incoming, words: str, *, opens: bool = True) -> Answer:
        """A typed command; ``opens`` as in ``router.command``."""
        return await self._guarded(lambda: self._commanded(incoming, words, opens))

    async def press(self, incoming: Incoming, token: str, typed: Mapping[str, Any]) -> Answer:
        """A button, or a form that was sent."""
        return await self._guarded(
            lambda: self._served(incoming, lambda bot, who: router.press(bot, who, token, typed))
        )

    async def answer(self, incoming: Incoming, ask: Ask) -> Answer:
        """To an ask of the platform's own making, such as its menu's."""
        return await self._guarded(
            lambda: self._served(incoming, lambda bot, who: router.answer(bot, who, ask))
        )

    async def staff_number(self, mentioned: Sender, seconds: float) -> str:
        """Of whoever has an account that is mentioned; empty for nobody's."""
        try:
            found = await asyncio.to_thread(accounts.known, self._bot, self._platform, mentioned.name)
            async with asyncio.timeout(seconds):
                person_id = found.person_id if found else await self._met(mentioned)
        except (StrangerError, TryLaterError, UnreachableError, TimeoutError):
            return ""
        return await asyncio.to_thread(self._staff_number, person_id)

    def _staff_number(self, person_id: int) -> str:
        with self._bot.read() as work:
            return people.person(work, person_id).staff_number

    async def people(self, sender: Sender, words: str) -> list[Option]:
        """Members of staff whom these words may mean; none for a stranger."""
        return await asyncio.to_thread(self._people, sender, words)

    def _people(self, sender: Sender, words: str) -> list[Option]:
        try:
            if accounts.known(self._bot, self._platform, sender.name) is None:
                return []
        except StrangerError:
            return []
        with self._bot.read() as work:
            found = people.find(work, words)
        return [Option(p.staff_number, f"{p.name} ({p.staff_number})", p.team) for p in found]

    # How it is done

    async def _commanded(self, incoming: Incoming, words: str, opens: bool) -> Answer:
        """Most ask for a case's date alone, and have it at once; all else waits for the one writer."""
        reference = commands.case_of(words)
        if reference:
            async with asyncio.timeout(incoming.left):
                card = await self.reads.look(DateQuery(incoming.sender.name, reference, incoming.claim))
            if card:
                return Answer(card)
        return await self._served(incoming, lambda bot, who: router.command(bot, who, words, opens=opens))

    async def _served(self, incoming: Incoming, act: Act) -> Answer:
        """Whoever isn't met yet is looked up first, outside any transaction."""

        def met(bot: Bot) -> Answer | None:
            found = accounts.known(bot, self._platform, incoming.sender.name)
            if found is None:
                return None
            if not found.preferred:
                self._prefer(found.person_id)
            return act(bot, found.person_id)

        answer = await self._written(incoming, met)
        if answer is not None:
            return answer
        async with asyncio.timeout(incoming.left):
            who = await self._met(incoming.sender)
        # Known now: whoever writes for the first time here uses this platform too.
        return await self._written(incoming, lambda bot: met(bot) or act(bot, who))

    async def _written(self, incoming: Incoming, act: Callable[[Bot], Found]) -> Found:
        """What ``act`` returns, committed. Where it is about people whose busy times can be asked for, and weren't just
        now, that is done between two transactions: the first is undone."""
        claim, diary = incoming.claim, self._bot.diary
        if diary:
            try:
                return await self._writes.serve(claim, act, incoming.left, asks=True)
            except NotAskedError as unasked:
                await read_now(self._bot, diary, unasked.person_ids, incoming.left)
        return await self._writes.serve(claim, act, incoming.left)

    async def _met(self, sender: Sender) -> int:
        return await accounts.meet(self._bot, self._platform, sender)

    def _prefer(self, person_id: int) -> None:
        """They use this platform now, so it is where they are told."""
        with self._bot.work() as work:
            contacts.prefer(work, person_id, self._platform.name)

    async def _guarded(self, answered: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer, committed; or one that says why nothing was changed."""
        try:
            answer = await answered()
        except Exception as error:  # noqa: BLE001 - rolled back, named in the log, and the asker told
            return self.refused(error)
        if answer.changed:
            self._bot.changed()
        return answer

    def refused(self, error: Exception) -> Answer:
        """What the asker reads of it; a fault of ours is reported."""
        if not isinstance(error, EXPECTED):
            faults.report("request.fault", error, platform=self._platform.name)
        elif not isinstance(error, StrangerError | DuplicateError):
            why = getattr(error, "reason", type(error).__name__)
            log.warning("request.refused", platform=self._platform.name, why=why)
        card = not_done.refusal(_sentence(error, self._platform.title))
        return Answer(card=card, refused=True, repeated=isinstance(error, DuplicateError))


#: What is no fault of ours.
EXPECTED: Final = (
    *(StrangerError, DuplicateError, TooLateError, TimeoutError, *UNAVAILABLE),
    *(TryLaterError, UnreachableError),
)


def records_sentence(error: OperationalError | InternalError) -> str:
    """Why the database took nothing: one of ``storage.engine.UNAVAILABLE``."""
    return not_done.TOO_LATE if is_delay(error) else not_done.NO_RECORDS


def _sentence(error: Exception, platform: str) -> str:
    match error:
        case StrangerError():
            return error.sentence
        case DuplicateError():
            return not_done.SEEN
        case TooLateError() | TimeoutError():
            return not_done.TOO_LATE
        case _ if isinstance(error, UNAVAILABLE):
            return records_sentence(error)
        case NotAllowedError():
            return _not_allowed(error, platform)
        case TryLaterError():
            return not_done.out_of_reach(platform)
        case UnreachableError():
            return not_done.not_there(platform)
        case _:
            return not_done.FAULT


def _not_allowed(error: NotAllowedError, platform: str) -> str:
    match error:
        case NotSignedInError():
            return not_done.not_signed_in(platform, error.reason)
        case MissingPermissionError():
            return not_done.lacks_permission(platform, error.reason)
        case _:
            return not_done.not_allowed(platform, error.reason)
