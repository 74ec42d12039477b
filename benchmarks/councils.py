"""Councils to measure: the sample one, and as many subjects, obligations and messages as all England has."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, insert, select

from bot.clock import MovableClock
from bot.commands.robot import Robot
from bot.desk import TRAITS
from bot.moving_clock import nobody_acts
from bot.platform import Address, Sent
from bot.sample import build, first_moment
from bot.settings import read_settings
from bot.start import digest_of
from bot.wiring import Bot, wire
from cards.model import Card
from policy.obligations import Step
from policy.windows import KINDS
from storage import tables as t
from storage.cipher import new_key
from storage.engine import writing
from storage.migrate import migrate

#: How many rows go to the database at a time.
BATCH: Final = 20_000


class Silent:
    """A platform that takes everything. Implements ``bot.platform.Platform``."""

    traits = TRAITS

    def __init__(self) -> None:
        self.sent = 0
        self._robot: Robot | None = None

    def people(self, bot: Bot, which: str) -> Callable[[], Awaitable[bool]]:
        """What people do when it is called, and whether anybody did: ``prompt``, all that they were asked since; else
        nothing."""
        if which != "prompt":
            return nobody_acts
        self._robot = Robot(bot)
        return partial(asyncio.to_thread, self._robot.act)

    async def send(self, to: Address, key: str, card: Card) -> Sent:
        self.sent += 1
        if self._robot:
            self._robot.delivered(to.person_id, key, card)
        return Sent(str(self.sent))

    async def find(self, _to: Address, _key: str) -> Sent | None:
        return None

    async def replace(self, _to: Address, _sent: Sent, _card: Card) -> None:
        """Takes that, too."""


@contextmanager
def empty(
    file: Path, now: datetime | None = None, key: str | None = None
) -> Iterator[tuple[Bot, MovableClock, Silent]]:
    """A migrated SQLite database and a bot on it, its clock at the sample's first moment."""
    keys = [key or new_key()]
    settings = read_settings(database_url=f"sqlite:///{file}", encryption_keys=keys, _env_file=None)
    clock, platform = MovableClock(now or first_moment("large")), Silent()
    bot = wire(settings, clock, platform)
    migrate(bot.engine)
    try:
        yield bot, clock, platform
    finally:
        bot.engine.dispose()


@contextmanager
def sample(file: Path) -> Iterator[tuple[Bot, MovableClock, Silent]]:
    """The large sample council, and a bot on it at its first moment."""
    with empty(file) as (bot, clock, platform):
        build(bot.engine, bot.config, "large")
        clock.move_to(max(first_moment("large"), clock.now()))
        yield bot, clock, platform


def crowd(bot: Bot, cases: int) -> int:
    """The rows of so many cases among which a tick finds nothing due: subjects, obligations, nudges and messages in the
    sample's proportions. How many rows."""
    now, staff = bot.clock.now(), max(1, cases // 10)
    later, day = now + timedelta(days=20), date(2026, 10, 1)
    person = {
        "role": "social_worker",
        "employed_from": day,
        "team": "",
        "qualified": True,
        "works": "1111100",
    }
    flags = {"administrator": False, "policy_owner": False, "said_in_chat": ""}
    people = [
        {"id": i, "staff_number": f"S{i}", "name": f"S{i}", **person, **flags} for i in range(1, staff + 1)
    ]
    one = {
        "subject_kind": "case",
        "fact_kind": "discussion",
        "rule": "B6",
        "version": "1",
        "answers": "supervisor",
    }
    step = (Step("start", "discussion", date(2026, 10, 1)), Step("every", amount="3 months"))
    rest = {**one, "state": "running", "started": day, "due": date(2027, 1, 1), "derivation": step}
    sent = {"state": "sent", "not_before": now, "attempts": 1, "urgent": False, "sent_at": now}
    nudge = {
        "step": "soon",
        "kind": "discuss.soon",
        "escalates": False,
        "data": {},
        "planned_at": now,
        "sent_at": now,
    }

    def obligation(i: int) -> dict[str, Any]:
        row = {"id": i, "subject_id": i, "duty": "discuss", "fact_id": str(i), "worker_id": i % staff + 1}
        return {**rest, **row, "next_attention": later}

    def told(i: int) -> dict[str, Any]:
        about = f"obligation:{i}"
        row = {
            "source": about,
            "about": about,
            "obligation_id": i,
            "recipient_id": i % staff + 1,
            "message_id": i,
        }
        return {**nudge, **row}

    rows: list[tuple[type[t.Table], Iterator[dict[str, Any]]]] = [
        (t.Person, iter(people)),
        (
            t.SubjectRow,
            ({"kind": "case", "ref_id": i, "revision": 1, "reassess_at": later} for i in range(1, cases + 1)),
        ),
        (t.SubjectRow, ({"kind": "session", "ref_id": i, "revision": 1} for i in range(1, cases * 2 + 1))),
        (t.ObligationRow, (obligation(i) for i in range(1, cases + 1))),
        (
            t.OutboxMessage,
            ({"key": f"m{i}", "recipient_id": i % staff + 1, **sent} for i in range(1, cases + 1)),
        ),
        (t.Nudge, (told(i) for i in range(1, cases + 1))),
    ]
    with writing(bot.engine) as connection:
        digest = digest_of(bot.config.versions, bot.config.rules(bot.config.calendar.day_of(now)))
        council = {"id": 1, "name": "England", "started_on": day, "rules_digest": digest, "sample": True}
        connection.execute(insert(t.Council.__table__), [council])
        return sum(_written(connection, table.__table__, values) for table, values in rows)


def _written(connection: Any, table: Table, values: Iterator[dict[str, Any]]) -> int:
    done = 0
    while batch := list(islice(values, BATCH)):
        connection.execute(insert(table), batch)
        done += len(batch)
    return done


#: Copied for each council: facts, what is known of them, and what stands for it.
_COPIED: Final = (
    *(t.Person, t.Relationship, t.Case, t.Allocation, t.Session, t.Participant, t.Discussion, t.Record),
    *(t.GapNote, t.Action, t.Absence, t.Milestone, t.SubjectRow, t.ObligationRow),
)
#: Beside a table's own id and foreign keys, the columns that hold ids; and those of which each row has its own.
_IDS: Final = {"ref_id", "subject_id", "worker_id", "holder_id"}
_OWN: Final = {"staff_number", "reference", "email", "source_id"}
#: Apart, so that no id of one council is one of another's.
_APART: Final = 1_000_000


def many(bot: Bot, number: int) -> None:
    """So many sample councils in one database in which there is one: its rows again, each with ids of its own."""
    with writing(bot.engine) as connection:
        for table in (one.__table__ for one in _COPIED):
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            ids = {c.name for c in table.columns if c.foreign_keys or c.name == "id"} | _IDS
            _written(connection, table, (_moved(row, ids, n) for n in range(1, number) for row in rows))


def _moved(row: dict[str, Any], ids: set[str], number: int) -> dict[str, Any]:
    by = number * _APART
    moved = {name: value + by if name in ids and value else value for name, value in row.items()}
    moved |= {name: f"{number}-{moved[name]}" for name in _OWN & moved.keys() if moved[name]}
    if row.get("fact_kind") and row["fact_kind"] not in KINDS:
        first, *rest = row["fact_id"].split(".")
        moved["fact_id"] = ".".join([str(int(first) + by), *rest])
    return moved


#: An hour at which nothing of the night is due any more.
MORNING: Final = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
