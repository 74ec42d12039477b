"""Councils of any size from a seed. Every file is made row by row and anew each time it is read, so that all England
fits in as little memory as one team."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Final, TypeAlias

from bot.sample.names import name
from policy.calendar import WorkingCalendar
from storage.importing.tables.files import Rows
from storage.work import CouncilConfig

Cells: TypeAlias = Sequence[str]

#: A team manager leads this many workers, a Head of Service this many teams, an Assistant Director this many of those.
TEAM: Final = 8
TEAMS: Final = 6
SERVICES: Final = 5
ROLES: Final = ("social_worker",) * 6 + (
    "practitioner",
    "personal_assistant",
    "early_help_worker",
    "practitioner",
)
#: (service, categories, how many sessions lie between two discussions), as often as a council has them.
SORTS: Final = (
    ("family_support", "cin", 1),
    ("family_support", "child_protection", 1),
    ("family_support", "plo", 1),
    ("assessment", "", 1),
    ("early_help", "", 1),
    ("looked_after", "visits_6_weekly", 2),
    ("looked_after", "care_proceedings", 1),
    ("looked_after", "matched; visits_3_monthly", 3),
    ("leaving_care", "settled", 3),
    ("leaving_care", "high_need", 1),
    ("children_with_disabilities", "child_protection", 1),
    ("fostering", "matched_children", 3),
    ("adoption", "", 2),
)
STARTS: Final = ("09:30", "10:00", "11:00", "13:00", "14:00", "15:00")
#: Days from one session of a pair to the next.
STEP: Final = 28


@dataclass(frozen=True, slots=True)
class SampleStaff:
    """One member of staff by number, and who is above them (-1: nobody)."""

    index: int
    role: str
    above: int
    team: str

    @property
    def number(self) -> str:
        return f"P{self.index:06}"


@dataclass(frozen=True)
class SamplePlan:
    """How many of what, and as of which day (in the council's zone)."""

    cases: int
    staff: int
    seed: int
    today: date
    months: int
    calendar: WorkingCalendar

    @cached_property
    def heads(self) -> tuple[int, int, int]:
        """How many team managers, Heads of Service and Assistant Directors there are."""
        managers = max(1, round(self.staff / (TEAM + 1)))
        services = max(1, round(managers / TEAMS))
        return managers, services, max(1, round(services / SERVICES))

    @property
    def workers(self) -> int:
        return self.staff - sum(self.heads)

    def random(self, what: str, index: int) -> Random:
        return Random(f"{self.seed}:{what}:{index}")  # noqa: S311  (a sample, not a secret)

    def staff_member(self, index: int) -> SampleStaff:
        """Workers first, then team managers, Heads of Service, Assistant Directors."""
        managers, services, directors = self.heads
        at = self.workers
        if index < at:
            manager = index % managers
            role = self.random("role", index).choice(ROLES)
            return SampleStaff(index, role, at + manager, f"Team {manager + 1}")
        if index < at + managers:
            manager = index - at
            return SampleStaff(
                index, "team_manager", at + managers + manager % services, f"Team {manager + 1}"
            )
        if index < at + managers + services:
            service = index - at - managers
            return SampleStaff(
                index,
                "head_of_service",
                at + managers + services + service % directors,
                f"Service {service + 1}",
            )
        return SampleStaff(index, "assistant_director", -1, "Children's Services")

    def everyone(self) -> Iterator[SampleStaff]:
        return (self.staff_member(i) for i in range(self.staff))

    def case_numbers(self, worker: int) -> range:
        """Cases are dealt out one by one: a worker's are every so-manieth."""
        return range(worker, self.cases, self.workers)


def rows_for(
    *, cases: int, staff: int, seed: int, today: date, config: CouncilConfig, months: int = 12
) -> list[Rows]:
    """The files of a council of this size, with this many months of history before ``today``."""
    plan = SamplePlan(cases, staff, seed, today, months, config.calendar)
    files: tuple[tuple[str, str, Callable[[SamplePlan], Iterator[Cells]]], ...] = (
        (
            "people.csv",
            "staff_number name role team employed_from qualified email asye_from administrator policy_owner",
            _people,
        ),
        ("relationships.csv", "supervisee supervisor since", _relationships),
        ("milestones.csv", "staff_number what on", _milestones),
        ("cases.csv", "case service categories worker allocated_on", _cases),
        (
            "sessions.csv",
            "session supervisee supervisor date start minutes kind state "
            "booked_on cancelled_on reason replaces recorded_on",
            _sessions,
        ),
        ("discussions.csv", "session case plan_reviewed recorded_on agreed_on", _discussions),
        ("absences.csv", "staff_number first last planned sickness", _absences),
    )
    return [Rows(file, heading.split(), _Again(plan, made)) for file, heading, made in files]


@dataclass(frozen=True, slots=True)
class _Again:
    """An iterable that begins anew each time."""

    plan: SamplePlan
    made: Callable[[SamplePlan], Iterator[Cells]]

    def __iter__(self) -> Iterator[Cells]:
        return self.made(self.plan)


def _people(plan: SamplePlan) -> Iterator[Cells]:
    last = plan.staff - 1
    for who in plan.everyone():
        random = plan.random("person", who.index)
        said = name(random)
        joined = _joined(plan, who)
        asye = joined if who.role == "social_worker" and (plan.today - joined).days < 365 else None
        qualified = who.role in (
            "social_worker",
            "practitioner",
            "team_manager",
            "head_of_service",
            "assistant_director",
        )
        email = f"{said.lower().replace(' ', '.')}.{who.index}@example.org"
        roles = (_yes(who.index == 0), _yes(who.index == last))
        yield (who.number, said, who.role, who.team, _uk(joined), _yes(qualified), email, _uk(asye), *roles)


def _joined(plan: SamplePlan, who: SampleStaff) -> date:
    """One worker in twelve came within the last year."""
    random = plan.random("joined", who.index)
    newly = who.index < plan.workers and random.random() < 1 / 12
    return plan.today - timedelta(days=random.randint(30, 360) if newly else random.randint(400, 4000))


def _relationships(plan: SamplePlan) -> Iterator[Cells]:
    for who in plan.everyone():
        if who.above >= 0:
            yield (who.number, plan.staff_member(who.above).number, _uk(_joined(plan, who)))


def _milestones(plan: SamplePlan) -> Iterator[Cells]:
    """All but a few have signed their agreement, within four weeks of joining."""
    for who in plan.everyone():
        random = plan.random("agreement", who.index)
        if random.random() < 0.98:
            yield (who.number, "agreement", _uk(_joined(plan, who) + timedelta(days=random.randint(3, 27))))


def _cases(plan: SamplePlan) -> Iterator[Cells]:
    for number in range(plan.cases):
        worker = plan.staff_member(number % plan.workers)
        service, categories, _ = _sort(plan, number)
        yield (_reference(number), service, categories, worker.number, _uk(_allocated(plan, number)))


def _reference(number: int) -> str:
    return f"SC-{number:07}"


def _sort(plan: SamplePlan, number: int) -> tuple[str, str, int]:
    return plan.random("sort", number).choice(SORTS)


def _allocated(plan: SamplePlan, number: int) -> date:
    worker = plan.staff_member(number % plan.workers)
    ago = plan.random("allocated", number).randint(5, 600)
    return max(plan.today - timedelta(days=ago), _joined(plan, worker))


@dataclass(frozen=True, slots=True)
class SampleMeeting:
    """One session of a pair. ``round`` counts back from the newest, 0; ``cancelled_on`` where it was."""

    id: str
    who: SampleStaff
    on: date
    start: str
    round: int
    state: str
    cancelled_on: date | None = None
    reason: str = ""
    replaces: str = ""
    recorded_on: date | None = None


def meetings(plan: SamplePlan, who: SampleStaff) -> Iterator[SampleMeeting]:
    """A pair's sessions, one every four weeks, newest first: the one booked next, then what was."""
    random = plan.random("sessions", who.index)
    start, since, offset = random.choice(STARTS), _joined(plan, who), random.randrange(STEP)
    rounds = plan.months * 30 // STEP
    for number in range(-1, rounds):
        on = plan.calendar.next_working(plan.today - timedelta(days=offset + number * STEP))
        if on < since:
            return
        identity = f"{who.number}-{on:%Y%m%d}"
        if on >= plan.today:
            yield SampleMeeting(identity, who, on, start, number, "booked")
        elif random.random() < 0.04:
            yield from _cancelled(plan, who, on, start, number, random)
        else:
            recorded = _recorded(plan, on, random)
            yield SampleMeeting(identity, who, on, start, number, "held", recorded_on=recorded)


def _cancelled(
    plan: SamplePlan, who: SampleStaff, on: date, start: str, number: int, random: Random
) -> Iterator[SampleMeeting]:
    """Cancelled the working day before, and held within five working days."""
    identity, cancelled = f"{who.number}-{on:%Y%m%d}", plan.calendar.add_working(on, -1)
    reason = random.choice(("leave", "emergency", "work"))
    yield SampleMeeting(identity, who, on, start, number, "cancelled", cancelled, reason)
    again = plan.calendar.add_working(cancelled, random.randint(2, 5))
    if again < plan.today:
        recorded = _recorded(plan, again, random)
        yield SampleMeeting(
            f"{identity}-R", who, again, start, number, "held", replaces=identity, recorded_on=recorded
        )
    else:
        yield SampleMeeting(f"{identity}-R", who, again, start, number, "booked", replaces=identity)


def _recorded(plan: SamplePlan, on: date, random: Random) -> date | None:
    """Mostly within five working days, now and then late; None while it isn't written yet."""
    days = random.choice((0, 1, 1, 2, 2, 3, 4, 5, 5, 7))
    written = plan.calendar.add_working(plan.calendar.next_working(on), days)
    return written if written < plan.today else None


def _kind(who: SampleStaff) -> str:
    return "personal" if who.role in ("team_manager", "head_of_service") else "case"


def _sessions(plan: SamplePlan) -> Iterator[Cells]:
    for who in plan.everyone():
        if who.above < 0:
            continue
        above, kind = plan.staff_member(who.above).number, _kind(who)
        for m in meetings(plan, who):
            booked = min(m.on, plan.today) - timedelta(days=14)
            notes = _written(m) if m.state == "held" else ""
            times = (_uk(m.on), m.start, "90", kind, m.state, _uk(booked))
            yield (m.id, who.number, above, *times, _uk(m.cancelled_on), m.reason, m.replaces, notes)


def _written(meeting: SampleMeeting) -> str:
    return _uk(meeting.recorded_on) or "no"


def _discussions(plan: SamplePlan) -> Iterator[Cells]:
    for index in range(plan.workers):
        who = plan.staff_member(index)
        if _kind(who) == "case":
            yield from _discussed(plan, who)


def _discussed(plan: SamplePlan, who: SampleStaff) -> Iterator[Cells]:
    numbers = [(n, _sort(plan, n)[2], _allocated(plan, n)) for n in plan.case_numbers(who.index)]
    for m in meetings(plan, who):
        if m.state == "booked":
            continue
        agreed = _agreed(plan, m) if m.state == "held" else None
        written = _written(m) if m.state == "held" else _uk(m.cancelled_on)
        for number, every, allocated in numbers:
            if allocated <= m.on and (m.round + number) % every == 0:
                reviewed = _yes(every > 1 or m.round % 3 == 0)
                yield (m.id, _reference(number), reviewed, written, _uk(agreed))


def _agreed(plan: SamplePlan, meeting: SampleMeeting) -> date | None:
    """The working day after it was written; always before today, so that nothing waits for a message never sent."""
    if meeting.recorded_on is None:
        return None
    return min(plan.calendar.add_working(meeting.recorded_on, 1), plan.calendar.add_working(plan.today, -1))


def _absences(plan: SamplePlan) -> Iterator[Cells]:
    """The first team manager is away, unplanned, since yesterday; some have leave booked."""
    manager = plan.staff_member(plan.workers)
    yield (manager.number, _uk(plan.calendar.add_working(plan.today, -1)), "", "no", "yes")
    for index in range(plan.workers):
        random = plan.random("leave", index)
        if random.random() < 0.05:
            first = plan.calendar.next_working(plan.today + timedelta(days=random.randint(7, 60)))
            yield (f"P{index:06}", _uk(first), _uk(first + timedelta(days=random.randint(2, 9))), "yes", "no")


def _uk(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
