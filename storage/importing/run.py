"""The import from end to end: read, check, compare, then write in batches and assess what was touched."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlmodel import col

from storage import tables as t
from storage.council import begin
from storage.importing import runs
from storage.importing.batches import Batches, Opens
from storage.importing.begun_before import join_begun_before
from storage.importing.changes import Outcome
from storage.importing.column_types import Context
from storage.importing.complete import Completion
from storage.importing.faults import Faults
from storage.importing.faulty_rows import leave_out_faults, may_be_compared, stop_at_faults
from storage.importing.files import Source
from storage.importing.gaps import note_gaps
from storage.importing.history import stand_ins, taken_as_recorded
from storage.importing.known import stored
from storage.importing.left_out import leave_out
from storage.importing.link import CASE
from storage.importing.looks import looks
from storage.importing.moved import find_moved
from storage.importing.next_ones import said_by_their_own
from storage.importing.notes import add_notes
from storage.importing.odd import between_rows
from storage.importing.other_supervisors import last_held_by_others
from storage.importing.overlaps import over_stored
from storage.importing.reading import Progress, Reading, silent
from storage.importing.runs import Begun, EndedError, Run
from storage.importing.spellings import Spellings
from storage.importing.staff import Staff
from storage.importing.staging import Staging
from storage.importing.undated import undated
from storage.importing.values import ImportVocabulary
from storage.importing.with_leavers import still_with_leavers
from storage.importing.writing import Every, Result, Writer
from storage.obligations import due_subjects, reassess
from storage.references import proposed
from storage.states import ImportState
from storage.transactions import Turns, read_transaction, write_transaction
from storage.work import CouncilConfig, Work, require_one


def bring_in(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    *,
    dry_run: bool = False,
    complete: bool = False,
    progress: Progress = silent,
    every: Every | None = None,
    asks_shape: bool = False,
    again_within: int | None = None,
    asks_endings: bool = False,
    account: str | None = None,
    leaves_out: bool = False,
) -> Result:
    """Brings the sources in, as of an instant (UTC). Raises BadFilesError, and UnderWayError where another process
    began an import meanwhile, with nothing changed; EndedError where another went on with this one and ended it.

    A council's first import is the day it begins to use the bot. With ``complete`` each kind given is all there is:
    what is stored and missing ends. Once no row has a fault, what differs is written a batch at a time, and others
    write between two batches; what chat changed meanwhile is found again then, and still wins. Nobody is told anything
    until the last; broken off, it is gone on with by the next import or the clock. ``every`` hears each difference,
    also those too many to list. With ``asks_shape`` a council's first cases aren't brought in before somebody said what
    a reference looks like: the result's ``shapes`` say what they look like here. ``again_within``: days within which
    another import is expected. With ``asks_endings`` nothing is written where unusually much would end
    (``unusual``). ``account``: who brings it in, as their machine knows them; the trail says so. With
    ``leaves_out`` rows with a fault don't come in, and the rest does; the result names them.
    """
    if not dry_run:
        go_on(engine, config, now, progress)
    with Staging() as staging:
        heard = every if dry_run else None
        found = _find(
            engine,
            config,
            now,
            sources,
            staging,
            complete=complete,
            progress=progress,
            every=heard,
            leaves_out=leaves_out,
            dry_run=dry_run,
        )
        stops = (asks_shape and found.shapes) or (asks_endings and found.unusual)
        if dry_run or stops:
            found.dry_run = dry_run
            return found
        if not found.changes:
            _note_finished(engine, config, now, again_within)
            found.dry_run = False
            return found
        result = Result(dry_run=False, unread=found.unread, odd=found.odd, every=every)
        result.left_out, result.held_by_others = found.left_out, found.held_by_others
        result.cells_left_out, result.followed = found.cells_left_out, found.followed
        result.of_left_out, result.without = found.of_left_out, found.without
        begun = Begun(complete, again_within, account)
        run = _begin(engine, config, now, staging, begun)
        _apply(Batches(engine, config, run, now), staging, result, progress)
        _keep_same(result, found)
    drain(engine, config, now, progress)
    return result


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
    _go(staging, batches, result, run_id=run.id, complete=run.begun.complete, progress=progress)
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


def _find(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    staging: Staging,
    *,
    complete: bool,
    progress: Progress,
    every: Every | None,
    leaves_out: bool,
    dry_run: bool,
) -> Result:
    faults, left_out = Faults(), Faults()
    today = config.calendar.day_of(now)
    staff, references = _known(engine, config, now)
    words = ImportVocabulary(
        config.rules(today), config.cipher, staff, references, config.references, config.accounts
    )
    context = Context(words, config.calendar, today)
    reading = Reading(
        staging,
        context,
        faults,
        progress=progress,
        of_rows=left_out if leaves_out else None,
        complete=complete,
    )
    reading.read(sources)
    if faults.all() and may_be_compared(staging, faults):
        # So that all that is wrong is said at once; what a row with a fault is needed for would be said wrongly.
        with read_transaction(engine, config, now) as work:
            stop_at_faults(staging, work, faults)
    faults.raise_any()
    with read_transaction(engine, config, now) as work:
        if leaves_out:
            leave_out_faults(staging, work, left_out, reading.of_cells)
        else:
            stop_at_faults(staging, work, faults)
        leave_out(staging, work)
        said_by_their_own(staging)
        join_begun_before(staging, work, reading.from_start)
        untimed = [name for name, fixed in reading.fixed.items() if "start" in fixed]
        between_rows(staging, reading.odd, untimed)
        find_moved(staging, work, reading.odd)
        over_stored(staging, work, reading.odd, untimed)
        others = last_held_by_others(staging, reading.odd, work)
        others = [*others, *still_with_leavers(staging, reading.odd, work, others)]
        shapes = _first_references(staging, work)
        stand_ins(staging, work)
        found = Result(dry_run=True, unread=reading.unread, odd=reading.odd.all(), every=every, shapes=shapes)
        found.left_out, found.held_by_others = left_out.all(), others
        found.cells_left_out, found.followed = reading.of_cells.all(), staging.rejected.followed.all()
        found.of_left_out, found.without = reading.of_left_out, reading.without
        _go(staging, lambda: nullcontext(work), found, run_id=None, complete=complete, progress=progress)
        if dry_run:
            found.undated = undated(staging, work)
            found.taken_as_recorded = taken_as_recorded(staging, work)
            found.looks = list(looks(staging, work, [k for k, of in found.counts.items() if of[Outcome.NEW]]))
    return found


def _known(engine: Engine, config: CouncilConfig, now: datetime) -> tuple[Staff, Spellings]:
    """Everybody who is stored, and every case's reference."""
    references = Spellings("case")
    with read_transaction(engine, config, now) as work:
        staff = stored(work, config.calendar.day_of(now))
        references.know(work.connection.execute(select(CASE.c.reference)).scalars())
    return staff, references


def _first_references(staging: Staging, work: Work) -> list[tuple[str, int]]:
    """The shapes of the references of a council's first cases, where nobody said what they look like."""
    if work.config.references or work.connection.execute(select(CASE.c.id).limit(1)).first():
        return []
    return proposed(key for (key,) in staging.sql.execute("SELECT key FROM cases"))


def _go(
    staging: Staging,
    opens: Opens,
    result: Result,
    *,
    run_id: int | None,
    complete: bool,
    progress: Progress,
) -> None:
    Writer(staging, opens, result, run_id, progress).run()
    completion = Completion(staging, opens, result, run_id)
    completion.replace_busy()
    if complete:
        completion.run()


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
