"""Rows as the loaders read them: a batch of subjects at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import func, select
from sqlalchemy.engine import Row as SqlRow

from policy.facts import Away, SubjectKind
from storage import tables as t
from storage.conditions import still_owed
from storage.listed import one_of
from storage.states import AbsenceState
from storage.work import Work

Fact = TypeVar("Fact")

#: Facts older than a subject's oldest open obligation are read only this far back: the last one and the one before.
LATEST: Final = 2
#: More than a subject has: all of them.
EVERY: Final = 1_000_000


def fetched(work: Work, query: Any, ids: Iterable[int], **more: Any) -> Sequence[SqlRow[Any]]:
    """Of a statement that is made once, the batch being its parameter ``ids``."""
    return work.connection.execute(query, {"ids": list(ids), **more}).all()


def of_batch(table: Any, column: str, order: str, *only: str) -> Any:
    """A table's rows that name one of the batch in a column; where some are given, of their columns that one and
    these."""
    c = table.__table__.c
    chosen = [c[name] for name in (column, *only)] if only else [table.__table__]
    return select(*chosen).where(one_of(c[column])).order_by(c[order])


#: Of a batch of people.
AWAY: Final = of_batch(t.Absence, "person_id", "first", *Away._fields).where(
    t.Absence.__table__.c.state == AbsenceState.CONFIRMED
)


#: Of a batch of cases. Of two of one day the first says what it was.
EARLIER: Final = of_batch(
    t.EarlierCategories, "case_id", "until", "id", "until", "service", "categories"
).order_by(t.EarlierCategories.__table__.c.id)


def grouped(rows: Iterable[SqlRow[Any]], key: str) -> dict[int, list[SqlRow[Any]]]:
    grouped: dict[int, list[SqlRow[Any]]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def facts_by(rows: Iterable[SqlRow[Any]], fact: Callable[[Iterable[Any]], Fact]) -> dict[int, list[Fact]]:
    """By whose it is, which a row says first, the fact that the others of its columns are, in their order."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(fact(row[1:]))
    return found


def open_since(kind: SubjectKind) -> Any:
    """By subject, of the batch: the day on which its oldest open obligation started."""
    o = t.ObligationRow.__table__
    return (
        select(o.c.subject_id.label("id"), func.min(o.c.started).label("since"))
        .where(
            o.c.subject_kind == str(kind),
            one_of(o.c.subject_id),
            still_owed(),
        )
        .group_by(o.c.subject_id)
        .subquery()
    )
