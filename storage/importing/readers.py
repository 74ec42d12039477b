"""The subjects that read what an import writes, as it was stored and as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from policy.facts import Subject, SubjectKind
from storage.facts.readers import read_by
from storage.importing.changes import Alike, RowChange
from storage.importing.link import RECORD, SESSION
from storage.work import Work


@dataclass(slots=True)
class Readers:
    """Noted once before rows change and once after."""

    work: Work
    found: set[Subject] = field(default_factory=set)

    def note(self, changes: Mapping[Alike, Sequence[tuple[RowChange, int]]]) -> None:
        """Each change with the id of its row."""
        for key, some in changes.items():
            asking = some if key.table is not RECORD else [(c, i) for c, i in some if not _is_over(c)]
            read = read_by(self.work, key.table, self._rows(key, asking), key.columns)
            if key.table is SESSION:
                read -= {Subject(SubjectKind.SESSION, i) for c, i in some if _is_over(c)}
            self.found |= read

    def _rows(self, key: Alike, changes: Sequence[tuple[RowChange, int]]) -> Sequence[Any]:
        """A new row is what was written; of one that was stored, what else it says is asked for."""
        table = key.table
        if key.is_new or "id" not in table.c:
            return [_New(i, c) for c, i in changes]
        query = select(table).where(table.c.id.in_([i for _, i in changes]))
        return self.work.connection.execute(query).all() if changes else ()


@dataclass(slots=True)
class _New:
    """A row that was written: its columns as attributes, None where nothing was said."""

    id: int
    change: RowChange

    def __getattr__(self, name: str) -> Any:
        return self.change.values.get(name, self.change.at.get(name))


def _is_over(change: RowChange) -> bool:
    """History that is over asks nothing of a session: one held by the files, a record that they say exists."""
    held = change.table is SESSION and change.values.get("state") == "held"
    recorded = change.table is RECORD and change.values.get("recorded_on") is not None
    return change.id is None and (held or recorded)
