"""What an import finds: its sources read into the staging, checked against each other and against what is stored, and
what would change."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from sqlalchemy import Engine, select

from policy.folding import fold
from storage.importing.applied.changes import Outcome
from storage.importing.applied.complete import go_through
from storage.importing.applied.history import stand_ins, taken_as_recorded
from storage.importing.applied.link import CASE
from storage.importing.applied.looks import looks
from storage.importing.applied.writing import Result
from storage.importing.checks.away_twice import away_twice
from storage.importing.checks.birthdays import may_be_born_then
from storage.importing.checks.booked_away import booked_away
from storage.importing.checks.faulty_rows import leave_out_faults, may_be_compared, stop_at_faults
from storage.importing.checks.idle_covers import idle_covers
from storage.importing.checks.left_out import leave_out
from storage.importing.checks.moved import find_moved
from storage.importing.checks.odd import between_rows
from storage.importing.checks.other_supervisors import HeldBy, last_held_by_others
from storage.importing.checks.overlaps import over_stored
from storage.importing.checks.spellings import Spellings
from storage.importing.checks.two_lists import keep_latest_allocated
from storage.importing.checks.undated import undated
from storage.importing.checks.with_leavers import still_with_leavers
from storage.importing.columns.column_types import Context
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import Faults
from storage.importing.known import stored
from storage.importing.mapped.begun_before import join_begun_before
from storage.importing.mapped.days_again import join_days_again
from storage.importing.mapped.last_discussions import keep_latest
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.next_ones import said_by_their_own
from storage.importing.mapped.same_sessions import by_the_diary
from storage.importing.mapped.taken_whole import TAKEN_WHOLE
from storage.importing.options import ImportOptions
from storage.importing.reading import Reading
from storage.importing.staff import Staff
from storage.importing.staging import Staging
from storage.importing.tables.files import Source
from storage.references import ProposedShapes, proposed
from storage.transactions import read_transaction
from storage.work import CouncilConfig, Work


def find(
    engine: Engine,
    config: CouncilConfig,
    now: datetime,
    sources: Sequence[Source],
    staging: Staging,
    options: ImportOptions,
) -> Result:
    """What would change as of an instant (UTC); nothing is written but the staging. Raises BadFilesError."""
    left_out = Faults()
    reading = Reading(
        staging,
        _context(engine, config, now, () if options.any_reference else config.references),
        Faults(),
        progress=options.progress,
        of_rows=left_out if options.leaves_out else None,
        complete=options.complete,
    )
    reading.read(sources)
    if asked := _shapes_to_ask(engine, config, now, reading, options):
        return Result(dry_run=True, shapes=asked)
    _name_whole(sources, reading.odd)
    with read_transaction(engine, config, now) as work:
        keep_latest(staging, work, reading.odd)
        keep_latest_allocated(staging, reading.odd)
    _stop_at_what_was_read(engine, config, now, reading)
    with read_transaction(engine, config, now) as work:
        if options.leaves_out:
            leave_out_faults(staging, work, left_out, reading.of_cells)
        else:
            stop_at_faults(staging, work, reading.faults)
        leave_out(staging, work)
        others = _looked_over(staging, work, reading)
        found = Result(
            dry_run=True,
            unread=reading.unread,
            odd=reading.odd.all(),
            every=options.every if options.dry_run else None,
            left_out=left_out.all(),
            booked_away=booked_away(staging, work).all(),
            held_by_others=others,
            cells_left_out=reading.of_cells.all(),
            followed=staging.rejected.followed.all(),
            of_left_out=reading.of_left_out,
            without=reading.without,
            who_left_out=reading.who_left_out,
        )
        stand_ins(staging, work)
        go_through(
            staging, lambda: nullcontext(work), found, complete=options.complete, progress=options.progress
        )
        if options.dry_run:
            found.undated = undated(staging, work)
            found.taken_as_recorded = taken_as_recorded(staging, work)
            found.looks = list(looks(staging, work, [k for k, of in found.counts.items() if of[Outcome.NEW]]))
    return found


def _name_whole(sources: Sequence[Source], odd: Faults) -> None:
    """Absences that are shorter than they come in: once for each file, with its rows."""
    for source in sources:
        for line in source.whole if isinstance(source, MappedRows) else ():
            odd.add(source.name, line, "last", TAKEN_WHOLE)


def _context(engine: Engine, config: CouncilConfig, now: datetime, shapes: tuple[str, ...]) -> Context:
    today = config.calendar.day_of(now)
    staff, references = _known(engine, config, now)
    words = ImportVocabulary(
        config.rules(today), config.cipher, staff, references, shapes, accounts=config.accounts
    )
    return Context(words, config.calendar, today)


def _stop_at_what_was_read(engine: Engine, config: CouncilConfig, now: datetime, reading: Reading) -> None:
    """Raises BadFilesError where a fault of it stops the import."""
    staging, faults = reading.staging, reading.faults
    of_rows = faults if reading.of_rows is None else reading.of_rows
    join_days_again(staging, reading.days_of, reading.worked, of_rows)
    if faults.all() and may_be_compared(staging, faults):
        # So that all that is wrong is said at once; what a row with a fault is needed for would be said wrongly.
        with read_transaction(engine, config, now) as work:
            stop_at_faults(staging, work, faults)
    faults.raise_any()


def _looked_over(staging: Staging, work: Work, reading: Reading) -> list[HeldBy]:
    """What is odd about the rows is noted in the reading; whom their sessions show with another supervisor."""
    by_the_diary(staging, work.today)
    said_by_their_own(staging)
    join_begun_before(staging, work, reading.from_start)
    untimed = [name for name, fixed in reading.fixed.items() if "start" in fixed]
    between_rows(staging, reading.odd, untimed)
    find_moved(staging, work, reading.odd)
    over_stored(staging, work, reading.odd, untimed)
    away_twice(staging, work, reading.odd, complete=reading.complete)
    idle_covers(staging, work, reading.odd)
    may_be_born_then(staging, work, reading.odd)
    others = last_held_by_others(staging, reading.odd, work)
    return [*others, *still_with_leavers(staging, reading.odd, work, others)]


def _known(engine: Engine, config: CouncilConfig, now: datetime) -> tuple[Staff, Spellings]:
    """Everybody who is stored, and every case's reference."""
    references = Spellings("case")
    with read_transaction(engine, config, now) as work:
        staff = stored(work, config.calendar.day_of(now))
        references.know(work.connection.execute(select(CASE.c.reference)).scalars())
    return staff, references


def _shapes_to_ask(
    engine: Engine, config: CouncilConfig, now: datetime, reading: Reading, options: ImportOptions
) -> ProposedShapes | None:
    """What references look like, stored ones and those that were read; None where somebody said it, or none of these
    is new. Asked before anything else is said of the files: a name among the references would be said with it."""
    if config.references or options.any_reference:
        return None
    with read_transaction(engine, config, now) as work:
        known = set(map(fold, work.connection.execute(select(CASE.c.reference)).scalars()))
    read = set(map(fold, reading.context.words.shapeless))
    return proposed(known | read, config.calendar.day_of(now)) if read - known else None
