"""``simulate``: who would be told what, and when. On a copy, with its own clock; of the source only the trail
is written."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bot.clock import MovableClock
from bot.commands import leave_trace, reminders
from bot.commands.progress import counting
from bot.commands.reading import chosen, opened, read_day
from bot.commands.robot import Robot
from bot.desk import TRAITS
from bot.logs import set_up
from bot.moving_clock import advance
from bot.platform import Address, Sent
from bot.settings import SettingsError
from bot.start import see_rules
from bot.wiring import Bot
from cards.formats import clock, day
from cards.model import Card
from cards.plain import render_card
from policy.calendar import WorkingCalendar
from storage import people as known
from storage import sending
from storage.cipher import FernetCipher, new_key
from storage.copying import copy
from storage.people import Person
from storage.work import CouncilConfig

#: The exit code of a command that Ctrl-C ended.
STOPPED: Final = 130
#: What the words of real people are replaced by in the copy.
PLACEHOLDER: Final = "Words are left out of a simulation."


@dataclass(frozen=True, slots=True)
class SimulatedDays:
    """``first`` and ``last`` are days; the clock runs from the source's own moment, ``now``, to the end of ``last``."""

    first: date
    last: date
    now: datetime

    def end(self, calendar: WorkingCalendar) -> datetime:
        return calendar.start_of(self.last + timedelta(days=1)) - timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class SimulatedMessage:
    """One message that somebody would get."""

    at: datetime
    wall: datetime
    person: Person
    card: Card


class Recorder:
    """Implements ``bot.platform.Platform``: everybody is reached, as on the desk, and nothing leaves the process."""

    traits = TRAITS

    def __init__(self, deliver: Callable[[int, str, Card], None]) -> None:
        self._deliver = deliver
        self._sent: dict[str, Sent] = {}

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        self._sent[key] = Sent(key)
        self._deliver(to.person_id, key, card)
        return self._sent[key]

    async def find(self, to: Address, key: str) -> Sent | None:  # noqa: ARG002
        return self._sent.get(key)

    async def replace(self, to: Address, sent: Sent, card: Card) -> None:
        """Nobody is told anew."""


def simulate(start: str, to: str, people: str, as_json: bool, database: str, rules: str) -> int:
    """Prints what would be told, soonest first, as it is found; where Ctrl-C stops it, STOPPED. Raises SettingsError
    for days or people modes there aren't."""
    if people not in ("prompt", "idle"):
        raise SettingsError(
            f"--people {people}: write prompt (everybody does what is asked) or idle (nobody does)"
        )
    set_up("warning")
    settings = chosen(database, rules)
    with opened(settings) as bot:
        config, span = bot.config, _span(bot, start, to)
        _leave_look(bot, settings.database_url, span)
    with TemporaryDirectory(prefix="simulate-") as folder:
        bot, clock = _copied(settings.database_url, config, Path(folder) / "copy.db", span.now)
        show = _json if as_json else _plain
        print(_first_line(bot, span, people, as_json=as_json), flush=True)
        try:
            run = _Run(bot, clock, span, show, people == "prompt")
            asyncio.run(run.run())
            counted = run.reminders
            print(json.dumps(reminders.as_json(counted)) if as_json else reminders.plain(counted), flush=True)
        except KeyboardInterrupt:
            reached = bot.config.calendar.day_of(clock.now())
            print(f"Stopped at {day(reached)}. What was found until then is above.", file=sys.stderr)
            return STOPPED
        finally:
            bot.engine.dispose()
    return 0


def _span(bot: Bot, start: str, to: str) -> SimulatedDays:
    now = bot.clock.now()
    today = bot.config.calendar.day_of(now)
    first, last = read_day("--from", start) if start else today, read_day("--to", to)
    if first < today:
        raise SettingsError(
            f"--from {start}: that is past. A simulation looks ahead from what is known on {day(today)}"
        )
    if last < first:
        raise SettingsError(f"--to {to}: that is before the first day, {day(first)}")
    return SimulatedDays(first, last, now)


def _leave_look(bot: Bot, url: str, span: SimulatedDays) -> None:
    first, last = span.first.isoformat(), span.last.isoformat()
    leave_trace.leave(bot, url, "simulation.made", first=first, last=last)


def _copied(url: str, keyless: CouncilConfig, path: Path, now: datetime) -> tuple[Bot, MovableClock]:
    """A bot on the copy, with a key of its own and nobody's words."""
    config = replace(keyless, cipher=FernetCipher([new_key()]), read_by_others=True)
    with counting("Copying", 0) as progress:
        engine = copy(url, path, config.cipher.seal(PLACEHOLDER), lambda _table: progress(1))
    clock = MovableClock(now)
    bot = Bot(engine, config, clock)
    see_rules(bot)
    return bot, clock


class _Run:
    """One simulation. What falls before the first day asked for happens too, and isn't shown."""

    def __init__(
        self,
        bot: Bot,
        clock: MovableClock,
        span: SimulatedDays,
        show: Callable[[SimulatedMessage], str],
        prompt: bool,
    ) -> None:
        self.bot, self.clock, self.span, self.show = bot, clock, span, show
        self.robot = Robot(bot) if prompt else None
        self.reminders = reminders.Reminders()
        self.days = 0
        with bot.read() as work:
            self.people = {p.id: p for p in known.everyone(work)}
        bot.platforms = {TRAITS.name: Recorder(self.deliver)}

    async def run(self) -> None:
        try:
            await self._through()
        finally:
            self.bot.heartbeat.stopping.set()  # the step under way, in a thread of its own, goes no further

    async def _through(self) -> None:
        end = self.span.end(self.bot.config.calendar)
        with counting("Simulating, day", (end - self.span.now).days + 1) as progress:
            await advance(self.bot, self.clock, end, partial(self._act, progress))

    async def _act(self, progress: Callable[[int], None]) -> bool:
        """Everybody does what they were just asked; whether anybody did anything."""
        days = (self.clock.now() - self.span.now).days
        progress(days - self.days)
        self.days = days
        return self.robot is not None and await asyncio.to_thread(self.robot.act)

    def deliver(self, person_id: int, key: str, card: Card) -> None:
        wall = self.bot.config.calendar.wall(self.clock.now())
        if wall.date() >= self.span.first:
            if self._reminds(key):
                self.reminders.add(self._person(person_id), wall.date(), card)
            print(
                self.show(SimulatedMessage(self.clock.now(), wall, self._person(person_id), card)), flush=True
            )
        if self.robot:
            self.robot.delivered(person_id, key, card)

    def _reminds(self, key: str) -> bool:
        with self.bot.read() as work:
            return sending.reminds(work, key)

    def _person(self, person_id: int) -> Person:
        if person_id not in self.people:
            with self.bot.read() as work:
                self.people[person_id] = known.person(work, person_id)
        return self.people[person_id]


def _first_line(bot: Bot, span: SimulatedDays, people: str, *, as_json: bool) -> str:
    rules = bot.config.rules(span.first)
    if as_json:
        named = {"name": rules.name, "version": rules.version}
        days = {"from": span.first.isoformat(), "to": span.last.isoformat()}
        return json.dumps({"simulation": {**days, "people": people, "rules": named}}, ensure_ascii=False)
    does = {"prompt": "Everybody does what is asked at once", "idle": "Nobody does anything"}[people]
    return f"{does}, {day(span.first)} to {day(span.last)}. {rules.council}, {rules.title}, version {rules.version}.\n"


def _json(message: SimulatedMessage) -> str:
    shown: dict[str, Any] = {
        "at": message.wall.isoformat(timespec="seconds"),
        "to": {"staff_number": message.person.staff_number, "name": message.person.name},
        "title": message.card.title,
        "text": render_card(message.card),
    }
    return json.dumps(shown, ensure_ascii=False)


def _plain(message: SimulatedMessage) -> str:
    when = f"{day(message.wall.date())}, {clock(message.wall.time())}"
    head = f"{when}, to {message.person.name} ({message.person.staff_number})"
    body = "\n".join(f"  {line}" if line else "" for line in render_card(message.card).splitlines())
    return f"{head}\n{body}\n"
