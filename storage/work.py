"""A unit of work: one transaction, its moment, and the subjects it touched, which are assessed before it commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session as OrmSession
from sqlmodel import SQLModel

from policy.calendar import WorkingCalendar
from policy.facts import SessionKind, Subject, SubjectKind
from policy.obligations import Obligation
from policy.ruleset import Rule, RuleSet
from policy.versions import RuleBook
from storage import bulk
from storage.account_shapes import AccountShape
from storage.cipher import Cipher
from storage.reads import Reads
from storage.tables import Event, Look, SubjectRow, Table

Row = TypeVar("Row", bound=SQLModel)
Found = TypeVar("Found")

#: More subjects than this are marked and assessed by the clock in batches, not in the transaction that touched them.
AT_ONCE: Final = 500


class MissingRowError(Exception):
    """An id that nothing has: a button of long ago, or a row that was taken away meanwhile. ``what``: of which kind."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


@dataclass(frozen=True, slots=True)
class CouncilConfig:
    """What every unit of work of one council shares: its versions of the rules, their calendar and the key for words.

    ``references``: the shapes of case references (``storage.references``); none where nobody said.
    ``calendar_address``: where calendars are given out, without a slash at the end; none where it is empty.
    ``calendar_cases``: they name cases.
    ``record_links``: by kind of session the address of its record in the council's own system, with ``{reference}`` and
    ``{staff_number}`` to be filled in.
    ``report_address``: the same of reports, empty for the server on which they are asked for; None where none are.
    ``outlook``: busy times are read from Outlook; ``outlook_events``: booked sessions are put into it.
    ``accounts``: how an account's id looks, by platform.
    ``read_by_others``: messages are read by somebody other than who they are for, as a simulation's are."""

    versions: RuleBook
    calendar: WorkingCalendar
    cipher: Cipher
    read_by_others: bool = False
    references: tuple[str, ...] = ()
    calendar_address: str = ""
    calendar_cases: bool = False
    record_links: Mapping[SessionKind, str] = field(default_factory=dict)
    report_address: str | None = None
    outlook: bool = False
    outlook_events: bool = False
    accounts: Mapping[str, AccountShape] = field(default_factory=dict)

    def rules(self, on: date) -> RuleSet:
        """The version whose forms, guidance and practice hold on a day."""
        return self.versions.in_force(on)


@dataclass(slots=True)
class Work:
    """One transaction. ``now`` is its instant (UTC), ``today`` that instant's date in the council's zone. ``asks``: it
    can be begun anew, once it has been asked when people are busy (``storage.diary.NotAskedError``)."""

    config: CouncilConfig
    now: datetime
    connection: Connection
    touched: set[Subject] = field(default_factory=set)
    reads: Reads = field(init=False)
    today: date = field(init=False)
    asks: bool = False
    _orm: OrmSession | None = None
    _new: dict[Any, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reads = Reads(self.connection)
        self.today = self.config.calendar.day_of(self.now)

    @property
    def rules(self) -> RuleSet:
        """The version in force today: its forms, guidance and practice."""
        return self.config.rules(self.today)

    def rule_of(self, obligation: Obligation) -> Rule | None:
        """The rule that an obligation rests on, as its own version has it."""
        return self.config.versions.rule(obligation.version, obligation.rule)

    def on(self, day: date) -> Work:
        """The same transaction as a day began, to look up who was what then, as far as is known; nothing is written in
        it."""
        return self if day == self.today else Work(self.config, self.calendar.start_of(day), self.connection)

    @property
    def calendar(self) -> WorkingCalendar:
        return self.config.calendar

    @property
    def cipher(self) -> Cipher:
        return self.config.cipher

    @property
    def database(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.connection.dialect.name

    @property
    def orm(self) -> OrmSession:
        """Rows as objects, for those that are few and change; made when first asked for."""
        if self._orm is None:
            self._orm = OrmSession(bind=self.connection)
        return self._orm

    def flush(self) -> None:
        """Writes what is still to be written: of ``orm``, and what ``put`` was given."""
        if self._orm is not None:
            self._orm.flush()
        new, self._new = self._new, {}
        for statement, rows in new.items():
            bulk.execute_many(self.connection, statement, rows)

    def close(self) -> None:
        if self._orm is not None:
            self._orm.close()

    def touch(self, kind: SubjectKind, *ids: int) -> None:
        """Locks subjects (one row each, on both databases) whose facts are about to change."""
        self.touch_all(Subject(kind, i) for i in ids)

    def touch_all(self, subjects: Iterable[Subject]) -> None:
        """As ``touch``, of several kinds: what ``storage/facts/readers.py`` names."""
        new = sorted(set(subjects) - self.touched)
        if new:
            bump(self, new)
        self.touched.update(new)

    def add(self, row: Row) -> Row:
        """Adds a row and gives it its id."""
        self.orm.add(row)
        self.orm.flush()
        return row

    def insert(self, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds many rows with the same columns by one statement; nobody asks for their ids."""
        self.flush()
        bulk.execute_many(self.connection, bulk.insert_into(table.__table__), rows)

    def put(self, insertion: Any, row: dict[str, Any]) -> None:
        """A row that nothing in this work reads: written at its end, with all that have the same ``INSERT``."""
        self._new.setdefault(insertion, []).append(row)

    def get(self, table: type[Row], row_id: int) -> Row:
        """A row to change. Raises MissingRowError for an id nobody has."""
        found = self.orm.get(table, row_id)
        if found is None:
            raise MissingRowError(table.__name__.lower())
        return found

    def log(self, name: str, subject: Subject | None = None, actor: int | None = None, **data: Any) -> None:
        """Adds to the evidence: references and dates, never anyone's words. What was changed by ``orm`` is written, so
        that whatever is read after this finds it."""
        if self._orm is not None:
            self._orm.flush()
        kind, ref = (str(subject.kind), subject.id) if subject else (None, None)
        row = {"at": self.now, "actor_id": actor, "name": name, "subject_kind": kind, "subject_id": ref}
        self.put(_EVENT, {**row, "data": data})

    def trace(self, person_id: int, what: str, subject: Subject | None) -> None:
        """Leaves the trace of a look at what is private."""
        kind, ref = (str(subject.kind), subject.id) if subject else ("unknown", None)
        row = {"at": self.now, "person_id": person_id, "what": what, "subject_kind": kind, "subject_id": ref}
        self.put(_LOOK, row)


_EVENT: Final = insert(Event.__table__)
_LOOK: Final = insert(Look.__table__)


def require_one(found: Sequence[Found], what: str) -> Found:
    """The one that an id means. Raises MissingRowError for an id that nothing has."""
    if not found:
        raise MissingRowError(what)
    return found[0]


def upsert(work: Work, table: Any) -> Any:
    """An ``INSERT`` of the database's own kind, which knows ``on_conflict_do_update``."""
    return _INSERTS[work.database](table)


def on_each_database(make: Callable[[Callable[[Any], Any]], Any]) -> dict[str, Any]:
    """A statement prepared for both databases, by name: ``make`` is given each one's ``INSERT``."""
    return {name: make(own) for name, own in _INSERTS.items()}


_INSERTS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def bump(work: Work, subjects: Iterable[Subject]) -> None:
    rows = [{"kind": str(s.kind), "ref_id": s.id, "revision": 1} for s in subjects]
    bulk.execute_many(work.connection, _BUMP[work.database], rows)


_BUMP: Final = on_each_database(
    lambda own: own(SubjectRow.__table__).on_conflict_do_update(
        index_elements=["kind", "ref_id"], set_={"revision": SubjectRow.__table__.c.revision + 1}
    )
)
