"""When people first looked at their own page, and whose page may have changed since it was shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlmodel import col

from policy.facts import Subject, SubjectKind, ids_by_kind
from storage import supervision
from storage import tables as t
from storage.work import AT_ONCE, Work


def first_visit(work: Work, person_id: int) -> bool:
    """Whether this is the first day on which somebody looks at their own page; the first time it is kept."""
    row = work.get(t.Person, person_id)
    if row.first_visit_on is None:
        row.first_visit_on = work.today
    return row.first_visit_on == work.today


def latest_event(work: Work) -> int:
    """Its id; 0 where nothing has happened yet."""
    return work.connection.execute(select(func.max(col(t.Event.id)))).scalar() or 0


def concerned_since(work: Work, event_id: int) -> list[int]:
    """Whoever has looked at their own page and whom something after that event may concern: they did it, it is about
    them, they do or hold what is about its subject, or they stand above somebody whom it concerns. After more than a
    few hundred, as an import leaves, everybody who has looked."""
    e, p = t.Event, t.Person
    query = select(col(e.actor_id), col(e.subject_kind), col(e.subject_id)).where(col(e.id) > event_id)
    happened = work.connection.execute(query.distinct().limit(AT_ONCE)).all()
    looked = select(col(p.id)).where(col(p.first_visit_on).is_not(None)).order_by(col(p.id))
    if 0 < len(happened) < AT_ONCE:
        subjects = {Subject(SubjectKind(kind), ref) for _, kind, ref in happened if kind and ref}
        named = {actor for actor, *_ in happened if actor} | _named_by(work, subjects)
        looked = looked.where(col(p.id).in_(named | _above(work, named)))
    return list(work.connection.execute(looked).scalars()) if happened else []


def _named_by(work: Work, subjects: Iterable[Subject]) -> set[int]:
    """Whom these subjects are, whom they bring together, and whoever does or holds what is about them."""
    by_kind, o, x = ids_by_kind(subjects), t.ObligationRow, t.Participant
    found = set(by_kind[SubjectKind.PERSON])
    together = select(col(x.person_id)).where(col(x.session_id).in_(by_kind[SubjectKind.SESSION]))
    found.update(work.connection.execute(together).scalars())
    for kind, ids in by_kind.items():
        about = (col(o.subject_kind) == str(kind), col(o.subject_id).in_(ids))
        rows = work.connection.execute(select(col(o.worker_id), col(o.holder_id)).where(*about).distinct())
        found.update(one for row in rows for one in row if one is not None)
    return found


def _above(work: Work, ids: Collection[int]) -> set[int]:
    """Supervisors, whoever covers for them, and the managers above."""
    lines = supervision.lines(work, ids).values()
    beside = supervision.all_professional_supervisors(work, ids).values()
    return {
        *(one for line in lines for one in (*line.above, line.cover) if one),
        *(one for some in beside for one in some),
    }
