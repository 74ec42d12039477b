"""The import from end to end: read, check, compare, then write in batches and assess what was touched."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlmodel import col

from storage import tables as t
from storage.council import begin
from storage.importing import runs
from storage.importing.applied.batches import Batches
from storage.importing.applied.complete import go_through
from storage.importing.applied.gaps import note_gaps
from storage.importing.applied.notes import add_notes
from storage.importing.applied.writing import Result
from storage.importing.finding import find
from storage.importing.options import ImportOptions
from storage.importing.reading import Progress, silent
from storage.importing.runs import Begun, EndedError, Run
from storage.importing.staging import Staging
from storage.importing.tables.files import Source
from storage.obligations import due_subjects, reassess
from storage.states import ImportState
from storage.transactions import Turns, read_transaction, write_transaction
from storage.work import CouncilConfig, require_one


def bring_in(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    options: ImportOptions = ImportOptions(),  # noqa: B008 - frozen
) -> Result:
    """Brings the sources in, as of an instant (UTC). Raises BadFilesError, and UnderWayError where another process
    began an import meanwhile, with nothing changed; EndedError where another went on with this one and ended it.

    A council's first import is the day it begins to use the bot. Once no row has a fault, what differs is written a
    batch at a time, and others write between two batches; what chat changed meanwhile is found again then, and still
    wins. Nobody is told anything until the last; broken off, it is gone on with by the next import or the clock.
    """
    progress = options.progress
    if not options.dry_run:
        go_on(engine, config, now, progress)
    with Staging() as staging:
        found = find(engine, config, now, sources, staging, options)
        if options.dry_run or _stops(found, options):
            found.dry_run = options.dry_run
            return found
        if not found.changes:
            _note_finished(engine, config, now, options.again_within)
            found.dry_run = False
            return found
        result = found.to_apply(options.every)
        begun = Begun(options.complete, options.again_within, options.account)
        run = _begin(engine, config, now, staging, begun)
        _apply(Batches(engine, config, run, now), staging, result, progress)
        _keep_same(result, found)
    drain(engine, config, now, progress)
    return result


def _stops(found: Result, options: ImportOptions) -> bool:
    """Whether somebody is to look before anything is written."""
    return bool(found.shapes or (options.asks_endings and found.unusual))


def go_on(engine: Engine, config: CouncilConfig, now: datetime, progress: Progress = silent) -> bool:
    """Brings in the rest of an import that was broken off, as of the moment at which it began; whether there was
    one."""
    with read_transaction(engine, config, now) as work:
        run = runs.applying(work)
        packed = list(runs.packed(work, run.id)) if run else []
    if run is None:
        return False
    with Staging(packed) as staging, suppress(EndedError):  # another process was at it too, and was first
        _apply(Batches(engine, config, run, now), staging, Result(dry_run=False), progress)
    return True


def _begin(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    staging: Staging,
    begun: Begun,
) -> Run:
    packed = list(staging.packed())
    with write_transaction(engine, config, now) as work:
        begin(work)
        run_id = runs.begin(work, packed, begun)
        return require_one([run for run in [runs.run(work, run_id)] if run], "import")


def _apply(batches: Batches, staging: Staging, result: Result, progress: Progress) -> None:
    run = batches.run
    go_through(staging, batches, result, run_id=run.id, complete=run.begun.complete, progress=progress)
    noting = True
    while noting:
        with batches() as work:
            noting = note_gaps(work, run.id)
    with batches() as work:
        add_notes(work)
    with batches() as work:
        counts = {kind: dict(counted) for kind, counted in result.counts.items()}
        by: dict[str, Any] = {"account": run.begun.account} if run.begun.account else {}
        work.log("import.applied", None, None, counts=counts, **by)
        runs.end(work, run.id, ImportState.FINISHED)


def _note_finished(engine: Engine, config: CouncilConfig, now: datetime, again_within: int | None) -> None:
    """A timer's import that found nothing new was made all the same."""
    if again_within is not None:
        with write_transaction(engine, config, now) as work:
            runs.note(work, ImportState.FINISHED, again_within)


def _keep_same(result: Result, found: Result) -> None:
    """Rows that said what is stored were not looked at again."""
    for kind, counts in found.counts.items():
        if counts["same"]:
            result.counts[kind]["same"] = counts["same"]


def drain(engine: Engine, config: CouncilConfig, now: datetime, progress: Progress = silent) -> int:
    """Assesses what is marked, a batch to a transaction; how many subjects. Safe to break off: the clock goes on."""
    done = 0
    with read_transaction(engine, config, now) as work:
        s = t.SubjectRow
        query = select(func.count()).select_from(s.__table__).where(col(s.reassess_at) <= now)
        total = work.connection.execute(query).scalar_one()
    turns = Turns()
    while True:
        with turns.turn(), write_transaction(engine, config, now) as work:
            subjects = due_subjects(work)
            reassess(work, subjects)
        if not subjects:
            return done
        done += len(subjects)
        progress("working out what is due", done, total)
