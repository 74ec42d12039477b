"""Rows with a fault left out, where whoever imports says so: each is named, and the rest comes in."""

# ruff: noqa: S608  (the names of tables are our own; every value is a parameter)

from __future__ import annotations

from typing import Final

from storage.importing.check import Checks
from storage.importing.faults import BadFilesError, Faults
from storage.importing.file_columns import BY_NAME
from storage.importing.staging import Origin, Staging
from storage.work import Work

#: So many rows, where they are one in so many of all, aren't slips: a column is read as what it isn't.
MANY: Final = 5
MANY_OF: Final = 10


def leave_out_faults(staging: Staging, work: Work, left: Faults, cells: Faults) -> None:
    """Leaves out the rows with a fault, and what then refers to nothing; of two rows that say different things of the
    same neither is taken. ``left``: those that couldn't be read, to which the others are added; ``cells``: those of
    which a cell alone stays out. Raises BadFilesError for a fault of a file as a whole, and for so many that they are
    no slips."""
    rows = sum(
        staging.sql.execute(f"SELECT count(*) FROM {kind.name}").fetchone()[0] for kind in staging.kinds
    )
    while True:
        found = Faults()
        Checks(staging, work, found).run()
        faults = found.all()
        if any(not fault.lines for fault in faults):
            raise BadFilesError(faults)
        for fault in faults:
            for line in fault.lines:
                left.add(fault.file, line, fault.column, fault.message)
                _remove(staging, fault.file, line)
        if not faults:
            break
    both = [*left.all(), *cells.all()]
    out = {(fault.file, line) for fault in both for line in fault.lines}
    if len(out) >= MANY and len(out) * MANY_OF >= rows:
        raise BadFilesError(both)


def _remove(staging: Staging, file: str, line: int) -> None:
    """The row, and every other of the same."""
    for number, origin in enumerate(staging.origins):
        if origin.name != file:
            continue
        same = f"SELECT key FROM {origin.kind} WHERE file = ? AND line = ?"
        if origin.kind == "cases":
            staging.sql.execute(f'DELETE FROM allocations WHERE "case" IN ({same})', (number, line))
        staging.sql.execute(f"DELETE FROM {origin.kind} WHERE key IN ({same})", (number, line))


def may_be_compared(staging: Staging, faults: Faults) -> bool:
    """Whether no row that couldn't be read is one that others name: people are by all."""
    found = faults.all()
    if any(not fault.lines for fault in found):
        return False
    files = {fault.file for fault in found}
    faulty = {origin.kind for origin in staging.origins if origin.name in files}
    return "people" not in faulty and not any(faulty & _named_by(origin) for origin in staging.origins)


def _named_by(origin: Origin) -> set[str]:
    """The kinds whose rows those of a file name; of their own kind only where it has the column."""
    columns = BY_NAME[origin.kind].columns
    return {c.refers for c in columns if c.refers and (c.refers != origin.kind or c.name in origin.given)}
