"""Sessions that are stored, of the time of which the files tell, and in none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Row as SqlRow

from policy.facts import SessionKind
from storage.importing.applied.link import PERSON, SESSION
from storage.importing.staging import BATCH, Staging
from storage.work import Work

SUPERVISEE: Final = PERSON.alias("supervisee")
SUPERVISOR: Final = PERSON.alias("supervisor")
_TOLD_OF: Final = SESSION.c.on.between(bindparam("first"), bindparam("last"))


def as_files_say(staging: Staging) -> Callable[[SessionKind], str]:
    """A stored session's kind, to compare with those of the files' sessions: where none of these says one, they are
    about cases, and which were stored as personal since no case was held aren't told from those."""
    said = staging.sql.execute("SELECT count(*) FROM sessions WHERE NOT kind_unsaid").fetchone()[0]
    return lambda kind: str(SessionKind.CASE if kind is SessionKind.PERSONAL and not said else kind)


def of_two(*columns: Any) -> Any:
    """Stored sessions with the staff numbers of the two, and what else is asked of them."""
    numbers = SUPERVISEE.c.staff_number.label("supervisee"), SUPERVISOR.c.staff_number.label("supervisor")
    query = select(*numbers, *columns).join_from(
        SESSION, SUPERVISEE, SUPERVISEE.c.id == SESSION.c.supervisee_id
    )
    return query.join(SUPERVISOR, SUPERVISOR.c.id == SESSION.c.supervisor_id)


def of_that_time(*columns: Any) -> Any:
    """The same, of the time of which the files tell, for ``unsaid``, which asks for their ``key`` too."""
    return of_two(SESSION.c.source_id.label("key"), *columns).where(_TOLD_OF)


def unsaid(staging: Staging, work: Work, sessions: Any) -> Iterator[SqlRow[Any]]:
    """Of these (``of_that_time``) those that the files don't have."""
    first, last = staging.sql.execute("SELECT min(date), max(date) FROM sessions").fetchone()
    if first is None:
        return
    span = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    for some in work.connection.execute(sessions, span).partitions(BATCH):
        here = staging.has("sessions", [row.key for row in some if row.key])
        yield from (row for row in some if row.key not in here)
