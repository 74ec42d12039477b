"""A month of a small council, played by seeded people on the platform's side, in one life of the bot or in many, one
after the other or several at once."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.settings import read_settings
from bot.wiring import config_of
from policy.facts import SessionKind, SubjectKind
from policy.obligations import State
from policy.ruleset import Duty
from storage import tables as t
from storage.cipher import new_key
from storage.drift import drift, every_subject
from storage.engine import open_engine, reading
from storage.states import MessageEnd
from storage.transactions import read_transaction, write_transaction
from tests.proof.lives import Lives, Replicas
from tests.proof.outside import Arrived, Outside, copies
from tests.stories import council

LONDON = ZoneInfo("Europe/London")
LAST = date(2026, 12, 4)
#: What people leave alone: another look, an explanation, and times on offer, which depend on the minute of sending.
IDLE = re.compile(r"^(Why\?|Show everything|Open|Read|Copy|Another|Choose|Other)|\d:\d\d|noon", re.IGNORECASE)
#: The moment of a press, in what was told of it.
_AT = re.compile(r"T\d\d:\d\d:\d\d")
#: Whoever never answers for their sessions, and what they are asked.
SILENT, TOOK_PLACE = council.STAFF["Helen"], re.compile("Yes, it took place|No, it didn't")
#: Other sessions of the month: supervisee, supervisor, day, hour, kind.
SESSIONS = (
    ("Tomasz", "Priya", date(2026, 11, 5), 10, "case"),
    ("Tomasz", "Priya", date(2026, 11, 19), 10, "case"),
    ("Amara", "Priya", date(2026, 11, 13), 11, "personal"),
    ("Amara", "Priya", date(2026, 11, 23), 14, "case"),
    ("Priya", "Helen", date(2026, 11, 10), 9, "case"),
    ("Owen", "Helen", date(2026, 11, 12), 15, "case"),
    ("Tomasz", "Priya", date(2026, 11, 26), 16, "personal"),
    ("Tomasz", "Priya", date(2026, 12, 3), 10, "personal"),
)
#: What the case system sends: on which day, and the files.
IMPORTS: dict[date, dict[str, str]] = {
    date(2026, 11, 6): {
        "cases.csv": "case,service,categories,worker,allocated_on\n"
        "CB-10234,family_support,child_protection,S101,01/09/2026\n"
        "CB-20001,family_support,cin,S101,05/11/2026\nCB-20002,early_help,,S102,05/11/2026\n",
        "people.csv": "staff_number,name,role,employed_from,works\n"
        "S102,Tomasz Sample,social_worker,04/03/2019,Mon Tue Wed Thu\n",
    },
    date(2026, 11, 9): {"absences.csv": "staff_number,first,last,planned\nS202,09/11/2026,,no\n"},
    date(2026, 11, 17): {
        "sessions.csv": "session,supervisee,supervisor,date,start,minutes,kind,state\n"
        "X1,S102,S201,16/11/2026,09:00,60,case,held\n",
        "discussions.csv": "session,case,full\nX1,CB-10251,yes\n",
        "absences.csv": "staff_number,first,last,planned\nS101,18/11/2026,20/11/2026,yes\n",
    },
    date(2026, 11, 30): {
        "absences.csv": "staff_number,first,last,planned\nS202,09/11/2026,27/11/2026,no\n",
        "people.csv": "staff_number,name,role,employed_from,left_on\n"
        "S102,Tomasz Sample,social_worker,04/03/2019,01/12/2026\n",
    },
}


#: Kinds of a month in which people leave much unanswered.
ALWAYS_TOLD = frozenset(("say_held.up", "late", "late_team", "handed_over", "unallocated"))


@dataclass(slots=True)
class Month:
    """``told`` is what was planned for whom: staff number, kind, step, and on SQLite, whose ids have no gaps where a
    transaction was cut short, its source and the ids in its step."""

    told: Counter[tuple[str, ...]]
    faults: list[str]
    held: int
    unmet: int
    cancelled: int
    absences: int
    requests: int
    commits: int
    arrived: int
    doubles: int
    deaths: list[str]
    said: list[str]


async def played(
    folder: Path, url: str, seed: int, outside: Outside, ends: Sequence[tuple[str, int]], replicas: int = 1
) -> Month:
    await asyncio.to_thread(folder.mkdir)
    key, clock = new_key(), folder / "clock"
    clock.write_text(council.START.isoformat())
    async with outside.served() as base:
        ids = build(url, key, outside, base)
        each = [
            Lives(url, key, base, clock, outside, list(ends[n::replicas]), shared=replicas > 1)
            for n in range(replicas)
        ]
        lives = each[0] if replicas == 1 else Replicas(each, clock, Random(f"who {seed}"))
        try:
            people = People(lives, ids, seed)
            for day in days():
                await live(people, lives, folder, day)
            await settled(lives, datetime.combine(LAST + timedelta(days=12), time(12), LONDON))
        finally:
            await lives.end()
    return looked_at(url, key, lives, people.said, datetime.fromisoformat(clock.read_text()))


def lacking(month: Month) -> set[str]:
    """What a month is to hold, to prove anything, and this one doesn't: sessions held and cancelled, one that nobody
    answers for, a window that ends unmet, what stays late, and somebody who leaves with a case and a session to
    come."""
    told = {kind for _, kind, *_ in month.told}
    counted = {
        "held": month.held >= 3,
        "cancelled": month.cancelled >= 1,
        "absences": month.absences >= 2,
        "unmet": month.unmet >= 1,
    }
    return {*(ALWAYS_TOLD - told)} | {name for name, enough in counted.items() if not enough}


def days() -> Iterator[date]:
    day = council.START.date()
    while day <= LAST:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


async def live(people: People, lives: Lives | Replicas, folder: Path, day: date) -> None:
    await settled(lives, datetime.combine(day, time(9, 40), LONDON))
    if day in IMPORTS:
        files = []
        for name, text in IMPORTS[day].items():
            file = folder / f"{day}-{name}"
            file.write_text(text)
            files.append(str(file))
        assert (await lives.surely(do="import", files=files))["code"] == 0
    for at in (time(10, 20), time(15, 40)):
        await settled(lives, datetime.combine(day, at, LONDON))
        await people.act(day)


async def settled(lives: Lives | Replicas, at: datetime) -> None:
    """Waits until then, and after a death until what the dead one was sending has been sent."""
    answer = await lives.surely(do="advance", to=at.astimezone(UTC).isoformat())
    while len(lives.deaths) != lives.mourned:
        lives.mourned = len(lives.deaths)
        later = datetime.fromisoformat(answer["now"]) + timedelta(seconds=61)
        answer = await lives.surely(do="advance", to=later.isoformat())


def build(url: str, key: str, outside: Outside, base: str) -> dict[str, int]:
    """The stories' council, reached there, with more sessions booked."""
    engine, config = open_engine(url), config_of(read_settings(encryption_keys=[key], _env_file=None))
    ids = council.build(engine, config)
    with write_transaction(engine, config, council.START) as work:
        for name, person in ids.items():
            work.add(outside.contact(person, council.STAFF[name], base))
        for supervisee, supervisor, day, hour, kind in SESSIONS:
            starts = datetime.combine(day, time(hour), LONDON).astimezone(UTC)
            row = work.add(
                t.Session(
                    kind=SessionKind(kind),
                    supervisee_id=ids[supervisee],
                    supervisor_id=ids[supervisor],
                    starts_at=starts,
                    ends_at=starts + timedelta(minutes=60),
                    wall=f"{day}T{hour:02}:00",
                    on=day,
                    booked_on=date(2026, 10, 20),
                )
            )
            work.touch(SubjectKind.SESSION, row.id)
    engine.dispose()
    return {council.STAFF[name]: person for name, person in ids.items()}


class People:
    """Whoever they are, they answer some of what they are asked: which, and how, is settled by the seed, the day and
    the words before them, so that two councils told the same do the same."""

    def __init__(self, lives: Lives | Replicas, ids: dict[str, int], seed: int) -> None:
        self.lives, self.ids, self.seed = lives, ids, seed
        self.said: list[str] = []

    async def act(self, day: date) -> None:
        """Everybody in turn looks at each message once."""
        for one in sorted(self._latest(), key=lambda a: (a.to, _asked(a))):
            labels = [b for b in one.buttons if not _left_alone(one.to, b[0])]
            random = Random(f"{self.seed} {day} {one.to} {_asked(one)}")
            if labels and random.random() < 0.6:
                label, token = random.choice(labels)
                self.said.append(f"{day} {one.to}: “{label}” on “{one.title}”")
                if await self.press(one.to, token, random):
                    await self._other_copy(one, label, token)

    def _latest(self) -> list[Arrived]:
        """The newest copy of each message: the one whose reference the bot knows."""
        return [all_of_it[-1] for all_of_it in self._copies().values()]

    def _copies(self) -> dict[str, list[Arrived]]:
        return copies(self.lives.outside)

    async def press(self, who: str, token: str, random: Random) -> bool:
        """Whether it changed anything; fills in whatever form comes."""
        answer = await self.lives.surely(do="press", person=self.ids[who], token=token, typed={})
        if answer.get("fields") is not None and answer["buttons"]:
            typed = {f["name"]: filled(f, random) for f in answer["fields"]}
            first = answer["buttons"][0][1]
            answer = await self.lives.surely(do="press", person=self.ids[who], token=first, typed=typed)
            return False
        return bool(answer["changed"])

    async def _other_copy(self, one: Arrived, label: str, token: str) -> None:
        """Both copies of a message act as one: pressed on the second, nothing more happens. What else waited may have
        gone with the later copy: what its button is about as well, the earlier one's is about some of."""
        now = {told for _, told in one.buttons}
        for other in self._copies()[one.key][:-1]:
            tokens = [told for name, told in other.buttons if name == label]
            for same in [token] if token in tokens else [told for told in tokens if told not in now]:
                again = await self.lives.surely(do="press", person=self.ids[one.to], token=same, typed={})
                assert not again["changed"], f"“{label}” counted twice, pressed on two copies"


def _left_alone(who: str, label: str) -> bool:
    return bool(IDLE.search(label)) or (who == SILENT and bool(TOOK_PLACE.search(label)))


def _asked(one: Arrived) -> list[str]:
    """What a card asks, in words that don't depend on the minute at which it was written."""
    return [one.title, *sorted(label for label, _ in one.buttons if not IDLE.search(label))]


def filled(asked: dict[str, Any], random: Random) -> Any:
    """Something that a person might write in a field."""
    match asked["kind"]:
        case "number":
            return "60"
        case "choice":
            some = sorted(asked["options"])
            return some[:2] if asked["many"] else (random.choice(some) if some else "")
        case "person":
            return min(asked["options"], default="")
        case "date":
            return asked["value"] or "2026-12-01"
        case "time":
            return asked["value"] or "11:00"
        case _:
            return "Noted."


# What came of it


def looked_at(url: str, key: str, lives: Lives | Replicas, said: list[str], now: datetime) -> Month:
    engine, config = open_engine(url), config_of(read_settings(encryption_keys=[key], _env_file=None))
    with read_transaction(engine, config, now) as work:
        faults = [f"drift: {d}" for d in drift(work, every_subject(work))]
    with reading(engine) as connection:
        rows = {table: connection.execute(select(table.__table__)).all() for table in _TABLES}
    engine.dispose()
    nudges, messages, sessions = rows[t.Nudge], rows[t.OutboxMessage], rows[t.Session]
    arrived = copies(lives.outside)
    left = {p.id for p in rows[t.Person] if p.left_on}
    to_nobody = {m.id for m in messages if m.ended_because == MessageEnd.LEFT and m.recipient_id in left}
    faults += _messages_astray([m for m in messages if m.id not in to_nobody], arrived, now)
    faults += _nudges_astray([n for n in nudges if n.message_id not in to_nobody], messages, arrived)
    return Month(
        told=Counter(_lasting(n, rows, exact=url.startswith("sqlite")) for n in nudges),
        faults=faults,
        held=sum(s.state == "held" and s.on >= council.START.date() for s in sessions),
        unmet=sum(_unmet(o, now.date()) for o in rows[t.ObligationRow]),
        cancelled=sum(s.state == "cancelled" for s in sessions),
        absences=len(rows[t.Absence]),
        requests=lives.outside.killer.requests,
        commits=lives.commits,
        arrived=sum(map(len, arrived.values())),
        doubles=sum(len(c) - 1 for c in arrived.values()),
        deaths=lives.deaths,
        said=said,
    )


_TABLES: tuple[Any, ...] = (
    t.Nudge,
    t.OutboxMessage,
    t.Session,
    t.Absence,
    t.ObligationRow,
    t.Person,
    t.Record,
    t.Case,
)


def _unmet(row: Any, on: date) -> bool:
    """A window of supervision that ended without it, whether one was held since or not."""
    overdue = row.state == State.RUNNING and row.duty == str(Duty.SUPERVISE) and (row.due or on) < on
    return bool(row.state == State.MISSED or overdue)


def _messages_astray(
    messages: Sequence[Any], arrived: dict[str, list[Arrived]], now: datetime
) -> Iterator[str]:
    keys = {m.key for m in messages}
    yield from (f"arrived from nowhere: {key}" for key in arrived.keys() - keys)
    for m in messages:
        if m.state == "sent" and m.replaces_id is None and m.key not in arrived:
            yield f"message {m.id} is marked as sent and never arrived"
        if m.state == "sending" or (m.state == "pending" and m.not_before <= now):
            yield f"message {m.id} is still {m.state}"
        if m.state == "failed":
            yield f"message {m.id} failed: {m.ended_because}"


def _nudges_astray(
    nudges: Sequence[Any], messages: Sequence[Any], arrived: dict[str, list[Arrived]]
) -> Iterator[str]:
    by_id = {m.id: m for m in messages}
    for n in nudges:
        m = by_id.get(n.message_id)
        if n.kind == "skipped" or n.dropped:
            continue
        if m is None or (n.sent_at is None and m.state not in ("pending", "sending")):
            yield f"nudge {n.source} {n.step} is lost: its message is {m.state if m else 'nowhere'}"
        if n.sent_at and m and m.key not in arrived:
            yield f"nudge {n.source} {n.step} is marked as sent and never arrived"


def _lasting(nudge: Any, rows: dict[Any, Sequence[Any]], *, exact: bool) -> tuple[str, ...]:
    who = {p.id: p.staff_number for p in rows[t.Person]}
    # What was pressed once more after a kill was pressed a little later.
    told = (who[nudge.recipient_id], nudge.kind, _AT.sub("T", nudge.step))
    if not exact:
        return (*told[:2], re.sub(r"\d+", "#", nudge.step))
    if nudge.obligation_id is None:
        return (*told, nudge.source)
    o = next(o for o in rows[t.ObligationRow] if o.id == nudge.obligation_id)
    return (*told, o.duty, f"{o.subject_kind}:{o.subject_id}", f"{o.fact_kind}:{o.fact_id}")
