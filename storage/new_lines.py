"""Who is supervised by whom since a few days ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Date, bindparam, select
from sqlmodel import col

from storage import tables as t
from storage.conditions import TODAY, began_lately, in_line, in_post, lately, not_past
from storage.work import Work


@dataclass(frozen=True, slots=True)
class NewLine:
    """``since``: the first day on which the one supervises the other."""

    id: int
    supervisee: int
    supervisor: int
    since: date


def begun(work: Work) -> list[NewLine]:
    """Lines that began since the bot's first day and lately, of a newcomer too."""
    return [NewLine(*row) for row in work.connection.execute(_BEGUN, lately(work))]


def of(work: Work, supervisee_id: int) -> NewLine | None:
    """Whose supervisee somebody is today in the line; None while that one has left, or there is none."""
    row = work.connection.execute(_LINE, {"supervisee": supervisee_id, "today": work.today}).first()
    return NewLine(*row) if row else None


def before(work: Work, line: NewLine) -> list[int]:
    """Who supervised them in the line until then."""
    given = {"supervisee": line.supervisee, "since": line.since}
    return list(work.connection.execute(_BEFORE, given).scalars())


_R: Final = t.Relationship.__table__.c
_WHO: Final = t.Person.__table__.alias("who")
_LINES: Final = (
    select(_R.id, _R.supervisee_id, _R.supervisor_id, _R.since)
    .join(_WHO, _WHO.c.id == _R.supervisor_id)
    .join(t.Person.__table__, col(t.Person.id) == _R.supervisee_id)
    .where(in_line(TODAY), in_post(TODAY), not_past(_WHO.c.left_on, TODAY))
)
_BEFORE: Final = select(_R.supervisor_id).where(
    _R.supervisee_id == bindparam("supervisee"),
    _R.professional.is_(False),
    _R.since < bindparam("since", type_=Date),
)
_LINE: Final = _LINES.where(_R.supervisee_id == bindparam("supervisee")).order_by(
    _R.since.desc(), _R.id.desc()
)
_BEGUN: Final = _LINES.where(began_lately(_R.since)).order_by(_R.id)
