"""Sessions that are over and of which nobody has said whether they took place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select

from policy.facts import SessionKind, SessionState
from storage import tables as t
from storage.conditions import NOW, TODAY, away, beside
from storage.listed import one_of
from storage.work import Work


class UnansweredSession(NamedTuple):
    """``on``: the council's date. ``noted``: nobody had booked it; the supervisee says that it took place. ``before``:
    the days of such sessions before it."""

    session_id: int
    on: date
    noted: bool = False
    before: tuple[date, ...] = ()


def unanswered(work: Work, supervisee_ids: Iterable[int]) -> dict[int, UnansweredSession]:
    """By supervisee: their latest session in the line that is over and of which nobody has said whether it took place.
    What is between them and a professional supervisor is theirs."""
    tables = ("session", "relationship")
    return work.reads.each(tables, unanswered, supervisee_ids, partial(_latest, work, _UNANSWERED))


def groups(work: Work, person_ids: Iterable[int]) -> dict[int, UnansweredSession]:
    """By member: the latest group of theirs that is over, and of which nobody has said whether it took place; not of a
    day on which they are away, for which it does nothing."""
    tables = ("session", "participant", "absence")
    return work.reads.each(tables, groups, person_ids, partial(_latest, work, _GROUPS))


def latest(work: Work, worker_ids: Collection[int]) -> list[tuple[int, UnansweredSession]]:
    """By worker both of these: the latest alone, and the latest in a group."""
    return [(i, one) for way in (unanswered, groups) for i, one in way(work, worker_ids).items()]


def _latest(work: Work, which: Select[Any], person_ids: list[int]) -> dict[int, UnansweredSession]:
    """Of each person's the last that the statement gives."""
    given = {"ids": person_ids, "now": work.now, "today": work.today}
    found: dict[int, UnansweredSession] = {}
    for row in work.connection.execute(which, given):
        last = found.get(row.person_id)
        before = (*last.before, last.on) if last and last.on < row.on else last.before if last else ()
        found[row.person_id] = UnansweredSession(row.id, row.on, row.noted_by_id is not None, before)
    return found


def _over_groups() -> Select[Any]:
    s, p, a = t.Session.__table__.c, t.Participant.__table__.c, t.Absence.__table__.c
    absent = select(a.id).where(a.person_id == p.person_id, away(s.on)).exists()
    over = (s.state == SessionState.BOOKED, s.ends_at <= NOW, ~absent)
    mine = select(p.person_id, s.id, s.on, s.noted_by_id).join(t.Session.__table__, s.id == p.session_id)
    return mine.where(one_of(p.person_id), *over).order_by(s.on, s.id)


def _over_unanswered() -> Select[Any]:
    """The latest day of each comes last, and of one day the first session."""
    s = t.Session.__table__.c
    over = (s.state == SessionState.BOOKED, s.ends_at <= NOW)
    alone = (one_of(s.supervisee_id), s.kind != str(SessionKind.GROUP))
    in_line = ~beside(s.supervisee_id, s.supervisor_id, TODAY)
    such = select(s.supervisee_id.label("person_id"), s.id, s.on, s.noted_by_id).where(*alone, *over, in_line)
    return such.order_by(s.on, s.starts_at.desc(), s.id.desc())


_UNANSWERED: Final = _over_unanswered()
_GROUPS: Final = _over_groups()
