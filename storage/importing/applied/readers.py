"""The subjects that read what an import writes, as it was stored and as it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from policy.facts import RecordAnswer, Subject, SubjectKind
from storage.facts.readers import read_by, read_of
from storage.importing.applied.changes import Alike, RowChange
from storage.importing.applied.link import RECORD, SESSION
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
            read = self._read(key, asking) if asking else set()
            if key.table is SESSION:
                read -= {Subject(SubjectKind.SESSION, i) for c, i in some if _is_over(c)}
            self.found |= read

    def _read(self, key: Alike, changes: Sequence[tuple[RowChange, int]]) -> set[Subject]:
        """A new row is what was written; of one that was stored, what else it says is asked for."""
        table = key.table
        if key.is_new or "id" not in table.c:
            return read_of(self.work, table, lambda name: _said(changes, name), key.columns)
        query = select(table).where(table.c.id.in_([i for _, i in changes]))
        return read_by(self.work, table, self.work.connection.execute(query).all(), key.columns)


def _said(changes: Sequence[tuple[RowChange, int]], name: str) -> set[Any]:
    """What rows that were written say in a column; None where nothing was said."""
    if name == "id":
        return {i for _, i in changes}
    return {c.values.get(name, c.at.get(name)) for c, _ in changes}


def _is_over(change: RowChange) -> bool:
    """History that is over asks nothing of a session: one held by the files, a record that they say exists. What
    somebody disagreed with, or is to oversee, isn't over."""
    held = change.table is SESSION and change.values.get("state") == "held"
    recorded = change.table is RECORD and change.values.get("recorded_on") is not None
    recorded = recorded and change.values.get("answer") != RecordAnswer.DISAGREED
    recorded = recorded and not change.values.get("lead_signs")
    return change.id is None and (held or recorded)
