"""The stories' councils: few people, few cases, one date. Written before a story begins; no story reads them back.

Each policy has its cast: the same people, in the roles that its rule set knows, with cases of its services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import blake2b

from sqlalchemy import Engine, select, update
from sqlmodel import col

from bot.clock import MovableClock
from bot.desk.platform import Desk
from bot.scheduler import tick
from bot.settings import rules_text
from bot.wiring import Bot
from policy.facts import RecordAnswer, SessionKind, SessionState, Subject, SubjectKind
from policy.loader import calendar_of, load
from policy.ruleset import RuleSet
from policy.versions import RuleBook
from storage import tables as t
from storage.cipher import FernetCipher, new_key
from storage.engine import reading
from storage.obligations import reassess
from storage.transactions import write_transaction
from storage.work import CouncilConfig, Work
from tests.infra.databases import Databases
from tests.infra.engines import lent
from tests.infra.migrations import HEAD

#: Tuesday 3 November 2026, 9:00 in London.
START = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)

#: Who is who: first name as the stories use it, and staff number.
STAFF = {
    "Amara": "S101",
    "Tomasz": "S102",
    "Priya": "S201",
    "Owen": "S202",
    "Helen": "S301",
    "Adel": "S401",
    "Sam": "S501",
}
NAMES = {
    "Amara": "Amara Example",
    "Tomasz": "Tomasz Sample",
    "Priya": "Priya Invented",
    "Owen": "Owen Placeholder",
    "Helen": "Helen Fictional",
    "Adel": "Adel Madeup",
    "Sam": "Sam Pretend",
}
LINES = {"Amara": "Priya", "Tomasz": "Priya", "Priya": "Helen", "Owen": "Helen", "Helen": "Adel"}

#: Worker, service, categories, allocated, last discussed.
CaseLine = tuple[str, str, str, date, date | None]


@dataclass(frozen=True, slots=True)
class Cast:
    """``rules``: the rule set's name; ``roles`` by first name; ``cases`` by reference. ``name``: of a second cast under
    the same rules; ``percent``: of full time, ``children``: in a case; ``changes``: in the rule set's text, what stands
    in place of what; ``beside``: professional supervisors by supervisee; ``groups``: whose casework
    group supervision carries; ``started_on``: the bot's first day."""

    rules: str
    roles: Mapping[str, str]
    cases: Mapping[str, CaseLine]
    name: str = ""
    percent: Mapping[str, int] = field(default_factory=dict)
    children: Mapping[str, int] = field(default_factory=dict)
    changes: tuple[tuple[str, str], ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    started_on: date = date(2026, 10, 1)


def _roles(*roles: str) -> Mapping[str, str]:
    return dict(zip(STAFF, roles, strict=True))


_CENTRAL: Mapping[str, CaseLine] = {
    "CB-10234": ("Amara", "family_support", "cin", date(2026, 9, 1), date(2026, 10, 20)),
    "CB-10240": ("Amara", "family_support", "child_protection", date(2026, 10, 26), None),
    "CB-10251": ("Tomasz", "looked_after", "matched visits_3_monthly", date(2026, 6, 1), date(2026, 9, 15)),
    "CB-10300": ("Tomasz", "leaving_care", "", date(2026, 6, 1), date(2026, 9, 15)),
    "CB-10999": ("Owen", "adoption", "", date(2026, 6, 1), date(2026, 10, 1)),
}


def _cases(*kinds: tuple[str, str]) -> Mapping[str, CaseLine]:
    """The same references and days as Central Bedfordshire's, of other services and categories."""
    return {
        reference: (line[0], *kind, *line[3:])
        for (reference, line), kind in zip(_CENTRAL.items(), kinds, strict=True)
    }


_SOCIAL_CARE = "social_care"
CASTS = {
    cast.name or cast.rules: cast
    for cast in (
        Cast(
            "central-bedfordshire",
            _roles(
                *("social_worker", "social_worker", "team_manager", "team_manager"),
                *("head_of_service", "assistant_director", "business_support"),
            ),
            _CENTRAL,
            started_on=date(2026, 11, 2),
        ),
        Cast(
            "york",
            _roles(
                *("social_worker", "social_worker", "team_manager", "team_manager"),
                *("group_manager", "assistant_director", "support_worker"),
            ),
            _cases(*[(_SOCIAL_CARE, "")] * 5),
        ),
        Cast(
            "southwark",
            _roles(
                *("social_worker", "social_worker", "practice_group_lead", "advanced_practitioner"),
                *("head_of_service", "director", "practice_coordinator"),
            ),
            _cases(
                *((_SOCIAL_CARE, "cin"), (_SOCIAL_CARE, "child_protection"), (_SOCIAL_CARE, "looked_after")),
                *((_SOCIAL_CARE, ""), (_SOCIAL_CARE, "cin")),
            ),
            beside={"Tomasz": "Owen"},
            groups=("Amara", "Tomasz"),
        ),
        Cast(
            "cambridgeshire-peterborough",
            _roles(
                *("social_worker", "child_practitioner", "team_manager", "team_manager"),
                *("group_manager", "service_manager", "support_worker"),
            ),
            _cases(
                *((_SOCIAL_CARE, "cin"), (_SOCIAL_CARE, "child_protection")),
                *((_SOCIAL_CARE, "in_care stable_matched"), (_SOCIAL_CARE, "stable"), (_SOCIAL_CARE, "")),
            ),
        ),
        Cast(
            "york",
            _roles(
                *("student", "social_worker", "team_manager", "team_manager"),
                *("group_manager", "assistant_director", "support_worker"),
            ),
            _cases(*[(_SOCIAL_CARE, "")] * 5),
            "york, a student and a part-timer",
            percent={"Tomasz": 60},
            changes=(
                ("case_system: MOSAIC", "case_system: MOSAIC\nreview_by: 2026-11-04"),
                ("vocabulary:\n", "vocabulary:\n  events: {probation_passed: Probation passed}\n"),
                (
                    "group_manager], part_time: false}\n    every: 4 weeks",
                    "group_manager], part_time: false}\n"
                    "    phases: [{ends_by: probation_passed, every: 1 week}, {every: 4 weeks}]",
                ),
            ),
        ),
        Cast(
            "southwark",
            _roles(
                *("social_worker", "social_worker", "practice_group_lead", "advanced_practitioner"),
                *("head_of_service", "director", "practice_coordinator"),
            ),
            _cases(*[(_SOCIAL_CARE, "cin")] * 5),
            "southwark, many children",
            children={"CB-10234": 9, "CB-10240": 8, "CB-10251": 8},
        ),
    )
}


def _switched_on_late(cast: Cast) -> Cast:
    """The same council, of which the bot begins on the story's day, and no case was discussed since February."""
    cases = {
        reference: (*line[:3], date(2026, 1, 5), date(2026, 2, 3 + number))
        for number, (reference, line) in enumerate(cast.cases.items())
    }
    return replace(cast, name=f"{cast.rules}, late", cases=cases, groups=(), started_on=START.date())


CENTRAL = CASTS["central-bedfordshire"]
CASTS |= {cast.name: cast for cast in map(_switched_on_late, [c for c in CASTS.values() if not c.name])}
KEY = new_key()
#: Where calendars and reports are given out.
ADDRESS = "https://bot.council.example"


@cache
def a_book(rules: str = "central-bedfordshire") -> CouncilConfig:
    return book_of(load(*rules_text(rules)))


def book_for(cast: Cast) -> CouncilConfig:
    return _changed(cast.rules, cast.changes) if cast.changes else a_book(cast.rules)


@cache
def _changed(rules: str, changes: tuple[tuple[str, str], ...]) -> CouncilConfig:
    text, name = rules_text(rules)
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return book_of(load(text, name))


def book_of(rules: RuleSet) -> CouncilConfig:
    return config_of(RuleBook([rules]))


def config_of(versions: RuleBook) -> CouncilConfig:
    return CouncilConfig(
        versions,
        calendar_of(versions.latest),
        FernetCipher([KEY]),
        references=("CB-#####",),
        calendar_address=ADDRESS,
        report_address=ADDRESS,
    )


def copied(
    databases: Databases, cast: Cast = CENTRAL, config: CouncilConfig | None = None, content: str = ""
) -> str:
    """The URL of a council of the test's own. It is built once per worker, cast and ``content``, which tells apart a
    ``config`` that isn't the cast's, and copied for each test."""
    known = blake2b(f"{cast} {content}".encode(), digest_size=8).hexdigest()
    return databases.copy_of(
        f"council-{known}", lambda url: _built(url, config or book_for(cast), cast), HEAD
    )


def begun(
    databases: Databases, cast: Cast = CENTRAL, config: CouncilConfig | None = None, content: str = ""
) -> str:
    """As ``copied``, once the clock has seen to all that is due as the story begins; nothing is sent yet."""
    known = blake2b(f"{cast} {content} begun".encode(), digest_size=8).hexdigest()
    return databases.copy_of(
        f"council-{known}", lambda url: _begun(url, config or book_for(cast), cast), HEAD
    )


def _built(url: str, config: CouncilConfig, cast: Cast) -> None:
    engine = lent(url)
    build(engine, config, cast)
    engine.dispose()


def _begun(url: str, config: CouncilConfig, cast: Cast) -> None:
    _built(url, config, cast)
    bot = Bot(lent(url), config, MovableClock(START), {"desk": Desk()})
    tick(bot)
    bot.engine.dispose()


def ids_in(engine: Engine) -> dict[str, int]:
    """Of everybody, by first name."""
    with reading(engine) as connection:
        rows = connection.execute(select(col(t.Person.name), col(t.Person.id))).all()
    return {name.split()[0]: person for name, person in rows}


def build(engine: Engine, config: CouncilConfig, cast: Cast = CENTRAL) -> dict[str, int]:
    """Everybody, their cases, and one case session of Amara's with Priya booked for Monday 9 November at 14:00."""
    with write_transaction(engine, config, START) as work:
        work.add(t.Council(name="Story Council", started_on=cast.started_on, sample=True, sample_now=START))
        ids = {name: _person(work, name, cast) for name in STAFF}
        for supervisee, supervisor in LINES.items():
            work.add(
                t.Relationship(
                    supervisee_id=ids[supervisee], supervisor_id=ids[supervisor], since=date(2025, 1, 6)
                )
            )
            work.add(t.Milestone(person_id=ids[supervisee], what="agreement", on=date(2025, 1, 20)))
        for supervisee, beside in cast.beside.items():
            work.add(_beside(ids[supervisee], ids[beside]))
        cases = {ref: _case(work, ids, ref, line, cast.children.get(ref)) for ref, line in cast.cases.items()}
        booked = _booked(work, ids)
        people = [Subject(SubjectKind.PERSON, i) for i in ids.values()]
        reassess(
            work,
            [
                *people,
                *(Subject(SubjectKind.CASE, i) for i in cases.values()),
                Subject(SubjectKind.SESSION, booked),
            ],
        )
        _as_known_all_along(work)
    return ids


def _as_known_all_along(work: Work) -> None:
    """What is late as the story begins was so before: it isn't the story that makes it late."""
    work.connection.execute(update(t.ObligationRow).values(known_on=None))


def _beside(supervisee: int, supervisor: int) -> t.Relationship:
    since = date(2025, 1, 6)
    return t.Relationship(supervisee_id=supervisee, supervisor_id=supervisor, professional=True, since=since)


def _person(work: Work, name: str, cast: Cast) -> int:
    row = work.add(
        t.Person(
            staff_number=STAFF[name],
            name=NAMES[name],
            email=f"{name.lower()}@example.org",
            role=cast.roles[name],
            team="Family Support North" if name in ("Amara", "Tomasz", "Priya") else "Children's Services",
            employed_from=date(2019, 3, 4),
            administrator=name == "Sam",
            policy_owner=name == "Adel",
            percent=cast.percent.get(name, 100),
            in_group=name in cast.groups,
        )
    )
    assert row.id
    return row.id


def _case(
    work: Work, ids: dict[str, int], reference: str, line: CaseLine, children: int | None = None
) -> int:
    worker, service, categories, since, last = line
    row = work.add(
        t.Case(
            reference=reference,
            service=service,
            categories=categories,
            restricted=reference == "CB-10999",
            children=children,
        )
    )
    assert row.id
    work.add(t.Allocation(case_id=row.id, worker_id=ids[worker], since=since))
    if last:
        held = work.add(_held(ids, worker, last))
        assert held.id
        work.add(t.Discussion(session_id=held.id, case_id=row.id, on=last, plan_reviewed=True))
        work.add(
            t.Record(
                session_id=held.id,
                case_id=row.id,
                recorded_on=last,
                request=1,
                delivered_on=last,
                answer=RecordAnswer.AGREED,
                answered_on=last,
            )
        )
    return row.id


def _held(ids: dict[str, int], worker: str, on: date) -> t.Session:
    starts = datetime.combine(on, time(10), UTC)
    return t.Session(
        kind=SessionKind.CASE,
        supervisee_id=ids[worker],
        supervisor_id=ids[LINES[worker]],
        state=SessionState.HELD,
        starts_at=starts,
        ends_at=datetime.combine(on, time(11, 30), UTC),
        wall=f"{on}T10:00",
        on=on,
        booked_on=on,
        held_on=on,
        minutes=90,
    )


def _booked(work: Work, ids: dict[str, int]) -> int:
    row = work.add(
        t.Session(
            kind=SessionKind.CASE,
            supervisee_id=ids["Amara"],
            supervisor_id=ids["Priya"],
            starts_at=datetime(2026, 11, 9, 14, 0, tzinfo=UTC),
            ends_at=datetime(2026, 11, 9, 15, 30, tzinfo=UTC),
            wall="2026-11-09T14:00",
            on=date(2026, 11, 9),
            booked_on=date(2026, 10, 20),
        )
    )
    assert row.id
    return row.id
