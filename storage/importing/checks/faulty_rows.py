"""Rows with a fault left out, where whoever imports says so: each is named, and the rest comes in."""

# ruff: noqa: S608  (the names of tables are our own; every value is a parameter)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from typing import Final

from storage.importing.applied.link import StoredSide
from storage.importing.checks.check import Checks
from storage.importing.checks.following import follow, take_out
from storage.importing.checks.shared_cells import leave_out_shared
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.faults import BadFilesError, Faults, ImportFault
from storage.importing.staging import EVERY, Origin, Staging
from storage.work import Work

#: So many rows, where they are one in so many of all, aren't slips: a column is read as what it isn't.
MANY: Final = 5
MANY_OF: Final = 10


def leave_out_faults(staging: Staging, work: Work, left: Faults, cells: Faults) -> None:
    """Leaves out the rows with a fault, and what then refers to nothing; of two rows that say different things of the
    same neither is taken. ``left``: those that couldn't be read, to which the others are added; ``cells``: those of
    which a cell alone stays out. Raises BadFilesError for a fault of a file as a whole, and for so many that they are
    no slips."""
    rows = sum(staging.count(kind, EVERY) for kind in staging.kinds)
    leave_out_shared(staging, work, cells)
    while True:
        found = Faults()
        checks = Checks(staging, work, found)
        checks.run()
        faults = found.all()
        if any(not fault.lines for fault in faults):
            raise BadFilesError(faults)
        left.take(faults)
        _remove_all(staging, faults, checks)
        for kind, row_id in checks.besides:
            take_out(staging, kind, [row_id])
        if not faults:
            break
    both = [*left.all(), *cells.all()]
    out = {(fault.file, line) for fault in both for line in fault.lines}
    if len(out) >= MANY and len(out) * MANY_OF >= rows:
        raise BadFilesError(both)


def stop_at_faults(staging: Staging, work: Work, found: Faults) -> None:
    """Raises BadFilesError where there are faults, with the rows that only follow from them. ``found``: those there are
    already."""
    checks = Checks(staging, work, found)
    checks.run()
    faults = found.all()
    if not faults:
        return
    if all(fault.lines for fault in faults):
        _remove_all(staging, faults, checks)
        follow(staging, StoredSide(work))
    raise BadFilesError(faults, staging.rejected.followed.all())


def _remove_all(staging: Staging, faults: Sequence[ImportFault], checks: Checks) -> None:
    """Of several rows that one cell makes, as one for each case that was discussed, those alone that have the fault."""
    of_line: dict[tuple[str, int], set[str]] = defaultdict(set)
    for fault in faults:
        for line in fault.lines:
            of_line[fault.file, line].add(fault.of_line(line).message)
    with staging.found_by(_places(staging, {fault.file for fault in faults})):
        for (file, line), messages in of_line.items():
            parts = [checks.alone.get((file, line, message), []) for message in messages]
            ids = {one for part in parts for one in part}
            if all(parts) and len(ids) < _rows_of(staging, file, line):
                for kind, row_id in ids:
                    take_out(staging, kind, [row_id])
            else:
                _remove(staging, file, line)


def _places(staging: Staging, files: Set[str]) -> list[tuple[str, str]]:
    """By what rows of these files are looked for, each alone: there may be as many faults as rows."""
    kinds = {origin.kind for origin in staging.origins if origin.name in files}
    of_cases = [("allocations", '"case"')] if "cases" in kinds else []
    return [(kind, columns) for kind in sorted(kinds) for columns in ("file, line", "key")] + of_cases


def _of_file(staging: Staging, file: str) -> Iterator[tuple[int, Origin]]:
    return ((number, origin) for number, origin in enumerate(staging.origins) if origin.name == file)


def _rows_of(staging: Staging, file: str, line: int) -> int:
    counted = (
        staging.sql.execute(f"SELECT count(*) FROM {origin.kind} WHERE file = ? AND line = ?", (number, line))
        for number, origin in _of_file(staging, file)
    )
    return sum(one.fetchone()[0] for one in counted)


def _remove(staging: Staging, file: str, line: int) -> None:
    """The row, and every other of the same."""
    for number, origin in _of_file(staging, file):
        same = f"SELECT key FROM {origin.kind} WHERE file = ? AND line = ?"
        if origin.kind == "cases":
            staging.sql.execute(f'DELETE FROM allocations WHERE "case" IN ({same})', (number, line))
        mine = f"SELECT id FROM {origin.kind} WHERE key IN ({same})"
        take_out(staging, origin.kind, [row_id for (row_id,) in staging.sql.execute(mine, (number, line))])


def may_be_compared(staging: Staging, faults: Faults) -> bool:
    """Whether no row that couldn't be read is one that others name by what nobody can tell: people are by all."""
    if any(not fault.lines for fault in faults.all()):
        return False
    faulty = staging.rejected.nameless
    return "people" not in faulty and not any(faulty & _named_by(origin) for origin in staging.origins)


def _named_by(origin: Origin) -> set[str]:
    """The kinds whose rows those of a file name; of their own kind only where it has the column."""
    columns = BY_NAME[origin.kind].columns
    return {c.refers for c in columns if c.refers and (c.refers != origin.kind or c.name in origin.given)}
