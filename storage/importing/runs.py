"""Imports that write: one row each. What is staged is kept with it until it is applied, so that any process can go on
with one that was broken off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from storage import tables as t
from storage.conditions import IMPORT_APPLYING
from storage.reads import read_once
from storage.states import ImportState
from storage.work import Work

RUN: Final = t.ImportRun.__table__
PART: Final = t.ImportPart.__table__

#: Nobody else goes on with an import within this time of its last batch.
HOLD: Final = timedelta(minutes=2)


class UnderWayError(Exception):
    """Another import is being applied; the sentence is for whoever began this one."""

    def __init__(self) -> None:
        super().__init__("an import is under way: try again when it is in")


class EndedError(Exception):
    """Another process, which took this import for broken off, went on with it and ended it."""

    def __init__(self) -> None:
        super().__init__("another process went on with this import and ended it: doctor says how it stands")


@dataclass(frozen=True, slots=True)
class Begun:
    """How an import that writes was begun, and by whose account of their machine."""

    complete: bool = False
    again_within: int | None = None
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """As its row has it: ``storage.tables.ImportRun``. Instants are UTC."""

    id: int
    begun_at: datetime
    state: ImportState
    held_until: datetime | None
    begun: Begun
    faults: int

    def is_held(self, now: datetime) -> bool:
        """Whether somebody is at it."""
        return self.held_until is not None and now < self.held_until


_COLUMNS: Final[tuple[Any, ...]] = (
    RUN.c.id,
    RUN.c.begun_at,
    RUN.c.state,
    RUN.c.held_until,
    RUN.c.faults,
    RUN.c.complete,
    RUN.c.again_within,
    RUN.c.account,
)
_APPLYING: Final = select(*_COLUMNS).where(IMPORT_APPLYING).limit(1)


@read_once(t.ImportRun)
def applying(work: Work) -> Run | None:
    """The one import of which only a part may be in: there is never a second."""
    return _run(work.connection.execute(_APPLYING).first())


def run(work: Work, run_id: int) -> Run | None:
    """The run with this id."""
    return _run(work.connection.execute(select(*_COLUMNS).where(RUN.c.id == run_id)).first())


def newest(work: Work) -> Run | None:
    """The newest run, in whichever state."""
    return _run(work.connection.execute(_NEWEST).first())


def newest_finished(work: Work) -> Run | None:
    """The newest that was applied to its end."""
    return _run(work.connection.execute(_NEWEST_FINISHED).first())


def newest_timed(work: Work) -> Run | None:
    """The newest after which another is expected."""
    return _run(work.connection.execute(_NEWEST_TIMED).first())


_NEWEST: Final = select(*_COLUMNS).order_by(RUN.c.id.desc()).limit(1)
_NEWEST_FINISHED: Final = _NEWEST.where(RUN.c.state == ImportState.FINISHED)
_NEWEST_TIMED: Final = _NEWEST.where(RUN.c.again_within.is_not(None))


def missed(work: Work) -> Run | None:
    """The newest import, where another was to be made since: whoever said so is the last that a timer made."""
    last, timed = newest(work), newest_timed(work)
    if last is None or timed is None or timed.begun.again_within is None:
        return None
    days = (work.today - work.calendar.day_of(last.begun_at)).days
    return last if days > timed.begun.again_within else None


def _run(row: Any) -> Run | None:
    if row is None:
        return None
    begun = Begun(row.complete, row.again_within, row.account)
    return Run(row.id, row.begun_at, row.state, row.held_until, begun, row.faults)


def begin(work: Work, packed: Iterable[bytes], begun: Begun) -> int:
    """The import is about to be applied; its id. From now on nobody is told anything until it is. Raises UnderWayError
    where another is."""
    if applying(work):
        raise UnderWayError
    values = {"held_until": work.now + HOLD, "complete": begun.complete, "account": begun.account}
    run_id = _add(work, ImportState.APPLYING, begun.again_within, **values)
    work.connection.execute(insert(PART), [{"run_id": run_id, "packed": part} for part in packed])
    return run_id


def note(work: Work, state: ImportState, again_within: int, faults: int = 0) -> int:
    """A timer's import that had nothing to apply; its id."""
    return _add(work, state, again_within, faults=faults)


def _add(work: Work, state: ImportState, again_within: int | None, **values: Any) -> int:
    fixed = {"complete": False, "faults": 0, "cancelled": []}
    row = {**fixed, "begun_at": work.now, "state": state, "again_within": again_within, **values}
    made: int = work.connection.execute(insert(RUN).values(row).returning(RUN.c.id)).scalar_one()
    return made


def packed(work: Work, run_id: int) -> Iterator[bytes]:
    """What was staged, in its order."""
    query = select(PART.c.packed).where(PART.c.run_id == run_id).order_by(PART.c.id)
    return iter(work.connection.execute(query).scalars().all())


def hold(work: Work, run_id: int, until: datetime) -> None:
    """Somebody is at it, at least until then. Raises EndedError where it is under way no longer."""
    if work.connection.execute(_HOLD, {"run": run_id, "until": until}).rowcount == 0:
        raise EndedError


_HOLD: Final = (
    update(RUN)
    .where(RUN.c.id == bindparam("run"), IMPORT_APPLYING)
    .values(held_until=bindparam("until", type_=RUN.c.held_until.type))
)


def cancelled(work: Work, run_id: int) -> list[int]:
    """The sessions that it cancelled, whose notes are still to be asked for."""
    found: list[int] = work.connection.execute(select(RUN.c.cancelled).where(RUN.c.id == run_id)).scalar_one()
    return found


def set_cancelled(work: Work, run_id: int, session_ids: Sequence[int]) -> None:
    work.connection.execute(update(RUN).where(RUN.c.id == run_id).values(cancelled=list(session_ids)))


def set_faults(work: Work, run_id: int, rows: int) -> None:
    """So many rows of one that is in were left out."""
    work.connection.execute(update(RUN).where(RUN.c.id == run_id).values(faults=rows))


def end(work: Work, run_id: int, state: ImportState) -> None:
    """It is applied, or never will be; what was staged for it goes."""
    work.connection.execute(delete(PART).where(PART.c.run_id == run_id))
    work.connection.execute(update(RUN).where(RUN.c.id == run_id).values(state=state, held_until=None))
