"""A bot in this process, on the stories' council, and a platform that keeps what arrives and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock, MovableClock
from bot.platform import Address, Sent, Traits, TryLaterError
from bot.wiring import Bot
from cards.model import Bullets, Card, Part
from storage import tables as t
from storage.engine import open_engine
from storage.transactions import write_transaction
from tests.infra.databases import Databases
from tests.proof.standin import NAME
from tests.stories import council

TRAITS = Traits(NAME, "the phone", can_be_asked=True)


@dataclass(slots=True)
class Copy:
    """One message as it arrived, and what it shows now."""

    at: datetime
    person_id: int
    key: str
    first: Card
    card: Card

    @property
    def titles(self) -> list[str]:
        """Of each matter in it: a part each, or a line each where there is nothing to do about it."""
        if not self.first.title.endswith(" for you"):
            return [self.first.title]
        parts = [b.title for b in self.first.body if isinstance(b, Part)]
        return parts + [str(line[0]) for b in self.first.body if isinstance(b, Bullets) for line in b.items]


@dataclass(slots=True)
class Phone:
    """Implements ``bot.platform.Platform``. ``faults``: raised by the next calls, in their order.
    ``meanwhile``: by person, what happens while their next message is on its way; ``lost``: how many of the next
    messages arrive without their answer coming back."""

    clock: Clock
    traits: Traits = TRAITS
    arrived: list[Copy] = field(default_factory=list)
    faults: list[Exception | None] = field(default_factory=list)
    meanwhile: dict[int, Callable[[], None]] = field(default_factory=dict)
    lost: int = 0

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        self._fail()
        if to.person_id in self.meanwhile:
            self.meanwhile.pop(to.person_id)()
        self.arrived.append(Copy(self.clock.now(), to.person_id, key, card, card))
        if self.lost:
            self.lost -= 1
            raise TryLaterError("timeout")
        return Sent(str(len(self.arrived)))

    async def find(self, _to: Address, key: str) -> Sent | None:
        self._fail()
        return next((Sent(str(n)) for n, c in enumerate(self.arrived, 1) if c.key == key), None)

    async def replace(self, _to: Address, sent: Sent, card: Card) -> None:
        self._fail()
        self.arrived[int(sent.reference) - 1].card = card

    def _fail(self) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault

    def of(self, person_id: int) -> list[Copy]:
        return [c for c in self.arrived if c.person_id == person_id]


@dataclass(slots=True)
class Rig:
    """The bot, its clock, its phone, and everybody's id by first name."""

    bot: Bot
    clock: MovableClock
    phone: Phone
    ids: dict[str, int]


@contextmanager
def rig(
    databases: Databases, *, start: datetime = council.START, cast: council.Cast = council.CENTRAL
) -> Iterator[Rig]:
    """``start``: where the clock stands; the council is as it is on the stories' first day."""
    config, clock = council.book_for(cast), MovableClock(start)
    engine = open_engine(council.copied(databases, cast))
    ids = council.ids_in(engine)
    with write_transaction(engine, config, council.START) as work:
        for name, person in ids.items():
            work.add(t.Contact(person_id=person, platform=NAME, external_id=council.STAFF[name], data={}))
    phone = Phone(clock)
    try:
        yield Rig(Bot(engine, config, clock, {NAME: phone}), clock, phone, ids)
    finally:
        engine.dispose()
