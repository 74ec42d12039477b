"""``due CASE`` for people who have no part in the case. It changes nothing, so it doesn't wait for the one writer:
what came together is read together in one transaction, and the traces are written together, within a second."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy.exc import SQLAlchemyError

from bot.batches import Together
from bot.inbound.write_queue import DuplicateError
from bot.logs import log
from bot.wiring import Bot
from cards.model import Card
from handlers.cases import due
from storage import case_dates, resends
from storage.case_dates import DateAnswered

#: Looks read in one transaction.
AT_ONCE: Final = 100
#: Seconds from an answer until its trace is written, and from then until its claim is known by the table alone.
UNWRITTEN: Final = 0.5
OVERLAP: Final = 10.0


@dataclass(frozen=True, slots=True)
class DateQuery:
    """``account``: of the platform's; ``claim``: what is the same in a replay, and only there."""

    account: str
    reference: str
    claim: str


@dataclass(frozen=True, slots=True)
class DateFound:
    card: Card
    answered: DateAnswered


#: None: not one of these. DuplicateError: answered before.
DateResult: TypeAlias = DateFound | DuplicateError | None


class BatchReader:
    """A platform's one place for them."""

    def __init__(self, bot: Bot, platform: str) -> None:
        self._bot, self._platform = bot, platform
        self._one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reads")
        self._looks = Together(asyncio.Lock(), self._found, most=AT_ONCE, executor=self._one)
        self._claimed = set[str]()
        self._unwritten: list[tuple[str, DateAnswered]] = []
        self._writing: asyncio.Task[None] | None = None

    async def look(self, look: DateQuery) -> Card | None:
        """The answer. None where it isn't one of these (whoever asks isn't met or used another platform last, or is in
        the case's line; the case is to be worked out again first): nothing was claimed then, or traced. Raises
        DuplicateError for what was answered before, and what the database raises."""
        found = await self._looks.ask(look)
        if found is None:
            return None
        if isinstance(found, DuplicateError) or look.claim in self._claimed:
            raise DuplicateError
        self._claimed.add(look.claim)
        self._unwritten.append((look.claim, found.answered))
        self._writing = self._writing or asyncio.create_task(self._write_soon())
        return found.card

    async def close(self) -> None:
        """Everybody who waits is answered, and every trace written."""
        await self._looks.finished()
        if self._writing:
            self._writing.cancel()
        await self.write()
        self._one.shutdown(wait=False)

    # Reading

    def _found(self, looks: Sequence[DateQuery]) -> list[DateResult]:
        with self._bot.read() as work:
            names, keys = {look.account for look in looks}, {look.claim for look in looks}
            who, seen = case_dates.askers(work, self._platform, names, keys)
            mine = [look for look in looks if look.account in who and look.claim not in seen]
            cards = due.case_date_answers(work, [(who[look.account], look.reference) for look in mine])
            found = {
                look.claim: DateFound(one.card, DateAnswered(who[look.account], one.case_id, work.now))
                for look, one in zip(mine, cards, strict=True)
                if one
            }
        return [DuplicateError() if look.claim in seen else found.get(look.claim) for look in looks]

    # Writing

    async def _write_soon(self) -> None:
        while self._unwritten:
            await asyncio.sleep(UNWRITTEN)
            await self.write()
        self._writing = None

    async def write(self) -> None:
        """What can't be written now stays to be written."""
        some = self._unwritten[:]
        if not some:
            return
        try:
            await asyncio.to_thread(self._write, some)
        except SQLAlchemyError as error:
            log.error("traces.not_written", number=len(some), error=type(error).__name__)
            return
        log.info("traces.written", number=len(some))
        del self._unwritten[: len(some)]
        asyncio.get_running_loop().call_later(
            OVERLAP, self._claimed.difference_update, [claim for claim, _ in some]
        )

    def _write(self, some: Sequence[tuple[str, DateAnswered]]) -> None:
        with self._bot.work() as work:
            resends.take_all(work, [claim for claim, _ in some])
            case_dates.trace(work, [answered for _, answered in some])
