"""Writes differences in batches, each a transaction, marks the subjects that read what changed, and counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final, TypeAlias

from sqlalchemy import Table, bindparam, delete, func, literal, select, update

from policy.facts import Subject, SubjectKind
from storage import bulk
from storage.facts.readers import with_cases
from storage.importing.applied import gaps
from storage.importing.applied.batches import Opens
from storage.importing.applied.changes import (
    Alike,
    DifferenceLine,
    Outcome,
    Outcomes,
    RowChange,
    alike,
    described,
)
from storage.importing.applied.history import TakenAsRecorded
from storage.importing.applied.link import (
    AGENDA_ITEM,
    CASE,
    DISCUSSION,
    GAP_NOTE,
    IDENTITIES,
    PERSON,
    RECORD,
    SESSION,
    ImportDates,
    KnownIds,
    StoredSide,
)
from storage.importing.applied.looks import KindShown
from storage.importing.applied.passes import PASSES, Pass
from storage.importing.applied.readers import Readers
from storage.importing.checks.other_supervisors import HeldBy
from storage.importing.checks.undated import UndatedCases
from storage.importing.columns.column_types import Kind
from storage.importing.faults import ImportFault
from storage.importing.reading import Progress, silent
from storage.importing.staging import BATCH, EVERY, Staged, Staging
from storage.obligations import batched, bump_and_mark
from storage.references import ProposedShapes
from storage.shown_next import show_next_of
from storage.work import Work

#: Hears of a difference.
Every: TypeAlias = Callable[[DifferenceLine], None]
#: So many endings in one import, where they are one in so many of all that stands, are asked about first.
MANY_END: Final = 5
MANY_OF: Final = 10
#: More differences than this are counted, not listed.
LISTED: Final = 500


#: The column that ends what a table holds.
_LAST: Final = {PERSON.name: "left_on", CASE.name: "closed_on"}


@dataclass(slots=True)
class Result:
    """What an import did, or with ``dry_run`` would do. ``counts``: by kind of file and outcome (new, changed, kept,
    same, ended). ``unread``: columns passed over, by file. ``odd``: what was taken and may be a slip. ``shapes``: what
    references look like, where nobody said and one is new: nothing else was looked at then. ``ending``: by kind,
    how many end of how many that stood. ``left_out``: rows that didn't come in, by their faults. ``booked_away``:
    sessions to come of which one of the two is away. ``looks``: of a dry run, how
    new rows of each kind will look. ``held_by_others``: whom sessions show with another supervisor than their line.
    ``cells_left_out``: cells without which their rows came in; ``followed``: rows that stay out with what they name.
    ``of_left_out``, ``without``, ``who_left_out``: as of what was read.
    ``undated``: of a dry run new cases that will have no date, each with its service and categories.
    ``every`` hears each difference, also those too many to list; ``taken_as_recorded``: of a dry run, which sessions
    are, though nothing says so."""

    dry_run: bool
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    lines: list[DifferenceLine] = field(default_factory=list)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)
    odd: Sequence[ImportFault] = ()
    left_out: Sequence[ImportFault] = ()
    booked_away: Sequence[ImportFault] = ()
    shapes: ProposedShapes | None = None
    ending: dict[str, tuple[int, int]] = field(default_factory=dict)
    looks: Sequence[KindShown] = ()
    held_by_others: Sequence[HeldBy] = ()
    cells_left_out: Sequence[ImportFault] = ()
    followed: Sequence[ImportFault] = ()
    undated: UndatedCases = field(default_factory=UndatedCases)
    taken_as_recorded: TakenAsRecorded = field(default_factory=TakenAsRecorded)
    of_left_out: Mapping[str, int] = field(default_factory=dict)
    who_left_out: Mapping[str, int] = field(default_factory=dict)
    without: Mapping[str, int] = field(default_factory=dict)
    every: Every | None = None
    _told: set[tuple[str, int, str, str]] = field(default_factory=set)

    def to_apply(self, every: Every | None) -> Result:
        """Of an import that is about to write: what was read stands, what would change is counted anew."""
        return Result(
            dry_run=False,
            unread=self.unread,
            odd=self.odd,
            left_out=self.left_out,
            booked_away=self.booked_away,
            held_by_others=self.held_by_others,
            cells_left_out=self.cells_left_out,
            followed=self.followed,
            of_left_out=self.of_left_out,
            without=self.without,
            who_left_out=self.who_left_out,
            every=every,
        )

    def hears(self, changes: Sequence[RowChange]) -> Sequence[RowChange]:
        """Those that are still told; the others are only counted."""
        every = self.every or len(self.lines) < LISTED
        return changes if every else [change for change in changes if change.kept]

    def say(self, line: DifferenceLine) -> None:
        """Disagreements with chat are always listed; of the rest, the first. A new row is told once, also where more
        than one thing is made of it."""
        if self.every:
            self.every(line)
        where = _row_of(line)
        news = line.what in (Outcome.NEW, Outcome.CHANGED)
        if where in self._told and news and line.line:
            return
        if len(self.lines) < LISTED or line.what == Outcome.KEPT:
            self.lines.append(line)
            if news:
                self._told.add(where)

    def ends(self, kind: str, number: int, of: int) -> None:
        """So many more of a kind end, of so many that stood."""
        before, stood = self.ending.get(kind, (0, 0))
        self.ending[kind] = before + number, max(stood, of)

    @property
    def rows_left_out(self) -> set[tuple[str, int]]:
        """By their file and line; a row may have several faults."""
        return {(fault.file, line) for fault in self.left_out for line in fault.lines}

    @property
    def unusual(self) -> dict[str, tuple[int, int]]:
        """By kind, how many end of how many, where that is more than a file usually ends."""
        return {k: (n, of) for k, (n, of) in self.ending.items() if n >= MANY_END and n * MANY_OF >= of}

    @property
    def unlisted(self) -> int:
        """How many differences are counted and not listed."""
        return max(0, self.changes - len({_row_of(line) for line in self.lines if line.what != Outcome.KEPT}))

    @property
    def changes(self) -> int:
        return sum(
            n
            for c in self.counts.values()
            for what, n in c.items()
            if what not in (Outcome.SAME, Outcome.KEPT)
        )


def _row_of(line: DifferenceLine) -> tuple[str, int, str, str]:
    """Of one line of a file several rows may be made, one for each case that was discussed."""
    return line.file, line.line, line.kind, line.key


def mark_readers(work: Work, subjects: Iterable[Subject]) -> None:
    """Their facts changed: the clock assesses them once the whole import is in."""
    for some in batched(sorted(with_cases(work, subjects)), BATCH):
        bump_and_mark(work, some)


@dataclass(slots=True)
class Writer:
    """Finds the differences of everything staged; with ``run_id``, the import that writes, makes them. What it wrote
    before it was broken off is found to be the same."""

    staging: Staging
    opens: Opens
    result: Result
    run_id: int | None
    progress: Progress = silent
    _known: KnownIds = field(default_factory=KnownIds)
    _dates: ImportDates | None = None

    @property
    def writes(self) -> bool:
        return self.run_id is not None

    def run(self) -> None:
        for kind in self.staging.kinds:
            if self._is_new(kind):
                self._all_new(kind)
            else:
                self._each(kind)

    def _each(self, kind: Kind) -> None:
        outcomes = Outcomes(self.staging.last_id(kind))
        for one_pass in PASSES[kind.name]:
            self._pass(kind, one_pass, outcomes)
        self.result.counts[kind.name] = outcomes.counted()
        if not self.writes:
            self.staging.keep_differing(kind, outcomes.same())

    def _is_new(self, kind: Kind) -> bool:
        """Whether there is nothing stored to compare a kind's rows with, and nobody hears of each of them."""
        beside = PASSES[kind.name][0].beside
        if self.writes or self.result.every or beside is None:
            return False
        with self.opens() as work:
            stored = select(literal(1)).select_from(beside).limit(1)
            return work.connection.execute(stored).first() is None

    def _all_new(self, kind: Kind) -> None:
        """The first are listed; the rest is only counted."""
        listing = len(self.result.lines) < LISTED
        for rows in islice(self.staging.batches(kind, EVERY), int(listing)):
            with self.opens() as work:
                self._tell(self._changes(work, PASSES[kind.name][0], rows), first=True)
        self.result.counts[kind.name] = +Counter({str(Outcome.NEW): self.staging.count(kind, EVERY)})

    def _pass(self, kind: Kind, one_pass: Pass, outcomes: Outcomes) -> None:
        which = replace(one_pass.which, differing=self.writes)
        done, total = 0, self.staging.count(kind, which)
        for rows in self.staging.batches(kind, which) if total else ():
            with self.opens() as work:
                changes = self._changes(work, one_pass, rows)
                self.staging.meant.update(c.id for c in changes if c.table is SESSION and c.id)
                if self.run_id is not None:
                    _Batch(work, self.run_id).write(changes)
                elif one_pass.is_first:
                    _count_ending(work, self.result, changes)
            said = [change for change in changes if not (change.column and outcomes.is_new(change.row))]
            self._tell(said, first=one_pass.is_first)
            outcomes.note(rows, changes)
            done += len(rows)
            self.progress(f"{'writing' if self.writes else 'comparing'} {kind.name}", done, total)

    def _changes(self, work: Work, one_pass: Pass, rows: Sequence[Staged]) -> list[RowChange]:
        self._dates = self._dates or ImportDates.of(work)
        return list(one_pass.changes(StoredSide(work, self._known), self._dates, rows))

    def _tell(self, changes: Sequence[RowChange], *, first: bool) -> None:
        for change in self.result.hears(changes):
            if first or change.id is not None or change.column:
                for line in described(change):
                    self.result.say(line)


def _count_ending(work: Work, result: Result, changes: Sequence[RowChange]) -> None:
    """People who leave and cases that close, by a row of the file."""
    ending = Counter((change.row.kind, change.table) for change in changes if _ends(change))
    for (kind, table), number in ending.items():
        standing = select(func.count()).select_from(table).where(table.c[_LAST[table.name]].is_(None))
        result.ends(kind, number, work.connection.execute(standing).scalar_one())


def _ends(change: RowChange) -> bool:
    last = _LAST.get(change.table.name)
    return last is not None and bool(change.id and change.values.get(last)) and change.before[last] is None


@dataclass(frozen=True, slots=True)
class _Batch:
    """Writes one batch's differences, in its unit of work."""

    work: Work
    run_id: int

    def write(self, changes: Sequence[RowChange]) -> None:
        groups, readers = alike(changes), Readers(self.work)
        stored = {key: [(c, c.id or 0) for c in some] for key, some in groups.items() if not key.is_new}
        readers.note(stored)
        made = {key: self._insert(key.table, some) for key, some in groups.items() if key.is_new}
        for key, some in stored.items():
            self._update(key, (change for change, _ in some))
        outcomes = [key for key in stored if key.table is SESSION and "state" in (key.columns or ())]
        self._clear([change for key in outcomes for change, _ in stored[key]])
        known = stored | made
        readers.note(known)
        mark_readers(self.work, readers.found)
        met = [one for key, some in known.items() if key.table is SESSION for one in some]
        show_next_of(self.work, [i for _, i in met])
        cancelled = [i for c, i in met if c.values.get("state") == "cancelled"]
        gaps.learnt(self.work, [*cancelled, *(i for c, i in met if c.values.get("returned_on"))])
        gaps.add_cancelled(self.work, self.run_id, cancelled)

    def _insert(self, table: Table, changes: Sequence[RowChange]) -> list[tuple[RowChange, int]]:
        """Each with its new id; 0 for what nothing is asked of by its id. Many in one statement (SQLite gives ids back
        only row by row), and their ids by the name that the files have for them."""
        bulk.execute_many(self.work.connection, bulk.insert_into(table), [c.values for c in changes])
        name = IDENTITIES.get(table)
        if name is None:
            return [(change, 0) for change in changes]
        ids = StoredSide(self.work).ids(table, name, (c.values[name] for c in changes))
        return [(change, ids[change.values[name]]) for change in changes]

    def _update(self, key: Alike, changes: Iterable[RowChange]) -> None:
        table, rows = key.table, list[dict[str, Any]]()
        for change in changes:
            values = {f"new_{name}": value for name, value in change.values.items()}
            at = change.at or {"id": change.id or 0}
            rows.append({**{f"the_{name}": value for name, value in at.items()}, **values})
        keys = [c for c in table.c if f"the_{c.name}" in rows[0]]
        statement = update(table).where(*(c == bindparam(f"the_{c.name}") for c in keys))
        new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in sorted(key.columns or ())}
        self.work.connection.execute(statement.values(new), rows)

    def _clear(self, changes: Sequence[RowChange]) -> None:
        """A session whose outcome was corrected loses what followed from the wrong one, but for what chat said."""
        ids = [c.id for c in changes]
        if not ids:
            return
        held = [c.id for c in changes if c.values["state"] == "held"]
        others = [i for i in ids if i not in held]
        touched = select(DISCUSSION.c.case_id).where(DISCUSSION.c.session_id.in_(others))
        cases = self.work.connection.execute(touched).scalars().all()
        mark_readers(self.work, [Subject(SubjectKind.CASE, i) for i in cases])
        came_up = update(AGENDA_ITEM).where(AGENDA_ITEM.c.discussed_in_id.in_(others))
        self.work.connection.execute(came_up.values(discussed_in_id=None, closed_on=None, closed_by_id=None))
        for table, which, by in (
            (DISCUSSION, others, None),
            (RECORD, others, "recorded_by_id"),
            (GAP_NOTE, held, "noted_by_id"),
        ):
            statement = delete(table).where(table.c.session_id.in_(which))
            self.work.connection.execute(statement.where(table.c[by].is_(None)) if by else statement)
