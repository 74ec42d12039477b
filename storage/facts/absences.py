"""What assessment reads of absences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, select

from policy.facts import (
    AbsenceFacts,
    Affected,
    Away,
    CoverAway,
    Earlier,
)
from storage import tables as t
from storage.conditions import TODAY, in_line, in_post, not_past
from storage.facts.rows import fetched, grouped
from storage.listed import one_of
from storage.states import AbsenceState
from storage.work import Work


def absences(work: Work, ids: Sequence[int]) -> Iterator[AbsenceFacts]:
    rows = fetched(work, _THEMSELVES, ids)
    supervised = fetched(work, _SUPERVISEES, [r.person_id for r in rows], today=work.today)
    lines = grouped(supervised, "supervisor_id")
    theirs = grouped(fetched(work, _THEIRS, [r.person_id for r in rows]), "person_id")
    arranged = fetched(work, _ARRANGED, {one.id for some in theirs.values() for one in some})
    made = {(x.absence_id, x.supervisee_id): x for x in arranged}
    of_each = grouped(arranged, "absence_id")
    away = grouped(
        fetched(work, _AWAY_TOO, {x.cover_id for x in arranged if x.cover_id}, today=work.today), "person_id"
    )
    for row in rows:
        below = (one for one in lines.get(row.person_id, ()) if _there_by(one, row.first))
        affected = [(line, made.get((row.id, line.supervisee_id))) for line in below]
        yield AbsenceFacts(
            row.id,
            row.person_id,
            row.planned,
            row.first,
            row.last,
            tuple(
                Affected(
                    line.id,
                    line.supervisee_id,
                    m.reported_on if m else None,
                    m.arranged_on if m else None,
                    line.since,
                    _of_cover(away, m.cover_id) if m and m.cover_id else (),
                    m.left_on if m else None,
                )
                for line, m in affected
            ),
            tuple(_earlier(row, theirs.get(row.person_id, ()), of_each)),
        )


def _there_by(line: Row[Any], first: date) -> bool:
    """Neither of the two leaves before the absence begins."""
    return all(last is None or last >= first for last in (line.left_on, line.above_left_on))


def _earlier(
    row: Row[Any], theirs: Sequence[Row[Any]], arranged: Mapping[int, Sequence[Row[Any]]]
) -> Iterator[Earlier]:
    """Those of the same person that began before, the earliest first."""
    for one in theirs:
        if (one.first, one.id) < (row.first, row.id):
            made = arranged.get(one.id, ())
            yield Earlier(
                one.planned,
                Away(one.first, one.last),
                {x.supervisee_id: x.reported_on for x in made if x.reported_on},
                {x.supervisee_id: x.arranged_on for x in made if x.arranged_on},
            )


def _of_cover(away: Mapping[int, Sequence[Row[Any]]], cover: int) -> tuple[CoverAway, ...]:
    return tuple(CoverAway(row.id, Away(row.first, row.last)) for row in away.get(cover, ()))


# Statements, each of a batch of absences


def _supervisees() -> Any:
    """Of a batch of people: line relationships in force today, of people who haven't left, with somebody who hasn't."""
    r, p, above = t.Relationship.__table__, t.Person.__table__, t.Person.__table__.alias("above")
    there = (not_past(above.c.left_on, TODAY), in_line(TODAY), in_post(TODAY))
    return (
        select(r, p.c.left_on, above.c.left_on.label("above_left_on"))
        .join(p, p.c.id == r.c.supervisee_id)
        .join(above, above.c.id == r.c.supervisor_id)
        .where(one_of(r.c.supervisor_id), *there)
        .order_by(r.c.id)
    )


_A: Final = t.Absence.__table__
_CONFIRMED: Final = _A.c.state == AbsenceState.CONFIRMED
_THEMSELVES: Final = select(_A).where(one_of(_A.c.id), _CONFIRMED)
_THEIRS: Final = select(_A).where(one_of(_A.c.person_id), _CONFIRMED).order_by(_A.c.first, _A.c.id)
_G: Final = t.Arrangement.__table__
_COVER: Final = t.Person.__table__
#: Each with the last day of whoever covers.
_ARRANGED: Final = (
    select(_G, _COVER.c.left_on)
    .join_from(_G, _COVER, _COVER.c.id == _G.c.cover_id, isouter=True)
    .where(one_of(_G.c.absence_id))
)
_SUPERVISEES: Final = _supervisees()
#: Of those who cover: their own absences that aren't over.
_AWAY_TOO: Final = (
    select(_A).where(one_of(_A.c.person_id), _CONFIRMED, not_past(_A.c.last, TODAY)).order_by(_A.c.id)
)
