"""A council's files in miniature, and what is stored of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlmodel import col

from bot.settings import rules_text
from bot.wiring import Bot
from handlers.people import leaving
from policy.facts import Subject, SubjectKind
from policy.loader import calendar_of, load
from policy.versions import RuleBook
from storage import tables as t
from storage.cipher import FernetCipher, new_key
from storage.drift import Drift, drift
from storage.engine import open_engine
from storage.importing.applied.writing import Result
from storage.importing.options import ImportOptions
from storage.importing.run import bring_in
from storage.importing.tables.files import Rows, Source
from storage.transactions import read_transaction, write_transaction
from storage.work import CouncilConfig, Work

#: Tuesday 3 November 2026, 9:00 in London.
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
_KEY = new_key()


def book_of(name: str) -> CouncilConfig:
    """A shipped rule set, as the council that runs it."""
    rules = load(*rules_text(name))
    return CouncilConfig(RuleBook([rules]), calendar_of(rules), FernetCipher([_KEY]))


BOOK = book_of("central-bedfordshire")


class Council:
    """A database with a council in it, and the import as a test calls it."""

    def __init__(self, url: str, config: CouncilConfig | None = None) -> None:
        self.engine: Engine = open_engine(url)
        self.config = config or BOOK
        with write_transaction(self.engine, self.config, NOW) as work:
            work.add(t.Council(name="Test Council", started_on=date(2026, 9, 7)))

    def takes(self, *sources: Source, now: datetime = NOW, **options: Any) -> Result:
        """What an import of these did. ``options``: as of ``ImportOptions``."""
        return bring_in(self.engine, self.config, now, sources, ImportOptions(any_reference=True, **options))

    def has(self, table: Any, *columns: str, where: Any = None) -> list[tuple[Any, ...]]:
        """What is stored, in the order of its ids."""
        mine = table.__table__
        query = select(*(mine.c[c] for c in columns)).order_by(*mine.primary_key.columns)
        with read_transaction(self.engine, self.config, NOW) as work:
            found = work.connection.execute(query if where is None else query.where(where)).all()
        return [tuple(row) for row in found]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that an import may change, but the event that says so."""
        names = [c.__tablename__ for c in _FACTS]
        return {n: self.has(c, *c.__table__.columns.keys()) for n, c in zip(names, _FACTS, strict=True)}

    @contextmanager
    def writes(self) -> Iterator[Work]:
        with write_transaction(self.engine, self.config, NOW) as work:
            yield work

    def drift(self) -> list[Drift]:
        with read_transaction(self.engine, self.config, NOW) as work:
            return every_drift(work)


def every_drift(work: Work) -> list[Drift]:
    """Of everything there is, also of history that was never marked for assessment."""
    ids = (
        (SubjectKind.CASE, col(t.Case.id)),
        (SubjectKind.PERSON, col(t.Person.id)),
        (SubjectKind.SESSION, col(t.Session.id)),
        (SubjectKind.ABSENCE, col(t.Absence.id)),
    )
    found: list[Drift] = []
    for kind, column in ids:
        subjects = [Subject(kind, i) for i in work.connection.execute(select(column)).scalars()]
        for start in range(0, len(subjects), 500):
            found += drift(work, subjects[start : start + 500])
    return found


_FACTS: tuple[Any, ...] = (
    t.Person,
    t.EarlierPost,
    t.Relationship,
    t.Case,
    t.EarlierCategories,
    t.Allocation,
    t.Authorisation,
    t.Session,
    t.Discussion,
    t.Record,
    t.GapNote,
    t.Absence,
    t.Busy,
    t.Milestone,
    t.CaseEvent,
    t.Decision,
    t.SetElsewhere,
    t.Participant,
    t.SubjectRow,
    t.ObligationRow,
)


@contextmanager
def council_at(url: str, config: CouncilConfig | None = None) -> Iterator[Council]:
    made = Council(url, config)
    try:
        yield made
    finally:
        made.engine.dispose()


def imports(bot: Bot, *files: Source) -> None:
    """As the command does: brought in, and what follows."""
    bring_in(bot.engine, bot.config, bot.clock.now(), files, ImportOptions(any_reference=True))
    with bot.work() as work:
        leaving.follow(work)


def rows(name: str, heading: str, *lines: str) -> Rows:
    """A file as one would type it: cells apart by commas, no quotation marks."""
    return Rows(
        f"{name}.csv",
        [c.strip() for c in heading.split(",")],
        [[c.strip() for c in x.split(",")] for x in lines],
    )


PEOPLE = rows(
    "people",
    "staff number, name, role, employed from, email, team",
    "S1, Amara Example, Social worker, 04/03/2019, amara@example.org, North",
    "S2, Priya Sample, team_manager, 05/01/2015, priya@example.org, North",
    "S3, Helen Madeup, Head of Service, 03/04/2012, helen@example.org, Service",
)
LINES = rows("relationships", "supervisee, supervisor, since", "S1, S2, 01/10/2020", "S2, S3, 01/04/2018")
CASES = rows(
    "cases",
    "case, service, categories, worker, allocated on",
    "C-1, family_support, child in need, S1, 03/03/2026",
    "C-2, Assessment, , S1, 20/10/2026",
)
SESSIONS = rows(
    "sessions",
    "session, supervisee, supervisor, date, start, state, cancelled on, reason, absent",
    "M1, S1, S2, 07/08/2026, 10:00, held, , ,",
    "M2, S1, S2, 09/10/2026, 10:00, held, , ,",
    "M3, S1, S2, 30/10/2026, 2pm, cancelled, 29/10/2026, sickness, S2",
    "M4, S1, S2, 06/11/2026, 14:00, booked, , ,",
)
DISCUSSIONS = rows(
    "discussions",
    "session, case, plan reviewed, recorded on",
    "M1, C-1, yes,",
    "M2, C-1, no, 14/10/2026",
    "M3, C-1, ,",
)
ABSENCES = rows("absences", "staff number, first, last, planned, sickness", "S2, 02/11/2026, , no, yes")
BUSY = rows("busy", "staff number, date, start, end", "S1, 04/11/2026, 09:30, 11:00")
AUTHORISATIONS = rows(
    "authorisations", "case, every, by, since, why", "C-1, 2 weeks, S3, 01/11/2026, Things are moving fast"
)
MILESTONES = rows("milestones", "staff number, what, on", "S1, agreement, 14/10/2020")
ALL: Sequence[Rows] = (
    PEOPLE,
    LINES,
    CASES,
    SESSIONS,
    DISCUSSIONS,
    ABSENCES,
    BUSY,
    AUTHORISATIONS,
    MILESTONES,
)
