"""When something of each kind is next due: all that the clock asks while nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import col

from storage import tables as t
from storage.conditions import IMPORT_APPLYING, NOW
from storage.outbox import UNSENT
from storage.work import Work


@dataclass(frozen=True, slots=True)
class NextDue:
    """Instants (UTC); None: nothing of that kind is to come. ``unfinished_import``: until when somebody is at the
    import that is being applied; ``night``: the night's checks, now in a database that never had them; ``assessment``:
    a subject's stored answer may no longer hold; ``attention``: an obligation's nudge; ``message``: one that waits."""

    unfinished_import: datetime | None
    night: datetime | None
    assessment: datetime | None
    attention: datetime | None
    message: datetime | None

    def anything(self) -> datetime | None:
        """The next instant at which anything is due; during an import, at which the clock may take it up."""
        if self.unfinished_import:
            return self.unfinished_import
        return _earliest(self.night, self.assessment, self.attention, self.message)

    def next_message(self) -> datetime | None:
        """The next instant at which somebody may be told something."""
        return _earliest(self.attention, self.message)


def next_due(work: Work) -> NextDue:
    """One statement: a look at two rows and at the first entry of three small indexes."""
    return NextDue(*work.connection.execute(_NEXT, {"now": work.now}).one())


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at), default=None)


def _first(column: Any, *where: Any) -> Any:
    return select(func.min(column)).where(*where or (column.is_not(None),)).scalar_subquery()


_RUN: Final = t.ImportRun.__table__
_NEXT: Final = select(
    select(func.coalesce(_RUN.c.held_until, NOW)).where(IMPORT_APPLYING).limit(1).scalar_subquery(),
    select(func.coalesce(col(t.Council.nightly_at), NOW)).scalar_subquery(),
    _first(col(t.SubjectRow.reassess_at)),
    _first(col(t.ObligationRow.next_attention)),
    _first(col(t.OutboxMessage.not_before), UNSENT),
)
